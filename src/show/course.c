/* course.c: the course of a relation as text that fits a terminal.
 *
 * In: a series. Out: a head with sparklines, a line an event (date as precise as it is known, what
 * happened, who says so, how many voices, disputes), phases, turning points with what the evidence
 * offers for them; undated events and acts that were not done, apart. Colour only where asked. */
#include "show_int.h"

#include <math.h>

#define MANY 400u /* events from which only the weightiest of each phase are listed */
#define WEIGHTY ENT_SHOW_WEIGHTY /* so many of them */
#define DATE_COLUMN 12

typedef struct page {
    ent_buf *b;
    const ent_series *s;
    const ent_show_options *o;
    int width;
} page;

static void colour(page *p, const char *code)
{
    if (p->o->colour) {
        ent_buf_printf(p->b, "\033[%sm", code);
    }
}

static void heading(page *p, const char *text)
{
    ent_buf_char(p->b, '\n');
    colour(p, "1");
    ent_buf_str(p->b, text);
    colour(p, "0");
    ent_buf_char(p->b, '\n');
}

/* -- sparklines ----------------------------------------------------------------------------- */

static void spark(page *p, const char *name, const double *v, uint32_t n, double top)
{
    static const char *const bars[] = {"\xE2\x96\x81", "\xE2\x96\x82", "\xE2\x96\x83",
                                       "\xE2\x96\x84", "\xE2\x96\x85", "\xE2\x96\x86",
                                       "\xE2\x96\x87", "\xE2\x96\x88"};
    static const char *const plain[] = {".", ":", "-", "=", "+", "*", "%", "#"};
    ent_buf_printf(p->b, "%-*s", DATE_COLUMN, name);
    for (uint32_t i = 0; i < n; i++) {
        int step = v[i] > 0 && top > 0 ? (int)(v[i] / top * 7.999) : -1;
        ent_buf_str(p->b, step < 0 ? " " : p->o->ascii ? plain[step] : bars[step]);
    }
    ent_buf_char(p->b, '\n');
}

static void sparklines(page *p)
{
    const ent_series *s = p->s;
    uint32_t room = (uint32_t)(p->width - DATE_COLUMN), n = s->period_count;
    if (n < 2) {
        return;
    }
    uint32_t each = (n + room - 1) / room, bins = (n + each - 1) / each;
    double *up = ent_calloc(bins, sizeof *up), *down = ent_calloc(bins, sizeof *down), top = 0;
    for (uint32_t i = 0; i < n; i++) {
        up[i / each] += s->periods[i].positive;
        down[i / each] += s->periods[i].negative;
    }
    for (uint32_t i = 0; i < bins; i++) { /* logarithms: a war would flatten everything else */
        up[i] = log1p(up[i]);
        down[i] = log1p(down[i]);
        top = fmax(top, fmax(up[i], down[i]));
    }
    colour(p, "34");
    spark(p, "cooperation", up, bins, top);
    colour(p, "33");
    spark(p, "conflict", down, bins, top);
    colour(p, "0");
    char from[24], to[24];
    ent_period_label(s->periods[0].from, s->by, from);
    ent_period_label(s->periods[n - 1].from, s->by, to);
    int gap = (int)bins - (int)strlen(from) - (int)strlen(to);
    ent_buf_printf(p->b, "%*s%s%*s%s\n", DATE_COLUMN, "", from, gap > 1 ? gap : 1, "", to);
    if (each > 1) {
        ent_buf_printf(p->b, "%*s(a column: %u %ss)\n", DATE_COLUMN, "", each,
                       ent_unit_name(s->by));
    }
    free(up);
    free(down);
}

/* -- events --------------------------------------------------------------------------------- */

static void sentences(page *p, const ent_event *e)
{
    for (uint32_t i = 0; i < e->account_count && i < 20; i++) {
        const ent_account *a = ent_series_account(p->s, e->accounts[i]);
        if (!a || !a->evidence) {
            continue;
        }
        ent_buf line = {0};
        const char *open = p->o->ascii ? "\"" : "\xE2\x80\x9C";
        const char *close = p->o->ascii ? "\"" : "\xE2\x80\x9D";
        ent_buf_printf(&line, "%s%s%s %s", open, a->evidence, close, a->doc ? a->doc : "");
        if (a->sentence) {
            ent_buf_printf(&line, ":%u", a->sentence);
        }
        ent_buf_printf(&line, " [%s]", a->id);
        ent_buf_printf(p->b, "%*s", DATE_COLUMN + 2, "");
        colour(p, "2");
        ent_show_wrap(p->b, line.data, DATE_COLUMN + 2, DATE_COLUMN + 2, p->width);
        colour(p, "0");
        ent_buf_free(&line);
    }
}

