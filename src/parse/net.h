/* net.h: the network, run forward: tags, heads and relations for a batch of sentences.
 *
 * In: words as numbers of embedding rows. Out: a tag, a head and a relation for each. Knows nothing
 * of documents or strings; trained by tools/train, whose net.c has the picture. */
#ifndef ENT_PARSE_NET_H
#define ENT_PARSE_NET_H

#include "parse/feat.h"
#include "parse/kern.h"
#include "parse/weights.h"

enum {
    ENT_NET_SENTS = 16,  /* sentences of a batch */
    ENT_NET_WORDS = 200, /* words of a sentence; longer ones are parsed in pieces */
    ENT_NET_ROWS = 512,  /* words of a batch, roots included */
};

struct ent_net {
    struct ent_weights_dims d;
    const int8_t *ew, *es; /* embeddings, row by row */
    const float *ews, *ess;
    struct ent_matrix wx[2][2], wh[2][2], mlp, arc, rel, tag;
    uint32_t root_rel; /* number of the relation "root" */
};

/* A word on its way in and out. */
struct ent_net_word {
    uint32_t known; /* row of the word, 0 unknown */
    uint32_t nsub;
    uint32_t sub[ENT_FEAT_SUBS];
    uint32_t tag, head, rel; /* out; head 0 is the root, 1 the sentence's first word */
};

struct ent_net_sent {
    struct ent_net_word *word;
    uint32_t n; /* 1 .. ENT_NET_WORDS */
};

/* Bytes of working memory for one batch. */
size_t ent_parse_net_room(const struct ent_net *net);
/* count <= ENT_NET_SENTS; words and roots together <= ENT_NET_ROWS. */
void ent_parse_net_run(const struct ent_net *net, const struct ent_kernels *k,
                       const struct ent_net_sent *sents, uint32_t count, void *room);

#endif
