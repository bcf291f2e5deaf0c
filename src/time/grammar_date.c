/* grammar_date.c: calendar dates, from a lone year to "Saturday, June 24th, 1950". In: words. Out:
 * an expr with the fields that the words give; what they leave out is completed by resolve.c.
 *
 *   date    = [weekday ","] ( day-month | month-day | iso | slashes ) | weekday
 *           | month [","|"of"] [year] | season ["of"|","] [year] | year | decade | century
 *           | nth ("quarter"|"half") ["of" (year | "the" n "century" | related)]
 */
#include "grammar.h"

/* "1st", "23d", "twenty-first": an ordinal and what stands behind it */
uint32_t ent_time_ordinal(job *j, uint32_t i, int *n)
{
    if (num(j, i) && WD(j, i).number > 0 && i + 1 < j->end && !WD(j, i + 1).space &&
        (isw(j, i + 1, "th") || isw(j, i + 1, "st") || isw(j, i + 1, "nd") || isw(j, i + 1, "rd") ||
         isw(j, i + 1, "d"))) {
        *n = WD(j, i).number;
        return i + 2;
    }
    if (LX(j, i, LX_ORDINAL)) {
        *n = WD(j, i).lex->ordinal;
        return i + 1;
    }
    uint32_t k = i + 1 + pun(j, i + 1, '-');
    if (LX(j, i, LX_NUMBER) && WD(j, i).lex->number >= 20 && LX(j, k, LX_ORDINAL) &&
        WD(j, k).lex->ordinal < 10) {
        *n = WD(j, i).lex->number + WD(j, k).lex->ordinal;
        return k + 1;
    }
    return i;
}

/* A day of the month: "4", "4th", "fourth". */
uint32_t ent_time_dayname(job *j, uint32_t i, int *day)
{
    uint32_t k = ent_time_ordinal(j, i, day);
    if (k == i && num(j, i) && WD(j, i).digits <= 2 && ent_time_free_before(j, i)) {
        *day = WD(j, i).number;
        k = i + 1;
    }
    return k > i && *day >= 1 && *day <= 31 ? k : i;
}

/* A month in lower case that is no other word: "april", not "march", "may", "august". */
static bool plain_month(job *j, uint32_t i)
{
    return LX(j, i, LX_MONTH) && !isw(j, i, "may") && !isw(j, i, "march") && !isw(j, i, "august");
}

static bool digits_at(job *j, uint32_t i)
{
    return num(j, i) && WD(j, i).digits <= 2 && WD(j, i).number >= 1 && WD(j, i).number <= 31;
}

/* The month named at i; 0. Short forms may carry a full stop, and stand in lower case ("14 nov")
 * only behind the number of a day. */
static int month_at(job *j, uint32_t i, uint32_t *next)
{
    if (LX(j, i, LX_MONTH)) {
        *next = i + 1;
        return WD(j, i).lex->month;
    }
    if (LX(j, i, LX_MONTH_SHORT) && (WD(j, i).upper || (i > j->block_words && digits_at(j, i - 1) &&
                                                        !isw(j, i, "mar") && !isw(j, i, "sep")))) {
        *next = i + 1 + (pun(j, i + 1, '.') && !WD(j, i + 1).space);
        return WD(j, i).lex->month;
    }
    return 0;
}

/* Year, and O.S. or N.S. behind a complete day. */
static uint32_t day_tail(job *j, uint32_t i, expr *x)
{
    i = ent_time_year_behind(j, i, x, true);
    uint32_t k = i + pun(j, i, '(');
    if (LX(j, k, LX_STYLE) && WD(j, k).upper && (k > i || strchr("oOnN", j->d->text[WD(j, k).b]))) {
        x->julian = WD(j, k).lex->value[0] == 'O';
        return k + 1 + (k > i && pun(j, k + 1, ')'));
    }
    if (isw(j, k, "old") && isw(j, k + 1, "style")) {
        x->julian = 1;
        return k + 2 + (k > i && pun(j, k + 2, ')'));
    }
    if (isw(j, k, "new") && isw(j, k + 1, "style")) {
        return k + 2 + (k > i && pun(j, k + 2, ')'));
    }
    return i;
}

