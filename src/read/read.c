/* read.c: records off an input, and records into documents.
 *
 * In: a path. Out: raw records (one thread), documents (any thread). What the formats mean is in
 * the other files; here is the framing, the limits and the order of the steps.
 */
#include "source.h"

#include <errno.h>

static size_t limit(const ent_read_options *o)
{
    return o && o->max_bytes ? o->max_bytes : ENT_READ_MAX_BYTES;
}

static bool elements(const char *format)
{
    return strcmp(format, "rss") == 0 || strcmp(format, "petrarch") == 0 ||
           strcmp(format, "tei") == 0;
}

int ent_read_open(ent_read_source **out, const ent_read_options *options, const char *path,
                  ent_err *err)
{
    ent_read_source *s = ent_calloc(1, sizeof *s);
    int rc = ent_stream_open(&s->in, path, err);
    if (rc < 0) {
        free(s);
        return rc;
    }
    s->path = ent_alloc(strlen(path) + 1);
    memcpy(s->path, path, strlen(path) + 1);
    s->max = limit(options);
    s->doc_id = options ? options->doc_id : NULL;
    s->format = options && options->input ? options->input : NULL;
    size_t have = ent_stream_fill(&s->in, 65536);
    if (!s->format) {
        s->format = ent_read_sniff(s->in.buf + s->in.pos, have);
    }
    if (elements(s->format)) {
        ent_element_head(s);
    }
    *out = s;
    return 0;
}

void ent_read_close(ent_read_source *s)
{
    if (s) {
        ent_stream_close(&s->in);
        free(s->path);
        free(s->site);
        free(s);
    }
}

void ent_record_free(ent_record *r)
{
    ent_arena_free(&r->arena);
}

static int next_line(ent_record *out, ent_read_source *s, ent_err *err)
{
    for (;;) {
        const char *line;
        size_t n;
        int rc = ent_stream_line(&s->in, s->max, &line, &n);
        if (rc == 0) {
            return 0;
        }
        s->line++;
        char place[256];
        snprintf(place, sizeof place, "%s:%llu", s->path, (unsigned long long)s->line);
        if (rc == -2) {
            ent_stream_resync(&s->in);
            return ent_fail(err, ENT_EFORMAT, place,
                            "a compressed member is damaged or cut short; it is left out");
        }
        if (rc < 0) {
            return ent_fail(err, ENT_ETOOBIG, place, "line over the limit of %zu bytes", s->max);
        }
        if (s->line == 1 && n >= 3 && memcmp(line, "\xEF\xBB\xBF", 3) == 0) {
            line += 3;
            n -= 3;
        }
        while (n && (unsigned char)line[n - 1] <= ' ') {
            n--;
        }
        if (!n) {
            continue;
        }
        out->data = ent_arena_strn(&out->arena, line, n);
        out->len = n;
        out->path = ent_arena_str(&out->arena, place);
        out->format = s->format;
        return 1;
    }
}

static int next_whole(ent_record *out, ent_read_source *s, ent_err *err)
{
    s->done = true;
    size_t n = ent_stream_fill(&s->in, 65536), more = n;
    do { /* doubling: a small file must not reserve the limit */
        n = more;
        more = ent_stream_fill(&s->in, n * 2 < s->max ? n * 2 : s->max + 1);
    } while (more > n && more <= s->max);
    n = more;
    if (s->in.broken) {
        return ent_fail(err, ENT_EFORMAT, s->path, "the compressed file is damaged or cut short");
    }
    if (n > s->max) {
        return ent_fail(err, ENT_ETOOBIG, s->path, "larger than the limit of %zu bytes", s->max);
    }
    out->data = ent_arena_strn(&out->arena, n ? s->in.buf + s->in.pos : "", n);
    out->len = n;
    out->path = ent_arena_str(&out->arena, s->path);
    out->format = s->format;
    return 1;
}

int ent_read_next(ent_record *out, ent_read_source *s, ent_err *err)
{
    memset(out, 0, sizeof *out);
    out->day = ENT_DAY_NONE;
    if (s->done) {
        return 0;
    }
    int rc = strcmp(s->format, "jsonl") == 0  ? next_line(out, s, err)
             : strcmp(s->format, "warc") == 0 ? ent_warc_next(out, s, err)
             : elements(s->format)            ? ent_element_next(out, s, err)
                                              : next_whole(out, s, err);
    if (rc == 0 && s->format && strcmp(s->format, "tei") == 0 && !s->line) {
        s->line++;
        rc = ent_fail(err, ENT_EFORMAT, s->path, "no <TEI> element in it");
    }
    if (rc == 1 && s->doc_id) {
        out->id = ent_arena_str(&out->arena, s->doc_id);
    }
    if (s->in.error) {
        rc = ent_fail(err, ENT_EIO, s->path, "%s", strerror(s->in.error));
        s->in.error = 0;
        s->done = true;
    }
    if (rc <= 0) {
        ent_record_free(out);
        memset(out, 0, sizeof *out);
    }
    return rc;
}

