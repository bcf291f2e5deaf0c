/* test_import.c: event data of others: every format, the ten traps of the field's files, real
 * GDELT files where ../shared is at hand. */
#include "read/import.h"

#include <math.h>
#include <setjmp.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static ent_tables *tables;

typedef struct got {
    ent_account_list list;
    ent_buf complaints;
    ent_import_count count;
    int rc;
} got;

static int take(void *user, const ent_account *one)
{
    ent_account_list_add(&((got *)user)->list, one);
    return 0;
}

static void complain(void *user, const char *place, const char *message)
{
    ent_buf_printf(&((got *)user)->complaints, "%s: %s\n", place, message);
}

static void drop(got *g)
{
    ent_account_list_free(&g->list);
    ent_buf_free(&g->complaints);
}

/* step: bytes a piece; the result must not depend on it. */
static void run_step(got *g, const char *format, const char *text, size_t len, size_t step,
                     bool all)
{
    ent_err err = {0};
    ent_import *i = NULL;
    memset(g, 0, sizeof *g);
    ent_import_options o = {.format = format, .all_actors = all};
    ent_import_sink sink = {take, complain, g};
    assert_int_equal(ent_import_open(&i, tables, &o, &sink, &err), 0);
    assert_int_equal(ent_import_begin(i, "dir/file.tab", &err), 0);
    for (size_t at = 0; at < len && g->rc == 0; at += step) {
        g->rc = ent_import_feed(i, text + at, len - at < step ? len - at : step, &err);
    }
    g->rc = g->rc ? g->rc : ent_import_end(i, &err);
    g->count = ent_import_counts(i);
    ent_import_close(i);
}

static char *as_json(const got *g)
{
    ent_buf b = {0};
    ent_buf_str(&b, ".\n");
    for (uint32_t k = 0; k < g->list.count; k++) {
        ent_account_json(&b, &g->list.items[k]);
        ent_buf_char(&b, '\n');
    }
    ent_buf_str(&b, g->complaints.data ? g->complaints.data : "");
    return b.data;
}

static void run(got *g, const char *format, const char *text)
{
    static const size_t steps[] = {1, 7, 64};
    size_t len = strlen(text);
    run_step(g, format, text, len, len ? len : 1, false);
    char *want = as_json(g);
    for (size_t k = 0; k < ENT_COUNT(steps); k++) {
        got other;
        run_step(&other, format, text, len, steps[k], false);
        char *have = as_json(&other);
        assert_string_equal(have, want);
        free(have);
        drop(&other);
    }
    free(want);
}

/* A GDELT row of so many columns with some cells set. */
static char *gdelt(uint32_t columns, const char *day, const char *a1, const char *a2,
                   const char *code, const char *root, const char *added, const char *url)
{
    ent_buf b = {0};
    for (uint32_t k = 0; k < columns; k++) {
        uint32_t added_at = columns == 61 ? 59 : 56;
        const char *v = "";
        v = k == 0 ? "900" : k == 1 ? day : k == 5 ? a1 : k == 15 ? a2 : k == 26 ? code : v;
        v = k == 7 && strlen(a1) >= 3 ? "CUB" : k == 12 && strlen(a1) > 3 ? a1 + 3 : v;
        v = k == 17 ? a2 : k == 28 ? root : k == 29 ? "1" : k == 30 ? "1.9" : v;
        v = k == added_at ? added : k > 56 && k == columns - 1 ? url : v;
        v = k == 25 ? "1" : k == (columns == 61 ? 53u : 51u) ? "CH" : v;
        ent_buf_str(&b, k ? "\t" : "");
        ent_buf_str(&b, v);
    }
    ent_buf_char(&b, '\n');
    return b.data;
}

