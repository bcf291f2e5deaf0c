/* test_edges.c: the store: batches of both kinds, odd codes, pairs that change their size. */
#include "store_util.h"

/* Put and appended without a commit between: as with one. */
static void put_and_appended(void **state)
{
    (void)state;
    ent_err err = {0};
    ent_arena a = {0};
    ent_account x[3];
    char *got[2];
    for (uint32_t i = 0; i < ENT_COUNT(x); i++) {
        x[i] = make(&a, "d", i, 1);
        x[i].id = ent_account_id(&a, &x[i]);
    }
    for (int between = 0; between < 2; between++) {
        ent_store *s = open_store(file(between ? "apart" : "mixed"));
        assert_int_equal(ent_store_put(s, "d", NULL, NULL, 1, x, 3, &err), 1);
        assert_true(ent_store_commit(s, &err) >= 0);
        assert_int_equal(ent_store_put(s, "d", NULL, NULL, 2, x, 1, &err), 1);
        assert_true(!between || ent_store_commit(s, &err) >= 0);
        x[1].doc = x[2].doc = "e"; /* the store has them until then */
        assert_int_equal(ent_store_append(s, "e", x + 1, 2, &err), 0);
        x[1].doc = x[2].doc = "d";
        assert_true(ent_store_commit(s, &err) >= 0);
        check_clean(s);
        got[between] = dump(s);
        ent_store_close(s);
    }
    assert_string_equal(got[0], got[1]);
    free(got[0]);
    free(got[1]);
    ent_arena_free(&a);
}

/* Rows of others may have any byte in a code: sums by kind stay readable. */
static void odd_codes(void **state)
{
    (void)state;
    static const char *const odd[] = {"04\0371", "\x1f", "\x1e", "04\x1e", ""};
    ent_err err = {0};
    ent_arena a = {0};
    ent_account x[ENT_COUNT(odd)];
    ent_store_course c = {0};
    ent_store_query none = {0};
    ent_store *s = open_store(file("odd"));
    for (uint32_t i = 0; i < ENT_COUNT(odd); i++) {
        x[i] = make(&a, "d", 3, 1);
        x[i].cameo = odd[i];
        x[i].id = ent_account_id(&a, &x[i]);
    }
    assert_int_equal(ent_store_append(s, "d", x, ENT_COUNT(odd), &err), 0);
    assert_true(ent_store_commit(s, &err) >= 0);
    assert_int_equal(ent_store_rollup(&c, s, &none, true, &err), 0);
    check_clean(s);
    ent_store_course_free(&c);
    ent_store_close(s);
    ent_arena_free(&a);
}

/* A pair that grows busy in the batch in which all the accounts of a year go: no claim of that year
 * is left, which would name accounts that are gone. */
static void claims_of_gone_years(void **state)
{
    (void)state;
    ent_err err = {0};
    ent_arena a = {0};
    ent_store_options o = options();
    ent_account x[1], many[2 * SMALL];
    ent_store *s;
    o.user = small;
    o.slice = SMALL;
    assert_int_equal(ent_store_open(&s, file("gone_years"), &o, &err), 0);
    int32_t day = ent_day_ymd(1964, 3, 1);
    x[0] = make(&a, "first", 0, 1);
    x[0].date = (ent_date){day, day, ENT_PRECISION_DAY, ENT_BASIS_TEXT, NULL};
    x[0].source = (ent_actor_ref){"SDN", "SDN", NULL, NULL, "Sudan"};
    x[0].target = (ent_actor_ref){"KEN", "KEN", NULL, NULL, "Kenya"};
    x[0].cameo = "190";
    x[0].status = ENT_STATUS_ASSERTED;
    x[0].id = ent_account_id(&a, &x[0]);
    assert_int_equal(ent_store_put(s, "first", NULL, NULL, 1, x, 1, &err), 1);
    assert_true(ent_store_commit(s, &err) >= 0);
    sqlite3_stmt *st = NULL;
    sqlite3_prepare_v2(s->db, "SELECT count(*) FROM claim", -1, &st, NULL);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(st, 0), 1);
    sqlite3_finalize(st);
    for (uint32_t i = 0; i < ENT_COUNT(many); i++) {
        many[i] = x[0];
        many[i].evidence_start = 100 + i;
        many[i].date.start = many[i].date.end = ent_day_ymd(1970, 3, 1) + (int32_t)i;
        many[i].id = ent_account_id(&a, &many[i]);
    }
    assert_int_equal(ent_store_remove(s, "first", &err), 1);
    assert_int_equal(ent_store_put(s, "more", NULL, NULL, 1, many, ENT_COUNT(many), &err), 1);
    assert_true(ent_store_commit(s, &err) >= 0);
    sqlite3_prepare_v2(s->db, "SELECT sliced FROM pair", -1, &st, NULL);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(st, 0), 1);
    sqlite3_finalize(st);
    check_clean(s);
    ent_store_close(s);
    ent_arena_free(&a);
}

