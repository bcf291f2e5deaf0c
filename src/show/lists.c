/* lists.c: lists of accounts and of events as text for people, TSV and CSV. Codes stay text, days
 * are ISO, what is not known is an empty cell. Exports in other projects' formats are in
 * export_*.c. */
#include "show_int.h"

#include <math.h>

typedef enum list_format { LIST_TABLE, LIST_FULL, LIST_TSV, LIST_CSV } list_format;

typedef struct row {
    ent_buf *b;
    list_format format;
    bool first;
} row;

/* TSV has no way to write a tab or newline: they become blanks. CSV as in RFC 4180. */
static void cell(row *r, const char *s)
{
    s = s ? s : "";
    if (!r->first) {
        ent_buf_char(r->b, r->format == LIST_CSV ? ',' : '\t');
    }
    r->first = false;
    bool quote = r->format == LIST_CSV && s[strcspn(s, ",\"\r\n")] != 0;
    if (quote) {
        ent_buf_char(r->b, '"');
    }
    for (; *s; s++) {
        if (quote && *s == '"') {
            ent_buf_char(r->b, '"');
        }
        bool blank = r->format == LIST_TSV && (*s == '\t' || *s == '\n' || *s == '\r');
        ent_buf_char(r->b, blank ? ' ' : *s);
    }
    if (quote) {
        ent_buf_char(r->b, '"');
    }
}

static void day_cell(row *r, int32_t day)
{
    char text[16];
    cell(r, ent_day_format(day, text));
}

static void number_cell(row *r, double v)
{
    ent_buf n = {0};
    if (!isnan(v)) {
        ent_json_num(&n, v);
    }
    cell(r, n.data);
    ent_buf_free(&n);
}

static void count_cell(row *r, uint32_t v)
{
    char text[16];
    snprintf(text, sizeof text, "%u", v);
    cell(r, text);
}

/* 0: not known. */
static void number_of_cell(row *r, uint32_t v)
{
    if (v) {
        count_cell(r, v);
    } else {
        cell(r, NULL);
    }
}

static void actor_cells(row *r, const ent_actor_ref *a)
{
    cell(r, a->code);
    cell(r, a->state);
    cell(r, a->role);
    cell(r, a->name);
}

static void date_cells(row *r, const ent_date *d)
{
    day_cell(r, d->start);
    day_cell(r, d->end);
    cell(r, ent_precision_name(d->precision));
    cell(r, ent_basis_name(d->basis));
}

static void end_row(row *r)
{
    ent_buf_str(r->b, r->format == LIST_CSV ? "\r\n" : "\n");
    r->first = true;
}

static int format_of(const char *word, list_format *out, ent_err *err)
{
    static const char *const names[] = {"table", "full", "tsv", "csv"};
    for (size_t i = 0; i < ENT_COUNT(names); i++) {
        if (strcmp(word, names[i]) == 0) {
            *out = (list_format)i;
            return 0;
        }
    }
    return ent_fail(err, ENT_EUSAGE, "",
                    "format \"%.40s\" is not one of table, full, jsonl, tsv, csv", word);
}

static void header(row *r, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        cell(r, names[i]);
    }
    end_row(r);
}

/* -- for people ----------------------------------------------------------------------------- */

static void line(ent_buf *b, const ent_phrases *p, const ent_date *date, ent_status status,
                 const ent_event *e, const char *tail)
{
    ent_buf day = {0}, text = {0};
    ent_phrase_date(&day, date);
    if (status != ENT_STATUS_ASSERTED) {
        ent_buf_printf(&text, "%s: ", ent_status_name(status));
    }
    ent_phrase_event(&text, p, e);
    ent_buf_printf(&text, " %s", tail);
    int w = ent_show_columns(day.data, day.len);
    ent_buf_printf(b, w < 12 ? "%s%*s" : "%s\n%*s", day.data, w < 12 ? 12 - w : 12, "");
    ent_show_wrap(b, text.data, 12, 12, 80);
    ent_buf_free(&day);
    ent_buf_free(&text);
}

