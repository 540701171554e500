/* The output and its cross-entropy, from the logits, as in symgui/nn/losses.py: one sigmoid or a softmax. */
#ifndef LOSSES_H
#define LOSSES_H

#include "activations.h"

/* The largest logit of each example of a block, and which output has it first. */
typedef struct { vec value, index; } top;

INLINE top largest(int64_t n, const double *z, int64_t row) {
    top best = {load(z), all(0.0)};
    for (int64_t k = 1; k < n; k++) {
        vec x = load(z + k * row);
        bits more = x > best.value;
        best = (top){pick(more, x, best.value), pick(more, all((double)k), best.index)};
    }
    return best;
}

/* exp(z_j - top) / sum_k exp(z_k - top), of each of m examples; rows of n outputs. */
static void softmax(int64_t n, int64_t m, const double *Z, double *A, int64_t row) {
    for (int64_t i = 0; i < m; i += LANES) {
        vec most = largest(n, Z + i, row).value, total = all(0.0);
        for (int64_t k = 0; k < n; k++) {
            vec e = exp_below(load(Z + k * row + i) - most);
            total += e;
            store(A + k * row + i, e);
        }
        for (int64_t k = 0; k < n; k++) store(A + k * row + i, load(A + k * row + i) / total);
    }
}

/* (max(z, 0) - z y) + log(1 + exp(-|z|)) */
INLINE vec binary_loss(vec z, vec y) {
    return (pick(z < 0.0, all(0.0), z) - z * y) + logarithm_of_1_plus(exp_below(-absolute(z)));
}

/* log(1 + sum of exp(z_k - top) of all but the top one) - sum_k (z_k - top) y_k */
INLINE vec categorical_loss(int64_t n, const double *z, const double *y, int64_t row, int64_t y_row) {
    top most = largest(n, z, row);
    vec others = all(0.0), right = all(0.0);
    for (int64_t k = 0; k < n; k++) {
        vec below = load(z + k * row) - most.value;
        others += pick(most.index == (double)k, all(0.0), exp_below(below));
        right += below * load(y + k * y_row);
    }
    return logarithm_of_1_plus(others) - right;
}

/* 1/m of the sum of all examples' losses. */
static double mean_loss(int64_t n, int64_t m, const double *Z, const double *Y, int64_t row, int64_t y_row) {
    vec s[VECS];
    for (int v = 0; v < VECS; v++) s[v] = all(0.0);
    for (int64_t i = 0; i < m; i += BLOCK)
        for (int v = 0; v < VECS; v++) {
            const double *z = Z + i + v * LANES, *y = Y + i + v * LANES;
            vec loss = n == 1 ? binary_loss(load(z), load(y)) : categorical_loss(n, z, y, row, y_row);
            s[v] += (vec)((bits)loss & before(m - i, v));
        }
    return tree(s) / (double)m;
}

#endif
