/* test_time.c: what an expression means: each row a text, and for every expression found its words,
 * TIMEX3 value and days. Each expectation was checked by hand, those of other calendars against
 * known dates (18 Brumaire VIII, 27 Rajab 583, Washington's birth). Also: bad input, bounded time.
 */
#include "stage.h"

static const row rows[] = {
    /* clang-format off */
    /* old style, double years */
    {NULL, "The treaty was signed on 11 February 1731/2 at Vienna.",
     "11 February 1731/2=1732-02-22 1732-02-22..1732-02-22"},
    {NULL, "The king died on 30 January 1648/9.",
     "30 January 1648/9=1649-02-09 1649-02-09..1649-02-09"},
    {NULL, "He landed at Torbay on 5 November 1688 (O.S.) with his fleet.",
     "5 November 1688 (O.S.)=1688-11-15 1688-11-15..1688-11-15"},
    {NULL, "The peace was ratified on 10 May 1706 O.S. by the queen.",
     "10 May 1706 O.S.=1706-05-21 1706-05-21..1706-05-21"},
    {NULL, "The envoys met on 20 September 1761 N.S. in Berlin.",
     "20 September 1761 N.S.=1761-09-20 1761-09-20..1761-09-20"},
    {NULL, "On 25 October 1917 (Old Style) the palace fell.",
     "25 October 1917 (Old Style)=1917-11-07 1917-11-07..1917-11-07"},
    {NULL, "Sweden had 30 February 1712 in its own calendar.",
     ""},
    {NULL, "On 29 February 1700 O.S. the army marched.",
     "29 February 1700 O.S.=1700-03-11 1700-03-11..1700-03-11"},
    /* BC, AD */
    {NULL, "The league was founded in 478 BC and dissolved in 404 BC.",
     "478 BC=BC0478 -0477-01-01..-0477-12-31; "
     "404 BC=BC0404 -0403-01-01..-0403-12-31"},
    {NULL, "They fought from 431 to 404 BC over the straits.",
     "431=BC0431 -0430-01-01..-0430-12-31; "
     "404 BC=BC0404 -0403-01-01..-0403-12-31"},
    {NULL, "The campaign of 218-201 BC ruined the land.",
     "218=BC0218 -0217-01-01..-0217-12-31; "
     "201 BC=BC0201 -0200-01-01..-0200-12-31"},
    {NULL, "In AD 70 the city was taken.",
     "AD 70=0070 0070-01-01..0070-12-31"},
    {NULL, "The frontier was drawn in 9 AD after the defeat.",
     "9 AD=0009 0009-01-01..0009-12-31"},
    {NULL, "Envoys came in the 2nd century BC with gifts.",
     "the 2nd century BC=BC01 -0199-01-01..-0100-12-31"},
    {NULL, "In the 470s BC the fleet grew.",
     "the 470s BC=BC047 -0478-01-01..-0469-12-31"},
    /* regnal eras */
    {NULL, "The alliance was concluded in Meiji 35 at London.",
     "Meiji 35=1902 1902-01-01..1902-12-31"},
    {NULL, "In Showa 16 the fleet sailed.",
     "Showa 16=1941 1941-01-01..1941-12-31"},
    {NULL, "The ordinance of Taisho 4 was repealed.",
     "Taisho 4=1915 1915-01-01..1915-12-31"},
    {NULL, "The edict was issued in the 12th year of Kangxi.",
     "the 12th year of Kangxi=1673 1673-01-01..1673-12-31"},
    {NULL, "The office was opened in Heisei 3.",
     "Heisei 3=1991 1991-01-01..1991-12-31"},
    {NULL, "The consulate closed in Minguo 38.",
     "Minguo 38=1949 1949-01-01..1949-12-31"},
    /* hijri */
    {NULL, "The letter is dated 12 Ramadan 1326 AH.",
     "12 Ramadan 1326 AH=1908-10-08 1908-10-08..1908-10-08"},
    {NULL, "The caliph entered the town in Rajab 583 AH.",
     "Rajab 583 AH=1187-09 1187-09-13..1187-10-12"},
    {NULL, "The truce was kept until 1187 AH.",
     "1187 AH=1773 ..1774-03-13"},
    {NULL, "The pact was made on 27 Rajab 1295.",
     "27 Rajab 1295=1878-07-27 1878-07-27..1878-07-27"},
    {NULL, "They returned in AH 1300 to the coast.",
     "AH 1300=1882 1882-11-12..1883-11-01"},
    /* republican */
    {NULL, "The coup of 18 Brumaire VIII ended the Directory.",
     "18 Brumaire VIII=1799-11-09 1799-11-09..1799-11-09"},
    {NULL, "He fell on 9 Thermidor Year II before the convention.",
     "9 Thermidor Year II=1794-07-27 1794-07-27..1794-07-27"},
    {NULL, "The peace was signed on 26 Vendémiaire an VI.",
     "26 Vendémiaire an VI=1797-10-17 1797-10-17..1797-10-17"},
    {NULL, "The armies crossed the river in Prairial VIII.",
     "Prairial VIII=1800-05 1800-05-21..1800-06-19"},
    {NULL, "In the Year II the levy was called.",
     "the Year II=1793 1793-09-22..1794-09-21"},
    /* ranges */
    {NULL, "The talks lasted from June 5 to 9, 1961.",
     "June 5=1961-06-05 1961-06-05..1961-06-05; "
     "9, 1961=1961-06-09 1961-06-09..1961-06-09"},
    {NULL, "The congress sat on February 4–11, 1945.",
     "February 4=1945-02-04 1945-02-04..1945-02-04; "
     "11, 1945=1945-02-11 1945-02-11..1945-02-11"},
    {NULL, "The border war of 1979–80 was forgotten.",
     "1979=1979 1979-01-01..1979-12-31; "
     "80=1980 1980-01-01..1980-12-31"},
    {NULL, "Between 3 and 17 March 1941 the ships were seized.",
     "3=1941-03-03 1941-03-03..1941-03-03; "
     "17 March 1941=1941-03-17 1941-03-17..1941-03-17"},
    {NULL, "The embargo ran from December 28 to January 3, 1990.",
     "December 28=1989-12-28 1989-12-28..1989-12-28; "
     "January 3, 1990=1990-01-03 1990-01-03..1990-01-03"},
    {NULL, "The pact held between 1960 and 1964.",
     "1960=1960 1960-01-01..1960-12-31; "
     "1964=1964 1964-01-01..1964-12-31"},
    {NULL, "They negotiated in January and May 1974.",
     "January=1974-01 1974-01-01..1974-01-31; "
     "May 1974=1974-05 1974-05-01..1974-05-31"},
    {NULL, "The winter of 1775–1776 was hard.",
     "The winter of 1775–1776=1775-WI 1775-12-01..1776-02-29"},
    {NULL, "The blockade of July–September 1958 was broken.",
     "July=1958-07 1958-07-01..1958-07-31; "
     "September 1958=1958-09 1958-09-01..1958-09-30"},
    /* parts */
    {NULL, "By mid-1933 the debts were unpaid.",
     "mid-1933=1933 ..1933-08-31"},
    {NULL, "In early October 1989 the marches began.",
     "early October 1989=1989-10 1989-10-01..1989-10-10"},
    {NULL, "At the turn of the 19th century the ports were closed.",
     "the turn of the 19th century=18 1799-01-01..1801-12-31"},
    {NULL, "In the first half of the 19th century few ships came.",
     "the first half of the 19th century=18 1801-01-01..1850-12-31"},
    {NULL, "In the last two weeks of February 1951 they withdrew.",
     "the last two weeks of February 1951=P2W 1951-02-15..1951-02-28"},
    {NULL, "In the third week of June 1940 the cabinet fell.",
     "the third week of June 1940=1940-W24 1940-06-10..1940-06-16"},
    {NULL, "By the end of the 1960s the bases were shut.",
     "the end of the 1960s=196 ..1969-12-31"},
    /* bounds */
    {NULL, "The post has been vacant since 1957.",
     "1957=1957 1957-01-01.."},
    {NULL, "No envoy came until March 1961.",
     "March 1961=1961-03 ..1961-03-31"},
    {NULL, "After 12 June 1903 the legation was empty.",
     "12 June 1903=1903-06-12 1903-06-13.."},
    {NULL, "Before 1 May 1950 none was sent.",
     "1 May 1950=1950-05-01 ..1950-04-30"},
    /* terms, wars, seasons, holidays */
    {NULL, "Relations improved during the Nixon administration.",
     "the Nixon administration=- 1969-01-20..1974-08-09"},
    {NULL, "Trade fell throughout the presidency of John Quincy Adams.",
     "the presidency of John Quincy Adams=- 1825-03-04..1829-03-04"},
    {NULL, "Prisoners were exchanged after the Korean War.",
     "the Korean War=- 1953-07-28.."},
    {NULL, "Christmas Eve 1814 brought the peace.",
     "Christmas Eve 1814=1814-12-24 1814-12-24..1814-12-24"},
    {NULL, "The mission arrived on Easter Monday 1916.",
     "Easter Monday 1916=1916-04-24 1916-04-24..1916-04-24"},
    {NULL, "They withdrew on Thanksgiving 1950.",
     "Thanksgiving 1950=1950-11-23 1950-11-23..1950-11-23"},
    {NULL, "The summer of 1914 was calm at first.",
     "The summer of 1914=1914-SU 1914-06-01..1914-08-31"},
    /* fiscal and quarters */
    {NULL, "Aid rose in fiscal year 1965.",
     "fiscal year 1965=FY1965 .."},
    {NULL, "Exports fell in the third quarter of 1973.",
     "the third quarter of 1973=1973-Q3 1973-07-01..1973-09-30"},
    /* narrative */
    {NULL, "In November 1956 the canal was closed. In March it was opened.",
     "November 1956=1956-11 1956-11-01..1956-11-30; "
     "March=1957-03 1957-03-01..1957-03-31"},
    {NULL, "On 4 August 1914 they declared war. The next day the ambassadors left, and two weeks later the border was shut.",
     "4 August 1914=1914-08-04 1914-08-04..1914-08-04; "
     "The next day=1914-08-05 1914-08-05..1914-08-05; "
     "two weeks later=1914-08-19 1914-08-19..1914-08-19"},
    {NULL, "The war began in September 1939. That winter they waited. The following April the ports were taken.",
     "September 1939=1939-09 1939-09-01..1939-09-30; "
     "That winter=1939-WI 1939-12-01..1940-02-29; "
     "The following April=1940-04 1940-04-01..1940-04-30"},
    {NULL, "In 1904 the war broke out. The same year the envoy resigned, and a decade later the treaty lapsed.",
     "1904=1904 1904-01-01..1904-12-31; "
     "The same year=1904 1904-01-01..1904-12-31; "
     "a decade later=1914 1914-01-01..1914-12-31"},
    {NULL, "On 12 March 1947 he spoke to Congress. Papers opened in 2004 show why. On 22 May the bill was signed.",
     "12 March 1947=1947-03-12 1947-03-12..1947-03-12; "
     "2004=2004 2004-01-01..2004-12-31; "
     "22 May=1947-05-22 1947-05-22..1947-05-22"},
    {NULL, "Under the Agreement of 1903 the zone was leased. In 1921 they met. In May the ministers signed.",
     "1903=1903 1903-01-01..1903-12-31; "
     "1921=1921 1921-01-01..1921-12-31; "
     "May=1921-05 1921-05-01..1921-05-31"},
    {NULL, "Two days after the invasion of 5 June 1967 the ports were shut.",
     "Two days after=1967-06-07 1967-06-07..1967-06-07; "
     "5 June 1967=1967-06-05 1967-06-05..1967-06-05"},
    /* form */
    {NULL, "The note is dated 1962-10-28.",
     "1962-10-28=1962-10-28 1962-10-28..1962-10-28"},
    {NULL, "The note of 28.10.1962 was published.",
     "28.10.1962=1962-10-28 1962-10-28..1962-10-28"},
    {NULL, "On the 4th of July 1976, ships came from all nations.",
     "the 4th of July 1976=1976-07-04 1976-07-04..1976-07-04"},
    {NULL, "At 11:30 a.m. on 30 April 1975 the tanks arrived.",
     "11:30 a.m.=1975-04-30T11:30 1975-04-30..1975-04-30; "
     "30 April 1975=1975-04-30 1975-04-30..1975-04-30"},
    {NULL, "Saturday, June 24th, 1950 was quiet.",
     "Saturday, June 24th, 1950=1950-06-24 1950-06-24..1950-06-24"},
    {NULL, "The levies met on Monday.",
     "Monday=XXXX-WXX-1 .."},
    /* bad input */
    {NULL, "He may march in may, or in march.",
     ""},
    {NULL, "They met on 30 February 1950.",
     ""},
    {NULL, "On 31 June 1950 nothing happened.",
     ""},
    {NULL, "The year 0 and the year 99999 do not count.",
     ""},
    {NULL, "Version 10.5.2 replaced 9.1985.3 at once.",
     ""},
    {NULL, "Call 555-1945 or +1 202 555 1812.",
     ""},
    {NULL, "The score was 19-45 and he was 1914 metres up.",
     ""},
    {NULL, "See pages 1914–1918 and no. 1939 of the file.",
     ""},
    {NULL, "Resolution 1441 was passed and 1500 men were sent.",
     ""},
    {NULL, "The march of 1945 men and 1,945 horses cost $1950.",
     ""},
    {NULL, "His age was 45; the ratio 3.1967 held.",
     ""},
    {NULL, "ISBN 0-1945-1967-8 is out of print.",
     ""},
    {NULL, "The May family and April Glaspie saw Augustus fall.",
     ""},
    {NULL, "The envoys did not arrive until May 1904.",
     "May 1904=1904-05 1904-05-01..1904-05-31"},
    {NULL, "On 2 August 1990 the war began, which ended on 28 February 1991. On 28 August they annexed the land.",
     "2 August 1990=1990-08-02 1990-08-02..1990-08-02; "
     "28 February 1991=1991-02-28 1991-02-28..1991-02-28; "
     "28 August=1990-08-28 1990-08-28..1990-08-28"},
    {NULL, "They would return in June 1920. In May 1914 they left, and in July war came.",
     "June 1920=1920-06 1920-06-01..1920-06-30; "
     "May 1914=1914-05 1914-05-01..1914-05-31; "
     "July=1914-07 1914-07-01..1914-07-31"},
    {NULL, "The port, closed since 1912, was opened in 1920. Two years later the fleet left.",
     "1912=1912 1912-01-01..; "
     "1920=1920 1920-01-01..1920-12-31; "
     "Two years later=1922 1922-01-01..1922-12-31"},
    {NULL, "The raid lasted three days and cost two years of work.",
     "three days=P3D ..; "
     "two years=P2Y .."},
    {NULL, "He was 45 years old and had served for decades.",
     "45 years old=P45Y ..; "
     "decades=PXDE .."},
    {NULL, "The first Monday of May 1920 was a holiday.",
     "The first Monday of May 1920=1920-05-03 1920-05-03..1920-05-03"},
    {NULL, "The ordinance of 12th October, 1807 was read.",
     "12th October, 1807=1807-10-12 1807-10-12..1807-10-12"},
    {NULL, "Every year the fleet sailed; the garrison drilled daily.",
     "Every year=P1Y ..; "
     "daily=XXXX-XX-XX .."},
    {NULL, "In the summer of that year, 1866, they marched.",
     "the summer of that year=- ..; "
     "1866=1866 1866-01-01..1866-12-31"},
    {NULL, "On the night of 5–6 June 1944 the fleet sailed.",
     "the night of 5=1944-06-05TNI 1944-06-05..1944-06-05; "
     "6 June 1944=1944-06-06 1944-06-06..1944-06-06"},
    {NULL, "At dawn on 6 June 1944 the landings began, and late on the 8th they failed.",
     "dawn=1944-06-06TMO 1944-06-06..1944-06-06; "
     "6 June 1944=1944-06-06 1944-06-06..1944-06-06; "
     "late on the 8th=1944-06-08 1944-06-08..1944-06-08"},
    {NULL, "A fortnight later, on 3 July 1863, the attack failed. Over the next three days rain fell.",
     "A fortnight later=1863-07-03 1863-07-03..1863-07-03; "
     "3 July 1863=1863-07-03 1863-07-03..1863-07-03; "
     "the next three days=P3D 1863-07-04..1863-07-06"},
    {NULL, "On 14 October 1066 the armies met. The next morning the duke marched, and that night he camped.",
     "14 October 1066=1066-10-14 1066-10-14..1066-10-14; "
     "The next morning=1066-10-15TMO 1066-10-15..1066-10-15; "
     "that night=1066-10-15TNI 1066-10-15..1066-10-15"},
    {NULL, "The winter of 1941–42 was harsh, and by late summer 1942 they were spent.",
     "The winter of 1941–42=1941-WI 1941-12-01..1942-02-28; "
     "late summer 1942=1942-SU ..1942-08-31"},
    {NULL, "The three countries met in June 1961. They had last met in May 1958. In August a wall was built.",
     "June 1961=1961-06 1961-06-01..1961-06-30; "
     "May 1958=1958-05 1958-05-01..1958-05-31; "
     "August=1961-08 1961-08-01..1961-08-31"},
    /* news */
    {"2013-03-22", "The minister said on Tuesday that talks would resume next week.",
     "Tuesday=2013-03-19 2013-03-19..2013-03-19; "
     "next week=2013-W13 2013-03-25..2013-03-31"},
    {"2013-03-22", "Troops will withdraw on Monday, officials said yesterday.",
     "Monday=2013-03-25 2013-03-25..2013-03-25; "
     "yesterday=2013-03-21 2013-03-21..2013-03-21"},
    {"2013-03-22", "Exports fell last year and rose 3% in February.",
     "last year=2012 2012-01-01..2012-12-31; "
     "February=2013-02 2013-02-01..2013-02-28"},
    {"2013-03-22", "The deal, signed two months ago, expires in June 2014.",
     "two months ago=2013-01 2013-01-01..2013-01-31; "
     "June 2014=2014-06 2014-06-01..2014-06-30"},
    {"2013-03-22", "He arrived this morning and leaves tonight.",
     "this morning=2013-03-22TMO 2013-03-22..2013-03-22; "
     "tonight=2013-03-22TNI 2013-03-22..2013-03-22"},
    {"2013-03-22", "Over the weekend the two sides exchanged fire.",
     "the weekend=2013-W11-WE 2013-03-16..2013-03-17"},
    {"2013-01-10", "Profits rose in the fourth quarter.",
     "the fourth quarter=2012-Q4 2012-10-01..2012-12-31"},
    {"2013-03-22", "The summit is to be held on April 4.",
     "April 4=2013-04-04 2013-04-04..2013-04-04"},
    {"2013-03-22", "In the past three weeks 15 people a day fled.",
     "the past three weeks=P3W 2013-03-01..2013-03-21; "
     "a day=P1D .."},
    {"2013-03-22", "The former president now lives abroad.",
     "now=PRESENT_REF .."},
    {"2013-03-22", "The vote is on the 20th of next month; the count is the day after tomorrow.",
     "the 20th of next month=2013-04-20 2013-04-20..2013-04-20; "
     "the day after tomorrow=2013-03-24 2013-03-24..2013-03-24"},
    {"2013-03-22", "He resigned on Wednesday of last week, two weeks before Easter.",
     "Wednesday of last week=2013-03-13 2013-03-13..2013-03-13; "
     "two weeks before=2013-03-17 2013-03-17..2013-03-17; "
     "Easter=2013-03-31 2013-03-31..2013-03-31"},
    {"2013-03-22", "The November election brought him back.",
     "November=2012-11 2012-11-01..2012-11-30"},
    {"2013-03-22", "The ceasefire will begin at midnight on Saturday.",
     "midnight=2013-03-23T24:00 2013-03-23..2013-03-23; "
     "Saturday=2013-03-23 2013-03-23..2013-03-23"},
    {"2013-03-22", "The company's fiscal year 2012 ended in the fourth quarter.",
     "fiscal year 2012=FY2012 ..; "
     "the fourth quarter=2012-Q4 2012-10-01..2012-12-31"},
    /* clang-format on */
};

