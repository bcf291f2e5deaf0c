/* train_lemma.c: counts lemma rules and multiword tokens in the treebanks.
 *
 * In: words with UPOS, XPOS and lemma. Out: a rule for every (tag, ending) that says something its
 * shorter endings do not; the same for the word forms that endings get wrong. */
#include "train_seg.h"

void pairs_add(struct pairs *p, uint64_t key, uint32_t value)
{
    p->key = xgrow(p->key, &p->kcap, p->n + 1, sizeof *p->key);
    p->value = xgrow(p->value, &p->vcap, p->n + 1, sizeof *p->value);
    p->key[p->n] = key;
    p->value[p->n++] = value;
}

/* One word form with one tag: what it was seen as. */
struct type {
    const char *form;
    uint64_t tag;
    struct ent_chars w;
    uint32_t rule; /* the commonest */
    uint32_t count;
    int proper;
};

/* votes of (key, rule) */
struct votes {
    struct keys pair; /* hash of key and rule */
    uint64_t *key;    /* of each pair */
    uint32_t *rule, *vote;
    size_t kcap, rcap, vcap;
};

static void vote(struct votes *v, uint64_t key, uint32_t rule, uint32_t weight)
{
    size_t before = v->pair.n;
    int i = keys_add(&v->pair, ent_parse_mix(key * 31 + rule) | 1);
    if (v->pair.n > before) {
        v->key = xgrow(v->key, &v->kcap, v->pair.n, sizeof *v->key);
        v->rule = xgrow(v->rule, &v->rcap, v->pair.n, sizeof *v->rule);
        v->vote = xgrow(v->vote, &v->vcap, v->pair.n, sizeof *v->vote);
        v->key[i] = key;
        v->rule[i] = rule;
    }
    v->vote[i] += weight;
}

/* Winners by key: rule, votes for it, votes in all. */
struct winners {
    struct keys keys;
    uint32_t *rule, *best, *all;
};

static void elect(struct winners *w, const struct votes *v)
{
    memset(w, 0, sizeof *w);
    w->rule = xalloc(v->pair.n * 4 + 4);
    w->best = xalloc(v->pair.n * 4 + 4);
    w->all = xalloc(v->pair.n * 4 + 4);
    for (size_t i = 0; i < v->pair.n; i++) {
        int k = keys_add(&w->keys, v->key[i]);
        w->all[k] += v->vote[i];
        if (v->vote[i] > w->best[k]) {
            w->best[k] = v->vote[i];
            w->rule[k] = v->rule[i];
        }
    }
}

static uint32_t rule_number(struct lemma_tables *t, const struct ent_lemma_rule *r)
{
    for (size_t i = 0; i < t->nrule; i++)
        if (!memcmp(&t->rule[i], r, sizeof *r))
            return (uint32_t)i;
    t->rule = xgrow(t->rule, &t->cap, t->nrule + 1, sizeof *t->rule);
    t->rule[t->nrule] = *r;
    return (uint32_t)t->nrule++;
}

/* The rule that makes lemma of form; UINT32_MAX where the format has none. */
static uint32_t rule_of(struct lemma_tables *t, const char *form, const char *lemma, int proper)
{
    uint32_t f[256], l[256];
    size_t nf = 0, nl = 0, byte[257], i;
    if (strlen(form) > 200 || strlen(lemma) > 200)
        return UINT32_MAX;
    for (i = 0; form[i];)
        f[nf++] = ent_parse_plain(ent_parse_decode(form, strlen(form), &i));
    for (i = 0; lemma[i];) {
        byte[nl] = i;
        l[nl++] = ent_parse_decode(lemma, strlen(lemma), &i);
    }
    byte[nl] = strlen(lemma);
    size_t kept = 0, low = 0;
    while (kept < nf && kept < nl && f[kept] == l[kept])
        kept++;
    while (low < nf && low < nl && ent_parse_lower(f[low]) == l[low])
        low++;
    struct ent_lemma_rule r = {0};
    r.lower = low > kept || (low == kept && !proper);
    size_t p = low > kept ? low : kept;
    size_t len = strlen(lemma) - byte[p];
    if (len > sizeof r.append || nf - p > 200)
        return UINT32_MAX;
    r.strip = (uint8_t)(nf - p);
    r.len = (uint8_t)len;
    memcpy(r.append, lemma + byte[p], len);
    return rule_number(t, &r);
}

