/* resolve.c: gives every expression its TIMEX3 value and its days. In: exprs in order of the text,
 * with their flags; the document's date and genre. Out: value, mod, from, to, precision, basis, and
 * whether the expression moves the narrative's date.
 *
 * News is anchored on the document's date ("now"), history on the date spoken of last ("ref").
 * What neither gives stays open: an X in the value, no days. */
#include "time_int.h"

void ent_time_set_days(expr *x, int32_t from, int32_t to, tx_unit unit)
{
    x->from = from;
    x->to = to;
    x->precision = ent_time_when_precision(unit);
}

void ent_time_set_when(narr *n, expr *x, when w)
{
    static const char *const mods[] = {NULL, "START", "MID", "END", NULL, NULL, NULL};
    x->at = w;
    x->value = ent_time_when_value(&n->j->d->arena, w);
    int32_t from, to;
    if (x->idx && w.unit >= U_DECADE) { /* a half of a decade or century */
        int y1, y2, m, d;
        ent_day_split(w.from, &y1, &m, &d);
        ent_day_split(w.to, &y2, &m, &d);
        int mid = y1 + (y2 - y1 + 1) / 2;
        from = x->idx == 1 ? w.from : ent_day_ymd(mid, 1, 1);
        to = x->idx == 1 ? ent_day_ymd(mid, 1, 1) - 1 : w.to;
        x->mod = x->idx == 1 ? "START" : "END";
    } else {
        ent_time_when_part(w, (tx_part)x->part, &from, &to);
        x->mod = mods[x->part] ? mods[x->part] : x->mod;
    }
    ent_time_set_days(x, from, to, (tx_unit)w.unit);
    if (x->part && w.unit == U_MONTH) {
        x->precision = ENT_PRECISION_SPAN;
    } else if (x->part && w.unit == U_YEAR) {
        x->precision = ENT_PRECISION_SEASON;
    }
    x->resolved = 1;
}

/* What the text leaves open: a value with X, the days of the frame if there is one. */
void ent_time_set_open(expr *x, const char *value)
{
    x->value = value;
    x->resolved = 1;
}

/* -- completing dates -------------------------------------------------------------------------- */

void ent_time_fix_century(narr *n, expr *x)
{
    when r = n->news && n->now.unit ? n->now : ent_time_base(n);
    int32_t ref = r.unit == U_NONE || r.unit > U_DECADE ? 1950 : r.year;
    int32_t c = ref / 100 * 100 + x->year;
    if (x->unit == U_DECADE) {
        c = c > ref + 20 ? c - 100 : c;
    } else if (n->news) {
        c = c > ref + 10 ? c - 100 : c;
    } else {
        c = c > ref + 50 ? c - 100 : c < ref - 50 ? c + 100 : c;
    }
    x->year = c;
    x->two_digit = 0;
}

static void weekday_alone(narr *n, expr *x)
{
    when r = x->deictic ? n->told : n->news || x->relation == REL_CURRENT ? n->now : n->ref;
    if (r.unit == U_NONE || r.unit > U_WEEK) {
        ent_time_set_open(x, ent_arena_printf(&n->j->d->arena, "XXXX-WXX-%d", x->weekday));
        return;
    }
    int gap = x->weekday - ent_weekday(r.from); /* -6 .. 6 */
    if (x->relation == REL_LAST || x->relation == REL_PREV) {
        gap -= gap >= 0 ? 7 : 0;
    } else if (x->relation == REL_NEXT || x->relation == REL_FOLLOWING) {
        gap += gap <= 0 ? 7 : 0;
    } else if (!n->news) {
        gap += gap < 0 ? 7 : 0;
    } else if (ent_time_future_near(n, x)) {
        gap += gap < 0 ? 7 : 0;
    } else {
        gap -= gap > 0 ? 7 : 0;
    }
    ent_time_set_when(n, x, ent_time_when_of_day(r.from + gap, U_DAY));
}

static bool drop(expr *x)
{
    x->kind = EX_REF;
    x->value = NULL;
    x->type = TX_DROPPED;
    return false;
}

static int relation_step(uint8_t relation)
{
    switch (relation) {
    case REL_LAST:
    case REL_PREV:
        return -1;
    case REL_NEXT:
    case REL_FOLLOWING:
        return 1;
    default:
        return 0;
    }
}

