// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Powers and decibels, by ways that are fast.

#ifndef GENUS_ENGINE_AUDIO_DECIBELS_H
#define GENUS_ENGINE_AUDIO_DECIBELS_H

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

/**
 * 10 log10 of a power above 0 and finite, good to 5e-7 dB before it is rounded to a float.
 *
 * A power is m 2^e with m from 2/3 to 4/3: this is e times the decibels of 2, and a polynomial for
 * m, a minimax fit (by Lawson's algorithm) that is off by 1.4e-7 dB at most. There is no branch and
 * no call, so loops over it become vector code.
 */
static inline float genus_power_to_decibels(float power) {
    const uint32_t least = 0x3F2AAAABU; // The bits of 2/3.
    const uint32_t bias = 192;          // Keeps the exponent above 0 until it is cut out.
    const uint32_t mantissa_bits = 0x7FFFFFU;
    // Below FLT_MIN floats have another format.
    const float normal = power < FLT_MIN ? power * 0x1p32F : power;
    const float offset = power < FLT_MIN ? 32.0F : 0.0F;
    uint32_t bits = 0;
    memcpy(&bits, &normal, sizeof bits);
    bits += (bias << 23U) - least;
    const float exponent = (float)((int32_t)(bits >> 23U) - (int32_t)bias) - offset;
    bits = (bits & mantissa_bits) + least;
    float mantissa = 0.0F;
    memcpy(&mantissa, &bits, sizeof mantissa);
    const float x = mantissa - 1.0F;
    float sum = -0.698335528F;
    sum = sum * x + 0.75867635F;
    sum = sum * x - 0.706456184F;
    sum = sum * x + 0.856694937F;
    sum = sum * x - 1.08650053F;
    sum = sum * x + 1.44801366F;
    sum = sum * x - 2.17146158F;
    sum = sum * x + 4.34294176F;
    // The decibels of 2 in two parts: the product with the first is exact.
    return 3.01025390625F * exponent + (4.60503898e-5F * exponent + sum * x);
}

/** The power that so many dB stand for. */
static inline float genus_decibels_to_power(float decibels) {
    return exp2f(0.332192809F * decibels);
}

#endif
