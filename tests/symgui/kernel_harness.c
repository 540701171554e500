/* Random networks through the kernel, by one thread and as races by three, in memory that is exactly as large as it
 * must be, and a hash of all that comes out. Compiled with sanitizers it finds what reads or writes outside, or what
 * two threads touch at a time; compiled for another processor it must print the same hash.
 * Usage: harness [networks] */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "../../symgui/nn/kernel/kernel.c"

static uint64_t seed = 0x9e3779b97f4a7c15u, hash = 0xcbf29ce484222325u;

static uint64_t draw(void) {
    seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
    return seed;
}

static int64_t among(int64_t low, int64_t high) { return low + (int64_t)(draw() % (uint64_t)(high - low + 1)); }

static double number(void) { return (double)(draw() >> 11) * 0x1p-52 - 1.0; }

static double strange(void) {
    const double values[] = {0.0, -0.0, 5e-324, 1e-300, -1e300, 1e160, __builtin_inf(), -__builtin_inf(), __builtin_nan("")};
    return values[draw() % 9];
}

static void take_in(int64_t n, const double *x) {
    for (int64_t i = 0; i < n; i++) {
        union { double number; uint64_t bits; } u = {x[i]};
        if (x[i] != x[i]) u.bits = UINT64_C(0x7ff8000000000000); /* NaN has many forms */
        for (int k = 0; k < 8; k++) hash = (hash ^ (u.bits >> 8 * k & 255)) * 0x100000001b3u;
    }
}

static double *memory(int64_t n) {
    double *p = aligned_alloc(64, sizeof(double) * (size_t)(n ? n : 8));
    for (int64_t i = 0; i < n; i++) p[i] = 0.0;
    return p;
}

/* A random network with all that it trains with. */
typedef struct {
    network net;
    pass p, whole;
    examples all;
    batches b;
    optimizer rule;
    int64_t start, weights, look_at[2];
    double costs[2];
    twister stream, before;
} lane;

static void make_lane(lane *a, int wild) {
    *a = (lane){.net = {.layers = among(1, 5)}, .look_at = {0, 3}};
    network *net = &a->net;
    int64_t m = among(1, 70), batch = among(0, 1) ? among(1, m) : 0, units = 0, L = net->layers;
    int64_t widest = among(0, 9) ? 9 : 40;
    for (int64_t l = 0; l <= L; l++) {
        net->sizes[l] = among(1, widest);
        net->g[l] = among(0, 7);
        if (l) a->weights += net->sizes[l] * (row_length(net->sizes[l - 1]) + BLOCK), units += net->sizes[l];
    }
    int64_t columns = batch ? batch : m, row = row_length(m), size = units * row_length(columns);
    net->parameters = memory(a->weights), net->gradients = memory(a->weights);
    a->p = (pass){columns, memory(size), memory(size), memory(size), memory(size)};
    a->whole = (pass){m, memory(units * row), memory(units * row), memory(units * row), memory(units * row)};
    double *X = memory(net->sizes[0] * row), *Y = memory(net->sizes[L] * row);
    int64_t *order = malloc(sizeof(int64_t) * (size_t)m);
    for (int64_t i = 0; i < m; i++) {
        order[i] = m - 1 - i;
        for (int64_t j = 0; j < net->sizes[0]; j++) X[j * row + i] = wild && among(0, 50) == 0 ? strange() : number();
        Y[(net->sizes[L] == 1 ? 0 : among(0, net->sizes[L] - 1)) * row + i] = net->sizes[L] == 1 ? (double)among(0, 1) : 1.0;
    }
    int64_t at = 0; /* the padding stays 0, as Python leaves it */
    for (int64_t l = 1; l <= L; l++)
        for (int64_t j = 0; j < net->sizes[l]; j++, at += row_length(net->sizes[l - 1]))
            for (int64_t k = 0; k < net->sizes[l - 1]; k++)
                net->parameters[at + k] = wild && among(0, 50) == 0 ? strange() : number();
    a->all = (examples){m, row, row, X, Y};
    a->stream.next = (uint32_t)among(0, 700);
    for (int k = 0; k < WORDS; k++) a->stream.words[k] = (uint32_t)draw();
    if (batch)
        a->b = (batches){batch, &a->start, order, memory(net->sizes[0] * row_length(batch)),
                         memory(net->sizes[L] * row_length(batch)), row_length(batch), row_length(batch), &a->stream,
                         &a->before};
    else free(order);
    a->rule = (optimizer){among(0, 2), 0, {memory(a->weights), memory(a->weights)}};
}

static void free_lane(lane *a) {
    free(a->net.parameters), free(a->net.gradients), free((double *)a->all.X), free((double *)a->all.Y);
    free(a->b.order), free(a->b.x), free(a->b.y), free(a->rule.memory[0]), free(a->rule.memory[1]);
    free(a->p.Z), free(a->p.A), free(a->p.dZ), free(a->p.slope);
    free(a->whole.Z), free(a->whole.A), free(a->whole.dZ), free(a->whole.slope);
}

