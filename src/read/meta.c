/* meta.c: title, byline, date, site, language of a page, each with where it was found.
 *
 * In: ent_page. Out: fields of the document. Order of trust: JSON-LD, OpenGraph, other <meta>,
 * <time> and microdata, what is visible. A field that none of them gives stays NULL.
 */
#include "posts.h"

#include <json-c/json.h>

enum { MAX_LD = 2 << 20, LD_DEPTH = 24 };

/* What one source says; "" is nothing. */
typedef struct found {
    const char *title, *byline, *published, *site, *lang;
} found;

static void put(const char **at, const char *value)
{
    if (!*at && value && *value) {
        *at = value;
    }
}

static const char *json_text(ent_arena *a, struct json_object *v)
{
    if (!json_object_is_type(v, json_type_string)) {
        return NULL;
    }
    size_t n = (size_t)json_object_get_string_len(v), len;
    const char *s = ent_read_utf8(a, json_object_get_string(v), n, "utf-8", false, &len);
    s = memchr(s, '&', len) ? ent_read_unescape(a, s, len, &len) : s;
    return ent_read_squeeze(a, s, len);
}

/* The name of a person or publisher: a string, an object with "name", or a list of them. */
static const char *json_name(ent_arena *a, struct json_object *v, int depth)
{
    struct json_object *name;
    if (depth > 4) {
        return NULL;
    }
    if (json_object_is_type(v, json_type_object) && json_object_object_get_ex(v, "name", &name)) {
        return json_name(a, name, depth + 1);
    }
    if (json_object_is_type(v, json_type_array)) {
        const char *all = NULL;
        for (size_t i = 0; i < json_object_array_length(v) && i < 6; i++) {
            const char *one = json_name(a, json_object_array_get_idx(v, i), depth + 1);
            all = !one || !*one ? all : all ? ent_arena_printf(a, "%s, %s", all, one) : one;
        }
        return all;
    }
    return json_text(a, v);
}

static bool article_type(struct json_object *v)
{
    const char *s = json_object_is_type(v, json_type_string) ? json_object_get_string(v) : NULL;
    if (json_object_is_type(v, json_type_array) && json_object_array_length(v)) {
        return article_type(json_object_array_get_idx(v, 0));
    }
    return s && (strstr(s, "Article") || strstr(s, "Posting") || strstr(s, "Report") ||
                 strstr(s, "Review"));
}

static void from_ld(ent_page *p, found *f, struct json_object *o, int depth)
{
    if (depth > 6) {
        return;
    }
    if (json_object_is_type(o, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(o) && i < 64; i++) {
            from_ld(p, f, json_object_array_get_idx(o, i), depth + 1);
        }
        return;
    }
    if (!json_object_is_type(o, json_type_object)) {
        return;
    }
    struct json_object *v;
    if (json_object_object_get_ex(o, "@graph", &v)) {
        from_ld(p, f, v, depth + 1);
    }
    if (!json_object_object_get_ex(o, "@type", &v) || !article_type(v)) {
        return;
    }
    if (json_object_object_get_ex(o, "headline", &v)) {
        put(&f->title, json_text(p->arena, v));
    }
    if (json_object_object_get_ex(o, "author", &v)) {
        const char *who = json_name(p->arena, v, 0);
        put(&f->byline, who && ent_read_starts(who, strlen(who), "by ") ? who + 3 : who);
    }
    if (json_object_object_get_ex(o, "datePublished", &v)) {
        put(&f->published, json_text(p->arena, v));
    }
    if (json_object_object_get_ex(o, "publisher", &v)) {
        put(&f->site, json_name(p->arena, v, 0));
    }
    if (json_object_object_get_ex(o, "inLanguage", &v)) {
        put(&f->lang, json_name(p->arena, v, 0));
    }
    if (json_object_object_get_ex(o, "articleBody", &v)) {
        put(&p->ld_body, json_text(p->arena, v));
    }
}

static void read_ld(ent_page *p, found *f, uint32_t script)
{
    const ent_tree *t = &p->tree;
    if (script + 1 >= t->nodes[script].end || t->nodes[script + 1].tag != ENT_TAG_TEXT ||
        t->nodes[script + 1].len > MAX_LD) {
        return;
    }
    /* line breaks within strings are no JSON, but pages have them */
    char *s = ent_arena_strn(p->arena, t->nodes[script + 1].s, t->nodes[script + 1].len);
    for (char *c = s; *c; c++) {
        *c = (char)((unsigned char)*c < ' ' ? ' ' : *c);
    }
    struct json_tokener *tok = json_tokener_new_ex(LD_DEPTH);
    struct json_object *o = tok ? json_tokener_parse_ex(tok, s, (int)strlen(s)) : NULL;
    from_ld(p, f, o, 0);
    json_object_put(o);
    if (tok) {
        json_tokener_free(tok);
    }
}

