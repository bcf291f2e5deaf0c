/* match.c: may two accounts tell one deed? In: accounts of one block. Out: nodes (accounts that say
 * the same), and for two nodes whether they contradict, how well they fit, and whether enough
 * speaks for them where their days are vague. It joins nothing (cluster.c). */
#include "cluster_int.h"

const ent_account *ent_reconcile_head(const work *w, uint32_t n)
{
    return &w->b->accounts[w->nodes[n].acc[0]];
}

static uint8_t group_of(const ent_account *x)
{
    return x->status == ENT_STATUS_PLANNED ? 1 : x->status == ENT_STATUS_POSSIBLE ? 2 : 0;
}

bool ent_reconcile_same(const char *x, const char *y)
{
    return x == y || (x && y && strcmp(x, y) == 0);
}

bool ent_reconcile_dated(const node *n)
{
    return n->s != ENT_DAY_NONE && n->e != ENT_DAY_NONE;
}

int64_t ent_reconcile_length(const node *n)
{
    return ent_reconcile_dated(n) ? (int64_t)n->e - n->s + 1 : INT32_MAX;
}

/* -- nodes ----------------------------------------------------------------------------------- */

static bool same_reading(const ent_account *x, const ent_account *y)
{
    return x->date.start == y->date.start && x->date.end == y->date.end && x->status == y->status &&
           x->symmetric == y->symmetric && ent_reconcile_same(x->cameo, y->cameo) &&
           ent_reconcile_same(x->source.code, y->source.code) &&
           ent_reconcile_same(x->source.name, y->source.name) &&
           ent_reconcile_same(x->target.code, y->target.code) &&
           ent_reconcile_same(x->target.name, y->target.name) &&
           ent_reconcile_same(x->source.state, y->source.state) &&
           ent_reconcile_same(x->target.state, y->target.state);
}

static uint32_t kind_of(const char *cameo)
{
    uint32_t v = 0;
    for (int i = 0; cameo && cameo[i] && i < 3; i++) {
        v = v << 8 | (unsigned char)cameo[i];
    }
    return v;
}

static bool same_sentence(const ent_account *x, const ent_account *y)
{
    return x->sentence && x->sentence == y->sentence && ent_reconcile_same(x->doc, y->doc) &&
           ent_reconcile_same(x->trigger, y->trigger);
}

/* Accounts that say the same of one day are one node; of vaguer days only within a sentence.
 * Two sentences of one document may tell of two such deeds: then that reading's accounts are a
 * node each, and the words decide. */
void ent_reconcile_make_nodes(work *w)
{
    bool broken = false;
    for (uint32_t i = 0; i < w->b->count; i++) {
        const ent_account *x = &w->b->accounts[w->b->order[i]];
        node *last = w->count ? &w->nodes[w->count - 1] : NULL;
        const ent_account *before = last ? &w->b->accounts[last->acc[last->count - 1]] : NULL;
        bool day = x->date.start == x->date.end && x->date.start != ENT_DAY_NONE;
        bool same = before && same_reading(x, before);
        broken = same && (broken || (x->evidence && ent_reconcile_same(x->doc, before->doc) &&
                                     x->sentence != before->sentence));
        if (same && ((day && !broken) || same_sentence(x, before))) {
            *ENT_PUSH(w->b->arena, last->acc, last->count, last->cap) = w->b->order[i];
            last->carried &= ent_reconcile_carried(x);
            continue;
        }
        node *n = ENT_PUSH(w->b->arena, w->nodes, w->count, w->cap);
        n->acc = ent_arena_alloc(w->b->arena, 4 * sizeof *n->acc); /* most hold one */
        n->cap = 4;
        *ENT_PUSH(w->b->arena, n->acc, n->count, n->cap) = w->b->order[i];
        n->s = x->date.start;
        n->e = x->date.end;
        n->group = group_of(x);
        n->kind = x->evidence ? kind_of(x->cameo) : 0;
        n->carried = ent_reconcile_carried(x);
        n->once = -1;
        if (day) {
            int y, m, d;
            ent_day_split(n->s, &y, &m, &d);
            n->turn = (uint16_t)(100 * m + d);
        }
    }
}

