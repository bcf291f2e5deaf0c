/* relations.c: the public functions right of the waist: accounts, events, store, series, tables. */
#include "handle.h"

/* -- accounts and events --------------------------------------------------------------------- */

int ent_accounts_new(ent_accounts **out)
{
    *out = ent_calloc(1, sizeof **out);
    return 0;
}

int ent_accounts_add(ent_accounts *a, const ent_account *one)
{
    ent_account_list_add(&a->list, one);
    return 0;
}

int ent_accounts_take(ent_accounts *a, const ent_doc *d)
{
    for (uint32_t i = 0; i < d->account_count; i++) {
        ent_account_list_add(&a->list, &d->accounts[i]);
    }
    return 0;
}

static const char *state_of(const void *user, const char *code)
{
    ent_state_info info;
    const ent *e = user;
    bool known = ent_actor_state(e->shared->actors, code, &info);
    return known && strcmp(info.code, code) == 0 ? code : NULL;
}

int ent_accounts_parse(ent *e, ent_accounts *a, const char *line, size_t len)
{
    ent_account one;
    int rc = ent_account_parse(&one, &a->list.arena, line, len, &e->err);
    if (rc >= 0) {
        ent_cameo_complete(e->shared->cameo, &one);
        ent_account_complete(&one, &a->list.arena, state_of, e);
        *ENT_PUSH(&a->list.arena, a->list.items, a->list.count, a->list.cap) = one;
    }
    return rc;
}

size_t ent_accounts_count(const ent_accounts *a)
{
    return a->list.count;
}

const ent_account *ent_accounts_at(const ent_accounts *a, size_t i)
{
    return i < a->list.count ? &a->list.items[i] : NULL;
}

void ent_accounts_free(ent_accounts *a)
{
    if (a) {
        ent_account_list_free(&a->list);
        free(a);
    }
}

int ent_reconcile(ent_events **out, ent *e, const ent_accounts *a)
{
    *out = ent_calloc(1, sizeof **out);
    ent_reconcile_accounts(e->shared->reconciler, &(*out)->list, a->list.items, a->list.count);
    return 0;
}

size_t ent_events_count(const ent_events *v)
{
    return v->list.count;
}

void ent_events_free(ent_events *v)
{
    if (v) {
        ent_event_list_free(&v->list);
        free(v);
    }
}

static void jsonl_accounts(ent_buf *b, const ent_accounts *a)
{
    for (uint32_t i = 0; i < a->list.count; i++) {
        ent_account_json(b, &a->list.items[i]);
        ent_buf_char(b, '\n');
    }
}

int ent_accounts_write(ent *e, const ent_accounts *a, const char *format, ent_write_fn write,
                       void *user)
{
    ent_buf b = {0};
    if (strcmp(format, "jsonl") == 0) {
        jsonl_accounts(&b, a);
    } else {
        int rc = ent_show_accounts(&b, a->list.items, a->list.count, format,
                                   ent_relate_phrases(e->shared->relater), &e->err);
        if (rc < 0) {
            ent_buf_free(&b);
            return rc;
        }
    }
    return ent_hand_over(e, &b, write, user);
}

int ent_events_write(ent *e, const ent_events *v, const ent_accounts *accounts, const char *format,
                     ent_write_fn write, void *user)
{
    ent_buf b = {0};
    if (strcmp(format, "jsonl") == 0) {
        for (uint32_t i = 0; i < v->list.count; i++) {
            ent_event_json(&b, &v->list.items[i]);
            ent_buf_char(&b, '\n');
        }
        return ent_hand_over(e, &b, write, user);
    }
    int rc =
        ent_show_events(&b, v->list.items, v->list.count, accounts ? accounts->list.items : NULL,
                        accounts ? accounts->list.count : 0, format,
                        ent_relate_phrases(e->shared->relater), &e->err);
    if (rc < 0) {
        ent_buf_free(&b);
        return rc;
    }
    return ent_hand_over(e, &b, write, user);
}

/* -- the store ------------------------------------------------------------------------------- */

static void reconcile_block(void *user, ent_event_list *out, const ent_account *accounts,
                            uint32_t count)
{
    ent_reconcile_accounts(user, out, accounts, count);
}

