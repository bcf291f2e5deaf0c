/* import_int.h: shared by the import_*.c files only. */
#ifndef ENT_READ_IMPORT_INT_H
#define ENT_READ_IMPORT_INT_H

#include "import.h"

enum { IMPORT_COLUMNS = 256 };

typedef enum import_framing { IMPORT_TSV, IMPORT_CSV, IMPORT_JSONL } import_framing;
typedef enum import_header { IMPORT_NEVER, IMPORT_MAYBE, IMPORT_ALWAYS } import_header;

typedef struct import_row {
    char *cell[IMPORT_COLUMNS];
    uint32_t count;
    const char *line; /* JSONL: the whole line */
    size_t len;
} import_row;

typedef int (*import_fn)(ent_import *i, const import_row *r, ent_err *err);

/* -- import_codes.c: states, roles, CAMEO codes ---------------------------------------------- */

typedef struct import_codes import_codes;
int ent_import_codes_open(import_codes **out, const ent_tables *t, ent_err *err);
void ent_import_codes_close(import_codes *c);
/* State of an English country name on a day; NULL where unknown. */
const char *ent_import_country(const import_codes *c, const char *name, int32_t day);
/* State of a Correlates of War or Gleditsch-Ward number on a day. */
const char *ent_import_number(const import_codes *c, const char *number, bool gw, int32_t day);
/* State of a three-letter CAMEO country ("ROM": "ROU"); NULL for a region or none. */
const char *ent_import_cameo_state(const import_codes *c, const char *code);
/* Role of a sector in words ("Executive"); NULL. */
const char *ent_import_sector(const import_codes *c, const char *sectors);
/* Splits a full CAMEO actor code into state and role. */
void ent_import_actor(const import_codes *c, ent_actor_ref *r, const char *code, ent_arena *a);
/* A CAMEO code as text, its lost zero given back where root (may be NULL) or the table shows which
 * was meant; NULL for what is no CAMEO code. */
const char *ent_import_cameo(const import_codes *c, const char *code, const char *root,
                             ent_arena *a);
const char *ent_import_cameo_of_label(const import_codes *c, const char *label);
/* CAMEO code of a PLOVER event and mode. */
const char *ent_import_cameo_of_plover(const import_codes *c, const char *event, const char *mode);
void ent_import_fill(const import_codes *c, ent_account *x);

/* -- import_door.c --------------------------------------------------------------------------- */

struct ent_import {
    import_codes *codes;
    ent_import_options options;
    ent_import_sink sink;
    ent_import_count count;
    import_framing framing;
    import_header header;
    import_fn row;
    const char *format;
    char *path; /* of the present file */
    char *stem; /* its name without folder and endings */
    uint64_t line, next_line;
    char *rest; /* the bytes of a row begun */
    size_t rest_len, rest_cap;
    size_t scanned; /* of them looked through already */
    bool quoted;    /* CSV: within quotes there */
    bool skipping;  /* a row too long */
    bool first;     /* no row of the file seen yet */
    char separator;
    char **columns; /* names from a header row; NULL */
    uint32_t column_count;
    ent_map column;
    ent_arena arena;            /* of one row */
    ent_arena of_file;          /* header */
    struct import_event *event; /* GDELT's, for mentions */
    uint32_t *slot, slot_mask;  /* by id: index + 1 */
    uint32_t event_count, event_cap;
    ent_arena of_events;
    bool wide_told;
};

/* The cell under that header name (any case), or "" where there is none. */
const char *ent_import_cell(const ent_import *i, const import_row *r, const char *column);
bool ent_import_has(const ent_import *i, const char *column);
/* NULL for a missing mark: empty, NULL, NA, None, ---. */
const char *ent_import_value(const char *cell);
/* Days of YYYYMMDD, YYYY-MM-DD..., M/D/YYYY, YYMMDD; ENT_DAY_NONE. */
int32_t ent_import_day(const char *s);
void ent_import_on_day(ent_date *d, int32_t day, ent_basis basis);
/* "a" and a hash of the format and what names the row. */
char *ent_import_id(ent_import *i, const char *a, const char *b, const char *c);
/* Fills version and what the codes say, and hands it on; counts the actorless. */
int ent_import_emit(ent_import *i, ent_account *x, ent_err *err);
/* JSON members for `extra`: columns from..to with their names, the empty ones left out. */
void ent_import_extra(ent_buf *b, const char *const *names, char *const *cells, uint32_t n);
const char *ent_import_keep(ent_import *i, const char *member, const char *const *names,
                            char *const *cells, uint32_t n);
bool ent_import_names(const ent_import *i, const char *const *known, uint32_t n);

int ent_import_row_gdelt(ent_import *i, const import_row *r, ent_err *err);
int ent_import_row_icews(ent_import *i, const import_row *r, ent_err *err);
int ent_import_row_polecat(ent_import *i, const import_row *r, ent_err *err);
int ent_import_row_phoenix(ent_import *i, const import_row *r, ent_err *err);
int ent_import_row_cline(ent_import *i, const import_row *r, ent_err *err);
int ent_import_row_ucdp(ent_import *i, const import_row *r, ent_err *err);
int ent_import_row_petrarch(ent_import *i, const import_row *r, ent_err *err);
int ent_import_row_keds(ent_import *i, const import_row *r, ent_err *err);
int ent_import_row_mid(ent_import *i, const import_row *r, ent_err *err);
int ent_import_row_jsonl(ent_import *i, const import_row *r, ent_err *err);

#endif
