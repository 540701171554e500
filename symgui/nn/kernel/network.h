/* The network: forward and backward, as the course writes them (symgui/nn/network.py).
 *
 * Z[l] = W[l] A[l-1] + b[l]        A[l] = g[l](Z[l])
 * dZ[L] = A[L] - Y                 dZ[l-1] = W[l]^T dZ[l] o g'(Z[l-1])
 * dW[l] = 1/m dZ[l] A[l-1]^T       db[l] = 1/m sum_i dZ[l] */
#ifndef NETWORK_H
#define NETWORK_H

#include "losses.h"
#include "products.h"

#define MOST_LAYERS 16

/* Parameters lie as symgui/nn/memory.py lays them: W[1] … W[L], b[1] … b[L], each row filled up to a block. */
typedef struct {
    int64_t layers;                 /* L */
    int64_t sizes[MOST_LAYERS + 1]; /* n_0 … n_L */
    int64_t g[MOST_LAYERS + 1];     /* activation of the hidden layers, from g[1] */
    double *parameters, *gradients;
} network;

/* Memory of a pass over up to `columns` examples; each array holds layers 1 … L after each other. */
typedef struct {
    int64_t columns;
    double *Z, *A, *dZ, *slope;
} pass;

/* X is n_0 x m, Y is n_L x m. */
typedef struct {
    int64_t m, x_row, y_row;
    const double *X, *Y;
} examples;

/* One layer: where everything of it lies. Layer 0 has but A, the inputs. */
typedef struct {
    int64_t n, g, a_row, w_row;
    double *W, *b, *dW, *db, *Z, *A, *dZ, *slope;
} layer;

/* Lay out layers 0 … L; returns the number of parameters, padding included; *weights of them are weights. */
static int64_t lay_out(const network *net, const pass *p, const examples *e, layer *at, int64_t *weights) {
    int64_t place = 0, z = 0, row = row_length(p->columns);
    at[0] = (layer){.n = net->sizes[0], .A = (double *)e->X, .a_row = e->x_row};
    for (int64_t l = 1; l <= net->layers; l++) {
        int64_t n = net->sizes[l], w_row = row_length(net->sizes[l - 1]);
        at[l] = (layer){.n = n, .g = net->g[l], .a_row = row, .w_row = w_row,
                        .W = net->parameters + place, .dW = net->gradients + place,
                        .Z = p->Z + z, .A = p->A + z, .dZ = p->dZ + z, .slope = p->slope + z};
        place += n * w_row;
        z += n * row;
    }
    *weights = place;
    for (int64_t l = 1; l <= net->layers; l++) {
        at[l].b = net->parameters + place;
        at[l].db = net->gradients + place;
        place += net->sizes[l] * BLOCK;
    }
    return place;
}

/* Examples of a layer that are worked on at once, so that they stay in the first cache; all of them where the
 * weights are so many that it would cost more to fetch those again. */
INLINE int64_t strip_of(int64_t n, int64_t m) { return n > FEW ? m : 64; }

INLINE int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

/* Fill Z and A, and with `slopes` g'(Z) too where it is not plain. Returns 0 if told to stop. */
static int forward(int64_t L, layer *at, int64_t m, int slopes, flag *stop) {
    for (int64_t l = 1; l <= L; l++) {
        layer *below = &at[l - 1], *here = &at[l];
        int64_t row = here->a_row, strip = strip_of(here->n, m);
        matrix W = {here->W, here->w_row, 1};
        for (int64_t i = 0; i < m; i += strip) {
            int64_t width = row_length(least(strip, m - i));
            double *Z = here->Z + i, *A = here->A + i;
            double *slope = slopes && l < L && !has_plain_slope(here->g) ? here->slope + i : 0;
            if (!product(here->n, below->n, width, W, below->A + i, below->a_row, Z, row, here->b, stop)) return 0;
            if (l == L && here->n > 1) softmax(here->n, width, Z, A, row);
            else activate(l == L ? SIGMOID : here->g, here->n, width, Z, A, slope, row);
        }
    }
    return 1;
}

/* dZ[l-1] = W[l]^T dZ[l] o g'(Z[l-1]). Returns 0 if told to stop. */
static int descend(layer *here, layer *below, int64_t m, flag *stop) {
    int64_t row = here->a_row, strip = strip_of(here->n, m);
    matrix transposed = {here->W, 1, here->w_row};
    for (int64_t i = 0; i < m; i += strip) {
        int64_t width = row_length(least(strip, m - i));
        if (!product(below->n, here->n, width, transposed, here->dZ + i, row, below->dZ + i, row, 0, stop)) return 0;
        times_slope(below->g, below->n, width, below->Z + i, below->slope + i, below->dZ + i, row);
    }
    return 1;
}

/* Fill dZ, dW and db; 1/m multiplies after the sum, and l2/m W is added. Returns 0 if told to stop. */
static int backward(int64_t L, layer *at, const examples *e, int64_t weights, double l2, flag *stop) {
    int64_t m = e->m, row = at[L].a_row, width = row_length(m);
    double share = 1.0 / (double)m, decay = l2 / (double)m;
    for (int64_t j = 0; j < at[L].n; j++)
        for (int64_t i = 0; i < width; i += LANES)
            store(at[L].dZ + j * row + i, load(at[L].A + j * row + i) - load(e->Y + j * e->y_row + i));
    for (int64_t l = L; l >= 1; l--) {
        layer *below = &at[l - 1], *here = &at[l];
        if (!gradient(here->n, below->n, m, here->dZ, below->A, row, below->a_row, share, here->dW, here->w_row, stop))
            return 0;
        sums(here->n, m, here->dZ, row, share, here->db);
        if (l > 1 && !descend(here, below, m, stop)) return 0;
    }
    double *g = at[1].dW, *p = at[1].W;
    if (l2 != 0.0)
        for (int64_t i = 0; i < weights; i++) g[i] += p[i] * decay;
    return 1;
}

#endif
