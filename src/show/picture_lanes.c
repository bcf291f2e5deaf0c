/* picture_lanes.c: lanes under the panel of a course: acts dated less precisely than a period,
 * disputed dates with every position, acts of third states with either side. */
#include "picture.h"

#include <math.h>

#define MAX_ROWS 6u
#define MAX_SPANS 60u
#define MOST_LANES 4u /* of vague dates, of disputed ones */

static void lane_name(const ent_frame *f, double y, const char *name)
{
    char fit[64];
    ent_pen_fit(fit, sizeof fit, name, f->left - 10, f->font * 0.85, false);
    ent_pen_text(f->pen, f->left - 6, y, fit, f->font * 0.85, false, ENT_RIGHT, ENT_GREY, 0);
}

static double bar(const ent_frame *f, double y, const ent_date *d, uint32_t colour, bool hollow)
{
    double a = ent_show_picture_x(f, d->start),
           b = ent_show_picture_x(f, ent_show_picture_end(d) + 1), h = f->font * 0.5;
    b = b - a < 3 ? a + 3 : b;
    ent_pen_rect(f->pen, a, y - h, b - a, h, colour, 1);
    if (hollow && b - a > 4) {
        ent_pen_rect(f->pen, a + 1, y - h + 1, b - a - 2, h - 2, 0xFFFFFF, 1);
    }
    return (a + b) / 2;
}

/* Acts dated to a longer stretch than a period, packed into rows. Returns the height used. */
static double spans(const ent_frame *f, double y, uint32_t max_rows, bool draw)
{
    double end[MAX_ROWS] = {0}, row_height = f->font * 0.8;
    uint32_t rows = 0, shown = 0, left_out = 0;
    for (uint32_t i = 0; i < f->s->event_count; i++) {
        const ent_event *e = f->s->events[i];
        int32_t from = ent_period_start(e->date.start, f->s->by);
        if (ent_show_picture_end(&e->date) < ent_period_next(from, f->s->by) ||
            (int64_t)ent_show_picture_end(&e->date) - e->date.start <
                ent_period_next(from, f->s->by) - from) {
            continue;
        }
        double a = ent_show_picture_x(f, e->date.start);
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
        end[row] = ent_show_picture_x(f, ent_show_picture_end(&e->date) + 1);
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
static double disputes(const ent_frame *f, double y, uint32_t max_rows)
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
static uint32_t shown_in(const ent_frame *f, const ent_lane *l)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < l->count; k++) {
        const ent_event *e = l->events[k];
        n += e->date.start >= f->from && e->date.start <= f->to && !isnan(e->goldstein);
    }
    return n;
}

uint32_t ent_show_picture_lanes_shown(const ent_frame *f)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->s->lane_count; i++) {
        n += shown_in(f, &f->s->lanes[i]) > 0;
    }
    return n;
}

static double thirds(const ent_frame *f, double y)
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
            double x = ent_show_picture_x(f, e->date.start);
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

double ent_show_picture_lanes_margin(const ent_frame *f)
{
    double most = 0;
    for (uint32_t i = 0; i < f->s->lane_count; i++) {
        if (shown_in(f, &f->s->lanes[i])) {
            double w = ent_pen_text_width(f->s->lanes[i].name, f->font * 0.85, false);
            most = w > most ? w : most;
        }
    }
    return most;
}

double ent_show_picture_lanes_height(const ent_frame *f)
{
    uint32_t disputed = 0;
    for (uint32_t i = 0; i < f->s->event_count; i++) {
        for (uint32_t k = 0; k < f->s->events[i]->dispute_count; k++) {
            disputed += f->s->events[i]->disputes[k].about == ENT_DISPUTE_DATE;
        }
    }
    disputed = disputed > MOST_LANES ? MOST_LANES : disputed;
    uint32_t lanes = ent_show_picture_lanes_shown(f);
    double h = lanes ? f->font * (1.5 * lanes + 0.3) : 0;
    h += disputed ? f->font * (0.9 * disputed + 0.5) : 0;
    return h + spans(f, 0, MOST_LANES, false);
}

double ent_show_picture_lanes(const ent_frame *f, double y)
{
    y += spans(f, y, MOST_LANES, true);
    y += disputes(f, y, MOST_LANES);
    return y + thirds(f, y);
}
