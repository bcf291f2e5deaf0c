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

/* Kinds are few: those of one sum are looked through. once: a text is in one place only. */
static store_kind *kind_in(store_sum *s, const char *text, bool once, ent_arena *a)
{
    for (uint32_t i = 0; i < s->kind_count; i++) {
        if (s->kinds[i].text == text || (!once && strcmp(s->kinds[i].text, text) == 0)) {
            return &s->kinds[i];
        }
    }
    store_kind *k = ENT_PUSH(a, s->kinds, s->kind_count, s->kind_cap);
    k->text = text;
    return k;
}

enum { LOOK_BACK = 64 };

/* The kinds of a block, each text once, with the event that had it first. */
typedef struct texts {
    const ent_event **like;
    const char **text;
    uint32_t count, cap, text_cap;
    ent_map index;
    ent_buf buf;
} texts;

/* The same strings, not only equal ones: most events of one account have those of the store's
 * dictionary. */
static bool same_words(const ent_event *x, const ent_event *y)
{
    return x->cameo == y->cameo && x->plover_event == y->plover_event &&
           x->plover_mode == y->plover_mode && x->quad == y->quad &&
           memcmp(&x->goldstein, &y->goldstein, sizeof x->goldstein) == 0 &&
           x->source.state == y->source.state && x->target.state == y->target.state;
}

