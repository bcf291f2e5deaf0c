/* time_int.h: what the files of the time stage share. Bytes of a block become words (scan.c), words
 * become expressions (grammar*.c), expressions get their days (resolve.c, with when.c), and move
 * the narrative's date (anchor.c). Nothing here is seen outside src/time. */
#ifndef ENT_TIME_INT_H
#define ENT_TIME_INT_H

#include "time.h"

/* -- vocabulary (lexicon.c): data/time/words.tsv and its sisters --------------------------------
 */

/* Classes of a word; one word may stand in several ("may", "second", "fall"). */
enum {
    LX_MONTH = 1u << 0,
    LX_MONTH_SHORT = 1u << 1,
    LX_WEEKDAY = 1u << 2,
    LX_WEEKDAY_SHORT = 1u << 3,
    LX_SEASON = 1u << 4,
    LX_UNIT = 1u << 5,
    LX_NUMBER = 1u << 6,
    LX_SCALE = 1u << 7, /* hundred, thousand */
    LX_ORDINAL = 1u << 8,
    LX_DECADE = 1u << 9, /* "sixties" */
    LX_FUZZY = 1u << 10, /* several, many, few */
    LX_PART = 1u << 11,  /* early, mid, late */
    LX_PARTNOUN = 1u << 12,
    LX_DAYPART = 1u << 13,
    LX_RELATION = 1u << 14, /* this, last, following ... */
    LX_DIRECTION = 1u << 15,
    LX_REFERENCE = 1u << 16, /* today, now */
    LX_ADJ_REFERENCE = 1u << 17,
    LX_SET = 1u << 18,
    LX_EVERY = 1u << 19,
    LX_APPROX = 1u << 20,
    LX_MERIDIEM = 1u << 21,
    LX_ZONE = 1u << 22,
    LX_ERA = 1u << 23, /* BC, AD */
    LX_STYLE = 1u << 24,
    LX_REPUBLICAN = 1u << 25,
    LX_HIJRI = 1u << 26,
    LX_ROMAN = 1u << 27,
    LX_BOUND = 1u << 28,
    LX_PREP = 1u << 29,
    LX_FUTURE = 1u << 30,
    LX_WEEKDAYS = 1u << 31, /* Mondays */
};

typedef enum tx_unit {
    U_NONE,
    U_SECOND,
    U_MINUTE,
    U_HOUR,
    U_DAY,
    U_WEEKEND,
    U_WEEK,
    U_FORTNIGHT,
    U_MONTH,
    U_QUARTER,
    U_SEASON,
    U_HALF,
    U_YEAR,
    U_DECADE,
    U_CENTURY,
    U_MILLENNIUM,
} tx_unit;

typedef enum tx_part {
    PART_NONE,
    PART_START,
    PART_MID,
    PART_END,
    PART_TURN,
    PART_REST,
    PART_EVE
} tx_part;

typedef enum tx_relation {
    REL_NONE,
    REL_THIS,
    REL_THAT,
    REL_LAST,
    REL_NEXT,
    REL_PREV,
    REL_FOLLOWING,
    REL_SAME,
    REL_CURRENT,
} tx_relation;

typedef enum tx_direction {
    DIR_NONE,
    DIR_AGO,
    DIR_LATER,
    DIR_EARLIER,
    DIR_AFTER,
    DIR_BEFORE
} tx_direction;

typedef struct lex {
    uint32_t bits;
    uint8_t month, weekday, season; /* season: 1 SP, 2 SU, 3 FA, 4 WI */
    uint8_t unit, ordinal, decade, part, relation, direction, reference_kind;
    uint8_t notyear;          /* 1: before a number, 2: after it */
    uint8_t past;             /* a past tense that does not end in -ed */
    uint8_t bound;            /* ENT_TIMEX_SINCE ... */
    int16_t number;           /* of a number word or scale */
    const char *value;        /* of reference, set, zone, daypart, approx */
    const char *approx;       /* mod of "about" */
    const char *daypart;      /* "MO" */
    const char *reference;    /* "PRESENT_REF", "DAY-1" */
    const char *adj;          /* "PAST_REF" */
    uint32_t phrase, phrases; /* phrases (holidays, periods) that begin with this word */
} lex;

