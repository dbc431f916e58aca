// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The check of a data set before anything is trained on it: how much there is of each class, what
// is clipped or silent, which clips are the same recording.

#ifndef GENUS_TRAIN_DATA_DATA_CHECK_H
#define GENUS_TRAIN_DATA_DATA_CHECK_H

#include "engine/genus.h"
#include "train/data/duplicates.h"

#include <stdio.h>

/** From this share of a file on, clipping is told. */
#define GENUS_CLIPPED_SHARE 0.001F

/** From this share of its frames on, a clip's silence is told. */
#define GENUS_SILENT_SHARE 0.5

/** What was seen of one class. */
typedef struct genus_data_check_class {
    size_t clips;
    size_t tracks;   ///< Files, or clips that are one each.
    double seconds;  ///< In all,
    double shortest; ///< of the shortest clip,
    double longest;  ///< and of the longest.
    size_t clipped;  ///< Clips of files with GENUS_CLIPPED_SHARE or more.
    size_t silent;   ///< Clips with GENUS_SILENT_SHARE or more.
} genus_data_check_class;

/** What was seen. */
typedef struct genus_data_check {
    genus_data_check_class all;
    genus_data_check_class classes[GENUS_LABELS_MAX];
    bool clipping_known; ///< False of a features file: it says nothing of samples.
    float *silence;      ///< [clip_count] share of frames under GENUS_SILENCE_DBFS.
    genus_duplicates duplicates;
} genus_data_check;

/**
 * Checks. @param check Must be cleared, whatever this returns.
 * @return As genus_duplicates_find(). Starts threads.
 */
genus_status genus_data_check_run(const genus_dataset *dataset, unsigned threads,
                                  genus_data_check *check, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 3);

/** Frees what a check points to. */
void genus_data_check_clear(genus_data_check *check) GENUS_NONNULL(1);

/** Prints all of it. */
void genus_data_check_print(const genus_data_check *check, const genus_dataset *dataset,
                            FILE *stream) GENUS_NONNULL(1, 2);

/** Prints, in a line or two, what one should know before training. */
void genus_data_check_print_short(const genus_data_check *check, const genus_dataset *dataset,
                                  FILE *stream) GENUS_NONNULL(1, 2);

/** All of it as a JSON object, for free(). NULL: memory is out. */
char *genus_data_check_json(const genus_data_check *check, const genus_dataset *dataset,
                            const char *path);

/** "exact", "near", "overlap". */
const char *genus_duplicate_kind_name(genus_duplicate_kind kind);

#endif
