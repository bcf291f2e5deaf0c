/* test_reconcile.c: accounts to events: merging, disputes, corrections, order. */
#include "reconcile/reconcile.h"

#include <setjmp.h>
#include <cmocka.h>
#include <math.h>

static ent_tables *tables;
static ent_reconciler *rec;
static ent_cameo *cameo;

/* One account as a row: doc|sentence|start|end|source|target|cameo|status|voice|trigger|evidence.
 * An actor is CODE or CODE:Name. A '*' before the code makes it symmetric, a '~' before the start
 * says that the narrative gives the day, not the sentence. */
static void actor(ent_arena *a, ent_actor_ref *r, const char *s)
{
    const char *colon = strchr(s, ':');
    r->code = ent_arena_strn(a, s, colon ? (size_t)(colon - s) : strlen(s));
    bool wide = strncmp(s, "IGO", 3) == 0;
    r->state = wide ? NULL : ent_arena_strn(a, s, 3);
    r->role = !wide && strlen(r->code) >= 6 ? ent_arena_strn(a, s + 3, 3) : NULL;
    r->name = colon ? ent_arena_str(a, colon + 1) : NULL;
    r->text = r->name ? r->name : r->code;
}

static ent_account row(ent_arena *a, const char *line)
{
    char *f[11];
    char *s = ent_arena_str(a, line);
    for (int i = 0; i < 11; i++) {
        f[i] = s;
        s += strcspn(s, "|");
        if (*s) {
            *s++ = 0;
        }
    }
    int64_t n = 0;
    ent_account x = {.doc = f[0], .date = {.start = ENT_DAY_NONE, .end = ENT_DAY_NONE}};
    assert_true(ent_parse_int(f[1], &n));
    x.sentence = (uint32_t)n;
    if (*f[2] == '~') {
        f[2]++;
        x.date.basis = ENT_BASIS_CONTEXT;
    }
    if (*f[2]) {
        x.date.start = ent_day_parse(f[2]);
        x.date.end = ent_day_parse(*f[3] ? f[3] : f[2]);
        assert_int_not_equal(x.date.start, ENT_DAY_NONE);
        assert_int_not_equal(x.date.end, ENT_DAY_NONE);
    }
    actor(a, &x.source, f[4]);
    actor(a, &x.target, f[5]);
    x.symmetric = *f[6] == '*';
    x.cameo = f[6] + (*f[6] == '*');
    x.status = (ent_status)(*f[7] ? ent_status_of(f[7]) : 0);
    assert_true((int)x.status >= 0);
    char *name = strchr(f[8], ':');
    if (name) {
        *name++ = 0;
        x.voice.name = name;
    }
    x.voice.kind = (ent_voice_kind)(*f[8] ? ent_voice_kind_of(f[8]) : 0);
    x.trigger = *f[9] ? f[9] : NULL;
    x.evidence = *f[10] ? f[10] : NULL;
    x.evidence_start = x.sentence * 100;
    x.evidence_end = x.evidence_start + (uint32_t)strlen(f[10]);
    x.confidence = NAN;
    ent_cameo_fill(cameo, &x);
    x.id = ent_account_id(a, &x);
    return x;
}

typedef struct fixture {
    ent_arena a;
    ent_account x[64];
    uint32_t count;
    ent_event_list events;
} fixture;

static void run(fixture *f, const char *const *lines)
{
    memset(f, 0, sizeof *f);
    for (; lines[f->count]; f->count++) {
        f->x[f->count] = row(&f->a, lines[f->count]);
    }
    ent_reconcile_accounts(rec, &f->events, f->x, f->count);
}

static void done(fixture *f)
{
    ent_event_list_free(&f->events);
    ent_arena_free(&f->a);
}

#define RUN(f, ...) run(f, (const char *const[]){__VA_ARGS__, NULL})

static void mutual_once(void **state)
{
    (void)state;
    fixture f;
    RUN(&f, "a|1|1972-02-21||USAGOV|CHNGOV|*044||||", "b|4|1972-02-21||CHNGOV|USAGOV|*044||||",
        "c|2|1972-02-21||CHN|USA|040||||");
    assert_int_equal(f.events.count, 1);
    assert_int_equal(f.events.items[0].documents, 3);
    assert_true(f.events.items[0].symmetric);
    assert_string_equal(f.events.items[0].cameo, "044");
    assert_int_equal(f.events.items[0].dispute_count, 0);
    done(&f);
}

