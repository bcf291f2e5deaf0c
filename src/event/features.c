/* features.c: what the model sees of a candidate, as hashed features: general properties only
 * (words by their lemma, relations, rows of the lexicon), never who the actors are. */
#include "event_int.h"

enum { CAP = 192 };

typedef struct val {
    uint32_t h;
    const char *s;
} val;

static uint32_t mix(uint32_t a, uint32_t b)
{
    uint32_t h = (a ^ (b + 0x7F4A7C15u + (a << 6) + (a >> 2))) * 0xC2B2AE35u;
    return h ^ (h >> 16);
}

static void add(ent_features *f, uint32_t id, const char *name, uint32_t n, const val *v)
{
    if (f->n >= CAP) {
        return;
    }
    uint32_t h = mix(0x2545F491u, id * 2654435761u);
    for (uint32_t i = 0; i < n; i++) {
        h = mix(h, v[i].h);
    }
    if (f->text) {
        char *out = f->text[f->n];
        size_t used = (size_t)snprintf(out, sizeof f->text[0], "%s", name);
        for (uint32_t i = 0; i < n && used + 1 < sizeof f->text[0]; i++) {
            int k = v[i].s ? snprintf(out + used, sizeof f->text[0] - used, " %s", v[i].s)
                           : snprintf(out + used, sizeof f->text[0] - used, " %u", v[i].h);
            used += k > 0 ? (size_t)k : 0;
        }
    }
    f->key[f->n++] = h ? h : 1;
}

#define ADD(id, name, ...)                                                                         \
    add(f, (id), (name), sizeof((val[]){__VA_ARGS__}) / sizeof(val), (val[]){__VA_ARGS__})

static val num(uint32_t n)
{
    return (val){n + 1, NULL};
}

static val word(const ent_scene *v, uint32_t tok)
{
    if (tok == ENT_NONE) {
        return (val){0, "-"};
    }
    if (v->t[tok].upos == ENT_PROPN && !v->sym[tok]) {
        return (val){3, "NAME"}; /* no proper names */
    }
    if (v->t[tok].upos == ENT_NUM) {
        return (val){4, "NUM"};
    }
    return (val){v->hash[tok], v->low[tok]};
}

/* The i-th class of a word's commonest sense: field, other field, sense, above, kind. */
static val sense(const ent_scene *v, uint32_t tok, uint32_t i)
{
    if (tok == ENT_NONE || !v->sense[tok]) {
        return (val){tok == ENT_NONE ? 5 : v->t[tok].upos == ENT_PROPN ? 6 : 7, "-"};
    }
    return (val){v->sense[tok]->hash[i], v->sense[tok]->name[i]};
}

static val sym(const ent_scene *v, ent_sym s)
{
    return (val){v->lex->hash[s], v->lex->name[s]};
}

static val role(const ent_scene *v, const ent_stand *s)
{
    uint32_t a = v->lex->hash[s->role.outer], b = s->role.inner ? v->lex->hash[s->role.inner] : 7;
    return (val){mix(a, b),
                 s->role.inner ? v->lex->name[s->role.inner] : v->lex->name[s->role.outer]};
}

static uint32_t bucket(uint32_t n)
{
    return n < 5 ? n : n < 8 ? 5 : n < 13 ? 6 : n < 21 ? 7 : 8;
}

/* Kind of actor, of mention and whether it stands as a place. */
static val kind(const ent_scene *v, uint32_t party)
{
    const ent_party *p = &v->party[party];
    const ent_mention *m = &v->d->mentions[p->mention];
    const ent_actor *a = &v->d->actors[p->actor];
    return num((uint32_t)a->kind * 32 + m->kind * 4 + m->place * 2u + (m->actor_count > 1));
}

static val actor_role(const ent_scene *v, uint32_t party)
{
    const ent_actor *a = &v->d->actors[v->party[party].actor];
    const char *r = a->role ? a->role : a->state ? "-" : "org";
    return (val){(uint32_t)ent_hash_str(r, 0), r};
}

static uint32_t first_rule(const ent_trigger *t)
{
    return t->rule_count ? 1u + t->rule[0]->root : t->known ? 0 : 30;
}

