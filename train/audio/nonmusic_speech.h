// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Babble by the source-filter model of speech (Fant 1960): a voice of its own draws syllables of a
// language that nobody speaks.

#ifndef GENUS_TRAIN_AUDIO_NONMUSIC_SPEECH_H
#define GENUS_TRAIN_AUDIO_NONMUSIC_SPEECH_H

#include "engine/genus.h"
#include "train/util/random.h"

#include <math.h>
#include <stddef.h>

/** Adds one voice. @param samples [count] @param rate In Hz. */
void genus_nonmusic_speak(double rate, genus_random *random, float *samples, size_t count)
    GENUS_NONNULL(2);

// A two-pole resonator as in Klatt's synthesiser (1980): what voices and ticks ring with.

/** Coefficients and memory. Start from zeros. A plain value. */
typedef struct genus_resonator {
    double gain;
    double first;
    double second;
    double last;        ///< Output one sample ago.
    double before_last; ///< Output two samples ago.
} genus_resonator;

/** Tunes it: gain 1 at 0 Hz; the memory stays. All in Hz, frequency under half of rate. */
static inline void genus_resonator_tune(genus_resonator *resonator, double rate, double frequency,
                                        double width) {
    const double pi = 3.141592653589793;
    const double radius = exp(-pi * width / rate);
    resonator->second = -radius * radius;
    resonator->first = 2.0 * radius * cos(2.0 * pi * frequency / rate);
    resonator->gain = 1.0 - resonator->first - resonator->second;
}

static inline double genus_resonator_step(genus_resonator *resonator, double input) {
    const double output = resonator->gain * input + resonator->first * resonator->last +
                          resonator->second * resonator->before_last;
    resonator->before_last = resonator->last;
    resonator->last = output;
    return output;
}

#endif
