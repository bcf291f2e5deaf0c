/* trigger.c: the words of a sentence that may name an act, what stands where around them, which
 * rows of the lexicon fit, and how each actor stands to them. */
#include "event_int.h"

enum { SLOTS_MAX = 120 };

static void add_slot(ent_scene *v, ent_trigger *t, ent_sym outer, ent_sym inner, uint32_t head,
                     uint8_t far)
{
    if (head == ENT_NONE || head == t->tok || t->slot_count >= SLOTS_MAX) {
        return;
    }
    for (uint32_t i = 0; i < t->slot_count; i++) {
        if (t->slot[i].head == head && t->slot[i].role.outer == outer &&
            t->slot[i].role.inner == inner) {
            return;
        }
    }
    ent_slot *s = ENT_PUSH(v->a, t->slot, t->slot_count, t->slot_cap);
    s->role.outer = outer;
    s->role.inner = inner;
    s->head = head;
    s->far = far;
    if (!t->slot_at[head]) {
        t->slot_at[head] = (uint8_t)t->slot_count;
    }
}

static ent_sym prep_of(const ent_scene *v, uint32_t tok)
{
    return v->hasprep[tok] ? (v->prep[tok] ? v->prep[tok] : v->lex->mod) : v->lex->bare;
}

/* "threatened TO ATTACK": the parser often takes the complement of a verb for a clause of purpose.
 * Where the rows of the verb ask for a complement, it is taken for one. */
static bool complement(const ent_scene *v, uint32_t i)
{
    const ent_lexicon *x = v->lex;
    uint32_t h = v->head[i];
    ent_sym w = h == ENT_NONE ? 0 : v->sym[h];
    bool infinitive = false, subject = false;
    for (uint32_t k = v->kid_first[i]; k < v->kid_first[i + 1]; k++) {
        uint32_t c = v->kids[k];
        infinitive |= v->t[c].rel == ENT_MARK && strcmp(v->low[c], "to") == 0;
        subject |= v->t[c].rel == ENT_NSUBJ;
    }
    if (!infinitive || subject || i < h) {
        return false;
    }
    for (uint32_t k = x->first[w]; w && k < x->first[w] + x->count[w]; k++) {
        for (uint32_t c = 0; c < x->rules[k].cons_count; c++) {
            if (x->rules[k].cons[c].slot.outer == x->xcomp) {
                return true;
            }
        }
    }
    return false;
}

/* The slot that a child stands in by its relation alone; 0 none. */
static ent_sym kid_role(const ent_scene *v, uint32_t i)
{
    const ent_lexicon *x = v->lex;
    const ent_token *t = &v->t[i];
    switch (t->rel) {
    case ENT_OBL:
        return t->sub == ENT_SUB_AGENT ? x->by : prep_of(v, i);
    case ENT_NMOD:
        return t->sub == ENT_SUB_POSS ? x->poss : prep_of(v, i);
    case ENT_AMOD:
        return x->amod;
    case ENT_COMPOUND:
        return t->sub == ENT_SUB_PRT ? x->prt : x->comp;
    case ENT_XCOMP:
        return x->xcomp;
    case ENT_CCOMP:
        return x->ccomp;
    case ENT_ADVMOD:
        return x->adv;
    case ENT_ADVCL:
        return complement(v, i) ? x->xcomp : x->advcl;
    case ENT_ACL:
        return x->acl;
    case ENT_APPOS:
        return x->appos;
    default:
        return 0;
    }
}

/* An infinitive with "to" and no subject of its own. */
static bool purpose(const ent_scene *v, uint32_t tok)
{
    bool to = false;
    for (uint32_t k = v->kid_first[tok]; k < v->kid_first[tok + 1]; k++) {
        uint32_t i = v->kids[k];
        if (v->t[i].rel == ENT_NSUBJ) {
            return false;
        }
        to |= v->t[i].rel == ENT_MARK && v->sym[i] == v->lex->to;
    }
    return to;
}

static bool asks(const ent_scene *v, uint32_t tok)
{
    return ent_event_lex_op(v->lex, v->sym[tok], v->t[tok].upos) & (ENT_OP_ASK | ENT_OP_OBJCTL);
}

