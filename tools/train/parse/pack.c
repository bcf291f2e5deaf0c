/* pack.c: writes the weights file that src/parse maps: the network as int8, the models for tokens
 * and sentences, the tables for lemmas and multiword tokens, names of tags and relations. */
#include "pack.h"

struct out {
    char *data;
    size_t n, cap;
    struct ent_weights_section sec[64];
    uint32_t nsec;
};

static void bytes(struct out *o, const void *p, size_t n)
{
    o->data = xgrow(o->data, &o->cap, o->n + n, 1);
    memcpy(o->data + o->n, p, n);
    o->n += n;
}

static void pad(struct out *o)
{
    static const char zero[ENT_WEIGHTS_ALIGN];
    bytes(o, zero, (ENT_WEIGHTS_ALIGN - o->n % ENT_WEIGHTS_ALIGN) % ENT_WEIGHTS_ALIGN);
}

static void begin(struct out *o, const char *name)
{
    pad(o);
    if (o->nsec == 64 || strlen(name) > 8)
        die("section %s", name);
    memset(&o->sec[o->nsec], 0, sizeof o->sec[0]);
    memcpy(o->sec[o->nsec].name, name, strlen(name));
    o->sec[o->nsec++].offset = o->n;
}

static void end(struct out *o)
{
    o->sec[o->nsec - 1].size = o->n - o->sec[o->nsec - 1].offset;
}

static void section(struct out *o, const char *name, const void *p, size_t n)
{
    begin(o, name);
    bytes(o, p, n);
    end(o);
}

static void map(struct out *o, const char *name, const uint64_t *key, const uint32_t *value,
                size_t n)
{
    uint32_t slots = 16;
    while (slots < n + n / 2)
        slots *= 2;
    uint32_t *s = xalloc(slots * 8);
    for (size_t i = 0; i < n; i++) {
        uint32_t tag = (uint32_t)(key[i] >> 32), at = (uint32_t)key[i] & (slots - 1);
        tag = tag ? tag : 1;
        while (s[2 * at] && s[2 * at] != tag)
            at = (at + 1) & (slots - 1);
        s[2 * at] = tag;
        s[2 * at + 1] = value ? value[i] : (uint32_t)i;
    }
    section(o, name, s, slots * 8);
}

static float top_of(const float *w, size_t n, size_t stride)
{
    float top = 1e-12f;
    for (size_t i = 0; i < n; i++) {
        float x = w[i * stride] < 0 ? -w[i * stride] : w[i * stride];
        top = x > top ? x : top;
    }
    return top;
}

static int8_t quant(float x, float limit)
{
    x = x > limit ? limit : x < -limit ? -limit : x;
    return (int8_t)(x < 0 ? x - 0.5f : x + 0.5f);
}

/* w: k x m, input-major as trained */
static void matrix(struct out *o, const char *name, const float *w, const float *bias, size_t k,
                   size_t m)
{
    size_t m16 = (m + 15) / 16 * 16, size = ent_parse_matrix_size(m, k);
    char *p = xalloc(size);
    int8_t *q = (int8_t *)p;
    float *scale = (float *)(p + m16 * k), *b = scale + m16;
    int32_t *sum = (int32_t *)(b + m16);
    for (size_t j = 0; j < m; j++) {
        float top = top_of(w + j, k, m);
        scale[j] = top / PACK_LIMIT;
        b[j] = bias ? bias[j] : 0.0f;
        for (size_t i = 0; i < k; i++) {
            int8_t x = quant(w[i * m + j] / top * PACK_LIMIT, PACK_LIMIT);
            q[((j / 16 * (k / 4) + i / 4) * 16 + j % 16) * 4 + i % 4] = x;
            sum[j] += 128 * x;
        }
    }
    section(o, name, p, size);
    free(p);
}

/* Rows of int8, then a scale for each. */
static void embeddings(struct out *o, const char *name, const float *e, size_t rows, size_t width)
{
    float *scale = xalloc(rows * sizeof *scale);
    begin(o, name);
    for (size_t r = 0; r < rows; r++) {
        float top = top_of(e + r * width, width, 1);
        scale[r] = top / 127.0f;
        for (size_t i = 0; i < width; i++) {
            int8_t x = quant(e[r * width + i] / top * 127.0f, 127.0f);
            bytes(o, &x, 1);
        }
    }
    end(o);
    char other[9];
    snprintf(other, sizeof other, "%s.s", name);
    section(o, other, scale, rows * sizeof *scale);
    free(scale);
}

