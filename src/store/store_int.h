/* store_int.h: shared by the files of this folder only. */
#ifndef ENT_STORE_INT_H
#define ENT_STORE_INT_H

#include "store.h"

#include <sqlite3.h>

enum {
    STORE_BATCH = 100000,         /* rows of one commit */
    STORE_BATCH_BYTES = 96 << 20, /* and bytes held back for it */
    STORE_FRESH = 1000000,        /* ids of late before they are moved */
    STORE_MANY = 32,              /* rows of one statement */
    STORE_MOST_COLUMNS = 14,      /* of what is written late */
    STORE_PLACES = 256,           /* accounts of one row of place */
    STORE_MAGIC = 0x656e7465,     /* application_id: "ente" */
    STORE_SLOTS = 4096,           /* words or actors of a page of the dictionary */
    STORE_MOST_ID = INT32_MAX,    /* of words, actors, pairs */
};

/* -- dict.c: strings and actors as integers ------------------------------------------------- */

/* A word may stand for several strings joined by STORE_SEP (a PLOVER coding, a voice). */
#define STORE_SEP '\x1f'
#define STORE_NULL "\x1e"

typedef struct store_word {
    const char *text;         /* NULL: not loaded */
    const char *const *parts; /* split at STORE_SEP; NULL entries for NULL */
    uint32_t part_count;
} store_word;

typedef struct store_actor {
    const char *code, *state, *role, *name;
    bool loaded;
} store_actor;

typedef struct store_dict {
    ent_arena arena;
    ent_map word_id;  /* text -> id, of those met so far */
    void **words;     /* pages of store_word, by id */
    int64_t last[4];  /* words met last, of each use (row.c), and the last shape; 0 */
    ent_map actor_id; /* joined key -> id */
    void **actors;    /* pages of store_actor */
} store_dict;

enum { STORE_LAST_SHAPE = 3 };

/* Names of the documents met lately, by id. */
enum { STORE_DOCS = 1 << 18, STORE_DOC_BYTES = 64 << 20 };
typedef struct store_docs {
    ent_arena arena;
    int64_t *ids;
    const char **names;
} store_docs;

/* -- the store ------------------------------------------------------------------------------- */

typedef enum store_sql {
    SQL_WORD_FIND,
    SQL_WORD_ADD,
    SQL_WORD_GET,
    SQL_ACTOR_FIND,
    SQL_ACTOR_ADD,
    SQL_ACTOR_GET,
    SQL_PAIR_FIND,
    SQL_PAIR_ADD,
    SQL_PAIR_GROW,
    SQL_PAIR_SLICE,
    SQL_PAIR_CLEAN,
    SQL_PAIR_NEXT,
    SQL_PAIR_GET,
    SQL_TOUCH,
    SQL_TOUCH_NEXT,
    SQL_TOUCH_DROP,
    SQL_TOUCH_DROP_YEAR,
    SQL_CUT_ADD,
    SQL_CUT_HAS,
    SQL_CUT_DROP,
    SQL_DOC_FIND,
    SQL_DOC_ADD,
    SQL_DOC_SET,
    SQL_DOC_GROW,
    SQL_DOC_GET,
    SQL_DOC_DROP,
    SQL_ID_KNOWN,
    SQL_ID_DROP,
    SQL_FRESH_ADD,
    SQL_FRESH_DROP,
    SQL_FRESH_COUNT,
    SQL_FRESH_BOUND,
    SQL_FRESH_MOVE,
    SQL_FRESH_CLEAR,
    SQL_PLACE_ADD,
    SQL_PLACE_DROP,
    SQL_PLACE_OF_DOC,
    SQL_ACC_ADD,
    SQL_ACC_DROP,
    SQL_ACC_AT,
    SQL_ACC_EVENT,
    SQL_ACC_OF_PAIR,
    SQL_ACC_OF_DAYS,
    SQL_ACC_WIDE,
    SQL_ACC_COUNT,
    SQL_ACC_NEXT_DAY,
    SQL_EVENT_ADD,
    SQL_EVENT_DROP,
    SQL_EVENT_OF_PAIR,
    SQL_EVENT_OF_DAYS,
    SQL_EVENT_CLEAR,
    SQL_EVENT_AT,
    SQL_CLAIM_OF_DAYS,
    SQL_CLAIM_ADD,
    SQL_CLAIM_DROP,
    SQL_CLAIM_SET,
    SQL_CLAIM_OF_KIND,
    SQL_CLAIM_RIVALS,
    SQL_CLAIM_CLEAR,
    SQL_ASKED_ADD,
    SQL_ASKED_PAIR,
    SQL_ASKED_NEXT,
    SQL_ASKED_ALONE,
    SQL_ASKED_DROP,
    SQL_MONTH_ADD,
    SQL_MONTH_DROP,
    SQL_MONTH_SUMS,
    SQL_YEAR_ADD,
    SQL_YEAR_DROP,
    SQL_YEAR_SUMS,
    SQL_COUNT
} store_sql;

