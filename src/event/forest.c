/* forest.c: the last word on a candidate: boosted trees over plain numbers (how likely by itself,
 * how its actors stand, what stands beside it in the sentence). In: a candidate among the others of
 * its sentence. Out: log-odds. The trees are learned by tools/train/event_forest.c. */
#include "event_int.h"

static const char magic[8] = "ENTFOR1";

static uint8_t cap(double x)
{
    return (uint8_t)(x < 0 ? 0 : x > 254 ? 254 : x);
}

static uint8_t logit(double p)
{
    double l = log((p + 1e-5) / (1 - p + 1e-5));
    return cap((l + 10) * 10);
}

/* Rivals: the likeliest other candidates that share something with this one. */
typedef struct rivals {
    double source, target, trigger, reverse, pair, root;
    double beside_source, beside_target; /* another in the same place: a list, or a plural */
    uint32_t trigger_count, pair_count, better, likely;
    uint32_t other; /* trigger of the likeliest other of the pair */
    uint8_t other_root;
} rivals;

static bool same_place(const ent_stand *a, const ent_stand *b)
{
    return a->role.outer == b->role.outer && a->role.inner == b->role.inner && a->far == b->far &&
           a->gov == b->gov;
}

static void find_rivals(const ent_scene *v, const ent_cand *list, uint32_t n, uint32_t i, rivals *r)
{
    const ent_cand *c = &list[i];
    uint16_t s = v->party[c->source].state_key, o = v->party[c->target].state_key;
    memset(r, 0, sizeof *r);
    r->other = ENT_NONE;
    for (uint32_t k = 0; k < n; k++) {
        const ent_cand *d = &list[k];
        if (k == i || d->p < ENT_LEAST_P) {
            continue;
        }
        uint16_t x = v->party[d->source].state_key, y = v->party[d->target].state_key;
        double p = d->p;
        r->better += p > c->p;
        r->likely += p > 0.4;
        if (d->trigger == c->trigger) {
            r->trigger_count += p > 0.3;
            r->trigger = fmax(r->trigger, p);
            if (x == s && y != o) {
                r->source = fmax(r->source, p);
                if (same_place(&d->ts, &c->ts)) {
                    r->beside_target = fmax(r->beside_target, p);
                }
            }
            if (y == o && x != s) {
                r->target = fmax(r->target, p);
                if (same_place(&d->ss, &c->ss)) {
                    r->beside_source = fmax(r->beside_source, p);
                }
            }
            if (x == o && y == s) {
                r->reverse = fmax(r->reverse, p);
            }
        } else if ((x == s && y == o) || (x == o && y == s)) {
            r->pair_count += p > 0.3;
            if (d->root == c->root) {
                r->root = fmax(r->root, p);
            }
            if (p > r->pair) {
                r->pair = p;
                r->other = d->trigger;
                r->other_root = d->root;
            }
        }
    }
}

/* A slot as a small number, like roles near each other. */
static uint8_t role_number(const ent_scene *v, const ent_stand *s)
{
    const ent_lexicon *x = v->lex;
    const ent_sym list[] = {x->subj, x->by,   x->poss, x->amod,    x->comp,    x->obj, x->iobj,
                            x->to,   x->with, x->of,   x->between, x->against, x->on,  x->from,
                            x->into, x->in,   x->for_, x->xcomp,   x->ccomp,   x->adv, x->advcl,
                            x->acl,  x->bare, x->gov,  x->implied, x->far};
    uint32_t outer = ENT_COUNT(list), inner = 0;
    for (uint32_t i = 0; i < ENT_COUNT(list); i++) {
        outer = list[i] == s->role.outer ? i : outer;
        inner = list[i] == s->role.inner ? i + 1 : inner;
    }
    return (uint8_t)(outer + (s->role.inner ? 40 +
                                                  27 * (outer == 0   ? 0
                                                        : outer == 5 ? 1
                                                                     : 2) +
                                                  inner
                                            : 0));
}

static uint8_t actor_number(const ent_scene *v, uint32_t party)
{
    static const char *const roles[] = {"GOV", "MIL", "LEG", "SPY", "OPP", "REB",
                                        "JUD", "COP", "CVL", "MED", "BUS"};
    const char *r = v->d->actors[v->party[party].actor].role;
    uint8_t n = 0;
    for (uint8_t i = 0; r && i < ENT_COUNT(roles); i++) {
        n = strcmp(r, roles[i]) == 0 ? i + 1 : n;
    }
    return r && !n ? 20 : n;
}

static uint8_t field_number(const ent_scene *v, uint32_t tok)
{
    return tok == ENT_NONE || !v->sense[tok] ? 0 : (uint8_t)(v->sense[tok]->hash[0] % 61 + 1);
}

