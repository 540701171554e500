/* A few doubles at once, as the processor's registers hold them: two (SSE2, NEON), four (AVX2) or eight (AVX-512).
 *
 * Every operation here is one that IEEE 754 rounds correctly, or a comparison, or moves bits. So each number
 * comes out the same in a vector of two as in one of eight, and on every processor. */
#ifndef VEC_H
#define VEC_H

#include <stdint.h>

#if defined(__AVX512F__)
#define LANES 8
#elif defined(__AVX2__)
#define LANES 4
#else
#define LANES 2
#endif

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#define BLOCK 8                /* examples that are summed side by side; rows are padded to a multiple of it */
#define VECS (BLOCK / LANES)   /* vectors in a block */

typedef double vec __attribute__((vector_size(8 * LANES)));
typedef int64_t bits __attribute__((vector_size(8 * LANES))); /* also what a comparison gives: all ones or 0 */
typedef uint64_t ubits __attribute__((vector_size(8 * LANES)));
typedef vec anywhere __attribute__((aligned(8), may_alias));

#define INLINE static inline __attribute__((always_inline))

INLINE vec load(const double *p) { return *(const anywhere *)p; }

INLINE void store(double *p, vec x) { *(anywhere *)p = x; }

INLINE vec all(double x) { return x - (vec){0}; } /* x in every lane; x - 0 is x, also for -0 */

INLINE vec pick(bits which, vec yes, vec no) { return (vec)((which & (bits)yes) | (~which & (bits)no)); }

INLINE vec absolute(vec x) { return (vec)((bits)x & INT64_MAX); }

INLINE vec with_sign_of(vec x, vec sign) { return (vec)((bits)x | ((bits)sign & INT64_MIN)); } /* of x >= 0 */

/* x, but not below low; NaN stays. */
INLINE vec at_least(double low, vec x) {
#if LANES == 8
    return _mm512_max_pd(all(low), x);
#elif LANES == 4
    return _mm256_max_pd(all(low), x);
#elif defined(__SSE2__)
    return _mm_max_pd(all(low), x);
#else
    return pick(x < low, all(low), x);
#endif
}

/* x, but not below low, not above high; NaN stays. */
INLINE vec clamp(vec x, double low, double high) {
    x = at_least(low, x);
    return pick(x > high, all(high), x);
}

/* Which of a block's examples, from its lane v * LANES on, are before the one numbered `end`. */
INLINE bits before(int64_t end, int v) {
    vec number = {0};
    for (int i = 0; i < LANES; i++) number[i] = v * LANES + i;
    return number < (double)end;
}

/* Eight partial sums become one: the second half is added to the first, three times, which is
 * ((s0+s4) + (s2+s6)) + ((s1+s5) + (s3+s7)), whatever the registers' width. */
INLINE double tree(const vec *s) {
#if LANES == 2
    vec two = (s[0] + s[2]) + (s[1] + s[3]);
#else
#if LANES == 4
    __m256d four = s[0] + s[1];
#else
    __m256d four = _mm512_castpd512_pd256(s[0]) + _mm512_extractf64x4_pd(s[0], 1);
#endif
    __m128d two = _mm256_castpd256_pd128(four) + _mm256_extractf128_pd(four, 1);
#endif
    return two[0] + two[1];
}

INLINE int64_t row_length(int64_t columns) { return (columns + BLOCK - 1) / BLOCK * BLOCK; }

#endif
