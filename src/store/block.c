/* block.c: one pair of actors: its accounts to events. In: rows of one pair. Out: the rows of event
 * that follow from them, and sums (sums.c). */
#include "store_int.h"

void ent_store_free_block(store_block *b)
{
    ent_event_list_free(&b->events);
    ent_arena_free(&b->arena);
}

/* Without a reconciler every account is an event of its own. */
static void alone(store_block *b)
{
    for (uint32_t i = 0; i < b->count; i++) {
        const ent_account *x = &b->accounts[i];
        ent_event *e = ENT_PUSH(&b->events.arena, b->events.items, b->events.count, b->events.cap);
        const char **id = ent_arena_alloc(&b->events.arena, sizeof *id);
        uint32_t *index = ent_arena_alloc(&b->events.arena, sizeof *index);
        *id = x->id;
        *index = i;
        *e = (ent_event){.id = ent_arena_printf(&b->events.arena, "e%s", x->id + (*x->id == 'a')),
                         .date = x->date,
                         .source = x->source,
                         .target = x->target,
                         .symmetric = x->symmetric,
                         .cameo = x->cameo,
                         .plover_event = x->plover_event,
                         .plover_mode = x->plover_mode,
                         .plover_context = x->plover_context,
                         .plover_context_count = x->plover_context_count,
                         .quad = x->quad,
                         .goldstein = x->goldstein,
                         .status = x->status,
                         .accounts = id,
                         .account_index = index,
                         .account_count = 1,
                         .documents = 1,
                         .voices = 1};
    }
}

void ent_store_forget_docs(ent_store *s)
{
    ent_arena_free(&s->docs.arena);
    free(s->docs.ids);
    free(s->docs.names);
    memset(&s->docs, 0, sizeof s->docs);
}

void ent_store_remember_doc(ent_store *s, int64_t id, const char *name)
{
    store_docs *d = &s->docs;
    if (!d->ids) { /* zero pages: only what is met costs memory */
        d->ids = ent_calloc(STORE_DOCS, sizeof *d->ids);
        d->names = ent_calloc(STORE_DOCS, sizeof *d->names);
    }
    size_t at = (size_t)id & (STORE_DOCS - 1);
    d->ids[at] = id;
    d->names[at] = ent_arena_str(&d->arena, name);
}

/* The document's name, from those met lately: reading is by pair and day, and so are documents. */
int ent_store_name_doc(ent_store *s, ent_account *x, int64_t id, ent_err *err)
{
    store_docs *d = &s->docs;
    size_t at = (size_t)id & (STORE_DOCS - 1);
    if (!d->ids || d->ids[at] != id || !d->names[at]) {
        sqlite3_stmt *st = ent_store_sql(s, SQL_DOC_GET);
        sqlite3_bind_int64(st, 1, id);
        int rc = ent_store_step(s, st, err);
        const char *name = rc == 1 ? (const char *)sqlite3_column_text(st, 0) : NULL;
        if (rc < 0 || !name) {
            return rc < 0 ? rc
                          : ent_fail(err, ENT_ESTORE, s->path, "account %s has no document", x->id);
        }
        ent_store_remember_doc(s, id, name);
        sqlite3_reset(st);
    }
    x->doc = d->names[at];
    return 0;
}

void ent_store_slice_days(const store_slice *p, int32_t *from, int32_t *to)
{
    if (p->year == ENT_SLICE_NONE) {
        *from = INT32_MIN;
        *to = INT32_MAX;
    } else if (p->cut && p->month != ENT_SLICE_NONE) {
        int m = p->month - p->year * 12 + 1;
        *from = ent_day_ymd(p->year, m, 1);
        *to = *from + ent_month_days(p->year, m) - 1;
    } else {
        *from = ent_day_ymd(p->year, 1, 1);
        *to = ent_day_ymd(p->year, 12, 31);
    }
}

bool ent_store_in_slice(const store_slice *p, int64_t day, int64_t last)
{
    int32_t d = (int32_t)day, l = (int32_t)last;
    return ent_slice_year(d, l) == p->year && (!p->cut || ent_slice_month(d, l) == p->month);
}

