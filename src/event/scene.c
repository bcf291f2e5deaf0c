/* scene.c: a sentence as event coding wants it: children, case markers, deep subjects and objects
 * (passive, control, relatives, participles, coordination), and the actors as parties. */
#include "event_int.h"

bool ent_event_has(const ent_scene *v, uint32_t tok, uint8_t rel)
{
    for (uint32_t k = v->kid_first[tok]; k < v->kid_first[tok + 1]; k++) {
        if (v->t[v->kids[k]].rel == rel) {
            return true;
        }
    }
    return false;
}

bool ent_event_word_under(const ent_scene *v, uint32_t tok, uint8_t rel, const char *word)
{
    for (uint32_t k = v->kid_first[tok]; k < v->kid_first[tok + 1]; k++) {
        uint32_t i = v->kids[k];
        if (v->t[i].rel == rel && strcmp(v->low[i], word) == 0) {
            return true;
        }
    }
    return false;
}

static bool lemma_is(const ent_scene *v, uint32_t tok, const char *word)
{
    const char *l = v->t[tok].lemma;
    return l && strcmp(l, word) == 0;
}

static void children(ent_scene *v)
{
    v->head = ent_arena_alloc(v->a, v->n * sizeof *v->head);
    v->kid_first = ent_arena_zalloc(v->a, v->n + 2, sizeof *v->kid_first);
    v->kids = ent_arena_alloc(v->a, (v->n + 1) * sizeof *v->kids);
    for (uint32_t i = 0; i < v->n; i++) {
        uint32_t h = v->t[i].head;
        bool in = h != ENT_NONE && h >= v->first && h < v->first + v->n && h != v->first + i;
        v->head[i] = in ? h - v->first : ENT_NONE;
        if (in) {
            v->kid_first[v->head[i] + 2]++;
        }
    }
    for (uint32_t i = 2; i <= v->n + 1; i++) {
        v->kid_first[i] += v->kid_first[i - 1];
    }
    for (uint32_t i = 0; i < v->n; i++) {
        if (v->head[i] != ENT_NONE) {
            v->kids[v->kid_first[v->head[i] + 1]++] = i;
        }
    }
}

/* The lemma in lower case: proper nouns keep their capitals in UD. */
static const char *lower(const ent_scene *v, const char *s)
{
    size_t n = 0;
    while (s[n] && (s[n] < 'A' || s[n] > 'Z')) {
        n++;
    }
    if (!s[n]) {
        return s;
    }
    char *low = ent_arena_str(v->a, s);
    for (; low[n]; n++) {
        low[n] = low[n] >= 'A' && low[n] <= 'Z' ? (char)(low[n] + 32) : low[n];
    }
    return low;
}

static ent_sym lower_sym(const ent_scene *v, const char *s)
{
    const char *low = lower(v, s);
    return ent_event_lex_sym(v->lex, low, strlen(low));
}

/* "cease-fire", "re-established": three tokens, one word of the tables. */
static void hyphenated(ent_scene *v, uint32_t i)
{
    if (v->t[i - 1].span.end != v->t[i].span.begin || v->t[i].span.end != v->t[i + 1].span.begin) {
        return;
    }
    uint32_t head = v->head[i - 1] == i + 1 || v->head[i - 1] == ENT_NONE ? i + 1 : i - 1;
    head = v->head[i + 1] == i - 1 ? i - 1 : v->head[i - 1] == i + 1 ? i + 1 : head;
    for (int dash = 1; dash >= 0; dash--) {
        const char *w = ent_arena_printf(v->a, "%s%s%s", lower(v, v->t[i - 1].form),
                                         dash ? "-" : "", v->low[i + 1]);
        ent_sym s = ent_event_lex_sym(v->lex, w, strlen(w));
        if (s) {
            v->low[head] = w;
            v->sym[head] = s;
            v->hash[head] = v->lex->hash[s];
            return;
        }
    }
}

static bool is_verb(const ent_scene *v, const char *w)
{
    return ent_event_lex_sense(v->lex, w, ENT_VERB) != NULL;
}

/* "favore" of "favored", "severe" of "sever": a lemma that is no verb gives way to a verb that its
 * form is made of. */
