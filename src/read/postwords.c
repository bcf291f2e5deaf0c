/* postwords.c: the words of a post among what stands beside them.
 *
 * In: the posts of a page. Out: which blocks are a post's own words: not the corner that names its
 * author, not ranks, buttons, signatures, lines of the software; its day; what it repeats of
 * another post and of whom.
 */
#include "posts.h"

/* -- the words of a post ---------------------------------------------------------------------- */

static bool side_word(const char *s, size_t n)
{
    static const char *const words[] = {
        "signature", "profile", "userinfo",  "user-info",      "userextra",   "usertitle",
        "rank",      "avatar",  "vote",      "score",          "button",      "action",
        "toolbar",   "control", "reaction",  "likes",          "edited",      "badge",
        "taglist",   "report",  "permalink", "attribution",    "expandlink",  "sr-only",
        "menu",      "footer",  "meta",      "post-link",      "responsive-", "notice",
        "position",  "tagline", "parent",    "statistic",      "moderator",   "reply-to",
        "timestamp", "infos",   "voting",    "comment-header", "postprofile", "hidden",
        "blocked",   "toggle"};
    return ent_read_has_any(s, n, words, ENT_COUNT(words));
}

uint32_t ent_posts_quote(const ent_page *p, uint32_t n, uint32_t post)
{
    posts s = {.p = (ent_page *)(uintptr_t)p};
    uint32_t q = ENT_NONE;
    for (; n != ENT_NONE && n != post; n = p->tree.nodes[n].parent) {
        q = ent_posts_quoting(&s, n) || p->info[n].quotes ? n : q;
    }
    return q;
}

/* Beside the words: all of the block in an element below the post that is called so. */
static bool beside(const posts *s, const ent_hblock *b, uint32_t post)
{
    for (uint32_t n = s->p->tree.nodes[b->first].parent; n != ENT_NONE && n != post;
         n = s->p->tree.nodes[n].parent) {
        if (s->p->tree.nodes[n].end < b->end) {
            continue;
        }
        uint8_t tag = s->p->tree.nodes[n].tag;
        const ent_attr *c = ent_read_attr(&s->p->tree, n, "class");
        if (tag == ENT_TAG_FOOTER || tag == ENT_TAG_NAV || tag == ENT_TAG_BUTTON ||
            tag == ENT_TAG_HEADER || (c && side_word(c->value, c->len))) {
            return true;
        }
    }
    return false;
}

bool ent_posts_beside(const posts *s, uint32_t i)
{
    uint32_t stop = s->p->tree.nodes[s->p->blocks[i].first].parent;
    for (int up = 0; up < 5 && stop != ENT_NONE; up++) {
        stop = s->p->tree.nodes[stop].parent;
    }
    return beside(s, &s->p->blocks[i], stop);
}

/* "3 days ago", "2 days ago at 7:51 am" */
static bool relative(const char *s, size_t n)
{
    return n > 4 && ent_read_words(s, n) <= 7 && ent_read_find(s, n, " ago") < n &&
           ((s[0] >= '0' && s[0] <= '9') || ent_read_same(s + n - 4, 4, " ago"));
}

/* "11-05-2009, 07:12 PM" */
static bool numbers_only(const char *s, size_t n)
{
    bool digit = false;
    for (size_t i = 0; i < n; i++) {
        digit |= s[i] >= '0' && s[i] <= '9';
        if ((unsigned char)s[i] >= 0x80 ||
            ((s[i] | 32) >= 'a' && (s[i] | 32) <= 'z' && !strchr("APMapm", s[i]))) {
            return false;
        }
    }
    return digit;
}

/* Lines of the software's among the words. */
static bool line_of_software(const posts *s, const ent_hblock *b, const char *text, size_t n)
{
    static const char *const starts[] = {"this comment was removed",
                                         "this comment has been",
                                         "comment deleted",
                                         "comment removed",
                                         "this message has been",
                                         "this post has been",
                                         "last edited by",
                                         "quote:",
                                         "re: ",
                                         "reply to",
                                         "[deleted]",
                                         "[removed]",
                                         "in reply to",
                                         "join date:",
                                         "posts:",
                                         "click to expand"};
    if (n <= 120 && ent_read_starts_any(text, n, starts, ENT_COUNT(starts))) {
        return true;
    }
    bool title = s->p->title && b->words >= 2 && b->words <= 14 && n && text[n - 1] != '.' &&
                 strncmp(s->p->title, text, n) == 0;
    bool dated =
        numbers_only(text, n) || (b->words <= 12 && text[n ? n - 1 : 0] != '.' &&
                                  (ent_read_date(text, n) != ENT_DAY_NONE || relative(text, n)));
    return b->link_words == b->words || title || dated || ent_read_is_chrome(text, n) ||
           ent_read_no_comment(text, n) || (b->kind == ENT_BLOCK_HEADING && b->words < 2);
}

