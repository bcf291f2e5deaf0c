/* test_death.c: the store where the program dies, the disk is full, and others read meanwhile. */
#include "store_util.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>

/* Adds documents one commit each, telling each on fd once committed. */
static void writer(const char *path, int fd, int from)
{
    ent_err err = {0};
    ent_store *s = NULL;
    ent_store_options o = killed_options();
    if (ent_store_open(&s, path, &o, &err) < 0) {
        _exit(3);
    }
    for (int i = from; i < from + 1000; i++) {
        char doc[16];
        snprintf(doc, sizeof doc, "r%d", i);
        if (put(s, doc, 20, 1, &err) < 0 || ent_store_commit(s, &err) < 0 ||
            write(fd, &i, sizeof i) != (ssize_t)sizeof i) {
            _exit(4);
        }
    }
    _exit(0);
}

static void killed(void **state)
{
    (void)state;
    const char *runs_text = getenv("ENTENTE_KILL_RUNS");
    int64_t runs = 12;
    if (runs_text) {
        assert_true(ent_parse_int(runs_text, &runs));
    }
    uint64_t seed = 11;
    char path[400];
    snprintf(path, sizeof path, "%s", file("killed"));
    ent_store *s = NULL;
    ent_err err = {0};
    ent_store_options o = killed_options();
    ent_store_close(open_store(path));
    int last = -1;
    for (int64_t run = 0; run < runs; run++) {
        int fd[2], i, told = -1;
        assert_int_equal(pipe(fd), 0);
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0) {
            close(fd[0]);
            writer(path, fd[1], last + 1);
        }
        close(fd[1]);
        if (run % 2 && read(fd[0], &i, sizeof i) == (ssize_t)sizeof i) {
            told = i; /* on a slow machine, too, some get as far as a commit */
        }
        usleep((useconds_t)(2000 + next(&seed) % 60000));
        kill(pid, SIGKILL);
        while (read(fd[0], &i, sizeof i) == (ssize_t)sizeof i) {
            told = i;
        }
        close(fd[0]);
        waitpid(pid, NULL, 0);
        last = told > last ? told : last;
        assert_int_equal(ent_store_open(&s, path, &o, &err), 0);
        for (int k = last < 20 ? 0 : last - 20; k <= last; k++) {
            char doc[16];
            int64_t id;
            snprintf(doc, sizeof doc, "r%d", k);
            assert_int_equal(ent_store_doc_id(s, doc, &id, &err), 1);
        }
        if (run % 10 == 0 || run + 1 == runs) {
            check_clean(s);
        }
        ent_store_close(s);
    }
    assert_true(last > 0);
    print_message("           killed %d times, %d documents committed\n", (int)runs, last + 1);
}

/* The disk is full: the last commit stays whole. A limit on the file's size stands for the disk. */
static void full_disk(void **state)
{
    (void)state;
    char path[400];
    ent_err err = {0};
    snprintf(path, sizeof path, "%s", file("full"));
    ent_store *s = open_store(path);
    put(s, "first", 50, 1, &err);
    assert_int_equal(ent_store_commit(s, &err), 50);
    ent_store_close(s);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct rlimit limit = {600000, 600000};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        s = open_store(path);
        for (int i = 0; i < 400; i++) {
            char doc[16];
            snprintf(doc, sizeof doc, "f%d", i);
            if (put(s, doc, 50, 1, &err) < 0 || ent_store_commit(s, &err) < 0) {
                _exit(*err.message ? 7 : 8);
            }
        }
        _exit(9);
    }
    int status;
    waitpid(pid, &status, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 7); /* it failed, with a message */
    s = open_store(path);
    check_clean(s);
    int64_t id;
    assert_int_equal(ent_store_doc_id(s, "first", &id, &err), 1);
    assert_int_equal(ent_store_doc_id(s, "f0", &id, &err), 1);
    put(s, "later", 50, 1, &err);
    assert_int_equal(ent_store_commit(s, &err), 50);
    check_clean(s);
    ent_store_close(s);
}

