/* test_names.c: names on their days (names.tsv) and whom mentions of texts mean (coref.tsv). */
#include "actor/actor.h"
#include "parse/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

typedef struct world {
    ent_tables *tables;
    ent_actors *actors;
    ent_parser *parser;
} world;

static int setup(void **state)
{
    static world w;
    ent_err err = {0};
    if (ent_tables_open(&w.tables, NULL, 0, &err) < 0 ||
        ent_actor_open(&w.actors, w.tables, &err) < 0) {
        fprintf(stderr, "%s: %s\n", err.place, err.message);
        return -1;
    }
    ent_parse_open(&w.parser, NULL, &err);
    *state = &w;
    return 0;
}

static int teardown(void **state)
{
    world *w = *state;
    ent_parse_close(w->parser);
    ent_actor_close(w->actors);
    ent_tables_free(w->tables);
    return 0;
}

static char *slurp(const char *name, size_t *len)
{
    const char *root = getenv("ENTENTE_ROOT");
    char path[1024];
    snprintf(path, sizeof path, "%s/test/actor/%s", root ? root : ".", name);
    char *data = NULL;
    ent_err err = {0};
    if (ent_file_read(&data, len, path, 1 << 20, &err) < 0) {
        fail_msg("%s: %s", path, err.message);
    }
    return data;
}

/* The next row of at most `max` cells; NULL at the end. Comments and the header are passed over. */
static char *row(char **p, char **cell, int max)
{
    for (;;) {
        if (!**p) {
            return NULL;
        }
        char *line = *p, *nl = strchr(line, '\n');
        *p = nl ? nl + 1 : line + strlen(line);
        if (nl) {
            *nl = 0;
        }
        if (*line == '#' || strncmp(line, "day\t", 4) == 0 || !*line) {
            continue;
        }
        cell[0] = line;
        for (int i = 1; i < max; i++) {
            char *tab = strchr(cell[i - 1], '\t');
            assert_non_null(tab);
            *tab = 0;
            cell[i] = tab + 1;
        }
        return line;
    }
}

static void names_on_days(void **state)
{
    world *w = *state;
    size_t len = 0;
    char *data = slurp("names.tsv", &len), *p = data, *cell[3];
    int n = 0, bad = 0;
    while (row(&p, cell, 3)) {
        ent_arena a = {0};
        ent_actor_hit *hits = NULL;
        uint32_t got = ent_actor_lookup(w->actors, cell[1], ent_day_parse(cell[0]), &a, &hits);
        ent_buf b = {0};
        uint32_t want = 1;
        for (const char *s = cell[2]; *s; s++) {
            want += *s == ' ';
        }
        for (uint32_t i = 0; i < want && i < got; i++) {
            ent_buf_printf(&b, "%s%s", i ? " " : "", hits[i].actor.code ? hits[i].actor.code : "-");
            assert_non_null(hits[i].actor.row);
        }
        if (!b.data || strcmp(b.data, cell[2]) != 0) {
            print_error("%s %s: %s, not %s\n", cell[0], cell[1], b.data ? b.data : "nothing",
                        cell[2]);
            bad++;
        }
        n++;
        ent_buf_free(&b);
        ent_arena_free(&a);
    }
    free(data);
    print_message("%d of %d names\n", n - bad, n);
    assert_true(n >= 400);
    assert_true(bad * 100 <= n * 3);
}

static ent_doc *make(const world *w, const char *text, int32_t day)
{
    ent_doc *d = ent_doc_new();
    d->text = ent_arena_str(&d->arena, text);
    d->len = (uint32_t)strlen(text);
    d->body.end = d->len;
    d->day = day;
    ent_block *b = ENT_PUSH(&d->arena, d->blocks, d->block_count, d->block_cap);
    b->span.end = d->len;
    ent_parse_tokens(w->parser, d);
    ent_actor_names(w->actors, d);
    for (uint32_t i = 0; i < d->sent_count; i++) {
        d->sents[i].flags |= ENT_SENT_SELECTED;
    }
    ent_parse_trees(w->parser, d);
    ent_actor_refer(w->actors, d);
    return d;
}

static void coreference(void **state)
{
    world *w = *state;
    size_t len = 0;
    char *data = slurp("coref.tsv", &len), *p = data, *cell[4];
    int n = 0, bad = 0;
    while (row(&p, cell, 4)) {
        ent_doc *d = make(w, cell[3], ent_day_parse(cell[0]));
        ent_buf b = {0};
        size_t k = strlen(cell[1]);
        for (uint32_t i = 0; i < d->mention_count; i++) {
            const ent_mention *m = &d->mentions[i];
            uint32_t size = m->span.end - m->span.begin;
            /* the mention, or one that ends with the words asked for */
            if (size < k || memcmp(d->text + m->span.end - k, cell[1], k) != 0) {
                continue;
            }
            b.len = 0;
            for (uint32_t j = 0; j < m->actor_count; j++) {
                const char *c = d->actors[d->mention_actors[m->actor + j]].code;
                ent_buf_printf(&b, "%s%s", j ? " " : "", c ? c : "-");
            }
        }
        if (!b.data) {
            ent_buf_char(&b, '-'); /* no mention at all */
        }
        if (strcmp(b.data, cell[2]) != 0) {
            print_error("%s: \"%s\" is %s, not %s\n", cell[3], cell[1], b.data ? b.data : "nothing",
                        cell[2]);
            bad++;
        }
        n++;
        ent_buf_free(&b);
        ent_doc_destroy(d);
    }
    free(data);
    print_message("%d of %d mentions\n", n - bad, n);
    assert_true(n >= 60);
    assert_true(bad * 100 <= n * 5);
}

static void states(void **state)
{
    world *w = *state;
    ent_state_info s;
    assert_true(ent_actor_state(w->actors, "CUB", &s));
    assert_string_equal(s.name, "Cuba");
    assert_true(ent_actor_state(w->actors, "Soviet Union", &s));
    assert_string_equal(s.code, "SUN");
    assert_int_equal(s.to, ent_day_parse("1991-12-25"));
    assert_true(ent_actor_state(w->actors, "cub", &s));
    assert_false(ent_actor_state(w->actors, "Atlantis", &s));
    assert_false(ent_actor_state(w->actors, "", &s));
    assert_string_equal(ent_actor_nearest(w->actors, "Chima"), "China");
    assert_string_equal(ent_actor_nearest(w->actors, "Sovet Union"), "Soviet Union");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_on_days),
        cmocka_unit_test(coreference),
        cmocka_unit_test(states),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
