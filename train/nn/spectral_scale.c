// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Mean and deviation of a spectral statistics' features over the training clips.

#include "train/nn/spectral_scale.h"

#include <math.h>
#include <stdlib.h>

/// Features that hardly vary are not blown up.
#define LEAST_DEVIATION 1e-3

/// Sums and sums of squares over stretches.
struct sums {
    size_t features;
    size_t count;
    double *sum;
    double *square;
    float *values; ///< Of one stretch.
};

/// One stretch, as the network would hear it. @param decibels [frames][bands], level-normalised.
static void add_stretch(const genus_intake *intake, const float *decibels, size_t frames,
                        struct sums *sums) {
    genus_intake_spectral_statistics(intake, decibels, frames, sums->values);
    for (size_t i = 0; i < sums->features; i++) {
        const double value = (double)sums->values[i];
        sums->sum[i] += value;
        sums->square[i] += value * value;
    }
    sums->count++;
}

static bool add_clip(const genus_intake *intake, const genus_clip *clip, size_t frames,
                     struct sums *sums) {
    const size_t bands = intake->bands;
    const size_t length = frames < clip->frames ? frames : clip->frames;
    if (length < intake->receptive_field) {
        return true;
    }
    float *decibels = malloc(length * bands * sizeof *decibels);
    if (decibels == NULL) {
        return false;
    }
    for (size_t first = 0; first + length <= clip->frames; first += length) {
        genus_clip_decode(clip, bands, first, length, decibels);
        genus_level_meter_frames(&intake->level_normalisation, bands, length, decibels);
        add_stretch(intake, decibels, length, sums);
    }
    free(decibels);
    return true;
}

genus_status genus_spectral_statistics_measure(const genus_intake *intake,
                                               const genus_dataset *dataset, const size_t *clips,
                                               size_t clip_count, size_t frames, float *mean,
                                               float *scale, genus_error *error) {
    struct sums sums = {.features = intake->spectral_features};
    sums.sum = calloc(sums.features, sizeof *sums.sum);
    sums.square = calloc(sums.features, sizeof *sums.square);
    sums.values = calloc(sums.features, sizeof *sums.values);
    bool good = sums.sum != NULL && sums.square != NULL && sums.values != NULL;
    for (size_t i = 0; good && i < clip_count; i++) {
        good = add_clip(intake, &dataset->clips[clips[i]], frames, &sums);
    }
    for (size_t i = 0; good && sums.count > 0 && i < sums.features; i++) {
        const double centre = sums.sum[i] / (double)sums.count;
        const double variance = sums.square[i] / (double)sums.count - centre * centre;
        mean[i] = (float)centre;
        scale[i] = (float)(1.0 / fmax(sqrt(fmax(variance, 0.0)), LEAST_DEVIATION));
    }
    free(sums.sum);
    free(sums.square);
    free(sums.values);
    return good ? GENUS_OK
                : genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the training");
}
