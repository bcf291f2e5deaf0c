/* known.h: series of our own making with known breaks. Two kinds: drawn from rates and mixes of
 * acts (fixed seed), and short histories written act by act. Invented relations: AAA and BBB. */
#ifndef ENT_TEST_KNOWN_H
#define ENT_TEST_KNOWN_H

#include "make.h"

typedef struct mix {
    const char *code[10];
    double share[10];
} mix;

enum { ORDINARY, FRIENDLY, HOSTILE, WAR, DISTANT };

static const mix mixes[] = {
    [ORDINARY] = {{"010", "040", "042", "057", "111", "112", "020", "036"},
                  {.25, .2, .1, .05, .15, .05, .1, .1}},
    [FRIENDLY] = {{"040", "042", "043", "057", "061", "071", "051", "036"},
                  {.2, .15, .1, .1, .1, .1, .15, .1}},
    [HOSTILE] = {{"111", "112", "130", "138", "100", "120", "161", "163", "040"},
                 {.3, .2, .1, .05, .1, .1, .03, .02, .1}},
    [WAR] = {{"190", "193", "195", "194", "111", "138", "0871", "040"},
             {.3, .15, .15, .1, .12, .1, .03, .05}},
    [DISTANT] = {{"010", "111", "112", "120", "040"}, {.35, .25, .1, .15, .15}},
};

typedef struct stretch {
    int periods;
    double rate; /* events a period */
    int mix;
} stretch;

typedef struct known {
    const char *name;
    ent_period_unit by;
    double burst;  /* standard deviation of the logarithm of a period's rate */
    int tolerance; /* periods by which a turn may miss */
    stretch part[5];
} known;

static const known drawn[] = {
    {"war amid ordinary years",
     ENT_BY_MONTH,
     .3,
     2,
     {{60, 8, ORDINARY}, {12, 60, WAR}, {48, 8, DISTANT}}},
    {"short war", ENT_BY_MONTH, .3, 2, {{70, 5, ORDINARY}, {3, 40, WAR}, {60, 5, ORDINARY}}},
    {"war between states that rarely meet",
     ENT_BY_MONTH,
     0,
     3,
     {{80, .3, ORDINARY}, {10, 2, WAR}, {80, .3, DISTANT}}},
    {"recognition of a distant state", ENT_BY_MONTH, .3, 2, {{50, 2, DISTANT}, {60, 6, FRIENDLY}}},
    {"agreement after years of quarrel",
     ENT_BY_MONTH,
     .4,
     2,
     {{60, 20, HOSTILE}, {60, 20, ORDINARY}}},
    {"agreement, few reports", ENT_BY_MONTH, .4, 2, {{48, 4, HOSTILE}, {40, 4, FRIENDLY}}},
    {"cooling of an alliance", ENT_BY_MONTH, .2, 3, {{60, 1.5, FRIENDLY}, {60, 1.5, HOSTILE}}},
    {"quarrel, war, peace",
     ENT_BY_MONTH,
     .3,
     2,
     {{40, 3, FRIENDLY}, {40, 3, HOSTILE}, {40, 10, WAR}, {40, 3, ORDINARY}}},
    {"war by weeks", ENT_BY_WEEK, .4, 2, {{80, 6, ORDINARY}, {20, 40, WAR}, {80, 6, DISTANT}}},
    {"crisis by days",
     ENT_BY_DAY,
     .3,
     3,
     {{200, 1, ORDINARY}, {60, 6, HOSTILE}, {200, 1, ORDINARY}}},
    {"war by years", ENT_BY_YEAR, .2, 1, {{15, 6, ORDINARY}, {4, 30, WAR}, {15, 6, ORDINARY}}},
    {"cooling by years", ENT_BY_YEAR, 0, 1, {{8, 4, FRIENDLY}, {12, 2, HOSTILE}}},
    {"three eras by years",
     ENT_BY_YEAR,
     .4,
     1,
     {{10, 100, FRIENDLY}, {10, 100, HOSTILE}, {10, 100, ORDINARY}}},
    {"recognition by years", ENT_BY_YEAR, 0, 2, {{12, 1, DISTANT}, {15, 2.5, FRIENDLY}}},
    {"peace by quarters", ENT_BY_QUARTER, .3, 2, {{30, 12, WAR}, {30, 8, ORDINARY}}},
    {"break by quarters", ENT_BY_QUARTER, .2, 2, {{30, 5, FRIENDLY}, {25, 4, HOSTILE}}},
    {"much reported war",
     ENT_BY_MONTH,
     .6,
     2,
     {{90, 40, ORDINARY}, {15, 300, WAR}, {60, 60, DISTANT}}},
    {"two wars",
     ENT_BY_MONTH,
     .3,
     2,
     {{40, 6, ORDINARY}, {8, 50, WAR}, {40, 6, ORDINARY}, {8, 50, WAR}, {40, 6, ORDINARY}}},
    {"thaw", ENT_BY_MONTH, .3, 2, {{70, 6, HOSTILE}, {50, 6, FRIENDLY}}},
    {"alliance", ENT_BY_MONTH, .3, 2, {{60, 4, ORDINARY}, {60, 14, FRIENDLY}}},
    {"sanctions", ENT_BY_MONTH, .3, 2, {{60, 10, FRIENDLY}, {50, 10, HOSTILE}}},
    {"end of a war", ENT_BY_MONTH, .3, 2, {{36, 50, WAR}, {60, 10, ORDINARY}}},
    {"nothing happens, much reported", ENT_BY_MONTH, .4, 2, {{120, 10, ORDINARY}}},
    {"nothing happens, bursts", ENT_BY_MONTH, .9, 2, {{120, 10, ORDINARY}}},
    {"nothing happens, rarely reported", ENT_BY_MONTH, 0, 2, {{200, .2, ORDINARY}}},
    {"nothing happens by years", ENT_BY_YEAR, .2, 1, {{30, 5, ORDINARY}}},
};

