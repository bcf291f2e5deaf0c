/* import_door.c: rows out of bytes. In: pieces of a file of event data. Out: rows, cut into cells,
 * to the function of their format (importers.def). Takes BOM, CRLF, quoted cells, a mix of UTF-8
 * and Latin-1. It knows no format: those are the other import_*.c files. */
#include "import_int.h"

#include <errno.h>
#include <math.h>
#include <zlib.h>

static const struct importer {
    const char *name;
    import_framing framing;
    import_fn row;
    import_header header;
} importers[] = {
#define IMPORTER(name, title, framing, fn, header)                                                 \
    {#name, IMPORT_##framing, ent_import_row_##fn, IMPORT_##header},
#include "importers.def"
#undef IMPORTER
};

static const ent_import_format formats[] = {
#define IMPORTER(name, title, framing, fn, header) {#name, title},
#include "importers.def"
#undef IMPORTER
};

const ent_import_format *ent_import_formats(size_t *count)
{
    *count = ENT_COUNT(formats);
    return formats;
}

int ent_import_open(ent_import **out, const ent_tables *t, const ent_import_options *o,
                    const ent_import_sink *sink, ent_err *err)
{
    const struct importer *f = NULL;
    for (size_t k = 0; k < ENT_COUNT(importers) && o->format; k++) {
        f = strcmp(importers[k].name, o->format) == 0 ? &importers[k] : f;
    }
    if (!f) {
        return ent_fail(err, ENT_EUSAGE, "", "no such import format: %.40s",
                        o->format ? o->format : "none given");
    }
    ent_import *i = ent_calloc(1, sizeof *i);
    i->options = *o;
    i->options.max_row = o->max_row ? o->max_row : 4 << 20;
    i->sink = *sink;
    i->framing = f->framing;
    i->header = f->header;
    i->row = f->row;
    i->format = f->name;
    int rc = ent_import_codes_open(&i->codes, t, err);
    if (rc < 0) {
        ent_import_close(i);
        return rc;
    }
    *out = i;
    return 0;
}

void ent_import_close(ent_import *i)
{
    if (i) {
        ent_import_codes_close(i->codes);
        ent_map_free(&i->column);
        free(i->slot);
        ent_arena_free(&i->arena);
        ent_arena_free(&i->of_file);
        ent_arena_free(&i->of_events);
        free(i->event);
        free(i->rest);
        free(i->path);
        free(i->stem);
        free(i);
    }
}

ent_import_count ent_import_counts(const ent_import *i)
{
    return i->count;
}

static char *copy(const char *s, size_t n)
{
    char *p = ent_alloc(n + 1);
    memcpy(p, s, n);
    p[n] = 0;
    return p;
}

int ent_import_begin(ent_import *i, const char *path, ent_err *err)
{
    (void)err;
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    free(i->path);
    free(i->stem);
    i->path = copy(path, strlen(path));
    i->stem = copy(name, strcspn(name, "."));
    ent_map_free(&i->column);
    memset(&i->column, 0, sizeof i->column);
    ent_arena_reset(&i->of_file);
    i->columns = NULL;
    i->column_count = 0;
    i->rest_len = i->scanned = 0;
    i->quoted = i->skipping = i->wide_told = false;
    i->first = true;
    i->separator = i->framing == IMPORT_CSV ? ',' : '\t';
    i->line = i->next_line = 1;
    return 0;
}

static void complain(ent_import *i, const char *message)
{
    if (i->sink.complain) {
        ent_arena a = {0};
        char *place = ent_arena_printf(&a, "%s:%llu", i->path, (unsigned long long)i->line);
        void *user = i->sink.complain_user ? i->sink.complain_user : i->sink.user;
        i->sink.complain(user, place, message);
        ent_arena_free(&a);
    }
}

static void bad_row(ent_import *i, const char *message)
{
    i->count.bad++;
    complain(i, message);
}

/* -- cells ----------------------------------------------------------------------------------- */

static bool utf8(const char *s, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        if ((unsigned char)s[k] >= 128) {
            return ent_utf8_check(s, n) == n;
        }
    }
    return true;
}