/* Trap 1: leading zeros. */
static void leading_zeros(void **state)
{
    (void)state;
    static const char *const rows[][3] = {
        /* code, root, meant */
        {"042", "04", "042"}, {"42", "4", "042"},  {"42", "04", "042"},  {"42", "", "042"},
        {"10", "01", "010"},  {"10", "10", "100"}, {"112", "11", "112"}, {"311", "03", "0311"},
        {"190", "19", "190"}, {"57", "", "057"}};
    for (size_t k = 0; k < ENT_COUNT(rows); k++) {
        got g;
        char *s = gdelt(61, "20200101", "CUBGOV", "CHN", rows[k][0], rows[k][1], "20200101000000",
                        "http://a");
        run(&g, "gdelt", s);
        assert_int_equal(g.list.count, 1);
        assert_string_equal(g.list.items[0].cameo, rows[k][2]);
        drop(&g);
        free(s);
    }
    got g;
    char *s = gdelt(61, "20200101", "CUB", "CHN", "999", "99", "20200101000000", "http://a");
    run(&g, "gdelt", s);
    assert_int_equal(g.list.count, 0);
    assert_string_equal(g.complaints.data, "dir/file.tab:1: \"999\" is no CAMEO code\n");
    drop(&g);
    free(s);
}

/* Traps 2 and 3: 57, 58, 61 columns; geography is not a state. */
static void column_counts(void **state)
{
    (void)state;
    static const uint32_t columns[] = {57, 58, 61};
    for (size_t k = 0; k < 3; k++) {
        got g;
        char *s = gdelt(columns[k], "20100203", "CUBGOV", "CHN", "042", "04", "20100203",
                        "http://news/1");
        run(&g, "gdelt", s);
        assert_int_equal(g.list.count, 1);
        const ent_account *x = &g.list.items[0];
        assert_string_equal(x->doc, columns[k] == 57 ? "gdelt:900" : "http://news/1");
        assert_string_equal(x->source.code, "CUBGOV");
        assert_string_equal(x->source.state, "CUB");
        assert_string_equal(x->source.role, "GOV");
        assert_string_equal(x->target.state, "CHN");
        assert_int_equal(x->date.start, ent_day_ymd(2010, 2, 3));
        assert_int_equal(x->date.basis, ENT_BASIS_DOCUMENT);
        assert_null(x->evidence);
        assert_int_equal(x->sentence, 0);
        assert_non_null(strstr(x->extra, "\"ActionGeo_CountryCode\":\"CH\""));
        drop(&g);
        free(s);
    }
    got g;
    run(&g, "gdelt", "1\t2\t3\n");
    assert_int_equal(g.count.bad, 1);
    drop(&g);
}

/* Trap 4: days that "a year ago" made; both days are kept. */
static void inferred_days(void **state)
{
    (void)state;
    static const char *const rows[][2] = {{"20191024", NULL},     {"20191023", "1 day"},
                                          {"20191017", "1 week"}, {"20190924", "1 month"},
                                          {"20181024", "1 year"}, {"20091024", "10 years"},
                                          {"20190901", NULL}};
    for (size_t k = 0; k < ENT_COUNT(rows); k++) {
        got g;
        char *s = gdelt(61, rows[k][0], "CUB", "CHN", "042", "04", "20191024143000", "http://a");
        run(&g, "gdelt", s);
        const ent_account *x = &g.list.items[0];
        assert_int_equal(x->date.start, ent_day_parse(rows[k][0]));
        assert_int_equal(x->date.basis, rows[k][1] ? ENT_BASIS_CONTEXT : ENT_BASIS_DOCUMENT);
        assert_non_null(strstr(x->extra, "\"DATEADDED\":\"20191024143000\""));
        char want[40];
        snprintf(want, sizeof want, "\"DateOffset\":\"%s\"", rows[k][1] ? rows[k][1] : "");
        assert_int_equal(strstr(x->extra, want) != NULL, rows[k][1] != NULL);
        drop(&g);
        free(s);
    }
}

#define ICEWS_HEAD                                                                                 \
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\t"  \
    "Intensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\t"          \
    "Publisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n"

