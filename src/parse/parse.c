/* parse.c: the two passes over a document (see parse.h).
 *
 * In: blocks of text. Out: tokens and sentences; for selected sentences tags, lemmas, heads. Memory
 * comes from the document's arena and one scratch arena a pass. Sentences of any length are parsed
 * in time linear in it: what is longer than the network's window is cut into pieces, whose roots
 * hang on the first one's as parataxis. */
#include "parse/parser.h"

/* -- tokens ----------------------------------------------------------------------------------- */

struct cutter {
    const ent_parser *p;
    ent_doc *d;
    ent_arena scratch;
    struct ent_seg_text t;
    struct ent_seg_token *k;
    uint8_t *end;
};

/* Bytes of a block that are looked at together: memory does not grow with the block. */
enum { SLICE = 32768 };

static void make_room(struct cutter *c)
{
    const size_t cap = SLICE + 1;
    c->t.c = ent_arena_alloc(&c->scratch, cap * sizeof *c->t.c);
    c->t.at = ent_arena_alloc(&c->scratch, cap * sizeof *c->t.at);
    c->t.cls = ent_arena_alloc(&c->scratch, cap);
    c->k = ent_arena_alloc(&c->scratch, cap * sizeof *c->k);
    c->end = ent_arena_alloc(&c->scratch, cap);
}

static ent_token *push(struct cutter *c, uint32_t begin, uint32_t end, bool space)
{
    ent_doc *d = c->d;
    ent_token *t = ENT_PUSH(&d->arena, d->tokens, d->token_count, d->token_cap);
    t->span = (ent_span){begin, end};
    t->head = ENT_NONE;
    t->sent = d->sent_count;
    t->space = space;
    return t;
}

/* One token of text, as the words it is made of. */
static void add_token(struct cutter *c, const struct ent_seg_token *k, uint32_t base)
{
    ent_doc *d = c->d;
    uint32_t begin = base + c->t.at[k->begin], end = base + c->t.at[k->end];
    unsigned len[ENT_MWT_MAX], n = 1;
    if (k->end - k->begin < ENT_FEAT_CHARS) {
        struct ent_chars w;
        ent_parse_chars(&w, d->text + begin, end - begin);
        n = ent_parse_mwt(&c->p->mwt, &w, len);
    }
    uint32_t at = k->begin;
    for (unsigned i = 0; i < n; i++) {
        ent_token *t = push(c, begin, end, k->space);
        uint32_t to = n == 1 ? k->end : at + len[i];
        uint32_t b = base + c->t.at[at], e = base + c->t.at[to];
        t->form = ent_arena_strn(&d->arena, d->text + b, e - b);
        t->mwt = i == 0 && n > 1 ? (uint8_t)n : 0;
        t->mwt_rest = i > 0;
        at = to;
    }
}

static void add_sent(ent_doc *d, uint32_t first, uint32_t block)
{
    ent_sent *s = ENT_PUSH(&d->arena, d->sents, d->sent_count, d->sent_cap);
    s->first = first;
    s->count = d->token_count - first;
    s->block = block;
    s->span.begin = d->tokens[first].span.begin;
    s->span.end = d->tokens[d->token_count - 1].span.end;
}

/* Where a slice that begins at `at` ends: behind white space, or at least behind a whole sign. */
static uint32_t slice_end(const ent_doc *d, uint32_t at, uint32_t end)
{
    if (end - at <= SLICE)
        return end;
    for (uint32_t e = at + SLICE; e > at + SLICE / 2; e--)
        if (d->text[e - 1] == ' ' || d->text[e - 1] == '\n')
            return e;
    uint32_t e = at + SLICE;
    while (e > at + SLICE - 4 && ((unsigned char)d->text[e] & 0xc0) == 0x80)
        e--;
    return e;
}

/* Cuts a block, slice by slice. The last sentence of a slice is taken up again by the next one, as
 * long as it is not all there is. */
static void cut_block(struct cutter *c, uint32_t b)
{
    ent_doc *d = c->d;
    ent_span s = d->blocks[b].span;
    for (uint32_t at = s.begin; at < s.end;) {
        uint32_t to = slice_end(d, at, s.end), first = d->token_count, keep = 0;
        ent_parse_seg_decode(&c->t, d->text + at, to - at);
        uint32_t n = ent_parse_seg(&c->p->seg, &c->t, c->k, c->end);
        for (uint32_t i = 0; i + 1 < n; i++)
            if (c->end[i])
                keep = i + 1;
        if (to == s.end || !keep)
            keep = n;
        for (uint32_t i = 0; i < keep; i++) {
            add_token(c, &c->k[i], at);
            if (c->end[i]) {
                add_sent(d, first, b);
                first = d->token_count;
            }
        }
        at = keep < n ? at + c->t.at[c->k[keep].begin] : to;
    }
}