/* Levels from the post down to the author's corner: the highest element around the mark that does
 * not hold `longest`; 0: the mark stands within it. */
static uint32_t corner(const posts *s, uint32_t mark, uint32_t post, uint32_t longest,
                       uint32_t *levels)
{
    const ent_node *nodes = s->p->tree.nodes;
    uint32_t best = 0;
    *levels = 0;
    for (uint32_t n = mark; n != ENT_NONE && n != post; n = nodes[n].parent) {
        ++*levels;
        best = n <= longest && longest < nodes[n].end ? best : *levels;
    }
    return best ? *levels - best + 1 : 0;
}

static uint32_t corner_at(const posts *s, uint32_t mark, uint32_t post, uint32_t depth)
{
    const ent_node *nodes = s->p->tree.nodes;
    uint32_t levels = 0, n = mark;
    for (uint32_t k = mark; k != ENT_NONE && k != post; k = nodes[k].parent) {
        levels++;
    }
    for (; depth && levels > depth; levels--) {
        n = nodes[n].parent;
    }
    return n;
}

/* The authors' corners of all posts. Where a post's own words are few, its corner lies as deep as
 * in the post of the same make with the longest block, which shows it best. */
static void corners(posts *s)
{
    enum { FEW = 6 };
    ent_posts *o = s->out;
    ent_page *p = s->p;
    for (uint32_t i = 0; i < p->block_count; i++) {
        const ent_hblock *b = &p->blocks[i];
        uint32_t k = o->of[i];
        uint32_t words = b->words - b->link_words;
        if (k != ENT_NONE && words > o->v[k].longest_words &&
            ent_posts_quote(p, b->node, o->v[k].node) == ENT_NONE && !beside(s, b, o->v[k].node)) {
            o->v[k].longest_words = words;
            o->v[k].longest = b->first;
        }
    }
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < o->count; i++) {
            o->v[i].marks = 0;
        }
        for (uint32_t i = 0; i < s->mark_count; i++) {
            ent_post *x = s->marks[i].post == ENT_NONE ? NULL : &o->v[s->marks[i].post];
            if (!x) {
                continue;
            }
            family *f = &s->families[x->family];
            uint32_t nth = x->marks++, levels;
            uint32_t depth = corner(s, s->marks[i].node, x->node, x->longest, &levels);
            if (pass == 0 && nth == 0 && x->longest_words > f->longest) {
                f->longest = x->longest_words;
                memset(f->depth, 0, sizeof f->depth);
                memset(f->levels, 0, sizeof f->levels);
            }
            if (pass == 0 && nth < MARKS && x->longest_words == f->longest) {
                f->depth[nth] = depth;
                f->levels[nth] = levels;
            } else if (pass == 1) {
                bool same = nth < MARKS && x->longest_words < FEW && f->levels[nth] == levels;
                p->info[corner_at(s, s->marks[i].node, x->node, same ? f->depth[nth] : depth)]
                    .corner = 1;
            }
        }
    }
}

static bool in_corner(const ent_page *p, uint32_t n, uint32_t post)
{
    for (; n != ENT_NONE && n != post; n = p->tree.nodes[n].parent) {
        if (p->info[n].corner) {
            return true;
        }
    }
    return false;
}

/* A block whose first text stands in an element that goes begins behind it. */
void ent_posts_trim(ent_page *p, ent_hblock *b)
{
    for (bool again = true; again && b->first < b->end;) {
        again = false;
        for (uint32_t n = p->tree.nodes[b->first].parent; n != ENT_NONE && n > b->node;
             n = p->tree.nodes[n].parent) {
            if ((p->info[n].skip || p->info[n].corner) && p->tree.nodes[n].end > b->first) {
                b->first = p->tree.nodes[n].end < b->end ? p->tree.nodes[n].end : b->end;
                again = true;
            }
        }
    }
}