static void fiscal_year(narr *n, expr *x)
{
    when r = n->news ? n->now : ent_time_base(n);
    x->basis = x->year != NO_YEAR ? ENT_BASIS_TEXT : ENT_BASIS_CONTEXT;
    if (x->year == NO_YEAR && r.unit != U_NONE) {
        x->year = r.year + relation_step(x->relation);
    }
    ent_time_set_open(x, x->year > 0 ? ent_arena_printf(&n->j->d->arena, "FY%04d", x->year) : NULL);
}

/* A calendar date; false where there is no such day. */
bool ent_time_meaning_date(narr *n, expr *x)
{
    if (x->fiscal) {
        fiscal_year(n, x);
        return true;
    }
    bool given = x->year != NO_YEAR;
    if (given && x->two_digit) {
        ent_time_fix_century(n, x);
    }
    x->basis = given ? ENT_BASIS_TEXT : ENT_BASIS_CONTEXT;
    if (!given) {
        x->flags |= ENT_TIMEX_RELATIVE;
    }
    if (x->base_unit == U_YEAR) { /* "the spring of next year" */
        when r = n->news || x->relation == REL_CURRENT ? n->now : ent_time_base(n);
        r = x->deictic ? n->told : r;
        if (r.unit == U_NONE) {
            ent_time_set_open(x, NULL);
            return true;
        }
        int step = x->relation == REL_NEXT || x->relation == REL_FOLLOWING ? 1
                   : x->relation == REL_LAST || x->relation == REL_PREV    ? -1
                                                                           : 0;
        x->year = r.year + step;
        given = true;
    }
    if (x->weekday && !x->month && !x->day) {
        weekday_alone(n, x);
        return true;
    }
    if (x->unit == U_DAY && !x->month) { /* "the 5th" */
        when r = n->news && x->relation ? n->now : ent_time_base(n);
        if (!r.month || !ent_date_valid(r.year, r.month, x->day)) {
            ent_time_set_open(x, ent_arena_printf(&n->j->d->arena, "XXXX-XX-%02d", x->day));
            return true;
        }
        int32_t m = r.year * 12 + r.month - 1 + relation_step(x->relation);
        x->year = m >= 0 ? m / 12 : (m - 11) / 12;
        x->month = (uint8_t)(m - x->year * 12 + 1);
    }
    if (x->year == NO_YEAR) {
        int month = x->month;
        if (x->unit == U_SEASON) {
            month = x->idx == 4 ? 12 : x->idx * 3;
        } else if (x->unit == U_QUARTER || x->unit == U_HALF) {
            month = x->unit == U_QUARTER ? x->idx * 3 - 1 : x->idx * 6 - 3;
        }
        x->year = ent_time_guess_year(n, x, month, x->day);
    }
    if (x->year == NO_YEAR) {
        ent_time_set_open(
            x, x->day     ? ent_arena_printf(&n->j->d->arena, "XXXX-%02d-%02d", x->month, x->day)
               : x->month ? ent_arena_printf(&n->j->d->arena, "XXXX-%02d", x->month)
                          : NULL);
        return true;
    }
    if (x->year < -9998 || x->year > 9998 ||
        (x->unit == U_DAY &&
         (x->day < 1 || !x->month ||
          (!ent_date_valid(x->year, x->month, x->day) &&
           !(x->julian && x->month == 2 && x->day == 29 && x->year % 4 == 0))))) {
        return drop(x);
    }
    if (x->unit == U_DAY && x->julian) {
        ent_time_set_when(
            n, x, ent_time_when_of_day(ent_time_when_julian(x->year, x->month, x->day), U_DAY));
        return true;
    }
    int index = x->month ? x->month : x->idx;
    ent_time_set_when(n, x, ent_time_when_make((tx_unit)x->unit, x->year, index, x->day));
    if (!given && x->unit == U_SEASON && x->idx == 4 && !n->news) {
        /* a winter that is not given a year is named by its January */
        when w = x->at;
        w.year++;
        x->value = ent_time_when_value(&n->j->d->arena, w);
    }
    return true;
}

/* -- this, last, following --------------------------------------------------------------------- */

