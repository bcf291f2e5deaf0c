/* compare.c: how documents tell one relation. In: events and the accounts they were made of. Out:
 * what all the documents have, what only some or one has, where they differ, and which words each
 * uses for the same actor. It counts and quotes; it does not judge. */
#include "reconcile_int.h"

typedef struct compare {
    ent_buf *b;
    bool text;
    const ent_account *accounts;
    uint32_t account_count;
    const char *const *docs;
    uint32_t doc_count;
    const ent_phrases *phrases; /* of the text; may be NULL */
    const ent_reconciler *r;
    ent_arena arena;
} compare;

static uint32_t doc_of(const compare *c, const ent_account *x)
{
    for (uint32_t i = 0; i < c->doc_count; i++) {
        if (x->doc && strcmp(x->doc, c->docs[i]) == 0) {
            return i;
        }
    }
    return ENT_NONE;
}

static void put_day(ent_buf *b, const ent_date *d)
{
    char from[16], to[16];
    if (d->start == ENT_DAY_NONE || d->end == ENT_DAY_NONE) {
        ent_buf_str(b, "undated");
        return;
    }
    ent_buf_str(b, ent_day_format(d->start, from));
    if (d->end != d->start) {
        ent_buf_printf(b, " to %s", ent_day_format(d->end, to));
    }
}

/* The documents of the comparison that tell the event, as one flag each. */
static uint32_t tellers(const compare *c, const ent_event *e, bool *flags)
{
    uint32_t n = 0;
    memset(flags, 0, c->doc_count * sizeof *flags);
    for (uint32_t k = 0; k < e->account_count; k++) {
        uint32_t d = doc_of(c, &c->accounts[e->account_index[k]]);
        if (d != ENT_NONE && !flags[d]) {
            flags[d] = true;
            n++;
        }
    }
    return n;
}

static void put_docs(const compare *c, const bool *flags)
{
    bool any = false;
    ent_buf_str(c->b, c->text ? "" : "[");
    for (uint32_t i = 0; i < c->doc_count; i++) {
        if (flags[i]) {
            ent_buf_str(c->b, any ? (c->text ? ", " : ",") : "");
            if (c->text) {
                ent_buf_str(c->b, c->docs[i]);
            } else {
                ent_json_str(c->b, c->docs[i]);
            }
            any = true;
        }
    }
    ent_buf_str(c->b, c->text ? "" : "]");
}

static void put_act(const compare *c, const ent_event *e)
{
    ent_phrase_event(c->b, c->phrases, e);
    ent_buf_printf(c->b, " (%s)", e->cameo ? e->cameo : "");
}

static void put_event_text(const compare *c, const ent_event *e)
{
    ent_phrase_date(c->b, &e->date);
    ent_buf_str(c->b, "  ");
    if (e->status != ENT_STATUS_ASSERTED) {
        ent_buf_printf(c->b, "%s: ", ent_status_name(e->status));
    }
    put_act(c, e);
}

/* The first sentence of document d among these accounts of the event (all where `which` is NULL).
 */
static const ent_account *quote(const compare *c, const ent_event *e, const uint32_t *which,
                                uint32_t n, uint32_t d)
{
    const ent_account *best = NULL;
    for (uint32_t k = 0; k < n; k++) {
        const ent_account *x = &c->accounts[e->account_index[which ? which[k] : k]];
        if (doc_of(c, x) == d &&
            (!best || (x->evidence && (!best->evidence || x->sentence < best->sentence)))) {
            best = x;
        }
    }
    return best;
}

/* The words of each document for the event: one sentence each, the first. */
static void put_quotes(const compare *c, const ent_event *e)
{
    for (uint32_t d = 0; d < c->doc_count; d++) {
        const ent_account *x = quote(c, e, NULL, e->account_count, d);
        if (x && x->evidence) {
            ent_buf_printf(c->b, "    %s, %u: %s\n", c->docs[d], x->sentence, x->evidence);
        }
    }
}

