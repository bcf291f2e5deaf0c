/* index.c: reads the tables into one token trie.
 *
 * In: tables actor/states, names, metonyms, orgs, org_members, groups, roles, persons, places,
 * firstnames. Out: ent_actors. Strings stay in the tables, which must outlive it.
 * The trie is one hash table of (node, word) pairs: a step costs one probe.
 */
#include "index.h"

static const char *const table_names[T_COUNT] = {
    "actor/states", "actor/names", "actor/metonyms", "actor/orgs",   "actor/org_members",
    "actor/groups", "actor/roles", "actor/persons",  "actor/places", "actor/firstnames"};

static uint64_t step_key(uint32_t node, uint64_t hash)
{
    uint64_t h = hash ^ ((uint64_t)node * 0x9e3779b97f4a7c15ull);
    h ^= h >> 32;
    h *= 0xd6e8feb86659fd93ull;
    h ^= h >> 29;
    return h ? h : 1;
}

static uint64_t bloom_bit(uint64_t hash)
{
    return (hash ^ hash >> 29 ^ hash >> 43) & (BLOOM_BITS - 1);
}

bool ent_actor_trie_may_start(const ent_actors *a, uint64_t hash)
{
    uint64_t b = bloom_bit(hash);
    return a->bloom[b >> 6] >> (b & 63) & 1;
}

/* A slot holds the upper bits of its key and the node; its place tells the lower bits. */
static uint64_t slot_of(uint64_t key, uint32_t node)
{
    return (key & ~(uint64_t)NODE_MASK) | node;
}

static bool same_key(uint64_t slot, uint64_t key)
{
    return ((slot ^ key) & ~(uint64_t)NODE_MASK) == 0;
}

uint32_t ent_actor_trie_step(const ent_actors *a, uint32_t node, uint64_t hash)
{
    uint64_t key = step_key(node, hash);
    for (uint64_t i = key & a->slot_mask; a->slots[i]; i = (i + 1) & a->slot_mask) {
        if (same_key(a->slots[i], key)) {
            return (uint32_t)(a->slots[i] & NODE_MASK);
        }
    }
    return 0;
}

/* Room for `n` slots; what stands in them is put in anew from the nodes' keys. */
static void set_slots(ent_actors *a, uint32_t n)
{
    free(a->slots);
    a->slots = ent_calloc(n, sizeof *a->slots);
    a->slot_mask = n - 1;
    for (uint32_t k = 1; k < a->node_count; k++) {
        uint64_t i = a->node_keys[k] & a->slot_mask;
        while (a->slots[i]) {
            i = (i + 1) & a->slot_mask;
        }
        a->slots[i] = slot_of(a->node_keys[k], k);
    }
}

static uint32_t new_node(ent_actors *a, uint64_t key)
{
    if (a->node_count == a->node_cap) {
        a->node_cap = a->node_cap ? a->node_cap * 2 : 1u << 17;
        a->nodes = ent_realloc(a->nodes, a->node_cap * sizeof *a->nodes);
        a->node_keys = ent_realloc(a->node_keys, a->node_cap * sizeof *a->node_keys);
    }
    a->nodes[a->node_count] = (trie_node){ENT_NONE, ENT_NONE, 0};
    a->node_keys[a->node_count] = key;
    return a->node_count++;
}

/* ENT_NONE: the trie is full. */
static uint32_t add_step(ent_actors *a, uint32_t node, uint64_t hash)
{
    uint64_t key = step_key(node, hash);
    uint64_t i = key & a->slot_mask;
    for (; a->slots[i]; i = (i + 1) & a->slot_mask) {
        if (same_key(a->slots[i], key)) {
            return (uint32_t)(a->slots[i] & NODE_MASK);
        }
    }
    if (a->node_count == NODE_MASK) {
        return ENT_NONE;
    }
    if (a->node_count * 2 > a->slot_mask) {
        set_slots(a, (a->slot_mask + 1) * 2);
        for (i = key & a->slot_mask; a->slots[i];) {
            i = (i + 1) & a->slot_mask;
        }
    }
    a->nodes[node].longer = 1;
    if (!node) {
        uint64_t b = bloom_bit(hash);
        a->bloom[b >> 6] |= 1ull << (b & 63);
    }
    uint32_t made = new_node(a, key);
    a->slots[i] = slot_of(key, made);
    return made;
}

