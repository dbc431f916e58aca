// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The network in training: a step over a batch.

#include "learner.h"

#include "layers.h"

#include <stdlib.h>
#include <string.h>

/// Clips a shard: a batch of 32 keeps up to 8 threads busy.
#define SHARD ((size_t)4)

/// How far running statistics move towards a batch's, PyTorch's default.
#define MOMENTUM 0.1F

/// One clip's activations, and their gradients going back.
struct clip {
    float *input;    ///< [frames][bands], normalised.
    float *features; ///< What the dense layer sees.
    uint32_t *peak;  ///< Where maxima over spans of the window lie.
    float *kept;     ///< Dropout on the features.
    float *target;   ///< [labels]
    double loss;
    struct {
        float *input;     ///< What the convolution reads.
        float *convolved; ///< What it writes; later the gradient of it.
        uint8_t *route;   ///< Where pooled values came from.
        float *winners;   ///< What was there.
        float *pooled;    ///< The block's output.
        float *gradient;  ///< Of the loss by `pooled`.
    } blocks[GENUS_PLAN_BLOCKS_MAX];
    float *input_gradient; ///< Of the loss by the first block's input, for the band norm.
};

/// One block's geometry for clips of this length, and its norm over the present batch.
struct block {
    genus_convolution conv;
    genus_pool pool;
    genus_norm norm;
    float *ready;  ///< This step's weights, as the way forward takes them.
    float *turned; ///< The same for the way back.
};

struct genus_learner {
    genus_parameter_map map;
    size_t frames;
    size_t batch_max;
    genus_statistics statistics;
    genus_team *team;
    size_t shards_max;

    float *values;
    float *running;
    float *gradient;        ///< [count]
    float *shard_gradients; ///< [shards_max][count]
    double *shard_sums;     ///< [shards_max][2 x widest layer]
    double *sums;           ///< [2 x widest layer]: all shards.
    size_t sums_size;

    genus_norm band_norm;
    struct block blocks[GENUS_PLAN_BLOCKS_MAX];
    float *norm_memory;
    struct clip *clips; ///< [batch_max]
    float *clip_memory;
    uint8_t *route_memory;
    float *scratch; ///< [team size][scratch_size]
    size_t scratch_size;

    const genus_batch *batch; ///< Of the step that is running.
    uint32_t index;           ///< The block that the running phase is about.
};

// --------------------------------------------------------------------------------------- making

static size_t larger(size_t a, size_t b) {
    return a > b ? a : b;
}

