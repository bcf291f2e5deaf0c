/* phase.c: turning points of the measure, and the phases between them with their names.
 *
 * In: a series with its periods. Out: s->turns, s->phases. Which likelihood stands behind a
 * measure: sums (goldstein, plover, cooperation, conflict) and counts are rates, of the cooperative
 * and the conflictive weight apart; means are normal with a weight by number of events; net and
 * logodds are shares. Dispersion is estimated from neighbouring periods, never below that of the
 * events themselves, so that silence has no variance of zero. */
#include "relate_int.h"

#include <math.h>

#define MOST_INVERSE 2.0 /* no heavier tail is believed: a shape of one half */

double ent_relate_threshold(const ent_relater *r, const char *key)
{
    const ent_table *t = ent_tables_get(r->tables, "relate/thresholds");
    uint32_t row = t ? ent_table_find(t, key) : ENT_NONE;
    double v = row == ENT_NONE
                   ? NAN
                   : ent_parse_double(ent_table_cell(t, row, ent_table_column(t, "value")), NULL);
    return v;
}

/* -- dispersion ----------------------------------------------------------------------------- */

static int by_value(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

/* Mean of squared standardised differences without the largest twentieth, which the breaks
 * themselves make; 0.76 is what that leaves of the mean of a chi-square of one degree. */
static double trimmed(double *v, uint32_t n)
{
    double sum = 0;
    qsort(v, n, sizeof *v, by_value);
    uint32_t keep = n - (n + 10) / 20;
    for (uint32_t i = 0; i < keep; i++) {
        sum += v[i];
    }
    return keep ? sum / keep / (keep < n ? 0.76 : 1) : 0;
}

static double at_least(double v, double floor)
{
    return v > floor ? v : floor;
}

typedef struct pair {
    double z, difference, sum, product;
} pair;

static int by_z(const void *x, const void *y)
{
    double a = ((const pair *)x)->z, b = ((const pair *)y)->z;
    return (a > b) - (a < b);
}

/* One over the shape of the negative binomial, from neighbours: for two draws a, b of one mean m,
 * E (a - b)^2 / 2 = m + m^2 / shape and E ab = m^2. Without the largest twentieth, as above. */
static double inverse_shape(const double *x, const double *y, double unit, uint32_t n, ent_arena *a)
{
    pair *v = ent_arena_alloc(a, ((size_t)n + 1) * sizeof *v);
    uint32_t m = 0;
    for (uint32_t i = 1; i < n; i++) {
        double p = (x[i - 1] + y[i - 1]) / unit, q = (x[i] + y[i]) / unit;
        if (p + q > 0) {
            v[m++] = (pair){(p - q) * (p - q) / (p + q), (p - q) * (p - q) / 2, (p + q) / 2, p * q};
        }
    }
    double difference = 0, sum = 0, product = 0;
    qsort(v, m, sizeof *v, by_z);
    uint32_t keep = m - (m + 10) / 20;
    for (uint32_t i = 0; i < keep; i++) {
        difference += v[i].difference;
        sum += v[i].sum;
        product += v[i].product;
    }
    double over = difference / (keep < m ? 0.76 : 1) - sum;
    return over <= 0 ? 0 : over < MOST_INVERSE * product ? over / product : MOST_INVERSE;
}

/* The same, if the order said nothing; without the highest twentieth, which may be a war. */
static double inverse_shape_of_all(const double *x, const double *y, double unit, uint32_t n,
                                   ent_arena *a)
{
    double *v = ent_arena_alloc(a, ((size_t)n + 1) * sizeof *v), sum = 0, squares = 0;
    for (uint32_t i = 0; i < n; i++) {
        v[i] = (x[i] + y[i]) / unit;
    }
    qsort(v, n, sizeof *v, by_value);
    uint32_t keep = n - (n + 10) / 20;
    for (uint32_t i = 0; i < keep; i++) {
        sum += v[i];
        squares += v[i] * v[i];
    }
    double mean = keep ? sum / keep : 0, over = keep ? squares / keep - mean * mean - mean : 0;
    return over <= 0 ? 0 : over < MOST_INVERSE * mean * mean ? over / mean / mean : MOST_INVERSE;
}

static double share_dispersion(const double *x, const double *y, uint32_t n, ent_arena *a)
{
    double *v = ent_arena_alloc(a, ((size_t)n + 1) * sizeof *v), sx = 0, sy = 0;
    uint32_t m = 0;
    for (uint32_t i = 0; i < n; i++) {
        sx += x[i];
        sy += y[i];
    }
    double p = sx / (sx + sy), variance = p * (1 - p);
    for (uint32_t i = 0, before = n; i < n && variance > 0; i++) {
        double a1 = x[i] + y[i];
        if (a1 > 0 && before < n) {
            double a0 = x[before] + y[before], d = x[i] / a1 - x[before] / a0;
            v[m++] = d * d / (variance * (1 / a1 + 1 / a0));
        }
        before = a1 > 0 ? i : before;
    }
    return trimmed(v, m);
}

/* Dispersion of the shares of quad classes between neighbours with events. */
static double kind_dispersion(const ent_segment_data *d, ent_arena *a)
{
    double *v = ent_arena_alloc(a, ((size_t)d->n + 1) * sizeof *v), all[5] = {0}, n = 0;
    uint32_t m = 0, before = d->n, kinds = 0;
    for (uint32_t c = 0; c < ENT_COUNT(all); c++) {
        for (uint32_t i = 0; i < d->n; i++) {
            all[c] += d->kind[c][i];
        }
        n += all[c];
        kinds += all[c] > 0;
    }
    for (uint32_t i = 0; i < d->n && kinds > 1; i++) {
        double x = 0, y = 0, sum = 0;
        for (uint32_t c = 0; c < ENT_COUNT(all); c++) {
            x += d->kind[c][i];
            y += before < d->n ? d->kind[c][before] : 0;
        }
        for (uint32_t c = 0; c < ENT_COUNT(all) && x > 0 && y > 0; c++) {
            double e = d->kind[c][i] / x - d->kind[c][before] / y;
            sum += all[c] > 0 ? e * e * n / all[c] : 0;
        }
        if (x > 0 && y > 0) {
            v[m++] = sum / (1 / x + 1 / y) / (kinds - 1);
        }
        before = x > 0 ? i : before;
    }
    return at_least(trimmed(v, m), 1);
}

static double mean_variance(const double *w, const double *wy, uint32_t n, ent_arena *a)
{
    double *v = ent_arena_alloc(a, ((size_t)n + 1) * sizeof *v);
    uint32_t m = 0;
    for (uint32_t i = 1; i < n; i++) {
        double d = wy[i] / w[i] - wy[i - 1] / w[i - 1];
        v[m++] = d * d / (1 / w[i] + 1 / w[i - 1]);
    }
    return trimmed(v, m);
}

/* -- a series as data of the segmentation --------------------------------------------------- */

typedef struct elements {
    ent_segment_data d;
    uint32_t *period; /* of each element */
} elements;

static void take(elements *x, uint32_t period, double v0, double v1)
{
    x->period[x->d.n] = period;
    x->d.value[0][x->d.n] = v0;
    x->d.value[1][x->d.n++] = v1;
}

/* Rates of weight: a channel that is empty throughout is left out. */
static void rates(elements *x, const ent_series *s, ent_measure m, double floor, ent_arena *a)
{
    double sum[2] = {0, 0}, squares = 0;
    for (uint32_t i = 0; i < s->period_count; i++) {
        const ent_period *p = &s->periods[i];
        double v[2] = {p->positive, p->negative}, q = p->positive_squares + p->negative_squares;
        if (m == ENT_MEASURE_COUNT) {
            v[0] = q = p->weight;
            v[1] = 0;
        } else if (m == ENT_PLOVER) {
            v[0] = p->plover_sum > 0 ? p->plover_sum : 0;
            v[1] = p->plover_sum < 0 ? -p->plover_sum : 0;
            q = (v[0] + v[1]) * 5; /* scores are around 5 */
        } else if (m == ENT_COOPERATION || m == ENT_CONFLICT) {
            v[m == ENT_COOPERATION] = 0;
            q = m == ENT_COOPERATION ? p->positive_squares : p->negative_squares;
        }
        sum[0] += v[0];
        sum[1] += v[1];
        squares += q;
        for (uint32_t c = 0; c < 5; c++) {
            x->d.kind[c][i] = p->quad[c];
        }
        take(x, i, v[0], v[1]);
    }
    ent_segment_data *d = &x->d;
    d->cost = ENT_COST_RATES;
    d->channels = sum[0] > 0 && sum[1] > 0 ? 2 : sum[0] + sum[1] > 0 ? 1 : 0;
    d->unit = d->channels ? at_least(squares / (sum[0] + sum[1]), floor) : floor;
    d->now = (ent_spread){1, inverse_shape(d->value[0], d->value[1], d->unit, d->n, a), d->unit};
    d->level =
        (ent_spread){1, inverse_shape_of_all(d->value[0], d->value[1], d->unit, d->n, a), d->unit};
    if (d->channels == 2) {
        d->now.share = at_least(share_dispersion(d->value[0], d->value[1], d->n, a), d->unit);
        d->kind_scale = kind_dispersion(d, a);
    } else if (sum[1] > 0) {
        d->value[0] = d->value[1];
    }
}

static void shares(elements *x, const ent_series *s, ent_measure m, double floor, ent_arena *a)
{
    double sum = 0, squares = 0;
    for (uint32_t i = 0; i < s->period_count; i++) {
        const ent_period *p = &s->periods[i];
        double v0 = m == ENT_NET ? p->positive : p->coop_count;
        double v1 = m == ENT_NET ? p->negative : p->conf_count;
        if (v0 + v1 > 0) {
            take(x, i, v0, v1);
            sum += v0 + v1;
            squares += m == ENT_NET ? p->positive_squares + p->negative_squares : v0 + v1;
        }
    }
    x->d.cost = ENT_COST_BINOMIAL;
    x->d.channels = 2;
    double phi = x->d.n ? share_dispersion(x->d.value[0], x->d.value[1], x->d.n, a) : 1;
    x->d.now.scale = at_least(at_least(phi, sum > 0 ? squares / sum : 1), floor);
    x->d.level.scale = floor;
}

/* The variance of a period's mean does not vanish with many events: ten count as no more than
 * about five would if they were independent. */
static void means(elements *x, const ent_series *s, ent_measure m, double floor, ent_arena *a)
{
    for (uint32_t i = 0; i < s->period_count; i++) {
        const ent_period *p = &s->periods[i];
        double mean = m == ENT_PLOVER_MEAN || m == ENT_PLOVER ? p->plover_mean : p->goldstein_mean;
        if (!isnan(mean)) {
            double w = p->weight / (1 + p->weight / 10);
            take(x, i, w, w * mean);
        }
    }
    x->d.cost = ENT_COST_NORMAL;
    x->d.channels = 2;
    x->d.now.scale = at_least(mean_variance(x->d.value[0], x->d.value[1], x->d.n, a), floor);
    x->d.level.scale = floor;
}

/* Whether nearly every period has one event and none has several: then the series is one of values,
 * and how much was done says nothing. */
static bool one_each(const ent_series *s)
{
    uint32_t ones = 0;
    for (uint32_t i = 0; i < s->period_count; i++) {
        ones += s->periods[i].n == 1;
        if (s->periods[i].n > 1) {
            return false;
        }
    }
    return ones >= 0.9 * s->period_count;
}

static void to_elements(elements *x, const ent_series *s, const ent_relater *r, ent_measure m,
                        ent_arena *a)
{
    size_t n = (size_t)s->period_count + 1;
    memset(x, 0, sizeof *x);
    x->period = ent_arena_alloc(a, n * sizeof *x->period);
    x->d.value[0] = ent_arena_alloc(a, n * sizeof(double));
    x->d.value[1] = ent_arena_alloc(a, n * sizeof(double));
    for (uint32_t c = 0; c < ENT_COUNT(x->d.kind); c++) {
        x->d.kind[c] = ent_arena_alloc(a, n * sizeof(double));
    }
    switch (m) {
    case ENT_GOLDSTEIN:
    case ENT_PLOVER:
        if (one_each(s)) {
            means(x, s, m, ent_relate_threshold(r, "variance_floor"), a);
            break;
        }
        rates(x, s, m, ent_relate_threshold(r, "dispersion_floor"), a);
        break;
    case ENT_COOPERATION:
    case ENT_CONFLICT:
    case ENT_MEASURE_COUNT:
        rates(x, s, m, ent_relate_threshold(r, "dispersion_floor"), a);
        break;
    case ENT_NET:
    case ENT_LOGODDS:
        shares(x, s, m, ent_relate_threshold(r, "dispersion_floor"), a);
        break;
    case ENT_GOLDSTEIN_MEAN:
    case ENT_PLOVER_MEAN:
        means(x, s, m, ent_relate_threshold(r, "variance_floor"), a);
        break;
    }
}

/* -- phases --------------------------------------------------------------------------------- */

/* Mean of the measure over the periods that touch [from, to]; NAN where none has one. */
static double mean_between(const ent_series *s, int32_t from, int32_t to)
{
    double sum = 0;
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->period_count; i++) {
        const ent_period *p = &s->periods[i];
        if (p->from <= to && p->to >= from && !isnan(p->value)) {
            sum += p->value;
            n++;
        }
    }
    return n ? sum / n : NAN;
}

