/* tree.c: questions to the light tree, and small string tools of the stage.
 *
 * In: an ent_tree or bytes. Out: attributes, names, text. It changes nothing.
 */
#include "read_int.h"

static const struct {
    const char *name;
    unsigned flags;
} tags[] = {
#define T(id, name, flags) {name, flags},
#include "tags.def"
#undef T
};

uint8_t ent_read_tag_of(const char *name, size_t n)
{
    size_t lo = 0, hi = ENT_COUNT(tags);
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int c = strncmp(tags[mid].name, name, n);
        if (c == 0 && tags[mid].name[n] != 0) {
            c = 1;
        }
        if (c == 0) {
            return (uint8_t)(mid + 1);
        }
        if (c < 0) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return ENT_TAG_OTHER;
}

unsigned ent_read_tag_flags(uint8_t tag)
{
    return tag > 0 && tag <= ENT_COUNT(tags) ? tags[tag - 1].flags : 0;
}

const ent_attr *ent_read_attr(const ent_tree *t, uint32_t node, const char *name)
{
    const ent_node *x = &t->nodes[node];
    size_t n = strlen(name);
    for (uint32_t i = 0; i < x->attr_count; i++) {
        const ent_attr *a = &t->attrs[x->attr + i];
        if (a->name_len == n && memcmp(a->name, name, n) == 0) {
            return a;
        }
    }
    return NULL;
}

bool ent_read_attr_is(const ent_tree *t, uint32_t node, const char *name, const char *value)
{
    const ent_attr *a = ent_read_attr(t, node, name);
    return a && ent_read_same(a->value, a->len, value);
}

bool ent_read_name_is(const ent_tree *t, uint32_t node, const char *name)
{
    const ent_node *x = &t->nodes[node];
    if (x->tag == ENT_TAG_TEXT) {
        return false;
    }
    size_t n = strlen(name);
    const char *colon = memchr(x->s, ':', x->len);
    size_t skip = colon ? (size_t)(colon - x->s) + 1 : 0;
    return x->len - skip == n && memcmp(x->s + skip, name, n) == 0;
}

char *ent_read_node_text(const ent_tree *t, uint32_t node, ent_arena *a)
{
    ent_buf b = {0};
    for (uint32_t i = node; i < t->nodes[node].end;) {
        const ent_node *x = &t->nodes[i];
        if (x->tag == ENT_TAG_TEXT) {
            ent_buf_add(&b, x->s, x->len);
        } else if (i != node && (ent_read_tag_flags(x->tag) & ENT_TAGF_SKIP)) {
            i = x->end;
            continue;
        } else if (x->tag == ENT_TAG_BR || (ent_read_tag_flags(x->tag) & ENT_TAGF_BLOCK)) {
            ent_buf_char(&b, ' ');
        }
        i++;
    }
    char *s = ent_read_squeeze(a, b.data ? b.data : "", b.len);
    ent_buf_free(&b);
    return s;
}

static size_t reference(const char *s, size_t n, char out[4], size_t *out_len)
{
    uint32_t cp = 0;
    size_t i = 1;
    if (n > 2 && s[1] == '#') {
        bool hex = s[2] == 'x' || s[2] == 'X';
        size_t first = i = hex ? 3 : 2;
        for (; i < n && i < first + 8; i++) {
            char c = s[i];
            uint32_t v = c >= '0' && c <= '9'          ? (uint32_t)(c - '0')
                         : hex && c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                         : hex && c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
                                                       : 99;
            if (v == 99) {
                break;
            }
            cp = cp * (hex ? 16 : 10) + v;
        }
        if (i == first) {
            return 0;
        }
        if (cp >= 0x80 && cp < 0xA0) { /* means windows-1252 in practice */
            static const uint16_t c1[32] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020,
                                            0x2021, 0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,
                                            0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D,
                                            0x2022, 0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A,
                                            0x153,  0x9D,   0x17E,  0x178};
            cp = c1[cp - 0x80];
        }
        if (cp == 0) {
            cp = 0xFFFD;
        }
    } else {
        while (i < n && i < 12 &&
               ((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= 'A' && s[i] <= 'Z') ||
                (s[i] >= '0' && s[i] <= '9'))) {
            i++;
        }
        cp = ent_read_entity(s + 1, i - 1);
        if (!cp || (i < n && s[i] != ';' && s[i] == '=')) {
            return 0;
        }
    }
    *out_len = ent_utf8_put(out, cp);
    return i < n && s[i] == ';' ? i + 1 : i;
}

