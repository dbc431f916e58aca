// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Winograd's convolution, forward and backward, against plain loops in double precision: any number
// of rows and times, whatever is left of the last tiles.

#include "engine/nn/winograd.h"

#include "train/util/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/// Of the root mean square of what is expected: F(4x4, 3x3) loses about four bits of single
/// precision.
#define TOLERANCE 5e-5

/// What lies behind every result and must stay.
#define GUARD 123.5F
#define GUARDS ((size_t)64)

struct shape {
    size_t rows_in;
    size_t padding;
    size_t channels_in;
    size_t channels_out;
    size_t times; ///< Of the output.
};

/// Fewer rows or times than a tile, whole tiles, one to three left, more than one block of tiles.
static const struct shape shapes[] = {
    {3, 0, 16, 16, 1}, {1, 1, 16, 16, 1},   {5, 1, 16, 32, 2},    {4, 1, 16, 16, 4},
    {8, 1, 32, 16, 5}, {9, 0, 16, 48, 7},   {13, 1, 32, 64, 3},   {10, 1, 48, 16, 6},
    {7, 2, 16, 16, 9}, {64, 1, 32, 64, 13}, {32, 1, 64, 128, 30}, {33, 0, 16, 32, 37},
};

static genus_convolution convolution_of(const struct shape *shape) {
    return (genus_convolution){
        .rows_in = shape->rows_in,
        .rows_out = shape->rows_in + 2 * shape->padding - 2,
        .channels_in = shape->channels_in,
        .channels_out = shape->channels_out,
        .kernel_frequency = 3,
        .kernel_time = 3,
        .padding = shape->padding,
        .patch = 9 * shape->channels_in,
    };
}

static float *random_floats(size_t count, uint64_t seed) {
    genus_random random = genus_random_seeded(seed, 0);
    float *values = calloc(count, sizeof *values);
    assert_non_null(values);
    for (size_t i = 0; i < count; i++) {
        values[i] = genus_random_normal(&random);
    }
    return values;
}

static double *new_doubles(size_t count) {
    double *values = calloc(count, sizeof *values);
    assert_non_null(values);
    return values;
}

/// Room for `count` results, and guards behind them.
static float *guarded(size_t count) {
    float *values = calloc(count + GUARDS, sizeof *values);
    assert_non_null(values);
    for (size_t i = 0; i < GUARDS; i++) {
        values[count + i] = GUARD;
    }
    return values;
}

static void check(const char *what, const struct shape *shape, const float *got,
                  const double *expected, size_t count) {
    double square = 0.0;
    for (size_t i = 0; i < count; i++) {
        square += expected[i] * expected[i];
    }
    const double bound = TOLERANCE * sqrt(square / (double)count);
    for (size_t i = 0; i < count; i++) {
        if (!(fabs((double)got[i] - expected[i]) <= bound)) {
            fail_msg("%s of %zu rows, %zu times: value %zu is %g, not %g", what, shape->rows_in,
                     shape->times, i, (double)got[i], expected[i]);
        }
    }
    for (size_t i = 0; i < GUARDS; i++) {
        assert_true(got[count + i] == GUARD);
    }
}

/// Visits every product of the convolution: y += x w, and its gradients dw += x dy, dx += w dy.
static void plain(const genus_convolution *conv, size_t times, const float *x, const float *w,
                  const float *dy, double *y, double *dw, double *dx) {
    const size_t in = conv->channels_in;
    const size_t out = conv->channels_out;
    for (size_t time = 0; time < times; time++) {
        for (size_t row = 0; row < conv->rows_out; row++) {
            for (size_t cell = 0; cell < 9; cell++) {
                const size_t from = row + cell % 3;
                if (from < conv->padding || from - conv->padding >= conv->rows_in) {
                    continue;
                }
                const size_t at = ((time + cell / 3) * conv->rows_in + from - conv->padding) * in;
                const size_t to = (time * conv->rows_out + row) * out;
                for (size_t i = 0; i < in; i++) {
                    const size_t weight = (cell * in + i) * out;
                    for (size_t o = 0; o < out; o++) {
                        y[to + o] += (double)x[at + i] * (double)w[weight + o];
                        dw[weight + o] += (double)x[at + i] * (double)dy[to + o];
                        dx[at + i] += (double)w[weight + o] * (double)dy[to + o];
                    }
                }
            }
        }
    }
}

