/* batch.c: what waits becomes rows, within an open transaction. In: documents and accounts held
 * back (store.c). Out: rows in the order of the tree, counts of pairs and documents, and the marks
 * of what is to be reconciled. It begins and ends no transaction. */
#include "store_int.h"

typedef struct batch {
    ent_arena *arena;
    store_row *rows; /* as many as there are accounts that wait, at most */
    uint32_t count;
    ent_map pairs;  /* block -> pair id, doubled, plus 1 where it is sliced */
    bool *known;    /* of each account that waits: appended, and there already */
    bool puts;      /* documents that were put are among it */
    bool untouched; /* by other writers, since the first of the batch came */
} batch;

int ent_store_find_doc(ent_store *s, const char *name, store_doc_ref *out, uint64_t *key,
                       ent_err *err)
{
    *out = (store_doc_ref){0};
    for (*key = ent_hash_str(name, 1);; (*key)++) { /* two names of one hash: the next key */
        sqlite3_stmt *st = ent_store_sql(s, SQL_DOC_FIND);
        sqlite3_bind_int64(st, 1, (sqlite3_int64)*key);
        int rc = ent_store_step(s, st, err);
        if (rc <= 0) {
            return rc;
        }
        const char *have = (const char *)sqlite3_column_text(st, 1);
        bool same = have && strcmp(have, name) == 0;
        if (same) {
            *out = (store_doc_ref){sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 3),
                                   (uint64_t)sqlite3_column_int64(st, 2), true};
        }
        sqlite3_reset(st);
        if (same) {
            return 1;
        }
    }
}

int ent_store_doc_id(ent_store *s, const char *name, int64_t *out, ent_err *err)
{
    store_doc_ref have;
    uint64_t key;
    int rc = ent_store_find_doc(s, name, &have, &key, err);
    *out = have.id;
    return rc;
}

/* The pair of an account; one met for the first time in this batch is looked up or made. */
static int pair_id(ent_store *s, const ent_account *one, batch *b, store_row *row, ent_err *err)
{
    const char *block = s->options.block ? s->options.block(s->options.user, one, b->arena) : "?-?";
    size_t len = strlen(block);
    uint32_t known = ent_map_get(&b->pairs, block, len);
    if (known != ENT_NONE) {
        row->pair = known >> 1;
        row->sliced = known & 1;
        return 0;
    }
    sqlite3_stmt *st = ent_store_sql(s, SQL_PAIR_FIND);
    sqlite3_bind_text(st, 1, block, (int)len, SQLITE_STATIC);
    int rc = ent_store_step(s, st, err);
    row->pair = rc == 1 ? sqlite3_column_int64(st, 0) : 0;
    row->sliced = rc == 1 && sqlite3_column_int64(st, 1) != 0;
    sqlite3_reset(st);
    if (rc == 0) {
        const char *dash = strchr(block, '-');
        const char *other = dash ? dash + 1 : "";
        st = ent_store_sql(s, SQL_PAIR_ADD);
        sqlite3_bind_text(st, 1, block, (int)len, SQLITE_STATIC);
        sqlite3_bind_text(st, 2, block, dash ? (int)(dash - block) : (int)len, SQLITE_STATIC);
        sqlite3_bind_text(st, 3, other, -1, SQLITE_STATIC);
        rc = ent_store_step(s, st, err);
        row->pair = sqlite3_last_insert_rowid(s->db);
    }
    if (rc >= 0) {
        ent_map_set(&b->pairs, block, len, (uint32_t)row->pair << 1 | row->sliced);
    }
    return rc;
}

static int grow_pair(ent_store *s, int64_t pair, int64_t n, ent_err *err)
{
    return ent_store_run(s, SQL_PAIR_GROW, (int64_t[]){pair, n}, 2, err);
}

typedef struct gone {
    store_place at;
    int64_t last, hash;
} gone;

static int by_pair(const void *p, const void *q)
{
    const store_place *x = &((const gone *)p)->at, *y = &((const gone *)q)->at;
    if (x->pair != y->pair) {
        return x->pair < y->pair ? -1 : 1;
    }
    return x->day != y->day ? (x->day < y->day ? -1 : 1) : x->n < y->n ? -1 : x->n > y->n;
}

