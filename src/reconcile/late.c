/* late.c: further steps of clustering: what readers deny, deeds whose day or doer is disputed,
 * corrections, links.
 * In: sets that agree within. Out: larger sets. Documents that tell of both days tell of two deeds.
 */
#include "cluster_int.h"

/* -- what a reader's comment denies ----------------------------------------------------------- */

/* The one deed of the page that node x, a comment, can mean; ENT_NONE for none or several. */
static uint32_t denied_by(work *w, uint32_t x)
{
    const ent_account *a, *b;
    uint32_t found = ENT_NONE, own = ent_reconcile_find(w, x);
    for (uint32_t y = 0; y < w->count; y++) {
        uint32_t s = ent_reconcile_find(w, y);
        if (s != own && s != found && ent_reconcile_commented(w, x, y, &a, &b) &&
            !ent_reconcile_denies(b) && ent_reconcile_same_code(a, b) &&
            ent_reconcile_match(w, x, y, ANY_DATE).score >= 0) {
            if (found != ENT_NONE) {
                return ENT_NONE;
            }
            found = s;
        }
    }
    return found;
}

/* "That never happened": the sentence gives no day, since the page above it does. */
void ent_reconcile_join_denied(work *w)
{
    for (uint32_t x = 0; x < w->count; x++) {
        const ent_account *a = ent_reconcile_head(w, x);
        if (a->voice.kind != ENT_VOICE_COMMENT || !ent_reconcile_denies(a) ||
            (ent_reconcile_dated(&w->nodes[x]) && !w->nodes[x].carried)) {
            continue;
        }
        uint32_t s = denied_by(w, x);
        if (s != ENT_NONE && !ent_reconcile_contradict(w, ent_reconcile_find(w, x), s, ANY_DATE)) {
            ent_reconcile_join(w, x, s);
        }
    }
}

/* -- step 4: one deed, two days -------------------------------------------------------------- */

static int64_t gap_of(const node *p, const node *q)
{
    return (int64_t)q->s > p->e ? (int64_t)q->s - p->e : (int64_t)p->s - q->e;
}

static bool same_day_of_year(const node *p, const node *q)
{
    return p->turn && p->turn == q->turn;
}

/* Whether the days of x and y can be two tellings of one day, whatever the words. */
static bool days_near(work *w, uint32_t x, uint32_t y)
{
    const node *p = &w->nodes[x], *q = &w->nodes[y];
    int64_t gap = gap_of(p, q);
    if (p->carried || q->carried) {
        return false; /* the sentence itself says no day that another could gainsay */
    }
    return ent_reconcile_length(p) <= YEAR && ent_reconcile_length(q) <= YEAR &&
           (gap <= MONTH || same_day_of_year(p, q) || gap <= ent_reconcile_once_days(w, x, y));
}

static rec_kind kind_of(const work *w, uint32_t x)
{
    const ent_account *a = ent_reconcile_head(w, x);
    return ent_reconcile_kind(w->b->r, ent_reconcile_code(w->b->r, a->cameo));
}

/* Whether nothing of the kind is told of the month before node x: it opens hostilities. */
static bool first_blow(const work *w, uint32_t x)
{
    for (uint32_t y = x; y-- > 0;) {
        const node *n = &w->nodes[y];
        if (!ent_reconcile_dated(n) || n->s < w->nodes[x].s - MONTH) {
            break;
        }
        if (n->s < w->nodes[x].s && n->group == 0 && kind_of(w, y).opens) {
            return false;
        }
    }
    return true;
}

/* Does the sentence of a say that it was not on b's day: "on 5 July, not on the 3rd"? */
static bool gainsays(const ent_account *a, const ent_account *b)
{
    enum { NEAR = 16 };
    int y, m, d;
    char day[4];
    ent_day_split(b->date.start, &y, &m, &d);
    snprintf(day, sizeof day, "%d", d);
    size_t n = strlen(day);
    for (const char *p = a->evidence; p && (p = strstr(p, "not ")); p += 4) {
        const char *w = p + 4 + strcspn(p + 4, "0123456789");
        if (w - p < NEAR + 4 && strncmp(w, day, n) == 0 && (w[n] < '0' || w[n] > '9')) {
            return true;
        }
    }
    return false;
}

/* A reader's comment puts the page's deed on another day, in so many words. */
static bool redated(work *w, uint32_t x, uint32_t y)
{
    const ent_account *a, *b;
    return ent_reconcile_commented(w, x, y, &a, &b) && a->date.start == a->date.end &&
           b->date.start == b->date.end &&
           (a->voice.kind == ENT_VOICE_COMMENT ? gainsays(a, b) : gainsays(b, a));
}

