/* replay.c: runs a fuzz target over every file of the directories given, for machines without
 * libFuzzer and for `make check`. It fails where the target crashes or a directory holds nothing.
 */
#include "base/base.h"

#include <dirent.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int replay(const char *dir)
{
    DIR *d = opendir(dir);
    char *names[4096];
    size_t n = 0;
    if (!d) {
        fprintf(stderr, "replay: %s cannot be read\n", dir);
        return -1;
    }
    for (struct dirent *e; n < ENT_COUNT(names) && (e = readdir(d)) != NULL;) {
        if (e->d_name[0] != '.') {
            size_t size = strlen(dir) + strlen(e->d_name) + 2;
            names[n] = ent_alloc(size);
            snprintf(names[n++], size, "%s/%s", dir, e->d_name);
        }
    }
    closedir(d);
    qsort(names, n, sizeof *names, by_name);
    for (size_t i = 0; i < n; i++) {
        char *data;
        size_t len;
        if (ent_file_read(&data, &len, names[i], 64 << 20, NULL) == 0) {
            LLVMFuzzerTestOneInput((const uint8_t *)data, len);
            free(data);
        }
        free(names[i]);
    }
    return (int)n;
}

int main(int argc, char **argv)
{
    int total = 0;
    for (int i = 1; i < argc; i++) {
        int n = replay(argv[i]);
        if (n <= 0) {
            fprintf(stderr, "replay: %s has no inputs\n", argv[i]);
            return 1;
        }
        total += n;
    }
    printf("%d inputs\n", total);
    return argc > 1 ? 0 : 2;
}
