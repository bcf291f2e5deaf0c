/* partners.c: one state's partners, ranked by how much they have to do with each other. */
#include "relate_int.h"

#include <math.h>

static int by_count(const void *x, const void *y)
{
    const ent_partner *a = x, *b = y;
    if (a->n != b->n) {
        return a->n > b->n ? -1 : 1;
    }
    return strcmp(a->code, b->code);
}

static void add(ent_partner *p, const ent_event *e)
{
    int32_t last = e->date.end == ENT_DAY_NONE ? e->date.start : e->date.end;
    p->first = p->n == 0 || e->date.start < p->first ? e->date.start : p->first;
    p->last = p->n == 0 || last > p->last ? last : p->last;
    p->n++;
    p->coop += e->quad == 1 || e->quad == 2;
    p->conf += e->quad == 3 || e->quad == 4;
    p->goldstein += isnan(e->goldstein) ? 0 : e->goldstein;
}

int ent_relate_partners(ent_partner_list *out, const ent_relater *r, const ent_event *events,
                        uint32_t count, const char *one, int32_t from, int32_t to, ent_err *err)
{
    ent_relate_set set;
    int rc = ent_relate_set_read(&set, one, err);
    if (rc < 0) {
        return rc;
    }
    memset(out, 0, sizeof *out);
    out->one = ent_arena_str(&out->arena, one);
    out->one_name = ent_arena_str(&out->arena, ent_phrase_name(r->phrases, one));
    ent_map index = {0};
    for (uint32_t i = 0; i < count; i++) {
        const ent_event *e = &events[i];
        bool s = ent_relate_set_has(&set, &e->source), t = ent_relate_set_has(&set, &e->target);
        const ent_actor_ref *who = s ? &e->target : &e->source;
        const char *code = who->state ? who->state : who->code;
        if (s == t || !code || e->status != ENT_STATUS_ASSERTED || e->date.start == ENT_DAY_NONE ||
            (from != ENT_DAY_NONE && e->date.start < from) ||
            (to != ENT_DAY_NONE && e->date.start > to)) {
            continue;
        }
        uint32_t at = ent_map_get(&index, code, strlen(code));
        if (at == ENT_NONE) {
            at = out->count;
            ent_partner *p = ENT_PUSH(&out->arena, out->items, out->count, out->cap);
            p->code = ent_arena_str(&out->arena, code);
            const char *name = ent_phrase_name(r->phrases, code);
            bool bare = strcmp(name, code) == 0 && !who->state && who->name;
            p->name = ent_arena_str(&out->arena, bare ? who->name : name);
            ent_map_set(&index, p->code, strlen(p->code), at);
        }
        add(&out->items[at], e);
    }
    ent_map_free(&index);
    for (uint32_t i = 0; i < out->count; i++) {
        ent_partner *p = &out->items[i];
        p->logodds = log((p->coop + 0.5) / (p->conf + 0.5));
        p->logodds_se = sqrt(1 / (p->coop + 0.5) + 1 / (p->conf + 0.5));
    }
    if (out->count) {
        qsort(out->items, out->count, sizeof *out->items, by_count);
    }
    return 0;
}