/* outer 0: the word's own slots; else all of them within `outer`. */
static void kid_slots(ent_scene *v, ent_trigger *t, uint32_t tok, ent_sym outer, uint8_t far)
{
    const ent_lexicon *x = v->lex;
    for (uint32_t k = v->kid_first[tok]; k < v->kid_first[tok + 1]; k++) {
        uint32_t i = v->kids[k];
        ent_sym r = kid_role(v, i);
        if (!r || i == t->tok || i == t->support) {
            continue;
        }
        add_slot(v, t, outer ? outer : r, outer ? r : 0, i, far);
        if (!outer && ((r == x->acl && v->t[i].sub != ENT_SUB_RELCL) ||
                       (r == x->advcl && purpose(v, i) && asks(v, tok)))) {
            add_slot(v, t, x->xcomp, 0, i, far); /* "urged X to do Y", however it was parsed */
        }
    }
}

static void arg_slots(ent_scene *v, ent_trigger *t, uint32_t tok, ent_sym outer, uint8_t far)
{
    const ent_lexicon *x = v->lex;
    const ent_args *g = ent_event_args(v, tok);
    struct {
        uint32_t head;
        ent_sym role;
        uint8_t far;
    } list[] = {
        {g->subj, x->subj, g->subj_far}, {g->obj, x->obj, g->obj_far}, {g->iobj, x->iobj, 0}};
    for (size_t i = 0; i < ENT_COUNT(list); i++) {
        if (list[i].head == t->tok || list[i].head == t->support) {
            continue;
        }
        add_slot(v, t, outer ? outer : list[i].role, outer ? list[i].role : 0, list[i].head,
                 (uint8_t)(far + list[i].far));
    }
}

/* Dependents of the phrases in the slots, one step down. */
static void nested_slots(ent_scene *v, ent_trigger *t)
{
    uint32_t n = t->slot_count;
    for (uint32_t i = 0; i < n; i++) {
        ent_slot s = t->slot[i];
        if (s.role.inner || v->t[s.head].upos == ENT_ADV || s.head == t->clause ||
            ent_event_under(v, t->tok, s.head)) {
            continue;
        }
        kid_slots(v, t, s.head, s.role.outer, s.far);
        if (v->t[s.head].upos == ENT_VERB) {
            arg_slots(v, t, s.head, s.role.outer, s.far);
        }
    }
}

static uint32_t first_conjunct(const ent_scene *v, uint32_t tok)
{
    for (int i = 0; i < 8 && v->t[tok].rel == ENT_CONJ && v->head[tok] != ENT_NONE; i++) {
        tok = v->head[tok];
    }
    return tok;
}

static bool light(const ent_scene *v, uint32_t tok)
{
    return v->t[tok].upos == ENT_VERB &&
           (ent_event_lex_op(v->lex, v->sym[tok], ENT_VERB) & ENT_OP_LIGHT);
}

/* "paid a visit to", "talks were held between", "came under attack by" */
static void find_support(ent_scene *v, ent_trigger *t)
{
    uint32_t top = first_conjunct(v, t->tok), h = v->head[top];
    uint8_t rel = v->t[top].rel;
    t->support = ENT_NONE;
    if (h == ENT_NONE || t->pos == ENT_POS_VERB) {
        return;
    }
    if (rel == ENT_ACL || rel == ENT_NMOD) {
        return;
    }
    if ((rel == ENT_OBJ || rel == ENT_NSUBJ || rel == ENT_OBL) && light(v, h)) {
        t->support = h;
    }
}

static uint32_t relcl_support(const ent_scene *v, uint32_t tok)
{
    /* "the talks that they held", "an agreement reached by" */
    for (uint32_t k = v->kid_first[tok]; k < v->kid_first[tok + 1]; k++) {
        uint32_t i = v->kids[k];
        if (v->t[i].rel == ENT_ACL && light(v, i)) {
            return i;
        }
    }
    return ENT_NONE;
}