/* Puts a copy of *e under the words of s[0..n). */
static void add_name(ent_actors *a, const entry *e, const char *s, size_t n)
{
    uint32_t at = 0, node = 0, count = 0;
    word w, last = {0}, first = {0};
    while (ent_actor_word_next(s, (uint32_t)n, &at, &w)) {
        node = add_step(a, node, w.hash);
        if (node == ENT_NONE) {
            return;
        }
        last = w;
        if (!count++) {
            first = w;
        }
    }
    if (!count || n > UINT16_MAX) {
        return;
    }
    if (a->entry_count == a->entry_cap) {
        a->entry_cap = a->entry_cap ? a->entry_cap * 2 : 1u << 16;
        a->entries = ent_realloc(a->entries, a->entry_cap * sizeof *a->entries);
    }
    uint32_t id = a->entry_count++;
    entry *x = &a->entries[id];
    *x = *e;
    x->next = ENT_NONE;
    x->caps = first.capital ? CASE_CAPITAL : CASE_ANY;
    if (count == 1 && first.acronym && first.letters <= 5) {
        x->caps = CASE_ACRONYM;
    }
    x->last_capital = last.capital && !last.digits;
    x->accent = e->kind == IN_ROLE && count == 1 && !last.ascii;
    trie_node *t = &a->nodes[node];
    if (t->first == ENT_NONE) {
        t->first = id;
    } else {
        a->entries[t->last].next = id;
    }
    t->last = id;
}

static void add_cell(ent_actors *a, entry *e, const char *cell)
{
    e->shown = cell;
    add_name(a, e, cell, strlen(cell));
}

/* Each of the names between bars. */
static void add_list(ent_actors *a, entry *e, const char *cell)
{
    while (*cell) {
        size_t n = strcspn(cell, "|");
        bool strong = *cell == '!';
        entry x = *e;
        if (x.form == FORM_BARE && strong) {
            x.form = FORM_STRONG;
        }
        const char *s = cell + strong;
        size_t m = n - strong;
        x.shown = cell[n] || strong ? ent_arena_strn(&a->arena, s, m) : s;
        add_name(a, &x, s, m);
        cell += n + (cell[n] == '|');
    }
}

static const char *null_empty(const char *s)
{
    return *s ? s : NULL;
}

typedef struct reader {
    ent_actors *a;
    const ent_table *t;
    uint32_t column[10];
    uint8_t id;
} reader;

static const char *get(const reader *r, uint32_t row, uint32_t c)
{
    return ent_table_cell(r->t, row, r->column[c]);
}

static int open_table(reader *r, ent_actors *a, table_id id, const char *const *columns,
                      size_t count, ent_err *err)
{
    r->a = a;
    r->id = (uint8_t)id;
    r->t = a->table[id] = ent_tables_get(a->tables, table_names[id]);
    if (!r->t) {
        return ent_fail(err, ENT_ETABLE, table_names[id], "is not there");
    }
    for (size_t i = 0; i < count; i++) {
        r->column[i] = ent_table_column(r->t, columns[i]);
        if (r->column[i] == ENT_NONE) {
            return ent_fail(err, ENT_ETABLE, table_names[id], "has no column %s", columns[i]);
        }
    }
    return 0;
}

#define OPEN(r, a, id, err, ...)                                                                   \
    open_table((r), (a), (id), (const char *const[]){__VA_ARGS__},                                 \
               ENT_COUNT(((const char *const[]){__VA_ARGS__})), (err))

/* A day of a table; "" is open, and what is no date is open too (`tables check` says so). */
static int32_t day_of(const char *s)
{
    return *s ? ent_day_parse(s) : ENT_DAY_NONE;
}

static entry new_entry(const reader *r, uint32_t row, entry_kind kind, entry_form form)
{
    entry e = {.row = row,
               .table = r->id,
               .kind = (uint8_t)kind,
               .form = (uint8_t)form,
               .from = ENT_DAY_NONE,
               .to = ENT_DAY_NONE};
    return e;
}

