/* warc.c: records of a WARC file (1.0, 1.1; plain, gzip by record, zstd).
 *
 * In: a stream. Out: the text/html and text/plain responses (and resources, conversions) one by
 * one, chunking and content encoding undone. Requests, metadata, revisits, images and errors of
 * servers are passed over. A broken record is named with its offset and skipped. At most one
 * record, of at most `max` bytes, is held.
 */
#include "source.h"

enum { MAX_HEAD = 65536 };

typedef struct head {
    const char *type, *uri, *id, *content;
    size_t type_n, uri_n, id_n, content_n;
    uint64_t length;
    bool has_length;
} head;

/* The value of a header line "name: value" in s; NULL. */
static const char *header(const char *s, size_t n, const char *name, size_t *len)
{
    size_t k = strlen(name);
    for (size_t i = 0; i < n;) {
        const char *nl = memchr(s + i, '\n', n - i);
        size_t end = nl ? (size_t)(nl - s) : n;
        if (end - i > k && s[i + k] == ':' && ent_read_starts(s + i, end - i, name)) {
            size_t a = i + k + 1, b = end;
            while (a < b && (unsigned char)s[a] <= ' ') {
                a++;
            }
            while (b > a && (unsigned char)s[b - 1] <= ' ') {
                b--;
            }
            *len = b - a;
            return s + a;
        }
        i = end + 1;
    }
    return NULL;
}

static bool number(const char *s, size_t n, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9' || *out > UINT64_MAX / 16) {
            return false;
        }
        *out = *out * 10 + (uint64_t)(s[i] - '0');
    }
    return n > 0;
}

static size_t blank_line(const char *s, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++) {
        if (s[i] == '\n' && s[i + 1] == '\n') {
            return i + 2;
        }
        if (i + 3 < n && memcmp(s + i, "\r\n\r\n", 4) == 0) {
            return i + 4;
        }
    }
    return 0;
}

static size_t dechunk(char *s, size_t n)
{
    size_t in = 0, out = 0;
    for (;;) {
        size_t size = 0, i = in;
        while (i < n && i < in + 12) {
            char c = s[i];
            int v = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
            if (v < 0) {
                break;
            }
            size = size * 16 + (size_t)v;
            i++;
        }
        const char *nl = i > in && i < n ? memchr(s + i, '\n', n - i) : NULL;
        if (!nl) {
            return in ? out : n; /* not chunked after all, or cut short */
        }
        in = (size_t)(nl - s) + 1;
        if (!size) {
            return out;
        }
        size = size < n - in ? size : n - in;
        memmove(s + out, s + in, size);
        out += size;
        in += size;
        while (in < n && (s[in] == '\r' || s[in] == '\n')) {
            in++;
        }
    }
}

static const char *wanted(const char *type, size_t n)
{
    if (ent_read_starts(type, n, "text/html") || ent_read_starts(type, n, "application/xhtml")) {
        return "html";
    }
    return ent_read_starts(type, n, "text/plain") ? "text" : NULL;
}

static void set_charset(ent_record *out, const char *type, size_t n)
{
    size_t at = ent_read_find(type, n, "charset=");
    if (at < n) {
        size_t a = at + 8, b;
        a += a < n && (type[a] == '"' || type[a] == '\'');
        for (b = a; b < n && !strchr("\"'; ,", type[b]); b++) {
        }
        out->charset = b > a ? ent_arena_strn(&out->arena, type + a, b - a) : NULL;
    }
}

static int take(ent_record *out, const char *data, size_t size)
{
    out->data = data;
    out->len = size;
    return 1;
}

/* Undoes a Content-Encoding. Crawlers that unpacked the body and kept the header are many: where
 * the bytes are not what it says, they are taken as they stand if they are text. */
