/* comments.c: readers' comments and replies, each a voice of its own.
 *
 * In: a page whose article is known, the posts that posts.c found. Out: their words behind the
 * article's, with name and day; what a post repeats of another one is a reprint within it. Where
 * no posts were found, names, dates and words are taken in turn as they come (loose).
 */
#include "posts.h"

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

/* "Jane Doe says:", "Jane Doe on June 5, 2024", "Jane Doe 2 days ago": the name. */
const char *ent_read_commenter(ent_arena *a, const char *s)
{
    static const char *const tails[] = {" says", " said",         " wrote", " commented",
                                        " on ",  " \xE2\x80\xA2", " | ",    ":"};
    size_t n = strlen(s), end = n;
    size_t from = ent_read_starts(s, n, "by ") ? 3 : 0;
    for (size_t i = 0; i < ENT_COUNT(tails); i++) {
        size_t k = ent_read_find(s, n, tails[i]);
        end = k < end && k > from ? k : end;
    }
    size_t ago = ent_read_find(s, end, " ago");
    if (ago < end) { /* back over the unit and the number */
        size_t k = ago;
        while (k > from && s[k - 1] != ' ') {
            k--;
        }
        while (k > from && (s[k - 1] == ' ' || (s[k - 1] >= '0' && s[k - 1] <= '9'))) {
            k--;
        }
        end = k > from ? k : end;
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
bool ent_read_no_comment(const char *s, size_t n)
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
    return n <= 200 && ent_read_starts_any(s, n, lines, ENT_COUNT(lines));
}

/* The house rules, which nobody signs. */
static bool house_rules(const char *s, size_t n)
{
    static const char *const words[] = {
        "post a comment", "add a comment",       "to comment",   "logged in",
        "register or",    "moderates comments",  "off-topic",    "on topic",
        "comment policy", "comments are closed", "terms of use", "community guidelines",
        "house rules"};
    return n <= 600 && ent_read_has_any(s, n, words, ENT_COUNT(words));
}

/* Comments of which no element holds one alone: a name, then words, then a date or the other way.
 */
static void loose(ent_build *b, ent_page *p)
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
                ent_read_add_block(b, p, h, ENT_BLOCK_LINE);
            }
            continue;
        }
        int32_t when = block_day(p, h, s);
        if (author_block(p, h, region)) {
            end_comment(b, &c);
            name = ent_read_commenter(p->arena, s);
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
        if (h->link_words == h->words || ent_read_is_chrome(s, n) || ent_read_no_comment(s, n) ||
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
        ent_read_add_block(b, p, h,
                           h->kind == ENT_BLOCK_QUOTE ? ENT_BLOCK_QUOTE : ENT_BLOCK_PARAGRAPH);
    }
    end_comment(b, &c);
}

/* What a post repeats of another. */
typedef struct repeat {
    uint32_t element, voice, begin;
} repeat;

static void end_part(ent_build *b, uint32_t begin, uint32_t voice)
{
    uint32_t end = ent_build_at(b);
    while (begin < end && (unsigned char)b->text.data[begin] <= ' ') {
        begin++;
    }
    ent_read_part(b->d, begin, end, voice);
}

static void end_repeat(ent_build *b, repeat *r)
{
    if (r->voice) {
        end_part(b, r->begin, r->voice);
    }
    *r = (repeat){.element = ENT_NONE};
}

/* "12 comments", above the first of them. */
static bool head_line(const ent_page *p, const ent_hblock *h)
{
    if (h->kind != ENT_BLOCK_HEADING) {
        return false;
    }
    const char *s = ent_read_block_string(p, h, p->arena);
    return ent_read_is_comments_head(s, strlen(s));
}

/* The block stands in an element that goes: "Anna wrote:". */
static bool left_out(const ent_page *p, const ent_hblock *h, uint32_t post)
{
    uint32_t n = h->node;
    while (n != ENT_NONE && n != post && !p->info[n].skip) {
        n = p->tree.nodes[n].parent;
    }
    return h->first >= h->end || (n != ENT_NONE && n != post);
}

/* "Words of mine. –", before the author's name. */
static void trim_dash(ent_build *b, const ent_page *p, const ent_hblock *h)
{
    bool author = false;
    for (uint32_t i = h->end; i < p->tree.count && i < h->end + 3; i++) {
        author |= p->info[i].corner;
    }
    ent_build_end(b);
    uint32_t n = b->d->block_count;
    if (!author || n == 0 || b->text.len < 5 ||
        (memcmp(b->text.data + b->text.len - 4, " \xE2\x80\x93", 4) != 0 &&
         memcmp(b->text.data + b->text.len - 4, " \xE2\x80\x94", 4) != 0)) {
        return;
    }
    b->text.len -= 4;
    b->text.data[b->text.len] = 0;
    b->d->blocks[n - 1].span.end = (uint32_t)b->text.len;
}

