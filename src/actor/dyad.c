/* dyad.c: the pair of states a document is about, the state of its dateline, and the sentences that
 * leave one of them out.
 *
 * In: the title, mentions. Out: s->dyad, and mentions of kind IMPLIED in sentences that speak of
 * relations but name at most one side ("Diplomatic relations were established on ..."). A pair that
 * the title does not name counts only where two states are named far more often than any third.
 */
#include "scan.h"

enum { CLEARLY = 3 };

static void add_side(scan_state *s, uint32_t row)
{
    for (uint32_t i = 0; i < s->dyad_count; i++) {
        if (s->dyad[i] == row) {
            return;
        }
    }
    if (s->dyad_count < 3) {
        s->dyad[s->dyad_count] = row;
    }
    s->dyad_count++;
}

/* States named in a text, by name, adjective or capital. */
static void states_of(scan_state *s, const char *text, uint32_t len)
{
    const ent_actors *a = s->a;
    enum { LONGEST = 256 };
    word w[LONGEST];
    uint32_t n = 0, at = 0;
    while (n < LONGEST && ent_actor_word_next(text, len, &at, &w[n])) {
        n++;
    }
    for (uint32_t i = 0; i < n;) {
        uint32_t node = 0, best = ENT_NONE, used = 1;
        for (uint32_t k = i; k < n && (node = ent_actor_trie_step(a, node, w[k].hash)) != 0; k++) {
            for (uint32_t e = first_entry(a, node); e != ENT_NONE; e = a->entries[e].next) {
                if (ent_actor_entry_fits(&a->entries[e], &w[i], k - i + 1) &&
                    a->entries[e].kind != IN_FIRST && a->entries[e].kind != IN_ROLE) {
                    best = first_entry(a, node);
                    used = k - i + 1;
                }
            }
        }
        uint32_t row = ENT_NONE;
        for (uint32_t e = best; e != ENT_NONE; e = a->entries[e].next) {
            const entry *x = &a->entries[e];
            if (x->kind == IN_STATE && ent_actor_entry_fits(x, &w[i], used) &&
                (row == ENT_NONE || x->to == ENT_DAY_NONE)) {
                row = ent_actor_state_row(a, str(s->a, x->state));
            }
        }
        if (row != ENT_NONE) {
            add_side(s, row);
        }
        i += used;
    }
}

static const char *state_code(const scan_state *s, uint32_t row)
{
    return ent_table_cell(s->a->states, row, 0);
}

void ent_actor_dyad_find(scan_state *s)
{
    const ent_doc *d = s->d;
    s->dyad = ent_arena_zalloc(&s->scratch, 4, sizeof *s->dyad);
    if (d->title.value) {
        states_of(s, d->title.value, (uint32_t)strlen(d->title.value));
    }
    for (uint32_t i = 0; i < d->block_count && !s->dyad_count && !d->title.value; i++) {
        if (d->blocks[i].kind == ENT_BLOCK_TITLE) {
            states_of(s, d->text + d->blocks[i].span.begin,
                      d->blocks[i].span.end - d->blocks[i].span.begin);
        }
    }
    s->dyad_titled = s->dyad_count == 2;
    /* by weight: mentions of each state */
    uint32_t rows = s->a->states->rows;
    uint32_t *n = ent_arena_zalloc(&s->scratch, rows + 1, sizeof *n);
    for (uint32_t i = 0; i < d->mention_count; i++) {
        for (uint32_t k = 0; k < d->mentions[i].actor_count; k++) {
            const ent_actor *x = &d->actors[d->mention_actors[d->mentions[i].actor + k]];
            uint32_t row = d->mentions[i].place ? ENT_NONE : ent_actor_state_row(s->a, x->state);
            n[row == ENT_NONE ? rows : row]++;
        }
    }
    uint32_t top[3] = {ENT_NONE, ENT_NONE, ENT_NONE};
    for (uint32_t r = 0; r < rows; r++) {
        uint32_t x = r;
        for (int i = 0; i < 3 && n[x]; i++) {
            if (top[i] == ENT_NONE || n[x] > n[top[i]]) {
                uint32_t old = top[i];
                top[i] = x;
                x = old;
                if (x == ENT_NONE) {
                    break;
                }
            }
        }
    }
    s->only_state = top[0] != ENT_NONE && top[1] == ENT_NONE;
    s->main_state = top[0] == ENT_NONE ? NULL : state_code(s, top[0]);
    if (top[1] != ENT_NONE && n[top[1]] >= 2 &&
        (top[2] == ENT_NONE || n[top[1]] >= 2 * n[top[2]])) {
        s->main_pair[0] = state_code(s, top[0]);
        s->main_pair[1] = state_code(s, top[1]);
    }
    if (s->dyad_titled) {
        return;
    }
    s->dyad_count = 0;
    if (top[1] != ENT_NONE && n[top[1]] >= 4 &&
        (top[2] == ENT_NONE || n[top[1]] >= CLEARLY * n[top[2]])) {
        s->dyad[0] = top[0];
        s->dyad[1] = top[1];
        s->dyad_count = 2;
    }
}