static const char icews_rows[] = ICEWS_HEAD
    "11\t2018-01-02\tForeign Affairs (Cuba)\tForeign Ministry,Executive,Government\tCuba\t"
    "Make a visit\t042\t1.9\tChina\tNULL\tChina\t77\t2\tA Paper\tPeking\tNULL\tNULL\tChina\t39.9\t"
    "116.4\n"
    "11\t2018-01-03\tChina\t\tChina\tHost a visit\t043\t2.8\tCuba\t\tCuba\t78\t1\tA Paper\t\t\t\t"
    "NULL\tNULL\tNULL\n"
    "12\t2018-01-03\tNULL\t\tNULL\tConsult\t040\t1\tCuba\t\tCuba\t78\t1\t\t\t\t\t\t\t\n";

/* Trap 5: an event id is a key only with its date. Trap 8: NULL is nothing. */
static void icews(void **state)
{
    (void)state;
    got g;
    run(&g, "icews", icews_rows);
    assert_int_equal(g.list.count, 2);
    assert_int_equal(g.count.actorless, 1);
    const ent_account *x = &g.list.items[0], *y = &g.list.items[1];
    assert_string_not_equal(x->id, y->id);
    assert_string_equal(x->source.name, "Foreign Affairs (Cuba)");
    assert_string_equal(x->source.code, "CUBGOV");
    assert_string_equal(x->target.code, "CHN");
    assert_null(x->target.role);
    assert_string_equal(x->doc, "icews:77");
    assert_int_equal(x->sentence, 2);
    assert_non_null(strstr(x->extra, "\"City\":\"Peking\""));
    assert_null(strstr(x->extra, "NULL"));
    drop(&g);
    run_step(&g, "icews", icews_rows, strlen(icews_rows), 9, true);
    assert_int_equal(g.list.count, 3);
    assert_null(g.list.items[2].source.code);
    drop(&g);
}

/* Trap 6: the file of 2017: M/D/YYYY, no CAMEO column. Reduced form; knowledge graph. */
static void icews_layouts(void **state)
{
    (void)state;
    got g;
    run(&g, "icews",
        "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tIntensity\t"
        "Target Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\t"
        "District\tProvince\tCountry\tLatitude\tLongitude\n"
        "5\t3/14/2017\tCuba\t\tCuba\tMake a visit\t1.9\tChina\t\tChina\t9\t1\tP\t\t\t\t\t\t\n");
    assert_int_equal(g.list.count, 1);
    assert_string_equal(g.list.items[0].cameo, "042");
    assert_int_equal(g.list.items[0].date.start, ent_day_ymd(2017, 3, 14));
    drop(&g);
    run(&g, "icews", "1999-05-01\tUSAGOV\tCHN\t042\t1\n1999-05-01\tUSA\tCHNMIL\t190\t4\tx\n");
    assert_int_equal(g.list.count, 2);
    assert_string_equal(g.list.items[1].target.role, "MIL");
    drop(&g);
    run(&g, "icews", "China\tMake_a_visit\tCuba\t2005-02-03\n12\t3\t15\t24\n");
    assert_int_equal(g.list.count, 1);
    assert_int_equal(g.count.bad, 1);
    assert_string_equal(g.list.items[0].source.state, "CHN");
    drop(&g);
}

/* Traps 7 and 8: penta class is not quad class; marks of what is missing. */
static void phoenix(void **state)
{
    (void)state;
    got g;
    run(&g, "phoenix",
        "7_v1\t19790217\t1979\t2\t17\tCHNMIL\tCHN\tMIL\t\tVNM\tVNM\t\t\t190\t19\t4\t-10.0\t"
        "ARMS,1\t21.0\t106.0\tLang Son\t\tVNM\tstory1_2;story2_1\thttp://a;http://b\tone;two\n"
        "8_v1\t19790218\t1979\t2\t18\tCHN\tCHN\t\t\tVNM\tVNM\t\t\t010\t01\t0\t0.0\t\t\t\t\t\t\t"
        "story3_1\t\t\n"
        "9_v1\t19790218\t1979\t2\t18\tCHN\tCHN\t\t\t---\t\t\t\t010\t01\t0\t0.0\t\t\t\t\t\t\ts_"
        "1\t\t\n");
    assert_int_equal(g.list.count, 3);
    assert_int_equal(g.count.actorless, 1);
    assert_string_equal(g.list.items[0].doc, "phoenix:story1");
    assert_int_equal(g.list.items[0].sentence, 2);
    assert_string_equal(g.list.items[1].voice.name, "two");
    assert_int_equal(g.list.items[0].quad, 4);
    assert_int_equal(g.list.items[2].quad, 1); /* its penta class is 0 */
    drop(&g);
    run(&g, "phoenix", "7_v1\t19790217\t1979\n");
    assert_int_equal(g.count.bad, 1);
    drop(&g);
}

