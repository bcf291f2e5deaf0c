/* cand.c: candidates (a trigger and two actors of its sentence), what the model says of each, and
 * which of them are written. */
#include "event_int.h"

enum { CANDS_MAX = 20000, STATES_MAX = 24, TRIGGERS_MAX = 60 };

/* Both members of one "between A and B". */
static bool between(const ent_scene *v, const ent_stand *a, const ent_stand *b)
{
    ent_sym w = a->role.inner ? a->role.inner : a->role.outer;
    return a->slot != ENT_NONE && a->slot == b->slot && w == v->lex->between;
}

static void push(ent_scene *v, const ent_trigger *t, uint32_t ti, uint32_t s, uint32_t o,
                 const ent_stand *stand, ent_cand **list, uint32_t *n, uint32_t *cap)
{
    if (*n >= CANDS_MAX) {
        return;
    }
    const ent_party *a = &v->party[s], *b = &v->party[o];
    ent_cand *c = ENT_PUSH(v->a, *list, *n, *cap);
    c->trigger = ti;
    c->source = s;
    c->target = o;
    c->ss = stand[s];
    c->ts = stand[o];
    c->same_state = a->state_key == b->state_key;
    int best = -1;
    for (uint32_t i = 0; i < t->rule_count; i++) {
        const ent_rule *r = t->rule[i];
        int fs = ent_event_rule_place(v, r, true, &c->ss, t->pos);
        int ft = ent_event_rule_place(v, r, false, &c->ts, t->pos);
        if (r->sym && c->ss.slot != ENT_NONE && c->ss.slot == c->ts.slot && !c->ss.role.inner &&
            (c->ss.role.outer == v->lex->subj || fs == 2)) {
            fs = ft = 2; /* "the two sides cooperated": its members, pairwise */
        }
        if (ft && between(v, &c->ss, &c->ts)) {
            fs = ft = 2; /* "relations between A and B were severed" */
        }
        int score = fs * 3 + ft * 3 + (t->rule_score[i] == t->rule_score[0] ? 1 : 0) -
                    2 * (t->rule_score[0] - t->rule_score[i] > 3) * (int)(i + 1);
        if (score > best) {
            best = score;
            c->rule = r;
            c->fit_source = (uint8_t)fs;
            c->fit_target = (uint8_t)ft;
        }
    }
}

/* Two in one place of the trigger ("A and B signed", "between A and B") are told once, the first
 * named as the source: which of the two acted is not said. */
static bool told_before(const ent_scene *v, uint32_t s, uint32_t o, const ent_stand *stand)
{
    const ent_stand *a = &stand[s], *b = &stand[o];
    uint32_t x = v->party[s].head, y = v->party[o].head;
    return a->slot != ENT_NONE && a->slot == b->slot && a->role.outer == b->role.outer &&
           a->role.inner == b->role.inner && x != ENT_NONE && y != ENT_NONE && x > y;
}

/* How well a mention stands where the best row wants who acts or to whom; both members of
 * "between A and B" stand well. */
static uint8_t wanted(const ent_scene *v, const ent_trigger *t, const ent_stand *s)
{
    ent_sym w = s->role.inner ? s->role.inner : s->role.outer;
    if (!t->rule_count || s->cost >= 150) {
        return 0;
    }
    if (w == v->lex->between) {
        return 2;
    }
    int a = ent_event_rule_place(v, t->rule[0], true, s, t->pos);
    int b = ent_event_rule_place(v, t->rule[0], false, s, t->pos);
    return (uint8_t)(a > b ? a : b);
}

/* The mention of each state (and of each role within a state) that stands best to the trigger. */
static uint32_t nearest(const ent_scene *v, const ent_stand *stand, const uint8_t *want,
                        bool by_role, uint32_t *out, uint32_t max)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < v->party_count; i++) {
        uint32_t k = 0;
        while (k < n && (by_role ? v->party[out[k]].key != v->party[i].key
                                 : v->party[out[k]].state_key != v->party[i].state_key)) {
            k++;
        }
        if (k < n) {
            uint8_t a = want[i], b = want[out[k]];
            if (a != b ? a > b : stand[i].cost < stand[out[k]].cost) {
                out[k] = i;
            }
        } else if (n < max) {
            out[n++] = i;
        }
    }
    return n;
}

static bool political(const ent_scene *v, uint32_t party)
{
    const ent_actor *a = &v->d->actors[v->party[party].actor];
    return a->kind != ENT_ACTOR_ROLE || a->state;
}

