/* export_phoenix.c: a record as a row of Phoenix (26 columns, no header) and of ICEWS (20 columns).
 * In: an account or event. Out: a line, or nothing where the format cannot hold the date: both
 * know days only. */
#include "export_int.h"

#include <math.h>

static bool one_day(const ent_date *d)
{
    return d->start != ENT_DAY_NONE && d->start == d->end;
}

/* Entity, role and attributes of a code cut into pieces of three letters. */
static void piece_cells(ent_buf *b, const ent_actor_ref *a)
{
    const char *code = a->code ? a->code : "";
    char entity[4], role[4];
    size_t n = strlen(code);
    bool role_only = a->role && strcmp(code, a->role) == 0;
    snprintf(entity, sizeof entity, "%.3s", role_only ? "" : code);
    snprintf(role, sizeof role, "%.3s",
             role_only                      ? code
             : n > 3 && a->state && a->role ? code + 3
                                            : "");
    size_t used = role_only ? 3 : *role ? 6 : 3;
    ent_export_cell(b, code, false);
    ent_export_cell(b, entity, false);
    ent_export_cell(b, role, false);
    ent_buf rest = {0};
    for (size_t k = used; k < n; k += 3) {
        ent_buf_printf(&rest, "%s%.3s", k > used ? ";" : "", code + k);
    }
    ent_export_cell(b, rest.data, false);
    ent_buf_free(&rest);
}

static const char *penta(const export_record *r)
{
    static const char *const classes[] = {"0", "1", "2", "3", "4"};
    bool statement =
        r->cameo && (strncmp(r->cameo, "01", 2) == 0 || strncmp(r->cameo, "02", 2) == 0);
    return statement ? "0" : r->quad > 0 && r->quad <= 4 ? classes[r->quad] : "";
}

/* The story as it was read: without the prefix that importing put in front. */
static const char *story(const char *doc)
{
    static const char *const prefixes[] = {"phoenix:", "icews:"};
    for (size_t k = 0; doc && k < ENT_COUNT(prefixes); k++) {
        size_t n = strlen(prefixes[k]);
        if (strncmp(doc, prefixes[k], n) == 0) {
            return doc + n;
        }
    }
    return doc ? doc : "";
}

static void put_sentence(ent_buf *b, const ent_account *a, bool first)
{
    ent_buf_printf(b, "%s%s_%u", first ? "" : ";", story(a->doc), a->sentence);
}

static void sentence_cells(ent_buf *b, const export_record *r)
{
    ent_buf urls = {0}, voices = {0}, sentences = {0};
    ent_buf_str(&urls, "");
    ent_buf_str(&voices, "");
    const ent_account *alone[1] = {r->account};
    const ent_account *const *list = r->list_count ? r->list : alone;
    uint32_t n = r->list_count ? r->list_count : r->account ? 1 : 0;
    bool any_voice = false;
    for (uint32_t k = 0; k < n; k++) {
        put_sentence(&sentences, list[k], k == 0);
        ent_buf_printf(&voices, "%s%s", k ? ";" : "",
                       list[k]->voice.name ? list[k]->voice.name : "");
        any_voice |= list[k]->voice.name != NULL;
        if (list[k]->doc && strstr(list[k]->doc, "://")) {
            ent_buf_printf(&urls, "%s%s", urls.len ? ";" : "", list[k]->doc);
        }
    }
    ent_export_cell(b, sentences.data, false);
    const char *own = ent_export_more(r, "phoenix", "URLs");
    ent_export_cell(b, *own ? own : urls.data, false);
    own = ent_export_more(r, "phoenix", "NewsSources");
    ent_export_cell(b, *own ? own : any_voice ? voices.data : "", false);
    ent_buf_free(&sentences);
    ent_buf_free(&urls);
    ent_buf_free(&voices);
}

int ent_export_row_phoenix(ent_export *x, ent_buf *b, const export_record *r, ent_err *err)
{
    static const char *const places[] = {"Issues",       "Lat",       "Lon",
                                         "LocationName", "StateName", "CountryCode"};
    (void)x, (void)err;
    int y, m, d;
    char text[32];
    if (!one_day(r->date)) {
        return 1;
    }
    const char *id = ent_export_more(r, "phoenix", "EventID");
    ent_day_split(r->date->start, &y, &m, &d);
    ent_export_cell(b, *id ? id : r->id, true);
    ent_buf_printf(b, "\t%04d%02d%02d\t%d\t%d\t%d", y, m, d, y, m, d);
    piece_cells(b, r->source);
    piece_cells(b, r->target);
    ent_export_cell(b, r->cameo, false);
    snprintf(text, sizeof text, "%.2s", r->cameo ? r->cameo : "");
    ent_export_cell(b, text, false);
    ent_export_cell(b, penta(r), false);
    ent_export_number(text, r->goldstein);
    ent_export_cell(b, text, false);
    for (size_t k = 0; k < ENT_COUNT(places); k++) {
        ent_export_cell(b, ent_export_more(r, "phoenix", places[k]), false);
    }
    sentence_cells(b, r);
    ent_buf_char(b, '\n');
    return 0;
}

/* -- ICEWS ----------------------------------------------------------------------------------- */

void ent_export_begin_icews(ent_export *x, ent_buf *b)
{
    (void)x;
    ent_buf_str(b, "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\t"
                   "CAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\t"
                   "Sentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\t"
                   "Longitude\n");
}

static void icews_actor(ent_export *x, ent_buf *b, const export_record *r, const ent_actor_ref *a,
                        const char *sectors)
{
    const char *country = ent_export_name(x, a->state, r->date->start);
    const char *own = ent_export_more(r, "icews", sectors);
    bool state = country && !a->role; /* as a whole: "Tehran", "they" are its country */
    ent_export_cell(b, a->name ? a->name : state ? country : a->text ? a->text : country, false);
    ent_export_cell(b, *own ? own : a->role, false);
    ent_export_cell(b, country, false);
}

int ent_export_row_icews(ent_export *x, ent_buf *b, const export_record *r, ent_err *err)
{
    static const char *const places[] = {"City",    "District", "Province",
                                         "Country", "Latitude", "Longitude"};
    (void)err;
    char text[32], day[16];
    ent_cameo_row code;
    if (!one_day(r->date)) {
        return 1;
    }
    const char *id = ent_export_more(r, "icews", "Event ID");
    snprintf(text, sizeof text, "%llu", (unsigned long long)(ent_hash_str(r->id, 9) >> 12));
    ent_export_cell(b, *id ? id : text, true);
    ent_export_cell(b, ent_day_format(r->date->start, day), false);
    icews_actor(x, b, r, r->source, "Source Sectors");
    const char *label = ent_export_more(r, "icews", "Event Text");
    bool known = r->cameo && ent_cameo_find(x->cameo, r->cameo, &code);
    ent_export_cell(b, *label ? label : known ? code.name : "", false);
    ent_export_cell(b, r->cameo, false);
    ent_export_number(text, r->goldstein);
    ent_export_cell(b, text, false);
    icews_actor(x, b, r, r->target, "Target Sectors");
    ent_export_cell(b, story(r->doc), false);
    snprintf(text, sizeof text, "%u", r->account ? r->account->sentence : 0);
    ent_export_cell(b, r->account && r->account->sentence ? text : "", false);
    ent_export_cell(b, r->account ? r->account->voice.name : NULL, false);
    for (size_t k = 0; k < ENT_COUNT(places); k++) {
        ent_export_cell(b, ent_export_more(r, "icews", places[k]), false);
    }
    ent_buf_char(b, '\n');
    return 0;
}
