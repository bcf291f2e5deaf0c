/* segment.c: where a series breaks.
 *
 * In: elements in order of time with one or two channels, and a cost. Out: breaks with an interval
 * and a permutation p. Method: optimal partitioning with the pruning of PELT (Killick, Fearnhead
 * and Eckley 2012), which is exact: the segmentation of least cost plus penalty. Two guards keep
 * false breaks away: the whole series must differ from its own shuffles (the largest gain of one
 * split in intervals of every length), and each break must differ from shuffles of its two
 * segments; what fails is merged. Shuffles come from a generator of our own with a fixed seed, so
 * that the same series gives the same p everywhere. It knows nothing of dates or states. */
#include "relate_int.h"

#include <math.h>

#define SHUFFLES 199
#define SHUFFLES_LONG 99
#define LONG_SERIES 3000u

typedef struct prefix {
    double *sum[2]; /* n + 1 */
} prefix;

typedef struct work {
    const ent_segment_data *d;
    ent_arena scratch;
    uint32_t *order; /* the shuffle */
    prefix real, mixed;
    uint64_t random;
    uint32_t shuffles;
} work;

/* -- random numbers: splitmix64 ------------------------------------------------------------------
 */

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static void shuffle(work *w, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        w->order[i] = i;
    }
    for (uint32_t i = to - from; i > 1; i--) {
        uint32_t j = (uint32_t)(((next_random(&w->random) >> 32) * i) >> 32);
        uint32_t t = w->order[from + i - 1];
        w->order[from + i - 1] = w->order[from + j];
        w->order[from + j] = t;
    }
}

static void sum_up(const ent_segment_data *d, prefix *p, const uint32_t *order, uint32_t from,
                   uint32_t to)
{
    for (uint32_t c = 0; c < d->channels; c++) {
        double s = p->sum[c][from];
        for (uint32_t i = from; i < to; i++) {
            s += d->value[c][order ? order[i] : i];
            p->sum[c][i + 1] = s;
        }
    }
}

static void new_prefix(work *w, prefix *p)
{
    for (uint32_t c = 0; c < w->d->channels; c++) {
        p->sum[c] = ent_arena_zalloc(&w->scratch, (size_t)w->d->n + 1, sizeof(double));
    }
}

/* -- cost
 * ------------------------------------------------------------------------------------------ */

static double xlogx(double x, double over)
{
    return x > 0 && over > 0 ? x * log(x / over) : 0;
}

/* Minus twice the log-likelihood of elements [i, j), without what no segmentation changes. */
static double cost(const ent_segment_data *d, const prefix *p, uint32_t i, uint32_t j)
{
    double a = p->sum[0][j] - p->sum[0][i];
    double b = d->channels == 2 ? p->sum[1][j] - p->sum[1][i] : 0;
    switch (d->cost) {
    case ENT_COST_POISSON:
        return -2 * (xlogx(a, (double)(j - i)) / d->scale[0] +
                     (d->channels == 2 ? xlogx(b, (double)(j - i)) / d->scale[1] : 0));
    case ENT_COST_BINOMIAL:
        return -2 * (xlogx(a, a + b) + xlogx(b, a + b)) / d->scale[0];
    case ENT_COST_NORMAL:
        return a > 0 ? -b * b / a / d->scale[0] : 0;
    }
    return 0;
}

/* -- exact segmentation
 * ---------------------------------------------------------------------------- */

/* Fills last[j] with the start of the final segment of the best segmentation of [0, j). */
static void partition(work *w, double penalty, uint32_t least, uint32_t *last)
{
    const ent_segment_data *d = w->d;
    uint32_t n = d->n, alive = 0;
    double *best = ent_arena_alloc(&w->scratch, ((size_t)n + 1) * sizeof *best);
    uint32_t *start = ent_arena_alloc(&w->scratch, ((size_t)n + 1) * sizeof *start);
    uint32_t *dead = ent_arena_alloc(&w->scratch, ((size_t)n + 1) * sizeof *dead);
    best[0] = -penalty;
    for (uint32_t j = 1; j <= n; j++) {
        best[j] = INFINITY;
        last[j] = 0;
        if (j >= least) {
            start[alive] = j - least;
            dead[alive++] = UINT32_MAX;
        }
        for (uint32_t k = 0; k < alive; k++) {
            double f = best[start[k]] + cost(d, &w->real, start[k], j) + penalty;
            if (f < best[j]) {
                best[j] = f;
                last[j] = start[k];
            }
        }
        /* a start that is worse even without a penalty can never win again, once a segment of the
         * least length fits behind j */
        uint32_t kept = 0;
        for (uint32_t k = 0; k < alive; k++) {
            if (dead[k] == UINT32_MAX &&
                best[start[k]] + cost(d, &w->real, start[k], j) > best[j]) {
                dead[k] = j + least;
            }
            if (dead[k] > j) {
                start[kept] = start[k];
                dead[kept++] = dead[k];
            }
        }
        alive = kept;
    }
}

/* -- tests
 * ------------------------------------------------------------------------------------------ */

/* The largest gain of one split of [a, b), and where. */
static double best_split(const ent_segment_data *d, const prefix *p, uint32_t a, uint32_t b,
                         uint32_t least, uint32_t step, uint32_t *at)
{
    double whole = cost(d, p, a, b), best = 0;
    for (uint32_t t = a + least; t + least <= b; t += step) {
        double gain = whole - cost(d, p, a, t) - cost(d, p, t, b);
        if (gain > best) {
            best = gain;
            if (at) {
                *at = t;
            }
        }
    }
    return best;
}

/* The largest gain of one split in intervals of every length that is a power of two, half
 * overlapping, and in the whole. */
