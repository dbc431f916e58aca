// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Audio files as mono samples, mixed as a listener mixes them.

#ifndef GENUS_TRAIN_AUDIO_AUDIO_FILE_H
#define GENUS_TRAIN_AUDIO_AUDIO_FILE_H

#include "engine/base/error.h"

#include <stddef.h>

/** The most sample frames that genus_mono_read() gives at once. */
#define GENUS_MONO_BLOCK ((size_t)8192)

/** Room for what genus_mono_describe() writes. */
#define GENUS_MONO_NOTE 160

/** A file that is being read. One thread at a time; different files at the same time are fine. */
typedef struct genus_mono genus_mono;

/** What was read. */
typedef struct genus_mono_block {
    const float *mono;    ///< [count]
    const float *samples; ///< [count][channels], as the file has them.
    size_t count;         ///< 0: the end.
} genus_mono_block;

/**
 * Opens any file that genus_audio_file_open() opens. The path must outlive it.
 * @return GENUS_OK; GENUS_ERROR_OPEN, GENUS_ERROR_DATA (rate, channels), GENUS_ERROR_MEMORY.
 */
genus_status genus_mono_open(const char *path, genus_mono **mono, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 2);

/** Closes it. NULL is fine. */
void genus_mono_free(genus_mono *mono);

/** Sample rate in Hz. */
double genus_mono_rate(const genus_mono *mono) GENUS_NONNULL(1);

/** Channels of the file. */
uint32_t genus_mono_channels(const genus_mono *mono) GENUS_NONNULL(1);

/**
 * Reads on.
 * @param block Receives what there is, until the next call.
 * @return GENUS_OK; GENUS_ERROR_DATA: samples that are not finite, or absurd, or fewer than
 *         GENUS_SECONDS_NEEDED in all; GENUS_ERROR_READ, GENUS_ERROR_TRUNCATED: too much of it
 *         could not be read.
 */
genus_status genus_mono_read(genus_mono *mono, genus_mono_block *block,
                             genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

/** What there is to say of a file that was read to its end and can be used; "" if nothing. */
void genus_mono_describe(const genus_mono *mono, char note[GENUS_MONO_NOTE]) GENUS_NONNULL(1, 2);

/**
 * Reads a whole file.
 * @param samples Receives the samples, to be freed. @param count Receives how many there are.
 * @param rate    Receives the sample rate in Hz.
 * @return What genus_mono_open() and genus_mono_read() return.
 */
genus_status genus_mono_load(const char *path, float **samples, size_t *count, double *rate,
                             genus_error *error) GENUS_CHECKED GENUS_NONNULL(1);

#endif
