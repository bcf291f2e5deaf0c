/* check.c: `entente check`: verifies the file, the rollups, the events and the indexes against the
 * accounts. In: a store. Out: a line a fault. It mends nothing. */
#include "store_int.h"

static int fault(ent_buf *b, int64_t *n, const char *text)
{
    ent_buf_str(b, text);
    ent_buf_char(b, '\n');
    return (int)++*n;
}

/* Rows of a query that should give none: each is a fault. */
static int expect_none(ent_store *s, const char *text, const char *what, ent_buf *b, int64_t *n,
                       ent_err *err)
{
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(s->db, text, -1, &st, NULL) != SQLITE_OK) {
        return ent_store_fail(s, err);
    }
    int rc;
    while ((rc = ent_store_step(s, st, err)) == 1) {
        const char *row = (const char *)sqlite3_column_text(st, 0);
        ent_buf_printf(b, "%s: %s\n", what, row ? row : "");
        ++*n;
    }
    sqlite3_finalize(st);
    return rc;
}

static int integrity(ent_store *s, ent_buf *b, int64_t *n, ent_err *err)
{
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(s->db, "PRAGMA integrity_check(20)", -1, &st, NULL) != SQLITE_OK) {
        return ent_store_fail(s, err);
    }
    int rc;
    while ((rc = ent_store_step(s, st, err)) == 1) {
        const char *row = (const char *)sqlite3_column_text(st, 0);
        if (row && strcmp(row, "ok") != 0) {
            fault(b, n, row);
        }
    }
    sqlite3_finalize(st);
    return rc;
}

static int references(ent_store *s, ent_buf *b, int64_t *n, ent_err *err)
{
    static const char *const checks[][2] = {
        {"SELECT doc.name FROM doc LEFT JOIN (SELECT doc AS d,count(*) AS c,max(n) AS m FROM "
         "account "
         "GROUP BY doc) ON d=doc.id WHERE accounts<>ifnull(c,0) OR next<=ifnull(m,-1)",
         "document with a wrong count of accounts"},
        {"SELECT hash FROM account WHERE doc NOT IN (SELECT id FROM doc)",
         "account without a document"},
        {"SELECT hash FROM account WHERE pair NOT IN (SELECT id FROM pair)",
         "account without a pair"},
        {"SELECT hash FROM account WHERE (source<>0 AND source NOT IN (SELECT id FROM actor)) OR "
         "(target<>0 AND target NOT IN (SELECT id FROM actor)) OR (cameo<>0 AND cameo NOT IN "
         "(SELECT id FROM word))",
         "account with an unknown code"},
        {"SELECT hash FROM account AS a WHERE NOT EXISTS (SELECT 1 FROM id AS i WHERE "
         "i.hash=a.hash AND i.pair=a.pair AND i.day=a.day AND i.doc=a.doc AND i.n=a.n) AND NOT "
         "EXISTS (SELECT 1 FROM fresh AS i WHERE i.hash=a.hash AND i.pair=a.pair AND i.day=a.day "
         "AND i.doc=a.doc AND i.n=a.n)",
         "account that is not found by its id"},
        {"SELECT 'accounts '||a||', by id '||i FROM (SELECT (SELECT count(*) FROM account) AS a,"
         "(SELECT count(*) FROM id)+(SELECT count(*) FROM fresh) AS i) WHERE a<>i",
         "counts differ"},
        {"SELECT hash FROM account WHERE (flags&262144<>0)<>ent_wide(day,last)",
         "account with a wrong mark of its length"},
        {"SELECT block FROM pair LEFT JOIN (SELECT pair AS p,count(*) AS c FROM account GROUP BY "
         "pair) ON p=id WHERE accounts<>ifnull(c,0)",
         "pair with a wrong count of accounts"},
        {"SELECT hash FROM event WHERE (flags&262144<>0)<>ent_wide(day,last)",
         "event with a wrong mark of its length"},
        {"SELECT pair FROM touched JOIN pair ON id=pair WHERE dirty=0",
         "pair with a slice that was not righted"},
        {"SELECT hash FROM event WHERE pair NOT IN (SELECT id FROM pair)", "event without a pair"},
        {"SELECT pair FROM month WHERE pair NOT IN (SELECT id FROM pair) UNION SELECT pair FROM "
         "year "
         "WHERE pair NOT IN (SELECT id FROM pair)",
         "rollup without a pair"},
    };
    int rc = 0;
    for (size_t i = 0; i < ENT_COUNT(checks) && rc >= 0; i++) {
        rc = expect_none(s, checks[i][0], checks[i][1], b, n, err);
    }
    return rc;
}

