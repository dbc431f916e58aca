// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Whether confidence is deserved: verdicts in bins of equal width by their confidence, accuracy
// against mean confidence in each, and the expected calibration error (Naeini, Cooper and
// Hauskrecht 2015; Guo et al. 2017).

#ifndef GENUS_TRAIN_RELIABILITY_H
#define GENUS_TRAIN_RELIABILITY_H

#include "results.h"

#define GENUS_RELIABILITY_BINS 15

/** A bin: confidences above its lower end, up to its upper one. */
typedef struct genus_reliability_bin {
    uint32_t clips;
    uint32_t right;
    double confidence; ///< Mean; 0 without clips.
} genus_reliability_bin;

typedef struct genus_reliability {
    genus_reliability_bin bins[GENUS_RELIABILITY_BINS];
    double error;  ///< Mean of |accuracy - confidence| over bins, weighted by clips.
    uint32_t sure; ///< Verdicts from the threshold on.
    uint32_t sure_right;
} genus_reliability;

/** Measures it. Thread: any. */
genus_reliability genus_reliability_of(const genus_results *results);

#endif