typedef struct act {
    const char *start, *end, *code; /* end NULL: one day */
} act;

typedef struct history {
    const char *name;
    ent_period_unit by;
    int tolerance;
    const char *turns[4];
    const char *phases[5]; /* that must be named, in this order, others may stand between */
    act acts[48];
} history;

static const history written[] = {
    {"close, then cool",
     ENT_BY_MONTH,
     3,
     {"1964-03"},
     {"close", "cool"},
     {{"1960-09-02", NULL, "054"},
      {"1960-11-01", "1960-11-30", "042"},
      {"1960-11-30", NULL, "057"},
      {"1961-03-10", NULL, "071"},
      {"1961-09-22", NULL, "042"},
      {"1962-02-01", "1962-02-28", "057"},
      {"1962-10-27", NULL, "051"},
      {"1963-01-15", NULL, "061"},
      {"1963-06-04", NULL, "057"},
      {"1963-10-01", NULL, "051"},
      {"1964-03-12", NULL, "111"},
      {"1964-09-01", NULL, "010"},
      {"1965-02-03", NULL, "112"},
      {"1965-09-14", NULL, "111"},
      {"1966-01-02", NULL, "120"},
      {"1966-02-06", NULL, "112"},
      {"1967-05-01", NULL, "010"},
      {"1968-03-10", NULL, "111"}}},
    {"broken relations",
     ENT_BY_YEAR,
     1,
     {"1971"},
     {"close", "broken"},
     {{"1962-05-01", NULL, "057"},
      {"1963-05-01", NULL, "042"},
      {"1964-08-11", NULL, "061"},
      {"1965-02-01", NULL, "071"},
      {"1966-05-01", NULL, "040"},
      {"1968-05-01", NULL, "057"},
      {"1969-03-03", NULL, "043"},
      {"1970-05-21", NULL, "051"},
      {"1971-12-06", NULL, "161"},
      {"1972-01-03", NULL, "112"},
      {"1973-04-08", NULL, "163"},
      {"1974-10-10", NULL, "111"},
      {"1975-11-01", NULL, "120"},
      {"1977-02-01", NULL, "166"}}},
    {"a border war",
     ENT_BY_MONTH,
     2,
     {"1962-10", "1963-01"},
     {"at war"},
     {{"1957-03-01", NULL, "040"},
      {"1958-08-02", NULL, "036"},
      {"1959-05-12", NULL, "111"},
      {"1959-11-07", NULL, "040"},
      {"1960-04-20", NULL, "046"},
      {"1961-12-01", NULL, "112"},
      {"1962-05-05", NULL, "010"},
      {"1962-10-20", NULL, "190"},
      {"1962-10-24", NULL, "192"},
      {"1962-11-16", NULL, "190"},
      {"1962-11-18", NULL, "194"},
      {"1962-12-02", NULL, "190"},
      {"1963-01-10", NULL, "040"},
      {"1963-02-02", NULL, "036"},
      {"1964-05-27", NULL, "010"},
      {"1965-01-11", NULL, "111"},
      {"1966-09-30", NULL, "040"},
      {"1967-10-01", NULL, "010"}}},
    {"war dated to years only",
     ENT_BY_YEAR,
     1,
     {"1866"},
     {"at war"},
     {{"1855-01-01", "1855-12-31", "057"},
      {"1857-01-01", "1857-12-31", "042"},
      {"1859-01-01", "1859-12-31", "040"},
      {"1861-01-01", "1861-12-31", "057"},
      {"1863-01-01", "1863-12-31", "061"},
      {"1864-01-01", "1864-12-31", "040"},
      {"1866-01-01", "1866-12-31", "190"},
      {"1867-01-01", "1867-12-31", "190"},
      {"1868-01-01", "1868-12-31", "194"},
      {"1869-01-01", "1869-12-31", "192"}}},
    {"four acts in thirty years",
     ENT_BY_YEAR,
     1,
     {"1939"},
     {"close", "at war"},
     {{"1921-06-01", NULL, "057"},
      {"1925-06-01", NULL, "061"},
      {"1939-09-01", NULL, "190"},
      {"1940-05-10", NULL, "192"}}},
    {"one act", ENT_BY_YEAR, 1, {NULL}, {"close"}, {{"1955-04-18", NULL, "057"}}},
    {"recognised and no more",
     ENT_BY_YEAR,
     1,
     {NULL},
     {"recognised"},
     {{"1933-11-16", NULL, "054"}}},
    {"reconciliation",
     ENT_BY_YEAR,
     2,
     {"1978"},
     {"hostile", "close"},
     {{"1966-01-04", NULL, "112"},
      {"1967-06-05", NULL, "138"},
      {"1968-03-01", NULL, "111"},
      {"1969-02-01", NULL, "163"},
      {"1970-07-01", NULL, "130"},
      {"1971-10-01", NULL, "112"},
      {"1973-10-06", NULL, "139"},
      {"1975-05-05", NULL, "120"},
      {"1978-09-17", NULL, "057"},
      {"1979-03-26", NULL, "057"},
      {"1979-09-04", NULL, "042"},
      {"1980-02-26", NULL, "071"},
      {"1981-06-04", NULL, "044"},
      {"1982-04-25", NULL, "061"}}},
    {"years of peace",
     ENT_BY_YEAR,
     1,
     {NULL},
     {"close"},
     {{"1901-01-01", NULL, "057"},
      {"1904-04-08", NULL, "057"},
      {"1905-06-01", NULL, "042"},
      {"1908-05-01", NULL, "043"},
      {"1910-03-01", NULL, "061"},
      {"1912-08-01", NULL, "051"},
      {"1914-07-01", NULL, "042"},
      {"1917-04-01", NULL, "071"}}},
    {"years of quarrel",
     ENT_BY_MONTH,
     2,
     {NULL},
     {"hostile"},
     {{"1980-01-04", NULL, "163"},
      {"1980-04-12", NULL, "120"},
      {"1981-12-29", NULL, "163"},
      {"1982-03-01", NULL, "111"},
      {"1983-03-08", NULL, "112"},
      {"1983-09-01", NULL, "111"},
      {"1984-05-08", NULL, "120"},
      {"1984-11-01", NULL, "130"},
      {"1985-03-01", NULL, "112"}}},
    {"alliance that cooled (of our own reading)",
     ENT_BY_YEAR,
     1,
     {"1971"},
     {"close", "hostile"},
     {{"1949-11-23", NULL, "054"},          {"1954-01-01", "1954-12-31", "057"},
      {"1956-01-01", "1956-12-31", "042"},  {"1961-01-01", "1961-12-31", "073"},
      {"1961-04-01", "1961-04-30", "070"},  {"1962-01-01", "1962-01-31", "057"},
      {"1963-12-01", "1963-12-31", "042"},  {"1964-01-01", "1964-12-31", "051"},
      {"1965-06-01", "1965-06-30", "071"},  {"1966-05-01", "1966-05-31", "042"},
      {"1967-10-01", "1967-10-31", "057"},  {"1968-01-01", "1968-12-31", "072"},
      {"1971-08-01", "1971-08-31", "111"},  {"1972-01-01", "1972-12-31", "162"},
      {"1975-04-01", "1975-04-30", "0231"}, {"1975-04-01", "1975-04-30", "122"},
      {"1976-01-01", "1976-12-31", "111"},  {"1977-01-01", "1977-12-31", "160"},
      {"1977-07-01", "1977-07-31", "190"},  {"1978-07-01", "1978-07-31", "112"},
      {"1978-07-07", NULL, "070"},          {"1978-07-07", NULL, "162"}}},
    {"four wars, then peace",
     ENT_BY_YEAR,
     1,
     {"1974", "1982"},
     {"at war", "at war", "close"},
     {{"1948-05-15", NULL, "190"},          {"1948-10-01", "1948-10-31", "190"},
      {"1949-02-24", NULL, "0871"},         {"1950-01-01", "1950-12-31", "191"},
      {"1956-10-29", NULL, "190"},          {"1957-03-01", "1957-03-31", "0874"},
      {"1967-05-01", "1967-05-31", "1661"}, {"1967-05-01", "1967-05-31", "191"},
      {"1967-06-01", "1967-06-30", "192"},  {"1967-06-05", NULL, "190"},
      {"1967-10-01", "1967-10-31", "190"},  {"1969-01-01", "1969-12-31", "194"},
      {"1970-01-01", "1970-01-31", "195"},  {"1970-08-01", "1970-08-31", "0871"},
      {"1973-10-06", NULL, "190"},          {"1973-10-24", NULL, "0871"},
      {"1974-01-18", NULL, "057"},          {"1975-09-04", NULL, "057"},
      {"1977-11-19", NULL, "042"},          {"1978-09-17", NULL, "057"},
      {"1979-03-26", NULL, "057"},          {"1979-05-01", "1979-05-31", "042"},
      {"1980-01-26", NULL, "054"},          {"1982-04-01", "1982-04-30", "0874"},
      {"1982-09-01", "1982-09-30", "160"}}},
    {"two world wars, then union",
     ENT_BY_YEAR,
     1,
     {"1914", "1919", "1939", "1950"},
     {"hostile", "at war", "hostile", "at war", "close"},
     {{"1870-09-01", "1870-09-30", "192"},  {"1871-01-01", "1871-01-31", "192"},
      {"1871-05-10", NULL, "057"},          {"1873-01-01", "1873-12-31", "0874"},
      {"1875-04-01", "1875-04-30", "138"},  {"1887-04-01", "1887-04-30", "173"},
      {"1905-03-01", "1905-03-31", "042"},  {"1906-01-01", "1906-12-31", "044"},
      {"1911-07-01", "1911-07-31", "150"},  {"1911-11-01", "1911-11-30", "057"},
      {"1914-08-03", NULL, "190"},          {"1914-09-01", "1914-09-30", "080"},
      {"1916-02-01", "1916-02-29", "190"},  {"1918-03-01", "1918-03-31", "190"},
      {"1918-11-11", NULL, "0871"},         {"1919-06-01", "1919-06-30", "057"},
      {"1923-01-01", "1923-01-31", "192"},  {"1924-01-01", "1924-12-31", "030"},
      {"1925-10-01", "1925-10-31", "057"},  {"1926-09-01", "1926-09-30", "044"},
      {"1930-01-01", "1930-12-31", "0874"}, {"1936-03-01", "1936-03-31", "114"},
      {"1936-03-01", "1936-03-31", "192"},  {"1939-09-03", NULL, "190"},
      {"1940-05-01", "1940-05-31", "190"},  {"1940-06-22", NULL, "0871"},
      {"1942-11-01", "1942-11-30", "192"},  {"1944-08-01", "1944-08-31", "190"},
      {"1945-01-01", "1945-12-31", "192"},  {"1950-05-01", "1950-05-31", "030"},
      {"1951-04-01", "1951-04-30", "057"},  {"1956-10-01", "1956-10-31", "057"},
      {"1957-03-01", "1957-03-31", "057"},  {"1958-09-01", "1958-09-30", "044"},
      {"1962-09-01", "1962-09-30", "042"},  {"1963-01-22", NULL, "057"}}},
    {"broken, agreed, at war for eight years",
     ENT_BY_YEAR,
     1,
     {NULL},
     {"hostile", "broken", "close", "hostile", "at war"},
     {{"1969-04-01", "1969-04-30", "160"},  {"1970-01-01", "1970-01-31", "166"},
      {"1971-11-01", "1971-11-30", "161"},  {"1971-11-01", "1971-11-30", "192"},
      {"1972-01-01", "1972-12-31", "072"},  {"1974-02-01", "1974-02-28", "190"},
      {"1975-03-06", NULL, "057"},          {"1975-06-01", "1975-06-30", "057"},
      {"1977-01-01", "1977-12-31", "057"},  {"1978-01-01", "1978-12-31", "166"},
      {"1979-01-01", "1979-12-31", "160"},  {"1980-04-01", "1980-04-30", "166"},
      {"1980-09-22", NULL, "190"},          {"1982-05-01", "1982-05-31", "192"},
      {"1982-07-01", "1982-07-31", "190"},  {"1984-01-01", "1984-12-31", "190"},
      {"1985-03-01", "1985-03-31", "195"},  {"1987-01-01", "1987-12-31", "190"},
      {"1988-04-01", "1988-04-30", "192"},  {"1988-08-20", NULL, "0871"},
      {"1990-01-01", "1990-12-31", "0841"}, {"1990-09-01", "1990-09-30", "050"}}},
    {"recognised, broken, restored",
     ENT_BY_YEAR,
     1,
     {NULL},
     {"recognised", "close", "hostile", "broken", "close"},
     {{"1902-05-01", "1902-05-31", "054"},  {"1903-01-01", "1903-12-31", "057"},
      {"1906-01-01", "1906-12-31", "192"},  {"1909-01-01", "1909-12-31", "0874"},
      {"1934-01-01", "1934-12-31", "057"},  {"1942-01-01", "1942-12-31", "070"},
      {"1952-01-01", "1952-12-31", "070"},  {"1958-01-01", "1958-12-31", "163"},
      {"1959-01-07", NULL, "054"},          {"1959-04-01", "1959-04-30", "042"},
      {"1960-01-01", "1960-12-31", "1711"}, {"1960-10-01", "1960-10-31", "163"},
      {"1961-01-03", NULL, "161"},          {"1961-04-17", NULL, "190"},
      {"1962-02-01", "1962-02-28", "163"},  {"1962-10-01", "1962-10-31", "191"},
      {"1964-01-01", "1964-12-31", "163"},  {"1973-01-01", "1973-12-31", "057"},
      {"1977-09-01", "1977-09-30", "040"},  {"1980-01-01", "1980-12-31", "0841"},
      {"1982-01-01", "1982-12-31", "172"},  {"1983-01-01", "1983-12-31", "190"},
      {"1992-01-01", "1992-12-31", "163"},  {"1996-01-01", "1996-12-31", "163"},
      {"1996-02-01", "1996-02-29", "190"},  {"2014-12-01", "2014-12-31", "030"},
      {"2014-12-01", "2014-12-31", "050"},  {"2015-07-20", NULL, "050"},
      {"2016-03-01", "2016-03-31", "042"}}},
    {"three wars of weeks",
     ENT_BY_YEAR,
     1,
     {NULL},
     {"at war", "cool", "at war", "close", "hostile"},
     {{"1947-10-01", "1947-10-31", "190"},  {"1949-01-01", "1949-01-31", "0871"},
      {"1950-04-01", "1950-04-30", "057"},  {"1960-09-01", "1960-09-30", "057"},
      {"1965-04-01", "1965-04-30", "190"},  {"1965-08-01", "1965-08-31", "190"},
      {"1965-09-06", NULL, "190"},          {"1965-09-23", NULL, "0871"},
      {"1966-01-10", NULL, "057"},          {"1971-12-03", NULL, "190"},
      {"1971-12-16", NULL, "0874"},         {"1972-07-02", NULL, "057"},
      {"1973-08-01", "1973-08-31", "057"},  {"1976-07-01", "1976-07-31", "050"},
      {"1988-12-01", "1988-12-31", "057"},  {"1990-01-01", "1990-12-31", "112"},
      {"1998-05-01", "1998-05-31", "111"},  {"1999-02-01", "1999-02-28", "042"},
      {"1999-07-01", "1999-07-31", "192"},  {"2001-12-01", "2001-12-31", "160"},
      {"2003-11-01", "2003-11-30", "0871"}, {"2004-01-01", "2004-01-31", "044"}}},
    {"war lost, province regained",
     ENT_BY_YEAR,
     1,
     {"1883", "1910"},
     {"close", "at war", "hostile", "broken", "close"},
     {{"1865-12-01", "1865-12-31", "057"}, {"1867-01-01", "1867-12-31", "057"},
      {"1879-01-01", "1879-12-31", "114"}, {"1879-04-05", NULL, "190"},
      {"1879-10-01", "1879-10-31", "192"}, {"1881-01-01", "1881-01-31", "192"},
      {"1882-01-01", "1882-12-31", "190"}, {"1883-10-01", "1883-10-31", "0874"},
      {"1883-10-20", NULL, "057"},         {"1883-10-20", NULL, "0842"},
      {"1894-01-01", "1894-12-31", "120"}, {"1901-01-01", "1901-12-31", "160"},
      {"1905-01-01", "1905-12-31", "114"}, {"1909-01-01", "1909-12-31", "174"},
      {"1910-01-01", "1910-12-31", "161"}, {"1918-01-01", "1918-12-31", "160"},
      {"1918-01-01", "1918-12-31", "174"}, {"1920-01-01", "1920-12-31", "020"},
      {"1920-01-01", "1920-12-31", "044"}, {"1920-01-01", "1920-12-31", "057"},
      {"1925-01-01", "1925-12-31", "112"}, {"1928-07-01", "1928-07-31", "050"},
      {"1929-06-03", NULL, "057"},         {"1929-08-01", "1929-08-31", "042"}}},
};

