// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Which clips are the same recording: clips of one track, known and found duplicates, clips by one
// artist if that is wanted, and whatever hangs together through several of these. A recording never
// straddles two parts of a split.

#ifndef GENUS_TRAIN_DATA_RECORDINGS_H
#define GENUS_TRAIN_DATA_RECORDINGS_H

#include "engine/genus.h"
#include "train/data/dataset.h"

/** Two clips, by their indices, that are the same recording. */
typedef struct genus_pair {
    size_t a;
    size_t b;
} genus_pair;

/** What binds clips together besides their tracks. */
typedef struct genus_grouping {
    const char *clips_csv; ///< Table (clips_csv.h) whose duplicates stay together, or NULL.
    bool artists;          ///< Clips of one artist_group of the table, too.
    const genus_pair *pairs;
    size_t pair_count;
} genus_grouping;

/** Recordings in the order of their first clip; recording r holds the clips
 *  members[starts[r]] .. members[starts[r + 1] - 1].
 */
typedef struct genus_recordings {
    size_t count;
    size_t *starts;  ///< [count + 1]
    size_t *members; ///< [clip_count], rising within a recording.
} genus_recordings;

/**
 * Joins clips into recordings. Names in the table are looked for as clips_csv.h says.
 * @param grouping NULL: the tracks alone.
 * @param recordings Must be cleared, whatever this returns.
 * @return GENUS_OK; GENUS_ERROR_DATA if the table names no clip of the data set or has no artists
 *         where they are wanted; what genus_clips_csv_load() returns; GENUS_ERROR_MEMORY.
 */
genus_status genus_recordings_find(const genus_dataset *dataset, const genus_grouping *grouping,
                                   genus_recordings *recordings, genus_error *error) GENUS_CHECKED;

/** Clips of a recording. */
size_t genus_recordings_size(const genus_recordings *recordings, size_t recording);

/** The same by class. */
void genus_recordings_classes(const genus_recordings *recordings, size_t recording,
                              const genus_dataset *dataset, size_t counts[GENUS_LABELS_MAX]);

/** Frees what a genus_recordings points to. */
void genus_recordings_clear(genus_recordings *recordings) GENUS_NONNULL(1);

#endif
