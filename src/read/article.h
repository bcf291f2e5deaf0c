/* article.h: shared by features.c (what is known of a block), article.c (what is article) and
 * tools/train/article_train.c. */
#ifndef ENT_READ_ARTICLE_H
#define ENT_READ_ARTICLE_H

#include "read_int.h"

enum {
    ENT_FEATURES = 128, /* room; article.feature_count are used */
    ENT_CONTEXT = 21,   /* of the second pass */
};

/* A block in numbers that its neighbours see too. */
typedef struct brief {
    uint64_t hash;
    float log_words, link, digits, upper, marks;
    uint64_t like[2];    /* tag and class of the block, its parent, and theirs: the template */
    float like_share[2]; /* of the page's prose in blocks of that template */
    float title;         /* how much of the page's title it shares */
    uint8_t phrase;      /* groups of phrases of furniture, as bits */
    uint8_t copies;      /* how often its text stands on the page */
    bool stop, prose, colon, first_upper, dated, is_title, in_ld, in_description, comment;
    bool clause;   /* ends in a comma, semicolon, colon or stop */
    bool veto;     /* furniture by its words */
    bool dash;     /* "— Name" */
    bool rights;   /* "Copyright 1996 ..." */
    bool end_mark; /* "###": nothing of the article follows */
} brief;

typedef struct article {
    ent_page *p;
    brief *briefs;
    float *features; /* block_count x ENT_FEATURES */
    uint32_t feature_count;
    uint32_t top;  /* the container with most prose */
    uint32_t wide; /* the one with most words that are no links */
    uint32_t first_prose, last_prose, h1;
    uint32_t h1_node;
    uint32_t title[40], title_words; /* hashes of the title's words */
    uint32_t prose_total;
} article;

void ent_article_features(article *a);

/* The characters of a block into `out`, white space run together; returns how many. */
uint32_t ent_article_text(const ent_page *p, const ent_hblock *b, char *out, uint32_t max);

/* -- furniture.c -- */

/* A line that is furniture by its words, wherever it stands. */
bool ent_article_furniture(const char *s, uint32_t n, uint32_t words);
/* "###": a release for the press is over. */
bool ent_article_end_mark(const char *s, uint32_t n);
/* Vetoes that take the blocks around and the sums over containers. */
void ent_article_vetoes(article *a);
/* Second pass: ENT_CONTEXT numbers a block from the first pass's probabilities. */
void ent_article_context(const article *a, const float *prob, float *out);

/* Roles from the blocks' scores, and from the rules behind the trees. */
void ent_article_decide(article *a, float threshold);

/* A node of a tree as it stands in data/read/article.weights. */
typedef struct ent_tree_node {
    float value;     /* a leaf's score, or the threshold: x < value goes to `left` */
    int16_t feature; /* -1: a leaf */
    uint16_t left;   /* index within the tree; right is left + 1 */
} ent_tree_node;

/* Sum of a forest's trees for one vector: log odds. `trees`: counts of nodes, then nodes. */
typedef struct ent_forest {
    uint32_t tree_count;
    const uint32_t *first; /* tree_count + 1 */
    const ent_tree_node *nodes;
} ent_forest;

float ent_article_score(const ent_forest *f, const float *x, const float *y, uint32_t nx);

#endif
