/* person.c: names of persons: where they begin and end, and who is meant.
 *
 * In: picked units, what title and nation say. Out: an actor, and the surnames it introduces. A
 * name that no table has becomes a person of the title's state, or a person without politics.
 */
#include "units.h"

static bool is_initial(const scan_state *s, uint32_t u)
{
    const unit *x = &s->units[u];
    return x->count == 1 && s->words[x->word].letters <= 2 && s->words[x->word].capital &&
           !s->words[x->word].digits && s->words[x->word].gap == ' ' &&
           (s->words[x->word].letters == 1 || s->words[x->word].acronym) && x->kind != IN_STATE &&
           x->kind != IN_ORG;
}

/* A unit that can be a part of a name behind a first name or a title. */

bool ent_actor_name_part(const scan_state *s, uint32_t u)
{
    const unit *x = &s->units[u];
    const entry *e = picked(s, u);
    if (!is_capital(s, u) || x->count > 1) {
        return x->kind == IN_PERSON;
    }
    if (x->kind == UNIT_WORD) {
        return s->words[x->word].letters > 1 && !IN(s, x->word, stops) && !IN(s, x->word, venues) &&
               !IN(s, x->word, things);
    }
    return x->kind == IN_FIRST || x->kind == IN_PERSON ||
           (x->kind == IN_PLACE && !s->words[x->word].acronym) ||
           (x->kind == IN_STATE && e && e->form == FORM_NAME && !s->words[x->word].acronym);
}

static bool is_particle(const scan_state *s, uint32_t u)
{
    return s->units[u].count == 1 && s->units[u].kind == UNIT_WORD &&
           IN(s, s->units[u].word, particles);
}

/* The end of a name that starts at u: first names, initials, particles, surnames. */
uint32_t ent_actor_name_run(const scan_state *s, uint32_t u, uint32_t end)
{
    uint32_t last = u, k = u;
    while (k < end && k < u + 6) {
        uint8_t g = gap_before(s, k);
        if (k > u && g != ' ' && g != '-' && !(g == '.' && is_initial(s, k - 1))) {
            break;
        }
        if (k > u && s->units[k].kind == IN_PERSON && s->units[last].kind == IN_PERSON &&
            s->units[k].count > 1) {
            break;
        }
        if (ent_actor_name_part(s, k)) {
            last = k + 1;
        } else if (!is_initial(s, k) && !is_particle(s, k)) {
            break;
        }
        k++;
    }
    return last;
}

/* "Jordan Smith": a state's name that is a first name too, before an unknown one. */
static bool also_first(const scan_state *s, uint32_t u, uint32_t end)
{
    bool first = false;
    for (uint32_t i = s->units[u].first; i != ENT_NONE; i = s->a->entries[i].next) {
        first = first || s->a->entries[i].kind == IN_FIRST;
    }
    if (!first || u + 1 >= end || gap_before(s, u + 1) != ' ' || !ent_actor_name_part(s, u + 1)) {
        return false;
    }
    return s->units[u + 1].kind == UNIT_WORD ||
           (s->units[u + 1].kind == IN_PERSON && picked(s, u + 1)->form != FORM_FULL);
}

/* Whether a name starts at u, and where it ends; u: it does not. */
uint32_t ent_actor_name_at(const scan_state *s, uint32_t u, uint32_t end, bool titled)
{
    const unit *x = &s->units[u];
    const entry *e = picked(s, u);
    bool bare = x->count == 1 && is_capital(s, u) &&
                ent_actor_by_alias(s, s->words[x->word].hash) != ENT_NONE;
    if (x->kind == IN_PERSON && e->form == FORM_FULL) {
        uint32_t k = u + 1;
        while (k < end && k < u + 3 && gap_before(s, k) == ' ' && s->units[k].kind == UNIT_WORD &&
               ent_actor_name_part(s, k)) {
            k++;
        }
        bool thing = k < end && s->units[k].count == 1 && is_capital(s, k) &&
                     gap_before(s, k) == ' ' && IN(s, s->units[k].word, things);
        return thing ? u : k; /* the Ho Chi Minh Trail */
    }
    if (titled && (ent_actor_name_part(s, u) || is_initial(s, u) ||
                   (is_particle(s, u) && is_capital(s, u)))) {
        return ent_actor_name_run(s, u, end);
    }
    if (x->kind == IN_FIRST || (x->kind == IN_STATE && also_first(s, u, end))) {
        uint32_t k = ent_actor_name_run(s, u, end);
        if (k > u + 1) {
            return k;
        }
        return bare ? u + 1 : u;
    }
    if (x->kind == IN_PERSON) {
        uint32_t k = u + 1; /* "Souvanna Phouma" where the table has one of the two */
        while (k < end && k < u + 2 && gap_before(s, k) == ' ' && s->units[k].kind == IN_PERSON &&
               picked(s, k)->form != FORM_FULL) {
            k++;
        }
        return k;
    }
    if (bare && (x->kind == UNIT_WORD || x->kind == IN_PLACE)) {
        return u + 1;
    }
    return u;
}

