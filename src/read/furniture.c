/* furniture.c: what stands within articles but is none of their words.
 *
 * In: the lines of a page, or its blocks with sums over their containers. Out: vetoes, which no
 * tree of article.c overrules: lines known by their words (read more, consent, advertisement),
 * boxes that ask the reader for something, teasers of other pages, sentences that a layout shows
 * twice, and hours and credits on lines of their own. Nothing here knows any site.
 */
#include "article.h"

/* What a site says of itself and its readers' data, not of the world. */
static bool consent(const char *s, uint32_t n, uint32_t words)
{
    static const char *const plain[] = {"we use cookies", "uses cookies to", "our use of cookies",
                                        "cookie policy",  "cookie settings", "value your privacy"};
    if (words <= 90 && ent_read_has_any(s, n, plain, ENT_COUNT(plain))) {
        return true;
    }
    size_t at = ent_read_find(s, n, "our partners");
    at = at < n ? at : ent_read_find(s, n, " partners store");
    at = at < n ? at : ent_read_find(s, n, "we and our ");
    return words <= 90 && at < n &&
           (ent_read_find(s, n, "cookies") < n || ent_read_find(s, n, "consent") < n ||
            ent_read_find(s, n, "on a device") < n || ent_read_find(s, n, "processing") < n);
}

/* "###", "-30-", "ENDS": a release for the press is over. */
bool ent_article_end_mark(const char *s, uint32_t n)
{
    static const char *const marks[] = {"###",    "# # #",    "-30-",  "- 30 -",  "ends",
                                        "-ends-", "- ends -", "-end-", "- end -", "// ends"};
    for (size_t i = 0; n <= 9 && i < ENT_COUNT(marks); i++) {
        if (ent_read_same(s, n, marks[i])) {
            return true;
        }
    }
    return false;
}

static bool digit_in(const char *s, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (s[i] >= '0' && s[i] <= '9') {
            return true;
        }
    }
    return false;
}

/* "Updated at 5.42pm", "Publié le 8 mars 2023": when the page was made, on a line of its own. */
static bool made_on(const char *s, uint32_t n, uint32_t words)
{
    static const char *const starts[] = {
        "updated ",
        "first published",
        "publi\xC3\xA9 le",
        "mis \xC3\xA0 jour",
        "publicado",
        "actualizado",
        "ver\xC3\xB6"
        "ffentlicht",
        "aktualisiert",
        "pubblicato",
        "aggiornato",
        "\xD0\x9E\xD0\xBF\xD1\x83\xD0\xB1\xD0\xBB\xD0\xB8\xD0\xBA\xD0\xBE\xD0\xB2\xD0\xB0\xD0\xBD"
        "\xD0\xBE",
        "\xD0\x9E\xD0\xB1\xD0\xBD\xD0\xBE\xD0\xB2\xD0\xBB\xD0\xB5\xD0\xBD\xD0\xBE"};
    for (size_t i = 0; words <= 20 && i < ENT_COUNT(starts); i++) {
        if (ent_read_starts(s, n, starts[i])) {
            return digit_in(s, n) && (i > 1 || words <= 8 || s[n - 1] != '.');
        }
    }
    size_t at = words <= 8 && n && s[n - 1] != '.' ? ent_read_find(s, n, "updated at ") : n;
    return at < n && digit_in(s + at, n - (uint32_t)at);
}

/* The one word over an advertisement, in the languages that the pages speak. */
static bool advert(const char *s, uint32_t n)
{
    static const char *const words[] = {"advertisement",
                                        "advertisements",
                                        "sponsored content",
                                        "anzeige",
                                        "werbung",
                                        "publicidad",
                                        "publicidade",
                                        "publicit\xC3\xA9",
                                        "pubblicit\xC3\xA0",
                                        "advertentie",
                                        "reklama",
                                        "\xD0\xA0\xD0\xB5\xD0\xBA\xD0\xBB\xD0\xB0\xD0\xBC\xD0\xB0",
                                        "\xE5\xB9\xBF\xE5\x91\x8A"};
    for (size_t i = 0; i < ENT_COUNT(words); i++) {
        if (ent_read_same(s, n, words[i])) {
            return true;
        }
    }
    return false;
}

