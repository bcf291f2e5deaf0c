/* dyads.c: every pair of states by period: the flat table that other programs join on.
 *
 * In: events, or so many of a kind. Out: a row for each directed (or undirected) pair and period
 * with an event, in order of pair and period. Only asserted, dated acts of one state on another; an
 * act dated more loosely than a period is counted in none, as in the series of one dyad. */
#include "relate_int.h"

#include <math.h>

typedef struct slot {
    uint32_t row; /* + 1; 0: empty */
    uint32_t pair;
    int32_t from;
} slot;

struct ent_relate_dyads {
    ent_dyad_list *out;
    int32_t from, to;    /* what is asked for */
    int32_t start, next; /* the period looked at last */
    ent_map states;
    const char **code;
    uint32_t code_count, code_cap;
    slot *table;
    uint32_t size;
    const char *last[2]; /* the state looked up last on each side, and its number */
    uint32_t last_number[2];
};

typedef ent_relate_dyads builder;

static uint32_t number_of(builder *b, const char *code, int side)
{
    if (b->last[side] && strcmp(b->last[side], code) == 0) {
        return b->last_number[side];
    }
    size_t n = strlen(code);
    uint32_t i = ent_map_get(&b->states, code, n);
    if (i == ENT_NONE) {
        i = b->code_count;
        const char *kept = ent_arena_str(&b->out->arena, code);
        *ENT_PUSH(&b->out->arena, b->code, b->code_count, b->code_cap) = kept;
        ent_map_set(&b->states, kept, n, i);
    }
    b->last[side] = b->code[i];
    b->last_number[side] = i;
    return i;
}

static uint32_t place_of(const builder *b, uint32_t pair, int32_t from)
{
    uint64_t h = ((uint64_t)pair << 32 | (uint32_t)from) * 0x9e3779b97f4a7c15u;
    uint32_t at = (uint32_t)(h >> 32) & (b->size - 1);
    while (b->table[at].row && (b->table[at].pair != pair || b->table[at].from != from)) {
        at = (at + 1) & (b->size - 1);
    }
    return at;
}

static void grow(builder *b)
{
    slot *old = b->table;
    uint32_t size = b->size;
    b->size = size ? size * 2 : 4096;
    b->table = ent_calloc(b->size, sizeof *b->table);
    for (uint32_t i = 0; i < size; i++) {
        if (old[i].row) {
            b->table[place_of(b, old[i].pair, old[i].from)] = old[i];
        }
    }
    free(old);
}

static ent_dyad_row *row_of(builder *b, uint32_t s, uint32_t t, int32_t from)
{
    if (b->out->count + 1 > b->size / 2) {
        grow(b);
    }
    uint32_t pair = s << 16 | t, at = place_of(b, pair, from);
    if (!b->table[at].row) {
        ent_dyad_row *r = ENT_PUSH(&b->out->arena, b->out->items, b->out->count, b->out->cap);
        r->one = b->code[s];
        r->other = b->code[t];
        r->from = from;
        b->table[at] = (slot){b->out->count, pair, from};
        return r;
    }
    return &b->out->items[b->table[at].row - 1];
}

static int by_pair(const void *x, const void *y)
{
    const ent_dyad_row *a = x, *b = y;
    int c = strcmp(a->one, b->one);
    c = c ? c : strcmp(a->other, b->other);
    return c ? c : a->from < b->from ? -1 : a->from > b->from;
}

static void add(ent_dyad_row *r, const ent_event *e, uint32_t n, uint32_t accounts)
{
    r->n += n;
    r->accounts += accounts;
    r->quad[e->quad >= 1 && e->quad <= 4 ? e->quad : 0] += n;
    if (!isnan(e->goldstein)) {
        double value = round(e->goldstein * 1000); /* whole numbers: the order changes nothing */
        r->goldstein += n * value;
        *(value >= 0 ? &r->positive : &r->negative) += n * fabs(value);
    }
}

void ent_relate_dyads_open(ent_relate_dyads **out, ent_dyad_list *list, ent_period_unit by,
                           bool directed, int32_t from, int32_t to)
{
    builder *b = *out = ent_calloc(1, sizeof **out);
    memset(list, 0, sizeof *list);
    list->by = by;
    list->directed = directed;
    b->out = list;
    b->from = from;
    b->to = to;
}

int ent_relate_dyads_add(ent_relate_dyads *b, const ent_event *e, uint32_t n, uint32_t accounts,
                         ent_err *err)
{
    const char *s = e->source.state, *t = e->target.state;
    int32_t day = e->date.start, last = e->date.end == ENT_DAY_NONE ? day : e->date.end;
    ent_period_unit by = b->out->by;
    if (e->status != ENT_STATUS_ASSERTED || day == ENT_DAY_NONE || !s || !t ||
        (b->from != ENT_DAY_NONE && last < b->from) || (b->to != ENT_DAY_NONE && day > b->to)) {
        return 0;
    }
    if (day < b->start || day >= b->next) {
        b->start = ent_period_start(day, by);
        b->next = ent_period_next(b->start, by);
    }
    int32_t home = last < b->next ? b->start : ent_relate_home(&e->date, by);
    if (home == ENT_DAY_NONE) {
        b->out->span_count += n;
        return 0;
    }
    uint32_t x = number_of(b, s, 0), y = number_of(b, t, 1);
    if (b->code_count > 65535) {
        return ent_fail(err, ENT_ETOOBIG, "", "more than 65535 states");
    }
    if (x != y && !b->out->directed) {
        bool turned = strcmp(b->code[x], b->code[y]) > 0;
        add(row_of(b, turned ? y : x, turned ? x : y, home), e, n, accounts);
    } else if (x != y) {
        add(row_of(b, x, y, home), e, n, accounts);
        if (e->symmetric) { /* both did it */
            add(row_of(b, y, x, home), e, n, accounts);
        }
    }
    return 0;
}

void ent_relate_dyads_close(ent_relate_dyads *b)
{
    for (uint32_t i = 0; i < b->out->count; i++) {
        b->out->items[i].goldstein /= 1000;
        b->out->items[i].positive /= 1000;
        b->out->items[i].negative /= 1000;
    }
    if (b->out->count) {
        qsort(b->out->items, b->out->count, sizeof *b->out->items, by_pair);
    }
    ent_map_free(&b->states);
    free(b->table);
    free(b);
}
