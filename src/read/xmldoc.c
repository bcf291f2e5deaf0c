/* xmldoc.c: a TEI text, a PETRARCH sentence, an item of a feed as a document.
 *
 * In: UTF-8 XML of one record. Out: text, blocks, metadata; dates and names that TEI marks as
 * hints, its quotations and speakers as parts. Front matter and notes are left out. Nothing is
 * validated; what is not well-formed gives what it can.
 */
#include "read_int.h"

static const char *attr_text(const ent_tree *t, uint32_t i, const char *name, ent_arena *a)
{
    const ent_attr *x = ent_read_attr(t, i, name);
    return x && x->len ? ent_read_squeeze(a, x->value, x->len) : NULL;
}

static bool any(const ent_tree *t, uint32_t i, const char *const *names, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        if (ent_read_name_is(t, i, names[k])) {
            return true;
        }
    }
    return false;
}
#define ANY(t, i, ...)                                                                             \
    any((t), (i), (const char *const[]){__VA_ARGS__},                                              \
        ENT_COUNT(((const char *const[]){__VA_ARGS__})))

/* First element of a name below `from`; 0 none. */
static uint32_t find(const ent_tree *t, uint32_t from, const char *name)
{
    for (uint32_t i = from + 1; i < t->nodes[from].end; i++) {
        if (ent_read_name_is(t, i, name)) {
            return i;
        }
    }
    return 0;
}

static const char *text_of(const ent_tree *t, uint32_t from, const char *name, ent_arena *a)
{
    uint32_t i = find(t, from, name);
    const char *s = i ? ent_read_node_text(t, i, a) : NULL;
    return s && *s ? s : NULL;
}

static void set_day(ent_doc *d, const char *s)
{
    if (s && d->day == ENT_DAY_NONE) {
        d->day = ent_read_date(s, strlen(s));
        if (d->day != ENT_DAY_NONE) {
            ent_read_field(&d->published, s, "record");
        }
    }
}

/* The words of an element without its notes. */
static const char *text_without_notes(const ent_tree *t, uint32_t from, ent_arena *a)
{
    ent_buf b = {0};
    for (uint32_t i = from; i < t->nodes[from].end;) {
        if (ent_read_name_is(t, i, "note")) {
            i = t->nodes[i].end;
            continue;
        }
        if (t->nodes[i].tag == ENT_TAG_TEXT) {
            ent_buf_add(&b, t->nodes[i].s, t->nodes[i].len);
        } else if (ANY(t, i, "lb", "pb", "p")) {
            ent_buf_char(&b, ' ');
        }
        i++;
    }
    const char *s = ent_read_squeeze(a, b.data ? b.data : "", b.len);
    ent_buf_free(&b);
    return *s ? s : NULL;
}

/* -- PETRARCH --------------------------------------------------------------------------------- */

void ent_read_petrarch(ent_doc *d, const char *s, size_t n)
{
    ent_arena scratch = {0};
    ent_tree t;
    ent_build b;
    ent_read_markup(&t, &scratch, s, n, true);
    ent_build_open(&b, d);
    uint32_t i = find(&t, 0, "Sentence");
    if (i) {
        const char *id = attr_text(&t, i, "id", &d->arena);
        const char *category = attr_text(&t, i, "category", &scratch);
        d->id = d->id ? d->id : id;
        set_day(d, attr_text(&t, i, "date", &d->arena));
        ent_read_field(&d->site, attr_text(&t, i, "source", &d->arena), "record");
        if (category) {
            ent_buf x = {0};
            ent_buf_str(&x, "\"category\":");
            ent_json_str(&x, category);
            d->extra = ent_arena_strn(&d->arena, x.data, x.len);
            ent_buf_free(&x);
        }
        uint32_t text = find(&t, i, "Text");
        const char *plain = text ? ent_read_node_text(&t, text, &scratch) : "";
        ent_build_block(&b, ENT_BLOCK_PARAGRAPH, 0);
        ent_build_text(&b, plain, strlen(plain));
    }
    ent_build_close(&b);
    ent_arena_free(&scratch);
}