static void put_event(const compare *c, const ent_event *e, const char *kind, const bool *flags)
{
    if (c->text) {
        ent_buf_str(c->b, "  ");
        put_event_text(c, e);
        ent_buf_str(c->b, e->dispute_count ? ", disputed" : "");
        if (strcmp(kind, "some") == 0) {
            ent_buf_str(c->b, "  [");
            put_docs(c, flags);
            ent_buf_char(c->b, ']');
        }
        ent_buf_char(c->b, '\n');
        put_quotes(c, e);
        return;
    }
    ent_buf_printf(c->b, "{\"kind\":\"%s\",\"documents\":", kind);
    put_docs(c, flags);
    ent_buf_str(c->b, ",\"event\":");
    ent_event_json(c->b, e);
    ent_buf_str(c->b, "}\n");
}

/* -- where they differ ----------------------------------------------------------------------- */

/* A position as a reader's words; `whole`: the act with both its sides. */
static void value_text(const compare *c, ent_buf *b, const ent_event *e, const ent_dispute *d,
                       const ent_position *p, bool whole)
{
    static const char *const happened[] = {"it happened", "it was planned", "it was possible",
                                           "that it happened is denied", "it did not happen"};
    ent_event as = *e;
    switch (d->about) {
    case ENT_DISPUTE_DATE:
        put_day(b, &p->date);
        break;
    case ENT_DISPUTE_SOURCE:
    case ENT_DISPUTE_TARGET:
        if (whole) {
            const ent_account *x = &c->accounts[e->account_index[p->accounts[0]]];
            as.source = x->source;
            as.target = x->target;
            ent_phrase_event(b, c->phrases, &as);
        } else {
            ent_phrase_actor(b, c->phrases, &p->actor);
        }
        break;
    case ENT_DISPUTE_KIND:
        as.cameo = p->cameo;
        ent_phrase_event(b, c->phrases, &as);
        ent_buf_printf(b, " (%s)", p->cameo ? p->cameo : "?");
        break;
    case ENT_DISPUTE_OCCURRENCE:
        ent_buf_str(b, happened[p->status <= ENT_STATUS_NEGATED ? p->status : 0]);
        break;
    }
}

/* The source and the target are disputed by the same accounts: who did it to whom. */
static bool turned(const ent_event *e, const ent_dispute *d)
{
    const ent_dispute *s = NULL, *t = NULL;
    for (uint32_t i = 0; i < e->dispute_count; i++) {
        s = e->disputes[i].about == ENT_DISPUTE_SOURCE ? &e->disputes[i] : s;
        t = e->disputes[i].about == ENT_DISPUTE_TARGET ? &e->disputes[i] : t;
    }
    if (!s || !t || (d != s && d != t) || s->position_count != t->position_count) {
        return false;
    }
    for (uint32_t k = 0; k < s->position_count; k++) {
        const ent_position *p = &s->positions[k], *q = &t->positions[k];
        if (p->account_count != q->account_count || p->account_count == 0 ||
            memcmp(p->accounts, q->accounts, p->account_count * sizeof *p->accounts) != 0) {
            return false;
        }
    }
    return true;
}

static void dispute_text(const compare *c, const ent_event *e, const ent_dispute *d)
{
    static const char *const about[] = {"when", "who did it", "to whom", "what was done",
                                        "whether it happened"};
    bool whole = turned(e, d);
    if (whole && d->about == ENT_DISPUTE_TARGET) {
        return; /* told with the source */
    }
    ent_buf_printf(c->b, "  On %s: ", whole ? "who did it to whom" : about[d->about]);
    if (whole) { /* the act has two readings; none of them is the heading */
        ent_phrase_date(c->b, &e->date);
    } else {
        put_event_text(c, e);
    }
    ent_buf_char(c->b, '\n');
    for (uint32_t k = 0; k < d->position_count; k++) {
        const ent_position *p = &d->positions[k];
        ent_buf v = {0};
        value_text(c, &v, e, d, p, whole);
        ent_buf_printf(c->b, "    %s\n", v.data ? v.data : "?");
        ent_buf_free(&v);
        for (uint32_t i = 0; i < c->doc_count; i++) {
            const ent_account *x = quote(c, e, p->accounts, p->account_count, i);
            if (x && x->evidence) {
                ent_buf_printf(c->b, "      %s, %u: %s\n", c->docs[i], x->sentence, x->evidence);
            } else if (x) {
                ent_buf_printf(c->b, "      %s\n", c->docs[i]);
            }
        }
    }
    if (d->open) {
        ent_buf_str(c->b, "    Neither is better supported.\n");
    }
}