static inline double known_normal(maker *m)
{
    double u = maker_random(m) + 1e-12, v = maker_random(m);
    return sqrt(-2 * log(u)) * cos(6.283185307179586 * v);
}

static inline const char *known_pick(maker *m, const mix *x)
{
    double u = maker_random(m), s = 0;
    for (int i = 0; i < 10 && x->code[i]; i++) {
        s += x->share[i];
        if (u < s) {
            return x->code[i];
        }
    }
    return x->code[0];
}

/* Fills m->l; returns the number of breaks, whose days go to `breaks`; the window to *first, *last.
 */
static inline int known_draw(maker *m, const known *k, int32_t *breaks, int32_t *first,
                             int32_t *last)
{
    int n = 0;
    int32_t day = ent_period_start(ent_day_ymd(1950, 1, 1), k->by);
    maker_clear(m);
    *first = day;
    for (int i = 0; i < 5 && k->part[i].periods; i++) {
        if (i) {
            breaks[n++] = day;
        }
        for (int p = 0; p < k->part[i].periods; p++) {
            int32_t next = ent_period_next(day, k->by);
            double rate =
                k->part[i].rate * exp(k->burst * known_normal(m) - k->burst * k->burst / 2);
            uint32_t events = maker_poisson(m, rate < 600 ? rate : 600);
            for (uint32_t e = 0; e < events; e++) {
                int32_t d = day + (int32_t)(maker_random(m) * (next - day));
                bool turned = maker_random(m) < 0.5;
                maker_days(m, turned ? "BBB" : "AAA", turned ? "AAA" : "BBB",
                           known_pick(m, &mixes[k->part[i].mix]), d, d);
            }
            day = next;
        }
    }
    *last = day - 1;
    return n;
}

