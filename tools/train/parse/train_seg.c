/* train_seg.c: trains the two linear models for token and sentence boundaries.
 *
 * In: treebanks, whose paragraphs are put together again from the tokens. Out: int8 weights.
 * Averaged perceptrons over hashed features, several of them, each with another order of the texts;
 * their weights are summed. */
#include "train.h"
#include "train_seg.h"

struct text {
    char *s;
    size_t n, cap;
    uint32_t *tok; /* byte offsets: begin, end of each token */
    uint8_t *last; /* of each token: ends a sentence */
    size_t ntok, tok_cap, last_cap;
};

static void add_token(struct text *t, const char *s, int space, int last)
{
    size_t n = strlen(s);
    t->s = xgrow(t->s, &t->cap, t->n + n + 2, 1);
    t->tok = xgrow(t->tok, &t->tok_cap, 2 * t->ntok + 2, sizeof *t->tok);
    t->last = xgrow(t->last, &t->last_cap, t->ntok + 1, 1);
    t->tok[2 * t->ntok] = (uint32_t)t->n;
    memcpy(t->s + t->n, s, n);
    t->n += n;
    t->tok[2 * t->ntok + 1] = (uint32_t)t->n;
    t->last[t->ntok++] = (uint8_t)last;
    if (space)
        t->s[t->n++] = ' ';
}

/* Whether a break that the treebank has is one to learn: not after a semicolon, and not between a
 * figure and a small letter, which only unedited mail has. */
static int is_break(const struct sentence *s, const struct sentence *next)
{
    const char *last = s->w[s->n - 1].form;
    size_t n = strlen(last);
    char c = last[n - 1], d = next ? next->w[0].form[0] : 'A';
    return strcmp(last, ";") != 0 && !(c >= '0' && c <= '9' && d >= 'a' && d <= 'z');
}

/* What stands in a word's place to teach initials and short titles, of which treebanks have few;
 * NULL: the word itself. Two initials are two tokens: *second. */
static const char *shortened(const struct sentence *s, int i, struct rng *g, char buf[16],
                             const char **second)
{
    static const char *const titles[] = {"Gen.",  "Col.",  "Lt.",  "Capt.", "Sen.",  "Rep.", "Gov.",
                                         "Adm.",  "Maj.",  "Amb.", "Prof.", "Dr.",   "Sgt.", "Rev.",
                                         "Brig.", "Cmdr.", "Hon.", "Mr.",   "Msgr.", "Cpl."};
    const struct word *w = &s->w[i], *next = i + 1 < s->n ? w + 1 : NULL;
    *second = NULL;
    if (!next || w->mwt || w->mwt_rest || !w->space || strcmp(w->upos, "PROPN") != 0 ||
        strcmp(next->upos, "PROPN") != 0)
        return NULL;
    float x = rng_float(g);
    if (!strcmp(w->deprel, "nmod:desc") && w->head == i + 2)
        return x < 0.4f ? titles[rng_below(g, sizeof titles / sizeof titles[0])] : NULL;
    int name = (!strcmp(next->deprel, "flat") && next->head == i + 1) ||
               (!strcmp(next->deprel, "flat") && !strcmp(w->deprel, "flat"));
    if (!name || x >= 0.16f)
        return NULL;
    snprintf(buf, 16, "%c.", (char)('A' + rng_below(g, 26)));
    snprintf(buf + 8, 8, "%c.", (char)('A' + rng_below(g, 26)));
    if (x < 0.04f)
        snprintf(buf + 2, 6, "%c.", (char)('A' + rng_below(g, 26))); /* H.W. */
    else if (x < 0.08f)
        *second = buf + 8;
    return buf;
}

/* How a sentence is dressed up, to teach what stands around a final stop: quotation marks or
 * brackets around it, a figure before the stop ("in 1938."). */
struct dress {
    const char *open, *close; /* NULL none */
    const char *figure;       /* NULL none */
    char buf[16];
};

static void choose_dress(struct dress *d, const struct sentence *s, struct rng *g)
{
    static const char *const pairs[][2] = {{"\"", "\""}, {"(", ")"}, {"\"", "\""}, {"[", "]"}};
    memset(d, 0, sizeof *d);
    if (s->n < 4 || strcmp(s->w[s->n - 1].form, ".") != 0 || s->w[s->n - 2].space ||
        s->w[s->n - 2].mwt_rest || !strcmp(s->w[s->n - 2].upos, "PUNCT"))
        return;
    float x = rng_float(g);
    if (x < 0.05f) {
        size_t k = rng_below(g, sizeof pairs / sizeof pairs[0]);
        d->open = pairs[k][0];
        d->close = pairs[k][1];
    }
    if (x < 0.02f || x > 0.96f) {
        unsigned year = 1700 + (unsigned)rng_below(g, 320), small = (unsigned)rng_below(g, 1000);
        snprintf(d->buf, sizeof d->buf, "%u", rng_below(g, 3) ? year : small);
        d->figure = d->buf;
    }
}

