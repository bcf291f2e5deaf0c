/* group.c: plural descriptions split into their members.
 *
 * In: the trail of what was named, the pair of the title. Out: a mention's actors: "both
 * countries", "the two regimes", "each side", "the three Allied leaders", "the signatories".
 * A description of n means a list of just n, else (for two) the title's pair or the last sentence
 * that names just two. Does not tell which of several lists of one length is meant but by nearness.
 */
#include "trail.h"
#include "units.h"

enum { MOST = 8, FAR = 30 };

/* What a description asks for. */
typedef struct group_want {
    uint32_t count;  /* members; 0: any list */
    bool sides;      /* of a dispute or an agreement: the title's pair first */
    bool persons;    /* "leaders": lists of persons first */
    bool listed;     /* only a list will do: "the two German powers" */
    bool company;    /* "the allies", of no number: a list named just before, else nothing */
    const char *but; /* who acts upon them is none of them; NULL */
} group_want;

/* -- members --------------------------------------------------------------------------------- */

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

/* Whether a state is among those found. */
static bool among(const char *const *out, uint32_t n, const char *state)
{
    for (uint32_t i = 0; state && i < n; i++) {
        if (strcmp(out[i], state) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether the list goes on behind item i: then it is a part of one. */
static bool goes_on(const trail *t, uint32_t i)
{
    for (uint32_t k = i + 1; k < t->count && t->items[k].sent == t->items[i].sent; k++) {
        if (t->items[k].list && t->items[k].mention == t->items[i].mention) {
            return true;
        }
    }
    return false;
}

/* The nearest list of just as many states, within `limit` sentences. */
static uint32_t nearest_list(const trail *t, uint32_t sent, uint32_t begin, uint32_t want,
                             uint32_t limit, bool persons, const char *but, const char **out)
{
    for (uint32_t i = t->count; i-- > 0;) {
        const item *x = &t->items[i];
        if (sent - x->sent > limit) {
            break;
        }
        bool whole = x->list ? x->closed && !goes_on(t, i) : x->count > 1 && !x->place;
        if (x->end > begin || !whole || (persons && !x->person)) {
            continue;
        }
        uint32_t n = add_states(t, x, out, 0, MOST);
        if ((want ? n == want : n >= 2) && !among(out, n, but)) {
            return n;
        }
    }
    return 0;
}

/* "war in Greece and tension in Turkey led Truman to promise both countries aid": the two that the
 * sentence itself has named, also as places. */
static uint32_t two_here(const trail *t, uint32_t sent, uint32_t begin, const char *but,
                         const char **out)
{
    uint32_t n = 0;
    for (uint32_t i = t->first_of_sent; i < t->count; i++) {
        const item *x = &t->items[i];
        if (x->sent == sent && x->end <= begin && !x->list) {
            n = add_states(t, x, out, n, 4);
        }
    }
    for (uint32_t i = 0; i < n && but; i++) {
        if (strcmp(out[i], but) == 0) {
            memmove(&out[i], &out[i + 1], (--n - i) * sizeof *out);
        }
    }
    return n == 2 ? n : 0;
}

/* "the two European powers, Great Britain and France": the list behind it. */
static uint32_t apposed_list(const trail *t, uint32_t m, uint32_t want, const char **out)
{
    static const char *const joints[] = {", ", " and ", ", and ", ", the ", " and the ", ": "};
    const ent_doc *d = t->s->d;
    uint32_t n = 0, end = d->mentions[m].span.end;
    for (uint32_t k = m + 1; k < d->mention_count && n < want; k++) {
        const ent_mention *y = &d->mentions[k];
        const ent_actor *a = actor_at(t, d->mention_actors[y->actor]);
        bool joined = false;
        for (size_t i = 0; i < ENT_COUNT(joints) && y->span.begin > end; i++) {
            size_t len = strlen(joints[i]);
            joined = joined ||
                     (y->span.begin - end == len && memcmp(d->text + end, joints[i], len) == 0);
        }
        if (!joined || y->sent != d->mentions[m].sent || y->actor_count != 1 || !a->state ||
            y->kind == ENT_MENTION_ADJECTIVE || among(out, n, a->state)) {
            break;
        }
        out[n++] = a->state;
        end = y->span.end;
    }
    return n == want ? n : 0;
}

static uint32_t title_pair(const trail *t, const char **out)
{
    for (uint32_t i = 0; i < 2; i++) {
        out[i] = ent_table_cell(t->s->a->states, t->s->dyad[i], 0);
    }
    return 2;
}

/* The states of the sentence `back` before, where they are just two. */
static uint32_t just_two(const trail *t, uint32_t sent, uint32_t begin, uint32_t back, bool persons,
                         const char *but, const char **out)
{
    uint32_t n = 0;
    for (uint32_t i = t->count; i-- > 0 && sent - t->items[i].sent <= back;) {
        const item *x = &t->items[i];
        if (x->sent == sent - back && x->end <= begin && !x->place && (!persons || x->person)) {
            n = add_states(t, x, out, n, 4);
        }
    }
    for (uint32_t i = 0; i < n && but; i++) {
        if (strcmp(out[i], but) == 0) {
            memmove(&out[i], &out[i + 1], (--n - i) * sizeof *out);
        }
    }
    return n == 2 ? n : 0;
}

/* Whose war or treaty the sentence names before `begin`: "the Russo-Japanese War", so that "the two
 * sides" are they. */
static uint32_t named_parties(const trail *t, uint32_t sent, uint32_t begin, const char **out)
{
    const scan_state *s = t->s;
    const sentence_scan *x = &s->sents[sent];
    for (uint32_t u = x->unit + x->units; u-- > x->unit;) {
        const unit *n = &s->units[u];
        const entry *e = n->pick == ENT_NONE ? NULL : picked(s, u);
        if (e && e->form == FORM_PACT && s->words[n->word].begin < begin &&
            strlen(str(s->a, e->code)) == 7) { /* USA+GBR */
            for (int i = 0; i < 2; i++) {
                char *code = ent_arena_printf(&t->s->scratch, "%.3s", str(s->a, e->code) + 4 * i);
                out[i] = ent_table_cell(s->a->states, ent_actor_state_row(s->a, code), 0);
            }
            return 2;
        }
        if (u + 2 >= x->unit + x->units || s->words[n->word].begin >= begin ||
            n->kind != IN_STATE || n[1].kind != IN_STATE || gap_before(s, u + 1) != '-' ||
            !is_capital(s, u + 2) || gap_before(s, u + 2) != ' ') {
            continue;
        }
        out[0] = str(s->a, picked(s, u)->state);
        out[1] = str(s->a, picked(s, u + 1)->state);
        if (strcmp(out[0], out[1]) != 0) {
            return 2;
        }
    }
    return 0;
}

static uint32_t main_pair(const trail *t, const char **out)
{
    out[0] = t->s->main_pair[0];
    out[1] = t->s->main_pair[1];
    return out[0] ? 2 : 0;
}

/* Two of persons or of states, where neither a title nor a list tells. */
static uint32_t two_named(const trail *t, uint32_t sent, uint32_t begin, uint32_t most,
                          bool persons, const char *but, const char **out)
{
    uint32_t n = 0;
    for (uint32_t back = 0; back <= most && back <= sent && !n; back++) {
        n = just_two(t, sent, begin, back, persons, but, out);
    }
    return n;
}

static uint32_t find_group(const trail *t, uint32_t sent, uint32_t begin, const group_want *w,
                           const char **out)
{
    uint32_t n = 0;
    bool titled = t->s->dyad_titled;
    if (w->company) {
        return nearest_list(t, sent, begin, 0, 2, w->persons, w->but, out);
    }
    if (w->sides && w->count == 2) {
        n = named_parties(t, sent, begin, out);
        n = n || titled || !sent ? n : named_parties(t, sent - 1, begin, out);
        if (n) {
            return n;
        }
    }
    if (w->sides && w->count == 2 && (titled || t->s->main_pair[0])) {
        return titled ? title_pair(t, out) : main_pair(t, out);
    }
    if (w->count == 2 && !w->persons && !w->listed && !titled) { /* the nearest pair, list or not */
        n = nearest_list(t, sent, begin, 2, 1, false, w->but, out);
        n = n ? n : just_two(t, sent, begin, 0, false, w->but, out);
        if (n) {
            return n;
        }
    }
    if (w->persons) {
        n = nearest_list(t, sent, begin, w->count, w->count == 2 ? 6 : FAR, true, w->but, out);
    }
    if (w->persons && w->count == 2 && !n) {
        n = two_named(t, sent, begin, 2, true, w->but, out); /* "Kono met Kang" */
    }
    uint32_t limit = w->count == 0 || w->listed ? 6 : w->count != 2 ? FAR : titled ? 1 : 3;
    n = n ? n : nearest_list(t, sent, begin, w->count, limit, false, w->but, out);
    if (n || w->count != 2 || w->listed) {
        return n;
    }
    if (titled) {
        return title_pair(t, out);
    }
    n = two_named(t, sent, begin, 6, false, w->but, out);
    if (n) {
        return n;
    }
    return t->s->dyad_count == 2 ? title_pair(t, out) : main_pair(t, out);
}

/* -- what the text says ---------------------------------------------------------------------- */

static const char *const number_names[] = {"zero", "one", "two",   "three", "four",
                                           "five", "six", "seven", "eight"};

static uint32_t number_of(const trail *t, uint32_t w)
{
    for (uint32_t i = 2; i < ENT_COUNT(number_names); i++) {
        if (ent_actor_word_is(t->s, w, number_names[i])) {
            return i;
        }
    }
    return 0;
}

/* Whether word w begins what is known already: "the two", "all three", "these four". */
static bool definite(const trail *t, uint32_t w)
{
    static const char *const words[] = {"the", "these", "all", "those", "between", "of"};
    for (size_t i = 0; i < ENT_COUNT(words); i++) {
        if (ent_actor_word_is(t->s, w, words[i])) {
            return true;
        }
    }
    return false;
}

static uint32_t number_before(const trail *t, uint32_t sent, uint32_t w)
{
    const sentence_scan *x = &t->s->sents[sent];
    for (uint32_t k = w, n = 0; k > x->word && n < 4; n++) {
        k--;
        if (ent_actor_word_is(t->s, k, "both")) {
            return 2;
        }
        uint32_t number = number_of(t, k);
        if (number) { /* "two soldiers" are any two; "the two leaders", "all three powers" not */
            return k > x->word && definite(t, k - 1) ? number : 0;
        }
        if (ent_actor_word_is(t->s, k, "the") || ent_actor_word_is(t->s, k, "of") ||
            ent_actor_word_is(t->s, k, "and")) {
            break;
        }
    }
    return 0;
}

/* "each side", "neither country", "either party": a singular that means all of them. */
static bool distributive(const trail *t, uint32_t sent, uint32_t w)
{
    uint32_t begin = t->s->sents[sent].word;
    return w > begin &&
           (ent_actor_word_is(t->s, w - 1, "each") || ent_actor_word_is(t->s, w - 1, "either") ||
            ent_actor_word_is(t->s, w - 1, "neither"));
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

/* The superpowers of a day, as the table of members has them. */
static uint32_t superpowers(const trail *t, uint32_t sent, const char **out)
{
    const ent_table *m = t->s->a->members;
    int32_t day = t->s->sents[sent].from;
    uint32_t n = 0;
    for (uint32_t i = ent_table_find(m, "SPW"); day != ENT_DAY_NONE && i < m->rows && n < MOST;
         i++) {
        const char *from = ent_table_cell(m, i, 2), *to = ent_table_cell(m, i, 3);
        if (strcmp(ent_table_cell(m, i, 0), "SPW") != 0) {
            break;
        }
        if (day_in(day, *from ? ent_day_parse(from) : ENT_DAY_NONE,
                   *to ? ent_day_parse(to) : ENT_DAY_NONE)) {
            out[n++] = ent_table_cell(m, i, 1);
        }
    }
    return n == 2 ? n : 0;
}

static uint32_t read_before(const trail *t, uint64_t noun, uint32_t n, const char **out)
{
    for (uint32_t i = t->reading_count; i-- > 0;) {
        const reading *r = &t->readings[i];
        if (r->noun == noun && r->count == n) {
            memcpy(out, r->state, sizeof r->state);
            return n;
        }
    }
    return 0;
}

/* "the allies", "the delegates": those of a list named a sentence or two before. */
static bool in_company(const trail *t, uint32_t last)
{
    static const char *const words[] = {"allies",      "partners",  "powers",    "governments",
                                        "delegates",   "countries", "nations",   "states",
                                        "delegations", "leaders",   "ministers", "parties",
                                        "presidents",  "republics", "monarchs",  "sides"};
    for (size_t i = 0; i < ENT_COUNT(words); i++) {
        if (ent_actor_word_is(t->s, last, words[i])) {
            return true;
        }
    }
    return false;
}

/* How many a description of words w to last means, and of which kind; false: not a group. */
static bool asks(const trail *t, uint32_t sent, uint32_t w, uint32_t last, group_want *out)
{
    const scan_state *s = t->s;
    uint32_t begin = s->sents[sent].word;
    if (distributive(t, sent, w) && (IN(s, last, state_words) || IN(s, last, side_words) ||
                                     ent_actor_word_is(s, last, "side"))) {
        *out = (group_want){.count = 2, .sides = true};
        return true;
    }
    if (!IN(s, last, pair_words)) {
        return false;
    }
    out->count = number_before(t, sent, last);
    out->sides = IN(s, last, side_words);
    out->persons = IN(s, last, leader_words);
    if (out->count) {
        return true;
    }
    bool the = w > begin && ent_actor_word_is(s, w - 1, "the");
    bool former =
        ent_actor_word_is(s, w, "former") || (w > begin && ent_actor_word_is(s, w - 1, "former"));
    if (the &&
        (ent_actor_word_is(s, last, "signatories") || ent_actor_word_is(s, last, "guarantors") ||
         ent_actor_word_is(s, last, "participants"))) {
        return true; /* of whatever number */
    }
    out->count = ent_actor_word_is(s, last, "superpowers") || (the && out->sides) || former ? 2 : 0;
    bool these = w > begin && ent_actor_word_is(s, w - 1, "these");
    bool all = w > begin && out->sides && ent_actor_word_is(s, w - 1, "all"); /* "all parties" */
    out->company = (the || these || all) && last == w && !former && in_company(t, last);
    return out->count > 0 || out->company;
}

bool ent_actor_group_description(trail *t, uint32_t m)
{
    const ent_mention *x = &t->s->d->mentions[m];
    const ent_actor *a = actor_at(t, t->s->d->mention_actors[x->actor]);
    uint32_t w = ent_actor_word_at(t, x->sent, x->span.begin);
    uint32_t last = ent_actor_word_at(t, x->sent, x->span.end) - 1;
    group_want want = {0};
    if (last < w || !asks(t, x->sent, w, last, &want)) {
        return false;
    }
    bool named = a->kind != ENT_ACTOR_ROLE; /* "the three Allied leaders", "two German powers" */
    if (named &&
        (number_before(t, x->sent, w) < 2 || (a->kind == ENT_ACTOR_STATE && want.persons))) {
        return false;
    }
    want.listed = a->kind == ENT_ACTOR_STATE || x->kind == ENT_MENTION_NAME;
    const char *states[MOST] = {0};
    uint32_t k = 0;
    if (ent_actor_word_is(t->s, last, "superpowers") && want.count == 2) {
        k = superpowers(t, x->sent, states);
    }
    k = k || want.count < 2 ? k : apposed_list(t, m, want.count, states);
    const item *agent = ent_actor_trail_subject(t, x->sent, x->head);
    want.but = agent && agent->count == 1 ? actor_at(t, agent->actor[0])->state : NULL;
    if (!k && !named && want.count == 2 && want.but &&
        (ent_actor_word_is(t->s, last, "countries") || ent_actor_word_is(t->s, last, "nations") ||
         ent_actor_word_is(t->s, last, "states"))) {
        k = two_here(t, x->sent, x->span.begin, want.but, states);
    }
    k = k || named || want.company ? k : read_before(t, t->s->words[last].hash, want.count, states);
    k = k ? k : find_group(t, x->sent, x->span.begin, &want, states);
    if (!k && want.company && want.count) {
        want.company = false; /* "the sides" of a pair */
        k = find_group(t, x->sent, x->span.begin, &want, states);
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
    bool lead = IN(t->s, last, leader_words) && (named || (a->role && strcmp(a->role, "CVL") == 0));
    const char *role = lead ? "GOV" : a->role; /* "the two men" */
    uint32_t actors[MOST];
    for (uint32_t i = 0; i < k; i++) {
        actors[i] = with_role(t, states[i], role);
    }
    ent_actor_mean(t, m, actors, k, ENT_NONE);
    return true;
}

/* With trees: the word is a subject, an object or an adjunct itself ("both signed"). */
static bool stands_alone(const trail *t, uint32_t w)
{
    const ent_token *x = &t->s->d->tokens[t->s->word_token[w]];
    return x->head != ENT_NONE &&
           (x->rel == ENT_NSUBJ || x->rel == ENT_OBJ || x->rel == ENT_OBL || x->rel == ENT_NMOD) &&
           x->upos != ENT_ADJ;
}

uint32_t ent_actor_group_number(trail *t, uint32_t sent, uint32_t w, const char **out)
{
    const sentence_scan *x = &t->s->sents[sent];
    uint32_t n = ent_actor_word_is(t->s, w, "both") ? 2 : number_of(t, w);
    if (!n || !stands_alone(t, w) ||
        (!ent_actor_word_is(t->s, w, "both") && !(w > x->word && definite(t, w - 1)))) {
        return 0;
    }
    group_want want = {.count = n};
    return find_group(t, sent, t->s->words[w].begin, &want, out);
}

/* -- organisations --------------------------------------------------------------------------- */

/* Whether an organisation may be called by the word. */
static bool called(const ent_actor *a, const char *noun)
{
    static const char *const alliances[] = {"IGONAT", "IGOWTO", "IGOSEA", "IGOCEN", "ALL", "COA"};
    bool allied = false;
    for (size_t i = 0; a->code && i < ENT_COUNT(alliances); i++) {
        allied = allied || strncmp(a->code, alliances[i], strlen(alliances[i])) == 0;
    }
    if (strcmp(noun, "coalition") == 0) {
        return a->code && strncmp(a->code, "COA", 3) == 0;
    }
    if (strcmp(noun, "alliance") == 0 || strcmp(noun, "pact") == 0) {
        return allied;
    }
    if (strcmp(noun, "bloc") == 0 || strncmp(noun, "organi", 6) == 0) {
        return a->code && strncmp(a->code, "IGO", 3) == 0;
    }
    for (const char *p = a->name; p && *p; p += strcspn(p, " "), p += *p == ' ') {
        size_t n = strlen(noun);
        if ((*p | 32) == *noun && strncmp(p + 1, noun + 1, n - 1) == 0) {
            return true; /* "the league" of the League of Nations */
        }
    }
    return false;
}

bool ent_actor_org_description(trail *t, uint32_t m)
{
    const ent_mention *x = &t->s->d->mentions[m];
    const char *noun = actor_at(t, t->s->d->mention_actors[x->actor])->name;
    for (uint32_t i = t->count; i-- > 0 && x->sent - t->items[i].sent <= 8;) {
        const item *f = &t->items[i];
        const ent_actor *a = actor_at(t, f->actor[0]);
        if (f->count == 1 && f->end <= x->span.begin && a->kind == ENT_ACTOR_ORG &&
            called(a, noun)) {
            ent_actor_mean(t, m, f->actor, 1, f->mention);
            return true;
        }
    }
    return false;
}
