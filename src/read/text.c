/* text.c: plain text into blocks, and the furniture of a page that was saved as text.
 *
 * In: d->text. Out: title, blocks, the parts of a reprint ("Via X:" ... "Continue reading") and of
 * readers' comments, byline and date where they stand on lines of their own. Lines that were
 * wrapped at a margin are one block. The text itself is not changed. Quotations within paragraphs
 * are quote.c's.
 */
#include "read_int.h"

typedef struct line {
    uint32_t begin, end; /* without white space at either end */
    uint32_t indent;
    bool after_blank;
} line;

typedef struct text {
    ent_doc *d;
    ent_arena scratch;
    line *lines;
    uint32_t line_count, line_cap;
    size_t wrap; /* the margin that lines were wrapped at; 0 none */
} text;

static size_t span_len(ent_span s)
{
    return s.end - s.begin;
}

static void cut_lines(text *t)
{
    const ent_doc *d = t->d;
    bool blank = true;
    for (uint32_t i = 0; i < d->len;) {
        uint32_t j = i, indent = 0;
        while (j < d->len && (d->text[j] == ' ' || d->text[j] == '\t' || d->text[j] == '\r' ||
                              (d->text[j] == '\xC2' && d->text[j + 1] == '\xA0'))) {
            indent += d->text[j] == '\t' ? 4 : 1;
            j += d->text[j] == '\xC2' ? 2 : 1;
        }
        const char *nl = memchr(d->text + j, '\n', d->len - j);
        uint32_t stop = nl ? (uint32_t)(nl - d->text) : d->len;
        uint32_t end = stop;
        while (end > j && (unsigned char)d->text[end - 1] <= ' ') {
            end--;
        }
        if (end > j) {
            line *x = ENT_PUSH(&t->scratch, t->lines, t->line_count, t->line_cap);
            *x = (line){j, end, indent, blank};
            blank = false;
        } else {
            blank = true;
        }
        i = stop + 1;
    }
}

static size_t width(const text *t, uint32_t i)
{
    const line *x = &t->lines[i];
    return ent_utf8_count(t->d->text + x->begin, x->end - x->begin) + x->indent;
}

/* The margin: most lines that are followed by another one come close to it, none goes far over. */
static size_t find_wrap(const text *t)
{
    uint32_t count[121] = {0}, n = 0;
    for (uint32_t i = 0; i + 1 < t->line_count; i++) {
        if (!t->lines[i + 1].after_blank) {
            size_t w = width(t, i);
            count[w > 120 ? 120 : w]++;
            n++;
        }
    }
    if (n < 2) {
        return 0;
    }
    uint32_t seen = 0;
    size_t margin = 0;
    for (size_t w = 120; w > 0; w--) {
        seen += count[w];
        if (seen * 50 > n) { /* a few longer lines do not matter */
            margin = w;
            break;
        }
    }
    uint32_t close = 0;
    for (size_t w = margin * 3 / 4; w <= margin && w <= 120; w++) {
        close += count[w];
    }
    return margin >= 40 && margin < 120 && close * 10 >= n * 6 ? margin : 0;
}

/* "1.", "12)", "(a)", "*", "-", a bullet: length of the marker with its blank; 0 none. */
static size_t marker(const char *s, size_t n)
{
    size_t i = 0;
    if (n > 2 && (s[0] == '*' || s[0] == '-' || s[0] == '+') && s[1] == ' ') {
        return 2;
    }
    if (n > 4 && (memcmp(s, "\xE2\x80\xA2", 3) == 0 || memcmp(s, "\xE2\x97\xA6", 3) == 0)) {
        return s[3] == ' ' ? 4 : 3;
    }
    while (i < n && i < 4 && s[i] >= '0' && s[i] <= '9') {
        i++;
    }
    if (i && i < 4 && i + 1 < n && (s[i] == '.' || s[i] == ')') && s[i + 1] == ' ') {
        return i + 2;
    }
    if (n > 4 && s[0] == '(' && s[2] == ')' && s[3] == ' ') {
        return 4;
    }
    return 0;
}

