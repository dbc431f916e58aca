// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Winograd's F(4x4, 3x3): transforms of one tile, sixteen channels at a time, and the products
// between them over blocks of tiles.

#include "winograd.h"

#include "lanes.h"
#include "product.h"
#include "simd.h"

#include <string.h>

/// Inputs, outputs and weights along one side of a tile, and places in it.
#define SIDE ((size_t)6)
#define OUTPUTS ((size_t)4)
#define KERNEL ((size_t)3)
#define PLACES (SIDE * SIDE)

/// Tiles a block: what the products read and write should stay near the processor.
#define BLOCK ((size_t)32)

/// A transformed block's places lie this many floats further apart than their size, lest all of one
/// tile's places fall on the same lines of the cache.
#define APART ((size_t)16)

#define CHANNELS_MAX ((size_t)1024)

/// What a tile sees beyond the input's end.
static const float nothing[CHANNELS_MAX];

// ----------------------------------------------------------------------------------- transforms
//
// The polynomials are evaluated at 0, 1, -1, 2, -2 and infinity. With B, G and A as in the paper,
// y = A' [(G w) (B' x)]; every function is one matrix for one line of values.

/// B': six inputs to six places.
GENUS_INLINE void to_places(const genus_lanes *x, size_t step, genus_lanes *to, size_t to_step) {
    const genus_lanes near = x[4 * step] - 4.0F * x[2 * step];
    const genus_lanes near_odd = x[3 * step] - 4.0F * x[step];
    const genus_lanes far = x[4 * step] - x[2 * step];
    const genus_lanes far_odd = 2.0F * (x[3 * step] - x[step]);
    to[0] = 4.0F * x[0] - 5.0F * x[2 * step] + x[4 * step];
    to[to_step] = near + near_odd;
    to[2 * to_step] = near - near_odd;
    to[3 * to_step] = far + far_odd;
    to[4 * to_step] = far - far_odd;
    to[5 * to_step] = 4.0F * x[step] - 5.0F * x[3 * step] + x[5 * step];
}

/// A': six places to four outputs.
GENUS_INLINE void to_outputs(const genus_lanes *m, size_t step, genus_lanes *to, size_t to_step) {
    const genus_lanes near = m[step] + m[2 * step];
    const genus_lanes near_odd = m[step] - m[2 * step];
    const genus_lanes far = m[3 * step] + m[4 * step];
    const genus_lanes far_odd = m[3 * step] - m[4 * step];
    to[0] = m[0] + near + far;
    to[to_step] = near_odd + 2.0F * far_odd;
    to[2 * to_step] = near + 4.0F * far;
    to[3 * to_step] = near_odd + 8.0F * far_odd + m[5 * step];
}

/// A: the gradient of four outputs to that of six places.
GENUS_INLINE void from_outputs(const genus_lanes *dy, size_t step, genus_lanes *to,
                               size_t to_step) {
    const genus_lanes even = dy[0] + dy[2 * step];
    const genus_lanes odd = dy[step] + dy[3 * step];
    const genus_lanes far = dy[0] + 4.0F * dy[2 * step];
    const genus_lanes far_odd = 2.0F * dy[step] + 8.0F * dy[3 * step];
    to[0] = dy[0];
    to[to_step] = even + odd;
    to[2 * to_step] = even - odd;
    to[3 * to_step] = far + far_odd;
    to[4 * to_step] = far - far_odd;
    to[5 * to_step] = dy[3 * step];
}

/// B: the gradient of six places to that of six inputs.
GENUS_INLINE void from_places(const genus_lanes *dv, size_t step, genus_lanes *to, size_t to_step) {
    const genus_lanes near = dv[step] + dv[2 * step];
    const genus_lanes near_odd = dv[step] - dv[2 * step];
    const genus_lanes far = dv[3 * step] + dv[4 * step];
    const genus_lanes far_odd = dv[3 * step] - dv[4 * step];
    to[0] = 4.0F * dv[0];
    to[to_step] = 4.0F * (dv[5 * step] - near_odd) - 2.0F * far_odd;
    to[2 * to_step] = -5.0F * dv[0] - 4.0F * near - far;
    to[3 * to_step] = near_odd + 2.0F * far_odd - 5.0F * dv[5 * step];
    to[4 * to_step] = dv[0] + near + far;
    to[5 * to_step] = dv[5 * step];
}

