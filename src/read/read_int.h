/* read_int.h: what the files of this folder share: the light tree of markup, the builder that
 * lays text, blocks, voices and parts into a document, and the readers of the formats.
 */
#ifndef ENT_READ_INT_H
#define ENT_READ_INT_H

#include "read.h"

/* -- markup.c: HTML and XML into an array of nodes -------------------------------------------- */

/* Tags that the stage knows by name; all else is ENT_TAG_OTHER. Sorted by name in markup_tags.c. */
typedef enum ent_tag {
    ENT_TAG_OTHER,
#define T(id, name, flags) ENT_TAG_##id,
#include "tags.def"
#undef T
    ENT_TAG_TEXT, /* a text node */
    ENT_TAG_COUNT
} ent_tag;

enum {
    ENT_TAGF_VOID = 1,    /* has no end tag */
    ENT_TAGF_BLOCK = 2,   /* starts on a line of its own */
    ENT_TAGF_RAW = 4,     /* its content is not markup */
    ENT_TAGF_SKIP = 8,    /* its content is not the reader's text */
    ENT_TAGF_CLOSEP = 16, /* its start ends an open <p> */
    ENT_TAGF_FORM = 32,   /* a control */
};

/* Nodes stand in document order, so the subtree of node i is i+1 .. end-1. */
typedef struct ent_node {
    const char *s; /* an element's name, a text's characters (UTF-8, references resolved) */
    uint32_t len;
    uint32_t parent;
    uint32_t end;  /* one past its last descendant */
    uint32_t attr; /* first attribute */
    uint16_t attr_count;
    uint8_t tag; /* ent_tag */
    uint8_t depth;
} ent_node;

typedef struct ent_attr {
    const char *name; /* lower case in HTML */
    const char *value;
    uint32_t name_len;
    uint32_t len;
} ent_attr;

typedef struct ent_tree {
    ent_arena *arena;
    ent_node *nodes; /* nodes[0]: the document */
    uint32_t count, cap;
    ent_attr *attrs;
    uint32_t attr_count, attr_cap;
    bool xml;
    bool cut; /* over a limit: the rest was left out */
} ent_tree;

enum {
    ENT_READ_MAX_NODES = 2000000,
    ENT_READ_MAX_DEPTH = 250,     /* deeper elements become siblings */
    ENT_READ_MAX_ATTRS = 32,      /* of one element */
    ENT_READ_MAX_BLOCKS = 100000, /* that the trees look at */
};

/* Parses UTF-8 `s`, which must outlive the tree. Never fails. */
void ent_read_markup(ent_tree *t, ent_arena *a, const char *s, size_t n, bool xml);
uint8_t ent_read_tag_of(const char *name, size_t n);
unsigned ent_read_tag_flags(uint8_t tag);
/* An attribute's value; NULL where there is none. */
const ent_attr *ent_read_attr(const ent_tree *t, uint32_t node, const char *name);
bool ent_read_attr_is(const ent_tree *t, uint32_t node, const char *name, const char *value);
bool ent_read_name_is(const ent_tree *t, uint32_t node, const char *name); /* local name */
/* All text below a node with white space run together, in the arena. */
char *ent_read_node_text(const ent_tree *t, uint32_t node, ent_arena *a);
/* Resolves character references. */
char *ent_read_unescape(ent_arena *a, const char *s, size_t n, size_t *len);
/* Code points of a named reference ("eacute"); 0 unknown. */
uint32_t ent_read_entity(const char *name, size_t n);

/* -- sniff.c ---------------------------------------------------------------------------------- */

const char *ent_read_sniff(const char *bytes, size_t len);
bool ent_read_sniff_markdown(const char *s, size_t n);

/* -- strings ---------------------------------------------------------------------------------- */

/* ASCII, case-blind. */
bool ent_read_same(const char *s, size_t n, const char *word);
bool ent_read_starts(const char *s, size_t n, const char *prefix);
/* Offset of `word` in s, or n. */
size_t ent_read_find(const char *s, size_t n, const char *word);
/* The same for any word of a list. */
bool ent_read_starts_any(const char *s, size_t n, const char *const *list, size_t count);
bool ent_read_has_any(const char *s, size_t n, const char *const *list, size_t count);
/* White space run together and trimmed; no-break spaces too. */
char *ent_read_squeeze(ent_arena *a, const char *s, size_t n);
size_t ent_read_words(const char *s, size_t n);

/* -- dates.c ---------------------------------------------------------------------------------- */

/* The first date that is written out in s: ISO 8601, RFC 822, "June 4, 2024", "4 June 2024". */
int32_t ent_read_date(const char *s, size_t n);

/* -- charset.c -------------------------------------------------------------------------------- */

/* detect.c: name of the encoding of bytes that declare none; NULL: windows-1252. */
const char *ent_read_detect(const char *s, size_t n);

/* Bytes to valid UTF-8 without NULs, in the arena (or `s` itself where it is that already).
 * `charset` is what a header said, or NULL; `markup` looks for <meta> and <?xml encoding>. */
const char *ent_read_utf8(ent_arena *a, const char *s, size_t n, const char *charset, bool markup,
                          size_t *len);

/* -- build.c: laying a document out ------------------------------------------------------------ */

typedef struct ent_build {
    ent_doc *d;
    ent_buf text;
    uint32_t block; /* open block, ENT_NONE */
} ent_build;