static void event(page *p, const ent_event *e, bool status)
{
    ent_buf date = {0}, line = {0}, voices = {0};
    ent_phrase_date(&date, &e->date);
    int w = ent_show_columns(date.data, date.len);
    if (status) {
        ent_buf_printf(&line, "%s: ", ent_status_name(e->status));
    }
    ent_phrase_event(&line, p->s->phrases, e);
    ent_show_voices(&voices, p->s, e);
    if (voices.len) {
        ent_buf_printf(&line, p->o->ascii ? " -- %s" : " \xE2\x80\x94 %s", voices.data);
    }
    if (e->voices > 1) {
        ent_buf_printf(&line, " (%u voices)", e->voices);
    }
    if (e->dispute_count) {
        ent_buf_str(&line, " [disputed]");
    }
    ent_buf_str(p->b, date.data);
    if (w < DATE_COLUMN) {
        ent_buf_printf(p->b, "%*s", DATE_COLUMN - w, "");
    } else { /* a span: its line for itself */
        ent_buf_printf(p->b, "\n%*s", DATE_COLUMN, "");
    }
    colour(p, e->quad >= 3 ? "33" : e->quad >= 1 ? "34" : "0");
    ent_show_wrap(p->b, line.data, DATE_COLUMN, DATE_COLUMN, p->width);
    colour(p, "0");
    for (uint32_t i = 0; i < e->dispute_count; i++) {
        ent_buf dispute = {0};
        ent_show_dispute(&dispute, p->s->phrases, e, &e->disputes[i], 4);
        ent_buf_printf(p->b, "%*s", DATE_COLUMN + 2, "");
        ent_show_wrap(p->b, dispute.data, DATE_COLUMN + 2, DATE_COLUMN + 4, p->width);
        ent_buf_free(&dispute);
    }
    if (p->o->evidence) {
        sentences(p, e);
    }
    ent_buf_free(&voices);
    ent_buf_free(&date);
    ent_buf_free(&line);
}

/* Lists the weightiest events [a, b) in their order, one of a month: the same deed is told most
 * where it is told of most. */
