/* seg.c: tokens and sentences (see seg.h). Every decision looks at a window of bounded size, so
 * time is linear in the text whatever it holds. */
#include "parse/seg.h"

#include "parse/feat.h"

#include <string.h>

enum cls {
    C_SPACE,
    C_UPPER,
    C_LOWER,
    C_DIGIT,
    C_STOP,
    C_COMMA,
    C_APOS,
    C_QUOTE,
    C_DASH,
    C_OPEN,
    C_CLOSE,
    C_END,
    C_COLON,
    C_SLASH,
    C_SIGN,
    C_OTHER,
    C_EDGE, /* beyond the text */
};

enum { WINDOW = 24 }; /* signs of a string feature */

static int class_of(uint32_t c)
{
    if (ent_parse_is_alpha(c))
        return ent_parse_is_upper(c) ? C_UPPER : C_LOWER;
    if (c >= '0' && c <= '9')
        return C_DIGIT;
    switch (c) {
    case ' ':
        return C_SPACE;
    case '.':
    case 0x2026:
        return C_STOP;
    case ',':
        return C_COMMA;
    case '\'':
        return C_APOS;
    case '"':
        return C_QUOTE;
    case '-':
    case 0x2014:
        return C_DASH;
    case '(':
    case '[':
    case '{':
        return C_OPEN;
    case ')':
    case ']':
    case '}':
        return C_CLOSE;
    case '?':
    case '!':
        return C_END;
    case ':':
    case ';':
        return C_COLON;
    case '/':
    case '\\':
        return C_SLASH;
    default:
        return c < 0x80 ? C_SIGN : C_OTHER;
    }
}

static int is_white(uint32_t c)
{
    return c <= 0x20 || c == 0x7f || c == 0x85 || c == 0x1680 || (c >= 0x2000 && c <= 0x200b) ||
           c == 0x2028 || c == 0x2029 || c == 0x205f || c == 0xfeff || c == ' ';
}

void ent_parse_seg_decode(struct ent_seg_text *t, const char *s, size_t len)
{
    uint32_t n = 0;
    for (size_t i = 0; i < len; n++) {
        t->at[n] = (uint32_t)i;
        uint32_t c = ent_parse_plain(ent_parse_decode(s, len, &i));
        c = is_white(c) ? ' ' : c;
        t->c[n] = c;
        t->cls[n] = (uint8_t)class_of(c);
    }
    t->n = n;
    t->at[n] = (uint32_t)len;
    t->c[n] = ' ';
    t->cls[n] = C_EDGE;
}

/* -- abbreviations ---------------------------------------------------------------------------- */

int ent_parse_abbr_kind(const char *name)
{
    static const char *const names[] = {"", "title", "number", "plain", "month"};
    for (int i = 1; i < 5; i++)
        if (!strcmp(name, names[i]))
            return i;
    return -1;
}

static uint64_t abbr_key(const uint32_t *lower, size_t n)
{
    uint64_t h = ent_parse_hash(60, lower, n);
    return h ? h : 1;
}

void ent_parse_abbr_add(struct ent_abbrs *a, const char *s, size_t n, int kind)
{
    struct ent_chars w;
    ent_parse_chars(&w, s, n);
    uint64_t key = abbr_key(w.lower, w.n);
    uint32_t i = (uint32_t)key & (a->slots - 1);
    while (a->key[i] && a->key[i] != key)
        i = (i + 1) & (a->slots - 1);
    a->count += !a->key[i];
    a->key[i] = key;
    a->kind[i] = (uint8_t)kind;
}

