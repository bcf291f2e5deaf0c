/* grammar_clock.c: hours and parts of the day. In: words. Out: an expr of kind EX_CLOCK; its day is
 * completed by the date beside it or the one before (resolve.c). */
#include "grammar.h"

static uint32_t zone_behind(job *j, uint32_t i, expr *x)
{
    uint32_t k = i + (pun(j, i, '(') || pun(j, i, ','));
    if (LX(j, k, LX_ZONE) && WD(j, k).upper) {
        x->zone = WD(j, k).lex->value;
        return pun(j, i, '(') ? k + 1 + pun(j, k + 1, ')') : k == i ? k + 1 : i;
    }
    return i;
}

/* 5:30 p.m., 17:30, 5 pm, 1730 hours */
static uint32_t clock_digits(job *j, uint32_t i, expr *x)
{
    if (!num(j, i) || (i > j->block_words && !WD(j, i).space && WD(j, i - 1).kind == W_PUNCT &&
                       !strchr("([{\"-'", WD(j, i - 1).punct))) {
        return i;
    }
    int h = WD(j, i).number, m = 0;
    uint32_t k = i + 1;
    bool colon = (pun(j, k, ':') || pun(j, k, '.')) && !WD(j, k).space && num(j, k + 1) &&
                 !WD(j, k + 1).space && WD(j, k + 1).digits == 2;
    bool stop = colon && pun(j, k, '.');
    if (colon) {
        m = WD(j, k + 1).number;
        k += 2;
        if (pun(j, k, ':') && !WD(j, k).space && num(j, k + 1) && WD(j, k + 1).digits == 2) {
            k += 2; /* seconds */
        }
    }
    bool half = LX(j, k, LX_MERIDIEM) && h >= 1 && h <= 12;
    bool hours = (isw(j, k, "hours") || isw(j, k, "hrs") || isw(j, k, "hr") || isw(j, k, "h"));
    if (half) {
        h = h % 12 + (WD(j, k).lex->value[0] == 'P' ? 12 : 0);
        k++;
    } else if (!colon && hours && WD(j, i).digits == 4 && h % 100 < 60) {
        m = h % 100;
        h /= 100;
        k++;
    } else if (colon && hours) {
        k++;
        k += pun(j, k, '.') && !WD(j, k).space;
    } else if (!colon || stop || WD(j, i).digits > 2) {
        if (!colon && isw(j, k, "o") && pun(j, k + 1, '\'') && isw(j, k + 2, "clock")) {
            k += 3;
        } else {
            return i;
        }
    }
    bool more = k < j->end && !WD(j, k).space && num(j, k);
    if (h > 24 || m > 59 || (h == 24 && m > 0) || more ||
        (k < j->end && pun(j, k, ':') && num(j, k + 1) && !WD(j, k + 1).space)) {
        return i;
    }
    if (h <= 12 && isw(j, k, "in") && isw(j, k + 1, "the") && LX(j, k + 2, LX_DAYPART)) {
        const char *part = WD(j, k + 2).lex->daypart; /* "8 o'clock in the evening" */
        h = h % 12 + (*part == 'M' ? 0 : 12);
        k += 3;
    }
    x->hour = (int16_t)h;
    x->minute = (int16_t)m;
    return zone_behind(j, k, x);
}

/* "the early morning hours", "that afternoon", "noon", "at night" */
static uint32_t clock_part(job *j, uint32_t i, expr *x)
{
    uint32_t k = i;
    uint8_t relation = REL_NONE;
    bool the = isw(j, k, "the") || isw(j, k, "one") || isw(j, k, "an");
    k += the;
    if (LX(j, k, LX_RELATION)) {
        relation = WD(j, k).lex->relation;
        k++;
        k += (relation == REL_THAT || relation == REL_THIS) && isw(j, k, "same");
    }
    bool early = isw(j, k, "early"), late = isw(j, k, "late");
    k += early || late;
    if (early && isw(j, k, "in") && isw(j, k + 1, "the")) {
        k += 2;
        the = true;
    }
    if (!LX(j, k, LX_DAYPART)) {
        return i;
    }
    x->daypart = WD(j, k).lex->daypart;
    x->relation = relation;
    x->part = early ? PART_START : late ? PART_END : PART_NONE;
    bool point = isw(j, k, "noon") || isw(j, k, "midnight") || isw(j, k, "midday");
    if (point) {
        x->hour = isw(j, k, "midnight") ? 24 : 12;
        x->minute = 0;
    }
    bool dawn = isw(j, k, "dawn") || isw(j, k, "sunset") || isw(j, k, "dusk") ||
                isw(j, k, "sunrise") || isw(j, k, "daybreak");
    bool day = strcmp(x->daypart, "DT") == 0, night = isw(j, k, "night");
    const tx_word *w = &WD(j, k);
    uint32_t e = k + 1;
    e += isw(j, e, "hours");
    e += night && pun(j, e, '-') && isw(j, e + 1, "time") ? 2 : 0;
    bool prep = i > j->block_words && WD(j, i - 1).lex && (WD(j, i - 1).lex->bits & LX_PREP);
    bool of = isw(j, e, "of") && !isw(j, e + 1, "the");
    if (w->upper && !w->newline) {
        return i;
    }
    if (dawn && of && !num(j, e + 1) && !LX(j, e + 1, LX_MONTH | LX_WEEKDAY)) {
        return i; /* "the dawn of a new era" */
    }
    if (dawn && !of && !(i > j->block_words && (isw(j, i - 1, "at") || isw(j, i - 1, "before")))) {
        return i;
    }
    if (the || relation || of || prep || day || night || early || late || point) {
        return e;
    }
    return i > j->block_words && !WD(j, i - 1).upper ? e : i;
}

uint32_t ent_time_clock(job *j, uint32_t i, expr *x)
{
    expr y = *x;
    uint32_t e = clock_digits(j, i, &y);
    if (e == i) {
        y = *x;
        e = clock_part(j, i, &y);
    }
    if (e > i) {
        y.kind = EX_CLOCK;
        y.type = ENT_TIMEX_TIME;
        *x = y;
    }
    return e;
}
