/* time.h: time expressions, and the days that they mean. */
#ifndef ENT_TIME_H
#define ENT_TIME_H

#include "base/table.h"
#include "model/doc.h"

typedef struct ent_time ent_time; /* immutable; may be shared by threads */

int ent_time_open(ent_time **out, const ent_tables *t, ent_err *err);
void ent_time_close(ent_time *t);

/* Fills timexes and anchors; decides d->genre where it is unknown. Reads tokens and blocks. */
void ent_time_doc(const ent_time *t, ent_doc *d);

/* Prints the layer: a JSON line an expression, as spec/account-record.md says. */
void ent_time_json(ent_buf *b, const ent_doc *d);

#endif
