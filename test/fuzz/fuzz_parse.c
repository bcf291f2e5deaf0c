/* fuzz_parse.c: any bytes as a block of text, or as CoNLL-U, through both passes of the parser; an
 * odd first byte means CoNLL-U. Whatever comes out must be trees over tokens that lie in the text.
 */
#include "parse/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const ent_parser *stage(void)
{
    static ent_parser *p; /* kept: reachable until the end */
    ent_err err;
    if (!p && ent_parse_open(&p, NULL, &err) < 0) {
        abort();
    }
    return p;
}

static void check(const ent_doc *d)
{
    for (uint32_t s = 0; s < d->sent_count; s++) {
        const ent_sent *x = &d->sents[s];
        uint32_t roots = 0;
        for (uint32_t i = x->first; i < x->first + x->count; i++) {
            const ent_token *t = &d->tokens[i];
            uint32_t h = i, steps = 0;
            while (d->tokens[h].head != ENT_NONE && steps++ <= x->count) {
                h = d->tokens[h].head;
            }
            roots += t->head == ENT_NONE;
            if (steps > x->count || t->span.end > d->len || t->span.begin > t->span.end ||
                !t->form || !t->deprel || !t->lemma) {
                abort();
            }
        }
        if (roots != 1) {
            abort();
        }
    }
}

static ent_doc *document(const uint8_t *data, size_t size)
{
    const char *s = (const char *)data + 1;
    ent_doc *d;
    if (data[0] & 1) {
        ent_err err;
        ent_parse_read_conllu(&d, s, size - 1, "fuzz", &err);
        return d;
    }
    d = ent_doc_new();
    d->id = "fuzz";
    d->text = ent_arena_strn(&d->arena, s, size - 1);
    d->len = (uint32_t)(size - 1);
    ent_block *b = ENT_PUSH(&d->arena, d->blocks, d->block_count, d->block_cap);
    b->span.end = d->len;
    ent_parse_tokens(stage(), d);
    return d;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ent_buf b = {0};
    if (size < 1) {
        return 0;
    }
    ent_doc *d = document(data, size);
    for (uint32_t i = 0; i < d->sent_count; i++) {
        d->sents[i].flags |= ENT_SENT_SELECTED;
    }
    ent_parse_trees(stage(), d);
    check(d);
    ent_parse_conllu(&b, d);
    ent_buf_free(&b);
    ent_doc_destroy(d);
    return 0;
}
