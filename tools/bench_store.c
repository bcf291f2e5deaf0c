/* bench_store.c: the store against plain SQLite with the same rows, and the door of event data.
 *
 * usage: bench_store [ACCOUNTS [DIRECTORY]]     (default 1,000,000 in /tmp)
 *        bench_store --store FILE     (what stands there: reconciles what is not, reads; kept)
 *        bench_store --plain ACCOUNTS [DIRECTORY]        (plain SQLite alone)
 *        bench_store --one-pair [ACCOUNTS [DIRECTORY]]   (all of one pair; then one more document)
 *        bench_store --import [ROWS [DIRECTORY]]         (rows of GDELT 2: read; read into a store)
 *        bench_store --fill FILE [--one-pair] [ACCOUNTS] (only fills a store, and keeps it)
 *
 * Rates are by processor time of one core, and by the clock. Makes so many accounts, in the order
 * in which years of news bring them: pairs by a Zipf law over 200 states, five accounts a document,
 * an eighth of them further reports of the same deed. Prints one line a figure: name, value, unit.
 * Plain SQLite: one table of the same columns as text with indexes on pair and date and on the id,
 * in transactions of 100,000.
 */
#include "read/import.h"
#include "reconcile/reconcile.h"
#include "store/store_int.h"

#include <fcntl.h>
#include <math.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { STATES = 200, DAYS = 25000, PER_DOC = 5 };

