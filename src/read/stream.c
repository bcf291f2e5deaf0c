/* stream.c: bytes of a file or pipe through a window of bounded size, decompressed on the way.
 *
 * In: a path. Out: a window that can be filled to a wanted size, lines of bounded length. gzip may
 * have many members, zstd many frames and, as in WARC, a dictionary in a skippable frame before
 * them. A member that cannot be read costs only itself.
 */
#include "stream.h"
#include "read_int.h"

#include <brotli/decode.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

enum { RAW = 262144, WINDOW = 262144, MAX_DICTIONARY = 16 << 20 };

static size_t raw_fill(ent_stream *s, size_t want)
{
    if (s->raw_len - s->raw_pos >= want) {
        return s->raw_len - s->raw_pos;
    }
    memmove(s->raw, s->raw + s->raw_pos, s->raw_len - s->raw_pos);
    s->raw_len -= s->raw_pos;
    s->raw_pos = 0;
    while (s->raw_len < want && !s->raw_eof) {
        ssize_t n = read(s->fd, s->raw + s->raw_len, RAW - s->raw_len);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            s->error = errno;
        }
        s->raw_eof = n <= 0;
        s->raw_len += n > 0 ? (size_t)n : 0;
    }
    return s->raw_len - s->raw_pos;
}

static void raw_take(ent_stream *s, size_t n)
{
    s->raw_pos += n;
    s->raw_offset += n;
}

/* The dictionary of a .warc.zst stands in a skippable frame at the file's begin. */
static bool read_dictionary(ent_stream *s)
{
    if (raw_fill(s, 8) < 8 || memcmp(s->raw + s->raw_pos, "\x5D\x2A\x4D\x18", 4) != 0) {
        return true;
    }
    const unsigned char *u = (const unsigned char *)s->raw + s->raw_pos + 4;
    size_t n = u[0] | (size_t)u[1] << 8 | (size_t)u[2] << 16 | (size_t)u[3] << 24, have = 0;
    if (n > MAX_DICTIONARY) {
        return false;
    }
    raw_take(s, 8);
    char *d = ent_alloc(n + 1);
    while (have < n && raw_fill(s, 1)) {
        size_t k = s->raw_len - s->raw_pos;
        k = k < n - have ? k : n - have;
        memcpy(d + have, s->raw + s->raw_pos, k);
        raw_take(s, k);
        have += k;
    }
    bool ok = have == n;
    if (ok && n > 4 && memcmp(d, "\x28\xB5\x2F\xFD", 4) == 0) {
        unsigned long long full = ZSTD_getFrameContentSize(d, n);
        ok = full <= MAX_DICTIONARY;
        char *plain = ok ? ent_alloc((size_t)full + 1) : NULL;
        size_t got = ok ? ZSTD_decompress(plain, (size_t)full, d, n) : 0;
        ok = ok && !ZSTD_isError(got) &&
             !ZSTD_isError(ZSTD_DCtx_loadDictionary(s->unpacker, plain, got));
        free(plain);
    } else if (ok) {
        ok = !ZSTD_isError(ZSTD_DCtx_loadDictionary(s->unpacker, d, n));
    }
    free(d);
    return ok;
}

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
    s->raw = ent_alloc(RAW);
    s->cap = WINDOW;
    s->buf = ent_alloc(s->cap);
    size_t n = raw_fill(s, 4);
    const char *m = s->raw;
    if (n >= 3 && memcmp(m, "\x1F\x8B\x08", 3) == 0) {
        s->packing = 1;
        s->unpacker = ent_calloc(1, sizeof(z_stream));
        inflateInit2(s->unpacker, 16 + MAX_WBITS);
    } else if (n >= 4 &&
               (memcmp(m, "\x28\xB5\x2F\xFD", 4) == 0 || memcmp(m, "\x5D\x2A\x4D\x18", 4) == 0)) {
        s->packing = 2;
        s->unpacker = ZSTD_createDCtx();
        if (!s->unpacker) {
            ent_stream_close(s);
            return ent_fail(err, ENT_EIO, path, "no memory to unpack it");
        }
        ZSTD_DCtx_setParameter(s->unpacker, ZSTD_d_windowLogMax, 27);
        if (!read_dictionary(s)) {
            ent_stream_close(s);
            return ent_fail(err, ENT_EFORMAT, path, "its dictionary cannot be read");
        }
    }
    return 0;
}

