/* test_store.c: the store: what goes in comes out, whatever happens in between. */
#include "store_util.h"

static void out_as_in(void **state)
{
    (void)state;
    ent_arena a = {0};
    ent_err err = {0};
    static const char *const contexts[] = {"military", "election"};
    static const char *const chain[] = {"A Paper", "A \x22page\x22"};
    ent_account x = make(&a, "doc", 0, 1), y = make(&a, "doc", 1, 1);
    ent_link links[] = {{ENT_LINK_CAUSE, y.id}, {ENT_LINK_SAME, "other"}};
    x.plover_context = contexts;
    x.plover_context_count = 2;
    x.voice.chain = chain;
    x.voice.chain_count = 2;
    x.voice.code = "CUBMED";
    x.links = links;
    x.link_count = 2;
    x.extra = "\"mine\":[1,2]";
    x.goldstein = -7.123456789;
    x.confidence = NAN;
    y.evidence = NULL;
    y.sentence = 0;
    y.id = "someone's own id";
    y.source = (ent_actor_ref){.name = "a-b", .text = "T\xC3\xA9l\xC3\xA9"};
    y.symmetric = 1;
    y.goldstein = NAN;
    y.quad = 0;
    ent_account list[] = {x, y};
    ent_store *s = open_store(file("out"));
    assert_int_equal(ent_store_put(s, "doc", NULL, NULL, 7, list, 2, &err), 1);
    assert_int_equal(ent_store_commit(s, &err), 2);
    for (int i = 0; i < 2; i++) {
        ent_account_list l = {0};
        ent_store_query q = {.id = list[i].id};
        ent_buf want = {0}, got = {0};
        assert_int_equal(ent_store_accounts(&l, s, &q, &err), 0);
        assert_int_equal(l.count, 1);
        ent_account_json(&want, &list[i]);
        ent_account_json(&got, &l.items[0]);
        assert_string_equal(got.data, want.data);
        ent_buf_free(&want);
        ent_buf_free(&got);
        ent_account_list_free(&l);
    }
    check_clean(s);
    ent_store_close(s);
    ent_arena_free(&a);
}

static void again_changes_nothing(void **state)
{
    (void)state;
    ent_err err = {0};
    ent_store *s = open_store(file("again"));
    assert_int_equal(put(s, "a", 40, 1, &err), 1);
    assert_int_equal(put(s, "b", 40, 1, &err), 1);
    assert_true(ent_store_commit(s, &err) > 0);
    char *first = dump(s);
    assert_int_equal(put(s, "a", 40, 1, &err), 0);
    assert_int_equal(ent_store_commit(s, &err), 0);
    char *second = dump(s);
    assert_string_equal(first, second);
    free(second);
    /* other content replaces; the first again gives what was */
    assert_int_equal(put(s, "a", 12, 2, &err), 1);
    ent_store_commit(s, &err);
    second = dump(s);
    assert_string_not_equal(first, second);
    free(second);
    assert_int_equal(put(s, "a", 40, 1, &err), 1);
    ent_store_commit(s, &err);
    second = dump(s);
    assert_string_equal(first, second);
    check_clean(s);
    free(first);
    free(second);
    ent_store_close(s);
}

static void removal_rights_rollups(void **state)
{
    (void)state;
    ent_err err = {0};
    ent_store *s = open_store(file("all"));
    put(s, "a", 60, 1, &err);
    ent_store_commit(s, &err);
    char *alone = dump(s);
    put(s, "b", 60, 1, &err);
    ent_store_commit(s, &err);
    assert_int_equal(ent_store_remove(s, "b", &err), 1);
    assert_int_equal(ent_store_remove(s, "b", &err), 0);
    ent_store_commit(s, &err);
    char *after = dump(s);
    assert_string_equal(after, alone);
    check_clean(s);
    free(alone);
    free(after);
    ent_store_close(s);
}

