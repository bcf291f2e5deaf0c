/* import_gdelt.c: rows of GDELT 1.0 (57 or 58 columns), 2.0 (61) and mentions (16), told apart by
 * their number. In: cells. Out: accounts; what an account has no place for is kept in `extra`.
 * Geography (FIPS 10-4) is carried, not read. */
#include "import_int.h"

#include <math.h>

enum {
    ID = 0,
    DAY = 1,
    ACTOR1 = 5,
    ACTOR2 = 15,
    IS_ROOT = 25,
    CODE = 26,
    BASE = 27,
    ROOT = 28,
    QUAD = 29,
    GOLDSTEIN = 30,
    COUNTS = 31, /* mentions, sources, articles, tone */
    GEO = 35,
    MAX_KNOWN = 2000000 /* events remembered for their mentions */
};

static const char *const actor_names[2][10] = {
    {"Actor1Code", "Actor1Name", "Actor1CountryCode", "Actor1KnownGroupCode", "Actor1EthnicCode",
     "Actor1Religion1Code", "Actor1Religion2Code", "Actor1Type1Code", "Actor1Type2Code",
     "Actor1Type3Code"},
    {"Actor2Code", "Actor2Name", "Actor2CountryCode", "Actor2KnownGroupCode", "Actor2EthnicCode",
     "Actor2Religion1Code", "Actor2Religion2Code", "Actor2Type1Code", "Actor2Type2Code",
     "Actor2Type3Code"}};
static const char *const count_names[] = {"NumMentions", "NumSources", "NumArticles", "AvgTone"};
static const char *const geo_names[] = {
    "Actor1Geo_Type",     "Actor1Geo_FullName", "Actor1Geo_CountryCode", "Actor1Geo_ADM1Code",
    "Actor1Geo_ADM2Code", "Actor1Geo_Lat",      "Actor1Geo_Long",        "Actor1Geo_FeatureID",
    "Actor2Geo_Type",     "Actor2Geo_FullName", "Actor2Geo_CountryCode", "Actor2Geo_ADM1Code",
    "Actor2Geo_ADM2Code", "Actor2Geo_Lat",      "Actor2Geo_Long",        "Actor2Geo_FeatureID",
    "ActionGeo_Type",     "ActionGeo_FullName", "ActionGeo_CountryCode", "ActionGeo_ADM1Code",
    "ActionGeo_ADM2Code", "ActionGeo_Lat",      "ActionGeo_Long",        "ActionGeo_FeatureID"};

/* "a year ago" is coded as exactly a year before the page: such a day is inferred. */
static const char *offset(int32_t day, int32_t added)
{
    int y1, m1, d1, y2, m2, d2;
    if (day == ENT_DAY_NONE || added == ENT_DAY_NONE || day >= added) {
        return NULL;
    }
    if (added - day == 1 || added - day == 7) {
        return added - day == 1 ? "1 day" : "1 week";
    }
    ent_day_split(day, &y1, &m1, &d1);
    ent_day_split(added, &y2, &m2, &d2);
    int months = (y2 - y1) * 12 + m2 - m1;
    if (d1 != d2 || (months != 1 && months != 12 && months != 120)) {
        return NULL;
    }
    return months == 1 ? "1 month" : months == 12 ? "1 year" : "10 years";
}

static bool spelt_out(char *const *c)
{
    size_t n = strlen(c[2]);
    return strncmp(c[0], c[2], n) == 0 && strcmp(c[0] + n, c[7]) == 0 && !*c[3] && !*c[4] &&
           !*c[5] && !*c[6] && !*c[8] && !*c[9];
}

static void actor(ent_import *i, ent_actor_ref *r, char *const *c)
{
    r->code = *c[0] ? c[0] : NULL;
    r->text = *c[1] ? c[1] : NULL;
    r->role = *c[7] ? c[7] : NULL;
    r->state = *c[2] && strcmp(c[7], "IGO") != 0 ? ent_import_cameo_state(i->codes, c[2]) : NULL;
}

static void put_more(ent_buf *b, const char *const *names, char *const *cells, uint32_t n)
{
    size_t before = b->len;
    if (before && b->data[before - 1] != '{') {
        ent_buf_char(b, ',');
    }
    size_t comma = b->len;
    ent_import_extra(b, names, cells, n);
    b->len = b->len == comma ? before : b->len;
}

