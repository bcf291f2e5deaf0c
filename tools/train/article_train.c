/* article_train.c: trains data/read/article.weights, the two forests that find a page's article.
 *
 * usage: article_train GOLD.jsonl HTMLDIR OUT [trees depth rate bags]
 *
 * GOLD holds {"doc","text"} lines; HTMLDIR/doc.html the pages. A block is article where at least
 * half of its word 4-grams stand in the gold text. Boosted trees with logistic loss; the second
 * forest sees what the first said of the blocks around, where the first had not seen the page.
 * ARTICLE_ERRORS in the environment lists the blocks that went wrong. Cross-validation by site
 * (pages of one host are left out together) is printed, of the trees alone and of the trees with
 * the rules that read/article.c lays over them: precision, recall and F1 of word 4-grams as
 * score_article.py defines them. Everything is deterministic.
 */
#include "read/article.h"

#include <json-c/json.h>
#include <math.h>

enum { FOLDS = 10, BINS = 32, MAX_DIM = ENT_FEATURES + ENT_CONTEXT };

typedef struct sample_page {
    ent_arena arena;
    ent_page page;
    article a;
    uint64_t *gold; /* hashes of gold 4-grams, sorted */
    uint32_t gold_count;
    float *label, *weight, *prob1, *prob2, *context;
    uint64_t **grams; /* of each block */
    uint32_t *gram_count;
    int fold;
    const char *name, *site;
} sample_page;

static sample_page *pages;
static uint32_t page_count;
static int site_count;
static int trees = 160, depth = 4, bags = 4;
static double rate = 0.08;
static uint64_t seed = 88172645463325252ull;

static uint32_t rnd(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 32);
}

/* Hashes of the words of s; a word is a run of letters, digits and non-ASCII other than marks. */
static uint32_t hash_words(const char *s, size_t n, uint64_t *out, uint32_t max)
{
    uint32_t k = 0;
    for (size_t i = 0; i < n && k < max;) {
        size_t j = i;
        while (j < n) {
            unsigned char c = (unsigned char)s[j];
            uint32_t cp;
            size_t w = ent_utf8_next(s + j, n - j, &cp);
            bool in = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' ||
                      (c >= 0x80 && ent_utf8_is_letter(cp));
            if (!in) {
                break;
            }
            j += w;
        }
        if (j > i) {
            out[k++] = ent_hash(s + i, j - i, 7);
            i = j;
        } else {
            uint32_t cp;
            i += ent_utf8_next(s + i, n - i, &cp);
        }
    }
    return k;
}

