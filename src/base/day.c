/* day.c: days as numbers. The civil-date arithmetic follows the usual era decomposition of the
 * proleptic Gregorian calendar (400 years are 146,097 days; a year is counted from 1 March). */
#include "base.h"

int32_t ent_day_ymd(int year, int month, int day)
{
    int y = year - (month <= 2);
    int era = (y >= 0 ? y : y - 399) / 400;
    int yoe = y - era * 400;
    int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

void ent_day_split(int32_t n, int *year, int *month, int *day)
{
    int64_t z = (int64_t)n + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = (int)(z - era * 146097);
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    *day = doy - (153 * mp + 2) / 5 + 1;
    *month = mp < 10 ? mp + 3 : mp - 9;
    *year = (int)(yoe + era * 400) + (*month <= 2);
}

int ent_month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) {
        return 29;
    }
    return days[month - 1];
}

bool ent_date_valid(int year, int month, int day)
{
    return year >= -9999 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
           day <= ent_month_days(year, month);
}

int ent_weekday(int32_t n)
{
    int64_t m = ((int64_t)n + 3) % 7; /* 1970-01-01 was a Thursday */
    return (int)(m < 0 ? m + 7 : m) + 1;
}

static bool digits(const char *s, int n, int *out)
{
    int v = 0;
    for (int i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9') {
            return false;
        }
        v = v * 10 + (s[i] - '0');
    }
    *out = v;
    return true;
}

int32_t ent_day_parse(const char *s)
{
    int y, m, d;
    if (!s) {
        return ENT_DAY_NONE;
    }
    bool bc = *s == '-';
    s += bc;
    if (!digits(s, 4, &y)) {
        return ENT_DAY_NONE;
    }
    if (s[4] == '-') {
        if (!digits(s + 5, 2, &m) || s[7] != '-' || !digits(s + 8, 2, &d) || s[10]) {
            return ENT_DAY_NONE;
        }
    } else if (!digits(s + 4, 2, &m) || !digits(s + 6, 2, &d) || s[8]) {
        return ENT_DAY_NONE;
    }
    y = bc ? -y : y;
    return ent_date_valid(y, m, d) ? ent_day_ymd(y, m, d) : ENT_DAY_NONE;
}

bool ent_day_range(const char *s, int32_t *first, int32_t *last)
{
    char day[16];
    int y, m;
    const char *t = s ? s + (*s == '-') : "";
    size_t n = strlen(t), sign = (size_t)(s && *s == '-');
    if (n > 10 && (t[10] == 'T' || t[10] == ' ')) {
        n = 10;
    }
    if (n == 8 || n == 10) {
        snprintf(day, sizeof day, "%.*s", (int)(n + sign), s);
        *first = *last = ent_day_parse(day);
        return *first != ENT_DAY_NONE;
    }
    if ((n != 4 && (n != 7 || t[4] != '-')) || !digits(t, 4, &y)) {
        return false;
    }
    y = sign ? -y : y;
    if (n == 4) {
        *first = ent_day_ymd(y, 1, 1);
        *last = ent_day_ymd(y, 12, 31);
        return true;
    }
    if (!digits(t + 5, 2, &m) || m < 1 || m > 12) {
        return false;
    }
    *first = ent_day_ymd(y, m, 1);
    *last = ent_day_ymd(y, m, ent_month_days(y, m));
    return true;
}

const char *ent_day_format(int32_t n, char buf[16])
{
    int y, m, d;
    if (n == ENT_DAY_NONE) {
        buf[0] = 0;
        return buf;
    }
    ent_day_split(n, &y, &m, &d);
    if (y > 9999 || y < -9999) { /* keeps within the buffer; no table or text reaches there */
        y = y < 0 ? -9999 : 9999;
    }
    snprintf(buf, 16, y < 0 ? "-%04d-%02d-%02d" : "%04d-%02d-%02d", y < 0 ? -y : y, m % 100,
             d % 100);
    return buf;
}
