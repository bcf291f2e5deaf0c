/* quote.c: whose words, within paragraphs: quotations, block quotations, reported speech.
 *
 * In: d->text and its blocks. Out: parts of kind quoted, the speaker as the text names him where
 * it does. It works on the surface: marks of quotation, verbs of saying (data/read/words.tsv) and
 * who stands beside them. A few quoted words that are no utterance ("special friendship") stay
 * their author's. Who a speaker is, the actor stage knows; reporting clauses without marks are
 * taken here only in plain forms (the event stage sees the tree).
 */
#include "quote.h"

enum {
    MAX_MARKS = 4096, /* of one block */
    MIN_WORDS = 5,    /* of an utterance that is no whole sentence */
};

/* -- marks ------------------------------------------------------------------------------------ */

static size_t opening(const char *s, size_t n, size_t i, bool single, const char **close)
{
    static const struct {
        const char *open, *close;
        bool single;
    } pairs[] = {{"\xE2\x80\x9C", "\xE2\x80\x9D", false},
                 {"\xC2\xAB", "\xC2\xBB", false},
                 {"\xE2\x80\x9E", "\xE2\x80\x9C", false},
                 {"\"", "\"", false},
                 {"``", "''", false},
                 {"\xE2\x80\x98", "\xE2\x80\x99", true}};
    for (size_t k = 0; k < ENT_COUNT(pairs); k++) {
        size_t w = strlen(pairs[k].open);
        if (pairs[k].single != single || i + w >= n || memcmp(s + i, pairs[k].open, w) != 0) {
            continue;
        }
        bool before = i == 0 || (unsigned char)s[i - 1] <= ' ' || strchr("([-", s[i - 1]) ||
                      (i >= 3 && (memcmp(s + i - 3, "\xE2\x80\x94", 3) == 0 ||
                                  memcmp(s + i - 3, "\xE2\x80\x93", 3) == 0 ||
                                  memcmp(s + i - 3, "\xE2\x80\x9C", 3) == 0));
        if ((unsigned char)s[i + w] <= ' ' || (s[i] == '"' && !before) || (single && !before)) {
            continue;
        }
        *close = pairs[k].close;
        return w;
    }
    return 0;
}

static bool closes(const char *s, size_t n, size_t i, const char *close)
{
    size_t w = strlen(close);
    if (i + w > n || memcmp(s + i, close, w) != 0) {
        return false;
    }
    unsigned char next = i + w < n ? (unsigned char)s[i + w] : ' ';
    bool word = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
    if (w == 3 && (unsigned char)close[2] == 0x99) { /* or an apostrophe: don't, states' rights */
        return !word && i && strchr(",.?!", s[i - 1]);
    }
    return w != 1 || (!word && i && (unsigned char)s[i - 1] > ' ');
}

static uint32_t find_marks(const char *s, uint32_t n, bool single, mark *out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < n && count < MAX_MARKS; i++) {
        const char *close;
        size_t w = opening(s, n, i, single, &close);
        if (!w) {
            continue;
        }
        uint32_t j = i + (uint32_t)w;
        while (j < n && !closes(s, n, j, close)) {
            j++;
        }
        mark *m = &out[count];
        m->begin = i;
        m->in = i + (uint32_t)w;
        m->open = j >= n;
        m->out = j < n ? j : n;
        m->end = j < n ? j + (uint32_t)strlen(close) : n;
        if (m->open && single) {
            continue;
        }
        count++;
        i = m->end - 1;
    }
    return count;
}

/* -- utterances ------------------------------------------------------------------------------- */

/* Most words begin with a capital: the title of a work or a name. */
static bool titled(const char *s, size_t n)
{
    size_t words = 0, upper = 0;
    for (size_t i = 0; i < n; i++) {
        if ((i == 0 || s[i - 1] == ' ') && ((s[i] | 32) >= 'a' && (s[i] | 32) <= 'z')) {
            size_t w = i;
            while (w < n && s[w] != ' ') {
                w++;
            }
            if (w - i > 3 || i == 0) {
                words++;
                upper += s[i] <= 'Z';
            }
        }
    }
    return words >= 2 && upper * 10 >= words * 8;
}

/* Words between marks that somebody said, rather than words that somebody doubts or names. */
static bool utterance(const speech *q, const mark *m, bool attributed)
{
    const char *s = q->s + m->in;
    size_t n = m->out - m->in;
    if (!n) {
        return false;
    }
    size_t words = ent_read_words(s, n);
    bool capital = (s[0] >= 'A' && s[0] <= 'Z') || (unsigned char)s[0] >= 0x80;
    char last = s[n - 1];
    bool comma = last == ',' || last == '?' || last == '!';
    bool whole = capital && (comma || last == '.');
    if (m->open) {
        return words >= 3;
    }
    if (titled(s, n) && !comma) {
        return false;
    }
    if (attributed) {
        return words >= MIN_WORDS || (whole && words >= 1) || (comma && words >= 2);
    }
    return words >= 8 || (whole && words >= 4);
}

