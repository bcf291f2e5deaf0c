/* import_polecat.c: rows of POLECAT (40 columns, 39 in some files, names by header). In: cells.
 * Out: accounts, one for each pair of an actor's and a recipient's states. PLOVER event, mode and
 * contexts are kept as they stand; the CAMEO code is that of the PLOVER event. */
#include "import_int.h"

#include <math.h>

enum { MAX_STATES = 8, MAX_CONTEXTS = 32 };

static const char *const columns[] = {"Event ID",       "Event Date",        "Event Type",
                                      "Event Mode",     "Intensity",         "Quad Code",
                                      "Contexts",       "Actor Name",        "Actor Country",
                                      "Recipient Name", "Recipient Country", "Primary Actor Sector",
                                      "Source",         "Publication Date"};
static const char *const kept[] = {"Event ID",
                                   "Actor COW",
                                   "Actor Sectors",
                                   "Actor Title",
                                   "Wikipedia Actor ID",
                                   "Recipient COW",
                                   "Recipient Sectors",
                                   "Recipient Title",
                                   "Wikipedia Recipient ID",
                                   "Placename",
                                   "City",
                                   "District",
                                   "Province",
                                   "Country",
                                   "Latitude",
                                   "Longitude",
                                   "GeoNames ID",
                                   "Raw Placename",
                                   "Feature Type",
                                   "Source",
                                   "Publication Date",
                                   "Story People",
                                   "Story Organizations",
                                   "Story Locations",
                                   "Language",
                                   "Version"};

static const char *cell(ent_import *i, const import_row *r, const char *name)
{
    return ent_import_value(ent_import_cell(i, r, name));
}

/* Splits a list at ; or | and trims; returns how many. */
static uint32_t list(ent_import *i, const char *s, const char **out, uint32_t max)
{
    uint32_t n = 0;
    while (s && *s && n < max) {
        s += strspn(s, " ;|");
        size_t len = strcspn(s, ";|"), keep = len;
        while (keep && s[keep - 1] == ' ') {
            keep--;
        }
        if (keep) {
            const char *v = ent_import_value(ent_arena_strn(&i->arena, s, keep));
            if (v) {
                out[n++] = v;
            }
        }
        s += len;
    }
    return n;
}

static uint32_t actors(ent_import *i, const import_row *r, ent_actor_ref *out, const char *who)
{
    const char *country[MAX_STATES] = {0};
    char name[40];
    snprintf(name, sizeof name, "%s Country", who);
    uint32_t n = list(i, cell(i, r, name), country, MAX_STATES);
    for (uint32_t k = 0; k < (n ? n : 1); k++) {
        ent_actor_ref *x = &out[k];
        memset(x, 0, sizeof *x);
        x->state = country[k] ? ent_import_cameo_state(i->codes, country[k]) : NULL;
        snprintf(name, sizeof name, "%s Name", who);
        x->name = cell(i, r, name);
        snprintf(name, sizeof name, "%s Name Raw", who);
        x->text = cell(i, r, name);
        x->text = x->text ? x->text : x->name;
        snprintf(name, sizeof name, "Primary %s Sector", who);
        const char *sector = cell(i, r, name);
        x->role = sector && strlen(sector) == 3 ? sector : NULL;
        const char *lead = x->state ? x->state : country[k];
        x->code = !lead     ? NULL
                  : x->role ? ent_arena_printf(&i->arena, "%s%s", lead, x->role)
                            : lead;
    }
    return n ? n : 1;
}

static int quad_of(const char *s)
{
    static const char *const words[] = {"V-COOP", "M-COOP", "V-CONF", "M-CONF"};
    for (int k = 0; s && k < 4; k++) {
        if (strcmp(s, words[k]) == 0) {
            return k + 1;
        }
    }
    return 0;
}

static const char *upper(ent_import *i, const char *s)
{
    char *out = ent_arena_str(&i->arena, s);
    for (char *p = out; *p; p++) {
        *p = *p >= 'a' && *p <= 'z' ? (char)(*p - 32) : *p;
    }
    return out;
}

static int check_width(ent_import *i, const import_row *r, ent_err *err)
{
    if (!ent_import_names(i, columns, ENT_COUNT(columns))) {
        return ent_fail(err, ENT_EFORMAT, "", "the header is not that of POLECAT");
    }
    for (uint32_t k = i->column_count; k < r->count; k++) {
        if (*r->cell[k]) { /* extra tabs at the end are harmless, in the middle they are not */
            return ent_fail(err, ENT_EFORMAT, "", "%u columns where the header names %u", r->count,
                            i->column_count);
        }
    }
    /* the last column alone may be lacking (Version) */
    return r->count + 1 >= i->column_count
               ? 0
               : ent_fail(err, ENT_EFORMAT, "", "%u columns where the header names %u", r->count,
                          i->column_count);
}

int ent_import_row_polecat(ent_import *i, const import_row *r, ent_err *err)
{
    ent_account x = {.goldstein = NAN, .confidence = NAN};
    ent_actor_ref a[MAX_STATES], b[MAX_STATES];
    const char *contexts[MAX_CONTEXTS];
    int rc = check_width(i, r, err);
    if (rc < 0) {
        return rc;
    }
    const char *type = cell(i, r, "Event Type"), *mode = cell(i, r, "Event Mode");
    const char *id = cell(i, r, "Event ID"), *date = cell(i, r, "Event Date");
    x.cameo = type ? ent_import_cameo_of_plover(i->codes, type, mode) : NULL;
    if (!x.cameo || !id) {
        return ent_fail(err, ENT_EFORMAT, "", "\"%.40s\" is no PLOVER event", type ? type : "");
    }
    int32_t day = ent_import_day(date);
    if (date && day == ENT_DAY_NONE) {
        return ent_fail(err, ENT_EFORMAT, "", "\"%.20s\" is no day", date);
    }
    ent_import_on_day(&x.date, day, ENT_BASIS_DOCUMENT);
    x.plover_event = upper(i, type);
    x.plover_mode = mode;
    x.plover_context_count = list(i, cell(i, r, "Contexts"), contexts, MAX_CONTEXTS);
    x.plover_context = contexts;
    x.quad = quad_of(cell(i, r, "Quad Code"));
    const char *intensity = cell(i, r, "Intensity");
    x.goldstein = intensity ? ent_parse_double(intensity, NULL) : NAN;
    x.doc = ent_arena_strn(&i->arena, id, strcspn(id, "_"));
    x.doc = ent_arena_printf(&i->arena, "polecat:%s", x.doc);
    x.voice.name = cell(i, r, "Source");
    char *cells[ENT_COUNT(kept)];
    for (size_t k = 0; k < ENT_COUNT(kept); k++) {
        const char *v = cell(i, r, kept[k]);
        cells[k] = v ? ent_arena_str(&i->arena, v) : NULL;
    }
    x.extra = ent_import_keep(i, "polecat", kept, cells, ENT_COUNT(kept));
    uint32_t na = actors(i, r, a, "Actor"), nb = actors(i, r, b, "Recipient");
    for (uint32_t k = 0; k < na && rc == 0; k++) {
        for (uint32_t j = 0; j < nb && rc == 0; j++) {
            ent_account one = x;
            one.source = a[k];
            one.target = b[j];
            one.id = ent_import_id(i, id, one.source.code, one.target.code);
            rc = ent_import_emit(i, &one, err);
        }
    }
    return rc;
}