typedef struct store_late store_late;

typedef struct store_pending {
    const char *doc, *title, *path;
    uint64_t content;
    uint64_t key;          /* of a document that was not there when it came; 0: not known */
    uint32_t first, count; /* accounts */
    bool append;
} store_pending;

struct ent_store {
    sqlite3 *db;
    sqlite3_stmt *stmt[SQL_COUNT];
    sqlite3_stmt *many[SQL_COUNT]; /* the same for STORE_MANY rows */
    store_late *late[SQL_COUNT];   /* rows that wait (bulk.c) */
    ent_store_options options;
    store_dict dict;
    store_docs docs;
    size_t doc_bytes;    /* names held before they are forgotten */
    int64_t doc_version; /* of the file, as it was when they were read */
    ent_buf joined;      /* for one string at a time */
    ent_buf shaped, parts;
    int64_t shapes, last_shape; /* met since the store was opened */
    ent_arena arena;            /* what waits for the next flush */
    ent_arena rows;             /* what becomes of it */
    ent_account *accounts; /* malloc'd, and kept from flush to flush, as the arenas' blocks are */
    uint32_t account_count, account_cap;
    int64_t version; /* of the file, as it was when the first of them came */
    store_pending *pending;
    uint32_t pending_count, pending_cap;
    ent_map pending_doc;
    int64_t written;           /* accounts since the last commit */
    int64_t fresh, fresh_most; /* ids of late; < 0: not counted yet */
    char path[512];
};

/* store.c */
int ent_store_fail(ent_store *s, ent_err *err);
sqlite3_stmt *ent_store_sql(ent_store *s, store_sql which); /* reset and ready; NULL on failure */
int ent_store_step(ent_store *s, sqlite3_stmt *st, ent_err *err); /* 1 row, 0 done, < 0 */
/* Binds the numbers and steps once: 1 where there is a row, which is not kept. */
int ent_store_run(ent_store *s, store_sql which, const int64_t *v, int n, ent_err *err);
/* Is a mark of a pair set: 0, 1, < 0. Columns as SQL_PAIR_GET selects them. */
enum { PAIR_DIRTY = 3, PAIR_SLICED = 5 };
enum {
    PAIR_FRESH = 2
}; /* value of dirty: events and rollups were never made; 1: to be made anew */
int ent_store_pair_mark(ent_store *s, int64_t pair, int column, ent_err *err);
int ent_store_exec(ent_store *s, const char *sql, ent_err *err);
int ent_store_begin_read(ent_store *s, bool *own, ent_err *err); /* one snapshot */
void ent_store_end_read(ent_store *s, bool own);
/* 1 and its row where the store has a document of that name; 0. */
int ent_store_doc_id(ent_store *s, const char *name, int64_t *out, ent_err *err);
/* 1 where the events were made by other rules than those given. */
int ent_store_version(ent_store *s, int64_t *out, ent_err *err);
int ent_store_other_rules(ent_store *s, ent_err *err);

