// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The description of a network: its named forms, its shapes, what can be built. The text form is in
// plan_text.c.

#include "engine/nn/architecture.h"

#include <string.h>

#define CHANNELS_MAX 1024U
#define KERNEL_MAX 128U
#define POOL_MAX 8U
#define PARAMETERS_MAX ((size_t)8388608)

/// The three blocks that both named architectures begin with: 32, 64, 128 channels of 3x3.
static void add_trunk(genus_architecture *arch, uint32_t last_pool, float dropout) {
    static const uint32_t channels[3] = {32, 64, 128};
    arch->block_count = 3;
    for (uint32_t i = 0; i < 3; i++) {
        arch->blocks[i] = (genus_architecture_block){
            .channels = channels[i],
            .kernel_frequency = 3,
            .kernel_time = 3,
            .pad_frequency = true,
            .pool_frequency = i == 2 ? last_pool : 2,
            .pool_time = 2,
            .dropout = dropout,
        };
    }
}

bool genus_architecture_named(const char *name, uint32_t bands, uint32_t labels,
                              genus_architecture *arch) {
    *arch = (genus_architecture){.labels = labels, .pool_mean = true};
    if (strcmp(name, "seed") == 0) {
        add_trunk(arch, 2, 0.25F);
        return true;
    }
    if (strcmp(name, "genus") == 0) {
        add_trunk(arch, 4, 0.0F);
        // A kernel over all rows that are left is a 1x1 convolution of the rows as channels.
        arch->blocks[3] = (genus_architecture_block){
            .channels = 256,
            .kernel_frequency = bands / 16,
            .kernel_time = 1,
            .pool_frequency = 1,
            .pool_time = 1,
        };
        arch->block_count = 4;
        arch->band_norm = true;
        arch->pool_max = true;
        arch->dropout = 0.3F;
        arch->spectral = 20;
        arch->spectral_hidden = 128;
        arch->spectral_dropout = 0.3F;
        return true;
    }
    return false;
}

// --------------------------------------------------------------------------------------- shapes

static uint32_t heard_bands(const genus_architecture *arch, uint32_t bands) {
    return arch->heard_bands > 0 ? arch->heard_bands : bands;
}

/// Rows after a block on `rows` rows; 0 if it does not fit.
static size_t rows_after(const genus_architecture_block *block, size_t rows) {
    if (!block->pad_frequency) {
        if (rows < block->kernel_frequency) {
            return 0;
        }
        rows = rows - block->kernel_frequency + 1;
    }
    return rows / block->pool_frequency;
}

static genus_status check_block(const genus_architecture_block *block, uint32_t number, size_t rows,
                                genus_error *error) {
    const char *fault = NULL;
    if (block->channels < 1 || block->channels > CHANNELS_MAX) {
        fault = "channels must be 1 to 1024";
    } else if (block->kernel_frequency < 1 || block->kernel_frequency > KERNEL_MAX ||
               block->kernel_time < 1 || block->kernel_time > KERNEL_MAX) {
        fault = "a kernel's sides must be 1 to 128";
    } else if (block->pad_frequency && block->kernel_frequency % 2 == 0) {
        fault = "a padded kernel must have an odd number of rows";
    } else if (block->pool_frequency < 1 || block->pool_frequency > POOL_MAX ||
               block->pool_time < 1 || block->pool_time > POOL_MAX) {
        fault = "pooling must join 1 to 8";
    } else if (!(block->dropout >= 0.0F && block->dropout < 1.0F)) {
        fault = "dropout must be at least 0 and under 1";
    } else if (rows_after(block, rows) == 0) {
        fault = "no frequency row is left after it";
    }
    if (fault != NULL) {
        return genus_fail(error, GENUS_ERROR_NETWORK, "network: convolution block %u: %s", number,
                          fault);
    }
    return GENUS_OK;
}

static genus_status check_spectral(const genus_architecture *arch, uint32_t bands,
                                   genus_error *error) {
    const genus_architecture_shape column =
        genus_architecture_shape_after(arch, bands, arch->block_count);
    const genus_spectral_statistics_shape shape = genus_architecture_spectral(arch, bands);
    const char *fault = NULL;
    if (shape.heard < 2 || shape.heard > GENUS_SPECTRAL_BANDS_MAX) {
        fault = "it needs 2 to 512 bands that are heard";
    } else if (shape.cepstra > GENUS_SPECTRAL_CEPSTRA_MAX || shape.cepstra > shape.heard) {
        fault = "cepstra must be 1 to 32, and no more than bands that are heard";
    } else if (arch->spectral_hidden < 1 || arch->spectral_hidden > CHANNELS_MAX) {
        fault = "its hidden layer must have 1 to 1024 units";
    } else if (column.receptive_field <= column.stride) {
        fault = "a column must see the frame before those that are its own";
    } else if (!(arch->spectral_dropout >= 0.0F && arch->spectral_dropout < 1.0F)) {
        fault = "dropout must be at least 0 and under 1";
    }
    return fault == NULL ? GENUS_OK
                         : genus_fail(error, GENUS_ERROR_NETWORK, "network: texture: %s", fault);
}

