/* stream.c: bytes of a file or pipe through a window of bounded size.
 *
 * In: a path. Out: a window that can be filled to a wanted size, lines of bounded length. It does
 * not decompress.
 */
#include "read_int.h"
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

int ent_stream_open(ent_stream *s, const char *path, ent_err *err)
{
    memset(s, 0, sizeof *s);
    s->fd = strcmp(path, "-") == 0 ? dup(0) : open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (s->fd < 0) {
        return ent_fail(err, ENT_EIO, path, "%s", strerror(errno));
    }
    if (fstat(s->fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        close(s->fd);
        s->fd = -1;
        return ent_fail(err, ENT_EIO, path, "is a directory");
    }
    return 0;
}

void ent_stream_close(ent_stream *s)
{
    if (s->fd >= 0) {
        close(s->fd);
    }
    s->fd = -1;
    free(s->buf);
    s->buf = NULL;
}

size_t ent_stream_fill(ent_stream *s, size_t want)
{
    if (s->len - s->pos >= want || s->eof) {
        return s->len - s->pos;
    }
    if (s->pos) {
        memmove(s->buf, s->buf + s->pos, s->len - s->pos);
        s->len -= s->pos;
        s->pos = 0;
    }
    if (s->cap < want) {
        s->cap = s->cap * 2 > want ? s->cap * 2 : want;
        s->cap = s->cap < 262144 ? 262144 : s->cap;
        s->buf = ent_realloc(s->buf, s->cap);
    }
    while (s->len < want && !s->eof) {
        ssize_t n = read(s->fd, s->buf + s->len, s->cap - s->len);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            s->error = errno;
        }
        s->eof = n <= 0;
        s->len += n > 0 ? (size_t)n : 0;
    }
    return s->len - s->pos;
}

void ent_stream_skip(ent_stream *s, size_t n)
{
    while (n) {
        size_t have = ent_stream_fill(s, 1);
        size_t k = have < n ? have : n;
        if (!k) {
            return;
        }
        s->pos += k;
        s->offset += k;
        n -= k;
    }
}

int ent_stream_line(ent_stream *s, size_t max, const char **line, size_t *len)
{
    size_t seen = 0;
    for (;;) {
        size_t have = s->len - s->pos;
        const char *nl = have > seen ? memchr(s->buf + s->pos + seen, '\n', have - seen) : NULL;
        if (nl || (s->eof && have)) {
            size_t n = nl ? (size_t)(nl - (s->buf + s->pos)) : have;
            *line = s->buf + s->pos;
            *len = n;
            s->pos += n + (nl != NULL);
            s->offset += n + (nl != NULL);
            return 1;
        }
        if (s->eof) {
            return 0;
        }
        seen = have;
        if (seen > max) {
            break;
        }
        ent_stream_fill(s, have + 65536);
    }
    for (;;) { /* over the limit: to its end without keeping it */
        size_t have = ent_stream_fill(s, 1);
        const char *nl = have ? memchr(s->buf + s->pos, '\n', have) : NULL;
        ent_stream_skip(s, nl ? (size_t)(nl - (s->buf + s->pos)) + 1 : have);
        if (nl || !have) {
            return -1;
        }
    }
}