static int drop_one(ent_store *s, int64_t doc, const gone *g, bool sliced, ent_err *err)
{
    const store_place *p = &g->at;
    int rc = ent_store_run(s, SQL_ACC_DROP, (int64_t[]){p->pair, p->day, doc, p->n}, 4, err);
    rc = rc < 0 ? rc : ent_store_run(s, SQL_ID_DROP, &g->hash, 1, err);
    rc = rc < 0 ? rc : ent_store_run(s, SQL_FRESH_DROP, &g->hash, 1, err);
    return rc < 0 || !sliced ? rc : ent_store_touch(s, p->pair, p->day, g->last, err);
}

/* A document's accounts go; their pairs, and their slices, are to be righted. */
int ent_store_drop_accounts(ent_store *s, int64_t doc, ent_err *err)
{
    ent_arena a = {0};
    store_place *places = NULL;
    uint32_t n = 0, found = 0;
    int rc = ent_store_places(s, doc, &places, &n, &a, err);
    gone *list = ent_arena_alloc(&a, (n + 1) * sizeof *list);
    for (uint32_t i = 0; i < n && rc >= 0; i++) {
        sqlite3_stmt *st = ent_store_at(s, doc, &places[i]);
        rc = ent_store_step(s, st, err);
        if (rc == 1) {
            list[found++] =
                (gone){places[i], sqlite3_column_int64(st, 5), sqlite3_column_int64(st, 4)};
        }
        sqlite3_reset(st);
    }
    qsort(list, found, sizeof *list, by_pair);
    for (uint32_t i = 0, j; i < found && rc >= 0; i = j) {
        int sliced = ent_store_pair_mark(s, list[i].at.pair, PAIR_SLICED, err);
        rc = sliced < 0 ? sliced : 0;
        for (j = i; j < found && list[j].at.pair == list[i].at.pair; j++) {
            rc = rc < 0 ? rc : drop_one(s, doc, &list[j], sliced == 1, err);
        }
        rc = rc < 0 ? rc : grow_pair(s, list[i].at.pair, -(int64_t)(j - i), err);
    }
    ent_arena_free(&a);
    return rc < 0 ? rc : ent_store_run(s, SQL_PLACE_DROP, &doc, 1, err);
}

static void bind_text(sqlite3_stmt *st, int i, const char *text)
{
    if (text) {
        sqlite3_bind_text(st, i, text, -1, SQLITE_STATIC);
    } else {
        sqlite3_bind_null(st, i);
    }
}

static int add_doc(ent_store *s, const store_pending *p, uint64_t key, uint32_t count, int64_t *id,
                   ent_err *err)
{
    sqlite3_stmt *st = ent_store_sql(s, SQL_DOC_ADD);
    sqlite3_bind_int64(st, 1, (sqlite3_int64)key);
    sqlite3_bind_text(st, 2, p->doc, -1, SQLITE_STATIC);
    bind_text(st, 3, p->title);
    bind_text(st, 4, p->path);
    if (p->append) {
        sqlite3_bind_null(st, 5);
    } else {
        sqlite3_bind_int64(st, 5, (sqlite3_int64)p->content);
    }
    sqlite3_bind_int64(st, 6, count);
    int rc = ent_store_step(s, st, err);
    *id = sqlite3_last_insert_rowid(s->db);
    if (rc >= 0 && sqlite3_changes(s->db) && s->docs.arena.used < s->doc_bytes) {
        ent_store_remember_doc(s, *id, p->doc); /* its accounts are soon reconciled */
    }
    return rc;
}

/* Replaces or makes the document; its id. untouched: nobody has written since it was looked for. */
static int put_doc(ent_store *s, const store_pending *p, bool untouched, int64_t *id, ent_err *err)
{
    store_doc_ref have;
    uint64_t key;
    if (untouched && p->key) {
        int rc = add_doc(s, p, p->key, p->count, id, err);
        if (rc < 0 || sqlite3_changes(s->db)) {
            return rc;
        } /* two names of one hash in one batch */
    }
    int rc = ent_store_find_doc(s, p->doc, &have, &key, err);
    if (rc < 0) {
        return rc;
    }
    if (!have.found) {
        return add_doc(s, p, key, p->count, id, err);
    }
    *id = have.id;
    rc = ent_store_drop_accounts(s, have.id, err);
    if (rc < 0) {
        return rc;
    }
    sqlite3_stmt *st = ent_store_sql(s, SQL_DOC_SET);
    sqlite3_bind_int64(st, 1, have.id);
    bind_text(st, 2, p->title);
    bind_text(st, 3, p->path);
    sqlite3_bind_int64(st, 4, (sqlite3_int64)p->content);
    sqlite3_bind_int64(st, 5, p->count);
    return ent_store_step(s, st, err);
}

