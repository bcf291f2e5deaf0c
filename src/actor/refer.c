/* refer.c: pronouns and descriptions find whom they mean.
 *
 * In: mentions in order of the text, trees where there are any. Out: pronoun mentions, descriptions
 * with actors; those of which nothing is known are dropped (words for states) or left as roles.
 * A search looks back a few sentences and prefers the near, then the subject. It does not guess
 * between two equally good persons of unlike gender, and never looks ahead of a sentence.
 */
#include "scan.h"

typedef struct item {
    uint32_t sent, begin, end;
    uint32_t mention;
    uint32_t actor[8];
    uint32_t count;
    bool person, plural, place, subject, list;
} item;

/* How a description was read before: "the two regimes" stay the same two. */
typedef struct reading {
    uint64_t noun;
    uint32_t count;
    const char *state[8];
} reading;

typedef struct trail {
    scan_state *s;
    reading *readings;
    uint32_t reading_count, reading_cap;
    item *items;
    uint32_t count, cap;
    uint32_t first_of_sent; /* items of the sentence at work start here */
} trail;

static const ent_actor *actor_at(const trail *t, uint32_t i)
{
    return &t->s->d->actors[i];
}

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

static bool is_subject(const trail *t, const ent_mention *m)
{
    const ent_doc *d = t->s->d;
    if (!(d->sents[m->sent].flags & ENT_SENT_PARSED)) {
        return t->count == t->first_of_sent && !m->place;
    }
    uint32_t h = m->head;
    for (int i = 0; i < 8 && h != ENT_NONE && d->tokens[h].rel == ENT_CONJ; i++) {
        h = d->tokens[h].head;
    }
    return h != ENT_NONE && d->tokens[h].rel == ENT_NSUBJ;
}

static void push_mention(trail *t, uint32_t index)
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
    x.place = m->place;
    x.subject = is_subject(t, m);
    /* "the United States, France and Italy": a list is an item of its own */
    item *last = t->count > t->first_of_sent ? &t->items[t->count - 1] : NULL;
    bool joins = false;
    if (last && last->end <= x.begin && x.begin - last->end <= 10) {
        const char *b = d->text + last->end;
        uint32_t gap = x.begin - last->end;
        uint32_t i = 0;
        while (i < gap && (b[i] == ',' || b[i] == ' ')) {
            i++;
        }
        if (gap - i >= 4 && memcmp(b + i, "and ", 4) == 0) {
            i += 4;
        }
        if (gap - i >= 4 && memcmp(b + i, "the ", 4) == 0) {
            i += 4;
        }
        joins = i == gap && gap > 1 && m->kind != ENT_MENTION_ADJECTIVE;
    }
    if (joins && last->count < ENT_COUNT(last->actor)) {
        item both = *last;
        both.actor[both.count++] = x.actor[0];
        both.end = x.end;
        both.plural = both.list = true;
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
           (ent_actor_lists_of(s->a, w.hash) >> L_women & 1u);
}

enum want { WANT_HE, WANT_SHE, WANT_THEY, WANT_IT, WANT_STATE };

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
        return x->plural || (!x->person && !x->place);
    case WANT_IT:
        return !x->person && !x->plural && a->kind != ENT_ACTOR_OTHER;
    default:
        return x->count == 1 && a->state && a->kind != ENT_ACTOR_OTHER;
    }
}

static int score_of(const item *x, uint32_t sent, enum want w)
{
    int score = 20 - 5 * (int)(sent - x->sent) + (x->subject ? 4 : 0) - (x->place ? 5 : 0);
    if (w == WANT_THEY) {
        score += x->plural ? 5 : 0;
        score += x->list ? 2 : 0;
    }
    return score;
}

/* The best item before `begin`; NULL. Among equals the earliest of the sentence at work, and the
 * last of one before. */
