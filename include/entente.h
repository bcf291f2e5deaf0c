/* entente.h: the whole public interface.
 *
 * A document is coded into accounts; accounts are reconciled into events; events are related
 * into series. Three rules hold for every function here:
 *
 *   - `T **out` comes first and hands over an object that the caller frees with the matching
 *     `_free` or `_close` (NULL is a harmless no-op there). A returned `const T *` or
 *     `const char *` is borrowed: it lives as long as the object that it was asked of.
 *   - A function that returns int gives 0 or more when it worked and a negative ent_code when it
 *     did not; ent_last_error() then tells what, and where.
 *   - No function starts a thread or holds a lock. One `ent` for each thread; ent_fork() shares
 *     the tables.
 *
 * Days are int32_t counts from 1970-01-01 in the proleptic Gregorian calendar. Text is UTF-8;
 * spans are byte offsets, end exclusive.
 */
#ifndef ENTENTE_H
#define ENTENTE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define ENT_API __attribute__((visibility("default")))
#else
#define ENT_API
#endif

#define ENT_VERSION_MAJOR 0
#define ENT_VERSION_MINOR 1
#define ENT_VERSION_PATCH 0
#define ENT_VERSION_STRING "0.1.0"
#define ENT_SCHEMA 1 /* of the account record, docs/accounts.md */

#define ENT_DAY_NONE INT32_MIN /* no day: undated, or an open bound */

typedef enum ent_code {
    ENT_OK = 0,
    ENT_EUSAGE = -1,  /* an argument is not what the function takes */
    ENT_EIO = -2,     /* a file could not be opened, read or written */
    ENT_EFORMAT = -3, /* the bytes are not what they should be */
    ENT_ETOOBIG = -4, /* over a stated size limit */
    ENT_ELANG = -5,   /* the text is not in a language that entente codes */
    ENT_ETABLE = -6,  /* a table or weights file cannot be used */
    ENT_ESTORE = -7,  /* the database failed, is locked or is not ours */
    ENT_ENOTFOUND = -8,
    ENT_EUNSUPPORTED = -9, /* not in this build */
} ent_code;

typedef enum ent_precision {
    ENT_PRECISION_NONE,
    ENT_PRECISION_DAY,
    ENT_PRECISION_WEEK,
    ENT_PRECISION_MONTH,
    ENT_PRECISION_SEASON, /* quarters and halves too */
    ENT_PRECISION_YEAR,
    ENT_PRECISION_DECADE, /* centuries too */
    ENT_PRECISION_ERA,    /* a term of office, an administration, a named war */
    ENT_PRECISION_SPAN,   /* a range that the text gives */
} ent_precision;

typedef enum ent_basis {
    ENT_BASIS_NONE,
    ENT_BASIS_TEXT,     /* stated with the event */
    ENT_BASIS_CONTEXT,  /* carried from the narrative */
    ENT_BASIS_DOCUMENT, /* the document's own date, for news of the day */
} ent_basis;

typedef enum ent_status {
    ENT_STATUS_ASSERTED,
    ENT_STATUS_PLANNED,
    ENT_STATUS_POSSIBLE,
    ENT_STATUS_DENIED,
    ENT_STATUS_NEGATED,
} ent_status;

typedef enum ent_voice_kind {
    ENT_VOICE_AUTHOR,
    ENT_VOICE_QUOTED,
    ENT_VOICE_REPRINT,
    ENT_VOICE_COMMENT,
    ENT_VOICE_CAPTION,
} ent_voice_kind;

typedef enum ent_link_rel {
    ENT_LINK_CAUSE,       /* the linked account made this one happen */
    ENT_LINK_CONSEQUENCE, /* this one made the linked account happen */
    ENT_LINK_DESPITE,
    ENT_LINK_PART, /* this one is a part of the linked account */
    ENT_LINK_SAME,
} ent_link_rel;

/* A closed interval of days; both ENT_DAY_NONE where the document gives none. */
typedef struct ent_date {
    int32_t start;
    int32_t end;
    ent_precision precision;
    ent_basis basis;
    const char *text; /* the words, or NULL */
} ent_date;

/* An actor as one account has it. Any string may be NULL: what the text does not say. */
typedef struct ent_actor_ref {
    const char *code;  /* CAMEO actor code in full: CUBGOV, IGOUNO */
    const char *state; /* ISO 3166-1 alpha-3 or the code of a former state */
    const char *role;  /* first role: GOV MIL ... */
    const char *name;  /* canonical name of a person or body */
    const char *text;  /* the document's words */
} ent_actor_ref;

typedef struct ent_voice_ref {
    ent_voice_kind kind;
    const char *name;
    const char *code;
    const char *const *chain; /* from that voice up to the page */
    uint32_t chain_count;
} ent_voice_ref;

