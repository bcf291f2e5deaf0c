/* series.c: calendar periods and what belongs to a series without computing one. */
#include "series.h"

static const char *const units[] = {"day", "week", "month", "quarter", "year"};

static const char *const plover[ENT_PLOVER_KINDS] = {
    "AGREE",    "CONSULT",  "SUPPORT", "COOPERATE", "AID",      "CONCEDE",
    "RETREAT",  "REQUEST",  "ACCUSE",  "REJECT",    "THREATEN", "PROTEST",
    "SANCTION", "MOBILIZE", "COERCE",  "ASSAULT",   "none"};

const char *ent_unit_name(ent_period_unit u)
{
    return (size_t)u < ENT_COUNT(units) ? units[u] : "month";
}

int ent_unit_of(const char *word)
{
    for (size_t i = 0; word && i < ENT_COUNT(units); i++) {
        if (strcmp(units[i], word) == 0) {
            return (int)i;
        }
    }
    return -1;
}

const char *ent_plover_name(uint32_t i)
{
    return i < ENT_PLOVER_KINDS ? plover[i] : "none";
}

int32_t ent_period_start(int32_t day, ent_period_unit u)
{
    int y, m, d;
    switch (u) {
    case ENT_BY_DAY:
        return day;
    case ENT_BY_WEEK:
        return day - (ent_weekday(day) - 1);
    case ENT_BY_MONTH:
    case ENT_BY_QUARTER:
    case ENT_BY_YEAR:
        break;
    }
    ent_day_split(day, &y, &m, &d);
    int month = u == ENT_BY_YEAR ? 1 : u == ENT_BY_QUARTER ? (m - 1) / 3 * 3 + 1 : m;
    return ent_day_ymd(y, month, 1);
}

int32_t ent_period_next(int32_t start, ent_period_unit u)
{
    int y, m, d;
    if (u == ENT_BY_DAY || u == ENT_BY_WEEK) {
        return start + (u == ENT_BY_DAY ? 1 : 7);
    }
    ent_day_split(start, &y, &m, &d);
    m += u == ENT_BY_YEAR ? 12 : u == ENT_BY_QUARTER ? 3 : 1;
    return m > 12 ? ent_day_ymd(y + 1, m - 12, 1) : ent_day_ymd(y, m, 1);
}

const char *ent_period_label(int32_t day, ent_period_unit u, char buf[24])
{
    int y, m, d;
    char iso[16];
    if (day == ENT_DAY_NONE) {
        buf[0] = 0;
        return buf;
    }
    if (u == ENT_BY_WEEK) { /* ISO 8601: the week belongs to the year of its Thursday */
        int32_t thursday = day - (ent_weekday(day) - 1) + 3;
        ent_day_split(thursday, &y, &m, &d);
        snprintf(buf, 24, "%04d-W%02d", y, (thursday - ent_day_ymd(y, 1, 1)) / 7 + 1);
        return buf;
    }
    ent_day_split(day, &y, &m, &d);
    ent_day_format(day, iso);
    size_t len = strlen(iso); /* the year may carry a sign */
    if (u == ENT_BY_QUARTER) {
        snprintf(buf, 24, "%.*s-Q%d", (int)(len - 6), iso, (m - 1) / 3 + 1);
    } else {
        size_t cut = u == ENT_BY_YEAR ? 6 : u == ENT_BY_MONTH ? 3 : 0;
        snprintf(buf, 24, "%.*s", (int)(len - cut), iso);
    }
    return buf;
}

bool ent_account_key(const char *id, uint64_t *key)
{
    uint64_t v = 0;
    if (!id || id[0] != 'a') {
        return false;
    }
    for (int i = 1; i <= 16; i++) {
        char c = id[i];
        if (c >= '0' && c <= '9') {
            v = v << 4 | (uint64_t)(c - '0');
        } else if (c >= 'a' && c <= 'f') {
            v = v << 4 | (uint64_t)(c - 'a' + 10);
        } else {
            return false;
        }
    }
    *key = v;
    return id[17] == 0;
}

/* Ids are hashes, spread evenly: interpolation finds one in a few steps. */
static uint32_t find_key(const uint64_t *key, uint32_t n, uint64_t wanted)
{
    uint32_t lo = 0, hi = n; /* wanted is in [lo, hi) if anywhere */
    while (lo < hi && wanted >= key[lo] && wanted <= key[hi - 1]) {
        double range = (double)(key[hi - 1] - key[lo]);
        double share = range > 0 ? (double)(wanted - key[lo]) / range : 0;
        uint32_t at = lo + (uint32_t)(share * (hi - 1 - lo));
        if (key[at] == wanted) {
            return at;
        }
        if (key[at] < wanted) {
            lo = at + 1;
        } else {
            hi = at;
        }
    }
    return ENT_NONE;
}

const ent_account *ent_series_account(const ent_series *s, const char *id)
{
    uint64_t wanted;
    if (s->account_keys) {
        uint32_t at = ent_account_key(id, &wanted)
                          ? find_key(s->account_keys, s->account_count, wanted)
                          : ENT_NONE;
        return at == ENT_NONE ? NULL : s->accounts[at];
    }
    uint32_t lo = 0, hi = s->account_count;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (strcmp(s->accounts[mid]->id, id) < 0) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < s->account_count && strcmp(s->accounts[lo]->id, id) == 0 ? s->accounts[lo] : NULL;
}

void ent_network_destroy(ent_network *n)
{
    if (n) {
        ent_arena_free(&n->arena);
        free(n);
    }
}

void ent_partner_list_free(ent_partner_list *l)
{
    if (l) {
        ent_arena_free(&l->arena);
        memset(l, 0, sizeof *l);
    }
}

void ent_dyad_list_free(ent_dyad_list *l)
{
    if (l) {
        ent_arena_free(&l->arena);
        memset(l, 0, sizeof *l);
    }
}
