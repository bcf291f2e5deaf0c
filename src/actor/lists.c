/* lists.c: the closed lists, and which of them a word stands in.
 *
 * In: nothing. Out: a bit a list for every word of a text, found once by its hash.
 */
#include "scan.h"

static const char *const determiners[] = {"the",   "a",     "an",  "this",    "that",   "its",
                                          "their", "his",   "her", "our",     "both",   "each",
                                          "these", "those", "two", "neither", "either", "all"};
static const char *const locatives[] = {"in",      "at",     "near",   "inside",
                                        "within",  "across", "around", "throughout",
                                        "outside", "off",    "along"};
static const char *const directions[] = {"the",      "neighboring",  "northern",    "southern",
                                         "eastern",  "western",      "central",     "nearby",
                                         "occupied", "southeastern", "northwestern"};
static const char *const local_offices[] = {"governor", "mayor",   "minister", "commander",
                                            "chief",    "prefect", "province", "commissioner"};
static const char *const relational[] = {
    "ally",     "allies", "neighbor", "neighbors", "neighbour",  "neighbours", "rival",
    "rivals",   "enemy",  "enemies",  "adversary", "foe",        "foes",       "partner",
    "partners", "client", "clients",  "satellite", "satellites", "adversaries"};
static const char *const recurrent[] = {"administration", "regime",  "junta",     "dictatorship",
                                        "monarchy",       "marines", "leadership"};
static const char *const outsiders[] = {
    "foreign",       "international", "multinational", "coalition",    "allied",
    "enemy",         "opposing",      "other",         "rival",        "hostile",
    "neutral",       "friendly",      "neighboring",   "joint",        "occupying",
    "various",       "mercenary",     "combined",      "neighbouring", "overseas",
    "transnational", "unidentified",  "unknown",       "several",      "different"};
static const char *const creeds[] = {
    "communist",   "nationalist",   "republican", "democratic", "conservative", "labour",
    "labor",       "liberal",       "socialist",  "muslim",     "christian",    "islamic",
    "marxist",     "nazi",          "fascist",    "royal",      "imperial",     "federal",
    "national",    "supreme",       "high",       "foreign",    "prime",        "general",
    "catholic",    "shiite",        "shia",       "sunni",      "jewish",       "islamist",
    "loyalist",    "royalist",      "baathist",   "protestant", "hindu",        "buddhist",
    "provisional", "revolutionary", "deputy",     "vice",       "democrat"};
static const char *const venues[] = {
    "conference", "treaty",   "agreement", "agreements",   "accord",      "accords",
    "pact",       "protocol", "talks",     "summit",       "declaration", "convention",
    "peace",      "meeting",  "airport",   "negotiations", "communique",  "conferences",
    "treaties",   "process",  "round",     "armistice",    "uprising",    "massacre"};
static const char *const particles[] = {"de",  "da",  "do",  "dos", "del", "della", "di",  "la",
                                        "le",  "al",  "el",  "bin", "ibn", "ben",   "von", "van",
                                        "der", "den", "ter", "und", "abu", "ould",  "y",   "e"};
static const char *const stops[] = {
    "the",    "a",      "an",     "of",    "to",    "in",      "on",      "at",      "by",
    "for",    "with",   "from",   "and",   "or",    "but",     "nor",     "as",      "is",
    "was",    "were",   "are",    "be",    "been",  "had",     "has",     "have",    "that",
    "which",  "who",    "whose",  "it",    "its",   "he",      "she",     "they",    "his",
    "her",    "their",  "this",   "these", "those", "not",     "no",      "would",   "will",
    "could",  "can",    "may",    "might", "must",  "should",  "shall",   "did",     "do",
    "does",   "said",   "says",   "say",   "told",  "also",    "when",    "while",   "after",
    "before", "during", "until",  "over",  "under", "into",    "against", "between", "among",
    "if",     "than",   "then",   "now",   "once",  "because", "since",   "about",   "sent",
    "made",   "took",   "began",  "saw",   "gave",  "came",    "went",    "met",     "let",
    "held",   "became", "fought", "led",   "left",  "kept",    "lost",    "won",     "set",
    "put",    "both",   "all",    "some",  "many",  "other",   "such",    "there",   "what",
    "where",  "how",    "so",     "only",  "even",  "still",   "yet",     "up",      "out",
    "off",    "s",      "via"};
