/* course.c: the course of a relation as text that fits a terminal. */
#include "show_int.h"

#include <math.h>

static void event_line(ent_buf *b, const ent_series *s, const ent_event *e)
{
    ent_buf date = {0}, what = {0};
    ent_phrase_date(&date, &e->date);
    ent_phrase_event(&what, s->phrases, e);
    ent_buf_printf(b, "%-10s  %s%s\n", date.data, what.data, e->dispute_count ? " (disputed)" : "");
    ent_buf_free(&date);
    ent_buf_free(&what);
}

void ent_show_series_table(ent_buf *b, const ent_series *s, const ent_show_options *o)
{
    (void)o;
    char from[24], to[24];
    ent_buf_printf(b, "%s and %s\n\n", s->one_name, s->other_name ? s->other_name : "all others");
    for (uint32_t i = 0; i < s->event_count; i++) {
        event_line(b, s, s->events[i]);
    }
    ent_buf_char(b, '\n');
    for (uint32_t i = 0; i < s->phase_count; i++) {
        const ent_phase *f = &s->phases[i];
        ent_buf_printf(b, "%s  %s to %s  (%u events)\n", f->name,
                       ent_period_label(f->from, s->by, from), ent_period_label(f->to, s->by, to),
                       f->n);
    }
    if (s->note) {
        ent_buf_printf(b, "\n%s\n", s->note);
    }
}