static int abbr_of(const struct ent_abbrs *a, const struct ent_seg_text *t, uint32_t b, uint32_t e)
{
    uint32_t low[16] = {0};
    if (!a || !a->slots || e - b > 16 || e == b)
        return ENT_ABBR_NONE;
    if (e - b == 1 && t->cls[b] == C_UPPER)
        return ENT_ABBR_INITIAL;
    for (uint32_t i = b; i < e; i++)
        low[i - b] = ent_parse_lower(t->c[i]);
    uint64_t key = abbr_key(low, e - b);
    uint32_t i = (uint32_t)key & (a->slots - 1);
    while (a->key[i] && a->key[i] != key)
        i = (i + 1) & (a->slots - 1);
    if (a->key[i])
        return a->kind[i];
    /* capitals and stops in turn: H.W */
    for (i = b; i < e; i++)
        if ((i - b) % 2 ? t->c[i] != '.' : t->cls[i] != C_UPPER)
            return ENT_ABBR_NONE;
    return (e - b) % 2 ? ENT_ABBR_INITIAL : ENT_ABBR_NONE;
}

/* -- features of a token boundary ------------------------------------------------------------- */

struct feats {
    uint32_t *out;
    unsigned n;
    uint64_t base;
};

static void put(struct feats *f, uint64_t kind, uint64_t value)
{
    uint64_t h =
        ent_parse_mix((value ^ f->base) * 0xff51afd7ed558ccdu + kind * 0xc4ceb9fe1a85ec53u);
    f->out[f->n++] = (uint32_t)(h >> 20) & ((1u << ENT_SEG_BITS) - 1);
}

static uint64_t string_of(const struct ent_seg_text *t, uint32_t b, uint32_t e)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (uint32_t i = b; i < e; i++) {
        uint32_t c = t->cls[i] == C_DIGIT ? '0' : ent_parse_lower(t->c[i]);
        h = (h ^ c) * 0x100000001b3u;
    }
    return h;
}

/* Classes with runs cut to one; signs stand for themselves. */
static uint64_t shape_of(const struct ent_seg_text *t, uint32_t b, uint32_t e)
{
    uint64_t h = 0x9ae16a3b2f90404fu;
    uint32_t before = 0;
    for (uint32_t i = b; i < e; i++) {
        uint32_t k = t->cls[i] <= C_DIGIT ? t->cls[i] : t->c[i] + 32;
        if (k != before)
            h = (h ^ k) * 0x100000001b3u;
        before = k;
    }
    return h;
}

static uint32_t at(const struct ent_seg_text *t, uint32_t i, int d)
{
    int64_t p = (int64_t)i + d;
    return p < 0 || p >= t->n ? ' ' : t->c[p];
}

static uint64_t cls_at(const struct ent_seg_text *t, uint32_t i, int d)
{
    int64_t p = (int64_t)i + d;
    return p < 0 || p >= t->n ? C_EDGE : t->cls[p];
}

static uint64_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

int ent_parse_seg_candidate(const struct ent_seg_text *t, uint32_t i)
{
    int a = t->cls[i - 1], b = t->cls[i];
    int word_a = a == C_UPPER || a == C_LOWER, word_b = b == C_UPPER || b == C_LOWER;
    if (word_a && word_b)
        return 0;
    /* 's stays with its host, a stop or not: the two are one multiword token */
    if (b == C_APOS && (word_a || a == C_DIGIT || a == C_STOP) && (at(t, i, 1) | 32) == 's' &&
        cls_at(t, i, 2) != C_UPPER && cls_at(t, i, 2) != C_LOWER)
        return 0;
    return !(a == C_DIGIT && b == C_DIGIT);
}

/* What the whole chunk looks like: an address is cut by other rules than prose. */
static uint64_t chunk_kind(const struct ent_seg_text *t, uint32_t b, uint32_t e)
{
    uint64_t k = 0;
    uint32_t stop = e - b > 200 ? b + 200 : e;
    for (uint32_t i = b; i < stop; i++) {
        uint32_t c = t->c[i];
        k |= c == '@' ? 1u : 0u;
        k |= c == '/' && at(t, i, 1) == '/' ? 2u : 0u;
        k |= (c | 32) == 'w' && (at(t, i, 1) | 32) == 'w' && at(t, i, 2) != ' ' &&
                     (at(t, i, 2) | 32) == 'w'
                 ? 4u
                 : 0u;
        k |= t->cls[i] == C_DIGIT ? 8u : 0u;
        k |= t->cls[i] <= C_LOWER ? 16u : 0u;
        k |= c == '_' ? 32u : 0u;
    }
    return k;
}

