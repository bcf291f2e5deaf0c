/* resolve.c: gives every expression its TIMEX3 value and its days. In: exprs in order of the text,
 * with their flags; the document's date and genre. Out: value, mod, from, to, precision, basis, and
 * whether the expression moves the narrative's date.
 *
 * News is anchored on the document's date ("now"), history on the date spoken of last ("ref").
 * What neither gives stays open: an X in the value, no days. */
#include "time_int.h"

static const char *text(narr *n, const char *format, int a, int b)
{
    (void)b;
    return ent_arena_printf(&n->j->d->arena, format, a);
}

static void set_days(expr *x, int32_t from, int32_t to, tx_unit unit)
{
    x->from = from;
    x->to = to;
    x->precision = when_precision(unit);
}

static void set_when(narr *n, expr *x, when w)
{
    static const char *const mods[] = {NULL, "START", "MID", "END", NULL, NULL, NULL};
    x->at = w;
    x->value = when_value(&n->j->d->arena, w);
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
        when_part(w, (tx_part)x->part, &from, &to);
        x->mod = mods[x->part] ? mods[x->part] : x->mod;
    }
    set_days(x, from, to, (tx_unit)w.unit);
    if (x->part && w.unit == U_MONTH) {
        x->precision = ENT_PRECISION_SPAN;
    } else if (x->part && w.unit == U_YEAR) {
        x->precision = ENT_PRECISION_SEASON;
    }
    x->resolved = 1;
}

/* What the text leaves open: a value with X, the days of the frame if there is one. */
static void set_open(expr *x, const char *value)
{
    x->value = value;
    x->resolved = 1;
}

/* -- completing dates -------------------------------------------------------------------------- */

static void fix_century(narr *n, expr *x)
{
    when r = n->news && n->now.unit ? n->now : tx_base(n);
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
    when r = n->news || x->relation == REL_CURRENT ? n->now : n->ref;
    if (r.unit == U_NONE || r.unit > U_WEEK) {
        set_open(x, text(n, "XXXX-WXX-%d", x->weekday, 0));
        return;
    }
    int gap = x->weekday - ent_weekday(r.from); /* -6 .. 6 */
    if (x->relation == REL_LAST || x->relation == REL_PREV) {
        gap -= gap >= 0 ? 7 : 0;
    } else if (x->relation == REL_NEXT || x->relation == REL_FOLLOWING) {
        gap += gap <= 0 ? 7 : 0;
    } else if (!n->news) {
        gap += gap < 0 ? 7 : 0;
    } else if (tx_future_near(n, x)) {
        gap += gap < 0 ? 7 : 0;
    } else {
        gap -= gap > 0 ? 7 : 0;
    }
    set_when(n, x, when_of_day(r.from + gap, U_DAY));
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
    when r = n->news ? n->now : tx_base(n);
    x->basis = x->year != NO_YEAR ? ENT_BASIS_TEXT : ENT_BASIS_CONTEXT;
    if (x->year == NO_YEAR && r.unit != U_NONE) {
        x->year = r.year + relation_step(x->relation);
    }
    set_open(x, x->year > 0 ? text(n, "FY%04d", x->year, 0) : NULL);
}

