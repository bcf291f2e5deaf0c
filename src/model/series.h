/* series.h: a dyad through time: what relate makes and show draws; a signed network of a period.
 *
 * A series owns its arena. Events and accounts in it are borrowed: the lists that were related must
 * outlive it (or be its own), and so must the relater (its phrases and names).
 */
#ifndef ENT_MODEL_SERIES_H
#define ENT_MODEL_SERIES_H

#include "model/account.h"
#include "model/phrase.h"

typedef enum ent_period_unit {
    ENT_BY_DAY,
    ENT_BY_WEEK,
    ENT_BY_MONTH,
    ENT_BY_QUARTER,
    ENT_BY_YEAR
} ent_period_unit;

#define ENT_PLOVER_KINDS 17 /* ent_plover_name(0..16); the last is "none" */

typedef struct ent_period {
    int32_t from, to; /* days */
    uint32_t n;       /* events placed here */
    uint32_t accounts;
    uint32_t quad[5];                  /* [1..4] */
    uint32_t plover[ENT_PLOVER_KINDS]; /* events by PLOVER event */
    double weight;                     /* n, plus the shares of spread events */
    double positive, negative;         /* sums of positive and of absolute negative weights */
    double positive_squares, negative_squares; /* sums of squared weights: their dispersion */
    double goldstein_sum, goldstein_mean;      /* mean: NAN where there is nothing */
    double plover_sum, plover_mean;
    double coop_count, conf_count; /* quads 1, 2 and quads 3, 4, with shares */
    double cooperation, conflict;  /* log of one plus `positive`, `negative` */
    double net;                    /* (positive - negative) / (positive + negative) */
    double logodds, logodds_se;
    double value; /* of the measure asked for; NAN where it has none */
} ent_period;

typedef struct ent_phase {
    int32_t from, to;
    /* "no relations", "recognised", "close", "cool", "hostile", "broken", "at war", "mixed" */
    const char *name;
    double sure;          /* 0..1 */
    double mean;          /* of the measure: of its acts where `by_acts`, else of its periods */
    uint32_t n;           /* events in it */
    uint32_t coop, conf;  /* of these, cooperative and conflictive ones */
    ent_period_unit by;   /* in which `from` is known */
    bool by_acts;         /* it consists of acts; it may share its periods with other phases */
    ent_date first, last; /* of its acts, where by_acts and n > 0 */
    const ent_event *rests_on; /* the act that speaks most for its name, where by_acts; NULL */
    const char *named;         /* what its name rests on, in plain words; NULL */
} ent_phase;

typedef enum ent_reason_kind {
    ENT_REASON_ACT,    /* an act of the two near the turn */
    ENT_REASON_LINK,   /* a link that a text states */
    ENT_REASON_THIRD,  /* a third state's relation with either changed near it */
    ENT_REASON_LEADER, /* a change of leader in either state */
} ent_reason_kind;

typedef struct ent_reason {
    ent_reason_kind kind;
    double weight;           /* rank */
    const char *sentence;    /* in plain words */
    const char *const *refs; /* account or event ids, or a table row */
    uint32_t ref_count;
    bool toward;       /* an act of the two in the direction of the turn */
    const char *third; /* state; NULL */
    const char *quote; /* the evidence behind it; NULL */
    const char *doc;   /* where the quote stands; NULL */
} ent_reason;

typedef struct ent_turn {
    int32_t day;                     /* first day of the new phase's first period */
    int32_t from, to;                /* interval within which it lies */
    ent_period_unit by;              /* in which `day` is known: not always that of the series */
    bool claimed;                    /* false: a change of state that chance makes as well */
    double p;                        /* by permutation; NAN where not tested */
    double before, after;            /* means of the measure, of the phases around it */
    bool by_acts;                    /* these are means of acts, not of periods */
    ent_date act;                    /* of the act that makes it, where by_acts */
    const char *from_name, *to_name; /* phases around it; NULL */
    const ent_event *rests_on;       /* the act that speaks most for the phase after it; NULL */
    const ent_reason *reasons;
    uint32_t reason_count;
} ent_turn;

/* A third state and what it had to do with either, by date. */
typedef struct ent_lane {
    const char *code, *name;
    const ent_event **events;
    const uint8_t *with_one; /* 1: with `one`, 0: with `other` */
    uint32_t count;
} ent_lane;

