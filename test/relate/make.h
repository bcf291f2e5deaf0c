/* make.h: events for the tests of relate and show, made in the test itself. */
#ifndef ENT_TEST_MAKE_H
#define ENT_TEST_MAKE_H

#include "model/series.h"
#include "relate/relate.h"

#include <math.h>

typedef struct maker {
    ent_tables *tables;
    ent_cameo *cameo;
    ent_relater *relater;
    ent_event_list l;
    uint64_t random;
} maker;

static inline void maker_open(maker *m)
{
    memset(m, 0, sizeof *m);
    ent_err err = {0};
    if (ent_tables_open(&m->tables, NULL, 0, &err) < 0 ||
        ent_cameo_open(&m->cameo, m->tables, &err) < 0 ||
        ent_relate_open(&m->relater, m->tables, &err) < 0) {
        fprintf(stderr, "%s: %s\n", err.place, err.message);
        abort();
    }
    m->random = 1;
}

static inline void maker_clear(maker *m)
{
    ent_event_list_free(&m->l);
}

static inline void maker_close(maker *m)
{
    maker_clear(m);
    ent_relate_close(m->relater);
    ent_cameo_free(m->cameo);
    ent_tables_free(m->tables);
}

/* One maker for the tests of a program. */
static inline int maker_up(void **state)
{
    maker *m = ent_calloc(1, sizeof *m);
    maker_open(m);
    *state = m;
    return 0;
}

static inline int maker_down(void **state)
{
    maker_close(*state);
    free(*state);
    return 0;
}

/* uniform in [0, 1) */
static inline double maker_random(maker *m)
{
    m->random = m->random * 6364136223846793005u + 1442695040888963407u;
    uint64_t x = m->random;
    x ^= x >> 33;
    x *= 0xff51afd7ed558ccdu;
    x ^= x >> 33;
    return (double)(x >> 11) / 9007199254740992.0;
}

static inline uint32_t maker_poisson(maker *m, double mean)
{
    double limit = exp(-mean), p = 1;
    uint32_t k = 0;
    while ((p *= maker_random(m)) > limit) {
        k++;
    }
    return k;
}

/* An event of `source` on `target` from the day `start` to `end`. */
static inline ent_event *maker_days(maker *m, const char *source, const char *target,
                                    const char *cameo, int32_t start, int32_t end)
{
    ent_cameo_row row;
    ent_event *e = ENT_PUSH(&m->l.arena, m->l.items, m->l.count, m->l.cap);
    e->id = ent_arena_printf(&m->l.arena, "e%016x", m->l.count);
    e->source.state = e->source.code = ent_arena_str(&m->l.arena, source);
    e->target.state = e->target.code = ent_arena_str(&m->l.arena, target);
    e->cameo = ent_arena_str(&m->l.arena, cameo);
    e->date.start = start;
    e->date.end = end;
    e->date.precision = start == end ? ENT_PRECISION_DAY : ENT_PRECISION_SPAN;
    e->account_count = 1;
    const char **ids = ent_arena_alloc(&m->l.arena, sizeof *ids);
    ids[0] = ent_arena_printf(&m->l.arena, "a%016x", m->l.count);
    e->accounts = ids;
    e->documents = e->voices = 1;
    e->goldstein = NAN;
    if (ent_cameo_find(m->cameo, cameo, &row)) {
        e->goldstein = row.goldstein;
        e->quad = row.quad;
        e->plover_event = row.plover_event;
        e->plover_mode = row.plover_mode;
    }
    return e;
}

static inline ent_event *maker_event(maker *m, const char *source, const char *target,
                                     const char *cameo, const char *day)
{
    int32_t d = ent_day_parse(day);
    return maker_days(m, source, target, cameo, d, d);
}

static inline ent_series *maker_series(maker *m, const ent_relate_options *o)
{
    ent_series *s = NULL;
    ent_err err = {0};
    if (ent_relate_series(&s, m->relater, m->l.items, m->l.count, NULL, 0, o, &err) < 0) {
        fprintf(stderr, "series: %s\n", err.message);
        return NULL;
    }
    return s;
}

static inline uint32_t maker_claims(const ent_series *s)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->turn_count; i++) {
        n += s->turns[i].claimed;
    }
    return n;
}

#endif
