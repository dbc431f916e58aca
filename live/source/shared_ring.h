// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Audio from the process that holds the device to the one that listens: a lock-free ring in shared
// memory, with one writer and one reader. A block that does not fit is dropped whole and counted;
// marks say where audio is missing.

#ifndef GENUS_LIVE_SOURCE_SHARED_RING_H
#define GENUS_LIVE_SOURCE_SHARED_RING_H

#include "engine/genus.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GENUS_SHARED_CHANNELS_MAX 2

typedef struct genus_shared_ring genus_shared_ring;

/** Makes one that processes forked from now on share. NULL: memory is out. */
genus_shared_ring *genus_shared_ring_new(void);

/** Unmaps it in this process. NULL is fine. */
void genus_shared_ring_free(genus_shared_ring *ring);

/** Before the first block: how many channels it will have, 1 or 2. Thread: the writer. */
void genus_shared_ring_set_channels(genus_shared_ring *ring, uint32_t channels) GENUS_NONNULL(1);

/** Writes a block of interleaved samples, or drops it whole. Thread: audio; wait-free. */
void genus_shared_ring_write(genus_shared_ring *ring, const float *samples, size_t frames)
    GENUS_NONNULL(1);

/** The device lost audio before the next block. Thread: audio; wait-free. */
void genus_shared_ring_overflow(genus_shared_ring *ring) GENUS_NONNULL(1);

/**
 * Reads up to `frames` sample frames, never across a place where audio is missing.
 * @param gap Receives whether audio is missing right before them.
 * @return How many; 0: there are none yet. Thread: the reader; wait-free.
 */
size_t genus_shared_ring_read(genus_shared_ring *ring, float *samples, size_t frames, bool *gap)
    GENUS_NONNULL(1);

/** Overflows reported, and sample frames dropped, so far. Thread: any; wait-free. */
uint64_t genus_shared_ring_overflows(const genus_shared_ring *ring) GENUS_NONNULL(1);
uint64_t genus_shared_ring_dropped(const genus_shared_ring *ring) GENUS_NONNULL(1);

#endif
