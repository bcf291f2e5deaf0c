/* narrative.c: where the story stands. In: the exprs, as resolve.c comes to them. Out: the year of
 * a month without one; whether an expression moves the date that later ones count from.
 *
 * A leap that the next date takes back, a year outside the heading's span, a look back within a
 * sentence, "since 1955", names, quotations and plans move nothing. */
#include "time_int.h"

when ent_time_base(const narr *n)
{
    return n->ref.unit != U_NONE ? n->ref : n->head.unit != U_NONE ? n->head : n->now;
}

/* The first year that the text names after expr k, where none has been named before. */
when ent_time_look_ahead(narr *n, uint32_t k)
{
    for (uint32_t end = k + 200; k < n->j->x.n && k < end; k++) {
        const expr *x = &n->j->x.v[k];
        if (x->kind == EX_DATE && x->year != NO_YEAR && !x->two_digit && x->unit <= U_YEAR &&
            x->year > 0 && !(x->flags & ENT_TIMEX_INNAME)) {
            return ent_time_when_make(U_YEAR, x->year, 0, 0);
        }
    }
    return (when){0};
}

/* Months since year 0 of a date as far as it is known; a lone year stands at its middle. */
static int64_t months_of(const when *w)
{
    int m = w->month ? w->month : w->unit == U_SEASON ? w->idx * 3 + 1 : 7;
    return (int64_t)w->year * 12 + m - 1;
}

static bool quoted(narr *n, const expr *x)
{
    return WD(n->j, x->w0).quoted;
}

/* The next date with year and month that the story itself gives; NULL at the next dated heading. */
static const expr *next_dated(narr *n, const expr *x, bool lone_years)
{
    uint32_t k = x->k + 1;
    for (uint32_t end = k + 40; k < n->j->x.n && k < end; k++) {
        const expr *y = &n->j->x.v[k];
        if (y->kind != EX_DATE || y->year == NO_YEAR || y->two_digit || y->unit > U_YEAR) {
            continue;
        }
        if (y->in_heading) {
            return NULL;
        }
        bool lone = !y->month && !y->idx;
        if ((y->flags & (ENT_TIMEX_INNAME | ENT_TIMEX_SINCE)) || (lone && !lone_years) ||
            quoted(n, y) || (lone && (WD(n->j, y->w0).paren || y->of_range))) {
            continue;
        }
        return y;
    }
    return NULL;
}

/* How ill a month fits between the date before and the dated one behind: going back costs more than
 * going on, overtaking what comes next costs too. */
static double misfit(int64_t at, int64_t before, int64_t behind, bool in)
{
    double cost = at < before ? (double)(before - at) : (double)(at - before) * 0.3;
    if (at / 12 < before / 12) {
        cost += in ? 3.0 : 0.5;
    }
    if (at / 12 > before / 12) {
        cost += 0.8;
    }
    return cost + (at > behind ? (double)(at - behind) * 0.8 : 0);
}

/* Out of the chapter's span is a worse place for a date. */
static double outside(const narr *n, int64_t at)
{
    if (!n->head.unit) {
        return 0;
    }
    int y1, y2, m, d;
    ent_day_split(n->head_from, &y1, &m, &d);
    ent_day_split(n->head_to, &y2, &m, &d);
    if (n->head.unit != U_YEAR && n->head_to <= n->head.to) {
        y2 += 5; /* what is headed by the month in which it begins may go on */
    }
    return at / 12 < y1 || at / 12 > y2 ? 3.0 : 0;
}

static int64_t behind_of(narr *n, const expr *x)
{
    const expr *next = next_dated(n, x, false);
    if (!next) {
        return INT64_MAX;
    }
    when w = {.unit = next->unit, .year = next->year, .month = next->month, .idx = next->idx};
    return months_of(&w);
}

