// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The input level meter: RMS with an exponential window, a peak that rises at once and falls
// slowly, and one that is held before it falls.

#include "live/source/meter.h"

#include <math.h>

#define LEVEL_SECONDS 0.3
#define FALL_DECIBELS 20.0 // A second.
#define HOLD_SECONDS 2.0
#define CLIP_SECONDS 3.0
#define FLOOR_DBFS (-120.0F)
#define LOUDEST 1e4F // Beyond this a sample is a fault.

void genus_meter_start(genus_meter *meter, double rate) {
    *meter = (genus_meter){.rate = rate, .clipped_since = UINT64_MAX / 2};
}

// Largest magnitude and mean square of a block; what is no number counts as nothing.
static float measure(const float *samples, size_t count, float *mean_square) {
    float peak = 0.0F;
    float sum = 0.0F;
    for (size_t i = 0; i < count; i++) {
        const float magnitude = fabsf(samples[i]);
        const float sound = magnitude <= LOUDEST ? magnitude : 0.0F; // False for NaN.
        peak = sound > peak ? sound : peak;
        sum += sound * sound;
    }
    *mean_square = sum / (float)count;
    return peak;
}

void genus_meter_hear(genus_meter *meter, const float *samples, size_t frames, uint32_t channels) {
    if (frames == 0) {
        return;
    }
    float mean_square = 0.0F;
    const float peak = measure(samples, frames * channels, &mean_square);
    const double seconds = (double)frames / meter->rate;
    const float share = 1.0F - expf((float)(-seconds / LEVEL_SECONDS));
    const float fall = powf(10.0F, (float)(-seconds * FALL_DECIBELS / 20.0));

    meter->mean_square += share * (mean_square - meter->mean_square);
    meter->peak = fmaxf(peak, meter->peak * fall);
    meter->held_for += frames;
    if (peak >= meter->held) {
        meter->held = peak;
        meter->held_for = 0;
    } else if ((double)meter->held_for > HOLD_SECONDS * meter->rate) {
        meter->held = fmaxf(peak, meter->held * fall);
    }
    meter->clipped_since = peak >= 1.0F ? 0 : meter->clipped_since + frames;
}

static float decibels(float amplitude) {
    return amplitude > 1e-6F ? 20.0F * log10f(amplitude) : FLOOR_DBFS;
}

genus_meter_reading genus_meter_read(const genus_meter *meter) {
    return (genus_meter_reading){
        .level_dbfs = decibels(sqrtf(meter->mean_square)),
        .peak_dbfs = decibels(meter->peak),
        .held_dbfs = decibels(meter->held),
        .clipped = (double)meter->clipped_since < CLIP_SECONDS * meter->rate,
    };
}

genus_meter_reading genus_meter_silence(void) {
    return (genus_meter_reading){
        .level_dbfs = FLOOR_DBFS, .peak_dbfs = FLOOR_DBFS, .held_dbfs = FLOOR_DBFS};
}