static double scan(const ent_segment_data *d, const prefix *p, uint32_t least)
{
    uint32_t shortest = d->n > LONG_SERIES ? 64 : 8;
    double best = best_split(d, p, 0, d->n, least, d->n / 2000 + 1, NULL);
    for (uint32_t len = shortest; len < d->n; len *= 2) {
        for (uint32_t a = 0; a + len / 2 < d->n; a += len / 2) {
            uint32_t b = a + len < d->n ? a + len : d->n;
            double g = best_split(d, p, a, b, least, len / 256 + 1, NULL);
            best = g > best ? g : best;
        }
    }
    return best;
}

static double test_whole(work *w, uint32_t least)
{
    double observed = scan(w->d, &w->real, least);
    uint32_t as_large = 0;
    for (uint32_t b = 0; b < w->shuffles; b++) {
        shuffle(w, 0, w->d->n);
        sum_up(w->d, &w->mixed, w->order, 0, w->d->n);
        as_large += scan(w->d, &w->mixed, least) >= observed - 1e-9;
    }
    return (1.0 + as_large) / (1.0 + w->shuffles);
}

static double test_break(work *w, uint32_t a, uint32_t b, uint32_t least)
{
    uint32_t step = (b - a) / 2000 + 1;
    double observed = best_split(w->d, &w->real, a, b, least, step, NULL);
    uint32_t as_large = 0;
    for (uint32_t c = 0; c < w->d->channels; c++) {
        w->mixed.sum[c][a] = 0;
    }
    for (uint32_t k = 0; k < w->shuffles; k++) {
        shuffle(w, a, b);
        sum_up(w->d, &w->mixed, w->order, a, b);
        as_large += best_split(w->d, &w->mixed, a, b, least, step, NULL) >= observed - 1e-9;
    }
    return (1.0 + as_large) / (1.0 + w->shuffles);
}

/* Where the break between [a, b) may lie: the places that hold 95 % of the likelihood. */
static void interval(const work *w, ent_break *k, uint32_t a, uint32_t b)
{
    const ent_segment_data *d = w->d;
    double whole = cost(d, &w->real, a, b), total = 0;
    double *weight = ent_alloc(((size_t)(b - a) + 1) * sizeof *weight);
    double top = whole - cost(d, &w->real, a, k->at) - cost(d, &w->real, k->at, b);
    for (uint32_t t = a + 1; t < b; t++) {
        double gain = whole - cost(d, &w->real, a, t) - cost(d, &w->real, t, b);
        weight[t - a] = exp((gain - top) / 2);
        total += weight[t - a];
    }
    uint32_t lo = k->at, hi = k->at;
    double held = weight[k->at - a];
    while (held < 0.95 * total && (lo > a + 1 || hi + 1 < b)) {
        double left = lo > a + 1 ? weight[lo - 1 - a] : -1;
        double right = hi + 1 < b ? weight[hi + 1 - a] : -1;
        held += left >= right ? weight[--lo - a] : weight[++hi - a];
    }
    k->from = lo;
    k->to = hi;
    k->gain = top;
    free(weight);
}

/* Tests every break against its neighbours, drops the weakest that fails, and so on. */
static uint32_t prune(work *w, ent_break *k, uint32_t count, double alpha, uint32_t least)
{
    bool fresh = true;
    while (count && fresh) {
        uint32_t worst = 0;
        for (uint32_t i = 0; i < count; i++) {
            uint32_t a = i ? k[i - 1].at : 0, b = i + 1 < count ? k[i + 1].at : w->d->n;
            if (isnan(k[i].p)) {
                k[i].p = test_break(w, a, b, least);
            }
            worst = k[i].p > k[worst].p ? i : worst;
        }
        fresh = k[worst].p > alpha;
        if (fresh) {
            memmove(&k[worst], &k[worst + 1], (count - worst - 1) * sizeof *k);
            count--;
            if (worst > 0) { /* their segments grew: test them anew */
                k[worst - 1].p = NAN;
            }
            if (worst < count) {
                k[worst].p = NAN;
            }
        }
    }
    return count;
}

uint32_t ent_relate_segment(ent_break **out, const ent_segment_data *d,
                            const ent_segment_options *o, ent_arena *a)
{
    *out = NULL;
    if (d->n < 2 * o->least || d->n < 4) {
        return 0;
    }
    work w = {.d = d,
              .random = 0x656e74656e7465,
              .shuffles = d->n > LONG_SERIES ? SHUFFLES_LONG : SHUFFLES};
    w.order = ent_arena_alloc(&w.scratch, (size_t)d->n * sizeof *w.order);
    new_prefix(&w, &w.real);
    new_prefix(&w, &w.mixed);
    sum_up(d, &w.real, NULL, 0, d->n);
    uint32_t count = 0, *last = ent_arena_alloc(&w.scratch, ((size_t)d->n + 1) * sizeof *last);
    partition(&w, o->penalty, o->least, last);
    for (uint32_t j = d->n; last[j] > 0; j = last[j]) {
        count++;
    }
    if (count && test_whole(&w, o->least) <= o->alpha_whole) {
        ent_break *k = ent_arena_zalloc(a, count, sizeof *k);
        uint32_t i = count;
        for (uint32_t j = d->n; last[j] > 0; j = last[j]) {
            k[--i] = (ent_break){.at = last[j], .p = NAN};
        }
        count = prune(&w, k, count, o->alpha, o->least);
        for (i = 0; i < count; i++) {
            interval(&w, &k[i], i ? k[i - 1].at : 0, i + 1 < count ? k[i + 1].at : d->n);
        }
        *out = k;
    } else {
        count = 0;
    }
    ent_arena_free(&w.scratch);
    return count;
}
