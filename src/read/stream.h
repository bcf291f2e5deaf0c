/* stream.h: a bounded window over a file or pipe, decompressed where it is gzip or zstd. */
#ifndef ENT_READ_STREAM_H
#define ENT_READ_STREAM_H

#include "base/base.h"

typedef struct ent_stream {
    char *buf; /* the window is buf[pos..len): decompressed bytes */
    size_t pos, len, cap;
    uint64_t offset; /* decompressed bytes before buf[pos] */
    int error;       /* errno of a failed read */
    bool eof;        /* nothing follows the window */
    bool broken;     /* the compressed member that follows the window cannot be read */
    /* the file's own bytes */
    int fd;
    char *raw;
    size_t raw_pos, raw_len;
    uint64_t raw_offset; /* in the file, of raw[raw_pos] */
    bool raw_eof;
    uint8_t packing; /* 0 none, 1 gzip, 2 zstd */
    bool in_member;  /* a member has begun and not ended */
    void *unpacker;  /* z_stream or ZSTD_DCtx */
    struct {         /* where the last members began: in the stream, in the file */
        uint64_t at, file;
    } members[64];
    uint32_t member_count;
} ent_stream;

int ent_stream_open(ent_stream *s, const char *path, ent_err *err);
void ent_stream_close(ent_stream *s);
/* Tries to have `want` bytes in the window; returns how many there are. */
size_t ent_stream_fill(ent_stream *s, size_t want);
/* False where fewer bytes are left. */
bool ent_stream_skip(ent_stream *s, uint64_t n);
/* Where in the file the member lies that made it broken. */
uint64_t ent_stream_break(const ent_stream *s);
/* After `broken`: drops the window and goes on with the next member that begins properly. */
void ent_stream_resync(ent_stream *s);
/* Offset in the file of the compressed member (or of the byte itself) at the window's begin. */
uint64_t ent_stream_place(const ent_stream *s);
/* 1: a line without its end, valid until the next call; 0: the end; -1: longer than `max`, skipped;
 * -2: broken. */
int ent_stream_line(ent_stream *s, size_t max, const char **line, size_t *len);
/* Unpacks a gzip, zlib or raw deflate body of at most `max` bytes; false where it is none. */
bool ent_stream_inflate(ent_buf *out, const char *s, size_t n, size_t max);
/* The same for a Brotli body, which has no magic: the caller knows that it is one. */
bool ent_stream_brotli(ent_buf *out, const char *s, size_t n, size_t max);
/* The same for a body of zstd frames. */
bool ent_stream_zstd(ent_buf *out, const char *s, size_t n, size_t max);

#endif
