// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The network at work: building it from tensors (folding batch norm), trunk and head.

#include "network.h"

#include "convolution.h"

#include <cblas.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Columns that genus_network_forward() makes at once: a 30-second window in one go.
#define FORWARD_CHUNK ((size_t)48)

/// A convolution block ready for inference: batch norm is inside of weights and bias.
struct block {
    genus_convolution conv;
    size_t pool_frequency;
    size_t pool_time;
    size_t rows_pooled;
    float *weights; ///< [patch][channels_out]
    float *bias;    ///< [channels_out]
};

struct genus_network {
    genus_plan plan;
    size_t bands;
    genus_plan_shape column;
    float *band_scale;  ///< [bands]: dB times scale plus offset is the trunk's input.
    float *band_offset; ///< [bands]
    struct block blocks[GENUS_PLAN_BLOCKS_MAX];
    float *dense_weights; ///< [labels][features]
    float *dense_bias;    ///< [labels]
};

struct genus_workspace {
    size_t columns;
    float *activations[2]; ///< A block reads one and writes the other.
    float *patches;        ///< Of one tile.
    float *convolved;      ///< One tile before pooling.
    float *sums;           ///< Sum and maximum a channel.
    float *features;       ///< Pooled columns, as the dense layer takes them.
};

// -------------------------------------------------------------------------------------- tensors

/// The most tensors that a network has: norm0, a convolution and a norm a block, dense.
#define TENSORS_MAX (4 + 5 * GENUS_PLAN_BLOCKS_MAX + 2)

/// The tensors given, and those of them that the network has asked for.
struct source {
    const genus_tensor *tensors;
    size_t count;
    const char *name;
    const genus_tensor *used[TENSORS_MAX];
    size_t used_count;
    genus_error *error;
};

static const genus_tensor *find(const struct source *source, const char *name) {
    for (size_t i = 0; i < source->count; i++) {
        if (strcmp(source->tensors[i].name, name) == 0) {
            return &source->tensors[i];
        }
    }
    return NULL;
}

/// A tensor of finite F32 of exactly this shape.
static genus_status take(struct source *source, const char *name, const size_t *shape, size_t rank,
                         const float **values) {
    const genus_tensor *tensor = find(source, name);
    if (tensor == NULL) {
        return genus_fail(source->error, GENUS_ERROR_TENSOR_MISSING, "%s: tensor %s is missing",
                          source->name, name);
    }
    if (tensor->dtype != GENUS_DTYPE_F32) {
        return genus_fail(source->error, GENUS_ERROR_DTYPE, "%s: tensor %s is %s, not F32",
                          source->name, name, genus_dtype_name(tensor->dtype));
    }
    bool same = tensor->rank == rank;
    for (size_t i = 0; same && i < rank; i++) {
        same = tensor->shape[i] == shape[i];
    }
    if (!same) {
        return genus_fail(source->error, GENUS_ERROR_TENSOR_SHAPE,
                          "%s: tensor %s does not have the shape that the network needs",
                          source->name, name);
    }
    const float *data = tensor->data;
    const size_t count = genus_tensor_elements(tensor);
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(data[i])) {
            return genus_fail(source->error, GENUS_ERROR_NOT_FINITE,
                              "%s: tensor %s holds a value that is not finite", source->name, name);
        }
    }
    source->used[source->used_count++] = tensor;
    *values = data;
    return GENUS_OK;
}

/// Every tensor given must have been asked for.
static genus_status check_all_used(const struct source *source) {
    for (size_t i = 0; i < source->count; i++) {
        size_t k = 0;
        while (k < source->used_count && source->used[k] != &source->tensors[i]) {
            k++;
        }
        if (k == source->used_count) {
            return genus_fail(source->error, GENUS_ERROR_TENSOR_UNKNOWN,
                              "%s: tensor \"%.80s\" is not known to the network", source->name,
                              source->tensors[i].name);
        }
    }
    return GENUS_OK;
}

