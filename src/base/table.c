/* table.c: embedded tables and the directories laid over them. See table.h. */
#include "table.h"

#include <dirent.h>
#include <errno.h>
#include <stdatomic.h>

/* made by tools/embed.c: per file a NUL-terminated path, padding to 8, offset, length, hash of its
 * bytes; path "" ends */
extern const char ent_blob[] __attribute__((visibility("hidden")));
extern const char ent_blob_index[] __attribute__((visibility("hidden")));
extern const uint64_t ent_blob_hash __attribute__((visibility("hidden")));

enum { MAX_TABLE_BYTES = 64 << 20, MAX_OVERLAYS = 16 };

/* A table that has been cut into cells. */
typedef struct parsed {
    ent_table t;
    ent_arena arena;
} parsed;

/* A built-in table is cut when it is first asked for: many a run never asks for the largest. Two
 * threads may both cut it; what the second made is thrown away. */
typedef struct slot {
    const char *name; /* "actor/states" */
    const char *data;
    size_t len;
    uint64_t content; /* hash of its bytes and of what was laid over */
    _Atomic(parsed *) cut;
} slot;

struct ent_tables {
    ent_arena arena;
    slot *table;
    uint32_t count, cap;
    uint32_t overlay_count;
    const char *overlay[MAX_OVERLAYS];
    uint64_t overlay_hash;
    char hash[17];
};

static const char *index_next(const char *p, size_t *offset, size_t *len, uint64_t *hash)
{
    size_t n = strlen(p) + 1;
    p += n;
    p += (8 - (size_t)(p - ent_blob_index) % 8) % 8;
    uint64_t v[3];
    memcpy(v, p, sizeof v);
    *offset = (size_t)v[0];
    *len = (size_t)v[1];
    *hash = v[2];
    return p + sizeof v;
}

const void *ent_embedded(const char *path, size_t *len)
{
    for (const char *p = ent_blob_index; *p;) {
        size_t offset;
        uint64_t hash;
        const char *name = p;
        p = index_next(p, &offset, len, &hash);
        if (strcmp(name, path) == 0) {
            return ent_blob + offset;
        }
    }
    *len = 0;
    return NULL;
}

/* -- one file ------------------------------------------------------------------------------- */

typedef struct line {
    const char *begin;
    size_t len;
    uint32_t number;
} line;

static bool next_line(const char **p, const char *end, line *l)
{
    while (*p < end) {
        const char *nl = memchr(*p, '\n', (size_t)(end - *p));
        const char *stop = nl ? nl : end;
        l->begin = *p;
        l->len = (size_t)(stop - *p);
        if (l->len && l->begin[l->len - 1] == '\r') {
            l->len--;
        }
        l->number++;
        *p = nl ? nl + 1 : end;
        if (l->len && l->begin[0] != '#') {
            return true;
        }
    }
    return false;
}

static uint32_t split(ent_arena *a, const line *l, const char **cells, uint32_t max)
{
    char *s = ent_arena_strn(a, l->begin, l->len);
    uint32_t n = 0;
    for (;;) {
        char *tab = strchr(s, '\t');
        if (n < max) {
            cells[n] = s;
        }
        n++;
        if (!tab) {
            return n;
        }
        *tab = 0;
        s = tab + 1;
    }
}

enum { MAX_COLUMNS = 64 };

