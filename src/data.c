/* data.c: the public functions of event data: import, export, compare. */
#include "handle.h"
#include "read/import.h"
#include "show/export.h"

enum { IMPORT_BATCH = 20000 }; /* accounts handed to the store at a time */

static bool right_size(ent *e, const ent_data *d)
{
    if (!d || d->size != sizeof *d) {
        ent_fail(&e->err, ENT_EUSAGE, "", "ent_data.size is not that of this library");
        return false;
    }
    return true;
}

/* -- import --------------------------------------------------------------------------------------
 */

typedef struct door {
    ent *e;
    ent_db *db;
    ent_account_list list;
    const char *path;
    ent_write_fn write;
    void *user;
} door;

static int hand_over(door *d)
{
    int rc = ent_store_append(d->db->store, d->path, d->list.items, d->list.count, &d->e->err);
    ent_arena_rewind(&d->list.arena); /* its blocks serve the next ones */
    d->list.items = NULL;
    d->list.count = d->list.cap = 0;
    return rc;
}

static int take(void *user, const ent_account *one)
{
    door *d = user;
    ent_account x = *one;
    x.tables = x.tables ? x.tables : ent_tables_id(d->e);
    if (d->db) {
        ent_account_list_add(&d->list, &x);
        return d->list.count < IMPORT_BATCH ? 0 : hand_over(d);
    }
    ent_buf b = {0};
    ent_account_json(&b, &x);
    ent_buf_char(&b, '\n');
    return ent_hand_over(d->e, &b, d->write, d->user);
}

int ent_data_import(ent *e, ent_db *db, const char *const *paths, size_t path_count,
                    const ent_data *d, ent_write_fn write, void *user, ent_data_count *count)
{
    if (!right_size(e, d)) {
        return ENT_EUSAGE;
    }
    door to = {.e = e, .db = db, .write = write, .user = user};
    ent_import *i;
    ent_import_options o = {.format = d->format, .all_actors = d->all_actors != 0};
    ent_import_sink sink = {take, d->complain, &to, d->user};
    int rc = ent_import_open(&i, e->shared->tables, &o, &sink, &e->err);
    if (rc < 0) {
        return rc;
    }
    for (size_t k = 0; k < path_count && rc == 0; k++) {
        to.path = paths[k];
        rc = ent_import_file(i, paths[k], &e->err);
        rc = rc == 0 && db && to.list.count ? hand_over(&to) : rc;
    }
    ent_import_count n = ent_import_counts(i);
    *count = (ent_data_count){.rows = n.rows,
                              .accounts = n.accounts,
                              .bad = n.bad,
                              .actorless = n.actorless,
                              .unmatched = n.unmatched};
    ent_import_close(i);
    ent_account_list_free(&to.list);
    int done = db ? ent_store_commit(db->store, &e->err) : 0; /* what was read before a fault too */
    return rc < 0 ? rc : done < 0 ? done : 0;
}

/* -- export --------------------------------------------------------------------------------------
 */

static int unit_of(ent *e, const char *word, ent_period_unit *out)
{
    *out = ENT_BY_YEAR;
    for (int u = ENT_BY_DAY; word && u <= ENT_BY_YEAR; u++) {
        if (strcmp(word, ent_unit_name((ent_period_unit)u)) == 0) {
            *out = (ent_period_unit)u;
            return 0;
        }
    }
    return word ? ent_fail(&e->err, ENT_EUSAGE, "", "no such period: %.40s", word) : 0;
}

static int open_export(ent_export **x, ent *e, const ent_data *d)
{
    if (!right_size(e, d)) {
        return ENT_EUSAGE;
    }
    ent_export_options o = {.format = d->format,
                            .directed = d->directed != 0,
                            .zeros = d->zeros != 0,
                            .accounts = d->accounts != 0,
                            .all_statuses = d->all_statuses != 0};
    int rc = unit_of(e, d->by, &o.by);
    return rc < 0 ? rc : ent_export_open(x, e->shared->tables, &o, &e->err);
}

