/* test_news.c: expressions as news writes them, by TIMEX3's conventions, and from where a text is
 * told: each row a day, a genre, a text of our own, and for every expression found its words, value
 * and mod. */
#include "time/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

typedef struct row {
    const char *dct, *text, *expect;
} row;

/* Told of another time, by whoever wrote on the day given: its deictic words go by that day, the
 * others by the story. */
static const row told[] = {
    /* clang-format off */
    {"2015-01-26",
     "The river war of 1995\n"
     "Twenty years ago this week the two states went to war. Two days later their envoys met.\n"
     "In 1998 they signed a treaty. The following March the border opened. That spring trade grew.\n"
     "Last week the ministers opened a bridge. Yesterday they met there. They will meet next month.",
     "1995=1995; Twenty years ago this week=1995-W04; Two days later=XXXX-XX-XX; 1998=1998; "
     "The following March=1999-03; That spring=1999-SP; Last week=2015-W04; Yesterday=2015-01-25; "
     "next month=2015-02"},
    {"2015-01-26",
     "On 3 May 1931 the fleet sailed. The king had left two years ago. He would return next year.",
     "3 May 1931=1931-05-03; two years ago=1929; next year=1932"},
    {"2015-01-26",
     "In 1931 the envoy wrote, \"We signed the pact two years ago.\" The pact ended a decade ago.",
     "1931=1931; two years ago=1929; a decade ago=2005"},
    {"2015-01-26",
     "In 1931 the mole was built. Another event of this year was the strike. This year it is closed.",
     "1931=1931; this year=1931; This year=2015"},
    {"2015-01-26",
     "In 1931 the mole was built. Ten years ago today it fell. Fifty years ago this month it burned.",
     "1931=1931; Ten years ago today=2005-01-26; Fifty years ago this month=1965-01"},
    {"2015-01-26",
     "In 1931 the pact was signed. The two have traded freely over the past ten years.",
     "1931=1931; the past ten years=P10Y"},
    /* nobody knows when it was written */
    {NULL, "In 1931 they fought. Ninety years ago they signed a truce. Last week they met. Today it holds.",
     "1931=1931; Ninety years ago=XXXX; Last week=XXXX-WXX; Today=PRESENT_REF"},
    {NULL, "On 3 May 1931 they fought. They had met two days ago. Later that year the king died.",
     "3 May 1931=1931-05-03; two days ago=1931-05-01; Later that year=1931"},
    /* clang-format on */
};

/* Plans and deeds without a year. */
static const row plans[] = {
    /* clang-format off */
    {"2015-11-25", "The ministers will meet on 3 March.", "3 March=2016-03-03"},
    {"2015-11-25", "The ministers met on 3 March.", "3 March=2015-03-03"},
    {"2015-11-25", "The ministers met on 20 December.", "20 December=2014-12-20"},
    {"2015-11-25", "Talks were held in December.", "December=2014-12"},
    {"2015-11-25", "Elections in May are expected to be close.", "May=2016-05"},
    {"2015-11-25", "In January, the troops will leave.", "January=2016-01"},
    {"2015-11-25", "The accord signed in March will allow trade.", "March=2015-03"},
    {"2015-11-25", "The leaders agreed to meet again in February.", "February=2016-02"},
    {"2015-11-25", "The leaders agreed in February to meet again.", "February=2015-02"},
    {"2015-11-25", "The road was closed due to flooding in September.", "September=2015-09"},
    {"2015-11-25", "Ahead of elections in April the party split.", "April=2016-04"},
    {"2015-11-25", "The summit scheduled for 5 September was called off.", "5 September=2015-09-05"},
    {"2015-11-25", "The summit is scheduled for 5 September.", "5 September=2016-09-05"},
    {"2015-11-25", "A round of talks on the disputed border opens on 10 June.", "10 June=2016-06-10"},
    {"2015-11-25", "The council voted on 10 June to send monitors.", "10 June=2015-06-10"},
    {"2015-02-10", "The rebels took the port in October and will hold it.", "October=2014-10"},
    {"2015-02-10", "The two met on 3 December last year and two years ago in March.",
     "3 December last year=2014-12-03; two years ago=2013; March=2013-03"},
    /* clang-format on */
};

static ent_tables *tables;
static ent_time *stage;

