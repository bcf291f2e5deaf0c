/* records.c: a series as JSON lines and as tab-separated rows, for programs. Figures are written as
 * they are; what has no value is null in JSON and NA in TSV. */
#include "show_int.h"

#include <math.h>

static void label(ent_buf *b, int32_t day, ent_period_unit u)
{
    char text[24];
    ent_json_str(b, day == ENT_DAY_NONE ? NULL : ent_period_label(day, u, text));
}

static void number(ent_buf *b, const char *key, double v)
{
    ent_buf_printf(b, ",\"%s\":", key);
    ent_json_num(b, v);
}

static void period_json(ent_buf *b, const ent_series *s, const ent_period *p)
{
    ent_buf_str(b, "{\"kind\":\"period\",\"date\":");
    label(b, p->from, s->by);
    ent_buf_printf(b, ",\"n\":%u", p->n);
    number(b, "value", p->value);
    ent_buf_printf(b, ",\"accounts\":%u,\"quad\":[%u,%u,%u,%u]", p->accounts, p->quad[1],
                   p->quad[2], p->quad[3], p->quad[4]);
    number(b, "goldstein", p->goldstein_sum);
    number(b, "goldstein_mean", p->goldstein_mean);
    number(b, "cooperation", p->cooperation);
    number(b, "conflict", p->conflict);
    number(b, "net", p->net);
    number(b, "logodds", p->logodds);
    number(b, "logodds_se", p->logodds_se);
    number(b, "plover", p->plover_sum);
    number(b, "plover_mean", p->plover_mean);
    ent_buf_str(b, ",\"plover_events\":{");
    bool first = true;
    for (uint32_t i = 0; i < ENT_PLOVER_KINDS; i++) {
        if (p->plover[i]) {
            ent_buf_printf(b, "%s\"%s\":%u", first ? "" : ",", ent_plover_name(i), p->plover[i]);
            first = false;
        }
    }
    ent_buf_str(b, "}}\n");
}

static void phase_json(ent_buf *b, const ent_series *s, const ent_phase *f)
{
    ent_buf_str(b, "{\"kind\":\"phase\",\"from\":");
    label(b, f->from, f->by);
    ent_buf_str(b, ",\"to\":");
    label(b, f->to, s->by);
    ent_buf_str(b, ",\"name\":");
    ent_json_str(b, f->name);
    number(b, "sure", f->sure);
    number(b, "mean", f->mean);
    ent_buf_printf(b, ",\"of\":\"%s\",\"n\":%u,\"cooperative\":%u,\"conflictive\":%u",
                   f->by_acts ? "acts" : "periods", f->n, f->coop, f->conf);
    if (f->by_acts && f->n) {
        ent_buf first = {0}, last = {0};
        ent_phrase_date(&first, &f->first);
        ent_phrase_date(&last, &f->last);
        ent_buf_str(b, ",\"first_act\":");
        ent_json_str(b, first.data);
        ent_buf_str(b, ",\"last_act\":");
        ent_json_str(b, last.data);
        ent_buf_free(&first);
        ent_buf_free(&last);
    }
    ent_buf_str(b, ",\"named\":");
    ent_json_str(b, f->named);
    ent_buf_str(b, "}\n");
}

static const char *const reason_names[] = {"act", "link", "third", "leader"};

static void reason_json(ent_buf *b, const ent_reason *r)
{
    ent_buf_printf(b, "{\"kind\":\"%s\",\"text\":", reason_names[r->kind]);
    ent_json_str(b, r->sentence);
    number(b, "weight", r->weight);
    if (r->kind == ENT_REASON_ACT) {
        ent_buf_printf(b, ",\"toward\":%s", r->toward ? "true" : "false");
    }
    ent_buf_str(b, ",\"third\":");
    ent_json_str(b, r->third);
    ent_buf_str(b, ",\"refs\":[");
    for (uint32_t i = 0; i < r->ref_count; i++) {
        ent_buf_str(b, i ? "," : "");
        ent_json_str(b, r->refs[i]);
    }
    ent_buf_str(b, "]}");
}

