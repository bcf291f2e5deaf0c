/* features.c: what a page tells of each of its blocks, as numbers.
 *
 * In: ent_page with blocks and metadata. Out: ENT_FEATURES numbers a block, for the trees of
 * article.c: the block's own text, the markup around it (how many levels up), the containers that
 * hold it, its neighbours, its place. Nothing here knows any site.
 */
#include "article.h"

#define B(x) ENT_HINT_BIT(x)
static const uint64_t groups[] = {
    B(COMMENT),
    B(MENU) | B(NAV) | B(BREADCRUMB) | B(TOOLBAR) | B(PAGINATION) | B(TOC) | B(LOGIN),
    B(SHARE) | B(SOCIAL),
    B(RELATED) | B(RECOMMEND) | B(RECIRC) | B(TRENDING) | B(POPULAR) | B(TABOOLA) | B(TEASER),
    B(MORE),
    B(PROMO) | B(NEWSLETTER) | B(SUBSCRI) | B(SIGNUP) | B(SPONSOR) | B(COOKIE),
    B(AD_) | B(ADVERT) | B(AFFILIATE) | B(BANNER),
    B(SIDEBAR) | B(RAIL),
    B(WIDGET),
    B(FOOT) | B(BOTTOM),
    B(COPYRIGHT) | B(LEGAL) | B(DISCLAIM),
    B(CAPTION) | B(CREDIT),
    B(FIGURE) | B(GALLERY) | B(VIDEO),
    B(AUTHOR) | B(AVATAR) | B(BIO) | B(BYLINE),
    B(META) | B(DATELINE) | B(INFO),
    B(TAG),
    B(HEADER) | B(HERO),
    B(HEADLINE) | B(TITLE),
    B(ARTICLE),
    B(BODY),
    B(CONTENT) | B(TEXT),
    B(ENTRY) | B(POST) | B(STORY),
    B(MAIN),
    B(SUMMARY) | B(EXCERPT),
    B(LIST),
};
static const uint8_t tags[][2] = {
    {ENT_TAG_ARTICLE, ENT_TAG_ARTICLE}, {ENT_TAG_MAIN, ENT_TAG_MAIN},
    {ENT_TAG_ASIDE, ENT_TAG_ASIDE},     {ENT_TAG_FOOTER, ENT_TAG_FOOTER},
    {ENT_TAG_HEADER, ENT_TAG_HEADER},   {ENT_TAG_NAV, ENT_TAG_NAV},
    {ENT_TAG_FORM, ENT_TAG_FORM},       {ENT_TAG_UL, ENT_TAG_OL},
    {ENT_TAG_TABLE, ENT_TAG_TABLE},     {ENT_TAG_FIGURE, ENT_TAG_FIGURE},
    {ENT_TAG_SECTION, ENT_TAG_SECTION}, {ENT_TAG_BLOCKQUOTE, ENT_TAG_BLOCKQUOTE},
};

/* Openings and words that furniture has, in groups. */
static const struct {
    uint8_t group;
    bool anywhere;
    const char *words;
} phrases[] = {
    {0, false, "share"},
    {0, false, "follow "},
    {0, true, "subscribe"},
    {0, true, "sign up"},
    {0, true, "newsletter"},
    {0, false, "download"},
    {0, false, "listen "},
    {0, true, "on facebook"},
    {0, true, "on twitter"},
    {0, true, "on instagram"},
    {0, true, "on youtube"},
    {0, false, "click here"},
    {0, true, "our app"},
    {1, false, "read more"},
    {1, false, "read next"},
    {1, false, "related"},
    {1, false, "see also"},
    {1, false, "also read"},
    {1, false, "more from"},
    {1, false, "more on"},
    {1, false, "more:"},
    {1, false, "recommended"},
    {1, false, "you may"},
    {1, false, "you might"},
    {1, false, "don't miss"},
    {1, false, "watch"},
    {1, false, "continue reading"},
    {1, false, "up next"},
    {1, false, "trending"},
    {1, false, "most popular"},
    {1, false, "latest"},
    {2, true, "all rights reserved"},
    {2, true, "\xC2\xA9"},
    {2, true, "copyright"},
    {2, true, "terms of"},
    {2, true, "privacy policy"},
    {2, true, "may not be published"},
    {2, true, "cookies"},
    {3, true, "getty"},
    {3, true, "(photo"},
    {3, true, "photo by"},
    {3, true, "ap photo"},
    {3, true, "image credit"},
    {3, true, "courtesy of"},
    {3, true, "photo:"},
    {3, true, "image:"},
    {3, true, "shutterstock"},
    {3, true, "file photo"},
    {3, false, "image caption"},
    {3, false, "image copyright"},
    {3, false, "media caption"},
    {3, false, "credit:"},
    {4, false, "advertisement"},
    {4, true, "sponsored"},
    {4, false, "story continues"},
    {4, true, "affiliate"},
    {5, true, "comment"},
    {5, false, "leave a "},
    {5, false, "reply"},
    {5, true, "log in"},
    {5, true, "says:"},
    {6, false, "by "},
    {6, false, "posted"},
    {6, false, "published"},
    {6, false, "updated"},
    {6, false, "filed under"},
    {6, false, "tags"},
    {6, false, "written by"},
    {6, true, "min read"},
    {6, true, " ago"},
    {7, true, "contributed to this"},
    {7, true, "follow him"},
    {7, true, "follow her"},
    {7, true, " is a reporter"},
    {7, true, " is a writer"},
    {7, true, " covers "},
    {7, true, "reach him at"},
    {7, true, "email:"},
    {7, true, "contact"},
};
enum { PHRASE_GROUPS = 8 };