static int read_states(ent_actors *a, ent_err *err)
{
    reader r;
    int rc = OPEN(&r, a, T_STATES, err, "code", "name", "from", "to");
    for (uint32_t i = 0; !rc && i < r.t->rows; i++) {
        const char *code = get(&r, i, 0);
        if (ent_map_get(&a->states, code, strlen(code)) == ENT_NONE) {
            ent_map_set(&a->states, code, strlen(code), i);
        }
    }
    return rc;
}

static const char *state_name(const ent_actors *a, const char *code)
{
    uint32_t row = ent_map_get(&a->states, code, strlen(code));
    return row == ENT_NONE ? NULL
                           : ent_table_cell(a->table[T_STATES], row,
                                            ent_table_column(a->table[T_STATES], "name"));
}

/* The last day of a state of one row. */
static int32_t state_end(const ent_actors *a, const char *code)
{
    const ent_table *t = a->table[T_STATES];
    uint32_t row = ent_map_get(&a->states, code, strlen(code));
    if (row == ENT_NONE ||
        (row + 1 < t->rows && strcmp(ent_table_cell(t, row + 1, 0), code) == 0)) {
        return ENT_DAY_NONE;
    }
    return day_of(ent_table_cell(t, row, ent_table_column(t, "to")));
}

static int read_names(ent_actors *a, ent_err *err)
{
    reader r;
    int rc = OPEN(&r, a, T_NAMES, err, "name", "kind", "state", "from", "to");
    for (uint32_t i = 0; !rc && i < r.t->rows; i++) {
        const char *k = get(&r, i, 1);
        bool prefix = strcmp(k, "prefix") == 0;
        entry e = new_entry(&r, i, IN_STATE,
                            *k == 'a' || prefix ? FORM_ADJ
                            : *k == 'p'         ? FORM_PEOPLE
                                                : FORM_NAME);
        e.prefix = prefix;
        e.code = e.state = get(&r, i, 2);
        e.name = state_name(a, e.code);
        e.from = day_of(get(&r, i, 3));
        e.to = day_of(get(&r, i, 4));
        e.plural = e.form == FORM_PEOPLE;
        if (e.from == ENT_DAY_NONE && e.to == ENT_DAY_NONE) {
            e.to = state_end(a, e.code); /* a name goes with its state */
        }
        add_cell(a, &e, get(&r, i, 0));
    }
    return rc;
}

static int read_metonyms(ent_actors *a, ent_err *err)
{
    reader r;
    int rc = OPEN(&r, a, T_METONYMS, err, "name", "state", "role", "kind", "from", "to");
    for (uint32_t i = 0; !rc && i < r.t->rows; i++) {
        entry e = new_entry(&r, i, IN_METONYM, FORM_NONE);
        e.state = get(&r, i, 1);
        e.role = null_empty(get(&r, i, 2));
        e.more = get(&r, i, 3);
        e.form = strcmp(e.more, "capital") == 0 || strcmp(e.more, "place") == 0 ? FORM_CAPITAL
                                                                                : FORM_NONE;
        e.name = e.form == FORM_CAPITAL ? state_name(a, e.state) : get(&r, i, 0);
        e.from = day_of(get(&r, i, 4));
        e.to = day_of(get(&r, i, 5));
        add_cell(a, &e, get(&r, i, 0));
    }
    return rc;
}

static int read_orgs(ent_actors *a, ent_err *err)
{
    reader r;
    int rc = OPEN(&r, a, T_ORGS, err, "name", "code", "org", "from", "to");
    for (uint32_t i = 0; !rc && i < r.t->rows; i++) {
        entry e = new_entry(&r, i, IN_ORG, FORM_NAME);
        e.code = get(&r, i, 1);
        e.name = get(&r, i, 2);
        e.from = day_of(get(&r, i, 3));
        e.to = day_of(get(&r, i, 4));
        add_cell(a, &e, get(&r, i, 0));
    }
    if (!rc) {
        rc = OPEN(&r, a, T_MEMBERS, err, "code", "state", "from", "to");
    }
    return rc;
}

