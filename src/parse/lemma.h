/* lemma.h: multiword tokens and lemmas by tables that were counted from the treebanks. */
#ifndef ENT_PARSE_LEMMA_H
#define ENT_PARSE_LEMMA_H

#include "parse/feat.h"
#include "parse/weights.h"

enum {
    ENT_LEMMA_SUFFIX = 7, /* longest suffix looked at */
    ENT_LEMMA_MAX = 256,  /* bytes of a lemma made by rule */
    ENT_MWT_MAX = 4,      /* words of a multiword token */
};

/* Key of a word ending; n == whole length and `whole` set: the word itself. */
uint64_t ent_parse_lemma_key(uint64_t tag, const struct ent_chars *w, unsigned suffix, int whole);
/* Hash of "UPOS\tXPOS". */
uint64_t ent_parse_lemma_tag(const char *tag, size_t n);
/* Number of the rule, UINT32_MAX where none is known. */
uint32_t ent_parse_lemma_find(const struct ent_weights_map *m, uint64_t tag,
                              const struct ent_chars *w);
/* Writes the lemma of form s; returns its length. out holds ENT_LEMMA_MAX bytes. A word too long
 * for that is its own lemma, which is said by returning 0. */
size_t ent_parse_lemma_apply(char *out, const struct ent_lemma_rule *r, const char *s, size_t n);

/* Cuts a token into words: lengths in code points go to len[]; returns their number, 1: not cut. */
unsigned ent_parse_mwt(const struct ent_weights_map *m, const struct ent_chars *w,
                       unsigned len[ENT_MWT_MAX]);
uint64_t ent_parse_mwt_key(const struct ent_chars *w, unsigned suffix, int whole);
/* The ending that decides for tokens not known whole: from the last apostrophe on, n't with its n.
 */
unsigned ent_parse_mwt_suffix(const struct ent_chars *w);

#endif
