/* test_export.c: accounts and events in the formats of others, and back again. */
#include "read/import.h"
#include "reconcile/reconcile.h"
#include "show/export.h"

#include <math.h>
#include <setjmp.h>
#include <sys/stat.h>
#include <cmocka.h>

static ent_tables *tables;

static int take(void *user, const ent_account *one)
{
    ent_account_list_add(user, one);
    return 0;
}

static void import_text(ent_account_list *l, const char *format, const char *text, size_t len)
{
    ent_err err = {0};
    ent_import *i;
    ent_import_options o = {.format = format, .all_actors = true};
    ent_import_sink sink = {take, NULL, l};
    assert_int_equal(ent_import_open(&i, tables, &o, &sink, &err), 0);
    ent_import_begin(i, "file", &err);
    assert_int_equal(ent_import_feed(i, text, len, &err), 0);
    assert_int_equal(ent_import_end(i, &err), 0);
    assert_int_equal(ent_import_counts(i).bad, 0);
    ent_import_close(i);
}

static char *export_accounts(const ent_account_list *l, const ent_export_options *o,
                             ent_export_count *count)
{
    ent_err err = {0};
    ent_export *x;
    ent_buf b = {0};
    ent_buf_str(&b, "");
    assert_int_equal(ent_export_open(&x, tables, o, &err), 0);
    for (uint32_t k = 0; k < l->count; k++) {
        assert_int_equal(ent_export_account(x, &b, &l->items[k], &err), 0);
    }
    assert_int_equal(ent_export_end(x, &b, &err), 0);
    *count = ent_export_counts(x);
    ent_export_close(x);
    return b.data;
}

/* The number of lines of `got` that are not, byte by byte, the same line of `want`. */
static int differing(const char *want, const char *got, int show)
{
    int n = 0;
    while (*want || *got) {
        size_t a = strcspn(want, "\n"), b = strcspn(got, "\n");
        if (a != b || memcmp(want, got, a) != 0) {
            if (n++ < show) {
                print_message("want %.*s\ngot  %.*s\n", (int)a, want, (int)b, got);
            }
        }
        want += a + (want[a] != 0);
        got += b + (got[b] != 0);
    }
    return n;
}

static const char gdelt_rows[] =
    "77\t20181024\t201810\t2018\t2018.8055\tCUBGOV\tHAVANA\tCUB\t\t\t\t\tGOV\t\t\tIGOEUREEC\tTHE "
    "EU\t"
    "EUR\tEEC\t\t\t\tIGO\t\t\t1\t042\t042\t04\t1\t1.9\t10\t1\t10\t0.634\t4\tMinsk, "
    "Belarus\tBO\tBO00\t"
    "5840\t53.9\t27.56\t-1946324\t0\t\t\t\t\t\t\t\t4\tMinsk\tBO\tBO00\t5840\t53.9\t27.56\t-"
    "1946324\t"
    "20191024143000\thttps://example.org/a\n"
    "78\t20191024\t201910\t2019\t2019."
    "8055\tCOP\tPOLICE\t\t\t\t\t\tCOP\t\t\tAFR\tAFRICA\tAFR\t\t\t\t\t\t\t\t"
    "0\t1823\t182\t18\t4\t-10.0\t2\t1\t2\t-3\t0\t\t\t\t\t\t\t\t0\t\t\t\t\t\t\t\t0\t\t\t\t\t\t\t\t"
    "20191024143000\thttps://example.org/b\n"
    "79\t20191024\t201910\t2019\t2019."
    "8055\t\t\t\t\t\t\t\t\t\t\tUSAMIL\tARMY\tUSA\t\t\t\t\tMIL\t\t\t"
    "0\t010\t010\t01\t1\t0.0\t2\t1\t2\t-3\t0\t\t\t\t\t\t\t\t0\t\t\t\t\t\t\t\t0\t\t\t\t\t\t\t\t"
    "20191024143000\thttps://example.org/b\n";

static const char icews_rows[] =
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\t"
    "Intensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\t"
    "City\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n"
    "11\t2018-01-02\tForeign Affairs (Cuba)\tForeign Ministry,Government\tCuba\tMake a visit\t042\t"
    "1.9\tChina\tGovernment\tChina\t77\t2\tA Paper\tPeking\tD\tP\tChina\t39.9\t116.4\n";

