/* grammar.c: finds the expressions of a block: tries the forms at each word that can begin one,
 * puts parts ("early", "the end of") and dates together, and joins ranges and lists that share a
 * month or a year. In: words. Out: exprs, in order, disjoint; nothing is resolved here. */
#include "grammar.h"

void ent_time_expr_init(expr *x)
{
    memset(x, 0, sizeof *x);
    x->year = NO_YEAR;
    x->hour = x->minute = -1;
    x->link = ENT_NONE;
    x->from = x->to = ENT_DAY_NONE;
    x->type = ENT_TIMEX_DATE;
}

/* "the" belongs to a season, decade, century, quarter, half, and to a day before its month. */
static bool takes_the(const expr *x)
{
    return x->unit == U_SEASON || x->unit >= U_DECADE || x->unit == U_QUARTER || x->unit == U_HALF;
}

/* "the year 1950", "the years 1955", "the 5th", "the 28th of that month" */
static uint32_t the_year_or_day(job *j, uint32_t i, expr *x)
{
    uint32_t e;
    int day = 0;
    if (isw(j, i + 1, "year") || isw(j, i + 1, "years")) {
        e = ent_time_year(j, i + 2, x, false);
        if (e > i + 2) {
            x->kind = EX_DATE;
            x->unit = U_YEAR;
            return e;
        }
    }
    if (!num(j, i + 1) || i == j->block_words) {
        return i;
    }
    e = ent_time_dayname(j, i + 1, &day);
    if (e < i + 3) {
        return i;
    }
    uint32_t r = e + 1 + (isw(j, e, "of") && isw(j, e + 1, "the")); /* "of the next month" */
    bool of = isw(j, e, "of") && LX(j, r, LX_RELATION) &&
              (isw(j, r + 1, "month") || (isw(j, r + 1, "same") && isw(j, r + 2, "month")));
    uint32_t tail = of ? r + 2 + isw(j, r + 1, "same") : e;
    x->relation = of ? WD(j, r).lex->relation : REL_NONE;
    if (isw(j, e, "of") && isw(j, e + 1, "the") && isw(j, e + 2, "month")) {
        of = true;
        tail = e + 3;
    }
    static const char *const preps[] = {"on", "by", "from", "until", "to", "and", "till"};
    static const char *const next[] = {"it", "he",  "she",   "they", "we",   "all", "the",  "this",
                                       "a",  "his", "their", "was",  "were", "had", "both", "when"};
    bool prep = isw(j, i - 1, "of") && i >= j->block_words + 2 && LX(j, i - 2, LX_DAYPART);
    for (size_t k = 0; k < ENT_COUNT(preps); k++) {
        prep = prep || isw(j, i - 1, preps[k]);
    }
    bool stop = e >= j->end || WD(j, e).kind == W_PUNCT || isw(j, e, "to") || isw(j, e, "and") ||
                (LX(j, e, LX_PREP) && !isw(j, e, "of"));
    for (size_t k = 0; k < ENT_COUNT(next); k++) { /* "on the 8th they": no noun follows */
        stop = stop || isw(j, e, next[k]);
    }
    bool stop_noun = stop || !(WD(j, e).kind == W_WORD);
    if (!of && !(prep && stop_noun)) {
        return i;
    }
    x->kind = EX_DATE;
    x->unit = U_DAY;
    x->day = (uint8_t)day;
    return tail;
}

/* "20th of the next month", "the 21st this month" */
static uint32_t day_of_month(job *j, uint32_t i, expr *x)
{
    int day = 0;
    uint32_t n = i + isw(j, i, "the"), e = ent_time_ordinal(j, n, &day);
    bool bare = e == n && num(j, n) && isw(j, n + 1, "of");
    e = bare ? ent_time_dayname(j, n, &day) : e;
    if (e == n || !num(j, n) || day < 1 || day > 31) {
        return i;
    }
    uint32_t k = e + isw(j, e, "of");
    k += isw(j, k, "the");
    if (!LX(j, k, LX_RELATION) || !isw(j, k + 1, "month") || pun(j, k + 2, '\'')) {
        return i;
    }
    x->kind = EX_DATE;
    x->unit = U_DAY;
    x->day = (uint8_t)day;
    x->relation = WD(j, k).lex->relation;
    return k + 2;
}

