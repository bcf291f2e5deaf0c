/* course.c: a dyad's course from the store, reading no more of it than the answer needs.
 *
 * In: a store, a relation. Out: a series that owns its lists. A dyad of few events is read whole.
 * Of one of many, the sums by month that the writer keeps make the series; events are read where
 * they are looked at: around turning points, the weightiest of each phase, and those that stand in
 * no month or were not done. Third states are read around turning points only. What a picture or a
 * page shows (every event, third states throughout) is read whole. */
#include "handle.h"

#define FEW 5000u   /* events of a dyad that are read whole */
#define LISTED 400u /* events of which the accounts are read, for their voices */

typedef struct top {
    int32_t month, day;
    char id[20];
    double weight;
} top;

typedef struct sums {
    ent_arena arena;
    ent_map words;
    const char **word;
    uint32_t word_count, word_cap;
    ent_tally *tallies;
    uint32_t tally_count, tally_cap;
    top *tops;
    uint32_t top_count, top_cap;
    uint64_t events;  /* within the time asked for */
    int32_t from, to; /* ENT_DAY_NONE: open */
} sums;

/* Codes come again and again. */
static const char *keep(sums *s, const char *text)
{
    if (!text) {
        return NULL;
    }
    size_t n = strlen(text);
    uint32_t at = ent_map_get(&s->words, text, n);
    if (at == ENT_NONE) {
        at = s->word_count;
        const char *own = ent_arena_strn(&s->arena, text, n);
        *ENT_PUSH(&s->arena, s->word, s->word_count, s->word_cap) = own;
        ent_map_set(&s->words, own, n, at);
    }
    return s->word[at];
}

static int take_sum(void *user, const ent_store_sum *x)
{
    sums *s = user;
    if (x->status != ENT_STATUS_ASSERTED || x->period.start == ENT_DAY_NONE) {
        return 0;
    }
    bool outside = (s->from != ENT_DAY_NONE && x->period.end < s->from) ||
                   (s->to != ENT_DAY_NONE && x->period.start > s->to);
    if (outside) {
        return 0;
    }
    s->events += x->events;
    for (uint32_t i = 0; i < x->kind_count; i++) {
        ent_tally *t = ENT_PUSH(&s->arena, s->tallies, s->tally_count, s->tally_cap);
        *t = x->kinds[i];
        const char **own[] = {&t->like.cameo,       &t->like.plover_event, &t->like.plover_mode,
                              &t->like.source.code, &t->like.source.state, &t->like.target.code,
                              &t->like.target.state};
        for (size_t k = 0; k < ENT_COUNT(own); k++) {
            *own[k] = keep(s, *own[k]);
        }
    }
    top *t = ENT_PUSH(&s->arena, s->tops, s->top_count, s->top_cap);
    t->month = x->period.start;
    t->day = x->top_day;
    t->weight = x->top_weight;
    snprintf(t->id, sizeof t->id, "%s", x->top);
    return 0;
}

/* -- the pairs of a dyad --------------------------------------------------------------------- */

static int read_sums(void *user, ent_db *db, const ent_store_query *q)
{
    return ent_store_each_sum(db->store, q, false, take_sum, user, &db->e->err);
}

/* -- what is looked at ----------------------------------------------------------------------- */

static int heavier(const void *p, const void *q)
{
    const top *x = p, *y = q;
    return x->weight != y->weight ? (x->weight > y->weight ? -1 : 1)
           : x->day != y->day     ? (x->day < y->day ? -1 : 1)
                                  : strcmp(x->id, y->id);
}

static int by_id(ent_db *db, const char *id, ent_event_list *v, ent_account_list *a)
{
    ent_store_query q = {.id = id, .from = ENT_DAY_NONE, .to = ENT_DAY_NONE};
    int rc = v ? ent_store_events(v, db->store, &q, &db->e->err) : 0;
    return rc < 0 ? rc : ent_store_accounts(a, db->store, &q, &db->e->err);
}

