/* event_forest.c: gradient boosting of the trees in src/event/forest.c: logistic loss, all numbers
 * already in bytes, whole levels at a time. The same samples give the same trees. */
#include "event_train.h"

typedef struct cell {
    double g, h;
} cell;

static double gain_of(double g, double h, double lambda)
{
    return g * g / (h + lambda);
}

/* Best split of each node of a level. */
static void level(const forest_sample *s, uint32_t n, const uint32_t *node, const double *g,
                  const double *h, const forest_options *o, ent_tree *t, uint32_t first,
                  uint32_t nodes, const uint8_t *use)
{
    cell *hist = ent_calloc((size_t)nodes * 256, sizeof *hist);
    double *best = ent_calloc(nodes, sizeof *best);
    for (uint32_t f = 0; f < ENT_NUMBERS; f++) {
        if (!use[f]) {
            continue;
        }
        memset(hist, 0, (size_t)nodes * 256 * sizeof *hist);
        for (uint32_t i = 0; i < n; i++) {
            if (node[i] == ENT_NONE) {
                continue;
            }
            cell *c = &hist[(size_t)(node[i] - first) * 256 + s[i].x[f]];
            c->g += g[i];
            c->h += h[i];
        }
        for (uint32_t k = 0; k < nodes; k++) {
            double G = 0, H = 0, lg = 0, lh = 0;
            for (uint32_t b = 0; b < 256; b++) {
                G += hist[k * 256 + b].g;
                H += hist[k * 256 + b].h;
            }
            for (uint32_t b = 0; b < 255; b++) {
                lg += hist[k * 256 + b].g;
                lh += hist[k * 256 + b].h;
                if (lh < o->least || H - lh < o->least) {
                    continue;
                }
                double gain = gain_of(lg, lh, o->lambda) + gain_of(G - lg, H - lh, o->lambda) -
                              gain_of(G, H, o->lambda);
                if (gain > best[k] + 1e-9) {
                    best[k] = gain;
                    t->feature[first + k] = (uint8_t)f;
                    t->cut[first + k] = (uint8_t)b;
                }
            }
        }
    }
    free(hist);
    free(best);
}

static uint32_t rnd(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

void forest_fit(ent_forest *out, const forest_sample *all, uint32_t count, const forest_options *o,
                const uint32_t *fold, uint32_t held)
{
    forest_sample *s = ent_calloc(count + 1u, sizeof *s);
    uint32_t n = 0, state = o->seed;
    double pos = 0, total = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (held == ENT_NONE || fold[all[i].doc] != held) {
            s[n++] = all[i];
            pos += all[i].right ? (double)all[i].weight : 0;
            total += (double)all[i].weight;
        }
    }
    memset(out, 0, sizeof *out);
    out->base = log(pos / (total - pos));
    out->tree = ent_calloc(o->trees, sizeof *out->tree);
    double *score = ent_calloc(n + 1u, sizeof *score), *g = ent_calloc(n + 1u, sizeof *g);
    double *h = ent_calloc(n + 1u, sizeof *h);
    uint32_t *node = ent_calloc(n + 1u, sizeof *node);
    uint8_t *in = ent_calloc(n + 1u, 1);
    for (uint32_t i = 0; i < n; i++) {
        score[i] = out->base;
    }
    for (uint32_t r = 0; r < o->trees; r++) {
        ent_tree *t = &out->tree[out->count++];
        uint8_t use[ENT_NUMBERS];
        for (uint32_t f = 0; f < ENT_NUMBERS; f++) {
            use[f] = rnd(&state) % 100 < o->columns;
        }
        memset(t->cut, 255, sizeof t->cut);
        for (uint32_t i = 0; i < n; i++) {
            double p = 1 / (1 + exp(-score[i]));
            in[i] = rnd(&state) % 100 < o->rows;
            g[i] = (double)s[i].weight * (p - s[i].right);
            h[i] = (double)s[i].weight * p * (1 - p);
            node[i] = in[i] ? 0 : ENT_NONE;
        }
        for (uint32_t d = 0; d < ENT_TREE_DEPTH; d++) {
            uint32_t first = (1u << d) - 1;
            level(s, n, node, g, h, o, t, first, 1u << d, use);
            for (uint32_t i = 0; i < n; i++) {
                if (node[i] != ENT_NONE) {
                    node[i] = node[i] * 2 + 1 + (s[i].x[t->feature[node[i]]] > t->cut[node[i]]);
                }
            }
        }
        uint32_t first = (1u << ENT_TREE_DEPTH) - 1;
        cell leaf[1 << ENT_TREE_DEPTH] = {{0, 0}};
        for (uint32_t i = 0; i < n; i++) {
            if (node[i] != ENT_NONE) {
                leaf[node[i] - first].g += g[i];
                leaf[node[i] - first].h += h[i];
            }
        }
        for (uint32_t k = 0; k < 1u << ENT_TREE_DEPTH; k++) {
            double w = -leaf[k].g / (leaf[k].h + o->lambda) * o->rate * 1000;
            t->leaf[k] = (int16_t)lround(w > 30000 ? 30000 : w < -30000 ? -30000 : w);
        }
        for (uint32_t i = 0; i < n; i++) {
            uint32_t at = 0;
            for (uint32_t d = 0; d < ENT_TREE_DEPTH; d++) {
                at = at * 2 + 1 + (s[i].x[t->feature[at]] > t->cut[at]);
            }
            score[i] += t->leaf[at - first] / 1000.0;
        }
    }
    free(score);
    free(g);
    free(h);
    free(node);
    free(in);
    free(s);
}
