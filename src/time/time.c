/* time.c: the stage: opens the tables, runs a document through scan, grammar, flags, resolve and
 * anchor, and prints the layer. In: text and blocks; tokens and sentences where they are. Out:
 * timexes, anchors, genre. Reads no tags and no trees: none are there yet. */
#include "time_int.h"

int ent_time_open(ent_time **out, const ent_tables *tables, ent_err *err)
{
    ent_time *t = ent_calloc(1, sizeof *t);
    int rc = ent_time_lexicon_open(t, tables, err);
    if (rc < 0) {
        ent_time_close(t);
        *out = NULL;
        return rc;
    }
    *out = t;
    return 0;
}

void ent_time_close(ent_time *t)
{
    if (!t) {
        return;
    }
    ent_map_free(&t->words);
    ent_map_free(&t->term_map);
    ent_map_free(&t->era_map);
    ent_arena_free(&t->arena);
    free(t);
}

/* Sentences of the document where they are; else full stops before capitals. */
static void number_sentences(job *j, uint32_t first, uint32_t *count, uint32_t *at)
{
    ent_doc *d = j->d;
    for (uint32_t i = first; i < j->w.n; i++) {
        tx_word *w = &j->w.v[i];
        if (d->sent_count) {
            while (*at + 1 < d->sent_count && d->sents[*at + 1].span.begin <= w->b) {
                ++*at;
            }
            w->sent = *at;
            continue;
        }
        bool stop = i > first + 1 && w->space && j->w.v[i - 1].kind == W_PUNCT &&
                    strchr(".!?", j->w.v[i - 1].punct) && (w->upper || w->kind != W_WORD) &&
                    !(j->w.v[i - 2].e - j->w.v[i - 2].b < 4 && j->w.v[i - 2].upper);
        *count += i == first || stop;
        w->sent = *count;
    }
}

/* A block that is a heading, or looks like one: short, one line, no full stop. */
static bool is_heading(const ent_doc *d, const ent_block *b)
{
    if (b->kind == ENT_BLOCK_HEADING || b->kind == ENT_BLOCK_TITLE) {
        return true;
    }
    uint32_t n = b->span.end - b->span.begin;
    if (b->kind != ENT_BLOCK_PARAGRAPH || n == 0 || n > 100) {
        return false;
    }
    return !strchr(".!?:;,\"", d->text[b->span.end - 1]);
}

static void find_all(job *j)
{
    ent_doc *d = j->d;
    uint32_t count = 0, at = 0;
    ent_block whole = {.span = {0, d->len}};
    uint32_t n = d->block_count ? d->block_count : 1;
    j->block_count = n;
    j->headings = ent_arena_zalloc(&j->scratch, n, 1);
    j->returns = ent_arena_zalloc(&j->scratch, n, sizeof *j->returns);
    for (uint32_t k = 0; k < n; k++) {
        const ent_block *b = d->block_count ? &d->blocks[k] : &whole;
        uint32_t first = j->w.n, x = j->x.n;
        ent_time_scan(j->t, d, b->span, &j->w, &j->scratch);
        number_sentences(j, first, &count, &at);
        ent_time_find(j, first, j->w.n);
        bool heading = is_heading(d, b);
        j->headings[k] = heading;
        for (; x < j->x.n; x++) {
            j->x.v[x].in_heading = heading;
            j->x.v[x].block = k;
        }
    }
}

static int by_begin(const void *a, const void *b)
{
    const ent_hint *x = a, *y = b;
    return x->span.begin != y->span.begin
               ? (x->span.begin < y->span.begin ? -1 : 1)
               : (x->span.end > y->span.end) - (x->span.end < y->span.end);
}

/* "1961-04-12", "1961-04", "1961": a hint's value into the expression. */
static void complete(expr *x, const char *value)
{
    int y, m, d;
    int32_t first, last;
    size_t n = strcspn(value, "T");
    char day[16];
    if (n != 4 && n != 7 && n != 10) {
        return;
    }
    memcpy(day, value, n);
    day[n] = 0;
    if (!ent_day_range(day, &first, &last)) {
        return;
    }
    ent_day_split(first, &y, &m, &d);
    expr was = *x;
    *x = (expr){.w0 = was.w0, .w1 = was.w1, .b = was.b, .e = was.e, .type = was.type};
    x->kind = EX_DATE;
    x->unit = n == 10 ? U_DAY : n == 7 ? U_MONTH : U_YEAR;
    x->year = y;
    x->month = n >= 7 ? (uint8_t)m : 0;
    x->day = n == 10 ? (uint8_t)d : 0;
    x->hour = x->minute = -1;
    x->block = was.block;
    x->in_heading = was.in_heading;
    x->flags = was.flags;
    x->k = was.k;
    x->link = ENT_NONE;
    x->from = x->to = ENT_DAY_NONE;
}

/* Dates that the text leaves incomplete ("the 6th instant") and its editors' markup completes
 * (TEI's <date when>). What the text says in full stands. */