void ent_stream_close(ent_stream *s)
{
    if (s->packing == 1 && s->unpacker) {
        inflateEnd(s->unpacker);
        free(s->unpacker);
    } else if (s->packing == 2) {
        ZSTD_freeDCtx(s->unpacker);
    }
    if (s->fd >= 0) {
        close(s->fd);
    }
    free(s->raw);
    free(s->buf);
    memset(s, 0, sizeof *s);
    s->fd = -1;
}

static void begin_member(ent_stream *s)
{
    if (s->member_count == ENT_COUNT(s->members)) {
        memmove(s->members, s->members + 1, sizeof s->members - sizeof s->members[0]);
        s->member_count--;
    }
    s->members[s->member_count].at = s->offset + (s->len - s->pos);
    s->members[s->member_count++].file = s->raw_offset;
    s->in_member = true;
}

/* Unpacks more into the window, which has room; sets eof or broken where it cannot. */
static void unpack(ent_stream *s)
{
    size_t have = raw_fill(s, 1);
    while (have && !s->in_member && s->raw[s->raw_pos] == 0) { /* padding, as on tapes */
        raw_take(s, 1);
        have = raw_fill(s, 1);
    }
    if (!have) {
        s->broken = s->in_member;
        s->eof = !s->broken;
        return;
    }
    if (!s->in_member) {
        bool good = s->packing == 2 ||
                    (raw_fill(s, 3) >= 3 && memcmp(s->raw + s->raw_pos, "\x1F\x8B\x08", 3) == 0);
        have = s->raw_len - s->raw_pos;
        begin_member(s);
        if (!good) {
            s->broken = true;
            return;
        }
    }
    if (s->packing == 1) {
        z_stream *z = s->unpacker;
        z->next_in = (Bytef *)s->raw + s->raw_pos;
        z->avail_in = (uInt)have;
        z->next_out = (Bytef *)s->buf + s->len;
        z->avail_out = (uInt)(s->cap - s->len > 1 << 30 ? 1 << 30 : s->cap - s->len);
        uInt room = z->avail_out;
        int rc = inflate(z, Z_NO_FLUSH);
        s->len += room - z->avail_out;
        raw_take(s, have - z->avail_in);
        if (rc == Z_STREAM_END) {
            s->in_member = false;
            inflateReset(z);
        } else if (rc != Z_OK && rc != Z_BUF_ERROR) {
            s->broken = true;
        }
        return;
    }
    ZSTD_inBuffer in = {s->raw + s->raw_pos, have, 0};
    ZSTD_outBuffer out = {s->buf + s->len, s->cap - s->len, 0};
    size_t rc = ZSTD_decompressStream(s->unpacker, &out, &in);
    s->len += out.pos;
    raw_take(s, in.pos);
    s->broken = ZSTD_isError(rc);
    s->in_member = rc != 0;
}

size_t ent_stream_fill(ent_stream *s, size_t want)
{
    if (s->len - s->pos >= want || s->eof || s->broken) {
        return s->len - s->pos;
    }
    if (s->pos) {
        memmove(s->buf, s->buf + s->pos, s->len - s->pos);
        s->len -= s->pos;
        s->pos = 0;
    }
    if (s->cap < want) {
        s->cap = s->cap * 2 > want ? s->cap * 2 : want;
        s->buf = ent_realloc(s->buf, s->cap);
    }
    while (s->len < want && !s->eof && !s->broken) {
        if (s->packing) {
            unpack(s);
            continue;
        }
        size_t have = raw_fill(s, 1), room = s->cap - s->len;
        size_t k = have < room ? have : room;
        memcpy(s->buf + s->len, s->raw + s->raw_pos, k);
        raw_take(s, k);
        s->len += k;
        s->eof = !have;
    }
    return s->len - s->pos;
}

bool ent_stream_skip(ent_stream *s, uint64_t n)
{
    while (n) {
        size_t have = ent_stream_fill(s, 1);
        size_t k = have < n ? have : (size_t)n;
        if (!k) {
            return false;
        }
        s->pos += k;
        s->offset += k;
        n -= k;
    }
    return true;
}

uint64_t ent_stream_break(const ent_stream *s)
{
    return s->member_count ? s->members[s->member_count - 1].file : 0;
}

uint64_t ent_stream_place(const ent_stream *s)
{
    if (!s->packing) {
        return s->offset;
    }
    uint64_t file = 0;
    for (uint32_t i = 0; i < s->member_count && s->members[i].at <= s->offset; i++) {
        file = s->members[i].file;
    }
    return file;
}

