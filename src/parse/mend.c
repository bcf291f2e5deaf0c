/* mend.c: what contradicts itself in a tree is put right by rule: finite verbs read as participles,
 * subjects without their verbs, voices against their auxiliaries. In: a sentence's tags and tree.
 * Out: the same, mended. The treebanks that the network learned from have few sentences like those
 * of histories ("After A declared war, B severed relations"), so it reads them as it must not.
 * Looks at nothing but the sentence. */
#include "parse/parser.h"

#include <string.h>

typedef struct span {
    uint32_t first, count; /* tokens */
} span;

static bool among(const char *form, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(form, words[i]) == 0)
            return true;
    }
    return false;
}

static void set_rel(ent_token *t, uint32_t head, const char *deprel)
{
    t->head = head;
    t->deprel = deprel;
    ent_rel_of(deprel, &t->rel, &t->sub);
}

static void make_finite(ent_token *v)
{
    v->upos = ENT_VERB;
    v->xpos = "VBD";
    v->feats = "Mood=Ind|Tense=Past|VerbForm=Fin";
    v->bits = ENT_F_FIN | ENT_F_PAST;
}

/* '"...", declared the minister': a finite verb behind the clause that it reports has a subject;
 * where the tree shows none and one object follows, that is the subject. */
static void mend_speech(ent_doc *d, const span *x)
{
    for (uint32_t i = x->first; i < x->first + x->count; i++) {
        ent_token *o = &d->tokens[i];
        const ent_token *v = o->head == ENT_NONE ? NULL : &d->tokens[o->head];
        uint32_t objects = 0;
        bool clause = false, subject = false;
        if (o->rel != ENT_OBJ || i < o->head || v->upos != ENT_VERB ||
            (v->bits & (ENT_F_FIN | ENT_F_IMP)) != ENT_F_FIN || v->rel == ENT_CONJ)
            continue;
        for (uint32_t k = x->first; k < x->first + x->count; k++) {
            const ent_token *t = &d->tokens[k];
            if (t->head != o->head)
                continue;
            clause |= t->rel == ENT_CCOMP && k < o->head;
            subject |= t->rel == ENT_NSUBJ || t->rel == ENT_CSUBJ || t->rel == ENT_EXPL;
            objects += t->rel == ENT_OBJ;
        }
        if (clause && !subject && objects == 1) {
            o->deprel = "nsubj";
            ent_rel_of(o->deprel, &o->rel, &o->sub);
        }
    }
}

/* A past participle with a subject, without an auxiliary or an agent, in a whole sentence: "The
 * pasha insisted on better terms." A headline has no stop. */
static void mend_finite(ent_doc *d, const span *x)
{
    enum { SUBJECT = 1, BOUND = 2 };
    uint8_t has[ENT_NET_WORDS] = {0};
    uint32_t end = x->first + x->count;
    if (strcmp(d->tokens[end - 1].form, ".") != 0)
        return;
    for (uint32_t i = x->first; i < end; i++) {
        const ent_token *t = &d->tokens[i];
        if (t->head == ENT_NONE)
            continue;
        if (t->rel == ENT_NSUBJ && i < t->head)
            has[t->head - x->first] |= SUBJECT;
        else if (t->rel == ENT_AUXREL || t->rel == ENT_COP || t->rel == ENT_MARK ||
                 t->sub == ENT_SUB_AGENT)
            has[t->head - x->first] |= BOUND;
    }
    for (uint32_t i = x->first; i < end; i++) {
        ent_token *t = &d->tokens[i];
        if (has[i - x->first] == SUBJECT && t->upos == ENT_VERB && t->xpos &&
            strcmp(t->xpos, "VBN") == 0 &&
            (t->head == ENT_NONE || t->rel == ENT_CONJ || t->rel == ENT_PARATAXIS))
            make_finite(t);
    }
}

/* A verb is passive for its auxiliary and for its subject alike: where they disagree, the auxiliary
 * is right, since who did it to whom hangs on it. A participle without one may be a headline's
 * passive. */
