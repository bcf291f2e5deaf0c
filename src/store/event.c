/* event.c: an event of several accounts as bytes, and back (events of one account are not written
 * down: the account tells all). In: ent_event. Out: a blob of LEB128 numbers and strings. */
#include "store_int.h"

#include <math.h>

static void put_day(ent_buf *b, int32_t day)
{
    ent_store_put_num(b, (uint32_t)day);
}

static void put_date(ent_buf *b, const ent_date *d)
{
    put_day(b, d->start);
    put_day(b, d->end);
    ent_store_put_num(b, (uint64_t)d->precision);
    ent_store_put_num(b, (uint64_t)d->basis);
    ent_store_put_str(b, d->text);
}

void ent_store_put_actor(ent_buf *b, const ent_actor_ref *r)
{
    ent_store_put_str(b, r->code);
    ent_store_put_str(b, r->state);
    ent_store_put_str(b, r->role);
    ent_store_put_str(b, r->name);
    ent_store_put_str(b, r->text);
}

void ent_store_pack_event(ent_buf *b, const ent_event *e)
{
    ent_store_put_str(b, e->id);
    put_date(b, &e->date);
    ent_store_put_actor(b, &e->source);
    ent_store_put_actor(b, &e->target);
    ent_store_put_num(b, e->symmetric != 0);
    ent_store_put_str(b, e->cameo);
    ent_store_put_str(b, e->plover_event);
    ent_store_put_str(b, e->plover_mode);
    ent_store_put_num(b, e->plover_context_count);
    for (uint32_t i = 0; i < e->plover_context_count; i++) {
        ent_store_put_str(b, e->plover_context[i]);
    }
    ent_store_put_num(b, (uint64_t)e->quad);
    ent_buf_add(b, (const char *)&e->goldstein, sizeof e->goldstein);
    ent_store_put_num(b, (uint64_t)e->status);
    ent_store_put_num(b, e->documents);
    ent_store_put_num(b, e->voices);
    ent_store_put_num(b, e->account_count);
    for (uint32_t i = 0; i < e->account_count; i++) {
        ent_store_put_str(b, e->accounts[i]);
    }
    ent_store_put_num(b, e->dispute_count);
    for (uint32_t i = 0; i < e->dispute_count; i++) {
        const ent_dispute *d = &e->disputes[i];
        ent_store_put_num(b, (uint64_t)d->about);
        ent_store_put_num(b, d->open);
        ent_store_put_num(b, d->position_count);
        for (uint32_t k = 0; k < d->position_count; k++) {
            const ent_position *p = &d->positions[k];
            put_date(b, &p->date);
            ent_store_put_actor(b, &p->actor);
            ent_store_put_str(b, p->cameo);
            ent_store_put_num(b, (uint64_t)p->status);
            ent_store_put_num(b, p->account_count);
            for (uint32_t m = 0; m < p->account_count; m++) {
                ent_store_put_num(b, p->accounts[m]);
            }
        }
    }
    ent_store_put_str(b, e->extra);
}

/* A count of things of at least one byte each. */
static uint32_t get_count(ent_store_bytes *c)
{
    uint64_t n = ent_store_get_num(c);
    if (n > (uint64_t)(c->end - c->p)) {
        c->bad = true;
        return 0;
    }
    return (uint32_t)n;
}

static void get_date(ent_store_bytes *c, ent_date *d)
{
    d->start = (int32_t)(uint32_t)ent_store_get_num(c);
    d->end = (int32_t)(uint32_t)ent_store_get_num(c);
    d->precision = (ent_precision)(ent_store_get_num(c) & 15);
    d->basis = (ent_basis)(ent_store_get_num(c) & 3);
    c->bad |= !ent_store_good_days(d->start, d->end) || d->precision > ENT_PRECISION_SPAN;
    d->text = ent_store_get_str(c);
}

void ent_store_get_actor(ent_store_bytes *c, ent_actor_ref *r)
{
    r->code = ent_store_get_str(c);
    r->state = ent_store_get_str(c);
    r->role = ent_store_get_str(c);
    r->name = ent_store_get_str(c);
    r->text = ent_store_get_str(c);
}

static const char *const *get_strings(ent_store_bytes *c, uint32_t *n)
{
    *n = get_count(c);
    const char **out = ent_arena_zalloc(c->a, *n + 1, sizeof *out);
    for (uint32_t i = 0; i < *n; i++) {
        out[i] = ent_store_get_str(c);
        c->bad |= !out[i];
    }
    return out;
}

static ent_status get_status(ent_store_bytes *c)
{
    uint64_t v = ent_store_get_num(c);
    c->bad |= v > ENT_STATUS_NEGATED;
    return v > ENT_STATUS_NEGATED ? ENT_STATUS_ASSERTED : (ent_status)v;
}

static void get_position(ent_store_bytes *c, ent_position *p, uint32_t accounts)
{
    get_date(c, &p->date);
    ent_store_get_actor(c, &p->actor);
    p->cameo = ent_store_get_str(c);
    p->status = get_status(c);
    uint32_t n = get_count(c);
    uint32_t *list = ent_arena_zalloc(c->a, n + 1, sizeof *list);
    for (uint32_t i = 0; i < n; i++) {
        uint64_t at = ent_store_get_num(c);
        c->bad |= at >= accounts;
        list[i] = (uint32_t)at;
    }
    p->accounts = list;
    p->account_count = n;
}

bool ent_store_unpack_event(ent_event *e, ent_arena *a, const void *data, size_t len)
{
    ent_store_bytes c = ent_store_bytes_of(data, len, a);
    memset(e, 0, sizeof *e);
    e->id = ent_store_get_str(&c);
    get_date(&c, &e->date);
    ent_store_get_actor(&c, &e->source);
    ent_store_get_actor(&c, &e->target);
    e->symmetric = ent_store_get_num(&c) != 0;
    e->cameo = ent_store_get_str(&c);
    e->plover_event = ent_store_get_str(&c);
    e->plover_mode = ent_store_get_str(&c);
    e->plover_context = get_strings(&c, &e->plover_context_count);
    e->quad = (int)(ent_store_get_num(&c) & 7);
    c.bad |= e->quad > 4;
    e->goldstein = NAN;
    if (c.end - c.p >= (ptrdiff_t)sizeof e->goldstein) {
        memcpy(&e->goldstein, c.p, sizeof e->goldstein);
        c.p += sizeof e->goldstein;
    }
    e->status = get_status(&c);
    e->documents = (uint32_t)ent_store_get_num(&c);
    e->voices = (uint32_t)ent_store_get_num(&c);
    e->accounts = get_strings(&c, &e->account_count);
    e->dispute_count = get_count(&c);
    ent_dispute *d = ent_arena_zalloc(a, e->dispute_count + 1, sizeof *d);
    for (uint32_t i = 0; i < e->dispute_count && !c.bad; i++) {
        d[i].about = (ent_dispute_about)(ent_store_get_num(&c) & 7);
        c.bad |= d[i].about > ENT_DISPUTE_OCCURRENCE;
        d[i].open = ent_store_get_num(&c) != 0;
        d[i].position_count = get_count(&c);
        ent_position *p = ent_arena_zalloc(a, d[i].position_count + 1, sizeof *p);
        for (uint32_t k = 0; k < d[i].position_count && !c.bad; k++) {
            get_position(&c, &p[k], e->account_count);
        }
        d[i].positions = p;
    }
    e->disputes = d;
    e->extra = ent_store_get_str(&c);
    return !c.bad && e->id && e->account_count;
}
