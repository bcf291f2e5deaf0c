/* lexicon.c: the tables of data/time as one vocabulary. In: the tables. Out: word -> classes and
 * values, names of several words, terms of office, eras. A row that cannot be read is an error that
 * names its line. */
#include "time_int.h"

static const struct {
    const char *name;
    uint32_t bit;
} classes[] = {
    {"month", LX_MONTH},
    {"month_short", LX_MONTH_SHORT},
    {"weekday", LX_WEEKDAY},
    {"weekday_short", LX_WEEKDAY_SHORT},
    {"weekdays", LX_WEEKDAYS},
    {"season", LX_SEASON},
    {"unit", LX_UNIT},
    {"number", LX_NUMBER},
    {"number_half", 0},
    {"begins", 0},
    {"past", 0},
    {"scale", LX_SCALE},
    {"ordinal", LX_ORDINAL},
    {"decade_word", LX_DECADE},
    {"fuzzy", LX_FUZZY},
    {"part", LX_PART},
    {"partnoun", LX_PARTNOUN},
    {"daypart", LX_DAYPART},
    {"relation", LX_RELATION},
    {"direction", LX_DIRECTION},
    {"reference", LX_REFERENCE},
    {"adjective_reference", LX_ADJ_REFERENCE},
    {"set", LX_SET},
    {"every", LX_EVERY},
    {"approx", LX_APPROX},
    {"meridiem", LX_MERIDIEM},
    {"zone", LX_ZONE},
    {"era", LX_ERA},
    {"style", LX_STYLE},
    {"republican_month", LX_REPUBLICAN},
    {"hijri_month", LX_HIJRI},
    {"roman", LX_ROMAN},
    {"bound", LX_BOUND},
    {"time_preposition", LX_PREP},
    {"future_cue", LX_FUTURE},
};

/* Position of a word in a list of words parted by blanks, from 1; 0 where it is not there. */
static uint8_t nth(const char *list, const char *word)
{
    size_t n = strlen(word);
    uint8_t k = 1;
    for (const char *p = list; *p; k++) {
        size_t m = strcspn(p, " ");
        if (m == n && memcmp(p, word, n) == 0) {
            return k;
        }
        p += m + (p[m] == ' ');
    }
    return 0;
}

static uint8_t unit_of(const char *v)
{
    /* in the order of tx_unit */
    return nth("TS TM H D WE W FN M Q SEM HC Y DE CE ML", v);
}

static lex *lex_of(ent_time *t, const char *word)
{
    uint32_t i = ent_map_get(&t->words, word, strlen(word));
    if (i == ENT_NONE) {
        i = t->lex_count;
        lex *l = ENT_PUSH(&t->arena, t->lexes, t->lex_count, t->lex_cap);
        l->phrase = ENT_NONE;
        ent_map_set(&t->words, word, strlen(word), i);
    }
    return &t->lexes[i];
}

