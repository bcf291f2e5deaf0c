/* name.c: what the name of a phase rests on, in plain words, and what its acts amount to.
 *
 * In: a named phase and its acts, or how many of each kind it has. Out: the act that speaks most
 * for the name, or the kinds of acts that it mostly holds; and a word where the weights of its acts
 * seem to speak against the name, so that no figure beside it contradicts it. It names no phase. */
#include "relate_int.h"

#include <math.h>

#define KINDS 3u

/* Whether the acts of a state weigh more on one side than on the other, as its name has it. */
static const char *against(const char *name, double positive, double negative)
{
    bool good = strcmp(name, ent_relate_state_name(ENT_STATE_CLOSE)) == 0 ||
                strcmp(name, ent_relate_state_name(ENT_STATE_RECOGNISED)) == 0;
    if (good ? positive >= negative : negative >= positive) {
        return "";
    }
    return good ? "; its acts of conflict weigh more" : "; its acts of cooperation weigh more";
}

/* How much more an act belongs to a state than to any other, and than to the one before. */
static double speaks_for(const ent_relate_status *k, uint32_t act, uint32_t state, uint32_t before)
{
    double sum = 0;
    for (uint32_t s = ENT_STATE_CLOSE; s < ENT_STATES; s++) {
        sum += exp(k->emission[s][act]);
    }
    double other = log(sum / (ENT_STATES - ENT_STATE_CLOSE));
    other = before < ENT_STATES && before != state ? fmax(other, k->emission[before][act]) : other;
    return k->emission[state][act] - other;
}

void ent_relate_name_acts(ent_series *s, const ent_relater *r, ent_phase *f,
                          const ent_event *const *events, const uint32_t *acts, uint32_t n,
                          uint32_t state, uint32_t before)
{
    uint32_t best = 0;
    double most = -INFINITY;
    /* reduced relations make a close relation cool, whatever is said of it later */
    bool made = before == ENT_STATE_CLOSE && state == ENT_STATE_COOL &&
                ENT_ACT(acts[0]) == r->status.reduce;
    for (uint32_t i = 0; i < (made ? 1 : n); i++) {
        double v = speaks_for(&r->status, ENT_ACT(acts[i]), state, before);
        if (v > most + 1e-9) { /* the first of several */
            most = v;
            best = i;
        }
    }
    ent_period sums;
    ent_relate_sum(&sums, r, events, n, (ent_measure)ent_relate_measure_of(s->measure));
    f->by_acts = true;
    f->mean = sums.value;
    f->coop = sums.quad[1] + sums.quad[2];
    f->conf = sums.quad[3] + sums.quad[4];
    f->rests_on = events[best];
    f->first = events[0]->date;
    f->last = events[n - 1]->date;
    ent_buf b = {0};
    ent_phrase_event(&b, r->phrases, events[best]);
    ent_buf_str(&b, " (");
    ent_phrase_date(&b, &events[best]->date);
    ent_buf_printf(&b, ")%s", against(f->name, sums.positive, sums.negative));
    f->named = ent_arena_str(&s->arena, b.data);
    ent_buf_free(&b);
}

void ent_relate_name_counts(ent_series *s, const ent_relater *r, ent_phase *f,
                            const uint32_t *count)
{
    const ent_table *t = ent_tables_get(r->tables, "relate/status");
    uint32_t words = t ? ent_table_column(t, "words") : ENT_NONE;
    double positive = 0, negative = 0;
    uint32_t quad[5] = {0};
    for (uint32_t i = 0; i < s->period_count; i++) {
        const ent_period *p = &s->periods[i];
        bool within = p->from >= f->from && p->to <= f->to;
        positive += within ? p->positive : 0;
        negative += within ? p->negative : 0;
        for (uint32_t q = 1; q < ENT_COUNT(quad); q++) {
            quad[q] += within ? p->quad[q] : 0;
        }
    }
    f->coop = quad[1] + quad[2];
    f->conf = quad[3] + quad[4];
    ent_buf b = {0};
    bool told[ENT_ACTS] = {false};
    for (uint32_t k = 0; k < KINDS && words != ENT_NONE; k++) {
        uint32_t best = ENT_NONE;
        for (uint32_t a = 0; a < r->status.acts; a++) {
            bool more = count[a] && !told[a] && (best == ENT_NONE || count[a] > count[best]);
            best = more ? a : best;
        }
        if (best == ENT_NONE) {
            break;
        }
        told[best] = true;
        ent_buf_printf(&b, "%s%s (%u)", k ? ", " : "mostly ", ent_table_cell(t, best, words),
                       count[best]);
    }
    if (b.len) {
        ent_buf_str(&b, against(f->name, positive, negative));
        f->named = ent_arena_str(&s->arena, b.data);
    }
    ent_buf_free(&b);
}
