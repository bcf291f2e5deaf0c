/* query.c: reading the store. In: a query. Out: accounts, events, rollups, documents. Every call
 * sees one commit, whatever a writer does meanwhile. A pair that a crash left unreconciled is
 * reconciled on the way out, so that what is read is right at any time. */
#include "query_int.h"

#include <math.h>

/* -- which pairs ----------------------------------------------------------------------------- */

enum { SIDE = 512 };

/* The side of a pair that an actor code stands for: a state, an organisation's six letters. */
static void side_of(const char *code, char out[SIDE])
{
    static const char *const wide[] = {"IGO", "NGO", "NGM", "IMG", "MNC"};
    size_t n = strlen(code), keep = 3;
    for (size_t i = 0; i < ENT_COUNT(wide); i++) {
        keep = strncmp(code, wide[i], 3) == 0 ? 6 : keep;
    }
    bool upper = n >= 3;
    for (size_t i = 0; i < n; i++) {
        upper &= (code[i] >= 'A' && code[i] <= 'Z') || (code[i] >= '0' && code[i] <= '9');
    }
    snprintf(out, SIDE, "%.*s", upper && n > keep ? (int)keep : SIDE - 1, code);
}

int ent_store_collect(store_pair_list *l, ent_store *s, sqlite3_stmt *st, ent_err *err)
{
    int rc;
    while ((rc = ent_store_step(s, st, err)) == 1) {
        store_pair_ref *p = ENT_PUSH(&l->arena, l->items, l->count, l->cap);
        p->id = sqlite3_column_int64(st, 0);
        p->block = ent_arena_str(&l->arena, ent_store_text(st, 1));
        p->one = ent_arena_str(&l->arena, ent_store_text(st, 2));
        p->other = ent_arena_str(&l->arena, ent_store_text(st, 3));
        p->dirty = sqlite3_column_int64(st, 4) != 0;
    }
    return rc;
}

int ent_store_find_pairs(store_pair_list *l, ent_store *s, const ent_store_query *q, ent_err *err)
{
    char a[SIDE], b[SIDE];
    sqlite3_stmt *st = NULL;
    const char *text = "SELECT id,block,one,other,dirty FROM pair ORDER BY block";
    if (q->one && q->other) {
        text = "SELECT id,block,one,other,dirty FROM pair WHERE block=?1||'-'||?2 OR "
               "block=?2||'-'||?1 ORDER BY block";
    } else if (q->one || q->other) {
        text = "SELECT id,block,one,other,dirty FROM pair WHERE one=?1 OR other=?1 ORDER BY block";
    }
    if (sqlite3_prepare_v2(s->db, text, -1, &st, NULL) != SQLITE_OK) {
        return ent_store_fail(s, err);
    }
    if (q->one || q->other) {
        side_of(q->one ? q->one : q->other, a);
        sqlite3_bind_text(st, 1, a, -1, SQLITE_STATIC);
    }
    if (q->one && q->other) {
        side_of(q->other, b);
        sqlite3_bind_text(st, 2, b, -1, SQLITE_STATIC);
    }
    int rc = ent_store_collect(l, s, st, err);
    sqlite3_finalize(st);
    return rc;
}

int ent_store_pairs(ent_store *s, const ent_store_query *q, ent_store_pair_visit call, void *user,
                    ent_err *err)
{
    store_pair_list l = {0};
    int rc = ent_store_find_pairs(&l, s, q, err);
    for (uint32_t i = 0; i < l.count && rc == 0; i++) {
        rc = call(user, l.items[i].one, l.items[i].other);
    }
    ent_arena_free(&l.arena);
    return rc;
}

/* -- filters --------------------------------------------------------------------------------- */

store_window ent_store_window_of(const ent_store_query *q)
{
    bool none = (q->from == 0 && q->to == 0) || (q->from == ENT_DAY_NONE && q->to == ENT_DAY_NONE);
    store_window w = {q->from, q->to, none};
    w.from = none || q->from == ENT_DAY_NONE ? INT32_MIN + 1 : q->from;
    w.to = none || q->to == ENT_DAY_NONE ? INT32_MAX : q->to;
    return w;
}

