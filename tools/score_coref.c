/* score_coref.c: the actor stage's coreference against the entity marks of a treebank.
 *
 * usage: score_coref FILE.conllu [GENRE ...]
 *
 * In: CoNLL-U with GUM's Entity marks; documents whose id holds one of the genres (GUM_news_...).
 * Words and sentences are the file's, trees are our own. Out: MUC, B3, CEAFe and their mean, as
 * CoNLL 2012 has them (a chain of one counts in B3 and CEAFe, as GUM marks such too), twice: over
 * all mentions of the gold, and over those of persons, places and organisations that are named
 * somewhere. A mention of ours is the gold's where each holds the other's head; adjectives and
 * what the title supplies are none. */
#include "actor/actor.h"
#include "parse/parse.h"
#include "time/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct gold_mention {
    uint32_t first, last, head;
    uint32_t chain;
    bool sort; /* person, place, organisation */
    bool propn;
} gold_mention;

typedef struct word_row {
    uint32_t head; /* index of its head in the document; ENT_NONE: root */
    bool propn;
} word_row;

typedef struct gold {
    ent_arena a;
    gold_mention *mentions;
    uint32_t count, cap;
    word_row *words;
    uint32_t word_count, word_cap;
    ent_map chains; /* id -> number */
    uint32_t chain_count;
} gold;

/* What one document adds to a measure. */
typedef struct sums {
    double muc_p, muc_pn, muc_r, muc_rn;
    double b3_p, b3_pn, b3_r, b3_rn;
    double ceaf, key, response;
} sums;

/* A partition of mentions: a chain for each, ENT_NONE where it is not in this one. */
typedef struct partition {
    uint32_t *key, *response;
    uint32_t count; /* mentions of either */
    uint32_t keys, responses;
} partition;

/* -- gold ------------------------------------------------------------------------------------ */

static uint32_t chain_of(gold *g, const char *id, size_t n)
{
    uint32_t k = ent_map_get(&g->chains, id, n);
    if (k == ENT_NONE) {
        k = g->chain_count++;
        ent_map_set(&g->chains, ent_arena_strn(&g->a, id, n), n, k);
    }
    return k;
}

static bool sort_of(const char *s, size_t n)
{
    static const char *const sorts[] = {"-person-", "-place-", "-organization-"};
    for (size_t i = 0; i < ENT_COUNT(sorts); i++) {
        size_t k = strlen(sorts[i]);
        size_t at = strcspn(s, "-");
        if (n >= at + k && strncmp(s + at, sorts[i], k) == 0) {
            return true;
        }
    }
    return false;
}

/* The marks of one word: "(3-person-new-...", "3)", "(3-...)". */
static void take_marks(gold *g, const char *s, uint32_t word)
{
    while (*s && *s != '|' && *s != '\t' && *s != '\n') {
        if (*s == '(') {
            size_t n = strcspn(s + 1, "()|\t\n");
            gold_mention *m = ENT_PUSH(&g->a, g->mentions, g->count, g->cap);
            size_t id = strcspn(s + 1, "-[");
            *m = (gold_mention){.first = word,
                                .last = ENT_NONE,
                                .chain = chain_of(g, s + 1, id),
                                .sort = sort_of(s + 1, n)};
            s += 1 + n;
            if (*s == ')') {
                m->last = word;
                s++;
            }
        } else {
            size_t n = strcspn(s, ")|\t\n"), id = strcspn(s, "[)|\t\n");
            uint32_t c = chain_of(g, s, id);
            for (uint32_t k = g->count; s[n] == ')' && k-- > 0;) {
                if (g->mentions[k].chain == c && g->mentions[k].last == ENT_NONE) {
                    g->mentions[k].last = word;
                    break;
                }
            }
            s += n + (s[n] == ')');
        }
    }
}

static const char *column(const char *line, int n)
{
    for (; n && *line && *line != '\n'; line++) {
        n -= *line == '\t';
    }
    return line;
}