/* The weightiest events of each phase, one of a month; with their accounts. */
static int read_tops(ent_series *s, ent_db *db, sums *x, ent_event_list *v, ent_account_list *a)
{
    int rc = 0;
    if (x->top_count) {
        qsort(x->tops, x->top_count, sizeof *x->tops, heavier);
    }
    for (uint32_t f = 0; f < s->phase_count && rc >= 0; f++) {
        int32_t months[ENT_SHOW_WEIGHTY];
        uint32_t n = 0;
        for (uint32_t i = 0; i < x->top_count && n < ENT_SHOW_WEIGHTY && rc >= 0; i++) {
            const top *t = &x->tops[i];
            bool taken = t->day < s->phases[f].from || t->day > s->phases[f].to;
            for (uint32_t k = 0; k < n; k++) {
                taken |= months[k] == t->month; /* another way in the same month */
            }
            if (!taken) {
                months[n++] = t->month;
                rc = by_id(db, t->id, v, a);
            }
        }
    }
    return rc;
}

static int voices_of(ent_db *db, const ent_event *const *e, uint32_t n, ent_account_list *a)
{
    int rc = 0;
    for (uint32_t i = 0; i < n && i < LISTED && rc >= 0; i++) {
        rc = by_id(db, e[i]->id, NULL, a);
    }
    return rc;
}

typedef struct span {
    int32_t from, to;
} span;

static int by_from(const void *p, const void *q)
{
    const span *x = p, *y = q;
    return x->from != y->from ? (x->from < y->from ? -1 : 1) : x->to < y->to ? -1 : x->to > y->to;
}

/* The windows of all turns, those that overlap as one. */
static uint32_t windows(const ent_series *s, const ent_relater *r, span *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->turn_count; i++) {
        ent_relate_window(s, r, &s->turns[i], &out[i].from, &out[i].to);
    }
    if (s->turn_count) {
        qsort(out, s->turn_count, sizeof *out, by_from);
    }
    for (uint32_t i = 0; i < s->turn_count; i++) {
        if (n && out[i].from <= out[n - 1].to) {
            out[n - 1].to = out[i].to > out[n - 1].to ? out[i].to : out[n - 1].to;
        } else {
            out[n++] = out[i];
        }
    }
    return n;
}

/* Events of either side with anyone around the turns; evidence of the dyad's, where it is not read
 * whole. */
static int read_windows(ent_series *s, ent_db *db, const ent_relation *r, ent_event_list *v)
{
    span *list = ent_alloc(((size_t)s->turn_count + 1) * sizeof *list);
    uint32_t n = windows(s, db->e->shared->relater, list);
    int rc = 0;
    for (uint32_t i = 0; i < n && rc >= 0 && s->other; i++) {
        ent_query q = {.size = sizeof q, .one = r->one, .other = r->other, .either = 1};
        q.from = list[i].from;
        q.to = list[i].to;
        rc = ent_db_list_events(v, db, &q);
        ent_store_query own = {.from = q.from, .to = q.to};
        if (rc >= 0 && s->tally_count) {
            rc = ent_each_pair(db, r->one, r->other, &own, ent_pair_accounts, &s->own_accounts);
        }
    }
    free(list);
    return rc;
}

/* -- the series ------------------------------------------------------------------------------ */

bool ent_whole_periods(int32_t from, int32_t to, ent_period_unit u)
{
    return (from == ENT_DAY_NONE || ent_period_start(from, u) == from) &&
           (to == ENT_DAY_NONE || ent_period_start(to + 1, u) == to + 1);
}

/* Whether months say what the series asks: of whole states, by months or longer. */
static bool by_months(const ent_relation *r, const ent_relate_options *o)
{
    bool states = true;
    const char *const sides[] = {r->one, r->other};
    for (size_t i = 0; i < ENT_COUNT(sides); i++) {
        for (const char *p = sides[i]; p && *p; p += p[3] == '+' ? 4 : 3) {
            size_t n = strcspn(p, "+");
            states &= n == 3;
            if (n != 3) {
                break;
            }
        }
    }
    return states && !r->every && !o->spread && o->by >= ENT_BY_MONTH &&
           ent_whole_periods(r->from, r->to, ENT_BY_MONTH);
}

