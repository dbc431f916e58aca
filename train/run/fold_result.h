// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What one test set of a cross-validation gave, in memory and on disk, so that a run that was
// killed keeps what it has. On disk, a safetensors container of format "genus-exam-2":
//   logits    F32 [GENUS_PREFIXES, clips, labels]  of the test clips, in the order of the data set
//   heard     U8  [GENUS_PREFIXES]                 0 where the seconds were too few
//   curve     F64 [epochs, 2]                      loss, and share of validation clips predicted
//   correctly counts    U64 [3]                              validation clips: correct, all; or
//   none numbers   F32 [2]                              temperature, threshold of sure
// Metadata: format, tool_version, settings, data_digest, split_digest.

#ifndef GENUS_TRAIN_RUN_FOLD_RESULT_H
#define GENUS_TRAIN_RUN_FOLD_RESULT_H

#include "engine/genus.h"
#include "train/eval/predictions.h"
#include "train/eval/test_sets.h"
#include "train/nn/provenance.h"

/** An epoch of a learning curve. */
typedef struct genus_curve_point {
    double loss;     ///< Of the training clips, as augmented.
    double accuracy; ///< Of the validation clips.
} genus_curve_point;

/** A plain value that owns what it points to; start from zeros. */
typedef struct genus_fold_result {
    bool done;
    genus_predictions predictions; ///< Of the test clips.
    size_t epochs;
    genus_curve_point *curve; ///< [epochs]
    uint32_t validation_correct;
    uint32_t validation_clips;
} genus_fold_result;

/** Writes a result. @return As genus_safetensors_write(). */
genus_status genus_fold_result_write(const char *path, const genus_fold_result *result,
                                     const genus_provenance *provenance,
                                     genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2, 3);

/**
 * Reads a result of this test set.
 * @return GENUS_OK; what genus_safetensors_load() returns; GENUS_ERROR_DATA if it is that of
 * another training or damaged; _MEMORY.
 */
genus_status genus_fold_result_read(const char *path, const genus_dataset *dataset,
                                    const genus_test_set *set, const genus_provenance *provenance,
                                    genus_fold_result *result, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 2, 3, 4, 5);

/** Room for a result of this test set; its clips and their truth are filled in.
 * @param result To be cleared, whatever this returns. @return GENUS_OK, GENUS_ERROR_MEMORY. */
genus_status genus_fold_result_make(const genus_dataset *dataset, const genus_test_set *set,
                                    size_t epochs, genus_fold_result *result,
                                    genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2, 4);

/** Frees what a result points to. */
void genus_fold_result_clear(genus_fold_result *result) GENUS_NONNULL(1);

#endif
