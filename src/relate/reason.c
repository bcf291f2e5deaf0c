/* reason.c: what the evidence offers for each turning point.
 *
 * In: a series with turns; all events that were given, also of other pairs; the accounts. Out:
 * reasons of each turn, ranked. Four kinds, and nothing else: acts of the two near it, links that a
 * text states between accounts, third states whose relation with either changed sign near it, and
 * changes of leader (table relate/leaders). A reason names its references; where
 * there is none, there is no reason. That something was near in time does not make it a cause, and
 * no sentence here says so unless a text does. */
#include "relate_int.h"

#include <math.h>

#define KEEP_ACTS 5u
#define KEEP_OTHERS 2u /* acts that are not in the direction of the turn, at least */
#define KEEP_LINKS 5u
#define KEEP_THIRDS 3u
#define KEEP_LEADERS 4u

typedef struct finder {
    ent_series *s;
    const ent_relater *r;
    ent_turn *turn;
    int32_t from, to; /* the window around the turn */
    double span;      /* its half, in days */
    int32_t since;    /* where the phase before the turn began */
    double direction; /* +1 to the better, -1 to the worse, 0 */
    ent_reason *out;
    uint32_t count, cap;
    ent_relate_set one, other;
    const ent_event *const *act; /* of the two, by date */
    uint32_t act_count;
    const ent_event **third; /* events of either side with third states, by date */
    uint32_t third_count;
} finder;

/* -- words ---------------------------------------------------------------------------------- */

static const char *keep(finder *f, ent_buf *b)
{
    const char *s = ent_arena_str(&f->s->arena, b->data ? b->data : "");
    ent_buf_free(b);
    return s;
}

static void dated_phrase(ent_buf *b, const finder *f, const ent_event *e)
{
    ent_phrase_event(b, f->r->phrases, e);
    ent_buf_str(b, " (");
    ent_phrase_date(b, &e->date);
    ent_buf_char(b, ')');
}

static ent_reason *add(finder *f, ent_reason_kind kind, double weight, const char *sentence)
{
    ent_reason *r = ENT_PUSH(&f->s->arena, f->out, f->count, f->cap);
    r->kind = kind;
    r->weight = weight;
    r->sentence = sentence;
    return r;
}

static void refer(finder *f, ent_reason *r, const char *const *ids, uint32_t n)
{
    const char **copy = ent_arena_alloc(&f->s->arena, ((size_t)n + 1) * sizeof *copy);
    for (uint32_t i = 0; i < n; i++) {
        copy[i] = ids[i];
    }
    r->refs = copy;
    r->ref_count = n;
}

/* The evidence of an event: its first account with a sentence. */
static const ent_account *evidence_of(const finder *f, const ent_event *e)
{
    for (uint32_t i = 0; i < e->account_count && i < 50; i++) {
        const ent_account *a = ent_series_account(f->s, e->accounts[i]);
        if (a && a->evidence) {
            return a;
        }
    }
    return NULL;
}

/* -- acts of the two ------------------------------------------------------------------------ */

static int32_t end_of(const ent_event *e)
{
    return e->date.end == ENT_DAY_NONE ? e->date.start : e->date.end;
}

/* Days between an event and the turn's period; 0 within. */
static double distance(const finder *f, const ent_event *e)
{
    const ent_turn *t = f->turn;
    int32_t last = ent_period_next(ent_period_start(t->day, t->by), t->by) - 1;
    if (end_of(e) < t->day) {
        return (double)t->day - end_of(e);
    }
    return e->date.start > last ? (double)e->date.start - last : 0;
}

/* Whether it is the act on which the phase after the turn rests. */
static bool is_main(const finder *f, const ent_event *e)
{
    const ent_event *m = f->turn->rests_on;
    return m && (m == e || (m->id && e->id && strcmp(m->id, e->id) == 0));
}

/* Whether an act goes where the turn goes: what was done before the phase that it ends does not. */
static bool leads(const finder *f, const ent_event *e)
{
    if (is_main(f, e)) {
        return true; /* a war may end in broken relations */
    }
    return !isnan(e->goldstein) && end_of(e) >= f->since && e->goldstein * f->direction > 0;
}