static void support_slots(ent_scene *v, ent_trigger *t, uint32_t s)
{
    const ent_args *g = ent_event_args(v, s);
    uint32_t top = first_conjunct(v, t->tok);
    if (g->subj != top) {
        add_slot(v, t, v->lex->subj, 0, g->subj, g->subj_far);
    }
    if (g->obj != top) {
        add_slot(v, t, v->lex->obj, 0, g->obj, g->obj_far);
    }
    if (g->iobj != top) {
        add_slot(v, t, v->lex->iobj, 0, g->iobj, 0);
    }
    for (uint32_t k = v->kid_first[s]; k < v->kid_first[s + 1]; k++) {
        uint32_t i = v->kids[k];
        ent_sym r = kid_role(v, i);
        if (r && i != top && v->t[i].rel != ENT_ACL) {
            add_slot(v, t, r, 0, i, 1);
        }
    }
}

static void noun_slots(ent_scene *v, ent_trigger *t)
{
    kid_slots(v, t, t->tok, 0, 0);
    if (ent_event_has(v, t->tok, ENT_NSUBJ)) {
        arg_slots(v, t, t->tok, 0, 0);
    }
    if (t->support != ENT_NONE) {
        support_slots(v, t, t->support);
    }
    uint32_t r = relcl_support(v, t->tok);
    if (r != ENT_NONE) {
        support_slots(v, t, r);
    }
    uint32_t top = first_conjunct(v, t->tok);
    if (top != t->tok && v->t[top].upos != ENT_VERB) {
        kid_slots(v, t, top, 0, 1);
    }
    uint32_t is = v->head[top];
    if (v->t[top].rel == ENT_NSUBJ && is != ENT_NONE && v->t[is].upos != ENT_VERB &&
        ent_event_has(v, is, ENT_COP)) {
        add_slot(v, t, v->lex->appos, 0, is, 0); /* "the signatories were A and B" */
    }
    for (uint32_t k = v->kid_first[t->tok]; k < v->kid_first[t->tok + 1]; k++) {
        uint32_t i = v->kids[k];
        if (v->t[i].rel == ENT_CONJ && v->t[i].upos != ENT_VERB) {
            kid_slots(v, t, i, 0, 1);
        }
    }
}

/* The word that governs the trigger, and its slots as "gov". */
static void find_governor(ent_scene *v, ent_trigger *t)
{
    uint32_t at = first_conjunct(v, t->support != ENT_NONE ? t->support : t->tok);
    t->gov = v->head[at];
    if (t->gov == ENT_NONE) {
        return;
    }
    t->gov = first_conjunct(v, t->gov);
    kid_slots(v, t, t->gov, v->lex->gov, 1);
    arg_slots(v, t, t->gov, v->lex->gov, 1);
}

/* -- rows -- */

static bool word_fits(const ent_lexicon *x, const ent_constraint *c, ent_sym w)
{
    for (uint32_t i = 0; i < c->word_count; i++) {
        if (x->word[c->word + i] == w) {
            return true;
        }
    }
    for (uint32_t i = 0; i < c->cls_count && w; i++) {
        uint32_t k = x->word[c->cls + i], lo = 0, hi = x->cls[k].count;
        while (lo < hi) {
            uint32_t mid = (lo + hi) / 2;
            if (x->cls[k].word[mid] < w) {
                lo = mid + 1;
            } else {
                hi = mid;
            }
        }
        if (lo < x->cls[k].count && x->cls[k].word[lo] == w) {
            return true;
        }
    }
    return false;
}

static bool phrase_fits(const ent_scene *v, const ent_constraint *c, uint32_t head)
{
    if (!c->word_count && !c->cls_count) {
        return true;
    }
    if (word_fits(v->lex, c, v->sym[head])) {
        return true;
    }
    for (uint32_t k = v->kid_first[head]; k < v->kid_first[head + 1]; k++) {
        uint32_t i = v->kids[k];
        if (v->t[i].rel == ENT_CONJ && word_fits(v->lex, c, v->sym[i])) {
            return true;
        }
    }
    return false;
}

/* "announced that it would not recognize X": no recognition is announced. */
static bool denied_clause(const ent_scene *v, uint32_t head)
{
    for (uint32_t k = v->kid_first[head]; v->t[head].rel == ENT_CCOMP && k < v->kid_first[head + 1];
         k++) {
        uint32_t i = v->kids[k];
        if (v->t[i].rel == ENT_ADVMOD &&
            (ent_event_lex_op(v->lex, v->sym[i], v->t[i].upos) & ENT_OP_NEG)) {
            return true;
        }
    }
    return false;
}

