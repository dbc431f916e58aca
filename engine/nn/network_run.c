// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A network at work: memory, trunk, whole clips. The head is in network_head.c.

#include "engine/nn/network_body.h"

#include "engine/base/lanes.h"
#include "engine/base/simd.h"

#include <stdlib.h>
#include <string.h>

/// Columns that genus_network_forward() makes at once: a 30-second window in one go.
#define FORWARD_CHUNK ((size_t)48)

/// Floats that a tile may hold between convolution and pooling: 64 KiB. More would help Winograd's
/// products by a few percent, and cost every listener 300 KB.
#define TILE_FLOATS ((size_t)1 << 14)

// ------------------------------------------------------------------------------------ workspace

/// Time steps into the first block that make `columns` columns.
static size_t frames_for(const genus_network *network, size_t columns) {
    return network->column.receptive_field + (columns - 1) * network->column.stride;
}

/// Time steps after a block, from the time steps before it.
static size_t times_after(const struct genus_network_block *block, size_t times) {
    // NOLINTNEXTLINE(clang-analyzer-core.DivideZero): it pools at least one step.
    return (times - block->conv.kernel_time + 1) / block->pool_time;
}

/// Pooled time steps of a tile: what is convolved should still be in cache when it is pooled.
static size_t tile_steps(const struct genus_network_block *block) {
    const size_t floats = block->conv.rows_out * block->conv.channels_out * block->pool_time;
    return floats < TILE_FLOATS ? TILE_FLOATS / floats : 1;
}

static size_t larger(size_t a, size_t b) {
    return a > b ? a : b;
}

static float *new_floats(size_t count) {
    // NOLINTNEXTLINE(clang-analyzer-optin.portability.UnixAPI): there is at least one block.
    return calloc(count, sizeof(float));
}

genus_workspace *genus_workspace_new(const genus_network *network, size_t columns) {
    genus_workspace *workspace = calloc(1, sizeof *workspace);
    if (workspace == NULL) {
        return NULL;
    }
    size_t times = frames_for(network, columns);
    size_t convolved = 0;
    size_t scratch = 0;
    bool good = true;
    for (size_t i = 0; i < network->arch.block_count; i++) {
        const struct genus_network_block *block = &network->blocks[i];
        const size_t steps = tile_steps(block) * block->pool_time;
        convolved = larger(convolved, steps * block->conv.rows_out * block->conv.channels_out);
        scratch = larger(scratch, genus_convolution_forward_scratch(&block->conv, steps));
        workspace->inputs[i] = new_floats(times * genus_convolution_step(&block->conv));
        good = good && workspace->inputs[i] != NULL;
        times = times_after(block, times);
    }
    workspace->convolved = new_floats(convolved);
    workspace->scratch = new_floats(scratch + 1);
    workspace->maxima = new_floats(network->column.channels);
    workspace->features =
        new_floats(genus_architecture_features(&network->arch, (uint32_t)network->bands));
    good = good && workspace->convolved != NULL && workspace->scratch != NULL &&
           workspace->maxima != NULL && workspace->features != NULL;
    if (good && network->spectral.spectral != NULL) {
        workspace->means = calloc(network->spectral.sums, sizeof *workspace->means);
        workspace->spectral = new_floats(network->spectral.features);
        workspace->hidden = new_floats(network->arch.spectral_hidden);
        good = workspace->means != NULL && workspace->spectral != NULL && workspace->hidden != NULL;
    }
    if (!good) {
        genus_workspace_free(workspace);
        return NULL;
    }
    return workspace;
}

void genus_workspace_free(genus_workspace *workspace) {
    if (workspace == NULL) {
        return;
    }
    for (size_t i = 0; i < GENUS_ARCHITECTURE_BLOCKS_MAX; i++) {
        free(workspace->inputs[i]);
    }
    free(workspace->convolved);
    free(workspace->scratch);
    free(workspace->maxima);
    free(workspace->features);
    free(workspace->means);
    free(workspace->spectral);
    free(workspace->hidden);
    free(workspace);
}

// ---------------------------------------------------------------------------------------- trunk

/// ReLU(max over one pool + bias) of `count` channels, at most GENUS_LANES. The bias is the same
/// for all of a pool, so it is added to the maximum; ReLU of a maximum is the maximum of ReLUs.
GENUS_INLINE void pool_channels(const struct genus_network_block *block, const float *corner,
                                size_t step, const float *bias, size_t count, float *to) {
    float most[GENUS_LANES];
    memcpy(most, corner, count * sizeof *most);
    for (size_t t = 0; t < block->pool_time; t++) {
        for (size_t f = 0; f < block->pool_frequency; f++) {
            const float *value = corner + t * step + f * block->conv.channels_out;
            for (size_t c = 0; c < count; c++) {
                most[c] = value[c] > most[c] ? value[c] : most[c];
            }
        }
    }
    for (size_t c = 0; c < count; c++) {
        const float sum = most[c] + bias[c];
        to[c] = sum > 0.0F ? sum : 0.0F;
    }
}

