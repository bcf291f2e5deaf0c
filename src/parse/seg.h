/* seg.h: tokens and sentences in a stretch of text: features and decisions.
 *
 * In: text of one block. Out: tokens as ranges of code points, and which of them end a sentence.
 * Two linear models over hashed features, shared with the trainer. Does not split multiword tokens
 * (mwt.h does) and allocates only from the arena it is given. */
#ifndef ENT_PARSE_SEG_H
#define ENT_PARSE_SEG_H

#include <stddef.h>
#include <stdint.h>

enum {
    ENT_SEG_FEATS = 48, /* of one decision, at most */
    ENT_SEG_BITS = 18,  /* size of a hashed table */
};

/* Kinds of abbreviations, from data/parse/abbreviations.tsv. */
enum ent_abbr {
    ENT_ABBR_NONE,
    ENT_ABBR_TITLE,  /* stands before a name: Gen. */
    ENT_ABBR_NUMBER, /* stands before a number: No. */
    ENT_ABBR_PLAIN,  /* stands anywhere, at a sentence's end too: Inc. */
    ENT_ABBR_MONTH,
    ENT_ABBR_INITIAL, /* one capital; not in the table */
};

/* A set of abbreviations without their stops, by hash of the lower-case form. */
struct ent_abbrs {
    uint64_t *key; /* slots, a power of two; 0 free */
    uint8_t *kind;
    uint32_t slots;
    uint32_t count;
};

/* Kind by name ("title"); -1 unknown. */
int ent_parse_abbr_kind(const char *name);
/* Adds one; the caller has made `slots` at least twice the number of entries. */
void ent_parse_abbr_add(struct ent_abbrs *a, const char *s, size_t n, int kind);

/* Text as code points; arrays belong to the caller. */
struct ent_seg_text {
    uint32_t *c;  /* made plain; white space as ' ' */
    uint32_t *at; /* byte offset of each; at[n] is the end */
    uint8_t *cls; /* class of sign */
    uint32_t n;
};

struct ent_seg_token {
    uint32_t begin, end; /* code points */
    uint64_t low;        /* hash of the form in lower case, digits as one */
    uint64_t shape;
    uint32_t last; /* last sign */
    uint8_t first_cls;
    uint8_t abbr;  /* enum ent_abbr of the form without its stop */
    uint8_t dots;  /* has a stop inside or at its end beside letters */
    uint8_t space; /* white space follows */
};

struct ent_seg_model {
    const int8_t *token;
    const int8_t *sent;
    int32_t token_bias, sent_bias; /* a sum above this is a boundary */
    const struct ent_abbrs *abbrs;
};

/* State of the sentence that is being read. */
struct ent_seg_state {
    uint32_t first; /* its first token */
    int paren;      /* open brackets */
    int quote;      /* an odd number of quotation marks so far */
};

/* Fills c, at and cls, which hold len + 1 elements each. */
void ent_parse_seg_decode(struct ent_seg_text *t, const char *s, size_t len);
/* Features of a token boundary before sign i; chunk [b, e), token begun at s. */
unsigned ent_parse_seg_token_feats(uint32_t *out, const struct ent_seg_text *t,
                                   const struct ent_abbrs *abbrs, uint32_t b, uint32_t e,
                                   uint32_t s, uint32_t i);
/* Whether a boundary before sign i is thinkable at all. */
int ent_parse_seg_candidate(const struct ent_seg_text *t, uint32_t i);
void ent_parse_seg_describe(struct ent_seg_token *k, const struct ent_seg_text *t,
                            const struct ent_abbrs *abbrs);
unsigned ent_parse_seg_sent_feats(uint32_t *out, const struct ent_seg_text *t,
                                  const struct ent_seg_token *k, uint32_t n, uint32_t i,
                                  const struct ent_seg_state *st);
/* Takes token i into the state; `end`: a sentence ends with it. */
void ent_parse_seg_step(struct ent_seg_state *st, const struct ent_seg_text *t,
                        const struct ent_seg_token *k, uint32_t i, int end);

/* Both decisions for a whole block. tokens: t->n places; end: t->n places (1: ends a sentence).
 * Returns the number of tokens. */
uint32_t ent_parse_seg(const struct ent_seg_model *m, const struct ent_seg_text *t,
                       struct ent_seg_token *tokens, uint8_t *end);

#endif
