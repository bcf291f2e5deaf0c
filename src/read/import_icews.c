/* import_icews.c: rows of ICEWS: 20 columns with a header (19 in the file of 2017 that lacks CAMEO
 * Code and has dates as M/D/YYYY), the reduced form without a header (date, source, target, code,
 * quad), and source-relation-target-date of the knowledge graphs. In: cells. Out: accounts. */
#include "import_int.h"

#include <math.h>

static const char *const columns[] = {
    "Event ID",       "Event Date", "Source Name",     "Source Sectors", "Source Country",
    "Event Text",     "CAMEO Code", "Intensity",       "Target Name",    "Target Sectors",
    "Target Country", "Story ID",   "Sentence Number", "Publisher",      "City",
    "District",       "Province",   "Country",         "Latitude",       "Longitude"};

static void actor(ent_import *i, ent_actor_ref *r, const char *name, const char *sectors,
                  const char *country, int32_t day)
{
    name = ent_import_value(name);
    sectors = ent_import_value(sectors);
    country = ent_import_value(country);
    r->state = ent_import_country(i->codes, country, day);
    r->role = ent_import_sector(i->codes, sectors);
    r->text = name;
    r->name = name;
    if (name && country && strcmp(name, country) == 0) {
        r->role = NULL; /* the state as a whole: its name is no person's */
    }
    if (r->state) {
        r->code = r->role ? ent_arena_printf(&i->arena, "%s%s", r->state, r->role) : r->state;
    }
}

/* The cells that an account has no place for, and columns that the format does not know. */
static const char *extra(ent_import *i, const import_row *r)
{
    static const char *const kept[] = {
        "Event ID", "Source Sectors", "Target Sectors", "Story ID", "Publisher", "City",
        "District", "Province",       "Country",        "Latitude", "Longitude", "Event Text"};
    char *cells[ENT_COUNT(kept)];
    for (size_t k = 0; k < ENT_COUNT(kept); k++) {
        const char *v = ent_import_value(ent_import_cell(i, r, kept[k]));
        cells[k] = v ? ent_arena_str(&i->arena, v) : NULL;
    }
    return ent_import_keep(i, "icews", kept, cells, ENT_COUNT(kept));
}

static int full_row(ent_import *i, const import_row *r, ent_err *err)
{
    ent_account x = {.goldstein = NAN, .confidence = NAN};
    const char *id = ent_import_cell(i, r, "Event ID"), *date = ent_import_cell(i, r, "Event Date");
    const char *code = ent_import_value(ent_import_cell(i, r, "CAMEO Code"));
    const char *label = ent_import_cell(i, r, "Event Text");
    int32_t day = ent_import_day(date);
    if (r->count < i->column_count) {
        return ent_fail(err, ENT_EFORMAT, "", "%u columns where the header names %u", r->count,
                        i->column_count);
    }
    if (day == ENT_DAY_NONE) {
        return ent_fail(err, ENT_EFORMAT, "", "\"%.20s\" is no day", date);
    }
    x.cameo = code ? ent_import_cameo(i->codes, code, NULL, &i->arena)
                   : ent_import_cameo_of_label(i->codes, label);
    if (!x.cameo) {
        return ent_fail(err, ENT_EFORMAT, "", "\"%.40s\" is no CAMEO code or label",
                        code ? code : label);
    }
    ent_import_on_day(&x.date, day, ENT_BASIS_DOCUMENT);
    actor(i, &x.source, ent_import_cell(i, r, "Source Name"),
          ent_import_cell(i, r, "Source Sectors"), ent_import_cell(i, r, "Source Country"), day);
    actor(i, &x.target, ent_import_cell(i, r, "Target Name"),
          ent_import_cell(i, r, "Target Sectors"), ent_import_cell(i, r, "Target Country"), day);
    const char *intensity = ent_import_value(ent_import_cell(i, r, "Intensity"));
    const char *story = ent_import_value(ent_import_cell(i, r, "Story ID"));
    int64_t sentence;
    x.goldstein = intensity ? ent_parse_double(intensity, NULL) : NAN;
    if (ent_parse_int(ent_import_cell(i, r, "Sentence Number"), &sentence) && sentence > 0 &&
        sentence < 100000) {
        x.sentence = (uint32_t)sentence;
    }
    x.voice.name = ent_import_value(ent_import_cell(i, r, "Publisher"));
    x.doc = ent_arena_printf(&i->arena, "icews:%s", story ? story : id);
    /* an id stands for several events: with its date it is a key */
    x.id = ent_import_id(i, id, ent_arena_printf(&i->arena, "%d", day), NULL);
    x.extra = extra(i, r);
    return ent_import_emit(i, &x, err);
}

