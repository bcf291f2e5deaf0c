/* account.c: lists of accounts and events, copies, ids, and their JSON (spec: docs/accounts.md). */
#include "account.h"

#include <json-c/json.h>
#include <math.h>

#include "series.h"

int32_t ent_slice_month(int32_t first, int32_t last)
{
    int y, m, d, y2, m2;
    if (first == ENT_DAY_NONE || last == ENT_DAY_NONE) {
        return ENT_SLICE_NONE;
    }
    ent_day_split(first, &y, &m, &d);
    ent_day_split(last, &y2, &m2, &d);
    return y == y2 && m == m2 ? y * 12 + m - 1 : ENT_SLICE_NONE;
}

int32_t ent_slice_year(int32_t first, int32_t last)
{
    int y, y2, m, d;
    if (first == ENT_DAY_NONE || last == ENT_DAY_NONE) {
        return ENT_SLICE_NONE;
    }
    ent_day_split(first, &y, &m, &d);
    ent_day_split(last, &y2, &m, &d);
    return y == y2 ? y : ENT_SLICE_NONE;
}

int ent_event_by_date(const void *p, const void *q)
{
    const ent_event *x = p, *y = q;
    if (x->date.start != y->date.start) {
        return x->date.start < y->date.start ? -1 : 1;
    }
    if (x->date.end != y->date.end) {
        return x->date.end < y->date.end ? -1 : 1;
    }
    return strcmp(x->id, y->id);
}

double ent_event_weight(const ent_event *e)
{
    return (isnan(e->goldstein) ? 0 : fabs(e->goldstein)) * (1 + log((double)e->account_count + 1));
}

void ent_account_list_free(ent_account_list *l)
{
    if (l) {
        ent_arena_free(&l->arena);
        memset(l, 0, sizeof *l);
    }
}

void ent_event_list_free(ent_event_list *l)
{
    if (l) {
        ent_arena_free(&l->arena);
        memset(l, 0, sizeof *l);
    }
}

void ent_series_destroy(ent_series *s)
{
    if (s) {
        ent_event_list_free(&s->own_events);
        ent_account_list_free(&s->own_accounts);
        ent_arena_free(&s->own_tallies);
        ent_arena_free(&s->arena);
        free(s);
    }
}

/* -- copies ---------------------------------------------------------------------------------- */

static void copy_actor(ent_arena *a, ent_actor_ref *r)
{
    r->code = ent_arena_str(a, r->code);
    r->state = ent_arena_str(a, r->state);
    r->role = ent_arena_str(a, r->role);
    r->name = ent_arena_str(a, r->name);
    r->text = ent_arena_str(a, r->text);
}

static const char *const *copy_strings(ent_arena *a, const char *const *s, uint32_t n)
{
    const char **out = n ? ent_arena_alloc(a, n * sizeof *out) : NULL;
    for (uint32_t i = 0; i < n; i++) {
        out[i] = ent_arena_str(a, s[i]);
    }
    return out;
}

ent_account ent_account_copy(ent_arena *a, const ent_account *one)
{
    ent_account c = *one;
    c.id = ent_arena_str(a, c.id);
    c.doc = ent_arena_str(a, c.doc);
    c.date.text = ent_arena_str(a, c.date.text);
    copy_actor(a, &c.source);
    copy_actor(a, &c.target);
    c.cameo = ent_arena_str(a, c.cameo);
    c.plover_event = ent_arena_str(a, c.plover_event);
    c.plover_mode = ent_arena_str(a, c.plover_mode);
    c.plover_context = copy_strings(a, c.plover_context, c.plover_context_count);
    c.voice.name = ent_arena_str(a, c.voice.name);
    c.voice.code = ent_arena_str(a, c.voice.code);
    c.voice.chain = copy_strings(a, c.voice.chain, c.voice.chain_count);
    c.trigger = ent_arena_str(a, c.trigger);
    c.evidence = ent_arena_str(a, c.evidence);
    ent_link *links = c.link_count ? ent_arena_alloc(a, c.link_count * sizeof *links) : NULL;
    for (uint32_t i = 0; i < c.link_count; i++) {
        links[i] = (ent_link){one->links[i].rel, ent_arena_str(a, one->links[i].account)};
    }
    c.links = links;
    c.version = ent_arena_str(a, c.version);
    c.tables = ent_arena_str(a, c.tables);
    c.extra = ent_arena_str(a, c.extra);
    return c;
}