static const char *block_key(void *user, const ent_account *one, ent_arena *a)
{
    (void)user;
    return ent_reconcile_block(one, a);
}

static bool has_claims(void *user, const ent_event *one, const ent_account *accounts)
{
    return ent_reconcile_claims(user, one, accounts);
}

static void note_rivals(void *user, ent_event_list *events, const ent_account *accounts)
{
    ent_reconcile_note_rivals(user, events, 0, accounts);
}

int ent_db_open(ent_db **out, ent *e, const char *path, int read_only)
{
    ent_db *db = ent_calloc(1, sizeof *db);
    db->e = e;
    db->options = (ent_store_options){.read_only = read_only != 0,
                                      .reconcile = reconcile_block,
                                      .block = block_key,
                                      .claims = has_claims,
                                      .rivals = note_rivals,
                                      .user = e->shared->reconciler,
                                      .rules = ent_reconcile_rules(e->shared->reconciler)};
    int rc = ent_store_open(&db->store, path, &db->options, &e->err);
    if (rc < 0) {
        free(db);
        return rc;
    }
    *out = db;
    return 0;
}

int ent_db_put(ent_db *db, const ent_doc *d)
{
    uint64_t content = ent_hash(d->text, d->len, ent_hash_str(ent_tables_id(db->e), 0));
    return ent_store_put(db->store, d->id, d->title.value, d->path, content, d->accounts,
                         d->account_count, &db->e->err);
}

int ent_db_put_accounts(ent_db *db, const char *doc, const ent_accounts *a)
{
    uint64_t content = 2;
    for (uint32_t i = 0; i < a->list.count; i++) {
        content = ent_hash_str(a->list.items[i].id, content);
    }
    return ent_store_put(db->store, doc, NULL, doc, content, a->list.items, a->list.count,
                         &db->e->err);
}

int ent_db_remove(ent_db *db, const char *doc)
{
    return ent_store_remove(db->store, doc, &db->e->err);
}

int ent_db_commit(ent_db *db)
{
    return ent_store_commit(db->store, &db->e->err);
}

static int store_query(ent *e, const ent_query *q, ent_store_query *out)
{
    *out = (ent_store_query){.from = ENT_DAY_NONE, .to = ENT_DAY_NONE};
    if (q && q->size != sizeof *q) {
        return ent_fail(&e->err, ENT_EUSAGE, "", "ent_query.size is not that of this library");
    }
    if (q) {
        *out = (ent_store_query){q->one, q->other, q->doc, q->id, q->from, q->to, q->limit};
    }
    return 0;
}

const char *ent_side_member(const char *list, uint32_t n, ent_arena *a)
{
    for (; list && n > 0; n--) {
        list = strchr(list, '+');
        list = list ? list + 1 : NULL;
    }
    return list && *list ? ent_arena_strn(a, list, strcspn(list, "+")) : NULL;
}

bool ent_several(const ent_store_query *q)
{
    return (q->one && strchr(q->one, '+')) || (q->other && strchr(q->other, '+'));
}

static int by_day(const void *p, const void *q)
{
    const ent_account *x = p, *y = q;
    if (x->date.start != y->date.start) {
        return x->date.start < y->date.start ? -1 : 1;
    }
    return strcmp(x->id, y->id);
}

/* What several look-ups gave, each account once, in the order of one look-up. */
static void merge_accounts(ent_account_list *l, uint32_t first, uint32_t limit)
{
    uint32_t kept = first;
    if (l->count > first) {
        qsort(l->items + first, l->count - first, sizeof *l->items, by_day);
    }
    for (uint32_t i = first; i < l->count; i++) {
        if (kept == first || strcmp(l->items[i].id, l->items[kept - 1].id) != 0) {
            l->items[kept++] = l->items[i];
        }
    }
    l->count = limit && kept - first > limit ? first + limit : kept;
}

/* Was the pair of these members met before, either way round? */
static bool met_before(const char *const (*met)[2], uint32_t n, const char *one, const char *other)
{
    for (uint32_t i = 0; i < n && one && other; i++) {
        if ((strcmp(met[i][0], one) == 0 && strcmp(met[i][1], other) == 0) ||
            (strcmp(met[i][0], other) == 0 && strcmp(met[i][1], one) == 0)) {
            return true;
        }
    }
    return false;
}

