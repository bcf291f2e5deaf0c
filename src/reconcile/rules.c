/* rules.c: what may tell the same deed: kinds and actors. In: the tables of data/reconcile. Out:
 * answers about two codes or two actors. It does not look at dates or evidence. */
#include "reconcile_int.h"

/* To be raised with every change of the code that may change an event. */
enum { RULES = 7 };

static uint64_t rules_of(const ent_tables *ts)
{
    static const char *const names[] = {
        "event/cameo",          "reconcile/bodies",      "reconcile/common",
        "reconcile/compatible", "reconcile/corrections", "reconcile/further",
        "reconcile/kinds",      "reconcile/roles",       "reconcile/standins"};
    uint64_t h = RULES;
    for (size_t i = 0; i < ENT_COUNT(names); i++) {
        const ent_table *t = ent_tables_get(ts, names[i]);
        for (uint32_t row = 0; t && row < t->rows; row++) {
            for (uint32_t c = 0; c < t->columns; c++) {
                h = ent_hash_str(ent_table_cell(t, row, c), h);
            }
        }
    }
    return h | 1;
}

static bool starts(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

static int read_codes(ent_reconciler *r, const ent_tables *ts, ent_err *err)
{
    const ent_table *t = ent_tables_get(ts, "event/cameo");
    if (!t) {
        return ent_fail(err, ENT_ETABLE, "event/cameo", "there is no such table");
    }
    for (uint32_t i = 0; i < t->rows; i++) {
        const char *c = ent_arena_str(&r->arena, ent_table_cell(t, i, 0));
        ent_map_set(&r->code, c, strlen(c), i);
    }
    r->code_count = t->rows;
    r->tell = ent_arena_zalloc(&r->arena, (size_t)t->rows * t->rows, 1);
    r->deep = ent_arena_zalloc(&r->arena, (size_t)t->rows * t->rows, 1);
    r->kind = ent_arena_zalloc(&r->arena, t->rows, sizeof *r->kind);
    return 0;
}

static void set_pair(ent_reconciler *r, uint32_t i, uint32_t j, uint8_t value, size_t deep)
{
    size_t at = (size_t)i * r->code_count + j;
    if (deep >= r->deep[at]) {
        r->tell[at] = value;
        r->deep[at] = (uint8_t)deep;
    }
}

static int bad_row(const ent_tables *ts, const ent_table *t, uint32_t row, const char *what,
                   ent_err *err)
{
    ent_arena a = {0};
    ent_fail(err, ENT_ETABLE, ent_table_place(ts, t, row, &a), "%s", what);
    ent_arena_free(&a);
    return ENT_ETABLE;
}

static int word_of(const char *const *words, size_t n, const char *w)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(words[i], w) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static int read_pairs(ent_reconciler *r, const ent_tables *ts, ent_err *err)
{
    static const char *const ways[] = {"", "same", "mirror", "either"};
    static const char *const tells[] = {"", "same", "dispute", "no"};
    const ent_table *t = ent_tables_get(ts, "reconcile/compatible");
    uint32_t c_other = t ? ent_table_column(t, "other") : 0;
    uint32_t c_way = t ? ent_table_column(t, "way") : 0;
    uint32_t c_tell = t ? ent_table_column(t, "tell") : 0;
    for (uint32_t row = 0; t && row < t->rows; row++) {
        const char *x = ent_table_cell(t, row, 0), *y = ent_table_cell(t, row, c_other);
        int way = word_of(ways, 4, ent_table_cell(t, row, c_way));
        int tell = word_of(tells, 4, ent_table_cell(t, row, c_tell));
        if (way < 1 || tell < 1 || strlen(x) < 2 || strlen(y) < 2) {
            return bad_row(ts, t, row, "way is same, mirror or either; tell same, dispute or no",
                           err);
        }
        uint8_t value = (uint8_t)(tell | way << 4);
        size_t deep = strlen(x) + strlen(y);
        for (uint32_t i = 0; i < r->code.count; i++) {
            if (!starts(r->code.key[i], x)) {
                continue;
            }
            for (uint32_t j = 0; j < r->code.count; j++) {
                if (starts(r->code.key[j], y)) {
                    set_pair(r, r->code.value[i], r->code.value[j], value, deep);
                    set_pair(r, r->code.value[j], r->code.value[i], value, deep);
                }
            }
        }
    }
    return 0;
}

static bool is_yes(const ent_table *t, uint32_t row, uint32_t column)
{
    return strcmp(ent_table_cell(t, row, column), "yes") == 0;
}

static int read_kinds(ent_reconciler *r, const ent_tables *ts, ent_err *err)
{
    static const char *const mutuals[] = {"no", "rows", "yes"};
    const ent_table *t = ent_tables_get(ts, "reconcile/kinds");
    uint32_t c_mutual = t ? ent_table_column(t, "mutual") : 0;
    uint32_t c_once = t ? ent_table_column(t, "once") : 0;
    uint32_t c_words = t ? ent_table_column(t, "words") : 0;
    uint32_t c_often = t ? ent_table_column(t, "often") : 0;
    uint32_t c_opens = t ? ent_table_column(t, "opens") : 0;
    uint32_t c_own = t ? ent_table_column(t, "own") : 0;
    uint8_t *deep = ent_calloc(r->code_count, 1);
    int rc = 0;
    for (uint32_t row = 0; t && row < t->rows && rc == 0; row++) {
        const char *x = ent_table_cell(t, row, 0), *once = ent_table_cell(t, row, c_once);
        int mutual = word_of(mutuals, 3, ent_table_cell(t, row, c_mutual));
        int64_t days = 0;
        if (mutual < 0 || (*once && (!ent_parse_int(once, &days) || days < 0 || days > 36525))) {
            rc = bad_row(ts, t, row, "mutual is yes, rows or no; once a number of days", err);
        }
        const char *words = ent_table_cell(t, row, c_words);
        rec_kind kind = {.mutual = (uint8_t)mutual,
                         .once = (int32_t)days,
                         .words = *words ? ent_arena_str(&r->arena, words) : NULL,
                         .often = is_yes(t, row, c_often),
                         .opens = is_yes(t, row, c_opens),
                         .own = is_yes(t, row, c_own)};
        for (uint32_t i = 0; rc == 0 && i < r->code.count; i++) {
            uint32_t c = r->code.value[i];
            if (starts(r->code.key[i], x) && strlen(x) >= deep[c]) {
                r->kind[c] = kind;
                deep[c] = (uint8_t)strlen(x);
            }
        }
    }
    free(deep);
    return rc;
}

static void read_words(ent_reconciler *r, const ent_tables *ts, const char *name,
                       const char *column, const char *value, ent_map *m)
{
    const ent_table *t = ent_tables_get(ts, name);
    uint32_t c = t && column ? ent_table_column(t, column) : ENT_NONE;
    for (uint32_t i = 0; t && i < t->rows; i++) {
        const char *w = ent_arena_str(&r->arena, ent_table_cell(t, i, 0));
        bool yes = c == ENT_NONE || strcmp(ent_table_cell(t, i, c), value) == 0;
        ent_map_set(m, w, strlen(w), yes);
    }
}

int ent_reconcile_open(ent_reconciler **out, const ent_tables *t, ent_err *err)
{
    ent_reconciler *r = ent_calloc(1, sizeof *r);
    r->slice = ENT_SLICE_ACCOUNTS;
    r->rules = rules_of(t);
    int rc = read_codes(r, t, err);
    rc = rc < 0 ? rc : read_pairs(r, t, err);
    rc = rc < 0 ? rc : read_kinds(r, t, err);
    if (rc < 0) {
        ent_reconcile_close(r);
        return rc;
    }
    read_words(r, t, "reconcile/roles", "state", "yes", &r->role);
    read_words(r, t, "reconcile/bodies", NULL, NULL, &r->body);
    read_words(r, t, "reconcile/further", NULL, NULL, &r->further);
    read_words(r, t, "reconcile/common", "act", "weak", &r->common);
    read_words(r, t, "reconcile/standins", NULL, NULL, &r->standin);
    const ent_table *c = ent_tables_get(t, "reconcile/corrections");
    r->correction = ent_arena_zalloc(&r->arena, c ? c->rows + 1 : 1, sizeof *r->correction);
    for (uint32_t i = 0; c && i < c->rows; i++) {
        r->correction[r->correction_count++] = ent_arena_str(&r->arena, ent_table_cell(c, i, 0));
    }
    *out = r;
    return 0;
}

uint64_t ent_reconcile_rules(const ent_reconciler *r)
{
    return r->rules;
}

void ent_reconcile_set_slice(ent_reconciler *r, uint32_t accounts)
{
    r->slice = accounts;
}

void ent_reconcile_close(ent_reconciler *r)
{
    if (r) {
        ent_map_free(&r->code);
        ent_map_free(&r->role);
        ent_map_free(&r->body);
        ent_map_free(&r->further);
        ent_map_free(&r->common);
        ent_map_free(&r->standin);
        ent_arena_free(&r->arena);
        free(r);
    }
}

/* -- kinds ----------------------------------------------------------------------------------- */

uint32_t ent_reconcile_code(const ent_reconciler *r, const char *cameo)
{
    for (size_t n = cameo ? strlen(cameo) : 0; n >= 2; n--) {
        uint32_t c = ent_map_get(&r->code, cameo, n);
        if (c != ENT_NONE) {
            return c;
        }
    }
    return ENT_NONE;
}

rec_kind ent_reconcile_kind(const ent_reconciler *r, uint32_t code)
{
    return code == ENT_NONE ? (rec_kind){0} : r->kind[code];
}

int32_t ent_reconcile_once(const ent_reconciler *r, const ent_account *x)
{
    rec_kind k = ent_reconcile_kind(r, ent_reconcile_code(r, x->cameo));
    if (!k.once || !k.words) {
        return k.once;
    }
    char act[64] = "";
    for (size_t n = 0; x->trigger && x->trigger[n] && n + 1 < sizeof act; n++) {
        char c = x->trigger[n];
        act[n] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    for (const char *p = k.words; *p;) {
        size_t n = strcspn(p, ";");
        char word[32];
        snprintf(word, sizeof word, "%.*s", (int)(n < 31 ? n : 31), p);
        if (*word && strstr(act, word)) {
            return k.once;
        }
        p += n + (p[n] == ';');
    }
    return 0;
}

/* "190" and "19" stand for any 19x. */
static bool general(const char *x)
{
    size_t n = strlen(x);
    return n == 2 || (n == 3 && x[2] == '0');
}

static int kin(const char *x, const char *y)
{
    if (strcmp(x, y) == 0) {
        return 40;
    }
    size_t nx = strlen(x), ny = strlen(y), n = nx < ny ? nx : ny;
    if (n >= 3 && strncmp(x, y, n) == 0) {
        return 35;
    }
    if (n >= 2 && strncmp(x, y, 2) == 0 && (general(x) || general(y))) {
        return 30;
    }
    return -1;
}

rec_fit ent_reconcile_kinds(const ent_reconciler *r, const char *x, const char *y)
{
    rec_fit f = {.score = -1};
    if (!x || !y) {
        return f;
    }
    uint32_t i = ent_reconcile_code(r, x), j = ent_reconcile_code(r, y);
    rec_kind ki = ent_reconcile_kind(r, i), kj = ent_reconcile_kind(r, j);
    f.score = kin(x, y);
    if (f.score > 0) {
        f.ways = REC_SAME;
        if (ki.mutual == REC_MUTUAL_YES && kj.mutual == REC_MUTUAL_YES) {
            f.ways |= REC_MIRROR;
        }
    }
    if (f.score < 35 && i != ENT_NONE && j != ENT_NONE) {
        uint8_t v = r->tell[(size_t)i * r->code_count + j];
        if ((v & 15) == REC_TELL_NO) {
            return (rec_fit){.score = -1};
        }
        if (v) {
            f.score = f.score > 0 ? f.score : strncmp(x, y, 2) == 0 ? 24 : 20;
            f.ways |= v >> 4;
            f.dispute = (v & 15) == REC_TELL_DISPUTE;
        }
    }
    return f;
}

/* -- actors ---------------------------------------------------------------------------------- */

/* Splits a name into folded words; returns how many. */
static uint32_t name_words(const char *name, ent_arena *a, const char **out, uint32_t max)
{
    char *s = ent_utf8_fold(a, name, strlen(name));
    uint32_t n = 0;
    while (*s && n < max) {
        s += strspn(s, " .,-()'\"");
        size_t len = strcspn(s, " .,-()'\"");
        if (len) {
            out[n++] = ent_arena_strn(a, s, len);
        }
        s += len;
    }
    return n;
}

/* A last word without a capital is no person's: "Soviet leaders", "Iraqi divisions". */
static bool is_group(const char *name)
{
    const char *space = strrchr(name, ' '), *w = space ? space + 1 : name;
    for (; *w; w++) {
        if ((*w >= 'A' && *w <= 'Z') || (unsigned char)*w >= 128) {
            return false;
        }
    }
    return space != NULL;
}

static bool is_body(const ent_reconciler *r, const char **w, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (ent_map_get(&r->body, w[i], strlen(w[i])) != ENT_NONE) {
            return true;
        }
    }
    return false;
}

static uint32_t shared_words(const char **x, uint32_t nx, const char **y, uint32_t ny)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < nx; i++) {
        for (uint32_t j = 0; j < ny; j++) {
            if (strcmp(x[i], y[j]) == 0) {
                n++;
                break;
            }
        }
    }
    return n;
}

