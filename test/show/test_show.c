/* test_show.c: every format of a series: golden SVG, text that fits, pages that load nothing, the
 * same bytes twice, text from outside escaped. BLESS=1 rewrites the golden picture. */
#include "../relate/known.h"

#include "show/pen.h"
#include "show/show.h"

#include <setjmp.h>
#include <cmocka.h>

/* Where leaks are looked for: fontconfig, behind cairo, keeps what it found until the end. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\n";
}

/* A short history with everything: spans, disputes, third states, doubtful acts. */
static ent_series *sample(maker *m, ent_account *accounts, uint32_t *count)
{
    static ent_position positions[2];
    static ent_dispute dispute;
    static const uint32_t zero = 0;
    known_write(m, &written[0]);
    maker_days(m, "AAA", "BBB", "062", ent_day_parse("1961-01-01"), ent_day_parse("1961-12-31"));
    maker_event(m, "BBB", "AAA", "190", "1964-05-05")->status = ENT_STATUS_DENIED;
    maker_event(m, "CCC", "AAA", "057", "1963-05-05");
    maker_event(m, "BBB", "CCC", "138", "1964-02-05");
    maker_event(m, "AAA", "BBB", "036", "1964-05-05")->date =
        (ent_date){.start = ENT_DAY_NONE, .end = ENT_DAY_NONE};
    ent_event *e = &m->l.items[2];
    positions[0] = (ent_position){.date = e->date, .accounts = &zero, .account_count = 1};
    positions[1] = positions[0];
    positions[1].date.start = positions[1].date.end = ent_day_parse("1961-03-30");
    dispute = (ent_dispute){ENT_DISPUTE_DATE, positions, 2, false};
    e->disputes = &dispute;
    e->dispute_count = 1;
    for (uint32_t i = 0; i < m->l.count; i++) {
        accounts[i] =
            (ent_account){.id = m->l.items[i].accounts[0],
                          .doc = i % 3 ? "memoirs" : "gazette <&\"' \x1b[31m",
                          .sentence = i + 1,
                          .cameo = m->l.items[i].cameo,
                          .evidence = "Words <script>alert(1)</script> & \x1b[2J more words "
                                      "that make the sentence long enough to be wrapped."};
    }
    *count = m->l.count;
    ent_relate_options o = {
        .one = "AAA", .other = "BBB", .by = ENT_BY_MONTH, .from = ENT_DAY_NONE, .to = ENT_DAY_NONE};
    ent_series *s = NULL;
    if (ent_relate_series(&s, m->relater, m->l.items, m->l.count, accounts, *count, &o, NULL) < 0) {
        return NULL;
    }
    s->tables = "0000000000000000"; /* the golden picture outlives the tables */
    return s;
}

static void golden(void **state)
{
    maker *m = *state;
    ent_account accounts[64];
    uint32_t count;
    ent_series *s = sample(m, accounts, &count);
    const char *root = getenv("ENTENTE_ROOT");
    char path[1024], *want;
    size_t len;
    snprintf(path, sizeof path, "%s/test/show/course.svg", root ? root : ".");
    ent_buf b = {0};
    assert_int_equal(ent_show_series(&b, s, "svg", NULL, NULL), 0);
    if (getenv("BLESS")) {
        FILE *f = fopen(path, "wb");
        assert_non_null(f);
        assert_int_equal(fwrite(b.data, 1, b.len, f), b.len);
        fclose(f);
    }
    assert_int_equal(ent_file_read(&want, &len, path, 1 << 20, NULL), 0);
    bool same = len == b.len && memcmp(want, b.data, len) == 0;
    if (!same) {
        print_error("the picture differs from %s; look at it, then BLESS=1\n", path);
    }
    assert_true(same);
    free(want);
    ent_buf_free(&b);
    ent_series_destroy(s);
}

static void formats(void **state)
{
    maker *m = *state;
    static const char *const all[] = {"table", "jsonl", "tsv", "svg", "png", "pdf", "html"};
    ent_account accounts[64];
    uint32_t count;
    ent_series *s = sample(m, accounts, &count);
    for (size_t i = 0; i < ENT_COUNT(all); i++) {
        ent_buf a = {0}, b = {0};
        assert_int_equal(ent_show_series(&a, s, all[i], NULL, NULL), 0);
        assert_int_equal(ent_show_series(&b, s, all[i], NULL, NULL), 0);
        assert_true(a.len > 100 && a.len == b.len && memcmp(a.data, b.data, a.len) == 0);
        ent_buf_free(&a);
        ent_buf_free(&b);
    }
    ent_buf b = {0};
    ent_err err = {0};
    assert_int_equal(ent_show_series(&b, s, "docx", NULL, &err), ENT_EUSAGE);
    ent_show_options tiny = {.px_width = 10, .px_height = 10};
    assert_int_equal(ent_show_series(&b, s, "png", &tiny, &err), ENT_EUSAGE);
    ent_buf_free(&b);
    ent_series_destroy(s);
}