/* "Two more were expelled": one sentence knows of a deed before, the other tells that one. */
static bool one_tells_more(const work *w, const ent_account *a, const ent_account *b)
{
    return ent_reconcile_tells_more(w->b->r, a, w->b->temp) !=
           ent_reconcile_tells_more(w->b->r, b, w->b->temp);
}

/* Whether the days of x and y, near enough, are two tellings of one day. */
static bool days_disputed(work *w, uint32_t x, uint32_t y, const fit *f)
{
    const node *p = &w->nodes[x], *q = &w->nodes[y];
    const ent_account *a = ent_reconcile_head(w, x), *b = ent_reconcile_head(w, y);
    int64_t gap = gap_of(p, q);
    if (!ent_reconcile_same_code(a, b)) {
        return false;
    }
    rec_kind k = kind_of(w, x);
    bool near = gap <= 3 && ent_reconcile_length(p) <= DECADE && ent_reconcile_length(q) <= DECADE;
    if (!k.own && (!k.opens || first_blow(w, x))) {
        int32_t once = ent_reconcile_once_days(w, x, y);
        if (once < 100 && (near || gap <= once) && one_tells_more(w, a, b)) {
            return false;
        }
        if (near && ent_reconcile_node_names(w, x, y)) {
            return true; /* signed at Tashkent on the 10th, on the 11th */
        }
        if (near && once && ent_reconcile_node_plain(w, x, y)) {
            return true; /* a treaty was signed on the 5th, on the 7th: neither says more */
        }
        if (gap <= once) {
            return once >= 100 || ent_reconcile_node_alike(w, x, y) >= (near ? 20 : 25);
        }
    }
    int words = ent_reconcile_node_alike(w, x, y);
    if (same_day_of_year(p, q) && (words >= 30 || f->named)) {
        return true; /* the year is disputed */
    }
    if (k.own) {
        return redated(w, x, y); /* else each day has its own */
    }
    return (near && (words >= 40 || (f->named && words >= 25))) || (gap <= MONTH && words >= 60);
}

/* Whether x and y tell one deed of one day and differ over who did it, or to whom. */
static bool actors_disputed(work *w, uint32_t x, uint32_t y)
{
    const ent_account *a = ent_reconcile_head(w, x), *b = ent_reconcile_head(w, y);
    if (ent_reconcile_dates(&w->nodes[x], &w->nodes[y]) != EQUAL ||
        ent_reconcile_length(&w->nodes[x]) != 1 || !ent_reconcile_same_code(a, b) ||
        ent_reconcile_match(w, x, y, 0).score >= 0) {
        return false;
    }
    /* A attacked B, says one; B attacked A, says the other: of the first blow one of them is right;
     * later in a war both may be */
    return ent_reconcile_node_alike(w, x, y) >= 40 ||
           (kind_of(w, x).opens && !a->symmetric && !b->symmetric &&
            a->status == ENT_STATUS_ASSERTED && b->status == ENT_STATUS_ASSERTED &&
            !w->nodes[x].carried && !w->nodes[y].carried && first_blow(w, x));
}

static bool sets_share_doc(work *w, uint32_t i, uint32_t j)
{
    const ent_account *a, *b;
    const set *p = &w->sets[i], *q = &w->sets[j];
    for (uint32_t x = 0; x < p->count && x < MAX_NODES; x++) {
        for (uint32_t y = 0; y < q->count && y < MAX_NODES; y++) {
            if (ent_reconcile_shared_doc(w, p->node[x], q->node[y], &a, &b)) {
                return true;
            }
        }
    }
    return false;
}

void ent_reconcile_join_disputed(work *w)
{
    for (uint32_t x = 0; x < w->count; x++) {
        uint32_t kind = w->nodes[x].kind;
        if (!kind || !ent_reconcile_dated(&w->nodes[x])) {
            continue;
        }
        uint32_t reach = w->count <= FULL_GROUP ? FULL_GROUP : WINDOW;
        for (uint32_t y = x + 1; y < w->count && y <= x + reach; y++) {
            if (w->nodes[y].kind != kind || ent_reconcile_find(w, x) == ent_reconcile_find(w, y)) {
                continue;
            }
            bool apart = ent_reconcile_dates(&w->nodes[x], &w->nodes[y]) == APART;
            if (apart && !days_near(w, x, y)) {
                continue;
            }
            int flags = apart ? ANY_DATE : ANY_ACTOR | ANY_WAY;
            fit f = ent_reconcile_match(w, x, y, flags);
            if (f.score >= 0 && (apart ? days_disputed(w, x, y, &f) : actors_disputed(w, x, y))) {
                ent_reconcile_add_edge(w, f.score + ent_reconcile_node_alike(w, x, y) / 5, x, y);
            }
        }
    }
    if (w->edge_count) {
        qsort(w->edges, w->edge_count, sizeof *w->edges, ent_reconcile_by_score);
    }
    for (uint32_t i = 0; i < w->edge_count; i++) {
        uint32_t x = ent_reconcile_find(w, w->edges[i].x), y = ent_reconcile_find(w, w->edges[i].y);
        /* a document that tells of both days tells of two deeds */
        bool apart =
            ent_reconcile_dates(&w->nodes[w->edges[i].x], &w->nodes[w->edges[i].y]) == APART;
        if (x != y && !sets_share_doc(w, x, y) &&
            !ent_reconcile_contradict(w, x, y, apart ? ANY_DATE : ANY_ACTOR | ANY_WAY)) {
            ent_reconcile_join(w, x, y);
        }
    }
    w->edge_count = 0;
}

