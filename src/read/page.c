/* page.c: a tree of HTML into blocks of text, with what the markup around them says.
 *
 * In: ent_tree. Out: ent_page: blocks in document order, for every element the words of its class
 * and id that tell what it holds, and sums of words over its subtree. It does not decide what the
 * article is (article.c).
 */
#include "read_int.h"

static const char *const hints[ENT_HINT_COUNT] = {
#define H(id, word) word,
#include "hints.def"
#undef H
};

/* The hint words that stand anywhere in s, as bits; `first` lists hints by their first letter. */
static uint64_t find_hints(const char *s, size_t n)
{
    uint64_t found = 0;
    for (size_t i = 0; i < n; i++) {
        char c = (char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] + 32 : s[i]);
        if (c < 'a' || c > 'z') {
            continue;
        }
        for (size_t h = 0; h < ENT_HINT_COUNT; h++) {
            if (hints[h][0] > c) {
                break; /* sorted */
            }
            if (hints[h][0] == c && ent_read_starts(s + i, n - i, hints[h])) {
                found |= UINT64_C(1) << h;
            }
        }
    }
    return found;
}

static bool hidden(const ent_tree *t, uint32_t i)
{
    const ent_attr *style = ent_read_attr(t, i, "style");
    if (style) {
        size_t at = ent_read_find(style->value, style->len, "display");
        for (at += 7; at < style->len && (style->value[at] == ' ' || style->value[at] == ':');) {
            at++;
        }
        if (at < style->len && ent_read_starts(style->value + at, style->len - at, "none")) {
            return true;
        }
    }
    return ent_read_attr(t, i, "hidden") != NULL;
}

/* "[12]", "[citation needed]", a number that leads to a note: the mark of a note. */
static bool note_mark(const ent_tree *t, uint32_t i)
{
    char first = 0, last = 0;
    size_t n = 0;
    bool digits = true, leads = false;
    for (uint32_t k = i; k < t->nodes[i].end && n < 40; k++) {
        const ent_node *x = &t->nodes[k];
        const ent_attr *a = x->tag == ENT_TAG_A ? ent_read_attr(t, k, "href") : NULL;
        leads |= a && a->len && a->value[0] == '#';
        for (uint32_t c = 0; x->tag == ENT_TAG_TEXT && c < x->len && n < 40; c++) {
            if ((unsigned char)x->s[c] > ' ') {
                first = first ? first : x->s[c];
                last = x->s[c];
                digits &= last >= '0' && last <= '9';
                n++;
            }
        }
    }
    return (n >= 2 && n < 40 && first == '[' && last == ']') ||
           (n >= 1 && n <= 3 && digits && leads);
}

/* What stands on the page but is not its text: notes' marks, links to edit, dialogs, and the lists
 * of references and links that the software of wikis adds. */
static bool apparatus(const ent_tree *t, uint32_t i)
{
    static const char *const classes[] = {
        "mw-editsection", "mw-jump-link", "noprint",     "navbox",  "reflist",
        "references",     "catlinks",     "printfooter", "infobox", "mw-empty-elt",
        "footnotes",      "footnote",     "endnotes"};
    if (t->nodes[i].tag == ENT_TAG_SUP) {
        return note_mark(t, i);
    }
    if (t->nodes[i].tag == ENT_TAG_A) {
        const ent_attr *name = ent_read_attr(t, i, "class");
        return name && ent_read_find(name->value, name->len, "footnote") < name->len &&
               note_mark(t, i);
    }
    if (ent_read_attr_is(t, i, "role", "dialog") || ent_read_attr_is(t, i, "role", "alertdialog") ||
        ent_read_attr_is(t, i, "aria-modal", "true")) {
        return true;
    }
    const ent_attr *c = ent_read_attr(t, i, "class");
    for (size_t k = 0, end; c && k < c->len; k = end + 1) {
        const char *blank = memchr(c->value + k, ' ', c->len - k);
        end = blank ? (size_t)(blank - c->value) : c->len;
        for (size_t w = 0; w < ENT_COUNT(classes); w++) {
            if (ent_read_same(c->value + k, end - k, classes[w])) {
                return true;
            }
        }
    }
    return false;
}

