// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// All scores of a classifier: accuracy with its Wilson interval, precision, recall, F1 as
// scikit-learn defines them, confusion matrix; how honest its confidence is, what it calls sure,
// and how soon it knows. Thread class of all: any.

#ifndef GENUS_TRAIN_EVAL_SCORES_H
#define GENUS_TRAIN_EVAL_SCORES_H

#include "engine/genus.h"
#include "train/eval/predictions.h"

/** Counts of true class (row) against predicted class (column). A plain value; start from zeros. */
typedef struct genus_confusion {
    uint32_t label_count;
    uint32_t counts[GENUS_LABELS_MAX][GENUS_LABELS_MAX];
} genus_confusion;

typedef struct genus_class_score {
    double precision; ///< 0 where nothing was predicted so.
    double recall;    ///< 0 where there is no clip.
    double f1;        ///< Harmonic mean of the two; 0 where both are.
    uint32_t support; ///< Clips of this class; of all classes in an average.
} genus_class_score;

typedef struct genus_interval {
    double low;
    double high;
} genus_interval;

/** Clips counted; clips predicted correctly. */
uint32_t genus_confusion_total(const genus_confusion *confusion) GENUS_NONNULL(1);
uint32_t genus_confusion_correct(const genus_confusion *confusion) GENUS_NONNULL(1);

/** Scores of one class. */
genus_class_score genus_confusion_class(const genus_confusion *confusion, uint32_t label)
    GENUS_NONNULL(1);

/** Averages over the classes that have clips: unweighted, and weighted by support. */
genus_class_score genus_confusion_macro(const genus_confusion *confusion) GENUS_NONNULL(1);
genus_class_score genus_confusion_weighted(const genus_confusion *confusion) GENUS_NONNULL(1);

/** 95 % score interval of a proportion (Wilson 1927). total 0 gives 0..1. */
genus_interval genus_wilson(uint32_t correct, uint32_t total);

#define GENUS_CALIBRATION_BINS 15

/** Verdicts whose confidence is in one fifteenth of 0..1. */
typedef struct genus_calibration_bin {
    uint32_t clips;
    uint32_t correct;
    double confidence; ///< Summed.
} genus_calibration_bin;

/** A verdict on a clip. */
typedef struct genus_prediction {
    uint32_t truth;
    uint32_t predicted;
    double confidence;
    bool sure; ///< Whether the verdict is called sure.
} genus_prediction;

/** A plain value; start from zeros. */
typedef struct genus_scores {
    genus_confusion confusion; ///< Of whole clips.
    genus_calibration_bin bins[GENUS_CALIBRATION_BINS];
    uint32_t among_present; ///< Correct if none but the classes that have clips are allowed.
    uint32_t sure;          ///< Verdicts on whole clips that are called sure,
    uint32_t sure_correct;  ///< and those of them that are correct.
    uint32_t prefix_clips[GENUS_PREFIXES];   ///< Clips predicted from this prefix length,
    uint32_t prefix_correct[GENUS_PREFIXES]; ///< and those of them that are correct.
} genus_scores;

/** Counts the verdict on one whole clip, but for among_present; its classes are below
 * confusion.label_count. */
void genus_scores_count(genus_scores *scores, genus_prediction prediction) GENUS_NONNULL(1);

/** Adds predictions, at their temperature and threshold; all have the same labels. */
void genus_scores_add(genus_scores *scores, const genus_predictions *predictions)
    GENUS_NONNULL(1, 2);

/**
 * Expected calibration error: the mean distance between confidence and accuracy over the bins,
 * weighted by their clips (Naeini et al. 2015). 0 without clips.
 */
double genus_scores_calibration_error(const genus_scores *scores) GENUS_NONNULL(1);

#endif
