/* grammar_rel.c: expressions that count or point: "two days later", "the following March", "three
 * years", "every week", "now". In: words. Out: an expr whose days come from an anchor.
 *
 *   related  = ["the"|"that"] relation [amount] ( unit | month | weekday | season )
 *   offset   = amount unit ( "ago" | "later" | ("before"|"after") [event or date] )
 *   duration = [approx] amount ["-"] unit [["-"] "old"] | units
 *   set      = ("every"|"each"|"per") [amount] unit | "daily" | amount-of-things ("a"|"per") unit
 */
#include "grammar.h"

tx_unit ent_time_unit_at(job *j, uint32_t i)
{
    if (!LX(j, i, LX_UNIT) || isw(j, i, "second") || isw(j, i, "sec") ||
        (WD(j, i).upper && i > j->block_words && WD(j, i - 1).sent == WD(j, i).sent)) {
        return U_NONE;
    }
    return (tx_unit)WD(j, i).lex->unit;
}

/* "three", "twenty-two", "two hundred and fifty"; at most eight words */
static uint32_t number_words(job *j, uint32_t i, double *v)
{
    uint32_t k = i;
    double sum = 0, part = 0;
    while (k < j->end && k < i + 8) {
        int n = LX(j, k, LX_NUMBER) ? WD(j, k).lex->number : -1;
        bool tens = part >= 20 && part < 100 && (int)part % 10 == 0;
        if (n > 0 && part == 0) {
            part = n;
            k++;
        } else if (tens && n > 0 && n < 10) {
            part += n;
            k++;
        } else if (tens && pun(j, k, '-') && LX(j, k + 1, LX_NUMBER) &&
                   WD(j, k + 1).lex->number < 10) {
            part += WD(j, k + 1).lex->number;
            k += 2;
        } else if (k > i && part > 0 && LX(j, k, LX_SCALE)) {
            sum = (sum + part) * WD(j, k).lex->number;
            part = 0;
            k++;
        } else if (sum >= 100 && part == 0 && isw(j, k, "and") && LX(j, k + 1, LX_NUMBER)) {
            k++;
        } else {
            break;
        }
    }
    *v = sum + part;
    return k;
}

static uint32_t digits_amount(job *j, uint32_t i, double *v)
{
    if (!num(j, i) || (i > j->block_words && !WD(j, i).space && WD(j, i - 1).kind == W_PUNCT &&
                       strchr(".,:$/", WD(j, i - 1).punct))) {
        return i;
    }
    *v = WD(j, i).number < 0 ? 1e9 : WD(j, i).number;
    if (pun(j, i + 1, '.') && !WD(j, i + 1).space && num(j, i + 2) && !WD(j, i + 2).space) {
        double f = WD(j, i + 2).number < 0 ? 0 : WD(j, i + 2).number;
        for (int k = 0; k < WD(j, i + 2).digits && k < 9; k++) {
            f /= 10;
        }
        *v += f;
        return i + 3;
    }
    return i + 1;
}

/* "about", "more than", "at least" ... before an amount */
static uint32_t approx(job *j, uint32_t i, const char **mod)
{
    if (isw(j, i, "more") && isw(j, i + 1, "than")) {
        *mod = "MORE_THAN";
        return i + 2;
    }
    if ((isw(j, i, "less") || isw(j, i, "fewer")) && isw(j, i + 1, "than")) {
        *mod = "LESS_THAN";
        return i + 2;
    }
    if (isw(j, i, "at") && (isw(j, i + 1, "least") || isw(j, i + 1, "most"))) {
        *mod = isw(j, i + 1, "least") ? "EQUAL_OR_MORE" : "EQUAL_OR_LESS";
        return i + 2;
    }
    if (isw(j, i, "up") && isw(j, i + 1, "to")) {
        *mod = "EQUAL_OR_LESS";
        return i + 2;
    }
    if (LX(j, i, LX_APPROX)) {
        if (strcmp(WD(j, i).lex->approx, "EXACT") != 0) {
            *mod = WD(j, i).lex->approx;
        }
        return i + 1;
    }
    return i;
}