/* A line that is furniture wherever it stands, also within an article. */
bool ent_article_furniture(const char *s, uint32_t n, uint32_t words)
{
    static const char *const starts[] = {"read more:",
                                         "read also:",
                                         "also read:",
                                         "read next:",
                                         "related:",
                                         "continue reading below",
                                         "story continues below",
                                         "advertisement",
                                         "image copyright",
                                         "image caption",
                                         "media caption",
                                         "sharing is caring",
                                         "like this story?",
                                         "this article is for subscribers",
                                         "this story is for subscribers",
                                         "this content is for subscribers",
                                         "subscribe now",
                                         "already a subscriber",
                                         "to continue reading",
                                         "sign in to read",
                                         "log in to read",
                                         "you have reached your",
                                         "you've reached your",
                                         "get unlimited access",
                                         "create a free account",
                                         "last updated",
                                         "last modified",
                                         "this page was last",
                                         "best viewed",
                                         "send comments to",
                                         "this story has not been edited",
                                         "(this story has not been edited",
                                         "press contact",
                                         "[button",
                                         "media contact",
                                         "this slideshow requires javascript"};
    if (words <= 25 && ent_read_starts_any(s, n, starts, ENT_COUNT(starts))) {
        return true;
    }
    if (consent(s, n, words) || made_on(s, n, words) || advert(s, n) ||
        (words <= 25 && ent_read_find(s, n, "click here") < n)) {
        return true;
    }
    return words <= 30 && ent_read_starts(s, n, "follow ") &&
           (ent_read_find(s, n, "twitter") < n || ent_read_find(s, n, "facebook") < n ||
            ent_read_find(s, n, "instagram") < n);
}

/* A heading that is a link, and a few words below it, in a container of their own: the way to
 * another page. Where three of them stand, they are what their page says of others. */
static void teasers(article *a)
{
    const ent_page *p = a->p;
    uint32_t count = 0;
    for (int pass = 0; pass < 2 && (pass == 0 || count >= 3); pass++) {
        for (uint32_t i = 1; i < p->block_count; i++) {
            const ent_hblock *b = &p->blocks[i], *h = b - 1;
            uint32_t up = p->tree.nodes[b->node].parent;
            if (h->kind == ENT_BLOCK_HEADING && a->briefs[i - 1].link > 0.9f && b->words <= 45 &&
                b->kind != ENT_BLOCK_HEADING && up != ENT_NONE &&
                up == p->tree.nodes[h->node].parent && p->info[up].blocks <= 3) {
                count += pass == 0;
                a->briefs[i].veto |= pass == 1;
            }
        }
    }
}

/* -- boxes that ask the reader for something -------------------------------------------------- */

/* What stands on a button or link that wants an address or money. */
static bool call_words(const char *s, size_t n)
{
    static const char *const calls[] = {"subscribe", "sign up", "sign me up", "donate",
                                        "give now",  "join ",   "support us", "become a member",
                                        "register",  "preview", "get started"};
    return n <= 40 && ent_read_starts_any(s, n, calls, ENT_COUNT(calls));
}

static bool calls(const article *a, uint32_t i)
{
    const ent_tree *t = &a->p->tree;
    const ent_node *x = &t->nodes[i];
    if (x->tag == ENT_TAG_INPUT) {
        return ent_read_attr_is(t, i, "type", "email");
    }
    if ((x->tag != ENT_TAG_A && x->tag != ENT_TAG_BUTTON) || x->end - i > 8) {
        return false;
    }
    char text[48];
    uint32_t k = 0;
    for (uint32_t c = i + 1; c < x->end; c++) {
        const ent_node *y = &t->nodes[c];
        for (uint32_t j = 0; y->tag == ENT_TAG_TEXT && j < y->len && k < sizeof text; j++) {
            if ((unsigned char)y->s[j] > ' ' || k) {
                text[k++] = y->s[j];
            }
        }
    }
    return call_words(text, k);
}

/* A few words in a container of their own, and not the most of what the page tells. */
static bool box(const article *a, uint32_t n, uint32_t max)
{
    const ent_element *e = &a->p->info[n];
    uint8_t tag = a->p->tree.nodes[n].tag;
    return e->words <= max && e->blocks <= 10 && e->prose_words * 3 <= a->prose_total &&
           tag != ENT_TAG_P && tag != ENT_TAG_BODY && tag != ENT_TAG_ARTICLE &&
           tag != ENT_TAG_MAIN && (ent_read_tag_flags(tag) & ENT_TAGF_BLOCK);
}

/* Marks the boxes: by their name, or around a call as far as they reach. */
static void boxes(article *a)
{
    enum { NAMED = 100, CALLING = 60, LEVELS = 5 };
    static const uint64_t names =
        ENT_HINT_BIT(NEWSLETTER) | ENT_HINT_BIT(SUBSCRI) | ENT_HINT_BIT(SIGNUP);
    const ent_page *p = a->p;
    for (uint32_t i = 1; i < p->tree.count; i++) {
        if ((p->info[i].hints & names) && box(a, i, NAMED)) {
            p->info[i].box = 1;
        }
        if (p->tree.nodes[i].tag == ENT_TAG_TEXT || !calls(a, i)) {
            continue;
        }
        uint32_t best = ENT_NONE, up = 0;
        for (uint32_t n = p->tree.nodes[i].parent; n != ENT_NONE && up < LEVELS;
             n = p->tree.nodes[n].parent, up++) {
            if (p->info[n].words > CALLING || p->info[n].blocks > 10) {
                break;
            }
            best = box(a, n, CALLING) ? n : best;
        }
        if (best != ENT_NONE) {
            p->info[best].box = 1;
        }
    }
    for (uint32_t i = 0; i < p->block_count; i++) {
        for (uint32_t n = p->blocks[i].node; n != ENT_NONE; n = p->tree.nodes[n].parent) {
            a->briefs[i].veto |= p->info[n].box;
        }
    }
}

