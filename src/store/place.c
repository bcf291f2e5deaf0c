/* place.c: where the accounts of a document lie: rows of many places as bytes, and back. In:
 * numbers of accounts with their pair and day. Out: the table place, which stands for an index of
 * accounts by document. It reads no account. */
#include "store_int.h"

void ent_store_put_place(ent_buf *b, int64_t before, int64_t n, int64_t pair, int32_t day)
{
    ent_store_put_num(b, (uint64_t)(n - before));
    ent_store_put_num(b, (uint64_t)pair);
    ent_store_put_num(b, (uint32_t)day << 1 ^ (uint32_t)(day >> 31));
}

bool ent_store_get_places(store_place **list, uint32_t *n, uint32_t *cap, ent_arena *a,
                          const void *data, size_t len)
{
    ent_store_bytes c = ent_store_bytes_of(data, len, a);
    int64_t number = 0;
    while (c.p < c.end && !c.bad) {
        number += (int64_t)(ent_store_get_num(&c) & INT32_MAX);
        uint64_t pair = ent_store_get_num(&c);
        uint32_t day = (uint32_t)ent_store_get_num(&c);
        store_place *p = ENT_PUSH(a, *list, *n, *cap);
        *p = (store_place){number, (int64_t)pair, (int32_t)(day >> 1 ^ (0 - (day & 1)))};
    }
    return !c.bad;
}

int ent_store_places(ent_store *s, int64_t doc, store_place **list, uint32_t *n, ent_arena *a,
                     ent_err *err)
{
    uint32_t cap = 0;
    int rc;
    sqlite3_stmt *st = ent_store_sql(s, SQL_PLACE_OF_DOC);
    sqlite3_bind_int64(st, 1, doc);
    while ((rc = ent_store_step(s, st, err)) == 1) {
        const void *body = sqlite3_column_blob(st, 0);
        size_t len = (size_t)sqlite3_column_bytes(st, 0);
        if (!ent_store_get_places(list, n, &cap, a, body, len)) {
            sqlite3_reset(st);
            return ent_fail(err, ENT_ESTORE, s->path, "the places of a document cannot be read");
        }
    }
    return rc;
}

sqlite3_stmt *ent_store_at(ent_store *s, int64_t doc, const store_place *p)
{
    sqlite3_stmt *st = ent_store_sql(s, SQL_ACC_AT);
    sqlite3_bind_int64(st, 1, p->pair);
    sqlite3_bind_int64(st, 2, p->day);
    sqlite3_bind_int64(st, 3, doc);
    sqlite3_bind_int64(st, 4, p->n);
    return st;
}
