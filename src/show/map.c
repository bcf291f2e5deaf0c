/* map.c: a signed network as a picture: nodes pushed apart and pulled together by forces from a
 * fixed start, so that the same network is drawn alike everywhere. Cooperative ties are full and
 * blue, hostile ones dashed and vermilion; three nodes are drawn as a triad, its sum of weights on
 * each tie. */
#include "pen.h"
#include "show_int.h"

#include <math.h>

#define ROUNDS 400
#define MOST_NODES 300u

typedef struct place {
    double x, y, dx, dy;
} place;

typedef struct map {
    ent_pen *pen;
    const ent_network *n;
    place *at;
    double w, h, font, left, top, width, height; /* the field for nodes */
} map;

/* Fruchterman and Reingold's forces, hostile ties holding loosely; each bloc starts on its own
 * side. */
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

/* Stretches what was settled over the field; what lies far out is drawn in, or the rest would be a
 * blot. */
static void spread(map *m)
{
    uint32_t n = m->n->node_count;
    double cx = 0, cy = 0;
    for (uint32_t i = 0; i < n; i++) {
        cx += m->at[i].x / n;
        cy += m->at[i].y / n;
    }
    for (uint32_t i = 0; i < n; i++) {
        double x = m->at[i].x - cx, y = m->at[i].y - cy, r = sqrt(x * x + y * y) + 1e-9;
        double near = pow(r, 0.6) / r;
        m->at[i].x = x * near;
        m->at[i].y = y * near;
    }
    double x0 = 1e9, x1 = -1e9, y0 = 1e9, y1 = -1e9;
    for (uint32_t i = 0; i < n; i++) {
        x0 = fmin(x0, m->at[i].x);
        x1 = fmax(x1, m->at[i].x);
        y0 = fmin(y0, m->at[i].y);
        y1 = fmax(y1, m->at[i].y);
    }
    for (uint32_t i = 0; i < n; i++) {
        double sx = x1 > x0 ? (m->at[i].x - x0) / (x1 - x0) : 0.5;
        double sy = y1 > y0 ? (m->at[i].y - y0) / (y1 - y0) : 0.5;
        m->at[i].x = m->left + sx * m->width;
        m->at[i].y = m->top + sy * m->height;
    }
}

static void triad(map *m)
{
    static const double corner[3][2] = {{0.5, 0.08}, {0.1, 0.92}, {0.9, 0.92}};
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
        if (m->n->node_count <= 6) {
            double x = (a->x + b->x) / 2, y = (a->y + b->y) / 2;
            snprintf(text, sizeof text, "%+.1f (%u)", t->weight, t->n);
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

/* Names beside their nodes, on the side that is free; none where none is. */
static void draw_nodes(const map *m)
{
    uint32_t n = m->n->node_count, used = 0;
    box *taken = ent_calloc((size_t)n * 2 + 1, sizeof *taken);
    for (uint32_t i = 0; i < n; i++) {
        double r = radius(m, i);
        taken[used++] = (box){m->at[i].x - r, m->at[i].y - r, m->at[i].x + r, m->at[i].y + r};
    }
    for (uint32_t i = 0; i < n; i++) {
        ent_pen_circle(m->pen, m->at[i].x, m->at[i].y, radius(m, i), ENT_INK,
                       m->n->nodes[i].bloc == 1);
    }
    for (uint32_t i = 0; i < n; i++) {
        const char *name = m->n->nodes[i].name;
        double w = ent_pen_text_width(name, m->font, false), r = radius(m, i) + 3;
        double at[4][2] = {{m->at[i].x + r, m->at[i].y + m->font * 0.35},
                           {m->at[i].x - r - w, m->at[i].y + m->font * 0.35},
                           {m->at[i].x - w / 2, m->at[i].y - r},
                           {m->at[i].x - w / 2, m->at[i].y + r + m->font * 0.8}};
        for (int k = 0; k < 4; k++) {
            box b = {at[k][0], at[k][1] - m->font * 0.85, at[k][0] + w, at[k][1] + m->font * 0.2};
            if (b.x0 > 2 && b.x1 < m->w - 2 && clear_of(taken, used, &b)) {
                taken[used++] = b;
                ent_pen_rect(m->pen, b.x0, b.y0, w, b.y1 - b.y0, 0xFFFFFF, 0.7);
                ent_pen_text(m->pen, at[k][0], at[k][1], name, m->font, false, ENT_LEFT, ENT_INK,
                             0);
                break;
            }
        }
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

static void words(const map *m)
{
    char text[240], from[16], to[16];
    const ent_network *n = m->n;
    ent_day_format(n->from, from);
    ent_day_format(n->to, to);
    snprintf(text, sizeof text, "Signed network%s%s%s%s", *from || *to ? ", " : "", from,
             *from || *to ? " to " : "", to);
    ent_pen_text(m->pen, 10, m->font * 2, text, m->font * 1.6, true, ENT_LEFT, ENT_INK, 0);
    ent_pen_text(
        m->pen, 10, m->font * 3.4,
        "Full blue: cooperative; dashed red: hostile. Full and hollow nodes: the two blocs. "
        "Size: centrality.",
        m->font * 0.95, false, ENT_LEFT, ENT_GREY, 0);
    ent_buf foot = {0};
    ent_buf_printf(&foot, "entente %s. %u node%s, %u tie%s; balance by triangles ",
                   ENT_VERSION_STRING, n->node_count, n->node_count == 1 ? "" : "s", n->tie_count,
                   n->tie_count == 1 ? "" : "s");
    share(&foot, n->triangles);
    ent_buf_str(&foot, ", walks ");
    share(&foot, n->walk);
    ent_buf_str(&foot, ", frustration ");
    share(&foot, n->frustration);
    ent_pen_text(m->pen, 10, m->h - 6, foot.data, m->font * 0.85, false, ENT_LEFT, ENT_GREY, 0);
    ent_buf_free(&foot);
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
    m.left = m.font * 6;
    m.width = m.w - m.font * 12;
    m.top = m.font * 6;
    m.height = m.h - m.font * 10;
    m.pen = ent_pen_new(format, m.w, m.h, "Signed network");
    m.at = ent_calloc((size_t)n->node_count + 1, sizeof *m.at);
    if (n->node_count == 3) {
        triad(&m);
    } else if (n->node_count) {
        settle(&m);
        spread(&m);
    }
    words(&m);
    draw_ties(&m);
    draw_nodes(&m);
    free(m.at);
    return ent_pen_finish(m.pen, b, err);
}