/* Every place of a document holds an account, and every account lies in such a place. */
static int places_of_docs(ent_store *s, ent_buf *b, int64_t *n, ent_err *err)
{
    sqlite3_stmt *st = NULL, *count = NULL;
    ent_arena a = {0};
    int64_t held = 0, doc = 0, last = -1;
    int rc = 0;
    if (sqlite3_prepare_v2(s->db, "SELECT doc,n,body FROM place ORDER BY doc,n", -1, &st, NULL) !=
            SQLITE_OK ||
        sqlite3_prepare_v2(s->db, "SELECT count(*) FROM account", -1, &count, NULL) != SQLITE_OK) {
        rc = ent_store_fail(s, err);
    }
    while (rc >= 0 && (rc = ent_store_step(s, st, err)) == 1) {
        store_place *list = NULL;
        uint32_t m = 0, cap = 0;
        last = sqlite3_column_int64(st, 0) == doc ? last : -1;
        doc = sqlite3_column_int64(st, 0);
        bool good = ent_store_get_places(&list, &m, &cap, &a, sqlite3_column_blob(st, 2),
                                         (size_t)sqlite3_column_bytes(st, 2)) &&
                    m && list[0].n == sqlite3_column_int64(st, 1);
        for (uint32_t i = 0; i < m && good && rc >= 0; i++) {
            sqlite3_stmt *at = ent_store_at(s, doc, &list[i]);
            rc = ent_store_step(s, at, err);
            sqlite3_reset(at);
            good = rc == 1 && list[i].n > last;
            last = list[i].n;
            held++;
        }
        if (!good) {
            ent_buf_printf(b, "document %lld: a place without its account\n", (long long)doc);
            ++*n;
        }
        ent_arena_reset(&a);
    }
    if (rc >= 0 && ent_store_step(s, count, err) == 1 && sqlite3_column_int64(count, 0) != held) {
        fault(b, n, "accounts that are not found by their documents");
    }
    sqlite3_finalize(st);
    sqlite3_finalize(count);
    ent_arena_free(&a);
    return rc;
}

/* One rollup table of a pair against what follows from its accounts. */
static int sums(ent_store *s, bool months, int64_t pair, const store_block *k, ent_buf *b,
                int64_t *n, ent_err *err)
{
    const char *table = months ? "month" : "year";
    const store_sum *want = months ? k->months : k->years;
    uint32_t count = months ? k->month_count : k->year_count, found = 0;
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(s->db,
                           months ? STORE_SUM_OF_MONTH " FROM month WHERE pair=?1"
                                  : STORE_SUM_OF_YEAR " FROM year WHERE pair=?1",
                           -1, &st, NULL) != SQLITE_OK) {
        return ent_store_fail(s, err);
    }
    sqlite3_bind_int64(st, 1, pair);
    int rc;
    ent_arena a = {0};
    while ((rc = ent_store_step(s, st, err)) == 1) {
        bool right = false;
        store_sum have;
        rc = ent_store_read_sum(s, &have, st, &a, err);
        if (rc < 0) {
            break;
        }
        for (uint32_t i = 0; i < count && !right; i++) {
            right = ent_store_same_sum(&want[i], &have, months);
        }
        found++;
        if (!right) {
            ent_buf_printf(b, "rollup by %s of %s-%s, period %lld: not what its accounts give\n",
                           table, k->one, k->other, (long long)have.period);
            ++*n;
        }
    }
    ent_arena_free(&a);
    sqlite3_finalize(st);
    if (rc >= 0 && found < count) {
        ent_buf_printf(b, "rollup by %s of %s-%s: %u of %u rows are missing\n", table, k->one,
                       k->other, count - found, count);
        ++*n;
    }
    return rc;
}