ent_account *ent_account_list_add(ent_account_list *l, const ent_account *one)
{
    ent_account *slot = ENT_PUSH(&l->arena, l->items, l->count, l->cap);
    *slot = ent_account_copy(&l->arena, one);
    return slot;
}

void ent_account_complete(ent_account *x, ent_arena *a,
                          const char *(*state_of)(const void *user, const char *code),
                          const void *user)
{
    ent_actor_ref *const side[] = {&x->source, &x->target};
    for (size_t i = 0; i < ENT_COUNT(side); i++) {
        if (!side[i]->state && side[i]->code && strlen(side[i]->code) >= 3) {
            side[i]->state = state_of(user, ent_arena_strn(a, side[i]->code, 3));
        }
    }
}

char *ent_account_id(ent_arena *a, const ent_account *one)
{
    uint64_t span = (uint64_t)one->evidence_start << 32 | one->evidence_end;
    uint64_t h = ent_hash_str(one->doc, 0x656e74);
    h = ent_hash(&span, sizeof span, h);
    h = ent_hash_str(one->source.code, h);
    h = ent_hash_str(one->source.text, h);
    h = ent_hash_str(one->target.code, h);
    h = ent_hash_str(one->target.text, h);
    h = ent_hash_str(one->cameo, h);
    return ent_arena_hex(a, 'a', h);
}

/* -- JSON out -------------------------------------------------------------------------------- */

static void put(ent_buf *b, const char *key, const char *value)
{
    ent_buf_printf(b, "\"%s\":", key);
    ent_json_str(b, value);
}

static void put_date(ent_buf *b, const ent_date *d, bool all)
{
    ent_buf_str(b, "{\"start\":");
    ent_json_day(b, d->start);
    ent_buf_str(b, ",\"end\":");
    ent_json_day(b, d->end);
    if (all) {
        ent_buf_char(b, ',');
        put(b, "precision", ent_precision_name(d->precision));
        ent_buf_char(b, ',');
        put(b, "basis", ent_basis_name(d->basis));
        ent_buf_char(b, ',');
        put(b, "text", d->text);
    }
    ent_buf_char(b, '}');
}

static void put_actor(ent_buf *b, const ent_actor_ref *r)
{
    ent_buf_char(b, '{');
    put(b, "code", r->code);
    ent_buf_char(b, ',');
    put(b, "state", r->state);
    ent_buf_char(b, ',');
    put(b, "role", r->role);
    ent_buf_char(b, ',');
    put(b, "name", r->name);
    ent_buf_char(b, ',');
    put(b, "text", r->text);
    ent_buf_char(b, '}');
}

static void put_strings(ent_buf *b, const char *const *s, uint32_t n)
{
    ent_buf_char(b, '[');
    for (uint32_t i = 0; i < n; i++) {
        if (i) {
            ent_buf_char(b, ',');
        }
        ent_json_str(b, s[i]);
    }
    ent_buf_char(b, ']');
}

static void put_code(ent_buf *b, const char *cameo, const char *event, const char *mode,
                     const char *const *context, uint32_t n, int quad, double goldstein)
{
    put(b, "cameo", cameo);
    ent_buf_str(b, ",\"plover\":{");
    put(b, "event", event);
    ent_buf_char(b, ',');
    put(b, "mode", mode);
    ent_buf_str(b, ",\"context\":");
    put_strings(b, context, n);
    ent_buf_str(b, "},\"quad\":");
    if (quad) {
        ent_buf_printf(b, "%d", quad);
    } else {
        ent_buf_str(b, "null");
    }
    ent_buf_str(b, ",\"goldstein\":");
    ent_json_num(b, goldstein);
}

static void put_links(ent_buf *b, const ent_link *links, uint32_t n)
{
    ent_buf_str(b, "\"links\":[");
    for (uint32_t i = 0; i < n; i++) {
        ent_buf_printf(b, "%s{\"rel\":\"%s\",", i ? "," : "", ent_link_rel_name(links[i].rel));
        put(b, "account", links[i].account);
        ent_buf_char(b, '}');
    }
    ent_buf_char(b, ']');
}

