/* when.c: calendar intervals: their days, their TIMEX3 values, and steps from one to another.
 * In: years, months, days of several calendars. Out: day numbers (proleptic Gregorian). No text. */
#include "time_int.h"

static int32_t clamp_year(int64_t y)
{
    return (int32_t)(y < -9998 ? -9998 : y > 9998 ? 9998 : y);
}

static int32_t month_first(int64_t months)
{
    int64_t y = months >= 0 ? months / 12 : -((11 - months) / 12);
    return ent_day_ymd(clamp_year(y), (int)(months - y * 12) + 1, 1);
}

static void by_months(when *w, int first, int count)
{
    int64_t m = (int64_t)w->year * 12 + first;
    w->from = month_first(m);
    w->to = month_first(m + count) - 1;
}

/* index: month, season (1 spring .. 4 winter), quarter or half; of other units unused. A decade's
 * year is its first one, before Christ the negative one (-470: the 470s BC); a century's its number
 * (-4: the 4th BC). */
when ent_time_when_make(tx_unit unit, int32_t year, int index, int day)
{
    when w = {.unit = (uint8_t)unit, .year = clamp_year(year)};
    switch (unit) {
    case U_DAY:
        w.month = (uint8_t)index;
        w.day = (uint8_t)day;
        w.from = w.to = ent_day_ymd(w.year, index, day);
        break;
    case U_MONTH:
        w.month = (uint8_t)index;
        by_months(&w, index - 1, 1);
        break;
    case U_QUARTER:
        w.idx = (uint8_t)index;
        by_months(&w, (index - 1) * 3, 3);
        break;
    case U_HALF:
        w.idx = (uint8_t)index;
        by_months(&w, (index - 1) * 6, 6);
        break;
    case U_SEASON:
        w.idx = (uint8_t)index;
        by_months(&w, index * 3 - 1, 3);
        break;
    case U_DECADE:
        w.from = ent_day_ymd(clamp_year(year >= 0 ? year : (int64_t)year - 8), 1, 1);
        w.to = ent_day_ymd(clamp_year(year >= 0 ? (int64_t)year + 9 : (int64_t)year + 1), 12, 31);
        break;
    case U_CENTURY:
    case U_MILLENNIUM: {
        int n = unit == U_CENTURY ? 100 : 1000;
        int64_t first = year > 0 ? (int64_t)(year - 1) * n + 1 : (int64_t)year * n + 1;
        w.from = ent_day_ymd(clamp_year(first), 1, 1);
        w.to = ent_day_ymd(clamp_year(first + n - 1), 12, 31);
        break;
    }
    default:
        w.unit = U_YEAR;
        by_months(&w, 0, 12);
        break;
    }
    return w;
}

/* The interval of that unit in which a day lies. */
when ent_time_when_of_day(int32_t day, tx_unit unit)
{
    int y, m, d;
    ent_day_split(day, &y, &m, &d);
    switch (unit) {
    case U_DAY:
        return ent_time_when_make(U_DAY, y, m, d);
    case U_WEEKEND:
    case U_WEEK: {
        int32_t monday = day - (ent_weekday(day) - 1);
        when w = ent_time_when_make(U_DAY, y, m, d);
        w.unit = (uint8_t)unit;
        w.from = unit == U_WEEK ? monday : monday + 5;
        w.to = monday + 6;
        return w;
    }
    case U_MONTH:
        return ent_time_when_make(U_MONTH, y, m, 0);
    case U_QUARTER:
        return ent_time_when_make(U_QUARTER, y, (m + 2) / 3, 0);
    case U_HALF:
        return ent_time_when_make(U_HALF, y, m > 6 ? 2 : 1, 0);
    case U_SEASON: {
        int idx = m < 3 ? 4 : m == 12 ? 4 : m / 3;
        return ent_time_when_make(U_SEASON, m < 3 ? y - 1 : y, idx, 0);
    }
    case U_DECADE:
        return ent_time_when_make(U_DECADE, y > 0 ? y / 10 * 10 : -((1 - y) / 10 * 10), 0, 0);
    case U_CENTURY:
        return ent_time_when_make(U_CENTURY, y > 0 ? (y + 99) / 100 : -((100 - y) / 100), 0, 0);
    default:
        return ent_time_when_make(U_YEAR, y, 0, 0);
    }
}

/* The day n months on; the day of the month is kept where the month has it. */
static int32_t months_on(int32_t day, int64_t n)
{
    int y, m, d;
    ent_day_split(day, &y, &m, &d);
    int32_t first = month_first((int64_t)y * 12 + m - 1 + n);
    ent_day_split(first, &y, &m, &(int){0});
    int last = ent_month_days(y, m);
    return first + (d > last ? last : d) - 1;
}

