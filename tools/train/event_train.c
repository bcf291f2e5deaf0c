/* event_train.c: learns the weights of src/event from gold, our own texts and the lexicon's
 * examples.
 *
 * usage: event_train SHARED --out DIR             learns from everything, writes the weights
 *        event_train SHARED --cv FOLDS --pred DIR cross-validates by document; writes the accounts
 *                                                 coded by models that never saw the document
 *        event_train SHARED --stats               how many acts have a candidate; then ends
 * SHARED holds gold/narrative, gold/news, gold/rdcr; --corpus DIR adds texts of our own
 * (tools/train/corpus), --labels DIR labels of our own over documents of SHARED that have none
 * there (tools/train/labels). The same input gives the same bytes. */
#include "event_train.h"

typedef struct settings {
    const char *shared, *corpus, *labels, *out, *pred, *list;
    uint32_t folds;
    double accept, again, accept_news;
    bool rows, rdcr, stats;
} settings;

/* -- samples -- */

typedef struct samples {
    ent_arena arena;
    sample *list;
    uint32_t n, cap;
    uint32_t groups;
} samples;

static void keep_features(samples *s, sample *x, const ent_features *f)
{
    uint32_t *copy = ent_arena_alloc(&s->arena, (f->n + 1u) * sizeof *copy);
    memcpy(copy, f->key, f->n * sizeof *copy);
    x->feat = copy;
    x->n = f->n;
}

/* Of whether a candidate is an act: the rows' examples say what a word means, little of what texts
 * are like; our own texts, and less so our own labels, are told more fully than the gold, whose
 * measure counts. */
static float set_weight(const corpus *c, uint32_t doc)
{
    uint32_t set = c->docs[doc].set;
    return set == SET_ROWS ? 0.1f : set >= SET_OWN ? 0.3f : train_labelled(c, doc) ? 0.5f : 1.0f;
}

static void act_samples(const corpus *c, samples *s)
{
    for (uint32_t i = 0; i < c->ex_count; i++) {
        const example *x = &c->ex[i];
        if (x->label < 0) {
            continue;
        }
        sample *y = ENT_PUSH(&s->arena, s->list, s->n, s->cap);
        *y = (sample){.feat = c->feat + x->feat,
                      .n = x->feat_n,
                      .doc = x->doc,
                      .weight = x->weight * set_weight(c, x->doc),
                      .right = x->label ? 1u : 0u,
                      .group = ENT_NONE};
    }
}

static void root_samples(const corpus *c, samples *s)
{
    for (uint32_t i = 0; i < c->ex_count; i++) {
        const example *x = &c->ex[i];
        if (x->label != 1 || x->gold == ENT_NONE || !c->golds[x->gold].roots) {
            continue;
        }
        const scene *sc = &c->docs[x->doc].scenes[x->scene];
        const ent_cand *k = &sc->cand[x->cand];
        ent_features f = {.n = 0, .text = NULL};
        ent_event_feature_root(&sc->v, &sc->t[k->trigger], k, &f);
        sample *y = ENT_PUSH(&s->arena, s->list, s->n, s->cap);
        *y = (sample){.doc = x->doc,
                      .weight = x->weight,
                      .right = c->golds[x->gold].roots >> 1,
                      .group = ENT_NONE};
        keep_features(s, y, &f);
        y->vote = ent_arena_zalloc(&s->arena, ENT_MODEL_ROOTS, sizeof *y->vote);
        for (uint32_t r = 1; r < ENT_MODEL_ROOTS; r++) {
            uint32_t vote[6], n = ent_event_vote(&sc->v, &sc->t[k->trigger], k, r, vote);
            for (uint32_t j = 0; j < n; j++) {
                y->vote[r - 1][j] = (uint8_t)vote[j];
            }
        }
    }
}

static void status_samples(const corpus *c, samples *s)
{
    for (uint32_t i = 0; i < c->ex_count; i++) {
        const example *x = &c->ex[i];
        if (x->label != 1 || x->gold == ENT_NONE) {
            continue;
        }
        const gold *g = &c->golds[x->gold];
        if (c->docs[x->doc].set == SET_GUIDES && !c->docs[x->doc].whole) {
            continue;
        }
        const scene *sc = &c->docs[x->doc].scenes[x->scene];
        ent_cand k = sc->cand[x->cand];
        k.root = (uint8_t)g->best;
        ent_features f = {.n = 0, .text = NULL};
        ent_event_feature_status(&sc->v, &sc->t[k.trigger], &k, &f);
        sample *y = ENT_PUSH(&s->arena, s->list, s->n, s->cap);
        *y = (sample){.doc = x->doc, .weight = 1, .right = 1u << g->status, .group = ENT_NONE};
        keep_features(s, y, &f);
    }
}

