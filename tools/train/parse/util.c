/* util.c: memory, random numbers and number tables of the trainer. */
#include "train.h"

#include <stdarg.h>

void die(const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    fputs("train: ", stderr);
    vfprintf(stderr, format, ap);
    fputc('\n', stderr);
    va_end(ap);
    exit(1);
}

void *xalloc(size_t n)
{
    void *p = aligned_alloc(64, (n + 64) / 64 * 64);
    if (!p)
        die("out of memory");
    memset(p, 0, n);
    return p;
}

void *xgrow(void *p, size_t *cap, size_t need, size_t size)
{
    if (need <= *cap)
        return p;
    size_t c = *cap ? *cap : 64;
    while (c < need)
        c *= 2;
    p = realloc(p, c * size);
    if (!p)
        die("out of memory");
    memset((char *)p + *cap * size, 0, (c - *cap) * size);
    *cap = c;
    return p;
}

uint64_t rng_next(struct rng *r)
{
    uint64_t z = (r->s += 0x9e3779b97f4a7c15u);
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

float rng_float(struct rng *r)
{
    return (float)(rng_next(r) >> 40) * (1.0f / 16777216.0f);
}

float rng_normal(struct rng *r)
{
    float s = 0.0f;
    for (int i = 0; i < 12; i++)
        s += rng_float(r);
    return s - 6.0f;
}

size_t rng_below(struct rng *r, size_t n)
{
    return (size_t)(rng_next(r) % n);
}

static size_t slot_of(const struct keys *k, uint64_t key)
{
    size_t i = (size_t)ent_parse_mix(key) & (k->slots - 1);
    while (k->key[i] && k->key[i] != key)
        i = (i + 1) & (k->slots - 1);
    return i;
}

int keys_get(const struct keys *k, uint64_t key)
{
    if (!k->slots)
        return -1;
    size_t i = slot_of(k, key);
    return k->key[i] ? (int)k->value[i] : -1;
}

int keys_add(struct keys *k, uint64_t key)
{
    if (2 * (k->n + 1) > k->slots) {
        size_t slots = k->slots ? 2 * k->slots : 1024;
        free(k->key);
        free(k->value);
        k->key = calloc(slots, sizeof *k->key);
        k->value = calloc(slots, sizeof *k->value);
        if (!k->key || !k->value)
            die("out of memory");
        k->slots = slots;
        for (size_t j = 0; j < k->n; j++) {
            size_t i = slot_of(k, k->list[j]);
            k->key[i] = k->list[j];
            k->value[i] = (uint32_t)j;
        }
    }
    size_t i = slot_of(k, key);
    if (!k->key[i]) {
        size_t cap = k->cap;
        k->list = xgrow(k->list, &cap, k->n + 1, sizeof *k->list);
        k->count = xgrow(k->count, &k->cap, k->n + 1, sizeof *k->count);
        k->key[i] = key;
        k->value[i] = (uint32_t)k->n;
        k->list[k->n++] = key;
    }
    k->count[k->value[i]]++;
    return (int)k->value[i];
}

static uint64_t name_key(const char *s)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 0x100000001b3u;
    return h ? h : 1;
}

int names_get(const struct names *t, const char *s)
{
    return keys_get(&t->keys, name_key(s));
}

int names_add(struct names *t, const char *s)
{
    size_t before = t->keys.n;
    int i = keys_add(&t->keys, name_key(s));
    if (t->keys.n > before) {
        t->name = xgrow(t->name, &t->cap, before + 1, sizeof *t->name);
        size_t n = strlen(s) + 1;
        t->name[i] = memcpy(xalloc(n), s, n);
    }
    return i;
}
