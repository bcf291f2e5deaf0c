/* when.c: which days an act is dated to: the time expressions of its sentence, the narrative's
 * date there, or none. Options are listed, the model picks; without a model the nearest in the
 * tree is taken. */
#include "event_int.h"

static bool dated(const ent_timex *x)
{
    return (x->type == ENT_TIMEX_DATE || x->type == ENT_TIMEX_TIME) &&
           (x->from != ENT_DAY_NONE || x->to != ENT_DAY_NONE);
}

static int digits(const char **s, int n)
{
    int v = 0;
    for (int i = 0; i < n; i++, (*s)++) {
        if (**s < '0' || **s > '9') {
            return -1;
        }
        v = v * 10 + (**s - '0');
    }
    return v;
}

/* The days of a calendar value: 1967, 1967-SP, 1967-05, 1967-05-13, 196. */
static bool whole(const char *s, int32_t *from, int32_t *to)
{
    static const char *const seasons[] = {"SP", "SU", "FA", "WI"};
    static const int begin[] = {3, 6, 9, 12};
    if (!s) {
        return false;
    }
    int y = digits(&s, 3);
    if (y < 0) {
        return false;
    }
    if (!*s) {
        *from = ent_day_ymd(y * 10, 1, 1);
        *to = ent_day_ymd(y * 10 + 9, 12, 31);
        return true;
    }
    int last = digits(&s, 1);
    if (last < 0) {
        return false;
    }
    y = y * 10 + last;
    *from = ent_day_ymd(y, 1, 1);
    *to = ent_day_ymd(y, 12, 31);
    if (!*s) {
        return true;
    }
    if (*s++ != '-') {
        return false;
    }
    for (int i = 0; i < 4; i++) {
        if (strcmp(s, seasons[i]) == 0) {
            int m = (begin[i] + 1) % 12 + 1, end_year = y + (begin[i] + 2 > 12);
            *from = ent_day_ymd(y, begin[i], 1);
            *to = ent_day_ymd(end_year, m, ent_month_days(end_year, m));
            return true;
        }
    }
    int m = digits(&s, 2);
    if (m < 1 || m > 12) {
        return false;
    }
    *from = ent_day_ymd(y, m, 1);
    *to = ent_day_ymd(y, m, ent_month_days(y, m));
    if (!*s) {
        return true;
    }
    int d = *s == '-' ? (s++, digits(&s, 2)) : -1;
    if (*s || !ent_date_valid(y, m, d)) {
        return false;
    }
    *from = *to = ent_day_ymd(y, m, d);
    return true;
}

/* All the days of an expression whose bound is open; a term of office has no value to read. */
static bool whole_of(const ent_timex *x, int32_t *from, int32_t *to)
{
    if (x->value) {
        return whole(x->value, from, to);
    }
    *from = x->near_from;
    *to = x->near_to;
    return *from != ENT_DAY_NONE && *to != ENT_DAY_NONE;
}

/* The word of an expression that hangs on the rest of the sentence. */
static uint32_t timex_head(const ent_scene *v, const ent_timex *x)
{
    uint32_t b = x->first - v->first, e = b + x->count;
    if (x->first < v->first || b >= v->n) {
        return ENT_NONE;
    }
    for (uint32_t i = b; i < e && i < v->n; i++) {
        if (v->head[i] == ENT_NONE || v->head[i] < b || v->head[i] >= e) {
            return i;
        }
    }
    return b;
}

/* Steps and clause borders from the trigger up to the lowest common word, and down from there. */
static void relate(const ent_scene *v, uint32_t trigger, uint32_t tok, ent_when *w)
{
    uint32_t up = 0, at = trigger;
    w->up_verbs = w->down_verbs = w->up = w->down = 0;
    while (at != ENT_NONE && !ent_event_under(v, tok, at)) {
        at = v->head[at];
        up++;
        if (at != ENT_NONE && ent_event_verbal(v, at)) {
            w->up_verbs++;
        }
    }
    w->up = (uint8_t)(up > 9 ? 9 : up);
    uint32_t down = 0;
    for (uint32_t k = tok; k != at && k != ENT_NONE && down < 40; k = v->head[k], down++) {
        if (k != tok && ent_event_verbal(v, k)) {
            w->down_verbs++;
        }
    }
    w->down = (uint8_t)(down > 9 ? 9 : down);
}

