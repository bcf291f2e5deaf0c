/* import_phoenix.c: rows of the KEDS family: Phoenix (26 columns), Cline Historical Phoenix (25),
 * PETRARCH evts, KEDS and TABARI. In: cells. Out: accounts; a row that merges several sentences
 * gives an account for each. Penta class (0 to 4) is not the quad class: the code tells that. */
#include "import_int.h"

#include <math.h>

enum { MAX_IDS = 64 };

typedef struct parts {
    const char *item[MAX_IDS];
    uint32_t count;
} parts;

static void split(ent_import *i, parts *p, const char *s)
{
    p->count = 0;
    while (s && *s && p->count < MAX_IDS) {
        size_t n = strcspn(s, ";");
        if (n) {
            p->item[p->count++] = ent_arena_strn(&i->arena, s, n);
        }
        s += n + (s[n] == ';');
    }
}

/* "story_3": the story and the sentence, if it is one. */
static uint32_t sentence_of(ent_import *i, const char *id, const char **story)
{
    int64_t n = 0;
    size_t cut = strlen(id);
    while (cut && id[cut - 1] != '_' && id[cut - 1] != '-') {
        cut--;
    }
    if (cut > 1 && ent_parse_int(id + cut, &n) && n >= 0 && n < 100000) {
        *story = ent_arena_strn(&i->arena, id, cut - 1);
        return (uint32_t)n;
    }
    *story = id;
    return 0;
}

static int start(ent_import *i, ent_account *x, const char *date, const char *source,
                 const char *target, const char *code, const char *root, ent_err *err)
{
    *x = (ent_account){.goldstein = NAN, .confidence = NAN};
    int32_t day = ent_import_day(date);
    if (day == ENT_DAY_NONE) {
        return ent_fail(err, ENT_EFORMAT, "", "\"%.20s\" is no day", date);
    }
    x->cameo = ent_import_cameo(i->codes, code, root, &i->arena);
    if (!x->cameo) {
        return ent_fail(err, ENT_EFORMAT, "", "\"%.20s\" is no CAMEO code", code);
    }
    ent_import_on_day(&x->date, day, ENT_BASIS_DOCUMENT);
    ent_import_actor(i->codes, &x->source, ent_import_value(source), &i->arena);
    ent_import_actor(i->codes, &x->target, ent_import_value(target), &i->arena);
    return 0;
}

/* A code that is a role alone, of no state: the column of roles says so. */
static void role_alone(ent_actor_ref *r, const char *role)
{
    if (r->code && !r->state && !r->role && strcmp(r->code, role) == 0) {
        r->role = r->code;
    }
}

int ent_import_row_phoenix(ent_import *i, const import_row *r, ent_err *err)
{
    if (r->count != 26) {
        return ent_fail(err, ENT_EFORMAT, "", "%u columns; Phoenix has 26", r->count);
    }
    ent_account x;
    int rc = start(i, &x, r->cell[1], r->cell[5], r->cell[9], r->cell[13], r->cell[14], err);
    if (rc < 0) {
        return rc;
    }
    role_alone(&x.source, r->cell[7]);
    role_alone(&x.target, r->cell[11]);
    x.goldstein = *r->cell[16] ? ent_parse_double(r->cell[16], NULL) : NAN;
    const char *names[] = {"EventID",   "Issues",      "Lat",  "Lon",        "LocationName",
                           "StateName", "CountryCode", "URLs", "NewsSources"};
    char *const cells[] = {r->cell[0],  r->cell[17], r->cell[18], r->cell[19], r->cell[20],
                           r->cell[21], r->cell[22], r->cell[24], r->cell[25]};
    x.extra = ent_import_keep(i, "phoenix", names, cells, ENT_COUNT(names));
    parts ids, sources;
    split(i, &ids, r->cell[23]);
    split(i, &sources, r->cell[25]);
    for (uint32_t k = 0; k < (ids.count ? ids.count : 1) && rc == 0; k++) {
        ent_account one = x;
        const char *story = r->cell[0];
        one.sentence = k < ids.count ? sentence_of(i, ids.item[k], &story) : 0;
        one.doc = ent_arena_printf(&i->arena, "phoenix:%s", story);
        one.voice.name = k < sources.count && sources.count == ids.count ? sources.item[k] : NULL;
        one.id = ent_import_id(i, r->cell[0], r->cell[1], k < ids.count ? ids.item[k] : NULL);
        rc = ent_import_emit(i, &one, err);
    }
    return rc;
}

