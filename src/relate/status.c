/* status.c: the state of a relation from its acts: no relations, recognised, close, cool, hostile,
 * broken, at war.
 *
 * In: events in order. Out: a state for each event (the status walk) with how sure it is, or the
 * one state that fits a run of events best. Method: a hidden Markov chain whose emissions are the
 * table relate/status; Viterbi's path gives the states, forward-backward how sure they are. A
 * relation is called broken only from an act of breaking, recognised only from an act of
 * recognising, at war only from an act of war, and without relations only before an act of
 * recognising. */
#include "relate_int.h"

#include <math.h>

#define STATES ENT_STATES

static const char *const names[STATES] = {"no relations", "recognised", "close", "cool",
                                          "hostile",      "broken",     "at war"};
static const char *const columns[STATES] = {"no_relations", "recognised", "close", "cool",
                                            "hostile",      "broken",     "at_war"};

const char *ent_relate_state_name(uint32_t state)
{
    return state < STATES ? names[state] : "silent";
}

/* -- the table ------------------------------------------------------------------------------ */

static void claim_codes(ent_relate_status *k, const char *codes, uint8_t act)
{
    for (const char *s = codes; *s;) {
        size_t n = strcspn(s, " ");
        uint32_t value = 0;
        for (size_t i = 0; i < n; i++) {
            value = value * 10 + (uint32_t)(s[i] - '0') % 10;
        }
        for (uint32_t d = 0; n == 2 && d < 10; d++) {
            if (k->width[value * 10 + d] <= 2) {
                k->act[value * 10 + d] = act;
                k->width[value * 10 + d] = 2;
            }
        }
        if (n == 4 && k->long_count < ENT_COUNT(k->long_code)) {
            k->long_code[k->long_count] = value;
            k->long_act[k->long_count++] = act;
        }
        if (n == 3 && value < 1000) {
            k->act[value] = act;
            k->width[value] = 3;
        }
        s += n + (s[n] == ' ');
    }
}

int ent_relate_status_open(ent_relate_status *k, const ent_tables *ts, ent_err *err)
{
    const ent_table *t = ent_tables_get(ts, "relate/status");
    if (!t || t->rows == 0 || t->rows >= ENT_ACTS) {
        return ent_fail(err, ENT_ETABLE, "relate/status", "there is no such table, or it is long");
    }
    memset(k, 0, sizeof *k);
    memset(k->act, 255, sizeof k->act);
    k->acts = t->rows;
    uint32_t codes = ent_table_column(t, "codes");
    const struct {
        const char *name;
        uint32_t *act;
    } named[] = {{"recognise", &k->recognise}, {"break", &k->breaking}, {"fight", &k->fight},
                 {"assault", &k->assault},     {"occupy", &k->occupy},  {"reduce", &k->reduce},
                 {"restore", &k->restore},     {"agree", &k->agree}};
    for (size_t i = 0; i < ENT_COUNT(named); i++) {
        *named[i].act = ENT_NONE;
    }
    for (uint32_t r = 0; r < t->rows; r++) {
        const char *act = ent_table_cell(t, r, 0);
        claim_codes(k, ent_table_cell(t, r, codes), (uint8_t)r);
        for (size_t i = 0; i < ENT_COUNT(named); i++) {
            *named[i].act = strcmp(act, named[i].name) == 0 ? r : *named[i].act;
        }
    }
    for (uint32_t s = 0; s < STATES; s++) {
        uint32_t c = ent_table_column(t, columns[s]);
        double sum = 0;
        for (uint32_t r = 0; r < t->rows; r++) {
            k->emission[s][r] = ent_parse_double(ent_table_cell(t, r, c), NULL);
            sum += k->emission[s][r];
        }
        for (uint32_t r = 0; r < t->rows; r++) {
            if (!(k->emission[s][r] > 0)) {
                return ent_fail(err, ENT_ETABLE, "relate/status", "weights are above 0");
            }
            k->emission[s][r] = log(k->emission[s][r] / sum);
        }
    }
    return 0;
}

uint32_t ent_relate_act_of(const ent_relate_status *k, const char *cameo)
{
    uint32_t v = 0;
    for (int i = 0; i < 3; i++) {
        uint32_t d = cameo && cameo[i] >= '0' && cameo[i] <= '9' ? (uint32_t)(cameo[i] - '0') : 0;
        if (!cameo || (i < 2 && !cameo[i])) {
            return ENT_NONE;
        }
        v = v * 10 + d;
        if (!cameo[i]) {
            break;
        }
    }
    uint32_t last =
        cameo[2] && cameo[3] >= '0' && cameo[3] <= '9' ? (uint32_t)(cameo[3] - '0') : 10;
    for (uint32_t i = 0; last < 10 && i < k->long_count; i++) {
        if (k->long_code[i] == v * 10 + last) {
            return k->long_act[i];
        }
    }
    return k->act[v] == 255 ? ENT_NONE : k->act[v];
}