/* What the dates without a year that follow would cost, were this one at month `at`. */
static double rest_of_run(narr *n, const expr *x, int64_t at, int64_t behind)
{
    double sum = 0;
    const expr *end = n->j->x.v + n->j->x.n, *first = &n->j->x.v[x->k] + 1, *y = first;
    for (int k = 0; y < end && y < first + 39 && k < 8; y++) {
        if (y->in_heading || (y->kind == EX_DATE && y->year != NO_YEAR && y->month &&
                              !(y->flags & (ENT_TIMEX_INNAME | ENT_TIMEX_SINCE)))) {
            break;
        }
        if (y->kind != EX_DATE || !y->month || y->year != NO_YEAR || y->relation ||
            (y->flags & (ENT_TIMEX_INNAME | ENT_TIMEX_SINCE | ENT_TIMEX_UNTIL))) {
            continue;
        }
        double least = 1e9;
        int64_t best = at;
        for (int64_t year = at / 12 - 1; year <= at / 12 + 1; year++) {
            int64_t m = year * 12 + y->month - 1;
            double c = misfit(m, at, behind, true) + outside(n, m);
            if (c < least) {
                least = c;
                best = m;
            }
        }
        sum += least;
        at = best;
        k++;
    }
    return sum;
}

/* "had begun in 1950": told from further back. */
static bool pluperfect(narr *n, const expr *x)
{
    job *j = n->j;
    for (uint32_t i = x->w0; i-- > 0 && x->w0 - i < 9 && j->w.v[i].sent == j->w.v[x->w0].sent;) {
        if (ent_time_is(j->d, &j->w, i, "had")) {
            return true;
        }
        if (j->w.v[i].kind == W_PUNCT && strchr(",;", j->w.v[i].punct)) {
            return false;
        }
    }
    return false;
}

/* In a clause of "which", "who", "when": told by the way. */
static bool subordinate(narr *n, const expr *x)
{
    static const char *const words[] = {"which", "who", "whom", "whose", "where"};
    job *j = n->j;
    for (uint32_t i = x->w0; i-- > 0 && x->w0 - i < 14 && j->w.v[i].sent == j->w.v[x->w0].sent;) {
        for (size_t k = 0; k < ENT_COUNT(words); k++) {
            if (ent_time_is(j->d, &j->w, i, words[k])) {
                return true;
            }
        }
        if (j->w.v[i].kind == W_PUNCT && strchr(",;:", j->w.v[i].punct)) {
            return false;
        }
    }
    return false;
}

static int32_t narrative_year(narr *n, const expr *x, when r, int month, int day)
{
    if (!r.month && r.unit != U_SEASON) { /* "By the end of 1915 ... In February" */
        bool end = n->ref.from == r.from && r.unit == U_YEAR && n->ref_from > r.from + 180;
        return r.year + (end && month < 8 && !pluperfect(n, x));
    }
    job *j = n->j;
    int64_t before = months_of(&r), behind = behind_of(n, x);
    behind = behind < before - 12 ? INT64_MAX : behind; /* that one looks back */
    bool in = x->w0 > 0 && (ent_time_is(j->d, &j->w, x->w0 - 1, "in") ||
                            ent_time_is(j->d, &j->w, x->w0 - 1, "on") ||
                            ent_time_is(j->d, &j->w, x->w0 - 1, "by") || x->of_range);
    if (x->flags & (ENT_TIMEX_SINCE | ENT_TIMEX_INNAME)) {
        return month > r.month + ((x->flags & ENT_TIMEX_SINCE) ? 0 : 2) ? r.year - 1 : r.year;
    }
    if (pluperfect(n, x) && r.month && !x->day) { /* "the war that had begun in June" */
        return r.year - (month > r.month + 3);
    }
    bool until = x->w0 > 0 && (ent_time_is(j->d, &j->w, x->w0 - 1, "until") ||
                               ent_time_is(j->d, &j->w, x->w0 - 1, "till"));
    if (until && r.month) { /* what lasts until a month lasts beyond the date before */
        return r.year + (month < r.month);
    }
    if (x->unit == U_SEASON && r.month && r.month / 3 % 4 == x->idx % 4) {
        return r.year - (x->idx == 4 && r.month < 3); /* the season that it is */
    }
    bool fresh = x->block != n->ref_block; /* a new paragraph may go back with less ado */
    int32_t best = r.year;
    double least = 1e9;
    for (int32_t y = r.year - 1; y <= r.year + 1; y++) {
        int64_t at = (int64_t)y * 12 + month - 1;
        double c = misfit(at, before, behind, in && !fresh);
        c = at < before && fresh ? c * 0.6 : c;
        c += outside(n, at) + rest_of_run(n, x, at, behind);
        bool leap = !(day == 29 && month == 2) || ent_date_valid(y, 2, 29);
        if (leap && c < least) {
            least = c;
            best = y;
        }
    }
    return best;
}

