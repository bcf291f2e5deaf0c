/* pairs.c: which PLOVER event a text states from one actor to another (`code --pairs`).
 *
 * In: a parsed document, the words of source and target. Out: root, code, quad class, status. A
 * linear model over words around and between the two, the tree, the triggers near them and what the
 * rows of the lexicon say of these. Does not ask whether the pair are states: always an answer.
 */
#include "pairs_int.h"

#include <stdio.h>

const char *const ent_event_pair_root[ENT_PAIR_ROOTS] = {
    "ACCUSE",  "AGREE",  "AID",     "ASSAULT",  "COERCE",  "CONSULT",  "COOPERATE", "MOBILIZE",
    "PROTEST", "REJECT", "REQUEST", "SANCTION", "SUPPORT", "THREATEN", "YIELD"};

int ent_event_pair_root_of(const ent_coder *c, const char *cameo)
{
    ent_cameo_row row;
    if (!cameo || !ent_cameo_find(c->cameo, cameo, &row)) {
        return -1;
    }
    const char *e = row.plover_event;
    if (!e) { /* codes that the table leaves without a PLOVER event */
        e = strncmp(cameo, "02", 2) == 0         ? "REQUEST"
            : strncmp(cameo, "15", 2) == 0       ? "MOBILIZE"
            : strncmp(cameo, "17", 2) == 0       ? "COERCE"
            : cameo[0] == '1' && cameo[1] >= '8' ? "ASSAULT"
                                                 : "";
    }
    if (strcmp(e, "CONCEDE") == 0 || strcmp(e, "RETREAT") == 0) {
        e = "YIELD";
    }
    for (int i = 0; i < ENT_PAIR_ROOTS; i++) {
        if (strcmp(e, ent_event_pair_root[i]) == 0) {
            return i;
        }
    }
    return -1;
}

/* -- features as strings ----------------------------------------------------------------------- */

static void add_value(ent_pair_features *f, float value, const char *format, ...) ENT_PRINTF(3, 4);

static void add_value(ent_pair_features *f, float value, const char *format, ...)
{
    char s[256];
    va_list v;
    va_start(v, format);
    vsnprintf(s, sizeof s, format, v);
    va_end(v);
    uint32_t key = (uint32_t)(ent_hash_str(s, 1) >> 20) & (ENT_PAIR_BUCKETS - 1);
    uint32_t n = f->n;
    for (uint32_t i = 0; i < n; i++) {
        if (f->key[i] == key) {
            f->value[i] = value > f->value[i] ? value : f->value[i];
            return;
        }
    }
    *ENT_PUSH(f->a, f->key, n, f->cap) = key;
    *ENT_PUSH(f->a, f->value, f->n, f->vcap) = value;
    if (f->text) {
        ent_buf_printf(f->text, "%s %g\n", s, (double)value);
    }
}

#define ADD(f, ...) add_value((f), 1.0f, __VA_ARGS__)

/* -- where the two stand -- */

typedef struct place {
    uint32_t begin, end; /* tokens of the document */
    uint32_t head;       /* the token whose head lies outside */
    bool found;
} place;

static bool overlaps(const place *a, const place *b)
{
    return a->begin < b->end && b->begin < a->end;
}

static place at_bytes(const ent_doc *d, uint32_t from, uint32_t to)
{
    place p = {0, 0, 0, false};
    for (uint32_t i = 0; i < d->token_count; i++) {
        const ent_span *s = &d->tokens[i].span;
        if (s->end > from && s->begin < to) {
            if (!p.found) {
                p.begin = i;
                p.found = true;
            }
            p.end = i + 1;
        }
    }
    /* the topmost word of the phrase: its head is outside of it */
    p.head = p.found ? p.end - 1 : 0;
    for (uint32_t i = p.begin; i < p.end; i++) {
        uint32_t h = d->tokens[i].head;
        if (h == ENT_NONE || h < p.begin || h >= p.end) {
            if (d->tokens[i].upos != ENT_PUNCT && d->tokens[i].upos != ENT_DET) {
                p.head = i;
                break;
            }
        }
    }
    return p;
}

static bool boundary(const char *text, uint32_t i)
{
    unsigned char c = (unsigned char)text[i];
    return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
}