static bool date_right(const gold *g, const ent_when *w)
{
    bool none = w->from == ENT_DAY_NONE && w->to == ENT_DAY_NONE;
    if (g->from == ENT_DAY_NONE || g->to == ENT_DAY_NONE) {
        return none;
    }
    if (none) {
        return false;
    }
    int32_t a = w->from != ENT_DAY_NONE ? w->from : w->to,
            b = w->to != ENT_DAY_NONE ? w->to : w->from;
    return a <= g->to && b >= g->from && b - a + 1 <= 2 * (g->to - g->from + 1);
}

static void date_samples(const corpus *c, samples *s, bool report)
{
    uint32_t all = 0, can = 0;
    for (uint32_t i = 0; i < c->ex_count; i++) {
        const example *x = &c->ex[i];
        if (x->label != 1 || x->gold == ENT_NONE || !c->golds[x->gold].dated ||
            c->docs[x->doc].set == SET_ROWS || c->docs[x->doc].set == SET_NEWS) {
            continue;
        }
        const gold *g = &c->golds[x->gold];
        const scene *sc = &c->docs[x->doc].scenes[x->scene];
        ent_cand k = sc->cand[x->cand];
        k.root = (uint8_t)g->best;
        k.status = g->status;
        ent_when w[ENT_WHEN_MAX];
        ent_scene v = sc->v;
        uint32_t n = ent_event_when_options(&v, &sc->t[k.trigger], w, ENT_WHEN_MAX), right = 0;
        for (uint32_t j = 0; j < n; j++) {
            right += date_right(g, &w[j]);
        }
        all++;
        can += right > 0;
        if (!right) {
            continue;
        }
        for (uint32_t j = 0; j < n; j++) {
            ent_features f = {.n = 0, .text = NULL};
            ent_event_feature_date(&v, &sc->t[k.trigger], &k, &w[j], &f);
            sample *y = ENT_PUSH(&s->arena, s->list, s->n, s->cap);
            *y = (sample){.doc = x->doc,
                          .weight = 1,
                          .right = date_right(g, &w[j]) ? 1u : 0u,
                          .group = s->groups};
            keep_features(s, y, &f);
        }
        s->groups++;
    }
    if (report) {
        fprintf(stderr, "dates: %u acts, for %u some option is right\n", all, can);
    }
}

static void learn(const settings *o, ent_model *m, const uint32_t *fold, uint32_t out, samples s[5])
{
    memset(m, 0, sizeof *m);
    fit_options act = {ENT_CLASS_EVENT, 0, 1, 20, 80, .004, 2, false};
    fit(m, s[0].list, s[0].n, &act, fold, out);
    fit_options root = {ENT_CLASS_ROOT, 1, 20, 6, 60, .004, 2, false};
    fit(m, s[1].list, s[1].n, &root, fold, out);
    fit_options status = {ENT_CLASS_STATUS, 0, 5, 2, 60, .004, 2, false};
    fit(m, s[2].list, s[2].n, &status, fold, out);
    fit_options date = {ENT_CLASS_DATE, 0, 1, 25, 60, .004, 2, true};
    fit(m, s[3].list, s[3].n, &date, fold, out);
    ent_event_model_set(m, ENT_KEY_ACCEPT, (float)o->accept);
    ent_event_model_set(m, ENT_KEY_AGAIN, (float)o->again);
    ent_event_model_set(m, ENT_KEY_NEWS, (float)o->accept_news);
}

/* What the candidates of a fold look like to models that have not seen it. */
static void weigh_fold(corpus *c, ent_coder *k, uint32_t fold)
{
    for (uint32_t i = 0; i < c->doc_count; i++) {
        document *doc = &c->docs[i];
        for (uint32_t j = 0; doc->fold == fold && j < doc->scene_count; j++) {
            scene *s = &doc->scenes[j];
            if (s->cn) {
                ent_event_cand_alone(k, &s->v, s->t, s->cand, s->cn);
            }
        }
    }
}

