/* deixis.c: from where an expression is told. In: an expr and the words around it. Out: whether its
 * clause speaks of what is to come or of what has been, as far as words tell without tags; whether
 * it points from the day on which the text was written ("two years ago", "last week") and not from
 * where the story stands ("the following week", "he had left two years ago"). */
#include "time_int.h"

static bool isw(job *j, uint32_t i, const char *s)
{
    return ent_time_is(j->d, &j->w, i, s);
}

static bool any_of(job *j, uint32_t i, const char *const *list, size_t n)
{
    return ent_time_is_any(j->d, &j->w, i, list, n);
}

static bool ends_with(job *j, uint32_t i, const char *s)
{
    const tx_word *w = &WD(j, i);
    size_t n = strlen(s);
    return w->e - w->b >= n && memcmp(j->d->text + w->e - n, s, n) == 0;
}

/* An article, a possessive: what follows is no finite verb. */
static bool determines(job *j, uint32_t i)
{
    static const char *const list[] = {"the", "a",   "an",    "its",  "their", "his",  "her",
                                       "our", "of",  "these", "this", "those", "some", "no",
                                       "all", "any", "newly", "more", "most",  "other"};
    return any_of(j, i, list, ENT_COUNT(list));
}

/* "met", "signed", but no "disputed" in "the disputed border". */
static bool past_form(job *j, uint32_t i)
{
    static const char *const passive[] = {"be", "been", "being", "have"};
    const tx_word *w = &WD(j, i);
    if (w->kind != W_WORD || w->upper ||
        (i > 0 && (determines(j, i - 1) || any_of(j, i - 1, passive, ENT_COUNT(passive))))) {
        return false; /* "will be held" */
    }
    if (w->lex && w->lex->past) {
        return true;
    }
    bool eed = ends_with(j, i, "eed") && !ends_with(j, i, "reed") && !ends_with(j, i, "teed");
    return w->e - w->b > 4 && ends_with(j, i, "ed") && !eed &&
           !(w->lex && (w->lex->bits & (LX_SCALE | LX_FUTURE)));
}

/* "due to meet", "set for May": words that tell of a plan only with what follows them. */
static bool cue_holds(job *j, uint32_t i)
{
    static const char *const nouns[] = {"ing", "ion", "ity", "ment", "s"};
    bool to = isw(j, i + 1, "to");
    if (isw(j, i, "due") && to) { /* "due to floods" */
        bool noun = i + 2 < j->w.n && (WD(j, i + 2).upper || determines(j, i + 2));
        for (size_t k = 0; k < ENT_COUNT(nouns) && i + 2 < j->w.n; k++) {
            noun |= ends_with(j, i + 2, nouns[k]);
        }
        return !noun;
    }
    if (isw(j, i, "set")) {
        return to || isw(j, i + 1, "for");
    }
    if (isw(j, i, "ahead")) {
        return isw(j, i + 1, "of");
    }
    return !isw(j, i, "going") || to;
}

/* Verbs that make a plan of the infinitive that follows: "agreed to meet on 3 March". */
static bool plans_to(job *j, uint32_t i)
{
    static const char *const verbs[] = {"agreed",  "pledged", "vowed",   "promised",
                                        "decided", "voted",   "invited", "asked",
                                        "urged",   "called",  "agree",   "calling"};
    static const char *const be[] = {"is", "are", "was", "were", "be"};
    return any_of(j, i, verbs, ENT_COUNT(verbs)) ||
           (any_of(j, i, be, ENT_COUNT(be)) && isw(j, i + 1, "to"));
}

static bool clause_ends(job *j, uint32_t k)
{
    return isw(j, k, "said") || isw(j, k, "announced") ||
           (j->w.v[k].kind == W_PUNCT && strchr(",;", j->w.v[k].punct) &&
            (isw(j, k + 1, "and") || isw(j, k + 1, "but")));
}

