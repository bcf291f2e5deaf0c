/* entente.c: the handle, reading and coding; the order of passes is one table. */
#include "handle.h"

#include <json-c/json.h>

/* -- the handle ------------------------------------------------------------------------------ */

static void close_shared(ent_shared *s)
{
    if (!s) {
        return;
    }
    ent_relate_close(s->relater);
    ent_reconcile_close(s->reconciler);
    ent_event_close(s->coder);
    ent_actor_close(s->actors);
    ent_time_close(s->time);
    ent_parse_close(s->parser);
    ent_cameo_free(s->cameo);
    ent_tables_free(s->tables);
    free(s);
}

static int open_shared(ent_shared *s, const ent_options *o, ent_err *err)
{
    const char *weights = o ? o->weights : NULL;
    int rc = ent_tables_open(&s->tables, o ? o->tables_dirs : NULL, o ? o->tables_count : 0, err);
    rc = rc < 0 ? rc : ent_cameo_open(&s->cameo, s->tables, err);
    rc = rc < 0 ? rc : ent_parse_open(&s->parser, weights, err);
    rc = rc < 0 ? rc : ent_time_open(&s->time, s->tables, err);
    rc = rc < 0 ? rc : ent_actor_open(&s->actors, s->tables, err);
    rc = rc < 0 ? rc : ent_event_open(&s->coder, s->tables, err);
    rc = rc < 0 ? rc : ent_reconcile_open(&s->reconciler, s->tables, err);
    rc = rc < 0 ? rc : ent_relate_open(&s->relater, s->tables, err);
    return rc;
}

int ent_open(ent **out, const ent_options *options)
{
    ent *e = ent_calloc(1, sizeof *e);
    *out = e;
    e->owner = true;
    if (options && options->size != sizeof *options) {
        return ent_fail(&e->err, ENT_EUSAGE, "", "ent_options.size is not that of this library");
    }
    e->shared = ent_calloc(1, sizeof *e->shared);
    int rc = open_shared(e->shared, options, &e->err);
    if (rc < 0) {
        close_shared(e->shared);
        e->shared = NULL;
    }
    return rc;
}

int ent_fork(ent **out, const ent *e)
{
    *out = ent_calloc(1, sizeof **out);
    (*out)->shared = e->shared;
    return 0;
}

void ent_close(ent *e)
{
    if (e) {
        if (e->owner) {
            close_shared(e->shared);
        }
        ent_arena_free(&e->sides);
        free(e);
    }
}

const ent_error *ent_last_error(const ent *e)
{
    ent *w = (ent *)(uintptr_t)e; /* the view is refreshed in place; what it shows is e's own */
    w->shown = (ent_error){e->err.code, e->err.place, e->err.message};
    return &w->shown;
}

const char *ent_tables_id(const ent *e)
{
    return ent_tables_hash(e->shared->tables);
}

const char *ent_version(void)
{
    return ENT_VERSION_STRING;
}

int ent_hand_over(ent *e, ent_buf *b, ent_write_fn write, void *user)
{
    int rc = b->len && write(user, b->data, b->len) ? ENT_EIO : 0;
    ent_buf_free(b);
    return rc < 0 ? ent_fail(&e->err, rc, "output", "could not be written") : 0;
}

/* -- read ------------------------------------------------------------------------------------ */

struct ent_reader {
    ent *e;
    ent_read_source *source;
};

static ent_read_options read_options(const ent *e, const ent_input *in)
{
    ent_read_options o = {.tables = e->shared->tables};
    if (in) {
        o.input = in->format;
        o.doc_id = in->doc_id;
        o.max_bytes = in->max_bytes;
        o.body_only = in->body_only != 0;
        o.any_language = in->any_language != 0;
    }
    return o;
}