static void add_sentence(struct text *t, const struct sentence *s, int end, struct rng *rng)
{
    struct dress d = {0};
    if (rng)
        choose_dress(&d, s, rng);
    if (d.open)
        add_token(t, d.open, 0, 0);
    for (int j = 0; j < s->n;) {
        const struct word *w = &s->w[j];
        char buf[16];
        const char *second = NULL, *other = rng ? shortened(s, j, rng, buf, &second) : NULL;
        int len = w->mwt ? w->mwt : 1, last = j + len == s->n;
        const char *form = other ? other : w->mwt ? w->surface : w->form;
        if (second)
            add_token(t, second, 1, 0);
        if (j + 2 == s->n && d.figure)
            form = d.figure;
        add_token(t, form, s->w[j + len - 1].space && !(last && d.close), last && end && !d.close);
        j += len;
    }
    if (d.close)
        add_token(t, d.close, s->w[s->n - 1].space, end);
}

/* The texts, put together from the tokens. rng: for training, where breaks that are not worth
 * learning are left out and some names are shortened; NULL: as they are. */
static struct text *paragraphs(const struct corpus *c, size_t *count, struct rng *rng)
{
    struct text *all = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = 0; i < c->n; i++) {
        const struct sentence *s = &c->s[i];
        int end = !rng || is_break(s, i + 1 < c->n ? s + 1 : NULL);
        if (!n || s->par || s->doc) {
            all = xgrow(all, &cap, n + 1, sizeof *all);
            memset(&all[n++], 0, sizeof *all);
        }
        add_sentence(&all[n - 1], s, end, rng);
    }
    *count = n;
    return all;
}

enum { MODELS = 12, EPOCHS = 6 };
#define MARGIN 1.0f

/* w: the weights; late: each change times the number of decisions before it, from which the mean of
 * w over all decisions follows */
struct model {
    float *w;
    double *late;
    double now;
};

static void learn(struct model *m, const uint32_t *f, unsigned n, int gold)
{
    float s = 0.0f, d = gold ? 1.0f : -1.0f;
    m->now++;
    for (unsigned i = 0; i < n; i++)
        s += m->w[f[i]];
    if (s * d > MARGIN)
        return;
    for (unsigned i = 0; i < n; i++) {
        m->w[f[i]] += d;
        m->late[f[i]] += (double)d * m->now;
    }
}

/* Adds the mean to sum and starts afresh. */
static void harvest(struct model *m, float *sum)
{
    for (size_t i = 0; i < (size_t)1 << ENT_SEG_BITS; i++) {
        sum[i] += (m->w[i] - (float)(m->late[i] / m->now)) / MODELS;
        m->w[i] = 0.0f;
        m->late[i] = 0.0;
    }
    m->now = 0.0;
}

struct view {
    struct ent_seg_text t;
    struct ent_seg_token *k;
    uint8_t *end;
    size_t cap;
};

static void look(struct view *v, const struct text *t)
{
    if (t->n + 1 > v->cap) {
        v->cap = 2 * t->n + 64;
        v->t.c = realloc(v->t.c, v->cap * sizeof *v->t.c);
        v->t.at = realloc(v->t.at, v->cap * sizeof *v->t.at);
        v->t.cls = realloc(v->t.cls, v->cap);
        v->k = realloc(v->k, v->cap * sizeof *v->k);
        v->end = realloc(v->end, v->cap);
    }
    ent_parse_seg_decode(&v->t, t->s, t->n);
}

/* Gold tokens as ranges of code points. */
static uint32_t gold_tokens(struct view *v, const struct text *t, const struct ent_abbrs *abbrs)
{
    uint32_t i = 0, n = 0;
    for (size_t j = 0; j < t->ntok; j++) {
        while (v->t.at[i] < t->tok[2 * j])
            i++;
        v->k[n].begin = i;
        while (v->t.at[i] < t->tok[2 * j + 1])
            i++;
        v->k[n].end = i;
        ent_parse_seg_describe(&v->k[n++], &v->t, abbrs);
    }
    return n;
}

static void learn_text(struct view *v, const struct text *t, struct model *tm, struct model *sm,
                       const struct ent_abbrs *abbrs)
{
    uint32_t f[ENT_SEG_FEATS];
    look(v, t);
    uint32_t n = gold_tokens(v, t, abbrs);
    for (uint32_t j = 0; j < n; j++) {
        uint32_t s = v->k[j].begin, b = s, e = s;
        while (b > 0 && v->t.c[b - 1] != ' ')
            b--;
        while (e < v->t.n && v->t.c[e] != ' ')
            e++;
        for (uint32_t i = s + 1; i <= v->k[j].end && i < e; i++)
            if (ent_parse_seg_candidate(&v->t, i)) {
                unsigned k = ent_parse_seg_token_feats(f, &v->t, abbrs, b, e, s, i);
                learn(tm, f, k, i == v->k[j].end);
            }
    }
    struct ent_seg_state st = {0};
    for (uint32_t j = 0; j < n; j++) {
        if (j + 1 < n) {
            unsigned k = ent_parse_seg_sent_feats(f, &v->t, v->k, n, j, &st);
            learn(sm, f, k, t->last[j]);
        }
        ent_parse_seg_step(&st, &v->t, v->k, j, t->last[j]);
    }
}

