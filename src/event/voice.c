/* voice.c: whose words an account is: the part of the document it stands in, and within it the
 * speaker that a reporting clause names. */
#include "event_int.h"

static const ent_party *party_in(const ent_scene *v, uint32_t head)
{
    for (uint32_t i = 0; i < v->party_count; i++) {
        uint32_t h = v->party[i].head;
        for (int k = 0; k < 4 && h != ENT_NONE; k++) {
            if (h == head) {
                return &v->party[i];
            }
            uint8_t rel = v->t[h].rel;
            if (rel != ENT_APPOS && rel != ENT_FLAT && rel != ENT_COMPOUND && rel != ENT_AMOD &&
                rel != ENT_NMOD) {
                break;
            }
            h = v->head[h];
        }
    }
    return NULL;
}

/* The speaker whose reporting verb governs the trigger; NULL none. */
static const ent_party *speaker(ent_scene *v, const ent_trigger *t)
{
    uint32_t at = t->tok;
    for (int i = 0; i < 8; i++) {
        uint32_t up = v->head[at];
        if (up == ENT_NONE) {
            break;
        }
        uint8_t rel = v->t[at].rel;
        uint32_t o = ent_event_lex_op(v->lex, v->sym[up], v->t[up].upos);
        if ((rel == ENT_CCOMP || rel == ENT_PARATAXIS || rel == ENT_ACL) && (o & ENT_OP_SAY) &&
            !(o & ENT_OP_FACT)) {
            const ent_args *g = ent_event_args(v, up);
            return g->subj == ENT_NONE ? NULL : party_in(v, g->subj);
        }
        at = up;
    }
    /* "..., he said": the report hangs on what is reported; "according to X" */
    for (uint32_t i = 0; i < v->n; i++) {
        if (v->t[i].rel == ENT_PARATAXIS && v->t[i].upos == ENT_VERB &&
            (ent_event_lex_op(v->lex, v->sym[i], ENT_VERB) & ENT_OP_SAY) &&
            v->head[i] != ENT_NONE && ent_event_under(v, t->tok, v->head[i]) &&
            !ent_event_under(v, t->tok, i)) {
            const ent_args *g = ent_event_args(v, i);
            if (g->subj != ENT_NONE) {
                return party_in(v, g->subj);
            }
        }
        if (v->hasprep[i] && v->prep[i] && strcmp(v->lex->name[v->prep[i]], "according") == 0 &&
            !ent_event_under(v, t->tok, i)) {
            return party_in(v, i);
        }
    }
    return NULL;
}

static const char *voice_name(const ent_doc *d, uint32_t i)
{
    const ent_voice *w = &d->voices[i];
    return w->name ? w->name : i == 0 ? (d->byline.value ? d->byline.value : NULL) : NULL;
}

/* The part's voice i is the speaker p of the tree: his name stands where the reading stage found
 * the voice's, or the report that governs the trigger stands outside the part ("...," said X). */
static bool same_voice(const ent_doc *d, uint32_t part, uint32_t i, const ent_mention *m)
{
    const ent_voice *w = &d->voices[i];
    return w->kind == ENT_VOICE_QUOTED && w->name &&
           ((m->span.begin < w->name_span.end && m->span.end > w->name_span.begin) ||
            m->span.end <= d->parts[part].span.begin || m->span.begin >= d->parts[part].span.end);
}

void ent_event_voice(ent_scene *v, const ent_trigger *t, ent_voice_ref *out, ent_arena *a)
{
    const ent_doc *d = v->d;
    memset(out, 0, sizeof *out);
    const char **chain = NULL;
    uint32_t n = 0, cap = 0;
    const ent_party *p = speaker(v, t);
    uint32_t part = ent_doc_part_at(d, v->t[t->tok].span.begin);
    uint32_t i = part == ENT_NONE ? ENT_NONE : d->parts[part].voice;
    bool same = p && i != ENT_NONE && same_voice(d, part, i, &d->mentions[p->mention]);
    if (p) {
        const ent_actor *who = &d->actors[p->actor];
        const ent_mention *m = &d->mentions[p->mention];
        out->kind = ENT_VOICE_QUOTED;
        out->code = who->code;
        out->name = who->name
                        ? who->name
                        : ent_arena_strn(a, d->text + m->span.begin, m->span.end - m->span.begin);
        if (same && !who->name) {
            /* "said Rosa Vidal, a spokeswoman": what "spokeswoman" stands for is a guess */
            bool guess = m->kind == ENT_MENTION_DESCRIPTION || m->kind == ENT_MENTION_PRONOUN;
            out->name = d->voices[i].name;
            out->code = d->voices[i].code || guess ? d->voices[i].code : who->code;
        }
        *ENT_PUSH(a, chain, n, cap) = out->name;
        i = same ? d->voices[i].parent : i;
    } else if (i != ENT_NONE) {
        out->kind = (ent_voice_kind)d->voices[i].kind;
        out->name = voice_name(d, i);
        out->code = d->voices[i].code;
    }
    for (int k = 0; i != ENT_NONE && i < d->voice_count && k < 16; k++) {
        const char *name = voice_name(d, i);
        if (name) {
            *ENT_PUSH(a, chain, n, cap) = name;
        }
        i = d->voices[i].parent;
    }
    out->chain = chain;
    out->chain_count = n;
}