/* One line a dispute: each position with the documents that hold it. */
static void put_dispute(compare *c, const ent_event *e, const ent_dispute *d)
{
    if (c->text) {
        dispute_text(c, e, d);
        return;
    }
    bool *flags = ent_arena_zalloc(&c->arena, c->doc_count + 1, sizeof *flags);
    ent_buf_printf(c->b,
                   "{\"kind\":\"dispute\",\"about\":\"%s\",\"event\":", ent_dispute_name(d->about));
    ent_json_str(c->b, e->id);
    ent_buf_printf(c->b, ",\"open\":%s,\"positions\":[", d->open ? "true" : "false");
    for (uint32_t k = 0; k < d->position_count; k++) {
        const ent_position *p = &d->positions[k];
        ent_buf v = {0};
        for (uint32_t i = 0; i < c->doc_count; i++) {
            flags[i] = quote(c, e, p->accounts, p->account_count, i) != NULL;
        }
        if (d->about == ENT_DISPUTE_KIND || d->about == ENT_DISPUTE_OCCURRENCE) {
            const char *word = d->about == ENT_DISPUTE_KIND ? p->cameo : ent_status_name(p->status);
            ent_buf_str(&v, word ? word : "?");
        } else {
            value_text(c, &v, e, d, p, false);
        }
        ent_buf_str(c->b, k ? ",{\"value\":" : "{\"value\":");
        ent_json_str(c->b, v.data);
        ent_buf_str(c->b, ",\"documents\":");
        put_docs(c, flags);
        ent_buf_char(c->b, '}');
        ent_buf_free(&v);
    }
    ent_buf_str(c->b, "]}\n");
}

/* Two events that may be one deed: each by another state. */
static void put_rival(const compare *c, const ent_event *e, const ent_event *other,
                      const ent_rival *r)
{
    if (!c->text) {
        ent_buf_printf(c->b, "{\"kind\":\"rivals\",\"about\":\"%s\",\"events\":[",
                       ent_dispute_name(r->about));
        ent_json_str(c->b, e->id);
        ent_buf_char(c->b, ',');
        ent_json_str(c->b, other->id);
        ent_buf_str(c->b, "]}\n");
        return;
    }
    ent_buf_printf(c->b,
                   "  Perhaps on %s: ", r->about == ENT_DISPUTE_SOURCE ? "who did it" : "to whom");
    ent_phrase_date(c->b, &e->date);
    ent_buf_char(c->b, '\n');
    for (int k = 0; k < 2; k++) {
        const ent_event *x = k ? other : e;
        ent_buf_str(c->b, "    ");
        put_act(c, x);
        ent_buf_char(c->b, '\n');
        for (uint32_t d = 0; d < c->doc_count; d++) {
            const ent_account *q = quote(c, x, NULL, x->account_count, d);
            if (q && q->evidence) {
                ent_buf_printf(c->b, "      %s, %u: %s\n", c->docs[d], q->sentence, q->evidence);
            }
        }
    }
}

/* -- words for an actor ---------------------------------------------------------------------- */

typedef struct word {
    const char *actor, *text;
    uint32_t doc, count;
} word;

static int by_actor(const void *p, const void *q)
{
    const word *x = p, *y = q;
    int k = strcmp(x->actor, y->actor);
    k = k ? k : (x->doc > y->doc) - (x->doc < y->doc);
    k = k ? k : (x->count < y->count) - (x->count > y->count);
    return k ? k : strcmp(x->text, y->text);
}