/* ["the"] day ["day"] ["of"] month [year] */
static uint32_t day_month(job *j, uint32_t i, expr *x)
{
    int day = 0;
    uint32_t k = i + isw(j, i, "the"), next;
    uint32_t e = ent_time_dayname(j, k, &day);
    if (e == k) {
        return i;
    }
    if (digits_at(j, k) && pun(j, e, '/') && e == k + 1 && digits_at(j, e + 1) &&
        WD(j, e + 1).number >= day + 10 && WD(j, e + 1).number <= day + 13) {
        day = WD(j, e + 1).number; /* 10/21 July 1774: Old Style and New Style */
        e += 2;
    }
    bool of = isw(j, e, "of") || (isw(j, e, "day") && isw(j, e + 1, "of"));
    e += of ? isw(j, e, "day") + 1u : pun(j, e, '-') && !WD(j, e).space;
    int month = month_at(j, e, &next);
    bool named = month && (WD(j, e).upper || plain_month(j, e) || LX(j, e, LX_MONTH_SHORT) ||
                           (num(j, e + 1) && WD(j, e + 1).digits == 4)); /* 5 may 1917 */
    if (!month || (!named && !of) || (WD(j, k).kind == W_WORD && !of)) {
        return i;
    }
    x->day = (uint8_t)day;
    x->month = (uint8_t)month;
    x->unit = U_DAY;
    if (pun(j, next, '-') && !WD(j, next).space && num(j, next + 1) && !WD(j, next + 1).space &&
        WD(j, next + 1).digits == 4) { /* 5-Mar-2003 */
        next++;
    }
    return day_tail(j, next, x);
}

/* Whether the name of a month at i, with neither day nor year, is a month: not the verb, the walk,
 * a given name. */
static bool month_fits(job *j, uint32_t i)
{
    const tx_word *w = &WD(j, i), *p = i > j->block_words ? &WD(j, i - 1) : NULL;
    const tx_word *n = i + 1 < j->end ? &WD(j, i + 1) : NULL;
    bool verb = ent_time_is(j->d, &j->w, i, "may") || ent_time_is(j->d, &j->w, i, "march");
    if (!w->upper) { /* "in april", not "with april"; "august" only before a stop */
        bool stop = !n || n->kind == W_PUNCT || isw(j, i + 1, "and") || isw(j, i + 1, "to");
        bool in = p && (isw(j, i - 1, "in") || isw(j, i - 1, "since") || isw(j, i - 1, "until") ||
                        isw(j, i - 1, "between"));
        return plain_month(j, i) ? p && p->lex && (p->lex->bits & (LX_PREP | LX_BOUND | LX_PART)) &&
                                       !isw(j, i - 1, "at")
                                 : isw(j, i, "august") && in && stop;
    }
    if (!(w->lex->bits & LX_MONTH)) { /* "until Sept", "from Nov to March" */
        static const char *const preps[] = {"in", "until", "till", "since", "from", "after", "to"};
        bool in = false;
        for (size_t k = 0; k < ENT_COUNT(preps) && p; k++) {
            in = in || ent_time_is(j->d, &j->w, i - 1, preps[k]);
        }
        if (pun(j, i + 1, '-') && LX(j, i + 2, LX_MONTH | LX_MONTH_SHORT) && WD(j, i + 2).upper) {
            return true; /* Jan-Feb 2017 */
        }
        return in && !(n && n->kind == W_WORD && n->upper);
    }
    if (n && n->kind == W_PUNCT && !n->space && (n->punct == '\'' || n->punct == '-') && verb) {
        return p && (p->lex && (p->lex->bits & (LX_PREP | LX_RELATION | LX_PART)));
    }
    if (p && p->lex && (p->lex->bits & (LX_RELATION | LX_PART | LX_BOUND))) {
        return true;
    }
    if (p && n && n->kind == W_WORD && n->upper && !n->lex && n->space &&
        (isw(j, i - 1, "and") || isw(j, i - 1, "or") || isw(j, i - 1, "as") ||
         isw(j, i - 1, "to") || isw(j, i - 1, "for") || isw(j, i - 1, "of"))) {
        return false; /* "and April Glaspie" */
    }
    if (p && p->lex && (p->lex->bits & LX_PREP)) {
        return !(verb && n && n->upper && n->kind == W_WORD &&
                 ent_time_is(j->d, &j->w, i - 1, "to"));
    }
    if (verb && (isw(j, i + 1, "to") || pun(j, i + 1, '-')) &&
        LX(j, i + 2, LX_MONTH | LX_MONTH_SHORT) && WD(j, i + 2).upper) {
        return true; /* May to September */
    }
    if (verb) {
        bool noun = n && n->kind == W_WORD && !n->upper && !(n->lex && (n->lex->bits & LX_PREP));
        bool article = p && ent_time_is(j->d, &j->w, i - 1, "a");
        return p &&
               ((p->kind == W_PUNCT && (p->punct == '(' || p->punct == '-')) || (article && noun));
    }
    if (!p || p->newline || p->kind == W_PUNCT) {
        return !n || !n->upper || n->kind != W_WORD || n->lex;
    }
    return !(p->upper && !p->lex) && !(n && n->upper && n->kind == W_WORD && !n->lex);
}

