/* weights.h: layout of the weights file, which is mapped and used in place.
 *
 * header, section table, sections at multiples of 64 bytes; little-endian. The hash covers all that
 * follows the header. A reader refuses other versions: features, network and layout belong
 * together.
 */
#ifndef ENT_PARSE_WEIGHTS_H
#define ENT_PARSE_WEIGHTS_H

#include <stddef.h>
#include <stdint.h>

#define ENT_WEIGHTS_MAGIC "ENTPARSE"
enum {
    ENT_WEIGHTS_VERSION = 1,
    ENT_WEIGHTS_ALIGN = 64,
};

struct ent_weights_header {
    char magic[8];
    uint32_t version;
    uint32_t sections;
    uint64_t size; /* of the whole file */
    uint64_t hash; /* of everything behind the header */
    char note[32]; /* where the weights come from */
};

struct ent_weights_section {
    char name[8];
    uint64_t offset;
    uint64_t size;
};

/* Section "dims". */
struct ent_weights_dims {
    int32_t dw, ds, h, a, l, t; /* widths: word, affix, LSTM, arc, label and tag vectors */
    int32_t nw, ns, ntag, nrel; /* known words, affixes, tags, relations */
    int32_t token_bias, sent_bias;
    int32_t nrule;
    int32_t spare[3];
};

/* A map from 64-bit keys to numbers: `slots` (a power of two) places of two words each: the key's
 * upper half (0 becomes 1) and the value; an empty place has 0 for the key. */
struct ent_weights_map {
    const uint32_t *slot;
    uint32_t slots;
};

/* How a lemma is made: `strip` code points off the end, then `append`. */
struct ent_lemma_rule {
    uint8_t lower; /* the rest in lower case */
    uint8_t strip;
    uint8_t len;
    char append[13];
};

/* A hash that runs at memory speed: four lanes of 64-bit multiplications. */
uint64_t ent_parse_checksum(const void *data, size_t n);
/* UINT32_MAX where there is none. */
uint32_t ent_parse_map_get(const struct ent_weights_map *m, uint64_t key);

/* A matrix of M rows (outputs) and K columns (inputs) as int8, 16 rows side by side, four columns
 * of each together: byte ((m/16 * K/4 + k/4) * 16 + m%16) * 4 + k%4. Behind it for M rounded up to
 * 16: float scale, float bias, int32 128 * sum of the row. */
size_t ent_parse_matrix_size(size_t m, size_t k);

#endif