/* Two names: 8 one person or body, 0 nothing known (a person and a body), -1 two persons. */
static int names_fit(const ent_reconciler *r, const char *x, const char *y)
{
    if (strcmp(x, y) == 0) {
        return 8;
    }
    ent_arena a = {0};
    const char *wx[16], *wy[16];
    uint32_t nx = name_words(x, &a, wx, 16), ny = name_words(y, &a, wy, 16);
    bool bx = is_body(r, wx, nx) || is_group(x), by = is_body(r, wy, ny) || is_group(y);
    uint32_t both = shared_words(wx, nx, wy, ny), least = nx < ny ? nx : ny;
    int fit = 0;
    if (bx != by || least == 0) {
        fit = 0; /* a minister and his ministry */
    } else if (both == least) {
        fit = 8; /* Castro, Fidel Castro */
    } else if (bx) {
        fit = both * 2 >= least ? 2 : 0; /* a state speaks through many bodies */
    } else {
        fit = -1;
    }
    ent_arena_free(&a);
    return fit;
}

static int role_state(const ent_reconciler *r, const char *role)
{
    uint32_t v = ent_map_get(&r->role, role, strlen(role));
    return v == ENT_NONE ? -1 : (int)v;
}

/* Roles: "the state" and its organs fit; the state and those against it do not. */
static int roles_fit(const ent_reconciler *r, const char *x, const char *y)
{
    if (!x && !y) {
        return 4;
    }
    if (x && y && strcmp(x, y) == 0) {
        return 4;
    }
    int sx = x ? role_state(r, x) : 1, sy = y ? role_state(r, y) : 1;
    if (sx != 1 || sy != 1) {
        return -1;
    }
    if (!x || !y) {
        return 3;
    }
    /* GOV holds all organs; two other organs are two actors */
    return strcmp(x, "GOV") == 0 || strcmp(y, "GOV") == 0 ? 2 : -1;
}