static int32_t news_year(narr *n, const expr *x, when r, int month, int day)
{
    if (month == 2 && day == 29) { /* the last one that there was */
        int32_t y = r.year;
        while (!ent_date_valid(y, 2, 29) && y > r.year - 8) {
            y--;
        }
        return y;
    }
    int32_t here = ent_day_ymd(r.year, month, day && day <= 28 ? day : 15);
    int32_t gap = here - r.from; /* > 0: ahead */
    tx_tense tense = ent_time_tense(n, x);
    bool future = tense == TENSE_FUTURE, past = tense == TENSE_PAST;
    if (x->flags & ENT_TIMEX_INNAME && !future) { /* "the November election" has been */
        return gap > 45 ? r.year - 1 : r.year;
    }
    if (day) { /* a few days' grace: what was planned for yesterday, and the zones of time */
        bool last = past ? gap > 3 : gap > 183 && !future;
        return last ? r.year - 1 : gap < -7 && future ? r.year + 1 : r.year;
    }
    if (future) {
        return gap < -31 ? r.year + 1 : r.year;
    }
    if (past && x->month && month > r.month) {
        return r.year - 1;
    }
    return gap > (x->unit == U_QUARTER ? 120 : 45) ? r.year - 1 : r.year;
}

/* "and in 1989 the minister visited Havana in June": the year that the same clause led with, or
 * NO_YEAR. Its own year moves no narrative where the clause is told by the way, but dates its
 * month. */
static int32_t clause_year(narr *n, const expr *x)
{
    job *j = n->j;
    if (x->k == 0 || x->w0 == 0 || !ent_time_is(j->d, &j->w, x->w0 - 1, "in")) {
        return NO_YEAR;
    }
    const expr *e = &j->x.v[x->k - 1];
    bool close =
        x->w0 <= e->w1 + 2 && e->at.unit == U_YEAR && j->w.v[e->w0].sent == j->w.v[x->w0].sent;
    if (close && (e->kind == EX_OFFSET || e->kind == EX_RELATED)) {
        return e->at.year; /* "two years ago in March" */
    }
    bool year = e->kind == EX_DATE && e->at.unit == U_YEAR && !e->of_range && e->w0 > 0 &&
                !(e->flags & (ENT_TIMEX_INNAME | ENT_TIMEX_SINCE | ENT_TIMEX_UNTIL)) &&
                ent_time_is(j->d, &j->w, e->w0 - 1, "in");
    bool near = j->w.v[e->w0].sent == j->w.v[x->w0].sent && x->w0 - e->w1 <= 14 &&
                !subordinate(n, e) && !pluperfect(n, e);
    for (uint32_t i = e->w1; near && i < x->w0; i++) {
        near = !ent_time_is(j->d, &j->w, i, "and") && !ent_time_is(j->d, &j->w, i, ";");
    }
    return year && near ? e->at.year : NO_YEAR;
}

/* The year of a month without one: in news the nearest to the document that the tense allows; in a
 * narrative the one that fits best between the date before and the dated one behind. */
int32_t ent_time_guess_year(narr *n, const expr *x, int month, int day)
{
    if (x->of_range == 2 && x->link != ENT_NONE && n->j->x.v[x->link].at.unit) {
        const when *a = &n->j->x.v[x->link].at; /* the end of a range lies behind its begin */
        return a->year + (a->month > month);
    }
    int32_t own = clause_year(n, x);
    if (own != NO_YEAR) {
        return own;
    }
    when r = n->news ? n->now : ent_time_base(n);
    if (n->news && n->ref.unit != U_NONE && n->ref.unit <= U_MONTH && n->now.unit &&
        n->ref.year < n->now.year - 1 && n->ref_block == x->block) {
        return n->ref.year; /* news that tells of another year */
    }
    if (r.unit == U_NONE) {
        r = ent_time_look_ahead(n, x->k + 1);
    }
    if (r.unit == U_NONE) {
        return NO_YEAR;
    }
    return n->news ? news_year(n, x, r, month, day) : narrative_year(n, x, r, month, day);
}