/* The events that make the series; the lists become its own. */
static int first_events(ent_series **out, ent_db *db, const ent_relation *r, ent_relate_options *o,
                        sums *x)
{
    ent_event_list v = {0};
    ent_account_list a = {0};
    ent_store_query q = {.from = ENT_DAY_NONE, .to = ENT_DAY_NONE};
    int rc = by_months(r, o) ? ent_each_pair(db, r->one, r->other, &q, read_sums, x) : 0;
    if (rc >= 0 && x->events > FEW) {
        o->tallies = x->tallies;
        o->tally_count = x->tally_count;
        q.apart = true;
    }
    if (rc >= 0 && r->every) {
        ent_query all = {.size = sizeof all, .one = r->one, .other = r->other, .either = 1};
        all.from = all.to = ENT_DAY_NONE;
        rc = ent_db_list_events(&v, db, &all);
    } else if (rc >= 0) {
        rc = ent_each_pair(db, r->one, r->other, &q, ent_pair_events, &v);
    }
    if (rc >= 0 && !o->tally_count) {
        rc = ent_each_pair(db, r->one, r->other, &q, ent_pair_accounts, &a);
    }
    rc = rc < 0 ? rc
                : ent_relate_series(out, db->e->shared->relater, v.items, v.count, a.items, a.count,
                                    o, &db->e->err);
    if (rc < 0) {
        ent_event_list_free(&v);
        ent_account_list_free(&a);
        return rc;
    }
    (*out)->own_events = v;
    (*out)->own_accounts = a;
    return 0;
}

/* What the reasons and the listing look at besides. The lists grow: what points into them points to
 * what they were, which lives as long. */
static int look_closer(ent_series *s, ent_db *db, const ent_relation *r, sums *x)
{
    ent_event_list *v = &s->own_events;
    ent_account_list *a = &s->own_accounts;
    uint32_t first = v->count, last, cap;
    int rc = read_windows(s, db, r, v);
    last = v->count;
    if (rc >= 0 && s->tally_count) {
        rc = read_tops(s, db, x, v, a);
        rc = rc < 0 ? rc : voices_of(db, s->events, s->event_count, a);
        rc = rc < 0 ? rc : voices_of(db, s->undated, s->undated_count, a);
        rc = rc < 0 ? rc : voices_of(db, s->apart, s->apart_count, a);
    }
    if (rc < 0) {
        return rc;
    }
    cap = s->event_count;
    for (uint32_t i = last; i < v->count; i++) {
        *ENT_PUSH(&s->arena, s->events, s->event_count, cap) = &v->items[i];
    }
    ent_relate_explain(s, db->e->shared->relater, v->items + first, last - first, a->items,
                       a->count);
    return 0;
}

int ent_relate_store(ent_series **out, ent_db *db, const ent_relation *relation)
{
    ent_relate_options o;
    sums x = {.from = relation->from, .to = relation->to};
    *out = NULL;
    int rc = ent_relation_options(db->e, relation, &o);
    if (rc < 0) {
        return rc;
    }
    if (!relation->one) {
        return ent_fail(&db->e->err, ENT_EUSAGE, "", "no state was named");
    }
    o.unexplained = !relation->every;
    rc = first_events(out, db, relation, &o, &x);
    if (rc >= 0 && o.unexplained) {
        rc = look_closer(*out, db, relation, &x);
    }
    ent_map_free(&x.words);
    if (*out) {
        (*out)->own_tallies = x.arena; /* it borrows the codes */
    } else {
        ent_arena_free(&x.arena);
    }
    if (rc < 0) {
        ent_series_destroy(*out);
        *out = NULL;
    }
    return rc < 0 ? rc : 0;
}
