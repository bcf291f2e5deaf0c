/* test_engine.c: deep arguments, triggers, rows, stance over trees written by hand: no parser, no
 * weights, so that a fault here is the engine's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "event/event_int.h"
#include "parse/parse.h"

typedef struct fixture {
    ent_tables *tables;
    ent_lexicon lex;
    ent_doc *d;
    ent_arena a;
    ent_scene v;
    ent_trigger *t;
    uint32_t tn;
} fixture;

/* Reading CoNLL-U keeps words only: the tree is filled in here. */
static void fill(ent_doc *d, const char *rows)
{
    static const struct {
        const char *feat;
        uint32_t bit;
    } bits[] = {{"Tense=Past", ENT_F_PAST},  {"VerbForm=Fin", ENT_F_FIN},
                {"VerbForm=Inf", ENT_F_INF}, {"VerbForm=Part", ENT_F_PART},
                {"Polarity=Neg", ENT_F_NEG}, {"PronType=Rel", ENT_F_REL},
                {"Number=Plur", ENT_F_PLUR}, {"Voice=Pass", ENT_F_PASS}};
    for (uint32_t i = 0; i < d->token_count; i++) {
        char lemma[32], upos[16], xpos[16], feats[80], rel[32];
        uint32_t head;
        assert_int_equal(sscanf(rows, "%*s %*s %31s %15s %15s %79s %u %31s", lemma, upos, xpos,
                                feats, &head, rel),
                         6);
        ent_token *t = &d->tokens[i];
        t->lemma = ent_arena_str(&d->arena, lemma);
        t->xpos = ent_arena_str(&d->arena, xpos);
        t->upos = ent_upos_of(upos, strlen(upos));
        t->deprel = ent_arena_str(&d->arena, rel);
        ent_rel_of(rel, &t->rel, &t->sub);
        t->head = head ? head - 1 : ENT_NONE;
        for (size_t k = 0; k < ENT_COUNT(bits); k++) {
            t->bits |= strstr(feats, bits[k].feat) ? bits[k].bit : 0;
        }
        rows = strchr(rows, '\n') + 1;
    }
}

static void open_tree(fixture *f, const char *conllu)
{
    ent_err err = {0};
    memset(f, 0, sizeof *f);
    assert_int_equal(ent_tables_open(&f->tables, NULL, 0, &err), 0);
    assert_int_equal(ent_event_lex_open(&f->lex, f->tables, &err), 0);
    ent_buf b = {0}; /* columns parted by blanks here, by tabs there */
    for (const char *p = conllu; *p; p++) {
        ent_buf_char(&b, *p == ' ' ? '\t' : *p);
    }
    ent_buf_char(&b, '\n');
    assert_int_equal(ent_parse_read_conllu(&f->d, b.data, b.len, "t", &err), 0);
    ent_buf_free(&b);
    fill(f->d, conllu);
}

/* Marks one word as a state. */
static void actor(fixture *f, uint32_t word, const char *state)
{
    ent_doc *d = f->d;
    ent_actor *a = ENT_PUSH(&d->arena, d->actors, d->actor_count, d->actor_cap);
    a->code = a->state = state;
    a->kind = ENT_ACTOR_STATE;
    ent_mention *m = ENT_PUSH(&d->arena, d->mentions, d->mention_count, d->mention_cap);
    m->span = d->tokens[word - 1].span;
    m->first = m->head = word - 1;
    m->count = 1;
    m->actor = d->mention_actor_count;
    m->actor_count = 1;
    m->antecedent = ENT_NONE;
    uint32_t *at =
        ENT_PUSH(&d->arena, d->mention_actors, d->mention_actor_count, d->mention_actor_cap);
    *at = d->actor_count - 1;
}

static void look(fixture *f)
{
    ent_event_make(&f->v, &f->lex, f->d, NULL, 0, &f->a);
    f->tn = ent_event_trigger_find(&f->v, &f->t);
}

