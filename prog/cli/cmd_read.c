/* cmd_read.c: read, parse, time, actor, code: documents in, a layer out. */
#include "cli.h"

#define INPUT_OPTIONS                                                                              \
    {"input", 'i', "FORMAT",                                                                       \
     "what the input is: html, text, markdown, jsonl, warc, tei, petrarch, rss, conllu (else by "  \
     "content)"},                                                                                  \
        {"doc-id", 0, "ID", "the document's id (else its own, else the file's name)"},             \
        {"dct", 0, "DATE", "the document's date, where it does not tell or tells it wrongly"},     \
        {"genre", 0, "KIND", "news or history (else by content): what undated clauses lean on"},   \
        {"max-bytes", 0, "N", "refuse larger documents (64 MiB)"},                                 \
        {"any-language", 0, NULL, "do not refuse what is not English"},                            \
    {                                                                                              \
        "jobs", 'j', "N", "threads (all cores); the output is the same for any number"             \
    }

typedef struct layer_job {
    const char *run;  /* last pass; NULL: all; "": none */
    const char *dump; /* layer to write */
    int all_actors;
} layer_job;

static int layer_work(ent *e, cli_job *j, void *user)
{
    const layer_job *l = user;
    int rc = 0;
    if (!l->run || *l->run) {
        rc = ent_code_doc(e, j->doc, l->run, l->all_actors);
    }
    return rc < 0 ? rc : ent_doc_dump(e, j->doc, l->dump, cli_job_write, j);
}

static int run_layer(cli *c, layer_job l)
{
    ent_input in;
    if (!cli_input(c, &in)) {
        return 2;
    }
    cli_work w = {.input = &in, .work = layer_work, .user = &l};
    return cli_run_documents(c, &w);
}

/* -- read ------------------------------------------------------------------------------------ */

static int run_read(cli *c)
{
    const char *format = cli_get_or(c, "format", "jsonl");
    bool plain = strcmp(format, "text") == 0 || strcmp(format, "parts") == 0;
    if (!plain && strcmp(format, "jsonl") != 0) {
        return cli_usage(c->command, "--format %s: jsonl, text or parts", format);
    }
    const char *dump = plain ? format : cli_get(c, "body") ? "body" : "read";
    return run_layer(c, (layer_job){.run = "", .dump = dump});
}

static const cli_option read_options[] = {
    {"format", 'f', "FORMAT",
     "jsonl (an object a document), text (the text alone) or parts (a line a voice)"},
    {"body", 'b', NULL, "the article's body alone: without title, comments and the rest"},
    INPUT_OPTIONS,
    {0}};
static const char *const read_examples[] = {
    "entente read page.html",
    "title, date, site, text and whose words they are, as JSON",
    "entente read --format text page.html",
    "the text that evidence offsets count in",
    "entente read crawl.warc.gz | jq -r .title",
    "the titles of a web archive",
    NULL};
const cli_command cmd_read = {
    .name = "read",
    .usage = "[OPTIONS] [FILE|DIRECTORY|-]...",
    .summary = "find the article, and whose words are whose",
    .text =
        "Reads web pages, text, Markdown, JSON lines, web archives (WARC), TEI, PETRARCH XML, RSS\n"
        "and Atom, told apart by content. Prints doc, title, byline, published, site, via, lang,\n"
        "text and parts: spans of text with kind and voice. For a page, text is title, article,\n"
        "then comments.",
    .options = read_options,
    .examples = read_examples,
    .max_args = -1,
    .run = run_read};

/* -- parse ----------------------------------------------------------------------------------- */

static int run_parse(cli *c)
{
    return run_layer(c, (layer_job){.run = "parse", .dump = "conllu"});
}

static const cli_option parse_options[] = {INPUT_OPTIONS, {0}};
static const char *const parse_examples[] = {"echo 'Egypt recalled its envoy.' | entente parse",
                                             "one sentence as CoNLL-U",
                                             "entente parse --input conllu dev.conllu",
                                             "keeps sentences and words, fills in the rest", NULL};
const cli_command cmd_parse = {
    .name = "parse",
    .usage = "[OPTIONS] [FILE|DIRECTORY|-]...",
    .summary = "sentences, words, tags, lemmas and trees as CoNLL-U",
    .text = "Universal Dependencies for English, by a neural parser whose weights are built in.",
    .options = parse_options,
    .examples = parse_examples,
    .max_args = -1,
    .run = run_parse};

/* -- time ------------------------------------------------------------------------------------ */

static int run_time(cli *c)
{
    return run_layer(c, (layer_job){.run = "time", .dump = "time"});
}

