/* pronoun.c: "he", "its", "they", and "both" or "the two" that stand alone.
 *
 * In: the trail, trees where there are any. Out: pronoun mentions. An "it" or "they" whose nearest
 * subject is a thing means nobody.
 */
#include "trail.h"

/* "it became clear that", "it took years to": the real subject is the clause. */
static bool extraposed(const ent_doc *d, uint32_t verb)
{
    static const char *const lemmas[] = {"become", "seem",   "appear", "happen", "turn",  "take",
                                         "prove",  "follow", "remain", "emerge", "occur", "matter"};
    bool light = false, clause = false;
    for (size_t i = 0; d->tokens[verb].lemma && i < ENT_COUNT(lemmas); i++) {
        light = light || strcmp(d->tokens[verb].lemma, lemmas[i]) == 0;
    }
    const ent_sent *s = &d->sents[d->tokens[verb].sent];
    for (uint32_t k = verb + 1; light && k < s->first + s->count; k++) {
        const ent_token *x = &d->tokens[k];
        bool below = x->head == verb || (x->head != ENT_NONE && d->tokens[x->head].head == verb &&
                                         d->tokens[x->head].upos == ENT_ADJ);
        clause = clause || (below &&
                            (x->rel == ENT_CCOMP || x->rel == ENT_CSUBJ || x->rel == ENT_ADVCL ||
                             x->rel == ENT_XCOMP) &&
                            x->upos == ENT_VERB);
    }
    return clause;
}

static bool expletive(const trail *t, uint32_t w)
{
    const ent_doc *d = t->s->d;
    uint32_t k = t->s->word_token[w];
    const ent_token *x = &d->tokens[k];
    if (x->rel == ENT_REL_NONE) {
        return true; /* without a tree nothing is sure */
    }
    if (x->rel != ENT_NSUBJ || x->head == ENT_NONE) {
        return x->rel == ENT_EXPL || x->rel == ENT_OBJ || x->rel == ENT_OBL;
    }
    return d->tokens[x->head].upos != ENT_VERB || extraposed(d, x->head);
}

/* "both", "the two" that stand alone. */
static void number_word(trail *t, uint32_t sent, uint32_t w)
{
    scan_state *s = t->s;
    const char *states[8];
    uint32_t actors[8], n = ent_actor_group_number(t, sent, w, states);
    for (uint32_t i = 0; i < n; i++) {
        actors[i] = ent_actor_state_code(s, states[i], "coreference");
    }
    if (n) {
        ent_actor_mention_add(s, sent, w, 1, ENT_MENTION_PRONOUN, actors, n);
        ent_actor_trail_push(t, s->d->mention_count - 1);
    }
}

/* Whether a token is a part of a mention of the sentence. */
static bool mentioned(const trail *t, uint32_t sent, uint32_t token)
{
    const ent_doc *d = t->s->d;
    for (uint32_t i = t->count; i-- > 0 && t->items[i].sent >= sent;) {
        const ent_mention *m = &d->mentions[t->items[i].mention];
        if (t->items[i].sent == sent && m->first <= token && token < m->first + m->count) {
            return true;
        }
    }
    return false;
}

/* Whether the subject of the sentence before, a thing of the same number that no actor is ("the
 * talks", "the treaty"), stands nearer to an "it" or "they" that is a subject too. */
static bool eclipsed(const trail *t, uint32_t sent, uint32_t w, const item *f, enum want want)
{
    const ent_doc *d = t->s->d;
    const ent_token *p = &d->tokens[t->s->word_token[w]];
    if ((want != WANT_IT && want != WANT_THEY) || f->sent == sent || !sent || p->rel != ENT_NSUBJ ||
        (f->subject && f->sent + 1 == sent)) {
        return false;
    }
    const ent_sent *x = &d->sents[sent - 1];
    for (uint32_t k = x->first; k < x->first + x->count && (x->flags & ENT_SENT_PARSED); k++) {
        const ent_token *n = &d->tokens[k];
        if (n->rel == ENT_NSUBJ && n->head != ENT_NONE && d->tokens[n->head].rel == ENT_ROOT) {
            return n->upos == ENT_NOUN && !mentioned(t, sent - 1, k) &&
                   (n->bits & (want == WANT_THEY ? ENT_F_PLUR : ENT_F_SING)) != 0;
        }
    }
    return false;
}

/* "Carter himself", "the army itself": who stands before it, else who acts on himself. */
static const item *oneself(const trail *t, uint32_t sent, uint32_t w)
{
    const item *last = t->count > t->first_of_sent ? &t->items[t->count - 1] : NULL;
    if (last && last->end + 1 == t->s->words[w].begin) {
        return last;
    }
    return ent_actor_trail_subject(t, sent, t->s->word_token[w]);
}

