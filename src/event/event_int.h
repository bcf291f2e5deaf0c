/* event_int.h: what the files of src/event share: lexicon, sentence view, triggers, candidates.
 *
 * A sentence is looked at through a view (local token numbers, children, actors as parties). From
 * the view come triggers (words that may name an act) with their slots (which phrase stands where),
 * from triggers and pairs of parties come candidates, which the model weighs.
 */
#ifndef ENT_EVENT_INT_H
#define ENT_EVENT_INT_H

#include "event.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* -- lexicon ---------------------------------------------------------------------------------- */

/* A word or slot name as a number; 0 is any word that no table mentions. */
typedef uint32_t ent_sym;

enum { ENT_POS_VERB = 1, ENT_POS_NOUN = 2, ENT_POS_ADJ = 4 };

/* Where a phrase stands to its trigger: a slot, or a dependent within the phrase of a slot
 * ("obj" + "with": broke relations WITH X). outer "gov": a slot of the word that governs it. */
typedef struct ent_role {
    ent_sym outer, inner;
} ent_role;

typedef struct ent_constraint {
    ent_role slot;
    uint32_t word, word_count; /* into lexicon.word; none: anything will do */
    uint32_t cls, cls_count;   /* into lexicon.word: class numbers */
} ent_constraint;

typedef struct ent_rule {
    ent_sym trigger;
    uint8_t pos;
    bool sym;
    uint8_t status; /* ent_status, 255: none given */
    uint8_t cons_count, source_count, target_count;
    ent_constraint *cons;
    ent_role *source, *target;
    const char *code; /* NULL: no event */
    uint8_t root;     /* 1-20, 0 none */
    const ent_table *table;
    uint32_t row;
} ent_rule;

/* What a word does to what it governs, or is: data/event/operators.tsv */
enum {
    ENT_OP_LIGHT = 1 << 0,    /* carries a noun that names the act */
    ENT_OP_NEG = 1 << 1,      /* fail, refuse, without */
    ENT_OP_PLAN = 1 << 2,     /* intend, agree, will */
    ENT_OP_POSS = 1 << 3,     /* fear, may, if */
    ENT_OP_DENY = 1 << 4,     /* deny that */
    ENT_OP_SAY = 1 << 5,      /* reports what follows */
    ENT_OP_FACT = 1 << 6,     /* what follows holds (know, regret, begin) */
    ENT_OP_ASK = 1 << 7,      /* demands, requests what follows */
    ENT_OP_OBJCTL = 1 << 8,   /* its object does what follows (force X to) */
    ENT_OP_CAUSE = 1 << 9,    /* connectives: because, after ... */
    ENT_OP_RESULT = 1 << 10,  /* therefore, as a consequence */
    ENT_OP_DESPITE = 1 << 11, /* despite, although */
    ENT_OP_UNDONE = 1 << 12,  /* what it governs did not come about (avert, cancel) */
    ENT_OP_FROM = 1 << 13,    /* keeps its object from what follows (keep, restrain) */
    ENT_OP_BEING = 1 << 14,   /* tells that its subject came about (occur, materialize) */
};

typedef struct ent_lexicon {
    ent_arena arena;
    const ent_tables *tables; /* borrowed: tells where a row stands */
    ent_map syms;
    const char **name; /* of a sym */
    uint32_t name_count, name_cap;
    uint32_t *hash; /* of a sym's name */
    uint32_t
        *op; /* ENT_OP_* of a sym, by part of speech in the upper words: see ent_event_lex_op */
    ent_rule *rules; /* sorted by trigger, pos, then order of the tables */
    uint32_t rule_count, rule_cap;
    uint32_t *first, *count; /* rules of a sym */
    uint32_t *word;
    uint32_t word_count, word_cap;
    struct {
        const char *name;
        ent_sym *word; /* sorted */
        uint32_t count, cap;
    } * cls;
    uint32_t cls_count, cls_cap;
    /* fields and kinds of words (event/senses): up to one for a verb and one for a noun */
    struct ent_sense {
        const char *name[5]; /* field, other field, sense, above, kind */
        uint32_t hash[5];
    } * sense;
    uint32_t sense_count;
    uint32_t *prior[3]; /* of a sym, as verb, noun, adjective: bits of the roots it may name */
    ent_map verb_sense, noun_sense;
    ent_map forms; /* inflected form of a verb: its number in form_lemma */
    const char **form_lemma;
    /* slot names that the engine itself fills */
    ent_sym subj, obj, iobj, prt, xcomp, ccomp, adv, amod, comp, poss, pair, between, of, by, with,
        gov, bare, acl, advcl, appos, mod, conj, to, from, on, into, in, against, for_, implied,
        far;
} ent_lexicon;

