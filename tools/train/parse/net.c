/* net.c: the network with its gradients: embeddings, two BiLSTM layers, heads for arcs, labels,
 * tags.
 *
 * In: sentences whose words carry numbers of vocabulary rows, tags and relations. Out: updated
 * parameters (Adam), or predictions. Sentences of a batch are laid out time-major, longest first,
 * so that a time step of all of them is one matrix product. One thread, sums in a fixed order.
 *
 *   x = [word ; sum of affixes]  ->  BiLSTM 1  ->  BiLSTM 2  ->  one dense layer, cut in five:
 *     arc dependent, arc head  ->  d' U h + ub' h           (head of each word)
 *     label dependent, head    ->  Wl [d*h ; relu(d + h)]   (relation of an arc)
 *     tag                      ->  Wt t                     (UPOS, XPOS and features as one class)
 */
#include "train.h"

#include "parse/approx.h"
#include "parse/tree.h"

/* -- scratch: memory of one batch ------------------------------------------------------------- */

struct scratch {
    float *data;
    size_t cap, used;
};

static float *grab(struct net *n, size_t count)
{
    struct scratch *s = n->scratch;
    count = (count + 15) & ~(size_t)15;
    if (s->used + count > s->cap)
        die("batch too large");
    float *p = s->data + s->used;
    s->used += count;
    return p;
}

static float *grab0(struct net *n, size_t count)
{
    return memset(grab(n, count), 0, count * sizeof(float));
}

/* -- set-up ----------------------------------------------------------------------------------- */

static size_t mlp_width(const struct dims *d)
{
    return (size_t)(2 * d->a + 2 * d->l + d->t);
}

static void lay_out(struct layout *at, const struct dims *d)
{
    size_t o = 0, h = (size_t)d->h;
    for (int layer = 0; layer < 2; layer++)
        for (int dir = 0; dir < 2; dir++) {
            size_t in = layer ? 2 * h : (size_t)(d->dw + d->ds);
            at->wx[layer][dir] = o;
            o += in * 4 * h;
            at->wh[layer][dir] = o;
            o += h * 4 * h;
            at->b[layer][dir] = o;
            o += 4 * h;
        }
    at->wm = o;
    o += 2 * h * mlp_width(d);
    at->bm = o;
    o += mlp_width(d);
    at->u = o;
    o += (size_t)(d->a * d->a);
    at->ub = o;
    o += (size_t)d->a;
    at->wl = o;
    o += (size_t)(2 * d->l * d->nrel);
    at->bl = o;
    o += (size_t)d->nrel;
    at->wt = o;
    o += (size_t)(d->t * d->ntag);
    at->bt = o;
    o += (size_t)d->ntag;
    at->size = o;
}

static void fill(struct net *n, size_t at, size_t rows, size_t cols, float gain)
{
    /* scale of Glorot and Bengio */
    float s = gain * 1.4142135f;
    float v = s * s / (float)(rows + cols);
    float root = v; /* square root by Newton: no library */
    for (int i = 0; i < 30; i++)
        root = 0.5f * (root + v / root);
    for (size_t i = 0; i < rows * cols; i++)
        n->p[at + i] = root * rng_normal(&n->rng);
}

void net_init(struct net *n, struct dims d, uint64_t seed)
{
    memset(n, 0, sizeof *n);
    n->d = d;
    n->rng.s = seed;
    lay_out(&n->at, &d);
    size_t sz = n->at.size * sizeof(float), h = (size_t)d.h;
    n->p = xalloc(sz);
    n->g = xalloc(sz);
    n->m = xalloc(sz);
    n->v = xalloc(sz);
    size_t ew = (size_t)(d.nw * d.dw), es = (size_t)(d.ns * d.ds);
    float **all[] = {&n->ew, &n->gw, &n->mw, &n->vw, &n->es, &n->gs, &n->ms, &n->vs};
    for (int i = 0; i < 8; i++)
        *all[i] = xalloc((i < 4 ? ew : es) * sizeof(float));
    n->touched_w = xalloc((size_t)d.nw * 4);
    n->touched_s = xalloc((size_t)d.ns * 4);
    n->is_touched_w = xalloc((size_t)d.nw);
    n->is_touched_s = xalloc((size_t)d.ns);
    for (size_t i = 0; i < ew; i++)
        n->ew[i] = 0.1f * rng_normal(&n->rng);
    for (size_t i = 0; i < es; i++)
        n->es[i] = 0.1f * rng_normal(&n->rng);
    for (int layer = 0; layer < 2; layer++)
        for (int dir = 0; dir < 2; dir++) {
            size_t in = layer ? 2 * h : (size_t)(d.dw + d.ds);
            fill(n, n->at.wx[layer][dir], in, 4 * h, 1.0f);
            fill(n, n->at.wh[layer][dir], h, 4 * h, 1.0f);
            for (size_t i = 0; i < h; i++)
                n->p[n->at.b[layer][dir] + h + i] = 1.0f; /* remember at first */
        }
    fill(n, n->at.wm, 2 * h, mlp_width(&d), 1.2f);
    fill(n, n->at.u, (size_t)d.a, (size_t)d.a, 0.5f);
    fill(n, n->at.wl, (size_t)(2 * d.l), (size_t)d.nrel, 1.0f);
    fill(n, n->at.wt, (size_t)d.t, (size_t)d.ntag, 1.0f);
    n->scratch = xalloc(sizeof *n->scratch);
    n->scratch->cap = (size_t)64 << 20;
    n->scratch->data = xalloc(n->scratch->cap * sizeof(float));
}