/* bulk.c: binds row i of what `user` holds to the parameters after `at` */
typedef void (*store_bind)(sqlite3_stmt *st, int at, const void *user, size_t i);
sqlite3_stmt *ent_store_many(ent_store *s, store_sql which); /* NULL on failure */
int ent_store_add_rows(ent_store *s, store_sql which, size_t n, store_bind bind, const void *user,
                       ent_err *err);
/* One row; it waits for others of its kind, at most until ent_store_write_late(): pairs of few
 * accounts have few rows each. What waits is seen by no other statement. */
typedef struct store_cells {
    int64_t value[STORE_MOST_COLUMNS];
    int columns, blob; /* blob: the column of the bytes, from 0; -1 none */
    const void *bytes;
    size_t len;
} store_cells;
int ent_store_add_late(ent_store *s, store_sql which, const store_cells *row, ent_err *err);
int ent_store_write_late(ent_store *s, ent_err *err);
void ent_store_drop_late(ent_store *s, bool free_too); /* after a rollback */

/* order.c: sorts by key; rows of one key keep their order */
typedef struct store_item {
    uint64_t key;
    uint32_t row;
} store_item;
void ent_store_order(store_item *items, uint32_t n, ent_arena *a);

/* place.c: where the accounts of a document lie */
typedef struct store_place {
    int64_t n, pair;
    int32_t day;
} store_place;
/* Appends one to a row's bytes; before: the number of the one before, 0. */
void ent_store_put_place(ent_buf *b, int64_t before, int64_t n, int64_t pair, int32_t day);
/* Of one row's bytes, appended; false where they are not what they should be. */
bool ent_store_get_places(store_place **list, uint32_t *n, uint32_t *cap, ent_arena *a,
                          const void *data, size_t len);
/* All of a document, by number. */
int ent_store_places(ent_store *s, int64_t doc, store_place **list, uint32_t *n, ent_arena *a,
                     ent_err *err);
/* The account that lies there; step it. */
sqlite3_stmt *ent_store_at(ent_store *s, int64_t doc, const store_place *p);

/* batch.c */
typedef struct store_doc_ref {
    int64_t id, next; /* next: the number of its next account */
    uint64_t content;
    bool found;
} store_doc_ref;
int ent_store_find_doc(ent_store *s, const char *name, store_doc_ref *out, uint64_t *key,
                       ent_err *err);
int ent_store_drop_accounts(ent_store *s, int64_t doc, ent_err *err);
int ent_store_write_pending(ent_store *s, ent_err *err);
/* The scripts that bring an empty file to each version; count in *n. */
const char *const *ent_store_schema(size_t *n);

/* dict.c */
int64_t ent_store_word_id(ent_store *s, const char *text, bool add, ent_err *err); /* 0 for NULL */
const store_word *ent_store_word(ent_store *s, int64_t id, ent_err *err);          /* never NULL */
int64_t ent_store_actor_id(ent_store *s, const ent_actor_ref *r, ent_err *err);
const store_actor *ent_store_actor(ent_store *s, int64_t id, ent_err *err);
const store_word *ent_store_known_word(const store_dict *d, int64_t id); /* NULL: not met */
void ent_store_dict_reset(store_dict *d);

/* row.c: an account as columns */
typedef struct store_row {
    int64_t pair, doc, n;
    bool sliced; /* the pair is */
    bool known;  /* another document has an account of that id */
    int32_t day, last;
    int64_t hash, source, target, cameo, flags, event;
    const void *rest;
    int rest_len, shape_len;
    const char *evidence, *extra;
    const void *shape; /* what stands for extra; NULL */
} store_row;
int64_t ent_store_hash_of_id(const char *id);
int ent_store_pack(ent_store *s, store_row *row, const ent_account *one, ent_arena *a,
                   ent_err *err);
/* Strings are borrowed from the row's bytes (copied to a) and the dictionary. Columns as SQL_ACC_*
 * select them: pair, day, doc, n, hash, last, source, target, cameo, flags, event, rest, evidence,
 * extra. */
