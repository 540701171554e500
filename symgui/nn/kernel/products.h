/* The three products of a step. Each sum is made in one order, however many are made at once:
 *
 * over units in their order, 0 + w1 a1 + w2 a2 + …; over examples in eight partial sums, example i in sum
 * i mod 8, which `tree` adds. So equal units get equal bits, and no register's width changes one.
 *
 * `row` parameters are distances between rows in doubles. */
#ifndef PRODUCTS_H
#define PRODUCTS_H

#include "vec.h"

#if LANES == 8
#define ROWS 8    /* rows of a product made together, as many as the registers hold */
#define COLUMNS 4 /* columns of a gradient made together with PAIRED rows */
#define PAIRED 4
#elif LANES == 4
#define ROWS 4
#define COLUMNS 2
#define PAIRED 2
#else
#define ROWS 2
#define COLUMNS 1
#define PAIRED 2
#endif
#define TERMS 256     /* terms of a sum made before the next rows' turn: their factors stay in the cache */
#define FEW 16        /* with so few, there is nothing to gain by copying them side by side */
#define NEAR 2048     /* doubles that stay near: half of the first cache */

typedef const volatile int32_t flag; /* set by another thread: stop */

/* A matrix, or its transpose: the element of row j and column k is at[j * row + k * column]. */
typedef struct { const double *at; int64_t row, column; } matrix;

/* `rows` rows of W times m columns of A, added to Z or, at first, to 0; at last plus b. */
INLINE void rows_times(const int rows, int64_t terms, int64_t m, matrix W, const double *A, int64_t a_row,
                       double *Z, int64_t z_row, int first, const double *b) {
    for (int64_t i = 0; i < m; i += BLOCK) {
        const double *a = A + i;
        double *z = Z + i;
        vec sum[ROWS][VECS];
        for (int j = 0; j < rows; j++)
            for (int v = 0; v < VECS; v++) sum[j][v] = first ? all(0.0) : load(z + j * z_row + v * LANES);
        for (int64_t k = 0; k < terms; k++) {
            vec x[VECS];
            for (int v = 0; v < VECS; v++) x[v] = load(a + k * a_row + v * LANES);
            for (int j = 0; j < rows; j++) {
                vec w = all(W.at[j * W.row + k * W.column]);
                for (int v = 0; v < VECS; v++) sum[j][v] += w * x[v];
            }
        }
        for (int j = 0; j < rows; j++)
            for (int v = 0; v < VECS; v++)
                store(z + j * z_row + v * LANES, b ? sum[j][v] + b[j * BLOCK] : sum[j][v]);
    }
}

#define EACH(COUNT)                                                                                       \
    for (; j + COUNT <= n; j += COUNT) {                                                                  \
        matrix part = {W.at + j * W.row, W.row, W.column};                                                \
        rows_times(COUNT, terms, m, part, A, a_row, Z + j * z_row, z_row, first, b ? b + j * BLOCK : 0);  \
    }

/* All n rows. */
INLINE void all_rows_times(int64_t n, int64_t terms, int64_t m, matrix W, const double *A, int64_t a_row,
                           double *Z, int64_t z_row, int first, const double *b) {
    int64_t j = 0;
    EACH(ROWS)
#if ROWS > 4
    EACH(4)
#endif
#if ROWS > 2
    EACH(2)
#endif
    EACH(1)
}

#undef EACH

/* Z = W A + b (b may be NULL): W is n x terms, A is terms x m. Returns 0 if told to stop. */
static int product(int64_t n, int64_t terms, int64_t m, matrix W, const double *A, int64_t a_row,
                   double *Z, int64_t z_row, const double *b, flag *stop) {
    double copy[TERMS * BLOCK];
    for (int64_t from = 0; from < terms; from += TERMS) {
        int64_t count = terms - from < TERMS ? terms - from : TERMS;
        matrix part = {W.at + from * W.column, W.row, W.column};
        const double *bias = from + count == terms ? b : 0;
        int many = count > FEW && n > FEW;
        int64_t strip = many ? BLOCK : row_length(NEAR / count);
        for (int64_t i = 0; i < m; i += strip) {
            if (*stop) return 0;
            const double *a = A + from * a_row + i;
            if (many) {
                for (int64_t k = 0; k < count; k++)
                    for (int v = 0; v < VECS; v++) store(copy + k * BLOCK + v * LANES, load(a + k * a_row + v * LANES));
                all_rows_times(n, count, BLOCK, part, copy, BLOCK, Z + i, z_row, from == 0, bias);
            } else {
                int64_t width = m - i < strip ? m - i : strip;
                all_rows_times(n, count, width, part, a, a_row, Z + i, z_row, from == 0, bias);
            }
        }
    }
    return 1;
}

