/* grammar.h: what the forms ask of a word of their block. */
#ifndef ENT_TIME_GRAMMAR_H
#define ENT_TIME_GRAMMAR_H

#include "time_int.h"

static inline bool isw(job *j, uint32_t i, const char *s)
{
    return i < j->end && ent_time_is(j->d, &j->w, i, s);
}

static inline bool any_of(job *j, uint32_t i, const char *const *list, size_t n)
{
    return i < j->end && ent_time_is_any(j->d, &j->w, i, list, n);
}

static inline bool before_is(job *j, uint32_t i, const char *s)
{
    return i > j->block_words && isw(j, i - 1, s);
}

static inline bool pun(job *j, uint32_t i, char c)
{
    return i < j->end && WD(j, i).kind == W_PUNCT && WD(j, i).punct == c;
}

static inline bool num(job *j, uint32_t i)
{
    return i < j->end && WD(j, i).kind == W_NUMBER;
}

/* Of a unit. */
static inline bool plural(job *j, uint32_t i)
{
    return j->d->text[WD(j, i).e - 1] == 's' && !ent_time_is(j->d, &j->w, i, "hrs");
}

typedef uint32_t (*form)(job *j, uint32_t i, expr *x);

/* Where the first of the forms that is at i ends; i for none. */
static inline uint32_t first_form(const form *forms, size_t n, job *j, uint32_t i, expr *x)
{
    for (size_t f = 0; f < n; f++) {
        expr y = *x;
        uint32_t e = forms[f](j, i, &y);
        if (e > i) {
            *x = y;
            return e;
        }
    }
    return i;
}

#endif
