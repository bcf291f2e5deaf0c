/* picture.c: the course of a relation as a picture.
 *
 * From top to bottom: title; labels of the weightiest cooperative acts; phases as bands over the
 * panel, in which cooperation rises and conflict falls from the middle line (logarithm of one plus
 * the weights of a period); labels of the weightiest acts of conflict; lanes for acts dated less
 * precisely than a period, for disputed dates with every position, and for third states; the axis
 * of time; the line of sources. Labels are placed greedily, the weightiest first, and left out
 * where there is no room. Nothing is drawn between periods: silence stays empty. */
#include "pen.h"
#include "show_int.h"

#include <math.h>

#define STRETCHES 16u /* of time, each with ... */
#define EACH 4u       /* labels that may be tried */
#define MAX_LABELS (STRETCHES * EACH)
#define MAX_ROWS 6u
#define MAX_SPANS 60u

typedef struct frame {
    ent_pen *pen;
    const ent_series *s;
    double w, h, font;          /* the picture; size of the ordinary text */
    double left, right;         /* of the panel */
    double top, middle, bottom; /* of the panel */
    double scale;               /* pixels for one unit of the logarithm */
    uint32_t rows;              /* of labels above and below, at most */
    uint32_t above, below;      /* rows in use */
    int32_t from, to;           /* days */
} frame;

static double x_of(const frame *f, int32_t day)
{
    double share = ((double)day - f->from) / ((double)f->to - f->from + 1);
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    return f->left + share * (f->right - f->left);
}

static int32_t end_of(const ent_date *d)
{
    return d->end == ENT_DAY_NONE || d->end < d->start ? d->start : d->end;
}

/* -- the panel ------------------------------------------------------------------------------ */

/* How much of the panel the bars of a phase leave free, above cooperation or below conflict. */
static double free_above(const frame *f, const ent_phase *p, bool good)
{
    double most = 0;
    for (uint32_t i = 0; i < f->s->period_count; i++) {
        const ent_period *q = &f->s->periods[i];
        if (q->from <= p->to && q->to >= p->from) {
            most = fmax(most, good ? q->cooperation : q->conflict);
        }
    }
    return f->middle - f->top - most * f->scale;
}

/* Silence is white paper, war the darkest; phases between alternate. */
static void bands(const frame *f)
{
    char fit[96], text[96];
    bool odd = false;
    for (uint32_t i = 0; i < f->s->phase_count; i++) {
        const ent_phase *p = &f->s->phases[i];
        double a = x_of(f, p->from), b = x_of(f, p->to + 1);
        snprintf(text, sizeof text, "%s", p->name ? p->name : "");
        bool silent = strcmp(text, "silent") == 0, war = strcmp(text, "at war") == 0;
        uint32_t ink = silent ? ENT_GREY : ENT_INK;
        odd = odd != !silent;
        ent_pen_rect(f->pen, a, f->top, b - a, f->bottom - f->top,
                     silent ? 0xFFFFFF
                     : war  ? 0xD4D4D4
                     : odd  ? 0xF3F3F3
                            : 0xE8E8E8,
                     1);
        double size = f->font, room = b - a - 6;
        if (ent_pen_text_width(text, size, !silent) <= room) {
            ent_pen_text(f->pen, (a + b) / 2, f->top + size + 3, text, size, !silent, ENT_CENTRE,
                         ink, 0);
        } else if (b - a >= size + 2) { /* a narrow band carries its name upright */
            ent_pen_fit(fit, sizeof fit, text, (f->middle - f->top) - 6, size * 0.9, true);
            double length = ent_pen_text_width(fit, size * 0.9, true);
            bool low = free_above(f, p, false) > free_above(f, p, true);
            ent_pen_text(f->pen, (a + b) / 2 + size * 0.35,
                         low ? f->bottom - 4 : f->top + 4 + length, fit, size * 0.9, true, ENT_LEFT,
                         ink, -90);
        }
    }
}

