// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The test sets of a cross-validation: splits of one data set, each with the seed of its training.
// Folds are stratified and keep recordings whole; a fixed split comes from a column of a table.

#ifndef GENUS_TRAIN_EVAL_TEST_SETS_H
#define GENUS_TRAIN_EVAL_TEST_SETS_H

#include "engine/genus.h"
#include "train/data/split.h"

/** One test set. */
typedef struct genus_test_set {
    size_t repeat; ///< From 0.
    size_t fold;   ///< From 0.
    uint64_t seed; ///< Of the training.
    genus_split *split;
} genus_test_set;

/** All of them, repeat after repeat. */
typedef struct genus_test_sets {
    size_t repeats;
    size_t folds; ///< In each repeat; 1 of a fixed split.
    size_t count; ///< repeats * folds
    genus_test_set *sets;
} genus_test_sets;

/**
 * Draws folds; repeat r by seed + r. Recordings in falling order of size, shuffled among equals, go
 * each to the fold that has the least of their classes. Every clip is in the test part of one test
 * set of each repeat. From the other folds, the validation part is drawn in the same way: a ninth
 * of them, so that with ten folds eight tenths train.
 *
 * @param folds 2 to 1000. @param grouping As in genus_split_new().
 * @param sets Must be cleared, whatever this returns.
 * @return GENUS_OK; GENUS_ERROR_DATA if there are too few recordings; what genus_recordings_find()
 *         returns; GENUS_ERROR_MEMORY.
 */
genus_status genus_test_sets_draw(const genus_dataset *dataset, const genus_grouping *grouping,
                                  size_t folds, size_t repeats, uint64_t seed,
                                  genus_test_sets *sets, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 6);

/**
 * The fixed split that a column of a table holds: train, valid or validation, test; excluded or
 * nothing, and clips that the table does not name, take no part. Repeat r trains by seed + r.
 *
 * @param sets Must be cleared, whatever this returns.
 * @return GENUS_OK; GENUS_ERROR_DATA naming what is wrong with the table; what
 *         genus_clips_csv_load() returns; GENUS_ERROR_MEMORY.
 */
genus_status genus_test_sets_fixed(const genus_dataset *dataset, const char *clips_csv,
                                   const char *column, size_t repeats, uint64_t seed,
                                   genus_test_sets *sets, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 2, 3, 6);

/** Frees what genus_test_sets points to. */
void genus_test_sets_clear(genus_test_sets *sets) GENUS_NONNULL(1);

#endif
