// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Convolution: which way it goes, and the way of strided products.

#include "engine/nn/convolution.h"

#include "engine/base/lanes.h"
#include "engine/nn/product.h"
#include "engine/nn/winograd.h"

#include <string.h>

/// Columns that a product does well: a convolution with fewer input channels goes back by patches.
#define COLUMNS ((size_t)16)

/// Floats of the gradient that the way back to the weights takes at once: 64 KiB.
#define CHUNK_FLOATS ((size_t)1 << 14)

genus_convolution genus_convolution_of(const genus_architecture *arch, uint32_t bands,
                                       uint32_t index) {
    const genus_architecture_block *block = &arch->blocks[index];
    const genus_architecture_shape below = genus_architecture_shape_after(arch, bands, index);
    const size_t padding = block->pad_frequency ? block->kernel_frequency / 2 : 0;
    return (genus_convolution){
        .rows_in = below.rows,
        .rows_out = below.rows + 2 * padding - block->kernel_frequency + 1,
        .channels_in = below.channels,
        .channels_out = block->channels,
        .kernel_frequency = block->kernel_frequency,
        .kernel_time = block->kernel_time,
        .padding = padding,
        .patch = block->kernel_time * block->kernel_frequency * below.channels,
    };
}

size_t genus_convolution_step(const genus_convolution *conv) {
    return (conv->rows_in + 2 * conv->padding) * conv->channels_in;
}

void genus_convolution_pad(const genus_convolution *conv, const float *x, size_t times,
                           float *padded) {
    const size_t run = conv->rows_in * conv->channels_in;
    const size_t edge = conv->padding * conv->channels_in;
    for (size_t time = 0; time < times; time++, x += run, padded += run + 2 * edge) {
        memset(padded, 0, edge * sizeof *padded);
        memcpy(padded + edge, x, run * sizeof *padded);
        memset(padded + edge + run, 0, edge * sizeof *padded);
    }
}

/// True if output positions follow each other in the input as whole patches do: 1x1, or one kernel
/// over all rows. Then all time steps are one product.
static bool is_matrix(const genus_convolution *conv) {
    return conv->kernel_time == 1 && conv->padding == 0 &&
           (conv->kernel_frequency == 1 || conv->rows_out == 1);
}

// -------------------------------------------------------------------------------------- forward

static void forward_plainly(const genus_convolution *conv, const float *x, size_t times,
                            const float *weights, float *y) {
    const size_t seen = conv->kernel_frequency * conv->channels_in;
    genus_product product = {
        .a = x,
        .a_row = conv->channels_in,
        .a_slice = genus_convolution_step(conv),
        .a_step = 1,
        .b = weights,
        .b_slice = seen * conv->channels_out,
        .b_step = conv->channels_out,
        .out_row = conv->channels_out,
        .rows = conv->rows_out,
        .columns = conv->channels_out,
        .slices = conv->kernel_time,
        .steps = seen,
    };
    product.out = y;
    if (is_matrix(conv)) {
        product.a_row = conv->patch;
        product.rows = times * conv->rows_out;
        genus_multiply(&product);
        return;
    }
    for (size_t time = 0; time < times; time++) {
        genus_multiply(&product);
        product.a += genus_convolution_step(conv);
        product.out += conv->rows_out * conv->channels_out;
    }
}

size_t genus_convolution_packed_size(const genus_convolution *conv) {
    return genus_winograd_fits(conv) ? genus_winograd_weights_size(conv)
                                     : conv->patch * conv->channels_out;
}

void genus_convolution_pack_weights(const genus_convolution *conv, const float *weights,
                                    float *packed) {
    if (genus_winograd_fits(conv)) {
        genus_winograd_weights(conv, weights, packed);
    } else {
        memcpy(packed, weights, conv->patch * conv->channels_out * sizeof *packed);
    }
}

size_t genus_convolution_forward_scratch(const genus_convolution *conv, size_t times) {
    return genus_winograd_fits(conv) ? genus_winograd_forward_scratch(conv, times) : 0;
}

void genus_convolution_forward(const genus_convolution *conv, const float *x, size_t times,
                               const float *ready, float *scratch, float *y) {
    if (genus_winograd_fits(conv)) {
        genus_winograd_forward(conv, x, times, ready, scratch, y);
    } else {
        forward_plainly(conv, x, times, ready, y);
    }
}

// ------------------------------------------------------------------------------------- backward

