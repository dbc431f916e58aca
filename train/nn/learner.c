// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The network in training: the memory of all its steps, laid out once.

#include "train/nn/learner_memory.h"

#include <stdlib.h>

static size_t larger(size_t a, size_t b) {
    return a > b ? a : b;
}

/// Lays out geometry and norms, block after block.
static void lay_out_blocks(genus_learner *learner) {
    const genus_architecture *arch = &learner->map.arch;
    float *memory = learner->norm_memory;
    size_t times = learner->frames;
    learner->band_norm = (genus_norm){
        .channels = learner->map.bands,
        .weight = learner->values + learner->map.band_norm.weight,
        .bias = learner->values + learner->map.band_norm.bias,
        .mean = memory,
        .inverse_deviation = memory + learner->map.bands,
    };
    memory += 2 * (size_t)learner->map.bands;
    for (uint32_t i = 0; i < arch->block_count; i++) {
        genus_learner_block *block = &learner->blocks[i];
        block->conv = genus_convolution_of(arch, learner->map.bands, i);
        const size_t channels = block->conv.channels_out;
        block->pool = (genus_pool){
            .times = times - block->conv.kernel_time + 1,
            .rows = block->conv.rows_out,
            .channels = channels,
            .pool_time = arch->blocks[i].pool_time,
            .pool_frequency = arch->blocks[i].pool_frequency,
            .dropout = arch->blocks[i].dropout,
        };
        block->norm = (genus_norm){
            .channels = channels,
            .weight = learner->values + learner->map.norm[i].weight,
            .bias = learner->values + learner->map.norm[i].bias,
            .mean = memory,
            .inverse_deviation = memory + channels,
        };
        memory += 2 * channels;
        times = block->pool.times / block->pool.pool_time;
        learner->scratch_size =
            larger(learner->scratch_size, genus_conv_scratch(&block->conv, block->pool.times));
    }
    const genus_pool *top = &learner->blocks[arch->block_count - 1].pool;
    learner->statistics = (genus_pooled_statistics){
        .mean = arch->pool_mean,
        .max = arch->pool_max,
        .channels = top->channels,
        .rows = top->rows / top->pool_frequency,
        .spans = genus_spans_of(times, arch->max_span),
    };
}

/// Floats that the convolution of a block writes for one clip.
static size_t convolved_size(const genus_learner_block *block) {
    return block->pool.times * block->pool.rows * block->pool.channels;
}

/// The next `count` floats; with NULL memory they are only counted.
static float *take(float *memory, size_t *used, size_t count) {
    float *at = memory == NULL ? NULL : memory + *used;
    *used += count;
    return at;
}

/// Hands out one clip's buffers; with NULL memory it only counts, so that both always agree.
static void lay_out_clip(const genus_learner *learner, genus_learner_clip *clip, float *memory,
                         uint8_t *argmaxes, size_t *floats, size_t *bytes) {
    const genus_architecture *arch = &learner->map.arch;
    const size_t features = genus_architecture_features(arch, learner->map.bands);
    const size_t all_spectral = genus_architecture_spectral_features(arch, learner->map.bands);
    const size_t input = learner->frames * learner->map.bands;
    size_t used = 0;
    size_t argmax_used = 0;
    clip->input = take(memory, &used, input);
    clip->blocks[0].input = clip->input;
    if (arch->band_norm) {
        clip->blocks[0].input = take(memory, &used, input);
        clip->input_gradient = take(memory, &used, input);
    }
    for (uint32_t i = 0; i < arch->block_count; i++) {
        const genus_learner_block *block = &learner->blocks[i];
        const size_t outputs = genus_pool_outputs(&block->pool);
        clip->blocks[i].convolved = take(memory, &used, convolved_size(block));
        clip->blocks[i].pooled = take(memory, &used, outputs);
        clip->blocks[i].max_values = take(memory, &used, outputs);
        clip->blocks[i].gradient = take(memory, &used, outputs);
        clip->blocks[i].argmax = argmaxes == NULL ? NULL : argmaxes + argmax_used;
        argmax_used += outputs;
        if (i + 1 < arch->block_count) {
            clip->blocks[i + 1].input = clip->blocks[i].pooled;
        }
    }
    clip->features = take(memory, &used, features);
    clip->spectral = take(memory, &used, GENUS_LEARNER_STRETCHES * all_spectral);
    clip->hidden = take(memory, &used, arch->spectral_hidden);
    clip->dropout_mask =
        take(memory, &used, larger(features, all_spectral + arch->spectral_hidden));
    clip->target = take(memory, &used, arch->labels + (size_t)1);
    *floats = used;
    *bytes = argmax_used;
}

