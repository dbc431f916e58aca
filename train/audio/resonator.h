// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A two-pole resonator as in Klatt's synthesiser (1980): the building block of made-up sounds.

#ifndef GENUS_TRAIN_AUDIO_RESONATOR_H
#define GENUS_TRAIN_AUDIO_RESONATOR_H

#include <math.h>

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
