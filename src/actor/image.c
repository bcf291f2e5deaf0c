/* image.c: reads an image of the tables in place: the trie's steps, entries, their rows.
 *
 * In: an image (index.h) that index.c made. Out: nodes and entries. Makes nothing.
 */
#include "index.h"

static size_t aligned(size_t n)
{
    return (n + 7) & ~(size_t)7;
}

size_t ent_actor_image_parts(image_parts *p, const image_head *h)
{
    p->slots = aligned(sizeof *h);
    p->bloom = p->slots + h->slots * sizeof(uint64_t);
    p->small = p->bloom + BLOOM_BITS / 8;
    p->entries = p->small + SMALL_BITS / 8;
    p->nodes = aligned(p->entries + h->entries * sizeof(entry));
    p->holders = aligned(p->nodes + h->nodes * sizeof(trie_node));
    p->pool = aligned(p->holders + h->holders * sizeof(uint32_t));
    return aligned(p->pool + h->pool);
}

bool ent_actor_image_fits(const image_head *h, size_t len, uint64_t content)
{
    image_parts p;
    return len >= sizeof *h && memcmp(h->magic, "entactor", sizeof h->magic) == 0 &&
           h->order == IMAGE_ORDER && h->entry_size == sizeof(entry) && h->content == content &&
           h->size == len && ent_actor_image_parts(&p, h) == len;
}

void ent_actor_image_use(ent_actors *a, const image_head *h)
{
    const char *image = (const char *)h;
    image_parts p;
    ent_actor_image_parts(&p, h);
    a->slots = (const uint64_t *)(const void *)(image + p.slots);
    a->bloom = (const uint64_t *)(const void *)(image + p.bloom);
    a->small = (const uint64_t *)(const void *)(image + p.small);
    a->entries = (const entry *)(const void *)(image + p.entries);
    a->nodes = (const trie_node *)(const void *)(image + p.nodes);
    a->holders = (const uint32_t *)(const void *)(image + p.holders);
    a->pool = image + p.pool;
    a->slot_mask = h->slots - 1;
    a->entry_count = h->entries;
    a->holder_count = h->holders;
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
    size_t n = strlen(state), m = strlen(role);
    char *both = ent_arena_alloc(a, n + m + 1);
    memcpy(both, state, n);
    memcpy(both + n, role, m + 1);
    return both;
}

const char *ent_actor_role(ent_arena *a, const char *roles)
{
    return roles ? ent_arena_strn(a, roles, strnlen(roles, 3)) : NULL;
}

char *ent_actor_place(const ent_actors *a, const entry *e, ent_arena *t)
{
    return ent_tables_place(a->tables, ent_actor_table_name(e->table), e->origin, e->line, t);
}
