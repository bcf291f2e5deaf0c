/* map.c: a signed network as a picture: nodes pushed apart and pulled together by forces from a
 * fixed start, so that the same network is drawn alike everywhere. Cooperative ties are full and
 * blue, hostile ones dashed and vermilion; three nodes are drawn as a triad, its sum of weights on
 * each tie. What no tie connects is settled apart, and the field shared out by number of nodes. */
#include "pen.h"
#include "show_int.h"

#include <math.h>

#define ROUNDS 400
#define MOST_NODES 300u
#define MOST_TIES 2000u /* among which names look for a free place */
#define FEW_NODES 6u    /* whose ties bear figures */

typedef struct place {
    double x, y, dx, dy;
} place;

typedef struct map {
    ent_pen *pen;
    const ent_network *n;
    place *at;
    uint32_t *group; /* of each node: the lowest node that ties lead to */
    double w, h, font, left, top, width, height; /* the field for nodes */
} map;

static void find_groups(map *m)
{
    for (uint32_t i = 0; i < m->n->node_count; i++) {
        m->group[i] = i;
    }
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = 0; i < m->n->tie_count; i++) {
            uint32_t *a = &m->group[m->n->ties[i].a], *b = &m->group[m->n->ties[i].b];
            more |= *a != *b;
            *a = *b = *a < *b ? *a : *b;
        }
    }
}

/* Fruchterman and Reingold's forces, hostile ties holding loosely; each bloc starts on its own
 * side. Groups do not feel each other. */
static void settle(map *m)
{
    uint32_t n = m->n->node_count;
    double k = 0.9 / sqrt((double)n), heat = 0.1;
    for (uint32_t i = 0; i < n; i++) {
        double a = 6.283185307179586 * i / n;
        m->at[i].x = 0.25 * cos(a) + (m->n->nodes[i].bloc ? 0.35 : -0.35);
        m->at[i].y = 0.4 * sin(a);
    }
    for (int round = 0; round < ROUNDS; round++, heat *= 0.99) {
        for (uint32_t i = 0; i < n; i++) {
            m->at[i].dx = -0.4 * m->at[i].x * k;
            m->at[i].dy = -0.4 * m->at[i].y * k;
        }
        for (uint32_t i = 0; i < n; i++) {
            for (uint32_t j = i + 1; j < n; j++) {
                if (m->group[i] != m->group[j]) {
                    continue;
                }
                double x = m->at[i].x - m->at[j].x, y = m->at[i].y - m->at[j].y;
                double d = sqrt(x * x + y * y) + 1e-6, f = k * k / d / d;
                m->at[i].dx += x * f;
                m->at[i].dy += y * f;
                m->at[j].dx -= x * f;
                m->at[j].dy -= y * f;
            }
        }
        for (uint32_t i = 0; i < m->n->tie_count; i++) {
            const ent_tie *t = &m->n->ties[i];
            double x = m->at[t->a].x - m->at[t->b].x, y = m->at[t->a].y - m->at[t->b].y;
            double d = sqrt(x * x + y * y) + 1e-6, f = d / k * (t->sign > 0 ? 0.8 : 0.12);
            m->at[t->a].dx -= x * f;
            m->at[t->a].dy -= y * f;
            m->at[t->b].dx += x * f;
            m->at[t->b].dy += y * f;
        }
        for (uint32_t i = 0; i < n; i++) {
            double d = sqrt(m->at[i].dx * m->at[i].dx + m->at[i].dy * m->at[i].dy) + 1e-9;
            double step = d < heat ? d : heat;
            m->at[i].x += m->at[i].dx / d * step;
            m->at[i].y += m->at[i].dy / d * step;
        }
    }
}

typedef struct group {
    uint32_t first, nodes;
} group;

typedef struct field {
    double x, y, w, h;
} field;

static int by_nodes(const void *x, const void *y)
{
    const group *a = x, *b = y;
    return a->nodes != b->nodes  ? (a->nodes > b->nodes ? -1 : 1)
           : a->first < b->first ? -1
                                 : a->first > b->first;
}

/* Stretches a group over its part of the field; what lies far out is drawn in, or the rest would be
 * a blot. */
