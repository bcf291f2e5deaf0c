/* shape.c: what a JSON text has in common with others of its make, and what is its own. In: the
 * members that an account carries (`extra`). Out: the number of a word, which is the text with a
 * mark for each string and number, and those: a row of GDELT is names of columns by half. Back, the
 * same bytes. It knows no JSON but its quotes, and leaves short texts as they are. */
#include "store_int.h"

enum { SHORT = 96, SHAPES = 4096 };
enum { STRING = 0x1d, NUMBER = 0x1c };

static bool of_number(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '+' || c == 'e' || c == 'E';
}

/* The end of the string that begins behind a quote at p: its closing quote; NULL. */
static const char *string_end(const char *p)
{
    for (; *p != '"'; p++) {
        p += *p == '\\';
        if (!*p) {
            return NULL;
        }
    }
    return p;
}

static size_t number_length(const char *p)
{
    size_t n = 1;
    while (of_number(p[n])) {
        n++;
    }
    return n;
}

static bool begins_number(char c)
{
    return (c >= '0' && c <= '9') || c == '-';
}

static bool has_mark(const char *s, size_t n)
{
    return memchr(s, STRING, n) || memchr(s, NUMBER, n);
}

static void put_part(ent_buf *b, const char *s, size_t n)
{
    ent_store_put_num(b, n);
    if (n) {
        ent_buf_add(b, s, n);
    }
}

/* Cuts text into shape and parts; false for what cannot come back as it was. */
static bool cut(const char *text, ent_buf *shape, ent_buf *parts)
{
    for (const char *p = text; *p;) {
        if (*p == '"') {
            const char *end = string_end(p + 1);
            if (!end) {
                return false;
            }
            if (end[1] == ':') { /* a name */
                if (has_mark(p, (size_t)(end - p))) {
                    return false;
                }
                ent_buf_add(shape, p, (size_t)(end + 1 - p));
            } else {
                ent_buf_char(shape, STRING);
                put_part(parts, p + 1, (size_t)(end - p - 1));
            }
            p = end + 1;
        } else if (begins_number(*p)) {
            size_t n = number_length(p);
            ent_buf_char(shape, NUMBER);
            put_part(parts, p, n);
            p += n;
        } else {
            if (*p == STRING || *p == NUMBER) {
                return false;
            }
            ent_buf_char(shape, *p++);
        }
    }
    return shape->len && !memchr(shape->data, STORE_SEP, shape->len) &&
           !memchr(shape->data, STORE_NULL[0], shape->len);
}

/* The parts of a text that has this shape; false where it has not. Rows of one file mostly have
 * that of the row before: so it need be neither built nor looked for. */
static bool fits(const char *text, const char *shape, ent_buf *parts)
{
    for (; *shape; shape++) {
        if (*shape == STRING) {
            const char *end = *text == '"' ? string_end(text + 1) : NULL;
            if (!end || end[1] == ':') {
                return false;
            }
            put_part(parts, text + 1, (size_t)(end - text - 1));
            text = end + 1;
        } else if (*shape == NUMBER) {
            if (!begins_number(*text)) {
                return false;
            }
            size_t n = number_length(text);
            put_part(parts, text, n);
            text += n;
        } else if (*text++ != *shape) {
            return false;
        }
    }
    return !*text;
}

int ent_store_put_shape(ent_store *s, ent_buf *out, const char *text, ent_err *err)
{
    int64_t *last = &s->dict.last[STORE_LAST_SHAPE], word = *last;
    ent_buf *parts = &s->parts;
    out->len = parts->len = 0;
    if (strlen(text) < SHORT) {
        return 0;
    }
    const store_word *known = ent_store_known_word(&s->dict, word);
    if (!known || !fits(text, known->text, parts)) {
        ent_buf shape = {0};
        parts->len = 0;
        word = cut(text, &shape, parts) ? ent_store_word_id(s, shape.data, s->shapes < SHAPES, err)
                                        : ENT_ENOTFOUND;
        ent_buf_free(&shape);
        if (word <= 0) {
            return word == ENT_ENOTFOUND ? 0 : (int)word;
        }
        s->shapes += word > s->last_shape; /* words are numbered as they come */
        s->last_shape = word > s->last_shape ? word : s->last_shape;
        *last = word;
    }
    ent_store_put_num(out, (uint64_t)word);
    ent_buf_add(out, parts->data ? parts->data : "", parts->len);
    return 1;
}

const char *ent_store_get_shape(ent_store *s, const void *data, size_t len, ent_arena *a,
                                ent_err *err)
{
    ent_store_bytes c = ent_store_bytes_of(data, len, a);
    const char *shape = ent_store_word(s, (int64_t)ent_store_get_num(&c), err)->text;
    ent_buf b = {0};
    static const char marks[] = {STRING, NUMBER, 0};
    for (const char *p = shape; p && !c.bad; p++) {
        size_t own = strcspn(p, marks);
        ent_buf_add(&b, p, own);
        p += own;
        if (!*p) {
            break;
        }
        uint64_t n = ent_store_get_num(&c);
        c.bad |= n > (uint64_t)(c.end - c.p);
        if (!c.bad) {
            ent_buf_add(&b, "\"", *p == STRING);
            ent_buf_add(&b, (const char *)c.p, n);
            ent_buf_add(&b, "\"", *p == STRING);
            c.p += n;
        }
    }
    const char *out = c.bad || !shape || c.p != c.end ? NULL : ent_arena_strn(a, b.data, b.len);
    ent_buf_free(&b);
    return out;
}