static const rec_bag *bag(work *w, uint32_t i)
{
    node *n = &w->nodes[i];
    if (!n->bagged) {
        n->bagged = 1;
        for (uint32_t k = 0; k < n->count && k < 8 && n->bag.count < 3; k++) {
            ent_reconcile_bag(&n->bag, w->b->r, &w->b->accounts[n->acc[k]], w->b->arena,
                              w->b->temp);
        }
    }
    return &n->bag;
}

/* Whether one teller tells both: a reader's comment tells the post's story anew, as another
 * document would. */
static bool one_teller(const ent_account *a, const ent_account *b)
{
    bool x = a->voice.kind == ENT_VOICE_COMMENT, y = b->voice.kind == ENT_VOICE_COMMENT;
    return x == y && (!x || ent_reconcile_same(a->voice.name, b->voice.name));
}

static bool comments_on(const ent_account *a, const ent_account *b)
{
    return (a->voice.kind == ENT_VOICE_COMMENT) != (b->voice.kind == ENT_VOICE_COMMENT);
}

/* The first accounts of one document that x and y hold and for which that is so. */
static bool first_pair(const work *w, uint32_t x, uint32_t y, const ent_account **ax,
                       const ent_account **ay,
                       bool (*call)(const ent_account *a, const ent_account *b))
{
    const node *p = &w->nodes[x], *q = &w->nodes[y];
    uint32_t np = p->count < MAX_MEMBERS ? p->count : MAX_MEMBERS;
    uint32_t nq = q->count < MAX_MEMBERS ? q->count : MAX_MEMBERS;
    for (uint32_t i = 0; i < np; i++) {
        for (uint32_t j = 0; j < nq; j++) {
            const ent_account *a = &w->b->accounts[p->acc[i]], *b = &w->b->accounts[q->acc[j]];
            if (a->doc && b->doc && strcmp(a->doc, b->doc) == 0 && call(a, b)) {
                *ax = a;
                *ay = b;
                return true;
            }
        }
    }
    return false;
}

bool ent_reconcile_shared_doc(const work *w, uint32_t x, uint32_t y, const ent_account **ax,
                              const ent_account **ay)
{
    return first_pair(w, x, y, ax, ay, one_teller);
}

bool ent_reconcile_commented(const work *w, uint32_t x, uint32_t y, const ent_account **ax,
                             const ent_account **ay)
{
    return first_pair(w, x, y, ax, ay, comments_on);
}

/* One act of one sentence with several persons named on a side. */
bool ent_reconcile_listed(const work *w, uint32_t x, uint32_t y)
{
    const ent_account *a, *b;
    return ent_reconcile_shared_doc(w, x, y, &a, &b) && a->sentence && a->sentence == b->sentence &&
           ent_reconcile_same(a->trigger, b->trigger) && ent_reconcile_same(a->cameo, b->cameo);
}

/* -- two nodes ------------------------------------------------------------------------------- */

when ent_reconcile_dates(const node *x, const node *y)
{
    if (!ent_reconcile_dated(x) || !ent_reconcile_dated(y)) {
        return UNDATED;
    }
    if (x->s == y->s && x->e == y->e) {
        return EQUAL;
    }
    if ((x->s <= y->s && y->e <= x->e) || (y->s <= x->s && x->e <= y->e)) {
        return WITHIN;
    }
    if (x->s <= y->e && y->s <= x->e && ent_reconcile_length(x) <= MONTH &&
        ent_reconcile_length(y) <= MONTH) {
        return OVERLAP;
    }
    return APART;
}

