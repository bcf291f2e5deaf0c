/* event_learn.c: logistic regression, softmax over classes and softmax over options, by
 * L-BFGS: the same samples give the same weights. */
#include "event_train.h"

typedef struct table { /* key -> slot; open addressing */
    uint32_t mask, count;
    uint32_t *key, *docs, *last;
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
    uint32_t k;
    const sample *s;
    uint32_t n;
    size_t dim, votes; /* weights; where those of the votes begin, shared by the classes */
} learner;

/* -- the objective: weighted negative log-likelihood, and half the squared weights times l2 -- */

static double dot(const double *a, const double *b, size_t n)
{
    double x = 0;
    for (size_t i = 0; i < n; i++) {
        x += a[i] * b[i];
    }
    return x;
}

static double score(const learner *l, const double *w, const sample *s, uint32_t c)
{
    double x = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        x += w[(size_t)s->feat[i] * l->k + c];
    }
    return x;
}

static void add_gradient(const learner *l, double *g, const sample *s, uint32_t c, double by)
{
    for (uint32_t i = 0; i < s->n; i++) {
        g[(size_t)s->feat[i] * l->k + c] += by;
    }
}

/* p becomes what each of n has to give: its share less its share among the right ones. */
static double softmax(double *p, const uint8_t *right, uint32_t n)
{
    double top = -1e9, all = 0, good = 0;
    for (uint32_t i = 0; i < n; i++) {
        top = p[i] > top ? p[i] : top;
    }
    for (uint32_t i = 0; i < n; i++) {
        p[i] = exp(p[i] - top);
        all += p[i];
        good += right[i] ? p[i] : 0;
    }
    good = good > 1e-300 ? good : 1e-300;
    for (uint32_t i = 0; i < n; i++) {
        p[i] = p[i] / all - (right[i] ? p[i] / good : 0);
    }
    return log(all) - log(good);
}

static double binary(const learner *l, const double *w, double *g, const sample *s)
{
    double x = score(l, w, s, 0), y = s->right & 1 ? 1 : 0;
    double p = 1 / (1 + exp(-x));
    add_gradient(l, g, s, 0, (double)s->weight * (p - y));
    return (double)s->weight * (y > 0 ? log1p(exp(-x)) : x > 30 ? x : log1p(exp(x)));
}

static double classes(const learner *l, const double *w, double *g, const sample *s)
{
    double p[64];
    uint8_t right[64] = {0};
    if (!(s->right & ((1u << l->k) - 1))) {
        return 0;
    }
    for (uint32_t c = 0; c < l->k; c++) {
        p[c] = score(l, w, s, c);
        right[c] = (s->right >> c) & 1;
        for (uint32_t i = 0; s->vote && i < 6 && s->vote[c][i]; i++) {
            p[c] += w[l->votes + s->vote[c][i]];
        }
    }
    double loss = softmax(p, right, l->k);
    for (uint32_t c = 0; c < l->k; c++) {
        double by = (double)s->weight * p[c];
        add_gradient(l, g, s, c, by);
        for (uint32_t i = 0; s->vote && i < 6 && s->vote[c][i]; i++) {
            g[l->votes + s->vote[c][i]] += by;
        }
    }
    return (double)s->weight * loss;
}

/* Options of one choice: samples of one group, softmax over them. */
static double options(const learner *l, const double *w, double *g, const sample *s, uint32_t n)
{
    double p[ENT_WHEN_MAX];
    uint8_t right[ENT_WHEN_MAX];
    bool any = false;
    for (uint32_t i = 0; i < n; i++) {
        p[i] = score(l, w, &s[i], 0);
        right[i] = s[i].right & 1;
        any |= right[i];
    }
    if (!any) {
        return 0;
    }
    double loss = softmax(p, right, n);
    for (uint32_t i = 0; i < n; i++) {
        add_gradient(l, g, &s[i], 0, (double)s[i].weight * p[i]);
    }
    return (double)s->weight * loss;
}

static double objective(const learner *l, const double *w, double *g)
{
    double loss = 0;
    memset(g, 0, l->dim * sizeof *g);
    for (uint32_t i = 0; i < l->n;) {
        uint32_t end = i + 1;
        if (l->o->grouped) {
            while (end < l->n && l->s[end].group == l->s[i].group) {
                end++;
            }
            loss += options(l, w, g, &l->s[i], end - i);
        } else {
            loss += l->k == 1 ? binary(l, w, g, &l->s[i]) : classes(l, w, g, &l->s[i]);
        }
        i = end;
    }
    for (size_t i = 0; i < l->dim; i++) {
        g[i] += l->o->l2 * w[i];
    }
    return loss + 0.5 * l->o->l2 * dot(w, w, l->dim);
}

/* -- L-BFGS (Nocedal 1980) with a backtracking line search -- */