/* -- the course of the narrative --------------------------------------------------------------- */

/* Leads its sentence: nothing before it but prepositions and connectives. */
static bool leads(narr *n, const expr *x)
{
    static const char *const open[] = {"then",  "finally", "only", "also", "but",
                                       "yet",   "later",   "thus", "the",  "however",
                                       "again", "as",      "late", "early"};
    job *j = n->j;
    uint32_t sent = j->w.v[x->w0].sent;
    for (uint32_t i = x->w0; i > 0 && j->w.v[i - 1].sent == sent; i--) {
        const tx_word *p = &j->w.v[i - 1];
        bool may = p->kind == W_PUNCT ||
                   (p->lex && (p->lex->bits & (LX_PREP | LX_PART | LX_APPROX | LX_BOUND)));
        for (size_t k = 0; k < ENT_COUNT(open) && !may; k++) {
            may = ent_time_is(j->d, &j->w, i - 1, open[k]);
        }
        if (!may || x->w0 - i > 5) {
            return false;
        }
    }
    return true;
}

/* Within the heading's span, or a year of it. */
static bool in_head(const narr *n, const when *w)
{
    return w->to >= n->head_from - 366 && w->from <= n->head_to + 366;
}

/* A year that the story does not stay in: outside its heading's span, or a leap forward or back
 * from which the next date returns. */
static bool aside(narr *n, const expr *x)
{
    if (x->kind != EX_DATE || n->ref.unit == U_NONE || x->basis != ENT_BASIS_TEXT) {
        return false;
    }
    bool lone = !x->month && !x->idx;
    if (lone && WD(n->j, x->w0).paren) {
        return true;
    }
    if (n->head.unit && n->head_to > n->head_from + 366 && lone &&
        (x->at.to < n->head_from || x->at.from > n->head_to + 366)) {
        return true;
    }
    if (x->of_range == 2 || (n->head.unit && !in_head(n, &n->ref) && x->at.to >= n->head_from &&
                             x->at.from <= n->head_to)) {
        return false; /* back in its chapter */
    }
    const expr *next = next_dated(n, x, true);
    if (lone && x->at.from > n->ref.to + 5 * 366 && !leads(n, x) &&
        !(next && next->year >= x->year)) {
        return true; /* "papers found in 2004 proved" */
    }
    if (!next) { /* out of the heading's span, where the paragraph had been in it */
        return n->head.unit && x->at.to < n->head_from - 366 &&
               (n->ref_block == x->block || n->from_heading) && n->ref.to >= n->head_from - 366;
    }
    when w = ent_time_when_make((tx_unit)U_YEAR, next->year, 0, 0);
    if (next->month) {
        w = ent_time_when_make(U_MONTH, next->year, next->month, 0);
    }
    if (x->at.from > n->ref.to + (lone ? 0 : 200)) { /* ahead */
        const expr *after = next_dated(n, next, true);
        bool stays = after && after->year >= x->year && next->year >= x->year;
        return !stays && w.to < x->at.from && w.to >= n->ref.from - 366;
    }
    if (x->at.to < n->ref.from - (lone ? 0 : 300)) { /* back */
        return w.to >= n->ref.from;
    }
    return false;
}

/* The end of "between 1937 and 1941": years apart, and no name's ("the war of 1980-88"). */
static bool long_span(narr *n, const expr *x)
{
    static const char *const open[] = {"between", "from", "during", "over", "in", "throughout"};
    job *j = n->j;
    if (x->of_range != 2 || x->at.unit > U_YEAR || x->link == ENT_NONE || x->in_heading) {
        return false;
    }
    const expr *first = &j->x.v[x->link];
    bool said = false;
    for (size_t k = 0; k < ENT_COUNT(open) && first->w0 > 0; k++) {
        said |= ent_time_is(j->d, &j->w, first->w0 - 1, open[k]);
    }
    int32_t apart = x->at.from - first->at.from;
    return said && first->at.unit && apart > (x->at.unit == U_YEAR ? 3 * 365 : 400);
}