uint32_t ent_time_amount(job *j, uint32_t i, double *amount, bool *fuzzy, const char **mod)
{
    uint32_t k = approx(j, i, mod), e;
    *fuzzy = false;
    if (k > i && k < j->end) {
        k = approx(j, k, mod);
    }
    if ((e = digits_amount(j, k, amount)) > k || (e = number_words(j, k, amount)) > k) {
        uint32_t h = e + pun(j, e, '-');
        if (isw(j, h, "and") && (isw(j, h + 1, "a") || pun(j, h + 1, '-'))) {
            uint32_t half = h + 2 + (pun(j, h + 1, '-') && isw(j, h + 2, "a"));
            half += pun(j, half, '-');
            if (isw(j, half, "half")) {
                *amount += 0.5;
                return half + 1;
            }
        }
        return e;
    }
    if (isw(j, k, "a") || isw(j, k, "an")) {
        *amount = 1;
        if (isw(j, k + 1, "few") || isw(j, k + 1, "number") || isw(j, k + 1, "couple")) {
            *fuzzy = true;
            return k + 2 + isw(j, k + 2, "of");
        }
        bool quarter = isw(j, k + 1, "quarter") && isw(j, k + 2, "of") && isw(j, k + 3, "a");
        if (isw(j, k + 1, "half") || quarter) {
            *amount = quarter ? 0.25 : 0.5;
            return quarter ? k + 4 : k + 2;
        }
        if (LX(j, k + 1, LX_SCALE) || isw(j, k + 1, "dozen")) {
            *amount = isw(j, k + 1, "dozen") ? 12 : WD(j, k + 1).lex->number;
            return k + 2;
        }
        return k + 1;
    }
    if (isw(j, k, "half") && (isw(j, k + 1, "a") || isw(j, k + 1, "an"))) {
        *amount = 0.5;
        return k + 2;
    }
    if (LX(j, k, LX_FUZZY) && !before_is(j, k, "as") && !before_is(j, k, "how")) {
        *fuzzy = true;
        *amount = 1;
        return k + 1 + (isw(j, k, "couple") && isw(j, k + 1, "of"));
    }
    if (k > i && isw(j, i, "some")) {
        *fuzzy = true;
        *amount = 1;
        return k;
    }
    return i;
}

/* -- this, last, the following ... ------------------------------------------------------------- */

/* What a relation points at: unit, month, weekday, season, part of the day. */
static uint32_t related_noun(job *j, uint32_t i, expr *x)
{
    i += isw(j, i, "calendar") && ent_time_unit_at(j, i + 1) >= U_WEEK;
    tx_unit u = ent_time_unit_at(j, i);
    if (u >= U_DAY) {
        x->unit = (uint8_t)u;
        return i + 1;
    }
    bool other = isw(j, i, "may") || isw(j, i, "march") || isw(j, i, "august");
    if (LX(j, i, LX_MONTH) && (WD(j, i).upper || !other)) {
        x->unit = U_MONTH;
        x->month = WD(j, i).lex->month;
        int day;
        uint32_t e = ent_time_dayname(j, i + 1, &day);
        if (e > i + 1) {
            x->unit = U_DAY;
            x->day = (uint8_t)day;
            return e;
        }
        return i + 1;
    }
    if (LX(j, i, LX_WEEKDAY)) {
        x->unit = U_DAY;
        x->weekday = WD(j, i).lex->weekday;
        return i + 1;
    }
    if (LX(j, i, LX_SEASON)) {
        x->unit = U_SEASON;
        x->idx = WD(j, i).lex->season;
        return i + 1;
    }
    if (isw(j, i, "time") || isw(j, i, "period") || isw(j, i, "date") || isw(j, i, "point") ||
        isw(j, i, "moment")) {
        x->unit = U_NONE;
        return i + 1;
    }
    return i;
}

/* "the last two weeks", "the next few months": a length, not a place in time */
static uint32_t related_length(job *j, uint32_t i, expr *x)
{
    double n = 0;
    bool fuzzy = false;
    const char *mod = NULL;
    uint32_t k = ent_time_amount(j, i, &n, &fuzzy, &mod);
    if (k == i && isw(j, i, "few")) {
        fuzzy = true;
        k = i + 1;
    }
    if (k == i || isw(j, i, "a") || isw(j, i, "an")) {
        return i;
    }
    k += isw(j, k, "full") || isw(j, k, "consecutive") || isw(j, k, "previous");
    tx_unit u = ent_time_unit_at(j, k);
    if (u == U_NONE) {
        return i;
    }
    x->kind = EX_DURATION;
    x->unit = (uint8_t)u;
    x->amount = n;
    x->fuzzy = fuzzy;
    x->mod = mod;
    return k + 1;
}

