/* parse.c: the two passes over a document (see parse.h).
 *
 * In: blocks of text. Out: tokens and sentences; for selected sentences tags, lemmas, heads. Memory
 * comes from the document's arena and one scratch arena a pass. Sentences of any length are parsed
 * in time linear in it: what is longer than the network's window is cut into pieces, whose roots
 * hang on the first one's as parataxis. */
#include "parse/parser.h"

/* -- tokens ----------------------------------------------------------------------------------- */

struct cutter {
    const ent_parser *p;
    ent_doc *d;
    ent_arena scratch;
    struct ent_seg_text t;
    struct ent_seg_token *k;
    uint8_t *end;
};

/* Bytes of a block that are looked at together: memory does not grow with the block. */
enum { SLICE = 32768 };

static void make_room(struct cutter *c)
{
    const size_t cap = SLICE + 1;
    c->t.c = ent_arena_alloc(&c->scratch, cap * sizeof *c->t.c);
    c->t.at = ent_arena_alloc(&c->scratch, cap * sizeof *c->t.at);
    c->t.cls = ent_arena_alloc(&c->scratch, cap);
    c->k = ent_arena_alloc(&c->scratch, cap * sizeof *c->k);
    c->end = ent_arena_alloc(&c->scratch, cap);
}

static ent_token *push(struct cutter *c, uint32_t begin, uint32_t end, bool space)
{
    ent_doc *d = c->d;
    ent_token *t = ENT_PUSH(&d->arena, d->tokens, d->token_count, d->token_cap);
    t->span = (ent_span){begin, end};
    t->head = ENT_NONE;
    t->sent = d->sent_count;
    t->space = space;
    return t;
}

/* One token of text, as the words it is made of. */
static void add_token(struct cutter *c, const struct ent_seg_token *k, uint32_t base)
{
    ent_doc *d = c->d;
    uint32_t begin = base + c->t.at[k->begin], end = base + c->t.at[k->end];
    unsigned len[ENT_MWT_MAX], n = 1;
    if (k->end - k->begin < ENT_FEAT_CHARS) {
        struct ent_chars w;
        ent_parse_chars(&w, d->text + begin, end - begin);
        n = ent_parse_mwt(&c->p->mwt, &w, len);
    }
    uint32_t at = k->begin;
    for (unsigned i = 0; i < n; i++) {
        ent_token *t = push(c, begin, end, k->space);
        uint32_t to = n == 1 ? k->end : at + len[i];
        uint32_t b = base + c->t.at[at], e = base + c->t.at[to];
        t->form = ent_arena_strn(&d->arena, d->text + b, e - b);
        t->mwt = i == 0 && n > 1 ? (uint8_t)n : 0;
        t->mwt_rest = i > 0;
        at = to;
    }
}

static void add_sent(ent_doc *d, uint32_t first, uint32_t block)
{
    ent_sent *s = ENT_PUSH(&d->arena, d->sents, d->sent_count, d->sent_cap);
    s->first = first;
    s->count = d->token_count - first;
    s->block = block;
    s->span.begin = d->tokens[first].span.begin;
    s->span.end = d->tokens[d->token_count - 1].span.end;
}

/* Where a slice that begins at `at` ends: behind white space, or at least behind a whole sign. */
static uint32_t slice_end(const ent_doc *d, uint32_t at, uint32_t end)
{
    if (end - at <= SLICE)
        return end;
    for (uint32_t e = at + SLICE; e > at + SLICE / 2; e--)
        if (d->text[e - 1] == ' ' || d->text[e - 1] == '\n')
            return e;
    uint32_t e = at + SLICE;
    while (e > at + SLICE - 4 && ((unsigned char)d->text[e] & 0xc0) == 0x80)
        e--;
    return e;
}

/* Cuts a block, slice by slice. The last sentence of a slice is taken up again by the next one, as
 * long as it is not all there is. */
