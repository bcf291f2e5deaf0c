/* test_news.c: expressions as news writes them, by TIMEX3's conventions, and from where a text is
 * told: each row a day, a genre, a text of our own, and for every expression found its words, value
 * and mod. */
#include "stage.h"

/* Told of another time, by whoever wrote on the day given: its deictic words go by that day, the
 * others by the story. */
static const row told[] = {
    /* clang-format off */
    {"2015-01-26",
     "The river war of 1995\n"
     "Twenty years ago this week the two states went to war. Two days later their envoys met.\n"
     "In 1998 they signed a treaty. The following March the border opened. That spring trade grew.\n"
     "Last week the ministers opened a bridge. Yesterday they met there. They will meet next month.",
     "1995=1995; Twenty years ago this week=1995-W04; Two days later=XXXX-XX-XX; 1998=1998; "
     "The following March=1999-03; That spring=1999-SP; Last week=2015-W04; Yesterday=2015-01-25; "
     "next month=2015-02"},
    {"2015-01-26",
     "On 3 May 1931 the fleet sailed. The king had left two years ago. He would return next year.",
     "3 May 1931=1931-05-03; two years ago=1929; next year=1932"},
    {"2015-01-26",
     "In 1931 the envoy wrote, \"We signed the pact two years ago.\" The pact ended a decade ago.",
     "1931=1931; two years ago=1929; a decade ago=2005"},
    {"2015-01-26",
     "In 1931 the mole was built. Another event of this year was the strike. This year it is closed.",
     "1931=1931; this year=1931; This year=2015"},
    {"2015-01-26",
     "In 1931 the mole was built. Ten years ago today it fell. Fifty years ago this month it burned.",
     "1931=1931; Ten years ago today=2005-01-26; Fifty years ago this month=1965-01"},
    {"2015-01-26",
     "In 1931 the pact was signed. The two have traded freely over the past ten years.",
     "1931=1931; the past ten years=P10Y"},
    /* nobody knows when it was written */
    {NULL, "In 1931 they fought. Ninety years ago they signed a truce. Last week they met. Today it holds.",
     "1931=1931; Ninety years ago=XXXX; Last week=XXXX-WXX; Today=PRESENT_REF"},
    {NULL, "On 3 May 1931 they fought. They had met two days ago. Later that year the king died.",
     "3 May 1931=1931-05-03; two days ago=1931-05-01; Later that year=1931"},
    /* clang-format on */
};

/* The year of a month where the story runs ahead, plans, or names what is older. */
static const row course[] = {
    /* clang-format off */
    {NULL, "The Harbour War, 1895–1898\n"
           "On 9 February 1898 the paper printed the letter. A court sat in March. At the end of the month "
           "the envoys asked for a truce until October. In a note of 6 April the powers hoped for peace. "
           "On 12 August they signed.",
     "1895=1895; 1898=1898; 9 February 1898=1898-02-09; March=1898-03; the end of the month=1898-03/END; "
     "October=1898-10; 6 April=1898-04-06; 12 August=1898-08-12"},
    {NULL, "The Talks at Sarai, 1917–1918\n"
           "The envoys protested against a breach of the pact of September 1914. On 15 December a truce "
           "was signed.",
     "1917=1917; 1918=1918; September 1914=1914-09; 15 December=1917-12-15"},
    {NULL, "In June 1962 his government presented the claim. London agreed to hold talks, which took place "
           "in January 1963. He invited both leaders in July.",
     "June 1962=1962-06; January 1963=1963-01; July=1963-07"},
    {NULL, "The liner sank on 7 May 1915. After another ship had been sunk in August, he gave a pledge.",
     "7 May 1915=1915-05-07; August=1915-08"},
    {NULL, "The mayor proposed in January 1993 to divide the port. The council rejected it in May.",
     "January 1993=1993-01; May=1993-05"},
    {NULL, "Korea and Japan, 1876–1885\nIn 1873 he begged to be sent to the court. Two years later the "
           "gunboat was fired on.",
     "1876=1876; 1885=1885; 1873=1873; Two years later=1875"},
    {NULL, "They fought over the alliance of 1902. In 1905 they signed another.",
     "1902=1902; 1905=1905"},
    /* clang-format on */
};

