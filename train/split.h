// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Which clips train, which choose, which judge: stratified 80/10/10 by seed. Clips of one track,
// and known duplicates, never straddle two parts.

#ifndef GENUS_TRAIN_SPLIT_H
#define GENUS_TRAIN_SPLIT_H

#include "dataset.h"

typedef enum genus_part {
    GENUS_PART_TRAIN,
    GENUS_PART_VALIDATION,
    GENUS_PART_TEST,
    GENUS_PART_EXCLUDED,
} genus_part;

/** A part for every clip of a data set. */
typedef struct genus_split {
    size_t clip_count;
    genus_part *parts; ///< [clip_count]
    size_t sizes[4];   ///< Clips in each part.
} genus_split;

/**
 * Splits by seed.
 * @param clips_csv A table with columns clip and duplicate_of, or NULL: duplicates are then
 * unknown.
 */
genus_status genus_split_new(const genus_dataset *dataset, uint64_t seed, const char *clips_csv,
                             genus_split **split, genus_error *error);

/** Frees it. NULL is fine. */
void genus_split_free(genus_split *split);

/** SHA-256 in hex of every clip's name and part. */
void genus_split_digest(const genus_split *split, const genus_dataset *dataset, char hex[65]);

/** "train", "validation", "test", "excluded". */
const char *genus_part_name(genus_part part);

#endif
