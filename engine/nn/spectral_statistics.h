// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The spectral statistics of a stretch of music: what its spectra are like one by one, and how they
// vary, and what varies together with what. A window's moments have long been known to tell genres
// apart (Tzanetakis and Cook 2002 call them spectral statistics; Mandel and Ellis 2005 take all
// covariances of cepstra; Jiang et al. 2002 the contrast of peaks and valleys), and convolutions
// with means and maxima over the window do not express them.
//
// Moments come from sums over frames, and sums of stretches add up: each column of the ring holds
// those of its own frames.
//
// Of each level-normalised frame there are
//   cepstra   the DCT-II of the heard bands, as of mel-frequency cepstra (Davis and Mermelstein
//             1980): their means, covariances and skewness, and the covariances and kurtosis of
//             their differences from frame to frame; of every 4 higher cepstra, which tell the
//             fine structure, how much they differ;
//   traits    of every 4 bands the mean step from band to band; of every 16 bands how far the
//             highest lies over the mean, the mean over the lowest, and how far each has moved
//             since the frame before, on average: their means and deviations;
//   relief    how far each band stands out of those around it: of every 8 bands how much of that
//             stands still over the window (held tones), and how skewed it is (peaks or pits);
//   corners   of every 8 bands the lesser of a band's movement and its step to the next band, on
//             average: neither a held tone nor a click has any;
//   onsets    of every 8 bands how skewed their movement is: struck, or swelling and cut off.

#ifndef GENUS_ENGINE_NN_SPECTRAL_STATISTICS_H
#define GENUS_ENGINE_NN_SPECTRAL_STATISTICS_H

#include "engine/genus.h"

#include <stddef.h>
#include <stdint.h>

/** The most cepstra, and the most bands that are heard. */
#define GENUS_SPECTRAL_CEPSTRA_MAX 32
#define GENUS_SPECTRAL_BANDS_MAX 512

/** What spectral statistics are made of. A plain value. */
typedef struct genus_spectral_statistics_shape {
    uint32_t cepstra; ///< 1 to GENUS_SPECTRAL_CEPSTRA_MAX, at most `heard`.
    uint32_t heard;   ///< The lowest bands of a frame: 2 to GENUS_SPECTRAL_BANDS_MAX.
} genus_spectral_statistics_shape;

/** Sums of a stretch; features of a window. */
size_t genus_spectral_statistics_sum_count(const genus_spectral_statistics_shape *shape)
    GENUS_NONNULL(1);
size_t genus_spectral_statistics_feature_count(const genus_spectral_statistics_shape *shape)
    GENUS_NONNULL(1);

typedef struct genus_spectral_statistics genus_spectral_statistics;

/**
 * @param bands     Of a frame. @param offset_db A usual cell's level, from which cepstra count: it
 *                  keeps sums small.
 * @return NULL if memory is out. Immutable, to be shared. Thread: any but the audio thread.
 */
genus_spectral_statistics *
genus_spectral_statistics_new(const genus_spectral_statistics_shape *shape, size_t bands,
                              float offset_db);

/** Frees it. NULL is fine. */
void genus_spectral_statistics_free(genus_spectral_statistics *spectral);

/**
 * The sums of a stretch.
 * @param frames [1 + count][bands] in dB; the first one only precedes the stretch.
 * @param sums   [genus_spectral_statistics_sum_count()], overwritten.
 * Thread: any; allocates nothing.
 */
void genus_spectral_statistics_sum(const genus_spectral_statistics *spectral, const float *frames,
                                   size_t count, float *sums) GENUS_NONNULL(1);

/**
 * The features of a window.
 * @param means    The sums, divided by the frames that they are of.
 * @param features [genus_spectral_statistics_feature_count()]: of the cepstra means, what
 *                 genus_covariance_describe() says, skewness; what it says of their differences,
 *                 log kurtosis of these; log energies of the higher ones' differences; of the
 *                 traits means, then log deviations; of groups stillness, skewness, log corners,
 *                 onsets.
 * Thread: any; allocates nothing.
 */
void genus_spectral_statistics_describe(const genus_spectral_statistics *spectral,
                                        const double *means, float *features) GENUS_NONNULL(1);

/** Features in place: (feature - mean) x scale, within +-GENUS_SPECTRAL_LIMIT. */
void genus_spectral_scale(const float *mean, const float *scale, size_t count, float *features);

/** Scaled features are kept within this: what no music has, has no say. */
#define GENUS_SPECTRAL_LIMIT 4.0F

/** The features of a stretch of frames, as if it were a window. @param frames As above. Thread:
 * any; allocates nothing.
 */
void genus_spectral_statistics_of(const genus_spectral_statistics *spectral, const float *frames,
                                  size_t count, float *features) GENUS_NONNULL(1);

#endif
