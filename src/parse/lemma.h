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

/* What a key stands for: an ending, a word in lower case, a word as written ("I" is not "i"). */
enum ent_lemma_key { ENT_LEMMA_END, ENT_LEMMA_WORD, ENT_LEMMA_WRITTEN };

uint64_t ent_parse_lemma_key(uint64_t tag, const struct ent_chars *w, unsigned suffix,
                             enum ent_lemma_key whole);
/* Hash of "UPOS\tXPOS". */
uint64_t ent_parse_lemma_tag(const char *tag, size_t n);
/* Number of the rule, UINT32_MAX where none is known. */
uint32_t ent_parse_lemma_find(const struct ent_weights_map *m, uint64_t tag,
                              const struct ent_chars *w);
/* Writes the lemma of form s; returns its length. out holds ENT_LEMMA_MAX bytes. A word too long
 * for that is its own lemma, which is said by returning 0. */
size_t ent_parse_lemma_apply(char *out, const struct ent_lemma_rule *r, const char *s, size_t n);

/* Mends a verb's lemma that was made by its ending and is no known word, where adding or dropping
 * one letter makes it one. Returns the new length; out holds ENT_LEMMA_MAX bytes. */
size_t ent_parse_lemma_check(char *out, size_t n, const struct ent_weights_map *words);

/* Cuts a token into words: lengths in code points go to len[]; returns their number, 1: not cut. */
unsigned ent_parse_mwt(const struct ent_weights_map *m, const struct ent_chars *w,
                       unsigned len[ENT_MWT_MAX]);
uint64_t ent_parse_mwt_key(const struct ent_chars *w, unsigned suffix, int whole);
/* The ending that decides for tokens not known whole: from the last apostrophe on, n't with its n.
 */
unsigned ent_parse_mwt_suffix(const struct ent_chars *w);

#endif