static struct type *collect(struct lemma_tables *t, const struct corpus *c, size_t *count)
{
    struct votes v = {0};
    struct keys types = {0};
    struct type *list = NULL;
    size_t cap = 0;
    char tag[128];
    for (size_t i = 0; i < c->n; i++)
        for (int j = 0; j < c->s[i].n; j++) {
            const struct word *w = &c->s[i].w[j];
            int n = snprintf(tag, sizeof tag, "%s\t%s", w->upos, w->xpos);
            if (!strcmp(w->lemma, "_") && strcmp(w->form, "_") != 0)
                continue;
            struct type x = {.form = w->form, .tag = ent_parse_lemma_tag(tag, (size_t)n)};
            x.proper = !strcmp(w->upos, "PROPN");
            ent_parse_chars(&x.w, w->form, strlen(w->form));
            uint32_t r = rule_of(t, w->form, w->lemma, x.proper);
            if (r == UINT32_MAX)
                continue;
            uint64_t key = ent_parse_mix(ent_parse_hash(3, x.w.c, x.w.n) ^ x.tag * 77) | 1;
            size_t before = types.n;
            int k = keys_add(&types, key);
            if (types.n > before) {
                list = xgrow(list, &cap, types.n, sizeof *list);
                list[k] = x;
            }
            list[k].count++;
            vote(&v, key, r, 1);
        }
    struct winners win;
    elect(&win, &v);
    for (size_t i = 0; i < types.n; i++)
        list[i].rule = win.rule[keys_get(&win.keys, types.list[i])];
    *count = types.n;
    return list;
}

static void count_endings(struct lemma_tables *t, const struct type *list, size_t n)
{
    struct votes v = {0};
    struct winners win;
    struct keys kept = {0};
    for (size_t i = 0; i < n; i++)
        for (unsigned s = 0; s <= ENT_LEMMA_SUFFIX && s <= list[i].w.n; s++)
            vote(&v, ent_parse_lemma_key(list[i].tag, &list[i].w, s, ENT_LEMMA_END), list[i].rule,
                 1);
    elect(&win, &v);
    /* shorter endings first, so that a longer one is kept only where it changes the answer */
    for (unsigned s = 0; s <= ENT_LEMMA_SUFFIX; s++)
        for (size_t i = 0; i < n; i++) {
            if (s > list[i].w.n)
                continue;
            uint64_t key = ent_parse_lemma_key(list[i].tag, &list[i].w, s, ENT_LEMMA_END);
            int k = keys_get(&win.keys, key);
            if (keys_get(&kept, key) >= 0 || (s > 1 && win.best[k] < 2))
                continue;
            uint32_t shorter = UINT32_MAX;
            for (unsigned q = s; q-- > 0 && shorter == UINT32_MAX;) {
                int old =
                    keys_get(&kept, ent_parse_lemma_key(list[i].tag, &list[i].w, q, ENT_LEMMA_END));
                if (old >= 0)
                    shorter = t->keys.value[old];
            }
            if (shorter == win.rule[k])
                continue;
            keys_add(&kept, key);
            pairs_add(&t->keys, key, win.rule[k]);
        }
}

static uint32_t by_ending(const struct lemma_tables *t, const struct keys *at, const struct type *x)
{
    for (unsigned s = (x->w.n < ENT_LEMMA_SUFFIX ? x->w.n : ENT_LEMMA_SUFFIX) + 1; s-- > 0;) {
        int k = keys_get(at, ent_parse_lemma_key(x->tag, &x->w, s, ENT_LEMMA_END));
        if (k >= 0)
            return t->keys.value[k];
    }
    return UINT32_MAX;
}

static int same_lemma(const struct lemma_tables *t, uint32_t a, uint32_t b, const char *form)
{
    char x[ENT_LEMMA_MAX], y[ENT_LEMMA_MAX];
    if (a == UINT32_MAX || b == UINT32_MAX)
        return a == b;
    size_t nx = ent_parse_lemma_apply(x, &t->rule[a], form, strlen(form));
    size_t ny = ent_parse_lemma_apply(y, &t->rule[b], form, strlen(form));
    return nx == ny && !memcmp(x, y, nx);
}

/* Words that their endings get wrong: first in lower case, then those that only as written differ.
 */
