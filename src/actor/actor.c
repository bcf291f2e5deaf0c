/* actor.c: the two passes over a document, and what they print.
 *
 * In: tokens, timexes, anchors (names); trees too (refer). Out: actors, mentions, voices' codes.
 * The second pass makes the layer anew with the trees at hand: one code path, no patching.
 */
#include "scan.h"

/* How often each state is named. A name that has meant several states counts for the one of the
 * sentence's days, and without days for none: "Turkish" is no sign of the Ottoman Empire. */
static void count_seen(scan_state *s)
{
    for (uint32_t i = 0; i < s->d->sent_count; i++) {
        const sentence_scan *x = &s->sents[i];
        for (uint32_t u = x->unit; u < x->unit + x->units; u++) {
            const char *state = NULL;
            bool many = false;
            for (uint32_t e = s->units[u].first; e != ENT_NONE; e = s->a->entries[e].next) {
                const entry *n = &s->a->entries[e];
                if (n->kind != IN_STATE && n->kind != IN_METONYM) {
                    continue;
                }
                if (x->from != ENT_DAY_NONE && !day_in(x->from, n->from, n->to)) {
                    many = many || !state;
                    continue;
                }
                many = many || (state && strcmp(state, str(s->a, n->state)) != 0);
                state = str(s->a, n->state);
            }
            uint32_t row = ent_actor_state_row(s->a, state);
            if (row != ENT_NONE && (!many || x->from != ENT_DAY_NONE)) {
                s->seen[row]++;
            }
        }
    }
}

/* The head of a mention: the word whose own head lies outside. */
static void set_heads(ent_doc *d)
{
    for (uint32_t i = 0; i < d->mention_count; i++) {
        ent_mention *m = &d->mentions[i];
        if (!(d->sents[m->sent].flags & ENT_SENT_PARSED) || !m->count) {
            continue;
        }
        for (uint32_t k = 0; k < m->count; k++) {
            const ent_token *t = &d->tokens[m->first + k];
            bool inside =
                t->head != ENT_NONE && t->head >= m->first && t->head < m->first + m->count;
            if (!inside && t->rel != ENT_PUNCTREL && t->rel != ENT_CASE && t->rel != ENT_DETREL) {
                m->head = m->first + k;
                break;
            }
        }
    }
}

static void voice_codes(scan_state *s)
{
    ent_doc *d = s->d;
    for (uint32_t i = 0; i < d->voice_count; i++) {
        ent_voice *v = &d->voices[i];
        if (!v->name || v->code) {
            continue;
        }
        for (uint32_t k = 0; k < d->mention_count && v->name_span.end > v->name_span.begin; k++) {
            const ent_mention *m = &d->mentions[k];
            if (m->span.begin < v->name_span.end && m->span.end > v->name_span.begin) {
                v->code = d->actors[d->mention_actors[m->actor]].code;
                break;
            }
        }
    }
}

/* Whether an entry tells that the text is about its state: organs that many states have do not. */
static bool tells_state(const entry *e, int32_t day, bool common)
{
    if (e->kind == IN_PERSON) {
        return day != ENT_DAY_NONE && e->rank >= 2 && day_in(day, e->from, e->to);
    }
    return e->kind == IN_STATE || e->kind == IN_PLACE || (e->kind == IN_METONYM && !common);
}

/* Whether the words are those of a role too: "Congress", "Foreign Office". */
static bool common_noun(const scan_state *s, uint32_t first)
{
    for (uint32_t e = first; e != ENT_NONE; e = s->a->entries[e].next) {
        if (s->a->entries[e].kind == IN_ROLE) {
            return true;
        }
    }
    return false;
}

static void count_named(scan_state *s)
{
    for (uint32_t i = 0; i < s->d->sent_count; i++) {
        const sentence_scan *x = &s->sents[i];
        for (uint32_t u = x->unit; u < x->unit + x->units; u++) {
            bool common = common_noun(s, s->units[u].first);
            for (uint32_t e = s->units[u].first; e != ENT_NONE; e = s->a->entries[e].next) {
                const entry *n = &s->a->entries[e];
                uint32_t row = tells_state(n, x->from, common)
                                   ? ent_actor_state_row(s->a, str(s->a, n->state))
                                   : ENT_NONE;
                if (row != ENT_NONE) {
                    s->named[row]++;
                    s->named_count++;
                }
            }
        }
    }
}

static void run(const ent_actors *a, ent_doc *d, bool trees)
{
    scan_state s = {.a = a, .d = d, .trees = trees};
    d->actor_count = d->mention_count = d->mention_actor_count = 0;
    s.seen = ent_arena_zalloc(&s.scratch, a->states->rows + 1, sizeof *s.seen);
    s.named = ent_arena_zalloc(&s.scratch, a->states->rows + 1, sizeof *s.named);
    ent_actor_scan_document(&s);
    count_seen(&s);
    count_named(&s);
    for (uint32_t i = 0; i < d->sent_count; i++) {
        ent_actor_pick_units(&s, i);
        ent_actor_compose_sentence(&s, i);
    }
    ent_actor_mentions_sort(d);
    set_heads(d);
    ent_actor_refer_document(&s);
    ent_actor_mentions_sort(d);
    voice_codes(&s);
    ent_map_free(&s.keys);
    ent_map_free(&s.entries);
    ent_map_free(&s.aliases);
    ent_arena_free(&s.scratch);
}

void ent_actor_names(const ent_actors *a, ent_doc *d)
{
    run(a, d, false);
}

void ent_actor_refer(const ent_actors *a, ent_doc *d)
{
    run(a, d, true);
}

static const char *const kinds[] = {"state", "body", "person", "org", "group", "role", "other"};
static const char *const mention_kinds[] = {"name",    "adjective",   "phrase",
                                            "pronoun", "description", "implied"};

void ent_actor_json(ent_buf *b, const ent_doc *d)
{
    for (uint32_t i = 0; i < d->mention_count; i++) {
        const ent_mention *m = &d->mentions[i];
        ent_buf_printf(b, "{\"sentence\":%u,\"start\":%u,\"end\":%u,\"text\":", m->sent,
                       m->span.begin, m->span.end);
        ent_json_strn(b, d->text + m->span.begin, m->span.end - m->span.begin);
        ent_buf_printf(b, ",\"kind\":\"%s\",\"head\":%u,\"place\":%s,\"actors\":[",
                       mention_kinds[m->kind], m->head, m->place ? "true" : "false");
        for (uint32_t k = 0; k < m->actor_count; k++) {
            const ent_actor *x = &d->actors[d->mention_actors[m->actor + k]];
            ent_buf_printf(b, "%s{\"kind\":\"%s\",\"code\":", k ? "," : "", kinds[x->kind]);
            ent_json_str(b, x->code);
            ent_buf_str(b, ",\"state\":");
            ent_json_str(b, x->state);
            ent_buf_str(b, ",\"role\":");
            ent_json_str(b, x->role);
            ent_buf_str(b, ",\"name\":");
            ent_json_str(b, x->name);
            ent_buf_str(b, ",\"row\":");
            ent_json_str(b, x->row);
            ent_buf_char(b, '}');
        }
        ent_buf_str(b, "],\"antecedent\":");
        if (m->antecedent == ENT_NONE) {
            ent_buf_str(b, "null}\n");
        } else {
            ent_buf_printf(b, "%u}\n", m->antecedent);
        }
    }
}
