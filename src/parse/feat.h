/* feat.h: what the parser sees of a word: its normalised form as hash keys.
 *
 * In: the bytes of a word, UTF-8 or not. Out: 64-bit keys of the word and of its affixes and shape.
 * The trainer and the parser share this file. Does not look at neighbours or at any table. */
#ifndef ENT_PARSE_FEAT_H
#define ENT_PARSE_FEAT_H

#include <stddef.h>
#include <stdint.h>

enum {
    ENT_FEAT_SUBS = 12,  /* keys of parts of a word, at most */
    ENT_FEAT_CHARS = 40, /* code points of a word looked at; a longer word keeps its two ends */
};

/* One word as code points, typographic quotes and dashes made ASCII. */
struct ent_chars {
    uint32_t c[ENT_FEAT_CHARS];     /* as written */
    uint32_t lower[ENT_FEAT_CHARS]; /* in lower case */
    unsigned n;
};

/* The keys of one word. */
struct ent_feats {
    uint64_t word;               /* lower case, digits as one */
    uint64_t sub[ENT_FEAT_SUBS]; /* suffixes, prefixes, shape */
    unsigned nsub;
};

/* Decodes one code point at s[*i] and moves *i on; a byte that is not UTF-8 counts as itself
 * above 0x110000, so that nothing is lost and nothing fails. */
uint32_t ent_parse_decode(const char *s, size_t n, size_t *i);
/* Maps a typographic quote, dash, ellipsis or space to the ASCII sign it stands for. */
uint32_t ent_parse_plain(uint32_t c);
uint32_t ent_parse_lower(uint32_t c);
int ent_parse_is_upper(uint32_t c);
/* Letter: anything alphabetic, or above U+00BF and not known as a sign. */
int ent_parse_is_alpha(uint32_t c);

void ent_parse_chars(struct ent_chars *out, const char *s, size_t n);
void ent_parse_feats(struct ent_feats *out, const struct ent_chars *w);

/* FNV-1a over code points, with a seed that names the kind of key. */
uint64_t ent_parse_hash(uint64_t seed, const uint32_t *c, size_t n);
/* Spreads a key's bits, for tables that use its low ones. */
uint64_t ent_parse_mix(uint64_t x);

#endif
