/* offices.c: which titles mean one office.
 *
 * In: titles as the tables write them ("prime minister"). Out: whether two are of one office.
 */
#include "index.h"

static const char *const thrones[][5] = {{"emperor", "tsar", "czar", "kaiser", NULL},
                                         {"emir", "amir", NULL},
                                         {"king", NULL},
                                         {"queen", NULL},
                                         {"sultan", NULL},
                                         {"shah", NULL},
                                         {"pope", NULL},
                                         {"khedive", NULL},
                                         {"dey", NULL},
                                         {"chancellor", NULL}};

/* Titles of monarchs and the like: which group they are of, from 1; 0: none. */
uint32_t ent_actor_throne(const char *title)
{
    for (uint32_t g = 0; title && g < ENT_COUNT(thrones); g++) {
        for (size_t i = 0; thrones[g][i]; i++) {
            if (strcmp(thrones[g][i], title) == 0) {
                return g + 1;
            }
        }
    }
    return 0;
}

uint8_t ent_actor_rank(const char *office)
{
    static const char *const heads[] = {
        "president",         "prime minister",    "premier",        "leader",
        "general secretary", "first secretary",   "regent",         "prince",
        "acting president",  "interim president", "supreme leader", "secretary-general"};
    static const char *const minor[] = {"ambassador", "minister", "charge",  "envoy",
                                        "official",   "consul",   "diplomat"};
    if (!office || !*office) {
        return 0;
    }
    for (size_t i = 0; i < ENT_COUNT(heads); i++) {
        if (strcmp(office, heads[i]) == 0) {
            return 3;
        }
    }
    for (size_t i = 0; i < ENT_COUNT(minor); i++) {
        if (strcmp(office, minor[i]) == 0) {
            return 1;
        }
    }
    return ent_actor_throne(office) ? 3 : 2;
}

bool ent_actor_same_office(const char *title, const char *office)
{
    static const char *const group[][10] = {
        {"prime minister", "premier", "chancellor", "taoiseach", "leader", NULL},
        {"president", "leader", "acting president", "interim president", NULL},
        {"king", "queen", "emperor", "shah", "sultan", "emir", "amir", "tsar", "czar", NULL},
        {"emperor", "tsar", "czar", "kaiser", "empress", NULL},
        {"foreign minister", "secretary of state", "foreign secretary",
         "minister of foreign affairs", "minister for foreign affairs", "external affairs minister",
         "commissar", "foreign commissar", NULL},
        {"defense minister", "defence minister", "defense secretary", "secretary of defense",
         "secretary of war", "minister of defense", NULL},
        {"general secretary", "first secretary", "leader", "chairman", "secretary general", NULL},
        {"secretary-general", "secretary general", NULL},
        {"ambassador", "minister", "charge", "envoy", "diplomat", NULL},
        {"general", "marshal", "field marshal", "admiral", "colonel", "commander", NULL}};
    if (!title || !office) {
        return false;
    }
    if (strcmp(title, office) == 0) {
        return true;
    }
    for (size_t g = 0; g < ENT_COUNT(group); g++) {
        bool t = false, o = false;
        for (size_t i = 0; group[g][i]; i++) {
            t = t || strcmp(group[g][i], title) == 0;
            o = o || strcmp(group[g][i], office) == 0;
        }
        if (t && o) {
            return true;
        }
    }
    return false;
}
