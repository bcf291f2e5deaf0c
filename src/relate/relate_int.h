/* relate_int.h: what the files of relate share. */
#ifndef ENT_RELATE_INT_H
#define ENT_RELATE_INT_H

#include "relate.h"

/* -- status.c: the state of a relation from its acts ---------------------------------------- */

enum {
    ENT_STATE_NONE,
    ENT_STATE_RECOGNISED,
    ENT_STATE_CLOSE,
    ENT_STATE_COOL,
    ENT_STATE_HOSTILE,
    ENT_STATE_BROKEN,
    ENT_STATE_WAR,
    ENT_STATES
};

#define ENT_ACT_FRESH 0x100u /* set in an act that follows a long silence: any state may follow */
#define ENT_ACT_PEACE 0x200u /* set in an act far from acts of war: it does not belong to a war */
#define ENT_ACT(a) ((a)&0xFFu)
#define ENT_ACTS 64u /* kinds of acts in relate/status, at most */

typedef struct ent_relate_status {
    uint32_t acts;
    double emission[ENT_STATES][ENT_ACTS]; /* log-probabilities */
    uint8_t act[1000], width[1000];        /* by the first three digits of a code */
    uint32_t long_code[16], long_act[16];  /* and codes of four that stand apart */
    uint32_t long_count;
    uint32_t recognise, breaking, fight, assault, occupy, reduce, restore, agree;
} ent_relate_status;

typedef struct ent_walk_costs {
    double plain, by_act, to_war, far;
} ent_walk_costs;

int ent_relate_status_open(ent_relate_status *k, const ent_tables *ts, ent_err *err);
const char *ent_relate_state_name(uint32_t state); /* "silent" for ENT_NONE */
uint32_t ent_relate_act_of(const ent_relate_status *k, const char *cameo); /* ENT_NONE */
/* The same, where the words of the accounts may say more than the code. */
uint32_t ent_relate_act_of_event(const ent_series *s, const ent_relater *r, const ent_event *e);
/* Whether an act is one of war. */
bool ent_relate_act_fights(const ent_relate_status *k, uint32_t act);
/* The state that fits these counts of acts best; ENT_NONE where there are none. */
uint32_t ent_relate_state_of(const ent_relate_status *k, const uint32_t *count, double *sure);
/* Log-likelihood of the best path, which goes into path where that is not NULL. n > 0. */
double ent_relate_walk(const ent_relate_status *k, const ent_walk_costs *c, const uint32_t *act,
                       uint32_t n, uint8_t *path, ent_arena *a);
void ent_relate_walk_sure(const ent_relate_status *k, const ent_walk_costs *c, const uint32_t *act,
                          uint32_t n, const uint8_t *path, double *sure, ent_arena *a);

struct ent_relater {
    ent_relate_status status;
    const ent_tables *tables;
    ent_phrases *phrases;
    const ent_table *plover; /* event/plover_scores */
    uint32_t plover_mode;    /* its column */
    double plover_score[256];
    uint32_t plover_rows[ENT_PLOVER_KINDS][2]; /* first row and end of each event */
};

typedef enum ent_measure {
    ENT_GOLDSTEIN,
    ENT_GOLDSTEIN_MEAN,
    ENT_COOPERATION,
    ENT_CONFLICT,
    ENT_NET,
    ENT_LOGODDS,
    ENT_MEASURE_COUNT,
    ENT_PLOVER,
    ENT_PLOVER_MEAN,
} ent_measure;

int ent_relate_measure_of(const char *name); /* -1; NULL is goldstein */

/* A list of codes: "USA+GBR". */
typedef struct ent_relate_set {
    const char *code[32];
    uint32_t len[32];
    uint32_t count;
} ent_relate_set;

int ent_relate_set_read(ent_relate_set *s, const char *list, ent_err *err);
bool ent_relate_set_has(const ent_relate_set *s, const ent_actor_ref *who);

/* -- period.c: events into periods ---------------------------------------------------------- */

void ent_relate_scores_open(ent_relater *r);
/* Events that are not of the dyad; in the series' arena. */
typedef struct ent_relate_others {
    const ent_event **items;
    uint32_t count, cap;
} ent_relate_others;

/* Sorts out the events of the dyad and fills s->periods; ENT_ETOOBIG for too many periods. */
int ent_relate_place(ent_series *s, const ent_relater *r, const ent_event *events, uint32_t count,
                     const ent_relate_options *o, ent_measure m, ent_relate_others *others,
                     ent_err *err);
/* Whether an event is one of the series' dyad. */
bool ent_relate_belongs(const ent_series *s, const ent_event *e);
void ent_relate_sort(const ent_event **e, uint32_t n); /* by date, then id */
/* The start of the period that a date belongs to; ENT_DAY_NONE where it is too vague. */
int32_t ent_relate_home(const ent_date *d, ent_period_unit by);
/* What these events amount to, as if they were one period; `value` is the measure's, as a mean of
 * events where it is a sum. */
