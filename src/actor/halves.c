/* halves.c: "the North", "the South", "the Union" of a divided country; names of several states
 * ("the Baltic states", "the Treaty of Ghent"); "the alliance", "the league"; roles that the words
 * around them give to none that was named.
 *
 * In: units of a sentence, how often the document names states. Out: a mention of the half that is
 * meant. Only where the document names both states of a pair that existed on the day; a direction
 * ("in the north", "the South Pacific") is none.
 */
#include "units.h"

static const struct {
    const char *north, *south;
} pairs[] = {{"PRK", "KOR"}, {"VNM", "RVN"}, {"YEM", "YMD"}, {"USA", "CSA"}, {"SDN", "SSD"}};

static bool existed(const ent_actors *a, uint32_t row, int32_t first, int32_t last)
{
    const ent_table *t = a->states;
    const char *from = ent_table_cell(t, row, ent_table_column(t, "from"));
    const char *to = ent_table_cell(t, row, ent_table_column(t, "to"));
    int32_t x = *from ? ent_day_parse(from) : ENT_DAY_NONE;
    int32_t y = *to ? ent_day_parse(to) : ENT_DAY_NONE;
    return day_in(first, x, y) || (first < x && last != ENT_DAY_NONE && last >= x);
}

/* The half that the document is about; NULL: none. "The Union" is one of the American two. */
static const char *half(const scan_state *s, uint32_t sent, bool north, bool the_union)
{
    const char *best = NULL;
    uint32_t top = 0;
    for (size_t i = 0; i < ENT_COUNT(pairs); i++) {
        uint32_t n = ent_actor_state_row(s->a, pairs[i].north);
        uint32_t m = ent_actor_state_row(s->a, pairs[i].south);
        if (n == ENT_NONE || m == ENT_NONE || !s->seen[n] || !s->seen[m] ||
            (the_union && strcmp(pairs[i].south, "CSA") != 0)) {
            continue;
        }
        uint32_t seen = s->seen[n] + s->seen[m];
        bool dated = i == 0 || existed(s->a, m, s->sents[sent].from, s->sents[sent].to);
        if (seen > top && dated) {
            top = seen;
            best = north ? pairs[i].north : pairs[i].south;
        }
    }
    return best;
}

uint32_t ent_actor_half_state(scan_state *s, uint32_t sent, uint32_t u, uint32_t begin,
                              uint32_t end)
{
    bool the_union = unit_is(s, u, "union");
    bool north = unit_is(s, u, "north") || unit_is(s, u, "northern") || the_union;
    bool adjective = unit_is(s, u, "northern") || unit_is(s, u, "southern");
    if (!north && !adjective && !unit_is(s, u, "south")) {
        return u;
    }
    uint32_t w = s->units[u].word;
    bool the = u > begin && unit_is(s, u - 1, "the");
    bool with = u > begin && (unit_is(s, u - 1, "and") || unit_is(s, u - 1, "between"));
    uint32_t k = u + 1;
    bool possessive = k < end && s->words[s->units[k].word].possessive;
    k += possessive;
    bool close = k < end && gap_before(s, k) == ' ';
    bool role = close && is_role(s, k) && picked(s, k)->role;
    const ent_token *x = &s->d->tokens[s->word_token[w]];
    bool before_noun = (adjective || the_union) && close && !is_capital(s, k) && !role &&
                       (x->rel == ENT_AMOD || x->rel == ENT_COMPOUND); /* "Southern ports" */
    adjective = adjective || (the_union && (role || before_noun));
    if (!s->words[w].capital ||
        (adjective ? !role && !before_noun : !(the || with) && u != begin) ||
        (close && !role && is_capital(s, k))) {
        return u;
    }
    if (!adjective && the && u > begin + 1 && s->units[u - 2].count == 1 &&
        IN(s, s->units[u - 2].word, locatives)) {
        return u; /* "in the South" */
    }
    const char *state = half(s, sent, north, the_union);
    if (!state) {
        return u;
    }
    uint32_t actor, stop = u + 1;
    if (role && (adjective || possessive)) {
        const entry *e = picked(s, k);
        actor = ent_actor_get(s, ENT_ACTOR_BODY, state,
                              ent_actor_compose(&s->scratch, state, str(s->a, e->role)),
                              str(s->a, e->role), NULL, "coreference");
        stop = k + 1;
    } else {
        actor = ent_actor_state_code(s, state, "coreference");
    }
    uint32_t last = stop - 1;
    ent_actor_mention_add(s, sent, w, s->units[last].word + s->units[last].count - w,
                          stop > u + 1  ? ENT_MENTION_PHRASE
                          : before_noun ? ENT_MENTION_ADJECTIVE
                                        : ENT_MENTION_NAME,
                          &actor, 1);
    for (uint32_t i = u; i < stop; i++) {
        s->units[i].used = 1;
    }
    return stop;
}

/* -- names of several states ------------------------------------------------------------------- */