static inline void known_write(maker *m, const history *h)
{
    maker_clear(m);
    for (int i = 0; i < 48 && h->acts[i].code; i++) {
        int32_t a = ent_day_parse(h->acts[i].start);
        int32_t b = h->acts[i].end ? ent_day_parse(h->acts[i].end) : a;
        maker_days(m, "AAA", "BBB", h->acts[i].code, a, b);
    }
}

/* Shuffles whole periods of the events in m->l within [first, last]. */
static inline void known_shuffle(maker *m, ent_period_unit by, int32_t first, int32_t last)
{
    uint32_t n = 0, cap = 0;
    int32_t *start = NULL;
    uint32_t *to = NULL;
    for (int32_t d = first; d <= last; d = ent_period_next(d, by)) {
        if (n == cap) {
            cap = cap ? cap * 2 : 512;
            start = ent_realloc(start, cap * sizeof *start);
            to = ent_realloc(to, cap * sizeof *to);
        }
        start[n] = d;
        to[n] = n;
        n++;
    }
    for (uint32_t i = n; i > 1; i--) {
        uint32_t j = (uint32_t)(maker_random(m) * i), t = to[i - 1];
        to[i - 1] = to[j];
        to[j] = t;
    }
    for (uint32_t i = 0; i < m->l.count; i++) {
        ent_date *d = &m->l.items[i].date;
        int32_t home = ent_period_start(d->start, by);
        uint32_t lo = 0, hi = n;
        while (lo + 1 < hi) {
            uint32_t mid = (lo + hi) / 2;
            *(start[mid] <= home ? &lo : &hi) = mid;
        }
        int32_t moved = start[to[lo]], offset = d->start - home;
        int32_t length = ent_period_next(moved, by) - moved;
        int32_t days = d->end - d->start;
        d->start = moved + (offset < length ? offset : length - 1);
        d->end = d->start + days < moved + length ? d->start + days : moved + length - 1;
    }
    free(start);
    free(to);
}

/* Periods between two days. */
static inline int known_apart(int32_t a, int32_t b, ent_period_unit by)
{
    int n = 0;
    int32_t x = a < b ? a : b, y = a < b ? b : a;
    for (x = ent_period_start(x, by); ent_period_next(x, by) <= y && n < 1000; n++) {
        x = ent_period_next(x, by);
    }
    return n;
}

#endif