static void cline(void **state)
{
    (void)state;
    got g;
    run(&g, "cline",
        "\xEF\xBB\xBF"
        "eid,story_date,year,month,day,source,source_root,source_agent,source_others,target,"
        "target_root,target_agent,target_others,code,root_code,quad_class,goldstein,joined_issues,"
        "lat,lon,placename,statename,countryname,aid,process\r\n"
        "1,2/3/1961,1961,2,3,CUBGOV,CUB,GOV,,USA,USA,,,42,4,1,1.9,\"A,1;B,2\",NA,NA,NA,NA,NA,77,"
        "NYT\r\n");
    assert_int_equal(g.list.count, 1);
    assert_string_equal(g.list.items[0].cameo, "042");
    assert_string_equal(g.list.items[0].doc, "cline:77");
    assert_string_equal(g.list.items[0].voice.name, "NYT");
    assert_non_null(strstr(g.list.items[0].extra, "A,1;B,2"));
    assert_null(strstr(g.list.items[0].extra, "NA"));
    assert_int_equal(g.list.items[0].date.start, ent_day_ymd(1961, 2, 3));
    drop(&g);
}

/* Trap 9: codes of two to four digits. */
static void code_lengths(void **state)
{
    (void)state;
    got g;
    run(&g, "petrarch",
        "19900802\tIRQMIL\tKWT\t192\tdoc_1;other_4\ta;b\n19900803\tIRQ\tKWT\t1823\n"
        "19900803\tUSA\tIRQ\t13\td_2\n19900803\tUSA\tIRQ\t---\td_3\n");
    assert_int_equal(g.list.count, 4);
    assert_string_equal(g.list.items[0].doc, "doc");
    assert_string_equal(g.list.items[1].doc, "other");
    assert_int_equal(g.list.items[1].sentence, 4);
    assert_string_equal(g.list.items[2].cameo, "1823");
    assert_string_equal(g.list.items[3].cameo, "130");
    assert_int_equal(g.count.bad, 1);
    drop(&g);
    run(&g, "keds",
        "790412 USA CHN 042 (Make a visit)\n19800101\tISR\tEGY\t057\n790412 A B 223 (X)\n");
    assert_int_equal(g.list.count, 2);
    assert_int_equal(g.list.items[0].date.start, ent_day_ymd(1979, 4, 12));
    assert_int_equal(g.count.bad, 1); /* WEIS, not CAMEO */
    assert_non_null(strstr(g.list.items[0].extra, "(Make a visit)"));
    drop(&g);
}

/* Trap 10: BOM, CRLF, quoted cells with tabs and quotes, quotes that are none. */
static void spreadsheets(void **state)
{
    (void)state;
    ent_buf b = {0};
    char *s = gdelt(61, "20200101", "CUBGOV", "CHN", "042", "04", "20200101000000", "http://a");
    s[strlen(s) - 1] = 0;
    ent_buf_printf(&b, "\xEF\xBB\xBF%s\r\n", s);
    char *name = strstr(b.data, "\tCUB\t"); /* actor 1's country: put a quoted name before it */
    assert_non_null(name);
    got g;
    run(&g, "gdelt", b.data);
    assert_int_equal(g.list.count, 1);
    assert_string_equal(g.list.items[0].doc, "http://a");
    drop(&g);
    ent_buf_free(&b);
    free(s);
    ent_buf_str(&b, ICEWS_HEAD);
    ent_buf_str(
        &b, "11\t2018-01-02\t\"A \"\"big\"\" name\twith a tab\"\tGovernment\tCuba\tx\t042\t1.9\t"
            "China\t\tChina\t77\t2\tP\t\t\t\t\t\t\n"
            "12\t2018-01-02\tA \"plain\" name\tGovernment\tCuba\tx\t042\t1.9\tChina\t\t"
            "China\t77\t2\tP\t\t\t\t\t\t\n");
    run(&g, "icews", b.data);
    assert_int_equal(g.list.count, 2);
    assert_string_equal(g.list.items[0].source.name, "A \"big\" name\twith a tab");
    assert_string_equal(g.list.items[1].source.name, "A \"plain\" name");
    drop(&g);
    ent_buf_free(&b);
}

