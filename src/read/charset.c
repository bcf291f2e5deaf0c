/* charset.c: bytes of any encoding to valid UTF-8 without NULs.
 *
 * In: bytes, and what a header said. Out: UTF-8. Order: byte order mark, header, <meta>/<?xml?>,
 * valid UTF-8, then detection. What is declared but does not hold is not believed: declared UTF-8
 * with a few bad bytes has those read as windows-1252. It never fails.
 */
#include "read_int.h"

#include <iconv.h>

static const uint16_t high1252[32] = {
    0x20AC, 0xFFFD, 0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
    0x2039, 0x152,  0xFFFD, 0x17D,  0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0xFFFD, 0x17E,  0x178};

/* UTF-8 with stray bytes as windows-1252, NULs as blanks. `all`: every high byte is one. */
static const char *from_1252(ent_arena *a, const char *s, size_t n, bool all, size_t *len)
{
    ent_buf b = {0};
    for (size_t i = 0; i < n;) {
        unsigned char c = (unsigned char)s[i];
        if (c && c < 0x80) {
            size_t j = i + 1;
            while (j < n && s[j] && (unsigned char)s[j] < 0x80) {
                j++;
            }
            ent_buf_add(&b, s + i, j - i);
            i = j;
            continue;
        }
        uint32_t cp;
        size_t k = all ? 1 : ent_utf8_next(s + i, n - i, &cp);
        if (!c) {
            ent_buf_char(&b, ' ');
        } else if (k > 1) {
            ent_buf_add(&b, s + i, k);
        } else {
            char u[4];
            ent_buf_add(&b, u, ent_utf8_put(u, c < 0xA0 ? high1252[c - 0x80] : c));
        }
        i += k;
    }
    char *out = ent_arena_strn(a, b.data ? b.data : "", b.len);
    *len = b.len;
    ent_buf_free(&b);
    return out;
}

/* Through iconv; bad bytes become U+FFFD. NULL where the encoding is not known. */
static const char *from_iconv(ent_arena *a, const char *s, size_t n, const char *name, size_t *len)
{
    /* names that pages use, and the larger encodings that browsers take them for */
    static const char *const same[][2] = {{"gb2312", "GB18030"},
                                          {"gbk", "GB18030"},
                                          {"x-gbk", "GB18030"},
                                          {"gb_2312-80", "GB18030"},
                                          {"shift_jis", "CP932"},
                                          {"shift-jis", "CP932"},
                                          {"x-sjis", "CP932"},
                                          {"windows-31j", "CP932"},
                                          {"euc-kr", "CP949"},
                                          {"ks_c_5601-1987", "CP949"},
                                          {"ks_c_5601-1989", "CP949"},
                                          {"windows-949", "CP949"},
                                          {"big5", "BIG5-HKSCS"},
                                          {"x-x-big5", "BIG5-HKSCS"},
                                          {"iso-8859-9", "WINDOWS-1254"},
                                          {"iso-8859-8-i", "ISO-8859-8"},
                                          {"iso-8859-11", "CP874"},
                                          {"tis-620", "CP874"},
                                          {"windows-874", "CP874"},
                                          {"x-mac-roman", "MACINTOSH"},
                                          {"x-mac-cyrillic", "MAC-CYRILLIC"},
                                          {"unicode", "UTF-16LE"},
                                          {"utf-16", "UTF-16LE"}};
    for (size_t i = 0; i < ENT_COUNT(same); i++) {
        if (ent_read_same(name, strlen(name), same[i][0])) {
            name = same[i][1];
            break;
        }
    }
    iconv_t cd = iconv_open("UTF-8", name);
    if (cd == (iconv_t)-1) {
        return NULL;
    }
    ent_buf b = {0};
    char *in = (char *)(uintptr_t)s;
    size_t left = n;
    while (left) {
        char out[8192], *o = out;
        size_t room = sizeof out;
        size_t rc = iconv(cd, &in, &left, &o, &room);
        ent_buf_add(&b, out, sizeof out - room);
        if (rc == (size_t)-1 && room > 16) { /* bad or cut short: step over one byte */
            ent_buf_str(&b, "\xEF\xBF\xBD");
            in++;
            left -= left > 0;
        }
    }
    iconv_close(cd);
    for (size_t i = 0; i < b.len; i++) {
        b.data[i] = b.data[i] ? b.data[i] : ' ';
    }
    size_t bad = ent_utf8_check(b.data ? b.data : "", b.len);
    const char *out = bad < b.len ? from_1252(a, b.data, b.len, false, len)
                                  : ent_arena_strn(a, b.data ? b.data : "", b.len);
    *len = bad < b.len ? *len : b.len;
    ent_buf_free(&b);
    return out;
}