void ent_parse_tokens(const ent_parser *p, ent_doc *d)
{
    struct cutter c = {.p = p, .d = d};
    make_room(&c);
    for (uint32_t b = 0; b < d->block_count; b++)
        if (d->blocks[b].span.end <= d->len)
            cut_block(&c, b);
    ent_arena_free(&c.scratch);
}

/* -- trees ------------------------------------------------------------------------------------ */

/* A sentence, or a piece of one. */
struct piece {
    uint32_t first, count; /* tokens */
    bool rest;             /* not the sentence's first piece */
};

struct grower {
    const ent_parser *p;
    ent_doc *d;
    ent_arena scratch;
    struct piece *pieces;
    uint32_t count, cap;
    void *room;
    struct ent_net_word *words; /* of one batch */
};

/* Where a long sentence is cut: behind the last sign that separates, in the window's second half.
 */
static uint32_t cut_at(const ent_doc *d, uint32_t first, uint32_t left)
{
    if (left <= ENT_NET_WORDS)
        return left;
    for (uint32_t n = ENT_NET_WORDS; n > ENT_NET_WORDS / 2; n--) {
        const char *f = d->tokens[first + n - 1].form;
        if ((f[0] == ';' || f[0] == ',' || f[0] == '.' || f[0] == ':') && !f[1])
            return n;
    }
    return ENT_NET_WORDS;
}

static void cut_pieces(struct grower *g, const ent_sent *s)
{
    for (uint32_t at = 0; at < s->count;) {
        uint32_t n = cut_at(g->d, s->first + at, s->count - at);
        struct piece *x = ENT_PUSH(&g->scratch, g->pieces, g->count, g->cap);
        x->first = s->first + at;
        x->count = n;
        x->rest = at > 0;
        at += n;
    }
}

static void look_up(const ent_parser *p, struct ent_net_word *w, const ent_token *t)
{
    struct ent_chars c;
    struct ent_feats f;
    ent_parse_chars(&c, t->form, strlen(t->form));
    ent_parse_feats(&f, &c);
    uint32_t id = ent_parse_map_get(&p->words, f.word);
    w->known = id == UINT32_MAX ? 0 : id;
    w->nsub = 0;
    for (unsigned k = 0; k < f.nsub; k++) {
        id = ent_parse_map_get(&p->subs, f.sub[k]);
        if (id != UINT32_MAX)
            w->sub[w->nsub++] = id;
    }
}

static const char *lemma_of(const ent_parser *p, ent_doc *d, const ent_token *t, uint64_t tag)
{
    struct ent_chars c;
    char out[ENT_LEMMA_MAX];
    size_t n = strlen(t->form);
    ent_parse_chars(&c, t->form, n);
    uint32_t r = ent_parse_lemma_find(&p->lemmas, tag, &c);
    if (r == UINT32_MAX)
        return t->form;
    size_t len = ent_parse_lemma_apply(out, &p->rule[r], t->form, n);
    if (len && t->upos == ENT_VERB)
        len = ent_parse_lemma_check(out, len, &p->words);
    if (!len || (len == n && memcmp(out, t->form, n) == 0))
        return t->form;
    return ent_arena_strn(&d->arena, out, len);
}

static void write_back(struct grower *g, const struct piece *x, const struct ent_net_word *w)
{
    const ent_parser *p = g->p;
    for (uint32_t i = 0; i < x->count; i++) {
        ent_token *t = &g->d->tokens[x->first + i];
        const struct ent_tag_class *tag = &p->tag[w[i].tag];
        const struct ent_rel_name *rel = &p->relation[w[i].rel];
        t->upos = tag->upos;
        t->xpos = tag->xpos;
        t->feats = tag->feats;
        t->bits = tag->bits;
        t->lemma = lemma_of(p, g->d, t, tag->lemma);
        t->head = w[i].head ? x->first + w[i].head - 1 : ENT_NONE;
        t->deprel = rel->name;
        t->rel = rel->rel;
        t->sub = rel->sub;
    }
}

/* '"...", declared the minister': a finite verb behind the clause that it reports has a subject;
 * where the tree shows none and one object follows, that is the subject. */
static void mend_speech(ent_doc *d, const struct piece *x)
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

/* A verb is passive for its auxiliary and for its subject alike: where they disagree, the auxiliary
 * is right, since who did it to whom hangs on it. A participle without one may be a headline's
 * passive. */
static void mend_voice(ent_doc *d, const struct piece *x)
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

static void set_rel(ent_token *t, uint32_t head, const char *deprel)
{
    t->head = head;
    t->deprel = deprel;
    ent_rel_of(deprel, &t->rel, &t->sub);
}

