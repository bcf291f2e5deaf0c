/* pick.c: which entry of the tables a unit means, by day, kind and what else the document names.
 *
 * In: units and the sentence's days. Out: unit.pick and unit.kind. An entry whose days are long
 * past or yet to come is never a person, and a state or body only where nothing else is left.
 */
#include "units.h"

enum { REJECT = -1000, YEAR = 366 };

static int kind_score(const entry *e)
{
    switch (e->kind) {
    case IN_NONE:
        return 60;
    case IN_PERSON:
        return e->form == FORM_FULL ? 55 : e->form == FORM_STRONG ? 44 : 28;
    case IN_STATE:
        return 50;
    case IN_METONYM:
        return 48;
    case IN_ORG:
        return 46;
    case IN_GROUP:
        return 45;
    case IN_ROLE:
        return 42;
    case IN_PLACE:
        return 47;
    default:
        return 30;
    }
}

/* Days between [from, to] and the entry's days; 0 where they meet. */
static int32_t apart(const entry *e, int32_t from, int32_t to)
{
    if (from == ENT_DAY_NONE || to == ENT_DAY_NONE) {
        return 0;
    }
    if (e->from != ENT_DAY_NONE && to < e->from) {
        return e->from - to;
    }
    if (e->to != ENT_DAY_NONE && from > e->to) {
        return from - e->to;
    }
    return 0;
}

/* 0..5: how much of the days lies in the entry's. */
static int share(const entry *e, int32_t from, int32_t to)
{
    if (from == ENT_DAY_NONE || to == ENT_DAY_NONE) {
        return e->to == ENT_DAY_NONE ? 2 : 0;
    }
    int32_t a = e->from != ENT_DAY_NONE && e->from > from ? e->from : from;
    int32_t b = e->to != ENT_DAY_NONE && e->to < to ? e->to : to;
    return b < a ? 0 : (int)(5 * (int64_t)(b - a + 1) / ((int64_t)to - from + 1));
}

/* Of those whom texts call by the surname alone. */
static bool notable(const entry *e)
{
    return e->rank >= 2;
}

static uint32_t seen_state(const scan_state *s, const char *code)
{
    uint32_t row = ent_actor_state_row(s->a, code);
    return row == ENT_NONE ? 0 : s->seen[row];
}

typedef struct hints {
    const char *state, *office;
    int32_t from, to;
    bool titled; /* stands behind a title or a nation: a bare name is enough */
} hints;

static int person_score(const scan_state *s, const entry *e, const hints *h)
{
    int32_t gap = apart(e, h->from, h->to);
    int score = 0;
    if (h->state) {
        if (strcmp(h->state, str(s->a, e->state)) != 0) {
            return REJECT;
        }
        score += 20;
    }
    score += ent_actor_same_office(h->office, str(s->a, e->more)) ? 8 : 0;
    uint32_t seen = seen_state(s, str(s->a, e->state));
    score += seen ? 4 : 0;
    if (gap > 0) {
        score -= 3 + (gap / YEAR > 12 ? 12 : gap / YEAR);
    }
    if (e->form == FORM_BARE && !h->titled &&
        (!notable(e) || !seen || gap > 2 * YEAR || h->from == ENT_DAY_NONE)) {
        return REJECT;
    }
    if (e->form != FORM_FULL && gap > (h->state ? 30 : 15) * YEAR) {
        return REJECT;
    }
    if (e->form == FORM_BARE && h->titled && !h->state && !notable(e) && !seen) {
        return REJECT;
    }
    if (e->form == FORM_BARE && h->office && !notable(e) && e->more &&
        !ent_actor_same_office(h->office, str(s->a, e->more))) {
        return REJECT; /* "General Scott" is not the minister of that name */
    }
    if (e->form == FORM_FULL && gap > 60 * YEAR && !h->state) {
        return REJECT;
    }
    return score + (e->to == ENT_DAY_NONE ? 1 : 0) + (notable(e) ? 3 : 0);
}

