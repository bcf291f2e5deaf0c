/* test_robust.c: texts and weights that nobody meant: no crash, bounded time, one answer at all
 * widths. */
#include "parse_help.h"

#include "parse/kern.h"
#include "parse/weights.h"

#include <unistd.h>

static ent_buf repeat(const char *s, size_t times)
{
    ent_buf b = {0};
    for (size_t i = 0; i < times; i++)
        ent_buf_str(&b, s);
    return b;
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double check_text(const ent_parser *p, const char *s, size_t n)
{
    double t = seconds();
    ent_doc *d = doc_of(s, n);
    parse_all(p, d);
    t = seconds() - t;
    check_doc(d);
    ent_buf b = {0};
    ent_parse_conllu(&b, d);
    ent_buf_free(&b);
    ent_doc_destroy(d);
    return t;
}

static void long_sentences(void **state)
{
    const ent_parser *p = *state;
    ent_buf a = repeat("the envoy of the king of the land beyond the river and ", 1000);
    ent_buf b = repeat("the envoy of the king of the land beyond the river and ", 4000);
    double one = check_text(p, a.data, a.len), four = check_text(p, b.data, b.len);
    /* 13,000 and 52,000 words without a stop: linear is 4, quadratic 16 */
    assert_true(four < 9 * one + 0.2);
    ent_buf_free(&a);
    ent_buf_free(&b);
}

static void odd_texts(void **state)
{
    const ent_parser *p = *state;
    static const char *const odd[] = {
        "1 2 3.4 5,678 9/10 11-12 (13) 14% $15 16:17 ",
        "\x01\x02\x03\x1b[31m\x7f \x0b\x0c words \x08",
        "\xf0\x9f\x98\x80\xf0\x9f\x87\xab\xf0\x9f\x87\xb7 "
        "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb! ",
        "\xd8\xa3\xd8\xb9\xd9\x84\xd9\x86\xd8\xaa \xd9\x85\xd8\xb5\xd8\xb1 "
        "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d. ",
        "\xe4\xb8\xad\xe5\x9b\xbd\xe5\xae\xa3\xe5\xb8\x83\xe3\x80\x82",
        "\xff\xfe\xc3(\xe2\x82 \xf0\x28\x8c\xbc ok\x80 ",
        "................................................",
        "''''''\"\"\"\"\"((((((())))))]]]]-----",
        "a'b'c'd'e'f'g'h'n't's's's'd'll've n't 's s' ' t' ",
        "http://x.y/z?a=b&c=d#e@f.g:80/~h%20i,j;k(l)m[n]o{p}q|r\\s^t`u",
        "\xe2\x80\x9cNo,\xe2\x80\x9d he said\xe2\x80\x94\xe2\x80\x98never\xe2\x80\x99\xe2\x80\xa6 ",
        "\xe2\x80\x8b\xef\xbb\xbf\xc2\xad\xc2\xa0",
        "A",
        ".",
    };
    for (size_t i = 0; i < ENT_COUNT(odd); i++)
        for (size_t times = 1; times <= 100; times *= 10) {
            ent_buf b = repeat(odd[i], times);
            assert_true(check_text(p, b.data, b.len) < 60.0);
            ent_buf_free(&b);
        }
    check_text(p, "", 0);
    check_text(p, " \n\t \n\n ", 7);
}

/* A block far larger than what is looked at together gives the sentences of its parts. */
static void large_block(void **state)
{
    const ent_parser *p = *state;
    const char *line = "Mr. Li met the U.S. envoy in 1938. They didn\xe2\x80\x99t agree, he said. ";
    ent_buf b = repeat(line, 3000);
    ent_doc *d = doc_of(b.data, b.len), *one = doc_of(line, strlen(line));
    ent_parse_tokens(p, d);
    ent_parse_tokens(p, one);
    assert_int_equal(one->sent_count, 2);
    assert_int_equal(d->sent_count, 3000 * one->sent_count);
    assert_int_equal(d->token_count, 3000 * one->token_count);
    for (uint32_t i = 0; i < d->token_count; i++)
        assert_string_equal(d->tokens[i].form, one->tokens[i % one->token_count].form);
    ent_doc_destroy(d);
    ent_doc_destroy(one);
    ent_buf_free(&b);
}

static void random_bytes(void **state)
{
    const ent_parser *p = *state;
    uint64_t seed = 3;
    char s[400];
    for (int round = 0; round < 200; round++) {
        size_t n = 1 + (size_t)(seed >> 40) % (sizeof s - 1);
        for (size_t i = 0; i < n; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            /* mostly signs that the tokeniser must decide about */
            s[i] = round % 2 ? (char)(seed >> 56) : "ab A.1',-\"()n't s\n"[(seed >> 40) % 17];
            if (!s[i])
                s[i] = ' ';
        }
        check_text(p, s, n);
    }
}

static char *trees_at(ent_parser *p, int level, const char *text)
{
    ent_buf b = {0};
    ent_parse_level(p, level);
    ent_doc *d = parsed(p, text);
    ent_parse_conllu(&b, d);
    ent_doc_destroy(d);
    return b.data;
}

static void all_widths(void **state)
{
    (void)state;
    const char *text = "Britain and France agreed in April 1904 to settle their quarrels over "
                       "Egypt, Morocco, Siam and the "
                       "Newfoundland fisheries. \xe2\x80\x9cWe don\xe2\x80\x99t want "
                       "war,\xe2\x80\x9d said Foreign Minister "
                       "Th\xc3\xa9ophile Delcass\xc3\xa9; the U.S. wasn't consulted.\n\nOn 5 May "
                       "the fleet, which had been "
                       "ordered to Tangier by the Admiralty after the consul's murder, returned. "
                       "It's over.\n\nNo.";
    ent_parser *p = open_parser();
    char *plain = trees_at(p, ENT_LEVEL_PLAIN, text);
    assert_string_equal(ent_parse_level_name(p), "plain");
    for (int level = ENT_LEVEL_SSE2; level < ENT_LEVELS; level++) {
        char *other = trees_at(p, level, text);
        assert_string_equal(plain, other);
        free(other);
    }
    free(plain);
    ent_parse_close(p);
}

/* The same products to the last bit, for sizes that leave remainders in every loop. */
static void kernels_agree(void **state)
{
    (void)state;
    enum { K = 36, M = 96, N = 7 };
    static int8_t w[M * K];
    float scale[M], bias[M], xs[N], y[ENT_LEVELS][N * M];
    int32_t sum[M] = {0};
    uint8_t x[N * K];
    uint64_t seed = 11;
    for (size_t i = 0; i < M * K; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        w[i] = (int8_t)((int)(seed >> 57) - 64 + (int)(seed >> 63)); /* -64 .. 64 at most */
        w[i] = w[i] < -63 ? -63 : w[i] > 63 ? 63 : w[i];
    }
    for (size_t i = 0; i < N * K; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        x[i] = i % 5 ? (uint8_t)(seed >> 56) : 255;
    }
    for (size_t j = 0; j < M; j++) {
        scale[j] = 0.001f * (float)(j + 1);
        bias[j] = 0.3f - (float)j;
        for (size_t k = 0; k < K; k++)
            sum[j] += 128 * w[((j / 16 * (K / 4) + k / 4) * 16 + j % 16) * 4 + k % 4];
    }
    for (size_t r = 0; r < N; r++)
        xs[r] = 0.01f * (float)(r + 1);
    struct ent_matrix m = {w, scale, bias, sum, M, K};
    for (int level = 0; level < ENT_LEVELS; level++)
        for (int add = 0; add < 2; add++)
            ent_parse_kernels(level)->product(y[level], M, x, K, xs, N, &m, add);
    for (int level = 1; level < ENT_LEVELS; level++)
        assert_memory_equal(y[0], y[level], sizeof y[0]);
}

/* -- weights ------------------------------------------------------------------------------------
 */

static int open_bytes(const char *data, size_t n, ent_err *err)
{
    char path[] = "/tmp/ent-weights-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    size_t done = 0;
    while (done < n) {
        ssize_t k = write(fd, data + done, n - done);
        assert_true(k > 0);
        done += (size_t)k;
    }
    close(fd);
    ent_parser *p;
    int rc = ent_parse_open(&p, path, err);
    if (rc >= 0) { /* it passed: then it must also run */
        check_text(p, "He can't go. The U.S. left.", 27);
    }
    ent_parse_close(p);
    unlink(path);
    return rc;
}

static void seal(char *data, size_t n)
{
    struct ent_weights_header h;
    memcpy(&h, data, sizeof h);
    h.size = n;
    h.hash = ent_parse_checksum(data + sizeof h, n - sizeof h);
    memcpy(data, &h, sizeof h);
}

static void bad_weights(void **state)
{
    (void)state;
    size_t n;
    const char *good = ent_embedded("parse/en.weights", &n);
    char *w = ent_alloc(n);
    ent_err err = {0};
    ent_parser *p;
    assert_non_null(good);
    assert_int_equal(open_bytes(good, n, &err), 0);
    for (size_t cut = 0; cut < n; cut = cut * 3 + 1)
        assert_int_equal(open_bytes(good, cut, &err), cut ? ENT_ETABLE : ENT_EFORMAT);
    for (size_t i = 1; i < n; i = i * 2 + 1) {
        memcpy(w, good, n);
        w[i] = (char)(w[i] ^ 0x20);
        assert_int_equal(open_bytes(w, n, &err), i >= offsetof(struct ent_weights_header, note) &&
                                                         i < sizeof(struct ent_weights_header)
                                                     ? 0
                                                     : ENT_ETABLE);
    }
    memcpy(w, good, n);
    w[8] = 99;
    assert_int_equal(open_bytes(w, n, &err), ENT_ETABLE);
    assert_non_null(strstr(err.message, "version 99"));
    assert_int_equal(ent_parse_open(&p, "/nonexistent/weights", &err), ENT_EIO);
    ent_parse_close(p);
    free(w);
}

/* Files with a right hash and wrong insides: the section table and the dimensions, word by word. */
static void forged_weights(void **state)
{
    (void)state;
    size_t n, refused = 0, tried = 0;
    const char *good = ent_embedded("parse/en.weights", &n);
    char *w = ent_alloc(n);
    ent_err err = {0};
    static const uint32_t values[] = {0, 1, 3, 65535, 0x7fffffff, 0xffffffff};
    for (size_t at = 64; at < 2200; at += 4)
        for (size_t v = 0; v < ENT_COUNT(values); v += at < 1700 ? 3 : 1) {
            uint32_t old;
            memcpy(&old, good + at, 4);
            if (old == values[v] || (at * 7 + v) % 9)
                continue;
            memcpy(w, good, n);
            memcpy(w + at, &values[v], 4);
            seal(w, n);
            refused += open_bytes(w, n, &err) < 0;
            tried++;
        }
    assert_true(refused > 10 && tried > 30);
    free(w);
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
        cmocka_unit_test(long_sentences), cmocka_unit_test(odd_texts),
        cmocka_unit_test(large_block),    cmocka_unit_test(random_bytes),
        cmocka_unit_test(all_widths),     cmocka_unit_test(kernels_agree),
        cmocka_unit_test(bad_weights),    cmocka_unit_test(forged_weights),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
