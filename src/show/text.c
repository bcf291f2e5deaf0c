/* text.c: small helpers for text that goes to people: escaping, wrapping, numbers, who says so. */
#include "show_int.h"

#include <math.h>
#include <utf8proc.h>

void ent_show_escape(ent_buf *b, const char *s)
{
    size_t n = s ? strlen(s) : 0;
    for (size_t i = 0; i < n;) {
        uint32_t cp;
        size_t len = ent_utf8_next(s + i, n - i, &cp);
        switch (cp) {
        case '&':
            ent_buf_str(b, "&amp;");
            break;
        case '<':
            ent_buf_str(b, "&lt;");
            break;
        case '>':
            ent_buf_str(b, "&gt;");
            break;
        case '"':
            ent_buf_str(b, "&quot;");
            break;
        case '\'':
            ent_buf_str(b, "&#39;");
            break;
        default:
            if (cp == 0xFFFD) {
                ent_buf_str(b, "\xEF\xBF\xBD");
            } else if ((cp >= 0x20 && cp < 0x7f) || cp >= 0xa0) {
                ent_buf_add(b, s + i, len);
            } else {
                ent_buf_char(b, ' '); /* XML has no other control characters */
            }
        }
        i += len;
    }
}

int ent_show_columns(const char *s, size_t n)
{
    int w = 0;
    for (size_t i = 0; i < n;) {
        uint32_t cp;
        i += ent_utf8_next(s + i, n - i, &cp);
        int one = utf8proc_charwidth((utf8proc_int32_t)cp);
        w += one > 0 ? one : 0;
    }
    return w;
}

/* Copies a word; what could steer a terminal becomes a question mark. */
static void put_word(ent_buf *b, const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        uint32_t cp;
        size_t len = ent_utf8_next(s + i, n - i, &cp);
        bool plain = cp != 0xFFFD && cp >= 0x20 && (cp < 0x7f || cp >= 0xa0);
        ent_buf_add(b, plain ? s + i : "?", plain ? len : 1);
        i += len;
    }
}

void ent_show_wrap(ent_buf *b, const char *text, int column, int indent, int width)
{
    bool first = true;
    for (const char *s = text; *s;) {
        size_t space = strspn(s, " \t\r\n");
        s += space;
        size_t n = strcspn(s, " \t\r\n");
        if (n == 0) {
            break;
        }
        int w = ent_show_columns(s, n);
        if (!first && column + 1 + w > width) {
            ent_buf_printf(b, "\n%*s", indent, "");
            column = indent;
        } else if (!first) {
            ent_buf_char(b, ' ');
            column++;
        }
        put_word(b, s, n);
        column += w;
        first = false;
        s += n;
    }
    ent_buf_char(b, '\n');
}

void ent_show_number(ent_buf *b, double v)
{
    if (isnan(v)) {
        ent_buf_str(b, "none");
    } else {
        ent_buf_printf(b, fabs(v) >= 100 ? "%.0f" : fabs(v) >= 10 ? "%.1f" : "%.2f", v);
    }
}

bool ent_show_signed(const ent_series *s)
{
    return strcmp(s->measure, "count") != 0 && strcmp(s->measure, "cooperation") != 0 &&
           strcmp(s->measure, "conflict") != 0;
}

void ent_show_value(ent_buf *b, const ent_series *s, double v)
{
    ent_buf_str(b, v >= 0.005 && ent_show_signed(s) ? "+" : "");
    ent_show_number(b, v);
}

void ent_show_measure(ent_buf *b, const ent_series *s, bool by_acts)
{
    if (by_acts) {
        ent_buf_printf(b, "mean %s of an act", s->measure);
    } else {
        ent_buf_printf(b, "mean %s of a %s", s->measure, ent_unit_name(s->by));
    }
}

/* Whether two dates are of one period, so that its label does not tell them apart. */
static bool same_label(const ent_series *s, int32_t a, int32_t b)
{
    return ent_period_start(a, s->by) == ent_period_start(b, s->by);
}

/* Whether phase i begins in a period in which the one before has acts: then its own first act, not
 * the period, tells when. */
static bool begins_within(const ent_series *s, uint32_t i)
{
    const ent_phase *f = &s->phases[i], *before = i ? f - 1 : f;
    return i && f->by_acts && f->n && before->by_acts && before->n &&
           same_label(s, before->last.start, f->first.start);
}

int32_t ent_show_phase_day(const ent_series *s, uint32_t i)
{
    return begins_within(s, i) ? s->phases[i].first.start : s->phases[i].from;
}

int32_t ent_show_turn_day(const ent_series *s, const ent_turn *t)
{
    for (uint32_t i = 0; t->by_acts && i < s->phase_count; i++) {
        const ent_phase *f = &s->phases[i];
        if (f->n && f->name == t->to_name && f->first.start == t->act.start) {
            return ent_show_phase_day(s, i);
        }
    }
    return t->day;
}

