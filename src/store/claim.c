/* claim.c: events of two pairs that may be one deed: "Sudan shelled the village", "Ethiopia did".
 * In: events of a pair, or of a slice of it, as they are righted. Out: the table claim: which
 * events may have rivals, by day and kind, and the rivals they have. A day and kind of which the
 * claims change is marked in `asked`, and righted once all pairs are: so each is looked at once a
 * batch. What makes events rivals is handed in. */
#include "store_int.h"

typedef struct claim {
    int64_t day, hash, kind, print;
    const char *places;
    size_t len;
    bool kept;
} claim;

static int by_day(const void *p, const void *q)
{
    const claim *x = p, *y = q;
    if (x->day != y->day) {
        return x->day < y->day ? -1 : 1;
    }
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static int64_t kind_of(const char *cameo)
{
    int64_t v = 0;
    for (int i = 0; i < 3 && cameo && cameo[i]; i++) {
        v = v << 8 | (unsigned char)cameo[i];
    }
    return v;
}

static uint64_t print_actor(const ent_actor_ref *r, uint64_t h)
{
    const char *part[] = {r->code, r->state, r->role, r->name, r->text};
    for (size_t i = 0; i < ENT_COUNT(part); i++) {
        h = ent_hash_str(part[i], h);
    }
    return h;
}

/* What rivals may depend on: where it changes, the day and kind are looked at anew. */
static uint64_t print_account(const ent_account *x, uint64_t h)
{
    const char *part[] = {x->id, x->doc, x->trigger, x->evidence, x->date.text};
    const int64_t number[] = {x->sentence, (int64_t)x->status, (int64_t)x->date.basis};
    for (size_t i = 0; i < ENT_COUNT(part); i++) {
        h = ent_hash_str(part[i], h);
    }
    h = ent_hash(number, sizeof number, h);
    return print_actor(&x->target, print_actor(&x->source, h));
}

static claim claim_of(const store_block *b, const ent_event *e, ent_arena *a, ent_buf *places)
{
    uint64_t h = ent_hash_str(e->cameo, 9);
    h = print_actor(&e->target, print_actor(&e->source, h));
    places->len = 0;
    for (uint32_t k = 0; k < e->account_count && k < ENT_RIVAL_LOOK; k++) {
        const struct store_key *at = &b->keys[e->account_index[k]];
        ent_store_put_num(places, (uint64_t)at->doc);
        ent_store_put_num(places, (uint64_t)at->n);
        ent_store_put_num(places, (uint32_t)at->day);
        h = print_account(&b->accounts[e->account_index[k]], h);
    }
    h = ent_hash(places->data, places->len, h);
    return (claim){.day = e->date.start,
                   .hash = ent_store_event_hash(e),
                   .kind = kind_of(e->cameo),
                   .print = (int64_t)h,
                   .places = ent_arena_strn(a, places->data, places->len),
                   .len = places->len};
}

/* The claims that follow from what was loaded, by day. */
static claim *claims_of(ent_store *s, const store_block *b, uint32_t *n, ent_arena *a)
{
    claim *list = NULL;
    uint32_t cap = 0;
    ent_buf places = {0};
    for (uint32_t i = 0; i < b->events.count && s->options.claims; i++) {
        const ent_event *e = &b->events.items[i];
        if (s->options.claims(s->options.user, e, b->accounts)) {
            *ENT_PUSH(a, list, *n, cap) = claim_of(b, e, a, &places);
        }
    }
    if (*n) {
        qsort(list, *n, sizeof *list, by_day);
    }
    ent_buf_free(&places);
    return list;
}

static int add_claim(ent_store *s, int64_t pair, const claim *c, ent_err *err)
{
    store_cells row = {.value = {pair, c->day, c->hash, c->kind, c->print},
                       .columns = 6,
                       .blob = 5,
                       .bytes = c->places,
                       .len = c->len};
    return ent_store_add_late(s, SQL_CLAIM_ADD, &row, err);
}

static int drop_claim(ent_store *s, int64_t pair, const claim *c, ent_err *err)
{
    return ent_store_run(s, SQL_CLAIM_DROP, (int64_t[]){pair, c->day, c->hash}, 3, err);
}

static int ask(ent_store *s, int64_t day, int64_t kind, ent_err *err)
{
    store_cells row = {.value = {day, kind}, .columns = 2, .blob = -1};
    return ent_store_add_late(s, SQL_ASKED_ADD, &row, err);
}

/* Those of a pair's days as they are written. */
static int load_claims(ent_store *s, int64_t pair, int32_t from, int32_t to, claim **list,
                       uint32_t *n, ent_arena *a, ent_err *err)
{
    uint32_t cap = 0;
    int rc;
    sqlite3_stmt *st = ent_store_sql(s, SQL_CLAIM_OF_DAYS);
    sqlite3_bind_int64(st, 1, pair);
    sqlite3_bind_int64(st, 2, from);
    sqlite3_bind_int64(st, 3, to);
    while ((rc = ent_store_step(s, st, err)) == 1) {
        claim *c = ENT_PUSH(a, *list, *n, cap);
        c->day = sqlite3_column_int64(st, 0);
        c->hash = sqlite3_column_int64(st, 1);
        c->kind = sqlite3_column_int64(st, 2);
        c->print = sqlite3_column_int64(st, 3);
    }
    return rc;
}

int64_t ent_store_write_claims(ent_store *s, const store_block *b, int64_t pair,
                               const store_slice *p, ent_err *err)
{
    bool wide = !p->whole && (p->year == ENT_SLICE_NONE || (p->cut && p->month == ENT_SLICE_NONE));
    if (!s->options.claims || wide) { /* nothing there is of one day */
        return 0;
    }
    ent_arena a = {0};
    uint32_t n = 0, had = 0, fresh = 0;
    int32_t from = INT32_MIN, to = INT32_MAX;
    int64_t touched = 0;
    claim *list = claims_of(s, b, &n, &a), *old = NULL;
    if (!p->whole) {
        ent_store_slice_days(p, &from, &to);
    }
    int rc = p->fresh ? 0 : load_claims(s, pair, from, to, &old, &had, &a, err);
    const claim **add = ent_arena_alloc(&a, (n + 1) * sizeof *add);
    for (uint32_t i = 0; i < n; i++) {
        claim *have = had ? bsearch(&list[i], old, had, sizeof *old, by_day) : NULL;
        if (have && have->print == list[i].print && have->kind == list[i].kind) {
            have->kept = true;
        } else {
            add[fresh++] = &list[i];
        }
    }
    for (uint32_t i = 0; i < had && rc >= 0; i++) {
        if (!old[i].kept) {
            rc = drop_claim(s, pair, &old[i], err);
            rc = rc < 0 ? rc : ask(s, old[i].day, old[i].kind, err);
            touched++;
        }
    }
    for (uint32_t i = 0; i < fresh && rc >= 0; i++) {
        rc = add_claim(s, pair, add[i], err);
        rc = rc < 0 ? rc : ask(s, add[i]->day, add[i]->kind, err);
    }
    touched += fresh;
    ent_arena_free(&a);
    return rc < 0 ? rc : touched;
}

/* -- rivals of one day and kind --------------------------------------------------------------- */

typedef struct rival_row {
    int64_t pair, hash;
    const char *one, *other, *places, *rivals;
    size_t place_len, rival_len;
    bool load; /* another pair has a side of it */
} rival_row;

typedef struct group {
    ent_store *s;
    int64_t day, kind;
    ent_arena arena;
    rival_row *rows;
    uint32_t count, cap;
    ent_account *accounts;
    uint32_t account_count, account_cap;
    ent_event_list events;
    uint32_t *row_of; /* of each event */
    uint32_t row_cap;
} group;

static int load_rows(group *g, ent_err *err)
{
    int rc;
    sqlite3_stmt *st = ent_store_sql(g->s, SQL_CLAIM_OF_KIND);
    sqlite3_bind_int64(st, 1, g->day);
    sqlite3_bind_int64(st, 2, g->kind);
    while ((rc = ent_store_step(g->s, st, err)) == 1) {
        rival_row *r = ENT_PUSH(&g->arena, g->rows, g->count, g->cap);
        r->pair = sqlite3_column_int64(st, 0);
        r->hash = sqlite3_column_int64(st, 1);
        const char *text[4];
        size_t len[4];
        for (int i = 0; i < 4; i++) {
            const char *v = sqlite3_column_blob(st, 2 + i);
            len[i] = (size_t)sqlite3_column_bytes(st, 2 + i);
            text[i] = v ? ent_arena_strn(&g->arena, v, len[i]) : NULL;
        }
        r->places = text[0];
        r->place_len = len[0];
        r->rivals = text[1];
        r->rival_len = text[1] ? len[1] : 0;
        r->one = text[2] ? text[2] : "";
        r->other = text[3] ? text[3] : "";
    }
    return rc;
}

/* Rivals share a side: what shares none is not loaded. */
static void find_shared(group *g)
{
    ent_map pairs = {0}; /* side -> a pair that has it; 0: several */
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < g->count; i++) {
            rival_row *r = &g->rows[i];
            const char *side[2] = {r->one, r->other};
            for (int k = 0; k < 2; k++) {
                size_t len = strlen(side[k]);
                uint32_t have = ent_map_get(&pairs, side[k], len);
                if (pass) {
                    r->load |= have == 0;
                } else if (have != (uint32_t)r->pair) {
                    ent_map_set(&pairs, side[k], len, have == ENT_NONE ? (uint32_t)r->pair : 0);
                }
            }
        }
    }
    ent_map_free(&pairs);
}

