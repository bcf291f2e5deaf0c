/* event.h: what was done, to whom, in whose words: from a parsed document to accounts. */
#ifndef ENT_EVENT_H
#define ENT_EVENT_H

#include "base/table.h"
#include "model/account.h"
#include "model/doc.h"

typedef struct ent_coder ent_coder; /* immutable; may be shared by threads */

typedef struct ent_event_options {
    bool all_actors; /* also acts whose actors resolve to no state, organisation or named group */
    const char *version; /* written into each account; borrowed */
    const char *tables;
} ent_event_options;

int ent_event_open(ent_coder **out, const ent_tables *t, ent_err *err);
void ent_event_close(ent_coder *c);

/* The prefilter: flags the sentences that are worth a tree. Needs tokens and actor names. */
void ent_event_select(const ent_coder *c, ent_doc *d);
/* Fills d->accounts. */
void ent_event_doc(const ent_coder *c, ent_doc *d, const ent_event_options *options);

/* `code --pairs`: what the text says that `source` (words of it) did to `target`. d is a document
 * of that text with every sentence parsed. Always an answer. */
typedef struct ent_pair_answer {
    const char *cameo;
    const char *plover_event, *plover_mode;
    int quad; /* PLOVER's classes */
    ent_status status;
    double confidence;
} ent_pair_answer;
void ent_event_pair(const ent_coder *c, const ent_doc *d, const char *source, const char *target,
                    ent_pair_answer *out);

/* Why (sentence from 0): words, tree, rows and weights behind the accounts of a sentence, or why
 * there are none. */
void ent_event_explain(ent_buf *b, const ent_coder *c, ent_doc *d, uint32_t sentence,
                       const ent_event_options *options);

#endif
