/* stance.c: whether an act is said to have happened: negation, intention, possibility, denial, from
 * the words around its trigger up the tree. */
#include "event_int.h"

/* What a word does to what it governs; "rule out" is a word. */
static uint32_t op(const ent_scene *v, uint32_t tok)
{
    for (uint32_t k = v->kid_first[tok]; k < v->kid_first[tok + 1]; k++) {
        uint32_t i = v->kids[k];
        if (v->t[i].rel == ENT_COMPOUND && v->t[i].sub == ENT_SUB_PRT && v->t[tok].lemma) {
            char both[48];
            int n = snprintf(both, sizeof both, "%s %s", v->t[tok].lemma, v->low[i]);
            ent_sym w =
                n > 0 && n < (int)sizeof both ? ent_event_lex_sym(v->lex, both, (size_t)n) : 0;
            uint32_t o = w ? ent_event_lex_op(v->lex, w, v->t[tok].upos) : 0;
            if (o) {
                return o;
            }
        }
    }
    return ent_event_lex_op(v->lex, v->sym[tok], v->t[tok].upos);
}

static bool is(const ent_scene *v, uint32_t tok, const char *w)
{
    return strcmp(v->low[tok], w) == 0;
}

static bool marked(const ent_scene *v, uint32_t tok, const char *mark)
{
    return ent_event_word_under(v, tok, ENT_MARK, mark) ||
           ent_event_word_under(v, tok, ENT_CASE, mark);
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
        if ((v->t[i].rel == ENT_OBL || v->t[i].rel == ENT_ADVCL) && i > tok &&
            (marked(v, i, "until") || marked(v, i, "till"))) {
            return true;
        }
    }
    return false;
}

/* "did not only attack" */
static bool not_only(const ent_scene *v, uint32_t i)
{
    return i + 1 < v->n && (is(v, i + 1, "only") || is(v, i + 1, "merely") ||
                            is(v, i + 1, "just") || is(v, i + 1, "simply"));
}

/* "No agreement was reached", "signed no treaty": of a verb, what does it or undergoes it is none.
 * Not "no fewer than thirty states". */
static bool of_none(const ent_scene *v, uint32_t tok)
{
    uint8_t rel = v->t[tok].rel;
    if ((rel != ENT_NSUBJ && rel != ENT_OBJ) || ent_event_has(v, tok, ENT_NUMMOD)) {
        return false;
    }
    return ent_event_word_under(v, tok, ENT_DETREL, "no") ||
           ent_event_word_under(v, tok, ENT_DETREL, "neither");
}

/* "almost went to war": the adverb stands before its verb. */
static bool nearly(const ent_scene *v, uint32_t i, uint32_t tok)
{
    return v->t[i].rel == ENT_ADVMOD && i + 1 == tok && (is(v, i, "almost") || is(v, i, "nearly"));
}

/* Words under `tok` itself: not, no, will, may, if, without; but for those of `from`, a word under
 * it that was asked before. */
