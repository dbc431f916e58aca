// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Mean and deviation of a texture's features over the training clips.

#include "texture_scale.h"

#include "augment.h"

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

/// One stretch, as the network would hear it. @param decibels [frames][bands], levelled.
static void add_stretch(const genus_texture *texture, const genus_intake *intake,
                        const float *decibels, struct sums *sums) {
    genus_texture_of(texture, decibels + (intake->texture_first - 1) * intake->bands,
                     intake->texture_frames, sums->values);
    for (size_t i = 0; i < sums->features; i++) {
        const double value = (double)sums->values[i];
        sums->sum[i] += value;
        sums->square[i] += value * value;
    }
    sums->count++;
}

static bool add_clip(const genus_texture *texture, const genus_clip *clip, const genus_plan *plan,
                     uint32_t bands, size_t frames, struct sums *sums) {
    const genus_normalisation none = {0.0F, 1.0F};
    const size_t length = frames < clip->frames ? frames : clip->frames;
    const genus_intake intake = genus_intake_of(plan, bands, length, &none, texture);
    if (intake.texture_frames == 0) {
        return true;
    }
    float *decibels = malloc(length * bands * sizeof *decibels);
    if (decibels == NULL) {
        return false;
    }
    for (size_t first = 0; first + length <= clip->frames; first += length) {
        genus_clip_decode(clip, bands, first, length, decibels);
        genus_level_frames(&intake.levelling, bands, length, decibels);
        add_stretch(texture, &intake, decibels, sums);
    }
    free(decibels);
    return true;
}

genus_status genus_texture_measure(const genus_texture *texture, const genus_dataset *dataset,
                                   const size_t *clips, size_t clip_count, const genus_plan *plan,
                                   size_t frames, float *mean, float *scale, genus_error *error) {
    const uint32_t bands = dataset->settings.mel_bands;
    struct sums sums = {.features = genus_plan_texture_features(plan, bands)};
    sums.sum = calloc(sums.features, sizeof *sums.sum);
    sums.square = calloc(sums.features, sizeof *sums.square);
    sums.values = calloc(sums.features, sizeof *sums.values);
    bool good = sums.sum != NULL && sums.square != NULL && sums.values != NULL;
    for (size_t i = 0; good && i < clip_count; i++) {
        good = add_clip(texture, &dataset->clips[clips[i]], plan, bands, frames, &sums);
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
