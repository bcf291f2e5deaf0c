/* words.c: what the sentences of two accounts share. In: evidence. Out: bags of stems, likeness,
 * prints by which reprints are known. Words of the actors themselves, dates and words common in
 * such texts have no weight. */
#include "reconcile_int.h"

enum { STEM = 6, MAX_WORDS = 96 };

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

static bool word_byte(unsigned char c)
{
    return c >= 128 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static size_t next_word(const char **p)
{
    while (**p && !word_byte((unsigned char)**p)) {
        (*p)++;
    }
    size_t n = 0;
    while (word_byte((unsigned char)(*p)[n])) {
        n++;
    }
    return n;
}

/* Does a word of the actor's names begin with the same four bytes ("China", "Chinese")? */
static bool of_actor(const char *names, const char *w, size_t n)
{
    size_t len, least = n < 4 ? n : 4;
    for (const char *p = names; (len = next_word(&p)); p += len) {
        if (len >= least && strncmp(p, w, least) == 0) {
            return true;
        }
    }
    return false;
}

static bool number(const char *w, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (w[i] < '0' || w[i] > '9') {
            return false;
        }
    }
    return true;
}

/* The day of the month on which the account's deed begins or ends. */
static bool own_day(const ent_account *one, const char *w, size_t n)
{
    const int32_t day[2] = {one->date.start, one->date.end};
    for (size_t i = 0; i < 2 && one->date.start != ENT_DAY_NONE; i++) {
        int y, m, d;
        char text[4];
        ent_day_split(day[i], &y, &m, &d);
        snprintf(text, sizeof text, "%d", d);
        if (strlen(text) == n && strncmp(text, w, n) == 0) {
            return true;
        }
    }
    return false;
}

static void add_names(ent_buf *b, const ent_actor_ref *x)
{
    const char *s[] = {x->name, x->text};
    for (size_t i = 0; i < 2; i++) {
        if (s[i]) {
            ent_buf_str(b, s[i]);
            ent_buf_char(b, ' ');
        }
    }
}

/* A capital within a sentence: Tashkent, not the first word of all. */
static bool proper(const char *text, const char *w)
{
    if (*w < 'A' || *w > 'Z') {
        return false;
    }
    const char *p = w;
    while (p > text && (p[-1] == ' ' || p[-1] == '\n')) {
        p--;
    }
    return p > text && !strchr(".!?:\"", p[-1]);
}

static uint32_t sort_unique(uint32_t *w, uint32_t n)
{
    uint32_t kept = 0;
    qsort(w, n, sizeof *w, by_number);
    for (uint32_t i = 0; i < n; i++) {
        if (i == 0 || w[i] != w[i - 1]) {
            w[kept++] = w[i];
        }
    }
    return kept;
}

static size_t letters(const char *p)
{
    size_t n = 0;
    while ((p[n] >= 'a' && p[n] <= 'z') || (p[n] >= 'A' && p[n] <= 'Z')) {
        n++;
    }
    return n;
}

/* Proper names of the sentence; only ASCII capitals are known as such. */
static void bag_names(rec_bag *out, const ent_reconciler *r, const char *text, const char *own,
                      ent_arena *a, ent_arena *temp)
{
    uint32_t w[MAX_WORDS], n = 0;
    for (const char *p = text; *p && n < MAX_WORDS;) {
        size_t len = letters(p);
        if (len >= 4 && (p == text || (unsigned char)p[-1] < 128) && (unsigned char)p[len] < 128 &&
            proper(text, p)) {
            const char *fold = ent_utf8_fold(temp, p, len);
            if (ent_map_get(&r->common, fold, len) == ENT_NONE && !of_actor(own, fold, len)) {
                w[n++] = (uint32_t)ent_hash(fold, len, 7);
            }
        }
        p += len ? len : 1;
    }
    out->name_count = sort_unique(w, n);
    out->name = ent_arena_alloc(a, (out->name_count + 1) * sizeof *w);
    memcpy(out->name, w, out->name_count * sizeof *w);
}

void ent_reconcile_bag(rec_bag *out, const ent_reconciler *r, const ent_account *one, ent_arena *a,
                       ent_arena *temp)
{
    *out = (rec_bag){0};
    if (!one->evidence) {
        return;
    }
    ent_buf names = {0};
    ent_buf_str(&names, "");
    add_names(&names, &one->source);
    add_names(&names, &one->target);
    const char *own = ent_utf8_fold(temp, names.data ? names.data : "", names.len);
    const char *p = ent_utf8_fold(temp, one->evidence, strlen(one->evidence));
    uint32_t w[MAX_WORDS], n = 0;
    ent_buf_free(&names);
    for (size_t len; (len = next_word(&p)) && n < MAX_WORDS; p += len) {
        if ((len < 4 && !number(p, len)) || (number(p, len) && len > 2) ||
            (number(p, len) && own_day(one, p, len)) ||
            ent_map_get(&r->common, p, len) != ENT_NONE || of_actor(own, p, len)) {
            continue; /* years and days say when, not what */
        }
        w[n++] = (uint32_t)ent_hash(p, len < STEM ? len : STEM, 7);
    }
    out->count = sort_unique(w, n);
    out->word = ent_arena_alloc(a, (out->count + 1) * sizeof *w);
    memcpy(out->word, w, out->count * sizeof *w);
    bag_names(out, r, one->evidence, own, a, temp);
    ent_arena_reset(temp);
}