/* A heavy act near the turn and in its direction ranks first; many voices count a little more. */
static double weigh(const finder *f, const ent_event *e)
{
    double g = isnan(e->goldstein) ? 0 : e->goldstein;
    double with = leads(f, e) ? 1 : 0.4;
    with *= is_main(f, e) ? 3 : 1;
    if (e->date.start >= f->turn->day &&
        end_of(e) <= f->turn->to) { /* the act in the turn itself */
        with *= 2.5;
    }
    return (fabs(g) + 0.5) / 10.5 * with * exp(-2 * distance(f, e) / f->span) *
           (1 + 0.2 * log((double)e->account_count + 1));
}

static uint32_t first_from(const ent_event *const *e, uint32_t n, int32_t day)
{
    uint32_t lo = 0, hi = n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (e[mid]->date.start < day) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo;
}

typedef struct ranked {
    const ent_event *e;
    double w;
} ranked;

/* Keeps the heaviest `most` of a list that is in order of weight. */
static void rank(ranked *list, uint32_t *n, uint32_t most, const ent_event *e, double w)
{
    uint32_t i = *n < most ? (*n)++ : most - 1;
    if (i == most - 1 && *n == most && list[i].e && list[i].w >= w) {
        return;
    }
    for (; i > 0 && list[i - 1].w < w; i--) {
        list[i] = list[i - 1];
    }
    list[i] = (ranked){e, w};
}

static void add_act(finder *f, const ranked *k)
{
    ent_buf b = {0};
    dated_phrase(&b, f, k->e);
    ent_reason *r = add(f, ENT_REASON_ACT, k->w, keep(f, &b));
    refer(f, r, &k->e->id, 1);
    const ent_account *a = evidence_of(f, k->e);
    r->toward = leads(f, k->e);
    r->quote = a ? a->evidence : NULL;
    r->doc = a ? a->doc : NULL;
}

/* The act on which the phase after the turn rests belongs to its reasons, be it later: the peace
 * that ends a war may come when nobody fights any more. */
static uint32_t with_main_act(const finder *f, ranked *list, uint32_t n)
{
    const ent_event *e = f->turn->rests_on;
    if (!e || !leads(f, e)) {
        return n;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (is_main(f, list[i].e)) {
            return n;
        }
    }
    uint32_t at = n < KEEP_ACTS ? n : KEEP_ACTS - 1;
    list[at] = (ranked){e, at ? fmin(weigh(f, e), list[at - 1].w) : weigh(f, e)};
    return at + 1;
}

/* Those in the direction of the turn, then some of the others: what went before it, or against. */
static void find_acts(finder *f)
{
    ranked with[KEEP_ACTS] = {{NULL, 0}}, other[KEEP_ACTS] = {{NULL, 0}};
    uint32_t n = 0, rest = 0;
    for (uint32_t i = first_from(f->act, f->act_count, f->from);
         i < f->act_count && f->act[i]->date.start <= f->to; i++) {
        const ent_event *e = f->act[i];
        if (end_of(e) - e->date.start <= 400) {
            bool leading = leads(f, e);
            rank(leading ? with : other, leading ? &n : &rest, KEEP_ACTS, e, weigh(f, e));
        }
    }
    n = with_main_act(f, with, n);
    uint32_t most = KEEP_ACTS - n > KEEP_OTHERS ? KEEP_ACTS - n : KEEP_OTHERS;
    double least = n ? with[n - 1].w : INFINITY;
    for (uint32_t i = 0; i < n; i++) {
        add_act(f, &with[i]);
    }
    for (uint32_t i = 0; i < rest && i < most; i++) {
        other[i].w = fmin(other[i].w, 0.9 * least); /* after those that go with the turn */
        add_act(f, &other[i]);
    }
}

/* -- links that a text states --------------------------------------------------------------- */

static void account_phrase(ent_buf *b, const finder *f, const ent_account *a)
{
    ent_event e = {.date = a->date,
                   .source = a->source,
                   .target = a->target,
                   .symmetric = a->symmetric,
                   .cameo = a->cameo};
    dated_phrase(b, f, &e);
}