/* A name of several words with a meaning of its own. */
typedef struct phrase {
    const char *name; /* lower case, as in the table */
    const char *rule; /* of a holiday; NULL: a period */
    const char *value;
    int32_t from, to; /* of a period */
} phrase;

typedef struct term {
    const char *surname, *forename, *state;
    int32_t from, to;
} term;

typedef struct era {
    const char *name;
    int epoch, end;
    const char *calendar;
} era;

struct ent_time {
    ent_arena arena;
    ent_map words; /* -> lex */
    lex *lexes;
    uint32_t lex_count, lex_cap;
    phrase *phrases; /* sorted by name */
    uint32_t phrase_count, phrase_cap;
    ent_map term_map; /* surname -> first term */
    term *terms;
    uint32_t term_count, term_cap;
    ent_map era_map;
    era *eras;
    uint32_t era_count, era_cap;
};

int ent_time_lexicon_open(ent_time *t, const ent_tables *tables, ent_err *err);

/* -- words (scan.c) ---------------------------------------------------------------------------- */

enum { W_WORD, W_NUMBER, W_PUNCT };

typedef struct tx_word {
    uint32_t b, e;   /* bytes of the text */
    uint8_t kind;    /* W_* */
    uint8_t digits;  /* of a number: how many */
    uint8_t space;   /* white space stands before it */
    uint8_t upper;   /* begins with a capital */
    char punct;      /* of W_PUNCT: the character; '-' for every dash, '\'' for apostrophes */
    uint8_t newline; /* a line break stands before it */
    uint8_t quoted;  /* inside a quotation */
    uint8_t paren;   /* inside parentheses */
    int32_t number;  /* value of a number up to 9 digits; -1 beyond */
    uint32_t sent;   /* sentence of the document (or of the stage's own count) */
    const lex *lex;  /* NULL: not a word of the vocabulary */
} tx_word;

typedef struct tx_words {
    tx_word *v;
    uint32_t n, cap;
} tx_words;

/* Appends the words of [begin, end) of the text. */
void ent_time_scan(const ent_time *t, const ent_doc *d, ent_span span, tx_words *out,
                   ent_arena *scratch);
/* True where word i is this lower-case string, whatever its case. */
bool ent_time_is(const ent_doc *d, const tx_words *w, uint32_t i, const char *s);
bool ent_time_is_any(const ent_doc *d, const tx_words *w, uint32_t i, const char *const *list,
                     size_t n);

/* -- dates (when.c) ---------------------------------------------------------------------------- */

enum { NO_YEAR = INT32_MIN };
/* expr.moved: later ones count from it; it leads; what follows in the paragraph stands there */
enum { TX_MOVES = 1, TX_LEADS = 2, TX_SIDE = 3, TX_SIDE_LEADS = 4 };
enum { TX_DROPPED = 255 }; /* type of an expr that turned out to be none */

/* A calendar interval by its name: a unit and which one of it. Year 0 is 1 BC. */
typedef struct when {
    uint8_t unit;                      /* tx_unit; U_NONE: nothing */
    int32_t year;                      /* of decade: its first year; of century: its number */
    uint8_t month, day, idx, part_day; /* idx: season, quarter or half; part_day unused */
    int32_t from, to;
} when;

when ent_time_when_make(tx_unit unit, int32_t year, int index, int day);
when ent_time_when_of_day(int32_t day, tx_unit unit);
/* The interval n units on. */
when ent_time_when_shift(when w, tx_unit unit, int64_t n);
/* TIMEX3 value. */
const char *ent_time_when_value(ent_arena *a, when w);
uint8_t ent_time_when_precision(tx_unit unit);
/* First, middle or last third of days [from, to] as readers use them. */
void ent_time_when_part(when w, tx_part part, int32_t *from, int32_t *to);
int32_t ent_time_when_easter(int year, bool orthodox);
int32_t ent_time_when_julian(int year, int month, int day);
int32_t ent_time_when_republican(int year, int month, int day);
int32_t ent_time_when_hijri(int year, int month, int day);
/* Day of a holiday's rule in a year; ENT_DAY_NONE where it moves by another calendar. */
int32_t ent_time_when_holiday(const char *rule, int year);

/* -- expressions ------------------------------------------------------------------------------- */

