/* conllu.c: CoNLL-U in and out.
 *
 * In: a file's sentences and words, or a document's layers. Out: a document with text, blocks,
 * tokens and sentences, or text in the format. Reading keeps words and multiword tokens and drops
 * empty nodes and all other columns. */
#include "parse/parse.h"

#include "parse/seg.h"

/* -- writing ---------------------------------------------------------------------------------- */

/* Text on one line: runs of white space and control signs become one space. */
static void put_line(ent_buf *b, const char *s, size_t n)
{
    bool space = false;
    for (size_t i = 0; i < n;) {
        uint32_t cp;
        size_t len = ent_utf8_next(s + i, n - i, &cp);
        if (cp <= 0x20 || cp == 0x7f || ent_utf8_is_space(cp) || cp == 0x200b || cp == 0xfeff) {
            space = true;
        } else {
            if (space)
                ent_buf_char(b, ' ');
            space = false;
            ent_buf_add(b, s + i, len);
        }
        i += len;
    }
}

static void put_token(ent_buf *b, const ent_doc *d, const ent_sent *s, uint32_t i)
{
    const ent_token *t = &d->tokens[i];
    uint32_t id = i - s->first + 1;
    bool last = i + 1 == s->first + s->count;
    const char *space = t->space || last ? "_" : "SpaceAfter=No";
    if (last && !t->space)
        space = "SpaceAfter=No";
    if (t->mwt) {
        ent_buf_printf(b, "%u-%u\t", id, id + t->mwt - 1);
        ent_buf_add(b, d->text + t->span.begin, t->span.end - t->span.begin);
        ent_buf_printf(b, "\t_\t_\t_\t_\t_\t_\t_\t%s\n", space);
    }
    if (t->mwt || t->mwt_rest)
        space = "_";
    ent_buf_printf(b, "%u\t%s\t%s\t%s\t%s\t%s\t", id, t->form, t->lemma ? t->lemma : "_",
                   ent_upos_name(t->upos), t->xpos ? t->xpos : "_", t->feats ? t->feats : "_");
    if (t->deprel)
        ent_buf_printf(b, "%u\t%s", t->head == ENT_NONE ? 0 : t->head - s->first + 1, t->deprel);
    else
        ent_buf_str(b, "_\t_");
    ent_buf_printf(b, "\t_\t%s\n", space);
}

void ent_parse_conllu(ent_buf *b, const ent_doc *d)
{
    const char *id = d->id && *d->id ? d->id : "doc";
    uint32_t block = ENT_NONE;
    ent_buf_str(b, "# newdoc id = ");
    put_line(b, id, strlen(id));
    ent_buf_char(b, '\n');
    for (uint32_t i = 0; i < d->sent_count; i++) {
        const ent_sent *s = &d->sents[i];
        if (s->block != block)
            ent_buf_str(b, "# newpar\n");
        block = s->block;
        ent_buf_str(b, "# sent_id = ");
        put_line(b, id, strlen(id));
        ent_buf_printf(b, "-%u\n# text = ", i + 1);
        put_line(b, d->text + s->span.begin, s->span.end - s->span.begin);
        ent_buf_char(b, '\n');
        for (uint32_t k = s->first; k < s->first + s->count; k++)
            put_token(b, d, s, k);
        ent_buf_char(b, '\n');
    }
}

/* -- reading ---------------------------------------------------------------------------------- */

struct source {
    ent_doc *d;
    ent_buf text;
    const char *id;
    uint32_t line;
    ent_err *err;
    uint32_t first;     /* first token of the sentence */
    uint32_t mwt_left;  /* words of a multiword token still to come */
    uint32_t mwt_words; /* how many it has */
    bool mwt_begun;
    ent_span mwt_span;
    bool mwt_space;
    bool par; /* a new paragraph begins */
};

static int wrong(const struct source *r, const char *what)
{
    return ent_fail(r->err, ENT_EFORMAT, r->id, "CoNLL-U line %u: %s", r->line, what);
}

static void begin_block(struct source *r)
{
    ent_doc *d = r->d;
    if (d->block_count && !r->par)
        return;
    if (r->text.len)
        ent_buf_str(&r->text, "\n\n");
    ent_block *b = ENT_PUSH(&d->arena, d->blocks, d->block_count, d->block_cap);
    b->span.begin = (uint32_t)r->text.len;
    r->par = false;
}

/* Adds a token's form to the text; white space in it becomes a space, so that lines stay lines. */
static ent_span add_text(struct source *r, const char *s, size_t n, bool space)
{
    ent_span span = {(uint32_t)r->text.len, 0};
    ent_buf_add(&r->text, s, n);
    span.end = (uint32_t)r->text.len;
    if (space)
        ent_buf_char(&r->text, ' ');
    return span;
}