static int unpack(ent_record *out, const char *data, size_t size, const char *coding, size_t k,
                  size_t max, ent_err *err, const char *place)
{
    bool gz = size > 2 && memcmp(data, "\x1F\x8B", 2) == 0;
    bool zst = size > 4 && memcmp(data, "\x28\xB5\x2F\xFD", 4) == 0;
    bool deflate = ent_read_find(coding, k, "deflate") < k;
    bool br = !gz && ent_read_same(coding, k, "br") && ent_utf8_check(data, size) < size;
    if (!gz && !zst && !deflate && !br) {
        return take(out, data, size);
    }
    ent_buf plain = {0};
    bool good = zst  ? ent_stream_zstd(&plain, data, size, max)
                : br ? ent_stream_brotli(&plain, data, size, max)
                     : ent_stream_inflate(&plain, data, size, max);
    int rc = 1;
    if (good) {
        take(out, ent_arena_strn(&out->arena, plain.data, plain.len), plain.len);
    } else if (plain.len > max) {
        rc = ent_fail(err, ENT_ETOOBIG, place, "unpacked over the limit of %zu bytes", max);
    } else if (deflate && !gz) {
        take(out, data, size);
    } else {
        rc = ent_fail(err, ENT_EFORMAT, place, "its %s body cannot be read",
                      zst  ? "zstd"
                      : br ? "Brotli"
                           : "gzip");
    }
    ent_buf_free(&plain);
    return rc;
}

/* The body of an HTTP message at s, in the record's arena. 1 taken, 0 not wanted, <0 broken. */
static int http(ent_record *out, const char *s, size_t n, size_t max, ent_err *err,
                const char *place)
{
    size_t body = blank_line(s, n < MAX_HEAD ? n : MAX_HEAD), len, k;
    uint64_t status;
    const char *sp = memchr(s, ' ', n < 16 ? n : 16);
    if (!body || !sp || (size_t)(sp - s) + 4 > n || !number(sp + 1, 3, &status)) {
        return ent_fail(err, ENT_EFORMAT, place, "no HTTP header in a response");
    }
    const char *type = header(s, body, "content-type", &len);
    out->format = type ? wanted(type, len) : NULL;
    if (status / 100 != 2 || !out->format) {
        return 0;
    }
    set_charset(out, type, len);
    char *data = ent_arena_strn(&out->arena, s + body, n - body);
    size_t size = n - body;
    const char *te = header(s, body, "transfer-encoding", &k);
    if (te && ent_read_find(te, k, "chunked") < k) {
        size = dechunk(data, size);
    }
    const char *ce = header(s, body, "content-encoding", &k);
    return ce ? unpack(out, data, size, ce, k, max, err, place) : take(out, data, size);
}

/* The record at `place` cannot be had: because its compressed member is damaged, or for `what`. */
static int broken(ent_read_source *s, const char *place, const char *what, ent_err *err)
{
    char member[320];
    if (s->in.broken) {
        snprintf(member, sizeof member, "%.255s:%llu", s->path,
                 (unsigned long long)ent_stream_break(&s->in));
        ent_stream_resync(&s->in);
        place = member;
        what = "a compressed member is damaged or cut short; it is left out";
    }
    return ent_fail(err, ENT_EFORMAT, place, "%s", what);
}

/* To the next "WARC/1." at a line's begin, after a record whose length was wrong. */
static bool next_magic(ent_stream *in)
{
    for (;;) {
        size_t have = ent_stream_fill(in, 65536);
        if (have < 8) {
            ent_stream_skip(in, have);
            return false;
        }
        const char *at = in->buf + in->pos;
        const char *hit = memmem(at + 1, have - 1, "WARC/1.", 7);
        ent_stream_skip(in, hit ? (size_t)(hit - at) : have - 7);
        if (hit) {
            return true;
        }
    }
}

