/* train_seg.h: training of token and sentence boundaries, of lemmas and multiword tokens. */
#ifndef ENT_TRAIN_SEG_H
#define ENT_TRAIN_SEG_H

#include "train.h"

#include "parse/lemma.h"
#include "parse/seg.h"
#include "parse/weights.h"

#define SEG_SCALE 6.0f /* int8 steps of a weight of 1 */

struct seg_weights {
    int8_t *token, *sent;
    int32_t token_bias, sent_bias;
};

void seg_train(struct seg_weights *out, const struct corpus *train, const struct corpus *dev,
               int ndev, const struct ent_abbrs *abbrs, uint64_t seed);

/* A map on its way into the file. */
struct pairs {
    uint64_t *key;
    uint32_t *value;
    size_t n, kcap, vcap;
};
void pairs_add(struct pairs *p, uint64_t key, uint32_t value);

struct lemma_tables {
    struct pairs keys; /* to rules */
    struct ent_lemma_rule *rule;
    size_t nrule, cap;
    struct pairs mwt;
};

void lemma_train(struct lemma_tables *out, const struct corpus *train);

#endif
