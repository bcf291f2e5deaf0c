/* test_read.c: framing of inputs, packing, charsets, limits, what is refused and how. */
#include "read/read.h"

#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cmocka.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) && !defined(__SANITIZE_ADDRESS__)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

typedef struct input {
    int fd;
    char path[64];
} input;

static input make(const char *s, size_t n)
{
    input in;
    in.fd = memfd_create("t", 0);
    assert_true(in.fd >= 0);
    for (size_t k = 0; k < n;) {
        ssize_t w = write(in.fd, s + k, n - k);
        assert_true(w > 0);
        k += (size_t)w;
    }
    snprintf(in.path, sizeof in.path, "/proc/self/fd/%d", in.fd);
    return in;
}

/* Reads everything: a line a record, "id|title|words of the text" or "!message". */
static char *read_all(const char *s, size_t n, const ent_read_options *o)
{
    input in = make(s, n);
    ent_read_source *src;
    ent_err err = {0};
    ent_buf b = {0};
    assert_int_equal(ent_read_open(&src, o, in.path, &err), 0);
    ent_record r;
    for (int rc; (rc = ent_read_next(&r, src, &err)) != 0;) {
        ent_doc *d;
        if (rc < 0) {
            ent_buf_printf(&b, "!%s\n", err.message);
            continue;
        }
        if (ent_read_doc(&d, &r, o, &err) < 0) {
            ent_buf_printf(&b, "!%s\n", err.message);
        } else {
            ent_buf_printf(&b, "%s|%s|%s\n", d->id, d->title.value ? d->title.value : "-", d->text);
            ent_doc_destroy(d);
        }
        ent_record_free(&r);
    }
    ent_read_close(src);
    close(in.fd);
    ent_buf_add(&b, "", 0);
    return b.data;
}

static void gz(ent_buf *out, const char *s, size_t n)
{
    z_stream z = {0};
    char chunk[65536];
    deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    z.next_in = (Bytef *)(uintptr_t)s;
    z.avail_in = (uInt)n;
    int rc;
    do {
        z.next_out = (Bytef *)chunk;
        z.avail_out = sizeof chunk;
        rc = deflate(&z, Z_FINISH);
        ent_buf_add(out, chunk, sizeof chunk - z.avail_out);
    } while (rc == Z_OK);
    deflateEnd(&z);
}

static void warc(ent_buf *b, int id, const char *head, const char *body, size_t n)
{
    ent_buf http = {0};
    ent_buf_printf(&http, "HTTP/1.1 200 OK\r\n%s\r\n", head);
    ent_buf_add(&http, body, n);
    ent_buf_printf(b,
                   "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:r%d>\r\n"
                   "WARC-Target-URI: http://x.example/%d\r\nContent-Length: %zu\r\n\r\n",
                   id, id, http.len);
    ent_buf_add(b, http.data, http.len);
    ent_buf_str(b, "\r\n\r\n");
    ent_buf_free(&http);
}

#define PLAIN "Content-Type: text/plain; charset=utf-8\r\n"
#define WORDS "The two envoys met in the old town and they agreed on nothing at all."

/* WORDS, and 2 MB of one letter, both by brotli 1.0.9 */
static const unsigned char brotli_words[] = {
    27,  68,  0,   248, 141, 148, 171, 237, 104, 65,  5,  229, 182, 84,  47,  36,
    99,  23,  124, 152, 48,  93,  240, 81,  132, 137, 28, 56,  5,   222, 2,   62,
    32,  189, 9,   96,  133, 33,  159, 156, 33,  252, 10, 237, 91,  255, 176, 100,
    230, 198, 33,  42,  7,   57,  156, 67,  159, 83,  26, 35,  221, 148, 217, 0};
static const unsigned char brotli_bomb[] = {155, 255, 255, 31,  0,   36, 194,
                                            226, 177, 64,  114, 239, 63, 0};

static const ent_read_options options = {.any_language = true};