static uint32_t occurrences(const ent_doc *d, const char *words, place *out, uint32_t max)
{
    while (*words == ' ') {
        words++;
    }
    size_t n = strlen(words);
    while (n && words[n - 1] == ' ') {
        n--;
    }
    uint32_t count = 0;
    for (uint32_t i = 0; n && i + n <= d->len && count < max; i++) {
        if (memcmp(d->text + i, words, n) == 0 && (i == 0 || boundary(d->text, i - 1)) &&
            boundary(d->text, i + (uint32_t)n)) {
            place p = at_bytes(d, i, i + (uint32_t)n);
            if (p.found) {
                out[count++] = p;
            }
        }
    }
    return count;
}

/* The two places of source and target that lie in one sentence and nearest together. */
static void find_places(const ent_doc *d, const char *source, const char *target, place *s,
                        place *t)
{
    enum { MAX = 12 };
    place a[MAX], b[MAX];
    uint32_t n = occurrences(d, source, a, MAX), m = occurrences(d, target, b, MAX);
    uint32_t best = UINT32_MAX;
    *s = n ? a[0] : (place){0, 0, 0, false};
    *t = m ? b[0] : (place){0, 0, 0, false};
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < m; k++) {
            if (overlaps(&a[i], &b[k])) {
                continue;
            }
            uint32_t gap = a[i].begin < b[k].begin ? b[k].begin - a[i].end : a[i].begin - b[k].end;
            gap += d->tokens[a[i].head].sent == d->tokens[b[k].head].sent ? 0 : 1000;
            if (gap < best) {
                best = gap;
                *s = a[i];
                *t = b[k];
            }
        }
    }
}

/* -- words -- */

typedef struct pair_view {
    const ent_coder *c;
    const ent_doc *d;
    ent_arena *a;
    place s, t;
    const char **low;  /* lower-case lemma of each token of the document */
    const char **mood; /* of each token that is a trigger: coarse(); else "" */
    ent_pair_features *f;
} pair_view;

static const char *low_lemma(const ent_lexicon *x, ent_arena *a, const ent_token *t)
{
    const char *words[2] = {t->form, t->lemma ? t->lemma : t->form};
    char *low[2];
    for (int i = 0; i < 2; i++) {
        low[i] = ent_arena_str(a, words[i]);
        for (char *p = low[i]; *p; p++) {
            *p = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
        }
    }
    const char *verb = t->upos == ENT_VERB ? ent_event_lex_form(x, low[0]) : NULL;
    return verb ? verb : low[1];
}

static bool content(uint8_t upos)
{
    return upos == ENT_NOUN || upos == ENT_VERB || upos == ENT_ADJ || upos == ENT_ADV;
}

static bool inside(const place *p, uint32_t i)
{
    return p->found && i >= p->begin && i < p->end;
}

/* What a word is in a sequence: a place holder for the two and for names. */
static const char *shown(const pair_view *v, uint32_t i)
{
    if (i >= v->d->token_count) {
        return "$";
    }
    if (inside(&v->s, i)) {
        return "<S>";
    }
    if (inside(&v->t, i)) {
        return "<T>";
    }
    uint8_t u = v->d->tokens[i].upos;
    return u == ENT_PROPN ? "<N>" : u == ENT_NUM ? "<#>" : v->low[i];
}

static const char *region(const pair_view *v, uint32_t i)
{
    uint32_t lo = v->s.begin < v->t.begin ? v->s.begin : v->t.begin;
    uint32_t hi = v->s.begin < v->t.begin ? v->t.end : v->s.end;
    bool sf = v->s.begin < v->t.begin;
    if (i < lo) {
        return sf ? "b" : "b'";
    }
    if (i >= hi) {
        return sf ? "a" : "a'";
    }
    return sf ? "m" : "m'";
}

