/* balance.c: how balanced a signed network is, by triangles, by walks and by frustration; its
 * blocs, its unbalanced triads and the centrality of its nodes.
 *
 * Triangles: the share whose product of signs is positive (Cartwright and Harary 1956). Walks:
 * trace exp(A) over trace exp(|A|) (Estrada and Benzi 2014). Frustration: one minus twice the least
 * share of ties that must go (or change sign) for the network to split into two blocs (Harary 1959;
 * Aref and Wilson 2018). Frustration is exact where branch and bound ends within its steps, which
 * it does for some tens of nodes; else the best split found gives an upper and disjoint unbalanced
 * triangles a lower bound of the ties to remove. */
#include "relate_int.h"

#include <math.h>

#define STARTS 200
#define STEPS 20000000u   /* of branch and bound, ... */
#define VISITS 400000000u /* ... each of which looks at every node */
#define MAX_EIGEN 600u    /* nodes; beyond it walks and triads by name are left out */
#define MAX_TRIADS 5000u

typedef struct graph {
    ent_network *n;
    uint32_t *first; /* of each node's neighbours; count + 1 */
    uint32_t *to;
    double *sign;
    ent_arena scratch;
} graph;

static void lay_out(graph *g)
{
    ent_network *n = g->n;
    g->first = ent_arena_zalloc(&g->scratch, (size_t)n->node_count + 2, sizeof *g->first);
    g->to = ent_arena_alloc(&g->scratch, (2 * (size_t)n->tie_count + 1) * sizeof *g->to);
    g->sign = ent_arena_alloc(&g->scratch, (2 * (size_t)n->tie_count + 1) * sizeof *g->sign);
    for (uint32_t i = 0; i < n->tie_count; i++) {
        g->first[n->ties[i].a + 1]++;
        g->first[n->ties[i].b + 1]++;
    }
    for (uint32_t i = 0; i < n->node_count; i++) {
        g->first[i + 1] += g->first[i];
    }
    uint32_t *fill = ent_arena_alloc(&g->scratch, ((size_t)n->node_count + 1) * sizeof *fill);
    memcpy(fill, g->first, (size_t)n->node_count * sizeof *fill);
    for (uint32_t i = 0; i < n->tie_count; i++) { /* ties are sorted: so are the neighbours */
        const ent_tie *t = &n->ties[i];
        g->to[fill[t->a]] = t->b;
        g->sign[fill[t->a]++] = t->sign;
        g->to[fill[t->b]] = t->a;
        g->sign[fill[t->b]++] = t->sign;
    }
}

/* The sign of the tie between x and y; 0 where there is none. */
static double tie_between(const graph *g, uint32_t x, uint32_t y)
{
    uint32_t lo = g->first[x], hi = g->first[x + 1];
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (g->to[mid] < y) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < g->first[x + 1] && g->to[lo] == y ? g->sign[lo] : 0;
}

/* -- triangles ------------------------------------------------------------------------------ */

static void count_triangles(graph *g)
{
    ent_network *n = g->n;
    uint32_t cap = 0, balanced, all = 0;
    for (uint32_t i = 0; i < n->tie_count; i++) {
        const ent_tie *t = &n->ties[i];
        for (uint32_t k = g->first[t->b]; k < g->first[t->b + 1]; k++) {
            uint32_t c = g->to[k];
            double ac = c > t->b ? tie_between(g, t->a, c) : 0;
            if (!(ac < 0 || ac > 0)) {
                continue;
            }
            uint32_t negative = (t->sign < 0) + (g->sign[k] < 0) + (ac < 0);
            n->triangle[negative]++;
            if (negative % 2 && n->unbalanced_count < MAX_TRIADS) {
                *ENT_PUSH(&n->arena, n->unbalanced, n->unbalanced_count, cap) =
                    (ent_triad){t->a, t->b, c, t->sign, ac, g->sign[k]};
            }
        }
    }
    balanced = n->triangle[0] + n->triangle[2];
    all = balanced + n->triangle[1] + n->triangle[3];
    n->triangles = all ? (double)balanced / all : NAN;
}

