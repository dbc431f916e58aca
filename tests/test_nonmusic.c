// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Made-up sounds that are not music, and the bank of them.

#include "train/audio/nonmusic_sounds.h"
#include "train/nn/nonmusic.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define RATE 22050
#define COUNT ((size_t)(6 * RATE))
#define TWO_PI 6.283185307179586

static void make(genus_nonmusic_kind kind, uint64_t seed, double rate, float *samples) {
    genus_error error = {0};
    genus_random random = genus_random_seeded(seed, 0);
    if (genus_nonmusic_sound(kind, rate, &random, samples, COUNT, &error) != GENUS_OK) {
        fail_msg("%s", error.message);
    }
}

static void every_sound_is_finite_and_can_be_heard(void **state) {
    (void)state;
    float *samples = calloc(COUNT, sizeof *samples);
    assert_non_null(samples);
    const double rates[] = {22050.0, 8000.0, 48000.0};
    for (int kind = 0; kind < GENUS_NONMUSIC_KINDS; kind++) {
        for (uint64_t seed = 0; seed < 24; seed++) {
            make((genus_nonmusic_kind)kind, seed, rates[seed % 3], samples);
            double power = 0.0;
            for (size_t i = 0; i < COUNT; i++) {
                assert_true(isfinite(samples[i]));
                power += (double)samples[i] * (double)samples[i];
            }
            assert_true(power / COUNT > 1e-9);
        }
    }
    free(samples);
}

/// How much of the loudness' movement goes on between two rates a second: mean over them of the
/// squared spectrum of the envelope, taken in pieces of 10 ms, by the level's own.
static double movement(const float *samples, int first, int end) {
    enum { PIECE = RATE / 100 };
    const size_t pieces = COUNT / PIECE;
    double *envelope = calloc(pieces, sizeof *envelope);
    assert_non_null(envelope);
    double mean = 0.0;
    for (size_t i = 0; i < pieces; i++) {
        double power = 0.0;
        for (size_t k = 0; k < PIECE; k++) {
            const double sample = (double)samples[i * PIECE + k];
            power += sample * sample;
        }
        envelope[i] = sqrt(power / PIECE);
        mean += envelope[i] / (double)pieces;
    }
    double sum = 0.0;
    for (int quarter = 4 * first; quarter < 4 * end; quarter++) {
        const double rate = 0.25 * quarter;
        double real = 0.0;
        double imaginary = 0.0;
        for (size_t i = 0; i < pieces; i++) {
            const double phase = TWO_PI * rate * (double)i * PIECE / RATE;
            real += (envelope[i] - mean) * cos(phase);
            imaginary += (envelope[i] - mean) * sin(phase);
        }
        sum += real * real + imaginary * imaginary;
    }
    free(envelope);
    return sum / ((double)pieces * (double)pieces * mean * mean);
}

/// Speech swells and sinks with its syllables: most of that goes on 2 to 10 times a second
/// (Houtgast and Steeneken 1985), little over 16 times.
static void speech_moves_with_its_syllables(void **state) {
    (void)state;
    float *samples = calloc(COUNT, sizeof *samples);
    assert_non_null(samples);
    size_t moves = 0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        make(GENUS_NONMUSIC_SPEECH, seed, RATE, samples);
        moves += movement(samples, 2, 10) > 2.0 * movement(samples, 16, 24);
    }
    assert_true(moves >= 18);
    free(samples);
}

/// A voice has a pitch: the sound is like itself some milliseconds later.
static void speech_is_voiced_much_of_the_time(void **state) {
    (void)state;
    float *samples = calloc(COUNT, sizeof *samples);
    assert_non_null(samples);
    enum { PIECE = RATE / 25 };
    size_t voiced = 0;
    size_t pieces = 0;
    for (uint64_t seed = 0; seed < 8; seed++) {
        make(GENUS_NONMUSIC_SPEECH, seed, RATE, samples);
        for (size_t at = 0; at + 2 * (size_t)PIECE <= COUNT; at += PIECE) {
            double best = 0.0;
            for (size_t lag = RATE / 400; lag < RATE / 60; lag++) {
                double product = 0.0;
                double here = 1e-12;
                double there = 1e-12;
                for (size_t i = at; i < at + PIECE; i++) {
                    product += (double)samples[i] * (double)samples[i + lag];
                    here += (double)samples[i] * (double)samples[i];
                    there += (double)samples[i + lag] * (double)samples[i + lag];
                }
                best = fmax(best, product / sqrt(here * there));
            }
            voiced += best > 0.7;
            pieces++;
        }
    }
    assert_in_range(voiced, pieces * 3 / 10, pieces * 9 / 10);
    free(samples);
}

static genus_nonmusic make_bank(size_t clips, uint64_t seed, size_t threads) {
    const genus_frontend_settings settings = genus_frontend_settings_default();
    genus_error error = {0};
    genus_nonmusic bank;
    if (genus_nonmusic_bank(&settings, clips, seed, threads, &bank, &error) != GENUS_OK) {
        fail_msg("%s", error.message);
    }
    return bank;
}

static bool same_clip(const genus_clip *a, const genus_clip *b) {
    return a->frames == b->frames && a->max_db == b->max_db && a->range_db == b->range_db &&
           memcmp(a->mel, b->mel, a->frames * 128) == 0;
}

static void a_bank_depends_on_its_seed_alone(void **state) {
    (void)state;
    enum { CLIPS = 7 };
    genus_nonmusic one = make_bank(CLIPS, 3, 1);
    genus_nonmusic three = make_bank(CLIPS, 3, 3);
    genus_nonmusic other = make_bank(CLIPS, 4, 2);
    genus_nonmusic fewer = make_bank(CLIPS / 2, 3, 2); // Trainings of one seed may share a bank.
    assert_int_equal(one.count, CLIPS);
    for (size_t i = 0; i < CLIPS; i++) {
        assert_true(same_clip(&one.clips[i], &three.clips[i]));
        assert_false(same_clip(&one.clips[i], &other.clips[i]));
        assert_true(one.clips[i].frames > 200); // 20 s at a hop of 77.5 ms.
        assert_true(one.clips[i].range_db > 0.0F && one.clips[i].range_db <= 80.0F);
    }
    for (size_t i = 0; i < CLIPS / 2; i++) {
        assert_true(same_clip(&one.clips[i], &fewer.clips[i]));
    }
    genus_nonmusic_clear(&one);
    genus_nonmusic_clear(&fewer);
    genus_nonmusic_clear(&three);
    genus_nonmusic_clear(&other);
    genus_nonmusic_clear(&other); // Nothing is left.
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sound_is_finite_and_can_be_heard),
        cmocka_unit_test(speech_moves_with_its_syllables),
        cmocka_unit_test(speech_is_voiced_much_of_the_time),
        cmocka_unit_test(a_bank_depends_on_its_seed_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