static void areas(const frame *f)
{
    const ent_series *s = f->s;
    for (uint32_t i = 0; i < s->period_count; i++) {
        const ent_period *p = &s->periods[i];
        double a = x_of(f, p->from), b = x_of(f, p->to + 1), gap = b - a > 6 ? 1 : 0;
        double w = b - a - gap > 1.2 ? b - a - gap : 1.2;
        double up = p->cooperation * f->scale, down = p->conflict * f->scale;
        if (up > 0) {
            ent_pen_rect(f->pen, a, f->middle - up, w, up, ENT_BLUE, 1);
        }
        if (down > 0) {
            ent_pen_rect(f->pen, a, f->middle, w, down, ENT_VERMILION, 1);
        }
    }
    ent_pen_line(f->pen, f->left, f->middle, f->right, f->middle, ENT_INK, 1, 0);
}

static void value_axis(const frame *f)
{
    static const double marks[] = {1, 3, 10, 30, 100, 300, 1000, 3000, 10000, 100000, 1000000};
    double last = 0;
    char text[24];
    for (size_t i = 0; i < ENT_COUNT(marks); i++) {
        double y = log1p(marks[i]) * f->scale;
        if (y > f->middle - f->top - 2 || y - last < f->font * 1.3) {
            continue;
        }
        last = y;
        snprintf(text, sizeof text, "%.0f", marks[i]);
        for (int side = -1; side <= 1; side += 2) {
            double at = f->middle + side * y;
            ent_pen_line(f->pen, f->left - 4, at, f->left, at, ENT_GREY, 1, 0);
            ent_pen_text(f->pen, f->left - 6, at + f->font * 0.35, text, f->font * 0.9, false,
                         ENT_RIGHT, ENT_GREY, 0);
        }
    }
    ent_pen_text(f->pen, f->left - 6, f->middle + f->font * 0.35, "0", f->font * 0.9, false,
                 ENT_RIGHT, ENT_GREY, 0);
    double x = f->font * 1.3, room = (f->middle - f->top) * 0.95;
    double size = f->font * fmin(1, room / ent_pen_text_width("cooperation", f->font, false));
    ent_pen_text(f->pen, x, (f->top + f->middle) / 2, "cooperation", size, false, ENT_CENTRE,
                 ENT_BLUE, -90);
    ent_pen_text(f->pen, x, (f->bottom + f->middle) / 2, "conflict", size, false, ENT_CENTRE,
                 ENT_VERMILION, -90);
}

/* Turning points: a dashed line, a mark on the edge, its interval as a bar, its date beneath. */
static void turns(const frame *f)
{
    double busy[2] = {-1, -1}; /* where the last label of each row ends */
    char when[24];
    for (uint32_t i = 0; i < f->s->turn_count; i++) {
        const ent_turn *t = &f->s->turns[i];
        if (!t->claimed) {
            ent_pen_line(f->pen, x_of(f, t->day), f->top, x_of(f, t->day), f->bottom, ENT_GREY, 0.8,
                         2);
            continue;
        }
        double x = x_of(f, t->day), a = x_of(f, t->from), b = x_of(f, t->to + 1),
               m = f->font * 0.45;
        ent_pen_line(f->pen, x, f->top, x, f->bottom, ENT_INK, 1.4, 5);
        ent_pen_line(f->pen, a, f->bottom - 2, b, f->bottom - 2, ENT_INK, 3, 0);
        double mark[6] = {x - m, f->top - m * 1.6, x + m, f->top - m * 1.6, x, f->top};
        ent_pen_polygon(f->pen, mark, 3, ENT_INK, 1);
        ent_period_label(t->day, t->by, when);
        double size = f->font * 0.9, half = ent_pen_text_width(when, size, true) / 2;
        double at = x - half < f->left ? f->left + half : x + half > f->right ? f->right - half : x;
        for (int row = 0; row < 2; row++) {
            if (at - half > busy[row] + 4) {
                double y = f->bottom - 6 - row * size * 1.3;
                ent_pen_rect(f->pen, at - half - 2, y - size, 2 * half + 4, size * 1.25, 0xFFFFFF,
                             0.8);
                ent_pen_text(f->pen, at, y, when, size, true, ENT_CENTRE, ENT_INK, 0);
                busy[row] = at + half;
                break;
            }
        }
    }
}

