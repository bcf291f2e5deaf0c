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
    bool plain; /* no phases, turning points or reasons */
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

/* The signed network of states in a period (bounds ENT_DAY_NONE: open), with its balance. among:
 * the states, joined by "+"; NULL: all. */
int ent_relate_network(ent_network **out, const ent_relater *r, const ent_event *events,
                       uint32_t count, const char *among, int32_t from, int32_t to, ent_err *err);
/* The same from lines a<TAB>b<TAB>sign. ENT_EFORMAT names the line. */
int ent_relate_network_read(ent_network **out, const char *data, size_t len, ent_err *err);

/* The partners of one state (or set), those with most events first. *out lives in its own arena. */
int ent_relate_partners(ent_partner_list *out, const ent_relater *r, const ent_event *events,
                        uint32_t count, const char *one, int32_t from, int32_t to, ent_err *err);

/* Every pair of states by period. *out lives in its own arena. */
int ent_relate_dyads(ent_dyad_list *out, const ent_event *events, uint32_t count,
                     ent_period_unit by, bool directed, int32_t from, int32_t to, ent_err *err);

#endif