static void turn_json(ent_buf *b, const ent_series *s, const ent_turn *t)
{
    ent_buf_printf(b, "{\"kind\":\"%s\",\"date\":", t->claimed ? "turning_point" : "change");
    label(b, t->day, t->by);
    ent_buf_str(b, ",\"from\":");
    label(b, t->from, s->by);
    ent_buf_str(b, ",\"to\":");
    label(b, t->to, s->by);
    number(b, "p", t->p);
    number(b, "before", t->before);
    number(b, "after", t->after);
    if (t->by_acts) {
        ent_buf act = {0};
        ent_phrase_date(&act, &t->act);
        ent_buf_str(b, ",\"act\":");
        ent_json_str(b, act.data);
        ent_buf_free(&act);
    }
    ent_buf_str(b, ",\"from_phase\":");
    ent_json_str(b, t->from_name);
    ent_buf_str(b, ",\"to_phase\":");
    ent_json_str(b, t->to_name);
    ent_buf_str(b, ",\"reasons\":[");
    for (uint32_t i = 0; i < t->reason_count; i++) {
        ent_buf_str(b, i ? "," : "");
        reason_json(b, &t->reasons[i]);
    }
    ent_buf_str(b, "]}\n");
}

void ent_show_series_jsonl(ent_buf *b, const ent_series *s)
{
    for (uint32_t i = 0; i < s->period_count; i++) {
        period_json(b, s, &s->periods[i]);
    }
    for (uint32_t i = 0; i < s->phase_count; i++) {
        phase_json(b, s, &s->phases[i]);
    }
    for (uint32_t i = 0; i < s->turn_count; i++) {
        turn_json(b, s, &s->turns[i]);
    }
    for (uint32_t i = 0; i < s->undated_count; i++) {
        ent_buf_str(b, "{\"kind\":\"undated\",\"event\":");
        ent_json_str(b, s->undated[i]->id);
        ent_buf_str(b, "}\n");
    }
    for (uint32_t i = 0; i < s->apart_count; i++) {
        ent_buf_printf(b, "{\"kind\":\"apart\",\"status\":\"%s\",\"event\":",
                       ent_status_name(s->apart[i]->status));
        ent_json_str(b, s->apart[i]->id);
        ent_buf_str(b, "}\n");
    }
    if (s->note) {
        ent_buf_str(b, "{\"kind\":\"note\",\"text\":");
        ent_json_str(b, s->note);
        ent_buf_str(b, "}\n");
    }
}

static void cell(ent_buf *b, double v)
{
    ent_buf_char(b, '\t');
    if (isnan(v)) {
        ent_buf_str(b, "NA");
    } else {
        ent_json_num(b, v);
    }
}

void ent_show_series_tsv(ent_buf *b, const ent_series *s)
{
    ent_buf_str(b, "date\tone\tother\tn\taccounts\tquad1\tquad2\tquad3\tquad4\tvalue\tgoldstein\t"
                   "goldstein_mean\tcooperation\tconflict\tnet\tlogodds\tlogodds_se\tplover\t"
                   "plover_mean");
    for (uint32_t i = 0; i < ENT_PLOVER_KINDS; i++) {
        ent_buf_printf(b, "\t%s", ent_plover_name(i));
    }
    ent_buf_char(b, '\n');
    for (uint32_t i = 0; i < s->period_count; i++) {
        const ent_period *p = &s->periods[i];
        char text[24];
        ent_buf_printf(b, "%s\t%s\t%s\t%u\t%u\t%u\t%u\t%u\t%u",
                       ent_period_label(p->from, s->by, text), s->one, s->other ? s->other : "",
                       p->n, p->accounts, p->quad[1], p->quad[2], p->quad[3], p->quad[4]);
        const double v[] = {p->value,      p->goldstein_sum, p->goldstein_mean, p->cooperation,
                            p->conflict,   p->net,           p->logodds,        p->logodds_se,
                            p->plover_sum, p->plover_mean};
        for (size_t k = 0; k < ENT_COUNT(v); k++) {
            cell(b, v[k]);
        }
        for (uint32_t k = 0; k < ENT_PLOVER_KINDS; k++) {
            ent_buf_printf(b, "\t%u", p->plover[k]);
        }
        ent_buf_char(b, '\n');
    }
}
