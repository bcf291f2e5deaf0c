/* network.c: signed networks: from lines "a<TAB>b<TAB>sign", or from the events of a period.
 *
 * A tie's sign from events is that of the sum of Goldstein values between the two states; a sum of
 * zero makes no tie. Only asserted acts of states on other states count. The balance of what was
 * read is in balance.c. */
#include "relate_int.h"

#include <math.h>

#define MAX_NODES 5000u

struct ent_relate_net {
    ent_network *n;
    ent_relate_set among; /* count 0: all */
    ent_map nodes, ties;  /* code -> node; "a\tb" -> tie */
    uint32_t node_cap, tie_cap;
};

typedef ent_relate_net builder;

static uint32_t node_of(builder *b, const char *code, size_t len)
{
    uint32_t i = ent_map_get(&b->nodes, code, len);
    if (i == ENT_NONE) {
        i = b->n->node_count;
        ent_node *v = ENT_PUSH(&b->n->arena, b->n->nodes, b->n->node_count, b->node_cap);
        v->code = v->name = ent_arena_strn(&b->n->arena, code, len);
        ent_map_set(&b->nodes, v->code, len, i);
    }
    return i;
}

static ent_tie *tie_of(builder *b, uint32_t x, uint32_t y)
{
    uint32_t lo = x < y ? x : y, hi = x < y ? y : x;
    char key[32];
    int len = snprintf(key, sizeof key, "%u\t%u", lo, hi);
    uint32_t i = ent_map_get(&b->ties, key, (size_t)len);
    if (i == ENT_NONE) {
        i = b->n->tie_count;
        ent_tie *t = ENT_PUSH(&b->n->arena, b->n->ties, b->n->tie_count, b->tie_cap);
        t->a = lo;
        t->b = hi;
        ent_map_set(&b->ties, ent_arena_strn(&b->n->arena, key, (size_t)len), (size_t)len, i);
    }
    return &b->n->ties[i];
}

/* -- in order of code, so that the order of the input changes nothing ----------------------- */

typedef struct ranked {
    const char *code;
    uint32_t old;
} ranked;

static int by_code(const void *x, const void *y)
{
    return strcmp(((const ranked *)x)->code, ((const ranked *)y)->code);
}

static int by_nodes(const void *x, const void *y)
{
    const ent_tie *s = x, *t = y;
    if (s->a != t->a) {
        return s->a < t->a ? -1 : 1;
    }
    return s->b < t->b ? -1 : s->b > t->b;
}

static void put_in_order(ent_network *n)
{
    ranked *r = ent_alloc(((size_t)n->node_count + 1) * sizeof *r);
    uint32_t *place = ent_alloc(((size_t)n->node_count + 1) * sizeof *place);
    ent_node *nodes = ent_arena_alloc(&n->arena, ((size_t)n->node_count + 1) * sizeof *nodes);
    for (uint32_t i = 0; i < n->node_count; i++) {
        r[i] = (ranked){n->nodes[i].code, i};
    }
    qsort(r, n->node_count, sizeof *r, by_code);
    for (uint32_t i = 0; i < n->node_count; i++) {
        nodes[i] = n->nodes[r[i].old];
        place[r[i].old] = i;
    }
    n->nodes = nodes;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n->tie_count; i++) {
        ent_tie t = n->ties[i];
        uint32_t x = place[t.a], y = place[t.b];
        t.a = x < y ? x : y;
        t.b = x < y ? y : x;
        t.sign = t.weight > 0 ? 1 : -1;
        if (t.weight < 0 || t.weight > 0) {
            *(t.sign > 0 ? &n->nodes[t.a].positive : &n->nodes[t.a].negative) += 1;
            *(t.sign > 0 ? &n->nodes[t.b].positive : &n->nodes[t.b].negative) += 1;
            n->ties[kept++] = t;
        }
    }
    n->tie_count = kept;
    qsort(n->ties, n->tie_count, sizeof *n->ties, by_nodes);
    free(place);
    free(r);
}

static void finish(builder *b)
{
    put_in_order(b->n);
    ent_relate_measure_balance(b->n);
    ent_map_free(&b->nodes);
    ent_map_free(&b->ties);
}

static int too_large(builder *b, ent_err *err)
{
    ent_map_free(&b->nodes);
    ent_map_free(&b->ties);
    ent_network_destroy(b->n);
    return ent_fail(err, ENT_ETOOBIG, "", "a network of more than %u nodes", MAX_NODES);
}

/* -- from text ------------------------------------------------------------------------------ */

/* 1, -1, or 0 where it is no sign. */
static int sign_of(const char *s, size_t n)
{
    if (n && (s[0] == '+' || s[0] == '-') && n == 1) {
        return s[0] == '+' ? 1 : -1;
    }
    char word[16];
    if (n == 0 || n >= sizeof word) {
        return 0;
    }
    memcpy(word, s, n);
    word[n] = 0;
    const char *end;
    double v = ent_parse_double(word[0] == '+' ? word + 1 : word, &end);
    return *end || isnan(v) ? 0 : v > 0 ? 1 : v < 0 ? -1 : 0;
}