typedef enum tx_kind {
    EX_DATE,     /* calendar date, full or partial */
    EX_RELATED,  /* this/last/next ... unit, month, weekday, season */
    EX_OFFSET,   /* two days later, a year ago */
    EX_DAY,      /* today, yesterday: offset from now */
    EX_REF,      /* PRESENT_REF ... */
    EX_DURATION, /* three years */
    EX_SET,
    EX_CLOCK, /* 3:00 a.m., that morning */
    EX_HOLIDAY,
    EX_PERIOD, /* named war, term of office: fixed days */
    EX_FIXED,  /* a date of another calendar, already days */
    EX_NTH,    /* the third week of May: n-th unit or weekday of `of` */
} tx_kind;

typedef struct expr {
    struct expr *of; /* what it is a part of, in the scratch arena; NULL */
    uint32_t w0, w1; /* words, w1 exclusive */
    uint32_t b, e;
    uint8_t type, kind;
    uint8_t unit; /* most exact unit of a date; unit of a relation, offset, duration */
    int32_t year; /* NO_YEAR */
    uint8_t month, day, weekday;
    uint8_t idx;       /* season, quarter or half */
    uint8_t part;      /* tx_part */
    uint8_t relation;  /* tx_relation */
    uint8_t base_unit; /* "the spring of next year": relation's own unit (U_YEAR) */
    uint8_t direction; /* tx_direction */
    uint8_t fuzzy;     /* amount not said */
    uint8_t two_digit; /* year written '82 or as the end of a range */
    uint8_t bare_year; /* nothing but a year */
    uint8_t fiscal;
    uint8_t modifier; /* stands before a noun: "the 1960 election" */
    uint8_t event;    /* anchored on an event that is not dated here: "after the war" */
    uint8_t julian;   /* O.S. */
    uint8_t of_range; /* 1: begin, 2: end of a range */
    int8_t ordinal;   /* n-th; below 0: from the end */
    uint8_t resolved, in_heading, moved;
    uint8_t deictic;      /* in a narrative: points from the day of writing */
    uint32_t block;       /* which block of the document */
    int16_t hour, minute; /* -1 */
    const char *zone, *daypart;
    const char *value, *mod; /* given by the grammar or by resolve */
    const phrase *phrase;
    const term *term;
    uint32_t term_count;
    uint32_t k;     /* its place among the exprs; of a copy: of what it is copied from */
    uint32_t link;  /* other end of its range; ENT_NONE */
    uint32_t flags; /* ENT_TIMEX_* */
    double amount;  /* of offset, duration */
    int32_t from, to;
    uint8_t precision, basis;
    when at; /* what it was resolved to */
} expr;

typedef struct exprs {
    expr *v;
    uint32_t n, cap;
} exprs;

/* One document's work. */
typedef struct job {
    const ent_time *t;
    ent_doc *d;
    ent_arena scratch;
    tx_words w;
    exprs x;
    uint32_t block_words; /* first word of the block in hand */
    uint32_t end;         /* words of the block in hand end here */
    uint8_t *headings;    /* of each block: it is a heading */
    uint32_t *returns;    /* of each block: the expr that the story returns to, plus one; 0 none */
    uint32_t block_count;
} job;

/* Where the story stands (narrative.c). */
typedef struct narr {
    job *j;
    bool news;
    when now;  /* the document's day, in news; unit U_NONE: not known */
    when told; /* the document's day */
    when ref;  /* the date spoken of last; U_NONE: none yet */
    int32_t ref_from, ref_to;
    when head; /* of the heading above */
    int32_t head_from, head_to;
    when main; /* where the story stands while it looks back; U_NONE: it does not */
    int32_t main_from, main_to;
    bool from_heading; /* ref is a heading's */
    when inside;       /* the date spoken of last that lies in the heading's span */
    when day;          /* the day spoken of last */
    uint32_t ref_k, head_k, inside_k, main_k; /* the exprs that gave them */
    uint32_t ref_block, ref_sent;
    when side; /* a date told by the way in side_block, until the story moves on */
    uint32_t side_block;
    uint32_t side_sent; /* sentence that tells something by the way */
    uint32_t block;     /* that resolve.c is in */
} narr;