static void complete_by_hints(job *j)
{
    const ent_doc *d = j->d;
    ent_hint *h = ent_arena_alloc(&j->scratch, (d->hint_count + 1) * sizeof *h);
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->hint_count; i++) {
        if (d->hints[i].value && strcmp(d->hints[i].kind, "date") == 0) {
            h[n++] = d->hints[i];
        }
    }
    qsort(h, n, sizeof *h, by_begin);
    for (uint32_t k = 0, i = 0; k < j->x.n && n; k++) {
        expr *x = &j->x.v[k];
        while (i < n && h[i].span.end <= x->b) {
            i++;
        }
        bool full = x->kind == EX_DATE && x->year != NO_YEAR;
        if (i < n && h[i].span.begin <= x->b && x->e <= h[i].span.end && !full &&
            x->type == ENT_TIMEX_DATE && x->link == ENT_NONE) {
            complete(x, h[i].value);
        }
    }
}

/* Which tokens an expression covers. */
static void place(ent_doc *d, ent_timex *t)
{
    uint32_t lo = 0, hi = d->token_count;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (d->tokens[mid].span.end <= t->span.begin) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    t->first = lo;
    for (; lo < d->token_count && d->tokens[lo].span.begin < t->span.end; lo++) {
        t->count++;
    }
    t->sent = t->first < d->token_count ? d->tokens[t->first].sent : 0;
}

/* Open bounds: "since 1957" has no end, "by mid-1933" no begin. */
static void open_bounds(ent_timex *t)
{
    if ((t->flags & ENT_TIMEX_RANGE) || t->from == ENT_DAY_NONE || t->type > ENT_TIMEX_TIME) {
        return;
    }
    if (t->flags & ENT_TIMEX_SINCE) {
        t->to = ENT_DAY_NONE;
    } else if (t->flags & ENT_TIMEX_UNTIL) {
        t->from = ENT_DAY_NONE;
    } else if (t->flags & ENT_TIMEX_BEFORE) {
        t->to = t->mod && strcmp(t->mod, "END") == 0 ? t->to : t->from - 1;
        t->from = ENT_DAY_NONE;
    } else if (t->flags & ENT_TIMEX_AFTER) {
        t->from = t->mod && strcmp(t->mod, "START") == 0 ? t->from : t->to + 1;
        t->to = ENT_DAY_NONE;
    }
}

static uint32_t *write_layer(job *j, uint8_t **moved)
{
    ent_doc *d = j->d;
    *moved = ent_arena_zalloc(&j->scratch, (size_t)j->x.n + 1, 1);
    uint32_t *number = ent_arena_alloc(&j->scratch, ((size_t)j->x.n + 1) * sizeof *number);
    uint32_t n = 0;
    for (uint32_t k = 0; k < j->x.n; k++) {
        number[k] = j->x.v[k].type == TX_DROPPED ? ENT_NONE : n++;
    }
    for (uint32_t k = 0; k < j->x.n; k++) {
        const expr *x = &j->x.v[k];
        if (number[k] == ENT_NONE) {
            continue;
        }
        ent_timex *t = ENT_PUSH(&d->arena, d->timexes, d->timex_count, d->timex_cap);
        (*moved)[number[k]] = x->moved;
        t->span = (ent_span){x->b, x->e};
        t->type = x->type;
        t->value = x->value;
        t->mod = x->mod;
        t->from = t->near_from = x->from;
        t->to = t->near_to = x->to;
        t->range = x->link == ENT_NONE ? ENT_NONE : number[x->link];
        t->flags = x->flags | (x->deictic ? ENT_TIMEX_DEICTIC : 0);
        t->precision = x->precision;
        t->basis = x->basis;
        place(d, t);
        open_bounds(t);
    }
    return number;
}

void ent_time_doc(const ent_time *t, ent_doc *d)
{
    job j = {.t = t, .d = d};
    find_all(&j);
    complete_by_hints(&j);
    ent_time_flags(&j);
    ent_time_resolve(&j);
    uint8_t *moved;
    const uint32_t *number = write_layer(&j, &moved);
    ent_time_anchors(&j, moved, number);
    ent_arena_free(&j.scratch);
}

static const char *const type_names[] = {"DATE", "TIME", "DURATION", "SET"};

void ent_time_json(ent_buf *b, const ent_doc *d)
{
    size_t at = 0, points = 0; /* bytes counted so far, and their code points */
    for (uint32_t k = 0; k < d->timex_count; k++) {
        const ent_timex *t = &d->timexes[k];
        points += ent_utf8_count(d->text + at, t->span.begin - at);
        at = t->span.begin;
        size_t n = ent_utf8_count(d->text + at, t->span.end - at);
        ent_buf_str(b, "{\"doc\":");
        ent_json_str(b, d->id);
        ent_buf_printf(b, ",\"start\":%zu,\"end\":%zu,\"text\":", points, points + n);
        ent_json_strn(b, d->text + at, t->span.end - at);
        ent_buf_printf(b, ",\"type\":\"%s\",\"value\":", type_names[t->type & 3]);
        ent_json_str(b, t->value);
        ent_buf_str(b, ",\"mod\":");
        ent_json_str(b, t->mod);
        ent_buf_str(b, ",\"from\":");
        ent_json_day(b, t->from);
        ent_buf_str(b, ",\"to\":");
        ent_json_day(b, t->to);
        ent_buf_str(b, "}\n");
    }
}