static void weightiest(page *p, uint32_t a, uint32_t b)
{
    uint32_t chosen[WEIGHTY], n = 0;
    for (uint32_t i = a; i < b; i++) {
        const ent_event *const *e = p->s->events;
        double weight = ent_event_weight(e[i]);
        int32_t month = ent_slice_month(e[i]->date.start, e[i]->date.end);
        uint32_t least = 0, rival = n;
        for (uint32_t k = 0; k < n; k++) {
            const ent_event *o = e[chosen[k]];
            bool same = ent_slice_month(o->date.start, o->date.end) == month;
            rival = same && month != ENT_SLICE_NONE ? k : rival;
            least = ent_event_weight(o) <= ent_event_weight(e[chosen[least]]) ? k : least;
        }
        if (rival == n && n < WEIGHTY) {
            chosen[n++] = i;
            continue;
        }
        least = rival < n ? rival : least;
        if (weight > ent_event_weight(e[chosen[least]])) {
            memmove(&chosen[least], &chosen[least + 1], (n - least - 1) * sizeof *chosen);
            chosen[n - 1] = i;
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        event(p, p->s->events[chosen[i]], false);
    }
}

static void events(page *p)
{
    const ent_series *s = p->s;
    char note[120];
    if (s->total <= MANY) {
        heading(p, s->total ? "What happened" : "No dated event");
        for (uint32_t i = 0; i < s->event_count; i++) {
            event(p, s->events[i], false);
        }
        return;
    }
    snprintf(note, sizeof note, "What happened (%u events; the weightiest of each phase)",
             s->total);
    heading(p, note);
    uint32_t at = 0;
    for (uint32_t i = 0; i < s->phase_count; i++) {
        uint32_t end = at;
        while (end < s->event_count &&
               (i + 1 == s->phase_count || s->events[end]->date.start <= s->phases[i].to)) {
            end++;
        }
        weightiest(p, at, end);
        at = end;
    }
}

/* -- phases and turns ----------------------------------------------------------------------- */

static void phases(page *p)
{
    const ent_series *s = p->s;
    if (s->phase_count == 0) {
        return;
    }
    heading(p, "Phases");
    ent_buf_printf(p->b, "%-*s%-10s    %-10s %7s %6s %6s  sure   mean\n", DATE_COLUMN, "", "from",
                   "to", "acts", "coop", "conf");
    for (uint32_t i = 0; i < s->phase_count; i++) {
        const ent_phase *f = &s->phases[i];
        ent_buf from = {0}, to = {0};
        ent_show_phase_dates(s, i, &from, &to);
        ent_buf_printf(p->b, "%-*s%-10s to %-10s ", DATE_COLUMN, f->name, from.data, to.data);
        ent_buf_free(&from);
        ent_buf_free(&to);
        if (f->n == 0) {
            ent_buf_printf(p->b, "%7u\n", f->n);
            continue;
        }
        ent_buf mean = {0};
        ent_show_value(&mean, s, f->mean);
        ent_buf_printf(p->b, "%7u %6u %6u  %.2f %6s\n", f->n, f->coop, f->conf, f->sure, mean.data);
        ent_buf_free(&mean);
        if (f->named) {
            ent_buf_printf(p->b, "%*s", DATE_COLUMN, "");
            ent_show_wrap(p->b, f->named, DATE_COLUMN, DATE_COLUMN, p->width);
        }
    }
    ent_buf note = {0};
    ent_buf_str(&note, "(coop, conf: cooperative and conflictive acts; ");
    ent_show_measure(&note, s, s->phases[0].by_acts);
    ent_buf_str(&note, "; beneath: what the name rests on)");
    ent_show_wrap(p->b, note.data, 0, 1, p->width);
    ent_buf_free(&note);
}

static void turns(page *p, bool claimed)
{
    bool any = false;
    for (uint32_t i = 0; i < p->s->turn_count; i++) {
        if (p->s->turns[i].claimed != claimed) {
            continue;
        }
        if (!any) {
            heading(p,
                    claimed ? "Turning points" : "Changes of state, not claimed as turning points");
        }
        any = true;
        ent_buf line = {0};
        ent_show_turn(&line, p->s, &p->s->turns[i]);
        ent_show_wrap(p->b, line.data, 0, 2, p->width);
        if (claimed || p->o->evidence) {
            ent_show_reasons(p->b, &p->s->turns[i], 2, p->width, p->o->evidence);
        }
        ent_buf_free(&line);
    }
}

static void list(page *p, const char *title, const ent_event *const *e, uint32_t n, bool status)
{
    if (n == 0) {
        return;
    }
    heading(p, title);
    for (uint32_t i = 0; i < n && i < MANY; i++) {
        event(p, e[i], status);
    }
    if (n > MANY) {
        ent_buf_printf(p->b, "and %u more\n", n - MANY);
    }
}

/* The signs of our own that are not ASCII, and foreign letters where nothing can be done. */
static void to_ascii(ent_buf *b, size_t from)
{
    static const struct {
        uint32_t cp;
        const char *plain;
    } signs[] = {{0x2013, "-"},  {0x2014, "--"}, {0x2018, "'"},  {0x2019, "'"},
                 {0x201C, "\""}, {0x201D, "\""}, {0x2026, "..."}};
    ent_buf out = {0};
    for (size_t i = from; i < b->len;) {
        uint32_t cp;
        size_t len = ent_utf8_next(b->data + i, b->len - i, &cp);
        const char *plain = "?";
        for (size_t k = 0; k < ENT_COUNT(signs); k++) {
            plain = signs[k].cp == cp ? signs[k].plain : plain;
        }
        if (cp < 0x80) {
            ent_buf_char(&out, (char)cp);
        } else {
            ent_buf_str(&out, plain);
        }
        i += len;
    }
    b->len = from;
    ent_buf_add(b, out.data ? out.data : "", out.len);
    ent_buf_free(&out);
}

void ent_show_series_table(ent_buf *b, const ent_series *s, const ent_show_options *o)
{
    page p = {b, s, o, o->width >= 40 ? o->width : 80};
    size_t from = b->len;
    ent_buf title = {0};
    ent_show_title(&title, s);
    ent_buf_printf(&title, " (%s by %s)", s->measure, ent_unit_name(s->by));
    colour(&p, "1");
    ent_show_wrap(b, title.data, 0, 0, p.width);
    colour(&p, "0");
    ent_buf_free(&title);
    sparklines(&p);
    events(&p);
    phases(&p);
    turns(&p, true);
    turns(&p, false);
    list(&p, "Undated", s->undated, s->undated_count, false);
    list(&p, "Planned, possible, denied: not counted", s->apart, s->apart_count, true);
    if (s->note) {
        ent_buf_char(b, '\n');
        ent_show_wrap(b, s->note, 0, 0, p.width);
    }
    if (o->ascii) {
        to_ascii(b, from);
    }
}