static void by_posts(ent_build *b, ent_page *p, ent_posts *o)
{
    comment c = {0};
    repeat r = {.element = ENT_NONE};
    uint32_t post = ENT_NONE;
    for (uint32_t i = 0; i < p->block_count; i++) {
        ent_hblock *h = &p->blocks[i];
        if (o->of[i] == ENT_NONE && h->role == ENT_HROLE_NONE && head_line(p, h) &&
            i + 1 < p->block_count) {
            end_repeat(b, &r);
            end_comment(b, &c);
            post = ENT_NONE;
            ent_read_add_block(b, p, h, ENT_BLOCK_LINE);
        }
        if (h->role != ENT_HROLE_COMMENT || o->of[i] == ENT_NONE) {
            continue;
        }
        ent_post *x = &o->v[o->of[i]];
        if (o->of[i] != post) {
            end_repeat(b, &r);
            end_comment(b, &c);
            post = o->of[i];
            x->voice =
                x->voice ? x->voice : ent_read_voice(b->d, ENT_VOICE_COMMENT, x->name, x->day);
            c = (comment){x->voice, ent_build_at(b)};
        }
        uint32_t q = ent_posts_quote(p, h->node, x->node);
        if (q != r.element) {
            end_repeat(b, &r);
            r.element = q;
            const char *name = q == ENT_NONE ? NULL : ent_posts_quoted(p, q, x->node);
            if (name) {
                r.voice = ent_read_voice(b->d, ENT_VOICE_REPRINT, name, ENT_DAY_NONE);
                r.begin = ent_build_at(b);
            }
        }
        ent_posts_trim(p, h);
        if (!left_out(p, h, x->node)) {
            ent_read_add_block(b, p, h, q == ENT_NONE ? ENT_BLOCK_PARAGRAPH : ENT_BLOCK_QUOTE);
            trim_dash(b, p, h);
        }
    }
    end_repeat(b, &r);
    end_comment(b, &c);
}

/* -- comments that are signed below ----------------------------------------------------------- */

/* "posted by Anna : May 11, 2004 8:02 AM" */
bool ent_read_signed_by(ent_arena *a, const char *s, const char **name, int32_t *day)
{
    size_t n = strlen(s), from = 9, end;
    if (n > 120 || !ent_read_starts(s, n, "posted by")) {
        return false;
    }
    while (from < n && (s[from] == ' ' || s[from] == ':')) {
        from++;
    }
    end = from;
    while (end < n && !strchr(":|,(", s[end]) && !ent_read_starts(s + end, n - end, " at ") &&
           !ent_read_starts(s + end, n - end, " on ")) {
        end++;
    }
    *name = ent_read_squeeze(a, s + from, end - from);
    *day = ent_read_date(s + end, n - end);
    return **name && ent_read_words(*name, strlen(*name)) <= 6;
}

/* A line "Comments:" with signed words behind it; their blocks become COMMENT. ENT_NONE where there
 * is none. */
uint32_t ent_read_signed(ent_page *p)
{
    uint32_t head = ENT_NONE, last = 0;
    const char *name;
    int32_t day;
    for (uint32_t i = 1; i < p->block_count; i++) {
        const ent_hblock *h = &p->blocks[i];
        if (h->words > 20) {
            continue;
        }
        const char *s = ent_read_block_string(p, h, p->arena);
        if (head == ENT_NONE && h->words <= 4 && h->link_words == 0 &&
            ent_read_is_comments_head(s, strlen(s))) {
            head = i;
        } else if (head != ENT_NONE && ent_read_signed_by(p->arena, s, &name, &day)) {
            last = i;
        }
    }
    if (!last) {
        return ENT_NONE;
    }
    const char *above = ent_read_block_string(p, &p->blocks[head - 1], p->arena);
    if (ent_read_signed_by(p->arena, above, &name, &day)) {
        p->blocks[head - 1].role = ENT_HROLE_NONE; /* the article's own signature */
    }
    for (uint32_t i = head; i < p->block_count; i++) {
        p->blocks[i].role = i > head && i <= last ? ENT_HROLE_COMMENT : ENT_HROLE_NONE;
    }
    return head;
}

static void by_signatures(ent_build *b, ent_page *p)
{
    comment c = {0};
    const char *name;
    int32_t day;
    for (uint32_t i = 0; i < p->block_count; i++) {
        const ent_hblock *h = &p->blocks[i];
        if (h->role != ENT_HROLE_COMMENT) {
            continue;
        }
        const char *s = ent_read_block_string(p, h, p->arena);
        if (ent_read_signed_by(p->arena, s, &name, &day)) {
            if (c.voice) {
                b->d->voices[c.voice].name = ent_arena_str(&b->d->arena, name);
                b->d->voices[c.voice].day = day;
            }
            end_comment(b, &c);
        } else if (h->link_words < h->words || !h->words) {
            if (!c.voice) {
                c.voice = ent_read_voice(b->d, ENT_VOICE_COMMENT, NULL, ENT_DAY_NONE);
                c.begin = ent_build_at(b);
            }
            ent_read_add_block(b, p, h, ENT_BLOCK_PARAGRAPH);
        }
    }
    end_comment(b, &c);
}

void ent_read_comments(ent_build *b, ent_page *p, ent_posts *o)
{
    if (o->count) {
        by_posts(b, p, o);
    } else if (o->head != ENT_NONE) {
        ent_read_add_block(b, p, &p->blocks[o->head], ENT_BLOCK_LINE);
        by_signatures(b, p);
    } else {
        loose(b, p);
    }
}