genus_status genus_architecture_check(const genus_architecture *arch, uint32_t bands,
                                      genus_error *error) {
    if (arch->block_count < 1 || arch->block_count > GENUS_ARCHITECTURE_BLOCKS_MAX) {
        return genus_fail(error, GENUS_ERROR_NETWORK, "network: it needs 1 to %d blocks",
                          GENUS_ARCHITECTURE_BLOCKS_MAX);
    }
    if (arch->heard_bands > bands) {
        return genus_fail(error, GENUS_ERROR_NETWORK, "network: it hears %u of %u bands",
                          arch->heard_bands, bands);
    }
    size_t rows = bands;
    for (uint32_t i = 0; i < arch->block_count; i++) {
        const genus_status status = check_block(&arch->blocks[i], i + 1, rows, error);
        if (status != GENUS_OK) {
            return status;
        }
        rows = rows_after(&arch->blocks[i], rows);
    }
    if (genus_architecture_shape_after(arch, bands, arch->block_count).receptive_field > 4096) {
        return genus_fail(error, GENUS_ERROR_NETWORK,
                          "network: a column must not see more than 4096 frames");
    }
    if (!arch->pool_mean && !arch->pool_max) {
        return genus_fail(error, GENUS_ERROR_NETWORK, "network: pooling needs mean, max or both");
    }
    if (!(arch->dropout >= 0.0F && arch->dropout < 1.0F)) {
        return genus_fail(error, GENUS_ERROR_NETWORK,
                          "network: dropout must be at least 0 and under 1");
    }
    if (arch->labels < 2 || arch->labels > GENUS_LABELS_MAX) {
        return genus_fail(error, GENUS_ERROR_NETWORK, "network: the dense layer must have 2 to %d",
                          GENUS_LABELS_MAX);
    }
    const genus_status status = arch->spectral > 0 ? check_spectral(arch, bands, error) : GENUS_OK;
    if (status == GENUS_OK && genus_architecture_parameters(arch, bands) > PARAMETERS_MAX) {
        return genus_fail(error, GENUS_ERROR_NETWORK,
                          "network: it has %zu parameters, and 8388608 are the most",
                          genus_architecture_parameters(arch, bands));
    }
    return status;
}

genus_level_normalisation genus_architecture_level_normalisation(const genus_architecture *arch,
                                                                 uint32_t bands) {
    return (genus_level_normalisation){.memory = arch->level_memory,
                                       .bands = heard_bands(arch, bands)};
}

genus_architecture_shape genus_architecture_shape_after(const genus_architecture *arch,
                                                        uint32_t bands, uint32_t blocks) {
    genus_architecture_shape shape = {
        .rows = bands, .channels = 1, .stride = 1, .receptive_field = 1};
    for (uint32_t i = 0; i < blocks; i++) {
        const genus_architecture_block *block = &arch->blocks[i];
        shape.rows = rows_after(block, shape.rows);
        shape.channels = block->channels;
        // A column here spans kernel + pool - 1 steps of the layer below.
        shape.receptive_field += (block->kernel_time + block->pool_time - 2) * shape.stride;
        shape.stride *= block->pool_time;
    }
    return shape;
}

size_t genus_architecture_columns(const genus_architecture *arch, uint32_t bands, size_t frames) {
    const genus_architecture_shape shape =
        genus_architecture_shape_after(arch, bands, arch->block_count);
    return frames < shape.receptive_field ? 0 : (frames - shape.receptive_field) / shape.stride + 1;
}

genus_spans genus_spans_of(size_t columns, size_t span) {
    const size_t length = span > 0 && span < columns ? span : columns;
    return (genus_spans){columns, (columns + length - 1) / length, length};
}

size_t genus_span_start(const genus_spans *spans, size_t index) {
    return spans->count > 1 ? index * (spans->columns - spans->length) / (spans->count - 1) : 0;
}

size_t genus_architecture_features(const genus_architecture *arch, uint32_t bands) {
    const genus_architecture_shape shape =
        genus_architecture_shape_after(arch, bands, arch->block_count);
    return shape.channels * ((size_t)arch->pool_mean + (size_t)arch->pool_max);
}

genus_spectral_statistics_shape genus_architecture_spectral(const genus_architecture *arch,
                                                            uint32_t bands) {
    return (genus_spectral_statistics_shape){arch->spectral, heard_bands(arch, bands)};
}

size_t genus_architecture_spectral_features(const genus_architecture *arch, uint32_t bands) {
    const genus_spectral_statistics_shape shape = genus_architecture_spectral(arch, bands);
    return arch->spectral > 0 ? genus_spectral_statistics_feature_count(&shape) : 0;
}

size_t genus_architecture_parameters(const genus_architecture *arch, uint32_t bands) {
    size_t total = arch->band_norm ? 2 * (size_t)bands : 0;
    size_t inputs = 1;
    for (uint32_t i = 0; i < arch->block_count; i++) {
        const genus_architecture_block *block = &arch->blocks[i];
        total +=
            block->channels * (inputs * block->kernel_frequency * block->kernel_time + (size_t)2);
        inputs = block->channels;
    }
    total += arch->labels * (genus_architecture_features(arch, bands) + 1);
    if (arch->spectral > 0) {
        const size_t hidden = arch->spectral_hidden;
        total += hidden * (genus_architecture_spectral_features(arch, bands) + 1);
        total += arch->labels * (hidden + 1);
    }
    return total;
}
