/* file.c: whole files, read within a bound or mapped. */
#include "base.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static int open_regular(const char *path, ent_err *err)
{
    int fd = strcmp(path, "-") == 0 ? dup(0) : open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0) {
        return ent_fail(err, ENT_EIO, path, "%s", strerror(errno));
    }
    if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        close(fd);
        return ent_fail(err, ENT_EIO, path, "is a directory");
    }
    return fd;
}

int ent_file_read(char **data, size_t *len, const char *path, size_t max, ent_err *err)
{
    int fd = open_regular(path, err);
    if (fd < 0) {
        return fd;
    }
    ent_buf b = {0};
    int rc = 0;
    char chunk[65536];
    for (;;) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            rc = ent_fail(err, ENT_EIO, path, "%s", strerror(errno));
            break;
        }
        if (n == 0) {
            break;
        }
        if (b.len + (size_t)n > max) {
            rc = ent_fail(err, ENT_ETOOBIG, path, "larger than the limit of %zu bytes", max);
            break;
        }
        ent_buf_add(&b, chunk, (size_t)n);
    }
    close(fd);
    if (rc < 0) {
        ent_buf_free(&b);
        return rc;
    }
    if (!b.data) {
        ent_buf_add(&b, "", 0);
    }
    *data = b.data;
    *len = b.len;
    return 0;
}

int ent_file_map(const char **data, size_t *len, const char *path, ent_err *err)
{
    int fd = open_regular(path, err);
    if (fd < 0) {
        return fd;
    }
    struct stat st;
    if (fstat(fd, &st) < 0 || st.st_size <= 0) {
        close(fd);
        return ent_fail(err, ENT_EFORMAT, path, "is empty");
    }
    void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    if (p == MAP_FAILED) {
        return ent_fail(err, ENT_EIO, path, "%s", strerror(errno));
    }
    *data = p;
    *len = (size_t)st.st_size;
    return 0;
}

void ent_file_unmap(const char *data, size_t len)
{
    if (data) {
        munmap((void *)(uintptr_t)data, len);
    }
}
