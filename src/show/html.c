/* html.c: a dyad as one self-contained page: the picture, phases, turning points with what the
 * evidence offers, every event with its sentences, disputes, sources, and how the page was made.
 *
 * Nothing is loaded from elsewhere: the picture is inline SVG, the style is in the head, there is
 * no script. All text from outside is escaped. */
#include "show_int.h"

#include <math.h>

#define MOST_EVENTS 20000u
#define MOST_SENTENCES 20u

static void text(ent_buf *b, const char *s)
{
    ent_show_escape(b, s);
}

static void element(ent_buf *b, const char *tag, const char *s)
{
    ent_buf_printf(b, "<%s>", tag);
    text(b, s);
    ent_buf_printf(b, "</%s>", tag);
}

static void heading(ent_buf *b, const char *id, const char *s)
{
    ent_buf_printf(b, "<h2 id=\"%s\">", id);
    text(b, s);
    ent_buf_str(b, "</h2>\n");
}

static void number_cell(ent_buf *b, double v)
{
    ent_buf_str(b, "<td class=\"n\">");
    ent_show_number(b, v);
    ent_buf_str(b, "</td>");
}

static void quote(ent_buf *b, const ent_account *a)
{
    char where[40];
    ent_buf_str(b, "<blockquote><p>");
    text(b, a->evidence);
    ent_buf_str(b, "</p><cite>");
    text(b, a->doc ? a->doc : "unnamed document");
    if (a->sentence) {
        snprintf(where, sizeof where, ", sentence %u", a->sentence);
        text(b, where);
    }
    if (a->voice.kind != ENT_VOICE_AUTHOR) {
        ent_buf_printf(b, "; %s", ent_voice_kind_name(a->voice.kind));
    }
    if (a->voice.name) {
        ent_buf_str(b, ": ");
        text(b, a->voice.name);
    }
    if (a->status != ENT_STATUS_ASSERTED) {
        ent_buf_printf(b, "; %s", ent_status_name(a->status));
    }
    ent_buf_str(b, " <code>");
    text(b, a->id);
    ent_buf_str(b, "</code></cite></blockquote>\n");
}

/* -- events --------------------------------------------------------------------------------- */

static void event(ent_buf *b, const ent_series *s, const ent_event *e, bool status)
{
    ent_buf date = {0}, what = {0}, voices = {0};
    ent_phrase_date(&date, &e->date);
    ent_phrase_event(&what, s->phrases, e);
    ent_show_voices(&voices, s, e);
    ent_buf_printf(b, "<li class=\"q%d\" id=\"", e->quad);
    text(b, e->id);
    ent_buf_str(b, "\"><time>");
    text(b, date.data);
    ent_buf_str(b, "</time> ");
    if (status) {
        ent_buf_printf(b, "<em>%s</em>: ", ent_status_name(e->status));
    }
    text(b, what.data);
    ent_buf_printf(b, " <small>CAMEO %s", e->cameo ? e->cameo : "none");
    if (!isnan(e->goldstein)) {
        ent_buf_printf(b, ", Goldstein %.1f", e->goldstein);
    }
    ent_buf_printf(b, "; %u account%s, %u voice%s", e->account_count,
                   e->account_count == 1 ? "" : "s", e->voices, e->voices == 1 ? "" : "s");
    if (voices.len) {
        ent_buf_str(b, ": ");
        text(b, voices.data);
    }
    ent_buf_str(b, "</small>\n");
    for (uint32_t i = 0; i < e->dispute_count; i++) {
        ent_buf dispute = {0};
        ent_show_dispute(&dispute, s->phrases, e, &e->disputes[i], UINT32_MAX);
        ent_buf_str(b, "<p class=\"dispute\">");
        text(b, dispute.data);
        ent_buf_str(b, "</p>\n");
        ent_buf_free(&dispute);
    }
    uint32_t shown = 0;
    for (uint32_t i = 0; i < e->account_count && shown < MOST_SENTENCES; i++) {
        const ent_account *a = ent_series_account(s, e->accounts[i]);
        if (a && a->evidence) {
            quote(b, a);
            shown++;
        }
    }
    ent_buf_str(b, "</li>\n");
    ent_buf_free(&voices);
    ent_buf_free(&date);
    ent_buf_free(&what);
}

static void events(ent_buf *b, const ent_series *s, const char *id, const char *title,
                   const ent_event *const *e, uint32_t n, bool status)
{
    if (n == 0) {
        return;
    }
    heading(b, id, title);
    ent_buf_str(b, "<ul class=\"events\">\n");
    for (uint32_t i = 0; i < n && i < MOST_EVENTS; i++) {
        event(b, s, e[i], status);
    }
    ent_buf_str(b, "</ul>\n");
    if (n > MOST_EVENTS) {
        ent_buf_printf(b, "<p>And %u more, which <code>entente list</code> prints.</p>\n",
                       n - MOST_EVENTS);
    }
}

/* -- phases and turns ----------------------------------------------------------------------- */

