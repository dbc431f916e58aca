// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The input level meter.

#ifndef GENUS_LIVE_SOURCE_METER_H
#define GENUS_LIVE_SOURCE_METER_H

#include "engine/genus.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The input level, as a meter shows it; full scale is 0 dBFS, the floor -120. */
typedef struct genus_meter_reading {
    float level_dbfs; ///< RMS of about the last 0.3 s.
    float peak_dbfs;  ///< Highest sample of about the last 0.1 s.
    float held_dbfs;  ///< Highest sample, held for 2 s, then falling.
    bool clipped;     ///< Full scale was reached within the last 3 s.
} genus_meter_reading;

/** Start it with genus_meter_start(). */
typedef struct genus_meter {
    double rate; ///< Sample frames a second.
    float mean_square;
    float peak;
    float held;
    uint64_t held_for;      ///< Frames since the held peak.
    uint64_t clipped_since; ///< Frames since full scale was reached.
} genus_meter;

/** Starts at silence. */
void genus_meter_start(genus_meter *meter, double rate) GENUS_NONNULL(1);

/** Hears a block of interleaved samples. */
void genus_meter_hear(genus_meter *meter, const float *samples, size_t frames, uint32_t channels)
    GENUS_NONNULL(1);

/** What the meter shows. */
genus_meter_reading genus_meter_read(const genus_meter *meter) GENUS_NONNULL(1);

/** What a meter shows when there is no input. */
genus_meter_reading genus_meter_silence(void);

#endif
