/* article.c: which blocks of a page are the article.
 *
 * In: ent_page with blocks and metadata. Out: their roles. Two forests of small decision trees
 * (data/read/article.weights, made by tools/train/article_train.c): the first looks at a block, the
 * second at the block and at what the first said of those around it.
 */
#include "article.h"

#include "base/table.h"

float ent_article_score(const ent_forest *f, const float *x, const float *y, uint32_t nx)
{
    float sum = 0;
    for (uint32_t t = 0; t < f->tree_count; t++) {
        const ent_tree_node *tree = f->nodes + f->first[t];
        const ent_tree_node *n = tree;
        while (n->feature >= 0) {
            uint32_t k = (uint32_t)n->feature;
            float v = k < nx ? x[k] : y[k - nx];
            n = tree + n->left + (v < n->value ? 0 : 1);
        }
        sum += n->value;
    }
    return sum;
}

/* exp(-x) to a few digits without the C library's, whose last bit differs between machines. */
static float sigmoid(float x)
{
    float a = x < 0 ? -x : x;
    float d = 1.0f + a * (1.0f / 64.0f); /* (1 + a/64)^64 */
    for (int i = 0; i < 6; i++) {
        d *= d;
    }
    float p = d / (1.0f + d);
    return x < 0 ? 1.0f - p : p;
}

static bool load(ent_arena *a, ent_forest forest[2], uint32_t features, float *threshold)
{
    size_t n;
    const char *s = ent_embedded("read/article.weights", &n);
    uint32_t head[4], at = 24;
    if (!s || n < 24 || memcmp(s, "ENTART1\n", 8) != 0) {
        return false;
    }
    memcpy(head, s + 8, sizeof head);
    memcpy(threshold, s + 12, sizeof *threshold);
    if (head[0] != features) {
        return false;
    }
    for (int k = 0; k < 2; k++) {
        uint32_t trees = head[2 + k];
        size_t size = (trees + 1) * sizeof(uint32_t);
        if (trees > 10000 || at + size > n) {
            return false;
        }
        uint32_t *first = ent_arena_alloc(a, size);
        memcpy(first, s + at, size);
        at += (uint32_t)size;
        size = first[trees] * sizeof(ent_tree_node);
        if (first[trees] > 1000000 || at + size > n) {
            return false;
        }
        ent_tree_node *nodes = ent_arena_alloc(a, size + 1);
        memcpy(nodes, s + at, size);
        at += (uint32_t)size;
        forest[k] = (ent_forest){trees, first, nodes};
    }
    return true;
}

/* In an element that by its name or words is no article. */
static bool furniture(const ent_page *p, uint32_t n)
{
    static const uint64_t words =
        ENT_HINT_BIT(COMMENT) | ENT_HINT_BIT(NAV) | ENT_HINT_BIT(MENU) | ENT_HINT_BIT(FOOT) |
        ENT_HINT_BIT(SIDEBAR) | ENT_HINT_BIT(RELATED) | ENT_HINT_BIT(SHARE) | ENT_HINT_BIT(COOKIE) |
        ENT_HINT_BIT(COPYRIGHT) | ENT_HINT_BIT(BREADCRUMB) | ENT_HINT_BIT(PROMO) |
        ENT_HINT_BIT(SUBSCRI) | ENT_HINT_BIT(BYLINE) | ENT_HINT_BIT(NEWSLETTER) |
        ENT_HINT_BIT(TEASER) | ENT_HINT_BIT(RECOMMEND) | ENT_HINT_BIT(POPULAR) |
        ENT_HINT_BIT(TRENDING) | ENT_HINT_BIT(RECIRC) | ENT_HINT_BIT(SIGNUP) | ENT_HINT_BIT(LOGIN);
    for (; n != ENT_NONE; n = p->tree.nodes[n].parent) {
        uint8_t tag = p->tree.nodes[n].tag;
        if (tag == ENT_TAG_BODY || tag == ENT_TAG_ARTICLE || tag == ENT_TAG_MAIN) {
            return false;
        }
        if (tag == ENT_TAG_NAV || tag == ENT_TAG_ASIDE || tag == ENT_TAG_FOOTER ||
            tag == ENT_TAG_FORM || tag == ENT_TAG_HEADER || tag == ENT_TAG_BUTTON ||
            tag == ENT_TAG_ADDRESS || (p->info[n].hints & words)) {
            return true;
        }
    }
    return false;
}