static void word_features(pair_view *v)
{
    ent_pair_features *f = v->f;
    const ent_doc *d = v->d;
    uint32_t sent = d->tokens[v->s.head].sent, sent2 = d->tokens[v->t.head].sent;
    for (uint32_t i = 0; i < d->token_count; i++) {
        const ent_token *t = &d->tokens[i];
        if (t->upos == ENT_PUNCT || inside(&v->s, i) || inside(&v->t, i)) {
            continue;
        }
        bool near = t->sent == sent || t->sent == sent2;
        const char *r = near ? region(v, i) : "o";
        if (t->upos != ENT_PROPN && t->upos != ENT_NUM && t->upos != ENT_DET) {
            ADD(f, "w %s", v->low[i]);
            ADD(f, "%s %s%s", r, v->low[i], v->mood[i]);
        }
        if (near) {
            ADD(f, "%s2 %s %s", r, shown(v, i), shown(v, i + 1));
            if (content(t->upos) && strlen(v->low[i]) > 6) {
                ADD(f, "p %.5s", v->low[i]);
            }
        }
    }
    const place *two[2] = {&v->s, &v->t};
    for (int k = 0; k < 2; k++) {
        const char *name = k ? "T" : "S";
        for (uint32_t i = two[k]->begin; i < two[k]->end; i++) {
            if (content(d->tokens[i].upos) || d->tokens[i].upos == ENT_PROPN) {
                ADD(f, "%sw %s", name, v->low[i]);
            }
        }
        ADD(f, "%sh %s", name, v->low[two[k]->head]);
        ADD(f, "%sa1 %s", name, shown(v, two[k]->end));
        ADD(f, "%sa2 %s %s", name, shown(v, two[k]->end), shown(v, two[k]->end + 1));
        ADD(f, "%sb1 %s", name, two[k]->begin ? shown(v, two[k]->begin - 1) : "^");
        ADD(f, "%sb2 %s %s", name, two[k]->begin > 1 ? shown(v, two[k]->begin - 2) : "^",
            two[k]->begin ? shown(v, two[k]->begin - 1) : "^");
    }
    ADD(f, "order %d", v->s.begin < v->t.begin);
}

static void role_features(pair_view *v)
{
    const place *two[2] = {&v->s, &v->t};
    for (uint32_t i = 0; i < v->d->mention_count; i++) {
        const ent_mention *m = &v->d->mentions[i];
        for (int k = 0; k < 2; k++) {
            if (m->head == ENT_NONE || !inside(two[k], m->head) || !m->actor_count) {
                continue;
            }
            const ent_actor *a = &v->d->actors[v->d->mention_actors[m->actor]];
            ADD(v->f, "%s role %s %d", k ? "T" : "S", a->role ? a->role : "-", a->state != NULL);
            ADD(v->f, "%s kind %d %d", k ? "T" : "S", a->kind, m->place);
        }
    }
}

/* -- the tree -- */

static void tree_features(pair_view *v)
{
    ent_pair_features *f = v->f;
    const ent_token *t = v->d->tokens;
    const place *two[2] = {&v->s, &v->t};
    uint32_t up[2][24], n[2] = {0, 0};
    for (int k = 0; k < 2; k++) {
        for (uint32_t i = two[k]->head; i != ENT_NONE && n[k] < 24; i = t[i].head) {
            up[k][n[k]++] = i;
        }
        uint32_t verbs = 0;
        for (uint32_t i = 1; i < n[k]; i++) {
            const char *rel = ent_rel_name(t[up[k][i - 1]].rel);
            if (i < 4) {
                ADD(f, "%sup%u %s %s", k ? "T" : "S", i, rel, v->low[up[k][i]]);
            }
            if (t[up[k][i]].upos == ENT_VERB && verbs < 3) {
                ADD(f, "%sv%u %s%s", k ? "T" : "S", verbs, v->low[up[k][i]], v->mood[up[k][i]]);
                ADD(f, "%sv %s%s", k ? "T" : "S", v->low[up[k][i]], v->mood[up[k][i]]);
                verbs++;
            }
        }
    }
    for (uint32_t i = 0; i < n[0]; i++) {
        for (uint32_t k = 0; k < n[1]; k++) {
            if (up[0][i] != up[1][k]) {
                continue;
            }
            uint32_t top = up[0][i];
            ADD(f, "lca %s%s", v->low[top], v->mood[top]);
            ADD(f, "lca %s %s %s", i ? ent_rel_name(t[up[0][i - 1]].rel) : "=", v->low[top],
                k ? ent_rel_name(t[up[1][k - 1]].rel) : "=");
            ADD(f, "depth %u %u", i > 4 ? 4 : i, k > 4 ? 4 : k);
            char path[160] = "";
            for (uint32_t x = 0; x + 1 < i + 1 && x < i; x++) {
                snprintf(path + strlen(path), sizeof path - strlen(path), "%s<",
                         ent_rel_name(t[up[0][x]].rel));
            }
            for (uint32_t x = k; x > 0; x--) {
                snprintf(path + strlen(path), sizeof path - strlen(path), ">%s",
                         ent_rel_name(t[up[1][x - 1]].rel));
            }
            ADD(f, "path %s", path);
            for (uint32_t x = 1; x <= i; x++) {
                ADD(f, "on %s", v->low[up[0][x]]);
            }
            for (uint32_t x = 1; x <= k; x++) {
                ADD(f, "on %s", v->low[up[1][x]]);
            }
            return;
        }
    }
}

