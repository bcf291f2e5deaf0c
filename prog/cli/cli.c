/* cli.c: options, help, messages, files: what all commands share. */
#include "cli.h"

#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

const cli_option cli_common[] = {
    {"tables", 't', "DIR", "lay the tables in DIR over the built-in ones (may be repeated)"},
    {"weights", 0, "FILE", "the parser's weights, instead of the built-in ones"},
    {"output", 'o', "FILE", "write to FILE (under a temporary name, then renamed)"},
    {"help", 'h', NULL, "this text"},
    {0}};

/* -- messages -------------------------------------------------------------------------------- */

void cli_complain(const char *place, const char *format, ...)
{
    char line[1400];
    va_list ap;
    va_start(ap, format);
    vsnprintf(line, sizeof line, format, ap);
    va_end(ap);
    for (char *p = line; *p; p++) { /* one failure, one line */
        *p = *p == '\n' || *p == '\r' ? ' ' : *p;
    }
    if (place && *place) {
        fprintf(stderr, "entente: %s: %s\n", place, line);
    } else {
        fprintf(stderr, "entente: %s\n", line);
    }
}

void cli_complain_error(const ent *e, const char *otherwise)
{
    const ent_error *err = ent_last_error(e);
    cli_complain(*err->place ? err->place : otherwise, "%s", err->message);
}

int cli_usage(const cli_command *command, const char *format, ...)
{
    char line[800];
    va_list ap;
    va_start(ap, format);
    vsnprintf(line, sizeof line, format, ap);
    va_end(ap);
    cli_complain(NULL, "%s", line);
    fprintf(stderr, "usage: entente %s %s\n(entente %s --help tells more)\n", command->name,
            command->usage, command->name);
    return 2;
}

/* -- help ------------------------------------------------------------------------------------ */

static void help_options(FILE *f, const cli_option *o)
{
    for (; o && o->name; o++) {
        char left[64];
        snprintf(left, sizeof left, "%s%c%s --%s%s%s", o->letter ? "-" : " ",
                 o->letter ? o->letter : ' ', o->letter ? "," : " ", o->name, o->arg ? " " : "",
                 o->arg ? o->arg : "");
        fprintf(f, "  %-26s %s\n", left, o->help);
    }
}

void cli_help(FILE *f, const cli_command *k)
{
    fprintf(f, "entente %s: %s\n\nusage: entente %s %s\n", k->name, k->summary, k->name, k->usage);
    if (k->text) {
        fprintf(f, "\n%s\n", k->text);
    }
    if (k->examples && k->examples[0]) {
        fputs("\nexamples:\n", f);
        for (const char *const *x = k->examples; x[0]; x += 2) {
            fprintf(f, "  %s\n      %s\n", x[0], x[1]);
        }
    }
    fputs("\noptions:\n", f);
    help_options(f, k->options);
    help_options(f, cli_common);
    fputs("\nexit status: 0 done; 1 some input could not be used (the rest is done); 2 wrong use\n",
          f);
}

/* roff: a leading dot or quote and every backslash and hyphen-minus need care */
static void man_text(FILE *f, const char *s)
{
    bool start = true;
    for (; *s; s++) {
        if (start && (*s == '.' || *s == '\'')) {
            fputs("\\&", f);
        }
        if (*s == '\\') {
            fputs("\\e", f);
        } else if (*s == '-') {
            fputs("\\-", f);
        } else if (*s == '\n' && s[1] == '\n') {
            fputs("\n.PP", f);
        } else {
            fputc(*s, f);
        }
        start = *s == '\n';
    }
}

static void man_options(FILE *f, const cli_option *o)
{
    for (; o && o->name; o++) {
        fputs(".TP\n.B ", f);
        if (o->letter) {
            fprintf(f, "\\-%c, ", o->letter);
        }
        fputs("\\-\\-", f);
        man_text(f, o->name);
        if (o->arg) {
            fprintf(f, " \\fI%s\\fR", o->arg);
        }
        fputc('\n', f);
        man_text(f, o->help);
        fputc('\n', f);
    }
}