/* -- one block -------------------------------------------------------------------------------- */

static uint32_t voice_for(speech *q, const speaker *who)
{
    ent_doc *d = q->d;
    for (uint32_t v = d->voice_count; who->name && v-- > 1;) {
        if (d->voices[v].kind == ENT_VOICE_QUOTED && d->voices[v].name &&
            strcmp(d->voices[v].name, who->name) == 0 && d->voices[v].parent == q->scope) {
            return v;
        }
    }
    uint32_t v = ent_read_voice(d, ENT_VOICE_QUOTED, who->name, ENT_DAY_NONE);
    d->voices[v].name_span = who->span;
    d->voices[v].parent = q->scope;
    return v;
}

static void remember(speech *q, const speaker *who, uint32_t voice)
{
    if (who->name || who->span.end) {
        q->last = *who;
        q->last_block = q->block;
    }
    q->last_voice = voice;
}

/* Quotations within a quotation: He said, “They told me, ‘Leave the city by dawn.’” */
static void nested(speech *q, const mark *outer)
{
    speech in = *q;
    in.s = q->s + outer->in;
    in.n = outer->out - outer->in;
    in.base = q->base + outer->in;
    in.last = (speaker){0};
    mark m[32];
    uint32_t n = find_marks(in.s, in.n < 4000 ? in.n : 4000, true, m);
    for (uint32_t i = 0; i < n && i < 32; i++) {
        speaker who = {0};
        bool found = ent_speech_before(&in, m[i].begin, &who) ||
                     ent_speech_after(&in, m[i].end, m[i].out, &who);
        if (found && utterance(&in, &m[i], true)) {
            uint32_t v = voice_for(q, &who);
            ent_read_part(q->d, in.base + m[i].in, in.base + m[i].out, v);
        }
    }
}

static void add_part(speech *q, const mark *m, uint32_t voice)
{
    ent_read_part(q->d, q->base + m->in, q->base + m->out, voice);
    nested(q, m);
}

/* No sentence of the author's stands between two marks of one paragraph: the same one goes on. */
static bool goes_on(const mark *a, const mark *b)
{
    return b->begin - a->end < 200;
}

static void read_block(speech *q, const ent_block *b, bool carried)
{
    mark *m = q->marks;
    uint32_t n = find_marks(q->s, q->n, false, m);
    if (!n) {
        n = find_marks(q->s, q->n, true, m);
    }
    uint32_t voice = carried ? q->last_voice : 0; /* of the utterance before, in this paragraph */
    uint32_t prev = ENT_NONE;
    for (uint32_t i = 0; i < n; i++) {
        speaker who = {0};
        bool after = ent_speech_after(q, m[i].end, m[i].out, &who);
        bool before = !after && ent_speech_before(q, m[i].begin, &who);
        bool first = i == 0 && carried && m[i].begin == 0;
        bool same = voice && (first || (prev != ENT_NONE && goes_on(&m[prev], &m[i])));
        if (m[i].open && !q->runs_on && m[i].begin != 0) {
            continue; /* a mark that was forgotten: nobody can say how far it reaches */
        }
        if (!utterance(q, &m[i],
                       after || before || (same && !titled(q->s + m[i].in, m[i].out - m[i].in)))) {
            continue;
        }
        if (same && !after && !before) {
            add_part(q, &m[i], voice);
        } else {
            if (who.pronoun && !who.name && (q->last.name || q->last.span.end) &&
                q->block - q->last_block <= 2 && !q->last.pronoun && !q->last.plural) {
                who.name = q->last.name; /* “…,” he said, of the one who spoke just before */
                who.span = q->last.span;
            }
            voice = first && !who.name ? voice : voice_for(q, &who);
            add_part(q, &m[i], voice);
            remember(q, &who, voice);
        }
        prev = i;
        q->last_voice = voice;
        q->open = m[i].open;
    }
    if (!n) {
        q->open = false;
    }
    if (b->kind != ENT_BLOCK_QUOTE) {
        ent_speech_reported(q, m, n);
    }
}

/* -- block quotations ------------------------------------------------------------------------- */

