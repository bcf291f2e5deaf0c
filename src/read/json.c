/* json.c: the read layer as the object that spec/account-record.md names, and as lines of voices.
 *
 * In: a document. Out: one JSON object without a newline. Spans are byte offsets into `text`.
 */
#include "read_int.h"

static const char *const kinds[] = {"author", "quoted", "reprint", "comment", "caption"};
static const char *const blocks[] = {"paragraph", "title",   "heading", "item",
                                     "quote",     "caption", "cell",    "line"};

static void field(ent_buf *b, const char *name, const ent_field *f)
{
    ent_buf_printf(b, ",\"%s\":", name);
    ent_json_str(b, f->value);
}

static void origins(ent_buf *b, const ent_doc *d)
{
    const struct {
        const char *name;
        const ent_field *f;
    } all[] = {{"title", &d->title}, {"byline", &d->byline}, {"published", &d->published},
               {"site", &d->site},   {"via", &d->via},       {"lang", &d->lang},
               {"url", &d->url}};
    ent_buf_str(b, ",\"from\":{");
    bool first = true;
    for (size_t i = 0; i < ENT_COUNT(all); i++) {
        if (all[i].f->value && all[i].f->from) {
            ent_buf_printf(b, "%s\"%s\":", first ? "" : ",", all[i].name);
            ent_json_str(b, all[i].f->from);
            first = false;
        }
    }
    ent_buf_char(b, '}');
}

static void part(ent_buf *b, const ent_doc *d, const ent_part *p)
{
    const ent_voice *v = &d->voices[p->voice];
    ent_buf_printf(b, "{\"start\":%u,\"end\":%u,\"kind\":\"%s\",\"voice\":", p->span.begin,
                   p->span.end, v->kind < ENT_COUNT(kinds) ? kinds[v->kind] : "author");
    ent_json_str(b, v->name);
    if (v->code) {
        ent_buf_str(b, ",\"code\":");
        ent_json_str(b, v->code);
    }
    if (v->day != ENT_DAY_NONE) {
        ent_buf_str(b, ",\"date\":");
        ent_json_day(b, v->day);
    }
    if (p->parent != ENT_NONE) {
        ent_buf_printf(b, ",\"parent\":%u", p->parent);
    }
    ent_buf_char(b, '}');
}

void ent_read_json(ent_buf *b, const ent_doc *d)
{
    ent_buf_str(b, "{\"doc\":");
    ent_json_str(b, d->id);
    field(b, "title", &d->title);
    field(b, "byline", &d->byline);
    field(b, "published", &d->published);
    field(b, "site", &d->site);
    field(b, "via", &d->via);
    field(b, "lang", &d->lang);
    if (d->url.value) {
        field(b, "url", &d->url);
    }
    if (d->format) {
        ent_buf_str(b, ",\"format\":");
        ent_json_str(b, d->format);
    }
    ent_buf_str(b, ",\"text\":");
    ent_json_strn(b, d->text, d->len);
    ent_buf_printf(b, ",\"body\":[%u,%u],\"parts\":[", d->body.begin, d->body.end);
    for (uint32_t i = 0; i < d->part_count; i++) {
        ent_buf_str(b, i ? "," : "");
        part(b, d, &d->parts[i]);
    }
    ent_buf_str(b, "],\"blocks\":[");
    for (uint32_t i = 0; i < d->block_count; i++) {
        const ent_block *x = &d->blocks[i];
        ent_buf_printf(b, "%s[%u,%u,\"%s\"", i ? "," : "", x->span.begin, x->span.end,
                       x->kind < ENT_COUNT(blocks) ? blocks[x->kind] : "paragraph");
        if (x->level) {
            ent_buf_printf(b, ",%u", x->level);
        }
        ent_buf_char(b, ']');
    }
    ent_buf_char(b, ']');
    if (d->hint_count) { /* what TEI marks: [begin, end, element, its value] */
        ent_buf_str(b, ",\"hints\":[");
        for (uint32_t i = 0; i < d->hint_count; i++) {
            const ent_hint *h = &d->hints[i];
            ent_buf_printf(b, "%s[%u,%u,", i ? "," : "", h->span.begin, h->span.end);
            ent_json_str(b, h->kind);
            ent_buf_char(b, ',');
            ent_json_str(b, h->value);
            ent_buf_char(b, ']');
        }
        ent_buf_char(b, ']');
    }
    origins(b, d);
    if (d->extra && *d->extra) {
        ent_buf_str(b, ",\"extra\":{");
        ent_buf_str(b, d->extra);
        ent_buf_char(b, '}');
    }
    ent_buf_char(b, '}');
}

void ent_read_parts(ent_buf *b, const ent_doc *d)
{
    for (uint32_t i = 1; i < d->part_count; i++) {
        const ent_part *p = &d->parts[i];
        const ent_voice *v = &d->voices[p->voice];
        ent_buf_printf(b, "%u\t%u\t%s\t%s\t", i, p->parent,
                       v->kind < ENT_COUNT(kinds) ? kinds[v->kind] : "author",
                       v->name ? v->name : "-");
        for (uint32_t k = p->span.begin; k < p->span.end; k++) {
            char c = d->text[k];
            if ((unsigned char)c > ' ' || (k && (unsigned char)d->text[k - 1] > ' ')) {
                ent_buf_char(b, (char)((unsigned char)c < ' ' ? ' ' : c));
            }
        }
        ent_buf_char(b, '\n');
    }
}
