/* cmd_data.c: import, export, compare: event data of others, and documents side by side. */
#include "cli.h"

#include <sys/stat.h>

/* The format given, if there is such a one. */
static bool known_format(const char *format, bool out)
{
    const char *title, *name;
    for (size_t i = 0; (name = ent_data_format(out, i, &title)); i++) {
        if (strcmp(name, format) == 0) {
            return true;
        }
    }
    return false;
}

static int wrong_format(const cli *c, bool out, const char *format)
{
    char list[400] = "";
    const char *title, *name;
    for (size_t i = 0; (name = ent_data_format(out, i, &title)); i++) {
        size_t n = strlen(list);
        snprintf(list + n, sizeof list - n, "%s%s", n ? ", " : "", name);
    }
    return cli_usage(c->command, "--format is one of %s%s%s", list, format ? ", not " : "",
                     format ? format : "");
}

/* -- import --------------------------------------------------------------------------------------
 */

typedef struct import_state {
    unsigned long long told;
} import_state;

enum { TELL_MOST = 50 }; /* bad rows that are named one by one */

static void bad_row(void *user, const char *place, const char *message)
{
    import_state *s = user;
    if (s->told++ < TELL_MOST) {
        cli_complain(place, "%s", message);
    }
}

static int run_import(cli *c)
{
    const char *format = cli_get(c, "format");
    if (!format || !known_format(format, false)) {
        return wrong_format(c, false, format);
    }
    import_state s = {0};
    ent_data d = {.size = sizeof d, .format = format, .complain = bad_row, .user = &s};
    d.all_actors = cli_get(c, "all-actors") != NULL;
    ent_data_count n = {0};
    bool print = cli_get(c, "print") != NULL;
    cli_files files = {0};
    for (int i = 0; i < c->arg_count; i++) {
        cli_files_add(c, &files, c->args[i]);
    }
    ent_db *db = print ? NULL : cli_open_store(c, false);
    if (!print && !db) {
        cli_files_free(&files);
        return 1;
    }
    int rc = ent_data_import(c->e, db, (const char *const *)files.path, files.count, &d, cli_write,
                             c, &n);
    if (rc < 0) {
        cli_complain_error(c->e, cli_store_path(c));
        c->failures++;
    }
    if (s.told > TELL_MOST) {
        cli_complain("", "and %llu more rows that cannot be used", s.told - TELL_MOST);
    }
    c->failures += n.bad > 0;
    if (!cli_get(c, "quiet")) {
        fprintf(stderr,
                "%llu rows: %llu accounts, %llu that cannot be used, %llu without two actors",
                n.rows, n.accounts, n.bad, n.actorless);
        fprintf(stderr, n.unmatched ? ", %llu mentions of events not given\n" : "\n", n.unmatched);
    }
    ent_db_close(db);
    cli_files_free(&files);
    return cli_finish(c);
}

static const cli_option import_options[] = {
    CLI_STORE_OPTION,
    {"format", 'f', "FORMAT",
     "gdelt, icews, polecat, phoenix, cline, ucdp, petrarch, keds, mid, jsonl"},
    {"all-actors", 0, NULL, "rows that name no actor on a side too"},
    {"print", 'p', NULL, "accounts as JSON lines, not into the store"},
    {"quiet", 'q', NULL, "no closing line"},
    {0}};
static const char *const import_examples[] = {
    "entente import --format gdelt 2017*.export.CSV 2017*.mentions.CSV",
    "events and who else reported them, into the store",
    "entente import --format icews --print events.2018.tab | entente reconcile -",
    "through a pipe, without a store", NULL};
const cli_command cmd_import = {
    .name = "import",
    .usage = "--format FORMAT [--store PATH] FILE|DIRECTORY|-...",
    .summary = "event data of others into the store, as accounts",
    .text =
        "A row is an account of the document that it names; it has no evidence and says so. What "
        "the\n"
        "account has no place for is carried along. A bad row is named by file and line and costs\n"
        "itself only. Importing a file again changes nothing.",
    .options = import_options,
    .examples = import_examples,
    .min_args = 1,
    .max_args = -1,
    .run = run_import};

/* -- export --------------------------------------------------------------------------------------
 */