static void warc_bodies(void **state)
{
    (void)state;
    ent_buf b = {0}, packed = {0};
    warc(&b, 1, PLAIN, WORDS, strlen(WORDS));
    warc(&b, 2, PLAIN "Transfer-Encoding: chunked\r\n", "4\r\nThe \r\n5\r\nenvoy\r\n0\r\n\r\n", 25);
    gz(&packed, WORDS, strlen(WORDS));
    warc(&b, 3, PLAIN "Content-Encoding: gzip\r\n", packed.data, packed.len);
    warc(&b, 4, "Content-Type: image/png\r\n", "x", 1);
    warc(&b, 5, "Content-Type: text/plain; charset=iso-8859-1\r\n", "Caf\xE9 envoys", 11);
    char *out = read_all(b.data, b.len, &options);
    assert_string_equal(out, "r1|-|" WORDS "\nr2|-|The envoy\nr3|-|" WORDS
                             "\nr5|-|Caf\xC3\xA9 envoys\n");
    free(out);
    /* the same, zstd */
    size_t bound = ZSTD_compressBound(b.len);
    char *z = ent_alloc(bound);
    size_t n = ZSTD_compress(z, bound, b.data, b.len, 3);
    out = read_all(z, n, &options);
    assert_non_null(strstr(out, "r5|-|Caf"));
    free(z);
    free(out);
    ent_buf_free(&b);
    ent_buf_free(&packed);
}

static void brotli_bodies(void **state)
{
    (void)state;
    ent_read_options o = {.any_language = true, .max_bytes = 1 << 20};
    ent_buf b = {0};
    char head[] = PLAIN "Content-Encoding: br\r\n", broken[sizeof brotli_words];
    warc(&b, 1, head, (const char *)brotli_words, sizeof brotli_words);
    warc(&b, 2, head, (const char *)brotli_bomb, sizeof brotli_bomb);
    warc(&b, 3, head, WORDS, strlen(WORDS)); /* the crawler unpacked it and kept the header */
    memcpy(broken, brotli_words, sizeof broken);
    memset(broken, 0xFF, 8);
    warc(&b, 4, head, broken, sizeof broken);
    size_t bound = ZSTD_compressBound(sizeof WORDS);
    char *z = ent_alloc(bound);
    size_t n = ZSTD_compress(z, bound, WORDS, strlen(WORDS), 3);
    warc(&b, 5, PLAIN "Content-Encoding: zstd\r\n", z, n);
    free(z);
    char *out = read_all(b.data, b.len, &o);
    assert_string_equal(out,
                        "r1|-|" WORDS "\n!unpacked over the limit of 1048576 bytes\nr3|-|" WORDS
                        "\n!its Brotli body cannot be read\nr5|-|" WORDS "\n");
    free(out);
    ent_buf_free(&b);
}

static void broken_member_costs_itself(void **state)
{
    (void)state;
    ent_buf all = {0};
    for (int i = 1; i <= 5; i++) {
        ent_buf one = {0}, packed = {0};
        warc(&one, i, PLAIN, WORDS, strlen(WORDS));
        gz(&packed, one.data, one.len);
        size_t n = i == 2 ? packed.len / 2 : packed.len;
        if (i == 4) {
            packed.data[packed.len / 2] ^= 0x55;
        }
        ent_buf_add(&all, packed.data, n);
        ent_buf_free(&one);
        ent_buf_free(&packed);
    }
    char *out = read_all(all.data, all.len, &options);
    assert_non_null(strstr(out, "r1|"));
    assert_null(strstr(out, "r2|"));
    assert_non_null(strstr(out, "r3|"));
    assert_non_null(strstr(out, "r5|"));
    assert_non_null(strstr(out, "!a compressed member is damaged"));
    free(out);
    size_t whole = all.len;
    char zeros[512] = {0};
    ent_buf_add(&all, zeros, sizeof zeros);
    out = read_all(all.data, all.len, &options); /* padding is no member */
    assert_non_null(strstr(out, "r5|"));
    assert_null(strstr(strstr(out, "r5|"), "!"));
    free(out);
    all.len = whole;
    out = read_all(all.data, all.len - 30, &options); /* the last one cut short */
    assert_non_null(strstr(out, "r3|"));
    assert_null(strstr(out, "r5|"));
    free(out);
    ent_buf_free(&all);
}

