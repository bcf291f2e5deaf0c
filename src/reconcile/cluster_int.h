/* cluster_int.h: what the steps of clustering share: match.c, cluster.c, late.c only. */
#ifndef ENT_RECONCILE_CLUSTER_INT_H
#define ENT_RECONCILE_CLUSTER_INT_H

#include "reconcile_int.h"

enum { FULL_GROUP = 256, WINDOW = 32, MAX_NODES = 64, MAX_MEMBERS = 64, MAX_CANDIDATES = 4096 };
enum { MARGIN = 3, DECADE = 11, VISIT = 21, MONTH = 31, YEAR = 366 };
/* flags: what is no hindrance, being what the dispute is about */
enum { ANY_DATE = 1, ANY_ACTOR = 2, ANY_WAY = 4 };

typedef struct node {
    uint32_t *acc; /* indices into the caller's list */
    uint32_t count, cap;
    int32_t s, e;
    uint8_t group; /* 0 happened or said not to have, 1 planned, 2 possible */
    uint8_t bagged;
    uint32_t kind; /* the first three digits of the code as a number; 0 without evidence */
    bool carried;  /* no account gives the day itself: it is that of the narrative before */
    int32_t once;  /* days within which there is but one such deed; -1 not asked yet */
    uint16_t turn; /* month and day of one day: a dispute may be over the year; 0 */
    rec_bag bag;
} node;

typedef struct set {
    uint32_t *node;
    uint32_t count, cap;
    int32_t s, e; /* the tightest interval of a member */
} set;

typedef struct edge {
    int score;
    uint32_t x, y;
} edge;

typedef struct work {
    const rec_block *b;
    node *nodes;
    uint32_t count, cap;
    set *sets;        /* one a node at first */
    uint32_t *parent; /* of sets */
    edge *edges;
    uint32_t edge_count, edge_cap;
} work;

typedef enum when { APART, UNDATED, OVERLAP, WITHIN, EQUAL } when;

typedef struct fit {
    int score; /* -1 never; -2 but for the names, -3 for the roles */
    bool named;
} fit;

/* match.c: two nodes */
void ent_reconcile_make_nodes(work *w);
const ent_account *ent_reconcile_head(const work *w, uint32_t n);
bool ent_reconcile_same(const char *x, const char *y);
bool ent_reconcile_dated(const node *n);
int64_t ent_reconcile_length(const node *n); /* days; of the undated the most */
/* The first accounts of one document and teller that x and y both hold; false where they share
 * none. */
bool ent_reconcile_shared_doc(const work *w, uint32_t x, uint32_t y, const ent_account **ax,
                              const ent_account **ay);
/* The same of a comment and the page that it is on: two tellers of one document. */
bool ent_reconcile_commented(const work *w, uint32_t x, uint32_t y, const ent_account **ax,
                             const ent_account **ay);
bool ent_reconcile_listed(const work *w, uint32_t x, uint32_t y);
when ent_reconcile_dates(const node *x, const node *y);
fit ent_reconcile_match(work *w, uint32_t x, uint32_t y, int flags);
int ent_reconcile_node_alike(work *w, uint32_t x, uint32_t y);
bool ent_reconcile_node_names(work *w, uint32_t x, uint32_t y); /* a proper name in common */
bool ent_reconcile_node_plain(work *w, uint32_t x, uint32_t y);
int32_t ent_reconcile_once_days(work *w, uint32_t x, uint32_t y);
bool ent_reconcile_same_code(const ent_account *x, const ent_account *y);
bool ent_reconcile_visit_holds(const work *w, uint32_t z, uint32_t x);
/* One document tells in both of two deeds of one day. */
bool ent_reconcile_told_twice(work *w, uint32_t x, uint32_t y);
bool ent_reconcile_supported(work *w, uint32_t x, uint32_t y, const fit *f);

/* cluster.c: sets of nodes */
uint32_t ent_reconcile_find(work *w, uint32_t i);
void ent_reconcile_join(work *w, uint32_t i, uint32_t j);
bool ent_reconcile_contradict(work *w, uint32_t i, uint32_t j, int flags);
void ent_reconcile_add_edge(work *w, int score, uint32_t x, uint32_t y);
int ent_reconcile_by_score(const void *x, const void *y);

/* late.c: readers' denials, disputed days, corrections, links that the text states */
void ent_reconcile_join_denied(work *w);
void ent_reconcile_join_disputed(work *w);
void ent_reconcile_join_corrected(work *w);
void ent_reconcile_join_linked(work *w);

#endif
