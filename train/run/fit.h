// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Training from a data set to a weights file.

#ifndef GENUS_TRAIN_RUN_FIT_H
#define GENUS_TRAIN_RUN_FIT_H

#include "engine/genus.h"
#include "train/data/features_cache.h"
#include "train/nn/recipe.h"

/** What to train, and how. */
typedef struct genus_fit_options {
    const char *data;         ///< Features file or folder.
    const char *out;          ///< Weights file to write.
    const char *clips_csv;    ///< Table of duplicates, or NULL.
    bool artists;             ///< Clips of one artist of the table stay in one part, too.
    genus_cache_choice cache; ///< If the data is a folder.
    const char *report;       ///< HTML file to write when the weights are done, or NULL.
    unsigned threads;
    bool resume; ///< Go on from the checkpoint beside `out`, if there is one.
    genus_recipe recipe;
} genus_fit_options;

/**
 * Trains and writes the weights, the moving average after the last epoch, with
 * temperature, threshold, test score, and the notes that a report is made of. After every epoch a
 * checkpoint is written to `out` with
 * ".checkpoint" behind it, which is removed when the training is complete: a training that goes on
 * from there ends with the same weights, bit for bit. SIGINT and SIGTERM must be held back
 * (interrupt.h): one that is pending ends the training after the step that runs, and the weights so
 * far are kept. Progress goes to stderr, the scores to stdout.
 *
 * @return GENUS_OK; GENUS_ERROR_INTERRUPTED with the weights so far written (or none, if no epoch
 *         was finished: the message says which); or what went wrong.
 */
genus_status genus_fit(const genus_fit_options *options, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1);

#endif
