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
    T_MEMBERS,
    T_GROUPS,
    T_ROLES,
    T_PERSONS,
    T_PLACES,
    T_FIRST,
    T_COUNT
} table_id;

typedef struct entry {
    const char *shown; /* as the table writes it */
    const char *name;  /* canonical name of what it means; NULL */
    const char *code;  /* "USA", "IGOUNO"; NULL none */
    const char *state; /* NULL */
    const char *role;  /* "GOV"; NULL */
    const char *more;  /* office of a person; kind of a metonym; NULL */
    int32_t from, to;  /* ENT_DAY_NONE: open */
    uint32_t next;     /* of the same words; ENT_NONE */
    uint32_t row;
    uint8_t table; /* table_id */
    uint8_t kind;  /* entry_kind */
    uint8_t form;  /* entry_form */
    uint8_t caps;  /* entry_case */
    uint8_t plural;
    uint8_t last_capital; /* the last word is written with a capital */
    uint8_t prefix;       /* only before a hyphen: "Franco-Prussian" */
    uint8_t accent;       /* a role whose accent tells it from a common word: "chargé" */
} entry;

typedef struct trie_node {
    uint32_t first; /* entry; ENT_NONE */
    uint32_t last;
    uint8_t longer; /* has children */
} trie_node;

enum { BLOOM_BITS = 1 << 19, NODE_MASK = (1 << 22) - 1 };

typedef struct list_slot {
    uint64_t hash;
    uint32_t lists; /* a bit a word_list */
} list_slot;

struct ent_actors {
    ent_arena arena;
    const ent_tables *tables;
    const ent_table *table[T_COUNT];
    entry *entries;
    uint32_t entry_count, entry_cap;
    uint64_t *slots; /* upper bits of the key of parent and word, and the node; 0 empty */
    uint32_t slot_mask;
    uint64_t *node_keys; /* while the trie is made */
    trie_node *nodes;
    uint32_t node_count, node_cap;
    uint64_t *bloom; /* first words */
    list_slot *list_slots;
    ent_map states;    /* code -> first row of T_STATES */
    uint32_t *holders; /* entries of monarchs and the like, by their full names */
    uint32_t holder_count, holder_cap;
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
    uint32_t lists;      /* a bit for each word_list that has it; set by the scan */
} word;

/* The next word of s[at..n), false at the end. */
bool ent_actor_word_next(const char *s, uint32_t n, uint32_t *at, word *w);

/* lists.c */
void ent_actor_lists_build(ent_actors *a);
uint32_t ent_actor_lists_of(const ent_actors *a, uint64_t hash);

/* The node reached from `node` (0: root) by a word; 0 where there is none. */
uint32_t ent_actor_trie_step(const ent_actors *a, uint32_t node, uint64_t hash);
bool ent_actor_trie_may_start(const ent_actors *a, uint64_t hash);
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
