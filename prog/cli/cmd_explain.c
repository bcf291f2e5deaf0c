/* cmd_explain.c: why an account, why none. */
#include "cli.h"

#include <unistd.h>

/* Reads and codes the n-th document of a file whose id is `doc` (NULL: the first), explains a
 * sentence. */
static int explain_file(cli *c, const char *path, const char *doc, uint32_t sentence)
{
    ent_reader *r;
    ent_input in;
    if (!cli_input(c, &in)) {
        return 2;
    }
    if (ent_reader_open(&r, c->e, path, &in) < 0) {
        cli_complain_error(c->e, path);
        return 1;
    }
    ent_record *rec;
    int rc, status = -1;
    while (status < 0 && (rc = ent_reader_next(&rec, r)) != 0) {
        ent_doc *d = NULL;
        if (rc < 0) {
            continue; /* another record may be the one */
        }
        rc = ent_read(&d, c->e, rec, &in);
        ent_record_drop(rec);
        if (rc >= 0 && (!doc || strcmp(ent_doc_id(d), doc) == 0)) {
            rc = ent_code_doc(c->e, d, NULL, 0);
            rc = rc < 0 ? rc : ent_explain(c->e, d, sentence, cli_write, c);
            status = rc < 0;
            if (rc < 0) {
                cli_complain_error(c->e, path);
            }
        }
        ent_doc_free(d);
    }
    ent_reader_close(r);
    if (status < 0) {
        cli_complain(path, "holds no document \"%s\" that can be read", doc ? doc : "");
        return 1;
    }
    return status;
}

/* A record's path is "file:line" or "file:offset": the file is what stands before. */
static void cut_record(char *path)
{
    char *colon = strrchr(path, ':');
    if (colon && colon[1] && strspn(colon + 1, "0123456789") == strlen(colon + 1) &&
        access(path, F_OK) != 0) {
        *colon = 0;
    }
}

static int explain_id(cli *c, const char *id)
{
    ent_db *db = cli_open_store(c, true);
    ent_accounts *a;
    if (!db) {
        return 1;
    }
    ent_accounts_new(&a);
    ent_query q = {.size = sizeof q, .id = id, .from = ENT_DAY_NONE, .to = ENT_DAY_NONE};
    char *path = NULL;
    int rc = ent_db_accounts(a, db, &q);
    const ent_account *one = rc < 0 ? NULL : ent_accounts_at(a, 0);
    if (rc < 0) {
        cli_complain_error(c->e, cli_store_path(c));
    } else if (!one) {
        cli_complain(id, "is no account of this store");
    } else {
        rc = ent_accounts_write(c->e, a, "table", cli_write, c);
        path = ent_db_doc_path(db, one->doc);
        if (!one->sentence) {
            fprintf(c->out, "an imported row: there is no text to explain it from\n");
        } else if (!path) {
            cli_complain(one->doc, "the store does not know its file");
            rc = ENT_ENOTFOUND;
        } else {
            cut_record(path);
            rc = explain_file(c, path, one->doc, one->sentence);
        }
    }
    free(path);
    bool bad = rc != 0 || !one;
    ent_accounts_free(a);
    ent_db_close(db);
    return bad ? 1 : 0;
}

static int run_explain(cli *c)
{
    const char *doc = cli_get(c, "doc");
    long sentence;
    if (!cli_number(c, "sentence", 1, 100000000, 0, &sentence)) {
        return 2;
    }
    if (doc) {
        if (!sentence || c->arg_count) {
            return cli_usage(c->command, "--doc FILE goes with --sentence N, and with no id");
        }
        return explain_file(c, doc, NULL, (uint32_t)sentence);
    }
    if (c->arg_count < 1) {
        return cli_usage(c->command, "an account's id, or --doc FILE --sentence N");
    }
    for (int i = 0; i < c->arg_count; i++) {
        c->failures += explain_id(c, c->args[i]) != 0;
    }
    return cli_finish(c);
}

static const cli_option explain_options[] = {
    CLI_STORE_OPTION,
    {"doc", 0, "FILE", "explain a sentence of this file"},
    {"sentence", 'n', "N", "its number, from 1"},
    {"input", 'i', "FORMAT", "what the input is (else by content)"},
    {"dct", 0, "DATE", "the document's date, where it does not tell"},
    {"genre", 0, "KIND", "news or history (else by content)"},
    {0}};
static const char *const explain_examples[] = {
    "entente explain a1c9f03b5d7e8246", "words, tree, row or weight, date and actor reasons",
    "entente explain --doc page.html --sentence 4", "why it gave what it gave, or nothing", NULL};
const cli_command cmd_explain = {
    .name = "explain",
    .usage = "[--store PATH] ID... | --doc FILE --sentence N",
    .summary = "why an account, why none",
    .text =
        "For an account of the store the document is read again from where it was added; its file\n"
        "must still be there.",
    .options = explain_options,
    .examples = explain_examples,
    .max_args = -1,
    .run = run_explain};
