// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Training from a data set to a weights file.

#ifndef GENUS_TRAIN_FIT_H
#define GENUS_TRAIN_FIT_H

#include "augment.h"

/** What to train, and how. */
typedef struct genus_fit_options {
    const char *data;      ///< Features file or folder.
    const char *out;       ///< Weights file to write.
    const char *clips_csv; ///< Table of duplicates, or NULL.
    const char *arch;      ///< A named plan.
    size_t epochs;
    size_t batch;
    size_t crop; ///< Frames of a training example.
    size_t threads;
    uint64_t seed;
    float rate; ///< Peak of the learning rate.
    float weight_decay;
    float warm_up;   ///< Share of the steps.
    float smoothing; ///< Of labels.
    genus_augmentation augmentation;
} genus_fit_options;

/** The recipe: arch genus, 100 epochs of crops of 128 frames in batches of 32. */
genus_fit_options genus_fit_options_default(void);

/**
 * Trains and writes the weights of the epoch with the lowest loss on the validation clips, with
 * temperature, threshold and test score. SIGINT and SIGTERM must be blocked in all threads: one
 * that is pending ends the training after the step that runs, and the best weights are kept.
 * Progress goes to stderr, the scores to stdout.
 *
 * @return GENUS_OK; GENUS_ERROR_INTERRUPTED with the best weights written (or none, if no epoch was
 *         finished: the message says which); or what went wrong.
 */
genus_status genus_fit(const genus_fit_options *options, genus_error *error);

#endif