static void from_meta(ent_page *p, found *og, found *meta, uint32_t i)
{
    static const struct {
        const char *name;
        uint8_t field; /* 0 title, 1 byline, 2 published, 3 site, 4 lang */
        bool og;
    } names[] = {{"og:title", 0, true},
                 {"og:site_name", 3, true},
                 {"article:published_time", 2, true},
                 {"og:article:published_time", 2, true},
                 {"og:locale", 4, true},
                 {"article:author", 1, true},
                 {"twitter:title", 0, false},
                 {"author", 1, false},
                 {"byl", 1, false},
                 {"parsely-author", 1, false},
                 {"sailthru.author", 1, false},
                 {"dc.creator", 1, false},
                 {"dcterms.creator", 1, false},
                 {"citation_author", 1, false},
                 {"date", 2, false},
                 {"pubdate", 2, false},
                 {"publish-date", 2, false},
                 {"publishdate", 2, false},
                 {"dc.date", 2, false},
                 {"dc.date.issued", 2, false},
                 {"dcterms.created", 2, false},
                 {"parsely-pub-date", 2, false},
                 {"sailthru.date", 2, false},
                 {"citation_publication_date", 2, false},
                 {"datepublished", 2, false},
                 {"application-name", 3, false},
                 {"dc.publisher", 3, false},
                 {"dc.title", 0, false}};
    const ent_attr *name = ent_read_attr(&p->tree, i, "property");
    name = name ? name : ent_read_attr(&p->tree, i, "name");
    name = name ? name : ent_read_attr(&p->tree, i, "itemprop");
    const ent_attr *c = ent_read_attr(&p->tree, i, "content");
    if (!name || !c || !c->len || c->len > 4000) {
        return;
    }
    if (ent_read_same(name->value, name->len, "og:description") ||
        ent_read_same(name->value, name->len, "description")) {
        put(&p->description, ent_read_squeeze(p->arena, c->value, c->len));
        return;
    }
    for (size_t k = 0; k < ENT_COUNT(names); k++) {
        if (!ent_read_same(name->value, name->len, names[k].name)) {
            continue;
        }
        const char *v = ent_read_squeeze(p->arena, c->value, c->len);
        found *f = names[k].og ? og : meta;
        const char **at[] = {&f->title, &f->byline, &f->published, &f->site, &f->lang};
        if (names[k].field == 1 && ent_read_starts(v, strlen(v), "http")) {
            return; /* a profile's address is no name */
        }
        if (names[k].field == 1 && ent_read_starts(v, strlen(v), "by ")) {
            v += 3;
        }
        put(at[names[k].field], v);
        return;
    }
}

/* The name in a microformat of an author, not of a commenter. */
static bool vcard(const ent_page *p, uint32_t i)
{
    bool author = false;
    if (p->tree.nodes[i].end - i > 8) {
        return false;
    }
    for (uint32_t n = p->tree.nodes[i].parent, up = 0; n != ENT_NONE;
         n = p->tree.nodes[n].parent, up++) {
        if (p->info[n].hints & ENT_HINT_BIT(COMMENT)) {
            return false;
        }
        author |= up < 3 && (p->info[n].hints & ENT_HINT_BIT(AUTHOR));
    }
    return author;
}

/* The element within an author's that has the name alone. */
static uint32_t named_in(const ent_tree *t, uint32_t i)
{
    for (uint32_t k = i + 1; k < t->nodes[i].end; k++) {
        if (t->nodes[k].tag != ENT_TAG_TEXT && ent_read_attr_is(t, k, "itemprop", "name")) {
            return k;
        }
    }
    return i;
}

