/* order.c: many rows in the order of a number, many times as quick as comparing them. In: keys with
 * the places of rows. Out: the same, sorted; rows of one key keep their order. */
#include "store_int.h"

enum { BYTES = 8, VALUES = 256 };

void ent_store_order(store_item *items, uint32_t n, ent_arena *a)
{
    uint32_t count[BYTES][VALUES] = {{0}};
    bool sorted = true;
    for (uint32_t i = 0; i < n; i++) {
        sorted &= !i || items[i - 1].key <= items[i].key;
        for (int k = 0; k < BYTES; k++) {
            count[k][items[i].key >> (8 * k) & (VALUES - 1)]++;
        }
    }
    if (sorted) {
        return;
    }
    store_item *from = items, *to = ent_arena_alloc(a, n * sizeof *to), *t;
    for (int k = 0; k < BYTES; k++) {
        if (count[k][from[0].key >> (8 * k) & (VALUES - 1)] == n) {
            continue; /* a byte that all share */
        }
        uint32_t at[VALUES], sum = 0;
        for (int v = 0; v < VALUES; v++) {
            at[v] = sum;
            sum += count[k][v];
        }
        for (uint32_t i = 0; i < n; i++) {
            to[at[from[i].key >> (8 * k) & (VALUES - 1)]++] = from[i];
        }
        t = from;
        from = to;
        to = t;
    }
    if (from != items) {
        memcpy(items, from, n * sizeof *items);
    }
}