static void days(ent_buf *b, const ent_timex *t)
{
    char from[16], to[16];
    ent_buf_printf(b, "%s %s..%s", t->value ? t->value : "-", ent_day_format(t->from, from),
                   ent_day_format(t->to, to));
}

static void meanings(void **state)
{
    (void)state;
    hold(rows, ENT_COUNT(rows), ENT_GENRE_UNKNOWN, days);
}

/* The flags that the event stage reads. */
static void flags(void **state)
{
    (void)state;
    const char *s =
        "The Agreement of 1903 held from May to July 1910. None came since 1912. By June "
        "1915 it fell.";
    ent_doc *d = doc_of(s, strlen(s), NULL, ENT_GENRE_UNKNOWN);
    assert_int_equal(d->timex_count, 5);
    assert_true(d->timexes[0].flags & ENT_TIMEX_INNAME);
    assert_true(d->timexes[1].flags & ENT_TIMEX_RANGE);
    assert_int_equal(d->timexes[1].range, 2);
    assert_int_equal(d->timexes[2].range, 1);
    assert_true(d->timexes[3].flags & ENT_TIMEX_SINCE);
    assert_int_equal(d->timexes[3].to, ENT_DAY_NONE);
    assert_true(d->timexes[4].flags & ENT_TIMEX_UNTIL);
    assert_int_equal(d->timexes[4].from, ENT_DAY_NONE);
    assert_int_equal(d->timexes[4].near_from, ent_day_ymd(1915, 6, 1));
    assert_int_equal(d->genre, ENT_GENRE_HISTORY);
    ent_doc_destroy(d);
}

