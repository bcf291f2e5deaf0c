/* cluster.c: the accounts of one block into sets that tell the same deed.
 *
 * In: accounts of one pair of actors, in canonical order. Out: sets of indices. Steps, each over
 * what the one before left: accounts that say the same of the same days; then the vaguer dates,
 * each to the one deed that it can mean (two candidates: it stays apart); then the undated; then
 * deeds whose day is disputed, and corrections. Two sets join only if no member contradicts
 * another, so chains are cut where they contradict. Nothing depends on the order of the input:
 * every choice is by score, then by canonical order. It does not choose readings (reading.c). */
#include "cluster_int.h"

/* -- sets ------------------------------------------------------------------------------------ */

uint32_t ent_reconcile_find(work *w, uint32_t i)
{
    while (w->parent[i] != i) {
        w->parent[i] = w->parent[w->parent[i]];
        i = w->parent[i];
    }
    return i;
}

/* Names that contradict are forgiven where the other side's sentence names several persons. */
static bool forgiven(work *w, uint32_t x, uint32_t y, const set *p, const set *q, int flags)
{
    if (ent_reconcile_listed(w, x, y)) {
        return true;
    }
    for (uint32_t i = 0; i < q->count && i < MAX_NODES; i++) {
        if (q->node[i] != y && ent_reconcile_listed(w, y, q->node[i]) &&
            ent_reconcile_match(w, x, q->node[i], flags).score >= 0) {
            return true;
        }
    }
    for (uint32_t i = 0; i < p->count && i < MAX_NODES; i++) {
        if (p->node[i] != x && ent_reconcile_listed(w, x, p->node[i]) &&
            ent_reconcile_match(w, p->node[i], y, flags).score >= 0) {
            return true;
        }
    }
    return false;
}

static bool within_visit(const work *w, const set *p, const set *q, uint32_t x, uint32_t y)
{
    for (uint32_t k = 0; k < p->count && k < MAX_NODES; k++) {
        if (ent_reconcile_visit_holds(w, p->node[k], x) &&
            ent_reconcile_visit_holds(w, p->node[k], y)) {
            return true;
        }
    }
    for (uint32_t k = 0; k < q->count && k < MAX_NODES; k++) {
        if (ent_reconcile_visit_holds(w, q->node[k], x) &&
            ent_reconcile_visit_holds(w, q->node[k], y)) {
            return true;
        }
    }
    return false;
}

bool ent_reconcile_contradict(work *w, uint32_t i, uint32_t j, int flags)
{
    const set *p = &w->sets[i], *q = &w->sets[j];
    for (uint32_t x = 0; x < p->count && x < MAX_NODES; x++) {
        for (uint32_t y = 0; y < q->count && y < MAX_NODES; y++) {
            int score = ent_reconcile_match(w, p->node[x], q->node[y], flags).score;
            if (score == -1 && within_visit(w, p, q, p->node[x], q->node[y])) {
                score = ent_reconcile_match(w, p->node[x], q->node[y], flags | ANY_DATE).score;
            }
            if (score == -1 || score == -3 ||
                (score == -2 && !forgiven(w, p->node[x], q->node[y], p, q, flags)) ||
                (score >= 0 && ent_reconcile_told_twice(w, p->node[x], q->node[y]))) {
                return true;
            }
        }
    }
    return false;
}

static int64_t span(const set *p)
{
    return p->s == ENT_DAY_NONE || p->e == ENT_DAY_NONE ? INT32_MAX : (int64_t)p->e - p->s + 1;
}

void ent_reconcile_join(work *w, uint32_t i, uint32_t j)
{
    i = ent_reconcile_find(w, i);
    j = ent_reconcile_find(w, j);
    if (i == j) {
        return;
    }
    if (j < i) {
        uint32_t t = i;
        i = j;
        j = t;
    }
    set *p = &w->sets[i], *q = &w->sets[j];
    w->parent[j] = i;
    for (uint32_t k = 0; k < q->count; k++) {
        *ENT_PUSH(w->b->arena, p->node, p->count, p->cap) = q->node[k];
    }
    if (span(q) < span(p)) {
        p->s = q->s;
        p->e = q->e;
    }
}

int ent_reconcile_by_score(const void *x, const void *y)
{
    const edge *a = x, *b = y;
    if (a->score != b->score) {
        return a->score < b->score ? 1 : -1;
    }
    if (a->x != b->x) {
        return a->x < b->x ? -1 : 1;
    }
    return a->y < b->y ? -1 : a->y > b->y;
}

void ent_reconcile_add_edge(work *w, int score, uint32_t x, uint32_t y)
{
    edge *e = ENT_PUSH(w->b->arena, w->edges, w->edge_count, w->edge_cap);
    *e = (edge){score, x, y};
}

