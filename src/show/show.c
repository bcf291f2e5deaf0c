/* show.c: chooses the writer of a format. */
#include "show_int.h"

int ent_show_series(ent_buf *b, const ent_series *s, const char *format,
                    const ent_show_options *options, ent_err *err)
{
    static const ent_show_options defaults = {0};
    const ent_show_options *o = options ? options : &defaults;
    if (strcmp(format, "jsonl") == 0) {
        ent_show_series_jsonl(b, s);
    } else if (strcmp(format, "tsv") == 0) {
        ent_show_series_tsv(b, s);
    } else if (strcmp(format, "table") == 0) {
        ent_show_series_table(b, s, o);
    } else if (strcmp(format, "html") == 0) {
        return ent_show_series_html(b, s, o, err);
    } else if (strcmp(format, "svg") == 0 || strcmp(format, "png") == 0 ||
               strcmp(format, "pdf") == 0) {
        return ent_show_series_picture(b, s, format, o, err);
    } else {
        return ent_fail(err, ENT_EUSAGE, "",
                        "format \"%.40s\" is not one of table, jsonl, tsv, svg, png, pdf, html",
                        format);
    }
    return 0;
}
