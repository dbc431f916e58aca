// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The lock-free ring between the audio thread and the worker: single producer, single consumer,
// C11 atomics, wait-free on both sides. A block that does not fit is dropped whole and counted,
// and a mark is left in the stream where it is missing. Marks also carry restarts in their place.

#ifndef GENUS_ENGINE_STREAM_RING_H
#define GENUS_ENGINE_STREAM_RING_H

#include "engine/genus.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct genus_ring genus_ring;

/** What may stand between two samples of the stream; a later one outranks an earlier one. */
typedef enum genus_ring_mark {
    GENUS_RING_MARK_NONE = 0,
    GENUS_RING_MARK_JUMP,           ///< The same recording goes on elsewhere.
    GENUS_RING_MARK_GAP,            ///< Samples are missing here.
    GENUS_RING_MARK_RESTART_WINDOW, ///< Unrelated audio follows.
    GENUS_RING_MARK_RESTART_TRACK,  ///< Another track follows.
} genus_ring_mark;

/** Two runs of free memory inside the ring; the second is empty unless the block wraps. */
typedef struct genus_ring_span {
    float *first;
    size_t first_count;
    float *second;
    size_t second_count;
} genus_ring_span;

/**
 * Makes a ring for `capacity` samples.
 * @return NULL if memory is out or the capacity is 0 or over 2^30. Thread: any but the audio
 * thread.
 */
genus_ring *genus_ring_new(size_t capacity);

/** Frees a ring that no thread uses any more. NULL is fine. */
void genus_ring_free(genus_ring *ring);

/**
 * Reserves room for a block of `count` samples, to be filled in place and then committed.
 *
 * @return false if the block does not fit: it is then dropped whole, counted, and a gap is marked
 *         before the next block that fits. A block is committed before the next is reserved.
 * Thread: audio; wait-free.
 */
bool genus_ring_reserve(genus_ring *ring, size_t count, genus_ring_span *span) GENUS_NONNULL(3);

/** Publishes `count` samples that were reserved and filled. Thread: audio; wait-free. */
void genus_ring_commit(genus_ring *ring, size_t count);

/** Leaves a mark at the present end of the stream, before the next block. Thread: audio; wait-free.
 */
void genus_ring_put_mark(genus_ring *ring, genus_ring_mark mark) GENUS_NONNULL(1);

/**
 * Takes up to `count` samples, never across a mark.
 *
 * @param mark Receives the mark that stands right before the samples returned (or at the stream's
 *             end, with 0 samples), else GENUS_RING_MARK_NONE. Each mark is returned once.
 * @return How many samples were copied to `samples`; 0 with no mark: the ring is empty.
 * Thread: worker; wait-free.
 */
size_t genus_ring_read(genus_ring *ring, float *samples, size_t count, genus_ring_mark *mark)
    GENUS_NONNULL(1, 4);

/** How many samples were dropped since the ring was made. Thread: any; wait-free. */
uint64_t genus_ring_dropped(const genus_ring *ring) GENUS_NONNULL(1);

#endif
