// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// How a texture's features are to be moved and scaled, so that they all weigh alike.

#ifndef GENUS_TRAIN_TEXTURE_SCALE_H
#define GENUS_TRAIN_TEXTURE_SCALE_H

#include "dataset.h"
#include "engine/plan.h"
#include "engine/texture.h"

/**
 * Measures the features of the clips, cut into stretches of `frames` frames; what is left of a clip
 * counts if it is all of it.
 * @param clips [clip_count] Those of the training.
 * @param mean  [texture features], over the stretches.
 * @param scale Likewise: the inverse of the deviation.
 * @return GENUS_OK or GENUS_ERROR_MEMORY. Thread: any.
 */
genus_status genus_texture_measure(const genus_texture *texture, const genus_dataset *dataset,
                                   const size_t *clips, size_t clip_count, const genus_plan *plan,
                                   size_t frames, float *mean, float *scale, genus_error *error);

#endif