typedef struct ent_series {
    ent_arena arena;
    const char *one, *other; /* codes; other NULL: one against all */
    const char *one_name, *other_name;
    bool directed;
    ent_period_unit by;
    const char *measure;
    ent_period *periods;
    uint32_t period_count;
    ent_phase *phases;
    uint32_t phase_count;
    ent_turn *turns;
    uint32_t turn_count;
    const ent_event **events; /* of the course: dated and asserted, by date */
    uint32_t event_count;
    uint32_t total; /* of the course: those in `events`, and those that were only counted */
    const ent_tally *tallies; /* what was only counted, by date; NULL: nothing */
    uint32_t tally_count;
    uint32_t span_count;       /* of `events`, too long for a period: drawn as spans, not placed */
    const ent_event **undated; /* asserted, without a date */
    uint32_t undated_count;
    const ent_event **apart; /* planned, possible, denied, negated */
    uint32_t apart_count;
    ent_lane *lanes; /* the third states that matter most, four at most */
    uint32_t lane_count;
    const ent_account **accounts; /* the evidence, sorted by id */
    uint32_t account_count;
    const uint64_t *account_keys; /* their ids as numbers, where all are "a" and 16 hex digits */
    const ent_phrases *phrases;   /* plain words for codes; NULL */
    const char *tables;           /* hash of the tables */
    const char *note;             /* what the reader must know; sentences; NULL */
    ent_event_list own_events;    /* of a series that was made with its lists; freed with it */
    ent_account_list own_accounts;
    ent_arena own_tallies;
} ent_series;

void ent_series_destroy(ent_series *s);

/* Of a long course, so many of the weightiest events of each phase are listed. */
#define ENT_SHOW_WEIGHTY 12u

const char *ent_unit_name(ent_period_unit u); /* "day", "week", "month", "quarter", "year" */
int ent_unit_of(const char *word);            /* -1 */
const char *ent_plover_name(uint32_t i);      /* "AGREE" .. "none" */
/* First day of the period that holds `day`, and of the one after it. */
int32_t ent_period_start(int32_t day, ent_period_unit u);
int32_t ent_period_next(int32_t start, ent_period_unit u);
/* "1990", "1990-Q3", "1990-07", "1990-W31", "1990-07-02"; returns buf. */
const char *ent_period_label(int32_t day, ent_period_unit u, char buf[24]);
/* The number in "a" and 16 hex digits; false for another id. */
bool ent_account_key(const char *id, uint64_t *key);
/* By id; NULL. */
const ent_account *ent_series_account(const ent_series *s, const char *id);

/* A signed network: ties of one period, each pair once. */
typedef struct ent_tie {
    uint32_t a, b; /* nodes, a < b */
    double sign;   /* +1, -1 */
    double weight; /* Goldstein sum, or the sign where none was given */
    uint32_t n;    /* events */
} ent_tie;

typedef struct ent_node {
    const char *code, *name;
    uint32_t bloc; /* of the best partition into two */
    uint32_t positive, negative;
    double centrality; /* eigenvector, of the absolute network; 0..1 */
} ent_node;

typedef struct ent_triad {
    uint32_t a, b, c;
    double ab, ac, bc; /* signs */
} ent_triad;

typedef struct ent_network {
    ent_arena arena;
    int32_t from, to; /* ENT_DAY_NONE: open */
    ent_node *nodes;
    uint32_t node_count;
    ent_tie *ties;
    uint32_t tie_count;
    uint32_t triangle[4];       /* +++, ++-, +--, --- */
    double triangles;           /* share balanced; NAN where there is no triangle */
    double walk;                /* trace exp A / trace exp |A| */
    double frustration;         /* one minus twice the least share of ties to remove */
    uint32_t frustration_edges; /* ties to remove, at most */
    uint32_t frustration_bound; /* ties to remove, at least */
    bool frustration_exact;
    ent_triad *unbalanced;
    uint32_t unbalanced_count;
} ent_network;

void ent_network_destroy(ent_network *n);

/* One row of a ranking of partners. */
typedef struct ent_partner {
    const char *code, *name;
    uint32_t n, coop, conf;
    double goldstein, logodds, logodds_se;
    int32_t first, last; /* days */
} ent_partner;

typedef struct ent_partner_list {
    ent_arena arena;
    const char *one, *one_name;
    ent_partner *items;
    uint32_t count, cap;
} ent_partner_list;

void ent_partner_list_free(ent_partner_list *l);

/* A pair of states in a period. */
typedef struct ent_dyad_row {
    const char *one, *other;
    int32_t from; /* the period */
    uint32_t n, accounts, quad[5];
    double goldstein, positive, negative; /* sums */
} ent_dyad_row;

typedef struct ent_dyad_list {
    ent_arena arena;
    ent_period_unit by;
    bool directed;
    ent_dyad_row *items;
    uint32_t count, cap;
    uint32_t span_count; /* events dated too loosely to be counted */
} ent_dyad_list;

void ent_dyad_list_free(ent_dyad_list *l);

#endif