int ent_event_lex_open(ent_lexicon *lex, const ent_tables *t, ent_err *err);
void ent_event_lex_close(ent_lexicon *lex);
ent_sym ent_event_lex_sym(const ent_lexicon *lex, const char *s, size_t n); /* 0 unknown */
/* The lemma of a verb's form by event/forms; NULL where it has none. `low`: in lower case. */
const char *ent_event_lex_form(const ent_lexicon *lex, const char *low);
const struct ent_sense *ent_event_lex_sense(const ent_lexicon *lex, const char *word, uint8_t upos);
uint32_t ent_event_lex_prior(const ent_lexicon *lex, ent_sym w, uint8_t pos);
uint32_t ent_event_lex_op(const ent_lexicon *lex, ent_sym w, uint8_t upos);

/* -- the document's cast: cast.c -----------------------------------------------------------------
 */

/* The states (and organisations) of a document, numbered; the sentences that mention each. */
typedef struct ent_cast {
    uint32_t *of_actor; /* number of an actor's state; ENT_NONE */
    uint32_t states, most;
    uint32_t *first; /* of state s: first[s] to first[s + 1] in the next three, by place */
    uint32_t *sent, *mention, *actor;
    uint16_t *rank; /* by number of mentions, 0 first */
    uint8_t *title;
} ent_cast;

typedef struct ent_salience {
    uint8_t share; /* mentions, in hundredths of those of the most mentioned state */
    uint8_t rank;  /* 255: unknown */
    uint8_t title;
    uint8_t ago; /* sentences since the last mention; 255: none */
} ent_salience;

void ent_event_cast(ent_cast *c, const ent_doc *d, ent_arena *a);
void ent_event_salience(const ent_cast *c, uint32_t actor, uint32_t sent, ent_salience *out);
/* The states that the text is most about just before a sentence, most first: where their last
 * mentions stand in cast->mention. Returns how many. */
uint32_t ent_event_about(const ent_cast *c, uint32_t sent, uint32_t max, uint32_t *at);
/* How many sentences mention both actors' states. */
uint32_t ent_event_together(const ent_cast *c, uint32_t a, uint32_t b);

/* -- view ------------------------------------------------------------------------------------- */

/* An actor as it stands in this sentence: one state with one role, at one mention. */
typedef struct ent_party {
    uint32_t mention;
    uint32_t actor;
    uint32_t head;      /* local token; ENT_NONE: implied */
    uint8_t context;    /* 0 of this sentence; 1 subject, 2 other of the one before; 3 of the title;
                         * 4 whom the text is about */
    uint16_t key;       /* same number: same state and role */
    uint16_t state_key; /* same number: same state (or organisation) */
} ent_party;

/* Deep arguments of a predicate, local tokens or ENT_NONE. */
typedef struct ent_args {
    uint32_t subj, obj, iobj;
    uint32_t surface; /* the grammatical subject, whatever the voice */
    uint8_t done;     /* 0 not yet, 1 being computed, 2 done */
    uint8_t passive;
    uint8_t subj_far, obj_far; /* how many clauses away it was found */
} ent_args;

