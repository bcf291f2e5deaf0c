#include "read_int.h"
void ent_read_quotes(ent_doc *d)
{
    (void)d;
}
