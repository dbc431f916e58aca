// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Which clips train, which choose, which judge: stratified 80/10/10 by seed. Clips of one track,
// and known duplicates, never straddle two parts.

#ifndef GENUS_TRAIN_DATA_SPLIT_H
#define GENUS_TRAIN_DATA_SPLIT_H

#include "engine/genus.h"
#include "train/data/recordings.h"

typedef enum genus_part {
    GENUS_PART_TRAIN,
    GENUS_PART_VALIDATION,
    GENUS_PART_TEST,
    GENUS_PART_EXCLUDED,
} genus_part;

#define GENUS_PART_COUNT 4

/** A part for every clip of a data set. */
typedef struct genus_split {
    size_t clip_count;
    genus_part *parts;              ///< [clip_count]
    size_t sizes[GENUS_PART_COUNT]; ///< Clips in each part.
    size_t recordings;              ///< Different ones among the clips; 0: unknown.
    size_t bound;                   ///< Clips that share their recording with others.
} genus_split;

/**
 * Splits by seed. What must stay together (a recording: clips of one track, known duplicates, and
 * what hangs together through several of these) is drawn as one, in random order: into the test
 * part while that brings its classes closer to a tenth of their clips, else likewise into the
 * validation part, else into the training part. A class of three recordings or more gets at least
 * one clip in each of test and validation; a class of one or two is in the training part alone.
 *
 * @param grouping What stays together besides tracks; NULL: nothing is known of it.
 * @return GENUS_OK; GENUS_ERROR_DATA if a part would be empty or a class would have no clip to
 * train on; what genus_recordings_find() returns; GENUS_ERROR_MEMORY.
 */
genus_status genus_split_new(const genus_dataset *dataset, uint64_t seed,
                             const genus_grouping *grouping, genus_split **split,
                             genus_error *error) GENUS_CHECKED;

/** Notes how many recordings there are, and how many clips share theirs. */
void genus_split_count(genus_split *split, const genus_recordings *recordings) GENUS_NONNULL(1, 2);

/** A split with all clips in the training part and no sizes, to be filled. NULL: memory is out. */
genus_split *genus_split_blank(size_t clip_count);

/**
 * Counts the clips of the parts and checks that one can learn from them and be judged by them.
 * @param split With all parts filled in and no sizes.
 * @return GENUS_OK; GENUS_ERROR_DATA if a part is empty or a class has no clip to train on.
 */
genus_status genus_split_settle(genus_split *split, const genus_dataset *dataset,
                                genus_error *error);

/** Frees it. NULL is fine. */
void genus_split_free(genus_split *split);

/**
 * The clips of one part, in the order of the data set.
 * @param clips Receives up to split->sizes[part] indices. @return How many.
 */
size_t genus_split_clips(const genus_split *split, genus_part part, size_t *clips) GENUS_NONNULL(1);

/** SHA-256 in hex of every clip's name and part. */
void genus_split_digest(const genus_split *split, const genus_dataset *dataset,
                        char hex[GENUS_DIGEST_HEX]) GENUS_NONNULL(1, 2, 3);

/** "train", "validation", "test", "excluded". */
const char *genus_part_name(genus_part part);

#endif
