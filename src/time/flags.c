/* flags.c: what the words around an expression say of it: an open bound, a name that it is part of,
 * the genre of the text. In: exprs before they are resolved. Out: their flags; d->genre. */
#include "time_int.h"

static bool isw(job *j, uint32_t i, const char *s)
{
    return ent_time_is(j->d, &j->w, i, s);
}

/* "did not begin until 21 August": that day it began. */
static bool negated(job *j, uint32_t i)
{
    uint32_t sent = j->w.v[i].sent;
    for (uint32_t k = i; k-- > 0 && i - k < 12 && j->w.v[k].sent == sent;) {
        if (isw(j, k, "not") || isw(j, k, "never") || isw(j, k, "t")) {
            return true;
        }
        if (j->w.v[k].kind == W_PUNCT && strchr(",;:", j->w.v[k].punct)) {
            return false;
        }
    }
    return false;
}

/* since, until, before, after: the word before, over "the", "about" and the like */
static uint32_t bound_of(job *j, const expr *x)
{
    uint32_t i = x->w0;
    uint32_t sent = i < j->w.n ? j->w.v[i].sent : 0;
    while (i > 0 && j->w.v[i - 1].sent == sent) {
        const tx_word *p = &j->w.v[i - 1];
        bool skip = isw(j, i - 1, "the") || isw(j, i - 1, "about") || isw(j, i - 1, "around") ||
                    isw(j, i - 1, "shortly") || isw(j, i - 1, "at") || isw(j, i - 1, "in") ||
                    isw(j, i - 1, "on") || isw(j, i - 1, "sometime");
        if (p->lex && (p->lex->bits & LX_BOUND)) {
            bool until = isw(j, i - 1, "until") || isw(j, i - 1, "till");
            return until && negated(j, i - 1) ? 0 : p->lex->bound;
        }
        if (isw(j, i - 1, "to") && i > 1 && isw(j, i - 2, "prior")) {
            return ENT_TIMEX_BEFORE;
        }
        if (isw(j, i - 1, "than") && i > 1 &&
            (isw(j, i - 2, "later") || isw(j, i - 2, "earlier"))) {
            bool no = i > 2 && (isw(j, i - 3, "no") || isw(j, i - 3, "not"));
            bool later = isw(j, i - 2, "later");
            return later ? (no ? ENT_TIMEX_UNTIL : ENT_TIMEX_AFTER)
                         : (no ? ENT_TIMEX_SINCE : ENT_TIMEX_BEFORE);
        }
        if ((isw(j, i - 1, "beginning") || isw(j, i - 1, "starting"))) {
            return ENT_TIMEX_SINCE;
        }
        if (isw(j, i - 1, "following")) {
            return ENT_TIMEX_AFTER;
        }
        if (isw(j, i - 1, "from") && (isw(j, x->w1, "on") || isw(j, x->w1, "onward") ||
                                      isw(j, x->w1, "onwards") || isw(j, x->w1, "forward"))) {
            return ENT_TIMEX_SINCE;
        }
        if (!skip) {
            break;
        }
        i--;
    }
    return 0;
}

/* A date that names a thing: "the Agreement of 1903", "the 1967 War", "the October 23 bombings",
 * "a 1998 interview". */
