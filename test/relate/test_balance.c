/* test_balance.c: signed networks: known figures, bounds, reading, networks of events, partners,
 * every pair by period. */
#include "make.h"

#include "show/show.h"

#include <setjmp.h>
#include <cmocka.h>

static ent_network *read_text(const char *text)
{
    ent_network *n = NULL;
    ent_err err = {0};
    int rc = ent_relate_network_read(&n, text, strlen(text), &err);
    if (rc < 0) {
        print_message("%s: %s\n", err.place, err.message);
    }
    return n;
}

static void near(double a, double b)
{
    if (!(fabs(a - b) < 5e-8)) {
        print_error("%.9f is not %.9f\n", a, b);
    }
    assert_true(fabs(a - b) < 5e-8);
}

static void triads(void **state)
{
    (void)state;
    ent_network *n = read_text("a\tb\t1\nb\tc\t1\na\tc\t1\n");
    near(n->triangles, 1);
    near(n->walk, 1);
    near(n->frustration, 1);
    ent_network_destroy(n);
    n = read_text("A\tB\t1\r\nB\tC\t-1\r\nA\tC\t1\r\n");
    near(n->triangles, 0);
    near(n->frustration, 1.0 / 3);
    assert_int_equal(n->unbalanced_count, 1);
    assert_true(n->frustration_exact);
    /* eigenvalues 1, 1, -2 over 2, -1, -1 */
    near(n->walk, (2 * exp(1) + exp(-2)) / (exp(2) + 2 * exp(-1)));
    ent_network_destroy(n);
    n = read_text("# a comment\nA\tB\t-\nB\tC\t-\nA\tC\t+\n");
    near(n->triangles, 1);
    near(n->frustration, 1);
    assert_int_equal(n->nodes[0].bloc, n->nodes[2].bloc);
    assert_int_not_equal(n->nodes[0].bloc, n->nodes[1].bloc);
    ent_network_destroy(n);
    n = read_text("x\ty\t1\n"); /* no triangle: nothing to share out */
    assert_true(isnan(n->triangles));
    near(n->frustration, 1);
    ent_network_destroy(n);
}

/* All sides tried, for small networks. */
static uint32_t least_frustrated(const ent_network *n)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t sides = 0; sides < 1u << (n->node_count - 1); sides++) {
        uint32_t f = 0;
        for (uint32_t i = 0; i < n->tie_count; i++) {
            int a = n->ties[i].a ? (int)(sides >> (n->ties[i].a - 1) & 1) : 0;
            int b = n->ties[i].b ? (int)(sides >> (n->ties[i].b - 1) & 1) : 0;
            f += (a == b) != (n->ties[i].sign > 0);
        }
        best = f < best ? f : best;
    }
    return best;
}

static void frustration(void **state)
{
    maker *m = *state;
    for (int k = 0; k < 60; k++) {
        ent_buf b = {0};
        int nodes = 4 + k % 9;
        double density = 0.3 + 0.1 * (k % 7);
        for (int i = 0; i < nodes; i++) {
            for (int j = i + 1; j < nodes; j++) {
                if (maker_random(m) < density) {
                    ent_buf_printf(&b, "n%02d\tn%02d\t%d\n", i, j, maker_random(m) < 0.5 ? 1 : -1);
                }
            }
        }
        if (b.len) {
            ent_network *n = read_text(b.data);
            assert_true(n->frustration_exact);
            assert_int_equal(n->frustration_edges, least_frustrated(n));
            ent_network_destroy(n);
        }
        ent_buf_free(&b);
    }
    ent_buf b = {0}; /* two hostile camps of 40 with some quarrels within: large, but bounded */
    for (int i = 0; i < 80; i++) {
        for (int j = i + 1; j < 80; j++) {
            int sign = (i < 40) == (j < 40) ? 1 : -1;
            sign = maker_random(m) < 0.1 ? -sign : sign;
            ent_buf_printf(&b, "n%02d\tn%02d\t%d\n", i, j, sign);
        }
    }
    ent_network *n = read_text(b.data);
    assert_true(n->frustration_bound <= n->frustration_edges);
    assert_true(n->frustration_edges < 0.12 * n->tie_count);
    uint32_t same = 0;
    for (uint32_t i = 0; i < 40; i++) {
        same += n->nodes[i].bloc == n->nodes[0].bloc;
    }
    assert_int_equal(same, 40);
    ent_network_destroy(n);
    ent_buf_free(&b);
}