static int by_score(const void *p, const void *q)
{
    const ent_cand *a = *(ent_cand *const *)p, *b = *(ent_cand *const *)q;
    double x = a->p * a->root_p, y = b->p * b->root_p;
    return x < y ? 1 : x > y ? -1 : (a > b) - (a < b);
}

/* In the guides: an act of relations with the United States in a sentence that has none. */
static bool known_wrong(const corpus *c, uint32_t di, const scene *s, const ent_cand *k)
{
    const ent_actor *a = &s->v.d->actors[s->v.party[k->source].actor];
    const ent_actor *b = &s->v.d->actors[s->v.party[k->target].actor];
    bool usa =
        (a->state && strcmp(a->state, "USA") == 0) || (b->state && strcmp(b->state, "USA") == 0);
    bool code = k->rule && k->rule->code &&
                (strncmp(k->rule->code, "054", 3) == 0 || strncmp(k->rule->code, "161", 3) == 0);
    for (uint32_t g = c->docs[di].gold_first; g < c->docs[di].gold_end; g++) {
        if (c->golds[g].sent == s->v.sent) {
            return false;
        }
    }
    return usa && code;
}

/* Right is what finds a gold act of its pair and root that no likelier candidate has found. */
typedef struct forest_samples {
    ent_arena arena;
    forest_sample *list;
    uint32_t n, cap;
} forest_samples;

static void final_scene(corpus *c, uint32_t di, scene *s, forest_samples *out)
{
    ent_cand **order = ent_calloc(s->cn + 1u, sizeof *order);
    uint8_t *taken = ent_calloc(c->gold_count + 1u, 1);
    for (uint32_t i = 0; i < s->cn; i++) {
        order[i] = &s->cand[i];
    }
    qsort(order, s->cn, sizeof *order, by_score);
    for (uint32_t i = 0; i < s->cn; i++) {
        const ent_cand *k = order[i];
        if (k->p < ENT_LEAST_P || !k->root) {
            continue;
        }
        uint32_t hit = ENT_NONE;
        for (uint32_t g = c->docs[di].gold_first; g < c->docs[di].gold_end && hit == ENT_NONE;
             g++) {
            if (!taken[g] && c->golds[g].doc == di && c->golds[g].sent == s->v.sent &&
                ((c->golds[g].roots >> k->root) & 1) && pair_fits(&s->v, k, &c->golds[g])) {
                hit = g;
            }
        }
        if (hit != ENT_NONE) {
            taken[hit] = 1;
        }
        if (hit == ENT_NONE && c->docs[di].set == SET_GUIDES && !c->docs[di].whole &&
            !known_wrong(c, di, s, k)) {
            continue;
        }
        forest_sample *y = ENT_PUSH(&out->arena, out->list, out->n, out->cap);
        ent_event_numbers(&s->v, s->t, s->cand, s->cn, (uint32_t)(k - s->cand), y->x);
        y->doc = di;
        y->right = hit != ENT_NONE;
        y->weight = hit == ENT_NONE || c->golds[hit].core ? 1.0f
                    : train_labelled(c, di)               ? 0.3f
                                                          : 0.8f;
        if (train_labelled(c, di)) {
            y->weight *= 0.5f;
        }
        if (c->docs[di].set == SET_ROWS) {
            y->weight *= 0.1f; /* short and plain, as gold rarely is and some texts are */
        }
    }
    free(order);
    free(taken);
}

static void final_samples(corpus *c, forest_samples *out)
{
    for (uint32_t i = 0; i < c->doc_count; i++) {
        document *doc = &c->docs[i];
        for (uint32_t j = 0; doc->set < SET_OWN && j < doc->scene_count; j++) {
            if (doc->scenes[j].cn) {
                final_scene(c, i, &doc->scenes[j], out);
            }
        }
    }
}

