// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// One training example out of a clip: a random crop, sometimes in a room or over a noise floor,
// seen through a random equaliser, levelled as the network levels and then a little off, with a
// band of frequencies and a stretch of time masked (SpecAugment, Park et al. 2019), and often
// without the highest bands: resamplers, codecs and microphones differ most up there.

#ifndef GENUS_TRAIN_AUGMENT_H
#define GENUS_TRAIN_AUGMENT_H

#include "dataset.h"
#include "engine/network.h"
#include "random.h"

/** How much of each; 0 turns one off. */
typedef struct genus_augmentation {
    float equaliser_db;    ///< Standard deviation of each point of the equaliser: 3.
    float gain_db;         ///< After levelling, a gain is uniform in +- this: 6.
    float noise_share;     ///< Examples over a noise floor: 0.
    float room_share;      ///< Examples in a room: 0.
    uint32_t mask_bands;   ///< The widest frequency mask in bands: 16.
    uint32_t lost_bands;   ///< The most top bands that every other crop lacks: 12.
    float mask_time_share; ///< The longest time mask as a share of the crop: 1/6.
} genus_augmentation;

/** The recipe's values. */
genus_augmentation genus_augmentation_default(void);

/**
 * Writes a levelled and normalised crop. Clips shorter than the crop are repeated.
 * @param input [frames][bands], the network's input after normalisation. Thread: any.
 */
void genus_augment(const genus_augmentation *augmentation, const genus_clip *clip, size_t bands,
                   size_t frames, const genus_levelling *levelling,
                   const genus_normalisation *normalisation, genus_random *random, float *input);

#endif
