// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A cross-validation as results, to be shown by a report.

#ifndef GENUS_TRAIN_RUN_CROSSVAL_RESULTS_H
#define GENUS_TRAIN_RUN_CROSSVAL_RESULTS_H

#include "train/eval/results.h"
#include "train/run/crossval.h"

/** All verdicts, folds, data and settings; genus_results_free() it. NULL: memory is out. Thread:
 *  any.
 */
genus_results *genus_crossval_results(const genus_crossval_options *options,
                                      const genus_crossval *crossval);

#endif