static void read_gold(gold *g, const char *s, const char *end)
{
    uint32_t first = 0; /* word of the sentence */
    while (s < end) {
        const char *nl = memchr(s, '\n', (size_t)(end - s));
        nl = nl ? nl : end;
        char *stop = NULL;
        unsigned long id = strtoul(s, &stop, 10);
        if (s == nl) {
            first = g->word_count;
        } else if (*s >= '0' && *s <= '9' && *stop == '\t') {
            unsigned long head = strtoul(column(s, 6), NULL, 10);
            word_row *w = ENT_PUSH(&g->a, g->words, g->word_count, g->word_cap);
            w->head = head ? first + (uint32_t)head - 1 : ENT_NONE;
            w->propn = strncmp(column(s, 3), "PROPN", 5) == 0;
            const char *misc = column(s, 9), *marks = strstr(misc, "Entity=");
            if (marks && marks < nl) {
                take_marks(g, marks + 7, first + (uint32_t)id - 1);
            }
        }
        s = nl + 1;
    }
    for (uint32_t i = 0; i < g->count; i++) {
        gold_mention *m = &g->mentions[i];
        m->last = m->last == ENT_NONE || m->last >= g->word_count ? m->first : m->last;
        m->head = m->last;
        for (uint32_t w = m->first; w <= m->last; w++) {
            uint32_t h = g->words[w].head;
            if (h == ENT_NONE || h < m->first || h > m->last) {
                m->head = w;
                break;
            }
        }
        m->propn = g->words[m->head].propn;
    }
}

/* -- measures -------------------------------------------------------------------------------- */

static uint32_t size_of(const uint32_t *chain, uint32_t n, uint32_t c)
{
    uint32_t k = 0;
    for (uint32_t i = 0; i < n; i++) {
        k += chain[i] == c;
    }
    return k;
}

/* MUC: links of a that b keeps. */
static void muc(const uint32_t *a, uint32_t chains, const uint32_t *b, uint32_t n, double *right,
                double *all)
{
    for (uint32_t c = 0; c < chains; c++) {
        uint32_t size = 0, parts = 0;
        for (uint32_t i = 0; i < n; i++) {
            if (a[i] != c) {
                continue;
            }
            size++;
            bool known = false;
            for (uint32_t k = 0; k < i && !known; k++) {
                known = a[k] == c && b[i] != ENT_NONE && b[k] == b[i];
            }
            parts += !known;
        }
        if (size > 1) {
            *right += size - parts;
            *all += size - 1;
        }
    }
}

static void b3(const uint32_t *a, const uint32_t *b, uint32_t n, double *right, double *all)
{
    for (uint32_t i = 0; i < n; i++) {
        if (a[i] == ENT_NONE) {
            continue;
        }
        uint32_t both = 0;
        for (uint32_t k = 0; k < n; k++) {
            both += a[k] == a[i] && b[i] != ENT_NONE && b[k] == b[i];
        }
        *right += (double)both / size_of(a, n, a[i]);
        *all += 1;
    }
}

/* The best one-to-one assignment of rows to columns (Kuhn and Munkres, by potentials): `w` holds
 * rows * columns weights, rows <= columns; the sum of the weights. */
static double assign(const double *w, uint32_t rows, uint32_t columns)
{
    double *u = ent_calloc(rows + 1, sizeof *u), *v = ent_calloc(columns + 1, sizeof *v);
    double *least = ent_calloc(columns + 1, sizeof *least), sum = 0;
    uint32_t *match = ent_calloc(columns + 1, sizeof *match);
    uint32_t *way = ent_calloc(columns + 1, sizeof *way);
    bool *used = ent_calloc(columns + 1, sizeof *used);
    for (uint32_t i = 1; i <= rows; i++) {
        uint32_t at = 0;
        match[0] = i;
        for (uint32_t j = 0; j <= columns; j++) {
            least[j] = 1e9;
            used[j] = false;
        }
        do {
            used[at] = true;
            uint32_t row = match[at], next = 0;
            double delta = 1e9;
            for (uint32_t j = 1; j <= columns; j++) {
                if (used[j]) {
                    continue;
                }
                double cost = -w[(row - 1) * columns + j - 1] - u[row] - v[j];
                if (cost < least[j]) {
                    least[j] = cost;
                    way[j] = at;
                }
                if (least[j] < delta) {
                    delta = least[j];
                    next = j;
                }
            }
            for (uint32_t j = 0; j <= columns; j++) {
                if (used[j]) {
                    u[match[j]] += delta;
                    v[j] -= delta;
                } else {
                    least[j] -= delta;
                }
            }
            at = next;
        } while (match[at]);
        for (; at; at = way[at]) {
            match[at] = match[way[at]];
        }
    }
    for (uint32_t j = 1; j <= columns; j++) {
        sum += match[j] ? w[(match[j] - 1) * columns + j - 1] : 0;
    }
    free(u);
    free(v);
    free(least);
    free(match);
    free(way);
    free(used);
    return sum;
}