int ent_reader_open(ent_reader **out, ent *e, const char *path, const ent_input *input)
{
    if (input && input->size != sizeof *input) {
        return ent_fail(&e->err, ENT_EUSAGE, "", "ent_input.size is not that of this library");
    }
    ent_read_options o = read_options(e, input);
    ent_read_source *source;
    int rc = ent_read_open(&source, &o, path, &e->err);
    if (rc < 0) {
        return rc;
    }
    *out = ent_calloc(1, sizeof **out);
    **out = (ent_reader){e, source};
    return 0;
}

int ent_reader_next(ent_record **out, ent_reader *r)
{
    ent_record *rec = ent_calloc(1, sizeof *rec);
    int rc = ent_read_next(rec, r->source, &r->e->err);
    if (rc <= 0) {
        ent_record_drop(rec);
        return rc;
    }
    *out = rec;
    return rc;
}

void ent_reader_close(ent_reader *r)
{
    if (r) {
        ent_read_close(r->source);
        free(r);
    }
}

void ent_record_drop(ent_record *r)
{
    if (r) {
        ent_record_free(r);
        free(r);
    }
}

int ent_read(ent_doc **out, ent *e, const ent_record *r, const ent_input *input)
{
    ent_read_options o = read_options(e, input);
    const char *format = input && input->format ? input->format : r->format;
    int rc;
    if (format && strcmp(format, "conllu") == 0) {
        rc = ent_parse_read_conllu(out, r->data, r->len, r->id ? r->id : r->path, &e->err);
    } else {
        rc = ent_read_doc(out, r, &o, &e->err);
    }
    if (rc >= 0 && input) {
        (*out)->day = input->day != ENT_DAY_NONE ? input->day : (*out)->day;
        (*out)->genre = input->genre ? (uint8_t)input->genre : (*out)->genre;
    }
    return rc;
}

const char *ent_doc_id(const ent_doc *d)
{
    return d->id;
}

const char *ent_doc_text(const ent_doc *d, size_t *len)
{
    if (len) {
        *len = d->len;
    }
    return d->text;
}

void ent_doc_free(ent_doc *d)
{
    ent_doc_destroy(d);
}

/* -- code ------------------------------------------------------------------------------------ */

typedef struct pass_context {
    const ent_shared *shared;
    ent_event_options event;
    bool parse_all; /* trees for every sentence */
} pass_context;

static void pass_tokens(const pass_context *c, ent_doc *d)
{
    if (!d->sent_count) { /* CoNLL-U brings its own */
        ent_parse_tokens(c->shared->parser, d);
    }
}

static void pass_time(const pass_context *c, ent_doc *d)
{
    ent_time_doc(c->shared->time, d);
}

static void pass_actor(const pass_context *c, ent_doc *d)
{
    ent_actor_names(c->shared->actors, d);
}

static void pass_select(const pass_context *c, ent_doc *d)
{
    if (!c->parse_all) {
        ent_event_select(c->shared->coder, d);
        return;
    }
    for (uint32_t i = 0; i < d->sent_count; i++) {
        d->sents[i].flags |= ENT_SENT_SELECTED;
    }
}

static void pass_parse(const pass_context *c, ent_doc *d)
{
    ent_parse_trees(c->shared->parser, d);
}

static void pass_refer(const pass_context *c, ent_doc *d)
{
    ent_actor_refer(c->shared->actors, d);
}

static void pass_event(const pass_context *c, ent_doc *d)
{
    ent_event_doc(c->shared->coder, d, &c->event);
}

static const struct {
    const char *layer;
    void (*run)(const pass_context *, ent_doc *);
} passes[] = {
    {"tokens", pass_tokens}, {"time", pass_time},   {"actor", pass_actor}, {"select", pass_select},
    {"parse", pass_parse},   {"refer", pass_refer}, {"event", pass_event},
};

static int run_passes(ent *e, ent_doc *d, const char *layer, const pass_context *c)
{
    for (size_t i = 0; i < ENT_COUNT(passes); i++) {
        passes[i].run(c, d);
        if (layer && strcmp(layer, passes[i].layer) == 0) {
            return 0;
        }
    }
    return layer ? ent_fail(&e->err, ENT_EUSAGE, "", "there is no layer \"%s\"", layer) : 0;
}