static const item *find(const trail *t, uint32_t sent, uint32_t begin, enum want w, uint32_t back)
{
    const item *best = NULL;
    int top = -100;
    for (uint32_t i = t->count; i-- > 0;) {
        const item *x = &t->items[i];
        if (sent - x->sent > back) {
            break;
        }
        if (x->end > begin || !suits(t, x, w)) {
            continue;
        }
        int score = score_of(x, sent, w);
        if (score > top || (score == top && x->sent == sent && best->sent == sent)) {
            top = score;
            best = x;
        }
    }
    return best;
}

/* Distinct states of an item, up to `max`. */
static uint32_t add_states(const trail *t, const item *x, const char **out, uint32_t n,
                           uint32_t max)
{
    for (uint32_t k = 0; k < x->count; k++) {
        const char *c = actor_at(t, x->actor[k])->state;
        bool known = !c;
        for (uint32_t i = 0; i < n && !known; i++) {
            known = strcmp(out[i], c) == 0;
        }
        if (!known && n < max) {
            out[n++] = c;
        }
    }
    return n;
}

/* `want` states that were named together, or the two that the last sentences speak of. */
static uint32_t find_group(const trail *t, uint32_t sent, uint32_t begin, uint32_t want, bool sides,
                           const char **out)
{
    if (sides && want == 2 && t->s->dyad_titled) { /* the sides are those of the title */
        for (uint32_t i = 0; i < 2; i++) {
            out[i] = ent_table_cell(t->s->a->table[T_STATES], t->s->dyad[i], 0);
        }
        return 2;
    }
    for (uint32_t i = t->count; i-- > 0;) { /* a list of just as many */
        const item *x = &t->items[i];
        uint32_t limit = want != 2 ? 30 : t->s->dyad_titled ? 1 : 3;
        if (sent - x->sent > limit) {
            break;
        }
        if (x->end > begin || x->count < want) {
            continue;
        }
        uint32_t n = add_states(t, x, out, 0, 8);
        bool longer =
            i + 1 < t->count && t->items[i + 1].list && t->items[i + 1].mention == x->mention;
        if (n == want && !longer) {
            return n;
        }
    }
    if (want != 2) {
        return 0;
    }
    for (uint32_t i = 0; i < 2 && t->s->dyad_titled; i++) {
        out[i] = ent_table_cell(t->s->a->table[T_STATES], t->s->dyad[i], 0);
    }
    if (t->s->dyad_titled) {
        return 2;
    }
    for (uint32_t back = 0; back <= 6 && back <= sent; back++) { /* a sentence with just two */
        uint32_t n = 0;
        for (uint32_t i = t->count; i-- > 0 && sent - t->items[i].sent <= back;) {
            const item *x = &t->items[i];
            if (x->sent == sent - back && x->end <= begin && !x->place) {
                n = add_states(t, x, out, n, 3);
            }
        }
        if (n == 2) {
            return n;
        }
    }
    if (t->s->dyad_count == 2) {
        for (uint32_t i = 0; i < 2; i++) {
            out[i] = ent_table_cell(t->s->a->table[T_STATES], t->s->dyad[i], 0);
        }
        return 2;
    }
    return 0;
}

/* -- what the text says ------------------------------------------------------------------------ */

/* Words of a mention, and the one before it. */
static uint32_t word_at(const trail *t, uint32_t sent, uint32_t begin)
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

static uint32_t number_before(const trail *t, uint32_t sent, uint32_t w)
{
    static const char *const names[] = {"zero", "one", "two",   "three", "four",
                                        "five", "six", "seven", "eight"};
    const sentence_scan *x = &t->s->sents[sent];
    for (uint32_t k = w, n = 0; k > x->word && n < 4; n++) {
        k--;
        if (ent_actor_word_is(t->s, k, "both")) {
            return 2;
        }
        for (uint32_t i = 2; i < ENT_COUNT(names); i++) {
            if (ent_actor_word_is(t->s, k, names[i])) {
                /* "two soldiers" are any two; "the two leaders", "all three powers" are known */
                bool sure = k > x->word && (ent_actor_word_is(t->s, k - 1, "the") ||
                                            ent_actor_word_is(t->s, k - 1, "these") ||
                                            ent_actor_word_is(t->s, k - 1, "all") ||
                                            ent_actor_word_is(t->s, k - 1, "those") ||
                                            ent_actor_word_is(t->s, k - 1, "between"));
                return sure ? i : 0;
            }
        }
        if (ent_actor_word_is(t->s, k, "the") || ent_actor_word_is(t->s, k, "of") ||
            ent_actor_word_is(t->s, k, "and")) {
            break;
        }
    }
    return 0;
}

