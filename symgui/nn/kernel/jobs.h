/* Calls of `train` that threads take from each other: one makes the next call of a lane as soon as one has ended,
 * another computes meanwhile, and neither waits for Python's lock. */
#ifndef JOBS_H
#define JOBS_H

#include "train.h"

#if defined(_WIN32)
__declspec(dllimport) int __stdcall SwitchToThread(void);
static void give_way(void) { SwitchToThread(); }
#else
#include <sched.h>
static void give_way(void) { sched_yield(); }
#endif

enum { IDLE, WAITING, UNDER_WAY, MADE }; /* states of a job */
#define SPINS 2000                       /* looks, some microseconds in all, before others get the processor */

static int turns(job *j, int32_t from, int32_t to) {
    return __atomic_compare_exchange_n(&j->state, &from, to, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED);
}

/* Let a job wait for a thread. */
static void post(job *j, int64_t left) {
    __atomic_store_n(&j->left, left, __ATOMIC_RELAXED);
    __atomic_store_n(&j->state, WAITING, __ATOMIC_RELEASE);
}

/* Make the job that waits and has most left; returns 0 if none waits. */
static int make_one(int64_t count, job *const *jobs) {
    job *most = 0;
    int64_t best = 0;
    for (int64_t k = 0; k < count; k++) {
        if (__atomic_load_n(&jobs[k]->state, __ATOMIC_ACQUIRE) != WAITING) continue;
        int64_t left = __atomic_load_n(&jobs[k]->left, __ATOMIC_RELAXED);
        if (!most || left > best) most = jobs[k], best = left;
    }
    if (!most) return 0;
    if (turns(most, WAITING, UNDER_WAY)) {
        train(most);
        __atomic_store_n(&most->state, MADE, __ATOMIC_RELEASE);
    } /* else another was quicker: look again */
    return 1;
}

static void help(int64_t count, job *const *jobs, flag *ended) {
    for (int64_t spins = 0; !__atomic_load_n(ended, __ATOMIC_ACQUIRE); spins++) {
        if (make_one(count, jobs)) spins = 0;
        else if (spins > SPINS) give_way();
    }
}

enum { NONE_MADE = -1, NONE_LEFT = -2 };

/* The number of a job that has been made, which is idle from now on. A thread that computes makes one itself if
 * need be, and waits for others; NONE_MADE to one that does not. NONE_LEFT if all are idle. */
static int64_t taken(int64_t count, job *const *jobs, int64_t computes) {
    for (int64_t spins = 0;; spins++) {
        int64_t busy = 0;
        for (int64_t k = 0; k < count; k++) {
            int32_t state = __atomic_load_n(&jobs[k]->state, __ATOMIC_ACQUIRE);
            if (state == MADE && turns(jobs[k], MADE, IDLE)) return k;
            busy += state != IDLE;
        }
        if (!busy) return NONE_LEFT;
        if (!computes) return NONE_MADE;
        if (make_one(count, jobs)) spins = 0;
        else if (spins > SPINS) give_way();
    }
}

#endif