const char *ent_time_open_value(narr *n, when r, tx_unit unit)
{
    ent_arena *a = &n->j->d->arena;
    if (r.unit == U_NONE || unit > U_MONTH) {
        return unit == U_MONTH  ? "XXXX-XX"
               : unit == U_WEEK ? "XXXX-WXX"
               : unit > U_MONTH ? "XXXX"
                                : "XXXX-XX-XX";
    }
    const char *v = ent_time_when_value(a, r);
    if (r.unit == U_MONTH) {
        return ent_arena_printf(a, "%s-XX", v);
    }
    return r.unit == U_YEAR ? ent_arena_printf(a, unit == U_MONTH ? "%s-XX" : "%s-XX-XX", v)
                            : "XXXX-XX-XX";
}

/* A month or season named with a relation: the one before, after, or in the year spoken of. */
static void related_month(narr *n, expr *x, when r)
{
    int index = x->month ? x->month : x->idx;
    int m = x->month ? x->month : x->idx * 3; /* a winter begins in December */
    int rm = r.month ? r.month : r.unit == U_SEASON ? r.idx * 3 % 12 : 0;
    int32_t y = r.year;
    switch (x->relation) {
    case REL_LAST:
    case REL_PREV:
        y -= rm && m >= rm;
        y -= !rm;
        break;
    case REL_NEXT:
    case REL_FOLLOWING:
        y += rm ? m <= rm : 1;
        break;
    default:
        /* "that spring": of the year spoken of; "this winter" in February began last year */
        y -= x->unit == U_SEASON && x->idx == 4 && rm && rm < 3;
        break;
    }
    if (x->unit == U_DAY && !ent_date_valid(y, x->month, x->day)) {
        drop(x);
        return;
    }
    ent_time_set_when(n, x, ent_time_when_make((tx_unit)x->unit, y, index, x->day));
}

/* "In 1873 he had been sent abroad. Two years later ...": counted from what was told by the way. */
static bool from_side(const narr *n, const expr *x)
{
    return !n->news && n->side.unit && n->side_block == x->block && x->direction != DIR_AGO;
}