static uint32_t simple(job *j, uint32_t i, expr *x)
{
    uint32_t e;
    expr y = *x;
    if ((e = ent_time_other_calendar(j, i, &y)) > i ||
        (y = *x, (e = ent_time_clock(j, i, &y)) > i)) {
        *x = y;
        return e;
    }
    y = *x;
    e = ent_time_date(j, i, &y); /* "the 5th of May" too */
    if (e > i) {
        *x = y;
        return e;
    }
    y = *x;
    if ((e = day_of_month(j, i, &y)) > i) {
        *x = y;
        return e;
    }
    if (isw(j, i, "the") || isw(j, i, "this")) {
        y = *x;
        e = ent_time_date(j, i + 1, &y);
        if (e > i + 1 && takes_the(&y) && !isw(j, i, "this")) {
            *x = y;
            return e;
        }
        y = *x;
        e = the_year_or_day(j, i, &y);
        if (e > i && isw(j, i, "the")) {
            *x = y;
            return e;
        }
    }
    y = *x;
    e = ent_time_relative(j, i, &y);
    if (e > i) {
        *x = y;
    }
    return e;
}

/* "the first two weeks of May 1940", "the third week of June", "the last Monday of the month" */
static uint32_t nth_of(job *j, uint32_t i, expr *x)
{
    uint32_t k = i + isw(j, i, "the");
    int n = 0;
    uint32_t e = ent_time_ordinal(j, k, &n);
    bool last = isw(j, k, "last") || isw(j, k, "final");
    if (e == k && !last) {
        return i;
    }
    e = last ? k + 1 : e;
    expr y;
    ent_time_expr_init(&y);
    double amount = 1;
    bool fuzzy = false;
    const char *mod = NULL;
    uint32_t a = last || n == 1 ? ent_time_amount(j, e, &amount, &fuzzy, &mod) : e;
    bool counted = a > e && !fuzzy && amount >= 1 && amount <= 1000 && !isw(j, e, "a");
    e = counted ? a : e;
    uint8_t weekday = LX(j, e, LX_WEEKDAY) ? WD(j, e).lex->weekday : 0;
    uint8_t unit = LX(j, e, LX_UNIT) && !WD(j, e).upper ? WD(j, e).lex->unit : 0;
    if ((!weekday && (unit < U_DAY || unit > U_DECADE || unit == U_QUARTER)) ||
        (counted && weekday) || n > 31 || !(isw(j, e + 1, "of") || isw(j, e + 1, "in"))) {
        return i;
    }
    uint32_t f = simple(j, e + 2, &y);
    bool related = y.kind == EX_RELATED && (y.unit == U_YEAR || y.unit == U_MONTH);
    if (f == e + 2 || !((y.kind == EX_DATE && !y.weekday) || related) || y.unit <= unit ||
        y.unit > U_CENTURY || (y.unit == U_SEASON && unit > U_MONTH)) {
        return i;
    }
    bool some = unit && !counted && WD(j, e).e - WD(j, e).b > 3 &&
                j->d->text[WD(j, e).e - 1] == 's' && (last || n == 1);
    if (some) { /* "the first days of December", "the last months of 1944" */
        *x = y;
        x->part = last ? PART_END : PART_START;
        x->bare_year = 0;
        return f;
    }
    x->of = ent_arena_alloc(&j->scratch, sizeof *x->of);
    *x->of = y;
    x->ordinal = (int8_t)(last ? -1 : n);
    x->kind = counted ? EX_DURATION : EX_NTH;
    x->unit = counted ? unit : weekday ? (uint8_t)U_DAY : unit;
    x->weekday = weekday;
    x->amount = amount;
    return f;
}

