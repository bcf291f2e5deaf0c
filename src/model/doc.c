/* doc.c: making and freeing a document, and the names of its enumerations. */
#include "doc.h"

ent_doc *ent_doc_new(void)
{
    ent_doc *d = ent_calloc(1, sizeof *d);
    d->day = ENT_DAY_NONE;
    d->text = "";
    return d;
}

void ent_doc_destroy(ent_doc *d)
{
    if (d) {
        ent_arena_free(&d->arena);
        free(d);
    }
}

uint32_t ent_doc_part_at(const ent_doc *d, uint32_t offset)
{
    uint32_t best = d->part_count ? 0 : ENT_NONE;
    for (uint32_t i = 1; i < d->part_count && d->parts[i].span.begin <= offset; i++) {
        if (offset < d->parts[i].span.end) {
            best = i; /* later ones that hold the offset lie within earlier ones */
        }
    }
    return best;
}

uint32_t ent_doc_voice_at(const ent_doc *d, uint32_t offset)
{
    uint32_t p = ent_doc_part_at(d, offset);
    return p == ENT_NONE ? 0 : d->parts[p].voice;
}

void ent_doc_note(ent_doc *d, const char *stage, ent_span span, const char *format, ...)
{
    char text[512];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    ent_note *n = ENT_PUSH(&d->arena, d->notes, d->note_count, d->note_cap);
    n->stage = stage;
    n->span = span;
    n->text = ent_arena_str(&d->arena, text);
}

static const char *const upos_names[] = {"_",     "ADJ",   "ADP",   "ADV", "AUX",  "CCONJ",
                                         "DET",   "INTJ",  "NOUN",  "NUM", "PART", "PRON",
                                         "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"};

const char *ent_upos_name(uint8_t upos)
{
    return upos < ENT_COUNT(upos_names) ? upos_names[upos] : "_";
}

uint8_t ent_upos_of(const char *name, size_t len)
{
    for (uint8_t i = 1; i < ENT_COUNT(upos_names); i++) {
        if (strlen(upos_names[i]) == len && memcmp(upos_names[i], name, len) == 0) {
            return i;
        }
    }
    return ENT_UPOS_NONE;
}

static const char *const rel_names[ENT_REL_COUNT] = {
    "_",         "acl",       "advcl",      "advmod",   "amod",     "appos", "aux",      "case",
    "cc",        "ccomp",     "clf",        "compound", "conj",     "cop",   "csubj",    "dep",
    "det",       "discourse", "dislocated", "expl",     "fixed",    "flat",  "goeswith", "iobj",
    "list",      "mark",      "nmod",       "nsubj",    "nummod",   "obj",   "obl",      "orphan",
    "parataxis", "punct",     "reparandum", "root",     "vocative", "xcomp"};

const char *ent_rel_name(uint8_t rel)
{
    return rel < ENT_REL_COUNT ? rel_names[rel] : "_";
}

void ent_rel_of(const char *deprel, uint8_t *rel, uint8_t *sub)
{
    static const struct {
        const char *name;
        uint8_t sub;
    } subs[] = {{"pass", ENT_SUB_PASS},  {"agent", ENT_SUB_AGENT},       {"poss", ENT_SUB_POSS},
                {"tmod", ENT_SUB_TMOD},  {"unmarked", ENT_SUB_UNMARKED}, {"prt", ENT_SUB_PRT},
                {"relcl", ENT_SUB_RELCL}};
    const char *colon = strchr(deprel, ':');
    size_t n = colon ? (size_t)(colon - deprel) : strlen(deprel);
    *rel = ENT_REL_NONE;
    *sub = colon ? ENT_SUB_OTHER : ENT_SUB_NONE;
    for (uint8_t i = 1; i < ENT_REL_COUNT; i++) {
        if (strlen(rel_names[i]) == n && memcmp(rel_names[i], deprel, n) == 0) {
            *rel = i;
        }
    }
    for (size_t i = 0; colon && i < ENT_COUNT(subs); i++) {
        if (strcmp(colon + 1, subs[i].name) == 0) {
            *sub = subs[i].sub;
        }
    }
}