static int ways_of(const work *w, const rec_fit *k, uint32_t x, uint32_t y)
{
    const ent_account *a = ent_reconcile_head(w, x), *b = ent_reconcile_head(w, y), *p, *q;
    if (a->symmetric || b->symmetric) {
        return REC_SAME | REC_MIRROR;
    }
    rec_kind ka = ent_reconcile_kind(w->b->r, ent_reconcile_code(w->b->r, a->cameo));
    if (ka.mutual == REC_MUTUAL_ROWS && k->score == 40 && !(k->ways & REC_MIRROR) &&
        w->nodes[x].s == w->nodes[y].s && w->nodes[x].e == w->nodes[y].e &&
        ent_reconcile_shared_doc(w, x, y, &p, &q) && p->sentence == q->sentence) {
        return k->ways | REC_MIRROR; /* a coder that writes a mutual act as two rows */
    }
    return k->ways;
}

/* What is denied is that very kind of deed; within a document it takes the same words too. */
static bool may_deny(work *w, uint32_t x, uint32_t y, const rec_fit *k)
{
    const ent_account *a, *b;
    if (k->score < 30) {
        return false;
    }
    if (!ent_reconcile_shared_doc(w, x, y, &a, &b) || !a->sentence || !b->sentence) {
        return true;
    }
    uint32_t gap =
        a->sentence > b->sentence ? a->sentence - b->sentence : b->sentence - a->sentence;
    bool said = a->status == ENT_STATUS_DENIED || b->status == ENT_STATUS_DENIED;
    return ent_reconcile_stem_same(a->trigger, b->trigger) || (said && gap <= 2) ||
           ent_reconcile_node_alike(w, x, y) >= 40;
}

/* Does the sentence have the last word of that name, the one that papers print? */
static bool has_name(const ent_account *x, const char *name)
{
    const char *space = name ? strrchr(name, ' ') : NULL, *last = space ? space + 1 : name;
    return last && strlen(last) >= 4 && x->evidence && strstr(x->evidence, last);
}

/* "Pinckney and Marshall left", "Marshall and Pinckney left": each sentence names the other too. */
static bool both_named(const ent_account *a, const ent_account *b, const ent_actor_ref *x,
                       const ent_actor_ref *y)
{
    return has_name(a, y->name) && has_name(b, x->name);
}

fit ent_reconcile_match(work *w, uint32_t x, uint32_t y, int flags)
{
    fit f = {.score = -1};
    const node *p = &w->nodes[x], *q = &w->nodes[y];
    const ent_account *a = ent_reconcile_head(w, x), *b = ent_reconcile_head(w, y);
    when t = ent_reconcile_dates(p, q);
    const ent_account *c, *d;
    if (p->group != q->group || (t == APART && !(flags & ANY_DATE)) ||
        (t == OVERLAP && ent_reconcile_shared_doc(w, x, y, &c, &d))) {
        return f;
    }
    rec_fit k = ent_reconcile_kinds(w->b->r, a->cameo, b->cameo);
    if (k.score < 0 || (a->status != b->status && !may_deny(w, x, y, &k))) {
        return f;
    }
    int ways = flags & ANY_WAY ? REC_SAME | REC_MIRROR : ways_of(w, &k, x, y);
    for (int way = REC_SAME; way <= REC_MIRROR; way++) {
        if (!(ways & way)) {
            continue;
        }
        bool n1 = false, n2 = false;
        const ent_actor_ref *source = way == REC_SAME ? &b->source : &b->target;
        const ent_actor_ref *target = way == REC_SAME ? &b->target : &b->source;
        int s = ent_reconcile_actors(w->b->r, &a->source, source, &n1);
        int v = ent_reconcile_actors(w->b->r, &a->target, target, &n2);
        s = s == -2 && both_named(a, b, &a->source, source) ? 0 : s;
        v = v == -2 && both_named(a, b, &a->target, target) ? 0 : v;
        if (flags & ANY_ACTOR) {
            s = s < -1 ? 0 : s;
            v = v < -1 ? 0 : v;
        }
        int least = s < v ? s : v;
        int sum = s >= 0 && v >= 0 ? k.score + s + v : s == -1 || v == -1 ? -1 : least;
        if (f.score == -1 || (sum != -1 && sum > f.score)) { /* -1 is the worst: not at all */
            f.score = sum;
            f.named = n1 || n2;
        }
    }
    if (f.score >= 0) {
        f.score += t == EQUAL ? 20 : t == WITHIN ? 10 : t == OVERLAP ? 5 : 0;
    }
    return f;
}