static void check_shape(const struct shape *shape, uint64_t seed) {
    const genus_convolution conv = convolution_of(shape);
    const size_t steps = shape->times + 2;
    const size_t inputs = steps * conv.rows_in * conv.channels_in;
    const size_t outputs = shape->times * conv.rows_out * conv.channels_out;
    const size_t weights = conv.patch * conv.channels_out;
    assert_true(genus_winograd_fits(&conv));

    float *x = random_floats(inputs, seed);
    float *w = random_floats(weights, seed + 1);
    float *dy = random_floats(outputs, seed + 2);
    double *y_expected = new_doubles(outputs);
    double *dw_expected = new_doubles(weights);
    double *dx_expected = new_doubles(inputs);
    plain(&conv, shape->times, x, w, dy, y_expected, dw_expected, dx_expected);

    float *padded = calloc(steps * genus_convolution_step(&conv), sizeof *padded);
    float *ready = calloc(genus_convolution_packed_size(&conv), sizeof *ready);
    float *transposed = calloc(genus_convolution_transposed_size(&conv), sizeof *transposed);
    const size_t forward_size = genus_convolution_forward_scratch(&conv, shape->times);
    const size_t backward_size = genus_convolution_backward_scratch(&conv, shape->times);
    assert_non_null(padded);
    assert_non_null(ready);
    assert_non_null(transposed);
    genus_convolution_pad(&conv, x, steps, padded);
    genus_convolution_pack_weights(&conv, w, ready);
    genus_convolution_transpose(&conv, w, transposed);

    // Scratch of just the size that is asked for: the address sanitizer sees what goes beyond.
    float *scratch = random_floats(forward_size, seed + 3);
    float *y = guarded(outputs);
    genus_convolution_forward(&conv, padded, shape->times, ready, scratch, y);
    check("output", shape, y, y_expected, outputs);
    free(scratch);

    // Gradients by the weights are added to what is there.
    scratch = random_floats(backward_size, seed + 4);
    float *dw = guarded(weights);
    float *dx = guarded(inputs);
    for (size_t i = 0; i < weights; i++) {
        dw[i] = w[i];
        dw_expected[i] += (double)w[i];
    }
    genus_convolution_backward(&conv, padded, dy, shape->times, transposed, scratch, dw, dx);
    check("gradient by the weights", shape, dw, dw_expected, weights);
    check("gradient by the input", shape, dx, dx_expected, inputs);

    // Without a gradient by the input, the weights' is the same.
    float *again = guarded(weights);
    memcpy(again, w, weights * sizeof *again);
    genus_convolution_backward(&conv, padded, dy, shape->times, NULL, scratch, again, NULL);
    assert_memory_equal(again, dw, weights * sizeof *dw);

    free(x);
    free(w);
    free(dy);
    free(y_expected);
    free(dw_expected);
    free(dx_expected);
    free(padded);
    free(ready);
    free(transposed);
    free(scratch);
    free(y);
    free(dw);
    free(dx);
    free(again);
}

static void outputs_and_gradients_are_those_of_plain_loops(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        check_shape(&shapes[i], 10 * i);
    }
}

static void other_kernels_and_channels_go_the_plain_way(void **state) {
    (void)state;
    const struct shape shape = {.rows_in = 8, .padding = 1, .channels_in = 32, .channels_out = 16};
    genus_convolution conv = convolution_of(&shape);
    assert_true(genus_winograd_fits(&conv));
    conv.channels_in = 1;
    assert_false(genus_winograd_fits(&conv));
    conv.channels_in = 24;
    assert_false(genus_winograd_fits(&conv));
    conv = convolution_of(&shape);
    conv.channels_out = 10;
    assert_false(genus_winograd_fits(&conv));
    conv = convolution_of(&shape);
    conv.kernel_time = 1;
    assert_false(genus_winograd_fits(&conv));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outputs_and_gradients_are_those_of_plain_loops),
        cmocka_unit_test(other_kernels_and_channels_go_the_plain_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
