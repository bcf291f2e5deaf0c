/* compose.c: units of a sentence -> mentions: nation, role and name put together.
 *
 * In: picked units ("Cuban", "Minister of Foreign Affairs", "Bruno", "Rodríguez"). Out: mentions
 * and actors (CUBGOV, Bruno Rodríguez Parrilla). Works on words alone, so that it runs before
 * parsing; with trees it also asks for the part of speech. What needs an antecedent is left
 * unresolved.
 */
#include "units.h"

enum { MAX_NATIONS = 6, MAX_ROLES = 4 };

typedef struct phrase {
    uint32_t begin, end; /* units; end exclusive */
    uint32_t nation[MAX_NATIONS];
    uint32_t nations;
    uint32_t role[MAX_ROLES]; /* units */
    uint32_t roles;
    uint32_t name, name_end; /* units; equal: none */
    bool of;                 /* the nation stands behind "of" */
    bool former;
} phrase;

bool ent_actor_may_modify(const scan_state *s, uint32_t u)
{
    const unit *x = &s->units[u];
    const word *w = &s->words[x->word];
    if (x->kind != UNIT_WORD || x->count != 1 || w->digits || w->gap == ',' || w->gap == '.' ||
        w->possessive || IN(s, x->word, stops)) {
        return false;
    }
    if (s->trees) {
        const ent_token *t = &s->d->tokens[s->word_token[x->word]];
        if (t->upos != ENT_UPOS_NONE) {
            return t->upos == ENT_ADJ || t->upos == ENT_NOUN || t->upos == ENT_PROPN ||
                   t->rel == ENT_AMOD || t->rel == ENT_COMPOUND;
        }
    }
    uint32_t len;
    const char *p = ent_actor_word_text(s, x->word, &len);
    bool past = len > 3 && memcmp(p + len - 2, "ed", 2) == 0;
    return !past || ent_actor_word_is(s, x->word, "armed") ||
           ent_actor_word_is(s, x->word, "allied") || ent_actor_word_is(s, x->word, "united") ||
           ent_actor_word_is(s, x->word, "combined");
}

/* Token of the unit's last word. */
static const ent_token *last_token(const scan_state *s, uint32_t u)
{
    const unit *x = &s->units[u];
    return &s->d->tokens[s->word_token[x->word + x->count - 1]];
}

static bool noun_if_known(const scan_state *s, uint32_t u)
{
    uint8_t t = last_token(s, u)->upos;
    return t == ENT_UPOS_NONE || t == ENT_NOUN || t == ENT_PROPN || t == ENT_X || t == ENT_NUM;
}

/* -- phrases --------------------------------------------------------------------------------- */

/* "British and French forces", "UK and EU negotiators", "Russia and Turkey's ministers" */
static bool both_nations(const scan_state *s, uint32_t first, uint32_t second, uint32_t end)
{
    const entry *x = picked(s, first), *y = picked(s, second);
    bool shortened = x->caps == CASE_ACRONYM || y->caps == CASE_ACRONYM;
    if (x->state && x->state == y->state) {
        return false; /* "the United States, and U.S. officials" */
    }
    uint32_t k = second + 1;
    if (k < end && s->words[s->units[k].word].possessive) {
        k++;
    } else if (!(x->form == FORM_ADJ || shortened) || !(y->form == FORM_ADJ || shortened)) {
        return false;
    }
    return k < end &&
           (is_role(s, k) || (ent_actor_may_modify(s, k) && k + 1 < end && is_role(s, k + 1)));
}

/* "U.S., British, and Soviet governments": the last one is joined by "and". */
static bool take_list(const scan_state *s, phrase *p, uint32_t *k, uint32_t end)
{
    uint32_t n = p->nations, at = *k;
    while (at < end && n < MAX_NATIONS && gap_before(s, at) == ',' && is_nation(s, at)) {
        const entry *e = picked(s, at);
        if (e->form != FORM_ADJ && e->caps != CASE_ACRONYM) {
            return false;
        }
        p->nation[n++] = at++;
    }
    if (n == p->nations || n == MAX_NATIONS || at + 1 >= end || !unit_is(s, at, "and") ||
        !is_nation(s, at + 1) || !both_nations(s, p->nation[n - 1], at + 1, end)) {
        return false;
    }
    p->nation[n++] = at + 1;
    p->nations = n;
    *k = at + 2;
    return true;
}

