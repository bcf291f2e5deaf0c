/* hash.c: stable hashing, and the string map built on it. */
#include "base.h"

static uint64_t mix(uint64_t h)
{
    h ^= h >> 33;
    h *= 0xff51afd7ed558ccdull;
    h ^= h >> 33;
    h *= 0xc4ceb9fe1a85ec53ull;
    return h ^ (h >> 33);
}

uint64_t ent_hash(const void *data, size_t n, uint64_t seed)
{
    const unsigned char *p = data;
    uint64_t h = 0xcbf29ce484222325ull ^ mix(seed);
    for (size_t i = 0; i < n; i++) {
        h = (h ^ p[i]) * 0x100000001b3ull;
    }
    return mix(h ^ n);
}

uint64_t ent_hash_str(const char *s, uint64_t seed)
{
    return s ? ent_hash(s, strlen(s), seed) : mix(seed ^ 0x9e3779b97f4a7c15ull);
}

/* Where a key lies in a map is nobody's business: eight bytes at a time. */
static uint64_t quick(const char *p, size_t n)
{
    uint64_t h = n, v;
    for (; n >= 8; n -= 8, p += 8) {
        memcpy(&v, p, 8);
        h = (h ^ v) * 0x9e3779b97f4a7c15ull;
        h ^= h >> 32;
    }
    v = 0;
    if (n) {
        memcpy(&v, p, n);
    }
    return mix(h ^ v);
}

static uint32_t find_slot(const ent_map *m, const char *key, size_t len)
{
    uint32_t mask = m->slot_count - 1;
    uint32_t i = (uint32_t)quick(key, len) & mask;
    for (;; i = (i + 1) & mask) {
        uint32_t s = m->slot[i];
        if (!s || (m->key_len[s - 1] == len && memcmp(m->key[s - 1], key, len) == 0)) {
            return i;
        }
    }
}

uint32_t ent_map_get(const ent_map *m, const char *key, size_t len)
{
    if (!m->slot_count) {
        return ENT_NONE;
    }
    uint32_t s = m->slot[find_slot(m, key, len)];
    return s ? m->value[s - 1] : ENT_NONE;
}

static void rehash(ent_map *m)
{
    uint32_t n = m->slot_count ? m->slot_count * 2 : 64;
    free(m->slot);
    m->slot = ent_calloc(n, sizeof *m->slot);
    m->slot_count = n;
    for (uint32_t k = 0; k < m->count; k++) {
        m->slot[find_slot(m, m->key[k], m->key_len[k])] = k + 1;
    }
}

void ent_map_set(ent_map *m, const char *key, size_t len, uint32_t value)
{
    if ((m->count + 1) * 2 > m->slot_count) {
        rehash(m);
    }
    uint32_t i = find_slot(m, key, len);
    if (m->slot[i]) {
        m->value[m->slot[i] - 1] = value;
        return;
    }
    if (m->count == m->cap) {
        m->cap = m->cap ? m->cap * 2 : 64;
        m->key = ent_realloc(m->key, m->cap * sizeof *m->key);
        m->key_len = ent_realloc(m->key_len, m->cap * sizeof *m->key_len);
        m->value = ent_realloc(m->value, m->cap * sizeof *m->value);
    }
    m->key[m->count] = key;
    m->key_len[m->count] = (uint32_t)len;
    m->value[m->count] = value;
    m->slot[i] = ++m->count;
}

void ent_map_free(ent_map *m)
{
    free(m->slot);
    free(m->key);
    free(m->key_len);
    free(m->value);
    memset(m, 0, sizeof *m);
}