static int finish(ent *e, ent_export *x, int rc, ent_write_fn write, void *user,
                  ent_data_count *count)
{
    ent_buf b = {0};
    rc = rc < 0 ? rc : ent_export_end(x, &b, &e->err);
    int sent = ent_hand_over(e, &b, write, user);
    ent_export_count n = ent_export_counts(x);
    *count = (ent_data_count){.rows = n.written, .left = n.left};
    ent_export_close(x);
    return rc < 0 ? rc : sent;
}

static int write_lists(ent *e, ent_export *x, const ent_event_list *v, const ent_account_list *a,
                       ent_write_fn write, void *user)
{
    int rc = 0;
    uint32_t n = v ? v->count : a->count;
    ent_map at = {0};
    for (uint32_t k = 0; v && k < a->count; k++) {
        ent_map_set(&at, a->items[k].id, strlen(a->items[k].id), k);
    }
    for (uint32_t k = 0; k < n && rc >= 0; k++) {
        ent_buf b = {0};
        ent_account own[64]; /* the event's accounts: those that a row can name */
        uint32_t count = 0;
        for (uint32_t j = 0; v && j < v->items[k].account_count && count < ENT_COUNT(own); j++) {
            const char *id = v->items[k].accounts[j];
            uint32_t i = ent_map_get(&at, id, strlen(id));
            if (i != ENT_NONE) {
                own[count++] = a->items[i];
            }
        }
        rc = v ? ent_export_event(x, &b, &v->items[k], own, count, &e->err)
               : ent_export_account(x, &b, &a->items[k], &e->err);
        int sent = ent_hand_over(e, &b, write, user);
        rc = rc < 0 ? rc : sent;
    }
    ent_map_free(&at);
    return rc;
}

int ent_data_write(ent *e, const ent_events *v, const ent_accounts *a, const ent_data *d,
                   ent_write_fn write, void *user, ent_data_count *count)
{
    ent_export *x;
    int rc = open_export(&x, e, d);
    if (rc < 0) {
        return rc;
    }
    rc = write_lists(e, x, v ? &v->list : NULL, &a->list, write, user);
    return finish(e, x, rc, write, user, count);
}

typedef struct way_out {
    ent_db *db;
    ent_export *x;
    ent_store_query q;
    bool accounts;
    ent_write_fn write;
    void *user;
    ent_arena arena;
    ent_map done; /* pairs of an alliance's that were written */
} way_out;

static int export_pair(void *user, const char *one, const char *other)
{
    way_out *w = user;
    ent *e = w->db->e;
    ent_account_list a = {0};
    ent_event_list v = {0};
    ent_store_query q = w->q, all = {.one = one, .other = other};
    /* a code longer than a side (CUBGOV) narrows the pair */
    q.one =
        q.one && strncmp(q.one, one, strlen(one)) == 0 && strlen(q.one) > strlen(one) ? q.one : one;
    q.other = other;
    int rc = w->accounts ? ent_store_accounts(&a, w->db->store, &q, &e->err)
                         : ent_store_events(&v, w->db->store, &q, &e->err);
    if (rc >= 0 && !w->accounts) {
        rc = ent_store_accounts(&a, w->db->store, &all, &e->err);
    }
    rc = rc < 0 ? rc : write_lists(e, w->x, w->accounts ? NULL : &v, &a, w->write, w->user);
    ent_account_list_free(&a);
    ent_event_list_free(&v);
    return rc;
}

static int export_sum(void *user, const ent_store_sum *x)
{
    way_out *w = user;
    ent_buf b = {0};
    int rc = 0;
    for (uint32_t i = 0; i < x->kind_count && rc >= 0; i++) {
        rc = ent_export_tally(w->x, &b, &x->kinds[i], &w->db->e->err);
    }
    ent_buf_free(&b); /* what gathers writes at the end */
    return rc < 0 ? rc : 0;
}

/* Dyads and networks from the sums that the store keeps; by month, what stands in none is counted
 * as left out. 1: they do not say what is asked. */
