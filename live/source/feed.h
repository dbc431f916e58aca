// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The door through which every live source hands its samples to the listener: counts and meters
// them. Sources write from the loop's own thread; a device's audio thread is in another process.

#ifndef GENUS_LIVE_SOURCE_FEED_H
#define GENUS_LIVE_SOURCE_FEED_H

#include "engine/genus.h"
#include "live/source/meter.h"

/** Start it with genus_feed_start(). */
typedef struct genus_feed {
    genus_listener *listener;
    uint32_t channels;
    genus_meter meter;
    uint64_t frames;    ///< Written since the start.
    uint64_t overflows; ///< Reported by the device.
    uint64_t dropped;   ///< Sample frames lost before they came here.
} genus_feed;

/** Starts feeding a listener, which must outlive it. */
void genus_feed_start(genus_feed *feed, genus_listener *listener, double rate, uint32_t channels)
    GENUS_NONNULL(1, 2);

/** Hands on a block of interleaved samples. */
void genus_feed_write(genus_feed *feed, const float *samples, size_t frames) GENUS_NONNULL(1);

/** Audio is missing before the next block. */
void genus_feed_gap(genus_feed *feed) GENUS_NONNULL(1);

/** What the source has lost so far. */
void genus_feed_count(genus_feed *feed, uint64_t overflows, uint64_t dropped) GENUS_NONNULL(1);

#endif