/* Plans and deeds without a year. */
static const row plans[] = {
    /* clang-format off */
    {"2015-11-25", "The ministers will meet on 3 March.", "3 March=2016-03-03"},
    {"2015-11-25", "The ministers met on 3 March.", "3 March=2015-03-03"},
    {"2015-11-25", "The ministers met on 20 December.", "20 December=2014-12-20"},
    {"2015-11-25", "Talks were held in December.", "December=2014-12"},
    {"2015-11-25", "Elections in May are expected to be close.", "May=2016-05"},
    {"2015-11-25", "In January, the troops will leave.", "January=2016-01"},
    {"2015-11-25", "The accord signed in March will allow trade.", "March=2015-03"},
    {"2015-11-25", "The leaders agreed to meet again in February.", "February=2016-02"},
    {"2015-11-25", "The leaders agreed in February to meet again.", "February=2015-02"},
    {"2015-11-25", "The road was closed due to flooding in September.", "September=2015-09"},
    {"2015-11-25", "Ahead of elections in April the party split.", "April=2016-04"},
    {"2015-11-25", "The summit scheduled for 5 September was called off.", "5 September=2015-09-05"},
    {"2015-11-25", "The summit is scheduled for 5 September.", "5 September=2016-09-05"},
    {"2015-11-25", "A round of talks on the disputed border opens on 10 June.", "10 June=2016-06-10"},
    {"2015-11-25", "The council voted on 10 June to send monitors.", "10 June=2015-06-10"},
    {"2015-02-10", "The rebels took the port in October and will hold it.", "October=2014-10"},
    {"2015-02-10", "The two met on 3 December last year and two years ago in March.",
     "3 December last year=2014-12-03; two years ago=2013; March=2013-03"},
    /* clang-format on */
};

