/* base.c: errors, arena, growing buffer, numbers. See base.h. */
#include "base.h"

#include <math.h>

int ent_fail(ent_err *e, int code, const char *place, const char *format, ...)
{
    if (e) {
        va_list ap;
        e->code = code;
        snprintf(e->place, sizeof e->place, "%s", place ? place : "");
        va_start(ap, format);
        vsnprintf(e->message, sizeof e->message, format, ap);
        va_end(ap);
    }
    return code;
}

static void *must(void *p)
{
    if (!p) {
        fputs("entente: out of memory\n", stderr);
        abort();
    }
    return p;
}

void *ent_alloc(size_t size)
{
    return must(malloc(size ? size : 1));
}

void *ent_calloc(size_t count, size_t size)
{
    return must(calloc(count ? count : 1, size ? size : 1));
}

void *ent_realloc(void *p, size_t size)
{
    return must(realloc(p, size ? size : 1));
}

/* -- arena ----------------------------------------------------------------------------------- */

struct ent_arena_block {
    struct ent_arena_block *next;
    size_t size;
    size_t used;
    size_t pad; /* keeps the payload aligned to 16 */
};

static struct ent_arena_block *new_block(size_t need)
{
    size_t size = 32 * 1024;
    while (size < need) {
        size *= 2;
    }
    struct ent_arena_block *b = ent_alloc(sizeof *b + size);
    b->size = size;
    b->used = 0;
    b->next = NULL;
    return b;
}

/* A block kept by a rewind; those that are too small on the way are given up. */
static struct ent_arena_block *next_spare(ent_arena *a, size_t size)
{
    struct ent_arena_block *b;
    while ((b = a->spare)) {
        a->spare = b->next;
        if (b->size >= size) {
            return b;
        }
        free(b);
    }
    return NULL;
}

void *ent_arena_alloc(ent_arena *a, size_t size)
{
    if (size > SIZE_MAX / 4) {
        must(NULL);
    }
    size = (size + 15u) & ~(size_t)15u;
    struct ent_arena_block *b = a->head;
    if (!b || b->size - b->used < size) {
        /* blocks double, so that a large document takes few of them */
        size_t grow = b ? (b->size < (8u << 20) ? b->size * 2 : b->size) : 0;
        b = next_spare(a, size);
        b = b ? b : new_block(size > grow ? size : grow);
        b->next = a->head;
        a->head = b;
    }
    void *p = (char *)(b + 1) + b->used;
    b->used += size;
    a->used += size;
    return p;
}

void *ent_arena_zalloc(ent_arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / 4 / size) {
        must(NULL);
    }
    void *p = ent_arena_alloc(a, count * size);
    memset(p, 0, count * size);
    return p;
}

char *ent_arena_strn(ent_arena *a, const char *s, size_t n)
{
    char *p = ent_arena_alloc(a, n + 1);
    if (n) {
        memcpy(p, s, n);
    }
    p[n] = 0;
    return p;
}

char *ent_arena_str(ent_arena *a, const char *s)
{
    return s ? ent_arena_strn(a, s, strlen(s)) : NULL;
}

char *ent_arena_printf(ent_arena *a, const char *format, ...)
{
    char own[128]; /* most are short: formatted once */
    va_list ap;
    va_start(ap, format);
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(own, sizeof own, format, ap);
    va_end(ap);
    size_t len = n < 0 ? 0 : (size_t)n;
    char *p = ent_arena_alloc(a, len + 1);
    p[0] = 0;
    if (len < sizeof own) {
        memcpy(p, own, len);
        p[len] = 0;
    } else {
        vsnprintf(p, len + 1, format, again);
    }
    va_end(again);
    return p;
}

char *ent_arena_hex(ent_arena *a, char letter, uint64_t v)
{
    char *p = ent_arena_alloc(a, 18);
    p[0] = letter;
    for (int i = 16; i > 0; i--, v >>= 4) {
        p[i] = "0123456789abcdef"[v & 15];
    }
    p[17] = 0;
    return p;
}

void *ent_arena_grow(ent_arena *a, void *p, size_t n, uint32_t *cap, size_t size)
{
    if (n < *cap) {
        return p;
    }
    if (*cap > UINT32_MAX / 2) {
        must(NULL);
    }
    uint32_t next = *cap ? *cap * 2 : 16;
    void *q = ent_arena_alloc(a, (size_t)next * size);
    if (n) {
        memcpy(q, p, n * size);
    }
    *cap = next;
    return q;
}

void ent_arena_reset(ent_arena *a)
{
    struct ent_arena_block *b = a->head;
    while (b && b->next) { /* the newest block is the largest: keep it */
        struct ent_arena_block *n = b->next;
        b->next = n->next;
        free(n);
    }
    if (b) {
        b->used = 0;
    }
    a->used = 0;
}

void ent_arena_rewind(ent_arena *a)
{
    while (a->head) {
        struct ent_arena_block *b = a->head;
        a->head = b->next;
        b->used = 0;
        b->next = a->spare;
        a->spare = b;
    }
    a->used = 0;
}

static void free_blocks(struct ent_arena_block *b)
{
    while (b) {
        struct ent_arena_block *n = b->next;
        free(b);
        b = n;
    }
}

void ent_arena_free(ent_arena *a)
{
    free_blocks(a->head);
    free_blocks(a->spare);
    a->head = a->spare = NULL;
    a->used = 0;
}

/* -- buffer ---------------------------------------------------------------------------------- */

