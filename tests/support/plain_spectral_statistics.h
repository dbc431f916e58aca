// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A statistics' features straight from their definition, in double precision and several
// passes over the frames: the oracle for sums that add up.

#ifndef GENUS_TESTS_PLAIN_TEXTURE_H
#define GENUS_TESTS_PLAIN_TEXTURE_H

#include "engine/nn/spectral_statistics.h"

/**
 * The features of frames 1 .. count, where the cepstra are counted from `offset_db`.
 * @param frames   [1 + count][bands] in dB.
 * @param features As genus_spectral_statistics_describe() orders them.
 */
void plain_spectral_statistics(const genus_spectral_statistics_shape *shape, size_t bands,
                               double offset_db, const double *frames, size_t count,
                               double *features);

#endif
