/* kern.c: inner loops for plain C, SSE2, AVX2 and AVX-512 with VNNI (see kern.h).
 *
 * The float loops are written once, as plain C, and compiled for each width; the byte products have
 * hands of their own, because compilers do not find the instructions. */
#if defined __GNUC__ && !defined __clang__
#pragma GCC optimize("O3")
#endif

#include "parse/kern.h"

#include "parse/approx.h"

#if defined __x86_64__
#define HAVE_X86 1
#include <immintrin.h>
#else
#define HAVE_X86 0
#endif

#define INLINE static inline __attribute__((always_inline))

/* -- float loops ------------------------------------------------------------------------------ */

/* Rounds to nearest by adding 1.5 * 2^23: |x| stays far below. */
INLINE uint8_t to_byte(float x)
{
    float t = x + 12582912.0f;
    uint32_t bits;
    memcpy(&bits, &t, sizeof bits);
    return (uint8_t)(bits + 128u);
}

INLINE float quantise_body(uint8_t *restrict q, const float *restrict x, size_t n)
{
    float lane[16] = {0}, top = 1e-12f;
    size_t i = 0;
    for (; i + 16 <= n; i += 16)
        for (size_t k = 0; k < 16; k++) {
            float a = x[i + k] < 0.0f ? -x[i + k] : x[i + k];
            lane[k] = a > lane[k] ? a : lane[k];
        }
    for (size_t k = 0; k < 16; k++)
        top = lane[k] > top ? lane[k] : top;
    for (; i < n; i++) {
        float a = x[i] < 0.0f ? -x[i] : x[i];
        top = a > top ? a : top;
    }
    float by = 127.0f / top;
    for (i = 0; i < n; i++)
        q[i] = to_byte(x[i] * by);
    return top / 127.0f;
}

INLINE void cell_body(float *restrict g, float *restrict c, uint8_t *restrict q, size_t h)
{
    for (size_t i = 0; i < 3 * h; i++)
        g[i] = ent_sigmoid(g[i]);
    for (size_t i = 3 * h; i < 4 * h; i++)
        g[i] = ent_tanh(g[i]);
    for (size_t i = 0; i < h; i++)
        c[i] = g[h + i] * c[i] + g[i] * g[3 * h + i];
    for (size_t i = 0; i < h; i++)
        g[i] = g[2 * h + i] * ent_tanh(c[i]);
    for (size_t i = 0; i < h; i++)
        q[i] = to_byte(g[i] * 127.0f);
}

INLINE void scores_body(float *restrict y, const float *restrict d, const float *restrict ht,
                        size_t n, size_t ld)
{
    for (size_t j = 0; j < ld; j += 16) {
        float lane[16] = {0};
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < 16; k++)
                lane[k] += d[i] * ht[i * ld + j + k];
        for (size_t k = 0; k < 16; k++)
            y[j + k] = lane[k];
    }
}

INLINE void add_row_body(float *restrict x, const int8_t *restrict e, float scale, size_t n)
{
    for (size_t i = 0; i < n; i++)
        x[i] += (float)e[i] * scale;
}

INLINE void leak_body(float *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        x[i] = x[i] > 0.0f ? x[i] : 0.1f * x[i];
}

INLINE void pair_body(float *restrict z, const float *restrict d, const float *restrict h, size_t n)
{
    for (size_t i = 0; i < n; i++)
        z[i] = d[i] * h[i];
    for (size_t i = 0; i < n; i++) {
        float s = d[i] + h[i];
        z[n + i] = s > 0.0f ? s : 0.0f;
    }
}