static bool allocate_clips(genus_learner *learner) {
    size_t floats = 0;
    size_t bytes = 0;
    genus_learner_clip counted = {0};
    lay_out_clip(learner, &counted, NULL, NULL, &floats, &bytes);
    const size_t spans = learner->statistics.spans.count * learner->statistics.channels;
    learner->clips = calloc(learner->batch_max, sizeof *learner->clips);
    learner->clip_memory = malloc(learner->batch_max * floats * sizeof(float));
    // NOLINTNEXTLINE(clang-analyzer-optin.portability.UnixAPI): there is at least one block.
    learner->argmax_memory = malloc(learner->batch_max * bytes);
    if (learner->clips == NULL || learner->clip_memory == NULL || learner->argmax_memory == NULL) {
        return false;
    }
    for (size_t i = 0; i < learner->batch_max; i++) {
        genus_learner_clip *clip = &learner->clips[i];
        lay_out_clip(learner, clip, learner->clip_memory + i * floats,
                     learner->argmax_memory + i * bytes, &floats, &bytes);
        clip->argmax = malloc(spans * sizeof *clip->argmax);
        if (clip->argmax == NULL) {
            return false;
        }
    }
    return true;
}

static bool allocate(genus_learner *learner) {
    const genus_parameter_map *map = &learner->map;
    size_t norms = 2 * (size_t)map->bands;
    size_t widest = map->bands;
    for (uint32_t i = 0; i < map->arch.block_count; i++) {
        norms += 2 * (size_t)map->arch.blocks[i].channels;
        widest = larger(widest, map->arch.blocks[i].channels);
    }
    learner->shards_max = (learner->batch_max + GENUS_LEARNER_SHARD - 1) / GENUS_LEARNER_SHARD;
    learner->sums_size = 2 * widest;
    learner->values = calloc(map->count, sizeof *learner->values);
    learner->running = calloc(map->running, sizeof *learner->running);
    learner->gradient = calloc(map->count, sizeof *learner->gradient);
    learner->shard_gradients =
        calloc(learner->shards_max, map->count * sizeof *learner->shard_gradients);
    learner->shard_sums =
        calloc(learner->shards_max, learner->sums_size * sizeof *learner->shard_sums);
    learner->sums = calloc(learner->sums_size, sizeof *learner->sums);
    learner->norm_memory = calloc(norms, sizeof *learner->norm_memory);
    if (learner->values == NULL || learner->running == NULL || learner->gradient == NULL ||
        learner->shard_gradients == NULL || learner->shard_sums == NULL || learner->sums == NULL ||
        learner->norm_memory == NULL) {
        return false;
    }
    lay_out_blocks(learner);
    for (uint32_t i = 0; i < map->arch.block_count; i++) {
        genus_learner_block *block = &learner->blocks[i];
        block->packed = calloc(genus_convolution_packed_size(&block->conv), sizeof *block->packed);
        block->transposed =
            calloc(genus_convolution_transposed_size(&block->conv), sizeof *block->transposed);
        if (block->packed == NULL || block->transposed == NULL) {
            return false;
        }
    }
    learner->scratch = malloc(genus_thread_pool_size(learner->threads) * learner->scratch_size *
                              sizeof *learner->scratch);
    return learner->scratch != NULL && allocate_clips(learner);
}

genus_status genus_learner_new(const genus_architecture *arch, uint32_t bands, size_t frames,
                               size_t batch_max, genus_thread_pool *threads,
                               genus_learner **learner, genus_error *error) {
    *learner = NULL;
    const size_t columns = genus_architecture_columns(arch, bands, frames);
    if (columns == 0 || batch_max == 0) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT,
                          "clips of %zu frames in batches of %zu cannot be trained on", frames,
                          batch_max);
    }
    genus_learner *made = calloc(1, sizeof *made);
    if (made != NULL) {
        made->map = genus_parameter_map_of(arch, bands);
        made->frames = frames;
        made->batch_max = batch_max;
        made->threads = threads;
    }
    if (made == NULL || !allocate(made)) {
        genus_learner_free(made);
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for batches of %zu clips",
                          batch_max);
    }
    *learner = made;
    return GENUS_OK;
}

void genus_learner_free(genus_learner *learner) {
    if (learner == NULL) {
        return;
    }
    for (size_t i = 0; learner->clips != NULL && i < learner->batch_max; i++) {
        free(learner->clips[i].argmax);
    }
    for (size_t i = 0; i < GENUS_ARCHITECTURE_BLOCKS_MAX; i++) {
        free(learner->blocks[i].packed);
        free(learner->blocks[i].transposed);
    }
    free(learner->clips);
    free(learner->clip_memory);
    free(learner->argmax_memory);
    free(learner->scratch);
    free(learner->values);
    free(learner->running);
    free(learner->gradient);
    free(learner->shard_gradients);
    free(learner->shard_sums);
    free(learner->sums);
    free(learner->norm_memory);
    free(learner);
}

const genus_parameter_map *genus_learner_map(const genus_learner *learner) {
    return &learner->map;
}

float *genus_learner_values(genus_learner *learner) {
    return learner->values;
}

float *genus_learner_running(genus_learner *learner) {
    return learner->running;
}

const float *genus_learner_gradient(const genus_learner *learner) {
    return learner->gradient;
}