#define POLECAT_HEAD                                                                               \
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\t"   \
    "Actor Country\tActor COW\tPrimary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\t" \
    "Wikipedia Actor ID\tRecipient Name\tRecipient Country\tRecipient COW\t"                       \
    "Primary Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name Raw\t"           \
    "Wikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\t"  \
    "GeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\tStory People\t"           \
    "Story Organizations\tStory Locations\tLanguage"

static void polecat(void **state)
{
    (void)state;
    got g;
    run(&g, "polecat",
        POLECAT_HEAD
        "\tVersion\n"
        "20220301-1_1\t2022-03-01\tCONSULT\tvisit\t1.9\tV-COOP\tdiplomatic; military\tJos\xE9 P\t"
        "CUB\t40\tGOV\tGOV\t\tJos\xE9\tx\tNone\tCHN; "
        "RUS\t710;365\tGOV\t\t\tthem\t\t\t\t\t\tCUB\t\t\t"
        "\t\t\tPaper\t2022-03-02\t\t\t\tSpanish\tv1\n"
        "20220301-1_2\t\tCONSULT\t\t1\tV-"
        "COOP\t\tA\tCUB\t\tGOV\t\t\t\t\tB\tCHN\t\t\t\t\t\t\t\t\t\t\t\t\t"
        "\t\t\t\tP\t2022-03-02\t\t\t\tSpanish\tv1\t\t\n"
        "20220301-1_3\t2022-03-01\tDANCE\t\t1\tV-"
        "COOP\t\tA\tCUB\t\tGOV\t\t\t\t\tB\tCHN\t\t\t\t\t\t\t\t\t"
        "\t\t\t\t\t\t\t\tP\t2022-03-02\t\t\t\tSpanish\tv1\n");
    assert_int_equal(g.list.count, 3);
    const ent_account *x = &g.list.items[0];
    assert_string_equal(x->source.name, "Jos\xC3\xA9 P"); /* Latin-1 */
    assert_string_equal(x->target.state, "CHN");
    assert_string_equal(g.list.items[1].target.state, "RUS");
    assert_null(x->target.name);
    assert_string_equal(x->plover_event, "CONSULT");
    assert_string_equal(x->plover_mode, "visit");
    assert_int_equal(x->plover_context_count, 2);
    assert_string_equal(x->cameo, "042");
    assert_int_equal(x->quad, 1);
    assert_string_equal(x->doc, "polecat:20220301-1");
    assert_int_equal(g.list.items[2].date.start, ENT_DAY_NONE);
    assert_string_equal(g.list.items[2].cameo, "040");
    assert_int_equal(g.count.bad, 1);
    drop(&g);
    run(&g, "polecat", POLECAT_HEAD "\n"); /* 39 columns */
    assert_int_equal(g.count.rows, 0);
    drop(&g);
}

static const char ged_head[] =
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,"
    "conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,"
    "side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,"
    "source_date,source_headline,source_original,where_prec,where_coordinates,where_description,"
    "adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,"
    "date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,"
    "low,gwnoa,gwnob\n";
