// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a statistics' features are moved and scaled by: measured on stretches of training
// clips.

#include "train/nn/model_spec.h"

#include "train/nn/augment.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { BANDS = 24, FRAMES = 45, CROP = 20, CLIPS = 3, FEATURES = 300 };

/// Three clips, of which the last one is shorter than a crop.
struct fixture {
    uint8_t mel[CLIPS][FRAMES * BANDS];
    genus_clip clips[CLIPS];
    genus_dataset dataset;
    genus_architecture arch;
    genus_spectral_statistics *spectral;
};

static void set_up(struct fixture *fixture) {
    static const size_t lengths[CLIPS] = {FRAMES, FRAMES, CROP - 1};
    for (size_t clip = 0; clip < CLIPS; clip++) {
        for (size_t i = 0; i < (size_t)FRAMES * BANDS; i++) {
            fixture->mel[clip][i] = (uint8_t)(i * (i + clip) * 37 % (200 + clip));
        }
        fixture->clips[clip] = (genus_clip){
            .mel = fixture->mel[clip], .frames = lengths[clip], .max_db = 10.0F, .range_db = 60.0F};
    }
    fixture->dataset = (genus_dataset){
        .settings = {.mel_bands = BANDS}, .clip_count = CLIPS, .clips = fixture->clips};
    assert_int_equal(genus_architecture_parse("level 9\nconv 4 3x3 pool 2x2\npool mean\n"
                                              "texture 5 hidden 4\ndense 2\n",
                                              BANDS, &fixture->arch, NULL),
                     GENUS_OK);
    const genus_spectral_statistics_shape shape =
        genus_architecture_spectral(&fixture->arch, BANDS);
    fixture->spectral = genus_spectral_statistics_new(&shape, BANDS, 0.0F);
    assert_non_null(fixture->spectral);
}

static genus_intake intake_of(const struct fixture *fixture) {
    const genus_normalisation none = {0.0F, 1.0F};
    return genus_intake_of(&fixture->arch, BANDS, &none, fixture->spectral);
}

/// A stretch's features.
static void hear(const struct fixture *fixture, size_t clip, size_t first, size_t frames,
                 float *features) {
    const genus_intake intake = intake_of(fixture);
    float decibels[CROP * BANDS];
    genus_clip_decode(&fixture->clips[clip], BANDS, first, frames, decibels);
    genus_level_meter_frames(&intake.level_normalisation, BANDS, frames, decibels);
    genus_intake_spectral_statistics(&intake, decibels, frames, features);
}

static void means_and_deviations_are_over_stretches_of_the_clips(void **state) {
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    float heard[5][FEATURES];
    for (size_t clip = 0; clip < 2; clip++) {
        hear(&fixture, clip, 0, CROP, heard[2 * clip]);
        hear(&fixture, clip, CROP, CROP, heard[2 * clip + 1]);
    }
    hear(&fixture, 2, 0, CROP - 1, heard[4]);
    const size_t clips[CLIPS] = {0, 1, 2};
    float mean[FEATURES];
    float scale[FEATURES];
    const genus_intake intake = intake_of(&fixture);
    assert_int_equal(genus_spectral_statistics_measure(&intake, &fixture.dataset, clips, CLIPS,
                                                       CROP, mean, scale, NULL),
                     GENUS_OK);
    for (size_t i = 0; i < genus_architecture_spectral_features(&fixture.arch, BANDS); i++) {
        double centre = 0.0;
        double variance = 0.0;
        for (size_t k = 0; k < 5; k++) {
            centre += (double)heard[k][i] / 5.0;
        }
        for (size_t k = 0; k < 5; k++) {
            variance += pow((double)heard[k][i] - centre, 2.0) / 5.0;
        }
        assert_true(fabs((double)mean[i] - centre) < 1e-4 + 1e-5 * fabs(centre));
        assert_true(fabs((double)scale[i] * sqrt(variance) - 1.0) < 1e-2);
    }
    genus_spectral_statistics_free(fixture.spectral);
}

static void what_never_varies_is_not_blown_up(void **state) {
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    memset(fixture.mel, 100, sizeof fixture.mel);
    const size_t clips[1] = {0};
    float mean[FEATURES];
    float scale[FEATURES];
    const genus_intake intake = intake_of(&fixture);
    assert_int_equal(genus_spectral_statistics_measure(&intake, &fixture.dataset, clips, 1, CROP,
                                                       mean, scale, NULL),
                     GENUS_OK);
    for (size_t i = 0; i < genus_architecture_spectral_features(&fixture.arch, BANDS); i++) {
        assert_true(isfinite(mean[i]) && scale[i] > 0.0F && scale[i] <= 1001.0F);
    }
    genus_spectral_statistics_free(fixture.spectral);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(means_and_deviations_are_over_stretches_of_the_clips),
        cmocka_unit_test(what_never_varies_is_not_blown_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
