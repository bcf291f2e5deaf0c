/* slice.c: what a commit has to right: pairs, or slices of very busy pairs. In: marks that the
 * writing of rows left. Out: events and rollups of what was touched.
 *
 * A pair of more accounts than the limit is reconciled by years, a year of more by months; what
 * lies in no one year, or in no one month of a cut year, is a slice of its own. ent_reconcile does
 * the same with all the accounts at once (model/account.h), and `check` compares. The table `cut`
 * names the years that are cut, `touched` the slices to right.
 */
#include "store_int.h"

enum { MONTHS = 12 };

uint32_t ent_store_slice_limit(const ent_store *s)
{
    return s->options.slice ? s->options.slice : ENT_SLICE_ACCOUNTS;
}

static int run(ent_store *s, store_sql which, int64_t a, int64_t b, int64_t c, ent_err *err)
{
    int n = sqlite3_bind_parameter_count(ent_store_sql(s, which));
    return ent_store_run(s, which, (int64_t[]){a, b, c}, n, err);
}

int ent_store_touch(ent_store *s, int64_t pair, int64_t day, int64_t last, ent_err *err)
{
    return run(s, SQL_TOUCH, pair, ent_slice_year((int32_t)day, (int32_t)last),
               ent_slice_month((int32_t)day, (int32_t)last), err);
}

/* -- rollups --------------------------------------------------------------------------------- */

enum { WAYS = STORE_WAYS * STORE_STATUSES };

/* The sums of a span of periods, a way each. */
static int sums_of(ent_store *s, store_sql which, int64_t pair, int64_t from, int64_t to,
                   store_sum out[WAYS], ent_arena *a, ent_err *err)
{
    memset(out, 0, WAYS * sizeof *out);
    sqlite3_stmt *st = ent_store_sql(s, which);
    sqlite3_bind_int64(st, 1, pair);
    sqlite3_bind_int64(st, 2, from);
    sqlite3_bind_int64(st, 3, to);
    int rc;
    while ((rc = ent_store_step(s, st, err)) == 1) {
        store_sum one;
        rc = ent_store_read_sum(s, &one, st, a, err);
        if (rc < 0) {
            break;
        }
        if (one.way >= 0 && one.way < WAYS) {
            ent_store_add_sum(&out[one.way], &one, 1, a);
        }
    }
    return rc;
}

/* A cut year is the sum of its months and of what lies in no one of them. */
static int write_cut_year(ent_store *s, int64_t pair, const store_slice *p, const store_block *b,
                          ent_err *err)
{
    int64_t first = (int64_t)p->year * 12, last = first + MONTHS - 1;
    store_sum year[WAYS] = {{0}}, months[WAYS] = {{0}}, rest[WAYS] = {{0}};
    ent_arena a = {0};
    int rc = sums_of(s, SQL_YEAR_SUMS, pair, p->year, p->year, year, &a, err);
    rc = rc < 0 ? rc : sums_of(s, SQL_MONTH_SUMS, pair, first, last, months, &a, err);
    bool wide = p->month == ENT_SLICE_NONE;
    for (int k = 0; k < WAYS && !wide && rc >= 0; k++) {
        rest[k] = year[k];
        ent_store_add_sum(&rest[k], &months[k], -1, &a);
    }
    for (uint32_t i = 0; i < b->year_count && wide; i++) {
        ent_store_add_sum(&rest[b->years[i].way], &b->years[i], 1, &a);
    }
    if (!wide) {
        rc = rc < 0 ? rc : run(s, SQL_MONTH_DROP, pair, p->month, p->month, err);
        rc = rc < 0 ? rc : ent_store_write_sums(s, pair, true, b->months, b->month_count, err);
        rc = rc < 0 ? rc : ent_store_write_late(s, err);
        rc = rc < 0 ? rc : sums_of(s, SQL_MONTH_SUMS, pair, first, last, months, &a, err);
    }
    rc = rc < 0 ? rc : run(s, SQL_YEAR_DROP, pair, p->year, p->year, err);
    for (int k = 0; k < WAYS && rc >= 0; k++) {
        ent_store_add_sum(&rest[k], &months[k], 1, &a);
        rest[k].period = p->year;
        rest[k].way = k;
        if (rest[k].events) {
            rc = ent_store_write_sums(s, pair, false, &rest[k], 1, err);
        }
    }
    ent_arena_free(&a);
    return rc;
}

