/* Update rules on all parameters at once, operation by operation those of symgui/nn/optimizers.py. */
#ifndef OPTIMIZERS_H
#define OPTIMIZERS_H

#include <stdint.h>

enum { GRADIENT_DESCENT, MOMENTUM, ADAM };

typedef struct {
    int64_t name;
    int64_t updates; /* done */
    double *memory[2];
} optimizer;

/* x^n by squaring: a product of rounded numbers, but everywhere the same. */
static double whole_power(double x, int64_t n) {
    double power = 1.0;
    for (; n > 0; n >>= 1, x *= x)
        if (n & 1) power *= x;
    return power;
}

static void gradient_descent(int64_t n, double *p, const double *g, double rate) {
    for (int64_t i = 0; i < n; i++) p[i] -= g[i] * rate;
}

static void momentum(int64_t n, double *p, const double *g, double *v, double rate) {
    for (int64_t i = 0; i < n; i++) {
        v[i] = v[i] * 0.9 + g[i];
        p[i] -= v[i] * rate;
    }
}

static void adam(int64_t n, double *p, const double *g, double *m, double *v, double rate, int64_t t) {
    const double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
    const double to_mean = 1.0 - whole_power(beta1, t), to_square = 1.0 - whole_power(beta2, t);
    for (int64_t i = 0; i < n; i++) {
        m[i] = m[i] * beta1 + g[i] * (1.0 - beta1);
        v[i] = v[i] * beta2 + g[i] * g[i] * (1.0 - beta2);
        p[i] -= m[i] / to_mean * rate / (__builtin_sqrt(v[i] / to_square) + epsilon);
    }
}

/* Move n parameters p by one step against their gradients g. */
static void update(optimizer *rule, int64_t n, double *p, const double *g, double rate) {
    rule->updates++;
    switch (rule->name) {
        case GRADIENT_DESCENT: gradient_descent(n, p, g, rate); break;
        case MOMENTUM: momentum(n, p, g, rule->memory[0], rate); break;
        case ADAM: adam(n, p, g, rule->memory[0], rule->memory[1], rate, rule->updates); break;
    }
}

#endif
