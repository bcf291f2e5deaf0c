/* test_period.c: calendar periods, placing, measures, and what is refused. */
#include "make.h"

#include <setjmp.h>
#include <cmocka.h>

static const ent_relate_options plain = {
    .one = "CUB", .other = "CHN", .by = ENT_BY_MONTH, .from = ENT_DAY_NONE, .to = ENT_DAY_NONE};

static void labels(void **state)
{
    (void)state;
    char b[24];
    int32_t d = ent_day_parse("1990-08-02");
    assert_string_equal(ent_period_label(d, ENT_BY_YEAR, b), "1990");
    assert_string_equal(ent_period_label(d, ENT_BY_QUARTER, b), "1990-Q3");
    assert_string_equal(ent_period_label(d, ENT_BY_MONTH, b), "1990-08");
    assert_string_equal(ent_period_label(d, ENT_BY_WEEK, b), "1990-W31");
    assert_string_equal(ent_period_label(ent_day_parse("2021-01-03"), ENT_BY_WEEK, b), "2020-W53");
    assert_string_equal(ent_period_label(ent_day_parse("-0431-03-01"), ENT_BY_YEAR, b), "-0431");
    for (int u = ENT_BY_DAY; u <= ENT_BY_YEAR; u++) {
        for (int32_t n = -40000; n < 40000; n += 13) {
            int32_t a = ent_period_start(n, (ent_period_unit)u);
            int32_t next = ent_period_next(a, (ent_period_unit)u);
            assert_true(a <= n && n < next);
            assert_int_equal(ent_period_start(next, (ent_period_unit)u), next);
        }
    }
}

static void measures(void **state)
{
    maker *m = *state;
    maker_clear(m);
    maker_event(m, "CUB", "CHN", "057", "1990-01-05"); /* +8 */
    maker_event(m, "CHN", "CUB", "111", "1990-01-06"); /* -2 */
    maker_event(m, "CUB", "CHN", "040", "1990-03-01"); /* +1 */
    maker_event(m, "CUB", "FRA", "190", "1990-02-01"); /* another pair */
    maker_event(m, "CUB", "CHN", "190", "1990-02-01")->status = ENT_STATUS_PLANNED;
    maker_event(m, "CUB", "CHN", "042", "1990-02-01")->date =
        (ent_date){.start = ENT_DAY_NONE, .end = ENT_DAY_NONE};
    /* the year alone: a span */
    maker_days(m, "CUB", "CHN", "071", ent_day_parse("1990-01-01"), ent_day_parse("1990-12-31"));
    ent_relate_options o = plain;
    ent_series *s = maker_series(m, &o);
    assert_int_equal(s->period_count, 3);
    const ent_period *p = s->periods;
    assert_int_equal(p[0].n, 2);
    assert_int_equal(p[0].quad[1], 1);
    assert_int_equal(p[0].quad[3], 1);
    assert_true(fabs(p[0].value - 6) < 1e-9);
    assert_true(fabs(p[0].goldstein_mean - 3) < 1e-9);
    assert_true(fabs(p[0].cooperation - log(9)) < 1e-9);
    assert_true(fabs(p[0].conflict - log(3)) < 1e-9);
    assert_true(fabs(p[0].net - 0.6) < 1e-9);
    assert_true(fabs(p[0].logodds - 0) < 1e-9);
    assert_true(fabs(p[0].logodds_se - sqrt(2 / 1.5)) < 1e-9);
    assert_true(p[1].n == 0 && p[1].value == 0 && isnan(p[1].goldstein_mean));
    assert_true(isnan(p[1].net) && isnan(p[1].logodds));
    assert_int_equal(s->undated_count, 1);
    assert_int_equal(s->apart_count, 1);
    assert_int_equal(s->span_count, 1);
    assert_non_null(s->note);
    ent_series_destroy(s);
    o.spread = true;
    s = maker_series(m, &o);
    assert_int_equal(s->period_count, 12);
    assert_int_equal(s->periods[0].n, 2);
    assert_true(fabs(s->periods[11].value - 7.4 * 31 / 365) < 1e-9);
    ent_series_destroy(s);
    o.spread = false;
    o.directed = true;
    s = maker_series(m, &o);
    assert_int_equal(s->periods[0].n, 1);
    ent_series_destroy(s);
    o = plain;
    o.other = NULL;
    s = maker_series(m, &o);
    assert_int_equal(s->periods[1].n, 1);
    ent_series_destroy(s);
    o.other = "CHN+FRA";
    s = maker_series(m, &o);
    assert_int_equal(s->periods[1].n, 1);
    ent_series_destroy(s);
}

static void refused(void **state)
{
    maker *m = *state;
    ent_series *s = NULL;
    ent_err err;
    ent_relate_options o = plain;
    o.other = "CUB";
    assert_int_equal(ent_relate_series(&s, m->relater, NULL, 0, NULL, 0, &o, &err), ENT_EUSAGE);
    o = plain;
    o.measure = "warmth";
    assert_int_equal(ent_relate_series(&s, m->relater, NULL, 0, NULL, 0, &o, &err), ENT_EUSAGE);
    o = plain;
    o.from = 10;
    o.to = 1;
    assert_int_equal(ent_relate_series(&s, m->relater, NULL, 0, NULL, 0, &o, &err), ENT_EUSAGE);
    o = plain;
    o.one = "+";
    assert_int_equal(ent_relate_series(&s, m->relater, NULL, 0, NULL, 0, &o, &err), ENT_EUSAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(labels), cmocka_unit_test(measures),
                                       cmocka_unit_test(refused)};
    return cmocka_run_group_tests(tests, maker_up, maker_down);
}
