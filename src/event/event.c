/* event.c: from a parsed document to accounts. In: tokens, trees, mentions, timexes. Out:
 * d->accounts. Does not parse, resolve names or dates; says nothing that no sentence says. */
#include "event_int.h"

int ent_event_open(ent_coder **out, const ent_tables *t, ent_err *err)
{
    ent_coder *c = ent_calloc(1, sizeof *c);
    static const char *const common[ENT_MODEL_ROOTS] = {
        NULL,  "010", "020", "030", "040", "050", "060", "070", "080", "090", "100",
        "110", "120", "130", "140", "150", "160", "170", "180", "190", "200"};
    memcpy(c->common, common, sizeof common);
    c->accept = 0.5;
    c->accept_again = c->accept_news = 0.5;
    int rc = ent_event_lex_open(&c->lex, t, err);
    rc = rc < 0 ? rc : ent_cameo_open(&c->cameo, t, err);
    size_t len = 0;
    const void *weights = rc < 0 ? NULL : ent_embedded("event/event.weights", &len);
    if (weights) {
        rc = ent_event_model_open(&c->model, weights, len, err);
        c->accept = (double)ent_event_model_get(&c->model, ENT_KEY_ACCEPT);
        c->accept_news = (double)ent_event_model_get(&c->model, ENT_KEY_NEWS);
        c->accept_again = (double)ent_event_model_get(&c->model, ENT_KEY_AGAIN);
    }
    const void *trees = rc < 0 || !weights ? NULL : ent_embedded("event/forest.weights", &len);
    if (trees) {
        rc = ent_event_forest_open(&c->forest, trees, len, err);
    }
    if (rc < 0) {
        ent_event_close(c);
        return rc;
    }
    *out = c;
    return 0;
}

void ent_event_close(ent_coder *c)
{
    if (c) {
        ent_event_model_close(&c->model);
        ent_event_forest_close(&c->forest);
        ent_cameo_free(c->cameo);
        ent_event_lex_close(&c->lex);
        free(c);
    }
}

/* -- the prefilter -- */

static bool may_trigger(const ent_lexicon *x, const char *form)
{
    char low[40];
    size_t n = strlen(form);
    if (n < 3 || n >= sizeof low) {
        return false;
    }
    for (size_t i = 0; i <= n; i++) {
        low[i] = form[i] >= 'A' && form[i] <= 'Z' ? (char)(form[i] + 32) : form[i];
    }
    /* an inflected form has its lemma's beginning; that is all a cheap test can know */
    for (size_t cut = 0; cut <= 4 && n - cut >= 3; cut++) {
        ent_sym s = ent_event_lex_sym(x, low, n - cut);
        if (s && x->count[s]) {
            return true;
        }
        if (cut) { /* "invading": invade; "denied": deny */
            char last = low[n - cut];
            low[n - cut] = 'e';
            s = ent_event_lex_sym(x, low, n - cut + 1);
            if (s && x->count[s]) {
                return true;
            }
            low[n - cut] = 'y';
            s = n - cut >= 3 ? ent_event_lex_sym(x, low, n - cut + 1) : 0;
            if (s && x->count[s]) {
                return true;
            }
            low[n - cut] = last;
        }
    }
    return false;
}

/* Irregular past forms do not begin like their lemma; a sentence with any verb-like word that is
 * in no table is kept where it names two actors. */
