/* handle.h: what stands behind an `ent`. For the files directly in src/ only. */
#ifndef ENT_HANDLE_H
#define ENT_HANDLE_H

#include "actor/actor.h"
#include "event/event.h"
#include "parse/parse.h"
#include "read/read.h"
#include "reconcile/reconcile.h"
#include "relate/relate.h"
#include "show/show.h"
#include "store/store.h"
#include "time/time.h"

/* Everything that is immutable once opened; forks share it. */
typedef struct ent_shared {
    ent_tables *tables;
    ent_parser *parser;
    ent_time *time;
    ent_actors *actors;
    ent_coder *coder;
    ent_reconciler *reconciler;
    ent_relater *relater;
    ent_cameo *cameo;
} ent_shared;

struct ent {
    ent_shared *shared;
    bool owner;
    ent_err err;
    ent_error shown; /* err as ent_last_error() gives it */
    ent_arena sides; /* codes of alliances that ent_state_code() was asked for */
};

struct ent_accounts {
    ent_account_list list;
};

struct ent_events {
    ent_event_list list;
};

struct ent_db {
    ent *e;
    ent_store *store;
    ent_store_options options;
};

/* The n-th member of "USA+GBR"; NULL beyond the last. */
const char *ent_side_member(const char *list, uint32_t n, ent_arena *a);
/* Whether a side of a query is an alliance. */
bool ent_several(const ent_store_query *q);
/* Calls for every member of one side with every member of the other (NULL: with anyone), each pair
 * once. q: the query, of which the sides are set. */
typedef int (*ent_pair_call)(void *user, ent_db *db, const ent_store_query *q);
int ent_each_pair(ent_db *db, const char *one, const char *other, ent_store_query *q,
                  ent_pair_call call, void *user);
int ent_pair_events(void *user, ent_db *db, const ent_store_query *q);   /* to an event list */
int ent_pair_accounts(void *user, ent_db *db, const ent_store_query *q); /* to an account list */
int ent_relate_store(ent_series **out, ent_db *db, const ent_relation *relation);
int ent_unit_word(const char *by); /* ent_period_unit; NULL: year; -1 */
/* Whether no period lies across a bound. */
bool ent_whole_periods(int32_t from, int32_t to, ent_period_unit u);
ent_show_options ent_view_options(const ent_view *view);
int ent_relation_options(ent *e, const ent_relation *r, ent_relate_options *out);
int ent_db_list_events(ent_event_list *out, ent_db *db, const ent_query *q);

/* Hands a buffer to the caller's function and frees it. */
int ent_hand_over(ent *e, ent_buf *b, ent_write_fn write, void *user);

#endif