/* A link explains a turn where what it explains lies near it, and what explains it not after. */
static bool explains(const finder *f, const ent_account *effect, const ent_account *cause)
{
    const ent_date *e = &effect->date, *c = &cause->date;
    return e->start != ENT_DAY_NONE && e->start <= f->to &&
           (e->end == ENT_DAY_NONE ? e->start : e->end) >= f->from &&
           (c->start == ENT_DAY_NONE || c->start <= (e->end == ENT_DAY_NONE ? e->start : e->end));
}

static void add_link(finder *f, const ent_account *a, const ent_link *l, double w)
{
    const ent_account *o = ent_series_account(f->s, l->account);
    if (!o || l->rel == ENT_LINK_PART || l->rel == ENT_LINK_SAME) {
        return;
    }
    const ent_account *effect = l->rel == ENT_LINK_CONSEQUENCE ? o : a;
    const ent_account *cause = effect == a ? o : a;
    if (!explains(f, effect, cause)) {
        return;
    }
    const char *ids[2] = {a->id, o->id};
    for (uint32_t i = 0; i < f->count; i++) { /* the text may say it from both ends */
        const ent_reason *r = &f->out[i];
        if (r->kind == ENT_REASON_LINK && r->ref_count == 2 &&
            ((strcmp(r->refs[0], a->id) == 0 && strcmp(r->refs[1], o->id) == 0) ||
             (strcmp(r->refs[1], a->id) == 0 && strcmp(r->refs[0], o->id) == 0))) {
            return;
        }
    }
    ent_buf b = {0};
    ent_buf_str(&b, "a text states: ");
    account_phrase(&b, f, effect);
    ent_buf_str(&b, l->rel == ENT_LINK_DESPITE ? ", despite: " : ", because: ");
    account_phrase(&b, f, cause);
    ent_reason *r = add(f, ENT_REASON_LINK, w, keep(f, &b));
    refer(f, r, ids, 2);
    r->quote = a->evidence;
    r->doc = a->doc;
}

static void find_links(finder *f)
{
    ent_series *s = f->s;
    uint32_t before = f->count;
    for (uint32_t i = first_from(f->act, f->act_count, f->from);
         i < f->act_count && f->act[i]->date.start <= f->to; i++) {
        const ent_event *e = f->act[i];
        for (uint32_t k = 0; k < e->account_count && k < 50; k++) {
            const ent_account *a = ent_series_account(s, e->accounts[k]);
            for (uint32_t j = 0; a && j < a->link_count && f->count < before + KEEP_LINKS; j++) {
                add_link(f, a, &a->links[j], 1 + weigh(f, e));
            }
        }
    }
}

/* -- third states --------------------------------------------------------------------------- */

typedef struct side {
    double before, after; /* sums of Goldstein values */
    uint32_t n_before, n_after;
    const ent_event *heaviest;
} side;

typedef struct third {
    const char *code;
    side with_one, with_other;
    double weight;
} third;

static int sign(double sum, uint32_t n)
{
    double mean = n ? sum / n : 0;
    return mean > 0.5 ? 1 : mean < -0.5 ? -1 : 0;
}

static const char *third_code(const finder *f, const ent_event *e, bool *with_one)
{
    bool s1 = ent_relate_set_has(&f->one, &e->source), t1 = ent_relate_set_has(&f->one, &e->target);
    bool s2 = ent_relate_set_has(&f->other, &e->source);
    bool t2 = ent_relate_set_has(&f->other, &e->target);
    *with_one = s1 || t1;
    return (s1 || s2) && !t1 && !t2   ? e->target.state
           : (t1 || t2) && !s1 && !s2 ? e->source.state
                                      : NULL;
}

static void add_to_side(side *d, const finder *f, const ent_event *e)
{
    double g = isnan(e->goldstein) ? 0 : e->goldstein;
    bool after = e->date.start >= f->turn->day;
    *(after ? &d->after : &d->before) += g;
    *(after ? &d->n_after : &d->n_before) += 1;
    double now = fabs(g) * exp(-distance(f, e) / f->span);
    double then =
        d->heaviest ? fabs(d->heaviest->goldstein) * exp(-distance(f, d->heaviest) / f->span) : -1;
    if (!isnan(e->goldstein) && now > then) {
        d->heaviest = e;
    }
}

