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

/* Opening reads tables: an import is used again, and made anew at times. */
static ent_import *opened(const uint8_t *choice, ent_buf *b)
{
    enum { FORMATS = 32, USES = 2000 };
    static ent_tables *tables;
    static ent_import *cache[FORMATS][2];
    static int uses[FORMATS][2];
    ent_err err = {0};
    if (!tables && ent_tables_open(&tables, NULL, 0, &err) < 0) {
        abort();
    }
    size_t count;
    const ent_import_format *formats = ent_import_formats(&count);
    size_t which = *choice % count, all = *choice >> 7;
    ent_import **slot = &cache[which][all];
    if (*slot && ++uses[which][all] > USES) {
        ent_import_close(*slot);
        *slot = NULL;
        uses[which][all] = 0;
    }
    ent_import_options o = {.format = formats[which].name, .all_actors = all != 0, .max_row = 4096};
    ent_import_sink sink = {take, NULL, b, NULL};
    if (!*slot && ent_import_open(slot, tables, &o, &sink, &err) < 0) {
        abort();
    }
    return *slot;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static ent_buf b; /* the sink's, for all */
    ent_err err = {0};
    if (size < 2) {
        return 0;
    }
    size_t step = 1 + (size_t)data[1] * data[1];
    ent_import *i = opened(data, &b);
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
    return 0;
}