/* One document at a time, in another order, with a removal: as all at once. */
static void incremental_is_batch(void **state)
{
    (void)state;
    ent_err err = {0};
    char doc[16];
    ent_store *s = open_store(file("batch"));
    for (int i = 0; i < 30; i++) {
        snprintf(doc, sizeof doc, "d%02d", i);
        put(s, doc, 25, 1, &err);
    }
    ent_store_commit(s, &err);
    char *batch = dump(s);
    ent_store_close(s);
    s = open_store(file("steps"));
    put(s, "gone", 25, 1, &err);
    for (int i = 29; i >= 0; i--) {
        snprintf(doc, sizeof doc, "d%02d", i);
        put(s, doc, 25, 1, &err);
        ent_store_commit(s, &err);
    }
    ent_store_remove(s, "gone", &err);
    ent_store_commit(s, &err);
    char *steps = dump(s);
    assert_string_equal(steps, batch);
    check_clean(s);
    ent_store_close(s);
    free(batch);
    free(steps);
}

/* Pairs and years far above the limit: slice by slice, in any order, with removals, as all at once;
 * check reconciles each pair whole and compares. */
static void busy_pairs(void **state)
{
    (void)state;
    ent_err err = {0};
    char doc[16], path[400];
    ent_store_options o = options();
    o.user = small;
    o.slice = SMALL;
    ent_store *s, *t;
    snprintf(path, sizeof path, "%s", file("busy"));
    assert_int_equal(ent_store_open(&s, path, &o, &err), 0);
    for (int i = 0; i < 30; i++) {
        snprintf(doc, sizeof doc, "d%02d", i);
        put(s, doc, 25, 1, &err);
    }
    ent_store_commit(s, &err);
    check_clean(s);
    char *batch = dump(s);
    snprintf(path, sizeof path, "%s", file("busy_steps"));
    assert_int_equal(ent_store_open(&t, path, &o, &err), 0);
    t->fresh_most = 50; /* ids of late become ids of old now and then */
    t->doc_bytes = 40;  /* and names of documents are forgotten */
    put(t, "gone", 40, 1, &err);
    for (int i = 29; i >= 0; i--) {
        snprintf(doc, sizeof doc, "d%02d", i);
        put(t, doc, 25, 1, &err);
        ent_store_commit(t, &err);
        if (i % 7 == 0) {
            check_clean(t);
        }
        if (i == 12) {
            ent_store_remove(t, "gone", &err);
        }
    }
    check_clean(t);
    char *steps = dump(t);
    assert_string_equal(steps, batch);
    /* and back: pairs that are busy no more are whole again */
    for (int i = 0; i < 28; i++) {
        snprintf(doc, sizeof doc, "d%02d", i);
        assert_int_equal(ent_store_remove(t, doc, &err), 1);
    }
    ent_store_commit(t, &err);
    check_clean(t);
    put(t, "d28", 3, 2, &err); /* another content */
    ent_store_commit(t, &err);
    check_clean(t);
    ent_store_close(s);
    ent_store_close(t);
    free(batch);
    free(steps);
}

enum { TELLERS = 60 };

