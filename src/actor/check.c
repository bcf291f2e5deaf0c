/* check.c: what is doubtful in the actor tables: a line a finding.
 *
 * In: the effective tables. Out: text such as "data/actor/names.tsv:212: ...". Looks at dates that
 * are none or end before they begin, codes that no table of states or organisations knows, names
 * that mean two states on one day, and days between two rows of a name that no row covers.
 */
#include "index.h"

typedef struct checker {
    const ent_tables *ts;
    ent_buf *b;
    ent_arena a;
    ent_map codes; /* of states, organisations, groups */
    uint32_t found;
} checker;

static void say(checker *c, const ent_table *t, uint32_t row, const char *what, const char *value)
{
    ent_buf_printf(c->b, "%s: %s: %s\n", ent_table_place(c->ts, t, row, &c->a), what, value);
    c->found++;
}

static const char *cell(const ent_table *t, uint32_t row, const char *column)
{
    uint32_t c = ent_table_column(t, column);
    return c == ENT_NONE ? "" : ent_table_cell(t, row, c);
}

static void add_codes(checker *c, const char *table)
{
    const ent_table *t = ent_tables_get(c->ts, table);
    for (uint32_t i = 0; t && i < t->rows; i++) {
        const char *k = cell(t, i, "code");
        ent_map_set(&c->codes, k, strlen(k), 1);
    }
}

static bool known(const checker *c, const char *code)
{
    return ent_map_get(&c->codes, code, strlen(code)) != ENT_NONE;
}

static void check_dates(checker *c, const ent_table *t, uint32_t i)
{
    const char *from = cell(t, i, "from"), *to = cell(t, i, "to");
    int32_t a = *from ? ent_day_parse(from) : ENT_DAY_NONE;
    int32_t b = *to ? ent_day_parse(to) : ENT_DAY_NONE;
    if (*from && a == ENT_DAY_NONE) {
        say(c, t, i, "is no date", from);
    }
    if (*to && b == ENT_DAY_NONE) {
        say(c, t, i, "is no date", to);
    }
    if (a != ENT_DAY_NONE && b != ENT_DAY_NONE && b < a) {
        say(c, t, i, "ends before it begins", to);
    }
}

static void check_roles(checker *c, const ent_table *t, uint32_t i)
{
    static const char known_roles[] = "GOV MIL LEG JUD OPP REB CVL MED BUS SPY COP REF LAB EDU ELI "
                                      "CRM NGO UAF HLH AGR DEV ENV HRI INS SEP MOD RAD PTY region";
    const char *r = cell(t, i, "role");
    if (strcmp(r, "region") == 0) {
        return;
    }
    size_t n = strlen(r);
    for (size_t k = 0; k < n; k += 3) {
        char one[4] = {0};
        memcpy(one, r + k, n - k < 3 ? n - k : 3);
        if (strlen(one) != 3 || !strstr(known_roles, one)) {
            say(c, t, i, "is no CAMEO role", r);
            return;
        }
    }
}

/* Whether a row of the same key as row i holds on a day; rows of a key are not in order of days. */
static bool covered(const ent_table *t, uint32_t i, int32_t day)
{
    const char *key = ent_table_cell(t, i, 0);
    while (i > 0 && strcmp(ent_table_cell(t, i - 1, 0), key) == 0) {
        i--;
    }
    for (; i < t->rows && strcmp(ent_table_cell(t, i, 0), key) == 0; i++) {
        const char *from = cell(t, i, "from"), *to = cell(t, i, "to");
        if (day_in(day, *from ? ent_day_parse(from) : ENT_DAY_NONE,
                   *to ? ent_day_parse(to) : ENT_DAY_NONE)) {
            return true;
        }
    }
    return false;
}

/* Rows of one key stand together. Two that mean different states on one day overlap; two that
 * follow each other should leave no day between them. */
static void check_pair(checker *c, const ent_table *t, uint32_t i, uint32_t k, const char *code)
{
    const char *x = cell(t, i, code), *y = cell(t, k, code);
    const char *xf = cell(t, i, "from"), *xt = cell(t, i, "to");
    const char *yf = cell(t, k, "from"), *yt = cell(t, k, "to");
    if (strcmp(cell(t, i, "kind"), cell(t, k, "kind")) != 0 || strcmp(x, y) == 0) {
        return;
    }
    if (!*xf && !*xt && !*yf && !*yt) {
        say(c, t, k, "means two, without dates", ent_table_cell(t, k, 0));
        return;
    }
    bool apart = (*xt && *yf && strcmp(xt, yf) < 0) || (*yt && *xf && strcmp(yt, xf) < 0);
    if (!apart) {
        say(c, t, k, "means two on one day", ent_table_cell(t, k, 0));
    } else if (k == i + 1 && *xt && *yf && strcmp(code, "code") != 0) {
        /* of a state; two organisations may bear one acronym with years between */
        int32_t gap = ent_day_parse(yf) - ent_day_parse(xt);
        if (gap > 366 && !covered(t, i, ent_day_parse(xt) + 1)) {
            say(c, t, k, "has days before it that no row covers", ent_table_cell(t, k, 0));
        }
    }
}

static void check_table(checker *c, const char *name, const char *code, bool pairs)
{
    const ent_table *t = ent_tables_get(c->ts, name);
    if (!t) {
        ent_buf_printf(c->b, "%s: is not there\n", name);
        c->found++;
        return;
    }
    for (uint32_t i = 0; i < t->rows; i++) {
        check_dates(c, t, i);
        check_roles(c, t, i);
        const char *v = cell(t, i, code);
        if (*v && !known(c, v)) {
            say(c, t, i, "is no code of a state or an organisation", v);
        }
        if (!*ent_table_cell(t, i, 0)) {
            say(c, t, i, "has no key", "");
        }
        for (uint32_t k = i + 1; pairs && k < t->rows && k < i + 8; k++) {
            if (strcmp(ent_table_cell(t, i, 0), ent_table_cell(t, k, 0)) != 0) {
                break;
            }
            check_pair(c, t, i, k, code);
        }
    }
}

uint32_t ent_actor_check(const ent_tables *ts, ent_buf *b)
{
    checker c = {.ts = ts, .b = b};
    add_codes(&c, "actor/states");
    add_codes(&c, "actor/orgs");
    add_codes(&c, "actor/groups");
    check_table(&c, "actor/states", "code", false);
    check_table(&c, "actor/state_names", "code", false);
    check_table(&c, "actor/holders", "code", false);
    check_table(&c, "actor/names", "state", true);
    check_table(&c, "actor/metonyms", "state", true);
    check_table(&c, "actor/orgs", "code", true);
    check_table(&c, "actor/org_members", "state", false);
    check_table(&c, "actor/groups", "state", true);
    check_table(&c, "actor/roles", "state", false);
    check_table(&c, "actor/persons", "state", false);
    check_table(&c, "actor/places", "state", true);
    ent_map_free(&c.codes);
    ent_arena_free(&c.a);
    return c.found;
}
