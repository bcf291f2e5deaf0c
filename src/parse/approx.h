/* approx.h: exp, sigmoid and tanh made of adds, multiplications and one division only.
 *
 * In: a float; out: a float, the same bits on every machine and at every vector width, because no
 * library function is called and nothing is reassociated (build with -ffp-contract=off). The
 * trainer and the parser share these functions, so that what is trained is what is run.
 * Does not handle NaN: callers feed finite values. */
#ifndef ENT_PARSE_APPROX_H
#define ENT_PARSE_APPROX_H

#include <stdint.h>
#include <string.h>

/* exp(x) to about 2e-7 relative, for x clamped to [-87, 88]. */
static inline float ent_expf(float x)
{
    const float lo = -87.0f, hi = 88.0f, magic = 12582912.0f;
    x = x < lo ? lo : x;
    x = x > hi ? hi : x;
    float t = x * 1.44269504f + magic;
    uint32_t bits;
    memcpy(&bits, &t, sizeof bits);
    float n = t - magic;
    float r = x - n * 0.693359375f;
    r = r - n * -2.12194440e-4f;
    float p = 1.9875691e-4f;
    p = p * r + 1.3981999e-3f;
    p = p * r + 8.3334519e-3f;
    p = p * r + 4.1665796e-2f;
    p = p * r + 1.6666665e-1f;
    p = p * r + 5.0000001e-1f;
    float rr = r * r;
    p = p * rr + r;
    p = p + 1.0f;
    /* the low bits of t hold n in two's complement: shift it into the exponent */
    uint32_t e = ((bits - 0x4b400000u) << 23) + 0x3f800000u;
    float s;
    memcpy(&s, &e, sizeof s);
    return p * s;
}

static inline float ent_sigmoid(float x)
{
    return 1.0f / (1.0f + ent_expf(-x));
}

static inline float ent_tanh(float x)
{
    return 2.0f / (1.0f + ent_expf(-2.0f * x)) - 1.0f;
}

#endif