/* What an account carries comes back byte for byte: rows of one shape and of others in turn, names
 * and strings with the marks that a shape uses. */
static void shapes_come_back(void **state)
{
    (void)state;
    ent_err err = {0};
    ent_arena a = {0};
    static const char *const carried[] = {
        ("\"gdelt\":{\"id\":\"400000001\",\"mentions\":12,\"tone\":-1.25,\"place\":\"Upper "
         "Province, "
         "Valdora\",\"last\":\"7\"}"),
        ("\"gdelt\":{\"id\":\"400000002\",\"mentions\":3,\"tone\":4e-2,\"place\":\"a "
         "\\\"quoted\\\" "
         "one, "
         "with \\\\\",\"last\":\"\"}"),
        ("\"gdelt\":{\"id\":400000003,\"mentions\":\"3\",\"tone\":null,\"place\":[1,-2,\"x\"],"
         "\"last\":"
         "{\"deeper and deeper\":true}}"),
        ("\"gd\034elt\":{\"id\":\"400000004\",\"mentions\":12,\"tone\":-1.25,\"place\":\"Upper "
         "Province, "
         "Valdora\",\"last\":\"7\"}"),
        ("\"gdelt\":{\"i\035d\":\"400000005\",\"mentions\":12,\"tone\":-1.25,\"place\":\"Upper\034 "
         "Prov\035,"
         " Valdora\",\"last\":\"7\"}"),
        ("\"gdelt\":{\"id\":\"400000006\",\"mentions\":1,\"tone\":-0,\"place\":\"never closed, so "
         "it is no "
         "JSON and stays as it was"),
        ("\"gdelt\":{\"id\":\"400000007\",\"mentions\":12,\"tone\":-1.25,\"place\":\"Upper "
         "Province, "
         "Valdora\",\"last\":\"7\"}"),
    };
    ent_account list[ENT_COUNT(carried)];
    ent_store *s = open_store(file("shapes"));
    for (uint32_t i = 0; i < ENT_COUNT(carried); i++) {
        list[i] = make(&a, "rows", i, 1);
        list[i].extra = carried[i];
    }
    assert_int_equal(ent_store_put(s, "rows", NULL, NULL, 1, list, ENT_COUNT(list), &err), 1);
    assert_true(ent_store_commit(s, &err) >= 0);
    for (uint32_t i = 0; i < ENT_COUNT(carried); i++) {
        ent_account_list l = {0};
        ent_store_query q = {.id = list[i].id};
        assert_int_equal(ent_store_accounts(&l, s, &q, &err), 0);
        assert_int_equal(l.count, 1);
        assert_string_equal(l.items[0].extra, carried[i]);
        ent_account_list_free(&l);
    }
    check_clean(s);
    ent_store_close(s);
    ent_arena_free(&a);
}

/* A document that holds an account twice has it once, and its counts are right. */
static void twins_of_a_document(void **state)
{
    (void)state;
    ent_err err = {0};
    ent_arena a = {0};
    ent_account list[4];
    ent_store_count n = {0};
    ent_store *s = open_store(file("twins"));
    for (uint32_t i = 0; i < 4; i++) {
        list[i] = make(&a, "twice", i % 3, 1);
    }
    assert_int_equal(ent_store_put(s, "twice", NULL, NULL, 1, list, 4, &err), 1);
    assert_true(ent_store_commit(s, &err) >= 0);
    assert_int_equal(ent_store_counts(&n, s, &err), 0);
    assert_int_equal(n.accounts, 3);
    check_clean(s);
    assert_int_equal(ent_store_remove(s, "twice", &err), 1);
    assert_true(ent_store_commit(s, &err) >= 0);
    assert_int_equal(ent_store_counts(&n, s, &err), 0);
    assert_int_equal(n.accounts, 0);
    check_clean(s);
    ent_store_close(s);
    ent_arena_free(&a);
}

int main(void)
{
    if (!set_up()) {
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(put_and_appended),     cmocka_unit_test(odd_codes),
        cmocka_unit_test(claims_of_gone_years), cmocka_unit_test(shapes_come_back),
        cmocka_unit_test(twins_of_a_document),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    tear_down();
    return failed;
}