/* "the week of May 5", "the week ending 3 July" */
static uint32_t week_of_day(job *j, uint32_t i, expr *x)
{
    static const char *const words[] = {"of", "beginning", "starting", "commencing", "ending"};
    uint32_t k = i + isw(j, i, "the");
    if (!isw(j, k, "week")) {
        return i;
    }
    for (size_t n = 0; n < ENT_COUNT(words); n++) {
        expr y;
        ent_time_expr_init(&y);
        uint32_t at = k + 2 + isw(j, k + 2, "on");
        uint32_t e = isw(j, k + 1, words[n]) ? ent_time_date(j, at, &y) : at;
        if (e > at && y.unit == U_DAY && y.month) {
            x->of = ent_arena_alloc(&j->scratch, sizeof *x->of);
            *x->of = y;
            x->kind = EX_NTH;
            x->unit = U_WEEK;
            x->idx = (uint8_t)(n == 0 ? 0 : n < 4 ? 1 : 2); /* 1: that day begins it, 2: ends it */
            return e;
        }
    }
    return i;
}

static bool can_have_part(const expr *x)
{
    return x->kind == EX_DATE || x->kind == EX_RELATED || x->kind == EX_PERIOD ||
           x->kind == EX_HOLIDAY || x->kind == EX_FIXED || x->kind == EX_DAY;
}

/* "early 1950", "late in 1985", "the middle of summer", "the end of the year", "month's end" */
static uint32_t with_part(job *j, uint32_t i, expr *x)
{
    uint32_t k = i + (isw(j, i, "the") ? 1u : 0u);
    k += isw(j, k, "very");
    uint32_t p = k;
    expr y = *x;
    uint32_t e;
    if ((isw(j, i, "month") || isw(j, i, "year")) && pun(j, i + 1, '\'') && isw(j, i + 2, "s") &&
        isw(j, i + 3, "end")) {
        x->kind = EX_RELATED;
        x->relation = REL_THAT;
        x->unit = isw(j, i, "month") ? U_MONTH : U_YEAR;
        x->part = PART_END;
        return i + 4;
    }
    if ((isw(j, i, "year") || isw(j, i, "month") || isw(j, i, "quarter")) && pun(j, i + 1, '-') &&
        isw(j, i + 2, "end")) {
        x->kind = EX_RELATED;
        x->relation = REL_THAT;
        x->unit = (uint8_t)ent_time_unit_at(j, i);
        x->part = PART_END;
        return i + 3;
    }
    if (isw(j, i, "end") && pun(j, i + 1, '-') && !WD(j, i + 1).space && i + 2 < j->end &&
        !WD(j, i + 2).space && (e = ent_time_date(j, i + 2, &y)) > i + 2 && y.unit >= U_MONTH) {
        *x = y; /* "end-March", "end-2013" */
        x->part = PART_END;
        x->bare_year = 0;
        return e;
    }
    if (LX(j, p, LX_PART)) {
        uint8_t part = WD(j, p).lex->part;
        k = p + 1;
        bool bound = isw(j, p, "final") || isw(j, p, "closing") || isw(j, p, "opening") ||
                     isw(j, p, "middle");
        k += pun(j, k, '-') && !WD(j, k).space;
        bool stretch = isw(j, k, "part") || isw(j, k, "half") || isw(j, k, "years") ||
                       isw(j, k, "months") || isw(j, k, "weeks") || isw(j, k, "days") ||
                       isw(j, k, "stages");
        if (stretch && isw(j, k + 1, "of")) {
            k += 2;
            if (isw(j, k - 2, "half") && !bound) {
                return i;
            }
        } else if (bound && !isw(j, p, "middle")) {
            return i;
        } else if (bound && isw(j, k, "of")) {
            k++;
        } else if (isw(j, k, "in") || isw(j, k, "on")) {
            k++;
        }
        e = simple(j, k, &y);
        if (e == k || !can_have_part(&y) || y.part || isw(j, k, "the") ? e == k || y.part : false) {
            return i;
        }
        if (!can_have_part(&y) || (y.kind == EX_RELATED && y.unit == U_NONE)) {
            return i;
        }
        *x = y;
        x->part = part;
        x->bare_year = 0;
        return e;
    }
    if (LX(j, p, LX_PARTNOUN)) {
        uint8_t part = WD(j, p).lex->part;
        bool soft = part == PART_REST || part == PART_TURN || part == PART_EVE;
        k = p + 1;
        if (!isw(j, k, "of") || (p == i && !isw(j, p, "end") && !soft && i > j->block_words &&
                                 !LX(j, i - 1, LX_PREP))) {
            return i;
        }
        k++;
        if (part == PART_TURN && isw(j, k, "the") && isw(j, k + 1, "century")) {
            x->kind = EX_RELATED;
            x->relation = REL_THAT;
            x->unit = U_CENTURY;
            x->part = PART_TURN;
            return k + 2;
        }
        e = simple(j, k, &y);
        if (e == k || !can_have_part(&y) || (y.kind == EX_RELATED && y.unit == U_NONE)) {
            return i;
        }
        *x = y;
        x->part = part;
        x->bare_year = 0;
        return e;
    }
    return i;
}

