/* test_damage.c: a store whose bytes or values have rotted: what reads it says so in one line, or
 * reads what is left; it never crashes and never runs away. Some hundreds of mutations, the same
 * at every run; what each gives is looked at by the sanitizers where the build has them. */
#include "entente.h"
#include "store_util.h"

#include <time.h>

enum { DOCS = 12, PER_DOC = 9, FLIPS = 160, CUTS = 12 };

static ent *e;
static char whole[400], hurt[400], name[80];
static double longest;

static int swallow(void *user, const char *data, size_t len)
{
    (void)data;
    *(size_t *)user += len;
    return 0;
}

/* A failure is told in one line; its code is one of ours. */
static void told(int rc, const char *what)
{
    if (rc >= 0) {
        return;
    }
    const ent_error *err = ent_last_error(e);
    if (err->code >= 0 || !*err->message || strchr(err->message, '\n') ||
        !strstr(err->place, "hurt")) {
        fail_msg("%s, %s: code %d, \"%s\" at \"%s\"", name, what, err->code, err->message,
                 err->place);
    }
}

static void course(ent_db *db, const char *one, const char *other, const char *by)
{
    ent_relation r = {.size = sizeof r, .one = one, .other = other, .by = by};
    ent_series *s = NULL;
    ent_view view = {.size = sizeof view};
    size_t n = 0;
    r.from = r.to = ENT_DAY_NONE;
    int rc = ent_relate(&s, e, NULL, NULL, db, &r);
    told(rc, "course");
    if (rc >= 0) {
        told(ent_series_write(e, s, "jsonl", &view, swallow, &n), "course written");
    }
    ent_series_free(s);
}

static void list(ent_db *db)
{
    ent_query q = {.size = sizeof q, .from = ENT_DAY_NONE, .to = ENT_DAY_NONE};
    ent_accounts *a = NULL;
    ent_events *v = NULL;
    size_t n = 0;
    ent_accounts_new(&a);
    int rc = ent_db_accounts(a, db, &q);
    told(rc, "accounts");
    told(ent_accounts_write(e, a, "jsonl", swallow, &n), "accounts written");
    rc = ent_db_events(&v, db, &q);
    told(rc, "events");
    if (rc >= 0) {
        told(ent_events_write(e, v, a, "full", swallow, &n), "events written");
        told(ent_events_write(e, v, NULL, "jsonl", swallow, &n), "events as JSON");
    }
    ent_events_free(v);
    ent_accounts_free(a);
}

static void export(ent_db *db, const char *format, int accounts)
{
    ent_query q = {.size = sizeof q, .from = ENT_DAY_NONE, .to = ENT_DAY_NONE};
    ent_data d = {.size = sizeof d, .format = format, .accounts = accounts};
    ent_data_count count = {0};
    size_t n = 0;
    told(ent_data_export(db, &q, &d, swallow, &n, &count), format);
}

static void read_all(void)
{
    ent_db *db = NULL;
    size_t n = 0;
    int rc = ent_db_open(&db, e, hurt, 1);
    told(rc, "open");
    if (rc >= 0) {
        course(db, "CHN", "USA", "year");
        course(db, "CUB", NULL, "month");
        list(db);
        export(db, "csv", 1);
        export(db, "gdelt", 0);
        export(db, "dyad", 0);
        told(ent_db_check(db, swallow, &n), "check");
        ent_db_close(db);
    }
}

/* A writer too: what it is given goes in, or it says why not. */
static void write_one(void)
{
    ent_db *db = NULL;
    ent_accounts *a = NULL;
    ent_arena arena = {0};
    ent_accounts_new(&a);
    for (uint32_t i = 0; i < PER_DOC; i++) {
        ent_account x = make(&arena, "late", i, 5);
        ent_accounts_add(a, &x);
    }
    int rc = ent_db_open(&db, e, hurt, 0);
    told(rc, "open to write");
    if (rc >= 0) {
        rc = ent_db_put_accounts(db, "late", a);
        told(rc, "put");
        told(rc < 0 ? 0 : ent_db_commit(db), "commit");
        rc = ent_db_remove(db, "doc 3");
        told(rc, "remove");
        told(rc < 0 ? 0 : ent_db_commit(db), "commit");
        ent_db_close(db);
    }
    ent_accounts_free(a);
    ent_arena_free(&arena);
}

static void put_bytes(const char *data, size_t len)
{
    file("hurt.db"); /* and what belongs to it */
    FILE *f = fopen(hurt, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(data, 1, len, f), len);
    fclose(f);
}

