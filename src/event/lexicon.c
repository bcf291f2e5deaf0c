/* lexicon.c: reads the event tables (event/p*.tsv with a column "trigger", event/classes,
 * event/operators) into rules over numbered words. Does not look at text. */
#include "event_int.h"

static ent_sym intern(ent_lexicon *x, const char *s, size_t n)
{
    uint32_t id = ent_map_get(&x->syms, s, n);
    if (id != ENT_NONE) {
        return id;
    }
    if (!x->name_count) {
        *ENT_PUSH(&x->arena, x->name, x->name_count, x->name_cap) = "";
    }
    char *copy = ent_arena_strn(&x->arena, s, n);
    id = x->name_count;
    *ENT_PUSH(&x->arena, x->name, x->name_count, x->name_cap) = copy;
    ent_map_set(&x->syms, copy, n, id);
    return id;
}

ent_sym ent_event_lex_sym(const ent_lexicon *x, const char *s, size_t n)
{
    uint32_t id = ent_map_get(&x->syms, s, n);
    return id == ENT_NONE ? 0 : id;
}

/* Four bits of part of speech would be too fine: verb words, other words. */
uint32_t ent_event_lex_op(const ent_lexicon *x, ent_sym w, uint8_t upos)
{
    if (!w) {
        return 0;
    }
    return upos == ENT_VERB || upos == ENT_AUX ? x->op[w] & 0xffffu : x->op[w] >> 16;
}

static void names(ent_lexicon *x)
{
    struct {
        ent_sym *to;
        const char *name;
    } list[] = {{&x->subj, "subj"},   {&x->obj, "obj"},         {&x->iobj, "iobj"},
                {&x->prt, "prt"},     {&x->xcomp, "xcomp"},     {&x->ccomp, "ccomp"},
                {&x->adv, "adv"},     {&x->amod, "amod"},       {&x->comp, "comp"},
                {&x->poss, "poss"},   {&x->pair, "pair"},       {&x->between, "between"},
                {&x->of, "of"},       {&x->by, "by"},           {&x->with, "with"},
                {&x->gov, "gov"},     {&x->bare, "bare"},       {&x->acl, "acl"},
                {&x->advcl, "advcl"}, {&x->appos, "appos"},     {&x->mod, "mod"},
                {&x->conj, "conj"},   {&x->to, "to"},           {&x->from, "from"},
                {&x->on, "on"},       {&x->into, "into"},       {&x->in, "in"},
                {&x->for_, "for"},    {&x->against, "against"}, {&x->implied, "implied"},
                {&x->far, "far"}};
    for (size_t i = 0; i < ENT_COUNT(list); i++) {
        *list[i].to = intern(x, list[i].name, strlen(list[i].name));
    }
    static const char *const preps[] = {
        "about",   "above",      "across",  "after",   "along",  "alongside", "amid",  "among",
        "around",  "as",         "at",      "because", "before", "behind",    "below", "beside",
        "beyond",  "concerning", "despite", "during",  "inside", "like",      "near",  "off",
        "onto",    "outside",    "over",    "past",    "per",    "regarding", "since", "than",
        "through", "throughout", "toward",  "towards", "under",  "until",     "upon",  "versus",
        "via",     "within",     "without"};
    for (size_t i = 0; i < ENT_COUNT(preps); i++) {
        intern(x, preps[i], strlen(preps[i]));
    }
}

static ent_role role_of(ent_lexicon *x, const char *s, size_t n)
{
    const char *dot = memchr(s, '.', n);
    ent_role r = {0};
    if (dot) {
        r.outer = intern(x, s, (size_t)(dot - s));
        r.inner = intern(x, dot + 1, n - (size_t)(dot - s) - 1);
    } else {
        r.outer = intern(x, s, n);
    }
    return r;
}

static uint32_t class_of(ent_lexicon *x, const char *s, size_t n)
{
    for (uint32_t i = 0; i < x->cls_count; i++) {
        if (strlen(x->cls[i].name) == n && memcmp(x->cls[i].name, s, n) == 0) {
            return i;
        }
    }
    ENT_PUSH(&x->arena, x->cls, x->cls_count, x->cls_cap)->name = ent_arena_strn(&x->arena, s, n);
    return x->cls_count - 1;
}

static int by_sym(const void *p, const void *q)
{
    ent_sym a = *(const ent_sym *)p, b = *(const ent_sym *)q;
    return (a > b) - (a < b);
}