/* -- feeds ------------------------------------------------------------------------------------ */

/* "Sun, 04 May 15 08:00 GMT": RFC 822 has years of two digits (RFC 2822: up to 49 they are 20xx).
 */
static const char *long_year(const char *s, ent_arena *a)
{
    size_t n = s ? strlen(s) : 0;
    for (size_t i = 7; i + 3 < n; i++) {
        bool digits = s[i] >= '0' && s[i] <= '9' && s[i + 1] >= '0' && s[i + 1] <= '9';
        bool letter = (s[i - 2] | 32) >= 'a' && (s[i - 2] | 32) <= 'z';
        if (s[i - 1] == ' ' && letter && digits && s[i + 2] == ' ') {
            return ent_arena_printf(a, "%.*s%s%s", (int)i, s, s[i] < '5' ? "20" : "19", s + i);
        }
    }
    return s;
}

/* "desk@wire.example (The Desk)": the name. */
static const char *author_name(const char *s, ent_arena *a)
{
    const char *open = s ? strchr(s, '(') : NULL, *close = open ? strrchr(s, ')') : NULL;
    const char *at = s ? strchr(s, '@') : NULL;
    if (!at || !open || at > open || !close || close < open + 2) {
        return at && !strchr(s, ' ') ? NULL : s; /* an address alone is no name */
    }
    return ent_arena_strn(a, open + 1, (size_t)(close - open) - 1);
}

/* A title of which the tags were escaped. */
static const char *plain_title(const char *s, size_t n, ent_arena *scratch, ent_arena *a)
{
    if (memchr(s, '<', n) && memchr(s, '>', n)) {
        ent_tree t;
        ent_read_markup(&t, scratch, s, n, false);
        return ent_read_node_text(&t, 0, a);
    }
    return ent_read_squeeze(a, s, n);
}

void ent_read_rss(ent_doc *d, const char *s, size_t n, const ent_read_options *o)
{
    static const char *const bodies[] = {"encoded", "content", "description", "summary"};
    static const char *const dates[] = {"pubDate", "published", "date", "updated", "issued"};
    ent_arena scratch = {0};
    ent_tree t;
    ent_read_markup(&t, &scratch, s, n, true);
    const char *id = text_of(&t, 0, "guid", &d->arena);
    id = id ? id : text_of(&t, 0, "id", &d->arena);
    const char *link = text_of(&t, 0, "link", &d->arena);
    uint32_t l = find(&t, 0, "link");
    link = link || !l ? link : attr_text(&t, l, "href", &d->arena);
    ent_read_field(&d->url, link, "record");
    d->id = d->id ? d->id : id ? id : link;
    for (size_t k = 0; k < ENT_COUNT(dates); k++) {
        set_day(d, text_of(&t, 0, dates[k], &d->arena));
        set_day(d, long_year(text_of(&t, 0, dates[k], &d->arena), &d->arena));
    }
    const char *title = text_of(&t, 0, "title", &scratch);
    if (title) {
        size_t len = strlen(title);
        title = ent_read_unescape(&scratch, title, len, &len);
        ent_read_field(&d->title, plain_title(title, len, &scratch, &d->arena), "record");
    }
    ent_read_field(&d->via, text_of(&t, 0, "source", &d->arena), "record");
    const char *by = text_of(&t, 0, "creator", &d->arena);
    uint32_t author = find(&t, 0, "author");
    by = by || !author ? by : text_of(&t, author, "name", &d->arena);
    by = by ? by : text_of(&t, 0, "author", &d->arena);
    ent_read_field(&d->byline, author_name(by, &d->arena), "record");
    for (size_t k = 0; k < ENT_COUNT(bodies); k++) {
        uint32_t i = find(&t, 0, bodies[k]);
        if (!i) {
            continue;
        }
        ent_buf html = {0}; /* escaped HTML, or elements of XHTML as they stand */
        bool inner = false;
        for (uint32_t x = i + 1; x < t.nodes[i].end; x++) {
            inner |= t.nodes[x].tag != ENT_TAG_TEXT;
        }
        if (inner) {
            size_t from = (size_t)(t.nodes[i].s - s), to = n;
            if (t.nodes[i].end < t.count && t.nodes[t.nodes[i].end].tag != ENT_TAG_TEXT) {
                to = (size_t)(t.nodes[t.nodes[i].end].s - s) - 1;
            }
            const char *gt = from < to && to <= n ? memchr(s + from, '>', to - from) : NULL;
            from = gt ? (size_t)(gt - s) + 1 : to;
            ent_buf_add(&html, s + from, to - from);
        } else {
            for (uint32_t x = i + 1; x < t.nodes[i].end; x++) {
                ent_buf_add(&html, t.nodes[x].s, t.nodes[x].len);
            }
        }
        if (html.len) {
            const char *copy = ent_arena_strn(&scratch, html.data, html.len);
            ent_read_fragment(d, copy, html.len, o);
        }
        ent_buf_free(&html);
        if (d->len) {
            break;
        }
    }
    if (!d->len) {
        ent_read_fragment(d, "", 0, o);
    }
    ent_arena_free(&scratch);
}

