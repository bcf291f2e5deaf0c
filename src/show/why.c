/* why.c: what explains a turn, in sentences with references; where the evidence offers nothing,
 * that is what it says. It adds no reason of its own. */
#include "show_int.h"

#include <math.h>

uint32_t ent_show_turn_count(const ent_series *s, bool claimed)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->turn_count; i++) {
        n += s->turns[i].claimed == claimed;
    }
    return n;
}

/* "mean goldstein 4.37 before, -0.10 after; ": what has no mean says so */
static void means(ent_buf *b, const ent_series *s, const ent_turn *t)
{
    if (isnan(t->before) && isnan(t->after)) {
        ent_buf_printf(b, "no mean %s before or after; ", s->measure);
        return;
    }
    if (isnan(t->before)) {
        ent_buf_str(b, "no mean before, ");
    }
    ent_buf_printf(b, "mean %s ", s->measure);
    if (!isnan(t->before)) {
        ent_show_number(b, t->before);
        ent_buf_str(b, " before, ");
    }
    if (isnan(t->after)) {
        ent_buf_str(b, "none after; ");
        return;
    }
    ent_show_number(b, t->after);
    ent_buf_str(b, " after; ");
}

void ent_show_turn(ent_buf *b, const ent_series *s, const ent_turn *t)
{
    char when[24], from[24], to[24];
    ent_buf_str(b, ent_period_label(t->day, t->by, when));
    if (t->from_name && t->to_name && strcmp(t->from_name, t->to_name) != 0) {
        ent_buf_printf(b, ": from %s to %s", t->from_name, t->to_name);
    } else if (t->to_name) {
        ent_buf_printf(b, ": %s before and after, but at another level", t->to_name);
    }
    ent_period_label(t->from, s->by, from);
    ent_period_label(t->to, s->by, to);
    ent_buf_str(b, " (");
    if (strcmp(from, to) != 0) {
        ent_buf_printf(b, "between %s and %s; ", from, to);
    }
    means(b, s, t);
    if (isnan(t->p)) {
        ent_buf_str(b, t->claimed ? "too few acts to test)" : "not claimed)");
    } else {
        ent_buf_printf(b, t->claimed ? "p %.3f)" : "p %.3f by itself; not claimed)", t->p);
    }
}

static const char *const headings[] = {
    [ENT_REASON_ACT] = "Acts of the two near it",
    [ENT_REASON_LINK] = "What a text links to it",
    [ENT_REASON_THIRD] = "Third states whose relations changed near it",
    [ENT_REASON_LEADER] = "Changes of leader near it",
};

static void one_reason(ent_buf *b, const ent_reason *r, int indent, int width, bool quotes)
{
    ent_buf line = {0};
    ent_buf_str(&line, r->sentence);
    for (uint32_t i = 0; i < r->ref_count; i++) {
        ent_buf_printf(&line, "%s%s", i ? ", " : " [", r->refs[i]);
    }
    ent_buf_str(&line, r->ref_count ? "]" : "");
    ent_buf_printf(b, "%*s- ", indent, "");
    ent_show_wrap(b, line.data, indent + 2, indent + 2, width);
    ent_buf_free(&line);
    if (quotes && r->quote) {
        ent_buf_printf(&line, "\xE2\x80\x9C%s\xE2\x80\x9D", r->quote);
        if (r->doc) {
            ent_buf_printf(&line, " \xE2\x80\x94 %s", r->doc);
        }
        ent_buf_printf(b, "%*s", indent + 4, "");
        ent_show_wrap(b, line.data, indent + 4, indent + 4, width);
        ent_buf_free(&line);
    }
}

void ent_show_reasons(ent_buf *b, const ent_turn *t, int indent, int width, bool quotes)
{
    static const ent_reason_kind order[] = {ENT_REASON_LINK, ENT_REASON_ACT, ENT_REASON_THIRD,
                                            ENT_REASON_LEADER};
    if (t->reason_count == 0) {
        ent_buf_printf(b, "%*s", indent, "");
        ent_show_wrap(b, "The evidence offers nothing that explains it.", indent, indent, width);
        return;
    }
    for (size_t k = 0; k < ENT_COUNT(order); k++) {
        bool any = false;
        for (uint32_t i = 0; i < t->reason_count; i++) {
            if (t->reasons[i].kind != order[k]) {
                continue;
            }
            if (!any) {
                ent_buf_printf(b, "%*s%s:\n", indent, "", headings[order[k]]);
            }
            any = true;
            one_reason(b, &t->reasons[i], indent, width, quotes);
        }
    }
}

/* A first of January stands for its year, the first of a month for its month: so the date was
 * given. */
static bool meant(const ent_turn *t, int32_t day)
{
    int y, m, d, ty, tm, td;
    ent_day_split(day, &y, &m, &d);
    ent_day_split(t->day, &ty, &tm, &td);
    return d == 1 && ty == y && (m == 1 || tm == m);
}

static bool same_year(int32_t a, int32_t b)
{
    int y1, y2, m, d;
    ent_day_split(a, &y1, &m, &d);
    ent_day_split(b, &y2, &m, &d);
    return y1 == y2;
}

static int64_t days_away(const ent_turn *t, int32_t day)
{
    int32_t last = ent_period_next(ent_period_start(t->day, t->by), t->by) - 1;
    last = t->to > last ? t->to : last;
    int32_t first = t->from < t->day ? t->from : t->day;
    return day < first ? (int64_t)first - day : day > last ? (int64_t)day - last : 0;
}

void ent_show_why(ent_buf *b, const ent_series *s, int32_t day)
{
    const ent_turn *best = NULL;
    char when[16];
    for (uint32_t i = 0; i < s->turn_count; i++) {
        const ent_turn *t = &s->turns[i];
        int64_t d = days_away(t, day), least = best ? days_away(best, day) : 0;
        int64_t near = (int64_t)t->day - day, nearest = best ? (int64_t)best->day - day : 0;
        near = near < 0 ? -near : near;
        nearest = nearest < 0 ? -nearest : nearest;
        if (best && meant(t, day) != meant(best, day)) {
            best = meant(t, day) ? t : best;
            continue;
        }
        best = !best || d < least || (d == least && near < nearest) ? t : best;
    }
    ent_buf line = {0};
    ent_show_title(&line, s);
    ent_buf_char(&line, '.');
    if (s->note) {
        ent_buf_printf(&line, " %s", s->note);
    }
    ent_show_wrap(b, line.data, 0, 0, 80);
    ent_buf_free(&line);
    if (!best) {
        ent_show_wrap(b,
                      "The evidence shows no turning point of this relation, so there is none to "
                      "explain.",
                      0, 0, 80);
        return;
    }
    if (!meant(best, day) && days_away(best, day) > 366) {
        ent_buf_printf(&line, "There is no turning point within a year of %s. The nearest:",
                       ent_day_format(day, when));
        ent_show_wrap(b, line.data, 0, 0, 80);
        ent_buf_free(&line);
    } else if (!meant(best, day) && !same_year(best->day, day)) {
        ent_show_wrap(b, "No turning point is placed there itself. The nearest:", 0, 0, 80);
    }
    ent_buf_char(b, '\n');
    ent_show_turn(&line, s, best);
    ent_show_wrap(b, line.data, 0, 2, 80);
    ent_buf_free(&line);
    ent_show_reasons(b, best, 2, 80, true);
    ent_show_wrap(b, "Nearness in time is not a cause; only what a text links is stated as one.", 0,
                  0, 80);
}
