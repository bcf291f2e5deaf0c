/* store.c: the file: opening, migrating, writing batches. In: documents with their accounts. Out:
 * an SQLite file (see README.md for its layout). Reading is query.c, reconciling block.c, checking
 * check.c. */
#include "store_int.h"

#include <limits.h>
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const schema[] = {
    /* 1 */
    ("CREATE TABLE word(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);"
     "CREATE TABLE actor(id INTEGER PRIMARY KEY, code INT, state INT, role INT, name INT,"
     " UNIQUE(code,state,role,name));"
     "CREATE TABLE pair(id INTEGER PRIMARY KEY, block TEXT NOT NULL UNIQUE, one TEXT NOT NULL,"
     " other TEXT NOT NULL, dirty INT NOT NULL DEFAULT 0);"
     "CREATE INDEX pair_one ON pair(one); CREATE INDEX pair_other ON pair(other);"
     "CREATE INDEX pair_dirty ON pair(id) WHERE dirty;"
     "CREATE TABLE doc(id INTEGER PRIMARY KEY, key INT NOT NULL UNIQUE, name TEXT NOT NULL,"
     " title TEXT, path TEXT, content INT, accounts INT NOT NULL, next INT NOT NULL);"
     "CREATE TABLE account(pair INT, day INT, doc INT, n INT, hash INT NOT NULL, last INT, source"
     " INT, target INT, cameo INT, flags INT, event INT NOT NULL DEFAULT 0, rest BLOB, evidence"
     " TEXT, extra TEXT, PRIMARY KEY(pair,day,doc,n)) WITHOUT ROWID;"
     "CREATE UNIQUE INDEX account_hash ON account(hash);"
     "CREATE INDEX account_doc ON account(doc);"
     "CREATE TABLE event(pair INT, day INT, hash INT, last INT, body BLOB NOT NULL,"
     " PRIMARY KEY(pair,day,hash)) WITHOUT ROWID;"
     "CREATE TABLE month(pair INT, period INT, way INT, events INT, accounts INT, q1 INT, q2 INT,"
     " q3 INT, q4 INT, goldstein INT, PRIMARY KEY(pair,period,way)) WITHOUT ROWID;"
     "CREATE TABLE year(pair INT, period INT, way INT, events INT, accounts INT, q1 INT, q2 INT,"
     " q3 INT, q4 INT, goldstein INT, PRIMARY KEY(pair,period,way)) WITHOUT ROWID;"),
    /* 2: long intervals found without a scan; events by id; years of all pairs */
    ("CREATE INDEX account_long ON account(pair,last) WHERE last-day>31;"
     "CREATE INDEX event_hash ON event(hash);"
     "CREATE INDEX year_period ON year(period);"),
    /* 3: busy pairs by slices; accounts that lie in no one month are found without a scan */
    ("ALTER TABLE pair ADD COLUMN accounts INT NOT NULL DEFAULT 0;"
     "ALTER TABLE pair ADD COLUMN sliced INT NOT NULL DEFAULT 0;"
     "UPDATE pair SET accounts=(SELECT count(*) FROM account WHERE pair=pair.id);"
     "UPDATE account SET flags=flags|262144 WHERE ent_wide(day,last);"
     "CREATE INDEX account_wide ON account(pair,day) WHERE flags&262144;"
     "CREATE TABLE touched(pair INT, year INT, month INT, PRIMARY KEY(pair,year,month)) WITHOUT"
     " ROWID;"
     "CREATE TABLE cut(pair INT, year INT, PRIMARY KEY(pair,year)) WITHOUT ROWID;"),
    /* 4: tables in the place of two indexes: a batch writes them in their own order */
    ("CREATE TABLE id(hash INTEGER PRIMARY KEY, pair INT NOT NULL, day INT NOT NULL, doc INT NOT"
     " NULL, n INT NOT NULL);"
     "INSERT INTO id SELECT hash,pair,day,doc,n FROM account ORDER BY hash;"
     "CREATE TABLE place(doc INT, n INT, pair INT NOT NULL, day INT NOT NULL, PRIMARY KEY(doc,n))"
     " WITHOUT ROWID;"
     "INSERT INTO place SELECT doc,n,pair,day FROM account ORDER BY doc,n;"
     "DROP INDEX account_hash; DROP INDEX account_doc;"),
    /* 5: ids of late, which go to `id` many at a time */
    ("CREATE TABLE fresh(hash INTEGER PRIMARY KEY, pair INT NOT NULL, day INT NOT NULL, doc INT NOT"
     " NULL, n INT NOT NULL);"),
    /* 6: by which rules the events were made */
    ("CREATE TABLE meta(rules INT NOT NULL); INSERT INTO meta VALUES(0);"),
    /* 7: a document's places in one row instead of a row each */
    ("ALTER TABLE place RENAME TO old_place;"
     "CREATE TABLE place(doc INT, n INT, body BLOB NOT NULL, PRIMARY KEY(doc,n)) WITHOUT ROWID;"
     "INSERT INTO place SELECT doc,n,ent_place(n,pair,day) FROM old_place ORDER BY doc,n;"
     "DROP TABLE old_place;"),
    /* 8: rollups by kind of event, with the weightiest of a month, of every status; what stands in
     * no month or was not done is found without a scan. Events and rollups are made anew */
    ("DELETE FROM month; DELETE FROM year; DELETE FROM event;"
     "ALTER TABLE month ADD COLUMN kinds BLOB; ALTER TABLE month ADD COLUMN top INT;"
     "ALTER TABLE month ADD COLUMN top_day INT; ALTER TABLE month ADD COLUMN top_weight INT;"
     "ALTER TABLE year ADD COLUMN kinds BLOB; ALTER TABLE event ADD COLUMN flags INT;"
     "CREATE INDEX account_apart ON account(pair,day) WHERE flags&7;"
     "CREATE INDEX event_apart ON event(pair,day) WHERE flags;"
     "UPDATE pair SET dirty=1,sliced=0; DELETE FROM touched; DELETE FROM cut;"),
    /* 9: events that may be one deed with another pair's; days and kinds where that is open */
    ("CREATE TABLE claim(pair INT, day INT, hash INT, kind INT NOT NULL, print INT NOT NULL, places"
     " BLOB NOT NULL, rivals BLOB, PRIMARY KEY(pair,day,hash)) WITHOUT ROWID;"
     "CREATE INDEX claim_day ON claim(day,kind);"
     "CREATE INDEX claim_rivals ON claim(pair) WHERE rivals IS NOT NULL;"
     "CREATE TABLE asked(day INT, kind INT, PRIMARY KEY(day,kind)) WITHOUT ROWID;"
     "UPDATE pair SET dirty=1,sliced=0; DELETE FROM touched; DELETE FROM cut;"),
};

