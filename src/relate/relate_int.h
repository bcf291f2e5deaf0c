/* relate_int.h: what the files of relate share. */
#ifndef ENT_RELATE_INT_H
#define ENT_RELATE_INT_H

#include "relate.h"

struct ent_relater {
    const ent_tables *tables;
    ent_phrases *phrases;
    const ent_table *plover;                          /* event/plover_scores */
    uint32_t plover_event, plover_mode, plover_score; /* its columns */
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

/* -- period.c: events into periods ------------------------------------------------------------ */

/* Sorts out the events of the dyad and fills s->periods; ENT_ETOOBIG for too many periods. */
int ent_relate_place(ent_series *s, const ent_relater *r, const ent_event *events, uint32_t count,
                     const ent_relate_options *o, ent_measure m, ent_err *err);
/* Index of the period that the date of an event falls in; ENT_NONE where it fits none. */
uint32_t ent_relate_period_of(const ent_series *s, const ent_date *d);

/* -- segment.c: exact segmentation ------------------------------------------------------------- */

typedef enum ent_cost {
    ENT_COST_POISSON,  /* rates of one or two channels, quasi-likelihood */
    ENT_COST_BINOMIAL, /* the share of channel 0 in both, quasi-likelihood */
    ENT_COST_NORMAL,   /* weighted mean; channel 0: weight, channel 1: weight * value */
} ent_cost;

typedef struct ent_segment_data {
    ent_cost cost;
    uint32_t n;        /* elements in order of time */
    uint32_t channels; /* 1 or 2 */
    double *value[2];  /* n each */
    double scale[2];   /* dispersion; for NORMAL scale[0] is the variance of weight 1 */
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
} ent_segment_options;

/* Breaks of the best segmentation that pass the permutation tests; in order. The array lives in
 * `a`. */
uint32_t ent_relate_segment(ent_break **out, const ent_segment_data *d,
                            const ent_segment_options *o, ent_arena *a);

/* -- phase.c: from breaks and acts to phases and turning points ---------------------------------
 */

double ent_relate_threshold(const ent_relater *r, const char *key);
void ent_relate_phases(ent_series *s, const ent_relater *r, ent_measure m);

#endif