#define DCT "2013-03-22" /* a Friday */
/* What news writes, by TIMEX3's conventions. */
static const row news[] = {
    /* clang-format off */
    {DCT, "The ministry said on Thursday that exports had risen in the past three months.",
     "Thursday=2013-03-21; the past three months=P3M"},
    {DCT, "Prices have fallen recently, and analysts now expect further cuts in the near future.",
     "recently=PAST_REF; now=PRESENT_REF; the near future=FUTURE_REF"},
    {DCT, "The envoy arrived Monday morning and left on Thursday night.",
     "Monday morning=2013-03-18TMO; Thursday night=2013-03-21TNI"},
    {DCT, "This morning the two sides met; last night they had quarrelled.",
     "This morning=2013-03-22TMO; last night=2013-03-21TNI"},
    {DCT, "Net income for the third quarter fell to $4 million from $6 million a year earlier.",
     "the third quarter=2012-Q3; a year earlier=2011"},
    {DCT, "Revenue in the year-earlier period was higher.",
     "the year-earlier period=2012"},
    {DCT, "Sales in the latest quarter rose.",
     "the latest quarter=2012-Q4"},
    {DCT, "First-quarter growth was slow; second-quarter figures are due in July.",
     "First-quarter=2013-Q1; second-quarter=2013-Q2; July=2013-07"},
    {DCT, "In the nine months ended Sept. 30, the firm lost money.",
     "nine months=P9M; Sept. 30=2012-09-30"},
    {DCT, "For fiscal 2012 the deficit was wide, and fiscal year 2013 will be worse.",
     "fiscal 2012=FY2012; fiscal year 2013=FY2013"},
    {DCT, "The two-year talks ended with a 10-day truce and a 24-hour deadline.",
     "two-year=P2Y; 10-day=P10D; 24-hour=PT24H"},
    {DCT, "The 63-year-old president, in office for nearly two decades, resigned.",
     "63-year-old=P63Y; nearly two decades=P2DE/LESS_THAN"},
    {DCT, "The bank has met daily since the crisis, publishes monthly reports and an annual survey.",
     "daily=P1D; monthly=P1M; annual=P1Y"},
    {DCT, "Over the weekend the rebels advanced; this weekend they rest.",
     "the weekend=2013-W11-WE; this weekend=2013-W12-WE"},
    {DCT, "In the 1990s, and again in the mid-1980s, the two fought.",
     "the 1990s=199; the mid-1980s=198/MID"},
    {DCT, "Late last year, the accord lapsed; early next year it may be renewed.",
     "Late last year=2012/END; early next year=2014/START"},
    {DCT, "A decade ago there was no trade, and a few years ago there was little.",
     "A decade ago=2003; a few years ago=PAST_REF"},
    {DCT, "Ties were bad for decades, even centuries.",
     "decades=PXDE"},
    {DCT, "Two days earlier the ship had sailed; a week later it sank.",
     "Two days earlier=2013-03-20; a week later=2013-W13"},
    {DCT, "He was to arrive in the coming weeks, or in the next few days.",
     "the coming weeks=PXW; the next few days=PXD"},
    {DCT, "At the end of the year the mandate expires; at the start of the month it was renewed.",
     "the end of the year=2013/END; the start of the month=2013-03/START"},
    {DCT, "Overnight, shells fell on the port.",
     "Overnight=2013-03-21TNI"},
    {DCT, "The previous day, the talks had failed.",
     "The previous day=2013-03-21"},
    {DCT, "In recent weeks and recent years tension has grown.",
     "recent weeks=PXW; recent years=PXY"},
    {DCT, "The 20th century was bloody, and the turn of the century was no better.",
     "The 20th century=19; the turn of the century=20"},
    {DCT, "The treaty of Nov. 9, 1989 was signed on 11/09/89 and published 1989-11-10.",
     "Nov. 9, 1989=1989-11-09; 11/09/89=1989-11-09; 1989-11-10=1989-11-10"},
    {DCT, "By the end of next week the troops will have left.",
     "the end of next week=2013-W13/END"},
    {DCT, "The company earned 15 cents a share in the year-ago quarter.",
     "the year-ago quarter=2011-Q4"},
    {DCT, "It was the worst storm in 50 years and the first since 1953.",
     "50 years=P50Y; 1953=1953"},
    {DCT, "The ban lasted six and a half years, from June 2006 to December 2012.",
     "six and a half years=P6.5Y; June 2006=2006-06; December 2012=2012-12"},
    {DCT, "The ceasefire will take effect tomorrow at 6 a.m.",
     "tomorrow=2013-03-23; 6 a.m.=2013-03-23T06:00"},
    {DCT, "On Christmas Day and New Year's Eve the border was shut; Thanksgiving was calm.",
     "Christmas Day=2012-12-25; New Year's Eve=2012-12-31; Thanksgiving=2012-11-22"},
    {DCT, "At least 20 days passed; more than a year went by; less than an hour remained.",
     "At least 20 days=P20D/EQUAL_OR_MORE; more than a year=P1Y/MORE_THAN; "
     "less than an hour=PT1H/LESS_THAN"},
    {DCT, "Earlier this month, earlier this week and earlier today, guns were fired.",
     "Earlier this month=2013-03; earlier this week=2013-W12; today=2013-03-22"},
    {DCT, "The summer of 2012 was hot and last summer was dry.",
     "The summer of 2012=2012-SU; last summer=2012-SU"},
    {DCT, "The president's four-year term ends in the spring of 2014.",
     "four-year=P4Y; the spring of 2014=2014-SP"},
    {DCT, "The report covers the 12 months to March 31.",
     "12 months=P12M; March 31=2013-03-31"},
    {DCT, "Within hours, troops sealed the road, and minutes later shots were heard.",
     "hours=PTXH; minutes later=FUTURE_REF"},
    {DCT, "They have been neighbors for 1,000 years.",
     "1,000 years=P1000Y"},
    {DCT, "The post was vacant for several months at one time.",
     "several months=PXM"},
    {DCT, "Next Wednesday the panel reports; last Wednesday it did not.",
     "Next Wednesday=2013-03-27; last Wednesday=2013-03-20"},
    {DCT, "It will be decided sometime next year, in the year 2014.",
     "next year=2014; the year 2014=2014"},
    {DCT, "The latest figures, for February, were released today.",
     "February=2013-02; today=2013-03-22"},
    {DCT, "The two countries, which fought a war in 1998, agreed in Algiers last week to end it.",
     "1998=1998; last week=2013-W11"},
    {DCT, "The company said it will pay the dividend Nov. 15 to holders of record Oct. 31.",
     "Nov. 15=2013-11-15; Oct. 31=2013-10-31"},
    {DCT, "A spokesman said on condition of anonymity early Tuesday that talks resumed late Monday.",
     "early Tuesday=2013-03-19/START; late Monday=2013-03-18/END"},
    {DCT, "The rebels have held the town since last August.",
     "last August=2012-08"},
    {DCT, "In the six months since the coup, 40 people have died.",
     "six months=P6M"},
    {DCT, "The president, 57, took office on July 1 for a six-year term.",
     "July 1=2012-07-01; six-year=P6Y"},
    {DCT, "The embargo was imposed 30 years ago, in 1983, and eased in the 1990s and 2000s.",
     "30 years ago=1983; 1983=1983; the 1990s=199; 2000s=200"},
    {DCT, "Trading was halted for an hour and a half, from 9:30 to 11 a.m.",
     "an hour and a half=PT1.5H; 9:30=2013-03-22T09:30; 11 a.m.=2013-03-22T11:00"},
    {DCT, "Shells fell throughout the night and again the next morning.",
     "the night=2013-03-22TNI; the next morning=2013-03-23TMO"},
    {DCT, "The court will hear the case the week of April 8.",
     "the week of April 8=2013-W15"},
    {DCT, "The mission was extended to the end of 2014 and may run through 2016.",
     "the end of 2014=2014/END; 2016=2016"},
    {DCT, "The plan calls for elections within 60 days and a new government by mid-2014.",
     "60 days=P60D; mid-2014=2014/MID"},
    {DCT, "The two men spoke for 20 minutes on Wednesday evening and twice on Thursday.",
     "20 minutes=PT20M; Wednesday evening=2013-03-20TEV; Thursday=2013-03-21"},
    {DCT, "The crisis is now in its fifth day and may last into next week.",
     "now=PRESENT_REF; next week=2013-W13"},
    {DCT, "Nearly four decades after the war ended, relations are normal.",
     "Nearly four decades=P4DE/LESS_THAN"},
    {DCT, "By Friday afternoon, the city was quiet; by nightfall it was dark.",
     "Friday afternoon=2013-03-22TAF"},
    {DCT, "Last month's vote and this year's budget were discussed at yesterday's meeting.",
     "Last month=2013-02; this year=2013; yesterday=2013-03-21"},
    {DCT, "Tuesday's talks follow Monday night's attack.",
     "Tuesday=2013-03-19; Monday night=2013-03-18TNI"},
    {DCT, "The talks are due to resume in two weeks, on April 5.",
     "two weeks=P2W; April 5=2013-04-05"},
    {DCT, "In two years, the force will be cut by half.",
     "two years=P2Y"},
    {DCT, "The firm reported a loss for the year ended Dec. 31, 2012.",
     "the year=2012; Dec. 31, 2012=2012-12-31"},
    {DCT, "At about 8 o'clock in the morning, the convoy left.",
     "8 o'clock in the morning=2013-03-22T08:00"},
    {DCT, "It happened a day after the two leaders spoke and a month before the vote.",
     "a day=P1D; a month=P1M"},
    {DCT, "Some day, sooner or later, it will end.",
     "Some day=FUTURE_REF"},
    {DCT, "The rate was 7.8 percent in December, down from 8.3 percent in the "
     "previous month and 8.5 percent in December 2011.",
     "December=2012-12; the previous month=2012-11; December 2011=2011-12"},
    {DCT, "In the week to March 15, claims fell; a week ago they rose.",
     "the week=2013-W11; March 15=2013-03-15; a week ago=2013-W11"},
    {DCT, "The truce holds for now, but not forever.",
     "now=PRESENT_REF"},
    {DCT, "Later on Friday, the council will vote; later in the year the force leaves.",
     "Friday=2013-03-22; later in the year=2013"},
    {DCT, "The two last met eight months ago.",
     "eight months ago=2012-07"},
    {DCT, "At year-end reserves were low; by end-February they had recovered.",
     "year-end=2013/END; end-February=2013-02/END"},
    {DCT, "The deficit is expected to narrow by end-2013.",
     "end-2013=2013/END"},
    {DCT, "The crisis, now in its third year, has cost thousands of jobs in the last 12 months.",
     "now=PRESENT_REF; the last 12 months=P12M"},
    {DCT, "The 1980s were lean; the late 1980s and early 1990s were worse.",
     "The 1980s=198; the late 1980s=198/END; early 1990s=199/START"},
    {DCT, "The port was shut between October and December and from Jan. 3 to 7.",
     "October=2012-10; December=2012-12; Jan. 3=2013-01-03; 7=2013-01-07"},
    {DCT, "In the fourth quarter of last year output fell; in this year's first quarter it rose.",
     "the fourth quarter of last year=2012-Q4; this year=2013; first quarter=2013-Q1"},
    {DCT, "The plane left Tuesday at 3:30 p.m. EST and landed Wednesday at dawn.",
     "Tuesday=2013-03-19; 3:30 p.m. EST=2013-03-19T15:30-05; Wednesday=2013-03-20; "
     "dawn=2013-03-20TMO"},
    {DCT, "In the 18 months since taking office he has travelled six times a year.",
     "18 months=P18M; a year=P1Y"},
    {DCT, "The government plans to hold a referendum in 2014 or early 2015.",
     "2014=2014; early 2015=2015/START"},
    {DCT, "No one has been charged to date.",
     "date=PRESENT_REF"},
    {DCT, "The bank cut rates by half a point three months ago.",
     "three months ago=2012-12"},
    {DCT, "The two had not spoken for a week, he said; it was two weeks before they did.",
     "a week=P1W; two weeks=P2W"},
    {DCT, "The meeting was postponed from Feb. 12 to Feb. 19.",
     "Feb. 12=2013-02-12; Feb. 19=2013-02-19"},
    {DCT, "Every year since 1990, on the second Sunday of May, they march.",
     "Every year=P1Y; 1990=1990; the second Sunday of May=2012-05-13"},
    {DCT, "The mid-January strike and the December 2008 war are remembered.",
     "The mid-January=2013-01/MID; December 2008=2008-12"},
    {DCT, "The deal, valid for 99 years, expires in 2098.",
     "99 years=P99Y; 2098=2098"},
    {DCT, "The latest three months were hard.",
     "The latest three months=P3M"},
    {DCT, "In January 2009, and again a month later, shots were fired.",
     "January 2009=2009-01; a month later=2009-02"},
    {DCT, "He said in a speech Sunday night that the troops would go home by Christmas.",
     "Sunday night=2013-03-17TNI; Christmas=2013-12-25"},
    {DCT, "The ninth week of protest began on Friday the 15th.",
     "Friday the 15th=2013-03-15"},
    {DCT, "In mid-afternoon, the crowd left; by late evening the square was empty.",
     "afternoon=2013-03-22TAF; late evening=2013-03-22TEV/END"},
    {DCT, "For most of the past century, and all of last year, they were allies.",
     "the past century=P1CE; last year=2012"},
    {DCT, "The army took power in a coup on July 3, 2013, a year after the vote.",
     "July 3, 2013=2013-07-03; a year=P1Y"},
    {DCT, "A week from Monday, the council will meet; a month from now it will vote.",
     "A week from=2013-04-01; Monday=2013-03-25; a month from now=2013-04"},
    {DCT, "The 2008 and 2012 elections were close.",
     "2008=2008; 2012=2012"},
    {DCT, "In less than 24 hours, and within the next 48 hours, they fled.",
     "less than 24 hours=PT24H/LESS_THAN; the next 48 hours=PT48H"},
    {DCT, "During the first nine months of 2012 trade grew; in the last two months it shrank.",
     "the first nine months of 2012=P9M; the last two months=P2M"},
    {DCT, "The next day's papers said so.",
     "The next day=2013-03-23"},
    {DCT, "Until recently, the two were rivals; soon they may be partners.",
     "recently=PAST_REF"},
    {DCT, "Previously, the two had no ties; lately, they have traded.",
     "lately=PAST_REF"},
    {DCT, "The two sides will resume talks at the end of the month.",
     "the end of the month=2013-03/END"},
    {DCT, "The ship had left port hours earlier, and days later it sank.",
     "hours earlier=PAST_REF; days later=FUTURE_REF"},
    {DCT, "The president was re-elected in November for another four years.",
     "November=2012-11; four years=P4Y"},
    {DCT, "The term ends Jan. 20, 2017, at noon.",
     "Jan. 20, 2017=2017-01-20; noon=2017-01-20T12:00"},
    /* clang-format on */
};

