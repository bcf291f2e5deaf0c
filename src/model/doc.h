/* doc.h: a document, layer on layer. Plain data: each layer has one owner, who alone writes it.
 *
 *   layer      owner (function)                     arrays
 *   read       read                                 text, meta, voices, parts, blocks, hints
 *   tokens     parse: ent_parse_tokens              tokens (form, span), sents
 *   time       time:  ent_time_doc                  timexes
 *   actor      actor: ent_actor_names               actors, mentions (names, titles, demonyms)
 *   select     event: ent_event_select              sents[].flags & ENT_SENT_SELECTED
 *   parse      parse: ent_parse_trees               tokens (upos, lemma, head, ...) of selected
 * sents refer      actor: ent_actor_refer               more mentions (pronouns, descriptions),
 * appended event      event: ent_event_doc                 accounts
 *
 * Links are 32-bit indices (ENT_NONE: none), text is byte spans into `text`, strings live in
 * `arena`. Everything is freed with the document.
 */
#ifndef ENT_MODEL_DOC_H
#define ENT_MODEL_DOC_H

#include "base/base.h"

typedef struct ent_span {
    uint32_t begin; /* bytes into text */
    uint32_t end;   /* exclusive */
} ent_span;

/* -- read ------------------------------------------------------------------------------------ */

/* Whose words. voices[0] is always the document's author (name: the byline, or NULL). */
typedef struct ent_voice {
    uint8_t kind;       /* ent_voice_kind */
    uint32_t parent;    /* the voice it is reported by; ENT_NONE for voices[0] */
    const char *name;   /* as it is named; NULL: no one is named */
    const char *code;   /* actor code, filled by the actor stage; NULL */
    ent_span name_span; /* where it is named in text; empty where it is not */
    int32_t day;        /* a comment's or a reprint's date; ENT_DAY_NONE */
} ent_voice;

/* A stretch of text in one voice. Parts nest (a quotation within a reprint): sorted by begin, then
 * by descending end; the innermost one holds. parts[0] is the whole text in voice 0. */
typedef struct ent_part {
    ent_span span;
    uint32_t voice;
    uint32_t parent; /* the part around it; ENT_NONE for parts[0] */
} ent_part;

typedef enum ent_block_kind {
    ENT_BLOCK_PARAGRAPH,
    ENT_BLOCK_TITLE,
    ENT_BLOCK_HEADING,
    ENT_BLOCK_ITEM, /* of a list */
    ENT_BLOCK_QUOTE,
    ENT_BLOCK_CAPTION,
    ENT_BLOCK_CELL, /* of a table */
    ENT_BLOCK_LINE, /* byline, dateline, "Via X:", "Continue reading", "2 thoughts on ..." */
} ent_block_kind;

/* Paragraphs, headings ...: disjoint, in order of the text. Sentences never cross them. */
typedef struct ent_block {
    ent_span span;
    uint8_t kind;  /* ent_block_kind */
    uint8_t level; /* of a heading: 1-6; else 0 */
} ent_block;

/* What marked-up input (TEI, TimeML) says of a span; hints only. */
typedef struct ent_hint {
    ent_span span;
    const char *kind;  /* "date", "persName", "placeName", "orgName" */
    const char *value; /* @when, @ref ...; NULL */
} ent_hint;

/* A metadatum and where it was found ("json-ld", "opengraph", "meta", "time", "visible",
 * "record").*/
typedef struct ent_field {
    const char *value; /* NULL: not known */
    const char *from;
} ent_field;

/* -- parse ----------------------------------------------------------------------------------- */

/* Universal part-of-speech tags, in the order of the names in ent_upos_name(). */
typedef enum ent_upos {
    ENT_UPOS_NONE, /* not tagged */
    ENT_ADJ,
    ENT_ADP,
    ENT_ADV,
    ENT_AUX,
    ENT_CCONJ,
    ENT_DET,
    ENT_INTJ,
    ENT_NOUN,
    ENT_NUM,
    ENT_PART,
    ENT_PRON,
    ENT_PROPN,
    ENT_PUNCT,
    ENT_SCONJ,
    ENT_SYM,
    ENT_VERB,
    ENT_X,
} ent_upos;

