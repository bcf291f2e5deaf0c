/* partners.c: one state's partners, ranked, as rows, as text and as a picture. */
#include "pen.h"
#include "show_int.h"

#include <math.h>

static void partners_jsonl(ent_buf *b, const ent_partner_list *l)
{
    for (uint32_t i = 0; i < l->count; i++) {
        const ent_partner *p = &l->items[i];
        ent_buf_str(b, "{\"kind\":\"partner\",\"code\":");
        ent_json_str(b, p->code);
        ent_buf_str(b, ",\"name\":");
        ent_json_str(b, p->name);
        ent_buf_printf(b, ",\"n\":%u,\"cooperation\":%u,\"conflict\":%u,\"goldstein\":", p->n,
                       p->coop, p->conf);
        ent_json_num(b, p->goldstein);
        ent_buf_str(b, ",\"logodds\":");
        ent_json_num(b, p->logodds);
        ent_buf_str(b, ",\"logodds_se\":");
        ent_json_num(b, p->logodds_se);
        ent_buf_str(b, ",\"first\":");
        ent_json_day(b, p->first);
        ent_buf_str(b, ",\"last\":");
        ent_json_day(b, p->last);
        ent_buf_str(b, "}\n");
    }
}

static void partners_tsv(ent_buf *b, const ent_partner_list *l)
{
    char first[16], last[16];
    ent_buf_str(b, "one\tpartner\tname\tn\tcooperation\tconflict\tgoldstein\tlogodds\tlogodds_se\t"
                   "first\tlast\n");
    for (uint32_t i = 0; i < l->count; i++) {
        const ent_partner *p = &l->items[i];
        ent_buf_printf(b, "%s\t%s\t%s\t%u\t%u\t%u\t%.6g\t%.6g\t%.6g\t%s\t%s\n", l->one, p->code,
                       p->name, p->n, p->coop, p->conf, p->goldstein, p->logodds, p->logodds_se,
                       ent_day_format(p->first, first), ent_day_format(p->last, last));
    }
}

static void repeat(ent_buf *b, const char *s, int n)
{
    for (int i = 0; i < n; i++) {
        ent_buf_str(b, s);
    }
}

static void partners_table(ent_buf *b, const ent_partner_list *l, const ent_show_options *o)
{
    int width = o->width >= 40 ? o->width : 80;
    int bar = (width - 40) / 2;
    uint32_t most = 1;
    char name[28], first[16], last[16];
    ent_buf_printf(b, "%s: partners by number of events\n\n", l->one_name);
    if (l->count == 0) {
        ent_buf_str(b, "There is no event with another state.\n");
        return;
    }
    for (uint32_t i = 0; i < l->count; i++) {
        most = l->items[i].coop > most ? l->items[i].coop : most;
        most = l->items[i].conf > most ? l->items[i].conf : most;
    }
    for (uint32_t i = 0; i < l->count; i++) {
        const ent_partner *p = &l->items[i];
        int down = (int)ceil((double)p->conf * bar / most),
            up = (int)ceil((double)p->coop * bar / most);
        ent_pen_fit(name, sizeof name, p->name, 22, 1.6, false);
        int pad = 20 - ent_show_columns(name, strlen(name));
        ent_buf_printf(b, "%s%*s%6u ", name, pad > 0 ? pad : 1, "", p->n);
        repeat(b, " ", bar - down);
        repeat(b, o->ascii ? "-" : "\xE2\x96\x92", down);
        ent_buf_str(b, o->ascii ? "|" : "\xE2\x94\x82");
        repeat(b, o->ascii ? "+" : "\xE2\x96\x88", up);
        repeat(b, " ", bar - up);
        ent_day_format(p->first, first);
        ent_day_format(p->last, last);
        bool one = strncmp(first, last, 4) == 0;
        ent_buf_printf(b, one ? " %.4s\n" : " %.4s-%.4s\n", first, last);
    }
    ent_buf_str(b,
                "\nevents; left: acts of conflict, right: of cooperation; first and last year\n");
}

/* -- the picture ---------------------------------------------------------------------------- */

static void partner_row(ent_pen *pen, const ent_partner *p, double y, double font, double left,
                        double middle, double unit)
{
    char text[96], fit[96];
    double h = font * 1.1;
    ent_pen_fit(fit, sizeof fit, p->name, left - 16, font, false);
    ent_pen_text(pen, left - 8, y, fit, font, false, ENT_RIGHT, ENT_INK, 0);
    if (p->conf) {
        ent_pen_rect(pen, middle - p->conf * unit, y - h * 0.85, p->conf * unit, h, ENT_VERMILION,
                     1);
        snprintf(text, sizeof text, "%u", p->conf);
        ent_pen_text(pen, middle - p->conf * unit - 4, y, text, font * 0.9, false, ENT_RIGHT,
                     ENT_GREY, 0);
    }
    if (p->coop) {
        ent_pen_rect(pen, middle, y - h * 0.85, p->coop * unit, h, ENT_BLUE, 1);
        snprintf(text, sizeof text, "%u", p->coop);
        ent_pen_text(pen, middle + p->coop * unit + 4, y, text, font * 0.9, false, ENT_LEFT,
                     ENT_GREY, 0);
    }
}

/* Log-odds with its interval of 95 %, in a column of its own. */
static void odds(ent_pen *pen, const ent_partner *p, double y, double font, double centre,
                 double unit)
{
    double at = centre + p->logodds * unit, half = 1.96 * p->logodds_se * unit,
           mid = y - font * 0.35;
    double lo = fmax(at - half, centre - 5 * unit), hi = fmin(at + half, centre + 5 * unit);
    ent_pen_line(pen, lo, mid, hi, mid, ENT_GREY, 1.2, 0);
    ent_pen_circle(pen, at, mid, font * 0.28, ENT_INK, false);
}

