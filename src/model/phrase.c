/* phrase.c: an event in plain words. In: an event, the tables relate/phrases, relate/roles and
 * (where there is one) actor/states. Out: text. It adds nothing that the event does not hold. */
#include "phrase.h"

struct ent_phrases {
    ent_arena arena;
    const ent_table *codes, *roles, *states;
    const ent_table *articles, *words, *agents, *dated, *loaded; /* may be NULL */
    uint32_t active, symmetric, role_phrase, state_code, state_name;
    ent_map names; /* state code -> row of `states`: the one that holds today, else the latest */
};

static uint32_t column_of(const ent_table *t, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t c = ent_table_column(t, names[i]);
        if (c != ENT_NONE) {
            return c;
        }
    }
    return ENT_NONE;
}

static void index_states(ent_phrases *p)
{
    static const char *const codes[] = {"state", "code", "iso3"};
    static const char *const names[] = {"name", "names"};
    p->state_code = column_of(p->states, codes, ENT_COUNT(codes));
    p->state_name = column_of(p->states, names, ENT_COUNT(names));
    if (p->state_code == ENT_NONE || p->state_name == ENT_NONE) {
        p->states = NULL;
        return;
    }
    uint32_t to = ent_table_column(p->states, "to");
    for (uint32_t r = 0; r < p->states->rows; r++) {
        const char *code = ent_table_cell(p->states, r, p->state_code);
        uint32_t old = ent_map_get(&p->names, code, strlen(code));
        bool open = old != ENT_NONE && !*ent_table_cell(p->states, old, to);
        if (*code && !open) {
            ent_map_set(&p->names, code, strlen(code), r);
        }
    }
}

int ent_phrases_open(ent_phrases **out, const ent_tables *t, ent_err *err)
{
    ent_phrases *p = ent_calloc(1, sizeof *p);
    p->codes = ent_tables_get(t, "relate/phrases");
    p->roles = ent_tables_get(t, "relate/roles");
    p->states = ent_tables_get(t, "actor/states");
    if (!p->codes || !p->roles) {
        free(p);
        return ent_fail(err, ENT_ETABLE, "relate/phrases", "there is no such table");
    }
    p->active = ent_table_column(p->codes, "active");
    p->symmetric = ent_table_column(p->codes, "symmetric");
    p->role_phrase = ent_table_column(p->roles, "phrase");
    p->articles = ent_tables_get(t, "relate/articles");
    p->words = ent_tables_get(t, "actor/names");
    p->agents = ent_tables_get(t, "actor/roles");
    p->dated = ent_tables_get(t, "actor/state_names");
    p->loaded = ent_tables_get(t, "relate/loaded");
    if (p->states) {
        index_states(p);
    }
    *out = p;
    return 0;
}

void ent_phrases_free(ent_phrases *p)
{
    if (p) {
        ent_map_free(&p->names);
        ent_arena_free(&p->arena);
        free(p);
    }
}

const char *ent_phrase_name(const ent_phrases *p, const char *code)
{
    if (p && p->states && code) {
        uint32_t r = ent_map_get(&p->names, code, strlen(code));
        const char *name = r == ENT_NONE ? "" : ent_table_cell(p->states, r, p->state_name);
        if (*name) {
            return name;
        }
    }
    return code;
}

/* Whether a row's days hold the day. */
static bool row_holds(const ent_table *t, uint32_t row, int32_t day)
{
    const char *from = ent_table_cell(t, row, ent_table_column(t, "from"));
    const char *to = ent_table_cell(t, row, ent_table_column(t, "to"));
    return (!*from || ent_day_parse(from) <= day) && (!*to || ent_day_parse(to) >= day);
}