int ent_each_pair(ent_db *db, const char *one, const char *other, ent_store_query *q,
                  ent_pair_call call, void *user)
{
    ent_arena names = {0};
    const char *(*met)[2] = NULL;
    uint32_t n = 0, cap = 0;
    int rc = 0;
    for (uint32_t i = 0; rc >= 0 && (q->one = ent_side_member(one, i, &names)); i++) {
        for (uint32_t k = 0; rc >= 0; k++) {
            q->other = ent_side_member(other, k, &names);
            if (k > 0 && !q->other) {
                break;
            }
            if (q->other && met_before((const char *const(*)[2])met, n, q->one, q->other)) {
                continue; /* a state that stands on both sides */
            }
            const char **pair = *ENT_PUSH(&names, met, n, cap);
            pair[0] = q->one;
            pair[1] = q->other ? q->other : "";
            rc = call(user, db, q);
        }
    }
    ent_arena_free(&names);
    return rc;
}

int ent_pair_accounts(void *user, ent_db *db, const ent_store_query *q)
{
    return ent_store_accounts(user, db->store, q, &db->e->err);
}

int ent_db_accounts(ent_accounts *out, ent_db *db, const ent_query *q)
{
    ent_store_query sq;
    int rc = store_query(db->e, q, &sq);
    if (rc < 0 || !ent_several(&sq)) {
        return rc < 0 ? rc : ent_store_accounts(&out->list, db->store, &sq, &db->e->err);
    }
    uint32_t first = out->list.count;
    rc = ent_each_pair(db, q->one ? q->one : q->other, q->one ? q->other : NULL, &sq,
                       ent_pair_accounts, &out->list);
    if (rc >= 0) {
        merge_accounts(&out->list, first, q->limit);
    }
    return rc;
}

/* What several look-ups gave, each event once, in the order of one look-up. */
static void merge_events(ent_event_list *l, uint32_t first, uint32_t limit)
{
    uint32_t kept = first;
    if (l->count > first) {
        qsort(l->items + first, l->count - first, sizeof *l->items, ent_event_by_date);
    }
    for (uint32_t i = first; i < l->count; i++) {
        if (kept == first || strcmp(l->items[i].id, l->items[kept - 1].id) != 0) {
            l->items[kept++] = l->items[i];
        }
    }
    l->count = limit && kept - first > limit ? first + limit : kept;
}

/* Events of every member of both sides with anyone, each once. Each look-up gives the first ones:
 * the first of all are among them. */
static int events_of_all(ent_event_list *l, ent_db *db, const ent_query *q, ent_store_query *sq)
{
    const char *const sides[] = {q->one, q->other};
    uint32_t first = l->count;
    int rc = 0;
    ent_arena names = {0};
    sq->other = NULL;
    for (int s = 0; s < 2; s++) {
        for (uint32_t i = 0; rc >= 0 && (sq->one = ent_side_member(sides[s], i, &names)); i++) {
            rc = ent_store_events(l, db->store, sq, &db->e->err);
        }
    }
    ent_arena_free(&names);
    if (rc >= 0) {
        merge_events(l, first, q->limit);
    }
    return rc;
}

int ent_pair_events(void *user, ent_db *db, const ent_store_query *q)
{
    return ent_store_events(user, db->store, q, &db->e->err);
}

/* Events between the members of two sides. */
static int events_between(ent_event_list *l, ent_db *db, const ent_query *q, ent_store_query *sq)
{
    uint32_t first = l->count;
    int rc = ent_each_pair(db, q->one ? q->one : q->other, q->one ? q->other : NULL, sq,
                           ent_pair_events, l);
    if (rc >= 0) {
        merge_events(l, first, q->limit);
    }
    return rc;
}

int ent_db_list_events(ent_event_list *out, ent_db *db, const ent_query *q)
{
    ent_store_query sq;
    int rc = store_query(db->e, q, &sq);
    bool all = q && q->either && (q->one || q->other);
    return rc < 0             ? rc
           : all              ? events_of_all(out, db, q, &sq)
           : ent_several(&sq) ? events_between(out, db, q, &sq)
                              : ent_store_events(out, db->store, &sq, &db->e->err);
}