/// G: what each of the six places takes of three weights.
static const float kernel_places[SIDE][KERNEL] = {
    {1.0F / 4.0F, 0.0F, 0.0F},
    {-1.0F / 6.0F, -1.0F / 6.0F, -1.0F / 6.0F},
    {-1.0F / 6.0F, 1.0F / 6.0F, -1.0F / 6.0F},
    {1.0F / 24.0F, 1.0F / 12.0F, 1.0F / 6.0F},
    {1.0F / 24.0F, -1.0F / 12.0F, 1.0F / 6.0F},
    {0.0F, 0.0F, 1.0F},
};

// ---------------------------------------------------------------------------------------- tiles

/// How an output is cut into tiles; they are numbered along frequency first.
struct tiling {
    const genus_convolution *conv;
    size_t times; ///< Of the output.
    size_t across;
    size_t count;
};

static struct tiling tiling_of(const genus_convolution *conv, size_t times) {
    const size_t across = (conv->rows_out + OUTPUTS - 1) / OUTPUTS;
    return (struct tiling){
        .conv = conv,
        .times = times,
        .across = across,
        .count = across * ((times + OUTPUTS - 1) / OUTPUTS),
    };
}

static size_t smaller(size_t a, size_t b) {
    return a < b ? a : b;
}

/// Floats between the places of a transformed block.
static size_t place_size(const struct tiling *tiling, size_t channels) {
    return smaller(tiling->count, BLOCK) * channels + APART;
}

/// The cells of tile `number` of a tensor [times][rows][channels], `step` floats a time step: where
/// they are, or what stands for those beyond its end.
GENUS_INLINE void find_cells(const float *x, size_t times, size_t rows, size_t channels,
                             size_t step, size_t time, size_t row, size_t side,
                             const float **cells) {
    for (size_t t = 0; t < side; t++) {
        for (size_t f = 0; f < side; f++) {
            const bool inside = time + t < times && row + f < rows;
            cells[t * side + f] = inside ? x + (time + t) * step + (row + f) * channels : nothing;
        }
    }
}

/// Transforms `count` tiles of the padded input from tile `first` on to v [places][tile][channel].
GENUS_SIMD
static void transform_inputs(const struct tiling *tiling, const float *x, size_t first,
                             size_t count, float *v) {
    const genus_convolution *conv = tiling->conv;
    const size_t channels = conv->channels_in;
    const size_t apart = place_size(tiling, channels);
    for (size_t i = 0; i < count; i++, v += channels) {
        const float *cells[PLACES];
        find_cells(x, tiling->times + KERNEL - 1, conv->rows_in + 2 * conv->padding, channels,
                   genus_convolution_step(conv), (first + i) / tiling->across * OUTPUTS,
                   (first + i) % tiling->across * OUTPUTS, SIDE, cells);
        for (size_t c = 0; c < channels; c += GENUS_LANES) {
            genus_lanes half[PLACES];
            for (size_t t = 0; t < SIDE; t++) {
                genus_lanes line[SIDE];
                for (size_t f = 0; f < SIDE; f++) {
                    line[f] = *(const genus_lanes *)(cells[t * SIDE + f] + c);
                }
                to_places(line, 1, half + t * SIDE, 1);
            }
            for (size_t f = 0; f < SIDE; f++) {
                genus_lanes line[SIDE];
                to_places(half + f, SIDE, line, 1);
                for (size_t t = 0; t < SIDE; t++) {
                    *(genus_lanes *)(v + (t * SIDE + f) * apart + c) = line[t];
                }
            }
        }
    }
}