static float logf1(float x)
{
    /* log2(1 + x), piecewise: the same on every machine */
    int e = 0;
    float v = x + 1.0f;
    while (v >= 2.0f) {
        v *= 0.5f;
        e++;
    }
    return (float)e + (v - 1.0f);
}

uint32_t ent_article_text(const ent_page *p, const ent_hblock *b, char *out, uint32_t max)
{
    uint32_t k = 0;
    for (uint32_t i = b->first; i < b->end && k < max;) {
        const ent_node *x = &p->tree.nodes[i];
        if (p->info[i].skip) {
            i = x->end;
            continue;
        }
        for (uint32_t c = 0; x->tag == ENT_TAG_TEXT && c < x->len && k < max; c++) {
            bool space = (unsigned char)x->s[c] <= ' ' ||
                         ((unsigned char)x->s[c] == 0xA0 && k && (unsigned char)out[k - 1] == 0xC2);
            if ((unsigned char)x->s[c] == 0xA0 && space) {
                k--;
            }
            if (!space || (k && out[k - 1] != ' ')) {
                out[k++] = space ? ' ' : x->s[c];
            }
        }
        i++;
    }
    while (k && out[k - 1] == ' ') {
        k--;
    }
    return k;
}

static bool sentence_end(const char *s, uint32_t n)
{
    while (n >= 3 && ((memcmp(s + n - 3, "\xE2\x80\x9D", 3) == 0) ||
                      memcmp(s + n - 3, "\xE2\x80\x99", 3) == 0)) {
        n -= 3;
    }
    while (n && strchr("\"')]", s[n - 1])) {
        n--;
    }
    return n && (strchr(".?!", s[n - 1]) || (n >= 3 && memcmp(s + n - 3, "\xE2\x80\xA6", 3) == 0) ||
                 (n >= 3 && memcmp(s + n - 3, "\xE3\x80\x82", 3) == 0));
}

/* Words of s as hashes, at most `max`. */
static uint32_t hash_words(const char *s, size_t n, uint32_t *out, uint32_t max)
{
    uint32_t k = 0;
    for (size_t i = 0; i < n && k < max;) {
        size_t j = i;
        while (j < n && (unsigned char)s[j] > ' ') {
            j++;
        }
        if (j > i) {
            out[k++] = (uint32_t)ent_hash(s + i, j - i, 5);
        }
        i = j + 1;
    }
    return k;
}

/* How much of the longer of block and title the two share, 0..1. */
static float title_share(const article *a, const char *s, size_t n)
{
    uint32_t w[60];
    uint32_t count = hash_words(s, n, w, 60), hit = 0;
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < a->title_words; k++) {
            if (w[i] == a->title[k]) {
                hit++;
                break;
            }
        }
    }
    uint32_t longer = count > a->title_words ? count : a->title_words;
    return longer < 2 ? 0 : (float)hit / (float)longer;
}

/* Within an element of readers' comments; one that is the page or the article itself is none. */
static bool within_comments(const ent_page *p, uint32_t n)
{
    for (; n != ENT_NONE; n = p->tree.nodes[n].parent) {
        uint8_t tag = p->tree.nodes[n].tag;
        if (tag == ENT_TAG_BODY || tag == ENT_TAG_ARTICLE || tag == ENT_TAG_MAIN) {
            return false;
        }
        if (p->info[n].hints & B(COMMENT)) {
            return true;
        }
    }
    return false;
}