static void read_classes(ent_lexicon *x, const ent_table *t)
{
    uint32_t word = ent_table_column(t, "word");
    for (uint32_t r = 0; r < t->rows; r++) {
        const char *name = ent_table_cell(t, r, 0), *w = ent_table_cell(t, r, word);
        name += *name == '@';
        uint32_t k = class_of(x, name, strlen(name));
        while (*w) { /* one word a row, or several with | */
            size_t n = strcspn(w, "|");
            ent_sym s = intern(x, w, n);
            *ENT_PUSH(&x->arena, x->cls[k].word, x->cls[k].count, x->cls[k].cap) = s;
            w += n + (w[n] == '|');
        }
    }
    for (uint32_t i = 0; i < x->cls_count; i++) {
        if (x->cls[i].count) {
            qsort(x->cls[i].word, x->cls[i].count, sizeof(ent_sym), by_sym);
        }
    }
}

static void add_word(ent_lexicon *x, uint32_t value)
{
    *ENT_PUSH(&x->arena, x->word, x->word_count, x->word_cap) = value;
}

/* "obj:relation|tie|@pact" */
static bool read_constraint(ent_lexicon *x, const char *s, size_t n, ent_constraint *c)
{
    const char *colon = memchr(s, ':', n);
    if (!colon || colon == s) {
        return false;
    }
    memset(c, 0, sizeof *c);
    c->slot = role_of(x, s, (size_t)(colon - s));
    const char *end = s + n;
    for (int pass = 0; pass < 2; pass++) { /* words, then classes, so that each is one stretch */
        uint32_t *at = pass ? &c->cls : &c->word, *count = pass ? &c->cls_count : &c->word_count;
        *at = x->word_count;
        for (const char *p = colon + 1; p < end;) {
            size_t k = 0;
            while (p + k < end && p[k] != '|') {
                k++;
            }
            if (k && (*p == '@') == (pass == 1) && !(k == 1 && *p == '*')) {
                add_word(x, pass ? class_of(x, p + 1, k - 1) : intern(x, p, k));
                ++*count;
            }
            p += k + 1;
        }
    }
    return true;
}

static uint8_t read_places(ent_lexicon *x, const char *s, ent_role **out)
{
    ent_role *list = NULL;
    uint32_t n = 0, cap = 0;
    while (*s && strcmp(s, "-") != 0 && n < 16) {
        size_t k = strcspn(s, "|");
        *ENT_PUSH(&x->arena, list, n, cap) = role_of(x, s, k);
        s += k + (s[k] == '|');
    }
    *out = list;
    return (uint8_t)n;
}

static uint8_t pos_of(const char *s)
{
    return strcmp(s, "verb") == 0   ? ENT_POS_VERB
           : strcmp(s, "noun") == 0 ? ENT_POS_NOUN
           : strcmp(s, "adj") == 0  ? ENT_POS_ADJ
                                    : 0;
}

static int bad(const ent_tables *ts, const ent_table *t, uint32_t row, const char *what,
               ent_err *err)
{
    ent_arena a = {0};
    char *place = ent_table_place(ts, t, row, &a);
    int code = ent_fail(err, ENT_ETABLE, place, "%s", what);
    ent_arena_free(&a);
    return code;
}

static int read_rules(ent_lexicon *x, const ent_tables *ts, const ent_table *t, ent_err *err)
{
    static const char *const col[] = {"pos", "slots", "source", "target", "sym", "cameo", "status"};
    uint32_t at[ENT_COUNT(col)];
    for (size_t i = 0; i < ENT_COUNT(col); i++) {
        at[i] = ent_table_column(t, col[i]);
        if (at[i] == ENT_NONE) {
            return ent_fail(err, ENT_ETABLE, t->name, "there is no column %s", col[i]);
        }
    }
    for (uint32_t r = 0; r < t->rows; r++) {
        const char *trigger = ent_table_cell(t, r, 0), *cell[ENT_COUNT(col)];
        for (size_t i = 0; i < ENT_COUNT(col); i++) {
            cell[i] = ent_table_cell(t, r, at[i]);
        }
        ent_rule rule = {.trigger = intern(x, trigger, strlen(trigger)), .table = t, .row = r};
        rule.pos = pos_of(cell[0]);
        if (!rule.pos) {
            return bad(ts, t, r, "pos is verb, noun or adj", err);
        }
        ent_constraint *cons = NULL;
        uint32_t n = 0, cap = 0;
        for (const char *s = cell[1]; *s;) {
            size_t k = strcspn(s, " ");
            if (k && !(k == 1 && *s == '-') && n < 16 &&
                !read_constraint(x, s, k, ENT_PUSH(&x->arena, cons, n, cap))) {
                return bad(ts, t, r, "slots are slot:words, or -", err);
            }
            s += k + (s[k] == ' ');
        }
        rule.cons = cons;
        rule.cons_count = (uint8_t)n;
        rule.source_count = read_places(x, cell[2], &rule.source);
        rule.target_count = read_places(x, cell[3], &rule.target);
        rule.sym = cell[4][0] == 'y';
        if (strcmp(cell[5], "none") != 0) {
            int64_t root = 0;
            char two[3] = {cell[5][0], cell[5][0] ? cell[5][1] : 0, 0};
            if (!ent_parse_int(two, &root) || root < 1 || root > 20) {
                return bad(ts, t, r, "cameo is a code, or none", err);
            }
            rule.code = cell[5];
            rule.root = (uint8_t)root;
        }
        int status = cell[6][0] && cell[6][0] != '-' ? ent_status_of(cell[6]) : 255;
        rule.status = status < 0 ? 255 : (uint8_t)status;
        *ENT_PUSH(&x->arena, x->rules, x->rule_count, x->rule_cap) = rule;
    }
    return 0;
}

