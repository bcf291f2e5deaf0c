/* pool.c: documents read and coded on several threads, given back in the order of the input.
 *
 * The main thread cuts records, hands them out and emits what is done, oldest first; workers
 * read and code. A window bounds what is held: a worker that is far ahead waits for the slowest.
 */
#include "cli.h"

#include <pthread.h>
#include <unistd.h>

typedef struct pool {
    cli *c;
    const cli_work *w;
    cli_job *ring;
    char *state;                   /* of each slot: 0 free, 1 waiting, 2 taken, 3 done */
    size_t size, head, tail, next; /* emitted up to head, filled up to tail, taken up to next */
    bool closing;
    pthread_mutex_t lock;
    pthread_cond_t work, done;
} pool;

int cli_job_write(void *user, const char *data, size_t len)
{
    cli_job *j = user;
    char *p = realloc(j->out, j->out_len + len + 1);
    if (!p) {
        abort();
    }
    memcpy(p + j->out_len, data, len);
    j->out = p;
    j->out_len += len;
    j->out[j->out_len] = 0;
    return 0;
}

static void do_job(ent *e, const cli_work *w, cli_job *j)
{
    int rc = ent_read(&j->doc, e, j->record, w->input);
    if (rc < 0) {
        j->doc = NULL;
    } else {
        rc = w->work(e, j, w->user);
    }
    if (rc < 0) {
        const ent_error *err = ent_last_error(e);
        snprintf(j->error, sizeof j->error, "%s%s%s", err->place, *err->place ? ": " : "",
                 err->message);
    }
    ent_record_drop(j->record);
    j->record = NULL;
}

static void *worker(void *user)
{
    pool *p = user;
    ent *e;
    ent_fork(&e, p->c->e);
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (p->next == p->tail && !p->closing) {
            pthread_cond_wait(&p->work, &p->lock);
        }
        if (p->next == p->tail) {
            break;
        }
        size_t slot = p->next++ % p->size;
        pthread_mutex_unlock(&p->lock);
        if (!p->ring[slot].error[0]) {
            do_job(e, p->w, &p->ring[slot]);
        }
        pthread_mutex_lock(&p->lock);
        p->state[slot] = 3;
        pthread_cond_signal(&p->done);
    }
    pthread_mutex_unlock(&p->lock);
    ent_close(e);
    return NULL;
}

static int emit(cli *c, const cli_work *w, cli_job *j)
{
    int stop = 0;
    if (j->error[0]) {
        cli_complain(NULL, "%s", j->error);
        c->failures++;
    } else if (w->emit) {
        stop = w->emit(c, j, w->user);
    } else if (j->out_len) {
        stop = cli_write(c, j->out, j->out_len);
    }
    ent_doc_free(j->doc);
    free(j->out);
    memset(j, 0, sizeof *j);
    return stop;
}

/* Emits the oldest job, waiting for it. */
static int emit_head(pool *p)
{
    size_t slot = p->head % p->size;
    pthread_mutex_lock(&p->lock);
    while (p->state[slot] != 3) {
        pthread_cond_wait(&p->done, &p->lock);
    }
    pthread_mutex_unlock(&p->lock);
    int stop = emit(p->c, p->w, &p->ring[slot]);
    p->state[slot] = 0;
    p->head++;
    return stop;
}

static int submit(pool *p, ent_record *r, const char *error)
{
    int stop = 0;
    if (p->tail - p->head == p->size) {
        stop = emit_head(p);
    }
    size_t slot = p->tail % p->size;
    cli_job *j = &p->ring[slot];
    j->record = r;
    if (error) {
        snprintf(j->error, sizeof j->error, "%s", error);
    }
    if (p->state == NULL) { /* one thread: at once */
        if (!error) {
            do_job(p->c->e, p->w, j);
        }
        return emit(p->c, p->w, j);
    }
    pthread_mutex_lock(&p->lock);
    p->state[slot] = 1;
    p->tail++;
    pthread_cond_signal(&p->work);
    pthread_mutex_unlock(&p->lock);
    return stop;
}

static void progress(size_t files, size_t all, size_t records)
{
    fprintf(stderr, "\r%zu of %zu files, %zu documents ", files, all, records);
}

