/* episode.c: the one war of a relation, where its acts tell it by themselves.
 *
 * In: a series laid out in periods. Out: a run of a few periods that holds acts of war as no other
 * does, and how likely chance is to bring them together. A war of one period cannot be told from
 * chance by shuffling periods, since it is as much of a war wherever it stands; it can by shuffling
 * the acts over the days of all events, which leaves every period as many events as it has. That
 * has a closed form, the hypergeometric distribution. Of a run of several periods, the order is
 * tested besides. Where war comes again and again, nothing is found: that is what segmentation and
 * the status walk are for. */
#include "relate_int.h"

#include <math.h>

#define LONGEST 6u /* periods */
#define FIGHTS 3u  /* acts of war, at least */
#define LONE 11.0  /* so many times the war acts of any other period ... */
#define MANY 10.0  /* ... and of the mean of all others */
#define EXACT 64   /* factorials that are added up */

typedef struct counts {
    uint32_t *fights, *all; /* by period */
    uint32_t n, fights_sum, all_sum;
} counts;

static void add(counts *c, const ent_relater *r, uint32_t at, uint32_t act, uint32_t n)
{
    if (at != ENT_NONE && act != ENT_NONE) {
        uint32_t fights = ent_relate_act_fights(&r->status, act) ? n : 0;
        c->all[at] += n;
        c->all_sum += n;
        c->fights[at] += fights;
        c->fights_sum += fights;
    }
}

/* Events are in order, so that the period of the last one mostly holds the next one too. */
static void count(counts *c, const ent_series *s, const ent_relater *r, ent_arena *a)
{
    uint32_t at = 0;
    c->n = s->period_count;
    c->fights = ent_arena_zalloc(a, (size_t)c->n + 1, sizeof *c->fights);
    c->all = ent_arena_zalloc(a, (size_t)c->n + 1, sizeof *c->all);
    for (uint32_t i = 0; i < s->event_count; i++) {
        const ent_date *d = &s->events[i]->date;
        const ent_period *p = at < c->n ? &s->periods[at] : NULL;
        bool same = p && d->start >= p->from && d->end >= d->start && d->end <= p->to;
        at = same ? at : ent_relate_period_of(s, d);
        add(c, r, at, ent_relate_act_of(&r->status, s->events[i]->cameo), 1);
    }
    for (uint32_t i = 0; i < s->tally_count; i++) {
        const ent_event *e = &s->tallies[i].like;
        ent_date day = {.start = e->date.start, .end = e->date.start};
        add(c, r, ent_relate_period_of(s, &day), ent_relate_act_of(&r->status, e->cameo),
            s->tallies[i].events);
    }
}

static double log_factorial(double n)
{
    if (n < EXACT) {
        double sum = 0;
        for (double k = 2; k <= n; k++) {
            sum += log(k);
        }
        return sum;
    }
    return (n + 0.5) * log(n) - n + 0.918938533204673 + 1 / (12 * n);
}

static double log_choose(double n, double k)
{
    return log_factorial(n) - log_factorial(k) - log_factorial(n - k);
}

/* Chance that x or more of `fights` among `all` fall into n of them. */
static double tail(double all, double fights, double n, double x)
{
    double sum = 0, base = log_choose(all, n);
    double most = fights < n ? fights : n;
    for (double k = x; k <= most; k++) {
        double term = exp(log_choose(fights, k) + log_choose(all - fights, n - k) - base);
        sum += term;
        if (term < 1e-12 * sum) {
            break;
        }
    }
    return sum;
}

/* Whether no period outside the run holds acts of war like those within. */
static bool stands_alone(const counts *c, uint32_t from, uint32_t len, double inside)
{
    double mean = inside / len, most = 0, rest = c->fights_sum - inside, least = INFINITY;
    for (uint32_t i = 0; i < c->n; i++) {
        bool within = i >= from && i < from + len;
        most = !within && c->fights[i] > most ? c->fights[i] : most;
        least = within && c->fights[i] < least ? c->fights[i] : least;
    }
    bool few = mean < LONE; /* then an act of war here and there may stand elsewhere */
    double limit = few ? 1 : floor(mean / LONE), others = inside < 4 ? 1 : inside / 4;
    return most <= limit && least * 4 >= mean && (!few || rest <= others) &&
           (c->n == len || rest / (c->n - len) * MANY <= mean);
}

/* Chance that periods in any order have these side by side. */
static double by_order(double n, double len)
{
    return len > 1 ? exp(log(n - len + 1) - log_choose(n, len)) : 0;
}

/* The run of len periods with the most acts of war, among the fewest others. */
static uint32_t heaviest(const counts *c, uint32_t len, uint32_t *fights)
{
    uint32_t at = 0, inside = 0, all = 0, fewest = 0;
    *fights = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        inside += c->fights[i] - (i >= len ? c->fights[i - len] : 0);
        all += c->all[i] - (i >= len ? c->all[i - len] : 0);
        if (i + 1 >= len && (inside > *fights || (inside == *fights && all < fewest))) {
            *fights = inside;
            fewest = all;
            at = i + 1 - len;
        }
    }
    return at;
}

/* Chance of as much or more in any run of this length, each with the events that it has. */
static double anywhere(const counts *c, uint32_t len, uint32_t fights)
{
    double sum = 0;
    uint32_t all = 0;
    for (uint32_t i = 0; i < c->n && sum < 1; i++) {
        all += c->all[i] - (i >= len ? c->all[i - len] : 0);
        sum += i + 1 >= len && all >= fights ? tail(c->all_sum, c->fights_sum, all, fights) : 0;
    }
    return sum;
}

bool ent_relate_find_war(const ent_series *s, const ent_relater *r, ent_relate_war *out)
{
    counts c = {0};
    ent_arena scratch = {0};
    count(&c, s, r, &scratch);
    out->p = 1;
    for (uint32_t len = 1; len <= LONGEST && len < c.n && c.fights_sum >= FIGHTS; len++) {
        uint32_t fights, at = heaviest(&c, len, &fights);
        if (fights < FIGHTS || !stands_alone(&c, at, len, fights)) {
            continue;
        }
        double looks = len == 1 ? 2 : 2 * (LONGEST - 1); /* half the level for one period */
        double p = looks * anywhere(&c, len, fights), order = by_order(c.n, len);
        p = p > order ? p : order;
        if (p < out->p) {
            *out = (ent_relate_war){at, at + len, p};
        }
    }
    ent_arena_free(&scratch);
    return out->p <= ent_relate_threshold(r, "alpha_war");
}
