// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A ring of mean squares.

#include "engine/audio/level_meter.h"

#include <math.h>
#include <stdlib.h>

#define QUIETEST 1e-12 // -120 dBFS.

struct genus_level_meter {
    size_t capacity;
    size_t count;
    size_t next;
    float mean_squares[];
};

genus_level_meter *genus_level_meter_new(size_t capacity) {
    genus_level_meter *level = calloc(1, sizeof *level + capacity * sizeof level->mean_squares[0]);
    if (level != NULL) {
        level->capacity = capacity;
    }
    return level;
}

void genus_level_meter_free(genus_level_meter *level) {
    free(level);
}

void genus_level_meter_push(genus_level_meter *level, float mean_square) {
    level->mean_squares[level->next] = mean_square;
    level->next = (level->next + 1) % level->capacity;
    level->count += level->count < level->capacity ? 1 : 0;
}

void genus_level_meter_clear(genus_level_meter *level) {
    level->count = 0;
    level->next = 0;
}

double genus_level_meter_mean_square(const genus_level_meter *level, size_t frames) {
    const size_t count = frames < level->count ? frames : level->count;
    if (count == 0) {
        return 0.0;
    }
    double sum = 0.0;
    size_t at = level->next;
    for (size_t i = 0; i < count; i++) {
        at = (at == 0 ? level->capacity : at) - 1;
        sum += (double)level->mean_squares[at];
    }
    return sum / (double)count;
}

float genus_level_meter_decibels(double mean_square) {
    return (float)(10.0 * log10(fmax(mean_square, QUIETEST)));
}
