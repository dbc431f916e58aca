// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The settings of the front end. A weights file carries them; nothing else in the code assumes any.

#ifndef GENUS_ENGINE_AUDIO_FRONTEND_SETTINGS_H
#define GENUS_ENGINE_AUDIO_FRONTEND_SETTINGS_H

#include "engine/base/error.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct genus_frontend_settings {
    uint32_t sample_rate;  ///< Engine rate in Hz: 4,000 to 96,000.
    uint32_t frame_length; ///< Samples a frame: 64 to 16,384, even, no prime factor above 5.
    uint32_t hop;          ///< Samples between frames: 1 to 65,536.
    uint32_t mel_bands;    ///< 1 to 512.
    float f_min;           ///< Lower edge of the lowest band in Hz.
    float f_max;           ///< Upper edge of the highest band in Hz, at most sample_rate / 2.
    float power_floor;     ///< Power below which the logarithm is floored, above 0: 1e-10.
} genus_frontend_settings;

/** 22,050 Hz, frames of 2048 at hop 1708, 128 bands over 0..11,025 Hz, floor 1e-10. */
genus_frontend_settings genus_frontend_settings_default(void);

/** Checks every field against its range; GENUS_ERROR_FRONTEND names the field. */
genus_status genus_frontend_settings_check(const genus_frontend_settings *settings,
                                           genus_error *error) GENUS_CHECKED GENUS_NONNULL(1);

/** True if two chains are the same. */
bool genus_frontend_settings_equal(const genus_frontend_settings *a,
                                   const genus_frontend_settings *b) GENUS_NONNULL(1, 2);

#endif