static void fits(void **state)
{
    maker *m = *state;
    ent_account accounts[64];
    uint32_t count;
    ent_series *s = sample(m, accounts, &count);
    for (int width = 60; width <= 120; width += 20) {
        ent_show_options o = {.width = width, .evidence = true};
        ent_buf b = {0};
        assert_int_equal(ent_show_series(&b, s, "table", &o, NULL), 0);
        for (const char *p = b.data; *p;) {
            size_t n = strcspn(p, "\n");
            if (ent_utf8_count(p, n) >
                (size_t)width + 12) { /* an id that no blank parts may stick out */
                print_error("%.*s\n", (int)n, p);
            }
            assert_true(ent_utf8_count(p, n) <= (size_t)width + 12);
            p += n + (p[n] == '\n');
        }
        assert_null(strchr(b.data, '\x1b')); /* nothing from outside steers the terminal */
        ent_buf_free(&b);
    }
    ent_show_options o = {.ascii = true, .colour = true};
    ent_buf b = {0};
    ent_show_series(&b, s, "table", &o, NULL);
    assert_non_null(strstr(b.data, "\x1b[1m"));
    for (const char *p = b.data; *p; p++) {
        assert_true((unsigned char)*p < 0x80);
    }
    ent_buf_free(&b);
    ent_series_destroy(s);
}

static void page(void **state)
{
    maker *m = *state;
    ent_account accounts[64];
    uint32_t count;
    ent_series *s = sample(m, accounts, &count);
    ent_buf b = {0};
    assert_int_equal(ent_show_series(&b, s, "html", NULL, NULL), 0);
    static const char *const never[] = {
        "<script", "http:", "https:", "src=", "@import", "url(", "\x1b"};
    for (size_t i = 0; i < ENT_COUNT(never); i++) {
        assert_null(strstr(b.data, never[i]));
    }
    static const char *const must[] = {"&lt;script&gt;", "<svg",   "id=\"turns\"", "id=\"sources\"",
                                       "disputed date",  "denied", "Undated",      "entente "};
    for (size_t i = 0; i < ENT_COUNT(must); i++) {
        if (!strstr(b.data, must[i])) {
            print_error("the page lacks %s\n", must[i]);
        }
        assert_non_null(strstr(b.data, must[i]));
    }
    ent_buf_free(&b);
    ent_series_destroy(s);
}

/* Ten or five hundred events, none or one: a picture comes of each. */
static void sizes(void **state)
{
    maker *m = *state;
    static const double width[] = {400, 1000, 2000};
    for (int n = 0; n <= 500; n = n < 2 ? n + 1 : n == 2 ? 10 : n * 50) {
        maker_clear(m);
        for (int i = 0; i < n; i++) {
            int32_t d = ent_day_ymd(1950, 1, 1) + i * 17;
            maker_days(m, "AAA", "BBB", i % 3 ? "057" : "112", d, d);
        }
        ent_relate_options o = {.one = "AAA",
                                .other = "BBB",
                                .by = ENT_BY_MONTH,
                                .from = ENT_DAY_NONE,
                                .to = ENT_DAY_NONE};
        o.one = n ? "AAA" : "USA";
        o.other = n ? "BBB" : "SUN";
        ent_series *s = maker_series(m, &o);
        for (size_t k = 0; k < ENT_COUNT(width); k++) {
            ent_show_options view = {.px_width = width[k]};
            ent_buf b = {0};
            assert_int_equal(ent_show_series(&b, s, "svg", &view, NULL), 0);
            assert_true(b.len > 200);
            ent_buf_free(&b);
        }
        ent_series_destroy(s);
    }
}

typedef struct word {
    double x0, y0, x1, y1;
    char text[200];
} word;

static double figure(const char *tag, const char *name)
{
    const char *p = strstr(tag, name);
    return p ? ent_parse_double(p + strlen(name), NULL) : NAN;
}

