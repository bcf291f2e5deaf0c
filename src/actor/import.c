/* import.c: dictionaries and lists of others as overlay tables.
 *
 * In: PETRARCH/TABARI actors ("petrarch-actors") and agents ("petrarch-agents"), a list of the
 * Correlates of War ("cow") or of ISO 3166 ("iso") as separated values with a header. Out: a table
 * in the format of actor/groups, actor/roles, actor/states or actor/names, to be laid over the
 * built-in ones, and messages that say line by line what could not be used.
 *
 * A default code that stands before dated ones is written behind them with no dates, so that it
 * holds only where none of them does; PETRARCH 2 itself lets it hide them.
 */
#include "index.h"

enum { MAX_PHRASES = 512, MAX_CODES = 64 };

typedef struct code_block {
    char code[48];
    char from[12], to[12];
} code_block;

typedef struct importer {
    ent_buf *out, *messages;
    ent_arena a;
    uint32_t line;
    const char *phrases[MAX_PHRASES];
    uint32_t phrase_count;
    code_block codes[MAX_CODES];
    uint32_t code_count;
    const char **rows;
    uint32_t row_count, row_cap;
} importer;

static void complain(importer *m, const char *what, const char *value, size_t n)
{
    ent_buf_printf(m->messages, "line %u: %s: %.*s\n", m->line, what, (int)(n > 120 ? 120 : n),
                   value);
}

static void add_row(importer *m, const char *row)
{
    *ENT_PUSH(&m->a, m->rows, m->row_count, m->row_cap) = row;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void write_rows(importer *m, const char *header)
{
    ent_buf_printf(m->out, "%s\n", header);
    if (m->row_count) {
        qsort(m->rows, m->row_count, sizeof *m->rows, by_bytes);
    }
    for (uint32_t i = 0; i < m->row_count; i++) {
        if (!i || strcmp(m->rows[i], m->rows[i - 1]) != 0) {
            ent_buf_printf(m->out, "%s\n", m->rows[i]);
        }
    }
}

static size_t trim(const char **s, size_t n)
{
    while (n && (**s == ' ' || **s == '\t' || **s == '\r')) {
        ++*s;
        n--;
    }
    while (n && strchr(" \t\r", (*s)[n - 1])) {
        n--;
    }
    return n;
}

/* "DAVID_BEN-GURION_" -> "David Ben-Gurion"; short words of capitals stay ("PLO"). */
static const char *phrase_name(importer *m, const char *s, size_t n, bool proper)
{
    char *p = ent_arena_strn(&m->a, s, n);
    for (size_t i = 0; i < n; i++) {
        if (p[i] == '_' || p[i] == '\t') {
            p[i] = ' ';
        }
    }
    while (n && p[n - 1] == ' ') {
        p[--n] = 0;
    }
    bool short_name = n <= 4 && !strchr(p, ' ');
    for (size_t i = 0; i < n && !(short_name && proper); i++) {
        bool first = i == 0 || p[i - 1] == ' ' || p[i - 1] == '-' || p[i - 1] == '.';
        if (p[i] >= 'A' && p[i] <= 'Z' && !(proper && first)) {
            p[i] = (char)(p[i] + 32);
        }
    }
    return p;
}

/* YYMMDD or YYYYMMDD to YYYY-MM-DD; years up to 30 are of this century. */
static bool date_of(const char *s, size_t n, char out[12])
{
    char digits[9] = {0};
    if (n != 6 && n != 8) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9') {
            return false;
        }
    }
    if (n == 6) {
        memcpy(digits, (s[0] - '0') * 10 + s[1] - '0' <= 30 ? "20" : "19", 2);
        memcpy(digits + 2, s, 6);
    } else {
        memcpy(digits, s, 8);
    }
    int32_t day = ent_day_parse(digits);
    if (day == ENT_DAY_NONE) {
        return false;
    }
    char b[16];
    snprintf(out, 12, "%.11s", ent_day_format(day, b));
    return true;
}

static void day_before(char date[12])
{
    char b[16];
    snprintf(date, 12, "%.11s", ent_day_format(ent_day_parse(date) - 1, b));
}

