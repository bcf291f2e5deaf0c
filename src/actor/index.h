/* index.h: the actor tables as one token trie; private to the actor stage. */
#ifndef ENT_ACTOR_INDEX_H
#define ENT_ACTOR_INDEX_H

#include "actor.h"

#include <stdlib.h>
#include <string.h>

/* What a name in the trie stands for. */
typedef enum entry_kind {
    IN_STATE,   /* name, adjective or people of a state */
    IN_METONYM, /* capital, residence, ministry, army, ... */
    IN_ORG,
    IN_GROUP,
    IN_PERSON,
    IN_ROLE,  /* title, agent, body, word for a state */
    IN_PLACE, /* place of a state that does not act */
    IN_NONE,  /* hides what is inside it */
    IN_FIRST, /* first name */
} entry_kind;

typedef enum entry_form {
    FORM_NONE,
    FORM_NAME,
    FORM_ADJ,
    FORM_PEOPLE,
    FORM_FULL,   /* of a person */
    FORM_BARE,   /* the surname alone, once the person is introduced */
    FORM_STRONG, /* the surname alone, at any time */
    FORM_TITLE,  /* roles */
    FORM_AGENT,
    FORM_BODY,
    FORM_ARMS,
    FORM_STATEWORD,
    FORM_SPLIT,   /* groups named for their members */
    FORM_PACT,    /* treaties, wars and meetings of some states */
    FORM_CAPITAL, /* metonyms that are cities */
} entry_form;

/* How the text must be written. */
typedef enum entry_case {
    CASE_ANY,
    CASE_CAPITAL, /* first and last word as the table has them: capitals */
    CASE_ACRONYM, /* all capitals, or with full stops */
} entry_case;

typedef enum table_id {
    T_STATES,
    T_NAMES,
    T_METONYMS,
    T_ORGS,
    T_GROUPS,
    T_ROLES,
    T_PERSONS,
    T_PLACES,
    T_FIRST,
    T_COUNT
} table_id;

/* A string of the image: where it begins in the pool; 0 none. Equal strings are one. */
typedef uint32_t text_at;

typedef struct entry {
    text_at shown;    /* as the table writes it */
    text_at name;     /* canonical name of what it means; 0 */
    text_at code;     /* "USA", "IGOUNO"; 0 none */
    text_at state;    /* 0 */
    text_at role;     /* "GOV"; 0 */
    text_at more;     /* office of a person; kind of a metonym; 0 */
    int32_t from, to; /* ENT_DAY_NONE: open */
    uint32_t next;    /* of the same words; ENT_NONE */
    uint32_t line;    /* of the table's file */
    uint8_t origin;   /* of the row: built in or an overlay */
    uint8_t table;    /* table_id */
    uint8_t kind;     /* entry_kind */
    uint8_t form;     /* entry_form */
    uint8_t caps;     /* entry_case */
    uint8_t plural;
    uint8_t last_capital; /* the last word is written with a capital */
    uint8_t prefix;       /* only before a hyphen: "Franco-Prussian" */
    uint8_t accent;       /* a role whose accent tells it from a common word: "chargé" */
    uint8_t rank;         /* of a person's office: 3 head of state or government, 2 one whom texts
                             call by the surname alone, 1 an envoy or official, 0 none */
    uint8_t spare[2];
} entry;

/* A node of the trie: its first entry + 1 (0: none), and in the highest bit whether words follow.
 */
typedef uint32_t trie_node;

enum { BLOOM_BITS = 1 << 19, SMALL_BITS = 1 << 16, LIST_SLOTS = 4096, NODE_MASK = (1 << 22) - 1 };

typedef struct list_slot {
    uint32_t tag;   /* upper half of the word's hash */
    uint32_t lists; /* a bit a word_list; 0 empty */
} list_slot;

/* The tables' names as one block of bytes, with offsets for pointers: made by image.c, at build
 * time for the built-in tables, used in place. Parts follow in this order, each aligned to 8. */