static int cmp64(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static uint64_t mix4(const uint64_t *w, uint32_t n)
{
    return ent_hash(w, (n < 4 ? n : 4) * sizeof *w, 11);
}

static bool in_gold(const sample_page *p, uint64_t h)
{
    return bsearch(&h, p->gold, p->gold_count, sizeof h, cmp64) != NULL;
}

static void label_page(sample_page *p, const char *gold)
{
    uint32_t max = (uint32_t)strlen(gold) + 8;
    uint64_t *w = ent_arena_alloc(&p->arena, max * sizeof *w);
    uint32_t n = hash_words(gold, strlen(gold), w, max);
    p->gold = ent_arena_alloc(&p->arena, (n * 3 + 8) * sizeof *w);
    p->gold_count = 0;
    for (uint32_t i = 0; i + 4 <= n || (i == 0 && n); i++) {
        p->gold[p->gold_count++] = mix4(w + i, n - i);
    }
    qsort(p->gold, p->gold_count, sizeof *w, cmp64);
    uint32_t blocks = p->page.block_count;
    p->label = ent_arena_zalloc(&p->arena, blocks + 1, sizeof(float));
    p->weight = ent_arena_zalloc(&p->arena, blocks + 1, sizeof(float));
    p->prob1 = ent_arena_zalloc(&p->arena, blocks + 1, sizeof(float));
    p->prob2 = ent_arena_zalloc(&p->arena, blocks + 1, sizeof(float));
    p->context = ent_arena_zalloc(&p->arena, (blocks + 1) * ENT_CONTEXT, sizeof(float));
    p->grams = ent_arena_zalloc(&p->arena, blocks + 1, sizeof *p->grams);
    p->gram_count = ent_arena_zalloc(&p->arena, blocks + 1, sizeof(uint32_t));
    uint64_t **bw = ent_arena_zalloc(&p->arena, blocks + 1, sizeof *bw);
    uint32_t *bn = ent_arena_zalloc(&p->arena, blocks + 1, sizeof *bn);
    for (uint32_t b = 0; b < blocks; b++) {
        ent_buf t = {0};
        const ent_hblock *h = &p->page.blocks[b];
        for (uint32_t i = h->first; i < h->end;) {
            const ent_node *x = &p->page.tree.nodes[i];
            if (p->page.info[i].skip) {
                i = x->end;
                continue;
            }
            if (x->tag == ENT_TAG_TEXT) {
                ent_buf_add(&t, x->s, x->len);
            } else if (x->tag == ENT_TAG_BR) {
                ent_buf_char(&t, ' ');
            }
            i++;
        }
        bw[b] = ent_arena_alloc(&p->arena, (t.len + 4) * sizeof(uint64_t));
        bn[b] = hash_words(t.data ? t.data : "", t.len, bw[b], (uint32_t)t.len + 1);
        ent_buf_free(&t);
    }
    for (uint32_t b = 0; b < blocks; b++) {
        uint32_t hit = 0, all = 0;
        if (bn[b] >= 4) {
            for (uint32_t i = 0; i + 4 <= bn[b]; i++) {
                hit += in_gold(p, mix4(bw[b] + i, 4));
                all++;
            }
        } else if (bn[b]) { /* a short one: with the words before and behind it */
            for (int side = 0; side < 2; side++) {
                uint64_t q[8];
                uint32_t k = 0;
                if (side == 0) {
                    for (uint32_t j = b; j-- > 0 && k == 0;) {
                        for (uint32_t i = bn[j] > 4 - bn[b] ? bn[j] - (4 - bn[b]) : 0; i < bn[j];
                             i++) {
                            q[k++] = bw[j][i];
                        }
                    }
                }
                for (uint32_t i = 0; i < bn[b]; i++) {
                    q[k++] = bw[b][i];
                }
                for (uint32_t j = b + 1; side == 1 && j < blocks && k < 4; j++) {
                    for (uint32_t i = 0; i < bn[j] && k < 4; i++) {
                        q[k++] = bw[j][i];
                    }
                }
                hit += k == 4 && in_gold(p, mix4(q, 4));
            }
            all = 1;
        }
        p->label[b] = all && hit * 2 >= all ? 1.0f : 0.0f;
        double share = (bn[b] + 2.0) / (p->gold_count + 60.0);
        p->weight[b] = (float)(share > 0.25 ? 0.25 : share < 0.0015 ? 0.0015 : share);
        p->gram_count[b] = bn[b];
        p->grams[b] = bw[b];
    }
}

/* The host that the page says it is from; its site's name, its own where it says nothing. */
static const char *site_of(sample_page *p, const ent_doc *d)
{
    const ent_tree *t = &p->page.tree;
    for (uint32_t i = 1; i < t->count; i++) {
        bool link = t->nodes[i].tag == ENT_TAG_LINK && ent_read_attr_is(t, i, "rel", "canonical");
        bool og = t->nodes[i].tag == ENT_TAG_META && ent_read_attr_is(t, i, "property", "og:url");
        const ent_attr *a = link || og ? ent_read_attr(t, i, link ? "href" : "content") : NULL;
        const char *host = a ? memmem(a->value, a->len, "://", 3) : NULL;
        if (host) {
            host +=
                ent_read_starts(host + 3, (size_t)(a->value + a->len - host - 3), "www.") ? 7 : 3;
            return ent_arena_strn(&p->arena, host, strcspn(host, "/\"' >"));
        }
    }
    return d->site.value ? d->site.value : p->name;
}

static void add_page(const char *doc, const char *gold, const char *dir)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.html", dir, doc);
    char *data;
    size_t n;
    if (ent_file_read(&data, &n, path, 64 << 20, NULL) < 0) {
        return;
    }
    sample_page *p = &pages[page_count++];
    memset(p, 0, sizeof *p);
    p->name = ent_arena_str(&p->arena, doc);
    const char *s = ent_arena_strn(&p->arena, data, n);
    free(data);
    s = ent_read_utf8(&p->arena, s, n, NULL, true, &n);
    p->page.arena = &p->arena;
    ent_read_markup(&p->page.tree, &p->arena, s, n, false);
    ent_read_page(&p->page);
    ent_doc *d = ent_doc_new();
    ent_read_meta(&p->page, d);
    p->a.p = &p->page;
    ent_article_features(&p->a);
    label_page(p, gold);
    const char *site = site_of(p, d);
    p->fold = -1;
    for (uint32_t i = 0; i + 1 < page_count && p->fold < 0; i++) {
        p->fold = strcmp(pages[i].site, site) == 0 ? pages[i].fold : -1;
    }
    p->site = site;
    p->fold = p->fold < 0 ? site_count++ % FOLDS : p->fold; /* folds of equal size */
}