const char *ent_phrase_name_on(const ent_phrases *p, const char *code, int32_t day)
{
    if (!p || !code || day == ENT_DAY_NONE) {
        return ent_phrase_name(p, code);
    }
    uint32_t r = p->dated ? ent_table_find(p->dated, code) : ENT_NONE;
    for (; r != ENT_NONE && r < p->dated->rows; r++) {
        if (strcmp(ent_table_cell(p->dated, r, 0), code) != 0) {
            break;
        }
        if (row_holds(p->dated, r, day)) {
            return ent_table_cell(p->dated, r, 1);
        }
    }
    r = p->states && p->state_code == 0 ? ent_table_find(p->states, code) : ENT_NONE;
    for (; r != ENT_NONE && r < p->states->rows; r++) { /* "Korea" until 1948 */
        if (strcmp(ent_table_cell(p->states, r, 0), code) != 0) {
            break;
        }
        if (row_holds(p->states, r, day)) {
            return ent_table_cell(p->states, r, p->state_name);
        }
    }
    return ent_phrase_name(p, code);
}

const char *ent_phrase_code(const ent_phrases *p, const char *state, const char *column)
{
    uint32_t c = p && p->states ? ent_table_column(p->states, column) : ENT_NONE;
    uint32_t r = c == ENT_NONE ? ENT_NONE : ent_map_get(&p->names, state, strlen(state));
    bool first = r != ENT_NONE && strcmp(column, "from") == 0; /* of several rows of a code */
    while (first && r > 0 &&
           strcmp(ent_table_cell(p->states, r - 1, p->state_code),
                  ent_table_cell(p->states, r, p->state_code)) == 0) {
        r--;
    }
    return r == ENT_NONE ? NULL : ent_table_cell(p->states, r, c);
}

bool ent_phrase_known(const ent_phrases *p, const char *code)
{
    if (!p || !p->states) {
        return true;
    }
    size_t n = strlen(code);
    return ent_map_get(&p->names, code, n) != ENT_NONE ||
           (n > 3 && ent_map_get(&p->names, code, 3) != ENT_NONE);
}

/* Levenshtein distance of two short ASCII-folded words, at most 63 bytes of each */
static uint32_t distance(const char *a, const char *b)
{
    uint32_t row[64];
    uint32_t na = (uint32_t)strnlen(a, 63), nb = (uint32_t)strnlen(b, 63);
    for (uint32_t j = 0; j <= nb; j++) {
        row[j] = j;
    }
    for (uint32_t i = 1; i <= na; i++) {
        uint32_t diagonal = row[0];
        row[0] = i;
        for (uint32_t j = 1; j <= nb; j++) {
            uint32_t cost = diagonal + ((a[i - 1] | 32) != (b[j - 1] | 32));
            diagonal = row[j];
            uint32_t least = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
            row[j] = cost < least ? cost : least;
        }
    }
    return row[nb];
}

const char *ent_phrase_nearest(const ent_phrases *p, const char *word)
{
    const char *best = NULL;
    uint32_t least = strlen(word) <= 3 ? 2 : 3; /* further away is another word */
    for (uint32_t r = 0; p && p->states && r < p->states->rows; r++) {
        const char *code = ent_table_cell(p->states, r, p->state_code);
        uint32_t d = distance(word, code);
        uint32_t e = distance(word, ent_table_cell(p->states, r, p->state_name));
        d = e < d ? e : d;
        if (d < least) {
            least = d;
            best = code;
        }
    }
    return best;
}

/* Copies a phrase, with {x} replaced by what `put` writes for the letter x. */
static void role_phrase(ent_buf *b, const char *phrase, const char *c)
{
    for (const char *s = phrase; *s; s++) {
        if (strncmp(s, "{c}", 3) == 0) {
            ent_buf_str(b, c);
            s += 2;
        } else {
            ent_buf_char(b, *s);
        }
    }
}

static const char *state_word(const ent_phrases *p, const ent_actor_ref *who, int32_t day)
{
    const char *name = ent_phrase_name_on(p, who->state, day);
    return name ? name : who->code;
}

/* -- grammar -------------------------------------------------------------------------------- */

static bool small(char c)
{
    return c >= 'a' && c <= 'z';
}

static const char *last_word(const char *name)
{
    const char *blank = strrchr(name, ' ');
    return blank ? blank + 1 : name;
}

