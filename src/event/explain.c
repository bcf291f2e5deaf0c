/* explain.c: prints why a sentence gave what it gave: its words and tree, its actors, its triggers
 * with their rows, and for the likeliest candidates the weights and dates behind them. */
#include "event_int.h"

static void words_of(ent_buf *b, const ent_scene *v)
{
    for (uint32_t i = 0; i < v->n; i++) {
        const ent_token *t = &v->t[i];
        ent_buf_printf(b, "  %u\t%s\t%s\t%s\t%u\t%s\n", i + 1, t->form, t->lemma ? t->lemma : "_",
                       ent_upos_name(t->upos), v->head[i] == ENT_NONE ? 0 : v->head[i] + 1,
                       t->deprel ? t->deprel : "_");
    }
}

static void parties_of(ent_buf *b, const ent_scene *v)
{
    ent_buf_str(b, v->party_count ? "actors:\n" : "actors: none\n");
    for (uint32_t i = 0; i < v->party_count; i++) {
        const ent_party *p = &v->party[i];
        const ent_mention *m = &v->d->mentions[p->mention];
        const ent_actor *a = &v->d->actors[p->actor];
        ent_buf_printf(b, "  %s \"%.*s\" from %s\n", a->code, (int)(m->span.end - m->span.begin),
                       v->d->text + m->span.begin, a->row ? a->row : "the text");
    }
}

static void trigger_of(ent_buf *b, const ent_scene *v, const ent_trigger *t, ent_arena *a)
{
    ent_buf_printf(b, "  %u %s", t->tok + 1, v->t[t->tok].form);
    if (t->support != ENT_NONE) {
        ent_buf_printf(b, " (carried by \"%s\")", v->t[t->support].form);
    }
    if (!t->rule_count) {
        ent_buf_str(b, t->known ? ": no row fits\n" : ": in no table\n");
        return;
    }
    ent_buf_str(b, ":");
    for (uint32_t i = 0; i < t->rule_count; i++) {
        const ent_rule *r = t->rule[i];
        ent_buf_printf(b, " %s (%s)", r->code ? r->code : "none",
                       ent_table_place(v->lex->tables, r->table, r->row, a));
    }
    ent_buf_str(b, "\n");
}

typedef struct weight {
    const char *text;
    double w;
} weight;

static int by_size(const void *p, const void *q)
{
    double a = fabs(((const weight *)p)->w), b = fabs(((const weight *)q)->w);
    return a < b ? 1 : a > b ? -1 : strcmp(((const weight *)p)->text, ((const weight *)q)->text);
}

static void weights_of(ent_buf *b, const ent_coder *c, const ent_features *f, uint32_t cls)
{
    weight list[192];
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        double w = (double)ent_event_model_get(&c->model, ent_feature_class(f->key[i], cls));
        if (w != 0) {
            list[n++] = (weight){f->text[i], w};
        }
    }
    qsort(list, n, sizeof *list, by_size);
    for (uint32_t i = 0; i < n && i < 8; i++) {
        ent_buf_printf(b, "      %+.2f %s\n", list[i].w, list[i].text);
    }
}

static void date_of(ent_buf *b, const ent_coder *c, ent_scene *v, const ent_trigger *t,
                    const ent_cand *k, ent_features *f)
{
    ent_when w[ENT_WHEN_MAX];
    static const char *const kinds[] = {
        "stated",      "two dates together",   "the whole of a bound",
        "in its name", "the narrative's date", "beside the bound",
        "undated",
    };
    uint32_t n = ent_event_when_options(v, t, w, ENT_WHEN_MAX);
    ent_buf_str(b, "    dates it may have:\n");
    for (uint32_t i = 0; i < n; i++) {
        char from[16] = "..", to[16] = "..";
        if (w[i].from != ENT_DAY_NONE) {
            ent_day_format(w[i].from, from);
        }
        if (w[i].to != ENT_DAY_NONE) {
            ent_day_format(w[i].to, to);
        }
        ent_buf_printf(b, "      %+.2f %s to %s: %s", ent_event_when_score(c, v, t, k, &w[i], f),
                       from, to, kinds[w[i].kind]);
        if (w[i].timex != ENT_NONE) {
            const ent_span *s = &v->d->timexes[w[i].timex].span;
            ent_buf_printf(b, ", \"%.*s\"", (int)(s->end - s->begin), v->d->text + s->begin);
        }
        ent_buf_str(b, "\n");
    }
}