static const char phoenix_rows[] =
    "7_v1\t19790217\t1979\t2\t17\tCHNMILREB\tCHN\tMIL\tREB\tVNM\tVNM\t\t\t190\t19\t4\t-10.0\tARMS,"
    "1\t"
    "21.0\t106.0\tLang Son\tS\tVNM\tstory1_2\thttp://a\tone\n"
    "8_v1\t19790218\t1979\t2\t18\tCHN\tCHN\t\t\tVNMGOV\tVNM\tGOV\t\t010\t01\t0\t0."
    "0\t\t\t\t\t\t\tstory3_1\t\t\n";

/* What was read from a format is given back in it as it was. */
static void round_trips(void **state)
{
    (void)state;
    static const struct {
        const char *format, *text;
    } cases[] = {{"gdelt", gdelt_rows}, {"icews", icews_rows}, {"phoenix", phoenix_rows}};
    for (size_t k = 0; k < ENT_COUNT(cases); k++) {
        ent_account_list l = {0};
        ent_export_count n;
        ent_export_options o = {.format = cases[k].format};
        import_text(&l, cases[k].format, cases[k].text, strlen(cases[k].text));
        char *got = export_accounts(&l, &o, &n);
        assert_int_equal(differing(cases[k].text, got, 3), 0);
        assert_int_equal(n.written, l.count);
        free(got);
        ent_account_list_free(&l);
    }
}

static ent_account account(const char *source, const char *target, const char *from, const char *to,
                           const char *code, int quad, double goldstein)
{
    static char ids[64][24];
    static int next;
    next = (next + 1) % 64;
    snprintf(ids[next], sizeof ids[next], "a%016x", (unsigned)(next * 7919 + 13));
    return (ent_account){
        .id = ids[next],
        .doc = "doc",
        .sentence = 1,
        .date = {ent_day_parse(from), ent_day_parse(to), ENT_PRECISION_DAY, ENT_BASIS_TEXT, NULL},
        .source = {source, source, NULL, NULL, source},
        .target = {target, target, NULL, NULL, target},
        .cameo = code,
        .quad = quad,
        .goldstein = goldstein,
        .confidence = NAN};
}

/* What a format cannot hold is left out and counted, or left empty; never made up. */
static void nothing_made_up(void **state)
{
    (void)state;
    ent_account_list l = {0};
    ent_export_count n;
    ent_account x = account("CUB", "CHN", "1960-11-01", "1960-11-30", "042", 1, 1.9);
    ent_account y = account("CUB", "CHN", "1960-11-03", "1960-11-03", "042", 1, 1.9);
    y.status = ENT_STATUS_DENIED;
    ent_account_list_add(&l, &x);
    ent_account_list_add(&l, &y);
    static const struct {
        const char *format;
        uint64_t written, left;
        const char *has;
    } cases[] = {{"gdelt", 1, 1, "\t\t196011\t1960\t\tCUB\t"},
                 {"phoenix", 0, 2, ""},
                 {"icews", 0, 2, "Event ID\t"},
                 {"jsonl", 2, 0, "\"status\":\"denied\""},
                 {"csv", 2, 0, "denied"}};
    for (size_t k = 0; k < ENT_COUNT(cases); k++) {
        ent_export_options o = {.format = cases[k].format};
        char *got = export_accounts(&l, &o, &n);
        assert_int_equal(n.written, cases[k].written);
        assert_int_equal(n.left, cases[k].left);
        assert_non_null(strstr(got, cases[k].has));
        free(got);
    }
    ent_account_list_free(&l);
}

