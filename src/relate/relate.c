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
    r->plover_event = ent_table_column(r->plover, "event");
    r->plover_mode = ent_table_column(r->plover, "mode");
    r->plover_score = ent_table_column(r->plover, "score");
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

/* "United Kingdom, France" for "GBR+FRA" */
static const char *side_name(ent_series *s, const ent_relater *r, const char *list)
{
    ent_relate_set set;
    ent_buf b = {0};
    ent_relate_set_read(&set, list, NULL);
    for (uint32_t i = 0; i < set.count; i++) {
        char code[64];
        snprintf(code, sizeof code, "%.*s", (int)set.len[i], set.code[i]);
        ent_buf_str(&b, i ? ", " : "");
        ent_buf_str(&b, ent_phrase_name(r->phrases, code));
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

/* Keeps the accounts of the series' own events, sorted by id. */
static void keep_accounts(ent_series *s, const ent_account *accounts, uint32_t count)
{
    const ent_account **all = ent_alloc(((size_t)count + 1) * sizeof *all);
    for (uint32_t i = 0; i < count; i++) {
        all[i] = &accounts[i];
    }
    bool sorted = true;
    for (uint32_t i = 1; i < count && sorted; i++) {
        sorted = by_id(&all[i - 1], &all[i]) <= 0;
    }
    if (!sorted) {
        qsort(all, count, sizeof *all, by_id);
    }
    s->accounts = ent_arena_alloc(&s->arena, ((size_t)count + 1) * sizeof *all);
    memcpy(s->accounts, all, count * sizeof *all);
    s->account_count = count;
    free(all);
}

void ent_relate_note(ent_series *s, const char *sentence)
{
    s->note = s->note ? ent_arena_printf(&s->arena, "%s %s", s->note, sentence) : sentence;
}

static void notes(ent_series *s)
{
    if (s->event_count + s->undated_count + s->apart_count == 0) {
        ent_relate_note(s, ent_arena_printf(&s->arena, "There is no event between %s and %s.",
                                            s->one_name, s->other_name ? s->other_name : "anyone"));
        return;
    }
    if (s->span_count) {
        ent_relate_note(s, ent_arena_printf(&s->arena,
                                            "%u of %u events are dated less precisely than a %s.",
                                            s->span_count, s->event_count, ent_unit_name(s->by)));
    }
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
    s->one_name = side_name(s, r, o->one);
    s->other_name = o->other ? side_name(s, r, o->other) : NULL;
    s->directed = o->directed;
    s->by = o->by;
    s->measure = ent_arena_str(&s->arena, o->measure ? o->measure : "goldstein");
    s->phrases = r->phrases;
    s->tables = ent_tables_hash(r->tables);
    rc = ent_relate_place(s, r, events, event_count, o, m, err);
    if (rc == 0 && s->event_count + s->undated_count + s->apart_count == 0) {
        rc = check_side(r, o->one, err);
        rc = rc == 0 ? check_side(r, o->other, err) : rc;
    }
    if (rc < 0) {
        ent_series_destroy(s);
        return rc;
    }
    keep_accounts(s, accounts, account_count);
    notes(s);
    if (!o->plain) {
        ent_relate_phases(s, r, m);
        ent_relate_reasons(s, r, events, event_count);
    }
    *out = s;
    return 0;
}
