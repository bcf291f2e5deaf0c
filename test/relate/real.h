/* real.h: series drawn as real event data look: negative binomial counts with a heavy tail, months
 * without coverage, news that grow, rhythm of the year or week, likeness of neighbours, outbursts,
 * slow drifts. Breaks are those of the regimes. Invented relations: AAA and BBB. */
#ifndef ENT_TEST_REAL_H
#define ENT_TEST_REAL_H

#include "known.h"

#define REAL_CODES 14

typedef struct real_mix {
    const char *code[REAL_CODES];
    double share[REAL_CODES];
} real_mix;

enum { PLAIN, WARM, TENSE, FIGHTING, ENDED, HEAVY = 16 /* added: the counts scatter more */ };

/* As machine-coded news have it: statements and meetings everywhere, some conflict in every
 * friendship and some talk in every war. */
static const real_mix real_mixes[] = {
    [PLAIN] = {{"010", "036", "040", "042", "043", "051", "020", "057", "111", "112", "120", "130",
                "173", "190"},
               {.24, .1, .16, .1, .08, .07, .06, .03, .06, .05, .02, .01, .01, .01}},
    [WARM] = {{"010", "036", "040", "042", "043", "051", "050", "057", "061", "071", "111", "112",
               "130", "190"},
              {.14, .1, .18, .12, .1, .1, .07, .06, .04, .03, .03, .015, .01, .005}},
    [TENSE] = {{"010", "036", "040", "042", "051", "020", "111", "112", "120", "130", "138", "160",
                "163", "190"},
               {.16, .05, .08, .04, .03, .04, .17, .13, .07, .06, .04, .04, .04, .05}},
    [FIGHTING] = {{"010", "036", "040", "042", "087", "111", "112", "120", "138", "152", "173",
                   "190", "193", "195"},
                  {.08, .03, .06, .02, .02, .1, .08, .03, .04, .05, .04, .28, .1, .07}},
    [ENDED] = {{"010", "036", "040", "042", "051", "057", "087", "020", "111", "112", "120", "130",
                "160", "190"},
               {.25, .08, .14, .05, .04, .04, .03, .06, .13, .08, .05, .02, .02, .01}},
};

typedef struct real {
    const char *name, *measure; /* NULL: goldstein */
    ent_period_unit by;
    int tolerance; /* periods by which a turn may miss */
    double shape;  /* of the negative binomial: small is heavy; 0: Poisson */
    double empty;  /* share of periods that nobody wrote about */
    double growth; /* the last period has so many times the reports of the first; 0: none */
    double season; /* amplitude in the logarithm, over 12 months, 7 days */
    double alike;  /* autocorrelation of the log-rate, whose deviation is 0.5 */
    double burst;  /* share of periods with an outburst, hostile and eightfold */
    double
        drift; /* 1: the first mix turns slowly into the second; 2: parts without breaks between */
    stretch part[5];
} real;