static bool terminal(const char *s, size_t n)
{
    while (n && (s[n - 1] == '"' || s[n - 1] == '\'' || s[n - 1] == ')')) {
        n--;
    }
    while (n >= 3 && (memcmp(s + n - 3, "\xE2\x80\x9D", 3) == 0 ||
                      memcmp(s + n - 3, "\xE2\x80\x99", 3) == 0)) {
        n -= 3;
    }
    return n && strchr(".!?:;", s[n - 1]);
}

static bool joins(const text *t, uint32_t i)
{
    const line *a = &t->lines[i - 1], *b = &t->lines[i];
    const char *s = t->d->text + b->begin;
    size_t n = b->end - b->begin;
    if (b->after_blank || marker(s, n) || b->indent > a->indent + 1) {
        if (b->after_blank || !marker(t->d->text + a->begin, a->end - a->begin) || marker(s, n)) {
            return false;
        }
    }
    bool open = !terminal(t->d->text + a->begin, a->end - a->begin);
    if (open && s[0] >= 'a' && s[0] <= 'z') {
        return true;
    }
    if (!t->wrap) {
        return false;
    }
    size_t word = 0;
    while (word < n && s[word] != ' ') {
        word++;
    }
    return width(t, i - 1) + 1 + word + (open ? 8 : 2) > t->wrap && width(t, i - 1) <= t->wrap + 40;
}

static void cut_blocks(text *t)
{
    ent_doc *d = t->d;
    for (uint32_t i = 0; i < t->line_count;) {
        uint32_t j = i + 1;
        while (j < t->line_count && joins(t, j)) {
            j++;
        }
        uint32_t begin = t->lines[i].begin;
        const char *s = d->text + begin;
        uint8_t kind = ENT_BLOCK_PARAGRAPH;
        size_t n = t->lines[j - 1].end - begin;
        if (marker(s, n)) {
            kind = ENT_BLOCK_ITEM;
        } else if (s[0] == '>' && n > 2) {
            kind = ENT_BLOCK_QUOTE;
        }
        ent_read_block(d, begin, t->lines[j - 1].end, kind, 0);
        i = j;
    }
}

/* -- what a line is --------------------------------------------------------------------------- */

static bool title_like(const ent_doc *d, const ent_block *b)
{
    const char *s = d->text + b->span.begin;
    size_t n = span_len(b->span);
    if (n > 220 || n < 3 || b->kind != ENT_BLOCK_PARAGRAPH || ent_read_words(s, n) > 32) {
        return false;
    }
    if (n > 2 && (s[0] == 'Q' || s[0] == 'A') && (s[1] == ':' || s[1] == '.') && s[2] == ' ') {
        return false; /* question and answer */
    }
    return s[n - 1] != '.' && s[n - 1] != ':' && s[n - 1] != ';' && s[n - 1] != ',' &&
           !(s[0] >= 'a' && s[0] <= 'z') && s[0] != '"' &&
           !(n > 3 && memcmp(s, "\xE2\x80\x9C", 3) == 0 && terminal(s, n));
}

static bool heading_like(const ent_doc *d, uint32_t i)
{
    const ent_block *b = &d->blocks[i];
    return title_like(d, b) && span_len(b->span) <= 90 && i + 1 < d->block_count &&
           ent_read_words(d->text + b->span.begin, span_len(b->span)) <= 12 &&
           span_len(d->blocks[i + 1].span) > 2 * span_len(b->span) &&
           !memchr(d->text + b->span.begin, '\n', span_len(b->span));
}

/* A line that is nothing but a date, perhaps after "Published", "Updated on" and with an hour. */
static int32_t date_line(const char *s, size_t n)
{
    return n <= 60 && ent_read_words(s, n) <= 9 ? ent_read_date(s, n) : ENT_DAY_NONE;
}

static size_t by_line(const char *s, size_t n)
{
    size_t k = ent_read_starts(s, n, "by ") ? 3 : ent_read_starts(s, n, "by: ") ? 4 : 0;
    if (!k || n > 90 || n < 6 || ent_read_words(s, n) > 11 || s[n - 1] == '.') {
        return 0;
    }
    return s[k] >= 'A' && s[k] <= 'Z' ? k : 0;
}

