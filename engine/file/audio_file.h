// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Audio files and pipes of every kind that people have, as interleaved samples. What is in a file
// is found by its bytes. libsndfile decodes what it reads as well as players do, FFmpeg's libraries
// the rest, where this build has them. What is damaged is passed over, and counted.

#ifndef GENUS_ENGINE_FILE_AUDIO_FILE_H
#define GENUS_ENGINE_FILE_AUDIO_FILE_H

#include "engine/base/error.h"

#include <stddef.h>

/** The share of a file that may be unreadable before reading it counts as failed. */
#define GENUS_UNREADABLE_MAX 0.05

/** A file that is being read. One thread at a time; different files at the same time are fine. */
typedef struct genus_audio_file genus_audio_file;

/**
 * Opens a file whose rate and channels a listener takes.
 * @return GENUS_OK; GENUS_ERROR_OPEN, GENUS_ERROR_ARGUMENT (rate, channels), GENUS_ERROR_MEMORY,
 *         with a message that says why not, and the cure, without the path.
 */
genus_status genus_audio_file_open(const char *path, genus_audio_file **file,
                                   genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

/** Closes it. NULL is fine. */
void genus_audio_file_free(genus_audio_file *file);

/** Sample rate in Hz: the same from the first to the last sample. */
double genus_audio_file_rate(const genus_audio_file *file) GENUS_NONNULL(1);

/** Channels, likewise. */
uint32_t genus_audio_file_channels(const genus_audio_file *file) GENUS_NONNULL(1);

/**
 * Reads up to `frames` interleaved sample frames.
 * @param count Receives how many were read: 0 at the end.
 * @return GENUS_OK; at the end of a file of which more than GENUS_UNREADABLE_MAX was unreadable,
 *         GENUS_ERROR_READ, or GENUS_ERROR_TRUNCATED if it stops before its header says so, with a
 *         message without the path.
 */
genus_status genus_audio_file_read(genus_audio_file *file, float *samples, size_t frames,
                                   size_t *count, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1);

/** Seconds that could not be read so far; whole at the end. 0: it was sound, or nearly: a header
 *  that promises a little more than there is does not count. */
double genus_audio_file_unreadable(const genus_audio_file *file) GENUS_NONNULL(1);

#endif
