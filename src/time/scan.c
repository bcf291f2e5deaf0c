/* scan.c: bytes of a block -> words, numbers and punctuation, with the vocabulary looked up. In:
 * text. Out: words with byte spans. Independent of the tokens layer, which may not be there; no
 * meaning is decided here. */
#include "time_int.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(const char *s, size_t n)
{
    unsigned char c = (unsigned char)s[0];
    if (c < 0x80) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    if (c == 0xE2 && n > 1 && (unsigned char)s[1] <= 0x8A) { /* general punctuation, signs */
        return false;
    }
    return c != 0xC2 && c != 0xEF; /* Latin-1 signs; BOM, full-width forms */
}

/* Length of white space at s: ASCII, no-break and typographic spaces. */
static size_t space_at(const char *s, size_t n)
{
    unsigned char c = (unsigned char)s[0];
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
        return 1;
    }
    if (c == 0xC2 && n > 1 && (unsigned char)s[1] == 0xA0) {
        return 2;
    }
    if (c == 0xE2 && n > 2 && (unsigned char)s[1] == 0x80) {
        unsigned char d = (unsigned char)s[2];
        return d <= 0x8B || d == 0xAF ? 3 : 0;
    }
    return 0;
}

/* One character of punctuation, folded to ASCII; returns its length. */
static size_t punct_at(const char *s, size_t n, char *p)
{
    unsigned char c = (unsigned char)s[0];
    *p = s[0];
    if (c < 0x80) {
        return 1;
    }
    *p = '?';
    uint32_t cp;
    size_t len = ent_utf8_next(s, n, &cp);
    if (cp >= 0x2010 && cp <= 0x2015) {
        *p = '-';
    } else if (cp == 0x2212) {
        *p = '-';
    } else if (cp == 0x2018 || cp == 0x2019 || cp == 0x2B9) {
        *p = '\'';
    } else if (cp == 0x201C) {
        *p = '{'; /* an opening quotation mark, below '}' a closing one */
    } else if (cp == 0x201D) {
        *p = '}';
    } else if (cp == 0x20AC || cp == 0xA3 || cp == 0xA5) {
        *p = '$';
    }
    return len;
}

static void look_up(const ent_time *t, const char *s, size_t n, tx_word *w)
{
    char buf[24];
    if (n > sizeof buf) {
        return;
    }
    if (n > 1 && s[n - 1] == '.') {
        n--;
    }
    for (size_t i = 0; i < n; i++) {
        buf[i] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];
    }
    uint32_t i = ent_map_get(&t->words, buf, n);
    w->lex = i == ENT_NONE ? NULL : &t->lexes[i];
}

/* "a.m.", "B.C.", "U.S.": letters each with its full stop. Returns the end, 0 if it is not one. */
static size_t dotted(const char *s, size_t n)
{
    size_t i = 0;
    while (i + 1 < n && is_letter(s + i, 1) && (unsigned char)s[i] < 0x80 && s[i + 1] == '.') {
        i += 2;
    }
    if (i < 2) {
        return 0;
    }
    if (i < n && is_letter(s + i, n - i)) { /* "p.m" without its last stop; else not dotted */
        return i + 1 == n || !is_letter(s + i + 1, n - i - 1) ? i + 1 : 0;
    }
    return i > 2 ? i : 0;
}

static size_t word_end(const char *s, size_t n)
{
    size_t i = dotted(s, n);
    if (i) {
        return i;
    }
    while (i < n && (is_letter(s + i, n - i) || (is_digit(s[i]) && i))) {
        i++;
        while (i < n && ((unsigned char)s[i] & 0xC0) == 0x80) {
            i++;
        }
    }
    return i ? i : 1;
}

/* Digits; groups of thousands ("1,335") are one number, which is never a year. */
static size_t number_end(const char *s, size_t n, tx_word *w)
{
    size_t i = 0;
    int64_t v = 0;
    while (i < n && is_digit(s[i])) {
        v = v < 1000000000 ? v * 10 + (s[i] - '0') : v;
        i++;
    }
    w->digits = (uint8_t)(i < 90 ? i : 90);
    if (i <= 3) {
        while (i + 3 < n && s[i] == ',' && is_digit(s[i + 1]) && is_digit(s[i + 2]) &&
               is_digit(s[i + 3]) && !(i + 4 < n && is_digit(s[i + 4]))) {
            v = v * 1000 + (s[i + 1] - '0') * 100 + (s[i + 2] - '0') * 10 + (s[i + 3] - '0');
            v = v > 999999999 ? 999999999 : v;
            w->digits = 91;
            i += 4;
        }
    }
    w->number = v > 999999999 ? -1 : (int32_t)v;
    return i;
}

void ent_time_scan(const ent_time *t, const ent_doc *d, ent_span span, tx_words *out,
                   ent_arena *scratch)
{
    size_t i = span.begin, end = span.end < d->len ? span.end : d->len;
    bool space = true, newline = true, quoted = false;
    uint8_t paren = 0;
    while (i < end) {
        const char *s = d->text + i;
        size_t n = space_at(s, end - i);
        if (n) {
            newline = newline || *s == '\n';
            space = true;
            i += n;
            continue;
        }
        tx_word *w = ENT_PUSH(scratch, out->v, out->n, out->cap);
        w->b = (uint32_t)i;
        w->space = space;
        w->newline = newline;
        w->number = -1;
        if (is_digit(*s)) {
            w->kind = W_NUMBER;
            n = number_end(s, end - i, w);
        } else if (is_letter(s, end - i)) {
            n = word_end(s, end - i);
            w->upper = *s >= 'A' && *s <= 'Z';
            look_up(t, s, n, w);
        } else {
            w->kind = W_PUNCT;
            n = punct_at(s, end - i, &w->punct);
            if (*s == '%') {
                look_up(t, s, 1, w);
            }
            paren = (uint8_t)(*s == '(' && paren < 9 ? paren + 1
                              : *s == ')' && paren   ? paren - 1
                                                     : paren);
            quoted = w->punct == '"' ? !quoted : w->punct == '{' ? true : w->punct != '}' && quoted;
        }
        w->quoted = quoted;
        w->paren = paren;
        space = newline = false;
        i += n;
        w->e = (uint32_t)(i < end ? i : end);
    }
}

bool ent_time_is(const ent_doc *d, const tx_words *w, uint32_t i, const char *s)
{
    if (i >= w->n) {
        return false;
    }
    const tx_word *x = &w->v[i];
    size_t n = strlen(s);
    if (x->e - x->b != n) {
        return false;
    }
    for (size_t k = 0; k < n; k++) {
        char c = d->text[x->b + k];
        if ((c >= 'A' && c <= 'Z' ? (char)(c + 32) : c) != s[k]) {
            return false;
        }
    }
    return true;
}

bool ent_time_is_any(const ent_doc *d, const tx_words *w, uint32_t i, const char *const *list,
                     size_t n)
{
    for (size_t k = 0; k < n; k++) {
        if (ent_time_is(d, w, i, list[k])) {
            return true;
        }
    }
    return false;
}