static void stretch(map *m, const group *g, const field *f)
{
    uint32_t n = m->n->node_count;
    double cx = 0, cy = 0, x0 = 1e9, x1 = -1e9, y0 = 1e9, y1 = -1e9;
    for (uint32_t i = 0; i < n; i++) {
        cx += m->group[i] == g->first ? m->at[i].x / g->nodes : 0;
        cy += m->group[i] == g->first ? m->at[i].y / g->nodes : 0;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (m->group[i] != g->first) {
            continue;
        }
        double x = m->at[i].x - cx, y = m->at[i].y - cy, r = sqrt(x * x + y * y) + 1e-9;
        double near = pow(r, 0.6) / r;
        m->at[i].x = x * near;
        m->at[i].y = y * near;
        x0 = fmin(x0, m->at[i].x);
        x1 = fmax(x1, m->at[i].x);
        y0 = fmin(y0, m->at[i].y);
        y1 = fmax(y1, m->at[i].y);
    }
    double side = fmin(m->font * 6, f->w * 0.3), top = fmin(m->font * 2, f->h * 0.3);
    for (uint32_t i = 0; i < n; i++) {
        if (m->group[i] == g->first) {
            double sx = x1 > x0 + 1e-9 ? (m->at[i].x - x0) / (x1 - x0) : 0.5;
            double sy = y1 > y0 + 1e-9 ? (m->at[i].y - y0) / (y1 - y0) : 0.5;
            m->at[i].x = f->x + side + sx * (f->w - 2 * side);
            m->at[i].y = f->y + top + sy * (f->h - 2 * top);
        }
    }
}

/* Shares a field out among groups [a, b), by halves as even as they come. */
static void share_out(map *m, const group *list, uint32_t a, uint32_t b, field f)
{
    double sum = 0, left = 0;
    for (uint32_t i = a; i < b; i++) {
        sum += list[i].nodes + 1.5;
    }
    if (b - a == 1) {
        stretch(m, &list[a], &f);
        return;
    }
    uint32_t cut = a;
    do {
        left += list[cut++].nodes + 1.5;
    } while (cut + 1 < b && left + (list[cut].nodes + 1.5) / 2 < sum / 2);
    double part = left / sum;
    field one = f, other = f;
    if (f.w > f.h) {
        one.w = f.w * part;
        other.x = f.x + one.w;
        other.w = f.w - one.w;
    } else {
        one.h = f.h * part;
        other.y = f.y + one.h;
        other.h = f.h - one.h;
    }
    share_out(m, list, a, cut, one);
    share_out(m, list, cut, b, other);
}

static void spread(map *m)
{
    uint32_t n = m->n->node_count, groups = 0;
    group *list = ent_calloc((size_t)n + 1, sizeof *list);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = 0;
        while (k < groups && list[k].first != m->group[i]) {
            k++;
        }
        groups += k == groups;
        list[k].first = m->group[i];
        list[k].nodes++;
    }
    qsort(list, groups, sizeof *list, by_nodes);
    share_out(m, list, 0, groups, (field){m->left, m->top, m->width, m->height});
    free(list);
}

static void triad(map *m)
{
    static const double corner[3][2] = {{0.5, 0.1}, {0.2, 0.88}, {0.8, 0.88}};
    for (uint32_t i = 0; i < 3; i++) {
        m->at[i].x = m->left + corner[i][0] * m->width;
        m->at[i].y = m->top + corner[i][1] * m->height;
    }
}

static double radius(const map *m, uint32_t i)
{
    double crowd = m->n->node_count > 25 ? sqrt(25.0 / m->n->node_count) : 1;
    return m->font * (0.3 + 0.65 * m->n->nodes[i].centrality) * crowd;
}

static void draw_ties(const map *m)
{
    char text[48];
    for (uint32_t i = 0; i < m->n->tie_count; i++) {
        const ent_tie *t = &m->n->ties[i];
        const place *a = &m->at[t->a], *b = &m->at[t->b];
        double thick = m->n->node_count > 60 ? 0.7 : 1.4;
        ent_pen_line(m->pen, a->x, a->y, b->x, b->y, t->sign > 0 ? ENT_BLUE : ENT_VERMILION, thick,
                     t->sign > 0 ? 0 : 4);
        if (m->n->node_count <= FEW_NODES) {
            double x = (a->x + b->x) / 2, y = (a->y + b->y) / 2;
            snprintf(text, sizeof text, t->n ? "%+.1f (%u)" : "%+.0f", t->weight, t->n);
            double half = ent_pen_text_width(text, m->font, true) / 2 + 4;
            ent_pen_rect(m->pen, x - half, y - m->font, 2 * half, m->font * 1.5, 0xFFFFFF, 1);
            ent_pen_text(m->pen, x, y + m->font * 0.2, text, m->font, true, ENT_CENTRE,
                         t->sign > 0 ? ENT_BLUE : ENT_VERMILION, 0);
        }
    }
}