/* A calendar date; false where there is no such day. */
static bool date(narr *n, expr *x)
{
    if (x->fiscal) {
        fiscal_year(n, x);
        return true;
    }
    bool given = x->year != NO_YEAR;
    if (given && x->two_digit) {
        fix_century(n, x);
    }
    x->basis = given ? ENT_BASIS_TEXT : ENT_BASIS_CONTEXT;
    if (!given) {
        x->flags |= ENT_TIMEX_RELATIVE;
    }
    if (x->base_unit == U_YEAR) { /* "the spring of next year" */
        when r = n->news || x->relation == REL_CURRENT ? n->now : tx_base(n);
        if (r.unit == U_NONE) {
            set_open(x, NULL);
            return true;
        }
        int step = x->relation == REL_NEXT || x->relation == REL_FOLLOWING ? 1
                   : x->relation == REL_LAST || x->relation == REL_PREV    ? -1
                                                                           : 0;
        x->year = r.year + step;
        given = true;
    }
    if (x->weekday && !x->month) {
        weekday_alone(n, x);
        return true;
    }
    if (x->unit == U_DAY && !x->month) { /* "the 5th" */
        when r = tx_base(n);
        if (!r.month || !ent_date_valid(r.year, r.month, x->day)) {
            set_open(x, NULL);
            return true;
        }
        x->month = r.month;
        x->year = r.year;
    }
    if (x->year == NO_YEAR) {
        int month = x->month;
        if (x->unit == U_SEASON) {
            month = x->idx == 4 ? 12 : x->idx * 3;
        } else if (x->unit == U_QUARTER || x->unit == U_HALF) {
            month = x->unit == U_QUARTER ? x->idx * 3 - 1 : x->idx * 6 - 3;
        }
        x->year = tx_guess_year(n, x, month, x->day);
    }
    if (x->year == NO_YEAR) {
        set_open(x, x->day ? ent_arena_printf(&n->j->d->arena, "XXXX-%02d-%02d", x->month, x->day)
                    : x->month ? text(n, "XXXX-%02d", x->month, 0)
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
        set_when(n, x, when_of_day(when_julian(x->year, x->month, x->day), U_DAY));
        return true;
    }
    int index = x->month ? x->month : x->idx;
    set_when(n, x, when_make((tx_unit)x->unit, x->year, index, x->day));
    if (!given && x->unit == U_SEASON && x->idx == 4 && !n->news) {
        /* a winter that is not given a year is named by its January */
        when w = x->at;
        w.year++;
        x->value = when_value(&n->j->d->arena, w);
    }
    return true;
}

/* -- this, last, following --------------------------------------------------------------------- */

static const char *open_value(narr *n, when r, tx_unit unit)
{
    ent_arena *a = &n->j->d->arena;
    if (r.unit == U_NONE || unit > U_MONTH) {
        return unit == U_MONTH  ? "XXXX-XX"
               : unit == U_WEEK ? "XXXX-WXX"
               : unit > U_MONTH ? "XXXX"
                                : "XXXX-XX-XX";
    }
    const char *v = when_value(a, r);
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
    int m = x->month ? x->month : x->idx * 3 % 12;
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
        break; /* "that spring": of the year spoken of */
    }
    if (x->unit == U_DAY && !ent_date_valid(y, x->month, x->day)) {
        drop(x);
        return;
    }
    set_when(n, x, when_make((tx_unit)x->unit, y, index, x->day));
}

static void related(narr *n, expr *x)
{
    bool deictic = x->relation == REL_THIS || x->relation == REL_LAST || x->relation == REL_NEXT ||
                   x->relation == REL_CURRENT;
    when r = n->news && (deictic ||
                         (x->relation == REL_THAT && x->unit == U_DAY && n->ref.unit != U_DAY))
                 ? n->now
                 : tx_base(n);
    x->flags |= ENT_TIMEX_RELATIVE;
    x->basis = ENT_BASIS_CONTEXT;
    if (x->unit == U_NONE) {
        if (x->relation == REL_THIS) {
            set_open(x, tx_is(n->j->d, &n->j->w, x->w1 - 1, "time") ? "PRESENT_REF" : NULL);
        } else if (r.unit != U_NONE &&
                   (x->relation == REL_SAME || tx_is(n->j->d, &n->j->w, x->w1 - 1, "time"))) {
            set_when(n, x, r);
        } else {
            set_open(x, NULL);
        }
        if (x->relation == REL_THAT && r.unit != U_NONE) {
            x->from = n->ref_from;
            x->to = n->ref_to;
            x->precision = when_precision((tx_unit)r.unit);
        }
        return;
    }
    if (r.unit == U_NONE) {
        set_open(x, open_value(n, r, (tx_unit)x->unit));
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
        bool future = x->relation == REL_NEXT || tx_future_near(n, x);
        int32_t saturday = when_of_day(r.from, U_WEEKEND).from;
        saturday -= saturday > r.from && !future && x->relation != REL_THIS ? 7 : 0;
        set_when(n, x, when_of_day(saturday + (step > 0 && saturday <= r.from ? 7 : 0), U_WEEKEND));
        return;
    }
    if (r.unit > x->unit && !(x->unit == U_WEEK && r.unit == U_WEEKEND)) {
        if (x->part == PART_TURN && x->unit == U_CENTURY) {
            r = when_of_day(r.from, U_YEAR);
        } else {
            set_open(x, open_value(n, r, (tx_unit)x->unit));
            return;
        }
    }
    /* after a range or a fuzzy date the next one counts from its end */
    int32_t day = step > 0 && n->ref.unit == r.unit && n->ref.from == r.from ? n->ref_to : r.from;
    when w = when_shift(when_of_day(day, (tx_unit)x->unit), (tx_unit)x->unit, step);
    if (x->part == PART_TURN && x->unit == U_CENTURY) {
        int32_t y = (r.year + 50) / 100;
        w = when_make(U_CENTURY, y + 1, 0, 0);
    }
    set_when(n, x, w);
}

