/* query_int.h: what reading accounts and events (query.c) and courses (course.c) share. */
#ifndef ENT_STORE_QUERY_INT_H
#define ENT_STORE_QUERY_INT_H

#include "store_int.h"

typedef struct store_pair_ref {
    int64_t id;
    const char *block;
    const char *one, *other;
    bool dirty;
} store_pair_ref;

typedef struct store_pair_list {
    ent_arena arena;
    store_pair_ref *items;
    uint32_t count, cap;
} store_pair_list;

typedef struct store_window {
    int64_t from, to;
    bool any;
} store_window;

/* Pairs of a statement's rows: id, block, one, other, dirty. */
int ent_store_collect(store_pair_list *l, ent_store *s, sqlite3_stmt *st, ent_err *err);
int ent_store_find_pairs(store_pair_list *l, ent_store *s, const ent_store_query *q, ent_err *err);
store_window ent_store_window_of(const ent_store_query *q);
bool ent_store_in_window(const store_window *w, int64_t first, int64_t last);

#endif
