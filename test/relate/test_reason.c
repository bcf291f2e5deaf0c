/* test_reason.c: what explains a turn: acts, stated links, third states, leaders; and nothing where
 * the evidence has nothing. */
#include "make.h"

#include "show/show.h"

#include <setjmp.h>
#include <cmocka.h>

static void story(maker *m)
{
    static const char *const good[] = {"1960-03-01", "1961-05-02", "1962-06-03", "1963-02-04",
                                       "1963-11-05"};
    static const char *const bad[] = {"1965-03-01", "1965-11-02", "1966-06-03", "1967-02-04",
                                      "1968-11-05"};
    maker_clear(m);
    for (size_t i = 0; i < ENT_COUNT(good); i++) {
        maker_event(m, "AAA", "BBB", i % 2 ? "057" : "071", good[i]);
        maker_event(m, "BBB", "AAA", "042", good[i]);
    }
    for (size_t i = 0; i < ENT_COUNT(bad); i++) {
        maker_event(m, "AAA", "BBB", i % 2 ? "163" : "138", bad[i]);
        maker_event(m, "BBB", "AAA", "112", bad[i]);
    }
    /* a third state: friend of both, then enemy of one */
    maker_event(m, "CCC", "AAA", "071", "1964-06-01");
    maker_event(m, "CCC", "AAA", "057", "1964-08-01");
    maker_event(m, "CCC", "BBB", "071", "1964-04-01");
    maker_event(m, "CCC", "BBB", "190", "1965-04-01");
    maker_event(m, "CCC", "BBB", "190", "1965-05-01");
}

static ent_relate_options yearly(void)
{
    return (ent_relate_options){
        .one = "AAA", .other = "BBB", .by = ENT_BY_YEAR, .from = ENT_DAY_NONE, .to = ENT_DAY_NONE};
}

static bool has(const ent_turn *t, ent_reason_kind kind, const char *words)
{
    for (uint32_t i = 0; i < t->reason_count; i++) {
        if (t->reasons[i].kind == kind && strstr(t->reasons[i].sentence, words)) {
            return t->reasons[i].ref_count > 0;
        }
    }
    return false;
}

static void kinds(void **state)
{
    maker *m = *state;
    story(m);
    ent_event *turn = NULL;
    for (uint32_t i = 0; i < m->l.count && !turn; i++) {
        turn = strcmp(m->l.items[i].cameo, "138") == 0 ? &m->l.items[i] : NULL;
    }
    ent_account accounts[2] = {
        {.id = turn->accounts[0], .doc = "letters", .cameo = "138", .evidence = "They quarrelled."},
        {.id = "a00000000000000ff",
         .doc = "letters",
         .cameo = "163",
         .evidence = "A ban came first."},
    };
    accounts[0].date = turn->date;
    accounts[0].source = turn->source;
    accounts[0].target = turn->target;
    accounts[1].date = (ent_date){.start = ENT_DAY_NONE, .end = ENT_DAY_NONE};
    accounts[1].source.state = "DDD";
    accounts[1].target.state = "AAA";
    ent_link link = {ENT_LINK_CAUSE, "a00000000000000ff"};
    accounts[0].links = &link;
    accounts[0].link_count = 1;
    ent_relate_options o = yearly();
    ent_series *s;
    assert_int_equal(
        ent_relate_series(&s, m->relater, m->l.items, m->l.count, accounts, 2, &o, NULL), 0);
    assert_int_equal(maker_claims(s), 1);
    const ent_turn *t = &s->turns[0];
    assert_int_equal(t->day, ent_day_parse("1965-01-01"));
    assert_true(has(t, ENT_REASON_ACT, "threatens"));
    assert_true(has(t, ENT_REASON_LINK, "because"));
    assert_true(has(t, ENT_REASON_THIRD, "CCC"));
    assert_int_equal(s->lane_count, 1);
    ent_buf b = {0};
    ent_show_why(&b, s, ent_day_parse("1965-01-01"));
    assert_non_null(strstr(b.data, "They quarrelled."));
    assert_non_null(strstr(b.data, accounts[1].id));
    ent_buf_free(&b);
    ent_series_destroy(s);
}

static void nothing(void **state)
{
    maker *m = *state;
    maker_clear(m);
    maker_event(m, "AAA", "BBB", "042", "1950-01-01");
    ent_relate_options o = yearly();
    ent_series *s = maker_series(m, &o);
    ent_buf b = {0};
    ent_show_why(&b, s, ent_day_parse("1950-01-01"));
    assert_non_null(strstr(b.data, "no turning point"));
    ent_buf_free(&b);
    ent_series_destroy(s);
}

