/* reported.c: reported speech in sentences without marks of quotation, and who spoke last.
 *
 * In: a paragraph, its marks. Out: parts for what follows "X said that", "X told Y that",
 * "according to X", where the rest of the sentence cannot be the author's; who "he" may be next.
 * Clauses that only a tree can part are left to the event stage.
 */
#include "quote.h"

static void report(speech *q, uint32_t from, uint32_t to, speaker *who)
{
    while (to > from && strchr(" .,", q->s[to - 1])) {
        to--;
    }
    if (to <= from || ent_read_words(q->s + from, to - from) < 3 || !who->name) {
        return;
    }
    ent_read_part(q->d, q->base + from, q->base + to, ent_speech_voice(q, who));
    ent_speech_remember(q, who, q->base + to);
}

void ent_speech_remember(speech *q, const speaker *who, uint32_t end)
{
    if (who->name || who->span.end) {
        q->last = *who;
        q->last_block = q->block;
        q->last_end = end > who->span.end || !who->name ? end : who->span.end;
    }
}

void ent_speech_resolve(const speech *q, uint32_t at, speaker *who)
{
    const speaker *last = &q->last;
    if (!who->pronoun || who->name || !last->span.end || q->block - q->last_block > 2 ||
        last->pronoun || last->plural) {
        return;
    }
    /* "it" is the ministry that spoke in the same paragraph, "he" a person */
    bool it = ent_read_same(q->d->text + who->span.begin, who->span.end - who->span.begin, "it");
    if ((it ? last->body && q->block == q->last_block : !last->body) &&
        !ent_speech_others(q, q->last_end, at)) {
        who->name = last->name;
        who->span = last->span;
        who->pronoun = false;
        who->body = last->body;
    }
}

/* A word that begins a sentence is a name where it has its capital in the midst of one as well. */
static bool name_elsewhere(const speech *all, const word *x)
{
    enum { LOOK = 20000 };
    uint32_t n = x->e - x->b, from = x->b > LOOK ? x->b - LOOK : 0;
    const char *s = all->s;
    for (uint32_t i = from; i + n < x->b + LOOK && i + n < all->n; i++) {
        if (i > from + 1 && s[i] == s[x->b] && s[i - 1] == ' ' && i != x->b &&
            ((s[i - 2] >= 'a' && s[i - 2] <= 'z') || s[i - 2] == ',') &&
            memcmp(s + i, s + x->b, n) == 0 && !ent_speech_letter((unsigned char)s[i + n])) {
            return true;
        }
    }
    return false;
}

bool ent_speech_others(const speech *q, uint32_t from, uint32_t to)
{
    speech all = *q;
    all.s = q->d->text;
    all.n = q->d->len;
    all.base = 0;
    while (from < to && !(strchr(".?!\n", all.s[from]) && (unsigned char)all.s[from + 1] <= ' ')) {
        from++; /* the rest of the sentence that names the speaker */
    }
    word w[WINDOW];
    uint32_t n = ent_speech_split(&all, from, to, w);
    for (uint32_t i = 0; i < n; i++) {
        const char *known = q->last.name;
        size_t k = known ? strlen(known) : 0;
        if ((w[i].cls & SMALL) || ent_speech_pronoun(&all, &w[i])) {
            continue;
        }
        bool two = i + 1 < n && w[i].cap && w[i + 1].cap && !w[i].after && !(w[i + 1].cls & SMALL);
        bool opens = w[i].cap && (i == 0 || w[i - 1].after == '.');
        bool same = known && w[i].cap && memmem(known, k, all.s + w[i].b, w[i].e - w[i].b) != NULL;
        if (!same && (two || (w[i].cls & ROLE) || (opens && name_elsewhere(&all, &w[i])))) {
            return true;
        }
    }
    return n == WINDOW;
}

/* The "that" of "said that", "told reporters that", "wrote to the queen that"; 0 none. */
static uint32_t that_of(const speech *q, const word *w, uint32_t n, uint32_t i)
{
    if (!ent_speech_say(q, &w[i]) || w[i].after) {
        return 0;
    }
    if ((w[i].cls & THAT) && ent_speech_is(q, &w[i + 1], "that")) {
        return i + 1;
    }
    bool to = ent_speech_is(q, &w[i + 1], "to") || ent_speech_is(q, &w[i + 1], "home");
    bool place = IS_ANY(q, &w[i + 1], "in", "at", "on", "during", "after"); /* "in a report" */
    if (!((w[i].cls & WHOM) || ((w[i].cls & THAT) && (to || place)))) {
        return 0;
    }
    bool within = false;
    for (uint32_t k = i + 2; k + 3 < n && k < i + 11 && !w[k - 1].after; k++) {
        if (ent_speech_is(q, &w[k], "that") && !ent_speech_say(q, &w[k + 1])) {
            /* but "said in the report that criticized the army" */
            const word *x = &w[k + 1];
            bool clause = x->cap || ent_speech_determiner(q, x) || ent_speech_pronoun(q, x) ||
                          ent_speech_counted(q, x) ||
                          IS_ANY(q, x, "all", "no", "there", "this", "these", "any", "each");
            return (!place && !within) || clause ? k : 0;
        }
        within |= ent_speech_is(q, &w[k], "in"); /* "told the Herald in an interview that" */
        if (ent_speech_say(q, &w[k]) || IS_ANY(q, &w[k], "who", "which", "how", "what", "as")) {
            return 0;
        }
    }
    return 0;
}