static uint32_t obj_tok(const ent_scene *v, const ent_trigger *t)
{
    for (uint32_t i = 0; i < t->slot_count; i++) {
        if (t->slot[i].role.outer == v->lex->obj && !t->slot[i].role.inner) {
            return t->slot[i].head;
        }
    }
    return ENT_NONE;
}

static val obj_word(const ent_scene *v, const ent_trigger *t)
{
    return word(v, obj_tok(v, t));
}

static val prior(const ent_scene *v, const ent_trigger *t)
{
    return num(ent_event_lex_prior(v->lex, v->sym[t->tok], t->pos));
}

static uint32_t stance_bits(const ent_trigger *t)
{
    return t->stance.neg * 1u + t->stance.plan * 2u + t->stance.poss * 4u + t->stance.deny * 8u;
}

static uint32_t side_of(const ent_scene *v, const ent_trigger *t, uint32_t party)
{
    uint32_t h = v->party[party].head;
    return h == ENT_NONE ? 2 : h > t->tok;
}

/* Whether another party fits the row's place better than this one. */
static uint32_t outdone(const ent_scene *v, const ent_trigger *t, const ent_cand *c, bool source)
{
    uint32_t worse = 0;
    for (uint32_t i = 0; i < v->party_count; i++) {
        const ent_party *p = &v->party[i];
        if (p->state_key == v->party[c->source].state_key ||
            p->state_key == v->party[c->target].state_key) {
            continue;
        }
        ent_stand s;
        ent_event_trigger_stand(v, t, p, &s);
        const ent_stand *mine = source ? &c->ss : &c->ts;
        if (s.role.outer == mine->role.outer && s.role.inner == mine->role.inner) {
            worse |= s.cost < mine->cost ? 2 : 1;
        }
        if (t->rule_count && ent_event_rule_place(v, t->rule[0], source, &s, t->pos) >
                                 (source ? c->fit_source : c->fit_target)) {
            worse |= 4;
        }
    }
    return worse;
}

static void pair_features(const ent_scene *v, const ent_trigger *t, const ent_cand *c,
                          ent_features *f)
{
    val P = num(t->pos), L = word(v, t->tok), R = num(first_rule(t));
    val rs = role(v, &c->ss), rt = role(v, &c->ts);
    val F = num(c->fit_source * 3u + c->fit_target);
    val score = num(t->rule_count ? t->rule_score[0] : 0u);
    uint32_t same_slot = c->ss.slot != ENT_NONE && c->ss.slot == c->ts.slot;
    ADD(1, "bias", num(0));
    ADD(2, "pos", P);
    ADD(3, "root", R, P);
    ADD(4, "fit", F);
    ADD(5, "fit score", F, score);
    ADD(6, "fit root", F, R, P);
    ADD(7, "roles", rs, rt);
    ADD(8, "roles pos", rs, rt, P);
    ADD(9, "roles root", rs, rt, R);
    ADD(10, "roles fit", rs, rt, F);
    ADD(11, "roles word", rs, rt, L);
    ADD(12, "word", L);
    ADD(13, "word fit", L, F);
    ADD(14, "source", rs, num(c->ss.how), num(c->ss.far > 2 ? 2 : c->ss.far));
    ADD(15, "target", rt, num(c->ts.how), num(c->ts.far > 2 ? 2 : c->ts.far));
    ADD(16, "stands", rs, num(c->ss.how), rt, num(c->ts.how));
    ADD(17, "cost", num(bucket(c->ss.cost / 4u)), num(bucket(c->ts.cost / 4u)));
    ADD(18, "source cost", num(c->ss.cost), P);
    ADD(19, "target cost", num(c->ts.cost), P);
    ADD(20, "same slot", num(same_slot), rs, R);
    ADD(21, "same slot word", num(same_slot), L);
    ADD(22, "outdone", num(outdone(v, t, c, true)), num(outdone(v, t, c, false)));
    ADD(23, "outdone source", num(outdone(v, t, c, true)), F);
    ADD(24, "outdone target", num(outdone(v, t, c, false)), F);
    uint32_t ds = side_of(v, t, c->source), dt = side_of(v, t, c->target);
    uint32_t hs = v->party[c->source].head, ht = v->party[c->target].head;
    uint32_t order = ds * 3 + dt;
    ADD(25, "order", num(order), num(hs < ht), P);
    ADD(26, "order fit", num(order), num(hs < ht), F);
    ADD(27, "order roles", num(hs < ht), rs, rt);
    ADD(28, "source word", rs, num(c->ss.how), word(v, c->ss.slot));
    ADD(29, "target word", rt, num(c->ts.how), word(v, c->ts.slot));
    ADD(30, "target word root", R, num(c->ts.how), word(v, c->ts.slot));
    ADD(31, "same state", num(c->same_state), F);
    if (hs != ENT_NONE && ht != ENT_NONE) {
        uint32_t gap = hs < ht ? ht - hs : hs - ht;
        ADD(32, "gap", num(bucket(gap)), F);
        uint32_t ts = hs > t->tok ? hs - t->tok : t->tok - hs;
        uint32_t tt = ht > t->tok ? ht - t->tok : t->tok - ht;
        ADD(33, "gaps", num(bucket(ts)), num(bucket(tt)));
    }
}

