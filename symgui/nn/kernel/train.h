/* Many updates in one call. */
#ifndef TRAIN_H
#define TRAIN_H

#include <stddef.h>

#include "network.h"
#include "optimizers.h"
#include "shuffle.h"

/* Which examples an update takes: all, or `size` by their numbers in `order`, from *start on, fewer at the end
 * of an epoch. x and y hold them side by side. */
typedef struct {
    int64_t size;
    int64_t *start;
    int64_t *order; /* of this epoch; NULL: all examples, every time */
    double *x, *y;
    int64_t x_row, y_row;
    twister *stream, *before; /* what draws the orders; and what it was before it drew this one */
} batches;

enum { DONE, STOPPED, UNSURE, NO_SUCH_EXAMPLE };

/* What is to be done, and what has been: the updates made, and the reason to return. */
typedef struct {
    const network *net;
    const pass *p;
    const examples *all_of_them;
    batches *b;
    optimizer *rule;
    double rate, l2, surely_finite;
    int64_t updates;
    flag *stop;
    int64_t looks;          /* how often the cost is looked at; only where an update takes all examples */
    const int64_t *look_at; /* after how many of these updates, ascending; after the last one it is not seen */
    double *costs;          /* what it is there, up to the first below `bound` */
    double bound;
    int64_t made, why;
    int64_t left;  /* of a lane's work, in any unit: `jobs.h` */
    int32_t state; /* likewise */
} job;

static int collect(int64_t rows, const double *from, int64_t row, const int64_t *order, int64_t m, double *to,
                   int64_t to_row, int64_t examples) {
    for (int64_t i = 0; i < m; i++)
        if (order[i] < 0 || order[i] >= examples) return 0;
    for (int64_t j = 0; j < rows; j++)
        for (int64_t i = 0; i < m; i++) to[j * to_row + i] = from[j * row + order[i]];
    return 1;
}

/* Put the next batch of all examples side by side, the first of a new epoch after the last of one; returns how
 * many it has, 0 if the order is none. */
static int64_t next_batch(batches *b, const examples *all, int64_t inputs, int64_t outputs) {
    if (*b->start >= all->m) {
        *b->before = *b->stream;
        permutation(b->stream, all->m, b->order);
        *b->start = 0;
    }
    int64_t left = all->m - *b->start, m = left < b->size ? left : b->size;
    const int64_t *order = b->order + *b->start;
    if (!collect(inputs, all->X, all->x_row, order, m, b->x, b->x_row, all->m)) return 0;
    collect(outputs, all->Y, all->y_row, order, m, b->y, b->y_row, all->m);
    return m;
}

/* Up to `updates` updates; fewer if told to stop, or if the parameters' squares add up to `surely_finite` or
 * more: then the run may have diverged, which Python looks into. */
static void train(job *j) {
    layer at[MOST_LAYERS + 1];
    const network *net = j->net;
    batches *b = j->b;
    int64_t L = net->layers, weights;
    examples now = *j->all_of_them;
    if (b->order) now = (examples){b->size, b->x_row, b->y_row, b->x, b->y};
    int64_t parameters = lay_out(net, j->p, &now, at, &weights), seen = 0, looks = j->looks;
    for (j->made = 0, j->why = DONE; j->made < j->updates; ) {
        if (b->order && !(now.m = next_batch(b, j->all_of_them, at[0].n, at[L].n))) {
            j->why = NO_SUCH_EXAMPLE;
            return;
        }
        if (!forward(L, at, now.m, 1, j->stop)) {
            j->why = STOPPED;
            return;
        }
        if (seen < looks && j->made == j->look_at[seen]) {
            j->costs[seen] = mean_loss(at[L].n, now.m, at[L].Z, now.Y, at[L].a_row, now.y_row);
            looks = j->costs[seen++] < j->bound ? 0 : looks;
        }
        if (!backward(L, at, &now, weights, j->l2, j->stop)) {
            j->why = STOPPED;
            return;
        }
        update(j->rule, parameters, net->parameters, net->gradients, j->rate);
        if (b->order) *b->start += b->size;
        j->made++;
        if (!(sum_of_squares(parameters, net->parameters) < j->surely_finite)) {
            j->why = UNSURE;
            return;
        }
    }
}

#endif