/* What a block is, once, for itself and its neighbours. */
static void prepare(article *a)
{
    const ent_page *p = a->p;
    char text[1024];
    a->title_words = p->title ? hash_words(p->title, strlen(p->title), a->title, 40) : 0;
    for (uint32_t i = 0; i < p->block_count; i++) {
        const ent_hblock *b = &p->blocks[i];
        brief *x = &a->briefs[i];
        uint32_t n = ent_article_text(p, b, text, sizeof text);
        x->hash = ent_hash(text, n, b->words);
        x->link = (float)b->link_words / (float)(b->words ? b->words : 1);
        x->log_words = logf1((float)b->words);
        /* a long one is cut: then its end is not at hand, and it is prose in any case */
        x->stop = n == sizeof text || sentence_end(text, n);
        x->prose = b->words >= 10 && x->link < 0.4f && x->stop;
        for (uint32_t k = 0; k < ENT_COUNT(phrases); k++) {
            if (x->phrase >> phrases[k].group & 1) {
                continue;
            }
            uint32_t reach = n < 300 ? n : 300;
            if (phrases[k].anywhere ? ent_read_find(text, reach, phrases[k].words) < reach
                                    : ent_read_starts(text, n, phrases[k].words)) {
                x->phrase |= (uint8_t)(1u << phrases[k].group);
            }
        }
        uint32_t digits = 0, upper = 0, letters = 0, marks = 0;
        for (uint32_t k = 0; k < n; k++) {
            unsigned char c = (unsigned char)text[k];
            digits += c >= '0' && c <= '9';
            upper += c >= 'A' && c <= 'Z';
            letters += (c | 32) >= 'a' || c >= 0x80;
            marks += c == '|' || c == '/' || c == ':' || c == '@' || c == '#';
        }
        x->digits = (float)digits / (float)(n + 1);
        x->upper = (float)upper / (float)(letters + 1);
        x->marks = (float)marks / (float)(n + 1);
        x->colon = n && text[n - 1] == ':';
        x->clause = n && strchr(",;:.", text[n - 1]) != NULL;
        x->first_upper =
            n && ((text[0] >= 'A' && text[0] <= 'Z') || (unsigned char)text[0] >= 0x80);
        x->dated = n < 80 && ent_read_date(text, n) != ENT_DAY_NONE;
        x->veto = ent_article_furniture(text, n, b->words) ||
                  p->tree.nodes[b->node].tag == ENT_TAG_ADDRESS;
        x->end_mark = ent_article_end_mark(text, n);
        x->dash = n > 3 && (memcmp(text, "\xE2\x80\x94", 3) == 0 ||
                            memcmp(text, "\xE2\x80\x93", 3) == 0 || memcmp(text, "--", 2) == 0);
        x->rights = ent_read_starts(text, n, "copyright ") || ent_read_starts(text, n, "(c) ") ||
                    ent_read_starts(text, n, "\xC2\xA9");
        x->title = b->words <= 50 ? title_share(a, text, n) : 0;
        x->is_title = x->title > 0.79f;
        uint32_t probe = n > 60 ? 60 : n;
        x->in_ld =
            p->ld_body && n >= 12 && memmem(p->ld_body, strlen(p->ld_body), text, probe) != NULL;
        x->in_description =
            p->description && n >= 20 &&
            memcmp(p->description, text, probe < strlen(p->description) ? probe : 0) == 0 &&
            probe < strlen(p->description);
    }
    ent_map seen = {0};
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < p->block_count; i++) {
            const char *key = (const char *)&a->briefs[i].hash;
            uint32_t v = ent_map_get(&seen, key, sizeof a->briefs[i].hash);
            if (pass == 0) {
                ent_map_set(&seen, key, sizeof a->briefs[i].hash, v == ENT_NONE ? 1 : v + 1);
            } else {
                brief *x = &a->briefs[i];
                x->copies = (uint8_t)(v > 9 ? 9 : v);
                x->comment = within_comments(p, p->blocks[i].node);
                /* a teaser stands in two places and links; a recipe may repeat its own lines */
                x->prose = x->prose && (v < 2 || x->link < 0.05f) && !x->comment;
                a->prose_total += x->prose ? p->blocks[i].words : 0;
            }
        }
    }
    ent_map_free(&seen);
}