/* The first accounts of a claim's event, appended. */
static int load_accounts(group *g, const rival_row *r, ent_err *err)
{
    ent_store_bytes c = ent_store_bytes_of(r->places, r->place_len, NULL);
    int rc = 0;
    while (c.p < c.end && !c.bad && rc >= 0) {
        int64_t doc = (int64_t)ent_store_get_num(&c), n = (int64_t)ent_store_get_num(&c);
        store_place at = {n, r->pair, (int32_t)(uint32_t)ent_store_get_num(&c)};
        sqlite3_stmt *st = ent_store_at(g->s, doc, &at);
        rc = ent_store_step(g->s, st, err);
        if (rc == 1) {
            ent_account *x = ENT_PUSH(&g->arena, g->accounts, g->account_count, g->account_cap);
            rc = ent_store_unpack_bare(g->s, x, st, &g->arena, err);
            rc = rc < 0 ? rc : ent_store_name_doc(g->s, x, doc, err);
        } else if (rc == 0) {
            rc = ent_fail(err, ENT_ESTORE, g->s->path, "a claim names an account that is gone");
        }
        sqlite3_reset(st);
    }
    return c.bad ? ent_fail(err, ENT_ESTORE, g->s->path, "a claim cannot be read") : rc;
}

/* The event of a claim as it is written, or as its one account makes it. */
static int load_event(group *g, uint32_t row, ent_err *err)
{
    const rival_row *r = &g->rows[row];
    uint32_t first = g->account_count, had = g->events.count;
    int rc = load_accounts(g, r, err);
    sqlite3_stmt *st = ent_store_sql(g->s, SQL_EVENT_AT);
    sqlite3_bind_int64(st, 1, r->pair);
    sqlite3_bind_int64(st, 2, g->day);
    sqlite3_bind_int64(st, 3, r->hash);
    rc = rc < 0 ? rc : ent_store_step(g->s, st, err);
    ent_event e;
    if (rc == 1 && ent_store_unpack_event(&e, &g->events.arena, sqlite3_column_blob(st, 0),
                                          (size_t)sqlite3_column_bytes(st, 0))) {
        *ENT_PUSH(&g->events.arena, g->events.items, g->events.count, g->events.cap) = e;
    } else if (rc == 0 && g->account_count > first && g->s->options.reconcile) {
        g->s->options.reconcile(g->s->options.user, &g->events, g->accounts + first, 1);
    }
    sqlite3_reset(st);
    if (rc < 0 || g->events.count != had + 1) {
        return rc < 0 ? rc : ent_fail(err, ENT_ESTORE, g->s->path, "a claim without its event");
    }
    ent_event *own = &g->events.items[had];
    uint32_t n = g->account_count - first;
    uint32_t *index = ent_arena_alloc(&g->arena, (n + 1) * sizeof *index);
    for (uint32_t i = 0; i < n; i++) {
        index[i] = first + i;
    }
    own->account_index = index;
    own->account_count = n;
    uint32_t count = had;
    *ENT_PUSH(&g->arena, g->row_of, count, g->row_cap) = row;
    return 0;
}