static int export_sums(way_out *w)
{
    ent_period_unit by;
    const ent_store_query *q = &w->q;
    bool whole = q->from == ENT_DAY_NONE && q->to == ENT_DAY_NONE && !q->doc && !q->id && !q->limit;
    const char *const sides[] = {q->one, q->other};
    for (size_t i = 0; i < ENT_COUNT(sides); i++) { /* CUBGOV is less than a side */
        whole &= !sides[i] || strlen(sides[i]) == 3;
    }
    if (!ent_export_gathers(w->x, &by) || by < ENT_BY_MONTH || !whole || w->accounts) {
        return 1;
    }
    ent_err *err = &w->db->e->err;
    int rc = ent_store_each_sum(w->db->store, q, by == ENT_BY_YEAR, export_sum, w, err);
    if (rc < 0 || by == ENT_BY_YEAR) {
        return rc;
    }
    ent_event_list v = {0};
    ent_buf b = {0};
    ent_store_query rest = *q;
    rest.apart = true;
    rc = ent_store_events(&v, w->db->store, &rest, err);
    for (uint32_t i = 0; i < v.count && rc >= 0; i++) {
        const ent_date *d = &v.items[i].date;
        if (ent_slice_month(d->start, d->end) == ENT_SLICE_NONE) {
            rc = ent_export_event(w->x, &b, &v.items[i], NULL, 0, err);
        }
    }
    ent_event_list_free(&v);
    ent_buf_free(&b);
    return rc < 0 ? rc : 0;
}

static int export_once(void *user, const char *one, const char *other)
{
    way_out *w = user;
    const char *pair = ent_arena_printf(&w->arena, "%s-%s", one, other);
    size_t n = strlen(pair);
    if (ent_map_get(&w->done, pair, n) != ENT_NONE) {
        return 0;
    }
    ent_map_set(&w->done, pair, n, 1);
    return export_pair(w, one, other);
}

static int export_member(void *user, ent_db *db, const ent_store_query *q)
{
    way_out *w = user;
    w->q.one = q->one;
    w->q.other = q->other;
    return ent_store_pairs(db->store, &w->q, export_once, w, &db->e->err);
}

/* Pair after pair of two alliances, or of one with anyone. */
static int export_alliance(way_out *w)
{
    ent_store_query q = w->q;
    const char *one = q.one ? q.one : q.other, *other = q.one ? q.other : NULL;
    int rc = ent_each_pair(w->db, one, other, &q, export_member, w);
    ent_map_free(&w->done);
    ent_arena_free(&w->arena);
    return rc;
}

int ent_data_export(ent_db *db, const ent_query *q, const ent_data *d, ent_write_fn write,
                    void *user, ent_data_count *count)
{
    way_out w = {.db = db, .accounts = d->accounts != 0, .write = write, .user = user};
    w.q = (ent_store_query){.from = ENT_DAY_NONE, .to = ENT_DAY_NONE};
    if (q) {
        w.q = (ent_store_query){q->one, q->other, q->doc, q->id, q->from, q->to, q->limit};
    }
    int rc = open_export(&w.x, db->e, d);
    if (rc < 0) {
        return rc;
    }
    if (ent_several(&w.q)) {
        rc = export_alliance(&w);
    } else {
        rc = export_sums(&w);
        rc = rc <= 0 ? rc : ent_store_pairs(db->store, &w.q, export_pair, &w, &db->e->err);
    }
    return finish(db->e, w.x, rc, write, user, count);
}

const char *ent_data_format(int export, size_t i, const char **title)
{
    size_t n;
    if (export) {
        const ent_export_format *f = ent_export_formats(&n);
        *title = i < n ? f[i].title : NULL;
        return i < n ? f[i].name : NULL;
    }
    const ent_import_format *f = ent_import_formats(&n);
    *title = i < n ? f[i].title : NULL;
    return i < n ? f[i].name : NULL;
}

/* -- compare -------------------------------------------------------------------------------------
 */

int ent_compare(ent *e, const ent_accounts *a, const char *const *docs, size_t doc_count,
                const char *format, ent_write_fn write, void *user)
{
    ent_event_list v = {0};
    ent_buf b = {0};
    ent_reconcile_accounts(e->shared->reconciler, &v, a->list.items, a->list.count);
    int rc = ent_reconcile_compare(e->shared->reconciler, &b, v.items, v.count, a->list.items,
                                   a->list.count, docs, (uint32_t)doc_count, format,
                                   ent_relate_phrases(e->shared->relater), &e->err);
    int sent = ent_hand_over(e, &b, write, user);
    ent_event_list_free(&v);
    return rc < 0 ? rc : sent;
}