static const real reals[] = {
    {"quiet, a war of eight months, hostility",
     NULL,
     ENT_BY_MONTH,
     1,
     2,
     0,
     0,
     0,
     0,
     0,
     0,
     {{90, .4, PLAIN}, {8, 60, FIGHTING}, {60, 4, TENSE}}},
    {"a war of three months",
     NULL,
     ENT_BY_MONTH,
     1,
     2,
     0,
     0,
     0,
     0,
     0,
     0,
     {{60, 1.5, PLAIN}, {3, 80, FIGHTING}, {60, 1.5, ENDED}}},
    {"a war of two months",
     NULL,
     ENT_BY_MONTH,
     1,
     3,
     0,
     0,
     0,
     0,
     0,
     0,
     {{70, 6, PLAIN}, {2, 90, FIGHTING}, {70, 6, PLAIN}}},
    {"talks, then an uprising",
     NULL,
     ENT_BY_MONTH,
     1,
     4,
     0,
     0,
     0,
     .5,
     0,
     0,
     {{80, 60, PLAIN}, {50, 150, FIGHTING}}},
    {"the news grow, nothing changes",
     NULL,
     ENT_BY_MONTH,
     1,
     4,
     0,
     8,
     0,
     0,
     0,
     0,
     {{160, 8, PLAIN}}},
    {"the news grow much, nothing changes",
     NULL,
     ENT_BY_MONTH,
     1,
     3,
     0,
     20,
     0,
     .3,
     0,
     0,
     {{240, 4, TENSE}}},
    {"the news grow, a quarrel begins",
     NULL,
     ENT_BY_MONTH,
     1,
     4,
     0,
     8,
     0,
     0,
     0,
     0,
     {{90, 8, PLAIN}, {70, 8, TENSE}}},
    {"the news grow, a war",
     NULL,
     ENT_BY_MONTH,
     1,
     3,
     0,
     10,
     0,
     0,
     0,
     0,
     {{80, 5, PLAIN}, {6, 30, FIGHTING}, {80, 5, PLAIN}}},
    {"seasons, nothing changes", NULL, ENT_BY_MONTH, 1, 4, 0, 0, .7, 0, 0, 0, {{180, 12, PLAIN}}},
    {"seasons, a break",
     NULL,
     ENT_BY_MONTH,
     1,
     4,
     0,
     0,
     .7,
     0,
     0,
     0,
     {{90, 12, WARM}, {90, 12, TENSE}}},
    {"outbursts, nothing changes", NULL, ENT_BY_MONTH, 1, 3, 0, 0, 0, 0, .04, 0, {{150, 8, PLAIN}}},
    {"outbursts, a break",
     NULL,
     ENT_BY_MONTH,
     1,
     3,
     0,
     0,
     0,
     0,
     .03,
     0,
     {{80, 10, WARM}, {80, 10, TENSE}}},
    {"months without news, nothing changes",
     NULL,
     ENT_BY_MONTH,
     1,
     2,
     .4,
     0,
     0,
     0,
     0,
     0,
     {{150, 4, PLAIN}}},
    {"months without news, a break",
     NULL,
     ENT_BY_MONTH,
     2,
     2,
     .4,
     0,
     0,
     0,
     0,
     0,
     {{80, 8, WARM}, {80, 8, TENSE}}},
    {"alike neighbours, nothing changes",
     NULL,
     ENT_BY_MONTH,
     1,
     6,
     0,
     0,
     0,
     .7,
     0,
     0,
     {{180, 15, PLAIN}}},
    {"alike neighbours, war",
     NULL,
     ENT_BY_MONTH,
     1,
     6,
     0,
     0,
     0,
     .7,
     0,
     0,
     {{80, 15, PLAIN}, {12, 70, FIGHTING}, {80, 15, ENDED}}},
    {"heavy tail, nothing changes",
     NULL,
     ENT_BY_MONTH,
     1,
     .7,
     0,
     0,
     0,
     0,
     0,
     0,
     {{160, 10, PLAIN}}},
    {"heavy tail, thaw",
     NULL,
     ENT_BY_MONTH,
     2,
     1.2,
     0,
     0,
     0,
     0,
     0,
     0,
     {{70, 12, TENSE}, {70, 12, WARM}}},
    {"a slow drift", NULL, ENT_BY_MONTH, 1, 4, 0, 0, 0, 0, 0, 1, {{160, 10, WARM}, {0, 0, TENSE}}},
    {"two crises",
     NULL,
     ENT_BY_MONTH,
     1,
     3,
     0,
     0,
     0,
     0,
     0,
     0,
     {{50, 8, PLAIN}, {5, 40, TENSE}, {60, 8, PLAIN}, {5, 40, FIGHTING}, {50, 8, PLAIN}}},
    {"recognition", NULL, ENT_BY_MONTH, 1, 2, 0, 0, 0, 0, 0, 0, {{80, .8, TENSE}, {80, 10, WARM}}},
    {"sanctions", NULL, ENT_BY_MONTH, 1, 3, 0, 0, 0, .3, 0, 0, {{100, 20, PLAIN}, {60, 25, TENSE}}},
    {"a rare crisis",
     NULL,
     ENT_BY_MONTH,
     2,
     0,
     0,
     0,
     0,
     0,
     0,
     0,
     {{120, .4, PLAIN}, {8, 4, TENSE}, {120, .4, PLAIN}}},
    {"a rare war",
     NULL,
     ENT_BY_MONTH,
     1,
     0,
     0,
     0,
     0,
     0,
     0,
     0,
     {{150, .1, PLAIN}, {6, 6, FIGHTING}, {150, .15, ENDED}}},
    {"a war grows fiercer",
     NULL,
     ENT_BY_MONTH,
     1,
     5,
     0,
     0,
     0,
     0,
     0,
     0,
     {{60, 20, TENSE}, {12, 120, FIGHTING}, {60, 20, TENSE}}},
    {"four eras",
     NULL,
     ENT_BY_MONTH,
     1,
     4,
     0,
     3,
     0,
     0,
     0,
     0,
     {{100, 10, PLAIN}, {100, 10, TENSE}, {100, 10, WARM}, {100, 15, PLAIN}}},
    {"two years by month",
     NULL,
     ENT_BY_MONTH,
     1,
     4,
     0,
     0,
     0,
     0,
     0,
     0,
     {{12, 15, PLAIN}, {12, 40, FIGHTING}}},
    {"much news by day, nothing changes",
     NULL,
     ENT_BY_DAY,
     1,
     3,
     0,
     0,
     .6,
     .4,
     0,
     0,
     {{600, 25, PLAIN}}},
    {"much news by day, a crisis",
     NULL,
     ENT_BY_DAY,
     1,
     3,
     0,
     0,
     .6,
     .4,
     0,
     0,
     {{300, 25, PLAIN}, {40, 60, TENSE}, {260, 25, PLAIN}}},
    {"war by day",
     NULL,
     ENT_BY_DAY,
     1,
     2,
     0,
     0,
     .4,
     .3,
     0,
     0,
     {{250, 2, PLAIN}, {30, 50, FIGHTING}, {200, 4, ENDED}}},
    {"a war of ten weeks",
     NULL,
     ENT_BY_WEEK,
     1,
     2,
     0,
     3,
     0,
     .3,
     0,
     0,
     {{120, 4, PLAIN}, {10, 60, FIGHTING}, {100, 4, ENDED}}},
    {"quarters: a break",
     NULL,
     ENT_BY_QUARTER,
     1,
     4,
     0,
     4,
     0,
     0,
     0,
     0,
     {{40, 15, WARM}, {40, 15, TENSE}}},
    {"years: the news grow, two breaks",
     NULL,
     ENT_BY_YEAR,
     1,
     5,
     0,
     10,
     0,
     0,
     0,
     0,
     {{20, 12, PLAIN}, {20, 12, TENSE}, {20, 12, WARM}}},
    {"years: a war of four",
     NULL,
     ENT_BY_YEAR,
     1,
     4,
     0,
     0,
     0,
     0,
     0,
     0,
     {{25, 5, PLAIN}, {4, 60, FIGHTING}, {25, 5, ENDED}}},
    {"years: nothing changes", NULL, ENT_BY_YEAR, 1, 3, 0, 4, 0, 0, 0, 0, {{50, 10, PLAIN}}},
    {"mean with gaps",
     "goldstein_mean",
     ENT_BY_MONTH,
     2,
     1,
     .5,
     0,
     0,
     0,
     0,
     0,
     {{90, 5, WARM}, {90, 5, TENSE}}},
    {"mean with gaps, nothing changes",
     "goldstein_mean",
     ENT_BY_MONTH,
     1,
     1,
     .5,
     0,
     0,
     0,
     0,
     0,
     {{160, 4, PLAIN}}},
    {"mean while the news grow",
     "goldstein_mean",
     ENT_BY_MONTH,
     1,
     3,
     0,
     15,
     0,
     0,
     0,
     0,
     {{80, 6, PLAIN}, {80, 6, TENSE}}},
    {"mean while the news grow, nothing changes",
     "goldstein_mean",
     ENT_BY_MONTH,
     1,
     3,
     0,
     15,
     0,
     .4,
     0,
     0,
     {{160, 6, PLAIN}}},
    {"net, a war",
     "net",
     ENT_BY_MONTH,
     1,
     3,
     .2,
     0,
     0,
     0,
     0,
     0,
     {{80, 8, PLAIN}, {12, 50, FIGHTING}, {80, 8, PLAIN}}},
    {"net, nothing changes", "net", ENT_BY_MONTH, 1, 2, .3, 5, 0, 0, 0, 0, {{150, 6, TENSE}}},
    {"log-odds, a break",
     "logodds",
     ENT_BY_MONTH,
     1,
     4,
     .2,
     4,
     0,
     0,
     0,
     0,
     {{80, 10, WARM}, {80, 10, TENSE}}},
    {"log-odds, nothing changes",
     "logodds",
     ENT_BY_MONTH,
     1,
     2,
     .3,
     5,
     0,
     0,
     0,
     0,
     {{150, 6, PLAIN}}},
    {"counts triple",
     "count",
     ENT_BY_MONTH,
     1,
     5,
     0,
     0,
     0,
     0,
     0,
     0,
     {{70, 10, PLAIN}, {70, 30, PLAIN}}},
    {"counts, nothing changes", "count", ENT_BY_MONTH, 1, 1, 0, 0, 0, .4, 0, 0, {{160, 10, PLAIN}}},
    {"conflict, a war",
     "conflict",
     ENT_BY_MONTH,
     1,
     2,
     0,
     0,
     0,
     0,
     0,
     0,
     {{80, 8, PLAIN}, {10, 60, FIGHTING}, {80, 8, PLAIN}}},
    {"cooperation ends",
     "cooperation",
     ENT_BY_MONTH,
     1,
     3,
     0,
     0,
     0,
     0,
     0,
     0,
     {{80, 15, WARM}, {80, 4, TENSE}}},
    {"conflict, nothing changes",
     "conflict",
     ENT_BY_MONTH,
     1,
     1.5,
     0,
     0,
     0,
     .3,
     .02,
     0,
     {{160, 12, TENSE}}},
    {"only the scatter changes, which is no break",
     "count",
     ENT_BY_MONTH,
     1,
     8,
     0,
     0,
     0,
     0,
     0,
     2,
     {{80, 12, PLAIN}, {80, 12, PLAIN | HEAVY}}},
    {"level and scatter change",
     NULL,
     ENT_BY_MONTH,
     1,
     8,
     0,
     0,
     0,
     0,
     0,
     0,
     {{80, 12, WARM}, {80, 25, TENSE | HEAVY}}},
    {"much scatter, then calm",
     NULL,
     ENT_BY_MONTH,
     2,
     8,
     0,
     3,
     0,
     0,
     0,
     0,
     {{80, 20, TENSE | HEAVY}, {80, 8, WARM}}},
};

