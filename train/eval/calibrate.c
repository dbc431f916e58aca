// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// From right and wrong on validation clips to honest confidence.

#include "train/eval/calibrate.h"

#include "engine/base/error.h"
#include "engine/stream/verdict.h"

#include <math.h>
#include <stdlib.h>

/// How far temperatures of finished networks lie from 1, as the mean of their logarithm's distance
/// from 0. Those that a hundred clips give scatter by 0.2, nearly all of it by chance.
#define TEMPERATURE_SPREAD 0.1

/// The negative log-probability of a temperature, but for what is the same for all. Beforehand, its
/// logarithm has Laplace's distribution, the tails of which are heavy: most networks are as sure as
/// they should be, but where the validation clips are of other artists, they are far too sure.
static double objective(const genus_judged *judged, double log_temperature) {
    return (double)judged->clips * genus_judged_loss(judged, (float)exp(log_temperature)) +
           fabs(log_temperature) / TEMPERATURE_SPREAD;
}

float genus_fit_temperature(const genus_judged *judged) {
    const double golden = 0.6180339887498949;
    double low = log(0.1);
    double high = log(10.0);
    for (int i = 0; i < 40; i++) {
        const double left = high - golden * (high - low);
        const double right = low + golden * (high - low);
        if (objective(judged, left) < objective(judged, right)) {
            high = right;
        } else {
            low = left;
        }
    }
    return (float)exp((low + high) / 2.0);
}

static int by_falling(const void *a, const void *b) {
    const float left = *(const float *)a;
    const float right = *(const float *)b;
    return (left < right) - (left > right);
}

genus_status genus_fit_sure_threshold(const genus_judged *judged, float temperature, double wanted,
                                      float *threshold, genus_error *error) {
    float *confidences = malloc(judged->clips * sizeof *confidences);
    if (confidences == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for %zu verdicts",
                          judged->clips);
    }
    for (size_t i = 0; i < judged->clips; i++) {
        float posterior[GENUS_LABELS_MAX];
        genus_judged_posterior(judged, i, temperature, posterior);
        confidences[i] = posterior[genus_argmax(posterior, judged->labels)];
    }
    qsort(confidences, judged->clips, sizeof *confidences, by_falling);
    double right = 0.0;
    *threshold = 0.95F;
    for (size_t i = 0; i < judged->clips; i++) {
        right += (double)confidences[i];
        if (right >= wanted * (double)(i + 1)) {
            *threshold = confidences[i];
        }
    }
    free(confidences);
    *threshold = fminf(fmaxf(*threshold, 0.35F), 0.95F);
    return GENUS_OK;
}
