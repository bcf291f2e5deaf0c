/* picture.c: the course of a relation as a picture.
 *
 * From top to bottom: title; labels of the weightiest cooperative acts; phases as bands over the
 * panel, in which cooperation rises and conflict falls from the middle line (logarithm of one plus
 * the weights of a period); labels of the weightiest acts of conflict; lanes for acts dated less
 * precisely than a period, for disputed dates with every position, and for third states; the axis
 * of time; the line of sources. Labels are placed greedily, the weightiest first, and left out
 * where there is no room. Nothing is drawn between periods: silence stays empty. */
#include "picture.h"

#include <math.h>

#define LEAST_HEIGHT 360 /* unless asked for */
#define LEAST_PANEL 16   /* the same, in lines of text */
#define FOOT 0.85        /* size of the line of sources */
#define MOST_BOXES 400u  /* words on the panel */

double ent_show_picture_x(const ent_frame *f, int32_t day)
{
    double share = ((double)day - f->from) / ((double)f->to - f->from + 1);
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    return f->left + share * (f->right - f->left);
}

int32_t ent_show_picture_end(const ent_date *d)
{
    return d->end == ENT_DAY_NONE || d->end < d->start ? d->start : d->end;
}

/* -- the panel ------------------------------------------------------------------------------ */

/* How much of the panel the bars of a phase leave free, above cooperation or below conflict. */
static double free_above(const ent_frame *f, const ent_phase *p, bool good)
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

static bool is_silent(const ent_phase *p)
{
    return p->name && strcmp(p->name, "silent") == 0;
}

static bool is_war(const ent_phase *p)
{
    return p->name && strcmp(p->name, "at war") == 0;
}

static void extent_of(const ent_frame *f, uint32_t i, double *a, double *b)
{
    const ent_series *s = f->s;
    bool last = i + 1 == s->phase_count;
    *a = ent_show_picture_x(f, ent_show_phase_day(s, i));
    *b = ent_show_picture_x(f, last ? s->phases[i].to + 1 : ent_show_phase_day(s, i + 1));
}

/* Silence is white paper, war the darkest; phases between alternate. */
static void bands(const ent_frame *f)
{
    bool odd = false;
    for (uint32_t i = 0; i < f->s->phase_count; i++) {
        const ent_phase *p = &f->s->phases[i];
        double a, b;
        extent_of(f, i, &a, &b);
        odd = odd != !is_silent(p);
        ent_pen_rect(f->pen, a, f->top, b - a, f->bottom - f->top,
                     is_silent(p) ? 0xFFFFFF
                     : is_war(p)  ? 0xCFCFCF
                     : odd        ? 0xF3F3F3
                                  : 0xE8E8E8,
                     1);
    }
}

/* -- what has been written on the panel ----------------------------------------------------- */

typedef struct boxes {
    double at[MOST_BOXES][4]; /* left, top, right, bottom */
    uint32_t n;
} boxes;

static bool is_free(const boxes *t, double a, double top, double b, double bottom)
{
    for (uint32_t i = 0; i < t->n; i++) {
        const double *o = t->at[i];
        if (a < o[2] && b > o[0] && top < o[3] && bottom > o[1]) {
            return false;
        }
    }
    return t->n < MOST_BOXES;
}

static void take(boxes *t, double a, double top, double b, double bottom)
{
    if (t->n < MOST_BOXES) {
        double *o = t->at[t->n++];
        o[0] = a;
        o[1] = top;
        o[2] = b;
        o[3] = bottom;
    }
}

/* A name across its band, where it is wide enough. */
static bool name_across(const ent_frame *f, uint32_t i, boxes *taken)
{
    const ent_phase *p = &f->s->phases[i];
    double a, b, size = f->font, w = ent_pen_text_width(p->name, size, !is_silent(p));
    extent_of(f, i, &a, &b);
    double middle = (a + b) / 2, y = f->top + size + 3;
    if (w > b - a - 6 || !is_free(taken, middle - w / 2, f->top, middle + w / 2, y + 3)) {
        return false;
    }
    ent_pen_text(f->pen, middle, y, p->name, size, !is_silent(p), ENT_CENTRE,
                 is_silent(p) ? ENT_GREY : ENT_INK, 0);
    take(taken, middle - w / 2, f->top, middle + w / 2, y + 3);
    return true;
}