/* -- offsets ----------------------------------------------------------------------------------- */

static void fuzzy_offset(narr *n, expr *x, int sign)
{
    static const int32_t span[] = {[U_DAY] = 7,        [U_WEEKEND] = 21, [U_WEEK] = 42,
                                   [U_FORTNIGHT] = 60, [U_MONTH] = 365,  [U_QUARTER] = 730};
    when r = x->direction == DIR_AGO && n->news ? n->now : tx_base(n);
    set_open(x, sign > 0 ? "FUTURE_REF" : "PAST_REF");
    if (r.unit == U_NONE || x->unit >= ENT_COUNT(span) || !span[x->unit] || r.unit > U_MONTH ||
        x->event) {
        return;
    }
    int32_t s = span[x->unit];
    set_days(x, sign > 0 ? r.to + 1 : r.from - s, sign > 0 ? r.to + s : r.from - 1, U_WEEK);
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
    if (!p->at.unit || p->at.unit > U_MONTH || WD(j, p->w0).sent != WD(j, x->w0).sent) {
        return false;
    }
    if (p->event && x->w0 < p->w1 + 8) {
        return tx_is(j->d, &j->w, x->w0 - 1, "and");
    }
    return x->w0 == p->w1 + 1 && WD(j, p->w1).kind == W_PUNCT && strchr(",-(", WD(j, p->w1).punct);
}

static void holiday(narr *n, expr *x);
static void day_word(narr *n, expr *x);

static void resolve_copy(narr *n, expr *x)
{
    switch (x->kind) {
    case EX_DATE:
        date(n, x);
        break;
    case EX_DAY:
        day_word(n, x);
        break;
    case EX_HOLIDAY:
        holiday(n, x);
        break;
    case EX_RELATED:
        related(n, x);
        break;
    default:
        break;
    }
}

static void offset(narr *n, uint32_t k)
{
    expr *x = &n->j->x.v[k];
    int sign = x->direction == DIR_LATER || x->direction == DIR_AFTER ? 1 : -1;
    x->flags |= ENT_TIMEX_RELATIVE;
    x->basis = ENT_BASIS_CONTEXT;
    if (x->fuzzy || x->unit < U_DAY) {
        fuzzy_offset(n, x, sign);
        return;
    }
    when r = (x->direction == DIR_AGO || x->relation == REL_CURRENT) && n->now.unit && n->news
                 ? n->now
                 : tx_base(n);
    int32_t rf = r.from, rt = r.to;
    const expr *e = x->event ? event_date(n, k) : NULL;
    if (x->event && !e && k && apposed(n, k)) { /* "on 27 June, two days after the invasion" */
        const expr *p = &n->j->x.v[k - 1];
        set_when(n, x, p->at);
        set_days(x, p->from, p->to, (tx_unit)p->at.unit);
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
        set_open(x, open_value(n, r, (tx_unit)x->unit));
        return;
    }
    tx_unit u = (tx_unit)x->unit;
    double amount = x->amount > 20000 ? 20000 : x->amount;
    if (amount != (double)(int64_t)amount && (u == U_YEAR || u == U_DECADE)) {
        amount *= u == U_YEAR ? 12 : 120;
        u = U_MONTH;
    }
    int64_t step = sign * (int64_t)(amount + 0.5);
    bool days = u == U_DAY || ((u == U_WEEK || u == U_FORTNIGHT) && !n->news);
    bool exact = r.unit == U_DAY || r.unit >= x->unit;
    if (days && r.unit != U_DAY) { /* the day is not known: the frame is moved */
        int32_t n_days = (int32_t)step * (u == U_WEEK ? 7 : u == U_FORTNIGHT ? 14 : 1);
        set_open(x, open_value(n, r, U_DAY));
        if (r.unit <= U_MONTH || rt - rf < 32) {
            set_days(x, rf + n_days, rt + n_days, U_DAY);
            x->precision = ENT_PRECISION_SPAN;
        }
        return;
    }
    if (!exact && r.unit > u) {
        set_open(x, open_value(n, r, u));
        return;
    }
    if (r.unit > u && u < U_YEAR) {
        set_open(x, open_value(n, r, u));
        return;
    }
    when day = when_of_day(step > 0 && r.unit != U_DAY ? rt : r.from, U_DAY);
    when moved = when_shift(day, u, step);
    tx_unit grain = days ? U_DAY : u == U_FORTNIGHT ? U_WEEK : (tx_unit)u;
    if ((grain == U_MONTH && r.unit > U_MONTH) ||
        (grain >= U_DECADE && r.unit <= U_YEAR && x->amount < 1.5)) {
        grain = U_YEAR; /* "a decade later" counts years */
    }
    set_when(n, x, when_of_day(moved.from, grain));
}

