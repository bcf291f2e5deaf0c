/* test_lexicon.c: the rows of data/event/p??_*.tsv: their form. Their examples are coded by
 * test_examples.c. */
#include "model/account.h"

#include <setjmp.h>
#include <cmocka.h>

enum { TRIGGER, POS, SLOTS, SOURCE, TARGET, SYM, CAMEO, STATUS, EXAMPLE, EXPECT, COLUMNS };

static const char *const columns[COLUMNS] = {"trigger", "pos",   "slots",  "source",  "target",
                                             "sym",     "cameo", "status", "example", "expect"};

static ent_tables *tables;
static ent_cameo *cameo;

static int setup(void **state)
{
    (void)state;
    ent_err err = {0};
    if (ent_tables_open(&tables, NULL, 0, &err) < 0 || ent_cameo_open(&cameo, tables, &err) < 0) {
        print_error("%s: %s\n", err.place, err.message);
        return -1;
    }
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    ent_cameo_free(cameo);
    ent_tables_free(tables);
    return 0;
}

static bool is_pattern_table(const ent_table *t)
{
    return strncmp(t->name, "event/p", 7) == 0 && strlen(t->name) > 10 && t->name[9] == '_';
}

static int faults;

static void fault(const ent_table *t, uint32_t row, const char *what, const char *word)
{
    if (faults++ < 20) {
        print_error("%s:%u: %s: %s\n", t->name, t->line[row], what, word);
    }
}

static bool one_of(const char *word, const char *const *list)
{
    for (; *list; list++) {
        if (strcmp(word, *list) == 0) {
            return true;
        }
    }
    return false;
}

/* Lower-case letters, hyphens, apostrophes; anything beyond ASCII is taken as a letter. */
static bool is_lemma(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (!(c >= 0x80 || (c >= 'a' && c <= 'z') || c == '-' || c == '\'' || c == '.')) {
            return false;
        }
    }
    return n > 0;
}

static bool known_class(const char *name, size_t n)
{
    const ent_table *t = ent_tables_get(tables, "event/classes");
    for (uint32_t r = 0; t && r < t->rows; r++) {
        const char *c = ent_table_cell(t, r, 0);
        if (strlen(c) == n && memcmp(c, name, n) == 0) {
            return true;
        }
    }
    return false;
}

/* "obj.amod": one or two relation or preposition names */
static bool is_place(const char *s, size_t n)
{
    const char *dot = memchr(s, '.', n);
    size_t m = dot ? (size_t)(dot - s) : n;
    return is_lemma(s, m) && (!dot || is_lemma(dot + 1, n - m - 1));
}

static void check_words(const ent_table *t, uint32_t r, const char *s, const char *end)
{
    while (s < end) {
        const char *bar = memchr(s, '|', (size_t)(end - s));
        size_t n = (size_t)((bar ? bar : end) - s);
        if (n > 1 && s[0] == '@') {
            if (!known_class(s + 1, n - 1)) {
                fault(t, r, "no such class", s);
            }
        } else if (!(n == 1 && s[0] == '*') && !is_lemma(s, n)) {
            fault(t, r, "not a lemma", s);
        }
        s += n + (bar != NULL);
    }
}

static void check_slots(const ent_table *t, uint32_t r, const char *s)
{
    if (strcmp(s, "-") == 0) {
        return;
    }
    while (*s) {
        size_t n = strcspn(s, " ");
        const char *colon = memchr(s, ':', n);
        if (!colon || !is_place(s, (size_t)(colon - s)) || colon + 1 == s + n) {
            fault(t, r, "not slot:words", s);
        } else {
            check_words(t, r, colon + 1, s + n);
        }
        s += n + (s[n] == ' ');
    }
}

static void check_places(const ent_table *t, uint32_t r, const char *s)
{
    if (strcmp(s, "-") == 0) {
        return;
    }
    while (*s) {
        size_t n = strcspn(s, "|");
        if (!is_place(s, n)) {
            fault(t, r, "not a place", s);
        }
        s += n + (s[n] == '|');
    }
}

/* "none", or "CUB > CHN 042; CUB = CHN 046" */
static void check_expect(const ent_table *t, uint32_t r, const char *s)
{
    if (strcmp(s, "none") == 0) {
        return;
    }
    while (*s) {
        char a[16], b[16], op[4], code[8];
        int used = 0;
        ent_cameo_row row;
        if (sscanf(s, "%15[A-Z] %3[>=] %15[A-Z] %7[0-9]%n", a, op, b, code, &used) != 4 ||
            strlen(op) != 1 || strlen(a) < 3 || strlen(b) < 3) {
            fault(t, r, "bad expectation", s);
            return;
        }
        if (!ent_cameo_find(cameo, code, &row) || strcmp(row.code, code) != 0) {
            fault(t, r, "unknown code expected", code);
        }
        s += used;
        s += strspn(s, "; ");
    }
}

