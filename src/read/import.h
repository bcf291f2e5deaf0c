/* import.h: event data of others as accounts. Bytes of a file come in, in pieces of any size; each
 * row becomes accounts, handed to a sink one by one. Memory is bounded; a bad row costs itself only
 * and is named by file and line. */
#ifndef ENT_READ_IMPORT_H
#define ENT_READ_IMPORT_H

#include "base/table.h"
#include "model/account.h"

typedef struct ent_import ent_import;

typedef struct ent_import_sink {
    /* One account, borrowed for the call. Anything but 0 ends the import and is returned. */
    int (*take)(void *user, const ent_account *one);
    /* A row that cannot be used, or a column without a meaning here: place is "file:line". May be
     * NULL. */
    void (*complain)(void *user, const char *place, const char *message);
    void *user;
    void *complain_user; /* NULL: user */
} ent_import_sink;

typedef struct ent_import_options {
    const char *format; /* "gdelt", "icews", ...; see ent_import_formats() */
    bool all_actors;    /* rows that name no actor on a side too */
    size_t max_row;     /* bytes; 0: 4 MiB */
} ent_import_options;

typedef struct ent_import_count {
    uint64_t rows;      /* data rows met */
    uint64_t accounts;  /* given to the sink */
    uint64_t bad;       /* rows that could not be used, each complained of */
    uint64_t actorless; /* rows with no actor on a side: left out without all_actors */
    uint64_t unmatched; /* mentions of events that were not in the files */
} ent_import_count;

typedef struct ent_import_format {
    const char *name, *title;
} ent_import_format;
const ent_import_format *ent_import_formats(size_t *count);

/* One import may take several files, one after the other (GDELT's mentions need its events). */
int ent_import_open(ent_import **out, const ent_tables *t, const ent_import_options *o,
                    const ent_import_sink *sink, ent_err *err);
/* path: of messages, and of documents that the data does not name. */
int ent_import_begin(ent_import *i, const char *path, ent_err *err);
int ent_import_feed(ent_import *i, const char *data, size_t len, ent_err *err);
int ent_import_end(ent_import *i, ent_err *err); /* of the file */
/* Begin, feed and end of a file ("-": standard input; .gz too). ENT_EIO, or the sink's word. */
int ent_import_file(ent_import *i, const char *path, ent_err *err);
ent_import_count ent_import_counts(const ent_import *i);
void ent_import_close(ent_import *i);

#endif