static void put_extra(ent_buf *b, const char *extra)
{
    if (extra && *extra) {
        ent_buf_char(b, ',');
        ent_buf_str(b, extra);
    }
}

void ent_account_json(ent_buf *b, const ent_account *one)
{
    ent_buf_printf(b, "{\"schema\":%d,", ENT_SCHEMA);
    put(b, "id", one->id);
    ent_buf_char(b, ',');
    put(b, "doc", one->doc);
    if (one->sentence) {
        ent_buf_printf(b, ",\"sentence\":%u,\"date\":", one->sentence);
    } else {
        ent_buf_str(b, ",\"sentence\":null,\"date\":");
    }
    put_date(b, &one->date, true);
    ent_buf_str(b, ",\"source\":");
    put_actor(b, &one->source);
    ent_buf_str(b, ",\"target\":");
    put_actor(b, &one->target);
    ent_buf_printf(b, ",\"symmetric\":%s,", one->symmetric ? "true" : "false");
    put_code(b, one->cameo, one->plover_event, one->plover_mode, one->plover_context,
             one->plover_context_count, one->quad, one->goldstein);
    ent_buf_char(b, ',');
    put(b, "status", ent_status_name(one->status));
    ent_buf_str(b, ",\"voice\":{");
    put(b, "kind", ent_voice_kind_name(one->voice.kind));
    ent_buf_char(b, ',');
    put(b, "name", one->voice.name);
    ent_buf_char(b, ',');
    put(b, "code", one->voice.code);
    ent_buf_str(b, ",\"chain\":");
    put_strings(b, one->voice.chain, one->voice.chain_count);
    ent_buf_str(b, "},");
    put(b, "trigger", one->trigger);
    ent_buf_str(b, ",\"confidence\":");
    ent_json_num(b, one->confidence);
    if (one->evidence) {
        ent_buf_printf(b, ",\"evidence\":{\"start\":%u,\"end\":%u,\"text\":", one->evidence_start,
                       one->evidence_end);
        ent_json_str(b, one->evidence);
        ent_buf_str(b, "},");
    } else {
        ent_buf_str(b, ",\"evidence\":null,");
    }
    put_links(b, one->links, one->link_count);
    ent_buf_char(b, ',');
    put(b, "version", one->version);
    ent_buf_char(b, ',');
    put(b, "tables", one->tables);
    put_extra(b, one->extra);
    ent_buf_char(b, '}');
}

static void put_position(ent_buf *b, const ent_event *e, ent_dispute_about about,
                         const ent_position *p)
{
    ent_buf_str(b, "{\"value\":");
    switch (about) {
    case ENT_DISPUTE_DATE:
        put_date(b, &p->date, false);
        break;
    case ENT_DISPUTE_SOURCE:
    case ENT_DISPUTE_TARGET:
        put_actor(b, &p->actor);
        break;
    case ENT_DISPUTE_KIND:
        ent_json_str(b, p->cameo);
        break;
    case ENT_DISPUTE_OCCURRENCE:
        ent_json_str(b, ent_status_name(p->status));
        break;
    }
    ent_buf_str(b, ",\"accounts\":[");
    for (uint32_t i = 0; i < p->account_count; i++) {
        if (i) {
            ent_buf_char(b, ',');
        }
        ent_json_str(b, e->accounts[p->accounts[i]]);
    }
    ent_buf_str(b, "]}");
}

static void put_disputes(ent_buf *b, const ent_event *e)
{
    ent_buf_str(b, "\"disputes\":[");
    for (uint32_t i = 0; i < e->dispute_count; i++) {
        const ent_dispute *d = &e->disputes[i];
        ent_buf_printf(b, "%s{\"about\":\"%s\",\"open\":%s,\"positions\":[", i ? "," : "",
                       ent_dispute_name(d->about), d->open ? "true" : "false");
        for (uint32_t j = 0; j < d->position_count; j++) {
            if (j) {
                ent_buf_char(b, ',');
            }
            put_position(b, e, d->about, &d->positions[j]);
        }
        ent_buf_str(b, "]}");
    }
    ent_buf_char(b, ']');
}

