/* walk.c: phases and turning points of a sparse dyad, by the status walk over its acts.
 *
 * In: a series whose events are few. Out: s->phases, s->turns. A turn is dated as well as the act
 * that makes it: an act known only to the year makes a turn known only to the year. With enough
 * acts the walk must beat the walks over the same acts in shuffled order, else the relation has one
 * phase. */
#include "relate_int.h"

#include <math.h>

#define SHUFFLES 199
#define WAR_GAP 3   /* times walk_peace without an act: two wars */
#define LONGEST 400 /* days: what is dated more loosely orders nothing */

typedef struct step {
    const ent_event *event;
    int64_t middle; /* twice the middle day */
    uint32_t rank;
} step;

typedef struct walk {
    const ent_relate_status *k;
    const ent_relater *r;
    ent_walk_costs costs;
    step *step;
    const ent_event **event; /* of each step */
    uint32_t *act;
    uint8_t *path;
    double *sure;
    uint32_t n;
    uint32_t *group; /* first act of each run of acts in one period, and n: what is shuffled */
    uint32_t groups;
    int32_t peace;   /* days to the nearest act of war from which an act is one of peace */
    int32_t silence; /* days without an act after which nothing is said of the state */
    double p;        /* of the whole walk; NAN: not tested */
    /* n + 1 for each state: log-likelihood of the acts before, in that state; n + 1: the
     * cooperative acts before; n + 1: all of them; weighed */
    double *known;
    double alpha_turn; /* level of the test of each turn */
    bool by_chance;    /* shuffles walk as far: phases are named, no turn is claimed */
    ent_arena scratch;
} walk;

static int32_t end_of(const ent_event *e)
{
    return e->date.end == ENT_DAY_NONE ? e->date.start : e->date.end;
}

static int by_middle(const void *x, const void *y)
{
    const step *a = x, *b = y;
    if (a->middle != b->middle) {
        return a->middle < b->middle ? -1 : 1;
    }
    return a->rank < b->rank ? -1 : a->rank > b->rank;
}

/* A dyad of which little is told is silent only when it is so for longer than it mostly is. */
static void measure_silence(walk *w)
{
    double most = ent_relate_threshold(w->r, "walk_silence");
    if (w->n > 1) {
        double span = (double)(w->step[w->n - 1].middle - w->step[0].middle) / 2;
        double mean = ent_relate_threshold(w->r, "walk_silence_gaps") * span / (w->n - 1);
        most = mean > most ? mean : most;
    }
    w->silence = (int32_t)most;
}

/* Days from step i to the nearest act of war before (-1) or after (+1) it. */
static double to_war(const walk *w, uint32_t i, int direction)
{
    const ent_event *e = w->step[i].event;
    for (uint32_t k = i + (uint32_t)direction; k < w->n; k += (uint32_t)direction) {
        const ent_event *o = w->step[k].event;
        if (ent_relate_act_fights(w->k, w->act[k])) {
            return direction < 0 ? (double)e->date.start - end_of(o)
                                 : (double)o->date.start - end_of(e);
        }
    }
    return INFINITY;
}

/* Marks the acts that are not part of a war: none was fought for a year around them; or they make
 * peace, and none was fought for a year after them. */
static void mark_peace(walk *w)
{
    const ent_relate_status *k = w->k;
    for (uint32_t i = 0; i < w->n; i++) {
        uint32_t act = ENT_ACT(w->act[i]);
        bool makes = act == k->agree || act == k->restore || act == k->recognise;
        if (!ent_relate_act_fights(k, act) && to_war(w, i, 1) > w->peace &&
            (makes || to_war(w, i, -1) > w->peace)) {
            w->act[i] |= ENT_ACT_PEACE;
        }
    }
}