static void mend_voice(ent_doc *d, const span *x)
{
    bool passive[ENT_NET_WORDS] = {false};
    for (uint32_t i = x->first; i < x->first + x->count; i++) {
        const ent_token *t = &d->tokens[i];
        if (t->head != ENT_NONE && t->rel == ENT_AUXREL && t->sub == ENT_SUB_PASS)
            passive[t->head - x->first] = true;
    }
    for (uint32_t i = x->first; i < x->first + x->count; i++) {
        ent_token *t = &d->tokens[i];
        if (t->head == ENT_NONE || t->rel != ENT_NSUBJ)
            continue;
        const ent_token *v = &d->tokens[t->head];
        bool is = passive[t->head - x->first];
        if (t->sub == ENT_SUB_PASS && !is && v->bits & ENT_F_FIN)
            t->deprel = "nsubj";
        else if (t->sub == ENT_SUB_NONE && is && v->upos == ENT_VERB)
            t->deprel = "nsubj:pass";
        ent_rel_of(t->deprel, &t->rel, &t->sub);
    }
}

/* "the NATO led force": participles that names make adjectives of. */
static bool makes_adjectives(const char *form)
{
    static const char *const words[] = {
        "administered", "allied",     "armed",     "backed",   "based",    "born",   "brokered",
        "built",        "controlled", "dominated", "drafted",  "financed", "funded", "held",
        "inspired",     "led",        "made",      "occupied", "owned",    "ruled",  "run",
        "sponsored",    "supplied",   "supported", "trained"};
    return among(form, words, ENT_COUNT(words));
}

static bool past_form(const ent_token *t)
{
    return t->form[0] >= 'a' && t->form[0] <= 'z' && t->xpos &&
           (strcmp(t->xpos, "VBN") == 0 || strcmp(t->xpos, "VBD") == 0);
}

/* Where the phrase of a name begins that ends at `last`: "the", "the United". */
static uint32_t name_begin(const ent_doc *d, uint32_t first, uint32_t last, uint32_t verb,
                           uint32_t noun)
{
    uint32_t at = last;
    while (at > first) {
        const ent_token *t = &d->tokens[at - 1];
        bool part = t->rel == ENT_DET || t->rel == ENT_COMPOUND || t->rel == ENT_FLAT ||
                    (t->rel == ENT_AMOD && t->form[0] >= 'A' && t->form[0] <= 'Z');
        if (!part || (t->head != last && t->head != verb && t->head != noun &&
                      (t->head < at - 1 || t->head > last)))
            break;
        at--;
    }
    return at;
}

/* Whether a clause may begin behind this word. */
static bool before_clause(const ent_token *t)
{
    return t->upos == ENT_PUNCT || t->upos == ENT_CCONJ || t->upos == ENT_SCONJ ||
           t->upos == ENT_ADV || (t->upos == ENT_NUM && strlen(t->form) == 4);
}

/* A verb read as a participle of its object: "Peru severed relations with Chile" as relations that
 * were severed. A name that opens a clause, a past form, a noun that is nobody's subject. */
static bool lost_verb(const ent_doc *d, const span *x, uint32_t verb, uint32_t *begin)
{
    const ent_token *v = &d->tokens[verb], *name = v - 1;
    if (v->rel != ENT_AMOD || v->head == ENT_NONE || v->head <= verb || !past_form(v) ||
        makes_adjectives(v->form) || verb == x->first)
        return false;
    const ent_token *noun = &d->tokens[v->head];
    if ((name->upos != ENT_PROPN && name->upos != ENT_NOUN) || name->form[0] < 'A' ||
        name->form[0] > 'Z' || (name->head != verb && name->head != v->head) ||
        noun->upos != ENT_NOUN || noun->rel == ENT_NSUBJ || noun->rel == ENT_COMPOUND)
        return false;
    *begin = name_begin(d, x->first, verb - 1, verb, v->head);
    for (uint32_t k = *begin; k-- > x->first;) { /* a preposition makes it a phrase */
        if (d->tokens[k].head == v->head && d->tokens[k].rel == ENT_CASE)
            return false;
    }
    return *begin == x->first || before_clause(&d->tokens[*begin - 1]);
}

/* The word that a clause before the name hangs on with "after", "when": it is no main clause. */
static bool joined(const ent_doc *d, const span *x, uint32_t verb)
{
    for (uint32_t k = x->first; k < verb; k++) {
        const ent_token *t = &d->tokens[k];
        if (t->head == verb && (t->rel == ENT_MARK || (t->xpos && strcmp(t->xpos, "WRB") == 0)))
            return true;
    }
    return false;
}

