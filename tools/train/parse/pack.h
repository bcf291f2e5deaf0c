/* pack.h: writing the weights file. */
#ifndef ENT_TRAIN_PACK_H
#define ENT_TRAIN_PACK_H

#include "train_seg.h"

/* int8 weights stay within +-63, so that two products with an unsigned byte fit in 16 bits: what
 * AVX2's multiply-add of bytes can hold. */
#define PACK_LIMIT 63.0f

void pack_write(const char *path, const struct net *n, const struct vocab *v,
                const struct seg_weights *seg, const struct lemma_tables *lem,
                const struct ent_abbrs *abbrs);

#endif
