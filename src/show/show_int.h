/* show_int.h: what the files of show share. */
#ifndef ENT_SHOW_INT_H
#define ENT_SHOW_INT_H

#include "show.h"

/* -- text.c -- */

void ent_show_escape(ent_buf *b, const char *s); /* for XML and HTML */

/* -- records.c ------------------------------------------------------------------------------ */
void ent_show_series_jsonl(ent_buf *b, const ent_series *s);
void ent_show_series_tsv(ent_buf *b, const ent_series *s);

/* -- course.c ------------------------------------------------------------------------------- */
void ent_show_series_table(ent_buf *b, const ent_series *s, const ent_show_options *o);

#endif
