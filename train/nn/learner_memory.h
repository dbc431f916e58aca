// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a learner holds: learner.c makes it, learner_step.c uses it.

#ifndef GENUS_TRAIN_NN_LEARNER_MEMORY_H
#define GENUS_TRAIN_NN_LEARNER_MEMORY_H

#include "train/nn/layers.h"
#include "train/nn/learner.h"

/** Clips a shard: a batch of 32 keeps up to 8 threads busy. */
#define GENUS_LEARNER_SHARD ((size_t)4)

/** One clip's activations, and their gradients going back. */
typedef struct genus_learner_clip {
    float *input;        ///< [frames][bands], normalised.
    float *features;     ///< What the dense layer sees.
    uint32_t *argmax;    ///< Where maxima over spans of the window lie.
    float *spectral;     ///< The spectral statistics' features, stretch after stretch.
    float *hidden;       ///< What its hidden layer says of one.
    float *dropout_mask; ///< Dropout on the features, or on the spectral statistics' and its hidden
                         ///< layer.
    float *target;       ///< [labels]
    double loss;
    struct {
        float *input;      ///< What the convolution reads.
        float *convolved;  ///< What it writes; later the gradient of it.
        uint8_t *argmax;   ///< Where pooled values came from.
        float *max_values; ///< What was there.
        float *pooled;     ///< The block's output.
        float *gradient;   ///< Of the loss by `pooled`.
    } blocks[GENUS_ARCHITECTURE_BLOCKS_MAX];
    float *input_gradient; ///< Of the loss by the first block's input, for the band norm.
} genus_learner_clip;

/** One block's geometry for clips of this length, and its norm over the present batch. */
typedef struct genus_learner_block {
    genus_convolution conv;
    genus_pool pool;
    genus_norm norm;
    float *packed;     ///< This step's weights, as the way forward takes them.
    float *transposed; ///< The same for the way back.
} genus_learner_block;

struct genus_learner {
    genus_parameter_map map;
    size_t frames;
    size_t batch_max;
    genus_pooled_statistics statistics;
    genus_thread_pool *threads;
    size_t shards_max;

    float *values;
    float *running;
    float *gradient;        ///< [count]
    float *shard_gradients; ///< [shards_max][count]
    double *shard_sums;     ///< [shards_max][2 x widest layer]
    double *sums;           ///< [2 x widest layer]: all shards.
    size_t sums_size;

    genus_norm band_norm;
    genus_learner_block blocks[GENUS_ARCHITECTURE_BLOCKS_MAX];
    float *norm_memory;
    genus_learner_clip *clips; ///< [batch_max]
    float *clip_memory;
    uint8_t *argmax_memory;
    float *scratch; ///< [pool size][scratch_size]
    size_t scratch_size;

    const genus_batch *batch; ///< Of the step that is running.
    size_t measured;          ///< Its clips that the norms' statistics are of.
    uint32_t index;           ///< The block that the running phase is about.
};

#endif
