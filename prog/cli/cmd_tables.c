/* cmd_tables.c: tables: the rows in force, and what is doubtful in them. */
#include "cli.h"

static int run_tables(cli *c)
{
    bool check = c->arg_count == 1 && strcmp(c->args[0], "check") == 0;
    int rc = check ? ent_tables_check(c->e, cli_write, c)
                   : ent_tables_write(c->e, c->arg_count ? c->args[0] : NULL, cli_write, c);
    if (rc < 0) {
        cli_complain_error(c->e, "tables");
        return rc == ENT_ENOTFOUND ? 2 : 1;
    }
    if (check) {
        fprintf(stderr, "%d findings\n", rc);
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
    NULL};
const cli_command cmd_tables = {.name = "tables",
                                .usage = "[NAME | check]",
                                .summary = "the tables in force, and what is doubtful in them",
                                .text = "Tables are built in; --tables DIR (or $ENTENTE_TABLES) "
                                        "lays DIR/<stage>/<name>.tsv over them:\n"
                                        "the same key replaces, -key removes, a new key adds.",
                                .options = no_options,
                                .examples = tables_examples,
                                .max_args = 1,
                                .run = run_tables};
