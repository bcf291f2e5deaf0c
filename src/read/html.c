/* html.c: a web page into a document.
 *
 * In: UTF-8 HTML. Out: title, the article's blocks, readers' comments, metadata. What is article
 * and what is furniture article.c decides.
 */
#include "read_int.h"

static void add_block(ent_build *b, const ent_page *p, const ent_hblock *h)
{
    ent_build_block(b, h->kind, h->level);
    for (uint32_t i = h->first; i < h->end;) {
        const ent_node *x = &p->tree.nodes[i];
        if (x->tag == ENT_TAG_TEXT) {
            ent_build_text(b, x->s, x->len);
        } else if (p->info[i].skip) {
            i = x->end;
            continue;
        } else if (x->tag == ENT_TAG_BR) {
            ent_build_break(b);
        }
        i++;
    }
    ent_build_end(b);
}

void ent_read_html(ent_doc *d, const char *s, size_t n, const ent_read_options *o)
{
    ent_arena scratch = {0};
    ent_page p = {.arena = &scratch};
    ent_read_markup(&p.tree, &scratch, s, n, false);
    ent_read_page(&p);
    ent_read_meta(&p, d);
    ent_read_article(&p);
    ent_build b;
    ent_build_open(&b, d);
    if (!o->body_only && d->title.value) {
        ent_build_block(&b, ENT_BLOCK_TITLE, 1);
        ent_build_text(&b, d->title.value, strlen(d->title.value));
        ent_build_end(&b);
    }
    uint32_t first = d->block_count;
    for (uint32_t i = 0; i < p.block_count; i++) {
        if (p.blocks[i].role == ENT_HROLE_BODY) {
            add_block(&b, &p, &p.blocks[i]);
        }
    }
    d->body.begin = first < d->block_count ? d->blocks[first].span.begin : ent_build_at(&b);
    d->body.end = ent_build_at(&b);
    ent_build_close(&b);
    if (p.tree.cut) {
        ent_doc_note(d, "read", (ent_span){0, 0}, "page over %u elements: the rest is left out",
                     (unsigned)ENT_READ_MAX_NODES);
    }
    ent_arena_free(&scratch);
}
