// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What weights will mean, as far as it is known before training: labels, front end, the network's
// plan, and the normalisation of its input.

#ifndef GENUS_TRAIN_NN_MODEL_SPEC_H
#define GENUS_TRAIN_NN_MODEL_SPEC_H

#include "engine/genus.h"
#include "engine/model/model.h"
#include "train/data/dataset.h"
#include "train/nn/augment.h"
#include "train/nn/recipe.h"

/**
 * Settles the model config of the weights that a training will give; temperature and threshold are
 * to be calibrated after it.
 * @param clips [clip_count] The training clips, from which the normalisation is measured.
 * @param config Points into the data set, which must outlive it.
 * @return GENUS_OK, GENUS_ERROR_ARGUMENT (no such architecture), _NETWORK, _MEMORY.
 */
genus_status genus_model_config_settle(const genus_recipe *recipe, const genus_dataset *dataset,
                                       const size_t *clips, size_t clip_count,
                                       genus_model_config *config, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 2, 5);

/**
 * Measures the features of the clips, cut into stretches of `frames` frames; what is left of a clip
 * counts if it is all of it. Clips too short for the network do not.
 * @param intake Of an architecture with spectral statistics.
 * @param clips [clip_count] Those of the training.
 * @param mean  [spectral statistics features], over the stretches.
 * @param scale Likewise: the inverse of the deviation.
 * @return GENUS_OK or GENUS_ERROR_MEMORY.
 */
genus_status genus_spectral_statistics_measure(const genus_intake *intake,
                                               const genus_dataset *dataset, const size_t *clips,
                                               size_t clip_count, size_t frames, float *mean,
                                               float *scale, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 2);

#endif
