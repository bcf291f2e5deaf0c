/* dict.c: strings and actors as small integers. In: strings of accounts. Out: row ids of the tables
 * word and actor, and back, through a cache that lives as long as the store or until a rollback. */
#include "store_int.h"

void ent_store_dict_reset(store_dict *d)
{
    ent_map_free(&d->word_id);
    ent_map_free(&d->actor_id);
    ent_arena_free(&d->arena);
    free(d->words);
    free(d->actors);
    memset(d, 0, sizeof *d);
}

/* Words and actors lie in pages by their ids: a damaged id costs a page, not all memory below it.
 */
static void *slot(ent_arena *a, void ***pages, int64_t id, size_t size)
{
    enum { PAGES = INT32_MAX / STORE_SLOTS + 1 };
    if (!*pages) { /* zero pages: only what is met costs memory */
        *pages = ent_calloc(PAGES, sizeof **pages);
    }
    void **page = &(*pages)[id / STORE_SLOTS];
    if (!*page) {
        *page = ent_arena_zalloc(a, STORE_SLOTS, size);
    }
    return (char *)*page + (size_t)(id % STORE_SLOTS) * size;
}

static store_word *word_slot(store_dict *d, int64_t id)
{
    return slot(&d->arena, &d->words, id, sizeof(store_word));
}

const store_word *ent_store_known_word(const store_dict *d, int64_t id)
{
    const store_word *page = d->words && id > 0 ? d->words[id / STORE_SLOTS] : NULL;
    return page && page[id % STORE_SLOTS].text ? &page[id % STORE_SLOTS] : NULL;
}

static void split(store_dict *d, store_word *w)
{
    const char **parts = NULL;
    uint32_t cap = 0;
    const char *p = w->text;
    for (;;) {
        const char *e = strchr(p, STORE_SEP);
        size_t n = e ? (size_t)(e - p) : strlen(p);
        const char *part = n == 1 && *p == *STORE_NULL ? NULL : ent_arena_strn(&d->arena, p, n);
        *ENT_PUSH(&d->arena, parts, w->part_count, cap) = part;
        if (!e) {
            break;
        }
        p = e + 1;
    }
    w->parts = parts;
}

static const store_word *remember(store_dict *d, int64_t id, const char *text, size_t len)
{
    store_word *w = word_slot(d, id);
    if (!w->text) {
        w->text = ent_arena_strn(&d->arena, text, len);
        split(d, w);
        ent_map_set(&d->word_id, w->text, len, (uint32_t)id);
    }
    return w;
}

int64_t ent_store_word_id(ent_store *s, const char *text, bool add, ent_err *err)
{
    if (!text) {
        return 0;
    }
    size_t len = strlen(text);
    uint32_t known = ent_map_get(&s->dict.word_id, text, len);
    if (known != ENT_NONE) {
        return known;
    }
    sqlite3_stmt *st = ent_store_sql(s, SQL_WORD_FIND);
    sqlite3_bind_text(st, 1, text, (int)len, SQLITE_STATIC);
    int rc = ent_store_step(s, st, err);
    int64_t id = rc == 1 ? sqlite3_column_int64(st, 0) : 0;
    sqlite3_reset(st);
    if (rc == 0 && add) {
        st = ent_store_sql(s, SQL_WORD_ADD);
        sqlite3_bind_text(st, 1, text, (int)len, SQLITE_STATIC);
        rc = ent_store_step(s, st, err);
        id = sqlite3_last_insert_rowid(s->db);
    } else if (rc == 0) {
        return ENT_ENOTFOUND;
    }
    if (rc >= 0 && (id <= 0 || id > STORE_MOST_ID)) {
        rc = ent_fail(err, ENT_ESTORE, s->path, "the store is damaged: a word with the number %lld",
                      (long long)id);
    }
    if (rc < 0) {
        return rc;
    }
    remember(&s->dict, id, text, len);
    return id;
}

const store_word *ent_store_word(ent_store *s, int64_t id, ent_err *err)
{
    static const store_word none = {0};
    if (id <= 0 || id > STORE_MOST_ID) {
        return &none;
    }
    const store_word *known = ent_store_known_word(&s->dict, id);
    if (known) {
        return known;
    }
    sqlite3_stmt *st = ent_store_sql(s, SQL_WORD_GET);
    sqlite3_bind_int64(st, 1, id);
    const store_word *w = &none;
    if (ent_store_step(s, st, err) == 1) {
        const char *text = (const char *)sqlite3_column_text(st, 0);
        w = remember(&s->dict, id, text ? text : "", (size_t)sqlite3_column_bytes(st, 0));
        sqlite3_reset(st);
    }
    return w;
}

int64_t ent_store_actor_id(ent_store *s, const ent_actor_ref *r, ent_err *err)
{
    const char *part[4] = {r->code, r->state, r->role, r->name};
    int64_t id[4];
    ent_buf *b = &s->joined; /* one look-up where the actor was met before */
    b->len = 0;
    for (int i = 0; i < 4; i++) {
        ent_store_put_str(b, part[i]);
    }
    uint32_t known = ent_map_get(&s->dict.actor_id, b->data, b->len);
    if (known != ENT_NONE) {
        return known;
    }
    for (int i = 0; i < 4; i++) {
        id[i] = ent_store_word_id(s, part[i], true, err);
        if (id[i] < 0) {
            return id[i];
        }
    }
    sqlite3_stmt *st = ent_store_sql(s, SQL_ACTOR_FIND);
    for (int i = 0; i < 4; i++) {
        sqlite3_bind_int64(st, i + 1, id[i]);
    }
    int rc = ent_store_step(s, st, err);
    int64_t out = rc == 1 ? sqlite3_column_int64(st, 0) : 0;
    sqlite3_reset(st);
    if (rc == 0) {
        st = ent_store_sql(s, SQL_ACTOR_ADD);
        for (int i = 0; i < 4; i++) {
            sqlite3_bind_int64(st, i + 1, id[i]);
        }
        rc = ent_store_step(s, st, err);
        out = sqlite3_last_insert_rowid(s->db);
    }
    if (rc >= 0 && (out <= 0 || out > STORE_MOST_ID)) {
        rc = ent_fail(err, ENT_ESTORE, s->path,
                      "the store is damaged: an actor with the number %lld", (long long)out);
    }
    if (rc < 0) {
        return rc;
    }
    const char *key = ent_arena_strn(&s->dict.arena, b->data, b->len);
    ent_map_set(&s->dict.actor_id, key, b->len, (uint32_t)out);
    return out;
}

const store_actor *ent_store_actor(ent_store *s, int64_t id, ent_err *err)
{
    static const store_actor none = {0};
    if (id <= 0 || id > STORE_MOST_ID) {
        return &none;
    }
    store_actor *x = slot(&s->dict.arena, &s->dict.actors, id, sizeof *x);
    if (x->loaded) {
        return x;
    }
    sqlite3_stmt *st = ent_store_sql(s, SQL_ACTOR_GET);
    sqlite3_bind_int64(st, 1, id);
    if (ent_store_step(s, st, err) != 1) {
        return &none;
    }
    int64_t part[4];
    for (int i = 0; i < 4; i++) {
        part[i] = sqlite3_column_int64(st, i);
    }
    sqlite3_reset(st);
    x->code = ent_store_word(s, part[0], err)->text;
    x->state = ent_store_word(s, part[1], err)->text;
    x->role = ent_store_word(s, part[2], err)->text;
    x->name = ent_store_word(s, part[3], err)->text;
    x->loaded = true;
    return x;
}