char *ent_actor_words_text(scan_state *s, uint32_t w0, uint32_t w1)
{
    const char *t = s->d->text;
    uint32_t b = s->words[w0].begin, e = s->words[w1 - 1].end;
    char *out = ent_arena_strn(&s->scratch, t + b, e - b);
    for (char *p = out; *p; p++) {
        if (*p == '\n' || *p == '\t') {
            *p = ' ';
        }
    }
    return out;
}

/* Surnames by which the person may be called from now on. */
void ent_actor_introduce(scan_state *s, uint32_t actor, uint32_t w0, uint32_t w1, const char *state)
{
    static const char *const first[] = {"CHN", "TWN", "PRK", "KOR", "VNM",
                                        "RVN", "SGP", "LAO", "KHM", "MMR"};
    bool family_first = false;
    for (size_t i = 0; state && i < ENT_COUNT(first); i++) {
        family_first = family_first || strcmp(state, first[i]) == 0;
    }
    for (uint32_t w = w0; w < w1; w++) {
        bool begin = w == w0;
        if (s->words[w].letters < (family_first ? 2 : 3) || !s->words[w].capital ||
            IN(s, w, particles) || (begin && w1 - w0 > 1 && !family_first) ||
            ent_actor_word_is(s, w, "jr")) {
            continue;
        }
        ent_actor_alias(s, s->words[w].hash, actor);
    }
}

/* The first names of units [u, end) are those of a table's name: the first is the same, and a
 * second begins with the same letter where both have one. */
static bool same_first_names(const scan_state *s, const char *name, uint32_t u, uint32_t end)
{
    uint32_t at = 0, len = (uint32_t)strlen(name);
    word w, second;
    if (!ent_actor_word_next(name, len, &at, &w) || w.hash != s->words[s->units[u].word].hash) {
        return false;
    }
    bool two = ent_actor_word_next(name, len, &at, &second) && at < len;
    if (!two || end < u + 3) {
        return true;
    }
    const char *mine = s->d->text + s->words[s->units[u + 1].word].begin;
    return (name[second.begin] | 32) == (*mine | 32);
}

/* "Rómulo Betancourt" where the table has a leader's surname alone: who held office on the day, in
 * a state that the text names. */
static bool surname_alone(const scan_state *s, const sentence_scan *x, const entry *e)
{
    uint32_t row = ent_actor_state_row(s->a, str(s->a, e->state));
    return e->rank >= 2 && !strchr(str(s->a, e->name), ' ') && row != ENT_NONE && s->seen[row] &&
           x->from != ENT_DAY_NONE && day_in(x->from, e->from, e->to) &&
           day_in(x->to, e->from, e->to);
}

/* "Maria Torres" is not the minister María Santos Tebús Torres in a text of another land: one
 * without an office in the table needs a text that names the state. */
static bool obscure(const scan_state *s, const entry *e)
{
    uint32_t row = ent_actor_state_row(s->a, str(s->a, e->state));
    return !e->rank && (row == ENT_NONE || !s->seen[row]);
}

/* The entry that a name's surname has, where the first names agree ("Nikita S. Khrushchev"): of
 * several the one that held office on the days. */
static uint32_t same_person(const scan_state *s, const sentence_scan *x, uint32_t u, uint32_t end,
                            const title_info *t)
{
    uint32_t best = ENT_NONE;
    int top = -1000;
    for (uint32_t i = s->units[end - 1].first; i != ENT_NONE; i = s->a->entries[i].next) {
        const entry *e = &s->a->entries[i];
        if (e->kind != IN_PERSON || (obscure(s, e) && !t->state) ||
            !(same_first_names(s, str(s->a, e->name), u, end) || surname_alone(s, x, e))) {
            continue;
        }
        int score = ent_actor_person_score(s, e, t, x->from, x->to);
        if (best == ENT_NONE || score > top) {
            best = i;
            top = score;
        }
    }
    return best;
}