/* -- triggers and rows -- */

static const char *role_name(const ent_lexicon *x, ent_role r, char buf[64])
{
    snprintf(buf, 64, "%.28s.%.28s", r.outer ? x->name[r.outer] : "-",
             r.inner ? x->name[r.inner] : "-");
    return buf;
}

static void kid_features(pair_view *v, const ent_scene *sc, const ent_trigger *t, const char *tag)
{
    const char *lemma = sc->low[t->tok];
    for (uint32_t k = sc->kid_first[t->tok]; k < sc->kid_first[t->tok + 1]; k++) {
        uint32_t i = sc->kids[k];
        uint8_t r = sc->t[i].rel;
        uint32_t g = i + sc->first;
        if (inside(&v->s, g) || inside(&v->t, g)) {
            continue;
        }
        if (r == ENT_OBJ || r == ENT_XCOMP || r == ENT_CCOMP || r == ENT_OBL || r == ENT_NMOD ||
            r == ENT_COMPOUND || r == ENT_AMOD || r == ENT_ACL || r == ENT_ADVCL) {
            ADD(v->f, "%sk %s %s", tag, ent_rel_name(r), sc->low[i]);
            ADD(v->f, "%sk %s %s %s", tag, lemma, ent_rel_name(r), sc->low[i]);
        } else if (r == ENT_AUXREL || r == ENT_ADVMOD || r == ENT_MARK) {
            ADD(v->f, "%sk %s %s", tag, ent_rel_name(r), sc->low[i]);
        }
    }
}

typedef struct near_trigger {
    const ent_trigger *t;
    ent_stand s, o;
    uint32_t cost;
    bool covered;
} near_trigger;

static int by_cost(const void *p, const void *q)
{
    const near_trigger *a = p, *b = q;
    if (a->cost != b->cost) {
        return a->cost < b->cost ? -1 : 1;
    }
    return (a->t->tok > b->t->tok) - (a->t->tok < b->t->tok);
}

static void read_rule(pair_view *v, const ent_rule *r, double w, ent_pair_reading *out)
{
    (void)v;
    if (!r->code || out->count >= ENT_COUNT(out->rule)) {
        return;
    }
    out->rule[out->count] = r;
    out->weight[out->count++] = w;
}

/* Auxiliaries and negation of a trigger's clause: "will meet" promises, "would not" refuses. */
static const char *mood_of(const ent_scene *sc, const ent_trigger *t, char buf[48])
{
    uint32_t at[2] = {t->support != ENT_NONE ? t->support : t->tok, t->clause};
    const char *aux = "";
    for (int x = 0; x < 2 && !*aux; x++) {
        for (uint32_t k = sc->kid_first[at[x]]; k < sc->kid_first[at[x] + 1]; k++) {
            uint32_t i = sc->kids[k];
            const char *w = sc->low[i];
            if (sc->t[i].rel == ENT_AUXREL && strcmp(w, "be") != 0 && strcmp(w, "have") != 0 &&
                strcmp(w, "do") != 0) {
                aux = w;
            }
        }
    }
    snprintf(buf, 48, "%.16s%s%s%s", aux, t->stance.neg ? " not" : "",
             t->stance.plan ? " plan" : "", t->stance.poss ? " may" : "");
    return buf;
}

