/* store.h: where accounts and events rest: an SQLite file. One writer, many readers. */
#ifndef ENT_STORE_H
#define ENT_STORE_H

#include "model/account.h"

typedef struct ent_store ent_store;

/* How the store turns a block's accounts into events: handed in, since stages do not know each
 * other. */
typedef void (*ent_store_reconcile)(void *user, ent_event_list *out, const ent_account *accounts,
                                    uint32_t count);
typedef const char *(*ent_store_block)(void *user, const ent_account *one, ent_arena *a);

typedef struct ent_store_options {
    bool read_only;
    ent_store_reconcile reconcile;
    ent_store_block block;
    void *user;
} ent_store_options;

/* Creates or migrates. ENT_ESTORE: locked, corrupt, not ours, newer than this program. */
int ent_store_open(ent_store **out, const char *path, const ent_store_options *o, ent_err *err);
void ent_store_close(ent_store *s);

/* One document with its accounts; replaces what was there under that id unless `content` (a hash of
 * its text and tables) is the same: then nothing is written. Returns 1 written, 0 unchanged. */
int ent_store_put(ent_store *s, const char *doc, const char *title, const char *path,
                  uint64_t content, const ent_account *accounts, uint32_t count, ent_err *err);
int ent_store_remove(ent_store *s, const char *doc, ent_err *err); /* 1 removed, 0 was not there */
/* Ends the batch: reconciles the touched blocks, rights the rollups, commits. */
int ent_store_commit(ent_store *s, ent_err *err);

typedef struct ent_store_query {
    const char *one, *other; /* codes, either order; NULL: any */
    const char *doc;
    const char *id; /* an account's or event's */
    int32_t from, to;
    uint32_t limit; /* 0: none */
} ent_store_query;

int ent_store_accounts(ent_account_list *out, ent_store *s, const ent_store_query *q, ent_err *err);
int ent_store_events(ent_event_list *out, ent_store *s, const ent_store_query *q, ent_err *err);
/* Verifies rollups and indexes against the accounts; a line a fault; returns how many, or < 0. */
int ent_store_check(ent_store *s, ent_buf *b, ent_err *err);

#endif
