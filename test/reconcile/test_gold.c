/* test_gold.c: scores reconciling on gold.tsv: pairwise precision, recall and F1 of "the same
 * deed", and of the disputes found. Fails below the floor. ENTENTE_GOLD_VERBOSE=1 names every
 * error. */
#include "reconcile/reconcile.h"

#include <math.h>
#include <setjmp.h>
#include <cmocka.h>

enum { FIELDS = 14, MAX_CASE = 32, MAX_CASES = 256 };

typedef struct gold_case {
    ent_account x[MAX_CASE];
    char event[MAX_CASE];
    const char *disputes[MAX_CASE];
    uint32_t line[MAX_CASE];
    uint32_t count;
} gold_case;

typedef struct score {
    int right, found, gold;
} score;

static ent_arena arena;
static ent_cameo *cameo;
static ent_reconciler *rec;
static gold_case *cases;
static uint32_t case_count;

/* CODE, CODE:Name, each with |the words of the text. */
static void read_actor(ent_actor_ref *r, char *s)
{
    char *bar = strchr(s, '|');
    if (bar) {
        *bar++ = 0;
    }
    char *colon = strchr(s, ':');
    if (colon) {
        *colon++ = 0;
    }
    bool wide = strncmp(s, "IGO", 3) == 0;
    r->code = s;
    r->state = wide ? NULL : ent_arena_strn(&arena, s, 3);
    r->role = !wide && strlen(s) >= 6 ? ent_arena_strn(&arena, s + 3, 3) : NULL;
    r->name = colon;
    r->text = bar ? bar : colon ? colon : s;
}

static ent_account read_account(char **f)
{
    int64_t n = 0;
    assert_true(ent_parse_int(f[4], &n));
    ent_account x = {.doc = f[3], .sentence = (uint32_t)n, .confidence = NAN};
    x.date = (ent_date){.start = ENT_DAY_NONE, .end = ENT_DAY_NONE};
    if (*f[5]) {
        x.date.start = ent_day_parse(f[5]);
        x.date.end = ent_day_parse(*f[6] ? f[6] : f[5]);
        assert_int_not_equal(x.date.start, ENT_DAY_NONE);
        assert_int_not_equal(x.date.end, ENT_DAY_NONE);
    }
    read_actor(&x.source, f[7]);
    read_actor(&x.target, f[8]);
    x.symmetric = *f[9] == '*';
    x.cameo = f[9] + x.symmetric;
    int status = *f[10] ? ent_status_of(f[10]) : 0;
    assert_true(status >= 0);
    x.status = (ent_status)status;
    char *name = strchr(f[11], ':');
    if (name) {
        *name++ = 0;
        x.voice.name = name;
    }
    int kind = *f[11] ? ent_voice_kind_of(f[11]) : 0;
    assert_true(kind >= 0);
    x.voice.kind = (ent_voice_kind)kind;
    x.trigger = *f[12] ? f[12] : NULL;
    x.evidence = *f[13] ? f[13] : NULL;
    x.evidence_start = x.sentence * 1000;
    x.evidence_end = x.evidence_start + (uint32_t)strlen(f[13]);
    ent_cameo_fill(cameo, &x);
    return x;
}

static void read_gold(void)
{
    char path[512], *data;
    size_t len;
    ent_err err = {0};
    const char *root = getenv("ENTENTE_ROOT");
    snprintf(path, sizeof path, "%s/test/reconcile/gold.tsv", root ? root : ".");
    assert_int_equal(ent_file_read(&data, &len, path, 1 << 24, &err), 0);
    char *s = ent_arena_strn(&arena, data, len), last[16] = "";
    uint32_t line = 0;
    free(data);
    cases = ent_arena_zalloc(&arena, MAX_CASES, sizeof *cases);
    while (*s) {
        char *f[FIELDS], *end = s + strcspn(s, "\n");
        bool more = *end != 0;
        *end = 0;
        line++;
        if (line > 1 && *s != '#' && *s) {
            for (int k = 0; k < FIELDS; k++) {
                f[k] = s;
                s += strcspn(s, "\t");
                *s = 0;
                s += s < end;
            }
            if (strcmp(last, f[0]) != 0) {
                assert_true(case_count < MAX_CASES);
                case_count++;
                snprintf(last, sizeof last, "%s", f[0]);
            }
            gold_case *c = &cases[case_count - 1];
            assert_true(c->count < MAX_CASE);
            uint32_t i = c->count++;
            c->x[i] = read_account(f);
            c->x[i].id = ent_arena_printf(&arena, "a%016x", line);
            c->event[i] = *f[1];
            c->disputes[i] = f[2];
            c->line[i] = line;
        }
        s = end + more;
    }
}