static void collect(walk *w, const ent_series *s)
{
    w->step = ent_arena_alloc(&w->scratch, ((size_t)s->event_count + 1) * sizeof *w->step);
    for (uint32_t i = 0; i < s->event_count; i++) {
        const ent_event *e = s->events[i];
        if (ent_relate_act_of_event(s, w->r, e) != ENT_NONE &&
            end_of(e) - e->date.start <= LONGEST) {
            w->step[w->n] = (step){e, (int64_t)e->date.start + end_of(e), w->n};
            w->n++;
        }
    }
    qsort(w->step, w->n, sizeof *w->step, by_middle);
    measure_silence(w);
    w->act = ent_arena_alloc(&w->scratch, ((size_t)w->n + 1) * sizeof *w->act);
    w->event = ent_arena_alloc(&w->scratch, ((size_t)w->n + 1) * sizeof *w->event);
    w->path = ent_arena_alloc(&w->scratch, w->n + 1);
    w->sure = ent_arena_alloc(&w->scratch, ((size_t)w->n + 1) * sizeof *w->sure);
    w->group = ent_arena_alloc(&w->scratch, (2 * (size_t)w->n + 4) * sizeof *w->group);
    int32_t open = ENT_DAY_NONE;
    for (uint32_t i = 0; i < w->n; i++) {
        int32_t middle = (int32_t)(w->step[i].middle / 2), start = ent_period_start(middle, s->by);
        w->event[i] = w->step[i].event;
        w->act[i] = ent_relate_act_of_event(s, w->r, w->step[i].event);
        if (i && w->step[i].event->date.start - end_of(w->step[i - 1].event) > w->silence) {
            w->act[i] |= ENT_ACT_FRESH;
        }
        if (i == 0 || start != open) {
            w->group[w->groups++] = i;
            open = start;
        }
    }
    w->group[w->groups] = w->n;
    mark_peace(w);
}

/* -- tests ---------------------------------------------------------------------------------- */

/* Acts of one period stay together: they are often one affair. Fills mixed with the acts of groups
 * [from, to) in another order, ends (if not NULL) with the first of each; returns how many. */
static uint32_t shuffle(walk *w, uint32_t from, uint32_t to, uint32_t *mixed, uint32_t *ends,
                        uint64_t *random)
{
    uint32_t *order = w->group + w->groups + 1, n = to - from, filled = 0;
    for (uint32_t i = 0; i < n; i++) {
        order[i] = from + i;
    }
    for (uint32_t i = n; i > 0; i--) {
        uint32_t j = (uint32_t)(((ent_relate_random(random) >> 32) * i) >> 32);
        uint32_t g = order[j], place = from + (n - i);
        order[j] = order[i - 1];
        if (ends) {
            ends[n - i] = filled;
        }
        /* a silence belongs to the time, not to the acts */
        for (uint32_t k = w->group[g]; k < w->group[g + 1]; k++) {
            mixed[filled] = ENT_ACT(w->act[k]);
            mixed[filled++] |= k == w->group[g] ? w->act[w->group[place]] & ENT_ACT_FRESH : 0;
        }
    }
    return filled;
}

/* Fills w->known for acts in this order. Of one period they are often one affair, told at length:
 * n of them weigh as the root of n. An act is cooperative that is likelier in a close
 * relation than in a hostile one. */
static void learn(walk *w, const uint32_t *act, const uint32_t *ends)
{
    size_t n = (size_t)w->n + 1;
    double *coop = w->known + ENT_STATES * n, *all = coop + n;
    for (uint32_t s = 0; s < ENT_STATES + 2; s++) {
        w->known[s * n] = 0;
    }
    for (uint32_t g = 0; g < w->groups; g++) {
        uint32_t end = g + 1 < w->groups ? ends[g + 1] : w->n;
        double weight = 1 / sqrt((double)end - ends[g]);
        for (uint32_t i = ends[g]; i < end; i++) {
            uint32_t a = ENT_ACT(act[i]);
            const double *hostile = w->k->emission[ENT_STATE_HOSTILE];
            for (uint32_t s = 0; s < ENT_STATES; s++) {
                double *v = w->known + s * n;
                v[i + 1] = v[i] + weight * w->k->emission[s][a];
            }
            bool friendly = w->k->emission[ENT_STATE_CLOSE][a] > hostile[a];
            coop[i + 1] = coop[i] + (friendly ? weight : 0);
            all[i + 1] = all[i] + weight;
        }
    }
}