/* -- labels of events ----------------------------------------------------------------------- */

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
static uint32_t choose(const frame *f, bool good, label *out)
{
    label best[STRETCHES][EACH];
    uint32_t count[STRETCHES] = {0}, n = 0;
    for (uint32_t i = 0; i < f->s->event_count; i++) {
        const ent_event *e = f->s->events[i];
        if (isnan(e->goldstein) || (e->goldstein >= 0) != good || e->date.start < f->from ||
            e->date.start > f->to || end_of(&e->date) - e->date.start > 366) {
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

/* "1960-09-28 Cuba recognises China diplomatically" */
static void label_text(const frame *f, const ent_event *e, char *out, size_t size, double width)
{
    ent_buf b = {0};
    ent_event bare = *e; /* states alone: roles and names are in the table and the report */
    bare.source.role = bare.target.role = NULL;
    bare.source.name = bare.source.state ? NULL : e->source.name;
    bare.target.name = bare.target.state ? NULL : e->target.name;
    ent_phrase_date(&b, &e->date);
    ent_buf_char(&b, ' ');
    ent_phrase_event(&b, f->s->phrases, &bare);
    ent_buf_str(&b, e->dispute_count ? " (disputed)" : "");
    ent_pen_fit(out, size, b.data, width, f->font * 0.9, false);
    ent_buf_free(&b);
}

typedef struct placed {
    const ent_event *event;
    double x, from, to, start; /* its line; with it; where its text begins */
    double weight;
    uint32_t row; /* ENT_NONE: left out */
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

/* Finds a place for label i, right or left of its line: that which stands least in the way of the
 * lighter ones, whose lines could not pass it to rows farther out. */
static void find_place(const frame *f, placed *p, uint32_t i, uint32_t n)
{
    double least = INFINITY, w = ent_pen_text_width(p[i].text, f->font * 0.9, false);
    for (uint32_t row = 0; row < f->rows; row++) {
        for (int side = 0; side < 2; side++) {
            double start = side ? p[i].x - w - 3 : p[i].x + 3;
            double a = fmin(start, p[i].x - 1), b = fmax(start + w, p[i].x + 1), cost = 0;
            if (a < 4 || b > f->w - 4 || !has_room(p, i, row, a, b, p[i].x)) {
                continue;
            }
            for (uint32_t k = i + 1; k < n; k++) {
                bool under = p[k].x > a - 2 && p[k].x < b + 2;
                cost += under ? p[k].weight * (f->rows - 1 - row) : 0;
            }
            if (cost < least) {
                least = cost;
                p[i].row = row;
                p[i].from = a;
                p[i].to = b;
                p[i].start = start;
            }
        }
    }
}

/* Rows of labels above (good) or below; row 0 is nearest to the panel. Returns how many labels are
 * tried; how many rows they take to *rows. */
static uint32_t place_labels(const frame *f, bool good, placed *p, uint32_t *rows)
{
    label list[MAX_LABELS];
    uint32_t n = choose(f, good, list), used[MAX_ROWS] = {0};
    double width = (f->w - 20) / (n > 8 ? 3.4 : 2.6);
    for (uint32_t i = 0; i < n; i++) {
        const ent_date *d = &list[i].event->date;
        p[i] = (placed){.event = list[i].event, .weight = list[i].weight, .row = ENT_NONE};
        p[i].x = x_of(f, (int32_t)(((int64_t)d->start + end_of(d)) / 2));
        label_text(f, list[i].event, p[i].text, sizeof p[i].text, width);
    }
    for (uint32_t i = 0; i < n; i++) {
        find_place(f, p, i, n);
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

static void labels(const frame *f, bool good)
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
        ent_pen_line(f->pen, p[i].x, good ? y - size * 0.7 : y + 2, p[i].x,
                     good ? f->top : f->bottom, 0xAAAAAA, 0.7, 0);
        ent_pen_text(f->pen, p[i].start, y, p[i].text, size, false, ENT_LEFT, ENT_INK, 0);
    }
}

/* -- time ----------------------------------------------------------------------------------- */

static void time_axis(const frame *f, double y)
{
    static const int months[] = {1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200};
    int year, month, day;
    ent_day_split(f->from, &year, &month, &day);
    double months_shown = ((double)f->to - f->from + 1) / 30.44, step = 1;
    double room = ent_pen_text_width("0000-00", f->font, false) + 12;
    size_t k = 0;
    while (k + 1 < ENT_COUNT(months) && (f->right - f->left) * months[k] / months_shown <
                                            (months[k] >= 12 ? room * 0.7 : room)) {
        k++;
    }
    step = months[k];
    int64_t at = (int64_t)year * 12 + month - 1;
    at = (at / (int64_t)step) * (int64_t)step;
    ent_pen_line(f->pen, f->left, y, f->right, y, ENT_INK, 1, 0);
    for (int i = 0; i < 400; i++, at += (int64_t)step) {
        int ty = (int)(at >= 0 ? at / 12 : (at - 11) / 12), tm = (int)(at - (int64_t)ty * 12) + 1;
        int32_t d = ent_day_ymd(ty, tm, 1);
        if (d < f->from) {
            continue;
        }
        if (d > f->to) {
            break;
        }
        char text[24];
        ent_period_label(d, step >= 12 ? ENT_BY_YEAR : ENT_BY_MONTH, text);
        double x = x_of(f, d), half = ent_pen_text_width(text, f->font, false) / 2;
        ent_pen_line(f->pen, x, y, x, y + 4, ENT_INK, 1, 0);
        if (x + half < f->w - 2 && x - half > 2) {
            ent_pen_text(f->pen, x, y + 5 + f->font, text, f->font, false, ENT_CENTRE, ENT_INK, 0);
        }
    }
}

/* -- lanes ---------------------------------------------------------------------------------- */

static void lane_name(const frame *f, double y, const char *name)
{
    char fit[64];
    ent_pen_fit(fit, sizeof fit, name, f->left - 10, f->font * 0.85, false);
    ent_pen_text(f->pen, f->left - 6, y, fit, f->font * 0.85, false, ENT_RIGHT, ENT_GREY, 0);
}

static double bar(const frame *f, double y, const ent_date *d, uint32_t colour, bool hollow)
{
    double a = x_of(f, d->start), b = x_of(f, end_of(d) + 1), h = f->font * 0.5;
    b = b - a < 3 ? a + 3 : b;
    ent_pen_rect(f->pen, a, y - h, b - a, h, colour, 1);
    if (hollow && b - a > 4) {
        ent_pen_rect(f->pen, a + 1, y - h + 1, b - a - 2, h - 2, 0xFFFFFF, 1);
    }
    return (a + b) / 2;
}

/* Acts dated to a longer stretch than a period, packed into rows. Returns the height used. */
static double spans(const frame *f, double y, uint32_t max_rows, bool draw)
{
    double end[MAX_ROWS] = {0}, row_height = f->font * 0.8;
    uint32_t rows = 0, shown = 0, left_out = 0;
    for (uint32_t i = 0; i < f->s->event_count; i++) {
        const ent_event *e = f->s->events[i];
        int32_t from = ent_period_start(e->date.start, f->s->by);
        if (end_of(&e->date) < ent_period_next(from, f->s->by) ||
            (int64_t)end_of(&e->date) - e->date.start < ent_period_next(from, f->s->by) - from) {
            continue;
        }
        double a = x_of(f, e->date.start);
        uint32_t row = 0;
        while (row < rows && a < end[row] + 2) {
            row++;
        }
        if (row == max_rows || shown == MAX_SPANS) {
            left_out++;
            continue;
        }
        rows = row == rows ? rows + 1 : rows;
        shown++;
        uint32_t colour = e->quad >= 3 ? ENT_VERMILION : ENT_BLUE;
        if (draw) {
            bar(f, y + row_height * (row + 1), &e->date, colour, true);
        }
        end[row] = x_of(f, end_of(&e->date) + 1);
    }
    if (rows == 0) {
        return 0;
    }
    char name[48];
    snprintf(name, sizeof name, left_out ? "vague (+%u)" : "vague dates", left_out);
    if (draw) {
        lane_name(f, y + row_height, name);
    }
    return row_height * rows + f->font * 0.5;
}

/* Disputed dates: every position, the best supported one full. Returns the height used. */
static double disputes(const frame *f, double y, uint32_t max_rows)
{
    uint32_t rows = 0;
    double row_height = f->font * 0.9;
    for (uint32_t i = 0; i < f->s->event_count && rows < max_rows; i++) {
        const ent_event *e = f->s->events[i];
        for (uint32_t k = 0; k < e->dispute_count && rows < max_rows; k++) {
            const ent_dispute *d = &e->disputes[k];
            if (d->about != ENT_DISPUTE_DATE) {
                continue;
            }
            double at = y + row_height * (rows + 1), last = 0;
            for (uint32_t j = 0; j < d->position_count; j++) {
                const ent_date *date = &d->positions[j].date;
                if (date->start == ENT_DAY_NONE) {
                    continue;
                }
                double x = bar(f, at, date, ENT_PURPLE, j > 0);
                if (last > 0) {
                    ent_pen_line(f->pen, last, at - f->font * 0.25, x, at - f->font * 0.25,
                                 ENT_PURPLE, 1, 2);
                }
                last = x;
            }
            rows++;
        }
    }
    if (rows == 0) {
        return 0;
    }
    lane_name(f, y + row_height, "disputed");
    return row_height * rows + f->font * 0.5;
}

/* Events of a third state that lie in the time that is shown. */
static uint32_t shown_in(const frame *f, const ent_lane *l)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < l->count; k++) {
        const ent_event *e = l->events[k];
        n += e->date.start >= f->from && e->date.start <= f->to && !isnan(e->goldstein);
    }
    return n;
}

static uint32_t lanes_shown(const frame *f)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->s->lane_count; i++) {
        n += shown_in(f, &f->s->lanes[i]) > 0;
    }
    return n;
}