const char *const *ent_store_schema(size_t *n)
{
    *n = ENT_COUNT(schema);
    return schema;
}

/* OR FAIL: a statement that may have to be undone alone keeps a copy of every page it touches; here
 * whatever fails undoes the whole transaction. */
#define SELECT_ACCOUNT "SELECT " STORE_COLUMNS " FROM account"
static const char *const sql[SQL_COUNT] = {
    [SQL_WORD_FIND] = "SELECT id FROM word WHERE text=?1",
    [SQL_WORD_ADD] = "INSERT OR FAIL INTO word(text) VALUES(?1)",
    [SQL_WORD_GET] = "SELECT text FROM word WHERE id=?1",
    [SQL_ACTOR_FIND] = "SELECT id FROM actor WHERE code=?1 AND state=?2 AND role=?3 AND name=?4",
    [SQL_ACTOR_ADD] = "INSERT OR FAIL INTO actor(code,state,role,name) VALUES(?1,?2,?3,?4)",
    [SQL_ACTOR_GET] = "SELECT code,state,role,name FROM actor WHERE id=?1",
    [SQL_PAIR_FIND] = "SELECT id,sliced FROM pair WHERE block=?1",
    [SQL_PAIR_ADD] = "INSERT OR FAIL INTO pair(block,one,other,dirty) VALUES(?1,?2,?3,2)",
    [SQL_PAIR_GROW] = "UPDATE OR FAIL pair SET dirty=max(dirty,1),accounts=accounts+?2 WHERE id=?1",
    [SQL_PAIR_SLICE] = "UPDATE OR FAIL pair SET sliced=?2,dirty=1 WHERE id=?1",
    [SQL_PAIR_CLEAN] = "UPDATE OR FAIL pair SET dirty=0 WHERE id=?1",
    [SQL_PAIR_NEXT] = "SELECT id FROM pair WHERE dirty LIMIT 1",
    [SQL_PAIR_GET] = "SELECT block,one,other,dirty,accounts,sliced FROM pair WHERE id=?1",
    [SQL_TOUCH] = "INSERT OR IGNORE INTO touched VALUES(?1,?2,?3)",
    [SQL_TOUCH_NEXT] = "SELECT year,month FROM touched WHERE pair=?1 LIMIT 1",
    [SQL_TOUCH_DROP] = "DELETE FROM touched WHERE pair=?1 AND year=?2 AND month=?3",
    [SQL_TOUCH_DROP_YEAR] = "DELETE FROM touched WHERE pair=?1 AND year=?2",
    [SQL_CUT_ADD] = "INSERT OR FAIL INTO cut VALUES(?1,?2)",
    [SQL_CUT_HAS] = "SELECT 1 FROM cut WHERE pair=?1 AND year=?2",
    [SQL_CUT_DROP] = "DELETE FROM cut WHERE pair=?1 AND year=?2",
    [SQL_DOC_FIND] = "SELECT id,name,content,next FROM doc WHERE key=?1",
    [SQL_DOC_ADD] = "INSERT OR IGNORE INTO doc(key,name,title,path,content,accounts,next)"
                    " VALUES(?1,?2,?3,?4,?5,?6,?6)",
    [SQL_DOC_SET] =
        "UPDATE OR FAIL doc SET title=?2,path=?3,content=?4,accounts=?5,next=?5 WHERE id=?1",
    [SQL_DOC_GROW] = "UPDATE OR FAIL doc SET accounts=accounts+?2,next=next+?3 WHERE id=?1",
    [SQL_DOC_GET] = "SELECT name FROM doc WHERE id=?1",
    [SQL_DOC_DROP] = "DELETE FROM doc WHERE id=?1",
    [SQL_ID_KNOWN] = "SELECT column1 FROM (VALUES(?1)) WHERE EXISTS(SELECT 1 FROM id WHERE hash="
                     "column1) OR EXISTS(SELECT 1 FROM fresh WHERE hash=column1)",
    [SQL_ID_DROP] = "DELETE FROM id WHERE hash=?1",
    [SQL_FRESH_ADD] = "INSERT OR FAIL INTO fresh VALUES(?1,?2,?3,?4,?5)",
    [SQL_FRESH_DROP] = "DELETE FROM fresh WHERE hash=?1",
    [SQL_FRESH_COUNT] = "SELECT count(*) FROM fresh",
    [SQL_FRESH_BOUND] = "SELECT hash FROM fresh ORDER BY hash LIMIT 1 OFFSET ?1",
    [SQL_FRESH_MOVE] = "INSERT OR FAIL INTO id SELECT * FROM fresh WHERE hash<=?1 ORDER BY hash",
    [SQL_FRESH_CLEAR] = "DELETE FROM fresh WHERE hash<=?1",
    [SQL_PLACE_ADD] = "INSERT OR FAIL INTO place VALUES(?1,?2,?3)",
    [SQL_PLACE_OF_DOC] = "SELECT body FROM place WHERE doc=?1 ORDER BY n",
    [SQL_PLACE_DROP] = "DELETE FROM place WHERE doc=?1",
    [SQL_ACC_ADD] =
        "INSERT OR FAIL INTO account(pair,day,doc,n,hash,last,source,target,cameo,flags,rest,"
        "evidence,extra) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)",
    [SQL_ACC_DROP] = "DELETE FROM account WHERE pair=?1 AND day=?2 AND doc=?3 AND n=?4",
    [SQL_ACC_AT] = SELECT_ACCOUNT " WHERE pair=?1 AND day=?2 AND doc=?3 AND n=?4",
    [SQL_ACC_EVENT] =
        "UPDATE OR FAIL account SET event=?5 WHERE pair=?1 AND day=?2 AND doc=?3 AND n=?4",
    [SQL_ACC_OF_PAIR] = SELECT_ACCOUNT " WHERE pair=?1",
    [SQL_ACC_OF_DAYS] = SELECT_ACCOUNT " WHERE pair=?1 AND day BETWEEN ?2 AND ?3",
    [SQL_ACC_WIDE] = SELECT_ACCOUNT " INDEXED BY account_wide WHERE pair=?1 AND flags&262144 AND"
                                    " day BETWEEN ?2 AND ?3",
    [SQL_ACC_COUNT] = "SELECT count(*) FROM (SELECT 1 FROM account WHERE pair=?1 AND day BETWEEN ?2"
                      " AND ?3 AND last<=?3 LIMIT ?4)",
    [SQL_ACC_NEXT_DAY] = "SELECT min(day) FROM account WHERE pair=?1 AND day>=?2",
    [SQL_EVENT_ADD] =
        "INSERT OR FAIL INTO event(pair,day,hash,last,body,flags) VALUES(?1,?2,?3,?4,?5,?6)",
    [SQL_EVENT_DROP] = "DELETE FROM event WHERE pair=?1 AND day=?2 AND hash=?3",
    [SQL_EVENT_OF_PAIR] = "SELECT day,hash,last,body FROM event WHERE pair=?1",
    [SQL_EVENT_OF_DAYS] =
        "SELECT day,hash,last,body FROM event WHERE pair=?1 AND day BETWEEN ?2 AND"
        " ?3",
    [SQL_EVENT_CLEAR] = "DELETE FROM event WHERE pair=?1",
    [SQL_EVENT_AT] = "SELECT body FROM event WHERE pair=?1 AND day=?2 AND hash=?3",
    [SQL_CLAIM_OF_DAYS] =
        "SELECT day,hash,kind,print FROM claim WHERE pair=?1 AND day BETWEEN ?2 AND"
        " ?3",
    [SQL_CLAIM_ADD] = "INSERT OR FAIL INTO claim(pair,day,hash,kind,print,places)"
                      " VALUES(?1,?2,?3,?4,?5,?6)",
    [SQL_CLAIM_DROP] = "DELETE FROM claim WHERE pair=?1 AND day=?2 AND hash=?3",
    [SQL_CLAIM_SET] = "UPDATE OR FAIL claim SET rivals=?4 WHERE pair=?1 AND day=?2 AND hash=?3",
    [SQL_CLAIM_OF_KIND] = "SELECT claim.pair,hash,places,rivals,one,other FROM claim INDEXED BY"
                          " claim_day JOIN pair ON pair.id=claim.pair WHERE day=?1 AND kind=?2"
                          " ORDER BY claim.pair,hash",
    [SQL_CLAIM_RIVALS] = "SELECT hash,rivals FROM claim INDEXED BY claim_rivals WHERE pair=?1 AND"
                         " rivals IS NOT NULL",
    [SQL_CLAIM_CLEAR] = "DELETE FROM claim WHERE pair=?1",
    [SQL_ASKED_ADD] = "INSERT OR IGNORE INTO asked VALUES(?1,?2)",
    [SQL_ASKED_PAIR] = "INSERT OR IGNORE INTO asked SELECT day,kind FROM claim WHERE pair=?1",
    [SQL_ASKED_NEXT] = "SELECT day,kind FROM asked LIMIT 1",
    [SQL_ASKED_ALONE] = "DELETE FROM asked WHERE (SELECT count(*)+sum(rivals NOT NULL) FROM (SELECT"
                        " rivals FROM claim INDEXED BY claim_day WHERE claim.day=asked.day AND"
                        " claim.kind=asked.kind LIMIT 2))=1",
    [SQL_ASKED_DROP] = "DELETE FROM asked WHERE day=?1 AND kind=?2",
    [SQL_MONTH_ADD] = "INSERT OR FAIL INTO month VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,"
                      "?14)",
    [SQL_MONTH_DROP] = "DELETE FROM month WHERE pair=?1 AND period BETWEEN ?2 AND ?3",
    [SQL_MONTH_SUMS] = STORE_SUM_OF_MONTH " FROM month WHERE pair=?1 AND period BETWEEN ?2 AND ?3",
    [SQL_YEAR_ADD] = "INSERT OR FAIL INTO year VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)",
    [SQL_YEAR_DROP] = "DELETE FROM year WHERE pair=?1 AND period BETWEEN ?2 AND ?3",
    [SQL_YEAR_SUMS] = STORE_SUM_OF_YEAR " FROM year WHERE pair=?1 AND period BETWEEN ?2 AND ?3",
};

