/* html.c: a web page into a document.
 *
 * In: UTF-8 HTML. Out: title, the article's blocks, readers' comments, each a voice of its own,
 * metadata. What is article and what is furniture article.c decides.
 */
#include "read_int.h"

/* <cite> or <footer> of a block quotation: who said it. */
static bool is_credit(const ent_page *p, uint32_t n)
{
    bool credit = false;
    for (uint32_t up = 0; n != ENT_NONE && up < 6; n = p->tree.nodes[n].parent, up++) {
        uint8_t tag = p->tree.nodes[n].tag;
        credit |= tag == ENT_TAG_CITE || tag == ENT_TAG_FOOTER;
        if (tag == ENT_TAG_BLOCKQUOTE) {
            return credit;
        }
    }
    return false;
}

static bool dashed(const char *s, uint32_t n)
{
    uint32_t i = 0;
    while (i < n && (unsigned char)s[i] <= ' ') {
        i++;
    }
    return i < n && (s[i] == '-' || (i + 3 < n && (memcmp(s + i, "\xE2\x80\x94", 3) == 0 ||
                                                   memcmp(s + i, "\xE2\x80\x93", 3) == 0)));
}

static void add_block(ent_build *b, const ent_page *p, const ent_hblock *h, uint8_t kind)
{
    enum { QUOTES = 8 };
    uint32_t quotes[QUOTES], open = 0; /* ends of <q>, which stand for marks */
    bool credited = false;
    ent_build_block(b, kind, kind == ENT_BLOCK_HEADING ? h->level : 0);
    for (uint32_t i = h->first; i < h->end;) {
        const ent_node *x = &p->tree.nodes[i];
        while (open && quotes[open - 1] <= i) {
            ent_build_text(b, "\xE2\x80\x9D", 3);
            open--;
        }
        if (x->tag == ENT_TAG_Q && !p->info[i].skip && open < QUOTES && x->end <= h->end) {
            ent_build_text(b, "\xE2\x80\x9C", 3);
            quotes[open++] = x->end;
        }
        if (kind == ENT_BLOCK_QUOTE && x->tag == ENT_TAG_TEXT && !credited && is_credit(p, i)) {
            credited = true;
            if (i > h->first) {
                ent_build_break(b);
            }
            if (!dashed(x->s, x->len)) {
                ent_build_text(b, "\xE2\x80\x94 ", 4);
            }
        }
        if (x->tag == ENT_TAG_TEXT) {
            ent_build_text(b, x->s, x->len);
        } else if (p->info[i].skip) {
            i = x->end;
            continue;
        } else if (x->tag == ENT_TAG_BR) {
            ent_build_break(b);
        }
        i++;
    }
    while (open--) {
        ent_build_text(b, "\xE2\x80\x9D", 3);
    }
    ent_build_end(b);
}

/* -- comments --------------------------------------------------------------------------------- */

/* The outermost element of readers' comments around a node; ENT_NONE. */
static uint32_t comment_region(const ent_page *p, uint32_t n)
{
    uint32_t region = ENT_NONE;
    for (; n != ENT_NONE; n = p->tree.nodes[n].parent) {
        uint8_t tag = p->tree.nodes[n].tag;
        if (tag == ENT_TAG_BODY || tag == ENT_TAG_MAIN) {
            break;
        }
        if (tag == ENT_TAG_FORM) {
            return ENT_NONE;
        }
        if ((p->info[n].hints & ENT_HINT_BIT(COMMENT)) &&
            !(tag == ENT_TAG_ARTICLE && region == ENT_NONE &&
              (p->info[n].hints & (ENT_HINT_BIT(POST) | ENT_HINT_BIT(STORY))))) {
            region = n;
        }
    }
    return region;
}

static bool class_word(const ent_tree *t, uint32_t n, const char *word)
{
    const ent_attr *a = ent_read_attr(t, n, "class");
    size_t k = strlen(word);
    for (size_t i = 0; a && i + k <= a->len; i++) {
        bool edge =
            (i == 0 || a->value[i - 1] == ' ') && (i + k == a->len || a->value[i + k] == ' ');
        if (edge && ent_read_starts(a->value + i, a->len - i, word)) {
            return true;
        }
    }
    return false;
}

