// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// An audio file as a source of blocks, through libsndfile.

#ifndef GENUS_LIVE_SOURCE_SOURCE_FILE_H
#define GENUS_LIVE_SOURCE_SOURCE_FILE_H

#include "engine/genus.h"

typedef struct genus_source genus_source;

/**
 * Opens a file of a format that libsndfile knows by its content, with a rate and a number of
 * channels that a listener takes.
 * @return GENUS_OK, or an error whose message says why not, without the path.
 */
genus_status genus_source_open(const char *path, genus_source **source, genus_error *error);

/** Closes it. NULL is fine. */
void genus_source_close(genus_source *source);

/** Sample rate in Hz, and channels. */
double genus_source_rate(const genus_source *source);
uint32_t genus_source_channels(const genus_source *source);

/**
 * Reads up to `frames` interleaved sample frames.
 *
 * @param count Receives how many were read: 0 at the end.
 * @return GENUS_OK; at the end of a file that is damaged or shorter than its header says,
 *         GENUS_ERROR_READ or GENUS_ERROR_TRUNCATED, with a message without the path.
 */
genus_status genus_source_read(genus_source *source, float *samples, size_t frames, size_t *count,
                               genus_error *error);

#endif