/* A side changed if its sign did, on two events or more. */
static double change(const side *d)
{
    int a = sign(d->before, d->n_before), b = sign(d->after, d->n_after);
    if (d->n_before + d->n_after < 2 || d->n_after == 0 || a == b) {
        return 0;
    }
    return fabs(d->after / d->n_after - (d->n_before ? d->before / d->n_before : 0));
}

static const char *word(int s)
{
    return s > 0 ? "cooperative" : s < 0 ? "hostile" : "neutral";
}

static void describe_side(ent_buf *b, const finder *f, const char *bare, const side *d)
{
    ent_buf own = {0};
    ent_phrase_named(&own, f->r->phrases, bare);
    const char *name = own.data;
    int before = sign(d->before, d->n_before), after = sign(d->after, d->n_after);
    if (d->n_before + d->n_after == 0) {
        ent_buf_printf(b, "nothing is told of it with %s", name);
    } else if (change(d) > 0 && d->n_before == 0) {
        ent_buf_printf(b, "its relation with %s, of which nothing is told before, was %s after",
                       name, word(after));
    } else if (change(d) > 0) {
        ent_buf_printf(b, "its relation with %s turned from %s to %s", name, word(before),
                       word(after));
    } else {
        ent_buf_printf(b, "that with %s was %s", name,
                       word(sign(d->before + d->after, d->n_before + d->n_after)));
    }
    ent_buf_free(&own);
}

static void add_third(finder *f, const third *t)
{
    ent_series *s = f->s;
    ent_buf b = {0};
    const char *ids[2];
    uint32_t n = 0;
    ent_buf_printf(&b, "%s: ", ent_phrase_name(f->r->phrases, t->code));
    bool first = change(&t->with_one) > 0;
    describe_side(&b, f, first ? s->one_name : s->other_name,
                  first ? &t->with_one : &t->with_other);
    ent_buf_str(&b, "; ");
    describe_side(&b, f, first ? s->other_name : s->one_name,
                  first ? &t->with_other : &t->with_one);
    int a = sign(t->with_one.after, t->with_one.n_after);
    int o = sign(t->with_other.after, t->with_other.n_after);
    ent_buf_str(&b, a < 0 && o < 0   ? "; a common adversary then"
                    : a > 0 && o > 0 ? "; a common friend then"
                    : a * o < 0      ? "; a friend of one and an adversary of the other then"
                                     : "");
    const ent_event *e[2] = {t->with_one.heaviest, t->with_other.heaviest};
    for (int i = 0; i < 2; i++) {
        if (e[i]) {
            ent_buf_str(&b, n ? ", " : e[1] && i == 0 ? ". Heaviest acts: " : ". Heaviest act: ");
            dated_phrase(&b, f, e[i]);
            ids[n++] = e[i]->id;
        }
    }
    ent_reason *r = add(f, ENT_REASON_THIRD, t->weight, keep(f, &b));
    refer(f, r, ids, n);
    r->third = ent_arena_str(&s->arena, t->code);
}

static int by_weight(const void *x, const void *y)
{
    const third *a = x, *b = y;
    return a->weight > b->weight ? -1 : a->weight < b->weight ? 1 : strcmp(a->code, b->code);
}

static void find_thirds(finder *f)
{
    ent_arena scratch = {0};
    ent_map index = {0};
    third *list = NULL;
    uint32_t n = 0, cap = 0;
    for (uint32_t i = first_from(f->third, f->third_count, f->from);
         i < f->third_count && f->third[i]->date.start <= f->to; i++) {
        bool with_one;
        const ent_event *e = f->third[i];
        const char *code = third_code(f, e, &with_one);
        uint32_t at = ent_map_get(&index, code, strlen(code));
        if (at == ENT_NONE) {
            at = n;
            ent_map_set(&index, code, strlen(code), at);
            ENT_PUSH(&scratch, list, n, cap)->code = code;
        }
        add_to_side(with_one ? &list[at].with_one : &list[at].with_other, f, e);
    }
    for (uint32_t i = 0; i < n; i++) {
        third *t = &list[i];
        double c = change(&t->with_one) + change(&t->with_other);
        int product = sign(t->with_one.after, t->with_one.n_after) *
                      sign(t->with_other.after, t->with_other.n_after);
        /* a triad that the turn brings into balance says more than one that it does not */
        bool balanced = product != 0 && product * f->direction > 0;
        t->weight = c > 0 ? c / 20 * (balanced ? 1.5 : product ? 0.7 : 0.5) : 0;
    }
    if (n) {
        qsort(list, n, sizeof *list, by_weight);
    }
    for (uint32_t i = 0; i < n && i < KEEP_THIRDS && list[i].weight > 0; i++) {
        add_third(f, &list[i]);
    }
    ent_map_free(&index);
    ent_arena_free(&scratch);
}