/* Sums over subtrees, and readability's score of containers. */
static void sum_up(article *a)
{
    ent_page *p = a->p;
    for (uint32_t i = 0; i < p->block_count; i++) {
        const ent_hblock *b = &p->blocks[i];
        const brief *x = &a->briefs[i];
        float score = 1.0f + (float)b->commas + (b->chars > 300 ? 3.0f : (float)b->chars / 100.0f);
        uint32_t up = 0;
        for (uint32_t n = b->node; n != ENT_NONE; n = p->tree.nodes[n].parent, up++) {
            ent_element *e = &p->info[n];
            e->words += b->words;
            e->link_words += b->link_words;
            e->blocks++;
            e->prose_words += x->prose ? b->words : 0;
            e->prose_blocks += x->prose;
            if (x->link < 0.3f && b->words >= 3 && !x->comment && up >= 1 && up <= 3) {
                e->plain += (float)b->words / (float)up;
            }
            if (x->prose && up >= 1 && up <= 4) {
                e->prose += up == 1 ? score : up == 2 ? score / 2 : score / (float)(up * 2);
            }
        }
    }
    float best = 0;
    a->top = 0;
    for (uint32_t n = 0; n < p->tree.count; n++) {
        const ent_element *e = &p->info[n];
        float s =
            e->prose > 0 ? e->prose * (1.0f - (float)e->link_words / (float)(e->words + 1)) : 0;
        if (s > best) {
            best = s;
            a->top = n;
        }
    }
    /* and the container of most words that are no links, sentences or not */
    best = 0;
    a->wide = 0;
    for (uint32_t n = 0; n < p->tree.count; n++) {
        const ent_element *e = &p->info[n];
        if (e->plain > best) {
            best = e->plain;
            a->wide = n;
        }
    }
    a->first_prose = a->last_prose = ENT_NONE;
    a->h1 = ENT_NONE;
    for (uint32_t i = 0; i < p->block_count; i++) {
        const ent_hblock *b = &p->blocks[i];
        bool in = b->first > a->top && b->first < p->tree.nodes[a->top].end;
        if (in && a->briefs[i].prose) {
            a->first_prose = a->first_prose == ENT_NONE ? i : a->first_prose;
            a->last_prose = i;
        }
    }
    /* the heading: most like the title; an <h1> where none is */
    float like = 0.6f;
    for (uint32_t i = 0; i < p->block_count && (a->last_prose == ENT_NONE || i < a->last_prose);
         i++) {
        float t = a->briefs[i].title + (p->blocks[i].level == 1 ? 0.3f : 0) +
                  (p->blocks[i].level == 2 ? 0.1f : 0) - (a->briefs[i].link > 0.5f ? 0.2f : 0);
        if (t > like) {
            like = t;
            a->h1 = i;
        }
    }
    for (uint32_t i = 0; i < p->block_count && a->h1 == ENT_NONE; i++) {
        a->h1 = p->blocks[i].level == 1 ? i : ENT_NONE;
    }
    a->h1_node = a->h1 == ENT_NONE ? 0 : p->blocks[a->h1].node;
}

/* Tag and class of an element. */
static uint64_t signature(const ent_page *p, uint32_t n, uint64_t seed)
{
    if (n == ENT_NONE) {
        return seed;
    }
    const ent_attr *c = ent_read_attr(&p->tree, n, "class");
    seed = ent_hash(&p->tree.nodes[n].tag, 1, seed);
    return c ? ent_hash(c->value, c->len, seed) : seed;
}

/* Blocks made by one template: how much of the page's prose stands in such. */
static void templates(article *a)
{
    const ent_page *p = a->p;
    ent_map words = {0};
    for (uint32_t i = 0; i < p->block_count; i++) {
        brief *x = &a->briefs[i];
        uint32_t n = p->blocks[i].node, up = p->tree.nodes[n].parent;
        uint32_t grand = up == ENT_NONE ? up : p->tree.nodes[up].parent;
        x->like[0] = ent_hash(&p->tree.nodes[n].tag, 1, signature(p, up, 1));
        x->like[1] = signature(p, n, signature(p, up, signature(p, grand, 2)));
    }
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < p->block_count; i++) {
            brief *x = &a->briefs[i];
            for (int k = 0; k < 2; k++) {
                const char *key = (const char *)&x->like[k];
                uint32_t v = ent_map_get(&words, key, sizeof x->like[k]);
                v = v == ENT_NONE ? 0 : v;
                if (pass == 0 && x->prose) {
                    ent_map_set(&words, key, sizeof x->like[k], v + p->blocks[i].words);
                } else if (pass == 1) {
                    x->like_share[k] = (float)v / (float)(a->prose_total + 1);
                }
            }
        }
    }
    ent_map_free(&words);
}