static void put_rivals(ent_buf *b, const ent_event *e)
{
    if (!e->rival_count) {
        return;
    }
    ent_buf_str(b, ",\"rivals\":[");
    for (uint32_t i = 0; i < e->rival_count; i++) {
        const ent_rival *r = &e->rivals[i];
        ent_buf_printf(b, "%s{\"about\":\"%s\",", i ? "," : "", ent_dispute_name(r->about));
        put(b, "event", r->event);
        ent_buf_str(b, ",\"value\":");
        put_actor(b, &r->actor);
        ent_buf_char(b, '}');
    }
    ent_buf_char(b, ']');
}

void ent_event_json(ent_buf *b, const ent_event *one)
{
    ent_buf_printf(b, "{\"schema\":%d,", ENT_SCHEMA);
    put(b, "id", one->id);
    ent_buf_str(b, ",\"date\":");
    put_date(b, &one->date, true);
    ent_buf_str(b, ",\"source\":");
    put_actor(b, &one->source);
    ent_buf_str(b, ",\"target\":");
    put_actor(b, &one->target);
    ent_buf_printf(b, ",\"symmetric\":%s,", one->symmetric ? "true" : "false");
    put_code(b, one->cameo, one->plover_event, one->plover_mode, one->plover_context,
             one->plover_context_count, one->quad, one->goldstein);
    ent_buf_str(b, ",\"accounts\":");
    put_strings(b, one->accounts, one->account_count);
    ent_buf_printf(b, ",\"documents\":%u,\"voices\":%u,", one->documents, one->voices);
    put(b, "status", ent_status_name(one->status));
    ent_buf_char(b, ',');
    put_disputes(b, one);
    put_rivals(b, one);
    put_extra(b, one->extra);
    ent_buf_char(b, '}');
}

/* -- JSON in --------------------------------------------------------------------------------- */

typedef struct json_object json;

static const char *get_str(json *o, const char *key, ent_arena *a)
{
    json *v;
    if (!json_object_object_get_ex(o, key, &v) || !json_object_is_type(v, json_type_string)) {
        return NULL;
    }
    return ent_arena_strn(a, json_object_get_string(v), (size_t)json_object_get_string_len(v));
}

static double get_num(json *o, const char *key, double none)
{
    json *v;
    if (!json_object_object_get_ex(o, key, &v) ||
        !(json_object_is_type(v, json_type_double) || json_object_is_type(v, json_type_int))) {
        return none;
    }
    return json_object_get_double(v);
}

static uint32_t get_u32(json *o, const char *key)
{
    double v = get_num(o, key, 0);
    return v > 0 && v < 4294967295.0 ? (uint32_t)v : 0;
}

static json *get_obj(json *o, const char *key)
{
    json *v;
    return json_object_object_get_ex(o, key, &v) && json_object_is_type(v, json_type_object) ? v
                                                                                             : NULL;
}

/* The last day of a period of this precision that begins on `start`. */
static int32_t end_by_precision(int32_t start, ent_precision p)
{
    int y, m, d;
    ent_day_split(start, &y, &m, &d);
    return p == ENT_PRECISION_WEEK    ? start + 6
           : p == ENT_PRECISION_MONTH ? ent_day_ymd(y, m, ent_month_days(y, m))
           : p == ENT_PRECISION_YEAR  ? ent_day_ymd(y, 12, 31)
                                      : start;
}

static ent_precision precision_of(int32_t first, int32_t last)
{
    int y, m, d, y2, m2, d2;
    ent_day_split(first, &y, &m, &d);
    ent_day_split(last, &y2, &m2, &d2);
    bool whole = d == 1 && d2 == ent_month_days(y2, m2) && y == y2;
    return first == last                 ? ENT_PRECISION_DAY
           : whole && m == m2            ? ENT_PRECISION_MONTH
           : whole && m == 1 && m2 == 12 ? ENT_PRECISION_YEAR
                                         : ENT_PRECISION_SPAN;
}

/* A member object of the record; where a foreign hand wrote a plain string instead, that. */
static json *get_obj_or(json *o, const char *key, const char **word, ent_arena *a)
{
    *word = get_str(o, key, a);
    return get_obj(o, key);
}

/* Written by hand or by another program a date may lack its end or its precision, and may be
 * "1990" or "1990-07". */