static void set_actors(trail *t, uint32_t m, const uint32_t *actors, uint32_t n,
                       uint32_t antecedent)
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

/* A state with the role of a description ("both leaders" -> GOV of each). */
static uint32_t with_role(trail *t, const char *state, const char *role)
{
    if (!role) {
        return ent_actor_state_code(t->s, state, "coreference");
    }
    return ent_actor_get(t->s, ENT_ACTOR_BODY, state,
                         ent_actor_compose(&t->s->scratch, state, role), role, NULL, "coreference");
}

/* "both countries", "the two regimes", "the former allies", "the superpowers". */
static bool resolve_group(trail *t, uint32_t m)
{
    const ent_mention *x = &t->s->d->mentions[m];
    const ent_actor *a = actor_at(t, t->s->d->mention_actors[x->actor]);
    uint32_t w = word_at(t, x->sent, x->span.begin);
    uint32_t last = word_at(t, x->sent, x->span.end) - 1;
    if (last < w || !IN(t->s, last, pair_words)) {
        return false;
    }
    uint32_t n = number_before(t, x->sent, last);
    bool super = ent_actor_word_is(t->s, last, "superpowers");
    bool sides = ent_actor_word_is(t->s, last, "sides") ||
                 ent_actor_word_is(t->s, last, "parties") ||
                 ent_actor_word_is(t->s, last, "belligerents");
    if (!n) {
        bool the = w > t->s->sents[x->sent].word && ent_actor_word_is(t->s, w - 1, "the");
        bool former = w > t->s->sents[x->sent].word && ent_actor_word_is(t->s, w - 1, "former");
        n = super || (the && sides) || former || ent_actor_word_is(t->s, w, "former") ? 2 : 0;
    }
    const char *states[8] = {0};
    uint32_t k = 0;
    if (n && super && ent_actor_state_row(t->s->a, "SUN") != ENT_NONE) {
        int32_t day = t->s->sents[x->sent].from;
        if (n == 2 && day != ENT_DAY_NONE && day >= ent_day_ymd(1945, 9, 2) &&
            day <= ent_day_ymd(1991, 12, 25)) {
            states[k++] = "USA";
            states[k++] = "SUN";
        }
    }
    for (uint32_t i = t->reading_count; n && !k && i-- > 0;) {
        const reading *r = &t->readings[i];
        if (r->noun == t->s->words[last].hash && r->count == n) {
            memcpy(states, r->state, sizeof states);
            k = n;
        }
    }
    if (n && !k) {
        k = find_group(t, x->sent, x->span.begin, n, sides, states);
    }
    if (!k) {
        return false;
    }
    if (IN(t->s, last, lasting)) {
        reading *r = ENT_PUSH(&t->s->scratch, t->readings, t->reading_count, t->reading_cap);
        r->noun = t->s->words[last].hash;
        r->count = k;
        memcpy(r->state, states, sizeof states);
    }
    uint32_t actors[8];
    for (uint32_t i = 0; i < k; i++) {
        actors[i] = with_role(t, states[i], a->role);
    }
    set_actors(t, m, actors, k, ENT_NONE);
    return true;
}

