// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// From several channels to one: their mean, as long as that is what they sound like. Where channels
// cancel each other (one is the other turned upside down, by a wrong plug or a "karaoke" effect)
// the mean is silence, or the noise that is left: then the loudest channel alone is listened to.
// That is decided slowly, and never for music whose channels merely differ.

#ifndef GENUS_ENGINE_AUDIO_DOWNMIX_H
#define GENUS_ENGINE_AUDIO_DOWNMIX_H

#include "engine/genus.h"

#include <stddef.h>
#include <stdint.h>

/** A plain value, to be started; one thread. Its functions allocate nothing and never wait. */
typedef struct genus_downmix {
    uint32_t channels;
    int32_t chosen;   ///< The channel that is listened to; -1: the mean of all.
    int32_t source;   ///< The channel that comes in or goes out while the two are blended.
    float share;      ///< Of `source` in what comes out now, 0..1: it moves towards what is chosen.
    float share_step; ///< By so much a sample.
    uint32_t window;  ///< Sample frames between judgements,
    uint32_t until_next; ///< and those that are left.
    uint32_t votes;      ///< Judgements in a row that were for the other state.
    float mix_energy;    ///< Sums over the window, of some of its frames.
    float energy[GENUS_CHANNELS_MAX];
    float loudness[GENUS_CHANNELS_MAX]; ///< The same over all windows that voted.
} genus_downmix;

/** Starts with the mean of all channels. @param channels 1 to GENUS_CHANNELS_MAX. */
void genus_downmix_start(genus_downmix *downmix, uint32_t channels, double sample_rate)
    GENUS_NONNULL(1);

/** Mixes planar samples, from `offset` on. @param mono [frames], receives the mix. */
void genus_downmix_planar(genus_downmix *downmix, float *mono, const float *const *channels,
                          size_t offset, size_t frames) GENUS_NONNULL(1);

/** Mixes interleaved samples: the same numbers, bit for bit. @param mono [frames]. */
void genus_downmix_interleaved(genus_downmix *downmix, float *mono, const float *samples,
                               size_t frames) GENUS_NONNULL(1);

#endif
