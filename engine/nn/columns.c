// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Incremental evaluation of the trunk: pending frames, and a ring of finished columns.

#include "engine/nn/columns.h"

#include <stdlib.h>
#include <string.h>

struct genus_columns {
    const genus_network *network;
    genus_workspace *workspace;
    size_t bands;
    size_t column_size;
    size_t stride;
    size_t receptive_field;
    genus_level_normalisation level_normalisation;
    genus_level_normaliser level_normaliser; ///< Of the present stretch.

    float *pending; ///< [reach + (chunk - 1) * stride][bands]: frames of columns not yet made.
    size_t pending_count;
    size_t chunk;

    float *ring;  ///< [capacity][column_size]
    float *fresh; ///< [chunk][column_size]: what the trunk just made.
    size_t capacity;
    size_t head;   ///< Where the next column goes.
    size_t count;  ///< Finished columns in the ring.
    uint64_t made; ///< Finished columns since new or clear.
};

genus_columns *genus_columns_new(const genus_network *network, size_t capacity, size_t chunk) {
    genus_columns *columns = calloc(1, sizeof *columns);
    if (columns == NULL) {
        return NULL;
    }
    columns->network = network;
    columns->bands = genus_network_bands(network);
    columns->column_size = genus_network_column_size(network);
    columns->stride = genus_network_stride(network);
    columns->receptive_field = genus_network_receptive_field(network);
    columns->level_normalisation = genus_network_level_normalisation(network);
    columns->capacity = capacity;
    columns->chunk = chunk;
    columns->workspace = genus_workspace_new(network, chunk);
    columns->pending = calloc(columns->receptive_field + (chunk - 1) * columns->stride,
                              columns->bands * sizeof *columns->pending);
    columns->ring = calloc(capacity, columns->column_size * sizeof *columns->ring);
    columns->fresh = calloc(chunk, columns->column_size * sizeof *columns->fresh);
    if (columns->workspace == NULL || columns->pending == NULL || columns->ring == NULL ||
        columns->fresh == NULL) {
        genus_columns_free(columns);
        return NULL;
    }
    return columns;
}

void genus_columns_free(genus_columns *columns) {
    if (columns == NULL) {
        return;
    }
    genus_workspace_free(columns->workspace);
    free(columns->pending);
    free(columns->ring);
    free(columns->fresh);
    free(columns);
}

/// Columns that the pending frames suffice for.
static size_t ready(const genus_columns *columns) {
    return genus_network_columns(columns->network, columns->pending_count);
}

static void keep(genus_columns *columns, const float *column) {
    memcpy(columns->ring + columns->head * columns->column_size, column,
           columns->column_size * sizeof *column);
    columns->head = (columns->head + 1) % columns->capacity;
    columns->count += columns->count < columns->capacity;
    columns->made++;
}

/// Passes what is ready through the trunk; frames that later columns need again stay pending.
static void evaluate(genus_columns *columns) {
    const size_t count = ready(columns);
    if (count == 0) {
        return;
    }
    genus_network_trunk(columns->network, columns->workspace, columns->pending, count,
                        columns->fresh);
    for (size_t i = 0; i < count; i++) {
        keep(columns, columns->fresh + i * columns->column_size);
    }
    const size_t used = count * columns->stride;
    columns->pending_count -= used;
    memmove(columns->pending, columns->pending + used * columns->bands,
            columns->pending_count * columns->bands * sizeof *columns->pending);
}

void genus_columns_push(genus_columns *columns, const float *frame) {
    float *pending = columns->pending + columns->pending_count * columns->bands;
    memcpy(pending, frame, columns->bands * sizeof *frame);
    genus_level_normaliser_apply(&columns->level_normaliser, &columns->level_normalisation,
                                 columns->bands, pending);
    columns->pending_count++;
    if (ready(columns) == columns->chunk) {
        evaluate(columns);
    }
}

void genus_columns_gap(genus_columns *columns) {
    evaluate(columns);
    columns->pending_count = 0;
    columns->level_normaliser = (genus_level_normaliser){0};
}

void genus_columns_clear(genus_columns *columns) {
    columns->pending_count = 0;
    columns->level_normaliser = (genus_level_normaliser){0};
    columns->head = 0;
    columns->count = 0;
    columns->made = 0;
}

uint64_t genus_columns_made(const genus_columns *columns) {
    return columns->made + ready(columns);
}

size_t genus_columns_kept(genus_columns *columns) {
    evaluate(columns);
    return columns->count;
}

void genus_columns_keep(genus_columns *columns, size_t newest) {
    evaluate(columns);
    columns->count = newest < columns->count ? newest : columns->count;
}

/// Where the `count` columns before the newest `age` ones begin in the ring.
static size_t start_of(const genus_columns *columns, size_t age, size_t count) {
    return (columns->head + 2 * columns->capacity - age - count) % columns->capacity;
}

void genus_columns_past_logits(genus_columns *columns, size_t age, size_t count, float *logits) {
    // They wrap if they begin near the ring's end.
    const size_t start = start_of(columns, age, count);
    const size_t first = columns->capacity - start < count ? columns->capacity - start : count;
    genus_network_head(columns->network, columns->workspace,
                       columns->ring + start * columns->column_size, first, columns->ring,
                       count - first, logits);
}

void genus_columns_past_mean(const genus_columns *columns, size_t age, size_t count, float *mean) {
    const size_t size = genus_network_trunk_size(columns->network);
    const size_t start = start_of(columns, age, count);
    memset(mean, 0, size * sizeof *mean);
    for (size_t i = 0; i < count; i++) {
        const float *column =
            columns->ring + (start + i) % columns->capacity * columns->column_size;
        for (size_t c = 0; c < size; c++) {
            mean[c] += column[c];
        }
    }
    for (size_t c = 0; c < size; c++) {
        mean[c] /= (float)count;
    }
}

bool genus_columns_logits(genus_columns *columns, size_t window, float *logits) {
    const size_t kept = genus_columns_kept(columns);
    const size_t count = window < kept ? window : kept;
    if (count > 0) {
        genus_columns_past_logits(columns, 0, count, logits);
    }
    return count > 0;
}
