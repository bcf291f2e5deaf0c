/* sums.c: rollups: what the events of a pair that lie in one month, or year, come to. In: events.
 * Out: rows of `month` and `year`, and back. A sum counts by kind (code, PLOVER event and mode,
 * quad class, Goldstein value, whether both sides are states), so that whatever follows from those
 * follows from the sum; a month keeps its weightiest event besides. Statuses stand apart. */
#include "store_int.h"

#include <math.h>

/* -- kinds ----------------------------------------------------------------------------------- */

/* Marks of kinds: a side is no state; the readings that won name one state on both sides. */
enum { NO_STATE = 'x', ONE_STATE = 's' };

/* Code, PLOVER event, mode, quad class and mark, thousandths of the Goldstein value. */
static void kind_text(ent_buf *b, const ent_event *e)
{
    char quad[4] = {(char)('0' + (e->quad >= 0 && e->quad <= 4 ? e->quad : 0)), 0}, value[32];
    bool states = e->source.state && e->target.state;
    quad[1] = !states ? NO_STATE : strcmp(e->source.state, e->target.state) == 0 ? ONE_STATE : 0;
    snprintf(value, sizeof value, "%lld", isnan(e->goldstein) ? 0 : llround(e->goldstein * 1000));
    const char *part[] = {e->cameo, e->plover_event, e->plover_mode, quad,
                          isnan(e->goldstein) ? NULL : value};
    b->len = 0;
    for (size_t i = 0; i < ENT_COUNT(part); i++) {
        if (i) {
            ent_buf_char(b, STORE_SEP);
        }
        const char *text = part[i] ? part[i] : STORE_NULL;
        ent_buf_add(b, text,
                    strcspn(text, (char[]){STORE_SEP, 0})); /* codes are read from others */
    }
}

bool ent_store_kind_of(const store_kind *k, ent_event *e, ent_arena *a)
{
    const char *part[5] = {NULL};
    uint32_t n = 0;
    for (const char *p = k->text; p && n < ENT_COUNT(part);) { /* of one not written yet */
        size_t len = strcspn(p, (char[]){STORE_SEP, 0});
        bool null = len == 1 && *p == STORE_NULL[0];
        part[n++] = null || k->word ? NULL : ent_arena_strn(a, p, len);
        p = p[len] ? p + len + 1 : NULL;
    }
    for (uint32_t i = 0; k->word && i < n && i < k->word->part_count; i++) {
        part[i] = k->word->parts[i];
    }
    int64_t value = 0;
    if (n != ENT_COUNT(part) || !part[3] || (part[4] && !ent_parse_int(part[4], &value))) {
        return false;
    }
    e->cameo = part[0];
    e->plover_event = part[1];
    e->plover_mode = part[2];
    e->quad = part[3][0] - '0';
    e->goldstein = part[4] ? (double)value / 1000 : NAN;
    if (part[3][1] == NO_STATE) {
        e->source.state = e->target.state = NULL;
    } else if (part[3][1] == ONE_STATE) {
        e->target = e->source;
    }
    return true;
}

/* Kinds are few: those of one sum are looked through, the likeliest place first. */
static store_kind *kind_in(store_sum *s, const char *text, ent_arena *a)
{
    for (uint32_t i = 0; i < s->kind_count; i++) {
        if (s->kinds[i].text == text || strcmp(s->kinds[i].text, text) == 0) {
            return &s->kinds[i];
        }
    }
    store_kind *k = ENT_PUSH(a, s->kinds, s->kind_count, s->kind_cap);
    k->text = text;
    return k;
}

static int by_text(const void *p, const void *q)
{
    return strcmp(((const store_kind *)p)->text, ((const store_kind *)q)->text);
}

/* In one order, without those of which nothing is left. */
static void settle(store_sum *s)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s->kind_count; i++) {
        if (s->kinds[i].events) {
            s->kinds[kept++] = s->kinds[i];
        }
    }
    s->kind_count = kept;
    if (kept) {
        qsort(s->kinds, kept, sizeof *s->kinds, by_text);
    }
}

/* -- events to sums -------------------------------------------------------------------------- */

/* Which side of the pair the source stands on, and the status. */
static int way_of(const store_block *b, const ent_event *e)
{
    const ent_actor_ref *x = &e->source;
    const char *side = x->state ? x->state : x->code;
    size_t n = strlen(b->other);
    bool other = side && n && strncmp(side, b->other, n) == 0 && strcmp(b->one, b->other) != 0;
    int way = e->symmetric ? ENT_STORE_BOTH : other ? ENT_STORE_BACK : ENT_STORE_FORTH;
    return way + STORE_WAYS * (int)e->status;
}

