/* event_labels.c: labels of our own over documents of ../shared that have none there
 * (tools/train/labels, format in its README.md). In: places in a document and the accounts of each.
 * Out: documents and gold. The texts stay where they are: only places and facts are here. */
#include "event_train.h"

#include <json-c/json.h>

typedef struct source { /* where the texts of a file of labels are */
    const char *path;
    json_object **line; /* of a JSONL file: each document; NULL: a directory of texts */
    uint32_t count, cap;
} source;

static void open_source(corpus *c, source *s, const char *shared, const char *where)
{
    s->path = ent_arena_printf(&c->arena, "%s/%s", shared, where);
    size_t n = strlen(where);
    if (n < 6 || strcmp(where + n - 6, ".jsonl") != 0) {
        return;
    }
    char *data;
    size_t len;
    ent_err err;
    if (ent_file_read(&data, &len, s->path, 64 << 20, &err) < 0) {
        fprintf(stderr, "%s\n", err.message);
        exit(1);
    }
    for (char *p = data; *p;) {
        char *nl = strchr(p, '\n');
        if (nl) {
            *nl = 0;
        }
        json_object *o = json_tokener_parse(p);
        if (o) {
            *ENT_PUSH(&c->arena, s->line, s->count, s->cap) = o;
        }
        p = nl ? nl + 1 : p + strlen(p);
    }
    free(data);
}

static void close_source(source *s)
{
    for (uint32_t i = 0; i < s->count; i++) {
        json_object_put(s->line[i]);
    }
    *s = (source){.path = NULL};
}

static const char *text_of(corpus *c, const source *s, const char *id)
{
    json_object *x = NULL;
    for (uint32_t i = 0; i < s->count; i++) {
        if (json_object_object_get_ex(s->line[i], "doc", &x) &&
            strcmp(json_object_get_string(x), id) == 0 &&
            json_object_object_get_ex(s->line[i], "text", &x)) {
            return ent_arena_str(&c->arena, json_object_get_string(x));
        }
    }
    if (s->line) {
        return NULL;
    }
    char *data;
    size_t len;
    ent_err err;
    if (ent_file_read(&data, &len, ent_arena_printf(&c->arena, "%s/%s.txt", s->path, id), 4 << 20,
                      &err) < 0) {
        return NULL;
    }
    const char *text = ent_arena_strn(&c->arena, data, len);
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

static uint32_t read_text(corpus *c, const char *id, const char *text, uint32_t folds)
{
    ent_record *rec = ent_calloc(1, sizeof *rec);
    rec->data = ent_arena_str(&rec->arena, text);
    rec->len = strlen(text);
    rec->format = "text";
    rec->id = rec->path = ent_arena_str(&rec->arena, id);
    rec->day = ENT_DAY_NONE;
    ent_input in = {.size = sizeof in, .any_language = 1, .day = ENT_DAY_NONE};
    ent_doc *d;
    if (ent_read(&d, c->e, rec, &in) < 0) {
        fprintf(stderr, "%s: %s\n", id, ent_last_error(c->e)->message);
        exit(1);
    }
    ent_record_drop(rec);
    return train_add_doc(c, d, SET_READ, c->doc_count % folds);
}

static void read_labels(corpus *c, const char *path, const char *shared, uint32_t folds)
{
    char *data;
    size_t len;
    ent_err err;
    if (ent_file_read(&data, &len, path, 64 << 20, &err) < 0) {
        fprintf(stderr, "%s\n", err.message);
        exit(1);
    }
    source src = {.path = NULL};
    const char *id = NULL, *text = NULL;
    uint32_t doc = ENT_NONE, n = 0;
    for (char *p = data; *p;) {
        char *nl = strchr(p, '\n');
        if (nl) {
            *nl = 0;
        }
        n++;
        size_t at, size;
        int used = 0;
        bool good = true;
        if (strncmp(p, "# texts: ", 9) == 0) {
            close_source(&src);
            open_source(c, &src, shared, p + 9);
        } else if (strncmp(p, "# doc: ", 7) == 0) {
            id = ent_arena_str(&c->arena, p + 7);
            text = text_of(c, &src, id);
            doc = text ? known_doc(c, id) : ENT_NONE;
            if (text && doc == ENT_NONE) {
                doc = read_text(c, id, text, folds);
            }
            good = text != NULL;
        } else if (*p && *p != '#') {
            good = text && sscanf(p, "%zu+%zu %n", &at, &size, &used) == 2 && used &&
                   at + size <= strlen(text) &&
                   train_account(c, p + used, ent_arena_strn(&c->arena, text + at, size));
            if (good) {
                gold *g = &c->golds[c->gold_count - 1];
                g->doc = doc;
                g->sent = train_find_sentence(c->docs[doc].d, g->words);
            }
        }
        if (!good) {
            fprintf(stderr, "%s:%u: no such text, or not an account: %s\n", path, n, p);
            exit(1);
        }
        p = nl ? nl + 1 : p + strlen(p);
    }
    close_source(&src);
    free(data);
}

void load_labels(corpus *c, const char *dir, const char *shared, uint32_t folds)
{
    uint32_t n;
    const char **names = train_list_dir(c, dir, &n);
    for (uint32_t i = 0; i < n; i++) {
        size_t len = strlen(names[i]);
        if (len > 4 && strcmp(names[i] + len - 4, ".tsv") == 0) {
            read_labels(c, names[i], shared, folds);
        }
    }
}
