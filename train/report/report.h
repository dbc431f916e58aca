// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The report on a classifier, for people and for programs.

#ifndef GENUS_TRAIN_REPORT_REPORT_H
#define GENUS_TRAIN_REPORT_REPORT_H

#include "engine/base/error.h"
#include "train/eval/results.h"
#include "train/util/json_writer.h"

#include <stdbool.h>
#include <stdio.h>

/** What was scored. The strings belong to somebody else. */
typedef struct genus_report {
    const char *weights;      ///< Path of the weights.
    const char *data;         ///< Path of the data.
    const char *part;         ///< "test", "validation" or "all".
    const char *seed;         ///< Of the split; NULL if it is of no part in this.
    const char *split_digest; ///< Likewise.
    const char *data_digest;  ///< Of the data scored.
    const char *recorded;     ///< "80/100", if the weights say what they scored; or NULL.
    size_t skipped;           ///< Files that could not be used.
    const genus_results *results;
} genus_report;

/** Prints what was scored, and the scores. @return false: memory is out. Thread class of all: any.
 */
bool genus_report_print(const genus_report *report, FILE *stream) GENUS_NONNULL(1);

/**
 * Prints accuracy with its interval, what is sure, how soon and with how much confidence clips are
 * right, the scores of each class in the layout of scikit-learn's classification_report, and the
 * confusion matrix. Rows of classes without clips are left out of it.
 * @return false: memory is out.
 */
bool genus_report_print_scores(const genus_results *results, FILE *stream) GENUS_NONNULL(1);

/** The same as a JSON object, for free(). NULL: memory is out. */
char *genus_report_json(const genus_report *report);

/** Writes all scores into an object that is open. */
void genus_report_put_scores(genus_json_writer *json, const genus_results *results)
    GENUS_NONNULL(1, 2);

#endif
