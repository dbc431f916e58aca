// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The newest view, published by the audio thread and copied out by any other: a sequence lock on
// atomic words. The writer never waits; a reader that was overtaken tries again.

#ifndef GENUS_PLUGIN_LV2_PUBLISHED_STATE_H
#define GENUS_PLUGIN_LV2_PUBLISHED_STATE_H

#include "engine/genus.h"
#include "plugin/draw/view.h"

#include <stdatomic.h>

/** What is published. */
typedef struct genus_published {
    genus_view view;
    uint64_t restored; ///< Number of the last restored state that went into the view; 0: none.
} genus_published;

#define GENUS_PUBLISHED_STATE_WORDS ((sizeof(genus_published) + 3) / 4)

/** All zero has an all-zero state published. */
typedef struct genus_published_state {
    atomic_uint_least32_t turn; ///< Odd while the writer writes.
    atomic_uint_least32_t words[GENUS_PUBLISHED_STATE_WORDS];
} genus_published_state;

/** Publishes a state. Thread: one writer; wait-free. */
void genus_published_state_publish(genus_published_state *published_state,
                                   const genus_published *published) GENUS_NONNULL(1, 2);

/** Copies the newest state. Thread: any but the audio thread. */
void genus_published_state_read(const genus_published_state *published_state,
                                genus_published *published) GENUS_NONNULL(1, 2);

#endif