static void add_word(struct source *r, const char *s, size_t n, bool space)
{
    ent_doc *d = r->d;
    bool in = r->mwt_left > 0;
    ent_span span = in ? r->mwt_span : add_text(r, s, n, space);
    ent_token *t = ENT_PUSH(&d->arena, d->tokens, d->token_count, d->token_cap);
    t->span = span;
    t->form = ent_arena_strn(&d->arena, s, n);
    t->head = ENT_NONE;
    t->sent = d->sent_count;
    t->space = in ? r->mwt_space : space;
    if (in) {
        t->mwt = r->mwt_begun ? 0 : (uint8_t)r->mwt_words;
        t->mwt_rest = r->mwt_begun;
        r->mwt_begun = true;
        r->mwt_left--;
    }
}

static void end_sentence(struct source *r)
{
    ent_doc *d = r->d;
    if (d->token_count == r->first)
        return;
    if (r->mwt_left) { /* a range that promised more words than came */
        for (uint32_t i = d->token_count; i-- > r->first;)
            if (d->tokens[i].mwt) {
                uint32_t have = d->token_count - i;
                d->tokens[i].mwt = have > 1 ? (uint8_t)have : 0;
                break;
            }
        r->mwt_left = 0;
    }
    ent_sent *s = ENT_PUSH(&d->arena, d->sents, d->sent_count, d->sent_cap);
    s->first = r->first;
    s->count = d->token_count - r->first;
    s->block = d->block_count - 1;
    s->span = (ent_span){d->tokens[s->first].span.begin, d->tokens[d->token_count - 1].span.end};
    d->blocks[s->block].span.end = s->span.end;
    r->first = d->token_count;
}

/* Digits at *p; moves *p on. 0: none or too large. */
static uint32_t digits(const char **p)
{
    uint32_t n = 0;
    for (; **p >= '0' && **p <= '9'; (*p)++)
        n = n < 100000000 ? n * 10 + (uint32_t)(**p - '0') : 0;
    return n;
}

static int read_row(struct source *r, const char *line, size_t n)
{
    const char *col[10], *p = line, *end = line + n;
    size_t len[10], k = 0;
    for (; k < 10; k++) {
        const char *tab = memchr(p, '\t', (size_t)(end - p));
        col[k] = p;
        len[k] = (size_t)((tab ? tab : end) - p);
        if (!tab)
            break;
        p = tab + 1;
    }
    if (k != 9 || !len[1])
        return wrong(r, "a word's line has ten columns");
    bool space = true;
    for (size_t i = 0; i + 13 <= len[9]; i++)
        space &= memcmp(col[9] + i, "SpaceAfter=No", 13) != 0;
    if (memchr(col[0], '.', len[0]))
        return 0; /* an empty node */
    const char *q = col[0];
    uint32_t from = digits(&q);
    if (!from)
        return wrong(r, "the first column is no number");
    begin_block(r);
    if (*q != '-') {
        add_word(r, col[1], len[1], space);
        return 0;
    }
    q++;
    uint32_t to = digits(&q);
    if (to < from || to - from > 200 || r->mwt_left)
        return wrong(r, "a multiword token's range is wrong");
    r->mwt_span = add_text(r, col[1], len[1], space);
    r->mwt_words = r->mwt_left = to - from + 1;
    r->mwt_begun = false;
    r->mwt_space = space;
    return 0;
}

static int read_lines(struct source *r, const char *data, size_t len)
{
    int rc = 0;
    for (size_t i = 0; i < len && rc >= 0;) {
        const char *line = data + i, *nl = memchr(line, '\n', len - i);
        size_t n = nl ? (size_t)(nl - line) : len - i;
        i += n + 1;
        r->line++;
        if (n && line[n - 1] == '\r')
            n--;
        if (!n)
            end_sentence(r);
        else if (line[0] != '#')
            rc = read_row(r, line, n);
        else if (n >= 8 && (!memcmp(line, "# newpar", 8) || !memcmp(line, "# newdoc", 8)))
            r->par = true;
    }
    end_sentence(r);
    return rc;
}

int ent_parse_read_conllu(ent_doc **out, const char *data, size_t len, const char *id, ent_err *err)
{
    ent_doc *d = ent_doc_new();
    struct source r = {.d = d, .id = id ? id : "", .err = err, .par = true};
    *out = d;
    if (len > UINT32_MAX / 4)
        return ent_fail(err, ENT_ETOOBIG, r.id, "over a gigabyte of CoNLL-U");
    int rc = read_lines(&r, data, len);
    d->id = ent_arena_str(&d->arena, id);
    d->format = "conllu";
    d->text = ent_arena_strn(&d->arena, r.text.data ? r.text.data : "", r.text.len);
    d->len = (uint32_t)r.text.len;
    ent_buf_free(&r.text);
    return rc;
}
