/* relate.h: dyads through time: series, phases, turning points, reasons, balance. */
#ifndef ENT_RELATE_H
#define ENT_RELATE_H

#include "base/table.h"
#include "model/series.h"

typedef struct ent_relater ent_relater; /* immutable; may be shared by threads */

/* Zeroed members are the defaults (from, to: set ENT_DAY_NONE). */
typedef struct ent_relate_options {
    /* State or actor codes; several joined by "," or "+" are an alliance; other NULL: one against
     * all. */
    const char *one, *other;
    bool directed; /* only what `one` does to `other` */
    ent_period_unit by;
    /* NULL: "goldstein". goldstein_mean, cooperation, conflict, net, logodds, count, plover,
     * plover_mean. */
    const char *measure;
    int32_t from, to; /* ENT_DAY_NONE: open */
    /* Events dated less precisely than a period are shared out over the periods that they touch,
     * by days; otherwise they are kept as spans and counted in no period. */
    bool spread;
    bool plain;       /* no phases, turning points or reasons */
    bool unexplained; /* no reasons, no lanes: ent_relate_explain() may give them */
    /* Events of the dyad that were only counted, by months, and are not in the list of events; by
     * month, quarter and year. Borrowed by *out. */
    const ent_tally *tallies;
    uint32_t tally_count;
} ent_relate_options;

int ent_relate_open(ent_relater **out, const ent_tables *t, ent_err *err);
void ent_relate_close(ent_relater *r);

/* Plain words for codes, for those who print them; lives with r. */
const ent_phrases *ent_relate_phrases(const ent_relater *r);
bool ent_relate_measure_known(const char *measure);

/* events: of the dyad and, for reasons, of any other pair (third parties); accounts: the evidence.
 * Both are borrowed by *out and must outlive it, as must r. */
int ent_relate_series(ent_series **out, const ent_relater *r, const ent_event *events,
                      uint32_t event_count, const ent_account *accounts, uint32_t account_count,
                      const ent_relate_options *options, ent_err *err);

/* Where the reasons of a turn are looked for: events outside explain nothing. */
void ent_relate_window(const ent_series *s, const ent_relater *r, const ent_turn *t, int32_t *from,
                       int32_t *to);
/* Gives an unexplained series its reasons and lanes, from events of either state within the windows
 * of its turns. Where events were only counted, those of the dyad are looked for in the list too.
 * accounts: all the evidence from now on. All are borrowed by s. */
void ent_relate_explain(ent_series *s, const ent_relater *r, const ent_event *events,
                        uint32_t event_count, const ent_account *accounts, uint32_t account_count);

/* The signed network of states in a period (bounds ENT_DAY_NONE: open), with its balance. among:
 * the states, joined by "+"; NULL: all. Events are added one by one, or n of a kind; where that
 * failed, close() gives a network that is not measured. */
typedef struct ent_relate_net ent_relate_net;
int ent_relate_net_open(ent_relate_net **out, const char *among, int32_t from, int32_t to,
                        ent_err *err);
int ent_relate_net_add(ent_relate_net *b, const ent_event *e, uint32_t n, ent_err *err);
ent_network *ent_relate_net_close(ent_relate_net *b, const ent_relater *r, bool measure);
/* A network from lines a<TAB>b<TAB>sign. ENT_EFORMAT names the line. */
int ent_relate_network_read(ent_network **out, const char *data, size_t len, ent_err *err);

/* The partners of one state (or set), those with most events first. *out lives in its own arena. */
int ent_relate_partners(ent_partner_list *out, const ent_relater *r, const ent_event *events,
                        uint32_t count, const char *one, int32_t from, int32_t to, ent_err *err);

/* Every pair of states by period. *list lives in its own arena; it is ready once closed. */
typedef struct ent_relate_dyads ent_relate_dyads;
void ent_relate_dyads_open(ent_relate_dyads **out, ent_dyad_list *list, ent_period_unit by,
                           bool directed, int32_t from, int32_t to);
int ent_relate_dyads_add(ent_relate_dyads *b, const ent_event *e, uint32_t n, uint32_t accounts,
                         ent_err *err);
void ent_relate_dyads_close(ent_relate_dyads *b);

#endif
