/* export_gdelt.c: a record as a row of GDELT 2.0 (61 columns, no header). In: an account or event.
 * Out: a line. What was read from GDELT is given back as it was. The day of a month or a year is
 * not made up: such a row has MonthYear or Year alone. */
#include "export_int.h"

#include <math.h>

static const char *const count_names[] = {"NumMentions", "NumSources", "NumArticles"};
static const char *const geo_names[] = {
    "Actor1Geo_Type",     "Actor1Geo_FullName", "Actor1Geo_CountryCode", "Actor1Geo_ADM1Code",
    "Actor1Geo_ADM2Code", "Actor1Geo_Lat",      "Actor1Geo_Long",        "Actor1Geo_FeatureID",
    "Actor2Geo_Type",     "Actor2Geo_FullName", "Actor2Geo_CountryCode", "Actor2Geo_ADM1Code",
    "Actor2Geo_ADM2Code", "Actor2Geo_Lat",      "Actor2Geo_Long",        "Actor2Geo_FeatureID",
    "ActionGeo_Type",     "ActionGeo_FullName", "ActionGeo_CountryCode", "ActionGeo_ADM1Code",
    "ActionGeo_ADM2Code", "ActionGeo_Lat",      "ActionGeo_Long",        "ActionGeo_FeatureID"};

static const char *more(const export_record *r, const char *name)
{
    return ent_export_more(r, "gdelt", name);
}

static void date_cells(ent_buf *b, const ent_date *d)
{
    int y1, m1, d1, y2, m2, d2;
    char day[24] = "", month[24] = "", year[24] = "", fraction[32] = "";
    if (d->start != ENT_DAY_NONE && d->end != ENT_DAY_NONE) {
        ent_day_split(d->start, &y1, &m1, &d1);
        ent_day_split(d->end, &y2, &m2, &d2);
        if (d->start == d->end) {
            snprintf(day, sizeof day, "%04d%02d%02d", y1, m1, d1);
            snprintf(fraction, sizeof fraction, "%.4f", y1 + ((m1 - 1) * 30 + d1) / 365.0);
        }
        if (y1 == y2 && m1 == m2) {
            snprintf(month, sizeof month, "%04d%02d", y1, m1);
        }
        if (y1 == y2) {
            snprintf(year, sizeof year, "%04d", y1);
        }
    }
    ent_export_cell(b, day, false);
    ent_export_cell(b, month, false);
    ent_export_cell(b, year, false);
    ent_export_cell(b, fraction, false);
}

/* Ten cells of an actor: code, name, country, known group, ethnic, two religions, three types. */
static void actor_cells(const ent_export *x, ent_buf *b, const export_record *r,
                        const ent_actor_ref *a, int which)
{
    static const char *const parts[] = {"CountryCode",   "KnownGroupCode", "EthnicCode",
                                        "Religion1Code", "Religion2Code",  "Type1Code",
                                        "Type2Code",     "Type3Code"};
    const char *code = a->code ? a->code : "";
    ent_export_cell(b, code, false);
    ent_export_cell(b, a->text ? a->text : a->name, false);
    const char *cells[8];
    bool any = false;
    for (int k = 0; k < 8; k++) {
        char name[40];
        snprintf(name, sizeof name, "Actor%d%s", which, parts[k]);
        cells[k] = more(r, name);
        any |= *cells[k] != 0;
    }
    char country[4] = "", type[4] = "";
    if (!any && *code) { /* the pieces of the code say it */
        bool role_only = a->role && strcmp(code, a->role) == 0;
        bool land = !role_only && ent_export_country(x, code);
        snprintf(country, sizeof country, "%.3s", land ? code : "");
        snprintf(type, sizeof type, "%.3s", a->role ? a->role : "");
        if (strncmp(code, "IGO", 3) == 0 && strlen(code) > 3) {
            country[0] = 0;
            snprintf(type, sizeof type, "IGO");
            cells[1] = strlen(code) == 6 ? code + 3 : "";
        }
        cells[0] = country;
        cells[5] = type;
    }
    for (int k = 0; k < 8; k++) {
        ent_export_cell(b, cells[k], false);
    }
}

static void code_cells(ent_buf *b, const export_record *r)
{
    char text[32];
    const char *code = r->cameo ? r->cameo : "";
    ent_export_cell(b, code, false);
    snprintf(text, sizeof text, "%.3s", code);
    ent_export_cell(b, text, false);
    snprintf(text, sizeof text, "%.2s", code);
    ent_export_cell(b, text, false);
    snprintf(text, sizeof text, "%d", r->quad);
    ent_export_cell(b, r->quad ? text : "", false);
    ent_export_number(text, r->goldstein);
    ent_export_cell(b, text, false);
}

/* Numbers of reports: GDELT's own, else those of the event. */
static void count_cells(ent_buf *b, const export_record *r)
{
    const uint32_t n[3] = {r->accounts, r->documents, r->documents};
    bool any = *more(r, "NumMentions") != 0;
    for (int k = 0; k < 3; k++) {
        char text[16];
        snprintf(text, sizeof text, "%u", n[k]);
        ent_export_cell(b, any ? more(r, count_names[k]) : text, false);
    }
    ent_export_cell(b, more(r, "AvgTone"), false);
}

/* A number made of the id's hash, where the row has none of its own. */
static void id_cell(ent_buf *b, const export_record *r)
{
    const char *own = r->event && r->event->account_count > 1 ? "" : more(r, "GLOBALEVENTID");
    if (*own) {
        ent_export_cell(b, own, true);
        return;
    }
    uint64_t h = ent_hash_str(r->id, 9) >> 12;
    ent_buf_printf(b, "%llu", (unsigned long long)h);
}

int ent_export_row_gdelt(ent_export *x, ent_buf *b, const export_record *r, ent_err *err)
{
    (void)err;
    const char *root = more(r, "IsRootEvent");
    id_cell(b, r);
    date_cells(b, r->date);
    actor_cells(x, b, r, r->source, 1);
    actor_cells(x, b, r, r->target, 2);
    bool lead = r->account && r->account->sentence == 1;
    ent_export_cell(b, *root ? root : lead ? "1" : "0", false);
    code_cells(b, r);
    count_cells(b, r);
    for (size_t k = 0; k < ENT_COUNT(geo_names); k++) {
        const char *v = more(r, geo_names[k]);
        ent_export_cell(b, *v || k % 8 ? v : "0", false);
    }
    ent_export_cell(b, more(r, "DATEADDED"), false);
    bool made_up = r->doc && strncmp(r->doc, "gdelt:", 6) == 0;
    ent_export_cell(b, made_up ? "" : r->doc, false);
    ent_buf_char(b, '\n');
    return 0;
}
