// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The network in training: a step over a batch.

#include "train/nn/learner_memory.h"

#include <string.h>

/// How far running statistics move towards a batch's, PyTorch's default.
#define MOMENTUM 0.1F

/// What has dropout: the blocks, then these.
enum { FEATURES = GENUS_ARCHITECTURE_BLOCKS_MAX, SPECTRAL, LAYERS_MAX };

// --------------------------------------------------------------------------------------- shards

static size_t shard_count(const genus_learner *learner) {
    return (learner->batch->clips + GENUS_LEARNER_SHARD - 1) / GENUS_LEARNER_SHARD;
}

static size_t shard_end(const genus_learner *learner, size_t shard) {
    const size_t end = (shard + 1) * GENUS_LEARNER_SHARD;
    return end < learner->batch->clips ? end : learner->batch->clips;
}

static double *sums_of(const genus_learner *learner, size_t shard) {
    return learner->shard_sums + shard * learner->sums_size;
}

/// Starts a shard's sums from zero and returns them.
static double *fresh_sums(const genus_learner *learner, size_t shard) {
    double *sums = sums_of(learner, shard);
    memset(sums, 0, learner->sums_size * sizeof *sums);
    return sums;
}

/// Adds up the shards' sums, in order.
static void gather_sums(genus_learner *learner) {
    memset(learner->sums, 0, learner->sums_size * sizeof *learner->sums);
    for (size_t shard = 0; shard < shard_count(learner); shard++) {
        for (size_t i = 0; i < learner->sums_size; i++) {
            learner->sums[i] += sums_of(learner, shard)[i];
        }
    }
}

static float *gradient_of(const genus_learner *learner, size_t shard) {
    return learner->shard_gradients + shard * learner->map.count;
}

static float *scratch_of(const genus_learner *learner, size_t member) {
    return learner->scratch + member * learner->scratch_size;
}

/// Whether a clip is of any label. What is surely of none does not count in the norms' statistics:
/// music's would be off by it.
static bool is_music(const genus_learner *learner, const genus_learner_clip *clip) {
    const genus_architecture *arch = &learner->map.arch;
    return !arch->has_background || clip->target[arch->labels] < 1.0F;
}

/// Clips whose activations the norms' statistics are of.
static size_t measured_clips(const genus_learner *learner) {
    size_t count = 0;
    for (size_t i = 0; i < learner->batch->clips; i++) {
        count += is_music(learner, &learner->clips[i]) ? 1 : 0;
    }
    return count;
}

/// Each clip draws its dropout from its own stream, whoever computes it.
static genus_random dropout_of(const genus_learner *learner, size_t clip, size_t layer) {
    return genus_random_seeded(learner->batch->seed, clip * LAYERS_MAX + layer);
}

// --------------------------------------------------------------------------------------- phases

/// Bands that the architecture does not hear read as 0.
static void mask_bands(const genus_learner *learner, float *input) {
    const size_t bands = learner->map.bands;
    const size_t heard = learner->map.arch.heard_bands;
    for (size_t frame = 0; heard > 0 && frame < learner->frames; frame++) {
        memset(input + frame * bands + heard, 0, (bands - heard) * sizeof *input);
    }
}

static void fill_inputs(void *context, size_t shard, size_t member) {
    genus_learner *learner = context;
    (void)member;
    memset(gradient_of(learner, shard), 0, learner->map.count * sizeof(float));
    double *sums = fresh_sums(learner, shard);
    for (size_t i = shard * GENUS_LEARNER_SHARD; i < shard_end(learner, shard); i++) {
        float *input = learner->clips[i].input;
        learner->batch->fill(learner->batch->context, i, input, learner->clips[i].spectral,
                             learner->clips[i].target);
        mask_bands(learner, input);
        if (learner->map.arch.band_norm && is_music(learner, &learner->clips[i])) {
            genus_norm_measure(input, learner->frames, learner->map.bands, sums);
        }
    }
}