/* -- lines ------------------------------------------------------------------------------------ */

/* All its words stand in <time>. */
static bool hour(const ent_page *p, const ent_hblock *b)
{
    uint32_t end = 0;
    bool any = false;
    for (uint32_t i = b->first; i < b->end; i++) {
        const ent_node *x = &p->tree.nodes[i];
        /* the block begins at its first text, behind the <time> itself */
        uint32_t up = i == b->first ? x->parent : ENT_NONE;
        for (int k = 0; k < 3 && up != ENT_NONE; k++, up = p->tree.nodes[up].parent) {
            end = p->tree.nodes[up].tag == ENT_TAG_TIME ? p->tree.nodes[up].end : end;
        }
        end = x->tag == ENT_TAG_TIME ? x->end : end;
        for (uint32_t c = 0; x->tag == ENT_TAG_TEXT && i >= end && c < x->len; c++) {
            if ((unsigned char)x->s[c] > ' ') {
                return false;
            }
        }
        any |= x->tag == ENT_TAG_TEXT;
    }
    return any;
}

/* "Getty Images", below a picture: a few words in an element that is called credit. */
static bool picture_credit(const article *a, uint32_t i)
{
    const ent_page *p = a->p;
    const ent_hblock *b = &p->blocks[i];
    return b->words <= 8 && !a->briefs[i].stop && b->kind != ENT_BLOCK_HEADING &&
           (p->info[b->node].hints & ENT_HINT_BIT(CREDIT));
}

/* -- sentences that are shown twice ----------------------------------------------------------- */

/* Set apart from the text: within an aside, a figure, a quotation or what is called pull... */
static bool apart(const ent_page *p, uint32_t n)
{
    for (uint32_t up = 0; n != ENT_NONE && up < 4; n = p->tree.nodes[n].parent, up++) {
        uint8_t tag = p->tree.nodes[n].tag;
        const ent_attr *c = ent_read_attr(&p->tree, n, "class");
        if (tag == ENT_TAG_ASIDE || tag == ENT_TAG_BLOCKQUOTE || tag == ENT_TAG_FIGURE ||
            (c && ent_read_find(c->value, c->len, "pull") < c->len)) {
            return true;
        }
    }
    return false;
}

/* Without the marks around it and the last stop. */
static uint32_t bare(char *s, uint32_t n)
{
    uint32_t from = 0;
    while (from < n && ((unsigned char)s[from] >= 0x80 || strchr("\"' ", s[from]))) {
        from++; /* a letter with an accent may go too: the rest will do */
    }
    while (n > from && ((unsigned char)s[n - 1] >= 0x80 || strchr("\"'. ,", s[n - 1]))) {
        n--;
    }
    memmove(s, s + from, n - from);
    return n - from;
}

/* A pull quote: words of the article that the layout shows once more. */
static void pull_quotes(article *a)
{
    enum { MAX = 24, WORDS = 45 };
    const ent_page *p = a->p;
    uint32_t found[MAX], count = 0;
    for (uint32_t i = 0; i < p->block_count && count < MAX; i++) {
        const ent_hblock *b = &p->blocks[i];
        if (b->words >= 4 && b->words <= WORDS && b->kind != ENT_BLOCK_HEADING &&
            apart(p, b->node)) {
            found[count++] = i;
        }
    }
    char text[1024], other[4096];
    for (uint32_t k = 0; k < count; k++) {
        uint32_t n = ent_article_text(p, &p->blocks[found[k]], text, sizeof text);
        n = bare(text, n);
        for (uint32_t i = 0; n > 12 && i < p->block_count; i++) {
            const ent_hblock *b = &p->blocks[i];
            if (i == found[k] || b->words < p->blocks[found[k]].words + 3 || b->words > 600 ||
                !a->briefs[i].prose) {
                continue;
            }
            uint32_t m = ent_article_text(p, b, other, sizeof other);
            if (memmem(other, m, text, n)) {
                a->briefs[found[k]].veto = true;
                break;
            }
        }
    }
}

void ent_article_vetoes(article *a)
{
    teasers(a);
    boxes(a);
    pull_quotes(a);
    for (uint32_t i = 0; i < a->p->block_count; i++) {
        a->briefs[i].veto |= hour(a->p, &a->p->blocks[i]) || picture_credit(a, i);
    }
}