/* "the NATO led force": participles that names make adjectives of. */
static bool makes_adjectives(const char *form)
{
    static const char *const words[] = {
        "administered", "allied",     "armed",     "backed",   "based",    "born",   "brokered",
        "built",        "controlled", "dominated", "drafted",  "financed", "funded", "held",
        "inspired",     "led",        "made",      "occupied", "owned",    "ruled",  "run",
        "sponsored",    "supplied",   "supported", "trained"};
    for (size_t i = 0; i < ENT_COUNT(words); i++) {
        if (strcmp(form, words[i]) == 0)
            return true;
    }
    return false;
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
static bool lost_verb(const ent_doc *d, const struct piece *x, uint32_t verb, uint32_t *begin)
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
static bool joined(const ent_doc *d, const struct piece *x, uint32_t verb)
{
    for (uint32_t k = x->first; k < verb; k++) {
        const ent_token *t = &d->tokens[k];
        if (t->head == verb && (t->rel == ENT_MARK || (t->xpos && strcmp(t->xpos, "WRB") == 0)))
            return true;
    }
    return false;
}

static void make_finite(ent_token *v)
{
    v->upos = ENT_VERB;
    v->xpos = "VBD";
    v->feats = "Mood=Ind|Tense=Past|VerbForm=Fin";
    v->bits = ENT_F_FIN | ENT_F_PAST;
}

/* Gives such a clause its verb back. */
static void mend_verbless(ent_doc *d, const struct piece *x)
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
static uint32_t carried_verb(const ent_doc *d, const struct piece *x, uint32_t noun, bool whole)
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
static void mend_root(ent_doc *d, const struct piece *x)
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
    for (size_t i = 0; i < ENT_COUNT(words); i++) {
        if (strcmp(form, words[i]) == 0)
            return true;
    }
    return false;
}

/* A finite verb without a subject behind "after troops": the troops are the subject, and "after" is
 * no preposition. */
static void mend_clause(ent_doc *d, const struct piece *x)
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

static void run_batch(struct grower *g, uint32_t first, uint32_t count)
{
    struct ent_net_sent s[ENT_NET_SENTS] = {{NULL, 0}};
    struct ent_net_word *w = g->words;
    for (uint32_t i = 0; i < count; i++) {
        const struct piece *x = &g->pieces[first + i];
        s[i] = (struct ent_net_sent){w, x->count};
        for (uint32_t k = 0; k < x->count; k++)
            look_up(g->p, w++, &g->d->tokens[x->first + k]);
    }
    ent_parse_net_run(&g->p->net, g->p->kernels, s, count, g->room);
    w = g->words;
    for (uint32_t i = 0; i < count; i++) {
        write_back(g, &g->pieces[first + i], w);
        mend_verbless(g->d, &g->pieces[first + i]);
        mend_root(g->d, &g->pieces[first + i]);
        mend_clause(g->d, &g->pieces[first + i]);
        mend_speech(g->d, &g->pieces[first + i]);
        mend_voice(g->d, &g->pieces[first + i]);
        w += g->pieces[first + i].count;
    }
}

/* Makes one tree of a sentence's pieces. */
static void join_pieces(ent_doc *d, const ent_sent *s)
{
    uint32_t root = ENT_NONE;
    for (uint32_t i = s->first; i < s->first + s->count; i++) {
        ent_token *t = &d->tokens[i];
        if (t->head != ENT_NONE)
            continue;
        if (root == ENT_NONE) {
            root = i;
            continue;
        }
        t->head = root;
        t->deprel = "parataxis";
        ent_rel_of(t->deprel, &t->rel, &t->sub);
    }
}

static int longer_first(const void *a, const void *b)
{
    const struct piece *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return x->first < y->first ? -1 : 1;
}

void ent_parse_trees(const ent_parser *p, ent_doc *d)
{
    struct grower g = {.p = p, .d = d};
    for (uint32_t i = 0; i < d->sent_count; i++)
        if ((d->sents[i].flags & (ENT_SENT_SELECTED | ENT_SENT_PARSED)) == ENT_SENT_SELECTED)
            cut_pieces(&g, &d->sents[i]);
    if (!g.count) {
        ent_arena_free(&g.scratch);
        return;
    }
    g.room = ent_arena_alloc(&g.scratch, ent_parse_net_room(&p->net));
    g.words = ent_arena_alloc(&g.scratch, ENT_NET_ROWS * sizeof *g.words);
    /* batches of like length waste no steps; the trees do not depend on the order */
    qsort(g.pieces, g.count, sizeof *g.pieces, longer_first);
    for (uint32_t i = 0; i < g.count;) {
        uint32_t rows = 0, n = 0;
        while (i + n < g.count && n < ENT_NET_SENTS &&
               rows + g.pieces[i + n].count + 1 <= ENT_NET_ROWS)
            rows += g.pieces[i + n++].count + 1;
        run_batch(&g, i, n);
        i += n;
    }
    ent_arena_free(&g.scratch);
    for (uint32_t i = 0; i < d->sent_count; i++) {
        ent_sent *s = &d->sents[i];
        if (!(s->flags & ENT_SENT_SELECTED) || s->flags & ENT_SENT_PARSED || !s->count)
            continue;
        if (s->count > ENT_NET_WORDS)
            join_pieces(d, s);
        s->flags |= ENT_SENT_PARSED;
    }
}