/* month [day] [","] [year] */
static uint32_t month_first(job *j, uint32_t i, expr *x)
{
    uint32_t k = i, e;
    int month = month_at(j, i, &k), day = 0;
    if (!month) {
        return i;
    }
    x->month = (uint8_t)month;
    uint32_t the = k + isw(j, k, "the");
    if (pun(j, k, ',') && num(j, k + 1) && ent_time_dayname(j, k + 1, &day) == k + 3 &&
        WD(j, i).upper && (k + 3 >= j->end || WD(j, k + 3).kind == W_PUNCT)) {
        the = k + 1; /* October, 1st */
    }
    e = ent_time_dayname(j, the, &day);
    bool year = e > the && num(j, e + pun(j, e, ',')) && WD(j, e + pun(j, e, ',')).digits == 4;
    bool named = WD(j, i).upper || plain_month(j, i) || year;
    if (e > the && named && !pun(j, e, ':') && (the == k || e > the + 1 || !num(j, the)) &&
        !(e == the + 1 && num(j, the) && !ent_time_free_behind(j, the)) && !pun(j, e, '%')) {
        x->day = (uint8_t)day;
        x->unit = U_DAY;
        return day_tail(j, e, x);
    }
    x->unit = U_MONTH;
    e = ent_time_year_behind(j, k, x, true);
    if (e > k) {
        bool in = i > j->block_words && isw(j, i - 1, "in");
        return WD(j, i).upper || (in && isw(j, k, "of")) || num(j, k) || plain_month(j, i) ? e : i;
    }
    return month_fits(j, i) ? k : i;
}

/* year-month-day, day/month/year or month/day/year; the order is the one that makes a date, the
 * American where both do. */
static uint32_t digits_date(job *j, uint32_t i, expr *x)
{
    if (num(j, i) && WD(j, i).digits == 8 && ent_time_free_before(j, i) &&
        ent_time_free_behind(j, i)) { /* 19621028 */
        int v = WD(j, i).number;
        x->year = v / 10000;
        x->month = (uint8_t)(v / 100 % 100);
        x->day = (uint8_t)(v % 100);
        x->unit = U_DAY;
        bool code = i > j->block_words && WD(j, i - 1).lex && (WD(j, i - 1).lex->notyear & 1);
        bool ok = x->year >= 1800 && x->year < 2100 && ent_date_valid(x->year, x->month, x->day) &&
                  !code; /* build 20190512 */
        return ok && !ent_time_in_code(j, i) ? i + 1 : i;
    }
    if (!num(j, i) || !ent_time_free_before(j, i) || i + 2 >= j->end ||
        WD(j, i + 1).kind != W_PUNCT || !strchr("-/.", WD(j, i + 1).punct) || WD(j, i + 1).space ||
        WD(j, i + 2).space || !num(j, i + 2)) {
        return i;
    }
    char sep = WD(j, i + 1).punct;
    bool third = pun(j, i + 3, sep) && !WD(j, i + 3).space && num(j, i + 4) &&
                 !WD(j, i + 4).space && WD(j, i + 4).digits <= 4;
    int a = WD(j, i).number, b = WD(j, i + 2).number, c = third ? WD(j, i + 4).number : 0;
    uint32_t end = third ? i + 5 : i + 3;
    bool more = end < j->end && !WD(j, end).space && !isw(j, end, "t") &&
                (WD(j, end).kind != W_PUNCT ||
                 (end + 1 < j->end && num(j, end + 1) && !WD(j, end + 1).space));
    if (more) {
        return i;
    }
    x->unit = U_DAY;
    if (WD(j, i).digits == 4) {
        if (a < 1000 || a > 2199 || WD(j, i + 2).digits > 2 || b < 1 || b > 12) {
            return i;
        }
        x->year = a;
        if (!third) { /* 1990-08 is a month only where it cannot be years, as 1905-06 is */
            bool years = sep == '.' || WD(j, i + 2).digits == 1 || b > a % 100;
            x->unit = U_MONTH;
            x->month = (uint8_t)b;
            return years || ent_time_in_code(j, i) ? i : end;
        }
        x->month = (uint8_t)b;
        x->day = (uint8_t)(c <= 31 ? c : 0);
        return ent_date_valid(a, b, c) ? end : i;
    }
    if (!third || (WD(j, i + 4).digits != 4 && (WD(j, i + 4).digits != 2 || sep == '.')) ||
        WD(j, i).digits > 2 || WD(j, i + 2).digits > 2) {
        return i;
    }
    x->two_digit = WD(j, i + 4).digits == 2;
    x->year = c;
    int probe = x->two_digit ? 2000 : c;
    bool first = ent_date_valid(probe, b, a);
    bool american = ent_date_valid(probe, a, b) && (sep != '.' || !first);
    if (!american && !first) {
        return i;
    }
    x->month = (uint8_t)(american ? a : b);
    x->day = (uint8_t)(american ? b : a);
    return end;
}