static float *around(const article *a, uint32_t i, float *f)
{
    const ent_page *p = a->p;
    const ent_hblock *b = &p->blocks[i];
    float level[ENT_COUNT(groups)], tag[ENT_COUNT(tags)];
    for (size_t g = 0; g < ENT_COUNT(groups); g++) {
        level[g] = 20;
    }
    for (size_t t = 0; t < ENT_COUNT(tags); t++) {
        tag[t] = 20;
    }
    float up = 0, to_top = 30, to_wide = 30, to_h1 = 30, articles = 0;
    uint32_t inline_end = b->first;
    for (uint32_t n = p->tree.nodes[inline_end].parent; n != ENT_NONE;
         n = p->tree.nodes[n].parent) {
        const ent_node *x = &p->tree.nodes[n];
        if (n == a->top) {
            to_top = up;
        }
        to_wide = n == a->wide ? up : to_wide;
        if (to_h1 > 29 && n <= a->h1_node && a->h1_node < x->end) {
            to_h1 = up;
        }
        articles += x->tag == ENT_TAG_ARTICLE;
        if (x->tag == ENT_TAG_BODY || x->tag == ENT_TAG_HTML) {
            break;
        }
        for (size_t g = 0; g < ENT_COUNT(groups); g++) {
            if ((p->info[n].hints & groups[g]) && level[g] > 19) {
                level[g] = up;
            }
        }
        for (size_t t = 0; t < ENT_COUNT(tags); t++) {
            if ((x->tag == tags[t][0] || x->tag == tags[t][1]) && tag[t] > 19) {
                tag[t] = up;
            }
        }
        up += 1;
    }
    *f++ = up;
    *f++ = to_top;
    *f++ = to_wide;
    *f++ = a->h1 == ENT_NONE ? -1 : to_h1;
    *f++ = articles;
    memcpy(f, level, sizeof level);
    f += ENT_COUNT(groups);
    memcpy(f, tag, sizeof tag);
    f += ENT_COUNT(tags);
    return f;
}

static float *containers(const article *a, uint32_t i, float *f)
{
    const ent_page *p = a->p;
    uint32_t n = p->blocks[i].node;
    float total = (float)a->prose_total + 1;
    for (int up = 0; up < 5; up++) {
        const ent_element *e = &p->info[n];
        *f++ = (float)e->prose_words / total;
        *f++ = (float)e->link_words / (float)(e->words + 1);
        *f++ = logf1((float)e->blocks);
        *f++ = (float)e->prose_words / (float)(e->words + 1);
        uint32_t parent = p->tree.nodes[n].parent;
        n = parent == ENT_NONE ? n : parent;
    }
    return f;
}

static float *neighbour(const article *a, int64_t i, float *f)
{
    bool in = i >= 0 && i < (int64_t)a->p->block_count;
    const brief *x = in ? &a->briefs[i] : NULL;
    *f++ = in ? x->log_words : -1;
    *f++ = in ? x->link : -1;
    *f++ = in ? (float)x->prose : -1;
    *f++ = in ? (float)a->p->blocks[i].kind : -1;
    return f;
}

static float *place(const article *a, uint32_t i, float *f)
{
    const ent_page *p = a->p;
    float n = (float)(p->block_count + 1);
    float window = 0, before = 0, after = 0, words = 0;
    for (int64_t k = (int64_t)i - 6; k <= (int64_t)i + 6; k++) {
        if (k >= 0 && k < (int64_t)p->block_count) {
            float w = (float)p->blocks[k].words;
            words += w;
            window += a->briefs[k].prose ? w : 0;
            before += k < (int64_t)i && a->briefs[k].prose ? w : 0;
            after += k > (int64_t)i && a->briefs[k].prose ? w : 0;
        }
    }
    *f++ = (float)i / n;
    *f++ = a->h1 == ENT_NONE ? 99 : (float)i - (float)a->h1;
    bool any = a->first_prose != ENT_NONE;
    *f++ = any ? (float)i - (float)a->first_prose : -99;
    *f++ = any ? (float)a->last_prose - (float)i : -99;
    *f++ = any ? ((float)i - (float)a->first_prose) /
                     ((float)a->last_prose - (float)a->first_prose + 1)
               : -1;
    *f++ = window / (words + 1);
    *f++ = logf1(before);
    *f++ = logf1(after);
    *f++ = logf1((float)a->prose_total);
    *f++ = (float)p->info[a->top].prose_words / ((float)a->prose_total + 1);
    return f;
}