/// Finite weights may still overflow when they are folded into each other.
static genus_status check_folded(const struct source *source, const char *what, unsigned number,
                                 const float *values, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(values[i])) {
            return genus_fail(source->error, GENUS_ERROR_NOT_FINITE,
                              "%s: tensors %s%u overflow when batch norm is folded into them",
                              source->name, what, number);
        }
    }
    return GENUS_OK;
}

/// Batch norm as one multiplication and one addition a channel.
static genus_status take_norm(struct source *source, unsigned number, size_t channels, float *scale,
                              float *offset) {
    static const char *const parts[4] = {"weight", "bias", "running_mean", "running_var"};
    const float *values[4] = {NULL};
    for (size_t i = 0; i < 4; i++) {
        char name[64];
        (void)snprintf(name, sizeof name, "norm%u.%s", number, parts[i]);
        const genus_status status = take(source, name, &channels, 1, &values[i]);
        if (status != GENUS_OK) {
            return status;
        }
    }
    for (size_t i = 0; i < channels; i++) {
        if (values[3][i] < 0.0F) {
            return genus_fail(source->error, GENUS_ERROR_NETWORK,
                              "%s: norm%u.running_var holds a negative variance", source->name,
                              number);
        }
        scale[i] = values[0][i] / sqrtf(values[3][i] + GENUS_NORM_EPSILON);
        offset[i] = values[1][i] - values[2][i] * scale[i];
    }
    return GENUS_OK;
}

static float *new_floats(size_t count) {
    return calloc(count > 0 ? count : 1, sizeof(float));
}

static genus_status out_of_memory(struct source *source) {
    return genus_fail(source->error, GENUS_ERROR_MEMORY, "%s: out of memory for the network",
                      source->name);
}

// ------------------------------------------------------------------------------------- building

/// Input normalisation and band norm, joined into one line per band.
static genus_status build_input(genus_network *network, struct source *source,
                                const genus_normalisation *normalisation) {
    network->band_scale = new_floats(network->bands);
    network->band_offset = new_floats(network->bands);
    if (network->band_scale == NULL || network->band_offset == NULL) {
        return out_of_memory(source);
    }
    for (size_t i = 0; i < network->bands; i++) {
        network->band_scale[i] = 1.0F;
    }
    if (network->plan.band_norm) {
        const genus_status status =
            take_norm(source, 0, network->bands, network->band_scale, network->band_offset);
        if (status != GENUS_OK) {
            return status;
        }
    }
    for (size_t i = 0; i < network->bands; i++) {
        network->band_scale[i] /= normalisation->scale;
        network->band_offset[i] -= normalisation->offset * network->band_scale[i];
    }
    genus_status status = check_folded(source, "norm", 0, network->band_scale, network->bands);
    if (status == GENUS_OK) {
        status = check_folded(source, "norm", 0, network->band_offset, network->bands);
    }
    return status;
}

static genus_status build_block(genus_network *network, struct source *source, uint32_t index) {
    const genus_plan_block *planned = &network->plan.blocks[index];
    struct block *block = &network->blocks[index];
    const genus_convolution conv =
        genus_convolution_of(&network->plan, (uint32_t)network->bands, index);
    *block = (struct block){
        .conv = conv,
        .pool_frequency = planned->pool_frequency,
        .pool_time = planned->pool_time,
        .rows_pooled = conv.rows_out / planned->pool_frequency,
    };

    char name[64];
    (void)snprintf(name, sizeof name, "conv%u.weight", index + 1);
    const size_t shape[4] = {conv.channels_out, conv.channels_in, conv.kernel_frequency,
                             conv.kernel_time};
    const float *weights = NULL;
    genus_status status = take(source, name, shape, 4, &weights);
    if (status != GENUS_OK) {
        return status;
    }
    block->weights = new_floats(conv.patch * conv.channels_out);
    block->bias = new_floats(conv.channels_out);
    float *scale = new_floats(conv.channels_out);
    if (block->weights == NULL || block->bias == NULL || scale == NULL) {
        status = out_of_memory(source);
    } else {
        status = take_norm(source, index + 1, conv.channels_out, scale, block->bias);
    }
    if (status == GENUS_OK) {
        genus_convolution_pack(&conv, weights, block->weights);
        for (size_t i = 0; i < conv.patch * conv.channels_out; i++) {
            block->weights[i] *= scale[i % conv.channels_out];
        }
        status =
            check_folded(source, "conv", index + 1, block->weights, conv.patch * conv.channels_out);
    }
    if (status == GENUS_OK) {
        status = check_folded(source, "norm", index + 1, block->bias, conv.channels_out);
    }
    free(scale);
    return status;
}