static void add_word(compare *c, ent_map *seen, word **list, uint32_t *n, uint32_t *cap,
                     const ent_actor_ref *x, uint32_t doc)
{
    /* a person or body by name, a state as a whole by its code */
    const char *actor = x->name && x->role ? x->name : x->code ? x->code : x->state;
    if (!actor || !x->text || ent_reconcile_stands_in(c->r, x->text, &c->arena)) {
        return;
    }
    char *key = ent_arena_printf(&c->arena, "%s\n%u\n%s", actor, doc, x->text);
    uint32_t at = ent_map_get(seen, key, strlen(key));
    if (at == ENT_NONE) {
        at = *n;
        *ENT_PUSH(&c->arena, *list, *n, *cap) = (word){actor, x->text, doc, 0};
        ent_map_set(seen, key, strlen(key), at);
    }
    (*list)[at].count++;
}

/* Actors that at least two documents name, and by which words each does. */
static void put_words(compare *c)
{
    ent_map seen = {0};
    word *list = NULL;
    uint32_t n = 0, cap = 0;
    for (uint32_t i = 0; i < c->account_count; i++) {
        uint32_t doc = doc_of(c, &c->accounts[i]);
        if (doc != ENT_NONE) {
            add_word(c, &seen, &list, &n, &cap, &c->accounts[i].source, doc);
            add_word(c, &seen, &list, &n, &cap, &c->accounts[i].target, doc);
        }
    }
    if (n) {
        qsort(list, n, sizeof *list, by_actor);
    }
    bool head = false;
    for (uint32_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && strcmp(list[j].actor, list[i].actor) == 0;) {
            j++;
        }
        if (list[i].doc == list[j - 1].doc) {
            continue; /* one document's word only */
        }
        if (c->text) {
            const char *name = ent_phrase_name(c->phrases, list[i].actor);
            ent_buf_printf(c->b, "%s  %s\n", head ? "" : "Words for the same actor\n", name);
        } else {
            ent_buf_str(c->b, "{\"kind\":\"words\",\"actor\":");
            ent_json_str(c->b, list[i].actor);
            ent_buf_str(c->b, ",\"words\":[");
        }
        head = true;
        for (uint32_t k = i; k < j; k++) {
            bool first = k == i || list[k].doc != list[k - 1].doc;
            if (c->text) {
                ent_buf_printf(c->b, first ? "%s    %s: " : "%s, ", first && k > i ? "\n" : "",
                               c->docs[list[k].doc]);
                ent_buf_printf(c->b, "\"%s\"", list[k].text);
                if (list[k].count > 1) {
                    ent_buf_printf(c->b, " %u times", list[k].count);
                }
            } else {
                ent_buf_str(c->b, k > i ? ",{\"doc\":" : "{\"doc\":");
                ent_json_str(c->b, c->docs[list[k].doc]);
                ent_buf_str(c->b, ",\"text\":");
                ent_json_str(c->b, list[k].text);
                ent_buf_printf(c->b, ",\"n\":%u}", list[k].count);
            }
        }
        ent_buf_str(c->b, c->text ? "\n" : "]}\n");
    }
    ent_map_free(&seen);
}

/* -- all ------------------------------------------------------------------------------------- */

typedef struct tally {
    uint32_t all, some, only, disputes;
} tally;

/* One round over the events: those that `want` (2 all documents, 1 some, 0 one) fits; of one
 * document only, unless `doc` is ENT_NONE. */
static uint32_t round_of(compare *c, const ent_event *events, uint32_t count, int want,
                         uint32_t doc, bool print)
{
    static const char *const kinds[] = {"only", "some", "both"};
    bool *flags = ent_arena_zalloc(&c->arena, c->doc_count + 1, sizeof *flags);
    uint32_t found = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t n = tellers(c, &events[i], flags);
        int is = n == c->doc_count ? 2 : n == 1 ? 0 : 1;
        if (n && is == want && (doc == ENT_NONE || flags[doc])) {
            found++;
            if (print) {
                put_event(c, &events[i], kinds[want], flags);
            }
        }
    }
    return found;
}

static bool among_us(compare *c, const ent_event *e, const ent_dispute *d)
{
    uint32_t held = 0;
    for (uint32_t k = 0; k < d->position_count; k++) {
        for (uint32_t m = 0; m < d->positions[k].account_count; m++) {
            if (doc_of(c, &c->accounts[e->account_index[d->positions[k].accounts[m]]]) !=
                ENT_NONE) {
                held++;
                break;
            }
        }
    }
    return held > 1;
}

