/* scan.h: a document's words, units and mentions in the making; private to the actor stage. */
#ifndef ENT_ACTOR_SCAN_H
#define ENT_ACTOR_SCAN_H

#include "index.h"
#include "lists.h"

/* A run of words that the trie knows, or one word that it does not. */
typedef struct unit {
    uint32_t word, count; /* words of the scan */
    uint32_t first;       /* entry; ENT_NONE: an unknown word */
    uint32_t pick;        /* the entry chosen; ENT_NONE: read as an unknown word */
    uint32_t actor;       /* an introduced person it was read as; ENT_NONE */
    uint8_t kind;         /* entry_kind of pick, or UNIT_* */
    uint8_t used;         /* part of a mention already */
} unit;

enum { UNIT_WORD = 32, UNIT_NAME };

typedef struct sentence_scan {
    uint32_t word, words; /* range in scan.words */
    uint32_t unit, units;
    int32_t from, to; /* days the sentence is about; ENT_DAY_NONE unknown */
} sentence_scan;

/* What coreference wants to know of an actor. */
typedef struct actor_note {
    const char *office; /* "president"; NULL */
    uint8_t gender;     /* 0 unknown, 1 she, 2 he */
    uint8_t form;       /* entry_form of the last role it was named by */
    uint8_t named;      /* a person with a name */
    uint8_t outsider;   /* "foreign troops", "Ruritanian troops": of no state that was named */
} actor_note;

typedef struct scan_state {
    const ent_actors *a;
    ent_doc *d;
    ent_arena scratch;
    word *words;
    uint32_t *word_token;
    uint32_t word_count, word_cap;
    unit *units;
    uint32_t unit_count, unit_cap;
    sentence_scan *sents;
    uint32_t *seen;           /* mentions of a state, by row of T_STATES */
    uint32_t *named;          /* those by its name, a place of its own or a person in office */
    uint32_t named_count;     /* of any state */
    ent_map aliases;          /* hash of a surname or first name -> actor introduced by it */
    ent_map keys;             /* "code|name" -> actor */
    ent_map entries;          /* entry, and whether its term was over -> actor */
    struct actor_note *notes; /* by actor */
    uint32_t note_cap;
    uint32_t *dyad; /* up to two states of the title: rows of T_STATES */
    uint32_t dyad_count;
    bool only_state;          /* no other state is named */
    bool dyad_titled;         /* the title says so */
    const char *main_state;   /* the one named most; NULL */
    const char *main_pair[2]; /* the two named twice as often as any third; NULL */
    const char *dateline;     /* the state of a report's dateline; NULL */
    bool trees;
} scan_state;

/* scan.c: words, units, days. */
void ent_actor_scan_document(scan_state *s);
/* Its first half, which needs sentences and no tokens: words and the longest names. */
void ent_actor_scan_match(scan_state *s);
const char *ent_actor_word_text(const scan_state *s, uint32_t w, uint32_t *len);
/* The folded word equals an ASCII lower-case string. */
static inline bool ent_actor_word_is(const scan_state *s, uint32_t w, const char *ascii)
{
    const word *x = &s->words[w];
    if (x->letters != strlen(ascii)) {
        return false;
    }
    return x->hash == hash_ascii(ascii, x->letters);
}
uint32_t ent_actor_state_row(const ent_actors *a, const char *code);

/* pick.c: which entry is meant. */
void ent_actor_pick_units(scan_state *s, uint32_t sent);
/* The best entry of a chain for days and hints; ENT_NONE. want: a bit set of entry_kind. */
uint32_t ent_actor_pick_entry(const scan_state *s, uint32_t first, uint32_t word0, uint32_t count,
                              uint32_t want, const char *state, const char *office, int32_t from,
                              int32_t to);

/* actors.c: actors and mentions of the document. */
uint32_t ent_actor_get(scan_state *s, uint8_t kind, const char *state, const char *code,
                       const char *role, const char *name, const char *row);
uint32_t ent_actor_of_entry(scan_state *s, uint32_t entry, uint32_t sent);
actor_note *ent_actor_note_of(scan_state *s, uint32_t actor);
void ent_actor_alias(scan_state *s, uint64_t hash, uint32_t actor);
uint32_t ent_actor_by_alias(const scan_state *s, uint64_t hash);
ent_mention *ent_actor_mention_add(scan_state *s, uint32_t sent, uint32_t w0, uint32_t count,
                                   uint8_t kind, const uint32_t *actors, uint32_t n);
void ent_actor_mentions_sort(ent_doc *d);

/* compose.c: units of a sentence -> mentions. */
void ent_actor_compose_sentence(scan_state *s, uint32_t sent);

/* The state as a whole, by its code. */
uint32_t ent_actor_state_code(scan_state *s, const char *code, const char *row);

/* dyad.c: the two states that a title names, or that a text is about; what they supply. */
void ent_actor_dyad_find(scan_state *s);
void ent_actor_dyad_supply(scan_state *s);
/* The state of the city that a report begins with; NULL. */
const char *ent_actor_dateline(const ent_doc *d);

/* refer.c: pronouns, descriptions, the title's dyad. */
void ent_actor_refer_document(scan_state *s);

#endif