static const char *const time_examples[] = {"entente time --dct 1990-08-02 dispatch.txt",
                                            "what \"yesterday\" and \"next week\" were",
                                            "entente time --genre history chapter.txt",
                                            "anchored on the narrative, not on the document", NULL};
const cli_command cmd_time = {.name = "time",
                              .usage = "[--dct DATE] [OPTIONS] [FILE|DIRECTORY|-]...",
                              .summary = "time expressions, and the days that they mean",
                              .text = "A JSON line an expression: doc, start and end (code points "
                                      "of the text), text, type, value,\n"
                                      "mod (TIMEX3), from and to (days; null: open or none).",
                              .options = parse_options,
                              .examples = time_examples,
                              .max_args = -1,
                              .run = run_time};

/* -- actor ----------------------------------------------------------------------------------- */

static int run_actor(cli *c)
{
    int32_t day;
    if (!cli_day(c, "on", &day)) {
        return 2;
    }
    for (int i = 0; i < c->arg_count; i++) {
        int n = ent_actor_find(c->e, c->args[i], day, cli_write, c);
        if (n == 0) {
            cli_complain(c->args[i], "no table row names it%s",
                         cli_get(c, "on") ? " on that day" : "");
        }
        c->failures += n <= 0;
    }
    return cli_finish(c);
}

static const cli_option actor_options[] = {
    {"on", 0, "DATE", "the day (1964, 1964-05 or 1964-05-31); without: any day"}, {0}};
static const char *const actor_examples[] = {
    "entente actor --on 1960-11-01 \"Che Guevara\" Peking", "who is meant, and which row says so",
    "entente actor --on 1975 Saigon", "a name that meant another state then", NULL};
const cli_command cmd_actor = {.name = "actor",
                               .usage = "[--on DATE] NAME...",
                               .summary = "how a name resolves on a day, and from which table row",
                               .options = actor_options,
                               .examples = actor_examples,
                               .min_args = 1,
                               .max_args = -1,
                               .run = run_actor};

/* -- code ------------------------------------------------------------------------------------ */

static int run_pairs(cli *c, const char *path)
{
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    char *line = NULL;
    size_t cap = 0, number = 0;
    if (!f) {
        cli_complain(path, "cannot be opened");
        return 1;
    }
    for (ssize_t n; (n = getline(&line, &cap, f)) > 0;) {
        number++;
        while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r')) {
            n--;
        }
        if (n > 0 && ent_code_pair(c->e, line, (size_t)n, cli_write, c) < 0) {
            char place[4200];
            snprintf(place, sizeof place, "%.4000s:%zu", path, number);
            cli_complain(place, "%s", ent_last_error(c->e)->message);
            c->failures++;
        }
    }
    free(line);
    if (f != stdin) {
        fclose(f);
    }
    return cli_finish(c);
}

static int run_code(cli *c)
{
    const char *pairs = cli_get(c, "pairs"), *dump = cli_get_or(c, "dump", "accounts");
    static const char *const known[] = {"read",  "text",     "conllu", "time",
                                        "actor", "accounts", "event",  NULL};
    if (pairs) {
        return run_pairs(c, pairs);
    }
    for (int i = 0; known[i]; i++) {
        if (strcmp(known[i], dump) == 0) {
            return run_layer(
                c, (layer_job){.dump = dump, .all_actors = cli_get(c, "all-actors") != NULL});
        }
    }
    return cli_usage(c->command, "--dump %s: read, text, conllu, time, actor, accounts or event",
                     dump);
}

static const cli_option code_options[] = {
    {"all-actors", 0, NULL, "also acts whose actors are no state, organisation or named group"},
    {"pairs", 0, "FILE",
     "JSON lines {id,text,source,target}: what the text says source did to target"},
    {"dump", 0, "LAYER", "write another layer after all passes: conllu, time, actor, event ..."},
    INPUT_OPTIONS,
    {0}};
static const char *const code_examples[] = {"entente code page.html",
                                            "the page's accounts, one JSON object a line",
                                            "entente code archive/ > accounts.jsonl",
                                            "a directory of documents",
                                            "entente code --dump event page.html",
                                            "a short line an account",
                                            NULL};
const cli_command cmd_code = {.name = "code",
                              .usage = "[OPTIONS] [FILE|DIRECTORY|-]...",
                              .summary = "who did what to whom, when, according to whom: accounts",
                              .text = "Prints accounts, one JSON object a line (docs/accounts.md): "
                                      "source, target, CAMEO and PLOVER\n"
                                      "code, date, status, voice, and the sentence as evidence.",
                              .options = code_options,
                              .examples = code_examples,
                              .max_args = -1,
                              .run = run_code};