when ent_time_when_shift(when w, tx_unit unit, int64_t n)
{
    int32_t from = w.from;
    n = n < -20000 ? -20000 : n > 20000 ? 20000 : n;
    switch (unit) {
    case U_DAY:
        from += (int32_t)n;
        break;
    case U_WEEK:
    case U_WEEKEND:
        from += (int32_t)n * 7;
        break;
    case U_FORTNIGHT:
        from += (int32_t)n * 14;
        break;
    case U_MONTH:
        from = months_on(from, n);
        break;
    case U_QUARTER:
    case U_SEASON:
        from = months_on(from, n * 3);
        break;
    case U_HALF:
        from = months_on(from, n * 6);
        break;
    case U_YEAR:
        from = months_on(from, n * 12);
        break;
    case U_DECADE:
        from = months_on(from, n * 120);
        break;
    case U_CENTURY:
        from = months_on(from, (n > 150 ? 150 : n < -150 ? -150 : n) * 1200);
        break;
    default:
        break;
    }
    return ent_time_when_of_day(from, w.unit ? (tx_unit)w.unit : unit);
}

static const char *year_text(ent_arena *a, int32_t y)
{
    return y > 0 ? ent_arena_printf(a, "%04d", (int)y)
                 : ent_arena_printf(a, "BC%04d", (int)(1 - y));
}

static const char *week_text(ent_arena *a, when w)
{
    int y, m, d;
    int32_t thursday = w.to - 3;
    ent_day_split(thursday, &y, &m, &d);
    int week = (thursday - ent_day_ymd(y, 1, 1)) / 7 + 1;
    return ent_arena_printf(a, "%s-W%02d%s", year_text(a, y), week,
                            w.unit == U_WEEKEND ? "-WE" : "");
}

const char *ent_time_when_value(ent_arena *a, when w)
{
    static const char *const seasons[] = {"SP", "SU", "FA", "WI"};
    const char *y = year_text(a, w.year);
    switch (w.unit) {
    case U_DAY:
        return ent_arena_printf(a, "%s-%02d-%02d", y, w.month, w.day);
    case U_MONTH:
        return ent_arena_printf(a, "%s-%02d", y, w.month);
    case U_QUARTER:
        return ent_arena_printf(a, "%s-Q%d", y, w.idx);
    case U_HALF:
        return ent_arena_printf(a, "%s-H%d", y, w.idx);
    case U_SEASON:
        return ent_arena_printf(a, "%s-%s", y, seasons[(w.idx - 1) & 3]);
    case U_WEEK:
    case U_WEEKEND:
        return week_text(a, w);
    case U_DECADE:
        return w.year >= 0 ? ent_arena_printf(a, "%03d", w.year / 10)
                           : ent_arena_printf(a, "BC%03d", -w.year / 10);
    case U_CENTURY:
        return w.year > 0 ? ent_arena_printf(a, "%02d", w.year - 1)
                          : ent_arena_printf(a, "BC%02d", -w.year - 1);
    case U_MILLENNIUM:
        return w.year > 0 ? ent_arena_printf(a, "%d", w.year - 1)
                          : ent_arena_printf(a, "BC%d", -w.year - 1);
    default:
        return y;
    }
}

uint8_t ent_time_when_precision(tx_unit unit)
{
    switch (unit) {
    case U_DAY:
        return ENT_PRECISION_DAY;
    case U_WEEK:
    case U_WEEKEND:
    case U_FORTNIGHT:
        return ENT_PRECISION_WEEK;
    case U_MONTH:
        return ENT_PRECISION_MONTH;
    case U_SEASON:
    case U_QUARTER:
    case U_HALF:
        return ENT_PRECISION_SEASON;
    case U_YEAR:
        return ENT_PRECISION_YEAR;
    case U_DECADE:
    case U_CENTURY:
    case U_MILLENNIUM:
        return ENT_PRECISION_DECADE;
    default:
        return ENT_PRECISION_NONE;
    }
}

/* Thirds as careful readers use them: of a year January-April, May-August, September-December; of a
 * month 1-10, 11-20, 21-end; else thirds of the days. */