static int grow_doc(ent_store *s, int64_t doc, int64_t accounts, int64_t numbers, ent_err *err)
{
    return ent_store_run(s, SQL_DOC_GROW, (int64_t[]){doc, accounts, numbers}, 3, err);
}

static void bind_account(sqlite3_stmt *st, int at, const void *user, size_t i)
{
    const store_row *r = ((const store_row *const *)user)[i];
    const int64_t v[10] = {r->pair, r->day,    r->doc,    r->n,     r->hash,
                           r->last, r->source, r->target, r->cameo, r->flags};
    for (int k = 0; k < 10; k++) {
        sqlite3_bind_int64(st, at + k + 1, v[k]);
    }
    sqlite3_bind_blob(st, at + 11, r->rest, r->rest_len, SQLITE_STATIC);
    bind_text(st, at + 12, r->evidence);
    if (r->shape) {
        sqlite3_bind_blob(st, at + 13, r->shape, r->shape_len, SQLITE_STATIC);
    } else {
        bind_text(st, at + 13, r->extra);
    }
}

static void bind_fresh(sqlite3_stmt *st, int at, const void *user, size_t i)
{
    const store_row *r = ((const store_row *const *)user)[i];
    const int64_t v[5] = {r->hash, r->pair, r->day, r->doc, r->n};
    for (int k = 0; k < 5; k++) {
        sqlite3_bind_int64(st, at + k + 1, v[k]);
    }
}

/* A row of table place. */
typedef struct place_row {
    int64_t doc, n;
    const char *body;
    size_t len;
} place_row;

static void bind_place(sqlite3_stmt *st, int at, const void *user, size_t i)
{
    const place_row *r = &((const place_row *)user)[i];
    sqlite3_bind_int64(st, at + 1, r->doc);
    sqlite3_bind_int64(st, at + 2, r->n);
    sqlite3_bind_blob(st, at + 3, r->body, (int)r->len, SQLITE_STATIC);
}

/* Appended accounts: each to its document, if the store has not got it. */
static int append_rows(ent_store *s, batch *b, const store_pending *p, ent_err *err)
{
    int64_t id = 0, fresh = 0;
    int rc = 0;
    store_doc_ref have = {0};
    for (uint32_t i = 0; i < p->count && rc >= 0; i++) {
        const ent_account *x = &s->accounts[p->first + i];
        if (b->known[p->first + i]) {
            continue;
        }
        if (!id) {
            uint64_t k;
            rc = ent_store_find_doc(s, p->doc, &have, &k, err);
            id = have.id;
            rc = rc < 0 || have.found ? rc : add_doc(s, p, k, 0, &id, err);
        }
        store_row *r = &b->rows[b->count++];
        r->doc = id;
        r->n = have.next + fresh++;
        rc = rc < 0 ? rc : ent_store_pack(s, r, x, b->arena, err);
        rc = rc < 0 ? rc : pair_id(s, x, b, r, err);
    }
    if (rc >= 0 && fresh) {
        rc = grow_doc(s, id, fresh, fresh, err);
    }
    return rc < 0 ? rc : 0;
}

static int put_rows(ent_store *s, batch *b, const store_pending *p, ent_err *err)
{
    int64_t id = 0;
    int rc = put_doc(s, p, b->untouched, &id, err);
    for (uint32_t i = 0; i < p->count && rc >= 0; i++) { /* one that comes twice: index_rows() */
        const ent_account *x = &s->accounts[p->first + i];
        store_row *r = &b->rows[b->count++];
        r->doc = id;
        r->n = i;
        rc = ent_store_pack(s, r, x, b->arena, err);
        rc = rc < 0 ? rc : pair_id(s, x, b, r, err);
    }
    return rc < 0 ? rc : 0;
}