/* What remains of it where rows are read: asserted, planned, negated, possible. */
static const char *coarse(const ent_trigger *t)
{
    return t->stance.neg ? " -" : t->stance.plan ? " +" : t->stance.poss ? " ?" : "";
}

static void trigger_features(pair_view *v, const ent_scene *sc, const near_trigger *n,
                             uint32_t rank, double vote[ENT_PAIR_ROOTS], ent_pair_reading *out)
{
    const ent_trigger *t = n->t;
    ent_pair_features *f = v->f;
    char a[64], b[64];
    const char *lemma = sc->low[t->tok], *st = coarse(t);
    if (rank < 2) {
        ADD(f, "g%u %s%s", rank, lemma, st);
        ADD(f, "g%u %s%s %s %s", rank, lemma, st, role_name(sc->lex, n->s.role, a),
            role_name(sc->lex, n->o.role, b));
        ADD(f, "gr%u %s %s", rank, a, b);
        ADD(f, "gs%u %d %d %d", rank, t->stance.status, t->stance.neg, t->passive);
        ADD(f, "gs%u %s %d", rank, lemma, t->stance.status);
        if (t->support != ENT_NONE) {
            ADD(f, "gl%u %s %s", rank, sc->low[t->support], lemma);
        }
        if (t->gov != ENT_NONE) {
            ADD(f, "gg%u %s", rank, sc->low[t->gov]);
        }
        kid_features(v, sc, t, rank ? "1" : "0");
    }
    char mood[48];
    mood_of(sc, t, mood);
    if (rank < 2) {
        ADD(f, "m%u %s", rank, mood);
        ADD(f, "m%u %s %s", rank, mood, lemma);
    }
    for (uint32_t i = 0; i < t->rule_count; i++) {
        const ent_rule *r = t->rule[i];
        int root = r->code ? ent_event_pair_root_of(v->c, r->code) : -1;
        int fs = ent_event_rule_place(sc, r, true, &n->s, t->pos);
        int ft = ent_event_rule_place(sc, r, false, &n->o, t->pos);
        double w = (fs + ft + 0.5) / (1.0 + 0.15 * rank + 0.5 * i) * (n->covered ? 0.3 : 1);
        if (root >= 0) {
            vote[root] += w;
            if (i == 0 && rank < 3) {
                ADD(f, "row%u %s%s", rank, ent_event_pair_root[root], st);
                ADD(f, "row%u %s%s %d", rank, ent_event_pair_root[root], st, fs + ft);
                ADD(f, "row%u %s%s", rank, r->code, st);
                ADD(f, "rowst %s %d", ent_event_pair_root[root], t->stance.status);
                ADD(f, "rowm%u %s %s", rank, ent_event_pair_root[root], mood);
            }
            read_rule(v, r, w, out);
        } else if (i == 0 && rank < 2) {
            ADD(f, "row%u none", rank);
        }
    }
}

/* Words that a row of another trigger speaks for: "threatened to ATTACK", "halted its AID". */
static void find_covered(const ent_trigger *t, uint8_t *covered)
{
    const ent_rule *r = t->rule_count ? t->rule[0] : NULL;
    for (uint32_t i = 0; r && i < r->cons_count; i++) {
        const ent_constraint *c = &r->cons[i];
        for (uint32_t k = 0; k < t->slot_count && (c->word_count || c->cls_count); k++) {
            const ent_slot *s = &t->slot[k];
            if (s->role.outer == c->slot.outer && s->role.inner == c->slot.inner) {
                covered[s->head] = 1;
            }
        }
    }
}

enum { COVERED = 60 };