typedef struct box {
    double x0, y0, x1, y1;
} box;

static bool clear_of(const box *list, uint32_t n, const box *b)
{
    for (uint32_t i = 0; i < n; i++) {
        if (b->x0 < list[i].x1 && b->x1 > list[i].x0 && b->y0 < list[i].y1 && b->y1 > list[i].y0) {
            return false;
        }
    }
    return true;
}

/* Whether the line from p to q passes through a box: clipped to it, something is left. */
static bool crosses(const place *p, const place *q, const box *b)
{
    double from = 0, to = 1, d[2] = {q->x - p->x, q->y - p->y}, s[2] = {p->x, p->y};
    const double lo[2] = {b->x0, b->y0}, hi[2] = {b->x1, b->y1};
    for (int k = 0; k < 2; k++) {
        if (fabs(d[k]) < 1e-9) {
            if (s[k] < lo[k] || s[k] > hi[k]) {
                return false;
            }
            continue;
        }
        double u = (lo[k] - s[k]) / d[k], v = (hi[k] - s[k]) / d[k];
        from = fmax(from, fmin(u, v));
        to = fmin(to, fmax(u, v));
    }
    return from < to;
}

static uint32_t ties_through(const map *m, const box *b)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->n->tie_count && m->n->tie_count <= MOST_TIES; i++) {
        const ent_tie *t = &m->n->ties[i];
        n += crosses(&m->at[t->a], &m->at[t->b], b);
    }
    return n;
}

/* The name of node i where it is free of names and nodes, and the fewest ties pass; none where
 * there is no room. */
static void draw_name(const map *m, uint32_t i, box *taken, uint32_t *used)
{
    const char *name = m->n->nodes[i].name;
    double w = ent_pen_text_width(name, m->font, false), r = radius(m, i) + 3;
    double x = m->at[i].x, y = m->at[i].y, low = y + r + m->font * 0.8, mid = y + m->font * 0.35;
    const double at[8][2] = {{x + r, mid},
                             {x - r - w, mid},
                             {x - w / 2, y - r},
                             {x - w / 2, low},
                             {x + r * 0.7, y - r * 0.7},
                             {x + r * 0.7, low - r * 0.3},
                             {x - w - r * 0.7, y - r * 0.7},
                             {x - w - r * 0.7, low - r * 0.3}};
    uint32_t least = UINT32_MAX;
    int best = -1;
    for (int k = 0; k < 8 && least > 0; k++) {
        box b = {at[k][0], at[k][1] - m->font * 0.85, at[k][0] + w, at[k][1] + m->font * 0.2};
        if (b.x0 < 2 || b.x1 > m->w - 2 || !clear_of(taken, *used, &b)) {
            continue;
        }
        uint32_t through = ties_through(m, &b);
        if (through < least) {
            least = through;
            best = k;
        }
    }
    if (best >= 0) {
        const double *p = at[best];
        box b = {p[0], p[1] - m->font * 0.85, p[0] + w, p[1] + m->font * 0.2};
        taken[(*used)++] = b;
        ent_pen_rect(m->pen, b.x0, b.y0, w, b.y1 - b.y0, 0xFFFFFF, 0.7);
        ent_pen_text(m->pen, p[0], p[1], name, m->font, false, ENT_LEFT, ENT_INK, 0);
    }
}

static void draw_nodes(const map *m)
{
    uint32_t n = m->n->node_count, used = 0;
    box *taken = ent_calloc((size_t)n * 2 + 1, sizeof *taken);
    for (uint32_t i = 0; i < n; i++) {
        double r = radius(m, i);
        taken[used++] = (box){m->at[i].x - r, m->at[i].y - r, m->at[i].x + r, m->at[i].y + r};
        ent_pen_circle(m->pen, m->at[i].x, m->at[i].y, r, ENT_INK, m->n->nodes[i].bloc == 1);
    }
    for (uint32_t i = 0; i < n; i++) {
        draw_name(m, i, taken, &used);
    }
    free(taken);
}

static void share(ent_buf *b, double v)
{
    if (isnan(v)) {
        ent_buf_str(b, "none");
    } else {
        ent_buf_printf(b, "%.3f", v);
    }
}

/* "China, India and Pakistan, 1960-01-01 to 1964-12-31"; of more than three nodes "Signed network"
 */