int ent_import_row_cline(ent_import *i, const import_row *r, ent_err *err)
{
    static const char *const columns[] = {"eid", "story_date", "source", "target", "code", "aid"};
    static const char *const kept[] = {"eid",       "joined_issues", "lat",         "lon",
                                       "placename", "statename",     "countryname", "quad_class"};
    if (!ent_import_names(i, columns, ENT_COUNT(columns))) {
        return ent_fail(err, ENT_EFORMAT, "", "the header is not that of Cline Phoenix");
    }
    if (r->count != i->column_count) {
        return ent_fail(err, ENT_EFORMAT, "", "%u columns where the header names %u", r->count,
                        i->column_count);
    }
    ent_account x;
    const char *date = ent_import_cell(i, r, "story_date");
    int rc = start(i, &x, date, ent_import_cell(i, r, "source"), ent_import_cell(i, r, "target"),
                   ent_import_cell(i, r, "code"), ent_import_cell(i, r, "root_code"), err);
    if (rc < 0) {
        return rc;
    }
    const char *quad = ent_import_cell(i, r, "quad_class"); /* 0 is neutral: none of ours */
    x.quad = quad[0] >= '1' && quad[0] <= '4' && !quad[1] ? quad[0] - '0' : 0;
    const char *goldstein = ent_import_value(ent_import_cell(i, r, "goldstein"));
    x.goldstein = goldstein ? ent_parse_double(goldstein, NULL) : NAN;
    const char *aid = ent_import_value(ent_import_cell(i, r, "aid"));
    const char *eid = ent_import_cell(i, r, "eid");
    x.doc = ent_arena_printf(&i->arena, "cline:%s", aid ? aid : eid);
    x.voice.name = ent_import_value(ent_import_cell(i, r, "process"));
    x.id = ent_import_id(i, eid, date, x.cameo);
    char *cells[ENT_COUNT(kept)];
    for (size_t k = 0; k < ENT_COUNT(kept); k++) {
        const char *v = ent_import_value(ent_import_cell(i, r, kept[k]));
        cells[k] = v ? ent_arena_str(&i->arena, v) : NULL;
    }
    x.extra = ent_import_keep(i, "cline", kept, cells, ENT_COUNT(kept));
    return ent_import_emit(i, &x, err);
}

int ent_import_row_petrarch(ent_import *i, const import_row *r, ent_err *err)
{
    if (r->count < 4 || r->count > 12) {
        return ent_fail(err, ENT_EFORMAT, "",
                        "%u columns; evts have date, source, target, code and "
                        "ids",
                        r->count);
    }
    ent_account x;
    int rc = start(i, &x, r->cell[0], r->cell[1], r->cell[2], r->cell[3], NULL, err);
    if (rc < 0) {
        return rc;
    }
    static const char *const names[] = {"ids", "sources", "issues"};
    char *cells[3] = {0};
    for (uint32_t k = 4; k < r->count && k < 7; k++) {
        cells[k - 4] = r->cell[k];
    }
    x.extra = ent_import_keep(i, "petrarch", names, cells, 3);
    parts ids;
    split(i, &ids, r->count > 4 ? r->cell[4] : NULL);
    char *line = ent_arena_printf(&i->arena, "%llu", (unsigned long long)i->line);
    for (uint32_t k = 0; k < (ids.count ? ids.count : 1) && rc == 0; k++) {
        ent_account one = x;
        const char *story = i->stem;
        one.sentence = k < ids.count ? sentence_of(i, ids.item[k], &story) : 0;
        one.doc = story;
        one.id = ids.count ? ent_import_id(i, ids.item[k],
                                           ent_arena_printf(&i->arena, "%s|%s|%s", r->cell[1],
                                                            r->cell[2], r->cell[3]),
                                           r->cell[0])
                           : ent_import_id(i, i->stem, line, r->cell[0]);
        rc = ent_import_emit(i, &one, err);
    }
    return rc;
}

/* Cells parted by blanks or tabs; what stands behind the code is its label. */
int ent_import_row_keds(ent_import *i, const import_row *r, ent_err *err)
{
    char *cell[4] = {0}, *label = NULL;
    uint32_t n = 0;
    for (uint32_t k = 0; k < r->count; k++) {
        char *s = r->cell[k];
        while (*s) {
            s += strspn(s, " ");
            size_t len = strcspn(s, " ");
            if (n == 4 && *s) {
                label = label ? label : s;
                break;
            }
            if (len) {
                cell[n++] = ent_arena_strn(&i->arena, s, len);
            }
            s += len;
        }
    }
    if (n < 4) {
        return ent_fail(err, ENT_EFORMAT, "", "not date, source, target, code");
    }
    ent_account x;
    int rc = start(i, &x, cell[0], cell[1], cell[2], cell[3], NULL, err);
    if (rc < 0) {
        return rc;
    }
    static const char *const names[] = {"label"};
    x.extra = label ? ent_import_keep(i, "keds", names, &label, 1) : NULL;
    x.doc = i->stem;
    x.id = ent_import_id(i, i->stem,
                         ent_arena_printf(&i->arena, "%llu", (unsigned long long)i->line), cell[0]);
    return ent_import_emit(i, &x, err);
}
