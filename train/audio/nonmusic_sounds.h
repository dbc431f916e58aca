// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Sounds that are not music, made up: every call draws another one.

#ifndef GENUS_TRAIN_AUDIO_NONMUSIC_SOUNDS_H
#define GENUS_TRAIN_AUDIO_NONMUSIC_SOUNDS_H

#include "engine/base/error.h"
#include "train/util/random.h"

#include <stddef.h>

typedef enum genus_nonmusic_kind {
    GENUS_NONMUSIC_NOISE,  ///< Steady or swelling noise of any colour: hiss, wind, surf, engines.
    GENUS_NONMUSIC_TONE,   ///< One tone: held, beeping, gliding, wailing.
    GENUS_NONMUSIC_HUM,    ///< Mains and motors: a low tone, its harmonics, and noise.
    GENUS_NONMUSIC_TICKS,  ///< Metronomes, clocks, dripping taps.
    GENUS_NONMUSIC_BURSTS, ///< Very many short noises: applause, rain, typing, crackling.
    GENUS_NONMUSIC_SPEECH, ///< Something that moves as speech does, by one voice or several.
    GENUS_NONMUSIC_KINDS,
} genus_nonmusic_kind;

/**
 * Makes a sound of a kind, at any level.
 * @param samples [count], receives the sound. @param rate In Hz.
 * @return GENUS_OK or GENUS_ERROR_MEMORY.
 */
genus_status genus_nonmusic_sound(genus_nonmusic_kind kind, double rate, genus_random *random,
                                  float *samples, size_t count, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(3);

#endif
