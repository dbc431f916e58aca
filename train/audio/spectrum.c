// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Filters over a whole recording at once.

#include "train/audio/spectrum.h"

#include <kiss_fftr.h>
#include <stdlib.h>
#include <string.h>

/// A recording, padded with zeros, and its spectrum.
struct spectrum {
    int size; ///< Samples of a transform.
    kiss_fftr_cfg there;
    kiss_fftr_cfg back;
    float *time;           ///< [size]
    kiss_fft_cpx *bins;    ///< [size / 2 + 1]
    kiss_fft_cpx *product; ///< [size / 2 + 1]
};

static void clear(struct spectrum *spectrum) {
    kiss_fftr_free(spectrum->there);
    kiss_fftr_free(spectrum->back);
    free(spectrum->time);
    free(spectrum->bins);
    free(spectrum->product);
}

/// Room for `count` samples and as much silence behind them as `tail`.
static genus_status make(struct spectrum *spectrum, size_t count, size_t tail, genus_error *error) {
    *spectrum = (struct spectrum){.size = kiss_fftr_next_fast_size_real((int)(count + tail))};
    const size_t size = (size_t)spectrum->size;
    spectrum->there = kiss_fftr_alloc(spectrum->size, 0, NULL, NULL);
    spectrum->back = kiss_fftr_alloc(spectrum->size, 1, NULL, NULL);
    spectrum->time = calloc(size, sizeof *spectrum->time);
    spectrum->bins = calloc(size / 2 + 1, sizeof *spectrum->bins);
    spectrum->product = calloc(size / 2 + 1, sizeof *spectrum->product);
    if (spectrum->there == NULL || spectrum->back == NULL || spectrum->time == NULL ||
        spectrum->bins == NULL || spectrum->product == NULL) {
        clear(spectrum);
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a spectrum");
    }
    return GENUS_OK;
}

static void transform(struct spectrum *spectrum, const float *samples, size_t count,
                      kiss_fft_cpx *bins) {
    memcpy(spectrum->time, samples, count * sizeof *samples);
    memset(spectrum->time + count, 0, ((size_t)spectrum->size - count) * sizeof *samples);
    kiss_fftr(spectrum->there, spectrum->time, bins);
}

static void transform_back(struct spectrum *spectrum, float *samples, size_t count) {
    kiss_fftri(spectrum->back, spectrum->product, spectrum->time);
    const float scale = 1.0F / (float)spectrum->size;
    for (size_t i = 0; i < count; i++) {
        samples[i] = spectrum->time[i] * scale;
    }
}

genus_status genus_spectrum_shape(float *samples, size_t count, double rate, genus_gain *gain,
                                  const void *context, genus_error *error) {
    struct spectrum spectrum;
    // The silence keeps what rings before the start apart from the end.
    const genus_status status = make(&spectrum, count, (size_t)rate / 10, error);
    if (status != GENUS_OK) {
        return status;
    }
    transform(&spectrum, samples, count, spectrum.product);
    for (int bin = 0; bin <= spectrum.size / 2; bin++) {
        const float factor = (float)gain(context, rate * bin / spectrum.size);
        spectrum.product[bin].r *= factor;
        spectrum.product[bin].i *= factor;
    }
    transform_back(&spectrum, samples, count);
    clear(&spectrum);
    return GENUS_OK;
}

genus_status genus_spectrum_convolve(float *samples, size_t count, const float *response,
                                     size_t length, genus_error *error) {
    struct spectrum spectrum;
    const genus_status status = make(&spectrum, count, length, error);
    if (status != GENUS_OK) {
        return status;
    }
    transform(&spectrum, response, length, spectrum.bins);
    transform(&spectrum, samples, count, spectrum.product);
    for (int bin = 0; bin <= spectrum.size / 2; bin++) {
        const kiss_fft_cpx a = spectrum.product[bin];
        const kiss_fft_cpx b = spectrum.bins[bin];
        spectrum.product[bin].r = a.r * b.r - a.i * b.i;
        spectrum.product[bin].i = a.r * b.i + a.i * b.r;
    }
    transform_back(&spectrum, samples, count);
    clear(&spectrum);
    return GENUS_OK;
}
