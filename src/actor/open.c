/* open.c: the actor tables as they are used: the built-in image, or one made of the tables.
 *
 * In: the tables. Out: ent_actors. Tables that an overlay has changed are read anew; the built-in
 * ones were read when the program was made (tools/embed_actors.c) and are used where they lie.
 */
#include "index.h"

/* made by tools/embed_actors.c */
extern const image_head ent_actor_image __attribute__((visibility("hidden")));
extern const uint64_t ent_actor_image_size __attribute__((visibility("hidden")));

static int open_states(ent_actors *a, ent_err *err)
{
    static const struct {
        const char *table, *column[4];
    } want[] = {{"actor/states", {"code", "name", "from", "to"}},
                {"actor/org_members", {"code", "state", "from", "to"}}};
    const ent_table *t[ENT_COUNT(want)];
    for (size_t i = 0; i < ENT_COUNT(want); i++) {
        t[i] = ent_tables_get(a->tables, want[i].table);
        for (size_t c = 0; c < ENT_COUNT(want[i].column); c++) {
            if (!t[i] || ent_table_column(t[i], want[i].column[c]) == ENT_NONE) {
                return ent_fail(err, ENT_ETABLE, want[i].table, "%s",
                                t[i] ? "lacks a column" : "is not there");
            }
        }
    }
    a->states = t[0];
    a->members = t[1];
    for (uint32_t i = 0; i < a->states->rows; i++) {
        const char *code = ent_table_cell(a->states, i, 0);
        if (ent_map_get(&a->state_rows, code, strlen(code)) == ENT_NONE) {
            ent_map_set(&a->state_rows, code, strlen(code), i);
        }
    }
    return 0;
}

int ent_actor_open(ent_actors **out, const ent_tables *t, ent_err *err)
{
    ent_actors *a = ent_calloc(1, sizeof *a);
    a->tables = t;
    const image_head *image = &ent_actor_image;
    int rc = open_states(a, err);
    if (!rc &&
        !ent_actor_image_fits(image, (size_t)ent_actor_image_size, ent_actor_image_content(t))) {
        image_head *made;
        rc = ent_actor_image_make(&made, t, err);
        a->own = made;
        image = made;
    }
    if (rc) {
        ent_actor_close(a);
        *out = NULL;
        return rc;
    }
    ent_actor_image_use(a, image);
    ent_actor_lists_build(a);
    *out = a;
    return 0;
}

void ent_actor_close(ent_actors *a)
{
    if (a) {
        free(a->own);
        free(a->list_slots);
        ent_map_free(&a->state_rows);
        free(a);
    }
}