static int partners_picture(ent_buf *b, const ent_partner_list *l, const char *format,
                            const ent_show_options *o, ent_err *err)
{
    double w = o->px_width >= 300 ? o->px_width : 900;
    double font = 11 * fmin(2.5, fmax(0.85, w / 900));
    uint32_t rows = l->count < 40 ? l->count : 40, most = 1;
    double h = o->px_height > 0 ? o->px_height : font * (9 + 1.6 * rows);
    uint32_t room = h > font * 10 ? (uint32_t)((h - font * 9) / (font * 1.6) + 0.001) : 0;
    rows = rows > room ? room : rows;
    if (w > 20000 || h > 20000 || h < 60) {
        return ent_fail(err, ENT_EUSAGE, "",
                        "a picture is 200 to 20000 pixels wide, 150 to 20000 high");
    }
    char text[200], title[200], first[24] = "", last[24] = "", fit[200];
    int32_t from = INT32_MAX, to = INT32_MIN;
    for (uint32_t i = 0; i < l->count; i++) {
        from = l->items[i].first < from ? l->items[i].first : from;
        to = l->items[i].last > to ? l->items[i].last : to;
    }
    if (l->count) {
        ent_period_label(from, ENT_BY_YEAR, first);
        ent_period_label(to, ENT_BY_YEAR, last);
    }
    bool one = strcmp(first, last) == 0;
    snprintf(title, sizeof title, "%.120s: partners%s%s%s%s", l->one_name, *first ? ", " : "",
             first, one ? "" : "\xE2\x80\x93", one ? "" : last);
    ent_pen *pen = ent_pen_new(format, w, h, title);
    ent_pen_fit(fit, sizeof fit, title, w - 20, font * 1.6, true);
    ent_pen_text(pen, 10, font * 2, fit, font * 1.6, true, ENT_LEFT, ENT_INK, 0);
    ent_pen_lines(pen,
                  "Acts of conflict (left) and of cooperation (right), by number; log-odds of "
                  "cooperation with 95 % interval.",
                  10, font * 3.3, w - 20, font * 0.95);
    for (uint32_t i = 0; i < rows; i++) {
        most = l->items[i].coop > most ? l->items[i].coop : most;
        most = l->items[i].conf > most ? l->items[i].conf : most;
    }
    double name = font * 6;
    for (uint32_t i = 0; i < rows; i++) {
        name = fmax(name, ent_pen_text_width(l->items[i].name, font, false) + 18);
    }
    double left = fmin(name, fmin(font * 16, w * 0.35));
    double odds_at = w - font * (w < 600 ? 6.5 : 9), right = odds_at - font * (w < 600 ? 6 : 8);
    double middle = (left + right) / 2, unit = ((right - left) / 2 - font * 3) / most;
    double y = font * 6.6, bottom = y + font * 1.6 * rows;
    ent_pen_line(pen, odds_at, y - font, odds_at, bottom - font, ENT_PALE, 1, 0);
    ent_pen_text(pen, odds_at, y - font * 1.2, "log-odds", font * 0.9, false, ENT_CENTRE, ENT_GREY,
                 0);
    ent_pen_text(pen, middle - 6, y - font * 1.2, "conflict", font * 0.9, false, ENT_RIGHT,
                 ENT_VERMILION, 0);
    ent_pen_text(pen, middle + 6, y - font * 1.2, "cooperation", font * 0.9, false, ENT_LEFT,
                 ENT_BLUE, 0);
    for (uint32_t i = 0; i < rows; i++) {
        partner_row(pen, &l->items[i], y + font * 1.6 * i + font * 0.2, font, left, middle, unit);
        odds(pen, &l->items[i], y + font * 1.6 * i + font * 0.2, font, odds_at, font * 1.4);
    }
    ent_pen_line(pen, middle, y - font, middle, bottom - font, ENT_INK, 1, 0);
    for (int mark = -3; rows && mark <= 3; mark += 3) {
        double x = odds_at + mark * font * 1.4;
        snprintf(text, sizeof text, mark ? "%+d" : "%d", mark);
        ent_pen_line(pen, x, bottom - font, x, bottom - font * 0.7, ENT_GREY, 1, 0);
        ent_pen_text(pen, x, bottom + font * 0.3, text, font * 0.8, false, ENT_CENTRE, ENT_GREY, 0);
    }
    uint32_t events = 0;
    for (uint32_t i = 0; i < l->count; i++) {
        events += l->items[i].n;
    }
    snprintf(text, sizeof text,
             rows < l->count ? "entente %s. %u events with %u partners; the %u with most are shown."
                             : "entente %s. %u events with %u partners.",
             ENT_VERSION_STRING, events, l->count, rows);
    ent_pen_foot(pen, text, w, h, font * 0.85);
    return ent_pen_finish(pen, b, err);
}

int ent_show_partners(ent_buf *b, const ent_partner_list *l, const char *format,
                      const ent_show_options *options, ent_err *err)
{
    static const ent_show_options defaults = {0};
    const ent_show_options *o = options ? options : &defaults;
    if (strcmp(format, "jsonl") == 0) {
        partners_jsonl(b, l);
    } else if (strcmp(format, "tsv") == 0) {
        partners_tsv(b, l);
    } else if (strcmp(format, "table") == 0) {
        partners_table(b, l, o);
    } else if (strcmp(format, "svg") == 0 || strcmp(format, "png") == 0 ||
               strcmp(format, "pdf") == 0) {
        return partners_picture(b, l, format, o, err);
    } else {
        return ent_fail(err, ENT_EUSAGE, "",
                        "format \"%.40s\" is not one of table, jsonl, tsv, svg, png, pdf", format);
    }
    return 0;
}
