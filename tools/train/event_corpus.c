/* event_corpus.c: our own training texts (tools/train/corpus, format in its README.md). In: files
 * of documents, a sentence a line, its accounts under it. Out: documents and gold. */
#include "event_train.h"

typedef struct text { /* a document being put together */
    ent_buf body;
    const char *id, *title;
    int32_t day;
    const char *sentence;
    uint32_t first_gold;
    bool gap; /* a paragraph ended */
} text;

static const char *copy_actor(corpus *c, const char *s, const char **role)
{
    const char *dot = strchr(s, '.');
    *role = dot ? ent_arena_str(&c->arena, dot + 1) : NULL;
    return train_alias(ent_arena_strn(&c->arena, s, dot ? (size_t)(dot - s) : strlen(s)));
}

/* "CHL.MIL > BOL 192,190 1879-02-01..1879-02-28 asserted core | occupied" */
bool train_account(corpus *c, const char *line, const char *sentence)
{
    char a[32], sign, b[32], codes[64], days[32], status[16], core[16];
    int used = 0;
    if (sscanf(line, "%31s %c %31s %63s %31s %15s %15s | %n", a, &sign, b, codes, days, status,
               core, &used) != 7 ||
        !used || !sentence) {
        return false;
    }
    gold *g = ENT_PUSH(&c->arena, c->golds, c->gold_count, c->gold_cap);
    g->doc = ENT_NONE; /* told when the document is read */
    g->source = copy_actor(c, a, &g->source_role);
    g->target = copy_actor(c, b, &g->target_role);
    g->symmetric = sign == '=';
    g->trigger = ent_arena_str(&c->arena, line + used);
    g->words = sentence;
    g->core = strcmp(core, "core") == 0;
    g->dated = true;
    g->from = g->to = ENT_DAY_NONE;
    char *dots = strstr(days, "..");
    if (dots && strcmp(days, "none..none") != 0) {
        *dots = 0;
        g->from = ent_day_parse(days);
        g->to = ent_day_parse(dots + 2);
    }
    int s = ent_status_of(status);
    g->status = (uint8_t)(s < 0 ? 0 : s);
    for (char *code = codes; code; code = strchr(code, ',') ? strchr(code, ',') + 1 : NULL) {
        uint32_t root = (uint32_t)(code[0] - '0') * 10 + (uint32_t)(code[1] - '0');
        if (root < 1 || root >= ENT_MODEL_ROOTS) {
            return false;
        }
        g->roots |= 1u << root;
        if (code == codes) {
            g->best = root;
            g->code = ent_arena_strn(&c->arena, code, strcspn(code, ","));
        }
    }
    return true;
}

static void finish(corpus *c, text *t, uint32_t set, uint32_t folds)
{
    if (t->id && t->body.len) {
        const char *all =
            ent_arena_printf(&c->arena, "%s\n\n%s\n", t->title ? t->title : "", t->body.data);
        ent_doc *d = train_text(c, t->id, all, t->day);
        if (!d) {
            fprintf(stderr, "%s: %s\n", t->id, ent_last_error(c->e)->message);
            exit(1);
        }
        uint32_t k = train_add_doc(c, d, set, c->doc_count % folds);
        for (uint32_t g = t->first_gold; g < c->gold_count; g++) {
            c->golds[g].doc = k;
            c->golds[g].sent = train_find_sentence(d, c->golds[g].words);
        }
    }
    ent_buf_free(&t->body);
    *t = (text){.day = ENT_DAY_NONE, .first_gold = c->gold_count};
}

static void line_of(corpus *c, text *t, const char *line)
{
    if (strncmp(line, "# title: ", 9) == 0) {
        t->title = ent_arena_str(&c->arena, line + 9);
    } else if (strncmp(line, "# day: ", 7) == 0) {
        t->day = ent_day_parse(line + 7);
    } else if (!*line) {
        t->gap = t->body.len > 0;
    } else {
        ent_buf_str(&t->body, t->gap ? "\n\n" : t->body.len ? " " : "");
        ent_buf_str(&t->body, line);
        t->sentence = ent_arena_str(&c->arena, line);
        t->gap = false;
    }
}

typedef struct corpus_file {
    corpus *c;
    const char *path;
    uint32_t set, folds;
    text t;
} corpus_file;

static void corpus_line(void *user, char *line, uint32_t number)
{
    corpus_file *f = user;
    if (strncmp(line, "# id: ", 6) == 0) {
        finish(f->c, &f->t, f->set, f->folds);
        f->t.id = ent_arena_str(&f->c->arena, line + 6);
    } else if (*line != '\t') {
        line_of(f->c, &f->t, line);
    } else if (!f->t.id || !train_account(f->c, line + 1, f->t.sentence)) {
        fprintf(stderr, "%s:%u: not an account: %s\n", f->path, number, line + 1);
        exit(1);
    }
}

static void read_corpus_file(corpus *c, const char *path, uint32_t folds)
{
    const char *slash = strrchr(path, '/');
    corpus_file f = {.c = c,
                     .path = path,
                     .set = strstr(slash ? slash : path, "news") ? SET_OWN_NEWS : SET_OWN,
                     .folds = folds,
                     .t = {.day = ENT_DAY_NONE, .first_gold = c->gold_count}};
    train_lines(path, corpus_line, &f);
    finish(c, &f.t, f.set, folds);
}

void load_corpus(corpus *c, const char *dir, uint32_t folds)
{
    uint32_t n;
    const char **names = train_list_dir(c, dir, ".txt", &n);
    for (uint32_t i = 0; i < n; i++) {
        read_corpus_file(c, names[i], folds);
    }
}