/* Some forests that differ in what they were shown, as one: their mean. */
static void learn_final(ent_forest *out, const forest_samples *s, const uint32_t *fold,
                        uint32_t held)
{
    enum { FORESTS = 2 };
    memset(out, 0, sizeof *out);
    for (uint32_t k = 0; k < FORESTS; k++) {
        forest_options o = {150, 50, 70, 99 + 1000 * k, 0.06, 5, 4};
        ent_forest one;
        forest_fit(&one, s->list, s->n, &o, fold, held);
        out->tree = ent_realloc(out->tree, (out->count + one.count) * sizeof *out->tree);
        for (uint32_t i = 0; i < one.count; i++) {
            ent_tree t = one.tree[i];
            for (uint32_t j = 0; j < ENT_COUNT(t.leaf); j++) {
                t.leaf[j] = (int16_t)(t.leaf[j] / (int16_t)FORESTS);
            }
            out->tree[out->count++] = t;
        }
        out->base = one.base;
        ent_event_forest_close(&one);
    }
}

/* -- running -- */

static void use(ent_coder *k, const ent_model *m, const settings *o)
{
    k->model = *m;
    k->accept = o->accept;
    k->accept_again = o->again;
    k->accept_news = o->accept_news;
}

static void code_docs(const corpus *c, const ent_coder *k, uint32_t out, FILE *const *files)
{
    for (uint32_t i = 0; i < c->doc_count; i++) {
        document *doc = &c->docs[i];
        if ((out != ENT_NONE && doc->fold != out) || doc->set == SET_ROWS || !files[doc->set]) {
            continue;
        }
        doc->d->accounts = NULL;
        doc->d->account_count = doc->d->account_cap = 0;
        ent_event_options opt = {false, NULL, NULL};
        ent_event_doc(k, doc->d, &opt);
        for (uint32_t j = 0; j < doc->d->account_count; j++) {
            ent_buf b = {0};
            ent_account_json(&b, &doc->d->accounts[j]);
            fprintf(files[doc->set], "%s\n", b.data);
            ent_buf_free(&b);
        }
    }
}

/* How often root, status and date are right where the act and its actors are given. */
static void report(const corpus *c, const ent_coder *k, uint32_t fold, uint32_t n[2][8])
{
    for (uint32_t i = 0; i < c->ex_count; i++) {
        const example *x = &c->ex[i];
        const document *doc = &c->docs[x->doc];
        if (doc->fold != fold || doc->set > SET_NEWS || x->label != 1 || x->gold == ENT_NONE) {
            continue;
        }
        const gold *g = &c->golds[x->gold];
        const scene *sc = &doc->scenes[x->scene];
        ent_cand d = sc->cand[x->cand];
        ent_scene v = sc->v;
        double p[ENT_MODEL_ROOTS];
        uint32_t best = 1, *at = n[doc->set];
        ent_event_roots(k, &v, &sc->t[d.trigger], &d, p);
        for (uint32_t r = 1; r < ENT_MODEL_ROOTS; r++) {
            best = p[r] > p[best] ? r : best;
        }
        at[0]++;
        at[1] += (g->roots >> best) & 1;
        at[2] += d.rule && ((g->roots >> d.rule->root) & 1);
        d.root = (uint8_t)best;
        d.status = g->status;
        ent_cand one = d;
        ent_event_cand_weigh(k, &v, sc->t, &one, 1);
        at[3] += one.code && one.status == g->status;
        at[4] += one.code != NULL;
        ent_date when;
        ent_event_when(k, &v, &sc->t[d.trigger], &one, &when);
        ent_when w = {.from = when.start, .to = when.end};
        at[5] += date_right(g, &w);
    }
}

/* One line a right candidate, for reading. */
static void list_right(corpus *c, FILE *f)
{
    for (uint32_t i = 0; i < c->ex_count; i++) {
        const example *x = &c->ex[i];
        document *doc = &c->docs[x->doc];
        if (doc->set > SET_NEWS || x->label != 1 || x->gold == ENT_NONE) {
            continue;
        }
        const gold *g = &c->golds[x->gold];
        const scene *sc = &doc->scenes[x->scene];
        const ent_cand *d = &sc->cand[x->cand];
        const ent_trigger *t = &sc->t[d->trigger];
        const char *code = d->rule ? (d->rule->code ? d->rule->code : "none") : "-";
        fprintf(f, "%s\t%u\t%s\t%s\t%d%d\t%d\t%s\t%s\t%s.%s\t%s.%s\t%s\n", ent_doc_id(doc->d),
                g->core, sc->v.low[t->tok], code, d->fit_source, d->fit_target,
                (g->roots >> (d->rule ? d->rule->root : 0)) & 1, g->code, g->trigger,
                sc->v.lex->name[d->ss.role.outer], sc->v.lex->name[d->ss.role.inner],
                sc->v.lex->name[d->ts.role.outer], sc->v.lex->name[d->ts.role.inner],
                ent_arena_strn(&doc->arena, doc->d->text + doc->d->sents[sc->v.sent].span.begin,
                               doc->d->sents[sc->v.sent].span.end -
                                   doc->d->sents[sc->v.sent].span.begin));
    }
}