/* The inside of one [...] of an actor. */
static void actor_code(importer *m, const char *s, size_t n)
{
    n = trim(&s, n);
    size_t k = 0;
    while (k < n && s[k] != ' ' && s[k] != '<' && s[k] != '>') {
        k++;
    }
    code_block c = {{0}, {0}, {0}};
    if (!k || k >= sizeof c.code || m->code_count == MAX_CODES) {
        complain(m, "no code", s, n);
        return;
    }
    if (memcmp(s, "---", k < 3 ? k : 3) == 0 || s[0] == '#' || s[0] == '+') {
        complain(m, "a null actor has no place in a table of actors", s, n);
        return;
    }
    memcpy(c.code, s, k);
    const char *r = s + k;
    size_t left = trim(&r, n - k);
    bool ok = true;
    if (left && (*r == '<' || *r == '>')) {
        bool before = *r == '<';
        const char *d = r + 1;
        size_t dn = trim(&d, left - 1);
        ok = date_of(d, dn, before ? c.to : c.from);
        if (ok && before) {
            day_before(c.to); /* < D is before D */
        }
    } else if (left) {
        const char *dash = memchr(r, '-', left);
        if (dash) {
            const char *x = r, *y = dash + 1;
            size_t xn = trim(&x, (size_t)(dash - r)), yn = trim(&y, left - (size_t)(y - r));
            ok = date_of(x, xn, c.from) && date_of(y, yn, c.to);
            if (ok && strcmp(c.from, c.to) < 0) {
                day_before(c.to); /* the end is not in the range */
            }
        } else {
            ok = false;
        }
    }
    if (!ok) {
        complain(m, "is no date", r, left);
        return;
    }
    m->codes[m->code_count++] = c;
}

static void flush_actor(importer *m)
{
    for (uint32_t i = 0; i < m->phrase_count && m->code_count; i++) {
        for (uint32_t k = 0; k < m->code_count; k++) {
            const code_block *c = &m->codes[k];
            bool org = strlen(c->code) < 3 || strncmp(c->code, "IGO", 3) == 0 ||
                       strncmp(c->code, "NGO", 3) == 0 || strncmp(c->code, "IMG", 3) == 0 ||
                       strncmp(c->code, "MNC", 3) == 0 || strncmp(c->code, "NGM", 3) == 0 ||
                       strncmp(c->code, "UIS", 3) == 0;
            add_row(m, ent_arena_printf(&m->a, "%s\t%s\t%.3s\t%s\t%s\t%s\t%s\t", m->phrases[i],
                                        c->code, org ? "" : c->code,
                                        org || strlen(c->code) < 6 ? "" : c->code + 3,
                                        m->phrases[0], c->from, c->to));
        }
    }
    if (m->phrase_count && !m->code_count) {
        complain(m, "has no code", m->phrases[0], strlen(m->phrases[0]));
    }
    m->phrase_count = m->code_count = 0;
}

/* Cuts a comment off; a line that begins with ; or # is one. */
static size_t uncomment(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '#' || s[i] == ';' || (i + 3 < n && memcmp(s + i, "<!--", 4) == 0)) {
            return i;
        }
    }
    return n;
}

static void actor_line(importer *m, const char *s, size_t n)
{
    n = uncomment(s, n);
    const char *open = memchr(s, '[', n);
    const char *p = s;
    size_t k = trim(&p, open ? (size_t)(open - s) : n);
    if (k) {
        bool synonym = *p == '+';
        if (!synonym && m->code_count) {
            flush_actor(m); /* a new record; primaries in a row share the code that follows */
        }
        p += synonym;
        k -= synonym;
        if (m->phrase_count < MAX_PHRASES && k) {
            m->phrases[m->phrase_count++] = phrase_name(m, p, k, true);
        } else {
            complain(m, "too many names for one code", p, k);
        }
    }
    while (open && open < s + n) {
        const char *close = memchr(open, ']', (size_t)(s + n - open));
        if (!close) {
            complain(m, "a bracket does not close", open, (size_t)(s + n - open));
            return;
        }
        if (!m->phrase_count) {
            complain(m, "a code without a name", open, (size_t)(close - open + 1));
        } else {
            actor_code(m, open + 1, (size_t)(close - open - 1));
        }
        open = memchr(close, '[', (size_t)(s + n - close));
    }
}