static void quantise(int8_t *out, const float *w)
{
    for (size_t i = 0; i < (size_t)1 << ENT_SEG_BITS; i++) {
        float x = w[i] * SEG_SCALE;
        x = x > 127.0f ? 127.0f : x < -127.0f ? -127.0f : x;
        out[i] = (int8_t)(x < 0 ? x - 0.5f : x + 0.5f);
    }
}

struct counts {
    double tok_tp, tok_gold, tok_sys, s_tp, s_gold, s_sys;
};

static void count_text(struct view *v, const struct text *t, const struct ent_seg_model *m,
                       struct counts *c)
{
    look(v, t);
    uint32_t n = ent_parse_seg(m, &v->t, v->k, v->end);
    size_t j = 0, gs = 0, ss = 0;
    c->tok_gold += (double)t->ntok;
    c->tok_sys += n;
    /* sentences: ends that both have, with the same begin */
    uint32_t sys_begin = 0, gold_begin = 0;
    (void)gs;
    (void)ss;
    for (size_t i = 0; i < t->ntok; i++)
        c->s_gold += t->last[i];
    for (uint32_t i = 0; i < n; i++) {
        uint32_t b = v->t.at[v->k[i].begin], e = v->t.at[v->k[i].end];
        while (j < t->ntok && t->tok[2 * j + 1] < e) {
            if (t->last[j])
                gold_begin = j + 1 < t->ntok ? t->tok[2 * j + 2] : 0;
            j++;
        }
        if (j < t->ntok && t->tok[2 * j] == b && t->tok[2 * j + 1] == e)
            c->tok_tp++;
        if (v->end[i]) {
            c->s_sys++;
            if (j < t->ntok && t->tok[2 * j + 1] == e && t->last[j] && sys_begin == gold_begin)
                c->s_tp++;
            sys_begin = i + 1 < n ? v->t.at[v->k[i + 1].begin] : 0;
        }
    }
}

static void report(const struct corpus *dev, const struct ent_seg_model *m, const char *name,
                   double *f1)
{
    struct view v = {0};
    struct counts c = {0};
    size_t n;
    struct text *t = paragraphs(dev, &n, NULL);
    for (size_t i = 0; i < n; i++)
        count_text(&v, &t[i], m, &c);
    f1[0] = 200 * c.tok_tp / (c.tok_gold + c.tok_sys);
    f1[1] = 200 * c.s_tp / (c.s_gold + c.s_sys);
    if (name)
        fprintf(stderr, "  %s: tokens %.2f sentences %.2f\n", name, f1[0], f1[1]);
}

/* The sentence threshold that the development sets like best. */
static int32_t best_bias(const struct seg_weights *w, const struct corpus *dev, int ndev,
                         const struct ent_abbrs *abbrs)
{
    double best = 0, f1[2];
    int32_t at = 0;
    for (int32_t b = -60; b <= 60; b += 5) {
        struct ent_seg_model m = {w->token, w->sent, 0, b, abbrs};
        double sum = 0;
        for (int d = 0; d < ndev; d++) {
            report(&dev[d], &m, NULL, f1);
            sum += f1[1];
        }
        if (sum > best) {
            best = sum;
            at = b;
        }
    }
    return at;
}

void seg_train(struct seg_weights *out, const struct corpus *train, const struct corpus *dev,
               int ndev, const struct ent_abbrs *abbrs, uint64_t seed)
{
    size_t size = (size_t)1 << ENT_SEG_BITS, n;
    struct rng rng = {seed};
    struct model tm = {xalloc(size * sizeof(float)), xalloc(size * sizeof(double)), 0};
    struct model sm = {xalloc(size * sizeof(float)), xalloc(size * sizeof(double)), 0};
    float *tsum = xalloc(size * sizeof *tsum), *ssum = xalloc(size * sizeof *ssum);
    struct text *t = paragraphs(train, &n, &rng);
    size_t *order = xalloc(n * sizeof *order);
    struct view v = {0};
    double f1[2];
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    for (int e = 0; e < MODELS * EPOCHS; e++) {
        for (size_t i = n; i-- > 1;) {
            size_t j = rng_below(&rng, i + 1), x = order[i];
            order[i] = order[j];
            order[j] = x;
        }
        for (size_t i = 0; i < n; i++)
            learn_text(&v, &t[order[i]], &tm, &sm, abbrs);
        if (e % EPOCHS == EPOCHS - 1) {
            harvest(&tm, tsum);
            harvest(&sm, ssum);
        }
    }
    out->token = xalloc(size);
    out->sent = xalloc(size);
    quantise(out->token, tsum);
    quantise(out->sent, ssum);
    out->token_bias = 0;
    out->sent_bias = best_bias(out, dev, ndev, abbrs);
    struct ent_seg_model m = {out->token, out->sent, 0, out->sent_bias, abbrs};
    for (int d = 0; d < ndev; d++)
        report(&dev[d], &m, "dev", f1);
}