static bool touching(job *j, uint32_t i)
{
    return (pun(j, i, '-') || pun(j, i, '/')) && !WD(j, i).space && i + 1 < j->end &&
           !WD(j, i + 1).space;
}

/* 23/Sep/2020, 5-Mar-03, 2020-Sep-23, Dec-2018 */
static uint32_t named_slashes(job *j, uint32_t i, expr *x)
{
    uint32_t next = i;
    int month;
    if (num(j, i) && ent_time_free_before(j, i) && touching(j, i + 1) &&
        LX(j, i + 2, LX_MONTH | LX_MONTH_SHORT) && touching(j, i + 3) && num(j, i + 4) &&
        (WD(j, i + 2).upper || WD(j, i).digits == 4 || WD(j, i + 4).digits == 4)) {
        month = WD(j, i + 2).lex->month;
        next = i + 3;
        const tx_word *a = &WD(j, i), *b = &WD(j, next + 1);
        bool first = a->digits == 4;
        const tx_word *y = first ? a : b, *d = first ? b : a;
        if (d->digits > 2 || (y->digits != 4 && y->digits != 2)) {
            return i;
        }
        x->unit = U_DAY;
        x->month = (uint8_t)month;
        x->day = (uint8_t)d->number;
        x->year = y->number;
        x->two_digit = y->digits == 2;
        return next + 2;
    }
    if ((month = month_at(j, i, &next)) != 0 && WD(j, i).upper && touching(j, next) &&
        digits_at(j, next + 1) && touching(j, next + 2) && num(j, next + 3) &&
        WD(j, next + 3).digits == 4) { /* Sep-23-2020 */
        x->unit = U_DAY;
        x->month = (uint8_t)month;
        x->day = (uint8_t)WD(j, next + 1).number;
        x->year = WD(j, next + 3).number;
        return next + 4;
    }
    if ((month = month_at(j, i, &next)) != 0 && WD(j, i).upper && touching(j, next) &&
        num(j, next + 1) && WD(j, next + 1).digits == 4 && WD(j, next + 1).number >= 1000 &&
        WD(j, next + 1).number < 2200 && !touching(j, next + 2)) {
        x->unit = U_MONTH;
        x->month = (uint8_t)month;
        x->year = WD(j, next + 1).number;
        return next + 2;
    }
    return i;
}