typedef struct image_head {
    char magic[8];
    uint32_t order; /* 0x01020304 as the builder's machine writes it */
    uint32_t entry_size;
    uint64_t content; /* hash of the tables it was made of */
    uint64_t size;
    uint32_t slots, entries, nodes, holders, pool; /* how many of each; bytes of the pool */
    uint32_t spare;
} image_head;

enum { IMAGE_ORDER = 0x01020304 };

/* Where the parts of an image begin. */
typedef struct image_parts {
    size_t slots, bloom, small, entries, nodes, holders, pool;
} image_parts;

struct ent_actors {
    const ent_tables *tables;
    const ent_table *states, *members; /* the two that are read beside the image */
    const uint64_t *slots; /* upper bits of the key of parent and word, and the node; 0 empty */
    const uint64_t *bloom; /* first words */
    const uint64_t *small; /* those that a name may have without a capital */
    const entry *entries;
    const trie_node *nodes;
    const uint32_t *holders; /* entries of monarchs and the like, by their full names */
    const char *pool;
    uint32_t slot_mask, entry_count, holder_count;
    list_slot *list_slots;
    ent_map state_rows; /* code -> first row of `states` */
    void *own;          /* an image made at run time */
};

/* A word of a text or of a table's name, folded: no case, no diacritics, no full stops. */
typedef struct word {
    uint64_t hash;
    uint32_t begin, end; /* bytes; end without a full stop behind an abbreviation */
    uint8_t capital;     /* begins with a capital (or a digit) */
    uint8_t acronym;     /* all capitals, two letters or more */
    uint8_t gap;         /* what stands before it: ' ' '-' ',' or '.' for anything else */
    uint8_t digits;      /* a number */
    uint8_t possessive;  /* the s of 's */
    uint8_t letters;     /* how many, to 255 */
    uint8_t ascii;       /* of ASCII letters alone */
    uint8_t starts;      /* a name may begin with it; set by the scan */
    uint32_t lists;      /* a bit for each word_list that has it; set by the scan */
} word;

/* The hash of a word is made of its folded bytes, eight at a time, the last ones with zeros. */
static inline uint64_t hash_lane(uint64_t h, uint64_t lane)
{
    h = (h ^ lane) * 0x9e3779b97f4a7c15ull;
    return h ^ h >> 29;
}

static inline uint64_t hash_end(uint64_t h, uint64_t lane, uint32_t bytes)
{
    h = hash_lane(h, lane) ^ bytes;
    h *= 0xd6e8feb86659fd93ull;
    return h ^ h >> 32;
}

/* The hash of a word of lower-case ASCII letters. */
static inline uint64_t hash_ascii(const char *s, uint32_t n)
{
    uint64_t h = 0, lane = 0;
    for (uint32_t i = 0; i < n; i++) {
        lane |= (uint64_t)(uint8_t)s[i] << 8 * (i & 7);
        if ((i & 7) == 7) {
            h = hash_lane(h, lane);
            lane = 0;
        }
    }
    return hash_end(h, lane, n);
}

/* The next word of s[at..n), false at the end. */
bool ent_actor_word_next(const char *s, uint32_t n, uint32_t *at, word *w);

/* lists.c */
void ent_actor_lists_build(ent_actors *a);

/* The strings of an entry: e->state -> "CUB"; NULL for 0. */
static inline const char *str(const ent_actors *a, text_at at)
{
    return at ? a->pool + at : NULL;
}

/* A node's first entry; ENT_NONE. */
static inline uint32_t first_entry(const ent_actors *a, uint32_t node)
{
    return (a->nodes[node] & 0x7fffffffu) - 1;
}

/* Whether words follow those that lead to the node. */
static inline bool has_longer(const ent_actors *a, uint32_t node)
{
    return a->nodes[node] >> 31;
}

/* The key of a step of the trie; the place of a first word in the filter. */
static inline uint64_t step_key(uint32_t node, uint64_t hash)
{
    uint64_t h = hash ^ ((uint64_t)node * 0x9e3779b97f4a7c15ull);
    h ^= h >> 32;
    h *= 0xd6e8feb86659fd93ull;
    h ^= h >> 29;
    return h ? h : 1;
}

