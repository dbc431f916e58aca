// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// AdamW under the one-cycle schedule.

#include "train/nn/optimiser.h"

#include <math.h>
#include <stdlib.h>

#define BETA2 0.999
#define EPSILON 1e-8F

struct genus_optimiser {
    size_t count;
    float weight_decay;
    genus_moments moments;
};

/// Half a cosine from `from` at 0 to `to` at 1.
static double flank(double from, double to, double share) {
    return to + (from - to) / 2.0 * (1.0 + cos(3.14159265358979323846 * share));
}

genus_cycle genus_one_cycle(size_t step, size_t steps, float rate_max, float warm_up) {
    const double start = (double)rate_max / 25.0;
    const double end = start / 1e4;
    const double top = (double)warm_up * (double)steps - 1.0;
    const double last = (double)steps - 1.0;
    const double at = (double)step;
    double rate = rate_max;
    double beta1 = 0.85;
    if (at < top) {
        rate = flank(start, rate_max, at / top);
        beta1 = flank(0.95, 0.85, at / top);
    } else if (last > top) {
        const double begun = top > 0.0 ? top : 0.0;
        const double share = last > begun ? (at - begun) / (last - begun) : 1.0;
        rate = flank(rate_max, end, share);
        beta1 = flank(0.85, 0.95, share);
    }
    return (genus_cycle){(float)rate, (float)beta1};
}

genus_optimiser *genus_optimiser_new(size_t count, float weight_decay) {
    genus_optimiser *optimiser = calloc(1, sizeof *optimiser);
    if (optimiser == NULL) {
        return NULL;
    }
    *optimiser = (genus_optimiser){
        .count = count,
        .weight_decay = weight_decay,
        .moments = {.beta1_power = 1.0,
                    .beta2_power = 1.0,
                    .mean = calloc(count, sizeof(float)),
                    .square = calloc(count, sizeof(float))},
    };
    if (optimiser->moments.mean == NULL || optimiser->moments.square == NULL) {
        genus_optimiser_free(optimiser);
        return NULL;
    }
    return optimiser;
}

void genus_optimiser_free(genus_optimiser *optimiser) {
    if (optimiser != NULL) {
        free(optimiser->moments.mean);
        free(optimiser->moments.square);
        free(optimiser);
    }
}

genus_moments *genus_optimiser_moments(genus_optimiser *optimiser) {
    return &optimiser->moments;
}

void genus_optimiser_step(genus_optimiser *optimiser, genus_cycle cycle, const float *gradient,
                          float *values) {
    genus_moments *moments = &optimiser->moments;
    moments->beta1_power *= (double)cycle.beta1;
    moments->beta2_power *= BETA2;
    const float beta1 = cycle.beta1;
    const float beta2 = (float)BETA2;
    const float shrink = 1.0F - cycle.rate * optimiser->weight_decay;
    const float rate = cycle.rate / (float)(1.0 - moments->beta1_power);
    const float correction = 1.0F / sqrtf((float)(1.0 - moments->beta2_power));
    for (size_t i = 0; i < optimiser->count; i++) {
        const float g = gradient[i];
        float *mean = &moments->mean[i];
        float *square = &moments->square[i];
        *mean = beta1 * *mean + (1.0F - beta1) * g;
        *square = beta2 * *square + (1.0F - beta2) * g * g;
        values[i] = values[i] * shrink - rate * *mean / (sqrtf(*square) * correction + EPSILON);
    }
}
