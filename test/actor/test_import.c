/* test_import.c: dictionaries of others become overlays that resolve; the check of the tables. */
#include "actor/actor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static const char dictionary[] = "# ours\n"
                                 "BORIS_TESTOVICH_ [RUSGOV]\n"
                                 "+TESTOVICH_THE_ELDER_\n"
                                 "\t[RUSELI >010101]\n"
                                 "\t[RUSOPP <910101]\n"
                                 "FIRST_OF_TWO_\n"
                                 "SECOND_OF_TWO_ [XKXREB 19800101-850101]\n"
                                 "BAD_DATE_ [FRAGOV 99]\n"
                                 "NULL_ACTOR_ [---]\n"
                                 "UNCLOSED_ [USA\n";

static void actors(void **state)
{
    (void)state;
    ent_buf out = {0}, said = {0};
    assert_int_equal(
        ent_actor_import("petrarch-actors", dictionary, sizeof dictionary - 1, &out, &said), 0);
    assert_non_null(strstr(out.data, "\nBoris Testovich\tRUSELI\tRUS\tELI\tBoris Testovich\t"
                                     "2001-01-01\t\t\n"));
    assert_non_null(strstr(out.data, "\nBoris Testovich\tRUSOPP\tRUS\tOPP\tBoris Testovich\t\t"
                                     "1990-12-31\t\n"));
    assert_non_null(strstr(out.data, "\nTestovich The Elder\tRUSGOV\t"));
    /* names in a row share the code that follows; a range ends a day before its end */
    assert_non_null(strstr(out.data, "\nFirst Of Two\tXKXREB\tXKX\tREB\tFirst Of Two\t1980-01-01\t"
                                     "1984-12-31\t\n"));
    assert_non_null(strstr(out.data, "\nSecond Of Two\tXKXREB\t"));
    assert_null(strstr(out.data, "Null Actor"));
    assert_non_null(strstr(said.data, "line 8: is no date: 99"));
    assert_non_null(strstr(said.data, "line 9: a null actor"));
    assert_non_null(strstr(said.data, "line 10: a bracket does not close"));
    ent_buf_free(&said);

    char dir[] = "/tmp/entente-import-XXXXXX", path[128];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/actor", dir);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/actor/groups.tsv", dir);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fwrite(out.data, 1, out.len, f);
    fclose(f);
    ent_buf_free(&out);
    ent_tables *t = NULL;
    ent_actors *a = NULL;
    ent_err err = {0};
    const char *dirs[] = {dir};
    assert_int_equal(ent_tables_open(&t, dirs, 1, &err), 0);
    assert_int_equal(ent_actor_open(&a, t, &err), 0);
    ent_arena m = {0};
    ent_actor_hit *hits = NULL;
    assert_true(ent_actor_lookup(a, "Boris Testovich", ent_day_parse("2005-05-05"), &m, &hits) > 0);
    assert_string_equal(hits[0].actor.code, "RUSELI");
    assert_true(ent_actor_lookup(a, "Second of Two", ent_day_parse("1981-05-05"), &m, &hits) > 0);
    assert_string_equal(hits[0].actor.code, "XKXREB");
    ent_arena_free(&m);
    ent_actor_close(a);
    ent_tables_free(t);
    unlink(path);
    snprintf(path, sizeof path, "%s/actor", dir);
    rmdir(path);
    rmdir(dir);
}

static void others(void **state)
{
    (void)state;
    ent_buf out = {0}, said = {0};
    static const char agents[] = "SOLDIER [~MIL]\nNAVY {} [~MIL]\nMAN!X! [~CVL]\nLOOSE\n";
    assert_int_equal(ent_actor_import("petrarch-agents", agents, sizeof agents - 1, &out, &said),
                     0);
    assert_non_null(strstr(out.data, "\nsoldier\tagent\tMIL\t\tsoldiers\n"));
    assert_non_null(strstr(out.data, "\nnavy\tagent\tMIL\t\t\n"));
    assert_non_null(strstr(said.data, "line 3: substitution sets"));
    assert_non_null(strstr(said.data, "line 4: no code"));
    ent_buf_free(&out);
    ent_buf_free(&said);
    static const char cow[] = "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,"
                              "endday\nCUB,40,Cuba,1902,5,20,1906,9,25\nQQQ,9999,Nowhere,1900,1,1,"
                              "1901,1,1\n";
    assert_int_equal(ent_actor_import("cow", cow, sizeof cow - 1, &out, &said), 0);
    assert_non_null(strstr(out.data, "\nCUB\tCuba\t1902-05-20\t1906-09-25\t40\t40\tCUB\n"));
    assert_non_null(strstr(said.data, "line 3: no state has this COW number: 9999"));
    ent_buf_free(&out);
    ent_buf_free(&said);
    static const char iso[] = "name,alpha-3\n\"Testland, New\",FRA\nFrance,FRA\nBroken,F\n";
    assert_int_equal(ent_actor_import("iso", iso, sizeof iso - 1, &out, &said), 0);
    assert_non_null(strstr(out.data, "\nTestland, New\tname\tFRA\t\t\n"));
    assert_null(strstr(out.data, "\nFrance\t"));
    assert_non_null(strstr(said.data, "line 4:"));
    ent_buf_free(&out);
    ent_buf_free(&said);
    assert_int_equal(ent_actor_import("nonsense", iso, 4, &out, &said), ENT_EUSAGE);
}

static uint32_t findings(const char *table, const char *rows, ent_buf *b)
{
    char dir[] = "/tmp/entente-check-XXXXXX", path[128];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/actor", dir);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/actor/%s.tsv", dir, table);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fputs(rows, f);
    fclose(f);
    ent_tables *t = NULL;
    ent_err err = {0};
    const char *dirs[] = {dir};
    assert_int_equal(ent_tables_open(&t, dirs, 1, &err), 0);
    uint32_t n = ent_actor_check(t, b);
    ent_tables_free(t);
    unlink(path);
    snprintf(path, sizeof path, "%s/actor", dir);
    rmdir(path);
    rmdir(dir);
    return n;
}

static void check(void **state)
{
    (void)state;
    ent_tables *t = NULL;
    ent_err err = {0};
    ent_buf b = {0};
    assert_int_equal(ent_tables_open(&t, NULL, 0, &err), 0);
    uint32_t built_in = ent_actor_check(t, &b);
    assert_true(built_in <= 5);
    ent_tables_free(t);
    ent_buf_free(&b);
    uint32_t n = findings("names",
                          "name\tkind\tstate\tfrom\tto\n"
                          "Twoland\tname\tFRA\t1900-01-01\t1950-01-01\n"
                          "Twoland\tname\tDEU\t1940-01-01\t\n"
                          "Oddland\tname\tQQQ\t\t\n"
                          "Backland\tname\tFRA\t1950-01-01\t1940-01-01\n"
                          "Dateland\tname\tFRA\t1950-13-01\t\n",
                          &b);
    assert_int_equal(n, built_in + 4);
    assert_non_null(strstr(b.data, "means two on one day: Twoland"));
    assert_non_null(strstr(b.data, "is no code of a state or an organisation: QQQ"));
    assert_non_null(strstr(b.data, "ends before it begins"));
    assert_non_null(strstr(b.data, "is no date: 1950-13-01"));
    ent_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(actors), cmocka_unit_test(others),
                                       cmocka_unit_test(check)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
