/* course.c: courses of dyads from the rollups, the network of a span of years, documents, counts.
 * In: a query. Out: lists. Every call sees one commit; a pair that is not righted yet is summed up
 * on the way out. */
#include "query_int.h"

/* -- rollups --------------------------------------------------------------------------------- */

void ent_store_course_free(ent_store_course *c)
{
    if (c) {
        ent_arena_free(&c->arena);
        memset(c, 0, sizeof *c);
    }
}

static void period_days(int64_t period, bool by_year, ent_store_period *p)
{
    int y = (int)(by_year ? period : (period >= 0 ? period : period - 11) / 12);
    int m = by_year ? 1 : (int)(period - (int64_t)y * 12) + 1;
    p->from = ent_day_ymd(y, m, 1);
    p->to = by_year ? ent_day_ymd(y, 12, 31) : p->from + ent_month_days(y, m) - 1;
}

static void add_period(ent_store_course *out, const char *one, const char *other, bool by_year,
                       const store_sum *sum, const store_window *w)
{
    ent_store_period p = {.one = one, .other = other};
    if (sum->period == STORE_NO_PERIOD) {
        return;
    }
    period_days(sum->period, by_year, &p);
    if (!ent_store_in_window(w, p.from, p.to)) {
        return;
    }
    p.way = (ent_store_way)sum->way;
    p.events = (uint32_t)sum->events;
    p.accounts = (uint32_t)sum->accounts;
    for (int k = 1; k <= 4; k++) {
        p.quad[k] = (uint32_t)sum->quad[k];
    }
    p.goldstein_sum = (double)sum->goldstein / 1000;
    *ENT_PUSH(&out->arena, out->items, out->count, out->cap) = p;
}

static void read_sum(store_sum *sum, sqlite3_stmt *st)
{
    *sum = (store_sum){.period = sqlite3_column_int64(st, 0),
                       .way = sqlite3_column_int(st, 1),
                       .events = sqlite3_column_int64(st, 2),
                       .accounts = sqlite3_column_int64(st, 3),
                       .goldstein = sqlite3_column_int64(st, 8)};
    for (int k = 1; k <= 4; k++) {
        sum->quad[k] = sqlite3_column_int64(st, 3 + k);
    }
}

#define SUM_COLUMNS "period,way,events,accounts,q1,q2,q3,q4,goldstein"
#define YEAR_COLUMNS "period,way,events,year.accounts,q1,q2,q3,q4,goldstein"

static int course_of(ent_store_course *out, ent_store *s, const store_pair_ref *p, bool by_year,
                     sqlite3_stmt *st, const store_window *w, ent_err *err)
{
    const char *one = ent_arena_str(&out->arena, p->one);
    const char *other = ent_arena_str(&out->arena, p->other);
    int rc;
    if (p->dirty) {
        store_block b = {0};
        rc = ent_store_load_block(s, &b, p->id, NULL, err);
        store_sum *list = by_year ? b.years : b.months;
        for (uint32_t i = 0; rc >= 0 && i < (by_year ? b.year_count : b.month_count); i++) {
            add_period(out, one, other, by_year, &list[i], w);
        }
        ent_store_free_block(&b);
        return rc;
    }
    sqlite3_reset(st);
    sqlite3_bind_int64(st, 1, p->id);
    while ((rc = ent_store_step(s, st, err)) == 1) {
        store_sum sum;
        read_sum(&sum, st);
        add_period(out, one, other, by_year, &sum, w);
    }
    return rc;
}

