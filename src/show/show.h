/* show.h: the door out: series, networks and rankings as terminal text, pictures, pages, tables. */
#ifndef ENT_SHOW_H
#define ENT_SHOW_H

#include "model/doc.h"
#include "model/series.h"

typedef struct ent_show_options {
    int width; /* columns of the terminal; 0: 80 */
    bool colour;
    bool ascii;                 /* no Unicode drawing characters */
    bool evidence;              /* the sentence behind every step */
    double px_width, px_height; /* pictures; 0: default */
} ent_show_options;

/* format: "table", "jsonl", "tsv", "svg", "png", "pdf", "html". ENT_EUSAGE for another. options may
 * be NULL. */
int ent_show_series(ent_buf *b, const ent_series *s, const char *format,
                    const ent_show_options *options, ent_err *err);

/* Lists: format "table" (a line each), "full" (with sentences; an event with its disputes and those
 * of `accounts` that are its own), "tsv", "csv". phrases (may be NULL) give the words. */
int ent_show_accounts(ent_buf *b, const ent_account *accounts, uint32_t count, const char *format,
                      const ent_phrases *phrases, ent_err *err);
int ent_show_events(ent_buf *b, const ent_event *events, uint32_t count,
                    const ent_account *accounts, uint32_t account_count, const char *format,
                    const ent_phrases *phrases, ent_err *err);
/* What explains the turn at or nearest to a day, in sentences with references; says so where
 * nothing does. */
void ent_show_why(ent_buf *b, const ent_series *s, int32_t day);

/* format: "jsonl", "table", "graphml", "svg", "png", "pdf". */
int ent_show_network(ent_buf *b, const ent_network *n, const char *format,
                     const ent_show_options *options, ent_err *err);
/* format: "jsonl", "tsv", "table", "svg", "png", "pdf". */
int ent_show_partners(ent_buf *b, const ent_partner_list *l, const char *format,
                      const ent_show_options *options, ent_err *err);

/* format: "tsv", "jsonl". */
int ent_show_dyads(ent_buf *b, const ent_dyad_list *l, const char *format,
                   const ent_phrases *phrases, ent_err *err);

#endif