/* -- errors and statements ------------------------------------------------------------------- */

/* What SQLite says, in one line: of a damaged schema it may quote bytes. */
static const char *in_words(ent_store *s, char out[256])
{
    size_t n = 0;
    for (const char *p = sqlite3_errmsg(s->db); *p && n + 1 < 256; p++) {
        out[n++] = (unsigned char)*p < 32 || *p == 127 ? '?' : *p;
    }
    out[n] = 0;
    return out;
}

int ent_store_fail(ent_store *s, ent_err *err)
{
    char words[256];
    switch (sqlite3_errcode(s->db)) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ent_fail(err, ENT_ESTORE, s->path,
                        "the store is locked by another writer; try again when it is done");
    case SQLITE_NOTADB:
        return ent_fail(err, ENT_ESTORE, s->path, "this file is not an entente store");
    case SQLITE_CORRUPT:
        return ent_fail(err, ENT_ESTORE, s->path,
                        "the store is damaged (%s); add its documents "
                        "to a new one",
                        in_words(s, words));
    case SQLITE_FULL:
        return ent_fail(err, ENT_ESTORE, s->path,
                        "no space left on the disk; all up to the last commit is kept");
    case SQLITE_READONLY:
        return ent_fail(err, ENT_ESTORE, s->path, "the store cannot be written to");
    case SQLITE_CANTOPEN:
        return ent_fail(err, ENT_EIO, s->path, "cannot be opened");
    default:
        return ent_fail(err, ENT_ESTORE, s->path, "%s", in_words(s, words));
    }
}