/* Attacks on one state of which the tellers name this doer or that, some of them both. */
static uint32_t shelling(ent_arena *a, const char *doc, uint32_t n, ent_account out[2])
{
    static const char *const states[] = {"SDN", "ETH", "TCD", "LBY"};
    static const char *const words[] = {
        "At dawn the frontier post at Karakol was shelled by heavy guns of the neighbour, %s.",
        "Heavy guns of %s shelled the frontier post of Karakol at dawn, the post's captain wrote.",
        "Delegates of %s and the ministry spoke about grain, tariffs and river dues that day."};
    uint64_t seed = ent_hash(&n, sizeof n, 77);
    bool both = next(&seed) % 5 == 0, alone = next(&seed) % 4 == 0;
    uint32_t i = (uint32_t)(next(&seed) % 4), k = (uint32_t)(next(&seed) % 3);
    int32_t day = ent_day_ymd(1964, 3, 1) + (int32_t)(next(&seed) % 12);
    const char *target = next(&seed) % 3 ? "KEN" : "UGA";
    for (uint32_t side = 0; side < 1u + both; side++) {
        const char *s = states[(i + side) % 4], *o = states[(i + 1 - side) % 4];
        ent_account x = make(a, doc, n + side, 1);
        x.sentence = 1;
        x.date = (ent_date){day, day, ENT_PRECISION_DAY, ENT_BASIS_TEXT, NULL};
        x.source = (ent_actor_ref){s, s, NULL, NULL, s};
        x.target = (ent_actor_ref){target, target, NULL, NULL, target};
        x.cameo = next(&seed) % 3 ? "194" : "190";
        x.status = ENT_STATUS_ASSERTED;
        x.trigger = "shelled";
        char line[256];
        snprintf(line, sizeof line, words[k], both ? "X or Y" : s);
        x.evidence = ent_arena_str(a, line);
        if (both) {
            x.evidence = ent_arena_printf(a, "By guns of %s or %s, %s", side ? o : s, side ? s : o,
                                          "the post at Karakol was shelled.");
            x.cameo = alone ? "173" : "194";
        }
        x.evidence_start = side;
        x.id = ent_account_id(a, &x);
        out[side] = x;
    }
    return 1u + both;
}

static int tell(ent_store *s, uint32_t n, ent_err *err)
{
    ent_arena a = {0};
    ent_account x[2];
    char doc[16];
    snprintf(doc, sizeof doc, "t%02u", n);
    uint32_t count = shelling(&a, doc, n, x);
    int rc = ent_store_put(s, doc, NULL, NULL, 1, x, count, err);
    ent_arena_free(&a);
    return rc;
}

/* Rivals of other pairs: as reconciling all at once notes them, in any order, with removals. */
static void rivals_kept(void **state)
{
    (void)state;
    ent_err err = {0};
    ent_arena a = {0};
    ent_account_list all = {0};
    ent_event_list at_once = {0}, stored = {0};
    ent_store_query none = {0};
    ent_store *s = open_store(file("rivals"));
    uint32_t noted = 0, offered = 0;
    for (uint32_t i = 0; i < TELLERS; i++) {
        ent_account x[2];
        char *doc = ent_arena_printf(&a, "t%02u", i);
        for (uint32_t k = 0, n = shelling(&a, doc, i, x); k < n; k++) {
            ent_account_list_add(&all, &x[k]);
        }
        assert_int_equal(tell(s, i, &err), 1);
    }
    ent_store_commit(s, &err);
    ent_reconcile_accounts(rec, &at_once, all.items, all.count);
    assert_int_equal(ent_store_events(&stored, s, &none, &err), 0);
    assert_int_equal(stored.count, at_once.count);
    for (uint32_t i = 0; i < stored.count; i++) {
        ent_buf x = {0}, y = {0};
        ent_event_json(&x, &at_once.items[i]);
        ent_event_json(&y, &stored.items[i]);
        assert_string_equal(x.data, y.data);
        noted += at_once.items[i].rival_count > 0;
        offered += at_once.items[i].rival_count && strcmp(at_once.items[i].cameo, "173") == 0;
        ent_event_list one = {0};
        ent_store_query q = {.id = stored.items[i].id};
        assert_int_equal(ent_store_events(&one, s, &q, &err), 0);
        assert_int_equal(one.count, 1);
        assert_int_equal(one.items[0].rival_count, stored.items[i].rival_count);
        ent_event_list_free(&one);
        ent_buf_free(&x);
        ent_buf_free(&y);
    }
    print_message("           %u of %u events have rivals, %u of them offered\n", noted,
                  stored.count, offered);
    assert_true(noted >= 8 && noted < stored.count && offered >= 2);
    check_clean(s);
    char *batch = dump(s);
    ent_store_close(s);
    s = open_store(file("rival_steps"));
    for (uint32_t i = TELLERS + 20; i-- > 0;) { /* twenty that go again */
        assert_int_equal(tell(s, i, &err), 1);
        ent_store_commit(s, &err);
        if (i % 16 == 0) {
            check_clean(s);
        }
    }
    for (uint32_t i = TELLERS; i < TELLERS + 20; i++) {
        char doc[16];
        snprintf(doc, sizeof doc, "t%02u", i);
        assert_int_equal(ent_store_remove(s, doc, &err), 1);
        ent_store_commit(s, &err);
    }
    char *steps = dump(s);
    assert_string_equal(steps, batch);
    check_clean(s);
    static const char *const harm[] = {"UPDATE claim SET rivals=NULL WHERE rivals IS NOT NULL",
                                       "DELETE FROM claim WHERE rivals IS NULL",
                                       "UPDATE claim SET print=print+1 WHERE day%2"};
    for (size_t i = 0; i < ENT_COUNT(harm); i++) {
        ent_buf b = {0};
        sqlite3_exec(s->db, "SAVEPOINT harm", NULL, NULL, NULL);
        assert_int_equal(sqlite3_exec(s->db, harm[i], NULL, NULL, NULL), SQLITE_OK);
        assert_true(sqlite3_changes(s->db) > 0);
        assert_true(ent_store_check(s, &b, &err) > 0);
        sqlite3_exec(s->db, "ROLLBACK TO harm; RELEASE harm", NULL, NULL, NULL);
        ent_buf_free(&b);
    }
    check_clean(s);
    ent_store_close(s);
    free(batch);
    free(steps);
    ent_event_list_free(&at_once);
    ent_event_list_free(&stored);
    ent_account_list_free(&all);
    ent_arena_free(&a);
}