/* Names each phase after the acts in it: events and phases are both in order. */
static void count_acts(const ent_series *s, const ent_relater *r, const ent_phase *f,
                       uint32_t *count)
{
    for (uint32_t i = 0; i < s->tally_count; i++) {
        const ent_event *e = &s->tallies[i].like;
        uint32_t act = e->date.start >= f->from && e->date.end <= f->to
                           ? ent_relate_act_of(&r->status, e->cameo)
                           : ENT_NONE;
        if (act != ENT_NONE) {
            count[act] += s->tallies[i].events;
        }
    }
}

static void name_phases(ent_series *s, const ent_relater *r)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < s->phase_count; i++) {
        ent_phase *f = &s->phases[i];
        uint32_t count[ENT_ACTS] = {0};
        for (; at < s->event_count && s->events[at]->date.start <= f->to; at++) {
            uint32_t act = ent_relate_act_of_event(s, r, s->events[at]);
            if (act != ENT_NONE && s->events[at]->date.start >= f->from) {
                count[act]++;
            }
        }
        count_acts(s, r, f, count);
        double fit;
        f->name = ent_relate_state_name(ent_relate_state_of(&r->status, count, &fit));
        f->sure = fit * f->sure;
        ent_relate_name_counts(s, r, f, count);
    }
}