bool ent_store_in_window(const store_window *w, int64_t first, int64_t last)
{
    if (w->any) {
        return true;
    }
    return first != ENT_DAY_NONE && last != ENT_DAY_NONE && first <= w->to && last >= w->from;
}

static bool begins(const ent_actor_ref *x, const char *code)
{
    const char *have = x->code ? x->code : x->state ? x->state : x->name;
    return have && strncmp(have, code, strlen(code)) == 0;
}

/* A code longer than a side (CUBGOV) asks for those actors only. */
static bool wanted(const ent_store_query *q, const ent_actor_ref *x, const ent_actor_ref *y)
{
    char side[SIDE];
    const char *code[2] = {q->one, q->other};
    bool narrow[2];
    for (int i = 0; i < 2; i++) {
        narrow[i] = false;
        if (code[i]) {
            side_of(code[i], side);
            narrow[i] = strlen(code[i]) > strlen(side);
        }
    }
    bool a0 = !narrow[0] || begins(x, q->one), a1 = !narrow[1] || begins(y, q->other);
    bool b0 = !narrow[0] || begins(y, q->one), b1 = !narrow[1] || begins(x, q->other);
    return (a0 && a1) || (b0 && b1);
}

/* -- accounts -------------------------------------------------------------------------------- */

typedef struct visit {
    ent_store *s;
    const ent_store_query *q;
    ent_store_visit call;
    void *user;
    ent_arena scratch;
    store_window w;
    uint32_t given;
    int64_t doc;
    char *doc_name;
} visit;

static int name_doc(visit *v, int64_t id, ent_err *err)
{
    if (v->doc_name && v->doc == id) {
        return 0;
    }
    sqlite3_stmt *st = ent_store_sql(v->s, SQL_DOC_GET);
    sqlite3_bind_int64(st, 1, id);
    int rc = ent_store_step(v->s, st, err);
    if (rc <= 0) {
        return rc < 0 ? rc : ent_fail(err, ENT_ESTORE, v->s->path, "a document is missing");
    }
    const char *name = (const char *)sqlite3_column_text(st, 0);
    free(v->doc_name);
    v->doc_name = ent_alloc(strlen(name ? name : "") + 1);
    memcpy(v->doc_name, name ? name : "", strlen(name ? name : "") + 1);
    v->doc = id;
    sqlite3_reset(st);
    return 0;
}

/* Rows of one statement to the visitor; 1 where it is full, the visitor's own word where not 0. */
static int visit_rows(visit *v, sqlite3_stmt *st, uint32_t limit, ent_err *err)
{
    int rc;
    uint32_t here = 0;
    while ((rc = ent_store_step(v->s, st, err)) == 1) {
        if (!ent_store_in_window(&v->w, sqlite3_column_int64(st, 1), sqlite3_column_int64(st, 5))) {
            continue;
        }
        ent_account x;
        ent_arena_reset(&v->scratch);
        rc = ent_store_unpack(v->s, &x, st, &v->scratch, err);
        rc = rc < 0 ? rc : name_doc(v, sqlite3_column_int64(st, 2), err);
        if (rc < 0) {
            return rc;
        }
        x.doc = v->doc_name;
        if (!wanted(v->q, &x.source, &x.target) || (v->q->doc && strcmp(v->q->doc, x.doc) != 0)) {
            continue;
        }
        v->given++;
        rc = v->call(v->user, &x);
        if (rc != 0) {
            return rc;
        }
        if (limit && ++here >= limit) {
            return 0;
        }
    }
    return rc;
}

#define SELECT_ACCOUNT "SELECT " STORE_COLUMNS " FROM account "
/* where an account of that id lies */
#define ONE_ID                                                                                     \
    "(SELECT pair,day,doc,n FROM id WHERE hash=?1 UNION ALL SELECT pair,day,doc,n FROM fresh "     \
    "WHERE hash=?1) AS one"
