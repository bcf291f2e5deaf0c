/* source.h: an open input, shared by read.c and the framing of archives. */
#ifndef ENT_READ_SOURCE_H
#define ENT_READ_SOURCE_H

#include "read_int.h"
#include "stream.h"

struct ent_read_source {
    ent_stream in;
    char *path;
    const char *format;
    const char *doc_id;
    size_t max; /* of one document */
    uint64_t line;
    bool done;
    bool volume;      /* TEI with <div type="document">: those are its documents */
    char charset[48]; /* that an XML declaration names; "" */
    char *site;       /* title of a feed; NULL */
};

/* One record each; as ent_read_next. */
int ent_warc_next(ent_record *out, ent_read_source *s, ent_err *err);
int ent_element_next(ent_record *out, ent_read_source *s, ent_err *err);
/* What stands before the first record of a feed. */
void ent_element_head(ent_read_source *s);

#endif
