/* tree.c: maximum arborescence by Chu-Liu and Edmonds, with one root.
 *
 * In: a matrix of arc scores. Out: heads. Greedy heads are taken where they are a tree already
 * (most sentences); else cycles are contracted one by one, each in O(n^2). Edges out of the root
 * are charged so much that the best tree has one of them. No allocation. */
#include "parse/tree.h"

#include <string.h>

#define ROOT_COST 4096.0f /* above any sum of score differences that could buy a second root */

#define SCORE_MAX 1000.0f

struct work {
    float *s;            /* dependent x head */
    uint16_t *from, *to; /* the words an edge of contracted nodes stands for */
    uint16_t *id;        /* of a slot: its node, a word or a contracted cycle */
    uint16_t *best;      /* of a slot: slot of the head chosen */
    uint8_t *live;       /* slot not swallowed by a cycle */
    uint16_t *parent;    /* of a node: the cycle it was swallowed by; 0 none */
    uint16_t *edge_from; /* of a node: its chosen edge */
    uint16_t *edge_to;
    uint8_t *mark;
    size_t width; /* n + 1 */
};

size_t ent_parse_tree_room(size_t n)
{
    size_t w = n + 1;
    return 2 * w * w * sizeof(uint16_t) + w * (2 * sizeof(uint16_t) + 2) +
           2 * w * 3 * sizeof(uint16_t) + 64;
}

static void set_up(struct work *k, float *score, size_t n, void *room)
{
    size_t w = n + 1;
    uint16_t *p = room;
    k->s = score;
    k->width = w;
    k->from = p;
    p += w * w;
    k->to = p;
    p += w * w;
    k->id = p;
    p += w;
    k->best = p;
    p += w;
    k->parent = p;
    p += 2 * w;
    k->edge_from = p;
    p += 2 * w;
    k->edge_to = p;
    p += 2 * w;
    k->live = (uint8_t *)p;
    k->mark = k->live + w;
    memset(k->parent, 0, 2 * w * sizeof *k->parent);
    for (size_t d = 0; d < w; d++) {
        k->id[d] = (uint16_t)d;
        k->live[d] = 1;
        for (size_t h = 0; h < w; h++) {
            k->from[d * w + h] = (uint16_t)h;
            k->to[d * w + h] = (uint16_t)d;
            /* not finite only where weights are none: still a tree */
            float *x = &score[d * w + h];
            *x = !(*x > -SCORE_MAX) ? -SCORE_MAX : *x > SCORE_MAX ? SCORE_MAX : *x;
        }
        score[d * w] -= ROOT_COST;
    }
}

static void choose(struct work *k, size_t d)
{
    const float *row = k->s + d * k->width;
    size_t best = 0;
    float top = row[0];
    for (size_t h = 1; h < k->width; h++) {
        if (k->live[h] && h != d && row[h] > top) {
            top = row[h];
            best = h;
        }
    }
    k->best[d] = (uint16_t)best;
}

/* A slot on a cycle of chosen heads, or 0. */
static size_t find_cycle(struct work *k)
{
    memset(k->mark, 0, k->width);
    for (size_t d = 1; d < k->width; d++) {
        size_t x = d;
        if (!k->live[d] || k->mark[d])
            continue;
        while (x && !k->mark[x]) {
            k->mark[x] = 1;
            x = k->best[x];
        }
        if (x && k->mark[x] == 1)
            return x;
        for (x = d; x && k->mark[x] == 1; x = k->best[x])
            k->mark[x] = 2;
    }
    return 0;
}

/* Makes the cycle through slot r one node, which lives on in slot r. */
static void contract(struct work *k, size_t r, uint16_t node)
{
    size_t w = k->width, x = r;
    memset(k->mark, 0, w);
    do {
        uint16_t me = k->id[x];
        size_t e = x * w + k->best[x];
        k->mark[x] = 3;
        k->parent[me] = node;
        k->edge_from[me] = k->from[e];
        k->edge_to[me] = k->to[e];
        /* what an edge into x gains over the cycle's own edge */
        float own = k->s[e];
        for (size_t h = 0; h < w; h++)
            k->s[x * w + h] -= own;
        x = k->best[x];
    } while (x != r);
    for (size_t o = 0; o < w; o++) {
        if (!k->live[o] || k->mark[o] == 3)
            continue;
        for (x = k->best[r]; x != r; x = k->best[x]) {
            if (k->s[x * w + o] > k->s[r * w + o]) {
                k->s[r * w + o] = k->s[x * w + o];
                k->from[r * w + o] = k->from[x * w + o];
                k->to[r * w + o] = k->to[x * w + o];
            }
            if (k->s[o * w + x] > k->s[o * w + r]) {
                k->s[o * w + r] = k->s[o * w + x];
                k->from[o * w + r] = k->from[o * w + x];
                k->to[o * w + r] = k->to[o * w + x];
            }
        }
    }
    for (x = k->best[r]; x != r; x = k->best[x])
        k->live[x] = 0;
    k->id[r] = node;
}

static void contract_all(uint32_t *head, struct work *k, size_t n)
{
    size_t w = k->width, r;
    uint16_t node = (uint16_t)w;
    for (size_t d = 1; d < w; d++)
        choose(k, d);
    while ((r = find_cycle(k)) != 0) {
        contract(k, r, node++);
        /* heads inside the new node now mean the node; its own is chosen anew */
        for (size_t d = 1; d < w; d++)
            if (k->live[d] && (d == r || !k->live[k->best[d]] || k->best[d] == r))
                choose(k, d);
    }
    for (size_t d = 1; d < w; d++) {
        if (!k->live[d])
            continue;
        size_t e = d * w + k->best[d];
        k->edge_from[k->id[d]] = k->from[e];
        k->edge_to[k->id[d]] = k->to[e];
    }
    /* open the cycles, the latest first: the edge into one replaces the edge of the member it
     * enters */
    for (uint16_t c = node; c-- > w;) {
        uint16_t x = k->edge_to[c];
        while (k->parent[x] != c)
            x = k->parent[x];
        k->edge_from[x] = k->edge_from[c];
        k->edge_to[x] = k->edge_to[c];
    }
    uint32_t root = 0;
    for (size_t d = 1; d <= n; d++) {
        head[d] = k->edge_from[d];
        if (!head[d] && root)
            head[d] = root; /* scores so far apart that a second root paid */
        else if (!head[d])
            root = (uint32_t)d;
    }
}

/* Whether greedy heads make a tree with one root. */
static int greedy(uint32_t *head, const float *score, size_t n)
{
    size_t w = n + 1, roots = 0;
    for (size_t d = 1; d <= n; d++) {
        size_t best = 0;
        const float *row = score + d * w;
        float top = row[0];
        for (size_t h = 1; h <= n; h++) {
            if (h != d && row[h] > top) {
                top = row[h];
                best = h;
            }
        }
        head[d] = (uint32_t)best;
        roots += best == 0;
    }
    if (roots != 1)
        return 0;
    uint8_t ok[ENT_TREE_MAX + 1] = {1};
    for (size_t d = 1; d <= n; d++) {
        size_t x = d, steps = 0;
        while (!ok[x] && steps++ <= n)
            x = head[x];
        if (!ok[x])
            return 0;
        for (x = d; !ok[x]; x = head[x])
            ok[x] = 1;
    }
    return 1;
}

void ent_parse_tree(uint32_t *head, float *score, size_t n, void *room)
{
    struct work k;
    if (n > ENT_TREE_MAX || greedy(head, score, n))
        return;
    set_up(&k, score, n, room);
    contract_all(head, &k, n);
}