/* "dir/name.ext" -> "name"; "dir/name.ext:12" -> "name:12". */
static const char *id_of(ent_arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *colon = strrchr(name, ':');
    size_t n = colon ? (size_t)(colon - name) : strlen(name);
    for (size_t cut = 0; cut < 2; cut++) { /* ".jsonl.gz": two endings */
        size_t i = n;
        while (i > 1 && name[i - 1] != '.') {
            i--;
        }
        bool packed =
            i > 1 && (strncmp(name + i, "gz", 2) == 0 || strncmp(name + i, "zst", 3) == 0);
        if (i > 1) {
            n = i - 1;
        }
        if (!packed) {
            break;
        }
    }
    return ent_arena_printf(a, "%.*s%s", (int)n, name, colon ? colon : "");
}

/* "VALDORA (Northern Wire) - ...": the agency of the dateline that the article opens with. */
static void dateline(ent_doc *d)
{
    const char *s = d->text + d->body.begin;
    size_t n = d->body.end - d->body.begin, i = 0, from, to;
    while (i < n && i < 48 && s[i] != '(' && s[i] != '.' && s[i] != '\n') {
        i++;
    }
    if (i < 4 || i + 4 > n || s[i] != '(' || s[i - 1] != ' ' || !(s[0] >= 'A' && s[0] <= 'Z')) {
        return;
    }
    for (from = to = i + 1; to < n && to < from + 32 && s[to] != ')' && s[to] != '\n'; to++) {
    }
    bool dash = to + 3 < n && s[to] == ')' && s[to + 1] == ' ' &&
                (s[to + 2] == '-' || memcmp(s + to + 2, "\xE2\x80", 2) == 0);
    if (dash && s[from] >= 'A' && s[from] <= 'Z' && to > from + 1 && s[1] >= 'A' && s[1] <= 'Z') {
        char *name = ent_arena_strn(&d->arena, s + from, to - from);
        char low[40] = "";
        for (size_t k = 0; name[k]; k++) {
            low[k] = (char)(name[k] >= 'A' && name[k] <= 'Z' ? name[k] + 32 : name[k]);
        }
        size_t site = d->site.value ? strlen(d->site.value) : 0;
        if (!site || ent_read_find(d->site.value, site, low) == site) { /* not the page's own */
            ent_read_field(&d->via, name, "dateline");
        }
    }
}

static void finish(ent_doc *d, const ent_tables *tables)
{
    d->voices[0].name = d->byline.value;
    d->parts[0].span = (ent_span){0, d->len};
    if (d->body.end == 0 && d->body.begin == 0) {
        d->body.end = d->len;
    }
    if (d->day != ENT_DAY_NONE) {
        char buf[16];
        d->published.value = ent_arena_str(&d->arena, ent_day_format(d->day, buf));
    }
    uint32_t caption = 0;
    for (uint32_t i = 0; i < d->block_count; i++) {
        if (d->blocks[i].kind == ENT_BLOCK_CAPTION) {
            caption = caption ? caption : ent_read_voice(d, ENT_VOICE_CAPTION, NULL, ENT_DAY_NONE);
            ent_read_part(d, d->blocks[i].span.begin, d->blocks[i].span.end, caption);
        }
    }
    dateline(d);
    ent_read_quotes(d, tables);
    ent_read_nest(d);
}

static int convert(ent_doc *d, const char *format, const char *s, size_t n,
                   const ent_read_options *o, ent_err *err)
{
    if (strcmp(format, "jsonl") == 0) {
        return ent_read_jsonl(d, s, n, o, err);
    }
    if (strcmp(format, "html") == 0) {
        ent_read_html(d, s, n, o);
    } else if (strcmp(format, "rss") == 0) {
        ent_read_rss(d, s, n, o);
    } else if (strcmp(format, "petrarch") == 0) {
        ent_read_petrarch(d, s, n);
    } else if (strcmp(format, "tei") == 0) {
        ent_read_tei(d, s, n);
    } else if (strcmp(format, "markdown") == 0) {
        ent_read_markdown(d, s, n);
    } else if (strcmp(format, "text") == 0) {
        ent_read_text(d, s, n);
    } else {
        return ent_fail(err, ENT_EUSAGE, d->path, "no reader for input \"%s\"", format);
    }
    return 0;
}