void cli_man(FILE *f, const cli_command *k)
{
    char upper[32];
    snprintf(upper, sizeof upper, "%s", k->name);
    for (char *p = upper; *p; p++) {
        *p = *p >= 'a' && *p <= 'z' ? (char)(*p - 32) : *p;
    }
    fprintf(f, ".TH ENTENTE\\-%s 1 \"\" \"entente %s\" \"User Commands\"\n", upper, ent_version());
    fprintf(f, ".SH NAME\nentente\\-%s \\- ", k->name);
    man_text(f, k->summary);
    fprintf(f, "\n.SH SYNOPSIS\n.B entente %s\n", k->name);
    man_text(f, k->usage);
    fputs("\n.SH DESCRIPTION\n", f);
    man_text(f, k->text ? k->text : k->summary);
    fputs("\n.SH OPTIONS\n", f);
    man_options(f, k->options);
    man_options(f, cli_common);
    if (k->examples && k->examples[0]) {
        fputs(".SH EXAMPLES\n", f);
        for (const char *const *x = k->examples; x[0]; x += 2) {
            fputs(".TP\n.B ", f);
            man_text(f, x[0]);
            fputc('\n', f);
            man_text(f, x[1]);
            fputc('\n', f);
        }
    }
    fputs(
        ".SH EXIT STATUS\n0 done; 1 some input could not be used (the rest is done; a line each on "
        "standard error); 2 wrong use, nothing done.\n",
        f);
}

int cli_main_help(FILE *f)
{
    fputs("entente reads what has been written about states and shows how their relations rose and "
          "fell,\nwith the sentence behind every step.\n\nusage: entente COMMAND [OPTIONS] ...\n\n",
          f);
    for (const cli_command *const *k = cli_commands; *k; k++) {
        fprintf(f, "  %-10s %s\n", (*k)->name, (*k)->summary);
    }
    fputs("\nexamples:\n"
          "  entente add pages/                  read, code, reconcile and keep documents\n"
          "  entente relate --dyad CUB-CHN       how Cuba's and China's relation went\n"
          "  entente code page.html | less       the accounts of one page, one JSON object a line\n"
          "\n`entente COMMAND --help` tells more of each.\n",
          f);
    return 0;
}

/* -- options --------------------------------------------------------------------------------- */

static int option_index(const cli_command *k, const char *name)
{
    int n = 0;
    for (const cli_option *o = k->options; o && o->name; o++, n++) {
        if (strcmp(o->name, name) == 0) {
            return n;
        }
    }
    for (const cli_option *o = cli_common; o->name; o++, n++) {
        if (strcmp(o->name, name) == 0) {
            return n;
        }
    }
    return -1;
}

const char *cli_get(const cli *c, const char *option)
{
    int i = option_index(c->command, option);
    return i < 0 ? NULL : c->value[i];
}

const char *cli_get_or(const cli *c, const char *option, const char *otherwise)
{
    const char *v = cli_get(c, option);
    return v ? v : otherwise;
}

