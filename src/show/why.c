/* why.c: what explains a turn, in sentences with references; where the evidence offers nothing,
 * that is what it says. It adds no reason of its own. */
#include "show_int.h"

#include <math.h>

#define WIDTH 80
#define TOLD 5u /* events of a time in which no turn lies */

uint32_t ent_show_turn_count(const ent_series *s, bool claimed)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->turn_count; i++) {
        n += s->turns[i].claimed == claimed;
    }
    return n;
}

/* "mean goldstein of an act +4.37 before, -0.10 after; ": what has no mean says "none" */
static void means(ent_buf *b, const ent_series *s, const ent_turn *t)
{
    ent_show_measure(b, s, t->by_acts);
    ent_buf_char(b, ' ');
    ent_show_value(b, s, t->before);
    ent_buf_str(b, " before, ");
    ent_show_value(b, s, t->after);
    ent_buf_str(b, " after; ");
}

/* The date of a turn; that of its act where another turn has the same. */
static void when_of(ent_buf *b, const ent_series *s, const ent_turn *t)
{
    char label[24];
    bool another = false;
    for (uint32_t i = 0; i < s->turn_count; i++) {
        const ent_turn *o = &s->turns[i];
        another |= o != t && o->day == t->day && o->by == t->by;
    }
    if (t->by_acts && another) {
        ent_phrase_date(b, &t->act);
    } else {
        ent_buf_str(b, ent_period_label(t->day, t->by, label));
    }
}