static void sentence_features(pair_view *v, uint32_t sent, double vote[ENT_PAIR_ROOTS],
                              ent_pair_reading *out, char mood[48], const char **st)
{
    ent_scene sc;
    ent_event_make(&sc, &v->c->lex, v->d, NULL, sent, v->a);
    ent_trigger *list;
    uint32_t n = ent_event_trigger_find(&sc, &list);
    near_trigger *near = ent_arena_zalloc(v->a, n + 1, sizeof *near);
    ent_party s = {.head = v->s.head - sc.first}, o = {.head = v->t.head - sc.first};
    s.head = v->d->tokens[v->s.head].sent == sent ? s.head : ENT_NONE;
    o.head = v->d->tokens[v->t.head].sent == sent ? o.head : ENT_NONE;
    uint32_t m = 0;
    uint8_t *covered = ent_arena_zalloc(v->a, sc.n + 1, 1);
    for (uint32_t i = 0; i < n; i++) {
        find_covered(&list[i], covered);
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t g = list[i].tok + sc.first;
        v->mood[g] = coarse(&list[i]);
        if (inside(&v->s, g) && g == v->s.head) {
            continue;
        }
        near_trigger *x = &near[m++];
        x->t = &list[i];
        ent_event_trigger_stand(&sc, x->t, &s, &x->s);
        ent_event_trigger_stand(&sc, x->t, &o, &x->o);
        x->cost = (uint32_t)x->s.cost + x->o.cost + (x->t->known ? 0 : 15) +
                  (covered[x->t->tok] ? COVERED : 0);
        x->covered = covered[x->t->tok] != 0;
    }
    qsort(near, m, sizeof *near, by_cost);
    for (uint32_t i = 0; i < m && i < 12; i++) {
        trigger_features(v, &sc, &near[i], i, vote, out);
        if (i == 0) {
            out->status = near[i].t->stance.status;
            mood_of(&sc, near[i].t, mood);
            *st = coarse(near[i].t);
        }
    }
}

static void vote_features(pair_view *v, const double vote[ENT_PAIR_ROOTS], const char *mood,
                          const char *st)
{
    int best = 0;
    for (int i = 0; i < ENT_PAIR_ROOTS; i++) {
        best = vote[i] > vote[best] ? i : best;
        if (vote[i] > 0) {
            double x = vote[i] / (1 + vote[i]);
            add_value(v->f, (float)(2 * x), "vote %s%s", ent_event_pair_root[i], st);
        }
    }
    const char *name = vote[best] > 0 ? ent_event_pair_root[best] : "-";
    ADD(v->f, "best %s%s", name, st);
    ADD(v->f, "bestm %s %s", name, mood);
}

/* What roots the rows of a word have, wherever it stands: rows know words that training did not
 * see. */
static void class_features(pair_view *v)
{
    const ent_lexicon *x = &v->c->lex;
    for (uint32_t i = 0; i < v->d->token_count; i++) {
        if (!content(v->d->tokens[i].upos) || inside(&v->s, i)) {
            continue;
        }
        ent_sym w = ent_event_lex_sym(x, v->low[i], strlen(v->low[i]));
        uint8_t pos = v->d->tokens[i].upos == ENT_VERB  ? ENT_POS_VERB
                      : v->d->tokens[i].upos == ENT_ADJ ? ENT_POS_ADJ
                                                        : ENT_POS_NOUN;
        float share[ENT_PAIR_ROOTS] = {0};
        float total = 0;
        for (uint32_t k = x->first[w]; w && k < x->first[w] + x->count[w]; k++) {
            int root = x->rules[k].pos == pos ? ent_event_pair_root_of(v->c, x->rules[k].code) : -1;
            if (root >= 0) {
                share[root]++;
                total++;
            }
        }
        for (int r = 0; r < ENT_PAIR_ROOTS && total > 0; r++) {
            if (share[r] > 0.2f * total) {
                add_value(v->f, share[r] / total, "c %s%s", ent_event_pair_root[r], v->mood[i]);
                add_value(v->f, share[r] / total, "c %s %s%s", region(v, i), ent_event_pair_root[r],
                          v->mood[i]);
            }
        }
    }
}

void ent_event_pair_features(const ent_coder *c, const ent_doc *d, const char *source,
                             const char *target, ent_pair_features *f, ent_pair_reading *r)
{
    pair_view v = {.c = c, .d = d, .a = f->a, .f = f};
    memset(r, 0, sizeof *r);
    ADD(f, "1");
    if (!d->token_count) {
        return;
    }
    find_places(d, source, target, &v.s, &v.t);
    v.low = ent_arena_alloc(f->a, d->token_count * sizeof *v.low);
    v.mood = ent_arena_alloc(f->a, d->token_count * sizeof *v.mood);
    for (uint32_t i = 0; i < d->token_count; i++) {
        v.low[i] = low_lemma(&c->lex, f->a, &d->tokens[i]);
        v.mood[i] = "";
    }
    double vote[ENT_PAIR_ROOTS] = {0};
    char mood[48] = "";
    const char *st = "";
    uint32_t sent = d->tokens[v.s.head].sent, other = d->tokens[v.t.head].sent;
    sentence_features(&v, sent, vote, r, mood, &st);
    if (other != sent) {
        ADD(f, "apart");
        sentence_features(&v, other, vote, r, mood, &st);
    }
    vote_features(&v, vote, mood, st);
    word_features(&v);
    role_features(&v);
    tree_features(&v);
    class_features(&v);
}

