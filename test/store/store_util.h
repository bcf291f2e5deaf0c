/* store_util.h: what the tests of the store share: made-up documents, a place for files, set-up. */
#ifndef TEST_STORE_UTIL_H
#define TEST_STORE_UTIL_H

#include "reconcile/reconcile.h"
#include "store/store_int.h"

#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

static ent_tables *tables;
enum { SMALL = 8 };
static ent_reconciler *rec, *small; /* the latter reconciles by slices above SMALL accounts */
static ent_cameo *cameo;
static char dir[256];

static inline void reconcile(void *user, ent_event_list *out, const ent_account *x, uint32_t n)
{
    ent_reconcile_accounts(user, out, x, n);
}

static inline const char *block(void *user, const ent_account *x, ent_arena *a)
{
    (void)user;
    return ent_reconcile_block(x, a);
}

static inline bool claims(void *user, const ent_event *e, const ent_account *x)
{
    return ent_reconcile_claims(user, e, x);
}

static inline void rivals(void *user, ent_event_list *l, const ent_account *x)
{
    ent_reconcile_note_rivals(user, l, 0, x);
}

static inline ent_store_options options(void)
{
    return (ent_store_options){.reconcile = reconcile,
                               .block = block,
                               .claims = claims,
                               .rivals = rivals,
                               .user = rec,
                               .busy_ms = 200};
}

static inline const char *file(const char *name)
{
    static char path[400];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    for (const char *const *e = (const char *const[]){"", "-wal", "-shm", NULL}; *e; e++) {
        char all[420];
        snprintf(all, sizeof all, "%s%s", path, *e);
        unlink(all);
    }
    return path;
}

static inline ent_store *open_store(const char *path)
{
    ent_store *s = NULL;
    ent_err err = {0};
    ent_store_options o = options();
    if (ent_store_open(&s, path, &o, &err) < 0) {
        fprintf(stderr, "%s: %s\n", err.place, err.message);
    }
    assert_non_null(s);
    return s;
}

static inline uint64_t next(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005ull + 1442695040888963407ull;
    return *seed >> 33;
}

/* A made-up account, the same for the same number. */
static inline ent_account make(ent_arena *a, const char *doc, uint32_t n, uint64_t seed)
{
    static const char *const states[] = {"CHN", "CUB", "SUN", "USA", "VNM"};
    static const char *const codes[] = {"040", "042", "054", "112", "190", "192", "057"};
    seed = ent_hash(&n, sizeof n, ent_hash_str(doc, seed));
    const char *x = states[next(&seed) % 5], *y = states[next(&seed) % 5];
    int32_t day = ent_day_ymd(1960, 1, 1) + (int32_t)(next(&seed) % 2000);
    int32_t len = next(&seed) % 3 == 0 ? (int32_t)(next(&seed) % 400) : 0;
    ent_account one = {
        .doc = doc,
        .sentence = n + 1,
        .date = {day, day + len, len ? ENT_PRECISION_SPAN : ENT_PRECISION_DAY, ENT_BASIS_TEXT,
                 "then"},
        .source = {ent_arena_printf(a, "%sGOV", x), x, "GOV", NULL, "the government"},
        .target = {y, y, NULL, NULL, y},
        .cameo = codes[next(&seed) % 7],
        .status = next(&seed) % 9 ? ENT_STATUS_ASSERTED : ENT_STATUS_DENIED,
        .voice = {.kind = ENT_VOICE_QUOTED, .name = next(&seed) % 2 ? "A Paper" : NULL},
        .trigger = "act",
        .confidence = 0.5,
        .evidence_start = n * 100,
        .evidence_end = n * 100 + 50,
        .evidence = ent_arena_printf(a, "Sentence %u of %s says that something was done.", n, doc),
        .version = ENT_VERSION_STRING,
        .tables = "0123456789abcdef",
    };
    if (next(&seed) % 11 == 0) {
        one.date = (ent_date){.start = ENT_DAY_NONE, .end = ENT_DAY_NONE};
    }
    ent_cameo_fill(cameo, &one);
    one.id = ent_account_id(a, &one);
    return one;
}

static inline int put(ent_store *s, const char *doc, uint32_t count, uint64_t content, ent_err *err)
{
    ent_arena a = {0};
    ent_account *x = ent_arena_zalloc(&a, count + 1, sizeof *x);
    for (uint32_t i = 0; i < count; i++) {
        x[i] = make(&a, doc, i, content);
    }
    int rc = ent_store_put(s, doc, "A title", "/tmp/x", content, x, count, err);
    ent_arena_free(&a);
    return rc;
}

static inline void check_clean(ent_store *s)
{
    ent_buf b = {0};
    ent_err err = {0};
    int n = ent_store_check(s, &b, &err);
    if (n) {
        fprintf(stderr, "%d faults: %s %s\n", n, b.data ? b.data : "", err.message);
    }
    assert_int_equal(n, 0);
    ent_buf_free(&b);
}

/* Everything in the store as text. */
static inline char *dump(ent_store *s)
{
    ent_account_list l = {0};
    ent_event_list e = {0};
    ent_store_course c = {0};
    ent_store_query q = {0};
    ent_buf b = {0};
    assert_true(ent_store_accounts(&l, s, &q, NULL) >= 0);
    assert_true(ent_store_events(&e, s, &q, NULL) >= 0);
    assert_true(ent_store_rollup(&c, s, &q, false, NULL) >= 0);
    assert_true(ent_store_rollup(&c, s, &q, true, NULL) >= 0);
    for (uint32_t i = 0; i < l.count; i++) {
        ent_account_json(&b, &l.items[i]);
        ent_buf_char(&b, '\n');
    }
    for (uint32_t i = 0; i < e.count; i++) {
        ent_event_json(&b, &e.items[i]);
        ent_buf_char(&b, '\n');
    }
    for (uint32_t i = 0; i < c.count; i++) {
        const ent_store_period *p = &c.items[i];
        ent_buf_printf(&b, "%s-%s %d %d way %d: %u events %u accounts %u %u %u %u %g\n", p->one,
                       p->other, p->from, p->to, (int)p->way, p->events, p->accounts, p->quad[1],
                       p->quad[2], p->quad[3], p->quad[4], p->goldstein_sum);
    }
    ent_account_list_free(&l);
    ent_event_list_free(&e);
    ent_store_course_free(&c);
    ent_buf_str(&b, "end\n");
    return b.data;
}

/* Pairs soon are busy, so that death comes between their slices, too. */
static inline ent_store_options killed_options(void)
{
    ent_store_options o = options();
    o.user = small;
    o.slice = SMALL;
    o.busy_ms = 5000;
    return o;
}

static inline bool set_up(void)
{
    ent_err err;
    snprintf(dir, sizeof dir, "/tmp/ent_store_XXXXXX");
    if (!mkdtemp(dir) || ent_tables_open(&tables, NULL, 0, &err) < 0 ||
        ent_reconcile_open(&rec, tables, &err) < 0 ||
        ent_reconcile_open(&small, tables, &err) < 0 || ent_cameo_open(&cameo, tables, &err) < 0) {
        fprintf(stderr, "set-up failed\n");
        return false;
    }
    ent_reconcile_set_slice(small, SMALL);
    return true;
}

static inline void tear_down(void)
{
    char command[300];
    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    if (system(command) != 0) {
        fprintf(stderr, "%s is left behind\n", dir);
    }
    ent_reconcile_close(rec);
    ent_reconcile_close(small);
    ent_cameo_free(cameo);
    ent_tables_free(tables);
}

#endif