/* A block that says who wrote the comment, by the markup within and around it. */
static bool author_block(const ent_page *p, const ent_hblock *h, uint32_t region)
{
    if (h->words == 0 || h->words > 14) {
        return false;
    }
    const ent_tree *t = &p->tree;
    for (uint32_t i = h->first; i < h->end; i++) {
        if (t->nodes[i].tag != ENT_TAG_TEXT &&
            (t->nodes[i].tag == ENT_TAG_CITE || class_word(t, i, "fn") ||
             class_word(t, i, "username") || class_word(t, i, "user-name"))) {
            return true;
        }
    }
    uint32_t up = 0;
    for (uint32_t n = t->nodes[h->first].parent; n != ENT_NONE && n != region && up < 5;
         n = t->nodes[n].parent, up++) {
        if ((p->info[n].hints & (ENT_HINT_BIT(AUTHOR) | ENT_HINT_BIT(BYLINE))) ||
            t->nodes[n].tag == ENT_TAG_CITE || class_word(t, n, "fn") ||
            class_word(t, n, "username") || class_word(t, n, "name")) {
            return p->info[n].words <= 16;
        }
    }
    return false;
}

const char *ent_read_block_string(const ent_page *p, const ent_hblock *h, ent_arena *a)
{
    ent_buf b = {0};
    for (uint32_t i = h->first; i < h->end; i++) {
        if (p->tree.nodes[i].tag == ENT_TAG_TEXT && !p->info[p->tree.nodes[i].parent].skip) {
            ent_buf_add(&b, p->tree.nodes[i].s, p->tree.nodes[i].len);
        }
    }
    const char *s = ent_read_squeeze(a, b.data ? b.data : "", b.len);
    ent_buf_free(&b);
    return s;
}

/* "Jane Doe says:", "Jane Doe on June 5, 2024" -> "Jane Doe". */
static const char *commenter(ent_arena *a, const char *s)
{
    static const char *const tails[] = {" says", " said",         " wrote", " commented",
                                        " on ",  " \xE2\x80\xA2", " | ",    ":"};
    size_t n = strlen(s), end = n;
    size_t from = ent_read_starts(s, n, "by ") ? 3 : 0;
    for (size_t i = 0; i < ENT_COUNT(tails); i++) {
        size_t k = ent_read_find(s, n, tails[i]);
        end = k < end && k > from ? k : end;
    }
    return ent_arena_strn(a, s + from, end - from);
}

typedef struct comment {
    uint32_t voice; /* 0: none is open */
    uint32_t begin;
} comment;

static void end_comment(ent_build *b, comment *c)
{
    if (c->voice) {
        uint32_t end = ent_build_at(b), begin = c->begin;
        while (begin < end && (unsigned char)b->text.data[begin] <= ' ') {
            begin++;
        }
        ent_read_part(b->d, begin, end, c->voice);
    }
    c->voice = 0;
}

/* A date in the markup or words of a block. */
static int32_t block_day(const ent_page *p, const ent_hblock *h, const char *text)
{
    for (uint32_t n = h->first; n < h->end; n++) {
        uint32_t up = p->tree.nodes[n].tag == ENT_TAG_TEXT ? p->tree.nodes[n].parent : n;
        const ent_attr *when = ent_read_attr(&p->tree, up, "datetime");
        if (when) {
            return ent_read_date(when->value, when->len);
        }
    }
    size_t n = strlen(text);
    return h->words <= 14 ? ent_read_date(text, n) : ENT_DAY_NONE;
}

/* Lines of a site's own among the comments. */
static bool no_comment(const char *s, size_t n)
{
    static const char *const lines[] = {"this site uses akismet",
                                        "pingback:",
                                        "trackback:",
                                        "want to join the disc",
                                        "feel free to contrib",
                                        "add your com",
                                        "your email address",
                                        "required fields",
                                        "rating:",
                                        "report abuse",
                                        "load more",
                                        "show more",
                                        "sort by",
                                        "be the first to",
                                        "sign in to comment",
                                        "log in to comment",
                                        "notify me of",
                                        "view all com",
                                        "save my name",
                                        "post a comment",
                                        "permalink",
                                        "flag as inap"};
    for (size_t i = 0; n <= 200 && i < ENT_COUNT(lines); i++) {
        if (ent_read_starts(s, n, lines[i])) {
            return true;
        }
    }
    return false;
}

