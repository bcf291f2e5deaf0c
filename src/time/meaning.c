/* meaning.c: what lengths, sets, hours, holidays, periods and parts of other expressions mean. In:
 * an expr and where the story stands. Out: its value and days. Dates, relations and offsets are in
 * resolve.c. */
#include "time_int.h"

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

void ent_time_meaning_length(narr *n, expr *x)
{
    x->value = x->value ? x->value : length_value(n, x);
    x->resolved = 1;
    int sign = x->relation == REL_NEXT || x->relation == REL_FOLLOWING ? 1
               : x->relation == REL_LAST || x->relation == REL_PREV    ? -1
                                                                       : 0;
    when r = x->deictic ? n->told : n->news ? n->now : ent_time_base(n);
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
    int32_t start = n->news || x->deictic ? r.from : n->ref_to;
    start = n->ref.unit == U_NONE ? r.to : start;
    when day = ent_time_when_of_day(sign > 0 ? (r.unit == U_DAY ? start : r.from) : r.from, U_DAY);
    when far = ent_time_when_shift(day, u, sign * (int64_t)(amount + 0.5));
    x->flags |= ENT_TIMEX_RELATIVE;
    x->basis = ENT_BASIS_CONTEXT;
    if (x->fuzzy) {
        ent_time_set_days(x, sign > 0 ? day.from + 1 : day.from - days,
                          sign > 0 ? day.from + days : day.from - 1, U_DAY);
    } else if (sign > 0) {
        int32_t end = x->unit >= U_MONTH ? ent_time_when_of_day(far.from, U_MONTH).to : far.from;
        ent_time_set_days(x, day.from + (x->unit < U_MONTH), end, U_DAY);
    } else {
        ent_time_set_days(x, far.from, day.from - 1, U_DAY);
    }
    x->precision = ENT_PRECISION_SPAN;
}

/* The n-th unit of another expression, or the first or last few of its units. */
void ent_time_meaning_part(narr *n, expr *x)
{
    expr *o = x->of;
    o->block = x->block;
    o->k = x->k;
    o->w0 = x->w1 > 0 ? x->w1 - 1 : 0; /* near enough for the words around it */
    o->w1 = x->w1;
    o->deictic = ent_time_deictic(n, o);
    if (o->kind == EX_DATE) {
        ent_time_meaning_date(n, o);
    } else {
        ent_time_meaning_related(n, o);
    }
    x->basis = o->basis;
    x->flags |= o->flags & ENT_TIMEX_RELATIVE;
    if (x->kind == EX_DURATION) {
        x->value = length_value(n, x);
    } else if (!o->at.unit) {
        ent_time_set_open(x, ent_time_open_value(n, o->at, (tx_unit)x->unit));
    }
    x->resolved = 1;
    if (!o->at.unit) {
        return;
    }
    if (x->kind == EX_NTH && !x->ordinal) { /* the week of a day */
        uint8_t bound = x->idx;
        x->idx = 0;
        tx_unit u = (tx_unit)x->unit;
        ent_time_set_when(n, x, ent_time_when_of_day(o->from, u));
        when back = ent_time_when_shift(ent_time_when_of_day(o->from + 1, U_DAY), u, -1);
        x->from = bound == 1 ? o->from : bound == 2 ? back.from : x->from;
        x->to = bound == 1 ? o->from + 6 : bound == 2 ? o->from : x->to;
        return;
    }
    bool back = x->ordinal < 0;
    when first = ent_time_when_of_day(back ? o->to : o->from, U_DAY);
    if (x->kind == EX_DURATION) {
        int64_t k = (int64_t)(x->amount > 20000 ? 20000 : x->amount);
        first = ent_time_when_of_day(back ? o->to + 1 : o->from, U_DAY);
        when end = ent_time_when_shift(first, (tx_unit)x->unit, back ? -k : k);
        ent_time_set_days(x, back ? end.from : o->from, back ? o->to : end.from - 1, U_DAY);
        x->precision = ENT_PRECISION_SPAN;
    } else if (x->weekday) {
        int32_t gap = (x->weekday - ent_weekday(first.from) + 7) % 7;
        gap = back ? gap - (gap ? 7 : 0) : gap + (x->ordinal - 1) * 7;
        ent_time_set_when(n, x, ent_time_when_of_day(first.from + gap, U_DAY));
    } else {
        when w = ent_time_when_of_day(first.from, (tx_unit)x->unit);
        /* the first week is the one that holds the first day */
        ent_time_set_when(n, x,
                          back ? w : ent_time_when_shift(w, (tx_unit)x->unit, x->ordinal - 1));
    }
    bool within = x->unit < o->at.unit || x->kind != EX_DURATION;
    if (within && (x->from < o->from || x->to > o->to)) {
        x->from = x->from < o->from && x->to >= o->from ? o->from : x->from;
        x->to = x->to > o->to && x->from <= o->to ? o->to : x->to;
    }
}

