/* import_codes.c: other people's codes and names to ours. In: tables actor/states, actor/names,
 * read/cameo_countries, read/sectors, event/cameo. Out: state, role and CAMEO code of a cell. What
 * a table does not know stays unknown. */
#include "import_int.h"

#include <math.h>

typedef struct spell {
    const char *state;
    int32_t from, to; /* ENT_DAY_NONE: open */
    uint32_t next;    /* another of the same key; ENT_NONE */
} spell;

struct import_codes {
    ent_arena arena;
    ent_cameo *cameo;
    ent_map state;   /* state codes */
    ent_map name;    /* folded country name -> spell */
    ent_map cow, gw; /* number -> spell */
    ent_map country; /* CAMEO country -> index of `renamed` */
    const char **renamed;
    uint32_t renamed_count, renamed_cap;
    spell *spells;
    uint32_t spell_count, spell_cap;
    ent_map sector; /* folded sector -> index of `role` */
    const char **role;
    uint32_t role_count, role_cap;
    ent_map label;  /* folded CAMEO label -> index of `code` */
    ent_map plover; /* "EVENT mode" -> index of `code` */
    ent_map known;  /* codes themselves -> index of `code` */
    const char **code;
    uint32_t code_count, code_cap;
};

static void add_spell(import_codes *c, ent_map *m, const char *key, const char *state,
                      const char *from, const char *to)
{
    if (!*key) {
        return;
    }
    key = ent_arena_str(&c->arena, key);
    uint32_t before = ent_map_get(m, key, strlen(key));
    spell *s = ENT_PUSH(&c->arena, c->spells, c->spell_count, c->spell_cap);
    *s = (spell){ent_arena_str(&c->arena, state), ent_day_parse(from), ent_day_parse(to), before};
    ent_map_set(m, key, strlen(key), c->spell_count - 1);
}

static void read_states(import_codes *c, const ent_tables *ts)
{
    const ent_table *t = ent_tables_get(ts, "actor/states");
    uint32_t name = t ? ent_table_column(t, "name") : 0, from = t ? ent_table_column(t, "from") : 0;
    uint32_t to = t ? ent_table_column(t, "to") : 0, cow = t ? ent_table_column(t, "cow") : 0;
    uint32_t gw = t ? ent_table_column(t, "gw") : 0;
    for (uint32_t r = 0; t && r < t->rows; r++) {
        const char *code = ent_table_cell(t, r, 0), *n = ent_table_cell(t, r, name);
        const char *f = ent_table_cell(t, r, from), *e = ent_table_cell(t, r, to);
        const char *own = ent_arena_str(&c->arena, code);
        ent_map_set(&c->state, own, strlen(own), 1);
        add_spell(c, &c->name, ent_utf8_fold(&c->arena, n, strlen(n)), code, f, e);
        add_spell(c, &c->cow, ent_table_cell(t, r, cow), code, f, e);
        add_spell(c, &c->gw, ent_table_cell(t, r, gw), code, f, e);
    }
    t = ent_tables_get(ts, "actor/names");
    uint32_t kind = t ? ent_table_column(t, "kind") : 0;
    uint32_t state = t ? ent_table_column(t, "state") : 0;
    from = t ? ent_table_column(t, "from") : 0;
    to = t ? ent_table_column(t, "to") : 0;
    for (uint32_t r = 0; t && r < t->rows; r++) {
        if (strcmp(ent_table_cell(t, r, kind), "name") == 0) {
            const char *n = ent_table_cell(t, r, 0);
            add_spell(c, &c->name, ent_utf8_fold(&c->arena, n, strlen(n)),
                      ent_table_cell(t, r, state), ent_table_cell(t, r, from),
                      ent_table_cell(t, r, to));
        }
    }
}

static void read_words(import_codes *c, const ent_tables *ts, const char *table, ent_map *m,
                       const char ***list, uint32_t *n, uint32_t *cap)
{
    const ent_table *t = ent_tables_get(ts, table);
    for (uint32_t r = 0; t && r < t->rows; r++) {
        const char *k = ent_table_cell(t, r, 0), *v = ent_table_cell(t, r, 1);
        char *key = ent_utf8_fold(&c->arena, k, strlen(k));
        ent_map_set(m, key, strlen(key), *n);
        *ENT_PUSH(&c->arena, *list, *n, *cap) = *v ? ent_arena_str(&c->arena, v) : NULL;
    }
}

static void add_once(ent_map *m, const char *key, uint32_t value)
{
    if (ent_map_get(m, key, strlen(key)) == ENT_NONE) {
        ent_map_set(m, key, strlen(key), value);
    }
}