sqlite3_stmt *ent_store_sql(ent_store *s, store_sql which)
{
    if (!s->stmt[which]) {
        sqlite3_prepare_v3(s->db, sql[which], -1, SQLITE_PREPARE_PERSISTENT, &s->stmt[which], NULL);
    } else {
        sqlite3_reset(s->stmt[which]);
    }
    return s->stmt[which];
}

int ent_store_step(ent_store *s, sqlite3_stmt *st, ent_err *err)
{
    int rc = st ? sqlite3_step(st) : SQLITE_ERROR;
    if (rc == SQLITE_ROW) {
        return 1;
    }
    if (rc == SQLITE_DONE) {
        sqlite3_reset(st);
        return 0;
    }
    int code = ent_store_fail(s, err);
    sqlite3_reset(st);
    return code;
}

int ent_store_run(ent_store *s, store_sql which, const int64_t *v, int n, ent_err *err)
{
    sqlite3_stmt *st = ent_store_sql(s, which);
    for (int i = 0; i < n; i++) {
        sqlite3_bind_int64(st, i + 1, v[i]);
    }
    int rc = ent_store_step(s, st, err);
    sqlite3_reset(st);
    return rc;
}

int ent_store_pair_mark(ent_store *s, int64_t pair, int column, ent_err *err)
{
    sqlite3_stmt *st = ent_store_sql(s, SQL_PAIR_GET);
    sqlite3_bind_int64(st, 1, pair);
    int rc = ent_store_step(s, st, err);
    bool set = rc == 1 && sqlite3_column_int64(st, column) != 0;
    sqlite3_reset(st);
    return rc < 0 ? rc : set;
}

