// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What weights will mean, from the recipe and the training clips.

#include "train/nn/model_spec.h"

#include "engine/audio/mel_filters.h"

#include <math.h>
#include <stdlib.h>

static genus_status out_of_memory(genus_error *error) {
    return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the training");
}

/// Mean and standard deviation of the training clips' cells in dB, level-normalised as the
/// architecture wants.
static genus_status measure_normalisation(const genus_dataset *dataset, const size_t *clips,
                                          size_t clip_count, genus_model_config *config,
                                          genus_error *error) {
    const size_t bands = dataset->settings.mel_bands;
    const genus_level_normalisation level_normalisation =
        genus_architecture_level_normalisation(&config->arch, (uint32_t)bands);
    float *decibels = NULL;
    size_t room = 0;
    double sum = 0.0;
    double square = 0.0;
    double cells = 0.0;
    for (size_t i = 0; i < clip_count; i++) {
        const genus_clip *clip = &dataset->clips[clips[i]];
        const size_t count = clip->frames * bands;
        if (count > room) {
            free(decibels);
            room = count;
            decibels = malloc(room * sizeof *decibels);
        }
        if (decibels == NULL) {
            return out_of_memory(error);
        }
        genus_clip_decode(clip, bands, 0, clip->frames, decibels);
        genus_level_meter_frames(&level_normalisation, bands, clip->frames, decibels);
        for (size_t cell = 0; cell < count; cell++) {
            sum += (double)decibels[cell];
            square += (double)decibels[cell] * (double)decibels[cell];
        }
        cells += (double)count;
    }
    free(decibels);
    const double mean = sum / cells;
    const double variance = square / cells - mean * mean;
    config->normalisation =
        (genus_normalisation){(float)mean, variance > 1e-6 ? (float)sqrt(variance) : 1.0F};
    return GENUS_OK;
}

/// Finds the bands that lie below what resamplers leave alone: soxr's HQ, like others, begins to
/// fall off at about nine tenths of the highest frequency. 0: all do.
static genus_status count_heard_bands(const genus_frontend_settings *settings, uint32_t *heard,
                                      genus_error *error) {
    genus_mel_filters *filters = genus_mel_filters_new(settings);
    if (filters == NULL) {
        return out_of_memory(error);
    }
    const size_t first_lost = (size_t)(0.9 * (double)settings->frame_length / 2.0);
    float above = 0.0F;
    *heard = 0;
    while (*heard < settings->mel_bands && above == 0.0F) {
        for (size_t bin = first_lost; bin <= settings->frame_length / 2; bin++) {
            above += genus_mel_filters_weight(filters, *heard, bin);
        }
        *heard += above == 0.0F;
    }
    if (*heard == settings->mel_bands) {
        *heard = 0;
    }
    genus_mel_filters_free(filters);
    return GENUS_OK;
}

genus_status genus_model_config_settle(const genus_recipe *recipe, const genus_dataset *dataset,
                                       const size_t *clips, size_t clip_count,
                                       genus_model_config *config, genus_error *error) {
    config->label_count = dataset->label_count;
    for (uint32_t i = 0; i < config->label_count; i++) {
        config->labels[i] = dataset->labels[i];
    }
    config->frontend = dataset->settings;
    config->temperature = 1.0F;
    config->sure_threshold = 0.5F;
    if (!genus_architecture_named(recipe->arch, config->frontend.mel_bands, config->label_count,
                                  &config->arch)) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT,
                          "there is no architecture \"%s\": take genus or seed", recipe->arch);
    }
    if (config->arch.pool_max) {
        const size_t columns =
            genus_architecture_columns(&config->arch, config->frontend.mel_bands, recipe->span);
        config->arch.max_span = columns > 0 ? (uint32_t)columns : 1;
    }
    config->arch.level_memory = (uint32_t)recipe->level;
    if (config->arch.spectral > 0) {
        config->arch.spectral = (uint32_t)recipe->spectral;
    }
    config->arch.has_background = recipe->nonmusic > 0.0F;
    genus_status status = count_heard_bands(&config->frontend, &config->arch.heard_bands, error);
    if (status == GENUS_OK) {
        status = genus_architecture_check(&config->arch, config->frontend.mel_bands, error);
    }
    if (status == GENUS_OK) {
        status = measure_normalisation(dataset, clips, clip_count, config, error);
    }
    return status;
}

// ------------------------------------------------------------------------ spectral statistics

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
    return good ? GENUS_OK : out_of_memory(error);
}
