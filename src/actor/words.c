/* words.c: cuts text and table names into folded words, alike, whatever the tokenizer does.
 *
 * In: bytes. Out: words with hashes of their folded form. Hyphens part words, apostrophes do not
 * (except in 's), full stops inside abbreviations vanish: "U.S." and "US" are one word, and so are
 * "Sana'a" and "Sanaa". Does not know sentences.
 */
#include "index.h"

#include <utf8proc.h>

static const uint64_t FNV = 0x100000001b3ull;
static const uint64_t BASIS = 0xcbf29ce484222325ull;

static bool ascii_alnum(unsigned char c)
{
    unsigned char low = c | 32;
    return (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9');
}

/* Letters that decomposition leaves as they are. */
static uint32_t base_letter(uint32_t cp)
{
    switch (cp) {
    case 0x131: /* dotless i */
        return 'i';
    case 0x142: /* l with stroke */
        return 'l';
    case 0xF8: /* o with stroke */
        return 'o';
    case 0x111: /* d with stroke */
    case 0xF0:
        return 'd';
    case 0x259: /* schwa */
        return 'e';
    default:
        return cp;
    }
}

static uint64_t add_letter(uint64_t h, uint32_t cp)
{
    if (cp == 0xDF) { /* sharp s */
        return (((h ^ 's') * FNV) ^ 's') * FNV;
    }
    utf8proc_int32_t out[8];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(
        (utf8proc_int32_t)cp, out, 8,
        (utf8proc_option_t)(UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD),
        &boundary);
    for (utf8proc_ssize_t i = 0; i < n && i < 8; i++) {
        h = (h ^ base_letter((uint32_t)out[i])) * FNV;
    }
    return h;
}

static bool is_apostrophe(uint32_t cp)
{
    return cp == '\'' || cp == 0x2019 || cp == 0x2018 || cp == 0x02BB || cp == 0x02BC || cp == '`';
}

static bool is_mark(uint32_t cp)
{
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
    return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_MC;
}

static uint8_t gap_of(uint8_t old, uint32_t cp)
{
    if (cp == ' ' || cp == '\n' || cp == '\t' || cp == 0xA0 || cp == '\r') {
        return old;
    }
    uint8_t g = cp == '-' || cp == 0x2013 || cp == 0x2010 || cp == 0x2011 ? '-'
                : cp == ','                                               ? ','
                                                                          : '.';
    return old == ' ' || old == g ? g : '.';
}

/* 's before a non-letter: where the apostrophe at `at` (length k) begins one. */
static bool possessive_at(const char *s, uint32_t n, uint32_t at, uint32_t k)
{
    return at + k < n && (s[at + k] == 's' || s[at + k] == 'S') &&
           (at + k + 1 >= n || !ascii_alnum((unsigned char)s[at + k + 1]));
}

typedef struct scan {
    uint64_t hash;
    uint32_t letters, upper, digits, stops, wide;
    bool single; /* one letter since the last full stop */
} scan;

static void take(scan *c, uint32_t cp)
{
    if (cp < 0x80) {
        bool up = cp >= 'A' && cp <= 'Z';
        c->upper += up;
        c->digits += cp >= '0' && cp <= '9';
        c->hash = (c->hash ^ (up ? cp + 32 : cp)) * FNV;
    } else {
        c->upper += ent_utf8_is_upper(cp);
        c->wide++;
        c->hash = add_letter(c->hash, cp);
    }
    c->letters++;
}

/* ASCII letters and digits from `at` on; where they end. */
static uint32_t take_ascii(scan *c, const char *s, uint32_t n, uint32_t at)
{
    uint64_t h = c->hash;
    uint32_t i = at, upper = 0, digits = 0;
    for (; i < n && ascii_alnum((unsigned char)s[i]); i++) {
        unsigned char x = (unsigned char)s[i];
        bool up = x >= 'A' && x <= 'Z';
        upper += up;
        digits += x <= '9';
        h = (h ^ (up ? x + 32u : x)) * FNV;
    }
    c->hash = h;
    c->upper += upper;
    c->digits += digits;
    c->letters += i - at;
    return i;
}

static bool starts_word(const char *s, uint32_t n, uint32_t at, uint32_t *cp, uint32_t *len)
{
    if ((unsigned char)s[at] < 0x80) {
        *cp = (unsigned char)s[at];
        *len = 1;
        return ascii_alnum((unsigned char)s[at]);
    }
    *len = (uint32_t)ent_utf8_next(s + at, n - at, cp);
    return *cp < 0x80 ? ascii_alnum((unsigned char)*cp) : ent_utf8_is_letter(*cp);
}

bool ent_actor_word_next(const char *s, uint32_t n, uint32_t *at, word *w)
{
    uint32_t i = *at, cp = 0, k = 0;
    memset(w, 0, sizeof *w);
    w->gap = ' ';
    while (i < n && !starts_word(s, n, i, &cp, &k)) {
        if (is_apostrophe(cp) && possessive_at(s, n, i, k) && i > 0 && w->gap == ' ' && i == *at) {
            w->begin = i;
            w->end = i + k + 1;
            w->hash = (BASIS ^ 's') * FNV;
            w->possessive = 1;
            w->letters = 1;
            *at = w->end;
            return true;
        }
        if (!is_apostrophe(cp)) {
            w->gap = gap_of(w->gap, cp);
        }
        i += k;
    }
    if (i >= n) {
        *at = n;
        return false;
    }
    scan c = {.hash = BASIS, .single = true};
    w->begin = i;
    w->capital = cp < 0x80 ? !(cp >= 'a' && cp <= 'z') : ent_utf8_is_upper(cp);
    uint32_t run = 0;
    for (;;) {
        uint32_t stop = take_ascii(&c, s, n, i);
        run += stop - i;
        i = stop;
        if (i >= n) {
            break;
        }
        if (starts_word(s, n, i, &cp, &k)) {
            take(&c, cp);
            run++;
        } else if (cp == '.' && run == 1 && i + 1 < n && ascii_alnum((unsigned char)s[i + 1]) &&
                   !(s[i - 1] >= '0' && s[i - 1] <= '9')) {
            run = 0; /* inside an abbreviation */
            c.stops++;
        } else if (is_apostrophe(cp) && cp != '`' && !possessive_at(s, n, i, k) && i + k < n &&
                   starts_word(s, n, i + k, &(uint32_t){0}, &(uint32_t){0})) {
            /* inside a name: d'Orsay */
        } else if (cp >= 0x300 && is_mark(cp)) {
            /* a combining accent */
        } else {
            break;
        }
        i += k;
    }
    w->end = i;
    w->hash = c.hash;
    w->letters = (uint8_t)(c.letters > 255 ? 255 : c.letters);
    w->acronym = c.letters >= 2 && c.upper + c.digits == c.letters && c.upper;
    w->digits = c.digits == c.letters;
    w->ascii = !c.wide;
    /* the full stop of "U.S." belongs to it; that of a sentence's last word does not matter */
    bool initial = c.letters == 1 && w->capital && !w->digits; /* "Dwight D. Eisenhower" */
    if ((c.stops || initial) && i < n && s[i] == '.') {
        i++;
        w->end = i;
    }
    *at = i;
    return true;
}