typedef struct list {
    store_sum *items;
    uint32_t count, cap;
    ent_map index;
} list;

static bool weightier(const store_sum *s, int64_t weight, int64_t day, int64_t hash)
{
    return weight != s->top_weight ? weight > s->top_weight
           : day != s->top_day     ? day < s->top_day
                                   : (uint64_t)hash < (uint64_t)s->top;
}

static void add(list *l, ent_arena *a, int64_t period, int way, const char *kind,
                const ent_event *e)
{
    const int64_t key[2] = {period, way};
    uint32_t at = ent_map_get(&l->index, (const char *)key, sizeof key);
    if (at == ENT_NONE) {
        at = l->count;
        ent_map_set(&l->index, ent_arena_strn(a, (const char *)key, sizeof key), sizeof key, at);
        (void)ENT_PUSH(a, l->items, l->count, l->cap);
        l->items[at].top_weight = -1;
    }
    store_sum *s = &l->items[at];
    s->period = period;
    s->way = way;
    s->events++;
    s->accounts += e->account_count;
    s->quad[e->quad >= 0 && e->quad <= 4 ? e->quad : 0]++;
    s->goldstein += isnan(e->goldstein) ? 0 : llround(e->goldstein * 1000);
    store_kind *k = kind_in(s, kind, a);
    k->events++;
    k->accounts += e->account_count;
    int64_t weight = llround(1000 * ent_event_weight(e)), hash = ent_store_event_hash(e);
    if (weightier(s, weight, e->date.start, hash)) {
        s->top_weight = weight;
        s->top_day = e->date.start;
        s->top = hash;
    }
}

void ent_store_sum_up(store_block *b)
{
    list months = {0}, years = {0};
    ent_map kinds = {0};
    const char **text = NULL;
    uint32_t count = 0, cap = 0;
    ent_buf kind = {0};
    for (uint32_t i = 0; i < b->events.count; i++) {
        const ent_event *e = &b->events.items[i];
        int32_t month = ent_slice_month(e->date.start, e->date.end);
        int32_t year = month != ENT_SLICE_NONE ? (month - (month < 0 ? 11 : 0)) / 12
                                               : ent_slice_year(e->date.start, e->date.end);
        int way = way_of(b, e);
        kind_text(&kind, e);
        uint32_t at = ent_map_get(&kinds, kind.data, kind.len);
        if (at == ENT_NONE) {
            at = count;
            *ENT_PUSH(&b->arena, text, count, cap) = ent_arena_strn(&b->arena, kind.data, kind.len);
            ent_map_set(&kinds, text[at], kind.len, at);
        }
        if (month != ENT_SLICE_NONE) {
            add(&months, &b->arena, month, way, text[at], e);
        }
        add(&years, &b->arena, year != ENT_SLICE_NONE ? year : STORE_NO_PERIOD, way, text[at], e);
    }
    for (uint32_t i = 0; i < months.count; i++) {
        settle(&months.items[i]);
    }
    for (uint32_t i = 0; i < years.count; i++) {
        settle(&years.items[i]);
    }
    b->months = months.items;
    b->month_count = months.count;
    b->years = years.items;
    b->year_count = years.count;
    ent_buf_free(&kind);
    ent_map_free(&kinds);
    ent_map_free(&months.index);
    ent_map_free(&years.index);
}

void ent_store_add_sum(store_sum *x, const store_sum *y, int sign, ent_arena *a)
{
    x->events += sign * y->events;
    x->accounts += sign * y->accounts;
    for (int k = 1; k <= 4; k++) {
        x->quad[k] += sign * y->quad[k];
    }
    x->goldstein += sign * y->goldstein;
    for (uint32_t i = 0; i < y->kind_count; i++) {
        store_kind *k = kind_in(x, y->kinds[i].text, a);
        k->events += sign * y->kinds[i].events;
        k->accounts += sign * y->kinds[i].accounts;
    }
    settle(x);
}

/* -- rows ------------------------------------------------------------------------------------ */

