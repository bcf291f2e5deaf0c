/* speaker.c: who says it: the name beside a verb of saying.
 *
 * In: a paragraph, the place of a quotation in it, the words of data/read/words.tsv. Out: the
 * phrase that names the speaker. It looks at words and commas, not at a tree, and gives nothing
 * where the words around do not make it plain.
 */
#include "quote.h"

void ent_speech_words(speech *q, const ent_tables *tables)
{
    const ent_table *t = tables ? ent_tables_get(tables, "read/words") : NULL;
    if (t) {
        for (uint32_t i = 0; i < t->rows; i++) {
            const char *w = ent_table_cell(t, i, 0), *c = ent_table_cell(t, i, 1);
            uint32_t cls = strcmp(c, "say") == 0     ? SAY
                           : strcmp(c, "role") == 0  ? ROLE
                           : strcmp(c, "body") == 0  ? BODY
                           : strcmp(c, "text") == 0  ? TEXT
                           : strcmp(c, "small") == 0 ? SMALL
                           : strcmp(c, "both") == 0  ? SMALL | PARTICLE
                                                     : PARTICLE;
            const char *takes = ent_table_cell(t, i, 2);
            cls |= strstr(takes, "that") ? THAT : 0;
            cls |= strstr(takes, "whom") ? WHOM : 0;
            ent_map_set(&q->words, w, strlen(w), cls);
        }
    }
}

static uint32_t class_of(const speech *q, const char *s, size_t n)
{
    char low[24];
    if (n >= sizeof low) {
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        low[i] = (char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] + 32 : s[i]);
    }
    uint32_t c = ent_map_get(&q->words, low, n);
    if (c == ENT_NONE && n > 4 && low[n - 1] == 's') { /* officials, residents; witnesses */
        c = ent_map_get(&q->words, low, n - 1);
        c = c == ENT_NONE && low[n - 2] == 'e' ? ent_map_get(&q->words, low, n - 2) : c;
        c = c == ENT_NONE ? 0 : c & (ROLE | BODY | TEXT);
    }
    return c == ENT_NONE ? 0 : c;
}

bool ent_speech_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c >= 0x80 || c == '\'' || c == '-' || c == '&';
}

/* A full stop that ends no sentence: "U.S.", "Gen.", an initial. */
static bool abbreviation(const char *s, uint32_t b, uint32_t e)
{
    static const char *const known[] = {
        "mr",  "mrs", "ms",   "dr",  "gen",  "col",  "lt",   "sgt",    "adm", "capt",
        "maj", "sen", "rep",  "gov", "prof", "st",   "jr",   "sr",     "no",  "vs",
        "hon", "rev", "pres", "sec", "amb",  "cmdr", "brig", "messrs", "inc", "corp",
        "co",  "ltd", "jan",  "feb", "aug",  "sept", "oct",  "nov",    "dec"};
    uint32_t n = e - b;
    if (n == 1 && s[b] >= 'A' && s[b] <= 'Z') {
        return true;
    }
    if (n >= 2 && s[e - 2] == '.') {
        return true; /* U.S */
    }
    for (size_t i = 0; i < ENT_COUNT(known); i++) {
        if (ent_read_same(s + b, n, known[i])) {
            return true;
        }
    }
    return false;
}

