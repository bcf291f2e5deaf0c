/* markdown.c: Markdown into a document.
 *
 * In: UTF-8. Out: text without marks, with blocks. Headings, lists, block quotations, fenced code
 * (left out), emphasis, links (their words), pictures (their alternative text as a caption), front
 * matter (title, author, date), tables (a row a line). Definitions of links and notes are left out;
 * of HTML within, the tags.
 */
#include "read_int.h"

typedef struct md {
    ent_build b;
    ent_doc *d;
    uint8_t kind; /* of the open block */
    bool open;
} md;

enum { MAX_ADDRESS = 4000 };

static bool escapable(char c)
{
    return c && strchr("\\`*_{}[]()#+-.!|>~", c) != NULL;
}

/* Words of a line without the marks around them. */
static void inlines(md *m, const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        char c = s[i];
        if (c == '\\' && i + 1 < n && escapable(s[i + 1])) {
            ent_build_text(&m->b, s + i + 1, 1);
            i += 2;
            continue;
        }
        bool picture = c == '!' && i + 1 < n && s[i + 1] == '[';
        if (c == '[' || picture) {
            size_t a = i + 1 + picture, b = a, depth = 1;
            while (b < n && b < a + 400) {
                depth += s[b] == '[';
                depth -= s[b] == ']';
                if (!depth) {
                    break;
                }
                b++;
            }
            bool link = b + 1 < n && s[b] == ']' && (s[b + 1] == '(' || s[b + 1] == '[');
            bool note = a < n && s[a] == '^' && b < n && s[b] == ']';
            if (note) {
                i = b + 1;
                continue;
            }
            size_t reach = n - b - 1 < MAX_ADDRESS ? n - b - 1 : MAX_ADDRESS;
            const char *close = link ? memchr(s + b + 1, s[b + 1] == '(' ? ')' : ']', reach) : NULL;
            if (close) {
                if (!picture) {
                    inlines(m, s + a, b - a);
                }
                i = (size_t)(close - s) + 1;
                continue;
            }
        }
        if (c == '<' && i + 1 < n && (s[i + 1] == '/' || (s[i + 1] | 32) >= 'a')) {
            const char *gt = memchr(s + i, '>', n - i < 300 ? n - i : 300);
            size_t len = gt ? (size_t)(gt - s) - i + 1 : 0;
            if (len && len < 300) {
                if (ent_read_starts(s + i + 1, len, "http")) {
                    ent_build_text(&m->b, s + i + 1, len - 2);
                }
                i += len;
                continue;
            }
        }
        if (c == '`' || c == '*' || c == '_' || (c == '~' && i + 1 < n && s[i + 1] == '~')) {
            size_t k = i; /* a run of marks: emphasis, unless blanks or letters are on both sides */
            while (k < n && s[k] == c) {
                k++;
            }
            bool before = i == 0 || (unsigned char)s[i - 1] <= ' ';
            bool after = k >= n || (unsigned char)s[k] <= ' ';
            bool word = i && k < n && (s[i - 1] | 32) >= 'a' && (s[k] | 32) >= 'a' && c == '_';
            if ((before && after) || word) {
                ent_build_text(&m->b, s + i, k - i);
            }
            i = k;
            continue;
        }
        size_t j = i + 1;
        while (j < n && !strchr("\\`*_[!<~&", s[j])) {
            j++;
        }
        size_t len = j - i;
        const char *t = s + i;
        if (c == '&') {
            t = ent_read_unescape(&m->d->arena, t, len, &len);
        }
        ent_build_text(&m->b, t, len);
        i = j;
    }
}

static void start(md *m, uint8_t kind, uint8_t level)
{
    ent_build_block(&m->b, kind, level);
    m->open = true;
    m->kind = kind;
}

static void stop(md *m)
{
    ent_build_end(&m->b);
    m->open = false;
}

/* "title: ..." lines between two "---": returns what they take. */
static size_t front_matter(md *m, const char *s, size_t n)
{
    if (n < 8 || memcmp(s, "---", 3) != 0 || (s[3] != '\n' && s[3] != '\r')) {
        return 0;
    }
    const char *end = memmem(s + 4, n - 4, "\n---", 4);
    if (!end || end - s > 20000) {
        return 0;
    }
    for (size_t i = 4; i < (size_t)(end - s) + 1;) {
        const char *nl = memchr(s + i, '\n', n - i);
        size_t stop_at = nl ? (size_t)(nl - s) : n;
        const char *colon = memchr(s + i, ':', stop_at - i);
        if (colon && (unsigned char)s[i] > ' ') {
            size_t k = (size_t)(colon - s) - i, a = (size_t)(colon - s) + 1, b = stop_at;
            while (a < b && strchr(" \t\"'", s[a])) {
                a++;
            }
            while (b > a && strchr(" \t\r\"'", s[b - 1])) {
                b--;
            }
            const char *v = ent_arena_strn(&m->d->arena, s + a, b - a);
            if (ent_read_same(s + i, k, "title")) {
                ent_read_field(&m->d->title, v, "record");
            } else if (ent_read_same(s + i, k, "author")) {
                ent_read_field(&m->d->byline, v, "record");
            } else if (ent_read_same(s + i, k, "date") && m->d->day == ENT_DAY_NONE) {
                m->d->day = ent_read_date(v, b - a);
                ent_read_field(&m->d->published, m->d->day != ENT_DAY_NONE ? v : NULL, "record");
            }
        }
        i = stop_at + 1;
    }
    return (size_t)(end - s) + 4;
}

