// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A training between two epochs, on disk: what is needed to go on to the same weights, bit for
// bit. A safetensors container of format "genus-checkpoint-3":
//   values, mean, square                 F32 [parameters]: weights, AdamW's moments
//   running                              F32 [statistics]: of the norms
//   average_values, average_running      F32: moving averages of values and running
//   history                              F32 [3 epochs]: of each before the refit (training.h)
//   temperature, sure_threshold          F32 [1]: as calibrated before the refit
//   validation_right                       F32 [1]: clips, before the refit
//   epochs                               U64 [1]: how many are done, the refit's included
//   numbers                              F64 [2]: products of beta1 and of beta2
// Schedule and random streams follow from the number of the epoch. Metadata: format, tool_version,
// settings, data_digest, split_digest.

#ifndef GENUS_TRAIN_RUN_CHECKPOINT_H
#define GENUS_TRAIN_RUN_CHECKPOINT_H

#include "engine/genus.h"
#include "train/nn/provenance.h"
#include "train/run/training.h"

/** Writes a checkpoint: to a temporary name, flushed, renamed. @return As
 * genus_safetensors_write(). */
genus_status genus_checkpoint_write(const char *path, genus_training *training,
                                    const genus_provenance *provenance,
                                    genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2, 3);

/**
 * Puts a training that was just made where the checkpoint was written.
 * @return GENUS_OK; what genus_safetensors_load() returns; GENUS_ERROR_DATA if the checkpoint is
 *         not of such a training or is damaged: the training must then be thrown away.
 */
genus_status genus_checkpoint_read(const char *path, genus_training *training,
                                   const genus_provenance *provenance,
                                   genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2, 3);

#endif