/* Words of [from, to), at most WINDOW, from the left. */
uint32_t ent_speech_split(const speech *q, uint32_t from, uint32_t to, word *w)
{
    uint32_t n = 0;
    for (uint32_t i = from; i < to && n < WINDOW;) {
        unsigned char c = (unsigned char)q->s[i];
        /* typographic marks are no letters: U+2010..U+203F, but U+2019 within a word is */
        bool typographic = c == 0xE2 && i + 2 < to && (unsigned char)q->s[i + 1] == 0x80;
        if (typographic && !(n && w[n - 1].e == i && (unsigned char)q->s[i + 2] == 0x99)) {
            if (n && !w[n - 1].after) {
                unsigned char k = (unsigned char)q->s[i + 2];
                w[n - 1].after = k == 0x94 || k == 0x93 ? '-' : '"';
            }
            i += 3;
            continue;
        }
        if (!ent_speech_letter(c)) {
            if (n && c > ' ' && !w[n - 1].after && c != '.') {
                w[n - 1].after = (char)c;
            } else if (n && c == '.' && !w[n - 1].after &&
                       !abbreviation(q->s, w[n - 1].b, w[n - 1].e)) {
                w[n - 1].after = '.';
            }
            i++;
            continue;
        }
        word *x = &w[n++];
        *x = (word){.b = i};
        while (i < to) {
            c = (unsigned char)q->s[i];
            bool apostrophe = c == 0xE2 && i + 3 < to && (unsigned char)q->s[i + 1] == 0x80 &&
                              (unsigned char)q->s[i + 2] == 0x99 &&
                              ent_speech_letter((unsigned char)q->s[i + 3]);
            bool dot = c == '.' && i + 1 < to && ent_speech_letter((unsigned char)q->s[i + 1]) &&
                       i > x->b && q->s[i - 1] >= 'A' && q->s[i - 1] <= 'Z';
            if (apostrophe) {
                i += 3;
                continue;
            }
            if ((!ent_speech_letter(c) && !dot) ||
                (c == 0xE2 && i + 1 < to && (unsigned char)q->s[i + 1] == 0x80)) {
                break;
            }
            i++;
        }
        x->e = i;
        uint32_t cp;
        ent_utf8_next(q->s + x->b, x->e - x->b, &cp);
        x->cap = ent_utf8_is_upper(cp) || (cp >= '0' && cp <= '9' && n > 1 && w[n - 2].cap);
        x->cls = class_of(q, q->s + x->b, x->e - x->b);
        if (n > 1 && !w[n - 2].after && ent_read_same(q->s + x->b, x->e - x->b, "it") &&
            ent_read_same(q->s + w[n - 2].b, w[n - 2].e - w[n - 2].b, "put")) {
            w[n - 2].cls |= SAY; /* "as Wynn put it" */
        }
    }
    return n;
}

bool ent_speech_is(const speech *q, const word *w, const char *text)
{
    return ent_read_same(q->s + w->b, w->e - w->b, text);
}

bool ent_speech_is_any(const speech *q, const word *w, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (ent_speech_is(q, w, list[i])) {
            return true;
        }
    }
    return false;
}

bool ent_speech_pronoun(const speech *q, const word *w)
{
    return IS_ANY(q, w, "he", "she", "they", "it", "i", "we");
}

bool ent_speech_determiner(const speech *q, const word *w)
{
    return IS_ANY(q, w, "the", "a", "an", "his", "her", "its", "their", "one", "another", "our",
                  "my");
}

/* "two officials", "several witnesses": what counts stays with the phrase. */
bool ent_speech_counted(const speech *q, const word *w)
{
    return IS_ANY(q, w, "two", "three", "four", "five", "six", "seven", "eight", "nine", "several",
                  "some", "many", "both", "other", "most");
}

bool ent_speech_say(const speech *q, const word *w)
{
    return (w->cls & SAY) && !w->cap && !ent_speech_is(q, w, "reports");
}

