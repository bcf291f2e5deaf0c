/* table.h: the tables (data/<stage>/<name>.tsv), embedded at build time, overridable at run time.
 *
 * A table is UTF-8 TSV: a header row, then rows; the first column is the key; `#` at the start of a
 * line is a comment; an empty cell is "". A directory laid over the built-in tables holds
 * files <stage>/<name>.tsv with the same header: rows of a key replace all built-in rows of that
 * key, a key written "-key" removes them, a new key adds. Several directories stack, later ones
 * over earlier.
 */
#ifndef ENT_BASE_TABLE_H
#define ENT_BASE_TABLE_H

#include "base.h"

typedef struct ent_tables ent_tables; /* immutable once opened; may be shared by threads */

typedef struct ent_table {
    const char *name; /* "actor/states" */
    uint32_t columns;
    uint32_t rows;
    const char *const *header; /* column names */
    const char *const *cell;   /* rows * columns, never NULL */
    const uint32_t *line;      /* line of each row in its file */
    const uint8_t *origin;     /* 0 built in; i: the i-th overlay directory */
} ent_table;

/* Opens the built-in tables with `count` directories laid over. ENT_ETABLE names file and line. */
int ent_tables_open(ent_tables **out, const char *const *dirs, size_t count, ent_err *err);
void ent_tables_free(ent_tables *t);
/* NULL where there is no such table. A built-in table is read when it is first asked for. */
const ent_table *ent_tables_get(const ent_tables *t, const char *name);
size_t ent_tables_count(const ent_tables *t);
const char *ent_tables_name(const ent_tables *t, size_t i); /* without reading it */
const ent_table *ent_tables_at(const ent_tables *t, size_t i);
/* Hash of a table's bytes and of what was laid over it, without reading it; 0: no such table. */
uint64_t ent_tables_content(const ent_tables *t, const char *name);
/* Hash of all effective tables and of the embedded weights: 16 hex digits. */
const char *ent_tables_hash(const ent_tables *t);

/* Column number by name; ENT_NONE where there is none. */
uint32_t ent_table_column(const ent_table *t, const char *name);
/* "" beyond the columns. */
const char *ent_table_cell(const ent_table *t, uint32_t row, uint32_t column);
/* First row whose key is `key` (binary search where sorted); ENT_NONE. Rows of one key are
 * adjacent. */
uint32_t ent_table_find(const ent_table *t, const char *key);
/* Where a row stands: "data/actor/states.tsv:212" */
char *ent_table_place(const ent_tables *ts, const ent_table *t, uint32_t row, ent_arena *a);

/* The same for a row of which origin and line (`at`) are known. */
char *ent_tables_place(const ent_tables *ts, const char *name, uint8_t origin, uint32_t at,
                       ent_arena *a);

/* Any embedded file by its path under data/ ("parse/en.weights"); NULL where absent. */
const void *ent_embedded(const char *path, size_t *len);

#endif