INLINE uint32_t argmax_body(const float *x, size_t n)
{
    float lane[16], top;
    size_t i = 0;
    for (size_t k = 0; k < 16; k++)
        lane[k] = x[0];
    for (; i + 16 <= n; i += 16)
        for (size_t k = 0; k < 16; k++)
            lane[k] = x[i + k] > lane[k] ? x[i + k] : lane[k];
    top = lane[0];
    for (size_t k = 1; k < 16; k++)
        top = lane[k] > top ? lane[k] : top;
    for (; i < n; i++)
        top = x[i] > top ? x[i] : top;
    for (i = 0; i + 1 < n && !(x[i] >= top); i++)
        ;
    return (uint32_t)i;
}

/* The float that a sum of bytes stands for: the one expression all widths share. */
INLINE float finish(int32_t acc, int32_t sum, float scale, float xs, float bias)
{
    return (float)(acc - sum) * scale * xs + bias;
}

/* -- plain C ---------------------------------------------------------------------------------- */

#if defined __GNUC__ && !defined __clang__
#define NOVECTOR __attribute__((optimize("no-tree-vectorize")))
#else
#define NOVECTOR
#endif

static NOVECTOR void product_plain(float *y, size_t ldy, const uint8_t *x, size_t ldx,
                                   const float *xs, size_t n, const struct ent_matrix *w, int add)
{
    for (size_t r = 0; r < n; r++)
        for (size_t j = 0; j < w->m; j++) {
            const int8_t *p = w->w + (j / 16) * (size_t)w->k * 16 + (j % 16) * 4;
            const uint8_t *q = x + r * ldx;
            int32_t acc = 0;
            for (size_t i = 0; i < w->k; i += 4, p += 64)
                acc += q[i] * p[0] + q[i + 1] * p[1] + q[i + 2] * p[2] + q[i + 3] * p[3];
            float v = finish(acc, w->sum[j], w->scale[j], xs[r], w->bias[j]);
            y[r * ldy + j] = add ? y[r * ldy + j] + v : v;
        }
}

static NOVECTOR float quantise_plain(uint8_t *q, const float *x, size_t n)
{
    return quantise_body(q, x, n);
}

static NOVECTOR void cell_plain(float *g, float *c, uint8_t *q, size_t h)
{
    cell_body(g, c, q, h);
}

static NOVECTOR void scores_plain(float *y, const float *d, const float *ht, size_t n, size_t ld)
{
    scores_body(y, d, ht, n, ld);
}

static NOVECTOR void add_row_plain(float *x, const int8_t *e, float scale, size_t n)
{
    add_row_body(x, e, scale, n);
}

static NOVECTOR void leak_plain(float *x, size_t n)
{
    leak_body(x, n);
}

static NOVECTOR void pair_plain(float *z, const float *d, const float *h, size_t n)
{
    pair_body(z, d, h, n);
}

static NOVECTOR uint32_t argmax_plain(const float *x, size_t n)
{
    return argmax_body(x, n);
}

#if HAVE_X86

/* -- SSE2 ------------------------------------------------------------------------------------- */

static float quantise_sse2(uint8_t *q, const float *x, size_t n)
{
    return quantise_body(q, x, n);
}

static void cell_sse2(float *g, float *c, uint8_t *q, size_t h)
{
    cell_body(g, c, q, h);
}

static void scores_sse2(float *y, const float *d, const float *ht, size_t n, size_t ld)
{
    scores_body(y, d, ht, n, ld);
}

static void add_row_sse2(float *x, const int8_t *e, float scale, size_t n)
{
    add_row_body(x, e, scale, n);
}

static void leak_sse2(float *x, size_t n)
{
    leak_body(x, n);
}

static void pair_sse2(float *z, const float *d, const float *h, size_t n)
{
    pair_body(z, d, h, n);
}

static uint32_t argmax_sse2(const float *x, size_t n)
{
    return argmax_body(x, n);
}

