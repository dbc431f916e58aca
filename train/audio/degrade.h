// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the world does to music before Genus hears it: noise, bad lines, codecs, low levels,
// overdriven inputs, rooms; and what a track of a mix holds of it. On audio; the features know
// nothing of it.

#ifndef GENUS_TRAIN_AUDIO_DEGRADE_H
#define GENUS_TRAIN_AUDIO_DEGRADE_H

#include "engine/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum genus_degradation {
    GENUS_NOISE_20,   ///< White noise at a signal-to-noise ratio of 20 dB.
    GENUS_NOISE_10,   ///< The same at 10 dB.
    GENUS_PINK_10,    ///< Pink noise (3 dB less an octave), from 20 Hz, at 10 dB.
    GENUS_TELEPHONE,  ///< Nothing but 300 to 3400 Hz; 48 dB an octave beyond.
    GENUS_VORBIS_64,  ///< Vorbis at 64 kbit/s, or its best quality if that needs less.
    GENUS_MP3_64,     ///< MP3 at 64 kbit/s.
    GENUS_QUIET_40,   ///< 40 dB less.
    GENUS_CLIP_12,    ///< Turned up by 12 dB over the highest peak and clipped there.
    GENUS_ROOM,       ///< A room of 0.6 s reverberation time, as loud as the direct sound.
    GENUS_HARMONIC,   ///< What sounds on alone, without drums and attacks.
    GENUS_PERCUSSIVE, ///< What strikes alone.
    GENUS_DEGRADATION_COUNT,
} genus_degradation;

/** "noise20", "telephone" and so on. */
const char *genus_degradation_name(genus_degradation degradation);

/** Finds one by its name. @return false if there is none. */
bool genus_degradation_named(const char *name, genus_degradation *degradation) GENUS_NONNULL(1, 2);

/** False for a codec that libsndfile lacks here. */
bool genus_degradation_available(genus_degradation degradation);

/**
 * Degrades a recording. The same samples and seed give the same result.
 * @param samples [count] mono, changed in place. @param rate In Hz.
 * @return GENUS_OK, GENUS_ERROR_DATA (a codec refuses, too short to separate), GENUS_ERROR_MEMORY.
 */
genus_status genus_degrade(genus_degradation degradation, float *samples, size_t count, double rate,
                           uint64_t seed, genus_error *error) GENUS_CHECKED;

#endif
