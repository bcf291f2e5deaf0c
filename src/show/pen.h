/* pen.h: one drawing, several papers: SVG by a writer of our own (real text, the same bytes
 * everywhere), PNG and PDF by cairo. Lengths are pixels; widths of text come from a table, so that
 * a layout is the same on every paper and machine. */
#ifndef ENT_SHOW_PEN_H
#define ENT_SHOW_PEN_H

#include "base/base.h"

typedef struct ent_pen ent_pen;

typedef enum ent_align { ENT_LEFT, ENT_CENTRE, ENT_RIGHT } ent_align;

/* format "svg", "inline" (SVG to stand in a page), "png" or "pdf"; NULL for another. */
ent_pen *ent_pen_new(const char *format, double width, double height, const char *title);
/* Writes the picture and frees the pen; ENT_EIO where cairo fails. */
int ent_pen_finish(ent_pen *p, ent_buf *b, ent_err *err);

/* Colours: 0xRRGGBB. alpha 0..1. */
void ent_pen_rect(ent_pen *p, double x, double y, double w, double h, uint32_t fill, double alpha);
/* dash 0: solid */
void ent_pen_line(ent_pen *p, double x1, double y1, double x2, double y2, uint32_t colour,
                  double width, double dash);
/* xy: n pairs */
void ent_pen_polygon(ent_pen *p, const double *xy, size_t n, uint32_t fill, double alpha);
/* hollow: an outline on white */
void ent_pen_circle(ent_pen *p, double x, double y, double r, uint32_t fill, bool hollow);
/* y is the baseline; angle 0 or -90 (upwards). */
void ent_pen_text(ent_pen *p, double x, double y, const char *text, double size, bool bold,
                  ent_align align, uint32_t colour, double angle);
double ent_pen_text_width(const char *text, double size, bool bold);
/* Copies text to out[size], cut with an ellipsis where it is wider than `width`. */
const char *ent_pen_fit(char *out, size_t size, const char *text, double width, double font,
                        bool bold);

/* Grey words in lines of this width, three at most; pen NULL: only counts them. Returns how many.
 */
uint32_t ent_pen_lines(ent_pen *p, const char *text, double x, double y, double width, double size);
/* The same along the foot of a picture of w by h. */
void ent_pen_foot(ent_pen *p, const char *text, double w, double h, double size);

/* Okabe and Ito's palette, told apart by colour-blind readers; lightness differs too. */
#define ENT_INK 0x222222u
#define ENT_GREY 0x777777u
#define ENT_PALE 0xDDDDDDu
#define ENT_BLUE 0x0072B2u
#define ENT_VERMILION 0xD55E00u
#define ENT_PURPLE 0xAA4499u

#endif
