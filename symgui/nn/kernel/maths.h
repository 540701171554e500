/* exp, expm1, log, log1p by + - * / and moves of bits: the same bits wherever they are computed.
 *
 * Each is within 1 ulp of the true value for every double, subnormal results included.
 * The method is fdlibm's (Sun 1993): take out a power of 2, a polynomial for what is left. */
#ifndef MATHS_H
#define MATHS_H

#include "vec.h"

#define LN2_HI 0x1.62e42feep-1              /* 32 bits, so that k * LN2_HI is exact */
#define LN2_LO 0x1.a39ef35793c76p-33        /* ln 2 - LN2_HI */
#define LOG2_E 0x1.71547652b82fep+0
#define SHIFT 0x1.8p52                      /* x + SHIFT has round(x) in its lowest bits */
#define LARGEST 0x1.fffffffffffffp1023
#define SMALLEST_NORMAL 0x1p-1022
#define INFINITE __builtin_inf()

/* The bits of 2^(k + up), of k + SHIFT. */
INLINE vec power_of_2(vec shifted, int64_t up) { return (vec)(((ubits)shifted << 52) + ((uint64_t)(1023 + up) << 52)); }

/* x = k ln 2 + r with |r| <= ln 2 / 2, and e^r - 1 = r + t. */
typedef struct { vec shifted, r, t; } reduced;

INLINE reduced reduce(vec x) {
    vec shifted = x * LOG2_E + SHIFT, k = shifted - SHIFT;
    vec hi = x - k * LN2_HI, lo = k * LN2_LO;
    vec r = hi - lo, rest = (hi - r) - lo, r2 = r * r;
    /* (e^r - 1 - r) / r^2 within 1.4e-18 (Remez), in parts that need not wait for each other */
    vec r4 = r2 * r2;
    vec even = (0x1p-1 + r2 * 0x1.5555555555558p-5) + r4 * ((0x1.6c16c16c151fbp-10 + r2 * 0x1.a01a01acfb531p-16)
             + r4 * (0x1.27e4ccccc090bp-22 + r2 * 0x1.1f8b4e34e2489p-29));
    vec odd = (0x1.5555555555557p-3 + r2 * 0x1.11111111100dbp-7) + r4 * ((0x1.a01a01abe81ccp-13
            + r2 * 0x1.71de023141a2ep-19) + r4 * 0x1.af4dea17e3fc2p-26);
    return (reduced){shifted, r, rest + r2 * (even + r * odd)};
}

/* e^x of x <= 0: 2^k is made 2^54 too large first, so that only the last product may be subnormal. */
INLINE vec exp_below(vec x) {
    reduced d = reduce(at_least(-746.0, x));
    return (1.0 + (d.r + d.t)) * power_of_2(d.shifted, 54) * 0x1p-54;
}

/* e^x of any x. */
INLINE vec exponential(vec x) {
    reduced d = reduce(clamp(x, -746.0, 711.0));
    bits down = x < 0.0;
    vec scale = pick(down, power_of_2(d.shifted, 54), power_of_2(d.shifted, -54));
    return (1.0 + (d.r + d.t)) * scale * pick(down, all(0x1p-54), all(0x1p54));
}

/* A number with what its rounding has taken away. */
typedef struct { vec high, low; } exact;

/* e^x - 1 = (2^k - 1 + 2^k r) + 2^k t; the bracket's rounding error is exact to have, and added again. */
INLINE exact minus_1(reduced d, vec scale) {
    vec a = scale - 1.0, b = scale * d.r, sum = a + b;
    vec rest = (b - (sum - a)) + scale * d.t, y = sum + rest;
    return (exact){y, rest - (y - sum)};
}

/* e^x and e^x - 1 of x <= 0. */
typedef struct { vec exp; exact expm1; } exponentials;

INLINE exponentials exp_and_expm1_below(vec x) {
    reduced d = reduce(at_least(-746.0, x));
    vec scale = power_of_2(d.shifted, 54);
    return (exponentials){(1.0 + (d.r + d.t)) * scale * 0x1p-54, minus_1(d, scale * 0x1p-54)};
}

/* e^x - 1 of any x; from 2^57 on the 1 is too small to be seen, from 2^54 on it is lost in 2^k - 1. */
INLINE vec exponential_minus_1(vec x) {
    reduced d = reduce(clamp(x, -746.0, 60.0));
    vec scale = power_of_2(d.shifted, 0);
    scale = pick(x < -700.0, all(0.0), scale);
    d.t -= (1.0 - (scale - (scale - 1.0))) / pick(scale > 1.0, scale, all(1.0));
    vec y = pick(x > 40.0, exponential(x), minus_1(d, scale).high);
    return pick(x == 0.0, x, y);
}

/* k ln 2 + log(1 + f) + c, for 1 + f in [sqrt 1/2, sqrt 2]: with s = f / (2 + f) the series of 2 artanh s. */
INLINE vec log_of_parts(vec k, vec f, vec c) {
    vec s = f / (2.0 + f), z = s * s, w = z * z, half = 0.5 * f * f;
    vec even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
    vec odd = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01
            + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
    return k * LN2_HI - ((half - (s * (half + (odd + even)) + (k * LN2_LO + c))) - f);
}

/* x = 2^k m with m in [sqrt 1/2, sqrt 2), of a positive normal x. */
typedef struct { vec k, m; } binary;

INLINE binary split(vec x) {
    const uint64_t one = UINT64_C(0x3ff0000000000000), root = UINT64_C(0x3fe6a09e667f3bcd);
    ubits moved = (ubits)x + (one - root);
    vec k = (vec)((moved >> 52) | UINT64_C(0x4330000000000000)) - (0x1p52 + 1023.0); /* the integer as a double */
    return (binary){k, (vec)((moved & UINT64_C(0x000fffffffffffff)) + root)};
}

/* log x. */
INLINE vec logarithm(vec x) {
    bits tiny = x < SMALLEST_NORMAL;
    binary d = split(pick(tiny, x * 0x1p54, x));
    vec y = log_of_parts(d.k - pick(tiny, all(54.0), all(0.0)), d.m - 1.0, all(0.0));
    y = pick(x == 0.0, all(-INFINITE), y);
    y = pick(x > 0.0, y, pick(x == 0.0, y, all(__builtin_nan(""))));
    return pick(x == INFINITE, x, y);
}

/* log(1 + x); what rounding takes from 1 + x comes in again as c. */
INLINE vec logarithm_of_1_plus(vec x) {
    vec u = 1.0 + x;
    binary d = split(u);
    vec lost = pick(x > 1.0, 1.0 - (u - x), x - (u - 1.0)) / u;
    bits near = d.k == 0.0;
    vec y = log_of_parts(d.k, pick(near, x, d.m - 1.0), pick(near, all(0.0), lost));
    y = pick(x > -1.0, y, pick(x == -1.0, all(-INFINITE), all(__builtin_nan(""))));
    y = pick(x == INFINITE, x, y);
    return pick(x == 0.0, x, y);
}

#endif
