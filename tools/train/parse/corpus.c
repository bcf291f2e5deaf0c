/* corpus.c: reads a treebank in CoNLL-U. In: a file. Out: sentences, words and multiword tokens;
 * empty nodes and enhanced relations are left out, and so are features that no one needs to predict
 * (spelling errors, style). */
#include "train.h"

static char *slurp(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        die("cannot open %s", path);
    size_t cap = 0, n = 0, got;
    char *data = NULL;
    do {
        data = xgrow(data, &cap, n + 65536, 1);
        got = fread(data + n, 1, 65535, f);
        n += got;
    } while (got);
    data[n] = 0;
    fclose(f);
    return data;
}

static int dropped(const char *feat)
{
    static const char *const names[] = {"Typo=", "Style=", "ExtPos=", "Abbr="};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (!strncmp(feat, names[i], strlen(names[i])))
            return 1;
    return 0;
}

static void filter_feats(char *s)
{
    char *out = s, *p = s;
    char *begin = s;
    while (*p) {
        size_t n = strcspn(p, "|");
        if (!dropped(p)) {
            if (out > begin)
                *out++ = '|';
            memmove(out, p, n);
            out += n;
        }
        p += n;
        if (*p)
            p++;
    }
    if (out == begin)
        *out++ = '_';
    *out = 0;
}

struct reader {
    struct corpus *c;
    struct sentence cur;
    size_t cap;
    const char *mwt_form;
    int mwt_first, mwt_last, mwt_space;
};

static void end_sentence(struct reader *r)
{
    struct corpus *c = r->c;
    if (r->cur.n) {
        c->s = xgrow(c->s, &c->cap, c->n + 1, sizeof *c->s);
        c->s[c->n++] = r->cur;
        c->words += (size_t)r->cur.n;
    }
    memset(&r->cur, 0, sizeof r->cur);
    r->cap = 0;
    r->mwt_last = 0;
}

static void add_word(struct reader *r, char **col, int nospace)
{
    if (strchr(col[0], '.'))
        return;
    if (strchr(col[0], '-')) {
        r->mwt_first = (int)strtol(col[0], NULL, 10);
        r->mwt_last = (int)strtol(strchr(col[0], '-') + 1, NULL, 10);
        r->mwt_form = col[1];
        r->mwt_space = !nospace;
        return;
    }
    r->cur.w = xgrow(r->cur.w, &r->cap, (size_t)r->cur.n + 1, sizeof *r->cur.w);
    struct word *w = &r->cur.w[r->cur.n++];
    memset(w, 0, sizeof *w);
    filter_feats(col[5]);
    w->form = col[1];
    w->lemma = col[2];
    w->upos = col[3];
    w->xpos = col[4];
    w->feats = col[5];
    w->head = (int)strtol(col[6], NULL, 10);
    w->deprel = col[7];
    w->space = !nospace;
    int id = r->cur.n;
    if (id >= r->mwt_first && id <= r->mwt_last) {
        w->mwt_rest = id > r->mwt_first;
        w->space = id == r->mwt_last ? r->mwt_space : 0;
        if (id == r->mwt_first) {
            w->mwt = r->mwt_last - r->mwt_first + 1;
            w->surface = r->mwt_form;
        }
    }
}

void corpus_read(struct corpus *c, const char *path)
{
    struct reader r = {.c = c};
    char *p = slurp(path);
    while (*p) {
        char *line = p, *col[10];
        size_t n = strcspn(p, "\n");
        p += n;
        if (*p)
            *p++ = 0;
        if (n && line[n - 1] == '\r')
            line[n - 1] = 0;
        if (!*line) {
            end_sentence(&r);
            continue;
        }
        if (*line == '#') {
            r.cur.doc |= !strncmp(line, "# newdoc", 8);
            r.cur.par |= !strncmp(line, "# newpar", 8);
            if (!strncmp(line, "# text = ", 9))
                r.cur.text = line + 9;
            continue;
        }
        int k = 0;
        for (char *q = line; k < 10; k++) {
            col[k] = q;
            q += strcspn(q, "\t");
            if (*q)
                *q++ = 0;
            else if (k < 9)
                break;
        }
        if (k == 10)
            add_word(&r, col, strstr(col[9], "SpaceAfter=No") != NULL);
    }
    end_sentence(&r);
}