/* -- batches ---------------------------------------------------------------------------------- */

struct lstm_save {
    float *x, *g, *c, *tc, *prev, *mask;
};

struct batch {
    const struct sentence **s; /* longest first */
    size_t ns;
    size_t n; /* rows: words and one root a sentence */
    size_t steps;
    size_t *off;  /* first row of a step */
    size_t *act;  /* sentences still running at a step */
    size_t *rev;  /* row -> row of the same sentence, counted from its end */
    size_t *sent; /* row -> sentence */
    int train;
    const struct options *o;
    float *x, *x_mask;
    uint8_t *has_word, *has_sub;
    int *word;
    float *h[2], *h_mask[2];
    struct lstm_save save[2][2];
    float *mlp, *mlp_mask, *du, *tag;
    /* what the teachers hold to be true, on average; NULL without teachers */
    float *soft_arc; /* rows x steps */
    float *soft_rel; /* rows x relations, for the right head */
    float *soft_tag; /* rows x tags */
    float trust;     /* share of the teachers in what is to be learnt */
};

static size_t row_of(const struct batch *b, size_t sent, size_t pos)
{
    return b->off[pos] + sent;
}

static void *grab_bytes(struct net *n, size_t bytes)
{
    return memset(grab(n, (bytes + 3) / 4), 0, bytes);
}

static void plan(struct net *n, struct batch *b)
{
    b->steps = (size_t)b->s[0]->n + 1;
    b->off = grab_bytes(n, (b->steps + 1) * sizeof *b->off);
    b->act = grab_bytes(n, (b->steps + 1) * sizeof *b->act);
    size_t row = 0;
    for (size_t t = 0; t < b->steps; t++) {
        b->off[t] = row;
        while (b->act[t] < b->ns && (size_t)b->s[b->act[t]]->n + 1 > t)
            b->act[t]++;
        row += b->act[t];
    }
    b->n = row;
    b->rev = grab_bytes(n, row * sizeof *b->rev);
    b->sent = grab_bytes(n, row * sizeof *b->sent);
    for (size_t i = 0; i < b->ns; i++)
        for (size_t t = 0, len = (size_t)b->s[i]->n + 1; t < len; t++) {
            b->rev[row_of(b, i, t)] = row_of(b, i, len - 1 - t);
            b->sent[row_of(b, i, t)] = i;
        }
}

static float *draw_mask(struct net *n, size_t count, float drop, int train)
{
    if (!train || drop <= 0.0f)
        return NULL;
    float *m = grab(n, count), keep = 1.0f / (1.0f - drop);
    for (size_t i = 0; i < count; i++)
        m[i] = rng_float(&n->rng) < drop ? 0.0f : keep;
    return m;
}

/* Multiplies rows by their sentence's mask; its own inverse for gradients. */
static void apply_mask(const struct batch *b, float *x, const float *mask, size_t width)
{
    if (!mask)
        return;
    for (size_t r = 0; r < b->n; r++) {
        float *xr = x + r * width;
        const float *m = mask + b->sent[r] * width;
        for (size_t i = 0; i < width; i++)
            xr[i] *= m[i];
    }
}

/* -- embeddings ------------------------------------------------------------------------------- */

static void embed(struct net *n, struct batch *b)
{
    size_t dw = (size_t)n->d.dw, ds = (size_t)n->d.ds, in = dw + ds;
    b->x = grab0(n, b->n * in);
    b->has_word = grab_bytes(n, b->n);
    b->has_sub = grab_bytes(n, b->n);
    b->word = grab_bytes(n, b->n * sizeof(int));
    for (size_t i = 0; i < b->ns; i++)
        for (int t = 0; t <= b->s[i]->n; t++) {
            size_t r = row_of(b, i, (size_t)t);
            const struct word *w = t ? &b->s[i]->w[t - 1] : NULL;
            int id = w ? w->known : 1; /* row 1 is the root */
            int sub = 1;
            if (b->train && w) {
                float f = (float)n->freq[id];
                if (rng_float(&n->rng) < 0.25f / (0.25f + f) ||
                    rng_float(&n->rng) < b->o->drop_word)
                    id = 0;
                sub = rng_float(&n->rng) >= 0.5f * b->o->drop_word;
            }
            b->word[r] = id;
            b->has_sub[r] = (uint8_t)sub;
            memcpy(b->x + r * in, n->ew + (size_t)id * dw, dw * sizeof(float));
            float *xs = b->x + r * in + dw;
            for (int k = 0; w && sub && k < w->nsub; k++) {
                const float *e = n->es + (size_t)w->sub[k] * ds;
                for (size_t j = 0; j < ds; j++)
                    xs[j] += e[j];
            }
        }
    b->x_mask = draw_mask(n, b->ns * in, b->o ? b->o->drop_in : 0.0f, b->train);
    apply_mask(b, b->x, b->x_mask, in);
}

