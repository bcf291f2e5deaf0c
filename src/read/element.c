/* element.c: the repeated elements of an XML file as records: items of a feed, sentences of
 * PETRARCH, documents of a TEI volume.
 *
 * In: a stream. Out: the bytes of one element a record, however long the file is. It finds
 * elements by their tags and does not parse them; an element over the limit is named and skipped.
 */
#include "source.h"

typedef struct wanted {
    const char *format, *name;
    const char *attr; /* that must stand in the start tag; NULL */
    bool nests;
} wanted;

static const wanted all[] = {
    {"rss", "item", NULL, false},          {"rss", "entry", NULL, false},
    {"petrarch", "Sentence", NULL, false}, {"tei", "div", "type=\"document\"", true},
    {"tei", "TEI", NULL, false},           {"tei", "TEI.2", NULL, false}};

static bool tag_at(const char *s, size_t n, const char *name)
{
    size_t k = strlen(name);
    return n > k && memcmp(s, name, k) == 0 && strchr(" >/\t\r\n", s[k]);
}

void ent_element_head(ent_read_source *s)
{
    bool tei = strcmp(s->format, "tei") == 0;
    size_t n = ent_stream_fill(&s->in, tei ? 4 << 20 : 65536);
    const char *p = s->in.buf + s->in.pos;
    size_t at = ent_read_find(p, n < 200 ? n : 200, "encoding=");
    if (at + 12 < n && at < 200) {
        size_t a = at + 10, k = 0;
        while (a + k < n && k < sizeof s->charset - 1 && p[a + k] != p[at + 9] && p[a + k] > ' ') {
            s->charset[k] = p[a + k];
            k++;
        }
        s->charset[k] = 0;
    }
    s->volume = tei && memmem(p, n, "type=\"document\"", 15) != NULL;
    if (strcmp(s->format, "rss") == 0) { /* the feed's title, before its first item */
        const char *item = memmem(p, n, "<item", 5);
        const char *entry = memmem(p, n, "<entry", 6);
        const char *first = item && (!entry || item < entry) ? item : entry;
        const char *title = first ? memmem(p, (size_t)(first - p), "<title", 6) : NULL;
        const char *gt = title ? memchr(title, '>', (size_t)(first - title)) : NULL;
        const char *end = gt ? memmem(gt, (size_t)(first - gt), "</title>", 8) : NULL;
        if (end) {
            ent_arena a = {0};
            size_t len = (size_t)(end - gt) - 1;
            const char *t =
                ent_read_utf8(&a, gt + 1, len, s->charset[0] ? s->charset : NULL, false, &len);
            if (ent_read_starts(t, len, "<![CDATA[") && len > 12) {
                t += 9;
                len -= 12;
            }
            t = ent_read_unescape(&a, t, len, &len);
            t = ent_read_squeeze(&a, t, len);
            s->site = ent_alloc(strlen(t) + 1);
            memcpy(s->site, t, strlen(t) + 1);
            ent_arena_free(&a);
        }
    }
}

/* The next start tag that is wanted: the window begins with it. NULL: none is left. */
static const wanted *seek(ent_read_source *s)
{
    ent_stream *in = &s->in;
    for (;;) {
        size_t n = ent_stream_fill(in, 65536);
        const char *p = in->buf + in->pos;
        size_t scanned = 0;
        for (size_t i = 0; i < n;) {
            const char *lt = memchr(p + i, '<', n - i);
            i = lt ? (size_t)(lt - p) : n;
            scanned = i;
            if (i + 512 > n && !in->eof && !in->broken && i) {
                break; /* the tag may go on behind the window */
            }
            for (size_t k = 0; i < n && k < ENT_COUNT(all); k++) {
                const wanted *w = &all[k];
                if (strcmp(w->format, s->format) != 0 || w->nests != s->volume ||
                    !tag_at(p + i + 1, n - i - 1, w->name)) {
                    continue;
                }
                const char *gt = memchr(p + i, '>', n - i);
                size_t tag = gt ? (size_t)(gt - p) - i : n - i;
                if (!w->attr || memmem(p + i, tag, w->attr, strlen(w->attr))) {
                    ent_stream_skip(in, i);
                    return w;
                }
            }
            i++;
        }
        bool end = in->eof || in->broken;
        ent_stream_skip(in, scanned < n ? scanned : n);
        if (end) {
            ent_stream_skip(in, in->len - in->pos);
            return NULL;
        }
    }
}

/* Where the element that begins the window ends; 0 where it does not within `max`. */
static size_t element_end(ent_read_source *s, const wanted *w)
{
    ent_stream *in = &s->in;
    size_t i = 0, depth = 0, k = strlen(w->name);
    for (size_t n = ent_stream_fill(in, 65536);;) {
        const char *p = in->buf + in->pos;
        while (i < n) {
            const char *lt = memchr(p + i, '<', n - i);
            i = lt ? (size_t)(lt - p) : n;
            if (i + k + 3 > n) {
                break;
            }
            if (tag_at(p + i + 1, n - i - 1, w->name)) {
                const char *gt = memchr(p + i, '>', n - i);
                if (!gt) {
                    break;
                }
                depth += (w->nests || i == 0) && gt[-1] != '/';
                if (!depth) {
                    return (size_t)(gt - p) + 1;
                }
            } else if (p[i + 1] == '/' && tag_at(p + i + 2, n - i - 2, w->name) && depth &&
                       --depth == 0) {
                return i + k + 3;
            }
            i++;
        }
        if (in->eof || in->broken || n > s->max) {
            return 0;
        }
        size_t more = ent_stream_fill(in, n * 2);
        if (more == n) {
            return 0;
        }
        n = more;
    }
}

int ent_element_next(ent_record *out, ent_read_source *s, ent_err *err)
{
    ent_stream *in = &s->in;
    const wanted *w = seek(s);
    char place[320];
    if (!w) {
        if (in->broken) {
            s->done = true;
            return ent_fail(err, ENT_EFORMAT, s->path,
                            "the compressed file is damaged or cut short");
        }
        return 0;
    }
    s->line++;
    snprintf(place, sizeof place, "%.255s:%llu", s->path, (unsigned long long)in->offset);
    size_t n = element_end(s, w);
    if (!n) {
        size_t have = in->len - in->pos;
        bool big = have > s->max;
        ent_stream_skip(in, have); /* not byte by byte: unclosed tags must not cost a scan each */
        return ent_fail(err, big ? ENT_ETOOBIG : ENT_EFORMAT, place,
                        big ? "<%s> is over the limit of %zu bytes"
                            : "<%s> does not end (limit %zu)",
                        w->name, s->max);
    }
    out->data = ent_arena_strn(&out->arena, in->buf + in->pos, n);
    out->len = n;
    bool only = strcmp(w->format, "tei") == 0 && !w->nests && s->line == 1;
    out->path = ent_arena_str(&out->arena, only ? s->path : place); /* one file, one text */
    out->format = s->format;
    out->charset = s->charset[0] ? ent_arena_str(&out->arena, s->charset) : NULL;
    out->site = ent_arena_str(&out->arena, s->site);
    ent_stream_skip(in, n);
    return 1;
}
