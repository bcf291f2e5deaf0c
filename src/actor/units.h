/* units.h: what composing asks of units and of names; private to the actor stage. */
#ifndef ENT_ACTOR_UNITS_H
#define ENT_ACTOR_UNITS_H

#include "scan.h"

static inline const entry *picked(const scan_state *s, uint32_t u)
{
    const unit *x = &s->units[u];
    return x->pick == ENT_NONE ? NULL : &s->a->entries[x->pick];
}

static inline uint8_t gap_before(const scan_state *s, uint32_t u)
{
    return s->words[s->units[u].word].gap;
}

static inline bool is_capital(const scan_state *s, uint32_t u)
{
    return s->words[s->units[u].word].capital && !s->words[s->units[u].word].digits;
}

static inline bool unit_is(const scan_state *s, uint32_t u, const char *ascii)
{
    return s->units[u].count == 1 && ent_actor_word_is(s, s->units[u].word, ascii);
}

static inline bool is_nation(const scan_state *s, uint32_t u)
{
    uint8_t k = s->units[u].kind;
    return k == IN_STATE || k == IN_METONYM || k == IN_ORG || k == IN_GROUP;
}

static inline bool is_role(const scan_state *s, uint32_t u)
{
    return s->units[u].kind == IN_ROLE;
}

typedef struct title_info {
    const char *state, *role, *office;
    const char *org; /* of an organisation, which may be where one is sent */
    bool civil;      /* only "Mr", "Dr" */
} title_info;

/* pick.c: how well the row of a person fits a title and days. */
int ent_actor_person_score(const scan_state *s, const entry *e, const title_info *t, int32_t from,
                           int32_t to);

/* Whether the unit may stand between a nation and its role. */
bool ent_actor_may_modify(const scan_state *s, uint32_t u);

/* person.c */
/* A unit that can be a part of a name behind a first name or a title. */
bool ent_actor_name_part(const scan_state *s, uint32_t u);
/* The end of a name that starts at u: first names, initials, particles, surnames. */
uint32_t ent_actor_name_run(const scan_state *s, uint32_t u, uint32_t end);
/* Whether a name starts at u, and where it ends; u: it does not. */
uint32_t ent_actor_name_at(const scan_state *s, uint32_t u, uint32_t end, bool titled);
/* The end of a name that no table has; u: none starts there. */
uint32_t ent_actor_unknown_name(const scan_state *s, uint32_t u, uint32_t end);
/* The text of words [w0, w1), in scratch memory. */
char *ent_actor_words_text(scan_state *s, uint32_t w0, uint32_t w1);
/* Surnames by which the person may be called from now on. */
void ent_actor_introduce(scan_state *s, uint32_t actor, uint32_t w0, uint32_t w1,
                         const char *state);
/* The person of units [u, end), with what nation and title say; registers the surname. */
uint32_t ent_actor_person_actor(scan_state *s, uint32_t sent, uint32_t u, uint32_t end,
                                const title_info *t);

/* halves.c */
/* A mention of a group becomes one of its members of the day; of a treaty, one of its parties. */
void ent_actor_split_members(scan_state *s, uint32_t sent, const char *code, ent_mention *m);
void ent_actor_split_pact(scan_state *s, const entry *e, ent_mention *m);
/* "the North", "the South's army", "Northern troops" of a divided country; returns the unit behind
 * the mention, or u where there is none. */
uint32_t ent_actor_half_state(scan_state *s, uint32_t sent, uint32_t u, uint32_t begin,
                              uint32_t end);

/* "the alliance", "the league": an organisation named before, if refer.c finds one. */
uint32_t ent_actor_org_word(scan_state *s, uint32_t sent, uint32_t u, uint32_t begin, uint32_t end);

/* The modifier that makes a role at u nobody's at hand ("foreign", "Ruritanian"); ENT_NONE. */
uint32_t ent_actor_outsider_before(const scan_state *s, uint32_t u, uint32_t begin);
/* Whether "of" and an unknown name stand at u ("of Wellington"). */
bool ent_actor_of_unknown(const scan_state *s, uint32_t u, uint32_t end);

#endif