static int reduced_row(ent_import *i, const import_row *r, ent_err *err)
{
    ent_account x = {.goldstein = NAN, .confidence = NAN};
    int32_t day = ent_import_day(r->cell[0]);
    x.cameo = ent_import_cameo(i->codes, r->cell[3], NULL, &i->arena);
    if (day == ENT_DAY_NONE || !x.cameo) {
        return ent_fail(err, ENT_EFORMAT, "", "neither a day and a CAMEO code nor a header: %.20s",
                        r->cell[0]);
    }
    ent_import_on_day(&x.date, day, ENT_BASIS_DOCUMENT);
    ent_import_actor(i->codes, &x.source, ent_import_value(r->cell[1]), &i->arena);
    ent_import_actor(i->codes, &x.target, ent_import_value(r->cell[2]), &i->arena);
    char *line = ent_arena_printf(&i->arena, "%llu", (unsigned long long)i->line);
    x.doc = i->stem;
    x.id = ent_import_id(i, i->stem, line, r->cell[0]);
    return ent_import_emit(i, &x, err);
}

static const char *spaced(ent_import *i, const char *s)
{
    char *out = ent_arena_str(&i->arena, s);
    for (char *p = out; *p; p++) {
        *p = *p == '_' ? ' ' : *p;
    }
    return out;
}

static int graph_row(ent_import *i, const import_row *r, ent_err *err)
{
    ent_account x = {.goldstein = NAN, .confidence = NAN};
    int32_t day = ent_import_day(r->cell[3]);
    x.cameo = ent_import_cameo_of_label(i->codes, spaced(i, r->cell[1]));
    if (day == ENT_DAY_NONE || !x.cameo) {
        return ent_fail(
            err, ENT_EFORMAT, "",
            "not source, relation, target, day (numbered files need their names put in)");
    }
    ent_import_on_day(&x.date, day, ENT_BASIS_DOCUMENT);
    const char *a = spaced(i, r->cell[0]), *b = spaced(i, r->cell[2]);
    actor(i, &x.source, a, NULL, a, day);
    actor(i, &x.target, b, NULL, b, day);
    x.doc = i->stem;
    x.id = ent_import_id(i, r->cell[0],
                         ent_arena_printf(&i->arena, "%s|%s", r->cell[1], r->cell[2]), r->cell[3]);
    return ent_import_emit(i, &x, err);
}

int ent_import_row_icews(ent_import *i, const import_row *r, ent_err *err)
{
    if (i->columns) {
        if (!ent_import_names(i, columns, ENT_COUNT(columns))) {
            return ent_fail(err, ENT_EFORMAT, "", "the header is not that of ICEWS");
        }
        return full_row(i, r, err);
    }
    if (r->count == 4 && ent_import_day(r->cell[0]) == ENT_DAY_NONE) {
        return graph_row(i, r, err);
    }
    if (r->count >= 4 && r->count <= 8) {
        return reduced_row(i, r, err);
    }
    return ent_fail(err, ENT_EFORMAT, "", "%u columns and no header: not ICEWS", r->count);
}