static int export_files(cli *c, const ent_data *d, ent_data_count *n)
{
    ent_accounts *a;
    ent_events *v = NULL;
    ent_accounts_new(&a);
    cli_read_accounts(c, a, 0);
    int rc = d->accounts ? 0 : ent_reconcile(&v, c->e, a);
    rc = rc < 0 ? rc : ent_data_write(c->e, v, a, d, cli_write, c, n);
    ent_events_free(v);
    ent_accounts_free(a);
    return rc;
}

/* Other names of the formats: those of the field's own files, and dyad-year for dyad by year. */
static const char *plain_format(const char *format, const char **by)
{
    static const char *const units[] = {"day", "week", "month", "quarter", "year"};
    if (format && strcmp(format, "gdelt2") == 0) {
        return "gdelt";
    }
    for (size_t i = 0; format && strncmp(format, "dyad-", 5) == 0 && i < 5; i++) {
        if (strcmp(format + 5, units[i]) == 0 && (!*by || strcmp(*by, units[i]) == 0)) {
            *by = units[i];
            return "dyad";
        }
    }
    return format;
}

static int run_export(cli *c)
{
    const char *by = cli_get(c, "by"), *format = plain_format(cli_get(c, "format"), &by);
    ent_query q = {.size = sizeof q};
    ent_data_count n = {0};
    if (!format || !known_format(format, true)) {
        return wrong_format(c, true, format);
    }
    if (!cli_day(c, "from", &q.from) || !cli_day(c, "to", &q.to) ||
        (cli_get(c, "dyad") && !cli_dyad(c, cli_get(c, "dyad"), &q.one, &q.other))) {
        return 2;
    }
    ent_data d = {.size = sizeof d,
                  .format = format,
                  .accounts = cli_get(c, "accounts") != NULL,
                  .directed = cli_get(c, "directed") != NULL,
                  .zeros = cli_get(c, "zeros") != NULL,
                  .all_statuses = cli_get(c, "all-statuses") != NULL,
                  .by = by};
    int rc;
    if (c->arg_count) {
        rc = export_files(c, &d, &n);
    } else {
        ent_db *db = cli_open_store(c, true);
        if (!db) {
            return 1;
        }
        rc = ent_data_export(db, &q, &d, cli_write, c, &n);
        ent_db_close(db);
    }
    if (rc < 0) {
        cli_complain_error(c->e, cli_store_path(c));
        c->failures++;
    } else if (n.left && !cli_get(c, "quiet")) {
        fprintf(stderr, "%llu rows; %llu left out that %s cannot hold\n", n.rows, n.left, format);
    }
    return cli_finish(c);
}

static const cli_option export_options[] = {
    CLI_STORE_OPTION,
    {"format", 'f', "FORMAT",
     "jsonl, csv, tsv, gdelt, phoenix, icews, dyad (dyad-month: by month), graphml"},
    {"dyad", 'd', "A-B", "of this dyad alone; A: of one against all"},
    {"accounts", 'a', NULL, "a row an account, not an event"},
    {"by", 'b', "PERIOD", "dyad: day, week, month, quarter, year (year)"},
    {"directed", 0, NULL, "dyad, graphml: a to b apart from b to a"},
    {"zeros", 0, NULL, "dyad: periods without an event too"},
    {"all-statuses", 0, NULL, "planned and denied acts where the format cannot tell them"},
    {"from", 0, "DATE", "first day"},
    {"to", 0, "DATE", "last day"},
    {"quiet", 'q', NULL, "no closing line"},
    {0}};
static const char *const export_examples[] = {
    "entente export --format dyad --by month --directed", "ccode1, ccode2, period: ready to join",
    "entente export --format gdelt --accounts accounts.jsonl", "account files, without a store",
    NULL};
const cli_command cmd_export = {
    .name = "export",
    .usage = "--format FORMAT [--store PATH] [OPTIONS] [FILE...]",
    .summary = "events or accounts in the formats of others",
    .text = "From the store, or from files of accounts. Codes stay text, what is not known stays "
            "empty. Days\n"
            "are never made up: what a format cannot hold is left out and counted.",
    .options = export_options,
    .examples = export_examples,
    .min_args = 0,
    .max_args = -1,
    .run = run_export};

/* -- compare -------------------------------------------------------------------------------------
 */

enum { COMPARE_MOST = 64 };

typedef struct compare_state {
    ent_accounts *a;
    char *docs[COMPARE_MOST];
    size_t count;
    bool full;
} compare_state;

