/* reconcile_int.h: shared by the files of this folder only. */
#ifndef ENT_RECONCILE_INT_H
#define ENT_RECONCILE_INT_H

#include "reconcile.h"

/* -- rules.c: the tables -------------------------------------------------------------------- */

enum { REC_SAME = 1, REC_MIRROR = 2 }; /* ways in which two accounts may line up */
enum { REC_MUTUAL_NO, REC_MUTUAL_ROWS, REC_MUTUAL_YES };

typedef struct rec_kind {
    uint8_t mutual;
    int32_t once;      /* days; 0: not a seldom deed */
    const char *words; /* once holds only for these, separated by ; NULL: for all */
    bool often;        /* a month has many of it: a vague date needs more that speaks for it */
    bool opens;        /* such a deed may open hostilities, and has one who began */
    bool own;          /* another day tells of another deed */
} rec_kind;

struct ent_reconciler {
    ent_arena arena;
    ent_map code; /* CAMEO code -> row of the matrix */
    uint32_t code_count;
    uint8_t *tell; /* code_count^2: REC_TELL_* | ways << 4 */
    uint8_t *deep; /* how specific the row was that set it */
    rec_kind *kind;
    ent_map role;    /* role -> 1 acts for its state, 0 does not */
    ent_map body;    /* words that make a name a body's */
    ent_map standin; /* words that stand for a name: he, both sides */
    ent_map further; /* words by which a sentence tells of one deed more */
    ent_map common;  /* words without weight -> 1 weak as an act's word too, 0 not */
    const char **correction;
    uint32_t correction_count;
    uint64_t rules; /* of the tables, with RULES of rules.c */
    uint32_t slice; /* accounts of a pair that are reconciled at once */
};

enum { REC_TELL_NONE, REC_TELL_SAME, REC_TELL_DISPUTE, REC_TELL_NO };

typedef struct rec_fit {
    int score; /* < 0: cannot be */
    int ways;
    bool dispute;
} rec_fit;

uint32_t ent_reconcile_code(const ent_reconciler *r, const char *cameo);
rec_kind ent_reconcile_kind(const ent_reconciler *r, uint32_t code);
/* Days of `once` for this account's act; 0. */
int32_t ent_reconcile_once(const ent_reconciler *r, const ent_account *x);
rec_fit ent_reconcile_kinds(const ent_reconciler *r, const char *x, const char *y);
/* How far two actors may be one: -1 never, -2 but for their names, -3
 * but for their roles, 0 nothing speaks against it, more: they share more.
 * *named is set where both are named, and alike. */
int ent_reconcile_actors(const ent_reconciler *r, const ent_actor_ref *x, const ent_actor_ref *y,
                         bool *named);
const char *ent_reconcile_side(const ent_actor_ref *x, const char *id, ent_arena *a);

/* -- words.c: what two sentences share -------------------------------------------------------- */

typedef struct rec_bag {
    uint32_t *word; /* sorted hashes of stems */
    uint32_t count;
    uint32_t *name; /* of proper names among them: places, treaties; sorted */
    uint32_t name_count;
} rec_bag;

/* temp is emptied. */
void ent_reconcile_bag(rec_bag *out, const ent_reconciler *r, const ent_account *one, ent_arena *a,
                       ent_arena *temp);
/* 0..100: share of the smaller bag that the other has too; 0 where either has under three words. */
int ent_reconcile_alike(const rec_bag *x, const rec_bag *y);
bool ent_reconcile_name_shared(const rec_bag *x, const rec_bag *y);
/* Sentences that say little, and nothing that the other does not say. */
bool ent_reconcile_plain(const rec_bag *x, const rec_bag *y);
uint32_t ent_reconcile_shared(const rec_bag *x, const rec_bag *y); /* words of both */
/* Is it made of words only that stand for a name ("he", "the two sides")? */
bool ent_reconcile_stands_in(const ent_reconciler *r, const char *text, ent_arena *temp);
/* Does its sentence say that such a deed was done before: "two more", "another"? */
bool ent_reconcile_tells_more(const ent_reconciler *r, const ent_account *one, ent_arena *temp);
bool ent_reconcile_corrects(const ent_reconciler *r, const ent_account *one, ent_arena *temp);
/* The evidence without case, blanks and signs, hashed: reprints share it. 0: none or too short. */
uint64_t ent_reconcile_print(const ent_account *one);
/* Its day is the narrative's: its own sentence says none ("on Tuesday" is one). */
bool ent_reconcile_carried(const ent_account *one);
bool ent_reconcile_denies(const ent_account *one); /* that it happened */
bool ent_reconcile_stem_same(const char *x, const char *y);
bool ent_reconcile_act_same(const ent_reconciler *r, const ent_account *x, const ent_account *y);

/* -- cluster.c: accounts of one block into sets ------------------------------------------------ */

typedef struct rec_set {
    uint32_t *account; /* indices into the caller's list, in canonical order */
    uint32_t count;
} rec_set;

typedef struct rec_block {
    const ent_reconciler *r;
    ent_arena *arena; /* of the step at hand */
    ent_arena *temp;  /* emptied after each use */
    const ent_account *accounts;
    const uint32_t *order; /* the block's accounts in canonical order */
    uint32_t count;
} rec_block;

/* The sets live in `keep`. */
void ent_reconcile_cluster(const rec_block *b, rec_set **sets, uint32_t *count, ent_arena *keep);

/* -- reading.c: the best supported reading and the disputes of one set ------------------------- */

void ent_reconcile_reading(const rec_block *b, const rec_set *s, ent_event *e, ent_arena *out,
                           bool borrows);

/* Which side of x stands where y's source stands: REC_SAME or REC_MIRROR. */
int ent_reconcile_way(const ent_reconciler *r, const ent_account *x, const ent_account *y);

#endif
