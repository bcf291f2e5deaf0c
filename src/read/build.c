/* build.c: laying text, blocks, voices and parts into a document.
 *
 * In: pieces in reading order. Out: the read layer, its parts sorted and nested. It decides
 * nothing about content.
 */
#include "read_int.h"

void ent_build_open(ent_build *b, ent_doc *d)
{
    memset(b, 0, sizeof *b);
    b->d = d;
    b->block = ENT_NONE;
}

static bool tight(uint8_t kind)
{
    return kind == ENT_BLOCK_ITEM || kind == ENT_BLOCK_CELL;
}

void ent_build_block(ent_build *b, uint8_t kind, uint8_t level)
{
    ent_build_end(b);
    ent_doc *d = b->d;
    if (b->text.len) {
        bool near = d->block_count && tight(kind) && tight(d->blocks[d->block_count - 1].kind);
        ent_buf_str(&b->text, near ? "\n" : "\n\n");
    }
    b->block = d->block_count;
    ent_block *x = ENT_PUSH(&d->arena, d->blocks, d->block_count, d->block_cap);
    x->span.begin = (uint32_t)b->text.len;
    x->kind = kind;
    x->level = level;
}

void ent_build_text(ent_build *b, const char *s, size_t n)
{
    if (b->block == ENT_NONE) {
        ent_build_block(b, ENT_BLOCK_PARAGRAPH, 0);
    }
    uint32_t begin = b->d->blocks[b->block].span.begin;
    for (size_t i = 0; i < n;) {
        size_t j = i;
        while (j < n && (unsigned char)s[j] > ' ' &&
               !(s[j] == '\xC2' && j + 1 < n && s[j + 1] == '\xA0')) {
            j++;
        }
        ent_buf_add(&b->text, s + i, j - i);
        i = j;
        if (j < n) {
            i += s[j] == '\xC2' ? 2 : 1;
            if (b->text.len > begin && b->text.data[b->text.len - 1] != ' ' &&
                b->text.data[b->text.len - 1] != '\n') {
                ent_buf_char(&b->text, ' ');
            }
        }
    }
}

void ent_build_break(ent_build *b)
{
    if (b->block == ENT_NONE || b->text.len == b->d->blocks[b->block].span.begin) {
        return;
    }
    if (b->text.data[b->text.len - 1] == ' ') {
        b->text.data[b->text.len - 1] = '\n';
    } else if (b->text.data[b->text.len - 1] != '\n') {
        ent_buf_char(&b->text, '\n');
    }
}

void ent_build_end(ent_build *b)
{
    if (b->block == ENT_NONE) {
        return;
    }
    ent_doc *d = b->d;
    ent_block *x = &d->blocks[b->block];
    while (b->text.len > x->span.begin && (unsigned char)b->text.data[b->text.len - 1] <= ' ') {
        b->text.len--;
    }
    b->block = ENT_NONE;
    if (b->text.len == x->span.begin) {
        d->block_count--;
        while (b->text.len && b->text.data[b->text.len - 1] == '\n') {
            b->text.len--;
        }
    }
    x->span.end = (uint32_t)b->text.len;
    if (b->text.data) {
        b->text.data[b->text.len] = 0;
    }
}

uint32_t ent_build_at(const ent_build *b)
{
    return (uint32_t)b->text.len;
}

void ent_build_close(ent_build *b)
{
    ent_build_end(b);
    b->d->text = ent_arena_strn(&b->d->arena, b->text.data ? b->text.data : "", b->text.len);
    b->d->len = (uint32_t)b->text.len;
    ent_buf_free(&b->text);
}

uint32_t ent_read_voice(ent_doc *d, uint8_t kind, const char *name, int32_t day)
{
    ent_voice *v = ENT_PUSH(&d->arena, d->voices, d->voice_count, d->voice_cap);
    v->kind = kind;
    v->parent = d->voice_count > 1 ? 0 : ENT_NONE; /* nesting settles it */
    v->name = name && *name ? ent_arena_str(&d->arena, name) : NULL;
    v->day = day;
    return d->voice_count - 1;
}

void ent_read_part(ent_doc *d, uint32_t begin, uint32_t end, uint32_t voice)
{
    if (begin >= end) {
        return;
    }
    ent_part *p = ENT_PUSH(&d->arena, d->parts, d->part_count, d->part_cap);
    p->span = (ent_span){begin, end};
    p->voice = voice;
}

void ent_read_block(ent_doc *d, uint32_t begin, uint32_t end, uint8_t kind, uint8_t level)
{
    ent_block *x = ENT_PUSH(&d->arena, d->blocks, d->block_count, d->block_cap);
    x->span = (ent_span){begin, end};
    x->kind = kind;
    x->level = level;
}

void ent_read_field(ent_field *f, const char *value, const char *from)
{
    if (!f->value && value && *value) {
        f->value = value;
        f->from = from;
    }
}

static int by_span(const void *a, const void *b)
{
    const ent_part *x = a, *y = b;
    if (x->span.begin != y->span.begin) {
        return x->span.begin < y->span.begin ? -1 : 1;
    }
    if (x->span.end != y->span.end) {
        return x->span.end > y->span.end ? -1 : 1;
    }
    return x->voice < y->voice ? -1 : x->voice > y->voice;
}

void ent_read_nest(ent_doc *d)
{
    qsort(d->parts + 1, d->part_count - 1, sizeof *d->parts, by_span);
    d->parts[0].parent = ENT_NONE;
    for (uint32_t i = 1; i < d->voice_count; i++) {
        d->voices[i].parent = ENT_NONE;
    }
    uint32_t kept = 1;
    for (uint32_t i = 1; i < d->part_count; i++) {
        ent_part p = d->parts[i];
        uint32_t up = kept - 1;
        while (d->parts[up].span.end <= p.span.begin) {
            up = d->parts[up].parent;
        }
        if (p.span.end > d->parts[up].span.end) {
            p.span.end = d->parts[up].span.end; /* none crosses the end of the one around it */
        }
        if (up && p.voice == d->parts[up].voice && p.span.begin == d->parts[up].span.begin &&
            p.span.end == d->parts[up].span.end) {
            continue;
        }
        p.parent = up;
        d->parts[kept++] = p;
        uint32_t around = d->parts[up].voice;
        if (p.voice && p.voice != around && d->voices[p.voice].parent == ENT_NONE) {
            d->voices[p.voice].parent = around; /* of its first part: no cycle can arise */
        }
    }
    d->part_count = kept;
    for (uint32_t i = 1; i < d->voice_count; i++) {
        d->voices[i].parent = d->voices[i].parent == ENT_NONE ? 0 : d->voices[i].parent;
    }
}