static int events(ent_store *s, int64_t pair, const store_block *k, ent_buf *b, int64_t *n,
                  ent_err *err)
{
    ent_map want = {0};
    ent_arena a = {0};
    ent_buf body = {0};
    int64_t *of = ent_calloc(k->count + 1, sizeof *of);
    uint32_t expected = 0, found = 0;
    for (uint32_t i = 0; i < k->events.count; i++) {
        const ent_event *e = &k->events.items[i];
        if (e->account_count < 2) {
            continue;
        }
        body.len = 0;
        ent_store_pack_event(&body, e);
        ent_map_set(&want, ent_arena_strn(&a, body.data, body.len), body.len, 1);
        expected++;
        for (uint32_t m = 0; m < e->account_count; m++) {
            of[e->account_index[m]] = ent_store_event_hash(e);
        }
    }
    sqlite3_stmt *st = ent_store_sql(s, SQL_EVENT_OF_PAIR);
    sqlite3_bind_int64(st, 1, pair);
    int rc;
    while ((rc = ent_store_step(s, st, err)) == 1) {
        const char *have = sqlite3_column_blob(st, 3);
        size_t len = (size_t)sqlite3_column_bytes(st, 3);
        found++;
        if (!have || ent_map_get(&want, have, len) == ENT_NONE) {
            ent_buf_printf(b, "event e%016llx of %s-%s: not what its accounts give\n",
                           (unsigned long long)sqlite3_column_int64(st, 1), k->one, k->other);
            ++*n;
        }
    }
    if (rc >= 0 && found != expected) {
        ent_buf_printf(b, "%s-%s: %u events stored, its accounts give %u\n", k->one, k->other,
                       found, expected);
        ++*n;
    }
    for (uint32_t i = 0; i < k->count; i++) {
        if (k->keys[i].event != of[i]) {
            ent_buf_printf(b, "account %s of %s-%s: names the wrong event\n", k->accounts[i].id,
                           k->one, k->other);
            ++*n;
        }
    }
    free(of);
    ent_buf_free(&body);
    ent_map_free(&want);
    ent_arena_free(&a);
    return rc;
}

/* Does every account stand in the pair that its actors say? */
static void places(ent_store *s, const store_block *k, ent_buf *b, int64_t *n)
{
    ent_arena a = {0};
    for (uint32_t i = 0; s->options.block && i < k->count; i++) {
        const char *block = s->options.block(s->options.user, &k->accounts[i], &a);
        size_t len = strlen(k->one);
        if (strncmp(block, k->one, len) != 0 || block[len] != '-' ||
            strcmp(block + len + 1, k->other) != 0) {
            ent_buf_printf(b, "account %s: stands under %s-%s, belongs to %s\n", k->accounts[i].id,
                           k->one, k->other, block);
            ++*n;
        }
    }
    ent_arena_free(&a);
}