/* -- the answer
 * ------------------------------------------------------------------------------------ */

static const ent_pair_head *weights(void)
{
    size_t len = 0;
    const ent_pair_head *h = ent_embedded("event/pairs.weights", &len);
    bool good = h && len == sizeof *h + (size_t)ENT_PAIR_BUCKETS * ENT_PAIR_ROOTS &&
                memcmp(h->magic, "ENTPAIR1", 8) == 0 && h->version == 1 &&
                h->roots == ENT_PAIR_ROOTS && h->buckets == ENT_PAIR_BUCKETS;
    return good ? h : NULL;
}

static void sums(const ent_pair_head *h, const ent_pair_features *f, double out[ENT_PAIR_ROOTS])
{
    const int8_t *w = (const int8_t *)(h + 1);
    for (int r = 0; r < ENT_PAIR_ROOTS; r++) {
        double s = 0;
        for (uint32_t i = 0; i < f->n; i++) {
            s += (double)f->value[i] * w[(size_t)f->key[i] * ENT_PAIR_ROOTS + (size_t)r];
        }
        out[r] = s * (double)h->scale[r] + (double)h->bias[r];
    }
}

/* PLOVER's quad classes of the roots, in their order. */
static const uint8_t quad_of[ENT_PAIR_ROOTS] = {3, 1, 2, 4, 4, 1, 2, 4, 4, 3, 3, 4, 1, 3, 2};
static const char *const code_of[ENT_PAIR_ROOTS] = {"110", "030", "070", "190", "170",
                                                    "040", "060", "150", "140", "120",
                                                    "020", "160", "050", "130", "080"};

static void fill(const ent_coder *c, int root, const ent_pair_reading *r, ent_pair_answer *out)
{
    double best = -1;
    out->cameo = code_of[root];
    for (uint32_t i = 0; i < r->count; i++) {
        if (ent_event_pair_root_of(c, r->rule[i]->code) == root && r->weight[i] > best) {
            best = r->weight[i];
            out->cameo = r->rule[i]->code;
        }
    }
    ent_cameo_row row;
    if (ent_cameo_find(c->cameo, out->cameo, &row)) {
        out->plover_event = row.plover_event;
        out->plover_mode = row.plover_mode;
    }
    /* CAMEO's appeals have no PLOVER event of their own in the table */
    out->plover_event = out->plover_event ? out->plover_event : ent_event_pair_root[root];
    out->quad = quad_of[root];
}

void ent_event_pair(const ent_coder *c, const ent_doc *d, const char *source, const char *target,
                    ent_pair_answer *out)
{
    ent_arena a = {0};
    ent_pair_features f = {.a = &a};
    ent_pair_reading r;
    ent_event_pair_features(c, d, source, target, &f, &r);
    const ent_pair_head *h = weights();
    double s[ENT_PAIR_ROOTS] = {0}, total = 0;
    if (h) {
        sums(h, &f, s);
    } else {
        for (uint32_t i = 0; i < r.count; i++) {
            s[ent_event_pair_root_of(c, r.rule[i]->code)] += r.weight[i];
        }
    }
    int best = 0;
    for (int i = 1; i < ENT_PAIR_ROOTS; i++) {
        best = s[i] > s[best] ? i : best;
    }
    for (int i = 0; i < ENT_PAIR_ROOTS; i++) {
        total += exp(s[i] - s[best]);
    }
    memset(out, 0, sizeof *out);
    fill(c, best, &r, out);
    out->status = (ent_status)r.status;
    out->confidence = 1 / total;
    ent_arena_free(&a);
}
