/* bench_alarms.c: how often series without an order break, scenario by scenario (bench tool).
 *
 * usage: bench_alarms drawn|real|wars|sparse DRAWS [SCENARIO]
 *
 * Every scenario is drawn DRAWS times. Printed: recall and precision of its own breaks; how many
 * series without a break have one; how many have one once their periods are in another order, once
 * the days of their events change hands, once every event has a day of its own. A war of one period
 * is as much of one in any order of the periods, and a change of volume is left where days change
 * hands: there these shares are no alarms. */
#include "../test/relate/real.h"

/* As histories tell: tens of acts in decades. */
static const real sparse[] = {
    {.name = "plain, 60 years at .5", .by = ENT_BY_YEAR, .part = {{60, .5, PLAIN}}},
    {.name = "plain, 40 years at 1", .by = ENT_BY_YEAR, .part = {{40, 1, PLAIN}}},
    {.name = "tense, 60 years at .5", .by = ENT_BY_YEAR, .part = {{60, .5, TENSE}}},
    {.name = "fighting, 30 years at .7", .by = ENT_BY_YEAR, .part = {{30, .7, FIGHTING}}},
    {.name = "warm, then tense, 25 years each at .8",
     .by = ENT_BY_YEAR,
     .tolerance = 3,
     .part = {{25, .8, WARM}, {25, .8, TENSE}}},
    {.name = "a war of four years at 4 among .6",
     .by = ENT_BY_YEAR,
     .tolerance = 2,
     .part = {{30, .6, PLAIN}, {4, 4, FIGHTING}, {25, .6, ENDED}}},
    {.name = "plain, 120 months at .15", .by = ENT_BY_MONTH, .part = {{120, .15, PLAIN}}},
    {.name = "tense, 150 months at .2", .by = ENT_BY_MONTH, .part = {{150, .2, TENSE}}},
    {.name = "warm, then tense, 40 quarters each at .4",
     .by = ENT_BY_QUARTER,
     .tolerance = 4,
     .part = {{40, .4, WARM}, {40, .4, TENSE}}},
    {.name = "plain, ten years at 1", .by = ENT_BY_YEAR, .part = {{10, 1, PLAIN}}},
    {.name = "ten tense years among warm ones",
     .by = ENT_BY_YEAR,
     .tolerance = 2,
     .part = {{30, .4, WARM}, {10, 1.2, TENSE}, {30, .4, WARM}}},
    {.name = "tense, then warm, twelve years each at .9",
     .by = ENT_BY_YEAR,
     .tolerance = 2,
     .part = {{12, .9, TENSE}, {12, .9, WARM}}},
    {.name = "tense, 25 years at 2, heavy",
     .by = ENT_BY_YEAR,
     .shape = .5,
     .part = {{25, 2, TENSE}}},
    {.name = "ended, 70 years at .6, heavy",
     .by = ENT_BY_YEAR,
     .shape = .7,
     .part = {{70, .6, ENDED}}},
    {.name = "three years of war at 6, then .8",
     .by = ENT_BY_YEAR,
     .tolerance = 1,
     .part = {{3, 6, FIGHTING}, {20, .8, ENDED}}},
    {.name = "two wars of two years",
     .by = ENT_BY_YEAR,
     .tolerance = 1,
     .part =
         {{20, .6, PLAIN}, {2, 5, FIGHTING}, {20, .6, ENDED}, {2, 5, FIGHTING}, {10, .6, ENDED}}},
};

typedef struct counts {
    int breaks, found, claimed, right, quiet, alarms[3];
} counts;

static bool claims(maker *m, const ent_relate_options *o)
{
    ent_series *s = maker_series(m, o);
    bool any = maker_claims(s) > 0;
    ent_series_destroy(s);
    return any;
}

static void score(counts *c, maker *m, const ent_relate_options *o, const int32_t *breaks, int n,
                  int tolerance)
{
    ent_series *s = maker_series(m, o);
    bool found[8] = {false};
    int claimed = 0;
    for (uint32_t i = 0; i < s->turn_count; i++) {
        bool right = false;
        for (int k = 0; k < n && s->turns[i].claimed; k++) {
            bool near = known_apart(s->turns[i].day, breaks[k], o->by) <= tolerance;
            found[k] |= near;
            right |= near;
        }
        claimed += s->turns[i].claimed;
        c->right += right;
    }
    for (int k = 0; k < n; k++) {
        c->found += found[k];
    }
    c->breaks += n;
    c->claimed += claimed;
    c->quiet += n == 0 && claimed > 0;
    ent_series_destroy(s);
}

/* One draw: the series itself, and three that have lost its order. */
static void draw(counts *c, maker *m, const known *d, const real *k)
{
    int32_t breaks[8], first, last;
    ent_relate_options o = {.one = "AAA", .other = "BBB", .by = d ? d->by : k->by};
    int n = d ? known_draw(m, d, breaks, &first, &last) : real_draw(m, k, breaks, &first, &last);
    o.measure = d ? NULL : k->measure;
    o.from = first;
    o.to = last;
    score(c, m, &o, breaks, n, d ? d->tolerance : k->tolerance);
    ent_event *kept = ent_calloc((size_t)m->l.count + 1, sizeof *kept);
    memcpy(kept, m->l.items, m->l.count * sizeof *kept);
    known_shuffle(m, o.by, first, last);
    c->alarms[0] += claims(m, &o);
    memcpy(m->l.items, kept, m->l.count * sizeof *kept);
    real_shuffle_dates(m);
    c->alarms[1] += claims(m, &o);
    memcpy(m->l.items, kept, m->l.count * sizeof *kept);
    real_scatter(m, first, last);
    c->alarms[2] += claims(m, &o);
    free(kept);
}

static double part(int x, int n)
{
    return n ? (double)x / n : NAN;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        const real *list;
        size_t count;
    } sets[] = {{"drawn", NULL, ENT_COUNT(drawn)},
                {"real", reals, ENT_COUNT(reals)},
                {"wars", lone_wars, ENT_COUNT(lone_wars)},
                {"sparse", sparse, ENT_COUNT(sparse)}};
    size_t set = 0;
    while (argc > 2 && set < ENT_COUNT(sets) && strcmp(argv[1], sets[set].name) != 0) {
        set++;
    }
    if (argc < 3 || set == ENT_COUNT(sets)) {
        fprintf(stderr, "usage: bench_alarms drawn|real|wars|sparse DRAWS [SCENARIO]\n");
        return 2;
    }
    int draws = (int)strtol(argv[2], NULL, 10);
    long only = argc > 3 ? strtol(argv[3], NULL, 10) : -1;
    maker m;
    maker_open(&m);
    printf("%-48s recall precision quiet  periods hands scattered\n", "");
    for (size_t i = 0; i < sets[set].count; i++) {
        const known *d = sets[set].list ? NULL : &drawn[i];
        const real *k = d ? NULL : &sets[set].list[i];
        counts c = {0};
        if ((only >= 0 && (long)i != only) || (k && k->drift > 0 && k->drift < 2)) {
            continue;
        }
        for (int r = 0; r < draws; r++) {
            m.random = 982451653u * (i * 10000 + (uint64_t)r + 1);
            draw(&c, &m, d, k);
        }
        printf("%2zu %-45.45s %.3f  %.3f    %.3f  %.3f   %.3f %.3f\n", i, d ? d->name : k->name,
               part(c.found, c.breaks), part(c.right, c.claimed), part(c.quiet, draws),
               part(c.alarms[0], draws), part(c.alarms[1], draws), part(c.alarms[2], draws));
    }
    maker_close(&m);
    return 0;
}
