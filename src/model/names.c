/* names.c: the words of the account record for its enumerations. */
#include "account.h"

static const char *const precisions[] = {NULL,   "day",    "week", "month", "season",
                                         "year", "decade", "era",  "span"};
static const char *const bases[] = {NULL, "text", "context", "document"};
static const char *const statuses[] = {"asserted", "planned", "possible", "denied", "negated"};
static const char *const voices[] = {"author", "quoted", "reprint", "comment", "caption"};
static const char *const rels[] = {"cause", "consequence", "despite", "part", "same"};
static const char *const abouts[] = {"date", "source", "target", "kind", "occurrence"};

static int find(const char *const *names, size_t n, const char *word)
{
    for (size_t i = 0; word && i < n; i++) {
        if (names[i] && strcmp(names[i], word) == 0) {
            return (int)i;
        }
    }
    return -1;
}

#define NAME(array, i) ((size_t)(i) < ENT_COUNT(array) ? (array)[(size_t)(i)] : NULL)

const char *ent_precision_name(ent_precision p)
{
    return NAME(precisions, p);
}

const char *ent_basis_name(ent_basis b)
{
    return NAME(bases, b);
}

const char *ent_status_name(ent_status s)
{
    return NAME(statuses, s);
}

const char *ent_voice_kind_name(ent_voice_kind k)
{
    return NAME(voices, k);
}

const char *ent_link_rel_name(ent_link_rel r)
{
    return NAME(rels, r);
}

const char *ent_dispute_name(ent_dispute_about a)
{
    return NAME(abouts, a);
}

int ent_precision_of(const char *word)
{
    return find(precisions, ENT_COUNT(precisions), word);
}

int ent_basis_of(const char *word)
{
    return find(bases, ENT_COUNT(bases), word);
}

int ent_status_of(const char *word)
{
    return find(statuses, ENT_COUNT(statuses), word);
}

int ent_voice_kind_of(const char *word)
{
    return find(voices, ENT_COUNT(voices), word);
}

int ent_link_rel_of(const char *word)
{
    return find(rels, ENT_COUNT(rels), word);
}

int ent_dispute_of(const char *word)
{
    return find(abouts, ENT_COUNT(abouts), word);
}
