/* export_dyad.c: events gathered by dyad and period, as a table that joins with the field's
 * (ccode1, ccode2, year), and as a network in GraphML. In: asserted events or accounts. Out: rows
 * sorted by dyad, then period. An event stands in a period only if its days lie within it; one
 * whose side is no state is left out and counted. Means of nothing are NA, sums 0. */
#include "export_int.h"
#include "show_int.h"

#include <math.h>

static export_cell *cell_of(ent_export *x, const char *one, const char *other, int32_t period)
{
    char key[160];
    int n = snprintf(key, sizeof key, "%.60s\n%.60s\n%d", one, other, (int)period);
    uint32_t at = ent_map_get(&x->cell, key, (size_t)n);
    if (at == ENT_NONE) {
        at = x->cell_count;
        if (at == x->cell_cap) {
            x->cell_cap = x->cell_cap ? x->cell_cap * 2 : 256;
            x->cells = ent_realloc(x->cells, x->cell_cap * sizeof *x->cells);
        }
        x->cells[x->cell_count++] = (export_cell){.one = ent_arena_str(&x->arena, one),
                                                  .other = ent_arena_str(&x->arena, other),
                                                  .period = period};
        ent_map_set(&x->cell, ent_arena_strn(&x->arena, key, (size_t)n), (size_t)n, at);
    }
    return &x->cells[at];
}

static void add(ent_export *x, const char *one, const char *other, int32_t period,
                const export_record *r)
{
    export_cell *c = cell_of(x, one, other, period);
    uint32_t n = r->events ? r->events : 1;
    c->events += n;
    c->accounts += r->accounts;
    c->quad[r->quad >= 0 && r->quad <= 4 ? r->quad : 0] += n;
    if (!isnan(r->goldstein)) {
        c->goldstein += n * llround(r->goldstein * 1000);
        c->scored += n;
    }
}

int ent_export_row_gather(ent_export *x, ent_buf *b, const export_record *r, ent_err *err)
{
    (void)b, (void)err;
    const char *s = r->source->state, *t = r->target->state;
    bool graph = x->end == ent_export_end_graphml;
    int32_t period = 0;
    if (!s || !t || strcmp(s, t) == 0) {
        return 1;
    }
    if (!graph) {
        if (r->date->start == ENT_DAY_NONE || r->date->end == ENT_DAY_NONE) {
            return 1;
        }
        period = ent_period_start(r->date->start, x->options.by);
        if (ent_period_start(r->date->end, x->options.by) != period) {
            return 1; /* it belongs to no one period */
        }
    }
    if (!x->options.directed) {
        bool swap = strcmp(s, t) > 0;
        add(x, swap ? t : s, swap ? s : t, period, r);
        return 0;
    }
    add(x, s, t, period, r);
    if (r->symmetric) { /* each did it to the other */
        add(x, t, s, period, r);
    }
    return 0;
}

static int by_dyad(const void *p, const void *q)
{
    const export_cell *x = p, *y = q;
    int c = strcmp(x->one, y->one);
    c = c ? c : strcmp(x->other, y->other);
    return c ? c : (x->period > y->period) - (x->period < y->period);
}

static void sort_cells(ent_export *x)
{
    if (x->cell_count) {
        qsort(x->cells, x->cell_count, sizeof *x->cells, by_dyad);
    }
}

static void na(ent_buf *b, const char *s)
{
    ent_export_cell(b, s && *s ? s : "NA", false);
}

/* Thousandths as a decimal, every digit of it: sums of a large store have more than six. */
static void put_sum(ent_buf *b, int64_t v)
{
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    unsigned rest = (unsigned)(u % 1000);
    int digits = rest % 100 == 0 ? 1 : rest % 10 == 0 ? 2 : 3;
    rest /= digits == 1 ? 100 : digits == 2 ? 10 : 1;
    ent_buf_printf(b, "%s%llu.%0*u", v < 0 ? "-" : "", (unsigned long long)(u / 1000), digits,
                   rest);
}

static void put_row(ent_export *x, ent_buf *b, const export_cell *c)
{
    int y, m, d;
    char label[24];
    ent_day_split(c->period, &y, &m, &d);
    const char *one = ent_export_cow(x, c->one, c->period, false);
    ent_export_cell(b, one ? one : "NA", true);
    na(b, ent_export_cow(x, c->other, c->period, false));
    ent_export_cell(b, c->one, false);
    ent_export_cell(b, c->other, false);
    na(b, ent_export_cow(x, c->one, c->period, true));
    na(b, ent_export_cow(x, c->other, c->period, true));
    ent_buf_printf(b, "\t%d\t%s\t%u\t%u\t%u\t%u\t%u\t%u\t", y,
                   ent_period_label(c->period, x->options.by, label), c->events, c->accounts,
                   c->quad[1], c->quad[2], c->quad[3], c->quad[4]);
    put_sum(b, c->goldstein);
    ent_buf_char(b, '\t');
    if (c->scored) {
        ent_json_num(b, (double)c->goldstein / 1000 / c->scored);
    } else {
        ent_buf_str(b, "NA");
    }
    ent_buf_char(b, '\n');
    x->count.written++;
}

