/* phrase.h: plain words for events: tables relate/phrases, relate/roles, relate/articles,
 * relate/loaded (words of judgement that it does not repeat) and, for the names of states,
 * actor/states and actor/names. */
#ifndef ENT_MODEL_PHRASE_H
#define ENT_MODEL_PHRASE_H

#include "base/table.h"
#include "model/account.h"

typedef struct ent_phrases ent_phrases; /* immutable */

int ent_phrases_open(ent_phrases **out, const ent_tables *t, ent_err *err);
void ent_phrases_free(ent_phrases *p);

/* The name of a state or of any actor code; the code itself where no table has it. */
const char *ent_phrase_name(const ent_phrases *p, const char *code);
/* The name that a state bore on a day ("Burma", "Korea"); ENT_DAY_NONE: today's. */
const char *ent_phrase_name_on(const ent_phrases *p, const char *code, int32_t day);
/* Another code of a state ("cow", "gw", "iso3"); NULL or "" where there is none. */
const char *ent_phrase_code(const ent_phrases *p, const char *state, const char *column);
/* Whether the table of states has the code; true where there is no such table. */
bool ent_phrase_known(const ent_phrases *p, const char *code);
/* The known code or name nearest in spelling; NULL where none is near. */
const char *ent_phrase_nearest(const ent_phrases *p, const char *word);
/* A name as it stands within a sentence: "Cuba", "the United Kingdom", "the British army". */
void ent_phrase_named(ent_buf *b, const ent_phrases *p, const char *name);
/* "Cuba", "Ernesto Guevara (Cuba)", "the armed forces of Cuba" */
void ent_phrase_actor(ent_buf *b, const ent_phrases *p, const ent_actor_ref *who);
/* "Cuba recognises China diplomatically" */
void ent_phrase_event(ent_buf *b, const ent_phrases *p, const ent_event *e);
/* As precise as it is known: "1960-09-28", "1960-11", "1960", "1960s", "1960-11 to 1961-02". */
void ent_phrase_date(ent_buf *b, const ent_date *d);

#endif