/* Rows in the order of documents and numbers to the table place. */
static int write_places(ent_store *s, batch *b, store_row *const *v, uint32_t n, ent_err *err)
{
    place_row *list = ent_arena_alloc(b->arena, (n + 1) * sizeof *list);
    uint32_t count = 0;
    ent_buf *body = &s->joined;
    for (uint32_t i = 0, j; i < n; i = j) {
        body->len = 0;
        for (j = i; j < n && j - i < STORE_PLACES && v[j]->doc == v[i]->doc; j++) {
            ent_store_put_place(body, j > i ? v[j - 1]->n : 0, v[j]->n, v[j]->pair, v[j]->day);
        }
        list[count++] = (place_row){v[i]->doc, v[i]->n,
                                    ent_arena_strn(b->arena, body->data, body->len), body->len};
    }
    return ent_store_add_rows(s, SQL_PLACE_ADD, count, bind_place, list, err);
}

/* Which of the hashes, in order, the store has, one after the other in `known`. */
static int find_known(ent_store *s, const int64_t *hash, bool *known, uint32_t n, ent_err *err)
{
    int rc = 0;
    for (uint32_t i = 0; i < n && rc >= 0;) {
        uint32_t k = n - i < STORE_MANY ? n - i : STORE_MANY, at = i;
        sqlite3_stmt *st = ent_store_many(s, SQL_ID_KNOWN);
        for (uint32_t j = 0; j < STORE_MANY; j++) {
            sqlite3_bind_int64(st, (int)j + 1, hash[i + (j < k ? j : k - 1)]);
        }
        while ((rc = ent_store_step(s, st, err)) == 1) { /* in the order of the values */
            while (at < i + k && hash[at] != sqlite3_column_int64(st, 0)) {
                at++;
            }
            if (at < i + k) {
                known[at] = true;
            }
        }
        i += k;
    }
    for (uint32_t i = 1; i < n; i++) { /* and twins */
        known[i] |= hash[i] == hash[i - 1];
    }
    return rc;
}

typedef struct waiting {
    int64_t hash;
    uint32_t account;
} waiting;

static int by_waiting(const void *p, const void *q)
{
    const waiting *x = p, *y = q;
    if (x->hash != y->hash) {
        return x->hash < y->hash ? -1 : 1;
    }
    return x->account < y->account ? -1 : x->account > y->account;
}

/* Of what is to be appended: is it there already? */
static int find_appended(ent_store *s, batch *b, ent_err *err)
{
    waiting *list = ent_arena_alloc(b->arena, (s->account_count + 1) * sizeof *list);
    int64_t *hash = ent_arena_alloc(b->arena, (s->account_count + 1) * sizeof *hash);
    bool *known = ent_arena_zalloc(b->arena, s->account_count + 1, sizeof *known);
    uint32_t n = 0;
    b->known = ent_arena_zalloc(b->arena, s->account_count + 1, sizeof *b->known);
    for (uint32_t i = 0; i < s->pending_count; i++) {
        const store_pending *p = &s->pending[i];
        b->puts |= !p->append;
        for (uint32_t k = 0; p->append && k < p->count; k++) {
            uint32_t at = p->first + k;
            list[n++] = (waiting){ent_store_hash_of_id(s->accounts[at].id), at};
        }
    }
    qsort(list, n, sizeof *list, by_waiting);
    for (uint32_t i = 0; i < n; i++) {
        hash[i] = list[i].hash;
    }
    int rc = find_known(s, hash, known, n, err);
    for (uint32_t i = 0; i < n; i++) {
        b->known[list[i].account] = known[i];
    }
    return rc;
}

/* Day numbers as numbers without a sign, in the same order. */
static uint64_t unsigned_day(int32_t day)
{
    return (uint32_t)day ^ 0x80000000u;
}

/* Rows in the order that the items give. */
static void in_order(batch *b, store_row **v, store_item *items, uint32_t n)
{
    ent_store_order(items, n, b->arena);
    for (uint32_t i = 0; i < n; i++) {
        v[i] = &b->rows[items[i].row];
    }
}

/* The tables by id and by document, each in its own order: a page is touched once. What is new of
 * the batch is left in v by document and number; how many, *n. */
