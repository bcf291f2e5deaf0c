/* office.c: who is meant by an office alone: "the president", "the Emperor".
 *
 * In: the trail, the day, the holders of thrones in the tables. Out: the person named before with
 * that office, or who reigned on the day in a state that the text names.
 */
#include "trail.h"

static bool same_throne(const char *title, const char *office)
{
    return ent_actor_throne(title) && ent_actor_throne(title) == ent_actor_throne(office);
}

/* "the president" who was named with that office. */
const item *ent_actor_office_named(const trail *t, uint32_t sent, const char *office)
{
    for (uint32_t i = t->count; office && i-- > 0 && sent - t->items[i].sent <= 6;) {
        const item *x = &t->items[i];
        const ent_actor *a = actor_at(t, x->actor[0]);
        const actor_note *n = ent_actor_note_of(t->s, x->actor[0]);
        bool holds = a->kind == ENT_ACTOR_PERSON ||
                     (a->kind == ENT_ACTOR_BODY && n->form == FORM_TITLE); /* "Dey of Algiers" */
        bool same = ent_actor_throne(office) ? same_throne(office, n->office)
                                             : ent_actor_same_office(office, n->office);
        if (x->count == 1 && holds && n->office && same) {
            return x;
        }
    }
    return NULL;
}

/* "the Emperor", "the Sultan": who held the office on the day, of the states that the text names;
 * of several the one whose state was named last. ENT_NONE: none of them. */
uint32_t ent_actor_office_reigning(const trail *t, uint32_t sent, const char *office)
{
    const scan_state *s = t->s;
    const sentence_scan *x = &s->sents[sent];
    uint32_t best = ENT_NONE, near = 0;
    for (uint32_t i = 0; office && x->from != ENT_DAY_NONE && i < s->a->holder_count; i++) {
        const entry *e = &s->a->entries[s->a->holders[i]];
        if (!day_in(x->from, e->from, e->to) || !same_throne(office, str(s->a, e->more))) {
            continue;
        }
        for (uint32_t k = t->count; k-- > near;) {
            const char *c = actor_at(t, t->items[k].actor[0])->state;
            if (c && strcmp(c, str(s->a, e->state)) == 0) {
                near = k + 1;
                best = s->a->holders[i];
                break;
            }
        }
    }
    return best == ENT_NONE ? ENT_NONE : ent_actor_of_entry(t->s, best, sent);
}

/* Plurals of offices that a state has one of. */
bool ent_actor_office_several(const trail *t, uint32_t w)
{
    static const char *const words[] = {"ministers",   "presidents", "premiers",
                                        "chancellors", "kings",      "emperors",
                                        "monarchs",    "statesmen",  "heads"};
    for (size_t i = 0; i < ENT_COUNT(words); i++) {
        if (ent_actor_word_is(t->s, w, words[i])) {
            return true;
        }
    }
    return false;
}