/* Are the years of a busy pair cut that have too many accounts, and no others? */
static int cuts(ent_store *s, int64_t pair, const store_block *k, ent_buf *b, int64_t *n,
                ent_err *err)
{
    uint32_t limit = ent_store_slice_limit(s);
    ent_map years = {0};
    ent_arena a = {0};
    for (uint32_t i = 0; i < k->count; i++) {
        int32_t y = ent_slice_year(k->accounts[i].date.start, k->accounts[i].date.end);
        const char *key = ent_arena_strn(&a, (const char *)&y, sizeof y);
        uint32_t have = y == ENT_SLICE_NONE ? 0 : ent_map_get(&years, key, sizeof y);
        if (y != ENT_SLICE_NONE) {
            ent_map_set(&years, key, sizeof y, have == ENT_NONE ? 1 : have + 1);
        }
    }
    uint32_t want = 0, found = 0;
    for (uint32_t i = 0; i < years.count && k->count > limit; i++) {
        want += years.value[i] > limit;
    }
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(s->db, "SELECT year FROM cut WHERE pair=?1", -1, &st, NULL);
    rc = rc == SQLITE_OK ? 0 : ent_store_fail(s, err);
    if (rc >= 0) {
        sqlite3_bind_int64(st, 1, pair);
    }
    while (rc >= 0 && (rc = ent_store_step(s, st, err)) == 1) {
        int32_t y = (int32_t)sqlite3_column_int64(st, 0);
        uint32_t have = ent_map_get(&years, (const char *)&y, sizeof y);
        found += have != ENT_NONE && have > limit;
        if (have == ENT_NONE || have <= limit) {
            ent_buf_printf(b, "%s-%s: %d is cut to months without need\n", k->one, k->other, y);
            ++*n;
        }
    }
    sqlite3_finalize(st);
    if (rc >= 0 && found != want) {
        ent_buf_printf(b, "%s-%s: %u years are cut to months, %u should be\n", k->one, k->other,
                       found, want);
        ++*n;
    }
    ent_map_free(&years);
    ent_arena_free(&a);
    return rc;
}

static int pairs(ent_store *s, ent_buf *b, int64_t *n, ent_err *err)
{
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(s->db, "SELECT id,dirty FROM pair ORDER BY id", -1, &st, NULL) !=
        SQLITE_OK) {
        return ent_store_fail(s, err);
    }
    int rc;
    while ((rc = ent_store_step(s, st, err)) == 1) {
        int64_t pair = sqlite3_column_int64(st, 0);
        if (sqlite3_column_int(st, 1)) {
            continue; /* a batch was cut short: reconciled on reading and at the next commit */
        }
        store_block k = {0};
        rc = ent_store_load_block(s, &k, pair, NULL, err);
        if (rc >= 0) {
            places(s, &k, b, n);
            rc = events(s, pair, &k, b, n, err);
            rc = rc < 0 ? rc : cuts(s, pair, &k, b, n, err);
            rc = rc < 0 ? rc : ent_store_check_claims(s, &k, pair, b, n, err);
        }
        rc = rc < 0 ? rc : sums(s, true, pair, &k, b, n, err);
        rc = rc < 0 ? rc : sums(s, false, pair, &k, b, n, err);
        ent_store_free_block(&k);
        if (rc < 0) {
            break;
        }
    }
    sqlite3_finalize(st);
    return rc;
}

int ent_store_check(ent_store *s, ent_buf *b, ent_err *err)
{
    int64_t n = 0;
    bool own;
    int rc = ent_store_begin_read(s, &own, err);
    rc = rc < 0 ? rc : integrity(s, b, &n, err);
    rc = rc < 0 || n ? rc : references(s, b, &n, err);
    rc = rc < 0 || n ? rc : places_of_docs(s, b, &n, err);
    int other = rc < 0 ? rc : ent_store_other_rules(s, err);
    if (other == 1) {
        fault(b, &n,
              "the events were made by other rules or tables; a command that writes (add, import, "
              "remove) makes them anew");
    }
    rc = other < 0 ? other : rc < 0 || n ? rc : pairs(s, b, &n, err);
    rc = rc < 0 || n ? rc : ent_store_check_rivals(s, b, &n, err);
    ent_store_end_read(s, own);
    return rc < 0 ? rc : n > 1000000 ? 1000000 : (int)n;
}