static const char *const things[] = {
    "trail",     "doctrine", "plan",       "airport", "university", "hospital",  "street",
    "prize",     "award",    "foundation", "center",  "centre",     "institute", "declaration",
    "avenue",    "road",     "stadium",    "bridge",  "school",     "library",   "city",
    "committee", "act",      "amendment",  "note",    "notes",      "directive", "resolution"};
static const char *const unsure[] = {
    "general", "major",     "official", "public", "press", "executive",      "national",
    "native",  "subject",   "head",     "state",  "land",  "count",          "deputy",
    "premier", "sovereign", "secret",   "force",  "party", "representative", "justice",
    "marshal", "captain",   "lord",     "crown"};
static const char *const org_nouns[] = {"league",       "pact",      "alliance",     "entente",
                                        "commonwealth", "comintern", "organization", "organisation",
                                        "coalition",    "bloc"};
static const char *const many[] = {
    "two",    "three",    "four",  "five",      "six",     "seven",    "eight",     "nine",
    "ten",    "some",     "many",  "several",   "dozens",  "hundreds", "thousands", "millions",
    "fellow", "ordinary", "young", "displaced", "million", "thousand"};
static const char *const she_titles[] = {"queen",    "mrs",         "ms",         "empress",
                                         "princess", "spokeswoman", "chairwoman", "congresswoman",
                                         "lady",     "woman"};
static const char *const he_titles[] = {"king",        "mr",   "emperor",   "prince",
                                        "sultan",      "pope", "spokesman", "chairman",
                                        "congressman", "lord", "sir",       "shah"};
static const char *const numbers[] = {"both", "two",   "three", "four",  "five",
                                      "six",  "seven", "eight", "former"};
static const char *const past_words[] = {"former", "ex", "late", "deposed", "ousted"};
static const char *const pair_words[] = {
    "countries",      "nations",     "states",        "powers",       "superpowers",
    "sides",          "parties",     "governments",   "leaders",      "regimes",
    "republics",      "allies",      "belligerents",  "neighbors",    "neighbours",
    "signatories",    "adversaries", "rivals",        "enemies",      "capitals",
    "presidents",     "ministers",   "armies",        "forces",       "delegations",
    "militaries",     "peoples",     "dictatorships", "empires",      "monarchies",
    "kingdoms",       "negotiators", "premiers",      "combatants",   "statesmen",
    "officials",      "diplomats",   "troops",        "partners",     "administrations",
    "administration", "superpower",  "counterparts",  "participants", "islands",
    "guarantors",     "men",         "women",         "opponents",    "antagonists",
    "chancellors",    "monarchs",    "emperors",      "kings",        "envoys",
    "dictators",      "commanders",  "delegates",     "heads",        "representatives"};
static const char *const side_words[] = {
    "sides",        "parties",     "belligerents", "combatants",  "signatories",
    "participants", "antagonists", "opponents",    "adversaries", "guarantors"};
static const char *const leader_words[] = {
    "leaders",     "presidents", "ministers", "premiers", "statesmen",
    "negotiators", "officials",  "men",       "women",    "diplomats",
    "chancellors", "monarchs",   "emperors",  "kings",    "envoys",
    "dictators",   "commanders", "delegates", "heads",    "representatives"};
static const char *const state_words[] = {"country", "nation", "republic", "kingdom", "empire",
                                          "island",  "state",  "mainland", "homeland"};
static const char *const lasting[] = {"regimes",     "dictatorships", "allies",     "rivals",
                                      "republics",   "empires",       "monarchies", "kingdoms",
                                      "adversaries", "islands",       "enemies"};
static const char *const sent_abroad[] = {
    "embassy", "legation",   "consulate",   "mission",   "ambassador", "consul",
    "envoy",   "embassies",  "chargé",      "diplomats", "legations",  "minister",
    "attaché", "consulates", "ambassadors", "diplomat",  "envoys"};