static void reserve(ent_buf *b, size_t more)
{
    if (b->cap - b->len > more) {
        return;
    }
    size_t cap = b->cap ? b->cap : 256;
    while (cap - b->len <= more) {
        cap *= 2;
    }
    b->data = ent_realloc(b->data, cap);
    b->cap = cap;
}

void ent_buf_add(ent_buf *b, const char *s, size_t n)
{
    reserve(b, n + 1);
    if (n) {
        memcpy(b->data + b->len, s, n);
    }
    b->len += n;
    b->data[b->len] = 0;
}

void ent_buf_str(ent_buf *b, const char *s)
{
    ent_buf_add(b, s, strlen(s));
}

void ent_buf_char(ent_buf *b, char c)
{
    ent_buf_add(b, &c, 1);
}

void ent_buf_printf(ent_buf *b, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, format, ap);
    va_end(ap);
    if (n > 0) {
        reserve(b, (size_t)n + 1);
        vsnprintf(b->data + b->len, (size_t)n + 1, format, again);
        b->len += (size_t)n;
    }
    va_end(again);
}

void ent_buf_free(ent_buf *b)
{
    free(b->data);
    b->data = NULL;
    b->len = b->cap = 0;
}

/* -- JSON out -------------------------------------------------------------------------------- */

static void json_escape(ent_buf *b, unsigned char c)
{
    switch (c) {
    case '"':
        ent_buf_str(b, "\\\"");
        break;
    case '\\':
        ent_buf_str(b, "\\\\");
        break;
    case '\n':
        ent_buf_str(b, "\\n");
        break;
    case '\r':
        ent_buf_str(b, "\\r");
        break;
    case '\t':
        ent_buf_str(b, "\\t");
        break;
    default:
        ent_buf_printf(b, "\\u%04x", c);
    }
}

void ent_json_strn(ent_buf *b, const char *s, size_t n)
{
    ent_buf_char(b, '"');
    size_t from = 0;
    for (size_t i = 0; i < n;) {
        unsigned char c = (unsigned char)s[i];
        if (c < 0x80) {
            if (c < 0x20 || c == '"' || c == '\\' || c == 0x7f) {
                ent_buf_add(b, s + from, i - from);
                json_escape(b, c);
                from = i + 1;
            }
            i++;
            continue;
        }
        uint32_t cp;
        size_t w = ent_utf8_next(s + i, n - i, &cp);
        if (cp == 0xFFFD && w == 1) {
            ent_buf_add(b, s + from, i - from);
            ent_buf_str(b, "\xEF\xBF\xBD");
            from = i + 1;
        }
        i += w;
    }
    ent_buf_add(b, s + from, n - from);
    ent_buf_char(b, '"');
}

void ent_json_str(ent_buf *b, const char *s)
{
    if (s) {
        ent_json_strn(b, s, strlen(s));
    } else {
        ent_buf_str(b, "null");
    }
}

void ent_json_num(ent_buf *b, double v)
{
    if (isnan(v) || isinf(v)) {
        ent_buf_str(b, "null");
        return;
    }
    char s[40];
    snprintf(s, sizeof s, "%.6g", v == 0 ? 0.0 : v); /* never "-0" */
    ent_buf_str(b, s);
    if (!strpbrk(s, ".e")) {
        ent_buf_str(b, ".0");
    }
}

void ent_json_day(ent_buf *b, int32_t day)
{
    if (day == ENT_DAY_NONE) {
        ent_buf_str(b, "null");
        return;
    }
    char s[16];
    ent_buf_printf(b, "\"%s\"", ent_day_format(day, s));
}

/* -- numbers --------------------------------------------------------------------------------- */

double ent_parse_double(const char *s, const char **end)
{
    const char *p = s;
    while (*p == ' ' || *p == '\t') {
        p++;
    }
    bool neg = *p == '-';
    p += *p == '-' || *p == '+';
    double v = 0;
    int digits = 0, scale = 0;
    for (; *p >= '0' && *p <= '9'; p++, digits++) {
        v = v * 10 + (*p - '0');
    }
    if (*p == '.') {
        for (p++; *p >= '0' && *p <= '9'; p++, digits++, scale--) {
            v = v * 10 + (*p - '0');
        }
    }
    if (!digits) {
        if (end) {
            *end = s;
        }
        return NAN;
    }
    if (*p == 'e' || *p == 'E') {
        const char *q = p + 1;
        bool eneg = *q == '-';
        q += *q == '-' || *q == '+';
        if (*q >= '0' && *q <= '9') {
            int e = 0;
            for (; *q >= '0' && *q <= '9'; q++) {
                e = e < 9999 ? e * 10 + (*q - '0') : e;
            }
            scale += eneg ? -e : e;
            p = q;
        }
    }
    if (end) {
        *end = p;
    }
    /* one correctly rounded operation keeps short decimals exact */
    v = scale < 0 ? v / pow(10, -scale) : v * pow(10, scale);
    return neg ? -v : v;
}

bool ent_parse_int(const char *s, int64_t *out)
{
    bool neg = *s == '-';
    s += *s == '-' || *s == '+';
    if (!*s) {
        return false;
    }
    int64_t v = 0;
    for (; *s; s++) {
        if (*s < '0' || *s > '9' || v > (INT64_MAX - 9) / 10) {
            return false;
        }
        v = v * 10 + (*s - '0');
    }
    *out = neg ? -v : v;
    return true;
}