/* The name after "charset=" or "encoding=" within the first bytes of a page. */
static bool declared(const char *s, size_t n, char name[48])
{
    n = n < 4096 ? n : 4096;
    for (size_t i = 0; i + 8 < n; i++) {
        size_t k = ent_read_starts(s + i, n - i, "charset")    ? 7
                   : ent_read_starts(s + i, n - i, "encoding") ? 8
                                                               : 0;
        if (!k) {
            continue;
        }
        for (i += k; i < n && (s[i] == ' ' || s[i] == '='); i++) {
        }
        i += i < n && (s[i] == '"' || s[i] == '\'');
        size_t w = 0;
        while (i + w < n && w < 47 &&
               ((s[i + w] >= '0' && s[i + w] <= '9') || (s[i + w] | 32) >= 'a' ||
                strchr("-_.:", s[i + w] ? s[i + w] : ' '))) {
            w++;
        }
        if (w > 2) {
            memcpy(name, s + i, w);
            name[w] = 0;
            return true;
        }
    }
    return false;
}

static bool is_1252(const char *name)
{
    static const char *const names[] = {
        "iso-8859-1",   "iso8859-1", "iso_8859-1", "latin1", "latin-1",     "us-ascii",     "ascii",
        "windows-1252", "cp1252",    "ansi",       "x-ansi", "iso-8859-15", "windows-1252n"};
    for (size_t i = 0; i < ENT_COUNT(names); i++) {
        if (ent_read_same(name, strlen(name), names[i])) {
            return true;
        }
    }
    return false;
}

const char *ent_read_utf8(ent_arena *a, const char *s, size_t n, const char *charset, bool markup,
                          size_t *len)
{
    const unsigned char *u = (const unsigned char *)s;
    const char *out = NULL, *name = charset;
    char found[48];
    if (n >= 8 && n % 4 == 0 &&
        (memcmp(s, "\xFF\xFE\0\0", 4) == 0 || memcmp(s, "\0\0\xFE\xFF", 4) == 0)) {
        out = from_iconv(a, s + 4, n - 4, u[0] ? "UTF-32LE" : "UTF-32BE", len);
        return out ? out : "";
    }
    if (n >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0) {
        s += 3;
        n -= 3;
        name = "utf-8";
    } else if (n >= 2 && ((u[0] == 0xFF && u[1] == 0xFE) || (u[0] == 0xFE && u[1] == 0xFF))) {
        out = from_iconv(a, s + 2, n - 2, u[0] == 0xFF ? "UTF-16LE" : "UTF-16BE", len);
        return out ? out : "";
    } else if (!name && markup && declared(s, n, found)) {
        name = found;
    }
    size_t bad = ent_utf8_check(s, n);
    bool multibyte = name && (ent_read_starts(name, strlen(name), "iso-2022") ||
                              ent_read_starts(name, strlen(name), "utf-7") ||
                              ent_read_starts(name, strlen(name), "hz-"));
    if (bad == n && !multibyte) {
        const char *first = ent_read_detect(s, n < 256 ? n : 256);
        if (!memchr(s, 0, n)) {
            *len = n;
            return s;
        }
        if (first && ent_read_starts(first, 5, "UTF-1")) {
            name = first; /* ASCII as UTF-16 is valid UTF-8 with NULs */
        } else {
            return from_1252(a, s, n, false, len);
        }
    }
    if (!name || ent_read_starts(name, strlen(name), "utf-8") ||
        ent_read_starts(name, strlen(name), "utf8")) {
        size_t good = 0, wrong = 0;
        for (size_t i = bad; i < n && wrong + good < 1000;) {
            uint32_t cp;
            size_t k = ent_utf8_next(s + i, n - i, &cp);
            good += k > 1;
            wrong += k == 1 && (unsigned char)s[i] >= 0x80;
            i += k;
        }
        if (name && good >= wrong) {
            return from_1252(a, s, n, false, len);
        }
        name = ent_read_detect(s, n);
    }
    if (name && !is_1252(name)) {
        out = from_iconv(a, s, n, name, len);
    }
    return out ? out : from_1252(a, s, n, true, len);
}