/* Events by id, by an account's id and by document: as the list of all has them. */
static void by_id(void **state)
{
    (void)state;
    ent_err err = {0};
    ent_store *s = open_store(file("ids"));
    put(s, "a", 80, 1, &err);
    put(s, "b", 80, 1, &err);
    put(s, "c", 80, 1, &err);
    ent_store_commit(s, &err);
    ent_event_list all = {0};
    ent_store_query none = {0};
    assert_int_equal(ent_store_events(&all, s, &none, &err), 0);
    uint32_t of_a = 0;
    for (uint32_t i = 0; i < all.count; i++) {
        const ent_event *e = &all.items[i];
        bool told = false;
        for (uint32_t k = 0; k <= e->account_count; k++) {
            ent_event_list one = {0};
            ent_store_query q = {.id = k < e->account_count ? e->accounts[k] : e->id};
            assert_int_equal(ent_store_events(&one, s, &q, &err), 0);
            assert_int_equal(one.count, 1);
            ent_buf x = {0}, y = {0};
            ent_event_json(&x, e);
            ent_event_json(&y, &one.items[0]);
            assert_string_equal(x.data, y.data);
            ent_buf_free(&x);
            ent_buf_free(&y);
            ent_event_list_free(&one);
            ent_account_list l = {0};
            if (k < e->account_count) {
                assert_int_equal(ent_store_accounts(&l, s, &q, &err), 0);
                assert_int_equal(l.count, 1);
                told |= strcmp(l.items[0].doc, "a") == 0;
            }
            ent_account_list_free(&l);
        }
        of_a += told;
    }
    ent_event_list doc = {0};
    ent_store_query q = {.doc = "a"};
    assert_int_equal(ent_store_events(&doc, s, &q, &err), 0);
    assert_int_equal(doc.count, of_a);
    ent_event_list_free(&doc);
    ent_event_list_free(&all);
    ent_store_close(s);
}

