/* scan.c: cuts a document's text into words and units of the trie, and knows a sentence's days.
 *
 * In: text, tokens, sentences, timexes and anchors. Out: words, units. Chooses no meaning.
 */
#include "scan.h"

const char *ent_actor_word_text(const scan_state *s, uint32_t w, uint32_t *len)
{
    *len = s->words[w].end - s->words[w].begin;
    return s->d->text + s->words[w].begin;
}

uint32_t ent_actor_state_row(const ent_actors *a, const char *code)
{
    return code ? ent_map_get(&a->state_rows, code, strlen(code)) : ENT_NONE;
}

/* A list with room for more; a text of as many words as tokens needs no more than the first. */
static void *grow(scan_state *s, const void *list, uint32_t count, uint32_t *cap, size_t size)
{
    *cap = *cap ? *cap * 2 : s->d->token_count + 64;
    void *more = ent_arena_alloc(&s->scratch, *cap * size);
    if (count) {
        memcpy(more, list, count * size);
    }
    return more;
}

/* The words of a sentence. */
static void scan_words(scan_state *s, uint32_t sent)
{
    const ent_doc *d = s->d;
    const ent_sent *t = &d->sents[sent];
    uint32_t at = t->span.begin;
    s->sents[sent].word = s->word_count;
    while (t->count) {
        if (s->word_count == s->word_cap) {
            s->words = grow(s, s->words, s->word_count, &s->word_cap, sizeof *s->words);
        }
        word *w = &s->words[s->word_count];
        if (!ent_actor_word_next(d->text, t->span.end, &at, w)) {
            break;
        }
        w->lists = lists_of(s->a, w->hash);
        w->starts = may_start(s->a, w);
        if (w->starts) { /* its slot will be there when scan_units asks */
            __builtin_prefetch(&s->a->slots[step_key(0, w->hash) & s->a->slot_mask]);
        }
        s->word_count++;
    }
    s->sents[sent].words = s->word_count - s->sents[sent].word;
}

/* Tokens of a sentence and its words, side by side. */
static void scan_tokens(scan_state *s, uint32_t sent)
{
    const ent_doc *d = s->d;
    const ent_sent *t = &d->sents[sent];
    const sentence_scan *x = &s->sents[sent];
    uint32_t token = t->first, last = t->first + t->count;
    for (uint32_t w = x->word; w < x->word + x->words; w++) {
        while (token + 1 < last && d->tokens[token].span.end <= s->words[w].begin) {
            token++;
        }
        s->word_token[w] = token;
    }
}

static bool any_fits(const ent_actors *a, uint32_t first, const word *w, uint32_t n)
{
    for (uint32_t e = first; e != ENT_NONE; e = a->entries[e].next) {
        if (ent_actor_entry_fits(&a->entries[e], w, n)) {
            return true;
        }
    }
    return false;
}

/* Only blanks, hyphens, and in names of treaties a comma, may part the words of a name. */
static bool joined(const word *next)
{
    return next->gap == ' ' || next->gap == '-' || next->gap == ',';
}

/* The longest name of the tables that begins with word i; its entries, ENT_NONE: none. */
static uint32_t longest(const ent_actors *a, const word *words, uint32_t i, uint32_t end,
                        uint32_t *count)
{
    uint32_t best = ENT_NONE, k = i;
    for (uint32_t node = 0;;) {
        node = ent_actor_trie_step(a, node, words[k].hash);
        if (!node) {
            return best;
        }
        uint32_t first = first_entry(a, node);
        k++;
        if (first != ENT_NONE && any_fits(a, first, &words[i], k - i)) {
            best = first;
            *count = k - i;
        }
        if (!has_longer(a, node) || k == end || !joined(&words[k])) {
            return best;
        }
    }
}

static void scan_units(scan_state *s, uint32_t sent)
{
    sentence_scan *x = &s->sents[sent];
    x->unit = s->unit_count;
    for (uint32_t i = x->word, end = x->word + x->words; i < end;) {
        uint32_t count = 1, best = ENT_NONE;
        if (s->words[i].starts) {
            best = longest(s->a, s->words, i, end, &count);
        }
        if (s->unit_count == s->unit_cap) {
            s->units = grow(s, s->units, s->unit_count, &s->unit_cap, sizeof *s->units);
        }
        s->units[s->unit_count++] = (unit){i, count, best, ENT_NONE, ENT_NONE, UNIT_WORD, 0};
        i += count;
    }
    x->units = s->unit_count - x->unit;
}

/* The first date that the sentence itself names. */
static const ent_timex *own_date(const ent_doc *d, uint32_t sent, uint32_t *at)
{
    const ent_timex *found = NULL;
    for (; *at < d->timex_count && d->timexes[*at].span.begin < d->sents[sent].span.end; ++*at) {
        const ent_timex *t = &d->timexes[*at];
        if (!found && t->span.begin >= d->sents[sent].span.begin && t->type == ENT_TIMEX_DATE &&
            !(t->flags & (ENT_TIMEX_INNAME | ENT_TIMEX_FUTURE)) &&
            t->precision <= ENT_PRECISION_YEAR && t->from != ENT_DAY_NONE &&
            t->to != ENT_DAY_NONE) {
            found = t;
        }
    }
    return found;
}

/* What a sentence is about: its own date, else its anchor where that has moved, else what held
 * before it, else what comes next, else the day of the document. Names need less certainty of days
 * than events do: a date behind the verb counts here too. */
static void scan_days(scan_state *s)
{
    const ent_doc *d = s->d;
    int32_t from = ENT_DAY_NONE, to = ENT_DAY_NONE;
    uint32_t at = 0;
    for (uint32_t i = 0; i < d->sent_count; i++) {
        const ent_timex *own = own_date(d, i, &at);
        const ent_anchor *x = d->anchors ? &d->anchors[i] : NULL;
        bool moved = x && x->from != ENT_DAY_NONE && x->to != ENT_DAY_NONE &&
                     (i == 0 || x->from != x[-1].from || x->to != x[-1].to);
        if (own) {
            from = own->from;
            to = own->to;
        } else if (moved) {
            from = x->from;
            to = x->to;
        }
        s->sents[i].from = from;
        s->sents[i].to = to;
    }
    from = d->day;
    to = d->day;
    for (uint32_t i = d->sent_count; i-- > 0;) {
        if (s->sents[i].from == ENT_DAY_NONE) {
            s->sents[i].from = from;
            s->sents[i].to = to;
        } else {
            from = s->sents[i].from;
            to = s->sents[i].to;
        }
    }
}

void ent_actor_scan_match(scan_state *s)
{
    s->sents = ent_arena_zalloc(&s->scratch, s->d->sent_count + 1, sizeof *s->sents);
    for (uint32_t i = 0; i < s->d->sent_count; i++) {
        scan_words(s, i);
        scan_units(s, i);
    }
}

void ent_actor_scan_document(scan_state *s)
{
    ent_actor_scan_match(s);
    s->word_token = ent_arena_alloc(&s->scratch, (s->word_count + 1) * sizeof *s->word_token);
    for (uint32_t i = 0; i < s->d->sent_count; i++) {
        scan_tokens(s, i);
    }
    scan_days(s);
}