static void add_doc(compare_state *s, const char *id)
{
    for (size_t i = 0; i < s->count; i++) {
        if (strcmp(s->docs[i], id) == 0) {
            return;
        }
    }
    if (s->count == COMPARE_MOST) {
        s->full = true;
        return;
    }
    s->docs[s->count++] = strdup(id);
}

static int compare_work(ent *e, cli_job *j, void *user)
{
    (void)user;
    return ent_code_doc(e, j->doc, NULL, 0);
}

static int compare_emit(cli *c, cli_job *j, void *user)
{
    (void)c;
    compare_state *s = user;
    add_doc(s, ent_doc_id(j->doc));
    ent_accounts_take(s->a, j->doc);
    return 0;
}

/* Arguments that are no file are documents of the store. */
static int from_store(cli *c, compare_state *s)
{
    ent_db *db = NULL;
    int kept = 0, rc = 0;
    for (int i = 0; i < c->arg_count && rc == 0; i++) {
        struct stat st;
        if (strcmp(c->args[i], "-") == 0 || stat(c->args[i], &st) == 0) {
            c->args[kept++] = c->args[i];
            continue;
        }
        db = db ? db : cli_open_store(c, true);
        ent_query q = {
            .size = sizeof q, .doc = c->args[i], .from = ENT_DAY_NONE, .to = ENT_DAY_NONE};
        size_t before = ent_accounts_count(s->a);
        if (!db) {
            rc = 1;
        } else if (ent_db_accounts(s->a, db, &q) < 0) {
            cli_complain_error(c->e, cli_store_path(c));
            rc = 1;
        } else if (ent_accounts_count(s->a) == before) {
            cli_complain(c->args[i], "is neither a file nor a document of the store with accounts");
            c->failures++;
        }
        add_doc(s, c->args[i]);
    }
    c->arg_count = kept;
    ent_db_close(db);
    return rc;
}

static int run_compare(cli *c)
{
    ent_input in;
    compare_state s = {0};
    const char *format = cli_get_or(c, "format", "text");
    if (strcmp(format, "text") != 0 && strcmp(format, "jsonl") != 0) {
        return cli_usage(c->command, "--format is text or jsonl");
    }
    if (!cli_input(c, &in)) {
        return 2;
    }
    ent_accounts_new(&s.a);
    int rc = from_store(c, &s);
    if (rc == 0 && c->arg_count) {
        cli_work w = {.input = &in, .work = compare_work, .emit = compare_emit, .user = &s};
        rc = cli_run_documents(c, &w) == 2 ? 2 : 0;
    }
    if (rc == 0 && s.full) {
        cli_complain("", "only the first %d documents are compared", COMPARE_MOST);
    }
    if (rc == 0 && s.count < 2) {
        rc = cli_usage(c->command, "two documents at least");
    } else if (rc == 0 && ent_compare(c->e, s.a, (const char *const *)s.docs, s.count, format,
                                      cli_write, c) < 0) {
        cli_complain_error(c->e, "compare");
        c->failures++;
    }
    for (size_t i = 0; i < s.count; i++) {
        free(s.docs[i]);
    }
    ent_accounts_free(s.a);
    return rc ? rc : cli_finish(c);
}

static const cli_option compare_options[] = {
    CLI_STORE_OPTION,
    {"format", 'f', "FORMAT", "text or jsonl"},
    {"input", 'i', "FORMAT", "what the input is (else by content)"},
    {"genre", 0, "KIND", "news or history (else by content)"},
    {"any-language", 0, NULL, "do not refuse what is not English"},
    {"jobs", 'j', "N", "threads (all cores)"},
    {0}};
static const char *const compare_examples[] = {
    "entente compare ours.html theirs.html", "what both tell, what one alone, where they differ",
    "entente compare --format jsonl a b", "two documents of the store", NULL};
const cli_command cmd_compare = {
    .name = "compare",
    .usage = "[OPTIONS] FILE|DOCUMENT...",
    .summary = "how documents tell one relation: what all have, what one alone, where they differ",
    .text =
        "Arguments are files of one or more documents, which are coded, or documents of the\n"
        "store. Shows the acts that all tell, those that one alone tells, where they differ over\n"
        "date, actors, kind or whether it happened, and which words each uses for the same actor.",
    .options = compare_options,
    .examples = compare_examples,
    .min_args = 1,
    .max_args = -1,
    .run = run_compare};