static void stats(const corpus *c)
{
    uint32_t pos = 0, ign = 0, found = 0, missing = 0, covered[SETS] = {0}, total[SETS] = {0};
    uint8_t *has = ent_calloc(c->gold_count + 1u, 1);
    for (uint32_t i = 0; i < c->ex_count; i++) {
        pos += c->ex[i].label == 1;
        ign += c->ex[i].label < 0;
    }
    for (uint32_t gi = 0; gi < c->gold_count; gi++) {
        const gold *g = &c->golds[gi];
        missing += g->sent == ENT_NONE;
        total[c->docs[g->doc].set] += g->core;
    }
    for (uint32_t i = 0; i < c->ex_count; i++) {
        if (c->ex[i].label == 1 && c->ex[i].gold != ENT_NONE && !has[c->ex[i].gold]) {
            has[c->ex[i].gold] = 1;
            found++;
            covered[c->docs[c->ex[i].doc].set] += c->golds[c->ex[i].gold].core;
        }
    }
    fprintf(stderr,
            "%u documents, %u candidates, %u right, %u unknown; %u gold acts, %u with a candidate, "
            "%u without a sentence\n",
            c->doc_count, c->ex_count, pos, ign, c->gold_count, found, missing);
    for (int s = 0; s < SETS; s++) {
        if (total[s]) {
            fprintf(stderr, "set %d: %u core, %u with a candidate of their own\n", s, total[s],
                    covered[s]);
        }
    }
    free(has);
}

static void print_report(uint32_t n[2][8])
{
    for (int i = 0; i < 2; i++) {
        double all = n[i][0] ? n[i][0] : 1;
        fprintf(stderr,
                "set %d: of %u right candidates root %.1f (rows %.1f) date %.1f; of %u status "
                "%.1f\n",
                i, n[i][0], 100 * n[i][1] / all, 100 * n[i][2] / all, 100 * n[i][5] / all, n[i][4],
                100.0 * n[i][3] / (n[i][4] ? n[i][4] : 1));
    }
}

static int read_args(settings *o, int argc, char **argv)
{
    *o = (settings){.folds = 8,
                    .accept = 0.25,
                    .again = 0.25,
                    .accept_news = 0.255,
                    .rows = true,
                    .rdcr = true};
    for (int i = 1; i < argc; i++) {
        const char *a = argv[i], *next = i + 1 < argc ? argv[i + 1] : NULL;
        int64_t n;
        if (strcmp(a, "--no-rows") == 0) {
            o->rows = false;
        } else if (strcmp(a, "--stats") == 0) {
            o->stats = true;
        } else if (a[0] != '-') {
            o->shared = a;
        } else if (!next) {
            return -1;
        } else if (strcmp(a, "--out") == 0) {
            o->out = argv[++i];
        } else if (strcmp(a, "--corpus") == 0) {
            o->corpus = argv[++i];
        } else if (strcmp(a, "--labels") == 0) {
            o->labels = argv[++i];
        } else if (strcmp(a, "--list") == 0) {
            o->list = argv[++i];
        } else if (strcmp(a, "--pred") == 0) {
            o->pred = argv[++i];
        } else if (strcmp(a, "--cv") == 0 && ent_parse_int(next, &n)) {
            o->folds = (uint32_t)n;
            i++;
        } else if (strcmp(a, "--accept") == 0) {
            o->accept = ent_parse_double(argv[++i], NULL);
        } else if (strcmp(a, "--accept-news") == 0) {
            o->accept_news = ent_parse_double(argv[++i], NULL);
        } else if (strcmp(a, "--again") == 0) {
            o->again = ent_parse_double(argv[++i], NULL);
        } else {
            return -1;
        }
    }
    return o->shared && (o->out || o->pred || o->stats) ? 0 : -1;
}