unsigned ent_parse_seg_token_feats(uint32_t *out, const struct ent_seg_text *t,
                                   const struct ent_abbrs *abbrs, uint32_t b, uint32_t e,
                                   uint32_t s, uint32_t i)
{
    struct feats f = {out, 0, 0};
    uint64_t c1 = at(t, i, -1), c0 = at(t, i, 0), n1 = at(t, i, 1), n2 = at(t, i, 2);
    uint64_t p2 = at(t, i, -2), p3 = at(t, i, -3);
    uint64_t k1 = cls_at(t, i, -1), k0 = cls_at(t, i, 0);
    uint64_t last = i + 1 == e, first = i == b + 1;
    uint32_t left = i - s > WINDOW ? i - WINDOW : s;
    uint32_t right = e - i > WINDOW / 2 ? i + WINDOW / 2 : e;
    /* the first sign of the next chunk and the last of the one before */
    uint32_t after = e, before = b;
    while (after < t->n && after < e + 3 && t->c[after] == ' ')
        after++;
    while (before > 0 && before + 3 > b && t->c[before - 1] == ' ')
        before--;
    uint64_t ka = after < t->n ? t->cls[after] : C_EDGE;
    uint64_t kb = before > 0 ? t->cls[before - 1] : C_EDGE;
    uint64_t kind = chunk_kind(t, b, e);
    uint64_t pair = c1 << 21 | c0;
    uint64_t cpair = k1 << 8 | k0;
    put(&f, 1, pair);
    put(&f, 2, cpair << 2 | last << 1 | first);
    put(&f, 3, pair * 31 + p2);
    put(&f, 4, pair * 37 + n1);
    put(&f, 5, (pair * 41 + p2) * 43 + n1);
    put(&f, 6, (pair * 47 + p2) * 53 + p3);
    put(&f, 7, (pair * 59 + n1) * 61 + n2);
    put(&f, 8,
        cls_at(t, i, -3) << 20 | cls_at(t, i, -2) << 15 | cpair << 25 | cls_at(t, i, 1) << 10 |
            cls_at(t, i, 2) << 5);
    put(&f, 9, string_of(t, left, i) * 3 + c0);
    put(&f, 10, string_of(t, i, right) * 5 + c1);
    put(&f, 11, string_of(t, left, i) * 7 + string_of(t, i, right));
    put(&f, 12, shape_of(t, left, i) * 11 + shape_of(t, i, right));
    put(&f, 13, shape_of(t, left, i) * 13 + c0 * 8 + last);
    put(&f, 14, shape_of(t, i, right) * 17 + c1);
    put(&f, 15, kind << 20 | cpair);
    put(&f, 16, kind << 20 | c0 << 1 | last);
    put(&f, 17, ka << 40 | pair << 1 | last);
    put(&f, 18, kb << 40 | pair << 1 | first);
    put(&f, 19, least(i - s, 6) << 48 | least(e - i, 6) << 44 | cpair);
    put(&f, 20, least(i - b, 8) << 48 | least(e - b, 12) << 42 | pair);
    uint64_t abbr = (uint64_t)abbr_of(abbrs, t, s, i);
    uint64_t abbr1 = c1 == '.' ? (uint64_t)abbr_of(abbrs, t, s, i - 1) : 7u;
    put(&f, 21, abbr << 50 | c0 << 20 | ka << 4 | last);
    put(&f, 22, abbr1 << 50 | c0 << 20 | ka << 4 | last);
    put(&f, 23, (string_of(t, left, i) * 19 + c0) * 23 + ka);
    put(&f, 24, ((uint64_t)(i - s == 1) << 30 | k1 << 20 | c0) * 29 + ka * 2 + last);
    return f.n;
}

/* -- features of a sentence boundary ---------------------------------------------------------- */