int ent_reconcile_node_alike(work *w, uint32_t x, uint32_t y)
{
    return ent_reconcile_alike(bag(w, x), bag(w, y));
}

bool ent_reconcile_node_names(work *w, uint32_t x, uint32_t y)
{
    return ent_reconcile_name_shared(bag(w, x), bag(w, y));
}

bool ent_reconcile_node_plain(work *w, uint32_t x, uint32_t y)
{
    return ent_reconcile_plain(bag(w, x), bag(w, y));
}

static int32_t once_of(work *w, uint32_t x)
{
    node *n = &w->nodes[x];
    n->once = n->once < 0 ? ent_reconcile_once(w->b->r, ent_reconcile_head(w, x)) : n->once;
    return n->once;
}

int32_t ent_reconcile_once_days(work *w, uint32_t x, uint32_t y)
{
    int32_t a = once_of(w, x), b = once_of(w, y);
    return a < b ? a : b;
}

bool ent_reconcile_same_code(const ent_account *x, const ent_account *y)
{
    return x->cameo && y->cameo && strncmp(x->cameo, y->cameo, 3) == 0;
}

/* A visit of several days, told as such: its meetings on any of them are part of it. */
static bool is_visit(const work *w, uint32_t z)
{
    const node *v = &w->nodes[z];
    const char *code = ent_reconcile_head(w, z)->cameo;
    return code && (strncmp(code, "042", 3) == 0 || strncmp(code, "043", 3) == 0) &&
           ent_reconcile_dated(v) && ent_reconcile_length(v) > 1 &&
           ent_reconcile_length(v) <= VISIT &&
           ent_reconcile_head(w, z)->date.precision != ENT_PRECISION_WEEK;
}

bool ent_reconcile_visit_holds(const work *w, uint32_t z, uint32_t x)
{
    const node *v = &w->nodes[z], *p = &w->nodes[x];
    const char *code = ent_reconcile_head(w, x)->cameo;
    return is_visit(w, z) && ent_reconcile_dated(p) && v->s <= p->s && p->e <= v->e && code &&
           strncmp(code, "04", 2) == 0;
}

/* Two acts that one sentence tells of: a visit and its meeting are one, two signatures are two. */
static bool told_apart(work *w, uint32_t x, uint32_t y)
{
    const ent_account *a, *b, *p = ent_reconcile_head(w, x), *q = ent_reconcile_head(w, y);
    if (!ent_reconcile_shared_doc(w, x, y, &a, &b) || !a->sentence || a->sentence != b->sentence ||
        ent_reconcile_same(a->trigger, b->trigger)) {
        return false;
    }
    bool meeting = p->cameo && q->cameo && strncmp(p->cameo, "04", 2) == 0 &&
                   strncmp(q->cameo, "04", 2) == 0 && strcmp(p->cameo, q->cameo) != 0;
    return !meeting;
}

static bool talks(const ent_account *x)
{
    return x->cameo && strncmp(x->cameo, "04", 2) == 0;
}

/* One document, two sentences, one day: where a sentence has its day from the narrative only, or
 * stands beside one that gives the same day and act anew, it tells of a further deed unless the
 * words agree. */