static void count_words(struct lemma_tables *t, const struct type *list, size_t n)
{
    struct keys at = {0}, whole = {0}, written = {0};
    struct votes v = {0};
    struct winners win;
    struct pairs words = {0};
    for (size_t i = 0; i < t->keys.n; i++)
        keys_add(&at, t->keys.key[i]);
    for (size_t i = 0; i < n; i++)
        vote(&v, ent_parse_lemma_key(list[i].tag, &list[i].w, list[i].w.n, ENT_LEMMA_WORD),
             list[i].rule, list[i].count);
    elect(&win, &v);
    for (size_t i = 0; i < n; i++) {
        uint64_t key = ent_parse_lemma_key(list[i].tag, &list[i].w, list[i].w.n, ENT_LEMMA_WORD);
        uint32_t good = win.rule[keys_get(&win.keys, key)];
        if (keys_get(&whole, key) >= 0 ||
            same_lemma(t, good, by_ending(t, &at, &list[i]), list[i].form))
            continue;
        keys_add(&whole, key);
        pairs_add(&words, key, good);
    }
    for (size_t i = 0; i < n; i++) {
        uint64_t key = ent_parse_lemma_key(list[i].tag, &list[i].w, list[i].w.n, ENT_LEMMA_WORD);
        int k = keys_get(&whole, key);
        uint32_t guess = k >= 0 ? words.value[k] : by_ending(t, &at, &list[i]);
        if (list[i].count < 2 || same_lemma(t, list[i].rule, guess, list[i].form))
            continue;
        key = ent_parse_lemma_key(list[i].tag, &list[i].w, list[i].w.n, ENT_LEMMA_WRITTEN);
        if (keys_get(&written, key) < 0) {
            keys_add(&written, key);
            pairs_add(&words, key, list[i].rule);
        }
    }
    for (size_t i = 0; i < words.n; i++)
        pairs_add(&t->keys, words.key[i], words.value[i]);
}

/* -- multiword tokens ------------------------------------------------------------------------- */

/* Lengths of the words after the first, one byte each, the last lowest; 0 for one word. */
static uint32_t cut_of(const struct word *w)
{
    uint32_t v = 0;
    size_t all = 0, at;
    struct ent_chars c;
    for (int i = 0; i < w->mwt; i++) {
        ent_parse_chars(&c, w[i].form, strlen(w[i].form));
        all += c.n;
        if (i)
            v = v << 8 | c.n;
    }
    ent_parse_chars(&c, w->surface, strlen(w->surface));
    at = c.n;
    return w->mwt > ENT_MWT_MAX || at != all ? UINT32_MAX : v;
}

static void count_mwt(struct lemma_tables *t, const struct corpus *c)
{
    struct votes ends = {0}, words = {0};
    struct winners we, ww;
    struct keys suffix_of = {0};
    struct pairs suffix = {0};
    for (size_t i = 0; i < c->n; i++)
        for (int j = 0; j < c->s[i].n; j++) {
            const struct word *w = &c->s[i].w[j];
            if (w->mwt_rest)
                continue;
            const char *form = w->mwt ? w->surface : w->form;
            struct ent_chars ch;
            ent_parse_chars(&ch, form, strlen(form));
            uint32_t v = w->mwt ? cut_of(w) : 0;
            if (v == UINT32_MAX || ch.n >= ENT_FEAT_CHARS || ch.n < 2)
                continue;
            unsigned s = ent_parse_mwt_suffix(&ch);
            uint64_t key = ent_parse_mwt_key(&ch, ch.n, 1);
            size_t before = suffix_of.n;
            keys_add(&suffix_of, key);
            if (suffix_of.n > before)
                pairs_add(&suffix, s && s < ch.n ? ent_parse_mwt_key(&ch, s, 0) : 0, 0);
            if (s && s < ch.n)
                vote(&ends, ent_parse_mwt_key(&ch, s, 0), v, 1);
            vote(&words, key, v, 1);
        }
    elect(&we, &ends);
    elect(&ww, &words);
    for (size_t i = 0; i < we.keys.n; i++)
        if (we.all[i] >= 2)
            pairs_add(&t->mwt, we.keys.list[i], we.rule[i]);
    for (size_t i = 0; i < ww.keys.n; i++) {
        uint64_t end = suffix.key[keys_get(&suffix_of, ww.keys.list[i])];
        int k = end ? keys_get(&we.keys, end) : -1;
        uint32_t guess = k >= 0 && we.all[k] >= 2 ? we.rule[k] : 0;
        if (ww.rule[i] != guess && ww.all[i] >= 2 && 2 * ww.best[i] > ww.all[i])
            pairs_add(&t->mwt, ww.keys.list[i], ww.rule[i]);
    }
}

void lemma_train(struct lemma_tables *out, const struct corpus *train)
{
    size_t n;
    memset(out, 0, sizeof *out);
    struct type *list = collect(out, train, &n);
    count_endings(out, list, n);
    size_t endings = out->keys.n;
    count_words(out, list, n);
    count_mwt(out, train);
    fprintf(stderr, "lemmas: %zu types, %zu rules, %zu endings, %zu words; %zu multiword entries\n",
            n, out->nrule, endings, out->keys.n - endings, out->mwt.n);
}