/* -- quotations of other posts ---------------------------------------------------------------- */

/* "Anna wrote:", "Originally posted by Anna": the name; NULL. */
static const char *wrote(ent_arena *a, const char *s, size_t n, bool title)
{
    static const char *const verbs[] = {" wrote", " said", " schrieb", " a écrit", " escribió"};
    if (n > 100) {
        return NULL;
    }
    if (ent_read_starts(s, n, "originally posted by ")) {
        size_t end = 21;
        while (end < n && s[end] != ':') {
            end++;
        }
        return end > 21 && ent_read_words(s, end) <= 9 ? ent_arena_strn(a, s + 21, end - 21) : NULL;
    }
    if (ent_read_starts(s, n, "quote from: ")) {
        size_t end = ent_read_find(s, n, " on ");
        return end > 12 && ent_read_words(s, end) <= 7 ? ent_arena_strn(a, s + 12, end - 12) : NULL;
    }
    for (size_t i = 0; i < ENT_COUNT(verbs); i++) {
        size_t at = ent_read_find(s, n, verbs[i]), k = at + strlen(verbs[i]);
        size_t from = 0; /* "On 11/5/2019 at 7:12 PM, Anna said:" */
        for (size_t c = 0; c < at && at < n; c++) {
            from = s[c] == ',' || s[c] == ')' ? c + 1 : from;
        }
        if (at > from && at < n && ent_read_words(s + from, at - from) <= 5 &&
            (k >= n || s[k] == ':' || s[k] == ' ')) {
            return ent_read_squeeze(a, s + from, at - from);
        }
    }
    return title && n > 1 && s[n - 1] == ':' && ent_read_words(s, n) <= 5
               ? ent_arena_strn(a, s, n - 1)
               : NULL;
}

/* The name of whom the quotation repeats: an attribute, a <cite>, a line above the words. The line
 * goes. */
const char *ent_posts_quoted(ent_page *p, uint32_t q, uint32_t post)
{
    const ent_attr *a = NULL;
    for (uint32_t n = q; n != ENT_NONE && n != post && !a; n = p->tree.nodes[n].parent) {
        a = ent_read_attr(&p->tree, n, "data-quote");
        a = a ? a : ent_read_attr(&p->tree, n, "data-username");
        a = a ? a : ent_read_attr(&p->tree, n, "data-ipsquote-username");
    }
    const char *name = a && a->len ? ent_read_squeeze(p->arena, a->value, a->len) : NULL;
    for (uint32_t i = q + 1; i < p->tree.nodes[q].end && i < q + 80; i++) {
        if (p->tree.nodes[i].tag == ENT_TAG_TEXT || !ent_posts_short(&p->tree, i)) {
            continue;
        }
        const ent_attr *c = ent_read_attr(&p->tree, i, "class");
        bool title = (c && ent_read_find(c->value, c->len, "title") < c->len) ||
                     p->tree.nodes[i].tag == ENT_TAG_CITE;
        const char *text = ent_read_node_text(&p->tree, i, p->arena);
        const char *found = wrote(p->arena, text, strlen(text), title);
        if (found) {
            p->info[i].skip = 1;
            return name ? name : found;
        }
    }
    return name;
}

/* "Originally posted by X" without an element of its own: the cell or box around it quotes. */
static void bare_quotes(posts *s)
{
    ent_page *p = s->p;
    for (uint32_t i = 0; i < p->block_count; i++) {
        const ent_hblock *b = &p->blocks[i];
        if (s->out->of[i] == ENT_NONE || b->words > 12 || b->words < 4) {
            continue;
        }
        const char *text = ent_read_block_string(p, b, p->arena);
        uint32_t up = p->tree.nodes[b->node].parent;
        if (ent_read_starts(text, strlen(text), "originally posted by ") && up != ENT_NONE &&
            up > s->out->v[s->out->of[i]].node) {
            p->info[up].quotes = 1;
        }
    }
}

/* -- days ------------------------------------------------------------------------------------- */

static bool other_day(const char *s, size_t n)
{
    static const char *const words[] = {"joined", "join date",    "registered", "edited",
                                        "member", "last visited", "last seen",  "modified"};
    return ent_read_has_any(s, n, words, ENT_COUNT(words));
}