static bool near_enough(const ent_scene *v, const ent_trigger *t, uint32_t s, uint32_t o,
                        const ent_stand *stand)
{
    const ent_stand *a = &stand[s], *b = &stand[o];
    bool implied = a->cost == 300 && b->cost == 300;
    /* "the talks dragged on": both are those whom the text is about */
    bool both = v->party[s].context && v->party[o].context && (t->rule_count || t->known);
    return implied || both || a->cost < 150 || b->cost < 150;
}

/* Whether the sentence itself names who and to whom, where the best row wants them: then nobody is
 * to be supplied from the context. */
static bool complete(const ent_scene *v, const ent_trigger *t, const ent_stand *stand)
{
    for (uint32_t i = 0; i < v->party_count; i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (v->party[i].state_key != v->party[k].state_key &&
                between(v, &stand[i], &stand[k])) {
                return true;
            }
        }
    }
    for (uint32_t r = 0; r < t->rule_count; r++) {
        if (t->rule_score[r] + 3 < t->rule_score[0]) {
            break;
        }
        for (uint32_t i = 0; i < v->party_count; i++) {
            if (v->party[i].context ||
                !ent_event_rule_place(v, t->rule[r], true, &stand[i], t->pos)) {
                continue;
            }
            for (uint32_t k = 0; k < v->party_count; k++) {
                if (!v->party[k].context && v->party[k].state_key != v->party[i].state_key &&
                    ent_event_rule_place(v, t->rule[r], false, &stand[k], t->pos)) {
                    return true;
                }
            }
        }
    }
    return false;
}

uint32_t ent_event_cand_find(ent_scene *v, const ent_trigger *t, uint32_t tn, ent_cand **out)
{
    ent_cand *list = NULL;
    uint32_t n = 0, cap = 0;
    *out = NULL;
    if (v->party_count < 2) {
        return 0;
    }
    ent_stand *stand = ent_arena_zalloc(v->a, v->party_count, sizeof *stand);
    uint8_t *want = ent_arena_zalloc(v->a, v->party_count, sizeof *want);
    for (uint32_t i = 0; i < tn && i < TRIGGERS_MAX; i++) {
        for (uint32_t k = 0; k < v->party_count; k++) {
            ent_event_trigger_stand(v, &t[i], &v->party[k], &stand[k]);
            want[k] = wanted(v, &t[i], &stand[k]);
        }
        uint32_t from = n;
        bool full = complete(v, &t[i], stand);
        uint32_t by_state[STATES_MAX], by_role[STATES_MAX];
        uint32_t ns = nearest(v, stand, want, false, by_state, STATES_MAX);
        uint32_t nr = nearest(v, stand, want, true, by_role, STATES_MAX);
        for (uint32_t a = 0; a < ns; a++) {
            for (uint32_t b = 0; b < ns; b++) {
                uint32_t s = by_state[a], o = by_state[b];
                bool supplied = v->party[s].context || v->party[o].context;
                if (a != b && !(full && supplied) && near_enough(v, &t[i], s, o, stand) &&
                    political(v, s) && political(v, o) && !told_before(v, s, o, stand)) {
                    push(v, &t[i], i, s, o, stand, &list, &n, &cap);
                }
            }
        }
        for (uint32_t a = 0; a < nr && nr > ns; a++) { /* within one state */
            for (uint32_t b = 0; b < nr; b++) {
                uint32_t s = by_role[a], o = by_role[b];
                if (a != b && v->party[s].state_key == v->party[o].state_key &&
                    (v->d->genre == ENT_GENRE_NEWS || (v->d->actors[v->party[s].actor].role &&
                                                       v->d->actors[v->party[o].actor].role)) &&
                    near_enough(v, &t[i], s, o, stand)) {
                    push(v, &t[i], i, s, o, stand, &list, &n, &cap);
                }
            }
        }
        for (uint32_t k = from; k < n; k++) {
            if (v->party[list[k].source].context || v->party[list[k].target].context) {
                list[k].supplied = 1;
            }
        }
    }
    *out = list;
    return n;
}

/* -- weighing -- */

static double sum(const ent_model *m, const ent_features *f, uint32_t cls)
{
    double s = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        s += (double)ent_event_model_get(m, ent_feature_class(f->key[i], cls));
    }
    return s;
}

/* Votes of the rows for a root share one weight a rank, whatever the root. */
uint32_t ent_event_vote(const ent_scene *v, const ent_trigger *t, const ent_cand *c, uint32_t root,
                        uint32_t out[6])
{
    uint32_t n = 0;
    if (c->rule && c->rule->root == root) {
        uint32_t detail = c->rule->cons_count > 2 ? 2u : c->rule->cons_count;
        out[n++] = 0x51u + detail;
        out[n++] = 0x61u + c->fit_source * 3u + c->fit_target;
    }
    if (t->rule_count && t->rule[0]->root == root) {
        out[n++] = 0x71u;
    }
    uint32_t prior = ent_event_lex_prior(v->lex, v->sym[t->tok], t->pos);
    if ((prior >> root) & 1) {
        uint32_t many = 0;
        for (uint32_t p = prior; p; p &= p - 1) {
            many++;
        }
        out[n++] = 0x80u + (many > 3 ? 3 : many) + (t->rule_count ? 4u : 0u);
    }
    return n;
}