/* All pairs in a span of years: by the index on the year, without asking pair after pair. */
static int network(ent_store_course *out, ent_store *s, const store_window *w, ent_err *err)
{
    int y1, y2, m, d, rc;
    sqlite3_stmt *st = NULL;
    store_pair_list dirty = {0};
    ent_day_split((int32_t)w->from, &y1, &m, &d);
    ent_day_split((int32_t)w->to, &y2, &m, &d);
    if (sqlite3_prepare_v2(s->db,
                           "SELECT " YEAR_COLUMNS
                           ",one,other FROM year INDEXED BY year_period JOIN "
                           "pair ON pair.id=year.pair WHERE period BETWEEN ?1 AND ?2 AND dirty=0",
                           -1, &st, NULL) != SQLITE_OK) {
        return ent_store_fail(s, err);
    }
    sqlite3_bind_int64(st, 1, y1);
    sqlite3_bind_int64(st, 2, y2);
    while ((rc = ent_store_step(s, st, err)) == 1) {
        store_sum sum;
        read_sum(&sum, st);
        add_period(out, ent_arena_str(&out->arena, (const char *)sqlite3_column_text(st, 9)),
                   ent_arena_str(&out->arena, (const char *)sqlite3_column_text(st, 10)), true,
                   &sum, w);
    }
    sqlite3_finalize(st);
    st = NULL;
    if (rc >= 0 && sqlite3_prepare_v2(s->db,
                                      "SELECT id,block,one,other,dirty FROM pair WHERE dirty ORDER "
                                      "BY block",
                                      -1, &st, NULL) != SQLITE_OK) {
        rc = ent_store_fail(s, err);
    }
    rc = rc < 0 ? rc : ent_store_collect(&dirty, s, st, err);
    sqlite3_finalize(st);
    for (uint32_t i = 0; i < dirty.count && rc >= 0; i++) {
        rc = course_of(out, s, &dirty.items[i], true, NULL, w, err);
    }
    ent_arena_free(&dirty.arena);
    return rc;
}

static int period_order(const void *p, const void *q)
{
    const ent_store_period *x = p, *y = q;
    int c = strcmp(x->one, y->one);
    c = c ? c : strcmp(x->other, y->other);
    if (c) {
        return c;
    }
    return x->from != y->from ? (x->from < y->from ? -1 : 1) : (int)x->way - (int)y->way;
}

int ent_store_rollup(ent_store_course *out, ent_store *s, const ent_store_query *q, bool by_year,
                     ent_err *err)
{
    store_window w = ent_store_window_of(q);
    store_pair_list l = {0};
    sqlite3_stmt *st = NULL;
    uint32_t first = out->count;
    bool own;
    int rc = ent_store_begin_read(s, &own, err);
    bool all = by_year && !q->one && !q->other && !w.any;
    const char *text = by_year ? "SELECT " SUM_COLUMNS " FROM year WHERE pair=?1"
                               : "SELECT " SUM_COLUMNS " FROM month WHERE pair=?1";
    if (all) {
        rc = rc < 0 ? rc : network(out, s, &w, err);
    } else {
        rc = rc < 0 ? rc : ent_store_find_pairs(&l, s, q, err);
        if (rc >= 0 && sqlite3_prepare_v2(s->db, text, -1, &st, NULL) != SQLITE_OK) {
            rc = ent_store_fail(s, err);
        }
    }
    for (uint32_t i = 0; i < l.count && rc >= 0; i++) {
        rc = course_of(out, s, &l.items[i], by_year, st, &w, err);
    }
    sqlite3_finalize(st);
    ent_store_end_read(s, own);
    ent_arena_free(&l.arena);
    if (rc >= 0 && out->count > first) {
        qsort(out->items + first, out->count - first, sizeof *out->items, period_order);
    }
    return rc < 0 ? rc : 0;
}

/* -- documents ------------------------------------------------------------------------------- */

int ent_store_docs(ent_store *s, ent_store_doc_visit call, void *user, ent_err *err)
{
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(s->db, "SELECT name,title,path,accounts FROM doc ORDER BY name", -1, &st,
                           NULL) != SQLITE_OK) {
        return ent_store_fail(s, err);
    }
    int rc;
    while ((rc = ent_store_step(s, st, err)) == 1) {
        ent_store_doc d = {
            (const char *)sqlite3_column_text(st, 0), (const char *)sqlite3_column_text(st, 1),
            (const char *)sqlite3_column_text(st, 2), (uint32_t)sqlite3_column_int64(st, 3)};
        rc = call(user, &d);
        if (rc != 0) {
            break;
        }
    }
    sqlite3_finalize(st);
    return rc;
}

int ent_store_counts(ent_store_count *out, ent_store *s, ent_err *err)
{
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(s->db,
                           "SELECT count(*),total(accounts),(SELECT count(*) FROM pair) FROM doc",
                           -1, &st, NULL) != SQLITE_OK) {
        return ent_store_fail(s, err);
    }
    int rc = ent_store_step(s, st, err);
    if (rc == 1) {
        out->documents = (uint64_t)sqlite3_column_int64(st, 0);
        out->accounts = (uint64_t)sqlite3_column_int64(st, 1);
        out->pairs = (uint64_t)sqlite3_column_int64(st, 2);
    }
    sqlite3_finalize(st);
    return rc < 0 ? rc : 0;
}
