// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Winograd's F(4x4, 3x3): transforms of one tile, sixteen channels at a time, and the products
// between them over blocks of tiles.

#include "engine/nn/winograd.h"

#include "engine/base/lanes.h"
#include "engine/base/simd.h"
#include "engine/nn/product.h"

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
// y = A' [(G w) (B' x)]; every function is one matrix for one line of values, each of which is
// GENUS_LANES channels that lie `at` floats behind where its pointer points. Results are `apart`
// floats from each other.

/// Points at `count` values, `apart` floats from each other.
GENUS_INLINE void find_lines(const float *first, size_t apart, size_t count, const float **lines) {
    for (size_t i = 0; i < count; i++) {
        lines[i] = first + i * apart;
    }
}

/// to += line
GENUS_INLINE void add_line(const float *line, float *to) {
    for (size_t c = 0; c < GENUS_LANES; c++) {
        to[c] += line[c];
    }
}

/// B': six inputs to six places.
GENUS_INLINE void to_places(const float *const *x, size_t at, float *to, size_t apart) {
    GENUS_INDEPENDENT
    for (size_t c = 0; c < GENUS_LANES; c++) {
        const float near = x[4][at + c] - 4.0F * x[2][at + c];
        const float near_odd = x[3][at + c] - 4.0F * x[1][at + c];
        const float far = x[4][at + c] - x[2][at + c];
        const float far_odd = 2.0F * (x[3][at + c] - x[1][at + c]);
        to[c] = 4.0F * x[0][at + c] - 5.0F * x[2][at + c] + x[4][at + c];
        to[apart + c] = near + near_odd;
        to[2 * apart + c] = near - near_odd;
        to[3 * apart + c] = far + far_odd;
        to[4 * apart + c] = far - far_odd;
        to[5 * apart + c] = 4.0F * x[1][at + c] - 5.0F * x[3][at + c] + x[5][at + c];
    }
}

/// A': six places to four outputs.
GENUS_INLINE void to_outputs(const float *const *m, size_t at, float *to, size_t apart) {
    GENUS_INDEPENDENT
    for (size_t c = 0; c < GENUS_LANES; c++) {
        const float near = m[1][at + c] + m[2][at + c];
        const float near_odd = m[1][at + c] - m[2][at + c];
        const float far = m[3][at + c] + m[4][at + c];
        const float far_odd = m[3][at + c] - m[4][at + c];
        to[c] = m[0][at + c] + near + far;
        to[apart + c] = near_odd + 2.0F * far_odd;
        to[2 * apart + c] = near + 4.0F * far;
        to[3 * apart + c] = near_odd + 8.0F * far_odd + m[5][at + c];
    }
}

/// A: the gradient of four outputs to that of six places.
GENUS_INLINE void from_outputs(const float *const *dy, size_t at, float *to, size_t apart) {
    GENUS_INDEPENDENT
    for (size_t c = 0; c < GENUS_LANES; c++) {
        const float even = dy[0][at + c] + dy[2][at + c];
        const float odd = dy[1][at + c] + dy[3][at + c];
        const float far = dy[0][at + c] + 4.0F * dy[2][at + c];
        const float far_odd = 2.0F * dy[1][at + c] + 8.0F * dy[3][at + c];
        to[c] = dy[0][at + c];
        to[apart + c] = even + odd;
        to[2 * apart + c] = even - odd;
        to[3 * apart + c] = far + far_odd;
        to[4 * apart + c] = far - far_odd;
        to[5 * apart + c] = dy[3][at + c];
    }
}