/// Transforms `count` tiles of products m from tile `first` on to the output.
GENUS_SIMD
static void transform_outputs(const struct tiling *tiling, const float *m, size_t first,
                              size_t count, float *y) {
    const genus_convolution *conv = tiling->conv;
    const size_t channels = conv->channels_out;
    const size_t apart = place_size(tiling, channels);
    for (size_t i = 0; i < count; i++, m += channels) {
        const size_t time = (first + i) / tiling->across * OUTPUTS;
        const size_t row = (first + i) % tiling->across * OUTPUTS;
        const size_t times = smaller(OUTPUTS, tiling->times - time);
        const size_t rows = smaller(OUTPUTS, conv->rows_out - row);
        float *corner = y + (time * conv->rows_out + row) * channels;
        for (size_t c = 0; c < channels; c += GENUS_LANES) {
            genus_lanes half[SIDE * OUTPUTS];
            for (size_t t = 0; t < SIDE; t++) {
                genus_lanes line[SIDE];
                for (size_t f = 0; f < SIDE; f++) {
                    line[f] = *(const genus_lanes *)(m + (t * SIDE + f) * apart + c);
                }
                to_outputs(line, 1, half + t * OUTPUTS, 1);
            }
            for (size_t f = 0; f < rows; f++) {
                genus_lanes line[OUTPUTS];
                to_outputs(half + f, OUTPUTS, line, 1);
                for (size_t t = 0; t < times; t++) {
                    *(genus_lanes *)(corner + (t * conv->rows_out + f) * channels + c) = line[t];
                }
            }
        }
    }
}

/// Transforms the gradients of `count` output tiles from tile `first` on to dm.
GENUS_SIMD
static void transform_gradients(const struct tiling *tiling, const float *dy, size_t first,
                                size_t count, float *dm) {
    const genus_convolution *conv = tiling->conv;
    const size_t channels = conv->channels_out;
    const size_t apart = place_size(tiling, channels);
    for (size_t i = 0; i < count; i++, dm += channels) {
        const float *cells[OUTPUTS * OUTPUTS];
        find_cells(dy, tiling->times, conv->rows_out, channels, conv->rows_out * channels,
                   (first + i) / tiling->across * OUTPUTS, (first + i) % tiling->across * OUTPUTS,
                   OUTPUTS, cells);
        for (size_t c = 0; c < channels; c += GENUS_LANES) {
            genus_lanes half[OUTPUTS * SIDE];
            for (size_t t = 0; t < OUTPUTS; t++) {
                genus_lanes line[OUTPUTS];
                for (size_t f = 0; f < OUTPUTS; f++) {
                    line[f] = *(const genus_lanes *)(cells[t * OUTPUTS + f] + c);
                }
                from_outputs(line, 1, half + t * SIDE, 1);
            }
            for (size_t f = 0; f < SIDE; f++) {
                genus_lanes line[SIDE];
                from_outputs(half + f, SIDE, line, 1);
                for (size_t t = 0; t < SIDE; t++) {
                    *(genus_lanes *)(dm + (t * SIDE + f) * apart + c) = line[t];
                }
            }
        }
    }
}

/// Adds `count` tiles of gradients dv from tile `first` on to the input's gradient, not padded.
GENUS_SIMD
static void add_input_gradients(const struct tiling *tiling, const float *dv, size_t first,
                                size_t count, float *dx) {
    const genus_convolution *conv = tiling->conv;
    const size_t channels = conv->channels_in;
    const size_t apart = place_size(tiling, channels);
    for (size_t i = 0; i < count; i++, dv += channels) {
        const size_t time = (first + i) / tiling->across * OUTPUTS;
        const size_t row = (first + i) % tiling->across * OUTPUTS; // Padded.
        const size_t times = smaller(SIDE, tiling->times + KERNEL - 1 - time);
        const size_t above = row < conv->padding ? conv->padding - row : 0;
        const size_t rows = smaller(SIDE, conv->padding + conv->rows_in - row);
        float *corner = dx + time * conv->rows_in * channels;
        for (size_t c = 0; c < channels; c += GENUS_LANES) {
            genus_lanes half[PLACES];
            for (size_t t = 0; t < SIDE; t++) {
                genus_lanes line[SIDE];
                for (size_t f = 0; f < SIDE; f++) {
                    line[f] = *(const genus_lanes *)(dv + (t * SIDE + f) * apart + c);
                }
                from_places(line, 1, half + t * SIDE, 1);
            }
            for (size_t f = above; f < rows; f++) {
                genus_lanes line[SIDE];
                from_places(half + f, SIDE, line, 1);
                float *to = corner + (row + f - conv->padding) * channels + c;
                for (size_t t = 0; t < times; t++, to += conv->rows_in * channels) {
                    *(genus_lanes *)to += line[t];
                }
            }
        }
    }
}

