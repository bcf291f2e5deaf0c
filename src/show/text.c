/* text.c: small helpers for text that goes to people: escaping, widths, wrapping. */
#include "show_int.h"

void ent_show_escape(ent_buf *b, const char *s)
{
    size_t n = s ? strlen(s) : 0;
    for (size_t i = 0; i < n;) {
        uint32_t cp;
        size_t len = ent_utf8_next(s + i, n - i, &cp);
        switch (cp) {
        case '&':
            ent_buf_str(b, "&amp;");
            break;
        case '<':
            ent_buf_str(b, "&lt;");
            break;
        case '>':
            ent_buf_str(b, "&gt;");
            break;
        case '"':
            ent_buf_str(b, "&quot;");
            break;
        case '\'':
            ent_buf_str(b, "&#39;");
            break;
        default:
            if (cp == 0xFFFD) {
                ent_buf_str(b, "\xEF\xBF\xBD");
            } else if (cp >= 0x20 || cp == '\n' || cp == '\t') {
                ent_buf_add(b, s + i, len);
            } else {
                ent_buf_char(b, ' '); /* XML has no other control characters */
            }
        }
        i += len;
    }
}