static void actor_features(const ent_scene *v, const ent_trigger *t, const ent_cand *c,
                           ent_features *f)
{
    val R = num(first_rule(t)), rs = role(v, &c->ss), rt = role(v, &c->ts);
    val ks = kind(v, c->source), kt = kind(v, c->target);
    val as = actor_role(v, c->source), at = actor_role(v, c->target);
    val F = num(c->fit_source * 3u + c->fit_target);
    ADD(40, "source kind", ks, rs);
    ADD(41, "target kind", kt, rt);
    ADD(42, "kinds", ks, kt);
    ADD(43, "actor roles", as, at);
    ADD(44, "source actor", as, R);
    ADD(45, "target actor", at, R);
    ADD(46, "source kind fit", ks, F);
    ADD(47, "target kind fit", kt, F);
    ADD(48, "actor roles same", as, at, num(c->same_state), R);
    ADD(49, "source actor role", as, rs);
    ADD(50, "target actor role", at, rt);
}

static void context_features(const ent_scene *v, const ent_trigger *t, const ent_cand *c,
                             ent_features *f)
{
    val P = num(t->pos), L = word(v, t->tok), R = num(first_rule(t));
    val F = num(c->fit_source * 3u + c->fit_target);
    val G = word(v, t->gov);
    uint32_t ops =
        t->gov == ENT_NONE ? 0 : ent_event_lex_op(v->lex, v->sym[t->gov], v->t[t->gov].upos);
    val rel = num(v->t[t->support == ENT_NONE ? t->tok : t->support].rel * 8u + v->t[t->tok].sub);
    ADD(60, "governor", G);
    ADD(61, "governor root", G, R);
    ADD(62, "governor ops", num(ops & 0x1ffu), R);
    ADD(63, "relation", rel, P);
    ADD(64, "relation root", rel, R);
    ADD(65, "relation fit", rel, F, P);
    ADD(66, "stance", num(stance_bits(t)), R);
    ADD(67, "stance fit", num(stance_bits(t)), F);
    ADD(104, "supplied", num(c->supplied), F);
    ADD(105, "supplied root", num(c->supplied), R);
    ADD(103, "covered", num(t->covered), R);
    ADD(68, "name", num(t->inname), L);
    ADD(69, "object", obj_word(v, t), R);
    ADD(70, "object word", obj_word(v, t), L);
    ADD(71, "support", word(v, t->support), R);
    ADD(72, "bits", num(v->t[t->clause].bits & 0xffu), P);
    ADD(73, "passive", num(t->passive), F);
    ADD(74, "parties", num(bucket(v->party_count)));
    ADD(75, "parties fit", num(bucket(v->party_count)), F);
    ADD(76, "genre", num(v->d->genre), P);
    ADD(77, "genre same", num(v->d->genre), num(c->same_state));
    for (uint32_t i = 0; i < t->rule_count; i++) {
        const char *code = t->rule[i]->code ? t->rule[i]->code : "none";
        ADD(78, "code", num(i > 1), (val){(uint32_t)ent_hash_str(code, 0), code});
        ADD(79, "code fit", (val){(uint32_t)ent_hash_str(code, 0), code}, num(i > 1), F);
    }
    if (c->rule) {
        uint32_t detail = c->rule->cons_count > 3 ? 3u : c->rule->cons_count;
        ADD(80, "row", num(detail), F, num(c->rule->root));
        ADD(81, "row symmetric", num(c->rule->sym), F);
    }
    ADD(82, "clause verb", word(v, t->clause), R);
    ADD(83, "clause verb fit", word(v, t->clause), F);
    val rs = role(v, &c->ss), rt = role(v, &c->ts);
    ADD(84, "field", sense(v, t->tok, 0), sense(v, t->tok, 1), P);
    ADD(85, "field roles", sense(v, t->tok, 0), rs, rt);
    ADD(86, "sense", sense(v, t->tok, 2), P);
    ADD(87, "above", sense(v, t->tok, 3), P);
    ADD(88, "kind roles", sense(v, t->tok, 4), rs, rt);
    ADD(89, "above fit", sense(v, t->tok, 3), F);
    ADD(90, "object field", sense(v, obj_tok(v, t), 0), R);
    ADD(91, "object above", sense(v, obj_tok(v, t), 3), sense(v, t->tok, 0));
    ADD(92, "governor field", sense(v, t->gov, 0), sense(v, t->tok, 0));
    ADD(93, "governor above", sense(v, t->gov, 3));
    ADD(94, "target field", sense(v, c->ts.slot, 0), rt, num(c->ts.how));
    ADD(95, "source field", sense(v, c->ss.slot, 0), rs, num(c->ss.how));
    ADD(97, "prior", prior(v, t), P);
    ADD(98, "prior roles", prior(v, t), rs, rt);
    for (uint32_t r = 1, bits = prior(v, t).h - 1; r < 21; r++) {
        if ((bits >> r) & 1) {
            ADD(99, "may be", num(r), rs, rt);
            ADD(100, "may be pos", num(r), P);
        }
    }
    ADD(96, "target above", sense(v, c->ts.slot, 3), num(c->ts.how));
}