static bool resolve_state_word(trail *t, uint32_t m)
{
    static const char *const islands[] = {"CUB", "TWN", "CYP", "HTI", "GBR", "IRL", "ISL", "LKA",
                                          "GRD", "JAM", "MDG", "MLT", "BHR", "SGP", "MUS", "TLS",
                                          "JPN", "PRI", "BRB", "DOM", "PHL", "MDV", "NRU", "TTO",
                                          "GRL", "HKG", "ZAN", "NCY", "LCA", "DMA", "BHS", "SYC"};
    const ent_mention *x = &t->s->d->mentions[m];
    uint32_t w = word_at(t, x->sent, x->span.begin);
    uint32_t last = word_at(t, x->sent, x->span.end) - 1;
    if (last < w || !IN(t->s, last, state_words)) {
        return false;
    }
    const item *f = NULL;
    if (ent_actor_word_is(t->s, last, "island")) {
        for (uint32_t i = t->count; i-- > 0 && x->sent - t->items[i].sent <= 8 && !f;) {
            const char *c = actor_at(t, t->items[i].actor[0])->state;
            for (size_t k = 0; c && k < ENT_COUNT(islands) && !f; k++) {
                f = strcmp(c, islands[k]) == 0 ? &t->items[i] : NULL;
            }
        }
    } else {
        f = find(t, x->sent, x->span.begin, WANT_STATE, 3);
    }
    if (!f) {
        return false;
    }
    uint32_t a = ent_actor_state_code(t->s, actor_at(t, f->actor[0])->state, "coreference");
    set_actors(t, m, &a, 1, f->mention);
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
        bool of = gap >= 4 && gap <= 8 && memcmp(p, " of ", 4) == 0;
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

/* Whose government, police or people: what stands behind, a possessive before, else who was named.
 */
static const char *home_state(const trail *t, uint32_t m, const char *role, uint32_t *ante)
{
    const ent_doc *d = t->s->d;
    const ent_mention *x = &d->mentions[m];
    bool military = role && (strncmp(role, "MIL", 3) == 0 || strncmp(role, "REB", 3) == 0);
    /* an embassy stands in another's country */
    uint32_t head = word_at(t, x->sent, x->span.end);
    military = military || (head && IN(t->s, head - 1, sent_abroad));
    bool common = role && (strncmp(role, "GOV", 3) != 0);
    const char *c = state_behind(t, m, military, ante);
    if (c) {
        return c;
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
    const item *f = find(t, x->sent, x->span.begin, WANT_STATE, common ? 1 : 2);
    if (f && f->sent == x->sent) {
        *ante = f->mention;
        return actor_at(t, f->actor[0])->state;
    }
    /* a place named later in the sentence: "Police arrested protesters in Minsk" */
    for (uint32_t k = m + 1; k < d->mention_count && d->mentions[k].sent == x->sent; k++) {
        const ent_actor *a = actor_at(t, d->mention_actors[d->mentions[k].actor]);
        if (a->state && (d->mentions[k].place || d->sent_count <= 2)) {
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

/* "the president" who was named with that office. */
static const item *find_office(const trail *t, uint32_t sent, const char *office)
{
    for (uint32_t i = t->count; office && i-- > 0 && sent - t->items[i].sent <= 6;) {
        const item *x = &t->items[i];
        const ent_actor *a = actor_at(t, x->actor[0]);
        const actor_note *n = ent_actor_note_of(t->s, x->actor[0]);
        if (x->count == 1 && a->kind == ENT_ACTOR_PERSON && n->office &&
            ent_actor_same_office(office, n->office)) {
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
    if (n->form == FORM_TITLE && !plural_form(t, x)) {
        const item *f = find_office(t, x->sent, n->office);
        if (f && !state_behind(t, m, true, &ante)) {
            set_actors(t, m, f->actor, 1, f->mention);
            return;
        }
    }
    const char *role = a->role, *name = a->name;
    uint32_t head = word_at(t, x->sent, x->span.end);
    if (head && (ent_actor_word_is(t->s, head - 1, "counterpart") ||
                 ent_actor_word_is(t->s, head - 1, "counterparts"))) {
        return; /* "his counterpart" is of another state */
    }
    const char *state = role ? home_state(t, m, role, &ante) : NULL;
    if (!state) {
        return;
    }
    uint32_t to =
        ent_actor_get(t->s, ENT_ACTOR_BODY, state, ent_actor_compose(&t->s->scratch, state, role),
                      role, n->form == FORM_TITLE ? NULL : name, "coreference");
    actor_note *made = ent_actor_note_of(t->s, to);
    made->form = ent_actor_note_of(t->s, id)->form;
    set_actors(t, m, &to, 1, ante);
}

static void resolve(trail *t, uint32_t m)
{
    ent_mention *x = &t->s->d->mentions[m];
    const ent_actor *a = actor_at(t, t->s->d->mention_actors[x->actor]);
    if (a->kind != ENT_ACTOR_ROLE) {
        return;
    }
    if (resolve_group(t, m)) {
        return;
    }
    if (a->row) { /* a word for a state */
        if (!resolve_state_word(t, m)) {
            x->actor_count = 0; /* dropped */
        }
        return;
    }
    resolve_role(t, m);
}

/* -- pronouns -------------------------------------------------------------------------------- */

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
    return d->tokens[x->head].upos != ENT_VERB;
}

static void pronoun(trail *t, uint32_t sent, uint32_t w)
{
    scan_state *s = t->s;
    const word *x = &s->words[w];
    enum want want;
    if (x->letters < 2 || x->letters > 10) {
        return;
    }
    if (IN(s, w, he_words)) {
        want = WANT_HE;
    } else if (IN(s, w, she_words)) {
        want = WANT_SHE;
    } else if (IN(s, w, they_words)) {
        want = WANT_THEY;
    } else if (ent_actor_word_is(s, w, "its") || ent_actor_word_is(s, w, "itself") ||
               (ent_actor_word_is(s, w, "it") && !expletive(t, w))) {
        want = WANT_IT;
    } else {
        return;
    }
    const item *f = find(t, sent, x->begin, want, want == WANT_HE || want == WANT_SHE ? 4 : 2);
    if (!f) {
        return;
    }
    uint32_t ante = f->mention;
    uint32_t actors[8], n = 0;
    for (uint32_t i = 0; i < f->count; i++) {
        if (actor_at(t, f->actor[i])->code) {
            actors[n++] = f->actor[i];
        }
    }
    if (!n) {
        return; /* a person without politics */
    }
    if (want == WANT_HE || want == WANT_SHE) {
        actor_note *note = ent_actor_note_of(s, actors[0]);
        note->gender = want == WANT_HE ? 2 : 1;
    }
    ent_mention *m = ent_actor_mention_add(s, sent, w, 1, ENT_MENTION_PRONOUN, actors, n);
    m->antecedent = ante;
    push_mention(t, s->d->mention_count - 1);
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

/* A title without a nation, in a text about one state: of that state. */
static void adopt(trail *t, uint32_t m)
{
    ent_doc *d = t->s->d;
    const ent_mention *x = &d->mentions[m];
    uint32_t id = d->mention_actors[x->actor];
    const ent_actor *a = &d->actors[id];
    if (a->kind != ENT_ACTOR_OTHER || !a->role || !t->s->only_state) {
        return;
    }
    const char *state = t->s->main_state;
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
    uint32_t n = d->mention_count, m = 0;
    for (uint32_t i = 0; i < d->sent_count; i++) {
        const sentence_scan *x = &s->sents[i];
        t.first_of_sent = t.count;
        uint32_t w = x->word, end = x->word + x->words;
        for (; m < n && d->mentions[m].sent == i; m++) {
            for (; w < end && s->words[w].begin < d->mentions[m].span.begin; w++) {
                pronoun(&t, i, w);
            }
            while (w < end && s->words[w].begin < d->mentions[m].span.end) {
                w++;
            }
            resolve(&t, m);
            if (d->mentions[m].actor_count) {
                adopt(&t, m);
                push_mention(&t, m);
            }
        }
        for (; w < end; w++) {
            pronoun(&t, i, w);
        }
    }
    drop_empty(d);
    ent_actor_mentions_sort(d);
    ent_actor_dyad_supply(s);
}
