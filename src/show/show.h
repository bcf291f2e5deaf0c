/* show.h: the door out: series, events and accounts as terminal text, pictures, pages, tables. */
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

/* format: "table", "jsonl", "tsv", "svg", "png", "pdf", "html". ENT_EUSAGE for another. */
int ent_show_series(ent_buf *b, const ent_series *s, const char *format,
                    const ent_show_options *options, ent_err *err);

#endif
