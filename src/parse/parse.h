/* parse.h: tokens, sentences, tags, lemmas and UD trees. */
#ifndef ENT_PARSE_H
#define ENT_PARSE_H

#include "base/table.h"
#include "model/doc.h"

typedef struct ent_parser ent_parser; /* immutable; may be shared by threads */

/* path NULL: the weights embedded in the program. ENT_ETABLE for what is not a weights file. */
int ent_parse_open(ent_parser **out, const char *path, ent_err *err);
void ent_parse_close(ent_parser *p);

/* Fills tokens (form, span) and sents; sentences never cross blocks. */
void ent_parse_tokens(const ent_parser *p, ent_doc *d);
/* Tags, lemmas and trees for the sentences flagged ENT_SENT_SELECTED. */
void ent_parse_trees(const ent_parser *p, ent_doc *d);

/* Reads CoNLL-U: text, blocks, tokens, sents of one document (sentences and words as given). */
int ent_parse_read_conllu(ent_doc **out, const char *data, size_t len, const char *id,
                          ent_err *err);
/* Writes the tokens and parse layers as CoNLL-U. */
void ent_parse_conllu(ent_buf *b, const ent_doc *d);

#endif