void ent_event_feature_event(const ent_scene *v, const ent_trigger *t, const ent_cand *c,
                             ent_features *f)
{
    f->n = 0;
    pair_features(v, t, c, f);
    actor_features(v, t, c, f);
    context_features(v, t, c, f);
}

void ent_event_feature_root(const ent_scene *v, const ent_trigger *t, const ent_cand *c,
                            ent_features *f)
{
    f->n = 0;
    val P = num(t->pos), L = word(v, t->tok), G = word(v, t->gov), R = num(first_rule(t));
    val rs = role(v, &c->ss), rt = role(v, &c->ts), O = obj_word(v, t);
    uint32_t ops =
        t->gov == ENT_NONE ? 0 : ent_event_lex_op(v->lex, v->sym[t->gov], v->t[t->gov].upos);
    uint32_t o = obj_tok(v, t);
    ADD(101, "bias", num(0));
    ADD(102, "pos", P);
    ADD(103, "word", L);
    ADD(104, "word object", L, O);
    ADD(105, "object", O);
    ADD(106, "root", R);
    ADD(107, "root stance", R, num(stance_bits(t)));
    ADD(108, "root governor", R, G);
    ADD(109, "governor", G);
    ADD(110, "governor ops", num(ops & 0x1ffu));
    ADD(111, "root governor ops", R, num(ops & 0x1ffu));
    ADD(112, "word governor", L, G);
    ADD(113, "roles", rs, rt);
    ADD(114, "root roles", R, rs, rt);
    ADD(115, "word roles", L, rs, rt);
    ADD(116, "support", word(v, t->support));
    ADD(117, "support word", word(v, t->support), L);
    ADD(118, "stance", num(stance_bits(t)), P);
    ADD(119, "word stance", L, num(stance_bits(t)));
    ADD(120, "passive", num(t->passive), L);
    ADD(121, "actors", actor_role(v, c->source), actor_role(v, c->target));
    ADD(122, "root actors", R, actor_role(v, c->source), actor_role(v, c->target));
    ADD(123, "same slot", num(c->ss.slot != ENT_NONE && c->ss.slot == c->ts.slot), R);
    ADD(124, "fit", R, num(c->fit_source * 3u + c->fit_target));
    ADD(125, "target word", word(v, c->ts.slot), num(c->ts.how));
    ADD(126, "source word", word(v, c->ss.slot), num(c->ss.how));
    for (uint32_t i = 0; i < t->rule_count; i++) {
        const char *code = t->rule[i]->code ? t->rule[i]->code : "none";
        ADD(127, "code", num(i), (val){(uint32_t)ent_hash_str(code, 0), code});
    }
    if (c->rule && c->rule->code) {
        ADD(128, "row code", (val){(uint32_t)ent_hash_str(c->rule->code, 0), c->rule->code});
    }
    for (uint32_t r = 1, bits = prior(v, t).h - 1; r < 21; r++) {
        if ((bits >> r) & 1) {
            ADD(144, "may be", num(r), P);
            ADD(145, "may be roles", num(r), rs, rt);
            ADD(146, "may be stance", num(r), num(stance_bits(t)));
            ADD(147, "may be object", num(r), sense(v, obj_tok(v, t), 3));
        }
    }
    if (o != ENT_NONE) {
        for (uint32_t r = 1, bits = ent_event_lex_prior(v->lex, v->sym[o], ENT_POS_NOUN); r < 21;
             r++) {
            if ((bits >> r) & 1) {
                ADD(148, "object may be", num(r), sense(v, t->tok, 0));
                ADD(149, "object may be", num(r), L);
            }
        }
    }
    ADD(132, "field", sense(v, t->tok, 0), P);
    ADD(133, "sense", sense(v, t->tok, 2), P);
    ADD(134, "above", sense(v, t->tok, 3), P);
    ADD(135, "kind", sense(v, t->tok, 4), P);
    ADD(136, "other field", sense(v, t->tok, 1), P);
    ADD(137, "sense object", sense(v, t->tok, 2), sense(v, o, 2));
    ADD(138, "above object", sense(v, t->tok, 3), sense(v, o, 3));
    ADD(139, "field object", sense(v, t->tok, 0), sense(v, o, 2));
    ADD(140, "object sense", sense(v, o, 2));
    ADD(141, "object above", sense(v, o, 3));
    ADD(142, "governor above", sense(v, t->gov, 3), sense(v, t->tok, 0));
    ADD(143, "above stance", sense(v, t->tok, 3), num(stance_bits(t)));
    for (uint32_t i = 0; i < t->slot_count && i < 24; i++) {
        const ent_slot *s = &t->slot[i];
        if (s->role.outer == v->lex->gov) {
            continue;
        }
        val S = sym(v, s->role.outer), I = sym(v, s->role.inner), W = word(v, s->head);
        ADD(129, "slot", S, I, L);
        if (v->t[s->head].upos != ENT_PROPN) {
            ADD(130, "slot word", S, I, W);
            ADD(131, "word slot word", L, S, I, W);
        }
    }
}

