/* actors.c: the document's actors and mentions: made once, shared by all that mean the same one. */
#include "scan.h"

/* What tells an actor from the others: kind, code, state and name. Returns the key's length. */
static size_t key_of(scan_state *s, char **out, uint8_t kind, const char *code, const char *state,
                     const char *name)
{
    const char *part[] = {code ? code : "", state ? state : "", name ? name : ""};
    size_t len[ENT_COUNT(part)], n = 1;
    for (size_t i = 0; i < ENT_COUNT(part); i++) {
        len[i] = strlen(part[i]) + 1;
        n += len[i];
    }
    char *p = *out = ent_arena_alloc(&s->scratch, n);
    *p++ = (char)kind;
    for (size_t i = 0; i < ENT_COUNT(part); i++) {
        memcpy(p, part[i], len[i]);
        p += len[i];
    }
    return n;
}

uint32_t ent_actor_get(scan_state *s, uint8_t kind, const char *state, const char *code,
                       const char *role, const char *name, const char *row)
{
    ent_doc *d = s->d;
    char *key;
    size_t len = key_of(s, &key, kind, code, state, name);
    uint32_t at = ent_map_get(&s->keys, key, len);
    if (at != ENT_NONE) {
        return at;
    }
    at = d->actor_count;
    ent_actor *x = ENT_PUSH(&d->arena, d->actors, d->actor_count, d->actor_cap);
    x->kind = kind;
    x->state = ent_arena_str(&d->arena, state);
    x->code = ent_arena_str(&d->arena, code);
    x->role = ent_actor_role(&d->arena, role);
    x->name = ent_arena_str(&d->arena, name);
    x->row = ent_arena_str(&d->arena, row);
    ent_map_set(&s->keys, key, len, at);
    return at;
}

/* Organisations are their own "state" in an entry of a person. */
static bool is_org(const char *state)
{
    return state && (strncmp(state, "IGO", 3) == 0 || strncmp(state, "NGO", 3) == 0);
}

/* After a term of office: CAMEO's elite, once the day is known to be well past. */
static const char *role_then(const scan_state *s, const entry *e, uint32_t sent)
{
    const sentence_scan *x = &s->sents[sent];
    bool news = s->d->day != ENT_DAY_NONE && x->from == s->d->day;
    if (news && e->to != ENT_DAY_NONE && x->from > e->to + 366 && e->role &&
        strncmp(str(s->a, e->role), "GOV", 3) == 0) {
        return "ELI";
    }
    return str(s->a, e->role);
}

static uint32_t make_actor(scan_state *s, const entry *e, const char *role)
{
    ent_arena *t = &s->scratch;
    const char *row = ent_actor_place(s->a, e, &s->scratch);
    const char *state = str(s->a, e->state), *code = str(s->a, e->code), *name = str(s->a, e->name);
    switch (e->kind) {
    case IN_STATE:
        return ent_actor_get(s, ENT_ACTOR_STATE, state, code, NULL, name, row);
    case IN_METONYM:
        if (is_org(state)) { /* "Geneva" for the League */
            return ent_actor_get(s, ENT_ACTOR_ORG, NULL, state, NULL, str(s->a, e->shown), row);
        }
        return ent_actor_get(s, role ? ENT_ACTOR_BODY : ENT_ACTOR_STATE, state,
                             ent_actor_compose(t, state, role), role, name, row);
    case IN_ORG:
        return ent_actor_get(s, ENT_ACTOR_ORG, NULL, code, NULL, name, row);
    case IN_GROUP:
        return ent_actor_get(s, ENT_ACTOR_GROUP, state, code, role, name, row);
    case IN_PERSON: {
        uint32_t at = ent_actor_get(s, ENT_ACTOR_PERSON, is_org(state) ? NULL : state,
                                    ent_actor_compose(t, state, role), role, name, row);
        actor_note *n = ent_actor_note_of(s, at);
        n->office = e->more ? str(s->a, e->more) : n->office;
        n->named = 1;
        return at;
    }
    default:
        return ent_actor_get(s, ENT_ACTOR_STATE, state, state, NULL, name, row);
    }
}

/* Whose the land of a place was on a day when the state of the table was not there; NULL: its own.
 */
static const char *holder_of(const scan_state *s, const entry *e, int32_t day, int32_t last)
{
    bool place = e->kind == IN_PLACE || (e->kind == IN_METONYM && e->form == FORM_CAPITAL);
    const ent_table *t = ent_tables_get(s->a->tables, "actor/holders");
    if (!place || !t || day == ENT_DAY_NONE ||
        (e->from != ENT_DAY_NONE && day >= e->from && (e->to == ENT_DAY_NONE || day <= e->to))) {
        return NULL;
    }
    for (uint32_t i = ent_table_find(t, str(s->a, e->state)); i < t->rows; i++) {
        const char *from = ent_table_cell(t, i, 2), *to = ent_table_cell(t, i, 3);
        if (strcmp(ent_table_cell(t, i, 0), str(s->a, e->state)) != 0) {
            break;
        }
        int32_t a = *from ? ent_day_parse(from) : ENT_DAY_NONE;
        int32_t b = *to ? ent_day_parse(to) : ENT_DAY_NONE;
        if (day_in(day, a, b) && day_in(last, a, b)) {
            return ent_table_cell(t, i, 1);
        }
    }
    return NULL;
}