void ent_build_open(ent_build *b, ent_doc *d);
/* Starts a block on a new line (a blank one between paragraphs). */
void ent_build_block(ent_build *b, uint8_t kind, uint8_t level);
/* Adds text to the open block. White space is run together. */
void ent_build_text(ent_build *b, const char *s, size_t n);
/* A line break within the open block. */
void ent_build_break(ent_build *b);
/* Ends the open block; an empty one vanishes. */
void ent_build_end(ent_build *b);
uint32_t ent_build_at(const ent_build *b); /* where the next block's text will begin, about */
void ent_build_close(ent_build *b);        /* the text into the document */

/* On the document: */
uint32_t ent_read_voice(ent_doc *d, uint8_t kind, const char *name, int32_t day);
void ent_read_part(ent_doc *d, uint32_t begin, uint32_t end, uint32_t voice);
void ent_read_block(ent_doc *d, uint32_t begin, uint32_t end, uint8_t kind, uint8_t level);
void ent_read_field(ent_field *f, const char *value, const char *from); /* first come stays */
/* Sorts and nests the parts, gives voices their parents. */
void ent_read_nest(ent_doc *d);

/* -- the formats: from UTF-8 ------------------------------------------------------------------- */

void ent_read_text(ent_doc *d, const char *s, size_t n);
/* Plain text that stands in d->text already: blocks, parts. */
void ent_read_text_blocks(ent_doc *d, bool page);
void ent_read_html(ent_doc *d, const char *s, size_t n, const ent_read_options *o);
/* "Via X:" ... "Continue reading" among blocks [from, to) of the document. */
void ent_read_reprints(ent_doc *d, uint32_t from, uint32_t to);
/* Code of the language that a text is in where that is not English; NULL. */
const char *ent_read_foreign(const ent_doc *d, ent_arena *a, bool *sure);
/* A piece of HTML that is all content: no article is looked for. */
void ent_read_fragment(ent_doc *d, const char *s, size_t n, const ent_read_options *o);
void ent_read_markdown(ent_doc *d, const char *s, size_t n);
void ent_read_tei(ent_doc *d, const char *s, size_t n);
void ent_read_petrarch(ent_doc *d, const char *s, size_t n);
void ent_read_rss(ent_doc *d, const char *s, size_t n, const ent_read_options *o);
int ent_read_jsonl(ent_doc *d, const char *s, size_t n, const ent_read_options *o, ent_err *err);

/* Lines of a page's furniture. */
bool ent_read_is_chrome(const char *s, size_t n);
bool ent_read_is_comments_head(const char *s, size_t n);
bool ent_read_is_comments_end(const char *s, size_t n);
bool ent_read_via(const char *s, size_t n, size_t *from, size_t *to);

/* -- html.c, article.c, meta.c ----------------------------------------------------------------- */

typedef enum ent_hint_word {
#define H(id, word) ENT_HINT_##id,
#include "hints.def"
#undef H
    ENT_HINT_COUNT
} ent_hint_word;
#define ENT_HINT_BIT(id) (UINT64_C(1) << ENT_HINT_##id)

/* What is known of an element. Text nodes have one too, unused. */
typedef struct ent_element {
    uint64_t hints; /* ENT_HINT_* as bits: words of its class, id, role, itemprop */
    float prose;    /* readability's score of a container */
    float plain;    /* words that are no links, weighed by distance */
    uint32_t prose_words, prose_blocks;
    uint32_t words, link_words, blocks; /* of its subtree */
    uint8_t skip;                       /* hidden, script, ... */
    uint8_t box;                        /* asks the reader for something */
    uint8_t corner;                     /* names a post's author and what is known of him */
    uint8_t quotes;                     /* repeats another post */
} ent_element;

/* A stretch of text between two block boundaries of a page. */
typedef struct ent_hblock {
    uint32_t first, end; /* nodes */
    uint32_t node;       /* nearest block-level element around it */
    uint32_t words, link_words;
    uint32_t chars, commas;
    uint8_t kind, level; /* ent_block_kind */
    uint8_t role;        /* ent_hrole */
    uint8_t comment;
    float score;
} ent_hblock;

typedef enum ent_hrole {
    ENT_HROLE_NONE, /* boilerplate */
    ENT_HROLE_BODY,
    ENT_HROLE_TITLE,
    ENT_HROLE_BYLINE,
    ENT_HROLE_COMMENT,
} ent_hrole;

typedef struct ent_page {
    ent_tree tree;
    ent_arena *arena;
    ent_element *info; /* one a node */
    ent_hblock *blocks;
    uint32_t block_count, block_cap;
    const char *url;
    const char *title;
    const char *description; /* of its metadata; NULL */
    const char *ld_body;     /* articleBody of JSON-LD; NULL */
} ent_page;

void ent_read_page(ent_page *p);
void ent_read_article(ent_page *p);
void ent_read_meta(ent_page *p, ent_doc *d);
void ent_read_visible(ent_page *p, ent_doc *d); /* after the article is known */
const char *ent_read_block_string(const ent_page *p, const ent_hblock *h, ent_arena *a);

/* -- quote.c: whose words, within paragraphs -------------------------------------------------- */

void ent_read_quotes(ent_doc *d, const ent_tables *tables);

#endif