static bool for_people(list_format f)
{
    return f == LIST_TABLE || f == LIST_FULL;
}

/* An account's line: what it tells, who tells it and where; in full, its sentence too. */
static void account_line(ent_buf *b, const ent_phrases *p, const ent_account *a, bool full)
{
    ent_event e = {
        .source = a->source, .target = a->target, .symmetric = a->symmetric, .cameo = a->cameo};
    ent_buf tail = {0};
    ent_buf_printf(&tail, "(%s) \xE2\x80\x94 ", a->cameo ? a->cameo : "");
    if (a->voice.name) {
        bool author = a->voice.kind == ENT_VOICE_AUTHOR;
        ent_buf_printf(&tail, author ? "%s, " : "%s (%s), ", a->voice.name,
                       ent_voice_kind_name(a->voice.kind));
    }
    ent_buf_str(&tail, a->doc ? a->doc : "");
    if (a->sentence) {
        ent_buf_printf(&tail, ":%u", a->sentence);
    }
    ent_buf_printf(&tail, " [%s]", a->id);
    line(b, p, &a->date, a->status, &e, tail.data);
    ent_buf_free(&tail);
    if (full && a->evidence) {
        ent_buf_printf(&tail, "\xE2\x80\x9C%s\xE2\x80\x9D", a->evidence);
        ent_buf_printf(b, "%*s", 14, "");
        ent_show_wrap(b, tail.data, 14, 14, 80);
        ent_buf_free(&tail);
    }
}

/* An event's line; in full, its disputes and every account of it that is given. */
static void event_line(ent_buf *b, const ent_phrases *p, const ent_event *e,
                       const ent_account *accounts, uint32_t count, bool full)
{
    char tail[120];
    snprintf(tail, sizeof tail, "(%.8s) \xE2\x80\x94 %u account%s%s [%.40s]",
             e->cameo ? e->cameo : "", e->account_count, e->account_count == 1 ? "" : "s",
             e->dispute_count ? ", disputed" : "", e->id ? e->id : "");
    line(b, p, &e->date, e->status, e, tail);
    for (uint32_t i = 0; full && i < e->dispute_count; i++) {
        ent_buf dispute = {0};
        ent_show_dispute(&dispute, p, e, &e->disputes[i], UINT32_MAX);
        ent_buf_printf(b, "%*s", 14, "");
        ent_show_wrap(b, dispute.data, 14, 16, 80);
        ent_buf_free(&dispute);
    }
    ent_map mine = {0};
    for (uint32_t i = 0; full && i < e->account_count; i++) {
        ent_map_set(&mine, e->accounts[i], strlen(e->accounts[i]), i);
    }
    for (uint32_t i = 0; full && i < count; i++) {
        if (ent_map_get(&mine, accounts[i].id, strlen(accounts[i].id)) != ENT_NONE) {
            account_line(b, p, &accounts[i], true);
        }
    }
    ent_map_free(&mine);
}

/* -- accounts ------------------------------------------------------------------------------- */

/* Who did what to whom, when: of an event, or of an account as one. */
static void act_cells(row *r, const ent_event *e)
{
    date_cells(r, &e->date);
    actor_cells(r, &e->source);
    actor_cells(r, &e->target);
    cell(r, e->symmetric ? "1" : "0");
    cell(r, e->cameo);
    cell(r, e->plover_event);
    cell(r, e->plover_mode);
    number_of_cell(r, (uint32_t)e->quad);
    number_cell(r, e->goldstein);
    cell(r, ent_status_name(e->status));
}

static void account_row(row *r, const ent_account *a)
{
    ent_event act = {.date = a->date,
                     .source = a->source,
                     .target = a->target,
                     .symmetric = a->symmetric,
                     .cameo = a->cameo,
                     .plover_event = a->plover_event,
                     .plover_mode = a->plover_mode,
                     .quad = a->quad,
                     .goldstein = a->goldstein,
                     .status = a->status};
    cell(r, a->id);
    cell(r, a->doc);
    number_of_cell(r, a->sentence);
    act_cells(r, &act);
    cell(r, ent_voice_kind_name(a->voice.kind));
    cell(r, a->voice.name);
    number_cell(r, a->confidence);
    cell(r, a->evidence);
    end_row(r);
}

