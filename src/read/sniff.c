/* sniff.c: the type of an input by its content, not by its name.
 *
 * In: the first bytes (decompressed). Out: the name of a format. What is nothing else is text.
 */
#include "read_int.h"

/* UTF-16 to ASCII, roughly: enough to see markup. */
static size_t thin(const char *s, size_t n, char *out, size_t max)
{
    size_t k = 0;
    for (size_t i = 0; i < n && k < max; i++) {
        if (s[i]) {
            out[k++] = s[i];
        }
    }
    return k;
}

const char *ent_read_sniff(const char *bytes, size_t len)
{
    char s[4096] = "";
    size_t n = thin(bytes, len, s, sizeof s), i = 0;
    if (n >= 2 && ((unsigned char)s[0] == 0xFF || (unsigned char)s[0] == 0xFE)) {
        i = 2;
    } else if (n >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0) {
        i = 3;
    }
    while (i < n && (unsigned char)s[i] <= ' ') {
        i++;
    }
    const char *p = s + i;
    size_t m = n - i;
    if (ent_read_starts(p, m, "WARC/")) {
        return "warc";
    }
    if (m && p[0] == '{') {
        size_t k = 1; /* a member's name follows, where it is an object */
        while (k < m && memchr(" \t\r\n", p[k], 4)) {
            k++;
        }
        return k < m && p[k] == '"' && memchr(p, ':', m) ? "jsonl" : "text";
    }
    if (m && p[0] == '<') {
        if (ent_read_find(p, m, "<tei") < m || ent_read_find(p, m, "www.tei-c.org/ns/1.0") < m) {
            return "tei";
        }
        if (ent_read_find(p, m, "<rss") < m || ent_read_find(p, m, "<feed") < m ||
            ent_read_find(p, m, "<rdf:RDF") < m) {
            return "rss";
        }
        if (ent_read_find(p, m, "<sentences") < m || ent_read_find(p, m, "<sentence ") < m) {
            return "petrarch";
        }
        return "html";
    }
    size_t tags = 0;
    static const char *const names[] = {"<html", "<body", "<p>",      "<div",
                                        "</p>",  "<head", "<!doctype"};
    for (size_t k = 0; k < ENT_COUNT(names); k++) {
        tags += ent_read_find(p, m, names[k]) < m;
    }
    if (tags >= 2) {
        return "html";
    }
    return ent_read_sniff_markdown(p, m) ? "markdown" : "text";
}

/* Markdown gives itself away by several of its marks; one alone may stand in any text. */
bool ent_read_sniff_markdown(const char *s, size_t n)
{
    size_t marks = 0;
    for (size_t i = 0; i < n;) {
        const char *nl = memchr(s + i, '\n', n - i);
        size_t end = nl ? (size_t)(nl - s) : n;
        const char *p = s + i;
        size_t m = end - i;
        size_t h = 0;
        while (h < m && p[h] == '#') {
            h++;
        }
        if (h && h <= 6 && h < m && p[h] == ' ') {
            marks += 2;
        }
        marks += m >= 3 && (memcmp(p, "```", 3) == 0 || (memcmp(p, "---", 3) == 0 && i == 0));
        for (size_t k = 0; k + 3 < m; k++) {
            if (p[k] == ']' && p[k + 1] == '(' && memchr(p + k, ')', m - k) &&
                (ent_read_starts(p + k + 2, m - k - 2, "http") || p[k + 2] == '/' ||
                 p[k + 2] == '#')) {
                marks += 2;
                break;
            }
            if (p[k] == '*' && p[k + 1] == '*' && p[k + 2] > ' ') {
                marks++;
                break;
            }
        }
        i = end + 1;
    }
    return marks >= 2;
}
