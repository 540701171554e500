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

/* Fill Z and A, and with `slopes` g'(Z) too. Returns 0 if told to stop. */
static int forward(int64_t L, layer *at, int64_t m, int slopes, flag *stop) {
    for (int64_t l = 1; l <= L; l++) {
        layer *below = &at[l - 1], *here = &at[l];
        int64_t row = here->a_row, width = row_length(m);
        matrix W = {here->W, here->w_row, 1};
        if (!product(here->n, below->n, m, W, below->A, below->a_row, here->Z, row, here->b, stop)) return 0;
        if (l == L && here->n > 1) softmax(here->n, m, here->Z, here->A, row);
        else
            for (int64_t j = 0; j < here->n; j++)
                activate(l == L ? SIGMOID : here->g, width, here->Z + j * row, here->A + j * row,
                         slopes && l < L ? here->slope + j * row : 0);
    }
    return 1;
}

/* Fill dZ, dW and db; 1/m multiplies after the sum, and l2/m W is added. Returns 0 if told to stop. */
static int backward(int64_t L, layer *at, const examples *e, int64_t parameters, int64_t weights, double l2,
                    flag *stop) {
    int64_t m = e->m, row = at[L].a_row, width = row_length(m);
    for (int64_t j = 0; j < at[L].n; j++)
        for (int64_t i = 0; i < width; i += LANES)
            store(at[L].dZ + j * row + i, load(at[L].A + j * row + i) - load(e->Y + j * e->y_row + i));
    for (int64_t l = L; l >= 1; l--) {
        layer *below = &at[l - 1], *here = &at[l];
        if (!gradient(here->n, below->n, m, here->dZ, below->A, row, below->a_row, here->dW, here->w_row, stop))
            return 0;
        for (int64_t j = 0; j < here->n; j++) here->db[j * BLOCK] = sum(m, here->dZ + j * row);
        if (l == 1) break;
        matrix transposed = {here->W, 1, here->w_row};
        if (!product(below->n, here->n, m, transposed, here->dZ, row, below->dZ, row, 0, stop)) return 0;
        for (int64_t j = 0; j < below->n; j++)
            for (int64_t i = j * row; i < j * row + width; i += LANES)
                store(below->dZ + i, load(below->dZ + i) * load(below->slope + i));
    }
    double *g = at[1].dW, *p = at[1].W, share = 1.0 / (double)m, decay = l2 / (double)m;
    for (int64_t i = 0; i < parameters; i++) g[i] *= share;
    if (l2 != 0.0)
        for (int64_t i = 0; i < weights; i++) g[i] += p[i] * decay;
    return 1;
}

#endif