/* The house rules, which nobody signs. */
static bool house_rules(const char *s, size_t n)
{
    static const char *const words[] = {
        "post a comment", "add a comment",       "to comment",   "logged in",
        "register or",    "moderates comments",  "off-topic",    "on topic",
        "comment policy", "comments are closed", "terms of use", "community guidelines",
        "house rules"};
    for (size_t i = 0; n <= 600 && i < ENT_COUNT(words); i++) {
        if (ent_read_find(s, n, words[i]) < n) {
            return true;
        }
    }
    return false;
}

static void add_comments(ent_build *b, ent_page *p)
{
    ent_doc *d = b->d;
    comment c = {0};
    uint32_t item = 0;
    const char *name = NULL;
    int32_t day = ENT_DAY_NONE;
    bool fresh = true; /* the next text begins a comment */
    for (uint32_t i = 0; i < p->block_count; i++) {
        const ent_hblock *h = &p->blocks[i];
        uint32_t region = h->role == ENT_HROLE_NONE ? comment_region(p, h->node) : ENT_NONE;
        if (region == ENT_NONE) {
            continue;
        }
        const char *s = ent_read_block_string(p, h, p->arena);
        size_t n = strlen(s);
        if (h->kind == ENT_BLOCK_HEADING &&
            (ent_read_is_comments_head(s, n) || ent_read_is_comments_end(s, n))) {
            end_comment(b, &c);
            if (ent_read_is_comments_head(s, n)) {
                add_block(b, p, h, ENT_BLOCK_LINE);
            }
            continue;
        }
        int32_t when = block_day(p, h, s);
        if (author_block(p, h, region)) {
            end_comment(b, &c);
            name = commenter(p->arena, s);
            day = when != ENT_DAY_NONE ? when : day;
            fresh = true;
            continue;
        }
        if (when != ENT_DAY_NONE && (h->words <= 12 || h->link_words == h->words)) {
            if (c.voice && !fresh && d->voices[c.voice].day == ENT_DAY_NONE) {
                d->voices[c.voice].day = when; /* below the comment's words */
            } else {
                day = when;
            }
            continue;
        }
        if (h->link_words == h->words || ent_read_is_chrome(s, n) || no_comment(s, n) ||
            (!name && house_rules(s, n)) || h->kind == ENT_BLOCK_HEADING ||
            (h->words <= 2 && h->level == 0 && ent_read_words(s, n) && n < 14 && !c.voice)) {
            continue;
        }
        uint32_t li = 0; /* without names, an item of the list is a comment */
        for (uint32_t x = h->node; x != ENT_NONE && x != region && !li;
             x = p->tree.nodes[x].parent) {
            bool holds =
                p->tree.nodes[x].tag == ENT_TAG_LI || p->tree.nodes[x].tag == ENT_TAG_ARTICLE;
            li = holds ? x : 0;
        }
        if (!name && li != item) {
            fresh = true;
        }
        if (fresh || !c.voice) {
            end_comment(b, &c);
            c.voice = ent_read_voice(d, ENT_VOICE_COMMENT, name, day);
            c.begin = ent_build_at(b);
            name = NULL;
            day = ENT_DAY_NONE;
            item = li;
            fresh = false;
        }
        add_block(b, p, h, h->kind == ENT_BLOCK_QUOTE ? ENT_BLOCK_QUOTE : ENT_BLOCK_PARAGRAPH);
    }
    end_comment(b, &c);
}

/* -- the page --------------------------------------------------------------------------------- */

static void add_title(ent_build *b, const ent_doc *d)
{
    if (d->title.value) {
        ent_build_block(b, ENT_BLOCK_TITLE, 1);
        ent_build_text(b, d->title.value, strlen(d->title.value));
        ent_build_end(b);
    }
}

static void note_cut(ent_doc *d, const ent_tree *t)
{
    if (t->cut) {
        ent_doc_note(d, "read", (ent_span){0, 0}, "over %u elements: the rest is left out",
                     (unsigned)ENT_READ_MAX_NODES);
    }
}

