/* export_door.c: the list of formats that accounts and events can be written in (exporters.def),
 * and what they share. In: accounts, events. Out: bytes appended to a buffer. */
#include "export_int.h"
#include "show.h"

#include <math.h>

#define ent_export_begin_NULL NULL
#define ent_export_end_NULL NULL

static const struct exporter {
    const char *name;
    void (*begin)(ent_export *x, ent_buf *b);
    int (*row)(ent_export *x, ent_buf *b, const export_record *r, ent_err *err);
    int (*end)(ent_export *x, ent_buf *b, ent_err *err);
} exporters[] = {
#define EXPORTER(name, title, begin, row, end)                                                     \
    {#name, ent_export_begin_##begin, ent_export_row_##row, ent_export_end_##end},
#include "exporters.def"
#undef EXPORTER
};

static const ent_export_format formats[] = {
#define EXPORTER(name, title, begin, row, end) {#name, title},
#include "exporters.def"
#undef EXPORTER
};

const ent_export_format *ent_export_formats(size_t *count)
{
    *count = ENT_COUNT(formats);
    return formats;
}

static void read_states(ent_export *x, const ent_tables *ts)
{
    const ent_table *t = ent_tables_get(ts, "actor/states");
    uint32_t name = t ? ent_table_column(t, "name") : 0, from = t ? ent_table_column(t, "from") : 0;
    uint32_t to = t ? ent_table_column(t, "to") : 0, cow = t ? ent_table_column(t, "cow") : 0;
    uint32_t gw = t ? ent_table_column(t, "gw") : 0;
    for (uint32_t r = 0; t && r < t->rows; r++) {
        const char *code = ent_arena_str(&x->arena, ent_table_cell(t, r, 0));
        uint32_t before = ent_map_get(&x->state, code, strlen(code));
        export_state *s = ENT_PUSH(&x->arena, x->states, x->state_count, x->state_cap);
        s->name = ent_arena_str(&x->arena, ent_table_cell(t, r, name));
        s->from = ent_day_parse(ent_table_cell(t, r, from));
        s->to = ent_day_parse(ent_table_cell(t, r, to));
        s->cow = ent_arena_str(&x->arena, ent_table_cell(t, r, cow));
        s->gw = ent_arena_str(&x->arena, ent_table_cell(t, r, gw));
        s->next = before;
        ent_map_set(&x->state, code, strlen(code), x->state_count - 1);
    }
    t = ent_tables_get(ts, "read/cameo_countries");
    for (uint32_t r = 0; t && r < t->rows; r++) {
        const char *code = ent_arena_str(&x->arena, ent_table_cell(t, r, 0));
        ent_map_set(&x->country, code, strlen(code), r);
    }
}

bool ent_export_country(const ent_export *x, const char *code)
{
    return strlen(code) >= 3 && (ent_map_get(&x->state, code, 3) != ENT_NONE ||
                                 ent_map_get(&x->country, code, 3) != ENT_NONE);
}

int ent_export_open(ent_export **out, const ent_tables *t, const ent_export_options *o,
                    ent_err *err)
{
    const struct exporter *f = NULL;
    for (size_t k = 0; k < ENT_COUNT(exporters) && o->format; k++) {
        f = strcmp(exporters[k].name, o->format) == 0 ? &exporters[k] : f;
    }
    if (!f) {
        return ent_fail(err, ENT_EUSAGE, "", "no such export format: %.40s",
                        o->format ? o->format : "none given");
    }
    ent_export *x = ent_calloc(1, sizeof *x);
    x->options = *o;
    x->options.format = f->name;
    x->begin = f->begin;
    x->row = f->row;
    x->end = f->end;
    int rc = ent_cameo_open(&x->cameo, t, err);
    if (rc < 0) {
        ent_export_close(x);
        return rc;
    }
    read_states(x, t);
    *out = x;
    return 0;
}

void ent_export_close(ent_export *x)
{
    if (x) {
        ent_cameo_free(x->cameo);
        ent_map_free(&x->state);
        ent_map_free(&x->country);
        ent_map_free(&x->cell);
        free(x->cells);
        ent_arena_free(&x->arena);
        free(x);
    }
}

ent_export_count ent_export_counts(const ent_export *x)
{
    return x->count;
}

/* -- what the formats share ------------------------------------------------------------------ */

static const export_state *spell(const ent_export *x, const char *state, int32_t day)
{
    uint32_t at = state ? ent_map_get(&x->state, state, strlen(state)) : ENT_NONE;
    const export_state *any = NULL;
    for (; at != ENT_NONE; at = x->states[at].next) {
        const export_state *s = &x->states[at];
        if (day == ENT_DAY_NONE || ((s->from == ENT_DAY_NONE || s->from <= day) &&
                                    (s->to == ENT_DAY_NONE || day <= s->to))) {
            return s;
        }
        any = s;
    }
    return any;
}

const char *ent_export_cow(const ent_export *x, const char *state, int32_t day, bool gw)
{
    const export_state *s = spell(x, state, day);
    const char *v = !s ? NULL : gw ? s->gw : s->cow;
    return v && *v ? v : NULL;
}

const char *ent_export_name(const ent_export *x, const char *state, int32_t day)
{
    const export_state *s = spell(x, state, day);
    return s ? s->name : NULL;
}

const char *ent_export_more(const export_record *r, const char *of, const char *name)
{
    json_object *o, *v;
    if (!r->more || !json_object_object_get_ex(r->more, of, &o) ||
        !json_object_is_type(o, json_type_object) || !json_object_object_get_ex(o, name, &v) ||
        !json_object_is_type(v, json_type_string)) {
        return "";
    }
    return json_object_get_string(v);
}

void ent_export_cell(ent_buf *b, const char *s, bool first)
{
    if (!first) {
        ent_buf_char(b, '\t');
    }
    for (; s && *s; s++) {
        ent_buf_char(b, *s == '\t' || *s == '\n' || *s == '\r' ? ' ' : *s);
    }
}

void ent_export_number(char out[32], double v)
{
    ent_buf b = {0};
    out[0] = 0;
    if (!isnan(v)) {
        ent_json_num(&b, v);
        snprintf(out, 32, "%s%s", b.data, strpbrk(b.data, ".e") ? "" : ".0");
    }
    ent_buf_free(&b);
}

/* -- records --------------------------------------------------------------------------------- */

static json_object *parse_more(const char *extra)
{
    if (!extra || !*extra) {
        return NULL;
    }
    ent_buf b = {0};
    ent_buf_char(&b, '{');
    ent_buf_str(&b, extra);
    ent_buf_char(&b, '}');
    json_object *o = json_tokener_parse(b.data);
    ent_buf_free(&b);
    return o;
}

static int write_record(ent_export *x, ent_buf *b, export_record *r, ent_err *err)
{
    if (!x->begun && x->begin && !x->options.no_header) {
        x->begin(x, b);
    }
    uint32_t n = r->events ? r->events : 1;
    bool keeps = x->row == ent_export_row_jsonl || x->row == ent_export_row_list;
    if (!keeps && r->status != ENT_STATUS_ASSERTED && !x->options.all_statuses) {
        x->begun = true;
        x->count.left += n; /* the format cannot say that it did not happen */
        return 0;
    }
    if (x->row == ent_export_row_gdelt || x->row == ent_export_row_phoenix ||
        x->row == ent_export_row_icews) {
        r->more = parse_more(r->account ? r->account->extra : NULL);
    }
    int rc = x->row(x, b, r, err);
    x->begun = true;
    json_object_put(r->more);
    if (rc == 1) {
        x->count.left += n;
    } else if (rc == 0) {
        x->count.written += n;
    }
    return rc < 0 ? rc : 0;
}

static export_record record_of(const ent_event *e)
{
    return (export_record){.id = e->id,
                           .date = &e->date,
                           .source = &e->source,
                           .target = &e->target,
                           .symmetric = e->symmetric != 0,
                           .cameo = e->cameo,
                           .quad = e->quad,
                           .goldstein = e->goldstein,
                           .status = e->status,
                           .documents = e->documents,
                           .accounts = e->account_count};
}

int ent_export_account(ent_export *x, ent_buf *b, const ent_account *a, ent_err *err)
{
    export_record r = {.id = a->id,
                       .doc = a->doc,
                       .date = &a->date,
                       .source = &a->source,
                       .target = &a->target,
                       .symmetric = a->symmetric != 0,
                       .cameo = a->cameo,
                       .quad = a->quad,
                       .goldstein = a->goldstein,
                       .status = a->status,
                       .documents = 1,
                       .accounts = 1,
                       .account = a};
    return write_record(x, b, &r, err);
}

static int by_id(const void *p, const void *q)
{
    return strcmp((*(const ent_account *const *)p)->id, (*(const ent_account *const *)q)->id);
}

int ent_export_event(ent_export *x, ent_buf *b, const ent_event *e, const ent_account *accounts,
                     uint32_t count, ent_err *err)
{
    ent_arena a = {0};
    ent_map ids = {0};
    const ent_account **list = NULL;
    uint32_t n = 0, cap = 0;
    for (uint32_t k = 0; k < e->account_count && accounts; k++) {
        ent_map_set(&ids, e->accounts[k], strlen(e->accounts[k]), 1);
    }
    for (uint32_t k = 0; k < count && accounts; k++) {
        const char *id = accounts[k].id;
        if (id && ent_map_get(&ids, id, strlen(id)) != ENT_NONE) {
            *ENT_PUSH(&a, list, n, cap) = &accounts[k];
        }
    }
    if (n) {
        qsort(list, n, sizeof *list, by_id);
    }
    export_record r = record_of(e);
    r.doc = n ? list[0]->doc : NULL;
    r.account = n ? list[0] : NULL;
    r.event = e;
    r.list = list;
    r.list_count = n;
    int rc = write_record(x, b, &r, err);
    ent_map_free(&ids);
    ent_arena_free(&a);
    return rc;
}

int ent_export_tally(ent_export *x, ent_buf *b, const ent_tally *t, ent_err *err)
{
    export_record r = record_of(&t->like);
    r.accounts = t->accounts;
    r.events = t->events;
    return write_record(x, b, &r, err);
}

bool ent_export_gathers(const ent_export *x, ent_period_unit *by)
{
    *by = x->end == ent_export_end_graphml ? ENT_BY_YEAR : x->options.by;
    return x->row == ent_export_row_gather;
}

int ent_export_end(ent_export *x, ent_buf *b, ent_err *err)
{
    if (!x->begun && x->begin && !x->options.no_header) {
        x->begin(x, b);
        x->begun = true;
    }
    if (!x->begun && x->row == ent_export_row_list && !x->options.no_header) {
        return x->options.accounts
                   ? ent_show_accounts(b, NULL, 0, x->options.format, NULL, err)
                   : ent_show_events(b, NULL, 0, NULL, 0, x->options.format, NULL, err);
    }
    return x->end ? x->end(x, b, err) : 0;
}

/* -- our own forms --------------------------------------------------------------------------- */

int ent_export_row_jsonl(ent_export *x, ent_buf *b, const export_record *r, ent_err *err)
{
    (void)x, (void)err;
    if (r->event) {
        ent_event_json(b, r->event);
    } else {
        ent_account_json(b, r->account);
    }
    ent_buf_char(b, '\n');
    return 0;
}

/* The account whose sentence stands for the event's: the first that has one. */
static const ent_account *told_by(const export_record *r)
{
    for (uint32_t i = 0; i < r->list_count; i++) {
        if (r->list[i]->evidence) {
            return r->list[i];
        }
    }
    return r->list_count ? r->list[0] : NULL;
}

int ent_export_row_list(ent_export *x, ent_buf *b, const export_record *r, ent_err *err)
{
    ent_buf own = {0};
    const ent_account *teller = told_by(r);
    int rc = r->event ? ent_show_events(&own, r->event, 1, teller, teller ? 1 : 0,
                                        x->options.format, NULL, err)
                      : ent_show_accounts(&own, r->account, 1, x->options.format, NULL, err);
    const char *from = own.data;
    if (rc >= 0 && from && (x->begun || x->options.no_header)) { /* the header once, in front */
        const char *nl = strchr(from, '\n');
        from = nl ? nl + 1 : from;
    }
    if (rc >= 0 && from) {
        ent_buf_str(b, from);
    }
    ent_buf_free(&own);
    return rc < 0 ? rc : 0;
}
