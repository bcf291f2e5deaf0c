/* pen.c: drawing on SVG text or on a cairo surface (see pen.h). */
#include "pen.h"

#include "show_int.h"

#include <cairo-pdf.h>
#include <cairo.h>
#include <math.h>

struct ent_pen {
    double width, height;
    ent_buf out;
    cairo_surface_t *surface; /* NULL: SVG */
    cairo_t *cairo;
    bool pdf;
};

static cairo_status_t collect(void *user, const unsigned char *data, unsigned int n)
{
    ent_buf_add(user, (const char *)data, n);
    return CAIRO_STATUS_SUCCESS;
}

ent_pen *ent_pen_new(const char *format, double width, double height, const char *title)
{
    ent_pen *p = ent_calloc(1, sizeof *p);
    p->width = width;
    p->height = height;
    if (strcmp(format, "svg") == 0 || strcmp(format, "inline") == 0) {
        ent_buf_printf(&p->out,
                       "<svg%s width=\"%.0f\" height=\"%.0f\" "
                       "viewBox=\"0 0 %.0f %.0f\" role=\"img\" "
                       "font-family=\"Helvetica, Arial, sans-serif\">\n<title>",
                       format[0] == 's' ? " xmlns=\"http://www.w3.org/2000/svg\"" : "", width,
                       height, width, height);
        ent_show_escape(&p->out, title);
        ent_buf_str(&p->out, "</title>\n");
        ent_pen_rect(p, 0, 0, width, height, 0xFFFFFF, 1);
        return p;
    }
    p->pdf = strcmp(format, "pdf") == 0;
    if (p->pdf) {
        p->surface = cairo_pdf_surface_create_for_stream(collect, &p->out, width, height);
        cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, title);
        /* the same input gives the same bytes: no clock */
        cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                       "2000-01-01T00:00:00Z");
    } else if (strcmp(format, "png") == 0) {
        p->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
    } else {
        free(p);
        return NULL;
    }
    p->cairo = cairo_create(p->surface);
    /* advances as the outlines have them: rounded to pixels, a line of text leaves its place */
    cairo_font_options_t *font = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(font, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(font, CAIRO_HINT_STYLE_SLIGHT);
    cairo_set_font_options(p->cairo, font);
    cairo_font_options_destroy(font);
    ent_pen_rect(p, 0, 0, width, height, 0xFFFFFF, 1);
    return p;
}

int ent_pen_finish(ent_pen *p, ent_buf *b, ent_err *err)
{
    cairo_status_t status = CAIRO_STATUS_SUCCESS;
    if (p->surface) {
        status = cairo_status(p->cairo);
        cairo_destroy(p->cairo);
        if (p->pdf) {
            cairo_surface_finish(p->surface);
        } else if (status == CAIRO_STATUS_SUCCESS) {
            status = cairo_surface_write_to_png_stream(p->surface, collect, &p->out);
        }
        cairo_status_t last = cairo_surface_status(p->surface);
        status = status == CAIRO_STATUS_SUCCESS ? last : status;
        cairo_surface_destroy(p->surface);
    } else {
        ent_buf_str(&p->out, "</svg>\n");
    }
    int rc = 0;
    if (status != CAIRO_STATUS_SUCCESS) {
        rc = ent_fail(err, ENT_EIO, "picture", "%s", cairo_status_to_string(status));
    } else {
        ent_buf_add(b, p->out.data, p->out.len);
    }
    ent_buf_free(&p->out);
    free(p);
    return rc;
}

/* -- marks ---------------------------------------------------------------------------------- */

static void ink(ent_pen *p, uint32_t c, double alpha)
{
    cairo_set_source_rgba(p->cairo, (double)(c >> 16 & 255) / 255, (double)(c >> 8 & 255) / 255,
                          (double)(c & 255) / 255, alpha);
}

/* A coordinate: one decimal, and no negative zero. */
static void put(ent_pen *p, const char *name, double v)
{
    double r = round(v * 10) / 10;
    ent_buf_printf(&p->out, r == floor(r) ? " %s=\"%.0f\"" : " %s=\"%.1f\"", name, r + 0.0);
}

static void put_fill(ent_pen *p, uint32_t c, double alpha)
{
    ent_buf_printf(&p->out, " fill=\"#%06X\"", c);
    if (alpha < 1) {
        ent_buf_printf(&p->out, " fill-opacity=\"%.2g\"", alpha);
    }
}