/* A chapter's heading dates what follows; a look back moves nothing. */
/* The same with a sentence a clause that ends in ". ", as if they had been cut. */
static ent_doc *told(const char *text)
{
    ent_doc *d = doc_of(text, strlen(text), NULL, ENT_GENRE_UNKNOWN);
    d->timex_count = 0;
    d->genre = ENT_GENRE_HISTORY;
    for (uint32_t b = 0; b < d->block_count; b++) {
        for (uint32_t i = d->blocks[b].span.begin; i < d->blocks[b].span.end;) {
            const char *end = strstr(d->text + i, ". ");
            uint32_t k = end ? (uint32_t)(end - d->text) + 2 : d->len;
            ent_sent *x = ENT_PUSH(&d->arena, d->sents, d->sent_count, d->sent_cap);
            k = k < d->blocks[b].span.end ? k : d->blocks[b].span.end;
            *x = (ent_sent){.span = {i, k}, .block = b};
            i = k;
        }
    }
    ent_time_doc(stage, d);
    return d;
}

/* Year in which each sentence stands; 0: nowhere. */
static void where_it_stands(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int year[5];
    } cases[] = {
        /* a long span stands at its begin; a date further back may follow */
        {"Between 1937 and 1941 they fought. It began slowly. In July 1938 a city fell. It burned.",
         {1937, 1937, 1938, 1938}},
        /* a look back holds for its paragraph, and no longer */
        {"In 1990 the claim was raised. In 1961, when the mandate ended, it was made first. Ships "
         "came. In July 1990 it was made again.\nThe envoys left.",
         {1990, 1961, 1961, 1990, 1990}},
        {"The revolt of May 1961 failed. The old order had ended in 1959. It fled. The fleet "
         "sailed "
         "in June 1961.\nIt lost.",
         {0, 1961, 1959, 1959, 1961}},
        /* what the sentence had before is left at once; a plan moves nothing */
        {"The leaders met on 28 November 1943. During a conference in October they had signed a "
         "declaration. They spoke of peace. The paper called for elections in 1946. They left.",
         {0, 1943, 1943, 1943, 1943}},
        /* a later year in a name that opens the sentence */
        {"In 1908 they talked. In the Adams-Cole Agreement of 1917 both gave way. They kept it. "
         "It replaced the Treaty of 1854. It lapsed.",
         {1908, 1917, 1917, 1917, 1917}},
    };
    int wrong = 0;
    for (size_t k = 0; k < ENT_COUNT(cases); k++) {
        ent_doc *d = told(cases[k].text);
        for (uint32_t i = 0; i < d->sent_count && i < 5; i++) {
            int y = 0, m, day;
            if (d->anchors[i].from != ENT_DAY_NONE) {
                ent_day_split(d->anchors[i].from, &y, &m, &day);
            }
            if (y != cases[k].year[i]) {
                print_error("%zu, sentence %u: %d, not %d\n", k, i, y, cases[k].year[i]);
            }
            wrong += y != cases[k].year[i];
        }
        ent_doc_destroy(d);
    }
    assert_int_equal(wrong, 0);
}

