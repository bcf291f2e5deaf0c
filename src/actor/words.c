/* words.c: cuts text and table names into folded words, alike, whatever the tokenizer does.
 *
 * In: bytes. Out: words with hashes of their folded form. Hyphens part words, apostrophes do not
 * (except in 's), full stops inside abbreviations vanish: "U.S." and "US" are one word, and so are
 * "Sana'a" and "Sanaa". Does not know sentences.
 */
#include "index.h"

#include <utf8proc.h>

/* ASCII letters in lower case and digits as they are; 0 for everything else. */
static const uint8_t folded[256] = {
    ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6',
    ['7'] = '7', ['8'] = '8', ['9'] = '9', ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd',
    ['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i', ['j'] = 'j', ['k'] = 'k',
    ['l'] = 'l', ['m'] = 'm', ['n'] = 'n', ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r',
    ['s'] = 's', ['t'] = 't', ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y',
    ['z'] = 'z', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e', ['F'] = 'f',
    ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k', ['L'] = 'l', ['M'] = 'm',
    ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't',
    ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z'};

static bool ascii_alnum(unsigned char c)
{
    return folded[c] != 0;
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
    uint64_t lane;  /* bytes not yet hashed */
    uint32_t bytes; /* of the word so far */
    uint32_t letters, upper, digits, stops, wide;
} scan;

static void add_byte(scan *c, uint32_t b)
{
    c->lane |= (uint64_t)b << 8 * (c->bytes & 7);
    if (!(++c->bytes & 7)) {
        c->hash = hash_lane(c->hash, c->lane);
        c->lane = 0;
    }
}

/* A code point beyond ASCII, without case and diacritics. */
static void add_wide(scan *c, uint32_t cp)
{
    utf8proc_int32_t out[8] = {'s', 's'};
    int boundary = 0;
    utf8proc_ssize_t n = 2; /* sharp s */
    if (cp != 0xDF) {
        n = utf8proc_decompose_char(
            (utf8proc_int32_t)cp, out, 8,
            (utf8proc_option_t)(UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD),
            &boundary);
    }
    for (utf8proc_ssize_t i = 0; i < n && i < 8; i++) {
        uint32_t x = base_letter((uint32_t)out[i]);
        for (add_byte(c, x & 0xff); (x >>= 8) != 0;) {
            add_byte(c, x & 0xff);
        }
    }
}

static void take(scan *c, uint32_t cp)
{
    if (cp < 0x80) {
        uint8_t f = folded[cp];
        c->upper += f != cp;
        c->digits += f <= '9';
        add_byte(c, f);
    } else {
        c->upper += ent_utf8_is_upper(cp);
        c->wide++;
        add_wide(c, cp);
    }
    c->letters++;
}

/* ASCII letters and digits from `at` on; where they end. */
static uint32_t take_ascii(scan *c, const char *s, uint32_t n, uint32_t at)
{
    uint32_t i = at;
    for (; i < n && folded[(uint8_t)s[i]]; i++) {
        take(c, (uint8_t)s[i]);
    }
    return i;
}

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
/* How many bytes have their highest bit set, and no other. */
static uint32_t marks(uint64_t x)
{
    return (uint32_t)((x >> 7) * 0x0101010101010101ull >> 56);
}

/* The same for the first letters of a word, eight at a time. */
static uint32_t take_first(scan *c, const char *s, uint32_t n, uint32_t at)
{
    static const uint64_t ones = 0x0101010101010101ull, high = 0x8080808080808080ull;
    uint32_t i = at;
    while (i + 8 <= n) {
        uint64_t x;
        memcpy(&x, s + i, 8);
        uint64_t low = x & ~high, f = low | 0x20 * ones;
        /* the highest bit of each byte: whether it is a letter; a digit */
        uint64_t letter = (f + (0x80 - 'a') * ones) & ~(f + (0x7f - 'z') * ones) & ~x & high;
        uint64_t digit = (low + (0x80 - '0') * ones) & ~(low + (0x7f - '9') * ones) & ~x & high;
        uint64_t stop = ~(letter | digit) & high;
        uint64_t upper = letter & ~(x << 2);
        if (stop) {
            uint32_t k = (uint32_t)__builtin_ctzll(stop) / 8;
            uint64_t mask = (1ull << 8 * k) - 1;
            c->lane = f & mask;
            c->bytes += k;
            c->letters += k;
            c->upper += marks(upper & mask);
            c->digits += marks(digit & mask);
            return i + k;
        }
        c->hash = hash_lane(c->hash, f);
        c->bytes += 8;
        c->letters += 8;
        c->upper += marks(upper);
        c->digits += marks(digit);
        i += 8;
    }
    return take_ascii(c, s, n, i);
}
#else
#define take_first take_ascii
#endif

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

/* What the letters and digits taken make of a word. */
static void describe(word *w, const scan *c, uint32_t end)
{
    w->end = end;
    w->hash = hash_end(c->hash, c->lane, c->bytes);
    w->letters = (uint8_t)(c->letters > 255 ? 255 : c->letters);
    w->acronym = c->letters >= 2 && c->upper + c->digits == c->letters && c->upper;
    w->digits = c->digits == c->letters;
    w->ascii = !c->wide;
}

/* The rest of a word behind its first run of ASCII; where it ends. */
static uint32_t take_rest(scan *c, const char *s, uint32_t n, uint32_t i, uint32_t run)
{
    uint32_t cp = 0, k = 0;
    while (i < n) {
        if (starts_word(s, n, i, &cp, &k)) {
            take(c, cp);
            run++;
        } else if (cp == '.' && run == 1 && i + 1 < n && ascii_alnum((unsigned char)s[i + 1]) &&
                   !(s[i - 1] >= '0' && s[i - 1] <= '9')) {
            run = 0; /* inside an abbreviation */
            c->stops++;
        } else if (is_apostrophe(cp) && cp != '`' && !possessive_at(s, n, i, k) && i + k < n &&
                   starts_word(s, n, i + k, &(uint32_t){0}, &(uint32_t){0})) {
            /* inside a name: d'Orsay */
        } else if (cp >= 0x300 && is_mark(cp)) {
            /* a combining accent */
        } else {
            break;
        }
        i += k;
        uint32_t stop = take_ascii(c, s, n, i);
        run += stop - i;
        i = stop;
    }
    return i;
}

/* Where the next word begins, n at the end; tells what stands before it. The s of 's is a word. */
static uint32_t next_begin(const char *s, uint32_t n, uint32_t at, word *w, uint32_t *cp)
{
    uint32_t i = at, k = 0;
    while (i < n && !starts_word(s, n, i, cp, &k)) {
        if (is_apostrophe(*cp)) {
            if (possessive_at(s, n, i, k) && i > 0 && i == at) {
                w->possessive = 1;
                w->end = i + k + 1;
                return i;
            }
        } else {
            w->gap = gap_of(w->gap, *cp);
        }
        i += k;
    }
    return i;
}

bool ent_actor_word_next(const char *s, uint32_t n, uint32_t *at, word *w)
{
    uint32_t i = *at, cp = 0;
    *w = (word){.gap = ' '};
    i += i < n && s[i] == ' ';
    if (i < n && folded[(uint8_t)s[i]]) { /* as most words begin */
        cp = (uint8_t)s[i];
    } else if ((i = next_begin(s, n, *at, w, &cp)) >= n) {
        *at = n;
        return false;
    }
    w->begin = i;
    if (w->possessive) {
        w->hash = hash_ascii("s", 1);
        w->letters = 1;
        *at = w->end;
        return true;
    }
    scan c = {0};
    w->capital = cp < 0x80 ? !(cp >= 'a' && cp <= 'z') : ent_utf8_is_upper(cp);
    uint32_t end = take_first(&c, s, n, i);
    if (end < n && s[end] != ' ') {
        end = take_rest(&c, s, n, end, end - i);
    }
    describe(w, &c, end);
    /* the full stop of "U.S." belongs to it; that of a sentence's last word does not matter */
    bool initial = c.letters == 1 && w->capital && !w->digits; /* "Dwight D. Eisenhower" */
    if ((c.stops || initial) && end < n && s[end] == '.') {
        w->end = ++end;
    }
    *at = end;
    return true;
}