static double thirds(const frame *f, double y)
{
    double row_height = f->font * 1.5, r = f->font * 0.3;
    uint32_t row = 0;
    for (uint32_t i = 0; i < f->s->lane_count; i++) {
        const ent_lane *l = &f->s->lanes[i];
        if (shown_in(f, l) == 0) {
            continue;
        }
        double at = y + row_height * (row++ + 0.6);
        lane_name(f, at + f->font * 0.3, l->name);
        ent_pen_line(f->pen, f->left, at, f->right, at, ENT_PALE, 1, 0);
        double last[2][2] = {{-99, -99}, {-99, -99}};
        for (uint32_t k = 0; k < l->count; k++) {
            const ent_event *e = l->events[k];
            if (e->date.start < f->from || e->date.start > f->to || isnan(e->goldstein)) {
                continue;
            }
            bool bad = e->goldstein < 0, one = l->with_one[k];
            double x = x_of(f, e->date.start);
            if (x - last[one][bad] < 1.5) { /* they would hide each other */
                continue;
            }
            last[one][bad] = x;
            ent_pen_circle(f->pen, x, bad ? at + r : at - r, r, bad ? ENT_VERMILION : ENT_BLUE,
                           !one);
        }
    }
    return row ? row_height * row + f->font * 0.3 : 0;
}