static void by_timex(const ent_scene *v, const ent_trigger *t, uint32_t i, ent_when *w)
{
    const ent_timex *x = &v->d->timexes[i];
    memset(w, 0, sizeof *w);
    w->kind = ENT_WHEN_TIMEX;
    w->from = x->from;
    w->to = x->to;
    w->precision = x->precision;
    w->basis = x->basis;
    w->timex = i;
    w->flags = x->flags;
    if (x->range != ENT_NONE && x->range < v->d->timex_count) {
        const ent_timex *y = &v->d->timexes[x->range];
        if (y->from != ENT_DAY_NONE && x->from != ENT_DAY_NONE) {
            w->from = x->from < y->from ? x->from : y->from;
            w->to = x->to > y->to ? x->to : y->to;
            w->precision = ENT_PRECISION_SPAN;
        }
    }
    if (w->from == ENT_DAY_NONE && w->to != ENT_DAY_NONE) {
        w->open = 1;
    } else if (w->to == ENT_DAY_NONE && w->from != ENT_DAY_NONE) {
        w->open = 2;
    }
    w->tok = timex_head(v, x);
    if (w->tok != ENT_NONE) {
        relate(v, t->support != ENT_NONE ? t->support : t->tok, w->tok, w);
        uint32_t a = w->tok < t->tok ? w->tok : t->tok, b = w->tok < t->tok ? t->tok : w->tok;
        w->gap = (uint16_t)(b - a);
        w->after = w->tok > t->tok;
    }
}

static void by_anchor(const ent_scene *v, uint32_t sent, uint8_t kind, ent_when *w)
{
    const ent_anchor *a = &v->d->anchors[sent];
    memset(w, 0, sizeof *w);
    w->kind = kind;
    w->from = a->from;
    w->to = a->to;
    w->precision = a->precision;
    w->basis = ENT_BASIS_CONTEXT;
    w->timex = a->timex;
    w->tok = ENT_NONE;
}

/* Overlap of two dates of one clause: "on June 5 ... in 1967". */
static void by_overlap(const ent_when *a, const ent_when *b, ent_when *w)
{
    *w = *a;
    w->kind = ENT_WHEN_BOTH;
    w->from = a->from > b->from ? a->from : b->from;
    w->to = a->to < b->to ? a->to : b->to;
}