int ent_store_exec(ent_store *s, const char *text, ent_err *err)
{
    return sqlite3_exec(s->db, text, NULL, NULL, NULL) == SQLITE_OK ? 0 : ent_store_fail(s, err);
}

static void roll_back(ent_store *s)
{
    if (!sqlite3_get_autocommit(s->db)) {
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    }
    s->fresh = -1;
    ent_store_dict_reset(&s->dict); /* it may name rows that are gone */
    ent_store_forget_docs(s);
    ent_store_drop_late(s, false);
}

/* Another writer may have removed documents, whose ids then come again. */
static int forget_old_docs(ent_store *s, ent_err *err)
{
    int64_t version = 0;
    int rc = ent_store_version(s, &version, err);
    if (rc < 0 || version != s->doc_version) {
        ent_store_forget_docs(s);
    }
    s->doc_version = version;
    return rc;
}

static int begin_write(ent_store *s, ent_err *err)
{
    int rc = ent_store_exec(s, "BEGIN IMMEDIATE", err);
    return rc < 0 ? rc : forget_old_docs(s, err);
}

int ent_store_begin_read(ent_store *s, bool *own, ent_err *err)
{
    *own = sqlite3_get_autocommit(s->db) != 0;
    int rc = *own ? ent_store_exec(s, "BEGIN", err) : 0;
    return rc < 0 || !*own ? rc : forget_old_docs(s, err);
}

void ent_store_end_read(ent_store *s, bool own)
{
    if (own) {
        sqlite3_exec(s->db, "COMMIT", NULL, NULL, NULL);
    }
}

/* -- opening --------------------------------------------------------------------------------- */

static int pragma_int(ent_store *s, const char *text, int64_t *out, ent_err *err)
{
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(s->db, text, -1, &st, NULL) != SQLITE_OK) {
        return ent_store_fail(s, err);
    }
    int rc = ent_store_step(s, st, err);
    *out = rc == 1 ? sqlite3_column_int64(st, 0) : 0;
    sqlite3_finalize(st);
    return rc < 0 ? rc : 0;
}

/* Changes where another program has written since. */
int ent_store_version(ent_store *s, int64_t *out, ent_err *err)
{
    return pragma_int(s, "PRAGMA data_version", out, err);
}

/* Does an interval lie in no one month? Of the bit STORE_WIDE: for migrating and checking. */
static void wide(sqlite3_context *c, int n, sqlite3_value **v)
{
    (void)n;
    int32_t day = (int32_t)sqlite3_value_int64(v[0]), last = (int32_t)sqlite3_value_int64(v[1]);
    sqlite3_result_int(c, ent_slice_month(day, last) == ENT_SLICE_NONE);
}

/* A place as its row has it: for migrating. */
static void old_place(sqlite3_context *c, int n, sqlite3_value **v)
{
    (void)n;
    ent_buf b = {0};
    ent_store_put_place(&b, 0, sqlite3_value_int64(v[0]), sqlite3_value_int64(v[1]),
                        (int32_t)sqlite3_value_int64(v[2]));
    sqlite3_result_blob(c, b.data, (int)b.len, SQLITE_TRANSIENT);
    ent_buf_free(&b);
}

static int migrate(ent_store *s, ent_err *err)
{
    int64_t version = 0;
    int rc = ent_store_exec(s, "BEGIN IMMEDIATE", err);
    rc = rc < 0 ? rc : pragma_int(s, "PRAGMA user_version", &version, err); /* another may have */
    for (size_t v = (size_t)version; rc >= 0 && v < ENT_COUNT(schema); v++) {
        rc = ent_store_exec(s, schema[v], err);
    }
    char text[128];
    snprintf(text, sizeof text, "PRAGMA application_id=%d; PRAGMA user_version=%d; COMMIT",
             STORE_MAGIC, (int)ENT_COUNT(schema));
    rc = rc < 0 ? rc : ent_store_exec(s, text, err);
    if (rc < 0) {
        roll_back(s);
    }
    return rc;
}