static void backward_weights(const genus_convolution *conv, const float *x, const float *dy,
                             size_t times, float *dweights) {
    // A weight's row walks through one kernel slice, its sum through all output positions.
    const size_t seen = conv->kernel_frequency * conv->channels_in;
    for (size_t k = 0; k < conv->kernel_time; k++) {
        genus_product product = {
            .a = x + k * genus_convolution_step(conv),
            .a_row = 1,
            .a_slice = genus_convolution_step(conv),
            .a_step = conv->channels_in,
            .b = dy,
            .b_slice = conv->rows_out * conv->channels_out,
            .b_step = conv->channels_out,
            .out_row = conv->channels_out,
            .rows = seen,
            .columns = conv->channels_out,
            .slices = times,
            .steps = conv->rows_out,
            .add = true,
        };
        product.out = dweights + k * seen * conv->channels_out;
        genus_multiply(&product);
    }
}

/// How the gradient goes back to the input.
enum way {
    WAY_MATRIX,  ///< One product with the transposed weights.
    WAY_PATCHES, ///< The same, and each patch added to where it was seen: few input channels.
    WAY_TURNED,  ///< A convolution of the padded gradient with the kernel turned around.
};

static enum way way_back(const genus_convolution *conv) {
    if (is_matrix(conv)) {
        return WAY_MATRIX;
    }
    return conv->channels_in < COLUMNS ? WAY_PATCHES : WAY_TURNED;
}

/// Transposed weights have rows of whole vectors.
static size_t patch_columns(const genus_convolution *conv) {
    return way_back(conv) == WAY_PATCHES ? (conv->patch + COLUMNS - 1) / COLUMNS * COLUMNS
                                         : conv->patch;
}

/// The convolution that takes the gradient back: from dy to dx.
static genus_convolution transposed_convolution(const genus_convolution *conv) {
    return (genus_convolution){
        .rows_in = conv->rows_out,
        .rows_out = conv->rows_in,
        .channels_in = conv->channels_out,
        .channels_out = conv->channels_in,
        .kernel_frequency = conv->kernel_frequency,
        .kernel_time = conv->kernel_time,
        .padding = conv->kernel_frequency - 1 - conv->padding,
        .patch = conv->kernel_time * conv->kernel_frequency * conv->channels_out,
    };
}

size_t genus_convolution_transposed_size(const genus_convolution *conv) {
    if (genus_winograd_fits(conv)) {
        return genus_winograd_weights_size(conv);
    }
    return patch_columns(conv) * conv->channels_out;
}

void genus_convolution_transpose(const genus_convolution *conv, const float *weights,
                                 float *transposed) {
    const size_t in = conv->channels_in;
    const size_t out = conv->channels_out;
    if (genus_winograd_fits(conv)) {
        genus_winograd_transposed_weights(conv, weights, transposed);
        return;
    }
    if (way_back(conv) != WAY_TURNED) {
        const size_t columns = patch_columns(conv);
        memset(transposed, 0, columns * out * sizeof *transposed);
        for (size_t p = 0; p < conv->patch; p++) {
            for (size_t o = 0; o < out; o++) {
                transposed[o * columns + p] = weights[p * out + o];
            }
        }
        return;
    }
    // The kernel read from its far corner, with input and output channels exchanged.
    const size_t cells = conv->kernel_time * conv->kernel_frequency;
    for (size_t cell = 0; cell < cells; cell++) {
        const float *from = weights + (cells - 1 - cell) * in * out;
        for (size_t o = 0; o < out; o++) {
            for (size_t i = 0; i < in; i++) {
                *transposed++ = from[i * out + o];
            }
        }
    }
}

size_t genus_convolution_backward_scratch(const genus_convolution *conv, size_t times) {
    if (genus_winograd_fits(conv)) {
        return genus_winograd_backward_scratch(conv, times);
    }
    const genus_convolution transposed = transposed_convolution(conv);
    switch (way_back(conv)) {
    case WAY_PATCHES:
        return conv->rows_out * patch_columns(conv);
    case WAY_TURNED:
        return (times + 2 * (conv->kernel_time - 1)) * genus_convolution_step(&transposed);
    default:
        return 0;
    }
}

/// Adds the patches of one output time step to the rows of dx that they were seen in: along the
/// rows cell by cell, since the patches of neighbours overlap.
GENUS_INLINE void add_patches(const genus_convolution *conv, size_t channels, const float *patches,
                              float *dx) {
    const size_t columns = patch_columns(conv);
    for (size_t k = 0; k < conv->kernel_time; k++, dx += conv->rows_in * channels) {
        for (size_t f = 0; f < conv->kernel_frequency; f++, patches += channels) {
            // Rows in the padding are left out.
            const size_t first = f < conv->padding ? conv->padding - f : 0;
            const size_t below = conv->rows_in + conv->padding - f;
            const size_t end = below < conv->rows_out ? below : conv->rows_out;
            for (size_t row = first; row < end; row++) {
                for (size_t i = 0; i < channels; i++) {
                    dx[(row + f - conv->padding) * channels + i] += patches[row * columns + i];
                }
            }
        }
    }
}