static void phases(ent_buf *b, const ent_series *s)
{
    if (s->phase_count == 0) {
        return;
    }
    ent_buf measure = {0};
    ent_show_measure(&measure, s, s->phases[0].by_acts);
    heading(b, "phases", "Phases");
    ent_buf_str(b, "<table><thead><tr>");
    const char *const heads[] = {"Phase", "From",        "To",
                                 "Acts",  "Cooperative", "Conflictive",
                                 "Sure",  measure.data,  "Its name rests on"};
    for (size_t i = 0; i < ENT_COUNT(heads); i++) {
        ent_buf_str(b, "<th scope=\"col\">");
        text(b, heads[i]);
        ent_buf_str(b, "</th>");
    }
    ent_buf_str(b, "</tr></thead><tbody>\n");
    ent_buf_free(&measure);
    for (uint32_t i = 0; i < s->phase_count; i++) {
        const ent_phase *f = &s->phases[i];
        ent_buf_str(b, "<tr>");
        ent_buf from = {0}, to = {0};
        ent_show_phase_dates(s, i, &from, &to);
        element(b, "td", f->name);
        element(b, "td", from.data);
        element(b, "td", to.data);
        ent_buf_free(&from);
        ent_buf_free(&to);
        if (f->n == 0) {
            ent_buf_str(b, "<td class=\"n\">0</td><td></td><td></td><td></td><td></td><td></td>"
                           "</tr>\n");
            continue;
        }
        ent_buf_printf(b, "<td class=\"n\">%u</td><td class=\"n\">%u</td><td class=\"n\">%u</td>",
                       f->n, f->coop, f->conf);
        number_cell(b, f->sure);
        ent_buf_str(b, "<td class=\"n\">");
        ent_show_value(b, s, f->mean);
        ent_buf_str(b, "</td>");
        element(b, "td", f->named ? f->named : "");
        ent_buf_str(b, "</tr>\n");
    }
    ent_buf_str(b, "</tbody></table>\n");
}

static void reason(ent_buf *b, const ent_reason *r)
{
    static const char *const kinds[] = {
        [ENT_REASON_ACT] = "Act",
        [ENT_REASON_LINK] = "Stated link",
        [ENT_REASON_THIRD] = "Third state",
        [ENT_REASON_LEADER] = "Leader",
    };
    bool other = r->kind == ENT_REASON_ACT && !r->toward;
    ent_buf_printf(b, "<li><strong>%s.</strong> ", other ? "Another act" : kinds[r->kind]);
    text(b, r->sentence);
    for (uint32_t i = 0; i < r->ref_count; i++) {
        bool event_ref = r->refs[i][0] == 'e';
        ent_buf_str(b, event_ref ? " <a href=\"#" : " <code>");
        if (event_ref) {
            text(b, r->refs[i]);
            ent_buf_str(b, "\">");
        }
        text(b, r->refs[i]);
        ent_buf_str(b, event_ref ? "</a>" : "</code>");
    }
    if (r->quote) {
        ent_buf_str(b, "<blockquote><p>");
        text(b, r->quote);
        ent_buf_str(b, "</p><cite>");
        text(b, r->doc ? r->doc : "");
        ent_buf_str(b, "</cite></blockquote>");
    }
    ent_buf_str(b, "</li>\n");
}

static void turns(ent_buf *b, const ent_series *s, bool claimed)
{
    uint32_t count = ent_show_turn_count(s, claimed);
    if (claimed) {
        heading(b, "turns", "Turning points");
    } else if (count) {
        heading(b, "changes", "Changes of state, not claimed as turning points");
    }
    if (count == 0) {
        ent_buf_str(b, claimed ? "<p>The evidence shows none.</p>\n" : "");
        return;
    }
    for (uint32_t i = 0; i < s->turn_count; i++) {
        const ent_turn *t = &s->turns[i];
        if (t->claimed != claimed) {
            continue;
        }
        ent_buf line = {0};
        ent_show_turn(&line, s, t);
        element(b, "h3", line.data);
        ent_buf_free(&line);
        if (t->reason_count == 0) {
            ent_buf_str(b, "\n<p>The evidence offers nothing that explains it.</p>\n");
            continue;
        }
        ent_buf_str(b, "\n<ul>\n");
        for (uint32_t k = 0; k < t->reason_count; k++) {
            reason(b, &t->reasons[k]);
        }
        ent_buf_str(b, "</ul>\n");
    }
    ent_buf_str(b, "<p><small>Nearness in time is not a cause; only what a text links is stated as "
                   "one.</small></p>\n");
}

/* -- the rest ------------------------------------------------------------------------------- */

static void sources(ent_buf *b, const ent_series *s)
{
    ent_arena scratch = {0};
    uint32_t n, accounts;
    ent_show_source *list = ent_show_sources(s, &n, &accounts, &scratch);
    if (n) {
        heading(b, "sources", "Sources");
        ent_buf_str(b, "<table><thead><tr><th scope=\"col\">Document</th>"
                       "<th scope=\"col\">Accounts</th></tr></thead><tbody>\n");
        for (uint32_t i = 0; i < n; i++) {
            ent_buf_str(b, "<tr>");
            element(b, "td", list[i].doc);
            ent_buf_printf(b, "<td class=\"n\">%u</td></tr>\n", list[i].n);
        }
        ent_buf_str(b, "</tbody></table>\n");
    }
    ent_arena_free(&scratch);
}