/* Universal relations, without subtype; ent_rel_name() gives the words. */
typedef enum ent_rel {
    ENT_REL_NONE, /* not parsed */
    ENT_ACL,
    ENT_ADVCL,
    ENT_ADVMOD,
    ENT_AMOD,
    ENT_APPOS,
    ENT_AUXREL,
    ENT_CASE,
    ENT_CC,
    ENT_CCOMP,
    ENT_CLF,
    ENT_COMPOUND,
    ENT_CONJ,
    ENT_COP,
    ENT_CSUBJ,
    ENT_DEP,
    ENT_DETREL,
    ENT_DISCOURSE,
    ENT_DISLOCATED,
    ENT_EXPL,
    ENT_FIXED,
    ENT_FLAT,
    ENT_GOESWITH,
    ENT_IOBJ,
    ENT_LIST,
    ENT_MARK,
    ENT_NMOD,
    ENT_NSUBJ,
    ENT_NUMMOD,
    ENT_OBJ,
    ENT_OBL,
    ENT_ORPHAN,
    ENT_PARATAXIS,
    ENT_PUNCTREL,
    ENT_REPARANDUM,
    ENT_ROOT,
    ENT_VOCATIVE,
    ENT_XCOMP,
    ENT_REL_COUNT
} ent_rel;

/* Subtypes that coding asks for; the full relation is in `deprel`. */
typedef enum ent_subrel {
    ENT_SUB_NONE,
    ENT_SUB_PASS,  /* nsubj:pass, aux:pass, csubj:pass */
    ENT_SUB_AGENT, /* obl:agent */
    ENT_SUB_POSS,  /* nmod:poss */
    ENT_SUB_TMOD,  /* obl:tmod, nmod:tmod */
    ENT_SUB_UNMARKED,
    ENT_SUB_PRT,   /* compound:prt */
    ENT_SUB_RELCL, /* acl:relcl, advcl:relcl */
    ENT_SUB_OTHER,
} ent_subrel;

/* Morphology that coding needs, as bits; the whole FEATS column is in `feats`. */
enum {
    ENT_F_PAST = 1u << 0, /* Tense=Past */
    ENT_F_PRES = 1u << 1, /* Tense=Pres */
    ENT_F_FIN = 1u << 2,  /* VerbForm=Fin */
    ENT_F_INF = 1u << 3,  /* VerbForm=Inf */
    ENT_F_PART = 1u << 4, /* VerbForm=Part */
    ENT_F_GER = 1u << 5,  /* VerbForm=Ger */
    ENT_F_PASS = 1u << 6, /* Voice=Pass */
    ENT_F_PLUR = 1u << 7, /* Number=Plur */
    ENT_F_SING = 1u << 8, /* Number=Sing */
    ENT_F_NEG = 1u << 9,  /* Polarity=Neg */
    ENT_F_IMP = 1u << 10, /* Mood=Imp */
    ENT_F_P1 = 1u << 11,  /* Person=1 */
    ENT_F_P2 = 1u << 12,
    ENT_F_P3 = 1u << 13,
    ENT_F_MASC = 1u << 14, /* Gender=Masc */
    ENT_F_FEM = 1u << 15,  /* Gender=Fem */
    ENT_F_NEUT = 1u << 16, /* Gender=Neut */
    ENT_F_POSS = 1u << 17, /* Poss=Yes */
    ENT_F_REL = 1u << 18,  /* PronType=Rel */
};

/* A syntactic word. The words of a multiword token ("don't") share its span. */
typedef struct ent_token {
    ent_span span;
    const char *form;   /* NUL-terminated; of an MWT's word, the word ("do", "n't") */
    const char *lemma;  /* NULL until parsed */
    const char *xpos;   /* static string; NULL until parsed */
    const char *feats;  /* static string "A=B|C=D"; NULL none */
    const char *deprel; /* static string with subtype; NULL until parsed */
    uint32_t bits;      /* ENT_F_* */
    uint32_t head;      /* index into tokens; ENT_NONE: root or not parsed */
    uint32_t sent;      /* index into sents */
    uint8_t upos;       /* ent_upos */
    uint8_t rel;        /* ent_rel */
    uint8_t sub;        /* ent_subrel */
    uint8_t mwt;        /* on the first word of a multiword token: how many words; else 0 */
    uint8_t mwt_rest;   /* 1 on its further words */
    uint8_t space;      /* 1: white space (or the text's end) follows the surface token */
} ent_token;