static void warc_without_length(void **state)
{
    (void)state;
    ent_buf b = {0};
    ent_buf_str(&b, "WARC/1.0\r\nWARC-Type: response\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx\r\n\r\n");
    warc(&b, 7, PLAIN, WORDS, strlen(WORDS));
    char *out = read_all(b.data, b.len, &options);
    assert_string_equal(out, "!a record without Content-Length\nr7|-|" WORDS "\n");
    free(out);
    ent_buf_free(&b);
}

/* Heads without an end: each costs its own length, not what follows it. */
static void warc_of_heads(void **state)
{
    (void)state;
    ent_buf b = {0};
    while (b.len < (8 << 20)) {
        ent_buf_str(&b, "WARC/1.0\r\n");
    }
    warc(&b, 1, PLAIN, WORDS, strlen(WORDS));
    char *out = read_all(b.data, b.len, &options);
    size_t lines = 0;
    for (const char *s = out; (s = strchr(s, '\n')) != NULL; s++) {
        lines++;
    }
    assert_non_null(strstr(out, "r1|-|" WORDS));
    assert_true(lines < 9000);
    free(out);
    ent_buf_free(&b);
}

static void json_lines(void **state)
{
    (void)state;
    const char *s =
        "\xEF\xBB\xBF{\"id\":\"a\",\"text\":\"One.\\r\\nTwo.\"}\r\n\n{\"text\n"
        "{\"doc\":7,\"text\":\"Three.\",\"note\":{\"k\":[1,null]}}\n[]\n{\"doc\":\"x\"}";
    char *out = read_all(s, strlen(s), &options);
    assert_non_null(strstr(out, "a|-|One.\r\nTwo.\n!not a JSON object"));
    assert_non_null(strstr(out, "7|-|Three.\n!not a JSON object"));
    assert_non_null(strstr(out, "!the object has no \"text\""));
    free(out);
}

static void unknown_members_are_carried(void **state)
{
    (void)state;
    const char *s = "{\"text\":\"T.\",\"a\":{\"b\":[1,2.5,null]},\"c\":\"d\\u00e9\"}";
    ent_record r = {.data = s, .len = strlen(s), .format = "jsonl", .path = "p.jsonl:3"};
    r.day = ENT_DAY_NONE;
    ent_doc *d;
    assert_int_equal(ent_read_doc(&d, &r, &options, NULL), 0);
    assert_string_equal(d->extra, "\"a\":{\"b\":[1,2.5,null]},\"c\":\"d\xC3\xA9\"");
    assert_string_equal(d->id, "p:3");
    ent_doc_destroy(d);
}

static void long_line_is_skipped(void **state)
{
    (void)state;
    ent_buf b = {0};
    ent_buf_str(&b, "{\"doc\":\"a\",\"text\":\"");
    for (int i = 0; i < 300000; i++) {
        ent_buf_str(&b, "word ");
    }
    ent_buf_str(&b, "\"}\n{\"doc\":\"b\",\"text\":\"Short.\"}\n");
    ent_read_options o = {.any_language = true, .max_bytes = 1 << 20};
    char *out = read_all(b.data, b.len, &o);
    assert_string_equal(out, "!line over the limit of 1048576 bytes\nb|-|Short.\n");
    free(out);
    ent_buf_free(&b);
}

