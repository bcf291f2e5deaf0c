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
    const char *extra; /* unknown fields of an input record: JSON members, without braces; or NULL */
} ent_account;

#ifdef __cplusplus
}
#endif
#endif
