/* test_examples.c: codes the example of every row of data/event/p??_*.tsv and compares with what
 * the row expects. Prints the shares that agree in pair, root and code; fails below the floors.
 * With ENTENTE_FAILED=FILE the rows that fail are written there. */
#include "handle.h"

#include <setjmp.h>
#include <cmocka.h>

enum { SLOTS = 2, CAMEO = 6, EXAMPLE = 8, EXPECT = 9 };

typedef struct tally {
    double rows, pair, root, code, none, none_right;
    FILE *failed;
} tally;

static ent_doc *coded(ent *e, const char *text)
{
    ent_doc *d = NULL;
    ent_record r = {.data = (char *)(uintptr_t)text,
                    .len = strlen(text),
                    .format = "text",
                    .day = ENT_DAY_NONE};
    ent_input in = {.size = sizeof in, .any_language = 1, .day = ENT_DAY_NONE};
    if (ent_read(&d, e, &r, &in) < 0 || ent_code_doc(e, d, NULL, 1) < 0) {
        print_error("%s: %s\n", text, ent_last_error(e)->message);
        return NULL;
    }
    return d;
}

/* "EGYCOP" wants the whole code, "EGY" the state. */
static bool actor_is(const ent_actor_ref *a, const char *want)
{
    return a->code && (strcmp(a->code, want) == 0 ||
                       (strlen(want) == 3 && a->state && strcmp(a->state, want) == 0));
}

/* 0 no such pair, 1 pair, 2 root, 3 code */
static int agreement(const ent_doc *d, const char *a, const char *op, const char *b,
                     const char *code)
{
    int best = 0;
    for (uint32_t i = 0; i < d->account_count; i++) {
        const ent_account *x = &d->accounts[i];
        bool there = actor_is(&x->source, a) && actor_is(&x->target, b);
        there |= *op == '=' && actor_is(&x->source, b) && actor_is(&x->target, a);
        int k = !there                            ? 0
                : strcmp(x->cameo, code) == 0     ? 3
                : strncmp(x->cameo, code, 2) == 0 ? 2
                                                  : 1;
        best = k > best ? k : best;
    }
    return best;
}

static void try_row(ent *e, const ent_table *t, uint32_t r, tally *n)
{
    const char *expect = ent_table_cell(t, r, EXPECT), *s = expect;
    ent_doc *d = coded(e, ent_table_cell(t, r, EXAMPLE));
    if (!d) {
        return;
    }
    int worst = 3;
    if (strcmp(expect, "none") == 0) {
        worst = d->account_count ? 0 : 3;
        n->none++;
        n->none_right += worst == 3;
    } else {
        for (int used = 0; *s; s += used, s += strspn(s, "; ")) {
            char a[16], b[16], op[4], code[8];
            if (sscanf(s, "%15[A-Z] %3[>=] %15[A-Z] %7[0-9]%n", a, op, b, code, &used) != 4) {
                break;
            }
            int k = agreement(d, a, op, b, code);
            worst = k < worst ? k : worst;
        }
        n->rows++;
        n->pair += worst >= 1;
        n->root += worst >= 2;
        n->code += worst >= 3;
    }
    if (worst < 3 && n->failed) {
        ent_buf got = {0};
        ent_account_brief(&got, d);
        for (size_t i = 0; i < got.len; i++) {
            got.data[i] = got.data[i] == '\n' ? ';' : got.data[i];
        }
        fprintf(n->failed, "%d\t%s\t%s\t%s\t%s\t%s\t%s\n", worst, ent_table_cell(t, r, 0),
                ent_table_cell(t, r, SLOTS), ent_table_cell(t, r, CAMEO),
                ent_table_cell(t, r, EXAMPLE), expect, got.data ? got.data : "");
        ent_buf_free(&got);
    }
    ent_doc_free(d);
}

static void examples(void **state)
{
    (void)state;
    ent *e;
    assert_true(ent_open(&e, NULL) >= 0);
    tally n = {0};
    const char *path = getenv("ENTENTE_FAILED");
    n.failed = path ? fopen(path, "w") : NULL;
    const ent_tables *ts = e->shared->tables;
    for (size_t i = 0; i < ent_tables_count(ts); i++) {
        const ent_table *t = ent_tables_at(ts, i);
        if (strncmp(t->name, "event/p", 7) == 0 && strlen(t->name) > 10 && t->name[9] == '_') {
            for (uint32_t r = 0; r < t->rows; r++) {
                try_row(e, t, r, &n);
            }
        }
    }
    if (n.failed) {
        fclose(n.failed);
    }
    ent_close(e);
    assert_true(n.rows > 1000 && n.none > 50);
    print_message("%.0f examples: pair %.1f, root %.1f, code %.1f %%; %.0f that state nothing: "
                  "%.1f %%\n",
                  n.rows, 100 * n.pair / n.rows, 100 * n.root / n.rows, 100 * n.code / n.rows,
                  n.none, 100 * n.none_right / n.none);
    assert_true(n.code / n.rows > 0.85);
    assert_true(n.none_right / n.none > 0.9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(examples)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