static int feed(pool *p, cli_files *files)
{
    int stop = 0;
    size_t records = 0;
    bool tty = isatty(2) && files->count > 20;
    for (size_t i = 0; i < files->count && !stop; i++) {
        ent_reader *r;
        char error[900];
        if (ent_reader_open(&r, p->c->e, files->path[i], p->w->input) < 0) {
            const ent_error *err = ent_last_error(p->c->e);
            snprintf(error, sizeof error, "%s: %s", *err->place ? err->place : files->path[i],
                     err->message);
            stop = submit(p, NULL, error);
            continue;
        }
        ent_record *rec;
        for (int rc; !stop && (rc = ent_reader_next(&rec, r)) != 0;) {
            const ent_error *err = ent_last_error(p->c->e);
            if (rc < 0) {
                snprintf(error, sizeof error, "%s: %s", *err->place ? err->place : files->path[i],
                         err->message);
            }
            stop = submit(p, rc < 0 ? NULL : rec, rc < 0 ? error : NULL);
            records++;
        }
        ent_reader_close(r);
        if (tty && i % 16 == 0) {
            progress(i, files->count, records);
        }
    }
    if (tty) {
        fputs("\r\033[K", stderr);
    }
    return stop;
}

static bool job_count(const cli *c, long *jobs)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    cores = cores < 1 ? 1 : cores > 64 ? 64 : cores;
    return cli_number(c, "jobs", 1, 256, cores, jobs);
}

int cli_run_documents(cli *c, const cli_work *w)
{
    cli_files files = {0};
    long jobs;
    if (!job_count(c, &jobs)) {
        return 2;
    }
    for (int i = 0; i < c->arg_count; i++) {
        cli_files_add(c, &files, c->args[i]);
    }
    if (c->arg_count == 0) {
        cli_files_add(c, &files, "-");
    }
    pool p = {.c = c, .w = w, .size = jobs > 1 ? (size_t)jobs * 8 : 1};
    pthread_t thread[256];
    p.ring = calloc(p.size, sizeof *p.ring);
    if (jobs > 1) {
        p.state = calloc(p.size, 1);
        pthread_mutex_init(&p.lock, NULL);
        pthread_cond_init(&p.work, NULL);
        pthread_cond_init(&p.done, NULL);
        for (long i = 0; i < jobs; i++) {
            pthread_create(&thread[i], NULL, worker, &p);
        }
    }
    int stop = feed(&p, &files);
    if (jobs > 1) {
        while (p.head < p.tail) {
            int s = emit_head(&p);
            stop = stop ? stop : s;
        }
        pthread_mutex_lock(&p.lock);
        p.closing = true;
        pthread_cond_broadcast(&p.work);
        pthread_mutex_unlock(&p.lock);
        for (long i = 0; i < jobs; i++) {
            pthread_join(thread[i], NULL);
        }
    }
    free(p.ring);
    free(p.state);
    cli_files_free(&files);
    if (stop) {
        c->failures++;
    }
    return cli_finish(c);
}

static bool known_input(const char *name)
{
    static const char *const known[] = {"html", "text",     "markdown", "jsonl", "warc",
                                        "tei",  "petrarch", "rss",      "conllu"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(name, known[i]) == 0) {
            return true;
        }
    }
    return false;
}

bool cli_input(cli *c, ent_input *in)
{
    long max;
    const char *genre = cli_get_or(c, "genre", "auto");
    *in = (ent_input){.size = sizeof *in, .day = ENT_DAY_NONE};
    in->format = cli_get(c, "input");
    if (in->format && !known_input(in->format)) {
        cli_complain(NULL,
                     "--input %s: not one of html, text, markdown, jsonl, warc, tei, petrarch, "
                     "rss, conllu",
                     in->format);
        return false;
    }
    in->doc_id = cli_get(c, "doc-id");
    in->body_only = cli_get(c, "body") != NULL;
    in->any_language = cli_get(c, "any-language") != NULL;
    in->genre = strcmp(genre, "news") == 0 ? 1 : strcmp(genre, "history") == 0 ? 2 : 0;
    if (!in->genre && strcmp(genre, "auto") != 0) {
        cli_complain(NULL, "--genre %s: auto, news or history", genre);
        return false;
    }
    if (!cli_number(c, "max-bytes", 1, 1L << 31, 0, &max) || !cli_day(c, "dct", &in->day)) {
        return false;
    }
    in->max_bytes = (size_t)max;
    return true;
}
