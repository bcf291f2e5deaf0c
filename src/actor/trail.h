/* trail.h: whom a text has named so far, for those who look back; private to the actor stage. */
#ifndef ENT_ACTOR_TRAIL_H
#define ENT_ACTOR_TRAIL_H

#include "scan.h"

/* A mention that may be referred to, or a list of such ("France, Britain and Italy"). */
typedef struct item {
    uint32_t sent, begin, end;
    uint32_t mention; /* of a list: its first */
    uint32_t actor[8];
    uint32_t count;
    bool person, plural, place, subject;
    bool list;   /* made of several mentions */
    bool closed; /* the list has had its "and" */
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
    const char *barred[4];  /* states that a description at work cannot be of */
    uint32_t barred_count;
    bool barred_softly; /* only of persons: an organ may act on its own people */
} trail;

static inline const ent_actor *actor_at(const trail *t, uint32_t i)
{
    return &t->s->d->actors[i];
}

/* What a pronoun or a description asks for. */
enum want { WANT_HE, WANT_SHE, WANT_THEY, WANT_IT, WANT_STATE, WANT_LAND };

/* A mention joins the trail. */
void ent_actor_trail_push(trail *t, uint32_t mention);
/* The best item before `begin`, at most `back` sentences away, that is not `except`; NULL. */
const item *ent_actor_trail_find(const trail *t, uint32_t sent, uint32_t begin, enum want w,
                                 uint32_t back, const item *except);
/* Who does what a token is an object of; NULL. */
const item *ent_actor_trail_subject(const trail *t, uint32_t sent, uint32_t token);
/* The word of a sentence that begins at a byte, or the next one. */
uint32_t ent_actor_word_at(const trail *t, uint32_t sent, uint32_t begin);
/* The mention means these actors. */
void ent_actor_mean(trail *t, uint32_t mention, const uint32_t *actors, uint32_t n,
                    uint32_t antecedent);

/* pronoun.c: makes a mention of the word where it is a pronoun. */
void ent_actor_pronoun(trail *t, uint32_t sent, uint32_t word);

/* group.c */
/* "both countries", "the two regimes", "each side", "the three Allied leaders"; false: no group. */
bool ent_actor_group_description(trail *t, uint32_t mention);
/* "the alliance" that was named before; false: none. */
bool ent_actor_org_description(trail *t, uint32_t mention);
/* "both", "the two" where they stand alone; the states' codes, and how many. */
uint32_t ent_actor_group_number(trail *t, uint32_t sent, uint32_t word, const char **out);

/* office.c */
/* Who was named with an office in the last sentences; NULL. */
const item *ent_actor_office_named(const trail *t, uint32_t sent, const char *office);
/* The actor who held a throne on the sentence's day, of the states named; ENT_NONE. */
uint32_t ent_actor_office_reigning(const trail *t, uint32_t sent, const char *office);
/* Whether the word is the plural of an office that a state has one of. */
bool ent_actor_office_several(const trail *t, uint32_t word);

#endif
