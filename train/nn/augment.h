// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// One training example out of a clip: a random crop, often with a mean spectrum nearer to another
// clip's, a little flatter or deeper, sometimes in a room or over a noise floor, seen through a
// random equaliser, level-normalised as the network levels and then a little off, with a
// band of frequencies and a stretch of time masked (SpecAugment, Park et al. 2019), and now
// and then without the highest bands: resamplers, codecs and microphones differ most up there.

#ifndef GENUS_TRAIN_NN_AUGMENT_H
#define GENUS_TRAIN_NN_AUGMENT_H

#include "engine/genus.h"
#include "engine/nn/network.h"
#include "engine/nn/spectral_statistics.h"
#include "train/data/dataset.h"
#include "train/nn/learner.h"
#include "train/util/random.h"

/** How much of each; 0 turns one off. */
typedef struct genus_augmentation {
    float equaliser_db;  ///< Standard deviation of each point of the equaliser: 4.5.
    float gain_db;       ///< After level normalisation, a gain is uniform in +- this: 6.
    float noise_share;   ///< Examples over a noise floor: 0.
    float room_share;    ///< Examples in a room: 0.
    float timbre_share;  ///< Examples that take on another clip's mean spectrum: 0.5.
    float dynamics;      ///< Deviation of the logarithm of a factor of all deviations in dB: 0.15.
    uint32_t mask_bands; ///< The widest frequency mask in bands: 16.
    uint32_t lost_bands; ///< The most top bands that every eighth crop lacks: 48.
    float mask_time_share; ///< The longest time mask as a share of the crop: 1/6.
} genus_augmentation;

/** The recipe's values. */
genus_augmentation genus_augmentation_default(void);

/** How a network takes frames in. A plain value. */
typedef struct genus_intake {
    size_t bands;
    genus_level_normalisation level_normalisation;
    genus_normalisation normalisation;
    const genus_spectral_statistics *spectral; ///< NULL: there is none.
    size_t receptive_field;                    ///< Frames that the first column needs.
    size_t stride; ///< Those that each column adds, the spectral statistics of which it sums up.
    size_t spectral_features; ///< What it gives; 0 without.
} genus_intake;

/** How a network takes frames in. @param spectral Must outlive it; NULL: none. */
genus_intake genus_intake_of(const genus_architecture *arch, uint32_t bands,
                             const genus_normalisation *normalisation,
                             const genus_spectral_statistics *spectral);

/**
 * The spectral statistics' features of level-normalised frames: of those of them that columns sum
 * up.
 * @param decibels [frames][bands]. @param frames At least the receptive field.
 * @param features [spectral_features]
 * Thread: any; allocates nothing.
 */
void genus_intake_spectral_statistics(const genus_intake *intake, const float *decibels,
                                      size_t frames, float *features) GENUS_NONNULL(1);

/**
 * Writes a level-normalised and normalised crop. Clips shorter than the crop are repeated. Spectral
 * statistics are those of other stretches, of any length from the receptive field to the crop's:
 * after three seconds a listener has heard no more.
 * @param other   Towards whose mean spectrum it may move; NULL: it keeps its own.
 * @param input   [frames][bands], the network's input after normalisation.
 * @param spectral [GENUS_LEARNER_STRETCHES][spectral_features], before gain and masks; unused
 *                 without.
 */
void genus_augment(const genus_augmentation *augmentation, const genus_clip *clip, size_t frames,
                   const genus_intake *intake, const genus_clip *other, genus_random *random,
                   float *input, float *spectral) GENUS_NONNULL(1, 2, 4, 6);

#endif
