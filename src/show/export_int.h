/* export_int.h: shared by the export_*.c files only. */
#ifndef ENT_SHOW_EXPORT_INT_H
#define ENT_SHOW_EXPORT_INT_H

#include "export.h"

#include <json-c/json.h>

/* What an account and an event have in common. */
typedef struct export_record {
    const char *id, *doc;
    const ent_date *date;
    const ent_actor_ref *source, *target;
    bool symmetric;
    const char *cameo;
    int quad;
    double goldstein;
    ent_status status;
    uint32_t documents, accounts;
    uint32_t events;                /* so many of them; 0: one */
    const ent_account *account;     /* the account, or the event's first by id; NULL */
    const ent_event *event;         /* NULL for an account */
    const ent_account *const *list; /* the event's accounts */
    uint32_t list_count;
    json_object *more; /* the members of `extra`; NULL */
} export_record;

typedef struct export_state {
    const char *name;
    int32_t from, to;
    const char *cow, *gw;
    uint32_t next; /* another spell of the same code; ENT_NONE */
} export_state;

typedef struct export_cell {
    const char *one, *other;
    int32_t period; /* first day; graphml: 0 */
    uint32_t events, accounts, quad[5], scored;
    int64_t goldstein; /* thousandths: sums do not depend on the order */
} export_cell;

struct ent_export {
    ent_export_options options;
    ent_export_count count;
    int (*row)(ent_export *x, ent_buf *b, const export_record *r, ent_err *err);
    void (*begin)(ent_export *x, ent_buf *b);
    int (*end)(ent_export *x, ent_buf *b, ent_err *err);
    ent_cameo *cameo;
    ent_arena arena;
    ent_map state;   /* code -> spell */
    ent_map country; /* CAMEO's own codes of states and regions */
    export_state *states;
    uint32_t state_count, state_cap;
    bool begun;
    export_cell *cells;
    uint32_t cell_count, cell_cap;
    ent_map cell;
};

/* export_door.c */
/* The member `name` of the object `of` in extra ("gdelt", "NumArticles"); "" where there is none.
 */
const char *ent_export_more(const export_record *r, const char *of, const char *name);
/* Tab-separated cells: a tab or line end within becomes a blank. */
void ent_export_cell(ent_buf *b, const char *s, bool first);
/* A number with a decimal, as the field's files have it (1.0, -7.5); "" for NAN. */
void ent_export_number(char out[32], double v);
const char *ent_export_cow(const ent_export *x, const char *state, int32_t day, bool gw);
const char *ent_export_name(const ent_export *x, const char *state, int32_t day);

/* Do the first three letters stand for a state or region of CAMEO? */
bool ent_export_country(const ent_export *x, const char *code);

int ent_export_row_jsonl(ent_export *x, ent_buf *b, const export_record *r, ent_err *err);
int ent_export_row_list(ent_export *x, ent_buf *b, const export_record *r, ent_err *err);
int ent_export_row_gdelt(ent_export *x, ent_buf *b, const export_record *r, ent_err *err);
int ent_export_row_phoenix(ent_export *x, ent_buf *b, const export_record *r, ent_err *err);
int ent_export_row_icews(ent_export *x, ent_buf *b, const export_record *r, ent_err *err);
int ent_export_row_gather(ent_export *x, ent_buf *b, const export_record *r, ent_err *err);
void ent_export_begin_icews(ent_export *x, ent_buf *b);
int ent_export_end_dyad(ent_export *x, ent_buf *b, ent_err *err);
int ent_export_end_graphml(ent_export *x, ent_buf *b, ent_err *err);

#endif
