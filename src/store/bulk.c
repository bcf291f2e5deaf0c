/* bulk.c: many rows with one statement: an SQLite statement costs as much to begin and to end as a
 * short row costs to insert. In: an INSERT of one row, and who binds its values; or rows one by
 * one, which wait until there are enough for a statement. Out: rows, in the order given. It begins
 * and ends no transaction. */
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

/* -- rows that wait -------------------------------------------------------------------------- */

struct store_late {
    int64_t value[STORE_MANY][STORE_MOST_COLUMNS];
    size_t end[STORE_MANY]; /* of each row's bytes */
    ent_buf bytes;
    int columns, blob; /* blob: the column that holds the bytes, from 0; -1 */
    uint32_t count;
};

static void bind_late(sqlite3_stmt *st, int at, const void *user, size_t i)
{
    const store_late *l = user;
    for (int k = 0; k < l->columns; k++) {
        if (k != l->blob) {
            sqlite3_bind_int64(st, at + k + 1, l->value[i][k]);
            continue;
        }
        size_t from = i ? l->end[i - 1] : 0;
        sqlite3_bind_blob(st, at + k + 1, l->bytes.data ? l->bytes.data + from : "",
                          (int)(l->end[i] - from), SQLITE_STATIC);
    }
}

static int write_late(ent_store *s, store_sql which, ent_err *err)
{
    store_late *l = s->late[which];
    int rc = l && l->count ? ent_store_add_rows(s, which, l->count, bind_late, l, err) : 0;
    if (l) {
        l->count = 0;
        l->bytes.len = 0;
    }
    return rc;
}

int ent_store_add_late(ent_store *s, store_sql which, const store_cells *row, ent_err *err)
{
    store_late *l = s->late[which];
    if (!l) {
        l = s->late[which] = ent_calloc(1, sizeof *l);
    }
    int rc = l->count == STORE_MANY ? write_late(s, which, err) : 0;
    l->columns = row->columns;
    l->blob = row->blob;
    memcpy(l->value[l->count], row->value, sizeof row->value);
    if (row->len) {
        ent_buf_add(&l->bytes, row->bytes, row->len);
    }
    l->end[l->count++] = l->bytes.len;
    return rc;
}

int ent_store_write_late(ent_store *s, ent_err *err)
{
    int rc = 0;
    for (store_sql i = 0; i < SQL_COUNT && rc >= 0; i++) {
        rc = write_late(s, i, err);
    }
    return rc;
}

void ent_store_drop_late(ent_store *s, bool free_too)
{
    for (store_sql i = 0; i < SQL_COUNT; i++) {
        store_late *l = s->late[i];
        if (l) {
            l->count = 0;
            l->bytes.len = 0;
        }
        if (l && free_too) {
            ent_buf_free(&l->bytes);
            free(l);
            s->late[i] = NULL;
        }
    }
}
