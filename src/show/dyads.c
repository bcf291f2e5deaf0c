/* dyads.c: every pair of states by period as TSV or JSON lines, with the codes that others join on:
 * Correlates of War (ccode1, ccode2), Gleditsch and Ward, ISO 3166-1 alpha-3. */
#include "show_int.h"

#include <math.h>

static void code_cells(ent_buf *b, const ent_phrases *p, const char *state)
{
    static const char *const columns[] = {"cow", "gw", "iso3"};
    for (size_t i = 0; i < ENT_COUNT(columns); i++) {
        const char *code = ent_phrase_code(p, state, columns[i]);
        ent_buf_printf(b, "\t%s", code && *code ? code : "NA");
    }
}

static void dyads_tsv(ent_buf *b, const ent_dyad_list *l, const ent_phrases *p)
{
    char label[24];
    ent_buf_printf(
        b,
        "one\tother\t%s\tccode1\tgwcode1\tiso3c_a\tccode2\tgwcode2\tiso3c_b\tn\taccounts\t"
        "quad1\tquad2\tquad3\tquad4\tgoldstein\tgoldstein_mean\tcooperation\tconflict\n",
        ent_unit_name(l->by));
    for (uint32_t i = 0; i < l->count; i++) {
        const ent_dyad_row *r = &l->items[i];
        ent_buf_printf(b, "%s\t%s\t%s", r->one, r->other, ent_period_label(r->from, l->by, label));
        code_cells(b, p, r->one);
        code_cells(b, p, r->other);
        ent_buf_printf(b, "\t%u\t%u\t%u\t%u\t%u\t%u\t%.6g\t%.6g\t%.6g\t%.6g\n", r->n, r->accounts,
                       r->quad[1], r->quad[2], r->quad[3], r->quad[4], r->goldstein,
                       r->goldstein / r->n, log1p(r->positive), log1p(r->negative));
    }
}

static void dyads_jsonl(ent_buf *b, const ent_dyad_list *l)
{
    char label[24];
    for (uint32_t i = 0; i < l->count; i++) {
        const ent_dyad_row *r = &l->items[i];
        ent_buf_str(b, "{\"kind\":\"dyad\",\"one\":");
        ent_json_str(b, r->one);
        ent_buf_str(b, ",\"other\":");
        ent_json_str(b, r->other);
        ent_buf_printf(b, ",\"date\":\"%s\",\"n\":%u,\"accounts\":%u,\"quad\":[%u,%u,%u,%u]",
                       ent_period_label(r->from, l->by, label), r->n, r->accounts, r->quad[1],
                       r->quad[2], r->quad[3], r->quad[4]);
        ent_buf_str(b, ",\"goldstein\":");
        ent_json_num(b, r->goldstein);
        ent_buf_str(b, ",\"cooperation\":");
        ent_json_num(b, log1p(r->positive));
        ent_buf_str(b, ",\"conflict\":");
        ent_json_num(b, log1p(r->negative));
        ent_buf_str(b, "}\n");
    }
}

int ent_show_dyads(ent_buf *b, const ent_dyad_list *l, const char *format,
                   const ent_phrases *phrases, ent_err *err)
{
    if (strcmp(format, "tsv") == 0 || strcmp(format, "table") == 0) {
        dyads_tsv(b, l, phrases);
    } else if (strcmp(format, "jsonl") == 0) {
        dyads_jsonl(b, l);
    } else {
        return ent_fail(err, ENT_EUSAGE, "", "format \"%.40s\" is not one of tsv, jsonl", format);
    }
    return 0;
}
