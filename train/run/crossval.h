// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Cross-validation: one training a test set, several at the same time, each tested on clips that no
// choice of its own has seen.

#ifndef GENUS_TRAIN_RUN_CROSSVAL_H
#define GENUS_TRAIN_RUN_CROSSVAL_H

#include "engine/genus.h"
#include "train/eval/results.h"
#include "train/run/fold_result.h"

#include <stdio.h>

/** What to train_and_test, and how. */
typedef struct genus_crossval_options {
    const char *data;         ///< Features file or folder.
    genus_cache_choice cache; ///< If the data is a folder.
    const char *clips_csv;    ///< Table of duplicates, or NULL.
    bool artists;             ///< Clips of one artist in that table stay together.
    const char *parts_csv; ///< Table with a fixed split, which takes the place of folds, or NULL.
    const char *parts_column; ///< Its column.
    size_t folds;
    size_t repeats;
    unsigned threads;
    const char *out; ///< Folder for results, made if need be, or NULL: they are not kept.
    bool resume;     ///< Results that are in `out` are not computed again.
    genus_recipe recipe;
} genus_crossval_options;

/** All that came of it. */
typedef struct genus_crossval {
    genus_dataset *dataset;
    genus_test_sets sets;
    genus_fold_result *results;  ///< [sets.count]
    genus_provenance provenance; ///< Of the first test set.
} genus_crossval;

/**
 * Trains and tests. Test sets run side by side, as many as there are threads; what a test set gives
 * does not depend on it. SIGINT and SIGTERM must be held back (interrupt.h). Each test set that is
 * done is told on stderr.
 *
 * @param crossval Must be cleared, whatever this returns.
 * @return GENUS_OK; GENUS_ERROR_INTERRUPTED, results that were done are in `out`; what
 *         genus_dataset_load(), genus_test_sets_draw(), genus_training_new() and
 * genus_predictions_run() return. Thread: any; starts threads.
 */
genus_status genus_crossval_run(const genus_crossval_options *options, genus_crossval *crossval,
                                genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

/** Frees what a cross-validation points to. */
void genus_crossval_clear(genus_crossval *crossval) GENUS_NONNULL(1);

/** The share of a test set's test clips that were predicted correctly. */
double genus_test_set_accuracy(const genus_fold_result *result) GENUS_NONNULL(1);

/** All predictions, folds, data and settings; genus_results_free() it. NULL: memory is out. Thread:
 *  any.
 */
genus_results *genus_crossval_results(const genus_crossval_options *options,
                                      const genus_crossval *crossval);

/** Prints every test set, the scores over all, and the confusion matrix. @return false: memory is
 * out. */
bool genus_crossval_print(const genus_crossval_options *options, const genus_crossval *crossval,
                          const genus_results *results, FILE *stream) GENUS_NONNULL(1, 2, 3);

/** All of it as a JSON object, every verdict included, for free(). NULL: memory is out. */
char *genus_crossval_json(const genus_crossval_options *options, const genus_crossval *crossval,
                          const genus_results *results);

/** One line of what kind of test sets these are: "10 folds by recording". */
void genus_crossval_protocol(const genus_crossval_options *options, char text[256])
    GENUS_NONNULL(1, 2);

#endif