static uint32_t related(job *j, uint32_t i, expr *x)
{
    uint32_t k = i;
    bool the = false, later = false;
    if ((isw(j, k, "later") || isw(j, k, "earlier") || isw(j, k, "late") || isw(j, k, "early")) &&
        ((isw(j, k + 1, "that") || isw(j, k + 1, "this") || isw(j, k + 1, "the")) ||
         (isw(j, k + 1, "in") && (isw(j, k + 2, "the") || isw(j, k + 2, "that"))))) {
        later = isw(j, k, "later") || isw(j, k, "earlier");
        x->part = isw(j, k, "late") ? PART_END : isw(j, k, "early") ? PART_START : PART_NONE;
        k += isw(j, k + 1, "in") ? 2 : 1;
        if (isw(j, k, "the")) {
            tx_unit u = ent_time_unit_at(j, k + 1);
            bool season = LX(j, k + 1, LX_SEASON);
            if (u < U_DAY && !season) {
                return i;
            }
            x->relation = REL_THAT;
            uint32_t e = related_noun(j, k + 1, x);
            return isw(j, e, "of") ? i : e;
        }
    }
    the = isw(j, k, "the");
    k += the;
    if (the && isw(j, k, "very")) {
        k++;
    }
    if (!LX(j, k, LX_RELATION)) {
        return i;
    }
    x->relation = WD(j, k).lex->relation;
    bool demonstrative = x->relation == REL_THIS || x->relation == REL_THAT;
    if (isw(j, k, "current") || isw(j, k, "present")) {
        if (!(ent_time_unit_at(j, k + 1) >= U_DAY)) {
            return i;
        }
    }
    uint32_t r = k++;
    if (demonstrative && (isw(j, k, "same") || isw(j, k, "very") || isw(j, k, "past") ||
                          isw(j, k, "coming") || isw(j, k, "last"))) {
        x->relation = isw(j, k, "past") ? REL_LAST : isw(j, k, "coming") ? REL_NEXT : x->relation;
        k++;
    }
    if (!the && (x->relation == REL_SAME || (x->relation == REL_FOLLOWING && !later) ||
                 (x->relation == REL_PREV && 0))) {
        return i;
    }
    uint32_t e = related_length(j, k, x);
    if (e > k) {
        return (the || isw(j, r, "those") || isw(j, r, "these") || isw(j, r, "last") ||
                isw(j, r, "past") || isw(j, r, "next"))
                   ? e
                   : i;
    }
    e = related_noun(j, k, x);
    if (e == k) {
        return i;
    }
    if (x->unit == U_NONE) { /* "this period", "at that time": only as an adverbial */
        bool adverb = i > j->block_words && LX(j, i - 1, LX_PREP);
        bool noun = isw(j, k, "time") || isw(j, k, "period") || isw(j, k, "point");
        bool ok = (demonstrative || x->relation == REL_SAME) && adverb && noun &&
                  !(isw(j, k, "time") && (isw(j, e, "of") || isw(j, e, "when")));
        if (!ok || (isw(j, k, "point") && !isw(j, r, "that"))) {
            return i;
        }
        x->kind = EX_RELATED;
        return e;
    }
    bool many = x->unit >= U_DAY && x->weekday == 0 && x->month == 0 && x->idx == 0 && plural(j, k);
    x->kind = many ? EX_DURATION : EX_RELATED;
    x->fuzzy = many;
    if (isw(j, r, "these") && many) {
        x->kind = EX_REF;
        x->value = "PRESENT_REF";
        return isw(j, k, "days") ? e : i;
    }
    if (isw(j, r, "those") || (isw(j, r, "these") && !many)) {
        return many ? e : i;
    }
    if (x->kind == EX_RELATED && (isw(j, r, "past") || (isw(j, r, "last") && the)) &&
        x->unit >= U_WEEK && !x->month && !x->idx && x->unit != U_QUARTER) {
        if (isw(j, e, "and") && isw(j, e + 1, "a") && isw(j, e + 2, "half")) {
            x->kind = EX_DURATION;
            x->amount = 1.5;
            return e + 3;
        }
        bool period = i > j->block_words &&
                      (isw(j, i - 1, "in") || isw(j, i - 1, "over") || isw(j, i - 1, "during") ||
                       isw(j, i - 1, "for") || isw(j, i - 1, "within"));
        if (isw(j, r, "past") || (period && x->unit >= U_DECADE)) {
            x->kind = EX_DURATION; /* "in the past year" */
            x->amount = 1;
            return e;
        }
    }
    if (x->kind == EX_RELATED && (before_is(j, i, "for") || before_is(j, i, "over")) && the &&
        x->relation == REL_NEXT && x->unit >= U_WEEK && x->unit != U_QUARTER && !x->month &&
        !x->idx) {
        x->kind = EX_DURATION;
        x->amount = 1;
        return e;
    }
    return e;
}

