/* fuzz_read.h: one record of a format through the read stage, its invariants checked. */
#ifndef FUZZ_READ_H
#define FUZZ_READ_H

#include "read/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(x)                                                                                    \
    do {                                                                                           \
        if (!(x)) {                                                                                \
            fprintf(stderr, "does not hold: %s\n", #x);                                            \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* What every stage behind this one relies on. */
static inline void check_doc(const ent_doc *d)
{
    MUST(d->text && strlen(d->text) == d->len);
    MUST(ent_utf8_check(d->text, d->len) == d->len);
    MUST(d->voice_count >= 1 && d->voices[0].parent == ENT_NONE);
    MUST(d->part_count >= 1 && d->parts[0].span.begin == 0 && d->parts[0].span.end == d->len);
    MUST(d->body.begin <= d->body.end && d->body.end <= d->len);
    for (uint32_t i = 0; i < d->block_count; i++) {
        MUST(d->blocks[i].span.begin < d->blocks[i].span.end && d->blocks[i].span.end <= d->len);
        MUST(i == 0 || d->blocks[i - 1].span.end <= d->blocks[i].span.begin);
    }
    for (uint32_t i = 1; i < d->part_count; i++) {
        const ent_part *p = &d->parts[i];
        MUST(p->parent < i && p->voice < d->voice_count);
        MUST(p->span.begin >= d->parts[p->parent].span.begin);
        MUST(p->span.end <= d->parts[p->parent].span.end && p->span.begin < p->span.end);
        MUST(((unsigned char)d->text[p->span.begin] & 0xC0) != 0x80); /* splits no character */
        MUST(((unsigned char)d->text[p->span.end] & 0xC0) != 0x80);
    }
    for (uint32_t i = 1; i < d->voice_count; i++) {
        uint32_t steps = 0;
        for (uint32_t v = i; v != 0; v = d->voices[v].parent) {
            MUST(v < d->voice_count && ++steps <= d->voice_count);
        }
        MUST(d->voices[i].name_span.end <= d->len);
    }
    for (uint32_t i = 0; i < d->hint_count; i++) {
        MUST(d->hints[i].span.end <= d->len);
    }
    ent_buf b = {0};
    ent_read_json(&b, d);
    MUST(ent_utf8_check(b.data, b.len) == b.len);
    ent_buf_free(&b);
}

static inline void fuzz_record(const ent_record *r, const ent_read_options *o)
{
    ent_doc *d;
    ent_err err = {0};
    if (ent_read_doc(&d, r, o, &err) == 0) {
        check_doc(d);
        ent_doc_destroy(d);
    } else {
        MUST(err.message[0]);
    }
}

static inline int fuzz_format(const char *format, const uint8_t *data, size_t size)
{
    static ent_tables *tables;
    if (!tables && ent_tables_open(&tables, NULL, 0, NULL) < 0) {
        abort();
    }
    ent_read_options o = {.any_language = true, .tables = tables, .max_bytes = 1 << 20};
    ent_record r = {.data = (const char *)data, .len = size, .format = format, .path = "fuzz"};
    r.day = ENT_DAY_NONE;
    fuzz_record(&r, &o);
    return 0;
}

#endif
