// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Streaming resampling by soxr at its quality HQ (what librosa.load uses), made independent of how
// the stream is cut: samples are collected and reach soxr in blocks of one size. Equal rates pass
// through.

#ifndef GENUS_ENGINE_AUDIO_RESAMPLER_H
#define GENUS_ENGINE_AUDIO_RESAMPLER_H

#include "engine/base/error.h"

#include <stddef.h>

typedef struct genus_resampler genus_resampler;

/**
 * Makes a resampler between two rates in Hz.
 * @return GENUS_OK or GENUS_ERROR_MEMORY. Thread: any but the audio thread.
 */
genus_status genus_resampler_new(double input_rate, double output_rate, genus_resampler **resampler,
                                 genus_error *error) GENUS_CHECKED GENUS_NONNULL(3);

/** Frees it. NULL is fine. */
void genus_resampler_free(genus_resampler *resampler);

/**
 * Takes some of `count` samples.
 * @return How many were taken: 0 while there is output to pull and after the end, else at least 1.
 * Thread: worker; allocates nothing.
 */
size_t genus_resampler_push(genus_resampler *resampler, const float *samples, size_t count)
    GENUS_NONNULL(1);

/**
 * Gives up to `count` samples at the output rate. The first one lies at the time of the first one
 * pushed.
 * @param samples [count], or NULL to skip them. @return How many; 0: push more, or the stream's
 *                end. Thread: worker; allocates nothing.
 */
size_t genus_resampler_pull(genus_resampler *resampler, float *samples, size_t count);

/**
 * The stream has ended: pull() now gives the rest, until it returns 0. What push() made must have
 * been pulled before. Thread: worker; allocates nothing.
 */
void genus_resampler_end(genus_resampler *resampler) GENUS_NONNULL(1);

/**
 * Forgets all samples and the end. soxr makes its state anew for that, which allocates; should
 * memory be out, nothing comes out until a later reset.
 * Thread: worker.
 */
void genus_resampler_reset(genus_resampler *resampler) GENUS_NONNULL(1);

#endif