void ent_pen_rect(ent_pen *p, double x, double y, double w, double h, uint32_t fill, double alpha)
{
    if (p->cairo) {
        ink(p, fill, alpha);
        cairo_rectangle(p->cairo, x, y, w, h);
        cairo_fill(p->cairo);
        return;
    }
    ent_buf_str(&p->out, "<rect");
    put(p, "x", x);
    put(p, "y", y);
    put(p, "width", w);
    put(p, "height", h);
    put_fill(p, fill, alpha);
    ent_buf_str(&p->out, "/>\n");
}

void ent_pen_line(ent_pen *p, double x1, double y1, double x2, double y2, uint32_t colour,
                  double width, double dash)
{
    if (p->cairo) {
        ink(p, colour, 1);
        cairo_set_line_width(p->cairo, width);
        cairo_set_dash(p->cairo, &dash, dash > 0 ? 1 : 0, 0);
        cairo_move_to(p->cairo, x1, y1);
        cairo_line_to(p->cairo, x2, y2);
        cairo_stroke(p->cairo);
        return;
    }
    ent_buf_str(&p->out, "<line");
    put(p, "x1", x1);
    put(p, "y1", y1);
    put(p, "x2", x2);
    put(p, "y2", y2);
    ent_buf_printf(&p->out, " stroke=\"#%06X\"", colour);
    put(p, "stroke-width", width);
    if (dash > 0) {
        put(p, "stroke-dasharray", dash);
    }
    ent_buf_str(&p->out, "/>\n");
}

void ent_pen_polygon(ent_pen *p, const double *xy, size_t n, uint32_t fill, double alpha)
{
    if (n < 3) {
        return;
    }
    if (p->cairo) {
        ink(p, fill, alpha);
        cairo_move_to(p->cairo, xy[0], xy[1]);
        for (size_t i = 1; i < n; i++) {
            cairo_line_to(p->cairo, xy[2 * i], xy[2 * i + 1]);
        }
        cairo_close_path(p->cairo);
        cairo_fill(p->cairo);
        return;
    }
    ent_buf_str(&p->out, "<polygon points=\"");
    for (size_t i = 0; i < n; i++) {
        ent_buf_printf(&p->out, "%s%.1f,%.1f", i ? " " : "", xy[2 * i] + 0.0, xy[2 * i + 1] + 0.0);
    }
    ent_buf_char(&p->out, '"');
    put_fill(p, fill, alpha);
    ent_buf_str(&p->out, "/>\n");
}

void ent_pen_circle(ent_pen *p, double x, double y, double r, uint32_t fill, bool hollow)
{
    if (p->cairo) {
        cairo_new_path(p->cairo);
        cairo_arc(p->cairo, x, y, r, 0, 6.283185307179586);
        ink(p, hollow ? 0xFFFFFF : fill, 1);
        cairo_fill_preserve(p->cairo);
        ink(p, fill, 1);
        cairo_set_dash(p->cairo, NULL, 0, 0);
        cairo_set_line_width(p->cairo, 1.2);
        cairo_stroke(p->cairo);
        return;
    }
    ent_buf_str(&p->out, "<circle");
    put(p, "cx", x);
    put(p, "cy", y);
    put(p, "r", r);
    put_fill(p, hollow ? 0xFFFFFF : fill, 1);
    ent_buf_printf(&p->out, " stroke=\"#%06X\" stroke-width=\"1.2\"/>\n", fill);
}

/* -- text ----------------------------------------------------------------------------------- */

/* Widths of the ASCII characters from 32 on, in hundredths of the size: those of the usual
 * sans-serif faces, the wider where they differ. */
static const uint8_t widths[95] = {
    32, 40, 46, 80, 64, 95, 78, 28, 39,  39, 50, 80, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 80, 80, 80, 53, 100, 69, 69, 70, 77, 64, 58, 78, 76, 30, 50, 66, 56, 87, 75, 79,
    61, 79, 70, 64, 61, 74, 69, 98, 69,  62, 69, 39, 34, 39, 80, 50, 50, 61, 64, 55, 64, 62, 36, 64,
    64, 28, 28, 58, 28, 98, 64, 61, 64,  64, 42, 52, 40, 64, 59, 82, 59, 59, 53, 64, 34, 64, 80};

double ent_pen_text_width(const char *text, double size, bool bold)
{
    double w = 0;
    size_t n = strlen(text);
    for (size_t i = 0; i < n;) {
        uint32_t cp;
        i += ent_utf8_next(text + i, n - i, &cp);
        w += cp >= 32 && cp < 127 ? widths[cp - 32] : cp < 0x2E80 ? 64 : 100;
    }
    return w * size / 100 * (bold ? 1.1 : 1);
}