/* "ended Sept. 30", "to March 15": the day that closes the stretch before. */
static bool ended_by(job *j, uint32_t i, expr *x)
{
    static const char *const words[] = {"ended", "ending", "to", "through"};
    expr y;
    ent_time_expr_init(&y);
    uint32_t at = i + 1 + isw(j, i + 1, "on");
    if (!any_of(j, i, words, ENT_COUNT(words)) || ent_time_date(j, at, &y) == at ||
        y.unit != U_DAY || !y.month) {
        return false;
    }
    x->of = ent_arena_alloc(&j->scratch, sizeof *x->of);
    *x->of = y;
    return true;
}

/* "the day", "the year", "the entire year", "the summer": the one that is spoken of */
static uint32_t definite(job *j, uint32_t i, expr *x)
{
    static const char *const verbs[] = {"of",   "end",    "ended", "ending",
                                        "ends", "finish", "for",   "finished",
                                        "in",   "during", "close", "throughout"};
    if (!isw(j, i, "the")) {
        return i;
    }
    uint32_t k = i + 1;
    k += isw(j, k, "entire") || isw(j, k, "whole") || isw(j, k, "full");
    tx_unit u = ent_time_unit_at(j, k);
    if (u == U_NONE || u < U_DAY || u > U_CENTURY || plural(j, k) ||
        (u > U_YEAR && !before_is(j, i, "of"))) {
        return i;
    }
    if (isw(j, k + 1, "before") || isw(j, k + 1, "after") || isw(j, k + 1, "previous") ||
        isw(j, k + 1, "prior") || isw(j, k + 1, "following")) {
        bool back = !isw(j, k + 1, "after") && !isw(j, k + 1, "following");
        uint32_t e = k + 2;
        x->unit = (uint8_t)u;
        x->amount = 1;
        x->kind = EX_OFFSET;
        x->direction = back ? DIR_BEFORE : DIR_AFTER;
        bool stop = e >= j->end || WD(j, e).kind == W_PUNCT || LX(j, e, LX_PREP) ||
                    isw(j, k + 1, "previous");
        x->event = !stop;
        return e;
    }
    if (i == j->block_words) {
        return i;
    }
    if (ended_by(j, k + 1, x) && u >= U_WEEK && u <= U_YEAR) {
        x->kind = EX_NTH;
        x->unit = (uint8_t)u;
        x->idx = 2; /* that day ends it */
        return k + 1;
    }
    if (isw(j, k + 1, "of") || isw(j, k + 1, "when") || isw(j, k + 1, "that") || num(j, k + 1) ||
        pun(j, k + 1, '-')) {
        return i;
    }
    if (u == U_WEEKEND && isw(j, i - 1, "over")) {
        x->unit = U_WEEKEND;
        x->relation = REL_THAT;
        x->kind = EX_RELATED;
        return k + 1;
    }
    if (!any_of(j, i - 1, verbs, ENT_COUNT(verbs)) ||
        (k == i + 1 && isw(j, i - 1, "of") && i >= j->block_words + 2 &&
         !LX(j, i - 2, LX_PARTNOUN | LX_PART | LX_UNIT | LX_SEASON | LX_WEEKDAY))) {
        return i;
    }
    if ((isw(j, i - 1, "in") || isw(j, i - 1, "for") || isw(j, i - 1, "during")) &&
        u == U_QUARTER) {
        return i;
    }
    x->unit = (uint8_t)u;
    x->relation = REL_THAT;
    x->kind = EX_RELATED;
    return k + 1;
}

