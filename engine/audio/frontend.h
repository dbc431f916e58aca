// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The front end: mono samples at any rate to log-mel frames in dB.
// resample (soxr HQ) -> frames of frame_length every hop -> log-mel (frame.h).

#ifndef GENUS_ENGINE_AUDIO_FRONTEND_H
#define GENUS_ENGINE_AUDIO_FRONTEND_H

#include "engine/audio/frontend_settings.h"
#include "engine/genus.h"

#include <stddef.h>

/** The streaming chain: its output is the same, bit for bit, however the input is cut. */
typedef struct genus_frontend genus_frontend;

/**
 * Makes a chain from `input_rate` to checked `settings`.
 * @param input_rate GENUS_RATE_MIN to GENUS_RATE_MAX in Hz, else GENUS_ERROR_ARGUMENT.
 * Thread: any but the audio thread.
 */
genus_status genus_frontend_new(const genus_frontend_settings *settings, double input_rate,
                                genus_frontend **frontend, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 3);

/** Frees a chain. NULL is fine. */
void genus_frontend_free(genus_frontend *frontend);

/**
 * Takes samples until they are used up or `frames_max` frames are full.
 *
 * Frame f covers engine samples f * hop .. f * hop + frame_length - 1 since the last reset.
 * @param samples     [count] mono, finite. @param used Receives how many were taken.
 * @param frames      [frames_max][mel_bands] in dB.
 * @param mean_square [frames_max]: mean square of the newest min(hop, frame_length) samples of each
 *                    frame at the engine's rate; NULL if not wanted.
 * @return How many frames were written. If that is `frames_max`, call again, even with all samples
 *         used: more frames may be ready.
 * Thread: worker; allocates nothing.
 */
size_t genus_frontend_process(genus_frontend *frontend, const float *samples, size_t count,
                              size_t *used, float *frames, float *mean_square, size_t frames_max);

/**
 * The stream has ended: drains the resampler's tail as process() does. Call until it returns less
 * than `frames_max`, then reset. An unfilled last frame is dropped. Thread: worker.
 */
size_t genus_frontend_finish(genus_frontend *frontend, float *frames, float *mean_square,
                             size_t frames_max) GENUS_NONNULL(1);

/**
 * Forgets all samples: the next one is the first of a new stream. Allocates if it resamples, see
 * genus_resampler_reset(). Thread: worker.
 */
void genus_frontend_reset(genus_frontend *frontend) GENUS_NONNULL(1);

#endif
