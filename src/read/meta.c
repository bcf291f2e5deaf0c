/* meta.c: title, byline, date, site, language of a page, each with where it was found.
 *
 * In: ent_page. Out: fields of the document. Order of trust: JSON-LD, OpenGraph, meta, time
 * elements, what is visible.
 */
#include "read_int.h"

static void from_meta(ent_page *p, ent_doc *d, uint32_t i)
{
    const ent_attr *name = ent_read_attr(&p->tree, i, "property");
    name = name ? name : ent_read_attr(&p->tree, i, "name");
    const ent_attr *c = ent_read_attr(&p->tree, i, "content");
    if (!name || !c || !c->len) {
        return;
    }
    const char *v = ent_read_squeeze(&d->arena, c->value, c->len);
    if (ent_read_same(name->value, name->len, "og:title")) {
        ent_read_field(&d->title, v, "opengraph");
    } else if (ent_read_same(name->value, name->len, "og:site_name")) {
        ent_read_field(&d->site, v, "opengraph");
    } else if (ent_read_same(name->value, name->len, "article:published_time")) {
        ent_read_field(&d->published, v, "opengraph");
    }
}

void ent_read_meta(ent_page *p, ent_doc *d)
{
    for (uint32_t i = 1; i < p->tree.count; i++) {
        const ent_node *x = &p->tree.nodes[i];
        if (x->tag == ENT_TAG_META) {
            from_meta(p, d, i);
        } else if (x->tag == ENT_TAG_HTML) {
            const ent_attr *l = ent_read_attr(&p->tree, i, "lang");
            if (l) {
                ent_read_field(&d->lang, ent_arena_strn(&d->arena, l->value, l->len), "meta");
            }
        }
    }
    for (uint32_t i = 1; i < p->tree.count && !d->title.value; i++) {
        if (p->tree.nodes[i].tag == ENT_TAG_TITLE) {
            ent_read_field(&d->title, ent_read_node_text(&p->tree, i, &d->arena), "visible");
            break;
        }
    }
    if (d->published.value) {
        d->day = ent_read_date(d->published.value, strlen(d->published.value));
    }
}