static void add_phase(ent_series *s, uint32_t a, uint32_t b, uint32_t *cap)
{
    ent_phase *f = ENT_PUSH(&s->arena, s->phases, s->phase_count, *cap);
    f->by = s->by;
    f->from = s->periods[a].from;
    f->to = s->periods[b - 1].to;
    f->mean = mean_between(s, f->from, f->to);
    for (uint32_t i = a; i < b; i++) {
        f->n += s->periods[i].n;
    }
}

static uint32_t filled(const ent_series *s)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->period_count; i++) {
        n += s->periods[i].n > 0;
    }
    return n;
}

bool ent_relate_sparse(const ent_series *s, const ent_relater *r, ent_measure m)
{
    if (m == ENT_MEASURE_COUNT || m == ENT_COOPERATION || m == ENT_CONFLICT) {
        return false; /* asked about how much, not about what */
    }
    return s->total <= ent_relate_threshold(r, "walk_few") ||
           (s->total <= ent_relate_threshold(r, "walk_events") &&
            filled(s) < ent_relate_threshold(r, "walk_density") * s->period_count);
}

/* Whether the acts are asked where the figures tell nothing: of a dyad of few events, or of one of
 * which little is told in most periods. */
static bool asks_acts(const ent_series *s, const ent_relater *r)
{
    return s->total <= ent_relate_threshold(r, "walk_events") ||
           (s->total <= ent_relate_threshold(r, "walk_most") &&
            filled(s) < ent_relate_threshold(r, "walk_gaps") * s->period_count);
}

