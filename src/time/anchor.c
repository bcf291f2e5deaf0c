/* anchor.c: the narrative's date at each sentence. In: the layer's expressions,
 * and which of them move the date. Out: d->anchors. A sentence that a date leads stands at that
 * date, another one where the sentence before it left the story. */
#include "time_int.h"

/* After "from 28 November to 1 December" the story stands in those days; after "1955-1963" it
 * stands at the end that was named last: too long a span to date anything. */
static void join_range(const ent_doc *d, const ent_timex *t, ent_anchor *a)
{
    if (t->range == ENT_NONE || t->range >= d->timex_count) {
        return;
    }
    const ent_timex *o = &d->timexes[t->range];
    bool fine = o->near_from != ENT_DAY_NONE && o->near_to != ENT_DAY_NONE &&
                t->precision <= ENT_PRECISION_MONTH && o->precision <= ENT_PRECISION_MONTH;
    int32_t from = o->near_from < t->near_from ? o->near_from : t->near_from;
    int32_t to = o->near_to > t->near_to ? o->near_to : t->near_to;
    if (fine && to - from < 400) {
        a->from = from;
        a->to = to;
        a->precision = ENT_PRECISION_SPAN;
    }
}

static void stand(const ent_doc *d, uint32_t k, ent_anchor *now)
{
    const ent_timex *t = &d->timexes[k];
    *now = (ent_anchor){t->near_from, t->near_to, t->precision, k};
    join_range(d, t, now);
}

void ent_time_anchors(job *j, const uint8_t *moved, const uint32_t *number)
{
    ent_doc *d = j->d;
    d->anchors = ent_arena_alloc(&d->arena, ((size_t)d->sent_count + 1) * sizeof *d->anchors);
    ent_anchor now = {ENT_DAY_NONE, ENT_DAY_NONE, ENT_PRECISION_NONE, ENT_NONE}, story = now;
    uint32_t k = 0;
    for (uint32_t s = 0; s < d->sent_count; s++) {
        uint32_t block = d->sents[s].block;
        if (!s || d->sents[s - 1].block != block) {
            now = story;
            uint32_t back = block < j->block_count ? j->returns[block] : 0;
            if (back && number[back - 1] != ENT_NONE &&
                d->timexes[number[back - 1]].near_from != ENT_DAY_NONE) {
                stand(d, number[back - 1], &now);
                story = now;
            }
        }
        d->anchors[s] = now;
        for (; k < d->timex_count && d->timexes[k].span.begin < d->sents[s].span.end; k++) {
            const ent_timex *t = &d->timexes[k];
            if (t->type > ENT_TIMEX_TIME || t->near_from == ENT_DAY_NONE || !moved[k]) {
                continue;
            }
            stand(d, k, &now);
            if (moved[k] < TX_SIDE) {
                story = now;
            }
            if (moved[k] == TX_LEADS || moved[k] == TX_SIDE_LEADS) {
                d->anchors[s] = now;
            }
        }
    }
}
