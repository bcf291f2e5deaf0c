/* cmd_store.c: add, remove, list, show, check: documents into the store, and what is in it. */
#include "cli.h"

/* -- add ------------------------------------------------------------------------------------- */

enum { COMMIT_EVERY = 256 }; /* documents: what a kill can cost is at most these */

typedef struct add_state {
    ent_db *db;
    int written, unchanged, pending;
    size_t accounts;
    bool failed; /* the store itself */
} add_state;

static int add_work(ent *e, cli_job *j, void *user)
{
    (void)user;
    return ent_code_doc(e, j->doc, NULL, 0);
}

static int store_failed(cli *c, add_state *s)
{
    cli_complain_error(c->e, cli_store_path(c));
    s->failed = true;
    return 1;
}

static int add_emit(cli *c, cli_job *j, void *user)
{
    add_state *s = user;
    int rc = ent_db_put(s->db, j->doc);
    if (rc < 0) {
        return store_failed(c, s);
    }
    s->written += rc;
    s->unchanged += !rc;
    if (++s->pending >= COMMIT_EVERY) {
        s->pending = 0;
        return ent_db_commit(s->db) < 0 ? store_failed(c, s) : 0;
    }
    return 0;
}

static int run_add(cli *c)
{
    ent_input in;
    add_state s = {0};
    if (!cli_input(c, &in)) {
        return 2;
    }
    s.db = cli_open_store(c, false);
    if (!s.db) {
        return 1;
    }
    cli_work w = {.input = &in, .work = add_work, .emit = add_emit, .user = &s};
    int rc = cli_run_documents(c, &w);
    if (rc != 2 && !s.failed && ent_db_commit(s.db) < 0) {
        store_failed(c, &s);
        rc = 1;
    }
    ent_db_close(s.db);
    if (!cli_get(c, "quiet") && rc != 2 && !s.failed) {
        fprintf(stderr, "%d added or changed, %d unchanged, %d failed; store %s\n", s.written,
                s.unchanged, c->failures, cli_store_path(c));
    }
    return rc;
}

static const cli_option add_options[] = {
    CLI_STORE_OPTION,
    {"quiet", 'q', NULL, "no closing line"},
    {"input", 'i', "FORMAT", "what the input is (else by content)"},
    {"doc-id", 0, "ID", "the document's id (else its own, else the file's name)"},
    {"dct", 0, "DATE", "the document's date, where it does not tell"},
    {"genre", 0, "KIND", "news or history (else by content)"},
    {"max-bytes", 0, "N", "refuse larger documents (64 MiB)"},
    {"any-language", 0, NULL, "do not refuse what is not English"},
    {"jobs", 'j', "N", "threads (all cores)"},
    {0}};
static const char *const add_examples[] = {
    "entente add pages/", "everything in a directory; again: nothing changes",
    "entente add --store world.db crawl.warc.gz", "a web archive into a store of its own", NULL};
const cli_command cmd_add = {
    .name = "add",
    .usage = "[--store PATH] [OPTIONS] FILE|DIRECTORY|-...",
    .summary = "read, code, reconcile and keep documents",
    .text = "A document is kept under its id: adding it again changes nothing, a changed one "
            "replaces its\n"
            "old accounts. What cannot be used is named in one line; the rest is done.",
    .options = add_options,
    .examples = add_examples,
    .min_args = 1,
    .max_args = -1,
    .run = run_add};

/* -- remove ---------------------------------------------------------------------------------- */

/* Takes one document out and says how much went with it; how many accounts, < 0 for a failure. */
static long remove_one(cli *c, ent_db *db, const char *doc)
{
    ent_query q = {.size = sizeof q, .doc = doc, .from = ENT_DAY_NONE, .to = ENT_DAY_NONE};
    ent_accounts *a;
    ent_accounts_new(&a);
    int rc = ent_db_accounts(a, db, &q);
    long n = (long)ent_accounts_count(a);
    ent_accounts_free(a);
    rc = rc < 0 ? rc : ent_db_remove(db, doc);
    if (rc < 0) {
        cli_complain_error(c->e, cli_store_path(c));
    } else if (rc == 0) {
        cli_complain(doc, "is not in the store");
        c->failures++;
    } else if (!cli_get(c, "quiet")) {
        fprintf(stderr, "%s: removed, with %ld account%s\n", doc, n, n == 1 ? "" : "s");
    }
    return rc < 0 ? -1 : n;
}