/* four outputs of one row */
INLINE void four_sse2(float *y, const uint8_t *x, float xs, const struct ent_matrix *w, size_t j,
                      int add)
{
    const int8_t *p = w->w + (j / 16) * (size_t)w->k * 16 + (j % 16) * 4;
    __m128i lo = _mm_setzero_si128(), hi = lo, zero = lo;
    for (size_t i = 0; i < w->k; i += 4, p += 64) {
        int32_t four;
        memcpy(&four, x + i, 4);
        __m128i xv = _mm_unpacklo_epi8(_mm_set1_epi32(four), zero);
        __m128i wv = _mm_loadu_si128((const __m128i *)p);
        __m128i w0 = _mm_srai_epi16(_mm_unpacklo_epi8(wv, wv), 8);
        __m128i w1 = _mm_srai_epi16(_mm_unpackhi_epi8(wv, wv), 8);
        lo = _mm_add_epi32(lo, _mm_madd_epi16(w0, xv));
        hi = _mm_add_epi32(hi, _mm_madd_epi16(w1, xv));
    }
    __m128 a = _mm_castsi128_ps(lo), b = _mm_castsi128_ps(hi);
    __m128i even = _mm_castps_si128(_mm_shuffle_ps(a, b, _MM_SHUFFLE(2, 0, 2, 0)));
    __m128i odd = _mm_castps_si128(_mm_shuffle_ps(a, b, _MM_SHUFFLE(3, 1, 3, 1)));
    __m128i acc =
        _mm_sub_epi32(_mm_add_epi32(even, odd), _mm_loadu_si128((const __m128i *)(w->sum + j)));
    __m128 v = _mm_mul_ps(_mm_cvtepi32_ps(acc), _mm_loadu_ps(w->scale + j));
    v = _mm_add_ps(_mm_mul_ps(v, _mm_set1_ps(xs)), _mm_loadu_ps(w->bias + j));
    if (add)
        v = _mm_add_ps(_mm_loadu_ps(y + j), v);
    _mm_storeu_ps(y + j, v);
}

static void product_sse2(float *y, size_t ldy, const uint8_t *x, size_t ldx, const float *xs,
                         size_t n, const struct ent_matrix *w, int add)
{
    for (size_t j = 0; j < w->m; j += 4)
        for (size_t r = 0; r < n; r++)
            four_sse2(y + r * ldy, x + r * ldx, xs[r], w, j, add);
}

/* -- AVX2 ------------------------------------------------------------------------------------- */

#define AVX2 __attribute__((target("avx2")))

static AVX2 float quantise_avx2(uint8_t *q, const float *x, size_t n)
{
    return quantise_body(q, x, n);
}

static AVX2 void cell_avx2(float *g, float *c, uint8_t *q, size_t h)
{
    cell_body(g, c, q, h);
}

static AVX2 void scores_avx2(float *y, const float *d, const float *ht, size_t n, size_t ld)
{
    scores_body(y, d, ht, n, ld);
}

static AVX2 void add_row_avx2(float *x, const int8_t *e, float scale, size_t n)
{
    add_row_body(x, e, scale, n);
}

static AVX2 void leak_avx2(float *x, size_t n)
{
    leak_body(x, n);
}

static AVX2 void pair_avx2(float *z, const float *d, const float *h, size_t n)
{
    pair_body(z, d, h, n);
}

static AVX2 uint32_t argmax_avx2(const float *x, size_t n)
{
    return argmax_body(x, n);
}

static inline AVX2 void store_avx2(float *y, __m256i acc, float xs, const struct ent_matrix *w,
                                   size_t j, int add)
{
    acc = _mm256_sub_epi32(acc, _mm256_loadu_si256((const __m256i *)(w->sum + j)));
    __m256 v = _mm256_mul_ps(_mm256_cvtepi32_ps(acc), _mm256_loadu_ps(w->scale + j));
    v = _mm256_add_ps(_mm256_mul_ps(v, _mm256_set1_ps(xs)), _mm256_loadu_ps(w->bias + j));
    if (add)
        v = _mm256_add_ps(_mm256_loadu_ps(y + j), v);
    _mm256_storeu_ps(y + j, v);
}