/* Words lo..hi-1 are the phrase: what of it is the name. False where it names nobody. */
static bool name_of(speech *q, const word *w, uint32_t lo, uint32_t hi, speaker *who)
{
    while (lo < hi && (w[lo].cls & (SMALL | PARTICLE)) && !ent_speech_determiner(q, &w[lo]) &&
           !ent_speech_pronoun(q, &w[lo]) && !ent_speech_counted(q, &w[lo])) {
        lo++;
    }
    while (hi > lo &&
           ((w[hi - 1].cls & (SMALL | PARTICLE)) && !ent_speech_pronoun(q, &w[hi - 1]))) {
        hi--;
    }
    if (lo >= hi) {
        return false;
    }
    if (hi - lo == 1 && ent_speech_pronoun(q, &w[lo])) {
        who->pronoun = true;
        who->plural = ent_speech_is(q, &w[lo], "they") || ent_speech_is(q, &w[lo], "we");
        who->span = (ent_span){q->base + w[lo].b, q->base + w[lo].e};
        return true;
    }
    while (lo + 1 < hi && q->s[w[lo].b] >= '0' && q->s[w[lo].b] <= '9') {
        lo++; /* "on October 9 North Vietnam notified" */
    }
    bool caps = false, role = false;
    uint32_t from = lo;
    for (uint32_t i = lo; i < hi; i++) {
        caps |= w[i].cap && !(w[i].cls & SMALL) && q->s[w[i].b] > '9';
        role |= (w[i].cls & (ROLE | BODY | TEXT)) != 0;
    }
    if (!caps && !role) {
        return false;
    }
    /* "Foreign Ministry spokeswoman Mao Ning": the name begins behind the last role */
    for (uint32_t i = lo; i < hi; i++) {
        bool last = (w[i].cls & ROLE) != 0;
        for (uint32_t k = i + 1; k < hi && last; k++) {
            bool particle = k > i + 1 && k + 1 < hi && (w[k].cls & PARTICLE);
            bool of = k > i + 1 && k + 1 < hi && w[k + 1].cap && ent_speech_is(q, &w[k], "of");
            last = of || ((w[k].cap || particle) && !(w[k].cls & (ROLE | SMALL)));
        }
        if (last && i + 1 < hi && (!w[i].cap || hi - i - 1 >= 2)) {
            from = i + 1;
            break;
        }
    }
    uint32_t first = from;
    while (first + 1 < hi && from == lo && ent_speech_determiner(q, &w[first]) && caps &&
           w[first + 1].cap) {
        first++; /* "the Foreign Ministry": without its article */
    }
    uint32_t end = w[hi - 1].e;
    if (end < q->n && q->s[end] == '.' && abbreviation(q->s, w[hi - 1].b, end)) {
        end++;
    }
    uint32_t cut = end - w[first].b;
    who->name = ent_read_squeeze(&q->d->arena, q->s + w[first].b, cut);
    who->span = (ent_span){q->base + w[lo].b, q->base + end};
    who->plural = !w[hi - 1].cap && q->s[w[hi - 1].e - 1] == 's';
    who->body = from == lo && ((w[hi - 1].cls & (BODY | TEXT)) && !(w[hi - 1].cls & ROLE));
    for (uint32_t i = first; i < hi; i++) {
        who->plural |= ent_speech_is(q, &w[i], "and");
    }
    return true;
}

/* Where the phrase that starts at `i` ends. */
uint32_t ent_speech_phrase_end(const speech *q, const word *w, uint32_t n, uint32_t i)
{
    uint32_t k = i;
    while (k < n && k < i + MAX_NP) {
        const word *x = &w[k];
        bool joins = IS_ANY(q, x, "of", "for", "and", "the", "de", "del", "al", "bin");
        if (ent_speech_say(q, x) && k > i) {
            break;
        }
        if (k > i && (x->cls & SMALL) && !joins && !ent_speech_determiner(q, x) &&
            !ent_speech_counted(q, x)) {
            break;
        }
        if (IS_ANY(q, x, "and", "of", "for") &&
            !(k + 1 < n && (w[k + 1].cap || ent_speech_determiner(q, &w[k + 1]) ||
                            (w[k + 1].cls & (ROLE | BODY))))) {
            break;
        }
        bool plain = !x->cap && !joins && !(x->cls & (ROLE | BODY | TEXT | SMALL | PARTICLE));
        if (k > i && plain && (w[k - 1].cap || (w[k - 1].cls & (ROLE | BODY | TEXT)))) {
            /* behind a name only what leads up to an office: "Red Cross press officer"; behind
               an office too: "the marshal rose" */
            bool office = false;
            for (uint32_t m = k + 1; m < n && m < k + 3 && !w[m - 1].after; m++) {
                office |= (w[m].cls & (ROLE | BODY | TEXT)) && !ent_speech_say(q, &w[m]);
            }
            if (!office || ent_speech_determiner(q, &w[k + 1 < n ? k + 1 : k])) {
                break;
            }
        }
        if (k > i && IS_ANY(q, x, "to", "in", "on", "who", "has", "had", "also", "later", "then",
                            "told", "is", "was", "that")) {
            break;
        }
        k++;
        if (x->after) {
            break;
        }
    }
    return k;
}

