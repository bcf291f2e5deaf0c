/* index.c: makes an image of the tables: names in one token trie, what they mean, strings.
 *
 * In: tables actor/states, names, metonyms, orgs, groups, roles, persons, places, firstnames. Out:
 * an image (index.h). It holds what the tables hold and nothing of the machine but the order of
 * its bytes, so that the one made at build time is the one that would be made at run time.
 * The trie is one hash table of (node, word) pairs: a step costs one probe.
 */
#include "index.h"

typedef struct built_node {
    uint32_t first, last; /* entry; ENT_NONE */
    bool longer;
} built_node;

typedef struct builder {
    const ent_tables *tables;
    const ent_table *states;
    ent_map state_rows; /* code -> first row of `states` */
    entry *entries;
    uint32_t entry_count, entry_cap;
    uint64_t *slots;
    uint32_t slot_mask;
    built_node *nodes;
    uint64_t *node_keys;
    uint32_t node_count, node_cap;
    uint64_t *bloom, *small;
    uint32_t *holders;
    uint32_t holder_count, holder_cap;
    ent_buf pool;
    uint32_t *known; /* where strings of the pool begin, by hash; 0 empty */
    uint32_t known_mask, known_count;
    ent_arena arena;
} builder;

/* -- strings --------------------------------------------------------------------------------- */

static text_at keep(builder *b, const char *s, size_t n)
{
    if ((b->known_count + 1) * 2 > b->known_mask) {
        uint32_t mask = b->known_mask * 2 + 1;
        uint32_t *more = ent_calloc((size_t)mask + 1, sizeof *more);
        for (uint32_t i = 0; i <= b->known_mask; i++) {
            if (b->known[i]) {
                const char *p = b->pool.data + b->known[i];
                uint32_t k = (uint32_t)ent_hash(p, strlen(p), 0) & mask;
                while (more[k]) {
                    k = (k + 1) & mask;
                }
                more[k] = b->known[i];
            }
        }
        free(b->known);
        b->known = more;
        b->known_mask = mask;
    }
    uint32_t k = (uint32_t)ent_hash(s, n, 0) & b->known_mask;
    for (; b->known[k]; k = (k + 1) & b->known_mask) {
        const char *p = b->pool.data + b->known[k];
        if (strncmp(p, s, n) == 0 && !p[n]) {
            return b->known[k];
        }
    }
    b->known_count++;
    b->known[k] = (uint32_t)b->pool.len;
    ent_buf_add(&b->pool, s, n);
    ent_buf_char(&b->pool, 0);
    return b->known[k];
}

/* 0 for NULL. */
static text_at keep_str(builder *b, const char *s)
{
    return s ? keep(b, s, strlen(s)) : 0;
}

/* 0 for NULL and for "". */
static text_at keep_full(builder *b, const char *s)
{
    return s && *s ? keep(b, s, strlen(s)) : 0;
}

/* -- trie ------------------------------------------------------------------------------------ */

/* Room for `n` slots; what stands in them is put in anew from the nodes' keys. */
static void set_slots(builder *b, uint32_t n)
{
    free(b->slots);
    b->slots = ent_calloc(n, sizeof *b->slots);
    b->slot_mask = n - 1;
    for (uint32_t k = 1; k < b->node_count; k++) {
        uint64_t i = b->node_keys[k] & b->slot_mask;
        while (b->slots[i]) {
            i = (i + 1) & b->slot_mask;
        }
        b->slots[i] = slot_of(b->node_keys[k], k);
    }
}

static uint32_t new_node(builder *b, uint64_t key)
{
    if (b->node_count == b->node_cap) {
        b->node_cap = b->node_cap ? b->node_cap * 2 : 1u << 17;
        b->nodes = ent_realloc(b->nodes, b->node_cap * sizeof *b->nodes);
        b->node_keys = ent_realloc(b->node_keys, b->node_cap * sizeof *b->node_keys);
    }
    b->nodes[b->node_count] = (built_node){ENT_NONE, ENT_NONE, false};
    b->node_keys[b->node_count] = key;
    return b->node_count++;
}

