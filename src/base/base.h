/* base.h: what every file may use: errors, arena, buffer, days, hashing, UTF-8.
 *
 * In: nothing of the project. Out: small tools without a notion of documents or states.
 * Ownership: whatever an arena gives lives until the arena is reset or freed.
 */
#ifndef ENT_BASE_H
#define ENT_BASE_H

#include "../../include/entente.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "banned.h"

#define ENT_NONE UINT32_MAX /* no index */
#define ENT_COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define ENT_PRINTF(f, a) __attribute__((format(printf, f, a)))

/* -- errors ---------------------------------------------------------------------------------- */

typedef struct ent_err {
    int code;          /* an ent_code; 0 none */
    char place[256];   /* "actors.tsv:212", "doc 8f3a:4410"; empty where there is none */
    char message[512]; /* one line, no full stop */
} ent_err;

/* Fills *e (which may be NULL) and returns `code`, so that callers can `return ent_fail(...)`. */
int ent_fail(ent_err *e, int code, const char *place, const char *format, ...) ENT_PRINTF(4, 5);

/* -- memory ---------------------------------------------------------------------------------- */

/* Out of memory ends the program with a message: sizes are checked where bytes come in. */
void *ent_alloc(size_t size);
void *ent_calloc(size_t count, size_t size);
void *ent_realloc(void *p, size_t size);

typedef struct ent_arena {
    struct ent_arena_block *head, *spare;
    size_t used; /* bytes handed out since the last reset */
} ent_arena;

/* A zeroed ent_arena is an empty one. Memory is aligned to 16 bytes and NOT zeroed. */
void *ent_arena_alloc(ent_arena *a, size_t size);
void *ent_arena_zalloc(ent_arena *a, size_t count, size_t size);
char *ent_arena_str(ent_arena *a, const char *s);            /* NULL gives NULL */
char *ent_arena_strn(ent_arena *a, const char *s, size_t n); /* NUL-terminated copy */
char *ent_arena_printf(ent_arena *a, const char *format, ...) ENT_PRINTF(2, 3);
char *ent_arena_hex(ent_arena *a, char letter, uint64_t v); /* "a" and 16 digits: ids */
void ent_arena_reset(ent_arena *a);                         /* keeps the first block for reuse */
void ent_arena_rewind(ent_arena *a); /* keeps all blocks: for what fills again and again */
void ent_arena_free(ent_arena *a);

/* Arrays that grow in an arena: `p` doubles when `n` reaches `*cap`; old storage is left behind. */
void *ent_arena_grow(ent_arena *a, void *p, size_t n, uint32_t *cap, size_t size);
/* Appends a zeroed element to T *array, with uint32_t count and cap; yields its address. */
#define ENT_PUSH(a, array, count, cap)                                                             \
    ((array) = ent_arena_grow((a), (array), (count), &(cap), sizeof *(array)),                     \
     memset(&(array)[(count)], 0, sizeof *(array)), &(array)[(count)++])

/* -- growing byte buffer (malloc) -------------------------------------------------------------- */

typedef struct ent_buf {
    char *data; /* NUL-terminated whenever not NULL */
    size_t len;
    size_t cap;
} ent_buf;

void ent_buf_add(ent_buf *b, const char *s, size_t n);
void ent_buf_str(ent_buf *b, const char *s);
void ent_buf_char(ent_buf *b, char c);
void ent_buf_printf(ent_buf *b, const char *format, ...) ENT_PRINTF(2, 3);
void ent_buf_free(ent_buf *b);

/* JSON text: a quoted, escaped string (invalid UTF-8 becomes U+FFFD); "null" for NULL. */
void ent_json_str(ent_buf *b, const char *s);
void ent_json_strn(ent_buf *b, const char *s, size_t n);
/* A number as short as it can be without loss of 6 significant digits; null for NAN. */
void ent_json_num(ent_buf *b, double v);
/* A day as "YYYY-MM-DD" in quotes; null for ENT_DAY_NONE. */
void ent_json_day(ent_buf *b, int32_t day);

/* Parses a decimal number independent of the locale; *end (may be NULL) is set past it. */
double ent_parse_double(const char *s, const char **end);
/* Parses a whole string of decimal digits (with sign) into *out; false if it is not one. */
bool ent_parse_int(const char *s, int64_t *out);

/* -- days ------------------------------------------------------------------------------------ */

/* Day number of a proleptic Gregorian date; year 0 is 1 BC. The date must be valid. */
int32_t ent_day_ymd(int year, int month, int day);
void ent_day_split(int32_t n, int *year, int *month, int *day);
bool ent_date_valid(int year, int month, int day);
int ent_month_days(int year, int month);
int ent_weekday(int32_t n); /* 1 Monday .. 7 Sunday */
/* "YYYY-MM-DD" (also "YYYYMMDD") to a day; ENT_DAY_NONE where it is not a date. */
int32_t ent_day_parse(const char *s);
/* The days that "1990", "1990-07", "1990-07-15" (or "1990-07-15T08:00:00Z") names; false for none.
 */
bool ent_day_range(const char *s, int32_t *first, int32_t *last);
/* Writes "YYYY-MM-DD" (or "-0043-..") and returns buf. */
const char *ent_day_format(int32_t n, char buf[16]);

/* -- hashing --------------------------------------------------------------------------------- */

/* A stable 64-bit hash (FNV-1a with a final mix): ids and content keys depend on it, never
 * change.*/
uint64_t ent_hash(const void *data, size_t n, uint64_t seed);
uint64_t ent_hash_str(const char *s, uint64_t seed); /* NULL hashes like no other string */

/* String -> uint32 map; keys are borrowed, not copied; order of iteration is of insertion. */
typedef struct ent_map {
    uint32_t *slot; /* index into keys + 1 */
    uint32_t slot_count;
    const char **key;
    uint32_t *key_len;
    uint32_t *value;
    uint32_t count;
    uint32_t cap;
} ent_map;

/* ENT_NONE where it is not there. */
uint32_t ent_map_get(const ent_map *m, const char *key, size_t len);
/* Sets or replaces. */
void ent_map_set(ent_map *m, const char *key, size_t len, uint32_t value);
void ent_map_free(ent_map *m);

/* -- UTF-8 ----------------------------------------------------------------------------------- */

/* Decodes one code point at s[0..n); returns its length, 1 with U+FFFD for a bad byte. */
size_t ent_utf8_next(const char *s, size_t n, uint32_t *cp);
size_t ent_utf8_put(char out[4], uint32_t cp);
/* Offset of the first invalid byte, or n. Overlong forms and surrogates are invalid. */
size_t ent_utf8_check(const char *s, size_t n);
size_t ent_utf8_count(const char *s, size_t n); /* code points */
/* Case-folds into the arena (full Unicode simple folding, ASCII fast path). */
char *ent_utf8_fold(ent_arena *a, const char *s, size_t n);
bool ent_utf8_is_upper(uint32_t cp);
bool ent_utf8_is_letter(uint32_t cp);
bool ent_utf8_is_space(uint32_t cp);

/* -- files ----------------------------------------------------------------------------------- */

/* Reads a whole file ("-": standard input) of at most `max` bytes; *data is malloc'd, with a NUL
 * behind it. ENT_EIO, ENT_ETOOBIG. */
int ent_file_read(char **data, size_t *len, const char *path, size_t max, ent_err *err);
/* Maps a file read-only. */
int ent_file_map(const char **data, size_t *len, const char *path, ent_err *err);
void ent_file_unmap(const char *data, size_t len);

#endif
