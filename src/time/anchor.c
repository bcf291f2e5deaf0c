/* anchor.c: the narrative's date at each sentence. In: resolved exprs. Out: d->anchors. */
#include "time_int.h"

void tx_anchors(job *j, const uint8_t *moved)
{
    ent_doc *d = j->d;
    d->anchors = ent_arena_alloc(&d->arena, ((size_t)d->sent_count + 1) * sizeof *d->anchors);
    ent_anchor now = {ENT_DAY_NONE, ENT_DAY_NONE, ENT_PRECISION_NONE, ENT_NONE};
    uint32_t k = 0;
    for (uint32_t s = 0; s < d->sent_count; s++) {
        d->anchors[s] = now;
        for (; k < d->timex_count && d->timexes[k].span.begin < d->sents[s].span.end; k++) {
            const ent_timex *t = &d->timexes[k];
            if (t->type > ENT_TIMEX_TIME || t->near_from == ENT_DAY_NONE || !moved[k]) {
                continue;
            }
            now = (ent_anchor){t->near_from, t->near_to, t->precision, k};
            if (t->span.begin < d->sents[s].span.begin + 8) {
                d->anchors[s] = now;
            }
        }
    }
}