enum {
    ENT_SENT_SELECTED = 1, /* worth a tree */
    ENT_SENT_PARSED = 2,   /* has tags and a tree */
};

typedef struct ent_sent {
    ent_span span;
    uint32_t first; /* token */
    uint32_t count; /* tokens */
    uint32_t block;
    uint32_t flags; /* ENT_SENT_* */
} ent_sent;

/* -- time ------------------------------------------------------------------------------------ */

typedef enum ent_timex_type {
    ENT_TIMEX_DATE,
    ENT_TIMEX_TIME,
    ENT_TIMEX_DURATION,
    ENT_TIMEX_SET
} ent_timex_type;

enum {
    ENT_TIMEX_INNAME =
        1, /* inside a name ("the Agreement of 1903"): moves no anchor, dates no act */
    ENT_TIMEX_RELATIVE = 2, /* its days come from an anchor */
    ENT_TIMEX_SINCE = 4,    /* open bounds that the words around it give */
    ENT_TIMEX_UNTIL = 8,
    ENT_TIMEX_BEFORE = 16,
    ENT_TIMEX_AFTER = 32,
    ENT_TIMEX_RANGE = 64,    /* begin or end of a range; `range` is the other end */
    ENT_TIMEX_FUTURE = 128,  /* lies after the narrative or the document's date */
    ENT_TIMEX_DEICTIC = 256, /* "today" in a narrative: points from the day of writing */
};

typedef struct ent_timex {
    ent_span span;
    uint32_t sent;
    uint32_t first;    /* token */
    uint32_t count;    /* tokens */
    const char *value; /* TIMEX3 */
    const char *mod;   /* TIMEX3 mod or NULL */
    int32_t from;      /* days it means, ENT_DAY_NONE: open or none */
    int32_t to;
    int32_t near_from; /* its own days, closed, where from or to are open: "by July" is July */
    int32_t near_to;
    uint32_t range;    /* the timex at the other end of its range; ENT_NONE */
    uint32_t flags;    /* ENT_TIMEX_* */
    uint8_t type;      /* ent_timex_type */
    uint8_t precision; /* ent_precision */
    uint8_t basis; /* ent_basis: TEXT for calendar values, CONTEXT for resolved ones, DOCUMENT */
} ent_timex;

/* The narrative's date at a sentence, for clauses without one of their own. */
typedef struct ent_anchor {
    int32_t from; /* ENT_DAY_NONE: none */
    int32_t to;
    uint8_t precision;
    uint32_t timex; /* the expression that set it; ENT_NONE */
} ent_anchor;

/* -- actor ----------------------------------------------------------------------------------- */

typedef enum ent_actor_kind {
    ENT_ACTOR_STATE, /* the state as a whole */
    ENT_ACTOR_BODY,  /* an organ of a state: ministry, army, government, regime */
    ENT_ACTOR_PERSON,
    ENT_ACTOR_ORG,   /* international organisation */
    ENT_ACTOR_GROUP, /* armed group, movement, party, people */
    ENT_ACTOR_ROLE,  /* a role without a state: "rebels", "the president" */
    ENT_ACTOR_OTHER, /* named, but not political: "Jordan" the person */
} ent_actor_kind;

/* One actor of this document: mentions that mean the same one share it. */
typedef struct ent_actor {
    const char *code;  /* CUBGOV; NULL unresolved */
    const char *state; /* CUB; NULL */
    const char *role;  /* GOV; NULL */
    const char *name;  /* canonical; NULL */
    const char *row;   /* "data/actor/states.tsv:41", "coreference", ...: why; NULL */
    uint8_t kind;      /* ent_actor_kind */
} ent_actor;

