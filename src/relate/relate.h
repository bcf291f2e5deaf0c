/* relate.h: dyads through time: series, phases, turning points, reasons, balance. */
#ifndef ENT_RELATE_H
#define ENT_RELATE_H

#include "base/table.h"
#include "model/series.h"

typedef struct ent_relater ent_relater; /* immutable; may be shared by threads */

typedef struct ent_relate_options {
    const char *one, *other; /* state or actor codes; other NULL: one against all */
    bool directed;
    ent_period_unit by;
    const char *measure; /* NULL: "goldstein" */
    int32_t from, to;    /* ENT_DAY_NONE: open */
} ent_relate_options;

int ent_relate_open(ent_relater **out, const ent_tables *t, ent_err *err);
void ent_relate_close(ent_relater *r);

/* events: of the dyad and, for reasons, of any other pair (third parties); accounts: the evidence.
 */
int ent_relate_series(ent_series **out, const ent_relater *r, const ent_event *events,
                      uint32_t event_count, const ent_account *accounts, uint32_t account_count,
                      const ent_relate_options *options, ent_err *err);

/* Balance of a signed network given as lines a<TAB>b<TAB>sign: one JSON object and a newline. */
int ent_relate_balance(ent_buf *b, const char *data, size_t len, ent_err *err);

#endif
