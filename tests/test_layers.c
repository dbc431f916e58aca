// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Each layer's gradient against finite differences of its own forward pass, and the parts that draw
// at random; the whole network's gradients are tested with the learner.

#include "train/nn/layers.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/// A loss to differentiate: fixed random weights times the layer's outputs.
struct probe {
    size_t inputs;
    size_t outputs;
    void (*forward)(const void *layer, const float *x, float *y);
    const void *layer;
};

static double probe_loss(const struct probe *probe, const float *x, const float *weights,
                         float *y) {
    probe->forward(probe->layer, x, y);
    double loss = 0.0;
    for (size_t i = 0; i < probe->outputs; i++) {
        loss += (double)weights[i] * (double)y[i];
    }
    return loss;
}

/// Compares dx with central differences of the forward pass.
static void check_gradient(const struct probe *probe, float *x, const float *weights,
                           const float *dx) {
    float *y = calloc(probe->outputs, sizeof *y);
    assert_non_null(y);
    for (size_t i = 0; i < probe->inputs; i++) {
        const float kept = x[i];
        const float delta = 1.0F / 2048.0F;
        x[i] = kept + delta;
        const double up = probe_loss(probe, x, weights, y);
        x[i] = kept - delta;
        const double down = probe_loss(probe, x, weights, y);
        x[i] = kept;
        const double slope = (up - down) / (2.0 * (double)delta);
        if (fabs(slope - (double)dx[i]) > 1e-2 + 1e-2 * fabs(slope)) {
            fail_msg("input %zu: gradient %g, finite difference %g", i, (double)dx[i], slope);
        }
    }
    free(y);
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

// ---------------------------------------------------------------------------------- convolution

/// A convolution of a clip of TIMES output steps with fixed weights.
struct conv_layer {
    genus_convolution conv;
    size_t times;
    const float *weights;
    float *scratch;
};

static void conv_forward(const void *layer, const float *x, float *y) {
    const struct conv_layer *conv = layer;
    genus_conv_forward(&conv->conv, x, conv->times, conv->weights, y, conv->scratch);
}

static void a_convolutions_input_gradient_is_right(void **state) {
    (void)state;
    static const char *const texts[] = {
        "conv 2 1x1\nconv 3 3x3\npool mean\ndense 2\n",
        "conv 2 1x1\nconv 3 5x2\npool mean\ndense 2\n",
        "conv 2 1x1\nconv 3 3x3 valid\npool mean\ndense 2\n",
        "conv 2 1x1\nconv 3 6x1 valid\npool mean\ndense 2\n",
        "conv 2 1x1\nconv 3 1x1\npool mean\ndense 2\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        genus_architecture arch;
        assert_int_equal(genus_architecture_parse(texts[i], 6, &arch, NULL), GENUS_OK);
        struct conv_layer layer = {.conv = genus_convolution_of(&arch, 6, 1), .times = 5};
        const genus_convolution *conv = &layer.conv;
        const struct probe probe = {
            .inputs = (layer.times + conv->kernel_time - 1) * conv->rows_in * conv->channels_in,
            .outputs = layer.times * conv->rows_out * conv->channels_out,
            .forward = conv_forward,
            .layer = &layer,
        };
        float *weights = random_floats(conv->patch * conv->channels_out, 1);
        float *transposed = random_floats(genus_convolution_transposed_size(conv), 6);
        float *dweights = random_floats(conv->patch * conv->channels_out, 2);
        float *x = random_floats(probe.inputs, 3);
        float *dy = random_floats(probe.outputs, 4);
        float *dx = random_floats(probe.inputs, 5);
        layer.weights = weights;
        layer.scratch = calloc(genus_conv_scratch(conv, layer.times) + 1, sizeof *layer.scratch);
        assert_non_null(layer.scratch);
        genus_convolution_transpose(conv, weights, transposed);
        genus_conv_backward(conv, x, dy, layer.times, transposed, dweights, dx, layer.scratch);
        check_gradient(&probe, x, dy, dx);
        free(layer.scratch);
        free(weights);
        free(transposed);
        free(dweights);
        free(x);
        free(dy);
        free(dx);
    }
}

// ------------------------------------------------------------------- norm, ReLU, pool, dropout

enum { TIMES = 7, ROWS = 5, CHANNELS = 3, CELLS = TIMES * ROWS };

/// A block behind its convolution, with the batch's statistics taken from the clip itself.
struct pool_layer {
    genus_pool pool;
    float weight[CHANNELS];
    float bias[CHANNELS];
};

/// Forward; leaves what the way back needs.
static void run_pool(const struct pool_layer *layer, const float *x, genus_norm *norm, float *y,
                     float *winners, uint8_t *route) {
    double sums[2 * CHANNELS] = {0};
    float running[2 * CHANNELS] = {0};
    genus_norm_measure(x, CELLS, CHANNELS, sums);
    genus_norm_settle(norm, sums, CELLS, 0.1F, running, running + CHANNELS);
    genus_random random = genus_random_seeded(9, 9);
    genus_pool_forward(&layer->pool, norm, x, &random, y, winners, route);
}

static void pool_forward(const void *context, const float *x, float *y) {
    const struct pool_layer *layer = context;
    float mean[CHANNELS];
    float inverse[CHANNELS];
    float winners[CELLS * CHANNELS];
    uint8_t route[CELLS * CHANNELS];
    genus_norm norm = {CHANNELS, layer->weight, layer->bias, mean, inverse};
    run_pool(layer, x, &norm, y, winners, route);
}

static void a_blocks_gradient_passes_norm_relu_pool_and_dropout(void **state) {
    (void)state;
    static const genus_pool pools[] = {
        {TIMES, ROWS, CHANNELS, 1, 1, 0.0F},
        {TIMES, ROWS, CHANNELS, 2, 2, 0.0F},
        {TIMES, ROWS, CHANNELS, 3, 1, 0.4F},
    };
    for (size_t i = 0; i < sizeof pools / sizeof *pools; i++) {
        const struct pool_layer layer = {
            .pool = pools[i], .weight = {1.5F, -0.7F, 0.9F}, .bias = {0.3F, 0.1F, -0.2F}};
        const struct probe probe = {
            .inputs = (size_t)CELLS * CHANNELS,
            .outputs = genus_pool_outputs(&layer.pool),
            .forward = pool_forward,
            .layer = &layer,
        };
        float *x = random_floats(probe.inputs, 11);
        float *dy = random_floats(probe.outputs, 12);
        float *y = random_floats(probe.outputs, 13);
        float *dx = calloc(probe.inputs, sizeof *dx);
        assert_non_null(dx);
        float mean[CHANNELS];
        float inverse[CHANNELS];
        float winners[CELLS * CHANNELS];
        uint8_t route[CELLS * CHANNELS];
        double sums[2 * CHANNELS] = {0};
        genus_norm norm = {CHANNELS, layer.weight, layer.bias, mean, inverse};
        run_pool(&layer, x, &norm, y, winners, route);
        genus_pool_backward_sums(&layer.pool, &norm, winners, dy, route, sums);
        memcpy(dx, x, probe.inputs * sizeof *dx);
        genus_pool_backward(&layer.pool, &norm, dy, route, sums, CELLS, dx);
        check_gradient(&probe, x, dy, dx);
        free(x);
        free(dy);
        free(y);
        free(dx);
    }
}

static void dropout_keeps_the_mean(void **state) {
    (void)state;
    enum { COUNT = 20000 };
    float *values = calloc(COUNT, sizeof *values);
    float *kept = calloc(COUNT, sizeof *kept);
    assert_non_null(values);
    assert_non_null(kept);
    for (size_t i = 0; i < COUNT; i++) {
        values[i] = 1.0F;
    }
    genus_random random = genus_random_seeded(3, 0);
    genus_dropout_forward(0.3F, &random, values, COUNT, kept);
    double sum = 0.0;
    size_t shut = 0;
    for (size_t i = 0; i < COUNT; i++) {
        sum += (double)values[i];
        shut += values[i] == 0.0F;
        assert_true(values[i] == kept[i]);
    }
    assert_float_equal(sum / COUNT, 1.0, 0.03);
    assert_float_equal((double)shut / COUNT, 0.3, 0.02);
    free(values);
    free(kept);
}

// ----------------------------------------------------------------------------------------- head

static void statistics_forward(const void *layer, const float *x, float *y) {
    uint32_t peak[CELLS * CHANNELS];
    genus_pooled_statistics_forward(layer, x, y, peak);
}

static void check_statistics(const genus_pooled_statistics *statistics) {
    const struct probe probe = {(size_t)CELLS * CHANNELS, 2 * (size_t)CHANNELS, statistics_forward,
                                statistics};
    float *x = random_floats(probe.inputs, 21);
    float *dy = random_floats(probe.outputs, 22);
    float *dx = random_floats(probe.inputs, 23);
    float y[2 * CHANNELS];
    uint32_t peak[CELLS * CHANNELS];
    genus_pooled_statistics_forward(statistics, x, y, peak);
    genus_pooled_statistics_backward(statistics, dy, peak, dx);
    check_gradient(&probe, x, dy, dx);
    free(x);
    free(dy);
    free(dx);
}

static void the_gradient_of_mean_and_maximum_is_right(void **state) {
    (void)state;
    genus_pooled_statistics statistics = {.mean = true,
                                          .max = true,
                                          .channels = CHANNELS,
                                          .rows = 1,
                                          .spans = genus_spans_of(CELLS, 0)};
    check_statistics(&statistics);
    // Spans that overlap, since they do not divide the columns.
    statistics.spans = genus_spans_of(CELLS, CELLS - 2);
    check_statistics(&statistics);
    statistics.rows = ROWS;
    statistics.spans = genus_spans_of(TIMES, 3);
    check_statistics(&statistics);
}

static void the_loss_of_even_logits_is_the_logarithm_of_the_classes(void **state) {
    (void)state;
    const float logits[4] = {2.0F, 2.0F, 2.0F, 2.0F};
    float target[4];
    float dlogits[4];
    genus_smooth_target(1, 4, 0.1F, target);
    assert_float_equal(genus_cross_entropy(logits, 4, false, target, 1.0F, dlogits), log(4.0),
                       1e-6);
    assert_float_equal(dlogits[0], 0.225F, 1e-6);
    assert_float_equal(dlogits[1], -0.675F, 1e-6);
    for (size_t i = 0; i < 4; i++) {
        target[i] *= 3.0F; // The clip weighs three times as much.
    }
    assert_float_equal(genus_cross_entropy(logits, 4, false, target, 1.0F, dlogits),
                       3.0F * logf(4.0F), 1e-5);
    assert_float_equal(dlogits[0], 3.0F * 0.225F, 1e-6);
    assert_float_equal(dlogits[1], 3.0F * -0.675F, 1e-6);
}

static void the_loss_knows_that_it_may_be_none(void **state) {
    (void)state;
    const float logits[3] = {0.7F, -1.2F, 2.1F};
    const float target[4] = {0.1F, 0.2F, 0.3F, 0.9F}; // Weighs 1.5.
    const double step = 1e-3;
    float dlogits[3];
    float ignored[3];
    const double sum = exp(0.7) + exp(-1.2) + exp(2.1) + 1.0;
    const double expected =
        1.5 * log(sum) - 0.1 * 0.7 - 0.2 * -1.2 - 0.3 * 2.1; // None's logit is 0.
    assert_float_equal(genus_cross_entropy(logits, 3, true, target, 1.0F, dlogits), expected, 1e-5);
    for (size_t i = 0; i < 3; i++) {
        float more[3];
        float less[3];
        memcpy(more, logits, sizeof logits);
        memcpy(less, logits, sizeof logits);
        more[i] += (float)step;
        less[i] -= (float)step;
        const double slope = (genus_cross_entropy(more, 3, true, target, 1.0F, ignored) -
                              genus_cross_entropy(less, 3, true, target, 1.0F, ignored)) /
                             (double)(more[i] - less[i]);
        assert_float_equal(dlogits[i], slope, 1e-3);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_convolutions_input_gradient_is_right),
        cmocka_unit_test(a_blocks_gradient_passes_norm_relu_pool_and_dropout),
        cmocka_unit_test(dropout_keeps_the_mean),
        cmocka_unit_test(the_gradient_of_mean_and_maximum_is_right),
        cmocka_unit_test(the_loss_of_even_logits_is_the_logarithm_of_the_classes),
        cmocka_unit_test(the_loss_knows_that_it_may_be_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