static int run_remove(cli *c)
{
    ent_db *db = cli_open_store(c, false);
    if (!db) {
        return 1;
    }
    long n = 0;
    for (int i = 0; i < c->arg_count && n >= 0; i++) {
        n = remove_one(c, db, c->args[i]);
    }
    if (n < 0 || ent_db_commit(db) < 0) {
        c->failures++;
        if (n >= 0) {
            cli_complain_error(c->e, cli_store_path(c));
        }
    }
    ent_db_close(db);
    return cli_finish(c);
}

static const cli_option store_options[] = {CLI_STORE_OPTION, {0}};
static const cli_option remove_options[] = {
    CLI_STORE_OPTION, {"quiet", 'q', NULL, "say nothing of what was removed"}, {0}};
static const char *const remove_examples[] = {
    "entente remove cuba-china", "takes a document, its accounts and its share of events out",
    NULL};
const cli_command cmd_remove = {.name = "remove",
                                .usage = "[--store PATH] [--quiet] DOC...",
                                .summary = "take documents out of the store",
                                .options = remove_options,
                                .examples = remove_examples,
                                .min_args = 1,
                                .max_args = -1,
                                .run = run_remove};

/* -- list ------------------------------------------------------------------------------------ */

static bool query_of(cli *c, ent_query *q)
{
    const char *dyad = cli_get(c, "dyad");
    *q = (ent_query){.size = sizeof *q, .doc = cli_get(c, "doc")};
    long limit;
    if (!cli_day(c, "from", &q->from) || !cli_day(c, "to", &q->to) ||
        !cli_number(c, "limit", 1, 1000000000, 0, &limit)) {
        return false;
    }
    if (q->from != ENT_DAY_NONE && q->to != ENT_DAY_NONE && q->from > q->to) {
        cli_complain(NULL, "--from is later than --to");
        return false;
    }
    q->limit = (uint32_t)limit;
    return !dyad || cli_dyad(c, dyad, &q->one, &q->other);
}

static int write_accounts(cli *c, ent_db *db, const ent_query *q, const char *format, size_t *n)
{
    ent_accounts *a;
    ent_accounts_new(&a);
    int rc = ent_db_accounts(a, db, q);
    *n = ent_accounts_count(a);
    rc = rc < 0 ? rc : ent_accounts_write(c->e, a, format, cli_write, c);
    ent_accounts_free(a);
    return rc;
}

static int write_events(cli *c, ent_db *db, const ent_query *q, const char *format, size_t *n)
{
    ent_events *v = NULL;
    ent_accounts *a = NULL;
    int rc = ent_db_events(&v, db, q);
    *n = rc < 0 ? 0 : ent_events_count(v);
    if (rc >= 0 && strcmp(format, "table") != 0 && strcmp(format, "jsonl") != 0) {
        /* their sentences: an event's accounts may lie out of the window */
        ent_query all = *q;
        all.from = all.to = ENT_DAY_NONE;
        all.limit = 0;
        ent_accounts_new(&a);
        rc = ent_db_accounts(a, db, &all);
    }
    rc = rc < 0 ? rc : ent_events_write(c->e, v, a, format, cli_write, c);
    ent_accounts_free(a);
    ent_events_free(v);
    return rc;
}

static int run_list(cli *c)
{
    ent_query q;
    const char *format = cli_get_or(c, "format", "table");
    if (!query_of(c, &q)) {
        return 2;
    }
    ent_db *db = cli_open_store(c, true);
    if (!db) {
        return 1;
    }
    bool accounts = cli_get(c, "accounts") != NULL,
         people = strcmp(format, "table") == 0 || strcmp(format, "full") == 0;
    size_t n = 0;
    int rc = accounts ? write_accounts(c, db, &q, format, &n) : write_events(c, db, &q, format, &n);
    if (rc >= 0 && n == 0 && people) { /* an empty page would leave a reader wondering */
        cli_complain(NULL, "the store holds no such %s", accounts ? "account" : "event");
    }
    ent_db_close(db);
    if (rc < 0) {
        cli_complain_error(c->e, rc == ENT_EUSAGE ? NULL : cli_store_path(c));
    }
    return rc == ENT_EUSAGE ? 2 : rc < 0 ? 1 : 0;
}