static void take_nations(const scan_state *s, phrase *p, uint32_t *k, uint32_t end)
{
    p->nation[p->nations++] = (*k)++;
    const entry *first = picked(s, p->nation[0]);
    if ((first->form == FORM_ADJ || first->caps == CASE_ACRONYM) && take_list(s, p, k, end)) {
        return;
    }
    while (*k < end && p->nations < MAX_NATIONS) {
        if (gap_before(s, *k) == '-' && is_nation(s, *k)) {
            p->nation[p->nations++] = (*k)++;
        } else if (*k + 1 < end && unit_is(s, *k, "and") && is_nation(s, *k + 1) &&
                   both_nations(s, p->nation[p->nations - 1], *k + 1, end)) {
            p->nation[p->nations++] = *k + 1;
            *k += 2;
        } else {
            break;
        }
    }
}

/* Whether modifiers and roles follow a nation at k; sets p->roles and p->end. */
static bool take_roles(const scan_state *s, phrase *p, uint32_t k, uint32_t end)
{
    uint32_t at = k;
    const entry *n = p->nations ? picked(s, p->nation[p->nations - 1]) : NULL;
    bool possessive = at < end && s->words[s->units[at].word].possessive;
    at += possessive;
    uint32_t mods = p->nations == 0                                       ? 0
                    : possessive                                          ? 3
                    : n && n->form == FORM_PEOPLE                         ? 0
                    : n && n->form != FORM_ADJ && n->caps != CASE_ACRONYM ? 0
                                                                          : 2;
    if (n && n->form == FORM_PEOPLE && !possessive) {
        /* "Japanese" is an adjective too */
        mods = 0;
    }
    while (mods && at < end && ent_actor_may_modify(s, at)) {
        at++;
        mods--;
    }
    while (at < end && p->roles < MAX_ROLES && is_role(s, at) &&
           (p->roles == 0 || gap_before(s, at) == ' ' || gap_before(s, at) == '-')) {
        uint8_t g = gap_before(s, at);
        if (p->nations && p->roles == 0 && g != ' ' && g != '-') {
            break;
        }
        p->role[p->roles++] = at++;
    }
    while (p->roles && !is_capital(s, p->role[p->roles - 1]) &&
           !noun_if_known(s, p->role[p->roles - 1])) {
        at = p->role[--p->roles]; /* "the Soviet general staff", but not "the Soviet official visit"
                                   */
    }
    if (p->roles) {
        p->end = p->role[p->roles - 1] + 1;
    }
    return p->roles > 0;
}

static void take_of(const scan_state *s, phrase *p, uint32_t end)
{
    uint32_t k = p->end;
    if (p->nations || k + 1 >= end || !unit_is(s, k, "of")) {
        return;
    }
    k++;
    if (k + 1 < end && unit_is(s, k, "the")) {
        k++;
    }
    if (is_nation(s, k) && gap_before(s, k) == ' ' && picked(s, k)->form != FORM_ADJ &&
        !(k + 1 < end && s->words[s->units[k + 1].word].possessive)) {
        p->nation[p->nations++] = k;
        p->of = true;
        p->end = k + 1;
    }
}

/* A role without a nation or a name: whether it is a noun phrase at all. */
static bool describes(const scan_state *s, const phrase *p, uint32_t begin)
{
    uint32_t r = p->role[0];
    const unit *x = &s->units[r];
    const entry *e = picked(s, p->role[p->roles - 1]);
    bool det = false;
    for (uint32_t k = r, n = 0; k > begin && n < 3; n++) {
        k--;
        if (s->units[k].count == 1 && IN(s, s->units[k].word, determiners)) {
            det = true;
            break;
        }
        if (s->units[k].kind != UNIT_WORD || IN(s, s->units[k].word, stops)) {
            break;
        }
    }
    if (e->form == FORM_STATEWORD) {
        return det;
    }
    if (e->form == FORM_ARMS) {
        return false;
    }
    if (!noun_if_known(s, p->role[p->roles - 1])) {
        return false;
    }
    if (p->roles == 1 && unit_is(s, r, "authority")) {
        return false; /* "the authority to arm ships"; "the authorities" are a body */
    }
    if (p->roles == 1 && x->count == 1 && e->role && strcmp(str(s->a, e->role), "LAB") == 0 &&
        is_capital(s, r) && r > begin) {
        return false; /* "the Union" */
    }
    if (p->roles == 1 && x->count == 1 && IN(s, x->word, unsure) && !e->plural) {
        return det && s->trees;
    }
    return det || e->plural || s->words[x->word].capital || p->roles > 1;
}

