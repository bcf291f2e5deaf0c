/* grammar_old.c: days with names, named wars and periods, terms of office, and the calendars of
 * others: regnal eras, the Hijri and the French Republican one. In: words and tables. Out: an expr
 * whose days the tables give. */
#include "grammar.h"

/* Compares a table's name with the text at byte b, without regard to case, kind of apostrophe and
 * dash, or width of white space. Returns the end in the text, 0 where it differs. */
static uint32_t match_name(const ent_doc *d, uint32_t b, uint32_t end, const char *name)
{
    while (*name) {
        if (b >= end) {
            return 0;
        }
        char c = d->text[b];
        uint32_t n = 1;
        if ((unsigned char)c == 0xE2 && b + 2 < end && (unsigned char)d->text[b + 1] == 0x80) {
            unsigned char e = (unsigned char)d->text[b + 2];
            c = e == 0x99 ? '\'' : e >= 0x90 && e <= 0x95 ? '-' : c;
            n = c == '\'' || c == '-' ? 3 : 1;
        }
        c = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c == '\n' || c == '\t' ? ' ' : c;
        if (c != *name && !(c == ' ' && *name == '-')) {
            return 0;
        }
        b += n;
        name++;
        if (c == ' ') {
            while (b < end && (d->text[b] == ' ' || d->text[b] == '\n')) {
                b++;
            }
        }
    }
    return b;
}

/* The longest phrase of the tables at i; ENT_NONE. */
static const phrase *phrase_at(job *j, uint32_t i, uint32_t *next)
{
    const lex *l = i < j->end ? WD(j, i).lex : NULL;
    const phrase *best = NULL;
    if (!l || l->phrase == ENT_NONE || (!WD(j, i).upper && !isw(j, i, "interwar"))) {
        return NULL;
    }
    for (uint32_t p = l->phrase; p < l->phrase + l->phrases; p++) {
        uint32_t e = match_name(j->d, WD(j, i).b, WD(j, j->end - 1).e, j->t->phrases[p].name);
        uint32_t k = i;
        while (e && k < j->end && WD(j, k).e < e) {
            k++;
        }
        if (e && k < j->end && WD(j, k).e == e && (!best || k + 1 > *next)) {
            best = &j->t->phrases[p];
            *next = k + 1;
        }
    }
    return best;
}

/* "in" makes a time of what is one anyway ("in the Reagan years"), of a body of people ("in the
 * Nixon Administration") only behind a word of beginning. */
static bool in_before(job *j, uint32_t k, bool pure)
{
    static const char *const starts[] = {"beginning", "starting", "began",  "begun", "started",
                                         "early",     "late",     "begins", "even",  "only"};
    if (!isw(j, k - 1, "in")) {
        return false;
    }
    for (size_t n = 0; n < ENT_COUNT(starts) && k >= j->block_words + 2 && !pure; n++) {
        pure = isw(j, k - 2, starts[n]);
    }
    return pure;
}

/* Words that make what follows a time: "during the Cold War". `pure`: it names nothing but a time.
 */
static bool temporal_before(job *j, uint32_t i, bool pure)
{
    static const char *const words[] = {"during", "throughout", "before", "after",  "since",
                                        "until",  "till",       "under",  "within", "of"};
    uint32_t k = i;
    while (k > j->block_words &&
           (isw(j, k - 1, "the") || (i - k < 4 && k < i && !WD(j, k - 1).lex &&
                                     WD(j, k - 1).kind == W_WORD && WD(j, k - 1).upper))) {
        k--;
        if (isw(j, k, "the")) {
            break;
        }
    }
    if (k == j->block_words) {
        return false;
    }
    if (in_before(j, k, pure)) {
        return true;
    }
    for (size_t n = 0; n < ENT_COUNT(words); n++) {
        if (isw(j, k - 1, words[n])) {
            return n + 1 < ENT_COUNT(words) ||
                   (k >= j->block_words + 2 && LX(j, k - 2, LX_PARTNOUN | LX_UNIT));
        }
    }
    return false;
}