static double ceaf(const partition *p)
{
    bool turn = p->keys > p->responses;
    uint32_t rows = turn ? p->responses : p->keys, columns = turn ? p->keys : p->responses;
    const uint32_t *x = turn ? p->response : p->key, *y = turn ? p->key : p->response;
    if (!rows) {
        return 0;
    }
    double *w = ent_calloc((size_t)rows * columns, sizeof *w);
    for (uint32_t i = 0; i < p->count; i++) {
        if (x[i] != ENT_NONE && y[i] != ENT_NONE) {
            w[(size_t)x[i] * columns + y[i]] += 1;
        }
    }
    for (uint32_t r = 0; r < rows; r++) {
        uint32_t size = size_of(x, p->count, r);
        for (uint32_t c = 0; c < columns; c++) {
            double *one = &w[(size_t)r * columns + c];
            *one = *one > 0 ? 2 * *one / (size + size_of(y, p->count, c)) : 0;
        }
    }
    double sum = assign(w, rows, columns);
    free(w);
    return sum;
}

static void add(sums *s, const partition *p)
{
    muc(p->key, p->keys, p->response, p->count, &s->muc_r, &s->muc_rn);
    muc(p->response, p->responses, p->key, p->count, &s->muc_p, &s->muc_pn);
    b3(p->key, p->response, p->count, &s->b3_r, &s->b3_rn);
    b3(p->response, p->key, p->count, &s->b3_p, &s->b3_pn);
    s->ceaf += ceaf(p);
    s->key += p->keys;
    s->response += p->responses;
}

static double f1(double p, double r)
{
    return p + r > 0 ? 2 * p * r / (p + r) : 0;
}

static double ratio(double a, double b)
{
    return b > 0 ? 100 * a / b : 0;
}

static void print(const char *name, const sums *s)
{
    double mp = ratio(s->muc_p, s->muc_pn), mr = ratio(s->muc_r, s->muc_rn);
    double bp = ratio(s->b3_p, s->b3_pn), br = ratio(s->b3_r, s->b3_rn);
    double cp = ratio(s->ceaf, s->response), cr = ratio(s->ceaf, s->key);
    printf("%s: MUC %.1f/%.1f/%.1f, B3 %.1f/%.1f/%.1f, CEAFe %.1f/%.1f/%.1f, mean F1 %.1f "
           "(precision/recall/F1; %.0f gold mentions, %.0f ours)\n",
           name, mp, mr, f1(mp, mr), bp, br, f1(bp, br), cp, cr, f1(cp, cr),
           (f1(mp, mr) + f1(bp, br) + f1(cp, cr)) / 3, s->b3_rn, s->b3_pn);
}

/* -- documents ------------------------------------------------------------------------------- */

/* A number for the actors of a mention of ours: equal for equal sets. */
static uint32_t our_chain(ent_map *map, ent_arena *a, const ent_doc *d, const ent_mention *m,
                          uint32_t *count)
{
    ent_buf b = {0};
    for (uint32_t k = 0; k < m->actor_count; k++) {
        ent_buf_printf(&b, "%u ", d->mention_actors[m->actor + k]);
    }
    uint32_t c = ent_map_get(map, b.data, b.len);
    if (c == ENT_NONE) {
        c = (*count)++;
        ent_map_set(map, ent_arena_strn(a, b.data, b.len), b.len, c);
    }
    ent_buf_free(&b);
    return c;
}

/* The mention of ours that is the gold's; ENT_NONE. */
static uint32_t twin(const ent_doc *d, const gold_mention *g, const bool *taken)
{
    for (uint32_t i = 0; i < d->mention_count; i++) {
        const ent_mention *m = &d->mentions[i];
        if (!taken[i] && m->first <= g->head && g->head < m->first + m->count &&
            g->first <= m->head && m->head <= g->last) {
            return i;
        }
    }
    return ENT_NONE;
}

/* Chains in use get numbers from 0. */
static uint32_t renumber(uint32_t *chain, uint32_t n, uint32_t most)
{
    uint32_t *now = ent_calloc(most + 1, sizeof *now), used = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (chain[i] != ENT_NONE && !now[chain[i]]) {
            now[chain[i]] = ++used;
        }
        chain[i] = chain[i] == ENT_NONE ? ENT_NONE : now[chain[i]] - 1;
    }
    free(now);
    return used;
}

static int shorter(const void *a, const void *b)
{
    const gold_mention *x = a, *y = b;
    uint32_t n = x->last - x->first, m = y->last - y->first;
    return n != m ? (n < m ? -1 : 1) : x->first < y->first ? -1 : x->first > y->first;
}