static void touch(uint8_t *is, uint32_t *list, size_t *count, int id)
{
    if (is[id])
        return;
    is[id] = 1;
    list[(*count)++] = (uint32_t)id;
}

static void embed_back(struct net *n, struct batch *b, float *dx)
{
    size_t dw = (size_t)n->d.dw, ds = (size_t)n->d.ds, in = dw + ds;
    apply_mask(b, dx, b->x_mask, in);
    for (size_t i = 0; i < b->ns; i++)
        for (int t = 0; t <= b->s[i]->n; t++) {
            size_t r = row_of(b, i, (size_t)t);
            const struct word *w = t ? &b->s[i]->w[t - 1] : NULL;
            const float *d = dx + r * in;
            float *g = n->gw + (size_t)b->word[r] * dw;
            touch(n->is_touched_w, n->touched_w, &n->ntouched_w, b->word[r]);
            for (size_t j = 0; j < dw; j++)
                g[j] += d[j];
            for (int k = 0; w && b->has_sub[r] && k < w->nsub; k++) {
                g = n->gs + (size_t)w->sub[k] * ds;
                touch(n->is_touched_s, n->touched_s, &n->ntouched_s, w->sub[k]);
                for (size_t j = 0; j < ds; j++)
                    g[j] += d[dw + j];
            }
        }
}

/* -- LSTM ---------------------------------------------------------------------------------------
 */

/* gates of one row: i f o g, in place; c and h out */
static void cell(float *restrict g, const float *restrict c0, float *restrict c, float *restrict tc,
                 float *restrict out, size_t h)
{
    for (size_t i = 0; i < 3 * h; i++)
        g[i] = ent_sigmoid(g[i]);
    for (size_t i = 3 * h; i < 4 * h; i++)
        g[i] = ent_tanh(g[i]);
    for (size_t i = 0; i < h; i++) {
        float prev = c0 ? c0[i] : 0.0f;
        c[i] = g[h + i] * prev + g[i] * g[3 * h + i];
    }
    for (size_t i = 0; i < h; i++) {
        tc[i] = ent_tanh(c[i]);
        out[i] = g[2 * h + i] * tc[i];
    }
}

static void lstm(struct net *n, struct batch *b, int layer, int dir, float *x, size_t in)
{
    size_t h = (size_t)n->d.h, g4 = 4 * h;
    struct lstm_save *s = &b->save[layer][dir];
    const float *wx = n->p + n->at.wx[layer][dir], *wh = n->p + n->at.wh[layer][dir];
    const float *bias = n->p + n->at.b[layer][dir];
    s->x = x;
    if (dir) {
        s->x = grab(n, b->n * in);
        for (size_t r = 0; r < b->n; r++)
            memcpy(s->x + r * in, x + b->rev[r] * in, in * sizeof(float));
    }
    s->g = grab(n, b->n * g4);
    s->c = grab(n, b->n * h);
    s->tc = grab(n, b->n * h);
    s->prev = grab0(n, b->n * h);
    s->mask = draw_mask(n, b->ns * h, b->o ? b->o->drop_rec : 0.0f, b->train);
    size_t mark = n->scratch->used;
    float *pack = grab(n, gemm_packed_size(in, g4));
    gemm_pack(pack, wx, in, g4, g4, 1);
    gemm(s->g, g4, s->x, in, 1, pack, b->n, in, g4, 0);
    for (size_t r = 0; r < b->n; r++)
        for (size_t i = 0; i < g4; i++)
            s->g[r * g4 + i] += bias[i];
    n->scratch->used = mark;
    pack = grab(n, gemm_packed_size(h, g4));
    gemm_pack(pack, wh, h, g4, g4, 1);
    float *out = grab(n, h);
    for (size_t t = 0; t < b->steps; t++) {
        size_t r0 = b->off[t];
        if (t)
            gemm(s->g + r0 * g4, g4, s->prev + r0 * h, h, 1, pack, b->act[t], h, g4, 1);
        for (size_t k = 0; k < b->act[t]; k++) {
            size_t r = r0 + k;
            cell(s->g + r * g4, t ? s->c + (b->off[t - 1] + k) * h : NULL, s->c + r * h,
                 s->tc + r * h, out, h);
            float *to = b->h[layer] + (dir ? b->rev[r] : r) * 2 * h + (dir ? h : 0);
            memcpy(to, out, h * sizeof(float));
            if (t + 1 < b->steps && k < b->act[t + 1]) {
                float *next = s->prev + (b->off[t + 1] + k) * h;
                for (size_t i = 0; i < h; i++)
                    next[i] = s->mask ? out[i] * s->mask[k * h + i] : out[i];
            }
        }
    }
    n->scratch->used = mark;
}