/* -- TEI -------------------------------------------------------------------------------------- */

typedef struct tei {
    ent_doc *d;
    ent_tree t;
    ent_build b;
    ent_arena scratch;
} tei;

typedef struct open_span {
    uint32_t end; /* node at which it ends */
    uint32_t begin;
    const char *kind, *value; /* a hint; kind NULL: a quotation of `voice` */
    uint32_t voice;
} open_span;

static void close_spans(tei *x, open_span *open, uint32_t *count, uint32_t node)
{
    while (*count && open[*count - 1].end <= node) {
        open_span *o = &open[--*count];
        uint32_t begin = o->begin, end = ent_build_at(&x->b); /* ENT_NONE: nothing was said */
        const char *s = x->b.text.data;
        while (begin < end && (unsigned char)s[begin] <= ' ') {
            begin++;
        }
        while (end > begin && (unsigned char)s[end - 1] <= ' ') {
            end--;
        }
        if (begin >= end) {
            continue;
        }
        if (o->kind) {
            ent_doc *d = x->d;
            ent_hint *h = ENT_PUSH(&d->arena, d->hints, d->hint_count, d->hint_cap);
            *h = (ent_hint){{begin, end}, o->kind, o->value};
        } else {
            ent_read_part(x->d, begin, end, o->voice);
        }
    }
}

static uint8_t tei_kind(const ent_tree *t, uint32_t i)
{
    if (ANY(t, i, "head")) {
        return ENT_BLOCK_HEADING;
    }
    if (ANY(t, i, "item")) {
        return ENT_BLOCK_ITEM;
    }
    if (ANY(t, i, "cell")) {
        return ENT_BLOCK_CELL;
    }
    if (ANY(t, i, "figDesc")) {
        return ENT_BLOCK_CAPTION;
    }
    if (ANY(t, i, "opener", "closer", "dateline", "byline", "salute", "signed", "speaker",
            "postscript")) {
        return ENT_BLOCK_LINE;
    }
    return ENT_BLOCK_PARAGRAPH;
}

static void tei_header(tei *x)
{
    const ent_tree *t = &x->t;
    ent_doc *d = x->d;
    uint32_t h = find(t, 0, "teiHeader");
    if (!h) {
        return;
    }
    uint32_t file = find(t, h, "fileDesc");
    file = file ? file : h;
    ent_read_field(&d->title, text_of(t, file, "title", &d->arena), "record");
    ent_read_field(&d->byline, text_of(t, file, "author", &d->arena), "record");
    uint32_t pub = find(t, file, "publicationStmt");
    uint32_t source = find(t, file, "sourceDesc");
    if (pub) {
        ent_read_field(&d->site, text_of(t, pub, "publisher", &d->arena), "record");
    }
    /* when the text was written, before when the file was made */
    const uint32_t places[] = {find(t, h, "creation"), source, pub};
    for (size_t k = 0; k < ENT_COUNT(places); k++) {
        uint32_t i = places[k] ? find(t, places[k], "date") : 0;
        if (i) {
            set_day(d, attr_text(t, i, "when", &d->arena));
            set_day(d, ent_read_node_text(t, i, &d->arena));
        }
    }
    uint32_t lang = find(t, h, "language");
    if (lang) {
        ent_read_field(&d->lang, attr_text(t, lang, "ident", &d->arena), "record");
    }
}

