// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The newest view, under a sequence lock (as in H.-J. Boehm, "Can seqlocks get along with
// programming language memory models?", 2012: the data are atomics too, so there is no race).

#include "plugin/lv2/published_state.h"

#include <string.h>

void genus_published_state_publish(genus_published_state *published_state,
                                   const genus_published *published) {
    uint32_t words[GENUS_PUBLISHED_STATE_WORDS] = {0};
    memcpy(words, published, sizeof *published);
    const uint32_t turn =
        (uint32_t)atomic_load_explicit(&published_state->turn, memory_order_relaxed);
    atomic_store_explicit(&published_state->turn, turn + 1, memory_order_relaxed);
    // A reader that sees one of these words sees the odd turn as well.
    for (size_t i = 0; i < GENUS_PUBLISHED_STATE_WORDS; i++) {
        atomic_store_explicit(&published_state->words[i], words[i], memory_order_release);
    }
    atomic_store_explicit(&published_state->turn, turn + 2, memory_order_release);
}

void genus_published_state_read(const genus_published_state *published_state,
                                genus_published *published) {
    uint32_t words[GENUS_PUBLISHED_STATE_WORDS];
    uint32_t before = 0;
    uint32_t after = 0;
    do {
        before = (uint32_t)atomic_load_explicit(&published_state->turn, memory_order_acquire);
        for (size_t i = 0; i < GENUS_PUBLISHED_STATE_WORDS; i++) {
            words[i] =
                (uint32_t)atomic_load_explicit(&published_state->words[i], memory_order_acquire);
        }
        after = (uint32_t)atomic_load_explicit(&published_state->turn, memory_order_relaxed);
    } while (before != after || before % 2 == 1);
    memcpy(published, words, sizeof *published);
}
