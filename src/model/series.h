/* series.h: a dyad through time: what relate makes and show draws. Owned by its arena. */
#ifndef ENT_MODEL_SERIES_H
#define ENT_MODEL_SERIES_H

#include "model/account.h"

typedef enum ent_period_unit {
    ENT_BY_DAY,
    ENT_BY_WEEK,
    ENT_BY_MONTH,
    ENT_BY_QUARTER,
    ENT_BY_YEAR
} ent_period_unit;

typedef struct ent_period {
    int32_t from, to; /* days */
    uint32_t n;       /* events placed here */
    uint32_t accounts;
    uint32_t quad[5];                     /* [1..4] */
    double goldstein_sum, goldstein_mean; /* mean: NAN where n is 0 */
    double cooperation, conflict, net, logodds, logodds_se;
    double value; /* of the measure asked for; NAN where it has none */
} ent_period;

typedef struct ent_phase {
    int32_t from, to;
    const char
        *name;   /* "close", "cool", "hostile", "broken", "at war", "recognised", "no relations" */
    double sure; /* 0..1 */
    double mean; /* of the measure within it */
    uint32_t n;  /* events in it */
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
    const char *sentence;    /* in plain words, with its reference */
    const char *const *refs; /* account or event ids */
    uint32_t ref_count;
    const char *third; /* state; NULL */
} ent_reason;

typedef struct ent_turn {
    int32_t day;                     /* first day of the new phase's first period */
    int32_t from, to;                /* interval within which it lies */
    double p;                        /* by permutation; NAN where not tested */
    double before, after;            /* means of the measure */
    const char *from_name, *to_name; /* phases around it; NULL */
    const ent_reason *reasons;
    uint32_t reason_count;
} ent_turn;

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
    ent_event *events;
    uint32_t event_count; /* of the course: dated and asserted, in order */
    ent_event *undated;
    uint32_t undated_count;
    ent_event *apart;
    uint32_t apart_count; /* planned, possible, denied, negated */
    ent_account *accounts;
    uint32_t account_count; /* the evidence, sorted by id */
    const char *note;       /* what the reader must know ("too few events to test"); NULL */
} ent_series;

void ent_series_destroy(ent_series *s);

#endif