static const char *role_of(const ent_actor_ref *x, char out[4])
{
    if (x->role) {
        return x->role;
    }
    if (x->code && x->state && strncmp(x->code, x->state, strlen(x->state)) == 0 &&
        strlen(x->code) >= strlen(x->state) + 3) {
        memcpy(out, x->code + strlen(x->state), 3);
        out[3] = 0;
        return out;
    }
    return NULL;
}

int ent_reconcile_actors(const ent_reconciler *r, const ent_actor_ref *x, const ent_actor_ref *y,
                         bool *named)
{
    char bx[4], by[4];
    int score = 0;
    if (x->state && y->state) {
        if (strcmp(x->state, y->state) != 0) {
            return -1;
        }
        const char *rx = role_of(x, bx), *ry = role_of(y, by);
        int f = roles_fit(r, rx, ry);
        if (f < 0) {
            return -3;
        }
        score += f;
        if (!rx || !ry) {
            return score; /* the name of a whole state is no person's */
        }
    } else if (x->code && y->code) {
        size_t nx = strlen(x->code), ny = strlen(y->code), n = nx < ny ? nx : ny;
        if (n < 3 || strncmp(x->code, y->code, n) != 0) {
            return -1;
        }
        score += nx == ny ? 4 : 3;
    } else if (x->code || y->code || x->state || y->state) {
        return -1;
    }
    if (x->name && y->name) {
        int f = names_fit(r, x->name, y->name);
        if (f < 0) {
            return -2;
        }
        *named |= f == 8;
        score += f;
    }
    return score;
}