static void read_hints(ent_page *p, uint32_t i)
{
    static const char *const names[] = {"class", "id", "role", "itemprop", "data-component"};
    uint64_t h = 0;
    for (uint32_t k = 0; k < p->tree.nodes[i].attr_count; k++) {
        const ent_attr *a = &p->tree.attrs[p->tree.nodes[i].attr + k];
        for (size_t w = 0; w < ENT_COUNT(names); w++) {
            if (a->name_len == strlen(names[w]) && memcmp(a->name, names[w], a->name_len) == 0) {
                h |= find_hints(a->value, a->len < 400 ? a->len : 400);
            }
        }
    }
    p->info[i].hints = h;
}

static uint8_t kind_of(const ent_page *p, uint32_t node, uint8_t *level)
{
    *level = 0;
    for (uint32_t i = node, up = 0; i != ENT_NONE && up < 6; i = p->tree.nodes[i].parent, up++) {
        switch (p->tree.nodes[i].tag) {
        case ENT_TAG_H1:
        case ENT_TAG_H2:
        case ENT_TAG_H3:
        case ENT_TAG_H4:
        case ENT_TAG_H5:
        case ENT_TAG_H6:
            *level = (uint8_t)(p->tree.nodes[i].tag - ENT_TAG_H1 + 1);
            return ENT_BLOCK_HEADING;
        case ENT_TAG_FIGCAPTION:
        case ENT_TAG_CAPTION:
            return ENT_BLOCK_CAPTION;
        case ENT_TAG_BLOCKQUOTE:
            return ENT_BLOCK_QUOTE;
        case ENT_TAG_LI:
        case ENT_TAG_DT:
        case ENT_TAG_DD:
            return ENT_BLOCK_ITEM;
        case ENT_TAG_TD:
        case ENT_TAG_TH:
            return ENT_BLOCK_CELL;
        case ENT_TAG_BODY:
        case ENT_TAG_ARTICLE:
            return ENT_BLOCK_PARAGRAPH;
        default:
            break;
        }
    }
    return ENT_BLOCK_PARAGRAPH;
}

static void close_block(ent_page *p, ent_hblock *b, uint32_t end)
{
    if (b->words || b->chars) {
        b->end = end;
        b->kind = kind_of(p, b->node, &b->level);
        ent_hblock *x = ENT_PUSH(p->arena, p->blocks, p->block_count, p->block_cap);
        *x = *b;
    }
    memset(b, 0, sizeof *b);
}

static void count_text(ent_hblock *b, const ent_node *x, bool link)
{
    uint32_t words = 0, chars = 0, cjk = 0;
    bool in = false;
    for (uint32_t i = 0; i < x->len; i++) {
        unsigned char c = (unsigned char)x->s[i];
        if (c >= 0xE3 && c <= 0xE9 && i + 2 < x->len) { /* kana, Han: about two to a word */
            uint32_t cp;
            i += (uint32_t)ent_utf8_next(x->s + i, x->len - i, &cp) - 1;
            cjk += cp >= 0x3040;
            b->commas += cp == 0x3001;
            chars++;
            continue;
        }
        bool w = c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                 (c >= 'A' && c <= 'Z') || c == '\'';
        words += w && !in;
        chars += c > ' ';
        b->commas += c == ',';
        in = w;
    }
    words += (cjk + 1) / 2;
    b->words += words;
    b->chars += chars;
    b->link_words += link ? words : 0;
}

static bool ends_sentence(const ent_node *x)
{
    uint32_t n = x->len;
    while (n && ((unsigned char)x->s[n - 1] <= ' ' || strchr("\"')", x->s[n - 1]))) {
        n--;
    }
    return n && strchr(".?!", x->s[n - 1]);
}