static bool one_pair; /* every account is of the busiest pair */
static ent_reconciler *rec;
static ent_cameo *cameo;
static char states[STATES][4];
static uint32_t zipf[65536]; /* a pair for each of 65,536 draws */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Processor time, user and system: what a loaded machine cannot change. */
static double spent(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void figure(const char *name, double value, const char *unit)
{
    printf("%-44s %12.4g %s\n", name, value, unit);
    fflush(stdout);
}

static void reconcile(void *user, ent_event_list *out, const ent_account *x, uint32_t n)
{
    (void)user;
    ent_reconcile_accounts(rec, out, x, n);
}

static const char *block(void *user, const ent_account *x, ent_arena *a)
{
    (void)user;
    return ent_reconcile_block(x, a);
}

static void die(const char *what, const ent_err *err)
{
    fprintf(stderr, "bench_store: %s: %s %s\n", what, err ? err->place : "",
            err ? err->message : "");
    exit(1);
}

/* Codes of states that the tables know, so that the program finds them by name. */
static bool claims(void *user, const ent_event *e, const ent_account *x)
{
    (void)user;
    return ent_reconcile_claims(rec, e, x);
}

static void rivals(void *user, ent_event_list *l, const ent_account *x)
{
    (void)user;
    ent_reconcile_note_rivals(rec, l, 0, x);
}

static void make_world(const ent_tables *tables)
{
    const ent_table *t = ent_tables_get(tables, "actor/states");
    uint32_t n = 0;
    for (uint32_t r = 0; t && r < t->rows && n < STATES; r++) {
        const char *code = ent_table_cell(t, r, 0);
        if (strlen(code) == 3 && (n == 0 || strcmp(states[n - 1], code) != 0)) {
            snprintf(states[n++], sizeof states[0], "%s", code);
        }
    }
    if (n < STATES) {
        die("actor/states", NULL);
    }
    double total = 0, sum = 0;
    uint32_t pairs = STATES * (STATES - 1) / 2, at = 0;
    for (uint32_t k = 1; k <= pairs; k++) {
        total += 1 / (double)k;
    }
    for (uint32_t k = 1; k <= pairs; k++) {
        sum += 1 / (double)k / total;
        while (at < 65536 && at < sum * 65536) {
            zipf[at++] = k - 1;
        }
    }
    while (at < 65536) {
        zipf[at++] = pairs - 1;
    }
}

static void pair_of(uint32_t k, uint32_t *i, uint32_t *j)
{
    *i = (uint32_t)((1 + sqrt(1 + 8.0 * k)) / 2);
    while (*i * (*i - 1) / 2 > k) {
        (*i)--;
    }
    while ((*i + 1) * *i / 2 <= k) {
        (*i)++;
    }
    *j = k - *i * (*i - 1) / 2;
}

/* The n-th account of `total`; strings in static or arena memory. */
static ent_account make(uint64_t n, uint64_t total, ent_arena *a)
{
    static const char *const codes[] = {"010", "020", "036", "040", "042", "043", "046",
                                        "051", "057", "061", "111", "112", "120", "130",
                                        "141", "160", "163", "173", "190", "193"};
    static const char *const roles[] = {"", "GOV", "MIL", "GOV"};
    uint64_t deed = n - (n % 8 == 7 ? 1 + n % 5 : 0); /* a further report of one just before */
    uint64_t h = ent_hash(&deed, sizeof deed, 4);
    uint32_t i, j, doc = (uint32_t)(n / PER_DOC);
    pair_of(one_pair ? 0 : zipf[h & 65535], &i, &j);
    bool swap = h >> 16 & 1;
    const char *s = states[swap ? j : i], *t = states[swap ? i : j], *role = roles[h >> 17 & 3];
    int32_t day = ent_day_ymd(1955, 1, 1) + (int32_t)(deed * DAYS / total);
    ent_account x = {
        .doc = ent_arena_printf(a, "https://news.example/%u", doc),
        .sentence = (uint32_t)(n % PER_DOC) + 1,
        .date = {day, day, ENT_PRECISION_DAY, ENT_BASIS_TEXT, NULL},
        .source = {*role ? ent_arena_printf(a, "%s%s", s, role) : s, s, *role ? role : NULL, NULL,
                   s},
        .target = {t, t, NULL, NULL, t},
        .cameo = codes[(h >> 20) % ENT_COUNT(codes)],
        .voice = {.kind = ENT_VOICE_AUTHOR},
        .trigger = "said",
        .confidence = 0.75,
        .evidence_start = (uint32_t)(n % PER_DOC) * 180,
        .evidence_end = (uint32_t)(n % PER_DOC) * 180 + 170,
        .version = ENT_VERSION_STRING,
        .tables = "0123456789abcdef",
    };
    x.evidence =
        ent_arena_printf(a,
                         "On that day, report %llu says, the government of %s did to %s what "
                         "the code tells, and officials of both sides commented on it at length.",
                         (unsigned long long)n, s, t);
    ent_cameo_fill(cameo, &x);
    x.id = ent_account_id(a, &x);
    return x;
}

static double size_of(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? (double)st.st_size / 1e6 : 0;
}

static void remove_store(const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < ENT_COUNT(ends); i++) {
        char name[600];
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
}

/* What making the accounts costs, which is no part of any rate; of many, a part is made. */
static double bench_make(uint64_t total)
{
    ent_arena a = {0};
    uint64_t some = total < 1000000 ? total : 1000000;
    double t = spent();
    for (uint64_t n = 0; n < some; n++) {
        if (n % 1000 == 0) {
            ent_arena_reset(&a);
        }
        (void)make(n, total, &a);
    }
    ent_arena_free(&a);
    return (spent() - t) * (double)total / (double)some;
}

static ent_store_options options(bool read_only)
{
    return (ent_store_options){.read_only = read_only,
                               .reconcile = reconcile,
                               .block = block,
                               .claims = claims,
                               .rivals = rivals,
                               .rules = ent_reconcile_rules(rec)};
}

static void fill(const char *path, uint64_t total, double making)
{
    ent_err err = {0};
    ent_store *s;
    ent_store_options o = options(false);
    ent_arena a = {0};
    ent_account list[PER_DOC];
    double t = spent(), clock = now();
    if (ent_store_open(&s, path, &o, &err) < 0) {
        die("open", &err);
    }
    for (uint64_t n = 0; n < total; n += PER_DOC) {
        ent_arena_reset(&a);
        for (uint32_t k = 0; k < PER_DOC; k++) {
            list[k] = make(n + k, total, &a);
        }
        if (ent_store_put(s, list[0].doc, NULL, NULL, 1, list, PER_DOC, &err) < 0) {
            die("put", &err);
        }
    }
    double put = spent() - t - making;
    double c = spent();
    if (ent_store_commit(s, &err) < 0) {
        die("commit", &err);
    }
    double commit = spent() - c;
    ent_store_close(s);
    ent_arena_free(&a);
    double all = spent() - t - making;
    figure("store: accounts written", (double)total / put, "accounts/s");
    figure("store: reconciling and rollups", (double)total / commit, "accounts/s");
    figure("store: in, all told", (double)total / all, "accounts/s");
    figure("store: in, by the clock (making them too)", (double)total / (now() - clock),
           "accounts/s");
    figure("store: size", size_of(path), "MB");
}

/* -- plain SQLite ---------------------------------------------------------------------------- */

static void bind(sqlite3_stmt *st, int i, const char *s)
{
    if (s) {
        sqlite3_bind_text(st, i, s, -1, SQLITE_TRANSIENT);
    } else {
        sqlite3_bind_null(st, i);
    }
}

static void plain_row(sqlite3_stmt *st, const ent_account *x)
{
    const char *pair[2] = {x->source.state, x->target.state};
    bool swap = strcmp(pair[0], pair[1]) > 0;
    char day[16];
    sqlite3_reset(st);
    bind(st, 1, x->id);
    bind(st, 2, x->doc);
    sqlite3_bind_int(st, 3, (int)x->sentence);
    bind(st, 4, ent_day_format(x->date.start, day));
    bind(st, 5, x->source.code);
    bind(st, 6, x->source.state);
    bind(st, 7, x->target.code);
    bind(st, 8, x->target.state);
    bind(st, 9, pair[swap]);
    bind(st, 10, pair[!swap]);
    bind(st, 11, x->cameo);
    sqlite3_bind_int(st, 12, x->quad);
    sqlite3_bind_double(st, 13, x->goldstein);
    bind(st, 14, x->trigger);
    sqlite3_bind_double(st, 15, x->confidence);
    bind(st, 16, x->evidence);
    bind(st, 17, x->version);
    bind(st, 18, x->tables);
    if (sqlite3_step(st) != SQLITE_DONE) {
        die("plain insert", NULL);
    }
}

static void plain(const char *path, uint64_t total, double making, const char *one,
                  const char *other)
{
    sqlite3 *db;
    sqlite3_stmt *st;
    ent_arena a = {0};
    sqlite3_open(path, &db);
    sqlite3_exec(
        db,
        "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA "
        "cache_size=-131072; CREATE TABLE a(id TEXT PRIMARY KEY, doc TEXT, sentence INT, day "
        "TEXT, source TEXT, s TEXT, target TEXT, t TEXT, one TEXT, other TEXT, cameo TEXT, "
        "quad INT, goldstein REAL, trigger_word TEXT, confidence REAL, evidence TEXT, version "
        "TEXT, tables TEXT); CREATE INDEX a_pair ON a(one,other,day); CREATE INDEX a_doc ON "
        "a(doc)",
        NULL, NULL, NULL);
    sqlite3_prepare_v2(db,
                       "INSERT INTO a VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,"
                       "?15,?16,?17,?18)",
                       -1, &st, NULL);
    double t = spent(), clock = now();
    for (uint64_t n = 0; n < total; n++) {
        if (n % 100000 == 0) {
            sqlite3_exec(db, n ? "COMMIT; BEGIN" : "BEGIN", NULL, NULL, NULL);
        }
        if (n % 1000 == 0) {
            ent_arena_reset(&a);
        }
        ent_account x = make(n, total, &a);
        plain_row(st, &x);
    }
    sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    figure("plain SQLite: in", (double)total / (spent() - t - making), "accounts/s");
    figure("plain SQLite: by the clock (making them too)", (double)total / (now() - clock),
           "accounts/s");
    sqlite3_finalize(st);
    for (int round = 0; round < 2; round++) {
        t = now();
        sqlite3_prepare_v2(
            db,
            "SELECT substr(day,1,7),s,count(*),sum(goldstein),sum(quad=1),sum(quad=2),"
            "sum(quad=3),sum(quad=4) FROM a WHERE one=?1 AND other=?2 GROUP BY 1,2",
            -1, &st, NULL);
        bind(st, 1, one);
        bind(st, 2, other);
        while (sqlite3_step(st) == SQLITE_ROW) {
        }
        sqlite3_finalize(st);
        if (round) {
            figure("plain SQLite: course of the busiest, warm", (now() - t) * 1e3, "ms");
        }
    }
    sqlite3_close(db);
    figure("plain SQLite: size", size_of(path), "MB");
    ent_arena_free(&a);
}

/* -- reading --------------------------------------------------------------------------------- */

static ent_store *reader(const char *path)
{
    ent_err err = {0};
    ent_store *s;
    ent_store_options o = options(true);
    if (ent_store_open(&s, path, &o, &err) < 0) {
        die("open to read", &err);
    }
    return s;
}

static void drop_cache(const char *path)
{
    int fd = open(path, O_RDONLY);
    if (fd >= 0) {
        fdatasync(fd);
        posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
        close(fd);
    }
}

static void reads(const char *path, const char *one, const char *other)
{
    ent_err err = {0};
    ent_store_query q = {.one = one, .other = other};
    for (int warm = 0; warm < 2; warm++) {
        if (!warm) {
            drop_cache(path);
        }
        ent_store *s = reader(path);
        double best = 1e9;
        uint32_t rows = 0;
        for (int round = 0; round < (warm ? 20 : 1); round++) {
            ent_store_course c = {0};
            double t = now();
            if (ent_store_rollup(&c, s, &q, false, &err) < 0) {
                die("rollup", &err);
            }
            best = fmin(best, now() - t);
            rows = c.count;
            ent_store_course_free(&c);
        }
        figure(warm ? "course of the busiest dyad by month, warm" : "the same, cold", best * 1e3,
               "ms");
        figure("  rows", rows, "");
        q.limit = 100;
        ent_account_list l = {0};
        double t = now();
        if (ent_store_accounts(&l, s, &q, &err) < 0) {
            die("accounts", &err);
        }
        figure(warm ? "its first 100 evidence rows, warm" : "the same, cold", (now() - t) * 1e3,
               "ms");
        ent_account_list_free(&l);
        q.limit = 0;
        ent_store_course year = {0};
        ent_store_query all = {.from = ent_day_ymd(1990, 1, 1), .to = ent_day_ymd(1990, 12, 31)};
        t = now();
        if (ent_store_rollup(&year, s, &all, true, &err) < 0) {
            die("network", &err);
        }
        figure(warm ? "network of one year, warm" : "the same, cold", (now() - t) * 1e3, "ms");
        figure("  rows", year.count, "");
        ent_store_course_free(&year);
        ent_store_close(s);
    }
}

static double most_memory(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

static void one_more(const char *path, uint64_t total, const char *name)
{
    ent_err err = {0};
    ent_store *s;
    ent_store_options o = options(false);
    ent_arena a = {0};
    ent_account list[PER_DOC];
    if (ent_store_open(&s, path, &o, &err) < 0) {
        die("open", &err);
    }
    for (uint32_t k = 0; k < PER_DOC; k++) {
        list[k] = make(total / 2 + k, total, &a);
        list[k].doc = name;
        list[k].id = ent_account_id(&a, &list[k]);
    }
    double t = now();
    if (ent_store_put(s, name, NULL, NULL, 1, list, PER_DOC, &err) < 0 ||
        ent_store_commit(s, &err) < 0) {
        die("one more", &err);
    }
    figure("one more document in the full store", (now() - t) * 1e3, "ms");
    ent_store_close(s);
    ent_arena_free(&a);
}

/* Everything reconciled at once against what stands there. */
static void verify(const char *path)
{
    ent_err err = {0};
    ent_buf b = {0};
    ent_store *s = reader(path);
    double t = now();
    int n = ent_store_check(s, &b, &err);
    if (n < 0) {
        die("check", &err);
    }
    figure("check", (now() - t) * 1e3, "ms");
    figure("  faults", n, "");
    ent_buf_free(&b);
    ent_store_close(s);
}

/* A store that another run filled, wholly or until it was stopped. */
static void go_on(const char *path)
{
    ent_err err = {0};
    ent_store *s;
    ent_store_options o = options(false);
    ent_store_count count = {0};
    double t = spent(), clock = now();
    if (ent_store_open(&s, path, &o, &err) < 0 || ent_store_counts(&count, s, &err) < 0) {
        die("open", &err);
    }
    figure("accounts", (double)count.accounts, "");
    if (ent_store_commit(s, &err) < 0) {
        die("commit", &err);
    }
    figure("store: reconciling and rollups", (double)count.accounts / (spent() - t), "accounts/s");
    figure("store: the same by the clock", (double)count.accounts / (now() - clock), "accounts/s");
    ent_store_close(s);
    figure("store: size", size_of(path), "MB");
    reads(path, states[0], states[1]);
    one_more(path, count.accounts, "one more");
    one_more(path, count.accounts, "and one more");
    figure("most memory", most_memory(), "MB");
}

/* -- the door --------------------------------------------------------------------------------- */

/* Rows of GDELT 2 as its files have them: 61 columns, some 400 bytes, four and a half a page. */
static void make_rows(ent_buf *b, uint64_t total)
{
    static const char *const codes[] = {"010", "020", "036", "040", "042", "043", "046",
                                        "051", "057", "061", "111", "112", "120", "130",
                                        "141", "160", "163", "173", "190", "193"};
    static const char *const sides[] = {"USA", "CHN", "RUS", "FRA", "GBR", "DEU", "IND", "PAK",
                                        "JPN", "ISR", "IRN", "EGY", "TUR", "BRA", "CUB", "VNM"};
    static const char geo[] = "4\tValdora, Upper Province, Valdora\tVD\tVD00\t5792\t23.4333\t90.55"
                              "\t-2713709\t";
    for (uint64_t n = 0; n < total; n++) {
        uint64_t h = ent_hash(&n, sizeof n, 6);
        const char *s = sides[h & 15], *t = sides[(h >> 4 & 15) ^ (h & 1)];
        const char *code = codes[(h >> 8) % ENT_COUNT(codes)], *role = h >> 20 & 1 ? "GOV" : "";
        int y, m, d;
        ent_day_split(ent_day_ymd(2015, 2, 18) + (int32_t)(n * 3000 / total), &y, &m, &d);
        ent_buf_printf(b, "%llu\t%04d%02d%02d\t%04d%02d\t%04d\t%d.4\t",
                       (unsigned long long)(400000000 + n), y, m, d, y, m, y, y);
        ent_buf_printf(b, "%s%s\tNAME OF %s\t%s\t\t\t\t\t%s\t\t\t", s, role, s, s, role);
        ent_buf_printf(b, "%s\tNAME OF %s\t%s\t\t\t\t\t\t\t\t", t, t, t);
        ent_buf_printf(b, "1\t%s\t%.3s\t%.2s\t%d\t%d.0\t%d\t1\t%d\t-1.%d\t", code, code, code,
                       1 + (int)(h >> 30 & 3), (int)(h >> 32 & 7), (int)(h >> 36 & 15) + 1,
                       (int)(h >> 36 & 15) + 1, (int)(h >> 40 & 0xffffff));
        ent_buf_str(b, geo);
        ent_buf_str(b, geo);
        ent_buf_str(b, geo);
        ent_buf_printf(b,
                       "%04d%02d%02d081500\thttps://news.example/world/%04d/%02d/%02d/%llu-a-title-"
                       "of-some-length\n",
                       y, m, d, y, m, d, (unsigned long long)(2 * n / 9));
    }
}

typedef struct row_sink {
    ent_store *s;
    ent_account_list list;
    uint64_t count;
} row_sink;

static int take_row(void *user, const ent_account *x)
{
    row_sink *k = user;
    ent_err err = {0};
    k->count++;
    if (k->s) {
        ent_account_list_add(&k->list, x);
    }
    if (k->list.count >= 20000) {
        int rc = ent_store_append(k->s, "rows", k->list.items, k->list.count, &err);
        ent_arena_rewind(&k->list.arena);
        k->list.items = NULL;
        k->list.count = k->list.cap = 0;
        return rc;
    }
    return 0;
}

static void import_rows(const char *data, size_t len, ent_tables *tables, ent_store *s,
                        const char *name)
{
    ent_err err = {0};
    row_sink k = {.s = s};
    ent_import_sink sink = {take_row, NULL, &k, NULL};
    ent_import_options o = {.format = "gdelt"};
    ent_import *i;
    if (ent_import_open(&i, tables, &o, &sink, &err) < 0) {
        die("import", &err);
    }
    double t = spent();
    int rc = ent_import_begin(i, "rows", &err);
    for (size_t at = 0; at < len && rc == 0; at += 1 << 18) {
        rc = ent_import_feed(i, data + at, len - at < 1 << 18 ? len - at : 1 << 18, &err);
    }
    rc = rc ? rc : ent_import_end(i, &err);
    if (rc == 0 && s) {
        rc = ent_store_append(s, "rows", k.list.items, k.list.count, &err);
    }
    double read = spent();
    rc = rc < 0 || !s ? rc : ent_store_commit(s, &err);
    if (rc < 0) {
        die(name, &err);
    }
    figure(name, (double)k.count / (spent() - t), "rows/s");
    if (s) {
        figure("  of that, before it is reconciled", (double)k.count / (read - t), "rows/s");
    }
    ent_account_list_free(&k.list);
    ent_import_close(i);
}

static void bench_import(uint64_t total, const char *path, ent_tables *tables)
{
    ent_err err = {0};
    ent_buf b = {0};
    ent_store *s;
    ent_store_options o = options(false);
    make_rows(&b, total);
    import_rows(b.data, b.len, tables, NULL, "GDELT 2: rows read");
    if (ent_store_open(&s, path, &o, &err) < 0) {
        die("open", &err);
    }
    import_rows(b.data, b.len, tables, s, "GDELT 2: rows read into the store");
    ent_store_close(s);
    figure("store: size", size_of(path), "MB");
    ent_buf_free(&b);
}

int main(int argc, char **argv)
{
    ent_err err = {0};
    ent_tables *tables;
    int64_t total = 1000000;
    const char *going = argc == 3 && strcmp(argv[1], "--store") == 0 ? argv[2] : NULL;
    argc -= going ? 2 : 0;
    const char *kept = argc > 2 && strcmp(argv[1], "--fill") == 0 ? argv[2] : NULL;
    argc -= kept ? 2 : 0;
    argv += kept ? 2 : 0;
    bool only_plain = argc > 1 && strcmp(argv[1], "--plain") == 0;
    argc -= only_plain;
    argv += only_plain;
    bool door = argc > 1 && strcmp(argv[1], "--import") == 0;
    argc -= door;
    argv += door;
    one_pair = argc > 1 && strcmp(argv[1], "--one-pair") == 0;
    argc -= one_pair;
    argv += one_pair;
    char path[512], other[512];
    const char *dir = argc > 2 ? argv[2] : "/tmp";
    if ((argc > 1 && !ent_parse_int(argv[1], &total)) || total < 100) {
        fputs("usage: bench_store [ACCOUNTS [DIRECTORY]]\n", stderr);
        return 2;
    }
    total -= total % PER_DOC;
    if (ent_tables_open(&tables, NULL, 0, &err) < 0 || ent_cameo_open(&cameo, tables, &err) < 0 ||
        ent_reconcile_open(&rec, tables, &err) < 0) {
        die("tables", &err);
    }
    make_world(tables);
    if (going) {
        go_on(going);
        return 0;
    }
    snprintf(path, sizeof path, "%s/bench_store_%d.db", dir, (int)getpid());
    snprintf(other, sizeof other, "%s/bench_plain_%d.db", dir, (int)getpid());
    if (door) {
        bench_import((uint64_t)total, path, tables);
        remove_store(path);
        return 0;
    }
    figure("accounts", (double)total, "");
    double making = bench_make((uint64_t)total);
    if (kept) {
        fill(kept, (uint64_t)total, making);
        return 0;
    }
    if (only_plain) {
        plain(other, (uint64_t)total, making, states[0], states[1]);
        remove_store(other);
        return 0;
    }
    fill(path, (uint64_t)total, making);
    reads(path, states[0], states[1]);
    one_more(path, (uint64_t)total, "one more");
    one_more(path, (uint64_t)total, "and one more");
    if (one_pair) {
        figure("most memory", most_memory(), "MB");
        verify(path);
        remove_store(path);
        return 0;
    }
    remove_store(path);
    plain(other, (uint64_t)total, making, states[0], states[1]);
    remove_store(other);
    figure("most memory", most_memory(), "MB");
    ent_reconcile_close(rec);
    ent_cameo_free(cameo);
    ent_tables_free(tables);
    return 0;
}
