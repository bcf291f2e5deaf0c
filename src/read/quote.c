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
                 {"\xE2\x80\x98", "\xE2\x80\x99", true},
                 {"'", "'", true}};
    for (size_t k = 0; k < ENT_COUNT(pairs); k++) {
        size_t w = strlen(pairs[k].open);
        if (pairs[k].single != single || i + w >= n || memcmp(s + i, pairs[k].open, w) != 0) {
            continue;
        }
        bool before = i == 0 || (unsigned char)s[i - 1] <= ' ' || strchr("([-", s[i - 1]) ||
                      (i >= 3 && (memcmp(s + i - 3, "\xE2\x80\x94", 3) == 0 ||
                                  memcmp(s + i - 3, "\xE2\x80\x93", 3) == 0 ||
                                  memcmp(s + i - 3, "\xE2\x80\x9C", 3) == 0));
        bool blank = (unsigned char)s[i + w] <= ' ' && s[i] != '\xC2'; /* « French » has one */
        if (blank || (s[i] == '"' && !before) || (single && !before)) {
            continue;
        }
        if (s[i] == '\'' && s[i + w] >= '0' && s[i + w] <= '9') {
            continue; /* '90s */
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
    bool letter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
    /* or an apostrophe: don't, states' rights; but ‘It is dead’, said Ana */
    if ((*close == '\'' && w == 1) || (w == 3 && (unsigned char)close[2] == 0x99)) {
        return !letter && i && (strchr(",.?!", s[i - 1]) || next == ',');
    }
    return w != 1 || (!letter && i && (unsigned char)s[i - 1] > ' ');
}

static uint32_t find_marks(const char *s, uint32_t n, bool single, mark *out)
{
    uint32_t count = 0;
    bool lost[2] = {false, false}; /* no such mark closes any more, straight and typographic */
    for (uint32_t i = 0; i < n && count < MAX_MARKS; i++) {
        const char *close;
        size_t w = opening(s, n, i, single, &close);
        if (!w || (single && lost[*close != '\''])) {
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
        while (m->in < m->out && s[m->in] == ' ') {
            m->in++;
        }
        while (m->out > m->in && s[m->out - 1] == ' ') {
            m->out--;
        }
        m->end = j < n ? j + (uint32_t)strlen(close) : n;
        if (m->open && single) {
            lost[*close != '\''] = true;
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

/* The word before the mark. */
static bool behind(const speech *q, const mark *m, const char *text)
{
    size_t n = strlen(text);
    return m->begin > n && q->s[m->begin - 1] == ' ' &&
           (m->begin == n + 1 || (unsigned char)q->s[m->begin - n - 2] <= ' ') &&
           ent_read_same(q->s + m->begin - n - 1, n, text);
}

/* Words between marks that somebody said, rather than words that somebody doubts or names. */
static bool utterance(const speech *q, const mark *m, bool attributed, bool continued)
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
    bool opens = m->begin < 2 || strchr(".?!;", q->s[m->begin - 2]); /* a sentence or clause */
    bool whole = capital && (comma || last == '.' || (opens && q->s[m->end] == ','));
    bool handed = m->begin > 1 && strchr(",:", q->s[m->begin - 2]); /* he said, “...” */
    if (m->open) {
        return words >= 3;
    }
    if (titled(s, n) && !(attributed && handed && last == '.') &&
        (!comma || (last == ',' && behind(q, m, "in")))) {
        return false; /* In “The River War,” he writes */
    }
    if (continued) {
        return words >= 2; /* “..., she added, “and not next year.” */
    }
    if (attributed) {
        return words >= MIN_WORDS || (whole && words >= 1) || (comma && words >= (opens ? 1 : 2));
    }
    if (last == ',' && m->begin >= 2 && q->s[m->begin - 1] == ' ' && q->s[m->begin - 2] == ',') {
        return false; /* an apposition: "Its motto, “…,” hung over the door" */
    }
    return words >= 8 || (whole && words >= 4);
}

/* -- one block -------------------------------------------------------------------------------- */

uint32_t ent_speech_voice(speech *q, const speaker *who)
{
    ent_doc *d = q->d;
    char *key = NULL;
    size_t n = 0;
    if (who->name) { /* the same name in the same text around it is the same voice */
        key = ent_arena_printf(q->scratch, "%u %s", q->scope, who->name);
        n = strlen(key);
        uint32_t v = ent_map_get(q->voices, key, n);
        if (v != ENT_NONE) {
            return v;
        }
    }
    uint32_t v = ent_read_voice(d, ENT_VOICE_QUOTED, who->name, ENT_DAY_NONE);
    d->voices[v].name_span = who->span;
    d->voices[v].parent = q->scope;
    if (key) {
        ent_map_set(q->voices, key, n, v);
    }
    return v;
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
        if (found && utterance(&in, &m[i], true, false)) {
            uint32_t v = ent_speech_voice(q, &who);
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

/* The block before ends in a colon and says who speaks in this one. */
static bool led(speech *q, speaker *who)
{
    const ent_block *lead = q->block ? &q->d->blocks[q->block - 1] : NULL;
    if (!lead || lead->kind != ENT_BLOCK_PARAGRAPH || q->d->text[lead->span.end - 1] != ':') {
        return false;
    }
    speech before = *q;
    before.s = q->d->text + lead->span.begin;
    before.n = lead->span.end - lead->span.begin;
    before.base = lead->span.begin;
    return ent_speech_before(&before, before.n, who);
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
    bool report = b->kind != ENT_BLOCK_QUOTE;
    q->sentence = q->scanned = q->passed = 0;
    for (uint32_t i = 0; i < n; i++) {
        speaker who = {0};
        if (report) {
            ent_speech_reported(q, m[i].begin, m, n);
        }
        bool after = ent_speech_after(q, m[i].end, m[i].out, &who);
        bool before = !after && ent_speech_before(q, m[i].begin, &who);
        bool first = i == 0 && carried && m[i].begin == 0;
        before |= !after && !before && !carried && i == 0 && m[i].begin == 0 && led(q, &who);
        bool same = voice && (first || (prev != ENT_NONE && goes_on(&m[prev], &m[i])));
        if (m[i].open && !q->runs_on && m[i].begin != 0) {
            continue; /* a mark that was forgotten: nobody can say how far it reaches */
        }
        bool words = same && !titled(q->s + m[i].in, m[i].out - m[i].in);
        bool continued = same && !first && prev + 1 == i && m[i].begin >= 2 &&
                         q->s[m[i].begin - 2] == ',' &&
                         (q->s[m[prev].out - 1] == ',' || q->s[m[prev].end] == ',');
        if (!utterance(q, &m[i], after || before || words, continued || who.credit)) {
            continue;
        }
        if (same && !after && !before) {
            add_part(q, &m[i], voice);
        } else {
            ent_speech_resolve(q, q->base + m[i].begin, &who);
            voice = first && !who.name ? voice : ent_speech_voice(q, &who);
            add_part(q, &m[i], voice);
            ent_speech_remember(q, &who, q->base + m[i].end);
        }
        prev = i;
        q->last_voice = voice;
        q->last_end = q->base + m[i].end > q->last_end ? q->base + m[i].end : q->last_end;
        q->open = m[i].open;
    }
    if (!n) {
        q->open = false;
    }
    if (report) {
        ent_speech_reported(q, q->n, m, n);
    }
}

/* -- block quotations ------------------------------------------------------------------------- */

/* "— Treaty of Valdora, Article 2", behind a quotation: where the name stands in [from, to); false
 * where this is no such line. */
static bool credit(const ent_doc *d, uint32_t from, uint32_t to, ent_span *name)
{
    const char *s = d->text + from;
    size_t n = to - from, k = 0;
    if (n > 3 && (memcmp(s, "\xE2\x80\x94", 3) == 0 || memcmp(s, "\xE2\x80\x93", 3) == 0)) {
        k = 3;
    } else if (n > 2 && s[0] == '-' && (s[1] == '-' || s[1] == ' ')) {
        k = 2;
    } else if (n > 3 && s[0] == '~' && s[1] == ' ') {
        k = 2;
    }
    while (k && k < n && s[k] == ' ') {
        k++;
    }
    if (!k || k >= n || n > 140 || ent_read_words(s + k, n - k) > 14 ||
        !((s[k] >= 'A' && s[k] <= 'Z') || (unsigned char)s[k] >= 0xC3)) {
        return false;
    }
    size_t e = k;
    while (e < n && s[e] != ',' && s[e] != '(' && s[e] != '\n' && s[e] != ';') {
        e++;
    }
    while (e > k && strchr(" .", s[e - 1]) && !(s[e - 1] == '.' && e < n)) {
        e--;
    }
    *name = (ent_span){from + (uint32_t)k, from + (uint32_t)e};
    return e > k;
}

/* A credit within the block itself, behind its last sentence; 0 none. */
static uint32_t credit_in(const ent_doc *d, const ent_block *b, ent_span *name)
{
    uint32_t far = b->span.end - b->span.begin > 150 ? b->span.end - 150 : b->span.begin;
    for (uint32_t i = b->span.end; i > far + 1; i--) {
        char before = d->text[i - 1];
        if ((before == ' ' || before == '\n') && credit(d, i, b->span.end, name)) {
            uint32_t k = i - 1;
            while (k > far && (unsigned char)d->text[k] <= ' ') {
                k--;
            }
            bool closed = k >= far + 3 && memcmp(d->text + k - 2, "\xE2\x80\x9D", 3) == 0;
            return strchr(".?!\"", d->text[k]) || closed ? k + 1 : 0;
        }
    }
    return 0;
}

/* Block quotations that follow one another are one; the line before them may name the speaker, or
 * a line behind them that a dash begins. */
static uint32_t read_block_quote(speech *q, uint32_t i)
{
    ent_doc *d = q->d;
    uint32_t j = i;
    while (j + 1 < d->block_count && d->blocks[j + 1].kind == ENT_BLOCK_QUOTE) {
        j++;
    }
    speaker who = {0};
    ent_span by = {0, 0};
    uint32_t end = d->blocks[j].span.end, next = j;
    if (j > i && credit(d, d->blocks[j].span.begin, end, &by)) {
        end = d->blocks[j - 1].span.end;
    } else if (j + 1 < d->block_count && d->blocks[j + 1].kind == ENT_BLOCK_PARAGRAPH &&
               credit(d, d->blocks[j + 1].span.begin, d->blocks[j + 1].span.end, &by)) {
        next = j + 1;
    } else {
        uint32_t cut = credit_in(d, &d->blocks[j], &by);
        end = cut ? cut : end;
    }
    if (by.end > by.begin) {
        who.name = ent_read_squeeze(&d->arena, d->text + by.begin, by.end - by.begin);
        who.span = by;
    } else if (i) {
        const ent_block *lead = &d->blocks[i - 1];
        q->s = d->text + lead->span.begin;
        q->n = lead->span.end - lead->span.begin;
        q->base = lead->span.begin;
        if (q->n && (q->s[q->n - 1] == ':' || q->s[q->n - 1] == ',')) {
            ent_speech_before(q, q->n, &who);
        }
    }
    uint32_t voice = ent_speech_voice(q, &who);
    ent_read_part(d, d->blocks[i].span.begin, end, voice);
    ent_speech_remember(q, &who, end);
    q->last_voice = voice;
    q->open = false;
    return next;
}

/* -- transcripts ------------------------------------------------------------------------------ */

/* "SMITH: ...", "THE PRESIDENT: ...", "Mr. SMITH (Sylvania): ...", "Rosa Vidal: ...", "Q: ...". */
typedef struct label {
    ent_span name;  /* in the block; empty for Q and A */
    uint32_t words; /* where what is said begins; 0: no label */
    bool caps;      /* a word of it is all capitals */
} label;

static label label_of(const char *s, uint32_t n)
{
    label l = {{0, 0}, 0, false};
    uint32_t i = 0, end = 0, words = 0, run = 0;
    bool lower = false, paren = false;
    if (n > 6 && (s[0] == 'Q' || s[0] == 'A') && (s[1] == ':' || s[1] == '.') && s[2] == ' ') {
        l.words = 3;
        return l;
    }
    for (; i < n && i < 60 && s[i] != ':'; i++) {
        char c = s[i];
        bool upper = c >= 'A' && c <= 'Z', small = c >= 'a' && c <= 'z';
        bool start = i == 0 || s[i - 1] == ' ' || s[i - 1] == '(';
        if (paren || c == '(') {
            paren = c != ')';
            continue;
        }
        if (!(upper || small || (unsigned char)c >= 0x80 || strchr(" .'-", c))) {
            return l;
        }
        lower |= start && small; /* every word of it begins with a capital */
        words += start && c != ' ';
        run = upper ? run + 1 : 0;
        l.caps |= run >= 3;
        end = c == ' ' ? end : i + 1;
    }
    if (i + 2 >= n || s[i] != ':' || s[i + 1] != ' ' || lower || !words || words > 5 || paren ||
        end < 3 || ent_read_words(s + i, n - i) < 3) {
        return l;
    }
    uint32_t from = ent_read_starts(s, n, "THE ") || ent_read_starts(s, n, "The ") ? 4 : 0;
    l.name = (ent_span){from, end};
    l.words = i + 2;
    return l;
}

static bool same_label(const ent_doc *d, uint32_t i, const label *a, uint32_t j, const label *b)
{
    uint32_t n = a->name.end - a->name.begin;
    return n == b->name.end - b->name.begin &&
           (n ? memcmp(d->text + d->blocks[i].span.begin + a->name.begin,
                       d->text + d->blocks[j].span.begin + b->name.begin, n) == 0
              : d->text[d->blocks[i].span.begin] == d->text[d->blocks[j].span.begin]);
}

/* Three lines with labels in capitals; or labels that take turns and are most of the lines between
 * the first and the last of them: [*first, *last]. */
static bool transcript(const ent_doc *d, uint32_t *first, uint32_t *last)
{
    enum { LOOK = 6 };
    uint32_t caps = 0, count = 0, again = 0, others = 0, recent[LOOK];
    label seen[LOOK];
    *first = ENT_NONE;
    for (uint32_t i = 0; i < d->block_count; i++) {
        const ent_block *b = &d->blocks[i];
        label l = label_of(d->text + b->span.begin, b->span.end - b->span.begin);
        if (!l.words || b->kind == ENT_BLOCK_QUOTE || b->kind == ENT_BLOCK_TITLE) {
            continue;
        }
        bool back = false;
        for (uint32_t k = 0; k < LOOK && k < count; k++) {
            back |= same_label(d, recent[k], &seen[k], i, &l);
        }
        bool turn =
            count && !same_label(d, recent[(count - 1) % LOOK], &seen[(count - 1) % LOOK], i, &l);
        caps += l.caps;
        again += back;
        others += turn;
        recent[count % LOOK] = i;
        seen[count++ % LOOK] = l;
        *first = *first == ENT_NONE ? i : *first;
        *last = i;
    }
    return count >= 3 &&
           (caps >= 3 || (again && others * 2 >= count && (count - 1) * 2 >= *last - *first));
}

/* A line of a transcript: what it says is a part. False where it is none. */
static bool speak(speech *q)
{
    label l = label_of(q->s, q->n);
    if (!l.words) {
        return false;
    }
    speaker who = {0};
    if (l.name.end) {
        who.name = ent_read_squeeze(&q->d->arena, q->s + l.name.begin, l.name.end - l.name.begin);
        who.span = (ent_span){q->base + l.name.begin, q->base + l.name.end};
    }
    q->last_voice = ent_speech_voice(q, &who);
    ent_read_part(q->d, q->base + l.words, q->base + q->n, q->last_voice);
    return true;
}

/* -- dialogue by dashes ----------------------------------------------------------------------- */

/* "— Will you sign? asked the ambassador.": where the words begin; 0 none. */
static uint32_t dash_line(const ent_doc *d, uint32_t i)
{
    const ent_block *b = i < d->block_count ? &d->blocks[i] : NULL;
    const char *s = b ? d->text + b->span.begin : NULL;
    uint32_t n = b ? b->span.end - b->span.begin : 0;
    return b && b->kind == ENT_BLOCK_PARAGRAPH && n > 8 &&
                   (memcmp(s, "\xE2\x80\x94 ", 4) == 0 || memcmp(s, "\xE2\x80\x93 ", 4) == 0)
               ? 4
               : 0;
}

/* Words behind a dash, up to the verb of saying behind them; without one nobody is named. */
static bool dash_speech(speech *q, bool must)
{
    speaker who = {0};
    uint32_t in = 4, out = 0;
    for (uint32_t i = in; i + 2 < q->n && !out; i++) {
        if (strchr(",.?!", q->s[i]) && q->s[i + 1] == ' ' && q->s[i + 2] >= 'a' &&
            q->s[i + 2] <= 'z' && ent_speech_after(q, i + 1, i + 1, &who) && who.name) {
            out = i + 1;
        }
    }
    if (!out && must) {
        return false;
    }
    who = out ? who : (speaker){0};
    q->last_voice = ent_speech_voice(q, &who);
    ent_read_part(q->d, q->base + in, q->base + (out ? out : q->n), q->last_voice);
    ent_speech_remember(q, &who, q->base + q->n);
    return true;
}

/* The innermost of the parts that stand already (a reprint, a comment) around an offset; offsets
 * ascend, and the parts are nested. */
static uint32_t scope_at(const ent_doc *d, uint32_t parts, uint32_t offset, uint32_t *open,
                         uint32_t *next)
{
    while (*next < parts && d->parts[*next].span.begin <= offset) {
        *open = (*next)++;
    }
    while (*open && d->parts[*open].span.end <= offset) {
        *open = d->parts[*open].parent;
    }
    return d->parts[*open].voice;
}

void ent_read_quotes(ent_doc *d, const ent_tables *tables)
{
    ent_arena scratch = {0};
    ent_map voices = {0};
    speech q = {.d = d, .scratch = &scratch, .voices = &voices};
    ent_speech_words(&q, tables);
    q.marks = ent_arena_alloc(&scratch, MAX_MARKS * sizeof(mark));
    uint32_t first = 0, last = 0;
    bool turns = transcript(d, &first, &last);
    ent_read_nest(d);
    uint32_t parts = d->part_count, open = 0, next_part = 1, dialogue = 0;
    for (uint32_t i = 0; i < d->block_count; i++) {
        const ent_block *b = &d->blocks[i];
        uint32_t scope = scope_at(d, parts, b->span.begin, &open, &next_part);
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
        if (turns && i >= first && i <= last && speak(&q)) {
            continue;
        }
        bool beside = (i && dash_line(d, i - 1)) || dash_line(d, i + 1);
        bool in_dialogue = dialogue == i && i > 0;
        if (dash_line(d, i) && beside && dash_speech(&q, !in_dialogue)) {
            dialogue = i + 1; /* where the next line goes on, named or not */
            continue;
        }
        read_block(&q, b, carried);
    }
    ent_map_free(&q.words);
    ent_map_free(&voices);
    ent_arena_free(&scratch);
}
