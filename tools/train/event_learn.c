/* event_learn.c: logistic regression, softmax over classes and softmax over options, by AdaGrad in
 * a fixed order: the same samples give the same weights. */
#include "event_train.h"

typedef struct table { /* key -> slot; open addressing */
    uint32_t mask, count;
    uint32_t *key, *docs, *last;
    float *w, *g, *total;
} table;

static uint32_t slot(table *t, uint32_t key)
{
    uint32_t i = (key * 0x9E3779B1u) & t->mask;
    while (t->key[i] && t->key[i] != key) {
        i = (i + 1) & t->mask;
    }
    return i;
}

static void make_table(table *t, uint32_t size)
{
    memset(t, 0, sizeof *t);
    uint32_t n = 1024;
    while (n < size * 2) {
        n *= 2;
    }
    t->mask = n - 1;
    t->key = ent_calloc(n, sizeof *t->key);
    t->docs = ent_calloc(n, sizeof *t->docs);
    t->last = ent_calloc(n, sizeof *t->last);
}

static void free_table(table *t)
{
    free(t->key);
    free(t->docs);
    free(t->last);
}

typedef struct learner {
    const fit_options *o;
    table t;
    float *w, *g, *sum; /* slots * classes */
    uint32_t k;
    double step;
} learner;

static double score(const learner *l, const sample *s, uint32_t c)
{
    double x = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        x += (double)l->w[(size_t)s->feat[i] * l->k + c];
    }
    return x;
}

static void update(learner *l, const sample *s, uint32_t c, double grad)
{
    for (uint32_t i = 0; i < s->n; i++) {
        size_t at = (size_t)s->feat[i] * l->k + c;
        double g = grad + l->o->l2 * (double)l->w[at];
        l->g[at] += (float)(g * g);
        l->w[at] -= (float)(l->o->rate * g / (1e-6 + sqrt((double)l->g[at])));
    }
}

static void one(learner *l, const sample *s)
{
    double p[64];
    if (l->k == 1) {
        double x = score(l, s, 0);
        double y = s->right & 1 ? 1 : 0;
        update(l, s, 0, (double)s->weight * (1 / (1 + exp(-x)) - y));
        return;
    }
    double top = -1e9, all = 0, right = 0;
    for (uint32_t c = 0; c < l->k; c++) {
        p[c] = score(l, s, c);
        top = p[c] > top ? p[c] : top;
    }
    for (uint32_t c = 0; c < l->k; c++) {
        p[c] = exp(p[c] - top);
        all += p[c];
        right += (s->right >> c) & 1 ? p[c] : 0;
    }
    if (right <= 0) {
        return;
    }
    for (uint32_t c = 0; c < l->k; c++) {
        double q = (s->right >> c) & 1 ? p[c] / right : 0;
        double grad = (double)s->weight * (p[c] / all - q);
        if (fabs(grad) > 1e-4) {
            update(l, s, c, grad);
        }
    }
}

/* Options of one choice: samples of one group, softmax over them. */
static void group(learner *l, const sample *s, uint32_t n)
{
    double p[ENT_WHEN_MAX], top = -1e9, all = 0, right = 0;
    for (uint32_t i = 0; i < n; i++) {
        p[i] = score(l, &s[i], 0);
        top = p[i] > top ? p[i] : top;
    }
    for (uint32_t i = 0; i < n; i++) {
        p[i] = exp(p[i] - top);
        all += p[i];
        right += s[i].right & 1 ? p[i] : 0;
    }
    if (right <= 0) {
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        double q = s[i].right & 1 ? p[i] / right : 0;
        update(l, &s[i], 0, (double)s[i].weight * (p[i] / all - q));
    }
}