/* The network of a span of years is what the courses of all pairs say of those years. */
static void network_of_years(void **state)
{
    (void)state;
    ent_err err = {0};
    ent_store *s = open_store(file("net"));
    put(s, "a", 150, 1, &err);
    put(s, "b", 150, 1, &err);
    ent_store_commit(s, &err);
    ent_store_course all = {0}, span = {0};
    ent_store_query none = {0};
    ent_store_query q = {.from = ent_day_ymd(1961, 1, 1), .to = ent_day_ymd(1962, 12, 31)};
    assert_int_equal(ent_store_rollup(&all, s, &none, true, &err), 0);
    assert_int_equal(ent_store_rollup(&span, s, &q, true, &err), 0);
    uint32_t at = 0;
    for (uint32_t i = 0; i < all.count; i++) {
        const ent_store_period *x = &all.items[i], *y = &span.items[at];
        if (x->from >= q.from && x->to <= q.to) {
            assert_true(at++ < span.count);
            assert_string_equal(x->one, y->one);
            assert_string_equal(x->other, y->other);
            assert_int_equal(x->from, y->from);
            assert_int_equal(x->way, y->way);
            assert_int_equal(x->events, y->events);
            assert_int_equal(x->accounts, y->accounts);
        }
    }
    assert_true(at > 10);
    assert_int_equal(at, span.count);
    ent_store_course_free(&all);
    ent_store_course_free(&span);
    ent_store_close(s);
}

static void appended_once(void **state)
{
    (void)state;
    ent_err err = {0};
    ent_arena a = {0};
    ent_account x[50];
    for (uint32_t i = 0; i < 50; i++) {
        x[i] = make(&a, i % 2 ? "http://one" : "http://two", i, 1);
        x[i].evidence = NULL;
    }
    ent_store *s = open_store(file("append"));
    assert_int_equal(ent_store_append(s, "file", x, 30, &err), 0);
    assert_int_equal(ent_store_append(s, "file", x + 10, 40, &err), 0);
    assert_int_equal(ent_store_commit(s, &err), 50);
    assert_int_equal(ent_store_append(s, "file", x, 50, &err), 0);
    assert_int_equal(ent_store_commit(s, &err), 0);
    ent_store_query q = {.doc = "http://one"};
    ent_account_list l = {0};
    assert_int_equal(ent_store_accounts(&l, s, &q, &err), 0);
    assert_int_equal(l.count, 25);
    ent_account_list_free(&l);
    check_clean(s);
    ent_store_close(s);
    ent_arena_free(&a);
}

static void windows_and_codes(void **state)
{
    (void)state;
    ent_err err = {0};
    ent_store *s = open_store(file("window"));
    for (int i = 0; i < 20; i++) {
        char doc[16];
        snprintf(doc, sizeof doc, "w%d", i);
        put(s, doc, 30, 1, &err);
    }
    ent_store_commit(s, &err);
    ent_account_list all = {0};
    ent_event_list events = {0};
    ent_store_query q = {.one = "CUB", .other = "CHN"};
    assert_int_equal(ent_store_accounts(&all, s, &q, &err), 0);
    assert_int_equal(ent_store_events(&events, s, &q, &err), 0);
    assert_true(all.count > 20);
    for (int32_t from = ent_day_ymd(1959, 1, 1); from < ent_day_ymd(1967, 1, 1); from += 97) {
        ent_account_list l = {0};
        ent_event_list e = {0};
        uint32_t want = 0, want_events = 0;
        q.from = from;
        q.to = from + 60;
        assert_int_equal(ent_store_accounts(&l, s, &q, &err), 0);
        assert_int_equal(ent_store_events(&e, s, &q, &err), 0);
        for (uint32_t i = 0; i < all.count; i++) {
            const ent_date *d = &all.items[i].date;
            want += d->start != ENT_DAY_NONE && d->start <= q.to && d->end >= q.from;
        }
        for (uint32_t i = 0; i < events.count; i++) {
            const ent_date *d = &events.items[i].date;
            want_events += d->start != ENT_DAY_NONE && d->start <= q.to && d->end >= q.from;
        }
        assert_int_equal(l.count, want);
        assert_int_equal(e.count, want_events);
        ent_account_list_free(&l);
        ent_event_list_free(&e);
    }
    ent_account_list l = {0};
    ent_store_query narrow = {.one = "CUBGOV", .other = "CHN"};
    assert_int_equal(ent_store_accounts(&l, s, &narrow, &err), 0);
    assert_true(l.count > 0 && l.count < all.count);
    for (uint32_t i = 0; i < events.count; i++) { /* every event and account is found by its id */
        ent_event_list e = {0};
        ent_store_query by_id = {.id = events.items[i].id};
        assert_int_equal(ent_store_events(&e, s, &by_id, &err), 0);
        assert_int_equal(e.count, 1);
        assert_string_equal(e.items[0].id, events.items[i].id);
        ent_event_list_free(&e);
    }
    ent_account_list_free(&l);
    ent_account_list_free(&all);
    ent_event_list_free(&events);
    ent_store_close(s);
}

