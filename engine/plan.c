// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The description of a network: its named forms, its text form, its shapes.

#include "plan.h"

#include "number.h"

#include <stdio.h>
#include <string.h>

#define CHANNELS_MAX 1024U
#define KERNEL_MAX 128U
#define POOL_MAX 8U
#define TOKEN_MAX 32

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
        return true;
    }
    return false;
}

// ------------------------------------------------------------------------------------ text form

/// Copies the next word of a line; returns false at its end.
static bool next_word(const char **line, char word[TOKEN_MAX]) {
    const char *at = *line;
    while (*at == ' ') {
        at++;
    }
    size_t length = 0;
    while (*at != '\0' && *at != ' ' && *at != '\n' && length + 1 < TOKEN_MAX) {
        word[length++] = *at++;
    }
    word[length] = '\0';
    *line = at;
    return length > 0;
}

/// "3x3": frequency x time.
static bool parse_extent(char *word, uint32_t *frequency, uint32_t *time) {
    char *cross = strchr(word, 'x');
    if (cross == NULL) {
        return false;
    }
    *cross = '\0';
    return genus_number_parse_whole(word, frequency) && genus_number_parse_whole(cross + 1, time);
}

static bool parse_conv(const char *line, genus_plan *plan) {
    if (plan->block_count == GENUS_PLAN_BLOCKS_MAX) {
        return false;
    }
    genus_plan_block block = {.pad_frequency = true, .pool_frequency = 1, .pool_time = 1};
    char word[TOKEN_MAX];
    if (!next_word(&line, word) || !genus_number_parse_whole(word, &block.channels) ||
        !next_word(&line, word) ||
        !parse_extent(word, &block.kernel_frequency, &block.kernel_time)) {
        return false;
    }
    while (next_word(&line, word)) {
        bool good = false;
        if (strcmp(word, "valid") == 0) {
            block.pad_frequency = false;
            good = true;
        } else if (strcmp(word, "pool") == 0) {
            good = next_word(&line, word) &&
                   parse_extent(word, &block.pool_frequency, &block.pool_time);
        } else if (strcmp(word, "dropout") == 0) {
            good = next_word(&line, word) && genus_number_parse(word, &block.dropout);
        }
        if (!good) {
            return false;
        }
    }
    plan->blocks[plan->block_count++] = block;
    return true;
}

static bool parse_pool(const char *line, genus_plan *plan) {
    char word[TOKEN_MAX];
    while (next_word(&line, word)) {
        if (strcmp(word, "mean") == 0) {
            plan->pool_mean = true;
        } else if (strcmp(word, "max") == 0) {
            plan->pool_max = true;
        } else if (!plan->pool_max || plan->max_span > 0 ||
                   !genus_number_parse_whole(word, &plan->max_span) || plan->max_span == 0) {
            return false;
        }
    }
    return plan->pool_mean || plan->pool_max;
}

/// The rest of the last line: nothing, or "or none".
static bool parse_or_none(const char *line, genus_plan *plan) {
    char word[TOKEN_MAX];
    if (!next_word(&line, word)) {
        return true;
    }
    plan->or_none = strcmp(word, "or") == 0 && next_word(&line, word) && strcmp(word, "none") == 0;
    return plan->or_none && !next_word(&line, word);
}

/// Where a line may stand: the order of layers is fixed.
enum stage {
    STAGE_START,
    STAGE_HEARD,
    STAGE_INPUT,
    STAGE_BLOCKS,
    STAGE_POOLED,
    STAGE_DROPPED,
    STAGE_END
};

