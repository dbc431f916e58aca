// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Filters over a whole recording at once, by way of one Fourier transform of all of it.

#ifndef GENUS_TRAIN_AUDIO_SPECTRUM_H
#define GENUS_TRAIN_AUDIO_SPECTRUM_H

#include "engine/base/error.h"

#include <stddef.h>

/** A factor of amplitude at a frequency in Hz, 0 included. */
typedef double genus_gain(const void *context, double frequency);

/**
 * Multiplies the spectrum by a gain; phases stay. What would ring over the end is lost.
 * @param samples [count], changed in place. @param rate In Hz. @param context For gain.
 * @return GENUS_OK or GENUS_ERROR_MEMORY.
 */
genus_status genus_spectrum_shape(float *samples, size_t count, double rate, genus_gain *gain,
                                  const void *context, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(4);

/**
 * Convolves with an impulse response and keeps the first `count` samples of the result.
 * @param samples [count], changed in place. @param response [length]
 * @return GENUS_OK or GENUS_ERROR_MEMORY.
 */
genus_status genus_spectrum_convolve(float *samples, size_t count, const float *response,
                                     size_t length, genus_error *error) GENUS_CHECKED;

#endif