static int write_sums(ent_store *s, int64_t pair, const store_slice *p, const store_block *b,
                      ent_err *err)
{
    if (p->cut) {
        return write_cut_year(s, pair, p, b, err);
    }
    int64_t from = INT64_MIN, to = INT64_MAX, first = INT64_MIN, last = INT64_MAX;
    if (!p->whole) {
        bool none = p->year == ENT_SLICE_NONE;
        from = to = none ? STORE_NO_PERIOD : p->year;
        first = none ? 1 : (int64_t)p->year * 12; /* of months there are none */
        last = none ? 0 : first + MONTHS - 1;
    }
    int rc = p->fresh ? 0 : run(s, SQL_MONTH_DROP, pair, first, last, err);
    rc = rc < 0 || p->fresh ? rc : run(s, SQL_YEAR_DROP, pair, from, to, err);
    rc = rc < 0 ? rc : ent_store_write_sums(s, pair, true, b->months, b->month_count, err);
    return rc < 0 ? rc : ent_store_write_sums(s, pair, false, b->years, b->year_count, err);
}

/* -- righting -------------------------------------------------------------------------------- */

static int64_t right_slice(ent_store *s, int64_t pair, const store_slice *p, ent_err *err)
{
    store_block b = {0};
    int rc = ent_store_load_block(s, &b, pair, p, err);
    int64_t touched = rc < 0 ? rc : ent_store_write_events(s, &b, pair, p, err);
    int64_t claims = touched < 0 ? touched : ent_store_write_claims(s, &b, pair, p, err);
    rc = claims < 0 ? (int)claims : write_sums(s, pair, p, &b, err);
    touched += claims;
    if (rc >= 0 && !p->whole) {
        rc = ent_store_write_late(s, err); /* the next slice of the pair reads, and drops */
    }
    touched += b.month_count + b.year_count + 1;
    ent_store_free_block(&b);
    return rc < 0 ? rc : touched;
}

/* A pair that has become busy: all its years are to be righted, what it had is dropped. */
static int64_t begin_slices(ent_store *s, int64_t pair, ent_err *err)
{
    int rc = ent_store_write_late(s, err); /* of pairs before: it is read and dropped below */
    rc = rc < 0 ? rc : run(s, SQL_EVENT_CLEAR, pair, 0, 0, err);
    int64_t dropped = sqlite3_changes(s->db), day = (int64_t)ENT_DAY_NONE + 1;
    rc = rc < 0 ? rc : run(s, SQL_ASKED_PAIR, pair, 0, 0, err);
    rc = rc < 0 ? rc : run(s, SQL_CLAIM_CLEAR, pair, 0, 0, err); /* of years without accounts too */
    rc = rc < 0 ? rc : run(s, SQL_MONTH_DROP, pair, INT64_MIN, INT64_MAX, err);
    rc = rc < 0 ? rc : run(s, SQL_YEAR_DROP, pair, INT64_MIN, INT64_MAX, err);
    rc = rc < 0 ? rc : run(s, SQL_TOUCH, pair, ENT_SLICE_NONE, ENT_SLICE_NONE, err);
    while (rc >= 0) {
        sqlite3_stmt *st = ent_store_sql(s, SQL_ACC_NEXT_DAY);
        sqlite3_bind_int64(st, 1, pair);
        sqlite3_bind_int64(st, 2, day);
        rc = ent_store_step(s, st, err);
        bool none = rc < 1 || sqlite3_column_type(st, 0) == SQLITE_NULL;
        int y = 0, m, d;
        if (!none) {
            ent_day_split((int32_t)sqlite3_column_int64(st, 0), &y, &m, &d);
        }
        sqlite3_reset(st);
        if (none) {
            break;
        }
        rc = run(s, SQL_TOUCH, pair, y, ENT_SLICE_NONE, err);
        day = (int64_t)ent_day_ymd(y, 12, 31) + 1;
    }
    rc = rc < 0 ? rc : run(s, SQL_PAIR_SLICE, pair, 1, 0, err);
    return rc < 0 ? rc : dropped + 1;
}

