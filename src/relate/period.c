/* period.c: from events to periods with every measure.
 *
 * In: events in any order, a dyad, a unit of time. Out: s->events, undated, apart, periods. An
 * event is counted once, in the period that holds its whole interval of days, or most of it where
 * the interval is no longer than a period; a vaguer one is a span. It interpolates nothing: an
 * empty period is 0 for sums and NAN for means. docs/measures.md defines every figure. */
#include "relate_int.h"

#include <math.h>

#define MAX_PERIODS 1500000u /* 4,000 years by day */

static const char *const measures[] = {"goldstein",  "goldstein_mean", "cooperation", "conflict",
                                       "net",        "logodds",        "count",       "plover",
                                       "plover_mean"};

int ent_relate_measure_of(const char *name)
{
    for (size_t i = 0; name && i < ENT_COUNT(measures); i++) {
        if (strcmp(measures[i], name) == 0) {
            return (int)i;
        }
    }
    return name ? -1 : ENT_GOLDSTEIN;
}

bool ent_relate_measure_known(const char *measure)
{
    return ent_relate_measure_of(measure) >= 0;
}

/* -- the dyad ------------------------------------------------------------------------------- */

int ent_relate_set_read(ent_relate_set *s, const char *list, ent_err *err)
{
    s->count = 0;
    while (list && *list) {
        size_t n = strcspn(list, ",+");
        if (n && s->count == ENT_COUNT(s->code)) {
            return ent_fail(err, ENT_EUSAGE, "", "more than %zu members on one side of a dyad",
                            ENT_COUNT(s->code));
        }
        if (n) {
            s->code[s->count] = list;
            s->len[s->count++] = (uint32_t)n;
        }
        list += n + (list[n] != 0);
    }
    return s->count ? 0 : ent_fail(err, ENT_EUSAGE, "", "a side of the dyad is empty");
}

/* Codes are short: cheaper than a call. */
static inline bool begins(const char *s, const char *code, uint32_t n)
{
    uint32_t i = 0;
    while (i < n && s[i] == code[i]) {
        i++;
    }
    return i == n;
}

bool ent_relate_set_has(const ent_relate_set *s, const ent_actor_ref *who)
{
    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t n = s->len[i];
        /* a state's code is that of all its actors; a longer code narrows it down */
        if (who->state && begins(who->state, s->code[i], n) && !who->state[n]) {
            return true;
        }
        if (who->code && (!who->state || n > 3) && begins(who->code, s->code[i], n)) {
            return true;
        }
    }
    return false;
}

static bool names_someone(const ent_actor_ref *who)
{
    return who->state || who->code;
}

typedef struct pair_of {
    ent_relate_set one, other;
    bool all, directed;
} pair_of;

static bool runs(const pair_of *p, const ent_actor_ref *s, const ent_actor_ref *t)
{
    return ent_relate_set_has(&p->one, s) &&
           (p->all ? names_someone(t) && !ent_relate_set_has(&p->one, t)
                   : ent_relate_set_has(&p->other, t));
}

static bool belongs(const pair_of *p, const ent_event *e)
{
    return runs(p, &e->source, &e->target) ||
           ((!p->directed || e->symmetric) && runs(p, &e->target, &e->source));
}

bool ent_relate_belongs(const ent_series *s, const ent_event *e)
{
    pair_of p = {.all = !s->other, .directed = s->directed};
    return ent_relate_set_read(&p.one, s->one, NULL) == 0 &&
           (p.all || ent_relate_set_read(&p.other, s->other, NULL) == 0) && belongs(&p, e);
}

/* -- order ---------------------------------------------------------------------------------- */

static int by_date(const void *x, const void *y)
{
    const ent_event *a = *(const ent_event *const *)x, *b = *(const ent_event *const *)y;
    if (a->date.start != b->date.start) {
        return a->date.start < b->date.start ? -1 : 1;
    }
    if (a->date.end != b->date.end) {
        return a->date.end < b->date.end ? -1 : 1;
    }
    return strcmp(a->id ? a->id : "", b->id ? b->id : "");
}

void ent_relate_sort(const ent_event **e, uint32_t n)
{
    bool sorted = true; /* reconcile and the store give them so */
    for (uint32_t i = 1; i < n && sorted; i++) {
        sorted = by_date(&e[i - 1], &e[i]) <= 0;
    }
    if (!sorted) {
        qsort(e, n, sizeof(const ent_event *), by_date);
    }
}

/* -- figures of one event ------------------------------------------------------------------- */