void ent_show_phase_dates(const ent_series *s, uint32_t i, ent_buf *from, ent_buf *to)
{
    const ent_phase *f = &s->phases[i];
    char label[24];
    if (begins_within(s, i)) {
        ent_phrase_date(from, &f->first);
    } else {
        ent_buf_str(from, ent_period_label(f->from, f->by, label));
    }
    if (i + 1 < s->phase_count && begins_within(s, i + 1)) {
        ent_phrase_date(to, &f->last);
    } else {
        ent_buf_str(to, ent_period_label(f->to, s->by, label));
    }
}

/* The name of the voice behind an account: whom it quotes or reprints, else its document; NULL
 * where it has none. */
static const char *voice_of(const ent_account *a)
{
    return a->voice.name ? a->voice.name : a->doc;
}

void ent_show_voices(ent_buf *b, const ent_series *s, const ent_event *e)
{
    const char *seen[3] = {NULL};
    uint32_t n = 0;
    for (uint32_t i = 0; i < e->account_count && i < 200 && n < ENT_COUNT(seen); i++) {
        const ent_account *a = ent_series_account(s, e->accounts[i]);
        bool new = a != NULL &&voice_of(a);
        for (uint32_t k = 0; new &&k < n; k++) {
            new = strcmp(seen[k], voice_of(a)) != 0;
        }
        if (new) {
            seen[n++] = voice_of(a);
        }
    }
    for (uint32_t i = 0; i < n && i < 2; i++) {
        ent_buf_printf(b, "%s%s", i ? ", " : "", seen[i]);
    }
    if (n > 2) {
        ent_buf_str(b, " and others");
    }
}

void ent_show_dispute(ent_buf *b, const ent_phrases *phrases, const ent_event *e,
                      const ent_dispute *d, uint32_t most)
{
    ent_buf_printf(b, "disputed %s: ", ent_dispute_name(d->about));
    for (uint32_t i = 0; i < d->position_count; i++) {
        const ent_position *p = &d->positions[i];
        if (i == most && d->position_count > most + 1) {
            ent_buf_printf(b, "; or %u others", d->position_count - most);
            break;
        }
        ent_event other = *e;
        ent_buf_str(b, i ? "; or " : "");
        switch (d->about) {
        case ENT_DISPUTE_DATE:
            ent_phrase_date(b, &p->date);
            break;
        case ENT_DISPUTE_SOURCE:
        case ENT_DISPUTE_TARGET:
            ent_phrase_actor(b, phrases, &p->actor);
            break;
        case ENT_DISPUTE_KIND:
            other.cameo = p->cameo;
            ent_phrase_event(b, phrases, &other);
            break;
        case ENT_DISPUTE_OCCURRENCE:
            ent_buf_str(b, ent_status_name(p->status));
            break;
        }
        ent_buf_printf(b, " (%u account%s)", p->account_count, p->account_count == 1 ? "" : "s");
    }
    if (d->open) {
        ent_buf_str(b, "; neither is better supported");
    }
}

const ent_account *ent_show_evidence(const ent_series *s, const ent_event *e, uint32_t from)
{
    for (uint32_t i = from; i < e->account_count; i++) {
        const ent_account *a = ent_series_account(s, e->accounts[i]);
        if (a && a->evidence) {
            return a;
        }
    }
    return NULL;
}

void ent_show_title(ent_buf *b, const ent_series *s)
{
    if (!s->other_name) {
        ent_buf_printf(b, s->directed ? "%s towards all others" : "%s and all others", s->one_name);
    } else {
        ent_buf_printf(b, s->directed ? "%s towards %s" : "%s and %s", s->one_name, s->other_name);
    }
    if (s->period_count) {
        char from[24], to[24];
        ent_period_label(s->periods[0].from, ENT_BY_YEAR, from);
        ent_period_label(s->periods[s->period_count - 1].to, ENT_BY_YEAR, to);
        ent_buf_printf(b, strcmp(from, to) == 0 ? ", %s" : ", %s\xE2\x80\x93%s", from, to);
    }
}

static int by_number(const void *x, const void *y)
{
    const ent_show_source *a = x, *b = y;
    return a->n != b->n ? (a->n > b->n ? -1 : 1) : strcmp(a->doc, b->doc);
}

ent_show_source *ent_show_sources(const ent_series *s, uint32_t *count, uint32_t *accounts,
                                  ent_arena *a)
{
    ent_show_source *list = NULL;
    uint32_t n = 0, cap = 0;
    ent_map index = {0};
    *accounts = 0;
    for (uint32_t i = 0; i < s->event_count; i++) {
        const ent_event *e = s->events[i];
        *accounts += e->account_count;
        for (uint32_t k = 0; k < e->account_count && k < 100; k++) {
            const ent_account *one = ent_series_account(s, e->accounts[k]);
            if (!one || !one->doc) {
                continue;
            }
            uint32_t at = ent_map_get(&index, one->doc, strlen(one->doc));
            if (at == ENT_NONE) {
                at = n;
                ent_map_set(&index, one->doc, strlen(one->doc), at);
                ENT_PUSH(a, list, n, cap)->doc = one->doc;
            }
            list[at].n++;
        }
    }
    ent_map_free(&index);
    if (n) {
        qsort(list, n, sizeof *list, by_number);
    }
    *count = n;
    return list;
}