/* A war of one period is as much of one in any order of the periods: of these only the acts change
 * hands. */
static const real lone_wars[] = {
    {.name = "years: a war of one, then tension",
     .by = ENT_BY_YEAR,
     .tolerance = 1,
     .shape = 4,
     .part = {{25, 3, PLAIN}, {1, 25, FIGHTING}, {10, 3, TENSE}, {35, 3, PLAIN}}},
    {.name = "years: little told, a war of one",
     .by = ENT_BY_YEAR,
     .tolerance = 1,
     .shape = 0,
     .part = {{30, .7, PLAIN}, {1, 9, FIGHTING}, {40, .7, PLAIN}}},
    {.name = "years: a war of one",
     .by = ENT_BY_YEAR,
     .tolerance = 1,
     .shape = 4,
     .part = {{35, 4, PLAIN}, {1, 30, FIGHTING}, {38, 4, PLAIN}}},
    {.name = "months: a war of one",
     .by = ENT_BY_MONTH,
     .tolerance = 1,
     .shape = 3,
     .part = {{120, 2, PLAIN}, {1, 60, FIGHTING}, {240, 2, PLAIN}}},
    {.name = "months: little told, a war of one",
     .by = ENT_BY_MONTH,
     .tolerance = 1,
     .shape = 0,
     .part = {{150, .2, PLAIN}, {1, 12, FIGHTING}, {200, .2, PLAIN}}},
    {.name = "months: much told, a war of one",
     .by = ENT_BY_MONTH,
     .tolerance = 1,
     .shape = 4,
     .part = {{150, 15, PLAIN}, {1, 200, FIGHTING}, {200, 15, PLAIN}}},
    {.name = "years: little told, a war of three",
     .by = ENT_BY_YEAR,
     .tolerance = 1,
     .shape = 0,
     .part = {{30, .7, PLAIN}, {3, 4, FIGHTING}, {40, .7, PLAIN}}},
};

