/* cluster.c: the accounts of one block into sets that tell the same deed.
 *
 * In: accounts of one pair of actors, in canonical order. Out: sets of indices. Steps, each over
 * what the one before left: accounts that say the same of the same days; then the vaguer dates,
 * each to the one deed that it can mean (two candidates: it stays apart); then the undated; then
 * deeds whose day is disputed, and corrections. Two sets join only if no member contradicts
 * another, so chains are cut where they contradict. Nothing depends on the order of the input:
 * every choice is by score, then by canonical order. It does not choose readings (reading.c). */
#include "reconcile_int.h"

enum { FULL_GROUP = 256, WINDOW = 32, MAX_NODES = 64, MAX_MEMBERS = 64, MAX_CANDIDATES = 4096 };
enum { MARGIN = 3, MONTH = 31, YEAR = 366 };
/* flags: what is no hindrance, being what the dispute is about */
enum { ANY_DATE = 1, ANY_ACTOR = 2, ANY_WAY = 4 };

typedef struct node {
    uint32_t *acc; /* indices into the caller's list */
    uint32_t count, cap;
    int32_t s, e;
    uint8_t group; /* 0 happened or said not to have, 1 planned, 2 possible */
    uint8_t bagged;
    rec_bag bag;
} node;

typedef struct set {
    uint32_t *node;
    uint32_t count, cap;
    int32_t s, e; /* the tightest interval of a member */
} set;

typedef struct edge {
    int score;
    uint32_t x, y;
} edge;

typedef struct work {
    const rec_block *b;
    node *nodes;
    uint32_t count, cap;
    set *sets;        /* one a node at first */
    uint32_t *parent; /* of sets */
    edge *edges;
    uint32_t edge_count, edge_cap;
} work;

static const ent_account *head(const work *w, uint32_t n)
{
    return &w->b->accounts[w->nodes[n].acc[0]];
}

static uint8_t group_of(const ent_account *x)
{
    return x->status == ENT_STATUS_PLANNED ? 1 : x->status == ENT_STATUS_POSSIBLE ? 2 : 0;
}

static bool same_str(const char *x, const char *y)
{
    return x == y || (x && y && strcmp(x, y) == 0);
}

static bool dated(const node *n)
{
    return n->s != ENT_DAY_NONE && n->e != ENT_DAY_NONE;
}

static int64_t length(const node *n)
{
    return dated(n) ? (int64_t)n->e - n->s + 1 : INT32_MAX;
}

/* -- nodes ------------------------------------------------------------------------------------- */

static bool same_reading(const ent_account *x, const ent_account *y)
{
    return x->date.start == y->date.start && x->date.end == y->date.end && x->status == y->status &&
           x->symmetric == y->symmetric && same_str(x->cameo, y->cameo) &&
           same_str(x->source.code, y->source.code) && same_str(x->source.name, y->source.name) &&
           same_str(x->target.code, y->target.code) && same_str(x->target.name, y->target.name) &&
           same_str(x->source.state, y->source.state) && same_str(x->target.state, y->target.state);
}

/* Accounts that say the same of one day are one node; of vaguer days only within a sentence. */
static void make_nodes(work *w)
{
    for (uint32_t i = 0; i < w->b->count; i++) {
        const ent_account *x = &w->b->accounts[w->b->order[i]];
        node *last = w->count ? &w->nodes[w->count - 1] : NULL;
        const ent_account *y = last ? &w->b->accounts[last->acc[last->count - 1]] : NULL;
        bool day = x->date.start == x->date.end && x->date.start != ENT_DAY_NONE;
        if (y && same_reading(x, y) &&
            (day || (x->sentence && x->sentence == y->sentence && same_str(x->doc, y->doc)))) {
            *ENT_PUSH(w->b->arena, last->acc, last->count, last->cap) = w->b->order[i];
            continue;
        }
        node *n = ENT_PUSH(w->b->arena, w->nodes, w->count, w->cap);
        *ENT_PUSH(w->b->arena, n->acc, n->count, n->cap) = w->b->order[i];
        n->s = x->date.start;
        n->e = x->date.end;
        n->group = group_of(x);
    }
}

