/* cameo.c: CAMEO codes with their Goldstein value, quad class and PLOVER event, from the table
 * event/cameo (whose head says where the figures come from). */
#include "account.h"

#include <math.h>

struct ent_cameo {
    ent_arena arena;
    ent_map index; /* code -> row */
    ent_cameo_row *row;
};

static void read_contexts(ent_cameo *c, ent_cameo_row *row, const char *list)
{
    const char **items = NULL;
    uint32_t n = 0, cap = 0;
    while (*list) {
        size_t len = strcspn(list, ";");
        *ENT_PUSH(&c->arena, items, n, cap) = ent_arena_strn(&c->arena, list, len);
        list += len + (list[len] == ';');
    }
    row->context = items;
    row->context_count = n;
}

int ent_cameo_open(ent_cameo **out, const ent_tables *ts, ent_err *err)
{
    const ent_table *t = ent_tables_get(ts, "event/cameo");
    if (!t) {
        return ent_fail(err, ENT_ETABLE, "event/cameo", "there is no such table");
    }
    uint32_t name = ent_table_column(t, "name"), gold = ent_table_column(t, "goldstein");
    uint32_t quad = ent_table_column(t, "quad"), event = ent_table_column(t, "plover");
    uint32_t mode = ent_table_column(t, "mode"), contexts = ent_table_column(t, "contexts");
    ent_cameo *c = ent_calloc(1, sizeof *c);
    c->row = ent_arena_zalloc(&c->arena, t->rows, sizeof *c->row);
    for (uint32_t r = 0; r < t->rows; r++) {
        ent_cameo_row *row = &c->row[r];
        int64_t q = 0;
        row->code = ent_arena_str(&c->arena, ent_table_cell(t, r, 0));
        row->name = ent_arena_str(&c->arena, ent_table_cell(t, r, name));
        row->goldstein = ent_parse_double(ent_table_cell(t, r, gold), NULL);
        if (!ent_parse_int(ent_table_cell(t, r, quad), &q) || q < 0 || q > 4 ||
            isnan(row->goldstein)) {
            char *place = ent_table_place(ts, t, r, &c->arena);
            ent_fail(err, ENT_ETABLE, place, "goldstein is a number and quad is 1 to 4");
            ent_cameo_free(c);
            return ENT_ETABLE;
        }
        row->quad = (int)q;
        const char *e = ent_table_cell(t, r, event), *m = ent_table_cell(t, r, mode);
        row->plover_event = *e ? ent_arena_str(&c->arena, e) : NULL;
        row->plover_mode = *m ? ent_arena_str(&c->arena, m) : NULL;
        read_contexts(c, row, ent_table_cell(t, r, contexts));
        ent_map_set(&c->index, row->code, strlen(row->code), r);
    }
    *out = c;
    return 0;
}

void ent_cameo_free(ent_cameo *c)
{
    if (c) {
        ent_map_free(&c->index);
        ent_arena_free(&c->arena);
        free(c);
    }
}

bool ent_cameo_find(const ent_cameo *c, const char *code, ent_cameo_row *out)
{
    for (size_t n = code ? strlen(code) : 0; n >= 2; n--) {
        uint32_t r = ent_map_get(&c->index, code, n);
        if (r != ENT_NONE) {
            *out = c->row[r];
            return true;
        }
    }
    return false;
}

void ent_cameo_fill(const ent_cameo *c, ent_account *one)
{
    ent_cameo_row row;
    if (!one->cameo || !ent_cameo_find(c, one->cameo, &row)) {
        one->quad = 0;
        one->goldstein = NAN;
        return;
    }
    one->quad = row.quad;
    one->goldstein = row.goldstein;
    one->plover_event = row.plover_event;
    one->plover_mode = row.plover_mode;
    one->plover_context = row.context;
    one->plover_context_count = row.context_count;
}

void ent_cameo_complete(const ent_cameo *c, ent_account *one)
{
    ent_cameo_row row;
    if (!one->cameo || !ent_cameo_find(c, one->cameo, &row)) {
        return;
    }
    one->quad = one->quad ? one->quad : row.quad;
    one->goldstein = isnan(one->goldstein) ? row.goldstein : one->goldstein;
    if (!one->plover_event) {
        one->plover_event = row.plover_event;
        one->plover_mode = row.plover_mode;
        one->plover_context = row.context;
        one->plover_context_count = row.context_count;
    }
}
