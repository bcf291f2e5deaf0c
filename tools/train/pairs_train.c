/* pairs_train.c: learns data/event/pairs.weights, which `entente code --pairs` uses.
 *
 * usage: pairs_train PAIRS.jsonl [--out FILE] [--pred FILE] [--show ID] [key=value ...]
 *
 * In: labelled pairs (id, text, source, target, root) and the examples of data/event/p??_*.tsv.
 * Out: accuracy and macro-F1 by ten-fold cross-validation (folds by hash of id; the examples of the
 * lexicon are in every training part), then weights learned from all. A multinomial logistic model,
 * AdaGrad, fixed order: the same bytes every run.
 */
#include "event/pairs_int.h"
#include "actor/actor.h"
#include "parse/parse.h"
#include "time/time.h"
#include "handle.h"

#include <json-c/json.h>
#include <stdio.h>

enum { FOLDS = 10, K = ENT_PAIR_ROOTS };

typedef struct sample {
    const char *id;
    int label, fold; /* fold -1: an example of the lexicon */
    double weight;
    uint32_t n;
    uint32_t *key;
    float *value;
} sample;

typedef struct set {
    ent_arena arena;
    sample *item;
    uint32_t count, cap;
    ent *e;
} set;

typedef struct knobs {
    double aux, alpha, l2, rate, threshold;
    int epochs, seeds;
} knobs;

static ent_doc *plain_doc(const char *text)
{
    ent_doc *d = ent_doc_new();
    d->id = d->path = "pair";
    d->text = ent_arena_str(&d->arena, text);
    d->len = (uint32_t)strlen(text);
    ent_voice *v = ENT_PUSH(&d->arena, d->voices, d->voice_count, d->voice_cap);
    v->parent = ENT_NONE;
    v->day = ENT_DAY_NONE;
    ent_part *p = ENT_PUSH(&d->arena, d->parts, d->part_count, d->part_cap);
    p->span.end = d->len;
    p->parent = ENT_NONE;
    ent_block *b = ENT_PUSH(&d->arena, d->blocks, d->block_count, d->block_cap);
    b->span.end = d->len;
    return d;
}

static ent_doc *parsed(const set *s, const char *text)
{
    const ent_shared *h = s->e->shared;
    ent_doc *d = plain_doc(text);
    ent_parse_tokens(h->parser, d);
    ent_time_doc(h->time, d);
    ent_actor_names(h->actors, d);
    for (uint32_t i = 0; i < d->sent_count; i++) {
        d->sents[i].flags |= ENT_SENT_SELECTED;
    }
    ent_parse_trees(h->parser, d);
    ent_actor_refer(h->actors, d);
    return d;
}

static sample *add(set *s, const ent_doc *d, const char *source, const char *target, bool show)
{
    ent_buf text = {0};
    ent_arena a = {0};
    ent_pair_features f = {.a = &a, .text = show ? &text : NULL};
    ent_pair_reading r;
    ent_event_pair_features(s->e->shared->coder, d, source, target, &f, &r);
    sample *x = ENT_PUSH(&s->arena, s->item, s->count, s->cap);
    x->n = f.n;
    x->key = ent_arena_alloc(&s->arena, (f.n + 1) * sizeof *x->key);
    x->value = ent_arena_alloc(&s->arena, (f.n + 1) * sizeof *x->value);
    memcpy(x->key, f.key, f.n * sizeof *x->key);
    memcpy(x->value, f.value, f.n * sizeof *x->value);
    if (show) {
        fputs(text.data, stdout);
    }
    ent_buf_free(&text);
    ent_arena_free(&a);
    return x;
}

static const char *member(json_object *o, const char *key)
{
    json_object *v;
    return json_object_object_get_ex(o, key, &v) ? json_object_get_string(v) : "";
}