/* STORE_COLUMNS where columns are of two tables */
#define SELECT_BY_HASH                                                                             \
    "SELECT account.pair,account.day,account.doc,account.n,account.hash,last,source,target,cameo," \
    "flags,event,rest,evidence,extra FROM " ONE_ID " CROSS JOIN account "                          \
    "USING(pair,day,doc,n)"

static int by_statement(visit *v, const char *text, int64_t arg, ent_err *err)
{
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(v->s->db, text, -1, &st, NULL) != SQLITE_OK) {
        return ent_store_fail(v->s, err);
    }
    sqlite3_bind_int64(st, 1, arg);
    if (sqlite3_bind_parameter_count(st) >= 3) {
        sqlite3_bind_int64(st, 2, v->w.from);
        sqlite3_bind_int64(st, 3, v->w.to);
    }
    int rc = visit_rows(v, st, v->q->limit, err);
    sqlite3_finalize(st);
    return rc;
}

static int visit_pair(visit *v, const store_pair_ref *p, ent_err *err)
{
    if (v->w.any) {
        return by_statement(v, SELECT_ACCOUNT "WHERE pair=?1", p->id, err);
    }
    /* long intervals that reach into the window, then those that begin near or in it */
    int rc = by_statement(v,
                          SELECT_ACCOUNT "INDEXED BY account_long WHERE pair=?1 AND last>=?2 AND "
                                         "last-day>31 AND day<?2-31 AND day<=?3 ORDER BY day",
                          p->id, err);
    return rc ? rc
              : by_statement(v, SELECT_ACCOUNT "WHERE pair=?1 AND day>=?2-31 AND day<=?3", p->id,
                             err);
}

static int event_by_id(ent_event_list *out, ent_store *s, const char *id, ent_err *err);

/* The accounts of the event of that id, in the event's order. */
static int each_of_event(visit *v, ent_err *err)
{
    ent_event_list l = {0};
    int rc = event_by_id(&l, v->s, v->q->id, err);
    rc = rc > 0 ? 0 : rc;
    for (uint32_t i = 0; rc >= 0 && i < l.count; i++) {
        for (uint32_t k = 0; rc == 0 && k < l.items[i].account_count; k++) {
            rc = by_statement(v, SELECT_BY_HASH, ent_store_hash_of_id(l.items[i].accounts[k]), err);
        }
    }
    ent_event_list_free(&l);
    return rc;
}

static int each_of_doc(visit *v, int64_t doc, ent_err *err)
{
    ent_arena a = {0};
    store_place *list = NULL;
    uint32_t n = 0;
    int rc = ent_store_places(v->s, doc, &list, &n, &a, err);
    for (uint32_t i = 0; i < n && rc == 0 && (!v->q->limit || v->given < v->q->limit); i++) {
        rc = visit_rows(v, ent_store_at(v->s, doc, &list[i]), 0, err);
    }
    ent_arena_free(&a);
    return rc;
}

static int each(visit *v, ent_err *err)
{
    if (v->q->id && v->q->id[0] == 'e') {
        return each_of_event(v, err);
    }
    if (v->q->id) {
        return by_statement(v, SELECT_BY_HASH, ent_store_hash_of_id(v->q->id), err);
    }
    if (v->q->doc) {
        int64_t doc = 0;
        int found = ent_store_doc_id(v->s, v->q->doc, &doc, err);
        return found <= 0 ? found : each_of_doc(v, doc, err);
    }
    store_pair_list l = {0};
    int rc = ent_store_find_pairs(&l, v->s, v->q, err);
    for (uint32_t i = 0; i < l.count && rc == 0; i++) {
        rc = visit_pair(v, &l.items[i], err);
    }
    ent_arena_free(&l.arena);
    return rc;
}