bool ent_read_is_chrome(const char *s, size_t n)
{
    static const char *const lines[] = {
        "continue reading", "read more",   "read the rest",   "read the full",
        "read it all",      "click here",  "share this",      "related:",
        "related posts",    "filed under", "tags:",           "advertisement",
        "sign up for",      "subscribe",   "skip to content", "posted in",
        "like this:",       "loading...",  "reply",           "log in to",
        "read full",        "read whole",  "full story",      "see also:",
        "follow us",        "print this",  "email this",      "share on",
        "you may also like"};
    if (n > 120 || ent_read_words(s, n) > 14) {
        return false;
    }
    return ent_read_starts_any(s, n, lines, ENT_COUNT(lines));
}

static bool ends_reprint(const char *s, size_t n)
{
    static const char *const lines[] = {"continue reading", "read more",          "read the rest",
                                        "read the full",    "read it all",        "read full",
                                        "read the whole",   "the rest is here",   "full story",
                                        "read the entire",  "click here to read", "more here"};
    return n <= 120 && ent_read_starts_any(s, n, lines, ENT_COUNT(lines));
}

bool ent_read_is_comments_head(const char *s, size_t n)
{
    static const char *const words[] = {"thoughts on",     "thought on", "comments", "comment",
                                        "responses",       "response",   "replies",  "reply",
                                        "reader comments", "reactions"};
    size_t i = 0;
    bool number = false;
    while (i < n && ((s[i] >= '0' && s[i] <= '9') || s[i] == ',')) {
        number = true;
        i++;
    }
    if (ent_read_starts(s, n, "one ")) {
        number = true;
        i = 3;
    }
    while (i < n && s[i] == ' ') {
        i++;
    }
    for (size_t w = 0; w < ENT_COUNT(words); w++) {
        size_t k = strlen(words[w]);
        if (!ent_read_starts(s + i, n - i, words[w])) {
            continue;
        }
        size_t rest = i + k;
        if (number && (rest == n || strchr(" :.(", s[rest]))) {
            return n < 300 &&
                   (rest + 4 > n || w < 2 || ent_read_starts(s + rest, n - rest, " on") ||
                    ent_read_starts(s + rest, n - rest, " to") || n - rest < 3);
        }
        while (rest < n && (strchr(" :()", s[rest]) || (s[rest] >= '0' && s[rest] <= '9'))) {
            rest++;
        }
        return rest == n && k > 7 && w != 5; /* "Comments", "Comments (3)", "Responses:" */
    }
    return false;
}

bool ent_read_is_comments_end(const char *s, size_t n)
{
    static const char *const lines[] = {
        "leave a comment",    "leave a reply",         "post a comment",   "add a comment",
        "write a comment",    "join the discussion",   "submit a comment", "comments are closed",
        "leave your comment", "join the conversation", "log in to leave",  "you must be logged in",
        "cancel reply"};
    return n <= 120 && ent_read_starts_any(s, n, lines, ENT_COUNT(lines));
}

