/* reading.c: one event from a set of accounts: the best supported reading of each part, and what is
 * disputed.
 *
 * In: a set that cluster.c made. Out: an ent_event. The rule: a reading that only says more
 * (November 1960, 17 November) is no dispute and is taken; of readings that contradict, the one
 * with more independent documents wins, then with more voices, then with more sentences; a tie
 * stays open. Reprints of one source are one document. What a document itself corrects later is
 * dropped. */
#include "reconcile_int.h"

typedef struct member {
    const ent_account *a;
    uint32_t index;    /* into the caller's list */
    uint32_t group;    /* independent document */
    uint32_t voice;    /* distinct voice */
    uint32_t sentence; /* distinct sentence */
    uint32_t sorted;   /* place among the event's accounts */
    int way;           /* against the account that gives the kind */
    bool dropped;      /* corrected later by its own document */
} member;

typedef struct support {
    uint32_t documents, voices, sentences;
} support;

typedef struct reading {
    const ent_account *first; /* canonical first account that holds it */
    support support;
    ent_position *position;
} reading;

typedef struct work {
    const rec_block *b;
    ent_arena *out;
    bool borrows; /* strings of the accounts will do */
    member *m;
    uint32_t count;
    uint32_t *leader; /* of each member: the reading it supports; ENT_NONE */
    reading *readings;
    uint32_t reading_count;
    ent_dispute *disputes;
    uint32_t dispute_count, dispute_cap;
} work;

static bool same_str(const char *x, const char *y)
{
    return x == y || (x && y && strcmp(x, y) == 0);
}

/* -- independence ---------------------------------------------------------------------------- */

static uint32_t root(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

/* What a member is known by: its document, sentence, source or voice. */
typedef struct label {
    const char *key;
    size_t len;
    uint32_t of; /* the member */
} label;

static int by_key(const void *x, const void *y)
{
    const label *a = x, *b = y;
    if (a->len != b->len) {
        return a->len < b->len ? -1 : 1;
    }
    int c = a->len ? memcmp(a->key, b->key, a->len) : 0;
    return c ? c : a->of < b->of ? -1 : a->of > b->of;
}

/* The first member of each label, for every member that has one. */
static void first_alike(label *l, uint32_t n, uint32_t *out)
{
    if (n > 1) {
        qsort(l, n, sizeof *l, by_key);
    }
    for (uint32_t i = 0, first = 0; i < n; i++) {
        bool same = i && l[i].len == l[first].len &&
                    (!l[i].len || memcmp(l[i].key, l[first].key, l[i].len) == 0);
        first = same ? first : i;
        out[l[i].of] = l[first].of;
    }
}

static label string_label(const char *s, uint32_t of)
{
    return (label){s ? s : "", s ? strlen(s) : 0, of};
}

/* Documents of equal labels become one group. */
static void unite(label *l, uint32_t n, const uint32_t *doc, uint32_t *parent, uint32_t *first)
{
    first_alike(l, n, first);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t m = l[i].of;
        parent[root(parent, doc[m])] = root(parent, doc[first[m]]);
    }
}

/* Documents that print one source's text are one: the same reprinted source, or the same sentence.
 */