void ent_event_feature_status(const ent_scene *v, const ent_trigger *t, const ent_cand *c,
                              ent_features *f)
{
    f->n = 0;
    val P = num(t->pos), L = word(v, t->tok), G = word(v, t->gov);
    val rel = num(v->t[t->tok].rel * 8u + v->t[t->tok].sub);
    val S = num(stance_bits(t));
    ADD(151, "bias", num(0));
    ADD(152, "stance", S);
    ADD(153, "stance by", S, sym(v, t->stance.by));
    ADD(154, "stance root", S, num(c->root));
    ADD(155, "governor", G);
    ADD(156, "governor relation", G, rel);
    ADD(157, "word", L);
    ADD(158, "root", num(c->root));
    ADD(159, "relation", rel, P);
    ADD(160, "bits", num(v->t[t->clause].bits & 0x3fu), P);
    ADD(161, "row", num(c->rule ? c->rule->status : 254u));
    ADD(162, "clause", word(v, t->clause), P);
    for (uint32_t k = v->kid_first[t->clause]; k < v->kid_first[t->clause + 1]; k++) {
        uint32_t i = v->kids[k];
        uint8_t r = v->t[i].rel;
        if (r == ENT_AUXREL || r == ENT_MARK || r == ENT_ADVMOD) {
            ADD(163, "by", num(r), word(v, i), P);
        }
    }
    ADD(164, "stance relation", S, rel);
    ADD(165, "stance status", num(t->stance.status), num(c->root));
}

