/* open.c: opens a weights file and checks all that later code relies on.
 *
 * In: the embedded weights, or a file. Out: an ent_parser whose tables lie in the mapped bytes. A
 * file that is cut short, changed, of another version or inconsistent is refused with a reason;
 * nothing in a file that passes can make the parser read outside it. */
#include "parse/parser.h"

#define MAX_WIDTH 4096
#define MAX_ROWS (1 << 24)

struct opening {
    ent_parser *p;
    const char *place;
    const struct ent_weights_section *sec;
    uint32_t nsec;
    ent_err *err;
};

static int bad(struct opening *o, const char *what)
{
    return ent_fail(o->err, ENT_ETABLE, o->place, "cannot be used as weights: %s", what);
}

/* NULL where there is none, or where it has another size (SIZE_MAX: any). */
static const void *section(const struct opening *o, const char *name, size_t size, size_t *got)
{
    for (uint32_t i = 0; i < o->nsec; i++) {
        if (strncmp(o->sec[i].name, name, sizeof o->sec[i].name) != 0)
            continue;
        if (got)
            *got = (size_t)o->sec[i].size;
        if (size != SIZE_MAX && o->sec[i].size != size)
            return NULL;
        return o->p->data + o->sec[i].offset;
    }
    return NULL;
}

static int check_frame(struct opening *o)
{
    const char *data = o->p->data;
    size_t size = o->p->size;
    struct ent_weights_header head;
    if (size < sizeof head || memcmp(data, ENT_WEIGHTS_MAGIC, 8) != 0)
        return bad(o, "it does not begin like a weights file");
    memcpy(&head, data, sizeof head);
    if (head.version != ENT_WEIGHTS_VERSION)
        return ent_fail(o->err, ENT_ETABLE, o->place,
                        "weights of version %u, this program reads %d", head.version,
                        ENT_WEIGHTS_VERSION);
    if (head.size != size)
        return ent_fail(o->err, ENT_ETABLE, o->place, "weights of %llu bytes, the file has %zu",
                        (unsigned long long)head.size, size);
    if (head.hash != ent_parse_checksum(data + sizeof head, size - sizeof head))
        return bad(o, "its bytes have been changed (hash differs)");
    if (head.sections > 64 || sizeof head + head.sections * sizeof *o->sec > size)
        return bad(o, "too many sections");
    o->sec = (const void *)(data + sizeof head);
    o->nsec = head.sections;
    for (uint32_t i = 0; i < o->nsec; i++)
        if (o->sec[i].offset > size || o->sec[i].size > size - o->sec[i].offset ||
            o->sec[i].offset % ENT_WEIGHTS_ALIGN)
            return bad(o, "a section lies outside");
    return 0;
}

static bool within(int32_t x, int32_t least, int32_t most, int32_t step)
{
    return x >= least && x <= most && x % step == 0;
}

static int check_dims(struct opening *o)
{
    struct ent_weights_dims *d = &o->p->net.d;
    const void *s = section(o, "dims", sizeof *d, NULL);
    if (!s)
        return bad(o, "no dimensions");
    memcpy(d, s, sizeof *d);
    bool ok = within(d->dw, 4, MAX_WIDTH, 4) && within(d->ds, 4, MAX_WIDTH, 4) &&
              within(d->h, 16, MAX_WIDTH, 4) && within(d->a, 16, MAX_WIDTH, 16) &&
              within(d->l, 16, MAX_WIDTH, 16) && within(d->t, 16, MAX_WIDTH, 16) &&
              within(d->nw, 2, MAX_ROWS, 1) && within(d->ns, 1, MAX_ROWS, 1) &&
              within(d->ntag, 2, MAX_WIDTH, 1) && within(d->nrel, 2, MAX_WIDTH, 1) &&
              within(d->nrule, 1, 1 << 16, 1) && within(d->token_bias, -9999, 9999, 1) &&
              within(d->sent_bias, -9999, 9999, 1);
    return ok ? 0 : bad(o, "dimensions out of range");
}

static bool map(const struct opening *o, struct ent_weights_map *m, const char *name, int32_t rows)
{
    size_t size = 0;
    m->slot = section(o, name, SIZE_MAX, &size);
    if (!m->slot || size < 8 || size % 8 || size / 8 > UINT32_MAX || (size / 8 & (size / 8 - 1)))
        return false;
    m->slots = (uint32_t)(size / 8);
    for (uint32_t i = 0; i < m->slots && rows > 0; i++)
        if (m->slot[2 * i] && m->slot[2 * i + 1] >= (uint32_t)rows)
            return false;
    return true;
}