typedef struct ent_link {
    ent_link_rel rel;
    const char *account; /* id of the other account */
} ent_link;

/* One voice's statement, in one document, that one actor did something to another. */
typedef struct ent_account {
    const char *id; /* "a" and 16 hex digits */
    const char *doc;
    uint32_t sentence; /* from 1; 0: imported, no sentence */
    ent_date date;
    ent_actor_ref source;
    ent_actor_ref target;
    int symmetric;
    const char *cameo;        /* "040" */
    const char *plover_event; /* "CONSULT"; NULL where the code has none */
    const char *plover_mode;
    const char *const *plover_context;
    uint32_t plover_context_count;
    int quad;         /* 1-4; 0 unknown */
    double goldstein; /* -10..10; NAN unknown */
    ent_status status;
    ent_voice_ref voice;
    const char *trigger;
    double confidence; /* 0..1; NAN unknown */
    uint32_t evidence_start;
    uint32_t evidence_end;
    const char *evidence; /* the sentence; NULL for imported rows */
    const ent_link *links;
    uint32_t link_count;
    const char *version;
    const char *tables;
    const char
        *extra; /* unknown fields of an input record: JSON members, without braces; or NULL */
} ent_account;

/* -- the library ------------------------------------------------------------------------------- */

typedef struct ent ent;                   /* tables, weights, the last error */
typedef struct ent_reader ent_reader;     /* an input, cut into records */
typedef struct ent_record ent_record;     /* one raw record */
typedef struct ent_doc ent_doc;           /* a document, layer on layer */
typedef struct ent_accounts ent_accounts; /* a list of accounts */
typedef struct ent_events ent_events;     /* what reconciling makes of them */
typedef struct ent_series ent_series;     /* a dyad through time */
typedef struct ent_db ent_db;             /* the store */

/* Takes the next piece of output; anything but 0 ends the writing with ENT_EIO. */
typedef int (*ent_write_fn)(void *user, const char *data, size_t len);

typedef struct ent_error {
    int code;            /* ent_code */
    const char *place;   /* "actors.tsv:212", "page.html"; "" where there is none */
    const char *message; /* one line */
} ent_error;

typedef struct ent_options {
    size_t size;                    /* sizeof(ent_options) */
    const char *const *tables_dirs; /* laid over the built-in tables, in this order */
    size_t tables_count;
    const char *weights; /* the parser's weights file; NULL: the built-in ones */
} ent_options;

/* Also when it fails *out is a handle, which then only tells the error: close it. */
ENT_API int ent_open(ent **out, const ent_options *options);
/* Another handle on the same tables, for another thread. The first must outlive it. */
ENT_API int ent_fork(ent **out, const ent *e);
ENT_API void ent_close(ent *e);
ENT_API const ent_error *ent_last_error(const ent *e);
/* 16 hex digits: the hash of all tables and weights in force. */
ENT_API const char *ent_tables_id(const ent *e);
ENT_API const char *ent_version(void);

/* -- read -------------------------------------------------------------------------------------- */

typedef struct ent_input {
    size_t size;        /* sizeof(ent_input) */
    const char *format; /* "html", "text", ...; NULL: by content */
    const char *doc_id; /* NULL: the record's own, else the file's name */
    size_t max_bytes;   /* of a document; 0: 64 MiB */
    int body_only;      /* HTML: the article's body alone */
    int any_language;   /* do not refuse what is not English */
    int32_t day;        /* the document's date; ENT_DAY_NONE: as the document says */
    int genre;          /* 0: by content, 1: news, 2: history */
} ent_input;

/* path "-" is standard input. ENT_EIO. */
ENT_API int ent_reader_open(ent_reader **out, ent *e, const char *path, const ent_input *input);
/* 1: a record; 0: the end; < 0: one record cannot be used: call again to go on. */
ENT_API int ent_reader_next(ent_record **out, ent_reader *r);
ENT_API void ent_reader_close(ent_reader *r);
ENT_API void ent_record_drop(ent_record *r);
/* Makes a record's document. Records may be read by any handle, in any thread. */
ENT_API int ent_read(ent_doc **out, ent *e, const ent_record *r, const ent_input *input);
ENT_API const char *ent_doc_id(const ent_doc *d);
ENT_API const char *ent_doc_text(const ent_doc *d, size_t *len);
ENT_API void ent_doc_free(ent_doc *d);

/* -- code -------------------------------------------------------------------------------------- */

/* Runs the passes up to and with `layer`: "tokens", "time", "actor", "parse", "event" (NULL: all).
 * all_actors: keep acts whose actors resolve to no state, organisation or named group. */
