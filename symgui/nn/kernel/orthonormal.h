/* Make vectors orthonormal, one after the other (Gram and Schmidt): the Q of a QR decomposition whose R has a
 * positive diagonal. What points along an earlier vector is taken off twice, which is enough for all digits
 * (Kahan and Parlett). */
#ifndef ORTHONORMAL_H
#define ORTHONORMAL_H

#include "products.h"

/* `count` vectors of `length` numbers, the rows of v. */
static void orthonormal(int64_t count, int64_t length, double *v, int64_t row) {
    for (int64_t j = 0; j < count; j++) {
        double *x = v + j * row, square;
        for (int twice = 0; twice < 2; twice++)
            for (int64_t k = 0; k < j; k++) {
                const double *y = v + k * row;
                double along;
                dots(1, 1, length, x, 0, y, 0, 1.0, &along, 0);
                for (int64_t i = 0; i < length; i++) x[i] -= along * y[i];
            }
        dots(1, 1, length, x, 0, x, 0, 1.0, &square, 0);
        double size = __builtin_sqrt(square);
        for (int64_t i = 0; i < length; i++) x[i] /= size;
    }
}

#endif