void ent_time_meaning_set(narr *n, expr *x)
{
    if (!x->value) {
        x->value = length_value(n, x);
    }
    if (!n->news && strcmp(x->value, "P1D") == 0 && x->amount <= 0) {
        x->value = "XXXX-XX-XX"; /* "daily" in a narrative: TIMEX2's reading */
    } else if (!n->news && strcmp(x->value, "P1W") == 0 && x->amount <= 0) {
        x->value = "XXXX-WXX";
    }
    x->resolved = 1;
}

void ent_time_meaning_day(narr *n, expr *x)
{
    int step = x->value[3] == '-' ? -1 : x->value[3] == '+' ? 1 : 0;
    step *= step && x->value[4] == '2' ? 2 : 1;
    bool night = x->value[0] == 'N';
    x->flags |= ENT_TIMEX_RELATIVE;
    x->basis = ENT_BASIS_CONTEXT;
    if (night) {
        step = x->value[5] == '-' ? -1 : 0;
        x->daypart = "NI";
        x->type = ENT_TIMEX_TIME;
    }
    when now = x->deictic ? n->told : n->now;
    if (now.unit != U_DAY) {
        ent_time_set_open(x, night ? "XXXX-XX-XXTNI" : step ? "XXXX-XX-XX" : "PRESENT_REF");
        return;
    }
    ent_time_set_when(n, x, ent_time_when_of_day(now.from + step, U_DAY));
    x->basis = ENT_BASIS_DOCUMENT;
}

const char *ent_time_clock_text(narr *n, const expr *x, const char *day)
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
    if (x->k + 1 >= j->x.n || (x->relation && x->hour < 0)) {
        return NULL;
    }
    const expr *y = &j->x.v[x->k + 1];
    bool near = y->w0 < x->w1 + 6 && WD(j, y->w0).sent == WD(j, x->w0).sent &&
                ent_time_is(j->d, &j->w, y->w0 - 1, "on");
    return near && y->kind == EX_DATE && y->unit == U_DAY && (y->month || y->weekday) ? y : NULL;
}

/* "tomorrow at 6 a.m.": the day before it */
static const expr *day_led(narr *n, const expr *x)
{
    const expr *y = x->k > 0 ? x - 1 : NULL;
    bool near = y && y->type != TX_DROPPED && y->at.unit == U_DAY && x->w0 <= y->w1 + 2 &&
                WD(n->j, y->w0).sent == WD(n->j, x->w0).sent && x->hour >= 0;
    return near && ent_time_is(n->j->d, &n->j->w, y->w1, "at") ? y : NULL;
}

