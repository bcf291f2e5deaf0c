/* embed_actors.c: makes the image of the built-in actor tables (build-time tool).
 *
 * usage: embed_actors OUT.S OUT.bin
 *
 * In: the tables that tools/embed.c packed, which are linked into this program. Out: the image
 * (src/actor/index.h) and an assembler file that includes it. The code that makes it is the
 * program's own (src/actor/index.c). Files are rewritten only where their content changes.
 */
#include "actor/index.h"

static int write_if_changed(const char *path, const void *data, size_t len)
{
    char *old = NULL;
    size_t old_len = 0;
    ent_err err = {0};
    bool same = ent_file_read(&old, &old_len, path, (size_t)1 << 30, &err) >= 0 && old_len == len &&
                memcmp(old, data, len) == 0;
    free(old);
    if (same) {
        return 0;
    }
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(data, 1, len, f) != len || fclose(f) != 0) {
        fprintf(stderr, "embed_actors: %s: cannot write\n", path);
        return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: embed_actors OUT.S OUT.bin\n", stderr);
        return 2;
    }
    ent_err err = {0};
    ent_tables *t;
    image_head *image = NULL;
    if (ent_tables_open(&t, NULL, 0, &err) < 0 || ent_actor_image_make(&image, t, &err) < 0) {
        fprintf(stderr, "embed_actors: %s: %s\n", err.place, err.message);
        return 1;
    }
    ent_buf b = {0};
    /* the hash in the comment makes the assembler file change when only the image does */
    ent_buf_printf(&b,
                   "/* made by tools/embed_actors.c; content %016llx */\n"
                   "\t.section .rodata\n\t.globl ent_actor_image\n\t.hidden ent_actor_image\n"
                   "\t.balign 64\nent_actor_image:\n\t.incbin \"%s\"\n"
                   "\t.globl ent_actor_image_size\n\t.hidden ent_actor_image_size\n\t.balign 8\n"
                   "ent_actor_image_size:\n\t.quad %llu\n"
                   "\t.section .note.GNU-stack,\"\",%%progbits\n",
                   (unsigned long long)ent_hash(image, image->size, 0), argv[2],
                   (unsigned long long)image->size);
    int rc = write_if_changed(argv[2], image, image->size);
    rc = rc ? rc : write_if_changed(argv[1], b.data, b.len);
    ent_buf_free(&b);
    free(image);
    ent_tables_free(t);
    return rc;
}