/* -- leaders -------------------------------------------------------------------------------- */

typedef struct leaders {
    const ent_table *t;
    uint32_t name, state, from, to;
} leaders;

static bool within(const finder *f, int32_t day)
{
    return day != ENT_DAY_NONE && day >= f->from && day <= f->to;
}

/* Who led the same state until `day`, or a month before it; ENT_NONE. Rows are in order of state
 * and day. */
static uint32_t predecessor(const leaders *l, uint32_t row, int32_t day)
{
    const char *state = ent_table_cell(l->t, row, l->state);
    if (row == 0 || strcmp(ent_table_cell(l->t, row - 1, l->state), state) != 0) {
        return ENT_NONE;
    }
    int32_t end = ent_day_parse(ent_table_cell(l->t, row - 1, l->to));
    return end == ENT_DAY_NONE || (end <= day && day - end <= 31) ? row - 1 : ENT_NONE;
}

static void add_leader(finder *f, uint32_t row, const leaders *l, int32_t day, const char *sentence)
{
    double away = fabs((double)day - f->turn->day);
    ent_reason *r = add(f, ENT_REASON_LEADER, 0.4 * exp(-2 * away / f->span), sentence);
    const char *place = ent_table_place(f->r->tables, l->t, row, &f->s->arena);
    refer(f, r, &place, 1);
}

static void change_of_leader(finder *f, const leaders *l, uint32_t row, const char *state)
{
    const char *name = ent_table_cell(l->t, row, l->name);
    const char *from = ent_table_cell(l->t, row, l->from), *to = ent_table_cell(l->t, row, l->to);
    int32_t a = ent_day_parse(from), z = ent_day_parse(to);
    ent_buf b = {0};
    if (within(f, a)) {
        uint32_t before = predecessor(l, row, a);
        ent_buf_str(&b, name);
        if (before != ENT_NONE) {
            ent_buf_printf(&b, " follows %s", ent_table_cell(l->t, before, l->name));
        } else {
            ent_buf_str(&b, " takes office");
        }
        ent_buf_printf(&b, " as leader of %s (%s)", state, from);
        add_leader(f, row, l, a, keep(f, &b));
    }
    bool last =
        row + 1 == l->t->rows ||
        predecessor(l, row + 1, ent_day_parse(ent_table_cell(l->t, row + 1, l->from))) != row;
    if (within(f, z) && last) {
        ent_buf_printf(&b, "%s leaves office as leader of %s (%s)", name, state, to);
        add_leader(f, row, l, z, keep(f, &b));
    }
}

static void find_leaders(finder *f)
{
    leaders l = {.t = ent_tables_get(f->r->tables, "relate/leaders")};
    if (!l.t) {
        return;
    }
    l.state = ent_table_column(l.t, "state");
    l.from = ent_table_column(l.t, "from");
    l.to = ent_table_column(l.t, "to");
    l.name = ent_table_column(l.t, "name");
    for (uint32_t i = 0; i < l.t->rows; i++) {
        const char *state = ent_table_cell(l.t, i, l.state);
        ent_actor_ref who = {.state = state};
        if (*state && (ent_relate_set_has(&f->one, &who) || ent_relate_set_has(&f->other, &who))) {
            ent_buf name = {0};
            ent_phrase_named(&name, f->r->phrases, ent_phrase_name(f->r->phrases, state));
            change_of_leader(f, &l, i, name.data);
            ent_buf_free(&name);
        }
    }
}

