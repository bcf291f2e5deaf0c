/* import_wars.c: rows of UCDP's Georeferenced Event Dataset and of dyadic militarized interstate
 * disputes. In: cells. Out: accounts of fighting, threats and shows of force; deaths and the like
 * are kept in `extra`. A dispute without militarized action is no act of one state to another. */
#include "import_int.h"

#include <math.h>

static const char *const ged[] = {"id",
                                  "relid",
                                  "year",
                                  "active_year",
                                  "code_status",
                                  "type_of_violence",
                                  "conflict_dset_id",
                                  "conflict_new_id",
                                  "conflict_name",
                                  "dyad_dset_id",
                                  "dyad_new_id",
                                  "dyad_name",
                                  "side_a_dset_id",
                                  "side_a_new_id",
                                  "side_a",
                                  "side_b_dset_id",
                                  "side_b_new_id",
                                  "side_b",
                                  "number_of_sources",
                                  "source_article",
                                  "source_office",
                                  "source_date",
                                  "source_headline",
                                  "source_original",
                                  "where_prec",
                                  "where_coordinates",
                                  "where_description",
                                  "adm_1",
                                  "adm_2",
                                  "latitude",
                                  "longitude",
                                  "geom_wkt",
                                  "priogrid_gid",
                                  "country",
                                  "country_id",
                                  "region",
                                  "event_clarity",
                                  "date_prec",
                                  "date_start",
                                  "date_end",
                                  "deaths_a",
                                  "deaths_b",
                                  "deaths_civilians",
                                  "deaths_unknown",
                                  "best",
                                  "high",
                                  "low",
                                  "gwnoa",
                                  "gwnob"};

/* By header, or by place in candidate files that lack one. */
static const char *cell(ent_import *i, const import_row *r, const char *name)
{
    if (i->columns) {
        return ent_import_value(ent_import_cell(i, r, name));
    }
    for (uint32_t k = 0; k < ENT_COUNT(ged) && k < r->count; k++) {
        if (strcmp(ged[k], name) == 0) {
            return ent_import_value(r->cell[k]);
        }
    }
    return NULL;
}

static void side(ent_import *i, ent_actor_ref *x, const char *name, const char *number, int32_t day)
{
    static const char government[] = "Government of ";
    x->name = name;
    x->text = name;
    if (name && strncmp(name, government, sizeof government - 1) == 0) {
        const char *state = ent_import_number(i->codes, number, true, day);
        x->state = state ? state : ent_import_country(i->codes, name + sizeof government - 1, day);
        x->role = "GOV";
        x->code = x->state ? ent_arena_printf(&i->arena, "%sGOV", x->state) : NULL;
    } else if (name && strcmp(name, "Civilians") == 0) {
        x->role = "CVL";
        x->code = "CVL";
    }
}

static void ged_date(ent_import *i, const import_row *r, ent_date *d)
{
    const char *prec = cell(i, r, "date_prec");
    int32_t from = ent_import_day(cell(i, r, "date_start"));
    int32_t to = ent_import_day(cell(i, r, "date_end"));
    *d = (ent_date){.start = from, .end = to == ENT_DAY_NONE || to < from ? from : to};
    if (from == ENT_DAY_NONE) {
        d->end = ENT_DAY_NONE;
        return;
    }
    char p = prec ? *prec : '0';
    d->basis = ENT_BASIS_TEXT;
    d->precision = d->start == d->end ? ENT_PRECISION_DAY
                   : p == '3'         ? ENT_PRECISION_WEEK
                   : p == '4'         ? ENT_PRECISION_MONTH
                   : p == '5'         ? ENT_PRECISION_YEAR
                                      : ENT_PRECISION_SPAN;
}