uint32_t ent_actor_of_entry(scan_state *s, uint32_t id, uint32_t sent)
{
    const entry *e = &s->a->entries[id];
    const char *holder = holder_of(s, e, s->sents[sent].from, s->sents[sent].to);
    if (holder) {
        return ent_actor_state_code(s, holder, ent_actor_place(s->a, e, &s->scratch));
    }
    const char *role = e->kind == IN_PERSON ? role_then(s, e, sent) : str(s->a, e->role);
    uint32_t key[2] = {id, role != str(s->a, e->role)};
    uint32_t at = ent_map_get(&s->entries, (const char *)key, sizeof key);
    if (at == ENT_NONE) {
        at = make_actor(s, e, role);
        uint32_t *kept = ent_arena_alloc(&s->scratch, sizeof key);
        memcpy(kept, key, sizeof key);
        ent_map_set(&s->entries, (const char *)kept, sizeof key, at);
    }
    return at;
}

actor_note *ent_actor_note_of(scan_state *s, uint32_t actor)
{
    if (actor >= s->note_cap) {
        uint32_t cap = actor * 2 + 64;
        actor_note *n = ent_arena_zalloc(&s->scratch, cap, sizeof *n);
        if (s->note_cap) {
            memcpy(n, s->notes, s->note_cap * sizeof *n);
        }
        s->notes = n;
        s->note_cap = cap;
    }
    return &s->notes[actor];
}

uint32_t ent_actor_state_code(scan_state *s, const char *code, const char *row)
{
    const ent_table *t = s->a->states;
    uint32_t r = ent_actor_state_row(s->a, code);
    const char *name = r == ENT_NONE ? NULL : ent_table_cell(t, r, ent_table_column(t, "name"));
    return ent_actor_get(s, ENT_ACTOR_STATE, code, code, NULL, name, row);
}

void ent_actor_alias(scan_state *s, uint64_t hash, uint32_t actor)
{
    uint64_t *key = ent_arena_alloc(&s->scratch, sizeof *key);
    *key = hash;
    ent_map_set(&s->aliases, (const char *)key, sizeof *key, actor);
}

uint32_t ent_actor_by_alias(const scan_state *s, uint64_t hash)
{
    return ent_map_get(&s->aliases, (const char *)&hash, sizeof hash);
}

ent_mention *ent_actor_mention_add(scan_state *s, uint32_t sent, uint32_t w0, uint32_t count,
                                   uint8_t kind, const uint32_t *actors, uint32_t n)
{
    ent_doc *d = s->d;
    ent_mention *m = ENT_PUSH(&d->arena, d->mentions, d->mention_count, d->mention_cap);
    m->sent = sent;
    m->kind = kind;
    m->antecedent = ENT_NONE;
    if (count) {
        m->span = (ent_span){s->words[w0].begin, s->words[w0 + count - 1].end};
        m->first = s->word_token[w0];
        uint32_t last = s->word_token[w0 + count - 1];
        m->count = last - m->first + 1;
        m->head = last;
    } else {
        m->span = (ent_span){d->sents[sent].span.begin, d->sents[sent].span.begin};
        m->first = m->head = d->sents[sent].first;
    }
    m->actor = d->mention_actor_count;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t *p =
            ENT_PUSH(&d->arena, d->mention_actors, d->mention_actor_count, d->mention_actor_cap);
        *p = actors[i];
    }
    m->actor_count = n;
    return m;
}

static int by_span(const void *a, const void *b)
{
    const ent_mention *x = a, *y = b;
    if (x->sent != y->sent) {
        return x->sent < y->sent ? -1 : 1;
    }
    if (x->span.begin != y->span.begin) {
        return x->span.begin < y->span.begin ? -1 : 1;
    }
    if (x->span.end != y->span.end) {
        return x->span.end > y->span.end ? -1 : 1;
    }
    return x->actor < y->actor ? -1 : x->actor > y->actor;
}

/* Antecedents are indices: they move with the mentions. `actor`, unique to each, is their name. */
void ent_actor_mentions_sort(ent_doc *d)
{
    uint32_t n = d->mention_count;
    if (!n) {
        return;
    }
    ent_arena t = {0};
    uint32_t *old = ent_arena_alloc(&t, n * sizeof *old);
    for (uint32_t i = 0; i < n; i++) {
        old[i] = d->mentions[i].actor;
    }
    qsort(d->mentions, n, sizeof *d->mentions, by_span);
    uint32_t *where = ent_arena_alloc(&t, (d->mention_actor_count + 1) * sizeof *where);
    for (uint32_t i = 0; i < n; i++) {
        where[d->mentions[i].actor] = i;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (d->mentions[i].antecedent != ENT_NONE) {
            d->mentions[i].antecedent = where[old[d->mentions[i].antecedent]];
        }
    }
    ent_arena_free(&t);
}