static void join_edges(work *w, int flags)
{
    if (w->edge_count) {
        qsort(w->edges, w->edge_count, sizeof *w->edges, ent_reconcile_by_score);
    }
    for (uint32_t i = 0; i < w->edge_count; i++) {
        uint32_t x = ent_reconcile_find(w, w->edges[i].x), y = ent_reconcile_find(w, w->edges[i].y);
        if (x != y && !ent_reconcile_contradict(w, x, y, flags)) {
            ent_reconcile_join(w, x, y);
        }
    }
    w->edge_count = 0;
}

/* Step 1: nodes from..to have one interval of days and one status. Large groups look only at
 * neighbours, which canonical order puts beside each other by code and actors. */
static void join_equal(work *w, uint32_t from, uint32_t to)
{
    uint32_t reach = to - from <= FULL_GROUP ? FULL_GROUP : WINDOW;
    for (uint32_t x = from; x < to; x++) {
        for (uint32_t y = x + 1; y < to && y <= x + reach; y++) {
            fit f = ent_reconcile_match(w, x, y, 0);
            bool listed = f.score == -2 && ent_reconcile_listed(w, x, y);
            if (listed || (f.score >= 0 && ent_reconcile_supported(w, x, y, &f))) {
                ent_reconcile_add_edge(
                    w, listed ? 40 : f.score + ent_reconcile_node_alike(w, x, y) / 5, x, y);
            }
        }
    }
    join_edges(w, 0);
}

/* Best score of node x against the members of a set; < 0 where none fits with support. */
static int score_set(work *w, uint32_t x, uint32_t s)
{
    const set *q = &w->sets[s];
    int best = -1;
    for (uint32_t i = 0; i < q->count && i < MAX_NODES; i++) {
        fit f = ent_reconcile_match(w, x, q->node[i], 0);
        if (f.score >= 0 && ent_reconcile_supported(w, x, q->node[i], &f)) {
            int score = f.score + ent_reconcile_node_alike(w, x, q->node[i]) / 5;
            best = score > best ? score : best;
        }
    }
    return best;
}

typedef struct choice {
    int best, second;
    uint32_t set;
} choice;

static void consider(work *w, choice *c, uint32_t x, uint32_t other)
{
    uint32_t s = ent_reconcile_find(w, other), own = ent_reconcile_find(w, x);
    if (s == own || s == c->set) {
        return;
    }
    int score = score_set(w, x, s);
    if (score < 0 || score + MARGIN <= c->second || ent_reconcile_contradict(w, own, s, 0)) {
        return;
    }
    if (score > c->best) {
        c->second = c->best;
        c->best = score;
        c->set = s;
    } else if (score > c->second) {
        c->second = score;
    }
}

static void settle(work *w, const choice *c, uint32_t x)
{
    if (c->best >= 0 && c->best - c->second >= MARGIN) {
        ent_reconcile_join(w, c->set, x);
    }
}

/* Index of the first dated node whose start is not before day. */
static uint32_t lower(const work *w, int32_t day)
{
    uint32_t lo = 0, hi = w->count;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (w->nodes[mid].s < day) { /* undated ones sort first: ENT_DAY_NONE is the least */
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo;
}

/* A meeting on a day of a visit is a part of it. */
static void join_part(work *w, uint32_t visit, uint32_t part)
{
    fit f = ent_reconcile_match(w, visit, part, 0);
    uint32_t i = ent_reconcile_find(w, visit), j = ent_reconcile_find(w, part);
    if (i != j && f.score >= 0 && ent_reconcile_supported(w, visit, part, &f) &&
        !ent_reconcile_contradict(w, i, j, 0)) {
        ent_reconcile_join(w, i, j);
    }
}

typedef struct turn {
    int64_t length;
    uint32_t node;
} turn;

static int by_length(const void *x, const void *y)
{
    const turn *a = x, *b = y;
    if (a->length != b->length) {
        return a->length < b->length ? -1 : 1;
    }
    return a->node < b->node ? -1 : a->node > b->node;
}

/* Step 2: the vaguer dates, the tightest first, each to the one deed that it can mean. */
static void join_vague(work *w)
{
    turn *t = ent_arena_alloc(w->b->arena, (w->count + 1) * sizeof *t);
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->count; i++) {
        if (ent_reconcile_dated(&w->nodes[i]) && ent_reconcile_length(&w->nodes[i]) > 1) {
            t[n++] = (turn){ent_reconcile_length(&w->nodes[i]), i};
        }
    }
    qsort(t, n, sizeof *t, by_length);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t x = t[i].node, own = ent_reconcile_find(w, x);
        if (w->sets[own].node[0] != x && span(&w->sets[own]) < t[i].length) {
            continue; /* already with a tighter one */
        }
        const node *p = &w->nodes[x];
        choice c = {-1, -1, ENT_NONE};
        uint32_t seen = 0, from = lower(w, ent_reconcile_length(p) <= MONTH ? p->s - MONTH : p->s);
        for (uint32_t y = from; y < w->count && w->nodes[y].s <= p->e; y++) {
            if (++seen > MAX_CANDIDATES) {
                c.best = -1; /* it can mean too many */
                break;
            }
            if (ent_reconcile_visit_holds(w, x, y)) {
                join_part(w, x, y);
            } else if (ent_reconcile_length(&w->nodes[y]) <= t[i].length &&
                       ent_reconcile_dates(p, &w->nodes[y]) != APART) {
                consider(w, &c, x, y);
            }
        }
        settle(w, &c, x);
    }
}