static int parse_table(ent_arena *a, ent_table *t, const char *data, size_t len, const char *file,
                       uint8_t origin, ent_err *err)
{
    const char *p = data, *end = data + len;
    const char *cells[MAX_COLUMNS];
    line l = {0};
    char place[300];
    if (origin && ent_utf8_check(data, len) != len) { /* tools/check-tree looks at our own */
        return ent_fail(err, ENT_ETABLE, file, "is not UTF-8");
    }
    if (!next_line(&p, end, &l)) {
        return ent_fail(err, ENT_ETABLE, file, "has no header row");
    }
    uint32_t n = split(a, &l, cells, MAX_COLUMNS);
    if (n > MAX_COLUMNS) {
        return ent_fail(err, ENT_ETABLE, file, "has more than %d columns", MAX_COLUMNS);
    }
    t->columns = n;
    const char **header = ent_arena_alloc(a, n * sizeof *header);
    memcpy(header, cells, n * sizeof *header);
    t->header = header;
    uint32_t cap = 1;
    for (const char *q = p; q < end; q++) {
        cap += *q == '\n';
    }
    const char **cell = ent_arena_alloc(a, (size_t)cap * n * sizeof *cell);
    uint32_t *lines = ent_arena_alloc(a, cap * sizeof *lines);
    uint8_t *origins = ent_arena_alloc(a, cap);
    t->rows = 0;
    while (next_line(&p, end, &l)) {
        uint32_t got = split(a, &l, cells, MAX_COLUMNS);
        if (got > n) {
            snprintf(place, sizeof place, "%s:%u", file, l.number);
            return ent_fail(err, ENT_ETABLE, place, "%u columns where the header has %u", got, n);
        }
        for (uint32_t c = 0; c < n; c++) {
            cell[(size_t)t->rows * n + c] = c < got ? cells[c] : "";
        }
        lines[t->rows] = l.number;
        origins[t->rows++] = origin;
    }
    t->cell = cell;
    t->line = lines;
    t->origin = origins;
    return 0;
}

static parsed *cut_table(slot *x, ent_err *err)
{
    parsed *p = atomic_load_explicit(&x->cut, memory_order_acquire);
    if (p) {
        return p;
    }
    char file[300];
    snprintf(file, sizeof file, "data/%s.tsv", x->name);
    p = ent_calloc(1, sizeof *p);
    p->t.name = x->name;
    parsed *other = NULL;
    if (parse_table(&p->arena, &p->t, x->data, x->len, file, 0, err) == 0 &&
        atomic_compare_exchange_strong(&x->cut, &other, p)) {
        return p;
    }
    ent_arena_free(&p->arena);
    free(p);
    return other;
}

static slot *named(const ent_tables *ts, const char *name)
{
    for (uint32_t i = 0; i < ts->count; i++) {
        if (strcmp(ts->table[i].name, name) == 0) {
            return &ts->table[i];
        }
    }
    return NULL;
}

/* -- overlays ------------------------------------------------------------------------------- */

typedef struct row_ref {
    const ent_table *t;
    uint32_t row;
} row_ref;

static int by_key(const void *a, const void *b)
{
    const row_ref *x = a, *y = b;
    int c = strcmp(x->t->cell[(size_t)x->row * x->t->columns],
                   y->t->cell[(size_t)y->row * y->t->columns]);
    if (c == 0 && x->t == y->t) {
        c = x->row < y->row ? -1 : x->row > y->row;
    }
    return c;
}

static void lay_over(ent_tables *ts, ent_table *base, const ent_table *top)
{
    ent_map touched = {0};
    for (uint32_t r = 0; r < top->rows; r++) {
        const char *key = top->cell[(size_t)r * top->columns];
        key += key[0] == '-';
        ent_map_set(&touched, key, strlen(key), 1);
    }
    uint32_t n = 0;
    row_ref *refs = ent_alloc((size_t)(base->rows + top->rows) * sizeof *refs);
    for (uint32_t r = 0; r < base->rows; r++) {
        const char *key = base->cell[(size_t)r * base->columns];
        if (ent_map_get(&touched, key, strlen(key)) == ENT_NONE) {
            refs[n++] = (row_ref){base, r};
        }
    }
    for (uint32_t r = 0; r < top->rows; r++) {
        if (top->cell[(size_t)r * top->columns][0] != '-') {
            refs[n++] = (row_ref){top, r};
        }
    }
    qsort(refs, n, sizeof *refs, by_key);
    const char **cell = ent_arena_alloc(&ts->arena, ((size_t)n * base->columns + 1) * sizeof *cell);
    uint32_t *lines = ent_arena_alloc(&ts->arena, (n + 1) * sizeof *lines);
    uint8_t *origins = ent_arena_alloc(&ts->arena, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        const ent_table *t = refs[i].t;
        memcpy(cell + (size_t)i * base->columns, t->cell + (size_t)refs[i].row * t->columns,
               base->columns * sizeof *cell);
        lines[i] = t->line[refs[i].row];
        origins[i] = t->origin[refs[i].row];
    }
    base->cell = cell;
    base->line = lines;
    base->origin = origins;
    base->rows = n;
    free(refs);
    ent_map_free(&touched);
}