/* Whether a row asks for the "not" itself. */
static bool asks_not(const ent_lexicon *x, const ent_rule *r)
{
    for (uint32_t i = 0; i < r->cons_count; i++) {
        if (r->cons[i].slot.inner == x->adv) {
            return true;
        }
    }
    return false;
}

/* Negative: does not fit. Else the more the better. */
static int fit(const ent_scene *v, const ent_trigger *t, const ent_rule *r)
{
    int score = 0;
    for (uint32_t i = 0; i < r->cons_count; i++) {
        const ent_constraint *c = &r->cons[i];
        bool ok = false;
        for (uint32_t k = 0; k < t->slot_count && !ok; k++) {
            const ent_slot *s = &t->slot[k];
            bool here = s->role.outer == c->slot.outer && s->role.inner == c->slot.inner;
            if (!here && c->slot.outer == v->lex->subj && !c->slot.inner && !s->role.inner &&
                t->pos == ENT_POS_NOUN) {
                here = s->role.outer == v->lex->poss || s->role.outer == v->lex->amod ||
                       s->role.outer == v->lex->comp || s->role.outer == v->lex->by;
            }
            ok = here && phrase_fits(v, c, s->head) &&
                 !(c->word_count && denied_clause(v, s->head) && !asks_not(v->lex, r));
        }
        if (!ok) {
            return -1;
        }
        score += c->word_count ? 8 : c->cls_count ? 7 : 4;
    }
    return score;
}

static void match_rules(const ent_scene *v, ent_trigger *t)
{
    const ent_lexicon *x = v->lex;
    ent_sym w = v->sym[t->tok];
    if (!w) {
        return;
    }
    for (uint32_t i = x->first[w]; i < x->first[w] + x->count[w]; i++) {
        const ent_rule *r = &x->rules[i];
        if (r->pos != t->pos) {
            continue;
        }
        t->known = true;
        int score = fit(v, t, r);
        if (score < 0) {
            continue;
        }
        uint8_t s = (uint8_t)(score > 250 ? 250 : score);
        uint32_t at = t->rule_count;
        while (at > 0 && t->rule_score[at - 1] < s) {
            at--;
        }
        if (at >= ENT_COUNT(t->rule)) {
            continue;
        }
        uint32_t last = t->rule_count < ENT_COUNT(t->rule) ? t->rule_count++ : t->rule_count - 1u;
        for (; last > at; last--) {
            t->rule[last] = t->rule[last - 1];
            t->rule_score[last] = t->rule_score[last - 1];
        }
        t->rule[at] = r;
        t->rule_score[at] = s;
    }
}

static bool has_rule(const ent_lexicon *x, ent_sym w, uint8_t pos)
{
    if (ent_event_lex_prior(x, w, pos)) {
        return true;
    }
    for (uint32_t i = x->first[w]; w && i < x->first[w] + x->count[w]; i++) {
        if (x->rules[i].pos == pos) {
            return true;
        }
    }
    return false;
}

static uint8_t trigger_pos(const ent_scene *v, uint32_t i)
{
    const ent_token *t = &v->t[i];
    ent_sym w = v->sym[i];
    if (t->upos == ENT_VERB) {
        /* "the split", taken for a verb by the tagger */
        bool nominal =
            t->rel == ENT_NSUBJ || t->rel == ENT_OBJ || t->rel == ENT_OBL || t->rel == ENT_NMOD;
        return nominal && ent_event_has(v, i, ENT_DETREL) && has_rule(v->lex, w, ENT_POS_NOUN)
                   ? ENT_POS_NOUN
                   : ENT_POS_VERB;
    }
    if ((t->upos == ENT_NOUN || t->upos == ENT_PROPN) && has_rule(v->lex, w, ENT_POS_NOUN)) {
        return ENT_POS_NOUN;
    }
    if (t->upos == ENT_ADJ && has_rule(v->lex, w, ENT_POS_ADJ)) {
        return ENT_POS_ADJ;
    }
    return 0;
}

/* "halted its aid", "annulled the treaty", "tensions eased": the noun that the best row of a verb
 * asks for by its word is told by that row. */
