/* test_trees.c: the tree search, the approximations, and what the parser must see in plain prose.
 */
#include "parse_help.h"

#include "parse/approx.h"
#include "parse/tree.h"

#include <math.h>

static uint32_t draw(uint64_t *s)
{
    *s = *s * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*s >> 33);
}

/* Best sum over all assignments of heads that are trees with one root, by trying every one. */
static double brute(const float *score, size_t n)
{
    size_t w = n + 1, all = 1;
    double best = -1e30;
    for (size_t i = 0; i < n; i++)
        all *= w;
    for (size_t code = 0; code < all; code++) {
        size_t head[8], c = code, roots = 0;
        double sum = 0;
        bool ok = true;
        for (size_t d = 1; d <= n; d++, c /= w) {
            head[d] = c % w;
            ok &= head[d] != d;
            roots += head[d] == 0;
            sum += (double)score[d * w + head[d]];
        }
        for (size_t d = 1; d <= n && ok; d++) {
            size_t x = d, steps = 0;
            while (x && steps++ <= n)
                x = head[x];
            ok = x == 0;
        }
        if (ok && roots == 1 && sum > best)
            best = sum;
    }
    return best;
}

static void best_tree(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int round = 0; round < 3000; round++) {
        size_t n = 1 + draw(&seed) % 5, w = n + 1;
        float score[64], copy[64];
        uint32_t head[8] = {0};
        char *room = ent_alloc(ent_parse_tree_room(n));
        for (size_t i = 0; i < w * w; i++)
            score[i] = (float)(draw(&seed) % 1000) / 10.0f - 50.0f;
        memcpy(copy, score, sizeof score);
        ent_parse_tree(head, score, n, room);
        double sum = 0;
        uint32_t roots = 0;
        for (size_t d = 1; d <= n; d++) {
            sum += (double)copy[d * w + head[d]];
            roots += head[d] == 0;
            size_t x = d, steps = 0;
            while (x && steps++ <= n)
                x = head[x];
            assert_int_equal(x, 0);
        }
        assert_int_equal(roots, 1);
        assert_true(fabs(sum - brute(copy, n)) < 0.01);
        free(room);
    }
}

static void large_tree(void **state)
{
    (void)state;
    size_t n = ENT_TREE_MAX, w = n + 1;
    float *score = ent_alloc(w * w * sizeof *score);
    char *room = ent_alloc(ent_parse_tree_room(n));
    uint32_t head[ENT_TREE_MAX + 1] = {0};
    /* every word likes its neighbour, in a ring of rings: nothing but cycles */
    for (size_t d = 0; d < w; d++)
        for (size_t h = 0; h < w; h++)
            score[d * w + h] = d && h == (d ^ 1) ? 9.0f
                               : d && h          ? -(float)((d * 31 + h * 17) % 97)
                                                 : -99;
    ent_parse_tree(head, score, n, room);
    size_t roots = 0;
    for (size_t d = 1; d <= n; d++) {
        size_t x = d, steps = 0;
        roots += head[d] == 0;
        while (x && steps++ <= n)
            x = head[x];
        assert_int_equal(x, 0);
    }
    assert_int_equal(roots, 1);
    free(score);
    free(room);
}

static void functions(void **state)
{
    (void)state;
    for (float x = -20.0f; x < 20.0f; x += 0.01f) {
        assert_true(fabs((double)ent_expf(x) / exp((double)x) - 1.0) < 1e-6);
        assert_true(fabs((double)ent_tanh(x) - tanh((double)x)) < 1e-6);
        assert_true(fabs((double)ent_sigmoid(x) - 1.0 / (1.0 + exp(-(double)x))) < 1e-6);
    }
    assert_true(ent_expf(-1e30f) >= 0.0f && ent_expf(1e30f) < 3e38f);
}

/* Relations that coding an event rests on, in sentences of no difficulty: any weights that are
 * shipped must get these right. */