/* Within what X said, what Y had told him. */
static void told(speech *q, const word *w, uint32_t n, uint32_t from, uint32_t to)
{
    for (uint32_t i = from + 1; i + 4 < n; i++) {
        speaker who = {0};
        uint32_t that = that_of(q, w, n, i);
        if (that && ent_speech_backward(q, w + from, i - from, &who) && who.name) {
            speech in = *q; /* who spoke last is the outer one */
            report(&in, w[that + 1].b, to, &who);
            return;
        }
    }
}

/* "In the view of X, ...", "In X's view, ...": the word behind the comma; 0 none. */
static uint32_t view_of(speech *q, const word *w, uint32_t n, speaker *who)
{
    if (n < 6 || !ent_speech_is(q, &w[0], "in")) {
        return 0;
    }
    if (ent_speech_is(q, &w[1], "the") && IS_ANY(q, &w[2], "view", "opinion", "eyes", "judgment") &&
        ent_speech_is(q, &w[3], "of")) {
        uint32_t hi = ent_speech_phrase_end(q, w, n, 4);
        return hi < n && w[hi - 1].after == ',' && ent_speech_forward(q, w, n, 4, who) ? hi : 0;
    }
    for (uint32_t k = 2; k < 7 && k + 3 < n && !w[k - 1].after; k++) {
        uint32_t e = w[k - 1].e, cut = 0;
        cut = e > w[0].e + 4 && memcmp(q->s + e - 4, "\xE2\x80\x99s", 4) == 0 ? 4 : cut;
        cut = e > w[0].e + 2 && memcmp(q->s + e - 2, "'s", 2) == 0 ? 2 : cut;
        if (cut && IS_ANY(q, &w[k], "view", "opinion", "judgment") && w[k].after == ',' &&
            ent_speech_phrase_end(q, w, k, 1) == k && ent_speech_forward(q, w, k, 1, who) &&
            who->name) {
            size_t len = strlen(who->name);
            who->name = len > cut ? ent_arena_strn(&q->d->arena, who->name, len - cut) : NULL;
            who->span.end -= cut;
            return who->name ? k + 1 : 0;
        }
    }
    return 0;
}

static bool be(const speech *q, const word *w)
{
    return IS_ANY(q, w, "was", "were", "is", "are", "been");
}

/* "It was announced by X that ...", "X was quoted as saying that ...", "X was reported to have said
 * that ...": the word behind "that"; 0 none. */
static uint32_t passive_that(speech *q, const word *w, uint32_t n, speaker *who)
{
    for (uint32_t i = 1; i + 4 < n && i < 20; i++) {
        if (!be(q, &w[i - 1]) || w[i].after) {
            continue;
        }
        bool it = (i >= 2 && ent_speech_is(q, &w[i - 2], "it")) ||
                  (i >= 3 && ent_speech_is(q, &w[i - 3], "it"));
        if (it && ent_speech_say(q, &w[i]) && ent_speech_is(q, &w[i + 1], "by")) {
            uint32_t hi = ent_speech_phrase_end(q, w, n, i + 2);
            return hi + 2 < n && ent_speech_is(q, &w[hi], "that") &&
                           ent_speech_forward(q, w, hi, i + 2, who)
                       ? hi + 1
                       : 0;
        }
        if (!IS_ANY(q, &w[i], "quoted", "cited", "reported", "heard", "said")) {
            continue;
        }
        for (uint32_t k = i + 1; k + 3 < n && k < i + 9 && !w[k].after; k++) {
            bool saying = ent_speech_is(q, &w[k], "as") && ent_speech_is(q, &w[k + 1], "saying");
            bool have = k == i + 1 && k + 4 < n && ent_speech_is(q, &w[k], "to") &&
                        ent_speech_is(q, &w[k + 1], "have") && ent_speech_say(q, &w[k + 2]);
            uint32_t that = k + 2 + have;
            if ((saying || have) && ent_speech_is(q, &w[that], "that")) {
                return ent_speech_backward(q, w, i - 1, who) ? that + 1 : 0;
            }
        }
        return 0;
    }
    return 0;
}