/* Log-likelihood of acts [a, b) and [c, d) in the one state that fits both best. */
static double fit_of(const walk *w, uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    double best = -INFINITY;
    for (uint32_t s = ENT_STATE_CLOSE; s < ENT_STATES; s++) {
        const double *v = w->known + s * ((size_t)w->n + 1);
        double x = v[b] - v[a] + v[d] - v[c];
        best = x > best ? x : best;
    }
    return best;
}

/* Log-likelihood of the share of cooperative acts in [a, b) and [c, d). */
static double share_of(const walk *w, uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    const double *v = w->known + ENT_STATES * ((size_t)w->n + 1), *all = v + w->n + 1;
    double n = all[b] - all[a] + all[d] - all[c], x = v[b] - v[a] + v[d] - v[c], y = n - x;
    return (x > 0 ? x * log(x / n) : 0) + (y > 0 ? y * log(y / n) : 0);
}

typedef double (*fit_fn)(const walk *w, uint32_t a, uint32_t b, uint32_t c, uint32_t d);

/* The largest gain of one split of the acts, or of one episode in them. ends: the first act of
 * every group, since acts of one period are not parted. */
static double scan(const walk *w, const uint32_t *ends, fit_fn f)
{
    uint32_t n = w->groups;
    double whole = f(w, 0, w->n, 0, 0), best = 0;
    for (uint32_t i = 2; i + 1 < n; i++) {
        double gain = f(w, 0, ends[i], 0, 0) + f(w, ends[i], w->n, 0, 0) - whole;
        best = gain > best ? gain : best;
    }
    for (uint32_t len = 2; len <= n / 2; len += len / 3 + 1) {
        for (uint32_t i = 1; i + len < n; i += len / 8 + 1) {
            double gain =
                f(w, ends[i], ends[i + len], 0, 0) + f(w, 0, ends[i], ends[i + len], w->n) - whole;
            best = gain > best ? gain : best;
        }
    }
    return best;
}

/* How much better the best path is than the best that never changes. */
static double advantage(walk *w, const uint32_t *act)
{
    static const ent_walk_costs never = {INFINITY, INFINITY, INFINITY, INFINITY};
    return ent_relate_walk(w->k, &w->costs, act, w->n, NULL, &w->scratch) -
           ent_relate_walk(w->k, &never, act, w->n, NULL, &w->scratch);
}

#define STATISTICS 3u
static const double statistic_weight[STATISTICS] = {3, 1, 1}; /* the walk sees several turns */

/* What tells an order of acts from chance: how far the walk goes, how well one state and another
 * part it, how well the cooperative and the conflictive do. */
static void measure(walk *w, const uint32_t *act, const uint32_t *ends, double *out)
{
    learn(w, act, ends);
    out[0] = advantage(w, act);
    out[1] = scan(w, ends, fit_of);
    out[2] = scan(w, ends, share_of);
}

/* p of the order of the acts: the three statistics together, each by its own mean and deviation
 * over the order that is and the shuffles. */
static double test_walk(walk *w)
{
    uint64_t random = 0x77616c6b;
    uint32_t as_large = 0, *mixed = ent_arena_alloc(&w->scratch, (size_t)w->n * sizeof *mixed);
    uint32_t *ends = ent_arena_alloc(&w->scratch, ((size_t)w->groups + 1) * sizeof *ends);
    double v[SHUFFLES + 1][STATISTICS], mean[STATISTICS] = {0}, deviation[STATISTICS] = {0};
    w->known =
        ent_arena_alloc(&w->scratch, (ENT_STATES + 2) * ((size_t)w->n + 1) * sizeof *w->known);
    for (uint32_t i = 0; i < w->n; i++) { /* marks of peace are of this order, not of another */
        mixed[i] = w->act[i] & ~ENT_ACT_PEACE;
    }
    measure(w, mixed, w->group, v[0]);
    for (uint32_t i = 1; i <= SHUFFLES; i++) {
        shuffle(w, 0, w->groups, mixed, ends, &random);
        measure(w, mixed, ends, v[i]);
    }
    for (uint32_t k = 0; k < STATISTICS; k++) {
        for (uint32_t i = 0; i <= SHUFFLES; i++) {
            mean[k] += v[i][k] / (SHUFFLES + 1);
        }
        for (uint32_t i = 0; i <= SHUFFLES; i++) {
            deviation[k] += (v[i][k] - mean[k]) * (v[i][k] - mean[k]) / (SHUFFLES + 1);
        }
    }
    double observed = 0;
    for (uint32_t i = 0; i <= SHUFFLES; i++) {
        double sum = 0;
        for (uint32_t k = 0; k < STATISTICS; k++) {
            double z = deviation[k] > 0 ? (v[i][k] - mean[k]) / sqrt(deviation[k]) : 0;
            sum += z > 0 ? statistic_weight[k] * z * z : 0; /* one that speaks loudly is enough */
        }
        observed = i ? observed : sum;
        as_large += i && sum >= observed - 1e-9;
    }
    return (1.0 + as_large) / (1.0 + SHUFFLES);
}

