/* cmd_tables.c: tables: the rows in force, and what is doubtful in them. */
#include "cli.h"

static int to_stderr(void *user, const char *data, size_t len)
{
    (void)user;
    return fwrite(data, 1, len, stderr) == len ? 0 : -1;
}

static int run_import(cli *c)
{
    if (c->arg_count != 3) {
        cli_complain("tables", "import wants a kind (petrarch-actors, petrarch-agents, cow, iso) "
                               "and a file");
        return 2;
    }
    size_t len;
    char *data = cli_slurp(c->args[2], &len);
    if (!data) {
        return 1;
    }
    int rc = ent_tables_import(c->e, c->args[1], data, len, cli_write, c, to_stderr, NULL);
    free(data);
    if (rc < 0) {
        cli_complain_error(c->e, c->args[2]);
        return 1;
    }
    return 0;
}

static int run_tables(cli *c)
{
    if (c->arg_count && strcmp(c->args[0], "import") == 0) {
        return run_import(c);
    }
    bool check = c->arg_count == 1 && strcmp(c->args[0], "check") == 0;
    int rc = check ? ent_tables_check(c->e, cli_write, c)
                   : ent_tables_write(c->e, c->arg_count ? c->args[0] : NULL, cli_write, c);
    if (rc < 0) {
        cli_complain_error(c->e, "tables");
        return rc == ENT_ENOTFOUND ? 2 : 1;
    }
    if (check) {
        fprintf(stderr, "%d finding%s\n", rc, rc == 1 ? "" : "s");
    }
    return check && rc > 0 ? 1 : 0;
}

static const cli_option no_options[] = {{0}};
static const char *const tables_examples[] = {
    "entente tables",
    "the tables, their rows and the hash of all",
    "entente tables actor/states",
    "the effective rows, each with the file and line that it came from",
    "entente tables check",
    "overlaps, gaps, names without dates, unknown codes",
    "entente tables import petrarch-actors FILE > mine/actor/groups.tsv",
    "a dictionary of PETRARCH or TABARI as a table to lay over (agents: petrarch-agents, lists: "
    "cow, "
    "iso)",
    NULL};
const cli_command cmd_tables = {.name = "tables",
                                .usage = "[NAME | check | import KIND FILE]",
                                .summary = "the tables in force, and what is doubtful in them",
                                .text = "Tables are built in; --tables DIR (or $ENTENTE_TABLES) "
                                        "lays DIR/<stage>/<name>.tsv over them:\n"
                                        "the same key replaces, -key removes, a new key adds.",
                                .options = no_options,
                                .examples = tables_examples,
                                .max_args = 3,
                                .run = run_tables};
