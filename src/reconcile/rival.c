/* rival.c: one deed of which two texts name two doers: "Sudan shelled the village", "Ethiopia did".
 *
 * In: events of all dyads and their accounts. Out: a note in both events (ent_rival). Nothing is
 * merged: an event belongs to its dyad, and stays countable there. Noted are events of one kind and
 * day that share a side, told in like words, where no document tells of both as two deeds; and
 * those that one sentence offers as alternatives ("by troops of Sudan or of Ethiopia"). Whether two
 * are rivals is a matter of the two, of one kind and one day: so the store may ask day by day.
 */
#include "reconcile_int.h"

enum { REACH = 64, LOOK = ENT_RIVAL_LOOK, TOLD = 4, NEAR = 24 };

typedef struct entry {
    const ent_event *e;
    uint32_t index;                /* into the list */
    const ent_account *told[TOLD]; /* the first accounts whose sentence gives the day */
    rec_bag bag[TOLD];
    uint32_t told_count;
    bool hidden;                 /* of a kind of which the doer may be unknown */
    const char *source, *target; /* sides */
} entry;

/* A sentence that offers alternatives to what an entry says. */
typedef struct offer {
    const ent_account *a;
    uint32_t entry;
} offer;

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

/* Who opened fire may be unknown or denied; who recognised whom is not. By the first three digits,
 * which rivals have in common. */
static bool is_hidden(const ent_reconciler *r, const char *cameo)
{
    char code[4] = {cameo[0], cameo[1], cameo[2], 0};
    return ent_reconcile_kind(r, ent_reconcile_code(r, code)).opens ||
           strncmp(code, "18", 2) == 0 || strncmp(code, "20", 2) == 0;
}

/* An "or" close by the words of a side: what alternatives() asks for of one of the two. */
static bool or_beside(const char *s, const char *words)
{
    const char *at = s && words && *words ? strstr(s, words) : NULL;
    for (const char *p = at ? strstr(s, " or ") : NULL; p; p = strstr(p + 1, " or ")) {
        ptrdiff_t behind = p - (at + strlen(words)), before = at - p;
        if ((behind >= 0 && behind < NEAR) || (before > 0 && before <= NEAR)) {
            return true;
        }
    }
    return false;
}

static bool offers(const ent_account *x)
{
    return x->sentence && x->evidence && strstr(x->evidence, " or ") &&
           (or_beside(x->evidence, x->source.text) || or_beside(x->evidence, x->target.text));
}

bool ent_reconcile_claims(const ent_reconciler *r, const ent_event *e, const ent_account *accounts)
{
    if (e->symmetric || e->status != ENT_STATUS_ASSERTED || e->date.start == ENT_DAY_NONE ||
        e->date.start != e->date.end || !e->cameo || strlen(e->cameo) < 3) {
        return false;
    }
    bool some = is_hidden(r, e->cameo);
    for (uint32_t i = 0; i < e->account_count && i < LOOK && !some; i++) {
        some = offers(&accounts[e->account_index[i]]);
    }
    return some;
}