static float *own(const article *a, uint32_t i, float *f)
{
    const ent_hblock *b = &a->p->blocks[i];
    const brief *x = &a->briefs[i];
    *f++ = x->log_words;
    *f++ = x->link;
    *f++ = (float)b->chars / (float)(b->words + 1);
    *f++ = (float)b->commas / (float)(b->words + 1);
    *f++ = (float)x->stop;
    *f++ = (float)x->colon;
    *f++ = (float)x->first_upper;
    *f++ = x->digits;
    *f++ = x->upper;
    *f++ = x->marks;
    *f++ = (float)x->dated;
    *f++ = x->title;
    *f++ = (float)x->comment;
    *f++ = x->like_share[0];
    *f++ = x->like_share[1];
    *f++ = a->p->ld_body ? (float)x->in_ld : -1;
    *f++ = (float)x->in_description;
    *f++ = (float)x->copies;
    *f++ = (float)b->kind;
    *f++ = (float)b->level;
    *f++ = (float)(a->p->tree.nodes[b->node].tag == ENT_TAG_P);
    *f++ = (float)(a->p->tree.nodes[b->node].tag == ENT_TAG_DIV);
    for (int g = 0; g < PHRASE_GROUPS; g++) {
        *f++ = (float)(x->phrase >> g & 1);
    }
    return f;
}

void ent_article_features(article *a)
{
    ent_page *p = a->p;
    a->briefs = ent_arena_zalloc(p->arena, p->block_count + 1, sizeof *a->briefs);
    prepare(a);
    sum_up(a);
    templates(a);
    ent_article_vetoes(a);
    if (p->block_count > ENT_READ_MAX_BLOCKS) {
        return; /* no page that people read: the rule will do, in bounded memory */
    }
    a->features = ent_arena_alloc(p->arena, (p->block_count + 1) * ENT_FEATURES * sizeof(float));
    for (uint32_t i = 0; i < p->block_count; i++) {
        float *f = a->features + (size_t)i * ENT_FEATURES, *start = f;
        f = own(a, i, f);
        f = around(a, i, f);
        f = containers(a, i, f);
        for (int64_t k = -3; k <= 3; k++) {
            f = k ? neighbour(a, (int64_t)i + k, f) : f;
        }
        f = place(a, i, f);
        a->feature_count = (uint32_t)(f - start);
        while (f < start + ENT_FEATURES) {
            *f++ = 0;
        }
    }
}

void ent_article_context(const article *a, const float *prob, float *out)
{
    const ent_page *p = a->p;
    ent_arena scratch = {0};
    float *sum = ent_arena_zalloc(&scratch, p->tree.count, sizeof *sum);
    for (uint32_t i = 0; i < p->block_count; i++) {
        for (uint32_t n = p->blocks[i].node; n != ENT_NONE; n = p->tree.nodes[n].parent) {
            sum[n] += prob[i] * (float)(p->blocks[i].words + 1);
        }
    }
    float before = 0, total = 0;
    for (uint32_t i = 0; i < p->block_count; i++) {
        total += prob[i] * (float)p->blocks[i].words;
    }
    for (uint32_t i = 0; i < p->block_count; i++) {
        float *f = out + (size_t)i * ENT_CONTEXT;
        for (int64_t k = -4; k <= 4; k++) {
            int64_t j = (int64_t)i + k;
            *f++ = j >= 0 && j < (int64_t)p->block_count ? prob[j] : -1;
        }
        uint32_t n = p->blocks[i].node;
        for (int up = 0; up < 5; up++) {
            const ent_element *e = &p->info[n];
            float w = (float)(p->blocks[i].words + 1);
            float rest = (float)(e->words + e->blocks) - w; /* without the block itself */
            *f++ = rest > 0 ? (sum[n] - prob[i] * w) / rest : -1;
            *f++ = sum[n] / (sum[0] + 1);
            uint32_t parent = p->tree.nodes[n].parent;
            n = parent == ENT_NONE ? n : parent;
        }
        *f++ = before / (total + 1);
        *f++ = logf1(total);
        before += prob[i] * (float)p->blocks[i].words;
    }
    ent_arena_free(&scratch);
}
