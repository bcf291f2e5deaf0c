/* posts.c: the posts of a thread and the comments below an article, as the markup sets them apart.
 *
 * In: a page, its blocks with the roles that article.c gave them. Out: the elements that are a post
 * each (made alike, an author in each), the post of every block, which blocks are its words among
 * names, ranks and buttons, its author and day. Where a page is nothing but posts the first one is
 * the article. Nothing here knows a site; what forum software calls things is in the tables below.
 */
#include "posts.h"

/* -- what is a post --------------------------------------------------------------------------- */

/* "post-501", "comment_7" without number and seam. */
static size_t base_of(const char *s, size_t n)
{
    while (n && ((s[n - 1] >= '0' && s[n - 1] <= '9') || s[n - 1] == '-' || s[n - 1] == '_')) {
        n--;
    }
    return n;
}

static bool post_word(const char *s, size_t n, bool *replies)
{
    static const char *const words[] = {
        "comment",    "answer",     "reply", "d-comment", "div-comment", "li-comment",
        "ipscomment", "elcomment",  "post",  "message",   "msg",         "topic-post",
        "postbit",    "topic-body", "thing", "js-post",   "elpost",      "forum-post",
        "p",          "c",          "pid",   "topic"};
    enum { REPLIES = 8 };
    for (size_t i = 0; i < ENT_COUNT(words); i++) {
        if (ent_read_same(s, n, words[i])) {
            *replies = i < REPLIES;
            return true;
        }
    }
    static const char *const tails[] = {"-comment", "_comment",      "-reply",
                                        "-answer",  "-comment-item", "comment-item"};
    for (size_t i = 0; i < ENT_COUNT(tails); i++) {
        size_t k = strlen(tails[i]);
        if (n > k && ent_read_same(s + n - k, k, tails[i])) {
            *replies = true;
            return true;
        }
    }
    return false;
}

/* The word among its classes that calls it a post; its length, 0: none. */
static size_t post_class(const posts *s, uint32_t i, const char **word, bool *replies)
{
    const ent_attr *a = ent_read_attr(&s->p->tree, i, "class");
    for (size_t k = 0, end; a && k < a->len; k = end + 1) {
        const char *blank = memchr(a->value + k, ' ', a->len - k);
        end = blank ? (size_t)(blank - a->value) : a->len;
        size_t base = base_of(a->value + k, end - k);
        if (base > 1 && post_word(a->value + k, base, replies)) {
            *word = a->value + k;
            return base;
        }
    }
    return 0;
}

/* A hash of how the element is called a post; 0: it is none. A class that says comment or answer
 * comes first, then an id with a number, a type, another class. */
static uint64_t post_key(const posts *s, uint32_t i, bool *replies)
{
    uint8_t tag = s->p->tree.nodes[i].tag;
    const char *word = NULL;
    size_t n = post_class(s, i, &word, replies);
    if (n && *replies) {
        return ent_hash(word, n, 300u + tag);
    }
    const ent_attr *a = ent_read_attr(&s->p->tree, i, "id");
    size_t base = a ? base_of(a->value, a->len) : 0;
    if (a && base < a->len && post_word(a->value, base, replies)) {
        bool seam = a->value[base] == '-' || a->value[base] == '_'; /* msg_7 may stand in msg7 */
        return ent_hash(a->value, base + seam, 100u + tag);
    }
    a = ent_read_attr(&s->p->tree, i, "itemtype");
    if (a && (ent_read_find(a->value, a->len, "/comment") < a->len ||
              ent_read_find(a->value, a->len, "/answer") < a->len)) {
        *replies = true;
        return ent_hash("type", 4, 200u + tag);
    }
    return n ? ent_hash(word, n, 300u + tag) : 0;
}

static uint32_t family_of(posts *s, uint64_t key, bool replies)
{
    for (uint32_t i = 0; i < s->family_count; i++) {
        if (s->families[i].key == key) {
            return i;
        }
    }
    if (s->family_count == FAMILIES) {
        return ENT_NONE;
    }
    s->families[s->family_count] = (family){.key = key, .replies = replies};
    return s->family_count++;
}