/* -- counted units ----------------------------------------------------------------------------- */

static bool dated_next(job *j, uint32_t i)
{
    expr y;
    ent_time_expr_init(&y);
    return LX(j, i, LX_REFERENCE) || (ent_time_date(j, i, &y) > i && y.unit == U_DAY);
}

/* "of fighting", "of war" are left outside; "ago", "later", "before X" make it a place in time */
static uint32_t offset_tail(job *j, uint32_t k, expr *x)
{
    if (isw(j, k, "and") && isw(j, k + 1, "a") && isw(j, k + 2, "half")) {
        x->amount += 0.5;
        k += 3;
    }
    if (isw(j, k, "ago")) {
        x->direction = DIR_AGO;
        k++;
    } else if (isw(j, k, "from") && !isw(j, k + 1, "now") && dated_next(j, k + 1)) {
        x->direction = DIR_AFTER; /* "three weeks from tomorrow" */
        x->event = 1;
        k++;
    } else if (isw(j, k, "from") && isw(j, k + 1, "now")) {
        x->direction = DIR_LATER;
        x->relation = REL_CURRENT;
        k += 2;
    } else if (isw(j, k, "later") || isw(j, k, "afterwards") || isw(j, k, "afterward") ||
               isw(j, k, "thereafter") || isw(j, k, "hence")) {
        x->direction = DIR_LATER;
        k++;
    } else if (isw(j, k, "earlier") || isw(j, k, "previously") || isw(j, k, "beforehand")) {
        x->direction = DIR_EARLIER;
        k++;
    } else if (isw(j, k, "prior") && isw(j, k + 1, "to")) {
        x->direction = DIR_BEFORE;
        x->event = 1;
        k += 2;
    } else if (isw(j, k, "before") || isw(j, k, "after") || isw(j, k, "following") ||
               isw(j, k, "prior")) {
        x->direction = isw(j, k, "before") || isw(j, k, "prior") ? DIR_BEFORE : DIR_AFTER;
        bool stop = k + 1 >= j->end || WD(j, k + 1).kind == W_PUNCT;
        if (isw(j, k, "following") && stop) {
            return k;
        }
        x->event = !stop;
        k++;
    }
    return k;
}

/* "two years and three months", "2 weeks 2 days": the smaller unit counts both */
static uint32_t second_part(job *j, uint32_t k, expr *x)
{
    double n = 0;
    bool fuzzy = false;
    const char *mod = NULL;
    uint32_t a = k + isw(j, k, "and");
    uint32_t e = ent_time_amount(j, a, &n, &fuzzy, &mod);
    tx_unit u = e > a ? ent_time_unit_at(j, e) : U_NONE;
    bool months = x->unit == U_YEAR && u == U_MONTH, days = x->unit == U_WEEK && u == U_DAY;
    if (fuzzy || mod || x->fuzzy || (!months && !days) || x->amount > 1000 || n > 1000) {
        return k;
    }
    x->value =
        ent_arena_printf(&j->d->arena, months ? "P%dY%dM" : "P%dW%dD", (int)x->amount, (int)n);
    x->amount = x->amount * (months ? 12 : 7) + n;
    x->unit = (uint8_t)u;
    return e + 1;
}