static bool matrix(const struct opening *o, struct ent_matrix *w, const char *name, int32_t rows,
                   int32_t cols)
{
    size_t m = (size_t)rows, k = (size_t)cols, m16 = (m + 15) / 16 * 16;
    const char *s = section(o, name, ent_parse_matrix_size(m, k), NULL);
    if (!s)
        return false;
    w->w = (const int8_t *)s;
    w->scale = (const float *)(const void *)(s + m16 * k);
    w->bias = w->scale + m16;
    w->sum = (const int32_t *)(const void *)(w->bias + m16);
    w->m = (uint32_t)m16;
    w->k = (uint32_t)k;
    return true;
}

static bool network(const struct opening *o)
{
    struct ent_net *n = &o->p->net;
    const struct ent_weights_dims *d = &n->d;
    bool ok = true;
    n->ew = section(o, "ew", (size_t)d->nw * (size_t)d->dw, NULL);
    n->es = section(o, "es", (size_t)d->ns * (size_t)d->ds, NULL);
    n->ews = section(o, "ew.s", (size_t)d->nw * sizeof(float), NULL);
    n->ess = section(o, "es.s", (size_t)d->ns * sizeof(float), NULL);
    for (int layer = 0; layer < 2; layer++)
        for (int dir = 0; dir < 2; dir++) {
            char name[8] = {'w', 'x', (char)('0' + layer), (char)('0' + dir)};
            ok &= matrix(o, &n->wx[layer][dir], name, 4 * d->h, layer ? 2 * d->h : d->dw + d->ds);
            name[1] = 'h';
            ok &= matrix(o, &n->wh[layer][dir], name, 4 * d->h, d->h);
        }
    return ok && n->ew && n->es && n->ews && n->ess &&
           matrix(o, &n->mlp, "mlp", 2 * d->a + 2 * d->l + d->t, 2 * d->h) &&
           matrix(o, &n->arc, "arc", d->a, d->a) && matrix(o, &n->rel, "rel", d->nrel, 2 * d->l) &&
           matrix(o, &n->tag, "tag", d->ntag, d->t);
}

static bool segmenter(const struct opening *o)
{
    ent_parser *p = o->p;
    size_t size = 0, table = (size_t)1 << ENT_SEG_BITS;
    p->abbrs.key = (uint64_t *)(uintptr_t)section(o, "abbrkey", SIZE_MAX, &size);
    p->abbrs.slots = (uint32_t)(size / sizeof *p->abbrs.key);
    p->abbrs.kind = (uint8_t *)(uintptr_t)section(o, "abbrkind", p->abbrs.slots, NULL);
    p->seg.token = section(o, "segtok", table, NULL);
    p->seg.sent = section(o, "segsent", table, NULL);
    p->seg.token_bias = p->net.d.token_bias;
    p->seg.sent_bias = p->net.d.sent_bias;
    p->seg.abbrs = &p->abbrs;
    if (!p->abbrs.key || !p->abbrs.kind || !p->seg.token || !p->seg.sent || !p->abbrs.slots ||
        (p->abbrs.slots & (p->abbrs.slots - 1)))
        return false;
    uint32_t empty = 0; /* a search ends at an empty place */
    for (uint32_t i = 0; i < p->abbrs.slots; i++)
        empty += !p->abbrs.key[i];
    return empty > 0;
}

static bool lemmas(const struct opening *o)
{
    ent_parser *p = o->p;
    size_t n = (size_t)p->net.d.nrule;
    p->rule = section(o, "lemrule", n * sizeof *p->rule, NULL);
    for (size_t i = 0; p->rule && i < n; i++)
        if (p->rule[i].len > sizeof p->rule[i].append)
            return false;
    return p->rule && map(o, &p->lemmas, "lemkey", p->net.d.nrule) && map(o, &p->mwt, "mwt", 0);
}

/* -- names of tags and relations -------------------------------------------------------------- */

static uint32_t bits_of(const char *feats)
{
    static const struct {
        const char *feat;
        uint32_t bit;
    } table[] = {
        {"Tense=Past", ENT_F_PAST},  {"Tense=Pres", ENT_F_PRES},    {"VerbForm=Fin", ENT_F_FIN},
        {"VerbForm=Inf", ENT_F_INF}, {"VerbForm=Part", ENT_F_PART}, {"VerbForm=Ger", ENT_F_GER},
        {"Voice=Pass", ENT_F_PASS},  {"Number=Plur", ENT_F_PLUR},   {"Number=Sing", ENT_F_SING},
        {"Polarity=Neg", ENT_F_NEG}, {"Mood=Imp", ENT_F_IMP},       {"Person=1", ENT_F_P1},
        {"Person=2", ENT_F_P2},      {"Person=3", ENT_F_P3},        {"Gender=Masc", ENT_F_MASC},
        {"Gender=Fem", ENT_F_FEM},   {"Gender=Neut", ENT_F_NEUT},   {"Poss=Yes", ENT_F_POSS},
        {"PronType=Rel", ENT_F_REL},
    };
    uint32_t bits = 0;
    for (const char *p = feats; *p;) {
        size_t n = strcspn(p, "|");
        for (size_t i = 0; i < ENT_COUNT(table); i++)
            if (strlen(table[i].feat) == n && memcmp(table[i].feat, p, n) == 0)
                bits |= table[i].bit;
        p += n + (p[n] == '|');
    }
    return bits;
}

