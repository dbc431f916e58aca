// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// How to train: all settings that, with the data and the split, decide the weights; and the table
// of their options, which every command that trains shares.

#ifndef GENUS_TRAIN_NN_RECIPE_H
#define GENUS_TRAIN_NN_RECIPE_H

#include "engine/genus.h"
#include "train/nn/augment.h"
#include "train/util/options.h"

/** A plain value. */
typedef struct genus_recipe {
    const char *arch; ///< A named plan.
    size_t epochs;
    size_t batch;
    size_t crop;  ///< Frames of a training example.
    size_t span;  ///< Frames that a maximum looks over.
    size_t level; ///< Frames that the running level remembers; 0: frames are not level-normalised.
    size_t spectral; ///< Cepstra of the spectral statistics; 0: there is none.
    uint64_t seed;
    float rate; ///< Peak of the learning rate.
    float weight_decay;
    float warm_up;   ///< Share of the steps.
    float smoothing; ///< Of labels.
    float averaging; ///< Of the parameters over the steps, 0 (none) to under 1.
    float refit;     ///< Epochs more, with the validation clips too, as a share of `epochs`.
    float mixup;     ///< Share of the examples that are blends of two clips.
    float nonmusic;  ///< Share of the examples that are no music, but none of the labels.
    genus_augmentation augmentation;
} genus_recipe;

/** The recipe: arch genus, 60 epochs of crops of 128 frames in batches of 32. */
genus_recipe genus_recipe_default(void);

/** Epochs that are trained once the validation clips have calibrated the network, on them as well.
 */
size_t genus_recipe_refit_epochs(const genus_recipe *recipe) GENUS_NONNULL(1);

/** Room for any recipe in words. */
#define GENUS_RECIPE_TEXT 512

/** The recipe as options, "--arch genus --epochs 60 ...": the weights' note `settings`. */
void genus_recipe_print(const genus_recipe *recipe, char text[GENUS_RECIPE_TEXT])
    GENUS_NONNULL(1, 2);

/** The options of a recipe, which every command that trains has; see options.h. Their order is that
 *  of the settings, their names and values stand in weights files. */
extern const genus_option genus_recipe_options[];

#endif
