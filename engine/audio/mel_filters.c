// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The mel filter bank of Slaney's Auditory Toolbox (1998), as librosa draws it: linear below
// 1,000 Hz, logarithmic above, every triangle of the same area.

#include "engine/audio/mel_filters.h"

#include "engine/base/simd.h"

#include <math.h>
#include <stdlib.h>

#define LINEAR_STEP (200.0 / 3.0) // Hz a mel below the break.
#define BREAK_HZ 1000.0
#define BREAK_MEL (BREAK_HZ / LINEAR_STEP)
#define OCTAVES_LOG 1.856297990365626 // ln 6.4: the logarithmic part spans a factor of 6.4 ...
#define OCTAVES_MEL 27.0              // ... in 27 mels.

/// Bins at a time, in two registers of the kind that every processor has. Few bands fill sixteen.
#define EIGHT ((size_t)8)

typedef float four __attribute__((vector_size(16), aligned(4), may_alias));

/** Where one band's weights lie. */
typedef struct band_extent {
    size_t first_bin;
    size_t count;  // A multiple of eight; 0 for a narrow band between two bins.
    size_t offset; // Of its first weight.
} band_extent;

struct genus_mel_filters {
    size_t band_count;
    band_extent *bands;
    float *weights;
};

double genus_hz_to_mel(double hz) {
    return hz < BREAK_HZ ? hz / LINEAR_STEP
                         : BREAK_MEL + log(hz / BREAK_HZ) * OCTAVES_MEL / OCTAVES_LOG;
}

static double mel_to_hz(double mel) {
    return mel < BREAK_MEL ? mel * LINEAR_STEP
                           : BREAK_HZ * exp((mel - BREAK_MEL) * OCTAVES_LOG / OCTAVES_MEL);
}

/** Lower edge, peak and upper edge of a band in Hz: equal steps on the mel scale. */
typedef struct triangle {
    double low;
    double peak;
    double high;
} triangle;

static triangle band_triangle(const genus_frontend_settings *settings, size_t band) {
    const double bottom = genus_hz_to_mel((double)settings->f_min);
    const double top = genus_hz_to_mel((double)settings->f_max);
    const double step = (top - bottom) / (double)(settings->mel_bands + 1);
    return (triangle){
        .low = mel_to_hz(bottom + step * (double)band),
        .peak = mel_to_hz(bottom + step * (double)(band + 1)),
        .high = mel_to_hz(bottom + step * (double)(band + 2)),
    };
}

static float triangle_weight(triangle edges, double hz) {
    const double rise = (hz - edges.low) / (edges.peak - edges.low);
    const double fall = (edges.high - hz) / (edges.high - edges.peak);
    const double height = fmax(0.0, fmin(rise, fall));
    return (float)(height * 2.0 / (edges.high - edges.low));
}

/**
 * Lays out the bands one after the other and returns how many weights they need: for a multiple of
 * eight bins each, so that sums need no remainder. Those that a band does not touch weigh 0.
 */
static size_t lay_out(genus_mel_filters *filters, const genus_frontend_settings *settings,
                      double bin_hz, size_t bin_count) {
    size_t total = 0;
    for (size_t b = 0; b < filters->band_count; b++) {
        const triangle edges = band_triangle(settings, b);
        band_extent *band = &filters->bands[b];
        band->offset = total;
        size_t touched = 0;
        for (size_t bin = 0; bin < bin_count; bin++) {
            if (triangle_weight(edges, (double)bin * bin_hz) > 0.0F) {
                band->first_bin = touched == 0 ? bin : band->first_bin;
                touched++;
            }
        }
        band->count = (touched + EIGHT - 1) / EIGHT * EIGHT;
        total += band->count;
    }
    return total;
}

genus_mel_filters *genus_mel_filters_new(const genus_frontend_settings *settings) {
    const size_t bin_count = settings->frame_length / 2 + 1;
    const double bin_hz = (double)settings->sample_rate / (double)settings->frame_length;
    genus_mel_filters *filters = calloc(1, sizeof *filters);
    if (filters == NULL) {
        return NULL;
    }
    filters->band_count = settings->mel_bands;
    filters->bands = calloc(filters->band_count, sizeof *filters->bands);
    if (filters->bands == NULL) {
        goto fail;
    }
    // One weight more, since a bank of empty bands is a bank too.
    filters->weights =
        calloc(lay_out(filters, settings, bin_hz, bin_count) + 1, sizeof *filters->weights);
    if (filters->weights == NULL) {
        goto fail;
    }
    for (size_t b = 0; b < filters->band_count; b++) {
        const triangle edges = band_triangle(settings, b);
        const band_extent *band = &filters->bands[b];
        for (size_t i = 0; i < band->count; i++) {
            filters->weights[band->offset + i] =
                triangle_weight(edges, (double)(band->first_bin + i) * bin_hz);
        }
    }
    return filters;
fail:
    genus_mel_filters_free(filters);
    return NULL;
}

void genus_mel_filters_free(genus_mel_filters *filters) {
    if (filters != NULL) {
        free(filters->bands);
        free(filters->weights);
        free(filters);
    }
}

float genus_mel_filters_weight(const genus_mel_filters *filters, size_t band, size_t bin) {
    const band_extent *extent = &filters->bands[band];
    if (bin < extent->first_bin || bin >= extent->first_bin + extent->count) {
        return 0.0F;
    }
    return filters->weights[extent->offset + bin - extent->first_bin];
}

GENUS_SIMD
void genus_mel_filters_apply(const genus_mel_filters *filters, const float *power, float *mel) {
    for (size_t b = 0; b < filters->band_count; b++) {
        const band_extent *band = &filters->bands[b];
        const float *weights = filters->weights + band->offset;
        const float *bins = power + band->first_bin;
        four low = {0};
        four high = {0};
        for (size_t i = 0; i < band->count; i += EIGHT) {
            low += *(const four *)(weights + i) * *(const four *)(bins + i);
            high += *(const four *)(weights + i + 4) * *(const four *)(bins + i + 4);
        }
        const four sum = low + high;
        mel[b] = (sum[0] + sum[2]) + (sum[1] + sum[3]);
    }
}