static uint32_t gap(uint32_t a, uint32_t b)
{
    return a == ENT_NONE || b == ENT_NONE ? 100 : a > b ? a - b : b - a;
}

static uint32_t depth(const ent_scene *v, uint32_t tok)
{
    uint32_t n = 0;
    for (uint32_t i = tok; v->head[i] != ENT_NONE && n < 30; i = v->head[i]) {
        n++;
    }
    return n;
}

void ent_event_numbers(const ent_scene *v, const ent_trigger *ts, const ent_cand *list, uint32_t n,
                       uint32_t i, uint8_t *out)
{
    const ent_cand *c = &list[i];
    const ent_trigger *t = &ts[c->trigger];
    const ent_party *ps = &v->party[c->source], *pt = &v->party[c->target];
    const ent_mention *ms = &v->d->mentions[ps->mention], *mt = &v->d->mentions[pt->mention];
    const ent_actor *as = &v->d->actors[ps->actor], *at = &v->d->actors[pt->actor];
    uint32_t prior = ent_event_lex_prior(v->lex, v->sym[t->tok], t->pos), many = 0, k = 0;
    rivals r;
    find_rivals(v, list, n, i, &r);
    for (uint32_t b = prior; b; b &= b - 1) {
        many++;
    }
    out[k++] = logit(c->p);
    out[k++] = cap(c->root_p * 100);
    out[k++] = logit(c->p * c->root_p);
    out[k++] = c->root;
    out[k++] = (uint8_t)(t->rule_count ? t->rule[0]->root + 1 : t->known ? 0 : 30);
    out[k++] = t->rule_count && t->rule[0]->root == c->root;
    out[k++] = c->rule && c->rule->root == c->root;
    out[k++] = (uint8_t)(c->fit_source * 3 + c->fit_target);
    out[k++] = (uint8_t)(c->fit_source + c->fit_target);
    out[k++] = (uint8_t)(t->rule_count ? t->rule_score[0] + 1 : 0);
    out[k++] = t->pos;
    out[k++] = t->passive;
    out[k++] = cap(c->ss.cost / 2.0);
    out[k++] = cap(c->ts.cost / 2.0);
    out[k++] = c->ss.how;
    out[k++] = c->ts.how;
    out[k++] = (uint8_t)(c->ss.far + c->ts.far);
    out[k++] = (uint8_t)(c->ss.gov * 2 + c->ts.gov);
    out[k++] = role_number(v, &c->ss);
    out[k++] = role_number(v, &c->ts);
    out[k++] = cap(gap(ps->head, t->tok));
    out[k++] = cap(gap(pt->head, t->tok));
    out[k++] = cap(gap(ps->head, pt->head));
    out[k++] = (uint8_t)((ps->head < t->tok) * 4 + (pt->head < t->tok) * 2 + (ps->head < pt->head));
    out[k++] = cap(v->party_count);
    out[k++] = cap(v->n);
    out[k++] = cap(t->tok);
    out[k++] = v->t[t->tok].rel;
    out[k++] = cap(depth(v, t->tok));
    out[k++] =
        (uint8_t)(t->stance.neg + t->stance.plan * 2 + t->stance.poss * 4 + t->stance.deny * 8);
    out[k++] = logit(r.source);
    out[k++] = logit(r.target);
    out[k++] = logit(r.trigger);
    out[k++] = logit(r.reverse);
    out[k++] = logit(r.pair);
    out[k++] = logit(r.root);
    out[k++] = cap(100 + 10 * (log((c->p + 1e-4) / (r.source + 1e-4))));
    out[k++] = cap(100 + 10 * (log((c->p + 1e-4) / (r.target + 1e-4))));
    out[k++] = cap(100 + 10 * (log((c->p + 1e-4) / (r.pair + 1e-4))));
    out[k++] = cap(100 + 10 * (log((c->p + 1e-4) / (r.reverse + 1e-4))));
    out[k++] = cap(r.trigger_count);
    out[k++] = cap(r.pair_count);
    out[k++] = cap(r.better);
    out[k++] = cap(r.likely);
    out[k++] = r.other_root;
    out[k++] = r.other == ENT_NONE               ? 0
               : t->gov == ts[r.other].tok       ? 1
               : ts[r.other].gov == t->tok       ? 2
               : t->clause == ts[r.other].clause ? 3
                                                 : 4;
    out[k++] = c->ss.slot != ENT_NONE && c->ss.slot == c->ts.slot;
    out[k++] = c->same_state;
    out[k++] = as->kind;
    out[k++] = at->kind;
    out[k++] = ms->kind;
    out[k++] = mt->kind;
    out[k++] = (uint8_t)(ms->place * 2 + mt->place);
    out[k++] = cap(ms->actor_count);
    out[k++] = cap(mt->actor_count);
    out[k++] = actor_number(v, c->source);
    out[k++] = actor_number(v, c->target);
    out[k++] = field_number(v, t->tok);
    out[k++] = field_number(v, t->gov);
    out[k++] = field_number(v, c->ts.slot);
    out[k++] = (prior >> c->root) & 1;
    out[k++] = cap(many);
    out[k++] = v->d->genre;
    out[k++] = t->inname;
    out[k++] = t->covered;
    out[k++] = c->supplied;
    out[k++] = (uint8_t)(t->rule_count && !t->rule[0]->code ? t->rule_score[0] + 1 : 0);
    out[k++] = t->support != ENT_NONE;
    out[k++] = (uint8_t)(v->t[t->clause].bits & 0xff);
    out[k++] = cap(gap(t->tok, t->clause));
    ent_salience ss, st;
    ent_event_salience(v->cast, ps->actor, v->sent, &ss);
    ent_event_salience(v->cast, pt->actor, v->sent, &st);
    out[k++] = ss.share;
    out[k++] = st.share;
    out[k++] = ss.rank;
    out[k++] = st.rank;
    out[k++] = (uint8_t)(ss.title * 2 + st.title);
    out[k++] = ss.ago;
    out[k++] = st.ago;
    out[k++] = cap(ent_event_together(v->cast, ps->actor, pt->actor));
    out[k++] = cap(v->sent);
    out[k++] = logit(r.beside_source);
    out[k++] = logit(r.beside_target);
    while (k < ENT_NUMBERS) {
        out[k++] = 0;
    }
}