const char *ent_pen_fit(char *out, size_t size, const char *text, double width, double font,
                        bool bold)
{
    size_t n = strlen(text);
    if (n < size && ent_pen_text_width(text, font, bold) <= width) {
        memcpy(out, text, n + 1);
        return out;
    }
    size_t used = 0;
    double w = ent_pen_text_width("\xE2\x80\xA6", font, bold);
    for (size_t i = 0; i < n;) {
        uint32_t cp;
        size_t len = ent_utf8_next(text + i, n - i, &cp);
        char one[8] = {0};
        memcpy(one, text + i, len);
        w += ent_pen_text_width(one, font, bold);
        if (w > width || used + len + 4 > size) {
            break;
        }
        memcpy(out + used, one, len);
        used += len;
        i += len;
    }
    while (used && out[used - 1] == ' ') {
        used--;
    }
    memcpy(out + used, "\xE2\x80\xA6", 4);
    return out;
}

/* cairo refuses a text with one bad byte in it */
static char *clean(const char *text)
{
    ent_buf b = {0};
    size_t n = strlen(text);
    for (size_t i = 0; i < n;) {
        uint32_t cp;
        char out[4];
        i += ent_utf8_next(text + i, n - i, &cp);
        ent_buf_add(&b, out, ent_utf8_put(out, cp < 32 ? ' ' : cp));
    }
    ent_buf_add(&b, "", 0);
    return b.data;
}

void ent_pen_text(ent_pen *p, double x, double y, const char *raw, double size, bool bold,
                  ent_align align, uint32_t colour, double angle)
{
    static const char *const anchors[] = {"start", "middle", "end"};
    if (!p->cairo) {
        ent_buf_str(&p->out, "<text");
        put(p, "x", x);
        put(p, "y", y);
        put(p, "font-size", size);
        ent_buf_printf(&p->out, " fill=\"#%06X\"", colour);
        if (align != ENT_LEFT) {
            ent_buf_printf(&p->out, " text-anchor=\"%s\"", anchors[align]);
        }
        ent_buf_str(&p->out, bold ? " font-weight=\"bold\"" : "");
        if (angle < 0 || angle > 0) {
            ent_buf_printf(&p->out, " transform=\"rotate(%.0f %.1f %.1f)\"", angle, x, y);
        }
        ent_buf_char(&p->out, '>');
        ent_show_escape(&p->out, raw);
        ent_buf_str(&p->out, "</text>\n");
        return;
    }
    cairo_text_extents_t e;
    char *text = clean(raw);
    ink(p, colour, 1);
    cairo_select_font_face(p->cairo, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                           bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(p->cairo, size);
    cairo_text_extents(p->cairo, text, &e);
    /* a face wider than the table of widths is drawn narrower: the layout holds */
    double room = ent_pen_text_width(raw, size, bold);
    double narrow = e.x_advance > room && room > 0 ? room / e.x_advance : 1;
    double shift = align == ENT_CENTRE ? -e.x_advance / 2 : align == ENT_RIGHT ? -e.x_advance : 0;
    cairo_save(p->cairo);
    cairo_translate(p->cairo, x, y);
    cairo_rotate(p->cairo, angle * 3.141592653589793 / 180);
    cairo_scale(p->cairo, narrow, 1);
    cairo_move_to(p->cairo, shift, 0);
    cairo_show_text(p->cairo, text);
    cairo_restore(p->cairo);
    free(text);
}

uint32_t ent_pen_lines(ent_pen *p, const char *text, double x, double y, double width, double size)
{
    uint32_t n = 0;
    char line[400], fit[400];
    for (const char *s = text; *s && n < 3; n++) {
        size_t end = 0, len = strlen(s);
        for (size_t i = 1; i <= len && i < sizeof line; i++) {
            if (i < len && s[i] != ' ') {
                continue;
            }
            snprintf(line, i + 1, "%s", s);
            if (end && ent_pen_text_width(line, size, false) > width) {
                break;
            }
            end = i;
        }
        if (p) {
            snprintf(line, end + 1, "%s", s);
            ent_pen_fit(fit, sizeof fit, line, width, size, false);
            ent_pen_text(p, x, y + n * size * 1.26, fit, size, false, ENT_LEFT, ENT_GREY, 0);
        }
        s += end + (s[end] == ' ');
    }
    return n;
}

void ent_pen_foot(ent_pen *p, const char *text, double w, double h, double size)
{
    uint32_t n = ent_pen_lines(NULL, text, 10, 0, w - 20, size);
    ent_pen_lines(p, text, 10, h - 6 - (n - 1) * size * 1.26, w - 20, size);
}