const char *ent_reconcile_side(const ent_actor_ref *x, const char *id, ent_arena *a)
{
    if (x->state && *x->state) {
        return x->state;
    }
    if (x->code && *x->code) {
        static const char *const wide[] = {"IGO", "NGO", "NGM", "IMG", "MNC"};
        size_t n = 3;
        for (size_t i = 0; i < ENT_COUNT(wide); i++) {
            n = strncmp(x->code, wide[i], 3) == 0 ? 6 : n;
        }
        return strlen(x->code) > n ? ent_arena_strn(a, x->code, n) : x->code;
    }
    const char *name = x->name && *x->name ? x->name : x->text;
    if (!name || !*name) {
        return ent_arena_printf(a, "?%s", id ? id : ""); /* nobody: it merges with nothing */
    }
    char *s = ent_utf8_fold(a, name, strlen(name));
    for (char *p = s; *p; p++) {
        *p = *p == '-' ? '~' : *p; /* the dash parts the two sides */
    }
    return s;
}

const char *ent_reconcile_block(const ent_account *one, ent_arena *a)
{
    const char *x = ent_reconcile_side(&one->source, one->id, a);
    const char *y = ent_reconcile_side(&one->target, one->id, a);
    size_t nx = strlen(x), ny = strlen(y);
    char *s = ent_arena_alloc(a, nx + ny + 2);
    bool swap = strcmp(x, y) > 0;
    memcpy(s, swap ? y : x, swap ? ny : nx);
    s[swap ? ny : nx] = '-';
    memcpy(s + (swap ? ny : nx) + 1, swap ? x : y, (swap ? nx : ny) + 1);
    return s;
}