static const char *const op_names[] = {"light",  "neg",     "planned", "possible", "denied",
                                       "say",    "fact",    "ask",     "objctl",   "cause",
                                       "result", "despite", "undone",  "from",     "being"};

typedef struct raw_op {
    ent_sym w;
    uint32_t bits;
} raw_op;

static int read_operators(ent_lexicon *x, const ent_tables *ts, const ent_table *t, raw_op **out,
                          uint32_t *count, ent_err *err)
{
    uint32_t pos = ent_table_column(t, "pos"), effect = ent_table_column(t, "effect"), cap = 0;
    for (uint32_t r = 0; r < t->rows; r++) {
        const char *w = ent_table_cell(t, r, 0), *e = ent_table_cell(t, r, effect);
        raw_op *o = ENT_PUSH(&x->arena, *out, *count, cap);
        o->w = intern(x, w, strlen(w));
        while (*e) {
            size_t n = strcspn(e, "|"), k = 0;
            while (k < ENT_COUNT(op_names) &&
                   (strlen(op_names[k]) != n || memcmp(op_names[k], e, n) != 0)) {
                k++;
            }
            if (k == ENT_COUNT(op_names)) {
                return bad(ts, t, r, "no such effect", err);
            }
            o->bits |= strcmp(ent_table_cell(t, r, pos), "verb") == 0 ? 1u << k : 1u << (k + 16);
            e += n + (e[n] == '|');
        }
    }
    return 0;
}

typedef struct raw_prior {
    ent_sym w;
    uint8_t pos;
    uint32_t roots;
} raw_prior;

static int read_priors(ent_lexicon *x, const ent_tables *ts, const ent_table *t, raw_prior **out,
                       uint32_t *count, ent_err *err)
{
    uint32_t pos = ent_table_column(t, "pos"), roots = ent_table_column(t, "roots"), cap = 0;
    for (uint32_t r = 0; r < t->rows; r++) {
        const char *w = ent_table_cell(t, r, 0), *s = ent_table_cell(t, r, roots);
        raw_prior *p = ENT_PUSH(&x->arena, *out, *count, cap);
        p->w = intern(x, w, strlen(w));
        p->pos = pos_of(ent_table_cell(t, r, pos));
        while (*s) {
            uint32_t n = 0;
            for (; *s >= '0' && *s <= '9'; s++) {
                n = n * 10 + (uint32_t)(*s - '0');
            }
            if (n < 1 || n > 20 || (*s && *s != '|')) {
                return bad(ts, t, r, "roots are 01 to 20, separated by |", err);
            }
            p->roots |= 1u << n;
            s += *s == '|';
        }
    }
    return 0;
}

uint32_t ent_event_lex_prior(const ent_lexicon *x, ent_sym w, uint8_t pos)
{
    return w && x->prior[0] ? x->prior[pos == ENT_POS_VERB   ? 0
                                       : pos == ENT_POS_NOUN ? 1
                                                             : 2][w]
                            : 0;
}

static void read_senses(ent_lexicon *x, const ent_table *t)
{
    x->sense = ent_arena_zalloc(&x->arena, t->rows, sizeof *x->sense);
    for (uint32_t r = 0; r < t->rows; r++) {
        const char *w = ent_table_cell(t, r, 0);
        bool verb = strcmp(ent_table_cell(t, r, 1), "verb") == 0;
        for (uint32_t i = 0; i < 5; i++) {
            x->sense[r].name[i] = ent_table_cell(t, r, i + 2);
            x->sense[r].hash[i] = (uint32_t)ent_hash_str(x->sense[r].name[i], 0);
        }
        ent_map_set(verb ? &x->verb_sense : &x->noun_sense, w, strlen(w), r);
    }
    x->sense_count = t->rows;
}

const struct ent_sense *ent_event_lex_sense(const ent_lexicon *x, const char *w, uint8_t upos)
{
    const ent_map *m = upos == ENT_VERB                        ? &x->verb_sense
                       : upos == ENT_NOUN || upos == ENT_PROPN ? &x->noun_sense
                                                               : NULL;
    uint32_t i = m ? ent_map_get(m, w, strlen(w)) : ENT_NONE;
    return i == ENT_NONE ? NULL : &x->sense[i];
}

