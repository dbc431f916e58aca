// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// One frame's arithmetic, from samples to log-mel bands in dB.

#include "engine/audio/frame.h"

#include "engine/audio/decibels.h"
#include "engine/audio/mel_filters.h"
#include "engine/audio/power_spectrum.h"
#include "engine/base/simd.h"

#include <stdlib.h>

struct genus_frame {
    size_t bands;
    float power_floor;
    genus_power_spectrum *spectrum;
    genus_mel_filters *filters;
    float *power; // [frame_length / 2 + 1], then as many as the filters read beyond, which are 0.
};

genus_frame *genus_frame_new(const genus_frontend_settings *settings) {
    genus_frame *frame = calloc(1, sizeof *frame);
    if (frame == NULL) {
        return NULL;
    }
    frame->bands = settings->mel_bands;
    frame->power_floor = settings->power_floor;
    frame->spectrum = genus_power_spectrum_new(settings->frame_length);
    frame->filters = genus_mel_filters_new(settings);
    frame->power = calloc(settings->frame_length / 2 + 1 + GENUS_MEL_BEYOND, sizeof *frame->power);
    if (frame->spectrum == NULL || frame->filters == NULL || frame->power == NULL) {
        genus_frame_free(frame);
        return NULL;
    }
    return frame;
}

void genus_frame_free(genus_frame *frame) {
    if (frame != NULL) {
        genus_power_spectrum_free(frame->spectrum);
        genus_mel_filters_free(frame->filters);
        free(frame->power);
        free(frame);
    }
}

/** Powers to decibels in place. NaN lies on the floor too. */
GENUS_SIMD
static void to_decibels(float *values, size_t count, float power_floor) {
    for (size_t i = 0; i < count; i++) {
        values[i] = genus_power_to_decibels(values[i] > power_floor ? values[i] : power_floor);
    }
}

void genus_frame_compute(genus_frame *frame, const float *samples, float *decibels) {
    genus_power_spectrum_compute(frame->spectrum, samples, frame->power);
    genus_mel_filters_apply(frame->filters, frame->power, decibels);
    to_decibels(decibels, frame->bands, frame->power_floor);
}
