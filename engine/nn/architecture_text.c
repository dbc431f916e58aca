// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The text form of an architecture, one layer a line.

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

static bool parse_conv(const char *line, genus_architecture *arch) {
    if (arch->block_count == GENUS_ARCHITECTURE_BLOCKS_MAX) {
        return false;
    }
    genus_architecture_block block = {.pad_frequency = true, .pool_frequency = 1, .pool_time = 1};
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
    arch->blocks[arch->block_count++] = block;
    return true;
}

static bool parse_pool(const char *line, genus_architecture *arch) {
    char word[TOKEN_MAX];
    while (next_word(&line, word)) {
        if (strcmp(word, "mean") == 0) {
            arch->pool_mean = true;
        } else if (strcmp(word, "max") == 0) {
            arch->pool_max = true;
        } else if (!arch->pool_max || arch->max_span > 0 ||
                   !genus_number_parse_whole(word, &arch->max_span) || arch->max_span == 0) {
            return false;
        }
    }
    return arch->pool_mean || arch->pool_max;
}

static bool parse_spectral(const char *line, genus_architecture *arch) {
    char word[TOKEN_MAX];
    if (!next_word(&line, word) || !genus_number_parse_whole(word, &arch->spectral) ||
        arch->spectral == 0 || !next_word(&line, word) || strcmp(word, "hidden") != 0 ||
        !next_word(&line, word) || !genus_number_parse_whole(word, &arch->spectral_hidden)) {
        return false;
    }
    return !next_word(&line, word) ||
           (strcmp(word, "dropout") == 0 && next_word(&line, word) &&
            genus_number_parse(word, &arch->spectral_dropout) && !next_word(&line, word));
}

/// The rest of the last line: nothing, or "or none".
static bool parse_or_none(const char *line, genus_architecture *arch) {
    char word[TOKEN_MAX];
    if (!next_word(&line, word)) {
        return true;
    }
    arch->has_background =
        strcmp(word, "or") == 0 && next_word(&line, word) && strcmp(word, "none") == 0;
    return arch->has_background && !next_word(&line, word);
}

/// Where a line may stand: the order of layers is fixed.
enum position {
    AT_START,
    AT_HEARD,
    AT_INPUT,
    AT_BLOCKS,
    AT_POOLED,
    AT_DROPPED,
    AT_SPECTRAL,
    AT_END
};

static bool parse_line(const char *line, enum position *position, genus_architecture *arch) {
    char word[TOKEN_MAX];
    char value[TOKEN_MAX];
    if (!next_word(&line, word)) {
        return false;
    }
    if (strcmp(word, "hear") == 0 && *position == AT_START) {
        *position = AT_HEARD;
        return next_word(&line, value) && genus_number_parse_whole(value, &arch->heard_bands) &&
               arch->heard_bands > 0 && !next_word(&line, value);
    }
    if (strcmp(word, "level") == 0 && *position <= AT_HEARD) {
        *position = AT_INPUT;
        return next_word(&line, value) && genus_number_parse_whole(value, &arch->level_memory) &&
               arch->level_memory > 0 && !next_word(&line, value);
    }
    if (strcmp(word, "norm") == 0 && *position <= AT_INPUT) {
        arch->band_norm = next_word(&line, value) && strcmp(value, "bands") == 0;
        *position = AT_BLOCKS;
        return arch->band_norm && !next_word(&line, value);
    }
    if (strcmp(word, "conv") == 0 && *position <= AT_BLOCKS) {
        *position = AT_BLOCKS;
        return parse_conv(line, arch);
    }
    if (strcmp(word, "pool") == 0 && *position == AT_BLOCKS) {
        *position = AT_POOLED;
        return parse_pool(line, arch);
    }
    if (strcmp(word, "dropout") == 0 && *position == AT_POOLED) {
        *position = AT_DROPPED;
        return next_word(&line, value) && genus_number_parse(value, &arch->dropout) &&
               !next_word(&line, value);
    }
    const bool is_pooled = *position >= AT_POOLED && *position < AT_END;
    if (strcmp(word, "texture") == 0 && is_pooled && *position != AT_SPECTRAL) {
        *position = AT_SPECTRAL;
        return parse_spectral(line, arch);
    }
    if (strcmp(word, "dense") == 0 && is_pooled) {
        *position = AT_END;
        return next_word(&line, value) && genus_number_parse_whole(value, &arch->labels) &&
               parse_or_none(line, arch);
    }
    return false;
}

genus_status genus_architecture_parse(const char *text, uint32_t bands, genus_architecture *arch,
                                      genus_error *error) {
    *arch = (genus_architecture){0};
    enum position position = AT_START;
    int number = 1;
    for (const char *line = text; *line != '\0'; number++) {
        if (!parse_line(line, &position, arch)) {
            return genus_fail(error, GENUS_ERROR_NETWORK,
                              "network: line %d cannot be understood: \"%.*s\"", number,
                              (int)strcspn(line, "\n"), line);
        }
        line += strcspn(line, "\n");
        line += *line == '\n';
    }
    if (position != AT_END) {
        return genus_fail(error, GENUS_ERROR_NETWORK, "network: it has no dense layer at its end");
    }
    return genus_architecture_check(arch, bands, error);
}

void genus_architecture_print(const genus_architecture *arch,
                              char text[GENUS_ARCHITECTURE_TEXT_MAX]) {
    char *at = text;
    char *const end = text + GENUS_ARCHITECTURE_TEXT_MAX;
    char rate[GENUS_NUMBER_TEXT];
#define PRINT(...) at += snprintf(at, (size_t)(end - at), __VA_ARGS__)
    if (arch->heard_bands > 0) {
        PRINT("hear %u\n", arch->heard_bands);
    }
    if (arch->level_memory > 0) {
        PRINT("level %u\n", arch->level_memory);
    }
    if (arch->band_norm) {
        PRINT("norm bands\n");
    }
    for (uint32_t i = 0; i < arch->block_count; i++) {
        const genus_architecture_block *block = &arch->blocks[i];
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
    PRINT("pool%s%s", arch->pool_mean ? " mean" : "", arch->pool_max ? " max" : "");
    if (arch->max_span > 0) {
        PRINT(" %u", arch->max_span);
    }
    PRINT("\n");
    if (arch->dropout > 0.0F) {
        genus_number_print(arch->dropout, rate);
        PRINT("dropout %s\n", rate);
    }
    if (arch->spectral > 0) {
        PRINT("texture %u hidden %u", arch->spectral, arch->spectral_hidden);
        if (arch->spectral_dropout > 0.0F) {
            genus_number_print(arch->spectral_dropout, rate);
            PRINT(" dropout %s", rate);
        }
        PRINT("\n");
    }
    PRINT("dense %u%s\n", arch->labels, arch->has_background ? " or none" : "");
#undef PRINT
}