/* An act of a day with words to it, by one side to another. */
static bool take(entry *n, const ent_reconciler *r, const ent_event *e, const ent_account *accounts,
                 ent_arena *a, ent_arena *temp)
{
    if (!ent_reconcile_claims(r, e, accounts)) {
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
    n->hidden = is_hidden(r, e->cameo);
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
    return or && or < to && to - from <= NEAR;
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

static bool same_act(const entry *x, const entry *y)
{
    return x->e->date.start == y->e->date.start && strncmp(x->e->cameo, y->e->cameo, 3) == 0;
}

/* Both name one target, in like words; one state may well act on two in a day. */
static bool like_words(const ent_reconciler *r, const entry *x, const entry *y)
{
    for (uint32_t i = 0; i < x->told_count; i++) {
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

/* What rivals() is asked of: entries, their accounts, and the notes that come of it. */
typedef struct look {
    const ent_reconciler *r;
    const ent_account *accounts;
    ent_arena *a;
    entry *list;
    uint32_t count, cap;
    note *notes;
    uint32_t note_count, note_cap;
} look;

static void rivals(look *l, const entry *x, const entry *y)
{
    bool to_one = strcmp(x->target, y->target) == 0, by_one = strcmp(x->source, y->source) == 0;
    bool offered = false;
    if (to_one == by_one) {
        return;
    }
    ent_dispute_about about = to_one ? ENT_DISPUTE_SOURCE : ENT_DISPUTE_TARGET;
    if (both_told(x, y, l->accounts, about, &offered) ||
        !(offered || (to_one && x->hidden && like_words(l->r, x, y)))) {
        return;
    }
    *ENT_PUSH(l->a, l->notes, l->note_count, l->note_cap) = (note){x->index, y->index, about};
    *ENT_PUSH(l->a, l->notes, l->note_count, l->note_cap) = (note){y->index, x->index, about};
}

/* Neighbours that name one target of hidden acts. */
static void look_at_targets(look *l)
{
    if (l->count) {
        qsort(l->list, l->count, sizeof *l->list, by_day);
    }
    for (uint32_t i = 0; i < l->count; i++) {
        for (uint32_t j = i + 1; j < l->count && j <= i + REACH; j++) {
            if (!same_act(&l->list[i], &l->list[j]) ||
                strcmp(l->list[i].target, l->list[j].target) != 0) {
                break;
            }
            if (l->list[i].hidden) {
                rivals(l, &l->list[i], &l->list[j]);
            }
        }
    }
}

static int by_sentence(const void *p, const void *q)
{
    const offer *x = p, *y = q;
    int c = strcmp(x->a->doc, y->a->doc);
    if (c || x->a->sentence != y->a->sentence) {
        return c ? c : x->a->sentence < y->a->sentence ? -1 : 1;
    }
    return x->entry < y->entry ? -1 : x->entry > y->entry;
}

/* What one sentence offers; entries that look_at_targets() has had are left out. */
static void look_at_offers(look *l)
{
    offer *list = NULL;
    uint32_t n = 0, cap = 0;
    for (uint32_t i = 0; i < l->count; i++) {
        const ent_event *e = l->list[i].e;
        for (uint32_t k = 0; k < e->account_count && k < LOOK; k++) {
            const ent_account *x = &l->accounts[e->account_index[k]];
            if (x->doc && offers(x)) {
                *ENT_PUSH(l->a, list, n, cap) = (offer){x, i};
            }
        }
    }
    if (n) {
        qsort(list, n, sizeof *list, by_sentence);
    }
    ent_map seen = {0};
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = i + 1; j < n && j <= i + REACH; j++) {
            const entry *x = &l->list[list[i].entry], *y = &l->list[list[j].entry];
            if (list[i].a->sentence != list[j].a->sentence ||
                strcmp(list[i].a->doc, list[j].a->doc) != 0) {
                break;
            }
            bool turned = list[i].entry > list[j].entry;
            const uint32_t key[2] = {list[turned ? j : i].entry, list[turned ? i : j].entry};
            if (x == y || !same_act(x, y) || (x->hidden && strcmp(x->target, y->target) == 0) ||
                ent_map_get(&seen, (const char *)key, sizeof key) != ENT_NONE) {
                continue;
            }
            ent_map_set(&seen, ent_arena_strn(l->a, (const char *)key, sizeof key), sizeof key, 1);
            rivals(l, x, y);
        }
    }
    ent_map_free(&seen);
}

static int by_event(const void *p, const void *q)
{
    return strcmp(((const ent_rival *)p)->event, ((const ent_rival *)q)->event);
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
        qsort(v, j - i, sizeof *v, by_event); /* whatever the order of the list */
        e->rivals = v;
        e->rival_count = j - i;
    }
}

void ent_reconcile_note_rivals(const ent_reconciler *r, ent_event_list *l, uint32_t first,
                               const ent_account *accounts)
{
    ent_arena a = {0}, temp = {0};
    look k = {.r = r, .accounts = accounts, .a = &a};
    for (uint32_t i = first; i < l->count; i++) {
        entry one = {.index = i};
        if (take(&one, r, &l->items[i], accounts, &a, &temp)) {
            *ENT_PUSH(&a, k.list, k.count, k.cap) = one;
        }
    }
    look_at_targets(&k);
    look_at_offers(&k);
    write_notes(l, k.notes, k.note_count);
    ent_arena_free(&a);
    ent_arena_free(&temp);
}