int ent_store_other_rules(ent_store *s, ent_err *err)
{
    int64_t rules = 0;
    int rc = s->options.rules ? pragma_int(s, "SELECT rules FROM meta", &rules, err) : 0;
    return rc < 0 ? rc : s->options.rules && rules != (int64_t)s->options.rules;
}

/* Events made by other rules are made anew at the next commit. */
static int renew_events(ent_store *s, ent_err *err)
{
    int rc = ent_store_other_rules(s, err);
    if (rc <= 0) {
        return rc;
    }
    char text[256];
    snprintf(text, sizeof text,
             "BEGIN IMMEDIATE; UPDATE pair SET dirty=1,sliced=0; DELETE FROM touched; DELETE FROM "
             "cut; INSERT OR IGNORE INTO asked SELECT day,kind FROM claim; UPDATE meta SET "
             "rules=%lld; COMMIT",
             (long long)s->options.rules);
    rc = ent_store_exec(s, text, err);
    if (rc < 0) {
        roll_back(s);
    }
    return rc;
}

static int look(ent_store *s, ent_err *err)
{
    int64_t magic = 0, version = 0, tables = 0;
    int rc = pragma_int(s, "PRAGMA application_id", &magic, err);
    rc = rc < 0 ? rc : pragma_int(s, "PRAGMA user_version", &version, err);
    rc = rc < 0 ? rc : pragma_int(s, "SELECT count(*) FROM sqlite_master", &tables, err);
    if (rc < 0) {
        return rc;
    }
    if (magic != STORE_MAGIC && (tables || magic || version)) {
        return ent_fail(err, ENT_ESTORE, s->path, "this database is not an entente store");
    }
    if (version > (int64_t)ENT_COUNT(schema)) {
        return ent_fail(err, ENT_ESTORE, s->path,
                        "made by a newer entente (layout %d, this program knows %d)", (int)version,
                        (int)ENT_COUNT(schema));
    }
    if (s->options.read_only && version < (int64_t)ENT_COUNT(schema)) {
        return ent_fail(
            err, ENT_ESTORE, s->path,
            version ? "an older layout: a command that writes (add, import, remove) renews it"
                    : "the store is empty");
    }
    if (s->options.read_only) {
        return ent_store_exec(s, "PRAGMA mmap_size=1073741824; PRAGMA query_only=1", err);
    }
    rc = ent_store_exec(s,
                        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                        "PRAGMA cache_size=-131072; PRAGMA wal_autocheckpoint=65536",
                        err);
    rc = rc < 0 || version == (int64_t)ENT_COUNT(schema) ? rc : migrate(s, err);
    return rc < 0 ? rc : renew_events(s, err);
}