static size_t read_head(ent_stream *in, head *h)
{
    size_t have = ent_stream_fill(in, 4096), end = 0;
    while (!(end = blank_line(in->buf + in->pos, have)) && have < MAX_HEAD) {
        size_t more = ent_stream_fill(in, have * 2);
        if (more == have) {
            return 0;
        }
        have = more;
    }
    const char *s = in->buf + in->pos;
    if (!end || !ent_read_starts(s, have, "WARC/")) {
        return 0;
    }
    size_t n;
    memset(h, 0, sizeof *h);
    h->type = header(s, end, "warc-type", &h->type_n);
    h->uri = header(s, end, "warc-target-uri", &h->uri_n);
    h->id = header(s, end, "warc-record-id", &h->id_n);
    h->content = header(s, end, "content-type", &h->content_n);
    const char *length = header(s, end, "content-length", &n);
    h->has_length = length && number(length, n, &h->length);
    return end;
}

/* "<urn:uuid:...>" -> "..." */
static const char *record_id(ent_arena *a, const char *s, size_t n)
{
    while (n && (s[0] == '<' || s[0] == ' ')) {
        s++;
        n--;
    }
    while (n && (s[n - 1] == '>' || s[n - 1] == ' ')) {
        n--;
    }
    if (ent_read_starts(s, n, "urn:uuid:")) {
        s += 9;
        n -= 9;
    }
    return n ? ent_arena_strn(a, s, n) : NULL;
}

int ent_warc_next(ent_record *out, ent_read_source *s, ent_err *err)
{
    ent_stream *in = &s->in;
    for (;;) {
        while (ent_stream_fill(in, 1) && (unsigned char)in->buf[in->pos] <= ' ') {
            ent_stream_skip(in, 1);
        }
        char place[320];
        snprintf(place, sizeof place, "%.255s:%llu", s->path,
                 (unsigned long long)ent_stream_place(in));
        if (!ent_stream_fill(in, 1)) {
            return in->broken ? broken(s, place, "", err) : 0;
        }
        head h;
        size_t end = read_head(in, &h);
        if (!end || !h.has_length) {
            size_t far = ent_stream_fill(in, MAX_HEAD);
            if (!end && far >= MAX_HEAD && !blank_line(in->buf + in->pos, far)) {
                ent_stream_skip(in, MAX_HEAD - 8); /* no record begins but behind a blank line */
            }
            bool found = next_magic(in);
            return found || !in->broken ? ent_fail(err, ENT_EFORMAT, place,
                                                   end ? "a record without Content-Length"
                                                       : "no WARC record begins here")
                                        : broken(s, place, "", err);
        }
        bool response = ent_read_same(h.type, h.type_n, "response");
        bool plain = ent_read_same(h.type, h.type_n, "resource") ||
                     ent_read_same(h.type, h.type_n, "conversion");
        const char *format = h.content ? wanted(h.content, h.content_n) : NULL;
        if (!(response || (plain && format))) {
            if (!ent_stream_skip(in, end + h.length)) {
                return broken(s, place, "the last record is cut short", err);
            }
            continue;
        }
        if (h.length > s->max + MAX_HEAD) {
            ent_stream_skip(in, end + h.length);
            return ent_fail(err, ENT_ETOOBIG, place, "a record over the limit of %zu bytes",
                            s->max);
        }
        out->id = h.id ? record_id(&out->arena, h.id, h.id_n) : NULL;
        out->url = h.uri ? ent_arena_strn(&out->arena, h.uri, h.uri_n) : NULL;
        out->path = ent_arena_str(&out->arena, place);
        out->format = format;
        if (plain) {
            set_charset(out, h.content, h.content_n);
        }
        size_t have = ent_stream_fill(in, end + h.length);
        if (have < end + h.length) {
            ent_stream_skip(in, have);
            return broken(s, place, "the last record is cut short", err);
        }
        const char *body = in->buf + in->pos + end;
        int rc = 1;
        if (response) {
            rc = http(out, body, h.length, s->max, err, place);
        } else {
            out->data = ent_arena_strn(&out->arena, body, h.length);
            out->len = h.length;
        }
        ent_stream_skip(in, end + h.length);
        if (rc) {
            return rc;
        }
        ent_arena_reset(&out->arena);
        memset(&out->data, 0, sizeof *out - offsetof(ent_record, data));
        out->day = ENT_DAY_NONE;
    }
}