ENT_API int ent_code_doc(ent *e, ent_doc *d, const char *layer, int all_actors);
/* Writes a layer: "read" (JSON), "text", "conllu", "time", "actor", "accounts" (JSON lines),
 * "event" (a short line an account, for people and tests). */
ENT_API int ent_doc_dump(ent *e, const ent_doc *d, const char *layer, ent_write_fn write,
                         void *user);
/* One line {"id","text","source","target"}: the same with what the text says source did to target.
 */
ENT_API int ent_code_pair(ent *e, const char *line, size_t len, ent_write_fn write, void *user);
/* Why a coded document's sentence (from 1) gave what it gave, or why nothing. */
ENT_API int ent_explain(ent *e, ent_doc *d, uint32_t sentence, ent_write_fn write, void *user);
/* How a name resolves on a day, a JSON line a reading. Returns how many readings. */
ENT_API int ent_actor_find(ent *e, const char *name, int32_t day, ent_write_fn write, void *user);

/* -- accounts and events ----------------------------------------------------------------------- */

ENT_API int ent_accounts_new(ent_accounts **out);
ENT_API int ent_accounts_add(ent_accounts *a, const ent_account *one);
/* Appends a coded document's accounts (copies). */
ENT_API int ent_accounts_take(ent_accounts *a, const ent_doc *d);
/* Reads one JSON line; unknown members are carried. ENT_EFORMAT. */
ENT_API int ent_accounts_parse(ent *e, ent_accounts *a, const char *line, size_t len);
ENT_API size_t ent_accounts_count(const ent_accounts *a);
ENT_API const ent_account *ent_accounts_at(const ent_accounts *a, size_t i);
/* format: "jsonl", "csv", "tsv", "gdelt", "phoenix", "icews", ... (`entente export --help`). */
ENT_API int ent_accounts_write(ent *e, const ent_accounts *a, const char *format,
                               ent_write_fn write, void *user);
ENT_API void ent_accounts_free(ent_accounts *a);

ENT_API int ent_reconcile(ent_events **out, ent *e, const ent_accounts *a);
ENT_API size_t ent_events_count(const ent_events *v);
/* format: "jsonl", "table", "tsv", "csv". accounts (may be NULL) give the evidence. */
ENT_API int ent_events_write(ent *e, const ent_events *v, const ent_accounts *accounts,
                             const char *format, ent_write_fn write, void *user);
ENT_API void ent_events_free(ent_events *v);

/* -- the store --------------------------------------------------------------------------------- */

typedef struct ent_query {
    size_t size; /* sizeof(ent_query) */
    /* Actor codes, either order; NULL: any. Several joined by "+" are an alliance. */
    const char *one, *other;
    const char *doc;
    const char *id; /* an account's or an event's */
    int32_t from, to;
    uint32_t limit; /* 0: none */
    int either;     /* events: of one or other with anyone, in no order (third parties explain) */
} ent_query;

ENT_API int ent_db_open(ent_db **out, ent *e, const char *path, int read_only);
/* 1 written, 0 nothing had changed. Committed with ent_db_commit(). */
ENT_API int ent_db_put(ent_db *db, const ent_doc *d);
/* Imported accounts (no document text): stored under their own doc ids. */
ENT_API int ent_db_put_accounts(ent_db *db, const char *doc, const ent_accounts *a);
ENT_API int ent_db_remove(ent_db *db, const char *doc);
ENT_API int ent_db_commit(ent_db *db);
ENT_API int ent_db_accounts(ent_accounts *out, ent_db *db, const ent_query *q);
ENT_API int ent_db_events(ent_events **out, ent_db *db, const ent_query *q);
/* The file that a document was added from, or NULL; the caller frees it. */
ENT_API char *ent_db_doc_path(ent_db *db, const char *doc);
/* Number of faults found, each written as a line. */
ENT_API int ent_db_check(ent_db *db, ent_write_fn write, void *user);
ENT_API void ent_db_close(ent_db *db);

/* -- event data of others ---------------------------------------------------------------------- */

typedef struct ent_data {
    size_t size;        /* sizeof(ent_data) */
    const char *format; /* of import: "gdelt", "icews" ...; of export: "gdelt", "dyad" ... */
    int all_actors;     /* import: rows that name no actor on a side too */
    int accounts;       /* export: a row an account, not an event */
    int directed;       /* export: dyad tables and networks */
    int zeros;          /* export: dyad tables with the periods that have no event */
    int all_statuses;   /* export: planned and denied acts where the format cannot tell them */
    const char *by;     /* export: "day" "week" "month" "quarter" "year" (NULL: year) */
    /* import: a row that cannot be used; place is "file:line". May be NULL. */
    void (*complain)(void *user, const char *place, const char *message);
    void *user;
} ent_data;

