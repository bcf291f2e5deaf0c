/* weights.c: the parts of the weights file's layout that the trainer and the parser share. */
#include "parse/weights.h"

#include <string.h>

uint64_t ent_parse_checksum(const void *data, size_t n)
{
    const unsigned char *p = data;
    const uint64_t k = 0x9e3779b97f4a7c15u;
    uint64_t h[4] = {1, 2, 3, 4}, x;
    size_t i = 0;
    for (; i + 32 <= n; i += 32)
        for (int j = 0; j < 4; j++) {
            memcpy(&x, p + i + 8 * j, 8);
            h[j] = (h[j] ^ x) * k;
            h[j] ^= h[j] >> 29;
        }
    for (; i < n; i++)
        h[0] = (h[0] ^ p[i]) * k;
    uint64_t all = n;
    for (int j = 0; j < 4; j++) {
        all = (all ^ h[j]) * k;
        all ^= all >> 32;
    }
    return all;
}

uint32_t ent_parse_map_get(const struct ent_weights_map *m, uint64_t key)
{
    uint32_t tag = (uint32_t)(key >> 32), i = (uint32_t)key & (m->slots - 1);
    tag = tag ? tag : 1;
    /* bounded, should a map without an empty place have got this far */
    for (uint32_t tries = 0; tries < m->slots; tries++, i = (i + 1) & (m->slots - 1)) {
        if (!m->slot[2 * i])
            return UINT32_MAX;
        if (m->slot[2 * i] == tag)
            return m->slot[2 * i + 1];
    }
    return UINT32_MAX;
}

size_t ent_parse_matrix_size(size_t m, size_t k)
{
    size_t m16 = (m + 15) / 16 * 16;
    return m16 * k + m16 * (2 * sizeof(float) + sizeof(int32_t));
}
