/* parse_help.h: documents for the parser's tests, and what every tree must be. */
#ifndef ENT_TEST_PARSE_HELP_H
#define ENT_TEST_PARSE_HELP_H

#include "parse/parse.h"

#include <setjmp.h>
#include <cmocka.h>

/* A document of `len` bytes; paragraphs are parted by an empty line. */
static inline ent_doc *doc_of(const char *text, size_t len)
{
    ent_doc *d = ent_doc_new();
    d->text = ent_arena_strn(&d->arena, text, len);
    d->len = (uint32_t)len;
    d->id = "test";
    for (uint32_t i = 0; i < len;) {
        uint32_t e = i;
        while (e < len && !(e + 1 < len && text[e] == '\n' && text[e + 1] == '\n'))
            e++;
        ent_block *b = ENT_PUSH(&d->arena, d->blocks, d->block_count, d->block_cap);
        b->span = (ent_span){i, e};
        i = e + 2;
    }
    return d;
}

static inline void parse_all(const ent_parser *p, ent_doc *d)
{
    if (!d->sent_count)
        ent_parse_tokens(p, d);
    for (uint32_t i = 0; i < d->sent_count; i++)
        d->sents[i].flags |= ENT_SENT_SELECTED;
    ent_parse_trees(p, d);
}

static inline ent_doc *parsed(const ent_parser *p, const char *text)
{
    ent_doc *d = doc_of(text, strlen(text));
    parse_all(p, d);
    return d;
}

static inline ent_parser *open_parser(void)
{
    ent_parser *p;
    ent_err err = {0};
    if (ent_parse_open(&p, NULL, &err) < 0)
        fail_msg("%s: %s", err.place, err.message);
    return p;
}

/* Tokens in order, inside their block and sentence; one root; every word below it; all columns. */
static inline void check_doc(const ent_doc *d)
{
    uint32_t at = 0, end = 0;
    for (uint32_t s = 0; s < d->sent_count; s++) {
        const ent_sent *x = &d->sents[s];
        uint32_t roots = 0;
        assert_int_equal(x->first, at);
        assert_true(x->count > 0);
        assert_true(x->span.begin >= d->blocks[x->block].span.begin);
        assert_true(x->span.end <= d->blocks[x->block].span.end);
        for (uint32_t i = x->first; i < x->first + x->count; i++) {
            const ent_token *t = &d->tokens[i];
            assert_true(t->mwt_rest || t->span.begin >= end);
            assert_true(t->span.end > t->span.begin && t->span.end <= x->span.end);
            assert_true(t->form && t->form[0]);
            assert_int_equal(t->sent, s);
            end = t->span.end;
            assert_true(t->lemma && t->xpos && t->deprel && t->upos && t->rel);
            uint32_t steps = 0, h = i;
            while (d->tokens[h].head != ENT_NONE && steps <= x->count) {
                h = d->tokens[h].head;
                assert_true(h >= x->first && h < x->first + x->count);
                steps++;
            }
            assert_true(steps <= x->count);
            roots += t->head == ENT_NONE;
            assert_true((t->head == ENT_NONE) == (t->rel == ENT_ROOT));
        }
        assert_int_equal(roots, 1);
        at += x->count;
    }
    assert_int_equal(at, d->token_count);
}

/* The n-th token (from 0) with this form; ENT_NONE. */
static inline uint32_t word_at(const ent_doc *d, const char *form, int n)
{
    for (uint32_t i = 0; i < d->token_count; i++)
        if (!strcmp(d->tokens[i].form, form) && n-- == 0)
            return i;
    return ENT_NONE;
}

static inline void has_edge(const ent_doc *d, const char *dep, const char *rel, const char *head)
{
    uint32_t i = word_at(d, dep, 0);
    assert_int_not_equal(i, ENT_NONE);
    const ent_token *t = &d->tokens[i];
    const char *h = t->head == ENT_NONE ? "ROOT" : d->tokens[t->head].form;
    if (strcmp(t->deprel, rel) != 0 || strcmp(h, head) != 0)
        fail_msg("%s: %s of %s, not %s of %s", dep, t->deprel, h, rel, head);
}

#endif