/* Gives such a clause its verb back. */
static void mend_verbless(ent_doc *d, const span *x)
{
    uint32_t end = x->first + x->count, begin;
    for (uint32_t verb = x->first + 1; verb + 1 < end; verb++) {
        if (!lost_verb(d, x, verb, &begin))
            continue;
        ent_token *v = &d->tokens[verb];
        uint32_t noun = v->head, above = d->tokens[noun].head;
        bool before = above != ENT_NONE && above < begin;
        if (above != ENT_NONE && !before)
            continue;
        bool sub = before && d->tokens[above].upos == ENT_VERB && joined(d, x, above);
        bool and = false;
        for (uint32_t i = x->first; i < end; i++) {
            ent_token *t = &d->tokens[i];
            bool mine = t->head == noun || t->head == verb;
            and |= mine && i < begin && t->rel == ENT_CC;
            bool when = false; /* a phrase of time hangs on the verb */
            for (uint32_t k = i; k-- > noun && t->head == noun && t->rel == ENT_NMOD;)
                when |= d->tokens[k].head == i && (strcmp(d->tokens[k].form, "on") == 0 ||
                                                   strcmp(d->tokens[k].form, "in") == 0);
            if (i >= begin && i + 1 < verb && mine)
                t->head = verb - 1;
            else if (i < begin && mine)
                set_rel(t, verb, t->rel == ENT_NMOD ? "obl" : t->deprel);
            else if (i > noun && when)
                set_rel(t, verb, "obl");
            else if (i > noun && ((before && t->head == above) ||
                                  (t->head == noun && t->rel != ENT_NMOD && t->rel != ENT_CONJ &&
                                   t->rel != ENT_APPOS && t->rel != ENT_ACL)))
                t->head = verb;
        }
        make_finite(v);
        if (!before) {
            set_rel(v, ENT_NONE, "root");
        } else if (sub) {
            set_rel(v, d->tokens[above].head, d->tokens[above].deprel);
            set_rel(&d->tokens[above], verb, "advcl");
        } else {
            set_rel(v, above, and? "conj" : "parataxis");
        }
        set_rel(&d->tokens[noun], verb, "obj");
        set_rel(&d->tokens[verb - 1], verb, "nsubj");
        d->tokens[verb - 1].upos = ENT_PROPN;
    }
}

/* The verb that a noun in a clause's place carries like a participle ("The general, who had waited,
 * marched north"), or ENT_NONE: finite and without a subject, else, in a whole sentence, the last
 * past participle that no agent follows. */
static uint32_t carried_verb(const ent_doc *d, const span *x, uint32_t noun, bool whole)
{
    uint32_t end = x->first + x->count, last = ENT_NONE;
    bool definite =
        d->tokens[noun].upos == ENT_PROPN; /* "Great food, highly recommended." is not */
    for (uint32_t i = x->first; i < noun; i++)
        definite |= d->tokens[i].head == noun && d->tokens[i].rel == ENT_DET;
    for (uint32_t i = noun + 1; i < end; i++) {
        const ent_token *t = &d->tokens[i];
        bool free_verb =
            t->head == noun && t->upos == ENT_VERB && t->xpos &&
            ((t->rel == ENT_ACL && t->sub != ENT_SUB_RELCL) || (whole && t->rel == ENT_ADVCL));
        for (uint32_t k = x->first; k < end && free_verb; k++) {
            const ent_token *c = &d->tokens[k];
            free_verb = c->head != i ||
                        !(c->rel == ENT_NSUBJ || c->rel == ENT_CSUBJ || c->rel == ENT_EXPL ||
                          c->rel == ENT_MARK || c->rel == ENT_AUXREL || c->sub == ENT_SUB_AGENT);
        }
        if (!free_verb)
            continue;
        if (t->bits & ENT_F_FIN)
            return i;
        if (whole && definite && strcmp(t->xpos, "VBN") == 0)
            last = i;
    }
    return last;
}

