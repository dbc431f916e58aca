// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The classical features of a signal: the numbers by which GTZAN's tables describe a recording.

#ifndef GENUS_TRAIN_CLASSICAL_CLASSICAL_H
#define GENUS_TRAIN_CLASSICAL_CLASSICAL_H

#include "engine/base/error.h"

#include <stddef.h>

/** The settings of all classical features: librosa's defaults. */
enum {
    GENUS_CLASSICAL_RATE = 22050,    ///< Hz.
    GENUS_CLASSICAL_FRAME = 2048,    ///< Samples a frame.
    GENUS_CLASSICAL_HOP = 512,       ///< Samples between frames.
    GENUS_CLASSICAL_BINS = 1025,     ///< Frequencies of a spectrum, 0 Hz and the highest included.
    GENUS_CLASSICAL_BANDS = 128,     ///< Of the mel spectrogram, over 0..11,025 Hz.
    GENUS_CLASSICAL_CEPSTRA = 20,    ///< Coefficients a frame.
    GENUS_PITCH_CLASSES = 12,        ///< From C upwards.
    GENUS_CLASSICAL_SHORTEST = 2048, ///< Samples below which a signal has no classical features.
    /** Mean and variance of eight courses, the tempo, mean and variance of the cepstra. */
    GENUS_CLASSICAL_FEATURES = 8 * 2 + 1 + 2 * GENUS_CLASSICAL_CEPSTRA,
};

/** Names of the features, in the order and spelling of GTZAN's tables. */
extern const char *const genus_classical_names[GENUS_CLASSICAL_FEATURES];

/**
 * Computes the features as librosa 0.7 does by default; about 1.5 MB of memory a second of signal.
 * @param samples [count] at GENUS_CLASSICAL_RATE Hz, finite.
 * @param features [GENUS_CLASSICAL_FEATURES], in the order of their names.
 * @return GENUS_OK; GENUS_ERROR_DATA: fewer samples than GENUS_CLASSICAL_SHORTEST;
 *         GENUS_ERROR_MEMORY.
 */
genus_status genus_classical_compute(const float *samples, size_t count, double *features,
                                     genus_error *error) GENUS_CHECKED;

#endif