/* -- words around it ------------------------------------------------------------------------ */

static void margin(const frame *f, const ent_show_source *list, uint32_t n)
{
    double x = f->right + 12, y = f->top + f->font, room = f->w - x - 6;
    char text[160], fit[160];
    ent_pen_text(f->pen, x, y, n ? "Sources" : "", f->font, true, ENT_LEFT, ENT_INK, 0);
    for (uint32_t i = 0; i < n; i++) {
        y += f->font * 1.3;
        if (y > f->bottom - f->font) {
            snprintf(text, sizeof text, "and %u more", n - i);
            ent_pen_text(f->pen, x, y, text, f->font * 0.9, false, ENT_LEFT, ENT_GREY, 0);
            break;
        }
        snprintf(text, sizeof text, "%.100s", list[i].doc);
        ent_pen_fit(fit, sizeof fit, text, room - f->font * 2.2, f->font * 0.9, false);
        ent_pen_text(f->pen, x, y, fit, f->font * 0.9, false, ENT_LEFT, ENT_INK, 0);
        snprintf(text, sizeof text, "%u", list[i].n);
        ent_pen_text(f->pen, f->w - 8, y, text, f->font * 0.9, false, ENT_RIGHT, ENT_GREY, 0);
    }
}

/* Words in lines of the picture's width, three at most. Returns how many. */
static uint32_t lines_of(const frame *f, const char *text, double size, double y, bool draw)
{
    uint32_t n = 0;
    char line[400];
    for (const char *p = text; *p && n < 3; n++) {
        size_t end = 0, len = strlen(p);
        for (size_t i = 1; i <= len && i < sizeof line; i++) {
            if (i < len && p[i] != ' ') {
                continue;
            }
            snprintf(line, i + 1, "%s", p);
            if (end && ent_pen_text_width(line, size, false) > f->w - 20) {
                break;
            }
            end = i;
        }
        if (draw) {
            char fit[400];
            snprintf(line, end + 1, "%s", p);
            ent_pen_fit(fit, sizeof fit, line, f->w - 20, size, false);
            ent_pen_text(f->pen, 10, y + n * size * 1.26, fit, size, false, ENT_LEFT, ENT_GREY, 0);
        }
        p += end + (p[end] == ' ');
    }
    return n;
}