/* dout: gradient of the layer's output (both directions); dx: of its input, added to */
static void lstm_back(struct net *n, struct batch *b, int layer, int dir, const float *dout,
                      float *dx, size_t in)
{
    size_t h = (size_t)n->d.h, g4 = 4 * h, mark = n->scratch->used;
    struct lstm_save *s = &b->save[layer][dir];
    float *dg = grab(n, b->n * g4), *drec = grab0(n, b->n * h), *dc = grab0(n, b->n * h);
    float *pack = grab(n, gemm_packed_size(g4, h));
    gemm_pack(pack, n->p + n->at.wh[layer][dir], g4, h, 1, g4);
    for (size_t t = b->steps; t-- > 0;) {
        for (size_t k = 0; k < b->act[t]; k++) {
            size_t r = b->off[t] + k;
            const float *g = s->g + r * g4, *tc = s->tc + r * h;
            const float *c0 = t ? s->c + (b->off[t - 1] + k) * h : NULL;
            const float *d = dout + (dir ? b->rev[r] : r) * 2 * h + (dir ? h : 0);
            const float *mask = s->mask ? s->mask + k * h : NULL;
            float *dr = drec + r * h, *dcr = dc + r * h, *o = dg + r * g4;
            float *dc0 = t ? dc + (b->off[t - 1] + k) * h : NULL;
            for (size_t i = 0; i < h; i++) {
                float dh = d[i] + (mask ? dr[i] * mask[i] : dr[i]);
                float gi = g[i], gf = g[h + i], go = g[2 * h + i], gg = g[3 * h + i];
                float dci = dcr[i] + dh * go * (1.0f - tc[i] * tc[i]);
                o[i] = dci * gg * gi * (1.0f - gi);
                o[h + i] = (c0 ? dci * c0[i] : 0.0f) * gf * (1.0f - gf);
                o[2 * h + i] = dh * tc[i] * go * (1.0f - go);
                o[3 * h + i] = dci * gi * (1.0f - gg * gg);
                if (dc0)
                    dc0[i] = dci * gf;
            }
        }
        if (t)
            gemm(drec + b->off[t - 1] * h, h, dg + b->off[t] * g4, g4, 1, pack, b->act[t], g4, h,
                 0);
    }
    float *gb = n->g + n->at.b[layer][dir];
    for (size_t r = 0; r < b->n; r++)
        for (size_t i = 0; i < g4; i++)
            gb[i] += dg[r * g4 + i];
    pack = grab(n, gemm_packed_size(b->n, g4));
    gemm_pack(pack, dg, b->n, g4, g4, 1);
    gemm(n->g + n->at.wx[layer][dir], g4, s->x, 1, in, pack, in, b->n, g4, 1);
    gemm(n->g + n->at.wh[layer][dir], g4, s->prev, 1, h, pack, h, b->n, g4, 1);
    pack = grab(n, gemm_packed_size(g4, in));
    gemm_pack(pack, n->p + n->at.wx[layer][dir], g4, in, 1, g4);
    float *dxr = grab(n, b->n * in);
    gemm(dxr, in, dg, g4, 1, pack, b->n, g4, in, 0);
    for (size_t r = 0; r < b->n; r++) {
        float *to = dx + (dir ? b->rev[r] : r) * in;
        for (size_t i = 0; i < in; i++)
            to[i] += dxr[r * in + i];
    }
    n->scratch->used = mark;
}

/* -- dense layers --------------------------------------------------------------------------------
 */

static void dense(struct net *n, float *y, const float *x, size_t ldx, size_t rows, size_t in,
                  size_t out, size_t w, size_t bias)
{
    size_t mark = n->scratch->used;
    float *pack = grab(n, gemm_packed_size(in, out));
    gemm_pack(pack, n->p + w, in, out, out, 1);
    gemm(y, out, x, ldx, 1, pack, rows, in, out, 0);
    for (size_t r = 0; r < rows; r++)
        for (size_t i = 0; i < out; i++)
            y[r * out + i] += n->p[bias + i];
    n->scratch->used = mark;
}

