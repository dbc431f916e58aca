// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The power of every bin of a frame: periodic Hann -> real FFT -> |X|^2.

#ifndef GENUS_ENGINE_AUDIO_POWER_SPECTRUM_H
#define GENUS_ENGINE_AUDIO_POWER_SPECTRUM_H

#include "engine/genus.h"

#include <stddef.h>

/** A transform of one length, with its own scratch memory: one a thread. */
typedef struct genus_power_spectrum genus_power_spectrum;

/**
 * Makes it for frames of `length` samples, which is even.
 * @return NULL if memory is out. Thread: any but the audio thread.
 */
genus_power_spectrum *genus_power_spectrum_new(size_t length);

/** Frees it. NULL is fine. */
void genus_power_spectrum_free(genus_power_spectrum *spectrum);

/**
 * The squared magnitudes of the windowed frame's discrete Fourier transform.
 * @param samples [length]. @param power [length / 2 + 1], from 0 Hz to half the sampling rate.
 * Thread: worker; allocates nothing.
 */
void genus_power_spectrum_compute(genus_power_spectrum *spectrum, const float *samples,
                                  float *power) GENUS_NONNULL(1);

#endif
