/* cmd_relate.c: reconcile, relate, why, report, balance: accounts to events to a dyad's course. */
#include "cli.h"

#include <unistd.h>

/* -- reconcile ------------------------------------------------------------------------------- */

static int run_reconcile(cli *c)
{
    ent_accounts *a;
    ent_events *v = NULL;
    ent_accounts_new(&a);
    cli_read_accounts(c, a, 0);
    int rc = ent_reconcile(&v, c->e, a);
    rc = rc < 0 ? rc : ent_events_write(c->e, v, a, cli_get_or(c, "format", "jsonl"), cli_write, c);
    if (rc < 0) {
        cli_complain_error(c->e, rc == ENT_EUSAGE ? NULL : "reconcile");
        c->failures++;
    }
    ent_events_free(v);
    ent_accounts_free(a);
    return rc == ENT_EUSAGE ? 2 : cli_finish(c);
}

static const cli_option reconcile_options[] = {
    {"format", 'f', "FORMAT", "jsonl, table, full (with sentences), tsv or csv"}, {0}};
static const char *const reconcile_examples[] = {"entente code pages/ | entente reconcile -",
                                                 "events from the accounts of many documents",
                                                 NULL};
const cli_command cmd_reconcile = {
    .name = "reconcile",
    .usage = "[--format FORMAT] [ACCOUNTS.jsonl|-]...",
    .summary = "one event from many accounts, disputes shown",
    .text = "Reads accounts (JSON lines) and prints events. The order of the input changes "
            "nothing. Where\n"
            "accounts of one deed disagree on date, source, target, kind or occurrence, every "
            "position is\n"
            "kept with its accounts; the best supported one gives the event's own fields\n"
            "(src/reconcile/README.md states the rule).",
    .options = reconcile_options,
    .examples = reconcile_examples,
    .max_args = -1,
    .run = run_reconcile};

/* -- a series from the store or from account files ------------------------------------------- */

typedef struct course {
    ent_accounts *accounts;
    ent_events *events;
    ent_series *series;
    bool files; /* not from the store */
} course;

static void course_free(course *k)
{
    ent_series_free(k->series);
    ent_events_free(k->events);
    ent_accounts_free(k->accounts);
}

static int load_files(cli *c, course *k, int first_file)
{
    ent_accounts_new(&k->accounts);
    k->files = true;
    cli_read_accounts(c, k->accounts, first_file);
    return ent_reconcile(&k->events, c->e, k->accounts);
}

static int load_course(cli *c, course *k, ent_relation *r, int first_file)
{
    ent_db *db;
    if (first_file < c->arg_count) {
        int rc = load_files(c, k, first_file);
        return rc < 0 ? rc : ent_relate(&k->series, c->e, k->events, k->accounts, NULL, r);
    }
    int rc = ent_db_open(&db, c->e, cli_store_path(c), 1);
    if (rc >= 0) {
        rc = ent_relate(&k->series, c->e, NULL, NULL, db, r);
        ent_db_close(db);
    }
    return rc;
}

/* Partners, networks, all pairs: of account files, or of the store. */
static int write_relations(cli *c, course *k, const char *what, const ent_relation *r,
                           const char *format, const ent_view *v)
{
    ent_db *db = NULL;
    int rc = c->arg_count > 0 ? load_files(c, k, 0) : ent_db_open(&db, c->e, cli_store_path(c), 1);
    rc = rc < 0 ? rc : ent_relations_write(c->e, k->events, db, what, r, format, v, cli_write, c);
    ent_db_close(db);
    return rc;
}

static bool relation_of(cli *c, ent_relation *r, const char *dyad)
{
    *r = (ent_relation){.size = sizeof *r,
                        .directed = cli_get(c, "directed") != NULL,
                        .spread = cli_get(c, "spread") != NULL,
                        .by = cli_get_or(c, "by", "year"),
                        .measure = cli_get(c, "measure")};
    if ((dyad && !cli_dyad(c, dyad, &r->one, &r->other)) || !cli_day(c, "from", &r->from) ||
        !cli_day(c, "to", &r->to)) {
        return false;
    }
    if (r->from != ENT_DAY_NONE && r->to != ENT_DAY_NONE && r->from > r->to) {
        cli_complain(NULL, "--from is later than --to");
        return false;
    }
    return true;
}

static bool view_of(cli *c, ent_view *out)
{
    const char *term = getenv("TERM"), *no = getenv("NO_COLOR"), *lang = getenv("LC_ALL");
    const char *when = cli_get_or(c, "color", "auto");
    lang = lang && *lang ? lang : getenv("LC_CTYPE");
    lang = lang && *lang ? lang : getenv("LANG");
    ent_view v = {.size = sizeof v, .evidence = cli_get(c, "evidence") != NULL};
    bool tty = c->out == stdout && isatty(1) && !(term && strcmp(term, "dumb") == 0);
    v.colour = strcmp(when, "always") == 0 || (strcmp(when, "auto") == 0 && tty && !(no && *no));
    bool utf8 = !lang || !*lang || strstr(lang, "UTF-8") || strstr(lang, "utf8");
    v.ascii = cli_get(c, "ascii") != NULL || (tty && !utf8);
    long wide, high;
    if (!cli_number(c, "width", 40, 20000, 0, &wide) ||
        !cli_number(c, "height", 100, 20000, 0, &high)) {
        return false;
    }
    v.width = wide <= 500 ? (int)wide : 0;
    v.px_width = (double)wide;
    v.px_height = (double)high;
    *out = v;
    return true;
}

