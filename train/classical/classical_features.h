// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The classical features of a signal: the numbers by which GTZAN's tables describe a recording.

#ifndef GENUS_TRAIN_CLASSICAL_CLASSICAL_FEATURES_H
#define GENUS_TRAIN_CLASSICAL_CLASSICAL_FEATURES_H

#include "train/classical/classical_mel.h"

enum {
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
 *         GENUS_ERROR_MEMORY. Thread: any.
 */
genus_status genus_classical_compute(const float *samples, size_t count, double *features,
                                     genus_error *error);

#endif