/* -- mentions -------------------------------------------------------------------------------- */

static bool place_before(const scan_state *s, uint32_t u, uint32_t begin)
{
    uint32_t k = u;
    while (k > begin && s->units[k - 1].count == 1 && IN(s, s->units[k - 1].word, directions)) {
        k--;
    }
    return k > begin && s->units[k - 1].count == 1 && IN(s, s->units[k - 1].word, locatives) &&
           gap_before(s, u) == ' ';
}

/* "the League", "the Pact" once the whole name was given. */
static void short_names(scan_state *s, uint32_t u, uint32_t actor)
{
    const unit *x = &s->units[u];
    for (uint32_t w = x->word; w < x->word + x->count && x->count > 1; w++) {
        if (IN(s, w, org_nouns)) {
            ent_actor_alias(s, s->words[w].hash, actor);
        }
    }
}

/* "three Russians", "thousands of Syrians": people, not their state. */
static bool counted(const scan_state *s, uint32_t u, uint32_t begin)
{
    uint32_t k = u;
    if (k > begin && unit_is(s, k - 1, "of")) {
        k--;
    }
    if (k == begin) {
        return false;
    }
    const unit *x = &s->units[k - 1];
    return x->count == 1 && (s->words[x->word].digits || IN(s, x->word, many));
}

/* "Taiwan", "Hong Kong": a name that is its own adjective, and stands for itself here. */
static bool name_too(const scan_state *s, uint32_t u)
{
    const entry *e = picked(s, u);
    const ent_token *t = last_token(s, u);
    bool before_noun = t->rel == ENT_AMOD || t->rel == ENT_COMPOUND;
    for (uint32_t i = s->units[u].first; i != ENT_NONE && t->rel != ENT_REL_NONE;
         i = s->a->entries[i].next) {
        const entry *x = &s->a->entries[i];
        if (x->kind == IN_STATE && x->form == FORM_NAME && x->state == e->state) {
            return !before_noun;
        }
    }
    return false;
}

static void add_nation(scan_state *s, uint32_t sent, uint32_t u)
{
    const sentence_scan *x = &s->sents[sent];
    const entry *e = picked(s, u);
    if (e->kind == IN_ORG && s->units[u].count == 1 && IN(s, s->units[u].word, org_nouns) &&
        u > x->unit && is_capital(s, u - 1) && s->units[u - 1].kind == UNIT_WORD &&
        gap_before(s, u) == ' ' && !unit_is(s, u - 1, "the")) {
        return; /* "the Peasants League" */
    }
    uint32_t end = x->unit + x->units;
    uint32_t actor = ent_actor_of_entry(s, s->units[u].pick, sent);
    if (e->kind == IN_STATE && e->form == FORM_PEOPLE && counted(s, u, x->unit)) {
        actor = ent_actor_get(s, ENT_ACTOR_BODY, str(s->a, e->state),
                              ent_actor_compose(&s->scratch, str(s->a, e->state), "CVL"), "CVL",
                              str(s->a, e->shown), s->d->actors[actor].row);
    }
    bool the = u > x->unit && unit_is(s, u - 1, "the");
    bool adj = e->form == FORM_ADJ && !(the && (u + 1 == end || (!ent_actor_may_modify(s, u + 1) &&
                                                                 gap_before(s, u + 1) != '-')));
    adj = adj && !(e->kind == IN_STATE && name_too(s, u));
    ent_mention *m =
        ent_actor_mention_add(s, sent, s->units[u].word, s->units[u].count,
                              adj ? ENT_MENTION_ADJECTIVE : ENT_MENTION_NAME, &actor, 1);
    if (e->form == FORM_SPLIT) {
        ent_actor_split_members(s, sent, str(s->a, e->code), m);
    } else if (e->form == FORM_PACT) {
        ent_actor_split_pact(s, e, m);
        s->units[u].used = 1;
        return;
    }
    if (e->kind == IN_ORG) {
        short_names(s, u, actor);
    }
    bool city = e->kind == IN_PLACE || e->form == FORM_CAPITAL;
    m->place = e->kind == IN_PLACE || (!adj && place_before(s, u, x->unit));
    if (city && u + 1 < end && gap_before(s, u + 1) == ' ' && s->units[u + 1].count == 1 &&
        IN(s, s->units[u + 1].word, venues)) {
        m->place = 1;
    }
    if (!adj && u > x->unit && gap_before(s, u) == ',' && s->units[u - 1].used == 2) {
        m->place = 1; /* Havana, Cuba */
    }
    s->units[u].used = city && m->place ? 2 : 1;
}