void ent_event_roots(const ent_coder *c, const ent_scene *v, const ent_trigger *t,
                     const ent_cand *d, double p[ENT_MODEL_ROOTS])
{
    ent_features f = {.n = 0, .text = NULL};
    ent_event_feature_root(v, t, d, &f);
    double top = -1e9, total = 0;
    p[0] = 0;
    for (uint32_t r = 1; r < ENT_MODEL_ROOTS; r++) {
        uint32_t vote[6], vn = ent_event_vote(v, t, d, r, vote);
        p[r] = sum(&c->model, &f, ENT_CLASS_ROOT + r);
        for (uint32_t i = 0; i < vn; i++) {
            p[r] +=
                (double)ent_event_model_get(&c->model, ent_feature_class(vote[i], ENT_CLASS_VOTE));
        }
        top = p[r] > top ? p[r] : top;
    }
    for (uint32_t r = 1; r < ENT_MODEL_ROOTS; r++) {
        p[r] = exp(p[r] - top);
        total += p[r];
    }
    for (uint32_t r = 1; r < ENT_MODEL_ROOTS; r++) {
        p[r] /= total;
    }
}

/* The code within the root: the best row's that has it, else the root's common one. */
static const char *code_of(const ent_coder *c, const ent_trigger *t, const ent_cand *d)
{
    if (d->rule && d->rule->code && d->rule->root == d->root) {
        return d->rule->code;
    }
    for (uint32_t i = 0; i < t->rule_count; i++) {
        if (t->rule[i]->code && t->rule[i]->root == d->root) {
            return t->rule[i]->code;
        }
    }
    return c->common[d->root];
}

/* Both alike: the row says so, or both stand in one phrase of who acts, or between whom. */
static bool symmetric(const ent_scene *v, const ent_trigger *t, const ent_cand *d)
{
    const ent_lexicon *x = v->lex;
    if (d->rule && d->rule->root == d->root && d->rule->sym) {
        return true;
    }
    if (d->ss.slot == ENT_NONE || d->ss.slot != d->ts.slot || d->ss.gov) {
        return false;
    }
    ent_sym outer = d->ss.role.inner ? d->ss.role.inner : d->ss.role.outer;
    return outer == x->between || outer == x->amod || outer == x->comp || outer == x->poss ||
           (outer == x->subj && !(t->rule_count && t->rule[0]->code && !t->rule[0]->sym));
}

/* "did not accept": a row that asks for the "not" tells a refusal, which did happen. */
static bool tells_not(const ent_scene *v, const ent_cand *d)
{
    const ent_rule *r = d->rule;
    for (uint32_t i = 0; r && r->root == d->root && i < r->cons_count; i++) {
        if (r->cons[i].slot.outer == v->lex->adv && r->cons[i].word_count && r->root == 12) {
            return true;
        }
    }
    return false;
}

static uint8_t status_of(const ent_coder *c, const ent_scene *v, const ent_trigger *t,
                         const ent_cand *d)
{
    if (!c->model.count) {
        return t->stance.status;
    }
    ent_features f = {.n = 0, .text = NULL};
    ent_event_feature_status(v, t, d, &f);
    double best = -1e9;
    uint8_t at = 0;
    for (uint8_t s = 0; s < 5; s++) {
        double x = sum(&c->model, &f, ENT_CLASS_STATUS + s);
        if (s != ENT_STATUS_DENIED && x > best) {
            best = x;
            at = s;
        }
    }
    if (t->stance.status == ENT_STATUS_DENIED && (at == ENT_STATUS_NEGATED || t->stance.own)) {
        return ENT_STATUS_DENIED;
    }
    /* a word of its own says otherwise */
    if (at == ENT_STATUS_ASSERTED && t->stance.own && !tells_not(v, d)) {
        return t->stance.status;
    }
    return at;
}

