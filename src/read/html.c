/* html.c: a web page into a document.
 *
 * In: UTF-8 HTML. Out: title, the article's blocks, readers' comments, each a voice of its own,
 * metadata. What is article and what is furniture article.c decides.
 */
#include "posts.h"

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

void ent_read_add_block(ent_build *b, const ent_page *p, const ent_hblock *h, uint8_t kind)
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

/* -- mail -------------------------------------------------------------------------------------- */

/* The block is of lines that begin with ">", in a <pre>. */
static bool repeats(const ent_page *p, const ent_hblock *h)
{
    const ent_node *x = &p->tree.nodes[h->first];
    return p->tree.nodes[h->node].tag == ENT_TAG_PRE && x->len && x->s[0] == '>';
}

/* "On Mon, Jun 13, 2011 at 6:02 PM, Tobias Renn <...> wrote:": the name; NULL. */
static const char *answers(ent_arena *a, const char *s)
{
    static const char *const verbs[] = {" wrote:", " writes:", " said:", " schrieb:"};
    size_t n = strlen(s), end = n, from = 0;
    for (size_t i = 0; i < ENT_COUNT(verbs); i++) {
        size_t k = strlen(verbs[i]);
        end = n > k && ent_read_same(s + n - k, k, verbs[i]) ? n - k : end;
    }
    if (end == n || n > 200) {
        return NULL;
    }
    size_t address = ent_read_find(s, end, " <");
    end = address < end ? address : end;
    for (size_t i = 0; i < end; i++) {
        bool number = s[i] >= '0' && s[i] <= '9';
        from = s[i] == ',' || number ? i + 1 : from;
    }
    const char *name = ent_read_squeeze(a, s + from, end - from);
    size_t words = ent_read_words(name, strlen(name));
    return words >= 1 && words <= 5 ? name : NULL;
}

/* What a mail repeats of the one it answers: without the marks, its writer's voice. */
static void add_repeated(ent_build *b, ent_page *p, uint32_t i, const char *name)
{
    ent_hblock *h = &p->blocks[i];
    for (uint32_t k = h->first; k < h->end; k++) {
        ent_node *x = &p->tree.nodes[k];
        bool line = k == h->first || p->tree.nodes[k - 1].tag == ENT_TAG_BR ||
                    p->tree.nodes[k - 1].tag == ENT_TAG_TEXT || x[-1].tag == ENT_TAG_I;
        while (x->tag == ENT_TAG_TEXT && line && x->len && (x->s[0] == '>' || x->s[0] == ' ')) {
            x->s++;
            x->len--;
        }
    }
    uint32_t begin = ent_build_at(b);
    ent_read_add_block(b, p, h, ENT_BLOCK_QUOTE);
    uint32_t end = ent_build_at(b);
    while (begin < end && (unsigned char)b->text.data[begin] <= ' ') {
        begin++;
    }
    if (name) {
        ent_read_part(b->d, begin, end,
                      ent_read_voice(b->d, ENT_VOICE_REPRINT, name, ENT_DAY_NONE));
    }
}

/* A thread's author is who opened it. */
static void first_author(ent_doc *d, const ent_post *x)
{
    ent_read_field(&d->byline, ent_arena_str(&d->arena, x->name), "visible");
    if (d->day == ENT_DAY_NONE && x->day != ENT_DAY_NONE) {
        char buf[16];
        d->day = x->day;
        ent_read_field(&d->published, ent_arena_str(&d->arena, ent_day_format(x->day, buf)),
                       "visible");
    }
}

void ent_read_html(ent_doc *d, const char *s, size_t n, const ent_read_options *o)
{
    ent_arena scratch = {0};
    ent_page p = {.arena = &scratch};
    ent_read_markup(&p.tree, &scratch, s, n, false);
    ent_read_page(&p);
    ent_read_meta(&p, d);
    ent_read_article(&p);
    ent_posts found;
    ent_read_posts(&p, &found);
    if (found.first != ENT_NONE) {
        first_author(d, &found.v[found.first]);
    }
    ent_read_visible(&p, d);
    ent_build b;
    ent_build_open(&b, d);
    if (!o->body_only) {
        add_title(&b, d);
    }
    uint32_t first = d->block_count;
    bool pictures = picture_story(&p);
    const char *writer = NULL; /* of the mail that is repeated next */
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
        if (repeats(&p, h)) {
            add_repeated(&b, &p, i, writer);
            continue;
        }
        writer = answers(&scratch, ent_read_block_string(&p, h, &scratch));
        /* a cell that holds prose is a paragraph of a page laid out by tables */
        uint8_t kind = h->kind == ENT_BLOCK_CELL && h->words >= 8 ? ENT_BLOCK_PARAGRAPH : h->kind;
        kind = writer ? ENT_BLOCK_LINE : kind;
        ent_read_add_block(&b, &p, h, kind);
    }
    d->body.begin = first < d->block_count ? d->blocks[first].span.begin : ent_build_at(&b);
    d->body.end = ent_build_at(&b);
    uint32_t last = d->block_count;
    if (!o->body_only) {
        ent_read_comments(&b, &p, &found);
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
        ent_read_add_block(&b, &p, &p.blocks[i], p.blocks[i].kind);
    }
    d->body.begin = first < d->block_count ? d->blocks[first].span.begin : ent_build_at(&b);
    d->body.end = ent_build_at(&b);
    ent_build_close(&b);
    ent_read_reprints(d, first, d->block_count);
    note_cut(d, &p.tree);
    ent_arena_free(&scratch);
}
