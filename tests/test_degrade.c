// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Degradations do what they are named for, measured on signals of which the answer is known.

#include "train/audio/codec.h"
#include "train/audio/degrade.h"
#include "train/util/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define RATE 22050
#define COUNT ((size_t)(4 * RATE))
#define TWO_PI 6.283185307179586

static float *new_tone(double frequency, double amplitude) {
    float *samples = calloc(COUNT, sizeof *samples);
    assert_non_null(samples);
    for (size_t i = 0; i < COUNT; i++) {
        samples[i] = (float)(amplitude * sin(TWO_PI * frequency * (double)i / RATE));
    }
    return samples;
}

static void degrade(genus_degradation degradation, float *samples, uint64_t seed) {
    genus_error error = {0};
    if (genus_degrade(degradation, samples, COUNT, RATE, seed, &error) != GENUS_OK) {
        fail_msg("%s", error.message);
    }
}

static double power(const float *samples, size_t first, size_t end) {
    double sum = 0.0;
    for (size_t i = first; i < end; i++) {
        sum += (double)samples[i] * (double)samples[i];
    }
    return sum / (double)(end - first);
}

static bool same(const float *a, const float *b) {
    for (size_t i = 0; i < COUNT; i++) {
        if (a[i] != b[i]) {
            return false;
        }
    }
    return true;
}

static double decibels(double ratio) {
    return 10.0 * log10(ratio);
}

/// Power at one frequency (Goertzel's sum, by its definition).
static double power_at(const float *samples, double frequency) {
    double real = 0.0;
    double imaginary = 0.0;
    for (size_t i = 0; i < COUNT; i++) {
        real += samples[i] * cos(TWO_PI * frequency * (double)i / RATE);
        imaginary += samples[i] * sin(TWO_PI * frequency * (double)i / RATE);
    }
    return real * real + imaginary * imaginary;
}

/// Mean power at a hundred frequencies from one to the other.
static double power_between(const float *samples, double first, double end) {
    double sum = 0.0;
    for (int i = 0; i < 100; i++) {
        sum += power_at(samples, first + 0.01 * i * (end - first));
    }
    return sum / 100.0;
}

static void noise_has_its_ratio_and_its_colour(void **state) {
    (void)state;
    const struct {
        genus_degradation degradation;
        double ratio;
        double octaves; ///< By how many dB 250 to 350 Hz are over 4000 to 5600 Hz.
    } cases[] = {
        {GENUS_NOISE_20, 20.0, 0.0}, {GENUS_NOISE_10, 10.0, 0.0}, {GENUS_PINK_10, 10.0, 12.04}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        float *clean = new_tone(440.0, 0.3);
        float *noisy = new_tone(440.0, 0.3);
        degrade(cases[i].degradation, noisy, 1);
        for (size_t at = 0; at < COUNT; at++) {
            noisy[at] -= clean[at]; // The noise alone.
        }
        assert_float_equal(decibels(power(clean, 0, COUNT) / power(noisy, 0, COUNT)),
                           cases[i].ratio, 0.01F);
        // A hundred frequencies' mean power has a deviation of 0.4 dB.
        assert_float_equal(
            decibels(power_between(noisy, 250.0, 350.0) / power_between(noisy, 4000.0, 5600.0)),
            cases[i].octaves, 1.5);
        free(clean);
        free(noisy);
    }
}

/// A tone and eight clicks come apart, and nothing is lost but what lies behind the last frame.
static void what_sounds_on_and_what_strikes_come_apart(void **state) {
    (void)state;
    float *tone = new_tone(1000.0, 0.2);
    float *mix = new_tone(1000.0, 0.2);
    float *sounding = calloc(COUNT, sizeof *sounding);
    float *striking = calloc(COUNT, sizeof *striking);
    assert_non_null(sounding);
    assert_non_null(striking);
    for (size_t i = 1; i < 9; i++) {
        mix[i * COUNT / 9] += 0.9F;
    }
    memcpy(sounding, mix, COUNT * sizeof *mix);
    memcpy(striking, mix, COUNT * sizeof *mix);
    degrade(GENUS_HARMONIC, sounding, 1);
    degrade(GENUS_PERCUSSIVE, striking, 1);
    const double all = power_at(tone, 1000.0);
    assert_true(power_at(sounding, 1000.0) > 0.9 * all);
    assert_true(power_at(striking, 1000.0) < 0.01 * all);
    for (size_t i = 1; i < 9; i++) {
        assert_true(striking[i * COUNT / 9] > 0.7F);
        assert_true(fabsf(sounding[i * COUNT / 9]) < 0.3F);
    }
    for (size_t i = 0; i < COUNT - 1024; i++) {
        assert_float_equal(sounding[i] + striking[i], mix[i], 1e-4);
    }
    free(tone);
    free(mix);
    free(sounding);
    free(striking);
}