void ent_time_when_part(when w, tx_part part, int32_t *from, int32_t *to)
{
    int32_t a = w.from, b = w.to, c1, c2;
    *from = a;
    *to = b;
    if (part == PART_NONE || part == PART_REST || part == PART_EVE || w.unit == U_DAY) {
        return;
    }
    if (part == PART_TURN) { /* the year before and the year after */
        int y = w.unit == U_CENTURY ? w.year * 100 - 100 : w.year;
        *from = ent_day_ymd(clamp_year((int64_t)y - 1), w.unit == U_CENTURY ? 1 : 12, 1);
        *to = w.unit == U_CENTURY ? ent_day_ymd(clamp_year((int64_t)y + 1), 12, 31)
                                  : ent_day_ymd(w.year, 1, 31);
        return;
    }
    if (w.unit == U_MONTH) {
        c1 = a + 10;
        c2 = a + 20;
    } else if (w.unit == U_YEAR) {
        c1 = months_on(a, 4);
        c2 = months_on(a, 8);
    } else if (w.unit == U_DECADE) {
        c1 = months_on(a, 48);
        c2 = months_on(a, 72);
    } else if (w.unit == U_SEASON || w.unit == U_QUARTER) {
        c1 = months_on(a, 1);
        c2 = months_on(a, 2);
    } else {
        c1 = a + (b - a) / 3 + 1;
        c2 = a + (b - a) / 3 * 2 + 1;
    }
    *from = part == PART_MID ? c1 : part == PART_END ? c2 : a;
    *to = part == PART_START ? c1 - 1 : part == PART_MID ? c2 - 1 : b;
}

/* Easter Sunday: the Gregorian computus in the form of Meeus/Jones/Butcher, or the Julian one. */
int32_t ent_time_when_easter(int year, bool orthodox)
{
    if (orthodox || year < 1583) {
        int a = ((year % 4) + 4) % 4, b = ((year % 7) + 7) % 7, c = ((year % 19) + 19) % 19;
        int d = (19 * c + 15) % 30, e = (2 * a + 4 * b - d + 34) % 7;
        return ent_time_when_julian(year, (d + e + 114) / 31, (d + e + 114) % 31 + 1);
    }
    int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25;
    int g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
    int l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
    return ent_day_ymd(year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
}

/* A Julian date's day; from 1 March 4 BC onwards and before alike. */
int32_t ent_time_when_julian(int year, int month, int day)
{
    int64_t y =
        (int64_t)year - (month <= 2) + 10000; /* 10000: a multiple of 4, keeps it positive */
    int m = month > 2 ? month - 3 : month + 9;
    int64_t n = y * 1461 / 4 + (153 * m + 2) / 5 + day - 1;
    /* 1 March of year 0 in the Julian calendar is day -719470 */
    return (int32_t)(n - (int64_t)10000 * 1461 / 4 - 719470);
}

/* French Republican: 1 Vendémiaire I is 22 September 1792; leap days end the years 3, 7, 11 (and,
 * by the same rule of four, later ones). Months of 30 days; month 13: the complementary days. */
int32_t ent_time_when_republican(int year, int month, int day)
{
    return ent_day_ymd(1792, 9, 22) + (year - 1) * 365 + year / 4 + (month - 1) * 30 + day - 1;
}

/* Islamic civil (tabular) calendar, epoch Friday 16 July 622 (Julian); sighting may differ by a day
 * or two. */
int32_t ent_time_when_hijri(int year, int month, int day)
{
    int64_t n = (int64_t)(year - 1) * 354 + (3 + 11 * (int64_t)year) / 30;
    n += (month - 1) * 29 + month / 2 + day - 1;
    return (int32_t)(n + ent_time_when_julian(622, 7, 16));
}

int32_t ent_time_when_holiday(const char *rule, int year)
{
    if (!rule || rule[0] == '-' || year < 1) {
        return ENT_DAY_NONE;
    }
    if (rule[0] == 'E' || rule[0] == 'O') {
        int64_t n = 0;
        ent_parse_int(rule[1] == '+' ? rule + 2 : rule + 1, &n);
        return ent_time_when_easter(year, rule[0] == 'O') + (int32_t)(n < -400 || n > 400 ? 0 : n);
    }
    int m = (rule[0] - '0') * 10 + (rule[1] - '0');
    if (m < 1 || m > 12 || rule[2] != '-') {
        return ENT_DAY_NONE;
    }
    if (rule[3] == 'w') {
        int wd = rule[4] - '0', nth = rule[4] ? rule[5] - '0' : 0;
        if (wd < 1 || wd > 7 || nth < 1 || nth > 5) {
            return ENT_DAY_NONE;
        }
        int32_t first = ent_day_ymd(year, m, 1);
        int32_t n = first + (wd - ent_weekday(first) + 7) % 7 + (nth - 1) * 7;
        return n - first >= ent_month_days(year, m) ? n - 7 : n;
    }
    int d = (rule[3] - '0') * 10 + (rule[3] ? rule[4] - '0' : 0);
    return ent_date_valid(year, m, d) ? ent_day_ymd(year, m, d) : ENT_DAY_NONE;
}