/* A verb in the past close before: what "will" follows is another clause: "the accord signed in
 * March will allow". */
static bool past_before(job *j, const expr *x, uint32_t reach)
{
    uint32_t sent = WD(j, x->w0).sent;
    for (uint32_t k = x->w0; k-- > 0 && x->w0 - k <= reach && WD(j, k).sent == sent;) {
        if (past_form(j, k)) {
            return true;
        }
        if (WD(j, k).kind == W_PUNCT && strchr(";:", WD(j, k).punct)) {
            break;
        }
    }
    return false;
}

/* "the summit scheduled for 5 September was called off" */
static bool overtaken(job *j, const expr *x, uint32_t cue)
{
    if (!ends_with(j, cue, "ed") && !isw(j, cue, "due") && !isw(j, cue, "set")) {
        return false;
    }
    for (uint32_t k = x->w1; k < j->w.n && k < x->w1 + 3; k++) {
        if (WD(j, k).sent != WD(j, x->w0).sent || WD(j, k).kind == W_PUNCT) {
            return false;
        }
        if (past_form(j, k)) {
            return true;
        }
    }
    return false;
}

/* "In January, the troops will leave", "elections in May are expected to be close" */
static bool future_behind(job *j, const expr *x)
{
    static const char *const plain[] = {"will", "shall", "deadline", "expected",
                                        "due",  "set",   "slated",   "scheduled"};
    uint32_t sent = WD(j, x->w0).sent;
    bool opens = x->w0 < 4 || WD(j, x->w0 - 4).sent != sent;
    for (uint32_t k = x->w1; k < j->w.n && k - x->w1 < 8 && WD(j, k).sent == sent; k++) {
        if (any_of(j, k, plain, ENT_COUNT(plain)) && cue_holds(j, k)) {
            return true;
        }
        if ((WD(j, k).kind == W_PUNCT && !(opens && k == x->w1)) || isw(j, k, "and") ||
            isw(j, k, "that") || past_form(j, k)) {
            break;
        }
    }
    return false;
}

bool ent_time_future_near(narr *n, const expr *x)
{
    job *j = n->j;
    uint32_t sent = WD(j, x->w0).sent;
    bool infinitive = false;
    for (uint32_t k = x->w0; k-- > 0 && x->w0 - k < 12 && WD(j, k).sent == sent;) {
        if (WD(j, k).lex && (WD(j, k).lex->bits & LX_FUTURE) && cue_holds(j, k)) {
            return !overtaken(j, x, k);
        }
        if (isw(j, k, "be") && k && isw(j, k - 1, "to")) {
            return true;
        }
        infinitive |= isw(j, k, "to") && k + 1 < x->w0 && WD(j, k + 1).kind == W_WORD &&
                      !WD(j, k + 1).upper && !determines(j, k + 1);
        if (infinitive && plans_to(j, k)) {
            return true;
        }
        if (isw(j, k, "for") && k && (isw(j, k - 1, "called") || isw(j, k - 1, "calling"))) {
            return true;
        }
        if (clause_ends(j, k) || (past_form(j, k) && !plans_to(j, k))) {
            return false; /* "talks, which took place in January" */
        }
    }
    return !past_before(j, x, 3) && future_behind(j, x);
}

/* Told as past: a past form before it in its clause or, where it opens the clause, soon behind. */
static bool told_past(narr *n, const expr *x)
{
    job *j = n->j;
    uint32_t sent = WD(j, x->w0).sent, first = x->w0;
    for (uint32_t k = x->w0; k-- > 0 && x->w0 - k < 12 && WD(j, k).sent == sent; first = k) {
        if (past_form(j, k)) {
            return true;
        }
        if (WD(j, k).kind == W_PUNCT && strchr(",;:", WD(j, k).punct)) {
            break;
        }
    }
    for (uint32_t k = x->w1; x->w0 - first < 4 && k < j->w.n && k - x->w1 < 8; k++) {
        if (WD(j, k).sent != sent || isw(j, k, "that") || (WD(j, k).kind == W_PUNCT && k > x->w1)) {
            break;
        }
        if (past_form(j, k)) {
            return true;
        }
    }
    return false;
}

