// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Convolution as sgemm on patches.

#include "convolution.h"

#include <cblas.h>
#include <string.h>

/// Floats of patches that a tile may hold: half a megabyte, which leaves room in a 1-MiB cache.
#define TILE_FLOATS ((size_t)1 << 17)

genus_convolution genus_convolution_of(const genus_plan *plan, uint32_t bands, uint32_t index) {
    const genus_plan_block *block = &plan->blocks[index];
    const genus_plan_shape below = genus_plan_shape_after(plan, bands, index);
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

bool genus_convolution_is_direct(const genus_convolution *conv) {
    return conv->kernel_time == 1 && (conv->kernel_frequency == 1 || conv->rows_out == 1) &&
           conv->padding == 0;
}

size_t genus_convolution_tile(const genus_convolution *conv) {
    const size_t times = TILE_FLOATS / (conv->rows_out * conv->patch);
    return times > 0 ? times : 1;
}

/// The run of input rows that a patch at output row `row` sees, and how far into the patch it lies.
struct run {
    size_t first_row;
    size_t rows;
    size_t offset_rows;
};

static struct run run_at(const genus_convolution *conv, size_t row) {
    const size_t above = row < conv->padding ? conv->padding - row : 0;
    const size_t first = row + above - conv->padding;
    const size_t wanted = conv->kernel_frequency - above;
    const size_t there = conv->rows_in - first;
    return (struct run){first, wanted < there ? wanted : there, above};
}

void genus_convolution_patches(const genus_convolution *conv, const float *input, size_t times,
                               float *patches) {
    const size_t slice = conv->kernel_frequency * conv->channels_in;
    const size_t step = conv->rows_in * conv->channels_in;
    for (size_t time = 0; time < times; time++) {
        for (size_t row = 0; row < conv->rows_out; row++) {
            const struct run run = run_at(conv, row);
            const float *from = input + time * step + run.first_row * conv->channels_in;
            const size_t count = run.rows * conv->channels_in;
            const size_t before = run.offset_rows * conv->channels_in;
            for (size_t k = 0; k < conv->kernel_time; k++, from += step, patches += slice) {
                if (count < slice) {
                    memset(patches, 0, slice * sizeof *patches);
                }
                memcpy(patches + before, from, count * sizeof *patches);
            }
        }
    }
}

void genus_convolution_scatter(const genus_convolution *conv, const float *patches, size_t times,
                               float *input) {
    const size_t slice = conv->kernel_frequency * conv->channels_in;
    const size_t step = conv->rows_in * conv->channels_in;
    for (size_t time = 0; time < times; time++) {
        for (size_t row = 0; row < conv->rows_out; row++) {
            const struct run run = run_at(conv, row);
            float *to = input + time * step + run.first_row * conv->channels_in;
            const size_t count = run.rows * conv->channels_in;
            const size_t before = run.offset_rows * conv->channels_in;
            for (size_t k = 0; k < conv->kernel_time; k++, to += step, patches += slice) {
                for (size_t i = 0; i < count; i++) {
                    to[i] += patches[before + i];
                }
            }
        }
    }
}

const float *genus_convolution_forward(const genus_convolution *conv, const float *input,
                                       size_t times, const float *weights, float *output,
                                       float *scratch) {
    const float *patches = input;
    if (!genus_convolution_is_direct(conv)) {
        genus_convolution_patches(conv, input, times, scratch);
        patches = scratch;
    }
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)(times * conv->rows_out),
                (int)conv->channels_out, (int)conv->patch, 1.0F, patches, (int)conv->patch, weights,
                (int)conv->channels_out, 0.0F, output, (int)conv->channels_out);
    return patches;
}

/// Where PyTorch keeps the weight that we keep at [time][frequency][input][output].
static size_t torch_index(const genus_convolution *conv, size_t time, size_t frequency, size_t in,
                          size_t out) {
    return ((out * conv->channels_in + in) * conv->kernel_frequency + frequency) *
               conv->kernel_time +
           time;
}

/// Visits all weights in our order; moves them one way or the other.
static void reorder(const genus_convolution *conv, const float *packed_from, float *packed_to,
                    const float *torch_from, float *torch_to) {
    size_t ours = 0;
    for (size_t time = 0; time < conv->kernel_time; time++) {
        for (size_t frequency = 0; frequency < conv->kernel_frequency; frequency++) {
            for (size_t in = 0; in < conv->channels_in; in++) {
                for (size_t out = 0; out < conv->channels_out; out++, ours++) {
                    const size_t theirs = torch_index(conv, time, frequency, in, out);
                    if (packed_to != NULL) {
                        packed_to[ours] = torch_from[theirs];
                    } else {
                        torch_to[theirs] = packed_from[ours];
                    }
                }
            }
        }
    }
}

void genus_convolution_pack(const genus_convolution *conv, const float *torch_order,
                            float *weights) {
    reorder(conv, NULL, weights, torch_order, NULL);
}

void genus_convolution_unpack(const genus_convolution *conv, const float *weights,
                              float *torch_order) {
    reorder(conv, weights, NULL, NULL, torch_order);
}
