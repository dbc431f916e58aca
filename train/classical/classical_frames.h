// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The classical features that are one number a frame: loudness, zero crossings, and where the
// spectrum lies; and the mean and variance by which a table keeps them.

#ifndef GENUS_TRAIN_CLASSICAL_CLASSICAL_FRAMES_H
#define GENUS_TRAIN_CLASSICAL_CLASSICAL_FRAMES_H

#include "train/classical/classical_stft.h"

/** Of many numbers. */
typedef struct genus_moments {
    double mean;
    double variance; ///< Of the population: the mean squared distance from the mean.
} genus_moments;

/** Moments of `count` (1 or more) numbers. Thread: any. */
genus_moments genus_moments_of(const float *values, size_t count);

/**
 * Root mean square of a frame, not windowed (librosa.feature.rms).
 * @param samples [count], continued by reflection. @param rms [1 + count / hop]. Thread: any.
 */
void genus_frames_rms(const float *samples, size_t count, float *rms);

/**
 * Changes of sign in a frame as a share of its samples (librosa.feature.zero_crossing_rate).
 * @param samples [count], continued by the first and last sample. @param rate [1 + count / hop]
 * Thread: any.
 */
void genus_frames_zero_crossings(const float *samples, size_t count, float *rate);

/** Where one spectrum lies, in Hz; all 0 for silence. */
typedef struct genus_spectral_shape {
    float centroid;  ///< Mean frequency, weighted by magnitude.
    float bandwidth; ///< Standard deviation about it, weighted alike.
    float rolloff;   ///< Lowest frequency with 85 % of all magnitude at or below it.
} genus_spectral_shape;

/**
 * Shape of one spectrum (librosa.feature.spectral_centroid, _bandwidth, _rolloff).
 * @param magnitude [GENUS_CLASSICAL_BINS]. Thread: any.
 */
genus_spectral_shape genus_frames_shape(const float *magnitude);

#endif