static void read_cameo(import_codes *c, const ent_tables *ts)
{
    const ent_table *t = ent_tables_get(ts, "event/cameo");
    uint32_t name = t ? ent_table_column(t, "name") : 0;
    uint32_t plover = t ? ent_table_column(t, "plover") : 0;
    uint32_t mode = t ? ent_table_column(t, "mode") : 0;
    for (size_t len = 3; t && len <= 4; len++) { /* the shorter code of a label is meant */
        for (uint32_t r = 0; r < t->rows; r++) {
            const char *code = ent_table_cell(t, r, 0);
            if (strlen(code) != len) {
                continue;
            }
            uint32_t at = c->code_count;
            code = ent_arena_str(&c->arena, code);
            *ENT_PUSH(&c->arena, c->code, c->code_count, c->code_cap) = code;
            ent_map_set(&c->known, code, len, at);
            const char *n = ent_table_cell(t, r, name);
            add_once(&c->label, ent_utf8_fold(&c->arena, n, strlen(n)), at);
            if (*ent_table_cell(t, r, plover)) {
                const char *m = ent_table_cell(t, r, mode), *e = ent_table_cell(t, r, plover);
                char *key = ent_arena_printf(&c->arena, "%s %s", e, m);
                add_once(&c->plover, ent_utf8_fold(&c->arena, key, strlen(key)), at);
                key = ent_arena_printf(&c->arena, "%s ", e); /* an unknown mode: the event's own */
                add_once(&c->plover, ent_utf8_fold(&c->arena, key, strlen(key)), at);
            }
        }
    }
}

int ent_import_codes_open(import_codes **out, const ent_tables *t, ent_err *err)
{
    import_codes *c = ent_calloc(1, sizeof *c);
    int rc = ent_cameo_open(&c->cameo, t, err);
    if (rc < 0) {
        ent_import_codes_close(c);
        return rc;
    }
    read_states(c, t);
    read_words(c, t, "read/cameo_countries", &c->country, &c->renamed, &c->renamed_count,
               &c->renamed_cap);
    read_words(c, t, "read/sectors", &c->sector, &c->role, &c->role_count, &c->role_cap);
    read_cameo(c, t);
    *out = c;
    return 0;
}

void ent_import_codes_close(import_codes *c)
{
    if (c) {
        ent_map *maps[] = {&c->state,  &c->name,  &c->cow,    &c->gw,   &c->country,
                           &c->sector, &c->label, &c->plover, &c->known};
        for (size_t i = 0; i < ENT_COUNT(maps); i++) {
            ent_map_free(maps[i]);
        }
        ent_cameo_free(c->cameo);
        ent_arena_free(&c->arena);
        free(c);
    }
}

/* The spell that holds the day; without a day the only one, or the one that is still open. */
static const char *pick(const import_codes *c, uint32_t at, int32_t day)
{
    const char *open = NULL, *first = NULL;
    for (; at != ENT_NONE; at = c->spells[at].next) {
        const spell *s = &c->spells[at];
        if (day != ENT_DAY_NONE && (s->from == ENT_DAY_NONE || s->from <= day) &&
            (s->to == ENT_DAY_NONE || day <= s->to)) {
            return s->state;
        }
        open = s->to == ENT_DAY_NONE ? s->state : open;
        first = s->state;
    }
    return day == ENT_DAY_NONE && open ? open : first;
}

const char *ent_import_country(const import_codes *c, const char *name, int32_t day)
{
    ent_arena a = {0};
    const char *state = NULL;
    if (name && *name) {
        char *key = ent_utf8_fold(&a, name, strlen(name));
        state = pick(c, ent_map_get(&c->name, key, strlen(key)), day);
        if (!state && strncmp(key, "the ", 4) == 0) {
            state = pick(c, ent_map_get(&c->name, key + 4, strlen(key + 4)), day);
        }
    }
    ent_arena_free(&a);
    return state;
}

const char *ent_import_number(const import_codes *c, const char *number, bool gw, int32_t day)
{
    if (!number || !*number) {
        return NULL;
    }
    size_t n = strcspn(number, "."); /* "2.0" of a spreadsheet */
    return pick(c, ent_map_get(gw ? &c->gw : &c->cow, number, n), day);
}

const char *ent_import_cameo_state(const import_codes *c, const char *code)
{
    char key[4] = {0};
    if (!code || strlen(code) < 3) {
        return NULL;
    }
    for (int i = 0; i < 3; i++) {
        key[i] = (char)(code[i] >= 'A' && code[i] <= 'Z' ? code[i] + 32 : code[i]);
    }
    uint32_t at = ent_map_get(&c->country, key, 3);
    if (at != ENT_NONE) {
        return c->renamed[at];
    }
    for (int i = 0; i < 3; i++) {
        key[i] = (char)(key[i] >= 'a' && key[i] <= 'z' ? key[i] - 32 : key[i]);
    }
    return !code[3] && ent_map_get(&c->state, key, 3) != ENT_NONE ? code : NULL;
}