/* named: only chains of persons, places and organisations that a name has. */
static void compare(sums *s, gold *g, const ent_doc *d, bool named)
{
    ent_arena a = {0};
    ent_map ours = {0};
    uint32_t chains = 0, n = 0;
    bool *in = ent_calloc(g->chain_count + 1, sizeof *in);
    bool *taken = ent_calloc(d->mention_count + 1, sizeof *taken);
    for (uint32_t i = 0; i < g->count; i++) {
        in[g->mentions[i].chain] |= !named || (g->mentions[i].sort && g->mentions[i].propn);
    }
    partition p = {0};
    p.key = ent_calloc(g->count + d->mention_count + 1, sizeof *p.key);
    p.response = ent_calloc(g->count + d->mention_count + 1, sizeof *p.response);
    for (uint32_t i = 0; i < d->mention_count; i++) {
        uint8_t k = d->mentions[i].kind;
        taken[i] = k == ENT_MENTION_ADJECTIVE || k == ENT_MENTION_IMPLIED || !d->mentions[i].count;
    }
    qsort(g->mentions, g->count, sizeof *g->mentions, shorter);
    for (uint32_t i = 0; i < g->count; i++) {
        const gold_mention *m = &g->mentions[i];
        uint32_t t = twin(d, m, taken);
        if (t != ENT_NONE) {
            taken[t] = true;
        }
        if (in[m->chain]) {
            p.key[n] = m->chain;
            p.response[n++] =
                t == ENT_NONE ? ENT_NONE : our_chain(&ours, &a, d, &d->mentions[t], &chains);
        }
    }
    for (uint32_t i = 0; i < d->mention_count; i++) {
        if (!taken[i]) {
            p.key[n] = ENT_NONE;
            p.response[n++] = our_chain(&ours, &a, d, &d->mentions[i], &chains);
        }
    }
    p.count = n;
    p.keys = renumber(p.key, n, g->chain_count);
    p.responses = renumber(p.response, n, chains);
    add(s, &p);
    free(p.key);
    free(p.response);
    free(in);
    free(taken);
    ent_map_free(&ours);
    ent_arena_free(&a);
}

typedef struct stages {
    ent_tables *tables;
    ent_actors *actors;
    ent_parser *parser;
    ent_time *time;
} stages;

static bool document(const stages *e, const char *s, const char *end, sums *all, sums *named)
{
    ent_err err = {0};
    ent_doc *d = NULL;
    if (ent_parse_read_conllu(&d, s, (size_t)(end - s), "document", &err) < 0) {
        fprintf(stderr, "%s: %s\n", err.place, err.message);
        return false;
    }
    ent_time_doc(e->time, d);
    ent_actor_names(e->actors, d);
    for (uint32_t i = 0; i < d->sent_count; i++) {
        d->sents[i].flags |= ENT_SENT_SELECTED;
    }
    ent_parse_trees(e->parser, d);
    ent_actor_refer(e->actors, d);
    gold g = {0};
    read_gold(&g, s, end);
    if (g.word_count == d->token_count) {
        compare(all, &g, d, false);
        compare(named, &g, d, true);
    } else {
        fprintf(stderr, "%u words, %u read\n", g.word_count, d->token_count);
    }
    ent_map_free(&g.chains);
    ent_arena_free(&g.a);
    ent_doc_destroy(d);
    return true;
}

/* "# newdoc id = GUM_news_iodine": whether it is of a genre asked for. */
static bool wanted(const char *s, int n, char **genres)
{
    size_t len = strcspn(s, "\n");
    for (int i = 0; i < n; i++) {
        char mark[64];
        int k = snprintf(mark, sizeof mark, "_%s_", genres[i]);
        const char *at = strstr(s, mark);
        if (k > 0 && at && at < s + len) {
            return true;
        }
    }
    return n == 0;
}

int main(int argc, char **argv)
{
    ent_err err = {0};
    stages e = {0};
    char *data = NULL;
    size_t len = 0;
    if (argc < 2) {
        fprintf(stderr, "usage: score_coref FILE.conllu [GENRE ...]\n");
        return 2;
    }
    if (ent_file_read(&data, &len, argv[1], 1 << 28, &err) < 0 ||
        ent_tables_open(&e.tables, NULL, 0, &err) < 0 ||
        ent_actor_open(&e.actors, e.tables, &err) < 0 ||
        ent_time_open(&e.time, e.tables, &err) < 0 || ent_parse_open(&e.parser, NULL, &err) < 0) {
        fprintf(stderr, "%s: %s\n", err.place, err.message);
        return 1;
    }
    sums all = {0}, named = {0};
    for (char *s = strstr(data, "# newdoc"); s;) {
        char *next = strstr(s + 1, "# newdoc");
        if (wanted(s, argc - 2, argv + 2) &&
            !document(&e, s, next ? next : data + len, &all, &named)) {
            return 1;
        }
        s = next;
    }
    print("all mentions", &all);
    print("named persons, places, organisations", &named);
    free(data);
    ent_parse_close(e.parser);
    ent_time_close(e.time);
    ent_actor_close(e.actors);
    ent_tables_free(e.tables);
    return 0;
}