static void month_holds_day(void **state)
{
    (void)state;
    fixture f;
    RUN(&f, "a|1|1960-11-01|1960-11-30|CUBGOV:Ernesto Guevara|CHN|042||||",
        "b|1|1960-11-17||CUBGOV:Guevara|CHN|042||||");
    assert_int_equal(f.events.count, 1);
    assert_int_equal(f.events.items[0].date.start, ent_day_ymd(1960, 11, 17));
    assert_string_equal(f.events.items[0].source.name, "Ernesto Guevara");
    done(&f);
    /* two days in that month: the month may mean either, so it stays apart */
    RUN(&f, "a|1|1960-11-01|1960-11-30|CUB|CHN|040||||", "b|1|1960-11-03||CUB|CHN|040||||",
        "c|1|1960-11-17||CUB|CHN|040||||");
    assert_int_equal(f.events.count, 3);
    done(&f);
}

static void not_the_same(void **state)
{
    (void)state;
    fixture f;
    RUN(&f, "a|1|1980-09-22||IRQ|IRN|138||||", "b|1|1980-09-22||IRQ|IRN|190||||",
        "c|1|1980-09-22||IRQ|IRN|112||||", "d|1|1980-09-22||IRN|IRQ|112||||",
        "e|1|1980-09-22||IRQREB|IRN|190||||", "f|1|1980-09-22||IRQ|IRN|190|planned|||",
        "g|1|1980-09-22||IRQ|KWT|190||||");
    assert_int_equal(f.events.count, 7);
    done(&f);
}

static const ent_dispute *about(const ent_event *e, ent_dispute_about about)
{
    for (uint32_t i = 0; i < e->dispute_count; i++) {
        if (e->disputes[i].about == about) {
            return &e->disputes[i];
        }
    }
    return NULL;
}

static void date_disputed(void **state)
{
    (void)state;
    fixture f;
    RUN(&f, "a|1|1960-09-28||CUB|CHN|054||||Cuba recognised the new state in a speech.",
        "b|2|1960-12-02||CUB|CHN|054||||Havana granted recognition in December of that year.",
        "c|9|1960-09-01|1960-09-30|CUB|CHN|054||||In September Havana recognised Peking.");
    assert_int_equal(f.events.count, 1);
    const ent_dispute *d = about(&f.events.items[0], ENT_DISPUTE_DATE);
    assert_non_null(d);
    assert_int_equal(d->position_count, 2);
    assert_false(d->open);
    assert_int_equal(d->positions[0].account_count, 2);
    assert_int_equal(f.events.items[0].date.start, ent_day_ymd(1960, 9, 28));
    done(&f);
}

static void occurrence_disputed(void **state)
{
    (void)state;
    fixture f;
    RUN(&f, "a|1|1983-10-05||LBY|TCD|195|||bombed|Libyan jets bombed the town.",
        "b|1|1983-10-05||LBY|TCD|195|denied|quoted:Tripoli|bombed|Tripoli denied the raid.");
    assert_int_equal(f.events.count, 1);
    const ent_dispute *d = about(&f.events.items[0], ENT_DISPUTE_OCCURRENCE);
    assert_non_null(d);
    assert_true(d->open);
    assert_int_equal(d->position_count, 2);
    done(&f);
}

static void kind_disputed(void **state)
{
    (void)state;
    fixture f;
    RUN(&f, "a|1|1983-10-25||USAMIL|GRD|192|||occupied|",
        "b|1|1983-10-25||USA|GRD|074|||protected|");
    assert_int_equal(f.events.count, 1);
    assert_non_null(about(&f.events.items[0], ENT_DISPUTE_KIND));
    done(&f);
}

static void direction_disputed(void **state)
{
    (void)state;
    fixture f;
    RUN(&f,
        "a|1|1969-03-02||CHNMIL|SUNMIL|193|||opened fire|Border guards opened fire on a patrol "
        "near the river island at dawn.",
        "b|1|1969-03-02||SUNMIL|CHNMIL|193|||opened fire|Troops opened fire on the border guards "
        "near the river island at dawn.");
    assert_int_equal(f.events.count, 1);
    assert_non_null(about(&f.events.items[0], ENT_DISPUTE_SOURCE));
    assert_non_null(about(&f.events.items[0], ENT_DISPUTE_TARGET));
    done(&f);
}

static void corrected(void **state)
{
    (void)state;
    fixture f;
    RUN(&f, "a|1|1971-07-10||USA|CHN|042||||Kissinger flew to Peking on 10 July.",
        "a|8|1971-07-09||USA|CHN|042||||Correction: Kissinger flew to Peking on 9 July.");
    assert_int_equal(f.events.count, 1);
    assert_int_equal(f.events.items[0].dispute_count, 0);
    assert_int_equal(f.events.items[0].date.start, ent_day_ymd(1971, 7, 9));
    done(&f);
}