/* rows (1 to 4) times 8 * cols outputs from j on */
static inline AVX2 __attribute__((always_inline)) void
tile_avx2(int rows, int cols, float *y, size_t ldy, const uint8_t *x, size_t ldx, const float *xs,
          const struct ent_matrix *w, size_t j, int add)
{
    const int8_t *p = w->w + (j / 16) * (size_t)w->k * 16 + (j % 16) * 4;
    const __m256i ones = _mm256_set1_epi16(1);
    __m256i acc[4][4];
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < cols; c++)
            acc[r][c] = _mm256_setzero_si256();
    for (size_t i = 0; i < w->k; i += 4, p += 64)
        for (int r = 0; r < rows; r++) {
            int32_t four;
            memcpy(&four, x + (size_t)r * ldx + i, 4);
            __m256i xv = _mm256_set1_epi32(four);
            for (int c = 0; c < cols; c++) {
                const int8_t *wp = p + (size_t)(c / 2) * w->k * 16 + (c % 2) * 32;
                __m256i t =
                    _mm256_maddubs_epi16(xv, _mm256_loadu_si256((const __m256i *)(const void *)wp));
                acc[r][c] = _mm256_add_epi32(acc[r][c], _mm256_madd_epi16(t, ones));
            }
        }
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < cols; c++)
            store_avx2(y + (size_t)r * ldy, acc[r][c], xs[r], w, j + (size_t)c * 8, add);
}

static AVX2 void product_avx2(float *y, size_t ldy, const uint8_t *x, size_t ldx, const float *xs,
                              size_t n, const struct ent_matrix *w, int add)
{
    for (size_t j = 0; j < w->m; j += 16) {
        size_t r = 0;
        for (; r + 4 <= n; r += 4)
            tile_avx2(4, 2, y + r * ldy, ldy, x + r * ldx, ldx, xs + r, w, j, add);
        for (; r + 2 <= n; r += 2)
            tile_avx2(2, 2, y + r * ldy, ldy, x + r * ldx, ldx, xs + r, w, j, add);
        for (; r < n; r++)
            tile_avx2(1, 2, y + r * ldy, ldy, x + r * ldx, ldx, xs + r, w, j, add);
    }
}

/* -- AVX-512 with VNNI ------------------------------------------------------------------------ */

#ifdef __clang__
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")))
#else
#define AVX512                                                                                     \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,prefer-vector-width="     \
                          "512")))
#endif

static AVX512 float quantise_avx512(uint8_t *q, const float *x, size_t n)
{
    return quantise_body(q, x, n);
}

static AVX512 void cell_avx512(float *g, float *c, uint8_t *q, size_t h)
{
    cell_body(g, c, q, h);
}

static AVX512 void scores_avx512(float *y, const float *d, const float *ht, size_t n, size_t ld)
{
    scores_body(y, d, ht, n, ld);
}

static AVX512 void add_row_avx512(float *x, const int8_t *e, float scale, size_t n)
{
    add_row_body(x, e, scale, n);
}

static AVX512 void leak_avx512(float *x, size_t n)
{
    leak_body(x, n);
}

static AVX512 void pair_avx512(float *z, const float *d, const float *h, size_t n)
{
    pair_body(z, d, h, n);
}

static AVX512 uint32_t argmax_avx512(const float *x, size_t n)
{
    return argmax_body(x, n);
}