void ent_event_select(const ent_coder *c, ent_doc *d)
{
    uint32_t *count = ent_calloc(d->sent_count + 1u, sizeof *count);
    uint32_t dyad = 0;
    for (uint32_t i = 0; i < d->mention_count; i++) {
        const ent_mention *m = &d->mentions[i];
        if (m->sent < d->sent_count) {
            count[m->sent] += m->actor_count;
            if (d->blocks && d->sents[m->sent].block < d->block_count) {
                uint8_t kind = d->blocks[d->sents[m->sent].block].kind;
                dyad += kind == ENT_BLOCK_TITLE || kind == ENT_BLOCK_HEADING || m->sent == 0;
            }
        }
    }
    for (uint32_t i = 0; i < d->sent_count; i++) {
        const ent_sent *s = &d->sents[i];
        bool trigger = false;
        for (uint32_t k = s->first; k < s->first + s->count && !trigger && s->count > 2; k++) {
            trigger = may_trigger(&c->lex, d->tokens[k].form);
        }
        /* pronouns and descriptions may supply what names do not, in a text that has actors */
        if (s->count > 2 &&
            (count[i] >= 2 || (trigger && (count[i] || dyad || d->mention_count > 3)))) {
            d->sents[i].flags |= ENT_SENT_SELECTED;
        }
    }
    free(count);
}

/* -- accounts
 * -------------------------------------------------------------------------------------- */

static void fill_actor(const ent_scene *v, const ent_party *p, ent_actor_ref *out, ent_arena *a)
{
    const ent_actor *who = &v->d->actors[p->actor];
    const ent_mention *m = &v->d->mentions[p->mention];
    /* a name is a person's or a body's: a state, or a place that stands for it, has its code */
    const char *name = who->kind == ENT_ACTOR_STATE ? NULL : who->name;
    *out = (ent_actor_ref){who->code, who->state, who->role, name, NULL};
    if (m->span.end > m->span.begin) {
        out->text = ent_arena_strn(a, v->d->text + m->span.begin, m->span.end - m->span.begin);
    }
}

/* "paid a visit", "broke off", "invasion" */
static const char *trigger_text(const ent_scene *v, const ent_trigger *t, ent_arena *a)
{
    uint32_t b = t->tok, e = t->tok;
    if (t->support != ENT_NONE) {
        uint32_t gap = t->support > t->tok ? t->support - t->tok : t->tok - t->support;
        if (gap < 5 && t->support < t->tok) {
            b = t->support;
        }
    }
    if (e + 1 < v->n && v->t[e + 1].sub == ENT_SUB_PRT && v->head[e + 1] == t->tok) {
        e++;
    }
    return ent_arena_strn(a, v->d->text + v->t[b].span.begin,
                          v->t[e].span.end - v->t[b].span.begin);
}

static void write_account(const ent_coder *c, ent_scene *v, ent_doc *d, const ent_trigger *t,
                          const ent_cand *k, const ent_event_options *o, ent_written *w)
{
    ent_arena *a = &d->arena;
    ent_account one = {0};
    const ent_sent *s = &d->sents[v->sent];
    one.doc = d->id;
    one.sentence = v->sent + 1;
    ent_event_when(c, v, t, k, &one.date);
    one.date.text = ent_arena_str(a, one.date.text);
    const ent_party *src = &v->party[k->source], *dst = &v->party[k->target];
    if (k->symmetric && src->head != ENT_NONE && dst->head != ENT_NONE && dst->head < src->head) {
        const ent_party *swap = src;
        src = dst;
        dst = swap;
    }
    fill_actor(v, src, &one.source, a);
    fill_actor(v, dst, &one.target, a);
    one.symmetric = k->symmetric;
    one.cameo = k->code;
    ent_cameo_fill(c->cameo, &one);
    one.status = (ent_status)k->status;
    ent_event_voice(v, t, &one.voice, a);
    one.trigger = trigger_text(v, t, a);
    one.confidence = round(k->score * 1000) / 1000;
    one.evidence_start = s->span.begin;
    one.evidence_end = s->span.end;
    one.evidence = ent_arena_strn(a, d->text + s->span.begin, s->span.end - s->span.begin);
    one.version = o ? o->version : NULL;
    one.tables = o ? o->tables : NULL;
    one.id = ent_account_id(a, &one);
    for (uint32_t i = d->account_count; i-- > 0 && d->accounts[i].sentence == one.sentence;) {
        if (strcmp(d->accounts[i].id, one.id) == 0) {
            w->account = ENT_NONE;
            return;
        }
    }
    w->account = d->account_count;
    w->sent = v->sent;
    w->tok = v->first + t->tok;
    w->clause = v->first + t->clause;
    *ENT_PUSH(a, d->accounts, d->account_count, d->account_cap) = one;
}

