/* lang.c: is it English, and if not, what is it?
 *
 * In: a document's text. Out: nothing, or the code of the language to refuse it by; `sure`: it is
 * plainly English. The share of
 * English function words decides; libexttextcat only names what has too few of them, since it errs
 * on short and mixed texts. Where its fingerprints are not installed, nothing but other scripts is
 * refused.
 */
#include "read_int.h"

#include <libexttextcat/textcat.h>

#define PRINTS "/usr/share/libexttextcat/"

/* Sorted. Words that are common in English and rare elsewhere in this spelling. */
static const char *const words[] = {
    "a",    "after",  "against", "all",    "also", "and",   "any",   "are",  "as",  "at",    "be",
    "been", "before", "but",     "by",     "can",  "could", "did",   "do",   "for", "from",  "had",
    "has",  "have",   "he",      "her",    "his",  "how",   "i",     "if",   "in",  "into",  "is",
    "it",   "its",    "more",    "no",     "not",  "of",    "on",    "one",  "or",  "our",   "out",
    "over", "said",   "she",     "should", "so",   "some",  "than",  "that", "the", "their", "them",
    "then", "there",  "these",   "they",   "this", "to",    "two",   "up",   "was", "we",    "were",
    "what", "when",   "which",   "who",    "will", "with",  "would", "you",  "your"};

static bool english(const char *s, size_t n)
{
    char low[12];
    if (n >= sizeof low) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        low[i] = (char)(s[i] | 32);
    }
    low[n] = 0;
    size_t lo = 0, hi = ENT_COUNT(words);
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int c = strcmp(words[mid], low);
        if (c == 0) {
            return true;
        }
        lo = c < 0 ? mid + 1 : lo;
        hi = c < 0 ? hi : mid;
    }
    return false;
}

const char *ent_read_foreign(const ent_doc *d, ent_arena *a, bool *sure)
{
    enum { SAMPLE = 20000 };
    uint32_t from = d->body.begin, to = d->body.end > from ? d->body.end : d->len;
    uint32_t n = 0, known = 0, high = 0, letters = 0;
    to = to - from > SAMPLE ? from + SAMPLE : to;
    for (uint32_t i = from; i < to;) {
        uint32_t j = i;
        while (j < to && (((d->text[j] | 32) >= 'a' && (d->text[j] | 32) <= 'z') ||
                          (unsigned char)d->text[j] >= 0x80)) {
            high += (unsigned char)d->text[j] >= 0xC3 && (unsigned char)d->text[j] != 0xE2;
            letters += ((unsigned char)d->text[j] & 0xC0) != 0x80;
            j++;
        }
        if (j > i) {
            n++;
            known += english(d->text + i, j - i);
        }
        i = j + 1;
    }
    bool script = letters >= 20 && high * 2 > letters; /* mostly not Latin letters */
    *sure = n >= 8 && known * 100 >= n * 20;
    if ((n < 30 && !script) || known * 100 >= n * 14) {
        return NULL; /* English, or too short to be refused */
    }
    const char *name = NULL;
    void *cat = special_textcat_Init(PRINTS "fpdb.conf", PRINTS);
    if (cat) {
        const char *found = textcat_Classify(cat, d->text + from, to - from);
        const char *end = found && found[0] == '[' ? strpbrk(found + 1, "-]") : NULL;
        name = end ? ent_arena_strn(a, found + 1, (size_t)(end - found) - 1) : NULL;
        textcat_Done(cat);
    }
    if (name && (strcmp(name, "en") == 0 || strcmp(name, "sco") == 0)) {
        return NULL;
    }
    return name ? name : script ? "unknown" : NULL;
}