/* -- files that are not what they should be -------------------------------------------------- */

static void write_file(const char *path, const char *data, size_t len)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(data, 1, len, f), len);
    assert_int_equal(fclose(f), 0);
}

static int try_open(const char *path, bool read_only, ent_err *err)
{
    ent_store *s = NULL;
    ent_store_options o = options();
    o.read_only = read_only;
    int rc = ent_store_open(&s, path, &o, err);
    ent_store_close(s);
    return rc;
}

static void not_ours(void **state)
{
    (void)state;
    ent_err err = {0};
    sqlite3 *db;
    const char *path = file("text");
    write_file(path, "This is a text, and no database at all. It is long enough to be read.\n", 70);
    assert_int_equal(try_open(path, false, &err), ENT_ESTORE);
    assert_non_null(strstr(err.message, "not an entente store"));
    path = file("foreign");
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_exec(db, "CREATE TABLE mine(x)", NULL, NULL, NULL);
    sqlite3_close(db);
    assert_int_equal(try_open(path, false, &err), ENT_ESTORE);
    assert_non_null(strstr(err.message, "not an entente store"));
    path = file("newer");
    ent_store_close(open_store(path));
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_exec(db, "PRAGMA user_version=999", NULL, NULL, NULL);
    sqlite3_close(db);
    assert_int_equal(try_open(path, false, &err), ENT_ESTORE);
    assert_non_null(strstr(err.message, "newer"));
    assert_int_equal(try_open(file("absent"), true, &err), ENT_ENOTFOUND);
    assert_int_equal(try_open("/nonexistent/dir/x.db", false, &err), ENT_EIO);
}

static void locked(void **state)
{
    (void)state;
    ent_err err = {0};
    const char *path = file("locked");
    ent_store *s = open_store(path);
    sqlite3 *db;
    put(s, "a", 5, 1, &err);
    ent_store_commit(s, &err);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    put(s, "b", 5, 1, &err);
    assert_int_equal(ent_store_commit(s, &err), ENT_ESTORE);
    assert_non_null(strstr(err.message, "locked"));
    ent_store_query q = {.doc = "a"}; /* readers are not hindered */
    ent_account_list l = {0};
    assert_int_equal(ent_store_accounts(&l, s, &q, &err), 0);
    assert_int_equal(l.count, 5);
    ent_account_list_free(&l);
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_close(db);
    put(s, "b", 5, 1, &err);
    assert_int_equal(ent_store_commit(s, &err), 5);
    check_clean(s);
    ent_store_close(s);
}

