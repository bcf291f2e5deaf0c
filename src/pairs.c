/* pairs.c: what events say beyond one dyad: partners of a state, the signed network, every pair by
 * period. In: a list of events, or a store, of which the sums are read where they say it all. Out:
 * tables, pictures, GraphML. */
#include "handle.h"

typedef struct gathering {
    ent_relate_net *net;
    ent_relate_dyads *dyads;
    ent_err *err;
} gathering;

static int add(gathering *g, const ent_event *e, uint32_t n, uint32_t accounts)
{
    return g->net ? ent_relate_net_add(g->net, e, n, g->err)
                  : ent_relate_dyads_add(g->dyads, e, n, accounts, g->err);
}

static int add_list(gathering *g, const ent_event_list *v)
{
    int rc = 0;
    for (uint32_t i = 0; i < v->count && rc >= 0; i++) {
        rc = add(g, &v->items[i], 1, v->items[i].account_count);
    }
    return rc;
}

static int add_sum(void *user, const ent_store_sum *x)
{
    int rc = 0;
    for (uint32_t i = 0; i < x->kind_count && x->period.start != ENT_DAY_NONE && rc >= 0; i++) {
        rc = add(user, &x->kinds[i].like, x->kinds[i].events, x->kinds[i].accounts);
    }
    return rc;
}

/* All events of a span of time, those that lie in one year (month) by their sums. */
static int add_store(gathering *g, ent_db *db, const ent_relation *r, ent_period_unit by)
{
    ent_store_query q = {.from = r->from, .to = r->to};
    bool years = by == ENT_BY_YEAR && ent_whole_periods(r->from, r->to, ENT_BY_YEAR);
    bool sums = years || (by >= ENT_BY_MONTH && ent_whole_periods(r->from, r->to, ENT_BY_MONTH));
    int rc = sums ? ent_store_each_sum(db->store, &q, years, add_sum, g, g->err) : 0;
    ent_event_list v = {0};
    q.apart = sums;
    rc = rc < 0 ? rc : ent_store_events(&v, db->store, &q, g->err);
    if (years) { /* those that lie in a year are in its sum */
        uint32_t kept = 0;
        for (uint32_t i = 0; i < v.count; i++) {
            const ent_date *d = &v.items[i].date;
            if (ent_slice_year(d->start, d->end) == ENT_SLICE_NONE) {
                v.items[kept++] = v.items[i];
            }
        }
        v.count = kept;
    }
    rc = rc < 0 ? rc : add_list(g, &v);
    ent_event_list_free(&v);
    return rc;
}

static int gather(gathering *g, ent *e, const ent_events *v, ent_db *db, const ent_relation *r,
                  ent_period_unit by)
{
    g->err = &e->err;
    return v ? add_list(g, &v->list) : db ? add_store(g, db, r, by) : 0;
}

static int network(ent_buf *b, ent *e, const ent_events *v, ent_db *db, const ent_relation *r,
                   const char *format, const ent_show_options *o)
{
    gathering g = {0};
    ent_network *n = NULL;
    int rc = r->ties ? ent_relate_network_read(&n, r->ties, r->ties_len, &e->err)
                     : ent_relate_net_open(&g.net, r->one, r->from, r->to, &e->err);
    if (rc < 0) {
        return rc;
    }
    if (!n) {
        rc = gather(&g, e, v, db, r, ENT_BY_YEAR);
        n = ent_relate_net_close(g.net, e->shared->relater, rc >= 0);
    }
    rc = rc < 0 ? rc : ent_show_network(b, n, format, o, &e->err);
    ent_network_destroy(n);
    return rc;
}

static int dyads(ent_buf *b, ent *e, const ent_events *v, ent_db *db, const ent_relation *r,
                 const char *format)
{
    ent_dyad_list l;
    gathering g = {0};
    int by = ent_unit_word(r->by);
    if (by < 0) {
        return ent_fail(&e->err, ENT_EUSAGE, "",
                        "\"%s\" is not a period: day, week, month, quarter, year", r->by);
    }
    ent_relate_dyads_open(&g.dyads, &l, (ent_period_unit)by, r->directed != 0, r->from, r->to);
    int rc = gather(&g, e, v, db, r, (ent_period_unit)by);
    ent_relate_dyads_close(g.dyads);
    rc = rc < 0 ? rc
                : ent_show_dyads(b, &l, format, ent_relate_phrases(e->shared->relater), &e->err);
    ent_dyad_list_free(&l);
    return rc;
}

/* First and last days are told, so that every event is looked at: those of one state. */
static int partners(ent_buf *b, ent *e, const ent_events *v, ent_db *db, const ent_relation *r,
                    const char *format, const ent_show_options *o)
{
    ent_partner_list l;
    ent_event_list own = {0};
    ent_query q = {.size = sizeof q, .one = r->one, .from = r->from, .to = r->to, .either = 1};
    if (!r->one) {
        return ent_fail(&e->err, ENT_EUSAGE, "", "no state was named");
    }
    int rc = v || !db ? 0 : ent_db_list_events(&own, db, &q);
    const ent_event_list *list = v ? &v->list : &own;
    rc = rc < 0 ? rc
                : ent_relate_partners(&l, e->shared->relater, list->items, list->count, r->one,
                                      r->from, r->to, &e->err);
    if (rc == 0) {
        rc = ent_show_partners(b, &l, format, o, &e->err);
        ent_partner_list_free(&l);
    }
    ent_event_list_free(&own);
    return rc;
}

int ent_relations_write(ent *e, const ent_events *v, ent_db *db, const char *what,
                        const ent_relation *relation, const char *format, const ent_view *view,
                        ent_write_fn write, void *user)
{
    ent_show_options o = {0};
    ent_buf b = {0};
    if (relation->size != sizeof *relation || (view && view->size != sizeof *view)) {
        return ent_fail(&e->err, ENT_EUSAGE, "", "a size is not that of this library");
    }
    if (view) {
        o = ent_view_options(view);
    }
    int rc =
        strcmp(what, "partners") == 0  ? partners(&b, e, v, db, relation, format, &o)
        : strcmp(what, "network") == 0 ? network(&b, e, v, db, relation, format, &o)
        : strcmp(what, "dyads") == 0
            ? dyads(&b, e, v, db, relation, format)
            : ent_fail(&e->err, ENT_EUSAGE, "", "\"%s\" is not partners, network or dyads", what);
    if (rc < 0) {
        ent_buf_free(&b);
        return rc;
    }
    return ent_hand_over(e, &b, write, user);
}