static bool reflexive(const trail *t, uint32_t w)
{
    uint32_t n;
    const char *p = ent_actor_word_text(t->s, w, &n);
    return n > 5 && (memcmp(p + n - 4, "self", 4) == 0 || memcmp(p + n - 6, "selves", 6) == 0);
}

/* Whom the verb of a subject has for its object, where the trail knows the name: "he gave Castro
 * his support" is not of Castro. NULL: nobody known. */
static const item *object_beside(const trail *t, uint32_t sent, uint32_t token)
{
    const ent_doc *d = t->s->d;
    const ent_sent *s = &d->sents[sent];
    uint32_t verb = d->tokens[token].head;
    for (uint32_t k = s->first; verb != ENT_NONE && k < s->first + s->count; k++) {
        const ent_token *o = &d->tokens[k];
        if (o->head != verb || (o->rel != ENT_OBJ && o->rel != ENT_IOBJ) || o->upos != ENT_PROPN) {
            continue;
        }
        for (uint32_t i = t->count; i-- > 0;) {
            const ent_mention *m = &d->mentions[t->items[i].mention];
            for (uint32_t w = m->first; w < m->first + m->count && w < d->token_count; w++) {
                if (t->items[i].person && strcmp(d->tokens[w].form, o->form) == 0) {
                    return &t->items[i];
                }
            }
        }
    }
    return NULL;
}

/* The item that a pronoun means; NULL: nobody. */
static const item *meant(const trail *t, uint32_t sent, uint32_t w, enum want want)
{
    const item *f = reflexive(t, w) ? oneself(t, sent, w) : NULL;
    if (!f && ent_actor_word_is(t->s, w, "its") && t->count > t->first_of_sent) {
        const item *last = &t->items[t->count - 1]; /* "grant Cuba its independence" */
        bool beside = last->end + 1 == t->s->words[w].begin;
        f = beside && !last->person && last->count == 1 ? last : NULL;
    }
    if (f) {
        return f;
    }
    uint32_t token = t->s->word_token[w];
    uint8_t rel = t->s->d->tokens[token].rel;
    bool object = rel == ENT_OBJ || rel == ENT_IOBJ || rel == ENT_OBL; /* not "his generals" */
    bool person = want == WANT_HE || want == WANT_SHE;
    const item *other = object                       ? ent_actor_trail_subject(t, sent, token)
                        : person && rel == ENT_NSUBJ ? object_beside(t, sent, token)
                                                     : NULL;
    f = ent_actor_trail_find(t, sent, t->s->words[w].begin, want, person ? 4 : 2, other);
    return f && eclipsed(t, sent, w, f, want) ? NULL : f;
}

void ent_actor_pronoun(trail *t, uint32_t sent, uint32_t w)
{
    scan_state *s = t->s;
    const word *x = &s->words[w];
    enum want want;
    static const uint32_t pronouns = 1u << L_numbers | 1u << L_he_words | 1u << L_she_words |
                                     1u << L_they_words | 1u << L_it_words;
    if (!(x->lists & pronouns)) {
        return;
    }
    if (IN(s, w, numbers)) {
        number_word(t, sent, w);
        return;
    }
    if (IN(s, w, he_words)) {
        want = WANT_HE;
    } else if (IN(s, w, she_words)) {
        want = WANT_SHE;
    } else if (IN(s, w, they_words)) {
        want = WANT_THEY;
    } else if (!ent_actor_word_is(s, w, "it") || !expletive(t, w)) {
        want = WANT_IT;
    } else {
        return;
    }
    const item *f = meant(t, sent, w, want);
    if (!f) {
        return;
    }
    uint32_t ante = f->mention;
    uint32_t actors[8], n = 0;
    for (uint32_t i = 0; i < f->count; i++) {
        const ent_actor *a = actor_at(t, f->actor[i]);
        if (a->code || a->kind == ENT_ACTOR_OTHER) { /* a person without politics too */
            actors[n++] = f->actor[i];
        }
    }
    if (!n) {
        return;
    }
    if (want == WANT_HE || want == WANT_SHE) {
        actor_note *note = ent_actor_note_of(s, actors[0]);
        note->gender = want == WANT_HE ? 2 : 1;
    }
    ent_mention *m = ent_actor_mention_add(s, sent, w, 1, ENT_MENTION_PRONOUN, actors, n);
    m->antecedent = ante;
    ent_actor_trail_push(t, s->d->mention_count - 1);
}