static void cut_block(struct cutter *c, uint32_t b)
{
    ent_doc *d = c->d;
    ent_span s = d->blocks[b].span;
    for (uint32_t at = s.begin; at < s.end;) {
        uint32_t to = slice_end(d, at, s.end), first = d->token_count, keep = 0;
        ent_parse_seg_decode(&c->t, d->text + at, to - at);
        uint32_t n = ent_parse_seg(&c->p->seg, &c->t, c->k, c->end);
        for (uint32_t i = 0; i + 1 < n; i++)
            if (c->end[i])
                keep = i + 1;
        if (to == s.end || !keep)
            keep = n;
        for (uint32_t i = 0; i < keep; i++) {
            add_token(c, &c->k[i], at);
            if (c->end[i]) {
                add_sent(d, first, b);
                first = d->token_count;
            }
        }
        at = keep < n ? at + c->t.at[c->k[keep].begin] : to;
    }
}

void ent_parse_tokens(const ent_parser *p, ent_doc *d)
{
    struct cutter c = {.p = p, .d = d};
    make_room(&c);
    for (uint32_t b = 0; b < d->block_count; b++)
        if (d->blocks[b].span.end <= d->len)
            cut_block(&c, b);
    ent_arena_free(&c.scratch);
}

/* -- trees ------------------------------------------------------------------------------------ */

/* A sentence, or a piece of one. */
struct piece {
    uint32_t first, count; /* tokens */
    bool rest;             /* not the sentence's first piece */
};

struct grower {
    const ent_parser *p;
    ent_doc *d;
    ent_arena scratch;
    struct piece *pieces;
    uint32_t count, cap;
    void *room;
    struct ent_net_word *words; /* of one batch */
};

/* Where a long sentence is cut: behind the last sign that separates, in the window's second half.
 */
static uint32_t cut_at(const ent_doc *d, uint32_t first, uint32_t left)
{
    if (left <= ENT_NET_WORDS)
        return left;
    for (uint32_t n = ENT_NET_WORDS; n > ENT_NET_WORDS / 2; n--) {
        const char *f = d->tokens[first + n - 1].form;
        if ((f[0] == ';' || f[0] == ',' || f[0] == '.' || f[0] == ':') && !f[1])
            return n;
    }
    return ENT_NET_WORDS;
}

static void cut_pieces(struct grower *g, const ent_sent *s)
{
    for (uint32_t at = 0; at < s->count;) {
        uint32_t n = cut_at(g->d, s->first + at, s->count - at);
        struct piece *x = ENT_PUSH(&g->scratch, g->pieces, g->count, g->cap);
        x->first = s->first + at;
        x->count = n;
        x->rest = at > 0;
        at += n;
    }
}

static void look_up(const ent_parser *p, struct ent_net_word *w, const ent_token *t)
{
    struct ent_chars c;
    struct ent_feats f;
    ent_parse_chars(&c, t->form, strlen(t->form));
    ent_parse_feats(&f, &c);
    uint32_t id = ent_parse_map_get(&p->words, f.word);
    w->known = id == UINT32_MAX ? 0 : id;
    w->nsub = 0;
    for (unsigned k = 0; k < f.nsub; k++) {
        id = ent_parse_map_get(&p->subs, f.sub[k]);
        if (id != UINT32_MAX)
            w->sub[w->nsub++] = id;
    }
}

static const char *lemma_of(const ent_parser *p, ent_doc *d, const ent_token *t, uint64_t tag)
{
    struct ent_chars c;
    char out[ENT_LEMMA_MAX];
    size_t n = strlen(t->form);
    ent_parse_chars(&c, t->form, n);
    uint32_t r = ent_parse_lemma_find(&p->lemmas, tag, &c);
    if (r == UINT32_MAX)
        return t->form;
    size_t len = ent_parse_lemma_apply(out, &p->rule[r], t->form, n);
    if (len && t->upos == ENT_VERB)
        len = ent_parse_lemma_check(out, len, &p->words);
    if (!len || (len == n && memcmp(out, t->form, n) == 0))
        return t->form;
    return ent_arena_strn(&d->arena, out, len);
}

