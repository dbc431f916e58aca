// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The report on a classifier, for people and for programs.

#ifndef GENUS_TRAIN_REPORT_REPORT_H
#define GENUS_TRAIN_REPORT_REPORT_H

#include "engine/base/error.h"
#include "train/eval/scores.h"

#include <stdbool.h>
#include <stdio.h>

/** What was scored. The strings belong to somebody else. */
typedef struct genus_report {
    const char *weights;       ///< Path of the weights.
    const char *data;          ///< Path of the data.
    const char *part;          ///< "test", "validation" or "all".
    const char *seed;          ///< Of the split; NULL if it is of no part in this.
    const char *split_digest;  ///< Likewise.
    const char *data_digest;   ///< Of the data scored.
    const char *recorded;      ///< "80/100", if the weights say what they scored; or NULL.
    size_t skipped;            ///< Files that could not be used.
    const char *const *labels; ///< [confusion->label_count]
    const genus_confusion *confusion;
} genus_report;

/**
 * Prints accuracy with its interval, the scores of each class in the layout of scikit-learn's
 * classification_report, and the confusion matrix. Thread: any.
 */
void genus_report_print(const genus_report *report, FILE *stream);

/** Prints the scores of each class and the confusion matrix alone. Thread: any. */
void genus_report_print_classes(const char *const *labels, const genus_confusion *confusion,
                                FILE *stream);

/** The same as a JSON object, for free(). NULL: memory is out. Thread: any. */
char *genus_report_json(const genus_report *report);

struct cJSON;

/** Adds accuracy, the scores of each class and the confusion matrix to a JSON object.
 * @return false: memory is out. Thread: any. */
bool genus_report_add_scores(struct cJSON *object, const char *const *labels,
                             const genus_confusion *confusion);

#endif