/* A stream is read in the memory of a record, not of the file: 96 MB through a window. */
static void bounded_memory(void **state)
{
    (void)state;
    input in = make("", 0);
    ent_buf line = {0};
    ent_buf_str(&line, "{\"text\":\"");
    for (int i = 0; i < 1200; i++) {
        ent_buf_str(&line, "The envoys met again. ");
    }
    ent_buf_str(&line, "\"}\n");
    for (size_t n = 0; n < (96u << 20); n += line.len) {
        assert_true(write(in.fd, line.data, line.len) == (ssize_t)line.len);
    }
    ent_buf_free(&line);
    struct rusage before, after;
    ent_read_source *src;
    ent_record r;
    getrusage(RUSAGE_SELF, &before);
    assert_int_equal(ent_read_open(&src, &options, in.path, NULL), 0);
    size_t records = 0;
    while (ent_read_next(&r, src, NULL) == 1) {
        records++;
        ent_record_free(&r);
    }
    ent_read_close(src);
    getrusage(RUSAGE_SELF, &after);
    assert_true(records > 3000);
#ifndef __SANITIZE_ADDRESS__                                    /* which keeps what was freed */
    assert_true(after.ru_maxrss - before.ru_maxrss < 24 << 10); /* kilobytes */
#endif
    close(in.fd);
}

/* An archive of gzip members, 200 MB unpacked: as much as a record takes. */
static void bounded_memory_of_archives(void **state)
{
    (void)state;
    input in = make("", 0);
    ent_buf body = {0}, one = {0}, packed = {0};
    while (body.len < 200000) {
        ent_buf_str(&body, WORDS " ");
    }
    warc(&one, 1, PLAIN, body.data, body.len);
    gz(&packed, one.data, one.len);
    for (size_t n = 0; n < 1000; n++) {
        assert_true(write(in.fd, packed.data, packed.len) == (ssize_t)packed.len);
    }
    struct rusage before, after;
    ent_read_source *src;
    ent_record r;
    size_t records = 0;
    getrusage(RUSAGE_SELF, &before);
    assert_int_equal(ent_read_open(&src, &options, in.path, NULL), 0);
    while (ent_read_next(&r, src, NULL) == 1) {
        records += r.len == body.len;
        ent_record_free(&r);
    }
    ent_read_close(src);
    getrusage(RUSAGE_SELF, &after);
    assert_int_equal(records, 1000);
#ifndef __SANITIZE_ADDRESS__
    assert_true(after.ru_maxrss - before.ru_maxrss < 24 << 10);
#endif
    close(in.fd);
    ent_buf_free(&body);
    ent_buf_free(&one);
    ent_buf_free(&packed);
}

static char *text_as(const char *s, size_t n, const char *charset)
{
    ent_record r = {.data = s, .len = n, .format = "text", .charset = charset, .path = "t"};
    r.day = ENT_DAY_NONE;
    ent_doc *d;
    assert_int_equal(ent_read_doc(&d, &r, &options, NULL), 0);
    assert_int_equal(ent_utf8_check(d->text, d->len), d->len);
    char *out = ent_alloc(d->len + 1);
    memcpy(out, d->text, d->len + 1);
    ent_doc_destroy(d);
    return out;
}

static void charsets(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
        const char *charset, *utf8;
    } all[] = {{"caf\xE9 \x93no\x94", 9, NULL, "caf\xC3\xA9 \xE2\x80\x9Cno\xE2\x80\x9D"},
               {"caf\xE9", 4, "iso-8859-1", "caf\xC3\xA9"},
               {"caf\xC3\xA9", 5, "iso-8859-1", "caf\xC3\xA9"}, /* a header that is wrong */
               {"\xFF\xFEh\0i\0", 6, NULL, "hi"},
               {"\xFE\xFF\0h\0i", 6, NULL, "hi"},
               {"\xEF\xBB\xBFhi", 5, NULL, "hi"},
               {"a\xC3\xA9"
                "b\xE9"
                "c\xC3\xA9",
                8, "utf-8",
                "a\xC3\xA9"
                "b\xC3\xA9"
                "c\xC3\xA9"},
               {"\xCF\xF0\xE8\xE2\xE5\xF2", 6, "windows-1251",
                "\xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82"},
               {"\x83\x65\x83\x58\x83\x67", 6, "shift_jis", "\xE3\x83\x86\xE3\x82\xB9\xE3\x83\x88"},
               {"a\0b", 3, NULL, "a b"},
               {"x", 1, "no-such-charset", "x"}};
    for (size_t i = 0; i < ENT_COUNT(all); i++) {
        char *out = text_as(all[i].bytes, all[i].n, all[i].charset);
        assert_string_equal(out, all[i].utf8);
        free(out);
    }
}