static void pack_rivals(ent_buf *b, const ent_event *e)
{
    b->len = 0;
    for (uint32_t i = 0; i < e->rival_count; i++) {
        ent_store_put_num(b, (uint64_t)e->rivals[i].about);
        ent_store_put_str(b, e->rivals[i].event);
        ent_store_put_actor(b, &e->rivals[i].actor);
    }
}

/* Loads the claims of a day and kind, and says which are rivals: events of g->events. */
static int look(group *g, ent_err *err)
{
    int rc = load_rows(g, err);
    find_shared(g);
    for (uint32_t i = 0; i < g->count && rc >= 0; i++) {
        rc = g->rows[i].load ? load_event(g, i, err) : 0;
    }
    if (rc >= 0 && g->events.count > 1) {
        g->s->options.rivals(g->s->options.user, &g->events, g->accounts);
    }
    return rc;
}

/* Calls for every claim of the group that does not say what follows from all of them. */
static int each_wrong(group *g,
                      int (*call)(group *g, const rival_row *r, const ent_buf *b, void *u,
                                  ent_err *err),
                      void *user, ent_err *err)
{
    const ent_event **of = ent_arena_zalloc(&g->arena, g->count + 1, sizeof *of);
    ent_buf b = {0};
    int rc = 0;
    for (uint32_t i = 0; i < g->events.count; i++) {
        of[g->row_of[i]] = &g->events.items[i];
    }
    for (uint32_t i = 0; i < g->count && rc >= 0; i++) {
        const rival_row *r = &g->rows[i];
        b.len = 0;
        if (of[i]) {
            pack_rivals(&b, of[i]);
        }
        bool same = b.len == r->rival_len && (!b.len || memcmp(b.data, r->rivals, b.len) == 0);
        rc = same ? 0 : call(g, r, &b, user, err);
    }
    ent_buf_free(&b);
    return rc;
}

