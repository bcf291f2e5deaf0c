/* markup.c: HTML or XML into an array of nodes in document order.
 *
 * In: UTF-8 bytes. Out: ent_tree. A tokenizer and a stack of our own rather than libxml2's: it is
 * linear on any input, holds its limits by itself, gives XML that is not well-formed as much as it
 * can, expands no entities but character references, and needs no set-up shared by threads. It
 * does not repair misnested formatting, fetch anything, or run the HTML standard's table rules:
 * for reading text, none of it matters.
 */
#include "read_int.h"

typedef struct scan {
    ent_tree *t;
    const char *s;
    size_t n, i;
    uint32_t stack[ENT_READ_MAX_DEPTH + 2]; /* open elements */
    uint32_t depth;
    bool pre;            /* the page has a <pre> */
    bool fresh, repeats; /* in it: a line begins; the one before began with ">" */
} scan;

static bool space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static bool name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static uint32_t push_node(scan *p, uint8_t tag, const char *s, size_t len)
{
    ent_tree *t = p->t;
    if (t->count >= ENT_READ_MAX_NODES) {
        t->cut = true;
        return ENT_NONE;
    }
    ent_node *x = ENT_PUSH(t->arena, t->nodes, t->count, t->cap);
    x->s = s;
    x->len = (uint32_t)len;
    x->tag = tag;
    x->parent = p->depth ? p->stack[p->depth - 1] : ENT_NONE;
    x->depth = (uint8_t)p->depth;
    x->end = t->count;
    x->attr = t->attr_count;
    return t->count - 1;
}

/* Ends open elements until `depth` are left. */
static void pop_to(scan *p, uint32_t depth)
{
    while (p->depth > depth) {
        p->t->nodes[p->stack[--p->depth]].end = p->t->count;
    }
}

static bool in_pre(const scan *p)
{
    for (uint32_t d = p->depth; d > 1; d--) {
        if (p->t->nodes[p->stack[d - 1]].tag == ENT_TAG_PRE) {
            return true;
        }
    }
    return false;
}

/* Lines of a <pre>: a blank one parts paragraphs, a short one ends in a break, the others were
 * wrapped at a margin. */
static void add_lines(scan *p, const char *s, size_t n)
{
    size_t margin = 0;
    for (size_t i = 0, from = 0; i <= n; i++) {
        if (i == n || s[i] == '\n') {
            margin = i - from > margin ? i - from : margin;
            from = i + 1;
        }
    }
    for (size_t i = 0; i < n;) {
        const char *nl = memchr(s + i, '\n', n - i);
        size_t end = nl ? (size_t)(nl - s) : n, width = end - i;
        bool repeats = s[i] == '>'; /* lines of the mail that this one answers */
        if (p->fresh && width && repeats != p->repeats) {
            push_node(p, ENT_TAG_BR, "br", 2);
            push_node(p, ENT_TAG_BR, "br", 2);
            p->repeats = repeats;
        }
        p->fresh = nl != NULL;
        push_node(p, ENT_TAG_TEXT, s + i, width + (nl != NULL));
        i = end + 1;
        size_t next = i;
        while (next < n && space(s[next])) {
            next++;
        }
        bool blank = next < n && memchr(s + i, '\n', next - i);
        if (nl && (blank || width * 10 < margin * 7)) {
            push_node(p, ENT_TAG_BR, "br", 2);
        }
        if (nl && blank) {
            push_node(p, ENT_TAG_BR, "br", 2);
            const char *last = memrchr(s + i, '\n', next - i);
            i = last ? (size_t)(last - s) + 1 : i;
        }
    }
}

static void add_text(scan *p, size_t from, size_t to, bool raw)
{
    if (to <= from) {
        return;
    }
    const char *s = p->s + from;
    size_t n = to - from;
    if (!raw && memchr(s, '&', n)) {
        s = ent_read_unescape(p->t->arena, s, n, &n);
    }
    if (p->pre && in_pre(p)) {
        add_lines(p, s, n);
    } else {
        push_node(p, ENT_TAG_TEXT, s, n);
    }
}

/* How many elements stay open when `tag` starts: implied end tags. */
static uint32_t implied(const scan *p, uint8_t tag)
{
    const ent_node *nodes = p->t->nodes;
    uint32_t low = p->depth > 24 ? p->depth - 24 : 1;
    for (uint32_t d = p->depth; d > low; d--) {
        uint8_t open = nodes[p->stack[d - 1]].tag;
        unsigned flags = ent_read_tag_flags(open);
        switch (tag) {
        case ENT_TAG_LI:
            if (open == ENT_TAG_LI) {
                return d - 1;
            }
            if (open == ENT_TAG_UL || open == ENT_TAG_OL || open == ENT_TAG_MENU) {
                return p->depth;
            }
            break;
        case ENT_TAG_DT:
        case ENT_TAG_DD:
            if (open == ENT_TAG_DT || open == ENT_TAG_DD) {
                return d - 1;
            }
            if (open == ENT_TAG_DL) {
                return p->depth;
            }
            break;
        case ENT_TAG_TD:
        case ENT_TAG_TH:
            if (open == ENT_TAG_TD || open == ENT_TAG_TH) {
                return d - 1;
            }
            if (open == ENT_TAG_TR || open == ENT_TAG_TABLE) {
                return p->depth;
            }
            break;
        case ENT_TAG_TR:
        case ENT_TAG_TBODY:
        case ENT_TAG_THEAD:
        case ENT_TAG_TFOOT:
            if (open == tag) {
                return d - 1;
            }
            if (open == ENT_TAG_TABLE) {
                return p->depth;
            }
            break;
        case ENT_TAG_OPTION:
            return open == ENT_TAG_OPTION ? d - 1 : p->depth;
        default:
            if (!(ent_read_tag_flags(tag) & ENT_TAGF_CLOSEP)) {
                return p->depth;
            }
            if (open == ENT_TAG_P) {
                return d - 1;
            }
            if (flags & ENT_TAGF_BLOCK) {
                return p->depth;
            }
        }
    }
    return p->depth;
}

