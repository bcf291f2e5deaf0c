/* fuzz_read_stream.c: any bytes as an input: its type by content, its packing, its framing. */
#include "fuzz_read.h"

#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ent_read_options o = {.any_language = true, .max_bytes = 1 << 20};
    ent_read_source *s;
    char path[64];
    int fd = memfd_create("fuzz", 0);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size) {
        abort();
    }
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (ent_read_open(&s, &o, path, NULL) == 0) {
        ent_record r;
        ent_err err;
        int rc;
        for (size_t n = 0; (rc = ent_read_next(&r, s, &err)) != 0; n++) {
            MUST(n <= size + 2); /* every record or error takes at least a byte */
            if (rc > 0) {
                fuzz_record(&r, &o);
                ent_record_free(&r);
            }
        }
        ent_read_close(s);
    }
    close(fd);
    return 0;
}