/* The level text of a picture as boxes; upright text is left out. */
static uint32_t read_words(const char *svg, word *out, uint32_t most)
{
    uint32_t n = 0;
    for (const char *p = strstr(svg, "<text "); p && n < most; p = strstr(p + 1, "<text ")) {
        char tag[400];
        const char *end = strchr(p, '>'), *close = strstr(p, "</text>");
        snprintf(tag, sizeof tag, "%.*s", (int)(end - p), p);
        if (strstr(tag, "rotate")) {
            continue;
        }
        word *w = &out[n++];
        snprintf(w->text, sizeof w->text, "%.*s", (int)(close - end - 1), end + 1);
        double size = figure(tag, "font-size=\""), x = figure(tag, " x=\"");
        double width = ent_pen_text_width(w->text, size, strstr(tag, "bold") != NULL);
        w->x0 = strstr(tag, "\"end\"") ? x - width : strstr(tag, "\"middle\"") ? x - width / 2 : x;
        w->x1 = w->x0 + width;
        w->y1 = figure(tag, " y=\"");
        w->y0 = w->y1 - size * 0.7;
    }
    return n;
}

/* No word leaves the picture, none lies on another, whatever the size and the number of events. */
static void words_apart(void **state)
{
    maker *m = *state;
    static const double width[] = {400, 500, 900, 1600};
    static const int events[] = {3, 10, 60, 500};
    word *w = ent_calloc(2000, sizeof *w);
    for (size_t k = 0; k < ENT_COUNT(events) * ENT_COUNT(width) * 2; k++) {
        int n = events[k / ENT_COUNT(width) % ENT_COUNT(events)];
        maker_clear(m);
        m->random = 7;
        for (int i = 0; i < n; i++) { /* peace, a short war, peace */
            int32_t d = ent_day_ymd(1948, 1, 1) + (int32_t)(maker_random(m) * 18000);
            bool war = d > ent_day_ymd(1962, 9, 1) && d < ent_day_ymd(1963, 2, 1);
            bool span = maker_random(m) < 0.05;
            maker_days(m, i % 2 ? "IND" : "CHN", i % 2 ? "CHN" : "IND",
                       war                    ? "190"
                       : maker_random(m) < .3 ? "112"
                                              : "057",
                       d, d + (span ? 900 : 0));
            maker_days(m, "GBR", i % 3 ? "CHN" : "IND", i % 5 ? "042" : "130", d, d);
        }
        for (int i = 0; i < 3; i++) {
            maker_event(m, "CHN", "IND", "190", "1962-11-01");
        }
        ent_relate_options o = {
            .one = "CHN", .other = "IND", .from = ENT_DAY_NONE, .to = ENT_DAY_NONE};
        o.by = k < ENT_COUNT(events) * ENT_COUNT(width) ? ENT_BY_YEAR : ENT_BY_QUARTER;
        ent_series *s = maker_series(m, &o);
        ent_show_options view = {.px_width = width[k % ENT_COUNT(width)]};
        ent_buf b = {0};
        assert_int_equal(ent_show_series(&b, s, "svg", &view, NULL), 0);
        double high = figure(b.data, "height=\"");
        uint32_t count = read_words(b.data, w, 2000);
        assert_true(count > 10 && count < 2000);
        for (uint32_t i = 0; i < count; i++) {
            if (w[i].x0 < 0 || w[i].x1 > view.px_width || w[i].y0 < 0 || w[i].y1 > high) {
                fail_msg("%d events, %.0f pixels: \"%s\" leaves", n, view.px_width, w[i].text);
            }
            for (uint32_t j = 0; j < i; j++) {
                if (w[i].x0 < w[j].x1 && w[j].x0 < w[i].x1 && w[i].y0 < w[j].y1 &&
                    w[j].y0 < w[i].y1) {
                    fail_msg("%d events, %.0f pixels: \"%s\" lies on \"%s\"", n, view.px_width,
                             w[i].text, w[j].text);
                }
            }
        }
        ent_buf_free(&b);
        ent_series_destroy(s);
    }
    free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(golden), cmocka_unit_test(formats),
                                       cmocka_unit_test(fits),   cmocka_unit_test(page),
                                       cmocka_unit_test(sizes),  cmocka_unit_test(words_apart)};
    return cmocka_run_group_tests(tests, maker_up, maker_down);
}
