/* relate.c: opens what relate needs and makes a series, step by step. In: events, accounts,
 * options. Out: an ent_series. It reads no file and resolves no names. */
#include "relate_int.h"

#include <math.h>

int ent_relate_open(ent_relater **out, const ent_tables *t, ent_err *err)
{
    ent_relater *r = ent_calloc(1, sizeof *r);
    r->tables = t;
    r->plover = ent_tables_get(t, "event/plover_scores");
    if (!r->plover) {
        free(r);
        return ent_fail(err, ENT_ETABLE, "event/plover_scores", "there is no such table");
    }
    ent_relate_scores_open(r);
    int rc = ent_relate_status_open(&r->status, t, err);
    rc = rc < 0 ? rc : ent_phrases_open(&r->phrases, t, err);
    if (rc < 0) {
        free(r);
        return rc;
    }
    *out = r;
    return 0;
}

void ent_relate_close(ent_relater *r)
{
    if (r) {
        ent_phrases_free(r->phrases);
        free(r);
    }
}

const ent_phrases *ent_relate_phrases(const ent_relater *r)
{
    return r->phrases;
}

/* "United Kingdom + France" for "GBR+FRA" */
static const char *side_name(ent_series *s, const ent_relater *r, const char *list, int32_t day)
{
    ent_relate_set set;
    ent_buf b = {0};
    ent_relate_set_read(&set, list, NULL);
    for (uint32_t i = 0; i < set.count; i++) {
        char code[64];
        snprintf(code, sizeof code, "%.*s", (int)set.len[i], set.code[i]);
        ent_buf_str(&b, i ? " + " : "");
        ent_buf_str(&b, ent_phrase_name_on(r->phrases, code, day));
    }
    char *name = ent_arena_str(&s->arena, b.data ? b.data : "");
    ent_buf_free(&b);
    return name;
}

