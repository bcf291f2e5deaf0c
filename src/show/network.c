/* network.c: a signed network and its balance as JSON, as text for people, and as GraphML. */
#include "show_int.h"

#include <math.h>

static void ratio(ent_buf *b, const char *key, double v)
{
    if (isnan(v)) {
        ent_buf_printf(b, "\"%s\":null", key);
    } else {
        ent_buf_printf(b, "\"%s\":%.7f", key, v);
    }
}

static void names_of(ent_buf *b, const ent_network *n, uint32_t bloc)
{
    bool first = true;
    ent_buf_char(b, '[');
    for (uint32_t i = 0; i < n->node_count; i++) {
        if (n->nodes[i].bloc == bloc) {
            ent_buf_str(b, first ? "" : ",");
            ent_json_str(b, n->nodes[i].code);
            first = false;
        }
    }
    ent_buf_char(b, ']');
}

static void network_json(ent_buf *b, const ent_network *n)
{
    uint32_t positive = 0;
    for (uint32_t i = 0; i < n->tie_count; i++) {
        positive += n->ties[i].sign > 0;
    }
    ent_buf_printf(b, "{\"nodes\":%u,\"ties\":%u,\"positive\":%u,\"negative\":%u,", n->node_count,
                   n->tie_count, positive, n->tie_count - positive);
    ratio(b, "triangles", n->triangles);
    ent_buf_char(b, ',');
    ratio(b, "walk", n->walk);
    ent_buf_char(b, ',');
    ratio(b, "frustration", n->frustration);
    ent_buf_printf(b,
                   ",\"triangle_counts\":{\"+++\":%u,\"++-\":%u,\"+--\":%u,\"---\":%u},"
                   "\"frustrated_ties\":%u,\"frustrated_ties_at_least\":%u,"
                   "\"frustration_exact\":%s,\"blocs\":[",
                   n->triangle[0], n->triangle[1], n->triangle[2], n->triangle[3],
                   n->frustration_edges, n->frustration_bound,
                   n->frustration_exact ? "true" : "false");
    names_of(b, n, 0);
    ent_buf_char(b, ',');
    names_of(b, n, 1);
    ent_buf_str(b, "],\"unbalanced\":[");
    for (uint32_t i = 0; i < n->unbalanced_count; i++) {
        const ent_triad *t = &n->unbalanced[i];
        ent_buf_str(b, i ? ",[" : "[");
        ent_json_str(b, n->nodes[t->a].code);
        ent_buf_char(b, ',');
        ent_json_str(b, n->nodes[t->b].code);
        ent_buf_char(b, ',');
        ent_json_str(b, n->nodes[t->c].code);
        ent_buf_char(b, ']');
    }
    ent_buf_str(b, "],\"centrality\":{");
    for (uint32_t i = 0; i < n->node_count; i++) {
        ent_buf_str(b, i ? "," : "");
        ent_json_str(b, n->nodes[i].code);
        ent_buf_printf(b, ":%.4f", n->nodes[i].centrality);
    }
    ent_buf_str(b, "}}\n");
}

static void share(ent_buf *b, const char *what, double v, const char *note)
{
    if (isnan(v)) {
        ent_buf_printf(b, "%-12s  none     %s\n", what, note);
    } else {
        ent_buf_printf(b, "%-12s  %.4f   %s\n", what, v, note);
    }
}