/// Pools what was convolved into `output`, whose steps lie `output_step` floats apart.
GENUS_SIMD
static void pool_and_rectify(const struct genus_network_block *block, const float *convolved,
                             size_t steps, float *output, size_t output_step) {
    const size_t channels = block->conv.channels_out;
    const size_t step = block->conv.rows_out * channels;
    for (size_t time = 0; time < steps; time++, output += output_step) {
        for (size_t row = 0; row < block->rows_pooled; row++) {
            const float *corner =
                convolved + time * block->pool_time * step + row * block->pool_frequency * channels;
            float *to = output + row * channels;
            size_t c = 0;
            for (; c + GENUS_LANES <= channels; c += GENUS_LANES) {
                pool_channels(block, corner + c, step, block->bias + c, GENUS_LANES, to + c);
            }
            if (c < channels) {
                pool_channels(block, corner + c, step, block->bias + c, channels - c, to + c);
            }
        }
    }
}

/// One convolution block, tile by tile.
static void run_block(const struct genus_network_block *block, genus_workspace *workspace,
                      const float *input, size_t steps, float *output, size_t output_step) {
    const size_t tile = tile_steps(block);
    for (size_t step = 0; step < steps; step += tile) {
        const size_t count = steps - step < tile ? steps - step : tile;
        genus_convolution_forward(
            &block->conv, input + step * block->pool_time * genus_convolution_step(&block->conv),
            count * block->pool_time, block->weights, workspace->scratch, workspace->convolved);
        pool_and_rectify(block, workspace->convolved, count, output + step * output_step,
                         output_step);
    }
}

/// The normalised frames, where the first block reads them.
static void take_frames(const genus_network *network, genus_workspace *workspace,
                        const float *frames, size_t times) {
    const genus_convolution *first = &network->blocks[0].conv;
    for (size_t time = 0; time < times; time++, frames += network->bands) {
        float *input = workspace->inputs[0] + time * genus_convolution_step(first) + first->padding;
        for (size_t band = 0; band < network->bands; band++) {
            input[band] = frames[band] * network->band_scale[band] + network->band_offset[band];
        }
    }
}

/// The statistics' sums, behind each column's channels: of the frames that no column
/// before it ended with, so that every frame counts once.
static void add_spectral(const genus_network *network, const float *frames, size_t count,
                         float *columns) {
    const size_t stride = network->column.stride;
    const float *before = frames + (network->column.receptive_field - stride - 1) * network->bands;
    float *sums = columns + genus_network_trunk_size(network);
    for (size_t i = 0; i < count; i++) {
        genus_spectral_statistics_sum(network->spectral.spectral,
                                      before + i * stride * network->bands, stride,
                                      sums + i * genus_network_column_size(network));
    }
}

void genus_network_trunk(const genus_network *network, genus_workspace *workspace,
                         const float *frames, size_t count, float *columns) {
    size_t times = frames_for(network, count);
    take_frames(network, workspace, frames, times);
    const size_t last = network->arch.block_count - 1;
    for (size_t i = 0; i <= last; i++) {
        const struct genus_network_block *block = &network->blocks[i];
        float *output = columns;
        size_t output_step = genus_network_column_size(network);
        if (i < last) {
            const genus_convolution *next = &network->blocks[i + 1].conv;
            output = workspace->inputs[i + 1] + next->padding * next->channels_in;
            output_step = genus_convolution_step(next);
        }
        times = times_after(block, times);
        run_block(block, workspace, workspace->inputs[i], times, output, output_step);
    }
    if (network->spectral.spectral != NULL) {
        add_spectral(network, frames, count, columns);
    }
}

// ----------------------------------------------------------------------------------- whole clip

genus_status genus_network_forward(const genus_network *network, const float *frames, size_t count,
                                   float *logits, genus_error *error) {
    const size_t total = genus_network_columns(network, count);
    if (total == 0) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT, "the clip is too short for the network");
    }
    const size_t chunk = total < FORWARD_CHUNK ? total : FORWARD_CHUNK;
    const size_t size = genus_network_column_size(network);
    const genus_level_normalisation level_normalisation =
        genus_network_level_normalisation(network);
    genus_workspace *workspace = genus_workspace_new(network, chunk);
    float *levelled = new_floats(count * network->bands);
    float *columns = new_floats(total * size);
    genus_status status = GENUS_OK;
    if (workspace == NULL || levelled == NULL || columns == NULL) {
        status =
            genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a clip of %zu frames", count);
    } else {
        memcpy(levelled, frames, count * network->bands * sizeof *levelled);
        genus_level_meter_frames(&level_normalisation, network->bands, count, levelled);
        for (size_t at = 0; at < total; at += chunk) {
            const size_t wanted = total - at < chunk ? total - at : chunk;
            genus_network_trunk(network, workspace,
                                levelled + at * network->column.stride * network->bands, wanted,
                                columns + at * size);
        }
        genus_network_head(network, workspace, columns, total, NULL, 0, logits);
    }
    genus_workspace_free(workspace);
    free(levelled);
    free(columns);
    return status;
}