/* adds the gradients of weights and bias; dx is set (or added to) where it is wanted */
static void dense_back(struct net *n, const float *dy, const float *x, size_t ldx, float *dx,
                       size_t lddx, int add, size_t rows, size_t in, size_t out, size_t w,
                       size_t bias)
{
    size_t mark = n->scratch->used;
    float *pack = grab(n, gemm_packed_size(rows, out));
    gemm_pack(pack, dy, rows, out, out, 1);
    gemm(n->g + w, out, x, 1, ldx, pack, in, rows, out, 1);
    if (bias)
        for (size_t r = 0; r < rows; r++)
            for (size_t i = 0; i < out; i++)
                n->g[bias + i] += dy[r * out + i];
    pack = grab(n, gemm_packed_size(out, in));
    gemm_pack(pack, n->p + w, out, in, 1, out);
    gemm(dx, lddx, dy, out, 1, pack, rows, out, in, add);
    n->scratch->used = mark;
}

static void forward(struct net *n, struct batch *b)
{
    size_t h = (size_t)n->d.h, width = mlp_width(&n->d), a = (size_t)n->d.a;
    plan(n, b);
    embed(n, b);
    for (int layer = 0; layer < 2; layer++) {
        float *x = layer ? b->h[0] : b->x;
        size_t in = layer ? 2 * h : (size_t)(n->d.dw + n->d.ds);
        b->h[layer] = grab(n, b->n * 2 * h);
        lstm(n, b, layer, 0, x, in);
        lstm(n, b, layer, 1, x, in);
        b->h_mask[layer] = draw_mask(n, b->ns * 2 * h, b->o ? b->o->drop_h : 0.0f, b->train);
        apply_mask(b, b->h[layer], b->h_mask[layer], 2 * h);
    }
    b->mlp = grab(n, b->n * width);
    dense(n, b->mlp, b->h[1], 2 * h, b->n, 2 * h, width, n->at.wm, n->at.bm);
    for (size_t i = 0; i < b->n * width; i++)
        b->mlp[i] = b->mlp[i] > 0.0f ? b->mlp[i] : 0.1f * b->mlp[i];
    b->mlp_mask = draw_mask(n, b->ns * width, b->o ? b->o->drop_mlp : 0.0f, b->train);
    apply_mask(b, b->mlp, b->mlp_mask, width);
    b->du = grab(n, b->n * a);
    dense(n, b->du, b->mlp, width, b->n, a, a, n->at.u, n->at.ub);
    b->tag = grab(n, b->n * (size_t)n->d.ntag);
    dense(n, b->tag, b->mlp + 2 * a + 2 * (size_t)n->d.l, width, b->n, (size_t)n->d.t,
          (size_t)n->d.ntag, n->at.wt, n->at.bt);
}

/* score of every head for one word; the bias of U is added to d' U, so ub' h comes with it */
static void arc_scores(const struct net *n, const struct batch *b, size_t sent, size_t pos,
                       float *out)
{
    size_t a = (size_t)n->d.a, width = mlp_width(&n->d);
    const float *d = b->du + row_of(b, sent, pos) * a;
    for (size_t t = 0; t <= (size_t)b->s[sent]->n; t++) {
        const float *hd = b->mlp + row_of(b, sent, t) * width + a;
        float lane[16] = {0}, sum = 0.0f;
        for (size_t i = 0; i < a; i += 16)
            for (size_t k = 0; k < 16; k++)
                lane[k] += d[i + k] * hd[i + k];
        for (size_t k = 0; k < 16; k++)
            sum += lane[k];
        out[t] = sum;
    }
}

static void label_input(const struct net *n, const struct batch *b, size_t dep, size_t head,
                        float *z)
{
    size_t l = (size_t)n->d.l, width = mlp_width(&n->d), at = 2 * (size_t)n->d.a;
    const float *d = b->mlp + dep * width + at, *hd = b->mlp + head * width + at + l;
    for (size_t i = 0; i < l; i++)
        z[i] = d[i] * hd[i];
    for (size_t i = 0; i < l; i++)
        z[l + i] = d[i] + hd[i] > 0.0f ? d[i] + hd[i] : 0.0f;
}

static void softmax(float *x, size_t n)
{
    float top = x[0], sum = 0.0f;
    for (size_t i = 1; i < n; i++)
        top = x[i] > top ? x[i] : top;
    for (size_t i = 0; i < n; i++)
        x[i] = ent_expf(x[i] - top);
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    for (size_t i = 0; i < n; i++)
        x[i] /= sum;
}

/* Turns scores into the gradient of the cross entropy with what is to be learnt: the treebank's
 * answer, or a mixture of it and the teachers'. Returns 1 - p of the treebank's. */
static double learn(float *x, size_t n, size_t gold, const float *soft, float trust)
{
    softmax(x, n);
    double p = (double)x[gold];
    if (!soft) {
        x[gold] -= 1.0f;
        return 1.0 - p;
    }
    x[gold] -= 1.0f - trust;
    for (size_t i = 0; i < n; i++)
        x[i] -= trust * soft[i];
    return 1.0 - p;
}

/* -- one update -----------------------------------------------------------------------------------
 */