static const cli_option list_options[] = {
    CLI_STORE_OPTION,
    {"dyad", 'd', "A-B", "only between these two (CUB-CHN, Cuba-China), or of one state"},
    {"accounts", 'a', NULL, "the accounts, not the events that they were reconciled to"},
    {"doc", 0, "ID", "only of this document (accounts)"},
    {"from", 0, "DATE", "from this day on"},
    {"to", 0, "DATE", "up to this day"},
    {"limit", 'n', "N", "at most N"},
    {"format", 'f', "FORMAT", "table, full (with sentences), jsonl, tsv or csv"},
    {0}};
static const char *const list_examples[] = {
    "entente list --dyad CUB-CHN", "events between Cuba and China, one a line",
    "entente list --dyad CUB-CHN --accounts --format full",
    "every account of them, with its voice and sentence", NULL};
const cli_command cmd_list = {.name = "list",
                              .usage = "[--dyad A-B] [--accounts] [OPTIONS]",
                              .summary = "events of the store, or their accounts, one a line",
                              .options = list_options,
                              .examples = list_examples,
                              .run = run_list};

/* -- show ------------------------------------------------------------------------------------ */

/* An event's or an account's id; 1 found, 0 not, < 0 failed. */
static int show_id(cli *c, ent_db *db, const char *id, const char *format)
{
    ent_query q = {.size = sizeof q, .id = id, .from = ENT_DAY_NONE, .to = ENT_DAY_NONE};
    ent_accounts *a;
    ent_events *v = NULL;
    ent_accounts_new(&a);
    int rc = ent_db_accounts(a, db, &q), found = 0;
    if (rc >= 0 && id[0] == 'e') {
        rc = ent_db_events(&v, db, &q);
        found = rc >= 0 && ent_events_count(v) > 0;
        rc = found ? ent_events_write(c->e, v, a, format, cli_write, c) : rc;
    } else if (rc >= 0 && ent_accounts_count(a)) {
        found = 1;
        rc = ent_accounts_write(c->e, a, format, cli_write, c);
    }
    ent_events_free(v);
    ent_accounts_free(a);
    return rc < 0 ? rc : found;
}

static int run_show(cli *c)
{
    const char *format = cli_get_or(c, "format", "full");
    format = strcmp(format, "table") == 0 ? "full" : format;
    ent_db *db = cli_open_store(c, true);
    if (!db) {
        return 1;
    }
    for (int i = 0; i < c->arg_count; i++) {
        int rc = show_id(c, db, c->args[i], format);
        if (rc < 0) {
            cli_complain_error(c->e, c->args[i]);
        } else if (rc == 0) {
            cli_complain(c->args[i], "is no event or account of this store");
        }
        c->failures += rc <= 0;
    }
    ent_db_close(db);
    return cli_finish(c);
}

static const cli_option show_options[] = {
    CLI_STORE_OPTION, {"format", 'f', "FORMAT", "full, tsv, csv or jsonl"}, {0}};
static const char *const show_examples[] = {
    "entente show e0c1f3b2a4d59687", "one event with every account, its voice and its sentence",
    NULL};
const cli_command cmd_show = {.name = "show",
                              .usage = "[--store PATH] ID...",
                              .summary = "one event with its accounts and evidence, or one account",
                              .options = show_options,
                              .examples = show_examples,
                              .min_args = 1,
                              .max_args = -1,
                              .run = run_show};

/* -- check ----------------------------------------------------------------------------------- */

static int run_check(cli *c)
{
    ent_db *db = cli_open_store(c, true);
    if (!db) {
        return 1;
    }
    int n = ent_db_check(db, cli_write, c);
    ent_db_close(db);
    if (n < 0) {
        cli_complain_error(c->e, cli_store_path(c));
        return 1;
    }
    fprintf(c->out, n ? "%d faults\n" : "the store is whole\n", n);
    return n ? 1 : 0;
}

static const char *const check_examples[] = {
    "entente check --store world.db", "verifies every rollup and index against the accounts", NULL};
const cli_command cmd_check = {.name = "check",
                               .usage = "[--store PATH]",
                               .summary = "verify the store against its accounts",
                               .options = store_options,
                               .examples = check_examples,
                               .run = run_check};
