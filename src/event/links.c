/* links.c: what the text says that two accounts have to do with each other: because, as a
 * consequence, after, in response, despite, "did not improve matters". */
#include "event_int.h"

static ent_sym sym_of(const ent_lexicon *x, const ent_token *t)
{
    const char *s = t->lemma ? t->lemma : t->form;
    char low[48];
    size_t n = strlen(s);
    if (n >= sizeof low) {
        return 0;
    }
    for (size_t i = 0; i <= n; i++) {
        low[i] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];
    }
    return ent_event_lex_sym(x, low, n);
}

static uint32_t op_at(const ent_lexicon *x, const ent_doc *d, uint32_t tok)
{
    ent_sym w = sym_of(x, &d->tokens[tok]);
    return w ? x->op[w] >> 16 : 0;
}

static bool under(const ent_doc *d, uint32_t tok, uint32_t top)
{
    for (int i = 0; i < 200 && tok != ENT_NONE; i++) {
        if (tok == top) {
            return true;
        }
        tok = d->tokens[tok].head;
    }
    return false;
}

static void add_link(ent_doc *d, uint32_t from, ent_link_rel rel, uint32_t to)
{
    ent_account *one = &d->accounts[from];
    const char *id = d->accounts[to].id;
    for (uint32_t i = 0; i < one->link_count; i++) {
        if (strcmp(one->links[i].account, id) == 0) {
            return;
        }
    }
    ent_link *list = ent_arena_alloc(&d->arena, (one->link_count + 1) * sizeof *list);
    if (one->link_count) {
        memcpy(list, one->links, one->link_count * sizeof *list);
    }
    list[one->link_count] = (ent_link){rel, id};
    one->links = list;
    one->link_count++;
}

/* The connective that a phrase or clause begins with: its case or mark, or the noun in
 * "in response to", "as a result of". 0: none. */
static uint32_t connective(const ent_lexicon *x, const ent_doc *d, uint32_t tok)
{
    const ent_sent *s = &d->sents[d->tokens[tok].sent];
    for (uint32_t i = s->first; i < s->first + s->count; i++) {
        const ent_token *t = &d->tokens[i];
        if (t->head == tok && (t->rel == ENT_CASE || t->rel == ENT_MARK)) {
            uint32_t o = op_at(x, d, i) & (ENT_OP_CAUSE | ENT_OP_DESPITE);
            if (o) {
                return o;
            }
        }
    }
    uint32_t h = d->tokens[tok].head;
    if (h != ENT_NONE && d->tokens[tok].rel == ENT_NMOD) {
        return op_at(x, d, h) & ENT_OP_RESULT ? ENT_OP_CAUSE : 0;
    }
    return 0;
}

/* Two accounts of one sentence: is b within an adjunct of a's clause that says why? */
static void within(const ent_lexicon *x, ent_doc *d, const ent_written *a, const ent_written *b)
{
    uint32_t at = b->tok;
    for (int i = 0; i < 12 && at != ENT_NONE && at != a->tok; i++) {
        uint32_t o = connective(x, d, at);
        uint32_t up = d->tokens[at].head;
        if (o && up != ENT_NONE && under(d, a->tok, up) == under(d, up, a->clause) &&
            !under(d, a->tok, at)) {
            add_link(d, a->account, o & ENT_OP_DESPITE ? ENT_LINK_DESPITE : ENT_LINK_CAUSE,
                     b->account);
            if (!(o & ENT_OP_DESPITE)) {
                add_link(d, b->account, ENT_LINK_CONSEQUENCE, a->account);
            }
            return;
        }
        at = up;
    }
}

/* A sentence that begins "As a result, ...", "In response, ...", "Therefore ...". */
static bool opens_with_result(const ent_lexicon *x, const ent_doc *d, uint32_t sent)
{
    const ent_sent *s = &d->sents[sent];
    for (uint32_t i = s->first; i < s->first + s->count && i < s->first + 4; i++) {
        if (strcmp(d->tokens[i].form, ",") == 0) {
            break;
        }
        if (op_at(x, d, i) & ENT_OP_RESULT) {
            return i + 1 < s->first + s->count && strcmp(d->tokens[i + 1].form, "of") != 0 &&
                   strcmp(d->tokens[i + 1].form, "to") != 0;
        }
    }
    return false;
}

void ent_event_links(const ent_lexicon *x, ent_doc *d, const ent_written *w, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = i; k-- > 0 && w[k].sent == w[i].sent && i - k < 24;) {
            if (w[i].tok == w[k].tok) {
                continue;
            }
            within(x, d, &w[i], &w[k]);
            within(x, d, &w[k], &w[i]);
        }
        if (i && w[i].sent > 0 && opens_with_result(x, d, w[i].sent)) {
            for (uint32_t k = i; k-- > 0;) {
                if (w[k].sent + 1 == w[i].sent) {
                    add_link(d, w[i].account, ENT_LINK_CAUSE, w[k].account);
                    add_link(d, w[k].account, ENT_LINK_CONSEQUENCE, w[i].account);
                    break;
                }
                if (w[k].sent < w[i].sent) {
                    break;
                }
            }
        }
    }
}