static void leaders(void **state)
{
    maker *m = *state;
    maker_clear(m);
    for (int y = 1957; y <= 1970; y++) { /* invented acts around a real change of office */
        int32_t d = ent_day_ymd(y, 3, 1);
        maker_days(m, "USA", "SUN", y < 1964 ? "112" : "057", d, d);
        maker_days(m, "SUN", "USA", y < 1964 ? "138" : "042", d + 40, d + 40);
    }
    ent_relate_options o = yearly();
    o.one = "USA";
    o.other = "SUN";
    ent_series *s = maker_series(m, &o);
    assert_true(s->turn_count >= 1);
    assert_true(has(&s->turns[0], ENT_REASON_LEADER, "Brezhnev follows Nikita Khrushchev"));
    ent_series_destroy(s);
}

/* A war that ends within a year: its acts and those of the peace share periods. The peace comes two
 * years after the fighting. */
static void peace(void **state)
{
    static const struct {
        const char *cameo, *day;
    } acts[] = {{"042", "1900-02-01"}, {"057", "1901-05-01"}, {"042", "1902-03-01"},
                {"040", "1903-04-01"}, {"057", "1904-04-01"}, {"190", "1905-03-01"},
                {"193", "1905-04-01"}, {"190", "1905-05-01"}, {"195", "1905-06-01"},
                {"040", "1905-11-01"}, {"057", "1907-11-02"}, {"042", "1908-01-01"},
                {"040", "1909-01-01"}, {"057", "1910-01-01"}};
    maker *m = *state;
    maker_clear(m);
    for (size_t i = 0; i < ENT_COUNT(acts); i++) {
        maker_event(m, i % 2 ? "AAA" : "BBB", i % 2 ? "BBB" : "AAA", acts[i].cameo, acts[i].day);
    }
    ent_relate_options o = yearly();
    ent_series *s = maker_series(m, &o);
    const ent_turn *end = NULL;
    for (uint32_t i = 0; i < s->turn_count; i++) {
        end = strcmp(s->turns[i].from_name, "at war") == 0 ? &s->turns[i] : end;
    }
    assert_non_null(end);
    assert_true(end->before < -5 && end->after > 0); /* though both lie in 1905 */
    assert_true(has(end, ENT_REASON_ACT, "signs an agreement with AAA (1907-11-02)"));
    bool others = false; /* of what was before the war, nothing leads out of it */
    double last = INFINITY;
    for (uint32_t i = 0; i < end->reason_count; i++) {
        const ent_reason *r = &end->reasons[i];
        others |= !r->toward;
        assert_false(r->toward && strstr(r->sentence, "1904"));
        assert_false(others && r->toward); /* what makes peace comes first */
        assert_true(r->weight <= last);
        last = r->weight;
    }
    assert_true(others);
    for (uint32_t i = 0; i < s->phase_count; i++) { /* every name has its act */
        assert_true(s->phases[i].n == 0 || s->phases[i].named);
        assert_int_equal(s->phases[i].n, s->phases[i].coop + s->phases[i].conf);
    }
    ent_buf b = {0};
    ent_show_why(&b, s, ent_day_parse("1907-01-01")); /* no turn there: what is told of it */
    assert_non_null(strstr(b.data, "What is told of the time asked for"));
    ent_buf_free(&b);
    ent_series_destroy(s);
}

/* Reduced relations make a close relation cool; that its other acts are friendly is said. */
static void cool_but_kind(void **state)
{
    maker *m = *state;
    maker_clear(m);
    for (int y = 1950; y < 1960; y++) {
        int32_t d = ent_day_ymd(y, 3, 1);
        maker_days(m, "AAA", "BBB", y % 2 ? "057" : "071", d, d);
    }
    maker_event(m, "AAA", "BBB", "160", "1960-03-01");
    maker_event(m, "AAA", "BBB", "112", "1961-03-01");
    maker_event(m, "BBB", "AAA", "112", "1962-03-01");
    maker_event(m, "BBB", "AAA", "057", "1963-03-01");
    maker_event(m, "BBB", "AAA", "046", "1964-03-01");
    maker_event(m, "BBB", "AAA", "111", "1965-03-01");
    ent_relate_options o = yearly();
    ent_series *s = maker_series(m, &o);
    const ent_phase *f = &s->phases[s->phase_count - 1];
    assert_string_equal(f->name, "cool");
    assert_true(f->mean > 0);
    assert_non_null(strstr(f->named, "1960-03-01"));
    assert_non_null(strstr(f->named, "cooperation weigh more"));
    ent_series_destroy(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(kinds), cmocka_unit_test(nothing),
                                       cmocka_unit_test(leaders), cmocka_unit_test(peace),
                                       cmocka_unit_test(cool_but_kind)};
    return cmocka_run_group_tests(tests, maker_up, maker_down);
}