static bool only_reduces(const ent_relater *r, const char *trigger)
{
    const ent_table *t = ent_tables_get(r->tables, "relate/reductions");
    return t && ent_table_find(t, trigger) != ENT_NONE;
}

uint32_t ent_relate_act_of_event(const ent_series *s, const ent_relater *r, const ent_event *e)
{
    uint32_t act = ent_relate_act_of(&r->status, e->cameo);
    if (act == ENT_NONE || act != r->status.breaking || r->status.reduce == ENT_NONE) {
        return act;
    }
    bool reduces = false;
    for (uint32_t i = 0; i < e->account_count && i < 50; i++) {
        const ent_account *a = ent_series_account(s, e->accounts[i]);
        if (a && a->trigger && !only_reduces(r, a->trigger)) {
            return act;
        }
        reduces |= a && a->trigger;
    }
    return reduces ? r->status.reduce : act;
}

bool ent_relate_act_fights(const ent_relate_status *k, uint32_t act)
{
    act = ENT_ACT(act);
    return act == k->fight || act == k->assault || act == k->occupy;
}

/* -- one state for a run -------------------------------------------------------------------- */

uint32_t ent_relate_state_of(const ent_relate_status *k, const uint32_t *count, double *sure)
{
    double score[STATES], top = -INFINITY, total = 0;
    uint32_t best = ENT_NONE, n = 0;
    for (uint32_t a = 0; a < k->acts; a++) {
        n += count[a];
    }
    for (uint32_t s = 0; n && s < STATES; s++) {
        bool allowed = s == ENT_STATE_NONE         ? false
                       : s == ENT_STATE_RECOGNISED ? count[k->recognise] > 0
                       : s == ENT_STATE_BROKEN     ? count[k->breaking] > 0
                       : s == ENT_STATE_WAR        ? count[k->fight] + count[k->assault] > 0
                                                   : true;
        score[s] = allowed ? 0 : -INFINITY;
        for (uint32_t a = 0; allowed && a < k->acts; a++) {
            score[s] += count[a] * k->emission[s][a];
        }
        if (score[s] > top) {
            top = score[s];
            best = s;
        }
    }
    for (uint32_t s = 0; n && s < STATES; s++) {
        total += exp(score[s] - top);
    }
    *sure = n ? 1 / total : 0;
    return best;
}

/* -- the walk ------------------------------------------------------------------------------- */

/* Whether a state may begin with this act. */
static bool may_begin(const ent_relate_status *k, uint32_t s, uint32_t act)
{
    return s == ENT_STATE_RECOGNISED ? act == k->recognise
           : s == ENT_STATE_BROKEN   ? act == k->breaking
           : s == ENT_STATE_WAR      ? act == k->fight || act == k->assault
                                     : true;
}

static double first(const ent_relate_status *k, uint32_t s, uint32_t act)
{
    bool peace = s == ENT_STATE_WAR && (act & ENT_ACT_PEACE);
    return peace || !may_begin(k, s, ENT_ACT(act)) ? -INFINITY : s == ENT_STATE_NONE ? -1 : 0;
}

/* Whether an act ends broken relations, or begins those that were not. */
static bool restores(const ent_relate_status *k, uint32_t act)
{
    return act == k->recognise || act == k->restore;
}

/* Whether an act in state s may be the first of state t. */
static bool may_pass(const ent_relate_status *k, uint32_t s, uint32_t t, uint32_t act, bool fresh)
{
    if (t == ENT_STATE_NONE || !may_begin(k, t, act) ||
        (s == ENT_STATE_NONE && act != k->recognise)) { /* relations begin with an act */
        return false;
    }
    if (t == ENT_STATE_RECOGNISED && s != ENT_STATE_NONE && s != ENT_STATE_BROKEN && !fresh) {
        return false; /* between those who have relations, recognising means something else */
    }
    if (s == ENT_STATE_BROKEN && t == ENT_STATE_HOSTILE) {
        return false; /* broken is broken: hard words go on under that name */
    }
    /* a change does not begin with an act that speaks against it */
    return fresh || k->emission[t][act] >= k->emission[s][act] - 0.7;
}

