/* bench_actor.c: how fast names are found, and the whole names pass of the actor stage.
 *
 * usage: bench_actor [--repeat N] FILE
 *
 * In: text, a paragraph a line; twenty lines are a document. Out: bytes a second of one thread's
 * CPU time for the matching pass (text to the longest names of the tables, src/actor/scan.c) and
 * for the whole pass ent_actor_names (which entry is meant, titles, pronouns, descriptions); tokens
 * and sentences are given to both. And the time to open the tables. */
#include "actor/scan.h"
#include "parse/parse.h"

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

enum { LINES = 20 };

/* The next document of text[*at..len); NULL at the end. */
static ent_doc *next_doc(const char *text, size_t len, size_t *at)
{
    if (*at >= len) {
        return NULL;
    }
    size_t end = *at;
    ent_doc *d = ent_doc_new();
    for (int i = 0; i < LINES && end < len; i++) {
        const char *nl = memchr(text + end, '\n', len - end);
        size_t stop = nl ? (size_t)(nl - text) : len;
        ent_block *b = ENT_PUSH(&d->arena, d->blocks, d->block_count, d->block_cap);
        b->span = (ent_span){(uint32_t)(end - *at), (uint32_t)(stop - *at)};
        end = stop + (nl != NULL);
    }
    d->len = (uint32_t)(end - *at);
    d->text = ent_arena_strn(&d->arena, text + *at, d->len);
    d->body.end = d->len;
    d->day = ENT_DAY_NONE;
    *at = end;
    return d;
}

typedef struct tally {
    uint64_t bytes, words, found, mentions;
    double match, names; /* seconds of the quickest run */
} tally;

static double match_all(const ent_actors *a, ent_doc **docs, uint32_t n, tally *t)
{
    double t0 = seconds();
    t->words = t->found = 0;
    for (uint32_t i = 0; i < n; i++) {
        scan_state s = {.a = a, .d = docs[i]};
        ent_actor_scan_match(&s);
        t->words += s.word_count;
        for (uint32_t u = 0; u < s.unit_count; u++) {
            t->found += s.units[u].first != ENT_NONE;
        }
        ent_arena_free(&s.scratch);
    }
    return seconds() - t0;
}

static double names_all(const ent_actors *a, ent_doc **docs, uint32_t n, tally *t)
{
    double t0 = seconds();
    t->mentions = 0;
    for (uint32_t i = 0; i < n; i++) {
        ent_actor_names(a, docs[i]);
        t->mentions += docs[i]->mention_count;
    }
    return seconds() - t0;
}

static void run(const ent_actors *a, const ent_parser *p, const char *text, size_t len,
                int64_t repeat, tally *t)
{
    ent_arena arena = {0};
    ent_doc **docs = NULL;
    uint32_t n = 0, cap = 0;
    size_t at = 0;
    for (ent_doc *d; (d = next_doc(text, len, &at));) {
        ent_parse_tokens(p, d);
        *ENT_PUSH(&arena, docs, n, cap) = d;
        t->bytes += d->len;
    }
    for (int64_t r = 0; r < repeat; r++) {
        double match = match_all(a, docs, n, t), names = names_all(a, docs, n, t);
        t->match = r == 0 || match < t->match ? match : t->match;
        t->names = r == 0 || names < t->names ? names : t->names;
    }
    for (uint32_t i = 0; i < n; i++) {
        ent_doc_destroy(docs[i]);
    }
    ent_arena_free(&arena);
}

int main(int argc, char **argv)
{
    const char *file = NULL;
    int64_t repeat = 1;
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--repeat") && i + 1 < argc) {
            ent_parse_int(argv[++i], &repeat);
        } else {
            file = argv[i];
        }
    }
    ent_err err = {0};
    char *text;
    size_t len;
    if (!file || ent_file_read(&text, &len, file, (size_t)1 << 30, &err) < 0) {
        fprintf(stderr, "bench_actor: %s\n", file ? err.message : "no FILE");
        return 2;
    }
    ent_tables *t;
    ent_actors *a;
    ent_parser *p;
    double t0 = seconds();
    int rc = ent_tables_open(&t, NULL, 0, &err);
    rc = rc < 0 ? rc : ent_actor_open(&a, t, &err);
    double open = seconds() - t0;
    if (rc < 0 || ent_parse_open(&p, NULL, &err) < 0) {
        fprintf(stderr, "bench_actor: %s: %s\n", err.place, err.message);
        return 1;
    }
    tally n = {0};
    run(a, p, text, len, repeat, &n);
    printf("tables open in %.2f ms; %.1f MB, %llu words, %llu names, %llu mentions: matching %.1f "
           "MB/s, whole names pass %.1f MB/s\n",
           1e3 * open, (double)n.bytes / 1e6, (unsigned long long)n.words,
           (unsigned long long)n.found, (unsigned long long)n.mentions,
           (double)n.bytes / n.match / 1e6, (double)n.bytes / n.names / 1e6);
    ent_parse_close(p);
    ent_actor_close(a);
    ent_tables_free(t);
    free(text);
    return 0;
}
