// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A whole buffer at once, by way of a listener: one code path, the same numbers.

#include "engine/base/error.h"

#define BLOCK_FRAMES 4096 // Far under what a listener's ring holds at any rate.

genus_status genus_classify(genus_model *model, const genus_listener_options *options,
                            const float *samples, size_t frames, genus_verdict *verdict,
                            genus_error *error) {
    genus_listener_options whole = *options;
    whole.interval_seconds = 0.0;
    whole.songs = false;
    genus_listener *listener = NULL;
    const genus_status status = genus_listener_new(model, &whole, &listener, error);
    if (status != GENUS_OK) {
        return status;
    }
    for (size_t at = 0; at < frames; at += BLOCK_FRAMES) {
        const size_t count = frames - at < BLOCK_FRAMES ? frames - at : BLOCK_FRAMES;
        (void)genus_listener_write_interleaved(listener, samples + at * whole.channels, count);
        (void)genus_listener_work(listener);
    }
    genus_listener_finish(listener);
    genus_listener_read(listener, verdict);
    genus_listener_free(listener);
    return GENUS_OK;
}
