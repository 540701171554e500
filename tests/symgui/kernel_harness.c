/* Random networks through the kernel, in memory that is exactly as large as it must be, and a hash of all that comes
 * out. Compiled with sanitizers it finds what reads or writes outside; compiled for another processor it must print
 * the same hash. Usage: harness [networks] */
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

static void one_network(int wild) {
    network net = {.layers = among(1, 5)};
    int64_t m = among(1, 70), batch = among(0, 1) ? among(1, m) : 0, weights = 0, units = 0, L = net.layers;
    int64_t widest = among(0, 9) ? 9 : 40;
    for (int64_t l = 0; l <= L; l++) {
        net.sizes[l] = among(1, widest);
        net.g[l] = among(0, 7);
        if (l) weights += net.sizes[l] * (row_length(net.sizes[l - 1]) + BLOCK), units += net.sizes[l];
    }
    int64_t columns = batch ? batch : m, row = row_length(m), size = units * row_length(columns);
    net.parameters = memory(weights), net.gradients = memory(weights);
    pass p = {columns, memory(size), memory(size), memory(size), memory(size)};
    pass whole = {m, memory(units * row), memory(units * row), memory(units * row), memory(units * row)};
    double *X = memory(net.sizes[0] * row), *Y = memory(net.sizes[L] * row);
    int64_t *order = malloc(sizeof(int64_t) * (size_t)m);
    for (int64_t i = 0; i < m; i++) {
        order[i] = m - 1 - i;
        for (int64_t j = 0; j < net.sizes[0]; j++) X[j * row + i] = wild && among(0, 50) == 0 ? strange() : number();
        Y[(net.sizes[L] == 1 ? 0 : among(0, net.sizes[L] - 1)) * row + i] = net.sizes[L] == 1 ? (double)among(0, 1) : 1.0;
    }
    int64_t at = 0; /* the padding stays 0, as Python leaves it */
    for (int64_t l = 1; l <= L; l++)
        for (int64_t j = 0; j < net.sizes[l]; j++, at += row_length(net.sizes[l - 1]))
            for (int64_t k = 0; k < net.sizes[l - 1]; k++)
                net.parameters[at + k] = wild && among(0, 50) == 0 ? strange() : number();
    examples all_of_them = {m, row, row, X, Y};
    batches b = {0};
    int64_t start = 0;
    twister stream = {.next = (uint32_t)among(0, 700)}, before;
    for (int k = 0; k < WORDS; k++) stream.words[k] = (uint32_t)draw();
    if (batch)
        b = (batches){batch, &start, order, memory(net.sizes[0] * row_length(batch)),
                      memory(net.sizes[L] * row_length(batch)), row_length(batch), row_length(batch), &stream, &before};
    optimizer rule = {among(0, 2), 0, {memory(weights), memory(weights)}};
    const int32_t go_on = 0;
    for (int epoch = 0; epoch < 3; epoch++) {
        job made = {&net, &p, &all_of_them, &b, &rule, 0.1, epoch * 0.1, 1e200, 5, &go_on, 0, 0, 0, IDLE};
        job *const jobs[] = {&made};
        symgui_post(&made, 1);
        if (symgui_taken(1, jobs, 1) != 0 || symgui_taken(1, jobs, 1) != NONE_LEFT) abort();
    }
    symgui_forward(&net, &whole, &all_of_them, &go_on);
    double cost = symgui_cost(&net, &whole, &all_of_them), squares = symgui_sum_of_squares(weights, net.parameters);
    symgui_backward(&net, &whole, &all_of_them, 0.3, &go_on);
    take_in(weights, net.parameters), take_in(weights, net.gradients);
    take_in(1, &cost), take_in(1, &squares);
    free(net.parameters), free(net.gradients), free(X), free(Y), free(order), free(b.x), free(b.y);
    free(rule.memory[0]), free(rule.memory[1]);
    free(p.Z), free(p.A), free(p.dZ), free(p.slope), free(whole.Z), free(whole.A), free(whole.dZ), free(whole.slope);
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
    double *v = memory(7 * 16);
    for (int i = 0; i < 7 * 16; i++) v[i] = i % 16 < 11 ? number() : 0.0;
    symgui_orthonormal(7, 11, v, 16), take_in(7 * 16, v);
    free(v);
    printf("%016llx\n", (unsigned long long)hash);
    return 0;
}