/* ENT_NONE: the trie is full. */
static uint32_t add_step(builder *b, uint32_t node, uint64_t hash)
{
    uint64_t key = step_key(node, hash);
    uint64_t i = key & b->slot_mask;
    for (; b->slots[i]; i = (i + 1) & b->slot_mask) {
        if (same_key(b->slots[i], key)) {
            return (uint32_t)(b->slots[i] & NODE_MASK);
        }
    }
    if (b->node_count == NODE_MASK) {
        return ENT_NONE;
    }
    if (b->node_count * 2 > b->slot_mask) {
        set_slots(b, (b->slot_mask + 1) * 2);
        for (i = key & b->slot_mask; b->slots[i];) {
            i = (i + 1) & b->slot_mask;
        }
    }
    b->nodes[node].longer = true;
    uint32_t made = new_node(b, key);
    b->slots[i] = slot_of(key, made);
    return made;
}

/* Puts a copy of *e under the words of s[0..n). */
static void add_name(builder *b, const entry *e, const char *s, size_t n)
{
    uint32_t at = 0, node = 0, count = 0;
    word w, last = {0}, first = {0};
    while (ent_actor_word_next(s, (uint32_t)n, &at, &w)) {
        node = add_step(b, node, w.hash);
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
    if (b->entry_count == b->entry_cap) {
        b->entry_cap = b->entry_cap ? b->entry_cap * 2 : 1u << 16;
        b->entries = ent_realloc(b->entries, b->entry_cap * sizeof *b->entries);
    }
    uint32_t id = b->entry_count++;
    entry *x = &b->entries[id];
    *x = *e;
    x->shown = keep(b, s, n);
    x->next = ENT_NONE;
    x->caps = first.capital ? CASE_CAPITAL : CASE_ANY;
    if (count == 1 && first.acronym && first.letters <= 5) {
        x->caps = CASE_ACRONYM;
    }
    uint64_t bit = bloom_bit(first.hash);
    b->bloom[bit >> 6] |= 1ull << (bit & 63);
    if (x->caps == CASE_ANY) {
        bit &= SMALL_BITS - 1;
        b->small[bit >> 6] |= 1ull << (bit & 63);
    }
    x->last_capital = last.capital && !last.digits;
    x->accent = e->kind == IN_ROLE && count == 1 && !last.ascii;
    built_node *t = &b->nodes[node];
    if (t->first == ENT_NONE) {
        t->first = id;
    } else {
        b->entries[t->last].next = id;
    }
    t->last = id;
}

static void add_cell(builder *b, const entry *e, const char *cell)
{
    add_name(b, e, cell, strlen(cell));
}

/* Each of the names between bars. */
static void add_list(builder *b, const entry *e, const char *cell)
{
    while (*cell) {
        size_t n = strcspn(cell, "|");
        bool strong = *cell == '!';
        entry x = *e;
        if (x.form == FORM_BARE && strong) {
            x.form = FORM_STRONG;
        }
        add_name(b, &x, cell + strong, n - strong);
        cell += n + (cell[n] == '|');
    }
}

typedef struct reader {
    const ent_table *t;
    uint32_t column[10];
    uint8_t id;
} reader;

static const char *get(const reader *r, uint32_t row, uint32_t c)
{
    return ent_table_cell(r->t, row, r->column[c]);
}

static const char *const table_names[T_COUNT] = {
    "actor/states", "actor/names",   "actor/metonyms", "actor/orgs",      "actor/groups",
    "actor/roles",  "actor/persons", "actor/places",   "actor/firstnames"};

const char *ent_actor_table_name(uint8_t id)
{
    return table_names[id];
}

static int open_table(reader *r, const ent_tables *ts, table_id id, const char *const *columns,
                      size_t count, ent_err *err)
{
    r->id = (uint8_t)id;
    r->t = ent_tables_get(ts, table_names[id]);
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

#define OPEN(r, b, id, err, ...)                                                                   \
    open_table((r), (b)->tables, (id), (const char *const[]){__VA_ARGS__},                         \
               ENT_COUNT(((const char *const[]){__VA_ARGS__})), (err))

/* A day of a table; "" is open, and what is no date is open too (`tables check` says so). */
static int32_t day_of(const char *s)
{
    return *s ? ent_day_parse(s) : ENT_DAY_NONE;
}

static entry new_entry(const reader *r, uint32_t row, entry_kind kind, entry_form form)
{
    entry e = {.line = r->t->line[row],
               .origin = r->t->origin[row],
               .table = r->id,
               .kind = (uint8_t)kind,
               .form = (uint8_t)form,
               .from = ENT_DAY_NONE,
               .to = ENT_DAY_NONE};
    return e;
}

static int read_states(builder *b, ent_err *err)
{
    reader r;
    int rc = OPEN(&r, b, T_STATES, err, "code", "name", "from", "to");
    b->states = r.t;
    for (uint32_t i = 0; !rc && i < r.t->rows; i++) {
        const char *code = get(&r, i, 0);
        if (ent_map_get(&b->state_rows, code, strlen(code)) == ENT_NONE) {
            ent_map_set(&b->state_rows, code, strlen(code), i);
        }
    }
    return rc;
}

static const char *state_name(const builder *b, const char *code)
{
    uint32_t row = ent_map_get(&b->state_rows, code, strlen(code));
    return row == ENT_NONE ? NULL
                           : ent_table_cell(b->states, row, ent_table_column(b->states, "name"));
}

/* The last day of a state of one row. */
static int32_t state_end(const builder *b, const char *code)
{
    const ent_table *t = b->states;
    uint32_t row = ent_map_get(&b->state_rows, code, strlen(code));
    if (row == ENT_NONE ||
        (row + 1 < t->rows && strcmp(ent_table_cell(t, row + 1, 0), code) == 0)) {
        return ENT_DAY_NONE;
    }
    return day_of(ent_table_cell(t, row, ent_table_column(t, "to")));
}

static int read_names(builder *b, ent_err *err)
{
    reader r;
    int rc = OPEN(&r, b, T_NAMES, err, "name", "kind", "state", "from", "to");
    for (uint32_t i = 0; !rc && i < r.t->rows; i++) {
        const char *k = get(&r, i, 1), *state = get(&r, i, 2);
        bool prefix = strcmp(k, "prefix") == 0;
        entry e = new_entry(&r, i, IN_STATE,
                            *k == 'a' || prefix ? FORM_ADJ
                            : *k == 'p'         ? FORM_PEOPLE
                                                : FORM_NAME);
        e.prefix = prefix;
        e.code = e.state = keep_str(b, state);
        e.name = keep_str(b, state_name(b, state));
        e.from = day_of(get(&r, i, 3));
        e.to = day_of(get(&r, i, 4));
        e.plural = e.form == FORM_PEOPLE;
        if (e.from == ENT_DAY_NONE && e.to == ENT_DAY_NONE) {
            e.to = state_end(b, state); /* a name goes with its state */
        }
        add_cell(b, &e, get(&r, i, 0));
    }
    return rc;
}

static int read_metonyms(builder *b, ent_err *err)
{
    reader r;
    int rc = OPEN(&r, b, T_METONYMS, err, "name", "state", "role", "kind", "from", "to");
    for (uint32_t i = 0; !rc && i < r.t->rows; i++) {
        entry e = new_entry(&r, i, IN_METONYM, FORM_NONE);
        const char *state = get(&r, i, 1), *kind = get(&r, i, 3);
        e.state = keep_str(b, state);
        e.role = keep_full(b, get(&r, i, 2));
        e.more = keep_str(b, kind);
        if (strcmp(kind, "capital") == 0 || strcmp(kind, "place") == 0) {
            e.form = FORM_CAPITAL;
        }
        e.name = keep_str(b, e.form == FORM_CAPITAL ? state_name(b, state) : get(&r, i, 0));
        e.from = day_of(get(&r, i, 4));
        e.to = day_of(get(&r, i, 5));
        add_cell(b, &e, get(&r, i, 0));
    }
    return rc;
}

static int read_orgs(builder *b, ent_err *err)
{
    reader r;
    int rc = OPEN(&r, b, T_ORGS, err, "name", "code", "org", "from", "to");
    for (uint32_t i = 0; !rc && i < r.t->rows; i++) {
        entry e = new_entry(&r, i, IN_ORG, FORM_NAME);
        e.code = keep_str(b, get(&r, i, 1));
        e.name = keep_str(b, get(&r, i, 2));
        e.from = day_of(get(&r, i, 3));
        e.to = day_of(get(&r, i, 4));
        add_cell(b, &e, get(&r, i, 0));
    }
    return rc;
}

static int read_groups(builder *b, ent_err *err)
{
    reader r;
    int rc =
        OPEN(&r, b, T_GROUPS, err, "name", "code", "state", "role", "group", "from", "to", "form");
    for (uint32_t i = 0; !rc && i < r.t->rows; i++) {
        const char *f = get(&r, i, 7);
        entry e = new_entry(&r, i, IN_GROUP,
                            *f == 'a'   ? FORM_ADJ
                            : *f == 's' ? FORM_SPLIT
                            : *f == 'p' ? FORM_PACT
                                        : FORM_NAME);
        bool region = strcmp(get(&r, i, 3), "region") == 0;
        e.code = keep_str(b, get(&r, i, 1));
        e.state = keep_full(b, get(&r, i, 2));
        e.role = region ? 0 : keep_full(b, get(&r, i, 3));
        e.more = region ? keep_str(b, "region") : 0;
        e.name = keep_str(b, get(&r, i, 4));
        e.from = day_of(get(&r, i, 5));
        e.to = day_of(get(&r, i, 6));
        add_cell(b, &e, get(&r, i, 0));
    }
    return rc;
}

static int read_roles(builder *b, ent_err *err)
{
    reader r;
    int rc = OPEN(&r, b, T_ROLES, err, "phrase", "kind", "role", "state", "plural");
    for (uint32_t i = 0; !rc && i < r.t->rows; i++) {
        const char *k = get(&r, i, 1);
        entry e = new_entry(&r, i, IN_ROLE,
                            *k == 't'   ? FORM_TITLE
                            : *k == 'a' ? (k[1] == 'r' ? FORM_ARMS : FORM_AGENT)
                            : *k == 'b' ? FORM_BODY
                                        : FORM_STATEWORD);
        e.role = keep_full(b, get(&r, i, 2));
        e.state = keep_full(b, get(&r, i, 3));
        add_cell(b, &e, get(&r, i, 0));
        e.plural = 1;
        add_cell(b, &e, get(&r, i, 4));
    }
    return rc;
}

/* What a person is called alone where the table does not say: the last word of the name; the first
 * one where family names stand first; nothing for words too short to be sure of. */
static void add_bare(builder *b, entry *e, const char *name, const char *state)
{
    static const char *const first[] = {"CHN", "TWN", "PRK", "KOR", "VNM", "RVN", "SGP"};
    const char *sp = strrchr(name, ' ');
    if (!sp || strstr(name, " of ")) {
        return; /* a surname is all that the table has: read_persons adds it whole; "Otto of Greece"
                 */
    }
    const char *s = sp + 1;
    size_t n = strlen(s);
    for (size_t i = 0; i < ENT_COUNT(first); i++) {
        if (strcmp(state, first[i]) == 0 && n) {
            s = name;
            n = strcspn(name, " ");
        }
    }
    static const char *const words[] = {"He", "An", "So", "No", "To", "Do", "Me", "Us", "My"};
    for (size_t i = 0; i < ENT_COUNT(words); i++) {
        if (n == 2 && strncmp(s, words[i], 2) == 0) {
            return; /* begins a sentence far more often than it names He Yingqin */
        }
    }
    if (strncmp(s, "Jr", 2) == 0 || strncmp(s, "Sr", 2) == 0 || n < 2 ||
        (n <= 4 && strspn(s, "IVX") == n)) {
        return;
    }
    add_name(b, e, s, n);
}

static int read_persons(builder *b, ent_err *err)
{
    reader r;
    int rc = OPEN(&r, b, T_PERSONS, err, "name", "bare", "alias", "state", "role", "office", "from",
                  "to");
    for (uint32_t i = 0; !rc && i < r.t->rows; i++) {
        const char *name = get(&r, i, 0), *state = get(&r, i, 3), *office = get(&r, i, 5);
        entry e = new_entry(&r, i, IN_PERSON, FORM_FULL);
        e.name = keep_str(b, name);
        e.state = keep_str(b, state);
        e.role = keep_full(b, get(&r, i, 4));
        e.more = keep_full(b, office);
        e.rank = ent_actor_rank(office);
        e.from = day_of(get(&r, i, 6));
        e.to = day_of(get(&r, i, 7));
        if (!strchr(name, ' ')) {
            e.form = FORM_BARE;
        }
        if (ent_actor_throne(office)) {
            *ENT_PUSH(&b->arena, b->holders, b->holder_count, b->holder_cap) = b->entry_count;
        }
        add_cell(b, &e, name);
        e.form = FORM_FULL;
        const char *alias = get(&r, i, 2), *bare = get(&r, i, 1);
        add_list(b, &e, alias);
        e.form = FORM_BARE;
        if (*bare) {
            add_list(b, &e, bare);
        } else {
            add_bare(b, &e, name, state);
        }
    }
    return rc;
}

static int read_places(builder *b, ent_err *err)
{
    reader r;
    int rc = OPEN(&r, b, T_PLACES, err, "name", "kind", "state", "from", "to");
    for (uint32_t i = 0; !rc && i < r.t->rows; i++) {
        bool place = *get(&r, i, 1) == 'p';
        entry e = new_entry(&r, i, place ? IN_PLACE : IN_NONE, FORM_NAME);
        e.state = e.code = place ? keep_str(b, get(&r, i, 2)) : 0;
        e.from = day_of(get(&r, i, 3));
        e.to = day_of(get(&r, i, 4));
        e.name = keep_str(b, get(&r, i, 0));
        add_cell(b, &e, get(&r, i, 0));
    }
    if (!rc) {
        rc = OPEN(&r, b, T_FIRST, err, "name");
    }
    for (uint32_t i = 0; !rc && i < r.t->rows; i++) {
        entry e = new_entry(&r, i, IN_FIRST, FORM_NAME);
        add_cell(b, &e, get(&r, i, 0));
    }
    return rc;
}

/* -- the image ------------------------------------------------------------------------------- */

uint64_t ent_actor_image_content(const ent_tables *t)
{
    uint64_t h = 0;
    for (size_t i = 0; i < T_COUNT; i++) {
        uint64_t one = ent_tables_content(t, table_names[i]);
        h = ent_hash(&one, sizeof one, h);
    }
    return h;
}

static image_head *pack(const builder *b)
{
    image_head h = {.magic = "entactor",
                    .order = IMAGE_ORDER,
                    .entry_size = sizeof(entry),
                    .content = ent_actor_image_content(b->tables),
                    .slots = b->slot_mask + 1,
                    .entries = b->entry_count,
                    .nodes = b->node_count,
                    .holders = b->holder_count,
                    .pool = (uint32_t)b->pool.len};
    image_parts p;
    h.size = ent_actor_image_parts(&p, &h);
    char *image = ent_calloc(1, h.size);
    memcpy(image, &h, sizeof h);
    memcpy(image + p.slots, b->slots, (size_t)h.slots * sizeof *b->slots);
    memcpy(image + p.bloom, b->bloom, BLOOM_BITS / 8);
    memcpy(image + p.small, b->small, SMALL_BITS / 8);
    memcpy(image + p.entries, b->entries, (size_t)h.entries * sizeof *b->entries);
    if (h.holders) {
        memcpy(image + p.holders, b->holders, h.holders * sizeof *b->holders);
    }
    memcpy(image + p.pool, b->pool.data, h.pool);
    trie_node *nodes = (trie_node *)(void *)(image + p.nodes);
    for (uint32_t i = 0; i < h.nodes; i++) {
        nodes[i] = (b->nodes[i].first + 1) | (uint32_t)b->nodes[i].longer << 31;
    }
    return (image_head *)(void *)image;
}

int ent_actor_image_make(image_head **out, const ent_tables *t, ent_err *err)
{
    builder b = {.tables = t, .known_mask = (1u << 17) - 1};
    b.bloom = ent_calloc(BLOOM_BITS / 64, sizeof *b.bloom);
    b.small = ent_calloc(SMALL_BITS / 64, sizeof *b.small);
    b.known = ent_calloc((size_t)b.known_mask + 1, sizeof *b.known);
    ent_buf_char(&b.pool, 0); /* no string begins at 0 */
    set_slots(&b, 1u << 18);
    new_node(&b, 0);
    int (*const read[])(builder *, ent_err *) = {read_states,  read_names,  read_metonyms,
                                                 read_orgs,    read_groups, read_roles,
                                                 read_persons, read_places};
    int rc = 0;
    for (size_t i = 0; !rc && i < ENT_COUNT(read); i++) {
        rc = read[i](&b, err);
    }
    *out = rc ? NULL : pack(&b);
    free(b.bloom);
    free(b.small);
    free(b.known);
    free(b.slots);
    free(b.nodes);
    free(b.node_keys);
    free(b.entries);
    ent_buf_free(&b.pool);
    ent_map_free(&b.state_rows);
    ent_arena_free(&b.arena);
    return rc;
}
