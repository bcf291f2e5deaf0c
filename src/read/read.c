/* read.c: plain text, for now: the first block is the title, blank lines part the blocks. */
#include "read.h"

struct ent_read_source {
    const char *path;
    bool done;
};

int ent_read_open(ent_read_source **out, const ent_read_options *options, const char *path,
                  ent_err *err)
{
    (void)options;
    (void)err;
    *out = ent_calloc(1, sizeof **out);
    (*out)->path = path;
    return 0;
}

int ent_read_next(ent_record *out, ent_read_source *s, ent_err *err)
{
    char *data;
    memset(out, 0, sizeof *out);
    if (s->done) {
        return 0;
    }
    s->done = true;
    int rc = ent_file_read(&data, &out->len, s->path, ENT_READ_MAX_BYTES, err);
    if (rc < 0) {
        return rc;
    }
    out->data = ent_arena_strn(&out->arena, data, out->len);
    free(data);
    out->path = ent_arena_str(&out->arena, s->path);
    out->day = ENT_DAY_NONE;
    return 1;
}

void ent_record_free(ent_record *r)
{
    ent_arena_free(&r->arena);
}

void ent_read_close(ent_read_source *s)
{
    free(s);
}

int ent_read_doc(ent_doc **out, const ent_record *r, const ent_read_options *options, ent_err *err)
{
    (void)options;
    (void)err;
    ent_doc *d = ent_doc_new();
    d->text = ent_arena_strn(&d->arena, r->data, r->len);
    d->len = (uint32_t)r->len;
    d->path = ent_arena_str(&d->arena, r->path);
    const char *slash = strrchr(d->path, '/');
    const char *name = slash ? slash + 1 : d->path;
    const char *dot = strrchr(name, '.');
    d->id =
        ent_arena_strn(&d->arena, name, dot && dot > name ? (size_t)(dot - name) : strlen(name));
    ent_voice *v = ENT_PUSH(&d->arena, d->voices, d->voice_count, d->voice_cap);
    v->parent = ENT_NONE;
    v->day = ENT_DAY_NONE;
    ent_part *p = ENT_PUSH(&d->arena, d->parts, d->part_count, d->part_cap);
    p->span.end = d->len;
    p->parent = ENT_NONE;
    for (uint32_t i = 0; i < d->len;) {
        while (i < d->len && strchr("\n\r \t", d->text[i])) {
            i++;
        }
        uint32_t j = i;
        while (j < d->len && !(d->text[j] == '\n' && (j + 1 == d->len || d->text[j + 1] == '\n'))) {
            j++;
        }
        if (j > i) {
            ent_block *b = ENT_PUSH(&d->arena, d->blocks, d->block_count, d->block_cap);
            b->span = (ent_span){i, j};
            b->kind = d->block_count == 1 ? ENT_BLOCK_TITLE : ENT_BLOCK_PARAGRAPH;
        }
        i = j;
    }
    *out = d;
    return 0;
}