#define STORE_COLUMNS "pair,day,doc,n,hash,last,source,target,cameo,flags,event,rest,evidence,extra"
int ent_store_unpack(ent_store *s, ent_account *out, sqlite3_stmt *st, ent_arena *a, ent_err *err);
/* The same without what it only carries (`extra`): for reconciling. */
int ent_store_unpack_bare(ent_store *s, ent_account *out, sqlite3_stmt *st, ent_arena *a,
                          ent_err *err);

/* event.c: an event as bytes */
void ent_store_pack_event(ent_buf *b, const ent_event *e);
bool ent_store_unpack_event(ent_event *e, ent_arena *a, const void *data, size_t len);
int64_t ent_store_event_hash(const ent_event *e);

#define STORE_WIDE 262144 /* of flags: lies in no one month; stands in the schema too */

/* Ids of documents come again once a document is removed, here or by another writer. */
void ent_store_forget_docs(ent_store *s);
void ent_store_remember_doc(ent_store *s, int64_t id, const char *name);

/* sums.c: rollups */
#define STORE_WAYS 3     /* of a status */
#define STORE_STATUSES 5 /* of ent_status */
typedef struct store_kind {
    const char *text;       /* code, PLOVER event, mode, quad class, value: joined by STORE_SEP */
    const store_word *word; /* of one that was read */
    int64_t events, accounts;
} store_kind;
typedef struct store_sum {
    int64_t period; /* month: year * 12 + month - 1; year; STORE_NO_PERIOD */
    int way;        /* ent_store_way + STORE_WAYS * status */
    int64_t events, accounts, quad[5], goldstein; /* thousandths */
    store_kind *kinds;                            /* in order of text */
    uint32_t kind_count, kind_cap;
    int64_t top, top_day, top_weight; /* months: hash, day and weight of the weightiest event */
} store_sum;

/* block.c: accounts of one pair, or of a slice of it, to events and rollups */
typedef struct store_slice {
    bool whole;    /* the pair */
    bool fresh;    /* there is nothing of it yet but accounts */
    int32_t year;  /* ENT_SLICE_NONE: what lies in no one year */
    int32_t month; /* of a cut year; ENT_SLICE_NONE: what lies in no one month of it */
    bool cut;
} store_slice;
#define STORE_NO_PERIOD (-1000000)
typedef struct store_block {
    ent_arena arena;
    const char *one, *other;
    ent_account *accounts; /* all of the pair or slice */
    struct store_key {
        int32_t day;
        int64_t doc, n, event;
    } * keys; /* of the same */
    uint32_t count, cap, key_count, key_cap;
    ent_event_list events; /* reconciled; account_index set */
    store_sum *months, *years;
    uint32_t month_count, month_cap, year_count, year_cap;
} store_block;
/* NULL: the whole pair. */
int ent_store_load_block(ent_store *s, store_block *b, int64_t pair, const store_slice *slice,
                         ent_err *err);
void ent_store_free_block(store_block *b);
/* The days that a slice's first days lie in. */
void ent_store_slice_days(const store_slice *slice, int32_t *from, int32_t *to);
bool ent_store_in_slice(const store_slice *slice, int64_t day, int64_t last);
/* Rewrites the events of what was loaded; only what differs. Returns rows touched. */
int64_t ent_store_write_events(ent_store *s, const store_block *b, int64_t pair,
                               const store_slice *slice, ent_err *err);

/* Fills months and years from events. */
void ent_store_sum_up(store_block *b);
/* x + sign * y, but for the weightiest event. */
void ent_store_add_sum(store_sum *x, const store_sum *y, int sign, ent_arena *a);
/* From a statement over STORE_SUM_OF_MONTH or _YEAR; texts lie in the dictionary. */
#define STORE_SUM_OF_MONTH                                                                         \
    "SELECT period,way,events,month.accounts,q1,q2,q3,q4,goldstein,kinds,top,top_day,top_weight"