static void from_element(ent_page *p, found *micro, found *visible, uint32_t i)
{
    const ent_tree *t = &p->tree;
    const ent_node *x = &t->nodes[i];
    const ent_attr *prop = ent_read_attr(t, i, "itemprop");
    const ent_attr *rel = ent_read_attr(t, i, "rel");
    const ent_attr *class = ent_read_attr(t, i, "class");
    if (x->tag == ENT_TAG_TIME ||
        (prop && ent_read_same(prop->value, prop->len, "datePublished")) ||
        (x->tag == ENT_TAG_ABBR && class && ent_read_same(class->value, class->len, "published"))) {
        const ent_attr *when = ent_read_attr(t, i, "datetime");
        when = when ? when : ent_read_attr(t, i, "content");
        when = when ? when : ent_read_attr(t, i, "title"); /* <abbr title> of microformats */
        const char *s = when ? ent_read_squeeze(p->arena, when->value, when->len)
                             : ent_read_node_text(t, i, p->arena);
        if (!(p->info[i].hints & ENT_HINT_BIT(COMMENT)) &&
            ent_read_date(s, strlen(s)) != ENT_DAY_NONE) {
            put(&micro->published, s);
        }
    }
    bool author = (prop && ent_read_same(prop->value, prop->len, "author")) ||
                  (rel && ent_read_same(rel->value, rel->len, "author"));
    bool byline = (p->info[i].hints & ENT_HINT_BIT(BYLINE)) != 0;
    if ((author || byline) && x->end - i < 60) {
        const char *s = ent_read_node_text(t, named_in(t, i), p->arena);
        size_t n = strlen(s), k = ent_read_starts(s, n, "by ") ? 3 : 0;
        size_t end = k;
        while (end < n && s[end] != '|' && s[end] != '\n' && !(s[end] >= '0' && s[end] <= '9')) {
            end++;
        }
        while (end > k && strchr(" ,-", s[end - 1])) {
            end--;
        }
        size_t words = ent_read_words(s + k, end - k);
        if (words >= 1 && words <= 8 && (author || k)) {
            put(author ? &micro->byline : &visible->byline,
                ent_arena_strn(p->arena, s + k, end - k));
        }
    }
    if (class && ent_read_same(class->value, class->len, "fn") && vcard(p, i)) {
        put(&visible->byline, ent_read_node_text(t, i, p->arena));
    }
    if (x->tag == ENT_TAG_H1) {
        put(&visible->title, ent_read_node_text(t, i, p->arena));
    }
}

static void take(ent_doc *d, const found *f, const char *from)
{
    ent_read_field(&d->title, ent_arena_str(&d->arena, f->title), from);
    ent_read_field(&d->byline, ent_arena_str(&d->arena, f->byline), from);
    ent_read_field(&d->site, ent_arena_str(&d->arena, f->site), from);
    ent_read_field(&d->lang, ent_arena_str(&d->arena, f->lang), from);
    if (f->published && d->day == ENT_DAY_NONE) {
        d->day = ent_read_date(f->published, strlen(f->published));
        if (d->day != ENT_DAY_NONE) {
            ent_read_field(&d->published, ent_arena_str(&d->arena, f->published), from);
        }
    }
}

/* "Headline - Site Name": the headline where an <h1> or the site's name tells the parts. */
static const char *strip_site(ent_page *p, const char *title, const char *site, const char *h1)
{
    size_t n = strlen(title);
    if (h1 && *h1 && ent_read_starts(title, n, h1)) {
        return h1;
    }
    static const char *const seps[] = {" | ",        " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ",
                                       " \xC2\xBB ", " :: "};
    for (size_t i = 0; i < ENT_COUNT(seps); i++) {
        const char *at = NULL;
        for (const char *s = title; (s = strstr(s, seps[i])) != NULL; s++) {
            at = s;
        }
        if (at &&
            ((site && ent_read_same(at + strlen(seps[i]), strlen(at + strlen(seps[i])), site)) ||
             ent_read_words(at, strlen(at)) <= 4) &&
            ent_read_words(title, (size_t)(at - title)) >= 3) {
            return ent_arena_strn(p->arena, title, (size_t)(at - title));
        }
    }
    return title;
}