/* The role code of a chain: "police officials" are police, "foreign ministry spokesman" is GOV. */
static const char *chain_role(const scan_state *s, const phrase *p)
{
    const entry *first = picked(s, p->role[0]), *last = picked(s, p->role[p->roles - 1]);
    if (last->form == FORM_BODY || last->form == FORM_ARMS || !last->role) {
        return str(s->a, last->role);
    }
    if (strncmp(str(s->a, last->role), "GOV", 3) == 0 && first->role &&
        first->form != FORM_STATEWORD) {
        return str(s->a, first->role);
    }
    return str(s->a, last->role);
}

static const char *nation_state(const scan_state *s, uint32_t u)
{
    const entry *e = picked(s, u);
    return e->kind == IN_ORG ? str(s->a, e->code)
           : e->state        ? str(s->a, e->state)
                             : str(s->a, e->code);
}

/* Role composed with one nation: a body or a person without a name. */
static uint32_t body_actor(scan_state *s, uint32_t sent, uint32_t nation, const char *role,
                           const phrase *p)
{
    const entry *e = picked(s, nation), *last = picked(s, p->role[p->roles - 1]);
    char *name = ent_actor_words_text(s, s->units[p->role[0]].word,
                                      s->units[p->role[p->roles - 1]].word +
                                          s->units[p->role[p->roles - 1]].count);
    if (last->form == FORM_STATEWORD || !role) {
        return ent_actor_of_entry(s, s->units[nation].pick, sent);
    }
    const char *row = ent_actor_place(s->a, e, &s->scratch);
    if (e->kind == IN_ORG) {
        bool mil = strncmp(role, "MIL", 3) == 0;
        return ent_actor_get(s, ENT_ACTOR_ORG, NULL,
                             mil ? ent_actor_compose(&s->scratch, str(s->a, e->code), "MIL")
                                 : str(s->a, e->code),
                             mil ? "MIL" : NULL, str(s->a, e->name), row);
    }
    bool people = e->role && strcmp(str(s->a, e->role), "CVL") == 0;
    if (e->kind == IN_GROUP && !(e->more && *str(s->a, e->more) == 'r') && !people &&
        strcmp(str(s->a, e->code), "KUR") != 0) {
        return ent_actor_of_entry(s, s->units[nation].pick, sent);
    }
    if (e->kind == IN_METONYM && e->role && strncmp(role, "GOV", 3) == 0) {
        role = str(s->a, e->role);
    }
    const char *state = e->state ? str(s->a, e->state) : str(s->a, e->code);
    return ent_actor_get(s, ENT_ACTOR_BODY, state, ent_actor_compose(&s->scratch, state, role),
                         role,
                         last->form == FORM_TITLE
                             ? NULL
                             : ent_arena_printf(&s->scratch, "%s %s", str(s->a, e->shown), name),
                         row);
}

static void mark_actor(scan_state *s, const phrase *p, uint32_t actor)
{
    actor_note *n = ent_actor_note_of(s, actor);
    for (uint32_t i = 0; p && i < p->roles; i++) {
        const unit *x = &s->units[p->role[i]];
        uint32_t w = x->word + x->count - 1;
        const entry *e = picked(s, p->role[i]);
        n->gender = IN(s, w, she_titles) ? 1 : IN(s, w, he_titles) ? 2 : n->gender;
        n->form = e->form;
        if (e->form == FORM_TITLE && e->role && strcmp(str(s->a, e->role), "CVL") != 0) {
            n->office = str(s->a, e->shown);
        }
    }
}

static void use(scan_state *s, uint32_t u, uint32_t end)
{
    for (; u < end; u++) {
        s->units[u].used = 1;
    }
}