int ent_show_accounts(ent_buf *b, const ent_account *accounts, uint32_t count, const char *format,
                      const ent_phrases *p, ent_err *err)
{
    static const char *const names[] = {
        "id",           "doc",         "sentence",     "start",       "end",         "precision",
        "basis",        "source",      "source_state", "source_role", "source_name", "target",
        "target_state", "target_role", "target_name",  "symmetric",   "cameo",       "plover",
        "plover_mode",  "quad",        "goldstein",    "status",      "voice_kind",  "voice",
        "confidence",   "evidence"};
    row r = {.b = b, .first = true};
    int rc = format_of(format, &r.format, err);
    if (rc < 0) {
        return rc;
    }
    if (!for_people(r.format)) {
        header(&r, names, ENT_COUNT(names));
    }
    for (uint32_t i = 0; i < count; i++) {
        if (for_people(r.format)) {
            account_line(b, p, &accounts[i], r.format == LIST_FULL);
        } else {
            account_row(&r, &accounts[i]);
        }
    }
    return 0;
}

/* -- events --------------------------------------------------------------------------------- */

static void event_row(row *r, const ent_event *e, const char *evidence)
{
    cell(r, e->id);
    act_cells(r, e);
    count_cell(r, e->account_count);
    count_cell(r, e->documents);
    count_cell(r, e->voices);
    ent_buf about = {0};
    for (uint32_t i = 0; i < e->dispute_count; i++) {
        ent_buf_printf(&about, "%s%s", i ? " " : "", ent_dispute_name(e->disputes[i].about));
    }
    cell(r, about.data);
    cell(r, evidence);
    ent_buf_free(&about);
    end_row(r);
}

/* The first sentence among an event's accounts: by index where it was reconciled from them, else by
 * the ids in `at`. */
static const char *evidence_of(const ent_event *e, const ent_account *accounts, uint32_t count,
                               const ent_map *at)
{
    for (uint32_t i = 0; accounts && i < e->account_count; i++) {
        const char *id = e->accounts[i];
        uint32_t k = e->account_index ? e->account_index[i] : ent_map_get(at, id, strlen(id));
        if (k < count && accounts[k].evidence) {
            return accounts[k].evidence;
        }
    }
    return NULL;
}

int ent_show_events(ent_buf *b, const ent_event *events, uint32_t count,
                    const ent_account *accounts, uint32_t account_count, const char *format,
                    const ent_phrases *p, ent_err *err)
{
    static const char *const names[] = {
        "id",           "start",        "end",         "precision",   "basis",
        "source",       "source_state", "source_role", "source_name", "target",
        "target_state", "target_role",  "target_name", "symmetric",   "cameo",
        "plover",       "plover_mode",  "quad",        "goldstein",   "status",
        "accounts",     "documents",    "voices",      "disputes",    "evidence"};
    row r = {.b = b, .first = true};
    int rc = format_of(format, &r.format, err);
    if (rc < 0) {
        return rc;
    }
    ent_map at = {0};
    bool by_id = false;
    for (uint32_t i = 0; i < count && accounts && !for_people(r.format); i++) {
        by_id |= !events[i].account_index;
    }
    for (uint32_t k = 0; by_id && k < account_count; k++) {
        ent_map_set(&at, accounts[k].id, strlen(accounts[k].id), k);
    }
    if (!for_people(r.format)) {
        header(&r, names, ENT_COUNT(names));
    }
    for (uint32_t i = 0; i < count; i++) {
        const ent_event *e = &events[i];
        if (for_people(r.format)) {
            event_line(b, p, e, accounts, account_count, r.format == LIST_FULL);
        } else {
            event_row(&r, e, evidence_of(e, accounts, account_count, &at));
        }
    }
    ent_map_free(&at);
    return 0;
}
