// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Results as notes in a weights file, so that the file alone is enough for a report. Free text to
// the engine. A line is a record; numbers are whole or short decimals, in C locale:
//   history      "loss validation_loss validation_right" of an epoch each
//   data_check   "recordings N", "bound N", then "train validation test excluded" of a class each
//   test_clips   "truth" and up to three times "class millionths", then the clip's name
//   test_hearings   "seconds correct/total" of a length of listening each
// They are read as hostile input, as everything in the file is.

#ifndef GENUS_TRAIN_EVAL_RESULTS_NOTES_H
#define GENUS_TRAIN_EVAL_RESULTS_NOTES_H

#include "engine/genus.h"
#include "engine/model/model.h"
#include "train/eval/results.h"

#define GENUS_RESULT_NOTES 4

/** The notes of some results; values that were empty are left out. Must be freed. */
typedef struct genus_result_notes {
    size_t count;
    genus_metadata entries[GENUS_RESULT_NOTES]; ///< The values are the struct's own.
} genus_result_notes;

/** Puts results into words. @return false: memory is out. Thread class of all: any. */
bool genus_result_notes_print(const genus_results *results, genus_result_notes *notes)
    GENUS_NONNULL(1, 2);

/** Whether a note is one of these: long, and not meant to be read as it is. */
bool genus_result_notes_has(const char *key) GENUS_NONNULL(1);

/** Frees what it points to. */
void genus_result_notes_clear(genus_result_notes *notes) GENUS_NONNULL(1);

/**
 * Results from a model's notes, with its settings. What is missing or makes no sense is left empty,
 * the former without, the latter with a warning on stderr.
 * @param path Of the weights, for title and messages.
 * @return GENUS_OK, GENUS_ERROR_MEMORY.
 */
genus_status genus_result_notes_read(const genus_model *model, const char *path,
                                     genus_results **results, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 2, 3);

#endif