static void cand_of(ent_buf *b, const ent_coder *c, ent_scene *v, const ent_trigger *ts,
                    const ent_cand *k, bool chosen)
{
    const ent_trigger *t = &ts[k->trigger];
    char text[192][96];
    ent_features f = {.n = 0, .text = text};
    ent_buf_printf(
        b, "  %s %s > %s %s by \"%s\", score %.3f (an act %.3f, its root %.3f)%s\n",
        chosen ? "written:" : "not written:", v->d->actors[v->party[k->source].actor].code,
        v->d->actors[v->party[k->target].actor].code, k->code ? k->code : "-", v->t[t->tok].form,
        k->score, k->p, k->root_p,
        chosen                 ? ""
        : k->score < c->accept ? ": too unlikely"
                               : ": a likelier one stands");
    ent_buf_printf(b, "    source stands as %s%s%s, target as %s%s%s\n",
                   v->lex->name[k->ss.role.outer], k->ss.role.inner ? "." : "",
                   v->lex->name[k->ss.role.inner], v->lex->name[k->ts.role.outer],
                   k->ts.role.inner ? "." : "", v->lex->name[k->ts.role.inner]);
    if (c->model.count) {
        ent_event_feature_event(v, t, k, &f);
        ent_buf_str(b, "    for and against an act:\n");
        weights_of(b, c, &f, ENT_CLASS_EVENT);
        if (k->root) {
            ent_event_feature_root(v, t, k, &f);
            ent_buf_printf(b, "    for and against root %02u:\n", k->root);
            weights_of(b, c, &f, ENT_CLASS_ROOT + k->root);
        }
    }
    ent_buf_printf(b, "    status %s\n", ent_status_name((ent_status)k->status));
    date_of(b, c, v, t, k, &f);
}

void ent_event_explain(ent_buf *b, const ent_coder *c, ent_doc *d, uint32_t sentence,
                       const ent_event_options *options)
{
    (void)options;
    if (sentence >= d->sent_count) {
        ent_buf_printf(b, "there is no sentence %u\n", sentence + 1);
        return;
    }
    const ent_sent *s = &d->sents[sentence];
    ent_buf_printf(b, "sentence %u: %.*s\n", sentence + 1, (int)(s->span.end - s->span.begin),
                   d->text + s->span.begin);
    if (!(s->flags & ENT_SENT_PARSED)) {
        ent_buf_str(b, "not parsed: it names no two actors and no act that could be theirs\n");
        return;
    }
    ent_arena a = {0};
    ent_scene v;
    ent_trigger *t;
    ent_cand *cand;
    ent_cast cast;
    ent_event_cast(&cast, d, &a);
    ent_event_make(&v, &c->lex, d, &cast, sentence, &a);
    words_of(b, &v);
    parties_of(b, &v);
    uint32_t tn = ent_event_trigger_find(&v, &t);
    ent_buf_str(b, tn ? "words that may name an act:\n" : "no word names an act\n");
    for (uint32_t i = 0; i < tn; i++) {
        trigger_of(b, &v, &t[i], &a);
    }
    uint32_t n = ent_event_cand_find(&v, t, tn, &cand);
    if (!n) {
        ent_buf_str(b, "nothing coded: no act stands with two actors\n");
        ent_arena_free(&a);
        return;
    }
    bool *chosen = ent_arena_alloc(&a, n * sizeof *chosen);
    ent_event_cand_weigh(c, &v, t, cand, n);
    ent_event_cand_choose(c, &v, t, cand, n, chosen);
    for (uint32_t shown = 0, pass = 0; pass < 2;
         pass++) { /* what was written, then the next best */
        for (;; shown++) {
            const ent_cand *best = NULL;
            for (uint32_t i = 0; i < n; i++) {
                if (cand[i].trigger != ENT_NONE && chosen[i] == (pass == 0) &&
                    (!best || cand[i].score > best->score)) {
                    best = &cand[i];
                }
            }
            if (!best || (pass == 1 && (shown >= 6 || best->score < 0.02))) {
                break;
            }
            cand_of(b, c, &v, t, best, pass == 0);
            cand[best - cand].trigger = ENT_NONE;
        }
    }
    ent_arena_free(&a);
}