static void dyads(void **state)
{
    (void)state;
    ent_account_list l = {0};
    ent_export_count n;
    const ent_account list[] = {
        account("CHN", "USA", "1972-02-21", "1972-02-28", "042", 1, 1.9),
        account("USA", "CHN", "1972-02-28", "1972-02-28", "057", 1, 8),
        account("USA", "CHN", "1972-05-01", "1972-05-01", "112", 3, -2),
        account("USA", "CHN", "1972-05-01", "1973-05-01", "061", 2, 6.4), /* no one year */
        account("DEU", "FRA", "1963-01-22", "1963-01-22", "057", 1, 8),
        account("SUN", "VNM", "1978-11-03", "1978-11-03", "057", 1, 8),
        account("IGOUNO", "USA", "1978-11-03", "1978-11-03", "057", 1, 8),
    };
    for (size_t k = 0; k < ENT_COUNT(list); k++) {
        ent_account_list_add(&l, &list[k]);
    }
    l.items[1].symmetric = 1;
    l.items[6].source.state = NULL;
    ent_export_options o = {.format = "dyad", .by = ENT_BY_YEAR};
    char *got = export_accounts(&l, &o, &n);
    assert_string_equal(
        got, "ccode1\tccode2\tiso3c_a\tiso3c_b\tgwcode1\tgwcode2\tyear\tperiod\tn\tn_accounts\t"
             "n_vcoop\tn_mcoop\tn_vconf\tn_mconf\tgoldstein_sum\tgoldstein_mean\n"
             "710\t2\tCHN\tUSA\t710\t2\t1972\t1972\t3\t3\t2\t0\t1\t0\t7.9\t2.63333\n"
             "255\t220\tDEU\tFRA\t255\t220\t1963\t1963\t1\t1\t1\t0\t0\t0\t8.0\t8.0\n"
             "365\t816\tSUN\tVNM\t365\t816\t1978\t1978\t1\t1\t1\t0\t0\t0\t8.0\t8.0\n");
    assert_int_equal(n.written, 3);
    assert_int_equal(n.left, 2);
    free(got);
    o.directed = true;
    o.by = ENT_BY_MONTH;
    o.zeros = true;
    got = export_accounts(&l, &o, &n);
    assert_non_null(
        strstr(got, "710\t2\tCHN\tUSA\t710\t2\t1972\t1972-02\t2\t2\t2\t0\t0\t0\t9.9\t4.95\n"));
    assert_non_null(
        strstr(got, "2\t710\tUSA\tCHN\t2\t710\t1972\t1972-02\t1\t1\t1\t0\t0\t0\t8.0\t8.0\n"
                    "2\t710\tUSA\tCHN\t2\t710\t1972\t1972-03\t0\t0\t0\t0\t0\t0\t0.0\tNA\n"
                    "2\t710\tUSA\tCHN\t2\t710\t1972\t1972-04\t0\t0\t0\t0\t0\t0\t0.0\tNA\n"
                    "2\t710\tUSA\tCHN\t2\t710\t1972\t1972-05\t1\t1\t0\t0\t1\t0\t-2.0\t-2.0\n"));
    free(got);
    static const ent_period_unit units[] = {ENT_BY_DAY, ENT_BY_WEEK, ENT_BY_QUARTER};
    for (size_t k = 0; k < 3; k++) {
        ent_export_options u = {.format = "dyad", .by = units[k]};
        char *first = export_accounts(&l, &u, &n);
        for (uint32_t i = 0; i < l.count / 2; i++) { /* the order of the input changes nothing */
            ent_account t = l.items[i];
            l.items[i] = l.items[l.count - 1 - i];
            l.items[l.count - 1 - i] = t;
        }
        got = export_accounts(&l, &u, &n);
        assert_string_equal(got, first);
        free(got);
        free(first);
    }
    ent_account_list_free(&l);
}

/* A sum keeps its digits, however many events. */
static void large_sums(void **state)
{
    (void)state;
    ent_err err = {0};
    ent_buf b = {0};
    ent_export *x;
    const ent_account one = account("CHN", "USA", "1972-02-21", "1972-02-21", "042", 0, 1.9);
    ent_export_options o = {.format = "dyad", .by = ENT_BY_YEAR};
    ent_tally t = {.events = 1234567, .accounts = 2000001};
    t.like = (ent_event){.date = one.date,
                         .source = one.source,
                         .target = one.target,
                         .cameo = "042",
                         .quad = 1,
                         .goldstein = -1.9};
    assert_int_equal(ent_export_open(&x, tables, &o, &err), 0);
    assert_int_equal(ent_export_tally(x, &b, &t, &err), 0);
    assert_int_equal(ent_export_end(x, &b, &err), 0);
    assert_non_null(strstr(b.data, "\t1234567\t2000001\t1234567\t0\t0\t0\t-2345677.3\t-1.9\n"));
    ent_export_close(x);
    ent_buf_free(&b);
}

static void networks(void **state)
{
    (void)state;
    ent_account_list l = {0};
    ent_export_count n;
    const ent_account x = account("CHN", "USA", "1972-02-21", "1972-02-28", "042", 1, 1.9);
    const ent_account y = account("A&<", "USA", "1972-02-21", "1972-02-28", "042", 1, 1.9);
    ent_account_list_add(&l, &x);
    ent_account_list_add(&l, &y);
    ent_export_options o = {.format = "graphml", .directed = true};
    char *got = export_accounts(&l, &o, &n);
    assert_non_null(strstr(got, "edgedefault=\"directed\""));
    assert_non_null(strstr(got, "<node id=\"CHN\"><data key=\"name\">China</data><data "
                                "key=\"ccode\">710</data></node>"));
    assert_non_null(strstr(got, "<node id=\"A&amp;&lt;\">"));
    assert_non_null(strstr(got, "<edge source=\"CHN\" target=\"USA\"><data key=\"n\">1</data>"));
    free(got);
    ent_account_list_free(&l);
}

