// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The instruments: each adds one note to a mix.

#ifndef GENUS_TESTS_INSTRUMENTS_H
#define GENUS_TESTS_INSTRUMENTS_H

#include "train/util/random.h"

#include <stddef.h>

/** A stereo mix that somebody else owns; [frames][2], interleaved. */
typedef struct genus_mix {
    float *stereo;
    size_t frames;
    double rate; ///< In Hz.
} genus_mix;

/** One note. Drums ignore pitch, and duration where they ring out by themselves. */
typedef struct genus_note {
    double start;    ///< In seconds.
    double duration; ///< In seconds.
    double pitch;    ///< MIDI note number, 69 is 440 Hz.
    double gain;     ///< Peak amplitude, about.
    double pan;      ///< -1 left to 1 right.
} genus_note;

/** Drums: a falling sine; noise with a tone; noise above 7 kHz; a burst of noise in steps. */
void genus_play_kick(genus_mix *mix, const genus_note *note);
void genus_play_snare(genus_mix *mix, const genus_note *note, genus_random *noise);
void genus_play_hat(genus_mix *mix, const genus_note *note, genus_random *noise);
void genus_play_clap(genus_mix *mix, const genus_note *note, genus_random *noise);

/** A saw through a resonant low-pass whose cutoff (in Hz) falls with the note. */
void genus_play_bass(genus_mix *mix, const genus_note *note, double cutoff);

/** Two detuned saws, low-passed: the rolling bass of breakbeats. */
void genus_play_reese(genus_mix *mix, const genus_note *note, double cutoff);

/** Bowed: detuned saws with vibrato, a slow attack and a slow release. */
void genus_play_strings(genus_mix *mix, const genus_note *note, genus_random *noise);

/**
 * A plucked string (Karplus and Strong 1983, tuned as by Jaffe and Smith 1983).
 * @param brightness 0 soft to 1 hard.
 */
void genus_play_pluck(genus_mix *mix, const genus_note *note, double brightness,
                      genus_random *noise);

#endif