static void write_back(struct grower *g, const struct piece *x, const struct ent_net_word *w)
{
    const ent_parser *p = g->p;
    for (uint32_t i = 0; i < x->count; i++) {
        ent_token *t = &g->d->tokens[x->first + i];
        const struct ent_tag_class *tag = &p->tag[w[i].tag];
        const struct ent_rel_name *rel = &p->relation[w[i].rel];
        t->upos = tag->upos;
        t->xpos = tag->xpos;
        t->feats = tag->feats;
        t->bits = tag->bits;
        t->lemma = lemma_of(p, g->d, t, tag->lemma);
        t->head = w[i].head ? x->first + w[i].head - 1 : ENT_NONE;
        t->deprel = rel->name;
        t->rel = rel->rel;
        t->sub = rel->sub;
    }
}

static void run_batch(struct grower *g, uint32_t first, uint32_t count)
{
    struct ent_net_sent s[ENT_NET_SENTS] = {{NULL, 0}};
    struct ent_net_word *w = g->words;
    for (uint32_t i = 0; i < count; i++) {
        const struct piece *x = &g->pieces[first + i];
        s[i] = (struct ent_net_sent){w, x->count};
        for (uint32_t k = 0; k < x->count; k++)
            look_up(g->p, w++, &g->d->tokens[x->first + k]);
    }
    ent_parse_net_run(&g->p->net, g->p->kernels, s, count, g->room);
    w = g->words;
    for (uint32_t i = 0; i < count; i++) {
        write_back(g, &g->pieces[first + i], w);
        ent_parse_mend(g->d, g->pieces[first + i].first, g->pieces[first + i].count);
        w += g->pieces[first + i].count;
    }
}

/* Makes one tree of a sentence's pieces. */
static void join_pieces(ent_doc *d, const ent_sent *s)
{
    uint32_t root = ENT_NONE;
    for (uint32_t i = s->first; i < s->first + s->count; i++) {
        ent_token *t = &d->tokens[i];
        if (t->head != ENT_NONE)
            continue;
        if (root == ENT_NONE) {
            root = i;
            continue;
        }
        t->head = root;
        t->deprel = "parataxis";
        ent_rel_of(t->deprel, &t->rel, &t->sub);
    }
}

static int longer_first(const void *a, const void *b)
{
    const struct piece *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return x->first < y->first ? -1 : 1;
}

void ent_parse_trees(const ent_parser *p, ent_doc *d)
{
    struct grower g = {.p = p, .d = d};
    for (uint32_t i = 0; i < d->sent_count; i++)
        if ((d->sents[i].flags & (ENT_SENT_SELECTED | ENT_SENT_PARSED)) == ENT_SENT_SELECTED)
            cut_pieces(&g, &d->sents[i]);
    if (!g.count) {
        ent_arena_free(&g.scratch);
        return;
    }
    g.room = ent_arena_alloc(&g.scratch, ent_parse_net_room(&p->net));
    g.words = ent_arena_alloc(&g.scratch, ENT_NET_ROWS * sizeof *g.words);
    /* batches of like length waste no steps; the trees do not depend on the order */
    qsort(g.pieces, g.count, sizeof *g.pieces, longer_first);
    for (uint32_t i = 0; i < g.count;) {
        uint32_t rows = 0, n = 0;
        while (i + n < g.count && n < ENT_NET_SENTS &&
               rows + g.pieces[i + n].count + 1 <= ENT_NET_ROWS)
            rows += g.pieces[i + n++].count + 1;
        run_batch(&g, i, n);
        i += n;
    }
    ent_arena_free(&g.scratch);
    for (uint32_t i = 0; i < d->sent_count; i++) {
        ent_sent *s = &d->sents[i];
        if (!(s->flags & ENT_SENT_SELECTED) || s->flags & ENT_SENT_PARSED || !s->count)
            continue;
        if (s->count > ENT_NET_WORDS)
            join_pieces(d, s);
        s->flags |= ENT_SENT_PARSED;
    }
}
