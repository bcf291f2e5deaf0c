/* rival.c: one deed of which two texts name two doers: "Sudan shelled the village", "Ethiopia did".
 *
 * In: events of all dyads and their accounts. Out: a note in both events (ent_rival). Nothing is
 * merged: an event belongs to its dyad, and stays countable there. Noted are events of one kind and
 * day that share a side, told in like words, where no document tells of both as two deeds; and
 * those that one sentence offers as alternatives ("by troops of Sudan or of Ethiopia").
 */
#include "reconcile_int.h"

enum { REACH = 64, LOOK = 8, TOLD = 4 };

typedef struct entry {
    const ent_event *e;
    uint32_t index;                /* into the list */
    const ent_account *told[TOLD]; /* the first accounts whose sentence gives the day */
    rec_bag bag[TOLD];
    uint32_t told_count;
    const char *source, *target; /* sides */
} entry;

typedef struct note {
    uint32_t index, other; /* of events */
    ent_dispute_about about;
} note;

static int by_day(const void *p, const void *q)
{
    const entry *x = p, *y = q;
    if (x->e->date.start != y->e->date.start) {
        return x->e->date.start < y->e->date.start ? -1 : 1;
    }
    int c = strncmp(x->e->cameo, y->e->cameo, 3);
    c = c ? c : strcmp(x->target, y->target);
    return c ? c : strcmp(x->e->id, y->e->id);
}

static int by_index(const void *p, const void *q)
{
    const note *x = p, *y = q;
    if (x->index != y->index) {
        return x->index < y->index ? -1 : 1;
    }
    return x->other < y->other ? -1 : x->other > y->other;
}

/* An act of a day with words to it, by one side to another. */
static bool take(entry *n, const ent_reconciler *r, const ent_event *e, const ent_account *accounts,
                 ent_arena *a, ent_arena *temp)
{
    if (e->symmetric || e->status != ENT_STATUS_ASSERTED || e->date.start == ENT_DAY_NONE ||
        e->date.start != e->date.end || !e->cameo || strlen(e->cameo) < 3) {
        return false;
    }
    for (uint32_t i = 0; i < e->account_count && i < LOOK && n->told_count < TOLD; i++) {
        const ent_account *x = &accounts[e->account_index[i]];
        if (x->evidence && x->status == ENT_STATUS_ASSERTED && !ent_reconcile_carried(x)) {
            ent_reconcile_bag(&n->bag[n->told_count], r, x, a, temp);
            n->told[n->told_count++] = x;
        }
    }
    if (!n->told_count) {
        return false;
    }
    n->e = e;
    n->source = ent_reconcile_side(&e->source, e->id, a);
    n->target = ent_reconcile_side(&e->target, e->id, a);
    return true;
}

/* "X or Y": both words of one side stand in the sentence with an "or" between them, and no more
 * than an article, a preposition or a comma beside it. */
static bool alternatives(const ent_account *x, const ent_account *y, ent_dispute_about about)
{
    const char *p = about == ENT_DISPUTE_SOURCE ? x->source.text : x->target.text;
    const char *q = about == ENT_DISPUTE_SOURCE ? y->source.text : y->target.text;
    const char *s = x->evidence, *at = p && s ? strstr(s, p) : NULL,
               *bt = q && s ? strstr(s, q) : NULL;
    if (!at || !bt || at == bt) {
        return false;
    }
    const char *from = at < bt ? at + strlen(p) : bt + strlen(q), *to = at < bt ? bt : at;
    const char * or = from < to ? strstr(from, " or ") : NULL;
    return or && or < to && to - from <= 24;
}