static void tribes(void **state)
{
    (void)state;
    const char *shared = getenv("ENTENTE_SHARED"), *root = getenv("ENTENTE_ROOT");
    char path[1024], *data;
    size_t len;
    snprintf(path, sizeof path, "%s%s/samples/signed/tribes.tsv",
             shared ? ""
             : root ? root
                    : ".",
             shared ? shared : "/../shared");
    if (ent_file_read(&data, &len, path, 1 << 20, NULL) < 0) {
        print_message("SKIPPED: no %s\n", path);
        skip();
    }
    ent_network *n;
    assert_int_equal(ent_relate_network_read(&n, data, len, NULL), 0);
    near(round(n->triangles * 1e7) / 1e7, 0.8676471);
    near(round(n->walk * 1e7) / 1e7, 0.3575761);
    near(round(n->frustration * 1e7) / 1e7, 0.7586207);
    assert_int_equal(n->triangle[0], 19);
    assert_int_equal(n->triangle[1], 2);
    assert_int_equal(n->triangle[2], 40);
    assert_int_equal(n->triangle[3], 7);
    ent_network_destroy(n);
    free(data);
}

static void refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"a\tb\n", "a\ta\t1\n", "a\tb\t1\na\tb\t-1\n",
                                      "",       "a\tb\tx\n", "a\tb\t1\nb\tc\tno\n"};
    for (size_t i = 0; i < ENT_COUNT(bad); i++) {
        ent_network *n = NULL;
        ent_err err = {0};
        assert_int_equal(ent_relate_network_read(&n, bad[i], strlen(bad[i]), &err), ENT_EFORMAT);
        assert_true(err.message[0] != 0);
    }
}

static void all_dyads(ent_dyad_list *d, const maker *m, bool directed)
{
    ent_relate_dyads *b;
    ent_relate_dyads_open(&b, d, ENT_BY_YEAR, directed, ENT_DAY_NONE, ENT_DAY_NONE);
    for (uint32_t i = 0; i < m->l.count; i++) {
        assert_int_equal(ent_relate_dyads_add(b, &m->l.items[i], 1, 1, NULL), 0);
    }
    ent_relate_dyads_close(b);
}

static void of_events(void **state)
{
    maker *m = *state;
    maker_clear(m);
    maker_event(m, "AAA", "BBB", "057", "1950-01-01");
    maker_event(m, "AAA", "BBB", "111", "1950-02-01");
    maker_event(m, "BBB", "CCC", "190", "1950-03-01");
    maker_event(m, "CCC", "AAA", "042", "1950-04-01");
    maker_event(m, "CCC", "AAA", "190", "1960-04-01"); /* outside */
    maker_event(m, "CCC", "CCC", "190", "1950-04-01"); /* with itself */
    ent_network *n;
    ent_relate_net *net;
    assert_int_equal(ent_relate_net_open(&net, NULL, ent_day_parse("1950-01-01"),
                                         ent_day_parse("1950-12-31"), NULL),
                     0);
    for (uint32_t i = 0; i < m->l.count; i++) {
        assert_int_equal(ent_relate_net_add(net, &m->l.items[i], 1, NULL), 0);
    }
    n = ent_relate_net_close(net, m->relater, true);
    assert_int_equal(n->node_count, 3);
    assert_int_equal(n->tie_count, 3);
    assert_int_equal(n->unbalanced_count, 1);
    near(n->ties[0].weight, 6);
    ent_buf b = {0};
    assert_int_equal(ent_show_network(&b, n, "graphml", NULL, NULL), 0);
    assert_non_null(strstr(b.data, "<edge source=\"AAA\" target=\"BBB\">"));
    ent_buf_free(&b);
    ent_network_destroy(n);

    ent_partner_list l;
    assert_int_equal(ent_relate_partners(&l, m->relater, m->l.items, m->l.count, "CCC",
                                         ENT_DAY_NONE, ENT_DAY_NONE, NULL),
                     0);
    assert_int_equal(l.count, 2);
    assert_string_equal(l.items[0].code, "AAA");
    assert_int_equal(l.items[0].n, 2);
    ent_partner_list_free(&l);

    ent_dyad_list d;
    m->l.items[0].symmetric = 1;
    all_dyads(&d, m, true);
    /* A-B twice and B-A once (both did it), B-C, C-A in two years */
    assert_int_equal(d.count, 5);
    assert_string_equal(d.items[0].one, "AAA");
    assert_int_equal(d.items[0].n, 2);
    ent_dyad_list_free(&d);
    all_dyads(&d, m, false);
    assert_int_equal(d.count, 4);
    ent_dyad_list_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(triads),  cmocka_unit_test(frustration), cmocka_unit_test(tribes),
        cmocka_unit_test(refused), cmocka_unit_test(of_events),
    };
    return cmocka_run_group_tests(tests, maker_up, maker_down);
}