static const char *verb_lemma(const ent_scene *v, const char *form, const char *lemma)
{
    static const char *const ends[] = {"", "d", "ed", "ing", "s", "es"};
    const char *known = ent_event_lex_form(v->lex, form);
    if (known || is_verb(v, lemma)) {
        return known ? known : lemma;
    }
    size_t n = strlen(form);
    for (size_t i = 0; i < ENT_COUNT(ends); i++) {
        size_t k = strlen(ends[i]);
        if (n < k + 3 || strcmp(form + n - k, ends[i]) != 0) {
            continue;
        }
        const char *w = ent_arena_strn(v->a, form, n - k);
        if (is_verb(v, w)) {
            return w;
        }
        if (k > 1 && form[n - k - 1] == form[n - k - 2]) {
            w = ent_arena_strn(v->a, form, n - k - 1); /* "embedded" */
        } else if (k > 1) {
            w = ent_arena_printf(v->a, "%se", w); /* "chafing" */
        }
        if (is_verb(v, w)) {
            return w;
        }
    }
    return lemma;
}

static void words(ent_scene *v)
{
    v->sym = ent_arena_zalloc(v->a, v->n + 1, sizeof *v->sym);
    v->low = ent_arena_zalloc(v->a, v->n + 1, sizeof *v->low);
    v->hash = ent_arena_zalloc(v->a, v->n + 1, sizeof *v->hash);
    v->sense = ent_arena_zalloc(v->a, v->n + 1, sizeof *v->sense);
    v->prep = ent_arena_zalloc(v->a, v->n + 1, sizeof *v->prep);
    v->hasprep = ent_arena_zalloc(v->a, v->n + 1, 1);
    for (uint32_t i = 0; i < v->n; i++) {
        const char *l = v->t[i].lemma ? v->t[i].lemma : v->t[i].form;
        v->low[i] = lower(v, l);
        if (v->t[i].upos == ENT_VERB) {
            v->low[i] = verb_lemma(v, lower(v, v->t[i].form), v->low[i]);
        }
        v->sym[i] = ent_event_lex_sym(v->lex, v->low[i], strlen(v->low[i]));
        v->sense[i] = ent_event_lex_sense(v->lex, v->low[i], v->t[i].upos);
        v->hash[i] = v->sym[i] ? v->lex->hash[v->sym[i]] : (uint32_t)ent_hash_str(v->low[i], 0);
    }
    for (uint32_t i = 1; i + 1 < v->n; i++) {
        if (v->t[i].form[0] == '-' && !v->t[i].form[1]) {
            hyphenated(v, i);
        }
    }
    for (uint32_t i = 0; i < v->n; i++) {
        uint8_t rel = v->t[i].rel;
        if ((rel == ENT_CASE || (rel == ENT_MARK && v->t[i].upos != ENT_PART)) &&
            v->head[i] != ENT_NONE && !v->hasprep[v->head[i]] && strcmp(v->t[i].form, "'s") != 0 &&
            strcmp(v->t[i].form, "\xe2\x80\x99s") != 0) {
            v->hasprep[v->head[i]] = 1;
            v->prep[v->head[i]] = lower_sym(v, v->t[i].form);
        }
    }
}

static void add_party(ent_scene *v, uint32_t mention, uint32_t actor, uint32_t head)
{
    const ent_actor *a = &v->d->actors[actor];
    if (!a->code || a->kind == ENT_ACTOR_OTHER) {
        return;
    }
    const char *state = a->state ? a->state : a->code;
    uint32_t key = ENT_NONE, state_key = ENT_NONE;
    for (uint32_t i = 0; i < v->party_count; i++) {
        const ent_actor *b = &v->d->actors[v->party[i].actor];
        if (strcmp(b->state ? b->state : b->code, state) == 0) {
            state_key = v->party[i].state_key;
            if ((!a->role && !b->role) || (a->role && b->role && strcmp(a->role, b->role) == 0)) {
                key = v->party[i].key;
            }
        }
    }
    ent_party *p = ENT_PUSH(v->a, v->party, v->party_count, v->party_cap);
    p->mention = mention;
    p->actor = actor;
    p->head = head;
    p->key = (uint16_t)(key == ENT_NONE ? v->party_count : key);
    p->state_key = (uint16_t)(state_key == ENT_NONE ? v->party_count : state_key);
}

enum { PARTIES_MAX = 64, CONTEXT_MAX = 4 };

/* The first mention that begins at or after an offset: they are sorted by span. */
static uint32_t first_mention(const ent_doc *d, uint32_t offset)
{
    uint32_t lo = 0, hi = d->mention_count;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (d->mentions[mid].span.begin < offset) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo;
}

/* A party that no word of the sentence names; false: its state is there already. */
static bool add_context(ent_scene *v, uint32_t mention, uint32_t actor)
{
    uint32_t before = v->party_count;
    add_party(v, mention, actor, ENT_NONE);
    for (uint32_t k = 0; k < before && v->party_count > before; k++) {
        if (v->party[k].state_key == v->party[before].state_key) {
            v->party_count = before;
        }
    }
    return v->party_count > before;
}

