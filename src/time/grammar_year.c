/* grammar_year.c: when a number or some words are a year, and whether a number stands free. In:
 * words. Out: an expr's year.
 *
 *   year    = dddd | "'" dd | d..dddd ("BC"|"AD") | dddd "/" d..dddd | words
 */
#include "grammar.h"

/* A number that stands free: no letter, sign or digit touches it before. */
bool ent_time_free_before(job *j, uint32_t i)
{
    if (i <= j->block_words || WD(j, i).space) {
        return true;
    }
    const tx_word *p = &WD(j, i - 1);
    bool label = p->punct == ':' && i >= j->block_words + 2 && WD(j, i - 2).kind == W_WORD;
    return p->kind == W_PUNCT && strchr("({[\"'-/;:", p->punct) && (p->punct != ':' || label) &&
           !(p->punct == '/' && i >= j->block_words + 2 && WD(j, i - 2).kind == W_NUMBER &&
             WD(j, i - 2).digits < 4);
}

/* A number in a row of numbers with dashes: only "1990-1995", "1990-95" and dates are none of our
 * codes, telephone numbers, ranges of pages. */
bool ent_time_in_code(job *j, uint32_t i)
{
    uint32_t first = i, last = i, n = 1;
    while (n < 4 && first >= j->block_words + 2 && !WD(j, first).space && !WD(j, first - 1).space &&
           pun(j, first - 1, '-') && num(j, first - 2)) {
        first -= 2;
        n++;
    }
    while (n < 4 && pun(j, last + 1, '-') && !WD(j, last + 1).space && num(j, last + 2) &&
           !WD(j, last + 2).space) {
        last += 2;
        n++;
    }
    if (n == 1) {
        return false;
    }
    bool year =
        WD(j, first).digits == 4 && WD(j, first).number >= 1000 && WD(j, first).number < 2200;
    bool end = (WD(j, last).digits == 4 && WD(j, last).number >= WD(j, first).number &&
                WD(j, last).number < 2200) ||
               WD(j, last).digits == 2;
    return n > 2 || !year || !end;
}

/* Nothing touches it behind that would make it part of a longer number or code. */
bool ent_time_free_behind(job *j, uint32_t i)
{
    uint32_t k = i + 1;
    if (k >= j->end || WD(j, k).space) {
        return true;
    }
    const tx_word *n = &WD(j, k);
    if (n->kind != W_PUNCT) {
        return false;
    }
    bool digit_next = num(j, k + 1) && !WD(j, k + 1).space;
    if (digit_next && strchr(".,:", n->punct)) {
        return false;
    }
    return n->punct != '%' && n->punct != '$';
}

/* "BC", "B.C.", "AD" behind a year. */
uint32_t ent_time_era_behind(job *j, uint32_t i, bool *bc)
{
    if (!LX(j, i, LX_ERA) || !(WD(j, i).upper)) {
        return i;
    }
    *bc = WD(j, i).lex->value[0] == 'B';
    return i + 1;
}

static bool unit_follows(job *j, uint32_t i)
{
    return i < j->end && WD(j, i).lex && (WD(j, i).lex->notyear & 2);
}

/* "No", "page": what stands behind it is no year. */
static bool number_of(job *j, uint32_t i)
{
    return WD(j, i).lex && (WD(j, i).lex->notyear & 1);
}

