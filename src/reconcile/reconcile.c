/* reconcile.c: accounts to events, block by block. In: accounts in any order. Out: events, sorted
 * by date, then id. It neither reads nor writes files; the store calls it for the blocks that
 * changed. */
#include "reconcile_int.h"

typedef struct key {
    const char *block;
    const ent_account *a;
    uint32_t index;
} key;

static int strings(const char *x, const char *y)
{
    if (x == y) {
        return 0;
    }
    return !x ? -1 : !y ? 1 : strcmp(x, y);
}

static int numbers(int64_t x, int64_t y)
{
    return x < y ? -1 : x > y;
}

static int actors(const ent_actor_ref *x, const ent_actor_ref *y)
{
    int c = strings(x->code, y->code);
    c = c ? c : strings(x->state, y->state);
    return c ? c : strings(x->name, y->name);
}

static int status_group(const ent_account *x)
{
    return x->status == ENT_STATUS_PLANNED ? 1 : x->status == ENT_STATUS_POSSIBLE ? 2 : 0;
}

/* Canonical order: by what an account says, never by where it stood in the input. */
static int canonical(const void *p, const void *q)
{
    const key *k = p, *l = q;
    const ent_account *x = k->a, *y = l->a;
    int c = strings(k->block, l->block);
    c = c ? c : numbers(x->date.start, y->date.start);
    c = c ? c : numbers(x->date.end, y->date.end);
    c = c ? c : numbers(status_group(x), status_group(y));
    c = c ? c : strings(x->cameo, y->cameo);
    c = c ? c : numbers(x->status, y->status);
    c = c ? c : numbers(x->symmetric, y->symmetric);
    c = c ? c : actors(&x->source, &y->source);
    c = c ? c : actors(&x->target, &y->target);
    c = c ? c : strings(x->doc, y->doc);
    c = c ? c : numbers(x->sentence, y->sentence);
    c = c ? c : strings(x->id, y->id);
    c = c ? c : strings(x->evidence, y->evidence);
    return c;
}

/* What is needed for a while only. */
typedef struct scratch {
    ent_arena step, temp, keep;
} scratch;

/* Events of one block appended to out. */
static void one_block(const ent_reconciler *r, ent_event_list *out, const ent_account *accounts,
                      const uint32_t *order, uint32_t count, scratch *s)
{
    rec_block b = {r, &s->step, &s->temp, accounts, order, count};
    rec_set *sets;
    uint32_t n;
    ent_reconcile_cluster(&b, &sets, &n, &s->keep);
    ent_arena_reset(&s->step);
    if (out->count + n >
        out->cap) { /* at once: an array that grows in an arena leaves its old self */
        uint32_t cap = out->count + n > 2 * out->cap ? out->count + n : 2 * out->cap;
        ent_event *items = ent_arena_alloc(&out->arena, cap * sizeof *items);
        if (out->count) {
            memcpy(items, out->items, out->count * sizeof *items);
        }
        out->items = items;
        out->cap = cap;
    }
    for (uint32_t i = 0; i < n; i++) {
        ent_event *e = &out->items[out->count++];
        memset(e, 0, sizeof *e);
        ent_reconcile_reading(&b, &sets[i], e, &out->arena, out->borrows);
        ent_arena_reset(&s->step);
    }
    ent_arena_reset(&s->keep);
}

typedef struct slice {
    int32_t key;
    uint32_t at; /* place in canonical order */
    uint32_t account;
} slice;

static int by_slice(const void *p, const void *q)
{
    const slice *x = p, *y = q;
    if (x->key != y->key) {
        return x->key < y->key ? -1 : 1;
    }
    return x->at < y->at ? -1 : x->at > y->at;
}