/* Whether some document tells of both, other than as alternatives. */
static bool both_told(const entry *x, const entry *y, const ent_account *accounts,
                      ent_dispute_about about, bool *offered)
{
    for (uint32_t i = 0; i < x->e->account_count && i < LOOK; i++) {
        const ent_account *a = &accounts[x->e->account_index[i]];
        for (uint32_t j = 0; j < y->e->account_count && j < LOOK; j++) {
            const ent_account *b = &accounts[y->e->account_index[j]];
            if (!a->doc || !b->doc || strcmp(a->doc, b->doc) != 0) {
                continue;
            }
            if (a->sentence && a->sentence == b->sentence && alternatives(a, b, about)) {
                *offered = true;
            } else if (a->status == ENT_STATUS_ASSERTED && b->status == ENT_STATUS_ASSERTED) {
                return true; /* what is denied is not told */
            }
        }
    }
    return false;
}

static bool rivals(const ent_reconciler *r, const entry *x, const entry *y,
                   const ent_account *accounts, ent_dispute_about *about)
{
    bool to_one = strcmp(x->target, y->target) == 0, by_one = strcmp(x->source, y->source) == 0;
    if (to_one == by_one || strncmp(x->e->cameo, y->e->cameo, 3) != 0) {
        return false;
    }
    *about = to_one ? ENT_DISPUTE_SOURCE : ENT_DISPUTE_TARGET;
    bool offered = false;
    if (both_told(x, y, accounts, *about, &offered)) {
        return false;
    }
    if (offered) {
        return true;
    }
    /* who opened fire may be unknown or denied; who recognised whom is not, and one state may well
     * act on two in a day */
    uint32_t code = ent_reconcile_code(r, x->e->cameo);
    bool hidden = ent_reconcile_kind(r, code).opens || strncmp(x->e->cameo, "18", 2) == 0 ||
                  strncmp(x->e->cameo, "20", 2) == 0;
    for (uint32_t i = 0; to_one && hidden && i < x->told_count; i++) {
        for (uint32_t j = 0; j < y->told_count; j++) {
            if (ent_reconcile_alike(&x->bag[i], &y->bag[j]) >= 40 ||
                (ent_reconcile_act_same(r, x->told[i], y->told[j]) &&
                 ent_reconcile_shared(&x->bag[i], &y->bag[j]) >= 2)) {
                return true;
            }
        }
    }
    return false;
}

static void write_notes(ent_event_list *l, note *list, uint32_t n)
{
    if (n) {
        qsort(list, n, sizeof *list, by_index);
    }
    for (uint32_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && list[j].index == list[i].index;) {
            j++;
        }
        ent_event *e = &l->items[list[i].index];
        ent_rival *v = ent_arena_zalloc(&l->arena, j - i, sizeof *v);
        for (uint32_t k = i; k < j; k++) {
            const ent_event *o = &l->items[list[k].other];
            v[k - i] = (ent_rival){list[k].about, o->id,
                                   list[k].about == ENT_DISPUTE_SOURCE ? o->source : o->target};
        }
        e->rivals = v;
        e->rival_count = j - i;
    }
}

void ent_reconcile_note_rivals(const ent_reconciler *r, ent_event_list *l, uint32_t first,
                               const ent_account *accounts)
{
    ent_arena a = {0}, temp = {0};
    entry *list = NULL;
    note *notes = NULL;
    uint32_t n = 0, cap = 0, count = 0, note_cap = 0;
    for (uint32_t i = first; i < l->count; i++) {
        entry one = {.index = i};
        if (take(&one, r, &l->items[i], accounts, &a, &temp)) {
            *ENT_PUSH(&a, list, n, cap) = one;
        }
    }
    if (n) {
        qsort(list, n, sizeof *list, by_day);
    }
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = i + 1; j < n && j <= i + REACH; j++) {
            ent_dispute_about about;
            if (list[j].e->date.start != list[i].e->date.start ||
                strncmp(list[j].e->cameo, list[i].e->cameo, 3) != 0) {
                break;
            }
            if (rivals(r, &list[i], &list[j], accounts, &about)) {
                *ENT_PUSH(&a, notes, count, note_cap) = (note){list[i].index, list[j].index, about};
                *ENT_PUSH(&a, notes, count, note_cap) = (note){list[j].index, list[i].index, about};
            }
        }
    }
    write_notes(l, notes, count);
    ent_arena_free(&a);
    ent_arena_free(&temp);
}