static genus_status build_dense(genus_network *network, struct source *source) {
    const size_t shape[2] = {network->plan.labels,
                             genus_plan_features(&network->plan, (uint32_t)network->bands)};
    const float *weights = NULL;
    const float *bias = NULL;
    genus_status status = take(source, "dense.weight", shape, 2, &weights);
    if (status == GENUS_OK) {
        status = take(source, "dense.bias", shape, 1, &bias);
    }
    if (status != GENUS_OK) {
        return status;
    }
    network->dense_weights = new_floats(shape[0] * shape[1]);
    network->dense_bias = new_floats(shape[0]);
    if (network->dense_weights == NULL || network->dense_bias == NULL) {
        return out_of_memory(source);
    }
    memcpy(network->dense_weights, weights, shape[0] * shape[1] * sizeof *weights);
    memcpy(network->dense_bias, bias, shape[0] * sizeof *bias);
    return GENUS_OK;
}

genus_status genus_network_new(const genus_plan *plan, uint32_t bands,
                               const genus_normalisation *normalisation,
                               const genus_tensor *tensors, size_t tensor_count, const char *name,
                               genus_network **network, genus_error *error) {
    *network = NULL;
    struct source source = {
        .tensors = tensors, .count = tensor_count, .name = name, .error = error};
    genus_network *built = calloc(1, sizeof *built);
    if (built == NULL) {
        return out_of_memory(&source);
    }
    built->plan = *plan;
    built->bands = bands;
    built->column = genus_plan_shape_after(plan, bands, plan->block_count);

    genus_status status = build_input(built, &source, normalisation);
    for (uint32_t i = 0; status == GENUS_OK && i < plan->block_count; i++) {
        status = build_block(built, &source, i);
    }
    if (status == GENUS_OK) {
        status = build_dense(built, &source);
    }
    if (status == GENUS_OK) {
        status = check_all_used(&source);
    }
    if (status != GENUS_OK) {
        genus_network_free(built);
        return status;
    }
    *network = built;
    return GENUS_OK;
}

void genus_network_free(genus_network *network) {
    if (network == NULL) {
        return;
    }
    for (size_t i = 0; i < network->plan.block_count; i++) {
        free(network->blocks[i].weights);
        free(network->blocks[i].bias);
    }
    free(network->band_scale);
    free(network->band_offset);
    free(network->dense_weights);
    free(network->dense_bias);
    free(network);
}

size_t genus_network_bands(const genus_network *network) {
    return network->bands;
}

size_t genus_network_column_size(const genus_network *network) {
    return network->column.rows * network->column.channels;
}

size_t genus_network_stride(const genus_network *network) {
    return network->column.stride;
}

size_t genus_network_reach(const genus_network *network) {
    return network->column.reach;
}

size_t genus_network_columns(const genus_network *network, size_t frames) {
    return genus_plan_columns(&network->plan, (uint32_t)network->bands, frames);
}

// ------------------------------------------------------------------------------------ workspace

/// Time steps into the first block that make `columns` columns.
static size_t frames_for(const genus_network *network, size_t columns) {
    return network->column.reach + (columns - 1) * network->column.stride;
}

/// Time steps after a block, from the time steps before it.
static size_t times_after(const struct block *block, size_t times) {
    return (times - block->conv.kernel_time + 1) / block->pool_time;
}