static bool ends(const char *word, size_t n, const char *end)
{
    size_t m = strlen(end);
    return n >= m && memcmp(word + n - m, end, m) == 0;
}

/* "British officers", "troops", "police": a description in the plural, no proper name */
static bool plural(const char *name)
{
    static const char *const always[] = {"olice", "eople", "roops", "orces", "oldiers"};
    const char *w = last_word(name);
    size_t n = strlen(w);
    for (size_t i = 0; i < ENT_COUNT(always); i++) { /* also where a sentence began with them */
        if (*w && strcmp(w + 1, always[i]) == 0) {
            return true;
        }
    }
    return small(*w) && ends(w, n, "s") && !ends(w, n, "ss") && !ends(w, n, "us");
}

/* "the United Kingdom", "the British army": a word that asks for it, or a description */
static bool takes_article(const ent_phrases *p, const char *name)
{
    char word[32];
    if (strncmp(name, "the ", 4) == 0 || strncmp(name, "The ", 4) == 0) {
        return false;
    }
    for (const char *s = name; p && p->articles && *s;) {
        size_t n = strcspn(s, " ");
        if (n < sizeof word) {
            memcpy(word, s, n);
            word[n] = 0;
            if (ent_table_find(p->articles, word) != ENT_NONE) {
                return true;
            }
        }
        s += n + (s[n] == ' ');
    }
    const char *last = last_word(name);
    bool proper = strpbrk(last, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != NULL; /* al-Bashir */
    return small(*last) && !proper && strchr(name, ' ') && !plural(name);
}

void ent_phrase_named(ent_buf *b, const ent_phrases *p, const char *name)
{
    ent_buf_printf(b, takes_article(p, name) ? "the %s" : "%s", name);
}

/* Whether a name tells the state by an adjective of it ("Chinese government"). */
static bool tells_state(const ent_phrases *p, const char *name, const char *state)
{
    uint32_t column = p && p->words ? ent_table_column(p->words, "state") : ENT_NONE;
    char word[48];
    for (const char *s = name; column != ENT_NONE && *s;) {
        size_t n = strcspn(s, " "), two = n + (s[n] == ' ' ? 1 + strcspn(s + n + 1, " ") : 0);
        for (size_t len = n; len; len = len == n && two > n ? two : 0) {
            if (len < sizeof word) {
                memcpy(word, s, len);
                word[len] = 0;
                uint32_t r = ent_table_find(p->words, word);
                if (r != ENT_NONE && strcmp(ent_table_cell(p->words, r, column), state) == 0) {
                    return true;
                }
            }
        }
        s += n + (s[n] == ' ');
    }
    return false;
}

/* A verb of the third person as the plural has it. */
static void plural_verb(ent_buf *b, const char *w, size_t n)
{
    if (n == 2 && memcmp(w, "is", 2) == 0) {
        ent_buf_str(b, "are");
    } else if (n == 3 && memcmp(w, "has", 3) == 0) {
        ent_buf_str(b, "have");
    } else if (ends(w, n, "ies")) {
        ent_buf_add(b, w, n - 3);
        ent_buf_char(b, 'y');
    } else if (ends(w, n, "sses") || ends(w, n, "shes") || ends(w, n, "ches") ||
               ends(w, n, "oes")) {
        ent_buf_add(b, w, n - 2);
    } else {
        ent_buf_add(b, w, n - ends(w, n, "s"));
    }
}

/* A phrase of the active column with its verb, or both ("reduces or stops", "retreats from or
 * surrenders to"), and "its" before the target, in the plural. */
static void plural_phrase(ent_buf *b, const char *phrase)
{
    bool before_target = true;
    int k = 0, other = -1; /* the word's number; that of the second verb */
    for (const char *s = phrase; *s; k++) {
        size_t n = strcspn(s, " ");
        before_target = before_target && strncmp(s, "{t}", 3) != 0;
        if (n == 2 && memcmp(s, "or", 2) == 0 && (k == 2 || (k == 3 && other == 0))) {
            other = k + 1;
        }
        if (k == 2 && other < 0) { /* behind the verb: "from or ..." */
            other = (n == 4 && memcmp(s, "from", 4) == 0) || (n == 2 && memcmp(s, "to", 2) == 0) ||
                            (n == 4 && memcmp(s, "with", 4) == 0)
                        ? 0
                        : -2;
        }
        if (k == 1 || (k == other && k > 2)) {
            plural_verb(b, s, n);
        } else if (before_target && n == 3 && memcmp(s, "its", 3) == 0) {
            ent_buf_str(b, "their");
        } else {
            ent_buf_add(b, s, n);
        }
        s += n;
        if (*s == ' ') {
            ent_buf_char(b, ' ');
            s++;
        }
    }
}

/* -- actors and events ---------------------------------------------------------------------- */

/* Whether a description judges ("the Cuban dictatorship"): a voice's words, never ours. */
static bool judges(const ent_phrases *p, const char *name)
{
    char word[32];
    for (const char *s = name; p && p->loaded && s && *s;) {
        size_t n = strcspn(s, " ");
        if (n && n < sizeof word) {
            for (size_t i = 0; i < n; i++) {
                word[i] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];
            }
            word[n] = 0;
            bool found = ent_table_find(p->loaded, word) != ENT_NONE;
            if (!found && word[n - 1] == 's') {
                word[n - 1] = 0;
                found = ent_table_find(p->loaded, word) != ENT_NONE;
            }
            if (found) {
                return true;
            }
        }
        s += n + (s[n] == ' ');
    }
    return false;
}