static void anchors(void **state)
{
    (void)state;
    const char *s = "The Canal Crisis, 1956\n"
                    "On July 26 the canal was seized. The port had been built in 1869. London sent "
                    "ships.\nIn November the fleet landed.";
    ent_doc *d = doc_of(s, strlen(s), NULL, ENT_GENRE_UNKNOWN);
    assert_int_equal(d->timex_count, 4);
    assert_int_equal(d->timexes[1].from, ent_day_ymd(1956, 7, 26));
    assert_int_equal(d->timexes[3].from, ent_day_ymd(1956, 11, 1));
    ent_doc_destroy(d);
}

static void spans_hold(const ent_doc *d)
{
    for (uint32_t i = 0; i < d->timex_count; i++) {
        const ent_timex *t = &d->timexes[i];
        assert_true(t->span.begin < t->span.end && t->span.end <= d->len);
        assert_true(i == 0 || d->timexes[i - 1].span.end <= t->span.begin);
        assert_true(t->from == ENT_DAY_NONE || t->to == ENT_DAY_NONE || t->from <= t->to);
        assert_true(t->range == ENT_NONE || t->range < d->timex_count);
    }
}

/* Pathological input: linear time, spans in order, no crash. */
static void robust(void **state)
{
    (void)state;
    static const char *const bits[] = {
        "In May ",
        "one two ",
        "1-1-1-1-",
        "the end of ",
        "1999-",
        "'82 ",
        "two hundred ",
        "((((\"\"",
        "a.b.c.d.",
        "\xff\xfe\x80 ",
        "first second ",
        "of of the ",
        "two days before ",
        "January 1, ",
        "19th century ",
        "May May May ",
        "until since by ",
        "99999999999999999999 ",
        "Meiji 999999 ",
        "the year before the day after ",
        "1/1/1/1/1/",
        "winter of 1775-",
        "30 February 9999 BC ",
        "\n\n",
        "999999999 years later ",
    };
    for (size_t i = 0; i < ENT_COUNT(bits); i++) {
        ent_buf b = {0};
        for (int k = 0; k < 20000; k++) {
            ent_buf_str(&b, bits[i]);
        }
        clock_t c = clock();
        ent_doc *d = doc_of(b.data, b.len, i % 2 ? "2001-02-03" : NULL, ENT_GENRE_UNKNOWN);
        assert_true((double)(clock() - c) / CLOCKS_PER_SEC < 10.0);
        spans_hold(d);
        ent_buf out = {0};
        ent_time_json(&out, d);
        ent_buf_free(&out);
        ent_doc_destroy(d);
        ent_buf_free(&b);
    }
}

static void empty(void **state)
{
    (void)state;
    ent_doc *d = doc_of("", 0, NULL, ENT_GENRE_UNKNOWN);
    assert_int_equal(d->timex_count, 0);
    ent_doc_destroy(d);
    d = doc_of("May", 3, "2001-01-01", ENT_GENRE_UNKNOWN);
    spans_hold(d);
    ent_doc_destroy(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(meanings),        cmocka_unit_test(flags),  cmocka_unit_test(anchors),
        cmocka_unit_test(where_it_stands), cmocka_unit_test(robust), cmocka_unit_test(empty),
    };
    return cmocka_run_group_tests(tests, open_stage, close_stage);
}