static int overlay_file(ent_tables *ts, const char *dir, const char *name, uint8_t origin,
                        ent_err *err)
{
    char *path = ent_arena_printf(&ts->arena, "%s/%s.tsv", dir, name);
    char *data;
    size_t len;
    int rc = ent_file_read(&data, &len, path, MAX_TABLE_BYTES, err);
    if (rc < 0) {
        return rc;
    }
    ent_table top = {.name = name};
    uint64_t hash = ent_hash(data, len, ent_hash_str(name, ts->overlay_hash));
    ts->overlay_hash = hash;
    rc = parse_table(&ts->arena, &top, data, len, path, origin, err);
    free(data);
    if (rc < 0) {
        return rc;
    }
    slot *x = named(ts, name);
    if (!x) {
        return ent_fail(err, ENT_ETABLE, path, "there is no built-in table of that name");
    }
    parsed *under = cut_table(x, err);
    if (!under) {
        return ENT_ETABLE;
    }
    ent_table *base = &under->t;
    bool same = base->columns == top.columns;
    for (uint32_t c = 0; same && c < top.columns; c++) {
        same = strcmp(base->header[c], top.header[c]) == 0;
    }
    if (!same) {
        return ent_fail(err, ENT_ETABLE, path, "its header is not that of the built-in table");
    }
    lay_over(ts, base, &top);
    x->content = ent_hash(&hash, sizeof hash, x->content);
    return 0;
}