/* The words that stand for an actor: its name, or what its role makes of its state. */
static const char *name_of(const ent_phrases *p, const ent_actor_ref *who, int32_t day)
{
    const char *state = state_word(p, who, day), *known = ent_phrase_name(p, who->code);
    if (who->name && *who->name && (!state || strcmp(who->name, state) != 0) &&
        !(who->state && judges(p, who->name))) {
        return who->name;
    }
    if (who->state) {
        return NULL;
    }
    bool named = known && who->code && strcmp(known, who->code) != 0; /* an organisation */
    if (named) {
        return known;
    }
    return who->text && !judges(p, who->text) ? who->text : who->code ? who->code : "someone";
}

/* "Government", "officers", "Police": one word that names no one by itself; written small. */
static bool lone_word(const ent_phrases *p, const char *name, char out[32])
{
    size_t n = strlen(name);
    if (strchr(name, ' ') || n == 0 || n >= 32) {
        return false;
    }
    memcpy(out, name, n + 1);
    out[0] = out[0] >= 'A' && out[0] <= 'Z' ? (char)(out[0] + 32) : out[0];
    return small(*name) || (p && p->agents && ent_table_find(p->agents, out) != ENT_NONE);
}

static void actor_on(ent_buf *b, const ent_phrases *p, const ent_actor_ref *who, int32_t day)
{
    const char *state = state_word(p, who, day), *name = name_of(p, who, day);
    char word[32];
    if (name && name == who->name && who->state && state && lone_word(p, name, word)) {
        ent_buf_printf(b, plural(word) ? "%s of " : "the %s of ", word);
        ent_phrase_named(b, p, state);
        return;
    }
    if (name) {
        ent_phrase_named(b, p, name);
        if (name == who->name && who->state && state && who->role && !strstr(name, state) &&
            !tells_state(p, name, who->state)) {
            ent_buf_printf(b, " (%s)", state);
        }
        return;
    }
    uint32_t r = p && who->role ? ent_table_find(p->roles, who->role) : ENT_NONE;
    ent_buf words = {0};
    ent_phrase_named(&words, p, state && *state ? state : "someone");
    role_phrase(b, r == ENT_NONE ? "{c}" : ent_table_cell(p->roles, r, p->role_phrase), words.data);
    ent_buf_free(&words);
}

void ent_phrase_actor(ent_buf *b, const ent_phrases *p, const ent_actor_ref *who)
{
    actor_on(b, p, who, ENT_DAY_NONE);
}