static ent_mention *phrase_mention(scan_state *s, uint32_t sent, uint32_t u, uint32_t end,
                                   uint8_t kind, const uint32_t *actors, uint32_t n)
{
    uint32_t w0 = s->units[u].word;
    uint32_t w1 = s->units[end - 1].word + s->units[end - 1].count;
    use(s, u, end);
    return ent_actor_mention_add(s, sent, w0, w1 - w0, kind, actors, n);
}

static title_info titles(const scan_state *s, const phrase *p)
{
    title_info t = {0};
    if (p->nations && p->roles) {
        const char *state = nation_state(s, p->nation[0]);
        bool org = picked(s, p->nation[0])->kind == IN_ORG;
        t.state = org ? NULL : state;
        t.org = org ? state : NULL;
    }
    for (uint32_t i = 0; i < p->roles; i++) {
        const entry *e = picked(s, p->role[i]);
        if (e->role && strcmp(str(s->a, e->role), "CVL") == 0 && e->form == FORM_TITLE) {
            t.civil = !t.role;
            continue;
        }
        if (!t.role) {
            t.role = str(s->a, e->role);
            t.office = e->form == FORM_TITLE ? str(s->a, e->shown) : NULL;
            t.civil = false;
        }
        if (!t.state && e->state && i == 0) {
            t.state = NULL; /* a table's default yields to the person's own */
        }
    }
    if (p->roles > 1 && t.role) {
        t.role = chain_role(s, p);
    }
    return t;
}

/* "President Castro", "Cuban Foreign Minister Bruno Rodríguez", "the Castro regime". */
static void emit_person(scan_state *s, uint32_t sent, phrase *p)
{
    title_info t = titles(s, p);
    const entry *head = p->roles ? picked(s, p->role[0]) : NULL;
    uint32_t actor = ent_actor_person_actor(s, sent, p->name, p->name_end, &t);
    ent_actor *a = &s->d->actors[actor];
    if (a->kind == ENT_ACTOR_OTHER && head && head->state && !t.state) {
        t.state = str(s->a, head->state); /* "the Shah", "Secretary of State" */
        actor = ent_actor_get(s, ENT_ACTOR_PERSON, t.state,
                              ent_actor_compose(&s->scratch, t.state, t.role), t.role, a->name,
                              "title");
        ent_actor_introduce(s, actor, s->units[p->name].word,
                            s->units[p->name_end - 1].word + s->units[p->name_end - 1].count,
                            t.state);
        a = &s->d->actors[actor];
    }
    if (p->former && a->state && a->role && strncmp(a->role, "GOV", 3) == 0) {
        actor =
            ent_actor_get(s, ENT_ACTOR_PERSON, a->state,
                          ent_actor_compose(&s->scratch, a->state, "ELI"), "ELI", a->name, a->row);
    }
    mark_actor(s, p, actor);
    phrase_mention(s, sent, p->begin, p->end,
                   p->begin == p->name ? ENT_MENTION_NAME : ENT_MENTION_PHRASE, &actor, 1);
}

static void emit_body(scan_state *s, uint32_t sent, phrase *p)
{
    const char *role = chain_role(s, p);
    uint32_t actors[MAX_NATIONS];
    if (p->former && role && strncmp(role, "GOV", 3) == 0 &&
        picked(s, p->role[p->roles - 1])->form != FORM_BODY) {
        role = "ELI";
    }
    for (uint32_t i = 0; i < p->nations; i++) {
        actors[i] = body_actor(s, sent, p->nation[i], role, p);
        mark_actor(s, p, actors[i]);
    }
    bool plain = picked(s, p->role[p->roles - 1])->form == FORM_STATEWORD;
    uint32_t from = p->begin;
    ent_mention *m = phrase_mention(s, sent, from, p->end, ENT_MENTION_PHRASE, actors, p->nations);
    m->place = plain && place_before(s, from, s->sents[sent].unit);
    if (p->of) { /* the role carries the phrase */
        uint32_t r = p->role[p->roles - 1];
        m->head = s->word_token[s->units[r].word + s->units[r].count - 1];
    }
}

/* "the two communist regimes" begins with its number. */
static uint32_t number_start(const scan_state *s, uint32_t u, uint32_t begin)
{
    for (uint32_t k = u, n = 0; k > begin && n < 3 && !s->units[k - 1].used; n++) {
        k--;
        if (s->units[k].count == 1 && IN(s, s->units[k].word, numbers)) {
            return k;
        }
        if (!ent_actor_may_modify(s, k)) {
            break;
        }
    }
    return u;
}