/* A phrase forward from word i: "said Foreign Ministry spokeswoman Mao Ning". */
bool ent_speech_forward(speech *q, const word *w, uint32_t n, uint32_t i, speaker *who)
{
    if (i >= n) {
        return false;
    }
    if (!w[i].cap && !ent_speech_determiner(q, &w[i]) && !(w[i].cls & (ROLE | BODY | PARTICLE)) &&
        !ent_speech_pronoun(q, &w[i]) && !ent_speech_counted(q, &w[i])) {
        bool ok = false; /* "said senior officials", "said deputy foreign minister X" */
        for (uint32_t k = i; k < n && k < i + 3 && !w[k].after && !(w[k].cls & SMALL); k++) {
            ok |= k + 1 < n && (w[k + 1].cls & (ROLE | BODY));
        }
        if (!ok) {
            return false;
        }
    }
    uint32_t hi = ent_speech_pronoun(q, &w[i]) ? i + 1 : ent_speech_phrase_end(q, w, n, i);
    if (!name_of(q, w, i, hi, who)) {
        return false;
    }
    /* "the foreign minister, Bruno Rodriguez," */
    if (hi < n && hi && w[hi - 1].after == ',' && w[hi].cap && !w[hi - 1].cap &&
        !(w[hi].cls & (SMALL | ROLE))) {
        speaker named = {0};
        uint32_t end =
            ent_speech_phrase_end(q, w, n, hi); /* closed: not "officials, Freedonia moved ..." */
        bool closed = end == n || w[end - 1].after || ent_speech_say(q, &w[end]);
        if (closed && !who->plural && name_of(q, w, hi, end, &named)) {
            who->name = named.name;
            who->span.end = named.span.end;
        }
    }
    return true;
}

/* The phrase that ends before word v and begins at i stands behind a preposition. "In Geneva Castro
 * said": the speaker is what "in" leaves over. "Officials in Geneva said": with what goes before.
 * "The treaty with Freedonia stipulated": nobody. Returns where it begins; v: nowhere. */
static uint32_t behind_preposition(const speech *q, const word *w, uint32_t i, uint32_t v)
{
    if (i == 0 || w[i - 1].after ||
        !IS_ANY(q, &w[i - 1], "in", "at", "from", "near", "inside", "outside", "by", "since",
                "with", "between", "against", "on", "to", "under", "within", "throughout",
                "across")) {
        return i;
    }
    if (i == 1 || w[i - 2].after) {
        bool caps = v - i >= 2;
        for (uint32_t k = i; k < v; k++) {
            caps &= w[k].cap && !(w[k].cls & ROLE);
        }
        return caps ? v - 1 : i;
    }
    uint32_t k = i - 1; /* "two senior officials in Geneva" */
    if (!(w[k - 1].cls & (ROLE | BODY)) || w[k - 1].cap || ent_speech_say(q, &w[k - 1])) {
        return w[k - 1].cap || (w[k - 1].cls & TEXT) ? v : i;
    }
    for (k--; k > 0 && i - k < 6 && !w[k - 1].after; k--) {
        if ((w[k - 1].cls & SMALL) && !ent_speech_determiner(q, &w[k - 1]) &&
            !ent_speech_counted(q, &w[k - 1])) {
            break;
        }
    }
    return k;
}

/* A phrase backward that ends before word v. */
static bool plain_back(speech *q, const word *w, uint32_t v, speaker *who)
{
    uint32_t i = v, lower = 0;
    bool cap = false, det = false;
    while (i > 0 && v - i < MAX_NP) {
        const word *x = &w[i - 1];
        bool joins = (x->cls & PARTICLE) != 0 || ent_speech_determiner(q, x);
        if ((i < v && x->after) || ent_speech_say(q, x)) {
            break;
        }
        if (ent_speech_pronoun(q, x)) {
            i -= i == v;
            break;
        }
        if (x->cap && !((x->cls & SMALL) && !joins)) {
            cap = true;
        } else if ((x->cls & (ROLE | BODY)) || ((x->cls & TEXT) && !cap)) {
            lower = 0;
        } else if (ent_speech_counted(q, x)) {
            lower += cap; /* "the two presidents" */
        } else if (joins && !(det && ent_speech_determiner(q, x))) {
            det = ent_speech_determiner(q, x) || (det && !IS_ANY(q, x, "of", "for"));
            if (ent_speech_determiner(q, x) && !(i >= 2 && IS_ANY(q, &w[i - 2], "of", "for"))) {
                i--;
                break;
            }
        } else if ((x->cls & SMALL) ||
                   (cap && lower == 0 && i < v && (!(w[i].cls & (ROLE | BODY)) || w[i].cap)) ||
                   ++lower > 3) {
            break;
        }
        i--;
    }
    if (i && IS_ANY(q, &w[i - 1], "whose", "which", "who")) {
        return false;
    }
    i = behind_preposition(q, w, i, v);
    return i < v && name_of(q, w, i, v, who);
}