static void clauses(void **state)
{
    const ent_parser *p = *state;
    ent_doc *d = parsed(p, "Egypt recalled its ambassador from London on 3 May 1956.");
    check_doc(d);
    has_edge(d, "Egypt", "nsubj", "recalled");
    has_edge(d, "ambassador", "obj", "recalled");
    has_edge(d, "recalled", "root", "ROOT");
    has_edge(d, "from", "case", "London");
    assert_string_equal(d->tokens[1].lemma, "recall");
    assert_int_equal(d->tokens[1].bits & (ENT_F_PAST | ENT_F_FIN), ENT_F_PAST | ENT_F_FIN);
    ent_doc_destroy(d);

    d = parsed(p, "The village was shelled by Syrian troops, and two envoys were expelled.");
    check_doc(d);
    has_edge(d, "village", "nsubj:pass", "shelled");
    has_edge(d, "was", "aux:pass", "shelled");
    has_edge(d, "troops", "obl:agent", "shelled");
    has_edge(d, "expelled", "conj", "shelled");
    has_edge(d, "envoys", "nsubj:pass", "expelled");
    assert_true(d->tokens[word_at(d, "shelled", 0)].bits & ENT_F_PASS);
    ent_doc_destroy(d);

    d = parsed(p, "Norway, Sweden and Denmark did not sign the treaty.");
    check_doc(d);
    has_edge(d, "Norway", "nsubj", "sign");
    has_edge(d, "Sweden", "conj", "Norway");
    has_edge(d, "Denmark", "conj", "Norway");
    has_edge(d, "treaty", "obj", "sign");
    has_edge(d, "not", "advmod", "sign");
    ent_doc_destroy(d);

    d = parsed(p, "\"We will not yield,\" declared Premier Janos Varga.");
    check_doc(d);
    has_edge(d, "yield", "ccomp", "declared");
    has_edge(d, "Janos", "nsubj", "declared");
    has_edge(d, "Premier", "nmod:desc", "Janos");
    ent_doc_destroy(d);

    d = parsed(p, "The treaty provided for the withdrawal of British troops.");
    has_edge(d, "treaty", "nsubj", "provided");
    ent_doc_destroy(d);

    d = parsed(p, "The minister said that France would withdraw its forces.");
    check_doc(d);
    has_edge(d, "minister", "nsubj", "said");
    has_edge(d, "withdraw", "ccomp", "said");
    has_edge(d, "France", "nsubj", "withdraw");
    has_edge(d, "forces", "obj", "withdraw");
    ent_doc_destroy(d);
}

/* A sentence's tree does not depend on its neighbours, nor on what is selected with it. */
static void alone_or_not(void **state)
{
    const ent_parser *p = *state;
    static const char *const lines[] = {
        "Spain closed the frontier.",
        "In the spring the two courts exchanged notes, but nothing came of it.", "He refused.",
        "The Soviet Premier, who was ill, did not reply to the letter of 2 June."};
    char text[1024] = "";
    size_t n = 0;
    for (size_t i = 0; i < ENT_COUNT(lines); i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s\n\n", lines[i]);
    ent_doc *all = parsed(p, text);
    assert_int_equal(all->sent_count, ENT_COUNT(lines));
    for (size_t i = 0; i < ENT_COUNT(lines); i++) {
        ent_doc *one = parsed(p, lines[i]);
        assert_int_equal(one->token_count, all->sents[i].count);
        for (uint32_t k = 0; k < one->token_count; k++) {
            const ent_token *a = &one->tokens[k], *b = &all->tokens[all->sents[i].first + k];
            assert_string_equal(a->deprel, b->deprel);
            assert_string_equal(a->lemma, b->lemma);
            assert_int_equal(a->head == ENT_NONE ? ENT_NONE : a->head + all->sents[i].first,
                             b->head);
        }
        ent_doc_destroy(one);
    }
    ent_doc_destroy(all);
}

static void selected_only(void **state)
{
    const ent_parser *p = *state;
    const char *text = "Japan protested. Nobody listened.";
    ent_doc *d = doc_of(text, strlen(text));
    ent_parse_tokens(p, d);
    assert_int_equal(d->sent_count, 2);
    d->sents[1].flags |= ENT_SENT_SELECTED;
    ent_parse_trees(p, d);
    assert_null(d->tokens[0].lemma);
    assert_int_equal(d->sents[0].flags, 0);
    assert_int_equal(d->sents[1].flags, ENT_SENT_SELECTED | ENT_SENT_PARSED);
    assert_string_equal(d->tokens[d->sents[1].first + 1].lemma, "listen");
    ent_doc_destroy(d);
}

static int set_up(void **state)
{
    *state = open_parser();
    return 0;
}

static int tear_down(void **state)
{
    ent_parse_close(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(best_tree),    cmocka_unit_test(large_tree),
        cmocka_unit_test(functions),    cmocka_unit_test(clauses),
        cmocka_unit_test(alone_or_not), cmocka_unit_test(selected_only),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
