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
#define OUTBURST 2.0        /* so many times the highest of two neighbours on either side ... */
#define OUTBURST_EVENTS 3.0 /* ... and so many events more may stand alone */
#define LONG_SERIES 3000u   /* elements; beyond, fewer shuffles */
#define GRID_STARTS 1500u   /* beyond, breaks are sought on a grid and then moved */

typedef struct prefix {
    double *sum[2]; /* n + 1 */
} prefix;

typedef struct work {
    const ent_segment_data *d; /* dispersion as it is known by now */
    ent_arena scratch;
    uint32_t *order;         /* the shuffle */
    uint32_t *blocks, block; /* starts of the blocks that are shuffled; their length */
    prefix real, mixed;
    uint64_t random;
    uint32_t shuffles;
    uint32_t grid; /* 1: every element may begin a segment */
} work;

/* -- random numbers: splitmix64 ------------------------------------------------------------- */

uint64_t ent_relate_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* Shuffles elements [from, to), in blocks where neighbours are alike, so that a shuffle keeps the
 * rhythm and loses the order. */
static void shuffle(work *w, uint32_t from, uint32_t to)
{
    uint32_t n = to - from, block = w->block * 10 <= n ? w->block : n >= 20 ? n / 10 : 1;
    uint32_t count = (n + block - 1) / block, filled = from;
    for (uint32_t i = 0; i < count; i++) {
        w->blocks[i] = from + i * block;
    }
    for (uint32_t i = count; i > 0; i--) {
        uint32_t j = (uint32_t)(((ent_relate_random(&w->random) >> 32) * i) >> 32);
        uint32_t start = w->blocks[j];
        w->blocks[j] = w->blocks[i - 1];
        for (uint32_t k = start; k < to && k < start + block; k++) {
            w->order[filled++] = k;
        }
    }
}

/* An outburst of one period is no phase: what stands alone is cut down to what its neighbours could
 * be. Returns the factor. In shuffles too, so that both are measured alike. */
static double alone(const ent_segment_data *d, const uint32_t *order, uint32_t from, uint32_t to,
                    uint32_t i)
{
    uint32_t first = i >= from + 2 ? i - 2 : from, last = i + 2 < to ? i + 2 : to - 1;
    double own = 0, most = 0;
    for (uint32_t k = first; k <= last; k++) {
        uint32_t e = order ? order[k] : k;
        double v = d->value[0][e] + (d->channels == 2 ? d->value[1][e] : 0);
        if (k == i) {
            own = v;
        } else {
            most = v > most ? v : most;
        }
    }
    double limit = OUTBURST * most + OUTBURST_EVENTS * d->unit;
    return own > limit ? limit / own : 1;
}

static void sum_up(const ent_segment_data *d, prefix *p, const uint32_t *order, uint32_t from,
                   uint32_t to)
{
    double sum[2] = {p->sum[0][from], d->channels == 2 ? p->sum[1][from] : 0};
    for (uint32_t i = from; i < to; i++) {
        double cut = d->cost == ENT_COST_RATES ? alone(d, order, from, to, i) : 1;
        for (uint32_t c = 0; c < d->channels; c++) {
            sum[c] += d->value[c][order ? order[i] : i] * cut;
            p->sum[c][i + 1] = sum[c];
        }
    }
}

static void new_prefix(work *w, prefix *p)
{
    for (uint32_t c = 0; c < w->d->channels; c++) {
        p->sum[c] = ent_arena_zalloc(&w->scratch, (size_t)w->d->n + 1, sizeof(double));
    }
}

/* -- cost ----------------------------------------------------------------------------------- */

static double xlogx(double x, double over)
{
    return x > 0 && over > 0 ? x * log(x / over) : 0;
}

/* Log-likelihood of a volume of s events in len elements, without what no segmentation changes. */
static double volume(double s, double len, double inverse)
{
    if (inverse <= 0) {
        return xlogx(s, len);
    }
    double rest = 1 + inverse * s / len;
    return xlogx(s, len) - (s + len / inverse) * log(rest);
}

/* Minus twice the log-likelihood of len elements with sums a and b, without what no segmentation
 * changes. */
static double cost_of(const ent_segment_data *d, double a, double b, double len)
{
    switch (d->cost) {
    case ENT_COST_RATES:
        return -2 * (volume((a + b) / d->unit, len, d->now.inverse) / d->now.scale +
                     (d->channels == 2 ? (xlogx(a, a + b) + xlogx(b, a + b)) / d->now.share : 0));
    case ENT_COST_BINOMIAL:
        return -2 * (xlogx(a, a + b) + xlogx(b, a + b)) / d->now.scale;
    case ENT_COST_NORMAL:
        return a > 0 ? -b * b / a / d->now.scale : 0;
    }
    return 0;
}