/* Whether the number at i, standing alone, is a year by its surroundings. */
bool ent_time_year_fits(job *j, uint32_t i)
{
    const tx_word *w = &WD(j, i);
    if (w->number < 1000 || w->number > 2100 || !ent_time_free_before(j, i) ||
        !ent_time_free_behind(j, i) || ent_time_in_code(j, i)) {
        return false;
    }
    if (pun(j, i + 1, '-') && !WD(j, i + 1).space && i + 2 < j->end && !WD(j, i + 2).space &&
        WD(j, i + 2).kind == W_WORD && LX(j, i + 2, LX_UNIT)) {
        return false; /* 1500-mile, 2000-year */
    }
    bool sure = i > j->block_words && w->number % 100 && w->number >= 1500 &&
                (isw(j, i - 1, "in") || isw(j, i - 1, "since") || isw(j, i - 1, "until"));
    if ((unit_follows(j, i + 1) && !sure) || (LX(j, i + 1, LX_UNIT) && !WD(j, i + 1).upper)) {
        return false;
    }
    const tx_word *p = i > j->block_words ? &WD(j, i - 1) : NULL;
    if (p && (p->kind == W_NUMBER ||
              (p->kind == W_PUNCT && p->punct == '-' && i >= j->block_words + 4 &&
               ((WD(j, i - 3).lex && (WD(j, i - 3).lex->notyear & 1)) ||
                (pun(j, i - 3, '.') && WD(j, i - 4).lex && (WD(j, i - 4).lex->notyear & 1)))))) {
        return false; /* "202 555 1812", "pages 1914-1918", "pp. 1914-1918" */
    }
    bool than = isw(j, i - 1, "than") && i >= j->block_words + 2 &&
                (isw(j, i - 2, "later") || isw(j, i - 2, "earlier"));
    if (p && ((p->lex && (p->lex->notyear & 1) && !than) ||
              (p->kind == W_PUNCT && strchr("$#+", p->punct)))) {
        return false;
    }
    if (p && p->kind == W_PUNCT && p->punct == '.' && i >= j->block_words + 2 &&
        number_of(j, i - 2)) {
        return false; /* "No. 1503", "p. 1812" */
    }
    bool prep = p && p->lex && (p->lex->bits & (LX_PREP | LX_PART | LX_APPROX | LX_RELATION));
    bool round = w->number % 100 == 0 || w->number < 1500;
    if (i + 1 < j->end && WD(j, i + 1).kind == W_WORD && !WD(j, i + 1).upper && round &&
        !WD(j, i + 1).lex) {
        /* "in 1900 relations" is a year, "to 1200 settlements" is not: only "in", "of", "since" */
        static const char *const firm[] = {"in",    "since", "by",    "before",
                                           "after", "until", "during"};
        bool in = false;
        for (size_t k = 0; k < ENT_COUNT(firm) && p; k++) {
            in = in || ent_time_is(j->d, &j->w, i - 1, firm[k]);
        }
        return in && w->number >= 1500;
    }
    if (w->number < 1500) {
        return prep || (p && p->kind == W_PUNCT);
    }
    return true;
}

/* A year at i: with `alone`, only where its surroundings make it one. */
uint32_t ent_time_year(job *j, uint32_t i, expr *x, bool alone)
{
    bool bc = false;
    if (LX(j, i, LX_ERA) && WD(j, i).upper && WD(j, i).lex->value[0] == 'A' && num(j, i + 1) &&
        WD(j, i + 1).digits <= 4 && WD(j, i + 1).number > 0) { /* AD 70 */
        x->year = WD(j, i + 1).number;
        return i + 2;
    }
    if (pun(j, i, '\'') && num(j, i + 1) && !WD(j, i + 1).space && WD(j, i + 1).digits == 2 &&
        (WD(j, i).space || i == j->block_words) && ent_time_free_behind(j, i + 1) &&
        (!alone || (i > j->block_words && LX(j, i - 1, LX_PREP)))) {
        x->year = WD(j, i + 1).number;
        x->two_digit = 1;
        return i + 2;
    }
    if (!num(j, i) || WD(j, i).number < 1 || WD(j, i).digits > 4) {
        return i;
    }
    uint32_t k = ent_time_era_behind(j, i + 1, &bc);
    if (k > i + 1 && ent_time_free_before(j, i)) {
        x->year = bc ? 1 - WD(j, i).number : WD(j, i).number;
        return k;
    }
    if (WD(j, i).digits != 4 || WD(j, i).number < 1000 || WD(j, i).number > 2199) {
        return i;
    }
    if (pun(j, i + 1, '/') && !WD(j, i + 1).space && num(j, i + 2) && !WD(j, i + 2).space &&
        (WD(j, i + 2).digits <= 2 || WD(j, i + 2).digits == 4) && ent_time_free_behind(j, i + 2)) {
        /* a double year, Old Style / New Style: the later one is the year that begins in January */
        int next = WD(j, i).number + 1, mod = WD(j, i + 2).digits == 1   ? 10
                                              : WD(j, i + 2).digits == 2 ? 100
                                                                         : 10000;
        if (next % mod == WD(j, i + 2).number && next < 1800) {
            x->year = next;
            x->julian = x->unit == U_DAY; /* the notation belongs to the Old Style */
            return i + 3;
        }
    }
    bool sure = x->month && WD(j, i).number % 100 && WD(j, i).number >= 1500;
    if (alone ? !ent_time_year_fits(j, i)
              : !ent_time_free_behind(j, i) || (unit_follows(j, i + 1) && !sure)) {
        return i; /* "1936 troops", but "in March 1936 troops entered" */
    }
    x->year = WD(j, i).number;
    return i + 1;
}