/* Latin-1 to UTF-8, in the row's arena. */
static char *from_latin1(ent_import *i, const char *s, size_t *n)
{
    char *out = ent_arena_alloc(&i->arena, *n * 2 + 1);
    size_t k = 0;
    for (size_t j = 0; j < *n; j++) {
        unsigned char c = (unsigned char)s[j];
        if (c < 128) {
            out[k++] = (char)c;
        } else {
            out[k++] = (char)(0xC0 | c >> 6);
            out[k++] = (char)(0x80 | (c & 63));
        }
    }
    out[k] = 0;
    *n = k;
    return out;
}

/* Cuts a row in place at the separators, without a meaning for quotes. */
static void split_plain(import_row *r, char *s, size_t n, char separator)
{
    r->count = 0;
    char *end = s + n;
    for (;;) {
        char *p = memchr(s, separator, (size_t)(end - s));
        if (r->count < IMPORT_COLUMNS) {
            r->cell[r->count++] = s;
        }
        if (!p) {
            break;
        }
        *p = 0;
        s = p + 1;
    }
    *end = 0;
}

/* The same where a cell in quotes may hold separators, line ends and doubled quotes. */
static void split_quoted(import_row *r, char *s, size_t n, char separator)
{
    r->count = 0;
    char *end = s + n;
    while (s <= end) {
        char *out = s, *start = s;
        bool quoted = s < end && *s == '"';
        s += quoted;
        while (s < end && (quoted || *s != separator)) {
            if (quoted && *s == '"') {
                if (s + 1 < end && s[1] == '"') {
                    s++;
                } else {
                    quoted = false;
                    s++;
                    continue;
                }
            }
            *out++ = *s++;
        }
        if (r->count < IMPORT_COLUMNS) {
            r->cell[r->count++] = start;
        }
        s++;
        *out = 0;
    }
}

const char *ent_import_value(const char *cell)
{
    static const char *const missing[] = {"NULL", "NA", "None", "---", "NaN", "nan", "null"};
    if (!cell || !*cell) {
        return NULL;
    }
    for (size_t k = 0; k < ENT_COUNT(missing); k++) {
        if (*cell == *missing[k] && strcmp(cell, missing[k]) == 0) {
            return NULL;
        }
    }
    return cell;
}

static bool digits(const char *s, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        if (s[k] < '0' || s[k] > '9') {
            return false;
        }
    }
    return true;
}

static int number(const char *s, size_t n)
{
    int v = 0;
    for (size_t k = 0; k < n; k++) {
        v = v * 10 + (s[k] - '0');
    }
    return v;
}

static int32_t day_of(int y, int m, int d)
{
    return y > 0 && ent_date_valid(y, m, d) ? ent_day_ymd(y, m, d) : ENT_DAY_NONE;
}

int32_t ent_import_day(const char *s)
{
    size_t n = s ? strlen(s) : 0;
    if (n >= 8 && digits(s, 8)) {
        return day_of(number(s, 4), number(s + 4, 2), number(s + 6, 2));
    }
    if (n >= 10 && digits(s, 4) && s[4] == '-' && digits(s + 5, 2) && s[7] == '-' &&
        digits(s + 8, 2)) {
        return day_of(number(s, 4), number(s + 5, 2), number(s + 8, 2));
    }
    if (n == 6 && digits(s, 6)) { /* KEDS: two digits of the year; 30 to 99 are 19.. */
        int y = number(s, 2);
        return day_of(y >= 30 ? 1900 + y : 2000 + y, number(s + 2, 2), number(s + 4, 2));
    }
    int part[3] = {0};
    for (int k = 0; k < 3; k++) { /* M/D/YYYY */
        size_t len = strspn(s ? s : "", "0123456789");
        if (len == 0 || len > 4) {
            return ENT_DAY_NONE;
        }
        part[k] = number(s, len);
        s += len;
        if (k < 2 && *s++ != '/') {
            return ENT_DAY_NONE;
        }
    }
    return part[2] > 999 ? day_of(part[2], part[0], part[1]) : ENT_DAY_NONE;
}