/* "Via the Center for X:", "From X:", "Reprinted from X": where X stands; false where it is not. */
bool ent_read_via(const char *s, size_t n, size_t *from, size_t *to)
{
    static const struct {
        const char *lead;
        bool colon; /* only before a colon at the end */
    } leads[] = {{"via ", false},
                 {"from ", true},
                 {"h/t ", false},
                 {"hat tip: ", false},
                 {"reprinted from ", false},
                 {"reprinted with permission from ", false},
                 {"republished from ", false},
                 {"republished with permission from ", false},
                 {"originally published by ", false},
                 {"originally published in ", false},
                 {"originally published at ", false},
                 {"originally published on ", false},
                 {"originally appeared in ", false},
                 {"originally posted at ", false},
                 {"cross-posted from ", false},
                 {"courtesy of ", true},
                 {"source: ", false},
                 {"excerpt from ", true},
                 {"excerpted from ", false}};
    if (n > 140 || ent_read_words(s, n) > 16) {
        return false;
    }
    size_t paren = n > 2 && s[0] == '(' ? 1 : 0;
    for (size_t i = 0; i < ENT_COUNT(leads); i++) {
        size_t k = strlen(leads[i].lead);
        if (!ent_read_starts(s + paren, n - paren, leads[i].lead)) {
            continue;
        }
        if (leads[i].colon && s[n - 1] != ':') {
            return false;
        }
        *from = paren + k;
        *to = n;
        while (*to > *from && strchr(":.) ", s[*to - 1])) {
            --*to;
        }
        if (ent_read_starts(s + *from, *to - *from, "the ") && *to - *from > 6) {
            *from += 4;
        }
        return *to > *from + 1 && ent_read_words(s + *from, *to - *from) <= 10 &&
               !(s[*from] >= 'a' && s[*from] <= 'z' && !memchr(s + *from, '.', *to - *from));
    }
    return false;
}

/* -- a page saved as text --------------------------------------------------------------------- */

/* A comment's head line: "Jane Doe says:", "Jane Doe on June 5, 2024 at 3:14 pm". */
static bool comment_name(const char *s, size_t n, size_t *to, int32_t *day)
{
    static const char *const tails[] = {
        " says:", " said:", " wrote:", " writes:", " says", " commented"};
    *day = ENT_DAY_NONE;
    if (n > 100 || ent_read_words(s, n) > 14 || !n) {
        return false;
    }
    size_t at = n;
    for (size_t i = 0; i < ENT_COUNT(tails) && at == n; i++) {
        size_t k = ent_read_find(s, n, tails[i]);
        if (k < n && (k + strlen(tails[i]) == n || ent_read_date(s + k, n - k) != ENT_DAY_NONE)) {
            at = k;
        }
    }
    size_t on = ent_read_find(s, n, " on ");
    int32_t when = ent_read_date(s, n);
    if (at == n && when != ENT_DAY_NONE && on < n && on > 1) {
        at = on;
    }
    if (at == n) {
        for (size_t i = 1; i + 1 < n && when != ENT_DAY_NONE; i++) {
            if ((s[i] == ',' || s[i] == '|' || (s[i] == '-' && s[i - 1] == ' ')) &&
                ent_read_date(s, i) == ENT_DAY_NONE && ent_read_date(s + i, n - i) == when) {
                at = i;
                break;
            }
        }
    }
    if (at == n || at == 0 || ent_read_words(s, at) > 5) {
        return false;
    }
    while (at > 1 && (s[at - 1] == ' ' || s[at - 1] == ',')) {
        at--;
    }
    *to = at;
    *day = when;
    return true;
}

typedef struct comments {
    ent_doc *d;
    uint32_t voice; /* open comment; 0 none */
    uint32_t begin, end;
} comments;

static void comment_end(comments *c)
{
    if (c->voice && c->end > c->begin) {
        ent_read_part(c->d, c->begin, c->end, c->voice);
    }
    c->voice = 0;
}

static void comment_start(comments *c, const char *name, ent_span span, int32_t day, uint32_t at)
{
    comment_end(c);
    c->voice = ent_read_voice(c->d, ENT_VOICE_COMMENT, name, day);
    c->d->voices[c->voice].name_span = span;
    c->begin = c->end = at;
}