static int index_rows(ent_store *s, batch *b, store_row **v, store_item *items, uint32_t *n,
                      ent_err *err)
{
    int64_t *hash = ent_arena_alloc(b->arena, (b->count + 1) * sizeof *hash);
    bool *known = ent_arena_zalloc(b->arena, b->count + 1, sizeof *known);
    for (uint32_t i = 0; i < b->count; i++) {
        items[i] = (store_item){(uint64_t)b->rows[i].hash ^ (uint64_t)1 << 63, i};
    }
    in_order(b, v, items, b->count);
    for (uint32_t i = 0; i < b->count; i++) {
        hash[i] = v[i]->hash;
    }
    int rc = b->puts ? find_known(s, hash, known, b->count, err) : 0;
    for (uint32_t i = 0; i < b->count && rc >= 0; i++) {
        v[i]->known = known[i];
        if (known[i]) {
            rc = grow_doc(s, v[i]->doc, -1, 0, err);
        } else {
            v[(*n)++] = v[i];
        }
    }
    rc = rc < 0 ? rc : ent_store_add_rows(s, SQL_FRESH_ADD, *n, bind_fresh, v, err);
    s->fresh += s->fresh >= 0 ? *n : 0;
    *n = 0;
    for (uint32_t i = 0; i < b->count; i++) { /* a document's rows stand by number */
        if (!b->rows[i].known) {
            items[(*n)++] = (store_item){(uint64_t)b->rows[i].doc, i};
        }
    }
    in_order(b, v, items, *n);
    return rc < 0 ? rc : write_places(s, b, v, *n, err);
}

/* A pair's rows of the batch: sliced ones leave a mark for each slice. */
static int mark_pair(ent_store *s, store_row *const *v, uint32_t n, ent_err *err)
{
    const store_row *marked = NULL;
    int rc = 0;
    for (uint32_t i = 0; i < n && rc >= 0 && v[i]->sliced; i++) {
        if (!marked || v[i]->day != marked->day || v[i]->last != marked->last) {
            rc = ent_store_touch(s, v[i]->pair, v[i]->day, v[i]->last, err);
            marked = v[i];
        }
    }
    return rc < 0 ? rc : grow_pair(s, v[0]->pair, n, err);
}

static int write_rows(ent_store *s, batch *b, ent_err *err)
{
    store_row **v = ent_arena_alloc(b->arena, (b->count + 1) * sizeof *v);
    store_item *items = ent_arena_alloc(b->arena, (b->count + 1) * sizeof *items);
    uint32_t n = 0;
    int rc = index_rows(s, b, v, items, &n, err);
    for (uint32_t i = 0; i < n; i++) { /* by document and number: so they stay within a day */
        items[i] = (store_item){(uint64_t)v[i]->pair << 32 | unsigned_day(v[i]->day),
                                (uint32_t)(v[i] - b->rows)};
    }
    in_order(b, v, items, n);
    rc = rc < 0 ? rc : ent_store_add_rows(s, SQL_ACC_ADD, n, bind_account, v, err);
    for (uint32_t i = 0, j; i < n && rc >= 0; i = j) {
        for (j = i; j < n && v[j]->pair == v[i]->pair;) {
            j++;
        }
        rc = mark_pair(s, v + i, j - i, err);
    }
    return rc;
}

/* Writes what waits, within the open transaction. */
int ent_store_write_pending(ent_store *s, ent_err *err)
{
    batch b = {.arena = &s->rows};
    int64_t version = 0;
    int rc = ent_store_version(s, &version, err);
    b.untouched = rc >= 0 && version == s->version;
    rc = rc < 0 ? rc : find_appended(s, &b, err);
    b.rows = ent_arena_zalloc(b.arena, s->account_count + 1, sizeof *b.rows);
    for (uint32_t i = 0; i < s->pending_count && rc >= 0; i++) {
        const store_pending *p = &s->pending[i];
        rc = p->append ? append_rows(s, &b, p, err) : put_rows(s, &b, p, err);
    }
    rc = rc < 0 || !b.count ? rc : write_rows(s, &b, err);
    s->written += rc >= 0 ? b.count : 0;
    ent_map_free(&b.pairs);
    ent_arena_rewind(b.arena);
    return rc;
}
