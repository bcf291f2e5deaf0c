#include "time.h"
struct ent_time {
    int unused;
};
int ent_time_open(ent_time **out, const ent_tables *t, ent_err *err)
{
    (void)t;
    (void)err;
    *out = ent_calloc(1, sizeof **out);
    return 0;
}
void ent_time_close(ent_time *t)
{
    free(t);
}
void ent_time_doc(const ent_time *t, ent_doc *d)
{
    (void)t;
    (void)d;
}