static void read_date(ent_date *d, json *record, ent_arena *a)
{
    const char *word;
    json *o = get_obj_or(record, "date", &word, a);
    int32_t other;
    *d = (ent_date){.start = ENT_DAY_NONE, .end = ENT_DAY_NONE};
    int p = o ? ent_precision_of(get_str(o, "precision", a)) : -1;
    int b = o ? ent_basis_of(get_str(o, "basis", a)) : -1;
    d->precision = p < 0 ? ENT_PRECISION_NONE : (ent_precision)p;
    d->basis = b < 0 ? ENT_BASIS_NONE : (ent_basis)b;
    d->text = o ? get_str(o, "text", a) : NULL;
    const char *start = o ? get_str(o, "start", a) : word, *end = o ? get_str(o, "end", a) : NULL;
    if (!ent_day_range(start ? start : end, &d->start, &d->end)) {
        d->start = d->end = ENT_DAY_NONE;
        return;
    }
    if (end) {
        ent_day_range(end, &other, &d->end);
        d->end = d->end < d->start ? d->start : d->end;
    } else if (d->end == d->start) {
        d->end = end_by_precision(d->start, d->precision);
    }
    if (d->precision == ENT_PRECISION_NONE) {
        d->precision = precision_of(d->start, d->end);
    }
}

static void read_actor(ent_actor_ref *r, json *record, const char *key, ent_arena *a)
{
    json *o = get_obj_or(record, key, &r->code, a);
    if (o) {
        r->code = get_str(o, "code", a);
        r->state = get_str(o, "state", a);
        r->role = get_str(o, "role", a);
        r->name = get_str(o, "name", a);
        r->text = get_str(o, "text", a);
    }
}

static const char *const *read_strings(json *o, const char *key, ent_arena *a, uint32_t *count)
{
    json *v;
    *count = 0;
    if (!o || !json_object_object_get_ex(o, key, &v) || !json_object_is_type(v, json_type_array)) {
        return NULL;
    }
    size_t n = json_object_array_length(v);
    const char **out = ent_arena_alloc(a, (n + 1) * sizeof *out);
    for (size_t i = 0; i < n; i++) {
        json *s = json_object_array_get_idx(v, i);
        if (json_object_is_type(s, json_type_string)) {
            out[(*count)++] = ent_arena_str(a, json_object_get_string(s));
        }
    }
    return out;
}

static void read_links(ent_account *one, json *o, ent_arena *a)
{
    json *v;
    if (!json_object_object_get_ex(o, "links", &v) || !json_object_is_type(v, json_type_array)) {
        return;
    }
    size_t n = json_object_array_length(v);
    ent_link *links = ent_arena_alloc(a, (n + 1) * sizeof *links);
    for (size_t i = 0; i < n; i++) {
        json *l = json_object_array_get_idx(v, i);
        const char *id = json_object_is_type(l, json_type_object) ? get_str(l, "account", a) : NULL;
        int rel = id ? ent_link_rel_of(get_str(l, "rel", a)) : -1;
        if (rel >= 0) {
            links[one->link_count++] = (ent_link){(ent_link_rel)rel, id};
        }
    }
    one->links = links;
}

static bool known_member(const char *key)
{
    static const char *const known[] = {
        "schema",    "id",         "doc",    "sentence", "date",      "source",  "target",
        "symmetric", "cameo",      "plover", "quad",     "goldstein", "status",  "voice",
        "trigger",   "confidence", "links",  "version",  "tables",    "evidence"};
    for (size_t i = 0; i < ENT_COUNT(known); i++) {
        if (strcmp(known[i], key) == 0) {
            return true;
        }
    }
    return false;
}

