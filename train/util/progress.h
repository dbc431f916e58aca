// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a person sees while training runs: a bar on a terminal, plain lines elsewhere. On stderr.

#ifndef GENUS_TRAIN_UTIL_PROGRESS_H
#define GENUS_TRAIN_UTIL_PROGRESS_H

#include "engine/genus.h"

#include <stdbool.h>
#include <stddef.h>

/** State of the display. A plain value. */
typedef struct genus_progress {
    bool terminal;
    size_t done; ///< Epochs that were done before.
    size_t epochs;
    double begun; ///< Monotonic seconds at the start.
    double epoch_begun;
    double drawn; ///< When the bar was last drawn.
} genus_progress;

/** Begins, with `done` epochs done already; finds out whether stderr is a terminal. */
genus_progress genus_progress_begin(size_t done, size_t epochs);

/** A step is done: moves the bar, ten times a second at the most.
 * @param epoch, step Counting from 0. @param steps Of an epoch. */
void genus_progress_step(genus_progress *progress, size_t epoch, size_t step, size_t steps,
                         double loss) GENUS_NONNULL(1);

/** An epoch is done: one line with loss, validation accuracy, clips a second and time left.
 * @param validation_accuracy NaN: the validation clips were learnt like the others. */
void genus_progress_epoch(genus_progress *progress, size_t epoch, size_t clips, double loss,
                          double validation_accuracy) GENUS_NONNULL(1);

#endif