void ent_relate_sum(ent_period *out, const ent_relater *r, const ent_event *const *events,
                    uint32_t n, ent_measure m);
/* Index of the period that the date of an event falls in; ENT_NONE where it fits none. */
uint32_t ent_relate_period_of(const ent_series *s, const ent_date *d);

/* -- segment.c: exact segmentation ---------------------------------------------------------- */

typedef enum ent_cost {
    /* weight by period: how much (negative binomial), and with two channels the share of channel
     * 0 in it (quasi-binomial) */
    ENT_COST_RATES,
    ENT_COST_BINOMIAL, /* the share of channel 0 in both, quasi-likelihood */
    ENT_COST_NORMAL,   /* weighted mean; channel 0: weight, channel 1: weight * value */
} ent_cost;

/* How much elements vary by themselves. */
typedef struct ent_spread {
    double scale;   /* RATES: widening of the volume, 1 if neighbours are independent; BINOMIAL:
                       dispersion; NORMAL: variance of weight 1 */
    double inverse; /* RATES: one over the shape of the negative binomial; 0: Poisson */
    double share;   /* RATES: dispersion of the share */
} ent_spread;

typedef struct ent_segment_data {
    ent_cost cost;
    uint32_t n;        /* elements in order of time */
    uint32_t channels; /* 1 or 2 */
    double *value[2];  /* n each */
    double unit;       /* RATES: the weight of an event */
    double *kind[5];   /* RATES of two channels: events by quad class, n each */
    double kind_scale; /* dispersion of their shares */
    ent_spread now;    /* from neighbours */
    ent_spread level;  /* as it would be if the order said nothing */
} ent_segment_data;

typedef struct ent_break {
    uint32_t at;       /* first element of the new segment */
    uint32_t from, to; /* interval of `at` */
    double gain, p;
} ent_break;

typedef struct ent_segment_options {
    double penalty;     /* cost of a break, in units of twice the log-likelihood */
    uint32_t least;     /* elements of the shortest segment */
    double alpha_whole; /* level of the test of the whole series */
    double alpha;       /* level of the test of each break */
    double ratio;       /* where the share cannot tell, the volume must change by this factor */
    double least_share; /* a difference of shares that is less is none */
    double share;       /* a difference of shares that would be seen makes the share tell */
} ent_segment_options;

/* Breaks of the best segmentation that pass the permutation tests; in order. The array lives in
 * `a`. */
uint32_t ent_relate_segment(ent_break **out, const ent_segment_data *d,
                            const ent_segment_options *o, ent_arena *a);

/* -- balance.c: everything in an ent_network that is measured from its nodes and ties ------- */

void ent_relate_measure_balance(ent_network *n);

/* -- phase.c: from breaks and acts to phases and turning points ----------------------------- */

uint64_t ent_relate_random(uint64_t *state); /* splitmix64 */
double ent_relate_threshold(const ent_relater *r, const char *key);
/* Whether the dyad is too sparse for segmentation. */
bool ent_relate_sparse(const ent_series *s, const ent_relater *r, ent_measure m);
/* Adds a sentence to s->note; it lives in the series' arena. */
void ent_relate_note(ent_series *s, const char *sentence);
/* -- name.c: what the name of a phase rests on ---------------------------------------------- */

/* Of a phase of n acts, in order; before: the state before it, ENT_NONE. */
void ent_relate_name_acts(ent_series *s, const ent_relater *r, ent_phase *f,
                          const ent_event *const *events, const uint32_t *acts, uint32_t n,
                          uint32_t state, uint32_t before);
/* Of a phase of whole periods; count: its acts by kind. */
void ent_relate_name_counts(ent_series *s, const ent_relater *r, ent_phase *f,
                            const uint32_t *count);

/* -- episode.c: the one war of a relation --------------------------------------------------- */

typedef struct ent_relate_war {
    uint32_t from, to; /* periods [from, to) */
    double p;
} ent_relate_war;

bool ent_relate_find_war(const ent_series *s, const ent_relater *r, ent_relate_war *out);

/* -- walk.c: phases and turning points from the status walk --------------------------------- */
/* alpha: level of the test of the whole walk. war: that its acts tell; NULL */
void ent_relate_walk_phases(ent_series *s, const ent_relater *r, double alpha,
                            const ent_relate_war *war);
void ent_relate_phases(ent_series *s, const ent_relater *r, ent_measure m);

/* -- reason.c: what the evidence offers for each turn --------------------------------------- */

/* acts: of the dyad, by date. */
void ent_relate_reasons(ent_series *s, const ent_relater *r, const ent_event *const *acts,
                        uint32_t act_count, const ent_relate_others *others);

#endif
