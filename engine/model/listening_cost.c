// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The cost of listening. In double, where nothing overflows.

#include "engine/model/listening_cost.h"

#include "engine/nn/convolution.h"

#include <math.h>

#define CHUNK 64.0   // Columns at once, at most: see the stream worker.
#define TILE 65536.0 // Floats of a tile and of its scratch, unless one step has more.
#define HEADS 7.0    // Over the window, for each column: songs told apart, and a verdict.
#define BYTES_A_FLOAT 4.0

/// Of one frame: the transform, and bands that overlap by half.
static double frame_cost(const genus_frontend_settings *settings) {
    const double length = settings->frame_length;
    return 2.0 * length * log2(length) + length + 8.0 * settings->mel_bands;
}

genus_listening_cost genus_listening_cost_of(const genus_frontend_settings *settings,
                                             const genus_architecture *arch) {
    const uint32_t bands = settings->mel_bands;
    const genus_architecture_shape column =
        genus_architecture_shape_after(arch, bands, arch->block_count);
    const double frames = (double)settings->sample_rate / settings->hop; // A second.
    const double chunk_frames =
        (double)column.receptive_field + (CHUNK - 1.0) * (double)column.stride;
    double floats = chunk_frames * bands;
    double multiply_adds = frames * frame_cost(settings);
    double column_size = (double)column.rows * (double)column.channels;
    if (arch->spectral > 0) {
        const genus_spectral_statistics_shape shape = genus_architecture_spectral(arch, bands);
        const double sums = (double)genus_spectral_statistics_sum_count(&shape);
        column_size += sums;
        multiply_adds += frames * (sums + (double)shape.cepstra * shape.heard);
    }
    for (uint32_t i = 0; i < arch->block_count; i++) {
        const genus_convolution conv = genus_convolution_of(arch, bands, i);
        const double stride = (double)genus_architecture_shape_after(arch, bands, i).stride;
        const double outputs = (double)conv.rows_out * (double)conv.channels_out;
        const double step = outputs * arch->blocks[i].pool_time;
        multiply_adds += frames / stride * outputs * (double)conv.patch;
        floats += chunk_frames / stride * (double)genus_convolution_step(&conv);
        floats += TILE + 4.0 * step;
    }
    const double columns = frames / (double)column.stride; // A second.
    const double window = columns * GENUS_WINDOW_MAX + 1.0;
    const double features = (double)genus_architecture_features(arch, bands);
    floats += (window + CHUNK) * column_size;
    multiply_adds += columns * HEADS * (window * column_size + features * arch->labels);
    return (genus_listening_cost){.bytes = BYTES_A_FLOAT * floats, .multiply_adds = multiply_adds};
}