void ent_time_meaning_related(narr *n, expr *x)
{
    bool deictic = x->relation == REL_THIS || x->relation == REL_LAST || x->relation == REL_NEXT ||
                   x->relation == REL_CURRENT;
    bool the = x->relation == REL_THAT && x->w1 > x->w0 + 1 && x->unit >= U_WEEK &&
               ent_time_is(n->j->d, &n->j->w, x->w1 - 2, "the"); /* "the end of the year" */
    when r = n->news && (deictic || the ||
                         (x->relation == REL_THAT && x->unit == U_DAY && n->ref.unit != U_DAY))
                 ? n->now
                 : ent_time_base(n);
    bool side = !x->deictic && x->relation == REL_FOLLOWING && x->unit && from_side(n, x);
    r = x->deictic ? n->told : side ? n->side : r;
    x->flags |= ENT_TIMEX_RELATIVE;
    x->basis = ENT_BASIS_CONTEXT;
    if (x->relation == REL_SAME && x->amount < 0 && r.unit && r.unit <= U_YEAR) {
        bool done =
            n->news && r.unit == U_DAY && x->unit == U_QUARTER; /* that which was reported */
        r = done ? ent_time_when_shift(ent_time_when_of_day(r.from, U_QUARTER), U_QUARTER, -1) : r;
        tx_unit u = x->unit && x->unit > r.unit ? (tx_unit)x->unit : (tx_unit)r.unit;
        u = !x->unit && u < U_MONTH ? U_YEAR : u;
        int n_units = u == U_QUARTER ? 4
                      : u == U_MONTH ? 12
                      : u == U_HALF  ? 2
                      : u < U_MONTH  ? 0
                                     : 1;
        if (n_units && u != U_SEASON) { /* "the same quarter last year" */
            when w = ent_time_when_of_day(r.from, u);
            ent_time_set_when(n, x, ent_time_when_shift(w, u, -n_units));
            return;
        }
    }
    if (x->unit == U_NONE) {
        if (x->relation == REL_THIS) {
            ent_time_set_open(x, ent_time_is(n->j->d, &n->j->w, x->w1 - 1, "time") ? "PRESENT_REF"
                                                                                   : NULL);
        } else if (r.unit != U_NONE &&
                   (x->relation == REL_SAME || ent_time_is(n->j->d, &n->j->w, x->w1 - 1, "time"))) {
            ent_time_set_when(n, x, r);
        } else {
            ent_time_set_open(x, NULL);
        }
        if (x->relation == REL_THAT && r.unit != U_NONE) {
            x->from = n->ref.unit ? n->ref_from : r.from;
            x->to = n->ref.unit ? n->ref_to : r.to;
            x->precision = ent_time_when_precision((tx_unit)r.unit);
        }
        return;
    }
    if (r.unit == U_NONE) {
        ent_time_set_open(x, ent_time_open_value(n, r, (tx_unit)x->unit));
        return;
    }
    if (x->weekday) {
        if (x->relation == REL_THAT || x->relation == REL_SAME || x->relation == REL_THIS) {
            x->relation = REL_NONE;
        }
        weekday_alone(n, x);
        return;
    }
    if (x->month || x->idx) {
        related_month(n, x, r);
        return;
    }
    int step = relation_step(x->relation);
    if (x->unit == U_WEEKEND && r.unit == U_DAY) { /* a weekend is over, unless it is to come */
        bool future = x->relation == REL_NEXT || ent_time_future_near(n, x);
        int32_t saturday = ent_time_when_of_day(r.from, U_WEEKEND).from;
        saturday -= saturday > r.from && !future && x->relation != REL_THIS ? 7 : 0;
        ent_time_set_when(
            n, x,
            ent_time_when_of_day(saturday + (step > 0 && saturday <= r.from ? 7 : 0), U_WEEKEND));
        return;
    }
    if (r.unit > x->unit && !(x->unit == U_WEEK && r.unit == U_WEEKEND)) {
        if (x->part == PART_TURN && x->unit == U_CENTURY) {
            r = ent_time_when_of_day(r.from, U_YEAR);
        } else {
            ent_time_set_open(x, ent_time_open_value(n, r, (tx_unit)x->unit));
            return;
        }
    }
    /* after a range or a fuzzy date the next one counts from its end */
    bool same = n->ref.unit == r.unit && n->ref.from == r.from && !x->deictic;
    int32_t day = !same ? r.from : step > 0 ? n->ref_to : n->ref_from;
    when w =
        ent_time_when_shift(ent_time_when_of_day(day, (tx_unit)x->unit), (tx_unit)x->unit, step);
    if (x->part == PART_TURN && x->unit == U_CENTURY) {
        int32_t y = (r.year + 50) / 100;
        w = ent_time_when_make(U_CENTURY, y + 1, 0, 0);
    }
    ent_time_set_when(n, x, w);
}

/* -- offsets ----------------------------------------------------------------------------------- */

static void fuzzy_offset(narr *n, expr *x, int sign)
{
    static const int32_t span[] = {[U_DAY] = 7,        [U_WEEKEND] = 21, [U_WEEK] = 42,
                                   [U_FORTNIGHT] = 60, [U_MONTH] = 365,  [U_QUARTER] = 730};
    when r = x->deictic ? n->told : x->direction == DIR_AGO && n->news ? n->now : ent_time_base(n);
    ent_time_set_open(x, sign > 0 ? "FUTURE_REF" : "PAST_REF");
    if (r.unit == U_NONE || x->unit >= ENT_COUNT(span) || !span[x->unit] || r.unit > U_MONTH ||
        x->event) {
        return;
    }
    int32_t s = span[x->unit];
    ent_time_set_days(x, sign > 0 ? r.to + 1 : r.from - s, sign > 0 ? r.to + s : r.from - 1,
                      U_WEEK);
    x->precision = ENT_PRECISION_SPAN;
}

/* The date inside "two days after the invasion of 5 June", if the sentence gives one soon. */
static const expr *event_date(narr *n, uint32_t k)
{
    job *j = n->j;
    const expr *x = &j->x.v[k];
    if (k + 1 >= j->x.n) {
        return NULL;
    }
    expr *y = &j->x.v[k + 1];
    if (y->w0 == x->w1 && y->kind != EX_DURATION && y->kind != EX_SET && y->kind != EX_REF) {
        return y; /* "two days before yesterday" */
    }
    bool near = y->w0 < x->w1 + 10 && WD(j, y->w0).sent == WD(j, x->w1 - 1).sent;
    for (uint32_t w = x->w1; near && w < y->w0; w++) {
        near = WD(j, w).kind != W_PUNCT || WD(j, w).punct == '\'' || WD(j, w).punct == '-';
    }
    if (!near || y->kind != EX_DATE || y->year == NO_YEAR) {
        return NULL;
    }
    return y;
}

