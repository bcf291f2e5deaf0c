/* jsonl.c: one line of JSONL as a document.
 *
 * In: a JSON object with "text" (or "html"), and any of doc, id, title, byline, author, dct, date,
 * published, site, source, via, url, lang, genre. Out: the document; members of other names are
 * carried in `extra`. `text` is kept byte for byte.
 */
#include "read_int.h"

#include <json-c/json.h>

enum { MAX_DEPTH = 64 };

static const char *string_of(ent_doc *d, struct json_object *v)
{
    if (json_object_is_type(v, json_type_string)) {
        size_t n = (size_t)json_object_get_string_len(v), len;
        const char *s =
            ent_read_utf8(&d->arena, json_object_get_string(v), n, "utf-8", false, &len);
        return ent_arena_strn(&d->arena, s, len);
    }
    if (json_object_is_type(v, json_type_int) || json_object_is_type(v, json_type_double)) {
        return ent_arena_str(&d->arena, json_object_to_json_string_ext(v, JSON_C_TO_STRING_PLAIN));
    }
    return NULL;
}

static bool one_of(const char *key, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(key, names[i]) == 0) {
            return true;
        }
    }
    return false;
}
#define ONE_OF(key, ...)                                                                           \
    one_of(key, (const char *const[]){__VA_ARGS__}, ENT_COUNT(((const char *const[]){__VA_ARGS__})))

/* False where it is no date, or another one was there: then it is carried as it stands. */
static bool set_date(ent_doc *d, const char *s)
{
    int32_t day = ent_read_date(s, strlen(s));
    if (day == ENT_DAY_NONE || d->day != ENT_DAY_NONE) {
        return false;
    }
    d->day = day;
    ent_read_field(&d->published, s, "record");
    return true;
}

/* True where the member is one that the document has a place for. */
static bool set_member(ent_doc *d, const char *key, const char *s, const char **text,
                       const char **html)
{
    if (ONE_OF(key, "text", "body", "content")) {
        if (*text) {
            return false;
        }
        *text = s;
    } else if (ONE_OF(key, "html")) {
        *html = s;
    } else if (ONE_OF(key, "doc", "id", "doc_id")) {
        if (d->id) {
            return false;
        }
        d->id = s;
    } else if (ONE_OF(key, "dct", "date", "published")) {
        return set_date(d, s);
    } else if (ONE_OF(key, "title", "headline")) {
        ent_read_field(&d->title, s, "record");
    } else if (ONE_OF(key, "byline", "author")) {
        ent_read_field(&d->byline, s, "record");
    } else if (ONE_OF(key, "site", "source")) {
        ent_read_field(&d->site, s, "record");
    } else if (ONE_OF(key, "via")) {
        ent_read_field(&d->via, s, "record");
    } else if (ONE_OF(key, "url")) {
        ent_read_field(&d->url, s, "record");
    } else if (ONE_OF(key, "lang", "language")) {
        ent_read_field(&d->lang, s, "record");
    } else if (ONE_OF(key, "genre")) {
        d->genre = strcmp(s, "news") == 0      ? ENT_GENRE_NEWS
                   : strcmp(s, "history") == 0 ? ENT_GENRE_HISTORY
                                               : ENT_GENRE_UNKNOWN;
        return d->genre != ENT_GENRE_UNKNOWN;
    } else {
        return false;
    }
    return true;
}

int ent_read_jsonl(ent_doc *d, const char *s, size_t n, const ent_read_options *o, ent_err *err)
{
    struct json_tokener *tok = json_tokener_new_ex(MAX_DEPTH);
    if (!tok) {
        return ent_fail(err, ENT_EFORMAT, d->path, "no memory for the JSON reader");
    }
    struct json_object *root = n <= INT32_MAX ? json_tokener_parse_ex(tok, s, (int)n) : NULL;
    enum json_tokener_error je = json_tokener_get_error(tok);
    size_t at = json_tokener_get_parse_end(tok);
    if (je == json_tokener_continue) { /* a number at the end, or cut short */
        root = json_tokener_parse_ex(tok, "", 1);
    }
    json_tokener_free(tok);
    if (!root || !json_object_is_type(root, json_type_object)) {
        json_object_put(root);
        return ent_fail(err, ENT_EFORMAT, d->path, "not a JSON object (at byte %zu of the line)",
                        at);
    }
    const char *text = NULL, *html = NULL;
    ent_buf extra = {0};
    json_object_object_foreach(root, key, value)
    {
        const char *str = string_of(d, value);
        if (str && set_member(d, key, str, &text, &html)) {
            continue;
        }
        ent_buf_str(&extra, extra.len ? "," : "");
        ent_json_str(&extra, key);
        ent_buf_char(&extra, ':');
        const char *plain = json_object_to_json_string_ext(
            value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
        size_t len;
        plain = ent_read_utf8(&d->arena, plain, strlen(plain), "utf-8", false, &len);
        ent_buf_add(&extra, plain, len);
    }
    json_object_put(root);
    if (extra.len) {
        d->extra = ent_arena_strn(&d->arena, extra.data, extra.len);
    }
    ent_buf_free(&extra);
    if (text) {
        d->text = text;
        d->len = (uint32_t)strlen(text);
        ent_read_text_blocks(d, true);
        return 0;
    }
    if (html) {
        ent_read_html(d, html, strlen(html), o);
        return 0;
    }
    return ent_fail(err, ENT_EFORMAT, d->path, "the object has no \"text\"");
}