void ent_stream_resync(ent_stream *s)
{
    static const char magic[2][5] = {"\x1F\x8B\x08", "\x28\xB5\x2F\xFD"};
    if (!s->broken) {
        return;
    }
    const char *want = magic[s->packing == 2];
    size_t n = strlen(want);
    uint64_t start = ent_stream_break(s);
    if (start + 1 < s->raw_offset && lseek(s->fd, (off_t)start + 1, SEEK_SET) >= 0) {
        /* the broken one may have swallowed the begin of the next */
        s->raw_pos = s->raw_len = 0;
        s->raw_offset = start + 1;
        s->raw_eof = false;
    } else if (raw_fill(s, 1)) {
        raw_take(s, 1);
    }
    s->offset += s->len - s->pos;
    s->pos = s->len = 0;
    s->broken = s->in_member = false;
    if (s->packing == 1) {
        inflateReset(s->unpacker);
    } else {
        ZSTD_DCtx_reset(s->unpacker, ZSTD_reset_session_only);
    }
    while (raw_fill(s, n) >= n) {
        const char *at = s->raw + s->raw_pos;
        size_t have = s->raw_len - s->raw_pos;
        const char *hit = memmem(at, have, want, n);
        raw_take(s, hit ? (size_t)(hit - at) : have - (n - 1));
        if (hit) {
            return;
        }
    }
    raw_take(s, s->raw_len - s->raw_pos);
    s->eof = true;
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
            return n > max ? -1 : 1;
        }
        if (s->eof || s->broken) {
            return s->eof ? 0 : -2;
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

bool ent_stream_inflate(ent_buf *out, const char *s, size_t n, size_t max)
{
    static const int bits[] = {32 + MAX_WBITS, -MAX_WBITS}; /* gzip and zlib by their head; raw */
    for (size_t way = 0; way < ENT_COUNT(bits); way++) {
        z_stream z = {0};
        if (inflateInit2(&z, bits[way]) != Z_OK) {
            return false;
        }
        z.next_in = (Bytef *)(uintptr_t)s;
        z.avail_in = (uInt)(n < UINT32_MAX ? n : UINT32_MAX);
        int rc = Z_OK;
        out->len = 0;
        while (rc == Z_OK && out->len <= max) {
            char chunk[16384];
            z.next_out = (Bytef *)chunk;
            z.avail_out = sizeof chunk;
            rc = inflate(&z, Z_NO_FLUSH);
            ent_buf_add(out, chunk, sizeof chunk - z.avail_out);
            if (z.avail_in == 0 && z.avail_out == sizeof chunk) {
                break;
            }
        }
        inflateEnd(&z);
        if (out->len) {
            return out->len <= max; /* what a broken body gave up to its break is good */
        }
    }
    return false;
}

/* What a broken body gave up to its break is good, as in inflate; an end that never comes too. */
bool ent_stream_brotli(ent_buf *out, const char *s, size_t n, size_t max)
{
    BrotliDecoderState *b = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    BrotliDecoderResult rc = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
    const uint8_t *in = (const uint8_t *)s;
    out->len = 0;
    while (b && rc == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && out->len <= max) {
        uint8_t chunk[16384], *to = chunk;
        size_t room = sizeof chunk;
        rc = BrotliDecoderDecompressStream(b, &n, &in, &room, &to, NULL);
        ent_buf_add(out, (const char *)chunk, sizeof chunk - room);
    }
    if (b) {
        BrotliDecoderDestroyInstance(b);
    }
    return out->len > 0 && out->len <= max;
}

bool ent_stream_zstd(ent_buf *out, const char *s, size_t n, size_t max)
{
    ZSTD_DCtx *z = ZSTD_createDCtx();
    ZSTD_inBuffer in = {s, n, 0};
    out->len = 0;
    if (!z) {
        return false;
    }
    ZSTD_DCtx_setParameter(z, ZSTD_d_windowLogMax, 27);
    for (bool more = true; more && out->len <= max;) {
        char chunk[16384];
        ZSTD_outBuffer to = {chunk, sizeof chunk, 0};
        size_t rc = ZSTD_decompressStream(z, &to, &in);
        ent_buf_add(out, chunk, to.pos);
        more = !ZSTD_isError(rc) && (in.pos < in.size || to.pos == sizeof chunk);
    }
    ZSTD_freeDCtx(z);
    return out->len > 0 && out->len <= max;
}
