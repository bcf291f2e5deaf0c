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

static void period_days(int64_t period, bool by_year, ent_date *d)
{
    int y = (int)(by_year ? period : (period >= 0 ? period : period - 11) / 12);
    int m = by_year ? 1 : (int)(period - (int64_t)y * 12) + 1;
    d->start = d->end = ENT_DAY_NONE;
    if (period != STORE_NO_PERIOD) {
        d->start = ent_day_ymd(y, m, 1);
        d->end = by_year ? ent_day_ymd(y, 12, 31) : d->start + ent_month_days(y, m) - 1;
    }
}

typedef struct tour {
    ent_store *s;
    store_window w;
    bool by_year;
    ent_store_sum_visit call;
    void *user;
    ent_arena arena; /* of one row */
} tour;

/* Hands on one row of a rollup. */
static int visit(tour *t, const char *one, const char *other, const store_sum *sum)
{
    ent_store_sum out = {.one = one,
                         .other = other,
                         .way = (ent_store_way)(sum->way % STORE_WAYS),
                         .status = (ent_status)(sum->way / STORE_WAYS),
                         .events = (uint32_t)sum->events,
                         .accounts = (uint32_t)sum->accounts,
                         .goldstein_sum = (double)sum->goldstein / 1000,
                         .top_day = (int32_t)sum->top_day,
                         .top_weight = (double)sum->top_weight / 1000};
    period_days(sum->period, t->by_year, &out.period);
    if (!ent_store_in_window(&t->w, out.period.start, out.period.end)) {
        return 0;
    }
    for (int k = 1; k <= 4; k++) {
        out.quad[k] = (uint32_t)sum->quad[k];
    }
    snprintf(out.top, sizeof out.top, "e%016llx", (unsigned long long)sum->top);
    ent_tally *kinds = ent_arena_zalloc(&t->arena, (size_t)sum->kind_count + 1, sizeof *kinds);
    bool back = out.way == ENT_STORE_BACK;
    for (uint32_t i = 0; i < sum->kind_count; i++) {
        ent_event *e = &kinds[out.kind_count].like;
        e->date = out.period;
        e->source.code = e->source.state = back ? other : one;
        e->target.code = e->target.state = back ? one : other;
        e->symmetric = out.way == ENT_STORE_BOTH;
        e->status = out.status;
        kinds[out.kind_count].events = (uint32_t)sum->kinds[i].events;
        kinds[out.kind_count].accounts = (uint32_t)sum->kinds[i].accounts;
        out.kind_count += ent_store_kind_of(&sum->kinds[i], e, &t->arena);
    }
    out.kinds = kinds;
    return t->call(t->user, &out);
}

static int visit_row(tour *t, const char *one, const char *other, sqlite3_stmt *st, ent_err *err)
{
    store_sum sum;
    ent_arena_reset(&t->arena);
    int rc = ent_store_read_sum(t->s, &sum, st, &t->arena, err);
    return rc < 0 ? rc : visit(t, one, other, &sum);
}

static int course_of(tour *t, const store_pair_ref *p, sqlite3_stmt *st, ent_err *err)
{
    int rc;
    if (p->dirty) {
        store_block b = {0};
        rc = ent_store_load_block(t->s, &b, p->id, NULL, err);
        store_sum *list = t->by_year ? b.years : b.months;
        for (uint32_t i = 0; rc == 0 && i < (t->by_year ? b.year_count : b.month_count); i++) {
            ent_arena_reset(&t->arena);
            rc = visit(t, p->one, p->other, &list[i]);
        }
        ent_store_free_block(&b);
        return rc;
    }
    sqlite3_reset(st);
    sqlite3_bind_int64(st, 1, p->id);
    while ((rc = ent_store_step(t->s, st, err)) == 1) {
        rc = visit_row(t, p->one, p->other, st, err);
        if (rc) {
            break;
        }
    }
    return rc;
}

