/* posts.h: what posts.c finds on a page, for comments.c and html.c. */
#ifndef ENT_READ_POSTS_H
#define ENT_READ_POSTS_H

#include "read_int.h"

typedef struct ent_post {
    uint32_t node, family;
    uint32_t up;              /* the post around it, ENT_NONE */
    const char *name, *given; /* given: by an attribute */
    int32_t day;
    uint32_t words;                  /* of its own that are no links */
    uint32_t longest, longest_words; /* its longest block */
    uint32_t marks;                  /* authors named in it */
    uint32_t voice;                  /* 0: none yet */
    bool titled;                     /* its heading leads to another page */
} ent_post;

typedef struct ent_posts {
    ent_post *v; /* in document order; those of families that were given up too */
    uint32_t count, cap;
    uint32_t *of;   /* a block's post; ENT_NONE */
    uint32_t first; /* the post that is the article; ENT_NONE */
    uint32_t head;  /* block above comments that are signed below; ENT_NONE */
} ent_posts;

/* Gives the blocks of posts their roles: BODY those of the first, COMMENT the words of the others.
 */
void ent_read_posts(ent_page *p, ent_posts *o);
/* The outermost quotation around node n within a post; ENT_NONE. */
uint32_t ent_posts_quote(const ent_page *p, uint32_t n, uint32_t post);
/* Whom the quotation q repeats; NULL. The line that says so is left out from then on. */
const char *ent_posts_quoted(ent_page *p, uint32_t q, uint32_t post);

/* A block begins behind what is left out of it. */
void ent_posts_trim(ent_page *p, ent_hblock *h);

/* comments.c: readers' words below the article. */
/* A line of the site's own among the comments. */
bool ent_read_no_comment(const char *s, size_t n);
/* A line that names a commenter: the name alone. */
const char *ent_read_commenter(ent_arena *a, const char *s);
/* "Posted by Anna : May 11, 2004 8:02 AM" */
bool ent_read_signed_by(ent_arena *a, const char *s, const char **name, int32_t *day);
uint32_t ent_read_signed(ent_page *p);
void ent_read_comments(ent_build *b, ent_page *p, ent_posts *o);

/* html.c: a block of the page into the document. */
void ent_read_add_block(ent_build *b, const ent_page *p, const ent_hblock *h, uint8_t kind);

/* -- between posts.c and postwords.c ----------------------------------------------------------- */

enum { FAMILIES = 32, MARKS = 3 };

/* Elements made alike. */
typedef struct family {
    uint64_t key;
    uint32_t count, named, worded, titled; /* with an author, with words, with a linked heading */
    uint32_t depth[MARKS];                 /* below the post: where an author's corner begins */
    uint32_t levels[MARKS];                /* from the post down to the author */
    uint32_t longest;                      /* words of the longest block seen, for `depth` */
    bool replies;                          /* by its name: comments, answers */
    bool dead;
} family;

typedef struct mark_of {
    uint32_t node, post; /* post: index in v */
    const char *name;
} mark_of;

typedef struct posts {
    ent_page *p;
    ent_posts *out;
    family families[FAMILIES];
    uint32_t family_count;
    mark_of *marks;
    uint32_t mark_count, mark_cap;
    uint32_t ended; /* the post whose signature has begun */
} posts;

/* The innermost post around each node in turn: posts and what they hold come in document order. */
typedef struct walk {
    const posts *s;
    uint32_t open, next;
} walk;

uint32_t ent_posts_walk(walk *w, uint32_t node);
/* A quotation by its tag, class or attributes. */
bool ent_posts_quoting(const posts *s, uint32_t n);
/* Few nodes, few characters: a name, a line. */
bool ent_posts_short(const ent_tree *t, uint32_t i);
/* Block i, of no post, stands in what forum software puts above posts: notices, heads. */
bool ent_posts_beside(const posts *s, uint32_t i);
/* Corners, quotations and days of all posts. */
void ent_posts_prepare(posts *s);
/* Block i, of a post, is words of it. */
bool ent_posts_words(posts *s, uint32_t i);

#endif