static void reprints(void **state)
{
    (void)state;
    fixture f;
    RUN(&f, "a|1|1979-02-17||CHN|VNM|190||reprint:Wire Service||Forces crossed the border at dawn.",
        "b|1|1979-02-17||CHN|VNM|190||reprint:Wire Service||Forces crossed the border at dawn.",
        "c|1|1979-02-17||CHN|VNM|192||||Chinese divisions moved into the north.");
    assert_int_equal(f.events.count, 1);
    assert_int_equal(f.events.items[0].documents, 2);
    assert_int_equal(f.events.items[0].account_count, 3);
    done(&f);
}

static void chain_cut(void **state)
{
    (void)state;
    fixture f;
    /* the unnamed visit fits both, the two named visitors do not fit each other */
    RUN(&f, "a|1|1971-07-09||USAGOV:Henry Kissinger|CHN|042||||", "b|1|1971-07-09||USA|CHN|042||||",
        "c|1|1971-07-09||USAGOV:Richard Nixon|CHN|042||||");
    assert_int_equal(f.events.count, 2);
    done(&f);
}

/* Every order of the input gives the same bytes; so does block by block. */
static void order_free(void **state)
{
    (void)state;
    fixture f;
    RUN(&f, "a|1|1972-02-21||USAGOV|CHNGOV|*044||||", "b|4|1972-02-21||CHNGOV|USAGOV|*044||||",
        "a|2|1972-02-01|1972-02-29|USAGOV:Richard Nixon|CHN|042||||",
        "c|1|1960-09-28||CUB|CHN|054||||Cuba recognised the new state in a speech.",
        "d|2|1960-12-02||CUB|CHN|054||||Havana granted recognition in December of that year.",
        "e|1|1983-10-05||LBY|TCD|195|||bombed|Libyan jets bombed the town.",
        "g|1|1983-10-05||LBY|TCD|195|denied|quoted:Tripoli|bombed|Tripoli denied the raid.",
        "h|1|||LBY|TCD|195|denied|quoted:Tripoli|bombed|Tripoli again denied the raid.",
        "i|1|1972-01-01|1972-12-31|USAGOV:Nixon|CHN|042|||visit|");
    ent_buf want = {0};
    for (uint32_t i = 0; i < f.events.count; i++) {
        ent_event_json(&want, &f.events.items[i]);
        ent_buf_char(&want, '\n');
    }
    uint64_t seed = 1;
    for (int round = 0; round < 300; round++) {
        for (uint32_t i = f.count - 1; i > 0; i--) {
            seed = seed * 6364136223846793005ull + 1442695040888963407ull;
            uint32_t j = (uint32_t)((seed >> 33) % (i + 1));
            ent_account t = f.x[i];
            f.x[i] = f.x[j];
            f.x[j] = t;
        }
        ent_event_list again = {0};
        ent_reconcile_accounts(rec, &again, f.x, f.count);
        ent_buf got = {0};
        for (uint32_t i = 0; i < again.count; i++) {
            ent_event_json(&got, &again.items[i]);
            ent_buf_char(&got, '\n');
        }
        assert_string_equal(got.data, want.data);
        ent_buf_free(&got);
        ent_event_list_free(&again);
    }
    ent_buf_free(&want);
    done(&f);
}

static void blocks(void **state)
{
    (void)state;
    ent_arena a = {0};
    ent_account x = row(&a, "a|1|||CUBGOV|CHN|042||||");
    ent_account y = row(&a, "a|1|||CHNMIL|CUB|190||||");
    ent_account z = row(&a, "a|1|||IGOUNO|CUB|190||||");
    assert_string_equal(ent_reconcile_block(&x, &a), "CHN-CUB");
    assert_string_equal(ent_reconcile_block(&y, &a), "CHN-CUB");
    assert_string_equal(ent_reconcile_block(&z, &a), "CUB-IGOUNO");
    ent_arena_free(&a);
}

