/* cast.c: the states of a whole document and how much it is about each of them. In: mentions. Out:
 * for a state how often and where it is named. Which actors an act most likely has depends on what
 * the text is about; nothing here knows any actor by name. */
#include "event_int.h"

static bool in_title(const ent_doc *d, uint32_t sent)
{
    uint32_t b = d->sents[sent].block;
    return (sent == 0 && d->sent_count > 1) ||
           (b < d->block_count && d->blocks[b].kind == ENT_BLOCK_TITLE);
}

void ent_event_cast(ent_cast *c, const ent_doc *d, ent_arena *a)
{
    memset(c, 0, sizeof *c);
    ent_map seen = {0};
    c->of_actor = ent_arena_alloc(a, (d->actor_count + 1u) * sizeof *c->of_actor);
    for (uint32_t i = 0; i < d->actor_count; i++) {
        const ent_actor *x = &d->actors[i];
        const char *s = x->state ? x->state : x->code;
        c->of_actor[i] = ENT_NONE;
        if (!s || x->kind == ENT_ACTOR_OTHER) {
            continue;
        }
        c->of_actor[i] = ent_map_get(&seen, s, strlen(s));
        if (c->of_actor[i] == ENT_NONE) {
            c->of_actor[i] = c->states++;
            ent_map_set(&seen, s, strlen(s), c->of_actor[i]);
        }
    }
    ent_map_free(&seen);
    c->first = ent_arena_zalloc(a, c->states + 2u, sizeof *c->first);
    c->title = ent_arena_zalloc(a, c->states + 1u, 1);
    c->rank = ent_arena_zalloc(a, c->states + 1u, sizeof *c->rank);
    c->sent = ent_arena_alloc(a, (d->mention_actor_count + 1u) * sizeof *c->sent);
    c->mention = ent_arena_alloc(a, (d->mention_actor_count + 1u) * sizeof *c->mention);
    c->actor = ent_arena_alloc(a, (d->mention_actor_count + 1u) * sizeof *c->actor);
    for (int pass = 0; pass < 2; pass++) { /* counted, then filled in */
        for (uint32_t i = 0; i < d->mention_count; i++) {
            const ent_mention *m = &d->mentions[i];
            for (uint32_t k = 0; k < m->actor_count && m->kind != ENT_MENTION_IMPLIED; k++) {
                uint32_t actor = d->mention_actors[m->actor + k], s = c->of_actor[actor];
                if (s == ENT_NONE) {
                    continue;
                }
                if (!pass) {
                    c->first[s + 2]++;
                    c->title[s] |= in_title(d, m->sent);
                } else {
                    uint32_t at = c->first[s + 1]++;
                    c->sent[at] = m->sent;
                    c->mention[at] = i;
                    c->actor[at] = actor;
                }
            }
        }
        for (uint32_t s = 2; !pass && s <= c->states + 1; s++) {
            c->first[s] += c->first[s - 1];
        }
    }
    for (uint32_t s = 0; s < c->states; s++) {
        uint32_t n = c->first[s + 1] - c->first[s];
        c->most = n > c->most ? n : c->most;
        for (uint32_t o = 0; o < c->states && c->rank[s] < 250; o++) {
            uint32_t k = c->first[o + 1] - c->first[o];
            c->rank[s] = (uint16_t)(c->rank[s] + (k > n || (k == n && o < s)));
        }
    }
}

/* How many mentions of a state stand before a sentence. */
static uint32_t before(const ent_cast *c, uint32_t s, uint32_t sent)
{
    uint32_t lo = c->first[s], hi = c->first[s + 1];
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (c->sent[mid] < sent) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo - c->first[s];
}

void ent_event_salience(const ent_cast *c, uint32_t actor, uint32_t sent, ent_salience *out)
{
    *out = (ent_salience){.ago = 255, .rank = 255};
    uint32_t s = c ? c->of_actor[actor] : ENT_NONE;
    if (s == ENT_NONE) {
        return;
    }
    uint32_t n = c->first[s + 1] - c->first[s], k = before(c, s, sent);
    out->share = (uint8_t)(c->most ? 100 * n / c->most : 0);
    out->rank = (uint8_t)(c->rank[s] > 250 ? 250 : c->rank[s]);
    out->title = c->title[s];
    if (k) {
        uint32_t ago = sent - c->sent[c->first[s] + k - 1];
        out->ago = (uint8_t)(ago > 250 ? 250 : ago);
    }
}

/* Whom the text is about at a sentence: the states most named in it and lately. */
uint32_t ent_event_about(const ent_cast *c, uint32_t sent, uint32_t max, uint32_t *at)
{
    enum { MOST = 8 };
    double best[MOST];
    uint32_t n = 0;
    max = max > MOST ? MOST : max;
    for (uint32_t s = 0; s < c->states; s++) {
        uint32_t all = c->first[s + 1] - c->first[s], k = before(c, s, sent);
        if (!k) {
            continue;
        }
        uint32_t ago = sent - c->sent[c->first[s] + k - 1];
        double score = (double)all / c->most + 1.5 / (ago + 1.0);
        uint32_t i = n;
        if (all * 4 < c->most || (n == max && score <= best[n - 1])) {
            continue;
        }
        for (i = n < max ? n++ : n - 1; i > 0 && best[i - 1] < score; i--) {
            best[i] = best[i - 1];
            at[i] = at[i - 1];
        }
        best[i] = score;
        at[i] = c->first[s] + k - 1;
    }
    return n;
}

uint32_t ent_event_together(const ent_cast *c, uint32_t a, uint32_t b)
{
    uint32_t s = c ? c->of_actor[a] : ENT_NONE, o = c ? c->of_actor[b] : ENT_NONE, n = 0;
    if (s == ENT_NONE || o == ENT_NONE) {
        return 0;
    }
    uint32_t i = c->first[s], k = c->first[o];
    while (i < c->first[s + 1] && k < c->first[o + 1]) {
        uint32_t x = c->sent[i], y = c->sent[k];
        n += x == y;
        while (i < c->first[s + 1] && c->sent[i] <= x && x <= y) {
            i++;
        }
        while (k < c->first[o + 1] && c->sent[k] <= y && y <= x) {
            k++;
        }
    }
    return n;
}