/* A narrow band carries its name upright, where the bars leave most room; it may be narrower than
 * its name. */
static void name_upright(const ent_frame *f, uint32_t i, boxes *taken)
{
    const ent_phase *p = &f->s->phases[i];
    char fit[96];
    double a, b, size = f->font * 0.9, half = size * 0.6;
    extent_of(f, i, &a, &b);
    ent_pen_fit(fit, sizeof fit, p->name, (f->middle - f->top) - 6, size, true);
    double w = ent_pen_text_width(fit, size, true), middle = (a + b) / 2;
    middle = fmin(fmax(middle, f->left + half), f->right - half);
    bool low = free_above(f, p, false) > free_above(f, p, true);
    for (int k = 0; k < 2; k++, low = !low) {
        double top = low ? f->bottom - 5 - w : f->top + 3, bottom = top + w + 2;
        if (!is_free(taken, middle - half - 1, top, middle + half + 1, bottom)) {
            continue;
        }
        if (b - a < 2 * half || free_above(f, p, !low) < w) {
            ent_pen_rect(f->pen, middle - half, top, 2 * half, bottom - top, 0xFFFFFF, 0.8);
        }
        ent_pen_text(f->pen, middle + size * 0.35, bottom - 1, fit, size, true, ENT_LEFT, ENT_INK,
                     -90);
        take(taken, middle - half - 1, top, middle + half + 1, bottom);
        return;
    }
}

/* Names of the phases, those of wars first: across where they fit, then upright, the narrowest
 * bands last. */
static void names(const ent_frame *f, boxes *taken)
{
    uint32_t n = f->s->phase_count;
    bool *named = ent_calloc((size_t)n + 1, sizeof *named);
    for (int war = 1; war >= 0; war--) {
        for (uint32_t i = 0; i < n; i++) {
            const ent_phase *p = &f->s->phases[i];
            bool now = p->name && is_war(p) == (war == 1);
            named[i] |= !p->name || (now && name_across(f, i, taken));
        }
        for (double least = f->font * 1.1; least > -1; least = least > 3   ? least / 2
                                                               : least > 0 ? 0
                                                                           : -1) {
            for (uint32_t i = 0; i < n; i++) {
                double a, b;
                const ent_phase *p = &f->s->phases[i];
                extent_of(f, i, &a, &b);
                if (!named[i] && !is_silent(p) && is_war(p) == (war == 1) && b - a >= least - 1) {
                    name_upright(f, i, taken);
                    named[i] = true;
                }
            }
        }
    }
    free(named);
}