/* Gamma with mean 1 (Marsaglia and Tsang 2000). */
static inline double real_gamma(maker *m, double shape)
{
    double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3, c = 1 / sqrt(9 * d), v, u, x;
    do {
        do {
            x = known_normal(m);
            v = 1 + c * x;
        } while (v <= 0);
        v = v * v * v;
        u = maker_random(m) + 1e-12;
    } while (log(u) >= 0.5 * x * x + d - d * v + d * log(v));
    double boost = shape < 1 ? pow(maker_random(m) + 1e-12, 1 / shape) : 1;
    return d * v * boost / shape;
}

static inline const char *real_pick(maker *m, const real_mix *x)
{
    double u = maker_random(m), s = 0;
    for (int i = 0; i < REAL_CODES; i++) {
        s += x->share[i];
        if (u < s) {
            return x->code[i];
        }
    }
    return x->code[0];
}

/* Poisson for any mean. */
static inline uint32_t real_poisson(maker *m, double mean)
{
    uint32_t n = 0;
    for (; mean > 500; mean -= 500) {
        n += maker_poisson(m, 500);
    }
    return n + maker_poisson(m, mean);
}

/* Fills m->l; returns the number of breaks, whose days go to `breaks`; the window to *first, *last.
 */
static inline int real_draw(maker *m, const real *k, int32_t *breaks, int32_t *first, int32_t *last)
{
    int n = 0, at = 0, all = 0;
    int32_t day = ent_period_start(ent_day_ymd(1950, 1, 1), k->by);
    double state = 0, cycle = k->by == ENT_BY_DAY ? 7 : 12;
    maker_clear(m);
    *first = day;
    for (int i = 0; i < 5; i++) {
        all += k->part[i].periods;
    }
    for (int i = 0; i < 5 && k->part[i].periods; i++) {
        if (i && k->drift < 2) {
            breaks[n++] = day;
        }
        for (int p = 0; p < k->part[i].periods; p++, at++) {
            int32_t next = ent_period_next(day, k->by);
            state = k->alike * state + sqrt(1 - k->alike * k->alike) * 0.5 * known_normal(m);
            double rate = k->part[i].rate;
            double shape = k->part[i].mix & HEAVY ? 0.8 : k->shape;
            rate *= shape > 0 ? real_gamma(m, shape) : 1;
            rate *= k->growth > 0 ? exp(log(k->growth) * at / all) : 1;
            rate *= exp(k->season * sin(6.283185307179586 * at / cycle));
            rate *= k->alike > 0 ? exp(state - 0.125) : 1;
            rate = maker_random(m) < k->empty ? 0 : rate;
            bool burst = maker_random(m) < k->burst;
            uint32_t events = real_poisson(m, burst ? rate * 8 + 8 : rate);
            for (uint32_t e = 0; e < events; e++) {
                int32_t d = day + (int32_t)(maker_random(m) * (next - day));
                bool turned = maker_random(m) < 0.5;
                int acts = k->part[i].mix & ~HEAVY;
                if (k->drift > 0 && k->drift < 2 && maker_random(m) < (double)at / all) {
                    acts = k->part[i + 1].mix;
                }
                acts = burst && maker_random(m) < 0.8 ? FIGHTING : acts;
                maker_days(m, turned ? "BBB" : "AAA", turned ? "AAA" : "BBB",
                           real_pick(m, &real_mixes[acts]), d, d);
            }
            day = next;
        }
    }
    *last = day - 1;
    return n;
}

/* The days of the events in another order: as many events in every period as before. */
static inline void real_shuffle_dates(maker *m)
{
    for (uint32_t i = m->l.count; i > 1; i--) {
        uint32_t j = (uint32_t)(maker_random(m) * i);
        ent_date d = m->l.items[i - 1].date;
        m->l.items[i - 1].date = m->l.items[j].date;
        m->l.items[j].date = d;
    }
}

/* Every event on a day of its own, anywhere. */
static inline void real_scatter(maker *m, int32_t first, int32_t last)
{
    for (uint32_t i = 0; i < m->l.count; i++) {
        int32_t d = first + (int32_t)(maker_random(m) * (last - first + 1));
        m->l.items[i].date.start = m->l.items[i].date.end = d;
    }
}

#endif