static void value(ent_buf *b, const ent_timex *t)
{
    ent_buf_printf(b, "%s%s%s", t->value ? t->value : "-", t->mod ? "/" : "", t->mod ? t->mod : "");
}

static void from_where(void **state)
{
    (void)state;
    hold(told, ENT_COUNT(told), ENT_GENRE_HISTORY, value);
}

static void runs_on(void **state)
{
    (void)state;
    hold(course, ENT_COUNT(course), ENT_GENRE_HISTORY, value);
}

static void planned(void **state)
{
    (void)state;
    hold(plans, ENT_COUNT(plans), ENT_GENRE_NEWS, value);
}

static void written(void **state)
{
    (void)state;
    hold(news, ENT_COUNT(news), ENT_GENRE_NEWS, value);
}

/* What a comment says goes by the comment's own day. */
static void comments(void **state)
{
    (void)state;
    const char *text = "The mole fell yesterday.\nI saw it yesterday.";
    ent_doc *d = ent_doc_new();
    d->id = "test";
    d->text = text;
    d->len = (uint32_t)strlen(text);
    d->day = ent_day_ymd(2015, 1, 26);
    d->genre = ENT_GENRE_NEWS;
    static const ent_span spans[] = {{0, 24}, {25, 44}};
    for (uint32_t k = 0; k < 2; k++) {
        ent_block *b = ENT_PUSH(&d->arena, d->blocks, d->block_count, d->block_cap);
        ent_voice *v = ENT_PUSH(&d->arena, d->voices, d->voice_count, d->voice_cap);
        ent_part *p = ENT_PUSH(&d->arena, d->parts, d->part_count, d->part_cap);
        b->span = spans[k];
        b->kind = ENT_BLOCK_PARAGRAPH;
        v->day = k ? ent_day_ymd(2015, 3, 2) : ENT_DAY_NONE;
        v->parent = k ? 0 : ENT_NONE;
        p->span = k ? spans[1] : (ent_span){0, 44};
        p->voice = k;
        p->parent = k ? 0 : ENT_NONE;
    }
    ent_time_doc(stage, d);
    assert_int_equal(d->timex_count, 2);
    assert_int_equal(d->timexes[0].from, ent_day_ymd(2015, 1, 25));
    assert_int_equal(d->timexes[1].from, ent_day_ymd(2015, 3, 1));
    ent_doc_destroy(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_where), cmocka_unit_test(runs_on),  cmocka_unit_test(planned),
        cmocka_unit_test(written),    cmocka_unit_test(comments),
    };
    return cmocka_run_group_tests(tests, open_stage, close_stage);
}