bool ent_speech_backward(speech *q, const word *w, uint32_t v, speaker *who)
{
    uint32_t end = v;
    while (end && !w[end - 1].after &&
           (IS_ANY(q, &w[end - 1], "also", "later", "has", "had", "have", "then", "once", "would",
                   "will", "again", "reportedly", "himself", "herself", "did", "twice", "already",
                   "never", "often", "always", "still", "now", "just", "soon", "even", "ever") ||
            (!w[end - 1].cap && w[end - 1].e - w[end - 1].b > 4 &&
             memcmp(q->s + w[end - 1].e - 2, "ly", 2) == 0))) {
        end--;
    }
    if (!end || IS_ANY(q, &w[end - 1], "and", "or", "but", "to", "who", "which", "be", "been", "is",
                       "was", "were", "are", "that", "as", "not")) {
        return false;
    }
    if (w[end - 1].after != ',') {
        return !w[end - 1].after && plain_back(q, w, end, who);
    }
    uint32_t j = end - 1; /* an insertion between commas: a name, or what he is */
    while (j && w[j - 1].after != ',' && end - j < 24) {
        j--;
    }
    if (!j) {
        return false;
    }
    /* a name, perhaps with its rank: "the war minister, General Otto Brandt, told the cabinet" */
    bool named = w[end - 1].cap && !(w[end - 1].cls & (ROLE | BODY | SMALL));
    for (uint32_t k = j; k < end && named; k++) { /* but "Zelnick, CEO of Take-Two, adds" */
        named = !((w[k].cls & ROLE) && k + 1 < end && IS_ANY(q, &w[k + 1], "of", "for", "at"));
    }
    if (w[j].cap && !(w[j].cls & SMALL) && named && plain_back(q, w, end, who) && who->name) {
        uint32_t left = w[j].b + q->base;
        if (who->span.begin <= left + 60) {
            return true;
        }
    }
    *who = (speaker){0};
    return plain_back(q, w, j, who);
}

/* -- the three places ------------------------------------------------------------------------- */

/* “The people aren't buying” the treaty, Ferri said: words behind a fragment, a comma, then who
 * said it. */
static bool trailing(speech *q, uint32_t at, char last, speaker *who)
{
    word w[WINDOW];
    uint32_t n = ent_speech_split(q, at, q->n, w), c = 0;
    if (strchr(".:;", last) || n < 3) {
        return false;
    }
    while (c < n && c < 8 && !w[c].after && !ent_speech_say(q, &w[c])) {
        c++;
    }
    if (c + 2 >= n || c >= 8 || w[c].after != ',' || w[c].cap) {
        return false;
    }
    uint32_t v = ++c;
    while (v < n && v < c + 6 && !w[v].after && !ent_speech_say(q, &w[v])) {
        v++;
    }
    return v > c && v < n && v < c + 6 && ent_speech_say(q, &w[v]) && plain_back(q, w, v, who) &&
           who->span.begin >= q->base + w[c].b;
}

/* “...” These were the words of X. “...” Thus spoke X. */
static bool spoken_by(speech *q, uint32_t at, speaker *who)
{
    word w[WINDOW];
    uint32_t n = ent_speech_split(q, at, q->n, w);
    if (n > 5 && IS_ANY(q, &w[0], "these", "those", "such") && IS_ANY(q, &w[1], "are", "were") &&
        ent_speech_is(q, &w[2], "the") && ent_speech_is(q, &w[3], "words") &&
        ent_speech_is(q, &w[4], "of")) {
        return ent_speech_forward(q, w, n, 5, who);
    }
    return n > 2 && IS_ANY(q, &w[0], "thus", "so") && IS_ANY(q, &w[1], "spoke", "said", "wrote") &&
           ent_speech_forward(q, w, n, 2, who);
}