static bool same_as_title(const ent_doc *d, const char *s)
{
    return d->title.value && strcmp(d->title.value, s) == 0;
}

/* The caption of a picture, not of a table. */
static bool picture_text(const ent_page *p, const ent_hblock *h)
{
    uint32_t n = h->kind == ENT_BLOCK_CAPTION ? h->node : ENT_NONE;
    while (n != ENT_NONE && p->tree.nodes[n].tag != ENT_TAG_CAPTION &&
           p->tree.nodes[n].tag != ENT_TAG_FIGCAPTION) {
        n = p->tree.nodes[n].parent;
    }
    return n != ENT_NONE && p->tree.nodes[n].tag == ENT_TAG_FIGCAPTION;
}

/* Captions tell the story. */
static bool picture_story(const ent_page *p)
{
    uint32_t captions = 0, words = 0;
    for (uint32_t i = 0; i < p->block_count; i++) {
        const ent_hblock *h = &p->blocks[i];
        words += h->role == ENT_HROLE_BODY ? h->words : 0;
        captions += h->role == ENT_HROLE_BODY && picture_text(p, h) ? h->words : 0;
    }
    return captions * 3 > words;
}

void ent_read_html(ent_doc *d, const char *s, size_t n, const ent_read_options *o)
{
    ent_arena scratch = {0};
    ent_page p = {.arena = &scratch};
    ent_read_markup(&p.tree, &scratch, s, n, false);
    ent_read_page(&p);
    ent_read_meta(&p, d);
    ent_read_article(&p);
    ent_read_visible(&p, d);
    ent_build b;
    ent_build_open(&b, d);
    if (!o->body_only) {
        add_title(&b, d);
    }
    uint32_t first = d->block_count;
    bool pictures = picture_story(&p);
    for (uint32_t i = 0; i < p.block_count; i++) {
        const ent_hblock *h = &p.blocks[i];
        if (h->role != ENT_HROLE_BODY ||
            (!o->body_only && h->kind == ENT_BLOCK_HEADING &&
             same_as_title(d, ent_read_block_string(&p, h, &scratch)))) {
            continue;
        }
        if (o->body_only && picture_text(&p, h) && !pictures) {
            continue; /* the page's text has it, as a caption; the article's alone has not */
        }
        /* a cell that holds prose is a paragraph of a page laid out by tables */
        uint8_t kind = h->kind == ENT_BLOCK_CELL && h->words >= 8 ? ENT_BLOCK_PARAGRAPH : h->kind;
        add_block(&b, &p, h, kind);
    }
    d->body.begin = first < d->block_count ? d->blocks[first].span.begin : ent_build_at(&b);
    d->body.end = ent_build_at(&b);
    uint32_t last = d->block_count;
    if (!o->body_only) {
        add_comments(&b, &p);
    }
    ent_build_close(&b);
    ent_read_reprints(d, first, last);
    note_cut(d, &p.tree);
    ent_arena_free(&scratch);
}

void ent_read_fragment(ent_doc *d, const char *s, size_t n, const ent_read_options *o)
{
    ent_arena scratch = {0};
    ent_page p = {.arena = &scratch};
    ent_read_markup(&p.tree, &scratch, s, n, false);
    ent_read_page(&p);
    ent_build b;
    ent_build_open(&b, d);
    if (!o->body_only) {
        add_title(&b, d);
    }
    for (uint32_t i = 1; i < p.tree.count; i++) { /* "... <a>Read more</a>" */
        if (p.tree.nodes[i].tag == ENT_TAG_A && p.tree.nodes[i].end - i < 8) {
            const char *words = ent_read_node_text(&p.tree, i, &scratch);
            p.info[i].skip |= ent_read_is_chrome(words, strlen(words));
        }
    }
    uint32_t first = d->block_count;
    for (uint32_t i = 0; i < p.block_count; i++) {
        add_block(&b, &p, &p.blocks[i], p.blocks[i].kind);
    }
    d->body.begin = first < d->block_count ? d->blocks[first].span.begin : ent_build_at(&b);
    d->body.end = ent_build_at(&b);
    ent_build_close(&b);
    ent_read_reprints(d, first, d->block_count);
    note_cut(d, &p.tree);
    ent_arena_free(&scratch);
}