static void back_by_patches(const genus_convolution *conv, const float *dy, size_t times,
                            const float *transposed, float *scratch, float *dx) {
    const size_t step = conv->rows_in * conv->channels_in;
    memset(dx, 0, (times + conv->kernel_time - 1) * step * sizeof *dx);
    genus_product product = {
        .a = dy,
        .a_row = conv->channels_out,
        .a_step = 1,
        .b = transposed,
        .b_step = patch_columns(conv),
        .out = scratch,
        .out_row = patch_columns(conv),
        .rows = conv->rows_out,
        .columns = patch_columns(conv),
        .slices = 1,
        .steps = conv->channels_out,
    };
    for (size_t time = 0; time < times; time++, dx += step) {
        genus_multiply(&product);
        if (conv->channels_in == 1) {
            add_patches(conv, 1, scratch, dx); // The loop over channels falls away.
        } else {
            add_patches(conv, conv->channels_in, scratch, dx);
        }
        product.a += conv->rows_out * conv->channels_out;
    }
}

static void backward_input(const genus_convolution *conv, const float *dy, size_t times,
                           const float *transposed, float *scratch, float *dx) {
    const enum way way = way_back(conv);
    if (way == WAY_MATRIX) {
        const genus_product product = {
            .a = dy,
            .a_row = conv->channels_out,
            .a_step = 1,
            .b = transposed,
            .b_step = conv->patch,
            .out = dx,
            .out_row = conv->patch,
            .rows = times * conv->rows_out,
            .columns = conv->patch,
            .slices = 1,
            .steps = conv->channels_out,
        };
        genus_multiply(&product);
    } else if (way == WAY_PATCHES) {
        back_by_patches(conv, dy, times, transposed, scratch, dx);
    } else {
        // Every input step sees kernel_time output steps; beyond the ends they are zero.
        const genus_convolution back = transposed_convolution(conv);
        const size_t step = genus_convolution_step(&back);
        const size_t edge = (conv->kernel_time - 1) * step;
        memset(scratch, 0, edge * sizeof *scratch);
        genus_convolution_pad(&back, dy, times, scratch + edge);
        memset(scratch + edge + times * step, 0, edge * sizeof *scratch);
        forward_plainly(&back, scratch, times + conv->kernel_time - 1, transposed, dx);
    }
}

void genus_convolution_backward(const genus_convolution *conv, const float *x, const float *dy,
                                size_t times, const float *transposed, float *scratch,
                                float *dweights, float *dx) {
    if (genus_winograd_fits(conv)) {
        genus_winograd_backward(conv, x, dy, times, transposed, scratch, dweights, dx);
        return;
    }
    // The products of a few time steps after each other find the gradient in cache.
    const size_t step = conv->rows_out * conv->channels_out;
    const size_t chunk = step < CHUNK_FLOATS ? CHUNK_FLOATS / step : 1;
    for (size_t time = 0; time < times; time += chunk) {
        backward_weights(conv, x + time * genus_convolution_step(conv), dy + time * step,
                         times - time < chunk ? times - time : chunk, dweights);
    }
    if (dx != NULL) {
        backward_input(conv, dy, times, transposed, scratch, dx);
    }
}

// ------------------------------------------------------------------------------- order of weights

/// Where PyTorch keeps the weight that we keep at [time][frequency][input][output].
static size_t torch_index(const genus_convolution *conv, size_t ours) {
    const size_t out = ours % conv->channels_out;
    const size_t in = ours / conv->channels_out % conv->channels_in;
    const size_t cell = ours / conv->channels_out / conv->channels_in;
    const size_t frequency = cell % conv->kernel_frequency;
    const size_t time = cell / conv->kernel_frequency;
    return ((out * conv->channels_in + in) * conv->kernel_frequency + frequency) *
               conv->kernel_time +
           time;
}

void genus_convolution_pack(const genus_convolution *conv, const float *torch_order,
                            float *weights) {
    for (size_t i = 0; i < conv->patch * conv->channels_out; i++) {
        weights[i] = torch_order[torch_index(conv, i)];
    }
}

void genus_convolution_unpack(const genus_convolution *conv, const float *weights,
                              float *torch_order) {
    for (size_t i = 0; i < conv->patch * conv->channels_out; i++) {
        torch_order[torch_index(conv, i)] = weights[i];
    }
}