static const char *speaker_of(const ent_tree *t, uint32_t i, ent_arena *a)
{
    const char *who = attr_text(t, i, "who", a);
    if (who && who[0] == '#') {
        who++;
    }
    if (ent_read_name_is(t, i, "sp")) {
        const char *s = text_of(t, i, "speaker", a);
        size_t n = s ? strlen(s) : 0;
        while (n && strchr(".:", s[n - 1])) {
            n--;
        }
        who = n ? ent_arena_strn(a, s, n) : who;
    }
    return who;
}

/* Its words have marks of their own, from which quote.c knows them, and their speaker too. */
static bool marked(const ent_tree *t, uint32_t i)
{
    for (uint32_t k = i + 1; k < t->nodes[i].end; k++) {
        const ent_node *x = &t->nodes[k];
        for (uint32_t c = 0; x->tag == ENT_TAG_TEXT && c < x->len; c++) {
            if ((unsigned char)x->s[c] > ' ') {
                return x->s[c] == '"' ||
                       (c + 3 < x->len && (memcmp(x->s + c, "\xE2\x80\x9C", 3) == 0 ||
                                           memcmp(x->s + c, "\xE2\x80\x98", 3) == 0));
            }
        }
    }
    return false;
}

/* <q> may hold a word that is only mentioned; what is long is no word. */
static bool utterance(tei *x, uint32_t i)
{
    if (x->t.nodes[i].end - i > 200) {
        return true;
    }
    const char *s = ent_read_node_text(&x->t, i, &x->scratch);
    return ent_read_words(s, strlen(s)) >= 5;
}

static void tei_body(tei *x, uint32_t from)
{
    const ent_tree *t = &x->t;
    open_span open[ENT_READ_MAX_DEPTH + 3];
    uint32_t ends[ENT_READ_MAX_DEPTH + 3], deep = 0, count = 0;
    for (uint32_t i = from + 1; i < t->nodes[from].end;) {
        const ent_node *e = &t->nodes[i];
        while (deep && ends[deep - 1] <= i) {
            close_spans(x, open, &count, i);
            ent_build_end(&x->b);
            deep--;
        }
        close_spans(x, open, &count, i);
        if (e->tag == ENT_TAG_TEXT) {
            if (x->b.block != ENT_NONE || ent_read_words(e->s, e->len)) {
                ent_build_text(&x->b, e->s, e->len);
            }
            i++;
            continue;
        }
        if (ANY(t, i, "note", "teiHeader", "front", "sic", "orig", "abbr", "del", "fw", "graphic",
                "back", "figure") &&
            !(ANY(t, i, "sic", "orig", "abbr") && !ent_read_name_is(t, e->parent, "choice"))) {
            i = e->end;
            continue;
        }
        if (ANY(t, i, "lb", "pb", "cb")) {
            const ent_attr *br = ent_read_attr(t, i, "break");
            if (!br || !ent_read_same(br->value, br->len, "no")) {
                ent_build_text(&x->b, " ", x->b.block != ENT_NONE);
            }
        }
        if (ANY(t, i, "p", "head", "ab", "l", "item", "cell", "opener", "closer", "dateline",
                "byline", "salute", "signed", "speaker", "postscript", "figDesc", "label") &&
            deep < ENT_COUNT(ends)) {
            ent_build_block(&x->b, tei_kind(t, i), ent_read_name_is(t, i, "head") ? 2 : 0);
            ends[deep++] = e->end;
            for (uint32_t k = 0; k < count && !ent_read_name_is(t, i, "speaker"); k++) {
                open[k].begin = open[k].begin == ENT_NONE ? ent_build_at(&x->b) : open[k].begin;
            }
        }
        if (count < ENT_COUNT(open)) {
            open_span o = {.end = e->end, .begin = ent_build_at(&x->b)};
            if (ANY(t, i, "date", "persName", "placeName", "orgName")) {
                const char *colon = memchr(e->s, ':', e->len);
                size_t skip = colon ? (size_t)(colon - e->s) + 1 : 0;
                o.kind = ent_arena_strn(&x->d->arena, e->s + skip, e->len - skip);
                o.value = attr_text(t, i, "when", &x->d->arena);
                o.value = o.value ? o.value : attr_text(t, i, "ref", &x->d->arena);
                o.value = o.value ? o.value : attr_text(t, i, "key", &x->d->arena);
                open[count++] = o;
            } else if (ANY(t, i, "quote", "said", "sp", "q")) {
                const char *who = speaker_of(t, i, &x->d->arena);
                bool words = ANY(t, i, "quote", "said", "sp") || utterance(x, i);
                if (who || (words && !marked(t, i))) {
                    o.voice = ent_read_voice(x->d, ENT_VOICE_QUOTED, who, ENT_DAY_NONE);
                    /* the label of who speaks is not among his words */
                    o.begin = ent_read_name_is(t, i, "sp") ? ENT_NONE : o.begin;
                    open[count++] = o;
                }
            }
        }
        i++;
    }
    close_spans(x, open, &count, t->nodes[from].end);
    ent_build_end(&x->b);
}

