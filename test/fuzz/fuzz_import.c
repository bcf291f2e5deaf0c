/* fuzz_import.c: bytes as event data of any format: no crash, no leak, bounded memory, and what
 * comes out can be written and read again. The first byte chooses the format, the second how the
 * rest is cut into pieces. */
#include "read/import.h"
#include "show/export.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int take(void *user, const ent_account *one)
{
    ent_buf *b = user;
    b->len = 0;
    ent_account_json(b, one);
    ent_arena a = {0};
    ent_err err = {0};
    ent_account again;
    if (!one->cameo || ent_account_parse(&again, &a, b->data, b->len, &err) < 0) {
        abort();
    }
    ent_arena_free(&a);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static ent_tables *tables;
    ent_err err = {0};
    if (!tables && ent_tables_open(&tables, NULL, 0, &err) < 0) {
        abort();
    }
    if (size < 2) {
        return 0;
    }
    size_t count, step = 1 + (size_t)data[1] * data[1];
    const ent_import_format *formats = ent_import_formats(&count);
    ent_import_options o = {
        .format = formats[data[0] % count].name, .all_actors = data[0] & 128, .max_row = 4096};
    ent_buf b = {0};
    ent_import_sink sink = {take, NULL, &b};
    ent_import *i;
    if (ent_import_open(&i, tables, &o, &sink, &err) < 0) {
        abort();
    }
    data += 2;
    size -= 2;
    for (int file = 0; file < 2; file++) { /* twice: mentions meet the events of the first */
        ent_import_begin(i, "fuzz", &err);
        for (size_t at = 0; at < size; at += step) {
            size_t n = size - at < step ? size - at : step;
            if (ent_import_feed(i, (const char *)data + at, n, &err) != 0) {
                abort();
            }
        }
        if (ent_import_end(i, &err) != 0) {
            abort();
        }
    }
    ent_import_count c = ent_import_counts(i);
    if (c.bad > c.rows) {
        abort();
    }
    ent_import_close(i);
    ent_buf_free(&b);
    return 0;
}