bool ent_speech_after(speech *q, uint32_t end, uint32_t out, speaker *who)
{
    word w[WINDOW];
    while (out >= 3 && (memcmp(q->s + out - 3, "\xE2\x80\x99", 3) == 0)) {
        out -= 3; /* a quotation within it ends there too */
    }
    char last = out ? q->s[out - 1] : 0;
    bool dash = out >= 3 && memcmp(q->s + out - 3, "\xE2\x80\x94", 3) == 0;
    uint32_t at = end;
    while (at < q->n && q->s[at] == ' ') {
        at++;
    }
    bool ellipsis = out >= 3 && (memcmp(q->s + out - 3, "...", 3) == 0 ||
                                 memcmp(q->s + out - 3, "\xE2\x80\xA6", 3) == 0);
    bool comma = at < q->n && q->s[at] == ',';
    bool rule = at + 3 < q->n && (memcmp(q->s + at, "\xE2\x80\x94", 3) == 0 ||
                                  memcmp(q->s + at, "\xE2\x80\x93", 3) == 0);
    if (rule) { /* “…” — Name */
        uint32_t n = ent_speech_split(q, at + 3, q->n, w);
        who->credit = n && n < 9 && w[0].cap &&
                      (strchr(".?!", last) || ent_speech_phrase_end(q, w, n, 0) == n) &&
                      ent_speech_forward(q, w, n, 0, who) && who->name;
        if (who->credit || strchr(".?!", last)) {
            return who->credit;
        }
        *who = (speaker){0};
    }
    if (strchr(".?!", last) && spoken_by(q, at, who)) {
        return true;
    }
    bool plain =
        last == ',' || last == '?' || last == '!' || last == '-' || dash || comma || ellipsis;
    if (!plain) {
        return trailing(q, at, last, who);
    }
    uint32_t n = ent_speech_split(q, at, q->n, w);
    if (!n) {
        return false;
    }
    if (n > 2 && ent_speech_is(q, &w[0], "according") && ent_speech_is(q, &w[1], "to")) {
        return ent_speech_forward(q, w, n, 2, who);
    }
    if (ent_speech_say(q, &w[0])) {
        return ent_speech_forward(q, w, n, 1, who);
    }
    if (n > 2 && IS_ANY(q, &w[0], "read", "reads", "ran") && ent_speech_determiner(q, &w[1])) {
        uint32_t hi = ent_speech_phrase_end(q, w, n, 1); /* “...,” read the statement */
        return (w[hi - 1].cls & (TEXT | BODY)) && ent_speech_forward(q, w, n, 1, who);
    }
    uint32_t v = 0; /* NP, then the verb, in this sentence and before the next quotation */
    while (v < n && v < 26 && !ent_speech_say(q, &w[v])) {
        if (w[v].after && w[v].after != ',') {
            return false;
        }
        v++;
    }
    if (v >= n || v >= 26 || !ent_speech_say(q, &w[v])) {
        return false;
    }
    return ent_speech_backward(q, w, v, who) && who->span.begin <= q->base + w[0].e + 80;
}

/* A full stop, question or exclamation mark at i, before a blank, that is no abbreviation's. */
bool ent_speech_ends(const speech *q, uint32_t i)
{
    char c = q->s[i];
    if ((c != '.' && c != '?' && c != '!') || i + 1 >= q->n || q->s[i + 1] != ' ') {
        return false;
    }
    uint32_t b = i;
    while (c == '.' && b && i - b < 16 &&
           (ent_speech_letter((unsigned char)q->s[b - 1]) || q->s[b - 1] == '.')) {
        b--;
    }
    return c != '.' || !abbreviation(q->s, b, i);
}

/* Where the sentence that holds offset `i` begins, or the text behind the last mark of quotation.
 */
static uint32_t sentence_start(const speech *q, uint32_t i)
{
    enum { FAR = 2000 }; /* a sentence longer than that is none */
    for (uint32_t k = i; k > 0 && i - k < FAR; k--) {
        char c = q->s[k - 1];
        if (k >= 3 && (memcmp(q->s + k - 3, "\xE2\x80\x9D", 3) == 0)) {
            return k;
        }
        if (c == '"' && k < i && k >= 2 && (unsigned char)q->s[k - 2] > ' ') {
            return k;
        }
        if (k < i && ent_speech_ends(q, k - 1)) {
            return k;
        }
    }
    return i > FAR ? i - FAR : 0;
}