static const rec_bag *bag(work *w, uint32_t i)
{
    node *n = &w->nodes[i];
    if (!n->bagged) {
        n->bagged = 1;
        for (uint32_t k = 0; k < n->count && k < 8 && n->bag.count < 3; k++) {
            ent_reconcile_bag(&n->bag, w->b->r, &w->b->accounts[n->acc[k]], w->b->arena);
        }
    }
    return &n->bag;
}

/* The first accounts of one document that x and y both hold; false where they share none. */
static bool shared_doc(const work *w, uint32_t x, uint32_t y, const ent_account **ax,
                       const ent_account **ay)
{
    const node *p = &w->nodes[x], *q = &w->nodes[y];
    uint32_t np = p->count < MAX_MEMBERS ? p->count : MAX_MEMBERS;
    uint32_t nq = q->count < MAX_MEMBERS ? q->count : MAX_MEMBERS;
    for (uint32_t i = 0; i < np; i++) {
        for (uint32_t j = 0; j < nq; j++) {
            const ent_account *a = &w->b->accounts[p->acc[i]], *b = &w->b->accounts[q->acc[j]];
            if (a->doc && b->doc && strcmp(a->doc, b->doc) == 0) {
                *ax = a;
                *ay = b;
                return true;
            }
        }
    }
    return false;
}

/* One act of one sentence with several persons named on a side. */
static bool listed_together(const work *w, uint32_t x, uint32_t y)
{
    const ent_account *a, *b;
    return shared_doc(w, x, y, &a, &b) && a->sentence && a->sentence == b->sentence &&
           same_str(a->trigger, b->trigger) && same_str(a->cameo, b->cameo);
}

/* -- two nodes -----------------------------------------------------------------------------------
 */

typedef enum when { APART, UNDATED, OVERLAP, WITHIN, EQUAL } when;

static when compare_dates(const node *x, const node *y)
{
    if (!dated(x) || !dated(y)) {
        return UNDATED;
    }
    if (x->s == y->s && x->e == y->e) {
        return EQUAL;
    }
    if ((x->s <= y->s && y->e <= x->e) || (y->s <= x->s && x->e <= y->e)) {
        return WITHIN;
    }
    if (x->s <= y->e && y->s <= x->e && length(x) <= MONTH && length(y) <= MONTH) {
        return OVERLAP;
    }
    return APART;
}

static int ways_of(const work *w, const rec_fit *k, uint32_t x, uint32_t y)
{
    const ent_account *a = head(w, x), *b = head(w, y), *p, *q;
    if (a->symmetric || b->symmetric) {
        return REC_SAME | REC_MIRROR;
    }
    rec_kind ka = ent_reconcile_kind(w->b->r, ent_reconcile_code(w->b->r, a->cameo));
    if (ka.mutual == REC_MUTUAL_ROWS && k->score == 40 && !(k->ways & REC_MIRROR) &&
        w->nodes[x].s == w->nodes[y].s && w->nodes[x].e == w->nodes[y].e &&
        shared_doc(w, x, y, &p, &q) && p->sentence == q->sentence) {
        return k->ways | REC_MIRROR; /* a coder that writes a mutual act as two rows */
    }
    return k->ways;
}

typedef struct fit {
    int score; /* -1 never; -2 but for the names, -3 for the roles */
    bool named;
} fit;

