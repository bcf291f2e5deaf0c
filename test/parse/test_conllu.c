/* test_conllu.c: CoNLL-U in and out. */
#include "parse_help.h"

static const char sample[] = "# newdoc id = a\n"
                             "# sent_id = a-1\n"
                             "# text = They don't agree.\n"
                             "1\tThey\tx\tX\tX\t_\t2\tdep\t_\t_\n"
                             "2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n"
                             "2\tdo\tx\tX\tX\t_\t0\troot\t_\t_\n"
                             "3\tn't\tx\tX\tX\t_\t2\tdep\t_\t_\n"
                             "3.1\tghost\tx\tX\tX\t_\t_\t_\t2:dep\t_\n"
                             "4\tagree\tx\tX\tX\t_\t2\tdep\t_\tSpaceAfter=No\n"
                             "5\t.\tx\tX\tX\t_\t2\tdep\t_\t_\n"
                             "\n"
                             "# newpar\n"
                             "1\tNew York\t_\t_\t_\t_\t_\t_\t_\t_\n"
                             "2\tvoted\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"
                             "\n";

static void round_trip(void **state)
{
    const ent_parser *p = *state;
    ent_doc *d, *again;
    ent_err err = {0};
    ent_buf b = {0}, c = {0};
    assert_int_equal(ent_parse_read_conllu(&d, sample, strlen(sample), "a", &err), 0);
    assert_int_equal(d->sent_count, 2);
    assert_int_equal(d->token_count, 7);
    assert_int_equal(d->block_count, 2);
    assert_string_equal(d->text, "They don't agree. \n\nNew York voted");
    assert_int_equal(d->tokens[1].mwt, 2);
    assert_int_equal(d->tokens[2].mwt_rest, 1);
    assert_int_equal(d->tokens[3].space, 0);
    parse_all(p, d);
    check_doc(d);
    has_edge(d, "They", "nsubj", "agree");
    ent_parse_conllu(&b, d);
    assert_non_null(strstr(b.data, "# text = They don't agree.\n"));
    assert_non_null(strstr(b.data, "\n2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n2\tdo\tdo\tAUX\t"));
    assert_non_null(strstr(b.data, "\n3\tn't\tnot\tPART\t"));
    /* what was written reads as the same words, and is written again as the same bytes */
    assert_int_equal(ent_parse_read_conllu(&again, b.data, b.len, "a", &err), 0);
    parse_all(p, again);
    ent_parse_conllu(&c, again);
    assert_string_equal(b.data, c.data);
    ent_buf_free(&b);
    ent_buf_free(&c);
    ent_doc_destroy(d);
    ent_doc_destroy(again);
}

static void malformed(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int code;
    } cases[] = {
        {"", 0},
        {"\n\n\n", 0},
        {"# only a comment\n", 0},
        {"1\tone\t_\t_\t_\t_\t_\t_\t_\t_", 0},
        {"1\tcr\t_\t_\t_\t_\t_\t_\t_\t_\r\n\r\n", 0},
        {"1\ttwo columns\n", ENT_EFORMAT},
        {"1\t\t_\t_\t_\t_\t_\t_\t_\t_\n", ENT_EFORMAT},
        {"x\tword\t_\t_\t_\t_\t_\t_\t_\t_\n", ENT_EFORMAT},
        {"3-2\tword\t_\t_\t_\t_\t_\t_\t_\t_\n", ENT_EFORMAT},
        {"1-999\tword\t_\t_\t_\t_\t_\t_\t_\t_\n", ENT_EFORMAT},
        {"1-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tdo\t_\t_\t_\t_\t_\t_\t_\t_\n\n", 0},
        {"1\ta\t_\t_\t_\t_\t_\t_\t_\t_\textra\n", ENT_EFORMAT},
    };
    for (size_t i = 0; i < ENT_COUNT(cases); i++) {
        ent_doc *d;
        ent_err err = {0};
        int rc = ent_parse_read_conllu(&d, cases[i].text, strlen(cases[i].text), "x", &err);
        assert_int_equal(rc, cases[i].code);
        if (rc < 0)
            assert_non_null(strstr(err.message, "line 1"));
        ent_doc_destroy(d);
    }
}

/* Every sentence that is written is valid: ids in order, feats sorted, text that the tokens make.
 */
static void valid(void **state)
{
    const ent_parser *p = *state;
    ent_buf b = {0};
    ent_doc *d = parsed(
        p,
        "The Shah's envoy can't  come, he\nwrote.\n\n\xe2\x80\x9cIt\xe2\x80\x99s late,\xe2\x80\x9d "
        "she said (twice): 1.5% of $3m.");
    ent_parse_conllu(&b, d);
    char text[512] = "", made[512] = "";
    uint32_t next = 1;
    for (char *line = b.data; line && *line;) {
        char *nl = strchr(line, '\n'), *col[10], *q = line;
        *nl = 0;
        if (!*line) {
            made[strlen(made) - (made[strlen(made) - 1] == ' ')] = 0;
            assert_string_equal(text, made);
            made[0] = 0;
            next = 1;
        } else if (!strncmp(line, "# text = ", 9)) {
            snprintf(text, sizeof text, "%s", line + 9);
        } else if (*line != '#') {
            static uint32_t in_mwt = 0;
            for (int i = 0; i < 10; i++) {
                col[i] = q;
                q = strchr(q, '\t');
                assert_true((q == NULL) == (i == 9));
                if (q)
                    *q++ = 0;
            }
            bool range = strchr(col[0], '-') != NULL;
            int64_t id = 0;
            if (!range) {
                assert_true(ent_parse_int(col[0], &id));
                assert_int_equal(id, next++);
                for (char *f = col[5]; strcmp(f, "_") && (q = strchr(f, '|')); f = q + 1)
                    assert_true(strncmp(f, q + 1, strcspn(f, "=")) <= 0);
            }
            if (range || !in_mwt) {
                size_t n = strlen(made);
                snprintf(made + n, sizeof made - n, "%s%s", col[1],
                         strstr(col[9], "SpaceAfter=No") ? "" : " ");
            }
            in_mwt = range ? 2 : in_mwt ? in_mwt - 1 : 0;
        }
        line = nl + 1;
    }
    ent_buf_free(&b);
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
        cmocka_unit_test(round_trip),
        cmocka_unit_test(malformed),
        cmocka_unit_test(valid),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
