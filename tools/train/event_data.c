/* event_data.c: documents and gold for the event trainer. In: texts, gold in JSON lines, the
 * lexicon's own examples. Out: parsed documents, their candidates, and which of these are right. */
#include "event_train.h"

#include <dirent.h>
#include <json-c/json.h>

const char *train_alias(const char *s)
{
    static const char *const pairs[][2] = {{"RUS", "SUN"}, {"PRC", "CHN"}, {"VDR", "VNM"},
                                           {"GFR", "DEU"}, {"UAR", "EGY"}, {"ROC", "TWN"}};
    for (size_t i = 0; s && i < ENT_COUNT(pairs); i++) {
        if (strcmp(s, pairs[i][0]) == 0) {
            return pairs[i][1];
        }
    }
    return s;
}

bool train_labelled(const corpus *c, uint32_t doc)
{
    return c->docs[doc].set == SET_READ || c->docs[doc].whole;
}

uint32_t train_add_doc(corpus *c, ent_doc *d, uint32_t set, uint32_t fold)
{
    document *x = ENT_PUSH(&c->arena, c->docs, c->doc_count, c->doc_cap);
    x->d = d;
    x->set = set;
    x->fold = fold;
    if (ent_code_doc(c->e, d, "refer", 0) < 0) {
        fprintf(stderr, "%s: %s\n", ent_doc_id(d), ent_last_error(c->e)->message);
    }
    return c->doc_count - 1;
}

static void read_file(corpus *c, const char *path, uint32_t set, uint32_t folds)
{
    ent_reader *r;
    ent_input in = {.size = sizeof in, .any_language = 1, .day = ENT_DAY_NONE};
    if (ent_reader_open(&r, c->e, path, &in) < 0) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(1);
    }
    ent_record *rec;
    int rc;
    while ((rc = ent_reader_next(&rec, r)) != 0) {
        if (rc < 0) {
            continue;
        }
        ent_doc *d;
        if (ent_read(&d, c->e, rec, &in) >= 0) {
            train_add_doc(c, d, set, c->doc_count % folds);
        }
        ent_record_drop(rec);
    }
    ent_reader_close(r);
}

void train_lines(const char *path, void (*call)(void *user, char *line, uint32_t number),
                 void *user)
{
    char *data;
    size_t len;
    ent_err err;
    uint32_t number = 0;
    if (ent_file_read(&data, &len, path, 64 << 20, &err) < 0) {
        fprintf(stderr, "%s\n", err.message);
        exit(1);
    }
    for (char *p = data; *p;) {
        char *nl = strchr(p, '\n'), *next = nl ? nl + 1 : p + strlen(p);
        if (nl) {
            *nl = 0;
        }
        call(user, p, ++number);
        p = next;
    }
    free(data);
}

