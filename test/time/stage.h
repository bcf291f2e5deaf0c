/* stage.h: what the tests of the time stage share: the stage itself, a document of a text, rows of
 * a day, a text and what is found in it. */
#ifndef TEST_TIME_STAGE_H
#define TEST_TIME_STAGE_H

#include "time/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

typedef struct row {
    const char *dct, *text, *expect;
} row;

static ent_tables *tables;
static ent_time *stage;

static int open_stage(void **state)
{
    ent_err err;
    (void)state;
    return ent_tables_open(&tables, NULL, 0, &err) < 0 || ent_time_open(&stage, tables, &err) < 0;
}

static int close_stage(void **state)
{
    (void)state;
    ent_time_close(stage);
    ent_tables_free(tables);
    return 0;
}

/* A document of paragraphs parted by line ends, its expressions found. */
static ent_doc *doc_of(const char *text, size_t n, const char *dct, ent_genre genre)
{
    ent_doc *d = ent_doc_new();
    d->id = "test";
    d->text = ent_arena_strn(&d->arena, text, n);
    d->len = (uint32_t)n;
    d->day = dct ? ent_day_parse(dct) : ENT_DAY_NONE;
    d->genre = (uint8_t)genre;
    for (uint32_t i = 0; i < d->len;) {
        uint32_t k = i;
        while (k < d->len && d->text[k] != '\n') {
            k++;
        }
        if (k > i) {
            ent_block *b = ENT_PUSH(&d->arena, d->blocks, d->block_count, d->block_cap);
            b->span = (ent_span){i, k};
            b->kind = ENT_BLOCK_PARAGRAPH;
        }
        i = k + 1;
    }
    ent_time_doc(stage, d);
    return d;
}

/* Every row's expressions, each as its words, "=" and what `say` says of it, are those expected. */
static void hold(const row *rows, size_t n, ent_genre genre,
                 void (*say)(ent_buf *b, const ent_timex *t))
{
    int bad = 0;
    for (size_t i = 0; i < n; i++) {
        ent_doc *d = doc_of(rows[i].text, strlen(rows[i].text), rows[i].dct, genre);
        ent_buf b = {0};
        ent_buf_str(&b, "");
        for (uint32_t k = 0; k < d->timex_count; k++) {
            const ent_timex *t = &d->timexes[k];
            ent_buf_str(&b, k ? "; " : "");
            ent_buf_add(&b, d->text + t->span.begin, t->span.end - t->span.begin);
            ent_buf_char(&b, '=');
            say(&b, t);
        }
        if (strcmp(b.data, rows[i].expect) != 0) {
            print_error("%s\n  expected %s\n  found    %s\n", rows[i].text, rows[i].expect, b.data);
            bad++;
        }
        ent_buf_free(&b);
        ent_doc_destroy(d);
    }
    assert_int_equal(bad, 0);
}

#endif