static bool set_value(lex *l, uint32_t bit, const char *v)
{
    int64_t n = 0;
    bool number = ent_parse_int(v, &n) && n >= 0 && n <= 10000;
    switch (bit) {
    case LX_MONTH:
    case LX_MONTH_SHORT:
    case LX_REPUBLICAN:
    case LX_HIJRI:
        l->month = (uint8_t)n;
        return number && n >= 1 && n <= 13;
    case LX_WEEKDAY:
    case LX_WEEKDAY_SHORT:
    case LX_WEEKDAYS:
        l->weekday = (uint8_t)n;
        return number && n >= 1 && n <= 7;
    case LX_SEASON:
        l->season = nth("SP SU FA WI", v);
        return l->season != 0;
    case LX_UNIT:
        l->unit = unit_of(v);
        return l->unit != 0;
    case LX_NUMBER:
    case LX_SCALE:
    case LX_ROMAN:
        l->number = (int16_t)n;
        return number;
    case LX_ORDINAL:
        l->ordinal = (uint8_t)n;
        return number && n <= 99;
    case LX_DECADE:
        l->decade = (uint8_t)n;
        return number && n <= 9;
    case LX_PART:
    case LX_PARTNOUN:
        l->part = nth("START MID END TURN REST EVE", v);
        return l->part != 0;
    case LX_DAYPART:
        l->daypart = v;
        return true;
    case LX_RELATION:
        l->relation = nth("THIS THAT LAST NEXT PREV FOLLOWING SAME CURRENT", v);
        return l->relation != 0;
    case LX_DIRECTION:
        l->direction = nth("AGO LATER EARLIER AFTER BEFORE", v);
        return l->direction != 0;
    case LX_REFERENCE:
        l->reference = v;
        return true;
    case LX_ADJ_REFERENCE:
        l->adj = v;
        return true;
    case LX_APPROX:
        l->approx = v;
        return true;
    case LX_BOUND:
        l->bound = (uint8_t)(2u << nth("SINCE UNTIL BEFORE AFTER", v));
        return l->bound > 2;
    case LX_SET:
    case LX_ZONE:
    case LX_ERA:
    case LX_STYLE:
    case LX_MERIDIEM:
        l->value = v;
        return true;
    default:
        return true;
    }
}

static int read_words(ent_time *t, const ent_tables *ts, const ent_table *tab, ent_err *err)
{
    uint32_t cc = ent_table_column(tab, "class"), cv = ent_table_column(tab, "value");
    for (uint32_t r = 0; r < tab->rows; r++) {
        const char *class = ent_table_cell(tab, r, cc);
        uint32_t k = 0;
        while (k < ENT_COUNT(classes) && strcmp(classes[k].name, class) != 0) {
            k++;
        }
        lex *l = lex_of(t, ent_table_cell(tab, r, 0));
        if (k == ENT_COUNT(classes) || !set_value(l, classes[k].bit, ent_table_cell(tab, r, cv))) {
            return ent_fail(err, ENT_ETABLE, ent_table_place(ts, tab, r, &t->arena),
                            "unknown class or value");
        }
        l->bits |= classes[k].bit;
        l->past |= strcmp(classes[k].name, "past") == 0;
    }
    return 0;
}

static void read_not_years(ent_time *t, const ent_table *tab)
{
    uint32_t cs = ent_table_column(tab, "side");
    for (uint32_t r = 0; r < tab->rows; r++) {
        lex *l = lex_of(t, ent_table_cell(tab, r, 0));
        l->notyear |= strcmp(ent_table_cell(tab, r, cs), "before") == 0 ? 1 : 2;
    }
}

static int read_phrases(ent_time *t, const ent_tables *ts, const ent_table *tab, bool periods,
                        ent_err *err)
{
    for (uint32_t r = 0; r < tab->rows; r++) {
        phrase *p = ENT_PUSH(&t->arena, t->phrases, t->phrase_count, t->phrase_cap);
        p->name = ent_table_cell(tab, r, 0);
        p->from = p->to = ENT_DAY_NONE;
        if (!periods) {
            p->rule = ent_table_cell(tab, r, ent_table_column(tab, "rule"));
            continue;
        }
        p->from = ent_day_parse(ent_table_cell(tab, r, ent_table_column(tab, "from")));
        p->to = ent_day_parse(ent_table_cell(tab, r, ent_table_column(tab, "to")));
        p->value = ent_table_cell(tab, r, ent_table_column(tab, "value"));
        if (p->from == ENT_DAY_NONE || p->to == ENT_DAY_NONE || p->from > p->to) {
            return ent_fail(err, ENT_ETABLE, ent_table_place(ts, tab, r, &t->arena),
                            "from and to are not days in order");
        }
    }
    return 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const phrase *)a)->name, ((const phrase *)b)->name);
}

/* Length of a phrase's first word as ent_time_scan cuts it. */
static size_t first_word(const char *s)
{
    size_t n = strcspn(s, " -'");
    return n > 2 && s[n - 1] == '.' ? n - 1 : n;
}