static int many_in_year(ent_store *s, int64_t pair, const store_slice *p, ent_err *err)
{
    int32_t from, to;
    ent_store_slice_days(p, &from, &to);
    sqlite3_stmt *st = ent_store_sql(s, SQL_ACC_COUNT);
    sqlite3_bind_int64(st, 1, pair);
    sqlite3_bind_int64(st, 2, from);
    sqlite3_bind_int64(st, 3, to);
    sqlite3_bind_int64(st, 4, (int64_t)ent_store_slice_limit(s) + 1);
    int rc = ent_store_step(s, st, err);
    int64_t n = rc == 1 ? sqlite3_column_int64(st, 0) : 0;
    sqlite3_reset(st);
    return rc < 0 ? rc : n > ent_store_slice_limit(s);
}

/* One touched slice: the year whole, or a month of it, as the number of its accounts asks for. */
static int64_t right_touched(ent_store *s, int64_t pair, int32_t year, int32_t month, ent_err *err)
{
    store_slice p = {.year = year, .month = month};
    int rc = 0;
    if (year != ENT_SLICE_NONE) {
        rc = many_in_year(s, pair, &p, err);
        p.cut = rc == 1;
        int had = rc < 0 ? rc : run(s, SQL_CUT_HAS, pair, year, 0, err);
        rc = had;
        if (p.cut && had == 0) { /* all its months, from now on */
            rc = run(s, SQL_CUT_ADD, pair, year, 0, err);
            for (int m = 0; m < MONTHS && rc >= 0; m++) {
                rc = run(s, SQL_TOUCH, pair, year, year * 12 + m, err);
            }
            rc = rc < 0 ? rc : run(s, SQL_TOUCH, pair, year, ENT_SLICE_NONE, err);
        } else if (!p.cut && had == 1) {
            rc = run(s, SQL_CUT_DROP, pair, year, 0, err);
        }
    }
    int64_t touched = rc < 0 ? rc : right_slice(s, pair, &p, err);
    rc = touched < 0 ? (int)touched
         : p.cut     ? run(s, SQL_TOUCH_DROP, pair, year, month, err)
                     : run(s, SQL_TOUCH_DROP_YEAR, pair, year, 0, err);
    return rc < 0 ? rc : touched + 1;
}

static int forget_slices(ent_store *s, int64_t pair, ent_err *err)
{
    char text[120];
    snprintf(text, sizeof text,
             "DELETE FROM touched WHERE pair=%lld; DELETE FROM cut WHERE pair=%lld",
             (long long)pair, (long long)pair);
    int rc = ent_store_exec(s, text, err);
    return rc < 0 ? rc : run(s, SQL_PAIR_SLICE, pair, 0, 0, err);
}

int64_t ent_store_right(ent_store *s, int64_t pair, ent_err *err)
{
    sqlite3_stmt *st = ent_store_sql(s, SQL_PAIR_GET);
    sqlite3_bind_int64(st, 1, pair);
    int rc = ent_store_step(s, st, err);
    bool busy = rc == 1 && sqlite3_column_int64(st, 4) > ent_store_slice_limit(s);
    bool sliced = rc == 1 && sqlite3_column_int64(st, PAIR_SLICED) != 0;
    bool fresh = rc == 1 && !sliced && sqlite3_column_int64(st, PAIR_DIRTY) == PAIR_FRESH;
    sqlite3_reset(st);
    if (rc < 0) {
        return rc;
    }
    int64_t touched = 0;
    if (busy && !sliced) {
        return begin_slices(s, pair, err);
    }
    if (busy) {
        st = ent_store_sql(s, SQL_TOUCH_NEXT);
        sqlite3_bind_int64(st, 1, pair);
        rc = ent_store_step(s, st, err);
        int32_t year = (int32_t)sqlite3_column_int64(st, 0);
        int32_t month = (int32_t)sqlite3_column_int64(st, 1);
        sqlite3_reset(st);
        if (rc != 0) {
            return rc < 0 ? rc : right_touched(s, pair, year, month, err);
        }
    } else {
        rc = sliced ? forget_slices(s, pair, err) : 0;
        touched =
            rc < 0 ? rc : right_slice(s, pair, &(store_slice){.whole = true, .fresh = fresh}, err);
    }
    rc = touched < 0 ? (int)touched : run(s, SQL_PAIR_CLEAN, pair, 0, 0, err);
    return rc < 0 ? rc : touched + 1;
}
