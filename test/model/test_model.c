/* test_model.c: the record's JSON there and back, ids, CAMEO table, names of enumerations, parts.
 */
#include "model/account.h"
#include "model/doc.h"
#include "model/phrase.h"

#include <math.h>
#include <setjmp.h>
#include <cmocka.h>

static ent_account sample(void)
{
    static const char *const chain[] = {"Mao Ning", "Xinhua"};
    static const ent_link links[] = {{ENT_LINK_CAUSE, "a0123456789abcdef"}};
    ent_account a = {.doc = "d\"1",
                     .sentence = 7,
                     .date = {ent_day_ymd(1960, 11, 1), ent_day_ymd(1960, 11, 30),
                              ENT_PRECISION_MONTH, ENT_BASIS_TEXT, "in November 1960"},
                     .source = {"CUBGOV", "CUB", "GOV", "Ernesto Guevara", "Ernesto “Che” Guevara"},
                     .target = {"IGOUNO", NULL, NULL, "United Nations", "the U.N."},
                     .symmetric = 1,
                     .cameo = "040",
                     .quad = 1,
                     .goldstein = 1.0,
                     .status = ENT_STATUS_DENIED,
                     .voice = {ENT_VOICE_QUOTED, "Mao Ning", "CHNGOV", chain, 2},
                     .trigger = "met",
                     .confidence = 0.87,
                     .evidence_start = 812,
                     .evidence_end = 1034,
                     .evidence = "line\nbreak",
                     .links = links,
                     .link_count = 1,
                     .version = "0.1.0",
                     .tables = "9f3c",
                     .extra = "\"desk\":{\"a\":[1,\"x\"]}"};
    return a;
}

static void round_trip(void **state)
{
    (void)state;
    ent_arena a = {0};
    ent_buf one = {0}, two = {0};
    ent_err err = {0};
    ent_account in = sample(), out;
    in.id = ent_account_id(&a, &in);
    ent_account_json(&one, &in);
    assert_int_equal(ent_account_parse(&out, &a, one.data, one.len, &err), 0);
    ent_account_json(&two, &out);
    assert_string_equal(one.data, two.data);
    assert_int_equal(out.status, ENT_STATUS_DENIED);
    assert_int_equal(out.voice.chain_count, 2);
    assert_null(out.target.state);
    assert_string_equal(ent_account_id(&a, &out), in.id);
    in.cameo = "042";
    assert_string_not_equal(ent_account_id(&a, &in), out.id);
    ent_buf_free(&one);
    ent_buf_free(&two);
    ent_arena_free(&a);
}

static void undated(void **state)
{
    (void)state;
    ent_arena a = {0};
    ent_buf b = {0};
    ent_account in = {
        .cameo = "054",
        .date = {ENT_DAY_NONE, ENT_DAY_NONE, ENT_PRECISION_NONE, ENT_BASIS_NONE, NULL},
        .goldstein = NAN,
        .confidence = NAN};
    ent_account_json(&b, &in);
    assert_non_null(strstr(b.data, "\"date\":{\"start\":null,\"end\":null,\"precision\":null,"
                                   "\"basis\":null,\"text\":null}"));
    assert_non_null(strstr(b.data, "\"goldstein\":null"));
    assert_non_null(strstr(b.data, "\"evidence\":null"));
    ent_buf_free(&b);
    ent_arena_free(&a);
}

static void hostile(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "{",
                                      "[]",
                                      "null",
                                      "{\"cameo\":null}",
                                      "{\"cameo\":\"040\"",
                                      "{\"cameo\":\"040\",\"status\":\"perhaps\"}",
                                      "{\"cameo\":\"040\",\"schema\":2}"};
    static const char *const odd[] = {
        "{\"cameo\":\"040\",\"date\":[],\"source\":3,\"voice\":\"x\",\"links\":{},\"quad\":99}",
        "{\"cameo\":\"040\",\"date\":{\"start\":\"1961-02-30\"},\"sentence\":-4,\"links\":[1,{}]}"};
    ent_arena a = {0};
    ent_account out;
    for (size_t i = 0; i < ENT_COUNT(bad); i++) {
        ent_err err = {0};
        assert_true(ent_account_parse(&out, &a, bad[i], strlen(bad[i]), &err) < 0);
        assert_true(err.message[0] != 0);
    }
    for (size_t i = 0; i < ENT_COUNT(odd); i++) {
        assert_int_equal(ent_account_parse(&out, &a, odd[i], strlen(odd[i]), NULL), 0);
        assert_int_equal(out.date.start, ENT_DAY_NONE);
        assert_int_equal(out.quad, 0);
        assert_int_equal(out.link_count, 0);
    }
    ent_arena_free(&a);
}