static void the_telephone_has_its_edges(void **state) {
    (void)state;
    const struct {
        double frequency;
        double low; ///< Level in dB.
        double high;
    } cases[] = {{75.0, -200.0, -90.0}, {150.0, -49.0, -47.0}, {300.0, -3.1, -2.9},
                 {1000.0, -0.01, 0.01}, {3400.0, -3.1, -2.9},  {6800.0, -49.0, -47.0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        float *samples = new_tone(cases[i].frequency, 0.5);
        const double before = power_at(samples, cases[i].frequency);
        degrade(GENUS_TELEPHONE, samples, 1);
        // The tone begins and ends abruptly: its own frequency only is looked at.
        const double level = decibels(power_at(samples, cases[i].frequency) / before);
        if (level < cases[i].low || level > cases[i].high) {
            fail_msg("%g Hz: %g dB", cases[i].frequency, level);
        }
        free(samples);
    }
}

/// The time in which the sound dies away by 60 dB, from Schroeder's integral between -5 and -35 dB.
static double reverberation_time(const float *response) {
    double *left = calloc(COUNT + 1, sizeof *left);
    assert_non_null(left);
    const size_t first = (size_t)(0.01 * RATE); // Behind the direct sound.
    for (size_t i = COUNT; i-- > first;) {
        left[i] = left[i + 1] + (double)response[i] * (double)response[i];
    }
    size_t begin = first;
    while (left[begin] > left[first] * pow(10.0, -0.5)) {
        begin++;
    }
    size_t end = begin;
    while (left[end] > left[first] * pow(10.0, -3.5)) {
        end++;
    }
    free(left);
    return 2.0 * (double)(end - begin) / RATE;
}

static void the_room_dies_away_in_its_time(void **state) {
    (void)state;
    float *impulse = calloc(COUNT, sizeof *impulse);
    assert_non_null(impulse);
    impulse[0] = 0.5F;
    degrade(GENUS_ROOM, impulse, 1);
    assert_float_equal(reverberation_time(impulse), 0.6, 0.06);
    // Nothing comes before the sound and nothing right behind it; the room is as loud as the sound,
    // and both together as loud as the sound was.
    const size_t gap = (size_t)(0.01 * RATE);
    for (size_t i = 1; i < gap; i++) {
        assert_float_equal(impulse[i], 0.0, 1e-5);
    }
    const double direct = (double)impulse[0] * (double)impulse[0];
    const double tail = power(impulse, gap, COUNT) * (double)(COUNT - gap);
    assert_float_equal(decibels(tail / direct), 0.0, 0.05);
    assert_float_equal(decibels(direct + tail), decibels(0.25), 0.02);
    free(impulse);
}

static void levels_are_what_they_say(void **state) {
    (void)state;
    float *samples = new_tone(440.0, 0.3);
    const double before = power(samples, 0, COUNT);
    degrade(GENUS_QUIET_40, samples, 1);
    assert_float_equal(decibels(power(samples, 0, COUNT) / before), -40.0, 1e-4);
    free(samples);

    samples = new_tone(440.0, 0.3);
    float *clipped = new_tone(440.0, 0.3);
    degrade(GENUS_CLIP_12, clipped, 1);
    const float gain = powf(10.0F, 0.6F);
    for (size_t i = 0; i < COUNT; i++) {
        const float wanted = fmaxf(-0.3F, fminf(0.3F, gain * samples[i]));
        assert_float_equal(clipped[i], wanted, 1e-5);
    }
    free(samples);
    free(clipped);
}

static void the_same_seed_degrades_the_same(void **state) {
    (void)state;
    for (size_t i = 0; i < GENUS_DEGRADATION_COUNT; i++) {
        const genus_degradation degradation = (genus_degradation)i;
        if (!genus_degradation_available(degradation)) {
            continue; // The codecs' own test says so.
        }
        float *first = new_tone(700.0, 0.2);
        float *second = new_tone(700.0, 0.2);
        float *other = new_tone(700.0, 0.2);
        degrade(degradation, first, 5);
        degrade(degradation, second, 5);
        degrade(degradation, other, 6);
        assert_true(same(first, second));
        const bool drawn = degradation <= GENUS_PINK_10 || degradation == GENUS_ROOM;
        assert_int_equal(!same(first, other), drawn);
        for (size_t at = 0; at < COUNT; at++) {
            assert_true(isfinite(first[at]));
        }
        free(first);
        free(second);
        free(other);
    }
}

static void silence_stays_silence(void **state) {
    (void)state;
    for (size_t i = 0; i < GENUS_DEGRADATION_COUNT; i++) {
        float *samples = calloc(COUNT, sizeof *samples);
        assert_non_null(samples);
        if (genus_degradation_available((genus_degradation)i)) {
            degrade((genus_degradation)i, samples, 1);
            assert_true(power(samples, 0, COUNT) < 1e-12);
        }
        free(samples);
    }
}

/// Something like music: chords under a slow envelope, over a little noise.
static float *new_chords(void) {
    float *samples = calloc(COUNT, sizeof *samples);
    assert_non_null(samples);
    genus_random random = genus_random_seeded(3, 0);
    for (size_t i = 0; i < COUNT; i++) {
        const double time = (double)i / RATE;
        const double envelope = exp(-3.0 * fmod(time, 0.5));
        double sum = 0.02 * (double)genus_random_normal(&random);
        for (int partial = 1; partial < 12; partial++) {
            sum += envelope * 0.2 / partial * sin(TWO_PI * 220.0 * partial * time);
            sum += envelope * 0.2 / partial * sin(TWO_PI * 277.2 * partial * time);
        }
        samples[i] = (float)(0.5 * sum);
    }
    return samples;
}

/// The largest cross-correlation over all shifts up to 0.1 s, as a share of the energies.
static double likeness(const float *a, const float *b) {
    double largest = 0.0;
    const size_t shifts = RATE / 10;
    const double scale = sqrt(power(a, 0, COUNT) * power(b, 0, COUNT)) * (double)COUNT;
    for (size_t shift = 0; shift < shifts; shift++) {
        double forwards = 0.0;
        double backwards = 0.0;
        for (size_t i = 0; i + shift < COUNT; i += 4) {
            forwards += (double)a[i] * (double)b[i + shift];
            backwards += (double)a[i + shift] * (double)b[i];
        }
        largest = fmax(largest, 4.0 * fmax(forwards, backwards) / scale);
    }
    return largest;
}

static void codecs_keep_to_their_rate_and_to_the_sound(void **state) {
    (void)state;
    const genus_codec codecs[] = {GENUS_CODEC_VORBIS, GENUS_CODEC_MP3};
    const char *const names[] = {"Vorbis", "MP3"};
    for (size_t i = 0; i < 2; i++) {
        if (!genus_codec_available(codecs[i])) {
            printf("SKIPPED: libsndfile has no %s here\n", names[i]);
            continue;
        }
        float *clean = new_chords();
        float *coded = new_chords();
        double spent = 0.0;
        genus_error error = {0};
        assert_int_equal(genus_codec_pass(codecs[i], coded, COUNT, RATE, 64.0, &spent, &error),
                         GENUS_OK);
        assert_in_range((int)spent, 40, 66); // Headers are part of it in a file so short.
        const double like = likeness(clean, coded);
        assert_true(like > 0.9);
        assert_true(!same(clean, coded));
        free(clean);
        free(coded);
    }
}

static void a_codec_says_what_it_refuses(void **state) {
    (void)state;
    float samples[100] = {0};
    genus_error error = {0};
    assert_int_equal(genus_codec_pass(GENUS_CODEC_MP3, samples, 100, 96000.0, 64.0, NULL, &error),
                     GENUS_ERROR_DATA);
    assert_non_null(strstr(error.message, "96000 Hz"));
}

static void names_lead_back(void **state) {
    (void)state;
    for (size_t i = 0; i < GENUS_DEGRADATION_COUNT; i++) {
        genus_degradation found = GENUS_DEGRADATION_COUNT;
        assert_true(genus_degradation_named(genus_degradation_name((genus_degradation)i), &found));
        assert_int_equal(found, i);
    }
    genus_degradation none;
    assert_false(genus_degradation_named("noise", &none));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(noise_has_its_ratio_and_its_colour),
        cmocka_unit_test(what_sounds_on_and_what_strikes_come_apart),
        cmocka_unit_test(the_telephone_has_its_edges),
        cmocka_unit_test(the_room_dies_away_in_its_time),
        cmocka_unit_test(levels_are_what_they_say),
        cmocka_unit_test(the_same_seed_degrades_the_same),
        cmocka_unit_test(silence_stays_silence),
        cmocka_unit_test(codecs_keep_to_their_rate_and_to_the_sound),
        cmocka_unit_test(a_codec_says_what_it_refuses),
        cmocka_unit_test(names_lead_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
