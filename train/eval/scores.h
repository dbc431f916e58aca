// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// All scores of a classifier, added up over outcomes: right and wrong, how honest its confidence
// is, what it calls sure, and how soon it knows.

#ifndef GENUS_TRAIN_EVAL_SCORES_H
#define GENUS_TRAIN_EVAL_SCORES_H

#include "train/eval/metrics.h"
#include "train/eval/outcome.h"

#define GENUS_CALIBRATION_BINS 15

/** Verdicts whose confidence is in one fifteenth of 0..1. */
typedef struct genus_calibration_bin {
    uint32_t clips;
    uint32_t right;
    double confidence; ///< Summed.
} genus_calibration_bin;

/** A plain value; start from zeros. */
typedef struct genus_scores {
    genus_confusion confusion; ///< Of whole clips.
    genus_calibration_bin bins[GENUS_CALIBRATION_BINS];
    uint32_t sure;                        ///< Verdicts on whole clips that are called sure,
    uint32_t sure_right;                  ///< and those of them that are right.
    uint32_t prefixes[GENUS_PREFIXES];    ///< Clips that were heard for so long,
    uint32_t heard_right[GENUS_PREFIXES]; ///< and those of them that were named right.
} genus_scores;

/** Adds an outcome, at its temperature and threshold; all have the same labels. Thread: any. */
void genus_scores_add(genus_scores *tally, const genus_outcome *outcome);

/**
 * Expected calibration error: the mean distance between confidence and accuracy over the bins,
 * weighted by their clips (Naeini et al. 2015). 0 without clips. Thread: any.
 */
double genus_scores_calibration_error(const genus_scores *tally);

#endif