static void compared(void **state)
{
    (void)state;
    fixture f;
    ent_err err = {0};
    ent_buf b = {0};
    RUN(&f, "a|1|1972-02-21||USAGOV|CHNGOV|*044||||", "b|4|1972-02-21||CHNGOV|USAGOV|*044||||",
        "a|3|1960-09-28||CUB|CHN|054||||Cuba recognised the new state in a speech.",
        "b|2|1960-12-02||CUB|CHN|054||||Havana granted recognition in December of that year.",
        "b|9|1983-10-05||LBY|TCD|195|||bombed|Libyan jets bombed the town.");
    static const char *const docs[] = {"a", "b"};
    f.x[0].source.text = "Washington";
    f.x[1].target.text = "the imperialists";
    assert_int_equal(ent_reconcile_compare(rec, &b, f.events.items, f.events.count, f.x, f.count,
                                           docs, 2, "jsonl", NULL, &err),
                     0);
    assert_non_null(strstr(b.data, "{\"kind\":\"summary\",\"both\":2,\"some\":0,\"only\":1,"
                                   "\"disputes\":1}"));
    assert_non_null(strstr(b.data, "{\"kind\":\"words\",\"actor\":\"USAGOV\",\"words\":[{\"doc\":"
                                   "\"a\",\"text\":\"Washington\",\"n\":1},{\"doc\":\"b\",\"text\":"
                                   "\"the imperialists\",\"n\":1}]}"));
    assert_non_null(strstr(b.data, "{\"value\":\"1960-12-02\",\"documents\":[\"b\"]}"));
    b.len = 0;
    assert_int_equal(ent_reconcile_compare(rec, &b, f.events.items, f.events.count, f.x, f.count,
                                           docs, 2, "text", NULL, &err),
                     0);
    assert_non_null(strstr(b.data, "They differ (1)"));
    assert_non_null(strstr(b.data, "    b: \"the imperialists\""));
    assert_int_equal(ent_reconcile_compare(rec, &b, NULL, 0, NULL, 0, docs, 1, "text", NULL, &err),
                     ENT_EUSAGE);
    ent_buf_free(&b);
    done(&f);
}

/* A day that the narrative carries on does not make two acts one; the same words do. */
static void carried_day(void **state)
{
    (void)state;
    fixture f;
    RUN(&f,
        "a|1|1823-07-11||USAGOV|COL|050|||appointed|A consul was named for Santa Marta that day.",
        "a|5|~1823-07-11||USAGOV|COL|050|||opened|Posts were opened elsewhere at various times.");
    assert_int_equal(f.events.count, 2);
    done(&f);
    RUN(&f,
        "a|1|1823-07-11||USAGOV|COL|050|||appointed|A consul was named for Santa Marta that day.",
        "a|5|~1823-07-11||USAGOV|COL|050|||appointed|He was the first to be appointed.");
    assert_int_equal(f.events.count, 1);
    done(&f);
    /* nor does it gainsay another document's day */
    RUN(&f, "a|4|1930-05-31||USAGOV|LTU|050|||established|The legation was established at Kovno.",
        "b|9|~1930-06-30||USAGOV|LTU|050|||accredited|Earlier envoys had been accredited to three "
        "states.");
    assert_int_equal(f.events.count, 2);
    done(&f);
}

/* Two sentences side by side that give the same day and act anew tell of two deeds. */
static void told_anew(void **state)
{
    (void)state;
    fixture f;
    RUN(&f, "a|7|1782-10-08||NLD|USA|*057|||signed|A treaty of amity and commerce was signed.",
        "a|8|1782-10-08||NLD|USA|*057|||signed|They signed a convention on recaptured vessels.");
    assert_int_equal(f.events.count, 2);
    done(&f);
    RUN(&f, "a|7|1782-10-08||NLD|USA|*057|||signed|A treaty of amity and commerce was signed.",
        "b|8|1782-10-08||NLD|USA|*057|||signed|They signed a convention on recaptured vessels.");
    assert_int_equal(f.events.count, 1);
    done(&f);
}

/* A document says first the year, then the day of a deed that a dyad does once. */
static void summary_joins(void **state)
{
    (void)state;
    fixture f;
    RUN(&f, "a|1|1962-01-01|1962-12-31|USA|RWA|054|||recognized|Recognition came in 1962.",
        "a|4|1962-07-01||USA|RWA|054|||recognized|A message of that day recognized the republic.");
    assert_int_equal(f.events.count, 1);
    assert_int_equal(f.events.items[0].date.start, ent_day_ymd(1962, 7, 1));
    done(&f);
}

/* Who struck first is disputed; in a war that is under way both may have struck. */
static void first_blow(void **state)
{
    (void)state;
    fixture f;
    RUN(&f, "a|1|1967-06-05||ISR|EGY|190|||attacked|Israel attacked Egypt without warning.",
        "b|1|1967-06-05||EGY|ISR|190|||attacked|Egypt attacked Israel in the morning.");
    assert_int_equal(f.events.count, 1);
    assert_int_equal(f.events.items[0].dispute_count, 2);
    assert_int_equal(f.events.items[0].disputes[0].about, ENT_DISPUTE_SOURCE);
    assert_true(f.events.items[0].disputes[0].open);
    done(&f);
    RUN(&f, "a|1|1984-06-05||IRN|IRQ|190|||attacked|Units attacked near the river at dawn.",
        "b|1|1984-06-05||IRQ|IRN|190|||attacked|The northern towns were attacked again.",
        "b|3|1984-05-28||IRQ|IRN|190|||attacked|A week before, the front had moved.");
    assert_int_equal(f.events.count, 3);
    done(&f);
}