void ent_import_on_day(ent_date *d, int32_t day, ent_basis basis)
{
    *d = (ent_date){.start = day, .end = day};
    if (day != ENT_DAY_NONE) {
        d->precision = ENT_PRECISION_DAY;
        d->basis = basis;
    }
}

/* -- rows ------------------------------------------------------------------------------------ */

static void fold_key(char *out, size_t size, const char *s)
{
    size_t n = 0;
    for (; *s && n + 1 < size; s++) { /* "Event ID", "event_id" and "EventID" are one name */
        char c = *s >= 'A' && *s <= 'Z' ? (char)(*s + 32) : *s;
        if (c != ' ' && c != '_' && c != '.') {
            out[n++] = c;
        }
    }
    out[n] = 0;
}

const char *ent_import_cell(const ent_import *i, const import_row *r, const char *column)
{
    char key[64];
    fold_key(key, sizeof key, column);
    uint32_t at = ent_map_get(&i->column, key, strlen(key));
    return at < r->count ? r->cell[at] : "";
}

bool ent_import_has(const ent_import *i, const char *column)
{
    char key[64];
    fold_key(key, sizeof key, column);
    return ent_map_get(&i->column, key, strlen(key)) != ENT_NONE;
}

/* Is at least half of what the format knows among the columns? Names each that it does not know. */
bool ent_import_names(const ent_import *i, const char *const *known, uint32_t n)
{
    uint32_t hits = 0;
    for (uint32_t k = 0; k < n; k++) {
        hits += ent_import_has(i, known[k]);
    }
    return hits * 2 >= n;
}

static void take_header(ent_import *i, const import_row *r)
{
    i->columns = ent_arena_alloc(&i->of_file, (r->count + 1) * sizeof *i->columns);
    for (uint32_t k = 0; k < r->count; k++) {
        char key[64];
        i->columns[k] = ent_arena_str(&i->of_file, r->cell[k]);
        fold_key(key, sizeof key, r->cell[k]);
        char *own = ent_arena_str(&i->of_file, key);
        if (ent_map_get(&i->column, own, strlen(own)) == ENT_NONE) {
            ent_map_set(&i->column, own, strlen(own), k);
        }
    }
    i->column_count = r->count;
}

/* The separator that cuts a header row into the most columns. */
static char guess_separator(const char *s, size_t n, char usual)
{
    static const char all[] = {'\t', ',', ';'};
    uint32_t best = 0;
    char out = usual;
    for (size_t k = 0; k < sizeof all; k++) {
        uint32_t count = 0;
        for (size_t j = 0; j < n; j++) {
            count += s[j] == all[k];
        }
        if (count > best || (count == best && count && all[k] == usual)) {
            best = count;
            out = all[k];
        }
    }
    return out;
}

/* A header has no cell that is a number or a date, and more than two cells. */
static bool looks_like_header(const import_row *r)
{
    for (uint32_t k = 0; k < r->count; k++) {
        const char *s = r->cell[k];
        if (*s == '-' || (*s >= '0' && *s <= '9')) {
            return false;
        }
    }
    return r->count > 2 && *r->cell[0];
}