static const char *text_of(texts *t, const ent_event *e, ent_arena *a)
{
    for (uint32_t i = t->count; i-- > 0 && t->count - i <= LOOK_BACK;) {
        if (same_words(t->like[i], e)) {
            return t->text[i];
        }
    }
    kind_text(&t->buf, e);
    uint32_t at = ent_map_get(&t->index, t->buf.data, t->buf.len), n = t->count;
    if (at == ENT_NONE) {
        *ENT_PUSH(a, t->like, t->count, t->cap) = e;
        *ENT_PUSH(a, t->text, n, t->text_cap) = ent_arena_strn(a, t->buf.data, t->buf.len);
        ent_map_set(&t->index, t->text[at = t->count - 1], t->buf.len, t->count - 1);
    }
    return t->text[at];
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

/* Sums in order of first appearance; of each way the last. */
typedef struct list {
    store_sum *items;
    uint32_t count, cap;
    uint32_t last[STORE_WAYS * STORE_STATUSES]; /* index + 1; 0 */
    uint32_t none[STORE_WAYS * STORE_STATUSES]; /* the same of STORE_NO_PERIOD */
} list;

/* Events come by date, so that a way's period is the one before or a new one; what does not is
 * looked for. */
static store_sum *sum_in(list *l, ent_arena *a, int64_t period, int way)
{
    uint32_t *at = period == STORE_NO_PERIOD ? &l->none[way] : &l->last[way];
    store_sum *last = *at ? &l->items[*at - 1] : NULL;
    for (uint32_t i = 0; last && last->period > period && i < l->count; i++) {
        if (l->items[i].period == period && l->items[i].way == way) {
            return &l->items[i];
        }
    }
    if (last && last->period == period) {
        return last;
    }
    store_sum *s = ENT_PUSH(a, l->items, l->count, l->cap);
    s->top_weight = -1;
    s->period = period;
    s->way = way;
    *at = !last || last->period < period ? l->count : *at;
    return s;
}

static bool weightier(const store_sum *s, int64_t weight, int64_t day, int64_t hash)
{
    return weight != s->top_weight ? weight > s->top_weight
           : day != s->top_day     ? day < s->top_day
                                   : (uint64_t)hash < (uint64_t)s->top;
}

static void add(list *l, ent_arena *a, int64_t period, int way, const char *kind,
                const ent_event *e)
{
    store_sum *s = sum_in(l, a, period, way);
    s->events++;
    s->accounts += e->account_count;
    s->quad[e->quad >= 0 && e->quad <= 4 ? e->quad : 0]++;
    s->goldstein += isnan(e->goldstein) ? 0 : llround(e->goldstein * 1000);
    store_kind *k = kind_in(s, kind, true, a);
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
    texts kinds = {0};
    for (uint32_t i = 0; i < b->events.count; i++) {
        const ent_event *e = &b->events.items[i];
        int32_t month = ent_slice_month(e->date.start, e->date.end);
        int32_t year = month != ENT_SLICE_NONE ? (month - (month < 0 ? 11 : 0)) / 12
                                               : ent_slice_year(e->date.start, e->date.end);
        int way = way_of(b, e);
        const char *kind = text_of(&kinds, e, &b->arena);
        if (month != ENT_SLICE_NONE) {
            add(&months, &b->arena, month, way, kind, e);
        }
        add(&years, &b->arena, year != ENT_SLICE_NONE ? year : STORE_NO_PERIOD, way, kind, e);
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
    ent_buf_free(&kinds.buf);
    ent_map_free(&kinds.index);
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
        store_kind *k = kind_in(x, y->kinds[i].text, false, a);
        k->events += sign * y->kinds[i].events;
        k->accounts += sign * y->kinds[i].accounts;
    }
    settle(x);
}

/* -- rows ------------------------------------------------------------------------------------ */

/* Whether the numbers of a row can be what they say. */
static bool good_sum(const store_sum *x)
{
    enum { YEARS = 10000, MONTHS = 12 };
    const int64_t counts[] = {x->events,  x->accounts, x->quad[1],
                              x->quad[2], x->quad[3],  x->quad[4]};
    bool good = x->way >= 0 && x->way < STORE_WAYS * STORE_STATUSES &&
                (x->period == STORE_NO_PERIOD ||
                 (x->period > -YEARS * MONTHS && x->period < YEARS * MONTHS)) &&
                x->top_day >= INT32_MIN && x->top_day <= INT32_MAX;
    for (size_t i = 0; i < ENT_COUNT(counts); i++) {
        good &= counts[i] >= 0 && counts[i] <= UINT32_MAX;
    }
    return good;
}

int ent_store_read_sum(ent_store *s, store_sum *out, sqlite3_stmt *st, ent_arena *a, ent_err *err)
{
    int64_t way = sqlite3_column_int64(st, 1);
    *out = (store_sum){.period = sqlite3_column_int64(st, 0),
                       .way = way < 0 || way > INT32_MAX ? -1 : (int)way,
                       .events = sqlite3_column_int64(st, 2),
                       .accounts = sqlite3_column_int64(st, 3),
                       .goldstein = sqlite3_column_int64(st, 8),
                       .top = sqlite3_column_int64(st, 10),
                       .top_day = sqlite3_column_int64(st, 11),
                       .top_weight = sqlite3_column_int64(st, 12)};
    for (int k = 1; k <= 4; k++) {
        out->quad[k] = sqlite3_column_int64(st, 3 + k);
    }
    const void *blob = sqlite3_column_blob(st, 9);
    ent_store_bytes c = ent_store_bytes_of(blob, (size_t)sqlite3_column_bytes(st, 9), a);
    while (c.p < c.end && !c.bad) {
        const store_word *w = ent_store_word(s, (int64_t)ent_store_get_num(&c), err);
        store_kind *k = ENT_PUSH(a, out->kinds, out->kind_count, out->kind_cap);
        k->text = w->text ? w->text : "";
        k->word = w;
        k->events = (int64_t)ent_store_get_num(&c);
        k->accounts = (int64_t)ent_store_get_num(&c);
        c.bad |= w->part_count != 5;
    }
    return c.bad || !good_sum(out)
               ? ent_fail(err, ENT_ESTORE, s->path, "the store is damaged: a rollup cannot be read")
               : 0;
}

int ent_store_write_sums(ent_store *s, int64_t pair, bool months, const store_sum *items,
                         uint32_t n, ent_err *err)
{
    ent_buf kinds = {0};
    int rc = 0;
    for (uint32_t i = 0; i < n && rc >= 0; i++) {
        const store_sum *x = &items[i];
        kinds.len = 0;
        for (uint32_t k = 0; k < x->kind_count && rc >= 0; k++) {
            int64_t word = ent_store_word_id(s, x->kinds[k].text, true, err);
            rc = word < 0 ? (int)word : 0;
            ent_store_put_num(&kinds, (uint64_t)word);
            ent_store_put_num(&kinds, (uint64_t)x->kinds[k].events);
            ent_store_put_num(&kinds, (uint64_t)x->kinds[k].accounts);
        }
        store_cells row = {.value = {pair, x->period, x->way, x->events, x->accounts, x->quad[1],
                                     x->quad[2], x->quad[3], x->quad[4], x->goldstein, 0, x->top,
                                     x->top_day, x->top_weight},
                           .columns = months ? 14 : 11, /* years have no weightiest event */
                           .blob = 10,
                           .bytes = kinds.data,
                           .len = kinds.len};
        rc = rc < 0 ? rc : ent_store_add_late(s, months ? SQL_MONTH_ADD : SQL_YEAR_ADD, &row, err);
    }
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