static void cameo(void **state)
{
    (void)state;
    ent_tables *t;
    ent_cameo *c;
    ent_cameo_row row;
    assert_int_equal(ent_tables_open(&t, NULL, 0, NULL), 0);
    assert_int_equal(ent_cameo_open(&c, t, NULL), 0);
    assert_true(ent_cameo_find(c, "161", &row));
    assert_int_equal(row.quad, 4);
    assert_string_equal(row.plover_event, "SANCTION");
    assert_true(ent_cameo_find(c, "1619", &row)); /* an unknown leaf falls back on its branch */
    assert_string_equal(row.code, "161");
    assert_false(ent_cameo_find(c, "99", &row));
    assert_false(ent_cameo_find(c, NULL, &row));
    ent_account a = {.cameo = "0311"};
    ent_cameo_fill(c, &a);
    assert_true(a.plover_context_count > 0);
    ent_cameo_free(c);
    ent_tables_free(t);
}

static void names(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        assert_int_equal(ent_status_of(ent_status_name((ent_status)i)), i);
        assert_int_equal(ent_voice_kind_of(ent_voice_kind_name((ent_voice_kind)i)), i);
        assert_int_equal(ent_link_rel_of(ent_link_rel_name((ent_link_rel)i)), i);
        assert_int_equal(ent_dispute_of(ent_dispute_name((ent_dispute_about)i)), i);
    }
    assert_int_equal(ent_status_of("maybe"), -1);
    assert_int_equal(ent_status_of(NULL), -1);
    uint8_t rel, sub;
    ent_rel_of("nsubj:pass", &rel, &sub);
    assert_string_equal(ent_rel_name(rel), "nsubj");
    assert_int_equal(sub, ENT_SUB_PASS);
    ent_rel_of("nonsense:x", &rel, &sub);
    assert_int_equal(rel, ENT_REL_NONE);
    assert_string_equal(ent_upos_name(ent_upos_of("PROPN", 5)), "PROPN");
}

static void parts(void **state)
{
    (void)state;
    ent_doc *d = ent_doc_new();
    static const ent_span spans[] = {{0, 100}, {10, 60}, {20, 30}, {70, 90}};
    for (uint32_t i = 0; i < 4; i++) {
        ent_part *p = ENT_PUSH(&d->arena, d->parts, d->part_count, d->part_cap);
        p->span = spans[i];
        p->voice = i;
    }
    assert_int_equal(ent_doc_voice_at(d, 5), 0);
    assert_int_equal(ent_doc_voice_at(d, 25), 2);
    assert_int_equal(ent_doc_voice_at(d, 30), 1);
    assert_int_equal(ent_doc_voice_at(d, 65), 0);
    assert_int_equal(ent_doc_voice_at(d, 89), 3);
    ent_doc_destroy(d);
    ent_doc_destroy(NULL);
}

static void names_by_day(void **state)
{
    (void)state;
    ent_err err = {0};
    ent_tables *t = NULL;
    ent_phrases *p = NULL;
    assert_int_equal(ent_tables_open(&t, NULL, 0, &err), 0);
    assert_int_equal(ent_phrases_open(&p, t, &err), 0);
    assert_string_equal(ent_phrase_name_on(p, "KOR", ent_day_ymd(1905, 11, 17)), "Korea");
    assert_string_equal(ent_phrase_name_on(p, "KOR", ent_day_ymd(1965, 6, 22)), "South Korea");
    assert_string_equal(ent_phrase_name_on(p, "MMR", ent_day_ymd(1962, 3, 2)), "Burma");
    assert_string_equal(ent_phrase_name_on(p, "MMR", ENT_DAY_NONE), "Myanmar");
    assert_string_equal(ent_phrase_name_on(p, "SRB", ENT_DAY_NONE), "Serbia");
    assert_string_equal(ent_phrase_name_on(p, "CUB", ent_day_ymd(1962, 3, 2)), "Cuba");
    assert_string_equal(ent_phrase_code(p, "KOR", "from"), "1392-08-05");
    ent_event e = {.cameo = "190",
                   .source = {.code = "DEU", .state = "DEU"},
                   .target = {.code = "IRN", .state = "IRN"},
                   .date = {ent_day_ymd(1914, 12, 1), ent_day_ymd(1914, 12, 1), 0, 0, NULL}};
    ent_buf b = {0};
    ent_phrase_event(&b, p, &e);
    assert_non_null(strstr(b.data, "Persia"));
    ent_buf_free(&b);
    ent_actor_ref who = {.code = "CUBGOV", .state = "CUB", .role = "GOV"};
    who.name = "Cuban Dictatorship"; /* a voice's word, not ours */
    ent_phrase_actor(&b, p, &who);
    assert_string_equal(b.data, "Cuba");
    ent_buf_free(&b);
    who.name = "Cuban delegation";
    ent_phrase_actor(&b, p, &who);
    assert_string_equal(b.data, "the Cuban delegation");
    ent_buf_free(&b);
    who = (ent_actor_ref){.code = "REB", .text = "the terrorists"};
    ent_phrase_actor(&b, p, &who);
    assert_string_equal(b.data, "REB");
    ent_buf_free(&b);
    ent_phrases_free(p);
    ent_tables_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(round_trip),  cmocka_unit_test(undated),
                                       cmocka_unit_test(hostile),     cmocka_unit_test(cameo),
                                       cmocka_unit_test(names),       cmocka_unit_test(parts),
                                       cmocka_unit_test(names_by_day)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