typedef struct ent_scene {
    const ent_lexicon *lex;
    const ent_doc *d;
    const ent_cast *cast; /* NULL: not known */
    ent_arena *a;
    uint32_t sent, first, n;
    const ent_token *t; /* n of them */
    uint32_t *head;     /* local; ENT_NONE: root */
    uint32_t *kid_first, *kids;
    ent_sym *sym;     /* of the lemma */
    uint32_t *hash;   /* of the lemma in lower case: what features are made of */
    const char **low; /* the lemma in lower case */
    ent_sym *prep;    /* of the word's own case marker; 0 none known */
    uint8_t *hasprep;
    const struct ent_sense **sense; /* NULL where none is known */
    ent_args *args;
    ent_party *party;
    uint32_t party_count, party_cap;
} ent_scene;

/* `cast` of the document, borrowed; NULL: nothing is known of it. */
void ent_event_make(ent_scene *v, const ent_lexicon *lex, const ent_doc *d, const ent_cast *cast,
                    uint32_t sent, ent_arena *a);
const ent_args *ent_event_args(ent_scene *v, uint32_t tok);
bool ent_event_under(const ent_scene *v, uint32_t tok, uint32_t top); /* tok is in top's subtree */
bool ent_event_verbal(const ent_scene *v, uint32_t tok);              /* heads a clause */
uint32_t ent_event_clause(const ent_scene *v, uint32_t tok); /* nearest clause head upwards */
bool ent_event_if(const ent_scene *v, uint32_t tok);         /* a clause with "if" or "unless" */
bool ent_event_has(const ent_scene *v, uint32_t tok, uint8_t rel);
/* Whether a word of that relation and form, in small letters, stands under `tok`. */
bool ent_event_word_under(const ent_scene *v, uint32_t tok, uint8_t rel, const char *word);

/* -- triggers ---------------------------------------------------------------------------------- */

typedef struct ent_slot {
    ent_role role;
    uint32_t head; /* local token */
    uint8_t far;   /* 0 own; else propagated from that many clauses away */
} ent_slot;

/* What the words around a trigger say of it: that it was, was not, will or may be. */
typedef struct ent_stance {
    uint8_t status;
    uint8_t neg, plan, poss, deny; /* what was seen */
    uint8_t own;                   /* by words of its own verb: not, will, may */
    ent_sym by;                    /* the word that did it; 0 */
} ent_stance;

typedef struct ent_trigger {
    uint32_t tok;
    uint32_t support; /* light verb; ENT_NONE */
    ent_stance stance;
    uint32_t gov;    /* the word that governs it (light verbs skipped); ENT_NONE */
    uint32_t clause; /* head of its clause */
    uint8_t pos;     /* ENT_POS_* */
    uint8_t passive;
    ent_slot *slot;
    uint32_t slot_count, slot_cap;
    uint8_t *slot_at;        /* of a token: number of its slot + 1; 0 none */
    const ent_rule *rule[4]; /* matching ones, best first */
    uint8_t rule_score[4];
    uint8_t rule_count;
    bool known;   /* some row has this word */
    bool covered; /* fills a slot that another trigger's row asks for: it does not speak for itself
                   */
    bool inname;  /* part of a name or a date ("the Treaty of 1903") */
} ent_trigger;

/* Triggers of a sentence, in order. */
uint32_t ent_event_trigger_find(ent_scene *v, ent_trigger **out);

/* How a party stands to a trigger. */
typedef struct ent_stand {
    ent_role role;
    uint8_t how; /* 0 head of the slot, 1 conjunct or apposition, 2 modifier in its phrase, 3 far */
    uint8_t far; /* clauses away */
    uint8_t gov; /* through the governing word */
    uint16_t cost; /* smaller is closer; to choose among mentions */
    uint32_t slot; /* its head; ENT_NONE */
} ent_stand;

void ent_event_trigger_stand(const ent_scene *v, const ent_trigger *t, const ent_party *p,
                             ent_stand *out);

/* 0 no, 1 loosely (a modifier within the phrase), 2 exactly */
int ent_event_rule_place(const ent_scene *v, const ent_rule *r, bool source, const ent_stand *s,
                         uint8_t pos);