static void areas(const ent_frame *f)
{
    const ent_series *s = f->s;
    for (uint32_t i = 0; i < s->period_count; i++) {
        const ent_period *p = &s->periods[i];
        double a = ent_show_picture_x(f, p->from), b = ent_show_picture_x(f, p->to + 1),
               gap = b - a > 6 ? 1 : 0;
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

static void value_axis(const ent_frame *f)
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
    const char *up = "cooperation, sum of weights", *down = "conflict, sum of weights";
    if (ent_pen_text_width(up, f->font, false) > room) {
        up = "cooperation";
        down = "conflict";
    }
    double size = f->font * fmin(1, room / ent_pen_text_width(up, f->font, false));
    ent_pen_text(f->pen, x, (f->top + f->middle) / 2, up, size, false, ENT_CENTRE, ENT_BLUE, -90);
    ent_pen_text(f->pen, x, (f->bottom + f->middle) / 2, down, size, false, ENT_CENTRE,
                 ENT_VERMILION, -90);
}

/* The date of a turn, in one of two rows at the foot of the panel; once, where several have it. */
static void turn_date(const ent_frame *f, double x, const char *when, boxes *taken)
{
    double size = f->font * 0.9, half = ent_pen_text_width(when, size, true) / 2 + 2;
    double at = fmin(fmax(x, f->left + half), f->right - half);
    for (int row = 0; row < 2; row++) {
        double y = f->bottom - 6 - row * size * 1.3;
        if (is_free(taken, at - half, y - size, at + half, y + size * 0.25)) {
            ent_pen_rect(f->pen, at - half, y - size, 2 * half, size * 1.25, 0xFFFFFF, 0.8);
            ent_pen_text(f->pen, at, y, when, size, true, ENT_CENTRE, ENT_INK, 0);
            take(taken, at - half, y - size, at + half, y + size * 0.25);
            return;
        }
    }
}

/* Turning points: a dashed line, a mark on the edge, its interval as a bar, its date beneath. */
static void turns(const ent_frame *f, boxes *taken)
{
    char when[24], last[24] = "";
    for (uint32_t i = 0; i < f->s->turn_count; i++) {
        const ent_turn *t = &f->s->turns[i];
        double x = ent_show_picture_x(f, ent_show_turn_day(f->s, t)), m = f->font * 0.45;
        if (!t->claimed) {
            ent_pen_line(f->pen, x, f->top, x, f->bottom, ENT_GREY, 0.8, 2);
            continue;
        }
        ent_pen_line(f->pen, x, f->top, x, f->bottom, ENT_INK, 1.4, 5);
        double mark[6] = {x - m, f->top - m * 1.6, x + m, f->top - m * 1.6, x, f->top};
        ent_pen_polygon(f->pen, mark, 3, ENT_INK, 1);
        ent_period_label(t->day, t->by, when);
        if (strcmp(when, last) != 0) {
            turn_date(f, x, when, taken);
        }
        memcpy(last, when, sizeof last);
    }
    for (uint32_t i = 0; i < f->s->turn_count; i++) {
        const ent_turn *t = &f->s->turns[i];
        double a = ent_show_picture_x(f, t->from), b = ent_show_picture_x(f, t->to + 1);
        double y = f->bottom - (i % 2 ? 4.5 : 1.5); /* neighbours may lie over each other */
        if (t->claimed) {
            ent_pen_line(f->pen, a, y, b, y, ENT_INK, 2, 0);
        }
    }
}

/* -- time ----------------------------------------------------------------------------------- */

static void time_axis(const ent_frame *f, double y)
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
    ent_period_unit unit = step >= 12 ? ENT_BY_YEAR : ENT_BY_MONTH;
    double base = y + 5 + f->font, free_from = 2;
    char last[24] = "";
    ent_pen_text(f->pen, f->left - (room - 12) / 2 - 4, base, ent_unit_name(unit), f->font * 0.9,
                 false, ENT_RIGHT, ENT_GREY, 0);
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
        ent_period_label(d, unit, text);
        memcpy(last, text, sizeof last);
        double x = ent_show_picture_x(f, d), half = ent_pen_text_width(text, f->font, false) / 2;
        ent_pen_line(f->pen, x, y, x, y + 4, ENT_INK, 1, 0);
        if (x + half < f->w - 2 && x - half > f->left - half - 3) {
            ent_pen_text(f->pen, x, base, text, f->font, false, ENT_CENTRE, ENT_INK, 0);
            free_from = x + half + f->font * 0.6;
        }
    }
    char end[24]; /* where the axis ends, if the last mark is far */
    ent_period_label(f->to, unit, end);
    double w = ent_pen_text_width(end, f->font, false);
    if (f->right - w > free_from && strcmp(end, last) != 0) {
        ent_pen_line(f->pen, f->right, y, f->right, y + 4, ENT_INK, 1, 0);
        ent_pen_text(f->pen, f->right, base, end, f->font, false, ENT_RIGHT, ENT_INK, 0);
    }
}

/* -- words around it ------------------------------------------------------------------------ */

static void margin(const ent_frame *f, const ent_show_source *list, uint32_t n)
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

