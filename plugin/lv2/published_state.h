// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The newest view, published by the audio thread and copied out by any other: a sequence lock on
// atomic words. The writer never waits; a reader that was overtaken tries again.

#ifndef GENUS_PLUGIN_LV2_PUBLISHED_STATE_H
#define GENUS_PLUGIN_LV2_PUBLISHED_STATE_H

#include "plugin/draw/view.h"

#include <stdatomic.h>

/** What is on the board. */
typedef struct genus_notice {
    genus_view view;
    uint64_t restored; ///< Number of the last restored state that went into the view; 0: none.
} genus_notice;

#define GENUS_BOARD_WORDS ((sizeof(genus_notice) + 3) / 4)

/** All zero is a board with an all-zero notice. */
typedef struct genus_board {
    atomic_uint_least32_t turn; ///< Odd while the writer writes.
    atomic_uint_least32_t words[GENUS_BOARD_WORDS];
} genus_board;

/** Publishes a notice. Thread: one writer; wait-free. */
void genus_board_publish(genus_board *board, const genus_notice *notice);

/** Copies the newest notice. Thread: any but the audio thread. */
void genus_board_read(const genus_board *board, genus_notice *notice);

#endif