uint32_t ent_event_when_options(ent_scene *v, const ent_trigger *t, ent_when *out, uint32_t max)
{
    const ent_doc *d = v->d;
    const ent_sent *s = &d->sents[v->sent];
    uint32_t n = 0, lo = 0, hi = d->timex_count;
    while (lo < hi) { /* sorted by span */
        uint32_t mid = (lo + hi) / 2;
        if (d->timexes[mid].span.begin < s->span.begin) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    for (uint32_t i = lo; i < d->timex_count && d->timexes[i].span.begin < s->span.end; i++) {
        const ent_timex *x = &d->timexes[i];
        if (x->sent != v->sent || !dated(x) || n + 8 >= max) {
            continue;
        }
        by_timex(v, t, i, &out[n]);
        if (x->flags & ENT_TIMEX_INNAME) { /* dates the act that it names, no other */
            out[n].kind = ENT_WHEN_NAME;
            if (out[n].up_verbs || out[n].down_verbs || out[n].up > 2 || out[n].down > 2) {
                continue;
            }
        }
        n++;
    }
    uint32_t own = n;
    for (uint32_t i = 0; i < own; i++) {
        uint32_t closer = 0;
        for (uint32_t k = 0; k < own; k++) {
            closer +=
                out[k].up + out[k].down < out[i].up + out[i].down ||
                (out[k].up + out[k].down == out[i].up + out[i].down && out[k].gap < out[i].gap);
        }
        out[i].rank = (uint8_t)(closer > 5 ? 5 : closer);
        out[i].own = (uint8_t)(own > 5 ? 5 : own);
    }
    for (uint32_t i = 0; i < own; i++) {
        for (uint32_t k = 0; k < own && n + 4 < max; k++) {
            if (i != k && !out[i].open && !out[k].open && out[i].from <= out[k].to &&
                out[k].from <= out[i].to && (out[i].from > out[k].from || out[i].to < out[k].to) &&
                !(out[i].from >= out[k].from && out[i].to <= out[k].to)) {
                by_overlap(&out[i], &out[k], &out[n++]);
            }
        }
    }
    for (uint32_t i = 0; i < own && n + 4 < max; i++) {
        if ((out[i].open || (out[i].flags & (ENT_TIMEX_BEFORE | ENT_TIMEX_AFTER | ENT_TIMEX_SINCE |
                                             ENT_TIMEX_UNTIL))) &&
            whole_of(&d->timexes[out[i].timex], &out[n].from, &out[n].to)) {
            ent_when w = out[i];
            w.kind = ENT_WHEN_WHOLE;
            w.from = out[n].from;
            w.to = out[n].to;
            w.open = 0;
            out[n++] = w;
        }
    }
    if (d->anchors) {
        by_anchor(v, v->sent, ENT_WHEN_ANCHOR, &out[n]);
        if (out[n].from != ENT_DAY_NONE || out[n].to != ENT_DAY_NONE) {
            out[n++].own = (uint8_t)(own > 5 ? 5 : own);
        }
        if (v->sent && d->sents[v->sent].block == d->sents[v->sent - 1].block) {
            by_anchor(v, v->sent - 1, ENT_WHEN_BEFORE, &out[n]);
            if (out[n].from != ENT_DAY_NONE &&
                (!n || out[n].from != out[n - 1].from || out[n].to != out[n - 1].to)) {
                out[n++].own = (uint8_t)(own > 5 ? 5 : own);
            }
        }
    }
    memset(&out[n], 0, sizeof out[n]);
    out[n].kind = ENT_WHEN_NONE;
    out[n].from = out[n].to = ENT_DAY_NONE;
    out[n].timex = out[n].tok = ENT_NONE;
    out[n++].own = (uint8_t)(own > 5 ? 5 : own);
    return n;
}

/* Without a model: the nearest expression within the clause or above it, else the anchor. */
static double plain(const ent_when *w)
{
    switch (w->kind) {
    case ENT_WHEN_TIMEX:
    case ENT_WHEN_NAME:
        return 10 - w->up - w->down - 3 * w->down_verbs - (w->open ? 4 : 0);
    case ENT_WHEN_ANCHOR:
        return 2;
    case ENT_WHEN_NONE:
        return 0;
    default:
        return -9;
    }
}

double ent_event_when_score(const ent_coder *c, const ent_scene *v, const ent_trigger *t,
                            const ent_cand *k, const ent_when *w, ent_features *f)
{
    if (!c->model.count) {
        return plain(w);
    }
    ent_event_feature_date(v, t, k, w, f);
    double s = 0.05 * plain(w);
    for (uint32_t i = 0; i < f->n; i++) {
        s += (double)ent_event_model_get(&c->model, ent_feature_class(f->key[i], ENT_CLASS_DATE));
    }
    return s;
}

void ent_event_when(const ent_coder *c, ent_scene *v, const ent_trigger *t, const ent_cand *k,
                    ent_date *out)
{
    ent_when list[ENT_WHEN_MAX];
    ent_features f = {.n = 0, .text = NULL};
    uint32_t n = ent_event_when_options(v, t, list, ENT_WHEN_MAX), best = n - 1;
    double top = -1e9;
    for (uint32_t i = 0; i < n; i++) {
        double s = ent_event_when_score(c, v, t, k, &list[i], &f);
        if (s > top) {
            top = s;
            best = i;
        }
    }
    const ent_when *w = &list[best];
    *out = (ent_date){ENT_DAY_NONE, ENT_DAY_NONE, ENT_PRECISION_NONE, ENT_BASIS_NONE, NULL};
    if (w->kind == ENT_WHEN_NONE || (w->from == ENT_DAY_NONE && w->to == ENT_DAY_NONE)) {
        return;
    }
    out->start = w->from != ENT_DAY_NONE ? w->from : w->to;
    out->end = w->to != ENT_DAY_NONE ? w->to : w->from;
    int32_t from, to; /* "by April 1982" is some time up to then: the record has it as that April */
    if (w->open && whole_of(&v->d->timexes[w->timex], &from, &to)) {
        out->start = from;
        out->end = to;
    }
    out->precision = (ent_precision)w->precision;
    out->basis = w->kind < ENT_WHEN_ANCHOR ? (w->basis ? (ent_basis)w->basis : ENT_BASIS_TEXT)
                                           : ENT_BASIS_CONTEXT;
    if (w->timex != ENT_NONE && w->timex < v->d->timex_count) {
        const ent_span *s = &v->d->timexes[w->timex].span;
        out->text = ent_arena_strn(v->a, v->d->text + s->begin, s->end - s->begin);
    }
}