static int one_row(ent_import *i, char *s, size_t n, ent_err *err)
{
    import_row r = {.count = 0};
    ent_arena_reset(&i->arena);
    if (i->first && n >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0) {
        s += 3;
        n -= 3;
    }
    if (n && s[n - 1] == '\r') {
        n--;
    }
    if (n == 0) {
        return 0; /* an empty line is no row */
    }
    if (!utf8(s, n)) {
        s = from_latin1(i, s, &n);
    }
    if (memchr(s, 0, n)) {
        i->count.rows++;
        i->first = false;
        bad_row(i, "a NUL byte in the row");
        return 0;
    }
    bool header = i->first && i->header != IMPORT_NEVER;
    if (i->framing == IMPORT_JSONL) {
        r.line = s;
        r.len = n;
    } else {
        if (header) {
            i->separator = guess_separator(s, n, i->separator);
        }
        char *again = memchr(s, '"', n) ? ent_arena_strn(&i->arena, s, n) : NULL;
        if (i->framing == IMPORT_CSV) {
            split_quoted(&r, s, n, i->separator);
        } else {
            split_plain(&r, s, n, i->separator);
        }
        /* spreadsheets quote cells of tab-separated files too */
        if (again && i->framing == IMPORT_TSV && (*again == '"' || strstr(again, "\t\""))) {
            import_row q = {.count = 0};
            split_quoted(&q, again, n, i->separator);
            bool fewer = i->column_count && r.count != i->column_count;
            if ((i->column_count ? q.count == i->column_count && fewer : q.count < r.count) ||
                (header && q.count == r.count)) {
                r = q;
            }
        }
    }
    i->first = false;
    if (header && (i->header == IMPORT_ALWAYS || looks_like_header(&r))) {
        take_header(i, &r);
        return 0;
    }
    i->count.rows++;
    ent_err e = {0};
    int rc = i->row(i, &r, &e);
    if (rc == ENT_EFORMAT || rc == ENT_ETOOBIG) {
        bad_row(i, e.message);
        return 0;
    }
    if (rc < 0 && err) {
        *err = e;
    }
    return rc;
}

/* -- bytes to rows --------------------------------------------------------------------------- */

static void keep_rest(ent_import *i, const char *data, size_t n)
{
    if (i->rest_len + n + 1 > i->rest_cap) {
        i->rest_cap = (i->rest_len + n + 1) * 2;
        i->rest = ent_realloc(i->rest, i->rest_cap);
    }
    memcpy(i->rest + i->rest_len, data, n);
    i->rest_len += n;
}

/* End of the row that begins at data[0], or NULL where more bytes are needed. */
static const char *row_end(ent_import *i, const char *data, size_t from, size_t n)
{
    if (i->framing != IMPORT_CSV) {
        return memchr(data + from, '\n', n - from);
    }
    for (size_t k = from; k < n; k++) {
        if (data[k] == '"') {
            i->quoted = !i->quoted;
        } else if (data[k] == '\n' && !i->quoted) {
            return data + k;
        }
    }
    return NULL;
}

static uint64_t lines_in(const char *s, size_t n)
{
    uint64_t k = 0;
    for (const char *p = s; (p = memchr(p, '\n', n - (size_t)(p - s))); p++) {
        k++;
    }
    return k;
}

static int finish_row(ent_import *i, char *s, size_t n, ent_err *err)
{
    i->line = i->next_line;
    i->next_line += 1 + (i->framing == IMPORT_CSV ? lines_in(s, n) : 0);
    if (i->skipping || n > i->options.max_row) {
        i->skipping = false;
        i->count.rows++;
        bad_row(i, "the row is longer than the limit");
        return 0;
    }
    return one_row(i, s, n, err);
}

int ent_import_feed(ent_import *i, const char *data, size_t len, ent_err *err)
{
    int rc = 0;
    while (len && rc == 0) {
        const char *nl = row_end(i, data, 0, len);
        size_t n = nl ? (size_t)(nl - data) : len;
        if (!i->skipping) {
            keep_rest(i, data, n);
        }
        data += n;
        len -= n;
        if (nl) {
            data++;
            len--;
            i->rest[i->rest_len] = 0;
            size_t row = i->rest_len;
            i->rest_len = 0;
            rc = finish_row(i, i->rest, row, err);
        } else if (i->rest_len > i->options.max_row) {
            i->skipping = true; /* an open quote may have swallowed lines: take up at a line end */
            i->quoted = false;
            i->rest_len = 0;
        }
    }
    return rc;
}

int ent_import_end(ent_import *i, ent_err *err)
{
    int rc = 0;
    if (i->rest_len || i->skipping) {
        i->rest = i->rest ? i->rest : ent_calloc(1, 1);
        i->rest[i->rest_len] = 0;
        bool open = i->quoted && i->framing == IMPORT_CSV;
        size_t n = i->rest_len;
        i->rest_len = 0;
        if (open) {
            i->line = i->next_line;
            i->count.rows++;
            bad_row(i, "a quote is not closed before the end of the file");
        } else {
            rc = finish_row(i, i->rest, n, err);
        }
    }
    i->quoted = false;
    return rc;
}