static sqlite3_stmt *rows_of(ent_store *s, int64_t pair, const store_slice *p)
{
    bool wide = p && (p->year == ENT_SLICE_NONE || (p->cut && p->month == ENT_SLICE_NONE));
    sqlite3_stmt *st = ent_store_sql(s, !p || p->whole ? SQL_ACC_OF_PAIR
                                        : wide         ? SQL_ACC_WIDE
                                                       : SQL_ACC_OF_DAYS);
    sqlite3_bind_int64(st, 1, pair);
    if (p && !p->whole) {
        int32_t from, to;
        ent_store_slice_days(p, &from, &to);
        sqlite3_bind_int64(st, 2, from);
        sqlite3_bind_int64(st, 3, to);
    }
    return st;
}

static int load_rows(ent_store *s, store_block *b, int64_t pair, const store_slice *p, ent_err *err)
{
    int rc;
    if (s->docs.arena.used > s->doc_bytes) { /* between blocks: accounts borrow the names */
        ent_store_forget_docs(s);
    }
    sqlite3_stmt *st = rows_of(s, pair, p);
    while ((rc = ent_store_step(s, st, err)) == 1) {
        if (p && !p->whole &&
            !ent_store_in_slice(p, sqlite3_column_int64(st, 1), sqlite3_column_int64(st, 5))) {
            continue;
        }
        ent_account *x = ENT_PUSH(&b->arena, b->accounts, b->count, b->cap);
        struct store_key *k = ENT_PUSH(&b->arena, b->keys, b->key_count, b->key_cap);
        k->day = (int32_t)sqlite3_column_int64(st, 1);
        k->doc = sqlite3_column_int64(st, 2);
        k->n = sqlite3_column_int64(st, 3);
        k->event = sqlite3_column_int64(st, 10);
        rc = ent_store_unpack_bare(s, x, st, &b->arena, err);
        rc = rc < 0 ? rc : ent_store_name_doc(s, x, k->doc, err);
        if (rc < 0) {
            break;
        }
    }
    sqlite3_reset(st);
    return rc < 0 ? rc : 0;
}

/* Accounts for which room is made before they are read: a damaged count asks for more. */
enum { MOST_AT_ONCE = 1 << 22 };

int ent_store_load_block(ent_store *s, store_block *b, int64_t pair, const store_slice *slice,
                         ent_err *err)
{
    sqlite3_stmt *st = ent_store_sql(s, SQL_PAIR_GET);
    sqlite3_bind_int64(st, 1, pair);
    int rc = ent_store_step(s, st, err);
    if (rc <= 0) {
        return rc < 0 ? rc : ent_fail(err, ENT_ESTORE, s->path, "pair %d is gone", (int)pair);
    }
    b->one = ent_arena_str(&b->arena, ent_store_text(st, 1));
    b->other = ent_arena_str(&b->arena, ent_store_text(st, 2));
    if (!slice || slice->whole) { /* at once: an array that grows in an arena leaves its old self */
        int64_t n = sqlite3_column_int64(st, 4);
        b->cap = b->key_cap = n > 0 && n <= MOST_AT_ONCE ? (uint32_t)n : 0;
        b->accounts = b->cap ? ent_arena_alloc(&b->arena, b->cap * sizeof *b->accounts) : NULL;
        b->keys = b->cap ? ent_arena_alloc(&b->arena, b->cap * sizeof *b->keys) : NULL;
    }
    sqlite3_reset(st);
    rc = load_rows(s, b, pair, slice, err);
    if (rc < 0) {
        return rc;
    }
    b->events.borrows = true; /* the accounts live as long */
    if (s->options.reconcile) {
        s->options.reconcile(s->options.user, &b->events, b->accounts, b->count);
    } else {
        alone(b);
    }
    ent_store_sum_up(b);
    return 0;
}

/* -- writing --------------------------------------------------------------------------------- */

typedef struct old_event {
    int64_t day, hash;
    uint64_t body; /* hash of the bytes */
    bool kept;
} old_event;

