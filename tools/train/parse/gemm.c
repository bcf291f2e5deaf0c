/* gemm.c: matrix products for the trainer.
 *
 * In: row-major float matrices, the right one packed. Out: C (+)= A B. Every element of C sums its
 * products in the order of k with fused multiply-add, in blocks of KB, whatever the vector width:
 * the trained weights do not depend on the machine. This file is compiled with
 * -ffp-contract=fast and its only float expression is that multiply-add. */
#include "train.h"

#ifndef __FMA__
#error "the trainer needs a machine with fused multiply-add (x86-64-v3 or later)"
#endif

#if defined __AVX512F__
enum { LANES = 16, VECS = 2, ROWS = 8 };
#else
enum { LANES = 8, VECS = 4, ROWS = 3 };
#endif
enum { COLS = LANES * VECS, KB = 256 };
_Static_assert((int)COLS == (int)GEMM_COLS, "panels are as wide as the kernel");

typedef float vec __attribute__((vector_size(LANES * sizeof(float)), aligned(4), may_alias));

size_t gemm_packed_size(size_t k, size_t m)
{
    return k * ((m + COLS - 1) / COLS * COLS);
}

void gemm_pack(float *out, const float *b, size_t k, size_t m, size_t rs, size_t cs)
{
    for (size_t j = 0; j < m; j += COLS)
        for (size_t i = 0; i < k; i++)
            for (size_t c = 0; c < COLS; c++)
                *out++ = j + c < m ? b[i * rs + (j + c) * cs] : 0.0f;
}

static inline __attribute__((always_inline)) void kernel(int rows, size_t k, const float *a,
                                                         size_t rs, size_t cs, const float *b,
                                                         float *c, size_t ldc, size_t cols, int add)
{
    vec acc[ROWS][VECS];
    for (int r = 0; r < rows; r++)
        for (int v = 0; v < VECS; v++)
            acc[r][v] = (vec){0};
    for (size_t i = 0; i < k; i++) {
        vec bv[VECS];
#pragma GCC unroll 4
        for (int v = 0; v < VECS; v++)
            bv[v] = *(const vec *)(b + i * COLS + (size_t)v * LANES);
#pragma GCC unroll 8
        for (int r = 0; r < rows; r++) {
            float x = a[(size_t)r * rs + i * cs];
#pragma GCC unroll 4
            for (int v = 0; v < VECS; v++)
                acc[r][v] += x * bv[v];
        }
    }
    if (cols == COLS) {
        for (int r = 0; r < rows; r++)
            for (int v = 0; v < VECS; v++) {
                vec *p = (vec *)(c + (size_t)r * ldc + (size_t)v * LANES);
                if (add)
                    *p += acc[r][v];
                else
                    *p = acc[r][v];
            }
        return;
    }
    for (int r = 0; r < rows; r++) {
        float t[COLS];
        for (int v = 0; v < VECS; v++)
            *(vec *)(t + v * LANES) = acc[r][v];
        for (size_t j = 0; j < cols; j++)
            c[(size_t)r * ldc + j] = add ? c[(size_t)r * ldc + j] + t[j] : t[j];
    }
}

void gemm(float *c, size_t ldc, const float *a, size_t rs, size_t cs, const float *packed, size_t n,
          size_t k, size_t m, int add)
{
    for (size_t kb = 0; kb < k; kb += KB) {
        size_t kn = k - kb < KB ? k - kb : KB;
        int plus = add || kb > 0;
        for (size_t j = 0; j < m; j += COLS) {
            const float *b = packed + j * k + kb * COLS;
            size_t cols = m - j < COLS ? m - j : COLS;
            for (size_t i = 0; i < n; i += ROWS) {
                const float *ai = a + i * rs + kb * cs;
                float *ci = c + i * ldc + j;
                switch (n - i) {
#define ONE(R)                                                                                     \
    case R:                                                                                        \
        kernel(R, kn, ai, rs, cs, b, ci, ldc, cols, plus);                                         \
        break;
                    ONE(1)
                    ONE(2)
#ifdef __AVX512F__
                    ONE(3)
                    ONE(4)
                    ONE(5)
                    ONE(6)
                    ONE(7)
#endif
                default:
                    kernel(ROWS, kn, ai, rs, cs, b, ci, ldc, cols, plus);
                }
            }
        }
    }
}