/* What is to be seen, in words. Returns how many lines they take. */
static uint32_t explain(const frame *f, bool draw)
{
    const ent_series *s = f->s;
    ent_buf b = {0};
    ent_buf_printf(&b, "Weights of acts by %s (Goldstein scale, logarithmic). Bands: phases.",
                   ent_unit_name(s->by));
    if (ent_show_turn_count(s, true)) {
        ent_buf_str(&b, " Dashed: turning points");
        if (strcmp(s->measure, "goldstein") != 0) {
            ent_buf_printf(&b, " of %s", s->measure);
        }
        ent_buf_str(&b, ", each with the time in which it lies.");
    }
    if (ent_show_turn_count(s, false)) {
        ent_buf_str(&b, " Dotted: changes that chance makes as well.");
    }
    if (lanes_shown(f)) {
        ent_buf_printf(&b, " Third states: full with %s, hollow with %s.", s->one_name,
                       s->other_name ? s->other_name : "others");
    }
    uint32_t n = lines_of(f, b.data, f->font * 0.95, f->font * 3.3, draw);
    ent_buf_free(&b);
    return n;
}

static void words(const frame *f, uint32_t sources, uint32_t accounts)
{
    char text[300], fit[300];
    ent_buf title = {0};
    ent_show_title(&title, f->s);
    ent_pen_fit(fit, sizeof fit, title.data, f->w - 20, f->font * 1.6, true);
    ent_pen_text(f->pen, 10, f->font * 2, fit, f->font * 1.6, true, ENT_LEFT, ENT_INK, 0);
    ent_buf_free(&title);
    explain(f, true);
    snprintf(
        text, sizeof text,
        "entente %s, tables %s. %u event%s, %u account%s, %u document%s; %u undated and %u not "
        "asserted are left out.",
        ENT_VERSION_STRING, f->s->tables ? f->s->tables : "unknown", f->s->event_count,
        f->s->event_count == 1 ? "" : "s", accounts, accounts == 1 ? "" : "s", sources,
        sources == 1 ? "" : "s", f->s->undated_count, f->s->apart_count);
    ent_pen_fit(fit, sizeof fit, text, f->w - 20, f->font * 0.85, false);
    ent_pen_text(f->pen, 10, f->h - 6, fit, f->font * 0.85, false, ENT_LEFT, ENT_GREY, 0);
}

/* -- the whole ------------------------------------------------------------------------------ */

