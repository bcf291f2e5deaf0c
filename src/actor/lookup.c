/* lookup.c: names asked for by people: how they resolve on a day, states, "did you mean". */
#include "scan.h"

static void add_hit(const ent_actors *a, ent_arena *t, ent_actor_hit **hits, uint32_t *n,
                    uint32_t *cap, const entry *e)
{
    ent_actor_hit *h = ENT_PUSH(t, *hits, *n, *cap);
    static const uint8_t kind[] = {ENT_ACTOR_STATE, ENT_ACTOR_BODY,   ENT_ACTOR_ORG,
                                   ENT_ACTOR_GROUP, ENT_ACTOR_PERSON, ENT_ACTOR_ROLE,
                                   ENT_ACTOR_STATE, ENT_ACTOR_OTHER,  ENT_ACTOR_OTHER};
    h->actor.kind = kind[e->kind];
    if (e->kind == IN_METONYM && !e->role) {
        h->actor.kind = ENT_ACTOR_STATE;
    }
    bool org = e->state && strncmp(str(a, e->state), "IGO", 3) == 0;
    h->actor.state = org ? NULL : str(a, e->state);
    h->actor.role = ent_actor_role(t, str(a, e->role));
    h->actor.code = e->kind == IN_ORG || e->kind == IN_GROUP
                        ? str(a, e->code)
                        : ent_actor_compose(t, str(a, e->state), str(a, e->role));
    h->actor.name = str(a, e->name);
    h->actor.row = ent_actor_place(a, e, t);
    h->matched = str(a, e->shown);
    h->from = e->from;
    h->to = e->to;
}

/* In which pass an entry is told: valid ones before others, as written before folded. */
static int pass_of(const ent_actors *a, const entry *x, const char *name, int32_t day)
{
    bool valid = day_in(day, x->from, x->to) && (day != ENT_DAY_NONE || x->to == ENT_DAY_NONE);
    bool same = strcmp(str(a, x->shown), name) == 0;
    bool weak = x->kind == IN_PERSON && x->form == FORM_BARE;
    return (valid ? 0 : 2) + (same && !weak ? 0 : 1);
}

/* Entries whose words are the name's, valid on the day first; of persons the higher office. */
static uint32_t exact(const ent_actors *a, const char *name, int32_t day, ent_arena *t,
                      ent_actor_hit **out)
{
    uint32_t node = 0, at = 0, n = 0, cap = 0, count = 0;
    uint32_t len = (uint32_t)strlen(name);
    word w;
    while (ent_actor_word_next(name, len, &at, &w)) {
        node = ent_actor_trie_step(a, node, w.hash);
        count++;
        if (!node) {
            return 0;
        }
    }
    if (!count) {
        return 0;
    }
    static const uint8_t order[] = {IN_STATE, IN_ORG,   IN_PERSON, IN_METONYM,
                                    IN_GROUP, IN_PLACE, IN_ROLE};
    for (int pass = 0; pass < 4; pass++) { /* valid or not; as written before folded */
        for (size_t k = 0; k < ENT_COUNT(order); k++) {
            for (int rank = order[k] == IN_PERSON ? 3 : 0; rank >= 0; rank--) {
                for (uint32_t e = first_entry(a, node); e != ENT_NONE; e = a->entries[e].next) {
                    const entry *x = &a->entries[e];
                    if (x->kind == order[k] && x->rank == rank &&
                        pass == pass_of(a, x, name, day)) {
                        add_hit(a, t, out, &n, &cap, x);
                    }
                }
            }
        }
    }
    return n;
}

/* A document of one sentence, for what is no name of a table but is made of such. */
static ent_doc *one_sentence(const char *name, int32_t day)
{
    ent_doc *d = ent_doc_new();
    d->text = ent_arena_str(&d->arena, name);
    d->len = (uint32_t)strlen(name);
    d->day = day;
    ent_sent *s = ENT_PUSH(&d->arena, d->sents, d->sent_count, d->sent_cap);
    s->span.end = d->len;
    uint32_t at = 0;
    word w;
    while (ent_actor_word_next(d->text, d->len, &at, &w)) {
        ent_token *t = ENT_PUSH(&d->arena, d->tokens, d->token_count, d->token_cap);
        t->span = (ent_span){w.begin, w.end};
        t->form = ent_arena_strn(&d->arena, d->text + w.begin, w.end - w.begin);
        t->head = ENT_NONE;
    }
    s->count = d->token_count;
    return d;
}

