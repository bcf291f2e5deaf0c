/* when.c: which days an act is dated to: the time expressions of its sentence, the narrative's
 * date there, or none. Options are listed, the model picks; without a model the nearest in the
 * tree is taken. */
#include "event_int.h"

static bool dated(const ent_timex *x)
{
    return (x->type == ENT_TIMEX_DATE || x->type == ENT_TIMEX_TIME) &&
           (x->from != ENT_DAY_NONE || x->to != ENT_DAY_NONE);
}

/* The days of the expression itself where its bound is open: "by July" is July. */
static bool whole_of(const ent_timex *x, int32_t *from, int32_t *to)
{
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

static void by_anchor(const ent_scene *v, ent_when *w)
{
    const ent_anchor *a = &v->d->anchors[v->sent];
    memset(w, 0, sizeof *w);
    w->kind = ENT_WHEN_ANCHOR;
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

/* First expression at or behind a byte. */
static uint32_t timex_from(const ent_doc *d, uint32_t at)
{
    uint32_t lo = 0, hi = d->timex_count;
    while (lo < hi) { /* sorted by span */
        uint32_t mid = (lo + hi) / 2;
        if (d->timexes[mid].span.begin < at) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo;
}

typedef struct options {
    ent_when *v;
    uint32_t n, max;
} options;

static void push(options *o, const ent_when *w)
{
    if (o->n + 1 >= o->max) {
        return; /* the last place is for none */
    }
    o->v[o->n++] = *w;
}

/* The expressions of the sentence, ranked by how near they stand in the tree. */
static uint32_t own_options(const ent_scene *v, const ent_trigger *t, options *o)
{
    const ent_doc *d = v->d;
    const ent_sent *s = &d->sents[v->sent];
    ent_when *out = o->v;
    for (uint32_t i = timex_from(d, s->span.begin);
         i < d->timex_count && d->timexes[i].span.begin < s->span.end; i++) {
        const ent_timex *x = &d->timexes[i];
        ent_when w;
        if (x->sent != v->sent || !dated(x) || o->n + 16 >= o->max) {
            continue;
        }
        by_timex(v, t, i, &w);
        if (x->flags & ENT_TIMEX_INNAME) { /* dates the act that it names, no other */
            w.kind = ENT_WHEN_NAME;
            if (w.up_verbs || w.down_verbs || w.up > 2 || w.down > 2) {
                continue;
            }
        }
        push(o, &w);
    }
    uint32_t own = o->n;
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
    return own;
}

/* The unit of time that follows "after January 1940", or goes before: one as long. */
static void next_unit(const ent_timex *x, bool before, ent_when *w)
{
    int y, m, day;
    int32_t length = x->near_to - x->near_from;
    int32_t edge = before ? x->near_from - 1 : x->near_to + 1;
    length = length < 366 ? length : 366;
    w->from = before ? edge - length : edge;
    w->to = before ? edge : edge + length;
    ent_day_split(edge, &y, &m, &day);
    if (x->precision == ENT_PRECISION_MONTH || x->precision == ENT_PRECISION_YEAR) {
        bool month = x->precision == ENT_PRECISION_MONTH;
        w->from = ent_day_ymd(y, month ? m : 1, 1);
        w->to = month ? ent_day_ymd(y, m, ent_month_days(y, m)) : ent_day_ymd(y, 12, 31);
    }
}

/* Overlaps of two, and what a bound may stand for. */
static void made_options(const ent_scene *v, uint32_t own, options *o)
{
    const ent_doc *d = v->d;
    for (uint32_t i = 0; i < own; i++) {
        const ent_when *a = &o->v[i];
        for (uint32_t k = 0; k < own && o->n + 14 < o->max; k++) {
            const ent_when *b = &o->v[k];
            if (i != k && !a->open && !b->open && a->from <= b->to && b->from <= a->to &&
                (a->from > b->from || a->to < b->to) && !(a->from >= b->from && a->to <= b->to)) {
                ent_when w;
                by_overlap(a, b, &w);
                push(o, &w);
            }
        }
    }
    for (uint32_t i = 0; i < own && o->n + 12 < o->max; i++) {
        ent_when w = o->v[i];
        const ent_timex *x = &d->timexes[w.timex];
        uint32_t open = w.open;
        if (!(open || (w.flags &
                       (ENT_TIMEX_BEFORE | ENT_TIMEX_AFTER | ENT_TIMEX_SINCE | ENT_TIMEX_UNTIL))) ||
            !whole_of(x, &w.from, &w.to)) {
            continue;
        }
        w.open = 0;
        w.kind = ENT_WHEN_WHOLE;
        if (open) {
            o->v[i] = w; /* the record has no open ends */
        } else {
            push(o, &w);
        }
        if (w.flags & (ENT_TIMEX_AFTER | ENT_TIMEX_BEFORE)) {
            w.kind = ENT_WHEN_NEXT;
            next_unit(x, (w.flags & ENT_TIMEX_BEFORE) != 0, &w);
            push(o, &w);
        }
    }
}

/* "today", "two years ago" in its clause, where the day of writing is not known: whatever day that
 * is, it is not the story's. */
static bool told_today(const ent_scene *v, const ent_trigger *t)
{
    const ent_doc *d = v->d;
    const ent_sent *s = &d->sents[v->sent];
    for (uint32_t i = timex_from(d, s->span.begin);
         i < d->timex_count && d->timexes[i].span.begin < s->span.end; i++) {
        const ent_timex *x = &d->timexes[i];
        if (x->sent == v->sent && (x->flags & ENT_TIMEX_DEICTIC) && !dated(x) &&
            x->type != ENT_TIMEX_SET) {
            ent_when w;
            by_timex(v, t, i, &w);
            if (w.tok != ENT_NONE && !w.up_verbs && !w.down_verbs) {
                return true;
            }
        }
    }
    return false;
}

uint32_t ent_event_when_options(ent_scene *v, const ent_trigger *t, ent_when *out, uint32_t max)
{
    options o = {out, 0, max};
    uint32_t own = own_options(v, t, &o);
    made_options(v, own, &o);
    if (v->d->anchors && !told_today(v, t)) {
        ent_when w;
        by_anchor(v, &w);
        if (w.from != ENT_DAY_NONE || w.to != ENT_DAY_NONE) {
            push(&o, &w);
        }
    }
    memset(&out[o.n], 0, sizeof out[o.n]);
    out[o.n].kind = ENT_WHEN_NONE;
    out[o.n].from = out[o.n].to = ENT_DAY_NONE;
    out[o.n].timex = out[o.n].tok = ENT_NONE;
    o.n++;
    for (uint32_t i = own; i < o.n; i++) {
        out[i].own = (uint8_t)(own > 5 ? 5 : own);
    }
    return o.n;
}

/* Without a model: the nearest expression within the clause or above it, else the anchor. */
static double plain(const ent_when *w)
{
    switch (w->kind) {
    case ENT_WHEN_TIMEX:
    case ENT_WHEN_NAME:
    case ENT_WHEN_WHOLE:
        return 10 - w->up - w->down - 3 * w->down_verbs - (w->kind == ENT_WHEN_WHOLE ? 4 : 0);
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
    out->precision = (ent_precision)w->precision;
    out->basis = ent_event_when_own(w->kind) ? (w->basis ? (ent_basis)w->basis : ENT_BASIS_TEXT)
                                             : ENT_BASIS_CONTEXT;
    if (w->timex != ENT_NONE && w->timex < v->d->timex_count) {
        const ent_span *s = &v->d->timexes[w->timex].span;
        out->text = ent_arena_strn(v->a, v->d->text + s->begin, s->end - s->begin);
    }
}