static const char *given_name(const posts *s, uint32_t i)
{
    static const char *const names[] = {"data-author", "data-comment-author", "data-username",
                                        "author"};
    for (size_t k = 0; k < ENT_COUNT(names); k++) {
        const ent_attr *a = ent_read_attr(&s->p->tree, i, names[k]);
        if (a && a->len && a->len < 60 && ent_read_words(a->value, a->len)) {
            return ent_read_squeeze(s->p->arena, a->value, a->len);
        }
    }
    return NULL;
}

static void find_posts(posts *s)
{
    const ent_tree *t = &s->p->tree;
    for (uint32_t i = 1; i < t->count;) {
        if (s->p->info[i].skip) {
            i = t->nodes[i].end;
            continue;
        }
        bool replies = false;
        uint8_t tag = t->nodes[i].tag;
        bool holds = tag != ENT_TAG_BODY && tag != ENT_TAG_A && tag != ENT_TAG_FORM &&
                     (tag == ENT_TAG_OTHER || (ent_read_tag_flags(tag) & ENT_TAGF_BLOCK));
        uint64_t key = t->nodes[i].attr_count && holds ? post_key(s, i, &replies) : 0;
        uint32_t f = key ? family_of(s, key, replies) : ENT_NONE;
        if (f != ENT_NONE) {
            ent_posts *o = s->out;
            ent_post *x = ENT_PUSH(s->p->arena, o->v, o->count, o->cap);
            *x = (ent_post){.node = i, .family = f, .day = ENT_DAY_NONE, .given = given_name(s, i)};
        }
        i++;
    }
}

/* -- authors ---------------------------------------------------------------------------------- */

static bool author_word(const char *s, size_t n)
{
    static const char *const whole[] = {"fn",   "nick",   "user",         "nombre",
                                        "name", "poster", "message-name", "user-details"};
    static const char *const within[] = {"author",   "username",  "user-name", "user_name",
                                         "nickname", "commenter", "creator",   "postername"};
    for (size_t i = 0; i < ENT_COUNT(whole); i++) {
        if (ent_read_same(s, n, whole[i])) {
            return true;
        }
    }
    if (ent_read_has_any(s, n, within, ENT_COUNT(within))) {
        return true;
    }
    return n > 4 && n <= 14 && ent_read_same(s + n - 4, 4, "user"); /* comment-user */
}

static bool is_author(const posts *s, uint32_t i)
{
    const ent_attr *a = ent_read_attr(&s->p->tree, i, "itemprop");
    if (a && ent_read_same(a->value, a->len, "author")) {
        return true;
    }
    a = ent_read_attr(&s->p->tree, i, "class");
    for (size_t k = 0, end; a && k < a->len; k = end + 1) {
        const char *blank = memchr(a->value + k, ' ', a->len - k);
        end = blank ? (size_t)(blank - a->value) : a->len;
        if (end > k && author_word(a->value + k, end - k) &&
            ent_read_find(a->value + k, end - k, "parent") == end - k &&
            ent_read_find(a->value + k, end - k, "to-author") == end - k) {
            return true;
        }
    }
    return false;
}

bool ent_posts_short(const ent_tree *t, uint32_t i)
{
    enum { NODES = 60, CHARS = 300 };
    size_t n = 0;
    for (uint32_t k = i; k < t->nodes[i].end && n <= CHARS; k++) {
        n += t->nodes[k].tag == ENT_TAG_TEXT ? t->nodes[k].len : 0;
    }
    return t->nodes[i].end - i <= NODES && n <= CHARS;
}