static uint32_t rnd(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

void fit(ent_model *m, const sample *in, uint32_t n, const fit_options *o, const uint32_t *fold,
         uint32_t out)
{
    uint32_t total = 0, kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        total += in[i].n;
    }
    learner l = {.o = o, .k = o->class_count};
    make_table(&l.t, total / 4 + 1000);
    sample *s = ent_calloc(n + 1u, sizeof *s);
    for (uint32_t i = 0; i < n; i++) {
        if (out != ENT_NONE && fold[in[i].doc] == out) {
            continue;
        }
        s[kept++] = in[i];
        for (uint32_t j = 0; j < in[i].n; j++) {
            uint32_t at = slot(&l.t, in[i].feat[j]);
            if (!l.t.key[at]) {
                if (++l.t.count * 10 > l.t.mask * 9) {
                    fprintf(stderr, "too many features\n");
                    exit(1);
                }
                l.t.key[at] = in[i].feat[j];
            }
            if (l.t.last[at] != in[i].doc + 1) {
                l.t.last[at] = in[i].doc + 1;
                l.t.docs[at]++;
            }
        }
    }
    uint32_t *number = ent_calloc(l.t.mask + 1u, sizeof *number), features = 0;
    for (uint32_t i = 0; i <= l.t.mask; i++) {
        number[i] = l.t.key[i] && l.t.docs[i] >= o->min_docs ? features++ : ENT_NONE;
    }
    uint32_t *feat = ent_calloc(total + 1u, sizeof *feat), used = 0;
    for (uint32_t i = 0; i < kept; i++) {
        uint32_t from = used;
        for (uint32_t j = 0; j < s[i].n; j++) {
            uint32_t k = number[slot(&l.t, s[i].feat[j])];
            if (k != ENT_NONE) {
                feat[used++] = k;
            }
        }
        s[i].feat = feat + from;
        s[i].n = used - from;
    }
    l.w = ent_calloc((size_t)features * l.k + 1, sizeof *l.w);
    l.g = ent_calloc((size_t)features * l.k + 1, sizeof *l.g);
    uint32_t *order = ent_calloc(kept + 1u, sizeof *order), units = 0;
    for (uint32_t i = 0; i < kept; i++) {
        if (!o->grouped || !i || s[i].group != s[i - 1].group) {
            order[units++] = i;
        }
    }
    /* choices are few: the mean of the later rounds depends less on their order than the last */
    double *mean = o->grouped ? ent_calloc((size_t)features * l.k + 1, sizeof *mean) : NULL;
    uint32_t state = 12345;
    for (int e = 0; e < o->epochs; e++) {
        for (uint32_t i = units; i > 1; i--) {
            uint32_t k = rnd(&state) % i, t = order[i - 1];
            order[i - 1] = order[k];
            order[k] = t;
        }
        for (uint32_t i = 0; i < units; i++) {
            uint32_t at = order[i];
            if (!o->grouped) {
                one(&l, &s[at]);
                continue;
            }
            uint32_t end = at;
            while (end < kept && s[end].group == s[at].group) {
                end++;
            }
            group(&l, &s[at], end - at);
        }
        for (size_t i = 0; mean && e >= o->epochs / 3 && i < (size_t)features * l.k; i++) {
            mean[i] += (double)l.w[i] / (o->epochs - o->epochs / 3);
        }
    }
    for (size_t i = 0; mean && i < (size_t)features * l.k; i++) {
        l.w[i] = (float)mean[i];
    }
    free(mean);
    for (uint32_t i = 0; i <= l.t.mask; i++) {
        for (uint32_t c = 0; number[i] != ENT_NONE && l.t.key[i] && c < l.k; c++) {
            float w = l.w[(size_t)number[i] * l.k + c];
            if (fabsf(w) > 0.008f) {
                ent_event_model_set(
                    m, ent_feature_class(l.t.key[i], o->class_base + o->class_first + c), w);
            }
        }
    }
    free(feat);
    free(order);
    free(number);
    free(l.w);
    free(l.g);
    free(s);
    free_table(&l.t);
}