static int open_stage(void **state)
{
    ent_err err;
    (void)state;
    return ent_tables_open(&tables, NULL, 0, &err) < 0 || ent_time_open(&stage, tables, &err) < 0;
}

static int close_stage(void **state)
{
    (void)state;
    ent_time_close(stage);
    ent_tables_free(tables);
    return 0;
}

/* A document of paragraphs parted by line ends. */
static ent_doc *doc_of(const row *r, ent_genre genre)
{
    ent_doc *d = ent_doc_new();
    d->id = "test";
    d->text = ent_arena_strn(&d->arena, r->text, strlen(r->text));
    d->len = (uint32_t)strlen(r->text);
    d->day = r->dct ? ent_day_parse(r->dct) : ENT_DAY_NONE;
    d->genre = (uint8_t)genre;
    for (uint32_t i = 0; i < d->len;) {
        uint32_t k = i + (uint32_t)strcspn(d->text + i, "\n");
        ent_block *b = ENT_PUSH(&d->arena, d->blocks, d->block_count, d->block_cap);
        b->span = (ent_span){i, k};
        b->kind = ENT_BLOCK_PARAGRAPH;
        i = k + 1;
    }
    ent_time_doc(stage, d);
    return d;
}

static void hold(const row *rows, size_t n, ent_genre genre)
{
    int bad = 0;
    for (size_t i = 0; i < n; i++) {
        ent_doc *d = doc_of(&rows[i], genre);
        ent_buf b = {0};
        ent_buf_str(&b, "");
        for (uint32_t k = 0; k < d->timex_count; k++) {
            const ent_timex *t = &d->timexes[k];
            ent_buf_str(&b, k ? "; " : "");
            ent_buf_add(&b, d->text + t->span.begin, t->span.end - t->span.begin);
            ent_buf_printf(&b, "=%s%s%s", t->value ? t->value : "-", t->mod ? "/" : "",
                           t->mod ? t->mod : "");
        }
        if (strcmp(b.data, rows[i].expect) != 0) {
            print_error("%s\n  expected %s\n  found    %s\n", rows[i].text, rows[i].expect, b.data);
            bad++;
        }
        ent_buf_free(&b);
        ent_doc_destroy(d);
    }
    assert_int_equal(bad, 0);
}

static void from_where(void **state)
{
    (void)state;
    hold(told, ENT_COUNT(told), ENT_GENRE_HISTORY);
}

static void planned(void **state)
{
    (void)state;
    hold(plans, ENT_COUNT(plans), ENT_GENRE_NEWS);
}

/* What a comment says goes by the comment's own day. */
static void comments(void **state)
{
    (void)state;
    const char *text = "The mole fell yesterday.\nI saw it yesterday.";
    ent_doc *d = ent_doc_new();
    d->id = "test";
    d->text = text;
    d->len = (uint32_t)strlen(text);
    d->day = ent_day_ymd(2015, 1, 26);
    d->genre = ENT_GENRE_NEWS;
    static const ent_span spans[] = {{0, 24}, {25, 44}};
    for (uint32_t k = 0; k < 2; k++) {
        ent_block *b = ENT_PUSH(&d->arena, d->blocks, d->block_count, d->block_cap);
        ent_voice *v = ENT_PUSH(&d->arena, d->voices, d->voice_count, d->voice_cap);
        ent_part *p = ENT_PUSH(&d->arena, d->parts, d->part_count, d->part_cap);
        b->span = spans[k];
        b->kind = ENT_BLOCK_PARAGRAPH;
        v->day = k ? ent_day_ymd(2015, 3, 2) : ENT_DAY_NONE;
        v->parent = k ? 0 : ENT_NONE;
        p->span = k ? spans[1] : (ent_span){0, 44};
        p->voice = k;
        p->parent = k ? 0 : ENT_NONE;
    }
    ent_time_doc(stage, d);
    assert_int_equal(d->timex_count, 2);
    assert_int_equal(d->timexes[0].from, ent_day_ymd(2015, 1, 25));
    assert_int_equal(d->timexes[1].from, ent_day_ymd(2015, 3, 1));
    ent_doc_destroy(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_where),
        cmocka_unit_test(planned),
        cmocka_unit_test(comments),
    };
    return cmocka_run_group_tests(tests, open_stage, close_stage);
}
