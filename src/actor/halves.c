/* halves.c: "the North" and "the South" of a divided country; "the alliance", "the league"; roles
 * that the words around them give to none that was named.
 *
 * In: units of a sentence, how often the document names states. Out: a mention of the half that is
 * meant. Only where the document names both states of a pair that existed on the day; a direction
 * ("in the north", "the South Pacific") is none.
 */
#include "units.h"

static const struct {
    const char *north, *south;
} pairs[] = {{"PRK", "KOR"}, {"VNM", "RVN"}, {"YEM", "YMD"}, {"USA", "CSA"}, {"SDN", "SSD"}};

static bool existed(const ent_actors *a, uint32_t row, int32_t day)
{
    const ent_table *t = a->states;
    const char *from = ent_table_cell(t, row, ent_table_column(t, "from"));
    const char *to = ent_table_cell(t, row, ent_table_column(t, "to"));
    return day_in(day, *from ? ent_day_parse(from) : ENT_DAY_NONE,
                  *to ? ent_day_parse(to) : ENT_DAY_NONE);
}

/* The half that the document is about; NULL: none. */
static const char *half(const scan_state *s, uint32_t sent, bool north)
{
    const char *best = NULL;
    uint32_t top = 0;
    for (size_t i = 0; i < ENT_COUNT(pairs); i++) {
        uint32_t n = ent_actor_state_row(s->a, pairs[i].north);
        uint32_t m = ent_actor_state_row(s->a, pairs[i].south);
        if (n == ENT_NONE || m == ENT_NONE || !s->seen[n] || !s->seen[m]) {
            continue;
        }
        uint32_t seen = s->seen[n] + s->seen[m];
        bool dated = i == 0 || existed(s->a, m, s->sents[sent].from);
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
    bool north = unit_is(s, u, "north"), adjective = unit_is(s, u, "northern");
    if (adjective || unit_is(s, u, "southern")) {
        north = adjective;
        adjective = true;
    } else if (!north && !unit_is(s, u, "south")) {
        return u;
    }
    uint32_t w = s->units[u].word;
    bool the = u > begin && unit_is(s, u - 1, "the");
    bool with = u > begin && (unit_is(s, u - 1, "and") || unit_is(s, u - 1, "between"));
    uint32_t k = u + 1;
    bool possessive = k < end && s->words[s->units[k].word].possessive;
    k += possessive;
    bool role = k < end && is_role(s, k) && gap_before(s, k) == ' ' && picked(s, k)->role;
    if (!s->words[w].capital || (adjective ? !role : !(the || with) && u != begin) ||
        (k < end && !role && is_capital(s, k) && gap_before(s, k) == ' ')) {
        return u;
    }
    if (!adjective && the && u > begin + 1 && s->units[u - 2].count == 1 &&
        IN(s, s->units[u - 2].word, locatives)) {
        return u; /* "in the South" */
    }
    const char *state = half(s, sent, north);
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
                          stop > u + 1 ? ENT_MENTION_PHRASE : ENT_MENTION_NAME, &actor, 1);
    for (uint32_t i = u; i < stop; i++) {
        s->units[i].used = 1;
    }
    return stop;
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
