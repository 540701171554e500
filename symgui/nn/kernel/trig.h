/* sin and cos, within 1 ulp for every double: the bits are chosen by whole numbers, so a large angle keeps its own.
 *
 * The angle in quarter turns is x times 2/pi, of which as many bits are taken as the size of x asks for
 * (Payne and Hanek 1983); the polynomials for what is left are fdlibm's. */
#ifndef TRIG_H
#define TRIG_H

#include <stdint.h>

typedef unsigned __int128 wide;

/* x = quarters * pi/2 + (high + low), |high| <= pi/4. */
typedef struct {
    int quarters;
    double high, low;
} angle;

/* 2/pi, 64 bits a word, after one word of 0. */
static const uint64_t TWO_OVER_PI[] = {
    0x0000000000000000, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041,
    0xfe5163abdebbc561, 0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e,
    0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b,
    0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d,
    0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab,
    0xf0cfbc209af4361d,
};

/* 192 bits of 2/pi from the one numbered `from`, highest word first. */
static void window(int from, uint64_t w[3]) {
    for (int i = 0; i < 3; i++) {
        const uint64_t *at = TWO_OVER_PI + from / 64 + i;
        int part = from % 64;
        w[i] = part ? at[0] << part | at[1] >> (64 - part) : at[0];
    }
}

static angle turn(double x) {
    union { double number; uint64_t bits; } u = {x};
    int exponent = (int)(u.bits >> 52 & 0x7ff) - 1075, negative = (int)(u.bits >> 63);
    if (__builtin_fabs(x) <= 0x1.921fb54442d18p-1) return (angle){0, x, 0.0};
    /* |x| = whole * 2^exponent; bits of 2/pi that make multiples of four quarters are left out */
    uint64_t whole = (u.bits & UINT64_C(0xfffffffffffff)) | UINT64_C(1) << 52, w[3];
    window(exponent - 2 + 64, w);
    wide low = (wide)whole * w[2], middle = (wide)whole * w[1] + (uint64_t)(low >> 64);
    uint64_t high = whole * w[0] + (uint64_t)(middle >> 64);
    /* the first two bits of the product count quarters, the others are a part of one, from -1/2 to 1/2 */
    int quarters = (int)(high >> 62);
    wide part = (wide)(high << 2 | (uint64_t)middle >> 62) << 64 | ((uint64_t)middle << 2 | (uint64_t)low >> 62);
    uint64_t rest = (uint64_t)low << 2;
    int above = (int)(part >> 127);
    if (above) {
        quarters++;
        part = ~part + (rest == 0);
        rest = -rest;
    }
    int zeros = 0;
    for (; !(part >> 127) && zeros < 128; zeros++, rest <<= 1) part = part << 1 | rest >> 63;
    /* times pi/2 = half_pi / 2^127, of which the upper 128 bits */
    const uint64_t pi1 = UINT64_C(0xc90fdaa22168c234), pi0 = UINT64_C(0xc4c6628b80dc1cd1);
    uint64_t p1 = (uint64_t)(part >> 64), p0 = (uint64_t)part;
    wide a = (wide)p1 * pi0, b = (wide)p0 * pi1, c = (wide)p0 * pi0 >> 64;
    wide y = (wide)p1 * pi1 + (a >> 64) + (b >> 64) + (((uint64_t)a + (wide)(uint64_t)b + c) >> 64);
    union { uint64_t bits; double number; } scale = {(uint64_t)(1023 - zeros) << 52};
    double first = (double)(uint64_t)(y >> 75) * 0x1p-52 * scale.number;
    double second = (double)((uint64_t)(y >> 22) & UINT64_C(0x1fffffffffffff)) * 0x1p-105 * scale.number;
    double top = first + second, sign = above != negative ? -1.0 : 1.0;
    return (angle){negative ? -quarters : quarters, sign * top, sign * (second - (top - first))};
}

static double sine_of(angle a) {
    double x = a.high, z = x * x, v = z * x;
    double r = 8.33333333332248946124e-03 + z * (-1.98412698298579493134e-04 + z * (2.75573137070700676789e-06
             + z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)));
    return x - ((z * (0.5 * a.low - v * r) - a.low) - v * -1.66666666666666324348e-01);
}

static double cosine_of(angle a) {
    double x = a.high, z = x * x, half = 0.5 * z, w = 1.0 - half;
    double r = z * (4.16666666666666019037e-02 + z * (-1.38888888888741095749e-03 + z * (2.48015872894767294178e-05
             + z * (-2.75573143513906633035e-07 + z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11)))));
    return w + (((1.0 - w) - half) + (z * r - x * a.low));
}

static double circular(double x, int quarters_more) {
    if (!(__builtin_fabs(x) <= 0x1.fffffffffffffp1023)) return x - x;
    angle a = turn(x);
    int quarter = (a.quarters + quarters_more) & 3;
    double y = quarter & 1 ? cosine_of(a) : sine_of(a);
    return quarter & 2 ? -y : y;
}

static double sine(double x) { return circular(x, 0); }

static double cosine(double x) { return circular(x, 1); }

#endif