static const char ged_rows[] =
    "5,X,1991,1,Clear,1,1,1,\"A: Govt\",1,1,d,1,1,Government of Iraq,2,2,Government of Kuwait,2,"
    "\"Agency,\nSecond line, \"\"quoted\"\"\",,,,,1,Town,,,,1.0,2.0,,,Iraq,645,Middle East,1,4,"
    "1991-01-01 00:00:00.000,1991-01-31 00:00:00.000,1,2,3,0,6,9,4,645,690\n"
    "6,X,1991,1,Clear,3,1,1,n,1,1,d,1,1,Government of Iraq,2,2,Civilians,2,s,,,,,1,T,,,,1,2,,,Iraq,"
    "645,ME,1,1,1991-02-03,1991-02-03,0,0,3,0,3,3,3,645,-9\n";

static void ucdp(void **state)
{
    (void)state;
    got g;
    for (int headed = 0; headed < 2; headed++) { /* candidate files may lack the header */
        ent_buf b = {0};
        ent_buf_str(&b, headed ? ged_head : "");
        ent_buf_str(&b, ged_rows);
        ent_buf_str(&b, "7,too,few\n");
        run(&g, "ucdp", b.data);
        assert_int_equal(g.list.count, 2);
        const ent_account *x = &g.list.items[0];
        assert_string_equal(x->source.code, "IRQGOV");
        assert_string_equal(x->target.state, "KWT");
        assert_int_equal(x->date.end - x->date.start, 30);
        assert_int_equal(x->date.precision, ENT_PRECISION_MONTH);
        assert_non_null(strstr(x->extra, "Second line, \\\"quoted\\\""));
        assert_string_equal(g.list.items[1].cameo, "180");
        assert_string_equal(g.list.items[1].target.code, "CVL");
        assert_int_equal(g.count.bad, 1);
        assert_non_null(strstr(g.complaints.data, headed ? ":5:" : ":4:")); /* lines, not rows */
        drop(&g);
        ent_buf_free(&b);
    }
}

static void mid(void **state)
{
    (void)state;
    got g;
    run(&g, "mid",
        "disno,dyindex,statea,namea,stateb,nameb,strtday,strtmnth,strtyr,year,endday,endmnth,"
        "endyear,outcome,settlmnt,fatlev,highact,hihost,recip,noinit,noterm,sideaa,revstata,"
        "revtypea,fatleva,highmcaa,hihosta,orignata,sideab,revstatb,revtypeb,fatlevb,highmcab,"
        "hihostb\n"
        "3,1,2,USA,40,CUB,22,10,1962,1962,-9,11,1962,6,1,0,14,4,1,1,1,1,1,1,0,14,3,1,0,1,1,0,1,2\n"
        "4,1,2,USA,40,CUB,-9,10,1963,1963,-9,-9,1963,6,1,0,14,4,1,1,1,1,1,1,0,14,1,1,0,1,1,0,1,1\n"
        "5,1,-9,USA,40,CUB,-9,10,1963,1963,-9,-9,1963,6,1,0,14,4,1,1,1,1,1,1,0,14,1,1,0,1,1,0,1,"
        "1\n");
    assert_int_equal(g.list.count, 2);
    assert_string_equal(g.list.items[0].source.state, "USA");
    assert_string_equal(g.list.items[0].cameo, "150");
    assert_string_equal(g.list.items[1].source.state, "CUB");
    assert_string_equal(g.list.items[1].cameo, "138");
    assert_int_equal(g.list.items[0].date.start, ent_day_ymd(1962, 10, 22));
    assert_int_equal(g.list.items[0].date.end, ent_day_ymd(1962, 11, 30));
    assert_int_equal(g.count.bad, 1);
    assert_int_equal(g.count.actorless, 1);
    drop(&g);
}

