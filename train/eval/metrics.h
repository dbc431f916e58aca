// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Scores of a classifier: accuracy with its Wilson interval, precision, recall, F1 as scikit-learn
// defines them, confusion matrix. Thread class of all: any.

#ifndef GENUS_TRAIN_EVAL_METRICS_H
#define GENUS_TRAIN_EVAL_METRICS_H

#include "engine/genus.h"

#include <stddef.h>
#include <stdint.h>

/** Counts of true class (row) against named class (column). A plain value; start from zeros. */
typedef struct genus_confusion {
    uint32_t label_count;
    uint32_t counts[GENUS_LABELS_MAX][GENUS_LABELS_MAX];
} genus_confusion;

typedef struct genus_class_score {
    double precision; ///< 0 where nothing was named so.
    double recall;    ///< 0 where there is no clip.
    double f1;        ///< Harmonic mean of the two; 0 where both are.
    uint32_t support; ///< Clips of this class; of all classes in an average.
} genus_class_score;

typedef struct genus_interval {
    double low;
    double high;
} genus_interval;

/** Counts one clip of class `truth` that was named `named`; both under label_count. */
void genus_confusion_add(genus_confusion *confusion, uint32_t truth, uint32_t named);

/** Clips counted; clips named right. */
uint32_t genus_confusion_total(const genus_confusion *confusion);
uint32_t genus_confusion_correct(const genus_confusion *confusion);

/** Scores of one class. */
genus_class_score genus_confusion_class(const genus_confusion *confusion, uint32_t label);

/** Averages over all label_count classes: unweighted, and weighted by support. */
genus_class_score genus_confusion_macro(const genus_confusion *confusion);
genus_class_score genus_confusion_weighted(const genus_confusion *confusion);

/** 95 % score interval of a proportion (Wilson 1927). total 0 gives 0..1. */
genus_interval genus_wilson(uint32_t right, uint32_t total);

#endif