static size_t list_mark(const char *s, size_t n)
{
    if (n > 2 && strchr("*-+", s[0]) && s[1] == ' ') {
        return 2;
    }
    size_t i = 0;
    while (i < n && i < 9 && s[i] >= '0' && s[i] <= '9') {
        i++;
    }
    return i && i + 1 < n && (s[i] == '.' || s[i] == ')') && s[i + 1] == ' ' ? i + 2 : 0;
}

static bool only(const char *s, size_t n, const char *set, size_t least)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (s[i] != ' ' && (!strchr(set, s[i]) || s[i] != s[0])) {
            return false;
        }
        k += s[i] != ' ';
    }
    return k >= least;
}

/* "| Year | Event |": a line, its cells parted by commas where they end without a mark. The rule
 * under the head, "|---|---|", is none. */
static void table_row(md *m, const char *s, size_t n)
{
    bool rule = true, first = true;
    for (size_t i = 0; i < n && rule; i++) {
        rule = strchr("|-: ", s[i]) != NULL && s[i];
    }
    stop(m);
    if (rule) {
        return;
    }
    start(m, ENT_BLOCK_ITEM, 0);
    for (size_t i = 1; i < n;) {
        const char *bar = memchr(s + i, '|', n - i);
        size_t end = bar ? (size_t)(bar - s) : n, k = end;
        while (i < k && s[i] == ' ') {
            i++;
        }
        while (k > i && s[k - 1] == ' ') {
            k--;
        }
        if (k > i) {
            ent_build_text(&m->b, first ? "" : ", ", first ? 0 : 2);
            inlines(m, s + i, k - i);
            first = false;
        }
        i = end + 1;
    }
    stop(m);
}

/* One line; `next` is the one behind it. Returns true where it takes the next one too. */
static bool line(md *m, const char *s, size_t n, const char *next, size_t next_n)
{
    size_t indent = 0;
    while (indent < n && s[indent] == ' ') {
        indent++;
    }
    s += indent;
    n -= indent;
    if (!n || only(s, n, "*-_", 3)) {
        stop(m);
        return false;
    }
    size_t h = 0;
    while (h < n && h < 7 && s[h] == '#') {
        h++;
    }
    if (h && h < 7 && h < n && s[h] == ' ') {
        while (n > h && (s[n - 1] == '#' || s[n - 1] == ' ')) {
            n--;
        }
        start(m, ENT_BLOCK_HEADING, (uint8_t)h);
        inlines(m, s + h, n - h);
        stop(m);
        return false;
    }
    if (!m->open && next_n >= 2 && only(next, next_n, "=-", 2) && !list_mark(s, n)) {
        start(m, ENT_BLOCK_HEADING, next[0] == '=' ? 1 : 2);
        inlines(m, s, n);
        stop(m);
        return true;
    }
    if (s[0] == '>') {
        size_t k = 1 + (n > 1 && s[1] == ' ');
        if (!m->open || m->kind != ENT_BLOCK_QUOTE) {
            start(m, ENT_BLOCK_QUOTE, 0);
        }
        if (n <= k) {
            stop(m);
            return false;
        }
        ent_build_text(&m->b, " ", 1);
        inlines(m, s + k, n - k);
        return false;
    }
    if (n > 4 && s[0] == '[' && !m->open) { /* "[ref]: address", "[^1]: a note" */
        const char *end = memchr(s, ']', n < 200 ? n : 200);
        if (end && (size_t)(end - s) + 1 < n && end[1] == ':') {
            return false;
        }
    }
    if (s[0] == '|' && n > 2) {
        table_row(m, s, n);
        return false;
    }
    size_t mark = list_mark(s, n);
    if (mark && (!m->open || m->kind == ENT_BLOCK_ITEM || strchr("*-+", s[0]))) {
        start(m, ENT_BLOCK_ITEM, 0);
        inlines(m, s + mark, n - mark);
        return false;
    }
    if (!m->open) {
        start(m, ENT_BLOCK_PARAGRAPH, 0);
    } else {
        ent_build_text(&m->b, " ", 1);
    }
    inlines(m, s, n);
    return false;
}

void ent_read_markdown(ent_doc *d, const char *s, size_t n)
{
    md m = {.d = d};
    ent_build_open(&m.b, d);
    size_t i = front_matter(&m, s, n);
    bool fence = false;
    while (i < n) {
        const char *nl = memchr(s + i, '\n', n - i);
        size_t end = nl ? (size_t)(nl - s) : n, k = end;
        k -= k > i && s[k - 1] == '\r';
        const char *nl2 = end < n ? memchr(s + end + 1, '\n', n - end - 1) : NULL;
        size_t end2 = end >= n ? n : nl2 ? (size_t)(nl2 - s) : n;
        size_t j = end < n ? end + 1 : n, k2 = end2;
        k2 -= k2 > j && s[k2 - 1] == '\r';
        if (k - i >= 3 && (memcmp(s + i, "```", 3) == 0 || memcmp(s + i, "~~~", 3) == 0)) {
            stop(&m);
            fence = !fence;
        } else if (!fence && line(&m, s + i, k - i, s + j, k2 > j ? k2 - j : 0)) {
            end = end2;
        }
        i = end + 1;
    }
    ent_build_close(&m.b);
    for (uint32_t b = 0; b < d->block_count; b++) { /* the first heading is the title */
        if (d->blocks[b].kind == ENT_BLOCK_HEADING && b == 0) {
            d->blocks[b].kind = ENT_BLOCK_TITLE;
            ent_span p = d->blocks[b].span;
            ent_read_field(&d->title, ent_arena_strn(&d->arena, d->text + p.begin, p.end - p.begin),
                           "visible");
            d->body.begin = d->block_count > 1 ? d->blocks[1].span.begin : p.end;
            d->body.end = d->len;
        }
    }
}
