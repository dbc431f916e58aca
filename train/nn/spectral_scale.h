// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// How a spectral statistics' features are to be moved and scaled, so that they all weigh alike.

#ifndef GENUS_TRAIN_NN_SPECTRAL_SCALE_H
#define GENUS_TRAIN_NN_SPECTRAL_SCALE_H

#include "train/nn/augment.h"

/**
 * Measures the features of the clips, cut into stretches of `frames` frames; what is left of a clip
 * counts if it is all of it. Clips too short for the network do not.
 * @param intake Of an architecture with a spectral statistics.
 * @param clips [clip_count] Those of the training.
 * @param mean  [spectral statistics features], over the stretches.
 * @param scale Likewise: the inverse of the deviation.
 * @return GENUS_OK or GENUS_ERROR_MEMORY.
 */
genus_status genus_spectral_statistics_measure(const genus_intake *intake,
                                               const genus_dataset *dataset, const size_t *clips,
                                               size_t clip_count, size_t frames, float *mean,
                                               float *scale, genus_error *error);

#endif