/* Stands beside the date before it, with a comma, dash or "and" between. */
static bool apposed(narr *n, uint32_t k)
{
    job *j = n->j;
    const expr *p = &j->x.v[k - 1], *x = &j->x.v[k];
    if (!p->at.unit || p->at.unit > (x->unit > U_MONTH ? U_YEAR : U_MONTH) ||
        WD(j, p->w0).sent != WD(j, x->w0).sent) {
        return false;
    }
    if (x->event && n->news && x->w0 < p->w1 + 12 && WD(j, x->w0 - 1).punct == ',') {
        return true; /* "signed on Tuesday in Moscow, two days after a referendum" */
    }
    if (p->event && x->w0 < p->w1 + 8) {
        return ent_time_is(j->d, &j->w, x->w0 - 1, "and");
    }
    return x->w0 == p->w1 + 1 && WD(j, p->w1).kind == W_PUNCT && strchr(",-(", WD(j, p->w1).punct);
}

static void resolve_copy(narr *n, expr *x)
{
    switch (x->kind) {
    case EX_DATE:
        ent_time_meaning_date(n, x);
        break;
    case EX_DAY:
        ent_time_meaning_day(n, x);
        break;
    case EX_HOLIDAY:
        ent_time_meaning_holiday(n, x);
        break;
    case EX_RELATED:
        ent_time_meaning_related(n, x);
        break;
    default:
        break;
    }
}

/* "a fortnight later, on 3 July 1863": the day that is named at once; "two years later, on 12
 * March" gives that day its year. */
static bool named_at_once(narr *n, uint32_t k, int sign)
{
    job *j = n->j;
    expr *x = &j->x.v[k], *y = x + 1;
    if (k + 1 >= j->x.n || y->kind != EX_DATE || y->unit != U_DAY || !y->month ||
        y->w0 > x->w1 + 2 || WD(j, y->w0).sent != WD(j, x->w0).sent ||
        !ent_time_is(j->d, &j->w, y->w0 - 1, "on")) {
        return false;
    }
    when r = ent_time_base(n);
    if (x->unit == U_YEAR && y->year == NO_YEAR && r.unit && r.unit <= U_YEAR && x->amount < 1000) {
        y->year = r.year + sign * (int32_t)(x->amount + 0.5);
    }
    expr copy = *y;
    if (!ent_time_meaning_date(n, &copy) || !copy.at.unit) {
        return false;
    }
    ent_time_set_when(n, x, copy.at);
    return true;
}

/* "two days after the quake" in news: how long after is all that it says. */
static void only_length(narr *n, expr *x)
{
    job *j = n->j;
    if (ent_time_is(j->d, &j->w, x->w0, "the")) { /* "the day after the vote" */
        ent_time_set_open(x, ent_time_open_value(n, (when){0}, (tx_unit)x->unit));
        return;
    }
    while (x->w1 > x->w0 + 1 && j->w.v[x->w1 - 1].lex &&
           (j->w.v[x->w1 - 1].lex->bits & (LX_DIRECTION | LX_PREP | LX_RELATION))) {
        x->w1--; /* "after", "prior to" */
    }
    x->e = j->w.v[x->w1 - 1].e;
    x->type = ENT_TIMEX_DURATION;
    x->kind = EX_DURATION;
    x->flags &= ~(uint32_t)ENT_TIMEX_RELATIVE;
    ent_time_meaning_length(n, x);
}

