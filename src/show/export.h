/* export.h: accounts and events in the formats of others. Codes stay text, what is unknown stays
 * empty, days are never made up: what a format cannot hold is left out and counted. */
#ifndef ENT_SHOW_EXPORT_H
#define ENT_SHOW_EXPORT_H

#include "base/table.h"
#include "model/series.h"

typedef struct ent_export ent_export;

typedef struct ent_export_options {
    const char *format; /* see ent_export_formats() */
    bool directed;      /* dyad, graphml: a to b apart from b to a */
    ent_period_unit by; /* dyad */
    bool zeros;         /* dyad: periods without an event too, between a dyad's first and last */
    bool no_header;     /* formats with a header row */
    bool accounts;      /* rows will be accounts: which header stands where there is none */
    bool all_statuses;  /* formats that cannot tell planned or denied from done: write all */
} ent_export_options;

typedef struct ent_export_count {
    uint64_t written; /* rows */
    uint64_t left;    /* accounts or events that the format cannot hold */
} ent_export_count;

typedef struct ent_export_format {
    const char *name, *title;
} ent_export_format;
const ent_export_format *ent_export_formats(size_t *count);

/* Output is appended to a buffer that the caller may empty between calls. */
int ent_export_open(ent_export **out, const ent_tables *t, const ent_export_options *o,
                    ent_err *err);
int ent_export_account(ent_export *x, ent_buf *b, const ent_account *one, ent_err *err);
/* accounts: those that the event's ids name, in any order (others do no harm); may be NULL. */
int ent_export_event(ent_export *x, ent_buf *b, const ent_event *one, const ent_account *accounts,
                     uint32_t count, ent_err *err);
/* So many events of one kind in one period, of formats that gather (dyad, graphml). A period
 * without days is left out where the format asks for one. */
int ent_export_tally(ent_export *x, ent_buf *b, const ent_tally *t, ent_err *err);
/* Whether the format gathers, and by which shortest period sums will do: days where none will. */
bool ent_export_gathers(const ent_export *x, ent_period_unit *by);
/* Writes what stands at the end (dyad and graphml: everything). */
int ent_export_end(ent_export *x, ent_buf *b, ent_err *err);
ent_export_count ent_export_counts(const ent_export *x);
void ent_export_close(ent_export *x);

#endif
