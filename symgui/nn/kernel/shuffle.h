/* The order of the examples in an epoch: the very one that NumPy's RandomState.permutation draws.
 *
 * Source: M. Matsumoto, T. Nishimura, Mersenne Twister, ACM Transactions on Modeling and Computer Simulation 8
 * (1998); the numbers below are those of its generator MT19937. */
#ifndef SHUFFLE_H
#define SHUFFLE_H

#include "vec.h"

#define WORDS 624
#define AHEAD 397

/* As NumPy keeps it: the words, and which of them comes next. */
typedef struct { uint32_t words[WORDS], next; } twister;

INLINE uint32_t twisted(uint32_t here, uint32_t following, uint32_t ahead) {
    uint32_t y = (here & 0x80000000u) | (following & 0x7fffffffu);
    return ahead ^ (y >> 1) ^ (-(y & 1u) & 0x9908b0dfu);
}

/* Make the next words of all. */
static void twist(twister *t) {
    uint32_t *w = t->words;
    for (int i = 0; i < WORDS - AHEAD; i++) w[i] = twisted(w[i], w[i + 1], w[i + AHEAD]);
    for (int i = WORDS - AHEAD; i < WORDS - 1; i++) w[i] = twisted(w[i], w[i + 1], w[i + AHEAD - WORDS]);
    w[WORDS - 1] = twisted(w[WORDS - 1], w[0], w[AHEAD - 1]);
    t->next = 0;
}

static uint32_t word(twister *t) {
    if (t->next >= WORDS) twist(t);
    uint32_t y = t->words[t->next++];
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    return y ^ (y >> 18);
}

/* 0 … m - 1 in a random order (Fisher & Yates): each place from the last one down, i, changes with one up to it.
 * That is a word cut to the length of i; where it is above i the next word is tried. Then i changes with itself
 * meanwhile, which is quicker than a branch that no processor can foresee. */
static void permutation(twister *t, int64_t m, int64_t *order) {
    for (int64_t i = 0; i < m; i++) order[i] = i;
    for (uint32_t i = (uint32_t)(m - 1); i > 0;) {
        uint32_t mask = i;
        for (int shift = 1; shift < 32; shift *= 2) mask |= mask >> shift;
        while (i > mask >> 1) {
            uint32_t drawn = word(t) & mask, good = drawn <= i, j = i ^ ((i ^ drawn) & -good);
            int64_t kept = order[j];
            order[j] = order[i];
            order[i] = kept;
            i -= good;
        }
    }
}

#endif