static int fail(cli *c, course *k, int rc)
{
    if (rc < 0) {
        cli_complain_error(c->e, rc == ENT_EUSAGE || k->files ? NULL : cli_store_path(c));
        c->failures++;
    }
    course_free(k);
    return rc == ENT_EUSAGE ? 2 : cli_finish(c);
}

/* -- relate ---------------------------------------------------------------------------------- */

static const char *beyond_one_dyad(const cli *c)
{
    static const char *const all[] = {"partners", "network", "dyads"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (cli_get(c, all[i])) {
            return all[i];
        }
    }
    return NULL;
}

static int run_relate(cli *c)
{
    ent_relation r;
    course k = {0};
    const char *dyad = cli_get(c, "dyad"), *what = beyond_one_dyad(c);
    if (!dyad && (!what || strcmp(what, "partners") == 0)) {
        return cli_usage(c->command, "--dyad is missing");
    }
    ent_view v;
    if (!relation_of(c, &r, dyad) || !view_of(c, &v)) {
        return 2;
    }
    if (what) {
        int done = write_relations(c, &k, what, &r, cli_get_or(c, "format", "table"), &v);
        return fail(c, &k, done);
    }
    const char *format = cli_get_or(c, "format", "table");
    r.every =
        strcmp(format, "table") != 0 && strcmp(format, "jsonl") != 0 && strcmp(format, "tsv") != 0;
    int rc = load_course(c, &k, &r, 0);
    rc = rc < 0 ? rc : ent_series_write(c->e, k.series, format, &v, cli_write, c);
    return fail(c, &k, rc);
}

#define VIEW_OPTIONS                                                                               \
    {"by", 0, "PERIOD", "day, week, month, quarter or year (year)"},                               \
        {"measure", 'm', "NAME",                                                                   \
         "goldstein (sum), goldstein_mean, cooperation, conflict, net, logodds, count, plover"},   \
        {"directed", 0, NULL, "only what the first did to the second"},                            \
        {"spread", 0, NULL, "share vaguer dates out over the periods, by days"},                   \
        {"from", 0, "DATE", "from this day on"},                                                   \
    {                                                                                              \
        "to", 0, "DATE", "up to this day"                                                          \
    }

static const cli_option relate_options[] = {
    {"dyad", 'd', "A-B",
     "two states (CUB-CHN, Cuba-China), alliances (USA+GBR-SUN), or one against all"},
    CLI_STORE_OPTION,
    VIEW_OPTIONS,
    {"partners", 0, NULL, "instead: the partners of one state (--dyad CUB), ranked"},
    {"network", 0, NULL, "instead: the signed network of --from to --to (--dyad A+B+C: of these)"},
    {"dyads", 0, NULL, "instead: every pair of states by period"},
    {"format", 'f', "FORMAT", "table, jsonl, tsv, svg, png, pdf or html; network: graphml"},
    {"evidence", 'e', NULL, "the sentences behind every step"},
    {"color", 0, "WHEN", "auto, always or never"},
    {"ascii", 0, NULL, "no drawing characters beyond ASCII"},
    {"width", 'w', "N", "columns of the table, or pixels of the picture"},
    {"height", 0, "N", "pixels of the picture"},
    {0}};
static const char *const relate_examples[] = {
    "entente relate --dyad CUB-CHN",
    "the course of Cuba and China, from the store",
    "entente relate --dyad Cuba-China --evidence",
    "with every sentence behind it",
    "entente relate --dyad IRQ-KWT --by month -f svg -o course.svg accounts.jsonl",
    "a picture, from account files instead of a store",
    "entente relate --dyad CUB --partners",
    "the partners of Cuba, ranked",
    "entente relate --network --from 1960 --to 1964 -f graphml",
    "the signed network of five years, for other programs",
    NULL};
const cli_command cmd_relate = {
    .name = "relate",
    .usage = "--dyad A-B [OPTIONS] [ACCOUNTS.jsonl|-]...",
    .summary = "a dyad's course through time: events, phases, turning points",
    .text =
        "Without files, from the store. Only acts that a voice asserts enter the series; planned,\n"
        "possible, denied and negated ones stand apart, undated ones are listed. docs/measures.md\n"
        "defines every number.",
    .options = relate_options,
    .examples = relate_examples,
    .max_args = -1,
    .run = run_relate};

/* -- why ------------------------------------------------------------------------------------- */