static void free_group(group *g)
{
    ent_event_list_free(&g->events);
    ent_arena_free(&g->arena);
}

static int set_rivals(group *g, const rival_row *r, const ent_buf *b, void *user, ent_err *err)
{
    sqlite3_stmt *st = ent_store_sql(g->s, SQL_CLAIM_SET);
    sqlite3_bind_int64(st, 1, r->pair);
    sqlite3_bind_int64(st, 2, g->day);
    sqlite3_bind_int64(st, 3, r->hash);
    if (b->len) {
        sqlite3_bind_blob(st, 4, b->data, (int)b->len, SQLITE_STATIC);
    } else {
        sqlite3_bind_null(st, 4);
    }
    ++*(int64_t *)user;
    return ent_store_step(g->s, st, err);
}

int64_t ent_store_right_rivals(ent_store *s, ent_err *err)
{
    sqlite3_stmt *st = ent_store_sql(s, SQL_ASKED_NEXT);
    int rc = s->options.rivals ? ent_store_step(s, st, err) : 0;
    group g = {.s = s, .day = sqlite3_column_int64(st, 0), .kind = sqlite3_column_int64(st, 1)};
    int64_t touched = 1;
    sqlite3_reset(st);
    if (rc <= 0) {
        return rc;
    }
    rc = look(&g, err);
    rc = rc < 0 ? rc : each_wrong(&g, set_rivals, &touched, err);
    if (rc >= 0) {
        rc = ent_store_run(s, SQL_ASKED_DROP, (int64_t[]){g.day, g.kind}, 2, err);
    }
    free_group(&g);
    return rc < 0 ? rc : touched;
}

/* -- reading ---------------------------------------------------------------------------------- */

static void unpack_rivals(ent_event *e, ent_arena *a, const void *data, size_t len)
{
    ent_store_bytes c = ent_store_bytes_of(data, len, a);
    ent_rival *list = NULL;
    uint32_t n = 0, cap = 0;
    while (c.p < c.end && !c.bad) {
        ent_rival *r = ENT_PUSH(a, list, n, cap);
        r->about = (ent_dispute_about)(ent_store_get_num(&c) & 7);
        r->event = ent_store_get_str(&c);
        ent_store_get_actor(&c, &r->actor);
        c.bad |= !r->event;
    }
    e->rivals = list;
    e->rival_count = c.bad ? 0 : n;
}