static const char *name_in(const posts *s, uint32_t i)
{
    const ent_tree *t = &s->p->tree;
    if (!ent_posts_short(t, i)) {
        return NULL;
    }
    for (uint32_t k = i; k < t->nodes[i].end; k++) { /* the link, where ranks stand beside it */
        bool named = t->nodes[k].tag == ENT_TAG_A || t->nodes[k].tag == ENT_TAG_CITE ||
                     ent_read_attr_is(t, k, "itemprop", "name") ||
                     ent_read_attr_is(t, k, "class", "fn");
        if (named && t->nodes[k].tag != ENT_TAG_TEXT) {
            const char *name = ent_read_node_text(t, k, s->p->arena);
            size_t n = strlen(name);
            if (n && n < 60 && ent_read_date(name, n) == ENT_DAY_NONE) {
                return ent_read_commenter(s->p->arena, name);
            }
        }
    }
    const char *name = ent_read_commenter(s->p->arena, ent_read_node_text(t, i, s->p->arena));
    size_t n = strlen(name), words = ent_read_words(name, n);
    return words >= 1 && words <= 6 && n < 60 ? name : NULL;
}

uint32_t ent_posts_walk(walk *w, uint32_t node)
{
    ent_posts *o = w->s->out;
    const ent_node *nodes = w->s->p->tree.nodes;
    while (w->next < o->count && o->v[w->next].node <= node) {
        uint32_t i = w->next++;
        if (w->s->families[o->v[i].family].dead) {
            continue;
        }
        while (w->open != ENT_NONE && nodes[o->v[w->open].node].end <= o->v[i].node) {
            w->open = o->v[w->open].up;
        }
        o->v[i].up = w->open;
        w->open = i;
    }
    while (w->open != ENT_NONE && nodes[o->v[w->open].node].end <= node) {
        w->open = o->v[w->open].up;
    }
    return w->open;
}

bool ent_posts_quoting(const posts *s, uint32_t n)
{
    const ent_node *x = &s->p->tree.nodes[n];
    const ent_attr *c = ent_read_attr(&s->p->tree, n, "class");
    return x->tag == ENT_TAG_BLOCKQUOTE || ent_read_attr(&s->p->tree, n, "data-quote") ||
           (c && ent_read_find(c->value, c->len, "quote") < c->len && x->tag != ENT_TAG_A &&
            x->tag != ENT_TAG_LI && x->tag != ENT_TAG_BUTTON);
}

static int by_node(const void *a, const void *b)
{
    const mark_of *x = a, *y = b;
    return x->node < y->node ? -1 : x->node > y->node;
}

/* Innermost elements that name an author, outside quotations. */
static void find_marks(posts *s)
{
    const ent_tree *t = &s->p->tree;
    uint32_t quoted = 0;
    for (uint32_t i = 1; i < t->count;) {
        if (s->p->info[i].skip) {
            i = t->nodes[i].end;
            continue;
        }
        if (t->nodes[i].tag != ENT_TAG_TEXT && t->nodes[i].attr_count && i >= quoted) {
            if (ent_posts_quoting(s, i)) {
                quoted = t->nodes[i].end;
            } else if (is_author(s, i) && ent_posts_short(t, i)) {
                mark_of *last = s->mark_count ? &s->marks[s->mark_count - 1] : NULL;
                bool in = last && i < t->nodes[last->node].end;
                const char *name = name_in(s, i);
                if (in && name) {
                    last->node = i;
                    last->name = name;
                } else if (!in) {
                    mark_of *m = ENT_PUSH(s->p->arena, s->marks, s->mark_count, s->mark_cap);
                    *m = (mark_of){.node = i, .post = ENT_NONE, .name = name};
                }
            }
        }
        i++;
    }
}

