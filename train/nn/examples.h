// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The training examples of an epoch: every training clip once, in random order, augmented, and some
// of them blended. The same seed, epoch and place give the same example, on any thread.

#ifndef GENUS_TRAIN_NN_EXAMPLES_H
#define GENUS_TRAIN_NN_EXAMPLES_H

#include "engine/genus.h"
#include "engine/nn/network.h"
#include "train/nn/nonmusic.h"
#include "train/nn/recipe.h"

typedef struct genus_examples genus_examples;

/**
 * @param recipe, dataset, clips The training clips; all must outlive it. @param count At least 1.
 * @param intake For crops of the recipe's length.
 * @return NULL: memory is out.
 */
genus_examples *genus_examples_new(const genus_recipe *recipe, const genus_dataset *dataset,
                                   const size_t *clips, size_t count, const genus_intake *intake);

/**
 * What a clip of each class weighs in the loss: the mean of all classes' clips over those of its
 * own, 1/10 to 10, if one class has half as many clips again as another, so that rare classes are
 * learnt too; else 1.
 * @param counts [labels], clips of each class. @param weights [labels]
 * @return Whether they are not all 1.
 */
bool genus_class_weights(const size_t *counts, uint32_t labels, float *weights);

/**
 * Lets a share of the examples, the recipe's `nonmusic`, be clips of a bank whose target is none of
 * the labels.
 * @param bank At least one clip; must outlive the examples.
 */
void genus_examples_set_nonmusic(genus_examples *examples, const genus_nonmusic *bank)
    GENUS_NONNULL(1, 2);

/** Frees it. NULL is fine. */
void genus_examples_free(genus_examples *examples);

/** Draws the order of an epoch, from 0. */
void genus_examples_shuffle(genus_examples *examples, size_t epoch) GENUS_NONNULL(1);

/**
 * Makes the example at a place of the epoch's order. Some are blends of two clips, to be named by
 * their shares (mixup, Zhang et al. 2018).
 * @param input   [crop][bands], normalised.
 * @param spectral [GENUS_LEARNER_STRETCHES][spectral features]; unused without.
 * @param target  [labels + 1], the last one none of them.
 * Thread: any; two calls at once need places that differ modulo the recipe's batch.
 */
void genus_examples_fill(genus_examples *examples, size_t place, float *input, float *spectral,
                         float *target) GENUS_NONNULL(1);

#endif