static const char *ged_extra(ent_import *i, const import_row *r)
{
    static const char *const kept[] = {"id",
                                       "type_of_violence",
                                       "conflict_name",
                                       "dyad_name",
                                       "number_of_sources",
                                       "source_article",
                                       "where_prec",
                                       "where_coordinates",
                                       "adm_1",
                                       "latitude",
                                       "longitude",
                                       "country",
                                       "country_id",
                                       "event_clarity",
                                       "date_prec",
                                       "deaths_a",
                                       "deaths_b",
                                       "deaths_civilians",
                                       "deaths_unknown",
                                       "best",
                                       "high",
                                       "low",
                                       "gwnoa",
                                       "gwnob"};
    char *cells[ENT_COUNT(kept)];
    for (size_t k = 0; k < ENT_COUNT(kept); k++) {
        const char *v = cell(i, r, kept[k]);
        cells[k] = v ? ent_arena_str(&i->arena, v) : NULL;
    }
    return ent_import_keep(i, "ucdp", kept, cells, ENT_COUNT(kept));
}

int ent_import_row_ucdp(ent_import *i, const import_row *r, ent_err *err)
{
    static const char *const needed[] = {"id", "type_of_violence", "side_a", "side_b",
                                         "date_start"};
    uint32_t width = i->columns ? i->column_count : (uint32_t)ENT_COUNT(ged);
    if (i->columns && !ent_import_names(i, needed, ENT_COUNT(needed))) {
        return ent_fail(err, ENT_EFORMAT, "", "the header is not that of UCDP GED");
    }
    if (r->count != width) {
        return ent_fail(err, ENT_EFORMAT, "", "%u columns, not %u", r->count, width);
    }
    const char *id = cell(i, r, "id"), *type = cell(i, r, "type_of_violence");
    if (!id || !type || type[1] || *type < '1' || *type > '3') {
        return ent_fail(err, ENT_EFORMAT, "", "type_of_violence is 1, 2 or 3");
    }
    ent_account x = {.goldstein = NAN, .confidence = NAN};
    x.cameo = *type == '3' ? "180" : "190"; /* one-sided violence is against civilians */
    ged_date(i, r, &x.date);
    if (x.date.start == ENT_DAY_NONE) {
        return ent_fail(err, ENT_EFORMAT, "", "no date_start");
    }
    side(i, &x.source, cell(i, r, "side_a"), cell(i, r, "gwnoa"), x.date.start);
    side(i, &x.target, cell(i, r, "side_b"), cell(i, r, "gwnob"), x.date.start);
    x.symmetric = *type != '3'; /* sides a and b fought: the data do not say who began */
    x.doc = ent_arena_printf(&i->arena, "ucdp:%s", id);
    x.id = ent_import_id(i, id, NULL, NULL);
    x.extra = ged_extra(i, r);
    return ent_import_emit(i, &x, err);
}

/* -- disputes -------------------------------------------------------------------------------- */

static const char *any(const ent_import *i, const import_row *r, const char *const *names)
{
    for (; *names; names++) {
        const char *v = ent_import_cell(i, r, *names);
        if (*v && strcmp(v, "-9") != 0 && ent_import_value(v)) { /* -9: missing */
            return v;
        }
    }
    return NULL;
}

#define ANY(...) any(i, r, (const char *const[]){__VA_ARGS__, NULL})

static int part(const char *s, int most)
{
    int64_t v = 0;
    return s && ent_parse_int(s, &v) && v > 0 && v <= most ? (int)v : 0;
}

/* First and last day of what is given: a day, a month, a year. */
static bool interval(int y, int m, int d, int32_t *from, int32_t *to)
{
    if (!y) {
        return false;
    }
    if (m && d && ent_date_valid(y, m, d)) {
        *from = *to = ent_day_ymd(y, m, d);
    } else if (m) {
        *from = ent_day_ymd(y, m, 1);
        *to = *from + ent_month_days(y, m) - 1;
    } else {
        *from = ent_day_ymd(y, 1, 1);
        *to = ent_day_ymd(y, 12, 31);
    }
    return true;
}