static void own_words(const ent_scene *v, uint32_t tok, uint32_t from, ent_stance *s)
{
    for (uint32_t k = v->kid_first[tok]; k < v->kid_first[tok + 1]; k++) {
        uint32_t i = v->kids[k];
        const ent_token *t = &v->t[i];
        uint32_t o = op(v, i);
        if (t->rel == ENT_ADVMOD || t->rel == ENT_DETREL || t->rel == ENT_CC ||
            t->rel == ENT_CASE || t->rel == ENT_MARK || t->rel == ENT_AUXREL) {
            if ((o & ENT_OP_NEG) && !(t->rel == ENT_ADVMOD && (until(v, tok) || not_only(v, i)))) {
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
        if (t->rel == ENT_AMOD && i < tok) { /* "the planned invasion" */
            if (o & ENT_OP_PLAN) {
                note(s, &s->plan, v->sym[i]);
            } else if (o & ENT_OP_POSS) {
                note(s, &s->poss, v->sym[i]);
            }
        }
        if (t->rel == ENT_ADVCL && (ent_event_if(v, i))) {
            note(s, &s->poss, v->sym[i]);
        }
        if (v->t[tok].upos == ENT_VERB && ((i != from && of_none(v, i)) || nearly(v, i, tok))) {
            s->neg ^= 1;
            s->by = v->sym[i];
        }
    }
}

/* "kept X from attacking": who is kept stands between. o: what `gov` does. */
static bool kept_from(const ent_scene *v, uint32_t gov, uint32_t o, uint32_t kid)
{
    if ((v->t[kid].rel != ENT_ADVCL && v->t[kid].rel != ENT_XCOMP && v->t[kid].rel != ENT_OBL) ||
        v->t[kid].upos != ENT_VERB || !marked(v, kid, "from")) {
        return false;
    }
    return (o & ENT_OP_NEG) ||
           ((o & ENT_OP_FROM) && v->t[gov].upos == ENT_VERB && ent_event_has(v, gov, ENT_OBJ));
}

/* "too weak to attack", "too few troops to attack" */
static bool too_much(const ent_scene *v, uint32_t gov, uint32_t kid)
{
    if (!marked(v, kid, "to")) {
        return false;
    }
    for (uint32_t k = v->kid_first[gov]; k < v->kid_first[gov + 1]; k++) {
        uint32_t i = v->kids[k];
        if (is(v, i, "too") && v->t[i].rel == ENT_ADVMOD && i < kid) {
            return true;
        }
        for (uint32_t m = v->kid_first[i]; v->t[i].rel == ENT_AMOD && m < v->kid_first[i + 1];
             m++) {
            if (is(v, v->kids[m], "too")) {
                return true;
            }
        }
    }
    return false;
}

/* "the agreement failed to materialize": what a verb of being there says of its subject. */
static bool came_to_be(const ent_scene *v, uint32_t gov)
{
    for (uint32_t k = v->kid_first[gov]; k < v->kid_first[gov + 1]; k++) {
        uint32_t i = v->kids[k];
        if (v->t[i].rel == ENT_XCOMP && (op(v, i) & ENT_OP_BEING)) {
            return true;
        }
    }
    return false;
}

/* What the governing word does to what it governs. */
static bool governor(const ent_scene *v, uint32_t gov, uint32_t kid, ent_stance *s)
{
    uint32_t o = op(v, gov);
    uint8_t rel = v->t[kid].rel;
    bool undone = (o & ENT_OP_UNDONE) && v->t[gov].upos == ENT_VERB;
    if (kept_from(v, gov, o, kid) || ((rel == ENT_XCOMP || rel == ENT_ACL || rel == ENT_ADVCL) &&
                                      v->t[kid].upos == ENT_VERB && too_much(v, gov, kid))) {
        s->neg ^= 1;
        s->own = 1;
        s->by = v->sym[gov];
        return false;
    }
    bool complement = rel == ENT_XCOMP || rel == ENT_CCOMP || rel == ENT_ACL || rel == ENT_OBJ ||
                      rel == ENT_OBL || rel == ENT_NMOD || rel == ENT_NSUBJ;
    if (!complement) {
        return rel == ENT_CONJ;
    }
    if (rel == ENT_NSUBJ && v->t[kid].sub != ENT_SUB_PASS &&
        !((o & ENT_OP_NEG) && v->t[kid].upos == ENT_NOUN && came_to_be(v, gov))) {
        return false;
    }
    if (o & ENT_OP_NEG) {
        s->neg ^= 1;
        s->by = v->sym[gov];
        s->own |= rel == ENT_XCOMP || (rel == ENT_NSUBJ && v->t[kid].sub != ENT_SUB_PASS) ||
                  undone; /* "averted a war": there was none; "declined the offer": there was one */
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
    /* "the means to attack" are lacked or had */
    bool means = rel == ENT_ACL && (o & ENT_OP_POSS) && marked(v, kid, "to");
    return rel == ENT_XCOMP || rel == ENT_CCOMP || means ||
           (rel == ENT_OBJ && ((o & ENT_OP_LIGHT) || undone));
}

bool ent_event_if(const ent_scene *v, uint32_t tok)
{
    return ent_event_word_under(v, tok, ENT_MARK, "if") ||
           ent_event_word_under(v, tok, ENT_MARK, "unless");
}

void ent_event_stance(ent_scene *v, const ent_trigger *t, ent_stance *s)
{
    memset(s, 0, sizeof *s);
    uint32_t at = t->tok;
    own_words(v, at, ENT_NONE, s);
    if (t->support != ENT_NONE) {
        own_words(v, t->support, t->tok, s);
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
            own_words(v, up, at, s);
        }
        at = up;
    }
    s->status = s->deny   ? ENT_STATUS_DENIED
                : s->neg  ? ENT_STATUS_NEGATED
                : s->poss ? ENT_STATUS_POSSIBLE
                : s->plan ? ENT_STATUS_PLANNED
                          : ENT_STATUS_ASSERTED;
}
