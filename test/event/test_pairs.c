/* test_pairs.c: what a text states from one actor to another; the file of weights. */
#include "event/pairs_int.h"
#include "handle.h"

#include <setjmp.h>
#include <cmocka.h>

static ent *e;

static int setup(void **state)
{
    (void)state;
    return ent_open(&e, NULL);
}

static int teardown(void **state)
{
    (void)state;
    ent_close(e);
    return 0;
}

static int keep(void *user, const char *s, size_t n)
{
    ent_buf_add(user, s, n);
    return 0;
}

static void check(const char *text, const char *source, const char *target, const char *event,
                  int quad)
{
    ent_buf in = {0}, out = {0};
    ent_buf_str(&in, "{\"text\":");
    ent_json_str(&in, text);
    ent_buf_str(&in, ",\"source\":");
    ent_json_str(&in, source);
    ent_buf_str(&in, ",\"target\":");
    ent_json_str(&in, target);
    ent_buf_char(&in, '}');
    assert_int_equal(ent_code_pair(e, in.data, in.len, keep, &out), 0);
    char want[64], want_quad[16];
    snprintf(want, sizeof want, "\"event\":\"%s\"", event);
    snprintf(want_quad, sizeof want_quad, "\"quad\":%d", quad);
    if (!strstr(out.data, want) || !strstr(out.data, want_quad)) {
        print_error("%s\nwanted %s %d, got %s", text, event, quad, out.data);
        fail();
    }
    ent_buf_free(&in);
    ent_buf_free(&out);
}

static void answers(void **state)
{
    (void)state;
    check("The harbour police arrested two sailors from Oporto after the brawl.",
          "The harbour police", "two sailors", "COERCE", 4);
    check("Norway accused Denmark of breaking the fishing accord.", "Norway", "Denmark", "ACCUSE",
          3);
    check("Denmark was accused by Norway of breaking the fishing accord.", "Norway", "Denmark",
          "ACCUSE", 3);
    check("The minister refused to meet envoys of the rebels.", "The minister",
          "envoys of the rebels", "REJECT", 3);
    check("Swedish jets bombed rebel positions near the port.", "Swedish jets", "rebel positions",
          "ASSAULT", 4);
    check("Peru threatened to attack Ecuador.", "Peru", "Ecuador", "THREATEN", 3);
    check("The court released the editor on Friday.", "The court", "the editor", "RETREAT", 2);
}

static void always_an_answer(void **state)
{
    (void)state;
    ent_buf out = {0};
    const char *odd[] = {"{\"text\":\"x\",\"source\":\"\",\"target\":\"\"}",
                         "{\"text\":\"a b a b\",\"source\":\"a\",\"target\":\"a\"}",
                         "{\"text\":\"No such words.\",\"source\":\"Chad\",\"target\":\"Togo\"}"};
    for (size_t i = 0; i < ENT_COUNT(odd); i++) {
        out.len = 0;
        assert_int_equal(ent_code_pair(e, odd[i], strlen(odd[i]), keep, &out), 0);
        assert_non_null(strstr(out.data, "\"event\":\""));
    }
    ent_buf_free(&out);
}

static void file(void **state)
{
    (void)state;
    size_t len = 0;
    const ent_pair_head *h = ent_embedded("event/pairs.weights", &len);
    assert_non_null(h);
    assert_int_equal(len, sizeof *h + (size_t)ENT_PAIR_BUCKETS * ENT_PAIR_ROOTS);
    assert_memory_equal(h->magic, "ENTPAIR1", 8);
    assert_true(h->hash == ent_hash(h + 1, len - sizeof *h, 0));
    assert_true(len < 2000000);
}

static void roots(void **state)
{
    (void)state;
    const ent_coder *c = e->shared->coder;
    const char *const pair[][2] = {{"0841", "YIELD"},  {"024", "REQUEST"},  {"1053", "REQUEST"},
                                   {"176", "COERCE"},  {"1951", "ASSAULT"}, {"163", "COERCE"},
                                   {"046", "CONSULT"}, {"155", "MOBILIZE"}};
    for (size_t i = 0; i < ENT_COUNT(pair); i++) {
        int r = ent_event_pair_root_of(c, pair[i][0]);
        assert_in_range(r, 0, ENT_PAIR_ROOTS - 1);
        assert_string_equal(ent_event_pair_root[r], pair[i][1]);
    }
    assert_int_equal(ent_event_pair_root_of(c, "010"), -1);
    assert_int_equal(ent_event_pair_root_of(c, NULL), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(answers),
                                       cmocka_unit_test(always_an_answer), cmocka_unit_test(file),
                                       cmocka_unit_test(roots)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