/* Templates of the prose between first and last. */
typedef struct likes {
    uint64_t hash[8];
    uint32_t n;
} likes;

static bool like_any(const likes *l, uint64_t hash)
{
    for (uint32_t i = 0; i < l->n; i++) {
        if (l->hash[i] == hash) {
            return true;
        }
    }
    return false;
}

/* Could stand in the article: a sentence, or a line made like its paragraphs. */
static bool joins(const article *a, uint32_t i, const likes *l)
{
    const ent_hblock *b = &a->p->blocks[i];
    const brief *x = &a->briefs[i];
    if (x->link >= 0.3f || x->comment || x->veto || x->rights || x->is_title ||
        (b->kind == ENT_BLOCK_CAPTION && b->words < 5) || furniture(a->p, b->node) ||
        (!x->prose && x->phrase)) {
        return false;
    }
    return x->prose || x->stop || x->colon || b->words > 12 || like_any(l, x->like[0]) ||
           b->kind == ENT_BLOCK_HEADING || b->kind == ENT_BLOCK_ITEM || b->kind == ENT_BLOCK_QUOTE;
}

/* Block i stands next to `edge`, which is article: a sentence made alike, or of the same <pre>. */
static bool goes_with(const article *a, uint32_t i, uint32_t edge, const likes *l)
{
    const ent_page *p = a->p;
    uint32_t node = p->blocks[i].node;
    bool pre = node == p->blocks[edge].node && p->tree.nodes[node].tag == ENT_TAG_PRE;
    return joins(a, i, l) && (pre || (a->briefs[i].stop && like_any(l, a->briefs[i].like[0])));
}

/* A page of a few blocks is unlike all that the trees have seen: what is prose there is article,
 * with what stands between and what is made like it before and after. So is, on any page of which
 * the trees took nothing, the prose of the best container. */
static void by_rule(article *a, bool small)
{
    ent_page *p = a->p;
    uint32_t first = ENT_NONE, last = 0;
    for (int way = 0; way < 2 && first == ENT_NONE; way++) {
        for (uint32_t i = 0; i < p->block_count; i++) {
            const ent_hblock *b = &p->blocks[i];
            const brief *x = &a->briefs[i];
            bool in = small || (b->first > a->top && b->first < p->tree.nodes[a->top].end);
            bool prose = way == 0 ? x->prose && in && x->link < 0.3f
                                  : x->link < 0.3f && b->words >= 4 && !x->is_title &&
                                        !(x->phrase & ~0x48u) && b->kind != ENT_BLOCK_HEADING;
            if (prose && !x->veto && !furniture(p, b->node)) {
                first = first == ENT_NONE ? i : first;
                last = i;
            }
        }
    }
    if (first == ENT_NONE) {
        return;
    }
    likes l = {.n = 0};
    for (uint32_t i = last + 1; i-- > first && l.n < ENT_COUNT(l.hash);) {
        const brief *x = &a->briefs[i];
        if ((x->prose || i == first || i == last) && !like_any(&l, x->like[0]) &&
            !furniture(p, p->blocks[i].node)) {
            l.hash[l.n++] = x->like[0];
        }
    }
    while (first > 0 && goes_with(a, first - 1, first, &l)) {
        first--;
    }
    while (last + 1 < p->block_count && goes_with(a, last + 1, last, &l)) {
        last++;
    }
    for (uint32_t i = 0; i < p->block_count; i++) {
        bool in = i >= first && i <= last && joins(a, i, &l);
        p->blocks[i].role = in ? ENT_HROLE_BODY : ENT_HROLE_NONE;
    }
}

static uint32_t block_quotation(const ent_page *p, uint32_t n, bool *credit)
{
    for (uint32_t up = 0; n != ENT_NONE && up < 6; n = p->tree.nodes[n].parent, up++) {
        uint8_t tag = p->tree.nodes[n].tag;
        if (credit) {
            *credit |= tag == ENT_TAG_FOOTER || tag == ENT_TAG_CITE;
        }
        if (tag == ENT_TAG_BLOCKQUOTE) {
            return n;
        }
    }
    return ENT_NONE;
}

/* The line that says who said what the block quotation before it says. */
static bool credit_line(const article *a, uint32_t i)
{
    const ent_page *p = a->p;
    bool credit = a->briefs[i].dash;
    if (i == 0 || p->blocks[i].words > 16 || p->blocks[i - 1].role != ENT_HROLE_BODY) {
        return false;
    }
    uint32_t q = block_quotation(p, p->blocks[i].node, &credit);
    return credit && q != ENT_NONE && q == block_quotation(p, p->blocks[i - 1].node, NULL);
}