int ent_store_each(ent_store *s, const ent_store_query *q, ent_store_visit call, void *user,
                   ent_err *err)
{
    visit v = {.s = s, .q = q, .call = call, .user = user, .w = ent_store_window_of(q)};
    bool own;
    int rc = ent_store_begin_read(s, &own, err);
    rc = rc < 0 ? rc : each(&v, err);
    ent_store_end_read(s, own);
    free(v.doc_name);
    ent_arena_free(&v.scratch);
    return rc;
}

static int keep(void *user, const ent_account *one)
{
    ent_account_list_add(user, one);
    return 0;
}

static int by_day_id(const void *p, const void *q)
{
    const ent_account *x = p, *y = q;
    if (x->date.start != y->date.start) {
        return x->date.start < y->date.start ? -1 : 1;
    }
    return strcmp(x->id, y->id);
}

int ent_store_accounts(ent_account_list *out, ent_store *s, const ent_store_query *q, ent_err *err)
{
    uint32_t first = out->count;
    int rc = ent_store_each(s, q, keep, out, err);
    if (rc < 0) {
        return rc;
    }
    if (out->count > first) {
        qsort(out->items + first, out->count - first, sizeof *out->items, by_day_id);
    }
    if (q->limit && out->count - first > q->limit) {
        out->count = first + q->limit;
    }
    return 0;
}

/* -- events ---------------------------------------------------------------------------------- */

/* Deep copy; events that were reconciled on the way live in another list. */
static int add_event(ent_event_list *out, const ent_event *e)
{
    ent_buf b = {0};
    ent_store_pack_event(&b, e);
    char *own = ent_arena_strn(&out->arena, b.data, b.len);
    ent_event copy;
    bool good = ent_store_unpack_event(&copy, &out->arena, own, b.len);
    ent_buf_free(&b);
    if (good) {
        ent_store_copy_rivals(&copy, e, &out->arena);
        *ENT_PUSH(&out->arena, out->items, out->count, out->cap) = copy;
    }
    return 0;
}

static bool event_wanted(const ent_store_query *q, const store_window *w, const ent_event *e)
{
    if (q->apart && e->status == ENT_STATUS_ASSERTED &&
        ent_slice_month(e->date.start, e->date.end) != ENT_SLICE_NONE) {
        return false;
    }
    return ent_store_in_window(w, e->date.start, e->date.end) && wanted(q, &e->source, &e->target);
}

static int live_events(ent_event_list *out, ent_store *s, int64_t pair, const ent_store_query *q,
                       const store_window *w, ent_err *err)
{
    store_block b = {0};
    int rc = ent_store_load_block(s, &b, pair, NULL, err);
    for (uint32_t i = 0; rc >= 0 && i < b.events.count; i++) {
        if (event_wanted(q, w, &b.events.items[i])) {
            add_event(out, &b.events.items[i]);
        }
    }
    ent_store_free_block(&b);
    return rc;
}

typedef struct single {
    ent_store *s;
    ent_event_list *out;
    const ent_store_query *q;
    const store_window *w;
    uint32_t given;
} single;

/* An account that stands alone is an event of its own, as reconciling it alone makes it. */
static int add_single(void *user, const ent_account *one)
{
    single *v = user;
    ent_event_list l = {0};
    if (v->s->options.reconcile) {
        v->s->options.reconcile(v->s->options.user, &l, one, 1);
    }
    for (uint32_t i = 0; i < l.count; i++) {
        if (event_wanted(v->q, v->w, &l.items[i])) {
            add_event(v->out, &l.items[i]);
            v->given++;
        }
    }
    ent_event_list_free(&l);
    return 0;
}

/* Events of two accounts or more, and accounts that stand alone: all of a pair; those that stand in
 * no month or were not done; those of any pair that is righted. */
#define RIGHTED "?1=0 AND pair NOT IN (SELECT id FROM pair WHERE dirty) AND "
#define EVENT_DAYS "day<=?3 AND last>=?2 ORDER BY pair,day,hash"
#define EVENT_ALL "SELECT body FROM event WHERE pair=?1 AND " EVENT_DAYS
#define EVENT_APART                                                                                \
    "SELECT body FROM event INDEXED BY event_apart WHERE pair=?1 AND flags AND " EVENT_DAYS