/* "twenty years ago this week", "ten years ago today": one expression. */
static bool ago_this(narr *n, uint32_t k, when r)
{
    expr *x = &n->j->x.v[k], *y = x + 1;
    if (x->direction != DIR_AGO || k + 1 >= n->j->x.n || y->w0 != x->w1 || x->unit < U_YEAR ||
        r.unit != U_DAY || x->amount != (double)(int64_t)x->amount || x->amount > 2000) {
        return false;
    }
    bool here = y->kind == EX_RELATED && y->relation == REL_THIS && y->unit && y->unit < x->unit;
    if (!here && !(y->kind == EX_DAY && y->type == ENT_TIMEX_DATE)) {
        return false;
    }
    expr copy = *y;
    copy.deictic = x->deictic;
    resolve_copy(n, &copy);
    if (!copy.at.unit) {
        return false;
    }
    when w = ent_time_when_shift(copy.at, (tx_unit)x->unit, -(int64_t)x->amount);
    ent_time_set_when(n, x, w);
    x->w1 = y->w1;
    x->e = y->e;
    y->type = TX_DROPPED;
    return true;
}

static void offset(narr *n, uint32_t k)
{
    expr *x = &n->j->x.v[k];
    int sign = x->direction == DIR_LATER || x->direction == DIR_AFTER ? 1 : -1;
    x->flags |= ENT_TIMEX_RELATIVE;
    x->basis = ENT_BASIS_CONTEXT;
    if (n->news && x->event && !event_date(n, k)) {
        only_length(n, x);
        return;
    }
    if (x->fuzzy || x->unit < U_DAY) {
        fuzzy_offset(n, x, sign);
        return;
    }
    when r = (x->direction == DIR_AGO || x->relation == REL_CURRENT) && n->now.unit && n->news
                 ? n->now
                 : ent_time_base(n);
    r = x->deictic ? n->told : from_side(n, x) && !x->event ? n->side : r;
    if (ago_this(n, k, r)) {
        return;
    }
    int32_t rf = r.from, rt = r.to;
    const expr *e = x->event ? event_date(n, k) : NULL;
    if (!x->event && !x->deictic && !(n->news && x->direction == DIR_AGO) &&
        named_at_once(n, k, sign)) {
        return;
    }
    if (x->event && !e && k && apposed(n, k)) { /* "on 27 June, two days after the invasion" */
        const expr *p = &n->j->x.v[k - 1];
        ent_time_set_when(n, x, p->at);
        ent_time_set_days(x, p->from, p->to, (tx_unit)p->at.unit);
        return;
    }
    if (e) {
        expr copy = *e;
        resolve_copy(n, &copy);
        r = copy.at.unit ? copy.at : r;
        rf = copy.at.unit ? copy.from : rf;
        rt = copy.at.unit ? copy.to : rt;
    } else if (n->ref.unit == r.unit && n->ref.from == r.from) {
        rf = n->ref_from;
        rt = n->ref_to;
    }
    if (r.unit == U_NONE) {
        ent_time_set_open(x, ent_time_open_value(n, r, (tx_unit)x->unit));
        return;
    }
    tx_unit u = (tx_unit)x->unit;
    double amount = x->amount > 20000 ? 20000 : x->amount;
    if (amount != (double)(int64_t)amount && (u == U_YEAR || u == U_DECADE)) {
        amount *= u == U_YEAR ? 12 : 120;
        u = U_MONTH;
    }
    if (amount < 1 && u == U_CENTURY) { /* half a century later */
        amount *= 100;
        u = U_YEAR;
    }
    int64_t step = sign * (int64_t)(amount + 0.5);
    bool days =
        u == U_DAY || ((u == U_WEEK || u == U_FORTNIGHT) && (!n->news || (e && r.unit == U_DAY)));
    bool exact = r.unit == U_DAY || r.unit >= x->unit;
    if (days && r.unit != U_DAY) { /* the day is not known: the frame is moved */
        int32_t n_days = (int32_t)step * (u == U_WEEK ? 7 : u == U_FORTNIGHT ? 14 : 1);
        ent_time_set_open(x, ent_time_open_value(n, r, U_DAY));
        if (r.unit <= U_MONTH || rt - rf < 32) {
            ent_time_set_days(x, rf + n_days, rt + n_days, U_DAY);
            x->precision = ENT_PRECISION_SPAN;
        }
        return;
    }
    if (!exact && r.unit > u) {
        ent_time_set_open(x, ent_time_open_value(n, r, u));
        return;
    }
    if (r.unit > u && u < U_YEAR) {
        ent_time_set_open(x, ent_time_open_value(n, r, u));
        return;
    }
    when day = ent_time_when_of_day(step > 0 && r.unit != U_DAY ? rt : r.from, U_DAY);
    when moved = ent_time_when_shift(day, u, step);
    tx_unit grain = days ? U_DAY : u == U_FORTNIGHT ? U_WEEK : (tx_unit)u;
    if ((grain == U_MONTH && r.unit > U_MONTH) ||
        (grain >= U_DECADE && r.unit <= U_YEAR && x->amount < 1.5)) {
        grain = U_YEAR; /* "a decade later" counts years */
    }
    ent_time_set_when(n, x, ent_time_when_of_day(moved.from, grain));
}