/* -- which way ------------------------------------------------------------------------------ */

static int height(const char *name)
{
    static const uint8_t ladder[] = {ENT_STATE_WAR,  ENT_STATE_BROKEN, ENT_STATE_HOSTILE,
                                     ENT_STATE_NONE, ENT_STATE_COOL,   ENT_STATE_RECOGNISED,
                                     ENT_STATE_CLOSE};
    for (size_t i = 0; i < ENT_COUNT(ladder); i++) {
        if (name && strcmp(name, ent_relate_state_name(ladder[i])) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* To the better or to the worse: by the names of the phases, which the acts gave; of two phases
 * alike, by their means. */
static double direction_of(const ent_turn *t)
{
    int a = height(t->from_name), b = height(t->to_name);
    double change = a < 0 || b < 0 || a == b ? t->after - t->before : b - a;
    return change > 0 ? 1 : change < 0 ? -1 : 0;
}

/* -- all of them ---------------------------------------------------------------------------- */

static int heavier(const void *x, const void *y)
{
    const ent_reason *a = x, *b = y;
    return a->weight > b->weight   ? -1
           : a->weight < b->weight ? 1
                                   : strcmp(a->sentence, b->sentence);
}

static int by_date(const void *x, const void *y)
{
    const ent_event *a = *(const ent_event *const *)x, *b = *(const ent_event *const *)y;
    if (a->date.start != b->date.start) {
        return a->date.start < b->date.start ? -1 : 1;
    }
    return strcmp(a->id ? a->id : "", b->id ? b->id : "");
}

static void collect_thirds(finder *f, const ent_relate_others *others)
{
    uint32_t cap = 0;
    bool with_one;
    for (uint32_t i = 0; i < others->count; i++) {
        const ent_event *e = others->items[i];
        if (e->status == ENT_STATUS_ASSERTED && e->date.start != ENT_DAY_NONE &&
            end_of(e) - e->date.start <= 400 && third_code(f, e, &with_one)) {
            *ENT_PUSH(&f->s->arena, f->third, f->third_count, cap) = e;
        }
    }
    if (f->third_count) {
        qsort(f->third, f->third_count, sizeof *f->third, by_date);
    }
}

/* Half the window: three months, or two periods, up to the limit of the thresholds; less, down to a
 * month, where so much is told that the nearest says enough. */
static int32_t half_window(const ent_series *s, const ent_relater *r, const ent_turn *t)
{
    int32_t two = 2 * (ent_period_next(0, s->by) - ent_period_start(0, s->by));
    int32_t most = (int32_t)ent_relate_threshold(r, "reason_window");
    two = two < 92 ? 92 : two;
    two = two < most ? two : most;
    double n = 0, days = 0, limit = ent_relate_threshold(r, "reason_events");
    for (uint32_t i = 0; i < s->period_count; i++) {
        const ent_period *p = &s->periods[i];
        if (p->from <= t->day + two && p->to >= t->day - two) {
            n += p->n;
            days += (double)p->to - p->from + 1;
        }
    }
    double half = n > 0 ? limit * days / n / 2 : two;
    return half < 31 ? 31 : half < two ? (int32_t)half : two;
}

void ent_relate_window(const ent_series *s, const ent_relater *r, const ent_turn *t, int32_t *from,
                       int32_t *to)
{
    int32_t half = half_window(s, r, t);
    *from = t->day - half;
    *to = (t->to > t->day ? t->to : t->day) + half;
}

/* Keeps the changes of leader that are nearest to the turn; the list is in order of weight. */
static uint32_t without_far_leaders(ent_reason *r, uint32_t n)
{
    uint32_t kept = 0, seen = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (r[i].kind != ENT_REASON_LEADER || seen++ < KEEP_LEADERS) {
            r[kept++] = r[i];
        }
    }
    return kept;
}

/* -- lanes ---------------------------------------------------------------------------------- */

#define KEEP_LANES 4u

typedef struct candidate {
    const char *code;
    uint32_t with[2]; /* events with `other`, with `one` */
    double weight;    /* as a reason */
} candidate;

static int by_merit(const void *x, const void *y)
{
    const candidate *a = x, *b = y;
    uint32_t na = a->with[0] < a->with[1] ? a->with[0] : a->with[1];
    uint32_t nb = b->with[0] < b->with[1] ? b->with[0] : b->with[1];
    if (a->weight > b->weight || a->weight < b->weight) {
        return a->weight > b->weight ? -1 : 1;
    }
    return na != nb ? (na > nb ? -1 : 1) : strcmp(a->code, b->code);
}

static void fill_lane(finder *f, ent_lane *lane, const candidate *c)
{
    ent_arena *a = &f->s->arena;
    uint32_t total = c->with[0] + c->with[1];
    uint8_t *with = ent_arena_alloc(a, total + 1);
    lane->code = ent_arena_str(a, c->code);
    lane->name = ent_arena_str(a, ent_phrase_name(f->r->phrases, c->code));
    lane->events = ent_arena_alloc(a, ((size_t)total + 1) * sizeof *lane->events);
    lane->with_one = with;
    for (uint32_t i = 0; i < f->third_count; i++) {
        bool with_one;
        if (strcmp(third_code(f, f->third[i], &with_one), c->code) == 0) {
            with[lane->count] = with_one;
            lane->events[lane->count++] = f->third[i];
        }
    }
}

/* The third states that the reasons name, then those that have most to do with both. */
static void make_lanes(finder *f)
{
    ent_arena scratch = {0};
    ent_map index = {0};
    candidate *list = NULL;
    uint32_t n = 0, cap = 0;
    for (uint32_t i = 0; i < f->third_count; i++) {
        bool with_one;
        const char *code = third_code(f, f->third[i], &with_one);
        uint32_t at = ent_map_get(&index, code, strlen(code));
        if (at == ENT_NONE) {
            at = n;
            ent_map_set(&index, code, strlen(code), at);
            ENT_PUSH(&scratch, list, n, cap)->code = code;
        }
        list[at].with[with_one]++;
    }
    for (uint32_t i = 0; i < f->s->turn_count; i++) {
        const ent_turn *t = &f->s->turns[i];
        for (uint32_t k = 0; k < t->reason_count; k++) {
            const char *code = t->reasons[k].third;
            uint32_t at = code ? ent_map_get(&index, code, strlen(code)) : ENT_NONE;
            if (at != ENT_NONE) {
                list[at].weight += t->reasons[k].weight;
            }
        }
    }
    if (n) {
        qsort(list, n, sizeof *list, by_merit);
    }
    uint32_t lane_cap = 0;
    for (uint32_t i = 0; i < n && f->s->lane_count < KEEP_LANES; i++) {
        if (list[i].weight > 0 || (list[i].with[0] && list[i].with[1])) {
            fill_lane(f, ENT_PUSH(&f->s->arena, f->s->lanes, f->s->lane_count, lane_cap), &list[i]);
        }
    }
    ent_map_free(&index);
    ent_arena_free(&scratch);
}

void ent_relate_reasons(ent_series *s, const ent_relater *r, const ent_event *const *acts,
                        uint32_t act_count, const ent_relate_others *others)
{
    finder f = {.s = s, .r = r, .act = acts, .act_count = act_count};
    if (s->total == 0 || !s->other) {
        return;
    }
    ent_relate_set_read(&f.one, s->one, NULL);
    ent_relate_set_read(&f.other, s->other, NULL);
    collect_thirds(&f, others);
    for (uint32_t i = 0; i < s->turn_count; i++) {
        ent_turn *t = &s->turns[i];
        f.turn = t;
        f.span = half_window(s, r, t);
        ent_relate_window(s, r, t, &f.from, &f.to);
        f.direction = direction_of(t);
        f.since = i == 0 ? INT32_MIN : t[-1].by_acts ? t[-1].act.start : t[-1].day;
        f.out = NULL;
        f.count = f.cap = 0;
        find_acts(&f);
        find_links(&f);
        find_thirds(&f);
        find_leaders(&f);
        if (f.count) {
            qsort(f.out, f.count, sizeof *f.out, heavier);
        }
        t->reasons = f.out;
        t->reason_count = without_far_leaders(f.out, f.count);
    }
    make_lanes(&f);
}
