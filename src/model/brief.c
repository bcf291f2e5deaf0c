/* brief.c: accounts as short lines, for people and golden tests. */
#include "model/doc.h"
#include "model/account.h"

static const char *actor_word(const ent_actor_ref *r)
{
    return r->code ? r->code : r->text ? r->text : "?";
}

void ent_account_brief(ent_buf *b, const ent_doc *d)
{
    char from[16], to[16];
    for (uint32_t i = 0; i < d->account_count; i++) {
        const ent_account *a = &d->accounts[i];
        ent_buf_printf(b, "%u %s %c %s %s %s", a->sentence, actor_word(&a->source),
                       a->symmetric ? '=' : '>', actor_word(&a->target), a->cameo,
                       ent_status_name(a->status));
        if (a->date.start == ENT_DAY_NONE && a->date.end == ENT_DAY_NONE) {
            ent_buf_str(b, " undated");
        } else {
            ent_buf_printf(b, " %s..%s %s", ent_day_format(a->date.start, from),
                           ent_day_format(a->date.end, to),
                           a->date.basis ? ent_basis_name(a->date.basis) : "-");
        }
        ent_buf_printf(b, " %s", ent_voice_kind_name(a->voice.kind));
        if (a->voice.name) {
            ent_buf_printf(b, "(%s)", a->voice.name);
        }
        ent_buf_printf(b, " [%s]\n", a->trigger ? a->trigger : "");
    }
}