uint32_t ent_reconcile_shared(const rec_bag *x, const rec_bag *y)
{
    uint32_t i = 0, j = 0, both = 0;
    while (i < x->count && j < y->count) {
        if (x->word[i] == y->word[j]) {
            both++;
            i++;
            j++;
        } else if (x->word[i] < y->word[j]) {
            i++;
        } else {
            j++;
        }
    }
    return both;
}

int ent_reconcile_alike(const rec_bag *x, const rec_bag *y)
{
    uint32_t least = x->count < y->count ? x->count : y->count;
    if (least < 3) {
        return 0;
    }
    uint32_t both = ent_reconcile_shared(x, y);
    int share = (int)(100 * both / least);
    return both < 3 && share > 25 ? 25 : share; /* two words in common are chance */
}

bool ent_reconcile_plain(const rec_bag *x, const rec_bag *y)
{
    uint32_t least = x->count < y->count ? x->count : y->count;
    uint32_t most = x->count < y->count ? y->count : x->count;
    return least < 3 && ent_reconcile_shared(x, y) == least && (least > 0 || most < 3);
}

bool ent_reconcile_name_shared(const rec_bag *x, const rec_bag *y)
{
    uint32_t i = 0, j = 0;
    while (i < x->name_count && j < y->name_count) {
        if (x->name[i] == y->name[j]) {
            return true;
        }
        if (x->name[i] < y->name[j]) {
            i++;
        } else {
            j++;
        }
    }
    return false;
}

bool ent_reconcile_stands_in(const ent_reconciler *r, const char *text, ent_arena *temp)
{
    const char *p = ent_utf8_fold(temp, text, strlen(text));
    size_t len;
    for (; (len = next_word(&p)); p += len) {
        if (ent_map_get(&r->standin, p, len) == ENT_NONE) {
            return false;
        }
    }
    return true;
}

bool ent_reconcile_tells_more(const ent_reconciler *r, const ent_account *one, ent_arena *temp)
{
    bool found = false;
    const char *p = one->evidence ? ent_utf8_fold(temp, one->evidence, strlen(one->evidence)) : "";
    for (size_t len; (len = next_word(&p)) && !found; p += len) {
        found = ent_map_get(&r->further, p, len) != ENT_NONE && strncmp(p + len, " than ", 6) != 0;
    }
    ent_arena_reset(temp);
    return found;
}

bool ent_reconcile_corrects(const ent_reconciler *r, const ent_account *one, ent_arena *temp)
{
    if (!one->evidence) {
        return false;
    }
    bool found = false;
    const char *s = ent_utf8_fold(temp, one->evidence, strlen(one->evidence));
    for (uint32_t i = 0; i < r->correction_count && !found; i++) {
        found = strstr(s, r->correction[i]) != NULL;
    }
    ent_arena_reset(temp);
    return found;
}

uint64_t ent_reconcile_print(const ent_account *one)
{
    uint64_t h = 14695981039346656037ull;
    size_t n = 0;
    for (const char *p = one->evidence; p && *p; p++) {
        unsigned char c = (unsigned char)*p;
        c = c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
        if (word_byte(c)) {
            h = (h ^ c) * 1099511628211ull;
            n++;
        }
    }
    return n >= 40 ? h | 1 : 0;
}

bool ent_reconcile_carried(const ent_account *one)
{
    return one->date.basis == ENT_BASIS_CONTEXT &&
           !(one->evidence && one->date.text && *one->date.text &&
             strstr(one->evidence, one->date.text));
}

bool ent_reconcile_denies(const ent_account *one)
{
    return one->status == ENT_STATUS_DENIED || one->status == ENT_STATUS_NEGATED;
}

bool ent_reconcile_stem_same(const char *x, const char *y)
{
    if (!x || !y || strlen(x) < 3 || strlen(y) < 3) {
        return false;
    }
    for (size_t i = 0; i < 4; i++) { /* visit, visited; invaded, invasion */
        char a = x[i] >= 'A' && x[i] <= 'Z' ? (char)(x[i] + 32) : x[i];
        char b = y[i] >= 'A' && y[i] <= 'Z' ? (char)(y[i] + 32) : y[i];
        if (a != b) {
            return false;
        }
        if (!a) {
            break;
        }
    }
    return true;
}

/* Is the first word of an act's words one that says too little? */
static bool weak_act(const ent_reconciler *r, const char *trigger)
{
    char act[32];
    size_t n = 0;
    for (; trigger[n] && trigger[n] != ' ' && n + 1 < sizeof act; n++) {
        char c = trigger[n];
        act[n] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    return ent_map_get(&r->common, act, n) == 1;
}

/* The same act word, and one that says more than that something was agreed or said. */
bool ent_reconcile_act_same(const ent_reconciler *r, const ent_account *x, const ent_account *y)
{
    return ent_reconcile_stem_same(x->trigger, y->trigger) && !weak_act(r, x->trigger) &&
           !weak_act(r, y->trigger);
}