static void resolve_one(narr *n, uint32_t k)
{
    expr *x = &n->j->x.v[k];
    x->deictic = ent_time_deictic(n, x);
    switch (x->kind) {
    case EX_DATE:
        if (ent_time_meaning_date(n, x) && x->type == ENT_TIMEX_TIME && x->value) {
            x->value = ent_time_clock_text(n, x, x->value);
        }
        break;
    case EX_RELATED:
        ent_time_meaning_related(n, x);
        if (x->type == ENT_TIMEX_TIME && x->value) {
            x->value = ent_time_clock_text(n, x, x->value);
        }
        break;
    case EX_OFFSET:
        offset(n, k);
        break;
    case EX_DAY:
        ent_time_meaning_day(n, x);
        if (x->type == ENT_TIMEX_TIME && x->at.unit) {
            x->value = ent_time_clock_text(n, x, x->value);
        }
        break;
    case EX_DURATION:
        if (x->of) {
            ent_time_meaning_part(n, x);
        } else {
            ent_time_meaning_length(n, x);
        }
        break;
    case EX_NTH:
        ent_time_meaning_part(n, x);
        break;
    case EX_SET:
        ent_time_meaning_set(n, x);
        break;
    case EX_CLOCK:
        ent_time_meaning_clock(n, x);
        break;
    case EX_HOLIDAY:
        ent_time_meaning_holiday(n, x);
        break;
    case EX_PERIOD:
        ent_time_meaning_period(n, x);
        break;
    case EX_FIXED:
        ent_time_meaning_fixed(n, x);
        break;
    default:
        x->resolved = 1;
        break;
    }
}

/* The day on which a block was written: its own part's (a comment, a reprint), else the text's. */
static void enter_part(narr *n, uint32_t block)
{
    const ent_doc *d = n->j->d;
    int32_t day = d->day;
    uint32_t at = block < d->block_count ? d->blocks[block].span.begin : 0;
    for (uint32_t k = 0; k < d->part_count && d->parts[k].span.begin <= at; k++) {
        const ent_part *p = &d->parts[k];
        if (at < p->span.end && p->voice < d->voice_count &&
            d->voices[p->voice].day != ENT_DAY_NONE) {
            day = d->voices[p->voice].day; /* the innermost comes last */
        }
    }
    n->told = day != ENT_DAY_NONE ? ent_time_when_of_day(day, U_DAY) : (when){0};
    n->now = n->news ? n->told : n->now; /* a narrative is not told from its own day */
}

void ent_time_resolve(job *j)
{
    narr n = {
        .j = j, .news = j->d->genre == ENT_GENRE_NEWS, .block = ENT_NONE, .side_sent = ENT_NONE};
    for (uint32_t k = 0; k < j->x.n; k++) {
        expr *x = &j->x.v[k];
        if (x->block != n.block) {
            ent_time_enter_block(&n, x->block);
            enter_part(&n, x->block);
        }
        if (x->type != TX_DROPPED) {
            resolve_one(&n, k);
        }
        if (x->type == TX_DROPPED) {
            continue;
        }
        if (x->in_heading) {
            ent_time_enter_heading(&n, x);
        }
        if (!(x->in_heading && x->of_range == 2) && ent_time_moves(&n, x)) {
            ent_time_move(&n, x);
            n.side.unit = U_NONE;
        } else {
            x->moved = ent_time_aside(&n, x);
            if (x->moved && x->at.unit <= U_YEAR && !x->deictic) {
                n.side = x->at;
                n.side_block = x->block;
            }
        }
    }
    if (n.block != ENT_NONE && n.block + 1 < j->block_count) { /* paragraphs without dates */
        ent_time_enter_block(&n, j->block_count - 1);
    }
}