int ent_import_file(ent_import *i, const char *path, ent_err *err)
{
    gzFile f = strcmp(path, "-") == 0 ? gzdopen(0, "rb") : gzopen(path, "rb");
    if (!f) {
        return ent_fail(err, ENT_EIO, path, "%s", strerror(errno));
    }
    gzbuffer(f, 1 << 18);
    char *buf = ent_alloc(1 << 18);
    int rc = ent_import_begin(i, path, err), n = 0;
    while (rc == 0 && (n = gzread(f, buf, 1 << 18)) > 0) {
        rc = ent_import_feed(i, buf, (size_t)n, err);
    }
    if (rc == 0 && n < 0) {
        int code;
        const char *what = gzerror(f, &code);
        rc = ent_fail(err, ENT_EIO, path, "%s", code == Z_ERRNO ? strerror(errno) : what);
    }
    rc = rc ? rc : ent_import_end(i, err);
    free(buf);
    gzclose_r(f);
    return rc;
}

/* -- accounts out ---------------------------------------------------------------------------- */

char *ent_import_id(ent_import *i, const char *a, const char *b, const char *c)
{
    static const char hex[] = "0123456789abcdef";
    uint64_t h = ent_hash_str(i->format, 0x696d70);
    h = ent_hash_str(a, h);
    h = b ? ent_hash_str(b, h) : h;
    h = c ? ent_hash_str(c, h) : h;
    char *id = ent_arena_alloc(&i->arena, 18);
    id[0] = 'a';
    for (int k = 0; k < 16; k++) {
        id[1 + k] = hex[h >> (60 - 4 * k) & 15];
    }
    id[17] = 0;
    return id;
}

static bool nobody(const ent_actor_ref *r)
{
    return !r->code && !r->state && !r->name;
}

int ent_import_emit(ent_import *i, ent_account *x, ent_err *err)
{
    (void)err;
    if ((nobody(&x->source) || nobody(&x->target)) && !i->options.all_actors) {
        i->count.actorless++;
        return 0;
    }
    ent_import_fill(i->codes, x);
    x->version = x->version ? x->version : ENT_VERSION_STRING;
    i->count.accounts++;
    return i->sink.take(i->sink.user, x);
}

void ent_import_extra(ent_buf *b, const char *const *names, char *const *cells, uint32_t n)
{
    bool any = false;
    for (uint32_t k = 0; k < n; k++) {
        if (cells[k] && *cells[k]) {
            ent_buf_add(b, any ? ",\"" : "\"", any ? 2 : 1);
            ent_buf_str(b, names[k]);
            ent_buf_add(b, "\":", 2);
            ent_json_str(b, cells[k]);
            any = true;
        }
    }
}

/* {"gdelt":{...}} without its braces; lives until the next row. */
const char *ent_import_keep(ent_import *i, const char *member, const char *const *names,
                            char *const *cells, uint32_t n)
{
    ent_buf b = {0};
    ent_buf_char(&b, '"');
    ent_buf_str(&b, member);
    ent_buf_str(&b, "\":{");
    ent_import_extra(&b, names, cells, n);
    ent_buf_char(&b, '}');
    char *s = ent_arena_strn(&i->arena, b.data, b.len);
    ent_buf_free(&b);
    return s;
}

static const char *state_of(const void *codes, const char *code)
{
    return ent_import_cameo_state(codes, code);
}

int ent_import_row_jsonl(ent_import *i, const import_row *r, ent_err *err)
{
    ent_account x;
    int rc = ent_account_parse(&x, &i->arena, r->line, r->len, err);
    if (rc < 0) {
        return rc;
    }
    if (!x.doc) {
        x.doc = i->stem;
        x.id = ent_account_id(&i->arena, &x);
    }
    if (!memmem(r->line, r->len, "\"state\"", 7)) { /* another hand left out what follows */
        ent_account_complete(&x, &i->arena, state_of, i->codes);
    }
    ent_import_fill(i->codes, &x);
    i->count.accounts++;
    return i->sink.take(i->sink.user, &x);
}