static int32_t marked_day(const posts *s, uint32_t i)
{
    static const char *const names[] = {"datetime", "title", "data-comment-timestamp", "content"};
    const ent_attr *c = ent_read_attr(&s->p->tree, i, "class");
    bool named = s->p->tree.nodes[i].tag == ENT_TAG_TIME || s->p->tree.nodes[i].tag == ENT_TAG_ABBR;
    named |= c && (ent_read_find(c->value, c->len, "time") < c->len ||
                   ent_read_find(c->value, c->len, "date") < c->len);
    for (size_t k = 0; k < ENT_COUNT(names); k++) {
        const ent_attr *a = named || k == 2 ? ent_read_attr(&s->p->tree, i, names[k]) : NULL;
        int32_t day = a ? ent_read_date(a->value, a->len) : ENT_DAY_NONE;
        if (day != ENT_DAY_NONE) {
            return day;
        }
    }
    if (named && ent_posts_short(&s->p->tree, i)) { /* <span class="date">May 2, 2015</span> */
        const char *text = ent_read_node_text(&s->p->tree, i, s->p->arena);
        return strlen(text) < 40 && !other_day(text, strlen(text))
                   ? ent_read_date(text, strlen(text))
                   : ENT_DAY_NONE;
    }
    return ENT_DAY_NONE;
}

static void days(posts *s)
{
    ent_page *p = s->p;
    ent_posts *o = s->out;
    walk w = {.s = s, .open = ENT_NONE};
    uint32_t quoted = 0;
    for (uint32_t i = 1; i < p->tree.count; i++) {
        const ent_node *x = &p->tree.nodes[i];
        if (x->tag == ENT_TAG_TEXT || !x->attr_count || i < quoted) {
            continue;
        }
        uint32_t k = ent_posts_walk(&w, i);
        if (k == ENT_NONE || o->v[k].day != ENT_DAY_NONE) {
            continue;
        }
        quoted = i != o->v[k].node && ent_posts_quoting(s, i) ? x->end : quoted;
        o->v[k].day = i < quoted ? ENT_DAY_NONE : marked_day(s, i);
    }
    for (uint32_t i = 0; i < p->block_count; i++) {
        const ent_hblock *b = &p->blocks[i];
        ent_post *x = o->of[i] == ENT_NONE ? NULL : &o->v[o->of[i]];
        if (!x || x->day != ENT_DAY_NONE || b->words > 14 ||
            ent_posts_quote(p, b->node, x->node) != ENT_NONE) {
            continue;
        }
        const char *text = ent_read_block_string(p, b, p->arena);
        size_t n = strlen(text);
        if (n && text[n - 1] != '.' && !other_day(text, n)) {
            x->day = ent_read_date(text, n);
        }
    }
    for (uint32_t i = 1; i < p->block_count; i++) { /* on a line of its own above the post */
        ent_post *x = o->of[i] == ENT_NONE ? NULL : &o->v[o->of[i]];
        const ent_hblock *above = &p->blocks[i - 1];
        if (x && x->day == ENT_DAY_NONE && o->of[i - 1] == ENT_NONE && above->words <= 12 &&
            p->tree.nodes[above->node].end <= x->node) {
            const char *text = ent_read_block_string(p, above, p->arena);
            x->day =
                other_day(text, strlen(text)) ? ENT_DAY_NONE : ent_read_date(text, strlen(text));
        }
    }
}

void ent_posts_prepare(posts *s)
{
    s->ended = ENT_NONE;
    bare_quotes(s);
    corners(s);
    days(s);
}

bool ent_posts_words(posts *s, uint32_t i)
{
    ent_page *p = s->p;
    ent_hblock *b = &p->blocks[i];
    uint32_t k = s->out->of[i], post = s->out->v[k].node;
    ent_posts_trim(p, b);
    const char *text = ent_read_block_string(p, b, p->arena);
    size_t n = strlen(text);
    if (strspn(text, "_") >= 5 || strspn(text, "-") == n) {
        s->ended = k; /* a signature begins */
    }
    return k != s->ended && n && !in_corner(p, b->node, post) && !beside(s, b, post) &&
           !line_of_software(s, b, text, n);
}