static uint32_t season_date(job *j, uint32_t i, expr *x)
{
    if (!LX(j, i, LX_SEASON)) {
        return i;
    }
    x->idx = WD(j, i).lex->season;
    x->unit = U_SEASON;
    uint32_t k = i + 1;
    uint32_t e = ent_time_year_behind(j, k, x, true);
    const tx_word *p = i > j->block_words ? &WD(j, i - 1) : NULL;
    bool fall = ent_time_is(j->d, &j->w, i, "fall") || ent_time_is(j->d, &j->w, i, "spring");
    bool the = p && ent_time_is(j->d, &j->w, i - 1, "the");
    bool cue = p && p->lex && (p->lex->bits & (LX_RELATION | LX_PART)) &&
               !ent_time_is(j->d, &j->w, i - 1, "final");
    if (e > k && x->idx == 4 && x->year > 0 && (pun(j, e, '-') || pun(j, e, '/')) &&
        num(j, e + 1) && !WD(j, e + 1).space &&
        (WD(j, e + 1).number == x->year + 1 ||
         (WD(j, e + 1).digits == 2 && WD(j, e + 1).number == (x->year + 1) % 100))) {
        e += 2; /* the winter of 1775-1776 */
    }
    if (i >= j->block_words + 2 && pun(j, i - 1, '-') && !WD(j, i).space &&
        LX(j, i - 2, LX_SEASON)) {
        return e > k ? e : k; /* summer-fall 1919 */
    }
    if (e > k) {
        return fall && !the && !cue && !WD(j, i).upper && p && !LX(j, i - 1, LX_PREP) ? i : e;
    }
    if (isw(j, k, "of") &&
        (isw(j, k + 1, "that") || isw(j, k + 1, "this") || isw(j, k + 1, "the") ||
         isw(j, k + 1, "next") || isw(j, k + 1, "last")) &&
        (isw(j, k + 2, "year") || isw(j, k + 3, "year"))) {
        return k; /* the year is a related one: completed by ent_time_find */
    }
    if (cue) {
        return k;
    }
    if (the && i >= j->block_words + 2) {
        bool in = LX(j, i - 2, LX_PREP) && !ent_time_is(j->d, &j->w, i - 2, "to");
        bool of = isw(j, k, "of");
        return (in || !fall) && !of && !(ent_time_is(j->d, &j->w, i, "fall") && WD(j, i).upper) ? k
                                                                                                : i;
    }
    if (ent_time_is(j->d, &j->w, i, "fall") || !p) {
        return i;
    }
    bool next_upper = k < j->end && WD(j, k).upper && WD(j, k).kind == W_WORD;
    if (ent_time_is(j->d, &j->w, i, "spring")) {
        return LX(j, i - 1, LX_PREP) || ent_time_is(j->d, &j->w, i - 1, "a") ? k : i;
    }
    return WD(j, i).upper && next_upper && !LX(j, i - 1, LX_PREP) ? i : k;
}

/* "1960s", "'60s", "nineteen-sixties", "sixties" */
static uint32_t decade_date(job *j, uint32_t i, expr *x)
{
    bool quote = pun(j, i, '\'');
    uint32_t k = i + quote;
    if (num(j, k) && (!quote || !WD(j, k).space) && WD(j, k).number % 10 == 0) {
        uint32_t e = k + 1;
        e += pun(j, e, '\'') && !WD(j, e).space; /* 1960's */
        bool s = isw(j, e, "s") && !WD(j, e).space;
        bool four = WD(j, k).digits == 4 && WD(j, k).number >= 1000 && WD(j, k).number < 2200;
        bool two = WD(j, k).digits == 2 && e == k + 1 &&
                   (quote || (i > j->block_words &&
                              (ent_time_is(j->d, &j->w, i - 1, "the") || LX(j, i - 1, LX_PART) ||
                               pun(j, i - 1, '-') || ent_time_is(j->d, &j->w, i - 1, "and"))));
        bool bc = false;
        uint32_t b = s ? ent_time_era_behind(j, e + 1, &bc) : e;
        if (s && (four || two || b > e + 1) && (quote || ent_time_free_before(j, k))) {
            x->unit = U_DECADE;
            x->two_digit = !four && b == e + 1;
            x->year = bc ? -WD(j, k).number : WD(j, k).number;
            return b;
        }
        return i;
    }
    if (LX(j, i, LX_DECADE) && i > j->block_words &&
        (isw(j, i - 1, "the") || LX(j, i - 1, LX_PART) || pun(j, i - 1, '-'))) {
        x->unit = U_DECADE;
        x->two_digit = 1;
        x->year = WD(j, i).lex->decade * 10;
        return i + 1;
    }
    if (LX(j, i, LX_NUMBER) && WD(j, i).lex->number >= 16 && WD(j, i).lex->number < 20) {
        uint32_t e = i + 1 + pun(j, i + 1, '-');
        if (LX(j, e, LX_DECADE)) {
            x->unit = U_DECADE;
            x->year = WD(j, i).lex->number * 100 + WD(j, e).lex->decade * 10;
            return e + 1;
        }
    }
    return i;
}

/* "19th century", "fourth century BC", "nineteenth centuries" */
static uint32_t century_date(job *j, uint32_t i, expr *x)
{
    int n = 0;
    uint32_t k = ent_time_ordinal(j, i, &n);
    if (k == i) {
        return i;
    }
    uint32_t e = k + pun(j, k, '-');
    bool c = isw(j, e, "century") || isw(j, e, "centuries");
    bool m = isw(j, e, "millennium");
    bool bc = false;
    if ((!c && !m) || n < 1 || n > 40) {
        return i;
    }
    e = ent_time_era_behind(j, e + 1, &bc);
    x->unit = c ? U_CENTURY : U_MILLENNIUM;
    x->year = bc ? -n : n;
    return e;
}