static bool connector(job *j, uint32_t i)
{
    return pun(j, i, '-') || isw(j, i, "to") || isw(j, i, "and") || isw(j, i, "or") ||
           isw(j, i, "through") || isw(j, i, "until") || isw(j, i, "till") || pun(j, i, ',');
}

/* A lone number that what follows makes a day ("15 to 22 February", "the 13th to the 19th of
 * October") or a year ("499-493 BC"). */
static uint32_t shared_begin(job *j, uint32_t i, expr *x)
{
    int day = 0;
    uint32_t the = i + isw(j, i, "the");
    bool framed = i > j->block_words && (isw(j, i - 1, "from") || isw(j, i - 1, "between"));
    if (!num(j, the) && !framed) {
        return i;
    }
    uint32_t e = ent_time_dayname(j, the, &day);
    uint32_t c = e > the ? e : the + 1;
    if (!connector(j, c)) {
        return i;
    }
    bool comma = pun(j, c, ',');
    c++;
    expr y;
    ent_time_expr_init(&y);
    if (e > the && !comma) {
        uint32_t k = ent_time_date(j, c + (isw(j, c, "the") && !num(j, c)), &y);
        uint32_t the2 = c + isw(j, c, "the");
        k = ent_time_date(j, c, &y);
        if (k > c && y.unit == U_DAY && y.month && (num(j, the2) || framed) && y.day > day) {
            x->kind = EX_DATE;
            x->unit = U_DAY;
            x->day = (uint8_t)day;
            return e;
        }
    }
    ent_time_expr_init(&y);
    uint32_t k = ent_time_year(j, c, &y, false);
    if (k > c + 1 && y.year <= 0 && WD(j, the).digits <= 4 && WD(j, the).number > 0 && the == i &&
        WD(j, the).number > 31 - 31 * (y.year < -30)) {
        x->kind = EX_DATE;
        x->unit = U_YEAR;
        x->year = 1 - WD(j, the).number;
        return the + 1;
    }
    return i;
}