static void names(struct out *o, const char *name, const struct names *t)
{
    begin(o, name);
    for (size_t i = 0; i < t->keys.n; i++)
        bytes(o, t->name[i], strlen(t->name[i]) + 1);
    end(o);
}

static void network(struct out *o, const struct net *n)
{
    const struct dims *d = &n->d;
    size_t h = (size_t)d->h, mlp = (size_t)(2 * d->a + 2 * d->l + d->t);
    char name[9];
    embeddings(o, "ew", n->ew, (size_t)d->nw, (size_t)d->dw);
    embeddings(o, "es", n->es, (size_t)d->ns, (size_t)d->ds);
    for (int l = 0; l < 2; l++)
        for (int r = 0; r < 2; r++) {
            size_t in = l ? 2 * h : (size_t)(d->dw + d->ds);
            snprintf(name, sizeof name, "wx%d%d", l, r);
            matrix(o, name, n->p + n->at.wx[l][r], n->p + n->at.b[l][r], in, 4 * h);
            snprintf(name, sizeof name, "wh%d%d", l, r);
            matrix(o, name, n->p + n->at.wh[l][r], NULL, h, 4 * h);
        }
    matrix(o, "mlp", n->p + n->at.wm, n->p + n->at.bm, 2 * h, mlp);
    matrix(o, "arc", n->p + n->at.u, n->p + n->at.ub, (size_t)d->a, (size_t)d->a);
    matrix(o, "rel", n->p + n->at.wl, n->p + n->at.bl, (size_t)(2 * d->l), (size_t)d->nrel);
    matrix(o, "tag", n->p + n->at.wt, n->p + n->at.bt, (size_t)d->t, (size_t)d->ntag);
}

void pack_write(const char *path, const struct net *n, const struct vocab *v,
                const struct seg_weights *seg, const struct lemma_tables *lem,
                const struct ent_abbrs *abbrs)
{
    struct out o = {0};
    struct ent_weights_header head = {.version = ENT_WEIGHTS_VERSION};
    const struct dims *d = &n->d;
    struct ent_weights_dims dims = {.dw = d->dw,
                                    .ds = d->ds,
                                    .h = d->h,
                                    .a = d->a,
                                    .l = d->l,
                                    .t = d->t,
                                    .nw = d->nw,
                                    .ns = d->ns,
                                    .ntag = d->ntag,
                                    .nrel = d->nrel,
                                    .token_bias = seg->token_bias,
                                    .sent_bias = seg->sent_bias,
                                    .nrule = (int32_t)lem->nrule};
    size_t front = sizeof head + sizeof o.sec;
    char *zero = xalloc(front);
    bytes(&o, zero, front);
    section(&o, "dims", &dims, sizeof dims);
    map(&o, "words", v->words.list, NULL, v->words.n);
    map(&o, "subs", v->subs.list, NULL, v->subs.n);
    network(&o, n);
    names(&o, "tags", &v->tags);
    names(&o, "rels", &v->rels);
    section(&o, "segtok", seg->token, (size_t)1 << ENT_SEG_BITS);
    section(&o, "segsent", seg->sent, (size_t)1 << ENT_SEG_BITS);
    section(&o, "abbrkey", abbrs->key, abbrs->slots * sizeof *abbrs->key);
    section(&o, "abbrkind", abbrs->kind, abbrs->slots);
    map(&o, "lemkey", lem->keys.key, lem->keys.value, lem->keys.n);
    section(&o, "lemrule", lem->rule, lem->nrule * sizeof *lem->rule);
    map(&o, "mwt", lem->mwt.key, lem->mwt.value, lem->mwt.n);
    pad(&o);
    memcpy(head.magic, ENT_WEIGHTS_MAGIC, 8);
    snprintf(head.note, sizeof head.note, "UD English EWT and GUM");
    head.sections = o.nsec;
    head.size = o.n;
    memcpy(o.data + sizeof head, o.sec, sizeof o.sec);
    head.hash = ent_parse_checksum(o.data + sizeof head, o.n - sizeof head);
    memcpy(o.data, &head, sizeof head);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(o.data, 1, o.n, f) != o.n || fclose(f))
        die("cannot write %s", path);
    fprintf(stderr, "%s: %zu bytes\n", path, o.n);
}