/// B: the gradient of six places to that of six inputs.
GENUS_INLINE void from_places(const float *const *dv, size_t at, float *to, size_t apart) {
    GENUS_INDEPENDENT
    for (size_t c = 0; c < GENUS_LANES; c++) {
        const float near = dv[1][at + c] + dv[2][at + c];
        const float near_odd = dv[1][at + c] - dv[2][at + c];
        const float far = dv[3][at + c] + dv[4][at + c];
        const float far_odd = dv[3][at + c] - dv[4][at + c];
        to[c] = 4.0F * dv[0][at + c];
        to[apart + c] = 4.0F * (dv[5][at + c] - near_odd) - 2.0F * far_odd;
        to[2 * apart + c] = -5.0F * dv[0][at + c] - 4.0F * near - far;
        to[3 * apart + c] = near_odd + 2.0F * far_odd - 5.0F * dv[5][at + c];
        to[4 * apart + c] = dv[0][at + c] + near + far;
        to[5 * apart + c] = dv[5][at + c];
    }
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
            float half[PLACES * GENUS_LANES];
            const float *lines[SIDE];
            for (size_t t = 0; t < SIDE; t++) {
                to_places(cells + t * SIDE, c, half + t * SIDE * GENUS_LANES, GENUS_LANES);
            }
            for (size_t f = 0; f < SIDE; f++) {
                find_lines(half + f * GENUS_LANES, SIDE * GENUS_LANES, SIDE, lines);
                to_places(lines, 0, v + f * apart + c, SIDE * apart);
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
            float half[SIDE * OUTPUTS * GENUS_LANES];
            float whole[OUTPUTS * GENUS_LANES];
            const float *lines[SIDE];
            for (size_t t = 0; t < SIDE; t++) {
                find_lines(m + t * SIDE * apart, apart, SIDE, lines);
                to_outputs(lines, c, half + t * OUTPUTS * GENUS_LANES, GENUS_LANES);
            }
            for (size_t f = 0; f < rows; f++) {
                find_lines(half + f * GENUS_LANES, OUTPUTS * GENUS_LANES, SIDE, lines);
                to_outputs(lines, 0, whole, GENUS_LANES);
                for (size_t t = 0; t < times; t++) {
                    memcpy(corner + (t * conv->rows_out + f) * channels + c,
                           whole + t * GENUS_LANES, GENUS_LANES * sizeof *whole);
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
            float half[OUTPUTS * SIDE * GENUS_LANES];
            const float *lines[OUTPUTS];
            for (size_t t = 0; t < OUTPUTS; t++) {
                from_outputs(cells + t * OUTPUTS, c, half + t * SIDE * GENUS_LANES, GENUS_LANES);
            }
            for (size_t f = 0; f < SIDE; f++) {
                find_lines(half + f * GENUS_LANES, SIDE * GENUS_LANES, OUTPUTS, lines);
                from_outputs(lines, 0, dm + f * apart + c, SIDE * apart);
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
            float half[PLACES * GENUS_LANES];
            float whole[SIDE * GENUS_LANES];
            const float *lines[SIDE];
            for (size_t t = 0; t < SIDE; t++) {
                find_lines(dv + t * SIDE * apart, apart, SIDE, lines);
                from_places(lines, c, half + t * SIDE * GENUS_LANES, GENUS_LANES);
            }
            for (size_t f = above; f < rows; f++) {
                find_lines(half + f * GENUS_LANES, SIDE * GENUS_LANES, SIDE, lines);
                from_places(lines, 0, whole, GENUS_LANES);
                float *to = corner + (row + f - conv->padding) * channels + c;
                for (size_t t = 0; t < times; t++, to += conv->rows_in * channels) {
                    add_line(whole + t * GENUS_LANES, to);
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

void genus_winograd_transposed_weights(const genus_convolution *conv, const float *weights,
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
GENUS_INLINE void to_kernel(const float *const *du, size_t at, float *to, size_t apart) {
    GENUS_INDEPENDENT
    for (size_t c = 0; c < GENUS_LANES; c++) {
        const float near = (du[1][at + c] + du[2][at + c]) * (-1.0F / 6.0F);
        const float near_odd = (du[2][at + c] - du[1][at + c]) * (1.0F / 6.0F);
        const float far = (du[3][at + c] + du[4][at + c]) * (1.0F / 24.0F);
        const float far_odd = (du[3][at + c] - du[4][at + c]) * (1.0F / 12.0F);
        to[c] = du[0][at + c] * (1.0F / 4.0F) + near + far;
        to[apart + c] = near_odd + far_odd;
        to[2 * apart + c] = near + 4.0F * far + du[5][at + c];
    }
}

/// Adds to the gradient by the weights what the transformed weights' gradient gives.
GENUS_SIMD
static void add_weight_gradients(const genus_convolution *conv, const float *du, float *dweights) {
    const size_t size = conv->channels_in * conv->channels_out;
    for (size_t i = 0; i < size; i += GENUS_LANES) {
        float half[SIDE * KERNEL * GENUS_LANES];
        float whole[KERNEL * GENUS_LANES];
        const float *lines[SIDE];
        for (size_t t = 0; t < SIDE; t++) {
            find_lines(du + t * SIDE * size, size, SIDE, lines);
            to_kernel(lines, i, half + t * KERNEL * GENUS_LANES, GENUS_LANES);
        }
        for (size_t f = 0; f < KERNEL; f++) {
            find_lines(half + f * GENUS_LANES, KERNEL * GENUS_LANES, SIDE, lines);
            to_kernel(lines, 0, whole, GENUS_LANES);
            for (size_t t = 0; t < KERNEL; t++) {
                add_line(whole + t * GENUS_LANES, dweights + (t * KERNEL + f) * size + i);
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
                             size_t times, const float *transposed, float *scratch, float *dweights,
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
                    .b = transposed + place * in * out,
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