static void agent_line(importer *m, const char *s, size_t n)
{
    n = uncomment(s, n);
    const char *open = memchr(s, '[', n), *brace = memchr(s, '{', n), *p = s;
    const char *stop = brace && (!open || brace < open) ? brace : open;
    size_t k = trim(&p, stop ? (size_t)(stop - s) : n);
    if (!k) {
        return;
    }
    if (*p == '!' || memchr(p, '!', k)) {
        complain(m, "substitution sets are not read", p, k);
        return;
    }
    const char *close = open ? memchr(open, ']', (size_t)(s + n - open)) : NULL;
    if (!close || close - open < 5 || open[1] != '~') {
        complain(m, open && close ? "a code that stands before the state is not used" : "no code",
                 p, k);
        return;
    }
    const char *name = phrase_name(m, p, k, false);
    const char *plural = "";
    if (brace) {
        const char *end = memchr(brace, '}', (size_t)(s + n - brace));
        const char *q = brace + 1;
        size_t qn = end ? trim(&q, (size_t)(end - q)) : 0;
        plural = qn ? phrase_name(m, q, qn, false) : "";
    } else {
        size_t len = strlen(name);
        bool y = len > 1 && name[len - 1] == 'y', es = len && name[len - 1] == 's';
        plural = y    ? ent_arena_printf(&m->a, "%.*sies", (int)len - 1, name)
                 : es ? ent_arena_printf(&m->a, "%ses", name)
                      : ent_arena_printf(&m->a, "%ss", name);
    }
    add_row(m, ent_arena_printf(&m->a, "%s\tagent\t%.*s\t\t%s", name, (int)(close - open - 2),
                                open + 2, plural));
}

/* -- lists with a header ---------------------------------------------------------------------- */

enum { MAX_CELLS = 80 };

/* Cells of a line: tabs, or commas with quotes. Returns how many. */
static uint32_t cells_of(importer *m, const char *s, size_t n, char separator, const char **cell)
{
    uint32_t count = 0;
    size_t i = 0;
    while (count < MAX_CELLS) {
        ent_buf b = {0};
        bool quoted = i < n && s[i] == '"';
        i += quoted;
        for (; i < n; i++) {
            if (quoted && s[i] == '"') {
                if (i + 1 < n && s[i + 1] == '"') {
                    i++;
                } else {
                    quoted = false;
                    continue;
                }
            } else if (!quoted && s[i] == separator) {
                break;
            }
            ent_buf_char(&b, s[i] == '\t' ? ' ' : s[i]);
        }
        cell[count++] = ent_arena_strn(&m->a, b.data ? b.data : "", b.len);
        ent_buf_free(&b);
        if (i >= n) {
            break;
        }
        i++;
    }
    return count;
}

/* Equal but for the case of ASCII letters. */
static bool same_word(const char *x, const char *y)
{
    for (; *x && *y; x++, y++) {
        char p = *x >= 'A' && *x <= 'Z' ? (char)(*x + 32) : *x;
        char q = *y >= 'A' && *y <= 'Z' ? (char)(*y + 32) : *y;
        if (p != q) {
            return false;
        }
    }
    return *x == *y;
}

static uint32_t column_of(const char *const *header, uint32_t n, const char *const *names)
{
    for (; *names; names++) {
        for (uint32_t i = 0; i < n; i++) {
            if (same_word(header[i], *names)) {
                return i;
            }
        }
    }
    return ENT_NONE;
}

typedef struct list {
    uint32_t code, name, from[3], to[3]; /* columns */
    const ent_table *states, *names;
} list;

static const char *iso_date(importer *m, const char **cell, uint32_t n, const uint32_t c[3])
{
    const char *y = c[0] < n ? cell[c[0]] : "";
    if (strlen(y) >= 8) {
        return ent_day_parse(y) == ENT_DAY_NONE || strncmp(y, "9999", 4) == 0 ? "" : y;
    }
    int64_t v[3] = {0, 1, 1};
    for (int i = 0; i < 3; i++) {
        if (c[i] < n && !ent_parse_int(cell[c[i]], &v[i])) {
            return "";
        }
    }
    if (v[0] < 1000 || v[0] > 9000 || !ent_date_valid((int)v[0], (int)v[1], (int)v[2])) {
        return "";
    }
    return ent_arena_printf(&m->a, "%04d-%02d-%02d", (int)v[0], (int)v[1], (int)v[2]);
}

static void cow_row(importer *m, const list *l, const char **cell, uint32_t n)
{
    const char *number = l->code < n ? cell[l->code] : "";
    uint32_t c = ent_table_column(l->states, "cow");
    uint32_t found = ENT_NONE;
    const char *from = iso_date(m, cell, n, l->from), *to = iso_date(m, cell, n, l->to);
    for (uint32_t i = 0; i < l->states->rows; i++) {
        const char *end = ent_table_cell(l->states, i, ent_table_column(l->states, "to"));
        if (strcmp(ent_table_cell(l->states, i, c), number) == 0 &&
            (found == ENT_NONE || !*end || (*from && strcmp(end, from) >= 0))) {
            found = i;
        }
    }
    if (found == ENT_NONE) {
        complain(m, "no state has this COW number", number, strlen(number));
        return;
    }
    add_row(m, ent_arena_printf(&m->a, "%s\t%s\t%s\t%s\t%s\t%s\t%s",
                                ent_table_cell(l->states, found, 0), cell[l->name], from, to,
                                number, ent_table_cell(l->states, found, 5),
                                ent_table_cell(l->states, found, 6)));
}