static uint32_t named(job *j, uint32_t i, expr *x)
{
    uint32_t k = i + isw(j, i, "the"), e = 0;
    const phrase *p = phrase_at(j, k, &e);
    if (!p || (p->rule && k > i)) {
        return i;
    }
    x->phrase = p;
    if (!p->rule) { /* a war or period: only where the words around make it a time */
        bool pure = isw(j, e - 1, "era") || isw(j, e - 1, "period") || isw(j, e - 1, "years") ||
                    isw(j, e - 2, "cold");
        if (!temporal_before(j, k, pure)) {
            return i;
        }
        x->kind = EX_PERIOD;
        x->from = p->from;
        x->to = p->to;
        x->precision = ENT_PRECISION_ERA;
        x->value = *p->value ? p->value : NULL;
        return e;
    }
    x->kind = EX_HOLIDAY;
    x->unit = U_DAY;
    uint32_t of = e + (isw(j, e, "of") || pun(j, e, ','));
    uint32_t y = ent_time_year(j, of, x, false);
    e = y > of ? y : e;
    return e;
}

/* -- terms of office --------------------------------------------------------------------------- */

/* A name of up to three words ("haile selassie", "george iii", "catherine the great"), the longest;
 * *next is behind it. The name of one word is no one's where a number follows it. */
static uint32_t find_term(job *j, uint32_t i, uint32_t *next)
{
    if (i >= j->end || !WD(j, i).upper) {
        return ENT_NONE;
    }
    for (uint32_t words = 3; words > 0; words--) {
        char buf[40];
        uint32_t last = i + words - 1;
        bool close = last < j->end && WD(j, last).e - WD(j, i).b < sizeof buf &&
                     WD(j, last).kind == W_WORD && (words == 1 || WD(j, last).space);
        if (!close) {
            continue;
        }
        size_t n = WD(j, last).e - WD(j, i).b;
        for (size_t k = 0; k < n; k++) {
            char c = j->d->text[WD(j, i).b + k];
            buf[k] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c == '\n' ? ' ' : c;
        }
        uint32_t t = ent_map_get(&j->t->term_map, buf, n);
        if (t != ENT_NONE) {
            *next = last + 1;
            bool number = words == 1 && LX(j, i + 1, LX_ROMAN) && WD(j, i + 1).upper;
            return number ? ENT_NONE : t;
        }
    }
    return ENT_NONE;
}

/* Which of the terms of that surname: the forename decides, or the state; else all are kept and
 * resolve.c takes the one that overlaps the narrative. */
static void set_terms(job *j, uint32_t name, uint32_t t, bool reign, expr *x)
{
    const ent_time *tm = j->t;
    uint32_t n = 1;
    while (t + n < tm->term_count && strcmp(tm->terms[t + n].surname, tm->terms[t].surname) == 0) {
        n++;
    }
    x->term = &tm->terms[t];
    x->term_count = n;
    for (uint32_t k = t; k < t + n; k++) {
        const char *f = tm->terms[k].forename;
        size_t len = strlen(f);
        uint32_t b = WD(j, name).b;
        bool crowned = reign && (strcmp(f, "Queen") == 0 || strcmp(f, "King") == 0);
        if ((len && b > len && j->d->text[b - 1] == ' ' &&
             memcmp(j->d->text + b - 1 - len, f, len) == 0) ||
            crowned) {
            x->term = &tm->terms[k];
            x->term_count = 1;
        }
    }
}

static bool office(job *j, uint32_t i)
{
    return isw(j, i, "administration") || isw(j, i, "presidency") || isw(j, i, "premiership") ||
           isw(j, i, "era") || isw(j, i, "years") || isw(j, i, "reign") ||
           isw(j, i, "chancellorship") || isw(j, i, "government") || isw(j, i, "dictatorship");
}

static bool pure_office(job *j, uint32_t i)
{
    return isw(j, i, "era") || isw(j, i, "years") || isw(j, i, "reign") ||
           isw(j, i, "presidency") || isw(j, i, "premiership");
}

