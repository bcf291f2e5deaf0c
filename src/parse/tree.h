/* tree.h: the best tree with one root over arc scores. */
#ifndef ENT_PARSE_TREE_H
#define ENT_PARSE_TREE_H

#include <stddef.h>
#include <stdint.h>

enum { ENT_TREE_MAX = 256 }; /* words of one tree; longer sentences are parsed in pieces */

/* Room ent_parse_tree needs for n words, in bytes (alignment 8). */
size_t ent_parse_tree_room(size_t n);
/* score: (n+1) x (n+1), row = dependent (1..n), column = head (0 = root); changed by the call.
 * head: n+1 places, head[0] unused. Arborescence of highest sum among those with one root. */
void ent_parse_tree(uint32_t *head, float *score, size_t n, void *room);

#endif
