// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The description of a network: its named forms, its shapes, what can be built. The text form is in
// plan_text.c.

#include "engine/nn/architecture.h"

#include <string.h>

#define CHANNELS_MAX 1024U
#define KERNEL_MAX 128U
#define POOL_MAX 8U

/// The three blocks that both named architectures begin with: 32, 64, 128 channels of 3x3.
static void add_trunk(genus_plan *plan, uint32_t last_pool, float dropout) {
    static const uint32_t channels[3] = {32, 64, 128};
    plan->block_count = 3;
    for (uint32_t i = 0; i < 3; i++) {
        plan->blocks[i] = (genus_plan_block){
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

bool genus_plan_named(const char *name, uint32_t bands, uint32_t labels, genus_plan *plan) {
    *plan = (genus_plan){.labels = labels, .pool_mean = true};
    if (strcmp(name, "seed") == 0) {
        add_trunk(plan, 2, 0.25F);
        return true;
    }
    if (strcmp(name, "genus") == 0) {
        add_trunk(plan, 4, 0.0F);
        // A kernel over all rows that are left is a 1x1 convolution of the rows as channels.
        plan->blocks[3] = (genus_plan_block){
            .channels = 256,
            .kernel_frequency = bands / 16,
            .kernel_time = 1,
            .pool_frequency = 1,
            .pool_time = 1,
        };
        plan->block_count = 4;
        plan->band_norm = true;
        plan->pool_max = true;
        plan->dropout = 0.3F;
        plan->texture = 20;
        plan->texture_hidden = 128;
        plan->texture_dropout = 0.3F;
        return true;
    }
    return false;
}

// --------------------------------------------------------------------------------------- shapes

static uint32_t heard_bands(const genus_plan *plan, uint32_t bands) {
    return plan->heard_bands > 0 ? plan->heard_bands : bands;
}

/// Rows after a block on `rows` rows; 0 if it does not fit.
static size_t rows_after(const genus_plan_block *block, size_t rows) {
    if (!block->pad_frequency) {
        if (rows < block->kernel_frequency) {
            return 0;
        }
        rows = rows - block->kernel_frequency + 1;
    }
    return rows / block->pool_frequency;
}

static genus_status check_block(const genus_plan_block *block, uint32_t number, size_t rows,
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

static genus_status check_texture(const genus_plan *plan, uint32_t bands, genus_error *error) {
    const genus_plan_shape column = genus_plan_shape_after(plan, bands, plan->block_count);
    const genus_texture_shape shape = genus_plan_texture(plan, bands);
    const char *fault = NULL;
    if (shape.heard < 2 || shape.heard > GENUS_TEXTURE_BANDS_MAX) {
        fault = "it needs 2 to 512 bands that are heard";
    } else if (shape.cepstra > GENUS_TEXTURE_CEPSTRA_MAX || shape.cepstra > shape.heard) {
        fault = "cepstra must be 1 to 32, and no more than bands that are heard";
    } else if (plan->texture_hidden < 1 || plan->texture_hidden > CHANNELS_MAX) {
        fault = "its hidden layer must have 1 to 1024 units";
    } else if (column.reach <= column.stride) {
        fault = "a column must see the frame before those that are its own";
    } else if (!(plan->texture_dropout >= 0.0F && plan->texture_dropout < 1.0F)) {
        fault = "dropout must be at least 0 and under 1";
    }
    return fault == NULL ? GENUS_OK
                         : genus_fail(error, GENUS_ERROR_NETWORK, "network: texture: %s", fault);
}

genus_status genus_plan_check(const genus_plan *plan, uint32_t bands, genus_error *error) {
    if (plan->block_count < 1 || plan->block_count > GENUS_PLAN_BLOCKS_MAX) {
        return genus_fail(error, GENUS_ERROR_NETWORK, "network: it needs 1 to %d blocks",
                          GENUS_PLAN_BLOCKS_MAX);
    }
    if (plan->heard_bands > bands) {
        return genus_fail(error, GENUS_ERROR_NETWORK, "network: it hears %u of %u bands",
                          plan->heard_bands, bands);
    }
    size_t rows = bands;
    for (uint32_t i = 0; i < plan->block_count; i++) {
        const genus_status status = check_block(&plan->blocks[i], i + 1, rows, error);
        if (status != GENUS_OK) {
            return status;
        }
        rows = rows_after(&plan->blocks[i], rows);
    }
    if (genus_plan_shape_after(plan, bands, plan->block_count).reach > 4096) {
        return genus_fail(error, GENUS_ERROR_NETWORK,
                          "network: a column must not see more than 4096 frames");
    }
    if (!plan->pool_mean && !plan->pool_max) {
        return genus_fail(error, GENUS_ERROR_NETWORK, "network: pooling needs mean, max or both");
    }
    if (!(plan->dropout >= 0.0F && plan->dropout < 1.0F)) {
        return genus_fail(error, GENUS_ERROR_NETWORK,
                          "network: dropout must be at least 0 and under 1");
    }
    if (plan->labels < 2 || plan->labels > GENUS_LABELS_MAX) {
        return genus_fail(error, GENUS_ERROR_NETWORK, "network: the dense layer must have 2 to %d",
                          GENUS_LABELS_MAX);
    }
    return plan->texture > 0 ? check_texture(plan, bands, error) : GENUS_OK;
}

genus_levelling genus_plan_levelling(const genus_plan *plan, uint32_t bands) {
    return (genus_levelling){.memory = plan->level_memory, .bands = heard_bands(plan, bands)};
}

genus_plan_shape genus_plan_shape_after(const genus_plan *plan, uint32_t bands, uint32_t blocks) {
    genus_plan_shape shape = {.rows = bands, .channels = 1, .stride = 1, .reach = 1};
    for (uint32_t i = 0; i < blocks; i++) {
        const genus_plan_block *block = &plan->blocks[i];
        shape.rows = rows_after(block, shape.rows);
        shape.channels = block->channels;
        // A column here spans kernel + pool - 1 steps of the layer below.
        shape.reach += (block->kernel_time + block->pool_time - 2) * shape.stride;
        shape.stride *= block->pool_time;
    }
    return shape;
}

size_t genus_plan_columns(const genus_plan *plan, uint32_t bands, size_t frames) {
    const genus_plan_shape shape = genus_plan_shape_after(plan, bands, plan->block_count);
    return frames < shape.reach ? 0 : (frames - shape.reach) / shape.stride + 1;
}

genus_spans genus_spans_of(size_t columns, size_t span) {
    const size_t length = span > 0 && span < columns ? span : columns;
    return (genus_spans){columns, (columns + length - 1) / length, length};
}

size_t genus_span_start(const genus_spans *spans, size_t index) {
    return spans->count > 1 ? index * (spans->columns - spans->length) / (spans->count - 1) : 0;
}

size_t genus_plan_features(const genus_plan *plan, uint32_t bands) {
    const genus_plan_shape shape = genus_plan_shape_after(plan, bands, plan->block_count);
    return shape.channels * ((size_t)plan->pool_mean + (size_t)plan->pool_max);
}

genus_texture_shape genus_plan_texture(const genus_plan *plan, uint32_t bands) {
    return (genus_texture_shape){plan->texture, heard_bands(plan, bands)};
}

size_t genus_plan_texture_features(const genus_plan *plan, uint32_t bands) {
    const genus_texture_shape shape = genus_plan_texture(plan, bands);
    return plan->texture > 0 ? genus_texture_feature_count(&shape) : 0;
}

size_t genus_plan_parameters(const genus_plan *plan, uint32_t bands) {
    size_t total = plan->band_norm ? 2 * (size_t)bands : 0;
    size_t inputs = 1;
    for (uint32_t i = 0; i < plan->block_count; i++) {
        const genus_plan_block *block = &plan->blocks[i];
        total +=
            block->channels * (inputs * block->kernel_frequency * block->kernel_time + (size_t)2);
        inputs = block->channels;
    }
    total += plan->labels * (genus_plan_features(plan, bands) + 1);
    if (plan->texture > 0) {
        const size_t hidden = plan->texture_hidden;
        total += hidden * (genus_plan_texture_features(plan, bands) + 1);
        total += plan->labels * (hidden + 1);
    }
    return total;
}