/* -- boosted trees ---------------------------------------------------------------------------- */

typedef struct forest {
    uint32_t first[8000];
    ent_tree_node *nodes;
    uint32_t tree_count, node_count, node_cap;
} forest;

typedef struct row {
    sample_page *p;
    uint32_t b;
} row;

static ent_arena heap;

static float value(const row *r, uint32_t f, uint32_t nx)
{
    return f < nx ? r->p->a.features[(size_t)r->b * ENT_FEATURES + f]
                  : r->p->context[(size_t)r->b * ENT_CONTEXT + f - nx];
}

typedef struct data {
    row *rows;
    uint32_t n, dim, nx;
    uint8_t *bin; /* n x dim */
    float *edge;  /* dim x BINS: upper edges */
    float *score, *g, *h;
} data;

static int cmpf(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

static void make_bins(data *d)
{
    d->bin = ent_alloc((size_t)d->n * d->dim);
    d->edge = ent_alloc(sizeof(float) * d->dim * BINS);
    float *v = ent_alloc(sizeof(float) * (d->n + 1));
    for (uint32_t f = 0; f < d->dim; f++) {
        for (uint32_t i = 0; i < d->n; i++) {
            v[i] = value(&d->rows[i], f, d->nx);
        }
        qsort(v, d->n, sizeof *v, cmpf);
        for (uint32_t k = 0; k < BINS; k++) {
            d->edge[f * BINS + k] = v[(size_t)(k + 1) * (d->n - 1) / BINS];
        }
        for (uint32_t i = 0; i < d->n; i++) {
            float x = value(&d->rows[i], f, d->nx);
            uint32_t k = 0;
            while (k + 1 < BINS && x >= d->edge[f * BINS + k]) {
                k++;
            }
            d->bin[(size_t)i * d->dim + f] = (uint8_t)k;
        }
    }
    free(v);
}

static void grow(data *d, forest *fo, uint32_t *idx, uint32_t n, int level, uint32_t at,
                 const uint8_t *use)
{
    double G = 0, H = 0;
    for (uint32_t i = 0; i < n; i++) {
        G += d->g[idx[i]];
        H += d->h[idx[i]];
    }
    const double lambda = 1.0;
    uint32_t base = fo->first[fo->tree_count];
    double best = 1e-3;
    uint32_t bf = 0, bk = 0;
    for (uint32_t f = 0; level < depth && f < d->dim; f++) {
        if (!use[f]) {
            continue;
        }
        double hg[BINS] = {0}, hh[BINS] = {0};
        uint32_t hn[BINS] = {0};
        for (uint32_t i = 0; i < n; i++) {
            uint8_t k = d->bin[(size_t)idx[i] * d->dim + f];
            hg[k] += d->g[idx[i]];
            hh[k] += d->h[idx[i]];
            hn[k]++;
        }
        double gl = 0, hl = 0;
        uint32_t nl = 0;
        for (uint32_t k = 0; k + 1 < BINS; k++) {
            gl += hg[k];
            hl += hh[k];
            nl += hn[k];
            if (nl < 12 || n - nl < 12 || hl < 0.5 || H - hl < 0.5) {
                continue;
            }
            double gain = gl * gl / (hl + lambda) + (G - gl) * (G - gl) / (H - hl + lambda) -
                          G * G / (H + lambda);
            if (gain > best) {
                best = gain;
                bf = f;
                bk = k;
            }
        }
    }
    if (best <= 1e-3 || level >= depth) {
        fo->nodes[base + at] = (ent_tree_node){(float)(-rate * G / (H + lambda)), -1, 0};
        return;
    }
    uint32_t left = fo->node_count - base;
    fo->node_count += 2;
    fo->nodes[base + at] = (ent_tree_node){d->edge[bf * BINS + bk], (int16_t)bf, (uint16_t)left};
    uint32_t m = 0; /* x < edge goes left, which is bin <= bk */
    for (uint32_t i = 0; i < n; i++) {
        if (d->bin[(size_t)idx[i] * d->dim + bf] <= bk) {
            uint32_t t = idx[i];
            idx[i] = idx[m];
            idx[m++] = t;
        }
    }
    grow(d, fo, idx, m, level + 1, left, use);
    grow(d, fo, idx + m, n - m, level + 1, left + 1, use);
}

/* Trains on the pages whose fold is not `out` (and not `out2`). */
static forest *train(int out, int out2, bool second)
{
    forest *fo = ent_arena_zalloc(&heap, 1, sizeof *fo);
    fo->nodes = ent_alloc(sizeof(ent_tree_node) * (size_t)(trees * bags + 1) * 128);
    data d = {.nx = pages[0].a.feature_count};
    d.dim = d.nx + (second ? ENT_CONTEXT : 0);
    uint32_t cap = 0;
    for (uint32_t i = 0; i < page_count; i++) {
        cap += pages[i].page.block_count;
    }
    d.rows = ent_alloc(sizeof(row) * cap);
    double total = 0;
    for (uint32_t i = 0; i < page_count; i++) {
        if (pages[i].fold == out || pages[i].fold == out2) {
            continue;
        }
        for (uint32_t b = 0; b < pages[i].page.block_count; b++) {
            d.rows[d.n++] = (row){&pages[i], b};
            total += pages[i].weight[b];
        }
    }
    make_bins(&d);
    d.score = ent_calloc(d.n, sizeof(float));
    d.g = ent_calloc(d.n, sizeof(float));
    d.h = ent_calloc(d.n, sizeof(float));
    uint32_t *idx = ent_alloc(sizeof(uint32_t) * d.n);
    for (int t = 0; t < trees * bags; t++) {
        if (t % trees == 0) { /* each bag from the start, with other rows and features */
            seed = 88172645463325252ull + (uint64_t)(t / trees) * 0x9E3779B97F4A7C15ull;
            memset(d.score, 0, d.n * sizeof(float));
        }
        uint32_t n = 0;
        for (uint32_t i = 0; i < d.n; i++) {
            const row *r = &d.rows[i];
            double pr = 1.0 / (1.0 + exp(-d.score[i]));
            double w = r->p->weight[r->b] / total * d.n;
            d.g[i] = (float)((pr - r->p->label[r->b]) * w);
            d.h[i] = (float)(pr * (1 - pr) * w);
        }
        for (uint32_t i = 0; i < d.n; i++) {
            if (rnd() % 100 < 70) {
                idx[n++] = i;
            }
        }
        uint8_t use[MAX_DIM];
        for (uint32_t f = 0; f < d.dim; f++) {
            use[f] = rnd() % 100 < 35;
        }
        fo->first[fo->tree_count] = fo->node_count;
        fo->node_count++;
        grow(&d, fo, idx, n, 0, 0, use);
        ent_forest view = {1, (uint32_t[]){0, 0}, fo->nodes + fo->first[fo->tree_count]};
        for (uint32_t i = 0; i < d.n; i++) {
            const row *r = &d.rows[i];
            d.score[i] += ent_article_score(&view, r->p->a.features + (size_t)r->b * ENT_FEATURES,
                                            r->p->context + (size_t)r->b * ENT_CONTEXT, d.nx);
        }
        fo->tree_count++;
        fo->first[fo->tree_count] = fo->node_count;
    }
    for (uint32_t i = 0; i < fo->node_count; i++) {
        fo->nodes[i].value /= fo->nodes[i].feature < 0 ? (float)bags : 1.0f;
    }
    free(d.rows);
    free(d.bin);
    free(d.edge);
    free(d.score);
    free(d.g);
    free(d.h);
    free(idx);
    return fo;
}

static void apply(const forest *fo, sample_page *p, bool second)
{
    ent_forest f = {fo->tree_count, fo->first, fo->nodes};
    for (uint32_t b = 0; b < p->page.block_count; b++) {
        float s = ent_article_score(&f, p->a.features + (size_t)b * ENT_FEATURES,
                                    p->context + (size_t)b * ENT_CONTEXT, p->a.feature_count);
        (second ? p->prob2 : p->prob1)[b] = (float)(1.0 / (1.0 + exp(-s)));
    }
    if (!second) {
        ent_article_context(&p->a, p->prob1, p->context);
    }
}

/* `rules`: with those that read/article.c lays over the trees. */
static double evaluate(const float *(*of)(const sample_page *), float threshold, bool rules,
                       bool list)
{
    double P = 0, R = 0;
    uint32_t np = 0, nr = 0;
    for (uint32_t i = 0; i < page_count; i++) {
        sample_page *p = &pages[i];
        const float *prob = of(p);
        uint32_t cap = 8;
        for (uint32_t b = 0; b < p->page.block_count; b++) {
            cap += p->gram_count[b];
        }
        uint64_t *w = ent_alloc(sizeof *w * cap), *g = ent_alloc(sizeof *g * cap);
        uint32_t n = 0, m = 0, hit = 0;
        for (uint32_t b = 0; b < p->page.block_count; b++) {
            p->page.blocks[b].score = prob[b];
        }
        ent_article_decide(&p->a, threshold);
        for (uint32_t b = 0; b < p->page.block_count; b++) {
            bool body = prob[b] >= threshold && !p->a.briefs[b].veto;
            if (rules ? p->page.blocks[b].role == ENT_HROLE_BODY : body) {
                memcpy(w + n, p->grams[b], p->gram_count[b] * sizeof *w);
                n += p->gram_count[b];
            }
        }
        for (uint32_t k = 0; k + 4 <= n || (k == 0 && n); k++) {
            g[m++] = mix4(w + k, n - k);
        }
        qsort(g, m, sizeof *g, cmp64);
        for (uint32_t x = 0, y = 0; x < m && y < p->gold_count;) {
            if (g[x] == p->gold[y]) {
                hit++;
                x++;
                y++;
            } else if (g[x] < p->gold[y]) {
                x++;
            } else {
                y++;
            }
        }
        double pr = m ? (double)hit / m : 0, re = p->gold_count ? (double)hit / p->gold_count : 1;
        P += pr;
        np += m > 0;
        R += re;
        nr++;
        if (list && (pr < 0.92 || re < 0.92)) {
            printf("  %s precision %.3f recall %.3f\n", p->name, pr, re);
        }
        for (uint32_t b = 0; list && getenv("ARTICLE_ERRORS") && b < p->page.block_count; b++) {
            if ((prob[b] >= threshold) != (p->label[b] > 0.5f) && p->gram_count[b] > 2) {
                char *t = ent_read_node_text(&p->page.tree, p->page.blocks[b].node, &p->arena);
                printf("    %c %.2f %3u words, %u: %.90s\n", prob[b] >= threshold ? '+' : '-',
                       (double)prob[b], p->gram_count[b], b, t);
            }
        }
        free(w);
        free(g);
    }
    P /= np ? np : 1;
    R /= nr ? nr : 1;
    double F = P + R > 0 ? 2 * P * R / (P + R) : 0;
    if (list) {
        printf("threshold %.2f: precision %.4f recall %.4f F1 %.4f\n", (double)threshold, P, R, F);
    }
    return F;
}

static const float *of_label(const sample_page *p)
{
    return p->label;
}
static const float *of_first(const sample_page *p)
{
    return p->prob1;
}
static const float *of_second(const sample_page *p)
{
    return p->prob2;
}

static void write_out(const char *path, const forest *f1, const forest *f2, float threshold)
{
    FILE *f = fopen(path, "wb");
    if (!f) {
        perror(path);
        exit(1);
    }
    uint32_t head[4] = {pages[0].a.feature_count, 0, f1->tree_count, f2->tree_count};
    memcpy(&head[1], &threshold, sizeof threshold);
    fwrite("ENTART1\n", 1, 8, f);
    fwrite(head, sizeof head, 1, f);
    const forest *both[2] = {f1, f2};
    for (int k = 0; k < 2; k++) {
        fwrite(both[k]->first, sizeof(uint32_t), both[k]->tree_count + 1, f);
        fwrite(both[k]->nodes, sizeof(ent_tree_node), both[k]->node_count, f);
    }
    fclose(f);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: article_train GOLD.jsonl HTMLDIR OUT [trees depth rate bags]\n");
        return 2;
    }
    if (argc >= 8) {
        trees = (int)strtol(argv[4], NULL, 10);
        depth = (int)strtol(argv[5], NULL, 10);
        rate = ent_parse_double(argv[6], NULL);
        bags = (int)strtol(argv[7], NULL, 10);
    }
    char *gold;
    size_t n;
    if (ent_file_read(&gold, &n, argv[1], 1 << 30, NULL) < 0) {
        return 1;
    }
    pages = ent_calloc(4000, sizeof *pages);
    for (char *line = gold, *nl; line < gold + n && page_count < 4000; line = nl + 1) {
        nl = memchr(line, '\n', (size_t)(gold + n - line));
        nl = nl ? nl : gold + n;
        *nl = 0;
        struct json_object *o = json_tokener_parse(line), *doc, *text;
        if (o && json_object_object_get_ex(o, "doc", &doc) &&
            json_object_object_get_ex(o, "text", &text)) {
            add_page(json_object_get_string(doc), json_object_get_string(text), argv[2]);
        }
        json_object_put(o);
    }
    printf("%u pages, %u features\n", page_count, pages[0].a.feature_count);
    printf("best that blocks allow: ");
    evaluate(of_label, 0.5f, false, true);
    /* first forest: what each page's blocks look like to trees that did not see the page */
    for (int k = 0; k < FOLDS; k++) {
        forest *f = train(k, -1, false);
        for (uint32_t i = 0; i < page_count; i++) {
            if (pages[i].fold == k) {
                apply(f, &pages[i], false);
            }
        }
    }
    printf("first forest, out of fold: ");
    evaluate(of_first, 0.5f, false, true);
    for (int k = 0; k < FOLDS; k++) {
        forest *f = train(k, -1, true);
        for (uint32_t i = 0; i < page_count; i++) {
            if (pages[i].fold == k) {
                apply(f, &pages[i], true);
            }
        }
    }
    float best = 0.5f;
    for (float t = 0.2f; t < 0.81f; t += 0.05f) {
        double v = evaluate(of_second, t, true, false);
        printf("%.2f %.4f, ", (double)t, v);
    }
    printf("\nsecond forest, out of fold:\n");
    evaluate(of_second, best, false, true);
    printf("the same with the rules:\n");
    evaluate(of_second, best, true, true);
    forest *second = train(-1, -1, true); /* on the first's honest answers */
    forest *first = train(-1, -1, false);
    write_out(argv[3], first, second, best);
    printf("%u and %u nodes\n", first->node_count, second->node_count);
    return 0;
}