static const char *state_prefix(const import_codes *c, const char *code, ent_arena *a)
{
    char *three = ent_arena_strn(a, code, 3);
    return ent_import_cameo_state(c, three);
}

void ent_import_actor(const import_codes *c, ent_actor_ref *r, const char *code, ent_arena *a)
{
    if (!code || !*code) {
        return;
    }
    size_t n = strlen(code);
    r->code = code;
    r->state = n >= 3 ? state_prefix(c, code, a) : NULL;
    const char *rest = n > 3 && r->state ? code + 3 : NULL;
    r->role = rest && strlen(rest) >= 3 ? ent_arena_strn(a, rest, 3) : NULL;
}

const char *ent_import_sector(const import_codes *c, const char *sectors)
{
    ent_arena a = {0};
    const char *role = NULL;
    for (const char *p = sectors; p && *p && !role;) {
        size_t n = strcspn(p, ",;");
        const char *s = p;
        while (n && *s == ' ') {
            s++;
            n--;
        }
        char *key = ent_utf8_fold(&a, s, n);
        for (size_t k = strlen(key); k && key[k - 1] == ' ';) {
            key[--k] = 0;
        }
        uint32_t at = ent_map_get(&c->sector, key, strlen(key));
        role = at == ENT_NONE ? NULL : c->role[at];
        p = s + n;
        p += *p != 0;
    }
    ent_arena_free(&a);
    return role;
}

/* -- CAMEO ----------------------------------------------------------------------------------- */

static const char *known(const import_codes *c, const char *code, size_t n)
{
    uint32_t at = ent_map_get(&c->known, code, n);
    return at == ENT_NONE ? NULL : c->code[at];
}

static bool of_root(const char *code, const char *root)
{
    size_t n = root ? strlen(root) : 0;
    if (n == 1) {
        return code[0] == '0' && code[1] == root[0];
    }
    return n == 2 && strncmp(code, root, 2) == 0;
}

const char *ent_import_cameo(const import_codes *c, const char *code, const char *root,
                             ent_arena *a)
{
    size_t n = code ? strlen(code) : 0;
    if (n == 0 || n > 5 || strspn(code, "0123456789") != n) {
        return NULL;
    }
    /* readings: as it stands, with the lost zero in front, a bare root with its zero behind; two
     * digits that are a root are taken for one unless the root's own column says otherwise */
    const char *front = ent_arena_printf(a, "0%s", code);
    const char *behind = n <= 2 ? ent_arena_printf(a, "%s0", code) : NULL;
    bool bare = n == 2 && strcmp(code, "10") >= 0 && strcmp(code, "20") <= 0;
    const char *form[4] = {code, bare ? behind : front, bare ? front : behind,
                           n <= 2 ? ent_arena_printf(a, "0%s0", code) : NULL};
    const char *found = NULL;
    for (int i = 0; i < 4; i++) {
        const char *k = form[i] ? known(c, form[i], strlen(form[i])) : NULL;
        if (k && root && *root && of_root(k, root)) {
            return k;
        }
        found = found ? found : k;
    }
    if (n == 5) { /* finer than the table: its four digits are known */
        return known(c, code, 4) ? code : NULL;
    }
    return found;
}

const char *ent_import_cameo_of_label(const import_codes *c, const char *label)
{
    ent_arena a = {0};
    char *key = ent_utf8_fold(&a, label ? label : "", label ? strlen(label) : 0);
    uint32_t at = ent_map_get(&c->label, key, strlen(key));
    ent_arena_free(&a);
    return at == ENT_NONE ? NULL : c->code[at];
}

const char *ent_import_cameo_of_plover(const import_codes *c, const char *event, const char *mode)
{
    ent_arena a = {0};
    char *key = ent_arena_printf(&a, "%s %s", event ? event : "", mode ? mode : "");
    key = ent_utf8_fold(&a, key, strlen(key));
    uint32_t at = ent_map_get(&c->plover, key, strlen(key));
    if (at == ENT_NONE) {
        size_t n = strcspn(key, " ");
        at = ent_map_get(&c->plover, key, n + 1);
    }
    ent_arena_free(&a);
    return at == ENT_NONE ? NULL : c->code[at];
}

void ent_import_fill(const import_codes *c, ent_account *x)
{
    double goldstein = x->goldstein;
    int quad = x->quad;
    const char *event = x->plover_event, *mode = x->plover_mode;
    const char *const *context = x->plover_context;
    uint32_t contexts = x->plover_context_count;
    ent_cameo_fill(c->cameo, x);
    x->goldstein = isnan(goldstein) ? x->goldstein : goldstein; /* the row's own word goes first */
    x->quad = quad ? quad : x->quad;
    if (event) {
        x->plover_event = event;
        x->plover_mode = mode;
        x->plover_context = context;
        x->plover_context_count = contexts;
    }
}