/* -- the rest ---------------------------------------------------------------------------------- */

static const char *length_value(narr *n, const expr *x)
{
    static const char *const letter[] = {"",  "S", "M", "H", "D", "WE", "W",  "W",
                                         "M", "Q", "",  "Y", "Y", "DE", "CE", "ML"};
    ent_arena *a = &n->j->d->arena;
    const char *t = x->unit && x->unit <= U_HOUR ? "T" : "";
    double v = x->unit == U_FORTNIGHT ? x->amount * 2 : x->amount;
    if (x->fuzzy) {
        return ent_arena_printf(a, "P%sX%s", t, letter[x->unit]);
    }
    if (v == (double)(int64_t)v) {
        return ent_arena_printf(a, "P%s%d%s", t, (int)v, letter[x->unit]);
    }
    ent_buf b = {0};
    ent_json_num(&b, v);
    const char *s = ent_arena_printf(a, "P%s%s%s", t, b.data, letter[x->unit]);
    ent_buf_free(&b);
    return s;
}

static void length(narr *n, expr *x)
{
    x->value = length_value(n, x);
    x->resolved = 1;
    int sign = x->relation == REL_NEXT || x->relation == REL_FOLLOWING ? 1
               : x->relation == REL_LAST || x->relation == REL_PREV    ? -1
                                                                       : 0;
    when r = n->news ? n->now : tx_base(n);
    if (!sign || r.unit == U_NONE || r.unit > U_YEAR || x->unit < U_DAY ||
        (x->fuzzy && x->unit > U_MONTH)) {
        return;
    }
    int32_t days = x->unit == U_DAY ? 7 : x->unit == U_WEEK ? 42 : 365;
    double amount = x->amount > 20000 ? 20000 : x->amount;
    tx_unit u = (tx_unit)x->unit;
    if (amount != (double)(int64_t)amount && u >= U_YEAR) {
        amount *= u == U_YEAR ? 12 : 120;
        u = U_MONTH;
    }
    int32_t start = n->news ? r.from : n->ref_to;
    start = n->ref.unit == U_NONE ? r.to : start;
    when day = when_of_day(sign > 0 ? (r.unit == U_DAY ? start : r.from) : r.from, U_DAY);
    when far = when_shift(day, u, sign * (int64_t)(amount + 0.5));
    x->flags |= ENT_TIMEX_RELATIVE;
    x->basis = ENT_BASIS_CONTEXT;
    if (x->fuzzy) {
        set_days(x, sign > 0 ? day.from + 1 : day.from - days,
                 sign > 0 ? day.from + days : day.from - 1, U_DAY);
    } else if (sign > 0) {
        int32_t end = x->unit >= U_MONTH ? when_of_day(far.from, U_MONTH).to : far.from;
        set_days(x, day.from + (x->unit < U_MONTH), end, U_DAY);
    } else {
        set_days(x, far.from, day.from - 1, U_DAY);
    }
    x->precision = ENT_PRECISION_SPAN;
}