static int read_groups(ent_actors *a, ent_err *err)
{
    reader r;
    int rc =
        OPEN(&r, a, T_GROUPS, err, "name", "code", "state", "role", "group", "from", "to", "form");
    for (uint32_t i = 0; !rc && i < r.t->rows; i++) {
        const char *f = get(&r, i, 7);
        entry e = new_entry(&r, i, IN_GROUP,
                            *f == 'a'   ? FORM_ADJ
                            : *f == 's' ? FORM_SPLIT
                                        : FORM_NAME);
        e.code = get(&r, i, 1);
        e.state = null_empty(get(&r, i, 2));
        e.role = null_empty(get(&r, i, 3));
        e.name = get(&r, i, 4);
        if (e.role && strcmp(e.role, "region") == 0) {
            e.role = NULL;
            e.more = "region";
        }
        e.from = day_of(get(&r, i, 5));
        e.to = day_of(get(&r, i, 6));
        add_cell(a, &e, get(&r, i, 0));
    }
    return rc;
}

static int read_roles(ent_actors *a, ent_err *err)
{
    reader r;
    int rc = OPEN(&r, a, T_ROLES, err, "phrase", "kind", "role", "state", "plural");
    for (uint32_t i = 0; !rc && i < r.t->rows; i++) {
        const char *k = get(&r, i, 1);
        entry e = new_entry(&r, i, IN_ROLE,
                            *k == 't'   ? FORM_TITLE
                            : *k == 'a' ? (k[1] == 'r' ? FORM_ARMS : FORM_AGENT)
                            : *k == 'b' ? FORM_BODY
                                        : FORM_STATEWORD);
        e.role = null_empty(get(&r, i, 2));
        e.state = null_empty(get(&r, i, 3));
        add_cell(a, &e, get(&r, i, 0));
        e.plural = 1;
        add_cell(a, &e, get(&r, i, 4));
    }
    return rc;
}

/* What a person is called alone where the table does not say: the last word of the name; the first
 * one where family names stand first; nothing for words too short to be sure of. */
static void add_bare(ent_actors *a, entry *e, const char *name)
{
    static const char *const first[] = {"CHN", "TWN", "PRK", "KOR", "VNM", "RVN", "SGP"};
    const char *sp = strrchr(name, ' ');
    if (!sp) {
        return; /* a surname is all that the table has: read_persons adds it whole */
    }
    const char *s = sp + 1;
    size_t n = strlen(s);
    for (size_t i = 0; i < ENT_COUNT(first); i++) {
        if (strcmp(e->state, first[i]) == 0 && n) {
            s = name;
            n = strcspn(name, " ");
        }
    }
    if (strncmp(s, "Jr", 2) == 0 || strncmp(s, "Sr", 2) == 0 || n < 2 ||
        (n <= 4 && strspn(s, "IVX") == n)) {
        return;
    }
    e->shown = s[n] ? ent_arena_strn(&a->arena, s, n) : s;
    add_name(a, e, s, n);
}

/* Offices of which a text says "the Emperor", "the Sultan" and no more. */
static bool of_monarch(const char *office)
{
    static const char *const offices[] = {"king", "queen", "emperor",    "sultan",
                                          "shah", "emir",  "amir",       "pope",
                                          "dey",  "tsar",  "chancellor", "khedive"};
    for (size_t i = 0; office && i < ENT_COUNT(offices); i++) {
        if (strcmp(office, offices[i]) == 0) {
            return true;
        }
    }
    return false;
}