static uint32_t term_of(job *j, uint32_t i, expr *x)
{
    uint32_t the = i + isw(j, i, "the"), e = 0;
    uint32_t k = the;
    while (k < j->end && k < the + 3 && WD(j, k).kind == W_WORD && WD(j, k).upper &&
           find_term(j, k, &e) == ENT_NONE) {
        k++; /* forenames, "Federalist" */
    }
    uint32_t t = find_term(j, k, &e);
    uint32_t own = e + (t != ENT_NONE && pun(j, e, '\'') ? 1u + (isw(j, e + 1, "s") != 0) : 0);
    uint32_t w = i > j->block_words && isw(j, i - 1, "the") ? i - 1 : i;
    bool clause = w > j->block_words && own + 1 < j->end && WD(j, own + 1).kind == W_WORD &&
                  !LX(j, own + 1, LX_PREP) && !isw(j, own + 1, "and") &&
                  (isw(j, w - 1, "after") || isw(j, w - 1, "before") || isw(j, w - 1, "until") ||
                   isw(j, w - 1, "since"));
    if (t != ENT_NONE && office(j, own) && !clause && /* "after the Nixon administration had ..." */
        temporal_before(j, the, pure_office(j, own))) {
        set_terms(j, k, t, isw(j, own, "reign"), x);
        x->kind = EX_PERIOD;
        return own + 1;
    }
    if (t != ENT_NONE && e > k + 1 && k == i && i > j->block_words && isw(j, i - 1, "under") &&
        (LX(j, e - 1, LX_ROMAN) || isw(j, e - 2, "the"))) { /* "under George III" */
        set_terms(j, k, t, true, x);
        x->kind = EX_PERIOD;
        return e;
    }
    /* "the [Federalist] administration of President John Adams" */
    k = the;
    while (k < the + 2 && k < j->end && WD(j, k).kind == W_WORD && !office(j, k)) {
        k++;
    }
    if (!office(j, k) || isw(j, k, "government") || isw(j, k, "years") || isw(j, k, "era") ||
        !isw(j, k + 1, "of") || !temporal_before(j, the, pure_office(j, k))) {
        return i;
    }
    for (uint32_t n = k + 2; n < k + 7 && n < j->end && WD(j, n).kind == W_WORD; n++) {
        t = find_term(j, n, &e);
        bool last = e >= j->end || !WD(j, e).upper || WD(j, e).kind != W_WORD;
        if (t != ENT_NONE && (last || e > n + 1)) {
            set_terms(j, n, t, isw(j, k, "reign"), x);
            x->kind = EX_PERIOD;
            return e;
        }
    }
    return i;
}

/* -- other calendars --------------------------------------------------------------------------- */

static int small_number(job *j, uint32_t i)
{
    return num(j, i) ? WD(j, i).number : -1;
}

/* "Meiji 37", "the 37th year of Meiji", "Showa 16 (1941)" is left to the date in parentheses */
static uint32_t regnal(job *j, uint32_t i, expr *x)
{
    int n = 0;
    uint32_t name = i, e;
    uint32_t k = i + isw(j, i, "the");
    uint32_t o = ent_time_ordinal(j, k, &n);
    if (o > k && isw(j, o, "year") && isw(j, o + 1, "of")) {
        name = o + 2;
        name += isw(j, name, "the");
        e = name + 1;
    } else {
        n = small_number(j, i + 1);
        e = i + 2;
        if (n < 0) {
            return i;
        }
    }
    if (name >= j->end || !WD(j, name).upper) {
        return i;
    }
    char buf[32];
    size_t len = WD(j, name).e - WD(j, name).b;
    if (len >= sizeof buf) {
        return i;
    }
    for (size_t c = 0; c < len; c++) {
        char ch = j->d->text[WD(j, name).b + c];
        buf[c] = ch >= 'A' && ch <= 'Z' ? (char)(ch + 32) : ch;
    }
    uint32_t r = ent_map_get(&j->t->era_map, buf, len);
    if (r == ENT_NONE) {
        return i;
    }
    const era *a = &j->t->eras[r];
    if (strcmp(a->calendar, "gregorian") != 0 || n < 1 || a->epoch + n - 1 > a->end) {
        return i;
    }
    x->kind = EX_DATE;
    x->unit = U_YEAR;
    x->year = a->epoch + n - 1;
    return e;
}

static void fixed(expr *x, tx_unit unit, int32_t from, int32_t to)
{
    x->kind = EX_FIXED;
    x->unit = (uint8_t)unit;
    x->from = from;
    x->to = to;
}