/* "ninety-six", "ninety six", "five"; up to 99 */
static uint32_t below_hundred(job *j, uint32_t i, int *n)
{
    if (!LX(j, i, LX_NUMBER) || WD(j, i).lex->number < 1 || WD(j, i).lex->number > 99) {
        return i;
    }
    *n = (int)WD(j, i).lex->number;
    uint32_t k = i + 1 + (pun(j, i + 1, '-') && !WD(j, i + 1).space);
    if (*n >= 20 && *n % 10 == 0 && LX(j, k, LX_NUMBER) && WD(j, k).lex->number >= 1 &&
        WD(j, k).lex->number < 10) {
        *n += (int)WD(j, k).lex->number;
        return k + 1;
    }
    return i + 1;
}

/* A year in words: "nineteen sixty-two", "eighteen hundred and seven", "two thousand and five". */
uint32_t ent_time_year_in_words(job *j, uint32_t i, expr *x)
{
    static const char *const go_on[] = {"and", "was", "were", "the",  "he",   "she",
                                        "it",  "we",  "a",    "they", "when", "his"};
    int a = 0, b = 0;
    uint32_t k = below_hundred(j, i, &a);
    bool round = (a == 2 && isw(j, k, "thousand")) || isw(j, k, "hundred");
    if (k != i + 1 || (a != 2 && (a < 11 || a > 20)) || (a == 2 && !isw(j, k, "thousand"))) {
        return i;
    }
    k += round;
    uint32_t rest = k + (round && isw(j, k, "and")), e = below_hundred(j, rest, &b);
    if ((e == rest && a > 2) || (!round && b < 10) || LX(j, e, LX_NUMBER | LX_SCALE)) {
        return i;
    }
    e = e > rest ? e : k;
    const tx_word *n = e < j->end ? &WD(j, e) : NULL;
    bool lower = n && n->kind == W_WORD && !n->upper && !LX(j, e, LX_PREP);
    for (size_t m = 0; m < ENT_COUNT(go_on); m++) {
        lower = lower && !isw(j, e, go_on[m]);
    }
    if (lower && (round || j->d->text[n->e - 1] == 's')) {
        return i; /* two thousand and five men, nineteen sixty cases */
    }
    x->year = a == 2 ? 2000 + b : a * 100 + b;
    return e;
}

/* [","|"of"|"in"] year */
uint32_t ent_time_year_behind(job *j, uint32_t i, expr *x, bool of)
{
    uint32_t k = i;
    k += pun(j, k, ',') || (of && (isw(j, k, "of") || isw(j, k, "in")));
    k += of && k > i && isw(j, k, "the") && isw(j, k + 1, "year") ? 2 : 0;
    uint32_t e = ent_time_year(j, k, x, false);
    if (e == k && x->month && k == i + 1 && isw(j, i, "of") && num(j, k) && WD(j, k).digits == 2 &&
        ent_time_free_behind(j, k) &&
        (k + 1 >= j->end || WD(j, k + 1).kind == W_PUNCT || LX(j, k + 1, LX_PREP))) {
        x->year = WD(j, k).number; /* April of 87 */
        x->two_digit = 1;
        return k + 1;
    }
    e = e == k ? ent_time_year_in_words(j, k, x) : e;
    return e > k ? e : i;
}