static const ent_trigger *trigger(const fixture *f, uint32_t word)
{
    for (uint32_t i = 0; i < f->tn; i++) {
        if (f->t[i].tok == word - 1) {
            return &f->t[i];
        }
    }
    return NULL;
}

static void close_tree(fixture *f)
{
    ent_arena_free(&f->a);
    ent_event_lex_close(&f->lex);
    ent_doc_destroy(f->d);
    ent_tables_free(f->tables);
}

static ent_stand stand(const fixture *f, uint32_t trigger_word, uint32_t party)
{
    ent_stand s;
    ent_event_trigger_stand(&f->v, trigger(f, trigger_word), &f->v.party[party], &s);
    return s;
}

static void test_passive(void **state)
{
    (void)state;
    fixture f;
    open_tree(&f, "1 Norway Norway PROPN NNP _ 3 nsubj:pass _ _\n"
                  "2 was be AUX VBD Tense=Past|VerbForm=Fin 3 aux:pass _ _\n"
                  "3 invaded invade VERB VBN Tense=Past|VerbForm=Part|Voice=Pass 0 root _ _\n"
                  "4 by by ADP IN _ 5 case _ _\n"
                  "5 Sweden Sweden PROPN NNP _ 3 obl:agent _ _\n"
                  "6 . . PUNCT . _ 3 punct _ _\n");
    actor(&f, 1, "NOR");
    actor(&f, 5, "SWE");
    look(&f);
    const ent_args *g = ent_event_args(&f.v, 2);
    assert_int_equal(g->subj, 4);
    assert_int_equal(g->obj, 0);
    assert_int_equal(stand(&f, 3, 0).role.outer, f.lex.obj);
    assert_int_equal(stand(&f, 3, 1).role.outer, f.lex.subj);
    const ent_trigger *t = trigger(&f, 3);
    assert_non_null(t);
    assert_true(t->rule_count > 0);
    assert_int_equal(t->rule[0]->root, 19);
    assert_int_equal(t->stance.status, ENT_STATUS_ASSERTED);
    ent_cand *c;
    uint32_t n = ent_event_cand_find(&f.v, f.t, f.tn, &c), right = 0;
    for (uint32_t i = 0; i < n; i++) {
        right +=
            c[i].source == 1 && c[i].target == 0 && c[i].fit_source == 2 && c[i].fit_target == 2;
    }
    assert_int_equal(right, 1);
    close_tree(&f);
}

/* "Chile forced Peru to withdraw": Peru withdraws. "Chile promised to withdraw": Chile would. */
static void test_control(void **state)
{
    (void)state;
    fixture f;
    open_tree(&f, "1 Chile Chile PROPN NNP _ 2 nsubj _ _\n"
                  "2 forced force VERB VBD Tense=Past|VerbForm=Fin 0 root _ _\n"
                  "3 Peru Peru PROPN NNP _ 2 obj _ _\n"
                  "4 to to PART TO _ 5 mark _ _\n"
                  "5 withdraw withdraw VERB VB VerbForm=Inf 2 xcomp _ _\n");
    look(&f);
    assert_int_equal(ent_event_args(&f.v, 4)->subj, 2);
    close_tree(&f);
    open_tree(&f, "1 Chile Chile PROPN NNP _ 2 nsubj _ _\n"
                  "2 promised promise VERB VBD Tense=Past|VerbForm=Fin 0 root _ _\n"
                  "3 Peru Peru PROPN NNP _ 2 obj _ _\n"
                  "4 to to PART TO _ 5 mark _ _\n"
                  "5 withdraw withdraw VERB VB VerbForm=Inf 2 xcomp _ _\n");
    look(&f);
    assert_int_equal(ent_event_args(&f.v, 4)->subj, 0);
    assert_int_equal(trigger(&f, 5)->stance.status, ENT_STATUS_PLANNED);
    close_tree(&f);
}