/* A few words without a stop between two blocks of the article in the same container: a heading
 * that is no <h2>. What has a veto does not part them. */
static bool plain_heading(const article *a, uint32_t i)
{
    const ent_page *p = a->p;
    const ent_hblock *b = &p->blocks[i];
    const brief *x = &a->briefs[i];
    uint32_t before = i;
    while (before > 0 && i - before < 5 && (before == i || a->briefs[before].veto)) {
        before--;
    }
    if (i + 1 >= p->block_count || b->words > 12 || b->kind != ENT_BLOCK_PARAGRAPH ||
        p->blocks[before].role != ENT_HROLE_BODY || p->blocks[i + 1].role != ENT_HROLE_BODY ||
        x->link >= 0.3f || x->stop || x->colon || !x->first_upper || x->phrase || x->comment ||
        x->veto || x->dated || x->copies > 1) {
        return false;
    }
    uint32_t up = p->tree.nodes[b->node].parent;
    return up == p->tree.nodes[p->blocks[before].node].parent &&
           up == p->tree.nodes[p->blocks[i + 1].node].parent;
}

/* Before its first sentence the title and the line that names the author are none of the article's
 * blocks, and behind its last one no line of links is. */
static void ends_of(article *a)
{
    ent_page *p = a->p;
    uint32_t last = p->block_count, links = 0, count = 0;
    for (uint32_t i = 0; i < p->block_count; i++) { /* a menu before the first sentence */
        const brief *x = &a->briefs[i];
        if (p->blocks[i].role == ENT_HROLE_BODY) {
            if (x->prose || x->stop || p->blocks[i].words > 8) {
                break;
            }
            if (x->link > 0.9f && p->blocks[i].kind != ENT_BLOCK_ITEM) {
                links = count++ ? i + 1 : 0;
            }
        }
    }
    for (uint32_t i = 0; i < p->block_count; i++) {
        const brief *x = &a->briefs[i];
        if (p->blocks[i].role != ENT_HROLE_BODY) {
            continue;
        }
        if (i >= links && !x->is_title &&
            !((x->phrase >> 6 & 1) && !x->stop && p->blocks[i].words <= 8)) {
            break;
        }
        p->blocks[i].role = ENT_HROLE_NONE;
    }
    while (last > 0 && (p->blocks[last - 1].role != ENT_HROLE_BODY ||
                        p->blocks[last - 1].kind == ENT_BLOCK_HEADING ||
                        (a->briefs[last - 1].link > 0.9f && p->blocks[last - 1].words <= 8 &&
                         p->blocks[last - 1].kind != ENT_BLOCK_ITEM) ||
                        ((a->briefs[last - 1].phrase >> 6 & 1) && !a->briefs[last - 1].stop &&
                         p->blocks[last - 1].words <= 12))) {
        p->blocks[--last].role =
            ENT_HROLE_NONE; /* a heading of nothing, a line of links, "posted by" */
    }
}

/* A line of the template that most of the article is made of, beside a block of it in the same
 * container: "The Council," where the trees were not sure, "1998" before what happened then. */
static void fill(article *a)
{
    ent_page *p = a->p;
    for (uint32_t i = p->block_count; i-- > 0;) {
        ent_hblock *b = &p->blocks[i];
        const brief *x = &a->briefs[i];
        const ent_hblock *next = i + 1 < p->block_count ? b + 1 : NULL;
        if (b->role == ENT_HROLE_BODY || !next || next->role != ENT_HROLE_BODY ||
            b->kind == ENT_BLOCK_HEADING || x->link >= 0.3f || x->veto || x->phrase || x->comment ||
            x->is_title || p->tree.nodes[b->node].parent != p->tree.nodes[next->node].parent) {
            continue;
        }
        bool alike = x->like[1] == a->briefs[i + 1].like[1];
        bool item = b->kind == ENT_BLOCK_ITEM;
        for (uint32_t k = i > 4 ? i - 4 : 0; item && !alike && k < p->block_count && k < i + 5;
             k++) {
            alike = p->blocks[k].role == ENT_HROLE_BODY && a->briefs[k].like[1] == x->like[1];
        }
        if (alike && (item || (x->clause && x->like_share[0] >= 0.5f && b->score >= 0.05f))) {
            b->role = ENT_HROLE_BODY;
        }
    }
}