#define EVENT_APART_ANY                                                                            \
    "SELECT body FROM event INDEXED BY event_apart WHERE " RIGHTED "flags AND " EVENT_DAYS
#define LONE_ALL SELECT_ACCOUNT "WHERE pair=?1 AND event=0"
#define LONE_DAYS SELECT_ACCOUNT "WHERE pair=?1 AND event=0 AND last>=?2 AND day<=?3"
#define LONE_WIDE                                                                                  \
    SELECT_ACCOUNT "INDEXED BY account_wide WHERE pair=?1 AND flags&262144 AND event=0"
#define LONE_WIDE_ANY                                                                              \
    SELECT_ACCOUNT "INDEXED BY account_wide WHERE " RIGHTED "flags&262144 AND event=0"
#define LONE_APART                                                                                 \
    SELECT_ACCOUNT "INDEXED BY account_apart WHERE pair=?1 AND flags&7 AND NOT flags&262144 AND "  \
                   "event=0"
#define LONE_APART_ANY                                                                             \
    SELECT_ACCOUNT "INDEXED BY account_apart WHERE " RIGHTED                                       \
                   "flags&7 AND NOT flags&262144 AND event=0"

static int stored_events(ent_event_list *out, ent_store *s, int64_t pair, const ent_store_query *q,
                         const store_window *w, ent_err *err)
{
    sqlite3_stmt *st = NULL;
    ent_store_query open = {.one = q->one, .other = q->other};
    single v = {s, out, q, w, 0};
    visit rows = {.s = s, .q = &open, .call = add_single, .user = &v, .w = *w};
    open.limit = q->limit;
    int rc;
    uint32_t given = 0;
    if (sqlite3_prepare_v2(s->db, pair ? (q->apart ? EVENT_APART : EVENT_ALL) : EVENT_APART_ANY, -1,
                           &st, NULL) != SQLITE_OK) {
        return ent_store_fail(s, err);
    }
    sqlite3_bind_int64(st, 1, pair);
    sqlite3_bind_int64(st, 2, w->any ? INT32_MIN : w->from);
    sqlite3_bind_int64(st, 3, w->to);
    while ((rc = ent_store_step(s, st, err)) == 1 && (!q->limit || given < q->limit)) {
        ent_event e;
        size_t len = (size_t)sqlite3_column_bytes(st, 0);
        const void *body = sqlite3_column_blob(st, 0);
        if (!ent_store_unpack_event(&e, &out->arena, body, len)) {
            rc =
                ent_fail(err, ENT_ESTORE, s->path, "the store is damaged: an event cannot be read");
            break;
        }
        if (event_wanted(q, w, &e)) {
            *ENT_PUSH(&out->arena, out->items, out->count, out->cap) = e;
            given++;
        }
    }
    sqlite3_finalize(st);
    for (int i = 0; rc >= 0 && i < (q->apart ? 2 : 1); i++) {
        const char *text = !q->apart ? (w->any ? LONE_ALL : LONE_DAYS)
                           : pair    ? (i ? LONE_APART : LONE_WIDE)
                                     : (i ? LONE_APART_ANY : LONE_WIDE_ANY);
        rc = by_statement(&rows, text, pair, err);
    }
    free(rows.doc_name);
    ent_arena_free(&rows.scratch);
    return rc;
}