static void find_groups(work *w)
{
    ent_arena *a = w->b->arena;
    uint32_t n = w->count, prints = 0, reprints = 0;
    uint32_t *doc = ent_arena_alloc(a, n * sizeof *doc),
             *first = ent_arena_alloc(a, n * sizeof *first);
    uint32_t *parent = ent_arena_alloc(a, n * sizeof *parent);
    uint32_t(*place)[3] = ent_arena_alloc(a, n * sizeof *place);
    uint64_t *print = ent_arena_alloc(a, n * sizeof *print);
    label *l = ent_arena_alloc(a, n * sizeof *l), *r = ent_arena_alloc(a, n * sizeof *r);
    for (uint32_t i = 0; i < n; i++) {
        l[i] = string_label(w->m[i].a->doc, i);
        parent[i] = i;
    }
    first_alike(l, n, doc);
    for (uint32_t i = 0; i < n; i++) {
        place[i][0] = doc[i];
        place[i][1] = w->m[i].a->sentence;
        l[i] = (label){(const char *)place[i], 2 * sizeof place[i][0], i};
    }
    first_alike(l, n, first);
    for (uint32_t i = 0; i < n; i++) {
        const ent_account *x = w->m[i].a;
        w->m[i].sentence = first[i];
        print[i] = ent_reconcile_print(x);
        if (print[i]) {
            l[prints++] = (label){(const char *)&print[i], sizeof print[i], i};
        }
        if (x->voice.kind == ENT_VOICE_REPRINT && x->voice.name) {
            r[reprints++] = string_label(x->voice.name, i);
        }
    }
    unite(l, prints, doc, parent, first);
    unite(r, reprints, doc, parent, first);
    for (uint32_t i = 0; i < n; i++) {
        const ent_voice_ref *v = &w->m[i].a->voice;
        w->m[i].group = root(parent, doc[i]);
        place[i][0] = 0; /* no name has a 0 */
        place[i][1] = (uint32_t)v->kind;
        place[i][2] = w->m[i].group;
        l[i] = v->name || v->code ? string_label(v->name ? v->name : v->code, i)
                                  : (label){(const char *)place[i], sizeof place[i], i};
    }
    first_alike(l, n, first);
    for (uint32_t i = 0; i < n; i++) {
        w->m[i].voice = first[i];
    }
}

/* Drops what the same voice of the same document corrects in a later sentence. */
static void find_dropped(work *w)
{
    for (uint32_t j = 0; j < w->count; j++) {
        const ent_account *y = w->m[j].a;
        int corrects = -1; /* asked only where there is something to correct */
        bool denies = ent_reconcile_denies(y);
        for (uint32_t i = 0; y->sentence && y->evidence && i < w->count; i++) {
            const ent_account *x = w->m[i].a;
            if (!x->sentence || x->sentence >= y->sentence || w->m[i].voice != w->m[j].voice ||
                !same_str(x->doc, y->doc)) {
                continue;
            }
            corrects = corrects < 0 ? ent_reconcile_corrects(w->b->r, y, w->b->temp) : corrects;
            if (corrects || (denies && x->status != y->status)) {
                w->m[i].dropped = true;
            }
        }
    }
}

/* -- counting support ------------------------------------------------------------------------ */

