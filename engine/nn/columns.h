// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Incremental evaluation: frames pass the trunk once, finished columns sit in a ring that covers
// the longest window. Column c of a stretch sees frames c * stride .. c * stride + reach - 1; a gap
// ends the stretch, and no column spans it.

#ifndef GENUS_ENGINE_NN_COLUMNS_H
#define GENUS_ENGINE_NN_COLUMNS_H

#include "engine/genus.h"
#include "engine/nn/network.h"

typedef struct genus_columns genus_columns;

/**
 * @param capacity Columns kept. @param chunk Columns that the trunk makes at once, at least 1.
 * @return NULL if memory is out. The network must outlive it. Thread: any but the audio thread.
 */
genus_columns *genus_columns_new(const genus_network *network, size_t capacity, size_t chunk);

/** Frees it. NULL is fine. */
void genus_columns_free(genus_columns *columns);

/** Appends one frame [bands] in dB; the trunk runs when a chunk is full. Thread: worker. */
void genus_columns_push(genus_columns *columns, const float *frame) GENUS_NONNULL(1);

/** The next frame does not follow the last one. Finished columns stay. Thread: worker. */
void genus_columns_gap(genus_columns *columns) GENUS_NONNULL(1);

/** Forgets everything. Thread: worker. */
void genus_columns_clear(genus_columns *columns) GENUS_NONNULL(1);

/** Columns that the frames pushed since new or clear have made, beyond capacity too. Thread:
 * worker.
 */
uint64_t genus_columns_made(const genus_columns *columns) GENUS_NONNULL(1);

/** Columns at hand now: what was made since new, clear or keep, up to capacity. Thread: worker. */
size_t genus_columns_kept(genus_columns *columns) GENUS_NONNULL(1);

/** Forgets all but the newest `newest` columns; pending frames stay. Thread: worker. */
void genus_columns_keep(genus_columns *columns, size_t newest) GENUS_NONNULL(1);

/**
 * Logits over, and mean of, `count` columns (at least 1) before the newest `age` ones; so many must
 * be kept. @param mean [trunk_size]. Thread: worker; allocates nothing.
 */
void genus_columns_past_logits(genus_columns *columns, size_t age, size_t count, float *logits)
    GENUS_NONNULL(1);
void genus_columns_past_mean(const genus_columns *columns, size_t age, size_t count, float *mean)
    GENUS_NONNULL(1);

/**
 * Logits over the newest `window` columns (or as many as there are).
 * @return false if there is none yet. Thread: worker; allocates nothing.
 */
bool genus_columns_logits(genus_columns *columns, size_t window, float *logits) GENUS_NONNULL(1);

#endif