static int read_line(builder *b, const char *s, size_t n, uint32_t line, ent_err *err)
{
    char place[32];
    snprintf(place, sizeof place, "line %u", line);
    const char *one = memchr(s, '\t', n);
    const char *two = one ? memchr(one + 1, '\t', n - (size_t)(one + 1 - s)) : NULL;
    if (!two || one == s || two == one + 1) {
        return ent_fail(err, ENT_EFORMAT, place, "a tie is a<TAB>b<TAB>sign");
    }
    size_t len = n - (size_t)(two + 1 - s);
    const char *more = memchr(two + 1, '\t', len);
    len = more ? (size_t)(more - two - 1) : len;
    int sign = sign_of(two + 1, len);
    if (sign == 0) {
        bool header = line == 1; /* a first line of words is a header */
        return header ? 0 : ent_fail(err, ENT_EFORMAT, place, "a sign is 1 or -1, + or -");
    }
    size_t la = (size_t)(one - s), lb = (size_t)(two - one - 1);
    if (la == lb && memcmp(s, one + 1, la) == 0) {
        return ent_fail(err, ENT_EFORMAT, place, "%.*s is tied to itself", (int)(la > 60 ? 60 : la),
                        s);
    }
    uint32_t x = node_of(b, s, la), y = node_of(b, one + 1, lb);
    ent_tie *t = tie_of(b, x, y); /* of no events */
    if (fabs(t->weight) > 0 && (t->weight > 0) != (sign > 0)) {
        return ent_fail(err, ENT_EFORMAT, place, "the tie was there before with the other sign");
    }
    t->weight = sign;
    return 0;
}

int ent_relate_network_read(ent_network **out, const char *data, size_t len, ent_err *err)
{
    builder b = {.n = ent_calloc(1, sizeof *b.n)};
    b.n->from = b.n->to = ENT_DAY_NONE;
    uint32_t line = 0;
    int rc = 0;
    for (size_t at = 0; at < len && rc == 0;) {
        const char *end = memchr(data + at, '\n', len - at);
        size_t n = end ? (size_t)(end - data) - at : len - at;
        size_t text = n && data[at + n - 1] == '\r' ? n - 1 : n;
        line++;
        if (text && data[at] != '#') {
            rc = read_line(&b, data + at, text, line, err);
        }
        at += n + 1;
        if (b.n->node_count > MAX_NODES) {
            return too_large(&b, err);
        }
    }
    if (rc == 0 && b.n->tie_count == 0) {
        rc = ent_fail(err, ENT_EFORMAT, "", "there is no tie in it");
    }
    if (rc < 0) {
        ent_map_free(&b.nodes);
        ent_map_free(&b.ties);
        ent_network_destroy(b.n);
        return rc;
    }
    finish(&b);
    *out = b.n;
    return 0;
}

/* -- from events ---------------------------------------------------------------------------- */

int ent_relate_net_open(ent_relate_net **out, const char *among, int32_t from, int32_t to,
                        ent_err *err)
{
    builder *b = ent_calloc(1, sizeof *b);
    int rc = among ? ent_relate_set_read(&b->among, among, err) : 0;
    if (rc < 0) {
        free(b);
        return rc;
    }
    b->n = ent_calloc(1, sizeof *b->n);
    b->n->from = from;
    b->n->to = to;
    *out = b;
    return 0;
}

int ent_relate_net_add(ent_relate_net *b, const ent_event *e, uint32_t n, ent_err *err)
{
    const char *s = e->source.state, *t = e->target.state;
    const ent_relate_set *set = &b->among;
    int32_t day = e->date.start;
    if (e->status != ENT_STATUS_ASSERTED || day == ENT_DAY_NONE || !s || !t || strcmp(s, t) == 0 ||
        isnan(e->goldstein) || (b->n->from != ENT_DAY_NONE && day < b->n->from) ||
        (b->n->to != ENT_DAY_NONE && day > b->n->to) ||
        (set->count &&
         !(ent_relate_set_has(set, &e->source) && ent_relate_set_has(set, &e->target)))) {
        return 0;
    }
    uint32_t x = node_of(b, s, strlen(s)), y = node_of(b, t, strlen(t));
    ent_tie *tie = tie_of(b, x, y);
    tie->weight += n * round(e->goldstein * 1000); /* whole numbers: the order changes nothing */
    tie->n += n;
    return b->n->node_count <= MAX_NODES
               ? 0
               : ent_fail(err, ENT_ETOOBIG, "", "a network of more than %u nodes", MAX_NODES);
}

ent_network *ent_relate_net_close(ent_relate_net *b, const ent_relater *r, bool measure)
{
    ent_network *n = b->n;
    for (uint32_t i = 0; i < n->node_count; i++) {
        n->nodes[i].name = ent_arena_str(&n->arena, ent_phrase_name(r->phrases, n->nodes[i].code));
    }
    for (uint32_t i = 0; i < n->tie_count; i++) {
        n->ties[i].weight /= 1000;
    }
    if (measure) {
        finish(b);
    } else {
        ent_map_free(&b->nodes);
        ent_map_free(&b->ties);
    }
    free(b);
    return n;
}
