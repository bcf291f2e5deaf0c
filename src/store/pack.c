/* pack.c: numbers and strings as bytes, for the rows and events of the store.
 *
 * Numbers take seven bits a byte, low ones first; a string is its length plus one, then its bytes,
 * 0 where it is NULL. What is read from a damaged file never leaves its bounds: `bad` tells.
 */
#include "store_int.h"

ent_store_bytes ent_store_bytes_of(const void *data, size_t len, ent_arena *a)
{
    const unsigned char *p = data;
    return (ent_store_bytes){p, p ? p + len : NULL, a, false};
}

void ent_store_put_num(ent_buf *b, uint64_t v)
{
    while (v >= 128) {
        ent_buf_char(b, (char)(v | 128));
        v >>= 7;
    }
    ent_buf_char(b, (char)v);
}

void ent_store_put_str(ent_buf *b, const char *s)
{
    size_t n = s ? strlen(s) : 0;
    ent_store_put_num(b, s ? n + 1 : 0);
    if (n) {
        ent_buf_add(b, s, n);
    }
}

uint64_t ent_store_get_num(ent_store_bytes *c)
{
    uint64_t v = 0;
    for (int shift = 0; c->p < c->end && shift < 64; shift += 7) {
        unsigned char byte = *c->p++;
        v |= (uint64_t)(byte & 127) << shift;
        if (byte < 128) {
            return v;
        }
    }
    c->bad = true;
    return 0;
}

const char *ent_store_get_str(ent_store_bytes *c)
{
    uint64_t n = ent_store_get_num(c);
    if (n == 0 || n - 1 > (uint64_t)(c->end - c->p)) {
        c->bad |= n != 0;
        return NULL;
    }
    const char *s = ent_arena_strn(c->a, (const char *)c->p, n - 1);
    c->p += n - 1;
    return s;
}
