/* refer.c: pronouns, descriptions and the title's dyad find whom they mean. */
#include "scan.h"

void refer_document(scan_state *s)
{
    (void)s;
}