/* What may follow and belongs to it: "of that year", "morning", "5:30 p.m.", "today". */
static uint32_t extend(job *j, uint32_t e, expr *x)
{
    expr y;
    bool open = x->year == NO_YEAR &&
                (x->unit == U_QUARTER || x->unit == U_HALF || x->unit == U_SEASON) &&
                x->kind == EX_DATE;
    if (open && isw(j, e, "of")) {
        ent_time_expr_init(&y);
        uint32_t k = with_part(j, e + 1, &y);
        k = k > e + 1 ? e + 1 : simple(j, e + 1, &y);
        if (k > e + 1 && y.kind == EX_RELATED && y.unit == U_YEAR) {
            x->relation = y.relation;
            x->base_unit = U_YEAR;
            return k;
        }
        if (k > e + 1 && y.kind == EX_DATE && x->unit == U_HALF && y.unit >= U_YEAR) {
            uint8_t idx = x->idx;
            *x = y;
            x->idx = idx;
            x->bare_year = 0;
            return k;
        }
        return x->unit == U_HALF ? 0 : e;
    }
    if (x->kind == EX_RELATED && x->relation == REL_SAME) {
        uint32_t k = e + (isw(j, e, "of") || isw(j, e, "in")); /* "the same period last year" */
        k += isw(j, k, "the") || isw(j, k, "a");
        bool last = (isw(j, k, "last") || isw(j, k, "previous") || isw(j, k, "prior")) &&
                    isw(j, k + 1, "year");
        bool ago = k == e + 1 && isw(j, k, "year") &&
                   (isw(j, k + 1, "earlier") || isw(j, k + 1, "ago") || isw(j, k + 1, "before"));
        if (last || ago) {
            x->amount = -1;
            return k + 2;
        }
        return e;
    }
    bool beside = isw(j, e, "last") || isw(j, e, "this") || isw(j, e, "next"); /* "May last year" */
    if (x->kind == EX_DATE && (x->month || open) && x->year == NO_YEAR &&
        (isw(j, e, "of") || beside)) {
        ent_time_expr_init(&y);
        uint32_t r = e + !beside, k = ent_time_relative(j, r, &y);
        if (k > r && y.kind == EX_RELATED && y.unit == U_YEAR) {
            x->relation = y.relation; /* April 14 of the previous year */
            x->base_unit = U_YEAR;
            return k;
        }
    }
    if (x->kind == EX_CLOCK) {
        uint32_t k = e + (isw(j, e, "of") || pun(j, e, ','));
        bool of = isw(j, e, "of");
        ent_time_expr_init(&y);
        uint32_t f = of && x->daypart ? shared_begin(j, k, &y) : k; /* the night of 5-6 June */
        f = f > k ? f : simple(j, k, &y);
        if (f > k && (y.kind == EX_DATE || y.kind == EX_DAY || y.kind == EX_HOLIDAY) &&
            y.unit <= U_DAY && (of || !x->daypart || x->hour >= 0) &&
            (y.month || y.weekday || y.day || y.kind != EX_DATE)) {
            y.hour = x->hour;
            y.minute = x->minute;
            y.daypart = x->daypart;
            y.zone = x->zone;
            y.type = ENT_TIMEX_TIME;
            *x = y;
            return LX(j, f, LX_ZONE) && WD(j, f).upper ? (x->zone = WD(j, f).lex->value, f + 1) : f;
        }
        return e;
    }
    if (x->kind == EX_DATE && x->weekday && !x->month) { /* "Wednesday of last week" */
        ent_time_expr_init(&y);
        uint32_t k = e + isw(j, e, "of");
        uint32_t f = ent_time_relative(j, k, &y);
        if (f > k && y.kind == EX_RELATED && y.unit == U_WEEK) {
            x->of = ent_arena_alloc(&j->scratch, sizeof *x->of);
            *x->of = y;
            x->kind = EX_NTH;
            x->ordinal = 1;
            return f;
        }
    }
    if ((x->kind == EX_DATE && x->unit == U_DAY && (x->month || x->weekday)) || x->kind == EX_DAY ||
        (x->kind == EX_RELATED && x->unit == U_DAY)) {
        ent_time_expr_init(&y);
        if (LX(j, e, LX_DAYPART)) {
            x->daypart = WD(j, e).lex->daypart;
            x->type = ENT_TIMEX_TIME;
            return e + 1;
        }
        uint32_t k = ent_time_clock(j, e, &y);
        bool daypart = false;
        if (k > e && (daypart || y.hour >= 0) && !y.relation) {
            x->hour = y.hour;
            x->minute = y.minute;
            x->daypart = y.daypart;
            x->zone = y.zone;
            x->type = ENT_TIMEX_TIME;
            return k;
        }
    }
    return e;
}

static expr *push(job *j, uint32_t w0, uint32_t w1, const expr *x)
{
    expr *p = ENT_PUSH(&j->scratch, j->x.v, j->x.n, j->x.cap);
    *p = *x;
    p->k = j->x.n - 1;
    p->w0 = w0;
    p->w1 = w1;
    p->b = WD(j, w0).b;
    p->e = WD(j, w1 - 1).e;
    return p;
}