static bool mid_date(ent_import *i, const import_row *r, ent_date *d)
{
    int32_t a1, a2, b1, b2;
    if (!interval(part(ANY("strtyr", "styear"), 3000),
                  part(ANY("strtmnth", "stmon", "stmonth"), 12), part(ANY("strtday", "stday"), 31),
                  &a1, &a2)) {
        return false;
    }
    if (!interval(part(ANY("endyear", "endyr"), 3000), part(ANY("endmnth", "endmon"), 12),
                  part(ANY("endday"), 31), &b1, &b2) ||
        b2 < a1) {
        b2 = a2;
    }
    *d = (ent_date){.start = a1, .end = b2, .basis = ENT_BASIS_TEXT};
    int days = b2 - a1;
    d->precision = days == 0 ? ENT_PRECISION_DAY : ENT_PRECISION_SPAN;
    return true;
}

static const char *mid_code(const char *hostility)
{
    static const char *const codes[] = {NULL, NULL, "138", "150", "190", "190"};
    int level = part(hostility, 5);
    return codes[level];
}

int ent_import_row_mid(ent_import *i, const import_row *r, ent_err *err)
{
    if (r->count != i->column_count) {
        return ent_fail(err, ENT_EFORMAT, "", "%u columns where the header names %u", r->count,
                        i->column_count);
    }
    const char *a = ANY("statea", "ccode1", "ccodea"), *b = ANY("stateb", "ccode2", "ccodeb");
    const char *number = ANY("disno", "dispnum", "dispnum3", "dispnum4");
    ent_account x = {.goldstein = NAN, .confidence = NAN};
    if (!a || !b || !number || !mid_date(i, r, &x.date)) {
        return ent_fail(err, ENT_EFORMAT, "",
                        "needs dispute number, two states and a year (dyadic files only)");
    }
    const char *ha = ANY("hihosta", "hihost1", "hostleva"),
               *hb = ANY("hihostb", "hihost2", "hostlevb");
    const char *both = ANY("hihost", "hostlev");
    const char *code[2] = {mid_code(ha ? ha : both), ha ? mid_code(hb) : NULL};
    const char *names[] = {"disno", "outcome", "settlmnt", "fatlev", "highact", "hihost", "recip"};
    char *cells[ENT_COUNT(names)];
    for (size_t k = 0; k < ENT_COUNT(names); k++) {
        const char *v = any(i, r, (const char *const[]){names[k], NULL});
        cells[k] = v ? ent_arena_str(&i->arena, v) : NULL;
    }
    x.extra = ent_import_keep(i, "mid", names, cells, ENT_COUNT(names));
    x.doc = ent_arena_printf(&i->arena, "mid:%s", number);
    if (!code[0] && !code[1]) {
        i->count.actorless++; /* no militarized action of either to the other */
        return 0;
    }
    int rc = 0;
    bool war = code[0] && code[1] && strcmp(code[0], "190") == 0 && strcmp(code[1], "190") == 0;
    for (int k = 0; k < (war ? 1 : 2) && rc == 0; k++) {
        ent_account one = x;
        ent_actor_ref *p = k ? &one.target : &one.source, *q = k ? &one.source : &one.target;
        const char *namea = ANY("namea", "stabb1"), *nameb = ANY("nameb", "stabb2");
        if (!code[k]) {
            continue;
        }
        one.cameo = code[k];
        one.symmetric = war;
        p->state = p->code = ent_import_number(i->codes, a, false, x.date.start);
        q->state = q->code = ent_import_number(i->codes, b, false, x.date.start);
        p->text = p->name = namea;
        q->text = q->name = nameb;
        one.id =
            ent_import_id(i, number, ent_arena_printf(&i->arena, "%s|%s", a, b), k ? "b" : "a");
        rc = ent_import_emit(i, &one, err);
    }
    return rc;
}