static const char *read_extra(json *o, ent_arena *a)
{
    ent_buf b = {0};
    json_object_object_foreach(o, key, value)
    {
        if (!known_member(key)) {
            if (b.len) {
                ent_buf_char(&b, ',');
            }
            ent_json_str(&b, key);
            ent_buf_char(&b, ':');
            ent_buf_str(&b, json_object_to_json_string_ext(
                                value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
        }
    }
    const char *s = b.len ? ent_arena_strn(a, b.data, b.len) : NULL;
    ent_buf_free(&b);
    return s;
}

static void read_rest(ent_account *out, json *o, ent_arena *a)
{
    json *p = get_obj(o, "plover"), *v = get_obj(o, "voice"), *e = get_obj(o, "evidence");
    json *sym;
    out->symmetric =
        json_object_object_get_ex(o, "symmetric", &sym) && json_object_get_boolean(sym);
    if (p) {
        out->plover_event = get_str(p, "event", a);
        out->plover_mode = get_str(p, "mode", a);
        out->plover_context = read_strings(p, "context", a, &out->plover_context_count);
    }
    if (v) {
        int kind = ent_voice_kind_of(get_str(v, "kind", a));
        out->voice.kind = kind < 0 ? ENT_VOICE_AUTHOR : (ent_voice_kind)kind;
        out->voice.name = get_str(v, "name", a);
        out->voice.code = get_str(v, "code", a);
        out->voice.chain = read_strings(v, "chain", a, &out->voice.chain_count);
    }
    if (e) {
        out->evidence = get_str(e, "text", a);
        out->evidence_start = get_u32(e, "start");
        out->evidence_end = get_u32(e, "end");
    }
    double quad = get_num(o, "quad", 0);
    out->quad = quad >= 1 && quad <= 4 ? (int)quad : 0;
    out->goldstein = get_num(o, "goldstein", NAN);
    out->confidence = get_num(o, "confidence", NAN);
    out->trigger = get_str(o, "trigger", a);
    out->version = get_str(o, "version", a);
    out->tables = get_str(o, "tables", a);
    read_links(out, o, a);
    out->extra = read_extra(o, a);
}

/* Without a sentence behind it nothing but its fields tells an account from another. */
static const char *own_id(const ent_account *one, ent_arena *a)
{
    if (one->evidence_end) {
        return ent_account_id(a, one);
    }
    ent_account full = *one;
    full.cameo = ent_arena_printf(a, "%s %d %d %s %s %d", one->cameo, one->date.start,
                                  one->date.end, one->source.state ? one->source.state : "",
                                  one->target.state ? one->target.state : "", (int)one->status);
    return ent_account_id(a, &full);
}

static int read_account(ent_account *out, ent_arena *a, json *o, ent_err *err)
{
    memset(out, 0, sizeof *out);
    double schema = get_num(o, "schema", ENT_SCHEMA);
    if (schema > ENT_SCHEMA) {
        return ent_fail(err, ENT_EFORMAT, "", "schema %g is newer than this program's %d", schema,
                        ENT_SCHEMA);
    }
    const char *status = get_str(o, "status", a);
    int s = status ? ent_status_of(status) : ENT_STATUS_ASSERTED;
    if (s < 0) {
        return ent_fail(err, ENT_EFORMAT, "", "status \"%.40s\" is not known", status);
    }
    out->status = (ent_status)s;
    out->cameo = get_str(o, "cameo", a);
    if (!out->cameo) {
        return ent_fail(err, ENT_EFORMAT, "", "an account has a cameo code, as text");
    }
    out->doc = get_str(o, "doc", a);
    out->sentence = get_u32(o, "sentence");
    read_date(&out->date, o, a);
    read_actor(&out->source, o, "source", a);
    read_actor(&out->target, o, "target", a);
    read_rest(out, o, a);
    out->id = get_str(o, "id", a);
    if (!out->id) {
        out->id = own_id(out, a);
    }
    return 0;
}

int ent_account_parse(ent_account *out, ent_arena *a, const char *s, size_t len, ent_err *err)
{
    if (len > INT32_MAX / 2) {
        return ent_fail(err, ENT_ETOOBIG, "", "a line of %zu bytes", len);
    }
    struct json_tokener *tok = json_tokener_new_ex(32);
    if (!tok) {
        return ent_fail(err, ENT_EFORMAT, "", "out of memory");
    }
    json *o = json_tokener_parse_ex(tok, s, (int)len);
    enum json_tokener_error e = json_tokener_get_error(tok);
    int rc;
    if (e != json_tokener_success) {
        rc = ent_fail(err, ENT_EFORMAT, "", "not JSON: %s", json_tokener_error_desc(e));
    } else if (!json_object_is_type(o, json_type_object)) {
        rc = ent_fail(err, ENT_EFORMAT, "", "not a JSON object");
    } else {
        rc = read_account(out, a, o, err);
    }
    json_object_put(o);
    json_tokener_free(tok);
    return rc;
}