bool ent_speech_before(speech *q, uint32_t begin, speaker *who)
{
    uint32_t from = sentence_start(q, begin), stop = begin;
    while (stop > from && (unsigned char)q->s[stop - 1] <= ' ') {
        stop--;
    }
    if (stop == from) {
        return false;
    }
    bool colon = q->s[stop - 1] == ':';
    word all[WINDOW * 2], *w = all;
    uint32_t n = ent_speech_split(q, from, stop, w);
    if (n == WINDOW) {
        return false; /* too long to be sure */
    }
    for (uint32_t i = n > 14 ? n - 14 : 0; i + 2 < n; i++) {
        if ((ent_speech_is(q, &w[i], "according") && ent_speech_is(q, &w[i + 1], "to")) ||
            (i && ent_speech_is(q, &w[i - 1], "the") && ent_speech_is(q, &w[i], "words") &&
             ent_speech_is(q, &w[i + 1], "of"))) {
            return ent_speech_forward(q, w, n, i + 2, who);
        }
    }
    if (n > 3 && ent_speech_is(q, &w[n - 1], "saying") && ent_speech_is(q, &w[n - 2], "as")) {
        for (uint32_t i = n - 3; i > 0 && n - i < 14; i--) { /* "quoted X as saying:" */
            if (IS_ANY(q, &w[i], "quoted", "quotes", "cited", "cites") && i + 1 < n - 2 &&
                !ent_speech_is(q, &w[i + 1], "by")) {
                return ent_speech_forward(q, w, n - 2, i + 1, who);
            }
        }
    }
    if (n > 1 && w[0].cap && (w[0].cls & SAY) && w[1].cap && !w[0].after &&
        ent_speech_phrase_end(q, w, n, 1) == n) {
        return ent_speech_forward(q, w, n, 1, who); /* "Said Ito: “...”" */
    }
    if (colon && n > 1 && IS_ANY(q, &w[n - 1], "read", "reads", "ran", "runs") &&
        (w[n - 2].cls & (TEXT | BODY))) {
        return plain_back(q, w, n - 1, who); /* "The ministry's statement read: “...”" */
    }
    uint32_t v = n;
    while (v > 0 && n - v < 16 && !ent_speech_say(q, &w[v - 1])) {
        v--;
    }
    if (v == 0 || !ent_speech_say(q, &w[v - 1])) {
        for (uint32_t i = 0; colon && i < 6 && i + 1 < n; i++) {
            bool is = IS_ANY(q, &w[i + 1], "is", "was", "were", "had", "has", "of", "to");
            if ((w[i].cls & TEXT) && is && i && ent_speech_phrase_end(q, w, i + 1, 0) == i + 1) {
                return name_of(q, w, 0, i + 1, who); /* "The consul's dispatch is short: “...”" */
            }
        }
        /* "Castro: “...”" */
        return colon && n <= 8 && n && w[0].cap && ent_speech_phrase_end(q, w, n, 0) == n &&
               name_of(q, w, 0, n, who) && who->name;
    }
    v--;
    size_t len = w[v].e - w[v].b;
    bool participle = len > 4 && memcmp(q->s + w[v].e - 3, "ing", 3) == 0;
    if (!participle && ent_speech_backward(q, w, v, who)) {
        return true;
    }
    if (v && !w[v - 1].after && IS_ANY(q, &w[v - 1], "who", "which", "that")) {
        /* "it sent its minister, who called the day “...”" */
        return v > 1 && (ent_speech_is(q, &w[v - 1], "who") || w[v - 2].after == ',') &&
               plain_back(q, w, v - 1, who);
    }
    if (v + 1 < n && (v == 0 || w[v - 1].after) && ent_speech_forward(q, w, n, v + 1, who) &&
        who->name) {
        return true;
    }
    bool passive = v && IS_ANY(q, &w[v - 1], "was", "were", "is", "are", "been", "be");
    if (passive) { /* "Brandt was told by Holt: “...”" */
        return v + 2 < n && ent_speech_is(q, &w[v + 1], "by") &&
               ent_speech_forward(q, w, n, v + 2, who);
    }
    /* "Castro denounced the move, saying: ...": whoever the sentence begins with */
    *who = (speaker){0};
    uint32_t i = 0;
    while (i + 1 < v && (w[i].cls & SMALL) && !ent_speech_determiner(q, &w[i]) && !w[i].after) {
        i++;
    }
    bool plain = i == 0 || i == 1;
    return plain && ent_speech_forward(q, w, v, i, who);
}
