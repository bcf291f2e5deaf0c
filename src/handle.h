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

/* Hands a buffer to the caller's function and frees it. */
int ent_hand_over(ent *e, ent_buf *b, ent_write_fn write, void *user);

#endif
