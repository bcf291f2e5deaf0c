/* store.h: where accounts and events rest: an SQLite file. One writer, many readers. */
#ifndef ENT_STORE_H
#define ENT_STORE_H

#include "model/account.h"

typedef struct ent_store ent_store;

/* How the store turns a block's accounts into events: handed in, since stages do not know each
 * other. Both must be given, or both NULL: then every account is an event of its own. */
typedef void (*ent_store_reconcile)(void *user, ent_event_list *out, const ent_account *accounts,
                                    uint32_t count);
typedef const char *(*ent_store_block)(void *user, const ent_account *one, ent_arena *a);

/* Events of other pairs that may be the same deed: is it an event that may have such, and which of
 * these events (of one day and kind: the first three digits) are. Of an event's accounts the first
 * ENT_RIVAL_LOOK are there; account_index says where. Both, or none: then nothing is noted. */
typedef bool (*ent_store_claims)(void *user, const ent_event *one, const ent_account *accounts);
typedef void (*ent_store_rivals)(void *user, ent_event_list *events, const ent_account *accounts);

typedef struct ent_store_options {
    bool read_only;
    ent_store_reconcile reconcile;
    ent_store_block block;
    ent_store_claims claims;
    ent_store_rivals rivals;
    void *user;
    uint32_t busy_ms; /* how long to wait for another writer; 0: 10,000 */
    uint64_t rules; /* which rules reconcile() follows; 0: not told. Events made by others are made
                     * anew at the first commit */
    uint32_t slice; /* as ent_reconcile_set_slice(); 0: ENT_SLICE_ACCOUNTS */
} ent_store_options;

/* Creates or migrates. ENT_ESTORE: locked, corrupt, not ours, newer than this program. */
int ent_store_open(ent_store **out, const char *path, const ent_store_options *o, ent_err *err);
/* What was not committed is forgotten. */
void ent_store_close(ent_store *s);

/* One document with its accounts; replaces what was there under that id unless `content` (a hash of
 * its text and tables) is the same: then nothing is written. Returns 1 written, 0 unchanged. Seen
 * by readers once committed. */
int ent_store_put(ent_store *s, const char *doc, const char *title, const char *path,
                  uint64_t content, const ent_account *accounts, uint32_t count, ent_err *err);
/* Accounts of other people's data, each with its own document id; one whose id the store already
 * has is passed over. Never replaces. */
int ent_store_append(ent_store *s, const char *path, const ent_account *accounts, uint32_t count,
                     ent_err *err);
int ent_store_remove(ent_store *s, const char *doc, ent_err *err); /* 1 removed, 0 was not there */
/* Ends the batch: reconciles the touched blocks, rights the rollups, commits. Returns how many
 * accounts were written since the last one (at most INT_MAX). */
int ent_store_commit(ent_store *s, ent_err *err);

typedef struct ent_store_query {
    const char *one, *other; /* codes, either order; NULL: any */
    const char *doc;
    const char *id;   /* an account's or event's */
    int32_t from, to; /* days; ENT_DAY_NONE (or both 0): open */
    uint32_t limit;   /* 0: none */
    bool apart;       /* events: only those that no sum of a month by ent_store_each_sum() counts as
                         done: not asserted, undated, or dated more loosely than a month */
} ent_store_query;

/* Appended to *out, sorted by first day, then id. */
int ent_store_accounts(ent_account_list *out, ent_store *s, const ent_store_query *q, ent_err *err);
int ent_store_events(ent_event_list *out, ent_store *s, const ent_store_query *q, ent_err *err);

/* The same accounts one by one, in bounded memory, pair after pair; `one` is borrowed for the call.
 * Stops where the visitor gives other than 0, and returns that. */
typedef int (*ent_store_visit)(void *user, const ent_account *one);
int ent_store_each(ent_store *s, const ent_store_query *q, ent_store_visit visit, void *user,
                   ent_err *err);

/* A dyad's course from the rollup: asserted, dated events that lie within one period. */
typedef enum ent_store_way { ENT_STORE_FORTH, ENT_STORE_BACK, ENT_STORE_BOTH } ent_store_way;
typedef struct ent_store_period {
    const char *one, *other; /* sides, sorted; FORTH is one to other, BOTH a mutual act */
    int32_t from, to;        /* days */
    ent_store_way way;
    uint32_t events, accounts;
    uint32_t quad[5];     /* events; [1..4] */
    double goldstein_sum; /* over events */
} ent_store_period;
typedef struct ent_store_course {
    ent_arena arena;
    ent_store_period *items;
    uint32_t count, cap;
} ent_store_course;
/* by_year: years, else months. one and other NULL: all pairs (the network of a span of time). */
int ent_store_rollup(ent_store_course *out, ent_store *s, const ent_store_query *q, bool by_year,
                     ent_err *err);
void ent_store_course_free(ent_store_course *c);

/* A row of a rollup: what the events of a pair that lie in one month (year) come to, one way, of
 * one status. Of years, also one whose period has no days: what lies in no one year. */
typedef struct ent_store_sum {
    const char *one, *other; /* sides, sorted */
    ent_date period;
    ent_store_way way;
    ent_status status;
    uint32_t events, accounts, quad[5];
    double goldstein_sum;
    const ent_tally *kinds; /* the same by kind of event */
    uint32_t kind_count;
    char top[20]; /* months: id of the weightiest event, and its first day */
    int32_t top_day;
    double top_weight;
} ent_store_sum;
/* x and its strings are borrowed for the call; gives 0 to go on. Pair after pair, but for the span
 * of years of all pairs. */
typedef int (*ent_store_sum_visit)(void *user, const ent_store_sum *x);
int ent_store_each_sum(ent_store *s, const ent_store_query *q, bool by_year,
                       ent_store_sum_visit call, void *user, ent_err *err);

/* The pairs that a query's codes select, sorted. */
typedef int (*ent_store_pair_visit)(void *user, const char *one, const char *other);
int ent_store_pairs(ent_store *s, const ent_store_query *q, ent_store_pair_visit visit, void *user,
                    ent_err *err);

typedef struct ent_store_doc {
    const char *doc, *title, *path;
    uint32_t accounts;
} ent_store_doc;
typedef int (*ent_store_doc_visit)(void *user, const ent_store_doc *one);
int ent_store_docs(ent_store *s, ent_store_doc_visit visit, void *user, ent_err *err);

typedef struct ent_store_count {
    uint64_t documents, accounts, pairs;
} ent_store_count;
int ent_store_counts(ent_store_count *out, ent_store *s, ent_err *err);

/* Verifies rollups and indexes against the accounts; a line a fault; returns how many, or < 0. */
int ent_store_check(ent_store *s, ent_buf *b, ent_err *err);

#endif
