// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Clocks, medians, and two ways in turn.

#include "bench.h"

#include <stdlib.h>
#include <time.h>

static double read_clock(clockid_t clock) {
    struct timespec time;
    (void)clock_gettime(clock, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

double genus_bench_cpu(void) {
    return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

double genus_bench_wall(void) {
    return read_clock(CLOCK_MONOTONIC);
}

static int compare(const void *a, const void *b) {
    const double left = *(const double *)a;
    const double right = *(const double *)b;
    return (left > right) - (left < right);
}

static double median(double *values, size_t count) {
    qsort(values, count, sizeof *values, compare);
    return values[count / 2];
}

genus_bench_result genus_bench_absent(const char *why) {
    return (genus_bench_result){.absent = why};
}

genus_bench_result genus_bench_alternate(genus_bench_side ours, genus_bench_side peer) {
    double our_seconds[GENUS_BENCH_REPETITIONS];
    double peer_seconds[GENUS_BENCH_REPETITIONS];
    bool good = ours.work(ours.context) >= 0.0 && peer.work(peer.context) >= 0.0;
    for (size_t i = 0; good && i < GENUS_BENCH_REPETITIONS; i++) {
        our_seconds[i] = ours.work(ours.context);
        peer_seconds[i] = peer.work(peer.context);
        good = our_seconds[i] >= 0.0 && peer_seconds[i] >= 0.0;
    }
    if (!good) {
        return genus_bench_absent("it failed on the way");
    }
    return (genus_bench_result){
        .ours = median(our_seconds, GENUS_BENCH_REPETITIONS),
        .peer = median(peer_seconds, GENUS_BENCH_REPETITIONS),
    };
}

float *genus_bench_noise(size_t count, uint32_t seed) {
    float *noise = malloc(count * sizeof *noise);
    uint32_t state = seed + 1;
    for (size_t i = 0; noise != NULL && i < count; i++) {
        state ^= state << 13; // Xorshift32 (Marsaglia 2003)
        state ^= state >> 17;
        state ^= state << 5;
        noise[i] = (float)state / 2147483648.0F - 1.0F;
    }
    return noise;
}