/* A very busy pair by years, a very busy year by months (model/account.h tells the rule). */
static void by_slices(const ent_reconciler *r, ent_event_list *out, const ent_account *accounts,
                      const uint32_t *order, uint32_t count, scratch *s, bool months)
{
    ent_arena own = {0};
    slice *list = ent_arena_alloc(&own, count * sizeof *list);
    uint32_t *part = ent_arena_alloc(&own, count * sizeof *part);
    for (uint32_t i = 0; i < count; i++) {
        const ent_date *d = &accounts[order[i]].date;
        list[i] =
            (slice){months ? ent_slice_month(d->start, d->end) : ent_slice_year(d->start, d->end),
                    i, order[i]};
    }
    qsort(list, count, sizeof *list, by_slice);
    for (uint32_t i = 0; i < count; i++) {
        part[i] = list[i].account;
    }
    for (uint32_t i = 0, j; i < count; i = j) {
        for (j = i + 1; j < count && list[j].key == list[i].key;) {
            j++;
        }
        if (j - i > r->slice && !months && list[i].key != ENT_SLICE_NONE) {
            by_slices(r, out, accounts, part + i, j - i, s, true);
        } else {
            one_block(r, out, accounts, part + i, j - i, s);
        }
    }
    ent_arena_free(&own);
}

typedef struct print {
    uint64_t hash;
    uint32_t at;
} print;

static int by_print(const void *p, const void *q)
{
    const print *x = p, *y = q;
    if (x->hash != y->hash) {
        return x->hash < y->hash ? -1 : 1;
    }
    return x->at < y->at ? -1 : x->at > y->at;
}

/* An account given twice counts once: the one that stands first. */
static uint32_t drop_twins(key *k, uint32_t count, ent_arena *a)
{
    print *list = ent_arena_alloc(a, (count + 1) * sizeof *list);
    for (uint32_t i = 0; i < count; i++) {
        list[i] = (print){ent_hash_str(k[i].a->id, 1), i};
    }
    if (count > 1) {
        qsort(list, count, sizeof *list, by_print);
    }
    uint32_t n = 0, twins = 0;
    for (uint32_t i = 0, j; i < count; i = j) {
        for (j = i + 1; j < count && list[j].hash == list[i].hash; j++) {
            for (uint32_t m = i; m < j; m++) { /* of one hash there are rarely two ids */
                const ent_account *x = k[list[m].at].a;
                if (x && strcmp(x->id, k[list[j].at].a->id) == 0) {
                    k[list[j].at].a = NULL;
                    twins++;
                    break;
                }
            }
        }
    }
    for (uint32_t i = 0; twins && i < count; i++) {
        if (k[i].a) {
            k[n++] = k[i];
        }
    }
    return count - twins;
}

void ent_reconcile_accounts(const ent_reconciler *r, ent_event_list *out,
                            const ent_account *accounts, uint32_t count)
{
    ent_arena keys = {0};
    scratch s = {0};
    key *k = ent_arena_zalloc(&keys, count + 1, sizeof *k);
    ent_account *own = NULL;
    for (uint32_t i = 0; i < count; i++) {
        if (!accounts[i].id && !own) { /* ids are made where the caller has none */
            own = ent_arena_alloc(&keys, count * sizeof *own);
            memcpy(own, accounts, count * sizeof *own);
        }
        if (own && !own[i].id) {
            own[i].id = ent_account_id(&keys, &own[i]);
        }
    }
    accounts = own ? own : accounts;
    for (uint32_t i = 0; i < count; i++) {
        k[i] = (key){ent_reconcile_block(&accounts[i], &keys), &accounts[i], i};
    }
    qsort(k, count, sizeof *k, canonical);
    count = drop_twins(k, count, &keys);
    uint32_t first = out->count;
    uint32_t *order = ent_arena_alloc(&keys, (count + 1) * sizeof *order);
    for (uint32_t i = 0; i < count; i++) {
        order[i] = k[i].index;
    }
    for (uint32_t i = 0, j; i < count; i = j) {
        for (j = i + 1; j < count && strcmp(k[j].block, k[i].block) == 0;) {
            j++;
        }
        if (j - i > r->slice) {
            by_slices(r, out, accounts, order + i, j - i, &s, false);
        } else {
            one_block(r, out, accounts, order + i, j - i, &s);
        }
    }
    if (out->count > first) {
        qsort(out->items + first, out->count - first, sizeof *out->items, ent_event_by_date);
    }
    if (count && strcmp(k[0].block, k[count - 1].block) != 0) {
        ent_reconcile_note_rivals(r, out, first, accounts);
    }
    ent_arena_free(&s.step);
    ent_arena_free(&s.temp);
    ent_arena_free(&s.keep);
    ent_arena_free(&keys);
}
