// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The short-time Fourier transform and its inverse (librosa 0.7, core/spectrum.py: stft, istft;
// effects.py: hpss for where the signal ends).

#include "train/classical/stages.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    frame_length = GENUS_CLASSICAL_FRAME,
    hop = GENUS_CLASSICAL_HOP,
    bins = GENUS_CLASSICAL_BINS,
};

static const double pi = 3.14159265358979323846;

/** A transform in one direction, with scratch memory. */
typedef struct transform {
    kiss_fftr_cfg plan;
    float window[GENUS_CLASSICAL_FRAME];
    float time[GENUS_CLASSICAL_FRAME];
    kiss_fft_cpx product[GENUS_CLASSICAL_BINS];
} transform;

static void transform_free(transform *transform) {
    if (transform != NULL) {
        kiss_fftr_free(transform->plan);
        free(transform);
    }
}

static transform *transform_new(bool inverse, genus_error *error) {
    transform *transform = calloc(1, sizeof *transform);
    if (transform != NULL) {
        transform->plan = kiss_fftr_alloc(frame_length, inverse, NULL, NULL);
    }
    if (transform == NULL || transform->plan == NULL) {
        transform_free(transform);
        genus_error_record(error, GENUS_ERROR_MEMORY, "out of memory for a spectrum");
        return NULL;
    }
    for (size_t i = 0; i < frame_length; i++) {
        transform->window[i] = (float)(0.5 - 0.5 * cos(2.0 * pi * (double)i / frame_length));
    }
    return transform;
}

size_t genus_stft_reflect(ptrdiff_t index, size_t count) {
    const ptrdiff_t period = 2 * ((ptrdiff_t)count - 1);
    const ptrdiff_t folded = (index % period + period) % period;
    return (size_t)(folded < (ptrdiff_t)count ? folded : period - folded);
}

genus_status genus_stft_make(const float *samples, size_t count, genus_stft *stft,
                             genus_error *error) {
    *stft = (genus_stft){.frames = 1 + count / hop};
    const size_t cells = stft->frames * bins;
    transform *there = transform_new(false, error);
    stft->bins = calloc(cells, sizeof *stft->bins);
    stft->magnitude = malloc(cells * sizeof *stft->magnitude);
    if (there == NULL || stft->bins == NULL || stft->magnitude == NULL) {
        transform_free(there);
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for spectra");
    }
    for (size_t t = 0; t < stft->frames; t++) {
        const ptrdiff_t begin = (ptrdiff_t)(t * hop) - frame_length / 2;
        for (size_t i = 0; i < frame_length; i++) {
            there->time[i] =
                samples[genus_stft_reflect(begin + (ptrdiff_t)i, count)] * there->window[i];
        }
        kiss_fftr(there->plan, there->time, stft->bins + t * bins);
    }
    for (size_t i = 0; i < cells; i++) {
        stft->magnitude[i] = hypotf(stft->bins[i].r, stft->bins[i].i);
    }
    transform_free(there);
    return GENUS_OK;
}

void genus_stft_clear(genus_stft *stft) {
    free(stft->bins);
    free(stft->magnitude);
    *stft = (genus_stft){0};
}

/** Adds one frame to the signal, and its squared window to the weights. */
static void overlap(transform *back, ptrdiff_t begin, float *samples, float *weights,
                    size_t count) {
    kiss_fftri(back->plan, back->product, back->time);
    for (size_t i = 0; i < frame_length; i++) {
        const ptrdiff_t place = begin + (ptrdiff_t)i;
        if (place >= 0 && place < (ptrdiff_t)count) {
            samples[place] += back->time[i] * back->window[i] / frame_length;
            weights[place] += back->window[i] * back->window[i];
        }
    }
}

genus_status genus_stft_invert(const genus_stft *stft, const float *mask, float *samples,
                               size_t count, genus_error *error) {
    transform *back = transform_new(true, error);
    float *weights = calloc(count, sizeof *weights);
    if (back == NULL || weights == NULL) {
        transform_free(back);
        free(weights);
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a signal");
    }
    memset(samples, 0, count * sizeof *samples);
    for (size_t t = 0; t < stft->frames; t++) {
        for (size_t bin = 0; bin < bins; bin++) {
            const size_t cell = t * bins + bin;
            back->product[bin].r = stft->bins[cell].r * mask[cell];
            back->product[bin].i = stft->bins[cell].i * mask[cell];
        }
        overlap(back, (ptrdiff_t)(t * hop) - frame_length / 2, samples, weights, count);
    }
    // Up to the last frame's centre, every sample is near some centre: no weight is small.
    const size_t end = (stft->frames - 1) * hop;
    for (size_t i = 0; i < count; i++) {
        samples[i] = i < end ? samples[i] / weights[i] : 0.0F;
    }
    transform_free(back);
    free(weights);
    return GENUS_OK;
}
