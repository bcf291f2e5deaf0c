/* dyads.c: every pair of states by period: the flat table that other programs join on.
 *
 * In: events. Out: a row for each directed (or undirected) pair and period with an event, in order
 * of pair and period. Only asserted, dated acts of one state on another; an act dated more loosely
 * than a period is counted in none, as in the series of one dyad. */
#include "relate_int.h"

#include <math.h>

typedef struct slot {
    uint32_t row; /* + 1; 0: empty */
    uint32_t pair;
    int32_t from;
} slot;

typedef struct builder {
    ent_dyad_list *out;
    ent_map states;
    const char **code;
    uint32_t code_count, code_cap;
    slot *table;
    uint32_t size;
    const char *last[2]; /* the state looked up last on each side, and its number */
    uint32_t last_number[2];
} builder;

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

static void add(ent_dyad_row *r, const ent_event *e)
{
    r->n++;
    r->accounts += e->account_count;
    r->quad[e->quad >= 1 && e->quad <= 4 ? e->quad : 0]++;
    if (!isnan(e->goldstein)) {
        r->goldstein += e->goldstein;
        *(e->goldstein >= 0 ? &r->positive : &r->negative) += fabs(e->goldstein);
    }
}

int ent_relate_dyads(ent_dyad_list *out, const ent_event *events, uint32_t count,
                     ent_period_unit by, bool directed, int32_t from, int32_t to, ent_err *err)
{
    builder b = {.out = out};
    int32_t start = 0, next = 0;
    memset(out, 0, sizeof *out);
    out->by = by;
    out->directed = directed;
    for (uint32_t i = 0; i < count; i++) {
        const ent_event *e = &events[i];
        const char *s = e->source.state, *t = e->target.state;
        int32_t day = e->date.start, last = e->date.end == ENT_DAY_NONE ? day : e->date.end;
        if (e->status != ENT_STATUS_ASSERTED || day == ENT_DAY_NONE || !s || !t ||
            (from != ENT_DAY_NONE && last < from) || (to != ENT_DAY_NONE && day > to)) {
            continue;
        }
        if (day < start || day >= next) {
            start = ent_period_start(day, by);
            next = ent_period_next(start, by);
        }
        int32_t home = last < next ? start : ent_relate_home(&e->date, by);
        if (home == ENT_DAY_NONE) {
            out->span_count++;
            continue;
        }
        uint32_t a = number_of(&b, s, 0), c = number_of(&b, t, 1);
        if (b.code_count > 65535) {
            ent_map_free(&b.states);
            free(b.table);
            ent_dyad_list_free(out);
            return ent_fail(err, ENT_ETOOBIG, "", "more than 65535 states");
        }
        if (a == c) {
            continue;
        }
        if (!directed) {
            bool turned = strcmp(b.code[a], b.code[c]) > 0;
            add(row_of(&b, turned ? c : a, turned ? a : c, home), e);
            continue;
        }
        add(row_of(&b, a, c, home), e);
        if (e->symmetric) { /* both did it */
            add(row_of(&b, c, a, home), e);
        }
    }
    ent_map_free(&b.states);
    free(b.table);
    if (out->count) {
        qsort(out->items, out->count, sizeof *out->items, by_pair);
    }
    return 0;
}