int ent_store_open(ent_store **out, const char *path, const ent_store_options *o, ent_err *err)
{
    ent_store *s = ent_calloc(1, sizeof *s);
    snprintf(s->path, sizeof s->path, "%s", path);
    s->options = o ? *o : (ent_store_options){0};
    s->fresh = -1;
    s->fresh_most = STORE_FRESH;
    s->doc_bytes = STORE_DOC_BYTES;
    struct stat st;
    bool there = stat(path, &st) == 0;
    if (there && S_ISDIR(st.st_mode)) {
        free(s);
        return ent_fail(err, ENT_EIO, path, "is a directory, not a store");
    }
    if (s->options.read_only && !there) {
        free(s);
        return ent_fail(err, ENT_ENOTFOUND, path, "there is no such store");
    }
    int flags =
        s->options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    int rc = 0;
    if (sqlite3_open_v2(path, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
        rc = ent_store_fail(s, err);
    } else {
        sqlite3_create_function(s->db, "ent_wide", 2, SQLITE_UTF8, NULL, wide, NULL, NULL);
        sqlite3_create_function(s->db, "ent_place", 3, SQLITE_UTF8, NULL, old_place, NULL, NULL);
        sqlite3_busy_timeout(s->db, (int)(o && o->busy_ms ? o->busy_ms : 10000));
        if (!there) {
            sqlite3_exec(s->db, "PRAGMA page_size=8192", NULL, NULL, NULL);
        }
        rc = look(s, err);
    }
    if (rc < 0) {
        ent_store_close(s);
        return rc;
    }
    *out = s;
    return 0;
}

static void forget_pending(ent_store *s)
{
    ent_map_free(&s->pending_doc);
    memset(&s->pending_doc, 0, sizeof s->pending_doc);
    ent_arena_rewind(&s->arena);
    s->pending = NULL;
    s->account_count = s->pending_count = s->pending_cap = 0;
}

/* What was kept to be filled again. */
static void give_back(ent_store *s)
{
    ent_arena_free(&s->arena);
    ent_arena_free(&s->rows);
    free(s->accounts);
    s->accounts = NULL;
    s->account_cap = 0;
}

void ent_store_close(ent_store *s)
{
    if (!s) {
        return;
    }
    for (size_t i = 0; i < SQL_COUNT; i++) {
        sqlite3_finalize(s->stmt[i]);
        sqlite3_finalize(s->many[i]);
    }
    if (s->db) {
        roll_back(s);
        sqlite3_close(s->db);
    }
    forget_pending(s);
    give_back(s);
    ent_store_dict_reset(&s->dict);
    ent_store_forget_docs(s);
    ent_store_drop_late(s, true);
    ent_buf_free(&s->joined);
    ent_buf_free(&s->shaped);
    ent_buf_free(&s->parts);
    free(s);
}

/* -- commits -------------------------------------------------------------------------------- */

static int end(ent_store *s, int rc, ent_err *err)
{
    rc = rc < 0 ? rc : ent_store_write_late(s, err);
    rc = rc < 0 ? rc : ent_store_exec(s, "COMMIT", err);
    if (rc < 0) {
        roll_back(s);
    }
    return rc;
}

/* Moves the ids of late to those of old, in commits of bounded size. A batch's ids lie all over the
 * table: moved a million at a time, its pages are written ten times less often. */
static int settle_ids(ent_store *s, ent_err *err)
{
    int rc = 0;
    if (s->fresh < 0) {
        sqlite3_stmt *st = ent_store_sql(s, SQL_FRESH_COUNT);
        rc = ent_store_step(s, st, err);
        s->fresh = rc == 1 ? sqlite3_column_int64(st, 0) : -1;
        sqlite3_reset(st);
    }
    for (bool more = rc >= 0 && s->fresh > s->fresh_most; more;) {
        rc = begin_write(s, err);
        sqlite3_stmt *st = ent_store_sql(s, SQL_FRESH_BOUND);
        sqlite3_bind_int64(st, 1, STORE_BATCH - 1);
        rc = rc < 0 ? rc : ent_store_step(s, st, err);
        more = rc == 1;
        int64_t bound = more ? sqlite3_column_int64(st, 0) : INT64_MAX;
        sqlite3_reset(st);
        static const store_sql steps[] = {SQL_FRESH_MOVE, SQL_FRESH_CLEAR};
        for (size_t i = 0; i < ENT_COUNT(steps) && rc >= 0; i++) {
            st = ent_store_sql(s, steps[i]);
            sqlite3_bind_int64(st, 1, bound);
            rc = ent_store_step(s, st, err);
        }
        rc = end(s, rc, err);
        more = more && rc >= 0;
        s->fresh = more ? s->fresh : rc < 0 ? -1 : 0;
    }
    return rc < 0 ? rc : 0;
}

/* Writes what waits as one commit; the blocks stay marked until they are reconciled. */
static int flush(ent_store *s, ent_err *err)
{
    int rc = begin_write(s, err);
    rc = rc < 0 ? rc : ent_store_write_pending(s, err);
    rc = end(s, rc, err);
    forget_pending(s);
    return rc < 0 ? rc : settle_ids(s, err);
}

/* Reconciles marked blocks, then rights rivals; commits of bounded size. */
static int right_blocks(ent_store *s, ent_err *err)
{
    int rc = 0;
    bool alone = false; /* days and kinds of one claim have been dropped at once */
    for (int64_t pair = 1; pair && rc >= 0;) {
        int64_t rows = 0;
        rc = sqlite3_get_autocommit(s->db) ? begin_write(s, err) : 0;
        for (pair = 0; rc >= 0 && rows < STORE_BATCH;) {
            sqlite3_stmt *st = ent_store_sql(s, SQL_PAIR_NEXT);
            rc = ent_store_step(s, st, err);
            pair = rc == 1 ? sqlite3_column_int64(st, 0) : 0;
            sqlite3_reset(st);
            rc = rc == 0 ? ent_store_write_late(s, err) : rc;
            if (rc == 0 && !alone) {
                rc = ent_store_step(s, ent_store_sql(s, SQL_ASKED_ALONE), err);
                alone = true;
            }
            int64_t n = rc < 0 ? rc
                        : pair
                            ? ent_store_right(s, pair, err) /* a slice of a busy pair at a time */
                            : ent_store_right_rivals(s, err);
            rc = n < 0 ? (int)n : 0;
            rows += n;
            if (n <= 0) {
                break;
            }
            pair = pair ? pair : -1;
        }
        rc = end(s, rc, err);
    }
    return rc;
}

int ent_store_commit(ent_store *s, ent_err *err)
{
    int rc = 0;
    if (s->pending_count) { /* one transaction with the first blocks: readers see both or none */
        rc = begin_write(s, err);
        rc = rc < 0 ? rc : ent_store_write_pending(s, err);
        if (rc < 0) {
            roll_back(s);
        }
        forget_pending(s);
    }
    give_back(s);
    rc = rc < 0 ? rc : right_blocks(s, err);
    rc = rc < 0 ? rc : settle_ids(s, err);
    int64_t n = s->written;
    s->written = 0;
    return rc < 0 ? rc : n > INT_MAX ? INT_MAX : (int)n;
}

/* -- what waits ------------------------------------------------------------------------------ */

static int make_room(ent_store *s, uint32_t count, ent_err *err)
{
    bool full = (uint64_t)s->account_count + count > STORE_BATCH ||
                s->pending_count >= STORE_BATCH || s->arena.used > STORE_BATCH_BYTES;
    return full && s->pending_count ? flush(s, err) : 0;
}

static void hold(ent_store *s, store_pending p, const ent_account *accounts, uint32_t count)
{
    store_pending *slot = ENT_PUSH(&s->arena, s->pending, s->pending_count, s->pending_cap);
    p.doc = ent_arena_str(&s->arena, p.doc);
    p.title = ent_arena_str(&s->arena, p.title);
    p.path = ent_arena_str(&s->arena, p.path);
    p.first = s->account_count;
    p.count = count;
    *slot = p;
    if (s->account_count + count > s->account_cap) {
        s->account_cap = 2 * s->account_cap + count;
        s->accounts = ent_realloc(s->accounts, s->account_cap * sizeof *s->accounts);
    }
    for (uint32_t i = 0; i < count; i++) {
        ent_account *x = &s->accounts[s->account_count++];
        *x = ent_account_copy(&s->arena, &accounts[i]);
        if (!x->doc || strcmp(x->doc, p.doc) != 0) {
            x->doc = slot->doc;
        }
        if (!x->id) {
            x->id = ent_account_id(&s->arena, x);
        }
    }
}

/* A batch puts or appends: what is appended is looked for before what is put drops any. */
static bool other_waits(const ent_store *s, bool append)
{
    return s->pending_count && s->pending[s->pending_count - 1].append != append;
}

int ent_store_put(ent_store *s, const char *doc, const char *title, const char *path,
                  uint64_t content, const ent_account *accounts, uint32_t count, ent_err *err)
{
    if (!doc || !*doc) {
        return ent_fail(err, ENT_EUSAGE, s->path, "a document needs an id");
    }
    store_doc_ref have;
    uint64_t key;
    if (ent_map_get(&s->pending_doc, doc, strlen(doc)) != ENT_NONE || other_waits(s, false)) {
        int rc = flush(s, err); /* twice in one batch: the later one is held against the earlier */
        if (rc < 0) {
            return rc;
        }
    }
    int rc = s->pending_count ? 0 : ent_store_version(s, &s->version, err);
    rc = rc < 0 ? rc : ent_store_find_doc(s, doc, &have, &key, err);
    if (rc < 0) {
        return rc;
    }
    if (have.found && have.content == content) {
        return 0;
    }
    rc = make_room(s, count, err);
    if (rc < 0) {
        return rc;
    }
    hold(s, (store_pending){doc, title, path, content, have.found ? 0 : key, 0, 0, false}, accounts,
         count);
    const char *name = s->pending[s->pending_count - 1].doc;
    ent_map_set(&s->pending_doc, name, strlen(name), 1);
    return 1;
}

int ent_store_append(ent_store *s, const char *path, const ent_account *accounts, uint32_t count,
                     ent_err *err)
{
    for (uint32_t i = 0, j; i < count; i = j) {
        const char *doc = accounts[i].doc && *accounts[i].doc ? accounts[i].doc : path;
        if (!doc || !*doc) {
            return ent_fail(err, ENT_EUSAGE, s->path, "a document needs an id");
        }
        for (j = i + 1; j < count && j - i < STORE_BATCH / 4; j++) {
            const char *next = accounts[j].doc && *accounts[j].doc ? accounts[j].doc : path;
            if (strcmp(next, doc) != 0) {
                break;
            }
        }
        int rc = other_waits(s, true) ? flush(s, err) : make_room(s, j - i, err);
        if (rc < 0) {
            return rc;
        }
        hold(s, (store_pending){doc, NULL, path, 0, 0, 0, 0, true}, accounts + i, j - i);
    }
    return 0;
}

int ent_store_remove(ent_store *s, const char *doc, ent_err *err)
{
    if (s->pending_count) {
        int rc = flush(s, err);
        if (rc < 0) {
            return rc;
        }
    }
    store_doc_ref have;
    uint64_t key;
    int rc = ent_store_find_doc(s, doc, &have, &key, err);
    if (rc <= 0) {
        return rc;
    }
    rc = begin_write(s, err);
    rc = rc < 0 ? rc : ent_store_drop_accounts(s, have.id, err);
    if (rc >= 0) {
        sqlite3_stmt *st = ent_store_sql(s, SQL_DOC_DROP);
        sqlite3_bind_int64(st, 1, have.id);
        rc = ent_store_step(s, st, err);
        ent_store_forget_docs(s);
    }
    rc = end(s, rc, err);
    return rc < 0 ? rc : 1;
}