/* "the war, which ended on 28 February 1991": how it ended; what follows tells how it went. */
static bool tells_end(narr *n, const expr *x)
{
    static const char *const words[] = {"ended", "lasted", "ceased", "expired", "closed"};
    job *j = n->j;
    for (uint32_t i = x->w0; i-- > 0 && x->w0 - i < 8 && j->w.v[i].sent == j->w.v[x->w0].sent;) {
        if (ent_time_is_any(j->d, &j->w, i, words, ENT_COUNT(words))) {
            return true;
        }
    }
    return false;
}

/* Whether later expressions count from this one. */
bool ent_time_moves(narr *n, const expr *x)
{
    bool first = n->ref.unit == U_NONE && !n->news && x->at.unit == U_YEAR &&
                 x->w1 == x->w0 + 1; /* "During the 1848 revolution" */
    if (!x->at.unit || x->type == TX_DROPPED || ((x->flags & ENT_TIMEX_INNAME) && !first) ||
        x->kind == EX_PERIOD || x->kind == EX_DURATION || x->kind == EX_DAY || x->event) {
        return false;
    }
    if (x->kind == EX_RELATED && x->amount < 0) {
        return false; /* a comparison: "the same period last year" */
    }
    if (x->deictic) { /* "Twenty years ago the war began": for its paragraph */
        return x->at.unit <= U_YEAR && x->at.from <= n->told.from &&
               (x->kind == EX_RELATED || (x->kind == EX_OFFSET && leads(n, x)));
    }
    if (x->kind == EX_OFFSET && x->direction != DIR_LATER && x->direction != DIR_AFTER) {
        return false;
    }
    if (x->unit > U_YEAR || x->at.unit > U_YEAR) {
        return x->at.unit == U_DECADE && x->kind == EX_DATE && n->ref.unit == U_NONE;
    }
    if (n->news) {
        return true;
    }
    if (long_span(n, x)) {
        return false; /* the story stands at its begin */
    }
    bool leading = leads(n, x);
    bool until = x->w0 > 0 && (x->flags & ENT_TIMEX_UNTIL) &&
                 !ent_time_is(n->j->d, &n->j->w, x->w0 - 1, "by");
    if (((x->flags & ENT_TIMEX_SINCE) || until) && !leading) {
        return false;
    }
    bool lone = x->kind == EX_DATE && x->basis == ENT_BASIS_TEXT && !x->month && !x->idx;
    if (n->ref.unit != U_NONE && x->at.to < n->ref.from && !leading && !x->of_range &&
        !(n->from_heading && lone && !pluperfect(n, x)) &&
        ((x->kind == EX_DATE && x->basis == ENT_BASIS_TEXT && !x->month && !x->idx) ||
         x->kind == EX_RELATED || pluperfect(n, x))) {
        return false; /* a year that the sentence closes on, further back */
    }
    if (quoted(n, x) && n->ref.unit != U_NONE) {
        return false;
    }
    uint32_t sent = WD(n->j, x->w0).sent;
    if (n->ref.unit != U_NONE && !leading && x->of_range != 2 && x->at.from > n->ref.to + 31) {
        if (n->side_sent == sent || ent_time_future_near(n, x) ||
            ent_time_is(n->j->d, &n->j->w, x->w0 > 0 ? x->w0 - 1 : 0, "by")) {
            return false; /* a plan, or what a clause told by the way goes on with */
        }
        int32_t reach = tells_end(n, x) ? 120 : lone ? 730 : 1500;
        if (x->basis == ENT_BASIS_TEXT && x->at.from > n->ref.to + reach && subordinate(n, x)) {
            n->side_sent = sent;
            return false;
        }
    }
    if (n->ref.unit != U_NONE && x->basis == ENT_BASIS_CONTEXT && x->kind == EX_DATE &&
        x->at.unit > n->ref.unit && x->from <= n->ref.from && x->to >= n->ref.to) {
        return false; /* says less than is known */
    }
    bool same = sent == n->ref_sent && n->ref.unit != U_NONE;
    bool again = x->w0 > 1 && (ent_time_is(n->j->d, &n->j->w, x->w0 - 2, "again") ||
                               ent_time_is(n->j->d, &n->j->w, x->w0 - 2, "and") ||
                               ent_time_is(n->j->d, &n->j->w, x->w0 - 2, "then"));
    if (same && !x->of_range && x->basis == ENT_BASIS_TEXT &&
        (x->at.to < n->ref.from ||
         (x->at.from > (n->ref_to > n->ref.to ? n->ref_to : n->ref.to) + 730 && !again))) {
        return false; /* a look back or far ahead within the sentence */
    }
    if (same && !x->of_range && x->at.to < n->ref.from) {
        return false;
    }
    if ((x->flags & ENT_TIMEX_UNTIL) && !leading && x->basis == ENT_BASIS_CONTEXT && !x->day) {
        return false;
    }
    return !aside(n, x);
}

