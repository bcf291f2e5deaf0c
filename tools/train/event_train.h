/* event_train.h: what the files of the event trainer share. */
#ifndef EVENT_TRAIN_H
#define EVENT_TRAIN_H

#include "handle.h"
#include "event/event_int.h"

/* Where a document comes from. */
enum {
    SET_NARRATIVE,
    SET_NEWS,
    SET_ROWS,     /* the examples of the lexicon's rows */
    SET_GUIDES,   /* rdcr */
    SET_READ,     /* documents of ../shared that we have labelled (tools/train/labels) */
    SET_OWN,      /* tools/train/corpus: histories */
    SET_OWN_NEWS, /* and news */
    SETS
};

/* One thing that a sentence states, as gold has it. */
typedef struct gold {
    uint32_t doc, sent;                                      /* sent ENT_NONE: not found */
    const char *source, *target, *source_role, *target_role; /* NULL: any */
    const char *trigger;
    const char *words; /* the sentence, where gold comes before its document; NULL */
    uint32_t roots;    /* bit r: root r is acceptable */
    uint32_t best;     /* the root listed first */
    const char *code;
    int32_t from, to;
    uint8_t status;
    bool symmetric, core, dated;
} gold;

typedef struct scene {
    ent_scene v;
    ent_trigger *t;
    uint32_t tn;
    ent_cand *cand;
    uint32_t cn;
    uint32_t gold_first, gold_count;
} scene;

typedef struct document {
    ent_doc *d;
    ent_arena arena;
    ent_cast cast;
    uint32_t set;  /* SET_ */
    uint32_t fold; /* held out in this fold */
    bool whole;    /* of a guide: everything that it says is labelled */
    scene *scenes;
    uint32_t scene_count, scene_cap;
    uint32_t gold_first, gold_end; /* its acts are among these */
} document;

/* A candidate to learn from. */
typedef struct example {
    uint32_t doc, scene, cand;
    uint32_t feat, feat_n; /* into corpus.feat: whether it is an act */
    int8_t label;          /* 1 an act, 0 none, -1 not known */
    float weight;
    uint32_t gold; /* ENT_NONE */
} example;

typedef struct corpus {
    ent *e;
    ent_arena arena;
    document *docs;
    uint32_t doc_count, doc_cap;
    gold *golds;
    uint32_t gold_count, gold_cap;
    example *ex;
    uint32_t ex_count, ex_cap;
    uint32_t *feat;
    uint32_t feat_count, feat_cap;
} corpus;

/* data.c */
void load_narrative(corpus *c, const char *dir, uint32_t set, uint32_t folds);
void load_lines(corpus *c, const char *docs, const char *golds, uint32_t set, uint32_t folds);
void load_rows(corpus *c, uint32_t folds);
void load_rdcr(corpus *c, const char *dir, uint32_t folds);
void load_corpus(corpus *c, const char *dir, uint32_t folds);
void load_labels(corpus *c, const char *dir, const char *shared, uint32_t folds);
void make_examples(corpus *c);
/* for event_corpus.c and event_labels.c */
/* Whether a document's acts are labels of our own. */
bool train_labelled(const corpus *c, uint32_t doc);
/* Adds the account of a line, said by a sentence; its document is for the caller to set. False:
 * not an account. */
bool train_account(corpus *c, const char *line, const char *sentence);
uint32_t train_add_doc(corpus *c, ent_doc *d, uint32_t set, uint32_t fold);
const char *train_alias(const char *state);
uint32_t train_find_sentence(const ent_doc *d, const char *words);
/* The files of a folder whose names end so (NULL: all), by name. */
const char **train_list_dir(corpus *c, const char *dir, const char *ending, uint32_t *n);
/* Calls with every line of a file; ends the program where it cannot be read. Lines are numbered
 * from 1 and may be written to. */
void train_lines(const char *path, void (*call)(void *user, char *line, uint32_t number),
                 void *user);
/* A text read as a document; NULL where it cannot be. */
ent_doc *train_text(corpus *c, const char *id, const char *text, int32_t day);
/* Whether a candidate's actors are those of a gold act, the right way round. */
bool pair_fits(const ent_scene *v, const ent_cand *k, const gold *g);

/* learn.c: an example's features with one or several classes */
typedef struct sample {
    const uint32_t *feat;
    uint32_t n;
    uint32_t doc;
    float weight;
    uint32_t right;     /* bits of the right classes; for options: bit 0 */
    uint8_t (*vote)[6]; /* of each class: ENT_VOTES numbers, 0 ends; NULL none */
    uint32_t group;     /* softmax over the samples of a group (options); ENT_NONE: over classes */
} sample;

typedef struct fit_options {
    uint32_t class_base, class_first, class_count; /* class_count 1: logistic */
    double l2;
    int epochs;        /* steps at most */
    double least;      /* smaller weights are dropped */
    uint32_t min_docs; /* a feature seen in fewer documents is dropped */
    bool grouped;
} fit_options;

/* Learns weights of samples whose document is not in fold `out` (ENT_NONE: all) into m. */
void fit(ent_model *m, const sample *s, uint32_t n, const fit_options *o,
         const uint32_t *fold_of_doc, uint32_t out);

/* event_forest.c */
typedef struct forest_sample {
    uint8_t x[ENT_NUMBERS];
    uint32_t doc;
    float weight;
    bool right;
} forest_sample;

typedef struct forest_options {
    uint32_t trees, columns, rows; /* columns and rows: of a hundred */
    uint32_t seed;
    double rate, lambda, least;
} forest_options;

void forest_fit(ent_forest *out, const forest_sample *all, uint32_t n, const forest_options *o,
                const uint32_t *fold, uint32_t held);

#endif