static int by_u32(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

static uint32_t distinct(uint32_t *v, uint32_t n)
{
    uint32_t k = 0;
    qsort(v, n, sizeof *v, by_u32);
    for (uint32_t i = 0; i < n; i++) {
        k += i == 0 || v[i] != v[i - 1];
    }
    return k;
}

/* Support of a reading; of all members for `which` == ENT_NONE. */
static support support_of(work *w, uint32_t which)
{
    uint32_t *v = ent_arena_alloc(w->b->arena, (w->count + 1) * sizeof *v), n;
    support s;
    uint32_t *slot[3] = {&s.documents, &s.voices, &s.sentences};
    for (int k = 0; k < 3; k++) {
        n = 0;
        for (uint32_t i = 0; i < w->count; i++) {
            const member *m = &w->m[i];
            if (which == ENT_NONE || w->leader[i] == which) {
                v[n++] = k == 0 ? m->group : k == 1 ? m->voice : m->sentence;
            }
        }
        *slot[k] = distinct(v, n);
    }
    return s;
}

static int compare_support(const support *x, const support *y)
{
    if (x->documents != y->documents) {
        return x->documents > y->documents ? -1 : 1;
    }
    if (x->voices != y->voices) {
        return x->voices > y->voices ? -1 : 1;
    }
    return x->sentences > y->sentences ? -1 : x->sentences < y->sentences;
}

static void begin(work *w)
{
    w->reading_count = 0;
    for (uint32_t i = 0; i < w->count; i++) {
        w->leader[i] = ENT_NONE;
    }
}

static uint32_t new_reading(work *w, const ent_account *first)
{
    w->readings[w->reading_count] = (reading){.first = first};
    return w->reading_count++;
}

/* Index of the best supported reading; ties go to the earlier one. */
static uint32_t best_reading(work *w)
{
    uint32_t best = 0;
    for (uint32_t i = 0; w->reading_count > 1 && i < w->reading_count; i++) {
        w->readings[i].support = support_of(w, i);
        if (compare_support(&w->readings[i].support, &w->readings[best].support) < 0) {
            best = i;
        }
    }
    return best;
}

static void fill_position(work *w, ent_position *p, ent_dispute_about about, uint32_t r)
{
    uint32_t *v = ent_arena_alloc(w->out, (w->count + 1) * sizeof *v), n = 0;
    const ent_account *x = w->readings[r].first;
    for (uint32_t i = 0; i < w->count; i++) {
        if (w->leader[i] == r) {
            v[n++] = w->m[i].sorted;
        }
    }
    qsort(v, n, sizeof *v, by_u32);
    p->accounts = v;
    p->account_count = n;
    p->date = (ent_date){.start = ENT_DAY_NONE, .end = ENT_DAY_NONE};
    if (about == ENT_DISPUTE_DATE) {
        p->date = x->date;
        p->date.text = ent_arena_str(w->out, x->date.text);
    } else if (about == ENT_DISPUTE_KIND) {
        p->cameo = ent_arena_str(w->out, x->cameo);
    } else if (about == ENT_DISPUTE_OCCURRENCE) {
        p->status = x->status;
    }
}

/* Writes the present readings down as a dispute, the best supported first. */
static ent_position *dispute(work *w, ent_dispute_about about)
{
    uint32_t n = w->reading_count;
    ent_dispute *d = ENT_PUSH(w->out, w->disputes, w->dispute_count, w->dispute_cap);
    ent_position *p = ent_arena_zalloc(w->out, n, sizeof *p);
    uint32_t *order = ent_arena_alloc(w->b->arena, (n + 1) * sizeof *order);
    for (uint32_t i = 0; i < n; i++) { /* insertion sort: stable, and n is small */
        uint32_t j = i;
        while (j > 0 &&
               compare_support(&w->readings[i].support, &w->readings[order[j - 1]].support) < 0) {
            order[j] = order[j - 1];
            j--;
        }
        order[j] = i;
    }
    for (uint32_t i = 0; i < n; i++) {
        fill_position(w, &p[i], about, order[i]);
        w->readings[order[i]].position = &p[i];
    }
    d->about = about;
    d->positions = p;
    d->position_count = n;
    d->open = compare_support(&w->readings[order[0]].support, &w->readings[order[1]].support) == 0;
    return p;
}

/* -- date ------------------------------------------------------------------------------------ */

static bool has_date(const ent_account *x)
{
    return x->date.start != ENT_DAY_NONE && x->date.end != ENT_DAY_NONE;
}

static int by_tightness(const void *x, const void *y)
{
    const member *a = *(const member *const *)x, *b = *(const member *const *)y;
    int64_t la = (int64_t)a->a->date.end - a->a->date.start;
    int64_t lb = (int64_t)b->a->date.end - b->a->date.start;
    if (la != lb) {
        return la < lb ? -1 : 1;
    }
    return a < b ? -1 : a > b; /* members stand in canonical order */
}

static bool holds(const ent_date *outer, const ent_date *inner)
{
    return outer->start <= inner->start && inner->end <= outer->end;
}

/* The tightest account of a visit whose days hold all readings. */
static const ent_account *visit_over(const work *w)
{
    const ent_account *best = NULL;
    for (uint32_t i = 0; i < w->count; i++) {
        const ent_account *x = w->m[i].a;
        bool all = has_date(x) && !w->m[i].dropped && x->date.end - x->date.start < 21 &&
                   x->cameo &&
                   (strncmp(x->cameo, "042", 3) == 0 || strncmp(x->cameo, "043", 3) == 0);
        for (uint32_t r = 0; all && r < w->reading_count; r++) {
            all = holds(&x->date, &w->readings[r].first->date);
        }
        if (all && (!best || x->date.end - x->date.start < best->date.end - best->date.start)) {
            best = x;
        }
    }
    return best;
}

/* "It never happened": the day is that of the narrative around, and no reading. */
static bool denies_undated(const ent_account *x)
{
    return ent_reconcile_denies(x) && ent_reconcile_carried(x);
}

/* Readings are the tightest intervals that do not hold one another; wider ones support the one
 * reading that they hold. */
static void read_date(work *w, ent_event *e)
{
    member **m = ent_arena_alloc(w->b->arena, (w->count + 1) * sizeof *m);
    uint32_t n = 0;
    begin(w);
    for (int all = 0; all < 2 && !n; all++) { /* such days only where there is no other */
        for (uint32_t i = 0; i < w->count; i++) {
            const ent_account *x = w->m[i].a;
            if (has_date(x) && !w->m[i].dropped && (all || !denies_undated(x))) {
                m[n++] = &w->m[i];
            }
        }
    }
    qsort(m, n, sizeof *m, by_tightness);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t found = 0, which = ENT_NONE;
        for (uint32_t r = 0; r < w->reading_count; r++) {
            if (holds(&m[i]->a->date, &w->readings[r].first->date)) {
                found++;
                which = r;
            }
        }
        which = found == 0 ? new_reading(w, m[i]->a) : which;
        w->leader[m[i] - w->m] = found > 1 ? ENT_NONE : which;
    }
    const ent_account *visit = w->reading_count > 1 ? visit_over(w) : NULL;
    e->date = (ent_date){.start = ENT_DAY_NONE, .end = ENT_DAY_NONE};
    if (visit) { /* days of one visit: no dispute */
        e->date = visit->date;
        e->date.text = ent_arena_str(w->out, e->date.text);
        return;
    }
    if (w->reading_count) {
        e->date = w->readings[best_reading(w)].first->date;
        e->date.text = ent_arena_str(w->out, e->date.text);
    }
    if (w->reading_count > 1) {
        dispute(w, ENT_DISPUTE_DATE);
    }
}

