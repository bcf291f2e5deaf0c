/* cli.h: commands as data: options, help, man pages and examples come from one table each. */
#ifndef ENT_CLI_H
#define ENT_CLI_H

#include <entente.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLI_MAX_OPTIONS = 40, CLI_MAX_REPEAT = 16 };

typedef struct cli_option {
    const char *name; /* long name */
    char letter;      /* short name or 0 */
    const char *arg;  /* name of its argument; NULL: a switch */
    const char *help;
} cli_option;

struct cli;

typedef struct cli_command {
    const char *name;
    const char *usage;   /* what stands behind the name */
    const char *summary; /* one line */
    const char *text;    /* paragraphs for --help and the man page */
    const cli_option *options;
    const char *const *examples; /* pairs: command line, what it does; NULL ends */
    int min_args, max_args;      /* max -1: any number */
    int (*run)(struct cli *c);
} cli_command;

/* One run of the program. */
typedef struct cli {
    const cli_command *command;
    const char *value[CLI_MAX_OPTIONS]; /* by index into cli_all(): NULL not given */
    const char *repeat[CLI_MAX_REPEAT]; /* of --tables */
    int repeat_count;
    char **args;
    int arg_count;
    ent *e;
    int failures; /* inputs that could not be used */
    FILE *out;
    char *out_temp; /* -o: written here, then renamed */
} cli;

/* Options that every command has. */
extern const cli_option cli_common[];
extern const cli_command *const cli_commands[];

const char *cli_get(const cli *c, const char *option); /* NULL: not given; "" for a given switch */
const char *cli_get_or(const cli *c, const char *option, const char *otherwise);
/* A day option; false after a message where it is not a date. *day is ENT_DAY_NONE if not given. */
bool cli_day(const cli *c, const char *option, int32_t *day);
/* A whole number from `low` to `high`; false after a message. */
bool cli_number(const cli *c, const char *option, long low, long high, long otherwise, long *out);
int cli_write(void *user, const char *data, size_t len); /* ent_write_fn to c->out; user: cli */
/* One line on standard error: "entente: place: message". */
void cli_complain(const char *place, const char *format, ...) __attribute__((format(printf, 2, 3)));
void cli_complain_error(const ent *e, const char *otherwise);
int cli_usage(const cli_command *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void cli_help(FILE *f, const cli_command *command);
void cli_man(FILE *f, const cli_command *command);
int cli_main_help(FILE *f);

/* "CUB-CHN", "Cuba-China", "CUB" (one against all) -> codes; false after a message. */
bool cli_dyad(cli *c, const char *text, const char **one, const char **other);
const char *cli_store_path(const cli *c);
/* The store of --store; NULL after a message. */
ent_db *cli_open_store(cli *c, bool read_only);
/* --store, for a command's table of options. */
#define CLI_STORE_OPTION                                                                           \
    {                                                                                              \
        "store", 's', "PATH", "the store ($ENTENTE_STORE, else entente.db here)"                   \
    }

/* The files that the arguments name, directories walked in sorted order. */
typedef struct cli_files {
    char **path;
    size_t count, cap;
} cli_files;
void cli_files_add(cli *c, cli_files *f, const char *arg);
void cli_files_free(cli_files *f);

/* Documents, read and coded on `--jobs` threads, given back in the order of the input. */
typedef struct cli_job {
    ent_record *record;
    ent_doc *doc; /* NULL where it failed */
    char *out;    /* what work() wrote */
    size_t out_len;
    char error[900]; /* "place: message" where it failed */
} cli_job;
typedef struct cli_work {
    const ent_input *input;
    /* in a worker: job->doc is read; write with cli_job_write. < 0: failed, e has the error */
    int (*work)(ent *e, cli_job *job, void *user);
    /* in the main thread, in order; NULL: job->out is written to c->out. != 0 stops everything */
    int (*emit)(cli *c, cli_job *job, void *user);
    void *user;
} cli_work;
int cli_job_write(void *job, const char *data, size_t len); /* an ent_write_fn */
int cli_run_documents(cli *c, const cli_work *w);
/* Fills an ent_input from the options --input --doc-id --dct --genre --max-bytes --any-language. */
bool cli_input(cli *c, ent_input *in);
/* Reads JSON lines of accounts from the arguments (or "-"); counts failures. */
int cli_read_accounts(cli *c, ent_accounts *a, int first_arg);
int cli_finish(cli *c); /* exit status */
/* A whole file (or "-"), at most 64 MiB, to be freed; NULL where it cannot be read, which is said.
 */
char *cli_slurp(const char *path, size_t *len);

#endif