/* Days next to each other and one place: the day is disputed. */
static void one_place(void **state)
{
    (void)state;
    fixture f;
    RUN(&f, "a|1|1966-01-11||IND|PAK|*057|||signed|They signed the Tashkent Declaration.",
        "b|1|1966-01-10||IND|PAK|*057|||signed|Leaders signed an agreement at Tashkent.");
    assert_int_equal(f.events.count, 1);
    assert_int_equal(f.events.items[0].disputes[0].about, ENT_DISPUTE_DATE);
    done(&f);
    RUN(&f, "a|1|1966-01-11||IND|PAK|*057|||signed|They signed the Tashkent Declaration.",
        "b|1|1966-01-14||IND|PAK|*057|||signed|Ministers signed a protocol at Lahore.");
    assert_int_equal(f.events.count, 2);
    done(&f);
}

static uint32_t rivals(const fixture *f)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->events.count; i++) {
        n += f->events.items[i].rival_count;
    }
    return n;
}

/* One says that Sudan did it, the other that Ethiopia: both events say so, and none is merged. */
static void rival_doers(void **state)
{
    (void)state;
    fixture f;
    ent_buf b = {0};
    RUN(&f, "a|1|2011-06-14||SDN|SSD|194|||shelled|The army shelled a border village.",
        "b|1|2011-06-14||ETH|SSD|194|||shelled|Ethiopian troops shelled a border village.");
    assert_int_equal(f.events.count, 2);
    assert_int_equal(rivals(&f), 2);
    assert_string_equal(f.events.items[0].rivals[0].event, f.events.items[1].id);
    ent_event_json(&b, &f.events.items[0]);
    assert_non_null(strstr(b.data, "\"rivals\":[{\"about\":\"source\",\"event\":\"e"));
    ent_buf_free(&b);
    done(&f);
    /* a document that tells of both tells of two deeds, unless it offers them as alternatives */
    RUN(&f, "a|1|2011-06-14||SDN|SSD|194|||shelled|The army shelled a border village.",
        "a|2|2011-06-14||ETH|SSD|194|||shelled|Later ETH guns shelled a border village.");
    assert_int_equal(rivals(&f), 0);
    done(&f);
    RUN(&f, "a|1|2011-06-14||SDN|SSD|194|||shelled|It was shelled by troops of SDN or of ETH.",
        "a|1|2011-06-14||ETH|SSD|194|||shelled|It was shelled by troops of SDN or of ETH.");
    assert_int_equal(rivals(&f), 2);
    done(&f);
    /* two states may well recognise a third on one day */
    RUN(&f,
        "a|1|1991-12-25||USA|TJK|054|||recognized|He recognized its independence in an address.",
        "b|1|1991-12-25||GBR|TJK|054|||recognized|She recognized its independence in an address.");
    assert_int_equal(rivals(&f), 0);
    done(&f);
}

int main(void)
{
    ent_err err;
    if (ent_tables_open(&tables, NULL, 0, &err) < 0 || ent_reconcile_open(&rec, tables, &err) < 0 ||
        ent_cameo_open(&cameo, tables, &err) < 0) {
        fprintf(stderr, "%s: %s\n", err.place, err.message);
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mutual_once),
        cmocka_unit_test(month_holds_day),
        cmocka_unit_test(not_the_same),
        cmocka_unit_test(date_disputed),
        cmocka_unit_test(occurrence_disputed),
        cmocka_unit_test(kind_disputed),
        cmocka_unit_test(direction_disputed),
        cmocka_unit_test(corrected),
        cmocka_unit_test(reprints),
        cmocka_unit_test(chain_cut),
        cmocka_unit_test(order_free),
        cmocka_unit_test(blocks),
        cmocka_unit_test(compared),
        cmocka_unit_test(carried_day),
        cmocka_unit_test(told_anew),
        cmocka_unit_test(summary_joins),
        cmocka_unit_test(first_blow),
        cmocka_unit_test(one_place),
        cmocka_unit_test(rival_doers),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    ent_reconcile_close(rec);
    ent_cameo_free(cameo);
    ent_tables_free(tables);
    return failed;
}
