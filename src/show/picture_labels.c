/* picture_labels.c: the heaviest acts of a course, in words, above and below its panel.
 *
 * In: a frame. Out: labels in rows, each with a line to its day. They are placed greedily, the
 * weightiest of every stretch of time first, and left out where there is no room; none is cut that
 * fits in the codes of its states. */
#include "picture.h"

#include <math.h>

#define STRETCHES 16u /* of time, each with ... */
#define EACH 4u       /* labels that may be tried */
#define MAX_LABELS (STRETCHES * EACH)
#define MAX_ROWS 6u

typedef struct label {
    const ent_event *event;
    double weight;
} label;

static int heavier(const void *x, const void *y)
{
    const label *a = x, *b = y;
    if (a->weight > b->weight || a->weight < b->weight) {
        return a->weight > b->weight ? -1 : 1;
    }
    return strcmp(a->event->id ? a->event->id : "", b->event->id ? b->event->id : "");
}

static double weight_of(const ent_event *e)
{
    return (fabs(e->goldstein) + 0.1) * (1 + 0.5 * log((double)e->account_count + 1));
}

/* The heaviest events of one sign, some of every stretch of the time, or a war would have all. */
static uint32_t choose(const ent_frame *f, bool good, label *out)
{
    label best[STRETCHES][EACH];
    uint32_t count[STRETCHES] = {0}, n = 0;
    for (uint32_t i = 0; i < f->s->event_count; i++) {
        const ent_event *e = f->s->events[i];
        if (isnan(e->goldstein) || (e->goldstein >= 0) != good || e->date.start < f->from ||
            e->date.start > f->to || ent_show_picture_end(&e->date) - e->date.start > 366) {
            continue;
        }
        uint32_t k = (uint32_t)(((int64_t)e->date.start - f->from) * STRETCHES /
                                ((int64_t)f->to - f->from + 1));
        label l = {e, weight_of(e)};
        if (count[k] == EACH && heavier(&l, &best[k][EACH - 1]) >= 0) {
            continue;
        }
        uint32_t at = count[k] < EACH ? count[k]++ : EACH - 1;
        for (; at > 0 && heavier(&l, &best[k][at - 1]) < 0; at--) {
            best[k][at] = best[k][at - 1];
        }
        best[k][at] = l;
    }
    for (uint32_t r = 0; r < EACH; r++) { /* the first of every stretch, then the second */
        uint32_t first = n;
        for (uint32_t k = 0; k < STRETCHES; k++) {
            if (r < count[k]) {
                out[n++] = best[k][r];
            }
        }
        if (n > first) {
            qsort(out + first, n - first, sizeof *out, heavier);
        }
    }
    return n;
}

/* The state alone: roles and names are in the table and the report. Or its code, which is shorter.
 */
static ent_actor_ref bare_actor(const ent_actor_ref *who, bool code)
{
    ent_actor_ref bare = *who;
    bare.role = NULL;
    bare.name = who->state ? NULL : who->name;
    if (code && who->state) {
        bare = (ent_actor_ref){.name = who->state};
    }
    return bare;
}

#define FORMS 3 /* of a label */

/* "1960-09-28 Cuba recognises China diplomatically"; form 1: with the codes of the states, 2:
 * without the word on disputes too, and cut where it is wider than `width`. False where it is too
 * wide. */
static bool label_text(const ent_frame *f, const ent_event *e, int form, char *out, size_t size,
                       double width)
{
    double font = f->font * 0.9;
    ent_buf b = {0};
    ent_event bare = *e;
    bare.source = bare_actor(&e->source, form > 0);
    bare.target = bare_actor(&e->target, form > 0);
    ent_phrase_date(&b, &e->date);
    ent_buf_char(&b, ' ');
    ent_phrase_event(&b, f->s->phrases, &bare);
    ent_buf_str(&b, e->dispute_count && form < 2 ? " (disputed)" : "");
    ent_pen_fit(out, size, b.data, width, font, false);
    bool whole = strlen(b.data) < size && ent_pen_text_width(b.data, font, false) <= width;
    ent_buf_free(&b);
    return whole || form == FORMS - 1;
}

typedef struct placed {
    const ent_event *event;
    double x, from, to, start; /* its line; with it; where its text begins */
    double weight;
    uint32_t row; /* ENT_NONE: left out */
    bool over;    /* its line ends at the text, not beside it */
    char text[200];
} placed;

/* Whether a label [a, b) with its line at x has room in a row: no other is there, and no line
 * crosses a label. Lines run from the panel through the nearer rows. */
static bool has_room(const placed *p, uint32_t n, uint32_t row, double a, double b, double x)
{
    for (uint32_t k = 0; k < n; k++) {
        bool hit = p[k].row == row  ? a - 6 < p[k].to && b + 6 > p[k].from
                   : p[k].row < row ? x > p[k].from - 2 && x < p[k].to + 2
                                    : p[k].x > a - 2 && p[k].x < b + 2;
        if (p[k].row != ENT_NONE && hit) {
            return false;
        }
    }
    return true;
}