/// Packs one block's weights for both ways.
static void prepare_weights(void *context, size_t index, size_t member) {
    genus_learner *learner = context;
    (void)member;
    const genus_learner_block *block = &learner->blocks[index];
    const float *weights = learner->values + learner->map.conv[index];
    genus_convolution_pack_weights(&block->conv, weights, block->packed);
    genus_convolution_transpose(&block->conv, weights, block->transposed);
}

/// Finishes the layer below (its norm's statistics are known now), then convolves.
static void convolve(void *context, size_t shard, size_t member) {
    genus_learner *learner = context;
    const uint32_t index = learner->index;
    const genus_learner_block *block = &learner->blocks[index];
    double *sums = fresh_sums(learner, shard);
    for (size_t i = shard * GENUS_LEARNER_SHARD; i < shard_end(learner, shard); i++) {
        genus_learner_clip *clip = &learner->clips[i];
        if (index > 0) {
            genus_random random = dropout_of(learner, i, index - 1);
            genus_pool_forward(&learner->blocks[index - 1].pool, &learner->blocks[index - 1].norm,
                               clip->blocks[index - 1].convolved, &random,
                               clip->blocks[index - 1].pooled, clip->blocks[index - 1].max_values,
                               clip->blocks[index - 1].argmax);
        } else if (learner->map.arch.band_norm) {
            genus_norm_forward(&learner->band_norm, clip->input, learner->frames,
                               clip->blocks[0].input);
        }
        genus_conv_forward(&block->conv, clip->blocks[index].input, block->pool.times,
                           block->packed, clip->blocks[index].convolved,
                           scratch_of(learner, member));
        if (is_music(learner, clip)) {
            genus_norm_measure(clip->blocks[index].convolved, block->pool.times * block->pool.rows,
                               block->pool.channels, sums);
        }
    }
}

/// A dense layer that names the clip: adds a share of its loss and its gradients. The features
/// become the gradient of the loss by them.
static void dense_loss(const genus_learner *learner, genus_learner_clip *clip,
                       const genus_dense_place *place, bool has_background, float share,
                       float *features, float *gradient) {
    const float *weight = learner->values + place->weight;
    float logits[GENUS_LABELS_MAX];
    float dlogits[GENUS_LABELS_MAX];
    genus_dense_forward(weight, learner->values + place->bias, features, place->outputs,
                        place->inputs, logits);
    clip->loss +=
        (double)share * genus_cross_entropy(logits, place->outputs, has_background, clip->target,
                                            share / (float)learner->batch->clips, dlogits);
    genus_dense_backward(weight, features, dlogits, place->outputs, place->inputs,
                         gradient + place->weight, gradient + place->bias, features);
}

/// The spectral statistics' layers on one stretch. Its features come from the example itself, so
/// nothing goes further back.
static void stretch_loss(const genus_learner *learner, genus_learner_clip *clip, float *features,
                         genus_random *random, float *gradient) {
    const genus_parameter_map *map = &learner->map;
    const float rate = map->arch.spectral_dropout;
    const genus_dense_place *first = &map->spectral1;
    float *hidden = clip->hidden;
    float *dropout_mask = clip->dropout_mask + first->inputs;
    genus_spectral_scale(learner->running + map->spectral_mean,
                         learner->running + map->spectral_scale, first->inputs, features);
    genus_dropout_forward(rate, random, features, first->inputs, clip->dropout_mask);
    genus_dense_forward(learner->values + first->weight, learner->values + first->bias, features,
                        first->outputs, first->inputs, hidden);
    genus_dropout_forward(rate, random, hidden, first->outputs, dropout_mask);
    for (size_t i = 0; i < first->outputs; i++) {
        dropout_mask[i] = hidden[i] > 0.0F ? dropout_mask[i] : 0.0F;
        hidden[i] = hidden[i] > 0.0F ? hidden[i] : 0.0F;
    }
    dense_loss(learner, clip, &map->spectral2, false, 1.0F / (float)GENUS_LEARNER_STRETCHES, hidden,
               gradient);
    for (size_t i = 0; i < first->outputs; i++) {
        hidden[i] *= dropout_mask[i];
    }
    genus_dense_backward(learner->values + first->weight, features, hidden, first->outputs,
                         first->inputs, gradient + first->weight, gradient + first->bias, NULL);
}

