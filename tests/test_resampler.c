// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Streaming resampling against soxr's own conversion of the whole signal at once.

#include "engine/audio/resampler.h"

#include <math.h>
#include <setjmp.h>
#include <soxr.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ONSET 100 // Samples.

static genus_resampler *make_resampler(double input_rate, double output_rate) {
    genus_error error = {0};
    genus_resampler *resampler = NULL;
    if (genus_resampler_new(input_rate, output_rate, &resampler, &error) != GENUS_OK) {
        fail_msg("%s", error.message);
    }
    return resampler;
}

/** Sends all samples through, in odd pieces both ways; returns how many came out. */
static size_t resample(genus_resampler *resampler, const float *samples, size_t count,
                       float *output, size_t room) {
    size_t used = 0;
    size_t made = 0;
    bool ended = false;
    for (;;) {
        const size_t piece = room - made < 301 ? room - made : 301;
        const size_t pulled = genus_resampler_pull(resampler, output + made, piece);
        made += pulled;
        if (pulled > 0) {
            assert_int_equal(genus_resampler_push(resampler, samples, 0), 0);
            continue;
        }
        if (used < count) {
            const size_t offered = count - used < 97 ? count - used : 97;
            const size_t pushed = genus_resampler_push(resampler, samples + used, offered);
            assert_in_range(pushed, 1, offered);
            used += pushed;
        } else if (!ended) {
            genus_resampler_end(resampler);
            ended = true;
        } else {
            assert_int_equal(genus_resampler_push(resampler, samples, 1), 0);
            return made;
        }
    }
}

static void streams_equal_soxr_at_once(void **state) {
    (void)state;
    const struct {
        double input;
        double output;
    } rates[] = {{8000, 22050},  {11025, 22050}, {32000, 22050}, {44100, 22050},
                 {48000, 22050}, {88200, 22050}, {96000, 22050}, {192000, 22050},
                 {8000, 96000},  {192000, 4000}, {22050, 16000}};
    for (size_t r = 0; r < sizeof rates / sizeof *rates; r++) {
        const size_t count = (size_t)(0.7 * rates[r].input) + 11;
        const size_t room = (size_t)((double)count * rates[r].output / rates[r].input) + 1000;
        float *samples = malloc(count * sizeof *samples);
        float *expected = malloc(room * sizeof *expected);
        float *output = malloc(room * sizeof *output);
        assert_non_null(samples);
        assert_non_null(expected);
        assert_non_null(output);
        uint32_t noise = 1;
        for (size_t i = 0; i < count; i++) {
            noise = noise * 1664525U + 1013904223U;
            samples[i] = (float)(noise >> 8) / 16777216.0F - 0.5F;
        }
        size_t expected_count = 0;
        const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
        assert_null(soxr_oneshot(rates[r].input, rates[r].output, 1, samples, count, NULL, expected,
                                 room, &expected_count, NULL, &quality, NULL));

        genus_resampler *resampler = make_resampler(rates[r].input, rates[r].output);
        for (int pass = 0; pass < 2; pass++) {
            assert_int_equal(resample(resampler, samples, count, output, room), expected_count);
            // Where the signal sets in, soxr lacks the ringing between its own stages; a primed
            // one has it.
            for (size_t i = ONSET; i < expected_count; i++) {
                assert_true(fabsf(output[i] - expected[i]) < 2e-6F);
            }
            genus_resampler_reset(resampler);
        }
        genus_resampler_free(resampler);
        free(samples);
        free(expected);
        free(output);
    }
}

static void equal_rates_pass_through(void **state) {
    (void)state;
    float samples[1000];
    float output[1001];
    for (size_t i = 0; i < 1000; i++) {
        samples[i] = (float)i * 1e-3F;
    }
    genus_resampler *resampler = make_resampler(22050.0, 22050.0);
    assert_int_equal(resample(resampler, samples, 1000, output, 1001), 1000);
    assert_memory_equal(output, samples, sizeof samples);
    genus_resampler_free(resampler);
    genus_resampler_free(NULL);
}

static void an_empty_stream_gives_nothing(void **state) {
    (void)state;
    float output[8];
    genus_resampler *resampler = make_resampler(44100.0, 22050.0);
    assert_int_equal(resample(resampler, output, 0, output, 8), 0);
    genus_resampler_free(resampler);
}

static void a_short_stream_comes_out_whole(void **state) {
    (void)state;
    const float samples[10] = {0.5F, 0.5F, 0.5F, 0.5F, 0.5F, 0.5F, 0.5F, 0.5F, 0.5F, 0.5F};
    float output[8];
    genus_resampler *resampler = make_resampler(44100.0, 22050.0);
    assert_int_equal(resample(resampler, samples, 10, output, 8), 5);
    genus_resampler_free(resampler);
}

static void inaudible_samples_become_zero(void **state) {
    (void)state;
    const float samples[3] = {1e-40F, -1e-20F, 1e-10F};
    float output[4];
    genus_resampler *resampler = make_resampler(22050.0, 22050.0);
    assert_int_equal(resample(resampler, samples, 3, output, 4), 3);
    const float expected[3] = {0.0F, 0.0F, 1e-10F};
    assert_memory_equal(output, expected, sizeof expected);
    genus_resampler_free(resampler);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streams_equal_soxr_at_once),
        cmocka_unit_test(equal_rates_pass_through),
        cmocka_unit_test(an_empty_stream_gives_nothing),
        cmocka_unit_test(a_short_stream_comes_out_whole),
        cmocka_unit_test(inaudible_samples_become_zero),
    };
    return cmocka_run_group_tests_name("resampler", tests, NULL, NULL);
}