int ent_db_events(ent_events **out, ent_db *db, const ent_query *q)
{
    *out = ent_calloc(1, sizeof **out);
    int rc = ent_db_list_events(&(*out)->list, db, q);
    if (rc < 0) {
        ent_events_free(*out);
        *out = NULL;
    }
    return rc;
}

typedef struct doc_search {
    const char *doc;
    char *path;
} doc_search;

static int find_doc(void *user, const ent_store_doc *one)
{
    doc_search *d = user;
    if (strcmp(one->doc, d->doc) != 0) {
        return 0;
    }
    d->path = one->path ? strdup(one->path) : NULL;
    return 1;
}

char *ent_db_doc_path(ent_db *db, const char *doc)
{
    doc_search d = {doc, NULL};
    ent_store_docs(db->store, find_doc, &d, &db->e->err);
    return d.path;
}

int ent_db_check(ent_db *db, ent_write_fn write, void *user)
{
    ent_buf b = {0};
    int n = ent_store_check(db->store, &b, &db->e->err);
    int rc = ent_hand_over(db->e, &b, write, user);
    return n < 0 ? n : rc < 0 ? rc : n;
}

void ent_db_close(ent_db *db)
{
    if (db) {
        ent_store_close(db->store);
        free(db);
    }
}

/* -- relate and show ------------------------------------------------------------------------- */

int ent_unit_word(const char *by)
{
    static const char *const names[] = {"day", "week", "month", "quarter", "year"};
    for (int i = 0; i < (int)ENT_COUNT(names); i++) {
        if (!by || strcmp(by, names[i]) == 0) {
            return by ? i : ENT_BY_YEAR;
        }
    }
    return -1;
}

/* "USA+GBR" for "United States+Britain"; NULL where one of them is unknown. */
static const char *alliance(ent *e, const char *list)
{
    ent_buf b = {0};
    const char *code = list;
    while (code && *list) {
        size_t n = strcspn(list, "+");
        char *one = ent_arena_strn(&e->sides, list, n);
        code = ent_state_code(e, one);
        ent_buf_printf(&b, "%s%s", b.len ? "+" : "", code ? code : "");
        list += n + (list[n] == '+');
    }
    code = code && b.len ? ent_arena_strn(&e->sides, b.data, b.len) : NULL;
    ent_buf_free(&b);
    return code;
}

const char *ent_state_code(ent *e, const char *code_or_name)
{
    ent_state_info info;
    if (strchr(code_or_name, '+')) {
        return alliance(e, code_or_name);
    }
    if (ent_actor_state(e->shared->actors, code_or_name, &info)) {
        return info.code;
    }
    const char *near = ent_actor_nearest(e->shared->actors, code_or_name);
    ent_fail(&e->err, ENT_ENOTFOUND, code_or_name, "%s%s%s",
             near ? "no such state or actor: did you mean " : "no such state or actor",
             near ? near : "", near ? "?" : "");
    return NULL;
}

int ent_relation_options(ent *e, const ent_relation *r, ent_relate_options *out)
{
    if (r->size != sizeof *r) {
        return ent_fail(&e->err, ENT_EUSAGE, "", "ent_relation.size is not that of this library");
    }
    int by = ent_unit_word(r->by);
    if (by < 0) {
        return ent_fail(&e->err, ENT_EUSAGE, "",
                        "\"%s\" is not a period: day, week, month, quarter, year", r->by);
    }
    *out = (ent_relate_options){.one = r->one,
                                .other = r->other,
                                .directed = r->directed != 0,
                                .by = (ent_period_unit)by,
                                .measure = r->measure,
                                .from = r->from,
                                .to = r->to,
                                .spread = r->spread != 0};
    return 0;
}

int ent_relate(ent_series **out, ent *e, const ent_events *v, const ent_accounts *a, ent_db *db,
               const ent_relation *relation)
{
    ent_relate_options o;
    if (!v) {
        return db ? ent_relate_store(out, db, relation)
                  : ent_fail(&e->err, ENT_EUSAGE, "", "neither events nor a store were given");
    }
    int rc = ent_relation_options(e, relation, &o);
    return rc < 0 ? rc
                  : ent_relate_series(out, e->shared->relater, v->list.items, v->list.count,
                                      a ? a->list.items : NULL, a ? a->list.count : 0, &o, &e->err);
}

