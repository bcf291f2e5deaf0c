/* event_labels.c: labels of our own over documents of ../shared that have none there
 * (tools/train/labels, format in its README.md). In: places in a document and the accounts of each.
 * Out: documents and gold. The texts stay where they are: only places and facts are here. */
#include "event_train.h"

#include <json-c/json.h>

typedef struct labels {
    corpus *c;
    const char *path, *shared;
    uint32_t folds;
    /* where the texts are: a folder, or the documents of a JSONL file */
    const char *folder;
    json_object **line;
    uint32_t count, cap;
    /* the document that is labelled */
    const char *text;
    uint32_t doc;
} labels;

static void text_line(void *user, char *line, uint32_t number)
{
    labels *l = user;
    json_object *o = json_tokener_parse(line);
    (void)number;
    if (o) {
        *ENT_PUSH(&l->c->arena, l->line, l->count, l->cap) = o;
    }
}

static void close_texts(labels *l)
{
    for (uint32_t i = 0; i < l->count; i++) {
        json_object_put(l->line[i]);
    }
    l->count = 0;
    l->folder = NULL;
}

static void open_texts(labels *l, const char *where)
{
    const char *path = ent_arena_printf(&l->c->arena, "%s/%s", l->shared, where);
    size_t n = strlen(where);
    close_texts(l);
    if (n > 6 && strcmp(where + n - 6, ".jsonl") == 0) {
        train_lines(path, text_line, l);
    } else {
        l->folder = path;
    }
}

static const char *text_of(labels *l, const char *id)
{
    json_object *x = NULL;
    for (uint32_t i = 0; i < l->count; i++) {
        if (json_object_object_get_ex(l->line[i], "doc", &x) &&
            strcmp(json_object_get_string(x), id) == 0 &&
            json_object_object_get_ex(l->line[i], "text", &x)) {
            return ent_arena_str(&l->c->arena, json_object_get_string(x));
        }
    }
    char *data;
    size_t len;
    ent_err err;
    const char *path = ent_arena_printf(&l->c->arena, "%s/%s.txt", l->folder, id);
    if (!l->folder || ent_file_read(&data, &len, path, 4 << 20, &err) < 0) {
        return NULL;
    }
    const char *text = ent_arena_strn(&l->c->arena, data, len);
    free(data);
    return text;
}

/* A guide has been read already: its labels take the place of the entries that its gold gives. */
static uint32_t known_doc(corpus *c, const char *id)
{
    for (uint32_t i = 0; i < c->doc_count; i++) {
        if (c->docs[i].set == SET_GUIDES && strcmp(ent_doc_id(c->docs[i].d), id) == 0) {
            c->docs[i].whole = true;
            uint32_t kept = 0;
            for (uint32_t g = 0; g < c->gold_count; g++) {
                if (c->golds[g].doc != i) {
                    c->golds[kept++] = c->golds[g];
                }
            }
            c->gold_count = kept;
            return i;
        }
    }
    return ENT_NONE;
}

static bool begin_doc(labels *l, const char *id)
{
    l->text = text_of(l, id);
    l->doc = l->text ? known_doc(l->c, id) : ENT_NONE;
    if (l->text && l->doc == ENT_NONE) {
        ent_doc *d = train_text(l->c, id, l->text, ENT_DAY_NONE);
        l->doc = d ? train_add_doc(l->c, d, SET_READ, l->c->doc_count % l->folds) : ENT_NONE;
    }
    return l->doc != ENT_NONE;
}

static bool add_label(labels *l, const char *line)
{
    size_t at, size;
    int used = 0;
    if (!l->text || sscanf(line, "%zu+%zu %n", &at, &size, &used) != 2 || !used ||
        at + size > strlen(l->text) ||
        !train_account(l->c, line + used, ent_arena_strn(&l->c->arena, l->text + at, size))) {
        return false;
    }
    gold *g = &l->c->golds[l->c->gold_count - 1];
    g->doc = l->doc;
    g->sent = train_find_sentence(l->c->docs[l->doc].d, g->words);
    return true;
}

static void label_line(void *user, char *line, uint32_t number)
{
    labels *l = user;
    bool good = true;
    if (strncmp(line, "# texts: ", 9) == 0) {
        open_texts(l, line + 9);
    } else if (strncmp(line, "# doc: ", 7) == 0) {
        good = begin_doc(l, line + 7);
    } else if (*line && *line != '#') {
        good = add_label(l, line);
    }
    if (!good) {
        fprintf(stderr, "%s:%u: no such text, or not an account: %s\n", l->path, number, line);
        exit(1);
    }
}

void load_labels(corpus *c, const char *dir, const char *shared, uint32_t folds)
{
    uint32_t n;
    const char **names = train_list_dir(c, dir, ".tsv", &n);
    for (uint32_t i = 0; i < n; i++) {
        labels l = {.c = c, .path = names[i], .shared = shared, .folds = folds, .doc = ENT_NONE};
        train_lines(names[i], label_line, &l);
        close_texts(&l);
    }
}