/* Such a noun is the verb's subject. */
static void mend_root(ent_doc *d, const span *x)
{
    uint32_t end = x->first + x->count;
    bool stop = strcmp(d->tokens[end - 1].form, ".") == 0 && x->count >= 6;
    for (uint32_t noun = x->first; noun + 1 < end; noun++) {
        ent_token *n = &d->tokens[noun];
        bool whole = n->head == ENT_NONE && stop;
        if ((n->upos != ENT_NOUN && n->upos != ENT_PROPN) ||
            !(whole || (n->head != ENT_NONE && n->head < noun && n->rel == ENT_CONJ &&
                        d->tokens[n->head].upos == ENT_VERB)))
            continue;
        bool copula = false;
        for (uint32_t k = x->first; k < end; k++) {
            const ent_token *t = &d->tokens[k];
            copula |= t->head == noun &&
                      (t->rel == ENT_COP || t->rel == ENT_AUXREL || t->rel == ENT_NSUBJ);
        }
        uint32_t verb = copula ? ENT_NONE : carried_verb(d, x, noun, whole);
        if (verb == ENT_NONE)
            continue;
        for (uint32_t i = x->first; i < end; i++) {
            ent_token *t = &d->tokens[i];
            if (t->head != noun || i == verb)
                continue;
            if (i > verb)
                t->head = verb;
            else if (i < noun && (t->rel == ENT_NMOD || t->rel == ENT_OBL) &&
                     t->sub != ENT_SUB_POSS)
                set_rel(t, verb, "obl");
            else if (i < noun && (t->rel == ENT_ADVCL || t->rel == ENT_ADVMOD || t->rel == ENT_CC ||
                                  t->rel == ENT_PUNCTREL))
                t->head = verb;
        }
        if (!(d->tokens[verb].bits & ENT_F_FIN))
            make_finite(&d->tokens[verb]);
        set_rel(&d->tokens[verb], n->head, n->deprel);
        set_rel(n, verb, "nsubj");
    }
}

static bool opens_clause(const char *form)
{
    static const char *const words[] = {"after", "before", "since", "until", "once", "as"};
    return among(form, words, ENT_COUNT(words));
}

/* A finite verb without a subject behind "after troops": the troops are the subject, and "after" is
 * no preposition. */
static void mend_clause(ent_doc *d, const span *x)
{
    uint32_t end = x->first + x->count;
    for (uint32_t v = x->first + 2; v < end; v++) {
        ent_token *verb = &d->tokens[v];
        if (verb->upos != ENT_VERB || !(verb->bits & ENT_F_FIN) || verb->head == ENT_NONE ||
            (verb->rel != ENT_ADVCL && verb->rel != ENT_ACL) || verb->sub == ENT_SUB_RELCL)
            continue;
        uint32_t word = ENT_NONE, at = v;
        bool subject = false, passive = false;
        for (uint32_t k = x->first; k < end; k++) {
            const ent_token *t = &d->tokens[k];
            subject |= t->head == v && (t->rel == ENT_NSUBJ || t->rel == ENT_CSUBJ ||
                                        t->rel == ENT_EXPL || t->rel == ENT_MARK);
            passive |= t->head == v && t->rel == ENT_AUXREL && t->sub == ENT_SUB_PASS;
        }
        while (at > x->first && d->tokens[at - 1].head == v)
            at--; /* its adverbs and auxiliaries */
        /* up from the word before to the one that shares the verb's head, or is it */
        uint32_t noun = at > x->first ? at - 1 : ENT_NONE;
        for (int i = 0;
             i < 8 && noun != ENT_NONE && noun != verb->head && d->tokens[noun].head != verb->head;
             i++)
            noun = d->tokens[noun].head;
        if (subject || noun == ENT_NONE || noun >= v || d->tokens[noun].head == ENT_NONE ||
            (d->tokens[noun].rel != ENT_OBL && d->tokens[noun].rel != ENT_NMOD))
            continue;
        for (uint32_t k = x->first; k < noun; k++) {
            if (d->tokens[k].head == noun && d->tokens[k].rel == ENT_CASE)
                word = opens_clause(d->tokens[k].form) ? k : ENT_NONE;
        }
        if (word == ENT_NONE)
            continue;
        set_rel(verb, noun == verb->head ? d->tokens[noun].head : verb->head, "advcl");
        set_rel(&d->tokens[noun], v, passive ? "nsubj:pass" : "nsubj");
        set_rel(&d->tokens[word], v, "mark");
        d->tokens[word].upos = ENT_SCONJ;
    }
}

void ent_parse_mend(ent_doc *d, uint32_t first, uint32_t count)
{
    const span x = {first, count};
    mend_verbless(d, &x);
    mend_root(d, &x);
    mend_clause(d, &x);
    mend_speech(d, &x);
    mend_finite(d, &x);
    mend_voice(d, &x);
}