static uint32_t counted(job *j, uint32_t i, expr *x)
{
    static const char *const adjectives[] = {
        "full",   "long",       "more",  "whole",  "straight", "consecutive", "short",
        "entire", "successive", "solid", "bloody", "further",  "additional"};
    double n = 0;
    bool fuzzy = false;
    const char *mod = NULL;
    uint32_t k = ent_time_amount(j, i, &n, &fuzzy, &mod);
    bool article = k == i + 1 && (isw(j, i, "a") || isw(j, i, "an"));
    if (k == i || n > 100000) {
        return i;
    }
    bool hyphen = pun(j, k, '-') && k > i && !WD(j, k).space;
    uint32_t u_at = k + hyphen;
    if (!hyphen && any_of(j, u_at, adjectives, ENT_COUNT(adjectives))) {
        u_at++;
    }
    if (!hyphen && !article && n <= 1000 && LX(j, u_at, LX_RELATION) &&
        ent_time_unit_at(j, u_at + 1) != U_NONE && (n == 1 || plural(j, u_at + 1))) {
        x->relation = WD(j, u_at).lex->relation; /* "the four previous weeks" */
        u_at++;
    }
    tx_unit u = ent_time_unit_at(j, u_at);
    if (u == U_NONE ||
        (u == U_QUARTER && (!plural(j, u_at) || hyphen || fuzzy || isw(j, u_at + 1, "of"))) ||
        (article && u == U_SECOND)) {
        return i;
    }
    if (article && hyphen) {
        return i;
    }
    if (isw(j, i, "some") && fuzzy && !plural(j, u_at)) { /* "some day it will end" */
        x->kind = EX_REF;
        x->value = "FUTURE_REF";
        return u == U_DAY ? u_at + 1 : i;
    }
    x->kind = EX_DURATION;
    x->unit = (uint8_t)u;
    x->amount = n;
    x->fuzzy = fuzzy;
    x->mod = mod;
    k = u_at + 1;
    if (isw(j, k, "old") || (pun(j, k, '-') && isw(j, k + 1, "old"))) {
        return k + 1 + pun(j, k, '-');
    }
    if (isw(j, k, "of") && isw(j, k + 1, "age")) {
        return k + 2;
    }
    if (pun(j, k, '-') && isw(j, k + 1, "long")) {
        return k + 2;
    }
    if (pun(j, k, '-') && !WD(j, k).space && k + 1 < j->end && !WD(j, k + 1).space && article) {
        return i; /* "a year-long", "a week-end" */
    }
    if (!article || isw(j, k, "and")) {
        k = second_part(j, k, x);
    }
    if (!fuzzy && n >= 1 && u >= U_DAY && u <= U_YEAR &&
        (isw(j, k, "ended") || before_is(j, i, "the")) &&
        ended_by(j, k, x)) { /* "the nine months ended Sept. 30" */
        x->ordinal = -1;
        return k;
    }
    uint32_t e = offset_tail(j, k, x);
    if (x->direction) {
        x->kind = EX_OFFSET;
        return e;
    }
    if (pun(j, k, '\'') && isw(j, k + 1, "time")) { /* "in three years' time" */
        x->kind = EX_OFFSET;
        x->direction = DIR_LATER;
        x->relation = REL_CURRENT;
        return k + 2;
    }
    return e;
}

/* "600 attacks a year": a number of things before "a year" */
static uint32_t rate(job *j, uint32_t i, expr *x)
{
    if (!(isw(j, i, "a") || isw(j, i, "an") || pun(j, i, '/')) || i == j->block_words ||
        LX(j, i - 1, LX_PREP | LX_APPROX | LX_RELATION | LX_DIRECTION) || pun(j, i - 1, ',')) {
        return i;
    }
    tx_unit u = ent_time_unit_at(j, i + 1);
    if (u < U_HOUR || u > U_DECADE || plural(j, i + 1) || LX(j, i + 2, LX_DIRECTION) ||
        isw(j, i + 2, "and") || pun(j, i + 2, '-')) {
        return i;
    }
    uint32_t sent = WD(j, i).sent;
    bool once = isw(j, i - 1, "once") || isw(j, i - 1, "twice") || isw(j, i - 1, "times");
    bool number = once || num(j, i - 1);
    for (uint32_t k = i; k-- > j->block_words && i - k < 8 && WD(j, k).sent == sent && !number;) {
        number = num(j, k) || LX(j, k, LX_NUMBER | LX_SCALE);
        if (pun(j, k, ',') || pun(j, k, ';')) {
            break;
        }
    }
    if (!number) {
        return i;
    }
    x->kind = EX_SET;
    x->unit = (uint8_t)u;
    x->amount = 1;
    return i + 2;
}

