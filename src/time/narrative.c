/* narrative.c: where the story stands. In: the exprs, as resolve.c comes to them. Out: the year of
 * a month without one; whether an expression moves the date that later ones count from.
 *
 * A leap that the next date takes back, a year outside the heading's span, a look back within a
 * sentence, "since 1955", names, quotations and plans move nothing. */
#include "time_int.h"

when tx_base(const narr *n)
{
    return n->ref.unit != U_NONE ? n->ref : n->head.unit != U_NONE ? n->head : n->now;
}

/* The first year that the text names after expr k, where none has been named before. */
when tx_look_ahead(narr *n, uint32_t k)
{
    for (; k < n->j->x.n; k++) {
        const expr *x = &n->j->x.v[k];
        if (x->kind == EX_DATE && x->year != NO_YEAR && !x->two_digit && x->unit <= U_YEAR &&
            x->year > 0 && !(x->flags & ENT_TIMEX_INNAME)) {
            return when_make(U_YEAR, x->year, 0, 0);
        }
    }
    return (when){0};
}

bool tx_future_near(narr *n, const expr *x)
{
    job *j = n->j;
    uint32_t sent = WD(j, x->w0).sent;
    for (uint32_t k = x->w0; k-- > 0 && x->w0 - k < 12 && WD(j, k).sent == sent;) {
        if (WD(j, k).lex && (WD(j, k).lex->bits & LX_FUTURE)) {
            return true;
        }
        if (tx_is(j->d, &j->w, k, "be") && k && tx_is(j->d, &j->w, k - 1, "to")) {
            return true;
        }
        if (tx_is(j->d, &j->w, k, "said") || tx_is(j->d, &j->w, k, "announced")) {
            return false;
        }
    }
    for (uint32_t k = x->w1; k < j->w.n && k - x->w1 < 8 && WD(j, k).sent == sent; k++) {
        if (tx_is(j->d, &j->w, k, "will") || tx_is(j->d, &j->w, k, "deadline")) {
            return true;
        }
    }
    return false;
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
    uint32_t k = (uint32_t)(x - n->j->x.v) + 1;
    for (uint32_t end = k + 15; k < n->j->x.n && k < end; k++) {
        const expr *y = &n->j->x.v[k];
        if (y->kind != EX_DATE || y->year == NO_YEAR || y->two_digit || y->unit > U_YEAR) {
            continue;
        }
        if (y->in_heading) {
            return NULL;
        }
        bool lone = !y->month && !y->idx;
        if ((y->flags & (ENT_TIMEX_INNAME | ENT_TIMEX_SINCE)) || (lone && !lone_years) ||
            quoted(n, y) || (lone && WD(n->j, y->w0).paren)) {
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

static int32_t narrative_year(narr *n, const expr *x, when r, int month, int day)
{
    if (!r.month && r.unit != U_SEASON) {
        return r.year;
    }
    job *j = n->j;
    const expr *next = next_dated(n, x, false);
    int64_t before = months_of(&r), behind = INT64_MAX;
    if (next) {
        when w = {.unit = next->unit, .year = next->year, .month = next->month, .idx = next->idx};
        behind = months_of(&w);
    }
    bool in =
        x->w0 > 0 && (tx_is(j->d, &j->w, x->w0 - 1, "in") || tx_is(j->d, &j->w, x->w0 - 1, "on") ||
                      tx_is(j->d, &j->w, x->w0 - 1, "by") || x->of_range);
    if (x->flags & ENT_TIMEX_SINCE) {
        return month > r.month ? r.year - 1 : r.year;
    }
    int32_t best = r.year;
    double least = 1e9;
    for (int32_t y = r.year - 1; y <= r.year + 1; y++) {
        double c = misfit((int64_t)y * 12 + month - 1, before, behind, in);
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
    int32_t here = ent_day_ymd(r.year, month, day && day <= 28 ? day : 15);
    int32_t gap = here - r.from; /* > 0: ahead */
    bool future = tx_future_near(n, x);
    if (day) {
        return gap > 183 && !future ? r.year - 1 : gap < -183 && future ? r.year + 1 : r.year;
    }
    if (future) {
        return gap < -31 ? r.year + 1 : r.year;
    }
    return gap > (x->unit == U_QUARTER ? 120 : 45) ? r.year - 1 : r.year;
}

/* The year of a month without one: in news the nearest to the document that the tense allows; in a
 * narrative the one that fits best between the date before and the dated one behind. */
int32_t tx_guess_year(narr *n, const expr *x, int month, int day)
{
    when r = n->news ? n->now : tx_base(n);
    if (n->news && n->ref.unit != U_NONE && n->ref.unit <= U_MONTH && n->now.unit &&
        n->ref.year < n->now.year - 1 && n->ref_block == x->block) {
        return n->ref.year; /* news that tells of another year */
    }
    if (r.unit == U_NONE) {
        r = tx_look_ahead(n, (uint32_t)(x - n->j->x.v) + 1);
    }
    if (r.unit == U_NONE) {
        return NO_YEAR;
    }
    return n->news ? news_year(n, x, r, month, day) : narrative_year(n, x, r, month, day);
}

/* -- the course of the narrative --------------------------------------------------------------- */

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
    if (!next) { /* out of the heading's span, where the paragraph had been in it */
        return n->head.unit && x->at.to < n->head_from - 366 && n->ref_block == x->block &&
               n->ref.to >= n->head_from - 366;
    }
    when w = when_make((tx_unit)U_YEAR, next->year, 0, 0);
    if (next->month) {
        w = when_make(U_MONTH, next->year, next->month, 0);
    }
    if (x->at.from > n->ref.to + (lone ? 0 : 200)) { /* ahead */
        const expr *after = next_dated(n, next, true);
        bool stays = after && after->year >= x->year && next->year >= x->year;
        return !stays && w.from < x->at.from && w.to >= n->ref.from - 366;
    }
    if (x->at.to < n->ref.from - (lone ? 0 : 300)) { /* back */
        return w.to >= n->ref.from;
    }
    return false;
}

/* The first word of its sentence, but for a preposition. */
static bool leads(narr *n, const expr *x)
{
    job *j = n->j;
    uint32_t i = x->w0;
    for (int back = 0; back < 3 && i > 0 && j->w.v[i - 1].sent == j->w.v[i].sent; back++) {
        i--;
    }
    return i == 0 || j->w.v[i - 1].sent != j->w.v[i].sent;
}

/* Whether later expressions count from this one. */
bool tx_moves(narr *n, const expr *x)
{
    if (!x->at.unit || x->type == 255 || (x->flags & ENT_TIMEX_INNAME) || x->kind == EX_PERIOD ||
        x->kind == EX_DURATION || x->kind == EX_DAY || x->event) {
        return false;
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
    bool leading = leads(n, x);
    if ((x->flags & ENT_TIMEX_SINCE) && !leading) {
        return false;
    }
    if (quoted(n, x) && n->ref.unit != U_NONE) {
        return false;
    }
    bool same = WD(n->j, x->w0).sent == n->ref_sent && n->ref.unit != U_NONE;
    if (same && !x->of_range && x->basis == ENT_BASIS_TEXT &&
        (x->at.to < n->ref.from || x->at.from > n->ref.to + 120)) {
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

void tx_move(narr *n, expr *x)
{
    n->ref = x->at;
    n->ref_from = x->from;
    n->ref_to = x->to;
    n->ref_block = x->block;
    n->ref_sent = WD(n->j, x->w0).sent;
    x->moved = 1;
    if (x->at.unit == U_DAY) {
        n->day = x->at;
    }
    if (n->head.unit && in_head(n, &x->at)) {
        n->inside = x->at;
    }
}

/* The heading's own span is where its chapter stands. */
void tx_enter_heading(narr *n, const expr *x)
{
    if (!x->at.unit || x->kind == EX_PERIOD) {
        return;
    }
    if (x->of_range != 2) {
        n->head = x->at;
        n->head_from = x->from;
        n->head_to = x->to;
        n->inside = x->at;
    } else {
        n->head_to = x->to;
    }
    if (x->block == 0) {
        n->title = n->head;
        n->title_from = n->head_from;
        n->title_to = n->head_to;
    }
}

/* A heading without dates ends the chapter before; a new paragraph returns to the chapter's time
 * from what the one before it looked back to. */
void tx_enter_block(narr *n, const expr *x)
{
    uint32_t k = n->block == ENT_NONE ? 0 : n->block + 1;
    for (; k < x->block && k < n->j->block_count; k++) {
        if (n->j->headings[k]) {
            n->head = n->title;
            n->head_from = n->title_from;
            n->head_to = n->title_to;
        }
    }
    n->block = x->block;
    if (n->news || !n->head.unit || n->ref.unit == U_NONE || x->in_heading || in_head(n, &n->ref)) {
        return;
    }
    n->ref = n->inside.unit && in_head(n, &n->inside) ? n->inside : n->head;
    n->ref_from = n->ref.from;
    n->ref_to = n->ref.to;
}