// -------------------------------------------------------------------------------------- weights

bool genus_winograd_fits(const genus_convolution *conv) {
    return conv->kernel_time == KERNEL && conv->kernel_frequency == KERNEL &&
           conv->channels_in % GENUS_LANES == 0 && conv->channels_out % GENUS_LANES == 0;
}

size_t genus_winograd_weights_size(const genus_convolution *conv) {
    return PLACES * conv->channels_in * conv->channels_out;
}

GENUS_SIMD
void genus_winograd_weights(const genus_convolution *conv, const float *weights,
                            float *transformed) {
    const size_t size = conv->channels_in * conv->channels_out;
    for (size_t place = 0; place < PLACES; place++) {
        const float *time = kernel_places[place / SIDE];
        const float *frequency = kernel_places[place % SIDE];
        float *to = transformed + place * size;
        memset(to, 0, size * sizeof *to);
        for (size_t cell = 0; cell < KERNEL * KERNEL; cell++) {
            const float share = time[cell / KERNEL] * frequency[cell % KERNEL];
            const float *from = weights + cell * size;
            for (size_t i = 0; share != 0.0F && i < size; i++) {
                to[i] += share * from[i];
            }
        }
    }
}

void genus_winograd_turned_weights(const genus_convolution *conv, const float *weights,
                                   float *transformed) {
    const size_t in = conv->channels_in;
    const size_t out = conv->channels_out;
    for (size_t place = 0; place < PLACES; place++, transformed += in * out) {
        const float *time = kernel_places[place / SIDE];
        const float *frequency = kernel_places[place % SIDE];
        for (size_t i = 0; i < in; i++) {
            for (size_t o = 0; o < out; o++) {
                float sum = 0.0F;
                for (size_t cell = 0; cell < KERNEL * KERNEL; cell++) {
                    sum += time[cell / KERNEL] * frequency[cell % KERNEL] *
                           weights[(cell * in + i) * out + o];
                }
                transformed[o * in + i] = sum;
            }
        }
    }
}

/// G': the gradient of six places to that of three weights.
GENUS_INLINE void to_kernel(const genus_lanes *du, size_t step, genus_lanes *to, size_t to_step) {
    const genus_lanes near = (du[step] + du[2 * step]) * (-1.0F / 6.0F);
    const genus_lanes near_odd = (du[2 * step] - du[step]) * (1.0F / 6.0F);
    const genus_lanes far = (du[3 * step] + du[4 * step]) * (1.0F / 24.0F);
    const genus_lanes far_odd = (du[3 * step] - du[4 * step]) * (1.0F / 12.0F);
    to[0] = du[0] * (1.0F / 4.0F) + near + far;
    to[to_step] = near_odd + far_odd;
    to[2 * to_step] = near + 4.0F * far + du[5 * step];
}

/// Adds to the gradient by the weights what the transformed weights' gradient gives.
GENUS_SIMD
static void add_weight_gradients(const genus_convolution *conv, const float *du, float *dweights) {
    const size_t size = conv->channels_in * conv->channels_out;
    for (size_t i = 0; i < size; i += GENUS_LANES) {
        genus_lanes half[SIDE * KERNEL];
        for (size_t t = 0; t < SIDE; t++) {
            genus_lanes line[SIDE];
            for (size_t f = 0; f < SIDE; f++) {
                line[f] = *(const genus_lanes *)(du + (t * SIDE + f) * size + i);
            }
            to_kernel(line, 1, half + t * KERNEL, 1);
        }
        for (size_t f = 0; f < KERNEL; f++) {
            genus_lanes line[KERNEL];
            to_kernel(half + f, KERNEL, line, 1);
            for (size_t t = 0; t < KERNEL; t++) {
                *(genus_lanes *)(dweights + (t * KERNEL + f) * size + i) += line[t];
            }
        }
    }
}