when ent_time_base(const narr *n);
/* The first year that the text names after expr k, where none has been named before. */
when ent_time_look_ahead(narr *n, uint32_t k);
/* deixis.c: what an expression's clause speaks of, as far as words tell */
typedef enum tx_tense { TENSE_OPEN, TENSE_PAST, TENSE_FUTURE } tx_tense;
tx_tense ent_time_tense(narr *n, const expr *x);
bool ent_time_future_near(narr *n, const expr *x);
bool ent_time_deictic(narr *n, const expr *x);
int32_t ent_time_guess_year(narr *n, const expr *x, int month, int day);
bool ent_time_moves(narr *n, const expr *x);
void ent_time_move(narr *n, expr *x);
/* Tells by the way: "In 1961, when the mandate ended, ...". */
uint8_t ent_time_aside(narr *n, const expr *x); /* 0: it does not */
void ent_time_enter_heading(narr *n, const expr *x);
void ent_time_enter_block(narr *n, uint32_t block);

/* Setters and meanings that resolve.c and meaning.c share. */
void ent_time_set_days(expr *x, int32_t from, int32_t to, tx_unit unit);
void ent_time_set_when(narr *n, expr *x, when w);
void ent_time_set_open(expr *x, const char *value);
const char *ent_time_open_value(narr *n, when r, tx_unit unit);
const char *ent_time_clock_text(narr *n, const expr *x, const char *day);
void ent_time_fix_century(narr *n, expr *x);
bool ent_time_meaning_date(narr *n, expr *x);
void ent_time_meaning_related(narr *n, expr *x);
void ent_time_meaning_length(narr *n, expr *x);
void ent_time_meaning_part(narr *n, expr *x);
void ent_time_meaning_set(narr *n, expr *x);
void ent_time_meaning_day(narr *n, expr *x);
void ent_time_meaning_clock(narr *n, expr *x);
void ent_time_meaning_holiday(narr *n, expr *x);
void ent_time_meaning_period(narr *n, expr *x);
void ent_time_meaning_fixed(narr *n, expr *x);

/* The grammar: reads at word i; returns the word behind it, or i where nothing stands there. */
uint32_t ent_time_date(job *j, uint32_t i, expr *x);           /* grammar_date.c */
uint32_t ent_time_other_calendar(job *j, uint32_t i, expr *x); /* grammar_old.c */
uint32_t ent_time_relative(job *j, uint32_t i, expr *x);       /* grammar_rel.c */
uint32_t ent_time_clock(job *j, uint32_t i, expr *x);          /* grammar_clock.c */
/* Amounts: "three", "twenty-two", "two and a half", "several". */
uint32_t ent_time_amount(job *j, uint32_t i, double *amount, bool *fuzzy, const char **mod);
/* The unit named at i; U_NONE. "second" is one only in the plural. */
tx_unit ent_time_unit_at(job *j, uint32_t i);
uint32_t ent_time_reference(job *j, uint32_t i, expr *x); /* grammar_ref.c */
uint32_t ent_time_ordinal(job *j, uint32_t i, int *n);
uint32_t ent_time_dayname(job *j, uint32_t i, int *day);
uint32_t ent_time_year(job *j, uint32_t i, expr *x, bool alone);
bool ent_time_year_fits(job *j, uint32_t i);
/* grammar_year.c: [","|"of"|"in"] year; "nineteen sixty-two"; "BC" behind a year; whether a number
 * touches nothing, or is one of a row with dashes. */
uint32_t ent_time_year_behind(job *j, uint32_t i, expr *x, bool of);
uint32_t ent_time_year_in_words(job *j, uint32_t i, expr *x);
uint32_t ent_time_era_behind(job *j, uint32_t i, bool *bc);
bool ent_time_free_before(job *j, uint32_t i);
bool ent_time_free_behind(job *j, uint32_t i);
bool ent_time_in_code(job *j, uint32_t i);
/* Finds the expressions of the block whose words are [begin, end). */
void ent_time_find(job *j, uint32_t begin, uint32_t end);

void ent_time_expr_init(expr *x);
void ent_time_resolve(job *j);
void ent_time_flags(job *j); /* flags.c: in names, since, until ... */
void ent_time_anchors(job *j, const uint8_t *moved, const uint32_t *number); /* anchor.c */

#define LX(j, i, bit) ((i) < (j)->end && (j)->w.v[i].lex && ((j)->w.v[i].lex->bits & (bit)))
#define WD(j, i) ((j)->w.v[i])

#endif