/* "Q3 2009", "the third quarter of 2009", "the first half of the 19th century" */
static uint32_t quarter_date(job *j, uint32_t i, expr *x)
{
    int n = 0;
    uint32_t k = ent_time_ordinal(j, i, &n), e;
    if (k == i && (isw(j, i, "latter") || isw(j, i, "final") || isw(j, i, "last"))) {
        n = -1;
        k = i + 1;
    }
    if (k == i && WD(j, i).kind == W_WORD && WD(j, i).e - WD(j, i).b == 2 && WD(j, i).upper) {
        const char *s = j->d->text + WD(j, i).b;
        if ((s[0] == 'Q' || s[0] == 'H') && s[1] >= '1' && s[1] <= (s[0] == 'Q' ? '4' : '2')) {
            x->unit = s[0] == 'Q' ? U_QUARTER : U_HALF;
            x->idx = (uint8_t)(s[1] - '0');
            e = ent_time_year_behind(j, i + 1, x, true);
            return e;
        }
    }
    if (k == i) {
        return i;
    }
    k += pun(j, k, '-');
    bool half = isw(j, k, "half"), quarter = isw(j, k, "quarter");
    int max = half ? 2 : 4;
    if ((!half && !quarter) || n > max) {
        return i;
    }
    if (n < 0 && quarter && !isw(j, i, "final")) {
        return i; /* "the last quarter" is a related one */
    }
    x->unit = half ? U_HALF : U_QUARTER;
    x->idx = (uint8_t)(n < 0 ? max : n);
    k++;
    e = ent_time_year_behind(j, k, x, true);
    if (e > k || !half) {
        return e;
    }
    return isw(j, k, "of") ? k
                           : i; /* of the 1960s, of the 19th century, of the year: ent_time_find */
}

/* weekday, or weekday and date; what stands before "morning" is left to the clock */
static uint32_t weekday_date(job *j, uint32_t i, expr *x)
{
    bool full = LX(j, i, LX_WEEKDAY);
    if (!full && (!LX(j, i, LX_WEEKDAY_SHORT) || !WD(j, i).upper)) {
        return i;
    }
    uint32_t k = i + 1;
    uint8_t wd = WD(j, i).lex->weekday;
    k += !full && pun(j, k, '.') && !WD(j, k).space;
    uint32_t c = k + (pun(j, k, ',') || isw(j, k, "the"));
    expr y = *x;
    uint32_t e = day_month(j, c, &y);
    if (e == c) {
        y = *x;
        e = month_first(j, c, &y);
        e = y.unit == U_DAY ? e : c;
    }
    if (e > c) {
        *x = y;
        x->weekday = wd;
        return e;
    }
    if (!full) {
        return i;
    }
    x->weekday = wd;
    x->unit = U_DAY;
    int day = 0;
    e = isw(j, k, "the") ? ent_time_ordinal(j, k + 1, &day) : k;
    if (e > k + 1 && day >= 1 && day <= 31 && !(WD(j, e - 1).kind == W_WORD && LX(j, e, LX_UNIT))) {
        x->day = (uint8_t)day; /* Tuesday the 11th */
        return e;
    }
    return k;
}

uint32_t ent_time_date(job *j, uint32_t i, expr *x)
{
    static const form forms[] = {
        digits_date, named_slashes, weekday_date, day_month,    month_first,
        season_date, decade_date,   century_date, quarter_date,
    };
    if (i >= j->end) {
        return i; /* "the" was the last word */
    }
    uint32_t e = first_form(forms, ENT_COUNT(forms), j, i, x);
    if (e > i) {
        x->kind = EX_DATE;
        return e;
    }
    expr y = *x;
    e = ent_time_year(j, i, &y, true);
    if (e == i && i > j->block_words && LX(j, i - 1, LX_PREP | LX_BOUND) && !isw(j, i - 1, "at")) {
        e = ent_time_year_in_words(j, i, &y);
    }
    if (e > i) {
        y.kind = EX_DATE;
        y.unit = U_YEAR;
        y.bare_year = 1;
        if (LX(j, e, LX_SEASON) && !WD(j, e).upper && !isw(j, e, "spring") && !isw(j, e, "fall")) {
            y.unit = U_SEASON; /* the 1982 summer offensive */
            y.idx = WD(j, e).lex->season;
            e++;
        }
        *x = y;
        return e;
    }
    return i;
}