static inline uint64_t bloom_bit(uint64_t hash)
{
    return (hash ^ hash >> 29 ^ hash >> 43) & (BLOOM_BITS - 1);
}

/* A slot holds the upper bits of its key and the node; its place tells the lower bits. */
static inline uint64_t slot_of(uint64_t key, uint32_t node)
{
    return (key & ~(uint64_t)NODE_MASK) | node;
}

static inline bool same_key(uint64_t slot, uint64_t key)
{
    return ((slot ^ key) & ~(uint64_t)NODE_MASK) == 0;
}

/* index.c: makes an image of the tables (malloc'd). ENT_ETABLE. */
int ent_actor_image_make(image_head **out, const ent_tables *t, ent_err *err);
/* Hash of the tables that an image is made of. */
uint64_t ent_actor_image_content(const ent_tables *t);
const char *ent_actor_table_name(uint8_t id);

/* image.c */
/* Where the parts of an image of h's counts begin; returns its size. */
size_t ent_actor_image_parts(image_parts *p, const image_head *h);
/* Whether h may be used for tables of that content on this machine. */
bool ent_actor_image_fits(const image_head *h, size_t len, uint64_t content);
/* Points `a` into an image. */
void ent_actor_image_use(ent_actors *a, const image_head *h);
/* Where the row of an entry stands: "data/actor/persons.tsv:212" */
char *ent_actor_place(const ent_actors *a, const entry *e, ent_arena *t);

/* offices.c: titles that one person at a time bears. */
/* Titles of monarchs and the like: which group they are of ("tsar" and "emperor"), from 1; 0: none.
 */
uint32_t ent_actor_throne(const char *title);
/* How high an office stands (entry.rank). */
uint8_t ent_actor_rank(const char *office);
/* Whether a text's title means the office of the table: "prime minister" and "premier" do. */
bool ent_actor_same_office(const char *title, const char *office);

/* The lists that have the word. Nearly always one of two slots tells, without a branch: whether a
 * word is in a list cannot be foreseen. */
static inline uint32_t lists_of(const ent_actors *a, uint64_t hash)
{
    uint32_t tag = (uint32_t)(hash >> 32), k = (uint32_t)hash & (LIST_SLOTS - 1), found;
    for (;; k += 2) {
        list_slot x = a->list_slots[k & (LIST_SLOTS - 1)];
        list_slot y = a->list_slots[(k + 1) & (LIST_SLOTS - 1)];
        found = (x.tag == tag ? x.lists : 0) | (y.tag == tag ? y.lists : 0);
        if ((found != 0) | (x.lists == 0) | (y.lists == 0)) {
            return found;
        }
    }
}

/* The node reached from `node` (0: root) by a word; 0 where there is none. */
uint32_t ent_actor_trie_step(const ent_actors *a, uint32_t node, uint64_t hash);
/* False: no name begins with the word. Most words of a text end here. */
static inline bool may_start(const ent_actors *a, const word *w)
{
    uint64_t bit = bloom_bit(w->hash);
    if (!w->capital) {
        bit &= SMALL_BITS - 1;
        return a->small[bit >> 6] >> (bit & 63) & 1;
    }
    return a->bloom[bit >> 6] >> (bit & 63) & 1;
}
/* Whether the entry may be read in words w[0..n). */
bool ent_actor_entry_fits(const entry *e, const word *w, uint32_t n);
static inline bool day_in(int32_t day, int32_t from, int32_t to)
{
    return day == ENT_DAY_NONE ||
           ((from == ENT_DAY_NONE || day >= from) && (to == ENT_DAY_NONE || day <= to));
}
/* CAMEO composition: state and role ("CUB", "GOVMIL" -> "CUBGOVMIL"); NULLs are left out. */
const char *ent_actor_compose(ent_arena *a, const char *state, const char *role);
/* The first role of "GOVMIL"; NULL for none. */
const char *ent_actor_role(ent_arena *a, const char *roles);

#endif