static inline AVX512 __attribute__((always_inline)) void
tile_avx512(int rows, int cols, float *y, size_t ldy, const uint8_t *x, size_t ldx, const float *xs,
            const struct ent_matrix *w, size_t j, int add)
{
    const int8_t *p = w->w + (j / 16) * (size_t)w->k * 16;
    __m512i acc[8][4];
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < cols; c++)
            acc[r][c] = _mm512_setzero_si512();
    for (size_t i = 0; i < w->k; i += 4, p += 64) {
        __m512i wv[4];
        for (int c = 0; c < cols; c++)
            wv[c] = _mm512_loadu_si512(p + (size_t)c * w->k * 16);
        for (int r = 0; r < rows; r++) {
            int32_t four;
            memcpy(&four, x + (size_t)r * ldx + i, 4);
            __m512i xv = _mm512_set1_epi32(four);
            for (int c = 0; c < cols; c++)
                acc[r][c] = _mm512_dpbusd_epi32(acc[r][c], xv, wv[c]);
        }
    }
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < cols; c++) {
            size_t o = j + (size_t)c * 16;
            __m512i a = _mm512_sub_epi32(acc[r][c], _mm512_loadu_si512(w->sum + o));
            __m512 v = _mm512_mul_ps(_mm512_cvtepi32_ps(a), _mm512_loadu_ps(w->scale + o));
            v = _mm512_add_ps(_mm512_mul_ps(v, _mm512_set1_ps(xs[r])),
                              _mm512_loadu_ps(w->bias + o));
            if (add)
                v = _mm512_add_ps(_mm512_loadu_ps(y + (size_t)r * ldy + o), v);
            _mm512_storeu_ps(y + (size_t)r * ldy + o, v);
        }
}

static AVX512 void product_avx512(float *y, size_t ldy, const uint8_t *x, size_t ldx,
                                  const float *xs, size_t n, const struct ent_matrix *w, int add)
{
    size_t r = 0;
#define TILE(ROWS, COLS)                                                                           \
    tile_avx512(ROWS, COLS, y + r * ldy, ldy, x + r * ldx, ldx, xs + r, w, j, add)
    for (; r + 8 <= n; r += 8) {
        size_t j = 0;
        for (; j + 32 <= w->m; j += 32)
            TILE(8, 2);
        if (j < w->m)
            TILE(8, 1);
    }
    for (; r + 4 <= n; r += 4) {
        size_t j = 0;
        for (; j + 64 <= w->m; j += 64)
            TILE(4, 4);
        for (; j < w->m; j += 16)
            TILE(4, 1);
    }
    for (; r + 2 <= n; r += 2) {
        size_t j = 0;
        for (; j + 64 <= w->m; j += 64)
            TILE(2, 4);
        for (; j < w->m; j += 16)
            TILE(2, 1);
    }
    for (; r < n; r++) {
        size_t j = 0;
        for (; j + 64 <= w->m; j += 64)
            TILE(1, 4);
        for (; j < w->m; j += 16)
            TILE(1, 1);
    }
#undef TILE
}

#endif /* HAVE_X86 */

/* -- choice ----------------------------------------------------------------------------------- */

static const struct ent_kernels sets[ENT_LEVELS] = {
    {"plain", product_plain, quantise_plain, cell_plain, scores_plain, add_row_plain, leak_plain,
     pair_plain, argmax_plain},
#if HAVE_X86
    {"sse2", product_sse2, quantise_sse2, cell_sse2, scores_sse2, add_row_sse2, leak_sse2,
     pair_sse2, argmax_sse2},
    {"avx2", product_avx2, quantise_avx2, cell_avx2, scores_avx2, add_row_avx2, leak_avx2,
     pair_avx2, argmax_avx2},
    {"avx512", product_avx512, quantise_avx512, cell_avx512, scores_avx512, add_row_avx512,
     leak_avx512, pair_avx512, argmax_avx512},
#endif
};

const struct ent_kernels *ent_parse_kernels(int level)
{
#if HAVE_X86
    if (level >= ENT_LEVEL_AVX512 && __builtin_cpu_supports("avx512vnni") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq"))
        return &sets[ENT_LEVEL_AVX512];
    if (level >= ENT_LEVEL_AVX2 && __builtin_cpu_supports("avx2"))
        return &sets[ENT_LEVEL_AVX2];
    if (level >= ENT_LEVEL_SSE2)
        return &sets[ENT_LEVEL_SSE2];
#endif
    (void)level;
    return &sets[ENT_LEVEL_PLAIN];
}
