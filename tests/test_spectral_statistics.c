// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The spectral statistics against its definition in double precision, and what it is for: windows
// whose sums add up, features that do not know how loud it was.

#include "engine/nn/spectral_statistics.h"

#include "support/plain_spectral_statistics.h"
#include "train/util/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { BANDS = 130, FRAMES = 70 };

static const float offset_db = -25.0F;

/// The network's, a band that fills no group, the fewest and the most cepstra.
static const genus_spectral_statistics_shape shapes[] = {
    {20, 124}, {3, 12}, {5, 17}, {1, 2}, {32, 129}};

#define SHAPES (sizeof shapes / sizeof *shapes)

struct sound {
    float frames[(FRAMES + 1) * BANDS];
};

/// Held tones that swell and beats over noise, between -60 and 10 dB, plus a gain.
static struct sound *new_sound(uint64_t seed, float gain) {
    struct sound *sound = calloc(1, sizeof *sound);
    assert_non_null(sound);
    genus_random random = genus_random_seeded(seed, 0);
    for (size_t i = 0; i <= FRAMES; i++) {
        const float swell = 8.0F * sinf(0.2F * (float)i) + (i % 6 == 0 ? 12.0F : 0.0F);
        for (size_t band = 0; band < BANDS; band++) {
            const float tone = band % 5 == 2 ? 15.0F : 0.0F;
            const float noise = 6.0F * genus_random_normal(&random);
            sound->frames[i * BANDS + band] =
                gain - 40.0F + tone + noise + swell * (float)(band % 3);
        }
    }
    return sound;
}

static float *features_of(const genus_spectral_statistics_shape *shape, const struct sound *sound) {
    genus_spectral_statistics *spectral = genus_spectral_statistics_new(shape, BANDS, offset_db);
    float *features = calloc(genus_spectral_statistics_feature_count(shape), sizeof *features);
    assert_non_null(spectral);
    assert_non_null(features);
    genus_spectral_statistics_of(spectral, sound->frames, FRAMES, features);
    genus_spectral_statistics_free(spectral);
    return features;
}

static void features_are_those_of_their_definition(void **state) {
    (void)state;
    struct sound *sound = new_sound(1, 0.0F);
    static double frames[(FRAMES + 1) * BANDS];
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        frames[i] = (double)sound->frames[i];
    }
    for (size_t s = 0; s < SHAPES; s++) {
        const size_t count = genus_spectral_statistics_feature_count(&shapes[s]);
        float *features = features_of(&shapes[s], sound);
        double *expected = calloc(count, sizeof *expected);
        assert_non_null(expected);
        plain_spectral_statistics(&shapes[s], BANDS, (double)offset_db, frames, FRAMES, expected);
        for (size_t i = 0; i < count; i++) {
            if (fabs((double)features[i] - expected[i]) > 1e-3 + 1e-5 * fabs(expected[i])) {
                fail_msg("shape %zu: feature %zu of %zu is %g, not %g", s, i, count,
                         (double)features[i], expected[i]);
            }
        }
        free(expected);
        free(features);
    }
    free(sound);
}

static void sums_of_stretches_add_up(void **state) {
    (void)state;
    struct sound *sound = new_sound(2, 0.0F);
    const genus_spectral_statistics_shape *shape = &shapes[0];
    const size_t count = genus_spectral_statistics_sum_count(shape);
    genus_spectral_statistics *spectral = genus_spectral_statistics_new(shape, BANDS, offset_db);
    float *sums = calloc(3 * count, sizeof *sums);
    assert_non_null(spectral);
    assert_non_null(sums);
    float *first = sums + count;
    float *second = first + count;
    genus_spectral_statistics_sum(spectral, sound->frames, FRAMES, sums);
    genus_spectral_statistics_sum(spectral, sound->frames, 8, first);
    genus_spectral_statistics_sum(spectral, sound->frames + (size_t)8 * BANDS, FRAMES - 8, second);
    for (size_t i = 0; i < count; i++) {
        assert_float_equal(first[i] + second[i], sums[i], 1e-3F + 1e-5F * fabsf(sums[i]));
    }
    free(sums);
    genus_spectral_statistics_free(spectral);
    free(sound);
}

/// A level lies in the first cepstrum's mean alone.
static void only_the_first_mean_knows_how_loud_it_was(void **state) {
    (void)state;
    struct sound *soft = new_sound(3, 0.0F);
    struct sound *loud = new_sound(3, 12.0F);
    const genus_spectral_statistics_shape *shape = &shapes[0];
    float *of_soft = features_of(shape, soft);
    float *of_loud = features_of(shape, loud);
    assert_float_equal(of_loud[0] - of_soft[0], 12.0F * sqrtf(2.0F * 124.0F), 0.01F);
    for (size_t i = 1; i < genus_spectral_statistics_feature_count(shape); i++) {
        assert_float_equal(of_loud[i], of_soft[i], 5e-3F);
    }
    free(of_soft);
    free(of_loud);
    free(soft);
    free(loud);
}

/// Stillness is the first of the four that each group has: 1 for what never moves, near 0 for
/// noise.
static void a_held_spectrum_stands_still_and_noise_does_not(void **state) {
    (void)state;
    const genus_spectral_statistics_shape *shape = &shapes[0];
    const size_t groups = 124 / 8 + 1;
    const size_t stillness = genus_spectral_statistics_feature_count(shape) - 4 * groups;
    struct sound *held = calloc(1, sizeof *held);
    struct sound *noise = calloc(1, sizeof *noise);
    assert_non_null(held);
    assert_non_null(noise);
    genus_random random = genus_random_seeded(4, 0);
    for (size_t i = 0; i < (size_t)(FRAMES + 1) * BANDS; i++) {
        held->frames[i] = i % BANDS % 5 == 0 ? -10.0F : -50.0F;
        noise->frames[i] = -40.0F + 6.0F * genus_random_normal(&random);
    }
    float *of_held = features_of(shape, held);
    float *of_noise = features_of(shape, noise);
    for (size_t i = 0; i < groups; i++) {
        assert_true(of_held[stillness + i] > 0.99F && of_held[stillness + i] <= 1.0F);
        assert_true(of_noise[stillness + i] < 0.1F);
    }
    // What never varies has features too.
    for (size_t i = 0; i < genus_spectral_statistics_feature_count(shape); i++) {
        assert_true(isfinite(of_held[i]));
    }
    free(of_held);
    free(of_noise);
    free(held);
    free(noise);
}

static void scaled_features_stay_within_their_limit(void **state) {
    (void)state;
    float features[4] = {1.0F, 2.5F, -1000.0F, 1000.0F};
    const float mean[4] = {1.0F, 2.0F, 0.0F, 0.0F};
    const float scale[4] = {3.0F, 2.0F, 1.0F, 0.5F};
    genus_spectral_scale(mean, scale, 4, features);
    assert_true(features[0] == 0.0F && features[1] == 1.0F);
    assert_true(features[2] == -GENUS_SPECTRAL_LIMIT && features[3] == GENUS_SPECTRAL_LIMIT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(features_are_those_of_their_definition),
        cmocka_unit_test(sums_of_stretches_add_up),
        cmocka_unit_test(only_the_first_mean_knows_how_loud_it_was),
        cmocka_unit_test(a_held_spectrum_stands_still_and_noise_does_not),
        cmocka_unit_test(scaled_features_stay_within_their_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