/* "(Reuters)" or a dash behind a dateline's date. */
static bool wired(const char *p, const char *end)
{
    static const char *const marks[] = {"(Reuters)", "(AP)", "(AFP)", "(Xinhua)", ") - ", " -- "};
    int limit = 60;
    for (; p < end && *p && limit-- > 0; p++) {
        for (size_t i = 0; i < ENT_COUNT(marks); i++) {
            if (strncmp(p, marks[i], strlen(marks[i])) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* "ISLAMABAD (July 18) -": the state of the city that a report begins with. */
const char *ent_actor_dateline(const ent_doc *d)
{
    for (uint32_t i = 0; i < d->mention_count; i++) {
        const ent_mention *m = &d->mentions[i];
        const ent_block *b = &d->blocks[d->sents[m->sent].block];
        if (m->span.begin != d->sents[m->sent].span.begin || b->kind != ENT_BLOCK_PARAGRAPH ||
            m->span.begin != b->span.begin) {
            continue;
        }
        uint32_t n = m->span.end - m->span.begin, caps = 0;
        for (uint32_t k = m->span.begin; k < m->span.end; k++) {
            caps += d->text[k] >= 'A' && d->text[k] <= 'Z';
        }
        const char *p = d->text + m->span.end;
        bool upper = caps * 2 > n && n > 3;
        bool dash = strncmp(p, " (", 2) == 0 || strncmp(p, " --", 3) == 0 ||
                    strncmp(p, " \xe2\x80\x94", 4) == 0 || (upper && *p == ',');
        const ent_actor *a = &d->actors[d->mention_actors[m->actor]];
        if (*p == ',' && wired(p, d->text + b->span.end)) {
            return a->kind == ENT_ACTOR_STATE ? a->state : NULL;
        }
        return dash && (upper || *p == ' ') && a->kind == ENT_ACTOR_STATE ? a->state : NULL;
    }
    return NULL;
}

static bool speaks(const scan_state *s, uint32_t sent)
{
    const sentence_scan *x = &s->sents[sent];
    for (uint32_t w = x->word; w < x->word + x->words; w++) {
        if (IN(s, w, diplomatic)) {
            return true;
        }
    }
    return false;
}

void ent_actor_dyad_supply(scan_state *s)
{
    ent_doc *d = s->d;
    uint32_t pair[2];
    if (s->dyad_count == 2) {
        memcpy(pair, s->dyad, sizeof pair);
    } else if (s->main_pair[0]) {
        pair[0] = ent_actor_state_row(s->a, s->main_pair[0]);
        pair[1] = ent_actor_state_row(s->a, s->main_pair[1]);
    } else {
        return;
    }
    uint32_t n = d->mention_count, m = 0;
    for (uint32_t i = 0; i < d->sent_count; i++) {
        uint32_t seen[2] = {0, 0};
        const char *third = NULL;
        for (; m < n && d->mentions[m].sent == i; m++) {
            for (uint32_t k = 0; k < d->mentions[m].actor_count; k++) {
                const ent_actor *x = &d->actors[d->mention_actors[d->mentions[m].actor + k]];
                uint32_t row = ent_actor_state_row(s->a, x->state);
                seen[0] += row == pair[0];
                seen[1] += row == pair[1];
                if (row != ENT_NONE && row != pair[0] && row != pair[1] && !d->mentions[m].place) {
                    third = x->state;
                }
            }
        }
        if ((seen[0] && seen[1]) || third || !speaks(s, i) ||
            (!s->dyad_titled && seen[0] + seen[1] == 0)) {
            continue;
        }
        for (int k = 0; k < 2; k++) {
            if (!seen[k]) {
                uint32_t actor = ent_actor_state_code(s, state_code(s, pair[k]), "title");
                ent_actor_mention_add(s, i, 0, 0, ENT_MENTION_IMPLIED, &actor, 1);
            }
        }
    }
}