/// Pooled time steps that a tile of patches makes.
static size_t tile_steps(const struct block *block) {
    const size_t steps = genus_convolution_tile(&block->conv) / block->pool_time;
    return steps > 0 ? steps : 1;
}

static size_t larger(size_t a, size_t b) {
    return a > b ? a : b;
}

genus_workspace *genus_workspace_new(const genus_network *network, size_t columns) {
    genus_workspace *workspace = calloc(1, sizeof *workspace);
    if (workspace == NULL) {
        return NULL;
    }
    size_t times = frames_for(network, columns);
    size_t activations[2] = {times * network->bands, 0};
    size_t patches = 0;
    size_t convolved = 0;
    for (size_t i = 0; i < network->plan.block_count; i++) {
        const struct block *block = &network->blocks[i];
        times = times_after(block, times);
        const size_t tile = tile_steps(block) * block->pool_time * block->conv.rows_out;
        activations[(i + 1) % 2] =
            larger(activations[(i + 1) % 2], times * block->rows_pooled * block->conv.channels_out);
        if (!genus_convolution_is_direct(&block->conv)) {
            patches = larger(patches, tile * block->conv.patch);
        }
        convolved = larger(convolved, tile * block->conv.channels_out);
    }
    workspace->columns = columns;
    workspace->activations[0] = new_floats(activations[0]);
    workspace->activations[1] = new_floats(activations[1]);
    workspace->patches = new_floats(larger(patches, 1));
    workspace->convolved = new_floats(convolved);
    workspace->sums = new_floats(2 * network->column.channels);
    workspace->features = new_floats(genus_plan_features(&network->plan, (uint32_t)network->bands));
    if (workspace->activations[0] == NULL || workspace->activations[1] == NULL ||
        workspace->patches == NULL || workspace->convolved == NULL || workspace->sums == NULL ||
        workspace->features == NULL) {
        genus_workspace_free(workspace);
        return NULL;
    }
    return workspace;
}

void genus_workspace_free(genus_workspace *workspace) {
    if (workspace == NULL) {
        return;
    }
    free(workspace->activations[0]);
    free(workspace->activations[1]);
    free(workspace->patches);
    free(workspace->convolved);
    free(workspace->sums);
    free(workspace->features);
    free(workspace);
}

// ---------------------------------------------------------------------------------------- trunk

/// output = ReLU(max over the pool + bias). The bias is the same for all of a pool, so it is added
/// to the maximum; and ReLU of a maximum is the maximum of ReLUs.
static void pool_and_rectify(const struct block *block, const float *convolved, size_t steps,
                             float *output) {
    const size_t channels = block->conv.channels_out;
    const size_t step = block->conv.rows_out * channels;
    for (size_t time = 0; time < steps; time++) {
        for (size_t row = 0; row < block->rows_pooled; row++, output += channels) {
            const float *corner =
                convolved + time * block->pool_time * step + row * block->pool_frequency * channels;
            memcpy(output, corner, channels * sizeof *output);
            for (size_t t = 0; t < block->pool_time; t++) {
                for (size_t f = 0; f < block->pool_frequency; f++) {
                    const float *cell = corner + t * step + f * channels;
                    for (size_t c = 0; c < channels; c++) {
                        output[c] = cell[c] > output[c] ? cell[c] : output[c];
                    }
                }
            }
            for (size_t c = 0; c < channels; c++) {
                const float value = output[c] + block->bias[c];
                output[c] = value > 0.0F ? value : 0.0F;
            }
        }
    }
}

/// One convolution block, tile by tile so that patches stay in cache.
static void run_block(const struct block *block, genus_workspace *workspace, const float *input,
                      size_t steps, float *output) {
    const genus_convolution *conv = &block->conv;
    const size_t tile = tile_steps(block);
    for (size_t step = 0; step < steps; step += tile) {
        const size_t count = steps - step < tile ? steps - step : tile;
        (void)genus_convolution_forward(
            conv, input + step * block->pool_time * conv->rows_in * conv->channels_in,
            count * block->pool_time, block->weights, workspace->convolved, workspace->patches);
        pool_and_rectify(block, workspace->convolved, count,
                         output + step * block->rows_pooled * conv->channels_out);
    }
}