static const ent_event *find_event(const ent_event *events, uint32_t count, const char *id)
{
    for (uint32_t i = 0; i < count; i++) {
        if (strcmp(events[i].id, id) == 0) {
            return &events[i];
        }
    }
    return NULL;
}

static uint32_t disputes(compare *c, const ent_event *events, uint32_t count, bool print)
{
    bool *flags = ent_arena_zalloc(&c->arena, c->doc_count + 1, sizeof *flags);
    uint32_t n = 0;
    for (uint32_t i = 0; i < count; i++) {
        const ent_event *e = &events[i];
        for (uint32_t k = 0; k < e->dispute_count; k++) {
            if (among_us(c, e, &e->disputes[k])) {
                bool again =
                    turned(e, &e->disputes[k]) && e->disputes[k].about == ENT_DISPUTE_TARGET;
                n += !(again && c->text);
                if (print) {
                    put_dispute(c, e, &e->disputes[k]);
                }
            }
        }
        for (uint32_t k = 0; k < e->rival_count; k++) {
            const ent_event *other = find_event(events, count, e->rivals[k].event);
            if (other && e < other && tellers(c, e, flags) && tellers(c, other, flags)) {
                n++;
                if (print) {
                    put_rival(c, e, other, &e->rivals[k]);
                }
            }
        }
    }
    return n;
}

static void section(compare *c, const ent_event *events, uint32_t count, int want, uint32_t doc,
                    const char *title)
{
    uint32_t n = round_of(c, events, count, want, doc, false);
    if (n && c->text) {
        ent_buf_printf(c->b, "%s (%u)\n", title, n);
    }
    round_of(c, events, count, want, doc, true);
}

static void put_text(compare *c, const ent_event *events, uint32_t count, const tally *t)
{
    section(c, events, count, 2, ENT_NONE, c->doc_count == 2 ? "Both tell" : "All tell");
    section(c, events, count, 1, ENT_NONE, "Some tell");
    for (uint32_t d = 0; d < c->doc_count; d++) {
        section(c, events, count, 0, d, ent_arena_printf(&c->arena, "Only %s tells", c->docs[d]));
    }
    if (t->disputes) {
        ent_buf_printf(c->b, "They differ (%u)\n", t->disputes);
    }
    disputes(c, events, count, true);
    put_words(c);
    if (!t->all && !t->some && !t->only) {
        ent_buf_str(c->b, "None of the documents tells of an act.\n");
    }
}

int ent_reconcile_compare(const ent_reconciler *r, ent_buf *b, const ent_event *events,
                          uint32_t event_count, const ent_account *accounts, uint32_t account_count,
                          const char *const *docs, uint32_t doc_count, const char *format,
                          const ent_phrases *phrases, ent_err *err)
{
    compare c = {.b = b,
                 .accounts = accounts,
                 .account_count = account_count,
                 .docs = docs,
                 .doc_count = doc_count,
                 .phrases = phrases,
                 .r = r};
    c.text = format && strcmp(format, "text") == 0;
    if (!c.text && format && strcmp(format, "jsonl") != 0) {
        return ent_fail(err, ENT_EUSAGE, "", "compare writes \"text\" or \"jsonl\"");
    }
    if (doc_count < 2) {
        return ent_fail(err, ENT_EUSAGE, "", "two documents at least");
    }
    tally t = {round_of(&c, events, event_count, 2, ENT_NONE, false),
               round_of(&c, events, event_count, 1, ENT_NONE, false),
               round_of(&c, events, event_count, 0, ENT_NONE, false),
               disputes(&c, events, event_count, false)};
    if (c.text) {
        put_text(&c, events, event_count, &t);
    } else {
        for (int want = 2; want >= 0; want--) {
            round_of(&c, events, event_count, want, ENT_NONE, true);
        }
        disputes(&c, events, event_count, true);
        put_words(&c);
        ent_buf_printf(b,
                       "{\"kind\":\"summary\",\"both\":%u,\"some\":%u,\"only\":%u,"
                       "\"disputes\":%u}\n",
                       t.all, t.some, t.only, t.disputes);
    }
    ent_arena_free(&c.arena);
    return 0;
}
