/* test_real.c: turning points on series that are drawn as real event data look (real.h): found
 * within a period of the break, false ones, and alarms on two kinds of shuffles: whole periods in
 * another order, and every event on a day of its own. Prints the figures that README quotes. */
#include "real.h"

#include <setjmp.h>
#include <cmocka.h>

#define DRAWS 2

typedef struct tally {
    int breaks, found, claimed, right, shuffled, alarms, quiet, false_quiet;
} tally;

static bool near_one(int32_t day, const int32_t *days, int n, const real *k)
{
    for (int i = 0; i < n; i++) {
        if (known_apart(day, days[i], k->by) <= k->tolerance) {
            return true;
        }
    }
    return false;
}

static void count(tally *t, const ent_series *s, const int32_t *breaks, int n, const real *k)
{
    int32_t claimed[64];
    int m = 0;
    for (uint32_t i = 0; i < s->turn_count && m < 64; i++) {
        if (s->turns[i].claimed) {
            claimed[m++] = s->turns[i].day;
            t->right += near_one(s->turns[i].day, breaks, n, k);
        }
    }
    t->claimed += m;
    for (int i = 0; i < n; i++) {
        bool found = near_one(breaks[i], claimed, m, k);
        t->found += found;
        if (!found) {
            char day[16];
            print_message("  %s: the break of %s was not found\n", k->name,
                          ent_day_format(breaks[i], day));
        }
    }
    t->breaks += n;
    t->quiet += n == 0;
    t->false_quiet += n == 0 && m > 0;
}

static void alarm_of(maker *m, tally *t, const ent_relate_options *o)
{
    ent_series *s = maker_series(m, o);
    t->alarms += maker_claims(s) > 0;
    t->shuffled++;
    ent_series_destroy(s);
}

static void real_series(void **state)
{
    maker *m = *state;
    tally t = {0};
    for (size_t i = 0; i < ENT_COUNT(reals); i++) {
        const real *k = &reals[i];
        for (uint64_t r = 0; r < DRAWS && k->drift != 1; r++) {
            int32_t breaks[8], first, last;
            m->random = 104729 * (i * 1000 + r + 1);
            int n = real_draw(m, k, breaks, &first, &last);
            ent_relate_options o = {.one = "AAA",
                                    .other = "BBB",
                                    .by = k->by,
                                    .measure = k->measure,
                                    .from = first,
                                    .to = last};
            ent_series *s = maker_series(m, &o);
            count(&t, s, breaks, n, k);
            ent_series_destroy(s);
            known_shuffle(m, k->by, first, last);
            alarm_of(m, &t, &o);
            real_scatter(m, first, last);
            alarm_of(m, &t, &o);
        }
    }
    print_message("real: %zu series, %d breaks, recall %.3f, precision %.3f; %d of %d without a "
                  "break have one; %d shuffled, alarms %.3f\n",
                  ENT_COUNT(reals), t.breaks, (double)t.found / t.breaks,
                  (double)t.right / t.claimed, t.false_quiet, t.quiet, t.shuffled,
                  (double)t.alarms / t.shuffled);
    assert_true(t.found >= 0.93 * t.breaks);
    assert_true(t.right >= 0.93 * t.claimed);
    assert_true(t.false_quiet <= 0.1 * t.quiet);
    assert_true(t.alarms <= 0.05 * t.shuffled);
}

/* The days of the events change hands: volume stays as it was, and who did what when is gone. Where
 * the measure is of cooperation against conflict there is nothing left to turn. */
static void days_change_hands(void **state)
{
    maker *m = *state;
    int alarms = 0, n = 0;
    for (size_t i = 0; i < ENT_COUNT(reals); i++) {
        const real *k = &reals[i];
        int32_t breaks[8], first, last;
        if (k->measure || k->part[0].rate < 1) { /* the walk has tests of its own */
            continue;
        }
        m->random = 104729 * (i * 1000 + 7);
        real_draw(m, k, breaks, &first, &last);
        real_shuffle_dates(m);
        ent_relate_options o = {
            .one = "AAA", .other = "BBB", .by = k->by, .from = first, .to = last};
        ent_series *s = maker_series(m, &o);
        alarms += maker_claims(s) > 0;
        n++;
        ent_series_destroy(s);
    }
    print_message("days change hands: %d alarms in %d series\n", alarms, n);
    assert_true(alarms <= 0.07 * n);
}

/* A war of one period among years of quiet: found by its acts, and not where they change hands. */
static void wars_of_one_period(void **state)
{
    maker *m = *state;
    tally t = {0};
    for (size_t i = 0; i < ENT_COUNT(lone_wars); i++) {
        const real *k = &lone_wars[i];
        for (uint64_t r = 0; r < 4; r++) {
            int32_t breaks[8], first, last;
            m->random = 104729 * (i * 1000 + r + 1);
            int n = real_draw(m, k, breaks, &first, &last);
            ent_relate_options o = {
                .one = "AAA", .other = "BBB", .by = k->by, .from = first, .to = last};
            ent_series *s = maker_series(m, &o);
            count(&t, s, breaks, n, k);
            ent_series_destroy(s);
            real_shuffle_dates(m);
            alarm_of(m, &t, &o);
            real_scatter(m, first, last);
            alarm_of(m, &t, &o);
        }
    }
    print_message("wars of a period: %d breaks, recall %.3f, precision %.3f; %d shuffled, alarms "
                  "%.3f\n",
                  t.breaks, (double)t.found / t.breaks, (double)t.right / t.claimed, t.shuffled,
                  (double)t.alarms / t.shuffled);
    assert_true(t.found >= 0.7 * t.breaks);
    assert_true(t.right >= 0.9 * t.claimed);
    assert_true(t.alarms <= 0.05 * t.shuffled);
}

/* Rows without a code's value: every measure stands, and claims nothing of nothing. */
static void without_values(void **state)
{
    maker *m = *state;
    int32_t breaks[8], first, last;
    m->random = 11;
    real_draw(m, &reals[3], breaks, &first, &last);
    for (uint32_t i = 0; i < m->l.count; i++) {
        m->l.items[i].goldstein = NAN;
        m->l.items[i].quad = 0;
        m->l.items[i].plover_event = NULL;
    }
    static const char *const measures[] = {
        "goldstein", "goldstein_mean", "cooperation", "conflict",
        "net",       "logodds",        "plover",      "plover_mean"};
    for (size_t i = 0; i < ENT_COUNT(measures); i++) {
        ent_relate_options o = {.one = "AAA",
                                .other = "BBB",
                                .by = ENT_BY_MONTH,
                                .measure = measures[i],
                                .from = first,
                                .to = last};
        ent_series *s = maker_series(m, &o);
        assert_non_null(s);
        assert_int_equal(maker_claims(s), 0);
        ent_series_destroy(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_series), cmocka_unit_test(days_change_hands),
        cmocka_unit_test(wars_of_one_period), cmocka_unit_test(without_values)};
    return cmocka_run_group_tests(tests, maker_up, maker_down);
}