static bool leap(int y)
{
    return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

/* days from 1970-01-01, by counting: the program sees only the public header */
static int32_t day_number(int y, int m, int d)
{
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    int64_t n = (int64_t)(y - 1970) * 365 + before[m - 1] + d - 1 + (m > 2 && leap(y));
    int64_t p = y - 1;
    n += (p / 4 - p / 100 + p / 400) - 477; /* leap days between year 1 and 1970 */
    return (int32_t)n;
}

bool cli_day(const cli *c, const char *option, int32_t *day)
{
    const char *v = cli_get(c, option);
    int y = 0, m = 1, d = 1, used = 0;
    static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    *day = ENT_DAY_NONE;
    if (!v) {
        return true;
    }
    bool last = strcmp(option, "to") == 0; /* 1964 as an end is the year's last day */
    int n = sscanf(v, "%4d%n-%2d%n-%2d%n", &y, &used, &m, &used, &d, &used);
    bool ok = n >= 1 && v[used] == 0 && y >= 1 && m >= 1 && m <= 12 && d >= 1 &&
              d <= length[m - 1] + (m == 2 && leap(y));
    if (!ok) {
        cli_complain(NULL, "--%s %s: not a date such as 1964, 1964-05 or 1964-05-31", option, v);
        return false;
    }
    m = n == 1 && last ? 12 : m;
    d = n <= 2 && last ? length[m - 1] + (m == 2 && leap(y)) : d;
    *day = day_number(y, m, d);
    return true;
}

bool cli_number(const cli *c, const char *option, long low, long high, long otherwise, long *out)
{
    const char *v = cli_get(c, option);
    char *end = NULL;
    *out = otherwise;
    if (!v) {
        return true;
    }
    errno = 0;
    *out = strtol(v, &end, 10);
    if (errno || end == v || *end || *out < low || *out > high) {
        cli_complain(NULL, "--%s %s: not a whole number from %ld to %ld", option, v, low, high);
        return false;
    }
    return true;
}

const char *cli_store_path(const cli *c)
{
    const char *p = cli_get(c, "store");
    p = p ? p : getenv("ENTENTE_STORE");
    return p && *p ? p : "entente.db";
}

ent_db *cli_open_store(cli *c, bool read_only)
{
    ent_db *db;
    if (ent_db_open(&db, c->e, cli_store_path(c), read_only) < 0) {
        cli_complain_error(c->e, cli_store_path(c));
        return NULL;
    }
    return db;
}

bool cli_dyad(cli *c, const char *text, const char **one, const char **other)
{
    *one = *other = NULL;
    if (!text || !*text) {
        cli_complain(NULL, "a dyad is two states such as CUB-CHN or Cuba-China");
        return false;
    }
    /* the whole first: names may hold hyphens ("Guinea-Bissau") */
    for (const char *dash = strchr(text, '-'); dash; dash = strchr(dash + 1, '-')) {
        char *a = strndup(text, (size_t)(dash - text));
        const char *x = ent_state_code(c->e, a), *y = x ? ent_state_code(c->e, dash + 1) : NULL;
        free(a);
        if (x && y && strcmp(x, y) == 0) {
            cli_complain(text, "a dyad has two different states");
            return false;
        }
        if (x && y) {
            *one = x;
            *other = y;
            return true;
        }
    }
    if (!strchr(text, '-') && (*one = ent_state_code(c->e, text))) {
        return true;
    }
    cli_complain_error(c->e, text);
    return false;
}

/* -- files ----------------------------------------------------------------------------------- */

static void push(cli_files *f, const char *path)
{
    if (f->count == f->cap) {
        f->cap = f->cap ? f->cap * 2 : 64;
        f->path = realloc(f->path, f->cap * sizeof *f->path);
        if (!f->path) {
            abort();
        }
    }
    f->path[f->count++] = strdup(path);
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int not_hidden(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static void walk(cli *c, cli_files *f, const char *path, int depth)
{
    struct stat st;
    if (strcmp(path, "-") == 0 || stat(path, &st) < 0 || !S_ISDIR(st.st_mode)) {
        push(f, path); /* what does not exist is named when it is opened */
        return;
    }
    struct dirent **names;
    int n = depth > 32 ? -1 : scandir(path, &names, not_hidden, by_bytes);
    if (n < 0) {
        cli_complain(path, "%s", depth > 32 ? "directories too deep" : strerror(errno));
        c->failures++;
        return;
    }
    for (int i = 0; i < n; i++) {
        char *full = NULL;
        size_t len = strlen(path);
        if (asprintf(&full, "%s%s%s", path, len && path[len - 1] == '/' ? "" : "/",
                     names[i]->d_name) > 0) {
            walk(c, f, full, depth + 1);
        }
        free(full);
        free(names[i]);
    }
    free(names);
}

void cli_files_add(cli *c, cli_files *f, const char *arg)
{
    walk(c, f, arg, 0);
}

void cli_files_free(cli_files *f)
{
    for (size_t i = 0; i < f->count; i++) {
        free(f->path[i]);
    }
    free(f->path);
}

int cli_write(void *user, const char *data, size_t len)
{
    cli *c = user;
    return fwrite(data, 1, len, c->out) != len;
}

char *cli_slurp(const char *path, size_t *len)
{
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    char *data = NULL;
    size_t cap = 0, n = 1;
    *len = 0;
    while (f && n > 0 && *len < (64u << 20)) {
        if (cap - *len < 65536) {
            cap = cap ? cap * 2 : 1 << 17;
            data = realloc(data, cap);
            if (!data) {
                abort();
            }
        }
        n = fread(data + *len, 1, cap - *len, f);
        *len += n;
    }
    if (!f || ferror(f)) {
        cli_complain(path, "%s", strerror(errno));
        free(data);
        data = NULL;
    }
    if (f && f != stdin) {
        fclose(f);
    }
    return data;
}

int cli_finish(cli *c)
{
    return c->failures ? 1 : 0;
}

/* -- start ----------------------------------------------------------------------------------- */

static int add_long(struct option *lo, char *letters, const cli_option *o, int n)
{
    for (; o && o->name; o++, n++) {
        lo[n] = (struct option){o->name, o->arg ? required_argument : no_argument, NULL, 256 + n};
        if (o->letter) {
            size_t k = strlen(letters);
            letters[k] = o->letter;
            letters[k + 1] = o->arg ? ':' : 0;
            letters[k + 2] = 0;
        }
    }
    return n;
}

static const cli_option *option_at(const cli_command *k, int n)
{
    for (const cli_option *o = k->options; o && o->name; o++, n--) {
        if (n == 0) {
            return o;
        }
    }
    return &cli_common[n];
}

static int by_letter(const cli_command *k, int letter)
{
    int n = 0;
    for (const cli_option *o = k->options; o && o->name; o++, n++) {
        if (o->letter == letter) {
            return n;
        }
    }
    for (const cli_option *o = cli_common; o->name; o++, n++) {
        if (o->letter == letter) {
            return n;
        }
    }
    return -1;
}

static int parse_options(cli *c, int argc, char **argv)
{
    struct option lo[CLI_MAX_OPTIONS + 1] = {0};
    char letters[2 * CLI_MAX_OPTIONS + 2] = ":";
    int n = add_long(lo, letters, c->command->options, 0);
    add_long(lo, letters, cli_common, n);
    opterr = 0;
    optind = 1;
    for (int ch; (ch = getopt_long(argc, argv, letters, lo, NULL)) != -1;) {
        if (ch == '?' || ch == ':') {
            return cli_usage(c->command, ch == ':' ? "%s needs an argument" : "%s: no such option",
                             argv[optind - 1]);
        }
        int i = ch >= 256 ? ch - 256 : by_letter(c->command, ch);
        const cli_option *o = option_at(c->command, i);
        if (o->name == cli_common[0].name) { /* --tables */
            if (c->repeat_count == CLI_MAX_REPEAT) {
                return cli_usage(c->command, "more than %d --tables", CLI_MAX_REPEAT);
            }
            c->repeat[c->repeat_count++] = optarg;
        }
        c->value[i] = o->arg ? optarg : "";
    }
    c->args = argv + optind;
    c->arg_count = argc - optind;
    return 0;
}

static int open_library(cli *c)
{
    const char *dirs[CLI_MAX_REPEAT + 1];
    size_t n = 0;
    const char *env = getenv("ENTENTE_TABLES");
    if (env && *env) {
        dirs[n++] = env;
    }
    for (int i = 0; i < c->repeat_count; i++) {
        dirs[n++] = c->repeat[i];
    }
    ent_options o = {sizeof o, dirs, n, cli_get(c, "weights")};
    if (ent_open(&c->e, &o) < 0) {
        cli_complain_error(c->e, "tables");
        return 2;
    }
    return 0;
}

static int open_output(cli *c)
{
    const char *path = cli_get(c, "output");
    c->out = stdout;
    if (path && strcmp(path, "-") != 0) {
        if (asprintf(&c->out_temp, "%s.%ld.tmp", path, (long)getpid()) < 0) {
            abort();
        }
        c->out = fopen(c->out_temp, "wb");
        if (!c->out) {
            cli_complain(path, "%s", strerror(errno));
            return 2;
        }
    }
    return 0;
}

static int close_output(cli *c, int status)
{
    const char *path = cli_get(c, "output");
    bool bad = fflush(c->out) != 0 || ferror(c->out);
    if (c->out != stdout) {
        bad = fclose(c->out) != 0 || bad;
        if (bad || status == 2) {
            unlink(c->out_temp);
        } else if (rename(c->out_temp, path) < 0) {
            bad = true;
            unlink(c->out_temp);
        }
    }
    if (bad) {
        cli_complain(path ? path : "standard output", "%s", strerror(errno ? errno : EIO));
        status = status ? status : 1;
    }
    free(c->out_temp);
    return status;
}

static const cli_command *find_command(const char *name)
{
    for (const cli_command *const *k = cli_commands; *k; k++) {
        if (strcmp((*k)->name, name) == 0) {
            return *k;
        }
    }
    return NULL;
}

static int run_command(const cli_command *k, int argc, char **argv)
{
    cli c = {.command = k};
    int rc = parse_options(&c, argc, argv);
    if (rc) {
        return rc;
    }
    if (cli_get(&c, "help")) {
        cli_help(stdout, k);
        return 0;
    }
    if (c.arg_count < k->min_args || (k->max_args >= 0 && c.arg_count > k->max_args)) {
        return cli_usage(k, c.arg_count < k->min_args ? "too few arguments" : "too many arguments");
    }
    if ((rc = open_library(&c)) == 0 && (rc = open_output(&c)) == 0) {
        rc = close_output(&c, k->run(&c));
    }
    ent_close(c.e);
    return rc;
}

/* Letters that differ, with insertions and deletions; short names only. */
static size_t distance(const char *a, const char *b)
{
    size_t row[24], na = strnlen(a, 23), nb = strnlen(b, 23);
    for (size_t j = 0; j <= nb; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= na; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= nb; j++) {
            size_t cost = diagonal + (a[i - 1] != b[j - 1]);
            size_t least = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            diagonal = row[j];
            row[j] = cost < least ? cost : least;
        }
    }
    return row[nb];
}

static int no_command(const char *name)
{
    const cli_command *best = NULL;
    size_t least = 3;
    for (const cli_command *const *k = cli_commands; *k; k++) {
        size_t d = distance(name, (*k)->name);
        if (d < least && d < strlen((*k)->name)) {
            best = *k;
            least = d;
        }
    }
    if (best) {
        cli_complain(NULL, "there is no command \"%s\": did you mean %s?", name, best->name);
    } else {
        cli_complain(NULL, "there is no command \"%s\"; `entente help` lists them", name);
    }
    return 2;
}

/* `entente --tables DIR code ...`: what all commands share may stand before the command, which
 * then comes first. */
static void command_first(int argc, char **argv)
{
    int i = 1;
    while (i < argc && argv[i][0] == '-') {
        const cli_option *o = cli_common;
        size_t n = strcspn(argv[i] + (strlen(argv[i]) > 1), "=");
        for (; o->name; o++) {
            bool by_name = strncmp(argv[i], "--", 2) == 0 && n == strlen(o->name) + 1 &&
                           strncmp(argv[i] + 2, o->name, n - 1) == 0;
            if (o->arg && (by_name || (argv[i][1] == o->letter && o->letter))) {
                break;
            }
        }
        if (!o->name) {
            return;
        }
        bool apart = argv[i][1] == '-' ? argv[i][n + 1] == 0 : argv[i][2] == 0;
        i += apart ? 2 : 1;
    }
    if (i > 1 && i < argc) {
        char *name = argv[i];
        memmove(&argv[2], &argv[1], (size_t)(i - 1) * sizeof *argv);
        argv[1] = name;
    }
}

static int help_command(int argc, char **argv)
{
    bool man = argc > 2 && strcmp(argv[2], "--man") == 0;
    if (argc < (man ? 4 : 3)) {
        return cli_main_help(stdout);
    }
    const cli_command *k = find_command(argv[man ? 3 : 2]);
    if (!k) {
        return no_command(argv[man ? 3 : 2]);
    }
    if (man) {
        cli_man(stdout, k);
    } else {
        cli_help(stdout, k);
    }
    return 0;
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_DFL); /* a reader that has seen enough ends us quietly */
    if (argc < 2) {
        cli_main_help(stderr);
        return 2;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        return cli_main_help(stdout);
    }
    if (strcmp(argv[1], "help") == 0) {
        return help_command(argc, argv);
    }
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "version") == 0) {
        printf("entente %s (account schema %d)\n", ent_version(), ENT_SCHEMA);
        return 0;
    }
    command_first(argc, argv);
    const cli_command *k = find_command(argv[1]);
    if (!k && argv[1][0] == '-') {
        cli_complain(NULL, "%s: not an option before a command", argv[1]);
        return 2;
    }
    if (!k) {
        return no_command(argv[1]);
    }
    return run_command(k, argc - 1, argv + 1);
}