/* "Posted by: Anna | May 2": such a line names the author of a post that has no other. */
static void signed_lines(posts *s)
{
    ent_page *p = s->p;
    walk w = {.s = s, .open = ENT_NONE};
    uint32_t before = s->mark_count;
    for (uint32_t i = 0; i < before; i++) {
        uint32_t k = ent_posts_walk(&w, s->marks[i].node);
        if (k != ENT_NONE) {
            s->out->v[k].titled = true; /* has a mark; settle() sets the member anew */
        }
    }
    w = (walk){.s = s, .open = ENT_NONE};
    for (uint32_t i = 0; i < p->block_count; i++) {
        const ent_hblock *b = &p->blocks[i];
        uint32_t k = ent_posts_walk(&w, b->first);
        const char *name;
        int32_t day;
        if (k == ENT_NONE || s->out->v[k].titled || b->words > 20 || b->words < 3 ||
            b->node <= s->out->v[k].node ||
            !ent_read_signed_by(p->arena, ent_read_block_string(p, b, p->arena), &name, &day)) {
            continue;
        }
        mark_of *m = ENT_PUSH(p->arena, s->marks, s->mark_count, s->mark_cap);
        *m = (mark_of){.node = b->node, .post = ENT_NONE, .name = name};
    }
    if (s->mark_count > before) {
        qsort(s->marks, s->mark_count, sizeof *s->marks, by_node);
    }
}

/* -- families --------------------------------------------------------------------------------- */

/* A heading that leads to another page. */
static bool leads_away(const posts *s, const ent_hblock *b)
{
    if (b->kind != ENT_BLOCK_HEADING || b->words < 3 || b->link_words * 10 < b->words * 9) {
        return false;
    }
    for (uint32_t n = s->p->tree.nodes[b->first].parent, up = 0; n != ENT_NONE && up < 4;
         n = s->p->tree.nodes[n].parent, up++) {
        const ent_attr *a =
            s->p->tree.nodes[n].tag == ENT_TAG_A ? ent_read_attr(&s->p->tree, n, "href") : NULL;
        if (a) {
            return memchr(a->value, '#', a->len) == NULL;
        }
    }
    return true;
}

/* Whose each author and block is among the families that live, and what each post has. */
static void settle(posts *s)
{
    ent_page *p = s->p;
    ent_posts *o = s->out;
    for (uint32_t i = 0; i < s->family_count; i++) {
        family *f = &s->families[i];
        f->count = f->named = f->worded = f->titled = 0;
    }
    for (uint32_t i = 0; i < o->count; i++) {
        ent_post *x = &o->v[i];
        x->words = 0;
        x->titled = false;
        x->name = x->given;
    }
    walk w = {.s = s, .open = ENT_NONE};
    for (uint32_t i = 0; i < s->mark_count; i++) {
        s->marks[i].post = ent_posts_walk(&w, s->marks[i].node);
        ent_post *x = s->marks[i].post == ENT_NONE ? NULL : &o->v[s->marks[i].post];
        if (x && !x->name) {
            x->name = s->marks[i].name;
        }
    }
    w = (walk){.s = s, .open = ENT_NONE};
    for (uint32_t i = 0; i < p->block_count; i++) {
        const ent_hblock *b = &p->blocks[i];
        uint32_t k = o->of[i] = ent_posts_walk(&w, b->first);
        if (k != ENT_NONE && p->tree.nodes[o->v[k].node].end >= b->end) {
            o->v[k].words += b->words - b->link_words;
            o->v[k].titled |= leads_away(s, b);
        }
    }
    for (uint32_t i = 0; i < o->count; i++) {
        family *f = &s->families[o->v[i].family];
        f->count++;
        f->named += o->v[i].name != NULL;
        f->worded += o->v[i].words >= 2;
        f->titled += o->v[i].titled;
    }
}

/* Where an element and one around it name the same author first, they are one post: the smaller
 * family goes, or the inner one. */