/* Bytes overwritten anywhere: an error or a found fault, never a crash. */
static void damaged(void **state)
{
    (void)state;
    ent_err err = {0};
    char path[400];
    snprintf(path, sizeof path, "%s", file("whole"));
    ent_store *s = open_store(path);
    for (int i = 0; i < 10; i++) {
        char doc[16];
        snprintf(doc, sizeof doc, "k%d", i);
        put(s, doc, 30, 1, &err);
    }
    ent_store_commit(s, &err);
    ent_store_close(s);
    char *data;
    size_t len;
    uint64_t seed = 5;
    int noticed = 0;
    assert_int_equal(ent_file_read(&data, &len, path, 1 << 26, &err), 0);
    for (int round = 0; round < 40; round++) {
        char *copy = ent_alloc(len);
        memcpy(copy, data, len);
        size_t at = 100 + next(&seed) % (len - 700);
        for (size_t i = 0; i < 512; i++) {
            copy[at + i] = (char)next(&seed);
        }
        const char *bad = file("bad");
        write_file(bad, copy, len);
        free(copy);
        ent_store *b = NULL;
        ent_store_options o = options();
        ent_buf faults = {0};
        int rc = ent_store_open(&b, bad, &o, &err);
        rc = rc < 0 ? rc : ent_store_check(b, &faults, &err);
        noticed += rc != 0;
        if (b) {
            ent_account_list l = {0};
            ent_store_query q = {0};
            (void)ent_store_accounts(&l, b, &q, &err);
            ent_account_list_free(&l);
        }
        ent_buf_free(&faults);
        ent_store_close(b);
    }
    free(data);
    print_message("           %d of 40 noticed\n", noticed);
    assert_true(noticed >= 8); /* the rest hit free space and sentences */
}

static void check_finds(void **state)
{
    (void)state;
    static const char *const harm[] = {
        "UPDATE month SET events=events+1 WHERE period=(SELECT max(period) FROM month)",
        "UPDATE month SET kinds=(SELECT max(kinds) FROM month) WHERE period=(SELECT min(period) "
        "FROM "
        "month)",
        "UPDATE month SET top=top+1 WHERE period=(SELECT max(period) FROM month)",
        "UPDATE event SET flags=262144 WHERE flags=0 AND day=last",
        "DELETE FROM year WHERE period=(SELECT min(period) FROM year)",
        "UPDATE account SET event=12345 WHERE n=3",
        "UPDATE doc SET accounts=accounts+1 WHERE name='a'",
        "DELETE FROM event WHERE day=(SELECT min(day) FROM event)",
        "DELETE FROM account WHERE n=2",
        "DELETE FROM fresh WHERE n=2",
        "DELETE FROM place WHERE doc=2",
        "UPDATE place SET body=x'000103' WHERE doc=1",
        "UPDATE fresh SET day=day+1 WHERE n=5",
        "INSERT INTO place VALUES(1,999,x'E7070102')",
        "UPDATE account SET pair=(SELECT max(id) FROM pair) WHERE pair=(SELECT min(id) FROM pair)",
        "UPDATE pair SET accounts=accounts+1 WHERE id=1",
        "UPDATE account SET flags=flags|262144 WHERE day=last AND n=4",
        "INSERT INTO cut VALUES(1,1961)",
        "INSERT INTO touched VALUES(1,1961,5)",
    };
    for (size_t i = 0; i < ENT_COUNT(harm); i++) {
        ent_err err = {0};
        char path[400];
        snprintf(path, sizeof path, "%s", file("harm"));
        ent_store *s = open_store(path);
        put(s, "a", 200, 1, &err);
        put(s, "b", 200, 1, &err);
        ent_store_commit(s, &err);
        sqlite3 *db;
        assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
        char *message = NULL;
        sqlite3_exec(db, harm[i], NULL, NULL, &message);
        assert_null(message);
        assert_true(sqlite3_changes(db) > 0);
        sqlite3_close(db);
        ent_buf b = {0};
        assert_true(ent_store_check(s, &b, &err) > 0);
        assert_true(b.len > 0);
        ent_buf_free(&b);
        ent_store_close(s);
    }
}

