/* feat.c: words as code points and hash keys (see feat.h). */
#include "parse/feat.h"

#include <string.h>

uint32_t ent_parse_decode(const char *s, size_t n, size_t *i)
{
    const unsigned char *p = (const unsigned char *)s + *i;
    size_t left = n - *i;
    uint32_t c = p[0];
    unsigned more;
    if (c < 0x80) {
        *i += 1;
        return c;
    }
    if (c >= 0xc2 && c <= 0xdf) {
        more = 1;
        c &= 0x1f;
    } else if (c >= 0xe0 && c <= 0xef) {
        more = 2;
        c &= 0x0f;
    } else if (c >= 0xf0 && c <= 0xf4) {
        more = 3;
        c &= 0x07;
    } else {
        *i += 1;
        return 0x110000u + c;
    }
    for (unsigned k = 1; k <= more; k++) {
        if (k >= left || (p[k] & 0xc0) != 0x80) {
            *i += 1;
            return 0x110000u + p[0];
        }
        c = c << 6 | (p[k] & 0x3fu);
    }
    *i += more + 1;
    return c;
}

uint32_t ent_parse_plain(uint32_t c)
{
    switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201a:
    case 0x201b:
    case 0x2032:
    case 0x00b4:
    case 0x60:
    case 0x02bc:
        return '\'';
    case 0x201c:
    case 0x201d:
    case 0x201e:
    case 0x201f:
    case 0x2033:
    case 0x00ab:
    case 0x00bb:
        return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2212:
    case 0x00ad:
        return '-';
    case 0x2014:
    case 0x2015:
        return 0x2014;
    case 0x00a0:
    case 0x2009:
    case 0x202f:
    case 0x3000:
    case 0x2007:
    case 0x2002:
    case 0x2003:
        return ' ';
    default:
        return c;
    }
}

uint32_t ent_parse_lower(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (c >= 0xc0 && c <= 0xde)
        return c == 0xd7 ? c : c + 32;
    if (c >= 0x100 && c <= 0x17e) {
        if ((c >= 0x139 && c <= 0x148) || c >= 0x179)
            return c & 1 ? c + 1 : c;
        if (c == 0x130 || c == 0x138 || c == 0x149)
            return c == 0x130 ? 'i' : c;
        if (c == 0x178)
            return 0xff;
        return c & 1 ? c : c + 1;
    }
    if (c >= 0x391 && c <= 0x3a9)
        return c + 32;
    if (c >= 0x410 && c <= 0x42f)
        return c + 32;
    if (c >= 0x400 && c <= 0x40f)
        return c + 80;
    return c;
}

int ent_parse_is_upper(uint32_t c)
{
    return ent_parse_lower(c) != c;
}

int ent_parse_is_alpha(uint32_t c)
{
    if (c < 0x80)
        return (c | 32) >= 'a' && (c | 32) <= 'z';
    if (c < 0xc0)
        return c == 0xaa || c == 0xb5 || c == 0xba;
    if (c == 0xd7 || c == 0xf7)
        return 0;
    if (c >= 0x2000 && c <= 0x2bff)
        return 0;
    if (c >= 0x3000 && c <= 0x303f)
        return 0;
    if (c >= 0xfe00 && c <= 0xfe0f)
        return 0;
    return c < 0x1f000;
}

uint64_t ent_parse_mix(uint64_t x)
{
    x ^= x >> 31;
    x *= 0x9e3779b97f4a7c15u;
    x ^= x >> 29;
    return x;
}

uint64_t ent_parse_hash(uint64_t seed, const uint32_t *c, size_t n)
{
    uint64_t h = 0xcbf29ce484222325u ^ (seed * 0x9e3779b97f4a7c15u);
    for (size_t i = 0; i < n; i++)
        h = (h ^ c[i]) * 0x100000001b3u;
    return ent_parse_mix(h ^ n << 56);
}

void ent_parse_chars(struct ent_chars *out, const char *s, size_t n)
{
    size_t i = 0;
    unsigned k = 0;
    while (i < n && k < ENT_FEAT_CHARS) {
        uint32_t c = ent_parse_plain(ent_parse_decode(s, n, &i));
        out->c[k++] = c;
    }
    if (i < n) {
        /* too long: the second half of the window takes the word's last code points */
        size_t j = n > 4 * (ENT_FEAT_CHARS / 2) ? n - 4 * (ENT_FEAT_CHARS / 2) : 0;
        uint32_t ring[4 * ENT_FEAT_CHARS];
        unsigned m = 0;
        if (j < i)
            j = i;
        while (j < n && m < 4 * ENT_FEAT_CHARS)
            ring[m++] = ent_parse_plain(ent_parse_decode(s, n, &j));
        unsigned take = m < ENT_FEAT_CHARS / 2 ? m : ENT_FEAT_CHARS / 2;
        memmove(out->c + ENT_FEAT_CHARS - take, ring + m - take, take * sizeof ring[0]);
    }
    out->n = k;
    for (unsigned a = 0; a < k; a++)
        out->lower[a] = ent_parse_lower(out->c[a]);
}

static int is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* The kinds of signs in a word, runs cut to two: "Khrushchev" Xxx, "1990s" 00x, "U.S." X.X. */
static uint64_t shape(const struct ent_chars *w)
{
    uint32_t out[ENT_FEAT_CHARS];
    unsigned n = 0;
    for (unsigned i = 0; i < w->n; i++) {
        uint32_t c = w->c[i];
        uint32_t k = is_digit(c)                       ? '0'
                     : c != w->lower[i]                ? 'X'
                     : ent_parse_is_alpha(w->lower[i]) ? 'x'
                                                       : c;
        if (n >= 2 && out[n - 1] == k && out[n - 2] == k)
            continue;
        out[n++] = k;
    }
    if (n > 8)
        n = 8;
    return ent_parse_hash(90, out, n);
}

void ent_parse_feats(struct ent_feats *out, const struct ent_chars *w)
{
    uint32_t low[ENT_FEAT_CHARS];
    unsigned n = w->n, k = 0;
    for (unsigned i = 0; i < n; i++)
        low[i] = is_digit(w->lower[i]) ? '0' : w->lower[i];
    out->word = ent_parse_hash(1, low, n);
    for (unsigned len = 1; len <= 5 && len < n; len++)
        out->sub[k++] = ent_parse_hash(10 + len, low + n - len, len);
    for (unsigned len = 1; len <= 4 && len < n; len++)
        out->sub[k++] = ent_parse_hash(20 + len, low, len);
    out->sub[k++] = shape(w);
    /* digits kept apart for short numbers: days and small counts differ from years */
    if (n <= 2 && n && is_digit(w->c[0]))
        out->sub[k++] = ent_parse_hash(91, w->lower, n);
    /* the word as written: US is not us, May is not may */
    if (n && w->c[0] != w->lower[0])
        out->sub[k++] = ent_parse_hash(92, w->c, n);
    out->nsub = k;
}