static size_t lower_name(scan *p, size_t from, size_t to, const char **out)
{
    *out = p->s + from;
    bool upper = false;
    for (size_t i = from; !p->t->xml && i < to; i++) {
        upper |= p->s[i] >= 'A' && p->s[i] <= 'Z';
    }
    if (upper) {
        char *low = ent_arena_strn(p->t->arena, p->s + from, to - from);
        for (size_t i = 0; i < to - from; i++) {
            low[i] = (char)(low[i] >= 'A' && low[i] <= 'Z' ? low[i] + 32 : low[i]);
        }
        *out = low;
    }
    return to - from;
}

/* One attribute at p->i; false at the tag's end. */
static bool scan_attr(scan *p, uint32_t node)
{
    while (p->i < p->n && (space(p->s[p->i]) || p->s[p->i] == '/')) {
        p->i++;
    }
    if (p->i >= p->n || p->s[p->i] == '>') {
        return false;
    }
    size_t a = p->i++;
    while (p->i < p->n && !space(p->s[p->i]) && !strchr("=>/", p->s[p->i])) {
        p->i++;
    }
    size_t b = p->i;
    while (p->i < p->n && space(p->s[p->i])) {
        p->i++;
    }
    size_t v = p->i, w = p->i;
    if (p->i < p->n && p->s[p->i] == '=') {
        do {
            p->i++;
        } while (p->i < p->n && space(p->s[p->i]));
        if (p->i < p->n && (p->s[p->i] == '"' || p->s[p->i] == '\'')) {
            char quote = p->s[p->i++];
            const char *close = memchr(p->s + p->i, quote, p->n - p->i);
            v = p->i;
            w = close ? (size_t)(close - p->s) : p->n;
            p->i = w + (close != NULL);
        } else {
            v = p->i;
            while (p->i < p->n && !space(p->s[p->i]) && p->s[p->i] != '>') {
                p->i++;
            }
            w = p->i;
        }
    }
    ent_tree *t = p->t;
    if (node != ENT_NONE && t->nodes[node].attr_count < ENT_READ_MAX_ATTRS) {
        ent_attr *x = ENT_PUSH(t->arena, t->attrs, t->attr_count, t->attr_cap);
        x->name_len = (uint32_t)lower_name(p, a, b, &x->name);
        size_t len = w - v;
        x->value = memchr(p->s + v, '&', len) ? ent_read_unescape(t->arena, p->s + v, len, &len)
                                              : p->s + v;
        x->len = (uint32_t)len;
        t->nodes[node].attr_count++;
    }
    return true;
}

static bool same_name(const char *a, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if ((a[i] | 32) != (b[i] | 32)) {
            return false;
        }
    }
    return true;
}

/* The content of a raw element up to its end tag. */
static void scan_raw(scan *p, const char *name, size_t len, uint8_t tag)
{
    size_t from = p->i, at = p->n;
    for (size_t i = from; i < p->n;) {
        const char *lt = memchr(p->s + i, '<', p->n - i);
        if (!lt) {
            break;
        }
        i = (size_t)(lt - p->s);
        if (i + 2 + len <= p->n && p->s[i + 1] == '/' && same_name(lt + 2, name, len)) {
            at = i;
            break;
        }
        i++;
    }
    add_text(p, from, at, tag != ENT_TAG_TITLE && tag != ENT_TAG_TEXTAREA);
    const char *gt = at < p->n ? memchr(p->s + at, '>', p->n - at) : NULL;
    p->i = gt ? (size_t)(gt - p->s) + 1 : p->n;
}