/* -- walks ---------------------------------------------------------------------------------- */

/* Eigenvalues of a symmetric matrix of m rows, left on its diagonal, by cyclic Jacobi rotations. */
static void jacobi(double *x, uint32_t m)
{
    for (int sweep = 0; sweep < 60; sweep++) {
        double off = 0;
        for (uint32_t p = 0; p < m; p++) {
            for (uint32_t q = p + 1; q < m; q++) {
                off += x[p * m + q] * x[p * m + q];
            }
        }
        if (off < 1e-22) {
            return;
        }
        for (uint32_t p = 0; p < m; p++) {
            for (uint32_t q = p + 1; q < m; q++) {
                double apq = x[p * m + q];
                if (fabs(apq) < 1e-300) {
                    continue;
                }
                double theta = (x[q * m + q] - x[p * m + p]) / (2 * apq);
                double t = (theta >= 0 ? 1 : -1) / (fabs(theta) + sqrt(theta * theta + 1));
                double c = 1 / sqrt(t * t + 1), s = t * c;
                for (uint32_t k = 0; k < m; k++) {
                    double kp = x[k * m + p], kq = x[k * m + q];
                    x[k * m + p] = c * kp - s * kq;
                    x[k * m + q] = s * kp + c * kq;
                }
                for (uint32_t k = 0; k < m; k++) {
                    double pk = x[p * m + k], qk = x[q * m + k];
                    x[p * m + k] = c * pk - s * qk;
                    x[q * m + k] = s * pk + c * qk;
                }
            }
        }
    }
}

static void count_walks(graph *g)
{
    ent_network *n = g->n;
    uint32_t m = n->node_count;
    n->walk = NAN;
    if (m > MAX_EIGEN || m == 0) {
        return;
    }
    double *x = ent_arena_zalloc(&g->scratch, (size_t)m * m, sizeof *x);
    double *y = ent_arena_zalloc(&g->scratch, (size_t)m * m, sizeof *y);
    for (uint32_t i = 0; i < n->tie_count; i++) {
        const ent_tie *t = &n->ties[i];
        x[t->a * m + t->b] = x[t->b * m + t->a] = t->sign;
        y[t->a * m + t->b] = y[t->b * m + t->a] = 1;
    }
    jacobi(x, m);
    jacobi(y, m);
    double top = 0, above = 0, below = 0;
    for (uint32_t i = 0; i < m; i++) {
        top = y[i * m + i] > top ? y[i * m + i] : top;
    }
    for (uint32_t i = 0; i < m; i++) { /* scaled, so that a dense network does not overflow */
        above += exp(x[i * m + i] - top);
        below += exp(y[i * m + i] - top);
    }
    n->walk = above / below;
}

/* -- frustration ---------------------------------------------------------------------------- */

typedef struct search {
    const graph *g;
    uint32_t *order; /* nodes, each near those before it */
    double *pull;    /* of each node: sum of side * sign over its placed neighbours */
    int8_t *side, *best;
    uint32_t *weight;            /* of each node: ties to placed neighbours */
    uint32_t least, steps, most; /* most: steps */
} search;

static uint32_t frustrated(const ent_network *n, const int8_t *side)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < n->tie_count; i++) {
        const ent_tie *t = &n->ties[i];
        count += side[t->a] * side[t->b] * t->sign < 0;
    }
    return count;
}