/* A code that nobody knows, where it found no event either, is a slip of the pen. */
static int check_side(const ent_relater *r, const char *list, ent_err *err)
{
    ent_relate_set set;
    int rc = list ? ent_relate_set_read(&set, list, err) : 0;
    for (uint32_t i = 0; list && rc == 0 && i < set.count; i++) {
        char code[64];
        snprintf(code, sizeof code, "%.*s", (int)set.len[i], set.code[i]);
        if (strlen(code) == 3 && !ent_phrase_known(r->phrases, code)) {
            const char *near = ent_phrase_nearest(r->phrases, code);
            return ent_fail(err, ENT_EUSAGE, "", "\"%s\" is no state that the tables know%s%s%s",
                            code, near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
        }
    }
    return rc;
}

static int check_options(const ent_relate_options *o, ent_err *err)
{
    if (!o->one || !*o->one) {
        return ent_fail(err, ENT_EUSAGE, "", "no state was named");
    }
    if (ent_relate_measure_of(o->measure) < 0) {
        return ent_fail(err, ENT_EUSAGE, "",
                        "measure \"%.40s\" is not one of goldstein, goldstein_mean, cooperation, "
                        "conflict, net, logodds, count, plover, plover_mean",
                        o->measure);
    }
    if (o->from != ENT_DAY_NONE && o->to != ENT_DAY_NONE && o->from > o->to) {
        char a[16], b[16];
        return ent_fail(err, ENT_EUSAGE, "", "the period ends (%s) before it begins (%s)",
                        ent_day_format(o->to, a), ent_day_format(o->from, b));
    }
    ent_relate_set one, other;
    int rc = ent_relate_set_read(&one, o->one, err);
    if (rc < 0 || !o->other) {
        return rc;
    }
    rc = ent_relate_set_read(&other, o->other, err);
    if (rc == 0) {
        for (uint32_t i = 0; i < one.count; i++) {
            for (uint32_t j = 0; j < other.count; j++) {
                if (one.len[i] == other.len[j] &&
                    memcmp(one.code[i], other.code[j], one.len[i]) == 0) {
                    return ent_fail(err, ENT_EUSAGE, "",
                                    "%.*s stands on both sides; a dyad needs two different actors",
                                    (int)one.len[i], one.code[i]);
                }
            }
        }
    }
    return rc;
}

/* -- the evidence --------------------------------------------------------------------------- */

static int by_id(const void *x, const void *y)
{
    return strcmp((*(const ent_account *const *)x)->id, (*(const ent_account *const *)y)->id);
}

typedef struct keyed {
    uint64_t key;
    uint32_t index;
} keyed;

static int by_key(const void *x, const void *y)
{
    const keyed *a = x, *b = y;
    return a->key != b->key ? (a->key < b->key ? -1 : 1) : a->index < b->index ? -1 : 1;
}

#define DIGIT 11 /* bits */

/* One pass of a radix sort, from one list into another. */
static void sort_digit(const keyed *from, keyed *to, uint32_t n, int shift, uint32_t *start)
{
    memset(start, 0, ((1u << DIGIT) + 1) * sizeof *start);
    for (uint32_t i = 0; i < n; i++) {
        start[(from[i].key >> shift & ((1u << DIGIT) - 1)) + 1]++;
    }
    for (uint32_t i = 0; i < 1u << DIGIT; i++) {
        start[i + 1] += start[i];
    }
    for (uint32_t i = 0; i < n; i++) {
        to[start[from[i].key >> shift & ((1u << DIGIT) - 1)]++] = from[i];
    }
}

/* Puts in order what is nearly so; false where it was not and would take long. */
static bool sort_rest(keyed *list, uint32_t n)
{
    uint64_t moves = 0;
    for (uint32_t i = 1; i < n; i++) {
        keyed one = list[i];
        uint32_t k = i;
        for (; k > 0 && by_key(&list[k - 1], &one) > 0; k--) {
            list[k] = list[k - 1];
            moves++;
        }
        list[k] = one;
        if (moves > 8 * (uint64_t)n) {
            return false;
        }
    }
    return true;
}

/* Ids are hashes, or numbers one after another: the 22 highest bits in which they differ nearly
 * tell their order. Two passes by them, and one that puts right the rest. */
static void sort_keys(keyed *list, uint32_t n)
{
    keyed *other = ent_alloc(((size_t)n + 1) * sizeof *other);
    uint32_t *start = ent_alloc(((1u << DIGIT) + 1) * sizeof *start);
    uint64_t differ = 0;
    int high = 0;
    for (uint32_t i = 1; i < n; i++) {
        differ |= list[i].key ^ list[0].key;
    }
    for (; high < 64 && differ >> high; high++) {
    }
    int low = high > 2 * DIGIT ? high - 2 * DIGIT : 0;
    sort_digit(list, other, n, low, start);
    sort_digit(other, list, n, low + DIGIT, start);
    if (!sort_rest(list, n)) {
        qsort(list, n, sizeof *list, by_key);
    }
    free(other);
    free(start);
}

/* The accounts, sorted by id. */
static void keep_accounts(ent_series *s, const ent_account *accounts, uint32_t count)
{
    keyed *list = ent_alloc(((size_t)count + 1) * sizeof *list);
    s->accounts = ent_arena_alloc(&s->arena, ((size_t)count + 1) * sizeof *s->accounts);
    s->account_count = count;
    bool numbers = true;
    for (uint32_t i = 0; i < count && numbers; i++) {
        if (i + 32 < count) { /* ids lie scattered: ask for them before they are needed */
            __builtin_prefetch(&accounts[i + 32].id);
            __builtin_prefetch(accounts[i + 16].id);
        }
        list[i].index = i;
        numbers = ent_account_key(accounts[i].id, &list[i].key);
    }
    if (numbers && count) {
        uint64_t *keys = ent_arena_alloc(&s->arena, (size_t)count * sizeof *keys);
        if (count > 20000) {
            sort_keys(list, count);
        } else {
            qsort(list, count, sizeof *list, by_key);
        }
        for (uint32_t i = 0; i < count; i++) {
            s->accounts[i] = &accounts[list[i].index];
            keys[i] = list[i].key;
        }
        s->account_keys = keys;
    } else {
        for (uint32_t i = 0; i < count; i++) {
            s->accounts[i] = &accounts[i];
        }
        qsort(s->accounts, count, sizeof *s->accounts, by_id);
    }
    free(list);
}

void ent_relate_note(ent_series *s, const char *sentence)
{
    s->note = s->note ? ent_arena_printf(&s->arena, "%s %s", s->note, sentence) : sentence;
}

/* The first days of the first event and of the last, or of their months. */
static void extent(const ent_series *s, int32_t *first, int32_t *last)
{
    *first = INT32_MAX;
    *last = INT32_MIN;
    if (s->event_count) { /* they are in order */
        *first = s->events[0]->date.start;
        *last = s->events[s->event_count - 1]->date.start;
    }
    for (uint32_t i = 0; i < s->tally_count; i++) {
        int32_t day = s->tallies[i].like.date.start;
        *first = day < *first ? day : *first;
        *last = day > *last ? day : *last;
    }
}

/* A state that the tables do not know to have been there in the time of the events, or asked for.
 */
static void note_existence(ent_series *s, const ent_relater *r, const char *code,
                           const ent_relate_options *o)
{
    if (!code || strchr(code, '+') || strchr(code, ',')) {
        return;
    }
    const char *from = ent_phrase_code(r->phrases, code, "from");
    const char *to = ent_phrase_code(r->phrases, code, "to");
    int32_t a = ent_day_parse(from), b = ent_day_parse(to);
    int32_t first, last;
    if (s->total) {
        extent(s, &first, &last);
    } else {
        first = o->from != ENT_DAY_NONE ? o->from : INT32_MIN;
        last = o->to != ENT_DAY_NONE ? o->to : INT32_MAX;
    }
    bool early = a != ENT_DAY_NONE && last < a;
    bool late = b != ENT_DAY_NONE && first > b;
    if (early || late) {
        const char *name = ent_phrase_name_on(r->phrases, code, last);
        ent_relate_note(
            s, ent_arena_printf(&s->arena, "The tables have %s %s %s; %s %s.", name,
                                early ? "from" : "until", early ? from : to,
                                s->total ? "all its events here are" : "the time asked for is",
                                early ? "earlier" : "later"));
    }
}

static void notes(ent_series *s, const ent_phrases *p, const ent_relate_options *o)
{
    if (s->total + s->undated_count + s->apart_count == 0) {
        ent_buf b = {0};
        ent_buf_str(&b, "There is no event between ");
        ent_phrase_named(&b, p, s->one_name);
        ent_buf_str(&b, " and ");
        ent_phrase_named(&b, p, s->other_name ? s->other_name : "anyone");
        bool window = o->from != ENT_DAY_NONE || o->to != ENT_DAY_NONE;
        ent_buf_str(&b, window ? " in the time asked for." : ".");
        ent_relate_note(s, ent_arena_str(&s->arena, b.data));
        ent_buf_free(&b);
        return;
    }
    if (s->span_count) {
        ent_relate_note(s, ent_arena_printf(&s->arena,
                                            "%u of %u event%s %s dated less precisely than a %s%s.",
                                            s->span_count, s->total, s->total == 1 ? "" : "s",
                                            s->span_count == 1 ? "is" : "are", ent_unit_name(s->by),
                                            o->spread ? " and shared out by days" : ""));
    }
}

void ent_relate_explain(ent_series *s, const ent_relater *r, const ent_event *events,
                        uint32_t event_count, const ent_account *accounts, uint32_t account_count)
{
    ent_arena scratch = {0};
    ent_relate_others others = {NULL, 0, 0};
    const ent_event **acts = ent_arena_alloc(&scratch, ((size_t)event_count + 1) * sizeof *acts);
    uint32_t n = 0;
    keep_accounts(s, accounts, account_count);
    ent_relate_sort(s->events, s->event_count); /* some may have come with the evidence */
    for (uint32_t i = 0; i < event_count; i++) {
        const ent_event *e = &events[i];
        if (!ent_relate_belongs(s, e)) {
            *ENT_PUSH(&scratch, others.items, others.count, others.cap) = e;
        } else if (e->status == ENT_STATUS_ASSERTED && e->date.start != ENT_DAY_NONE) {
            acts[n++] = e;
        }
    }
    ent_relate_sort(acts, n);
    bool whole = s->tally_count == 0;
    ent_relate_reasons(s, r, whole ? s->events : acts, whole ? s->event_count : n, &others);
    ent_arena_free(&scratch);
}

int ent_relate_series(ent_series **out, const ent_relater *r, const ent_event *events,
                      uint32_t event_count, const ent_account *accounts, uint32_t account_count,
                      const ent_relate_options *o, ent_err *err)
{
    int rc = check_options(o, err);
    if (rc < 0) {
        return rc;
    }
    ent_measure m = (ent_measure)ent_relate_measure_of(o->measure);
    ent_series *s = ent_calloc(1, sizeof *s);
    s->one = ent_arena_str(&s->arena, o->one);
    s->other = ent_arena_str(&s->arena, o->other);
    s->one_name = side_name(s, r, o->one, ENT_DAY_NONE);
    s->other_name = o->other ? side_name(s, r, o->other, ENT_DAY_NONE) : NULL;
    s->directed = o->directed;
    s->by = o->by;
    s->measure = ent_arena_str(&s->arena, o->measure ? o->measure : "goldstein");
    s->phrases = r->phrases;
    s->tables = ent_tables_hash(r->tables);
    ent_relate_others others = {NULL, 0, 0};
    rc = ent_relate_place(s, r, events, event_count, o, m, &others, err);
    if (rc == 0 && s->total) { /* as they were called at the end of the course */
        int32_t first, last;
        extent(s, &first, &last);
        s->one_name = side_name(s, r, o->one, last);
        s->other_name = o->other ? side_name(s, r, o->other, last) : NULL;
    }
    if (rc == 0 && s->total + s->undated_count + s->apart_count == 0) {
        rc = check_side(r, o->one, err);
        rc = rc == 0 ? check_side(r, o->other, err) : rc;
    }
    if (rc < 0) {
        ent_series_destroy(s);
        return rc;
    }
    keep_accounts(s, accounts, account_count);
    notes(s, r->phrases, o);
    note_existence(s, r, s->one, o);
    note_existence(s, r, s->other, o);
    if (!o->plain) {
        ent_relate_phases(s, r, m);
    }
    if (!o->plain && !o->unexplained) {
        ent_relate_reasons(s, r, s->events, s->event_count, &others);
    }
    *out = s;
    return 0;
}