static void emit_description(scan_state *s, uint32_t sent, phrase *p)
{
    const entry *last = picked(s, p->role[p->roles - 1]), *first = picked(s, p->role[0]);
    const char *role = chain_role(s, p);
    const char *state = p->roles == 1 && first->state ? str(s->a, first->state) : NULL;
    if (p->former && role && strncmp(role, "GOV", 3) == 0) {
        role = "ELI";
    }
    uint32_t actor, out = ent_actor_outsider_before(s, p->role[0], s->sents[sent].unit);
    uint32_t end = s->sents[sent].unit + s->sents[sent].units;
    bool local = IN(s, s->units[p->end - 1].word, local_offices); /* of a province */
    if (out == ENT_NONE && !local && ent_actor_of_unknown(s, p->end, end)) {
        out = p->role[0];
    }
    if (out != ENT_NONE && role &&
        !strstr("GOV MIL REB COP LEG JUD OPP", ent_actor_role(&s->scratch, role))) {
        out = ENT_NONE; /* "Grameen Bank" is of the country, as often as not */
    }
    if (state) {
        actor = ent_actor_get(s, ENT_ACTOR_PERSON, state,
                              ent_actor_compose(&s->scratch, state, role), role, NULL, "title");
    } else if (out != ENT_NONE && last->form != FORM_STATEWORD) {
        actor = ent_actor_get(
            s, ENT_ACTOR_ROLE, NULL, NULL, role,
            ent_actor_words_text(s, s->units[out].word,
                                 s->units[p->end - 1].word + s->units[p->end - 1].count),
            NULL);
        ent_actor_note_of(s, actor)->outsider = 1;
    } else {
        char *name = ent_actor_words_text(s, s->units[p->role[0]].word,
                                          s->units[p->end - 1].word + s->units[p->end - 1].count);
        actor = ent_actor_get(s, ENT_ACTOR_ROLE, NULL, NULL, role, name,
                              last->form == FORM_STATEWORD ? "state word" : NULL);
    }
    mark_actor(s, p, actor);
    phrase_mention(s, sent, number_start(s, p->role[0], s->sents[sent].unit), p->end,
                   ENT_MENTION_DESCRIPTION, &actor, 1);
}

/* "Castro regime": a person's name before a body. */
static bool emit_named_body(scan_state *s, uint32_t sent, uint32_t u, uint32_t name_end,
                            uint32_t end)
{
    uint32_t k = name_end;
    if (k < end && s->words[s->units[k].word].possessive) {
        k++;
    } else if (k < end && ent_actor_may_modify(s, k) && k + 1 < end && is_role(s, k + 1)) {
        k++; /* "Assad government forces" needs none; "Castro communist regime" one */
    }
    if (k > name_end && k < end && ent_actor_may_modify(s, k) && k + 1 < end && is_role(s, k + 1)) {
        k++;
    }
    if (k >= end || !is_role(s, k) || gap_before(s, k) != ' ') {
        return false;
    }
    while (k + 1 < end && is_role(s, k + 1) && gap_before(s, k + 1) == ' ') {
        k++;
    }
    const entry *r = picked(s, k);
    if (!r->role || (r->form != FORM_BODY && r->form != FORM_AGENT) || !noun_if_known(s, k)) {
        return false;
    }
    title_info none = {0};
    uint32_t who = ent_actor_person_actor(s, sent, u, name_end, &none);
    const ent_actor *a = &s->d->actors[who];
    if (!a->state) {
        return false;
    }
    char *name = ent_actor_words_text(s, s->units[u].word, s->units[k].word + s->units[k].count);
    uint32_t actor = ent_actor_get(s, ENT_ACTOR_BODY, a->state,
                                   ent_actor_compose(&s->scratch, a->state, str(s->a, r->role)),
                                   str(s->a, r->role), name, a->row);
    phrase_mention(s, sent, u, k + 1, ENT_MENTION_PHRASE, &actor, 1);
    return true;
}

static bool former_before(const scan_state *s, uint32_t u, uint32_t begin)
{
    return u > begin && s->units[u - 1].count == 1 && IN(s, s->units[u - 1].word, past_words);
}

/* "the Indian Ministry of External Affairs", "the Polish Senate": an organ that a table gives to
 * one state belongs to the nation that stands before it. */