static const int32_t go_on = 0;

/* Five updates; the cost is looked at on the way where they take all examples. */
static job updates_of(lane *a, int epoch) {
    return (job){.net = &a->net, .p = &a->p, .all_of_them = &a->all, .b = &a->b, .rule = &a->rule, .rate = 0.1,
                 .l2 = epoch * 0.1, .surely_finite = 1e200, .updates = 5, .stop = &go_on,
                 .looks = a->b.order ? 0 : 2, .look_at = a->look_at, .costs = a->costs, .bound = 1e-9};
}

static void take_in_lane(lane *a) {
    symgui_forward(&a->net, &a->whole, &a->all, &go_on);
    double cost = symgui_cost(&a->net, &a->whole, &a->all), squares = symgui_sum_of_squares(a->weights, a->net.parameters);
    symgui_backward(&a->net, &a->whole, &a->all, 0.3, &go_on);
    take_in(a->weights, a->net.parameters), take_in(a->weights, a->net.gradients), take_in(2, a->costs);
    take_in(1, &cost), take_in(1, &squares);
}

static void one_network(int wild) {
    lane a;
    make_lane(&a, wild);
    for (int epoch = 0; epoch < 3; epoch++) {
        job made = updates_of(&a, epoch);
        symgui_train(&made);
    }
    take_in_lane(&a);
    free_lane(&a);
}

#define LANES_OF_RACE 6
#define CALLS 8

typedef struct { job *const *jobs; flag *ended; } helper;

static void *help_race(void *of) {
    const helper *h = of;
    symgui_help(LANES_OF_RACE, h->jobs, h->ended);
    return 0;
}

/* Networks that three threads train, the calls of each one after the other. */
static void one_race(void) {
    static lane lanes[LANES_OF_RACE];
    job made[LANES_OF_RACE], *jobs[LANES_OF_RACE];
    int calls[LANES_OF_RACE] = {0};
    int32_t ended = 0;
    helper h = {jobs, &ended};
    pthread_t helpers[2];
    for (int k = 0; k < LANES_OF_RACE; k++) make_lane(&lanes[k], 0), made[k] = updates_of(&lanes[k], 0), jobs[k] = &made[k];
    for (int k = 0; k < 2; k++)
        if (pthread_create(&helpers[k], 0, help_race, &h)) abort();
    for (int k = 0; k < LANES_OF_RACE; k++) symgui_post(jobs[k], CALLS);
    for (int64_t k; (k = symgui_taken(LANES_OF_RACE, jobs, 1)) != NONE_LEFT;) {
        if (++calls[k] == CALLS) continue;
        made[k].l2 = calls[k] * 0.1; /* the others look at its state meanwhile, and at nothing else */
        symgui_post(jobs[k], CALLS - calls[k]);
    }
    __atomic_store_n(&ended, 1, __ATOMIC_RELEASE);
    for (int k = 0; k < 2; k++) pthread_join(helpers[k], 0);
    for (int k = 0; k < LANES_OF_RACE; k++) {
        if (calls[k] != CALLS) abort();
        take_in_lane(&lanes[k]), free_lane(&lanes[k]);
    }
}

static void functions(void) {
    for (int n = 1; n <= 19; n++) {
        double *x = malloc(sizeof(double) * (size_t)n), *y = malloc(sizeof(double) * (size_t)n);
        for (int i = 0; i < n; i++) {
            union { uint64_t bits; double number; } any = {draw()};
            x[i] = i % 3 == 0 ? strange() : i % 3 == 1 ? 40.0 * number() : any.number;
        }
        void (*const each[])(int64_t, const double *, double *) =
            {symgui_exp, symgui_expm1, symgui_log, symgui_log1p, symgui_sin, symgui_cos};
        for (int f = 0; f < 6; f++) each[f](n, x, y), take_in(n, y);
        for (int g = 0; g < 8; g++) {
            symgui_activation(g, n, x, y), take_in(n, y);
            symgui_slope(g, n, x, y), take_in(n, y);
        }
        free(x), free(y);
    }
}

int main(int count, char **arguments) {
    int networks = count > 1 ? atoi(arguments[1]) : 300;
    for (int i = 0; i < networks; i++) one_network(i % 3 == 0);
    for (int i = 0; i < networks; i++) functions();
    for (int i = 0; i < networks / 10; i++) one_race();
    double *v = memory(7 * 16);
    for (int i = 0; i < 7 * 16; i++) v[i] = i % 16 < 11 ? number() : 0.0;
    symgui_orthonormal(7, 11, v, 16), take_in(7 * 16, v);
    free(v);
    printf("%016llx\n", (unsigned long long)hash);
    return 0;
}
