/* grammar_ref.c: "now", "recently", "the near future", "the year-earlier quarter", fiscal years:
 * expressions that refer without counting. In: words. Out: an expr; its days, if any, come from the
 * day of the text. */
#include "grammar.h"

static uint32_t reference(job *j, uint32_t i, expr *x)
{
    if (isw(j, i, "the") && isw(j, i + 1, "day") &&
        ((isw(j, i + 2, "after") && isw(j, i + 3, "tomorrow")) ||
         (isw(j, i + 2, "before") && isw(j, i + 3, "yesterday")))) {
        x->kind = EX_DAY;
        x->value = isw(j, i + 3, "tomorrow") ? "DAY+2" : "DAY-2";
        return i + 4;
    }
    if (isw(j, i, "the")) {
        static const char *const how[] = {"near", "foreseeable", "distant", "immediate", "recent"};
        uint32_t k = i + 1;
        for (size_t h = 0; h < ENT_COUNT(how) && k == i + 1; h++) {
            k += isw(j, k, how[h]);
        }
        bool past = isw(j, k, "past"), soon = isw(j, k, "term") && isw(j, k - 1, "near");
        bool end = k + 1 >= j->end || WD(j, k + 1).kind == W_PUNCT || LX(j, k + 1, LX_PREP) ||
                   isw(j, k + 1, "is") || isw(j, k + 1, "was") || k > i + 1;
        if ((past || soon || isw(j, k, "future")) && end) {
            x->kind = EX_REF;
            x->value = past ? "PAST_REF" : "FUTURE_REF";
            return k + 1;
        }
        return i;
    }
    if ((isw(j, i, "more") || isw(j, i, "most") || isw(j, i, "very")) &&
        (isw(j, i + 1, "recently") || isw(j, i + 1, "soon"))) {
        x->kind = EX_REF;
        x->value = isw(j, i + 1, "soon") ? "FUTURE_REF" : "PAST_REF";
        return i + 2;
    }
    if (isw(j, i, "right") && isw(j, i + 1, "now")) {
        x->kind = EX_REF;
        x->value = "PRESENT_REF";
        return i + 2;
    }
    if ((isw(j, i, "present") && isw(j, i + 1, "day")) ||
        (isw(j, i, "this") && isw(j, i + 1, "day") && before_is(j, i, "to"))) {
        x->kind = EX_REF;
        x->value = "PRESENT_REF";
        return i + 2;
    }
    if (isw(j, i, "date") && before_is(j, i, "to") &&
        !(i >= j->block_words + 2 &&
          (isw(j, i - 2, "up") || isw(j, i - 2, "equals") || isw(j, i - 2, "equal"))) &&
        (i + 1 >= j->end || WD(j, i + 1).kind == W_PUNCT || !WD(j, i + 1).upper)) {
        x->kind = EX_REF;
        x->value = "PRESENT_REF";
        return i + 1;
    }
    if (LX(j, i, LX_REFERENCE)) {
        const char *v = WD(j, i).lex->reference;
        x->kind = strncmp(v, "DAY", 3) == 0 || strncmp(v, "NIGHT", 5) == 0 ? EX_DAY : EX_REF;
        x->value = v;
        if (isw(j, i, "now") && (isw(j, i + 1, "and") || before_is(j, i, "from"))) {
            return i;
        }
        return i + 1;
    }
    if (LX(j, i, LX_ADJ_REFERENCE) && !WD(j, i).upper) {
        if ((isw(j, i, "recent") || isw(j, i, "current")) && ent_time_unit_at(j, i + 1) >= U_DAY) {
            return i;
        }
        if (isw(j, i, "former") && (before_is(j, i, "the")) &&
            (i + 1 >= j->end || WD(j, i + 1).kind == W_PUNCT)) {
            return i; /* the former and the latter */
        }
        x->kind = EX_REF;
        x->value = WD(j, i).lex->adj;
        x->modifier = !isw(j, i, "recent");
        return i + 1;
    }
    return i;
}

/* "fiscal year 1965", "the last financial year", "FY 2008": no days, states differ */
static uint32_t fiscal(job *j, uint32_t i, expr *x)
{
    uint32_t k = i + isw(j, i, "the");
    if (LX(j, k, LX_RELATION)) {
        x->relation = WD(j, k).lex->relation;
        k++;
    }
    bool fy = isw(j, k, "fy") && WD(j, k).upper;
    if (!fy && !((isw(j, k, "fiscal") || isw(j, k, "financial")) &&
                 (isw(j, k + 1, "year") || num(j, k + 1)))) {
        return i;
    }
    k += fy || num(j, k + 1) ? 1 : 2;
    x->fiscal = 1;
    x->kind = EX_DATE;
    x->unit = U_YEAR;
    uint32_t e = ent_time_year(j, k, x, false);
    return e > k ? e : fy || !x->relation ? i : k;
}

/* "recent years", "the years since", "in years" */
static uint32_t recent_units(job *j, uint32_t i, expr *x)
{
    if (!isw(j, i, "recent")) {
        return i;
    }
    tx_unit u = ent_time_unit_at(j, i + 1);
    if (u < U_DAY || !plural(j, i + 1)) {
        return i;
    }
    x->kind = EX_DURATION;
    x->unit = (uint8_t)u;
    x->fuzzy = 1;
    return i + 2;
}

/* "the year-earlier quarter", "the year-ago period" */
static uint32_t year_ago(job *j, uint32_t i, expr *x)
{
    uint32_t k = i + isw(j, i, "the");
    if (!isw(j, k, "year") || !pun(j, k + 1, '-') ||
        !(isw(j, k + 2, "ago") || isw(j, k + 2, "earlier"))) {
        return i;
    }
    tx_unit u = ent_time_unit_at(j, k + 3);
    if (u < U_WEEK && !isw(j, k + 3, "period")) {
        return i;
    }
    x->kind = EX_RELATED;
    x->relation = REL_SAME;
    x->unit = (uint8_t)u;
    x->amount = -1;
    return k + 4;
}

uint32_t ent_time_reference(job *j, uint32_t i, expr *x)
{
    static const form forms[] = {
        fiscal,
        recent_units,
        year_ago,
        reference,
    };
    return first_form(forms, ENT_COUNT(forms), j, i, x);
}