/* Whom the sentence may mean without naming them: who was in the one before, or in the title. */
static void context(ent_scene *v, uint32_t sent, uint8_t kind)
{
    const ent_doc *d = v->d;
    const ent_sent *s = &d->sents[sent];
    uint32_t added = 0, own = v->party_count;
    for (uint32_t i = first_mention(d, s->span.begin);
         i < d->mention_count && d->mentions[i].span.begin < s->span.end; i++) {
        const ent_mention *m = &d->mentions[i];
        if (m->sent != sent || m->kind == ENT_MENTION_IMPLIED || (m->actor_count > 1 && own)) {
            continue;
        }
        for (uint32_t k = 0; k < m->actor_count; k++) { /* "both sides", where none is named here */
            if (v->party_count >= PARTIES_MAX || added >= CONTEXT_MAX) {
                return;
            }
            if (add_context(v, i, d->mention_actors[m->actor + k])) {
                uint8_t rel = m->head < d->token_count ? d->tokens[m->head].rel : 0;
                v->party[v->party_count - 1].context = kind == 1 && rel != ENT_NSUBJ ? 2 : kind;
                added++;
            }
        }
    }
}

/* "defeated the Russians at Mukden", "off Arica": where it was, never who it was done to. */
static bool scenery(const ent_scene *v, const ent_mention *m, uint32_t head)
{
    static const char *const where[] = {"at", "near", "off", "aboard", "outside"};
    static const char *const but[] = {"except", "excepting", "excluding"};
    if (head == ENT_NONE) {
        return false;
    }
    for (size_t i = 0; i < ENT_COUNT(but); i++) { /* "every state except Albania" */
        if (ent_event_word_under(v, head, ENT_CASE, but[i])) {
            return true;
        }
    }
    if (!m->place || !v->hasprep[head] || !v->prep[head]) {
        return false;
    }
    for (size_t i = 0; i < ENT_COUNT(where); i++) {
        if (strcmp(v->lex->name[v->prep[head]], where[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Whom the text is about; cand.c takes them only where the sentence names too few. */
static void about(ent_scene *v)
{
    uint32_t at[3], n = v->cast ? ent_event_about(v->cast, v->sent, ENT_COUNT(at), at) : 0;
    for (uint32_t i = 0; i < n && v->party_count < PARTIES_MAX; i++) {
        if (add_context(v, v->cast->mention[at[i]], v->cast->actor[at[i]])) {
            v->party[v->party_count - 1].context = 4;
        }
    }
}

static void parties(ent_scene *v)
{
    const ent_doc *d = v->d;
    const ent_sent *s = &d->sents[v->sent];
    for (uint32_t i = first_mention(d, s->span.begin);
         i < d->mention_count && d->mentions[i].span.begin < s->span.end; i++) {
        const ent_mention *m = &d->mentions[i];
        if (m->sent != v->sent) {
            continue;
        }
        uint32_t head = ENT_NONE;
        if (m->kind != ENT_MENTION_IMPLIED && m->head != ENT_NONE && m->head >= v->first &&
            m->head < v->first + v->n) {
            head = m->head - v->first;
        }
        if (scenery(v, m, head)) {
            continue;
        }
        for (uint32_t k = 0; k < m->actor_count && v->party_count < PARTIES_MAX; k++) {
            add_party(v, i, d->mention_actors[m->actor + k], head);
        }
    }
    if (v->sent && d->sents[v->sent - 1].block == s->block) {
        context(v, v->sent - 1, 1);
    }
    if (v->sent && v->party_count) {
        context(v, 0, 3);
    }
    about(v);
}

void ent_event_make(ent_scene *v, const ent_lexicon *lex, const ent_doc *d, const ent_cast *cast,
                    uint32_t sent, ent_arena *a)
{
    memset(v, 0, sizeof *v);
    v->lex = lex;
    v->d = d;
    v->cast = cast;
    v->a = a;
    v->sent = sent;
    v->first = d->sents[sent].first;
    v->n = d->sents[sent].count;
    v->t = d->tokens + v->first;
    children(v);
    words(v);
    v->args = ent_arena_zalloc(a, v->n + 1, sizeof *v->args);
    parties(v);
}

bool ent_event_under(const ent_scene *v, uint32_t tok, uint32_t top)
{
    for (uint32_t i = 0; i < v->n && tok != ENT_NONE; i++) {
        if (tok == top) {
            return true;
        }
        tok = v->head[tok];
    }
    return false;
}

bool ent_event_verbal(const ent_scene *v, uint32_t tok)
{
    const ent_token *t = &v->t[tok];
    return t->upos == ENT_VERB || t->rel == ENT_ROOT || t->rel == ENT_CCOMP ||
           t->rel == ENT_ADVCL || t->rel == ENT_XCOMP || t->rel == ENT_PARATAXIS ||
           t->rel == ENT_CSUBJ || (t->rel == ENT_ACL && t->upos != ENT_NOUN) ||
           ent_event_has(v, tok, ENT_COP);
}

uint32_t ent_event_clause(const ent_scene *v, uint32_t tok)
{
    for (uint32_t i = 0; i < v->n; i++) {
        if (ent_event_verbal(v, tok) || v->head[tok] == ENT_NONE) {
            return tok;
        }
        tok = v->head[tok];
    }
    return tok;
}

/* -- deep arguments ---------------------------------------------------------------------------- */

static bool relative(const ent_scene *v, uint32_t tok)
{
    return tok != ENT_NONE && v->t[tok].upos == ENT_PRON &&
           ((v->t[tok].bits & ENT_F_REL) || lemma_is(v, tok, "who") || lemma_is(v, tok, "which") ||
            lemma_is(v, tok, "that") || lemma_is(v, tok, "whom"));
}

/* What the word's own children say. Returns whether an auxiliary stands before it. */
static bool own_args(ent_scene *v, uint32_t tok, ent_args *g)
{
    bool aux = false;
    for (uint32_t k = v->kid_first[tok]; k < v->kid_first[tok + 1]; k++) {
        uint32_t i = v->kids[k];
        const ent_token *t = &v->t[i];
        if (t->rel == ENT_NSUBJ && g->surface == ENT_NONE) {
            g->surface = i;
            g->passive |= t->sub == ENT_SUB_PASS;
        } else if (t->rel == ENT_OBJ && g->obj == ENT_NONE) {
            g->obj = i;
        } else if (t->rel == ENT_IOBJ && g->iobj == ENT_NONE) {
            g->iobj = i;
        } else if (t->rel == ENT_AUXREL || t->rel == ENT_COP) {
            aux = true;
            g->passive |= t->sub == ENT_SUB_PASS;
        }
    }
    return aux;
}

static void agent(ent_scene *v, uint32_t tok, ent_args *g)
{
    for (uint32_t k = v->kid_first[tok]; k < v->kid_first[tok + 1]; k++) {
        uint32_t i = v->kids[k];
        if (v->t[i].rel == ENT_OBL &&
            (v->t[i].sub == ENT_SUB_AGENT || (g->passive && v->prep[i] == v->lex->by))) {
            g->subj = i;
            return;
        }
    }
}

/* Who the subject of a clause without one is: the surface subject of what governs it. */
static void borrowed(ent_scene *v, uint32_t tok, ent_args *g)
{
    uint32_t h = v->head[tok];
    const ent_token *t = &v->t[tok];
    if (h == ENT_NONE) {
        return;
    }
    if (t->rel == ENT_ACL) {
        if (v->t[h].upos == ENT_VERB) {
            return;
        }
        if (t->sub == ENT_SUB_RELCL || (t->bits & (ENT_F_PART | ENT_F_GER))) {
            g->surface = h;
            g->subj_far = 1;
            return;
        }
        /* "the decision to attack": whose decision it is */
        for (uint32_t k = v->kid_first[h]; k < v->kid_first[h + 1]; k++) {
            uint32_t i = v->kids[k];
            if ((v->t[i].rel == ENT_NMOD && v->t[i].sub == ENT_SUB_POSS) ||
                (v->t[i].rel == ENT_NMOD && v->prep[i] == v->lex->by) ||
                (v->t[i].rel == ENT_AMOD && v->t[i].upos != ENT_ADV && g->surface == ENT_NONE)) {
                g->surface = i;
                g->subj_far = 2;
            }
        }
        if (v->head[h] != ENT_NONE && (v->t[h].rel == ENT_OBJ || v->t[h].rel == ENT_OBL) &&
            (g->surface == ENT_NONE || v->t[g->surface].rel == ENT_AMOD)) {
            const ent_args *up = ent_event_args(v, v->head[h]);
            if (up->surface != ENT_NONE) {
                g->surface = up->surface;
                g->subj_far = 2;
            }
        }
        return;
    }
    if (t->rel != ENT_CONJ && t->rel != ENT_XCOMP && t->rel != ENT_ADVCL && t->rel != ENT_CCOMP &&
        t->rel != ENT_PARATAXIS) {
        return;
    }
    if (t->rel == ENT_PARATAXIS && !(t->bits & (ENT_F_PART | ENT_F_GER))) {
        return;
    }
    const ent_args *up = ent_event_args(v, h);
    /* also "dissuaded X from attacking" */
    bool of_object = t->rel == ENT_XCOMP ||
                     (t->rel == ENT_ADVCL && ent_event_word_under(v, tok, ENT_MARK, "from"));
    if (of_object && !up->passive && !lemma_is(v, h, "promise")) {
        uint32_t o = up->iobj != ENT_NONE ? up->iobj : up->obj;
        bool dummy = o != ENT_NONE && v->t[tok].upos == ENT_ADJ && lemma_is(v, o, "it") &&
                     ent_event_has(v, tok, ENT_XCOMP); /* "found it wise to recognize" */
        if (o != ENT_NONE && o < tok && !dummy) {
            g->surface = o;
            g->subj_far = 1;
            return;
        }
    }
    g->surface = up->surface;
    g->subj_far = (uint8_t)((up->passive ? up->obj_far : up->subj_far) + 1);
}

/* "attacked and occupied Kuwait": the first verb's object is the second one's. */
static void shared_object(ent_scene *v, uint32_t tok, ent_args *g)
{
    for (uint32_t k = v->kid_first[tok]; k < v->kid_first[tok + 1]; k++) {
        uint32_t i = v->kids[k];
        uint8_t rel = v->t[i].rel;
        if (rel == ENT_OBL || rel == ENT_XCOMP || rel == ENT_CCOMP || rel == ENT_COP) {
            return;
        }
        if (rel == ENT_CONJ && v->t[i].upos == ENT_VERB) {
            for (uint32_t m = v->kid_first[i]; m < v->kid_first[i + 1]; m++) {
                if (v->t[v->kids[m]].rel == ENT_NSUBJ) {
                    return;
                }
                if (v->t[v->kids[m]].rel == ENT_OBJ) {
                    g->obj = v->kids[m];
                    g->obj_far = 1;
                    return;
                }
            }
        }
    }
}

static void relative_clause(ent_scene *v, uint32_t tok, ent_args *g)
{
    uint32_t top = tok, h;
    for (int i = 0; i < 3 && v->t[top].rel == ENT_CONJ && v->head[top] != ENT_NONE; i++) {
        top = v->head[top];
    }
    h = v->head[top];
    if (h == ENT_NONE || v->t[top].rel != ENT_ACL) {
        return;
    }
    if (relative(v, g->surface)) {
        g->surface = h;
    }
    if (relative(v, g->obj)) {
        g->obj = h;
    }
    if (v->t[top].sub == ENT_SUB_RELCL && top == tok && g->obj == ENT_NONE && !g->passive &&
        g->surface != ENT_NONE && g->surface != h && !ent_event_has(v, tok, ENT_CCOMP) &&
        !ent_event_has(v, tok, ENT_XCOMP) && v->t[tok].upos == ENT_VERB) {
        g->obj = h; /* "the treaty they signed" */
        g->obj_far = 1;
    }
}

const ent_args *ent_event_args(ent_scene *v, uint32_t tok)
{
    ent_args *g = &v->args[tok];
    if (g->done) {
        return g; /* in a loop of borrowing: as far as it is known */
    }
    *g = (ent_args){ENT_NONE, ENT_NONE, ENT_NONE, ENT_NONE, 1, 0, 0, 0};
    bool aux = own_args(v, tok, g);
    const ent_token *t = &v->t[tok];
    bool participle = (t->bits & ENT_F_PART) && !(t->bits & ENT_F_PRES) && !aux &&
                      (t->xpos ? strcmp(t->xpos, "VBN") == 0 : true);
    if (g->surface == ENT_NONE && participle &&
        (t->rel == ENT_ACL || t->rel == ENT_ADVCL || t->rel == ENT_AMOD)) {
        g->passive = 1;
    }
    if (g->surface == ENT_NONE) {
        borrowed(v, tok, g);
        if (t->rel == ENT_CONJ && participle && v->head[tok] != ENT_NONE &&
            v->args[v->head[tok]].passive) {
            g->passive = 1;
        }
    }
    relative_clause(v, tok, g);
    if (g->passive) {
        if (g->obj != ENT_NONE && g->iobj == ENT_NONE && g->surface != ENT_NONE) {
            g->iobj = g->surface; /* "Kuwait was given weapons" */
        } else {
            g->obj = g->surface;
            g->obj_far = g->subj_far;
        }
        g->subj_far = 0;
        agent(v, tok, g);
    } else {
        g->subj = g->surface;
        if (g->obj == ENT_NONE && t->upos == ENT_VERB) {
            shared_object(v, tok, g);
        }
    }
    g->done = 2;
    return g;
}
