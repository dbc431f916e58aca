// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The newest view, under a sequence lock (as in H.-J. Boehm, "Can seqlocks get along with
// programming language memory models?", 2012: the data are atomics too, so there is no race).

#include "plugin/lv2/published_state.h"

#include <string.h>

void genus_board_publish(genus_board *board, const genus_notice *notice) {
    uint32_t words[GENUS_BOARD_WORDS] = {0};
    memcpy(words, notice, sizeof *notice);
    const uint32_t turn = (uint32_t)atomic_load_explicit(&board->turn, memory_order_relaxed);
    atomic_store_explicit(&board->turn, turn + 1, memory_order_relaxed);
    // A reader that sees one of these words sees the odd turn as well.
    for (size_t i = 0; i < GENUS_BOARD_WORDS; i++) {
        atomic_store_explicit(&board->words[i], words[i], memory_order_release);
    }
    atomic_store_explicit(&board->turn, turn + 2, memory_order_release);
}

void genus_board_read(const genus_board *board, genus_notice *notice) {
    uint32_t words[GENUS_BOARD_WORDS];
    uint32_t before = 0;
    uint32_t after = 0;
    do {
        before = (uint32_t)atomic_load_explicit(&board->turn, memory_order_acquire);
        for (size_t i = 0; i < GENUS_BOARD_WORDS; i++) {
            words[i] = (uint32_t)atomic_load_explicit(&board->words[i], memory_order_acquire);
        }
        after = (uint32_t)atomic_load_explicit(&board->turn, memory_order_relaxed);
    } while (before != after || before % 2 == 1);
    memcpy(notice, words, sizeof *notice);
}