/* [day] month year of the French Republic: "18 Brumaire VIII", "9 Thermidor Year II" */
static uint32_t republican(job *j, uint32_t i, expr *x)
{
    int day = 0;
    uint32_t k = ent_time_dayname(j, i, &day), m = k;
    if (!LX(j, m, LX_REPUBLICAN) || !WD(j, m).upper) {
        return i;
    }
    uint32_t y = m + 1;
    y += pun(j, y, ',');
    y += isw(j, y, "of") && isw(j, y + 1, "the") ? 2u : 0;
    y += isw(j, y, "year") || isw(j, y, "an");
    int year = LX(j, y, LX_ROMAN) && WD(j, y).upper ? WD(j, y).lex->number : small_number(j, y);
    if (year < 1 || year > 14 || day > 30) {
        return i;
    }
    int month = WD(j, m).lex->month;
    int32_t first = ent_time_when_republican(year, month, day ? day : 1);
    fixed(x, day ? U_DAY : U_MONTH, first, day ? first : first + 29);
    return y + 1;
}

/* [day] month year AH: "12 Rabi al-awwal 11 AH", "Ramadan 1326" */
static uint32_t hijri(job *j, uint32_t i, expr *x)
{
    static const struct {
        const char *first;
        int month;
    } two[] = {{"rabi", 3}, {"jumada", 5}, {"dhu", 11}};
    int day = 0, month = 0;
    uint32_t k = ent_time_dayname(j, i, &day);
    if (k >= j->end || WD(j, k).kind != W_WORD || !WD(j, k).upper) {
        return i;
    }
    uint32_t e = k + 1;
    if (LX(j, k, LX_HIJRI)) {
        month = WD(j, k).lex->month;
    }
    for (size_t n = 0; n < ENT_COUNT(two) && !month; n++) {
        if (!isw(j, k, two[n].first)) {
            continue;
        }
        e += pun(j, e, '\'');
        e += pun(j, e, '-');
        e += isw(j, e, "al") || isw(j, e, "l");
        e += pun(j, e, '-');
        bool second = isw(j, e, "thani") || isw(j, e, "akhir") || isw(j, e, "akhira") ||
                      isw(j, e, "hijja") || isw(j, e, "hijjah") || isw(j, e, "ii");
        bool first = isw(j, e, "awwal") || isw(j, e, "ula") || isw(j, e, "qada") ||
                     isw(j, e, "qadah") || isw(j, e, "i") || isw(j, e, "qi");
        if (!first && !second) {
            return i;
        }
        month = two[n].month + second;
        e++;
    }
    if (!month) {
        return i;
    }
    e += pun(j, e, ',');
    int year = small_number(j, e);
    bool ah = isw(j, e + 1, "ah") || isw(j, e + 1, "a.h.");
    if (year < 1 || year > 1600 || (!ah && (year < 1000 || !day))) {
        return i;
    }
    int32_t first = ent_time_when_hijri(year, month, day ? day : 1);
    int last = month == 12 ? 30 : month % 2 ? 30 : 29;
    if (day > 30) {
        return i;
    }
    fixed(x, day ? U_DAY : U_MONTH, first, day ? first : first + last - 1);
    return e + 1 + ah;
}

/* "1326 AH", "AH 1326": a year of the Hijra lies in two of ours */
static uint32_t hijri_year(job *j, uint32_t i, expr *x)
{
    bool before = isw(j, i, "ah") && WD(j, i).upper && small_number(j, i + 1) > 0;
    bool behind = small_number(j, i) > 0 && (isw(j, i + 1, "ah") || isw(j, i + 1, "a.h.")) &&
                  WD(j, i + 1).upper && WD(j, i + 1).space;
    int year = before ? small_number(j, i + 1) : behind ? small_number(j, i) : 0;
    if (year < 1 || year > 1600) {
        return i;
    }
    fixed(x, U_YEAR, ent_time_when_hijri(year, 1, 1), ent_time_when_hijri(year + 1, 1, 1) - 1);
    return i + 2;
}

/* "the Year II" of the Republic */
static uint32_t republican_year(job *j, uint32_t i, expr *x)
{
    uint32_t k = i + isw(j, i, "the");
    if (!isw(j, k, "year") || !WD(j, k).upper || !LX(j, k + 1, LX_ROMAN) || !WD(j, k + 1).upper) {
        return i;
    }
    int n = WD(j, k + 1).lex->number;
    fixed(x, U_YEAR, ent_time_when_republican(n, 1, 1), ent_time_when_republican(n + 1, 1, 1) - 1);
    return k + 2;
}

uint32_t ent_time_other_calendar(job *j, uint32_t i, expr *x)
{
    static const form forms[] = {
        republican, hijri, hijri_year, republican_year, regnal, named, term_of,
    };
    return first_form(forms, ENT_COUNT(forms), j, i, x);
}
