// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Which clips are the same recording: clips of one track, known duplicates, and whatever hangs
// together through several of these. A recording never straddles two parts of a split.

#ifndef GENUS_TRAIN_RECORDINGS_H
#define GENUS_TRAIN_RECORDINGS_H

#include "clips_csv.h"
#include "dataset.h"

/** Recordings in the order of their first clip; recording r holds the clips
 *  members[starts[r]] .. members[starts[r + 1] - 1].
 */
typedef struct genus_recordings {
    size_t count;
    size_t *starts;  ///< [count + 1]
    size_t *members; ///< [clip_count], rising within a recording.
} genus_recordings;

/**
 * Joins clips into recordings. @param table NULL if duplicates are unknown.
 * @param matched Receives how many clips the table names. @return false: memory is out. Thread:
 * any.
 */
bool genus_recordings_find(const genus_dataset *dataset, const genus_clips_csv *table,
                           genus_recordings *recordings, size_t *matched);

/** Frees what a genus_recordings points to. */
void genus_recordings_clear(genus_recordings *recordings);

#endif
