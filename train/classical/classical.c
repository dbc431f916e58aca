// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// All classical features of a signal, put in the order of a table.

#include "train/classical/classical.h"

#include "train/classical/stages.h"

#include <stdlib.h>
#include <string.h>

/** The two names of what is kept by its mean and its variance. */
#define BOTH(name) name "_mean", name "_var"

const char *const genus_classical_names[GENUS_CLASSICAL_FEATURES] = {
    // clang-format off
    BOTH("chroma_stft"), BOTH("rms"), BOTH("spectral_centroid"), BOTH("spectral_bandwidth"),
    BOTH("rolloff"), BOTH("zero_crossing_rate"), BOTH("harmony"), BOTH("perceptr"), "tempo",
    BOTH("mfcc1"), BOTH("mfcc2"), BOTH("mfcc3"), BOTH("mfcc4"), BOTH("mfcc5"),
    BOTH("mfcc6"), BOTH("mfcc7"), BOTH("mfcc8"), BOTH("mfcc9"), BOTH("mfcc10"),
    BOTH("mfcc11"), BOTH("mfcc12"), BOTH("mfcc13"), BOTH("mfcc14"), BOTH("mfcc15"),
    BOTH("mfcc16"), BOTH("mfcc17"), BOTH("mfcc18"), BOTH("mfcc19"), BOTH("mfcc20"),
    // clang-format on
};

/** The features so far. */
typedef struct collection {
    size_t count;
    double values[GENUS_CLASSICAL_FEATURES];
} collection;

static void put_mean_variance(collection *collection, const float *values, size_t count) {
    const genus_mean_variance moments = genus_mean_variance_of(values, count);
    collection->values[collection->count++] = moments.mean;
    collection->values[collection->count++] = moments.variance;
}

/** Chroma. @param scratch [frames][GENUS_PITCH_CLASSES] */
static genus_status put_chroma(collection *collection, const genus_stft *stft, float *scratch,
                               genus_error *error) {
    const genus_status status = genus_chroma_compute(stft, scratch, error);
    if (status == GENUS_OK) {
        put_mean_variance(collection, scratch, stft->frames * GENUS_PITCH_CLASSES);
    }
    return status;
}

/** What is one number a frame. @param scratch [3][frames] */
static void put_frames(collection *collection, const float *samples, size_t count,
                       const genus_stft *stft, float *scratch) {
    float *centroid = scratch;
    float *bandwidth = centroid + stft->frames;
    float *rolloff = bandwidth + stft->frames;
    genus_frames_rms(samples, count, scratch);
    put_mean_variance(collection, scratch, stft->frames);
    for (size_t t = 0; t < stft->frames; t++) {
        const genus_spectral_shape shape =
            genus_frames_shape(stft->magnitude + t * GENUS_CLASSICAL_BINS);
        centroid[t] = shape.centroid;
        bandwidth[t] = shape.bandwidth;
        rolloff[t] = shape.rolloff;
    }
    put_mean_variance(collection, centroid, stft->frames);
    put_mean_variance(collection, bandwidth, stft->frames);
    put_mean_variance(collection, rolloff, stft->frames);
    genus_frames_zero_crossings(samples, count, scratch);
    put_mean_variance(collection, scratch, stft->frames);
}

/** What sounds on and what strikes. */
static genus_status put_parts(collection *collection, const genus_stft *stft, size_t count,
                              genus_error *error) {
    float *parts = malloc(2 * count * sizeof *parts);
    if (parts == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the separation");
    }
    const genus_status status = genus_hpss_separate(stft, count, parts, parts + count, error);
    if (status == GENUS_OK) {
        put_mean_variance(collection, parts, count);
        put_mean_variance(collection, parts + count, count);
    }
    free(parts);
    return status;
}

/** Tempo and cepstra. @param scratch [GENUS_CLASSICAL_BANDS + GENUS_CLASSICAL_CEPSTRA][frames] */
static genus_status put_mel(collection *collection, const genus_stft *stft, float *scratch,
                            genus_error *error) {
    float *cepstra = scratch + GENUS_CLASSICAL_BANDS * stft->frames;
    genus_status status = genus_mel_decibels(stft, scratch, error);
    if (status == GENUS_OK) {
        status =
            genus_mel_tempo(scratch, stft->frames, &collection->values[collection->count], error);
    }
    if (status != GENUS_OK) {
        return status;
    }
    collection->count++;
    genus_mel_cepstra(scratch, stft->frames, cepstra);
    for (size_t k = 0; k < GENUS_CLASSICAL_CEPSTRA; k++) {
        put_mean_variance(collection, cepstra + k * stft->frames, stft->frames);
    }
    return GENUS_OK;
}

genus_status genus_classical_compute(const float *samples, size_t count, double *features,
                                     genus_error *error) {
    if (count < GENUS_CLASSICAL_SHORTEST) {
        return genus_fail(error, GENUS_ERROR_DATA, "%zu samples are too few; %d are needed", count,
                          GENUS_CLASSICAL_SHORTEST);
    }
    collection collection = {0};
    genus_stft stft;
    float *scratch = NULL;
    genus_status status = genus_stft_make(samples, count, &stft, error);
    if (status != GENUS_OK) {
        goto done;
    }
    // Room for the mel spectrogram and the cepstra, the most that any step needs.
    scratch =
        malloc((GENUS_CLASSICAL_BANDS + GENUS_CLASSICAL_CEPSTRA) * stft.frames * sizeof *scratch);
    if (scratch == NULL) {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for features");
        goto done;
    }
    status = put_chroma(&collection, &stft, scratch, error);
    if (status != GENUS_OK) {
        goto done;
    }
    put_frames(&collection, samples, count, &stft, scratch);
    status = put_parts(&collection, &stft, count, error);
    if (status == GENUS_OK) {
        status = put_mel(&collection, &stft, scratch, error);
    }
    if (status == GENUS_OK) {
        memcpy(features, collection.values, sizeof collection.values);
    }
done:
    free(scratch);
    genus_stft_clear(&stft);
    return status;
}
