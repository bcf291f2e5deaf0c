/* dates.c: the date of a page or a record, as headers, metadata and bylines write it.
 *
 * In: a short string. Out: a day number. Dates within prose are the time stage's business.
 */
#include "read_int.h"

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Reads 1..max digits; returns how many. */
static size_t number(const char *s, size_t n, size_t max, int *out)
{
    size_t i = 0;
    *out = 0;
    while (i < n && i < max && digit(s[i])) {
        *out = *out * 10 + (s[i++] - '0');
    }
    return i;
}

/* "Jan", "January", "Sept.": 1..12 and its length; 0 where it is none. */
static size_t month(const char *s, size_t n, int *out)
{
    static const char *const names[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
    size_t w = 0;
    while (w < n && ((s[w] >= 'a' && s[w] <= 'z') || (s[w] >= 'A' && s[w] <= 'Z'))) {
        w++;
    }
    for (int m = 0; w >= 3 && m < 12; m++) {
        bool sept = m == 8 && w == 4;
        if (w <= strlen(names[m]) && ent_read_starts(names[m], w, "") &&
            (w == 3 || sept || w == strlen(names[m]))) {
            size_t i = 0;
            while (i < w && (s[i] | 32) == names[m][i]) {
                i++;
            }
            if (i == w) {
                *out = m + 1;
                return w + (w < n && s[w] == '.');
            }
        }
    }
    return 0;
}

static size_t gap(const char *s, size_t n)
{
    size_t i = 0;
    while (i < n && (s[i] == ' ' || s[i] == ',' || s[i] == '\n' || s[i] == '\t')) {
        i++;
    }
    return i;
}

static int32_t make(int y, int m, int d)
{
    return y >= 1000 && y <= 9999 && ent_date_valid(y, m, d) ? ent_day_ymd(y, m, d) : ENT_DAY_NONE;
}

/* 2024-06-04, 2024/6/4, 20240604 */
static int32_t iso(const char *s, size_t n)
{
    int y, m, d;
    size_t i = number(s, n, 4, &y);
    if (i < 4 || i >= n) {
        return ENT_DAY_NONE;
    }
    char sep = s[i];
    if (digit(sep) && n >= 8) {
        if (n > 8 && digit(s[8])) {
            return ENT_DAY_NONE;
        }
        return number(s + 4, 2, 2, &m) == 2 && number(s + 6, 2, 2, &d) == 2 ? make(y, m, d)
                                                                            : ENT_DAY_NONE;
    }
    if (sep != '-' && sep != '/' && sep != '.') {
        return ENT_DAY_NONE;
    }
    size_t k = number(s + i + 1, n - i - 1, 2, &m);
    i += 1 + k;
    if (!k || i >= n || s[i] != sep) {
        return ENT_DAY_NONE;
    }
    return number(s + i + 1, n - i - 1, 2, &d) ? make(y, m, d) : ENT_DAY_NONE;
}

/* "4.6.2024": with full stops the day stands first everywhere */
static int32_t dotted(const char *s, size_t n)
{
    int y, m, d;
    size_t i = number(s, n, 2, &d), k;
    if (!i || i >= n || s[i] != '.') {
        return ENT_DAY_NONE;
    }
    k = number(s + i + 1, n - i - 1, 2, &m);
    i += 1 + k;
    if (!k || i >= n || s[i] != '.' || number(s + i + 1, n - i - 1, 4, &y) != 4 || y < 1500 ||
        (i + 5 < n && digit(s[i + 5]))) {
        return ENT_DAY_NONE;
    }
    return make(y, m, d);
}

/* "09:20:11 CEST ", as mail programs put before the year. */
static size_t clock_and_zone(const char *s, size_t n)
{
    size_t i = 0, colons = 0;
    while (i < n && i < 8 && (digit(s[i]) || s[i] == ':')) {
        colons += s[i++] == ':';
    }
    if (!colons || i >= n || s[i] != ' ') {
        return 0;
    }
    i++;
    size_t zone = i;
    while (zone < n && zone < i + 5 && s[zone] >= 'A' && s[zone] <= 'Z') {
        zone++;
    }
    return zone > i && zone < n && s[zone] == ' ' ? zone + 1 : i;
}

/* "June 4, 2024", "June 4th 2024", "Jun 14 09:20:11 CEST 2011" */
static int32_t month_first(const char *s, size_t n)
{
    int y, m, d;
    size_t i = month(s, n, &m);
    if (!i) {
        return ENT_DAY_NONE;
    }
    i += gap(s + i, n - i);
    size_t k = number(s + i, n - i, 2, &d);
    i += k;
    if (!k || (i < n && digit(s[i]))) {
        return ENT_DAY_NONE;
    }
    if (i + 1 < n && (ent_read_starts(s + i, n - i, "th") || ent_read_starts(s + i, n - i, "st") ||
                      ent_read_starts(s + i, n - i, "nd") || ent_read_starts(s + i, n - i, "rd"))) {
        i += 2;
    }
    i += gap(s + i, n - i);
    i += clock_and_zone(s + i, n - i);
    return number(s + i, n - i, 4, &y) == 4 ? make(y, m, d) : ENT_DAY_NONE;
}

/* "4 June 2024", "04-Jun-2024" */
static int32_t day_first(const char *s, size_t n)
{
    int y, m, d;
    size_t i = number(s, n, 2, &d);
    if (!i) {
        return ENT_DAY_NONE;
    }
    if (i + 1 < n && (ent_read_starts(s + i, n - i, "th") || ent_read_starts(s + i, n - i, "st") ||
                      ent_read_starts(s + i, n - i, "nd") || ent_read_starts(s + i, n - i, "rd"))) {
        i += 2;
    }
    i += i < n && s[i] == '-' ? 1 : gap(s + i, n - i);
    size_t k = month(s + i, n - i, &m);
    if (!k) {
        return ENT_DAY_NONE;
    }
    i += k;
    i += i < n && s[i] == '-' ? 1 : gap(s + i, n - i);
    return number(s + i, n - i, 4, &y) == 4 ? make(y, m, d) : ENT_DAY_NONE;
}

int32_t ent_read_date(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool start = i == 0 || !(digit(s[i - 1]) || (s[i - 1] | 32) >= 'a');
        if (!start) {
            continue;
        }
        int32_t day = ENT_DAY_NONE;
        if (digit(s[i])) {
            day = iso(s + i, n - i);
            day = day == ENT_DAY_NONE ? day_first(s + i, n - i) : day;
            day = day == ENT_DAY_NONE ? dotted(s + i, n - i) : day;
        } else if ((s[i] | 32) >= 'a' && (s[i] | 32) <= 'z') {
            day = month_first(s + i, n - i);
        }
        if (day != ENT_DAY_NONE) {
            return day;
        }
    }
    return ENT_DAY_NONE;
}
