/* read.h: the door in. Bytes become records, records become documents (the read layer of doc.h).
 *
 * Two steps, so that many cores can share a large archive: ent_read_next() cuts one raw record off
 * the input (cheap, one thread), ent_read_doc() decodes it and finds article, voices and blocks
 * (heavy, any thread).
 */
#ifndef ENT_READ_H
#define ENT_READ_H

#include "base/table.h"
#include "model/doc.h"

typedef struct ent_read_options {
    const char *input;  /* "html", "text", "markdown", "jsonl", "warc", "tei", "petrarch", "rss",
                           "conllu"; NULL: by content */
    const char *doc_id; /* for an input of one document; NULL: by record or file name */
    size_t max_bytes;   /* of one document; 0: ENT_READ_MAX_BYTES */
    bool body_only;     /* HTML: text is the article's body alone */
    bool any_language;  /* do not refuse what is not English */
    const ent_tables *tables; /* read/words; NULL: no speakers are found */
} ent_read_options;

enum { ENT_READ_MAX_BYTES = 64 << 20 };

/* One raw record. Everything lives in its arena. */
typedef struct ent_record {
    ent_arena arena;
    const char *data;
    size_t len;
    const char *format;  /* what `data` is: "html", "text", "jsonl" (one line), "tei", ... */
    const char *charset; /* from a header; NULL */
    const char *id;      /* document id; NULL: from path */
    const char *path;    /* "file", "file:offset", "file:line" */
    const char *url;     /* NULL */
    const char *site;    /* title of the feed it stands in; NULL */
    int32_t day;         /* of the record; ENT_DAY_NONE */
} ent_record;

typedef struct ent_read_source ent_read_source;

int ent_read_open(ent_read_source **out, const ent_read_options *options, const char *path,
                  ent_err *err);
/* 1: a record; 0: the end; < 0: one record could not be used (err names it): call again to go on.
 */
int ent_read_next(ent_record *out, ent_read_source *s, ent_err *err);
void ent_record_free(ent_record *r);
void ent_read_close(ent_read_source *s);

/* Makes the document of a record. ENT_EFORMAT, ENT_ETOOBIG, ENT_ELANG. */
int ent_read_doc(ent_doc **out, const ent_record *r, const ent_read_options *options, ent_err *err);

/* Prints the read layer as spec/account-record.md says: one JSON object, no newline. */
void ent_read_json(ent_buf *b, const ent_doc *d);
/* For people and tests: a line for each part but the whole: number, the part around it, kind,
 * speaker ("-" where none is named), its words; tabs between. */
void ent_read_parts(ent_buf *b, const ent_doc *d);

#endif