/* Log-likelihood of counts in their best state. */
static double fit(const ent_relate_status *k, const uint32_t *count)
{
    double best = -INFINITY;
    for (uint32_t s = ENT_STATE_CLOSE; s < ENT_STATES; s++) {
        double v = 0;
        for (uint32_t a = 0; a < k->acts; a++) {
            v += count[a] * k->emission[s][a];
        }
        best = v > best ? v : best;
    }
    return best;
}

static double split_gain(const ent_relate_status *k, const uint32_t *act, uint32_t n)
{
    uint32_t left[ENT_ACTS] = {0}, right[ENT_ACTS] = {0};
    double best = -INFINITY;
    for (uint32_t i = 0; i < n; i++) {
        right[ENT_ACT(act[i])]++;
    }
    double whole = fit(k, right);
    for (uint32_t i = 0; i + 1 < n; i++) {
        left[ENT_ACT(act[i])]++;
        right[ENT_ACT(act[i])]--;
        double gain = fit(k, left) + fit(k, right) - whole;
        best = gain > best ? gain : best;
    }
    return best;
}

/* The split of acts [a, b) in two against splits of their shuffles; NAN where they are too few. */
static double test_turn(walk *w, uint32_t a, uint32_t b, uint32_t least)
{
    uint32_t from = 0, to = 0, as_large = 0;
    while (w->group[from + 1] <= a) {
        from++;
    }
    while (to < w->groups && w->group[to] < b) {
        to++;
    }
    if (to - from < least) {
        return NAN;
    }
    uint64_t random = 0x7475726e;
    uint32_t *mixed = ent_arena_alloc(&w->scratch, (size_t)w->n * sizeof *mixed);
    uint32_t n = w->group[to] - w->group[from];
    double observed = split_gain(w->k, w->act + w->group[from], n);
    for (uint32_t i = 0; i < SHUFFLES; i++) {
        shuffle(w, from, to, mixed, NULL, &random);
        as_large += split_gain(w->k, mixed, n) >= observed - 1e-9;
    }
    return (1.0 + as_large) / (1.0 + SHUFFLES);
}

/* -- phases --------------------------------------------------------------------------------- */

/* The unit in which an event's day is known, no finer than the series'. */
static ent_period_unit unit_of(const ent_event *e, ent_period_unit by)
{
    int32_t days = end_of(e) - e->date.start + 1;
    ent_period_unit known = days > 92   ? ENT_BY_YEAR
                            : days > 31 ? ENT_BY_QUARTER
                            : days > 7  ? ENT_BY_MONTH
                            : days > 1  ? ENT_BY_WEEK
                                        : ENT_BY_DAY;
    return known > by ? known : by;
}