static int run_why(cli *c)
{
    ent_relation r;
    course k = {0};
    int32_t day;
    if (!relation_of(c, &r, c->args[0])) {
        return 2;
    }
    bool apart = cli_get(c, "date") != NULL; /* then files follow the dyad */
    if (!apart && c->arg_count < 2) {
        return cli_usage(c->command, "the date of the turn is missing");
    }
    if (!apart) { /* the option table's first entry is the date, so that one parser serves */
        c->value[0] = c->args[1];
    }
    if (!cli_day(c, "date", &day) || day == ENT_DAY_NONE) {
        return 2;
    }
    ent_view v = {.size = sizeof v, .day = day};
    int rc = load_course(c, &k, &r, apart ? 1 : 2);
    rc = rc < 0 ? rc : ent_series_write(c->e, k.series, "why", &v, cli_write, c);
    return fail(c, &k, rc);
}

static const cli_option why_options[] = {
    {"date", 0, "DATE", "the turn (also the second argument): 1964, 1964-05 or 1964-05-31"},
    CLI_STORE_OPTION,
    VIEW_OPTIONS,
    {0}};
static const char *const why_examples[] = {
    "entente why CUB-CHN 1964", "what the evidence offers for the turn of 1964, with references",
    NULL};
const cli_command cmd_why = {
    .name = "why",
    .usage = "A-B DATE [OPTIONS] [ACCOUNTS.jsonl|-]...",
    .summary = "what explains the turn there, with references",
    .text =
        "Acts of the two near the turn, links that a text states, third states whose relation "
        "with\n"
        "either changed near it, changes of leader. Where the evidence says nothing, so does it.",
    .options = why_options,
    .examples = why_examples,
    .min_args = 1,
    .max_args = -1,
    .run = run_why};

/* -- report ---------------------------------------------------------------------------------- */

static int run_report(cli *c)
{
    ent_relation r;
    course k = {0};
    if (!relation_of(c, &r, c->args[0])) {
        return 2;
    }
    ent_view v = {.size = sizeof v, .evidence = 1};
    r.every = 1;
    int rc = load_course(c, &k, &r, 1);
    rc = rc < 0 ? rc : ent_series_write(c->e, k.series, "html", &v, cli_write, c);
    return fail(c, &k, rc);
}

static const cli_option report_options[] = {CLI_STORE_OPTION, VIEW_OPTIONS, {0}};
static const char *const report_examples[] = {"entente report CUB-CHN -o report.html",
                                              "one self-contained page", NULL};
const cli_command cmd_report = {.name = "report",
                                .usage = "A-B -o FILE [OPTIONS] [ACCOUNTS.jsonl|-]...",
                                .summary = "one self-contained page on a dyad",
                                .text = "Course, phases, turns with reasons, every event with its "
                                        "evidence, disputes, sources, and how\n"
                                        "it was made. The page loads nothing from elsewhere.",
                                .options = report_options,
                                .examples = report_examples,
                                .min_args = 1,
                                .max_args = -1,
                                .run = run_report};

/* -- balance --------------------------------------------------------------------------------- */

static int run_balance(cli *c)
{
    size_t len;
    char *data = cli_slurp(c->args[0], &len);
    if (!data) {
        return 1;
    }
    ent_view v;
    ent_relation r = {
        .size = sizeof r, .from = ENT_DAY_NONE, .to = ENT_DAY_NONE, .ties = data, .ties_len = len};
    if (!view_of(c, &v)) {
        free(data);
        return 2;
    }
    const char *format = cli_get_or(c, "format", "jsonl");
    int rc = ent_relations_write(c->e, NULL, NULL, "network", &r, format, &v, cli_write, c);
    free(data);
    if (rc == ENT_EUSAGE) {
        cli_complain_error(c->e, NULL);
        return 2;
    }
    if (rc < 0) {
        const ent_error *err = ent_last_error(c->e); /* its place is a line of the file */
        char place[4200];
        bool line = strncmp(err->place, "line ", 5) == 0;
        snprintf(place, sizeof place, "%.4000s%s%s", c->args[0], line ? ":" : "",
                 line ? err->place + 5 : "");
        cli_complain(place, "%s", err->message);
        return 1;
    }
    return 0;
}

static const cli_option balance_options[] = {
    {"format", 'f', "FORMAT", "jsonl, table, graphml, svg, png or pdf"},
    {"width", 'w', "N", "pixels of the picture"},
    {"height", 0, "N", "pixels of the picture"},
    {0}};
static const char *const balance_examples[] = {
    "entente balance network.tsv", "how balanced a signed network is, by three measures",
    "entente balance -f svg -o network.svg network.tsv", "a picture of it", NULL};
const cli_command cmd_balance = {
    .name = "balance",
    .usage = "[OPTIONS] FILE|-",
    .summary = "structural balance of a signed network",
    .text = "The file holds lines a<TAB>b<TAB>sign, sign 1 or -1 (or + and -). Prints one JSON "
            "object:\n"
            "balance by triangles, by walks, by frustration (docs/measures.md).",
    .options = balance_options,
    .examples = balance_examples,
    .min_args = 1,
    .max_args = 1,
    .run = run_balance};
