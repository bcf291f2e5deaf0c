/* refer.c: pronouns and descriptions find whom they mean.
 *
 * In: mentions in order of the text, trees where there are any. Out: pronoun mentions, descriptions
 * with actors; those of which nothing is known are dropped (words for states) or left as roles.
 * A search looks back a few sentences and prefers the near, then the subject. It does not guess
 * between two equally good persons of unlike gender, and never looks ahead of a sentence.
 */
#include "trail.h"

/* "Soviets", "Israeli forces": plural by form. */
static bool plural_form(const trail *t, const ent_mention *m)
{
    static const char *const singular[] = {"States",   "Netherlands", "Philippines", "Nations",
                                           "Emirates", "Maldives",    "Islands",     "Comoros",
                                           "Honduras", "Seychelles",  "Bahamas",     "Congress",
                                           "Maldives", "Laos",        "Cyprus",      "Mauritius"};
    const char *text = t->s->d->text;
    uint32_t n = m->span.end - m->span.begin;
    if (n < 3 || text[m->span.end - 1] != 's') {
        return false;
    }
    for (size_t i = 0; i < ENT_COUNT(singular); i++) {
        size_t k = strlen(singular[i]);
        if (n >= k && memcmp(text + m->span.end - k, singular[i], k) == 0) {
            return false;
        }
    }
    return true;
}

