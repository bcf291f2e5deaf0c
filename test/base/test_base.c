/* test_base.c: arena, days, hashing, UTF-8, tables. */
#include "base/table.h"

#include <setjmp.h>
#include <cmocka.h>

static void days(void **state)
{
    (void)state;
    char s[16];
    assert_int_equal(ent_day_ymd(1970, 1, 1), 0);
    assert_int_equal(ent_day_ymd(2000, 3, 1), 11017);
    for (int32_t n = -900000; n < 200000; n += 37) {
        int y, m, d;
        ent_day_split(n, &y, &m, &d);
        assert_true(ent_date_valid(y, m, d));
        assert_int_equal(ent_day_ymd(y, m, d), n);
    }
    assert_string_equal(ent_day_format(ent_day_parse("1960-09-28"), s), "1960-09-28");
    assert_int_equal(ent_day_parse("1961-02-29"), ENT_DAY_NONE);
    assert_int_equal(ent_day_parse("19610103"), ent_day_ymd(1961, 1, 3));
    assert_int_equal(ent_weekday(ent_day_ymd(2026, 11, 24)), 2);
}

static void maps(void **state)
{
    (void)state;
    ent_map m = {0};
    char keys[2000][8];
    for (int i = 0; i < 2000; i++) {
        snprintf(keys[i], sizeof keys[i], "k%d", i);
        ent_map_set(&m, keys[i], strlen(keys[i]), (uint32_t)i);
    }
    for (int i = 0; i < 2000; i++) {
        assert_int_equal(ent_map_get(&m, keys[i], strlen(keys[i])), i);
    }
    assert_int_equal(ent_map_get(&m, "no", 2), ENT_NONE);
    ent_map_free(&m);
}

static void utf8(void **state)
{
    (void)state;
    ent_arena a = {0};
    assert_int_equal(ent_utf8_check("a\xC3\xA9", 3), 3);
    assert_int_equal(ent_utf8_check("a\xC0\x80", 3), 1);
    assert_int_equal(ent_utf8_check("\xED\xA0\x80", 3), 0);
    assert_int_equal(ent_utf8_count("caf\xC3\xA9", 5), 4);
    assert_string_equal(ent_utf8_fold(&a, "RODR\xC3\x8DGUEZ", 10), "rodr\xC3\xADguez");
    ent_arena_free(&a);
}

static void json(void **state)
{
    (void)state;
    ent_buf b = {0};
    ent_json_str(&b, "a\"\\\n\x01\xFFz");
    assert_string_equal(b.data, "\"a\\\"\\\\\\n\\u0001\xEF\xBF\xBDz\"");
    b.len = 0;
    ent_json_num(&b, -7);
    assert_string_equal(b.data, "-7.0");
    ent_buf_free(&b);
    assert_true(ent_parse_double("3.4", NULL) == 3.4);
    assert_true(ent_parse_double("-1e3", NULL) == -1000);
}

static void tables(void **state)
{
    (void)state;
    ent_tables *t;
    ent_err err = {0};
    assert_int_equal(ent_tables_open(&t, NULL, 0, &err), 0);
    const ent_table *c = ent_tables_get(t, "event/cameo");
    assert_non_null(c);
    uint32_t r = ent_table_find(c, "161");
    assert_int_not_equal(r, ENT_NONE);
    assert_string_equal(ent_table_cell(c, r, ent_table_column(c, "plover")), "SANCTION");
    assert_int_equal(strlen(ent_tables_hash(t)), 16);
    ent_tables_free(t);
    const char *none[] = {"/nonexistent"};
    assert_int_equal(ent_tables_open(&t, none, 1, &err), ENT_ETABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(days), cmocka_unit_test(maps),
                                       cmocka_unit_test(utf8), cmocka_unit_test(json),
                                       cmocka_unit_test(tables)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