void ent_show_turn(ent_buf *b, const ent_series *s, const ent_turn *t)
{
    char from[24], to[24];
    when_of(b, s, t);
    if (t->from_name && t->to_name && strcmp(t->from_name, t->to_name) != 0) {
        ent_buf_printf(b, ": from %s to %s", t->from_name, t->to_name);
    } else if (t->to_name) {
        ent_buf_printf(b, ": %s before and after, at %s level", t->to_name,
                       t->after > t->before   ? "a higher"
                       : t->after < t->before ? "a lower"
                                              : "another");
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

/* What a reason is listed under; in this order. */
static const struct {
    ent_reason_kind kind;
    bool toward;
    const char *heading;
} sections[] = {
    {ENT_REASON_LINK, false, "What a text links to it"},
    {ENT_REASON_ACT, true, "Acts of the two near it, in its direction"},
    {ENT_REASON_ACT, false, "Other acts of the two near it"},
    {ENT_REASON_THIRD, false, "Third states whose relations changed near it"},
    {ENT_REASON_LEADER, false, "Changes of leader near it"},
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
    if (t->reason_count == 0) {
        ent_buf_printf(b, "%*s", indent, "");
        ent_show_wrap(b, "The evidence offers nothing that explains it.", indent, indent, width);
        return;
    }
    for (size_t k = 0; k < ENT_COUNT(sections); k++) {
        bool any = false;
        for (uint32_t i = 0; i < t->reason_count; i++) {
            const ent_reason *r = &t->reasons[i];
            if (r->kind != sections[k].kind || r->toward != sections[k].toward) {
                continue;
            }
            if (!any) {
                ent_buf_printf(b, "%*s%s:\n", indent, "", sections[k].heading);
            }
            any = true;
            one_reason(b, r, indent, width, quotes);
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

/* The turn nearest to a day: that within whose time it lies, then that which begins nearest. */
static const ent_turn *nearest(const ent_series *s, int32_t day)
{
    const ent_turn *best = NULL;
    for (uint32_t i = 0; i < s->turn_count; i++) {
        const ent_turn *t = &s->turns[i];
        int64_t d = days_away(t, day), least = best ? days_away(best, day) : 0;
        int64_t near = (int64_t)t->day - day, nearer = best ? (int64_t)best->day - day : 0;
        near = near < 0 ? -near : near;
        nearer = nearer < 0 ? -nearer : nearer;
        best = !best || d < least || (d == least && near < nearer) ? t : best;
    }
    return best;
}

static void explain(ent_buf *b, const ent_series *s, const ent_turn *t)
{
    ent_buf line = {0};
    ent_show_turn(&line, s, t);
    ent_buf_char(b, '\n');
    ent_show_wrap(b, line.data, 0, 2, WIDTH);
    ent_buf_free(&line);
    ent_show_reasons(b, t, 2, WIDTH, true);
}

/* Of a relation without a turn: what it was throughout. */
static void no_turn(ent_buf *b, const ent_series *s)
{
    ent_buf line = {0}, from = {0}, to = {0};
    ent_buf_str(&line, "The evidence shows no turning point of this relation, so there is none to "
                       "explain.");
    if (s->phase_count == 1 && s->phases[0].n) {
        const ent_phase *f = &s->phases[0];
        ent_show_phase_dates(s, 0, &from, &to);
        ent_buf_printf(&line, " All that is told, %u event%s, is one phase: %s, ", f->n,
                       f->n == 1 ? "" : "s", f->name);
        ent_buf_printf(&line, strcmp(from.data, to.data) == 0 ? "%s" : "%s to %s", from.data,
                       to.data);
        ent_buf_printf(&line, f->named ? ". It rests on: %s." : ".", f->named);
    }
    ent_show_wrap(b, line.data, 0, 0, WIDTH);
    ent_buf_free(&from);
    ent_buf_free(&to);
    ent_buf_free(&line);
}

/* What is told of the year, month or day asked for, where no turn lies in it. */
static void told_then(ent_buf *b, const ent_series *s, int32_t day)
{
    const ent_event *best[TOLD];
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->event_count; i++) {
        const ent_event *e = s->events[i];
        ent_turn as_turn = {.day = e->date.start};
        if (e->date.start != day && !meant(&as_turn, day)) {
            continue;
        }
        uint32_t least = 0;
        for (uint32_t k = 1; k < n; k++) { /* of all, the weightiest, in their order */
            least = ent_event_weight(best[k]) < ent_event_weight(best[least]) ? k : least;
        }
        if (n == TOLD && ent_event_weight(e) <= ent_event_weight(best[least])) {
            continue;
        }
        if (n == TOLD) {
            memmove(&best[least], &best[least + 1], (n - least - 1) * sizeof *best);
            n--;
        }
        best[n++] = e;
    }
    if (n) {
        ent_show_wrap(b, "What is told of the time asked for:", 0, 0, WIDTH);
    }
    for (uint32_t i = 0; i < n; i++) {
        ent_buf line = {0}, date = {0};
        ent_phrase_event(&line, s->phrases, best[i]);
        ent_phrase_date(&date, &best[i]->date);
        ent_buf_printf(&line, " (%s)", date.data);
        const ent_account *a = ent_show_evidence(s, best[i], 0);
        ent_reason r = {
            .sentence = line.data, .refs = &best[i]->id, .ref_count = best[i]->id != NULL};
        r.quote = a ? a->evidence : NULL;
        r.doc = a ? a->doc : NULL;
        one_reason(b, &r, 2, WIDTH, true);
        ent_buf_free(&line);
        ent_buf_free(&date);
    }
}

void ent_show_why(ent_buf *b, const ent_series *s, int32_t day)
{
    const ent_turn *best = nearest(s, day);
    char when[16];
    uint32_t n = 0;
    ent_buf line = {0};
    ent_show_title(&line, s);
    ent_buf_char(&line, '.');
    if (s->note) {
        ent_buf_printf(&line, " %s", s->note);
    }
    ent_show_wrap(b, line.data, 0, 0, WIDTH);
    ent_buf_free(&line);
    if (!best) {
        no_turn(b, s);
        return;
    }
    for (uint32_t i = 0; i < s->turn_count; i++) { /* a year may have several */
        if (meant(&s->turns[i], day)) {
            explain(b, s, &s->turns[i]);
            n++;
        }
    }
    if (n == 0) {
        bool far = days_away(best, day) > 366;
        if (far || !same_year(best->day, day)) {
            told_then(b, s, day);
        }
        if (far) {
            ent_buf_printf(&line, "There is no turning point within a year of %s. The nearest:",
                           ent_day_format(day, when));
        } else if (!same_year(best->day, day)) {
            ent_buf_str(&line, "No turning point is placed there itself. The nearest:");
        }
        if (line.len) {
            ent_show_wrap(b, line.data, 0, 0, WIDTH);
        }
        ent_buf_free(&line);
        explain(b, s, best);
    }
    ent_show_wrap(b, "Nearness in time is not a cause; only what a text links is stated as one.", 0,
                  0, WIDTH);
}