/* The words that begin a phrase learn which ones: sorted, so those of one word stand together save
 * where "-" or "'" sorts between; the range covers them all. */
static void index_phrases(ent_time *t)
{
    if (t->phrase_count) {
        qsort(t->phrases, t->phrase_count, sizeof *t->phrases, by_name);
    }
    for (uint32_t i = 0; i < t->phrase_count; i++) {
        const char *name = t->phrases[i].name;
        lex *l = lex_of(t, ent_arena_strn(&t->arena, name, first_word(name)));
        if (l->phrase == ENT_NONE) {
            l->phrase = i;
        }
        l->phrases = i + 1 - l->phrase;
    }
}

static int read_terms(ent_time *t, const ent_tables *ts, const ent_table *tab, ent_err *err)
{
    for (uint32_t r = 0; r < tab->rows; r++) {
        const char *to = ent_table_cell(tab, r, ent_table_column(tab, "to"));
        term *one = ENT_PUSH(&t->arena, t->terms, t->term_count, t->term_cap);
        one->surname = ent_table_cell(tab, r, 0);
        one->forename = ent_table_cell(tab, r, ent_table_column(tab, "forename"));
        one->state = ent_table_cell(tab, r, ent_table_column(tab, "state"));
        one->from = ent_day_parse(ent_table_cell(tab, r, ent_table_column(tab, "from")));
        one->to = ent_day_parse(to);
        if (one->from == ENT_DAY_NONE || (one->to == ENT_DAY_NONE && *to)) {
            return ent_fail(err, ENT_ETABLE, ent_table_place(ts, tab, r, &t->arena),
                            "from or to is not a day");
        }
        if (ent_map_get(&t->term_map, one->surname, strlen(one->surname)) == ENT_NONE) {
            ent_map_set(&t->term_map, one->surname, strlen(one->surname), r);
        }
    }
    return 0;
}

static int read_eras(ent_time *t, const ent_tables *ts, const ent_table *tab, ent_err *err)
{
    for (uint32_t r = 0; r < tab->rows; r++) {
        int64_t epoch, end;
        if (!ent_parse_int(ent_table_cell(tab, r, 1), &epoch) ||
            !ent_parse_int(ent_table_cell(tab, r, 2), &end) || epoch < -4000 || end > 9999) {
            return ent_fail(err, ENT_ETABLE, ent_table_place(ts, tab, r, &t->arena),
                            "epoch or end is not a year");
        }
        era *e = ENT_PUSH(&t->arena, t->eras, t->era_count, t->era_cap);
        e->name = ent_table_cell(tab, r, 0);
        e->epoch = (int)epoch;
        e->end = (int)end;
        e->calendar = ent_table_cell(tab, r, 3);
        ent_map_set(&t->era_map, e->name, strlen(e->name), r);
    }
    return 0;
}

int ent_time_lexicon_open(ent_time *t, const ent_tables *ts, ent_err *err)
{
    static const char *const names[] = {"time/words",   "time/not_years", "time/holidays",
                                        "time/periods", "time/terms",     "time/eras"};
    const ent_table *tab[ENT_COUNT(names)];
    for (size_t i = 0; i < ENT_COUNT(names); i++) {
        tab[i] = ent_tables_get(ts, names[i]);
        if (!tab[i]) {
            return ent_fail(err, ENT_ETABLE, names[i], "there is no such table");
        }
    }
    int rc = read_words(t, ts, tab[0], err);
    read_not_years(t, tab[1]);
    rc = rc < 0 ? rc : read_phrases(t, ts, tab[2], false, err);
    rc = rc < 0 ? rc : read_phrases(t, ts, tab[3], true, err);
    rc = rc < 0 ? rc : read_terms(t, ts, tab[4], err);
    rc = rc < 0 ? rc : read_eras(t, ts, tab[5], err);
    if (rc == 0) {
        index_phrases(t);
    }
    return rc;
}