static bool resolve_twins(posts *s)
{
    ent_posts *o = s->out;
    uint32_t twins[FAMILIES][FAMILIES] = {{0}};
    walk w = {.s = s, .open = ENT_NONE};
    for (uint32_t i = 0; i < o->count; i++) {
        o->v[i].marks = ENT_NONE;
    }
    for (uint32_t i = 0; i < s->mark_count; i++) {
        uint32_t levels = 0;
        for (uint32_t k = ent_posts_walk(&w, s->marks[i].node); k != ENT_NONE && levels < 16;
             k = o->v[k].up, levels++) {
            o->v[k].marks = o->v[k].marks == ENT_NONE ? i : o->v[k].marks;
        }
    }
    bool any = false;
    for (uint32_t i = 0; i < o->count; i++) {
        const ent_post *x = &o->v[i], *y = x->up == ENT_NONE ? x : &o->v[x->up];
        bool twin = x->marks != ENT_NONE && x->marks == y->marks && x->family != y->family;
        if (twin && !s->families[x->family].dead) {
            family *f = &s->families[x->family], *g = &s->families[y->family];
            uint32_t n = ++twins[x->family][y->family];
            if (n * 3 >= (f->count < g->count ? f->count : g->count) && !g->dead) {
                (f->count > g->count ? g : f)->dead = any = true;
            }
        }
    }
    for (uint32_t i = 0; i < o->count; i++) {
        o->v[i].marks = 0;
    }
    return any;
}

/* The only one of its family stands beside the posts of another one: a topic and its replies. */
static bool leads(const posts *s, uint32_t f)
{
    const ent_node *nodes = s->p->tree.nodes;
    const ent_posts *o = s->out;
    uint32_t up = ENT_NONE;
    for (uint32_t i = 0; i < o->count; i++) {
        if (o->v[i].family == f) {
            up = nodes[o->v[i].node].parent;
        }
    }
    for (uint32_t i = 0; i < o->count && up != ENT_NONE; i++) {
        uint32_t g = o->v[i].family;
        if (g != f && !s->families[g].dead && s->families[g].named &&
            nodes[o->v[i].node].parent == up) {
            return true;
        }
    }
    return false;
}

/* Families without authors are none, then those without words: containers of one another. */
static void choose(posts *s)
{
    for (int pass = 0; pass < 8; pass++) {
        settle(s);
        bool again = pass < 4 && resolve_twins(s);
        for (int what = 0; what < 2 && !again; what++) { /* authors first, then words */
            for (uint32_t i = 0; i < s->family_count; i++) {
                family *f = &s->families[i];
                bool bad = what == 0 ? f->named * 10 < f->count * 6 || f->titled * 2 > f->count
                                     : f->worded * 2 < f->count ||
                                           (!f->replies && f->count < 2 && !leads(s, i));
                again |= bad && !f->dead;
                f->dead |= bad;
            }
        }
        if (!again) {
            break;
        }
    }
}

/* -- thread or comments ----------------------------------------------------------------------- */

/* Something around the posts or in them says that this is a forum. */
static bool forum(const posts *s)
{
    static const char *const names[] = {"forum",   "thread",    "topic",     "phpbb",   "postbit",
                                        "discuss", "discourse", "vbulletin", "xenforo", "bbp-",
                                        "message", "board",     "comments-", "group"};
    static const char *const links[] = {"viewtopic", "showthread", "newreply",     "showpost",
                                        "/threads/", "/topic",     "action=quote", "topic="};
    const ent_tree *t = &s->p->tree;
    const ent_posts *o = s->out;
    uint32_t first = ENT_NONE, last = 0;
    for (uint32_t i = 0; i < o->count; i++) {
        if (!s->families[o->v[i].family].dead) {
            first = first == ENT_NONE ? o->v[i].node : first;
            last = t->nodes[o->v[i].node].end > last ? t->nodes[o->v[i].node].end : last;
        }
    }
    for (uint32_t i = 1; i < t->count && first != ENT_NONE; i++) {
        bool around = i <= first && first < t->nodes[i].end;
        bool meta = t->nodes[i].tag == ENT_TAG_META && ent_read_attr_is(t, i, "name", "generator");
        const ent_attr *a[3] = {around ? ent_read_attr(&s->p->tree, i, "class") : NULL,
                                around ? ent_read_attr(&s->p->tree, i, "id") : NULL,
                                meta ? ent_read_attr(&s->p->tree, i, "content") : NULL};
        for (int k = 0; k < 3; k++) {
            for (size_t w = 0; a[k] && w < ENT_COUNT(names); w++) {
                if (ent_read_find(a[k]->value, a[k]->len, names[w]) < a[k]->len) {
                    return true;
                }
            }
        }
        const ent_attr *h = t->nodes[i].tag == ENT_TAG_A && i > first && i < last
                                ? ent_read_attr(&s->p->tree, i, "href")
                                : NULL;
        for (size_t w = 0; h && w < ENT_COUNT(links); w++) {
            if (ent_read_find(h->value, h->len, links[w]) < h->len) {
                return true;
            }
        }
    }
    return false;
}