/* Blocks [from, to) are comments. */
static void read_comments(text *t, uint32_t from, uint32_t to)
{
    ent_doc *d = t->d;
    comments c = {.d = d};
    bool numbered = false, named = false;
    for (uint32_t i = from; i < to; i++) {
        size_t end;
        int32_t day;
        const char *s = d->text + d->blocks[i].span.begin;
        size_t n = span_len(d->blocks[i].span);
        numbered |= s[0] >= '0' && s[0] <= '9' && marker(s, n);
        named |= comment_name(s, n, &end, &day);
    }
    for (uint32_t i = from; i < to; i++) {
        ent_block *b = &d->blocks[i];
        const char *s = d->text + b->span.begin;
        size_t n = span_len(b->span), k = 0, end;
        int32_t day;
        if (s[0] >= '0' && s[0] <= '9' && (k = marker(s, n)) > 0) {
            comment_start(&c, NULL, (ent_span){0, 0}, ENT_DAY_NONE, b->span.begin + (uint32_t)k);
            b->span.begin += (uint32_t)k; /* the number is the page's, not the reader's */
            b->kind = ENT_BLOCK_PARAGRAPH;
            s += k;
            n -= k;
        }
        if (comment_name(s, n, &end, &day)) {
            ent_span span = {b->span.begin, b->span.begin + (uint32_t)end};
            comment_start(&c, ent_arena_strn(&d->arena, s, end), span, day, b->span.end);
            b->kind = ENT_BLOCK_LINE;
            continue;
        }
        if (ent_read_is_chrome(s, n)) {
            b->kind = ENT_BLOCK_LINE;
            continue;
        }
        if (c.voice && c.end == c.begin && date_line(s, n) != ENT_DAY_NONE) {
            d->voices[c.voice].day = date_line(s, n);
            b->kind = ENT_BLOCK_LINE;
            continue;
        }
        if (!c.voice || (!numbered && !named && c.end > c.begin)) {
            comment_start(&c, NULL, (ent_span){0, 0}, ENT_DAY_NONE, b->span.begin);
        }
        c.begin = c.end == c.begin ? b->span.begin : c.begin;
        c.end = b->span.end;
    }
    comment_end(&c);
}

/* First block at or after `i` for which a comments' head stands; block_count where none. */
static uint32_t find_comments(const ent_doc *d, uint32_t i)
{
    for (; i + 1 < d->block_count; i++) {
        if (ent_read_is_comments_head(d->text + d->blocks[i].span.begin,
                                      span_len(d->blocks[i].span))) {
            return i;
        }
    }
    return d->block_count;
}

void ent_read_reprints(ent_doc *d, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i + 1 < to; i++) {
        ent_block *b = &d->blocks[i];
        const char *s = d->text + b->span.begin;
        size_t n = span_len(b->span), x, y;
        if (b->kind != ENT_BLOCK_PARAGRAPH && b->kind != ENT_BLOCK_HEADING) {
            continue;
        }
        if (!ent_read_via(s, n, &x, &y)) {
            continue;
        }
        const char *name = ent_arena_strn(&d->arena, s + x, y - x);
        ent_read_field(&d->via, name, "visible");
        b->kind = ENT_BLOCK_LINE;
        if (s[n - 1] != ':') {
            continue; /* a credit: what it covers is not said */
        }
        uint32_t j = i + 1;
        while (j < to &&
               !ends_reprint(d->text + d->blocks[j].span.begin, span_len(d->blocks[j].span))) {
            size_t p, q;
            if (d->blocks[i + 1].kind == ENT_BLOCK_QUOTE && d->blocks[j].kind != ENT_BLOCK_QUOTE) {
                break; /* a block quotation is the reprint */
            }
            if (j > i + 1 && ent_read_via(d->text + d->blocks[j].span.begin,
                                          span_len(d->blocks[j].span), &p, &q)) {
                break;
            }
            j++;
        }
        uint32_t voice = ent_read_voice(d, ENT_VOICE_REPRINT, name, ENT_DAY_NONE);
        d->voices[voice].name_span =
            (ent_span){b->span.begin + (uint32_t)x, b->span.begin + (uint32_t)y};
        ent_read_part(d, d->blocks[i + 1].span.begin, d->blocks[j - 1].span.end, voice);
        if (title_like(d, &d->blocks[i + 1]) && j > i + 2) {
            d->blocks[i + 1].kind = ENT_BLOCK_TITLE;
        }
        i = j - 1;
    }
}

