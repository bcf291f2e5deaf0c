/* net.c: the network, run forward (see net.h).
 *
 * Sentences of a batch lie time-major, longest first: row off[t] + b is position t of sentence b,
 * and position 0 is the root. One step of all sentences is then one product. Vectors between layers
 * are bytes, sums are integers, so the result is the same on every machine. */
#include "parse/net.h"

#include "parse/tree.h"

#include <string.h>

struct batch {
    const struct ent_net *net;
    const struct ent_kernels *k;
    struct ent_net_sent s[ENT_NET_SENTS]; /* longest first */
    uint32_t count, rows, steps;
    uint32_t off[ENT_NET_WORDS + 2];
    uint32_t act[ENT_NET_WORDS + 2]; /* sentences that reach a step */
    uint32_t *rev;                   /* row -> row counted from its sentence's end */
    float *ones;                     /* 1/127: the scale of LSTM outputs */
    uint8_t *x;                      /* rows x input */
    float *xs;
    uint8_t *xr; /* the same in reverse order; later, inputs of small layers */
    float *xrs;
    uint8_t *h[2]; /* outputs of the layers */
    uint8_t *prev; /* h of the step before, in place for the product */
    float *g;      /* rows x 4h */
    float *c;      /* cells of the sentences */
    float *mlp, *du, *small, *tall, *score;
    void *tree;
};

static size_t max_size(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Lays the working memory out; with room NULL, only counts it. */
static size_t lay_out(struct batch *b, const struct ent_net *n, char *room)
{
    size_t at = 0, rows = ENT_NET_ROWS, h = (size_t)n->d.h, in = (size_t)(n->d.dw + n->d.ds);
    size_t words = ENT_NET_WORDS + 1, wide = (words + 15) / 16 * 16;
    size_t bytes = max_size(max_size(in, 2 * h), (size_t)(2 * n->d.l));
#define TAKE(field, size)                                                                          \
    do {                                                                                           \
        if (room)                                                                                  \
            (b->field) = (void *)(room + at);                                                      \
        at += ((size) + 63) / 64 * 64;                                                             \
    } while (0)
    TAKE(rev, rows * sizeof(uint32_t));
    TAKE(ones, rows * sizeof(float));
    TAKE(x, rows * in);
    TAKE(xs, rows * sizeof(float));
    TAKE(xr, rows * bytes);
    TAKE(xrs, rows * sizeof(float));
    TAKE(h[0], rows * 2 * h);
    TAKE(h[1], rows * 2 * h);
    TAKE(prev, rows * h);
    TAKE(g, rows * 4 * h * sizeof(float));
    TAKE(c, ENT_NET_SENTS * h * sizeof(float));
    TAKE(mlp, rows * n->mlp.m * sizeof(float));
    TAKE(du, rows * n->arc.m * sizeof(float));
    TAKE(small, rows * max_size(n->tag.m, n->rel.m) * sizeof(float));
    TAKE(tall, wide * (size_t)n->d.a * sizeof(float));
    TAKE(score, words * wide * sizeof(float));
    TAKE(tree, ent_parse_tree_room(words));
#undef TAKE
    return at;
}

size_t ent_parse_net_room(const struct ent_net *net)
{
    return lay_out(NULL, net, NULL) + 64;
}

static void plan(struct batch *b, const struct ent_net_sent *s, uint32_t count)
{
    b->count = count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t j = i;
        for (; j > 0 && b->s[j - 1].n < s[i].n; j--)
            b->s[j] = b->s[j - 1];
        b->s[j] = s[i];
    }
    b->steps = b->s[0].n + 1;
    b->rows = 0;
    for (uint32_t t = 0; t < b->steps; t++) {
        uint32_t act = 0;
        while (act < count && b->s[act].n + 1 > t)
            act++;
        b->off[t] = b->rows;
        b->act[t] = act;
        b->rows += act;
    }
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t t = 0; t <= b->s[i].n; t++)
            b->rev[b->off[t] + i] = b->off[b->s[i].n - t] + i;
    for (uint32_t r = 0; r < b->rows; r++)
        b->ones[r] = 1.0f / 127.0f;
}

static void embed(struct batch *b)
{
    const struct ent_net *n = b->net;
    size_t dw = (size_t)n->d.dw, ds = (size_t)n->d.ds, in = dw + ds;
    float *x = b->mlp; /* free at this time, and wide enough: checked on opening */
    for (uint32_t i = 0; i < b->count; i++)
        for (uint32_t t = 0; t <= b->s[i].n; t++) {
            size_t row = b->off[t] + i;
            const struct ent_net_word *w = t ? &b->s[i].word[t - 1] : NULL;
            size_t id = w ? w->known : 1;
            memset(x, 0, in * sizeof *x);
            b->k->add_row(x, n->ew + id * dw, n->ews[id], dw);
            for (uint32_t q = 0; w && q < w->nsub; q++)
                b->k->add_row(x + dw, n->es + (size_t)w->sub[q] * ds, n->ess[w->sub[q]], ds);
            b->xs[row] = b->k->quantise(b->x + row * in, x, in);
        }
}