/* The post that is the article: the first one, where no article stands before the posts. */
static uint32_t first_post(posts *s)
{
    ent_page *p = s->p;
    ent_posts *o = s->out;
    uint32_t before = 0, outside = 0, inside = 0, first = ENT_NONE;
    bool replies = true;
    for (uint32_t i = 0; i < p->block_count; i++) {
        uint32_t k = o->of[i];
        uint32_t words = p->blocks[i].role == ENT_HROLE_BODY ? p->blocks[i].words : 0;
        words = words && k == ENT_NONE && ent_posts_beside(s, i) ? 0 : words;
        outside += k == ENT_NONE ? words : 0;
        inside += k == ENT_NONE ? 0 : words;
        if (k == ENT_NONE && first == ENT_NONE) {
            before += p->blocks[i].kind == ENT_BLOCK_HEADING ? 0 : words;
        } else if (k != ENT_NONE) {
            first = first == ENT_NONE ? k : first;
            replies &= s->families[o->v[k].family].replies;
        }
    }
    if (first == ENT_NONE || before >= 12 || (replies && outside >= 8) || outside > inside) {
        return ENT_NONE;
    }
    return first;
}

/* No other post has words. */
static bool alone(const posts *s, uint32_t first)
{
    const ent_posts *o = s->out;
    for (uint32_t i = 0; i < o->count; i++) {
        if (i != first && o->v[i].words >= 2 && !s->families[o->v[i].family].dead) {
            return false;
        }
    }
    return true;
}

void ent_read_posts(ent_page *p, ent_posts *o)
{
    memset(o, 0, sizeof *o);
    posts *s = ent_arena_zalloc(p->arena, 1, sizeof *s);
    s->p = p;
    s->out = o;
    find_posts(s);
    o->of = ent_arena_alloc(p->arena, (p->block_count + 1) * sizeof *o->of);
    find_marks(s);
    signed_lines(s);
    choose(s);
    uint32_t any = ENT_NONE;
    bool replies = true;
    for (uint32_t i = 0; i < s->family_count; i++) {
        any = s->families[i].dead ? any : i;
        replies &= s->families[i].dead || s->families[i].replies;
    }
    o->first = o->head = ENT_NONE;
    if (any == ENT_NONE || (!replies && !forum(s))) {
        o->count = 0;
        for (uint32_t i = 0; i < p->block_count; i++) {
            o->of[i] = ENT_NONE;
        }
        o->head = ent_read_signed(p);
        return;
    }
    ent_posts_prepare(s);
    o->first = first_post(s);
    if (o->first != ENT_NONE && alone(s, o->first)) { /* the trees know its words better */
        for (uint32_t i = 0; i < p->block_count; i++) {
            o->of[i] = ENT_NONE;
        }
        o->count = 0;
        o->head = ent_read_signed(p);
        return;
    }
    for (uint32_t i = 0; i < p->block_count; i++) {
        ent_hblock *b = &p->blocks[i];
        uint32_t k = o->of[i];
        if (k != ENT_NONE) {
            bool own = ent_posts_words(s, i);
            b->role = !own ? ENT_HROLE_NONE : k == o->first ? ENT_HROLE_BODY : ENT_HROLE_COMMENT;
        } else if (o->first != ENT_NONE) {
            b->role = ENT_HROLE_NONE;
        }
    }
}
