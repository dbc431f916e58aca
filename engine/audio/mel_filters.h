// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The mel filter bank: triangles on the Slaney scale with Slaney norm, kept sparse.

#ifndef GENUS_ENGINE_AUDIO_MEL_FILTERS_H
#define GENUS_ENGINE_AUDIO_MEL_FILTERS_H

#include "engine/audio/frontend_settings.h"
#include "engine/genus.h"

#include <stddef.h>

/** A bank of filters, each with weights only for the bins that it touches. */
typedef struct genus_mel_filters genus_mel_filters;

/** A frequency on the Slaney scale: linear up to 1000 Hz, logarithmic above. */
double genus_hz_to_mel(double hz);

/**
 * Makes the bank that librosa.filters.mel(htk=False, norm="slaney") makes for these settings.
 * @return NULL if memory is out. Thread: any but the audio thread.
 */
genus_mel_filters *genus_mel_filters_new(const genus_frontend_settings *settings);

/** Frees a bank. NULL is fine. */
void genus_mel_filters_free(genus_mel_filters *filters);

/** The weight of `bin` (0..frame_length/2) in `band`. For tests and pictures. */
float genus_mel_filters_weight(const genus_mel_filters *filters, size_t band, size_t bin)
    GENUS_NONNULL(1);

/// Floats beyond the last bin that genus_mel_filters_apply() reads, only to weigh them with 0.
#define GENUS_MEL_BEYOND ((size_t)7)

/**
 * Power spectrum to mel bands.
 * @param power [frame_length / 2 + 1 + GENUS_MEL_BEYOND], the latter 0. @param mel [mel_bands].
 * Thread: any (the bank is immutable).
 */
void genus_mel_filters_apply(const genus_mel_filters *filters, const float *power, float *mel)
    GENUS_NONNULL(1);

#endif