uint32_t ent_actor_lookup(const ent_actors *a, const char *name, int32_t day, ent_arena *arena,
                          ent_actor_hit **out)
{
    *out = NULL;
    if (!name || strlen(name) > 4096) {
        return 0;
    }
    uint32_t n = exact(a, name, day, arena, out);
    if (n && (*out)[0].actor.kind != ENT_ACTOR_ROLE) {
        return n;
    }
    uint32_t cap = n;
    ent_doc *d = one_sentence(name, day);
    ent_actor_names(a, d);
    ent_actor_hit *hits = NULL;
    uint32_t got = 0, room = 0;
    for (uint32_t i = 0; i < d->mention_count; i++) {
        for (uint32_t k = 0; k < d->mentions[i].actor_count; k++) {
            const ent_actor *x = &d->actors[d->mention_actors[d->mentions[i].actor + k]];
            if (!x->code) {
                continue;
            }
            ent_actor_hit *h = ENT_PUSH(arena, hits, got, room);
            h->actor = (ent_actor){ent_arena_str(arena, x->code), ent_arena_str(arena, x->state),
                                   ent_arena_str(arena, x->role), ent_arena_str(arena, x->name),
                                   ent_arena_str(arena, x->row),  x->kind};
            h->matched = ent_arena_strn(arena, d->text + d->mentions[i].span.begin,
                                        d->mentions[i].span.end - d->mentions[i].span.begin);
            h->from = h->to = ENT_DAY_NONE;
        }
    }
    ent_doc_destroy(d);
    for (uint32_t i = 0; i < n; i++) {
        *ENT_PUSH(arena, hits, got, room) = (*out)[i];
    }
    (void)cap;
    *out = hits;
    return got;
}

static void fill_state(const ent_actors *a, uint32_t row, ent_state_info *out)
{
    const ent_table *t = a->states;
    const char *from = ent_table_cell(t, row, ent_table_column(t, "from"));
    out->code = ent_table_cell(t, row, ent_table_column(t, "code"));
    out->name = ent_table_cell(t, row, ent_table_column(t, "name"));
    out->from = *from ? ent_day_parse(from) : ENT_DAY_NONE;
    out->to = ENT_DAY_NONE;
    int32_t last = ENT_DAY_NONE;
    for (uint32_t i = row; i < t->rows; i++) { /* a code of several rows: to the end of the last */
        if (strcmp(ent_table_cell(t, i, ent_table_column(t, "code")), out->code) != 0) {
            break;
        }
        const char *to = ent_table_cell(t, i, ent_table_column(t, "to"));
        last = *to ? ent_day_parse(to) : ENT_DAY_NONE;
        const char *f = ent_table_cell(t, i, ent_table_column(t, "from"));
        if (*f && out->from != ENT_DAY_NONE && ent_day_parse(f) < out->from) {
            out->from = ent_day_parse(f);
        }
        if (last == ENT_DAY_NONE) {
            break;
        }
    }
    out->to = last;
}

bool ent_actor_state(const ent_actors *a, const char *code_or_name, ent_state_info *out)
{
    if (!code_or_name || !*code_or_name) {
        return false;
    }
    uint32_t row = ent_actor_state_row(a, code_or_name);
    if (row == ENT_NONE && strlen(code_or_name) == 3) {
        char up[4] = {0};
        for (int i = 0; i < 3; i++) {
            char c = code_or_name[i];
            up[i] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
        }
        row = ent_actor_state_row(a, up);
    }
    if (row != ENT_NONE) {
        fill_state(a, row, out);
        return true;
    }
    ent_arena t = {0};
    ent_actor_hit *hits = NULL;
    uint32_t n = exact(a, code_or_name, ENT_DAY_NONE, &t, &hits);
    const char *code = NULL;
    for (uint32_t i = 0; i < n && !code; i++) {
        if (hits[i].actor.kind == ENT_ACTOR_STATE) {
            code = hits[i].actor.state;
        }
    }
    row = ent_actor_state_row(a, code);
    if (row != ENT_NONE) {
        fill_state(a, row, out);
    }
    ent_arena_free(&t);
    return row != ENT_NONE;
}

/* Edits between two strings, ASCII case aside, at most `max` + 1. */
static uint32_t edits(const char *x, const char *y, uint32_t max)
{
    enum { LONGEST = 48 };
    size_t n = strlen(x), m = strlen(y);
    uint32_t row[LONGEST + 1];
    if (n > LONGEST || m > LONGEST || (n > m ? n - m : m - n) > max) {
        return max + 1;
    }
    for (uint32_t j = 0; j <= m; j++) {
        row[j] = j;
    }
    for (uint32_t i = 1; i <= n; i++) {
        uint32_t diagonal = row[0];
        row[0] = i;
        for (uint32_t j = 1; j <= m; j++) {
            char p = x[i - 1], q = y[j - 1];
            p = p >= 'A' && p <= 'Z' ? (char)(p + 32) : p;
            q = q >= 'A' && q <= 'Z' ? (char)(q + 32) : q;
            uint32_t best = diagonal + (p != q);
            best = row[j] + 1 < best ? row[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[m];
}

const char *ent_actor_nearest(const ent_actors *a, const char *typed)
{
    if (!typed || !*typed) {
        return NULL;
    }
    uint32_t max = (uint32_t)strlen(typed) / 3;
    max = max > 3 ? 3 : max < 1 ? 1 : max;
    uint32_t best = max + 1;
    const char *found = NULL;
    for (uint32_t i = 0; i < a->entry_count; i++) {
        const entry *e = &a->entries[i];
        if (e->kind != IN_STATE && e->kind != IN_ORG && e->kind != IN_METONYM) {
            continue;
        }
        uint32_t d = edits(typed, str(a, e->shown), max);
        if (d < best) {
            best = d;
            found = str(a, e->shown);
        }
    }
    const ent_table *t = a->states;
    for (uint32_t i = 0; i < t->rows && best > 1; i++) {
        const char *code = ent_table_cell(t, i, 0);
        if (strlen(typed) == 3 && edits(typed, code, 1) < best) {
            best = 1;
            found = code;
        }
    }
    return found;
}