static int check_language(ent_doc *d, const ent_read_options *o, ent_err *err)
{
    ent_arena a = {0};
    bool sure = false;
    const char *code = o->body_only ? NULL : ent_read_foreign(d, &a, &sure);
    int rc = 0;
    if (sure || code) {
        if (d->lang.value &&
            !ent_read_starts(d->lang.value, strlen(d->lang.value), sure ? "en" : code)) {
            d->lang.value = NULL; /* the words themselves know better than their page */
        }
        ent_read_field(&d->lang, sure ? "en" : ent_arena_str(&d->arena, code), "text");
    }
    if (code && !o->any_language) {
        const ent_table *t = o->tables ? ent_tables_get(o->tables, "read/languages") : NULL;
        uint32_t row = t ? ent_table_find(t, code) : ENT_NONE;
        rc = ent_fail(err, ENT_ELANG, d->path, "is in %s, not in English",
                      row != ENT_NONE ? ent_table_cell(t, row, 1) : code);
    }
    ent_arena_free(&a);
    return rc;
}

/* Control bytes that no text of any encoding holds in number (UTF-16 and UTF-32 are left out: their
 * halves may be anything), or long runs of NULs. */
static bool is_binary(const ent_record *r)
{
    const unsigned char *p = (const unsigned char *)r->data;
    size_t n = r->len < 65536 ? r->len : 65536, odd = 0, run = 0, blank = 0;
    bool wide = (n > 1 && ((p[0] == 0xFF && p[1] == 0xFE) || (p[0] == 0xFE && p[1] == 0xFF))) ||
                (r->charset && (strstr(r->charset, "16") || strstr(r->charset, "32")));
    for (size_t i = 0; i < n; i++) {
        run = p[i] ? 0 : run + 1;
        blank += run >= 8;
        odd += p[i] < 0x20 && p[i] != 0 && p[i] != 0x1B && (p[i] < '\t' || p[i] > '\r');
    }
    return blank > n / 4 || (!wide && odd > 4 && odd > n / 64);
}

int ent_read_doc(ent_doc **out, const ent_record *r, const ent_read_options *options, ent_err *err)
{
    static const ent_read_options none;
    const ent_read_options *o = options ? options : &none;
    const char *format = r->format ? r->format : ent_read_sniff(r->data, r->len);
    const char *path = r->path ? r->path : "-";
    if (r->len > limit(o)) {
        return ent_fail(err, ENT_ETOOBIG, path, "larger than the limit of %zu bytes", limit(o));
    }
    if (r->len == 0) {
        return ent_fail(err, ENT_EFORMAT, path, "is empty");
    }
    if (is_binary(r)) {
        return ent_fail(err, ENT_EFORMAT, path, "is not text: it holds binary data");
    }
    ent_doc *d = ent_doc_new();
    d->path = ent_arena_str(&d->arena, path);
    d->format = ent_arena_str(&d->arena, format);
    d->id = ent_arena_str(&d->arena, r->id);
    ent_read_field(&d->url, ent_arena_str(&d->arena, r->url), "record");
    ent_read_voice(d, ENT_VOICE_AUTHOR, NULL, ENT_DAY_NONE);
    ENT_PUSH(&d->arena, d->parts, d->part_count, d->part_cap);
    ent_arena scratch = {0};
    size_t len;
    bool markup = strcmp(format, "text") != 0 && strcmp(format, "jsonl") != 0 &&
                  strcmp(format, "markdown") != 0;
    const char *s = ent_read_utf8(&scratch, r->data, r->len, r->charset, markup, &len);
    int rc = convert(d, format, s, len, o, err);
    ent_arena_free(&scratch);
    rc = rc < 0 ? rc : check_language(d, o, err);
    if (rc < 0) {
        ent_doc_destroy(d);
        return rc;
    }
    ent_read_field(&d->site, ent_arena_str(&d->arena, r->site), "record");
    if (r->day != ENT_DAY_NONE && d->day == ENT_DAY_NONE) {
        d->day = r->day;
        d->published.from = "record";
    }
    if (!d->id) {
        d->id = id_of(&d->arena, path);
    }
    finish(d, o->tables);
    *out = d;
    return 0;
}