void ent_time_meaning_clock(narr *n, expr *x)
{
    const expr *beside = date_beside(n, x), *led = day_led(n, x);
    bool said = x->relation == REL_THAT || x->relation == REL_SAME;
    when r = n->ref.unit == U_DAY && !(n->news && x->relation == REL_THIS) ? n->ref : (when){0};
    job *j = n->j;
    if (n->news && x->relation != REL_THIS && n->day.unit) {
        r = n->day;
    } else if (x->deictic) {
        r = n->told;
    }
    if (beside) {
        expr copy = *beside;
        ent_time_meaning_date(n, &copy);
        r = copy.at.unit == U_DAY ? copy.at : r;
    }
    r = led ? led->at : r;
    bool the = ent_time_is(j->d, &j->w, x->w0, "the") || ent_time_is(j->d, &j->w, x->w0, "one");
    bool generic = x->hour < 0 && !x->relation && !the && !beside && !led;
    x->flags |= ENT_TIMEX_RELATIVE;
    x->basis = ENT_BASIS_CONTEXT;
    if (n->news && n->now.unit == U_DAY && !said && r.unit == U_NONE) {
        r = n->now;
    }
    if (n->news && generic && n->now.unit == U_DAY && strcmp(x->daypart, "NI") != 0) {
        generic = false;
    }
    if (generic) {
        x->value = ent_time_clock_text(n, x, "XXXX-XX-XX");
        x->resolved = 1;
        return;
    }
    if (x->relation == REL_NEXT || x->relation == REL_FOLLOWING) {
        r = r.unit == U_DAY ? ent_time_when_shift(r, U_DAY, 1) : r;
    } else if ((x->relation == REL_LAST || x->relation == REL_PREV) && r.unit == U_DAY) {
        r = ent_time_when_shift(r, U_DAY, -1);
    }
    if (r.unit == U_DAY) {
        ent_time_set_when(n, x, r);
        x->value = ent_time_clock_text(n, x, x->value);
        return;
    }
    when b = ent_time_base(n);
    x->value = ent_time_clock_text(
        n, x,
        b.unit == U_MONTH || b.unit == U_YEAR ? ent_time_open_value(n, b, U_DAY) : "XXXX-XX-XX");
    x->resolved = 1;
}

void ent_time_meaning_holiday(narr *n, expr *x)
{
    x->basis = x->year != NO_YEAR ? ENT_BASIS_TEXT : ENT_BASIS_CONTEXT;
    if (x->year != NO_YEAR && x->two_digit) {
        ent_time_fix_century(n, x);
    }
    if (x->year == NO_YEAR) {
        x->flags |= ENT_TIMEX_RELATIVE;
        int32_t probe = ent_time_when_holiday(x->phrase->rule, 2001);
        int y, m = 6, d = 15;
        if (probe != ENT_DAY_NONE) {
            ent_day_split(probe, &y, &m, &d);
        }
        x->year = ent_time_guess_year(n, x, m, d > 28 ? 28 : d);
    }
    int32_t day =
        x->year != NO_YEAR ? ent_time_when_holiday(x->phrase->rule, x->year) : ENT_DAY_NONE;
    if (day != ENT_DAY_NONE) {
        ent_time_set_when(n, x, ent_time_when_of_day(day, U_DAY));
        return;
    }
    ent_time_set_open(x, x->year != NO_YEAR && x->year > 0
                             ? ent_arena_printf(&n->j->d->arena, "%04d-XX-XX", x->year)
                             : NULL);
    if (x->year != NO_YEAR && x->year > 0 && x->basis == ENT_BASIS_TEXT) {
        when w = ent_time_when_make(U_YEAR, x->year, 0, 0);
        ent_time_set_days(x, w.from, w.to, U_YEAR);
    }
}

/* One term of several of that name: the one that the narrative stands in, else the nearest within
 * two generations, else (a tie, or no narrative) none. */
static const term *choose_term(narr *n, const expr *x)
{
    if (x->term_count == 1) {
        return x->term;
    }
    when r = ent_time_base(n);
    if (r.unit == U_NONE) {
        r = ent_time_look_ahead(n, 0);
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

void ent_time_meaning_period(narr *n, expr *x)
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
    } else if (x->part == PART_EVE) { /* the month before it */
        x->to = x->from - 1;
        x->from -= 30;
    } else if (x->part == PART_MID) {
        int32_t third = (x->to - x->from) / 3;
        x->from += third;
        x->to -= third;
        x->mod = "MID";
    }
}

void ent_time_meaning_fixed(narr *n, expr *x)
{
    int32_t from = x->from, to = x->to;
    tx_unit unit = (tx_unit)x->unit;
    x->basis = ENT_BASIS_TEXT;
    if (unit == U_DAY) {
        ent_time_set_when(n, x, ent_time_when_of_day(from, U_DAY));
        return;
    }
    /* a month or year of another calendar lies across ours: its value is our year or month where
     * it begins, its days are its own */
    ent_time_set_when(n, x, ent_time_when_of_day(from, unit));
    ent_time_set_days(x, from, to, unit);
}