/* "members of the administration", "most of the delegation" are what they are a part of. */
static bool part_word(const char *lemma)
{
    static const char *const words[] = {"member",  "part", "rest",    "majority", "faction",
                                        "section", "wing", "most",    "many",     "some",
                                        "number",  "all",  "element", "group"};
    for (size_t i = 0; lemma && i < ENT_COUNT(words); i++) {
        if (strcmp(lemma, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_subject(const trail *t, const ent_mention *m)
{
    const ent_doc *d = t->s->d;
    if (!(d->sents[m->sent].flags & ENT_SENT_PARSED)) {
        return t->count == t->first_of_sent && !m->place;
    }
    uint32_t h = m->head;
    for (int i = 0; i < 8 && h != ENT_NONE; i++) {
        bool part = d->tokens[h].rel == ENT_NMOD && d->tokens[h].head != ENT_NONE &&
                    part_word(d->tokens[d->tokens[h].head].lemma);
        if (d->tokens[h].rel != ENT_CONJ && !part) {
            break;
        }
        h = d->tokens[h].head;
    }
    return h != ENT_NONE && d->tokens[h].rel == ENT_NSUBJ;
}

void ent_actor_trail_push(trail *t, uint32_t index)
{
    const ent_doc *d = t->s->d;
    const ent_mention *m = &d->mentions[index];
    item x = {.sent = m->sent, .begin = m->span.begin, .end = m->span.end, .mention = index};
    for (uint32_t k = 0; k < m->actor_count && x.count < ENT_COUNT(x.actor); k++) {
        uint32_t a = d->mention_actors[m->actor + k];
        if (actor_at(t, a)->code || actor_at(t, a)->kind == ENT_ACTOR_OTHER) {
            x.actor[x.count++] = a;
        }
    }
    if (!x.count) {
        return;
    }
    const ent_actor *a = actor_at(t, x.actor[0]);
    const actor_note *n = ent_actor_note_of(t->s, x.actor[0]);
    x.person = (a->kind == ENT_ACTOR_PERSON && (n->named || a->name)) ||
               a->kind == ENT_ACTOR_OTHER ||
               (a->kind == ENT_ACTOR_BODY && n->form == FORM_TITLE && !plural_form(t, m));
    x.plural = x.count > 1 || (!(x.person && a->kind != ENT_ACTOR_BODY) && plural_form(t, m));
    if (m->kind == ENT_MENTION_PRONOUN) {
        uint32_t w = ent_actor_word_at(t, m->sent, m->span.begin);
        x.plural = x.count > 1 || IN(t->s, w, they_words);
        x.person = x.person && !x.plural && (IN(t->s, w, he_words) || IN(t->s, w, she_words));
    }
    x.place = m->place;
    x.subject = is_subject(t, m);
    /* "the United States, France and Italy": a list is an item of its own */
    item *last = t->count > t->first_of_sent ? &t->items[t->count - 1] : NULL;
    bool joins = false, closed = false;
    if (last && last->end <= x.begin && x.begin - last->end <= 10) {
        const char *b = d->text + last->end;
        uint32_t gap = x.begin - last->end;
        uint32_t i = 0;
        while (i < gap && (b[i] == ',' || b[i] == ' ')) {
            i++;
        }
        if (gap - i >= 4 && memcmp(b + i, "and ", 4) == 0) {
            i += 4;
            closed = true;
        }
        if (gap - i >= 4 && memcmp(b + i, "the ", 4) == 0) {
            i += 4;
        }
        joins = i == gap && gap > 1 && m->kind != ENT_MENTION_ADJECTIVE && last->place == x.place;
    }
    if (joins && last->count < ENT_COUNT(last->actor)) {
        item both = *last;
        both.actor[both.count++] = x.actor[0];
        both.end = x.end;
        both.plural = both.closed = closed;
        both.list = true;
        both.subject = last->subject || x.subject;
        both.person = last->person && x.person;
        *ENT_PUSH(&t->s->scratch, t->items, t->count, t->cap) = x;
        *ENT_PUSH(&t->s->scratch, t->items, t->count, t->cap) = both;
        return;
    }
    *ENT_PUSH(&t->s->scratch, t->items, t->count, t->cap) = x;
}

/* -- searching ------------------------------------------------------------------------------- */

/* 1 where the first name is one of women. */
static uint8_t woman_named(const scan_state *s, const ent_actor *a)
{
    uint32_t at = 0;
    word w;
    return a->name && ent_actor_word_next(a->name, (uint32_t)strlen(a->name), &at, &w) &&
           (lists_of(s->a, w.hash) >> L_women & 1u);
}

static bool suits(const trail *t, const item *x, enum want w)
{
    const ent_actor *a = actor_at(t, x->actor[0]);
    uint8_t gender = ent_actor_note_of(t->s, x->actor[0])->gender;
    gender = gender ? gender : woman_named(t->s, a);
    switch (w) {
    case WANT_HE:
        return x->person && !x->plural && gender != 1;
    case WANT_SHE:
        return x->person && !x->plural && gender == 1; /* "her" is a state's as often */
    case WANT_THEY:
        return x->plural ? !(x->place && !x->list) : !x->person && !x->place; /* no treaty */
    case WANT_IT:
        return !x->person && !x->plural && a->kind != ENT_ACTOR_OTHER;
    default:
        return x->count == 1 && a->state && a->kind != ENT_ACTOR_OTHER;
    }
}

static int score_of(const item *x, uint32_t sent, enum want w)
{
    int score = 20 - 5 * (int)(sent - x->sent) + (x->subject ? 4 : 0) - (x->place ? 5 : 0);
    if (w == WANT_LAND) { /* "in the country": a place as soon as an actor */
        score += x->place ? 9 : 0;
    }
    if (w == WANT_THEY) {
        score += x->plural ? 5 : 0;
        score += x->list ? 2 : 0;
    }
    return score;
}

static bool barred(const trail *t, const item *x)
{
    const char *c = actor_at(t, x->actor[0])->state;
    for (uint32_t i = 0; c && i < t->barred_count; i++) {
        if (strcmp(c, t->barred[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether two items are one actor, or for WANT_STATE of one state. */
static bool same_side(const trail *t, const item *x, const item *y, enum want w)
{
    const char *a = actor_at(t, x->actor[0])->state;
    for (uint32_t i = 0; i < y->count; i++) {
        const char *b = actor_at(t, y->actor[i])->state;
        bool same = (w == WANT_STATE || w == WANT_IT) && a && b && strcmp(a, b) == 0;
        if (same || (w != WANT_STATE && x->actor[0] == y->actor[i])) {
            return true;
        }
    }
    return false;
}

/* The best item before `begin` that is not `except`; NULL. Among equals the last subject, else the
 * earliest of the sentence at work, and the last of one before. */
const item *ent_actor_trail_find(const trail *t, uint32_t sent, uint32_t begin, enum want w,
                                 uint32_t back, const item *except)
{
    const item *best = NULL;
    int top = -100;
    for (uint32_t i = t->count; i-- > 0;) {
        const item *x = &t->items[i];
        if (sent - x->sent > back) {
            break;
        }
        if (x->end > begin || !suits(t, x, w) || (w == WANT_STATE && barred(t, x)) ||
            (except && same_side(t, x, except, w))) {
            continue;
        }
        int score = score_of(x, sent, w);
        if (score > top || (score == top && x->sent == sent && best->sent == sent &&
                            !(x->subject && w != WANT_HE))) {
            top = score;
            best = x;
        }
    }
    return best;
}

/* -- what the text says ------------------------------------------------------------------------ */

uint32_t ent_actor_word_at(const trail *t, uint32_t sent, uint32_t begin)
{
    const sentence_scan *x = &t->s->sents[sent];
    uint32_t lo = x->word, hi = x->word + x->words;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (t->s->words[mid].begin < begin) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo;
}

void ent_actor_mean(trail *t, uint32_t m, const uint32_t *actors, uint32_t n, uint32_t antecedent)
{
    ent_doc *d = t->s->d;
    uint32_t at = d->mention_actor_count;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t *p =
            ENT_PUSH(&d->arena, d->mention_actors, d->mention_actor_count, d->mention_actor_cap);
        *p = actors[i];
    }
    d->mentions[m].actor = at;
    d->mentions[m].actor_count = n;
    d->mentions[m].antecedent = antecedent;
}

/* The verb that a word is an object or adjunct of; ENT_NONE: of none, or not known. */
static uint32_t verb_over(const trail *t, uint32_t token)
{
    const ent_doc *d = t->s->d;
    bool below = false;
    for (int i = 0; i < 12 && token != ENT_NONE; i++) {
        const ent_token *x = &d->tokens[token];
        if (x->rel == ENT_OBJ || x->rel == ENT_IOBJ || x->rel == ENT_OBL) {
            below = true;
        } else if ((x->rel != ENT_NMOD || x->sub == ENT_SUB_POSS) && x->rel != ENT_CONJ &&
                   x->rel != ENT_COMPOUND && x->rel != ENT_AMOD) {
            return ENT_NONE;
        }
        token = x->head;
        if (below) {
            return token;
        }
    }
    return ENT_NONE;
}

/* Who does what a word is an object of: no "the country" or "it" there means the same one. NULL:
 * nobody that is known. Infinitives and coordinated verbs share the subject above them. */
const item *ent_actor_trail_subject(const trail *t, uint32_t sent, uint32_t token)
{
    const ent_doc *d = t->s->d;
    if (!(d->sents[sent].flags & ENT_SENT_PARSED)) {
        return NULL;
    }
    uint32_t verb = verb_over(t, token);
    for (int up = 0; up < 6 && verb != ENT_NONE; up++) {
        for (uint32_t i = t->first_of_sent; i < t->count; i++) {
            const item *x = &t->items[i];
            uint32_t h = d->mentions[x->mention].head;
            if (h < d->token_count && d->tokens[h].head == verb && d->tokens[h].rel == ENT_NSUBJ) {
                while (i + 2 < t->count && t->items[i + 2].list &&
                       t->items[i + 2].mention == x->mention) {
                    i += 2; /* the whole list */
                }
                return &t->items[i];
            }
        }
        uint8_t rel = d->tokens[verb].rel;
        bool noun = d->tokens[verb].upos == ENT_NOUN && (rel == ENT_OBJ || rel == ENT_OBL);
        if (rel != ENT_CONJ && rel != ENT_XCOMP && rel != ENT_ADVCL && rel != ENT_ACL && !noun &&
            d->tokens[verb].upos != ENT_AUX) {
            return NULL;
        }
        verb = d->tokens[verb].head;
    }
    return NULL;
}

/* "from the country", "across the island": where the subject is, as often as not. */
static bool stands_in(const trail *t, uint32_t sent, uint32_t w)
{
    uint32_t begin = t->s->sents[sent].word;
    while (w > begin && (IN(t->s, w - 1, determiners) || IN(t->s, w - 1, directions))) {
        w--;
    }
    return w > begin &&
           (IN(t->s, w - 1, locatives) || ent_actor_word_is(t->s, w - 1, "from") ||
            ent_actor_word_is(t->s, w - 1, "into") || ent_actor_word_is(t->s, w - 1, "leave") ||
            ent_actor_word_is(t->s, w - 1, "left"));
}

static bool indefinite(const trail *t, uint32_t sent, uint32_t w)
{
    uint32_t begin = t->s->sents[sent].word;
    for (uint32_t k = w, n = 0; k > begin && n < 4; n++) {
        k--;
        if (ent_actor_word_is(t->s, k, "a") || ent_actor_word_is(t->s, k, "an")) {
            /* "Somalia, a poor country in ..." is an apposition */
            return t->s->words[k].gap != ',';
        }
        if (IN(t->s, k, determiners) || IN(t->s, k, stops)) {
            break;
        }
    }
    return false;
}

static bool resolve_state_word(trail *t, uint32_t m)
{
    static const char *const islands[] = {"CUB", "TWN", "CYP", "HTI", "GBR", "IRL", "ISL", "LKA",
                                          "GRD", "JAM", "MDG", "MLT", "BHR", "SGP", "MUS", "TLS",
                                          "JPN", "PRI", "BRB", "DOM", "PHL", "MDV", "NRU", "TTO",
                                          "GRL", "HKG", "ZAN", "NCY", "LCA", "DMA", "BHS", "SYC"};
    const ent_mention *x = &t->s->d->mentions[m];
    uint32_t w = ent_actor_word_at(t, x->sent, x->span.begin);
    uint32_t last = ent_actor_word_at(t, x->sent, x->span.end) - 1;
    if (last < w || !IN(t->s, last, state_words)) {
        return false;
    }
    const item *f = NULL;
    if (ent_actor_word_is(t->s, last, "island")) {
        for (uint32_t i = t->count; i-- > 0 && x->sent - t->items[i].sent <= 8 && !f;) {
            const ent_actor *a = actor_at(t, t->items[i].actor[0]);
            const char *c = a->kind == ENT_ACTOR_STATE ? a->state : NULL;
            for (size_t k = 0; c && k < ENT_COUNT(islands) && !f; k++) {
                f = strcmp(c, islands[k]) == 0 ? &t->items[i] : NULL;
            }
        }
    } else {
        bool in = stands_in(t, x->sent, w);
        if (!in && indefinite(t, x->sent, w)) {
            return false; /* "a socialist republic" says what one is, not who */
        }
        f = ent_actor_trail_find(t, x->sent, x->span.begin, in ? WANT_LAND : WANT_STATE, 3,
                                 in ? NULL : ent_actor_trail_subject(t, x->sent, x->head));
    }
    if (!f) {
        return false;
    }
    uint32_t a = ent_actor_state_code(t->s, actor_at(t, f->actor[0])->state, "coreference");
    ent_actor_mean(t, m, &a, 1, f->mention);
    return true;
}

/* "in Hyderabad", "of the island" right behind a description. */
static const char *state_behind(const trail *t, uint32_t m, bool of_only, uint32_t *ante)
{
    const ent_doc *d = t->s->d;
    const ent_mention *x = &d->mentions[m];
    for (uint32_t k = m + 1; k < d->mention_count && d->mentions[k].sent == x->sent; k++) {
        const ent_mention *y = &d->mentions[k];
        if (y->span.begin < x->span.end) {
            continue;
        }
        const ent_actor *a = actor_at(t, d->mention_actors[y->actor]);
        uint32_t gap = y->span.begin - x->span.end;
        const char *p = d->text + x->span.end;
        bool of = gap >= 4 && gap <= 40 && memcmp(p, " of ", 4) == 0 && !memchr(p, ',', gap);
        bool in = gap >= 4 && gap <= 40 && memcmp(p, " in ", 4) == 0;
        if (a->state && (of || (in && !of_only))) {
            *ante = k;
            return a->state;
        }
        if (gap > 40) {
            break;
        }
    }
    return NULL;
}

static bool behind_whose(const trail *t, uint32_t m)
{
    const ent_mention *x = &t->s->d->mentions[m];
    uint32_t w = ent_actor_word_at(t, x->sent, x->span.begin), begin = t->s->sents[x->sent].word;
    for (int n = 0; n < 3 && w > begin; n++) {
        if (ent_actor_word_is(t->s, --w, "whose")) {
            return true;
        }
    }
    return false;
}

/* Whose government, police or people: what stands behind, a possessive before, else who was named.
 */
static const char *home_state(const trail *t, uint32_t m, const char *role, uint32_t *ante)
{
    const ent_doc *d = t->s->d;
    const ent_mention *x = &d->mentions[m];
    bool military = role && (strncmp(role, "MIL", 3) == 0 || strncmp(role, "REB", 3) == 0);
    /* an embassy stands in another's country */
    uint32_t head = ent_actor_word_at(t, x->sent, x->span.end);
    military = military || (head && IN(t->s, head - 1, sent_abroad));
    bool common = role && (strncmp(role, "GOV", 3) != 0);
    const char *c = state_behind(t, m, military, ante);
    if (c) {
        return c;
    }
    if (t->count > t->first_of_sent && behind_whose(t, m)) { /* "the Boers, whose army" */
        const item *p = &t->items[t->count - 1];
        *ante = p->mention;
        return actor_at(t, p->actor[0])->state;
    }
    if (t->count) { /* "his government", "its army" */
        const item *p = &t->items[t->count - 1];
        const ent_mention *pm = &d->mentions[p->mention];
        if (p->sent == x->sent && pm->kind == ENT_MENTION_PRONOUN && p->end + 24 > x->span.begin &&
            p->count == 1) {
            *ante = p->mention;
            return actor_at(t, p->actor[0])->state;
        }
    }
    const item *agent = common ? NULL : ent_actor_trail_subject(t, x->sent, x->head);
    const item *f =
        ent_actor_trail_find(t, x->sent, x->span.begin, WANT_STATE, common ? 1 : 2, agent);
    f = f || !agent ? f : ent_actor_trail_find(t, x->sent, x->span.begin, WANT_STATE, 2, NULL);
    if (f && f->sent == x->sent) {
        *ante = f->mention;
        return actor_at(t, f->actor[0])->state;
    }
    /* a place named later in the sentence: "Police arrested protesters in Minsk" */
    bool title = ent_actor_note_of(t->s, d->mention_actors[x->actor])->form == FORM_TITLE;
    for (uint32_t k = m + 1; k < d->mention_count && d->mentions[k].sent == x->sent; k++) {
        const ent_actor *a = actor_at(t, d->mention_actors[d->mentions[k].actor]);
        bool other = false; /* whom the subject acts on */
        for (uint32_t i = 0; a->state && i < t->barred_count; i++) {
            other = other || strcmp(a->state, t->barred[i]) == 0;
        }
        if (a->state && !other && ((d->mentions[k].place && !title) || d->sent_count <= 2)) {
            *ante = k;
            return a->state;
        }
    }
    if (f) {
        *ante = f->mention;
        return actor_at(t, f->actor[0])->state;
    }
    return NULL;
}

/* "The junta broke off relations with Conakry": not Guinea's. The states that the verb of a subject
 * has as objects. */
static void bar_objects(trail *t, uint32_t m)
{
    const ent_doc *d = t->s->d;
    const ent_mention *x = &d->mentions[m];
    t->barred_count = 0;
    t->barred_softly = true;
    uint32_t end = ent_actor_word_at(t, x->sent, x->span.end);
    if (end && ent_actor_word_is(t->s, end - 1, "parliament")) {
        t->barred[t->barred_count++] = "USA"; /* it has a congress */
        t->barred_softly = false;
    }
    if (!(d->sents[x->sent].flags & ENT_SENT_PARSED) || d->tokens[x->head].rel != ENT_NSUBJ) {
        return;
    }
    uint32_t verb = d->tokens[x->head].head;
    for (uint32_t k = m + 1; k < d->mention_count && d->mentions[k].sent == x->sent; k++) {
        const ent_mention *y = &d->mentions[k];
        const ent_actor *a = actor_at(t, d->mention_actors[y->actor]);
        if (a->state && !y->place && y->kind != ENT_MENTION_ADJECTIVE &&
            t->barred_count < ENT_COUNT(t->barred) && verb_over(t, y->head) == verb) {
            t->barred[t->barred_count++] = a->state;
            t->barred_softly = t->barred_softly && a->kind == ENT_ACTOR_PERSON;
        }
    }
}

/* Behind "his", "its": the owner's. */
static bool own(const trail *t, uint32_t m)
{
    const ent_doc *d = t->s->d;
    const item *p = t->count ? &t->items[t->count - 1] : NULL;
    if (!p || p->sent != d->mentions[m].sent || p->end + 24 <= d->mentions[m].span.begin ||
        d->mentions[p->mention].kind != ENT_MENTION_PRONOUN) {
        return false;
    }
    uint32_t w = ent_actor_word_at(t, p->sent, p->begin);
    return ent_actor_word_is(t->s, w, "his") || ent_actor_word_is(t->s, w, "her") ||
           ent_actor_word_is(t->s, w, "its") || ent_actor_word_is(t->s, w, "their");
}

/* The sentence has so far named an organisation and no state. */
static bool of_organisation(const trail *t, uint32_t sent)
{
    bool org = false;
    for (uint32_t i = t->first_of_sent; i < t->count && t->items[i].sent == sent; i++) {
        const ent_actor *a = actor_at(t, t->items[i].actor[0]);
        if (a->state) {
            return false;
        }
        org = org || a->kind == ENT_ACTOR_ORG;
    }
    return org;
}

/* "The administration" is the one that the text has called so; NULL: none was. */
static const item *named_again(const trail *t, uint32_t sent, uint32_t w)
{
    const ent_doc *d = t->s->d;
    for (uint32_t i = t->count;
         IN(t->s, w, recurrent) && i-- > 0 && sent - t->items[i].sent <= 20;) {
        const item *x = &t->items[i];
        uint32_t last = ent_actor_word_at(t, x->sent, d->mentions[x->mention].span.end) - 1;
        if (x->count == 1 && actor_at(t, x->actor[0])->state && !barred(t, x) &&
            t->s->words[last].hash == t->s->words[w].hash) {
            return x;
        }
    }
    return NULL;
}

static void resolve_role(trail *t, uint32_t m)
{
    ent_mention *x = &t->s->d->mentions[m];
    uint32_t id = t->s->d->mention_actors[x->actor];
    const ent_actor *a = actor_at(t, id);
    const actor_note *n = ent_actor_note_of(t->s, id);
    uint32_t ante = ENT_NONE;
    if (n->outsider) {
        return;
    }
    if (n->form == FORM_TITLE && !plural_form(t, x)) {
        const item *f = ent_actor_office_named(t, x->sent, n->office);
        if (f && !state_behind(t, m, true, &ante)) {
            ent_actor_mean(t, m, f->actor, 1, f->mention);
            return;
        }
        uint32_t holder = f ? ENT_NONE : ent_actor_office_reigning(t, x->sent, n->office);
        if (holder != ENT_NONE && !state_behind(t, m, true, &ante) && !own(t, m)) {
            ent_actor_mean(t, m, &holder, 1, ENT_NONE);
            return;
        }
    }
    const char *role = a->role, *name = a->name;
    uint32_t head = ent_actor_word_at(t, x->sent, x->span.end);
    if (head && (ent_actor_word_is(t->s, head - 1, "counterpart") ||
                 ent_actor_word_is(t->s, head - 1, "counterparts"))) {
        return; /* "his counterpart" is of another state */
    }
    if (head && ent_actor_office_several(t, head - 1) && !own(t, m)) {
        return; /* "the foreign ministers" are those of several states */
    }
    if (role && strcmp(role, "MED") == 0 && !own(t, m) && !state_behind(t, m, true, &ante)) {
        return; /* "told reporters": of anywhere */
    }
    bool sent = role && (strncmp(role, "MIL", 3) == 0 || (head && IN(t->s, head - 1, sent_abroad)));
    if (sent && of_organisation(t, x->sent)) {
        return; /* "NATO sent forces", "ASEAN sent an envoy" */
    }
    const item *again = role && head ? named_again(t, x->sent, head - 1) : NULL;
    if (again && !own(t, m) && !state_behind(t, m, true, &ante)) {
        ent_actor_mean(t, m, again->actor, 1, again->mention);
        return;
    }
    const char *state = role ? home_state(t, m, role, &ante) : NULL;
    if (!state && role && t->barred_count &&
        t->barred_softly) { /* "The Politburo elected Dubček" */
        t->barred_count = 0;
        state = home_state(t, m, role, &ante);
    }
    if (!state) {
        return;
    }
    uint32_t to =
        ent_actor_get(t->s, ENT_ACTOR_BODY, state, ent_actor_compose(&t->s->scratch, state, role),
                      role, n->form == FORM_TITLE ? NULL : name, "coreference");
    actor_note *made = ent_actor_note_of(t->s, to);
    made->form = ent_actor_note_of(t->s, id)->form;
    ent_actor_mean(t, m, &to, 1, ante);
}

static void resolve(trail *t, uint32_t m)
{
    ent_mention *x = &t->s->d->mentions[m];
    t->barred_count = 0;
    const ent_actor *a = actor_at(t, t->s->d->mention_actors[x->actor]);
    /* "the three Allied leaders", "the two Arab states" */
    bool band = ((a->kind == ENT_ACTOR_ORG || a->kind == ENT_ACTOR_GROUP) &&
                 (x->kind == ENT_MENTION_PHRASE || x->kind == ENT_MENTION_NAME)) ||
                (a->kind == ENT_ACTOR_STATE && x->kind == ENT_MENTION_PHRASE);
    if (a->kind != ENT_ACTOR_ROLE && !band) {
        return;
    }
    if (ent_actor_group_description(t, m) || band) {
        return;
    }
    bar_objects(t, m);
    if (a->row) { /* a word for a state, or for an organisation */
        if (!(*a->row == 'o' ? ent_actor_org_description(t, m) : resolve_state_word(t, m))) {
            x->actor_count = 0; /* dropped */
        }
        return;
    }
    resolve_role(t, m);
}

/* -- appositions ------------------------------------------------------------------------------- */

/* ", the" between two mentions. */
static bool apposed(const ent_doc *d, const ent_mention *x, const ent_mention *y)
{
    static const char *const link[] = {", ", ", the ", ", a ", ", an ", ", its ", ", their "};
    if (x->sent != y->sent || y->span.begin < x->span.end) {
        return false;
    }
    uint32_t gap = y->span.begin - x->span.end;
    for (size_t i = 0; i < ENT_COUNT(link); i++) {
        if (gap == strlen(link[i]) && memcmp(d->text + x->span.end, link[i], gap) == 0) {
            return true;
        }
    }
    return false;
}

static bool titled_body(scan_state *s, uint32_t actor)
{
    const ent_actor *a = &s->d->actors[actor];
    uint8_t form = ent_actor_note_of(s, actor)->form;
    return (a->kind == ENT_ACTOR_BODY || (a->kind == ENT_ACTOR_PERSON && !a->name)) && a->state &&
           (form == FORM_TITLE || form == FORM_AGENT);
}

/* An unknown person takes nation and role from what stands beside the name; all mentions follow. */
static void become(scan_state *s, uint32_t person, const ent_actor *role, const char *row)
{
    ent_actor *p = &s->d->actors[person];
    p->kind = ENT_ACTOR_PERSON;
    p->state = role->state;
    p->role = role->role;
    p->code = role->code;
    p->row = row;
}

static void appositions(scan_state *s)
{
    ent_doc *d = s->d;
    for (uint32_t i = 0; i < d->mention_count; i++) {
        ent_mention *x = &d->mentions[i];
        uint32_t a = d->mention_actors[x->actor];
        ent_mention *y = i + 1 < d->mention_count ? &d->mentions[i + 1] : NULL;
        if (d->actors[a].kind == ENT_ACTOR_OTHER && d->actors[a].role && y && y->sent == x->sent &&
            y->span.begin > x->span.end && y->span.begin - x->span.end <= 8 &&
            memcmp(d->text + x->span.end, " of ", 4) == 0) {
            const ent_actor *st = &d->actors[d->mention_actors[y->actor]];
            if (st->state &&
                st->kind == ENT_ACTOR_STATE) { /* "Foreign Minister Ivar Dal of Norland" */
                ent_actor r = *st;
                r.role = d->actors[a].role;
                r.code = ent_actor_compose(&d->arena, r.state, r.role);
                become(s, a, &r, "title");
            }
        }
        if (!y || !apposed(d, x, y)) {
            continue;
        }
        uint32_t b = d->mention_actors[y->actor];
        const char *sa = d->actors[a].state, *sb = d->actors[b].state;
        if (sa && sb && strcmp(sa, sb) != 0) {
            continue; /* "in spite of French opposition, President Wilson" */
        }
        bool pa = d->actors[a].name &&
                  (d->actors[a].kind == ENT_ACTOR_OTHER || d->actors[a].kind == ENT_ACTOR_PERSON);
        bool pb = d->actors[b].name &&
                  (d->actors[b].kind == ENT_ACTOR_OTHER || d->actors[b].kind == ENT_ACTOR_PERSON);
        if (pa && titled_body(s, b)) {
            if (d->actors[a].kind == ENT_ACTOR_OTHER) {
                become(s, a, &d->actors[b], "apposition");
            }
            d->mention_actors[y->actor] = a;
            y->antecedent = i;
        } else if (pb && titled_body(s, a)) {
            if (d->actors[b].kind == ENT_ACTOR_OTHER) {
                become(s, b, &d->actors[a], "apposition");
            }
            d->mention_actors[x->actor] = b;
        }
    }
}

/* A title without a nation, in a text about one state or with a dateline: of that state. */
static void adopt(trail *t, uint32_t m)
{
    ent_doc *d = t->s->d;
    const ent_mention *x = &d->mentions[m];
    uint32_t id = d->mention_actors[x->actor];
    const ent_actor *a = &d->actors[id];
    const char *state = t->s->only_state ? t->s->main_state : t->s->dateline;
    if (a->kind != ENT_ACTOR_OTHER || !a->role) {
        return;
    }
    if (state) {
        ent_actor r = {
            .state = state, .role = a->role, .code = ent_actor_compose(&d->arena, state, a->role)};
        become(t->s, id, &r, "coreference");
    }
}

static void drop_empty(ent_doc *d)
{
    uint32_t n = d->mention_count, kept = 0;
    ent_arena scratch = {0};
    uint32_t *now = ent_arena_alloc(&scratch, (n + 1) * sizeof *now);
    for (uint32_t i = 0; i < n; i++) {
        now[i] = d->mentions[i].actor_count ? kept++ : ENT_NONE;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (now[i] != ENT_NONE) {
            ent_mention m = d->mentions[i];
            m.antecedent = m.antecedent == ENT_NONE ? ENT_NONE : now[m.antecedent];
            d->mentions[now[i]] = m;
        }
    }
    d->mention_count = kept;
    ent_arena_free(&scratch);
}

void ent_actor_refer_document(scan_state *s)
{
    ent_doc *d = s->d;
    trail t = {.s = s};
    appositions(s);
    ent_actor_dyad_find(s);
    s->dateline = d->block_count ? ent_actor_dateline(d) : NULL;
    uint32_t n = d->mention_count, m = 0;
    for (uint32_t i = 0; i < d->sent_count; i++) {
        const sentence_scan *x = &s->sents[i];
        t.first_of_sent = t.count;
        uint32_t w = x->word, end = x->word + x->words;
        for (; m < n && d->mentions[m].sent == i; m++) {
            for (; w < end && s->words[w].begin < d->mentions[m].span.begin; w++) {
                ent_actor_pronoun(&t, i, w);
            }
            while (w < end && s->words[w].begin < d->mentions[m].span.end) {
                w++;
            }
            resolve(&t, m);
            if (d->mentions[m].actor_count) {
                adopt(&t, m);
                ent_actor_trail_push(&t, m);
            }
        }
        for (; w < end; w++) {
            ent_actor_pronoun(&t, i, w);
        }
    }
    drop_empty(d);
    ent_actor_mentions_sort(d);
    ent_actor_dyad_supply(s);
}