/* Made before style sheets: fonts are elements, and nothing has a class. */
static bool old_page(const ent_tree *t)
{
    uint32_t fonts = 0, classes = 0;
    for (uint32_t i = 1; i < t->count; i++) {
        fonts += t->nodes[i].tag == ENT_TAG_FONT;
        classes += t->nodes[i].attr_count && ent_read_attr(t, i, "class") != NULL;
    }
    return fonts && classes * 4 < fonts;
}

/* The line that begins behind node i: "posted by Anna at 9:14". */
static bool signs(const ent_tree *t, uint32_t i)
{
    for (uint32_t k = i + 1; k < t->count && k < i + 5; k++) {
        const ent_node *x = &t->nodes[k];
        if (x->tag == ENT_TAG_TEXT) {
            uint32_t from = 0;
            while (from < x->len && (unsigned char)x->s[from] <= ' ') {
                from++;
            }
            if (from < x->len) {
                return ent_read_starts(x->s + from, x->len - from, "posted by ");
            }
        } else if (x->tag == ENT_TAG_BR || (ent_read_tag_flags(x->tag) & ENT_TAGF_BLOCK)) {
            return false;
        }
    }
    return false;
}

/* What stands since the last <br>, or since the block began. */
typedef struct line {
    uint32_t words, links, chars;
    bool stop; /* it ends a sentence */
} line;

/* The <br> at node i ends the block too: it follows another one, or it ends a title, byline or
 * menu, which pages of the nineties set as lines of one cell, or the next line signs. */
static bool break_parts(const ent_tree *t, uint32_t i, const line *l, bool old)
{
    bool set = old && l->words <= 14 && (!l->stop || l->links == l->words);
    return l->chars == 0 || set || signs(t, i);
}

static void add_text(ent_hblock *b, const ent_node *x, bool link, line *l)
{
    ent_hblock before = *b;
    count_text(b, x, link);
    l->words += b->words - before.words;
    l->links += b->link_words - before.link_words;
    l->chars += b->chars - before.chars;
    l->stop = b->chars == before.chars ? l->stop : ends_sentence(x);
}

void ent_read_page(ent_page *p)
{
    ent_tree *t = &p->tree;
    p->info = ent_arena_zalloc(p->arena, t->count + 1, sizeof *p->info);
    ent_hblock b = {0};
    line l = {0};
    uint32_t link_end = 0;
    bool old = old_page(t);
    uint32_t ends[ENT_READ_MAX_DEPTH + 3]; /* ends of open block elements */
    uint32_t owner[ENT_READ_MAX_DEPTH + 3];
    uint32_t open = 0;
    ends[0] = t->count;
    owner[0] = 0;
    for (uint32_t i = 1; i < t->count;) {
        const ent_node *x = &t->nodes[i];
        while (open && i >= ends[open]) {
            close_block(p, &b, i);
            open--;
        }
        if (x->tag == ENT_TAG_TEXT) {
            if (!b.first) {
                b.first = i;
                b.node = owner[open];
            }
            add_text(&b, x, i < link_end, &l);
            i++;
            continue;
        }
        unsigned flags = ent_read_tag_flags(x->tag);
        if (x->tag == ENT_TAG_BR) {
            if (b.first && break_parts(t, i, &l, old)) {
                close_block(p, &b, i);
            }
            l = (line){0};
            i++;
            continue;
        }
        if (x->attr_count) {
            read_hints(p, i);
        }
        if ((flags & ENT_TAGF_SKIP) ||
            ((x->attr_count || x->tag == ENT_TAG_SUP) && (hidden(t, i) || apparatus(t, i)))) {
            p->info[i].skip = 1;
            i = x->end;
            continue;
        }
        if (x->tag == ENT_TAG_A && ent_read_attr(t, i, "href")) {
            link_end = x->end;
        }
        if (x->tag == ENT_TAG_BUTTON || x->tag == ENT_TAG_LABEL) {
            link_end = x->end;
        }
        if ((flags & ENT_TAGF_BLOCK) && open + 1 < ENT_COUNT(ends)) {
            close_block(p, &b, i);
            l = (line){0};
            open++;
            ends[open] = x->end;
            owner[open] = i;
        }
        i++;
    }
    close_block(p, &b, t->count);
}