static void arcs_back(struct net *n, struct batch *b, float *dmlp, float scale, double *loss)
{
    size_t a = (size_t)n->d.a, width = mlp_width(&n->d);
    float *ddu = grab0(n, b->n * a), *sc = grab(n, b->steps + 16);
    for (size_t s = 0; s < b->ns; s++)
        for (size_t t = 1; t <= (size_t)b->s[s]->n; t++) {
            size_t len = (size_t)b->s[s]->n + 1, r = row_of(b, s, t);
            arc_scores(n, b, s, t, sc);
            sc[t] = -1e9f;
            *loss += learn(sc, len, (size_t)b->s[s]->w[t - 1].head,
                           b->soft_arc ? b->soft_arc + r * b->steps : NULL, b->trust);
            const float *d = b->du + r * a;
            for (size_t j = 0; j < len; j++) {
                float e = sc[j] * scale;
                if (e < 1e-9f && e > -1e-9f)
                    continue;
                size_t rj = row_of(b, s, j);
                const float *hd = b->mlp + rj * width + a;
                float *dh = dmlp + rj * width + a, *dd = ddu + r * a;
                for (size_t i = 0; i < a; i++) {
                    dd[i] += e * hd[i];
                    dh[i] += e * d[i];
                }
            }
        }
    dense_back(n, ddu, b->mlp, width, dmlp, width, 1, b->n, a, a, n->at.u, n->at.ub);
}

static void labels_back(struct net *n, struct batch *b, float *dmlp, float scale, double *loss)
{
    size_t l = (size_t)n->d.l, width = mlp_width(&n->d), at = 2 * (size_t)n->d.a;
    size_t nrel = (size_t)n->d.nrel, rows = b->n - b->ns, k = 0;
    float *z = grab(n, rows * 2 * l), *y = grab(n, rows * nrel), *dz = grab(n, rows * 2 * l);
    for (size_t s = 0; s < b->ns; s++)
        for (size_t t = 1; t <= (size_t)b->s[s]->n; t++)
            label_input(n, b, row_of(b, s, t), row_of(b, s, (size_t)b->s[s]->w[t - 1].head),
                        z + 2 * l * k++);
    dense(n, y, z, 2 * l, rows, 2 * l, nrel, n->at.wl, n->at.bl);
    k = 0;
    for (size_t s = 0; s < b->ns; s++)
        for (size_t t = 1; t <= (size_t)b->s[s]->n; t++, k++)
            *loss += learn(y + k * nrel, nrel, (size_t)b->s[s]->w[t - 1].rel,
                           b->soft_rel ? b->soft_rel + row_of(b, s, t) * nrel : NULL, b->trust);
    for (size_t i = 0; i < rows * nrel; i++)
        y[i] *= scale;
    dense_back(n, y, z, 2 * l, dz, 2 * l, 0, rows, 2 * l, nrel, n->at.wl, n->at.bl);
    k = 0;
    for (size_t s = 0; s < b->ns; s++)
        for (size_t t = 1; t <= (size_t)b->s[s]->n; t++, k++) {
            size_t rd = row_of(b, s, t), rh = row_of(b, s, (size_t)b->s[s]->w[t - 1].head);
            const float *d = b->mlp + rd * width + at, *hd = b->mlp + rh * width + at + l;
            float *dd = dmlp + rd * width + at, *dh = dmlp + rh * width + at + l;
            const float *e = dz + k * 2 * l;
            for (size_t i = 0; i < l; i++) {
                float r = d[i] + hd[i] > 0.0f ? e[l + i] : 0.0f;
                dd[i] += e[i] * hd[i] + r;
                dh[i] += e[i] * d[i] + r;
            }
        }
}

static void tags_back(struct net *n, struct batch *b, float *dmlp, float scale, double *loss)
{
    size_t nt = (size_t)n->d.ntag, width = mlp_width(&n->d);
    size_t at = 2 * (size_t)n->d.a + 2 * (size_t)n->d.l;
    for (size_t s = 0; s < b->ns; s++) {
        memset(b->tag + row_of(b, s, 0) * nt, 0, nt * sizeof(float));
        for (size_t t = 1; t <= (size_t)b->s[s]->n; t++)
            *loss += learn(b->tag + row_of(b, s, t) * nt, nt, (size_t)b->s[s]->w[t - 1].tag,
                           b->soft_tag ? b->soft_tag + row_of(b, s, t) * nt : NULL, b->trust);
    }
    for (size_t i = 0; i < b->n * nt; i++)
        b->tag[i] *= scale;
    dense_back(n, b->tag, b->mlp + at, width, dmlp + at, width, 1, b->n, (size_t)n->d.t, nt,
               n->at.wt, n->at.bt);
}

