// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The text form of a plan, one layer a line.

#include "engine/nn/architecture.h"

#include "engine/base/number.h"

#include <stdio.h>
#include <string.h>

#define TOKEN_MAX 32

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

static bool parse_texture(const char *line, genus_plan *plan) {
    char word[TOKEN_MAX];
    if (!next_word(&line, word) || !genus_number_parse_whole(word, &plan->texture) ||
        plan->texture == 0 || !next_word(&line, word) || strcmp(word, "hidden") != 0 ||
        !next_word(&line, word) || !genus_number_parse_whole(word, &plan->texture_hidden)) {
        return false;
    }
    return !next_word(&line, word) ||
           (strcmp(word, "dropout") == 0 && next_word(&line, word) &&
            genus_number_parse(word, &plan->texture_dropout) && !next_word(&line, word));
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
    STAGE_TEXTURE,
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
    const bool is_pooled = *stage >= STAGE_POOLED && *stage < STAGE_END;
    if (strcmp(word, "texture") == 0 && is_pooled && *stage != STAGE_TEXTURE) {
        *stage = STAGE_TEXTURE;
        return parse_texture(line, plan);
    }
    if (strcmp(word, "dense") == 0 && is_pooled) {
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
    if (plan->texture > 0) {
        PRINT("texture %u hidden %u", plan->texture, plan->texture_hidden);
        if (plan->texture_dropout > 0.0F) {
            genus_number_print(plan->texture_dropout, rate);
            PRINT(" dropout %s", rate);
        }
        PRINT("\n");
    }
    PRINT("dense %u%s\n", plan->labels, plan->or_none ? " or none" : "");
#undef PRINT
}