/* The n-th unit of another expression, or the first or last few of its units. */
static void part_of(narr *n, expr *x)
{
    expr *o = x->of;
    o->block = x->block;
    o->w0 = x->w1 > 0 ? x->w1 - 1 : 0; /* near enough for the words around it */
    o->w1 = x->w1;
    if (o->kind == EX_DATE) {
        date(n, o);
    } else {
        related(n, o);
    }
    x->basis = o->basis;
    x->flags |= o->flags & ENT_TIMEX_RELATIVE;
    if (x->kind == EX_DURATION) {
        x->value = length_value(n, x);
    } else if (!o->at.unit) {
        set_open(x, open_value(n, o->at, (tx_unit)x->unit));
    }
    x->resolved = 1;
    if (!o->at.unit) {
        return;
    }
    bool back = x->ordinal < 0;
    when first = when_of_day(back ? o->to : o->from, U_DAY);
    if (x->kind == EX_DURATION) {
        int64_t k = (int64_t)(x->amount > 20000 ? 20000 : x->amount);
        when end = when_shift(first, (tx_unit)x->unit, back ? -k : k);
        set_days(x, back ? end.from + 1 : o->from, back ? o->to : end.from - 1, U_DAY);
        x->precision = ENT_PRECISION_SPAN;
    } else if (x->weekday) {
        int32_t gap = (x->weekday - ent_weekday(first.from) + 7) % 7;
        gap = back ? gap - (gap ? 7 : 0) : gap + (x->ordinal - 1) * 7;
        set_when(n, x, when_of_day(first.from + gap, U_DAY));
    } else {
        when w = when_of_day(first.from, (tx_unit)x->unit);
        /* the first week is the one that holds the first day */
        set_when(n, x, back ? w : when_shift(w, (tx_unit)x->unit, x->ordinal - 1));
    }
    if (x->from < o->from || x->to > o->to) {
        x->from = x->from < o->from && x->to >= o->from ? o->from : x->from;
        x->to = x->to > o->to && x->from <= o->to ? o->to : x->to;
    }
}

static void set_value(narr *n, expr *x)
{
    if (!x->value) {
        x->value = length_value(n, x);
    }
    if (!n->news && strcmp(x->value, "P1D") == 0 && !x->amount) {
        x->value = "XXXX-XX-XX"; /* "daily" in a narrative: TIMEX2's reading */
    } else if (!n->news && strcmp(x->value, "P1W") == 0 && !x->amount) {
        x->value = "XXXX-WXX";
    }
    x->resolved = 1;
}

static void day_word(narr *n, expr *x)
{
    int step = x->value[3] == '-' ? -1 : x->value[3] == '+' ? 1 : 0;
    bool night = x->value[0] == 'N';
    x->flags |= ENT_TIMEX_RELATIVE;
    x->basis = ENT_BASIS_CONTEXT;
    if (night) {
        step = 0;
        x->daypart = "NI";
        x->type = ENT_TIMEX_TIME;
    }
    if (!n->news || n->now.unit != U_DAY) {
        set_open(x, night ? "XXXX-XX-XXTNI" : step ? "XXXX-XX-XX" : "PRESENT_REF");
        return;
    }
    set_when(n, x, when_of_day(n->now.from + step, U_DAY));
    x->basis = ENT_BASIS_DOCUMENT;
}

static const char *clock_text(narr *n, const expr *x, const char *day)
{
    ent_arena *a = &n->j->d->arena;
    if (x->hour >= 0) {
        return ent_arena_printf(a, "%sT%02d:%02d%s", day, x->hour, x->minute,
                                x->zone ? x->zone : "");
    }
    return ent_arena_printf(a, "%sT%s", day, x->daypart ? x->daypart : "XX");
}

/* "5:34 a.m. Baghdad time on March 20, 2003": the day that follows at once */
static const expr *date_beside(narr *n, const expr *x)
{
    job *j = n->j;
    if (x + 1 >= j->x.v + j->x.n || x->hour < 0) {
        return NULL;
    }
    const expr *y = x + 1;
    bool near = y->w0 < x->w1 + 6 && WD(j, y->w0).sent == WD(j, x->w0).sent &&
                tx_is(j->d, &j->w, y->w0 - 1, "on");
    return near && y->kind == EX_DATE && y->unit == U_DAY && y->month ? y : NULL;
}