static uint32_t set_of(job *j, uint32_t i, expr *x)
{
    if (LX(j, i, LX_SET)) {
        const char *v = WD(j, i).lex->value;
        x->kind = EX_SET;
        x->value = v;
        return WD(j, i).upper && i + 1 < j->end && WD(j, i + 1).upper ? i : i + 1;
    }
    if (!LX(j, i, LX_EVERY)) {
        return i;
    }
    double n = 1;
    bool fuzzy = false;
    const char *mod = NULL;
    uint32_t k = i + 1;
    if (num(j, k) || LX(j, k, LX_NUMBER | LX_FUZZY)) {
        k = ent_time_amount(j, k, &n, &fuzzy, &mod);
    } else if (isw(j, k, "other")) {
        n = 2;
        k++;
    }
    x->kind = EX_SET;
    x->amount = n;
    x->fuzzy = fuzzy;
    tx_unit u = ent_time_unit_at(j, k);
    if (u != U_NONE) {
        x->unit = (uint8_t)u;
        return k + 1;
    }
    if (LX(j, k, LX_WEEKDAY) && WD(j, k).upper) {
        x->value = ent_arena_printf(&j->d->arena, "XXXX-WXX-%d", WD(j, k).lex->weekday);
        return k + 1;
    }
    if (LX(j, k, LX_DAYPART)) {
        x->value = ent_arena_printf(&j->d->arena, "XXXX-XX-XXT%s", WD(j, k).lex->daypart);
        return k + 1;
    }
    if (LX(j, k, LX_MONTH) && WD(j, k).upper) {
        x->value = ent_arena_printf(&j->d->arena, "XXXX-%02d", WD(j, k).lex->month);
        return k + 1;
    }
    if (LX(j, k, LX_SEASON)) {
        static const char *const s[] = {"", "SP", "SU", "FA", "WI"};
        x->value = ent_arena_printf(&j->d->arena, "XXXX-%s", s[WD(j, k).lex->season]);
        return k + 1;
    }
    return i;
}

/* "years of conflict", "for decades", "weeks later" */
static uint32_t bare_units(job *j, uint32_t i, expr *x)
{
    tx_unit u = ent_time_unit_at(j, i + 1);
    if ((isw(j, i, "all") || isw(j, i, "another")) && u >= U_DAY && !plural(j, i + 1)) {
        x->unit = (uint8_t)u;
        x->amount = 1;
        x->kind = EX_DURATION;
        return i + 2;
    }
    u = ent_time_unit_at(j, i);
    if (u < U_SECOND || !plural(j, i) || (u < U_HOUR && !LX(j, i + 1, LX_DIRECTION)) ||
        u == U_QUARTER) {
        return i;
    }
    x->unit = (uint8_t)u;
    x->fuzzy = 1;
    x->kind = EX_DURATION;
    uint32_t e = offset_tail(j, i + 1, x);
    if (x->direction && !x->event) {
        x->kind = EX_OFFSET;
        return e;
    }
    bool later_event = x->direction && x->event;
    if (later_event) {
        x->kind = EX_OFFSET;
        return e;
    }
    if (pun(j, i + 1, '-') && isw(j, i + 2, "long")) {
        return i + 3;
    }
    if (i == j->block_words) {
        return i;
    }
    static const char *const preps[] = {"for",     "in",   "within", "over",  "after",
                                        "many",    "take", "took",   "taken", "lasted",
                                        "through", "of",   "recent", "by"};
    bool prep = any_of(j, i - 1, preps, ENT_COUNT(preps)) &&
                !(isw(j, i - 1, "many") && i > j->block_words + 1 &&
                  (isw(j, i - 2, "as") || isw(j, i - 2, "how")));
    if (prep && isw(j, i - 1, "of") && u < U_YEAR) {
        return i;
    }
    return prep || (isw(j, i + 1, "of") && u >= U_DAY && !isw(j, i + 2, "the")) ? i + 1 : i;
}

uint32_t ent_time_relative(job *j, uint32_t i, expr *x)
{
    static const form forms[] = {
        ent_time_reference, rate, definite, related, counted, set_of, bare_units,
    };
    uint32_t e = first_form(forms, ENT_COUNT(forms), j, i, x);
    x->kind = e > i && x->kind == EX_DATE && !x->fiscal ? EX_RELATED : x->kind;
    return e;
}