static void scan_start(scan *p)
{
    size_t a = p->i + 1;
    size_t b = a;
    while (b < p->n && !space(p->s[b]) && p->s[b] != '>' && p->s[b] != '/') {
        b++;
    }
    const char *name;
    size_t len = lower_name(p, a, b, &name);
    uint8_t tag = p->t->xml ? ENT_TAG_OTHER : ent_read_tag_of(name, len);
    unsigned flags = ent_read_tag_flags(tag);
    p->i = b;
    pop_to(p, p->t->xml ? p->depth : implied(p, tag));
    if ((tag == ENT_TAG_HTML || tag == ENT_TAG_BODY) && p->depth > 2) {
        tag = ENT_TAG_SPAN; /* a second one: content goes on */
    }
    uint32_t node = push_node(p, tag, name, len);
    if (tag == ENT_TAG_PRE) {
        p->pre = p->fresh = true;
        p->repeats = false;
    }
    while (scan_attr(p, node)) {
    }
    bool closed = p->i > 0 && p->i < p->n && p->s[p->i - 1] == '/';
    p->i += p->i < p->n;
    if (node == ENT_NONE || (flags & ENT_TAGF_VOID) || (closed && p->t->xml) ||
        (closed && tag == ENT_TAG_OTHER)) {
        return;
    }
    if (p->depth <= ENT_READ_MAX_DEPTH) {
        p->stack[p->depth++] = node;
    }
    if (flags & ENT_TAGF_RAW) {
        scan_raw(p, name, len, tag);
        pop_to(p, p->depth - 1);
    }
}

static void scan_end(scan *p)
{
    size_t a = p->i + 2;
    size_t b = a;
    while (b < p->n && !space(p->s[b]) && p->s[b] != '>') {
        b++;
    }
    const char *gt = memchr(p->s + b, '>', p->n - b);
    p->i = gt ? (size_t)(gt - p->s) + 1 : p->n;
    const char *name;
    size_t len = lower_name(p, a, b, &name);
    uint8_t tag = p->t->xml ? ENT_TAG_OTHER : ent_read_tag_of(name, len);
    if (tag == ENT_TAG_BODY || tag == ENT_TAG_HTML) {
        return; /* what follows still belongs to the page */
    }
    bool inlined = !p->t->xml && !(ent_read_tag_flags(tag) & ENT_TAGF_BLOCK);
    for (uint32_t d = p->depth; d > 1; d--) {
        const ent_node *x = &p->t->nodes[p->stack[d - 1]];
        if (x->tag == tag && x->len == len && memcmp(x->s, name, len) == 0) {
            pop_to(p, d - 1);
            return;
        }
        if (inlined && (ent_read_tag_flags(x->tag) & ENT_TAGF_BLOCK)) {
            return; /* a stray </b> does not end the paragraph */
        }
        if (!p->t->xml && (x->tag == ENT_TAG_TD || x->tag == ENT_TAG_TH) && tag != ENT_TAG_TR &&
            tag != ENT_TAG_TABLE && tag != ENT_TAG_TBODY) {
            return; /* nor does a stray </div> end the cell */
        }
    }
}

/* "<!...": comment, CDATA, doctype; "<?...". */
static void scan_decl(scan *p)
{
    const char *at = p->s + p->i;
    size_t left = p->n - p->i;
    const char *stop;
    if (left >= 4 && memcmp(at, "<!--", 4) == 0) {
        stop = left > 6 ? memmem(at + 2, left - 2, "-->", 3) : NULL;
        p->i = stop ? (size_t)(stop - p->s) + 3 : p->n;
        return;
    }
    if (left >= 9 && memcmp(at, "<![CDATA[", 9) == 0) {
        stop = memmem(at + 9, left - 9, "]]>", 3);
        size_t end = stop ? (size_t)(stop - p->s) : p->n;
        add_text(p, p->i + 9, end, true);
        p->i = stop ? end + 3 : p->n;
        return;
    }
    if (at[1] == '!' && p->t->xml) { /* a doctype may hold declarations in brackets */
        size_t depth = 0;
        for (; p->i < p->n; p->i++) {
            char c = p->s[p->i];
            depth += c == '[';
            depth -= c == ']' && depth;
            if (c == '>' && !depth) {
                break;
            }
        }
        p->i += p->i < p->n;
        return;
    }
    stop = memchr(at, '>', left);
    p->i = stop ? (size_t)(stop - p->s) + 1 : p->n;
}

void ent_read_markup(ent_tree *t, ent_arena *a, const char *s, size_t n, bool xml)
{
    memset(t, 0, sizeof *t);
    t->arena = a;
    t->xml = xml;
    scan p = {.t = t, .s = s, .n = n};
    p.stack[0] = push_node(&p, ENT_TAG_OTHER, "", 0);
    p.depth = 1;
    while (p.i < n && !t->cut) {
        const char *lt = s[p.i] == '<' ? s + p.i : memchr(s + p.i, '<', n - p.i);
        size_t at = lt ? (size_t)(lt - s) : n;
        add_text(&p, p.i, at, false);
        p.i = at;
        if (at + 1 >= n) {
            break;
        }
        if (name_start(s[at + 1])) {
            scan_start(&p);
        } else if (s[at + 1] == '/' && at + 2 < n && name_start(s[at + 2])) {
            scan_end(&p);
        } else if (s[at + 1] == '!' || s[at + 1] == '?' || s[at + 1] == '/') {
            scan_decl(&p);
        } else {
            add_text(&p, at, at + 1, true);
            p.i = at + 1;
        }
    }
    pop_to(&p, 0);
}