/* The pair in which an event or account of that id stands; 0 nowhere. */
static int pair_of_id(ent_store *s, const char *id, int64_t *out, ent_err *err)
{
    char own[64];
    sqlite3_stmt *st = NULL;
    snprintf(own, sizeof own, "%s", id);
    ent_event as_event = {.id = own};
    int64_t event = ent_store_event_hash(&as_event);
    own[0] = own[0] == 'e' && strlen(own) == 17 ? 'a' : own[0]; /* an event of one account */
    int64_t hash = ent_store_hash_of_id(own);
    if (sqlite3_prepare_v2(s->db,
                           "SELECT pair FROM event WHERE hash=?1 UNION SELECT pair FROM id "
                           "WHERE hash=?2 UNION SELECT pair FROM fresh WHERE hash=?2",
                           -1, &st, NULL) != SQLITE_OK) {
        return ent_store_fail(s, err);
    }
    sqlite3_bind_int64(st, 1, event);
    sqlite3_bind_int64(st, 2, hash);
    int rc = ent_store_step(s, st, err);
    *out = rc == 1 ? sqlite3_column_int64(st, 0) : 0;
    sqlite3_finalize(st);
    return rc < 0 ? rc : 0;
}

/* The event of that hash as it is written down; 0 where there is none. */
static int written_event(ent_event_list *out, ent_store *s, int64_t pair, int64_t hash,
                         ent_err *err)
{
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(s->db, "SELECT body FROM event WHERE hash=?1 AND pair=?2", -1, &st,
                           NULL) != SQLITE_OK) {
        return ent_store_fail(s, err);
    }
    sqlite3_bind_int64(st, 1, hash);
    sqlite3_bind_int64(st, 2, pair);
    int rc = ent_store_step(s, st, err);
    ent_event e;
    if (rc == 1 && ent_store_unpack_event(&e, &out->arena, sqlite3_column_blob(st, 0),
                                          (size_t)sqlite3_column_bytes(st, 0))) {
        *ENT_PUSH(&out->arena, out->items, out->count, out->cap) = e;
    } else if (rc == 1) {
        rc = ent_fail(err, ENT_ESTORE, s->path, "the store is damaged: an event cannot be read");
    }
    sqlite3_finalize(st);
    return rc;
}

/* The event that holds the account of that hash, of a pair that is righted. */
static int event_of_account(ent_event_list *out, ent_store *s, int64_t hash, ent_err *err)
{
    static const ent_store_query open = {0};
    static const store_window all = {.any = true};
    sqlite3_stmt *st = NULL;
    single v = {s, out, &open, &all, 0};
    visit one = {.s = s, .q = &open, .call = add_single, .user = &v, .w = all};
    if (sqlite3_prepare_v2(s->db,
                           "SELECT account.pair,event FROM " ONE_ID " CROSS JOIN account "
                           "USING(pair,day,doc,n)",
                           -1, &st, NULL) != SQLITE_OK) {
        return ent_store_fail(s, err);
    }
    sqlite3_bind_int64(st, 1, hash);
    int rc = ent_store_step(s, st, err);
    int64_t pair = sqlite3_column_int64(st, 0), event = sqlite3_column_int64(st, 1);
    sqlite3_finalize(st);
    if (rc == 1 && event) {
        return written_event(out, s, pair, event, err);
    }
    rc = rc < 1 ? rc : by_statement(&one, SELECT_BY_HASH, hash, err);
    free(one.doc_name);
    ent_arena_free(&one.scratch);
    return rc;
}

static bool holds_account(const ent_event *e, const char *id)
{
    bool hit = strcmp(e->id, id) == 0;
    for (uint32_t k = 0; !hit && k < e->account_count; k++) {
        hit = strcmp(e->accounts[k], id) == 0;
    }
    return hit;
}

static int event_in_pair(ent_event_list *out, ent_store *s, int64_t pair, const char *id,
                         ent_err *err)
{
    store_block b = {0};
    int rc = s->options.reconcile ? ent_store_pair_mark(s, pair, PAIR_DIRTY, err) : 1;
    if (rc == 0) {
        ent_event named = {.id = id};
        rc = *id == 'e' ? written_event(out, s, pair, ent_store_event_hash(&named), err) : 0;
        char own[64];
        snprintf(own, sizeof own, "%s", id);
        own[0] = own[0] == 'e' && strlen(own) == 17 ? 'a' : own[0]; /* an event of one account */
        return rc ? rc : event_of_account(out, s, ent_store_hash_of_id(own), err);
    }
    rc = rc < 0 ? rc : ent_store_load_block(s, &b, pair, NULL, err);
    for (uint32_t i = 0; rc >= 0 && i < b.events.count; i++) {
        if (holds_account(&b.events.items[i], id)) {
            add_event(out, &b.events.items[i]);
        }
    }
    ent_store_free_block(&b);
    return rc;
}

