/* test_header.c: the public header alone, and the interface as a program uses it. */
#include <entente.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct sink {
    char *data;
    size_t len;
} sink;

static int take(void *user, const char *data, size_t len)
{
    sink *s = user;
    s->data = realloc(s->data, s->len + len + 1);
    memcpy(s->data + s->len, data, len);
    s->len += len;
    s->data[s->len] = 0;
    return 0;
}

static int refuse(void *user, const char *data, size_t len)
{
    (void)user, (void)data, (void)len;
    return 1;
}

static void opening(void **state)
{
    (void)state;
    ent *e, *f;
    assert_int_equal(ent_open(&e, NULL), 0);
    assert_int_equal(strlen(ent_tables_id(e)), 16);
    assert_int_equal(ent_fork(&f, e), 0);
    assert_string_equal(ent_tables_id(f), ent_tables_id(e));
    ent_close(f);
    ent_close(e);
    ent_close(NULL);
    ent_options o = {sizeof o, NULL, 0, "/nonexistent.weights"};
    assert_true(ent_open(&e, &o) < 0);
    assert_non_null(strstr(ent_last_error(e)->place, "nonexistent"));
    ent_close(e);
}

static void accounts(void **state)
{
    (void)state;
    ent *e;
    ent_accounts *a;
    sink s = {0};
    const char *line =
        "{\"schema\":1,\"doc\":\"d\",\"sentence\":3,\"date\":{\"start\":\"1960-09-28\",\"end\":"
        "\"1960-09-28\",\"precision\":\"day\",\"basis\":\"text\",\"text\":null},\"source\":{"
        "\"code\":\"CUB\",\"state\":\"CUB\"},\"target\":{\"code\":\"CHN\",\"state\":\"CHN\"},"
        "\"cameo\":\"054\",\"colour\":{\"of\":[1,2]}}";
    assert_int_equal(ent_open(&e, NULL), 0);
    ent_accounts_new(&a);
    assert_int_equal(ent_accounts_parse(e, a, line, strlen(line)), 0);
    assert_true(ent_accounts_parse(e, a, "{\"doc\":1}", 9) < 0);
    assert_true(ent_accounts_parse(e, a, "[", 1) < 0);
    assert_true(ent_accounts_parse(e, a, "{\"cameo\":\"040\",\"schema\":9}", 26) < 0);
    assert_int_equal(ent_accounts_count(a), 1);
    const ent_account *one = ent_accounts_at(a, 0);
    assert_string_equal(one->cameo, "054");
    assert_int_equal(one->date.precision, ENT_PRECISION_DAY);
    assert_int_equal(one->id[0], 'a');
    assert_null(ent_accounts_at(a, 1));
    assert_int_equal(ent_accounts_write(e, a, "jsonl", take, &s), 0);
    assert_non_null(strstr(s.data, "\"colour\":{\"of\":[1,2]}")); /* carried through */
    assert_non_null(strstr(s.data, "\"start\":\"1960-09-28\""));
    assert_int_equal(ent_accounts_write(e, a, "jsonl", refuse, NULL), ENT_EIO);
    ent_accounts_free(a);
    ent_close(e);
    free(s.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(opening), cmocka_unit_test(accounts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