/* Nothing is declared: the bytes must tell. */
static void charset_detection(void **state)
{
    (void)state;
    static const struct {
        const char *charset, *text;
    } all[] = {
        {"WINDOWS-1251", "Министры иностранных дел двух стран встретились в понедельник в старой "
                         "столице и договорились о создании совместной комиссии. Представитель "
                         "министерства сообщил об этом журналистам вечером."},
        {"KOI8-R", "Министры иностранных дел двух стран встретились в понедельник в старой столице "
                   "и договорились о создании совместной комиссии. Представитель министерства "
                   "сообщил об этом журналистам вечером."},
        {"SHIFT_JIS", "両国の外相は月曜日に古い首都で会談し、共同委員会を設置することで合意した。外"
                      "務省の報道官が夕方、記者団に明らかにした。野党はこの計画に反対している。"},
        {"EUC-JP", "両国の外相は月曜日に古い首都で会談し、共同委員会を設置することで合意した。外務"
                   "省の報道官が夕方、記者団に明らかにした。野党はこの計画に反対している。"},
        {"GB18030", "两国外长星期一在古都举行会谈，同意成立联合委员会。外交部发言人当晚向记者宣布了"
                    "这一消息。反对派反对这一计划，并呼吁抗议。"},
        {"BIG5", "兩國外長星期一在古都舉行會談，同意成立聯合委員會。外交部發言人當晚向記者宣布了這"
                 "一消息。反對派反對這一計劃，並呼籲抗議。"},
        {"EUC-KR", "양국 외무장관은 월요일 옛 수도에서 만나 공동위원회를 설치하기로 합의했다. "
                   "외무부 대변인이 저녁에 기자들에게 밝혔다. 야당은 이 계획에 반대하고 있다."},
        {"ISO-8859-2",
         "Ministrowie spraw zagranicznych obu państw spotkali się w poniedziałek w starej stolicy "
         "i uzgodnili powołanie wspólnej komisji. Rzecznik ministerstwa powiadomił o tym "
         "dziennikarzy wieczorem. Opozycja odrzuciła ten plan."},
        {"WINDOWS-1250", "Ministři zahraničí obou států se v pondělí setkali ve starém hlavním "
                         "městě a dohodli se na zřízení společné komise. Mluvčí ministerstva to "
                         "večer oznámil novinářům. Opozice plán odmítla."},
        {"ISO-8859-9", "İki ülkenin dışişleri bakanları pazartesi günü eski başkentte bir araya "
                       "geldi ve ortak bir komisyon kurulması konusunda anlaştı. Bakanlık sözcüsü "
                       "akşam gazetecilere açıkladı. Muhalefet planı reddetti."},
        {"WINDOWS-1256",
         "التقى وزيرا خارجية البلدين يوم الاثنين في العاصمة القديمة واتفقا على إنشاء لجنة مشتركة. "
         "وأعلن المتحدث باسم الوزارة ذلك للصحفيين مساء اليوم. ورفضت المعارضة الخطة."},
        {"WINDOWS-1255",
         "שרי החוץ של שתי המדינות נפגשו ביום שני בבירה הישנה והסכימו להקים ועדה משותפת. דובר המשרד "
         "הודיע על כך לעיתונאים בערב. האופוזיציה דחתה את התוכנית."},
        {"WINDOWS-1253", "Οι υπουργοί Εξωτερικών των δύο χωρών συναντήθηκαν τη Δευτέρα στην παλιά "
                         "πρωτεύουσα και συμφώνησαν να συσταθεί κοινή επιτροπή. Ο εκπρόσωπος του "
                         "υπουργείου το ανακοίνωσε το βράδυ."},
        {"WINDOWS-1252", "Les ministres des affaires étrangères des deux États se sont rencontrés "
                         "lundi dans l’ancienne capitale et ont décidé de créer une commission. Le "
                         "porte-parole l’a annoncé à la presse."},
        {"WINDOWS-1252",
         "The envoys met in the café “Zentral” – as always – and agreed on nothing. Señor Núñez, "
         "the ambassador’s brother, called it “a waste of coffee” and left for Zürich."},
        {"WINDOWS-1251", "The envoys of the two states met on Monday. \"Мы не согласны\" was all "
                         "that the ambassador wrote, and the talks were over. Nobody knew what the "
                         "commission would do next, officials said."},
        {"UTF-16LE", "The envoys met in the old town on Monday — and agreed on nothing."},
        {"UTF-16BE", "The envoys met in the old town on Monday — and agreed on nothing."},
        {"UTF-16", "The envoys met in the old town on Monday — and agreed on nothing."},
        {"UTF-32", "The envoys met in the old town on Monday — and agreed on nothing."},
        {"MACINTOSH", "The envoys met in the café “Zentral” on Monday, and they agreed on nothing "
                      "at all, the ambassador’s brother said."},
        {"CP850", "The envoys met in the café on Monday, and Señor Núñez agreed on nothing at all, "
                  "the brother said."},
        {"ISO-8859-2", "The talks between Lech Wałęsa and the generals in Gdańsk ended, and nobody "
                       "spoke of Łódź."},
        {"WINDOWS-1252",
         "The tank held 10 m³ of water at 20 °C, give or take ±5 °C; the naïve owner paid £5."},
    };
    for (size_t i = 0; i < ENT_COUNT(all); i++) {
        char bytes[2048], *in = (char *)(uintptr_t)all[i].text, *to = bytes;
        size_t left = strlen(in), room = sizeof bytes;
        iconv_t cd = iconv_open(all[i].charset, "UTF-8");
        assert_true(cd != (iconv_t)-1);
        assert_true(iconv(cd, &in, &left, &to, &room) != (size_t)-1);
        iconv_close(cd);
        char *out = text_as(bytes, sizeof bytes - room, NULL);
        if (strcmp(out, all[i].text) != 0) {
            fail_msg("%s: %s", all[i].charset, out);
        }
        free(out);
    }
}