static const char *extra(ent_import *i, const import_row *r, bool wide, char *added,
                         const char *inferred)
{
    static const char *const last[] = {"GLOBALEVENTID", "IsRootEvent", "DATEADDED", "DateOffset"};
    char *geo[24];
    char empty[] = "";
    for (uint32_t k = 0, at = GEO; k < 24; k++) {
        geo[k] = !wide && k % 8 == 4 ? empty : r->cell[at++];
    }
    char *const tail[] = {r->cell[ID], r->cell[IS_ROOT], added,
                          inferred ? ent_arena_str(&i->arena, inferred) : empty};
    ent_buf b = {0};
    ent_buf_str(&b, "\"gdelt\":{");
    put_more(&b, last, tail, 4);
    put_more(&b, count_names, r->cell + COUNTS, 4);
    for (int k = 0; k < 2; k++) {
        char *const *c = r->cell + (k ? ACTOR2 : ACTOR1);
        if (!spelt_out(c)) {
            put_more(&b, actor_names[k] + 2, c + 2, 8);
        }
    }
    put_more(&b, geo_names, geo, 24);
    ent_buf_char(&b, '}');
    char *s = ent_arena_strn(&i->arena, b.data, b.len);
    ent_buf_free(&b);
    return s;
}

/* What a mention takes from its event: a hundred bytes, not an account. */
struct import_event {
    uint64_t id;
    ent_date date;
    int quad;
    double goldstein;
    const char *strings; /* STRINGS of them, each with its NUL; `given` tells which are not NULL */
    uint32_t given;
};
enum { STRINGS = 10 };

static void strings_of(ent_account *x, const char **list[STRINGS])
{
    const char **all[STRINGS] = {
        &x->doc,          &x->cameo,       &x->source.code, &x->source.text, &x->source.role,
        &x->source.state, &x->target.code, &x->target.text, &x->target.role, &x->target.state};
    memcpy(list, all, sizeof all);
}

/* The number that an event's id is; a hash of what is none. */
static uint64_t id_of(const char *s)
{
    size_t n = strspn(s, "0123456789");
    uint64_t v = 0;
    if (s[n] || n == 0 || n > 18) {
        return ent_hash_str(s, 8) | (uint64_t)1 << 63;
    }
    for (size_t k = 0; k < n; k++) {
        v = v * 10 + (uint64_t)(s[k] - '0');
    }
    return v;
}

/* Where an event of that id stands or would stand among the slots. */
static uint32_t *slot_of(const ent_import *i, uint64_t id)
{
    uint32_t at = (uint32_t)(id * 0x9e3779b97f4a7c15ull >> 40) & i->slot_mask;
    while (i->slot[at] && i->event[i->slot[at] - 1].id != id) {
        at = (at + 1) & i->slot_mask;
    }
    return &i->slot[at];
}

static void grow_events(ent_import *i)
{
    i->event_cap = i->event_cap ? i->event_cap * 2 : 1024;
    i->event = ent_realloc(i->event, i->event_cap * sizeof *i->event);
    free(i->slot);
    i->slot_mask = i->event_cap * 2 - 1;
    i->slot = ent_calloc(i->slot_mask + 1, sizeof *i->slot);
    for (uint32_t k = 0; k < i->event_count; k++) {
        *slot_of(i, i->event[k].id) = k + 1;
    }
}

static void remember(ent_import *i, const char *id, const ent_account *x)
{
    if (i->event_count == i->event_cap) {
        grow_events(i);
    }
    uint64_t number = id_of(id);
    uint32_t *slot = slot_of(i, number);
    if (*slot || i->event_count >= MAX_KNOWN) {
        return;
    }
    ent_account own = *x;
    const char **string[STRINGS];
    size_t size = 0, len[STRINGS];
    struct import_event *e = &i->event[i->event_count];
    *slot = ++i->event_count;
    *e = (struct import_event){
        .id = number, .date = x->date, .quad = x->quad, .goldstein = x->goldstein};
    strings_of(&own, string);
    for (int k = 0; k < STRINGS; k++) {
        e->given |= (uint32_t)(*string[k] != NULL) << k;
        len[k] = *string[k] ? strlen(*string[k]) + 1 : 1;
        size += len[k];
    }
    char *to = ent_arena_alloc(&i->of_events, size);
    e->strings = to;
    for (int k = 0; k < STRINGS; k++) {
        memcpy(to, *string[k] ? *string[k] : "", len[k]);
        to += len[k];
    }
}

static ent_account recall(const struct import_event *e)
{
    ent_account x = {
        .date = e->date, .quad = e->quad, .goldstein = e->goldstein, .confidence = NAN};
    const char **string[STRINGS], *p = e->strings;
    strings_of(&x, string);
    for (int k = 0; k < STRINGS; k++) {
        *string[k] = e->given >> k & 1 ? p : NULL;
        p += strlen(p) + 1;
    }
    return x;
}