/* The i-th of `count` strings that fill a section exactly; NULL where they do not. */
static bool strings_fit(const char *s, size_t size, int32_t count)
{
    int32_t n = 0;
    for (size_t i = 0; s && i < size; i++)
        n += s[i] == 0;
    return s && size && s[size - 1] == 0 && n == count;
}

static int names(struct opening *o)
{
    ent_parser *p = o->p;
    size_t ntags = 0, nrels = 0;
    const char *t = section(o, "tags", SIZE_MAX, &ntags);
    const char *r = section(o, "rels", SIZE_MAX, &nrels);
    if (!strings_fit(t, ntags, p->net.d.ntag) || !strings_fit(r, nrels, p->net.d.nrel))
        return bad(o, "names of tags or relations");
    p->tag = ent_calloc((size_t)p->net.d.ntag, sizeof *p->tag);
    p->relation = ent_calloc((size_t)p->net.d.nrel, sizeof *p->relation);
    p->strings = ent_alloc(ntags);
    memcpy(p->strings, t, ntags);
    char *s = p->strings;
    for (int32_t i = 0; i < p->net.d.ntag; i++) {
        char *end = s + strlen(s), *x = strchr(s, '\t'), *f = x ? strchr(x + 1, '\t') : NULL;
        if (!f)
            return bad(o, "a tag without three parts");
        p->tag[i].upos = ent_upos_of(s, (size_t)(x - s));
        p->tag[i].lemma = ent_parse_lemma_tag(s, (size_t)(f - s));
        *f = 0;
        p->tag[i].xpos = x + 1;
        p->tag[i].feats = strcmp(f + 1, "_") ? f + 1 : NULL;
        p->tag[i].bits = bits_of(f + 1);
        s = end + 1;
    }
    p->net.root_rel = ENT_NONE;
    for (int32_t i = 0; i < p->net.d.nrel; i++, r += strlen(r) + 1) {
        p->relation[i].name = r;
        ent_rel_of(r, &p->relation[i].rel, &p->relation[i].sub);
        if (!strcmp(r, "root"))
            p->net.root_rel = (uint32_t)i;
    }
    return p->net.root_rel == ENT_NONE ? bad(o, "no relation \"root\"") : 0;
}

static int open_all(struct opening *o)
{
    ent_parser *p = o->p;
    int rc = check_frame(o);
    rc = rc < 0 ? rc : check_dims(o);
    if (rc < 0)
        return rc;
    if (!map(o, &p->words, "words", p->net.d.nw) || !map(o, &p->subs, "subs", p->net.d.ns))
        return bad(o, "the vocabulary");
    if (!network(o))
        return bad(o, "a matrix is missing or has another size");
    if (!segmenter(o))
        return bad(o, "the models for tokens and sentences");
    if (!lemmas(o))
        return bad(o, "the lemma tables");
    return names(o);
}

int ent_parse_open(ent_parser **out, const char *path, ent_err *err)
{
    ent_parser *p = ent_calloc(1, sizeof *p);
    struct opening o = {.p = p, .place = path ? path : "embedded weights", .err = err};
    *out = p;
    if (path) {
        int rc = ent_file_map(&p->data, &p->size, path, err);
        if (rc < 0)
            return rc;
        p->mapped = true;
    } else {
        p->data = ent_embedded("parse/en.weights", &p->size);
        if (!p->data)
            return bad(&o, "there are none in this build");
    }
    p->kernels = ent_parse_kernels(ENT_LEVELS);
    return open_all(&o);
}

void ent_parse_level(ent_parser *p, int level)
{
    p->kernels = ent_parse_kernels(level);
}

const char *ent_parse_level_name(const ent_parser *p)
{
    return p->kernels->name;
}

void ent_parse_close(ent_parser *p)
{
    if (!p)
        return;
    if (p->mapped)
        ent_file_unmap(p->data, p->size);
    free(p->tag);
    free(p->relation);
    free(p->strings);
    free(p);
}
