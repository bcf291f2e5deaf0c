/* test_known.c: turning points on series with known breaks: how many are found within the
 * tolerance, how many are false, and how often shuffled series break. Prints the figures that
 * README quotes. */
#include "known.h"

#include <setjmp.h>
#include <cmocka.h>

#define DRAWS 3    /* of each drawn series */
#define SHUFFLED 4 /* shuffles of each */

typedef struct tally {
    int breaks, found, claimed, series, shuffled, alarms;
} tally;

static ent_relate_options options(ent_period_unit by)
{
    return (ent_relate_options){
        .one = "AAA", .other = "BBB", .by = by, .from = ENT_DAY_NONE, .to = ENT_DAY_NONE};
}

/* Matches turns with breaks, each once. */
static void match(tally *t, const ent_series *s, const int32_t *breaks, int n, int tolerance,
                  const char *name, bool tell)
{
    bool used[256] = {false};
    t->series++;
    t->breaks += n;
    t->claimed += (int)maker_claims(s);
    for (int b = 0; b < n; b++) {
        int best = -1, least = tolerance + 1;
        for (uint32_t i = 0; i < s->turn_count && i < 256; i++) {
            int away = known_apart(s->turns[i].day, breaks[b], s->by);
            if (s->turns[i].claimed && !used[i] && away < least) {
                least = away;
                best = (int)i;
            }
        }
        if (best >= 0) {
            used[best] = true;
            t->found++;
        } else if (tell) {
            char day[16];
            print_message("  %s: the break of %s was not found\n", name,
                          ent_day_format(breaks[b], day));
        }
    }
}

static void shuffles(maker *m, tally *t, ent_relate_options *o, int32_t first, int32_t last)
{
    for (int i = 0; i < SHUFFLED; i++) {
        known_shuffle(m, o->by, first, last);
        ent_series *s = maker_series(m, o);
        t->shuffled++;
        t->alarms += maker_claims(s) > 0;
        ent_series_destroy(s);
    }
}

static void drawn_series(void **state)
{
    maker *m = *state;
    tally t = {0};
    for (size_t i = 0; i < ENT_COUNT(drawn); i++) {
        for (int r = 0; r < DRAWS; r++) {
            int32_t breaks[8], first, last;
            m->random = 7919 * (i * 100 + (uint64_t)r + 1);
            int n = known_draw(m, &drawn[i], breaks, &first, &last);
            ent_relate_options o = options(drawn[i].by);
            o.from = first;
            o.to = last;
            ent_series *s = maker_series(m, &o);
            match(&t, s, breaks, n, drawn[i].tolerance, drawn[i].name, true);
            ent_series_destroy(s);
            shuffles(m, &t, &o, first, last);
        }
    }
    print_message("drawn: %d series, %d breaks, recall %.2f, precision %.2f; %d shuffled, alarms "
                  "%.3f\n",
                  t.series, t.breaks, (double)t.found / t.breaks, (double)t.found / t.claimed,
                  t.shuffled, (double)t.alarms / t.shuffled);
    assert_true(t.found >= 0.93 * t.breaks);
    assert_true(t.found >= 0.93 * t.claimed);
    assert_true(t.alarms <= 0.05 * t.shuffled);
}

static void written_series(void **state)
{
    maker *m = *state;
    tally t = {0};
    for (size_t i = 0; i < ENT_COUNT(written); i++) {
        const history *h = &written[i];
        known_write(m, h);
        ent_relate_options o = options(h->by);
        ent_series *s = maker_series(m, &o);
        int32_t breaks[4];
        int n = 0;
        for (; n < 4 && h->turns[n]; n++) {
            int64_t year = 0, month = 1;
            char y[5] = {0};
            memcpy(y, h->turns[n], 4);
            assert_true(ent_parse_int(y, &year));
            if (h->turns[n][4]) {
                assert_true(ent_parse_int(h->turns[n] + 5, &month));
            }
            breaks[n] = ent_day_ymd((int)year, (int)month, 1);
        }
        match(&t, s, breaks, n, h->tolerance, h->name, true);
        uint32_t at = 0;
        for (int k = 0; k < 5 && h->phases[k]; k++) {
            while (at < s->phase_count && strcmp(s->phases[at].name, h->phases[k]) != 0) {
                at++;
            }
            if (at == s->phase_count) {
                print_message("  %s: no phase \"%s\"\n", h->name, h->phases[k]);
            }
            assert_true(at < s->phase_count);
            at++;
        }
        ent_series_destroy(s);
    }
    print_message("written: %d histories, %d breaks, recall %.2f, precision %.2f\n", t.series,
                  t.breaks, (double)t.found / t.breaks,
                  t.claimed ? (double)t.found / t.claimed : 1.0);
    assert_true(t.found >= 0.85 * t.breaks);
    assert_true(t.found >= 0.75 * t.claimed);
}

/* Same input, same bytes: the generator has a fixed seed and no clock. */
static void repeatable(void **state)
{
    maker *m = *state;
    int32_t breaks[8], first, last;
    m->random = 5;
    known_draw(m, &drawn[0], breaks, &first, &last);
    ent_relate_options o = options(drawn[0].by);
    ent_series *a = maker_series(m, &o), *b = maker_series(m, &o);
    assert_int_equal(a->turn_count, b->turn_count);
    for (uint32_t i = 0; i < a->turn_count; i++) {
        assert_int_equal(a->turns[i].day, b->turns[i].day);
        assert_true(a->turns[i].p == b->turns[i].p);
        assert_true(a->turns[i].from <= a->turns[i].day && a->turns[i].to >= a->turns[i].day);
    }
    ent_series_destroy(a);
    ent_series_destroy(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(drawn_series),
                                       cmocka_unit_test(written_series),
                                       cmocka_unit_test(repeatable)};
    return cmocka_run_group_tests(tests, maker_up, maker_down);
}
