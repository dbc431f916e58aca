// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The short-time Fourier transform and its inverse, as librosa 0.7's stft() and istft() make them
// by default, on which the classical features stand.

#ifndef GENUS_TRAIN_CLASSICAL_CLASSICAL_STFT_H
#define GENUS_TRAIN_CLASSICAL_CLASSICAL_STFT_H

#include "engine/base/error.h"

#include <kiss_fftr.h>
#include <stddef.h>

/** The settings of all classical features: librosa's defaults. */
enum {
    GENUS_CLASSICAL_RATE = 22050,   ///< Hz.
    GENUS_CLASSICAL_FRAME = 2048,   ///< Samples a frame.
    GENUS_CLASSICAL_HOP = 512,      ///< Samples between frames.
    GENUS_CLASSICAL_BINS = 1025,    ///< Frequencies of a spectrum, 0 Hz and the highest included.
    GENUS_CLASSICAL_SHORTEST = 2048 ///< Samples below which a signal has no classical features.
};

/** The spectra of a signal. A plain value that owns what it points to; all zeros is empty. */
typedef struct genus_stft {
    size_t frames;      ///< 1 + samples / hop: frame t is centred on sample t hop.
    kiss_fft_cpx *bins; ///< [frames][GENUS_CLASSICAL_BINS]
    float *magnitude;   ///< [frames][GENUS_CLASSICAL_BINS], the absolute values of bins.
} genus_stft;

/**
 * Where sample `index` of a signal that is continued by reflection about its first and last
 * sample (numpy's pad mode "reflect") lies. @param count Of the signal, at least 2. Thread: any.
 */
size_t genus_stft_reflect(ptrdiff_t index, size_t count);

/**
 * Transforms a signal: periodic Hann window, frames centred, the ends continued by reflection.
 * @param samples [count], at least GENUS_CLASSICAL_SHORTEST.
 * @return GENUS_OK or GENUS_ERROR_MEMORY; in both cases genus_stft_clear() is due. Thread: any.
 */
genus_status genus_stft_make(const float *samples, size_t count, genus_stft *stft,
                             genus_error *error);

/** Frees what it points to. */
void genus_stft_clear(genus_stft *stft);

/**
 * Transforms back what a mask leaves of the spectra, by windowed overlap and division by the sum of
 * the squared windows (Griffin and Lim, "Signal estimation from modified short-time Fourier
 * transform", 1984). The signal ends at the last frame's centre, and zeros follow, as with librosa
 * 0.7, by which GTZAN's tables were made.
 * @param mask    [frames][GENUS_CLASSICAL_BINS], factors of the spectra.
 * @param samples [count], receives the signal; count as in genus_stft_make().
 * @return GENUS_OK or GENUS_ERROR_MEMORY. Thread: any.
 */
genus_status genus_stft_invert(const genus_stft *stft, const float *mask, float *samples,
                               size_t count, genus_error *error);

#endif