void ent_event_cand_alone(const ent_coder *c, const ent_scene *v, const ent_trigger *ts,
                          ent_cand *cand, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        ent_cand *d = &cand[i];
        const ent_trigger *t = &ts[d->trigger];
        ent_features f = {.n = 0, .text = NULL};
        ent_event_feature_event(v, t, d, &f);
        d->p = 1 / (1 + exp(-sum(&c->model, &f, ENT_CLASS_EVENT)));
        d->root = 0;
        d->root_p = 0;
        if (d->p < ENT_LEAST_P) {
            continue; /* never written */
        }
        double p[ENT_MODEL_ROOTS];
        ent_event_roots(c, v, t, d, p);
        for (uint8_t r = 1; r < ENT_MODEL_ROOTS; r++) {
            if (p[r] > d->root_p) {
                d->root_p = p[r];
                d->root = r;
            }
        }
    }
}

/* The rows alone, where no weights are at hand. */
static void by_rows(ent_cand *cand, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        ent_cand *d = &cand[i];
        bool ok = d->rule && d->rule->code && d->fit_source && d->fit_target;
        d->p = ok ? 0.5 + 0.1 * (d->fit_source + d->fit_target) : 0;
        d->root = d->rule ? d->rule->root : 0;
        d->root_p = 1;
    }
}

void ent_event_cand_weigh(const ent_coder *c, ent_scene *v, const ent_trigger *ts, ent_cand *cand,
                          uint32_t n)
{
    if (c->model.count) {
        ent_event_cand_alone(c, v, ts, cand, n);
    } else {
        by_rows(cand, n);
    }
    for (uint32_t i = 0; i < n; i++) {
        ent_cand *d = &cand[i];
        const ent_trigger *t = &ts[d->trigger];
        d->score = d->p * d->root_p;
        if (!d->root || d->p < ENT_LEAST_P) {
            continue;
        }
        if (c->forest.count) {
            uint8_t x[ENT_NUMBERS];
            ent_event_numbers(v, ts, cand, n, i, x);
            d->score = 1 / (1 + exp(-ent_event_forest_score(&c->forest, x)));
        }
        d->code = code_of(c, t, d);
        d->symmetric = symmetric(v, t, d);
        d->status = status_of(c, v, t, d);
    }
}

static bool same_pair(const ent_scene *v, const ent_cand *a, const ent_cand *b)
{
    uint16_t s = v->party[a->source].state_key, t = v->party[a->target].state_key;
    uint16_t x = v->party[b->source].state_key, y = v->party[b->target].state_key;
    if (a->same_state || b->same_state) {
        s = v->party[a->source].key;
        t = v->party[a->target].key;
        x = v->party[b->source].key;
        y = v->party[b->target].key;
    }
    return (s == x && t == y) || (s == y && t == x);
}

static int by_score(const void *p, const void *q)
{
    const ent_cand *a = *(const ent_cand *const *)p, *b = *(const ent_cand *const *)q;
    if (a->score != b->score) {
        return a->score > b->score ? -1 : 1;
    }
    return (a > b) - (a < b);
}

/* What a second act of one root between the same two must at least have. */
#define ENT_SAME_ROOT 0.45

static bool by_row(const ent_cand *d)
{
    return d->rule && d->rule->root == d->root;
}

/* "sent an ultimatum": a verb and the noun that it carries tell one act, by the one that a row
 * knows, else by the likelier. */
static bool carried(const ent_trigger *a, const ent_trigger *b)
{
    return a->support == b->tok || b->support == a->tok;
}

void ent_event_cand_choose(const ent_coder *c, const ent_scene *v, const ent_trigger *ts,
                           const ent_cand *cand, uint32_t n, bool *chosen)
{
    const ent_cand **order = ent_arena_alloc(v->a, (n + 1) * sizeof *order);
    uint32_t m = 0;
    double least = v->d->genre == ENT_GENRE_NEWS ? c->accept_news : c->accept;
    memset(chosen, 0, n * sizeof *chosen);
    for (uint32_t i = 0; i < n; i++) {
        if (cand[i].code && cand[i].score >= least) {
            order[m++] = &cand[i];
        }
    }
    qsort(order, m, sizeof *order, by_score);
    for (uint32_t i = 0; i < m; i++) {
        bool again = false, no = false;
        for (uint32_t k = 0; k < i && !no; k++) {
            if (!chosen[order[k] - cand] || !same_pair(v, order[k], order[i])) {
                continue;
            }
            again = true;
            if (carried(&ts[order[k]->trigger], &ts[order[i]->trigger])) {
                no = !by_row(order[i]) || by_row(order[k]);
                chosen[order[k] - cand] = no;
                continue;
            }
            no = order[k]->trigger == order[i]->trigger ||
                 (order[k]->root == order[i]->root &&
                  (order[i]->score < ENT_SAME_ROOT ||
                   strncmp(order[k]->code, order[i]->code, 3) == 0));
        }
        if (!no && (!again || order[i]->score >= fmax(least, c->accept_again))) {
            chosen[order[i] - cand] = true;
        }
    }
}