static void jsonl(void **state)
{
    (void)state;
    got g, h;
    run(&g, "icews", icews_rows);
    ent_buf b = {0};
    for (uint32_t k = 0; k < g.list.count; k++) {
        ent_account_json(&b, &g.list.items[k]);
        ent_buf_char(&b, '\n');
    }
    ent_buf_str(&b, "{\"broken\":\n{\"doc\":\"d\",\"cameo\":\"042\",\"mine\":7}\n");
    run(&h, "jsonl", b.data);
    assert_int_equal(h.list.count, g.list.count + 1);
    assert_int_equal(h.count.bad, 1);
    for (uint32_t k = 0; k < g.list.count; k++) {
        ent_buf p = {0}, q = {0};
        ent_account_json(&p, &g.list.items[k]);
        ent_account_json(&q, &h.list.items[k]);
        assert_string_equal(p.data, q.data);
        ent_buf_free(&p);
        ent_buf_free(&q);
    }
    assert_non_null(strstr(h.list.items[h.list.count - 1].extra, "\"mine\":7"));
    drop(&g);
    drop(&h);
    ent_buf_free(&b);
}

/* A role alone stays one, and null stays null where a row says so. */
static void as_given(void **state)
{
    (void)state;
    got g, h;
    run(&g, "phoenix",
        "1\t20191024\t2019\t10\t24\tCOP\t\tCOP\t\tAFG\tAFG\t\t\t173\t17\t4\t-5.0"
        "\t\t\t\t\t\t\ts_0\t\t\n");
    assert_int_equal(g.list.count, 1);
    assert_null(g.list.items[0].source.state);
    assert_string_equal(g.list.items[0].source.role, "COP");
    run(&h, "jsonl",
        "{\"doc\":\"d\",\"cameo\":\"062\",\"source\":{\"code\":\"TWN\",\"state\":null},"
        "\"target\":{\"code\":\"CHN\",\"state\":\"CHN\"}}\n"
        "{\"doc\":\"d\",\"cameo\":\"062\",\"source\":\"TWN\",\"target\":\"CHN\"}\n");
    assert_int_equal(h.list.count, 2);
    assert_null(h.list.items[0].source.state);
    assert_string_equal(h.list.items[1].source.state, "TWN");
    drop(&g);
    drop(&h);
}

/* A mention is a further document's account of an event given before. */
static void mentions(void **state)
{
    (void)state;
    got g = {0};
    ent_err err = {0};
    ent_import *i;
    ent_import_options o = {.format = "gdelt"};
    ent_import_sink sink = {take, complain, &g};
    assert_int_equal(ent_import_open(&i, tables, &o, &sink, &err), 0);
    char *s = gdelt(61, "20200101", "CUBGOV", "CHN", "042", "04", "20200101000000", "http://a");
    static const char m[] =
        "900\t20200101000000\t20200101001500\t1\tb.org\thttp://b\t3\t10\t20\t30\t1\t80\t900\t-1.5\t"
        "srclc:spa;eng:GT-SPA 1.0\t\n"
        "900\t20200101000000\t20200101000000\t1\ta.org\thttp://a\t1\t1\t2\t3\t1\t100\t900\t0\t\t\n"
        "901\t20200101000000\t20200101001500\t1\tb.org\thttp://"
        "b\t3\t10\t20\t30\t1\t80\t900\t0\t\t\n";
    ent_import_begin(i, "x.export.CSV", &err);
    ent_import_feed(i, s, strlen(s), &err);
    ent_import_end(i, &err);
    ent_import_begin(i, "x.mentions.CSV", &err);
    ent_import_feed(i, m, strlen(m), &err);
    ent_import_end(i, &err);
    assert_int_equal(g.list.count, 2);
    assert_string_equal(g.list.items[1].doc, "http://b");
    assert_string_equal(g.list.items[1].source.code, "CUBGOV");
    assert_int_equal(g.list.items[1].sentence, 3);
    assert_true(fabs(g.list.items[1].confidence - 0.8) < 1e-9);
    assert_int_equal(ent_import_counts(i).unmatched, 1);
    ent_import_close(i);
    drop(&g);
    free(s);
}