/* What is to be seen, in words. Returns how many lines they take. */
static uint32_t explain(const ent_frame *f, bool draw)
{
    const ent_series *s = f->s;
    ent_buf b = {0};
    ent_buf_printf(
        &b, "Weights of acts by %s (Goldstein scale, logarithmic). Bands: phases, the darkest war.",
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
    if (ent_show_picture_lanes_shown(f)) {
        ent_buf_printf(&b, " Third states: full with %s, hollow with %s.", s->one_name,
                       s->other_name ? s->other_name : "others");
    }
    uint32_t n =
        ent_pen_lines(draw ? f->pen : NULL, b.data, 10, f->font * 3.3, f->w - 20, f->font * 0.95);
    ent_buf_free(&b);
    return n;
}

static const char *foot_of(const ent_series *s, uint32_t sources, uint32_t accounts, ent_arena *a)
{
    return ent_arena_printf(a,
                            "entente %s, tables %s. %u event%s, %u account%s, %u document%s; %u "
                            "undated and %u not asserted are left out.",
                            ENT_VERSION_STRING, s->tables ? s->tables : "unknown", s->event_count,
                            s->event_count == 1 ? "" : "s", accounts, accounts == 1 ? "" : "s",
                            sources, sources == 1 ? "" : "s", s->undated_count, s->apart_count);
}

static void words(const ent_frame *f)
{
    char fit[300];
    ent_buf title = {0};
    ent_show_title(&title, f->s);
    ent_pen_fit(fit, sizeof fit, title.data, f->w - 20, f->font * 1.6, true);
    ent_pen_text(f->pen, 10, f->font * 2, fit, f->font * 1.6, true, ENT_LEFT, ENT_INK, 0);
    ent_buf_free(&title);
    explain(f, true);
    ent_pen_foot(f->pen, f->foot, f->w, f->h, f->font * FOOT);
}

/* -- the whole ------------------------------------------------------------------------------ */

static void set_days(ent_frame *f)
{
    const ent_series *s = f->s;
    if (s->period_count) {
        f->from = s->periods[0].from;
        f->to = s->periods[s->period_count - 1].to;
        return;
    }
    f->from = f->to = s->event_count ? s->events[0]->date.start : 0;
    for (uint32_t i = 0; i < s->event_count; i++) {
        f->to = ent_show_picture_end(&s->events[i]->date) > f->to
                    ? ent_show_picture_end(&s->events[i]->date)
                    : f->to;
    }
}

static void lay_out(ent_frame *f, bool has_sources)
{
    double scale = fmin(f->w / 1000, f->h / 620);
    f->font = 11 * (scale < 0.85 ? 0.85 : scale > 2.5 ? 2.5 : scale);
    double margin = ent_show_picture_lanes_margin(f) + 12;
    f->left = fmin(fmax(f->font * 7.5, margin), fmin(f->font * 14, f->w * 0.28));
    f->right = f->w - (has_sources && f->w >= 700 ? f->font * 15 : f->font * 1.5);
    f->rows = f->h / f->font < 34 ? 2 : f->h / f->font < 48 ? 3 : 5;
    f->rows = f->s->event_count == 0 ? 0 : f->rows;
    f->above = ent_show_picture_label_rows(f, true);
    f->below = ent_show_picture_label_rows(f, false);
    f->top = f->font * (3.8 + 1.2 * explain(f, false) + 1.35 * f->above);
    f->bottom = f->h - f->font * (4.7 + 1.35 * f->below) - ent_show_picture_lanes_height(f);
    f->bottom -= f->font * FOOT * 1.26 *
                 (ent_pen_lines(NULL, f->foot, 10, 0, f->w - 20, f->font * FOOT) - 1);
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
    ent_frame f = {.s = s, .w = o->px_width > 0 ? o->px_width : 1000};
    f.h = o->px_height > 0 ? o->px_height : round(fmax(f.w * 0.62, LEAST_HEIGHT));
    if (f.w < 200 || f.h < 150 || f.w > 20000 || f.h > 20000) {
        return ent_fail(err, ENT_EUSAGE, "",
                        "a picture is 200 to 20000 pixels wide, 150 to 20000 high");
    }
    ent_show_title(&title, s);
    uint32_t sources, accounts;
    ent_show_source *list = ent_show_sources(s, &sources, &accounts, &scratch);
    set_days(&f);
    f.foot = foot_of(s, sources, accounts, &scratch);
    lay_out(&f, sources > 0);
    if (!(o->px_height > 0) && f.bottom - f.top < f.font * LEAST_PANEL && s->event_count) {
        f.h = ceil(f.h + f.font * LEAST_PANEL - (f.bottom - f.top)); /* lanes and labels are many */
        lay_out(&f, sources > 0);
    }
    f.pen = ent_pen_new(format, f.w, f.h, title.data);
    ent_buf_free(&title);
    words(&f);
    if (s->event_count) {
        bands(&f);
        areas(&f);
        value_axis(&f);
        ent_show_picture_labels(&f, true);
        ent_show_picture_labels(&f, false);
        boxes taken = {0};
        turns(&f, &taken);
        names(&f, &taken);
        double y = f.bottom + f.font * (1.35 * f.below + 0.5);
        time_axis(&f, ent_show_picture_lanes(&f, y));
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