int ent_code_doc(ent *e, ent_doc *d, const char *layer, int all_actors)
{
    pass_context c = {e->shared, {all_actors != 0, ENT_VERSION_STRING, ent_tables_id(e)}, false};
    c.parse_all = layer && strcmp(layer, "parse") == 0;
    return run_passes(e, d, layer, &c);
}

static void dump_accounts(ent_buf *b, const ent_doc *d)
{
    for (uint32_t i = 0; i < d->account_count; i++) {
        ent_account_json(b, &d->accounts[i]);
        ent_buf_char(b, '\n');
    }
}

static void dump_read(ent_buf *b, const ent_doc *d)
{
    ent_read_json(b, d);
    ent_buf_char(b, '\n');
}

static void dump_body(ent_buf *b, const ent_doc *d)
{
    bool whole = d->body.end <= d->body.begin;
    uint32_t from = whole ? 0 : d->body.begin, to = whole ? d->len : d->body.end;
    ent_buf_str(b, "{\"doc\":");
    ent_json_str(b, d->id);
    ent_buf_str(b, ",\"text\":");
    ent_json_strn(b, d->text + from, to - from);
    ent_buf_str(b, "}\n");
}

static void dump_text(ent_buf *b, const ent_doc *d)
{
    ent_buf_add(b, d->text, d->len);
    if (d->len && d->text[d->len - 1] != '\n') {
        ent_buf_char(b, '\n');
    }
}

static const struct {
    const char *layer;
    void (*dump)(ent_buf *, const ent_doc *);
} dumps[] = {
    {"read", dump_read},       {"body", dump_body},          {"text", dump_text},
    {"parts", ent_read_parts}, {"conllu", ent_parse_conllu}, {"time", ent_time_json},
    {"actor", ent_actor_json}, {"accounts", dump_accounts},  {"event", ent_account_brief},
};

int ent_doc_dump(ent *e, const ent_doc *d, const char *layer, ent_write_fn write, void *user)
{
    for (size_t i = 0; i < ENT_COUNT(dumps); i++) {
        if (strcmp(dumps[i].layer, layer) == 0) {
            ent_buf b = {0};
            dumps[i].dump(&b, d);
            return ent_hand_over(e, &b, write, user);
        }
    }
    return ent_fail(&e->err, ENT_EUSAGE, "", "there is no layer \"%s\"", layer);
}

int ent_explain(ent *e, ent_doc *d, uint32_t sentence, ent_write_fn write, void *user)
{
    ent_event_options o = {false, ENT_VERSION_STRING, ent_tables_id(e)};
    ent_buf b = {0};
    if (sentence < 1 || sentence > d->sent_count) {
        return ent_fail(&e->err, ENT_ENOTFOUND, d->id, "has %u sentences, there is no sentence %u",
                        d->sent_count, sentence);
    }
    ent_event_explain(&b, e->shared->coder, d, sentence - 1, &o);
    return ent_hand_over(e, &b, write, user);
}

int ent_actor_find(ent *e, const char *name, int32_t day, ent_write_fn write, void *user)
{
    ent_arena a = {0};
    ent_actor_hit *hits;
    ent_buf b = {0};
    uint32_t n = ent_actor_lookup(e->shared->actors, name, day, &a, &hits);
    for (uint32_t i = 0; i < n; i++) {
        const struct {
            const char *key, *value;
        } fields[] = {{"name", name},
                      {"code", hits[i].actor.code},
                      {"state", hits[i].actor.state},
                      {"role", hits[i].actor.role},
                      {"actor", hits[i].actor.name},
                      {"matched", hits[i].matched},
                      {"row", hits[i].actor.row}};
        for (size_t f = 0; f < ENT_COUNT(fields); f++) {
            ent_buf_printf(&b, "%c\"%s\":", f ? ',' : '{', fields[f].key);
            ent_json_str(&b, fields[f].value);
        }
        ent_buf_str(&b, ",\"from\":");
        ent_json_day(&b, hits[i].from);
        ent_buf_str(&b, ",\"to\":");
        ent_json_day(&b, hits[i].to);
        ent_buf_str(&b, "}\n");
    }
    ent_arena_free(&a);
    int rc = ent_hand_over(e, &b, write, user);
    return rc < 0 ? rc : (int)n;
}