void ent_parse_seg_describe(struct ent_seg_token *k, const struct ent_seg_text *t,
                            const struct ent_abbrs *abbrs)
{
    uint32_t b = k->begin, e = k->end, w = e - b > WINDOW ? b + WINDOW : e;
    k->low = string_of(t, b, w);
    k->shape = shape_of(t, b, w);
    k->last = t->c[e - 1];
    k->first_cls = t->cls[b];
    k->dots = 0;
    for (uint32_t i = b; i < w; i++)
        k->dots |= t->c[i] == '.' && e - b > 1 && t->cls[b] <= C_DIGIT;
    k->abbr = 0;
    if (k->dots && k->last == '.')
        k->abbr = (uint8_t)abbr_of(abbrs, t, b, e - 1);
    k->space = e >= t->n || t->c[e] == ' ';
}

unsigned ent_parse_seg_sent_feats(uint32_t *out, const struct ent_seg_text *t,
                                  const struct ent_seg_token *k, uint32_t n, uint32_t i,
                                  const struct ent_seg_state *st)
{
    static const struct ent_seg_token none = {.low = 1, .shape = 1, .first_cls = C_EDGE};
    struct feats f = {out, 0, 0x51ed270b};
    const struct ent_seg_token *w0 = &k[i], *w1 = i + 1 < n ? &k[i + 1] : &none;
    const struct ent_seg_token *w2 = i + 2 < n ? &k[i + 2] : &none;
    const struct ent_seg_token *w3 = i + 3 < n ? &k[i + 3] : &none;
    const struct ent_seg_token *v1 = i > st->first ? &k[i - 1] : &none;
    const struct ent_seg_token *v2 = i > st->first + 1 ? &k[i - 2] : &none;
    uint64_t len = i - st->first + 1, sp = w0->space, x1 = w1->first_cls, x0 = w0->first_cls;
    uint64_t one = w0->end - w0->begin == 1;
    uint64_t blen = len < 8 ? len : len < 16 ? 8 : len < 32 ? 9 : len < 64 ? 10 : 11;
    uint64_t state = (uint64_t)(st->paren > 0) << 1 | (uint64_t)(st->quote & 1);
    /* white space may be more than one sign wide: some texts mark sentences so */
    uint64_t wide = sp && w0->end + 1 < t->n && t->c[w0->end + 1] == ' ';
    uint64_t end = w0->last << 1 | sp;
    put(&f, 1, w0->low * 3 + sp);
    put(&f, 2, w0->low * 5 + x1 * 2 + sp);
    put(&f, 3, w0->low * 7 + w1->low + sp);
    put(&f, 4, w1->low * 11 + end * 2 + one);
    put(&f, 5, v1->low * 13 + w0->low);
    put(&f, 6, (v1->low * 17 + w0->low) * 3 + x1);
    put(&f, 7, (v1->shape * 19 + w0->shape) * 5 + w1->shape + sp);
    put(&f, 8, (w0->shape * 23 + w1->shape) * 7 + w2->shape + sp);
    put(&f, 9, w0->shape * 29 + x1 * 4 + sp * 2 + w0->dots);
    put(&f, 10, w1->shape * 31 + w2->shape + end);
    put(&f, 11, w1->low * 37 + w2->low + (x0 >= C_STOP));
    put(&f, 12, (uint64_t)w0->abbr << 40 | x1 << 20 | sp);
    put(&f, 13, ((uint64_t)w0->abbr << 40 | (uint64_t)w0->dots << 30) + w1->low * 41);
    put(&f, 14, state << 50 | end << 20 | x1);
    put(&f, 15, state << 50 | blen << 40 | x0 << 20 | x1);
    put(&f, 16, blen << 50 | end << 20 | x1);
    put(&f, 17, (v2->low * 43 + v1->low) * 3 + w0->low);
    put(&f, 18, (v1->shape * 47 + w0->low) * 11 + w1->shape);
    put(&f, 19, wide << 40 | end << 10 | x1);
    put(&f, 20,
        (uint64_t)v1->first_cls << 40 | x0 << 30 | x1 << 20 | (uint64_t)w2->first_cls << 10 | sp);
    put(&f, 21, k[st->first].low * 53 + end + blen * 1024);
    put(&f, 22, k[st->first].shape * 59 + end * 64 + x1);
    put(&f, 23, (w0->low * 61 + w1->shape) * 13 + v1->first_cls);
    put(&f, 24, (w1->shape * 67 + w2->shape) * 17 + w3->shape + x0);
    put(&f, 25,
        (uint64_t)(w0->end - w0->begin < 3 ? w0->end - w0->begin : 3) << 50 | x0 << 40 | end << 10 |
            x1);
    put(&f, 26, w1->low * 71 + x0 * 4 + sp * 2 + (x1 == C_UPPER));
    put(&f, 27, w2->low * 73 + x1 * 512 + end);
    put(&f, 28, v1->low * 79 + end * 32 + x1);
    /* how far the next stop is, and how the words until then begin */
    uint32_t ahead = 1, capital = 0;
    while (ahead < 30 && i + ahead < n && k[i + ahead].first_cls != C_END &&
           !(k[i + ahead].first_cls == C_STOP)) {
        capital += k[i + ahead].first_cls == C_UPPER && ahead > 1;
        ahead++;
    }
    uint64_t far = i + ahead >= n ? 7
                   : ahead < 3    ? 1
                   : ahead < 6    ? 2
                   : ahead < 12   ? 3
                   : ahead < 30   ? 4
                                  : 5;
    uint64_t caps = 4 * capital >= 3 * ahead ? 3 : 2 * capital >= ahead ? 2 : capital > 1;
    put(&f, 29, far << 40 | caps << 30 | x0 << 20 | x1 << 10 | end);
    put(&f, 30, (far << 40 | blen << 30 | x0 << 10 | x1) + 77);
    put(&f, 31, w1->low * 83 + (far * 4 + caps) * 32 + x0);
    put(&f, 32, w0->low * 89 + (far * 4 + caps) * 32 + x1);
    put(&f, 33, v1->shape * 97 + w0->shape * 101 + w1->shape * 103 + w2->shape * 107 + w3->shape);
    return f.n;
}