static void cover(const ent_scene *v, ent_trigger *list, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const ent_trigger *t = &list[i];
        const ent_rule *r = t->rule_count && t->rule_score[0] >= 7 ? t->rule[0] : NULL;
        for (uint32_t c = 0; r && c < r->cons_count; c++) {
            const ent_constraint *k = &r->cons[c];
            if (k->slot.inner || (!k->word_count && !k->cls_count)) {
                continue;
            }
            for (uint32_t s = 0; s < t->slot_count; s++) {
                const ent_slot *at = &t->slot[s];
                for (uint32_t j = 0; j < n && at->role.outer == k->slot.outer && !at->role.inner;
                     j++) {
                    if (j != i && list[j].tok == at->head && phrase_fits(v, k, at->head)) {
                        list[j].covered = true;
                    }
                }
            }
        }
    }
}

uint32_t ent_event_trigger_find(ent_scene *v, ent_trigger **out)
{
    ent_trigger *list = NULL;
    uint32_t n = 0, cap = 0;
    uint8_t *named = ent_arena_zalloc(v->a, v->n + 1, 1); /* "United" of the United States */
    for (uint32_t i = 0; i < v->party_count; i++) {
        const ent_mention *m = &v->d->mentions[v->party[i].mention];
        if (m->kind == ENT_MENTION_NAME && !v->party[i].context && m->first >= v->first &&
            m->first + m->count <= v->first + v->n) {
            memset(named + (m->first - v->first), 1, m->count);
        }
    }
    for (uint32_t i = 0; i < v->n; i++) {
        uint8_t pos = trigger_pos(v, i);
        if (!pos || (named[i] && pos != ENT_POS_NOUN)) {
            continue;
        }
        ent_trigger *t = ENT_PUSH(v->a, list, n, cap);
        t->tok = i;
        t->pos = pos;
        t->slot_at = ent_arena_zalloc(v->a, v->n + 1, 1);
        t->inname = v->t[i].upos == ENT_PROPN;
        find_support(v, t);
        t->clause = t->support != ENT_NONE ? t->support : ent_event_clause(v, i);
        if (pos == ENT_POS_VERB) {
            arg_slots(v, t, i, 0, 0);
            kid_slots(v, t, i, 0, 0);
            t->passive = v->args[i].passive;
        } else if (pos == ENT_POS_NOUN) {
            noun_slots(v, t);
        } else {
            arg_slots(v, t, i, 0, 0);
            kid_slots(v, t, i, 0, 0);
            if (v->t[i].rel == ENT_AMOD) { /* "a treaty hostile to X" */
                add_slot(v, t, v->lex->subj, 0, v->head[i], 1);
            }
        }
        nested_slots(v, t);
        find_governor(v, t);
        match_rules(v, t);
        ent_event_stance(v, t, &t->stance);
    }
    cover(v, list, n);
    *out = list;
    return n;
}

/* What parts a word from a trigger that it does not stand in a slot of: the relation by which
 * their branches leave the word that is above both. */
static ent_sym border(const ent_scene *v, uint32_t tok, uint32_t trigger)
{
    const ent_lexicon *x = v->lex;
    uint32_t top = trigger, below = tok, up = ENT_NONE;
    while (top != ENT_NONE && !ent_event_under(v, tok, top)) {
        up = top;
        top = v->head[top];
    }
    for (uint32_t i = tok; i != top && i != ENT_NONE; i = v->head[i]) {
        below = i;
    }
    uint32_t via = top == trigger || up == ENT_NONE ? below : up;
    switch (v->t[via].rel) {
    case ENT_CONJ:
        return x->conj;
    case ENT_ADVCL:
        return x->advcl;
    case ENT_ACL:
        return x->acl;
    case ENT_CCOMP:
        return x->ccomp;
    case ENT_XCOMP:
        return x->xcomp;
    case ENT_PARATAXIS:
    case ENT_APPOS:
        return x->appos;
    case ENT_NMOD:
        return x->of;
    case ENT_OBL:
        return x->in;
    case ENT_NSUBJ:
        return x->subj;
    case ENT_OBJ:
        return x->obj;
    default:
        return x->mod;
    }
}

/* -- how an actor stands -- */