static void iso_row(importer *m, const list *l, const char **cell, uint32_t n)
{
    const char *code = l->code < n ? cell[l->code] : "";
    const char *name = l->name < n ? cell[l->name] : "";
    if (strlen(code) != 3 || !*name) {
        complain(m, "no alpha-3 code or no name", code, strlen(code));
        return;
    }
    if (ent_table_find(l->states, code) == ENT_NONE) {
        add_row(m, ent_arena_printf(&m->a, "%s\tname\t%s\t\t", name, code));
        complain(m, "the tables had no such state", code, strlen(code));
    } else if (ent_table_find(l->names, name) == ENT_NONE) {
        add_row(m, ent_arena_printf(&m->a, "%s\tname\t%s\t\t", name, code));
    }
}

static int read_list(importer *m, const char *data, size_t len, bool cow)
{
    ent_tables *ts = NULL;
    ent_err err = {0};
    if (ent_tables_open(&ts, NULL, 0, &err) < 0) {
        return err.code;
    }
    list l = {.states = ent_tables_get(ts, "actor/states"),
              .names = ent_tables_get(ts, "actor/names")};
    static const char *const cow_code[] = {"ccode", "cowcode", "cow", NULL};
    static const char *const iso_code[] = {"ISO3166-1-Alpha-3", "alpha_3", "alpha-3", "iso3", NULL};
    static const char *const cow_name[] = {"statenme", "country_name", "name", NULL};
    static const char *const iso_name[] = {"CLDR display name", "name", "official_name_en", NULL};
    static const char *const when[6][4] = {
        {"styear", "start", "from", NULL}, {"stmonth", NULL},  {"stday", NULL},
        {"endyear", "end", "to", NULL},    {"endmonth", NULL}, {"endday", NULL}};
    const char *p = data, *end = data + len, *cell[MAX_CELLS];
    char separator = 0;
    while (p < end) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        size_t n = (size_t)((nl ? nl : end) - p);
        n -= n && p[n - 1] == '\r';
        m->line++;
        bool header = !separator;
        if (header) {
            separator = memchr(p, '\t', n) ? '\t' : memchr(p, ';', n) ? ';' : ',';
        }
        uint32_t count = n ? cells_of(m, p, n, separator, cell) : 0;
        if (header) {
            l.code = column_of(cell, count, cow ? cow_code : iso_code);
            l.name = column_of(cell, count, cow ? cow_name : iso_name);
            for (int i = 0; i < 3; i++) {
                l.from[i] = column_of(cell, count, when[i]);
                l.to[i] = column_of(cell, count, when[i + 3]);
            }
            if (l.code == ENT_NONE || l.name == ENT_NONE) {
                complain(m, "the header has no columns of code and name", p, n);
                ent_tables_free(ts);
                return ENT_EFORMAT;
            }
        } else if (count > l.code && count > l.name) {
            (cow ? cow_row : iso_row)(m, &l, cell, count);
        } else if (n) {
            complain(m, "too few columns", p, n);
        }
        p += n + (nl ? (size_t)(nl - p) - n + 1 : (size_t)(end - p) - n);
    }
    write_rows(m, cow ? "code\tname\tfrom\tto\tcow\tgw\tiso3" : "name\tkind\tstate\tfrom\tto");
    ent_tables_free(ts);
    return 0;
}

int ent_actor_import(const char *kind, const char *data, size_t len, ent_buf *out,
                     ent_buf *messages)
{
    importer *m = ent_calloc(1, sizeof *m);
    m->out = out;
    m->messages = messages;
    int rc = 0;
    bool actors = strcmp(kind, "petrarch-actors") == 0;
    if (actors || strcmp(kind, "petrarch-agents") == 0) {
        const char *p = data, *end = data + len;
        while (p < end) {
            const char *nl = memchr(p, '\n', (size_t)(end - p));
            m->line++;
            (actors ? actor_line : agent_line)(m, p, (size_t)((nl ? nl : end) - p));
            p = nl ? nl + 1 : end;
        }
        if (actors) {
            flush_actor(m);
        }
        write_rows(m, actors ? "name\tcode\tstate\trole\tgroup\tfrom\tto\tform"
                             : "phrase\tkind\trole\tstate\tplural");
    } else if (strcmp(kind, "cow") == 0 || strcmp(kind, "iso") == 0) {
        rc = read_list(m, data, len, *kind == 'c');
    } else {
        rc = ENT_EUSAGE;
    }
    ent_arena_free(&m->a);
    free(m);
    return rc;
}