/* -- kind ------------------------------------------------------------------------------------ */

static bool general(const char *c)
{
    size_t n = strlen(c);
    return n < 3 || (n == 3 && c[2] == '0');
}

static int by_detail(const void *x, const void *y)
{
    const member *a = *(const member *const *)x, *b = *(const member *const *)y;
    bool ga = general(a->a->cameo), gb = general(b->a->cameo);
    if (ga != gb) {
        return ga ? 1 : -1;
    }
    size_t la = strlen(a->a->cameo), lb = strlen(b->a->cameo);
    if (la != lb) {
        return la > lb ? -1 : 1;
    }
    int c = strcmp(a->a->cameo, b->a->cameo);
    return c ? c : a < b ? -1 : a > b;
}

static bool covers(const char *x, const char *y)
{
    if (strcmp(x, y) == 0 || strncmp(x, y, strlen(x)) == 0) {
        return true;
    }
    return general(x) && strncmp(x, y, 2) == 0;
}

static bool kinds_dispute(const work *w)
{
    for (uint32_t i = 0; i < w->reading_count; i++) {
        for (uint32_t j = 0; j < i; j++) {
            const ent_account *x = w->readings[i].first, *y = w->readings[j].first;
            if (ent_reconcile_kinds(w->b->r, x->cameo, y->cameo).dispute) {
                return true;
            }
        }
    }
    return false;
}