/* In the phrase that opens its sentence: a preposition first, no comma before it. */
static bool opens(narr *n, const expr *x)
{
    job *j = n->j;
    uint32_t sent = j->w.v[x->w0].sent, i = x->w0;
    for (; i > 0 && j->w.v[i - 1].sent == sent; i--) {
        if (x->w0 - i > 12 || j->w.v[i - 1].kind == W_PUNCT) {
            return false;
        }
    }
    return i == x->w0 || (j->w.v[i].lex && (j->w.v[i].lex->bits & (LX_PREP | LX_BOUND)));
}

/* "A revolution had ended in 1959": the main clause of the sentence, as far as words tell. */
static bool had_in_main(narr *n, const expr *x)
{
    static const char *const joins[] = {"that",    "which", "who",   "whom",   "whose",
                                        "because", "when",  "until", "before", "after",
                                        "as",      "where", "while", "what",   "if"};
    job *j = n->j;
    uint32_t sent = j->w.v[x->w0].sent, first = x->w0;
    while (first > 0 && j->w.v[first - 1].sent == sent && x->w0 - first < 40) {
        first--;
    }
    bool had = false;
    uint32_t end = opens(n, x) ? x->w1 + 20 : x->w0; /* "In 1957 the president had promised" */
    for (uint32_t i = first; i < end && i < j->w.n && j->w.v[i].sent == sent; i++) {
        for (size_t k = 0; k < ENT_COUNT(joins); k++) {
            if (ent_time_is(j->d, &j->w, i, joins[k])) {
                return false;
            }
        }
        had |= ent_time_is(j->d, &j->w, i, "had");
        if (had && i >= x->w1) {
            return true;
        }
    }
    return had;
}

uint8_t ent_time_aside(narr *n, const expr *x)
{
    job *j = n->j;
    if (!n->news && (x->flags & ENT_TIMEX_INNAME) && x->at.unit == U_YEAR && n->ref.unit &&
        x->at.from > n->ref.to && !x->in_heading && !quoted(n, x) && x->w0 > 8 &&
        ent_time_is(j->d, &j->w, x->w0 - 1, "of") && WD(j, x->w0 - 9).sent != WD(j, x->w0).sent) {
        return TX_SIDE_LEADS; /* "In the Adams-Cole Agreement of 1917 they ..." */
    }
    if (n->news || x->kind != EX_DATE || x->basis != ENT_BASIS_TEXT || !x->at.unit || x->of_range ||
        quoted(n, x) || (x->flags & (ENT_TIMEX_UNTIL | ENT_TIMEX_BEFORE))) {
        return 0;
    }
    bool first = leads(n, x);
    if (x->at.unit == U_DECADE && x->part) {
        return first ? TX_SIDE_LEADS : 0; /* "In the late 1940s" */
    }
    if (x->at.unit > U_YEAR || x->in_heading || (x->flags & ENT_TIMEX_INNAME) ||
        x->at.to >= n->ref.from || first == had_in_main(n, x)) {
        return 0;
    }
    return first ? TX_SIDE_LEADS : TX_SIDE;
}

/* A dated look back, more than a year, that does not lead its sentence: dates without a year count
 * from it within the paragraph, but the story does not stay there. */
static bool looks_back(narr *n, const expr *x)
{
    if (n->news || n->ref.unit == U_NONE || x->in_heading || (n->from_heading && !x->deictic)) {
        return false;
    }
    if (x->deictic && (x->kind == EX_RELATED || !n->from_heading)) {
        return true;
    }
    if (n->main.unit) {
        return (x->basis == ENT_BASIS_CONTEXT || WD(n->j, x->w0).sent == n->ref_sent) &&
               x->at.from < n->main.from;
    }
    bool before = x->kind == EX_RELATED && x->relation == REL_PREV;
    if ((x->kind != EX_DATE && !before) || x->of_range) {
        return false;
    }
    if (opens(n, x) && had_in_main(n, x)) {
        return x->at.from < n->ref.from;
    }
    return x->kind == EX_DATE && x->basis == ENT_BASIS_TEXT && !leads(n, x) && x->month &&
           x->at.to < n->ref.from - 366;
}