static void network_table(ent_buf *b, const ent_network *n)
{
    char note[96];
    if (n->node_count == 0) {
        ent_buf_str(b, "No two states have a tie in the time asked for.\n");
        return;
    }
    ent_buf_printf(b, "%u node%s, %u tie%s\n\n", n->node_count, n->node_count == 1 ? "" : "s",
                   n->tie_count, n->tie_count == 1 ? "" : "s");
    snprintf(note, sizeof note, "+++ %u, ++- %u, +-- %u, --- %u", n->triangle[0], n->triangle[1],
             n->triangle[2], n->triangle[3]);
    share(b, "triangles", n->triangles, note);
    share(b, "walks", n->walk, "closed walks of every length");
    snprintf(note, sizeof note,
             !n->frustration_exact       ? "at most %u ties, at least %u, stand against two blocs"
             : n->frustration_edges == 1 ? "%u tie stands against two blocs"
                                         : "%u ties stand against two blocs",
             n->frustration_edges, n->frustration_bound);
    share(b, "frustration", n->frustration, note);
    for (uint32_t bloc = 0; bloc < 2; bloc++) {
        const char *comma = "";
        ent_buf_printf(b, "\nbloc %u:", bloc + 1);
        for (uint32_t i = 0; i < n->node_count; i++) {
            if (n->nodes[i].bloc == bloc) {
                ent_buf_printf(b, "%s %s", comma, n->nodes[i].name);
                comma = ",";
            }
        }
    }
    ent_buf_char(b, '\n');
    for (uint32_t i = 0; i < n->unbalanced_count && i < 40; i++) {
        const ent_triad *t = &n->unbalanced[i];
        ent_buf_printf(b, "%sunbalanced: %s %c %s %c %s %c %s\n", i ? "" : "\n",
                       n->nodes[t->a].name, t->ab > 0 ? '+' : '-', n->nodes[t->b].name,
                       t->bc > 0 ? '+' : '-', n->nodes[t->c].name, t->ac > 0 ? '+' : '-',
                       n->nodes[t->a].name);
    }
}

static void network_graphml(ent_buf *b, const ent_network *n)
{
    static const char *const keys[][4] = {{"name", "node", "name", "string"},
                                          {"bloc", "node", "bloc", "int"},
                                          {"centrality", "node", "centrality", "double"},
                                          {"sign", "edge", "sign", "int"},
                                          {"weight", "edge", "weight", "double"},
                                          {"n", "edge", "events", "int"}};
    ent_buf_str(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    for (size_t i = 0; i < ENT_COUNT(keys); i++) {
        ent_buf_printf(b, "  <key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n",
                       keys[i][0], keys[i][1], keys[i][2], keys[i][3]);
    }
    ent_buf_str(b, "  <graph edgedefault=\"undirected\">\n");
    for (uint32_t i = 0; i < n->node_count; i++) {
        ent_buf_str(b, "    <node id=\"");
        ent_show_escape(b, n->nodes[i].code);
        ent_buf_str(b, "\"><data key=\"name\">");
        ent_show_escape(b, n->nodes[i].name);
        ent_buf_printf(b,
                       "</data><data key=\"bloc\">%u</data><data key=\"centrality\">%.4f</data>"
                       "</node>\n",
                       n->nodes[i].bloc + 1, n->nodes[i].centrality);
    }
    for (uint32_t i = 0; i < n->tie_count; i++) {
        const ent_tie *t = &n->ties[i];
        ent_buf_str(b, "    <edge source=\"");
        ent_show_escape(b, n->nodes[t->a].code);
        ent_buf_str(b, "\" target=\"");
        ent_show_escape(b, n->nodes[t->b].code);
        ent_buf_printf(b,
                       "\"><data key=\"sign\">%d</data><data key=\"weight\">%.4g</data>"
                       "<data key=\"n\">%u</data></edge>\n",
                       t->sign > 0 ? 1 : -1, t->weight, t->n);
    }
    ent_buf_str(b, "  </graph>\n</graphml>\n");
}

int ent_show_network(ent_buf *b, const ent_network *n, const char *format,
                     const ent_show_options *options, ent_err *err)
{
    static const ent_show_options defaults = {0};
    if (strcmp(format, "jsonl") == 0) {
        network_json(b, n);
    } else if (strcmp(format, "table") == 0) {
        network_table(b, n);
    } else if (strcmp(format, "graphml") == 0) {
        network_graphml(b, n);
    } else if (strcmp(format, "svg") == 0 || strcmp(format, "png") == 0 ||
               strcmp(format, "pdf") == 0) {
        return ent_show_network_picture(b, n, format, options ? options : &defaults, err);
    } else {
        return ent_fail(err, ENT_EUSAGE, "",
                        "format \"%.40s\" is not one of jsonl, table, graphml, svg, png, pdf",
                        format);
    }
    return 0;
}