/* Who wrote a letter: <persName type="from">, else the one who signed it. */
static const char *sender(const ent_tree *t, uint32_t div, ent_arena *a)
{
    uint32_t by = 0;
    for (uint32_t i = div + 1; i < t->nodes[div].end; i++) {
        if (ent_read_name_is(t, i, "persName") && ent_read_attr_is(t, i, "type", "from")) {
            return text_without_notes(t, i, a);
        }
        by = ent_read_name_is(t, i, "signed") ? i : by;
    }
    const char *s = by ? text_without_notes(t, by, a) : NULL;
    return s && ent_read_words(s, strlen(s)) <= 6 ? s : NULL;
}

void ent_read_tei(ent_doc *d, const char *s, size_t n)
{
    tei x = {.d = d};
    ent_read_markup(&x.t, &x.scratch, s, n, true);
    ent_build_open(&x.b, d);
    tei_header(&x);
    uint32_t text = find(&x.t, 0, "text");
    uint32_t body = find(&x.t, text, "body");
    uint32_t div = body ? 0 : find(&x.t, 0, "div");
    if (div) { /* a document of a volume */
        const char *id = attr_text(&x.t, div, "xml:id", &d->arena);
        const char *slash = strrchr(d->path, '/'), *file = slash ? slash + 1 : d->path;
        if (id && !d->id) { /* every volume has a "d1" */
            d->id = ent_arena_printf(&d->arena, "%.*s:%s", (int)strcspn(file, ".:"), file, id);
        }
        uint32_t head = find(&x.t, div, "head");
        ent_read_field(&d->title, head ? text_without_notes(&x.t, head, &d->arena) : NULL,
                       "record");
        ent_read_field(&d->byline, sender(&x.t, div, &d->arena), "record");
        const char *when = NULL;
        for (uint32_t k = 0; k < x.t.nodes[div].attr_count && !when; k++) {
            const ent_attr *a = &x.t.attrs[x.t.nodes[div].attr + k];
            if (ent_read_find(a->name, a->name_len, "datetime-min") < a->name_len) {
                when = ent_arena_strn(&d->arena, a->value, a->len);
            }
        }
        set_day(d, when);
        uint32_t line = find(&x.t, div, "dateline");
        uint32_t date = line ? find(&x.t, line, "date") : 0;
        set_day(d, date ? attr_text(&x.t, date, "when", &d->arena) : NULL);
        set_day(d, line ? ent_read_node_text(&x.t, line, &d->arena) : NULL);
    }
    tei_body(&x, body ? body : div ? div : text);
    ent_build_close(&x.b);
    ent_arena_free(&x.scratch);
}