ent_show_options ent_view_options(const ent_view *view)
{
    return (ent_show_options){.width = view->width,
                              .colour = view->colour != 0,
                              .ascii = view->ascii != 0,
                              .evidence = view->evidence != 0,
                              .px_width = view->px_width,
                              .px_height = view->px_height};
}

int ent_series_write(ent *e, const ent_series *s, const char *format, const ent_view *view,
                     ent_write_fn write, void *user)
{
    ent_show_options o = {0};
    if (view && view->size != sizeof *view) {
        return ent_fail(&e->err, ENT_EUSAGE, "", "ent_view.size is not that of this library");
    }
    if (view) {
        o = ent_view_options(view);
    }
    ent_buf b = {0};
    if (strcmp(format, "why") == 0) {
        ent_show_why(&b, s, view ? view->day : ENT_DAY_NONE);
        return ent_hand_over(e, &b, write, user);
    }
    int rc = ent_show_series(&b, s, format, &o, &e->err);
    if (rc < 0) {
        ent_buf_free(&b);
        return rc;
    }
    return ent_hand_over(e, &b, write, user);
}

void ent_series_free(ent_series *s)
{
    ent_series_destroy(s);
}

/* -- tables ---------------------------------------------------------------------------------- */

static void list_tables(ent_buf *b, const ent_tables *ts)
{
    for (size_t i = 0; i < ent_tables_count(ts); i++) {
        const ent_table *t = ent_tables_at(ts, i);
        ent_buf_printf(b, "%s\t%u rows\n", t->name, t->rows);
    }
    ent_buf_printf(b, "# hash %s\n", ent_tables_hash(ts));
}

static void write_table(ent_buf *b, const ent_tables *ts, const ent_table *t)
{
    ent_arena a = {0};
    for (uint32_t c = 0; c < t->columns; c++) {
        ent_buf_printf(b, "%s\t", t->header[c]);
    }
    ent_buf_str(b, "row\n");
    for (uint32_t r = 0; r < t->rows; r++) {
        for (uint32_t c = 0; c < t->columns; c++) {
            ent_buf_printf(b, "%s\t", ent_table_cell(t, r, c));
        }
        ent_buf_printf(b, "%s\n", ent_table_place(ts, t, r, &a));
    }
    ent_arena_free(&a);
}

int ent_tables_write(ent *e, const char *name, ent_write_fn write, void *user)
{
    const ent_tables *ts = e->shared->tables;
    ent_buf b = {0};
    if (!name) {
        list_tables(&b, ts);
        return ent_hand_over(e, &b, write, user);
    }
    const ent_table *t = ent_tables_get(ts, name);
    if (!t) {
        return ent_fail(&e->err, ENT_ENOTFOUND, name, "there is no such table");
    }
    write_table(&b, ts, t);
    return ent_hand_over(e, &b, write, user);
}

int ent_tables_check(ent *e, ent_write_fn write, void *user)
{
    ent_buf b = {0};
    uint32_t n = ent_actor_check(e->shared->tables, &b);
    int rc = ent_hand_over(e, &b, write, user);
    return rc < 0 ? rc : (int)n;
}

int ent_tables_import(ent *e, const char *kind, const char *data, size_t len, ent_write_fn write,
                      void *user, ent_write_fn complain, void *complain_user)
{
    ent_buf out = {0}, messages = {0};
    int rc = ent_actor_import(kind, data, len, &out, &messages);
    if (rc < 0) {
        ent_fail(&e->err, rc, "", "\"%.40s\" cannot be imported%s", kind,
                 rc == ENT_EUSAGE ? "; kinds: petrarch-actors, petrarch-agents, cow, iso" : "");
    }
    int first = ent_hand_over(e, &out, write, user);
    int second = ent_hand_over(e, &messages, complain, complain_user);
    return rc < 0 ? rc : first < 0 ? first : second;
}