static void limits(void **state)
{
    (void)state;
    got g;
    ent_err err = {0};
    ent_import *i;
    memset(&g, 0, sizeof g);
    ent_import_options o = {.format = "petrarch", .max_row = 100};
    ent_import_sink sink = {take, complain, &g};
    assert_int_equal(ent_import_open(&i, tables, &o, &sink, &err), 0);
    ent_import_begin(i, "f", &err);
    for (int k = 0; k < 50; k++) {
        ent_import_feed(i, "19900802\tIRQ\tKWT\t", 17, &err);
    }
    static const char rest[] = "\n19900802\tIRQ\tKWT\t192\n";
    ent_import_feed(i, rest, sizeof rest - 1, &err);
    ent_import_end(i, &err);
    assert_int_equal(g.list.count, 1);
    assert_int_equal(ent_import_counts(i).bad, 1);
    assert_non_null(strstr(g.complaints.data, "f:1: the row is longer"));
    ent_import_close(i);
    drop(&g);
    o.format = "nonsense";
    assert_int_equal(ent_import_open(&i, tables, &o, &sink, &err), ENT_EUSAGE);
    run_step(&g, "gdelt", "a\0b\n", 4, 4, false); /* a NUL is a bad row, no end */
    assert_int_equal(g.count.bad, 1);
    drop(&g);
}

static const char *shared(const char *name, char out[512])
{
    const char *root = getenv("ENTENTE_SHARED");
    const char *top = getenv("ENTENTE_ROOT");
    struct stat st;
    if (root) {
        snprintf(out, 512, "%s/%s", root, name);
    } else {
        snprintf(out, 512, "%s/../shared/%s", top ? top : ".", name);
    }
    return stat(out, &st) == 0 ? out : NULL;
}

static int tally(void *user, const ent_account *one)
{
    uint64_t *n = user;
    n[0]++;
    n[1] += one->date.basis == ENT_BASIS_CONTEXT;
    return one->cameo && one->doc && one->id ? 0 : -1;
}

static void real_gdelt(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        uint64_t rows, offsets;
    } files[] = {{"samples/gdelt/20191024143000.export.CSV", 2111, 60},
                 {"samples/gdelt/20170101073000.export.CSV", 720, 0},
                 {"samples/gdelt/gdelt1_57_58col_mixed.tsv", 710, 0},
                 {"samples/gdelt/gdelt2_20201113-15_partial_native61.tsv", 9354, 0}};
    for (size_t k = 0; k < ENT_COUNT(files); k++) {
        char path[512];
        uint64_t n[2] = {0};
        if (!shared(files[k].name, path)) {
            print_message("SKIPPED: %s is not here\n", files[k].name);
            continue;
        }
        ent_err err = {0};
        ent_import *i;
        ent_import_options o = {.format = "gdelt", .all_actors = true};
        ent_import_sink sink = {tally, NULL, n};
        assert_int_equal(ent_import_open(&i, tables, &o, &sink, &err), 0);
        assert_int_equal(ent_import_file(i, path, &err), 0);
        ent_import_count c = ent_import_counts(i);
        print_message("           %s: %d rows, %d bad, %d days inferred\n", files[k].name,
                      (int)c.rows, (int)c.bad, (int)n[1]);
        assert_int_equal(c.rows, files[k].rows);
        assert_int_equal(c.accounts + c.bad, c.rows);
        assert_true(c.bad * 200 < c.rows);
        if (files[k].offsets) {
            assert_int_equal(n[1], files[k].offsets);
        }
        ent_import_close(i);
    }
}

int main(void)
{
    ent_err err;
    if (ent_tables_open(&tables, NULL, 0, &err) < 0) {
        fprintf(stderr, "%s: %s\n", err.place, err.message);
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leading_zeros), cmocka_unit_test(column_counts),
        cmocka_unit_test(inferred_days), cmocka_unit_test(icews),
        cmocka_unit_test(icews_layouts), cmocka_unit_test(phoenix),
        cmocka_unit_test(cline),         cmocka_unit_test(code_lengths),
        cmocka_unit_test(spreadsheets),  cmocka_unit_test(polecat),
        cmocka_unit_test(ucdp),          cmocka_unit_test(mid),
        cmocka_unit_test(jsonl),         cmocka_unit_test(as_given),
        cmocka_unit_test(mentions),      cmocka_unit_test(limits),
        cmocka_unit_test(real_gdelt),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    ent_tables_free(tables);
    return failed;
}
