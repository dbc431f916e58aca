// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The network in training: one step forward and backward over a batch, on all threads of a thread
// pool.
//
// The batch is cut into shards of a few clips; a shard is one task and adds up its own gradients
// and sums, and shards are added in order. So the result does not depend on how many threads there
// are.

#ifndef GENUS_TRAIN_NN_LEARNER_H
#define GENUS_TRAIN_NN_LEARNER_H

#include "engine/genus.h"
#include "train/nn/parameters.h"
#include "train/util/thread_pool.h"

/**
 * How much of the gradient of what is none of the labels reaches the trunk. The features are there
 * to tell labels apart: all of it costs music, none of it leaves ticks and tones unrecognised.
 */
#define GENUS_LEARNER_NONE_SHARE 0.05F

/** Stretches of a clip whose spectral statistics are judged in a step: to judge one costs next to
 * nothing. */
#define GENUS_LEARNER_STRETCHES ((size_t)2)

typedef struct genus_learner genus_learner;

/**
 * Makes one example of a batch; called from the thread pool's threads, one call a clip.
 * @param input [frames][bands], normalised.
 * @param spectral [GENUS_LEARNER_STRETCHES][spectral features] of stretches of the same clip, as
 *                 genus_spectral_statistics_of() gives them; unused without spectral statistics.
 * @param target [labels + 1]: the probability that each label should get, and none of them, which
 *               counts only if the architecture has a background class; they sum to 1. Clips that
 * are wholly none do not count in the norms' statistics.
 */
typedef void genus_fill(void *context, size_t clip, float *input, float *spectral, float *target);

/** One batch. */
typedef struct genus_batch {
    size_t clips;  ///< 1 to batch_max.
    uint64_t seed; ///< Of dropout; other for every step.
    genus_fill *fill;
    void *context;
} genus_batch;

/**
 * Makes a learner for clips of `frames` frames and batches of up to `batch_max` clips, and all the
 * memory that its steps need. The pool must outlive it.
 */
genus_status genus_learner_new(const genus_architecture *arch, uint32_t bands, size_t frames,
                               size_t batch_max, genus_thread_pool *threads,
                               genus_learner **learner, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 5, 6);

/** Frees it. NULL is fine. */
void genus_learner_free(genus_learner *learner);

/** Where things lie in the arrays below. */
const genus_parameter_map *genus_learner_map(const genus_learner *learner) GENUS_NONNULL(1);

/** Trained parameters [map->count], running statistics [map->running], gradient [map->count]. */
float *genus_learner_values(genus_learner *learner) GENUS_NONNULL(1);
float *genus_learner_running(genus_learner *learner) GENUS_NONNULL(1);
const float *genus_learner_gradient(const genus_learner *learner) GENUS_NONNULL(1);

/**
 * Forward and backward: leaves the gradient of the batch's mean loss, moves running statistics. The
 * loss is that of the dense layer's logits and, with spectral statistics, that of their own logits
 * for what is of any label: where the two are added first, the one that learns faster leaves the
 * other nothing to learn. Below the dense layer the loss of what is wholly none counts
 * GENUS_LEARNER_NONE_SHARE.
 * @return The mean loss.
 */
double genus_learner_step(genus_learner *learner, const genus_batch *batch) GENUS_NONNULL(1, 2);

#endif
