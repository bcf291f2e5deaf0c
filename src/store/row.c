/* row.c: an account as the columns of a row, and back, without loss. In: accounts. Out: integers,
 * and a blob of what no query asks for: LEB128 numbers and strings with their length. */
#include "store_int.h"

#include <math.h>

/* flags: status 0-2, symmetric 3, precision 4-7, basis 8-9, voice kind 10-12, quad 13-15,
 * has evidence 16, own id 17, lies in no one month 18 (STORE_WIDE) */
enum { F_SYMMETRIC = 3, F_PRECISION = 4, F_BASIS = 8, F_VOICE = 10, F_QUAD = 13, F_OWN_ID = 17 };

/* -- bytes out ------------------------------------------------------------------------------- */

static void put_int(ent_buf *b, int64_t v)
{
    ent_store_put_num(b, (uint64_t)v << 1 ^ (uint64_t)(v >> 63));
}

/* 0 NAN; 1 and 8 bytes; else thousandths, where that loses nothing. */
static void put_real(ent_buf *b, double v)
{
    if (isnan(v)) {
        ent_buf_char(b, 0);
        return;
    }
    if (fabs(v) < 1e9 && (double)llround(v * 1000) / 1000 == v) {
        ent_buf_char(b, 2);
        put_int(b, llround(v * 1000));
        return;
    }
    ent_buf_char(b, 1);
    ent_buf_add(b, (const char *)&v, sizeof v);
}

/* -- bytes in -------------------------------------------------------------------------------- */