int ent_store_read_sum(ent_store *s, store_sum *out, sqlite3_stmt *st, ent_arena *a, ent_err *err)
{
    *out = (store_sum){.period = sqlite3_column_int64(st, 0),
                       .way = sqlite3_column_int(st, 1),
                       .events = sqlite3_column_int64(st, 2),
                       .accounts = sqlite3_column_int64(st, 3),
                       .goldstein = sqlite3_column_int64(st, 8),
                       .top = sqlite3_column_int64(st, 10),
                       .top_day = sqlite3_column_int64(st, 11),
                       .top_weight = sqlite3_column_int64(st, 12)};
    for (int k = 1; k <= 4; k++) {
        out->quad[k] = sqlite3_column_int64(st, 3 + k);
    }
    const unsigned char *blob = sqlite3_column_blob(st, 9);
    ent_store_bytes c = {blob, blob ? blob + sqlite3_column_bytes(st, 9) : NULL, a, false};
    while (c.p < c.end && !c.bad) {
        const store_word *w = ent_store_word(s, (int64_t)ent_store_get_num(&c), err);
        store_kind *k = ENT_PUSH(a, out->kinds, out->kind_count, out->kind_cap);
        k->text = w->text ? w->text : "";
        k->word = w;
        k->events = (int64_t)ent_store_get_num(&c);
        k->accounts = (int64_t)ent_store_get_num(&c);
        c.bad |= w->part_count != 5;
    }
    return c.bad ? ent_fail(err, ENT_ESTORE, s->path, "a rollup cannot be read") : 0;
}

typedef struct rows {
    int64_t pair;
    const store_sum *items;
    bool months;
    const ent_buf *kinds; /* of all, one after another */
    const size_t *end;    /* of each */
} rows;

static void bind_sum(sqlite3_stmt *st, int at, const void *user, size_t i)
{
    const rows *u = user;
    const store_sum *x = &u->items[i];
    const int64_t v[] = {u->pair,    x->period,  x->way,       x->events,  x->accounts,
                         x->quad[1], x->quad[2], x->quad[3],   x->quad[4], x->goldstein,
                         x->top,     x->top_day, x->top_weight};
    for (int k = 0; k < (u->months ? 13 : 10); k++) {
        sqlite3_bind_int64(st, at + k + (k < 10 ? 1 : 2), v[k]);
    }
    size_t from = i ? u->end[i - 1] : 0;
    sqlite3_bind_blob(st, at + 11, u->kinds->data ? u->kinds->data + from : "",
                      (int)(u->end[i] - from), SQLITE_STATIC);
}

int ent_store_write_sums(ent_store *s, int64_t pair, bool months, const store_sum *items,
                         uint32_t n, ent_err *err)
{
    ent_buf kinds = {0};
    size_t *end = ent_alloc(((size_t)n + 1) * sizeof *end);
    int rc = 0;
    for (uint32_t i = 0; i < n && rc >= 0; i++) {
        for (uint32_t k = 0; k < items[i].kind_count && rc >= 0; k++) {
            const store_kind *x = &items[i].kinds[k];
            int64_t word = ent_store_word_id(s, x->text, true, err);
            rc = word < 0 ? (int)word : 0;
            ent_store_put_num(&kinds, (uint64_t)word);
            ent_store_put_num(&kinds, (uint64_t)x->events);
            ent_store_put_num(&kinds, (uint64_t)x->accounts);
        }
        end[i] = kinds.len;
    }
    rows u = {pair, items, months, &kinds, end};
    store_sql add = months ? SQL_MONTH_ADD : SQL_YEAR_ADD;
    rc = rc < 0 ? rc : ent_store_add_rows(s, add, n, bind_sum, &u, err);
    free(end);
    ent_buf_free(&kinds);
    return rc;
}

bool ent_store_same_sum(const store_sum *x, const store_sum *y, bool months)
{
    bool same = x->period == y->period && x->way == y->way && x->events == y->events &&
                x->accounts == y->accounts && x->goldstein == y->goldstein &&
                memcmp(x->quad + 1, y->quad + 1, 4 * sizeof *x->quad) == 0 &&
                x->kind_count == y->kind_count &&
                (!months ||
                 (x->top == y->top && x->top_day == y->top_day && x->top_weight == y->top_weight));
    for (uint32_t i = 0; same && i < x->kind_count; i++) {
        same = x->kinds[i].events == y->kinds[i].events &&
               x->kinds[i].accounts == y->kinds[i].accounts &&
               strcmp(x->kinds[i].text, y->kinds[i].text) == 0;
    }
    return same;
}
