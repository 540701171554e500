/* Many updates in one call. */
#ifndef TRAIN_H
#define TRAIN_H

#include <stddef.h>

#include "network.h"
#include "optimizers.h"

/* Which examples an update takes: all, or `size` by their numbers in `order`, from `start` on, fewer at the end
 * of an epoch. x and y hold them side by side. */
typedef struct {
    int64_t size, start;
    const int64_t *order; /* of an epoch, and of those that follow; NULL: all examples, every time */
    double *x, *y;
    int64_t x_row, y_row;
    int64_t following; /* epochs */
} batches;

enum { DONE, STOPPED, UNSURE, NO_SUCH_EXAMPLE };

typedef struct {
    int64_t made, why; /* updates, and the reason to return */
} result;

static int collect(int64_t rows, const double *from, int64_t row, const int64_t *order, int64_t m, double *to,
                   int64_t to_row, int64_t examples) {
    for (int64_t i = 0; i < m; i++)
        if (order[i] < 0 || order[i] >= examples) return 0;
    for (int64_t j = 0; j < rows; j++)
        for (int64_t i = 0; i < m; i++) to[j * to_row + i] = from[j * row + order[i]];
    return 1;
}

/* After a batch. */
static void go_on(batches *b, int64_t m) {
    b->start += b->size;
    if (b->start >= m && b->following > 0) {
        b->start = 0;
        b->order += m;
        b->following--;
    }
}

/* Up to `updates` updates, up to the last epoch's end; fewer if told to stop, or if the parameters' squares add
 * up to `surely_finite` or more: then the run may have diverged, which Python looks into. */
static result train(const network *net, const pass *p, const examples *all_of_them, batches *b,
                    optimizer *rule, double rate, double l2, double surely_finite, int64_t updates, flag *stop) {
    layer at[MOST_LAYERS + 1];
    int64_t L = net->layers, weights;
    examples now = *all_of_them;
    if (b->order) now = (examples){b->size, b->x_row, b->y_row, b->x, b->y};
    int64_t parameters = lay_out(net, p, &now, at, &weights);
    result r = {0, DONE};
    while (r.made < updates && !(b->order && b->start >= all_of_them->m)) {
        if (b->order) {
            int64_t left = all_of_them->m - b->start;
            now.m = left < b->size ? left : b->size;
            const int64_t *order = b->order + b->start;
            if (!collect(at[0].n, all_of_them->X, all_of_them->x_row, order, now.m, b->x, b->x_row, all_of_them->m))
                return (result){r.made, NO_SUCH_EXAMPLE};
            collect(at[L].n, all_of_them->Y, all_of_them->y_row, order, now.m, b->y, b->y_row, all_of_them->m);
        }
        if (!forward(L, at, now.m, 1, stop) || !backward(L, at, &now, weights, l2, stop))
            return (result){r.made, STOPPED};
        update(rule, parameters, net->parameters, net->gradients, rate);
        if (b->order) go_on(b, all_of_them->m);
        r.made++;
        if (!(sum_of_squares(parameters, net->parameters) < surely_finite)) return (result){r.made, UNSURE};
    }
    return r;
}

#endif