/* How an option lies to where the story stands. */
static uint32_t lies(const ent_scene *v, const ent_when *w)
{
    const ent_anchor *a = v->d->anchors ? &v->d->anchors[v->sent] : NULL;
    if (!a || a->from == ENT_DAY_NONE || (w->from == ENT_DAY_NONE && w->to == ENT_DAY_NONE)) {
        return 0;
    }
    int32_t from = w->from != ENT_DAY_NONE ? w->from : w->to,
            to = w->to != ENT_DAY_NONE ? w->to : w->from;
    if (from == a->from && to == a->to) {
        return 1;
    }
    if (to < a->from) {
        return a->from - to > 800 ? 2 : 3;
    }
    if (from > a->to) {
        return from - a->to > 400 ? 4 : 5;
    }
    return from >= a->from && to <= a->to ? 6 : from <= a->from && to >= a->to ? 7 : 8;
}

static uint32_t length_of(const ent_when *w)
{
    static const int32_t upto[] = {1, 10, 31, 92, 366, 1100, 4000};
    if (w->from == ENT_DAY_NONE || w->to == ENT_DAY_NONE) {
        return 0;
    }
    uint32_t i = 0;
    while (i < ENT_COUNT(upto) && w->to - w->from >= upto[i]) {
        i++;
    }
    return i + 1;
}

/* Auxiliaries of a clause, also of the one that it is coordinated with: had, would, will, to. */
static uint32_t tense_of(const ent_scene *v, uint32_t clause)
{
    uint32_t out = 0, steps = 0;
    for (uint32_t at = clause; at != ENT_NONE && steps < 4 && !out; at = v->head[at], steps++) {
        for (uint32_t k = v->kid_first[at]; k < v->kid_first[at + 1]; k++) {
            const char *form = v->low[v->kids[k]];
            uint8_t rel = v->t[v->kids[k]].rel;
            if (rel == ENT_AUXREL || rel == ENT_MARK) {
                const char *raw = v->t[v->kids[k]].form;
                out |= strcmp(raw, "had") == 0      ? 1u
                       : strcmp(form, "would") == 0 ? 2u
                       : strcmp(form, "will") == 0  ? 4u
                       : strcmp(form, "to") == 0    ? 8u
                       : strcmp(form, "may") == 0 || strcmp(form, "might") == 0 ||
                               strcmp(form, "could") == 0 || strcmp(form, "should") == 0
                           ? 16u
                       : strcmp(raw, "has") == 0 || strcmp(raw, "have") == 0 ? 32u
                                                                             : 0;
            }
        }
        if (v->t[at].rel != ENT_CONJ) {
            break;
        }
    }
    return out;
}

/* The word that joins a clause: after, before, when ...; of a noun its preposition. */
static val joint(const ent_scene *v, uint32_t tok)
{
    for (uint32_t k = v->kid_first[tok]; k < v->kid_first[tok + 1]; k++) {
        uint32_t i = v->kids[k];
        if (v->t[i].rel == ENT_MARK || v->t[i].rel == ENT_CASE) {
            return word(v, i);
        }
    }
    return num(v->t[tok].rel);
}

/* The word that opens the sentence, where it is no name and no thing. */
static val opener(const ent_scene *v)
{
    for (uint32_t i = 0; i < v->n && i < 3; i++) {
        uint8_t p = v->t[i].upos;
        if (p == ENT_ADV || p == ENT_ADP || p == ENT_SCONJ || p == ENT_CCONJ) {
            return word(v, i);
        }
        if (p != ENT_PUNCT) {
            return num(p);
        }
    }
    return num(0);
}