static void clock_time(narr *n, expr *x)
{
    bool said = x->relation == REL_THAT || x->relation == REL_SAME;
    when r = n->ref.unit == U_DAY && !(n->news && x->relation == REL_THIS) ? n->ref : (when){0};
    job *j = n->j;
    if (n->news && x->relation != REL_THIS && n->day.unit) {
        r = n->day;
    }
    const expr *beside = date_beside(n, x);
    if (beside) {
        expr copy = *beside;
        date(n, &copy);
        r = copy.at.unit == U_DAY ? copy.at : r;
    }
    bool the = tx_is(j->d, &j->w, x->w0, "the") || tx_is(j->d, &j->w, x->w0, "one");
    bool generic = x->hour < 0 && !x->relation && !the;
    x->flags |= ENT_TIMEX_RELATIVE;
    x->basis = ENT_BASIS_CONTEXT;
    if (n->news && n->now.unit == U_DAY && !said && r.unit == U_NONE) {
        r = n->now;
    }
    if (n->news && generic && n->now.unit == U_DAY && strcmp(x->daypart, "NI") != 0) {
        generic = false;
    }
    if (generic) {
        x->value = clock_text(n, x, "XXXX-XX-XX");
        x->resolved = 1;
        return;
    }
    if (x->relation == REL_NEXT || x->relation == REL_FOLLOWING) {
        r = r.unit == U_DAY ? when_shift(r, U_DAY, 1) : r;
    } else if ((x->relation == REL_LAST || x->relation == REL_PREV) && r.unit == U_DAY) {
        r = when_shift(r, U_DAY, -1);
    }
    if (r.unit == U_DAY) {
        set_when(n, x, r);
        x->value = clock_text(n, x, x->value);
        return;
    }
    when b = tx_base(n);
    x->value = clock_text(
        n, x, b.unit == U_MONTH || b.unit == U_YEAR ? open_value(n, b, U_DAY) : "XXXX-XX-XX");
    x->resolved = 1;
}

static void holiday(narr *n, expr *x)
{
    x->basis = x->year != NO_YEAR ? ENT_BASIS_TEXT : ENT_BASIS_CONTEXT;
    if (x->year != NO_YEAR && x->two_digit) {
        fix_century(n, x);
    }
    if (x->year == NO_YEAR) {
        x->flags |= ENT_TIMEX_RELATIVE;
        int32_t probe = when_holiday(x->phrase->rule, 2001);
        int y, m = 6, d = 15;
        if (probe != ENT_DAY_NONE) {
            ent_day_split(probe, &y, &m, &d);
        }
        x->year = tx_guess_year(n, x, m, d > 28 ? 28 : d);
    }
    int32_t day = x->year != NO_YEAR ? when_holiday(x->phrase->rule, x->year) : ENT_DAY_NONE;
    if (day != ENT_DAY_NONE) {
        set_when(n, x, when_of_day(day, U_DAY));
        return;
    }
    set_open(x, x->year != NO_YEAR && x->year > 0 ? text(n, "%04d-XX-XX", x->year, 0) : NULL);
    if (x->year != NO_YEAR && x->year > 0 && x->basis == ENT_BASIS_TEXT) {
        when w = when_make(U_YEAR, x->year, 0, 0);
        set_days(x, w.from, w.to, U_YEAR);
    }
}

/* One term of several of that name: the one that the narrative stands in, else the nearest within
 * two generations, else (a tie, or no narrative) none. */
static const term *choose_term(narr *n, const expr *x)
{
    if (x->term_count == 1) {
        return x->term;
    }
    when r = tx_base(n);
    if (r.unit == U_NONE) {
        r = tx_look_ahead(n, 0);
    }
    const term *best = NULL;
    int64_t best_gap = 365 * 60;
    for (uint32_t k = 0; k < x->term_count && r.unit != U_NONE; k++) {
        const term *t = &x->term[k];
        int32_t to = t->to == ENT_DAY_NONE ? ent_day_ymd(2100, 1, 1) : t->to;
        int64_t gap = r.to < t->from ? (int64_t)t->from - r.to
                      : r.from > to  ? (int64_t)r.from - to
                                     : 0;
        gap += strcmp(t->state, "USA") == 0 ? 0 : 400;
        if (gap < best_gap) {
            best_gap = gap;
            best = t;
        }
    }
    return best;
}