static void backward(struct net *n, struct batch *b, double loss[3])
{
    size_t h = (size_t)n->d.h, width = mlp_width(&n->d), in = (size_t)(n->d.dw + n->d.ds);
    float scale = 1.0f / (float)(b->n - b->ns);
    float *dmlp = grab0(n, b->n * width);
    arcs_back(n, b, dmlp, scale, &loss[0]);
    labels_back(n, b, dmlp, scale, &loss[1]);
    tags_back(n, b, dmlp, scale, &loss[2]);
    apply_mask(b, dmlp, b->mlp_mask, width);
    for (size_t i = 0; i < b->n * width; i++)
        dmlp[i] *= b->mlp[i] > 0.0f ? 1.0f : 0.1f;
    float *dh1 = grab(n, b->n * 2 * h), *dh0 = grab0(n, b->n * 2 * h), *dx = grab0(n, b->n * in);
    dense_back(n, dmlp, b->h[1], 2 * h, dh1, 2 * h, 0, b->n, 2 * h, width, n->at.wm, n->at.bm);
    apply_mask(b, dh1, b->h_mask[1], 2 * h);
    lstm_back(n, b, 1, 0, dh1, dh0, 2 * h);
    lstm_back(n, b, 1, 1, dh1, dh0, 2 * h);
    apply_mask(b, dh0, b->h_mask[0], 2 * h);
    lstm_back(n, b, 0, 0, dh0, dx, in);
    lstm_back(n, b, 0, 1, dh0, dx, in);
    embed_back(n, b, dx);
}

static float root(float v)
{
    return __builtin_sqrtf(v); /* IEEE: the same everywhere */
}

static void adam(float *p, float *g, float *m, float *v, size_t n, float lr, float clip)
{
    const float b1 = 0.9f, b2 = 0.98f, eps = 1e-8f;
    for (size_t i = 0; i < n; i++) {
        float e = g[i] * clip;
        m[i] = b1 * m[i] + (1.0f - b1) * e;
        v[i] = b2 * v[i] + (1.0f - b2) * e * e;
        p[i] -= lr * m[i] / (root(v[i]) + eps);
        g[i] = 0.0f;
    }
}

static float norm2(const float *g, size_t n)
{
    float lane[16] = {0}, sum = 0.0f;
    size_t i = 0;
    for (; i + 16 <= n; i += 16)
        for (size_t k = 0; k < 16; k++)
            lane[k] += g[i + k] * g[i + k];
    for (; i < n; i++)
        lane[0] += g[i] * g[i];
    for (size_t k = 0; k < 16; k++)
        sum += lane[k];
    return sum;
}

static void update(struct net *n, float lr)
{
    size_t dw = (size_t)n->d.dw, ds = (size_t)n->d.ds;
    float c1 = 1.0f, c2 = 1.0f;
    n->step++;
    for (uint64_t i = 0; i < n->step && i < 2000; i++) {
        c1 *= 0.9f;
        c2 *= 0.98f;
    }
    float rate = lr * root(1.0f - c2) / (1.0f - c1);
    float size = root(norm2(n->g, n->at.size)), clip = size > 5.0f ? 5.0f / size : 1.0f;
    adam(n->p, n->g, n->m, n->v, n->at.size, rate, clip);
    for (size_t k = 0; k < n->ntouched_w; k++) {
        size_t i = n->touched_w[k] * dw;
        adam(n->ew + i, n->gw + i, n->mw + i, n->vw + i, dw, rate, clip);
        n->is_touched_w[n->touched_w[k]] = 0;
    }
    for (size_t k = 0; k < n->ntouched_s; k++) {
        size_t i = n->touched_s[k] * ds;
        adam(n->es + i, n->gs + i, n->ms + i, n->vs + i, ds, rate, clip);
        n->is_touched_s[n->touched_s[k]] = 0;
    }
    n->ntouched_w = n->ntouched_s = 0;
}

/* -- teachers ------------------------------------------------------------------------------------
 */

/* Adds one teacher's view of a batch, laid out as the pupil's. */
static void consult(struct net *teacher, struct batch *to, float weight)
{
    struct batch b = {.s = to->s, .ns = to->ns};
    size_t nrel = (size_t)teacher->d.nrel, nt = (size_t)teacher->d.ntag;
    size_t l = (size_t)teacher->d.l;
    teacher->scratch->used = 0;
    forward(teacher, &b);
    float *sc = grab(teacher, b.steps + 16), *z = grab(teacher, b.n * 2 * l);
    float *y = grab(teacher, b.n * nrel);
    memset(z, 0, b.n * 2 * l * sizeof *z);
    for (size_t s = 0; s < b.ns; s++)
        for (size_t t = 1; t <= (size_t)b.s[s]->n; t++) {
            size_t len = (size_t)b.s[s]->n + 1, r = row_of(&b, s, t);
            arc_scores(teacher, &b, s, t, sc);
            sc[t] = -1e9f;
            softmax(sc, len);
            for (size_t j = 0; j < len; j++)
                to->soft_arc[r * b.steps + j] += weight * sc[j];
            softmax(b.tag + r * nt, nt);
            for (size_t j = 0; j < nt; j++)
                to->soft_tag[r * nt + j] += weight * b.tag[r * nt + j];
            label_input(teacher, &b, r, row_of(&b, s, (size_t)b.s[s]->w[t - 1].head),
                        z + r * 2 * l);
        }
    dense(teacher, y, z, 2 * l, b.n, 2 * l, nrel, teacher->at.wl, teacher->at.bl);
    for (size_t r = b.ns; r < b.n; r++) {
        softmax(y + r * nrel, nrel);
        for (size_t j = 0; j < nrel; j++)
            to->soft_rel[r * nrel + j] += weight * y[r * nrel + j];
    }
}