static void story_features(const ent_scene *v, const ent_trigger *t, const ent_cand *c,
                           const ent_when *w, ent_features *f)
{
    val K = num(w->kind), own = num(w->own > 2 ? 2 : w->own), lie = num(lies(v, w));
    val tense = num(tense_of(v, t->clause)), length = num(length_of(w));
    uint32_t first = v->sent, place = 0;
    while (first > 0 && v->d->sents[first - 1].block == v->d->sents[v->sent].block && place < 4) {
        first--;
        place++;
    }
    ADD(231, "kind lies", K, lie);
    ADD(232, "kind lies own", K, lie, own);
    ADD(233, "kind lies tense", K, lie, tense);
    ADD(234, "kind tense", K, tense, own);
    ADD(235, "kind length", K, length);
    ADD(236, "length lies", length, lie);
    ADD(237, "kind status length", K, length, num(c->status));
    ADD(238, "kind joint", K, joint(v, t->clause), own);
    ADD(239, "kind joint", K, joint(v, t->tok), lie);
    ADD(240, "kind opener", K, opener(v), own);
    ADD(241, "kind place", K, num(place), own);
    ADD(242, "kind place lies", K, num(place), lie);
    ADD(245, "kind genre", K, num(v->d->genre), own);
    ADD(246, "kind pos length", K, num(t->pos), length);
    ADD(247, "kind tense status", K, tense, num(c->status));
    ADD(249, "kind tense place", K, tense, num(place));
}

void ent_event_feature_date(const ent_scene *v, const ent_trigger *t, const ent_cand *c,
                            const ent_when *w, ent_features *f)
{
    f->n = 0;
    val K = num(w->kind), P = num(t->pos), own = num(w->own), prec = num(w->precision);
    val path = num(w->up_verbs * 8u + w->down_verbs);
    ADD(201, "kind", K);
    ADD(202, "kind own", K, own);
    ADD(203, "kind precision", K, prec);
    ADD(204, "kind pos", K, P, own);
    ADD(205, "kind tense", K, num(v->t[t->clause].bits & 0x3fu));
    ADD(206, "kind status", K, num(c->status));
    ADD(207, "kind relation", K, num(v->t[t->tok].rel));
    ADD(208, "kind open", K, num(w->open), prec);
    ADD(209, "kind root", K, num(c->root));
    ADD(218, "kind stance", K, num(t->stance.status));
    uint32_t away = 9, block = 0, had = 0;
    if (w->timex != ENT_NONE && w->timex < v->d->timex_count) {
        uint32_t at = v->d->timexes[w->timex].sent;
        away = at > v->sent ? 8 : v->sent - at > 4 ? 5 : v->sent - at;
        block = v->d->sents[at].block == v->d->sents[v->sent].block;
    }
    for (uint32_t k = v->kid_first[t->clause]; k < v->kid_first[t->clause + 1]; k++) {
        uint32_t i = v->kids[k];
        had |= v->t[i].rel == ENT_AUXREL && strcmp(v->t[i].form, "had") == 0;
    }
    ADD(222, "kind away", K, num(away), num(block));
    ADD(223, "kind away own", K, num(away), own);
    ADD(224, "kind had", K, num(had), own);
    ADD(225, "kind field", K, sense(v, t->tok, 0), own);
    ADD(228, "kind word", K, word(v, t->tok));
    ADD(226, "kind precision own", K, prec, own);
    ADD(227, "kind status own", K, num(c->status), own);
    ADD(229, "kind clause relation", K, num(v->t[t->clause].rel), own);
    ADD(230, "kind away precision", K, num(away), prec);
    story_features(v, t, c, w, f);
    if (ent_event_when_own(w->kind)) {
        ADD(210, "path", K, path);
        ADD(211, "steps", K, num(w->up), num(w->down));
        ADD(212, "rank", K, num(w->rank), own);
        ADD(213, "flags", K, num(w->flags));
        ADD(214, "gap", K, num(bucket(w->gap)), num(w->after));
        ADD(215, "path rank", path, num(w->rank));
        ADD(216, "path pos", path, P);
        ADD(217, "path after", path, num(w->after));
        if (w->tok != ENT_NONE) {
            ADD(219, "relation", num(v->t[w->tok].rel), path);
            ADD(220, "preposition", sym(v, v->prep[w->tok]), path);
        }
        ADD(221, "precision path", prec, path);
    }
}
