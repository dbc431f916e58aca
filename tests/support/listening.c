// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Music of a kind, and listeners that hear it.

#include "listening.h"

#include "engine/model/model.h"
#include "random_model.h"
#include "train/util/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define TOLERANCE 1e-5F
#define PI 3.14159265358979323846

// Sound that changes all the time: a chord whose root steps four times a second, and noise in
// bursts. Channels differ by their phase.
float *genus_test_music(double rate, uint32_t channels, size_t frames, uint32_t seed) {
    float *samples = calloc(frames * channels + 1, sizeof *samples);
    assert_non_null(samples);
    genus_random random = genus_random_seeded(seed, 0);
    for (size_t i = 0; i < frames; i++) {
        const double t = (double)i / rate;
        const double root =
            110.0 * pow(2.0, fmod(floor(4.0 * t) * (double)(seed + 5), 24.0) / 12.0);
        const double decay = exp(-6.0 * fmod(t, 0.25));
        const double noise = 2.0 * (double)genus_random_uniform(&random) - 1.0;
        for (uint32_t c = 0; c < channels; c++) {
            double value = 0.1 * decay * noise;
            for (int k = 1; k <= 5; k++) {
                value += 0.3 / k * sin(2.0 * PI * root * k * t + 0.1 * c);
            }
            samples[i * channels + c] = (float)(0.5 * value);
        }
    }
    return samples;
}

size_t genus_test_frames(double seconds, double rate) {
    return (size_t)lround(seconds * rate);
}

genus_listener *genus_test_listener(void **state, double rate, uint32_t channels, double interval) {
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = rate;
    options.channels = channels;
    options.interval_seconds = interval;
    genus_listener *listener = NULL;
    genus_error error;
    if (genus_listener_new(*state, &options, &listener, &error) != GENUS_OK) {
        fail_msg("%s", error.message);
    }
    return listener;
}

genus_verdict genus_test_classify(void **state, double rate, uint32_t channels,
                                  const float *samples, size_t frames) {
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = rate;
    options.channels = channels;
    genus_verdict verdict;
    genus_error error;
    if (genus_classify(*state, &options, samples, frames, &verdict, &error) != GENUS_OK) {
        fail_msg("%s", error.message);
    }
    return verdict;
}

// Writes in blocks and works after each.
void genus_test_stream(genus_listener *listener, const float *samples, uint32_t channels,
                       size_t frames, size_t block) {
    for (size_t at = 0; at < frames; at += block) {
        const size_t count = frames - at < block ? frames - at : block;
        assert_int_equal(genus_listener_write_interleaved(listener, samples + at * channels, count),
                         count);
        (void)genus_listener_work(listener);
    }
}

genus_verdict genus_test_verdict(const genus_listener *listener) {
    genus_verdict verdict;
    genus_listener_read(listener, &verdict);
    return verdict;
}

genus_verdict genus_test_finish(genus_listener *listener) {
    genus_listener_finish(listener);
    return genus_test_verdict(listener);
}

void assert_same_posterior(const float *a, const float *b) {
    for (size_t i = 0; i < GENUS_TEST_LABELS; i++) {
        assert_float_equal(a[i], b[i], TOLERANCE);
    }
}

void assert_same_judgement(const genus_verdict *a, const genus_verdict *b) {
    assert_int_equal(a->state, b->state);
    assert_int_equal(a->top, b->top);
    assert_int_equal(a->track_top, b->track_top);
    assert_same_posterior(a->posterior, b->posterior);
    assert_same_posterior(a->track_posterior, b->track_posterior);
    assert_float_equal(a->confidence, b->confidence, TOLERANCE);
    assert_float_equal(a->track_confidence, b->track_confidence, TOLERANCE);
    assert_float_equal(a->level_dbfs, b->level_dbfs, 1e-3F);
    assert_true(a->seconds_heard == b->seconds_heard);
    assert_true(a->track_seconds == b->track_seconds);
}

int genus_test_load_model(void **state) {
    genus_error error;
    genus_model *model = NULL;
    if (genus_test_random_model("genus", GENUS_TEST_LABELS, 0.3F, 1, &model, &error) != GENUS_OK) {
        print_error("%s\n", error.message);
        return -1;
    }
    *state = model;
    return 0;
}

int genus_test_free_model(void **state) {
    genus_model_free(*state);
    return 0;
}