/* The first element of a period or after it. */
static uint32_t element_of(const elements *x, uint32_t period)
{
    uint32_t i = 0;
    while (i < x->d.n && x->period[i] < period) {
        i++;
    }
    return i;
}

/* Breaks before and after the war that its acts tell, where none is near. */
static uint32_t add_war(ent_break **list, uint32_t count, const elements *x,
                        const ent_relate_war *war, ent_arena *a)
{
    const uint32_t at[2] = {element_of(x, war->from), element_of(x, war->to)};
    ent_break *k = ent_arena_alloc(a, ((size_t)count + 2) * sizeof *k);
    bool near[2] = {false, false};
    for (uint32_t i = 0; i < count; i++) {
        k[i] = (*list)[i];
        for (int b = 0; b < 2; b++) {
            near[b] |= k[i].at + 1 >= at[b] && k[i].at <= at[b] + 1;
        }
    }
    for (int b = 0; b < 2; b++) {
        if (near[b] || at[b] == 0 || at[b] >= x->d.n) {
            continue;
        }
        uint32_t i = count++;
        for (; i > 0 && k[i - 1].at > at[b]; i--) {
            k[i] = k[i - 1];
        }
        k[i] = (ent_break){.at = at[b], .from = at[b], .to = at[b], .p = war->p};
    }
    *list = k;
    return count;
}