static void period(narr *n, expr *x)
{
    if (x->term) {
        const term *t = choose_term(n, x);
        if (t) {
            x->from = t->from;
            x->to = t->to;
        }
    }
    x->precision = ENT_PRECISION_ERA;
    x->basis = ENT_BASIS_TEXT;
    x->resolved = 1;
    if (x->from == ENT_DAY_NONE || x->to == ENT_DAY_NONE) {
        return;
    }
    int y, m, d;
    if (x->part == PART_START) { /* to the end of its first year */
        ent_day_split(x->from, &y, &m, &d);
        int32_t end = ent_day_ymd(y, 12, 31);
        x->to = x->to < end ? x->to : end;
        x->mod = "START";
    } else if (x->part == PART_END) {
        ent_day_split(x->to, &y, &m, &d);
        int32_t first = ent_day_ymd(y, 1, 1);
        x->from = x->from > first ? x->from : first;
        x->mod = "END";
    } else if (x->part == PART_MID) {
        int32_t third = (x->to - x->from) / 3;
        x->from += third;
        x->to -= third;
        x->mod = "MID";
    }
}

static void fixed(narr *n, expr *x)
{
    int32_t from = x->from, to = x->to;
    tx_unit unit = (tx_unit)x->unit;
    x->basis = ENT_BASIS_TEXT;
    if (unit == U_DAY) {
        set_when(n, x, when_of_day(from, U_DAY));
        return;
    }
    /* a month or year of another calendar lies across ours: its value is our year or month where
     * it begins, its days are its own */
    set_when(n, x, when_of_day(from, unit));
    set_days(x, from, to, unit);
}

static void resolve_one(narr *n, uint32_t k)
{
    expr *x = &n->j->x.v[k];
    switch (x->kind) {
    case EX_DATE:
        if (date(n, x) && x->type == ENT_TIMEX_TIME && x->value) {
            x->value = clock_text(n, x, x->value);
        }
        break;
    case EX_RELATED:
        related(n, x);
        if (x->type == ENT_TIMEX_TIME && x->value) {
            x->value = clock_text(n, x, x->value);
        }
        break;
    case EX_OFFSET:
        offset(n, k);
        break;
    case EX_DAY:
        day_word(n, x);
        if (x->type == ENT_TIMEX_TIME && x->at.unit) {
            x->value = clock_text(n, x, x->value);
        }
        break;
    case EX_DURATION:
        if (x->of) {
            part_of(n, x);
        } else {
            length(n, x);
        }
        break;
    case EX_NTH:
        part_of(n, x);
        break;
    case EX_SET:
        set_value(n, x);
        break;
    case EX_CLOCK:
        clock_time(n, x);
        break;
    case EX_HOLIDAY:
        holiday(n, x);
        break;
    case EX_PERIOD:
        period(n, x);
        break;
    case EX_FIXED:
        fixed(n, x);
        break;
    default:
        x->resolved = 1;
        break;
    }
}

void tx_resolve(job *j)
{
    narr n = {
        .j = j, .news = j->d->genre == ENT_GENRE_NEWS, .block = ENT_NONE, .side_sent = ENT_NONE};
    if (n.news && j->d->day != ENT_DAY_NONE) { /* a narrative is not told from its own day */
        n.now = when_of_day(j->d->day, U_DAY);
    }
    for (uint32_t k = 0; k < j->x.n; k++) {
        expr *x = &j->x.v[k];
        if (x->block != n.block) {
            tx_enter_block(&n, x);
        }
        if (x->type != TX_DROPPED) {
            resolve_one(&n, k);
        }
        if (x->type == TX_DROPPED) {
            continue;
        }
        if (x->in_heading) {
            tx_enter_heading(&n, x);
        }
        if (!(x->in_heading && x->of_range == 2) && tx_moves(&n, x)) {
            tx_move(&n, x);
        }
    }
}