static fit match(work *w, uint32_t x, uint32_t y, int flags)
{
    fit f = {.score = -1};
    const node *p = &w->nodes[x], *q = &w->nodes[y];
    const ent_account *a = head(w, x), *b = head(w, y);
    when t = compare_dates(p, q);
    if (p->group != q->group || (t == APART && !(flags & ANY_DATE))) {
        return f;
    }
    rec_fit k = ent_reconcile_kinds(w->b->r, a->cameo, b->cameo);
    if (k.score < 0) {
        return f;
    }
    int ways = flags & ANY_WAY ? REC_SAME | REC_MIRROR : ways_of(w, &k, x, y);
    for (int way = REC_SAME; way <= REC_MIRROR; way++) {
        if (!(ways & way)) {
            continue;
        }
        bool n1 = false, n2 = false;
        int s = ent_reconcile_actors(w->b->r, &a->source, way == REC_SAME ? &b->source : &b->target,
                                     &n1);
        int v = ent_reconcile_actors(w->b->r, &a->target, way == REC_SAME ? &b->target : &b->source,
                                     &n2);
        if (flags & ANY_ACTOR) {
            s = s < -1 ? 0 : s;
            v = v < -1 ? 0 : v;
        }
        int least = s < v ? s : v;
        int sum = s >= 0 && v >= 0 ? k.score + s + v : s == -1 || v == -1 ? -1 : least;
        if (sum > f.score || (sum < -1 && f.score == -1)) {
            f.score = sum;
            f.named = n1 || n2;
        }
    }
    if (f.score >= 0) {
        f.score += t == EQUAL ? 20 : t == WITHIN ? 10 : t == OVERLAP ? 5 : 0;
    }
    return f;
}

static int alike(work *w, uint32_t x, uint32_t y)
{
    return ent_reconcile_alike(bag(w, x), bag(w, y));
}

static int32_t once_days(const work *w, uint32_t x, uint32_t y)
{
    const ent_reconciler *r = w->b->r;
    int32_t a = ent_reconcile_kind(r, ent_reconcile_code(r, head(w, x)->cameo)).once;
    int32_t b = ent_reconcile_kind(r, ent_reconcile_code(r, head(w, y)->cameo)).once;
    return a < b ? a : b;
}

static bool same_code(const ent_account *x, const ent_account *y)
{
    return x->cameo && y->cameo && strncmp(x->cameo, y->cameo, 3) == 0;
}

/* A vague date alone does not show that two accounts mean one deed: the vaguer, the more must speak
 * for it. */
static bool supported(work *w, uint32_t x, uint32_t y, const fit *f)
{
    const node *p = &w->nodes[x], *q = &w->nodes[y];
    const ent_account *a = head(w, x), *b = head(w, y), *c, *d;
    int64_t len = length(p) > length(q) ? length(p) : length(q);
    if (len <= 1) {
        return true;
    }
    bool same_doc = shared_doc(w, x, y, &c, &d);
    if (same_doc && c->sentence && c->sentence == d->sentence &&
        !same_str(c->trigger, d->trigger) && same_str(c->cameo, d->cameo)) {
        return false; /* two acts that one sentence tells of */
    }
    if (len <= MONTH && !same_doc) {
        return true;
    }
    int words = alike(w, x, y);
    if (!dated(p) || !dated(q)) {
        bool once = once_days(w, x, y) >= 100 && same_code(a, b);
        return once || words >= 50 || (f->named && same_code(a, b) && words >= 25);
    }
    if (once_days(w, x, y) >= 100 || words >= 30) {
        return true;
    }
    if (len > YEAR) {
        return compare_dates(p, q) == EQUAL && same_code(a, b) &&
               ent_reconcile_stem_same(a->trigger, b->trigger);
    }
    return f->named || (same_code(a, b) && ent_reconcile_stem_same(a->trigger, b->trigger));
}

/* -- sets ----------------------------------------------------------------------------------------
 */

static uint32_t find(work *w, uint32_t i)
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
    if (listed_together(w, x, y)) {
        return true;
    }
    for (uint32_t i = 0; i < q->count && i < MAX_NODES; i++) {
        if (q->node[i] != y && listed_together(w, y, q->node[i]) &&
            match(w, x, q->node[i], flags).score >= 0) {
            return true;
        }
    }
    for (uint32_t i = 0; i < p->count && i < MAX_NODES; i++) {
        if (p->node[i] != x && listed_together(w, x, p->node[i]) &&
            match(w, p->node[i], y, flags).score >= 0) {
            return true;
        }
    }
    return false;
}