typedef struct ent_data_count {
    unsigned long long rows; /* met, or written */
    unsigned long long accounts, bad, actorless, unmatched;
    unsigned long long left; /* export: what the format cannot hold */
} ent_data_count;

/* Files of event data into the store (committed at the end), or, with db NULL, as JSON lines to
 * write. A file that cannot be opened ends it; a bad row costs itself only. */
ENT_API int ent_data_import(ent *e, ent_db *db, const char *const *paths, size_t path_count,
                            const ent_data *d, ent_write_fn write, void *user,
                            ent_data_count *count);
/* The store's events (or accounts) that a query selects, pair after pair. */
ENT_API int ent_data_export(ent_db *db, const ent_query *q, const ent_data *d, ent_write_fn write,
                            void *user, ent_data_count *count);
/* The same of lists; v NULL: the accounts. */
ENT_API int ent_data_write(ent *e, const ent_events *v, const ent_accounts *a, const ent_data *d,
                           ent_write_fn write, void *user, ent_data_count *count);
/* Name and title of the formats, NULL past the last. */
ENT_API const char *ent_data_format(int export, size_t i, const char **title);
/* How documents tell one relation: what all have, what one alone has, where they differ, which
 * words each uses for the same actor. format: "text", "jsonl". */
ENT_API int ent_compare(ent *e, const ent_accounts *a, const char *const *docs, size_t doc_count,
                        const char *format, ent_write_fn write, void *user);

/* -- relate and show --------------------------------------------------------------------------- */

typedef struct ent_relation {
    size_t size;             /* sizeof(ent_relation) */
    const char *one, *other; /* codes or names; other NULL: one against all */
    int directed;
    const char *by;      /* "day" "week" "month" "quarter" "year" */
    const char *measure; /* NULL: "goldstein" */
    int32_t from, to;    /* ENT_DAY_NONE: open */
    int spread; /* events dated less precisely than a period are shared out over its days */
    /* From the store: keep every event of the dyad and of third states, as pictures and pages show
     * them. Else events of a dyad of many are kept where they are looked at. */
    int every;
    const char *ties; /* of "network": lines "a<TAB>b<TAB>sign", instead of events; NULL */
    size_t ties_len;
} ent_relation;

typedef struct ent_view {
    size_t size; /* sizeof(ent_view) */
    int width;   /* columns of the terminal; 0: 80 */
    int colour, ascii, evidence;
    double px_width, px_height; /* of pictures; 0: default */
    int32_t day;                /* of "why" */
} ent_view;

/* The series borrows from v, a and e: free it first. v NULL: of the store's events (a NULL too). */
ENT_API int ent_relate(ent_series **out, ent *e, const ent_events *v, const ent_accounts *a,
                       ent_db *db, const ent_relation *relation);
/* format: "table", "jsonl", "tsv", "svg", "png", "pdf", "html"; "why": what explains the turn at or
 * near view->day, in sentences with references. */
ENT_API int ent_series_write(ent *e, const ent_series *s, const char *format, const ent_view *view,
                             ent_write_fn write, void *user);
/* What events say beyond one dyad; v NULL: those of the store. what: "partners" (of relation->one,
 * ranked), "network" (signed, of the period; relation->one may name some states joined by "+"),
 * "dyads" (every pair by period). format: "table", "jsonl", "tsv"; of partners and networks also
 * "svg", "png", "pdf"; of networks "graphml". */
ENT_API int ent_relations_write(ent *e, const ent_events *v, ent_db *db, const char *what,
                                const ent_relation *relation, const char *format,
                                const ent_view *view, ent_write_fn write, void *user);
ENT_API void ent_series_free(ent_series *s);
/* A state's code for a code or any name of it, or codes for an alliance joined by "+"; NULL where
 * one is unknown (the error says "did you mean"). */
ENT_API const char *ent_state_code(ent *e, const char *code_or_name);

/* -- tables ------------------------------------------------------------------------------------ */

/* Writes a table's effective rows with where each came from; name NULL: the list of tables. */
ENT_API int ent_tables_write(ent *e, const char *name, ent_write_fn write, void *user);
/* Number of findings, each written as a line. */
ENT_API int ent_tables_check(ent *e, ent_write_fn write, void *user);
/* Dictionaries of others as a table to lay over the built-in ones. kind: "petrarch-actors" (gives
 * actor/groups.tsv), "petrarch-agents" (actor/roles.tsv), "cow" (actor/states.tsv), "iso"
 * (actor/names.tsv). What could not be used is said line by line through `complain`. */
ENT_API int ent_tables_import(ent *e, const char *kind, const char *data, size_t len,
                              ent_write_fn write, void *user, ent_write_fn complain,
                              void *complain_user);

#ifdef __cplusplus
}
#endif
#endif
