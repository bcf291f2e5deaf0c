/* fuzz_time.c: any bytes as a document's text; the first byte chooses genre and date. */
#include "time/time.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static ent_time *stage(void)
{
    static ent_tables *tables; /* kept: reachable until the end */
    static ent_time *t;
    ent_err err;
    if (!t &&
        (ent_tables_open(&tables, NULL, 0, &err) < 0 || ent_time_open(&t, tables, &err) < 0)) {
        abort();
    }
    return t;
}

static void check(const ent_doc *d)
{
    for (uint32_t i = 0; i < d->timex_count; i++) {
        const ent_timex *x = &d->timexes[i];
        bool order = i == 0 || d->timexes[i - 1].span.end <= x->span.begin;
        bool days = x->from == ENT_DAY_NONE || x->to == ENT_DAY_NONE || x->from <= x->to;
        if (!order || !days || x->span.begin >= x->span.end || x->span.end > d->len) {
            abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ent_time *t = stage();
    if (size < 1) {
        return 0;
    }
    ent_doc *d = ent_doc_new();
    d->id = "fuzz";
    d->text = ent_arena_strn(&d->arena, (const char *)data + 1, size - 1);
    d->len = (uint32_t)(size - 1);
    d->genre = data[0] & 1 ? ENT_GENRE_NEWS : ENT_GENRE_UNKNOWN;
    d->day = data[0] & 2 ? ent_day_ymd(1962, 10, 28) : ENT_DAY_NONE;
    uint32_t from = 0;
    for (uint32_t i = 0; i <= d->len; i++) { /* lines are blocks */
        if (i == d->len || d->text[i] == '\n') {
            if (i > from) {
                ent_block *b = ENT_PUSH(&d->arena, d->blocks, d->block_count, d->block_cap);
                b->span = (ent_span){from, i};
                b->kind = data[0] & 4 ? ENT_BLOCK_HEADING : ENT_BLOCK_PARAGRAPH;
            }
            from = i + 1;
        }
    }
    ent_time_doc(t, d);
    check(d);
    ent_buf b = {0};
    ent_time_json(&b, d);
    ent_buf_free(&b);
    ent_doc_destroy(d);
    return 0;
}