/* The account that gives the event its kind. */
static const ent_account *read_kind(work *w, bool *disputed)
{
    member **m = ent_arena_alloc(w->b->arena, (w->count + 1) * sizeof *m);
    uint32_t n = 0;
    begin(w);
    for (uint32_t i = 0; i < w->count; i++) {
        if (w->m[i].a->cameo && !w->m[i].dropped) {
            m[n++] = &w->m[i];
        }
    }
    if (n == 0) {
        return w->m[0].a;
    }
    qsort(m, n, sizeof *m, by_detail);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t found = 0, which = ENT_NONE;
        for (uint32_t r = 0; r < w->reading_count; r++) {
            if (covers(m[i]->a->cameo, w->readings[r].first->cameo)) {
                found++;
                which = r;
            }
        }
        which = found == 0 ? new_reading(w, m[i]->a) : which;
        w->leader[m[i] - w->m] = found > 1 ? ENT_NONE : which;
    }
    uint32_t best = best_reading(w);
    *disputed = w->reading_count > 1 && kinds_dispute(w);
    return w->readings[best].first;
}

/* -- actors ---------------------------------------------------------------------------------- */

static const ent_actor_ref *side_of(const member *m, bool source)
{
    bool same = m->way == REC_SAME;
    return source == same ? &m->a->source : &m->a->target;
}

static int detail(const ent_actor_ref *x)
{
    return (x->name && x->role ? 4 : 0) + (x->role ? 2 : 0) +
           (x->code && strlen(x->code) > 6 ? 1 : 0);
}

static int by_actor_source(const void *x, const void *y)
{
    const member *a = *(const member *const *)x, *b = *(const member *const *)y;
    int da = detail(side_of(a, true)), db = detail(side_of(b, true));
    return da != db ? (da > db ? -1 : 1) : a < b ? -1 : a > b;
}

static int by_actor_target(const void *x, const void *y)
{
    const member *a = *(const member *const *)x, *b = *(const member *const *)y;
    int da = detail(side_of(a, false)), db = detail(side_of(b, false));
    return da != db ? (da > db ? -1 : 1) : a < b ? -1 : a > b;
}

/* Persons that one sentence names side by side do not contradict each other. */
static bool named_together(const work *w, const ent_account *x, const ent_account *y)
{
    (void)w;
    return x != y && x->sentence && x->sentence == y->sentence && same_str(x->doc, y->doc);
}

static ent_actor_ref copy_actor(ent_arena *a, const ent_actor_ref *x)
{
    return (ent_actor_ref){ent_arena_str(a, x->code), ent_arena_str(a, x->state),
                           ent_arena_str(a, x->role), ent_arena_str(a, x->name),
                           ent_arena_str(a, x->text)};
}

static void read_actor(work *w, ent_event *e, bool source, bool directed)
{
    member **m = ent_arena_alloc(w->b->arena, (w->count + 1) * sizeof *m);
    const member **first = ent_arena_alloc(w->b->arena, (w->count + 1) * sizeof *first);
    uint32_t n = 0;
    bool clash = false;
    begin(w);
    for (uint32_t i = 0; i < w->count; i++) {
        if (!w->m[i].dropped) {
            m[n++] = &w->m[i];
        }
    }
    qsort(m, n, sizeof *m, source ? by_actor_source : by_actor_target);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t found = 0, which = ENT_NONE;
        for (uint32_t r = 0; r < w->reading_count; r++) {
            bool named = false;
            const ent_actor_ref *x = side_of(m[i], source), *y = side_of(first[r], source);
            bool turned = directed && m[i]->way != first[r]->way;
            if (!turned && (ent_reconcile_actors(w->b->r, x, y, &named) >= 0 ||
                            named_together(w, m[i]->a, first[r]->a))) {
                found++;
                which = r;
            }
        }
        if (found == 0) {
            clash = w->reading_count > 0;
            first[w->reading_count] = m[i];
            which = new_reading(w, m[i]->a);
        }
        w->leader[m[i] - w->m] = found > 1 ? ENT_NONE : which;
    }
    uint32_t best = best_reading(w);
    /* where the direction is disputed, a side is as its account gives it */
    ent_actor_ref *to = source ? &e->source : &e->target;
    const member *b = first[best];
    *to = copy_actor(w->out,
                     directed ? (source ? &b->a->source : &b->a->target) : side_of(b, source));
    if (clash) {
        dispute(w, source ? ENT_DISPUTE_SOURCE : ENT_DISPUTE_TARGET);
        for (uint32_t r = 0; r < w->reading_count; r++) {
            const member *f = first[r];
            w->readings[r].position->actor = copy_actor(
                w->out, directed ? (source ? &f->a->source : &f->a->target) : side_of(f, source));
        }
    }
}