/// Lays out geometry and norms, block after block.
static void lay_out_blocks(genus_learner *learner) {
    const genus_plan *plan = &learner->map.plan;
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
    for (uint32_t i = 0; i < plan->block_count; i++) {
        struct block *block = &learner->blocks[i];
        block->conv = genus_convolution_of(plan, learner->map.bands, i);
        const size_t channels = block->conv.channels_out;
        block->pool = (genus_pool){
            .times = times - block->conv.kernel_time + 1,
            .rows = block->conv.rows_out,
            .channels = channels,
            .pool_time = plan->blocks[i].pool_time,
            .pool_frequency = plan->blocks[i].pool_frequency,
            .dropout = plan->blocks[i].dropout,
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
    const genus_pool *top = &learner->blocks[plan->block_count - 1].pool;
    learner->statistics = (genus_statistics){
        .mean = plan->pool_mean,
        .max = plan->pool_max,
        .channels = top->channels,
        .rows = top->rows / top->pool_frequency,
        .spans = genus_spans_of(times, plan->max_span),
    };
}

/// Floats that the convolution of a block writes for one clip.
static size_t convolved_size(const struct block *block) {
    return block->pool.times * block->pool.rows * block->pool.channels;
}

/// The next `count` floats; with NULL memory they are only counted.
static float *take(float *memory, size_t *used, size_t count) {
    float *at = memory == NULL ? NULL : memory + *used;
    *used += count;
    return at;
}

/// Hands out one clip's buffers; with NULL memory it only counts, so that both always agree.
static void lay_out_clip(const genus_learner *learner, struct clip *clip, float *memory,
                         uint8_t *routes, size_t *floats, size_t *bytes) {
    const genus_plan *plan = &learner->map.plan;
    const size_t features = genus_plan_features(plan, learner->map.bands);
    const size_t input = learner->frames * learner->map.bands;
    size_t used = 0;
    size_t routed = 0;
    clip->input = take(memory, &used, input);
    clip->blocks[0].input = clip->input;
    if (plan->band_norm) {
        clip->blocks[0].input = take(memory, &used, input);
        clip->input_gradient = take(memory, &used, input);
    }
    for (uint32_t i = 0; i < plan->block_count; i++) {
        const struct block *block = &learner->blocks[i];
        const size_t outputs = genus_pool_outputs(&block->pool);
        clip->blocks[i].convolved = take(memory, &used, convolved_size(block));
        clip->blocks[i].pooled = take(memory, &used, outputs);
        clip->blocks[i].winners = take(memory, &used, outputs);
        clip->blocks[i].gradient = take(memory, &used, outputs);
        clip->blocks[i].route = routes == NULL ? NULL : routes + routed;
        routed += outputs;
        if (i + 1 < plan->block_count) {
            clip->blocks[i + 1].input = clip->blocks[i].pooled;
        }
    }
    clip->features = take(memory, &used, features);
    clip->kept = take(memory, &used, features);
    clip->target = take(memory, &used, plan->labels);
    *floats = used;
    *bytes = routed;
}

static bool allocate_clips(genus_learner *learner) {
    size_t floats = 0;
    size_t bytes = 0;
    struct clip counted = {0};
    lay_out_clip(learner, &counted, NULL, NULL, &floats, &bytes);
    const size_t peaks = learner->statistics.spans.count * learner->statistics.channels;
    learner->clips = calloc(learner->batch_max, sizeof *learner->clips);
    learner->clip_memory = malloc(learner->batch_max * floats * sizeof(float));
    // NOLINTNEXTLINE(clang-analyzer-optin.portability.UnixAPI): a plan has at least one block.
    learner->route_memory = malloc(learner->batch_max * bytes);
    if (learner->clips == NULL || learner->clip_memory == NULL || learner->route_memory == NULL) {
        return false;
    }
    for (size_t i = 0; i < learner->batch_max; i++) {
        struct clip *clip = &learner->clips[i];
        lay_out_clip(learner, clip, learner->clip_memory + i * floats,
                     learner->route_memory + i * bytes, &floats, &bytes);
        clip->peak = malloc(peaks * sizeof *clip->peak);
        if (clip->peak == NULL) {
            return false;
        }
    }
    return true;
}

static bool allocate(genus_learner *learner) {
    const genus_parameter_map *map = &learner->map;
    size_t norms = 2 * (size_t)map->bands;
    size_t widest = map->bands;
    for (uint32_t i = 0; i < map->plan.block_count; i++) {
        norms += 2 * (size_t)map->plan.blocks[i].channels;
        widest = larger(widest, map->plan.blocks[i].channels);
    }
    learner->shards_max = (learner->batch_max + SHARD - 1) / SHARD;
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
    for (uint32_t i = 0; i < map->plan.block_count; i++) {
        struct block *block = &learner->blocks[i];
        block->ready = calloc(genus_convolution_ready_size(&block->conv), sizeof *block->ready);
        block->turned = calloc(genus_convolution_turned_size(&block->conv), sizeof *block->turned);
        if (block->ready == NULL || block->turned == NULL) {
            return false;
        }
    }
    learner->scratch =
        malloc(genus_team_size(learner->team) * learner->scratch_size * sizeof *learner->scratch);
    return learner->scratch != NULL && allocate_clips(learner);
}

genus_status genus_learner_new(const genus_plan *plan, uint32_t bands, size_t frames,
                               size_t batch_max, genus_team *team, genus_learner **learner,
                               genus_error *error) {
    *learner = NULL;
    const size_t columns = genus_plan_columns(plan, bands, frames);
    if (columns == 0 || batch_max == 0) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT,
                          "clips of %zu frames in batches of %zu cannot be trained on", frames,
                          batch_max);
    }
    genus_learner *made = calloc(1, sizeof *made);
    if (made != NULL) {
        made->map = genus_parameter_map_of(plan, bands);
        made->frames = frames;
        made->batch_max = batch_max;
        made->team = team;
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
        free(learner->clips[i].peak);
    }
    for (size_t i = 0; i < GENUS_PLAN_BLOCKS_MAX; i++) {
        free(learner->blocks[i].ready);
        free(learner->blocks[i].turned);
    }
    free(learner->clips);
    free(learner->clip_memory);
    free(learner->route_memory);
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

// --------------------------------------------------------------------------------------- shards

static size_t shard_count(const genus_learner *learner) {
    return (learner->batch->clips + SHARD - 1) / SHARD;
}

static size_t shard_end(const genus_learner *learner, size_t shard) {
    const size_t end = (shard + 1) * SHARD;
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

/// Each clip draws its dropout from its own stream, whoever computes it.
static genus_random dropout_of(const genus_learner *learner, size_t clip, size_t layer) {
    return genus_random_seeded(learner->batch->seed, clip * (GENUS_PLAN_BLOCKS_MAX + 1) + layer);
}

// --------------------------------------------------------------------------------------- phases

/// Bands that the plan does not hear read as 0.
static void hush(const genus_learner *learner, float *input) {
    const size_t bands = learner->map.bands;
    const size_t heard = learner->map.plan.heard_bands;
    for (size_t frame = 0; heard > 0 && frame < learner->frames; frame++) {
        memset(input + frame * bands + heard, 0, (bands - heard) * sizeof *input);
    }
}

static void fill_inputs(void *context, size_t shard, size_t member) {
    genus_learner *learner = context;
    (void)member;
    memset(gradient_of(learner, shard), 0, learner->map.count * sizeof(float));
    double *sums = fresh_sums(learner, shard);
    for (size_t i = shard * SHARD; i < shard_end(learner, shard); i++) {
        float *input = learner->clips[i].input;
        learner->batch->fill(learner->batch->context, i, input, learner->clips[i].target);
        hush(learner, input);
        if (learner->map.plan.band_norm) {
            genus_norm_measure(input, learner->frames, learner->map.bands, sums);
        }
    }
}

/// Makes one block's weights ready for both ways.
static void prepare_weights(void *context, size_t index, size_t member) {
    genus_learner *learner = context;
    (void)member;
    const struct block *block = &learner->blocks[index];
    const float *weights = learner->values + learner->map.conv[index];
    genus_convolution_make_ready(&block->conv, weights, block->ready);
    genus_convolution_turn(&block->conv, weights, block->turned);
}

/// Finishes the layer below (its norm's statistics are known now), then convolves.
static void convolve(void *context, size_t shard, size_t member) {
    genus_learner *learner = context;
    const uint32_t index = learner->index;
    const struct block *block = &learner->blocks[index];
    double *sums = fresh_sums(learner, shard);
    for (size_t i = shard * SHARD; i < shard_end(learner, shard); i++) {
        struct clip *clip = &learner->clips[i];
        if (index > 0) {
            genus_random random = dropout_of(learner, i, index - 1);
            genus_pool_forward(&learner->blocks[index - 1].pool, &learner->blocks[index - 1].norm,
                               clip->blocks[index - 1].convolved, &random,
                               clip->blocks[index - 1].pooled, clip->blocks[index - 1].winners,
                               clip->blocks[index - 1].route);
        } else if (learner->map.plan.band_norm) {
            genus_norm_forward(&learner->band_norm, clip->input, learner->frames,
                               clip->blocks[0].input);
        }
        genus_conv_forward(&block->conv, clip->blocks[index].input, block->pool.times, block->ready,
                           clip->blocks[index].convolved, scratch_of(learner, member));
        genus_norm_measure(clip->blocks[index].convolved, block->pool.times * block->pool.rows,
                           block->pool.channels, sums);
    }
}

/// Pooling over the window, dense layer, loss, and back down to the last block's norm.
static void turn_around(void *context, size_t shard, size_t member) {
    genus_learner *learner = context;
    (void)member;
    const genus_parameter_map *map = &learner->map;
    const genus_plan *plan = &map->plan;
    const uint32_t last = plan->block_count - 1;
    const struct block *block = &learner->blocks[last];
    const size_t features = genus_plan_features(plan, map->bands);
    float *gradient = gradient_of(learner, shard);
    double *sums = fresh_sums(learner, shard);
    for (size_t i = shard * SHARD; i < shard_end(learner, shard); i++) {
        struct clip *clip = &learner->clips[i];
        genus_random random = dropout_of(learner, i, last);
        genus_pool_forward(&block->pool, &block->norm, clip->blocks[last].convolved, &random,
                           clip->blocks[last].pooled, clip->blocks[last].winners,
                           clip->blocks[last].route);
        genus_statistics_forward(&learner->statistics, clip->blocks[last].pooled, clip->features,
                                 clip->peak);
        random = dropout_of(learner, i, GENUS_PLAN_BLOCKS_MAX);
        genus_dropout_forward(plan->dropout, &random, clip->features, features, clip->kept);
        float logits[GENUS_LABELS_MAX];
        float dlogits[GENUS_LABELS_MAX];
        genus_dense_forward(learner->values + map->dense_weight, learner->values + map->dense_bias,
                            clip->features, plan->labels, features, logits);
        clip->loss = genus_cross_entropy(logits, plan->labels, clip->target,
                                         1.0F / (float)learner->batch->clips, dlogits);
        // From here on the features' memory holds their gradient.
        float *dfeatures = clip->features;
        genus_dense_backward(learner->values + map->dense_weight, clip->features, dlogits,
                             plan->labels, features, gradient + map->dense_weight,
                             gradient + map->dense_bias, dfeatures);
        for (size_t f = 0; f < features; f++) {
            dfeatures[f] *= clip->kept[f];
        }
        genus_statistics_backward(&learner->statistics, dfeatures, clip->peak,
                                  clip->blocks[last].gradient);
        genus_pool_backward_sums(&block->pool, &block->norm, clip->blocks[last].winners,
                                 clip->blocks[last].gradient, clip->blocks[last].route, sums);
    }
}

/// Back through a block, down to the norm of the layer below.
static void go_back(void *context, size_t shard, size_t member) {
    genus_learner *learner = context;
    const uint32_t index = learner->index;
    const struct block *block = &learner->blocks[index];
    const size_t rows = learner->batch->clips * block->pool.times * block->pool.rows;
    double *sums = fresh_sums(learner, shard);
    for (size_t i = shard * SHARD; i < shard_end(learner, shard); i++) {
        struct clip *clip = &learner->clips[i];
        float *below = index > 0 ? clip->blocks[index - 1].gradient : clip->input_gradient;
        genus_pool_backward(&block->pool, &block->norm, clip->blocks[index].gradient,
                            clip->blocks[index].route, learner->sums, rows,
                            clip->blocks[index].convolved);
        genus_conv_backward(&block->conv, clip->blocks[index].input, clip->blocks[index].convolved,
                            block->pool.times, block->turned,
                            gradient_of(learner, shard) + learner->map.conv[index], below,
                            scratch_of(learner, member));
        if (index > 0) {
            const struct block *previous = &learner->blocks[index - 1];
            genus_pool_backward_sums(&previous->pool, &previous->norm,
                                     clip->blocks[index - 1].winners, below,
                                     clip->blocks[index - 1].route, sums);
        } else if (learner->map.plan.band_norm) {
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
    const genus_plan *plan = &map->plan;
    learner->batch = batch;
    const size_t shards = shard_count(learner);

    genus_team_run(learner->team, plan->block_count, prepare_weights, learner);
    genus_team_run(learner->team, shards, fill_inputs, learner);
    if (plan->band_norm) {
        settle(learner, &learner->band_norm, &map->band_norm, batch->clips * learner->frames);
    }
    for (uint32_t i = 0; i < plan->block_count; i++) {
        const struct block *block = &learner->blocks[i];
        learner->index = i;
        genus_team_run(learner->team, shards, convolve, learner);
        settle(learner, &block->norm, &map->norm[i],
               batch->clips * block->pool.times * block->pool.rows);
    }
    genus_team_run(learner->team, shards, turn_around, learner);
    for (uint32_t i = plan->block_count; i-- > 0;) {
        collect(learner, &map->norm[i], learner->blocks[i].pool.channels);
        learner->index = i;
        genus_team_run(learner->team, shards, go_back, learner);
    }
    if (plan->band_norm) {
        collect(learner, &map->band_norm, map->bands);
    }
    genus_team_run(learner->team, learner->shards_max, gather_gradient, learner);

    double loss = 0.0;
    for (size_t i = 0; i < batch->clips; i++) {
        loss += learner->clips[i].loss;
    }
    return loss / (double)batch->clips;
}