/* Block quotations that follow one another are one; the line before them may name the speaker. */
static uint32_t read_block_quote(speech *q, uint32_t i)
{
    ent_doc *d = q->d;
    uint32_t j = i;
    while (j + 1 < d->block_count && d->blocks[j + 1].kind == ENT_BLOCK_QUOTE) {
        j++;
    }
    speaker who = {0};
    if (i) {
        const ent_block *lead = &d->blocks[i - 1];
        q->s = d->text + lead->span.begin;
        q->n = lead->span.end - lead->span.begin;
        q->base = lead->span.begin;
        if (q->n && (q->s[q->n - 1] == ':' || q->s[q->n - 1] == ',')) {
            ent_speech_before(q, q->n, &who);
        }
    }
    uint32_t voice = voice_for(q, &who);
    ent_read_part(d, d->blocks[i].span.begin, d->blocks[j].span.end, voice);
    remember(q, &who, voice);
    q->open = false;
    return j;
}

/* "SMITH: ...", "THE PRESIDENT: ...": a speaker of a transcript, in capitals. */
static bool label(speech *q)
{
    uint32_t i = 0, letters = 0;
    while (i < q->n && i < 40 && q->s[i] != ':') {
        char c = q->s[i];
        if (!((c >= 'A' && c <= 'Z') || c == ' ' || c == '.' || c == '\'' || c == '-')) {
            return false;
        }
        letters += c >= 'A' && c <= 'Z';
        i++;
    }
    if (i + 2 >= q->n || q->s[i] != ':' || q->s[i + 1] != ' ' || letters < 3 ||
        ent_read_words(q->s + i, q->n - i) < 3) {
        return false;
    }
    uint32_t from = ent_read_starts(q->s, q->n, "THE ") ? 4 : 0;
    speaker who = {.name = ent_arena_strn(&q->d->arena, q->s + from, i - from),
                   .span = {q->base + from, q->base + i}};
    ent_read_part(q->d, q->base + i + 2, q->base + q->n, voice_for(q, &who));
    return true;
}

static uint32_t transcript_lines(speech *q)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < q->d->block_count; i++) {
        const char *s = q->d->text + q->d->blocks[i].span.begin;
        uint32_t k = 0, len = q->d->blocks[i].span.end - q->d->blocks[i].span.begin;
        while (k < len && k < 40 && ((s[k] >= 'A' && s[k] <= 'Z') || s[k] == ' ' || s[k] == '.')) {
            k++;
        }
        n += k >= 3 && k + 1 < len && s[k] == ':' && s[k + 1] == ' ';
    }
    return n;
}

/* The voice around an offset, of the parts that stand already (a reprint, a comment). */
static uint32_t scope_at(const ent_doc *d, uint32_t parts, uint32_t offset)
{
    uint32_t voice = 0;
    for (uint32_t i = 1; i < parts; i++) {
        if (d->parts[i].span.begin <= offset && offset < d->parts[i].span.end) {
            voice = d->parts[i].voice;
        }
    }
    return voice;
}

void ent_read_quotes(ent_doc *d, const ent_tables *tables)
{
    ent_arena scratch = {0};
    speech q = {.d = d, .scratch = &scratch};
    ent_speech_words(&q, tables);
    q.marks = ent_arena_alloc(&scratch, MAX_MARKS * sizeof(mark));
    bool transcript = transcript_lines(&q) >= 3;
    uint32_t parts = d->part_count;
    for (uint32_t i = 0; i < d->block_count; i++) {
        const ent_block *b = &d->blocks[i];
        uint32_t scope = scope_at(d, parts, b->span.begin);
        if (scope != q.scope) {
            q.open = false;
            q.last = (speaker){0};
            q.scope = scope;
        }
        q.block = i;
        bool reprint = d->voices[scope].kind == ENT_VOICE_REPRINT; /* is the block quotation */
        if (b->kind == ENT_BLOCK_QUOTE && !reprint) {
            i = read_block_quote(&q, i);
            continue;
        }
        if (b->kind == ENT_BLOCK_TITLE || b->kind == ENT_BLOCK_HEADING ||
            b->kind == ENT_BLOCK_LINE || b->kind == ENT_BLOCK_CAPTION) {
            continue;
        }
        q.s = d->text + b->span.begin;
        q.n = b->span.end - b->span.begin;
        q.base = b->span.begin;
        const char *close;
        bool next_opens =
            i + 1 < d->block_count &&
            opening(d->text + d->blocks[i + 1].span.begin,
                    d->blocks[i + 1].span.end - d->blocks[i + 1].span.begin, 0, false, &close) > 0;
        bool carried = q.open && opening(q.s, q.n, 0, false, &close) > 0;
        q.runs_on = next_opens;
        q.open = false;
        if (transcript && label(&q)) {
            continue;
        }
        read_block(&q, b, carried);
    }
    ent_map_free(&q.words);
    ent_arena_free(&scratch);
}