static int by_rule(const void *p, const void *q)
{
    const ent_rule *a = p, *b = q;
    if (a->trigger != b->trigger) {
        return a->trigger < b->trigger ? -1 : 1;
    }
    if (a->pos != b->pos) {
        return a->pos < b->pos ? -1 : 1;
    }
    int c = strcmp(a->table->name, b->table->name);
    return c ? c : (a->row > b->row) - (a->row < b->row);
}

static void index_rules(ent_lexicon *x)
{
    if (x->rule_count) {
        qsort(x->rules, x->rule_count, sizeof *x->rules, by_rule);
    }
    x->first = ent_arena_zalloc(&x->arena, x->name_count, sizeof *x->first);
    x->count = ent_arena_zalloc(&x->arena, x->name_count, sizeof *x->count);
    for (uint32_t i = 0; i < x->rule_count; i++) {
        ent_sym s = x->rules[i].trigger;
        if (!x->count[s]++) {
            x->first[s] = i;
        }
    }
}

/* Forms of the verbs of the rows: a lemma made by its ending alone may be no word ("bom" for
 * "bombed"), and the act would be lost. */
static void read_forms(ent_lexicon *x, const ent_table *t)
{
    uint32_t form = ent_table_column(t, "form"), lemma = ent_table_column(t, "lemma");
    x->form_lemma = ent_arena_zalloc(&x->arena, t->rows + 1, sizeof *x->form_lemma);
    for (uint32_t r = 0; r < t->rows; r++) {
        const char *w = ent_table_cell(t, r, form);
        x->form_lemma[r] = ent_table_cell(t, r, lemma);
        ent_map_set(&x->forms, w, strlen(w), r);
    }
}

const char *ent_event_lex_form(const ent_lexicon *x, const char *low)
{
    uint32_t i = ent_map_get(&x->forms, low, strlen(low));
    return i == ENT_NONE ? NULL : x->form_lemma[i];
}

int ent_event_lex_open(ent_lexicon *x, const ent_tables *ts, ent_err *err)
{
    memset(x, 0, sizeof *x);
    x->tables = ts;
    names(x);
    raw_op *ops = NULL;
    raw_prior *priors = NULL;
    uint32_t op_count = 0, prior_count = 0;
    int rc = 0;
    for (size_t i = 0; i < ent_tables_count(ts) && rc == 0; i++) {
        const char *stage = ent_tables_name(ts, i);
        const ent_table *t = strncmp(stage, "event/", 6) == 0 ? ent_tables_at(ts, i) : NULL;
        if (!t) {
            continue;
        }
        if (strcmp(t->name, "event/classes") == 0) {
            read_classes(x, t);
        } else if (strcmp(t->name, "event/priors") == 0) {
            rc = read_priors(x, ts, t, &priors, &prior_count, err);
        } else if (strcmp(t->name, "event/forms") == 0) {
            read_forms(x, t);
        } else if (strcmp(t->name, "event/senses") == 0) {
            read_senses(x, t);
        } else if (strcmp(t->name, "event/operators") == 0) {
            rc = read_operators(x, ts, t, &ops, &op_count, err);
        } else if (strncmp(t->name, "event/p", 7) == 0 && strcmp(t->header[0], "trigger") == 0) {
            rc = read_rules(x, ts, t, err);
        }
    }
    if (rc == 0) {
        index_rules(x);
        x->op = ent_arena_zalloc(&x->arena, x->name_count, sizeof *x->op);
        x->hash = ent_arena_zalloc(&x->arena, x->name_count, sizeof *x->hash);
        for (uint32_t i = 1; i < x->name_count; i++) {
            x->hash[i] = (uint32_t)ent_hash_str(x->name[i], 0);
        }
        for (uint32_t k = 0; k < 3; k++) {
            x->prior[k] = ent_arena_zalloc(&x->arena, x->name_count, sizeof *x->prior[k]);
        }
        for (uint32_t i = 0; i < prior_count; i++) {
            uint8_t p = priors[i].pos;
            x->prior[p == ENT_POS_VERB   ? 0
                     : p == ENT_POS_NOUN ? 1
                                         : 2][priors[i].w] |= priors[i].roots;
        }
        for (uint32_t i = 0; i < op_count; i++) {
            x->op[ops[i].w] |= ops[i].bits;
        }
    }
    return rc;
}

void ent_event_lex_close(ent_lexicon *x)
{
    ent_map_free(&x->syms);
    ent_map_free(&x->verb_sense);
    ent_map_free(&x->forms);
    ent_map_free(&x->noun_sense);
    ent_arena_free(&x->arena);
}
