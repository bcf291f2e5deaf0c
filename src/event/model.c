/* model.c: sparse weights by hashed feature: a table of 32-bit keys with open addressing, kept in
 * a file as sorted keys and 16-bit weights. Knows nothing of what the features mean. */
#include "event_int.h"

static const char magic[8] = "ENTEVT1";

static struct ent_weight *place(const ent_model *m, uint32_t key)
{
    uint32_t i = (key * 0x9E3779B1u) & m->mask;
    while (m->cell[i].key && m->cell[i].key != key) {
        i = (i + 1) & m->mask;
    }
    return &m->cell[i];
}

static void resize(ent_model *m, uint32_t slots)
{
    ent_model old = *m;
    m->mask = slots - 1;
    m->cell = ent_calloc(slots, sizeof *m->cell);
    for (uint32_t i = 0; old.cell && i <= old.mask; i++) {
        if (old.cell[i].key) {
            *place(m, old.cell[i].key) = old.cell[i];
        }
    }
    free(old.cell);
}

void ent_event_model_set(ent_model *m, uint32_t key, float w)
{
    if (!m->cell || m->count * 2 >= m->mask) {
        resize(m, m->cell ? (m->mask + 1) * 2 : 1024);
    }
    struct ent_weight *p = place(m, key);
    m->count += !p->key;
    p->key = key;
    p->w = w;
}

float ent_event_model_get(const ent_model *m, uint32_t key)
{
    return m->cell ? place(m, key)->w : 0;
}

void ent_event_model_close(ent_model *m)
{
    free(m->cell);
    memset(m, 0, sizeof *m);
}

static uint32_t u32(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* magic, count, then keys (u32), then weights (int16, thousandths); little endian */
int ent_event_model_open(ent_model *m, const void *data, size_t len, ent_err *err)
{
    memset(m, 0, sizeof *m);
    const unsigned char *p = data;
    if (len < 12 || memcmp(p, magic, 8) != 0) {
        return ent_fail(err, ENT_ETABLE, "event/event.weights", "not a weights file");
    }
    uint32_t n = u32(p + 8), slots = 1024;
    if (n > (1u << 26) || len != 12 + (size_t)n * 6) {
        return ent_fail(err, ENT_ETABLE, "event/event.weights", "damaged");
    }
    while (slots < n * 2) {
        slots *= 2;
    }
    resize(m, slots);
    for (uint32_t i = 0; i < n; i++) {
        const unsigned char *w = p + 12 + (size_t)n * 4 + (size_t)i * 2;
        int16_t v = (int16_t)(w[0] | w[1] << 8);
        uint32_t key = u32(p + 12 + (size_t)i * 4);
        if (key) {
            ent_event_model_set(m, key, (float)v / 1000.0f);
        }
    }
    return 0;
}

typedef struct pair {
    uint32_t key;
    int16_t w;
} pair;

static int by_key(const void *a, const void *b)
{
    uint32_t x = ((const pair *)a)->key, y = ((const pair *)b)->key;
    return (x > y) - (x < y);
}

static void put(ent_buf *b, uint32_t v, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        ent_buf_char(b, (char)(v >> (8 * i)));
    }
}

void ent_event_model_write(ent_buf *b, const ent_model *m)
{
    pair *list = ent_calloc(m->count + 1, sizeof *list);
    uint32_t n = 0;
    for (uint32_t i = 0; m->cell && i <= m->mask; i++) {
        double w = round((double)m->cell[i].w * 1000);
        w = w > 32767 ? 32767 : w < -32767 ? -32767 : w;
        if (m->cell[i].key && w != 0) {
            list[n++] = (pair){m->cell[i].key, (int16_t)w};
        }
    }
    qsort(list, n, sizeof *list, by_key);
    ent_buf_add(b, magic, 8);
    put(b, n, 4);
    for (uint32_t i = 0; i < n; i++) {
        put(b, list[i].key, 4);
    }
    for (uint32_t i = 0; i < n; i++) {
        put(b, (uint32_t)(uint16_t)list[i].w, 2);
    }
    free(list);
}