static void add_state(scan_state *s, const char *state, const char *from)
{
    ent_doc *d = s->d;
    uint32_t actor = ent_actor_state_code(s, state, from);
    *ENT_PUSH(&d->arena, d->mention_actors, d->mention_actor_count, d->mention_actor_cap) = actor;
}

/* The mention is of the actors from `at` on, where there are any. */
static void made_of(const ent_doc *d, ent_mention *m, uint32_t at)
{
    if (d->mention_actor_count > at) {
        m->actor = at;
        m->actor_count = d->mention_actor_count - at;
    }
}

/* "the Baltic states" are Estonia, Latvia and Lithuania. */
void ent_actor_split_members(scan_state *s, uint32_t sent, const char *code, ent_mention *m)
{
    const ent_table *t = s->a->members;
    uint32_t at = s->d->mention_actor_count;
    for (uint32_t i = ent_table_find(t, code); i < t->rows && s->d->mention_actor_count < at + 8;
         i++) {
        if (strcmp(ent_table_cell(t, i, 0), code) != 0) {
            break;
        }
        const char *from = ent_table_cell(t, i, 2), *to = ent_table_cell(t, i, 3);
        if (day_in(s->sents[sent].from, *from ? ent_day_parse(from) : ENT_DAY_NONE,
                   *to ? ent_day_parse(to) : ENT_DAY_NONE)) {
            add_state(s, ent_table_cell(t, i, 1), ent_table_place(s->a->tables, t, i, &s->scratch));
        }
    }
    made_of(s->d, m, at);
}

/* "the Treaty of Ghent" (USA+GBR) is of the two that signed it; it is no party itself, so that it
 * stands as a place does: no pronoun means it. */
void ent_actor_split_pact(scan_state *s, const entry *e, ent_mention *m)
{
    const char *code = str(s->a, e->code), *from = ent_actor_place(s->a, e, &s->scratch);
    uint32_t at = s->d->mention_actor_count;
    while (*code) {
        size_t k = strcspn(code, "+");
        char *state = ent_arena_printf(&s->scratch, "%.*s", (int)k, code);
        uint32_t row = ent_actor_state_row(s->a, state);
        if (row != ENT_NONE) {
            add_state(s, ent_table_cell(s->a->states, row, 0), from);
        }
        code += k + (code[k] == '+');
    }
    made_of(s->d, m, at);
    m->place = 1;
}

uint32_t ent_actor_org_word(scan_state *s, uint32_t sent, uint32_t u, uint32_t begin, uint32_t end)
{
    const unit *x = &s->units[u];
    if (x->kind != UNIT_WORD || x->count != 1 || !IN(s, x->word, org_nouns) || u == begin ||
        s->words[x->word].capital || !(unit_is(s, u - 1, "the") || unit_is(s, u - 1, "this"))) {
        return u;
    }
    if (u + 1 < end && gap_before(s, u + 1) == ' ' &&
        (unit_is(s, u + 1, "of") || unit_is(s, u + 1, "with") || unit_is(s, u + 1, "between") ||
         unit_is(s, u + 1, "government") || unit_is(s, u + 1, "system") ||
         unit_is(s, u + 1, "among") || unit_is(s, u + 1, "partner"))) {
        return u; /* "the alliance between Austria and Italy" */
    }
    uint32_t actor = ent_actor_get(s, ENT_ACTOR_ROLE, NULL, NULL, NULL,
                                   ent_actor_words_text(s, x->word, x->word + 1), "org word");
    ent_actor_mention_add(s, sent, x->word, 1, ENT_MENTION_DESCRIPTION, &actor, 1);
    s->units[u].used = 1;
    return u + 1;
}

/* -- roles of nobody at hand ------------------------------------------------------------------ */

/* Where a modifier before the role says that it is of no state at hand: "foreign armies",
 * "Ruritanian troops", "International Commission"; ENT_NONE: nothing does. */
uint32_t ent_actor_outsider_before(const scan_state *s, uint32_t u, uint32_t begin)
{
    for (uint32_t k = u, n = 0; k > begin && n < 3 && !s->units[k - 1].used; n++) {
        k--;
        uint32_t w = s->units[k].word;
        if (s->units[k].count == 1 && IN(s, w, outsiders)) {
            return k;
        }
        if (!ent_actor_may_modify(s, k)) {
            break;
        }
        uint8_t tag = s->d->tokens[s->word_token[w]].upos;
        bool first = k == begin && (tag == ENT_UPOS_NONE || tag != ENT_PROPN);
        if (is_capital(s, k) && !first && !IN(s, w, creeds) && !IN(s, w, numbers)) {
            return k;
        }
    }
    return ENT_NONE;
}

/* "the Duke of Wellington", "the president of Harvard": of something that no table knows. */
bool ent_actor_of_unknown(const scan_state *s, uint32_t u, uint32_t end)
{
    if (u + 1 >= end || !unit_is(s, u, "of")) {
        return false;
    }
    uint32_t k = u + 1 + (u + 2 < end && unit_is(s, u + 1, "the"));
    return s->units[k].kind == UNIT_WORD && is_capital(s, k) && gap_before(s, k) == ' ' &&
           !IN(s, s->units[k].word, creeds);
}