static void ask_teachers(struct net *n, struct batch *b)
{
    const struct options *o = b->o;
    size_t rows = b->ns, steps = (size_t)b->s[0]->n + 1;
    for (size_t i = 0; i < b->ns; i++)
        rows += (size_t)b->s[i]->n;
    b->steps = steps;
    b->soft_arc = grab0(n, rows * steps);
    b->soft_rel = grab0(n, rows * (size_t)n->d.nrel);
    b->soft_tag = grab0(n, rows * (size_t)n->d.ntag);
    b->trust = o->trust;
    for (int i = 0; i < o->nteacher; i++)
        consult(o->teacher[i], b, 1.0f / (float)o->nteacher);
}

void net_train(struct net *n, const struct sentence **s, size_t count, const struct options *o,
               float lr, double loss[3])
{
    struct batch b = {.s = s, .ns = count, .train = 1, .o = o};
    n->scratch->used = 0;
    if (o->nteacher)
        ask_teachers(n, &b);
    forward(n, &b);
    backward(n, &b, loss);
    update(n, lr);
}

/* -- prediction ------------------------------------------------------------------------------- */

static size_t argmax(const float *x, size_t n)
{
    size_t best = 0;
    for (size_t i = 1; i < n; i++)
        if (x[i] > x[best])
            best = i;
    return best;
}

static void eval_one(struct net *n, const struct sentence *s, const int *tag_upos,
                     const int *rel_base, struct score *out)
{
    struct batch b = {.s = &s, .ns = 1};
    size_t len = (size_t)s->n + 1, nt = (size_t)n->d.ntag, l = (size_t)n->d.l;
    static char room[400000];
    uint32_t head[ENT_TREE_MAX + 1];
    n->scratch->used = 0;
    forward(n, &b);
    float *sc = grab(n, len * len), *z = grab(n, 2 * l), *y = grab(n, (size_t)n->d.nrel);
    for (size_t t = 1; t < len; t++)
        arc_scores(n, &b, 0, t, sc + t * len);
    for (size_t t = 0; t < len; t++)
        sc[t] = 0.0f;
    ent_parse_tree(head, sc, len - 1, room);
    for (size_t t = 1; t < len; t++) {
        const struct word *w = &s->w[t - 1];
        size_t tag = argmax(b.tag + t * nt, nt);
        label_input(n, &b, t, head[t], z);
        dense(n, y, z, 2 * l, 1, 2 * l, (size_t)n->d.nrel, n->at.wl, n->at.bl);
        size_t rel = argmax(y, (size_t)n->d.nrel);
        int right = (int)head[t] == w->head;
        out->words++;
        out->uas += right;
        out->las += right && rel_base[rel] == rel_base[w->rel];
        out->tags += (int)tag == w->tag;
        out->upos += tag_upos[tag] == tag_upos[w->tag];
    }
}

void net_eval(struct net *n, const struct sentence *s, size_t count, const int *tag_upos,
              const int *rel_base, struct score *out)
{
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < count; i++)
        if (s[i].n <= ENT_TREE_MAX)
            eval_one(n, &s[i], tag_upos, rel_base, out);
}

/* -- checkpoints ------------------------------------------------------------------------------ */

void net_save(const struct net *n, const char *path)
{
    FILE *f = fopen(path, "wb");
    size_t ew = (size_t)(n->d.nw * n->d.dw), es = (size_t)(n->d.ns * n->d.ds);
    if (!f || fwrite(&n->d, sizeof n->d, 1, f) != 1 ||
        fwrite(n->p, sizeof(float), n->at.size, f) != n->at.size ||
        fwrite(n->ew, sizeof(float), ew, f) != ew || fwrite(n->es, sizeof(float), es, f) != es ||
        fclose(f))
        die("cannot write %s", path);
}

void net_load(struct net *n, const char *path)
{
    FILE *f = fopen(path, "rb");
    struct dims d;
    if (!f || fread(&d, sizeof d, 1, f) != 1)
        die("cannot read %s", path);
    net_init(n, d, 0);
    size_t ew = (size_t)(d.nw * d.dw), es = (size_t)(d.ns * d.ds);
    if (fread(n->p, sizeof(float), n->at.size, f) != n->at.size ||
        fread(n->ew, sizeof(float), ew, f) != ew || fread(n->es, sizeof(float), es, f) != es)
        die("%s is cut short", path);
    fclose(f);
}