int ent_export_end_dyad(ent_export *x, ent_buf *b, ent_err *err)
{
    (void)err;
    sort_cells(x);
    x->count.written = 0; /* rows of the table, not events gathered */
    if (!x->options.no_header) {
        ent_buf_str(b, "ccode1\tccode2\tiso3c_a\tiso3c_b\tgwcode1\tgwcode2\tyear\tperiod\tn\t"
                       "n_accounts\tn_vcoop\tn_mcoop\tn_vconf\tn_mconf\tgoldstein_sum\t"
                       "goldstein_mean\n");
    }
    for (uint32_t k = 0; k < x->cell_count; k++) {
        const export_cell *c = &x->cells[k], *before = k ? c - 1 : NULL;
        bool same =
            before && strcmp(before->one, c->one) == 0 && strcmp(before->other, c->other) == 0;
        if (same && x->options.zeros) {
            int32_t p = ent_period_next(before->period, x->options.by);
            for (; p < c->period; p = ent_period_next(p, x->options.by)) {
                export_cell none = {.one = c->one, .other = c->other, .period = p};
                put_row(x, b, &none);
            }
        }
        put_row(x, b, c);
    }
    return 0;
}

/* -- GraphML --------------------------------------------------------------------------------- */

static void key_line(ent_buf *b, const char *id, const char *of, const char *name, const char *type)
{
    ent_buf_printf(b, "  <key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n", id, of,
                   name, type);
}

static int by_code(const void *p, const void *q)
{
    return strcmp(*(const char *const *)p, *(const char *const *)q);
}

static void put_nodes(ent_export *x, ent_buf *b)
{
    ent_map seen = {0};
    const char **codes = ent_alloc((2 * (size_t)x->cell_count + 1) * sizeof *codes);
    uint32_t n = 0;
    for (uint32_t k = 0; k < x->cell_count; k++) {
        const char *both[2] = {x->cells[k].one, x->cells[k].other};
        for (int j = 0; j < 2; j++) {
            if (ent_map_get(&seen, both[j], strlen(both[j])) == ENT_NONE) {
                ent_map_set(&seen, both[j], strlen(both[j]), n);
                codes[n++] = both[j];
            }
        }
    }
    if (n) {
        qsort(codes, n, sizeof *codes, by_code);
    }
    for (uint32_t k = 0; k < n; k++) {
        const char *name = ent_export_name(x, codes[k], ENT_DAY_NONE);
        const char *cow = ent_export_cow(x, codes[k], ENT_DAY_NONE, false);
        ent_buf_str(b, "    <node id=\"");
        ent_show_escape(b, codes[k]);
        ent_buf_str(b, "\"><data key=\"name\">");
        ent_show_escape(b, name ? name : codes[k]);
        ent_buf_str(b, "</data>");
        if (cow) {
            ent_buf_printf(b, "<data key=\"ccode\">%s</data>", cow);
        }
        ent_buf_str(b, "</node>\n");
    }
    free(codes);
    ent_map_free(&seen);
}

int ent_export_end_graphml(ent_export *x, ent_buf *b, ent_err *err)
{
    static const char *const quads[] = {"", "n_vcoop", "n_mcoop", "n_vconf", "n_mconf"};
    (void)err;
    sort_cells(x);
    x->count.written = x->cell_count;
    ent_buf_str(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    key_line(b, "name", "node", "name", "string");
    key_line(b, "ccode", "node", "ccode", "string");
    key_line(b, "n", "edge", "n", "int");
    key_line(b, "n_accounts", "edge", "n_accounts", "int");
    for (int k = 1; k <= 4; k++) {
        key_line(b, quads[k], "edge", quads[k], "int");
    }
    key_line(b, "goldstein_sum", "edge", "goldstein_sum", "double");
    ent_buf_printf(b, "  <graph id=\"relations\" edgedefault=\"%s\">\n",
                   x->options.directed ? "directed" : "undirected");
    put_nodes(x, b);
    for (uint32_t k = 0; k < x->cell_count; k++) {
        const export_cell *c = &x->cells[k];
        ent_buf_str(b, "    <edge source=\"");
        ent_show_escape(b, c->one);
        ent_buf_str(b, "\" target=\"");
        ent_show_escape(b, c->other);
        ent_buf_printf(b, "\"><data key=\"n\">%u</data><data key=\"n_accounts\">%u</data>",
                       c->events, c->accounts);
        for (int q = 1; q <= 4; q++) {
            ent_buf_printf(b, "<data key=\"%s\">%u</data>", quads[q], c->quad[q]);
        }
        ent_buf_str(b, "<data key=\"goldstein_sum\">");
        put_sum(b, c->goldstein);
        ent_buf_str(b, "</data></edge>\n");
    }
    ent_buf_str(b, "  </graph>\n</graphml>\n");
    return 0;
}