tx_tense ent_time_tense(narr *n, const expr *x)
{
    return ent_time_future_near(n, x) ? TENSE_FUTURE : told_past(n, x) ? TENSE_PAST : TENSE_OPEN;
}

/* Told from within the story: "had", "would" in the clause. */
static bool narrated(job *j, const expr *x)
{
    uint32_t sent = WD(j, x->w0).sent;
    for (uint32_t k = x->w0; k-- > 0 && x->w0 - k < 30 && WD(j, k).sent == sent;) {
        if (isw(j, k, "had") || isw(j, k, "would")) {
            return true;
        }
        if (WD(j, k).kind == W_PUNCT && WD(j, k).punct == ';') {
            break;
        }
    }
    for (uint32_t k = x->w1; k < j->w.n && k - x->w1 < 7 && WD(j, k).sent == sent; k++) {
        if (isw(j, k, "had") || isw(j, k, "would")) {
            return true;
        }
        if (WD(j, k).kind == W_PUNCT && k > x->w1) {
            break;
        }
    }
    return false;
}

/* "has fought for the past ten years" */
static bool perfect_near(job *j, const expr *x)
{
    uint32_t sent = WD(j, x->w0).sent;
    uint32_t first = x->w0 > 12 ? x->w0 - 12 : 0;
    for (uint32_t k = first; k < x->w1 + 10 && k < j->w.n; k++) {
        if (WD(j, k).sent == sent && (isw(j, k, "has") || isw(j, k, "have"))) {
            return true;
        }
    }
    return false;
}

static bool points(narr *n, const expr *x)
{
    static const char *const within[] = {"of", "in", "during", "throughout", "at", "on", "over"};
    static const char *const present[] = {"currently", "nowadays", "day"};
    job *j = n->j;
    bool the = isw(j, x->w0, "the"), back = x->relation == REL_LAST;
    bool ahead = x->relation == REL_NEXT, here = x->relation == REL_THIS;
    switch (x->kind) {
    case EX_DAY:
        return true;
    case EX_REF: /* "now" may be the story's */
        return any_of(j, x->w1 - 1, present, ENT_COUNT(present)) && x->w1 - x->w0 < 4;
    case EX_OFFSET:
        return x->direction == DIR_AGO ||
               (x->relation == REL_CURRENT && ent_time_tense(n, x) != TENSE_PAST);
    case EX_DURATION:
        return (back && perfect_near(j, x)) || (ahead && ent_time_future_near(n, x));
    case EX_CLOCK:
        return x->hour < 0 && (here || back) && !the;
    case EX_DATE:
        return x->base_unit == U_YEAR && (back || ahead);
    case EX_RELATED:
        if (x->relation == REL_CURRENT) {
            return true;
        }
        if (the || !x->unit || (here && x->unit == U_DAY && !x->weekday)) {
            return false;
        }
        if (ahead) {
            return x->unit != U_DAY && ent_time_tense(n, x) != TENSE_PAST;
        }
        /* "another event of this year" is the story's year */
        return back || (here && x->w0 > 0 && !any_of(j, x->w0 - 1, within, ENT_COUNT(within)));
    default:
        return false;
    }
}

/* Points from the day of writing, in a narrative; there, quotations are spoken on the story's day,
 * and so is what its pluperfect tells. Where that day is not known, "this year" and "next year" are
 * the story's, and "last year" is left open. */
bool ent_time_deictic(narr *n, const expr *x)
{
    if (n->news || WD(n->j, x->w0).quoted || !points(n, x) || narrated(n->j, x)) {
        return false;
    }
    return n->told.unit || (x->relation != REL_THIS && x->relation != REL_NEXT);
}