/* share * sum_i d[j][i] a[k][i] of `rows` rows d and `columns` rows a. */
INLINE void dots(const int rows, const int columns, int64_t m, const double *d, int64_t d_row,
                 const double *a, int64_t a_row, double share, double *out, int64_t out_row) {
    vec sum[PAIRED][COLUMNS][VECS];
    for (int j = 0; j < rows; j++)
        for (int k = 0; k < columns; k++)
            for (int v = 0; v < VECS; v++) sum[j][k][v] = all(0.0);
    int64_t i = 0;
    for (; i + BLOCK <= m; i += BLOCK)
        for (int v = 0; v < VECS; v++) {
            vec x[COLUMNS];
            for (int k = 0; k < columns; k++) x[k] = load(a + k * a_row + i + v * LANES);
            for (int j = 0; j < rows; j++) {
                vec y = load(d + j * d_row + i + v * LANES);
                for (int k = 0; k < columns; k++) sum[j][k][v] += y * x[k];
            }
        }
    if (i < m) /* what lies beyond the last example counts as 0 */
        for (int v = 0; v < VECS; v++)
            for (int j = 0; j < rows; j++)
                for (int k = 0; k < columns; k++) {
                    vec term = load(d + j * d_row + i + v * LANES) * load(a + k * a_row + i + v * LANES);
                    sum[j][k][v] += (vec)((bits)term & before(m - i, v));
                }
    for (int j = 0; j < rows; j++)
        for (int k = 0; k < columns; k++) out[j * out_row + k] = tree(sum[j][k]) * share;
}

#define EACH(ROWS_, COLUMNS_)                                                                             \
    for (; k + COLUMNS_ <= end; k += COLUMNS_)                                                            \
        dots(ROWS_, COLUMNS_, m, dZ, z_row, A + k * a_row, a_row, share, dW + k, w_row);

/* `rows` rows of dZ with the columns from `k` to `end` of A. */
INLINE void rows_with(const int rows, int64_t k, int64_t end, int64_t m, const double *dZ, int64_t z_row,
                      const double *A, int64_t a_row, double share, double *dW, int64_t w_row) {
    EACH(rows, COLUMNS)
#if COLUMNS > 2
    EACH(rows, 2)
#endif
#if COLUMNS > 1
    EACH(rows, 1)
#endif
}

#undef EACH
#define EACH(COUNT)                                                                                       \
    for (; j + COUNT <= n; j += COUNT) {                                                                  \
        if (*stop) return 0;                                                                              \
        rows_with(COUNT, from, end, m, dZ + j * z_row, z_row, A, a_row, share, dW + j * w_row, w_row);    \
    }

/* dW = share dZ A^T: dZ is n x m, A is terms x m. Returns 0 if told to stop. */
static int gradient(int64_t n, int64_t terms, int64_t m, const double *dZ, const double *A, int64_t z_row,
                    int64_t a_row, double share, double *dW, int64_t w_row, flag *stop) {
    int64_t near = NEAR / m / COLUMNS * COLUMNS;
    if (near < COLUMNS) near = COLUMNS;
    for (int64_t from = 0; from < terms; from += near) {
        int64_t end = terms - from < near ? terms : from + near, j = 0;
        EACH(PAIRED)
#if PAIRED > 2
        EACH(2)
#endif
        EACH(1)
    }
    return 1;
}

#undef EACH

/* share * sum_i x[j][i] of `rows` rows, each into the first double of a block. */
INLINE void some_sums(const int rows, int64_t m, const double *x, int64_t row, double share, double *out) {
    vec sum[4][VECS];
    for (int j = 0; j < rows; j++)
        for (int v = 0; v < VECS; v++) sum[j][v] = all(0.0);
    int64_t i = 0;
    for (; i + BLOCK <= m; i += BLOCK)
        for (int j = 0; j < rows; j++)
            for (int v = 0; v < VECS; v++) sum[j][v] += load(x + j * row + i + v * LANES);
    if (i < m)
        for (int j = 0; j < rows; j++)
            for (int v = 0; v < VECS; v++)
                sum[j][v] += (vec)((bits)load(x + j * row + i + v * LANES) & before(m - i, v));
    for (int j = 0; j < rows; j++) out[j * BLOCK] = tree(sum[j]) * share;
}

/* db = share sum_i dZ: of n rows. */
static void sums(int64_t n, int64_t m, const double *x, int64_t row, double share, double *out) {
    int64_t j = 0;
    for (; j + 4 <= n; j += 4) some_sums(4, m, x + j * row, row, share, out + j * BLOCK);
    for (; j < n; j++) some_sums(1, m, x + j * row, row, share, out + j * BLOCK);
}

/* sum_i x[i]^2. */
static double sum_of_squares(int64_t m, const double *x) {
    double total;
    dots(1, 1, m, x, 0, x, 0, 1.0, &total, 0);
    return total;
}

#endif
