/* quote.h: shared by quote.c (what is quoted) and speaker.c (who says it). */
#ifndef ENT_READ_QUOTE_H
#define ENT_READ_QUOTE_H

#include "read_int.h"

/* Who speaks, as the text has it. */
typedef struct speaker {
    const char *name; /* NULL: a pronoun, or nobody */
    ent_span span;    /* of the whole phrase, in the document */
    bool pronoun, plural;
    bool credit; /* "— Name" behind the words */
    bool body;   /* a ministry, a note: no "he" */
} speaker;

typedef struct mark {
    uint32_t begin, end; /* the marks included; in the block */
    uint32_t in, out;    /* the words between them */
    bool open;           /* runs to the block's end without a closing mark */
} mark;

typedef struct speech {
    ent_doc *d;
    ent_arena *scratch;
    ent_map *voices;       /* "scope name" -> voice */
    ent_map words;         /* word -> its classes */
    const char *s;         /* the block */
    uint32_t n, base;      /* base: its offset in the document */
    uint32_t block, scope; /* number of the block; the voice around it */
    mark *marks;
    speaker last;      /* who spoke last, and where */
    uint32_t last_end; /* offset in the document past what was said */
    uint32_t last_block, last_voice;
    uint32_t sentence, scanned, passed; /* reported speech: begin of a sentence, how far it was
                                           read, marks that lie before it */
    bool open;                          /* the block before ended within a quotation */
    bool runs_on;                       /* the next block opens with a mark */
} speech;

/* The voice of that speaker in the scope; a new one where he has none. */
uint32_t ent_speech_voice(speech *q, const speaker *who);
void ent_speech_words(speech *q, const ent_tables *tables);
/* Who says what ends at `end` (past the closing mark; `out`: before it); false: nobody is named
 * there. */
bool ent_speech_after(speech *q, uint32_t end, uint32_t out, speaker *who);
/* Who says what begins at `begin`. */
bool ent_speech_before(speech *q, uint32_t begin, speaker *who);
/* Reported speech in the sentences that end before `to` of the block, hold none of the marks and
 * were not looked at before. */
void ent_speech_reported(speech *q, uint32_t to, const mark *marks, uint32_t count);
/* Somebody else is named in d->text[from..to): a pronoun behind it may be either. */
bool ent_speech_others(const speech *q, uint32_t from, uint32_t to);
/* "he" or "it" before `at`, right after one who speaks: nobody else is named between. */
void ent_speech_resolve(const speech *q, uint32_t at, speaker *who);
/* Notes who speaks, up to `end` in the document. */
void ent_speech_remember(speech *q, const speaker *who, uint32_t end);

/* -- speaker.c, for reported.c too --------------------------------------------------------------
 */

/* Classes of a word: data/read/words.tsv. */
enum { SAY = 1, THAT = 2, ROLE = 4, SMALL = 8, PARTICLE = 16, BODY = 32, WHOM = 64, TEXT = 128 };
enum { MAX_NP = 16, WINDOW = 64 };

typedef struct word {
    uint32_t b, e; /* letters, in the block */
    uint32_t cls;
    bool cap;
    char after; /* the mark of punctuation that follows it; 0 none */
} word;

/* Words of [from, to) of the block, at most WINDOW, from the left. */
uint32_t ent_speech_split(const speech *q, uint32_t from, uint32_t to, word *w);
bool ent_speech_is(const speech *q, const word *w, const char *text);
bool ent_speech_is_any(const speech *q, const word *w, const char *const *list, size_t n);
#define IS_ANY(q, w, ...)                                                                          \
    ent_speech_is_any((q), (w), (const char *const[]){__VA_ARGS__},                                \
                      ENT_COUNT(((const char *const[]){__VA_ARGS__})))
bool ent_speech_letter(unsigned char c);
bool ent_speech_pronoun(const speech *q, const word *w);
bool ent_speech_determiner(const speech *q, const word *w);
bool ent_speech_counted(const speech *q, const word *w); /* "two", "several" */
bool ent_speech_say(const speech *q, const word *w);
/* A full stop, question or exclamation mark at i, before a blank, that is no abbreviation's. */
bool ent_speech_ends(const speech *q, uint32_t i);
/* Where the phrase that starts at word i ends. */
uint32_t ent_speech_phrase_end(const speech *q, const word *w, uint32_t n, uint32_t i);
/* The phrase that begins at word i; the phrase, or insertion and phrase, before word v. */
bool ent_speech_forward(speech *q, const word *w, uint32_t n, uint32_t i, speaker *who);
bool ent_speech_backward(speech *q, const word *w, uint32_t v, speaker *who);

#endif