static bool in_name(job *j, const expr *x)
{
    if (x->kind != EX_DATE || x->part || x->of_range || x->w0 == 0 || x->unit > U_YEAR ||
        (x->unit == U_DAY && !x->month)) {
        return false;
    }
    const tx_word *p = &j->w.v[x->w0 - 1];
    const tx_word *n = x->w1 < j->w.n ? &j->w.v[x->w1] : NULL;
    /* what binds on: "condoned the alliance of 1902" tells no act of 1902 */
    static const char *const bonds[] = {"treaty",     "treaties",    "agreement", "agreements",
                                        "alliance",   "convention",  "accord",    "accords",
                                        "pact",       "declaration", "protocol",  "constitution",
                                        "resolution", "charter",     "mandate",   "armistice"};
    bool year = x->unit == U_YEAR && x->w1 - x->w0 == 1;
    if (year && x->w0 >= 2 && isw(j, x->w0 - 1, "of")) {
        const tx_word *of = &j->w.v[x->w0 - 2];
        if (ent_time_is_any(j->d, &j->w, x->w0 - 2, bonds, ENT_COUNT(bonds)) ||
            (of->kind == W_WORD && of->upper && !of->lex)) {
            return true;
        }
    }
    if (!n || n->kind != W_WORD || n->newline || n->sent != j->w.v[x->w0].sent ||
        (n->lex && (n->lex->bits & (LX_MONTH | LX_WEEKDAY | LX_PREP | LX_RELATION)))) {
        return false;
    }
    static const char *const articles[] = {"the", "a", "an", "his", "its", "their", "her", "s"};
    if (ent_time_is_any(j->d, &j->w, x->w0 - 1, articles, ENT_COUNT(articles))) {
        return true;
    }
    /* "In 1977 Hoxha ...": a preposition is no part of a name, also where it opens the sentence */
    bool leads = p->lex && (p->lex->bits & (LX_PREP | LX_BOUND | LX_RELATION));
    return year && n->upper && p->upper && !leads && p->kind == W_WORD && p->sent == n->sent;
}

/* News tells of days around its own; a narrative names years of its own. */
static void decide_genre(job *j)
{
    ent_doc *d = j->d;
    if (d->genre != ENT_GENRE_UNKNOWN) {
        return;
    }
    d->genre = ENT_GENRE_HISTORY;
    if (d->day == ENT_DAY_NONE) {
        return;
    }
    int year, m, day, near = 0, far = 0;
    ent_day_split(d->day, &year, &m, &day);
    for (uint32_t k = 0; k < j->x.n; k++) {
        const expr *x = &j->x.v[k];
        bool deictic =
            x->kind == EX_DAY || (x->kind == EX_DATE && x->weekday && !x->month) ||
            (x->kind == EX_OFFSET && x->direction == DIR_AGO) ||
            (x->kind == EX_RELATED &&
             (x->relation == REL_LAST || x->relation == REL_THIS || x->relation == REL_NEXT) &&
             x->unit != U_NONE);
        bool dated = x->kind == EX_DATE && x->year != NO_YEAR && !x->two_digit;
        if (dated && x->unit == U_DAY && x->year == year && x->month) {
            int32_t gap = ent_date_valid(x->year, x->month, x->day)
                              ? ent_day_ymd(x->year, x->month, x->day) - d->day
                              : 99;
            near += gap > -10 && gap < 10 ? 4 : 0;
        } else if (deictic) {
            near += 2;
        } else if (dated && x->unit <= U_YEAR && (x->year < year - 2 || x->year > year + 2)) {
            far += 1;
        }
    }
    d->genre = near >= far ? ENT_GENRE_NEWS : ENT_GENRE_HISTORY;
}

void ent_time_flags(job *j)
{
    for (uint32_t k = 0; k < j->x.n; k++) {
        expr *x = &j->x.v[k];
        if (x->kind == EX_SET || x->kind == EX_REF || x->kind == EX_DURATION) {
            continue;
        }
        bool counted = k > 0 && x[-1].kind == EX_OFFSET && x[-1].w1 == x->w0;
        x->flags |= counted ? 0 : bound_of(j, x);
        if (in_name(j, x)) {
            x->flags |= ENT_TIMEX_INNAME;
        }
        if (x->of_range) {
            x->flags |= ENT_TIMEX_RANGE;
        }
    }
    decide_genre(j);
    for (uint32_t k = 0; k < j->x.n && j->d->genre == ENT_GENRE_NEWS; k++) {
        if (j->x.v[k].kind == EX_REF && j->x.v[k].modifier) {
            j->x.v[k].type = TX_DROPPED; /* "the former chairman" is no time in news */
        }
    }
}
