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

bool ent_relate_measure_known(const char *measure);

/* events: of the dyad and, for reasons, of any other pair (third parties); accounts: the evidence.
 * Both are borrowed by *out and must outlive it, as must r. */
int ent_relate_series(ent_series **out, const ent_relater *r, const ent_event *events,
                      uint32_t event_count, const ent_account *accounts, uint32_t account_count,
                      const ent_relate_options *options, ent_err *err);

/* Balance of a signed network given as lines a<TAB>b<TAB>sign: one JSON object and a newline. */
int ent_relate_balance(ent_buf *b, const char *data, size_t len, ent_err *err);

#endif