/* A row without its day: the month or year that it tells. */
static void vaguer(ent_date *d, const char *month, const char *year)
{
    char text[8] = "";
    if (strlen(month) == 6) {
        snprintf(text, sizeof text, "%.4s-%s", month, month + 4);
    }
    const bool both = *text && ent_day_range(text, &d->start, &d->end);
    if (both || (strlen(year) == 4 && ent_day_range(year, &d->start, &d->end))) {
        d->precision = both ? ENT_PRECISION_MONTH : ENT_PRECISION_YEAR;
        d->basis = ENT_BASIS_DOCUMENT;
    }
}

static int event_row(ent_import *i, const import_row *r, ent_err *err)
{
    bool wide = r->count == 61;
    uint32_t added_at = wide ? 59 : 56;
    ent_account x = {.goldstein = NAN, .confidence = NAN};
    x.cameo = ent_import_cameo(i->codes, r->cell[CODE], r->cell[ROOT], &i->arena);
    if (!x.cameo) {
        return ent_fail(err, ENT_EFORMAT, "", "\"%.20s\" is no CAMEO code", r->cell[CODE]);
    }
    int32_t day = ent_import_day(r->cell[DAY]), added = ent_import_day(r->cell[added_at]);
    if (day == ENT_DAY_NONE && *r->cell[DAY]) {
        return ent_fail(err, ENT_EFORMAT, "", "\"%.20s\" is no day", r->cell[DAY]);
    }
    const char *inferred = offset(day, added);
    ent_import_on_day(&x.date, day, inferred ? ENT_BASIS_CONTEXT : ENT_BASIS_DOCUMENT);
    if (day == ENT_DAY_NONE) {
        vaguer(&x.date, r->cell[DAY + 1], r->cell[DAY + 2]);
    }
    actor(i, &x.source, r->cell + ACTOR1);
    actor(i, &x.target, r->cell + ACTOR2);
    const char *quad = r->cell[QUAD];
    x.quad = quad[0] >= '1' && quad[0] <= '4' && !quad[1] ? quad[0] - '0' : 0;
    x.goldstein = *r->cell[GOLDSTEIN] ? ent_parse_double(r->cell[GOLDSTEIN], NULL) : NAN;
    const char *url = r->count > 57 ? r->cell[r->count - 1] : "";
    x.doc = *url ? url : ent_arena_printf(&i->arena, "gdelt:%s", r->cell[ID]);
    x.id = ent_import_id(i, r->cell[ID], r->cell[DAY], r->cell[CODE]);
    x.extra = extra(i, r, wide, r->cell[added_at], inferred);
    if (wide) {
        remember(i, r->cell[ID], &x);
    }
    return ent_import_emit(i, &x, err);
}

/* A mention is one more document's account of an event that an events file before gave. */
static int mention_row(ent_import *i, const import_row *r, ent_err *err)
{
    static const char *const names[] = {"GLOBALEVENTID",
                                        "EventTimeDate",
                                        "MentionTimeDate",
                                        "MentionType",
                                        "MentionSourceName",
                                        "MentionIdentifier",
                                        "SentenceID",
                                        "Actor1CharOffset",
                                        "Actor2CharOffset",
                                        "ActionCharOffset",
                                        "InRawText",
                                        "Confidence",
                                        "MentionDocLen",
                                        "MentionDocTone",
                                        "MentionDocTranslationInfo",
                                        "Extras"};
    uint32_t at = i->event_cap ? *slot_of(i, id_of(r->cell[0])) : 0;
    int64_t sentence = 0, confidence = 0;
    if (!*r->cell[5]) {
        return ent_fail(err, ENT_EFORMAT, "", "a mention without its document");
    }
    if (!at) {
        i->count.unmatched++;
        return 0;
    }
    ent_account x = recall(&i->event[at - 1]);
    if (strcmp(x.doc, r->cell[5]) == 0) {
        return 0; /* the document that the event's own row names */
    }
    x.doc = r->cell[5];
    x.sentence = ent_parse_int(r->cell[6], &sentence) && sentence > 0 && sentence < 1000000
                     ? (uint32_t)sentence
                     : 0;
    if (ent_parse_int(r->cell[11], &confidence) && confidence >= 0 && confidence <= 100) {
        x.confidence = (double)confidence / 100;
    }
    x.voice.name = *r->cell[4] ? r->cell[4] : NULL;
    x.id = ent_import_id(i, r->cell[0], r->cell[5], r->cell[6]);
    x.extra = ent_import_keep(i, "gdelt_mention", names, r->cell, 16);
    return ent_import_emit(i, &x, err);
}

int ent_import_row_gdelt(ent_import *i, const import_row *r, ent_err *err)
{
    if (r->count == 57 || r->count == 58 || r->count == 61) {
        return event_row(i, r, err);
    }
    if (r->count == 16) {
        return mention_row(i, r, err);
    }
    return ent_fail(err, ENT_EFORMAT, "", "%u columns; GDELT has 57, 58 or 61, mentions 16",
                    r->count);
}