static bool listed(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *p = list; *p; p += strcspn(p, ",") + (p[strcspn(p, ",")] != 0)) {
        if (strcspn(p, ",") == n && strncmp(p, word, n) == 0) {
            return true;
        }
    }
    return false;
}

static void score_disputes(const gold_case *c, const ent_event_list *l, const uint32_t *of,
                           score *s, bool tell)
{
    for (uint32_t i = 0; i < c->count; i++) { /* those of the gold */
        for (int about = 0; about <= ENT_DISPUTE_OCCURRENCE; about++) {
            const char *name = ent_dispute_name((ent_dispute_about)about);
            if (!listed(c->disputes[i], name)) {
                continue;
            }
            const ent_event *e = &l->items[of[i]];
            bool hit = false;
            for (uint32_t k = 0; k < e->dispute_count; k++) {
                hit |= e->disputes[k].about == (ent_dispute_about)about;
            }
            s->gold++;
            s->right += hit;
            if (!hit && tell) {
                print_message("gold.tsv:%u: dispute about %s not found\n", c->line[i], name);
            }
        }
    }
    for (uint32_t k = 0; k < l->count; k++) {
        s->found += (int)l->items[k].dispute_count;
        for (uint32_t m = 0; tell && m < l->items[k].dispute_count; m++) {
            print_message("case of gold.tsv:%u: dispute about %s found\n", c->line[0],
                          ent_dispute_name(l->items[k].disputes[m].about));
        }
    }
}

static void score_case(const gold_case *c, score *pairs, score *disputes, int *disputed, bool tell)
{
    ent_event_list l = {0};
    uint32_t of[MAX_CASE] = {0};
    ent_reconcile_accounts(rec, &l, c->x, c->count);
    for (uint32_t k = 0; k < l.count; k++) {
        for (uint32_t m = 0; m < l.items[k].account_count; m++) {
            of[l.items[k].account_index[m]] = k;
        }
    }
    for (uint32_t i = 0; i < c->count; i++) {
        for (uint32_t j = 0; j < i; j++) {
            bool want = c->event[i] == c->event[j], have = of[i] == of[j];
            pairs->gold += want;
            pairs->found += have;
            pairs->right += want && have;
            *disputed += want && (*c->disputes[i] || *c->disputes[j]);
            if (want != have && tell) {
                print_message("gold.tsv:%u and :%u: %s\n", c->line[j], c->line[i],
                              have ? "merged, are two" : "apart, are one");
            }
        }
    }
    score_disputes(c, &l, of, disputes, tell);
    ent_event_list_free(&l);
}

static double f1(const score *s, const char *what)
{
    double p = s->found ? (double)s->right / s->found : 1,
           r = s->gold ? (double)s->right / s->gold : 1;
    double f = p + r > 0 ? 2 * p * r / (p + r) : 0;
    print_message("           %s: precision %.3f recall %.3f F1 %.3f (%d gold, %d found)\n", what,
                  p, r, f, s->gold, s->found);
    return f;
}

static void gold(void **state)
{
    (void)state;
    score pairs = {0}, disputes = {0};
    int all = 0, disputed = 0;
    bool tell = getenv("ENTENTE_GOLD_VERBOSE") != NULL;
    for (uint32_t k = 0; k < case_count; k++) {
        score_case(&cases[k], &pairs, &disputes, &disputed, tell);
        all += (int)(cases[k].count * (cases[k].count - 1) / 2);
    }
    print_message(
        "           %u cases, %d pairs: %d same (%d of events with a dispute), %d different\n",
        case_count, all, pairs.gold, disputed, all - pairs.gold);
    assert_true(all >= 300);
    assert_true(f1(&pairs, "pairs") >= 0.90);
    assert_true(f1(&disputes, "disputes") >= 0.80);
}

int main(void)
{
    ent_err err;
    ent_tables *tables;
    if (ent_tables_open(&tables, NULL, 0, &err) < 0 || ent_reconcile_open(&rec, tables, &err) < 0 ||
        ent_cameo_open(&cameo, tables, &err) < 0) {
        fprintf(stderr, "%s: %s\n", err.place, err.message);
        return 1;
    }
    read_gold();
    const struct CMUnitTest tests[] = {cmocka_unit_test(gold)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    ent_reconcile_close(rec);
    ent_cameo_free(cameo);
    ent_tables_free(tables);
    ent_arena_free(&arena);
    return failed;
}