static void set_days(frame *f)
{
    const ent_series *s = f->s;
    if (s->period_count) {
        f->from = s->periods[0].from;
        f->to = s->periods[s->period_count - 1].to;
        return;
    }
    f->from = f->to = s->event_count ? s->events[0]->date.start : 0;
    for (uint32_t i = 0; i < s->event_count; i++) {
        f->to = end_of(&s->events[i]->date) > f->to ? end_of(&s->events[i]->date) : f->to;
    }
}

/* What the lanes under the panel will take, at most. */
static double lanes_height(const frame *f)
{
    uint32_t disputed = 0;
    for (uint32_t i = 0; i < f->s->event_count; i++) {
        for (uint32_t k = 0; k < f->s->events[i]->dispute_count; k++) {
            disputed += f->s->events[i]->disputes[k].about == ENT_DISPUTE_DATE;
        }
    }
    disputed = disputed > 4 ? 4 : disputed;
    uint32_t lanes = lanes_shown(f);
    double h = lanes ? f->font * (1.5 * lanes + 0.3) : 0;
    h += disputed ? f->font * (0.9 * disputed + 0.5) : 0;
    return h + spans(f, 0, 4, false);
}

static void lay_out(frame *f, bool has_sources)
{
    double scale = fmin(f->w / 1000, f->h / 620);
    f->font = 11 * (scale < 0.85 ? 0.85 : scale > 2.5 ? 2.5 : scale);
    f->left = f->font * 7.5;
    f->right = f->w - (has_sources && f->w >= 700 ? f->font * 15 : f->font * 1.5);
    f->rows = f->h / f->font < 34 ? 2 : f->h / f->font < 48 ? 3 : 5;
    f->rows = f->s->event_count == 0 ? 0 : f->rows;
    placed p[MAX_LABELS];
    place_labels(f, true, p, &f->above);
    place_labels(f, false, p, &f->below);
    f->top = f->font * (3.8 + 1.2 * explain(f, false) + 1.35 * f->above);
    f->bottom = f->h - f->font * (4.7 + 1.35 * f->below) - lanes_height(f);
    f->bottom = f->bottom < f->top + f->font * 6 ? f->top + f->font * 6 : f->bottom;
    f->middle = (f->top + f->bottom) / 2;
    double most = log1p(1);
    for (uint32_t i = 0; i < f->s->period_count; i++) {
        most = fmax(most, fmax(f->s->periods[i].cooperation, f->s->periods[i].conflict));
    }
    f->scale = (f->middle - f->top - f->font * 1.6) / most;
}

int ent_show_series_picture(ent_buf *b, const ent_series *s, const char *format,
                            const ent_show_options *o, ent_err *err)
{
    ent_buf title = {0};
    ent_arena scratch = {0};
    frame f = {.s = s, .w = o->px_width > 0 ? o->px_width : 1000};
    f.h = o->px_height > 0 ? o->px_height : round(f.w * 0.62);
    if (f.w < 200 || f.h < 150 || f.w > 20000 || f.h > 20000) {
        return ent_fail(err, ENT_EUSAGE, "",
                        "a picture is 200 to 20000 pixels wide, 150 to 20000 high");
    }
    ent_show_title(&title, s);
    f.pen = ent_pen_new(format, f.w, f.h, title.data);
    ent_buf_free(&title);
    uint32_t sources, accounts;
    ent_show_source *list = ent_show_sources(s, &sources, &accounts, &scratch);
    set_days(&f);
    lay_out(&f, sources > 0);
    words(&f, sources, accounts);
    if (s->event_count) {
        bands(&f);
        areas(&f);
        value_axis(&f);
        labels(&f, true);
        labels(&f, false);
        turns(&f);
        double y = f.bottom + f.font * (1.35 * f.below + 0.5);
        y += spans(&f, y, 4, true);
        y += disputes(&f, y, 4);
        y += thirds(&f, y);
        time_axis(&f, y);
        if (f.right < f.w - f.font * 3) {
            margin(&f, list, sources);
        }
    } else {
        ent_pen_text(f.pen, f.w / 2, f.h / 2, s->note ? s->note : "No dated event.", f.font * 1.2,
                     false, ENT_CENTRE, ENT_INK, 0);
    }
    ent_arena_free(&scratch);
    return ent_pen_finish(f.pen, b, err);
}