#define STORE_SUM_OF_YEAR "SELECT period,way,events,year.accounts,q1,q2,q3,q4,goldstein,kinds,0,0,0"
int ent_store_read_sum(ent_store *s, store_sum *out, sqlite3_stmt *st, ent_arena *a, ent_err *err);
/* Days that an account, event or period may have: none, or of the years that dates are read in. */
bool ent_store_good_days(int64_t start, int64_t end);
/* A column's text, "" where it is none. */
const char *ent_store_text(sqlite3_stmt *st, int column);
int ent_store_write_sums(ent_store *s, int64_t pair, bool months, const store_sum *items,
                         uint32_t n, ent_err *err);
bool ent_store_same_sum(const store_sum *x, const store_sum *y, bool months);
/* Fills code, PLOVER, quad class and value of an event whose sides are set, and rights those where
 * they are not the pair's two states; false where the text is no kind. */
bool ent_store_kind_of(const store_kind *k, ent_event *e, ent_arena *a);

/* Document of an account, from the names met lately. */
int ent_store_name_doc(ent_store *s, ent_account *x, int64_t id, ent_err *err);

/* shape.c: 1 and bytes that stand for the text, 0 where it is better left as it is */
int ent_store_put_shape(ent_store *s, ent_buf *out, const char *text, ent_err *err);
/* NULL for bytes that are not what they should be. */
const char *ent_store_get_shape(ent_store *s, const void *data, size_t len, ent_arena *a,
                                ent_err *err);

/* claim.c: events of two pairs that may be one deed */
/* Writes which events of what was loaded may have rivals in other pairs; marks the days and kinds
 * where that changes something. Returns rows touched. */
int64_t ent_store_write_claims(ent_store *s, const store_block *b, int64_t pair,
                               const store_slice *slice, ent_err *err);
/* Rights the rivals of one marked day and kind. Returns rows touched, 0 where nothing is marked. */
int64_t ent_store_right_rivals(ent_store *s, ent_err *err);
/* Puts the rivals that are written down to the events from `first` on, all of this pair. */
int ent_store_read_rivals(ent_store *s, ent_event_list *l, uint32_t first, int64_t pair,
                          ent_err *err);
void ent_store_copy_rivals(ent_event *to, const ent_event *from, ent_arena *a);
/* A line a fault: claims of a pair, the whole of it loaded; rivals of all. */
int ent_store_check_claims(ent_store *s, const store_block *k, int64_t pair, ent_buf *b, int64_t *n,
                           ent_err *err);
int ent_store_check_rivals(ent_store *s, ent_buf *b, int64_t *n, ent_err *err);

/* slice.c: what a commit has to right */
uint32_t ent_store_slice_limit(const ent_store *s);
/* Marks the slice of an account of a busy pair. */
int ent_store_touch(ent_store *s, int64_t pair, int64_t day, int64_t last, ent_err *err);
/* Rewrites events and rollups of one marked pair, or of one marked slice of it: the mark goes with
 * the last. Returns rows touched. */
int64_t ent_store_right(ent_store *s, int64_t pair, ent_err *err);

/* -- numbers and strings as bytes (pack.c) -- */

typedef struct ent_store_bytes {
    const unsigned char *p, *end; /* what is left to read */
    ent_arena *a;                 /* strings are copied here */
    bool bad;                     /* the bytes are not what they should be */
} ent_store_bytes;

/* The bytes of a row; data NULL, as a damaged one may hold, are none. */
ent_store_bytes ent_store_bytes_of(const void *data, size_t len, ent_arena *a);
void ent_store_put_num(ent_buf *b, uint64_t v);
void ent_store_put_str(ent_buf *b, const char *s);
uint64_t ent_store_get_num(ent_store_bytes *c);
const char *ent_store_get_str(ent_store_bytes *c);
void ent_store_put_actor(ent_buf *b, const ent_actor_ref *r); /* event.c */
void ent_store_get_actor(ent_store_bytes *c, ent_actor_ref *r);

#endif
