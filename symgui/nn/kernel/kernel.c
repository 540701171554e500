/* What Python calls (structs.py declares it; binding.py and the bound_*.py files call it). The other files say,
 * one idea each, what is computed and in which order. */
#include <string.h>

#include "jobs.h"
#include "orthonormal.h"
#include "trig.h"

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

#if defined(__x86_64__)
#include <cpuid.h>
#include <xmmintrin.h>
/* Some libraries set their threads to round subnormals to 0, or otherwise; here all is as IEEE 754 has it. */
static unsigned int usual_rounding(void) {
    unsigned int before = _mm_getcsr();
    _mm_setcsr(0x1f80);
    return before;
}
static void restore_rounding(unsigned int before) { _mm_setcsr(before); }

/* How many of the builds for wider registers run here: none, AVX2's, or AVX-512's too. */
static int wider(void) {
    const unsigned int avx = 1u << 27 | 1u << 28, avx2 = 1u << 5;
    const unsigned int avx512 = 1u << 16 | 1u << 17 | 1u << 30 | 1u << 31; /* F, DQ, BW, VL */
    unsigned int a, b, c, d, low, high;
    if (!__get_cpuid(1, &a, &b, &c, &d) || (c & avx) != avx) return 0;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0)); /* does the system keep the wide registers? */
    (void)high;
    if ((low & 0x06) != 0x06 || !__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & avx2)) return 0;
    return (low & 0xe6) == 0xe6 && (b & avx512) == avx512 ? 2 : 1;
}
#else
static unsigned int usual_rounding(void) { return 0; }
static void restore_rounding(unsigned int before) { (void)before; }
static int wider(void) { return 0; }
#endif

/* The version of this interface: a library of another one is not used. */
EXPORT int64_t symgui_interface(void) { return 3; }

EXPORT int64_t symgui_wider(void) { return wider(); }

EXPORT int64_t symgui_lanes(void) { return LANES; }

EXPORT void symgui_train(job *j) {
    unsigned int before = usual_rounding();
    train(j);
    restore_rounding(before);
}

/* Make jobs that wait, as another thread's helper, until *ended. */
EXPORT void symgui_help(int64_t count, job *const *jobs, flag *ended) {
    unsigned int before = usual_rounding();
    help(count, jobs, ended);
    restore_rounding(before);
}

/* The number of a job that has been made, and is thereby taken; see `taken`. */
EXPORT int64_t symgui_taken(int64_t count, job *const *jobs, int64_t computes) {
    unsigned int before = usual_rounding();
    int64_t number = taken(count, jobs, computes);
    restore_rounding(before);
    return number;
}

/* Let a job wait for a thread. */
EXPORT void symgui_post(job *j, int64_t left) { post(j, left); }

EXPORT void symgui_permutation(uint32_t *stream, int64_t m, int64_t *order) {
    permutation((twister *)stream, m, order);
}

/* A pass; 0 if it was told to stop on the way. */
EXPORT int64_t symgui_forward(const network *net, const pass *p, const examples *e, const int32_t *stop) {
    layer at[MOST_LAYERS + 1];
    int64_t weights;
    unsigned int rounding = usual_rounding();
    lay_out(net, p, e, at, &weights);
    int whole = forward(net->layers, at, e->m, 0, stop);
    restore_rounding(rounding);
    return whole;
}

EXPORT int64_t symgui_backward(const network *net, const pass *p, const examples *e, double l2,
                               const int32_t *stop) {
    layer at[MOST_LAYERS + 1];
    int64_t weights, row = row_length(p->columns);
    unsigned int rounding = usual_rounding();
    lay_out(net, p, e, at, &weights);
    for (int64_t l = 1; l < net->layers; l++)
        if (!has_plain_slope(at[l].g)) activate(at[l].g, at[l].n, row_length(e->m), at[l].Z, 0, at[l].slope, row);
    int whole = backward(net->layers, at, e, weights, l2, stop);
    restore_rounding(rounding);
    return whole;
}

/* The mean cross-entropy of the last forward pass. */
EXPORT double symgui_cost(const network *net, const pass *p, const examples *e) {
    layer at[MOST_LAYERS + 1];
    int64_t weights, L = net->layers;
    unsigned int rounding = usual_rounding();
    lay_out(net, p, e, at, &weights);
    double cost = mean_loss(at[L].n, e->m, at[L].Z, e->Y, at[L].a_row, e->y_row);
    restore_rounding(rounding);
    return cost;
}

/* n is a multiple of a block. */
EXPORT double symgui_sum_of_squares(int64_t n, const double *x) {
    unsigned int rounding = usual_rounding();
    double total = sum_of_squares(n, x);
    restore_rounding(rounding);
    return total;
}

EXPORT void symgui_orthonormal(int64_t count, int64_t length, double *v, int64_t row) {
    unsigned int rounding = usual_rounding();
    orthonormal(count, length, v, row);
    restore_rounding(rounding);
}

/* g(z) or g'(z), or a function of maths.h or trig.h, of n numbers that need not fill a vector. */
#define ELEMENTWISE(STATEMENT)                                                          \
    do {                                                                                \
        unsigned int rounding = usual_rounding();                                       \
        for (int64_t i = 0; i < n; i += BLOCK) {                                        \
            double x[BLOCK] = {0}, y[BLOCK];                                            \
            size_t bytes = sizeof(double) * (size_t)(n - i < BLOCK ? n - i : BLOCK);    \
            memcpy(x, z + i, bytes);                                                    \
            STATEMENT;                                                                  \
            memcpy(out + i, y, bytes);                                                  \
        }                                                                               \
        restore_rounding(rounding);                                                     \
    } while (0)

#define VECTORS(F) for (int v = 0; v < BLOCK; v += LANES) store(y + v, F(load(x + v)))
#define SCALARS(F) for (int v = 0; v < BLOCK; v++) y[v] = F(x[v])

EXPORT void symgui_activation(int64_t name, int64_t n, const double *z, double *out) {
    ELEMENTWISE(activate(name, 1, BLOCK, x, y, 0, BLOCK));
}
EXPORT void symgui_slope(int64_t name, int64_t n, const double *z, double *out) {
    ELEMENTWISE(activate(name, 1, BLOCK, x, 0, y, BLOCK));
}
EXPORT void symgui_exp(int64_t n, const double *z, double *out) { ELEMENTWISE(VECTORS(exponential)); }
EXPORT void symgui_expm1(int64_t n, const double *z, double *out) { ELEMENTWISE(VECTORS(exponential_minus_1)); }
EXPORT void symgui_log(int64_t n, const double *z, double *out) { ELEMENTWISE(VECTORS(logarithm)); }
EXPORT void symgui_log1p(int64_t n, const double *z, double *out) { ELEMENTWISE(VECTORS(logarithm_of_1_plus)); }
EXPORT void symgui_sin(int64_t n, const double *z, double *out) { ELEMENTWISE(SCALARS(sine)); }
EXPORT void symgui_cos(int64_t n, const double *z, double *out) { ELEMENTWISE(SCALARS(cosine)); }