static const char *const he_words[] = {"he", "him", "his", "himself"};
static const char *const she_words[] = {"she", "her", "hers", "herself"};
static const char *const they_words[] = {"they", "them", "their", "theirs", "themselves"};
static const char *const it_words[] = {"it", "its", "itself"};
static const char *const diplomatic[] = {
    "relations",   "embassy",    "legation",      "consulate",     "recognition", "recognized",
    "credentials", "diplomatic", "envoy",         "ambassador",    "consul",      "consular",
    "treaty",      "mission",    "chancery",      "recognize",     "exequatur",   "minister",
    "agreement",   "talks",      "proposal",      "ceasefire",     "armistice",   "truce",
    "resolution",  "withdrawal", "normalization", "rapprochement", "embargo",     "settlement",
    "agreements",  "offer",      "terms",         "negotiations",  "ties",        "recognised"};
static const char *const local_words[] = {"governor", "senator",   "lawmakers",   "legislature",
                                          "sheriff",  "county",    "republican",  "republicans",
                                          "democrat", "democrats", "congressman", "voters"};

static const char *const women[] = {
    "margaret", "indira",    "golda",    "angela",    "hillary",   "condoleezza", "madeleine",
    "benazir",  "corazon",   "gloria",   "michelle",  "dilma",     "cristina",    "isabel",
    "eva",      "violeta",   "ellen",    "joyce",     "julia",     "jacinda",     "theresa",
    "liz",      "elizabeth", "ursula",   "federica",  "catherine", "christine",   "kamala",
    "nancy",    "susan",     "samantha", "nikki",     "linda",     "annalena",    "giorgia",
    "sanna",    "mette",     "kaja",     "dalia",     "yulia",     "maria",       "maia",
    "zuzana",   "tzipi",     "tansu",    "chandrika", "sirimavo",  "khaleda",     "yingluck",
    "sanae",    "yoko",      "april",    "jeane",     "janet",     "penny",       "melanie",
    "anita",    "mary",      "anna",     "victoria",  "queen",     "sonia",       "sushma",
    "claudia",  "xiomara",   "dina",     "delcy",     "segolene",  "marine",      "edith",
    "yvette",   "gro",       "erna",     "vigdis",    "tarja",     "megawati",    "samia",
    "salome",   "sviatlana", "ana",      "barbara",   "sarah",     "laura",       "lisa",
    "karen",    "emma",      "olivia"};

#define LIST(name) [L_##name] = {name, ENT_COUNT(name)}

static const struct {
    const char *const *word;
    size_t count;
} all[L_COUNT] = {
    LIST(determiners),   LIST(locatives), LIST(directions),  LIST(venues),       LIST(particles),
    LIST(stops),         LIST(things),    LIST(unsure),      LIST(org_nouns),    LIST(many),
    LIST(she_titles),    LIST(he_titles), LIST(numbers),     LIST(past_words),   LIST(pair_words),
    LIST(state_words),   LIST(lasting),   LIST(sent_abroad), LIST(he_words),     LIST(she_words),
    LIST(they_words),    LIST(it_words),  LIST(outsiders),   LIST(recurrent),    LIST(relational),
    LIST(local_offices), LIST(creeds),    LIST(side_words),  LIST(leader_words), LIST(diplomatic),
    LIST(local_words),   LIST(women),
};

_Static_assert(L_COUNT <= 32, "a word has 32 bits for its lists");

void ent_actor_lists_build(ent_actors *a)
{
    a->list_slots = ent_calloc(LIST_SLOTS, sizeof *a->list_slots);
    for (size_t l = 0; l < L_COUNT; l++) {
        for (size_t i = 0; i < all[l].count; i++) {
            uint32_t at = 0;
            word w;
            const char *s = all[l].word[i];
            if (!ent_actor_word_next(s, (uint32_t)strlen(s), &at, &w)) {
                continue;
            }
            uint64_t k = w.hash & (LIST_SLOTS - 1);
            uint32_t tag = (uint32_t)(w.hash >> 32);
            while (a->list_slots[k].lists && a->list_slots[k].tag != tag) {
                k = (k + 1) & (LIST_SLOTS - 1);
            }
            a->list_slots[k].tag = tag;
            a->list_slots[k].lists |= 1u << l;
        }
    }
}
