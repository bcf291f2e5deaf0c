/* bench_parse.c: how fast the parser is, and on what.
 *
 * usage: bench_parse [--weights FILE] [--level N] [--repeat N] [--raw] [--print] FILE.conllu
 *
 * In: a treebank; its words are given to the parser, or with --raw its text. Out: words a second of
 * one thread's CPU time for the two passes, and the time to open the weights; with --print the
 * trees. */
#include "parse/parse.h"

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

struct args {
    const char *weights, *file;
    int level, repeat;
    bool raw, print;
};

static ent_doc *load(const struct args *a, const char *data, size_t len)
{
    ent_err err = {0};
    ent_doc *d;
    if (ent_parse_read_conllu(&d, data, len, a->file, &err) < 0) {
        fprintf(stderr, "%s: %s\n", err.place, err.message);
        exit(1);
    }
    if (a->raw)
        d->token_count = d->sent_count = 0;
    return d;
}

static void run(const struct args *a, const ent_parser *p, const char *data, size_t len)
{
    double cut = 0, grow = 0;
    uint64_t words = 0;
    for (int i = 0; i < a->repeat; i++) {
        ent_doc *d = load(a, data, len);
        double t0 = seconds();
        if (a->raw)
            ent_parse_tokens(p, d);
        double t1 = seconds();
        for (uint32_t s = 0; s < d->sent_count; s++)
            d->sents[s].flags |= ENT_SENT_SELECTED;
        ent_parse_trees(p, d);
        cut += t1 - t0;
        grow += seconds() - t1;
        words += d->token_count;
        if (a->print && i == 0) {
            ent_buf b = {0};
            ent_parse_conllu(&b, d);
            fwrite(b.data, 1, b.len, stdout);
            ent_buf_free(&b);
        }
        ent_doc_destroy(d);
    }
    fprintf(stderr, "%s: %llu words, trees %.0f words/s", ent_parse_level_name(p),
            (unsigned long long)words, (double)words / grow);
    if (a->raw)
        fprintf(stderr, ", tokens %.0f words/s, both %.0f words/s", (double)words / cut,
                (double)words / (cut + grow));
    fputc('\n', stderr);
}

int main(int argc, char **argv)
{
    struct args a = {.level = 99, .repeat = 1};
    ent_err err = {0};
    ent_parser *p;
    char *data;
    size_t len;
    for (int i = 1; i < argc; i++) {
        int64_t n = 0;
        bool more = i + 1 < argc;
        if (!strcmp(argv[i], "--raw"))
            a.raw = true;
        else if (!strcmp(argv[i], "--print"))
            a.print = true;
        else if (!strcmp(argv[i], "--weights") && more)
            a.weights = argv[++i];
        else if (!strcmp(argv[i], "--level") && more && ent_parse_int(argv[++i], &n))
            a.level = (int)n;
        else if (!strcmp(argv[i], "--repeat") && more && ent_parse_int(argv[++i], &n))
            a.repeat = (int)n;
        else
            a.file = argv[i];
    }
    if (!a.file || ent_file_read(&data, &len, a.file, (size_t)1 << 30, &err) < 0) {
        fprintf(stderr, "bench_parse: %s\n", a.file ? err.message : "no FILE.conllu");
        return 2;
    }
    double t = seconds();
    if (ent_parse_open(&p, a.weights, &err) < 0) {
        fprintf(stderr, "bench_parse: %s: %s\n", err.place, err.message);
        return 1;
    }
    fprintf(stderr, "opened in %.2f ms; ", 1e3 * (seconds() - t));
    ent_parse_level(p, a.level);
    run(&a, p, data, len);
    ent_parse_close(p);
    free(data);
    return 0;
}