static int root_index(const char *name)
{
    for (int i = 0; i < K; i++) {
        if (strcmp(ent_event_pair_root[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

static void load_pairs(set *s, const char *path, const char *show)
{
    FILE *f = fopen(path, "r");
    char *line = NULL;
    size_t cap = 0;
    if (!f) {
        fprintf(stderr, "pairs_train: cannot read %s\n", path);
        exit(1);
    }
    while (getline(&line, &cap, f) > 0) {
        json_object *o = json_tokener_parse(line);
        const char *id = member(o, "id");
        ent_doc *d = parsed(s, member(o, "text"));
        sample *x = add(s, d, member(o, "source"), member(o, "target"), show && !strcmp(show, id));
        x->id = ent_arena_str(&s->arena, id);
        x->label = root_index(member(o, "root"));
        x->fold = (int)(ent_hash_str(id, 0) % FOLDS);
        x->weight = 1;
        ent_doc_destroy(d);
        json_object_put(o);
    }
    free(line);
    fclose(f);
}

/* The words by which a sentence names the actor of an expectation ("CUB", "EGYCOP"). */
static char *words_of(ent_arena *a, const ent_doc *d, const char *code)
{
    for (int strict = 1; strict >= 0; strict--) {
        for (uint32_t i = 0; i < d->mention_count; i++) {
            const ent_mention *m = &d->mentions[i];
            for (uint32_t k = 0; k < m->actor_count; k++) {
                const ent_actor *x = &d->actors[d->mention_actors[m->actor + k]];
                bool same = x->code &&
                            (strict ? strcmp(x->code, code) == 0 : strncmp(x->code, code, 3) == 0);
                if (same && m->span.end > m->span.begin) {
                    return ent_arena_strn(a, d->text + m->span.begin, m->span.end - m->span.begin);
                }
            }
        }
    }
    return NULL;
}

static void load_example(set *s, const char *text, const char *expect, double weight)
{
    char a[16], b[16], op[4], code[8];
    if (sscanf(expect, "%15[A-Z] %3[>=] %15[A-Z] %7[0-9]", a, op, b, code) != 4) {
        return;
    }
    int label = ent_event_pair_root_of(s->e->shared->coder, code);
    if (label < 0) {
        return;
    }
    ent_doc *d = parsed(s, text);
    char *source = words_of(&s->arena, d, a), *target = words_of(&s->arena, d, b);
    if (source && target && strcmp(source, target) != 0) {
        sample *x = add(s, d, source, target, false);
        x->id = "";
        x->label = label;
        x->fold = -1;
        x->weight = weight;
    }
    ent_doc_destroy(d);
}

static void load_examples(set *s, double weight)
{
    const ent_tables *ts = s->e->shared->tables;
    for (size_t i = 0; weight > 0 && i < ent_tables_count(ts); i++) {
        const ent_table *t = ent_tables_at(ts, i);
        if (strncmp(t->name, "event/p", 7) != 0 || strlen(t->name) < 11 || t->name[9] != '_') {
            continue;
        }
        uint32_t ex = ent_table_column(t, "example"), want = ent_table_column(t, "expect");
        for (uint32_t r = 0; r < t->rows; r++) {
            load_example(s, ent_table_cell(t, r, ex), ent_table_cell(t, r, want), weight);
        }
    }
}

/* -- learning --------------------------------------------------------------------------------- */

typedef struct model {
    double *w, *g; /* buckets * K */
    double b[K], gb[K];
} model;

static void model_open(model *m)
{
    m->w = ent_calloc((size_t)ENT_PAIR_BUCKETS * K, sizeof *m->w);
    m->g = ent_calloc((size_t)ENT_PAIR_BUCKETS * K, sizeof *m->g);
    memset(m->b, 0, sizeof m->b);
    memset(m->gb, 0, sizeof m->gb);
}

static void model_close(model *m)
{
    free(m->w);
    free(m->g);
}

static void scores(const model *m, const sample *x, double p[K])
{
    double top = -1e9, total = 0;
    memcpy(p, m->b, sizeof m->b);
    for (uint32_t i = 0; i < x->n; i++) {
        const double *w = m->w + (size_t)x->key[i] * K;
        double v = (double)x->value[i];
        for (int k = 0; k < K; k++) {
            p[k] += v * w[k];
        }
    }
    for (int k = 0; k < K; k++) {
        top = p[k] > top ? p[k] : top;
    }
    for (int k = 0; k < K; k++) {
        p[k] = exp(p[k] - top);
        total += p[k];
    }
    for (int k = 0; k < K; k++) {
        p[k] /= total;
    }
}

static void step(model *m, const sample *x, double weight, const knobs *o)
{
    double p[K];
    scores(m, x, p);
    p[x->label] -= 1;
    for (int k = 0; k < K; k++) {
        p[k] *= weight;
        m->gb[k] += p[k] * p[k];
        m->b[k] -= o->rate * p[k] / (1e-6 + sqrt(m->gb[k]));
    }
    for (uint32_t i = 0; i < x->n; i++) {
        double *w = m->w + (size_t)x->key[i] * K, *g = m->g + (size_t)x->key[i] * K;
        double v = (double)x->value[i];
        for (int k = 0; k < K; k++) {
            double d = p[k] * v + o->l2 * weight * w[k];
            g[k] += d * d;
            w[k] -= o->rate * d / (1e-6 + sqrt(g[k]));
        }
    }
}

/* One pass of learning from all samples that are not of `fold`. */
static void learn_one(model *m, const set *s, int fold, const knobs *o, uint64_t seed)
{
    uint32_t *order = ent_calloc(s->count + 1u, sizeof *order), n = 0;
    double count[K] = {0}, total = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        if (s->item[i].label >= 0 && s->item[i].fold != fold) {
            order[n++] = i;
            if (s->item[i].fold >= 0) {
                count[s->item[i].label]++;
                total++;
            }
        }
    }
    uint64_t rng = 88172645463325252ull + seed * 7919;
    for (int e = 0; e < o->epochs; e++) {
        for (uint32_t i = n; i > 1; i--) {
            rng ^= rng << 13;
            rng ^= rng >> 7;
            rng ^= rng << 17;
            uint32_t k = (uint32_t)(rng % i), x = order[i - 1];
            order[i - 1] = order[k];
            order[k] = x;
        }
        for (uint32_t i = 0; i < n; i++) {
            const sample *x = &s->item[order[i]];
            step(m, x, x->weight * pow(total / (K * (count[x->label] + 1)), o->alpha), o);
        }
    }
    free(order);
}

/* The mean of several runs in different order: steadier than any of them. */
static void learn(model *m, const set *s, int fold, const knobs *o)
{
    size_t size = (size_t)ENT_PAIR_BUCKETS * K;
    int runs = o->seeds > 0 ? o->seeds : 1;
    for (int i = 0; i < runs; i++) {
        model one;
        model_open(&one);
        learn_one(&one, s, fold, o, (uint64_t)i);
        for (size_t k = 0; k < size; k++) {
            m->w[k] += one.w[k] / runs;
        }
        for (int k = 0; k < K; k++) {
            m->b[k] += one.b[k] / runs;
        }
        model_close(&one);
    }
}

/* -- measuring --------------------------------------------------------------------------------- */

static const int quad_of[K] = {3, 1, 2, 4, 4, 1, 2, 4, 4, 3, 3, 4, 1, 3, 2};

static double macro(const int *gold, const int *pred, uint32_t n, int labels, double *accuracy)
{
    double sum = 0, right = 0;
    int used = 0;
    for (int l = 0; l < labels; l++) {
        double tp = 0, a = 0, b = 0;
        for (uint32_t i = 0; i < n; i++) {
            tp += gold[i] == l && pred[i] == l;
            a += pred[i] == l;
            b += gold[i] == l;
        }
        used += b > 0;
        sum += b > 0 && a + b > 0 ? 2 * tp / (a + b) : 0;
        right += tp;
    }
    *accuracy = right / (n ? n : 1);
    return sum / (used ? used : 1);
}

static void report(const int *gold, const int *pred, uint32_t n)
{
    double acc, f = macro(gold, pred, n, K, &acc), qacc;
    int *g = ent_calloc(n + 1u, sizeof *g), *p = ent_calloc(n + 1u, sizeof *p);
    for (uint32_t i = 0; i < n; i++) {
        g[i] = quad_of[gold[i]];
        p[i] = quad_of[pred[i]];
    }
    double qf = macro(g, p, n, 5, &qacc);
    printf("%u pairs: root accuracy %.1f macro-F1 %.1f; quad accuracy %.1f macro-F1 %.1f\n", n,
           100 * acc, 100 * f, 100 * qacc, 100 * qf);
    free(g);
    free(p);
}

static void by_root(const int *gold, const int *pred, uint32_t n)
{
    for (int l = 0; l < K; l++) {
        double tp = 0, a = 0, b = 0;
        for (uint32_t i = 0; i < n; i++) {
            tp += gold[i] == l && pred[i] == l;
            a += pred[i] == l;
            b += gold[i] == l;
        }
        printf("%-10s %4.0f  P %.2f R %.2f F1 %.3f ", ent_event_pair_root[l], b, a > 0 ? tp / a : 0,
               b > 0 ? tp / b : 0, a + b > 0 ? 2 * tp / (a + b) : 0);
        for (int k = 0; k < K; k++) {
            int c = 0;
            for (uint32_t i = 0; i < n; i++) {
                c += gold[i] == l && pred[i] == k && k != l;
            }
            if (c > 2) {
                printf(" %s:%d", ent_event_pair_root[k], c);
            }
        }
        printf("\n");
    }
}

static void cross_validate(const set *s, const knobs *o, const char *pred_path)
{
    int *gold = ent_calloc(s->count + 1u, sizeof *gold),
        *pred = ent_calloc(s->count + 1u, sizeof *pred);
    uint32_t n = 0;
    FILE *out = pred_path ? fopen(pred_path, "w") : NULL;
    for (int fold = 0; fold < FOLDS; fold++) {
        model m;
        model_open(&m);
        learn(&m, s, fold, o);
        for (uint32_t i = 0; i < s->count; i++) {
            if (s->item[i].fold != fold || s->item[i].label < 0) {
                continue;
            }
            double p[K];
            int best = 0;
            scores(&m, &s->item[i], p);
            for (int r = 1; r < K; r++) {
                best = p[r] > p[best] ? r : best;
            }
            gold[n] = s->item[i].label;
            pred[n++] = best;
            if (out) {
                fprintf(out, "{\"id\":\"%s\",\"root\":\"%s\",\"quad\":%d,\"p\":%.2f}\n",
                        s->item[i].id, ent_event_pair_root[best], quad_of[best], p[best]);
            }
        }
        model_close(&m);
    }
    if (out) {
        fclose(out);
    }
    report(gold, pred, n);
    by_root(gold, pred, n);
    free(gold);
    free(pred);
}

static void write_weights(const set *s, const knobs *o, const char *path)
{
    model m;
    model_open(&m);
    learn(&m, s, FOLDS, o);
    size_t size = (size_t)ENT_PAIR_BUCKETS * K;
    int8_t *w = ent_calloc(size, 1);
    ent_pair_head h = {.magic = "ENTPAIR1", .version = 1, .roots = K, .buckets = ENT_PAIR_BUCKETS};
    for (int k = 0; k < K; k++) {
        double top = 1e-9;
        for (size_t i = (size_t)k; i < size; i += K) {
            top = fabs(m.w[i]) > top ? fabs(m.w[i]) : top;
        }
        h.scale[k] = (float)(top / 127);
        h.bias[k] = (float)m.b[k];
        for (size_t i = (size_t)k; i < size; i += K) {
            w[i] = (int8_t)lrint(m.w[i] / (double)h.scale[k]);
        }
    }
    h.hash = ent_hash(w, size, 0);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(&h, sizeof h, 1, f) != 1 || fwrite(w, 1, size, f) != size || fclose(f) != 0) {
        fprintf(stderr, "pairs_train: cannot write %s\n", path);
        exit(1);
    }
    free(w);
    model_close(&m);
}

static bool knob(knobs *o, const char *arg)
{
    const char *v = strchr(arg, '=');
    double x = v ? ent_parse_double(v + 1, NULL) : 0;
    size_t n = v ? (size_t)(v - arg) : 0;
    struct {
        const char *name;
        double *to;
    } list[] = {{"aux", &o->aux},
                {"alpha", &o->alpha},
                {"l2", &o->l2},
                {"rate", &o->rate},
                {"threshold", &o->threshold}};
    for (size_t i = 0; i < ENT_COUNT(list); i++) {
        if (n == strlen(list[i].name) && strncmp(arg, list[i].name, n) == 0) {
            *list[i].to = x;
            return true;
        }
    }
    if (n == 6 && strncmp(arg, "epochs", 6) == 0) {
        o->epochs = (int)x;
        return true;
    }
    if (n == 5 && strncmp(arg, "seeds", 5) == 0) {
        o->seeds = (int)x;
        return true;
    }
    return false;
}

int main(int argc, char **argv)
{
    knobs o = {.aux = 0, .alpha = 0.2, .l2 = 1e-5, .rate = 0.09, .epochs = 12, .seeds = 5};
    const char *in = NULL, *out = NULL, *pred = NULL, *show = NULL;
    for (int i = 1; i < argc; i++) {
        const char **to = !strcmp(argv[i], "--out")    ? &out
                          : !strcmp(argv[i], "--pred") ? &pred
                          : !strcmp(argv[i], "--show") ? &show
                                                       : NULL;
        if (to && i + 1 < argc) {
            *to = argv[++i];
        } else if (!knob(&o, argv[i])) {
            in = argv[i];
        }
    }
    if (!in) {
        fputs("usage: pairs_train PAIRS.jsonl [--out FILE] [--pred FILE] [key=value ...]\n",
              stderr);
        return 2;
    }
    set s = {0};
    if (ent_open(&s.e, NULL) < 0) {
        fprintf(stderr, "pairs_train: %s\n", ent_last_error(s.e)->message);
        return 1;
    }
    load_pairs(&s, in, show);
    load_examples(&s, o.aux);
    fprintf(stderr, "%u samples\n", s.count);
    cross_validate(&s, &o, pred);
    if (out) {
        write_weights(&s, &o, out);
    }
    ent_close(s.e);
    ent_arena_free(&s.arena);
    return 0;
}
