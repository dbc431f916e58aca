// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The power spectrum of a frame by its definition, in double precision: the oracle for the front
// end's transform.

#ifndef GENUS_TESTS_PLAIN_SPECTRUM_H
#define GENUS_TESTS_PLAIN_SPECTRUM_H

#include <math.h>
#include <stddef.h>

/** The power of one bin, 0 to length / 2, of samples [length] under a periodic Hann window. */
static inline double plain_power(const float *samples, size_t length, size_t bin) {
    const double two_pi = 6.283185307179586;
    double real = 0.0;
    double imaginary = 0.0;
    for (size_t i = 0; i < length; i++) {
        const double window = 0.5 - 0.5 * cos(two_pi * (double)i / (double)length);
        const double angle = two_pi * (double)(bin * i % length) / (double)length;
        real += window * (double)samples[i] * cos(angle);
        imaginary -= window * (double)samples[i] * sin(angle);
    }
    return real * real + imaginary * imaginary;
}

#endif