int ent_reconcile_way(const ent_reconciler *r, const ent_account *x, const ent_account *y)
{
    bool n = false;
    int ss = ent_reconcile_actors(r, &x->source, &y->source, &n);
    int tt = ent_reconcile_actors(r, &x->target, &y->target, &n);
    int st = ent_reconcile_actors(r, &x->source, &y->target, &n);
    int ts = ent_reconcile_actors(r, &x->target, &y->source, &n);
    int same = ss == -1 || tt == -1 ? -100 : ss + tt;
    int mirror = st == -1 || ts == -1 ? -100 : st + ts;
    return mirror > same ? REC_MIRROR : REC_SAME;
}

/* -- occurrence ------------------------------------------------------------------------------ */

static void read_status(work *w, ent_event *e)
{
    static const ent_status order[] = {ENT_STATUS_ASSERTED, ENT_STATUS_NEGATED, ENT_STATUS_DENIED,
                                       ENT_STATUS_PLANNED, ENT_STATUS_POSSIBLE};
    begin(w);
    bool yes = false, no = false;
    for (size_t k = 0; k < ENT_COUNT(order); k++) {
        uint32_t r = ENT_NONE;
        for (uint32_t i = 0; i < w->count; i++) {
            if (w->m[i].a->status == order[k] && !w->m[i].dropped) {
                r = r == ENT_NONE ? new_reading(w, w->m[i].a) : r;
                w->leader[i] = r;
            }
        }
        if (r != ENT_NONE) {
            bool denial = order[k] == ENT_STATUS_NEGATED || order[k] == ENT_STATUS_DENIED;
            yes |= !denial;
            no |= denial;
        }
    }
    e->status = w->reading_count ? w->readings[best_reading(w)].first->status : w->m[0].a->status;
    if (yes && no) {
        dispute(w, ENT_DISPUTE_OCCURRENCE);
    }
}

/* -- all ------------------------------------------------------------------------------------- */

static int by_id(const void *x, const void *y)
{
    return strcmp((*(member *const *)x)->a->id, (*(member *const *)y)->a->id);
}

static const char *text(const work *w, const char *s)
{
    return w->borrows ? s : ent_arena_str(w->out, s);
}

static void put_accounts(work *w, ent_event *e)
{
    member **m = ent_arena_alloc(w->b->arena, (w->count + 1) * sizeof *m);
    const char **ids = ent_arena_alloc(w->out, w->count * sizeof *ids);
    uint32_t *index = ent_arena_alloc(w->out, w->count * sizeof *index);
    uint64_t h = 0x657665;
    for (uint32_t i = 0; i < w->count; i++) {
        m[i] = &w->m[i];
    }
    qsort(m, w->count, sizeof *m, by_id);
    for (uint32_t i = 0; i < w->count; i++) {
        m[i]->sorted = i;
        ids[i] = text(w, m[i]->a->id);
        index[i] = m[i]->index;
        h = ent_hash_str(m[i]->a->id, h);
    }
    e->accounts = ids;
    e->account_index = index;
    e->account_count = w->count;
    /* an event of one account has that account's digits: it is found without being written down */
    if (w->count == 1 && ids[0][0] == 'a' && strlen(ids[0]) == 17) {
        char *id = ent_arena_strn(w->out, ids[0], 17);
        id[0] = 'e';
        e->id = id;
    } else {
        e->id = ent_arena_hex(w->out, 'e', h);
    }
}