static double channel(const ent_segment_data *d, const prefix *p, uint32_t c, uint32_t i,
                      uint32_t j)
{
    return c < d->channels ? p->sum[c][j] - p->sum[c][i] : 0;
}

/* Of elements [i, j). */
static double cost(const ent_segment_data *d, const prefix *p, uint32_t i, uint32_t j)
{
    return cost_of(d, channel(d, p, 0, i, j), channel(d, p, 1, i, j), (double)(j - i));
}

/* -- exact segmentation --------------------------------------------------------------------- */

/* Fills last[j] with the start of the final segment of the best segmentation of [0, j). Segments
 * begin at multiples of w->grid. */
static void partition(work *w, double penalty, uint32_t least, uint32_t *last)
{
    const ent_segment_data *d = w->d;
    uint32_t n = (d->n + w->grid - 1) / w->grid, alive = 0;
    least = (least + w->grid - 1) / w->grid;
    double *best = ent_arena_alloc(&w->scratch, ((size_t)n + 1) * sizeof *best);
    uint32_t *start = ent_arena_alloc(&w->scratch, ((size_t)n + 1) * sizeof *start);
    uint32_t *dead = ent_arena_alloc(&w->scratch, ((size_t)n + 1) * sizeof *dead);
    best[0] = -penalty;
    for (uint32_t j = 1; j <= n; j++) {
        uint32_t end = j * w->grid < d->n ? j * w->grid : d->n;
        best[j] = INFINITY;
        last[end] = 0;
        if (j >= least) {
            start[alive] = j - least;
            dead[alive++] = UINT32_MAX;
        }
        for (uint32_t k = 0; k < alive; k++) {
            double f = best[start[k]] + cost(d, &w->real, start[k] * w->grid, end) + penalty;
            if (f < best[j]) {
                best[j] = f;
                last[end] = start[k] * w->grid;
            }
        }
        /* a start that is worse even without a penalty can never win again, once a segment of the
         * least length fits behind j */
        uint32_t kept = 0;
        for (uint32_t k = 0; k < alive; k++) {
            if (dead[k] == UINT32_MAX &&
                best[start[k]] + cost(d, &w->real, start[k] * w->grid, end) > best[j]) {
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

/* -- autocorrelation ------------------------------------------------------------------------ */

/* The standardised residual of element i in a segment whose sums are a, b over len elements; of
 * RATES that of the volume, or of the share. */
static double residual(const ent_segment_data *d, bool share, uint32_t i, double a, double b,
                       double len)
{
    double x = d->value[0][i], y = d->channels == 2 ? d->value[1][i] : 0, mean, t;
    if (d->cost == ENT_COST_RATES && !share) {
        mean = (a + b) / d->unit / len;
        t = mean + d->now.inverse * mean * mean;
        return t > 0 ? ((x + y) / d->unit - mean) / sqrt(t) : 0;
    }
    if (d->cost == ENT_COST_NORMAL) {
        return a > 0 && x > 0 ? (y / x - b / a) * sqrt(x) : 0;
    }
    mean = a + b > 0 ? a / (a + b) : 0;
    t = (x + y) * mean * (1 - mean);
    return t > 0 ? (x - mean * (x + y)) / sqrt(t) : 0;
}

/* Lag-one autocorrelation of the residuals of a segmentation, less its standard error; 0..0.8. */
static double autocorrelation(work *w, bool share, const uint32_t *last)
{
    const ent_segment_data *d = w->d;
    double *r = ent_arena_alloc(&w->scratch, (size_t)d->n * sizeof *r), square = 0, lag = 0;
    for (uint32_t j = d->n; j > 0; j = last[j]) {
        uint32_t i = last[j];
        double a = w->real.sum[0][j] - w->real.sum[0][i];
        double b = d->channels == 2 ? w->real.sum[1][j] - w->real.sum[1][i] : 0;
        for (uint32_t k = i; k < j; k++) {
            r[k] = residual(d, share, k, a, b, (double)(j - i));
            square += r[k] * r[k];
        }
    }
    double limit = 3 * sqrt(square / d->n); /* one outlier is no rhythm */
    square = 0;
    for (uint32_t k = 0; k < d->n; k++) {
        r[k] = r[k] > limit ? limit : r[k] < -limit ? -limit : r[k];
        square += r[k] * r[k];
        lag += k ? r[k] * r[k - 1] : 0;
    }
    double rho = square > 0 ? lag / square - 1 / sqrt((double)d->n) : 0;
    return rho < 0 ? 0 : rho > 0.8 ? 0.8 : rho;
}

static double widening(double rho)
{
    return (1 + rho) / ((1 - rho) * (1 - rho));
}

/* Dispersion was measured from differences of neighbours; where neighbours are alike, that is too
 * little by (1 - rho), and the variance of a long mean is more by (1 + rho) / (1 - rho). Twice: the
 * first segmentation is coarse, so that it does not swallow the likeness that is to be measured. */
static void widen(work *w, ent_segment_data *wide, const ent_segment_options *o, uint32_t *last)
{
    const ent_segment_data *d = w->d;
    *wide = *d;
    for (int pass = 0; pass < 2; pass++) {
        w->d = pass ? wide : d;
        partition(w, o->penalty * (pass ? 1 : 1.5), o->least, last);
        double rho = autocorrelation(w, false, last);
        w->block = pass && rho > 0.1 ? (uint32_t)(1.5 + 2 * rho / (1 - rho)) : w->block;
        wide->now.scale = d->now.scale * widening(rho);
        if (d->cost == ENT_COST_RATES && d->channels == 2) {
            wide->now.share = d->now.share * widening(autocorrelation(w, true, last));
        }
    }
    w->d = wide;
}

/* -- tests ---------------------------------------------------------------------------------- */

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

/* The largest gain of one split of the whole, or of one episode in it, of about any length, that
 * differs from all before and after it. */
static double scan(const ent_segment_data *d, const prefix *p, uint32_t least)
{
    uint32_t n = d->n, len = n > LONG_SERIES && least < 32 ? 32 : least;
    double whole = cost(d, p, 0, n), best = best_split(d, p, 0, n, least, n / 2000 + 1, NULL);
    double a = channel(d, p, 0, 0, n), b = channel(d, p, 1, 0, n);
    for (; len <= n / 2; len += len / 3 + 1) {
        for (uint32_t i = 0; i + len <= n; i += len / (n > LONG_SERIES ? 4 : 8) + 1) {
            double x = channel(d, p, 0, i, i + len), y = channel(d, p, 1, i, i + len);
            double gain = whole - cost_of(d, x, y, len) - cost_of(d, a - x, b - y, n - len);
            best = gain > best ? gain : best;
        }
    }
    return best;
}

static double test_whole(work *w, uint32_t least)
{
    /* measured by a rod that does not depend on the order, alike for the series and its shuffles */
    const ent_segment_data *wide = w->d;
    ent_segment_data level = *wide;
    level.now = level.level;
    w->d = &level;
    double observed = scan(w->d, &w->real, least);
    uint32_t as_large = 0;
    for (uint32_t b = 0; b < w->shuffles; b++) {
        shuffle(w, 0, w->d->n);
        sum_up(w->d, &w->mixed, w->order, 0, w->d->n);
        as_large += scan(w->d, &w->mixed, least) >= observed - 1e-9;
    }
    w->d = wide;
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

/* Gain of the shares of quad classes from a break, against its 99.5 % point under no difference;
 * above 1: they differ. n: events on the two sides; most: the largest difference of a share. */
static double kinds_differ(const work *w, uint32_t a, uint32_t at, uint32_t b, double *n,
                           double *most)
{
    static const double limit[] = {INFINITY, 7.88, 10.60, 12.84, 14.86}; /* chi-square */
    const ent_segment_data *d = w->d;
    double x[5] = {0}, y[5] = {0}, gain = 0;
    uint32_t kinds = 0;
    n[0] = n[1] = *most = 0;
    for (uint32_t c = 0; c < ENT_COUNT(x); c++) {
        for (uint32_t i = a; i < b; i++) {
            *(i < at ? &x[c] : &y[c]) += d->kind[c][i];
        }
        n[0] += x[c];
        n[1] += y[c];
        kinds += x[c] + y[c] > 0;
    }
    double all = n[0] + n[1], columns = -1;
    for (uint32_t c = 0; c < ENT_COUNT(x); c++) {
        gain += 2 * (xlogx(x[c], n[0]) + xlogx(y[c], n[1]) - xlogx(x[c] + y[c], all));
        columns += x[c] + y[c] > 0 ? all / (x[c] + y[c]) : 0;
        *most = n[0] > 0 && n[1] > 0 ? fmax(*most, fabs(x[c] / n[0] - y[c] / n[1])) : *most;
    }
    if (kinds < 2 || !(n[0] > 0) || !(n[1] > 0)) {
        return 0;
    }
    /* Williams' correction: few events make the gain too large */
    double few = 1 + (all / n[0] + all / n[1] - 1) * columns / (6 * all * (kinds - 1));
    return gain / few / d->kind_scale / limit[kinds - 1];
}

/* Whether merely more or less is written or done on the other side of a break, not otherwise:
 * neither the share of cooperation nor those of the quad classes differ (0.5 %, and by more than
 * `least_share`: among very many events the smallest difference is certain), although a difference
 * would be seen, or the change of volume is less than `ratio`-fold. */
static bool common_change(const work *w, uint32_t a, uint32_t at, uint32_t b,
                          const ent_segment_options *o)
{
    double n[2], most, x = 0, y = 0;
    if (w->d->cost != ENT_COST_RATES || w->d->channels != 2 || !(o->ratio > 1)) {
        return false;
    }
    for (uint32_t c = 0; c < 2; c++) {
        x += channel(w->d, &w->real, c, a, at);
        y += channel(w->d, &w->real, c, at, b);
    }
    double kinds = kinds_differ(w, a, at, b, n, &most);
    double p = channel(w->d, &w->real, 0, a, at) / x, q = channel(w->d, &w->real, 0, at, b) / y;
    most = x > 0 && y > 0 ? fmax(most, fabs(p - q)) : 1; /* something, and nothing, differ */
    if (kinds > 1 && most >= o->least_share) {
        return false;
    }
    ent_segment_data share = *w->d;
    share.cost = ENT_COST_BINOMIAL;
    share.now.scale = share.now.share;
    double gain = cost(&share, &w->real, a, b) - cost(&share, &w->real, a, at) -
                  cost(&share, &w->real, at, b);
    if (gain >= 7.88 && most >= o->least_share) { /* chi-square, 0.5 % */
        return false;
    }
    double before = x / (at - a), after = y / (b - at);
    bool little = before < o->ratio * after && after < o->ratio * before;
    double error = n[0] > 0 && n[1] > 0 ? sqrt((1 / n[0] + 1 / n[1]) * w->d->kind_scale) / 2 : 1;
    return little || 2.58 * error < o->share;
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
static uint32_t prune(work *w, ent_break *k, uint32_t count, const ent_segment_options *o)
{
    uint32_t least = o->least;
    bool fresh = true;
    while (count && fresh) {
        uint32_t worst = 0;
        for (uint32_t i = 0; i < count; i++) {
            uint32_t a = i ? k[i - 1].at : 0, b = i + 1 < count ? k[i + 1].at : w->d->n;
            if (isnan(k[i].p)) {
                k[i].p = common_change(w, a, k[i].at, b, o) ? 1 : test_break(w, a, b, least);
            }
            worst = k[i].p > k[worst].p ? i : worst;
        }
        fresh = k[worst].p > o->alpha;
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

/* Moves a break that was found on a grid to the best element near it. */
static void refine(const work *w, ent_break *k, uint32_t count, uint32_t i)
{
    uint32_t a = i ? k[i - 1].at : 0, b = i + 1 < count ? k[i + 1].at : w->d->n, at = k[i].at;
    uint32_t reach = 2 * w->grid, least = w->grid;
    double best = INFINITY;
    uint32_t from = at > a + least + reach ? at - reach : a + least;
    for (uint32_t t = from; t <= at + reach && t + least <= b; t++) {
        double c = cost(w->d, &w->real, a, t) + cost(w->d, &w->real, t, b);
        if (c < best) {
            best = c;
            k[i].at = t;
        }
    }
}

uint32_t ent_relate_segment(ent_break **out, const ent_segment_data *d,
                            const ent_segment_options *o, ent_arena *a)
{
    *out = NULL;
    if (d->channels == 0 || d->n < 2 * o->least || d->n < 4) {
        return 0;
    }
    work w = {.d = d,
              .random = 0x656e74656e7465,
              .shuffles = d->n > LONG_SERIES ? SHUFFLES_LONG : SHUFFLES};
    w.order = ent_arena_alloc(&w.scratch, (size_t)d->n * sizeof *w.order);
    w.blocks = ent_arena_alloc(&w.scratch, (size_t)d->n * sizeof *w.blocks);
    w.block = 1;
    w.grid = d->n / GRID_STARTS + 1;
    new_prefix(&w, &w.real);
    new_prefix(&w, &w.mixed);
    sum_up(d, &w.real, NULL, 0, d->n);
    uint32_t count = 0, *last = ent_arena_alloc(&w.scratch, ((size_t)d->n + 1) * sizeof *last);
    ent_segment_data wide;
    widen(&w, &wide, o, last);
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
        for (i = 0; w.grid > 1 && i < count; i++) {
            refine(&w, k, count, i);
        }
        count = prune(&w, k, count, o);
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
