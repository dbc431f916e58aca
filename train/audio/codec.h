// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Lossy codecs there and back, in memory, by way of libsndfile.

#ifndef GENUS_TRAIN_AUDIO_CODEC_H
#define GENUS_TRAIN_AUDIO_CODEC_H

#include "engine/base/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum genus_codec {
    GENUS_CODEC_VORBIS,
    GENUS_CODEC_MP3, ///< Needs libsndfile 1.1 or later, built with LAME and mpg123.
} genus_codec;

/** Whether libsndfile can write this codec and read it: tried, not looked up. */
bool genus_codec_available(genus_codec codec);

/**
 * Encodes and decodes. Vorbis knows a quality only: the one that comes nearest to the bit rate is
 * searched for.
 * @param samples [count] mono, replaced by what is heard; shifted by the codec's delay, if any.
 * @param kilobits A second. @param spent Receives what it took, kbit/s; NULL if not wanted.
 * @return GENUS_OK; GENUS_ERROR_DATA if the codec refuses the rate or is not there; _MEMORY.
 */
genus_status genus_codec_pass(genus_codec codec, float *samples, size_t count, double rate,
                              double kilobits, double *spent, genus_error *error) GENUS_CHECKED;

#endif
