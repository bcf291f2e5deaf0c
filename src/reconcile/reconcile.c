#include "reconcile.h"
struct ent_reconciler {
    int unused;
};
int ent_reconcile_open(ent_reconciler **out, const ent_tables *t, ent_err *err)
{
    (void)t;
    (void)err;
    *out = ent_calloc(1, sizeof **out);
    return 0;
}
void ent_reconcile_close(ent_reconciler *r)
{
    free(r);
}