/* Events that other rules made: a reader is told, a writer makes them anew. */
static void other_rules(void **state)
{
    (void)state;
    ent_err err = {0};
    char path[400];
    snprintf(path, sizeof path, "%s", file("rules"));
    ent_store_options o = options(); /* whole pairs */
    o.rules = 1;
    ent_store *s;
    assert_int_equal(ent_store_open(&s, path, &o, &err), 0);
    put(s, "a", 200, 1, &err);
    put(s, "b", 200, 1, &err);
    ent_store_commit(s, &err);
    check_clean(s);
    ent_store_close(s);
    o.user = small; /* now slices */
    o.slice = SMALL;
    o.rules = 2;
    o.read_only = true;
    ent_buf b = {0};
    assert_int_equal(ent_store_open(&s, path, &o, &err), 0);
    assert_int_equal(ent_store_check(s, &b, &err), 1);
    assert_non_null(strstr(b.data, "other rules"));
    ent_buf_free(&b);
    ent_store_close(s);
    o.read_only = false;
    assert_int_equal(ent_store_open(&s, path, &o, &err), 0);
    ent_store_commit(s, &err);
    check_clean(s);
    ent_store_close(s);
    o.read_only = true;
    assert_int_equal(ent_store_open(&s, path, &o, &err), 0);
    check_clean(s);
    ent_store_close(s);
}

/* A store of layout 1 with rows becomes one of today's layout and keeps them. */
static void migrated(void **state)
{
    (void)state;
    size_t n;
    sqlite3 *db;
    ent_err err = {0};
    char path[400];
    snprintf(path, sizeof path, "%s", file("old"));
    const char *const *script = ent_store_schema(&n);
    assert_true(n >= 2);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, script[0], NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "PRAGMA application_id=1701737573; PRAGMA user_version=1;"
                                  "INSERT INTO word VALUES(1,'CUB'),(2,'CHN'),(3,'042');"
                                  "INSERT INTO actor VALUES(1,1,1,0,0),(2,2,2,0,0);"
                                  "INSERT INTO pair VALUES(1,'CHN-CUB','CHN','CUB',1);"
                                  "INSERT INTO doc VALUES(1,9,'old',NULL,NULL,5,1,1);"
                                  "INSERT INTO account VALUES(1,-3400,1,0,77,-3400,1,2,3,16,0,"
                                  "x'00000000020002000000000000000000',NULL,NULL)",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(try_open(path, true, &err), ENT_ESTORE); /* a reader must not migrate */
    ent_store *s = open_store(path);
    ent_account_list l = {0};
    ent_store_query q = {.one = "CHN", .other = "CUB"};
    assert_int_equal(ent_store_accounts(&l, s, &q, &err), 0);
    assert_int_equal(l.count, 1);
    assert_string_equal(l.items[0].cameo, "042");
    assert_string_equal(l.items[0].source.code, "CUB");
    ent_account_list_free(&l);
    assert_true(ent_store_commit(s, &err) >= 0);
    check_clean(s);
    ent_store_close(s);
}

int main(void)
{
    if (!set_up()) {
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(out_as_in),
        cmocka_unit_test(again_changes_nothing),
        cmocka_unit_test(removal_rights_rollups),
        cmocka_unit_test(incremental_is_batch),
        cmocka_unit_test(busy_pairs),
        cmocka_unit_test(rivals_kept),
        cmocka_unit_test(by_id),
        cmocka_unit_test(network_of_years),
        cmocka_unit_test(appended_once),
        cmocka_unit_test(windows_and_codes),
        cmocka_unit_test(not_ours),
        cmocka_unit_test(locked),
        cmocka_unit_test(damaged),
        cmocka_unit_test(check_finds),
        cmocka_unit_test(other_rules),
        cmocka_unit_test(migrated),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    tear_down();
    return failed;
}
