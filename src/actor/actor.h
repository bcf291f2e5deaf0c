/* actor.h: who is meant, on that day. */
#ifndef ENT_ACTOR_H
#define ENT_ACTOR_H

#include "base/table.h"
#include "model/doc.h"

typedef struct ent_actors ent_actors; /* immutable; may be shared by threads */

int ent_actor_open(ent_actors **out, const ent_tables *t, ent_err *err);
void ent_actor_close(ent_actors *a);

/* First pass, on tokens: names, demonyms, titles with names. Needs tokens; uses timexes, anchors.
 */
void ent_actor_names(const ent_actors *a, ent_doc *d);
/* Second pass, on trees: noun phrases, pronouns, descriptions; voices' actor codes. */
void ent_actor_refer(const ent_actors *a, ent_doc *d);

/* How a name resolves on a day (ENT_DAY_NONE: any day), best first. Strings live in `arena`. */
typedef struct ent_actor_hit {
    ent_actor actor;
    const char *matched; /* the name as the table has it */
    int32_t from, to;    /* days on which the row holds; ENT_DAY_NONE open */
} ent_actor_hit;
uint32_t ent_actor_lookup(const ent_actors *a, const char *name, int32_t day, ent_arena *arena,
                          ent_actor_hit **out);

/* A state by its code ("CUB") or any name of it; false where unknown. */
typedef struct ent_state_info {
    const char *code, *name;
    int32_t from, to; /* existence; ENT_DAY_NONE open */
} ent_state_info;
bool ent_actor_state(const ent_actors *a, const char *code_or_name, ent_state_info *out);
/* The code or name nearest to what was typed ("did you mean"); NULL. */
const char *ent_actor_nearest(const ent_actors *a, const char *typed);

/* `entente tables check`: overlaps, gaps, duplicate names without dates, unknown codes.
 * A line a finding; returns how many. */
uint32_t ent_actor_check(const ent_tables *t, ent_buf *b);

/* Dictionaries of others as an overlay table. kind: "petrarch-actors" (gives actor/groups.tsv),
 * "petrarch-agents" (actor/roles.tsv), "cow" (actor/states.tsv), "iso" (actor/names.tsv). Messages
 * say line by line what could not be used. ENT_EUSAGE for an unknown kind, ENT_EFORMAT. */
int ent_actor_import(const char *kind, const char *data, size_t len, ent_buf *out,
                     ent_buf *messages);

/* Prints the actor layer for inspection: a JSON line a mention. */
void ent_actor_json(ent_buf *b, const ent_doc *d);

#endif