static bool parse_line(const char *line, enum stage *stage, genus_plan *plan) {
    char word[TOKEN_MAX];
    char value[TOKEN_MAX];
    if (!next_word(&line, word)) {
        return false;
    }
    if (strcmp(word, "hear") == 0 && *stage == STAGE_START) {
        *stage = STAGE_HEARD;
        return next_word(&line, value) && genus_number_parse_whole(value, &plan->heard_bands) &&
               plan->heard_bands > 0 && !next_word(&line, value);
    }
    if (strcmp(word, "level") == 0 && *stage <= STAGE_HEARD) {
        *stage = STAGE_INPUT;
        return next_word(&line, value) && genus_number_parse_whole(value, &plan->level_memory) &&
               plan->level_memory > 0 && !next_word(&line, value);
    }
    if (strcmp(word, "norm") == 0 && *stage <= STAGE_INPUT) {
        plan->band_norm = next_word(&line, value) && strcmp(value, "bands") == 0;
        *stage = STAGE_BLOCKS;
        return plan->band_norm && !next_word(&line, value);
    }
    if (strcmp(word, "conv") == 0 && *stage <= STAGE_BLOCKS) {
        *stage = STAGE_BLOCKS;
        return parse_conv(line, plan);
    }
    if (strcmp(word, "pool") == 0 && *stage == STAGE_BLOCKS) {
        *stage = STAGE_POOLED;
        return parse_pool(line, plan);
    }
    if (strcmp(word, "dropout") == 0 && *stage == STAGE_POOLED) {
        *stage = STAGE_DROPPED;
        return next_word(&line, value) && genus_number_parse(value, &plan->dropout) &&
               !next_word(&line, value);
    }
    if (strcmp(word, "dense") == 0 && (*stage == STAGE_POOLED || *stage == STAGE_DROPPED)) {
        *stage = STAGE_END;
        return next_word(&line, value) && genus_number_parse_whole(value, &plan->labels) &&
               parse_or_none(line, plan);
    }
    return false;
}

genus_status genus_plan_parse(const char *text, uint32_t bands, genus_plan *plan,
                              genus_error *error) {
    *plan = (genus_plan){0};
    enum stage stage = STAGE_START;
    int number = 1;
    for (const char *line = text; *line != '\0'; number++) {
        if (!parse_line(line, &stage, plan)) {
            return genus_fail(error, GENUS_ERROR_NETWORK,
                              "network: line %d cannot be understood: \"%.*s\"", number,
                              (int)strcspn(line, "\n"), line);
        }
        line += strcspn(line, "\n");
        line += *line == '\n';
    }
    if (stage != STAGE_END) {
        return genus_fail(error, GENUS_ERROR_NETWORK, "network: it has no dense layer at its end");
    }
    return genus_plan_check(plan, bands, error);
}

void genus_plan_print(const genus_plan *plan, char text[GENUS_PLAN_TEXT_MAX]) {
    char *at = text;
    char *const end = text + GENUS_PLAN_TEXT_MAX;
    char rate[GENUS_NUMBER_TEXT];
#define PRINT(...) at += snprintf(at, (size_t)(end - at), __VA_ARGS__)
    if (plan->heard_bands > 0) {
        PRINT("hear %u\n", plan->heard_bands);
    }
    if (plan->level_memory > 0) {
        PRINT("level %u\n", plan->level_memory);
    }
    if (plan->band_norm) {
        PRINT("norm bands\n");
    }
    for (uint32_t i = 0; i < plan->block_count; i++) {
        const genus_plan_block *block = &plan->blocks[i];
        PRINT("conv %u %ux%u", block->channels, block->kernel_frequency, block->kernel_time);
        if (!block->pad_frequency) {
            PRINT(" valid");
        }
        if (block->pool_frequency > 1 || block->pool_time > 1) {
            PRINT(" pool %ux%u", block->pool_frequency, block->pool_time);
        }
        if (block->dropout > 0.0F) {
            genus_number_print(block->dropout, rate);
            PRINT(" dropout %s", rate);
        }
        PRINT("\n");
    }
    PRINT("pool%s%s", plan->pool_mean ? " mean" : "", plan->pool_max ? " max" : "");
    if (plan->max_span > 0) {
        PRINT(" %u", plan->max_span);
    }
    PRINT("\n");
    if (plan->dropout > 0.0F) {
        genus_number_print(plan->dropout, rate);
        PRINT("dropout %s\n", rate);
    }
    PRINT("dense %u%s\n", plan->labels, plan->or_none ? " or none" : "");
#undef PRINT
}

// --------------------------------------------------------------------------------------- shapes

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
    return GENUS_OK;
}

genus_levelling genus_plan_levelling(const genus_plan *plan, uint32_t bands) {
    return (genus_levelling){.memory = plan->level_memory,
                             .bands = plan->heard_bands > 0 ? plan->heard_bands : bands};
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

size_t genus_plan_parameters(const genus_plan *plan, uint32_t bands) {
    size_t total = plan->band_norm ? 2 * (size_t)bands : 0;
    size_t inputs = 1;
    for (uint32_t i = 0; i < plan->block_count; i++) {
        const genus_plan_block *block = &plan->blocks[i];
        total +=
            block->channels * (inputs * block->kernel_frequency * block->kernel_time + (size_t)2);
        inputs = block->channels;
    }
    return total + plan->labels * (genus_plan_features(plan, bands) + 1);
}