/* -- candidates and the model ------------------------------------------------------------------ */

/* A candidate less likely than this is not looked at again. */
#define ENT_LEAST_P 0.015

typedef struct ent_cand {
    uint32_t trigger;
    uint32_t source, target; /* parties */
    ent_stand ss, ts;
    uint8_t fit_source, fit_target; /* by the best row: 0-2 */
    bool same_state;
    uint8_t supplied;     /* 1: an actor is of the context */
    const ent_rule *rule; /* the row that fits best; NULL */
    double p;             /* that the text states an act */
    double root_p;
    uint8_t root;
    bool symmetric;
    const char *code;
    uint8_t status;
    double score;
} ent_cand;

uint32_t ent_event_cand_find(ent_scene *v, const ent_trigger *t, uint32_t tn, ent_cand **out);

enum { ENT_MODEL_ROOTS = 21 };
/* Classes that weights are kept for: feature and class make a key. */
enum {
    ENT_CLASS_EVENT = 1,
    ENT_CLASS_ROOT = 10,   /* + root */
    ENT_CLASS_STATUS = 40, /* + status */
    ENT_CLASS_DATE = 50,
    ENT_CLASS_VOTE = 60,

};
/* Thresholds kept among the weights. */
enum { ENT_KEY_ACCEPT = 0x11, ENT_KEY_AGAIN = 0x12, ENT_KEY_NEWS = 0x14 };

/* Sparse weights by hashed feature and class. */
typedef struct ent_model {
    uint32_t mask;
    struct ent_weight {
        uint32_t key; /* 0 empty */
        float w;
    } * cell;
    uint32_t count;
} ent_model;

int ent_event_model_open(ent_model *m, const void *data, size_t len, ent_err *err);
void ent_event_model_close(ent_model *m);
void ent_event_model_set(ent_model *m, uint32_t key, float w); /* for the trainer */
float ent_event_model_get(const ent_model *m, uint32_t key);
void ent_event_model_write(ent_buf *b, const ent_model *m);

/* The features of a candidate: hashes, and for explaining their words. */
typedef struct ent_features {
    uint32_t key[192];
    uint32_t n;
    char (*text)[96]; /* NULL: not wanted; else 192 of them */
} ent_features;

/* key of feature f for class c */
static inline uint32_t ent_feature_class(uint32_t f, uint32_t c)
{
    uint32_t h = (f ^ (c * 0x9E3779B1u)) * 0x85EBCA6Bu;
    h ^= h >> 15;
    return h ? h : 1;
}

/* Boosted trees over numbers in bytes; every tree is complete, of ENT_TREE_DEPTH questions. */
enum { ENT_NUMBERS = 96, ENT_TREE_DEPTH = 5 };
typedef struct ent_tree {
    uint8_t feature[(1 << ENT_TREE_DEPTH) - 1], cut[(1 << ENT_TREE_DEPTH) - 1];
    int16_t leaf[1 << ENT_TREE_DEPTH]; /* thousandths */
} ent_tree;
typedef struct ent_forest {
    double base;
    uint32_t count;
    ent_tree *tree;
} ent_forest;
int ent_event_forest_open(ent_forest *f, const void *data, size_t len, ent_err *err);
void ent_event_forest_close(ent_forest *f);
double ent_event_forest_score(const ent_forest *f, const uint8_t *x);
void ent_event_forest_write(ent_buf *b, const ent_forest *f);
/* What a candidate is beside the others of its sentence, once all have p and root. */
void ent_event_numbers(const ent_scene *v, const ent_trigger *t, const ent_cand *list, uint32_t n,
                       uint32_t i, uint8_t *out);

struct ent_coder {
    ent_lexicon lex;
    ent_cameo *cameo;
    ent_model model;
    ent_forest forest;
    double accept;                       /* least score that is written */
    double accept_news;                  /* the same in news of the day */
    double accept_again;                 /* for a further act of the same pair in the sentence */
    const char *common[ENT_MODEL_ROOTS]; /* the code of a root where no row gives one */
};

