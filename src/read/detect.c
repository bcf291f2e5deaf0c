/* detect.c: the encoding of bytes that declare none and are not UTF-8.
 *
 * In: bytes. Out: a name for iconv, or NULL: windows-1252. Each candidate is tried on a sample and
 * judged by what it makes of the high bytes: letters of an alphabet that go with their neighbours,
 * rather than symbols within words, capitals behind small letters, or rare characters. It takes
 * something else than windows-1252 only where that is plainly better.
 */
#include "read_int.h"

#include <iconv.h>

enum { SAMPLE = 8192, MAX_POINTS = 4096 };

typedef struct sample {
    uint32_t cp[MAX_POINTS];
    uint32_t n;
    uint32_t broken; /* byte sequences that the encoding does not have */
} sample;

/* Alphabets beyond ASCII: what is common counts full, the rest of the alphabet half. */
typedef struct alphabet {
    const char *common, *rest;
    uint32_t first, last; /* of a script that does not mix with Latin letters; 0: Latin */
} alphabet;

static const alphabet alphabets[] = {
    {"àâçéèêëîïôûùüÿœæÀÂÇÉÈÊÎÔŒ", "", 0, 0},
    {"äöüßÄÖÜ", "", 0, 0},
    {"áéíóúüñÁÉÍÓÚÑ", "", 0, 0},
    {"ãõáéíóúâêôçàÃÕÁÉÍÓÚÂÊÔÇÀ", "", 0, 0},
    {"àèéìíòóùúÀÈÉ", "", 0, 0},
    {"åäöæøéÅÄÖÆØÉ", "", 0, 0},
    {"áðéíóúýþæöÁÐÉÍÓÚÝÞÆÖ", "", 0, 0},
    {"ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "", 0, 0},
    {"áäčďéěíľĺňóôŕřšťúůýžÁČĎÉĚÍĽŇÓŘŠŤÚŮÝŽ", "", 0, 0},
    {"áéíóöőúüűÁÉÍÓÖŐÚÜŰ", "", 0, 0},
    {"ăâîşţșțĂÂÎŞŢȘȚ", "", 0, 0},
    {"čćđšžČĆĐŠŽ", "", 0, 0},
    {"çğıöşüâîûÇĞİÖŞÜ", "", 0, 0},
    {"оеаинтсрвлкмдпуяОЕАИНТСРВЛКМДПУЯ", "ыьгзбчйхжшюцщэфъёЫЬГЗБЧЙХЖШЮЦЩЭФЪЁєіїґўђјљњћџЄІЇҐЎЂЈЉЊЋЏ",
     0x400, 0x4FF},
    {"αοιετσνηυρπκμλωςάίόέήύώδγχΑΟΙΕΤΣΝΗΥΡΠΚΜΛ", "θφβξζψΐΰϊϋΆΈΉΊΌΎΏΘΦΒΞΖΨΩΔΓΧ", 0x370, 0x3FF},
    {"יוהלאמרתבשנדחקפעםן", "גזטכסצךףץ", 0x590, 0x5FF},
    {"اليمونتربةعدسفهكقحج", "أإآءئؤىصضطظغخذزشث،؛؟", 0x600, 0x6FF},
};

static bool within(uint32_t cp, const char *set)
{
    size_t n = strlen(set);
    for (size_t i = 0; i < n;) {
        uint32_t c;
        i += ent_utf8_next(set + i, n - i, &c);
        if (c == cp) {
            return true;
        }
    }
    return false;
}

static bool decode(sample *out, const char *s, size_t n, const char *name)
{
    iconv_t cd = iconv_open("UTF-8", name);
    if (cd == (iconv_t)-1) {
        return false;
    }
    char *in = (char *)(uintptr_t)s, chunk[1024];
    size_t left = n;
    out->n = out->broken = 0;
    while (left && out->n < MAX_POINTS) {
        char *o = chunk;
        size_t room = sizeof chunk;
        size_t rc = iconv(cd, &in, &left, &o, &room);
        size_t got = sizeof chunk - room;
        for (size_t i = 0; i < got && out->n < MAX_POINTS;) {
            i += ent_utf8_next(chunk + i, got - i, &out->cp[out->n++]);
        }
        if (rc == (size_t)-1 && room > 16) {
            out->broken += left > 3; /* the sample may end within a character */
            in++;
            left--;
        }
    }
    iconv_close(cd);
    return true;
}

static bool latin(uint32_t c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* Symbols that texts have outside words. */
static bool plain_symbol(uint32_t c)
{
    return (c >= 0x2010 && c <= 0x2026 && c != 0x201A) || within(c, "«»¿¡·•€£©®°§™ \u2039\u203A");
}

/* How well a sample fits an alphabet, 0..1; *seen: how many characters tell. */
static double fits(const sample *x, const alphabet *a, uint32_t *seen)
{
    double good = 0, all = 2.0 * x->broken;
    *seen = x->broken;
    for (uint32_t i = 0; i < x->n; i++) {
        uint32_t c = x->cp[i], p = i ? x->cp[i - 1] : ' ', q = i + 1 < x->n ? x->cp[i + 1] : ' ';
        if (c < 0x80) {
            continue;
        }
        bool word = latin(q) || ent_utf8_is_letter(q), back = latin(p) || ent_utf8_is_letter(p);
        if (!ent_utf8_is_letter(c)) {
            bool small = within(c, "²³¹ªº½¼¾±×");
            bool ok = plain_symbol(c) ? !(word && back) || c == 0x2019 : small && !word;
            if (within(c, a->rest)) { /* marks of the script itself */
                continue;
            }
            *seen += !ok;
            all += !ok;
            continue;
        }
        bool alien = a->first ? latin(p) || latin(q)
                              : i + 2 < x->n && ent_utf8_is_letter(q) && q >= 0x80 &&
                                    x->cp[i + 2] >= 0x80 && ent_utf8_is_letter(x->cp[i + 2]);
        bool rises = ent_utf8_is_upper(c) && back && !ent_utf8_is_upper(p);
        double w = alien || rises ? 0 : within(c, a->common) ? 1.0 : within(c, a->rest) ? 0.5 : 0;
        good += w;
        all += 1.0;
        ++*seen;
    }
    return all > 0 ? good / all : 0;
}

static double best_alphabet(const sample *x, uint32_t *seen)
{
    double best = 0;
    for (size_t i = 0; i < ENT_COUNT(alphabets); i++) {
        double f = fits(x, &alphabets[i], seen);
        best = f > best ? f : best;
    }
    return best;
}

/* East Asian: kana, Hangul, and the characters that every Chinese page has. */
static double fits_asian(const sample *x, const char *kind)
{
    static const char *const simple =
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下"
        "过子说产种面而方后多定行学法"
        "所民得经十三之进着等部度家电力里如水化高自二理起外长政府总统";
    static const char *const full = "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就"
                                    "分對成會可主發年動同工也能下過子說產種面而方後多定行學法"
                                    "所民得經十三之進著等部度家電力裡如水化高自二理起外長政府總統";
    double good = 0, all = 3.0 * x->broken;
    for (uint32_t i = 0; i < x->n; i++) {
        uint32_t c = x->cp[i];
        if (c < 0x80 || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFF60)) {
            continue; /* ASCII, and the punctuation that all have */
        }
        bool kana = c >= 0x3040 && c <= 0x30FF, hangul = c >= 0xAC00 && c <= 0xD7A3;
        bool han = c >= 0x4E00 && c <= 0x9FFF;
        all += 1.0;
        switch (kind[0]) {
        case 'j':
            good += kana ? 1.0 : han ? 0.5 : 0;
            break;
        case 'k':
            good += hangul ? 1.0 : han ? 0.1 : 0;
            break;
        default:
            good += han ? (within(c, kind[0] == 's' ? simple : full) ? 1.0 : 0.4) : 0;
        }
    }
    return all > 0 ? good / all : 0;
}

/* UTF-16 without a mark: ASCII characters have their NULs all on one side. */
static const char *wide(const char *s, size_t n)
{
    size_t nul[2] = {0};
    for (size_t i = 0; i < n; i++) {
        nul[i & 1] += s[i] == 0;
    }
    return nul[1] > n / 4 && nul[0] < n / 16   ? "UTF-16LE"
           : nul[0] > n / 4 && nul[1] < n / 16 ? "UTF-16BE"
                                               : NULL;
}

const char *ent_read_detect(const char *s, size_t n)
{
    static const char *const single[] = {"WINDOWS-1250", "ISO-8859-2",   "WINDOWS-1254",
                                         "MACINTOSH",    "CP850",        "WINDOWS-1251",
                                         "KOI8-R",       "ISO-8859-5",   "CP866",
                                         "WINDOWS-1253", "WINDOWS-1255", "WINDOWS-1256"};
    static const struct {
        const char *name, *kind;
    } multi[] = {
        {"EUC-JP", "j"}, {"SHIFT_JIS", "j"}, {"EUC-KR", "k"}, {"GB18030", "s"}, {"BIG5", "t"}};
    const char *two = wide(s, n < 65536 ? n : 65536);
    if (two) {
        return two;
    }
    size_t from = 0, high = 0;
    while (from < n && (unsigned char)s[from] < 0x80) {
        from++; /* a sample from where it tells, from a whole word */
    }
    while (from > 0 && (unsigned char)s[from - 1] > ' ') {
        from--;
    }
    n = n - from < SAMPLE ? n - from : SAMPLE;
    s += from;
    for (size_t i = 0; i < n; i++) {
        high += (unsigned char)s[i] >= 0x80;
    }
    ent_arena a = {0};
    sample *x = ent_arena_alloc(&a, sizeof *x);
    const char *best = NULL;
    uint32_t seen = 0;
    double top = decode(x, s, n, "WINDOWS-1252") ? best_alphabet(x, &seen) + 0.1 : 0.1;
    for (size_t i = 0; i < ENT_COUNT(single) && seen >= 2; i++) {
        uint32_t tell;
        double f = decode(x, s, n, single[i]) ? best_alphabet(x, &tell) : 0;
        if (f > top) {
            top = f;
            best = single[i];
        }
    }
    for (size_t i = 0; i < ENT_COUNT(multi) && high * 8 >= n && high >= 8; i++) {
        double f = decode(x, s, n, multi[i].name) ? fits_asian(x, multi[i].kind) : 0;
        if (f > top && f > 0.5) {
            top = f;
            best = multi[i].name;
        }
    }
    ent_arena_free(&a);
    return best;
}