// ------------------------------------------------------------------------------ forward and back

size_t genus_winograd_forward_scratch(const genus_convolution *conv, size_t times) {
    const struct tiling tiling = tiling_of(conv, times);
    return PLACES *
           (place_size(&tiling, conv->channels_in) + place_size(&tiling, conv->channels_out));
}

size_t genus_winograd_backward_scratch(const genus_convolution *conv, size_t times) {
    return genus_winograd_forward_scratch(conv, times) + genus_winograd_weights_size(conv);
}

void genus_winograd_forward(const genus_convolution *conv, const float *x, size_t times,
                            const float *transformed, float *scratch, float *y) {
    const struct tiling tiling = tiling_of(conv, times);
    const size_t v_apart = place_size(&tiling, conv->channels_in);
    const size_t m_apart = place_size(&tiling, conv->channels_out);
    float *v = scratch;
    float *m = v + PLACES * v_apart;
    for (size_t first = 0; first < tiling.count; first += BLOCK) {
        const size_t count = smaller(BLOCK, tiling.count - first);
        transform_inputs(&tiling, x, first, count, v);
        for (size_t place = 0; place < PLACES; place++) {
            const genus_product product = {
                .a = v + place * v_apart,
                .a_row = conv->channels_in,
                .a_step = 1,
                .b = transformed + place * conv->channels_in * conv->channels_out,
                .b_step = conv->channels_out,
                .out = m + place * m_apart,
                .out_row = conv->channels_out,
                .rows = count,
                .columns = conv->channels_out,
                .slices = 1,
                .steps = conv->channels_in,
            };
            genus_multiply(&product);
        }
        transform_outputs(&tiling, m, first, count, y);
    }
}

void genus_winograd_backward(const genus_convolution *conv, const float *x, const float *dy,
                             size_t times, const float *turned, float *scratch, float *dweights,
                             float *dx) {
    const struct tiling tiling = tiling_of(conv, times);
    const size_t in = conv->channels_in;
    const size_t out = conv->channels_out;
    const size_t v_apart = place_size(&tiling, in);
    const size_t m_apart = place_size(&tiling, out);
    float *v = scratch;
    float *dm = v + PLACES * v_apart;
    float *du = dm + PLACES * m_apart;
    if (dx != NULL) {
        memset(dx, 0, (times + KERNEL - 1) * conv->rows_in * in * sizeof *dx);
    }
    for (size_t first = 0; first < tiling.count; first += BLOCK) {
        const size_t count = smaller(BLOCK, tiling.count - first);
        transform_inputs(&tiling, x, first, count, v);
        transform_gradients(&tiling, dy, first, count, dm);
        for (size_t place = 0; place < PLACES; place++) {
            genus_product product = {
                .a = v + place * v_apart,
                .a_row = 1,
                .a_step = in,
                .b = dm + place * m_apart,
                .b_step = out,
                .out = du + place * in * out,
                .out_row = out,
                .rows = in,
                .columns = out,
                .slices = 1,
                .steps = count,
                .add = first > 0,
            };
            genus_multiply(&product);
            if (dx != NULL) {
                // The inputs of this place are done with: their gradients take their room.
                product = (genus_product){
                    .a = dm + place * m_apart,
                    .a_row = out,
                    .a_step = 1,
                    .b = turned + place * in * out,
                    .b_step = in,
                    .out = v + place * v_apart,
                    .out_row = in,
                    .rows = count,
                    .columns = in,
                    .slices = 1,
                    .steps = out,
                };
                genus_multiply(&product);
            }
        }
        if (dx != NULL) {
            add_input_gradients(&tiling, v, first, count, dx);
        }
    }
    add_weight_gradients(conv, du, dweights);
}