static bool foreign_organ(scan_state *s, uint32_t sent, uint32_t u, uint32_t *k, uint32_t end)
{
    const entry *n = picked(s, u);
    uint32_t at = *k;
    bool possessive = at < end && s->words[s->units[at].word].possessive;
    at += possessive;
    const entry *e = at < end && s->units[at].kind == IN_METONYM ? picked(s, at) : NULL;
    if (!e || !e->role || e->form == FORM_CAPITAL || gap_before(s, at) != ' ' || !n->state ||
        !(possessive || n->form == FORM_ADJ || n->caps == CASE_ACRONYM) ||
        (at + 1 < end && is_role(s, at + 1) && gap_before(s, at + 1) == ' ')) {
        return false;
    }
    uint32_t actor = ent_actor_get(
        s, ENT_ACTOR_BODY, str(s->a, n->state),
        ent_actor_compose(&s->scratch, str(s->a, n->state), str(s->a, e->role)), str(s->a, e->role),
        ent_arena_printf(&s->scratch, "%s %s", str(s->a, n->shown), str(s->a, e->shown)),
        ent_actor_place(s->a, n, &s->scratch));
    phrase_mention(s, sent, u, at + 1, ENT_MENTION_PHRASE, &actor, 1);
    *k = at + 1;
    return true;
}

/* "the Norwegian defence minister, Tone Sorvik, ...": a name that no table knows. */
static uint32_t apposed_name(scan_state *s, uint32_t sent, const phrase *p, uint32_t end)
{
    uint32_t u = p->end;
    if (u >= end || gap_before(s, u) != ',' || s->units[u].kind != UNIT_WORD ||
        !ent_actor_name_part(s, u)) {
        return u;
    }
    uint32_t e = ent_actor_name_run(s, u, end);
    if (e < u + 2 || (e < end && gap_before(s, e) == ' ')) {
        return u;
    }
    title_info t = titles(s, p);
    uint32_t m = s->d->mention_count - 1;
    uint32_t actor = ent_actor_person_actor(s, sent, u, e, &t);
    mark_actor(s, p, actor);
    phrase_mention(s, sent, u, e, ENT_MENTION_NAME, &actor, 1);
    s->d->mention_actors[s->d->mentions[m].actor] = actor;
    return e;
}

/* "Ambassador to the United States Count Bernstorff": the nation goes with what is before it. */
static bool destination(const scan_state *s, uint32_t u, uint32_t begin)
{
    uint32_t k = u;
    if (k > begin && unit_is(s, k - 1, "the")) {
        k--;
    }
    return k > begin + 1 && unit_is(s, k - 1, "to") && is_role(s, k - 2) &&
           picked(s, k - 2)->form == FORM_TITLE;
}

/* "U.S. Ambassador to Czechoslovakia U. Alexis Johnson": the name behind where one is sent. Returns
 * the unit to go on with. */
static uint32_t envoy_name(scan_state *s, uint32_t sent, const phrase *p, uint32_t end)
{
    uint32_t u = p->end;
    if (u + 2 >= end || !(unit_is(s, u, "to") || unit_is(s, u, "in") || unit_is(s, u, "at"))) {
        return p->end;
    }
    uint32_t n = u + 1 + unit_is(s, u + 1, "the"), k = n + 1;
    if (k >= end || !is_nation(s, n) || gap_before(s, n) != ' ' || gap_before(s, k) != ' ' ||
        picked(s, n)->form == FORM_ADJ) {
        return p->end;
    }
    uint32_t name = k;
    if (is_role(s, k) && picked(s, k)->form == FORM_TITLE && k + 1 < end && is_capital(s, k)) {
        name++; /* "Count Bernstorff" */
    }
    uint32_t e = is_capital(s, name) ? ent_actor_name_at(s, name, end, true) : name;
    if (e == name) {
        return p->end;
    }
    title_info t = titles(s, p);
    uint32_t m = s->d->mention_count - 1;
    add_nation(s, sent, n);
    uint32_t actor = ent_actor_person_actor(s, sent, name, e, &t);
    mark_actor(s, p, actor);
    phrase_mention(s, sent, k, e, ENT_MENTION_NAME, &actor, 1);
    s->d->mention_actors[s->d->mentions[m].actor] = actor;
    return e;
}