/* Reports of one deed are one row, with all their sentences. */
static void events(void **state)
{
    (void)state;
    ent_err err = {0};
    ent_reconciler *r;
    ent_account_list l = {0};
    ent_event_list e = {0};
    ent_export *x;
    ent_buf b = {0};
    static const char rows[] =
        "7_v1\t19790217\t1979\t2\t17\tCHNMIL\tCHN\tMIL\t\tVNM\tVNM\t\t\t190\t19\t4\t-10."
        "0\t\t\t\t\t\t\t"
        "one_2;two_1\t\ta;b\n";
    import_text(&l, "phoenix", rows, sizeof rows - 1);
    assert_int_equal(ent_reconcile_open(&r, tables, &err), 0);
    ent_reconcile_accounts(r, &e, l.items, l.count);
    assert_int_equal(e.count, 1);
    ent_export_options o = {.format = "phoenix"};
    assert_int_equal(ent_export_open(&x, tables, &o, &err), 0);
    assert_int_equal(ent_export_event(x, &b, &e.items[0], l.items, l.count, &err), 0);
    assert_true(strstr(b.data, "\tone_2;two_1\t") || strstr(b.data, "\ttwo_1;one_2\t"));
    ent_export_close(x);
    ent_reconcile_close(r);
    ent_buf_free(&b);
    ent_event_list_free(&e);
    ent_account_list_free(&l);
}

static void formats(void **state)
{
    (void)state;
    size_t n;
    ent_err err = {0};
    const ent_export_format *f = ent_export_formats(&n);
    ent_account_list l = {0};
    const ent_account x = account("CHN", "USA", "1972-02-21", "1972-02-21", "042", 1, 1.9);
    ent_account_list_add(&l, &x);
    for (size_t k = 0; k < n; k++) {
        ent_export_count c;
        ent_export_options o = {.format = f[k].name, .by = ENT_BY_YEAR};
        char *got = export_accounts(&l, &o, &c);
        assert_int_equal(c.written, 1);
        assert_true(strlen(got) > 40 && got[strlen(got) - 1] == '\n');
        free(got);
    }
    ent_export *e = NULL;
    ent_export_options o = {.format = "nonsense"};
    assert_int_equal(ent_export_open(&e, tables, &o, &err), ENT_EUSAGE);
    ent_account_list_free(&l);
}

static void real_gdelt(void **state)
{
    (void)state;
    char path[512];
    const char *root = getenv("ENTENTE_SHARED"), *top = getenv("ENTENTE_ROOT");
    snprintf(path, sizeof path, "%s%s/samples/gdelt/20191024143000.export.CSV",
             root  ? root
             : top ? top
                   : ".",
             root ? "" : "/../shared");
    struct stat st;
    if (stat(path, &st) != 0) {
        print_message("SKIPPED: %s is not here\n", path);
        return;
    }
    char *data;
    size_t len;
    ent_err err = {0};
    ent_account_list l = {0};
    ent_export_count n;
    assert_int_equal(ent_file_read(&data, &len, path, 64 << 20, &err), 0);
    import_text(&l, "gdelt", data, len);
    ent_export_options o = {.format = "gdelt"};
    char *got = export_accounts(&l, &o, &n);
    int odd = differing(data, got, 2);
    print_message("           %d of %d rows come back with other bytes\n", odd, (int)l.count);
    assert_int_equal(odd, 0);
    free(got);
    free(data);
    ent_account_list_free(&l);
}

int main(void)
{
    ent_err err;
    if (ent_tables_open(&tables, NULL, 0, &err) < 0) {
        fprintf(stderr, "%s: %s\n", err.place, err.message);
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trips), cmocka_unit_test(nothing_made_up), cmocka_unit_test(dyads),
        cmocka_unit_test(networks),    cmocka_unit_test(events),          cmocka_unit_test(formats),
        cmocka_unit_test(large_sums),  cmocka_unit_test(real_gdelt),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    ent_tables_free(tables);
    return failed;
}
