// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Powers and decibels by the base-2 functions, which are the fast ones.

#ifndef GENUS_ENGINE_DECIBELS_H
#define GENUS_ENGINE_DECIBELS_H

#include <math.h>

/** 10 log10 of a power above 0. Thread: any. */
static inline float genus_power_to_decibels(float power) {
    return 3.01029996F * log2f(power);
}

/** The power that so many dB stand for. Thread: any. */
static inline float genus_decibels_to_power(float decibels) {
    return exp2f(0.332192809F * decibels);
}

#endif