static void languages(void **state)
{
    (void)state;
    ent_tables *t;
    assert_int_equal(ent_tables_open(&t, NULL, 0, NULL), 0);
    ent_read_options o = {.tables = t};
    static const struct {
        const char *text, *language; /* NULL: is read */
    } all[] = {
        {"Die Minister beider Staaten trafen sich am Montag in der alten Stadt und einigten sich "
         "auf "
         "eine Kommission, die im Herbst zum ersten Mal tagen soll. Das teilte ein Sprecher des "
         "Ministeriums am Abend mit. Die Opposition lehnte den Plan ab und rief zum Widerstand "
         "auf.",
         "German"},
        {"Les ministres des deux pays se sont rencontr\xC3\xA9s lundi dans la vieille ville et se "
         "sont mis "
         "d'accord sur une commission qui doit se r\xC3\xA9unir \xC3\xA0 l'automne pour la "
         "premi\xC3\xA8re fois. "
         "Un porte-parole du minist\xC3\xA8re l'a annonc\xC3\xA9 dans la soir\xC3\xA9"
         "e, et personne n'a voulu commenter.",
         "French"},
        {"Troops left.", NULL},
        {"Kabul, Herat, Kandahar, Mazar-i-Sharif.", NULL},
        {"The minister said \xE2\x80\x9CWir schaffen das\xE2\x80\x9D and left for the airport, "
         "where he "
         "was met by the ambassador of Freedonia and by two hundred of his own party's members.",
         NULL}};
    for (size_t i = 0; i < ENT_COUNT(all); i++) {
        ent_record r = {.data = all[i].text, .len = strlen(all[i].text), .format = "text"};
        r.path = "t";
        r.day = ENT_DAY_NONE;
        ent_doc *d;
        ent_err err = {0};
        int rc = ent_read_doc(&d, &r, &o, &err);
        if (all[i].language) {
            assert_int_equal(rc, ENT_ELANG);
            assert_non_null(strstr(err.message, all[i].language));
        } else {
            assert_int_equal(rc, 0);
            ent_doc_destroy(d);
        }
    }
    ent_tables_free(t);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Input made to hurt: bounded time and memory whatever comes. */
static void hostile(void **state)
{
    (void)state;
    static const struct {
        const char *format, *head, *unit, *tail;
        size_t times;
    } all[] = {{"html", "", "<div>", "", 3000000},
               {"html", "", "<b><p>", "</p>", 1000000},
               {"html", "<p ", "a=b ", ">x", 3000000},
               {"html", "<p>", "&amp", ";", 3000000},
               {"html", "<script>", "</scrip", "", 1500000},
               {"html", "", "<!--", "", 2500000},
               {"html", "", "<a href=x>y</a> ", "", 700000},
               {"html", "", "</div>", "", 1500000},
               {"html", "<table>", "<tr><td>", "", 1000000},
               {"text", "", "\xE2\x80\x9C", "", 2000000},
               {"text", "", "said ", "", 2000000},
               {"text", "", "\"a,\" said B. ", "", 500000},
               {"text", "", "\n", "x", 8000000},
               {"text", "", "A. ", "", 3000000},
               {"text", "", " 'a", "", 2000000},
               {"text", "", "Q: a b c d\n\n", "", 500000},
               {"html", "<pre>", "a\n\n", "", 2000000},
               {"html", "<font>", "a<br>", "", 1500000},
               {"html", "", "<blockquote>a. ", "", 1000000},
               {"markdown", "", "[", "", 4000000},
               {"markdown", "", "> ", "x", 3000000},
               {"tei", "<TEI><text><body>", "<q>", "", 2000000},
               {"tei", "<TEI><text><body>", "<p><date>a", "", 800000},
               {"petrarch", "<!DOCTYPE a [", "<!ENTITY b \"&a;&a;\">", "]><Sentence>&b;</Sentence>",
                300000},
               {"rss", "<item><description>", "&lt;div&gt;", "</description></item>", 600000},
               {"jsonl", "{\"text\":", "[", "", 4000000}};
    for (size_t i = 0; i < ENT_COUNT(all); i++) {
        ent_buf b = {0};
        ent_buf_str(&b, all[i].head);
        for (size_t k = 0; k < all[i].times; k++) {
            ent_buf_str(&b, all[i].unit);
        }
        ent_buf_str(&b, all[i].tail);
        ent_record r = {.data = b.data, .len = b.len, .format = all[i].format, .path = "t"};
        r.day = ENT_DAY_NONE;
        ent_doc *d;
        ent_err err = {0};
        double start = seconds();
        if (ent_read_doc(&d, &r, &options, &err) == 0) {
            ent_doc_destroy(d);
        } else {
            assert_true(err.message[0] != 0);
        }
        double took = seconds() - start;
        if (took > 60) {
            fail_msg("%s %s: %.1f seconds", all[i].format, all[i].unit, took);
        }
        if (getenv("READ_TIMES")) {
            printf("%s %.8s %.2f s\n", all[i].format, all[i].unit, took);
        }
        ent_buf_free(&b);
    }
}

static void too_big(void **state)
{
    (void)state;
    char s[100];
    memset(s, 'a', sizeof s);
    ent_read_options o = {.max_bytes = 50};
    ent_record r = {.data = s, .len = sizeof s, .format = "text", .path = "t"};
    r.day = ENT_DAY_NONE;
    ent_doc *d;
    ent_err err = {0};
    assert_int_equal(ent_read_doc(&d, &r, &o, &err), ENT_ETOOBIG);
    assert_non_null(strstr(err.message, "50"));
}

static void metadata_says_where(void **state)
{
    (void)state;
    const char *s = "<html lang=en><head><title>Old maps | The Herald</title>"
                    "<meta property='og:title' content='Old &amp; new maps'><meta name=author "
                    "content='By Jo Hale'>"
                    "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"NewsArticle\","
                    "\"datePublished\":\"2021-03-04T10:00:00Z\",\"publisher\":{\"name\":\"The "
                    "Herald\"}}]}</script>"
                    "</head><body><article><p>The maps of the border were drawn in 1921, and both "
                    "sides still use "
                    "them, though they do not agree.</p></article></body></html>";
    ent_record r = {.data = s, .len = strlen(s), .format = "html", .path = "m.html"};
    r.day = ENT_DAY_NONE;
    ent_doc *d;
    assert_int_equal(ent_read_doc(&d, &r, &options, NULL), 0);
    assert_string_equal(d->title.value, "Old & new maps");
    assert_string_equal(d->title.from, "opengraph");
    assert_string_equal(d->byline.value, "Jo Hale");
    assert_string_equal(d->byline.from, "meta");
    assert_string_equal(d->published.value, "2021-03-04");
    assert_string_equal(d->published.from, "json-ld");
    assert_string_equal(d->site.value, "The Herald");
    assert_string_equal(d->lang.value, "en");
    assert_string_equal(d->voices[0].name, "Jo Hale");
    ent_doc_destroy(d);
}

static void tei_hints(void **state)
{
    (void)state;
    const char *s = "<TEI><teiHeader><fileDesc><titleStmt><title>A note</title></titleStmt>"
                    "</fileDesc></teiHeader><text><front><p>Front.</p></front><body><p>On "
                    "<date when=\"1921-05-03\">May 3</date> the king<note>who?</note> left "
                    "<placeName ref=\"#v\">Vienna</placeName>.</p></body></text></TEI>";
    ent_record r = {.data = s, .len = strlen(s), .format = "tei", .path = "n.xml"};
    r.day = ENT_DAY_NONE;
    ent_doc *d;
    assert_int_equal(ent_read_doc(&d, &r, &options, NULL), 0);
    assert_string_equal(d->text, "On May 3 the king left Vienna.");
    assert_int_equal(d->hint_count, 2);
    assert_string_equal(d->hints[0].kind, "date");
    assert_string_equal(d->hints[0].value, "1921-05-03");
    assert_memory_equal(d->text + d->hints[1].span.begin, "Vienna", 6);
    ent_doc_destroy(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(warc_bodies),
        cmocka_unit_test(brotli_bodies),
        cmocka_unit_test(broken_member_costs_itself),
        cmocka_unit_test(warc_without_length),
        cmocka_unit_test(warc_of_heads),
        cmocka_unit_test(json_lines),
        cmocka_unit_test(unknown_members_are_carried),
        cmocka_unit_test(long_line_is_skipped),
        cmocka_unit_test(bounded_memory),
        cmocka_unit_test(bounded_memory_of_archives),
        cmocka_unit_test(charsets),
        cmocka_unit_test(charset_detection),
        cmocka_unit_test(languages),
        cmocka_unit_test(hostile),
        cmocka_unit_test(too_big),
        cmocka_unit_test(metadata_says_where),
        cmocka_unit_test(tei_hints),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