static int by_trigger(const void *p, const void *q)
{
    const ent_cand *a = *(const ent_cand *const *)p, *b = *(const ent_cand *const *)q;
    if (a->trigger != b->trigger) {
        return a->trigger < b->trigger ? -1 : 1;
    }
    return (a > b) - (a < b);
}

/* A byline or dateline, or a heading without a verb ("Cuba and China: a special friendship"). */
static bool states_nothing(const ent_scene *v)
{
    const ent_doc *d = v->d;
    uint32_t b = d->sents[v->sent].block;
    uint8_t kind = b < d->block_count ? d->blocks[b].kind : (uint8_t)ENT_BLOCK_PARAGRAPH;
    if (kind == ENT_BLOCK_LINE) {
        return true;
    }
    for (uint32_t i = 0; i < v->n; i++) {
        if (v->t[i].upos == ENT_VERB) {
            return false;
        }
    }
    return kind == ENT_BLOCK_TITLE || kind == ENT_BLOCK_HEADING;
}

uint32_t ent_event_sentence(const ent_coder *c, ent_doc *d, const ent_cast *cast, uint32_t sent,
                            ent_arena *scratch, const ent_event_options *o, ent_written *out,
                            uint32_t max)
{
    ent_scene v;
    ent_event_make(&v, &c->lex, d, cast, sent, scratch);
    if (v.party_count < 2 || states_nothing(&v)) {
        return 0;
    }
    ent_trigger *t;
    uint32_t tn = ent_event_trigger_find(&v, &t), n = 0, m = 0;
    ent_cand *cand;
    uint32_t cn = ent_event_cand_find(&v, t, tn, &cand);
    if (!cn) {
        return 0;
    }
    ent_event_cand_weigh(c, &v, t, cand, cn);
    bool *chosen = ent_arena_alloc(scratch, cn * sizeof *chosen);
    ent_event_cand_choose(c, &v, t, cand, cn, chosen);
    const ent_cand **order = ent_arena_alloc(scratch, cn * sizeof *order);
    for (uint32_t i = 0; i < cn; i++) {
        if (chosen[i]) {
            order[m++] = &cand[i];
        }
    }
    if (m) {
        qsort(order, m, sizeof *order, by_trigger);
    }
    for (uint32_t i = 0; i < m && n < max; i++) {
        write_account(c, &v, d, &t[order[i]->trigger], order[i], o, &out[n]);
        n += out[n].account != ENT_NONE;
    }
    return n;
}

void ent_event_doc(const ent_coder *c, ent_doc *d, const ent_event_options *options)
{
    enum { PER_SENTENCE = 200 };
    ent_arena scratch = {0}, own = {0};
    ent_cast cast;
    ent_event_cast(&cast, d, &own);
    ent_written *w = NULL, some[PER_SENTENCE];
    uint32_t n = 0, cap = 0;
    for (uint32_t i = 0; i < d->sent_count; i++) {
        if (!(d->sents[i].flags & ENT_SENT_PARSED) || d->sents[i].count > 400) {
            continue;
        }
        uint32_t k = ent_event_sentence(c, d, &cast, i, &scratch, options, some, PER_SENTENCE);
        for (uint32_t j = 0; j < k; j++) {
            *ENT_PUSH(&d->arena, w, n, cap) = some[j];
        }
        ent_arena_reset(&scratch);
    }
    ent_event_links(&c->lex, d, w, n);
    ent_arena_free(&scratch);
    ent_arena_free(&own);
}