/* Returns the number of breaks; with none, the series is left as it was. */
static uint32_t segment_phases(ent_series *s, const ent_relater *r, ent_measure m,
                               const ent_relate_war *war, bool need, ent_arena *scratch)
{
    elements x;
    to_elements(&x, s, r, m, scratch);
    bool two = x.d.channels == 2 && x.d.cost == ENT_COST_RATES;
    double penalty = ent_relate_threshold(r, "penalty") * (two ? 2 : 1) * log((double)x.d.n + 1);
    ent_segment_options o = {.penalty = at_least(penalty, ent_relate_threshold(r, "penalty_floor")),
                             .least = (uint32_t)ent_relate_threshold(r, "least_phase"),
                             .alpha_whole = ent_relate_threshold(r, "alpha_whole"),
                             .ratio = ent_relate_threshold(r, "coverage_ratio"),
                             .least_share = ent_relate_threshold(r, "coverage_least"),
                             .share = ent_relate_threshold(r, "coverage_share"),
                             .alpha = ent_relate_threshold(r, "alpha_break")};
    ent_break *k;
    uint32_t count = ent_relate_segment(&k, &x.d, &o, scratch), cap = 0, turn_cap = 0;
    if (count == 0 && !need) {
        return 0;
    }
    count = war ? add_war(&k, count, &x, war, scratch) : count;
    for (uint32_t i = 0; i <= count; i++) {
        uint32_t a = i ? x.period[k[i - 1].at] : 0;
        uint32_t b = i < count ? x.period[k[i].at] : s->period_count;
        add_phase(s, a, b, &cap);
        s->phases[i].sure = 1 - (i ? k[i - 1].p : i < count ? k[i].p : 0);
    }
    name_phases(s, r);
    for (uint32_t i = 0; i < count; i++) {
        ent_turn *t = ENT_PUSH(&s->arena, s->turns, s->turn_count, turn_cap);
        t->by = s->by;
        t->claimed = true;
        t->day = s->periods[x.period[k[i].at]].from;
        t->from = s->periods[x.period[k[i].from]].from;
        t->to = s->periods[x.period[k[i].to]].to;
        t->p = k[i].p;
        t->before = s->phases[i].mean;
        t->after = s->phases[i + 1].mean;
        t->from_name = s->phases[i].name;
        t->to_name = s->phases[i + 1].name;
    }
    return count;
}

void ent_relate_phases(ent_series *s, const ent_relater *r, ent_measure m)
{
    ent_arena scratch = {0};
    ent_relate_war found;
    bool acts = m != ENT_MEASURE_COUNT && m != ENT_COOPERATION && m != ENT_CONFLICT;
    const ent_relate_war *war = acts && ent_relate_find_war(s, r, &found) ? &found : NULL;
    if (s->period_count == 0 || ent_relate_sparse(s, r, m)) {
        ent_relate_walk_phases(s, r, ent_relate_threshold(r, "alpha_walk"), war);
    } else {
        /* where the figures tell nothing, the acts may */
        bool walks = acts && !war && asks_acts(s, r);
        if (segment_phases(s, r, m, war, !walks, &scratch) == 0 && walks) {
            bool few = s->total <= ent_relate_threshold(r, "walk_events");
            double alpha = few ? ent_relate_threshold(r, "alpha_second") : 0; /* names alone */
            ent_relate_walk_phases(s, r, alpha, war);
        }
    }
    ent_arena_free(&scratch);
}