void genus_network_trunk(const genus_network *network, genus_workspace *workspace,
                         const float *frames, size_t count, float *columns) {
    size_t times = frames_for(network, count);
    float *input = workspace->activations[0];
    for (size_t time = 0; time < times; time++) {
        for (size_t band = 0; band < network->bands; band++) {
            input[time * network->bands + band] =
                frames[time * network->bands + band] * network->band_scale[band] +
                network->band_offset[band];
        }
    }
    const size_t last = network->plan.block_count - 1;
    for (size_t i = 0; i <= last; i++) {
        const struct block *block = &network->blocks[i];
        float *output = i == last ? columns : workspace->activations[(i + 1) % 2];
        times = times_after(block, times);
        run_block(block, workspace, workspace->activations[i % 2], times, output);
    }
}

// ----------------------------------------------------------------------------------------- head

/// Adds rows [count][channels] to running sums and maxima.
static void pool_rows(const float *rows, size_t count, size_t channels, float *sum, float *max) {
    for (size_t row = 0; row < count; row++, rows += channels) {
        for (size_t c = 0; c < channels; c++) {
            sum[c] += rows[c];
            max[c] = rows[c] > max[c] ? rows[c] : max[c];
        }
    }
}

void genus_network_head(const genus_network *network, genus_workspace *workspace,
                        const float *first, size_t first_count, const float *second,
                        size_t second_count, float *logits) {
    const size_t channels = network->column.channels;
    const size_t rows = network->column.rows;
    float *sum = workspace->sums;
    float *max = workspace->sums + channels;
    // Columns come out of ReLU, so maxima may start from 0 as the sums do.
    memset(sum, 0, 2 * channels * sizeof *sum);
    pool_rows(first, first_count * rows, channels, sum, max);
    pool_rows(second, second_count * rows, channels, sum, max);

    float *feature = workspace->features;
    if (network->plan.pool_mean) {
        const float share = 1.0F / (float)((first_count + second_count) * rows);
        for (size_t c = 0; c < channels; c++) {
            *feature++ = sum[c] * share;
        }
    }
    if (network->plan.pool_max) {
        memcpy(feature, max, channels * sizeof *max);
    }
    const int features = (int)genus_plan_features(&network->plan, (uint32_t)network->bands);
    memcpy(logits, network->dense_bias, network->plan.labels * sizeof *logits);
    cblas_sgemv(CblasRowMajor, CblasNoTrans, (int)network->plan.labels, features, 1.0F,
                network->dense_weights, features, workspace->features, 1, 1.0F, logits, 1);
}

genus_status genus_network_forward(const genus_network *network, const float *frames, size_t count,
                                   float *logits, genus_error *error) {
    const size_t total = genus_network_columns(network, count);
    if (total == 0) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT, "the clip is too short for the network");
    }
    const size_t chunk = total < FORWARD_CHUNK ? total : FORWARD_CHUNK;
    const size_t size = genus_network_column_size(network);
    genus_workspace *workspace = genus_workspace_new(network, chunk);
    float *columns = new_floats(total * size);
    genus_status status = GENUS_OK;
    if (workspace == NULL || columns == NULL) {
        status =
            genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a clip of %zu frames", count);
    } else {
        for (size_t at = 0; at < total; at += chunk) {
            const size_t wanted = total - at < chunk ? total - at : chunk;
            genus_network_trunk(network, workspace,
                                frames + at * network->column.stride * network->bands, wanted,
                                columns + at * size);
        }
        genus_network_head(network, workspace, columns, total, NULL, 0, logits);
    }
    genus_workspace_free(workspace);
    free(columns);
    return status;
}