char *ent_read_unescape(ent_arena *a, const char *s, size_t n, size_t *len)
{
    char *out = ent_arena_alloc(a, n + 1); /* a reference is never shorter than what it means */
    size_t k = 0;
    for (size_t i = 0; i < n;) {
        char u[4];
        size_t m, used = s[i] == '&' ? reference(s + i, n - i, u, &m) : 0;
        if (used) {
            memcpy(out + k, u, m);
            k += m;
            i += used;
        } else {
            out[k++] = s[i++];
        }
    }
    out[k] = 0;
    *len = k;
    return out;
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

bool ent_read_starts(const char *s, size_t n, const char *prefix)
{
    size_t i = 0;
    for (; i < n && prefix[i] && lower(s[i]) == lower(prefix[i]); i++) {
    }
    return prefix[i] == 0;
}

bool ent_read_starts_any(const char *s, size_t n, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (ent_read_starts(s, n, list[i])) {
            return true;
        }
    }
    return false;
}

bool ent_read_has_any(const char *s, size_t n, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (ent_read_find(s, n, list[i]) < n) {
            return true;
        }
    }
    return false;
}

bool ent_read_same(const char *s, size_t n, const char *word)
{
    return strlen(word) == n && ent_read_starts(s, n, word);
}

size_t ent_read_find(const char *s, size_t n, const char *word)
{
    size_t w = strlen(word);
    for (size_t i = 0; i + w <= n; i++) {
        if (lower(s[i]) == lower(word[0]) && ent_read_starts(s + i, n - i, word)) {
            return i;
        }
    }
    return n;
}

/* Length of the white space at s: ASCII, no-break space, other Unicode blanks, zero width. */
static size_t blank(const char *s, size_t n)
{
    unsigned char c = (unsigned char)s[0];
    if (c <= ' ') {
        return 1;
    }
    if (c == 0xC2 && n > 1 && (unsigned char)s[1] == 0xA0) {
        return 2;
    }
    if (c == 0xE2 && n > 2 && (unsigned char)s[1] == 0x80) {
        unsigned char d = (unsigned char)s[2];
        return d <= 0x8B || d == 0xA8 || d == 0xA9 || d == 0xAF ? 3 : 0;
    }
    if (n > 2 && ((c == 0xE3 && memcmp(s, "\xE3\x80\x80", 3) == 0) ||
                  (c == 0xEF && memcmp(s, "\xEF\xBB\xBF", 3) == 0))) {
        return 3;
    }
    return 0;
}

char *ent_read_squeeze(ent_arena *a, const char *s, size_t n)
{
    char *out = ent_arena_alloc(a, n + 1);
    size_t k = 0;
    bool gap = false;
    for (size_t i = 0; i < n;) {
        size_t w = blank(s + i, n - i);
        if (w) {
            gap = true;
            i += w;
            continue;
        }
        if (gap && k) {
            out[k++] = ' ';
        }
        gap = false;
        out[k++] = s[i++];
    }
    out[k] = 0;
    return out;
}

size_t ent_read_words(const char *s, size_t n)
{
    size_t words = 0;
    bool in = false;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        bool w = c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                 (c >= 'A' && c <= 'Z') || c == '\'';
        words += w && !in;
        in = w;
    }
    return words;
}
