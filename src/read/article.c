/* article.c: which blocks of a page are the article.
 *
 * In: ent_page with blocks and metadata. Out: their roles. Two forests of small decision trees
 * (data/read/article.weights, made by tools/train/article_train.c): the first looks at a block, the
 * second at the block and at what the first said of those around it.
 */
#include "article.h"

#include "base/table.h"

float ent_article_score(const ent_forest *f, const float *x, const float *y, uint32_t nx)
{
    float sum = 0;
    for (uint32_t t = 0; t < f->tree_count; t++) {
        const ent_tree_node *tree = f->nodes + f->first[t];
        const ent_tree_node *n = tree;
        while (n->feature >= 0) {
            uint32_t k = (uint32_t)n->feature;
            float v = k < nx ? x[k] : y[k - nx];
            n = tree + n->left + (v < n->value ? 0 : 1);
        }
        sum += n->value;
    }
    return sum;
}

/* exp(-x) to a few digits without the C library's, whose last bit differs between machines. */
static float sigmoid(float x)
{
    float a = x < 0 ? -x : x;
    float d = 1.0f + a * (1.0f / 64.0f); /* (1 + a/64)^64 */
    for (int i = 0; i < 6; i++) {
        d *= d;
    }
    float p = d / (1.0f + d);
    return x < 0 ? 1.0f - p : p;
}

static bool load(ent_arena *a, ent_forest forest[2], uint32_t features, float *threshold)
{
    size_t n;
    const char *s = ent_embedded("read/article.weights", &n);
    uint32_t head[4], at = 24;
    if (!s || n < 24 || memcmp(s, "ENTART1\n", 8) != 0) {
        return false;
    }
    memcpy(head, s + 8, sizeof head);
    memcpy(threshold, s + 12, sizeof *threshold);
    if (head[0] != features) {
        return false;
    }
    for (int k = 0; k < 2; k++) {
        uint32_t trees = head[2 + k];
        size_t size = (trees + 1) * sizeof(uint32_t);
        if (trees > 10000 || at + size > n) {
            return false;
        }
        uint32_t *first = ent_arena_alloc(a, size);
        memcpy(first, s + at, size);
        at += (uint32_t)size;
        size = first[trees] * sizeof(ent_tree_node);
        if (first[trees] > 1000000 || at + size > n) {
            return false;
        }
        ent_tree_node *nodes = ent_arena_alloc(a, size + 1);
        memcpy(nodes, s + at, size);
        at += (uint32_t)size;
        forest[k] = (ent_forest){trees, first, nodes};
    }
    return true;
}

void ent_read_article(ent_page *p)
{
    article a = {.p = p};
    ent_forest forest[2];
    float threshold;
    ent_article_features(&a);
    if (!load(p->arena, forest, a.feature_count, &threshold)) {
        for (uint32_t i = 0; i < p->block_count; i++) { /* only while no trees are trained */
            p->blocks[i].role = a.briefs[i].prose && p->blocks[i].first > a.top &&
                                p->blocks[i].first < p->tree.nodes[a.top].end;
        }
        return;
    }
    uint32_t n = p->block_count;
    float *prob = ent_arena_alloc(p->arena, (n + 1) * sizeof *prob);
    float *context = ent_arena_alloc(p->arena, (size_t)(n + 1) * ENT_CONTEXT * sizeof *context);
    for (uint32_t i = 0; i < n; i++) {
        const float *x = a.features + (size_t)i * ENT_FEATURES;
        prob[i] = sigmoid(ent_article_score(&forest[0], x, NULL, a.feature_count));
    }
    ent_article_context(&a, prob, context);
    for (uint32_t i = 0; i < n; i++) {
        const float *x = a.features + (size_t)i * ENT_FEATURES;
        const float *y = context + (size_t)i * ENT_CONTEXT;
        p->blocks[i].score = sigmoid(ent_article_score(&forest[1], x, y, a.feature_count));
        p->blocks[i].role = p->blocks[i].score >= threshold ? ENT_HROLE_BODY : ENT_HROLE_NONE;
    }
}