/* The event of that id, or the event that holds the account of that id. */
static int event_by_id(ent_event_list *out, ent_store *s, const char *id, ent_err *err)
{
    int64_t pair = 0;
    uint32_t first = out->count;
    int rc = pair_of_id(s, id, &pair, err);
    if (rc < 0 || !pair) {
        return rc;
    }
    rc = event_in_pair(out, s, pair, id, err);
    return rc < 0 ? rc : ent_store_read_rivals(s, out, first, pair, err);
}

/* Events in which a document has a word. */
static int events_of_doc(ent_event_list *out, ent_store *s, const ent_store_query *q,
                         const store_window *w, ent_err *err)
{
    ent_account_list l = {0};
    ent_event_list all = {0};
    ent_map seen = {0};
    ent_store_query of = {.doc = q->doc};
    visit v = {.s = s, .q = &of, .call = keep, .user = &l, .w = ent_store_window_of(&of)};
    int rc = each(&v, err);
    for (uint32_t i = 0; i < l.count && rc >= 0; i++) {
        rc = event_by_id(&all, s, l.items[i].id, err);
    }
    for (uint32_t i = 0; i < all.count && rc >= 0; i++) {
        const char *id = all.items[i].id;
        if (event_wanted(q, w, &all.items[i]) && ent_map_get(&seen, id, strlen(id)) == ENT_NONE) {
            ent_map_set(&seen, id, strlen(id), 1);
            add_event(out, &all.items[i]);
        }
    }
    ent_map_free(&seen);
    free(v.doc_name);
    ent_arena_free(&v.scratch);
    ent_event_list_free(&all);
    ent_account_list_free(&l);
    return rc < 0 ? rc : 0;
}

int ent_store_events(ent_event_list *out, ent_store *s, const ent_store_query *q, ent_err *err)
{
    store_window w = ent_store_window_of(q);
    uint32_t first = out->count;
    bool own;
    int rc = ent_store_begin_read(s, &own, err);
    if (rc >= 0 && q->id) {
        rc = event_by_id(out, s, q->id, err);
    } else if (rc >= 0 && q->doc) {
        rc = events_of_doc(out, s, q, &w, err);
    } else if (rc >= 0) {
        store_pair_list l = {0};
        bool any = q->apart && !q->one && !q->other && s->options.reconcile;
        rc = any ? stored_events(out, s, 0, q, &w, err) : 0;
        rc = rc < 0 ? rc : ent_store_find_pairs(&l, s, q, err);
        for (uint32_t i = 0; i < l.count && rc >= 0; i++) {
            if (any && !l.items[i].dirty) {
                continue;
            }
            /* without a reconciler there is nothing to make a lone account's event with */
            bool live = l.items[i].dirty || !s->options.reconcile;
            uint32_t had = out->count;
            rc = live ? live_events(out, s, l.items[i].id, q, &w, err)
                      : stored_events(out, s, l.items[i].id, q, &w, err);
            rc = rc < 0 ? rc : ent_store_read_rivals(s, out, had, l.items[i].id, err);
        }
        ent_arena_free(&l.arena);
    }
    ent_store_end_read(s, own);
    if (rc < 0) {
        return rc;
    }
    if (out->count > first) {
        qsort(out->items + first, out->count - first, sizeof *out->items, ent_event_by_date);
    }
    if (q->limit && out->count - first > q->limit) {
        out->count = first + q->limit;
    }
    return 0;
}