static int by_hash(const void *p, const void *q)
{
    const old_event *x = p, *y = q;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static int load_old(ent_store *s, int64_t pair, const store_slice *slice, old_event **old,
                    uint32_t *n, ent_arena *a, ent_err *err)
{
    uint32_t cap = 0;
    int rc;
    sqlite3_stmt *st = ent_store_sql(s, slice->whole ? SQL_EVENT_OF_PAIR : SQL_EVENT_OF_DAYS);
    sqlite3_bind_int64(st, 1, pair);
    if (!slice->whole) {
        int32_t from, to;
        ent_store_slice_days(slice, &from, &to);
        sqlite3_bind_int64(st, 2, from);
        sqlite3_bind_int64(st, 3, to);
    }
    while ((rc = ent_store_step(s, st, err)) == 1) {
        if (!slice->whole &&
            !ent_store_in_slice(slice, sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 2))) {
            continue;
        }
        old_event *e = ENT_PUSH(a, *old, *n, cap);
        const void *body = sqlite3_column_blob(st, 3);
        *e = (old_event){sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1),
                         ent_hash(body ? body : "", (size_t)sqlite3_column_bytes(st, 3), 5), false};
    }
    if (*n) {
        qsort(*old, *n, sizeof **old, by_hash);
    }
    return rc;
}

static int drop_event(ent_store *s, int64_t pair, const old_event *e, ent_err *err)
{
    return ent_store_run(s, SQL_EVENT_DROP, (int64_t[]){pair, e->day, e->hash}, 3, err);
}

/* An event that is to be written. */
typedef struct new_event {
    const ent_event *e;
    const char *body;
    size_t len;
} new_event;

static int add_event(ent_store *s, int64_t pair, const new_event *n, ent_err *err)
{
    const ent_event *e = n->e;
    bool wide = ent_slice_month(e->date.start, e->date.end) == ENT_SLICE_NONE;
    store_cells row = {.value = {pair, e->date.start, ent_store_event_hash(e), e->date.end, 0,
                                 (int64_t)e->status | (wide ? STORE_WIDE : 0)},
                       .columns = 6,
                       .blob = 4,
                       .bytes = n->body,
                       .len = n->len};
    return ent_store_add_late(s, SQL_EVENT_ADD, &row, err);
}

static int set_event(ent_store *s, int64_t pair, const struct store_key *r, int64_t event,
                     ent_err *err)
{
    return ent_store_run(s, SQL_ACC_EVENT, (int64_t[]){pair, r->day, r->doc, r->n, event}, 5, err);
}

/* Only what differs is written: adding one document touches few rows of a busy pair. */
int64_t ent_store_write_events(ent_store *s, const store_block *b, int64_t pair,
                               const store_slice *slice, ent_err *err)
{
    ent_arena a = {0};
    ent_buf body = {0};
    old_event *old = NULL;
    new_event *add = NULL;
    uint32_t n = 0, fresh = 0, cap = 0;
    int64_t touched = 0, *of = ent_arena_zalloc(&a, b->count + 1, sizeof *of);
    int rc = slice->fresh ? 0 : load_old(s, pair, slice, &old, &n, &a, err);
    for (uint32_t i = 0; i < b->events.count && rc >= 0; i++) {
        const ent_event *e = &b->events.items[i];
        if (e->account_count < 2) {
            continue;
        }
        body.len = 0;
        ent_store_pack_event(&body, e);
        old_event key = {.hash = ent_store_event_hash(e)};
        old_event *have = n ? bsearch(&key, old, n, sizeof *old, by_hash) : NULL;
        for (uint32_t k = 0; k < e->account_count; k++) {
            of[e->account_index[k]] = key.hash;
        }
        if (have && have->body == ent_hash(body.data, body.len, 5) && have->day == e->date.start) {
            have->kept = true;
        } else {
            *ENT_PUSH(&a, add, fresh, cap) =
                (new_event){e, ent_arena_strn(&a, body.data, body.len), body.len};
        }
    }
    for (uint32_t i = 0; i < n && rc >= 0; i++) { /* drop first: a key may come back */
        rc = old[i].kept ? 0 : drop_event(s, pair, &old[i], err);
        touched += !old[i].kept;
    }
    for (uint32_t i = 0; i < fresh && rc >= 0; i++) {
        rc = add_event(s, pair, &add[i], err);
    }
    touched += fresh;
    for (uint32_t i = 0; i < b->count && rc >= 0; i++) {
        if (b->keys[i].event != of[i]) {
            rc = set_event(s, pair, &b->keys[i], of[i], err);
            touched++;
        }
    }
    ent_buf_free(&body);
    ent_arena_free(&a);
    return rc < 0 ? rc : touched;
}