/* A block of the article follows, with at most credits between, or a note beside it. */
static bool heads(const article *a, uint32_t i)
{
    const ent_page *p = a->p;
    uint32_t k = i + 1, note = ENT_NONE;
    while (k < p->block_count && k < i + 4 && p->blocks[k].role != ENT_HROLE_BODY &&
           p->blocks[k].kind != ENT_BLOCK_HEADING &&
           (a->briefs[k].veto || (p->blocks[k].words <= 12 && note == ENT_NONE))) {
        note = a->briefs[k].veto ? note : p->tree.nodes[p->blocks[k].node].parent;
        k++;
    }
    return k < p->block_count && p->blocks[k].role == ENT_HROLE_BODY &&
           p->blocks[k].kind != ENT_BLOCK_HEADING &&
           (note == ENT_NONE || note == p->tree.nodes[p->blocks[k].node].parent);
}

/* Another heading of its template is the article's. */
static bool one_of(const article *a, uint32_t i)
{
    for (uint32_t k = i + 1; k < a->p->block_count && k < i + 200; k++) {
        if (a->p->blocks[k].role == ENT_HROLE_BODY && a->p->blocks[k].kind == ENT_BLOCK_HEADING &&
            a->briefs[k].like[1] == a->briefs[i].like[1]) {
            return true;
        }
    }
    return false;
}

/* A heading right before a block of the article, within it, is the article's, and so is the credit
 * of a block quotation. What follows the end of a release is not. */
static void headings_and_end(article *a)
{
    ent_page *p = a->p;
    uint32_t words = 0;
    fill(a);
    ends_of(a);
    for (uint32_t i = 0; i < p->block_count; i++) {
        ent_hblock *b = &p->blocks[i];
        const brief *x = &a->briefs[i];
        if (x->end_mark && words >= 30) {
            for (; i < p->block_count; i++) {
                p->blocks[i].role = ENT_HROLE_NONE;
            }
            return;
        }
        if (b->kind == ENT_BLOCK_HEADING && b->role == ENT_HROLE_NONE && b->level > 1 &&
            x->link < 0.3f && x->title < 0.5f && !x->veto && !x->comment && !x->phrase &&
            heads(a, i) && (words || one_of(a, i)) && !furniture(p, b->node)) {
            b->role = ENT_HROLE_BODY;
        }
        if (b->role == ENT_HROLE_NONE && words && plain_heading(a, i)) {
            b->role = ENT_HROLE_BODY;
        }
        if (b->role == ENT_HROLE_NONE && credit_line(a, i)) {
            b->role = ENT_HROLE_BODY;
        }
        words += b->role == ENT_HROLE_BODY ? b->words : 0;
    }
}

void ent_article_decide(article *a, float threshold)
{
    enum { SMALL = 16 };
    ent_page *p = a->p;
    uint32_t taken = 0;
    for (uint32_t i = 0; i < p->block_count; i++) {
        bool body = p->blocks[i].score >= threshold && !a->briefs[i].veto;
        p->blocks[i].role = body ? ENT_HROLE_BODY : ENT_HROLE_NONE;
        taken += body ? p->blocks[i].words : 0;
    }
    if (taken < 8 || p->block_count <= SMALL) {
        by_rule(a, p->block_count <= SMALL);
    }
    headings_and_end(a);
}

void ent_read_article(ent_page *p)
{
    article a = {.p = p};
    ent_forest forest[2];
    float threshold;
    ent_article_features(&a);
    if (!load(p->arena, forest, a.feature_count, &threshold)) {
        by_rule(&a, true);
        headings_and_end(&a);
        return;
    }
    uint32_t n = p->block_count;
    float *prob = ent_arena_alloc(p->arena, (n + 1) * sizeof *prob);
    float *context = ent_arena_alloc(p->arena, (size_t)(n + 1) * ENT_CONTEXT * sizeof *context);
    for (uint32_t i = 0; i < n; i++) {
        const float *x = a.features + (size_t)i * ENT_FEATURES;
        prob[i] = sigmoid(ent_article_score(&forest[0], x, NULL, a.feature_count));
    }
    ent_article_context(&a, prob, context);
    for (uint32_t i = 0; i < n; i++) {
        const float *x = a.features + (size_t)i * ENT_FEATURES;
        const float *y = context + (size_t)i * ENT_CONTEXT;
        p->blocks[i].score = sigmoid(ent_article_score(&forest[1], x, y, a.feature_count));
    }
    ent_article_decide(&a, threshold);
}