/* Log-probability of going from state s to t at an act. */
static double passage(const ent_relate_status *k, const ent_walk_costs *c, uint32_t s, uint32_t t,
                      uint32_t act)
{
    bool fresh = act & ENT_ACT_FRESH;
    if (t == ENT_STATE_WAR && (act & ENT_ACT_PEACE)) {
        return -INFINITY;
    }
    act = ENT_ACT(act);
    if (s == t) {
        return 0;
    }
    if (isinf(c->plain) || !may_pass(k, s, t, act, fresh)) {
        return -INFINITY;
    }
    bool by_act = t == ENT_STATE_RECOGNISED || t == ENT_STATE_BROKEN ||
                  (s == ENT_STATE_BROKEN && restores(k, act)) ||
                  (s == ENT_STATE_CLOSE && t == ENT_STATE_COOL && act == k->reduce);
    double cost = by_act ? c->by_act : t == ENT_STATE_WAR ? c->to_war : c->plain;
    cost += s == ENT_STATE_WAR && t == ENT_STATE_CLOSE ? c->far : 0;
    return fresh ? -0.1 * cost : -cost;
}

double ent_relate_walk(const ent_relate_status *k, const ent_walk_costs *c, const uint32_t *act,
                       uint32_t n, uint8_t *path, ent_arena *a)
{
    double now[STATES], next[STATES];
    uint8_t *back = path ? ent_arena_alloc(a, (size_t)n * STATES + 1) : NULL;
    for (uint32_t s = 0; s < STATES; s++) {
        now[s] = first(k, s, act[0]) + k->emission[s][ENT_ACT(act[0])];
    }
    for (uint32_t i = 1; i < n; i++) {
        for (uint32_t t = 0; t < STATES; t++) {
            uint32_t best = t;
            next[t] = now[t] + passage(k, c, t, t, act[i]);
            for (uint32_t s = 0; s < STATES; s++) {
                double v = s == t ? -INFINITY : now[s] + passage(k, c, s, t, act[i]);
                if (v > next[t]) {
                    next[t] = v;
                    best = s;
                }
            }
            next[t] += k->emission[t][ENT_ACT(act[i])];
            if (back) {
                back[(size_t)i * STATES + t] = (uint8_t)best;
            }
        }
        memcpy(now, next, sizeof now);
    }
    uint32_t end = ENT_STATE_CLOSE;
    for (uint32_t s = ENT_STATE_NONE + 1; s < STATES;
         s++) { /* without relations: only before them */
        end = now[s] > now[end] ? s : end;
    }
    double likelihood = now[end];
    for (uint32_t i = n; path && i > 0; i--) {
        path[i - 1] = (uint8_t)end;
        end = i > 1 ? back[(size_t)(i - 1) * STATES + end] : end;
    }
    return likelihood;
}

static double log_sum(const double *v)
{
    double top = -INFINITY, sum = 0;
    for (uint32_t s = 0; s < STATES; s++) {
        top = v[s] > top ? v[s] : top;
    }
    for (uint32_t s = 0; top > -INFINITY && s < STATES; s++) {
        sum += exp(v[s] - top);
    }
    return top > -INFINITY ? top + log(sum) : top;
}

/* sure[i]: the probability of path[i], by forward-backward. */
void ent_relate_walk_sure(const ent_relate_status *k, const ent_walk_costs *c, const uint32_t *act,
                          uint32_t n, const uint8_t *path, double *sure, ent_arena *a)
{
    double *f = ent_arena_alloc(a, (size_t)n * STATES * sizeof *f), v[STATES];
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t t = 0; t < STATES; t++) {
            for (uint32_t s = 0; s < STATES; s++) {
                v[s] = i ? f[(size_t)(i - 1) * STATES + s] + passage(k, c, s, t, act[i])
                         : (s == t ? first(k, s, act[0]) : -INFINITY);
            }
            f[(size_t)i * STATES + t] = log_sum(v) + k->emission[t][ENT_ACT(act[i])];
        }
    }
    double b[STATES] = {-INFINITY, 0, 0, 0, 0, 0, 0}, older[STATES];
    for (uint32_t i = n; i-- > 0;) {
        for (uint32_t s = 0; s < STATES; s++) {
            v[s] = f[(size_t)i * STATES + s] + b[s];
        }
        sure[i] = exp(v[path[i]] - log_sum(v));
        for (uint32_t s = 0; s < STATES; s++) {
            for (uint32_t t = 0; t < STATES; t++) {
                v[t] = passage(k, c, s, t, act[i]) + k->emission[t][ENT_ACT(act[i])] + b[t];
            }
            older[s] = log_sum(v);
        }
        memcpy(b, older, sizeof b);
    }
}
