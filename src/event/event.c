#include "event.h"
struct ent_coder {
    int unused;
};
int ent_event_open(ent_coder **out, const ent_tables *t, ent_err *err)
{
    (void)t;
    (void)err;
    *out = ent_calloc(1, sizeof **out);
    return 0;
}
void ent_event_close(ent_coder *c)
{
    free(c);
}
void ent_event_select(const ent_coder *c, ent_doc *d)
{
    (void)c;
    for (uint32_t i = 0; i < d->sent_count; i++) {
        d->sents[i].flags |= ENT_SENT_SELECTED;
    }
}
void ent_event_doc(const ent_coder *c, ent_doc *d, const ent_event_options *options)
{
    (void)c;
    (void)d;
    (void)options;
}