/* The other end written short: "1904–05", "June 5 to 9", "February 4–11, 1945". */
static uint32_t shared_end(job *j, uint32_t e, const expr *x, expr *y)
{
    if (!connector(j, e)) {
        return e;
    }
    uint32_t k = e + 1;
    bool dash = pun(j, e, '-') && !WD(j, e).space && k < j->end && !WD(j, k).space;
    if (x->unit == U_YEAR && x->year > 0 && x->kind == EX_DATE && dash && num(j, k) &&
        WD(j, k).digits == 2 && WD(j, k).number != x->year % 100 &&
        !(k + 1 < j->end && !WD(j, k + 1).space &&
          (num(j, k + 1) || (pun(j, k + 1, '-') && num(j, k + 2)) ||
           WD(j, k + 1).kind == W_WORD))) {
        y->kind = EX_DATE;
        y->unit = U_YEAR;
        y->year = WD(j, k).number;
        y->two_digit = 1;
        return k + 1;
    }
    int day = 0;
    if (x->kind != EX_DATE || x->unit != U_DAY || !x->month || pun(j, e, ',')) {
        return e;
    }
    k += isw(j, k, "the");
    uint32_t f = ent_time_dayname(j, k, &day);
    bool through =
        isw(j, e, "to") || isw(j, e, "through") || isw(j, e, "till") || isw(j, e, "until");
    if (f == k || !(num(j, k) || through) || day <= x->day || (x->year != NO_YEAR && !dash)) {
        return e;
    }
    const tx_word *n = f < j->end ? &WD(j, f) : NULL;
    bool spoilt = n && ((n->kind == W_WORD && (!n->lex || (n->lex->notyear & 2) ||
                                               (n->lex->bits & (LX_UNIT | LX_MONTH)))) &&
                        !(n->lex && (n->lex->bits & LX_PREP)) && !dash);
    spoilt = spoilt || LX(j, f, LX_MONTH | LX_MONTH_SHORT) || pun(j, f, ':') || pun(j, f, '%');
    if (spoilt) {
        return e;
    }
    y->kind = EX_DATE;
    y->unit = U_DAY;
    y->day = (uint8_t)day;
    uint32_t c = f + pun(j, f, ',');
    uint32_t g = ent_time_year(j, c, y, false);
    return g > c ? g : f;
}

/* What the words between two expressions make of them. */
enum { GAP_NONE, GAP_LIST, GAP_RANGE };

static int gap_kind(job *j, const expr *a, const expr *b)
{
    uint32_t i = a->w1, n = b->w0 - a->w1;
    if (n == 0 || n > 3) {
        return GAP_NONE;
    }
    n -= n > 1 && isw(j, b->w0 - 1, "the");
    n -= n > 1 && (isw(j, i + n - 1, "in") || isw(j, i + n - 1, "on"));
    bool between = a->w0 > j->block_words && isw(j, a->w0 - 1, "between");
    bool from = a->w0 > j->block_words && isw(j, a->w0 - 1, "from");
    if (n == 2 &&
        ((isw(j, i, "up") && isw(j, i + 1, "to")) || (pun(j, i, ',') && isw(j, i + 1, "and")))) {
        return pun(j, i, ',') ? GAP_LIST : GAP_RANGE;
    }
    if (n != 1) {
        return GAP_NONE;
    }
    if (pun(j, i, '-') || isw(j, i, "through") || isw(j, i, "until") || isw(j, i, "till") ||
        isw(j, i, "to") || (isw(j, i, "and") && (between || from))) {
        return GAP_RANGE;
    }
    return isw(j, i, "and") || isw(j, i, "or") || pun(j, i, ',') || pun(j, i, '/') ? GAP_LIST
                                                                                   : GAP_NONE;
}