static void lstm(struct batch *b, int layer, int dir)
{
    const struct ent_net *n = b->net;
    size_t h = (size_t)n->d.h, in = layer ? 2 * h : (size_t)(n->d.dw + n->d.ds);
    const uint8_t *x = layer ? b->h[0] : b->x;
    const float *xs = layer ? b->ones : b->xs;
    if (dir) {
        for (uint32_t r = 0; r < b->rows; r++) {
            memcpy(b->xr + r * in, x + b->rev[r] * in, in);
            b->xrs[r] = xs[b->rev[r]];
        }
        x = b->xr;
        xs = b->xrs;
    }
    b->k->product(b->g, 4 * h, x, in, xs, b->rows, &n->wx[layer][dir], 0);
    memset(b->c, 0, b->count * h * sizeof *b->c);
    for (uint32_t t = 0; t < b->steps; t++) {
        size_t r0 = b->off[t];
        if (t)
            b->k->product(b->g + r0 * 4 * h, 4 * h, b->prev, h, b->ones, b->act[t],
                          &n->wh[layer][dir], 1);
        for (uint32_t i = 0; i < b->act[t]; i++) {
            size_t r = r0 + i, to = dir ? b->rev[r] : r;
            b->k->cell(b->g + r * 4 * h, b->c + i * h, b->prev + i * h, h);
            memcpy(b->h[layer] + to * 2 * h + (dir ? h : 0), b->prev + i * h, h);
        }
    }
}

/* One of the dense layer's five parts as bytes. */
static void part(struct batch *b, size_t at, size_t width)
{
    for (uint32_t r = 0; r < b->rows; r++)
        b->xrs[r] = b->k->quantise(b->xr + r * width, b->mlp + r * b->net->mlp.m + at, width);
}

static void tags(struct batch *b)
{
    const struct ent_net *n = b->net;
    size_t t = (size_t)n->d.t, at = (size_t)(2 * n->d.a + 2 * n->d.l);
    part(b, at, t);
    b->k->product(b->small, n->tag.m, b->xr, t, b->xrs, b->rows, &n->tag, 0);
    for (uint32_t i = 0; i < b->count; i++)
        for (uint32_t p = 1; p <= b->s[i].n; p++)
            b->s[i].word[p - 1].tag =
                b->k->argmax(b->small + (b->off[p] + i) * (size_t)n->tag.m, (size_t)n->d.ntag);
}

static void heads(struct batch *b, uint32_t i)
{
    const struct ent_net *n = b->net;
    size_t a = (size_t)n->d.a, len = b->s[i].n + 1, ld = (len + 15) / 16 * 16;
    uint32_t head[ENT_NET_WORDS + 1];
    float row[(ENT_NET_WORDS + 16) / 16 * 16];
    for (size_t p = 0; p < ld; p++) {
        const float *hd = b->mlp + (p < len ? b->off[p] + i : 0) * (size_t)n->mlp.m + a;
        for (size_t j = 0; j < a; j++)
            b->tall[j * ld + p] = p < len ? hd[j] : 0.0f;
    }
    memset(b->score, 0, len * sizeof *b->score);
    for (size_t p = 1; p < len; p++) {
        b->k->scores(row, b->du + (b->off[p] + i) * (size_t)n->arc.m, b->tall, a, ld);
        memcpy(b->score + p * len, row, len * sizeof *row);
    }
    ent_parse_tree(head, b->score, len - 1, b->tree);
    for (size_t p = 1; p < len; p++)
        b->s[i].word[p - 1].head = head[p];
}

/* The best relation; "root" belongs to the root and to nothing else. */
static uint32_t best_rel(const struct ent_net *n, const float *y, uint32_t head)
{
    uint32_t best = n->root_rel == 0 ? 1 : 0;
    if (!head)
        return n->root_rel;
    for (uint32_t j = 0; j < (uint32_t)n->d.nrel; j++)
        if (j != n->root_rel && y[j] > y[best])
            best = j;
    return best;
}

static void relations(struct batch *b)
{
    const struct ent_net *n = b->net;
    size_t l = (size_t)n->d.l, at = 2 * (size_t)n->d.a, m = n->mlp.m;
    float *z = b->du; /* used up by now; 2l <= its width is checked on opening */
    for (uint32_t i = 0; i < b->count; i++)
        for (uint32_t p = 1; p <= b->s[i].n; p++) {
            size_t row = b->off[p] + i;
            const float *d = b->mlp + row * m + at;
            const float *hd = b->mlp + (b->off[b->s[i].word[p - 1].head] + i) * m + at + l;
            b->k->pair(z, d, hd, l);
            b->xrs[row] = b->k->quantise(b->xr + row * 2 * l, z, 2 * l);
        }
    for (uint32_t r = 0; r < b->count; r++) { /* the roots' rows, which nobody reads */
        memset(b->xr + r * 2 * l, 128, 2 * l);
        b->xrs[r] = 0.0f;
    }
    b->k->product(b->small, n->rel.m, b->xr, 2 * l, b->xrs, b->rows, &n->rel, 0);
    for (uint32_t i = 0; i < b->count; i++)
        for (uint32_t p = 1; p <= b->s[i].n; p++) {
            struct ent_net_word *w = &b->s[i].word[p - 1];
            w->rel = best_rel(n, b->small + (b->off[p] + i) * (size_t)n->rel.m, w->head);
        }
}

void ent_parse_net_run(const struct ent_net *net, const struct ent_kernels *k,
                       const struct ent_net_sent *sents, uint32_t count, void *room)
{
    struct batch b = {.net = net, .k = k};
    char *p = room;
    p += (64 - (uintptr_t)p % 64) % 64;
    lay_out(&b, net, p);
    plan(&b, sents, count);
    embed(&b);
    for (int layer = 0; layer < 2; layer++)
        for (int dir = 0; dir < 2; dir++)
            lstm(&b, layer, dir);
    size_t h = (size_t)net->d.h, m = net->mlp.m, a = (size_t)net->d.a;
    k->product(b.mlp, m, b.h[1], 2 * h, b.ones, b.rows, &net->mlp, 0);
    k->leak(b.mlp, b.rows * m);
    tags(&b);
    part(&b, 0, a);
    k->product(b.du, net->arc.m, b.xr, a, b.xrs, b.rows, &net->arc, 0);
    for (uint32_t i = 0; i < count; i++)
        heads(&b, i);
    relations(&b);
}
