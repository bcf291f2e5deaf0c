/* embed.c: packs data/ into one blob and an assembler file that includes it (build-time tool).
 *
 * usage: embed DATA_DIR OUT.S OUT.bin
 *
 * In: every *.tsv and *.weights below DATA_DIR/<stage>/. Out: the files one behind the other, each
 * with a NUL behind it and aligned to 64 bytes, and an index of (path, offset, length, hash),
 * sorted by path. Files are rewritten only where their content changes, so that nothing is rebuilt
 * in vain.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILES = 512 };
static char *paths[MAX_FILES];
static size_t path_count;

static void die(const char *what, const char *path)
{
    fprintf(stderr, "embed: %s: %s\n", path, what);
    exit(1);
}

static int wanted(const char *name)
{
    size_t n = strlen(name);
    return (n > 4 && strcmp(name + n - 4, ".tsv") == 0) ||
           (n > 8 && strcmp(name + n - 8, ".weights") == 0);
}

static void collect(const char *dir, const char *stage)
{
    char full[4096];
    snprintf(full, sizeof full, "%s/%s", dir, stage);
    DIR *d = opendir(full);
    if (!d) {
        return; /* a plain file */
    }
    for (struct dirent *e; (e = readdir(d));) {
        if (e->d_name[0] == '.' || !wanted(e->d_name)) {
            continue;
        }
        if (path_count == MAX_FILES) {
            die("too many files", full);
        }
        char rel[4096];
        snprintf(rel, sizeof rel, "%.2000s/%.2000s", stage, e->d_name);
        paths[path_count++] = strdup(rel);
    }
    closedir(d);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *slurp(const char *path, size_t *len)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        return NULL;
    }
    fseek(f, 0, SEEK_END);
    long n = ftell(f);
    rewind(f);
    char *p = malloc((size_t)n + 1);
    if (!p || fread(p, 1, (size_t)n, f) != (size_t)n) {
        die("cannot read", path);
    }
    fclose(f);
    *len = (size_t)n;
    return p;
}

static uint64_t hash_of(const char *p, size_t n)
{
    uint64_t h = 14695981039346656037ull;
    for (size_t i = 0; i < n; i++) {
        h = (h ^ (unsigned char)p[i]) * 1099511628211ull;
    }
    return h;
}

static void write_if_changed(const char *path, const char *data, size_t len)
{
    size_t old_len = 0;
    char *old = slurp(path, &old_len);
    if (old && old_len == len && memcmp(old, data, len) == 0) {
        free(old);
        return;
    }
    free(old);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(data, 1, len, f) != len || fclose(f) != 0) {
        die("cannot write", path);
    }
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("usage: embed DATA_DIR OUT.S OUT.bin\n", stderr);
        return 2;
    }
    DIR *d = opendir(argv[1]);
    if (!d) {
        die("no such directory", argv[1]);
    }
    for (struct dirent *e; (e = readdir(d));) {
        if (e->d_name[0] != '.') {
            collect(argv[1], e->d_name);
        }
    }
    closedir(d);
    qsort(paths, path_count, sizeof *paths, by_name);

    char *blob = NULL;
    size_t size = 0;
    char *s = malloc(path_count * 8400 + 4096);
    char *index = malloc(path_count * 8400 + 4096);
    size_t n = 0;
    if (!s || !index) {
        die("out of memory", argv[1]);
    }
    for (size_t i = 0; i < path_count; i++) {
        char full[8192];
        size_t len = 0;
        snprintf(full, sizeof full, "%.4000s/%.4000s", argv[1], paths[i]);
        char *p = slurp(full, &len);
        if (!p) {
            die("cannot read", full);
        }
        size_t at = (size + 63) / 64 * 64;
        blob = realloc(blob, at + len + 1);
        if (!blob) {
            die("out of memory", full);
        }
        memset(blob + size, 0, at - size);
        memcpy(blob + at, p, len);
        blob[at + len] = 0;
        size = at + len + 1;
        free(p);
        n += (size_t)sprintf(index + n,
                             "\t.asciz \"%s\"\n\t.balign 8\n\t.quad %zu, %zu, 0x%016llx\n",
                             paths[i], at, len, (unsigned long long)hash_of(blob + at, len));
    }
    uint64_t hash = hash_of(blob, size);
    /* the hash in the comment makes the assembler file change when only the blob does */
    int m = sprintf(s,
                    "/* made by tools/embed.c; content %016llx */\n"
                    "\t.section .rodata\n\t.globl ent_blob\n\t.hidden ent_blob\n\t.balign 64\n"
                    "ent_blob:\n\t.incbin \"%s\"\n"
                    "\t.globl ent_blob_hash\n\t.hidden ent_blob_hash\n\t.balign 8\n"
                    "ent_blob_hash:\n\t.quad 0x%016llx\n"
                    "\t.globl ent_blob_index\n\t.hidden ent_blob_index\n\t.balign 8\n"
                    "ent_blob_index:\n%.*s\t.byte 0\n\t.section .note.GNU-stack,\"\",%%progbits\n",
                    (unsigned long long)hash, argv[3], (unsigned long long)hash, (int)n, index);
    write_if_changed(argv[3], blob, size);
    write_if_changed(argv[2], s, (size_t)m);
    for (size_t i = 0; i < path_count; i++) {
        free(paths[i]);
    }
    free(blob);
    free(index);
    free(s);
    return 0;
}