static void read_head(text *t, uint32_t to)
{
    ent_doc *d = t->d;
    uint32_t i = 0;
    if (to > 1 && title_like(d, &d->blocks[0]) && !d->title.value) {
        d->blocks[0].kind = ENT_BLOCK_TITLE;
        d->title.value = ent_read_squeeze(&d->arena, d->text + d->blocks[0].span.begin,
                                          span_len(d->blocks[0].span));
        d->title.from = "visible";
        i = 1;
    } else if (to && d->title.value && span_len(d->blocks[0].span) == strlen(d->title.value) &&
               memcmp(d->text + d->blocks[0].span.begin, d->title.value,
                      span_len(d->blocks[0].span)) == 0) {
        d->blocks[0].kind = ENT_BLOCK_TITLE;
        i = 1;
    }
    for (uint32_t end = i + 3; i < end && i + 1 < to; i++) {
        const char *s = d->text + d->blocks[i].span.begin;
        size_t n = span_len(d->blocks[i].span), k = by_line(s, n);
        int32_t day = date_line(s, n);
        if (k) {
            d->blocks[i].kind = ENT_BLOCK_LINE;
            size_t stop = k;
            while (stop < n && s[stop] != '|' && s[stop] != ',' && s[stop] != '\n') {
                stop++;
            }
            ent_read_field(&d->byline, ent_read_squeeze(&d->arena, s + k, stop - k), "visible");
        } else if (day != ENT_DAY_NONE && !terminal(s, n)) {
            d->blocks[i].kind = ENT_BLOCK_LINE;
        } else {
            break;
        }
        if (day != ENT_DAY_NONE && d->day == ENT_DAY_NONE) {
            char buf[16];
            d->day = day;
            ent_read_field(&d->published, ent_arena_str(&d->arena, ent_day_format(day, buf)),
                           "visible");
        }
    }
    d->body.begin = i < d->block_count ? d->blocks[i].span.begin : d->len;
}

void ent_read_text_blocks(ent_doc *d, bool page)
{
    text t = {.d = d};
    cut_lines(&t);
    t.wrap = find_wrap(&t);
    cut_blocks(&t);
    uint32_t head = page ? find_comments(d, 1) : d->block_count;
    uint32_t to = head;
    for (uint32_t i = 0; i < d->block_count && head == d->block_count; i++) {
        to = i + 1;
    }
    read_head(&t, to);
    for (uint32_t i = 1; i < to; i++) {
        ent_block *b = &d->blocks[i];
        const char *s = d->text + b->span.begin;
        size_t x, y;
        if (b->kind != ENT_BLOCK_PARAGRAPH) {
            continue;
        }
        if (ent_read_is_chrome(s, span_len(b->span)) ||
            (i + 1 >= to && ent_read_is_comments_end(s, span_len(b->span)))) {
            b->kind = ENT_BLOCK_LINE;
        } else if (heading_like(d, i) && !ent_read_via(s, span_len(b->span), &x, &y)) {
            b->kind = ENT_BLOCK_HEADING;
            b->level = 2;
        }
    }
    if (page) {
        ent_read_reprints(d, 0, to);
    }
    d->body.end = to ? d->blocks[to - 1].span.end : 0;
    d->body.begin = d->body.begin < d->body.end ? d->body.begin : d->body.end;
    if (head < d->block_count) {
        uint32_t end = head + 1;
        d->blocks[head].kind = ENT_BLOCK_LINE;
        while (end < d->block_count &&
               !ent_read_is_comments_end(d->text + d->blocks[end].span.begin,
                                         span_len(d->blocks[end].span))) {
            end++;
        }
        read_comments(&t, head + 1, end);
        for (; end < d->block_count; end++) {
            d->blocks[end].kind = ENT_BLOCK_LINE;
        }
    }
    ent_arena_free(&t.scratch);
}

void ent_read_text(ent_doc *d, const char *s, size_t n)
{
    char *out = ent_arena_alloc(&d->arena, n + 1);
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '\r') {
            out[k++] = '\n';
            i += i + 1 < n && s[i + 1] == '\n';
        } else {
            out[k++] = s[i];
        }
    }
    out[k] = 0;
    d->text = out;
    d->len = (uint32_t)k;
    ent_read_text_blocks(d, true);
}