/* Best of many descents from random sides: an upper bound. */
static void descend(search *s)
{
    const graph *g = s->g;
    uint32_t m = g->n->node_count;
    uint64_t random = 0x73696465;
    int starts = m > 1000 ? STARTS / 10 : STARTS;
    s->least = UINT32_MAX;
    for (int k = 0; k < starts; k++) {
        for (uint32_t i = 0; i < m; i++) {
            s->side[i] = k == 0 || ent_relate_random(&random) >> 63 ? 1 : -1;
        }
        for (bool moved = true; moved;) {
            moved = false;
            for (uint32_t i = 0; i < m; i++) {
                double pull = 0;
                for (uint32_t j = g->first[i]; j < g->first[i + 1]; j++) {
                    pull += s->side[g->to[j]] * g->sign[j];
                }
                if (pull * s->side[i] < 0) {
                    s->side[i] = (int8_t)-s->side[i];
                    moved = true;
                }
            }
        }
        uint32_t f = frustrated(g->n, s->side);
        if (f < s->least) {
            s->least = f;
            memcpy(s->best, s->side, m);
        }
    }
}

/* The node with most ties to those placed comes next: contradictions show early. */
static void choose_order(search *s)
{
    const graph *g = s->g;
    uint32_t m = g->n->node_count;
    uint8_t *placed = ent_calloc(m + 1, 1);
    for (uint32_t k = 0; k < m; k++) {
        uint32_t next = ENT_NONE;
        for (uint32_t i = 0; i < m; i++) {
            uint32_t degree = g->first[i + 1] - g->first[i];
            if (!placed[i] && (next == ENT_NONE || s->weight[i] > s->weight[next] ||
                               (s->weight[i] == s->weight[next] &&
                                degree > g->first[next + 1] - g->first[next]))) {
                next = i;
            }
        }
        placed[next] = 1;
        s->order[k] = next;
        for (uint32_t j = g->first[next]; j < g->first[next + 1]; j++) {
            s->weight[g->to[j]]++;
        }
    }
    free(placed);
    memset(s->weight, 0, (size_t)m * sizeof *s->weight);
}

static void place(search *s, uint32_t v, int8_t side, int sign)
{
    const graph *g = s->g;
    s->side[v] = side;
    for (uint32_t j = g->first[v]; j < g->first[v + 1]; j++) {
        s->pull[g->to[j]] += sign * side * g->sign[j];
        s->weight[g->to[j]] += (uint32_t)sign;
    }
}

/* Ties frustrated at least: those so far and, of each node to come, the smaller side. */
static uint32_t bound(const search *s, uint32_t k, uint32_t so_far)
{
    uint32_t m = s->g->n->node_count;
    for (uint32_t i = k; i < m && so_far < s->least; i++) {
        uint32_t v = s->order[i];
        so_far += (uint32_t)((s->weight[v] - fabs(s->pull[v])) / 2);
    }
    return so_far;
}

static void branch(search *s, uint32_t k, uint32_t so_far)
{
    uint32_t m = s->g->n->node_count;
    if (s->steps >= s->most || bound(s, k, so_far) >= s->least) {
        return;
    }
    s->steps++;
    if (k == m) {
        s->least = so_far;
        memcpy(s->best, s->side, m);
        return;
    }
    uint32_t v = s->order[k];
    double pull = s->pull[v];
    bool open = s->weight[v] == 0; /* first of its component: both sides are alike */
    int8_t like = pull >= 0 ? 1 : -1;
    uint32_t lost = (uint32_t)((s->weight[v] - fabs(pull)) / 2);
    uint32_t other = s->weight[v] - lost;
    place(s, v, like, 1);
    branch(s, k + 1, so_far + lost);
    place(s, v, like, -1);
    if (!open) {
        int8_t unlike = (int8_t)-like;
        place(s, v, unlike, 1);
        branch(s, k + 1, so_far + other);
        place(s, v, unlike, -1);
    }
}