/* Gives a what it shares with b and the other way round. */
static void share(job *j, expr *a, expr *b, int gap)
{
    if (a->day && !a->month && b->month && b->day) {
        a->month = b->month;
    }
    if (b->day && !b->month && !b->weekday && a->month) {
        b->month = a->month;
        b->year = b->year != NO_YEAR ? b->year : a->year;
    }
    if (b->two_digit && a->year > 0 && !a->two_digit && a->year != NO_YEAR) {
        b->year += a->year / 100 * 100;
        b->year += b->year < a->year ? 100 : 0;
        b->two_digit = 0;
    }
    if (a->year == NO_YEAR && b->year != NO_YEAR && !a->relation && !b->two_digit &&
        (a->month || a->idx) && (b->month || b->idx) && a->unit <= U_YEAR) {
        int am = a->month ? a->month : a->idx * 3, bm = b->month ? b->month : b->idx * 3;
        bool wraps = gap == GAP_RANGE && (am > bm || (am == bm && a->day > b->day));
        a->year = b->year - wraps;
    }
    if (a->year > 0 && b->year <= 0 && b->unit == U_YEAR && a->unit == U_YEAR &&
        b->year != NO_YEAR && !LX(j, a->w0, LX_ERA) && a->year != NO_YEAR && a->year < 1000) {
        a->year = 1 - a->year;
    }
}

static void join(job *j, uint32_t first)
{
    for (uint32_t k = j->x.n; k-- > first + 1;) { /* from the right: "6, 7 and 9 June" */
        expr *a = &j->x.v[k - 1], *b = &j->x.v[k];
        bool dates = (a->kind == EX_DATE || a->kind == EX_RELATED || a->kind == EX_CLOCK ||
                      a->kind == EX_HOLIDAY || a->kind == EX_DAY) &&
                     (b->kind == EX_DATE || b->kind == EX_RELATED || b->kind == EX_CLOCK ||
                      b->kind == EX_HOLIDAY || b->kind == EX_DAY || b->kind == EX_REF);
        int gap = dates ? gap_kind(j, a, b) : GAP_NONE;
        if (gap == GAP_NONE) {
            continue;
        }
        if (a->kind == EX_DATE && b->kind == EX_DATE) {
            share(j, a, b, gap);
        }
        if (gap == GAP_RANGE && b->of_range == 0 && a->of_range == 0) {
            a->link = k;
            b->link = k - 1;
            a->of_range = 1;
            b->of_range = 2;
        }
    }
}

static bool can_begin(job *j, uint32_t i)
{
    const tx_word *w = &WD(j, i);
    return w->lex || w->kind == W_NUMBER ||
           (w->kind == W_PUNCT && (w->punct == '\'' || w->punct == '/')) || w->upper;
}

void ent_time_find(job *j, uint32_t begin, uint32_t end)
{
    j->block_words = begin;
    j->end = end;
    uint32_t first = j->x.n;
    for (uint32_t i = begin; i < end;) {
        if (!can_begin(j, i)) {
            i++;
            continue;
        }
        expr x;
        ent_time_expr_init(&x);
        uint32_t e = shared_begin(j, i, &x);
        if (e == i) {
            e = nth_of(j, i, &x);
        }
        if (e == i) {
            e = week_of_day(j, i, &x);
        }
        if (e == i) {
            ent_time_expr_init(&x);
            e = with_part(j, i, &x);
        }
        if (e == i) {
            ent_time_expr_init(&x);
            e = simple(j, i, &x);
        }
        if (e > i && x.kind != EX_REF) {
            e = extend(j, e, &x);
        }
        if (e <= i) {
            i++;
            continue;
        }
        x.type = x.kind == EX_DURATION ? ENT_TIMEX_DURATION
                 : x.kind == EX_SET    ? ENT_TIMEX_SET
                                       : x.type;
        push(j, i, e, &x);
        expr y;
        ent_time_expr_init(&y);
        uint32_t f = shared_end(j, e, &x, &y);
        if (f > e) {
            uint32_t at = e + 1 + isw(j, e + 1, "the");
            push(j, at, f, &y);
            e = f;
        }
        i = e;
    }
    join(j, first);
}
