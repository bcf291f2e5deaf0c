/* account.h: lists of accounts and of the events that reconciling makes of them; their JSON forms.
 * The account itself is public: include/entente.h. Strings of a list live in its arena.
 */
#ifndef ENT_MODEL_ACCOUNT_H
#define ENT_MODEL_ACCOUNT_H

#include "base/base.h"

typedef struct ent_account_list {
    ent_arena arena;
    ent_account *items;
    uint32_t count, cap;
} ent_account_list;

typedef enum ent_dispute_about {
    ENT_DISPUTE_DATE,
    ENT_DISPUTE_SOURCE,
    ENT_DISPUTE_TARGET,
    ENT_DISPUTE_KIND,
    ENT_DISPUTE_OCCURRENCE,
} ent_dispute_about;

/* One of the readings that stand against each other. Which member holds depends on `about`. */
typedef struct ent_position {
    ent_date date;            /* DATE */
    ent_actor_ref actor;      /* SOURCE, TARGET */
    const char *cameo;        /* KIND */
    ent_status status;        /* OCCURRENCE */
    const uint32_t *accounts; /* indices into the event's accounts */
    uint32_t account_count;
} ent_position;

typedef struct ent_dispute {
    ent_dispute_about about;
    const ent_position *positions; /* the best supported one first */
    uint32_t position_count;
    bool open; /* a tie: no reading is better supported */
} ent_dispute;

/* Another event that may be the same deed: the texts name another state on one side. Nothing is
 * merged, since an event belongs to one dyad; both events say so. */
enum { ENT_RIVAL_LOOK = 8 }; /* accounts of an event that are looked at */
typedef struct ent_rival {
    ent_dispute_about about; /* SOURCE, TARGET */
    const char *event;       /* its id */
    ent_actor_ref actor;     /* whom it names there */
} ent_rival;

/* A set of accounts of the same deed. date, actors, cameo: of the best supported reading. */
typedef struct ent_event {
    const char *id; /* "e" and 16 hex digits: a hash of its accounts' ids */
    ent_date date;
    ent_actor_ref source, target;
    int symmetric;
    const char *cameo, *plover_event, *plover_mode;
    const char *const *plover_context;
    uint32_t plover_context_count;
    int quad;
    double goldstein;
    ent_status status;
    const char *const *accounts;   /* ids, sorted */
    const uint32_t *account_index; /* into the list that was reconciled; NULL when read back */
    uint32_t account_count;
    uint32_t documents; /* independent ones: reprints of one source are one */
    uint32_t voices;
    const ent_dispute *disputes;
    uint32_t dispute_count;
    const ent_rival *rivals; /* of what was reconciled together; from a store: of all in it */
    uint32_t rival_count;
    const char *extra;
} ent_event;

/* Events that were counted: so many of one kind in one period. */
typedef struct ent_tally {
    ent_event like; /* date: the period; code, PLOVER, quad class, value, status; the states */
    uint32_t events, accounts;
} ent_tally;

typedef struct ent_event_list {
    ent_arena arena;
    ent_event *items;
    uint32_t count, cap;
    bool borrows; /* strings of an event of one account may be that account's own */
} ent_event_list;

/* For qsort: by first day, last day, id. */
int ent_event_by_date(const void *x, const void *y);
/* How much an event weighs among others: its Goldstein value, and a little its accounts. */
double ent_event_weight(const ent_event *e);

void ent_account_list_free(ent_account_list *l);
void ent_event_list_free(ent_event_list *l);
/* Deep copy of an account into an arena. */
ent_account ent_account_copy(ent_arena *a, const ent_account *one);
/* Appends a deep copy. */
ent_account *ent_account_list_add(ent_account_list *l, const ent_account *one);

/* The state that an actor's code begins with, where it names none: state_of() knows three letters.
 */
void ent_account_complete(ent_account *x, ent_arena *a,
                          const char *(*state_of)(const void *user, const char *code),
                          const void *user);

/* The id of spec/account-record.md: a hash of document, evidence span, actors and code. */
char *ent_account_id(ent_arena *a, const ent_account *one);

/* One JSON object, no newline. */
void ent_account_json(ent_buf *b, const ent_account *one);
void ent_event_json(ent_buf *b, const ent_event *one);
/* A document's accounts, a short line each (declared here, since it writes accounts). */
struct ent_doc;
void ent_account_brief(ent_buf *b, const struct ent_doc *d);
/* Reads one JSON line; unknown members are kept in `extra`. ENT_EFORMAT. */
int ent_account_parse(ent_account *out, ent_arena *a, const char *json, size_t len, ent_err *err);

/* A pair of more accounts than this is reconciled slice by slice: by years, a year of more by
 * months. What lies in no one year, or month, is a slice of its own. So one more document for a
 * busy pair touches a slice, and coding all at once gives the same, since both follow this rule. */
enum { ENT_SLICE_ACCOUNTS = 20000 };
#define ENT_SLICE_NONE INT32_MIN
int32_t ent_slice_year(int32_t first, int32_t last);  /* of an interval of days */
int32_t ent_slice_month(int32_t first, int32_t last); /* year * 12 + month - 1 */

const char *ent_precision_name(ent_precision p); /* NULL for none */
const char *ent_basis_name(ent_basis b);
const char *ent_status_name(ent_status s);
const char *ent_voice_kind_name(ent_voice_kind k);
const char *ent_link_rel_name(ent_link_rel r);
const char *ent_dispute_name(ent_dispute_about a);
/* -1 where the word is unknown. */
int ent_precision_of(const char *word);
int ent_basis_of(const char *word);
int ent_status_of(const char *word);
int ent_voice_kind_of(const char *word);
int ent_link_rel_of(const char *word);
int ent_dispute_of(const char *word);

/* CAMEO -> Goldstein, quad class, PLOVER: tables event/cameo and event/plover, read once. */
#include "base/table.h"
typedef struct ent_cameo ent_cameo;
int ent_cameo_open(ent_cameo **out, const ent_tables *t, ent_err *err);
void ent_cameo_free(ent_cameo *c);
/* False for an unknown code. A longer code falls back on its prefix. Strings are borrowed. */
typedef struct ent_cameo_row {
    const char *code, *name; /* "042", "Make a visit" */
    double goldstein;
    int quad;
    const char *plover_event, *plover_mode; /* NULL none */
    const char *const *context;
    uint32_t context_count;
} ent_cameo_row;
bool ent_cameo_find(const ent_cameo *c, const char *code, ent_cameo_row *out);
/* Fills quad, goldstein and plover of an account from its cameo code. */
void ent_cameo_fill(const ent_cameo *c, ent_account *one);
/* Fills only what the account does not say itself. */
void ent_cameo_complete(const ent_cameo *c, ent_account *one);

#endif