static int read_persons(ent_actors *a, ent_err *err)
{
    reader r;
    int rc = OPEN(&r, a, T_PERSONS, err, "name", "bare", "alias", "state", "role", "office", "from",
                  "to");
    for (uint32_t i = 0; !rc && i < r.t->rows; i++) {
        const char *name = get(&r, i, 0);
        entry e = new_entry(&r, i, IN_PERSON, FORM_FULL);
        e.name = name;
        e.state = get(&r, i, 3);
        e.role = null_empty(get(&r, i, 4));
        e.more = null_empty(get(&r, i, 5));
        e.from = day_of(get(&r, i, 6));
        e.to = day_of(get(&r, i, 7));
        if (!strchr(name, ' ')) {
            e.form = FORM_BARE;
        }
        if (of_monarch(e.more)) {
            *ENT_PUSH(&a->arena, a->holders, a->holder_count, a->holder_cap) = a->entry_count;
        }
        add_cell(a, &e, name);
        e.form = FORM_FULL;
        const char *alias = get(&r, i, 2), *bare = get(&r, i, 1);
        add_list(a, &e, alias);
        e.form = FORM_BARE;
        if (*bare) {
            add_list(a, &e, bare);
        } else {
            add_bare(a, &e, name);
        }
    }
    return rc;
}

static int read_places(ent_actors *a, ent_err *err)
{
    reader r;
    int rc = OPEN(&r, a, T_PLACES, err, "name", "kind", "state", "from", "to");
    for (uint32_t i = 0; !rc && i < r.t->rows; i++) {
        bool place = *get(&r, i, 1) == 'p';
        entry e = new_entry(&r, i, place ? IN_PLACE : IN_NONE, FORM_NAME);
        e.state = place ? get(&r, i, 2) : NULL;
        e.code = e.state;
        e.from = day_of(get(&r, i, 3));
        e.to = day_of(get(&r, i, 4));
        e.name = get(&r, i, 0);
        add_cell(a, &e, e.name);
    }
    if (!rc) {
        rc = OPEN(&r, a, T_FIRST, err, "name");
    }
    for (uint32_t i = 0; !rc && i < r.t->rows; i++) {
        entry e = new_entry(&r, i, IN_FIRST, FORM_NAME);
        add_cell(a, &e, get(&r, i, 0));
    }
    return rc;
}

int ent_actor_open(ent_actors **out, const ent_tables *t, ent_err *err)
{
    ent_actors *a = ent_calloc(1, sizeof *a);
    a->tables = t;
    a->bloom = ent_calloc(BLOOM_BITS / 64, sizeof *a->bloom);
    ent_actor_lists_build(a);
    set_slots(a, 1u << 18);
    new_node(a, 0);
    int (*const read[])(ent_actors *, ent_err *) = {read_states,  read_names,  read_metonyms,
                                                    read_orgs,    read_groups, read_roles,
                                                    read_persons, read_places};
    int rc = 0;
    for (size_t i = 0; !rc && i < ENT_COUNT(read); i++) {
        rc = read[i](a, err);
    }
    free(a->node_keys); /* the trie grows no more */
    a->node_keys = NULL;
    *out = a;
    if (rc) {
        ent_actor_close(a);
        *out = NULL;
    }
    return rc;
}

void ent_actor_close(ent_actors *a)
{
    if (!a) {
        return;
    }
    free(a->entries);
    free(a->slots);
    free(a->node_keys);
    free(a->nodes);
    free(a->bloom);
    free(a->list_slots);
    ent_map_free(&a->states);
    ent_arena_free(&a->arena);
    free(a);
}

bool ent_actor_entry_fits(const entry *e, const word *w, uint32_t n)
{
    if (e->caps == CASE_ACRONYM) {
        return w[0].acronym;
    }
    if (e->caps == CASE_CAPITAL && !w[0].capital) {
        return false;
    }
    if (e->accent && w[0].ascii && !w[0].capital) {
        return false; /* "false charges" */
    }
    if (e->kind == IN_ROLE && n > 1 && w[n - 1].capital && !w[0].capital) {
        return false; /* "the Department under Secretary Hull" */
    }
    return !e->last_capital || w[n - 1].capital || e->caps == CASE_ANY;
}

const char *ent_actor_compose(ent_arena *a, const char *state, const char *role)
{
    if (!state && !role) {
        return NULL;
    }
    if (!role || !state) {
        return ent_arena_str(a, state ? state : role);
    }
    return ent_arena_printf(a, "%s%s", state, role);
}

const char *ent_actor_role(ent_arena *a, const char *roles)
{
    return roles ? ent_arena_strn(a, roles, strnlen(roles, 3)) : NULL;
}
