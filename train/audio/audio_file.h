// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Audio files as mono samples: opened by one thread at a time, read by any number.

#ifndef GENUS_TRAIN_AUDIO_AUDIO_FILE_H
#define GENUS_TRAIN_AUDIO_AUDIO_FILE_H

#include "engine/base/error.h"

#include <pthread.h>
#include <sndfile.h>

/**
 * Opens any file that libsndfile reads.
 * @param opening Held while the file is opened: libsndfile keeps the reason of a failure in a
 *                global.
 * @param file    Receives the file, to be closed even after a failure if it is not NULL.
 * @return GENUS_OK; GENUS_ERROR_OPEN; GENUS_ERROR_DATA: too many channels. Thread: any.
 */
genus_status genus_audio_open(const char *path, pthread_mutex_t *opening, SF_INFO *info,
                              SNDFILE **file, genus_error *error);

/**
 * Reads on, and averages the channels.
 * @param samples [room][channels], scratch. @param mono [room], receives the mean of the channels.
 * @param got     Receives how many were read; 0: the end.
 * @return GENUS_OK; GENUS_ERROR_DATA: samples that are not finite, or absurd. Thread: any.
 */
genus_status genus_audio_read(const char *path, SNDFILE *file, const SF_INFO *info, float *samples,
                              float *mono, size_t room, size_t *got, genus_error *error);

/**
 * Checks after the last read that all was there that the header promises, and enough of it.
 * @param total Sample frames that were read.
 * @return GENUS_OK, GENUS_ERROR_READ, _TRUNCATED, _DATA (too short). Thread: any.
 */
genus_status genus_audio_check_end(const char *path, SNDFILE *file, const SF_INFO *info,
                                   sf_count_t total, genus_error *error);

/**
 * Reads a whole file.
 * @param mono Receives the samples, to be freed. @param count Receives how many there are.
 * @param rate Receives the sample rate in Hz.
 * @return GENUS_OK; GENUS_ERROR_OPEN, _READ, _TRUNCATED, _DATA, _MEMORY. Thread: any.
 */
genus_status genus_audio_load(const char *path, pthread_mutex_t *opening, float **mono,
                              size_t *count, double *rate, genus_error *error);

#endif
