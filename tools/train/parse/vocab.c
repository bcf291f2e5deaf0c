/* vocab.c: gives numbers to words, affixes, tags and relations of the training treebanks. */
#include "train.h"

static void word_feats(struct ent_feats *f, const char *form)
{
    struct ent_chars c;
    ent_parse_chars(&c, form, strlen(form));
    ent_parse_feats(f, &c);
}

static void build_tags(struct vocab *v, const struct corpus *c)
{
    struct names all = {0}, upos = {0};
    char buf[512];
    for (size_t i = 0; i < c->n; i++)
        for (int j = 0; j < c->s[i].n; j++) {
            const struct word *w = &c->s[i].w[j];
            snprintf(buf, sizeof buf, "%s\t%s\t%s", w->upos, w->xpos, w->feats);
            names_add(&all, buf);
            names_add(&v->rels, w->deprel);
        }
    for (size_t i = 0; i < all.keys.n; i++)
        if (all.keys.count[i] >= 3)
            names_add(&v->tags, all.name[i]);
    v->tag_upos = xalloc(v->tags.keys.n * sizeof(int));
    for (size_t i = 0; i < v->tags.keys.n; i++) {
        snprintf(buf, sizeof buf, "%.*s", (int)strcspn(v->tags.name[i], "\t"), v->tags.name[i]);
        v->tag_upos[i] = names_add(&upos, buf);
    }
    v->rel_base = xalloc(v->rels.keys.n * sizeof(int));
    for (size_t i = 0; i < v->rels.keys.n; i++) {
        size_t len = strcspn(v->rels.name[i], ":");
        size_t j = 0;
        while (strcspn(v->rels.name[j], ":") != len ||
               strncmp(v->rels.name[i], v->rels.name[j], len) != 0)
            j++;
        v->rel_base[i] = (int)j;
    }
}

/* Affixes are kept that two different words share, or that one word shows three times. */
static void build_subs(struct vocab *v, const struct corpus *c)
{
    struct keys types = {0}, by_type = {0}, by_token = {0};
    struct ent_feats f;
    for (size_t i = 0; i < c->n; i++)
        for (int j = 0; j < c->s[i].n; j++) {
            const char *form = c->s[i].w[j].form;
            struct ent_chars w;
            ent_parse_chars(&w, form, strlen(form));
            size_t before = types.n;
            keys_add(&types, ent_parse_hash(7, w.c, w.n));
            ent_parse_feats(&f, &w);
            for (unsigned k = 0; k < f.nsub; k++) {
                keys_add(&by_token, f.sub[k]);
                if (types.n > before)
                    keys_add(&by_type, f.sub[k]);
            }
        }
    for (size_t i = 0; i < by_type.n; i++)
        if (by_type.count[i] >= 2 || by_token.count[keys_get(&by_token, by_type.list[i])] >= 3)
            keys_add(&v->subs, by_type.list[i]);
}

void vocab_build(struct vocab *v, const struct corpus *c)
{
    struct keys all = {0};
    struct ent_feats f;
    memset(v, 0, sizeof *v);
    for (size_t i = 0; i < c->n; i++)
        for (int j = 0; j < c->s[i].n; j++) {
            word_feats(&f, c->s[i].w[j].form);
            keys_add(&all, f.word);
        }
    keys_add(&v->words, 1);
    keys_add(&v->words, 2);
    for (size_t i = 0; i < all.n; i++)
        if (all.count[i] >= 2) {
            keys_add(&v->words, all.list[i]);
            v->words.count[v->words.n - 1] = all.count[i];
        }
    v->words.count[0] = 0;
    build_subs(v, c);
    build_tags(v, c);
}

void vocab_number_word(const struct vocab *v, struct word *w)
{
    struct ent_feats f;
    word_feats(&f, w->form);
    int id = keys_get(&v->words, f.word);
    w->known = id < 0 ? 0 : id;
    w->nsub = 0;
    for (unsigned k = 0; k < f.nsub; k++) {
        id = keys_get(&v->subs, f.sub[k]);
        if (id >= 0)
            w->sub[w->nsub++] = id;
    }
}

/* The tag itself, else the first (so mostly the commonest) with the same UPOS and XPOS, or UPOS. */
static int tag_of(const struct vocab *v, const struct word *w)
{
    char buf[512];
    snprintf(buf, sizeof buf, "%s\t%s\t%s", w->upos, w->xpos, w->feats);
    int id = names_get(&v->tags, buf);
    for (int fields = 2; fields >= 1 && id < 0; fields--) {
        if (fields == 2)
            snprintf(buf, sizeof buf, "%s\t%s\t", w->upos, w->xpos);
        else
            snprintf(buf, sizeof buf, "%s\t", w->upos);
        uint32_t most = 0;
        for (size_t i = 0; i < v->tags.keys.n; i++)
            if (!strncmp(v->tags.name[i], buf, strlen(buf)) && v->tags.keys.count[i] > most) {
                most = v->tags.keys.count[i];
                id = (int)i;
            }
    }
    return id < 0 ? 0 : id;
}

void vocab_number(const struct vocab *v, struct corpus *c)
{
    for (size_t i = 0; i < c->n; i++)
        for (int j = 0; j < c->s[i].n; j++) {
            struct word *w = &c->s[i].w[j];
            vocab_number_word(v, w);
            w->tag = tag_of(v, w);
            w->rel = names_get(&v->rels, w->deprel);
            if (w->rel < 0)
                w->rel = 0;
        }
}