int ent_store_read_rivals(ent_store *s, ent_event_list *l, uint32_t first, int64_t pair,
                          ent_err *err)
{
    ent_map index = {0};
    ent_arena a = {0};
    int rc;
    sqlite3_stmt *st = ent_store_sql(s, SQL_CLAIM_RIVALS);
    sqlite3_bind_int64(st, 1, pair);
    while ((rc = ent_store_step(s, st, err)) == 1) {
        if (!index.count) { /* most pairs have none */
            for (uint32_t i = first; i < l->count; i++) {
                int64_t hash = ent_store_event_hash(&l->items[i]);
                const char *key = ent_arena_strn(&a, (const char *)&hash, sizeof hash);
                ent_map_set(&index, key, sizeof hash, i);
            }
        }
        int64_t hash = sqlite3_column_int64(st, 0);
        uint32_t i = ent_map_get(&index, (const char *)&hash, sizeof hash);
        if (i != ENT_NONE) {
            unpack_rivals(&l->items[i], &l->arena, sqlite3_column_blob(st, 1),
                          (size_t)sqlite3_column_bytes(st, 1));
        }
    }
    ent_map_free(&index);
    ent_arena_free(&a);
    return rc;
}

void ent_store_copy_rivals(ent_event *to, const ent_event *from, ent_arena *a)
{
    if (from->rival_count) {
        ent_buf b = {0};
        pack_rivals(&b, from);
        unpack_rivals(to, a, b.data, b.len);
        ent_buf_free(&b);
    }
}

/* -- checking --------------------------------------------------------------------------------- */

int ent_store_check_claims(ent_store *s, const store_block *k, int64_t pair, ent_buf *b, int64_t *n,
                           ent_err *err)
{
    ent_arena a = {0};
    uint32_t count = 0, had = 0;
    claim *want = claims_of(s, k, &count, &a), *have = NULL;
    int rc =
        s->options.claims ? load_claims(s, pair, INT32_MIN, INT32_MAX, &have, &had, &a, err) : 0;
    bool same = count == had || !s->options.claims;
    for (uint32_t i = 0; same && i < count; i++) {
        same = by_day(&want[i], &have[i]) == 0 && want[i].kind == have[i].kind &&
               want[i].print == have[i].print;
    }
    if (rc >= 0 && !same) {
        ent_buf_printf(b, "%s-%s: its events that may have rivals are not those written down\n",
                       k->one, k->other);
        ++*n;
    }
    ent_arena_free(&a);
    return rc;
}

typedef struct faults {
    ent_buf *b;
    int64_t *n;
} faults;

static int tell(group *g, const rival_row *r, const ent_buf *b, void *user, ent_err *err)
{
    (void)g;
    (void)b;
    (void)err;
    faults *f = user;
    ent_buf_printf(f->b, "event e%016llx of %s-%s: wrong rivals\n", (unsigned long long)r->hash,
                   r->one, r->other);
    ++*f->n;
    return 0;
}

int ent_store_check_rivals(ent_store *s, ent_buf *b, int64_t *n, ent_err *err)
{
    sqlite3_stmt *st = NULL;
    faults f = {b, n};
    if (!s->options.rivals) {
        return 0;
    }
    if (sqlite3_prepare_v2(s->db,
                           "SELECT DISTINCT day,kind FROM claim WHERE NOT EXISTS (SELECT 1 FROM "
                           "asked WHERE asked.day=claim.day AND asked.kind=claim.kind) AND NOT "
                           "EXISTS (SELECT 1 FROM pair WHERE dirty)",
                           -1, &st, NULL) != SQLITE_OK) {
        return ent_store_fail(s, err);
    }
    int rc;
    while ((rc = ent_store_step(s, st, err)) == 1) { /* what a batch left open is not looked at */
        group g = {.s = s, .day = sqlite3_column_int64(st, 0), .kind = sqlite3_column_int64(st, 1)};
        rc = look(&g, err);
        rc = rc < 0 ? rc : each_wrong(&g, tell, &f, err);
        free_group(&g);
        if (rc < 0) {
            break;
        }
    }
    sqlite3_finalize(st);
    return rc;
}