static const char *code_phrase(const ent_phrases *p, const char *cameo, bool symmetric)
{
    char code[8];
    size_t n = cameo ? strnlen(cameo, sizeof code - 1) : 0;
    for (; p && n >= 2; n--) {
        memcpy(code, cameo, n);
        code[n] = 0;
        uint32_t r = ent_table_find(p->codes, code);
        if (r != ENT_NONE) {
            return ent_table_cell(p->codes, r, symmetric ? p->symmetric : p->active);
        }
    }
    return symmetric ? "{s} and {t}: {k}" : "{s}, {t}: {k}";
}

/* "nationals of {t}" and its like say too much where the target is people already; the bytes to
 * leave out. */
static size_t said_already(const ent_phrases *p, const ent_actor_ref *target, const char *s)
{
    static const char *const wholes[] = {"nationals of {t}", "a person of {t}", "people of {t}"};
    const char *name = target->role ? name_of(p, target, ENT_DAY_NONE) : NULL;
    if (!name || (!plural(name) && small(*last_word(name)))) {
        return 0;
    }
    for (size_t i = 0; i < ENT_COUNT(wholes); i++) {
        size_t n = strlen(wholes[i]);
        if (strncmp(s, wholes[i], n) == 0) {
            return n - 3;
        }
    }
    return 0;
}

void ent_phrase_event(ent_buf *b, const ent_phrases *p, const ent_event *e)
{
    const char *name = name_of(p, &e->source, e->date.start);
    ent_buf phrase = {0};
    size_t from = b->len;
    if (!e->symmetric && name && plural(name)) {
        plural_phrase(&phrase, code_phrase(p, e->cameo, false));
    } else {
        ent_buf_str(&phrase, code_phrase(p, e->cameo, e->symmetric));
    }
    for (const char *s = phrase.data; *s; s++) {
        s += e->symmetric ? 0 : said_already(p, &e->target, s);
        if (strncmp(s, "{s}", 3) == 0 || strncmp(s, "{t}", 3) == 0) {
            actor_on(b, p, s[1] == 's' ? &e->source : &e->target, e->date.start);
            s += 2;
        } else if (strncmp(s, "{k}", 3) == 0) {
            ent_buf_str(b, e->cameo ? e->cameo : "an act");
            s += 2;
        } else {
            ent_buf_char(b, *s);
        }
    }
    if (b->len > from && small(b->data[from])) { /* a sentence begins with a capital */
        b->data[from] = (char)(b->data[from] - 32);
    }
    ent_buf_free(&phrase);
}

void ent_phrase_date(ent_buf *b, const ent_date *d)
{
    char one[16], two[16];
    if (d->start == ENT_DAY_NONE) {
        ent_buf_str(b, "undated");
        return;
    }
    int32_t last = d->end == ENT_DAY_NONE ? d->start : d->end;
    ent_day_format(d->start, one);
    ent_day_format(last, two);
    size_t n = strlen(one), m = strlen(two);
    int y, mo, da, y2, mo2, da2;
    ent_day_split(d->start, &y, &mo, &da);
    ent_day_split(last, &y2, &mo2, &da2);
    bool whole_months = da == 1 && da2 == ent_month_days(y2, mo2);
    if (d->start >= last) {
        ent_buf_str(b, one);
    } else if (whole_months && mo == 1 && mo2 == 12) {
        ent_buf_add(b, one, n - 6);
        if (d->precision == ENT_PRECISION_DECADE && y2 == y + 9 && y % 10 == 0) {
            ent_buf_char(b, 's');
        } else if (y2 != y) {
            ent_buf_printf(b, " to %.*s", (int)(m - 6), two);
        }
    } else if (whole_months) {
        ent_buf_add(b, one, n - 3);
        if (y2 != y || mo2 != mo) {
            ent_buf_printf(b, " to %.*s", (int)(m - 3), two);
        }
    } else {
        ent_buf_printf(b, "%s to %s", one, two);
    }
}