double ent_event_forest_score(const ent_forest *f, const uint8_t *x)
{
    double s = f->base;
    for (uint32_t i = 0; i < f->count; i++) {
        const ent_tree *t = &f->tree[i];
        uint32_t at = 0;
        for (uint32_t d = 0; d < ENT_TREE_DEPTH; d++) {
            at = at * 2 + 1 + (x[t->feature[at]] > t->cut[at]);
        }
        s += (double)t->leaf[at - ((1u << ENT_TREE_DEPTH) - 1)] / 1000.0;
    }
    return s;
}

int ent_event_forest_open(ent_forest *f, const void *data, size_t len, ent_err *err)
{
    memset(f, 0, sizeof *f);
    const unsigned char *p = data;
    size_t inner = (1u << ENT_TREE_DEPTH) - 1, leaves = 1u << ENT_TREE_DEPTH;
    size_t one = inner * 2 + leaves * 2;
    if (len < 16 || memcmp(p, magic, 8) != 0) {
        return ent_fail(err, ENT_ETABLE, "event/forest.weights", "not a forest");
    }
    uint32_t n = (uint32_t)p[8] | (uint32_t)p[9] << 8;
    int32_t base = (int32_t)((uint32_t)p[12] | (uint32_t)p[13] << 8 | (uint32_t)p[14] << 16 |
                             (uint32_t)p[15] << 24);
    if (len != 16 + n * one) {
        return ent_fail(err, ENT_ETABLE, "event/forest.weights", "damaged");
    }
    f->base = base / 1000.0;
    f->count = n;
    f->tree = ent_calloc(n + 1u, sizeof *f->tree);
    p += 16;
    for (uint32_t i = 0; i < n; i++, p += one) {
        for (size_t k = 0; k < inner; k++) {
            f->tree[i].feature[k] = p[k] < ENT_NUMBERS ? p[k] : 0;
            f->tree[i].cut[k] = p[inner + k];
        }
        for (size_t k = 0; k < leaves; k++) {
            const unsigned char *w = p + inner * 2 + k * 2;
            f->tree[i].leaf[k] = (int16_t)(w[0] | w[1] << 8);
        }
    }
    return 0;
}

void ent_event_forest_write(ent_buf *b, const ent_forest *f)
{
    size_t inner = (1u << ENT_TREE_DEPTH) - 1, leaves = 1u << ENT_TREE_DEPTH;
    uint32_t base = (uint32_t)(int32_t)lround(f->base * 1000);
    ent_buf_add(b, magic, 8);
    for (int i = 0; i < 4; i++) {
        ent_buf_char(b, (char)(f->count >> (8 * i)));
    }
    for (int i = 0; i < 4; i++) {
        ent_buf_char(b, (char)(base >> (8 * i)));
    }
    for (uint32_t i = 0; i < f->count; i++) {
        ent_buf_add(b, (const char *)f->tree[i].feature, inner);
        ent_buf_add(b, (const char *)f->tree[i].cut, inner);
        for (size_t k = 0; k < leaves; k++) {
            ent_buf_char(b, (char)(f->tree[i].leaf[k] & 0xff));
            ent_buf_char(b, (char)((uint16_t)f->tree[i].leaf[k] >> 8));
        }
    }
}

void ent_event_forest_close(ent_forest *f)
{
    free(f->tree);
    memset(f, 0, sizeof *f);
}