/// The spectral statistics' layers, for a clip of any label: they tell labels apart.
static void spectral_loss(const genus_learner *learner, size_t index, float *gradient) {
    genus_learner_clip *clip = &learner->clips[index];
    genus_random random = dropout_of(learner, index, SPECTRAL);
    for (size_t i = 0; i < GENUS_LEARNER_STRETCHES; i++) {
        stretch_loss(learner, clip, clip->spectral + i * learner->map.spectral1.inputs, &random,
                     gradient);
    }
}

/// Pooling over the window, dense layers, loss, and back down to the last block's norm.
static void head_forward_backward(void *context, size_t shard, size_t member) {
    genus_learner *learner = context;
    (void)member;
    const genus_parameter_map *map = &learner->map;
    const genus_architecture *arch = &map->arch;
    const uint32_t last = arch->block_count - 1;
    const genus_learner_block *block = &learner->blocks[last];
    float *gradient = gradient_of(learner, shard);
    double *sums = fresh_sums(learner, shard);
    for (size_t i = shard * GENUS_LEARNER_SHARD; i < shard_end(learner, shard); i++) {
        genus_learner_clip *clip = &learner->clips[i];
        clip->loss = 0.0;
        if (arch->spectral > 0 && is_music(learner, clip)) {
            spectral_loss(learner, i, gradient);
        }
        genus_random random = dropout_of(learner, i, last);
        genus_pool_forward(&block->pool, &block->norm, clip->blocks[last].convolved, &random,
                           clip->blocks[last].pooled, clip->blocks[last].max_values,
                           clip->blocks[last].argmax);
        genus_pooled_statistics_forward(&learner->statistics, clip->blocks[last].pooled,
                                        clip->features, clip->argmax);
        random = dropout_of(learner, i, FEATURES);
        genus_dropout_forward(arch->dropout, &random, clip->features, map->dense.inputs,
                              clip->dropout_mask);
        dense_loss(learner, clip, &map->dense, arch->has_background, 1.0F, clip->features,
                   gradient);
        // From here on the features' memory holds their gradient.
        float *dfeatures = clip->features;
        const float share = is_music(learner, clip) ? 1.0F : GENUS_LEARNER_NONE_SHARE;
        for (size_t f = 0; f < map->dense.inputs; f++) {
            dfeatures[f] *= share * clip->dropout_mask[f];
        }
        genus_pooled_statistics_backward(&learner->statistics, dfeatures, clip->argmax,
                                         clip->blocks[last].gradient);
        genus_pool_backward_sums(&block->pool, &block->norm, clip->blocks[last].max_values,
                                 clip->blocks[last].gradient, clip->blocks[last].argmax, sums);
    }
}

/// Back through a block, down to the norm of the layer below.
static void block_backward(void *context, size_t shard, size_t member) {
    genus_learner *learner = context;
    const uint32_t index = learner->index;
    const genus_learner_block *block = &learner->blocks[index];
    const size_t rows = learner->measured * block->pool.times * block->pool.rows;
    double *sums = fresh_sums(learner, shard);
    for (size_t i = shard * GENUS_LEARNER_SHARD; i < shard_end(learner, shard); i++) {
        genus_learner_clip *clip = &learner->clips[i];
        float *below = index > 0 ? clip->blocks[index - 1].gradient : clip->input_gradient;
        genus_pool_backward(
            &block->pool, &block->norm, clip->blocks[index].gradient, clip->blocks[index].argmax,
            is_music(learner, clip) ? learner->sums : NULL, rows, clip->blocks[index].convolved);
        genus_conv_backward(&block->conv, clip->blocks[index].input, clip->blocks[index].convolved,
                            block->pool.times, block->transposed,
                            gradient_of(learner, shard) + learner->map.conv[index], below,
                            scratch_of(learner, member));
        if (index > 0) {
            const genus_learner_block *previous = &learner->blocks[index - 1];
            genus_pool_backward_sums(&previous->pool, &previous->norm,
                                     clip->blocks[index - 1].max_values, below,
                                     clip->blocks[index - 1].argmax, sums);
        } else if (learner->map.arch.band_norm) {
            genus_norm_backward_sums(&learner->band_norm, clip->input, below, learner->frames,
                                     sums);
        }
    }
}