/* The person of units [u, end), with what nation and title say; registers the surname. */
uint32_t ent_actor_person_actor(scan_state *s, uint32_t sent, uint32_t u, uint32_t end,
                                const title_info *t)
{
    const sentence_scan *x = &s->sents[sent];
    uint32_t w0 = s->units[u].word;
    uint32_t w1 = s->units[end - 1].word + s->units[end - 1].count;
    uint32_t alone = end == u + 1 && s->units[u].count == 1
                         ? ent_actor_by_alias(s, s->words[w0].hash)
                         : ENT_NONE;
    if (alone != ENT_NONE) {
        const ent_actor *a = &s->d->actors[alone];
        const char *had = ent_actor_note_of(s, alone)->office;
        uint32_t other = t->office && had && !ent_actor_same_office(t->office, had)
                             ? ent_actor_pick_entry(s, s->units[u].first, w0, 1, 1u << IN_PERSON,
                                                    t->state, t->office, x->from, x->to)
                             : ENT_NONE;
        if (other != ENT_NONE &&
            ent_actor_same_office(t->office, str(s->a, s->a->entries[other].more))) {
            alone = other; /* "President Kennedy" where Robert Kennedy was introduced */
            return ent_actor_of_entry(s, alone, sent);
        }
        if (!t->state || !a->state || strcmp(t->state, a->state) == 0) {
            return alone;
        }
    }
    uint32_t e = ENT_NONE;
    for (uint32_t k = u; k < end && e == ENT_NONE; k++) {
        if (s->units[k].first != ENT_NONE && (s->units[k].count > 1 || end == u + 1)) {
            e = ent_actor_pick_entry(s, s->units[k].first, s->units[k].word, s->units[k].count,
                                     1u << IN_PERSON, t->state, t->office, x->from, x->to);
        }
    }
    if (e == ENT_NONE && end > u + 1) {
        e = same_person(s, x, u, end, t);
    }
    if (e == ENT_NONE && end > u + 1 && s->units[u].kind == IN_PERSON &&
        s->units[end - 1].kind == IN_PERSON) {
        e = s->units[u].pick;
    }
    if (e != ENT_NONE) {
        const entry *n = &s->a->entries[e];
        if (!t->state || n->form == FORM_FULL || strcmp(t->state, str(s->a, n->state)) == 0) {
            uint32_t actor = ent_actor_of_entry(s, e, sent);
            ent_actor_introduce(s, actor, w0, w1, str(s->a, n->state));
            return actor;
        }
    }
    char *name = ent_actor_words_text(s, w0, w1);
    uint32_t actor;
    if (t->state && t->role && !t->civil) {
        actor = ent_actor_get(s, ENT_ACTOR_PERSON, t->state,
                              ent_actor_compose(&s->scratch, t->state, t->role), t->role, name,
                              "title");
    } else if (t->org && t->role && !t->civil && !ent_actor_same_office("ambassador", t->office)) {
        actor = ent_actor_get(s, ENT_ACTOR_PERSON, NULL, t->org, NULL, name, "title");
    } else {
        actor =
            ent_actor_get(s, ENT_ACTOR_OTHER, NULL, NULL, t->civil ? NULL : t->role, name, NULL);
    }
    ent_actor_introduce(s, actor, w0, w1, t->state);
    return actor;
}

/* -- names that no table has ------------------------------------------------------------------- */

/* "Tone Sorvik, the Norwegian minister": two capitalised words before a title. */
static uint32_t apposed_to_title(const scan_state *s, uint32_t u, uint32_t end)
{
    if (s->units[u].kind != UNIT_WORD || !ent_actor_name_part(s, u)) {
        return u;
    }
    uint32_t e = ent_actor_name_run(s, u, end), k = e;
    if (e < u + 2 || e >= end || gap_before(s, e) != ',') {
        return u;
    }
    if (unit_is(s, k, "the") || unit_is(s, k, "a") || unit_is(s, k, "an")) {
        k++;
    }
    while (k < end && k < e + 4 &&
           (is_nation(s, k) || s->words[s->units[k].word].possessive ||
            (ent_actor_may_modify(s, k) && gap_before(s, k) == ' '))) {
        k++;
    }
    return k < end && is_role(s, k) && picked(s, k)->form <= FORM_AGENT && !picked(s, k)->plural
               ? e
               : u;
}

/* Two words or more that the tree has as the name of a person ("Ingmar Solbakk"), and no table. */
static uint32_t flat_name(const scan_state *s, uint32_t u, uint32_t end)
{
    if (!s->trees || s->units[u].kind != UNIT_WORD || !ent_actor_name_part(s, u)) {
        return u;
    }
    uint32_t first = s->word_token[s->units[u].word], k = u + 1;
    while (k < end && k < u + 4 && (gap_before(s, k) == ' ' || gap_before(s, k) == '-') &&
           s->units[k].count == 1 && s->words[s->units[k].word].capital &&
           (s->units[k].kind == UNIT_WORD || s->units[k].kind == IN_PERSON) &&
           s->d->tokens[s->word_token[s->units[k].word]].rel == ENT_FLAT &&
           s->d->tokens[s->word_token[s->units[k].word]].head == first) {
        k++;
    }
    return k > u + 1 && s->d->tokens[first].upos == ENT_PROPN ? k : u;
}

uint32_t ent_actor_unknown_name(const scan_state *s, uint32_t u, uint32_t end)
{
    uint32_t e = apposed_to_title(s, u, end);
    return e > u ? e : flat_name(s, u, end);
}