void ent_event_feature_event(const ent_scene *v, const ent_trigger *t, const ent_cand *c,
                             ent_features *f);
void ent_event_feature_root(const ent_scene *v, const ent_trigger *t, const ent_cand *c,
                            ent_features *f);
void ent_event_feature_status(const ent_scene *v, const ent_trigger *t, const ent_cand *c,
                              ent_features *f);
/* Fills p, root, root_p of each candidate: what it is by itself. */
void ent_event_cand_alone(const ent_coder *c, const ent_scene *v, const ent_trigger *t,
                          ent_cand *cand, uint32_t n);
/* Fills p, root, code, status, score of each candidate. */
void ent_event_cand_weigh(const ent_coder *c, ent_scene *v, const ent_trigger *t, ent_cand *cand,
                          uint32_t n);
/* The votes of the rows for a root, numbers below ENT_VOTES; how many. */
enum { ENT_VOTES = 0x90 };
uint32_t ent_event_vote(const ent_scene *v, const ent_trigger *t, const ent_cand *c, uint32_t root,
                        uint32_t out[6]);
void ent_event_roots(const ent_coder *c, const ent_scene *v, const ent_trigger *t,
                     const ent_cand *d, double p[ENT_MODEL_ROOTS]);
/* Flags (true) those that are written; best first within a pair. */
void ent_event_cand_choose(const ent_coder *c, const ent_scene *v, const ent_trigger *ts,
                           const ent_cand *cand, uint32_t n, bool *chosen);

/* -- status, date, voice, links -- */

void ent_event_stance(ent_scene *v, const ent_trigger *t, ent_stance *out);

/* A date that an act may have. */
enum {
    ENT_WHEN_TIMEX,
    ENT_WHEN_BOTH,
    ENT_WHEN_WHOLE, /* "by the spring of 1967": the spring itself */
    ENT_WHEN_NAME,  /* "the 1902 agreement", where that is the trigger */
    ENT_WHEN_ANCHOR,
    ENT_WHEN_NEXT, /* "after January 1940": the month that follows */
    ENT_WHEN_NONE,
};
enum { ENT_WHEN_MAX = 48 };
/* The option is an expression of the act's own sentence. */
static inline bool ent_event_when_own(uint32_t kind)
{
    return kind < ENT_WHEN_ANCHOR || kind == ENT_WHEN_NEXT;
}
typedef struct ent_when {
    int32_t from, to;
    uint32_t timex; /* ENT_NONE */
    uint32_t tok;   /* its head word; ENT_NONE */
    uint32_t flags; /* ENT_TIMEX_* */
    uint16_t gap;
    uint8_t kind, precision, basis, open;
    uint8_t up, down, up_verbs, down_verbs, rank, own, after;
} ent_when;
uint32_t ent_event_when_options(ent_scene *v, const ent_trigger *t, ent_when *out, uint32_t max);
double ent_event_when_score(const ent_coder *c, const ent_scene *v, const ent_trigger *t,
                            const ent_cand *k, const ent_when *w, ent_features *f);
void ent_event_feature_date(const ent_scene *v, const ent_trigger *t, const ent_cand *c,
                            const ent_when *w, ent_features *f);
void ent_event_when(const ent_coder *c, ent_scene *v, const ent_trigger *t, const ent_cand *k,
                    ent_date *out);
void ent_event_voice(ent_scene *v, const ent_trigger *t, ent_voice_ref *out, ent_arena *a);

/* An account with the words that made it. */
typedef struct ent_written {
    uint32_t account;
    uint32_t sent, tok, clause; /* of the document */
} ent_written;
void ent_event_links(const ent_lexicon *lex, ent_doc *d, const ent_written *w, uint32_t n);

/* Codes one sentence; returns how many accounts were added to d. */
uint32_t ent_event_sentence(const ent_coder *c, ent_doc *d, const ent_cast *cast, uint32_t sent,
                            ent_arena *scratch, const ent_event_options *o, ent_written *out,
                            uint32_t max);

#endif
