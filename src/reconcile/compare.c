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

static const char *who(const ent_actor_ref *x)
{
    return x->name ? x->name : x->code ? x->code : x->state ? x->state : x->text ? x->text : "?";
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

static void put_event_text(const compare *c, const ent_event *e)
{
    ent_phrase_date(c->b, &e->date);
    ent_buf_str(c->b, "  ");
    if (e->status != ENT_STATUS_ASSERTED) {
        ent_buf_printf(c->b, "%s: ", ent_status_name(e->status));
    }
    ent_phrase_event(c->b, c->phrases, e);
    ent_buf_printf(c->b, " (%s)", e->cameo ? e->cameo : "");
}

/* The words of each document for the event: one sentence each, the first. */
static void put_quotes(const compare *c, const ent_event *e, const bool *flags)
{
    for (uint32_t d = 0; d < c->doc_count; d++) {
        const ent_account *best = NULL;
        for (uint32_t k = 0; flags[d] && k < e->account_count; k++) {
            const ent_account *x = &c->accounts[e->account_index[k]];
            if (doc_of(c, x) == d && x->evidence && (!best || x->sentence < best->sentence)) {
                best = x;
            }
        }
        if (best) {
            ent_buf_printf(c->b, "    %s, %u: %s\n", c->docs[d], best->sentence, best->evidence);
        }
    }
}

static void put_event(const compare *c, const ent_event *e, const char *kind, const bool *flags)
{
    if (c->text) {
        ent_buf_str(c->b, "  ");
        put_event_text(c, e);
        ent_buf_str(c->b, "  [");
        put_docs(c, flags);
        ent_buf_str(c->b, "]\n");
        put_quotes(c, e, flags);
        return;
    }
    ent_buf_printf(c->b, "{\"kind\":\"%s\",\"documents\":", kind);
    put_docs(c, flags);
    ent_buf_str(c->b, ",\"event\":");
    ent_event_json(c->b, e);
    ent_buf_str(c->b, "}\n");
}

static void value_text(ent_buf *b, const ent_dispute *d, const ent_position *p)
{
    switch (d->about) {
    case ENT_DISPUTE_DATE:
        put_day(b, &p->date);
        break;
    case ENT_DISPUTE_SOURCE:
    case ENT_DISPUTE_TARGET:
        ent_buf_str(b, who(&p->actor));
        break;
    case ENT_DISPUTE_KIND:
        ent_buf_str(b, p->cameo ? p->cameo : "?");
        break;
    case ENT_DISPUTE_OCCURRENCE:
        ent_buf_str(b, ent_status_name(p->status));
        break;
    }
}

/* One line a dispute: each position with the documents that hold it. */
static void put_dispute(compare *c, const ent_event *e, const ent_dispute *d)
{
    bool *flags = ent_arena_zalloc(&c->arena, c->doc_count + 1, sizeof *flags);
    ent_buf_printf(c->b, c->text ? "  %s: " : "{\"kind\":\"dispute\",\"about\":\"%s\",",
                   ent_dispute_name(d->about));
    if (c->text) {
        put_event_text(c, e);
        ent_buf_str(c->b, d->open ? "  (open)\n" : "\n");
    } else {
        ent_buf_str(c->b, "\"event\":");
        ent_json_str(c->b, e->id);
        ent_buf_printf(c->b, ",\"open\":%s,\"positions\":[", d->open ? "true" : "false");
    }
    for (uint32_t k = 0; k < d->position_count; k++) {
        const ent_position *p = &d->positions[k];
        ent_buf v = {0};
        memset(flags, 0, c->doc_count * sizeof *flags);
        for (uint32_t m = 0; m < p->account_count; m++) {
            uint32_t at = doc_of(c, &c->accounts[e->account_index[p->accounts[m]]]);
            if (at != ENT_NONE) {
                flags[at] = true;
            }
        }
        value_text(&v, d, p);
        if (c->text) {
            ent_buf_printf(c->b, "    %s: ", v.data);
            put_docs(c, flags);
            ent_buf_char(c->b, '\n');
        } else {
            ent_buf_str(c->b, k ? ",{\"value\":" : "{\"value\":");
            ent_json_str(c->b, v.data);
            ent_buf_str(c->b, ",\"documents\":");
            put_docs(c, flags);
            ent_buf_char(c->b, '}');
        }
        ent_buf_free(&v);
    }
    ent_buf_str(c->b, c->text ? "" : "]}\n");
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
    if (!actor || !x->text) {
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
            ent_buf_printf(c->b, "%s  %s\n", head ? "" : "Words for the same actor\n",
                           list[i].actor);
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

/* One round over the events: those that `want` (2 all documents, 1 some, 0 one) fits. */
static uint32_t round_of(compare *c, const ent_event *events, uint32_t count, int want, bool print)
{
    static const char *const kinds[] = {"only", "some", "both"};
    bool *flags = ent_arena_zalloc(&c->arena, c->doc_count + 1, sizeof *flags);
    uint32_t found = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t n = tellers(c, &events[i], flags);
        int is = n == c->doc_count ? 2 : n == 1 ? 0 : 1;
        if (n && is == want) {
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

static uint32_t disputes(compare *c, const ent_event *events, uint32_t count, bool print)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < events[i].dispute_count; k++) {
            if (among_us(c, &events[i], &events[i].disputes[k])) {
                n++;
                if (print) {
                    put_dispute(c, &events[i], &events[i].disputes[k]);
                }
            }
        }
    }
    return n;
}

static void section(compare *c, const ent_event *events, uint32_t count, int want, uint32_t n,
                    const char *title)
{
    if (n && c->text) {
        ent_buf_printf(c->b, "%s (%u)\n", title, n);
    }
    round_of(c, events, count, want, true);
}

int ent_reconcile_compare(ent_buf *b, const ent_event *events, uint32_t event_count,
                          const ent_account *accounts, uint32_t account_count,
                          const char *const *docs, uint32_t doc_count, const char *format,
                          const ent_phrases *phrases, ent_err *err)
{
    compare c = {.b = b,
                 .accounts = accounts,
                 .account_count = account_count,
                 .docs = docs,
                 .doc_count = doc_count,
                 .phrases = phrases};
    c.text = format && strcmp(format, "text") == 0;
    if (!c.text && format && strcmp(format, "jsonl") != 0) {
        return ent_fail(err, ENT_EUSAGE, "", "compare writes \"text\" or \"jsonl\"");
    }
    if (doc_count < 2) {
        return ent_fail(err, ENT_EUSAGE, "", "two documents at least");
    }
    tally t = {
        round_of(&c, events, event_count, 2, false), round_of(&c, events, event_count, 1, false),
        round_of(&c, events, event_count, 0, false), disputes(&c, events, event_count, false)};
    section(&c, events, event_count, 2, t.all, doc_count == 2 ? "Both tell" : "All tell");
    section(&c, events, event_count, 1, t.some, "Some tell");
    section(&c, events, event_count, 0, t.only, "Only one tells");
    if (t.disputes && c.text) {
        ent_buf_printf(b, "They differ (%u)\n", t.disputes);
    }
    disputes(&c, events, event_count, true);
    put_words(&c);
    if (!c.text) {
        ent_buf_printf(b,
                       "{\"kind\":\"summary\",\"both\":%u,\"some\":%u,\"only\":%u,"
                       "\"disputes\":%u}\n",
                       t.all, t.some, t.only, t.disputes);
    } else if (!t.all && !t.some && !t.only) {
        ent_buf_str(b, "None of the documents tells of an act.\n");
    }
    ent_arena_free(&c.arena);
    return 0;
}