/* Where the line of a label stands in it, as a share of its width: outside, left or right of it; or
 * within it. */
#define LEFT_OF -1
#define RIGHT_OF 2

/* Tries label i in a row; `least` is what its best place so far costs. */
static void try_place(const ent_frame *f, placed *p, uint32_t i, uint32_t n, uint32_t row,
                      double at, double *least)
{
    double w = ent_pen_text_width(p[i].text, f->font * 0.9, false), x = p[i].x;
    double start = at < 0 ? x + 3 : at > 1 ? x - w - 3 : x - w * at;
    double a = fmin(start, x - 1), b = fmax(start + w, x + 1), cost = 0;
    if (a < 4 || b > f->w - 4 || !has_room(p, i, row, a, b, x)) {
        return;
    }
    for (uint32_t k = i + 1; k < n; k++) {
        bool under = p[k].x > a - 2 && p[k].x < b + 2;
        cost += under ? p[k].weight * (f->rows - 1 - row) : 0;
    }
    if (cost < *least) {
        *least = cost;
        p[i].row = row;
        p[i].from = a;
        p[i].to = b;
        p[i].start = start;
        p[i].over = at >= 0 && at <= 1;
    }
}

/* Finds a place for label i, right or left of its line, else over it: that which stands least in
 * the way of the lighter ones, whose lines could not pass it to rows farther out. */
static void find_place(const ent_frame *f, placed *p, uint32_t i, uint32_t n)
{
    double least = INFINITY;
    for (uint32_t row = 0; row < f->rows; row++) {
        try_place(f, p, i, n, row, LEFT_OF, &least);
        try_place(f, p, i, n, row, RIGHT_OF, &least);
    }
    for (uint32_t row = 0; row < f->rows && isinf(least); row++) {
        for (double at = 0.1; at < 1; at += 0.2) {
            try_place(f, p, i, n, row, at, &least);
        }
    }
}

/* Rows of labels above (good) or below; row 0 is nearest to the panel. Returns how many labels are
 * tried; how many rows they take to *rows. */
static uint32_t place_labels(const ent_frame *f, bool good, placed *p, uint32_t *rows)
{
    label list[MAX_LABELS];
    uint32_t n = choose(f, good, list), used[MAX_ROWS] = {0};
    double width = fmin(f->w - 20, fmax((f->w - 20) / (n > 8   ? 3.4
                                                       : n > 4 ? 2.6
                                                               : 1.6),
                                        f->font * 27));
    for (uint32_t i = 0; i < n; i++) {
        const ent_date *d = &list[i].event->date;
        p[i] = (placed){.event = list[i].event, .weight = list[i].weight, .row = ENT_NONE};
        p[i].x =
            ent_show_picture_x(f, (int32_t)(((int64_t)d->start + ent_show_picture_end(d)) / 2));
    }
    for (uint32_t i = 0; i < n; i++) {
        for (int form = 0; form < FORMS && p[i].row == ENT_NONE; form++) {
            if (label_text(f, p[i].event, form, p[i].text, sizeof p[i].text, width)) {
                find_place(f, p, i, n);
            }
        }
        used[p[i].row != ENT_NONE ? p[i].row : 0] |= p[i].row != ENT_NONE;
    }
    for (uint32_t row = 0, next = 0; row < MAX_ROWS; row++) { /* rows without a label close up */
        for (uint32_t i = 0; i < n; i++) {
            p[i].row = p[i].row == row ? next : p[i].row;
        }
        next += used[row];
        *rows = next;
    }
    return n;
}

uint32_t ent_show_picture_label_rows(const ent_frame *f, bool good)
{
    placed p[MAX_LABELS];
    uint32_t rows = 0;
    place_labels(f, good, p, &rows);
    return rows;
}

void ent_show_picture_labels(const ent_frame *f, bool good)
{
    placed p[MAX_LABELS];
    uint32_t rows, n = place_labels(f, good, p, &rows);
    double size = f->font * 0.9, row_height = f->font * 1.35;
    for (uint32_t i = 0; i < n; i++) {
        if (p[i].row == ENT_NONE) {
            continue;
        }
        double y = good ? f->top - f->font * 1.2 - p[i].row * row_height
                        : f->bottom + row_height * (p[i].row + 1);
        double high = y - size * 0.7, low = y + 2; /* of the text; the line ends beside or at it */
        ent_pen_line(f->pen, p[i].x, good != p[i].over ? high : low, p[i].x,
                     good ? f->top : f->bottom, 0xAAAAAA, 0.7, 0);
        ent_pen_text(f->pen, p[i].start, y, p[i].text, size, false, ENT_LEFT, ENT_INK, 0);
    }
}