/* Unbalanced triangles without a common tie: each costs one tie. */
static uint32_t disjoint_triangles(const graph *g)
{
    const ent_network *n = g->n;
    ent_map used = {0};
    ent_arena keys = {0};
    uint32_t count = 0;
    for (uint32_t i = 0; i < n->unbalanced_count; i++) {
        const ent_triad *t = &n->unbalanced[i];
        char *key[3] = {ent_arena_printf(&keys, "%u-%u", t->a, t->b),
                        ent_arena_printf(&keys, "%u-%u", t->a, t->c),
                        ent_arena_printf(&keys, "%u-%u", t->b, t->c)};
        bool is_free = true;
        for (int j = 0; j < 3; j++) {
            is_free = is_free && ent_map_get(&used, key[j], strlen(key[j])) == ENT_NONE;
        }
        for (int j = 0; is_free && j < 3; j++) {
            ent_map_set(&used, key[j], strlen(key[j]), 1);
        }
        count += is_free;
    }
    ent_map_free(&used);
    ent_arena_free(&keys);
    return count;
}

static void count_frustration(graph *g)
{
    ent_network *n = g->n;
    size_t m = (size_t)n->node_count + 1;
    search s = {.g = g};
    s.order = ent_arena_zalloc(&g->scratch, m, sizeof *s.order);
    s.pull = ent_arena_zalloc(&g->scratch, m, sizeof *s.pull);
    s.side = ent_arena_zalloc(&g->scratch, m, sizeof *s.side);
    s.best = ent_arena_zalloc(&g->scratch, m, sizeof *s.best);
    s.weight = ent_arena_zalloc(&g->scratch, m, sizeof *s.weight);
    descend(&s);
    n->frustration_bound = disjoint_triangles(g);
    n->frustration_exact = s.least == n->frustration_bound;
    if (!n->frustration_exact && n->node_count <= MAX_EIGEN) {
        choose_order(&s);
        s.most = n->node_count > VISITS / STEPS ? VISITS / n->node_count : STEPS;
        branch(&s, 0, 0);
        n->frustration_exact = s.steps < s.most;
    }
    n->frustration_edges = s.least;
    n->frustration_bound = n->frustration_exact ? s.least : n->frustration_bound;
    n->frustration = n->tie_count ? 1 - 2.0 * s.least / n->tie_count : NAN;
    /* the first node of the network is in the first bloc */
    for (uint32_t i = 0; i < n->node_count; i++) {
        n->nodes[i].bloc = s.best[i] == s.best[0] ? 0 : 1;
    }
}

/* -- centrality ----------------------------------------------------------------------------- */

/* The leading eigenvector of |A| + I, by iteration: the identity keeps bipartite networks still. */
static void measure_centrality(graph *g)
{
    ent_network *n = g->n;
    uint32_t m = n->node_count;
    double *v = ent_arena_alloc(&g->scratch, ((size_t)m + 1) * sizeof *v);
    double *next = ent_arena_alloc(&g->scratch, ((size_t)m + 1) * sizeof *next), change = 1;
    for (uint32_t i = 0; i < m; i++) {
        v[i] = 1;
    }
    for (int k = 0; k < 1000 && change > 1e-10; k++) {
        double top = 0;
        for (uint32_t i = 0; i < m; i++) {
            next[i] = v[i];
            for (uint32_t j = g->first[i]; j < g->first[i + 1]; j++) {
                next[i] += v[g->to[j]];
            }
            top = next[i] > top ? next[i] : top;
        }
        change = 0;
        for (uint32_t i = 0; i < m; i++) {
            change = fabs(next[i] / top - v[i]) > change ? fabs(next[i] / top - v[i]) : change;
            v[i] = next[i] / top;
        }
    }
    for (uint32_t i = 0; i < m; i++) {
        n->nodes[i].centrality = v[i];
    }
}

void ent_relate_measure_balance(ent_network *n)
{
    graph g = {.n = n};
    lay_out(&g);
    count_triangles(&g);
    count_walks(&g);
    if (n->node_count) {
        count_frustration(&g);
        measure_centrality(&g);
    } else {
        n->frustration = NAN;
    }
    ent_arena_free(&g.scratch);
}
