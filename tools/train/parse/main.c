/* main.c: the trainer's commands.
 *
 *   train net  --out FILE --train A.conllu --train B.conllu --dev C.conllu ... [options]
 *   train pack --out FILE --net FILE --abbrs TSV --train ... --dev ...
 *
 * `net` trains the network and leaves it as floats; `pack` trains the rest (tokens, sentences,
 * lemmas, multiword tokens), which is quick, and writes the weights file.
 *
 * Same treebanks, same options, same seed: same bytes. Progress goes to standard error. */
#include "pack.h"

#include <time.h>

struct files {
    struct corpus train;
    struct corpus dev[4];
    const char *dev_name[4];
    int ndev;
};

/* -- variants of sentences that prose in the wild shows */

struct room {
    char *data;
    size_t used, cap;
};

static void *take(struct room *r, size_t n)
{
    n = (n + 15) & ~(size_t)15;
    if (r->used + n > r->cap)
        die("room for variants is too small");
    r->used += n;
    return r->data + r->used - n;
}

static void recase(const struct vocab *v, struct room *r, struct word *w, int upper)
{
    size_t n = strlen(w->form) + 1;
    char *s = take(r, n);
    for (size_t i = 0; i < n; i++) {
        char c = w->form[i];
        if (upper)
            s[i] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
        else
            s[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    w->form = s;
    vocab_number_word(v, w);
}

/* A name with all that belongs to it, "Soviet Premier Nikita Khrushchev": words lo .. hi. */
struct phrase {
    const struct word *w; /* of the whole sentence */
    int lo, hi, head;
};

/* Names that can stand for one another: proper nouns of one word in a nominal's place; and whole
 * phrases about a proper noun, of which lists are made. */
struct names_pool {
    const struct word **w;
    size_t n, cap;
    struct phrase *phrase;
    size_t nphrase, phrase_cap;
    const struct word **part; /* first and last names of people and places */
    size_t npart, part_cap;
    const struct word **nation; /* adjectives with a capital: "British" */
    size_t nnation, nation_cap;
    struct word comma, and, president, prime;
    int conj, cc, punct, amod, compound, desc; /* relations */
    float share; /* of sentences up to which names are varied; 0 none */
    int titles;  /* persons and titles are varied too */
};

static int is_slot(const char *rel)
{
    static const char *const slots[] = {"nsubj", "nsubj:pass", "obj", "obl", "nmod", "obl:agent"};
    for (size_t i = 0; i < sizeof slots / sizeof slots[0]; i++)
        if (!strcmp(rel, slots[i]))
            return 1;
    return 0;
}

/* Nothing hangs on it but a preposition before it, and it is whole as a token. */
static int is_name(const struct sentence *s, int i)
{
    const struct word *w = &s->w[i];
    if (strcmp(w->upos, "PROPN") != 0 || strcmp(w->xpos, "NNP") != 0 || !is_slot(w->deprel) ||
        w->mwt || w->mwt_rest || w->form[0] < 'A' || w->form[0] > 'Z' || strlen(w->form) < 3)
        return 0;
    for (int j = 0; j < s->n; j++)
        if (s->w[j].head == i + 1 && (strcmp(s->w[j].deprel, "case") != 0 || j > i))
            return 0;
    return 1;
}

/* The phrase that word i heads, without its prepositions; 0 where it holds more than a name and its
 * modifiers, or has a gap. */
static int is_phrase(struct phrase *p, const struct sentence *s, int i)
{
    static const char *const parts[] = {"flat", "amod",      "compound", "nmod:desc",
                                        "det",  "nmod:poss", "case",     "nummod"};
    const struct word *w = &s->w[i];
    int count = 0, lo = i, hi = i;
    if (strcmp(w->upos, "PROPN") != 0 || !is_slot(w->deprel) || w->form[0] < 'A' ||
        w->form[0] > 'Z')
        return 0;
    for (int j = 0; j < s->n; j++) {
        int up = j, steps = 0;
        while (up != i && s->w[up].head && steps++ < s->n)
            up = s->w[up].head - 1;
        if (up != i)
            continue;
        size_t k = 0;
        if (j != i && s->w[j].head == i + 1 && !strcmp(s->w[j].deprel, "case") && j < i)
            continue;
        while (j != i && k < sizeof parts / sizeof parts[0] &&
               strcmp(s->w[j].deprel, parts[k]) != 0)
            k++;
        if (k == sizeof parts / sizeof parts[0] || s->w[j].mwt || s->w[j].mwt_rest)
            return 0;
        count++;
        lo = j < lo ? j : lo;
        hi = j > hi ? j : hi;
    }
    *p = (struct phrase){s->w, lo, hi, i};
    return count == hi - lo + 1 && count <= 6;
}

/* A word of a name of several: head of one, or hanging on it. */
static int is_part(const struct sentence *s, int i)
{
    const struct word *w = &s->w[i], *next = i + 1 < s->n ? w + 1 : NULL;
    if (strcmp(w->upos, "PROPN") != 0 || strcmp(w->xpos, "NNP") != 0 || w->mwt || w->mwt_rest ||
        w->form[0] < 'A' || w->form[0] > 'Z' || strlen(w->form) < 3 || w->form[1] < 'a')
        return 0;
    return !strcmp(w->deprel, "flat") ||
           (next && !strcmp(next->deprel, "flat") && next->head == i + 1);
}

static void pool_names(struct names_pool *p, const struct corpus *c, const struct vocab *v)
{
    struct phrase x;
    p->conj = names_get(&v->rels, "conj");
    p->cc = names_get(&v->rels, "cc");
    p->punct = names_get(&v->rels, "punct");
    p->amod = names_get(&v->rels, "amod");
    p->compound = names_get(&v->rels, "compound");
    p->desc = names_get(&v->rels, "nmod:desc");
    for (size_t i = 0; i < c->n; i++)
        for (int j = 0; j < c->s[i].n; j++) {
            const struct word *w = &c->s[i].w[j];
            if (!p->comma.form && !strcmp(w->form, ",") && !strcmp(w->upos, "PUNCT"))
                p->comma = *w;
            if (!p->and.form && !strcmp(w->form, "and") && !strcmp(w->upos, "CCONJ"))
                p->and = *w;
            if (!p->president.form && !strcmp(w->form, "President") &&
                !strcmp(w->deprel, "nmod:desc"))
                p->president = *w;
            if (!p->prime.form && !strcmp(w->form, "Prime") && !strcmp(w->upos, "ADJ"))
                p->prime = *w;
            if (is_part(&c->s[i], j)) {
                p->part = xgrow(p->part, &p->part_cap, p->npart + 1, sizeof *p->part);
                p->part[p->npart++] = w;
            }
            if (j && !strcmp(w->upos, "ADJ") && !strcmp(w->xpos, "JJ") && w->form[0] >= 'A' &&
                w->form[0] <= 'Z' && strlen(w->form) > 4 && w->form[1] >= 'a' &&
                !strcmp(w->deprel, "amod")) {
                p->nation = xgrow(p->nation, &p->nation_cap, p->nnation + 1, sizeof *p->nation);
                p->nation[p->nnation++] = w;
            }
            if (is_name(&c->s[i], j)) {
                p->w = xgrow(p->w, &p->cap, p->n + 1, sizeof *p->w);
                p->w[p->n++] = w;
            }
            if (is_phrase(&x, &c->s[i], j)) {
                p->phrase = xgrow(p->phrase, &p->phrase_cap, p->nphrase + 1, sizeof x);
                p->phrase[p->nphrase++] = x;
            }
        }
}

static void put_name(struct word *to, const struct word *from)
{
    to->form = from->form;
    to->known = from->known;
    to->nsub = from->nsub;
    memcpy(to->sub, from->sub, sizeof to->sub);
    to->tag = from->tag;
}

/* Makes room for k words before position `at`. */
static void open_gap(struct sentence *c, int at, int k)
{
    memmove(c->w + at + k, c->w + at, (size_t)(c->n - at) * sizeof *c->w);
    c->n += k;
    for (int j = 0; j < c->n; j++)
        if ((j < at || j >= at + k) && c->w[j].head > at)
            c->w[j].head += k;
}

/* Whether word i heads a name of several words with nothing before it: "Nikita Khrushchev". */
static int is_bare_name(const struct sentence *s, int i)
{
    const char *rel = s->w[i].deprel;
    if (!is_part(s, i) || (!is_slot(rel) && strcmp(rel, "conj") != 0 && strcmp(rel, "appos") != 0))
        return 0;
    for (int j = 0; j < i; j++)
        if (s->w[j].head == i + 1 && strcmp(s->w[j].deprel, "case") != 0 &&
            strcmp(s->w[j].deprel, "cc") != 0 && strcmp(s->w[j].deprel, "punct") != 0 &&
            strcmp(s->w[j].deprel, "mark") != 0)
            return 0;
    return 1;
}

enum { TITLE_ROOM = 2 * 3 }; /* words that titles may add */

/* Puts a title before the name at i, with its country: "Soviet Premier", "French Foreign Minister".
 */
static void put_title(const struct names_pool *p, const struct vocab *v, struct rng *g,
                      struct sentence *c, int i)
{
    static const char *const one[] = {
        "President", "Premier", "Chancellor", "King",     "Ambassador", "Secretary",   "General",
        "Senator",   "Marshal", "Admiral",    "Chairman", "Emperor",    "Governor",    "Minister",
        "Colonel",   "Sultan",  "Prince",     "Envoy",    "Queen",      "Commissioner"};
    static const char *const two[] = {"Prime", "Foreign", "Defence", "Interior", "Finance"};
    int minister = rng_float(g) < 0.4f, nation = rng_float(g) < 0.6f;
    int k = 1 + minister + nation, at = i;
    open_gap(c, i, k);
    if (nation) {
        int noun = rng_float(g) < 0.25f;
        c->w[at] = noun ? *p->w[rng_below(g, p->n)] : *p->nation[rng_below(g, p->nnation)];
        c->w[at].rel = noun ? p->compound : p->amod;
        c->w[at].head = i + k;
        c->w[at++].deprel = "amod";
    }
    if (minister) {
        c->w[at] = p->prime;
        c->w[at].form = two[rng_below(g, sizeof two / sizeof two[0])];
        vocab_number_word(v, &c->w[at]);
        c->w[at].rel = p->amod;
        c->w[at].head = i + k;
        c->w[at++].deprel = "amod";
    }
    c->w[at] = p->president;
    c->w[at].form = minister ? "Minister" : one[rng_below(g, sizeof one / sizeof one[0])];
    vocab_number_word(v, &c->w[at]);
    c->w[at].rel = p->desc;
    c->w[at].deprel = "nmod:desc";
    c->w[at].head = i + k + 1;
}

/* Puts a phrase at `at`, its head below word `up` (from 1); returns the place behind it. */
static int put_phrase(struct word *w, int at, const struct phrase *x, int up, int rel)
{
    for (int j = x->lo; j <= x->hi; j++) {
        w[at + j - x->lo] = x->w[j];
        w[at + j - x->lo].head = j == x->head ? up : x->w[j].head - 1 - x->lo + at + 1;
        if (j == x->head)
            w[at + j - x->lo].rel = rel;
    }
    return at + x->hi - x->lo + 1;
}

enum { LIST_ROOM = 4 * 7 + 1 }; /* words that a list may add */

/* Makes "A" into "A, B and C": words are inserted behind A's phrase; the array has room. */
static void make_list(const struct names_pool *p, struct rng *g, struct sentence *c,
                      const struct phrase *a)
{
    const struct phrase *x[4];
    int names = 1 + (int)rng_below(g, 4), oxford = names > 1 && rng_float(g) < 0.5f;
    int more = names + oxford, i = a->hi, head = a->head + 1;
    int simple = a->hi == a->lo && rng_float(g) < 0.7f;
    for (int k = 0; k < names; k++) {
        do
            x[k] = &p->phrase[rng_below(g, p->nphrase)];
        while (simple && x[k]->hi - x[k]->lo > 1); /* names of states keep to their like */
        more += x[k]->hi - x[k]->lo + 1;
    }
    open_gap(c, i + 1, more);
    int at = i + 1;
    for (int k = 0; k < names; k++) {
        int last = k + 1 == names, comma = !last || oxford;
        int to = at + comma + last + (x[k]->head - x[k]->lo) + 1;
        if (comma) {
            c->w[at] = p->comma;
            c->w[at].head = to;
            c->w[at++].rel = p->punct;
        }
        if (last) {
            c->w[at] = p->and;
            c->w[at].head = to;
            c->w[at++].rel = p->cc;
        }
        at = put_phrase(c->w, at, x[k], head, p->conj);
    }
}

/* Statesmen do not only say: '"...", declared the minister' is built alike. */
static void vary_speech(const struct vocab *v, struct rng *g, struct word *w)
{
    static const char *const verbs[] = {"declared",  "announced", "warned",   "stated",
                                        "insisted",  "replied",   "added",    "argued",
                                        "explained", "noted",     "observed", "remarked",
                                        "promised",  "asserted",  "claimed"};
    if (strcmp(w->form, "said") != 0 || strcmp(w->xpos, "VBD") != 0 || rng_float(g) < 0.5f)
        return;
    w->form = verbs[rng_below(g, sizeof verbs / sizeof verbs[0])];
    vocab_number_word(v, w);
}

/* Another verb of speech, other first and last names, a title before a name; at most two titles a
 * sentence. Returns how many words were put before word i. */
static int vary_person(const struct names_pool *p, const struct vocab *v, struct rng *g,
                       struct sentence *c, int i, int *titles)
{
    int before = c->n;
    vary_speech(v, g, &c->w[i]);
    if (is_part(c, i) && rng_float(g) < 0.5f)
        put_name(&c->w[i], p->part[rng_below(g, p->npart)]);
    if (*titles < 2 && is_bare_name(c, i) && rng_float(g) < 0.5f) {
        put_title(p, v, g, c, i);
        ++*titles;
    }
    return c->n - before;
}

/* Other names in the places of names, and lists of names: news and treaties are full of both. */
static void vary_names(const struct vocab *v, const struct names_pool *p, struct rng *g,
                       struct sentence *c)
{
    struct phrase x, list = {0};
    int titles = 0;
    for (int i = 0; i < c->n; i++) {
        if (p->titles)
            i += vary_person(p, v, g, c, i, &titles);
        if (is_name(c, i) && rng_float(g) < 0.5f)
            put_name(&c->w[i], p->w[rng_below(g, p->n)]);
        const char *head = c->w[i].head ? c->w[c->w[i].head - 1].xpos : "";
        if (strncmp(c->w[i].deprel, "nsubj", 5) == 0 && !strcmp(head, "VBZ"))
            continue; /* a list is no singular */
        if (is_phrase(&x, c, i) && rng_float(g) < 0.4f)
            list = x;
    }
    if (list.w)
        make_list(p, g, c, &list);
}

/* Sometimes: no final stop (headlines, captions), all lower case, all capitals, other names. */
static const struct sentence *vary(const struct vocab *v, const struct names_pool *p, struct rng *g,
                                   struct room *r, const struct sentence *s)
{
    float x = rng_float(g);
    if (x > (p->share > 0.0f ? p->share : 0.09f))
        return s;
    struct sentence *c = take(r, sizeof *c);
    *c = *s;
    c->w = take(r, (size_t)(s->n + LIST_ROOM + TITLE_ROOM) * sizeof *c->w);
    memcpy(c->w, s->w, (size_t)s->n * sizeof *c->w);
    if (x > 0.09f) {
        vary_names(v, p, g, c);
        return c;
    }
    if (x < 0.05f) {
        int last = s->n;
        if (last < 3 || strcmp(s->w[last - 1].upos, "PUNCT") != 0 || !s->w[last - 1].head)
            return s;
        for (int i = 0; i < s->n; i++)
            if (s->w[i].head == last)
                return s;
        c->n--;
        return c;
    }
    for (int i = 0; i < c->n; i++)
        recase(v, r, &c->w[i], x < 0.065f);
    return c;
}

/* -- the epochs ------------------------------------------------------------------------------- */

struct item {
    const struct sentence *s;
    float key;
    size_t order;
};

static int by_length(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? 1 : -1;
    return x->order < y->order ? -1 : 1;
}

static int longest_first(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    if (x->s->n != y->s->n)
        return x->s->n < y->s->n ? 1 : -1;
    return x->order < y->order ? -1 : 1;
}

static double seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static void evaluate(struct net *n, const struct vocab *v, const struct files *f)
{
    for (int i = 0; i < f->ndev; i++) {
        struct score s;
        net_eval(n, f->dev[i].s, f->dev[i].n, v->tag_upos, v->rel_base, &s);
        double w = (double)s.words / 100.0;
        fprintf(stderr, "  %s: UAS %.2f LAS %.2f UPOS %.2f tag %.2f\n", f->dev_name[i],
                (double)s.uas / w, (double)s.las / w, (double)s.upos / w, (double)s.tags / w);
    }
}

struct run {
    const struct files *f;
    const struct vocab *v;
    const struct options *o;
    struct item *items;
    const struct sentence **list;
    size_t *start; /* of batches */
    size_t *order;
    size_t nbatch;
    struct rng rng;
    struct room room;
    struct names_pool pool;
};

/* Sentences of like length, in batches of about o->batch words, in an order drawn anew. */
static void plan_epoch(struct run *r)
{
    size_t n = 0;
    r->room.used = 0;
    for (size_t i = 0; i < r->f->train.n; i++) {
        const struct sentence *s = &r->f->train.s[i];
        if (s->n > 160)
            continue;
        s = vary(r->v, &r->pool, &r->rng, &r->room, s);
        r->items[n] = (struct item){s, (float)s->n * (0.8f + 0.4f * rng_float(&r->rng)), i};
        n++;
    }
    qsort(r->items, n, sizeof *r->items, by_length);
    r->nbatch = 0;
    for (size_t i = 0; i < n;) {
        size_t words = 0, j = i;
        while (j < n && (j == i || words + (size_t)r->items[j].s->n <= (size_t)r->o->batch))
            words += (size_t)r->items[j++].s->n + 1;
        qsort(r->items + i, j - i, sizeof *r->items, longest_first);
        r->order[r->nbatch] = r->nbatch;
        r->start[r->nbatch++] = i;
        i = j;
    }
    r->start[r->nbatch] = n;
    for (size_t i = 0; i < n; i++)
        r->list[i] = r->items[i].s;
    for (size_t i = r->nbatch; i-- > 1;) {
        size_t j = rng_below(&r->rng, i + 1), t = r->order[i];
        r->order[i] = r->order[j];
        r->order[j] = t;
    }
}

/* A short warm-up, then from the full rate down to nothing, first slowly, last slowly. */
static float rate_at(float lr, double done)
{
    if (done < 0.01)
        return lr * (float)(done / 0.01);
    double x = (1.0 - done) / 0.99;
    return lr * (float)(x * x * (3.0 - 2.0 * x));
}

static void train_net(struct files *f, struct vocab *v, const struct options *o, struct net *net)
{
    size_t n = f->train.n;
    struct run r = {.f = f, .v = v, .o = o, .rng = {o->seed * 77 + 1}};
    r.items = xalloc(n * sizeof *r.items);
    r.list = xalloc(n * sizeof *r.list);
    r.start = xalloc((n + 1) * sizeof *r.start);
    r.order = xalloc(n * sizeof *r.order);
    r.room.cap = (size_t)64 << 20;
    r.room.data = xalloc(r.room.cap);
    pool_names(&r.pool, &f->train, v);
    r.pool.share = o->names;
    r.pool.titles = o->titles;
    double begin = seconds();
    for (int e = 0; e < o->epochs && (!o->stop || e < o->stop); e++) {
        double loss[3] = {0};
        plan_epoch(&r);
        for (size_t k = 0; k < r.nbatch; k++) {
            size_t i = r.start[r.order[k]], j = r.start[r.order[k] + 1];
            double done = (e + (double)k / (double)r.nbatch) / o->epochs;
            net_train(net, r.list + i, j - i, o, rate_at(o->lr, done), loss);
        }
        double w = (double)f->train.words;
        fprintf(stderr, "epoch %d: 1-p arcs %.4f labels %.4f tags %.4f, %.0f CPU s\n", e + 1,
                loss[0] / w, loss[1] / w, loss[2] / w, seconds() - begin);
        if ((e + 1) % 4 == 0 || e + 1 == o->epochs || e + 1 == o->stop) {
            evaluate(net, v, f);
            net_save(net, o->out);
        }
    }
}

static const char *value(int argc, char **argv, int *i)
{
    if (*i + 1 >= argc)
        die("%s wants a value", argv[*i]);
    return argv[++*i];
}

static float number(const char *s)
{
    return (float)strtod(s, NULL);
}

static void read_options(int argc, char **argv, struct options *o, struct files *f)
{
    for (int i = 2; i < argc; i++) {
        const char *a = argv[i], *x = value(argc, argv, &i);
        if (!strcmp(a, "--out"))
            o->out = x;
        else if (!strcmp(a, "--train"))
            corpus_read(&f->train, x);
        else if (!strcmp(a, "--dev") && f->ndev < 4) {
            f->dev_name[f->ndev] = x;
            corpus_read(&f->dev[f->ndev++], x);
        } else if (!strcmp(a, "--epochs"))
            o->epochs = (int)number(x);
        else if (!strcmp(a, "--stop"))
            o->stop = (int)number(x);
        else if (!strcmp(a, "--hidden"))
            o->hidden = (int)number(x);
        else if (!strcmp(a, "--lr"))
            o->lr = number(x);
        else if (!strcmp(a, "--seed"))
            o->seed = (uint64_t)number(x);
        else if (!strcmp(a, "--batch"))
            o->batch = (int)number(x);
        else if (!strcmp(a, "--net"))
            o->net = x;
        else if (!strcmp(a, "--abbrs"))
            o->abbrs = x;
        else if (!strcmp(a, "--drop"))
            o->drop_h = o->drop_mlp = number(x);
        else if (!strcmp(a, "--teacher") && o->nteacher < 4) {
            o->teacher[o->nteacher] = xalloc(sizeof(struct net));
            net_load(o->teacher[o->nteacher++], x);
        } else if (!strcmp(a, "--trust"))
            o->trust = number(x);
        else if (!strcmp(a, "--titles"))
            o->titles = (int)number(x);
        else if (!strcmp(a, "--names"))
            o->names = number(x);
        else if (!strcmp(a, "--drop-word"))
            o->drop_word = number(x);
        else if (!strcmp(a, "--drop-in"))
            o->drop_in = number(x);
        else if (!strcmp(a, "--drop-rec"))
            o->drop_rec = number(x);
        else
            die("unknown option %s", a);
    }
}

static void read_abbrs(struct ent_abbrs *a, const char *path)
{
    char line[256];
    FILE *f = path ? fopen(path, "r") : NULL;
    if (!f)
        die("no table of abbreviations: --abbrs FILE");
    a->slots = 2048;
    a->key = xalloc(a->slots * sizeof *a->key);
    a->kind = xalloc(a->slots);
    for (int row = 0; fgets(line, sizeof line, f);) {
        char *tab = strchr(line, '\t');
        line[strcspn(line, "\n")] = 0;
        if (line[0] == '#' || !tab || !row++)
            continue;
        int kind = ent_parse_abbr_kind(tab + 1);
        if (kind < 0 || a->count > a->slots / 2)
            die("%s: %s", path, line);
        ent_parse_abbr_add(a, line, (size_t)(tab - line), kind);
    }
    fclose(f);
}

static void pack(const struct files *f, const struct vocab *v, const struct options *o)
{
    static struct net net;
    struct seg_weights seg;
    struct lemma_tables lem;
    struct ent_abbrs abbrs = {0};
    if (!o->net)
        die("pack wants --net FILE");
    net_load(&net, o->net);
    read_abbrs(&abbrs, o->abbrs);
    seg_train(&seg, &f->train, f->dev, f->ndev, &abbrs, o->seed);
    lemma_train(&lem, &f->train);
    pack_write(o->out, &net, v, &seg, &lem, &abbrs);
}

int main(int argc, char **argv)
{
    static struct files f;
    static struct vocab v;
    static struct net net;
    struct options o = {.epochs = 30,
                        .hidden = 192,
                        .lr = 0.002f,
                        .seed = 1,
                        .drop_in = 0.1f,
                        .drop_h = 0.3f,
                        .drop_rec = 0.15f,
                        .drop_mlp = 0.3f,
                        .drop_word = 0.1f,
                        .batch = 600,
                        .trust = 0.5f,
                        .out = "parse.out"};
    if (argc < 2 || (strcmp(argv[1], "net") != 0 && strcmp(argv[1], "pack") != 0))
        die("usage: train net|pack --out FILE --train FILE.conllu --dev FILE.conllu");
    read_options(argc, argv, &o, &f);
    vocab_build(&v, &f.train);
    vocab_number(&v, &f.train);
    for (int i = 0; i < f.ndev; i++)
        vocab_number(&v, &f.dev[i]);
    if (!strcmp(argv[1], "pack")) {
        pack(&f, &v, &o);
        return 0;
    }
    struct dims d = {.dw = 96,
                     .ds = 128,
                     .h = o.hidden,
                     .a = 128,
                     .l = 128,
                     .t = 128,
                     .nw = (int)v.words.n,
                     .ns = (int)v.subs.n,
                     .ntag = (int)v.tags.keys.n,
                     .nrel = (int)v.rels.keys.n};
    if (o.net)
        net_load(&net, o.net);
    else
        net_init(&net, d, o.seed);
    net.rng.s = o.net ? o.seed * 31 : net.rng.s;
    if (memcmp(&net.d, &d, sizeof d) != 0)
        die("%s was trained for other dimensions or treebanks", o.net);
    net.freq = v.words.count;
    for (int i = 0; i < o.nteacher; i++)
        if (o.teacher[i]->d.nw != d.nw || o.teacher[i]->d.ns != d.ns ||
            o.teacher[i]->d.ntag != d.ntag || o.teacher[i]->d.nrel != d.nrel)
            die("a teacher was trained on other treebanks");
    fprintf(stderr, "%zu sentences, %zu words; %d known words, %d affixes, %d tags, %d relations\n",
            f.train.n, f.train.words, d.nw, d.ns, d.ntag, d.nrel);
    fprintf(stderr, "%zu dense parameters\n", net.at.size);
    train_net(&f, &v, &o, &net);
    return 0;
}
