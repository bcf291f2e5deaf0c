/* placeholder.c: weak definitions of stage functions that have not landed yet; shrinks to nothing.
 */
#include "handle.h"

#define WEAK __attribute__((weak))

WEAK void ent_read_json(ent_buf *b, const ent_doc *d)
{
    ent_buf_str(b, "{\"doc\":");
    ent_json_str(b, d->id);
    ent_buf_str(b, ",\"text\":");
    ent_json_str(b, d->text);
    ent_buf_char(b, '}');
}

WEAK int ent_parse_read_conllu(ent_doc **out, const char *data, size_t len, const char *id,
                               ent_err *err)
{
    (void)out, (void)data, (void)len, (void)id;
    return ent_fail(err, ENT_EUNSUPPORTED, "", "not yet");
}

WEAK void ent_parse_conllu(ent_buf *b, const ent_doc *d)
{
    (void)b, (void)d;
}

WEAK void ent_time_json(ent_buf *b, const ent_doc *d)
{
    (void)b, (void)d;
}

WEAK uint32_t ent_actor_lookup(const ent_actors *a, const char *name, int32_t day, ent_arena *arena,
                               ent_actor_hit **out)
{
    (void)a, (void)name, (void)day, (void)arena, (void)out;
    return 0;
}

WEAK bool ent_actor_state(const ent_actors *a, const char *code_or_name, ent_state_info *out)
{
    (void)a;
    out->code = out->name = code_or_name;
    return true;
}

WEAK const char *ent_actor_nearest(const ent_actors *a, const char *typed)
{
    (void)a, (void)typed;
    return NULL;
}

WEAK uint32_t ent_actor_check(const ent_tables *t, ent_buf *b)
{
    (void)t, (void)b;
    return 0;
}

WEAK void ent_actor_json(ent_buf *b, const ent_doc *d)
{
    (void)b, (void)d;
}

WEAK void ent_event_pair(const ent_coder *c, const ent_doc *d, const char *source,
                         const char *target, ent_pair_answer *out)
{
    (void)c, (void)d, (void)source, (void)target, (void)out;
}

WEAK void ent_event_explain(ent_buf *b, const ent_coder *c, ent_doc *d, uint32_t sentence,
                            const ent_event_options *options)
{
    (void)b, (void)c, (void)d, (void)sentence, (void)options;
}

WEAK void ent_reconcile_accounts(const ent_reconciler *r, ent_event_list *out,
                                 const ent_account *accounts, uint32_t count)
{
    (void)r, (void)out, (void)accounts, (void)count;
}

WEAK const char *ent_reconcile_block(const ent_account *one, ent_arena *a)
{
    (void)one, (void)a;
    return "";
}

WEAK int ent_store_open(ent_store **out, const char *path, const ent_store_options *o, ent_err *err)
{
    (void)out, (void)o;
    return ent_fail(err, ENT_EUNSUPPORTED, path, "not yet");
}

WEAK void ent_store_close(ent_store *s)
{
    (void)s;
}

WEAK int ent_store_put(ent_store *s, const char *doc, const char *title, const char *path,
                       uint64_t content, const ent_account *accounts, uint32_t count, ent_err *err)
{
    (void)s, (void)doc, (void)title, (void)path, (void)content, (void)accounts, (void)count;
    return ent_fail(err, ENT_EUNSUPPORTED, "", "not yet");
}

WEAK int ent_store_remove(ent_store *s, const char *doc, ent_err *err)
{
    (void)s, (void)doc;
    return ent_fail(err, ENT_EUNSUPPORTED, "", "not yet");
}

WEAK int ent_store_commit(ent_store *s, ent_err *err)
{
    (void)s;
    return ent_fail(err, ENT_EUNSUPPORTED, "", "not yet");
}

WEAK int ent_store_accounts(ent_account_list *out, ent_store *s, const ent_store_query *q,
                            ent_err *err)
{
    (void)out, (void)s, (void)q;
    return ent_fail(err, ENT_EUNSUPPORTED, "", "not yet");
}

WEAK int ent_store_events(ent_event_list *out, ent_store *s, const ent_store_query *q, ent_err *err)
{
    (void)out, (void)s, (void)q;
    return ent_fail(err, ENT_EUNSUPPORTED, "", "not yet");
}

WEAK int ent_store_check(ent_store *s, ent_buf *b, ent_err *err)
{
    (void)s, (void)b;
    return ent_fail(err, ENT_EUNSUPPORTED, "", "not yet");
}

WEAK int ent_show_accounts(ent_buf *b, const ent_account *accounts, uint32_t count,
                           const char *format, ent_err *err)
{
    (void)b, (void)accounts, (void)count, (void)format;
    return ent_fail(err, ENT_EUNSUPPORTED, "", "not yet");
}

WEAK int ent_show_events(ent_buf *b, const ent_event *events, uint32_t count,
                         const ent_account *accounts, uint32_t account_count, const char *format,
                         ent_err *err)
{
    (void)b, (void)events, (void)count, (void)accounts, (void)account_count, (void)format;
    return ent_fail(err, ENT_EUNSUPPORTED, "", "not yet");
}

WEAK void ent_show_why(ent_buf *b, const ent_series *s, int32_t day)
{
    (void)b, (void)s, (void)day;
}