static void check_row(const ent_table *t, uint32_t r)
{
    static const char *const pos[] = {"verb", "noun", "adj", NULL};
    static const char *const status[] = {"-", "planned", "possible", "denied", "negated", NULL};
    const char *const *c = t->cell + (size_t)r * t->columns;
    if (!is_lemma(c[TRIGGER], strlen(c[TRIGGER]))) {
        fault(t, r, "not a lemma", c[TRIGGER]);
    }
    if (!one_of(c[POS], pos)) {
        fault(t, r, "unknown part of speech", c[POS]);
    }
    if (!one_of(c[STATUS], status)) {
        fault(t, r, "unknown status", c[STATUS]);
    }
    if (strcmp(c[SYM], "y") != 0 && strcmp(c[SYM], "-") != 0) {
        fault(t, r, "sym is y or -", c[SYM]);
    }
    check_slots(t, r, c[SLOTS]);
    check_places(t, r, c[SOURCE]);
    check_places(t, r, c[TARGET]);
    ent_cameo_row row;
    bool none = strcmp(c[CAMEO], "none") == 0;
    if (!none && (!ent_cameo_find(cameo, c[CAMEO], &row) || strcmp(row.code, c[CAMEO]) != 0)) {
        fault(t, r, "unknown code", c[CAMEO]);
    }
    /* a file holds one root; pxx what is no event */
    if (none ? strncmp(t->name, "event/pxx_", 10) != 0 : strncmp(t->name + 7, c[CAMEO], 2) != 0) {
        fault(t, r, "in the wrong file", c[CAMEO]);
    }
    if (strlen(c[EXAMPLE]) < 8 || strchr(c[EXAMPLE], '{')) {
        fault(t, r, "no example", c[EXAMPLE]);
    }
    check_expect(t, r, c[EXPECT]);
}

static void form(void **state)
{
    (void)state;
    uint32_t rows = 0;
    ent_map seen = {0};
    ent_arena a = {0};
    for (size_t i = 0; i < ent_tables_count(tables); i++) {
        const ent_table *t = ent_tables_at(tables, i);
        if (!is_pattern_table(t)) {
            continue;
        }
        assert_int_equal(t->columns, COLUMNS);
        for (uint32_t c = 0; c < COLUMNS; c++) {
            assert_string_equal(t->header[c], columns[c]);
        }
        for (uint32_t r = 0; r < t->rows; r++, rows++) {
            const char *const *c = t->cell + (size_t)r * t->columns;
            check_row(t, r);
            if (r && strcmp(c[TRIGGER], (c - t->columns)[TRIGGER]) < 0) {
                fault(t, r, "not sorted", c[TRIGGER]);
            }
            char *key = ent_arena_printf(&a, "%s\t%s\t%s", c[TRIGGER], c[POS], c[SLOTS]);
            if (ent_map_get(&seen, key, strlen(key)) != ENT_NONE) {
                fault(t, r, "the same pattern twice", key);
            }
            ent_map_set(&seen, key, strlen(key), rows);
        }
    }
    print_message("%u rows, %d faults\n", rows, faults);
    ent_map_free(&seen);
    ent_arena_free(&a);
    assert_true(rows > 1000);
    assert_int_equal(faults, 0);
}

static void classes(void **state)
{
    (void)state;
    const ent_table *t = ent_tables_get(tables, "event/classes");
    assert_non_null(t);
    assert_int_equal(t->columns, 2);
    for (uint32_t r = 0; r < t->rows; r++) {
        const char *const *c = t->cell + (size_t)r * 2;
        assert_true(is_lemma(c[0], strlen(c[0])));
        assert_true(is_lemma(c[1], strlen(c[1])));
        if (r) {
            int o = strcmp((c - 2)[0], c[0]);
            assert_true(o < 0 || (o == 0 && strcmp((c - 2)[1], c[1]) < 0));
        }
    }
}

/* Every form leads to a verb that has rows, and is none itself. */
static void forms(void **state)
{
    (void)state;
    ent_map verbs = {0};
    for (size_t i = 0; i < ent_tables_count(tables); i++) {
        const ent_table *t = ent_tables_at(tables, i);
        for (uint32_t r = 0; is_pattern_table(t) && r < t->rows; r++) {
            if (strcmp(ent_table_cell(t, r, POS), "verb") == 0) {
                const char *w = ent_table_cell(t, r, TRIGGER);
                ent_map_set(&verbs, w, strlen(w), r);
            }
        }
    }
    const ent_table *t = ent_tables_get(tables, "event/forms");
    assert_non_null(t);
    for (uint32_t r = 0; r < t->rows; r++) {
        const char *form_ = ent_table_cell(t, r, 0), *lemma = ent_table_cell(t, r, 1);
        if (ent_map_get(&verbs, lemma, strlen(lemma)) == ENT_NONE) {
            fault(t, r, "no row has this verb", lemma);
        }
        if (ent_map_get(&verbs, form_, strlen(form_)) != ENT_NONE) {
            fault(t, r, "is a verb of its own", form_);
        }
        if (r && strcmp(ent_table_cell(t, r - 1, 0), form_) >= 0) {
            fault(t, r, "not sorted", form_);
        }
    }
    ent_map_free(&verbs);
    assert_int_equal(faults, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(form), cmocka_unit_test(classes),
                                       cmocka_unit_test(forms)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