static void test_relative(void **state)
{
    (void)state;
    fixture f;
    open_tree(&f, "1 troops troops NOUN NNS Number=Plur 0 root _ _\n"
                  "2 that that PRON WDT PronType=Rel 3 nsubj _ _\n"
                  "3 attacked attack VERB VBD Tense=Past|VerbForm=Fin 1 acl:relcl _ _\n"
                  "4 and and CCONJ CC _ 5 cc _ _\n"
                  "5 occupied occupy VERB VBD Tense=Past|VerbForm=Fin 3 conj _ _\n"
                  "6 Tibet Tibet PROPN NNP _ 5 obj _ _\n");
    look(&f);
    assert_int_equal(ent_event_args(&f.v, 2)->subj, 0);
    assert_int_equal(ent_event_args(&f.v, 2)->obj, 5); /* shared */
    assert_int_equal(ent_event_args(&f.v, 4)->subj, 0);
    close_tree(&f);
}

static void test_negation(void **state)
{
    (void)state;
    fixture f;
    open_tree(&f, "1 Ghana Ghana PROPN NNP _ 4 nsubj _ _\n"
                  "2 did do AUX VBD Tense=Past|VerbForm=Fin 4 aux _ _\n"
                  "3 not not PART RB Polarity=Neg 4 advmod _ _\n"
                  "4 recognize recognize VERB VB VerbForm=Inf 0 root _ _\n"
                  "5 Benin Benin PROPN NNP _ 4 obj _ _\n");
    look(&f);
    assert_int_equal(trigger(&f, 4)->stance.status, ENT_STATUS_NEGATED);
    close_tree(&f);
}

/* "relations between Spain and Cuba": both stand in the same phrase of the subject. */
static void test_nested(void **state)
{
    (void)state;
    fixture f;
    open_tree(&f, "1 Relations relation NOUN NNS Number=Plur 6 nsubj _ _\n"
                  "2 between between ADP IN _ 3 case _ _\n"
                  "3 Spain Spain PROPN NNP _ 1 nmod _ _\n"
                  "4 and and CCONJ CC _ 5 cc _ _\n"
                  "5 Cuba Cuba PROPN NNP _ 3 conj _ _\n"
                  "6 cooled cool VERB VBD Tense=Past|VerbForm=Fin 0 root _ _\n");
    actor(&f, 3, "ESP");
    actor(&f, 5, "CUB");
    look(&f);
    for (uint32_t i = 0; i < 2; i++) {
        ent_stand s = stand(&f, 6, i);
        assert_int_equal(s.role.outer, f.lex.subj);
        assert_int_equal(s.role.inner, f.lex.between);
        assert_int_equal(s.how, i); /* Cuba as a conjunct */
    }
    assert_int_equal(trigger(&f, 6)->rule[0]->root, 16);
    close_tree(&f);
}

static void test_model_file(void **state)
{
    (void)state;
    ent_model m = {0}, back, cut;
    ent_err err;
    ent_buf b = {0};
    for (uint32_t i = 1; i < 3000; i++) {
        ent_event_model_set(&m, i * 7919u, (float)i / 100.0f - 10.0f);
    }
    ent_event_model_write(&b, &m);
    assert_int_equal(ent_event_model_open(&back, b.data, b.len, &err), 0);
    for (uint32_t i = 1; i < 3000; i++) {
        assert_true(fabsf(ent_event_model_get(&back, i * 7919u) - ((float)i / 100.0f - 10.0f)) <
                    0.001f);
    }
    assert_int_equal(ent_event_model_open(&cut, b.data, b.len - 1, &err), ENT_ETABLE);
    ent_event_model_close(&m);
    ent_event_model_close(&back);
    ent_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_passive),  cmocka_unit_test(test_control),
        cmocka_unit_test(test_relative), cmocka_unit_test(test_negation),
        cmocka_unit_test(test_nested),   cmocka_unit_test(test_model_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