static void add_phase(ent_series *s, walk *w, uint32_t a, uint32_t b, uint32_t *cap)
{
    ent_phase *f = ENT_PUSH(&s->arena, s->phases, s->phase_count, *cap);
    const ent_event *first = w->step[a].event;
    f->by = unit_of(first, s->by);
    f->from = ent_period_start(first->date.start, f->by);
    f->to = s->period_count ? s->periods[s->period_count - 1].to : end_of(w->step[b - 1].event);
    f->name = ent_relate_state_name(w->path[a]);
    f->n = b - a;
    for (uint32_t i = a; i < b; i++) {
        f->sure += w->sure[i] / (b - a);
    }
    ent_relate_name_acts(s, w->r, f, w->event + a, w->act + a, b - a, w->path[a],
                         a ? w->path[a - 1] : ENT_NONE);
}

/* A turn lies after the start of the last act before it and not after the end of its own. */
static ent_turn *add_turn(ent_series *s, const walk *w, uint32_t at, double p, bool claimed,
                          uint32_t *cap)
{
    const ent_event *before = w->step[at - 1].event, *e = w->step[at].event;
    ent_turn *t = ENT_PUSH(&s->arena, s->turns, s->turn_count, *cap);
    t->by = unit_of(e, s->by);
    t->day = ent_period_start(e->date.start, t->by);
    t->from = before->date.start < e->date.start ? before->date.start : e->date.start;
    t->to = end_of(e);
    t->p = p;
    t->claimed = claimed;
    t->from_name = ent_relate_state_name(w->path[at - 1]);
    t->to_name = ent_relate_state_name(w->path[at]);
    t->by_acts = true;
    t->act = e->date;
    return t;
}

/* Where acts [a, b) of one state have a long silence between or behind them, the phase ends with
 * the last act before it: what was then is not known. */
static void add_phases(ent_series *s, walk *w, uint32_t a, uint32_t b, uint32_t *cap)
{
    for (uint32_t i = a + 1; i <= b; i++) {
        int32_t last =
            ent_period_next(ent_period_start(end_of(w->step[i - 1].event), s->by), s->by);
        int32_t next = i < w->n ? ent_period_start(w->step[i].event->date.start, s->by) : last;
        /* wars do not linger, nor last for years without an act */
        int32_t war = i == b ? w->peace / 2 : WAR_GAP * w->peace;
        bool at_war = w->path[a] == ENT_STATE_WAR;
        bool silent = (int64_t)next - last > (at_war && war < w->silence ? war : w->silence);
        if (i < b && !silent) {
            continue;
        }
        add_phase(s, w, a, i, cap);
        if (silent) {
            ent_phase *f = ENT_PUSH(&s->arena, s->phases, s->phase_count, *cap);
            *f =
                (ent_phase){.from = last, .to = next - 1, .name = "silent", .sure = 1, .by = s->by};
            f->mean = NAN;
            f->by_acts = true;
        }
        a = i;
    }
}

static void close_phases(ent_series *s)
{
    for (uint32_t i = 0; i < s->phase_count; i++) {
        ent_phase *f = &s->phases[i];
        if (i + 1 < s->phase_count) {
            int32_t next = s->phases[i + 1].from;
            /* two in one period: the first ends where the second begins, in it */
            f->to = next > f->from ? next - 1 : ent_period_next(f->from, f->by) - 1;
        }
    }
}

/* Mean of the measure over acts [a, b): phases may share their periods, their acts are their own.
 */
static double mean_of(const ent_series *s, const walk *w, uint32_t a, uint32_t b)
{
    ent_period sums;
    ent_relate_sum(&sums, w->r, w->event + a, b - a,
                   (ent_measure)ent_relate_measure_of(s->measure));
    return sums.value;
}

/* Whether a change that is too short to be tested speaks for itself. Where the walk as a whole has
 * passed its test: if something was told shortly before, or the change is one that acts make and
 * silence does not, as a war. Where the walk is too short for that: if both. */
static bool speaks(const walk *w, uint32_t at)
{
    uint32_t from = w->path[at - 1], to = w->path[at], act = ENT_ACT(w->act[at]);
    bool told = !(w->act[at] & ENT_ACT_FRESH), tested = !isnan(w->p);
    bool begins = to == ENT_STATE_RECOGNISED || to == ENT_STATE_BROKEN || to == ENT_STATE_WAR ||
                  (from == ENT_STATE_BROKEN && (act == w->k->restore || act == w->k->recognise));
    bool made = begins || from == ENT_STATE_WAR || from == ENT_STATE_BROKEN ||
                (from == ENT_STATE_CLOSE && to == ENT_STATE_COOL && act == w->k->reduce);
    return tested ? told || begins : told && made;
}