static void write_file(const char *path, const ent_buf *b)
{
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(b->data, 1, b->len, f) != b->len || fclose(f) != 0) {
        fprintf(stderr, "cannot write %s\n", path);
        exit(1);
    }
    fprintf(stderr, "%s: %zu bytes\n", path, b->len);
}

int main(int argc, char **argv)
{
    settings o;
    static corpus c;
    if (read_args(&o, argc, argv) < 0) {
        fprintf(stderr,
                "usage: event_train SHARED [--corpus DIR] [--labels DIR] [--no-rows]\n"
                "       (--out DIR | --cv FOLDS --pred DIR | --stats) [--accept P] [--again P] "
                "[--accept-news P]\n");
        return 2;
    }
    ent_options eo = {.size = sizeof eo};
    if (ent_open(&c.e, &eo) < 0) {
        fprintf(stderr, "%s\n", ent_last_error(c.e)->message);
        return 1;
    }
    const char *g = ent_arena_printf(&c.arena, "%s/gold", o.shared);
    load_narrative(&c, ent_arena_printf(&c.arena, "%s/narrative", g), 0, o.folds);
    load_lines(&c, ent_arena_printf(&c.arena, "%s/news/docs.jsonl", g),
               ent_arena_printf(&c.arena, "%s/news/gold.jsonl", g), 1, o.folds);
    if (o.rdcr) {
        load_rdcr(&c, ent_arena_printf(&c.arena, "%s/rdcr", g), o.folds);
    }
    if (o.labels) {
        load_labels(&c, o.labels, o.shared, o.folds);
    }
    if (o.corpus) {
        load_corpus(&c, o.corpus, o.folds);
    }
    if (o.rows) {
        load_rows(&c, o.folds);
    }
    make_examples(&c);
    stats(&c);
    if (o.stats) {
        return 0;
    }
    if (o.list) {
        FILE *f = fopen(o.list, "w");
        list_right(&c, f);
        fclose(f);
    }
    uint32_t *fold = ent_calloc(c.doc_count + 1u, sizeof *fold);
    for (uint32_t i = 0; i < c.doc_count; i++) {
        fold[i] = c.docs[i].fold;
    }
    samples s[5] = {0};
    act_samples(&c, &s[0]);
    root_samples(&c, &s[1]);
    status_samples(&c, &s[2]);
    date_samples(&c, &s[3], true);
    ent_coder *k = c.e->shared->coder;
    ent_model shipped = k->model, *m = ent_calloc(o.folds, sizeof *m), all;
    for (uint32_t f = 0; f < o.folds; f++) {
        learn(&o, &m[f], fold, f, s);
        use(k, &m[f], &o);
        weigh_fold(&c, k, f);
    }
    static forest_samples fs;
    final_samples(&c, &fs);
    ent_forest forest = {0}, shipped_forest = k->forest;
    if (o.pred) {
        FILE *files[SETS] = {fopen(ent_arena_printf(&c.arena, "%s/narrative.jsonl", o.pred), "w"),
                             fopen(ent_arena_printf(&c.arena, "%s/news.jsonl", o.pred), "w"), NULL,
                             fopen(ent_arena_printf(&c.arena, "%s/rdcr.jsonl", o.pred), "w"),
                             fopen(ent_arena_printf(&c.arena, "%s/labels.jsonl", o.pred), "w")};
        uint32_t n[2][8] = {{0}};
        for (uint32_t f = 0; f < o.folds; f++) {
            learn_final(&forest, &fs, fold, f);
            use(k, &m[f], &o);
            k->forest = forest;
            code_docs(&c, k, f, files);
            report(&c, k, f, n);
            ent_event_forest_close(&forest);
        }
        print_report(n);
        for (int i = 0; i < SETS; i++) {
            if (files[i]) {
                fclose(files[i]);
            }
        }
    }
    if (o.out) {
        learn(&o, &all, fold, ENT_NONE, s);
        learn_final(&forest, &fs, fold, ENT_NONE);
        ent_buf b = {0}, fb = {0};
        ent_event_model_write(&b, &all);
        ent_event_forest_write(&fb, &forest);
        write_file(ent_arena_printf(&c.arena, "%s/event.weights", o.out), &b);
        write_file(ent_arena_printf(&c.arena, "%s/forest.weights", o.out), &fb);
    }
    k->forest = shipped_forest;
    k->model = shipped;
    return 0;
}
