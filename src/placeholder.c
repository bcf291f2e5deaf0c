/* placeholder.c: weak definitions of stage functions that have not landed yet; shrinks to nothing.
 */
#include "handle.h"

#define WEAK __attribute__((weak))

WEAK uint32_t ent_actor_lookup(const ent_actors *a, const char *name, int32_t day, ent_arena *arena,
                               ent_actor_hit **out)
{
    (void)a, (void)name, (void)day, (void)arena, (void)out;
    return 0;
}

WEAK bool ent_actor_state(const ent_actors *a, const char *code_or_name, ent_state_info *out)
{
    (void)a;
    out->code = out->name = code_or_name;
    return true;
}

WEAK const char *ent_actor_nearest(const ent_actors *a, const char *typed)
{
    (void)a, (void)typed;
    return NULL;
}

WEAK uint32_t ent_actor_check(const ent_tables *t, ent_buf *b)
{
    (void)t, (void)b;
    return 0;
}

WEAK void ent_actor_json(ent_buf *b, const ent_doc *d)
{
    (void)b, (void)d;
}

WEAK void ent_event_pair(const ent_coder *c, const ent_doc *d, const char *source,
                         const char *target, ent_pair_answer *out)
{
    (void)c, (void)d, (void)source, (void)target, (void)out;
}
