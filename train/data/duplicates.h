// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Clips that are the same recording, found by their features: every two clips are laid over each
// other at every shift in time, without their levels and their mean spectra, and correlated.

#ifndef GENUS_TRAIN_DATA_DUPLICATES_H
#define GENUS_TRAIN_DATA_DUPLICATES_H

#include "engine/genus.h"
#include "train/data/recordings.h"

typedef enum genus_duplicate_kind {
    GENUS_DUPLICATE_EXACT,   ///< Cell for cell the same.
    GENUS_DUPLICATE_NEAR,    ///< The same excerpt, from another copy.
    GENUS_DUPLICATE_OVERLAP, ///< Other excerpts, or other masters, of one recording.
} genus_duplicate_kind;

/** Two clips that were found to be of one recording. */
typedef struct genus_duplicate {
    genus_pair pair; ///< a < b
    genus_duplicate_kind kind;
    float likeness; ///< Correlation where they lie over each other, up to 1.
    long shift;     ///< Frames by which b begins before a.
} genus_duplicate;

/** All that were found, by a, then by b. */
typedef struct genus_duplicates {
    size_t count;
    genus_duplicate *list;
    genus_pair *pairs; ///< [count], the same for genus_grouping.
} genus_duplicates;

/**
 * Looks for them. Clips of one track are not compared. Takes a time that grows with the square of
 * the number of clips: some seconds for a thousand.
 *
 * Sixteen groups of bands, each without its mean over the clip, each frame without its mean over
 * the groups; the correlation over time shifts comes from products of spectra (Cooley and Tukey's
 * transform, as in any matched filter).
 *
 * @param threads 1 to 256; the result does not depend on it.
 * @param duplicates Must be cleared, whatever this returns.
 * @return GENUS_OK; GENUS_ERROR_INTERRUPTED if genus_interrupted() became true; _ARGUMENT, _MEMORY.
 * Starts threads.
 */
genus_status genus_duplicates_find(const genus_dataset *dataset, unsigned threads,
                                   genus_duplicates *duplicates, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 3);

/** How many are of a kind. */
size_t genus_duplicates_count(const genus_duplicates *duplicates, genus_duplicate_kind kind)
    GENUS_NONNULL(1);

/** Frees what genus_duplicates points to. */
void genus_duplicates_clear(genus_duplicates *duplicates) GENUS_NONNULL(1);

// --------------------------------------------------------------- as a note: duplicates_note.c
//
// In a weights file, so that its split can be repeated without a second look, whose rounding may
// differ on another machine. One group a line, its clips' names separated by tabs.

/** Writes the note, for free(); "" if there are no duplicates. NULL: memory is out. */
char *genus_duplicates_note(const genus_dataset *dataset, const genus_duplicates *duplicates);

/**
 * Reads it: pairs that join each group. Names that the data set does not have are left out: the
 * split will then differ, which its digest shows.
 * @param pairs Receives an array for free(). @return GENUS_OK, GENUS_ERROR_MEMORY.
 */
genus_status genus_duplicates_from_note(const genus_dataset *dataset, const char *note,
                                        genus_pair **pairs, size_t *count,
                                        genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2, 3);

#endif
