/* kern.h: the network's inner loops, one set for each vector width.
 *
 * Every set gives the same bits: products of bytes are summed as integers, and the floats around
 * them are added and multiplied in one order only (build with -ffp-contract=off). */
#ifndef ENT_PARSE_KERN_H
#define ENT_PARSE_KERN_H

#include <stddef.h>
#include <stdint.h>

/* int8 weights as laid out in weights.h; m is a multiple of 16 here, k of 4. */
struct ent_matrix {
    const int8_t *w;
    const float *scale;
    const float *bias;
    const int32_t *sum; /* 128 times the sum of each row: inputs are stored with 128 added */
    uint32_t m, k;
};

struct ent_kernels {
    const char *name;
    /* y (n rows, stride ldy) = or += x w' * scales + bias; x: n rows of k bytes, stride ldx;
     * xs: a scale for each row */
    void (*product)(float *y, size_t ldy, const uint8_t *x, size_t ldx, const float *xs, size_t n,
                    const struct ent_matrix *w, int add);
    /* q = x * 127 / max |x| + 128; returns the scale back */
    float (*quantise)(uint8_t *q, const float *x, size_t n);
    /* LSTM cell: g holds 4h gate sums (i f o g); c is updated; q: h as bytes */
    void (*cell)(float *g, float *c, uint8_t *q, size_t h);
    /* y[j] = sum over i of d[i] ht[i * ld + j], for j < ld; ld a multiple of 16 */
    void (*scores)(float *y, const float *d, const float *ht, size_t n, size_t ld);
    /* x += e * scale */
    void (*add_row)(float *x, const int8_t *e, float scale, size_t n);
    /* x where it is positive, else a tenth of it */
    void (*leak)(float *x, size_t n);
    /* z = [d * h ; max(d + h, 0)] */
    void (*pair)(float *z, const float *d, const float *h, size_t n);
    /* index of the first highest; n at least 1 */
    uint32_t (*argmax)(const float *x, size_t n);
};

enum ent_level { ENT_LEVEL_PLAIN, ENT_LEVEL_SSE2, ENT_LEVEL_AVX2, ENT_LEVEL_AVX512, ENT_LEVELS };

/* The set of a level, or of the best one below it that this machine can run. */
const struct ent_kernels *ent_parse_kernels(int level);

#endif