/* The node of x's document that x corrects: the last sentence before it that tells of such a deed.
 */
static uint32_t corrected(work *w, uint32_t x, const ent_account *by)
{
    uint32_t best = ENT_NONE, sentence = 0;
    for (uint32_t y = 0; y < w->count; y++) {
        if (y == x || ent_reconcile_find(w, x) == ent_reconcile_find(w, y)) {
            continue;
        }
        const node *n = &w->nodes[y];
        for (uint32_t k = 0; k < n->count && k < MAX_MEMBERS; k++) {
            const ent_account *a = &w->b->accounts[n->acc[k]];
            if (ent_reconcile_same(a->doc, by->doc) && a->sentence && a->sentence < by->sentence &&
                a->sentence > sentence && ent_reconcile_match(w, x, y, ANY_DATE).score >= 0) {
                best = y;
                sentence = a->sentence;
            }
        }
    }
    return best;
}

/* The least sentence of each document of the block. */
static void first_sentences(const work *w, ent_map *m)
{
    for (uint32_t i = 0; i < w->b->count; i++) {
        const ent_account *a = &w->b->accounts[w->b->order[i]];
        const char *doc = a->doc ? a->doc : "";
        if (a->sentence && a->sentence < ent_map_get(m, doc, strlen(doc))) { /* NONE is the most */
            ent_map_set(m, doc, strlen(doc), a->sentence);
        }
    }
}

void ent_reconcile_join_corrected(work *w)
{
    ent_map first = {0};
    first_sentences(w, &first);
    for (uint32_t x = 0; x < w->count; x++) {
        const node *n = &w->nodes[x];
        for (uint32_t k = 0; k < n->count; k++) {
            const ent_account *a = &w->b->accounts[n->acc[k]];
            const char *doc = a->doc ? a->doc : "";
            if (!a->sentence || a->sentence <= ent_map_get(&first, doc, strlen(doc))) {
                continue; /* nothing before it */
            }
            if (ent_reconcile_corrects(w->b->r, a, w->b->temp)) {
                uint32_t y = corrected(w, x, a);
                if (y != ENT_NONE) {
                    ent_reconcile_join(w, x, y);
                }
            }
        }
    }
    ent_map_free(&first);
}

/* What the text itself says to be the same. */
void ent_reconcile_join_linked(work *w)
{
    ent_map ids = {0};
    bool any = false;
    for (uint32_t i = 0; i < w->b->count && !any; i++) {
        any = w->b->accounts[w->b->order[i]].link_count > 0;
    }
    for (uint32_t i = 0; any && i < w->count; i++) {
        for (uint32_t k = 0; k < w->nodes[i].count; k++) {
            const char *id = w->b->accounts[w->nodes[i].acc[k]].id;
            ent_map_set(&ids, id, strlen(id), i);
        }
    }
    for (uint32_t i = 0; any && i < w->count; i++) {
        for (uint32_t k = 0; k < w->nodes[i].count; k++) {
            const ent_account *a = &w->b->accounts[w->nodes[i].acc[k]];
            for (uint32_t l = 0; l < a->link_count; l++) {
                const char *id = a->links[l].account;
                uint32_t j = a->links[l].rel == ENT_LINK_SAME && id
                                 ? ent_map_get(&ids, id, strlen(id))
                                 : ENT_NONE;
                if (j != ENT_NONE && ent_reconcile_find(w, i) != ent_reconcile_find(w, j) &&
                    ent_reconcile_match(w, i, j, ANY_DATE).score >= 0) {
                    ent_reconcile_join(w, i, j);
                }
            }
        }
    }
    ent_map_free(&ids);
}
