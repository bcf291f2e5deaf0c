/* case_run.c: runs golden cases through the command line (test tool).
 *
 * usage: case_run [--bless] FILE.case ...
 *
 * A case is
 *     == title
 *     args: code --dump event -       (arguments of entente; no shell, words parted by blanks)
 *     exit: 0                         (optional)
 *     input text, given on standard input
 *     -- out
 *     expected standard output, up to the next "== " line
 * The program is $ENTENTE. --bless writes what came out into the file. Trailing blank lines are of
 * no account.
 */
#include "base/base.h"

#include <errno.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct one_case {
    const char *title, *args, *input, *expect;
    size_t input_len, expect_len;
    int exit;
} one_case;

static size_t trim(const char *s, size_t n)
{
    while (n && (s[n - 1] == '\n' || s[n - 1] == ' ')) {
        n--;
    }
    return n;
}

/* Cuts the case that starts at p ("== ..."); returns where the next one starts. */
static const char *cut(const char *p, const char *end, one_case *c, ent_arena *a)
{
    const char *nl = memchr(p, '\n', (size_t)(end - p));
    nl = nl ? nl : end;
    memset(c, 0, sizeof *c);
    c->title = ent_arena_strn(a, p + 3, (size_t)(nl - p - 3));
    p = nl < end ? nl + 1 : end;
    for (;;) {
        nl = memchr(p, '\n', (size_t)(end - p));
        nl = nl ? nl : end;
        if (strncmp(p, "args: ", 6) == 0) {
            c->args = ent_arena_strn(a, p + 6, (size_t)(nl - p - 6));
        } else if (strncmp(p, "exit: ", 6) == 0) {
            c->exit = p[6] - '0';
        } else {
            break;
        }
        p = nl < end ? nl + 1 : end;
    }
    c->input = p;
    const char *out = strncmp(p, "-- out\n", 7) == 0 ? p - 1 : strstr(p, "\n-- out\n");
    if (!out) {
        out = end;
    }
    c->input_len = (size_t)(out + 1 - p);
    c->expect = out < end ? out + 8 : end;
    const char *next = strstr(c->expect - 1, "\n== ");
    next = next ? next + 1 : end;
    c->expect_len = (size_t)(next - c->expect);
    return next;
}

static void child(const one_case *c, int in, int out)
{
    char *argv[64] = {0};
    char *words = strdup(c->args);
    size_t n = 0;
    argv[n++] = getenv("ENTENTE");
    for (char *save = NULL, *w = strtok_r(words, " ", &save); w && n < 63;
         w = strtok_r(NULL, " ", &save)) {
        argv[n++] = w;
    }
    dup2(in, 0);
    dup2(out, 1);
    execv(argv[0], argv);
    _exit(127);
}

static int run(const one_case *c, ent_buf *out)
{
    int in[2], o[2], status = 0;
    if (pipe(in) || pipe(o)) {
        return -1;
    }
    pid_t pid = fork();
    if (pid == 0) {
        close(in[1]);
        close(o[0]);
        child(c, in[0], o[1]);
    }
    close(in[0]);
    close(o[1]);
    size_t sent = 0;
    char chunk[65536];
    for (bool open = true; open;) {
        struct pollfd fds[2] = {{o[0], POLLIN, 0}, {in[1], POLLOUT, 0}};
        poll(fds, in[1] >= 0 ? 2 : 1, -1);
        if (in[1] >= 0 && fds[1].revents) {
            size_t left = c->input_len - sent;
            ssize_t n = left ? write(in[1], c->input + sent, left < 4096 ? left : 4096) : -1;
            sent += n > 0 ? (size_t)n : 0;
            if (n < 0 || sent == c->input_len) {
                close(in[1]);
                in[1] = -1;
            }
        }
        if (fds[0].revents) {
            ssize_t n = read(o[0], chunk, sizeof chunk);
            open = n > 0;
            if (n > 0) {
                ent_buf_add(out, chunk, (size_t)n);
            }
        }
    }
    if (in[1] >= 0) {
        close(in[1]);
    }
    close(o[0]);
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int run_file(const char *path, bool bless)
{
    char *data;
    size_t len;
    ent_err err;
    ent_arena a = {0};
    ent_buf fresh = {0};
    int failed = 0;
    if (ent_file_read(&data, &len, path, 64 << 20, &err) < 0) {
        fprintf(stderr, "%s: %s\n", path, err.message);
        return 1;
    }
    const char *end = data + len;
    const char *p = strncmp(data, "== ", 3) == 0 ? data : strstr(data, "\n== ");
    p = p && *p == '\n' ? p + 1 : p;
    ent_buf_add(&fresh, data, p ? (size_t)(p - data) : len);
    while (p && p < end) {
        one_case c;
        const char *begin = p;
        p = cut(p, end, &c, &a);
        if (!c.args) {
            fprintf(stderr, "%s: %s: no args line\n", path, c.title);
            failed++;
            continue;
        }
        ent_buf out = {0};
        ent_buf_add(&out, "", 0);
        int status = run(&c, &out);
        size_t got = trim(out.data, out.len), want = trim(c.expect, c.expect_len);
        bool same = got == want && memcmp(out.data, c.expect, want) == 0;
        if (status != c.exit || (!same && !bless)) {
            fprintf(stderr,
                    "FAIL %s: %s (exit %d, expected %d)\n--- expected\n%.*s\n--- got\n%.*s\n", path,
                    c.title, status, c.exit, (int)want, c.expect, (int)got, out.data);
            failed++;
        }
        ent_buf_add(&fresh, begin, (size_t)(c.input - begin) + c.input_len);
        ent_buf_str(&fresh, "-- out\n");
        ent_buf_add(&fresh, out.data, got);
        ent_buf_str(&fresh, p < end ? "\n\n" : "\n");
        ent_buf_free(&out);
    }
    if (bless && !failed) {
        FILE *f = fopen(path, "wb");
        if (!f || fwrite(fresh.data, 1, fresh.len, f) != fresh.len || fclose(f)) {
            fprintf(stderr, "%s: cannot write\n", path);
            failed++;
        }
    }
    ent_buf_free(&fresh);
    ent_arena_free(&a);
    free(data);
    return failed;
}

int main(int argc, char **argv)
{
    int failed = 0, from = 1;
    bool bless = argc > 1 && strcmp(argv[1], "--bless") == 0;
    if (!getenv("ENTENTE")) {
        fputs("case_run: ENTENTE is not set\n", stderr);
        return 2;
    }
    for (from += bless; from < argc; from++) {
        failed += run_file(argv[from], bless);
    }
    if (failed) {
        fprintf(stderr, "%d failed\n", failed);
    }
    return failed ? 1 : 0;
}