/* A denial beside the claim that it denies, in one document. */
static bool denies_near(work *w, uint32_t x, uint32_t y)
{
    const ent_account *a, *b;
    if (!ent_reconcile_shared_doc(w, x, y, &a, &b) || !a->sentence || !b->sentence ||
        !ent_reconcile_same_code(a, b)) {
        return false;
    }
    uint32_t gap =
        a->sentence > b->sentence ? a->sentence - b->sentence : b->sentence - a->sentence;
    return gap <= 2 && a->status != b->status;
}

/* Step 3: the undated, each to the one deed that it can mean. */
static void join_undated(work *w)
{
    for (uint32_t x = 0; x < w->count; x++) {
        if (ent_reconcile_dated(&w->nodes[x])) {
            continue;
        }
        choice c = {-1, -1, ENT_NONE};
        uint32_t seen = 0;
        for (uint32_t y = 0; y < w->count; y++) {
            if (!ent_reconcile_dated(&w->nodes[y]) || w->nodes[y].group != w->nodes[x].group ||
                ent_reconcile_kinds(w->b->r, ent_reconcile_head(w, x)->cameo,
                                    ent_reconcile_head(w, y)->cameo)
                        .score < 0) {
                continue;
            }
            if (++seen > MAX_CANDIDATES) {
                c.best = -1;
                break;
            }
            if (denies_near(w, x, y) && ent_reconcile_match(w, x, y, 0).score >= 0 &&
                !ent_reconcile_contradict(w, ent_reconcile_find(w, x), ent_reconcile_find(w, y),
                                          0)) {
                c.second = c.set == ent_reconcile_find(w, y) ? c.second : c.best;
                c.best = 1000;
                c.set = ent_reconcile_find(w, y);
                continue;
            }
            consider(w, &c, x, y);
        }
        settle(w, &c, x);
    }
}

/* -- all steps ------------------------------------------------------------------------------- */

static void collect(work *w, rec_set **sets, uint32_t *count, ent_arena *keep)
{
    uint32_t *at = ent_arena_alloc(w->b->arena, (w->count + 1) * sizeof *at);
    uint32_t *size = ent_arena_zalloc(w->b->arena, w->count + 1, sizeof *size), n = 0;
    for (uint32_t i = 0; i < w->count; i++) {
        at[i] = ENT_NONE;
        size[ent_reconcile_find(w, i)] += w->nodes[i].count;
    }
    for (uint32_t i = 0; i < w->count; i++) {
        n += ent_reconcile_find(w, i) == i;
    }
    *sets = ent_arena_zalloc(keep, n + 1, sizeof **sets);
    *count = 0;
    for (uint32_t i = 0; i < w->count; i++) {
        uint32_t root = ent_reconcile_find(w, i);
        if (at[root] == ENT_NONE) {
            at[root] = (*count)++;
            (*sets)[at[root]].account = ent_arena_alloc(keep, size[root] * sizeof(uint32_t));
        }
        rec_set *s = &(*sets)[at[root]];
        memcpy(s->account + s->count, w->nodes[i].acc, w->nodes[i].count * sizeof(uint32_t));
        s->count += w->nodes[i].count;
    }
}

void ent_reconcile_cluster(const rec_block *b, rec_set **sets, uint32_t *count, ent_arena *keep)
{
    work w = {.b = b};
    ent_reconcile_make_nodes(&w);
    w.sets = ent_arena_zalloc(b->arena, w.count + 1, sizeof *w.sets);
    w.parent = ent_arena_alloc(b->arena, (w.count + 1) * sizeof *w.parent);
    for (uint32_t i = 0; i < w.count; i++) {
        set *s = &w.sets[i];
        w.parent[i] = i;
        s->node = ent_arena_alloc(b->arena, 4 * sizeof *s->node);
        s->cap = 4;
        *ENT_PUSH(b->arena, s->node, s->count, s->cap) = i;
        s->s = w.nodes[i].s;
        s->e = w.nodes[i].e;
    }
    for (uint32_t i = 0, j; i < w.count; i = j) {
        for (j = i + 1; j < w.count && w.nodes[j].s == w.nodes[i].s &&
                        w.nodes[j].e == w.nodes[i].e && w.nodes[j].group == w.nodes[i].group;) {
            j++;
        }
        if (j - i > 1) {
            join_equal(&w, i, j);
        }
    }
    join_vague(&w);
    ent_reconcile_join_denied(&w);
    join_undated(&w);
    ent_reconcile_join_disputed(&w);
    join_vague(&w); /* two days that are now one deed's are one meaning */
    ent_reconcile_join_corrected(&w);
    ent_reconcile_join_linked(&w);
    collect(&w, sets, count, keep);
}