/* What the page's <title> says beside the headline: the site, behind or before a mark. */
static const char *site_of(ent_page *p, const char *page_title, const char *title)
{
    static const char *const seps[] = {
        " | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " \xC2\xBB ", " :: ", ": ", " \xC2\xB7 "};
    size_t n = strlen(page_title), k = title ? strlen(title) : 0;
    if (!k || n < k + 4) {
        return NULL;
    }
    for (size_t i = 0; i < ENT_COUNT(seps); i++) {
        size_t w = strlen(seps[i]);
        const char *rest = NULL;
        if (ent_read_starts(page_title, n, title) && memcmp(page_title + k, seps[i], w) == 0 &&
            seps[i][0] == ' ') {
            rest = ent_arena_strn(p->arena, page_title + k + w, n - k - w);
        } else if (ent_read_same(page_title + n - k, k, title) && n > k + w &&
                   memcmp(page_title + n - k - w, seps[i], w) == 0) {
            rest = ent_arena_strn(p->arena, page_title, n - k - w);
        }
        if (rest && ent_read_words(rest, strlen(rest)) <= 6 && !strstr(rest, " | ")) {
            return rest;
        }
    }
    return NULL;
}

/* A page whose <h1> names the site ("Thread - Forum", <h1>Forum</h1>, <h2>Thread</h2>): the heading
 * that the title begins with. */
static void thread_title(ent_page *p, found *visible, const char *page_title)
{
    const ent_tree *t = &p->tree;
    size_t n = strlen(page_title), k = visible->title ? strlen(visible->title) : 0;
    if (!k || n < k + 6 || !ent_read_same(page_title + n - k, k, visible->title)) {
        return;
    }
    for (uint32_t i = 1; i < t->count; i++) {
        if (t->nodes[i].tag == ENT_TAG_H2 || t->nodes[i].tag == ENT_TAG_H3) {
            const char *s = ent_read_node_text(t, i, p->arena);
            if (strlen(s) > 7 && ent_read_starts(page_title, n, s)) {
                visible->site = visible->title;
                visible->title = s;
                return;
            }
        }
    }
}

void ent_read_meta(ent_page *p, ent_doc *d)
{
    found ld = {0}, og = {0}, meta = {0}, micro = {0}, visible = {0};
    const char *page_title = NULL;
    for (uint32_t i = 1; i < p->tree.count; i++) {
        const ent_node *x = &p->tree.nodes[i];
        switch (x->tag) {
        case ENT_TAG_META:
            from_meta(p, &og, &meta, i);
            break;
        case ENT_TAG_SCRIPT:
            if (ent_read_attr_is(&p->tree, i, "type", "application/ld+json")) {
                read_ld(p, &ld, i);
            }
            break;
        case ENT_TAG_HTML:
        case ENT_TAG_BODY: {
            const ent_attr *l = ent_read_attr(&p->tree, i, "lang");
            if (l) {
                put(&meta.lang, ent_arena_strn(p->arena, l->value, l->len));
            }
            break;
        }
        case ENT_TAG_TITLE:
            put(&page_title, ent_read_node_text(&p->tree, i, p->arena));
            break;
        case ENT_TAG_TEXT:
            break;
        default:
            if (x->attr_count || x->tag == ENT_TAG_TIME || x->tag == ENT_TAG_H1) {
                from_element(p, &micro, &visible, i);
            }
        }
    }
    og.title = og.title ? strip_site(p, og.title, og.site, visible.title) : NULL;
    take(d, &ld, "json-ld");
    take(d, &og, "opengraph");
    take(d, &meta, "meta");
    take(d, &micro, "time");
    if (page_title) {
        thread_title(p, &visible, page_title);
        put(&visible.title, strip_site(p, page_title, d->site.value, NULL));
    }
    take(d, &visible, "visible");
    if (page_title) {
        ent_read_field(&d->site, ent_arena_str(&d->arena, site_of(p, page_title, d->title.value)),
                       "title");
    }
    p->title = d->title.value;
}

/* "By ANNA BRODSKY", "Posted by Jo Hale on May 3": where the name stands; false where it is none.
 */
static bool by_line(const char *s, size_t n, size_t *from, size_t *to)
{
    static const char *const leads[] = {"by ", "by: ", "posted by ", "written by ", "author: "};
    for (size_t i = 0; i < ENT_COUNT(leads); i++) {
        size_t k = strlen(leads[i]), e = k, words = 0;
        if (!ent_read_starts(s, n, leads[i])) {
            continue;
        }
        while (e < n && !strchr("|,(;:\n", s[e]) && !(s[e] >= '0' && s[e] <= '9') &&
               !ent_read_starts(s + e, n - e, " on ") && !ent_read_starts(s + e, n - e, " at ") &&
               !ent_read_starts(s + e, n - e, " - ") && (unsigned char)s[e] != 0xC2 &&
               memcmp(s + e, "\xE2\x80", 2) != 0) {
            e++;
        }
        while (e > k && strchr(" .-", s[e - 1])) {
            e--;
        }
        words = ent_read_words(s + k, e - k);
        *from = k;
        *to = e;
        return words >= 1 && words <= 6 &&
               ((s[k] >= 'A' && s[k] <= 'Z') || (unsigned char)s[k] >= 0xC3);
    }
    return false;
}

/* "<b>Anna Brodsky</b> <a href=mailto:...>": who writes, as archives of mail put it; NULL. */
static const char *mail_name(const ent_page *p, const ent_hblock *b)
{
    const ent_tree *t = &p->tree;
    uint32_t up = t->nodes[b->first].parent;
    bool bold =
        up != ENT_NONE && (t->nodes[up].tag == ENT_TAG_B || t->nodes[up].tag == ENT_TAG_STRONG);
    for (uint32_t i = b->first; bold && i < b->end; i++) {
        const ent_attr *a = t->nodes[i].tag == ENT_TAG_A ? ent_read_attr(t, i, "href") : NULL;
        if (a && ent_read_starts(a->value, a->len, "mailto:")) {
            return ent_read_node_text(t, up, p->arena);
        }
    }
    return NULL;
}

/* A line with a date that is not the one of publishing. */
static bool other_date(const char *s, size_t n)
{
    static const char *const words[] = {"updated",      "modified", "joined",  "registered",
                                        "member since", "last ",    "expires", "deadline",
                                        "upcoming",     "born"};
    return ent_read_has_any(s, n, words, ENT_COUNT(words));
}

/* "Posted by Jo Hale on May 2, 2015 at 6:12 PM", right below the article. */
static void signed_below(ent_page *p, ent_doc *d)
{
    enum { BELOW = 3 };
    uint32_t last = 0;
    for (uint32_t i = 0; i < p->block_count; i++) {
        last = p->blocks[i].role == ENT_HROLE_BODY ? i + 1 : last;
    }
    for (uint32_t i = last; last && i < p->block_count && i < last + BELOW; i++) {
        const char *s = ent_read_block_string(p, &p->blocks[i], p->arena);
        if (p->blocks[i].role == ENT_HROLE_COMMENT) {
            return;
        }
        const char *name;
        int32_t day;
        if (p->blocks[i].words <= 24 && ent_read_signed_by(p->arena, s, &name, &day)) {
            ent_read_field(&d->byline, ent_arena_str(&d->arena, name), "visible");
            if (day != ENT_DAY_NONE && d->day == ENT_DAY_NONE) {
                d->day = day;
                ent_read_field(&d->published, ent_arena_str(&d->arena, s), "visible");
            }
            return;
        }
    }
}

/* Byline and date that stand on lines between title and article, or right above the title, where no
 * metadata gives them. */
void ent_read_visible(ent_page *p, ent_doc *d)
{
    enum { ABOVE = 2, BELOW = 8 };
    uint32_t title = ENT_NONE, body = p->block_count;
    for (uint32_t i = 0; i < p->block_count && body == p->block_count; i++) {
        const ent_hblock *b = &p->blocks[i];
        const char *s = ent_read_block_string(p, b, p->arena);
        if (b->role == ENT_HROLE_BODY) {
            body = b->words > 14 ? i : body;
        } else if (d->title.value && strcmp(s, d->title.value) == 0) {
            title = i;
        }
    }
    uint32_t from = title == ENT_NONE ? 0 : title > ABOVE ? title - ABOVE : 0;
    uint32_t to = title == ENT_NONE ? body : title + BELOW < body ? title + BELOW : body;
    for (uint32_t i = from; i < to && i < from + ABOVE + BELOW; i++) {
        const ent_hblock *b = &p->blocks[i];
        const char *s = ent_read_block_string(p, b, p->arena);
        size_t n = strlen(s), x, y;
        const char *mail = i > title ? mail_name(p, b) : NULL;
        if (mail && ent_read_words(mail, strlen(mail)) <= 5) {
            ent_read_field(&d->byline, ent_arena_str(&d->arena, mail), "visible");
        }
        if (b->words > 16 + (mail ? 8 : 0) || n < 4 || i == title) {
            continue;
        }
        if (i > title && by_line(s, n, &x, &y)) {
            ent_read_field(&d->byline, ent_arena_strn(&d->arena, s + x, y - x), "visible");
        }
        /* a sentence, a list, a heading below the title date what they tell, not the page */
        bool tells = (b->role == ENT_HROLE_BODY && s[n - 1] == '.') || b->kind == ENT_BLOCK_ITEM ||
                     (b->kind == ENT_BLOCK_HEADING && title != ENT_NONE && i > title);
        int32_t day = tells ? ENT_DAY_NONE : ent_read_date(s, n);
        if (day != ENT_DAY_NONE && d->day == ENT_DAY_NONE && !other_date(s, n)) {
            d->day = day;
            ent_read_field(&d->published, ent_arena_strn(&d->arena, s, n), "visible");
        }
    }
    signed_below(p, d);
}
