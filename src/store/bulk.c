/* bulk.c: many rows with one statement: an SQLite statement costs as much to begin and to end as a
 * short row costs to insert. In: an INSERT of one row, and who binds its values. Out: rows, in the
 * order given. It begins and ends no transaction. */
#include "store_int.h"

/* "INSERT INTO t VALUES(?1,?2)" for STORE_MANY rows; NULL on failure. */
sqlite3_stmt *ent_store_many(ent_store *s, store_sql which)
{
    if (s->many[which]) {
        sqlite3_reset(s->many[which]);
        return s->many[which];
    }
    sqlite3_stmt *one = ent_store_sql(s, which);
    const char *text = one ? sqlite3_sql(one) : NULL, *tail = text ? strstr(text, "VALUES(") : NULL;
    if (!tail) {
        return NULL;
    }
    ent_buf b = {0};
    int columns = sqlite3_bind_parameter_count(one);
    const char *rest = strchr(tail, ')');
    ent_buf_add(&b, text, (size_t)(tail - text));
    for (int row = 0; row < STORE_MANY; row++) {
        ent_buf_str(&b, row ? ",(" : "VALUES(");
        for (int k = 0; k < columns; k++) {
            ent_buf_str(&b, k ? ",?" : "?");
        }
        ent_buf_char(&b, ')');
    }
    ent_buf_str(&b, rest ? rest + 1 : "");
    sqlite3_prepare_v3(s->db, b.data, (int)b.len, SQLITE_PREPARE_PERSISTENT, &s->many[which], NULL);
    ent_buf_free(&b);
    return s->many[which];
}

int ent_store_add_rows(ent_store *s, store_sql which, size_t n, store_bind bind, const void *user,
                       ent_err *err)
{
    int rc = 0;
    for (size_t i = 0; i < n && rc >= 0;) {
        size_t rows = n - i >= STORE_MANY ? STORE_MANY : 1;
        sqlite3_stmt *st = rows == 1 ? ent_store_sql(s, which) : ent_store_many(s, which);
        int columns = st ? sqlite3_bind_parameter_count(st) / (int)rows : 0;
        for (size_t k = 0; k < rows && st; k++) {
            bind(st, (int)k * columns, user, i + k);
        }
        rc = ent_store_step(s, st, err);
        i += rows;
    }
    return rc;
}