/* Returns how many turning points it claims. */
static uint32_t cut(ent_series *s, walk *w, uint32_t least)
{
    uint32_t turns = 0;
    uint32_t *start = ent_arena_alloc(&w->scratch, ((size_t)w->n + 2) * sizeof *start), m = 0;
    for (uint32_t i = 0; i < w->n; i++) {
        if (i == 0 || w->path[i] != w->path[i - 1]) {
            start[m++] = i;
        }
    }
    start[m] = w->n;
    uint32_t cap = 0, turn_cap = 0;
    for (uint32_t i = 0; i < m; i++) {
        uint32_t first = s->phase_count;
        add_phases(s, w, start[i], start[i + 1], &cap);
        double p = i ? test_turn(w, start[i - 1], start[i + 1], least) : NAN;
        if (i) {
            bool claimed = !w->by_chance && (isnan(p) ? speaks(w, start[i]) : p <= w->alpha_turn);
            ent_turn *t = add_turn(s, w, start[i], p, claimed, &turn_cap);
            t->before = mean_of(s, w, start[i - 1], start[i]);
            t->after = mean_of(s, w, start[i], start[i + 1]);
            t->rests_on = s->phases[first].rests_on;
            turns += claimed;
        }
    }
    close_phases(s);
    return turns;
}

/* What the acts of war tell by themselves needs no order: the change into it and the one out of it
 * are turns. Returns how many are claimed now that were not. */
static uint32_t claim_war(ent_series *s, const ent_relate_war *war)
{
    const char *at_war = ent_relate_state_name(ENT_STATE_WAR);
    int32_t from = s->periods[war->from].from, to = s->periods[war->to - 1].to;
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->turn_count; i++) {
        ent_turn *t = &s->turns[i], *next = i + 1 < s->turn_count ? t + 1 : NULL;
        if (t->to_name != at_war || t->to < from || t->day > to) {
            continue;
        }
        ent_turn *both[] = {t, next};
        for (size_t k = 0; k < ENT_COUNT(both) && both[k]; k++) {
            n += !both[k]->claimed;
            both[k]->p = both[k]->claimed ? both[k]->p : war->p;
            both[k]->claimed = true;
        }
    }
    return n;
}

void ent_relate_walk_phases(ent_series *s, const ent_relater *r, double alpha,
                            const ent_relate_war *war)
{
    walk w = {.k = &r->status, .r = r, .p = NAN};
    w.costs.plain = ent_relate_threshold(r, "walk_switch");
    w.costs.by_act = ent_relate_threshold(r, "walk_switch_act");
    w.costs.to_war = ent_relate_threshold(r, "walk_switch_war");
    w.alpha_turn = ent_relate_threshold(r, "alpha_turn");
    w.peace = (int32_t)ent_relate_threshold(r, "walk_peace");
    w.costs.far = ent_relate_threshold(r, "walk_switch_far");
    uint32_t least = (uint32_t)ent_relate_threshold(r, "walk_test");
    collect(&w, s);
    if (w.n) {
        if (w.groups >= least) {
            w.p = test_walk(&w);
            w.by_chance = w.p > alpha;
        }
        ent_relate_walk(w.k, &w.costs, w.act, w.n, w.path, &w.scratch);
        ent_relate_walk_sure(w.k, &w.costs, w.act, w.n, w.path, w.sure, &w.scratch);
        uint32_t turns = cut(s, &w, least), told = war ? claim_war(s, war) : 0;
        turns += told;
        if (w.by_chance && s->turn_count > turns) {
            ent_relate_note(s,
                            ent_arena_printf(&s->arena,
                                             "The phases are what the %u acts say; other orders of "
                                             "the same acts would part as well (p %.3f), so no "
                                             "%schange is claimed to be a turning point.",
                                             w.n, w.p, told ? "other " : ""));
        }
    }
    ent_arena_free(&w.scratch);
}
