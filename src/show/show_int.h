/* show_int.h: what the files of show share. */
#ifndef ENT_SHOW_INT_H
#define ENT_SHOW_INT_H

#include "show.h"

/* -- text.c --------------------------------------------------------------------------------- */

void ent_show_escape(ent_buf *b, const char *s); /* for XML and HTML */
int ent_show_columns(const char *s, size_t n);   /* of a terminal */
/* Words of text from `column` on, later lines indented, and a newline; control characters gone. */
void ent_show_wrap(ent_buf *b, const char *text, int column, int indent, int width);
void ent_show_number(ent_buf *b, double v);
bool ent_show_signed(const ent_series *s); /* whether the measure can be below zero */
/* A value of the series' measure, with its sign. */
void ent_show_value(ent_buf *b, const ent_series *s, double v);
/* "mean goldstein of an act", "mean net of a year" */
void ent_show_measure(ent_buf *b, const ent_series *s, bool by_acts);
/* When phase i began and ended: by days of its acts where it shares a period with another. */
void ent_show_phase_dates(const ent_series *s, uint32_t i, ent_buf *from, ent_buf *to);
/* The day on which phase i begins, a turn is drawn; the same days. */
int32_t ent_show_phase_day(const ent_series *s, uint32_t i);
int32_t ent_show_turn_day(const ent_series *s, const ent_turn *t);
void ent_show_title(ent_buf *b, const ent_series *s); /* "Cuba and China, 1960-1967" */
/* Who says so: the voices of an event's accounts, two at most. */
void ent_show_voices(ent_buf *b, const ent_series *s, const ent_event *e);
/* So many positions, and how many more there are. */
void ent_show_dispute(ent_buf *b, const ent_phrases *p, const ent_event *e, const ent_dispute *d,
                      uint32_t most);
/* The first account from `from` on that has a sentence; NULL. */
const ent_account *ent_show_evidence(const ent_series *s, const ent_event *e, uint32_t from);

typedef struct ent_show_source {
    const char *doc;
    uint32_t n; /* accounts */
} ent_show_source;

/* Documents of the course's accounts, most accounts first; the array lives in `a`. */
ent_show_source *ent_show_sources(const ent_series *s, uint32_t *count, uint32_t *accounts,
                                  ent_arena *a);

/* -- records.c ------------------------------------------------------------------------------ */

void ent_show_series_jsonl(ent_buf *b, const ent_series *s);
void ent_show_series_tsv(ent_buf *b, const ent_series *s);

/* -- course.c ------------------------------------------------------------------------------- */

void ent_show_series_table(ent_buf *b, const ent_series *s, const ent_show_options *o);

/* -- why.c ---------------------------------------------------------------------------------- */

uint32_t ent_show_turn_count(const ent_series *s, bool claimed);
/* The reasons of one turn as wrapped lines. */
void ent_show_reasons(ent_buf *b, const ent_turn *t, int indent, int width, bool quotes);
/* "1964: from close to cool (p 0.005; between 1963-11 and 1964-05; ...)" without a newline */
void ent_show_turn(ent_buf *b, const ent_series *s, const ent_turn *t);

/* -- picture.c ------------------------------------------------------------------------------ */

/* format "svg", "inline" (SVG within a page), "png", "pdf" */
int ent_show_series_picture(ent_buf *b, const ent_series *s, const char *format,
                            const ent_show_options *o, ent_err *err);

/* -- html.c --------------------------------------------------------------------------------- */

int ent_show_series_html(ent_buf *b, const ent_series *s, const ent_show_options *o, ent_err *err);

/* -- map.c ---------------------------------------------------------------------------------- */

int ent_show_network_picture(ent_buf *b, const ent_network *n, const char *format,
                             const ent_show_options *o, ent_err *err);

#endif