static void made(ent_buf *b, const ent_series *s)
{
    heading(b, "made", "How this page was made");
    ent_buf_printf(b, "<p>By entente %s with the tables <code>%s</code>. Dyad: <code>",
                   ENT_VERSION_STRING, s->tables ? s->tables : "unknown");
    text(b, s->one);
    ent_buf_str(b, "</code>");
    if (s->other) {
        ent_buf_str(b, " and <code>");
        text(b, s->other);
        ent_buf_str(b, "</code>");
    }
    ent_buf_printf(b, "%s; measure: %s by %s. ", s->directed ? " (directed)" : "", s->measure,
                   ent_unit_name(s->by));
    ent_buf_str(
        b, "Texts were coded into accounts by CAMEO; accounts of one deed were reconciled into "
           "one event, disputes kept. Only asserted, dated events enter the series. Phases of "
           "dense dyads come from an exact segmentation by penalised likelihood, those of "
           "sparse dyads from the acts by a hidden Markov chain; both are tested by "
           "permutation. docs/measures.md of entente defines every number.</p>\n");
    ent_buf_char(b, '\n');
}

static const char style[] =
    "body{font:16px/1.5 Georgia,serif;color:#222;background:#fff;max-width:62rem;margin:2rem auto;"
    "padding:0 1rem}h1,h2,h3,th,small,cite,code,time,nav{font-family:Helvetica,Arial,sans-serif}"
    "h1{font-size:1.7rem}h2{font-size:1.25rem;margin-top:2.2rem;border-bottom:1px solid #ccc}"
    "figure{margin:1rem "
    "0}h3{font-size:1rem}svg{max-width:100%;height:auto}table{border-collapse:collapse}"
    "th,td{text-align:left;padding:.2rem .8rem .2rem 0;border-bottom:1px solid #ddd}"
    "td.n{text-align:right;font-variant-numeric:tabular-nums}ul.events{list-style:none;padding:0}"
    "ul.events>li{border-left:4px solid #bbb;padding:.1rem 0 .1rem .8rem;margin:.7rem 0}"
    "li.q1,li.q2{border-color:#0072b2!important}li.q3,li.q4{border-color:#d55e00!important}"
    "time{font-weight:bold;margin-right:.4rem}small,cite{color:#555;font-size:.82rem}"
    "blockquote{margin:.3rem 0 .3rem 1rem;color:#333}blockquote p{margin:0}"
    ".dispute{margin:.2rem 0;color:#7a2f7a}code{font-size:.8rem}a{color:#005a8c}"
    "@media print{body{font-size:11pt;margin:0}a{color:inherit}li{break-inside:avoid}}";

int ent_show_series_html(ent_buf *b, const ent_series *s, const ent_show_options *o, ent_err *err)
{
    ent_buf title = {0}, picture = {0};
    ent_show_title(&title, s);
    ent_show_options size = *o;
    size.px_width = o->px_width > 0 ? o->px_width : 1000;
    int rc = ent_show_series_picture(&picture, s, "inline", &size, err);
    if (rc < 0) {
        ent_buf_free(&title);
        return rc;
    }
    ent_buf_str(
        b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    text(b, title.data);
    ent_buf_printf(b, "</title>\n<style>%s</style>\n</head>\n<body>\n", style);
    uint32_t turned = ent_show_turn_count(s, true);
    element(b, "h1", title.data);
    ent_buf_printf(
        b,
        "\n<p>%u dated event%s, %u undated, %u planned, possible or denied; %u phase%s, %u "
        "turning point%s.</p>\n<nav><a href=\"#phases\">Phases</a> "
        "<a href=\"#turns\">Turning points</a> <a href=\"#events\">Events</a> "
        "<a href=\"#sources\">Sources</a> <a href=\"#made\">How it was made</a></nav>\n",
        s->event_count, s->event_count == 1 ? "" : "s", s->undated_count, s->apart_count,
        s->phase_count, s->phase_count == 1 ? "" : "s", turned, turned == 1 ? "" : "s");
    if (s->note) {
        element(b, "p", s->note);
        ent_buf_char(b, '\n');
    }
    ent_buf_str(b, "<figure>\n");
    ent_buf_add(b, picture.data, picture.len);
    ent_buf_str(b, "</figure>\n");
    phases(b, s);
    turns(b, s, true);
    turns(b, s, false);
    events(b, s, "events", "What happened", s->events, s->event_count, false);
    events(b, s, "undated", "Undated", s->undated, s->undated_count, false);
    events(b, s, "apart", "Planned, possible, denied: not counted", s->apart, s->apart_count, true);
    sources(b, s);
    made(b, s);
    ent_buf_str(b, "</body>\n</html>\n");
    ent_buf_free(&title);
    ent_buf_free(&picture);
    return 0;
}
