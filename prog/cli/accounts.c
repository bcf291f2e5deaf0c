/* accounts.c: account files (JSON lines) as input of reconcile and relate. */
#include "cli.h"

#include <errno.h>

static int read_one(cli *c, ent_accounts *a, const char *path)
{
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    char *line = NULL;
    size_t cap = 0, number = 0;
    if (!f) {
        cli_complain(path, "%s", strerror(errno));
        c->failures++;
        return -1;
    }
    for (ssize_t n; (n = getline(&line, &cap, f)) > 0;) {
        number++;
        while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r' || line[n - 1] == ' ')) {
            n--;
        }
        if (n > 0 && ent_accounts_parse(c->e, a, line, (size_t)n) < 0) {
            char place[4200];
            snprintf(place, sizeof place, "%.4000s:%zu", path, number);
            cli_complain(place, "%s", ent_last_error(c->e)->message);
            c->failures++;
        }
    }
    if (ferror(f)) {
        cli_complain(path, "%s", strerror(errno));
        c->failures++;
    }
    free(line);
    if (f != stdin) {
        fclose(f);
    }
    return 0;
}

int cli_read_accounts(cli *c, ent_accounts *a, int first_arg)
{
    cli_files files = {0};
    for (int i = first_arg; i < c->arg_count; i++) {
        cli_files_add(c, &files, c->args[i]);
    }
    if (first_arg >= c->arg_count) {
        cli_files_add(c, &files, "-");
    }
    for (size_t i = 0; i < files.count; i++) {
        read_one(c, a, files.path[i]);
    }
    cli_files_free(&files);
    return 0;
}