static uint32_t plover_index(const char *event)
{
    for (uint32_t i = 0; event && i + 1 < ENT_PLOVER_KINDS; i++) {
        const char *name = ent_plover_name(i);
        if (name[0] == event[0] && strcmp(name, event) == 0) {
            return i;
        }
    }
    return ENT_PLOVER_KINDS - 1;
}

void ent_relate_scores_open(ent_relater *r)
{
    uint32_t score = ent_table_column(r->plover, "score");
    r->plover_mode = ent_table_column(r->plover, "mode");
    for (uint32_t i = 0; i < r->plover->rows && i < ENT_COUNT(r->plover_score); i++) {
        uint32_t kind = plover_index(ent_table_cell(r->plover, i, 0));
        uint32_t *rows = r->plover_rows[kind];
        r->plover_score[i] = ent_parse_double(ent_table_cell(r->plover, i, score), NULL);
        rows[0] = rows[1] ? rows[0] : i;
        rows[1] = i + 1;
    }
}

/* The PLOVER score of event and mode, of the event alone where the mode has none; NAN unknown. */
static double plover_score(const ent_relater *r, const ent_event *e, uint32_t kind)
{
    double general = NAN;
    for (uint32_t i = r->plover_rows[kind][0]; i < r->plover_rows[kind][1]; i++) {
        const char *mode = ent_table_cell(r->plover, i, r->plover_mode);
        if (e->plover_mode && strcmp(mode, e->plover_mode) == 0) {
            return r->plover_score[i];
        }
        general = *mode ? general : r->plover_score[i];
    }
    return general;
}

/* Sums that have no place in ent_period. */
typedef struct extra {
    double scored, plover_scored; /* events with a value */
} extra;

/* n events alike, with their accounts; or a share of one, by its days. */
static void add_events(ent_period *p, extra *x, const ent_relater *r, const ent_event *e,
                       uint32_t n, uint32_t accounts, double share)
{
    uint32_t kind = plover_index(e->plover_event);
    share *= n;
    p->weight += share;
    if (e->quad >= 1 && e->quad <= 4) {
        *(e->quad <= 2 ? &p->coop_count : &p->conf_count) += share;
    }
    if (!isnan(e->goldstein)) {
        double value = round(e->goldstein * 1000); /* whole numbers: the order changes nothing */
        bool good = value >= 0;
        p->goldstein_sum += share * value;
        *(good ? &p->positive : &p->negative) += share * fabs(value);
        *(good ? &p->positive_squares : &p->negative_squares) += share * value * value;
        x->scored += share;
    }
    double score = kind + 1 < ENT_PLOVER_KINDS ? plover_score(r, e, kind) : NAN;
    if (!isnan(score)) {
        p->plover_sum += share * score;
        x->plover_scored += share;
    }
    if (!(share < n)) {
        p->n += n;
        p->accounts += accounts;
        p->quad[e->quad >= 1 && e->quad <= 4 ? e->quad : 0] += n;
        p->plover[kind] += n;
    }
}

static void finish(ent_period *p, const extra *x, ent_measure m)
{
    p->goldstein_sum /= 1000;
    p->positive /= 1000;
    p->negative /= 1000;
    p->positive_squares /= 1e6;
    p->negative_squares /= 1e6;
    double all = p->positive + p->negative, sides = p->coop_count + p->conf_count;
    p->goldstein_mean = x->scored > 0 ? p->goldstein_sum / x->scored : NAN;
    p->plover_mean = x->plover_scored > 0 ? p->plover_sum / x->plover_scored : NAN;
    p->cooperation = log1p(p->positive);
    p->conflict = log1p(p->negative);
    p->net = all > 0 ? (p->positive - p->negative) / all : NAN;
    p->logodds = sides > 0 ? log((p->coop_count + 0.5) / (p->conf_count + 0.5)) : NAN;
    p->logodds_se = sides > 0 ? sqrt(1 / (p->coop_count + 0.5) + 1 / (p->conf_count + 0.5)) : NAN;
    switch (m) {
    case ENT_GOLDSTEIN:
        p->value = p->goldstein_sum;
        break;
    case ENT_GOLDSTEIN_MEAN:
        p->value = p->goldstein_mean;
        break;
    case ENT_COOPERATION:
        p->value = p->cooperation;
        break;
    case ENT_CONFLICT:
        p->value = p->conflict;
        break;
    case ENT_NET:
        p->value = p->net;
        break;
    case ENT_LOGODDS:
        p->value = p->logodds;
        break;
    case ENT_MEASURE_COUNT:
        p->value = p->weight;
        break;
    case ENT_PLOVER:
        p->value = p->plover_sum;
        break;
    case ENT_PLOVER_MEAN:
        p->value = p->plover_mean;
        break;
    }
}