/* One sentence: "According to X, ...", "..., according to X.", "X said that ...". */
static void reported_in(speech *q, uint32_t from, uint32_t to)
{
    word w[WINDOW];
    speaker who = {0};
    uint32_t n = ent_speech_split(q, from, to, w);
    if (n < 3 || n == WINDOW) {
        return;
    }
    if (ent_speech_is(q, &w[0], "according") && ent_speech_is(q, &w[1], "to")) {
        uint32_t hi =
            ent_speech_phrase_end(q, w, n, 2); /* but "according to the terms of the treaty" */
        if (hi + 3 < n && (w[hi - 1].cls & (TEXT | BODY)) && IS_ANY(q, &w[hi], "by", "from")) {
            uint32_t by = hi + 1; /* "according to a report by the council, ..." */
            hi = ent_speech_phrase_end(q, w, n, by);
            if (hi < n && w[hi - 1].after == ',' && ent_speech_forward(q, w, n, by, &who)) {
                report(q, w[hi].b, to, &who);
            }
            return;
        }
        if (n > 5 && hi < n && w[hi - 1].after == ',' && !(w[hi - 1].cls & TEXT) &&
            !ent_speech_is(q, &w[3], "terms") && ent_speech_forward(q, w, n, 2, &who)) {
            report(q, w[hi].b, to, &who);
        }
        return;
    }
    uint32_t rest = view_of(q, w, n, &who);
    if (!rest) {
        who = (speaker){0};
        rest = passive_that(q, w, n, &who);
    }
    if (rest && rest < n) {
        report(q, w[rest].b, to, &who);
        return;
    }
    who = (speaker){0};
    for (uint32_t i = 3; i + 2 < n; i++) {
        if (ent_speech_is(q, &w[i], "according") && ent_speech_is(q, &w[i + 1], "to") &&
            w[i - 1].after == ',' && ent_speech_phrase_end(q, w, n, i + 2) == n &&
            ent_speech_forward(q, w, n, i + 2, &who)) {
            report(q, w[0].b, w[i].b, &who);
            return;
        }
    }
    for (uint32_t i = 1; i + 4 < n && i < 24; i++) {
        uint32_t that = that_of(q, w, n, i);
        if (!that) {
            continue;
        }
        for (uint32_t k = that + 1; k + 1 < n; k++) {
            bool aside =
                w[k].after == ',' && IS_ANY(q, &w[k + 1], "but", "while", "and", "although",
                                            "though", "so", "yet", "because", "whereas");
            bool main = w[k].after == ',' && IS_ANY(q, &w[0], "when", "after", "although", "though",
                                                    "while", "as", "because", "since", "if", "once",
                                                    "before", "despite", "given", "even");
            if (w[k].after == ';' || w[k].after == '-' || aside || main) {
                return; /* whose words the rest is, only the tree can say */
            }
        }
        if (ent_speech_backward(q, w, i, &who)) {
            ent_speech_resolve(q, q->base + w[0].b, &who);
            report(q, w[that + 1].b, to, &who);
            told(q, w, n, that + 1, to);
        }
        return;
    }
    for (uint32_t i = 1; i < n && i < 24; i++) { /* "Stier says he noticed ...": who "he" is next */
        if (ent_speech_say(q, &w[i]) && (w[i].cls & (THAT | WHOM)) &&
            ent_speech_backward(q, w, i, &who)) {
            if (!who.pronoun || who.name) {
                ent_speech_remember(q, &who, q->base + to);
            }
            return;
        }
    }
}

/* A closing mark at i behind a full stop, before a capital. */
static bool quotation_ends(const speech *q, uint32_t i)
{
    uint32_t w = q->s[i] == '"'                                           ? 1
                 : i >= 3 && memcmp(q->s + i - 2, "\xE2\x80\x9D", 3) == 0 ? 3
                                                                          : 0;
    return w && i >= w && strchr(".?!", q->s[i - w]) && i + 2 < q->n && q->s[i + 1] == ' ' &&
           q->s[i + 2] >= 'A' && q->s[i + 2] <= 'Z';
}

void ent_speech_reported(speech *q, uint32_t to, const mark *marks, uint32_t count)
{
    for (uint32_t i = q->scanned; i < to; i++) {
        if (i + 1 < q->n && !ent_speech_ends(q, i) && !quotation_ends(q, i)) {
            continue;
        }
        while (q->passed < count && marks[q->passed].end <= q->sentence) {
            q->passed++;
        }
        if (q->passed == count || marks[q->passed].begin > i) {
            reported_in(q, q->sentence, i + 1);
        }
        q->sentence = i + 1;
    }
    q->scanned = to > q->scanned ? to : q->scanned;
}