/// Adds up one stretch of the shards' gradients, in order.
static void gather_gradient(void *context, size_t stretch, size_t member) {
    genus_learner *learner = context;
    (void)member;
    const size_t stretches = learner->shards_max;
    const size_t first = learner->map.count * stretch / stretches;
    const size_t end = learner->map.count * (stretch + 1) / stretches;
    memcpy(learner->gradient + first, gradient_of(learner, 0) + first,
           (end - first) * sizeof(float));
    for (size_t shard = 1; shard < shard_count(learner); shard++) {
        const float *from = gradient_of(learner, shard);
        for (size_t i = first; i < end; i++) {
            learner->gradient[i] += from[i];
        }
    }
}

// ----------------------------------------------------------------------------------------- step

/// The norm's statistics over the batch are in the shards' sums: settle them.
static void settle(genus_learner *learner, const genus_norm *norm, const genus_norm_place *place,
                   size_t rows) {
    if (rows == 0) {
        return; // No music in the batch: the last one's statistics will do.
    }
    gather_sums(learner);
    genus_norm_settle(norm, learner->sums, rows, MOMENTUM, learner->running + place->mean,
                      learner->running + place->variance);
}

/// The norm's gradients are in the shards' sums: keep them for the way back and for the optimiser.
static void collect(genus_learner *learner, const genus_norm_place *place, size_t channels) {
    gather_sums(learner);
    float *gradient = gradient_of(learner, 0);
    for (size_t c = 0; c < channels; c++) {
        gradient[place->bias + c] = (float)learner->sums[c];
        gradient[place->weight + c] = (float)learner->sums[channels + c];
    }
}

double genus_learner_step(genus_learner *learner, const genus_batch *batch) {
    const genus_parameter_map *map = &learner->map;
    const genus_architecture *arch = &map->arch;
    learner->batch = batch;
    const size_t shards = shard_count(learner);

    genus_thread_pool_run(learner->threads, arch->block_count, prepare_weights, learner);
    genus_thread_pool_run(learner->threads, shards, fill_inputs, learner);
    learner->measured = measured_clips(learner);
    if (arch->band_norm) {
        settle(learner, &learner->band_norm, &map->band_norm, learner->measured * learner->frames);
    }
    for (uint32_t i = 0; i < arch->block_count; i++) {
        const genus_learner_block *block = &learner->blocks[i];
        learner->index = i;
        genus_thread_pool_run(learner->threads, shards, convolve, learner);
        settle(learner, &block->norm, &map->norm[i],
               learner->measured * block->pool.times * block->pool.rows);
    }
    genus_thread_pool_run(learner->threads, shards, head_forward_backward, learner);
    for (uint32_t i = arch->block_count; i-- > 0;) {
        collect(learner, &map->norm[i], learner->blocks[i].pool.channels);
        learner->index = i;
        genus_thread_pool_run(learner->threads, shards, block_backward, learner);
    }
    if (arch->band_norm) {
        collect(learner, &map->band_norm, map->bands);
    }
    genus_thread_pool_run(learner->threads, learner->shards_max, gather_gradient, learner);

    double loss = 0.0;
    for (size_t i = 0; i < batch->clips; i++) {
        loss += learner->clips[i].loss;
    }
    return loss / (double)batch->clips;
}
