// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// One frame's arithmetic: periodic Hann -> real FFT -> power -> mel -> 10 log10.

#ifndef GENUS_ENGINE_AUDIO_FRAME_H
#define GENUS_ENGINE_AUDIO_FRAME_H

#include "engine/audio/frontend_settings.h"
#include "engine/genus.h"

/** The arithmetic of frames, with its own scratch memory: one a thread. */
typedef struct genus_frame genus_frame;

/** Makes it for checked settings; NULL if memory is out. Thread: any but the audio thread. */
genus_frame *genus_frame_new(const genus_frontend_settings *settings);

/** Frees it. NULL is fine. */
void genus_frame_free(genus_frame *frame);

/**
 * One log-mel frame, as librosa's melspectrogram and 10 log10(max(x, floor)) make it.
 * @param samples  [frame_length] at the engine's rate. @param decibels [mel_bands], band 0 lowest.
 * Thread: worker; allocates nothing.
 */
void genus_frame_compute(genus_frame *frame, const float *samples, float *decibels)
    GENUS_NONNULL(1);

#endif