ent_doc *train_text(corpus *c, const char *id, const char *text, int32_t day)
{
    ent_record *rec = ent_calloc(1, sizeof *rec);
    rec->data = ent_arena_str(&rec->arena, text);
    rec->len = strlen(text);
    rec->format = "text";
    rec->id = rec->path = ent_arena_str(&rec->arena, id);
    rec->day = day;
    ent_input in = {.size = sizeof in, .any_language = 1, .day = day};
    ent_doc *d = NULL;
    int rc = ent_read(&d, c->e, rec, &in);
    ent_record_drop(rec);
    return rc < 0 ? NULL : d;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **train_list_dir(corpus *c, const char *dir, const char *ending, uint32_t *n)
{
    size_t tail = ending ? strlen(ending) : 0;
    const char **names = NULL;
    uint32_t cap = 0;
    *n = 0;
    DIR *dp = opendir(dir);
    for (struct dirent *e; dp && (e = readdir(dp));) {
        size_t len = strlen(e->d_name);
        if (e->d_name[0] != '.' &&
            (!ending || (len > tail && strcmp(e->d_name + len - tail, ending) == 0))) {
            *ENT_PUSH(&c->arena, names, *n, cap) =
                ent_arena_printf(&c->arena, "%s/%s", dir, e->d_name);
        }
    }
    if (dp) {
        closedir(dp);
    }
    if (*n) {
        qsort(names, *n, sizeof *names, by_name);
    }
    return names;
}

static void read_dir(corpus *c, const char *dir, uint32_t set, uint32_t folds)
{
    uint32_t n;
    const char **names = train_list_dir(c, dir, NULL, &n);
    for (uint32_t i = 0; i < n; i++) {
        read_file(c, names[i], set, folds);
    }
}

/* -- gold -- */

static const char *get_string(json_object *o, const char *key, ent_arena *a)
{
    json_object *x = NULL;
    if (!json_object_object_get_ex(o, key, &x) || !x) {
        return NULL;
    }
    return ent_arena_str(a, json_object_get_string(x));
}

static uint32_t norm(const char *s, uint32_t *out, uint32_t max)
{
    uint32_t n = 0;
    while (*s && n < max) {
        while (*s && !((unsigned char)*s >= 128 || (*s >= '0' && *s <= '9') ||
                       (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z'))) {
            s++;
        }
        uint32_t h = 2166136261u, len = 0;
        for (; (unsigned char)*s >= 128 || (*s >= '0' && *s <= '9') || (*s >= 'a' && *s <= 'z') ||
               (*s >= 'A' && *s <= 'Z');
             s++, len++) {
            char ch = *s >= 'A' && *s <= 'Z' ? (char)(*s + 32) : *s;
            if ((unsigned char)ch < 128) {
                h = (h ^ (unsigned char)ch) * 16777619u;
            }
        }
        if (len) {
            out[n++] = h;
        }
    }
    return n;
}

static int by_u32(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* The sentence that shares most words with the gold's; ENT_NONE where none shares three fifths. */
uint32_t train_find_sentence(const ent_doc *d, const char *text)
{
    static uint32_t a[1024], b[1024];
    uint32_t n = norm(text, a, 1024), best = ENT_NONE;
    double top = 0;
    qsort(a, n, sizeof *a, by_u32);
    for (uint32_t i = 0; i < d->sent_count; i++) {
        char *s = strndup(d->text + d->sents[i].span.begin,
                          d->sents[i].span.end - d->sents[i].span.begin);
        uint32_t m = norm(s, b, 1024), same = 0;
        free(s);
        qsort(b, m, sizeof *b, by_u32);
        for (uint32_t x = 0, y = 0; x < n && y < m;) {
            if (a[x] == b[y]) {
                same++;
                x++;
                y++;
            } else if (a[x] < b[y]) {
                x++;
            } else {
                y++;
            }
        }
        uint32_t least = n < m ? n : m, most = n > m ? n : m;
        if (least >= 3 && same >= 0.6 * least && (double)same / most > top) {
            top = (double)same / most;
            best = i;
        }
    }
    return best;
}

static void add_gold(corpus *c, json_object *o, uint32_t first_doc)
{
    json_object *x = NULL, *codes = NULL;
    const char *doc = get_string(o, "doc", &c->arena),
               *sentence = get_string(o, "sentence", &c->arena);
    if (json_object_object_get_ex(o, "none", &x) || !doc || !sentence) {
        return;
    }
    for (uint32_t i = first_doc; i < c->doc_count; i++) {
        if (strcmp(ent_doc_id(c->docs[i].d), doc) != 0) {
            continue;
        }
        gold *g = ENT_PUSH(&c->arena, c->golds, c->gold_count, c->gold_cap);
        g->doc = i;
        g->sent = train_find_sentence(c->docs[i].d, sentence);
        g->source = train_alias(get_string(o, "source", &c->arena));
        g->target = train_alias(get_string(o, "target", &c->arena));
        g->source_role = get_string(o, "source_role", &c->arena);
        g->target_role = get_string(o, "target_role", &c->arena);
        g->trigger = get_string(o, "trigger", &c->arena);
        g->symmetric = json_object_object_get_ex(o, "symmetric", &x) && json_object_get_boolean(x);
        g->core = !json_object_object_get_ex(o, "core", &x) || json_object_get_boolean(x);
        const char *from = get_string(o, "start", &c->arena), *to = get_string(o, "end", &c->arena);
        g->from = from ? ent_day_parse(from) : ENT_DAY_NONE;
        g->to = to ? ent_day_parse(to) : ENT_DAY_NONE;
        g->dated = true;
        const char *status = get_string(o, "status", &c->arena);
        int s = status ? ent_status_of(status) : 0;
        g->status = (uint8_t)(s < 0 ? 0 : s);
        if (json_object_object_get_ex(o, "cameo", &codes)) {
            for (size_t k = 0; k < json_object_array_length(codes); k++) {
                const char *code = json_object_get_string(json_object_array_get_idx(codes, k));
                uint32_t root = (uint32_t)(code[0] - '0') * 10 + (uint32_t)(code[1] - '0');
                if (root >= 1 && root <= 20) {
                    g->roots |= 1u << root;
                    if (!k) {
                        g->best = root;
                        g->code = ent_arena_str(&c->arena, code);
                    }
                }
            }
        }
        return;
    }
}

typedef struct gold_file {
    corpus *c;
    uint32_t first_doc;
    void (*add)(corpus *, json_object *, uint32_t);
} gold_file;

static void gold_line(void *user, char *line, uint32_t number)
{
    const gold_file *f = user;
    json_object *o = json_tokener_parse(line);
    (void)number;
    if (o) {
        f->add(f->c, o, f->first_doc);
        json_object_put(o);
    }
}

static void read_lines(corpus *c, const char *path, uint32_t first_doc,
                       void (*add)(corpus *, json_object *, uint32_t))
{
    gold_file f = {c, first_doc, add};
    train_lines(path, gold_line, &f);
}

void load_narrative(corpus *c, const char *dir, uint32_t set, uint32_t folds)
{
    uint32_t first = c->doc_count;
    read_dir(c, ent_arena_printf(&c->arena, "%s/docs", dir), set, folds);
    read_lines(c, ent_arena_printf(&c->arena, "%s/gold.jsonl", dir), first, add_gold);
}

void load_lines(corpus *c, const char *docs, const char *golds, uint32_t set, uint32_t folds)
{
    uint32_t first = c->doc_count;
    read_file(c, docs, set, folds);
    read_lines(c, golds, first, add_gold);
}

/* Entries give a paragraph, a class and a date: the act is in the sentence of that paragraph that
 * has the date. What else such a text says is not known to be right or wrong. */
static void add_entry(corpus *c, json_object *o, uint32_t first_doc)
{
    static const struct {
        const char *name;
        uint32_t root;
        const char *code;
    } classes[] = {{"recognize", 5, "054"},
                   {"relate", 5, "050"},
                   {"break", 16, "161"},
                   {"upgrade", 5, "050"},
                   {"treaty", 5, "057"}};
    const char *doc = get_string(o, "doc", &c->arena), *text = get_string(o, "text", &c->arena);
    const char *date = get_string(o, "date", &c->arena), *class = get_string(o, "class", &c->arena);
    json_object *x = NULL;
    json_object_object_get_ex(o, "year", &x);
    int year = x ? json_object_get_int(x) : 0;
    for (uint32_t i = first_doc; i < c->doc_count && doc && text && class && year; i++) {
        ent_doc *d = c->docs[i].d;
        if (strcmp(ent_doc_id(d), doc) != 0) {
            continue;
        }
        int32_t from = date ? ent_day_parse(date) : ent_day_ymd(year, 1, 1);
        int32_t to = date ? from : ent_day_ymd(year, 12, 31);
        for (uint32_t k = 0; k < d->timex_count; k++) {
            const ent_timex *t = &d->timexes[k];
            const ent_sent *s = &d->sents[t->sent];
            char *words = strndup(d->text + s->span.begin, s->span.end - s->span.begin);
            bool here = strstr(text, words) && t->from >= from && t->to <= to;
            free(words);
            if (!here) {
                continue;
            }
            gold *g = ENT_PUSH(&c->arena, c->golds, c->gold_count, c->gold_cap);
            *g = (gold){.doc = i,
                        .sent = t->sent,
                        .from = from,
                        .to = to,
                        .dated = true,
                        .symmetric = true,
                        .core = true};
            g->source = "USA";
            g->target = train_alias(get_string(o, "b", &c->arena));
            for (size_t m = 0; m < ENT_COUNT(classes); m++) {
                if (strcmp(class, classes[m].name) == 0) {
                    g->best = classes[m].root;
                    g->code = classes[m].code;
                }
            }
            g->roots = 1u << g->best;
            return;
        }
    }
}

void load_rdcr(corpus *c, const char *dir, uint32_t folds)
{
    uint32_t first = c->doc_count;
    read_dir(c, ent_arena_printf(&c->arena, "%s/docs", dir), SET_GUIDES, folds);
    read_lines(c, ent_arena_printf(&c->arena, "%s/gold.jsonl", dir), first, add_entry);
}

/* -- the lexicon's examples -- */

static void expected(corpus *c, uint32_t doc, const char *s)
{
    while (*s) {
        char a[16] = "", b[16] = "", code[8] = "", status[16] = "";
        char sign = 0;
        size_t n = strcspn(s, ";");
        char *one = ent_arena_strn(&c->arena, s, n);
        int k = sscanf(one, " %15s %c %15s %7s %15s", a, &sign, b, code, status);
        s += n + (s[n] == ';');
        if (k < 4 || code[0] < '0' || code[0] > '2') {
            continue;
        }
        gold *g = ENT_PUSH(&c->arena, c->golds, c->gold_count, c->gold_cap);
        g->doc = doc;
        g->sent = 0;
        g->source =
            train_alias(ent_arena_strn(&c->arena, a, strlen(a) > 3 && a[0] != 'I' ? 3 : strlen(a)));
        g->target =
            train_alias(ent_arena_strn(&c->arena, b, strlen(b) > 3 && b[0] != 'I' ? 3 : strlen(b)));
        g->symmetric = sign == '=';
        g->best = (uint32_t)(code[0] - '0') * 10 + (uint32_t)(code[1] - '0');
        g->roots = 1u << g->best;
        g->code = ent_arena_str(&c->arena, code);
        int st = k > 4 ? ent_status_of(status) : 0;
        g->status = (uint8_t)(st < 0 ? 0 : st);
        g->from = g->to = ENT_DAY_NONE;
        g->core = true;
    }
}

void load_rows(corpus *c, uint32_t folds)
{
    ent_tables *ts = c->e->shared->tables;
    for (size_t i = 0; i < ent_tables_count(ts); i++) {
        const ent_table *t = ent_tables_at(ts, i);
        if (strncmp(t->name, "event/p", 7) != 0 || strcmp(t->header[0], "trigger") != 0) {
            continue;
        }
        uint32_t text = ent_table_column(t, "example"), expect = ent_table_column(t, "expect");
        for (uint32_t r = 0; r < t->rows; r++) {
            const char *s = ent_table_cell(t, r, text), *want = ent_table_cell(t, r, expect);
            if (!*s) {
                continue;
            }
            const char *id = ent_arena_printf(&c->arena, "%s-%u", t->name, r);
            ent_doc *d = train_text(c, id, s, ENT_DAY_NONE);
            if (d) {
                uint32_t k = train_add_doc(c, d, SET_ROWS, c->doc_count % folds);
                if (d->sent_count == 1) {
                    expected(c, k, want);
                }
            }
        }
    }
}

/* -- examples -- */

static bool side(const char *state, const char *role, const ent_actor *a, bool strict)
{
    const char *s = a->state ? a->state : a->code;
    char code[8] = "";
    if (!a->state && s) {
        snprintf(code, sizeof code, "%.6s", s);
        s = code;
    }
    if (state && (!s || strcmp(train_alias(s), state) != 0)) {
        return false;
    }
    return !strict || !role || (a->role && strcmp(a->role, role) == 0);
}

bool pair_fits(const ent_scene *v, const ent_cand *k, const gold *g)
{
    const ent_actor *a = &v->d->actors[v->party[k->source].actor];
    const ent_actor *b = &v->d->actors[v->party[k->target].actor];
    bool strict = !g->source || !g->target || strcmp(g->source, g->target) == 0;
    if (side(g->source, g->source_role, a, strict) && side(g->target, g->target_role, b, strict)) {
        return true;
    }
    return g->symmetric && side(g->source, g->source_role, b, strict) &&
           side(g->target, g->target_role, a, strict);
}

/* Whether a token is one of the words that gold gives as the trigger. */
static void cover(const ent_scene *v, const char *trigger, uint8_t *on)
{
    static uint32_t a[256], w[8];
    uint32_t n = trigger ? norm(trigger, a, 256) : 0;
    memset(on, 0, v->n);
    for (uint32_t i = 0; n && i < v->n; i++) { /* in a row */
        uint32_t k = 0, at = i;
        while (k < n && at < v->n) {
            uint32_t m = norm(v->t[at].form, w, 8);
            if (m && k + m <= n && memcmp(w, a + k, m * sizeof *w) == 0) {
                k += m;
            } else if (m) {
                break;
            }
            at++;
        }
        if (k == n) {
            memset(on + i, 1, at - i);
            return;
        }
    }
    for (uint32_t i = 0; i < v->n; i++) {
        uint32_t m = norm(v->t[i].form, w, 8);
        for (uint32_t k = 0; k < n && m == 1; k++) {
            on[i] |= w[0] == a[k];
        }
    }
}

static bool rooted(const ent_trigger *t, const ent_cand *k, const gold *g)
{
    return (t->rule_count && t->rule[0]->root && ((g->roots >> t->rule[0]->root) & 1)) ||
           (k->rule && k->rule->root && ((g->roots >> k->rule->root) & 1));
}

static void label(corpus *c, document *doc, uint32_t di, uint32_t si)
{
    scene *s = &doc->scenes[si];
    const ent_scene *v = &s->v;
    uint8_t *on = ent_arena_alloc(&doc->arena, v->n + 1u);
    uint32_t first = c->ex_count;
    for (uint32_t i = 0; i < s->cn; i++) {
        example *x = ENT_PUSH(&c->arena, c->ex, c->ex_count, c->ex_cap);
        *x =
            (example){.doc = di, .scene = si, .cand = i, .label = 0, .weight = 1, .gold = ENT_NONE};
    }
    for (uint32_t gi = 0; gi < c->gold_count; gi++) {
        const gold *g = &c->golds[gi];
        if (g->doc != di || g->sent != v->sent) {
            continue;
        }
        cover(v, g->trigger, on);
        /* which of the words is the trigger: one whose row gives the root, else the topmost */
        uint32_t best = ENT_NONE, best_rank = 0;
        for (uint32_t i = 0; i < s->cn; i++) {
            const ent_trigger *t = &s->t[s->cand[i].trigger];
            if (!pair_fits(v, &s->cand[i], g)) {
                continue;
            }
            bool covered = on[t->tok] || (t->support != ENT_NONE && on[t->support]);
            bool root = rooted(t, &s->cand[i], g);
            bool top = v->head[t->tok] == ENT_NONE || !on[v->head[t->tok]];
            bool near = t->gov != ENT_NONE && on[t->gov];
            uint32_t rank = !g->trigger ? (root ? 5 : 0)
                            : covered
                                ? 10u + (root ? 8 : 0) + (top ? 4 : 0) + (t->pos == ENT_POS_VERB)
                            : root ? 5
                            : near ? 3
                                   : 0;
            rank = rank ? rank * 8 + s->cand[i].fit_source + s->cand[i].fit_target : 0;
            if (rank > best_rank) {
                best_rank = rank;
                best = t->tok;
            }
        }
        for (uint32_t i = 0; i < s->cn && best != ENT_NONE; i++) {
            const ent_cand *k = &s->cand[i];
            const ent_trigger *t = &s->t[k->trigger];
            example *x = &c->ex[first + i];
            if (!pair_fits(v, k, g)) {
                continue;
            }
            if (t->tok == best) {
                if (x->label != 1 || (x->gold != ENT_NONE && !c->golds[x->gold].core)) {
                    x->gold = gi;
                }
                x->label = 1;
                x->weight = g->core ? 1.0f : train_labelled(c, di) ? 0.3f : 0.7f;
            } else if (x->label == 0 && (on[t->tok] || rooted(t, k, g))) {
                x->label = -1;
            }
        }
    }
}

/* In the guides only the acts of the two states of the title that bear on relations are known. */
static void forget(corpus *c, document *doc, uint32_t from)
{
    for (uint32_t i = from; i < c->ex_count; i++) {
        example *x = &c->ex[i];
        const scene *s = &doc->scenes[x->scene];
        const ent_cand *k = &s->cand[x->cand];
        const ent_actor *a = &doc->d->actors[s->v.party[k->source].actor];
        const ent_actor *b = &doc->d->actors[s->v.party[k->target].actor];
        bool usa = (a->state && strcmp(a->state, "USA") == 0) ||
                   (b->state && strcmp(b->state, "USA") == 0);
        bool code =
            k->rule && k->rule->code &&
            (strncmp(k->rule->code, "054", 3) == 0 || strncmp(k->rule->code, "161", 3) == 0);
        bool known = false;
        for (uint32_t g = doc->gold_first; g < doc->gold_end; g++) {
            known |= c->golds[g].sent == s->v.sent;
        }
        if (x->label == 0 && !(usa && code && !known)) {
            x->label = -1;
        }
    }
}

static void features_of(corpus *c, document *doc, uint32_t from)
{
    for (uint32_t i = from; i < c->ex_count; i++) {
        example *x = &c->ex[i];
        scene *s = &doc->scenes[x->scene];
        const ent_cand *k = &s->cand[x->cand];
        ent_features f = {.n = 0, .text = NULL};
        ent_event_feature_event(&s->v, &s->t[k->trigger], k, &f);
        x->feat = c->feat_count;
        x->feat_n = f.n;
        for (uint32_t j = 0; j < f.n; j++) {
            *ENT_PUSH(&c->arena, c->feat, c->feat_count, c->feat_cap) = f.key[j];
        }
    }
}

void make_examples(corpus *c)
{
    for (uint32_t g = c->gold_count; g-- > 0;) {
        document *doc = &c->docs[c->golds[g].doc];
        doc->gold_first = g;
        doc->gold_end = doc->gold_end ? doc->gold_end : g + 1;
    }
    for (uint32_t i = 0; i < c->doc_count; i++) {
        document *doc = &c->docs[i];
        ent_event_cast(&doc->cast, doc->d, &doc->arena);
        for (uint32_t k = 0; k < doc->d->sent_count; k++) {
            if (!(doc->d->sents[k].flags & ENT_SENT_PARSED) || doc->d->sents[k].count > 400) {
                continue;
            }
            scene *s = ENT_PUSH(&doc->arena, doc->scenes, doc->scene_count, doc->scene_cap);
            ent_event_make(&s->v, &c->e->shared->coder->lex, doc->d, &doc->cast, k, &doc->arena);
            if (s->v.party_count < 2) {
                doc->scene_count--;
                continue;
            }
            s->tn = ent_event_trigger_find(&s->v, &s->t);
            s->cn = ent_event_cand_find(&s->v, s->t, s->tn, &s->cand);
        }
        for (uint32_t k = 0; k < doc->scene_count; k++) {
            uint32_t from = c->ex_count;
            label(c, doc, i, k);
            if (doc->set == SET_GUIDES && !doc->whole) {
                forget(c, doc, from);
            }
            features_of(c, doc, from);
        }
    }
}
