/* reconcile.h: one event from many accounts; disputes shown, nothing lost. */
#ifndef ENT_RECONCILE_H
#define ENT_RECONCILE_H

#include "base/table.h"
#include "model/account.h"
#include "model/phrase.h"

typedef struct ent_reconciler ent_reconciler; /* immutable; may be shared by threads */

int ent_reconcile_open(ent_reconciler **out, const ent_tables *t, ent_err *err);
void ent_reconcile_close(ent_reconciler *r);
/* A number that changes with what decides about events: the tables, and the code's own rules. */
uint64_t ent_reconcile_rules(const ent_reconciler *r);
/* How many accounts of a pair are reconciled at once, instead of ENT_SLICE_ACCOUNTS; before use. */
void ent_reconcile_set_slice(ent_reconciler *r, uint32_t accounts);

/* Appends the events of these accounts to *out, sorted by date, then id. The order of the input
 * changes nothing. Strings of *out live in its own arena. */
void ent_reconcile_accounts(const ent_reconciler *r, ent_event_list *out,
                            const ent_account *accounts, uint32_t count);

/* Two events only ever merge within one block: coding all at once gives what coding block by block
 * gives. The key of an account's block, e.g. "CHN-CUB" (sorted codes); lives in `a`. */
const char *ent_reconcile_block(const ent_account *one, ent_arena *a);

/* Notes in the events from `first` on, made of these accounts, which of them may be one deed with
 * another dyad's. Of each event the first ENT_RIVAL_LOOK accounts matter. Rivals have one day and
 * one kind (three digits), so that asking for each day and kind apart gives the same. */
void ent_reconcile_note_rivals(const ent_reconciler *r, ent_event_list *l, uint32_t first,
                               const ent_account *accounts);
/* Whether it may have rivals at all. */
bool ent_reconcile_claims(const ent_reconciler *r, const ent_event *e, const ent_account *accounts);

/* How two or more documents tell one relation: what all of them have, what only one has, where they
 * differ, and the words that each uses for the same actor. events: as ent_reconcile_accounts()
 * makes them of these accounts (account_index set). docs: which documents, in this order; format:
 * "jsonl" (a line an object:
 * {"kind":"both"|"some"|"only"|"dispute"|"rivals"|"words"|"summary",...}),
 * "text", in the words of `phrases` (may be NULL). */
int ent_reconcile_compare(const ent_reconciler *r, ent_buf *b, const ent_event *events,
                          uint32_t event_count, const ent_account *accounts, uint32_t account_count,
                          const char *const *docs, uint32_t doc_count, const char *format,
                          const ent_phrases *phrases, ent_err *err);

#endif