static int cmp_str(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* names of the .tsv files in dir/stage as "stage/name", sorted, so that the result is the same
 * on every file system */
static uint32_t list_stage(ent_arena *a, const char *dir, const char *stage, char ***out)
{
    uint32_t n = 0, cap = 0;
    char **names = NULL;
    DIR *d = opendir(ent_arena_printf(a, "%s/%s", dir, stage));
    for (struct dirent *e; d && (e = readdir(d));) {
        size_t len = strlen(e->d_name);
        if (e->d_name[0] != '.' && len > 4 && strcmp(e->d_name + len - 4, ".tsv") == 0) {
            *ENT_PUSH(a, names, n, cap) =
                ent_arena_printf(a, "%s/%.*s", stage, (int)(len - 4), e->d_name);
        }
    }
    if (d) {
        closedir(d);
    }
    if (n) {
        qsort(names, n, sizeof *names, cmp_str);
    }
    *out = names;
    return n;
}

static int overlay_dir(ent_tables *ts, const char *dir, ent_err *err)
{
    static const char *const stages[] = {"actor",     "event",  "parse", "read",
                                         "reconcile", "relate", "time"};
    uint8_t origin = (uint8_t)++ts->overlay_count;
    ts->overlay[origin - 1] = ent_arena_str(&ts->arena, dir);
    DIR *d = opendir(dir);
    if (!d) {
        return ent_fail(err, ENT_ETABLE, dir, "%s", strerror(errno));
    }
    closedir(d);
    for (size_t s = 0; s < ENT_COUNT(stages); s++) {
        char **names;
        uint32_t n = list_stage(&ts->arena, dir, stages[s], &names);
        for (uint32_t i = 0; i < n; i++) {
            int rc = overlay_file(ts, dir, names[i], origin, err);
            if (rc < 0) {
                return rc;
            }
        }
    }
    return 0;
}

/* -- the set -------------------------------------------------------------------------------- */

/* Built-in tables and weights were hashed when they were packed; overlays are as they are read. */
static void hash_all(ent_tables *ts)
{
    uint64_t h = ent_hash(&ent_blob_hash, sizeof ent_blob_hash, ts->overlay_hash);
    snprintf(ts->hash, sizeof ts->hash, "%016llx", (unsigned long long)h);
}

int ent_tables_open(ent_tables **out, const char *const *dirs, size_t count, ent_err *err)
{
    ent_tables *ts = ent_calloc(1, sizeof *ts);
    int rc = 0;
    for (const char *p = ent_blob_index; *p;) {
        size_t offset, len;
        uint64_t hash;
        const char *name = p;
        p = index_next(p, &offset, &len, &hash);
        size_t n = strlen(name);
        if (n < 5 || strcmp(name + n - 4, ".tsv") != 0) {
            continue;
        }
        slot *x = ENT_PUSH(&ts->arena, ts->table, ts->count, ts->cap);
        x->name = ent_arena_strn(&ts->arena, name, n - 4);
        x->data = ent_blob + offset;
        x->len = len;
        x->content = hash;
    }
    if (count > MAX_OVERLAYS) {
        rc = ent_fail(err, ENT_EUSAGE, "", "more than %d table directories", MAX_OVERLAYS);
    }
    for (size_t i = 0; i < count && rc == 0; i++) {
        rc = overlay_dir(ts, dirs[i], err);
    }
    if (rc < 0) {
        ent_tables_free(ts);
        return rc;
    }
    hash_all(ts);
    *out = ts;
    return 0;
}

void ent_tables_free(ent_tables *t)
{
    if (!t) {
        return;
    }
    for (uint32_t i = 0; i < t->count; i++) {
        parsed *p = atomic_load(&t->table[i].cut);
        if (p) {
            ent_arena_free(&p->arena);
            free(p);
        }
    }
    ent_arena_free(&t->arena);
    free(t);
}

const ent_table *ent_tables_get(const ent_tables *t, const char *name)
{
    slot *x = named(t, name);
    parsed *p = x ? cut_table(x, NULL) : NULL;
    return p ? &p->t : NULL;
}

size_t ent_tables_count(const ent_tables *t)
{
    return t->count;
}

const char *ent_tables_name(const ent_tables *t, size_t i)
{
    return i < t->count ? t->table[i].name : NULL;
}

const ent_table *ent_tables_at(const ent_tables *t, size_t i)
{
    parsed *p = i < t->count ? cut_table(&t->table[i], NULL) : NULL;
    return p ? &p->t : NULL;
}

uint64_t ent_tables_content(const ent_tables *t, const char *name)
{
    const slot *x = named(t, name);
    return x ? x->content : 0;
}

const char *ent_tables_hash(const ent_tables *t)
{
    return t->hash;
}

uint32_t ent_table_column(const ent_table *t, const char *name)
{
    for (uint32_t c = 0; c < t->columns; c++) {
        if (strcmp(t->header[c], name) == 0) {
            return c;
        }
    }
    return ENT_NONE;
}

const char *ent_table_cell(const ent_table *t, uint32_t row, uint32_t column)
{
    return row < t->rows && column < t->columns ? t->cell[(size_t)row * t->columns + column] : "";
}

uint32_t ent_table_find(const ent_table *t, const char *key)
{
    uint32_t lo = 0, hi = t->rows;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (strcmp(t->cell[(size_t)mid * t->columns], key) < 0) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < t->rows && strcmp(t->cell[(size_t)lo * t->columns], key) == 0 ? lo : ENT_NONE;
}

char *ent_tables_place(const ent_tables *ts, const char *name, uint8_t origin, uint32_t at,
                       ent_arena *a)
{
    return ent_arena_printf(a, "%s/%s.tsv:%u", origin ? ts->overlay[origin - 1] : "data", name, at);
}

char *ent_table_place(const ent_tables *ts, const ent_table *t, uint32_t row, ent_arena *a)
{
    bool known = row < t->rows;
    return ent_tables_place(ts, t->name, known ? t->origin[row] : 0, known ? t->line[row] : 0, a);
}
