/* stance.c: whether an act is said to have happened: negation, intention, possibility, denial, from
 * the words around its trigger up the tree. */
#include "event_int.h"

static uint32_t op(const ent_scene *v, uint32_t tok)
{
    return ent_event_lex_op(v->lex, v->sym[tok], v->t[tok].upos);
}

static bool is(const ent_scene *v, uint32_t tok, const char *w)
{
    return strcmp(v->low[tok], w) == 0;
}

static void note(ent_stance *s, uint8_t *flag, ent_sym by)
{
    *flag = 1;
    s->by = by;
}

/* "did not declare war until September": it did then. */
static bool until(const ent_scene *v, uint32_t tok)
{
    for (uint32_t k = v->kid_first[tok]; k < v->kid_first[tok + 1]; k++) {
        uint32_t i = v->kids[k];
        for (uint32_t m = v->kid_first[i]; m < v->kid_first[i + 1]; m++) {
            uint32_t w = v->kids[m];
            if ((v->t[i].rel == ENT_OBL || v->t[i].rel == ENT_ADVCL) && i > tok &&
                (v->t[w].rel == ENT_CASE || v->t[w].rel == ENT_MARK) &&
                (is(v, w, "until") || is(v, w, "till"))) {
                return true;
            }
        }
    }
    return false;
}

/* Words under `tok` itself: not, no, will, may, if, without. */
static void own_words(const ent_scene *v, uint32_t tok, ent_stance *s)
{
    for (uint32_t k = v->kid_first[tok]; k < v->kid_first[tok + 1]; k++) {
        uint32_t i = v->kids[k];
        const ent_token *t = &v->t[i];
        uint32_t o = op(v, i);
        if (t->rel == ENT_ADVMOD || t->rel == ENT_DETREL || t->rel == ENT_CC ||
            t->rel == ENT_CASE || t->rel == ENT_MARK || t->rel == ENT_AUXREL) {
            if ((o & ENT_OP_NEG) && !(t->rel == ENT_ADVMOD && until(v, tok))) {
                s->neg ^= 1; /* "not without" */
                s->by = v->sym[i];
            }
            if (o & ENT_OP_PLAN) {
                note(s, &s->plan, v->sym[i]);
            }
            if (o & ENT_OP_POSS) {
                note(s, &s->poss, v->sym[i]);
            }
        }
        if (t->rel == ENT_ADVCL && (ent_event_if(v, i))) {
            note(s, &s->poss, v->sym[i]);
        }
    }
}

/* What the governing word does to what it governs. */
static bool governor(const ent_scene *v, uint32_t gov, uint32_t kid, ent_stance *s)
{
    uint32_t o = op(v, gov);
    uint8_t rel = v->t[kid].rel;
    bool complement = rel == ENT_XCOMP || rel == ENT_CCOMP || rel == ENT_ACL || rel == ENT_OBJ ||
                      rel == ENT_OBL || rel == ENT_NMOD || rel == ENT_NSUBJ;
    if (!complement) {
        return rel == ENT_CONJ;
    }
    if ((rel == ENT_NSUBJ) && v->t[kid].sub != ENT_SUB_PASS) {
        return false;
    }
    if (o & ENT_OP_NEG) {
        s->neg ^= 1;
        s->by = v->sym[gov];
    }
    if (o & (ENT_OP_PLAN | ENT_OP_ASK)) {
        note(s, &s->plan, v->sym[gov]);
    }
    if (o & ENT_OP_POSS) {
        note(s, &s->poss, v->sym[gov]);
    }
    if (o & ENT_OP_DENY) {
        note(s, &s->deny, v->sym[gov]);
        s->own |= rel == ENT_CCOMP || rel == ENT_XCOMP; /* it says no more than that */
    }
    return rel == ENT_XCOMP || rel == ENT_CCOMP || (rel == ENT_OBJ && (o & ENT_OP_LIGHT));
}

bool ent_event_if(const ent_scene *v, uint32_t tok)
{
    for (uint32_t k = v->kid_first[tok]; k < v->kid_first[tok + 1]; k++) {
        uint32_t i = v->kids[k];
        if (v->t[i].rel == ENT_MARK && (is(v, i, "if") || is(v, i, "unless"))) {
            return true;
        }
    }
    return false;
}

void ent_event_stance(ent_scene *v, const ent_trigger *t, ent_stance *s)
{
    memset(s, 0, sizeof *s);
    uint32_t at = t->tok;
    own_words(v, at, s);
    if (t->support != ENT_NONE) {
        own_words(v, t->support, s);
    }
    s->own = s->neg;
    for (uint32_t k = v->kid_first[t->clause]; k < v->kid_first[t->clause + 1]; k++) {
        uint32_t i = v->kids[k]; /* "would" and "could" may tell what came to pass */
        s->own |= t->clause == t->tok && v->t[i].rel == ENT_AUXREL &&
                  (is(v, i, "will") || is(v, i, "shall") || is(v, i, "may") || is(v, i, "might"));
    }
    for (int i = 0; i < 6; i++) {
        uint32_t up = v->head[at];
        if (up == ENT_NONE) {
            break;
        }
        uint8_t rel = v->t[at].rel;
        bool on = governor(v, up, at, s);
        uint32_t over = v->head[up];
        if (rel == ENT_ACL && v->t[at].sub != ENT_SUB_RELCL && v->t[up].rel == ENT_OBJ &&
            over != ENT_NONE && (op(v, over) & ENT_OP_DENY)) { /* "denied reports that" */
            note(s, &s->deny, v->sym[over]);
            s->own = 1;
        }
        if (rel == ENT_ADVCL && ent_event_if(v, at)) {
            s->poss = 1;
        }
        if (!on) {
            break;
        }
        if (rel == ENT_CONJ && ent_event_has(v, at, ENT_NSUBJ)) {
            break; /* a clause of its own */
        }
        if (up != t->support && (rel != ENT_CONJ || v->t[up].upos == v->t[at].upos)) {
            own_words(v, up, s);
        }
        at = up;
    }
    s->status = s->deny   ? ENT_STATUS_DENIED
                : s->neg  ? ENT_STATUS_NEGATED
                : s->poss ? ENT_STATUS_POSSIBLE
                : s->plan ? ENT_STATUS_PLANNED
                          : ENT_STATUS_ASSERTED;
}