static void put_kind(const work *w, ent_event *e, const ent_account *x)
{
    e->cameo = text(w, x->cameo);
    e->plover_event = text(w, x->plover_event);
    e->plover_mode = text(w, x->plover_mode);
    const char **c = ent_arena_alloc(w->out, (x->plover_context_count + 1) * sizeof *c);
    for (uint32_t i = 0; i < x->plover_context_count; i++) {
        c[i] = text(w, x->plover_context[i]);
    }
    e->plover_context = c;
    e->plover_context_count = x->plover_context_count;
    e->quad = x->quad;
    e->goldstein = x->goldstein;
}

/* Whether one document gives the act both ways, as coders do that write a mutual act as two rows.
 */
static bool both_ways(const work *w)
{
    for (uint32_t i = 0; i < w->count; i++) {
        for (uint32_t j = i + 1; j < w->count && j < i + 64; j++) {
            if (w->m[i].way != w->m[j].way && same_str(w->m[i].a->doc, w->m[j].a->doc)) {
                return true;
            }
        }
    }
    return false;
}

/* One account: it is as it says. */
static void alone(work *w, ent_event *e, bool borrows)
{
    const ent_account *x = w->m[0].a;
    w->borrows = borrows;
    put_accounts(w, e);
    put_kind(w, e, x);
    e->symmetric = x->symmetric != 0;
    e->date = x->date;
    if (!has_date(x)) {
        e->date = (ent_date){.start = ENT_DAY_NONE, .end = ENT_DAY_NONE};
    }
    e->date.text = text(w, e->date.text);
    e->source = w->borrows ? x->source : copy_actor(w->out, &x->source);
    e->target = w->borrows ? x->target : copy_actor(w->out, &x->target);
    e->status = x->status;
    e->documents = 1;
    e->voices = 1;
}

void ent_reconcile_reading(const rec_block *b, const rec_set *s, ent_event *e, ent_arena *out,
                           bool borrows)
{
    work w = {.b = b, .out = out, .count = s->count};
    w.m = ent_arena_zalloc(b->arena, s->count, sizeof *w.m);
    w.leader = ent_arena_alloc(b->arena, (s->count + 1) * sizeof *w.leader);
    w.readings = ent_arena_zalloc(b->arena, s->count + 1, sizeof *w.readings);
    for (uint32_t i = 0; i < s->count; i++) {
        w.m[i].a = &b->accounts[s->account[i]];
        w.m[i].index = s->account[i];
    }
    if (s->count == 1) {
        alone(&w, e, borrows);
        return;
    }
    find_groups(&w);
    find_dropped(&w);
    put_accounts(&w, e);
    bool kinds = false;
    const ent_account *kind = read_kind(&w, &kinds);
    rec_kind k = ent_reconcile_kind(b->r, ent_reconcile_code(b->r, kind->cameo));
    bool mirrored = false, stated = false;
    for (uint32_t i = 0; i < w.count; i++) {
        member *m = &w.m[i];
        m->way = ent_reconcile_way(b->r, m->a, kind);
        bool alike = m->a->cameo && kind->cameo && strcmp(m->a->cameo, kind->cameo) == 0;
        mirrored |= alike && m->way == REC_MIRROR;
        stated |= alike && m->a->symmetric && !m->dropped;
    }
    put_kind(&w, e, kind);
    e->symmetric = stated || (mirrored && (k.mutual == REC_MUTUAL_YES ||
                                           (k.mutual == REC_MUTUAL_ROWS && both_ways(&w))));
    read_date(&w, e);
    bool directed = mirrored && !e->symmetric;
    read_actor(&w, e, true, directed);
    read_actor(&w, e, false, directed);
    if (kinds) {
        (void)read_kind(&w, &kinds); /* readings anew: those of the actors overwrote them */
        dispute(&w, ENT_DISPUTE_KIND);
    }
    read_status(&w, e);
    begin(&w);
    support all = support_of(&w, ENT_NONE);
    e->documents = all.documents;
    e->voices = all.voices;
    e->disputes = w.disputes;
    e->dispute_count = w.dispute_count;
}
