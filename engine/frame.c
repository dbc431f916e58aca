// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// One frame's arithmetic, from samples to log-mel bands in dB.

#include "frame.h"

#include "decibels.h"
#include "mel_filters.h"
#include "simd.h"

#include <kiss_fftr.h>
#include <math.h>
#include <stdlib.h>

#define TWO_PI 6.283185307179586

struct genus_frame {
    size_t length;
    size_t bands;
    float power_floor;
    genus_mel_filters *filters;
    kiss_fftr_cfg transform;
    float *window;          // [length]
    float *windowed;        // [length]
    kiss_fft_cpx *spectrum; // [length / 2 + 1]
    float *power; // [length / 2 + 1], then as many as the filters read beyond, which are 0.
};

genus_frame *genus_frame_new(const genus_frontend_settings *settings) {
    genus_frame *frame = calloc(1, sizeof *frame);
    if (frame == NULL) {
        return NULL;
    }
    const size_t bins = settings->frame_length / 2 + 1;
    frame->length = settings->frame_length;
    frame->bands = settings->mel_bands;
    frame->power_floor = settings->power_floor;
    frame->filters = genus_mel_filters_new(settings);
    frame->transform = kiss_fftr_alloc((int)frame->length, 0, NULL, NULL);
    frame->window = calloc(frame->length, sizeof *frame->window);
    frame->windowed = calloc(frame->length, sizeof *frame->windowed);
    frame->spectrum = calloc(bins, sizeof *frame->spectrum);
    frame->power = calloc(bins + GENUS_MEL_BEYOND, sizeof *frame->power);
    if (frame->filters == NULL || frame->transform == NULL || frame->window == NULL ||
        frame->windowed == NULL || frame->spectrum == NULL || frame->power == NULL) {
        genus_frame_free(frame);
        return NULL;
    }
    for (size_t i = 0; i < frame->length; i++) {
        frame->window[i] = (float)(0.5 - 0.5 * cos(TWO_PI * (double)i / (double)frame->length));
    }
    return frame;
}

void genus_frame_free(genus_frame *frame) {
    if (frame != NULL) {
        genus_mel_filters_free(frame->filters);
        kiss_fftr_free(frame->transform);
        free(frame->window);
        free(frame->windowed);
        free(frame->spectrum);
        free(frame->power);
        free(frame);
    }
}

GENUS_SIMD
static void weigh(const float *samples, const float *window, size_t length, float *windowed) {
    for (size_t i = 0; i < length; i++) {
        windowed[i] = samples[i] * window[i];
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
    weigh(samples, frame->window, frame->length, frame->windowed);
    kiss_fftr(frame->transform, frame->windowed, frame->spectrum);
    for (size_t bin = 0; bin <= frame->length / 2; bin++) {
        const kiss_fft_cpx value = frame->spectrum[bin];
        frame->power[bin] = value.r * value.r + value.i * value.i;
    }
    genus_mel_filters_apply(frame->filters, frame->power, decibels);
    to_decibels(decibels, frame->bands, frame->power_floor);
}
