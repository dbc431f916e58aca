// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Samples as bytes: what a pipe carries.

#ifndef GENUS_ENGINE_FILE_PCM_H
#define GENUS_ENGINE_FILE_PCM_H

#include "engine/genus.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** How a sample is written down, little-endian. */
typedef enum genus_pcm_encoding {
    GENUS_PCM_U8,
    GENUS_PCM_S16,
    GENUS_PCM_S24,
    GENUS_PCM_S32,
    GENUS_PCM_F32,
    GENUS_PCM_F64,
} genus_pcm_encoding;

/** What a stream of interleaved samples is. */
typedef struct genus_pcm_format {
    genus_pcm_encoding encoding;
    uint32_t sample_rate; ///< Hz.
    uint32_t channels;
} genus_pcm_format;

/** Bytes a sample. */
size_t genus_pcm_sample_size(genus_pcm_encoding encoding);

/** Reads "s16:48000:2", also with u8, s24, s32, f32, f64. @return false if it is something else, or
 * not what a listener takes. */
bool genus_pcm_read_format(const char *text, genus_pcm_format *format) GENUS_NONNULL(1, 2);

/** Turns `count` samples into floats; whole numbers become -1..1. */
void genus_pcm_decode(genus_pcm_encoding encoding, const unsigned char *bytes, size_t count,
                      float *samples);

#endif
