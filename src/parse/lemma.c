/* lemma.c: multiword tokens and lemmas (see lemma.h). The longest known ending decides. */
#include "parse/lemma.h"

#include <string.h>

uint64_t ent_parse_lemma_tag(const char *tag, size_t n)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)tag[i]) * 0x100000001b3u;
    return h;
}

uint64_t ent_parse_lemma_key(uint64_t tag, const struct ent_chars *w, unsigned suffix,
                             enum ent_lemma_key whole)
{
    const uint32_t *c = whole == ENT_LEMMA_WRITTEN ? w->c : w->lower;
    return ent_parse_mix(ent_parse_hash(70 + (uint64_t)whole, c + w->n - suffix, suffix) ^
                         tag * 0x9e3779b97f4a7c15u);
}

uint32_t ent_parse_lemma_find(const struct ent_weights_map *m, uint64_t tag,
                              const struct ent_chars *w)
{
    uint32_t r = ent_parse_map_get(m, ent_parse_lemma_key(tag, w, w->n, ENT_LEMMA_WRITTEN));
    if (r == UINT32_MAX)
        r = ent_parse_map_get(m, ent_parse_lemma_key(tag, w, w->n, ENT_LEMMA_WORD));
    unsigned s = w->n < ENT_LEMMA_SUFFIX ? w->n : ENT_LEMMA_SUFFIX;
    while (r == UINT32_MAX) {
        r = ent_parse_map_get(m, ent_parse_lemma_key(tag, w, s, ENT_LEMMA_END));
        if (!s--)
            break;
    }
    return r;
}

static size_t put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 63));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 63));
        out[2] = (char)(0x80 | (c & 63));
        return 3;
    }
    if (c >= 0x110000) { /* a stray byte, kept as it is */
        out[0] = (char)(c - 0x110000);
        return 1;
    }
    out[0] = (char)(0xf0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 63));
    out[2] = (char)(0x80 | (c >> 6 & 63));
    out[3] = (char)(0x80 | (c & 63));
    return 4;
}

size_t ent_parse_lemma_apply(char *out, const struct ent_lemma_rule *r, const char *s, size_t n)
{
    size_t chars = 0, o = 0, keep;
    if (n > ENT_LEMMA_MAX - 32)
        return 0;
    for (size_t i = 0; i < n; chars++)
        ent_parse_decode(s, n, &i);
    keep = r->strip < chars ? chars - r->strip : 0;
    for (size_t i = 0; keep--;) {
        uint32_t c = ent_parse_plain(ent_parse_decode(s, n, &i));
        o += put_utf8(out + o, r->lower ? ent_parse_lower(c) : c);
    }
    memcpy(out + o, r->append, r->len);
    return o + r->len;
}

/* -- lemmas of verbs that no table knows ------------------------------------------------------ */

static int known(const struct ent_weights_map *words, const uint32_t *c, unsigned n)
{
    return ent_parse_map_get(words, ent_parse_hash(1, c, n)) != UINT32_MAX;
}

size_t ent_parse_lemma_check(char *out, size_t n, const struct ent_weights_map *words)
{
    struct ent_chars w;
    if (n < 3 || n > ENT_LEMMA_MAX - 8)
        return n;
    ent_parse_chars(&w, out, n);
    if (w.n < 3 || w.n + 1 >= ENT_FEAT_CHARS || known(words, w.lower, w.n))
        return n;
    uint32_t last = w.lower[w.n - 1];
    if (last >= 0x80)
        return n;
    w.lower[w.n] = 'e'; /* provok(ed): provoke */
    if (known(words, w.lower, w.n + 1)) {
        out[n] = 'e';
        return n + 1;
    }
    w.lower[w.n] = last; /* smel(led): smell */
    if (known(words, w.lower, w.n + 1)) {
        out[n] = (char)last;
        return n + 1;
    }
    /* expell(ed): expel */
    if (last == w.lower[w.n - 2] && known(words, w.lower, w.n - 1))
        return n - 1;
    return n;
}

/* -- multiword tokens ------------------------------------------------------------------------- */

uint64_t ent_parse_mwt_key(const struct ent_chars *w, unsigned suffix, int whole)
{
    return ent_parse_hash(whole ? 81 : 80, w->lower + w->n - suffix, suffix);
}

unsigned ent_parse_mwt_suffix(const struct ent_chars *w)
{
    for (unsigned i = w->n; i-- > 0 && w->n - i <= 4;) {
        if (w->c[i] != '\'')
            continue;
        unsigned n = w->n - i;
        return n == 2 && i > 0 && w->lower[i - 1] == 'n' && w->lower[i + 1] == 't' ? 3 : n;
    }
    return 0;
}

unsigned ent_parse_mwt(const struct ent_weights_map *m, const struct ent_chars *w,
                       unsigned len[ENT_MWT_MAX])
{
    len[0] = w->n;
    if (w->n < 2 || w->n >= ENT_FEAT_CHARS)
        return 1;
    uint32_t v = ent_parse_map_get(m, ent_parse_mwt_key(w, w->n, 1));
    if (v == UINT32_MAX) {
        unsigned s = ent_parse_mwt_suffix(w);
        if (!s || s >= w->n)
            return 1;
        v = ent_parse_map_get(m, ent_parse_mwt_key(w, s, 0));
        if (v == UINT32_MAX)
            return 1;
    }
    /* one byte a word after the first, the last word lowest: its length in code points */
    unsigned count = 1, rest = w->n;
    unsigned back[ENT_MWT_MAX];
    for (; (v & 255) && count < ENT_MWT_MAX; v >>= 8, count++) {
        if ((v & 255) >= rest)
            break;
        back[count] = v & 255;
        rest -= v & 255;
    }
    len[0] = rest;
    for (unsigned i = 1; i < count; i++)
        len[i] = back[count - i];
    return count;
}
