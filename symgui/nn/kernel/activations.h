/* Activation functions g and their slopes g', in one record, as in symgui/nn/activations.py. Both take z.
 *
 * sigmoid, tanh, softplus and swish are quotients or sums of rounded numbers: within 2 ulp. */
#ifndef ACTIVATIONS_H
#define ACTIVATIONS_H

#include "maths.h"

enum { SIGMOID, TANH, RELU, LEAKY_RELU, ELU, LINEAR, SOFTPLUS, SWISH };

#define LEAK 0.01

typedef struct { vec g, slope; } answer;

/* With e = exp(-|z|): 1/(1+e) for z >= 0 and e/(1+e) below; e/(1+e)^2. */
INLINE answer sigmoid(vec z) {
    vec e = exp_below(-absolute(z)), d = 1.0 + e;
    return (answer){pick(z < 0.0, e, all(1.0)) / d, e / (d * d)};
}

/* With t = exp(-2|z|) - 1: t/(2+t), with z's sign; with e2 = exp(-2|z|): 4 e2/(1+e2)^2.
 *
 * t and d = 2+t are rounded, by t.low and by `lost`; to first order that moves the quotient q by `error`. */
INLINE answer hyperbolic_tangent(vec z) {
    exponentials e2 = exp_and_expm1_below(-2.0 * absolute(z));
    exact t = e2.expm1;
    vec d = 2.0 + t.high, lost = t.high - (d - 2.0), inverse = 1.0 / d;
    vec q = t.high / d, error = (t.low - q * (lost + t.low)) * inverse;
    return (answer){with_sign_of(absolute(q + error), z), 4.0 * e2.exp * (inverse * inverse)};
}

/* What has a kink at 0: NaN is on neither side, and stays. */
INLINE vec sides(vec z, vec above, vec below) { return pick(z > 0.0, above, pick(z <= 0.0, below, z)); }

/* The sum makes 0 of -0. */
INLINE answer relu(vec z) { return (answer){at_least(0.0, z) + 0.0, sides(z, all(1.0), all(0.0))}; }

INLINE answer leaky_relu(vec z) { return (answer){sides(z, z, LEAK * z), sides(z, all(1.0), all(LEAK))}; }

INLINE answer elu(vec z) {
    exponentials e = exp_and_expm1_below(pick(z > 0.0, all(0.0), z));
    return (answer){sides(z, z, e.expm1.high), sides(z, all(1.0), e.exp)};
}

INLINE answer linear(vec z) { return (answer){z, all(1.0)}; }

/* max(z, 0) + log(1 + exp(-|z|)); its slope is the sigmoid. */
INLINE answer softplus(vec z) {
    vec rest = logarithm_of_1_plus(exp_below(-absolute(z)));
    return (answer){pick(z < 0.0, all(0.0), z) + rest, sigmoid(z).g};
}

/* z s with s the sigmoid; s (1 + z (1 - s)). */
INLINE answer swish(vec z) {
    vec s = sigmoid(z).g;
    return (answer){s * z, s * ((1.0 - s) * z + 1.0)};
}

#define ALONG(STATEMENT)                                              \
    for (int64_t j = 0; j < rows; j++)                                \
        for (int64_t i = j * row; i < j * row + m; i += LANES) STATEMENT;

#define EACH(NAME, FUNCTION)                                          \
    case NAME:                                                        \
        if (!slope) ALONG(store(a + i, FUNCTION(load(z + i)).g))      \
        else if (!a) ALONG(store(slope + i, FUNCTION(load(z + i)).slope)) \
        else ALONG({                                                  \
            answer y = FUNCTION(load(z + i));                         \
            store(a + i, y.g);                                        \
            store(slope + i, y.slope);                                \
        })                                                            \
        break;

/* g(z) into a and g'(z) into slope, whichever is not NULL, of rows of m numbers, m a multiple of LANES. */
static void activate(int64_t name, int64_t rows, int64_t m, const double *z, double *a, double *slope, int64_t row) {
    switch (name) {
        EACH(SIGMOID, sigmoid)
        EACH(TANH, hyperbolic_tangent)
        EACH(RELU, relu)
        EACH(LEAKY_RELU, leaky_relu)
        EACH(ELU, elu)
        EACH(LINEAR, linear)
        EACH(SOFTPLUS, softplus)
        EACH(SWISH, swish)
    }
}

#undef EACH

/* Whether g'(z) is quicker to find again than to fetch. */
INLINE int has_plain_slope(int64_t name) { return name == RELU || name == LEAKY_RELU || name == LINEAR; }

/* d g'(z) into d, with g'(z) from `slope`, or from z where it is plain. */
static void times_slope(int64_t name, int64_t rows, int64_t m, const double *z, const double *slope, double *d,
                        int64_t row) {
    switch (name) {
        case RELU: ALONG(store(d + i, load(d + i) * relu(load(z + i)).slope)) break;
        case LEAKY_RELU: ALONG(store(d + i, load(d + i) * leaky_relu(load(z + i)).slope)) break;
        case LINEAR: break;
        default: ALONG(store(d + i, load(d + i) * load(slope + i)))
    }
}

#undef ALONG

#endif
