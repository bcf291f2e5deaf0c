/* pairs_int.h: what pairs.c shares with its trainer (tools/train/pairs_train.c): the classes, the
 * features of a pair, the file of weights. */
#ifndef ENT_EVENT_PAIRS_INT_H
#define ENT_EVENT_PAIRS_INT_H

#include "event_int.h"

/* PLOVER roots in alphabetical order; YIELD stands for CONCEDE and RETREAT. */
enum { ENT_PAIR_ROOTS = 15, ENT_PAIR_BITS = 16, ENT_PAIR_BUCKETS = 1 << ENT_PAIR_BITS };
extern const char *const ent_event_pair_root[ENT_PAIR_ROOTS];

/* Sparse features: bucket and value. */
typedef struct ent_pair_features {
    uint32_t *key;
    float *value;
    uint32_t n, cap, vcap;
    ent_arena *a;
    ent_buf *text; /* NULL; else a line a feature, for people */
} ent_pair_features;

/* What the rows of the lexicon say of a pair, for the code within the root. */
typedef struct ent_pair_reading {
    const ent_rule *rule[24]; /* nearest to the pair first */
    double weight[24];
    uint32_t count;
    uint8_t status; /* of the trigger nearest to the pair */
} ent_pair_reading;

void ent_event_pair_features(const ent_coder *c, const ent_doc *d, const char *source,
                             const char *target, ent_pair_features *f, ent_pair_reading *r);
int ent_event_pair_root_of(const ent_coder *c, const char *cameo); /* -1: none */

/* data/event/pairs.weights: this head, then ENT_PAIR_BUCKETS * ENT_PAIR_ROOTS weights of a byte,
 * by bucket; a weight is byte * scale[root]. */
typedef struct ent_pair_head {
    char magic[8]; /* "ENTPAIR1" */
    uint32_t version, roots, buckets, reserved;
    uint64_t hash; /* of what follows these 64 bytes */
    char pad[32];
    float scale[16];
    float bias[16];
} ent_pair_head;

#endif
