// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// How loud it was: the mean squares of the last frames, for the level meter and the silence test.

#ifndef GENUS_ENGINE_AUDIO_LEVEL_METER_H
#define GENUS_ENGINE_AUDIO_LEVEL_METER_H

#include "engine/genus.h"

#include <stddef.h>

typedef struct genus_level_meter genus_level_meter;

/** @param capacity Frames remembered, at least 1. NULL: memory is out. Thread: any but audio. */
genus_level_meter *genus_level_meter_new(size_t capacity);

/** Frees it. NULL is fine. */
void genus_level_meter_free(genus_level_meter *level);

/** Remembers one more frame's mean square. Thread: worker. */
void genus_level_meter_push(genus_level_meter *level, float mean_square) GENUS_NONNULL(1);

/** Forgets all frames. Thread: worker. */
void genus_level_meter_clear(genus_level_meter *level) GENUS_NONNULL(1);

/** Mean over the newest `frames` frames, or as many as there are; 0 without any. Thread: worker. */
double genus_level_meter_mean_square(const genus_level_meter *level, size_t frames);

/** A mean square in dBFS (full scale: RMS 1), floored at -120. */
float genus_level_meter_decibels(double mean_square);

#endif