/* "the European Advisory Commission": a body of a region is none of a state. */
static bool regional_body(const scan_state *s, const phrase *p)
{
    const entry *n = picked(s, p->nation[0]), *last = picked(s, p->role[p->roles - 1]);
    return n->kind == IN_GROUP && n->more && *str(s->a, n->more) == 'r' &&
           last->form == FORM_BODY && !last->plural && !p->of;
}

/* "Cuba's ally", "an ally of the United States", "Soviet satellite states": others than the nation
 * named. */
static bool relation(const scan_state *s, const phrase *p)
{
    for (uint32_t i = 0; i < p->roles; i++) {
        const unit *x = &s->units[p->role[i]];
        if (picked(s, p->role[i])->form == FORM_STATEWORD &&
            IN(s, x->word + x->count - 1, relational)) {
            return true;
        }
    }
    return false;
}

/* One step from unit u; returns the unit to go on with. */
static uint32_t compose_at(scan_state *s, uint32_t sent, uint32_t u, uint32_t begin, uint32_t end)
{
    phrase p = {.begin = u, .end = u + 1};
    uint32_t k = u;
    uint32_t half = ent_actor_half_state(s, sent, u, begin, end);
    half = half > u ? half : ent_actor_org_word(s, sent, u, begin, end);
    if (half > u) {
        return half;
    }
    uint32_t alone = ent_actor_name_at(s, u, end, false);
    alone = alone > u ? alone : ent_actor_unknown_name(s, u, end);
    if (alone > u) {
        if (emit_named_body(s, sent, u, alone, end)) {
            while (u < end && s->units[u].used) {
                u++;
            }
            return u;
        }
        p.name = u;
        p.name_end = p.end = alone;
        p.former = former_before(s, u, begin);
        emit_person(s, sent, &p);
        return alone;
    }
    if (is_nation(s, u)) {
        take_nations(s, &p, &k, end);
    } else if (s->units[u].kind == IN_PLACE && u + 1 < end && is_role(s, u + 1) &&
               gap_before(s, u + 1) == ' ' && picked(s, u + 1)->form != FORM_STATEWORD) {
        p.nation[p.nations++] = k++; /* "Delhi police" */
    } else if (s->units[u].kind == IN_PLACE) {
        add_nation(s, sent, u);
        return u + 1;
    } else if (!is_role(s, u)) {
        return u + 1;
    }
    p.former = former_before(s, u, begin);
    if (p.nations && k < end && unit_is(s, k, "former") && k + 1 < end && is_role(s, k + 1)) {
        p.former = true;
        k++;
    }
    if (p.nations == 1 && foreign_organ(s, sent, u, &k, end)) {
        return k;
    }
    bool sent_to = p.nations && destination(s, u, begin);
    if (sent_to || !take_roles(s, &p, k, end)) {
        for (uint32_t i = 0; i < p.nations; i++) {
            add_nation(s, sent, p.nation[i]);
        }
        return p.nations ? k : u + 1;
    }
    take_of(s, &p, end);
    const entry *last = picked(s, p.role[p.roles - 1]);
    if (p.end < end && (last->form == FORM_TITLE || last->form == FORM_AGENT) &&
        gap_before(s, p.end) != ',' && gap_before(s, p.end) != '-') {
        uint32_t e = ent_actor_name_at(s, p.end, end, last->form == FORM_TITLE);
        if (e > p.end && is_capital(s, p.end)) {
            p.name = p.end;
            p.name_end = p.end = e;
            emit_person(s, sent, &p);
            return p.end;
        }
    }
    if (p.nations && (regional_body(s, &p) || relation(s, &p))) {
        for (uint32_t i = 0; i < p.nations; i++) {
            add_nation(s, sent, p.nation[i]);
        }
        return p.end;
    }
    if (p.nations) {
        emit_body(s, sent, &p);
        if (last->form == FORM_TITLE && !last->plural) {
            uint32_t to = envoy_name(s, sent, &p, end);
            return to > p.end ? to : apposed_name(s, sent, &p, end);
        }
    } else if (describes(s, &p, begin)) {
        emit_description(s, sent, &p);
    }
    return p.end;
}

void ent_actor_compose_sentence(scan_state *s, uint32_t sent)
{
    const sentence_scan *x = &s->sents[sent];
    uint32_t end = x->unit + x->units;
    for (uint32_t u = x->unit; u < end;) {
        uint32_t next = compose_at(s, sent, u, x->unit, end);
        u = next > u ? next : u + 1;
    }
}