/* All pairs in a span of years: by the index on the year, without asking pair after pair. */
static int network(tour *t, ent_err *err)
{
    int y1, y2, m, d, rc;
    sqlite3_stmt *st = NULL;
    store_pair_list dirty = {0};
    ent_day_split((int32_t)t->w.from, &y1, &m, &d);
    ent_day_split((int32_t)t->w.to, &y2, &m, &d);
    if (sqlite3_prepare_v2(t->s->db,
                           STORE_SUM_OF_YEAR
                           ",one,other FROM year INDEXED BY year_period JOIN "
                           "pair ON pair.id=year.pair WHERE period BETWEEN ?1 AND ?2 AND dirty=0",
                           -1, &st, NULL) != SQLITE_OK) {
        return ent_store_fail(t->s, err);
    }
    sqlite3_bind_int64(st, 1, y1);
    sqlite3_bind_int64(st, 2, y2);
    while ((rc = ent_store_step(t->s, st, err)) == 1) {
        rc = visit_row(t, ent_store_text(st, 13), ent_store_text(st, 14), st, err);
        if (rc) {
            break;
        }
    }
    sqlite3_finalize(st);
    st = NULL;
    if (rc == 0 && sqlite3_prepare_v2(t->s->db,
                                      "SELECT id,block,one,other,dirty FROM pair WHERE dirty ORDER "
                                      "BY block",
                                      -1, &st, NULL) != SQLITE_OK) {
        rc = ent_store_fail(t->s, err);
    }
    rc = rc ? rc : ent_store_collect(&dirty, t->s, st, err);
    sqlite3_finalize(st);
    for (uint32_t i = 0; i < dirty.count && rc == 0; i++) {
        rc = course_of(t, &dirty.items[i], NULL, err);
    }
    ent_arena_free(&dirty.arena);
    return rc;
}

int ent_store_each_sum(ent_store *s, const ent_store_query *q, bool by_year,
                       ent_store_sum_visit call, void *user, ent_err *err)
{
    tour t = {s, ent_store_window_of(q), by_year, call, user, {0}};
    store_pair_list l = {0};
    sqlite3_stmt *st = NULL;
    bool own;
    int rc = ent_store_begin_read(s, &own, err);
    if (rc >= 0 && by_year && !q->one && !q->other && !t.w.any) {
        rc = network(&t, err);
    } else if (rc >= 0) {
        rc = ent_store_find_pairs(&l, s, q, err);
        const char *text = by_year ? STORE_SUM_OF_YEAR " FROM year WHERE pair=?1"
                                   : STORE_SUM_OF_MONTH " FROM month WHERE pair=?1";
        if (rc >= 0 && sqlite3_prepare_v2(s->db, text, -1, &st, NULL) != SQLITE_OK) {
            rc = ent_store_fail(s, err);
        }
    }
    for (uint32_t i = 0; i < l.count && rc == 0; i++) {
        rc = course_of(&t, &l.items[i], st, err);
    }
    sqlite3_finalize(st);
    ent_store_end_read(s, own);
    ent_arena_free(&l.arena);
    ent_arena_free(&t.arena);
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

/* Of rows of one pair and period the statuses stand apart: what was done alone is kept. */
static int keep_period(void *user, const ent_store_sum *x)
{
    ent_store_course *out = user;
    if (x->status != ENT_STATUS_ASSERTED || x->period.start == ENT_DAY_NONE) {
        return 0;
    }
    ent_store_period *p = ENT_PUSH(&out->arena, out->items, out->count, out->cap);
    *p = (ent_store_period){.one = ent_arena_str(&out->arena, x->one),
                            .other = ent_arena_str(&out->arena, x->other),
                            .from = x->period.start,
                            .to = x->period.end,
                            .way = x->way,
                            .events = x->events,
                            .accounts = x->accounts,
                            .goldstein_sum = x->goldstein_sum};
    memcpy(p->quad, x->quad, sizeof p->quad);
    return 0;
}

int ent_store_rollup(ent_store_course *out, ent_store *s, const ent_store_query *q, bool by_year,
                     ent_err *err)
{
    uint32_t first = out->count;
    int rc = ent_store_each_sum(s, q, by_year, keep_period, out, err);
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
