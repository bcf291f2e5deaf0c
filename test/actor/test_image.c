/* test_image.c: the built-in image of the actor tables is the one that the tables give, and names
 * mean the same by it as by an image made at run time. */
#include "actor/index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static ent_actors *open_actors(ent_tables **t, const char *dir)
{
    ent_err err = {0};
    ent_actors *a = NULL;
    if (ent_tables_open(t, &dir, dir ? 1 : 0, &err) < 0 || ent_actor_open(&a, *t, &err) < 0) {
        fail_msg("%s: %s", err.place, err.message);
    }
    return a;
}

static const image_head *head_of(const ent_actors *a)
{
    return (const image_head *)(const void *)((const char *)a->slots - sizeof(image_head));
}

static void same_bytes(void **state)
{
    (void)state;
    ent_tables *t;
    ent_err err = {0};
    ent_actors *a = open_actors(&t, NULL);
    assert_null(a->own); /* the built-in one is in use */
    image_head *made;
    assert_int_equal(ent_actor_image_make(&made, t, &err), 0);
    assert_true(made->entries > 30000 && made->nodes > 30000);
    assert_int_equal(made->size, head_of(a)->size);
    assert_memory_equal(made, head_of(a), made->size);
    free(made);
    ent_actor_close(a);
    ent_tables_free(t);
}

static void refused(void **state)
{
    (void)state;
    ent_tables *t;
    ent_actors *a = open_actors(&t, NULL);
    uint64_t content = ent_actor_image_content(t);
    size_t size = (size_t)head_of(a)->size;
    image_head h = *head_of(a);
    assert_true(ent_actor_image_fits(&h, size, content));
    assert_false(ent_actor_image_fits(&h, size, content + 1)); /* of other tables */
    assert_false(ent_actor_image_fits(&h, size - 8, content));
    assert_false(ent_actor_image_fits(&h, sizeof h - 1, content));
    h.order = 0x04030201; /* of a machine of the other order */
    assert_false(ent_actor_image_fits(&h, size, content));
    h = *head_of(a);
    h.entries--;
    assert_false(ent_actor_image_fits(&h, size, content));
    ent_actor_close(a);
    ent_tables_free(t);
}

/* Rows laid over that say what the built-in ones do, and one more. */
static char *overlay(void)
{
    static char dir[] = "/tmp/entente-image-XXXXXX";
    char path[64];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/actor", dir);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/actor/names.tsv", dir);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("name\tkind\tstate\tfrom\tto\nCuba\tname\tCUB\t\t\nTestonia\tname\tEST\t\t\n", f);
    fclose(f);
    return dir;
}

static void remove_overlay(const char *dir)
{
    char path[64];
    snprintf(path, sizeof path, "%s/actor/names.tsv", dir);
    unlink(path);
    snprintf(path, sizeof path, "%s/actor", dir);
    rmdir(path);
    rmdir(dir);
}

static bool equal(const char *x, const char *y)
{
    return x && y ? strcmp(x, y) == 0 : x == y;
}

static void same_meanings(void **state)
{
    (void)state;
    ent_tables *t, *u;
    char *dir = overlay();
    ent_actors *a = open_actors(&t, NULL), *b = open_actors(&u, dir);
    assert_non_null(b->own);
    ent_arena m = {0};
    ent_actor_hit *x = NULL, *y = NULL;
    assert_int_equal(ent_actor_lookup(a, "Testonia", ENT_DAY_NONE, &m, &x), 0);
    assert_int_equal(ent_actor_lookup(b, "Testonia", ENT_DAY_NONE, &m, &y), 1);
    assert_string_equal(y[0].actor.code, "EST");
    char want[64];
    snprintf(want, sizeof want, "%s/actor/names.tsv:3", dir);
    assert_string_equal(y[0].actor.row, want);
    uint32_t asked = 0;
    for (uint32_t i = 0; i < a->entry_count; i++) {
        const entry *e = &a->entries[i];
        uint32_t n = ent_actor_lookup(a, str(a, e->shown), e->from, &m, &x);
        uint32_t k = ent_actor_lookup(b, str(a, e->shown), e->from, &m, &y);
        assert_int_equal(n, k);
        for (uint32_t j = 0; j < n; j++) {
            assert_true(equal(x[j].actor.code, y[j].actor.code));
            assert_true(equal(x[j].actor.name, y[j].actor.name));
            assert_true(x[j].from == y[j].from && x[j].to == y[j].to);
            asked++;
        }
        ent_arena_reset(&m);
    }
    assert_true(asked > 30000);
    ent_arena_free(&m);
    ent_actor_close(a);
    ent_actor_close(b);
    ent_tables_free(t);
    ent_tables_free(u);
    remove_overlay(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(same_bytes), cmocka_unit_test(refused),
                                       cmocka_unit_test(same_meanings)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