typedef enum ent_mention_kind {
    ENT_MENTION_NAME,      /* "Cuba", "Fidel Castro", "the United Nations" */
    ENT_MENTION_ADJECTIVE, /* "Cuban" in "Cuban troops" where no noun phrase was resolved */
    ENT_MENTION_PHRASE,    /* "the Cuban government", "Soviet Premier Nikita Khrushchev" */
    ENT_MENTION_PRONOUN,
    ENT_MENTION_DESCRIPTION, /* "the island", "the two regimes", "both countries" */
    ENT_MENTION_IMPLIED,     /* supplied by the title's dyad; empty span at the sentence's begin */
} ent_mention_kind;

/* A place of the text that names actors: several where it is plural ("both countries"). */
typedef struct ent_mention {
    ent_span span;
    uint32_t sent;
    uint32_t first; /* token */
    uint32_t count; /* tokens */
    uint32_t head;  /* token that carries its syntactic relation; before parsing: the last one */
    uint32_t actor; /* first index into mention_actors */
    uint32_t actor_count; /* at least 1 */
    uint32_t antecedent;  /* mention it takes its meaning from; ENT_NONE */
    uint8_t kind;         /* ent_mention_kind */
    uint8_t place;        /* 1: named as a place ("in Havana"), not as who acts */
} ent_mention;

/* -- notes ----------------------------------------------------------------------------------- */

typedef struct ent_note {
    const char *stage;
    ent_span span;
    const char *text;
} ent_note;

/* -- the document ---------------------------------------------------------------------------- */

typedef enum ent_genre { ENT_GENRE_UNKNOWN, ENT_GENRE_NEWS, ENT_GENRE_HISTORY } ent_genre;

typedef struct ent_doc {
    ent_arena arena; /* owns everything below */

    /* read */
    const char *id;
    const char *path;   /* file, and record where it has any: "a.warc.gz:1042"; for messages */
    const char *format; /* "html", "text", ... */
    const char *text;   /* UTF-8, NUL-terminated */
    uint32_t len;
    ent_field title, byline, published, site, via, lang, url;
    int32_t day;       /* published, as a day; ENT_DAY_NONE */
    uint8_t genre;     /* ent_genre; decided by time where UNKNOWN */
    const char *extra; /* unknown fields of the input record, JSON members; NULL */
    ent_span body;     /* the article's body within text (without title and comments) */
    ent_voice *voices;
    uint32_t voice_count, voice_cap;
    ent_part *parts;
    uint32_t part_count, part_cap;
    ent_block *blocks;
    uint32_t block_count, block_cap;
    ent_hint *hints;
    uint32_t hint_count, hint_cap;

    /* tokens, parse */
    ent_token *tokens;
    uint32_t token_count, token_cap;
    ent_sent *sents;
    uint32_t sent_count, sent_cap;

    /* time */
    ent_timex *timexes;
    uint32_t timex_count, timex_cap; /* sorted by span */
    ent_anchor *anchors;             /* one a sentence; NULL before the time stage */

    /* actor, refer */
    ent_actor *actors;
    uint32_t actor_count, actor_cap;
    ent_mention *mentions;
    uint32_t mention_count, mention_cap; /* sorted by span after each pass */
    uint32_t *mention_actors;
    uint32_t mention_actor_count, mention_actor_cap;

    /* event: an array of accounts whose strings live in the arena */
    ent_account *accounts;
    uint32_t account_count, account_cap;

    ent_note *notes;
    uint32_t note_count, note_cap;
} ent_doc;

ent_doc *ent_doc_new(void);
void ent_doc_destroy(ent_doc *d); /* NULL is a no-op */
/* The innermost part / voice at a byte offset. */
uint32_t ent_doc_part_at(const ent_doc *d, uint32_t offset);
uint32_t ent_doc_voice_at(const ent_doc *d, uint32_t offset);
/* Adds a note for people: something doubtful that cost nothing else. */
void ent_doc_note(ent_doc *d, const char *stage, ent_span span, const char *format, ...)
    ENT_PRINTF(4, 5);

const char *ent_upos_name(uint8_t upos); /* "NOUN"; "_" for none */
uint8_t ent_upos_of(const char *name, size_t len);
const char *ent_rel_name(uint8_t rel); /* "nsubj" */
/* "nsubj:pass" -> rel and sub */
void ent_rel_of(const char *deprel, uint8_t *rel, uint8_t *sub);

#endif
