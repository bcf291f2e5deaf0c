/* train.h: the trainer's own interfaces. The trainer is a program of its own: it reads treebanks in
 * CoNLL-U and writes the weights file that src/parse maps. It shares with src/parse what must be
 * the same in both: features, approximations of exp, tree search, file layout. */
#ifndef ENT_TRAIN_H
#define ENT_TRAIN_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parse/feat.h"

/* -- small things ----------------------------------------------------------------------------- */

void *xalloc(size_t n); /* zeroed, 64-byte aligned; ends the program when there is none */
void *xgrow(void *p, size_t *cap, size_t need, size_t size);
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Random numbers from a seed: splitmix64. */
struct rng {
    uint64_t s;
};
uint64_t rng_next(struct rng *r);
float rng_float(struct rng *r);  /* [0, 1) */
float rng_normal(struct rng *r); /* about N(0, 1) */
size_t rng_below(struct rng *r, size_t n);

/* 64-bit key -> consecutive number, in order of first appearance. */
struct keys {
    uint64_t *key;   /* slots; 0 free */
    uint32_t *value; /* of slots */
    size_t slots, n;
    uint64_t *list; /* keys by number */
    uint32_t *count;
    size_t cap;
};
int keys_get(const struct keys *k, uint64_t key); /* -1 where there is none */
int keys_add(struct keys *k, uint64_t key);       /* counts it too */

/* String -> consecutive number. */
struct names {
    struct keys keys;
    char **name;
    size_t cap;
};
int names_add(struct names *t, const char *s);
int names_get(const struct names *t, const char *s);

/* -- treebanks -------------------------------------------------------------------------------- */

struct word {
    const char *form, *lemma, *upos, *xpos, *feats, *deprel;
    const char *surface; /* of the first word of a multiword token: the token; else NULL */
    int mwt;             /* on the first word of a multiword token: number of words */
    int mwt_rest;        /* on its other words */
    int space;           /* white space follows the token */
    int head;            /* 0 root, 1.. */
    int tag, rel;        /* numbers; tag is UPOS, XPOS and FEATS as one class */
    int known;           /* number of the word in the vocabulary, 0 unknown */
    int sub[ENT_FEAT_SUBS];
    int nsub;
};

struct sentence {
    struct word *w;
    int n;
    int par; /* begins a paragraph */
    int doc; /* begins a document */
    const char *text;
};

struct corpus {
    struct sentence *s;
    size_t n, cap;
    size_t words;
};

void corpus_read(struct corpus *c, const char *path);

/* -- matrix products -------------------------------------------------------------------------- */

enum { GEMM_COLS = 32 };
size_t gemm_packed_size(size_t k, size_t m);
/* b[i][j] at b[i * rs + j * cs], k x m */
void gemm_pack(float *out, const float *b, size_t k, size_t m, size_t rs, size_t cs);
/* c (n x m, row stride ldc) = or += a (n x k, element a[i * rs + j * cs]) times packed */
void gemm(float *c, size_t ldc, const float *a, size_t rs, size_t cs, const float *packed, size_t n,
          size_t k, size_t m, int add);

/* -- the network ------------------------------------------------------------------------------ */

struct dims {
    int dw, ds;  /* word and affix embeddings */
    int h;       /* LSTM cells a direction */
    int a, l, t; /* arc, label and tag layers */
    int nw, ns;  /* rows of the two tables */
    int ntag, nrel;
};

/* Places of the dense parameters in one array. */
struct layout {
    size_t wx[2][2], wh[2][2], b[2][2];
    size_t wm, bm; /* 2h x (2a + 2l + t) */
    size_t u, ub;  /* a x a */
    size_t wl, bl; /* 2l x nrel */
    size_t wt, bt; /* t x ntag */
    size_t size;
};

struct net {
    struct dims d;
    struct layout at;
    float *p, *g, *m, *v; /* dense: value, gradient, Adam's moments */
    float *ew, *es;       /* embeddings: nw x dw, ns x ds */
    float *gw, *gs, *mw, *ms, *vw, *vs;
    uint32_t *touched_w, *touched_s;
    size_t ntouched_w, ntouched_s;
    uint8_t *is_touched_w, *is_touched_s;
    uint32_t *freq; /* of known words in training */
    uint64_t step;
    struct rng rng;
    struct scratch *scratch;
};

struct options {
    int epochs;
    int stop; /* leave off after so many of them; 0 none */
    int hidden;
    float lr;
    uint64_t seed;
    float names; /* share of sentences whose names are varied */
    int titles;  /* persons and their titles too */
    float drop_in, drop_h, drop_rec, drop_mlp, drop_word;
    int batch;
    const char *out, *net, *abbrs;
    struct net *teacher[4];
    int nteacher;
    float trust;
};

void net_init(struct net *n, struct dims d, uint64_t seed);
/* One update on some sentences; adds to loss[3] (arcs, labels, tags). */
void net_train(struct net *n, const struct sentence **s, size_t count, const struct options *o,
               float lr, double loss[3]);
/* Heads, relations and tags predicted with float weights, into s->w of a copy. */
struct score {
    long words, uas, las, tags, upos;
};
void net_eval(struct net *n, const struct sentence *s, size_t count, const int *tag_upos,
              const int *rel_base, struct score *out);

/* -- what the treebanks give: numbers for words, affixes, tags, relations --------------------- */

struct vocab {
    struct keys words; /* 0 unknown, 1 root */
    struct keys subs;
    struct names tags; /* "UPOS\tXPOS\tFEATS" */
    struct names rels;
    int *tag_upos; /* of a tag: a number for its UPOS */
    int *rel_base; /* of a relation: the first relation of the same universal kind */
};

void vocab_build(struct vocab *v, const struct corpus *train);
/* Numbers a corpus; words and tags not in the vocabulary are unknown (tag -1). */
void vocab_number(const struct vocab *v, struct corpus *c);
void vocab_number_word(const struct vocab *v, struct word *w);

void net_save(const struct net *n, const char *path);
void net_load(struct net *n, const char *path);

#endif