static int64_t get_int(ent_store_bytes *c)
{
    uint64_t v = ent_store_get_num(c);
    return (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
}

static double get_real(ent_store_bytes *c)
{
    uint64_t kind = ent_store_get_num(c);
    double v = NAN;
    if (kind == 2) {
        return (double)get_int(c) / 1000;
    }
    if (kind == 1 && c->end - c->p >= (ptrdiff_t)sizeof v) {
        memcpy(&v, c->p, sizeof v);
        c->p += sizeof v;
    }
    return v;
}

/* -- ids ------------------------------------------------------------------------------------- */

/* 'a' or 'e' and 16 hex digits; false for an id of another make. */
static bool hex_id(const char *id, char letter, uint64_t *out)
{
    *out = 0;
    if (!id || id[0] != letter || strlen(id) != 17) {
        return false;
    }
    for (int i = 1; i < 17; i++) {
        char c = id[i];
        int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (v < 0) {
            return false;
        }
        *out = *out << 4 | (uint64_t)v;
    }
    return true;
}

int64_t ent_store_hash_of_id(const char *id)
{
    uint64_t v;
    return (int64_t)(hex_id(id, 'a', &v) ? v : ent_hash_str(id, 3));
}

int64_t ent_store_event_hash(const ent_event *e)
{
    uint64_t v;
    return (int64_t)(hex_id(e->id, 'e', &v) ? v : ent_hash_str(e->id, 3));
}

/* -- account --------------------------------------------------------------------------------- */

static void join(ent_buf *b, const char *s)
{
    if (b->len) {
        ent_buf_char(b, STORE_SEP);
    }
    ent_buf_str(b, s ? s : STORE_NULL);
}

/* Several strings as one word: they come together again and again, often as the last time (`which`
 * tells words of one use). 0 where all are NULL. */
static int64_t joined(ent_store *s, int which, const char *const *list, uint32_t n,
                      const char *const *more, uint32_t m, ent_err *err)
{
    bool any = m > 0;
    for (uint32_t i = 0; i < n; i++) {
        any |= list[i] != NULL;
    }
    if (!any) {
        return 0;
    }
    ent_buf *b = &s->joined;
    b->len = 0;
    for (uint32_t i = 0; i < n; i++) {
        join(b, list[i]);
    }
    for (uint32_t i = 0; i < m; i++) {
        join(b, more[i]);
    }
    int64_t *last = &s->dict.last[which];
    const store_word *known = ent_store_known_word(&s->dict, *last);
    if (!known || strcmp(known->text, b->data) != 0) {
        *last = ent_store_word_id(s, b->data, true, err);
    }
    return *last;
}

static int64_t flags_of(const ent_account *x, bool own_id)
{
    return (int64_t)x->status | (x->symmetric ? 1 << F_SYMMETRIC : 0) |
           (int64_t)x->date.precision << F_PRECISION | (int64_t)x->date.basis << F_BASIS |
           (int64_t)x->voice.kind << F_VOICE | (int64_t)x->quad << F_QUAD |
           (own_id ? 1 << F_OWN_ID : 0) |
           (ent_slice_month(x->date.start, x->date.end) == ENT_SLICE_NONE ? STORE_WIDE : 0);
}

int ent_store_pack(ent_store *s, store_row *row, const ent_account *x, ent_arena *a, ent_err *err)
{
    const char *plover[] = {x->plover_event, x->plover_mode};
    const char *voice[] = {x->voice.name, x->voice.code};
    const char *made[] = {x->version, x->tables};
    uint64_t v;
    bool own_id = !hex_id(x->id, 'a', &v);
    int64_t words[3] = {
        joined(s, 0, plover, 2, x->plover_context, x->plover_context_count, err),
        joined(s, 1, voice, 2, x->voice.chain, x->voice.chain_count, err),
        joined(s, 2, made, 2, NULL, 0, err),
    };
    row->source = ent_store_actor_id(s, &x->source, err);
    row->target = ent_store_actor_id(s, &x->target, err);
    row->cameo = ent_store_word_id(s, x->cameo, true, err);
    for (int i = 0; i < 3; i++) {
        if (words[i] < 0) {
            return (int)words[i];
        }
    }
    if (row->source < 0 || row->target < 0 || row->cameo < 0) {
        return ENT_ESTORE;
    }
    row->day = x->date.start;
    row->last = x->date.end;
    row->hash = ent_store_hash_of_id(x->id);
    row->flags = flags_of(x, own_id);
    ent_buf *b = &s->joined;
    b->len = 0;
    ent_store_put_num(b, x->sentence);
    ent_store_put_num(b, (uint64_t)words[0]);
    ent_store_put_num(b, (uint64_t)words[1]);
    ent_store_put_num(b, (uint64_t)words[2]);
    put_real(b, x->goldstein);
    put_real(b, x->confidence);
    ent_store_put_num(b, x->evidence_start);
    ent_store_put_num(b, x->evidence_end);
    ent_store_put_str(b, x->date.text);
    ent_store_put_str(b, x->source.text);
    ent_store_put_str(b, x->target.text);
    ent_store_put_str(b, x->trigger);
    ent_store_put_num(b, x->link_count);
    for (uint32_t i = 0; i < x->link_count; i++) {
        ent_store_put_num(b, (uint64_t)x->links[i].rel);
        ent_store_put_str(b, x->links[i].account);
    }
    if (own_id) {
        ent_store_put_str(b, x->id);
    }
    row->rest = ent_arena_strn(a, b->data, b->len);
    row->rest_len = (int)b->len;
    row->evidence = x->evidence;
    row->extra = x->extra;
    row->shape = NULL;
    int shaped = x->extra ? ent_store_put_shape(s, &s->shaped, x->extra, err) : 0;
    if (shaped == 1) {
        row->shape = ent_arena_strn(a, s->shaped.data, s->shaped.len);
        row->shape_len = (int)s->shaped.len;
    }
    return shaped < 0 ? shaped : 0;
}

bool ent_store_good_days(int64_t start, int64_t end)
{
    enum { MOST = 10000 * 366 }; /* years -9999 to 9999 */
    bool none = start == ENT_DAY_NONE || end == ENT_DAY_NONE;
    return (none && start >= INT32_MIN && start <= MOST && end >= INT32_MIN && end <= MOST) ||
           (-MOST - 1000000 <= start && start <= end && end <= MOST);
}

const char *ent_store_text(sqlite3_stmt *st, int column)
{
    const char *s = (const char *)sqlite3_column_text(st, column);
    return s ? s : "";
}

static const char *column(sqlite3_stmt *st, int i, ent_arena *a)
{
    const char *s = (const char *)sqlite3_column_text(st, i);
    return s ? ent_arena_strn(a, s, (size_t)sqlite3_column_bytes(st, i)) : NULL;
}

static const char *part(const store_word *w, uint32_t i)
{
    return i < w->part_count ? w->parts[i] : NULL;
}

static ent_actor_ref actor(ent_store *s, int64_t id, ent_err *err)
{
    const store_actor *x = ent_store_actor(s, id, err);
    return (ent_actor_ref){.code = x->code, .state = x->state, .role = x->role, .name = x->name};
}

/* A read fault shows in *err: its code is 0 before. */
int ent_store_unpack_bare(ent_store *s, ent_account *x, sqlite3_stmt *st, ent_arena *a,
                          ent_err *err)
{
    int64_t hash = sqlite3_column_int64(st, 4), flags = sqlite3_column_int64(st, 9);
    memset(x, 0, sizeof *x);
    x->date.start = (int32_t)sqlite3_column_int64(st, 1);
    x->date.end = (int32_t)sqlite3_column_int64(st, 5);
    x->date.precision = (ent_precision)(flags >> F_PRECISION & 15);
    x->date.basis = (ent_basis)(flags >> F_BASIS & 3);
    x->status = (ent_status)((flags & 7) <= ENT_STATUS_NEGATED ? flags & 7 : ENT_STATUS_ASSERTED);
    x->symmetric = flags >> F_SYMMETRIC & 1;
    x->voice.kind = (ent_voice_kind)(flags >> F_VOICE & 7);
    x->quad = (int)(flags >> F_QUAD & 7);
    x->source = actor(s, sqlite3_column_int64(st, 6), err);
    x->target = actor(s, sqlite3_column_int64(st, 7), err);
    x->cameo = ent_store_word(s, sqlite3_column_int64(st, 8), err)->text;
    const void *blob = sqlite3_column_blob(st, 11);
    ent_store_bytes c = ent_store_bytes_of(blob, (size_t)sqlite3_column_bytes(st, 11), a);
    x->sentence = (uint32_t)ent_store_get_num(&c);
    const store_word *plover = ent_store_word(s, (int64_t)ent_store_get_num(&c), err);
    x->plover_event = part(plover, 0);
    x->plover_mode = part(plover, 1);
    x->plover_context_count = plover->part_count > 2 ? plover->part_count - 2 : 0;
    x->plover_context = x->plover_context_count ? plover->parts + 2 : NULL;
    const store_word *voice = ent_store_word(s, (int64_t)ent_store_get_num(&c), err);
    x->voice.name = part(voice, 0);
    x->voice.code = part(voice, 1);
    x->voice.chain_count = voice->part_count > 2 ? voice->part_count - 2 : 0;
    x->voice.chain = x->voice.chain_count ? voice->parts + 2 : NULL;
    const store_word *made = ent_store_word(s, (int64_t)ent_store_get_num(&c), err);
    x->version = part(made, 0);
    x->tables = part(made, 1);
    x->goldstein = get_real(&c);
    x->confidence = get_real(&c);
    x->evidence_start = (uint32_t)ent_store_get_num(&c);
    x->evidence_end = (uint32_t)ent_store_get_num(&c);
    x->date.text = ent_store_get_str(&c);
    x->source.text = ent_store_get_str(&c);
    x->target.text = ent_store_get_str(&c);
    x->trigger = ent_store_get_str(&c);
    uint64_t links = ent_store_get_num(&c);
    ent_link *l = links && links < 100000 ? ent_arena_zalloc(a, links, sizeof *l) : NULL;
    for (uint64_t i = 0; l && i < links; i++) {
        l[i].rel = (ent_link_rel)ent_store_get_num(&c);
        l[i].account = ent_store_get_str(&c);
    }
    x->links = l;
    x->link_count = l ? (uint32_t)links : 0;
    c.bad |= !ent_store_good_days(sqlite3_column_int64(st, 1), sqlite3_column_int64(st, 5)) ||
             x->date.precision > ENT_PRECISION_SPAN || x->voice.kind > ENT_VOICE_CAPTION ||
             x->quad > 4;
    x->id = flags >> F_OWN_ID & 1 ? ent_store_get_str(&c) : ent_arena_hex(a, 'a', (uint64_t)hash);
    x->evidence = column(st, 12, a);
    c.bad |= !x->id;
    return c.bad ? ent_fail(err, ENT_ESTORE, s->path,
                            "the store is damaged: account a%016llx cannot be read",
                            (unsigned long long)hash)
                 : 0;
}

int ent_store_unpack(ent_store *s, ent_account *x, sqlite3_stmt *st, ent_arena *a, ent_err *err)
{
    int rc = ent_store_unpack_bare(s, x, st, a, err);
    if (sqlite3_column_type(st, 13) == SQLITE_BLOB) {
        const void *shape = sqlite3_column_blob(st, 13);
        x->extra = ent_store_get_shape(s, shape, (size_t)sqlite3_column_bytes(st, 13), a, err);
        rc = rc < 0 || x->extra ? rc
                                : ent_fail(err, ENT_ESTORE, s->path,
                                           "what account %s carries cannot be read", x->id);
    } else {
        x->extra = column(st, 13, a);
    }
    return rc;
}
