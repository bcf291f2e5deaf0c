#include "actor.h"
struct ent_actors {
    int unused;
};
int ent_actor_open(ent_actors **out, const ent_tables *t, ent_err *err)
{
    (void)t;
    (void)err;
    *out = ent_calloc(1, sizeof **out);
    return 0;
}
void ent_actor_close(ent_actors *a)
{
    free(a);
}
void ent_actor_names(const ent_actors *a, ent_doc *d)
{
    (void)a;
    (void)d;
}
void ent_actor_refer(const ent_actors *a, ent_doc *d)
{
    (void)a;
    (void)d;
}
