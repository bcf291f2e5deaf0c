/* parser.h: the opened parser, as the files of this folder see it. */
#ifndef ENT_PARSE_PARSER_H
#define ENT_PARSE_PARSER_H

#include "parse/parse.h"

#include "parse/lemma.h"
#include "parse/net.h"
#include "parse/seg.h"

/* A class of tags, taken apart once. */
struct ent_tag_class {
    const char *xpos;
    const char *feats; /* NULL none */
    uint64_t lemma;    /* what lemma keys are salted with */
    uint32_t bits;     /* ENT_F_* */
    uint8_t upos;
};

struct ent_rel_name {
    const char *name;
    uint8_t rel, sub;
};

struct ent_parser {
    const char *data; /* the weights, mapped or embedded */
    size_t size;
    bool mapped; /* to be unmapped */
    struct ent_net net;
    const struct ent_kernels *kernels;
    struct ent_weights_map words, subs, lemmas, mwt;
    const struct ent_lemma_rule *rule;
    struct ent_abbrs abbrs;
    struct ent_seg_model seg;
    struct ent_tag_class *tag;
    struct ent_rel_name *relation;
    char *strings; /* of tags */
};

/* Mends the tree of a sentence of at most ENT_NET_WORDS tokens: mend.c. */
void ent_parse_mend(ent_doc *d, uint32_t first, uint32_t count);

#endif