static bool contradict(work *w, uint32_t i, uint32_t j, int flags)
{
    const set *p = &w->sets[i], *q = &w->sets[j];
    for (uint32_t x = 0; x < p->count && x < MAX_NODES; x++) {
        for (uint32_t y = 0; y < q->count && y < MAX_NODES; y++) {
            int score = match(w, p->node[x], q->node[y], flags).score;
            if (score == -1 || score == -3 ||
                (score == -2 && !forgiven(w, p->node[x], q->node[y], p, q, flags))) {
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

static void join(work *w, uint32_t i, uint32_t j)
{
    i = find(w, i);
    j = find(w, j);
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

static int by_score(const void *x, const void *y)
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

static void add_edge(work *w, int score, uint32_t x, uint32_t y)
{
    edge *e = ENT_PUSH(w->b->arena, w->edges, w->edge_count, w->edge_cap);
    *e = (edge){score, x, y};
}

static void join_edges(work *w, int flags)
{
    qsort(w->edges, w->edge_count, sizeof *w->edges, by_score);
    for (uint32_t i = 0; i < w->edge_count; i++) {
        uint32_t x = find(w, w->edges[i].x), y = find(w, w->edges[i].y);
        if (x != y && !contradict(w, x, y, flags)) {
            join(w, x, y);
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
            fit f = match(w, x, y, 0);
            bool listed = f.score == -2 && listed_together(w, x, y);
            if (listed || (f.score >= 0 && supported(w, x, y, &f))) {
                add_edge(w, listed ? 40 : f.score + alike(w, x, y) / 5, x, y);
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
        fit f = match(w, x, q->node[i], 0);
        if (f.score >= 0 && supported(w, x, q->node[i], &f)) {
            int score = f.score + alike(w, x, q->node[i]) / 5;
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
    uint32_t s = find(w, other), own = find(w, x);
    if (s == own || s == c->set) {
        return;
    }
    int score = score_set(w, x, s);
    if (score < 0 || score + MARGIN <= c->second || contradict(w, own, s, 0)) {
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
        join(w, c->set, x);
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
        if (dated(&w->nodes[i]) && length(&w->nodes[i]) > 1) {
            t[n++] = (turn){length(&w->nodes[i]), i};
        }
    }
    qsort(t, n, sizeof *t, by_length);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t x = t[i].node, own = find(w, x);
        if (w->sets[own].node[0] != x && span(&w->sets[own]) < t[i].length) {
            continue; /* already with a tighter one */
        }
        const node *p = &w->nodes[x];
        choice c = {-1, -1, ENT_NONE};
        uint32_t seen = 0, from = lower(w, length(p) <= MONTH ? p->s - MONTH : p->s);
        for (uint32_t y = from; y < w->count && w->nodes[y].s <= p->e; y++) {
            if (++seen > MAX_CANDIDATES) {
                c.best = -1; /* it can mean too many */
                break;
            }
            if (length(&w->nodes[y]) <= t[i].length && compare_dates(p, &w->nodes[y]) != APART) {
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
    if (!shared_doc(w, x, y, &a, &b) || !a->sentence || !b->sentence || !same_code(a, b)) {
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
        if (dated(&w->nodes[x])) {
            continue;
        }
        choice c = {-1, -1, ENT_NONE};
        uint32_t seen = 0;
        for (uint32_t y = 0; y < w->count; y++) {
            if (!dated(&w->nodes[y]) || w->nodes[y].group != w->nodes[x].group ||
                ent_reconcile_kinds(w->b->r, head(w, x)->cameo, head(w, y)->cameo).score < 0) {
                continue;
            }
            if (++seen > MAX_CANDIDATES) {
                c.best = -1;
                break;
            }
            if (denies_near(w, x, y) && match(w, x, y, 0).score >= 0 &&
                !contradict(w, find(w, x), find(w, y), 0)) {
                c.second = c.set == find(w, y) ? c.second : c.best;
                c.best = 1000;
                c.set = find(w, y);
                continue;
            }
            consider(w, &c, x, y);
        }
        settle(w, &c, x);
    }
}

/* -- step 4: one deed, two days
 * --------------------------------------------------------------------- */

/* Whether the days of x and y may be two tellings of one day. */
static bool days_disputed(work *w, uint32_t x, uint32_t y, const fit *f)
{
    const node *p = &w->nodes[x], *q = &w->nodes[y];
    int64_t gap = (int64_t)q->s > p->e ? (int64_t)q->s - p->e : (int64_t)p->s - q->e;
    int words = alike(w, x, y);
    if (!same_code(head(w, x), head(w, y)) || length(p) > YEAR || length(q) > YEAR) {
        return false;
    }
    if (gap <= once_days(w, x, y)) {
        return once_days(w, x, y) >= 100 || words >= 20;
    }
    if (gap <= 3 && (words >= 40 || (f->named && words >= 25))) {
        return true;
    }
    int y1, m1, d1, y2, m2, d2;
    ent_day_split(p->s, &y1, &m1, &d1);
    ent_day_split(q->s, &y2, &m2, &d2);
    bool same_day = length(p) == 1 && length(q) == 1 && m1 == m2 && d1 == d2;
    if (same_day && (words >= 30 || f->named)) {
        return true; /* the year is disputed */
    }
    return gap <= MONTH && words >= 60;
}

/* Whether x and y tell one deed of one day and differ over who did it, or to whom. */
static bool actors_disputed(work *w, uint32_t x, uint32_t y)
{
    return compare_dates(&w->nodes[x], &w->nodes[y]) == EQUAL && length(&w->nodes[x]) == 1 &&
           same_code(head(w, x), head(w, y)) && match(w, x, y, 0).score < 0 && alike(w, x, y) >= 40;
}

static bool sets_share_doc(work *w, uint32_t i, uint32_t j)
{
    const ent_account *a, *b;
    const set *p = &w->sets[i], *q = &w->sets[j];
    for (uint32_t x = 0; x < p->count && x < MAX_NODES; x++) {
        for (uint32_t y = 0; y < q->count && y < MAX_NODES; y++) {
            if (shared_doc(w, p->node[x], q->node[y], &a, &b)) {
                return true;
            }
        }
    }
    return false;
}

static void join_disputed(work *w)
{
    for (uint32_t x = 0; x < w->count; x++) {
        if (!dated(&w->nodes[x]) || !head(w, x)->evidence) {
            continue;
        }
        uint32_t reach = w->count <= FULL_GROUP ? FULL_GROUP : WINDOW;
        for (uint32_t y = x + 1; y < w->count && y <= x + reach; y++) {
            if (!head(w, y)->evidence || find(w, x) == find(w, y)) {
                continue;
            }
            bool apart = compare_dates(&w->nodes[x], &w->nodes[y]) == APART;
            int flags = apart ? ANY_DATE : ANY_ACTOR | ANY_WAY;
            fit f = match(w, x, y, flags);
            if (f.score >= 0 && (apart ? days_disputed(w, x, y, &f) : actors_disputed(w, x, y))) {
                add_edge(w, f.score + alike(w, x, y) / 5, x, y);
            }
        }
    }
    qsort(w->edges, w->edge_count, sizeof *w->edges, by_score);
    for (uint32_t i = 0; i < w->edge_count; i++) {
        uint32_t x = find(w, w->edges[i].x), y = find(w, w->edges[i].y);
        /* a document that tells of both days tells of two deeds */
        bool apart = compare_dates(&w->nodes[w->edges[i].x], &w->nodes[w->edges[i].y]) == APART;
        if (x != y && !sets_share_doc(w, x, y) &&
            !contradict(w, x, y, apart ? ANY_DATE : ANY_ACTOR | ANY_WAY)) {
            join(w, x, y);
        }
    }
    w->edge_count = 0;
}

/* The node of x's document that x corrects: the last sentence before it that tells of such a deed.
 */
static uint32_t corrected(work *w, uint32_t x, const ent_account *by)
{
    uint32_t best = ENT_NONE, sentence = 0;
    for (uint32_t y = 0; y < w->count; y++) {
        if (y == x || find(w, x) == find(w, y)) {
            continue;
        }
        const node *n = &w->nodes[y];
        for (uint32_t k = 0; k < n->count && k < MAX_MEMBERS; k++) {
            const ent_account *a = &w->b->accounts[n->acc[k]];
            if (same_str(a->doc, by->doc) && a->sentence && a->sentence < by->sentence &&
                a->sentence > sentence && match(w, x, y, ANY_DATE).score >= 0) {
                best = y;
                sentence = a->sentence;
            }
        }
    }
    return best;
}

static void join_corrected(work *w)
{
    for (uint32_t x = 0; x < w->count; x++) {
        const node *n = &w->nodes[x];
        for (uint32_t k = 0; k < n->count; k++) {
            const ent_account *a = &w->b->accounts[n->acc[k]];
            if (a->sentence && ent_reconcile_corrects(w->b->r, a, w->b->arena)) {
                uint32_t y = corrected(w, x, a);
                if (y != ENT_NONE) {
                    join(w, x, y);
                }
            }
        }
    }
}

/* What the text itself says to be the same. */
static void join_linked(work *w)
{
    ent_map ids = {0};
    bool any = false;
    for (uint32_t i = 0; i < w->b->count && !any; i++) {
        any = w->b->accounts[w->b->order[i]].link_count > 0;
    }
    for (uint32_t i = 0; any && i < w->count; i++) {
        for (uint32_t k = 0; k < w->nodes[i].count; k++) {
            const char *id = w->b->accounts[w->nodes[i].acc[k]].id;
            ent_map_set(&ids, id, strlen(id), i);
        }
    }
    for (uint32_t i = 0; any && i < w->count; i++) {
        for (uint32_t k = 0; k < w->nodes[i].count; k++) {
            const ent_account *a = &w->b->accounts[w->nodes[i].acc[k]];
            for (uint32_t l = 0; l < a->link_count; l++) {
                const char *id = a->links[l].account;
                uint32_t j = a->links[l].rel == ENT_LINK_SAME && id
                                 ? ent_map_get(&ids, id, strlen(id))
                                 : ENT_NONE;
                if (j != ENT_NONE && find(w, i) != find(w, j) &&
                    match(w, i, j, ANY_DATE).score >= 0) {
                    join(w, i, j);
                }
            }
        }
    }
    ent_map_free(&ids);
}

/* -- all steps
 * ------------------------------------------------------------------------------------- */

static void collect(work *w, rec_set **sets, uint32_t *count)
{
    uint32_t cap = 0;
    uint32_t *at = ent_arena_alloc(w->b->arena, (w->count + 1) * sizeof *at);
    *sets = NULL;
    *count = 0;
    for (uint32_t i = 0; i < w->count; i++) {
        at[i] = ENT_NONE;
    }
    for (uint32_t i = 0; i < w->count; i++) {
        uint32_t root = find(w, i);
        if (at[root] == ENT_NONE) {
            at[root] = *count;
            (void)ENT_PUSH(w->b->arena, *sets, *count, cap);
        }
        rec_set *s = &(*sets)[at[root]];
        for (uint32_t k = 0; k < w->nodes[i].count; k++) {
            *ENT_PUSH(w->b->arena, s->account, s->count, s->cap) = w->nodes[i].acc[k];
        }
    }
}

void ent_reconcile_cluster(const rec_block *b, rec_set **sets, uint32_t *count)
{
    work w = {.b = b};
    make_nodes(&w);
    w.sets = ent_arena_zalloc(b->arena, w.count + 1, sizeof *w.sets);
    w.parent = ent_arena_alloc(b->arena, (w.count + 1) * sizeof *w.parent);
    for (uint32_t i = 0; i < w.count; i++) {
        set *s = &w.sets[i];
        w.parent[i] = i;
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
    join_undated(&w);
    join_disputed(&w);
    join_corrected(&w);
    join_linked(&w);
    collect(&w, sets, count);
}