void ent_parse_seg_step(struct ent_seg_state *st, const struct ent_seg_text *t,
                        const struct ent_seg_token *k, uint32_t i, int end)
{
    (void)t;
    if (end) {
        st->first = i + 1;
        st->paren = st->quote = 0;
        return;
    }
    if (k[i].first_cls == C_OPEN)
        st->paren++;
    else if (k[i].first_cls == C_CLOSE && st->paren > 0)
        st->paren--;
    else if (k[i].first_cls == C_QUOTE)
        st->quote++;
}

/* -- decisions -------------------------------------------------------------------------------- */

static int32_t sum(const int8_t *w, const uint32_t *f, unsigned n)
{
    int32_t s = 0;
    for (unsigned i = 0; i < n; i++)
        s += w[f[i]];
    return s;
}

uint32_t ent_parse_seg(const struct ent_seg_model *m, const struct ent_seg_text *t,
                       struct ent_seg_token *tokens, uint8_t *end)
{
    uint32_t f[ENT_SEG_FEATS], n = 0;
    for (uint32_t b = 0; b < t->n;) {
        uint32_t e = b, s = b;
        if (t->c[b] == ' ') {
            b++;
            continue;
        }
        while (e < t->n && t->c[e] != ' ')
            e++;
        for (uint32_t i = b + 1; i <= e; i++) {
            if (i < e) {
                if (!ent_parse_seg_candidate(t, i))
                    continue;
                unsigned nf = ent_parse_seg_token_feats(f, t, m->abbrs, b, e, s, i);
                if (sum(m->token, f, nf) <= m->token_bias)
                    continue;
            }
            tokens[n] = (struct ent_seg_token){.begin = s, .end = i};
            ent_parse_seg_describe(&tokens[n++], t, m->abbrs);
            s = i;
        }
        b = e;
    }
    struct ent_seg_state st = {0};
    for (uint32_t i = 0; i < n; i++) {
        unsigned nf = ent_parse_seg_sent_feats(f, t, tokens, n, i, &st);
        end[i] = i + 1 == n || sum(m->sent, f, nf) > m->sent_bias;
        ent_parse_seg_step(&st, t, tokens, i, end[i]);
    }
    return n;
}
