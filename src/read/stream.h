/* stream.h: a bounded window over a file or pipe. */
#ifndef ENT_READ_STREAM_H
#define ENT_READ_STREAM_H

#include "base/base.h"

typedef struct ent_stream {
    int fd;
    char *buf;
    size_t pos, len, cap; /* the window is buf[pos..len) */
    uint64_t offset;      /* in the file, of buf[pos] */
    int error;            /* errno of a failed read */
    bool eof;
} ent_stream;

int ent_stream_open(ent_stream *s, const char *path, ent_err *err);
void ent_stream_close(ent_stream *s);
/* Tries to have `want` bytes in the window; returns how many there are. */
size_t ent_stream_fill(ent_stream *s, size_t want);
void ent_stream_skip(ent_stream *s, size_t n);
/* 1: a line without its end, valid until the next call; 0: the end; -1: longer than `max`, skipped.
 */
int ent_stream_line(ent_stream *s, size_t max, const char **line, size_t *len);

#endif