/* "sanctions and a war, which began in January 1991": a clause told by the way, or the end of a
 * sentence that sums up: what follows in the paragraph may stand there, the next one does not. */
static bool runs_ahead(narr *n, const expr *x)
{
    if (n->news || n->ref.unit == U_NONE || x->in_heading || n->from_heading || x->of_range ||
        x->kind != EX_DATE || x->basis != ENT_BASIS_TEXT || leads(n, x)) {
        return false;
    }
    bool same = WD(n->j, x->w0).sent == n->ref_sent;
    if (n->main.unit && same && n->main.from < n->ref.from) {
        return x->at.from >= n->ref.from;
    }
    return x->at.from > n->ref.to + 120 && (same || subordinate(n, x));
}

void ent_time_move(narr *n, expr *x)
{
    bool back = looks_back(n, x) || runs_ahead(n, x);
    bool led = leads(n, x);
    if (back && !n->main.unit) {
        n->main = n->ref;
        n->main_k = n->ref_k;
        n->main_from = n->ref_from;
        n->main_to = n->ref_to;
    } else if (!back) {
        n->main.unit = U_NONE;
    }
    n->from_heading = x->in_heading;
    n->ref = x->at;
    n->ref_k = x->k;
    n->ref_from = x->from;
    n->ref_to = x->to;
    n->ref_block = x->block;
    n->ref_sent = WD(n->j, x->w0).sent;
    bool holds = !opens(n, x) && !led && (had_in_main(n, x) || !pluperfect(n, x));
    x->moved = !back               ? (led ? TX_LEADS : TX_MOVES)
               : x->deictic && led ? TX_SIDE_LEADS
               : holds             ? TX_SIDE
                                   : 0;
    if (x->at.unit == U_DAY) {
        n->day = x->at;
    }
    if (n->head.unit && in_head(n, &x->at)) {
        n->inside = x->at;
        n->inside_k = n->ref_k;
    }
}

/* The heading's own span is where its chapter stands. */
void ent_time_enter_heading(narr *n, const expr *x)
{
    if (!x->at.unit || x->kind != EX_DATE || x->basis != ENT_BASIS_TEXT) {
        return;
    }
    if (x->of_range != 2) {
        n->head = x->at;
        n->head_from = x->from;
        n->head_to = x->to;
        n->inside = x->at;
        n->head_k = n->inside_k = x->k;
    } else {
        n->head_to = x->to;
    }
}

/* A new paragraph returns to the chapter's time from what the one before it looked back to. A
 * heading without dates changes nothing: most are parts of a dated chapter. */
void ent_time_enter_block(narr *n, uint32_t block)
{
    job *j = n->j;
    uint32_t first = n->block == ENT_NONE ? 0 : n->block + 1;
    n->block = block;
    bool returns = n->main.unit != U_NONE;
    if (returns) {
        n->ref = n->main;
        n->ref_k = n->main_k;
        n->ref_from = n->main_from;
        n->ref_to = n->main_to;
        n->main.unit = U_NONE;
    }
    bool range = n->head_to > n->head.to;
    if (!n->news && n->head.unit && n->ref.unit && !j->headings[block] && !in_head(n, &n->ref) &&
        (range || n->ref.from <= n->head_to)) {
        bool inside = n->inside.unit && in_head(n, &n->inside);
        n->ref = inside ? n->inside : n->head;
        n->ref_k = inside ? n->inside_k : n->head_k;
        n->from_heading = n->ref_k == n->head_k;
        n->ref_from = n->ref.from;
        n->ref_to = n->ref.to;
        returns = true;
    }
    for (uint32_t b = first; returns && b <= block && b < j->block_count; b++) {
        j->returns[b] = j->headings[b] ? 0 : n->ref_k + 1;
    }
}