void ent_event_trigger_stand(const ent_scene *v, const ent_trigger *t, const ent_party *p,
                             ent_stand *out)
{
    *out = (ent_stand){.slot = ENT_NONE, .how = 3, .cost = 400};
    if (p->head == ENT_NONE) {
        out->role.outer = v->lex->implied;
        out->role.inner = p->context == 1   ? v->lex->subj
                          : p->context == 2 ? v->lex->obj
                          : p->context == 3 ? v->lex->appos
                          : p->context == 4 ? v->lex->mod
                                            : 0;
        out->cost = (uint16_t)(p->context ? 310 + p->context : 300);
        return;
    }
    const ent_mention *m = &v->d->mentions[p->mention];
    if (p->head == t->tok && m->place && m->actor_count > 1) { /* "the Treaty of Ghent" */
        *out = (ent_stand){.slot = t->tok, .role = {.outer = v->lex->between}, .cost = 4};
        return;
    }
    uint32_t at = p->head, steps = 0;
    uint8_t how = 0;
    out->role.outer = v->lex->far;
    for (; at != ENT_NONE && steps < 8; steps++) {
        if (t->slot_at[at]) {
            const ent_slot *s = &t->slot[t->slot_at[at] - 1];
            out->role = s->role;
            out->slot = at;
            out->how = how;
            out->far = s->far;
            out->gov = s->role.outer == v->lex->gov;
            out->cost = (uint16_t)(steps * 2 + how * 8 + s->far * 5 + (out->gov ? 60 : 0) +
                                   (s->role.inner && !out->gov ? 6 : 0));
            return;
        }
        if (at == t->tok) {
            break;
        }
        switch (v->t[at].rel) {
        case ENT_CONJ:
        case ENT_APPOS:
        case ENT_FLAT:
        case ENT_LIST:
            how = how < 1 ? 1 : how;
            break;
        case ENT_AMOD:
        case ENT_COMPOUND:
        case ENT_NMOD:
        case ENT_NUMMOD:
        case ENT_DETREL:
            how = how < 2 ? 2 : how;
            break;
        default:
            how = 3;
        }
        at = v->head[at];
    }
    out->role.inner = border(v, p->head, t->tok);
    uint32_t gap = p->head > t->tok ? p->head - t->tok : t->tok - p->head;
    out->cost = (uint16_t)(200 + (gap > 90 ? 90 : gap));
}

static int place_fits(const ent_scene *v, ent_role want, const ent_stand *s, uint8_t pos)
{
    const ent_lexicon *x = v->lex;
    ent_role r = s->role;
    bool exact = s->how <= 1;
    if (want.inner) {
        if (want.outer == r.outer && want.inner == r.inner) {
            return exact ? 2 : 1;
        }
        return 0;
    }
    bool same = want.outer == r.outer;
    if (!same && !r.inner) {
        if (want.outer == x->subj && pos == ENT_POS_NOUN) {
            same = r.outer == x->poss || r.outer == x->amod || r.outer == x->comp ||
                   r.outer == x->by || r.outer == x->of;
        } else if (want.outer == x->obj || want.outer == x->to) {
            same = r.outer == x->iobj;
        } else if (want.outer == x->pair) {
            same = r.outer == x->subj ||
                   (pos == ENT_POS_NOUN && (r.outer == x->poss || r.outer == x->amod));
        }
    }
    if (same) {
        return exact && !r.inner ? 2 : 1;
    }
    /* a prepositional phrase one step lower ("furnished Argentina with aid") or higher ("held talks
     * in Rome with Chad") than the row thinks */
    if (want.outer == r.inner && want.outer != x->subj && want.outer != x->obj &&
        want.outer != x->of && (r.outer == x->obj || r.outer == x->gov || r.outer == x->xcomp)) {
        return 1;
    }
    return 0;
}

int ent_event_rule_place(const ent_scene *v, const ent_rule *r, bool source, const ent_stand *s,
                         uint8_t pos)
{
    int best = 0;
    uint8_t n = source ? r->source_count : r->target_count;
    const ent_role *list = source ? r->source : r->target;
    for (uint8_t i = 0; i < n && best < 2; i++) {
        int k = place_fits(v, list[i], s, pos);
        best = k > best ? k : best;
    }
    return best;
}