/* -- pairs ----------------------------------------------------------------------------------- */

static const char *member(json_object *o, const char *key)
{
    json_object *v;
    return json_object_object_get_ex(o, key, &v) && json_object_is_type(v, json_type_string)
               ? json_object_get_string(v)
               : NULL;
}

/* A document of one paragraph, not read from a file. */
static ent_doc *plain_doc(const char *id, const char *text)
{
    ent_doc *d = ent_doc_new();
    d->id = ent_arena_str(&d->arena, id ? id : "");
    d->path = d->id;
    d->text = ent_arena_str(&d->arena, text);
    d->len = (uint32_t)strlen(text);
    ent_voice *v = ENT_PUSH(&d->arena, d->voices, d->voice_count, d->voice_cap);
    v->parent = ENT_NONE;
    v->day = ENT_DAY_NONE;
    ent_part *p = ENT_PUSH(&d->arena, d->parts, d->part_count, d->part_cap);
    p->span.end = d->len;
    p->parent = ENT_NONE;
    ent_block *b = ENT_PUSH(&d->arena, d->blocks, d->block_count, d->block_cap);
    b->span.end = d->len;
    return d;
}

static void put_answer(ent_buf *b, json_object *o, const ent_pair_answer *a)
{
    static const char *const ours[] = {"cameo", "plover", "quad", "status", "confidence"};
    for (size_t i = 0; i < ENT_COUNT(ours); i++) {
        json_object_object_del(o, ours[i]);
    }
    const char *s =
        json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
    ent_buf_add(b, s, strlen(s) - 1); /* without its closing brace */
    ent_buf_str(b, ",\"cameo\":");
    ent_json_str(b, a->cameo);
    ent_buf_str(b, ",\"plover\":{\"event\":");
    ent_json_str(b, a->plover_event);
    ent_buf_str(b, ",\"mode\":");
    ent_json_str(b, a->plover_mode);
    ent_buf_printf(b, ",\"context\":[]},\"quad\":%d,\"status\":\"%s\",\"confidence\":", a->quad,
                   ent_status_name(a->status));
    ent_json_num(b, a->confidence);
    ent_buf_str(b, "}\n");
}

int ent_code_pair(ent *e, const char *line, size_t len, ent_write_fn write, void *user)
{
    if (len > ENT_READ_MAX_BYTES) {
        return ent_fail(&e->err, ENT_ETOOBIG, "", "a line of %zu bytes", len);
    }
    struct json_tokener *tok = json_tokener_new_ex(16);
    json_object *o = json_tokener_parse_ex(tok, line, (int)len);
    json_tokener_free(tok);
    const char *text = json_object_is_type(o, json_type_object) ? member(o, "text") : NULL;
    const char *source = text ? member(o, "source") : NULL;
    const char *target = source ? member(o, "target") : NULL;
    if (!target || !*text) {
        json_object_put(o);
        return ent_fail(&e->err, ENT_EFORMAT, "",
                        "a pair is a JSON object with text, source and target");
    }
    pass_context c = {e->shared, {true, ENT_VERSION_STRING, ent_tables_id(e)}, true};
    ent_doc *d = plain_doc(member(o, "id"), text);
    run_passes(e, d, "refer", &c);
    ent_pair_answer a = {0};
    ent_event_pair(e->shared->coder, d, source, target, &a);
    ent_buf b = {0};
    put_answer(&b, o, &a);
    ent_doc_destroy(d);
    json_object_put(o);
    return ent_hand_over(e, &b, write, user);
}