static void title_of(ent_buf *b, const ent_network *n)
{
    char from[16], to[16];
    ent_day_format(n->from, from);
    ent_day_format(n->to, to);
    for (uint32_t i = 0; i < n->node_count && n->node_count <= 3; i++) {
        ent_buf_printf(b, "%s%s",
                       i == 0                  ? ""
                       : i + 1 < n->node_count ? ", "
                                               : " and ",
                       n->nodes[i].name);
    }
    ent_buf_str(b, b->len ? "" : "Signed network");
    if (*from && *to) {
        ent_buf_printf(b, ", %s to %s", from, to);
    } else if (*from || *to) {
        ent_buf_printf(b, *from ? ", from %s" : ", until %s", *from ? from : to);
    }
}

static void words(const map *m, const char *title)
{
    char fit[240];
    const ent_network *n = m->n;
    ent_pen_fit(fit, sizeof fit, title, m->w - 20, m->font * 1.6, true);
    ent_pen_text(m->pen, 10, m->font * 2, fit, m->font * 1.6, true, ENT_LEFT, ENT_INK, 0);
    uint32_t events = 0; /* none where the ties were given */
    for (uint32_t i = 0; i < n->tie_count; i++) {
        events += n->ties[i].n;
    }
    ent_buf b = {0};
    ent_buf_str(&b, "Full blue: cooperative; dashed red: hostile");
    ent_buf_str(&b, events ? ", by the sum of weights (Goldstein scale). " : ". ");
    if (events && n->node_count <= FEW_NODES) {
        ent_buf_str(&b, "On a tie: that sum, and the number of events. ");
    }
    ent_buf_str(&b, "Full and hollow nodes: the two blocs. Size: centrality.");
    ent_pen_lines(m->pen, b.data, 10, m->font * 3.3, m->w - 20, m->font * 0.95);
    ent_buf_free(&b);
    ent_buf_printf(&b, "entente %s. ", ENT_VERSION_STRING);
    if (events) {
        ent_buf_printf(&b, "%u event%s, ", events, events == 1 ? "" : "s");
    }
    ent_buf_printf(&b, "%u node%s, %u tie%s; balance by triangles ", n->node_count,
                   n->node_count == 1 ? "" : "s", n->tie_count, n->tie_count == 1 ? "" : "s");
    share(&b, n->triangles);
    ent_buf_str(&b, ", walks ");
    share(&b, n->walk);
    ent_buf_str(&b, ", frustration ");
    share(&b, n->frustration);
    ent_buf_char(&b, '.');
    ent_pen_foot(m->pen, b.data, m->w, m->h, m->font * 0.85);
    ent_buf_free(&b);
}

int ent_show_network_picture(ent_buf *b, const ent_network *n, const char *format,
                             const ent_show_options *o, ent_err *err)
{
    map m = {.n = n, .w = o->px_width > 0 ? o->px_width : 900};
    m.h = o->px_height > 0 ? o->px_height : round(m.w * 0.75);
    if (m.w < 200 || m.h < 150 || m.w > 20000 || m.h > 20000) {
        return ent_fail(err, ENT_EUSAGE, "",
                        "a picture is 200 to 20000 pixels wide, 150 to 20000 high");
    }
    if (n->node_count > MOST_NODES) {
        return ent_fail(err, ENT_EUSAGE, "",
                        "a picture of more than %u nodes shows nothing; export "
                        "GraphML instead",
                        MOST_NODES);
    }
    m.font = 11 * fmin(2.5, fmax(0.85, fmin(m.w / 900, m.h / 675)));
    m.left = m.font;
    m.width = m.w - m.font * 2;
    m.top = m.font * 5.5;
    m.height = m.h - m.font * 8.5;
    ent_buf title = {0};
    title_of(&title, n);
    m.pen = ent_pen_new(format, m.w, m.h, title.data);
    m.at = ent_calloc((size_t)n->node_count + 1, sizeof *m.at);
    m.group = ent_calloc((size_t)n->node_count + 1, sizeof *m.group);
    find_groups(&m);
    if (n->node_count == 3) {
        triad(&m);
    } else if (n->node_count) {
        settle(&m);
        spread(&m);
    }
    words(&m, title.data);
    draw_ties(&m);
    draw_nodes(&m);
    free(m.at);
    free(m.group);
    ent_buf_free(&title);
    return ent_pen_finish(m.pen, b, err);
}