/* Readers see whole commits while a writer writes. */
/* A file system of its own with 2 MB, filled to the last block by the store itself. */
static int fill_it(const char *path)
{
    ent_err err = {0};
    ent_buf b = {0};
    ent_store *s = NULL;
    ent_store_options o = killed_options();
    int64_t id;
    int done = 0, rc = ent_store_open(&s, path, &o, &err);
    char doc[16];
    for (; rc >= 0 && done < 5000; done++) {
        snprintf(doc, sizeof doc, "f%d", done);
        rc = put(s, doc, 20, 1, &err);
        rc = rc < 0 ? rc : ent_store_commit(s, &err);
        if (rc < 0) {
            break;
        }
    }
    if (rc >= 0 || !strstr(err.message, "no space left") || done < 3) {
        fprintf(stderr, "%d documents, %d: %s\n", done, rc, err.message);
        return 1;
    }
    ent_store_close(s);
    if (ent_store_open(&s, path, &o, &err) < 0) { /* still full */
        fprintf(stderr, "opening: %s\n", err.message);
        return 2;
    }
    for (int i = 0; i < done; i++) {
        snprintf(doc, sizeof doc, "f%d", i);
        if (ent_store_doc_id(s, doc, &id, &err) != 1) {
            fprintf(stderr, "%s of %d is lost\n", doc, done);
            return 3;
        }
    }
    snprintf(doc, sizeof doc, "f%d", done);
    int faults = ent_store_check(s, &b, &err), half = ent_store_doc_id(s, doc, &id, &err);
    ent_store_close(s);
    fprintf(stderr, "           %d documents until the disk was full\n", done);
    return faults || half ? 4 : 0;
}

static void really_full(void **state)
{
    (void)state;
    char at[300], path[330];
    snprintf(at, sizeof at, "%s/mount", dir);
    snprintf(path, sizeof path, "%s/store", at);
    assert_int_equal(mkdir(at, 0700), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        /* seen by this process only, and gone with it */
        if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
            mount("tmpfs", at, "tmpfs", 0, "size=2m") != 0) {
            _exit(77);
        }
        _exit(fill_it(path));
    }
    int status;
    waitpid(pid, &status, 0);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77) {
        print_message("           SKIPPED: no file system may be mounted here\n");
        return;
    }
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void one_writer_many_readers(void **state)
{
    (void)state;
    char path[400];
    int fd[2], i;
    snprintf(path, sizeof path, "%s", file("shared"));
    ent_store_close(open_store(path));
    assert_int_equal(pipe(fd), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        close(fd[0]);
        writer(path, fd[1], 0);
    }
    close(fd[1]);
    assert_int_equal(read(fd[0], &i, sizeof i), sizeof i);
    ent_store *s = NULL;
    ent_err err = {0};
    ent_store_options o = killed_options();
    o.read_only = true;
    assert_int_equal(ent_store_open(&s, path, &o, &err), 0);
    uint64_t before = 0;
    for (int round = 0; round < 20; round++) {
        ent_store_count c = {0};
        assert_int_equal(ent_store_counts(&c, s, &err), 0);
        assert_true(c.accounts >= before && c.accounts % 20 == 0);
        before = c.accounts;
        check_clean(s);
    }
    assert_int_equal(ent_store_put(s, "x", NULL, NULL, 1, NULL, 0, &err), 1);
    assert_true(ent_store_commit(s, &err) < 0); /* it only reads */
    ent_store_close(s);
    kill(pid, SIGKILL);
    close(fd[0]);
    waitpid(pid, NULL, 0);
}

int main(void)
{
    if (!set_up()) {
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed),
        cmocka_unit_test(full_disk),
        cmocka_unit_test(really_full),
        cmocka_unit_test(one_writer_many_readers),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    tear_down();
    return failed;
}