void ent_relate_sum(ent_period *out, const ent_relater *r, const ent_event *const *events,
                    uint32_t n, ent_measure m)
{
    extra x = {0};
    *out = (ent_period){0};
    for (uint32_t i = 0; i < n; i++) {
        add_events(out, &x, r, events[i], 1, events[i]->account_count, 1);
    }
    finish(out, &x,
           m == ENT_GOLDSTEIN ? ENT_GOLDSTEIN_MEAN
           : m == ENT_PLOVER  ? ENT_PLOVER_MEAN
                              : m);
}

/* -- placing -------------------------------------------------------------------------------- */

static int32_t last_day(const ent_date *d)
{
    return d->end == ENT_DAY_NONE || d->end < d->start ? d->start : d->end;
}

/* The period looked at last: events come in order, so that it mostly holds the next one too. */
typedef struct recent {
    int32_t from, next;
} recent;

/* The start of the period that an interval belongs to; ENT_DAY_NONE where it is too long. */
static int32_t home_of(const ent_date *d, ent_period_unit u, recent *last)
{
    int32_t end = last_day(d);
    if (last && d->start >= last->from && end < last->next) {
        return last->from;
    }
    int32_t a = ent_period_start(d->start, u);
    int32_t next = ent_period_next(a, u);
    if (last) {
        *last = (recent){a, next};
    }
    if (end < next) {
        return a;
    }
    int32_t after = ent_period_next(next, u);
    if (end >= after || (int64_t)end - d->start >= next - a) {
        return ENT_DAY_NONE;
    }
    return end - next + 1 > next - d->start ? next : a;
}

int32_t ent_relate_home(const ent_date *d, ent_period_unit by)
{
    return home_of(d, by, NULL);
}

static uint32_t index_of(const ent_series *s, int32_t day)
{
    uint32_t lo = 0, hi = s->period_count;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (s->periods[mid].to < day) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < s->period_count && s->periods[lo].from <= day ? lo : ENT_NONE;
}

uint32_t ent_relate_period_of(const ent_series *s, const ent_date *d)
{
    int32_t home = d->start == ENT_DAY_NONE ? ENT_DAY_NONE : home_of(d, s->by, NULL);
    return home == ENT_DAY_NONE ? ENT_NONE : index_of(s, home);
}

/* Shares a long interval out over its periods by days. */
static void spread_event(ent_series *s, extra *x, const ent_relater *r, const ent_event *e)
{
    int32_t end = last_day(&e->date);
    double days = (double)end - e->date.start + 1;
    for (uint32_t i = 0; i < s->period_count; i++) {
        int32_t a = s->periods[i].from > e->date.start ? s->periods[i].from : e->date.start;
        int32_t b = s->periods[i].to < end ? s->periods[i].to : end;
        if (a <= b) {
            add_events(&s->periods[i], &x[i], r, e, 1, e->account_count,
                       ((double)b - a + 1) / days);
        }
    }
}

/* Sorts the events of the dyad into the course, the undated and those apart; all others go to x. */
static int choose(ent_series *s, const ent_event *events, uint32_t count,
                  const ent_relate_options *o, ent_relate_others *x, ent_err *err)
{
    pair_of p = {.all = !o->other, .directed = o->directed};
    int rc = ent_relate_set_read(&p.one, o->one, err);
    if (rc == 0 && !p.all) {
        rc = ent_relate_set_read(&p.other, o->other, err);
    }
    if (rc < 0) {
        return rc;
    }
    uint32_t cap = 0, undated_cap = 0, apart_cap = 0;
    for (uint32_t i = 0; i < count; i++) {
        const ent_event *e = &events[i];
        if (!belongs(&p, e)) {
            *ENT_PUSH(&s->arena, x->items, x->count, x->cap) = e;
            continue;
        }
        bool dated = e->date.start != ENT_DAY_NONE;
        if (dated && ((o->from != ENT_DAY_NONE && last_day(&e->date) < o->from) ||
                      (o->to != ENT_DAY_NONE && e->date.start > o->to))) {
            continue;
        }
        if (e->status != ENT_STATUS_ASSERTED) {
            *ENT_PUSH(&s->arena, s->apart, s->apart_count, apart_cap) = e;
        } else if (!dated) {
            *ENT_PUSH(&s->arena, s->undated, s->undated_count, undated_cap) = e;
        } else {
            *ENT_PUSH(&s->arena, s->events, s->event_count, cap) = e;
        }
    }
    s->total = s->event_count;
    ent_tally *kept = ent_arena_alloc(&s->arena, ((size_t)o->tally_count + 1) * sizeof *kept);
    for (uint32_t i = 0; i < o->tally_count; i++) {
        const ent_event *e = &o->tallies[i].like;
        bool outside = (o->from != ENT_DAY_NONE && e->date.end < o->from) ||
                       (o->to != ENT_DAY_NONE && e->date.start > o->to);
        if (!outside && belongs(&p, e)) {
            kept[s->tally_count++] = o->tallies[i];
            s->total += o->tallies[i].events;
        }
    }
    s->tallies = kept;
    ent_relate_sort(s->events, s->event_count);
    ent_relate_sort(s->apart, s->apart_count);
    ent_relate_sort(s->undated, s->undated_count);
    return 0;
}