enum { MEMORY = 6 };

typedef struct memory {
    double *s[MEMORY], *y[MEMORY], rho[MEMORY];
    uint32_t count, next;
} memory;

/* d: minus the gradient, times the inverse Hessian as the last steps show it. */
static void direction(const memory *m, const double *g, double *d, size_t dim)
{
    double alpha[MEMORY];
    for (size_t i = 0; i < dim; i++) {
        d[i] = -g[i];
    }
    for (uint32_t k = 0; k < m->count; k++) {
        uint32_t at = (m->next + MEMORY - 1 - k) % MEMORY;
        alpha[at] = m->rho[at] * dot(m->s[at], d, dim);
        for (size_t i = 0; i < dim; i++) {
            d[i] -= alpha[at] * m->y[at][i];
        }
    }
    if (m->count) {
        uint32_t at = (m->next + MEMORY - 1) % MEMORY;
        double scale = 1 / (m->rho[at] * dot(m->y[at], m->y[at], dim));
        for (size_t i = 0; i < dim; i++) {
            d[i] *= scale;
        }
    }
    for (uint32_t k = m->count; k-- > 0;) {
        uint32_t at = (m->next + MEMORY - 1 - k) % MEMORY;
        double beta = m->rho[at] * dot(m->y[at], d, dim);
        for (size_t i = 0; i < dim; i++) {
            d[i] += (alpha[at] - beta) * m->s[at][i];
        }
    }
}

static void remember(memory *m, const double *w, const double *was, const double *g,
                     const double *before, size_t dim)
{
    uint32_t at = m->next;
    for (size_t i = 0; i < dim; i++) {
        m->s[at][i] = w[i] - was[i];
        m->y[at][i] = g[i] - before[i];
    }
    double sy = dot(m->s[at], m->y[at], dim);
    if (sy <= 1e-10) { /* no step to learn from, and the slot is spoiled: begin anew */
        m->count = m->next = 0;
        return;
    }
    m->rho[at] = 1 / sy;
    m->next = (at + 1) % MEMORY;
    m->count = m->count < MEMORY ? m->count + 1 : MEMORY;
}

static void minimize(const learner *l, double *w)
{
    size_t dim = l->dim, bytes = (dim + 1) * sizeof(double);
    double *g = ent_calloc(1, bytes), *d = ent_calloc(1, bytes), *was = ent_calloc(1, bytes);
    double *before = ent_calloc(1, bytes);
    memory m = {.count = 0};
    for (uint32_t k = 0; k < MEMORY; k++) {
        m.s[k] = ent_calloc(1, bytes);
        m.y[k] = ent_calloc(1, bytes);
    }
    double f = objective(l, w, g), start = sqrt(dot(g, g, dim));
    for (int e = 0; e < l->o->epochs && sqrt(dot(g, g, dim)) > 1e-3 * start; e++) {
        direction(&m, g, d, dim);
        double slope = dot(d, g, dim), step = m.count ? 1 : 1 / (start + 1), next = f;
        memcpy(was, w, dim * sizeof *w);
        memcpy(before, g, dim * sizeof *g);
        bool down = false;
        for (int tries = 0; tries < 20 && !down; tries++, step *= 0.5) {
            for (size_t i = 0; i < dim; i++) {
                w[i] = was[i] + step * d[i];
            }
            next = objective(l, w, g);
            down = next <= f + 1e-4 * step * slope;
        }
        if (!down) {
            memcpy(w, was, dim * sizeof *w);
            break;
        }
        f = next;
        remember(&m, w, was, g, before, dim);
    }
    for (uint32_t k = 0; k < MEMORY; k++) {
        free(m.s[k]);
        free(m.y[k]);
    }
    free(g);
    free(d);
    free(was);
    free(before);
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
    l.votes = (size_t)features * l.k;
    l.dim = l.votes + ENT_VOTES;
    l.s = s;
    l.n = kept;
    double *w = ent_calloc(l.dim + 1, sizeof *w);
    minimize(&l, w);
    for (uint32_t i = 0; i <= l.t.mask; i++) {
        for (uint32_t c = 0; number[i] != ENT_NONE && l.t.key[i] && c < l.k; c++) {
            double x = w[(size_t)number[i] * l.k + c];
            if (fabs(x) > o->least) {
                ent_event_model_set(
                    m, ent_feature_class(l.t.key[i], o->class_base + o->class_first + c), (float)x);
            }
        }
    }
    for (uint32_t i = 0; i < ENT_VOTES; i++) {
        if (fabs(w[l.votes + i]) > o->least) {
            ent_event_model_set(m, ent_feature_class(i, ENT_CLASS_VOTE), (float)w[l.votes + i]);
        }
    }
    free(feat);
    free(number);
    free(w);
    free(s);
    free_table(&l.t);
}