static bool told_again(work *w, uint32_t x, uint32_t y, const ent_account *c, const ent_account *d)
{
    const node *p = &w->nodes[x], *q = &w->nodes[y];
    const ent_account *a = ent_reconcile_head(w, x), *b = ent_reconcile_head(w, y);
    if (!c->sentence || c->sentence == d->sentence || a->status != b->status ||
        (talks(a) && talks(b))) {
        return true;
    }
    uint32_t gap =
        c->sentence > d->sentence ? c->sentence - d->sentence : d->sentence - c->sentence;
    bool act = ent_reconcile_same_code(a, b) && ent_reconcile_stem_same(a->trigger, b->trigger);
    int words = ent_reconcile_node_alike(w, x, y);
    if (p->carried || q->carried) {
        bool once =
            ent_reconcile_same_code(a, b) && ent_reconcile_once_days(w, x, y) >= 100 && words >= 20;
        return ((act || once) && !(p->carried && q->carried)) || words >= 40 ||
               ent_reconcile_act_same(w->b->r, a, b);
    }
    return !(act && gap <= 2) || words >= 50;
}

bool ent_reconcile_told_twice(work *w, uint32_t x, uint32_t y)
{
    const ent_account *c, *d;
    const node *p = &w->nodes[x], *q = &w->nodes[y];
    return ent_reconcile_length(p) == 1 && ent_reconcile_length(q) == 1 && p->s == q->s &&
           ent_reconcile_head(w, x)->evidence && ent_reconcile_head(w, y)->evidence &&
           ent_reconcile_shared_doc(w, x, y, &c, &d) && !told_again(w, x, y, c, d);
}

/* Days of two documents, tight enough to mean one deed where nothing else speaks for it. */
static bool tight(work *w, uint32_t x, uint32_t y, const fit *f)
{
    const ent_account *a = ent_reconcile_head(w, x), *b = ent_reconcile_head(w, y);
    uint32_t code = ent_reconcile_code(w->b->r, a->cameo);
    bool apart = a->cameo && b->cameo && strncmp(a->cameo, b->cameo, 2) != 0;
    if (!apart && !ent_reconcile_kind(w->b->r, code).often) {
        return true;
    }
    return f->named || ent_reconcile_once_days(w, x, y) >= 100 ||
           ent_reconcile_node_alike(w, x, y) >= 20 || ent_reconcile_act_same(w->b->r, a, b);
}

/* A vague date alone does not show that two accounts mean one deed: the vaguer, the more must speak
 * for it; and more where one document tells both, since it may well tell of two. */
bool ent_reconcile_supported(work *w, uint32_t x, uint32_t y, const fit *f)
{
    const node *p = &w->nodes[x], *q = &w->nodes[y];
    const ent_account *a = ent_reconcile_head(w, x), *b = ent_reconcile_head(w, y), *c, *d;
    int64_t lx = ent_reconcile_length(p), ly = ent_reconcile_length(q), len = lx > ly ? lx : ly;
    bool same_doc = ent_reconcile_shared_doc(w, x, y, &c, &d);
    if (len <= 1) {
        return !same_doc || told_again(w, x, y, c, d);
    }
    if (told_apart(w, x, y)) {
        return false;
    }
    if ((len <= MONTH && !same_doc && tight(w, x, y, f)) || ent_reconcile_visit_holds(w, x, y) ||
        ent_reconcile_visit_holds(w, y, x)) {
        return true;
    }
    int words = ent_reconcile_node_alike(w, x, y);
    bool once = ent_reconcile_once_days(w, x, y) >= 100;
    bool same = ent_reconcile_same_code(a, b);
    if (!ent_reconcile_dated(p) || !ent_reconcile_dated(q)) {
        return (once && same && !same_doc) || words >= 50 || (f->named && same && words >= 25);
    }
    if (words >= (same_doc ? 40 : 30) || (once && !same_doc)) {
        return true;
    }
    bool act = same && ent_reconcile_act_same(w->b->r, a, b);
    bool equal = ent_reconcile_dates(p, q) == EQUAL;
    if (once && same && lx != ly && ent_reconcile_stem_same(a->trigger, b->trigger)) {
        return true; /* a summary with the year, and the sentence that gives the day */
    }
    if (same_doc && p->carried && q->carried) {
        return false; /* two sentences of one stretch of narrative */
    }
    if (len > YEAR) {
        return equal && act;
    }
    return (f->named && (act || !same_doc)) || (act && (equal || len <= MONTH || !same_doc));
}