/* Lays out the empty periods from the first placed event to the last, or over the window asked. */
static int lay_out(ent_series *s, const ent_relate_options *o, ent_err *err)
{
    int32_t first = o->from, last = o->to;
    recent cache = {0, 0};
    for (uint32_t i = 0; i < s->event_count; i++) {
        const ent_date *d = &s->events[i]->date;
        int32_t home = home_of(d, s->by, &cache);
        int32_t a = home != ENT_DAY_NONE ? home : d->start;
        int32_t b = home != ENT_DAY_NONE ? home : last_day(d);
        if (home == ENT_DAY_NONE && !o->spread) {
            continue;
        }
        first = first == ENT_DAY_NONE || (o->from == ENT_DAY_NONE && a < first) ? a : first;
        last = last == ENT_DAY_NONE || (o->to == ENT_DAY_NONE && b > last) ? b : last;
    }
    for (uint32_t i = 0; i < s->tally_count; i++) {
        const ent_date *d = &s->tallies[i].like.date;
        first = first == ENT_DAY_NONE || (o->from == ENT_DAY_NONE && d->start < first) ? d->start
                                                                                       : first;
        last = last == ENT_DAY_NONE || (o->to == ENT_DAY_NONE && d->end > last) ? d->end : last;
    }
    if (first == ENT_DAY_NONE || last == ENT_DAY_NONE || s->total == 0) {
        return 0;
    }
    uint32_t cap = 0;
    for (int32_t a = ent_period_start(first, s->by); a <= last;) {
        if (s->period_count == MAX_PERIODS) {
            return ent_fail(err, ENT_ETOOBIG, "", "more than %u periods; choose a longer unit",
                            MAX_PERIODS);
        }
        ent_period *p = ENT_PUSH(&s->arena, s->periods, s->period_count, cap);
        p->from = a;
        a = ent_period_next(a, s->by);
        p->to = a - 1;
    }
    return 0;
}

int ent_relate_place(ent_series *s, const ent_relater *r, const ent_event *events, uint32_t count,
                     const ent_relate_options *o, ent_measure m, ent_relate_others *others,
                     ent_err *err)
{
    int rc = choose(s, events, count, o, others, err);
    if (rc == 0) {
        rc = lay_out(s, o, err);
    }
    if (rc < 0) {
        return rc;
    }
    ent_arena scratch = {0};
    extra *x = ent_arena_zalloc(&scratch, s->period_count + 1, sizeof *x);
    recent cache = {0, 0};
    for (uint32_t i = 0, hint = 0; i < s->event_count; i++) {
        const ent_event *e = s->events[i];
        int32_t home = home_of(&e->date, s->by, &cache);
        if (home == ENT_DAY_NONE) {
            s->span_count++;
            if (o->spread) {
                spread_event(s, x, r, e);
            }
            continue;
        }
        bool same = hint < s->period_count && s->periods[hint].from == home;
        uint32_t at = same ? hint : index_of(s, home);
        if (at != ENT_NONE) {
            add_events(&s->periods[at], &x[at], r, e, 1, e->account_count, 1);
            hint = at;
        }
    }
    for (uint32_t i = 0; i < s->tally_count; i++) {
        const ent_tally *t = &s->tallies[i];
        uint32_t at = index_of(s, t->like.date.start);
        if (at != ENT_NONE) {
            add_events(&s->periods[at], &x[at], r, &t->like, t->events, t->accounts, 1);
        }
    }
    for (uint32_t i = 0; i < s->period_count; i++) {
        finish(&s->periods[i], &x[i], m);
    }
    ent_arena_free(&scratch);
    return 0;
}
