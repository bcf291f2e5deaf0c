#include "parse.h"
struct ent_parser {
    int unused;
};
int ent_parse_open(ent_parser **out, const char *path, ent_err *err)
{
    (void)path;
    (void)err;
    *out = ent_calloc(1, sizeof **out);
    return 0;
}
void ent_parse_close(ent_parser *p)
{
    free(p);
}
void ent_parse_tokens(const ent_parser *p, ent_doc *d)
{
    (void)p;
    (void)d;
}
void ent_parse_trees(const ent_parser *p, ent_doc *d)
{
    (void)p;
    (void)d;
}