static void try_it(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    if (getenv("ENTENTE_DAMAGE_VERBOSE")) {
        fprintf(stderr, "%s\n", name);
    }
    double from = (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
    read_all();
    write_one();
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    double took = (double)t.tv_sec + 1e-9 * (double)t.tv_nsec - from;
    longest = took > longest ? took : longest;
    if (took > 30) {
        fail_msg("%s: %.0f seconds", name, took);
    }
}

static char *whole_bytes(size_t *len)
{
    char *data;
    ent_err err = {0};
    assert_int_equal(ent_file_read(&data, len, whole, 1 << 26, &err), 0);
    return data;
}

static void bytes_flipped(void **state)
{
    (void)state;
    size_t len;
    char *data = whole_bytes(&len);
    uint64_t seed = 20261125;
    for (int i = 0; i < FLIPS; i++) {
        /* a third within the first page: the head and the schema */
        size_t at = (size_t)(next(&seed) % (i % 3 ? len : 8192));
        char had = data[at];
        data[at] = (char)next(&seed);
        snprintf(name, sizeof name, "byte %zu from %02x to %02x", at, (unsigned char)had,
                 (unsigned char)data[at]);
        put_bytes(data, len);
        try_it();
        data[at] = had;
    }
    free(data);
}

static void cut_short(void **state)
{
    (void)state;
    size_t len;
    char *data = whole_bytes(&len);
    for (size_t i = 0; i < CUTS; i++) {
        size_t n = len * i / CUTS + i;
        snprintf(name, sizeof name, "the first %zu bytes", n);
        put_bytes(data, n);
        try_it();
    }
    free(data);
}

/* -- values ---------------------------------------------------------------------------------- */

static const char *const evil[] = {
    "NULL",
    "-1",
    "0",
    "1",
    "2147483647",
    "-2147483648",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775807",
    "1e308",
    "'words'",
    "x''",
    "x'ff'",
    "zeroblob(300)",
    "x'ffffffffffffffffffffffffffffffff'",
    "x'01020304050607'",
};

static bool change(const char *table, const char *column, const char *value, bool all)
{
    sqlite3 *db = NULL;
    char sql[300];
    assert_int_equal(sqlite3_open(hurt, &db), SQLITE_OK);
    snprintf(name, sizeof name, "%s.%s=%s%s", table, column, value, all ? "" : " once");
    snprintf(sql, sizeof sql, "PRAGMA ignore_check_constraints=1; UPDATE OR IGNORE %s SET %s=%s%s",
             table, column, value, "");
    if (!all) { /* the row that comes in the middle */
        size_t n = strlen(sql);
        snprintf(sql + n, sizeof sql - n,
                 " WHERE %s=(SELECT %s FROM %s LIMIT 1 OFFSET (SELECT count(*)/2 FROM %s))", column,
                 column, table, table);
    }
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    int changed = sqlite3_changes(db);
    sqlite3_close(db);
    return rc == SQLITE_OK && changed > 0;
}

static void values_changed(void **state)
{
    (void)state;
    size_t len;
    char *data = whole_bytes(&len);
    sqlite3 *db = NULL;
    sqlite3_stmt *st = NULL;
    int tried = 0;
    uint32_t column = 0;
    const char *only = getenv("ENTENTE_DAMAGE_TABLE");
    assert_int_equal(sqlite3_open_v2(whole, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    sqlite3_prepare_v2(db,
                       "SELECT m.name,c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name)"
                       " AS c WHERE m.type='table' AND m.name NOT LIKE 'sqlite%' ORDER BY 1,c.cid",
                       -1, &st, NULL);
    while (sqlite3_step(st) == SQLITE_ROW) {
        const char *t = (const char *)sqlite3_column_text(st, 0);
        const char *c = (const char *)sqlite3_column_text(st, 1);
        for (uint32_t k = 0; k < ENT_COUNT(evil); k++) { /* a third of them for each column */
            if ((k + column) % 3 == 0) {
                if (only && strncmp(only, t, strlen(t)) != 0) {
                    continue;
                }
                put_bytes(data, len);
                if (change(t, c, evil[k], (k + column) % 2)) {
                    try_it();
                    tried++;
                }
            }
        }
        column++;
    }
    sqlite3_finalize(st);
    sqlite3_close(db);
    free(data);
    print_message("           %d values changed; the longest took %.1f s\n", tried, longest);
    assert_true(only || tried >= 200);
}

/* -- busy pairs, in slices ------------------------------------------------------------------- */

static void told_of(const ent_err *err, int rc, const char *what)
{
    if (rc < 0 && (!*err->message || strchr(err->message, '\n') || !strstr(err->place, "hurt"))) {
        fail_msg("%s, %s: \"%s\" at \"%s\"", name, what, err->message, err->place);
    }
}

/* Reads, checks and writes with the limits of a test, so that pairs are busy. */
static void try_slices(void)
{
    ent_err err = {0};
    ent_store *s = NULL;
    ent_store_options o = killed_options();
    for (int writes = 0; writes < 2; writes++) {
        ent_event_list v = {0};
        ent_store_course c = {0};
        ent_store_query q = {0};
        ent_buf b = {0};
        o.read_only = !writes;
        int rc = ent_store_open(&s, hurt, &o, &err);
        told_of(&err, rc, "open");
        if (rc < 0) {
            return;
        }
        told_of(&err, ent_store_events(&v, s, &q, &err), "events");
        told_of(&err, ent_store_rollup(&c, s, &q, writes, &err), "course");
        told_of(&err, ent_store_check(s, &b, &err), "check");
        if (writes) {
            rc = put(s, "late", 2 * PER_DOC, 1, &err);
            told_of(&err, rc, "put");
            told_of(&err, rc < 0 ? 0 : ent_store_commit(s, &err), "commit");
        }
        ent_store_close(s);
        ent_event_list_free(&v);
        ent_store_course_free(&c);
        ent_buf_free(&b);
    }
}

static void slices_hurt(void **state)
{
    (void)state;
    static const char *const places[][2] = {
        {"cut", "pair"},      {"cut", "year"},     {"pair", "dirty"},   {"pair", "sliced"},
        {"pair", "accounts"}, {"month", "period"}, {"month", "way"},    {"month", "kinds"},
        {"month", "events"},  {"year", "period"},  {"year", "kinds"},   {"account", "day"},
        {"account", "last"},  {"claim", "places"}, {"event", "body"},   {"event", "day"},
        {"account", "event"}, {"claim", "rivals"}, {"account", "rest"}, {"place", "body"},
    };
    ent_err err = {0};
    char path[400], doc[16];
    size_t len;
    int tried = 0;
    snprintf(path, sizeof path, "%s", file("slices.db"));
    ent_store *s = NULL;
    ent_store_options o = killed_options();
    assert_int_equal(ent_store_open(&s, path, &o, &err), 0);
    for (int k = 0; k < 4 * DOCS; k++) {
        snprintf(doc, sizeof doc, "doc %d", k);
        assert_int_equal(put(s, doc, PER_DOC, 1, &err), 1);
    }
    assert_true(ent_store_commit(s, &err) > 0);
    check_clean(s);
    ent_store_close(s);
    char *data;
    assert_int_equal(ent_file_read(&data, &len, path, 1 << 26, &err), 0);
    for (uint32_t i = 0; i < ENT_COUNT(places); i++) {
        for (uint32_t k = i % 3; k < ENT_COUNT(evil); k += 3) {
            put_bytes(data, len);
            if (change(places[i][0], places[i][1], evil[k], k % 2)) {
                try_slices();
                tried++;
            }
        }
    }
    free(data);
    assert_true(tried >= 60);
}

/* The store that is hurt: several documents, disputes, rivals, a busy pair in slices. */
static void make_whole(void)
{
    ent_err err = {0};
    ent_arena a = {0};
    snprintf(hurt, sizeof hurt, "%s", file("hurt.db"));
    snprintf(whole, sizeof whole, "%s", file("whole.db"));
    ent_db *db = NULL;
    assert_int_equal(ent_db_open(&db, e, whole, 0), 0);
    for (int k = 0; k < DOCS; k++) {
        char doc[16];
        ent_accounts *list = NULL;
        ent_accounts_new(&list);
        snprintf(doc, sizeof doc, "doc %d", k);
        for (uint32_t i = 0; i < PER_DOC; i++) {
            ent_account x = make(&a, doc, i, 1);
            x.extra = i % 3 ? NULL
                            : "\"gdelt\":{\"id\":\"400000001\",\"mentions\":12,\"tone\":-1.25,"
                              "\"place\":\"Upper Province, Valdora\",\"last\":\"7\"}";
            ent_accounts_add(list, &x);
            if (i % 2) { /* the same deed in another document's words */
                x.date.start = x.date.end = ent_day_ymd(1961, 3, 1 + k % 2);
                x.cameo = "190";
                x.source = (ent_actor_ref){"CHNMIL", "CHN", "MIL", NULL, "the army"};
                x.target = (ent_actor_ref){i % 4 == 1 ? "USA" : "VNM", i % 4 == 1 ? "USA" : "VNM",
                                           NULL, NULL, "they"};
                x.evidence = "Troops attacked the harbour and burnt a hundred boats that day.";
                x.evidence_start += 50;
                x.id = ent_account_id(&a, &x);
                ent_accounts_add(list, &x);
            }
        }
        assert_int_equal(ent_db_put_accounts(db, doc, list), 1);
        ent_accounts_free(list);
    }
    assert_true(ent_db_commit(db) > 0);
    ent_db_close(db);
    ent_arena_free(&a);
    (void)err;
}

int main(void)
{
    ent_options o = {.size = sizeof o};
    if (!set_up() || ent_open(&e, &o) < 0) {
        return 1;
    }
    make_whole();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_flipped),
        cmocka_unit_test(cut_short),
        cmocka_unit_test(values_changed),
        cmocka_unit_test(slices_hurt),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    ent_close(e);
    tear_down();
    return failed;
}
