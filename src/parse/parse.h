/* parse.h: tokens, sentences, tags, lemmas and UD trees.
 *
 * Two passes over a document: ent_parse_tokens for all of it, ent_parse_trees for the sentences
 * that someone has selected. Strings of tags and relations belong to the parser and live as long as
 * it; forms and lemmas belong to the document. */
#ifndef ENT_PARSE_H
#define ENT_PARSE_H

#include "base/table.h"
#include "model/doc.h"

typedef struct ent_parser ent_parser; /* immutable once opened; may be shared by threads */

/* path NULL: the weights embedded in the program. ENT_ETABLE for what is not a weights file. *out
 * is set in every case and goes to ent_parse_close. */
int ent_parse_open(ent_parser **out, const char *path, ent_err *err);
void ent_parse_close(ent_parser *p); /* NULL is a no-op */

/* Fills tokens (form, span) and sents; sentences never cross blocks. */
void ent_parse_tokens(const ent_parser *p, ent_doc *d);
/* Tags, lemmas and trees for the sentences flagged ENT_SENT_SELECTED and not yet parsed. */
void ent_parse_trees(const ent_parser *p, ent_doc *d);

/* Reads CoNLL-U: text, blocks, tokens, sents of one document (sentences and words as given; the
 * other columns are left to ent_parse_trees). ENT_EFORMAT names the line. */
int ent_parse_read_conllu(ent_doc **out, const char *data, size_t len, const char *id,
                          ent_err *err);
/* Writes the tokens and parse layers as CoNLL-U. */
void ent_parse_conllu(ent_buf *b, const ent_doc *d);

/* For tests and measurements: vectors no wider than a level (0 plain C, 1 SSE2, 2 AVX2, 3 AVX-512);
 * what is found by default is the widest that the machine has. The trees are the same. */
void ent_parse_level(ent_parser *p, int level);
const char *ent_parse_level_name(const ent_parser *p);

#endif