static int entry_score(const scan_state *s, const entry *e, const hints *h)
{
    int score = kind_score(e);
    if (e->kind == IN_PERSON) {
        int p = person_score(s, e, h);
        if (e->form == FORM_STRONG && apart(e, h->from, h->to) > 0) {
            score -= 10; /* another of the name may hold an office on the day */
        }
        return p == REJECT ? REJECT : score + p + share(e, h->from, h->to);
    }
    int32_t gap = apart(e, h->from, h->to);
    if (gap > 0) {
        int years = gap / YEAR;
        score -= 12 + (years > 20 ? 20 : years);
        if (e->form == FORM_SPLIT) {
            return REJECT; /* "the Four Powers" of another time */
        }
        if (e->kind == IN_ORG && (e->caps == CASE_ACRONYM || !strchr(str(s->a, e->shown), ' '))) {
            return REJECT;
        }
    } else {
        score += share(e, h->from, h->to);
        bool dated = e->from != ENT_DAY_NONE || e->to != ENT_DAY_NONE;
        score += dated && h->from != ENT_DAY_NONE && e->kind == IN_GROUP; /* before a default */
    }
    if (h->from == ENT_DAY_NONE && e->kind == IN_GROUP && e->from != ENT_DAY_NONE) {
        /* no day: the role that a movement had longest */
        int32_t to = e->to == ENT_DAY_NONE ? ent_day_ymd(2026, 1, 1) : e->to;
        score += (to - e->from) / (8 * YEAR) - (e->to == ENT_DAY_NONE ? 2 : 0);
    }
    if (h->from == ENT_DAY_NONE && e->kind == IN_STATE && e->to != ENT_DAY_NONE) {
        /* no day: what the document itself names decides between Russia and the Soviet Union */
        score += seen_state(s, str(s->a, e->state)) > 0 ? 4 : -4;
    }
    if (h->state && e->state && strcmp(h->state, str(s->a, e->state)) != 0) {
        score -= e->kind == IN_METONYM ? 10 : 0;
    }
    if (e->kind == IN_METONYM && e->form == FORM_NONE && s->named_count) {
        uint32_t row = ent_actor_state_row(s->a, str(s->a, e->state));
        score -= row != ENT_NONE && !s->named[row] ? 10 : 0; /* "Congress" of a text about Chile */
    }
    return score;
}

uint32_t ent_actor_pick_entry(const scan_state *s, uint32_t first, uint32_t word0, uint32_t count,
                              uint32_t want, const char *state, const char *office, int32_t from,
                              int32_t to)
{
    hints h = {state, office, from, to, state || office};
    uint32_t best = ENT_NONE;
    int top = REJECT;
    for (uint32_t i = first; i != ENT_NONE; i = s->a->entries[i].next) {
        const entry *e = &s->a->entries[i];
        if (!(want >> e->kind & 1) ||
            (word0 != ENT_NONE && !ent_actor_entry_fits(e, &s->words[word0], count))) {
            continue;
        }
        uint32_t after = word0 + count; /* a word's gap is what stands before it */
        if (e->prefix &&
            (word0 == ENT_NONE || after >= s->word_count || s->words[after].gap != '-')) {
            continue;
        }
        int score = entry_score(s, e, &h);
        if (score > top) {
            top = score;
            best = i;
        }
    }
    return best;
}

int ent_actor_person_score(const scan_state *s, const entry *e, const title_info *t, int32_t from,
                           int32_t to)
{
    hints h = {t->state, t->office, from, to, true};
    return entry_score(s, e, &h);
}

static bool inside_timex(const scan_state *s, const unit *u)
{
    const ent_doc *d = s->d;
    uint32_t begin = s->words[u->word].begin, lo = 0, hi = d->timex_count;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (d->timexes[mid].span.end <= begin) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < d->timex_count && d->timexes[lo].span.begin <= begin;
}

/* "Atlanta, Georgia", "the Georgia governor": the other place of that name. */
static bool part_of_state(const scan_state *s, const unit *u, const unit *before, const unit *after)
{
    for (uint32_t i = u->first; i != ENT_NONE; i = s->a->entries[i].next) {
        const entry *e = &s->a->entries[i];
        if (e->kind != IN_PLACE) {
            continue;
        }
        const entry *b = before && before->pick != ENT_NONE ? &s->a->entries[before->pick] : NULL;
        return (b && b->kind == IN_PLACE && b->state == e->state && s->words[u->word].gap == ',') ||
               (after && IN(s, after->word, local_words));
    }
    return false;
}

void ent_actor_pick_units(scan_state *s, uint32_t sent)
{
    const sentence_scan *x = &s->sents[sent];
    for (uint32_t i = x->unit; i < x->unit + x->units; i++) {
        unit *u = &s->units[i];
        if (u->first == ENT_NONE) {
            continue;
        }
        u->pick =
            ent_actor_pick_entry(s, u->first, u->word, u->count, ~0u, NULL, NULL, x->from, x->to);
        const entry *e = u->pick == ENT_NONE ? NULL : &s->a->entries[u->pick];
        if (e && e->kind == IN_PERSON && e->form != FORM_FULL && inside_timex(s, u)) {
            e = NULL; /* "May 1960" */
        }
        if (e && e->kind == IN_STATE &&
            part_of_state(s, u, i > x->unit ? u - 1 : NULL,
                          i + 1 < x->unit + x->units ? u + 1 : NULL)) {
            u->pick = ent_actor_pick_entry(s, u->first, u->word, u->count, 1u << IN_PLACE, NULL,
                                           NULL, x->from, x->to);
            e = u->pick == ENT_NONE ? NULL : &s->a->entries[u->pick];
        }
        u->pick = e ? u->pick : ENT_NONE;
        u->kind = e ? e->kind : UNIT_WORD;
    }
}
