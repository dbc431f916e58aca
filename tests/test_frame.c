// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The arithmetic of frames against a slow plain version, and against GTZAN's own spectrograms.

#include "engine/audio/frame.h"
#include "engine/audio/mel_filters.h"
#include "engine/safetensors/safetensors.h"
#include "shared_data.h"
#include "support/plain_spectrum.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define GTZAN_HOP 512
#define GTZAN_CLIPS 124

/** The definition, in double precision and quadratic time. */
static void plain_frame(const genus_frontend_settings *settings, const genus_mel_filters *filters,
                        const float *samples, double *decibels) {
    const size_t length = settings->frame_length;
    for (size_t band = 0; band < settings->mel_bands; band++) {
        decibels[band] = 0.0;
    }
    for (size_t bin = 0; bin <= length / 2; bin++) {
        const double power = plain_power(samples, length, bin);
        for (size_t band = 0; band < settings->mel_bands; band++) {
            decibels[band] += (double)genus_mel_filters_weight(filters, band, bin) * power;
        }
    }
    for (size_t band = 0; band < settings->mel_bands; band++) {
        decibels[band] = 10.0 * log10(fmax(decibels[band], (double)settings->power_floor));
    }
}

static void frames_equal_the_plain_definition(void **state) {
    (void)state;
    const uint32_t lengths[] = {64, 90, 240, 1000, 2048};
    for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++) {
        genus_frontend_settings settings = genus_frontend_settings_default();
        settings.frame_length = lengths[l];
        settings.mel_bands = 40;
        genus_frame *frame = genus_frame_new(&settings);
        genus_mel_filters *filters = genus_mel_filters_new(&settings);
        assert_true(frame != NULL && filters != NULL);
        float samples[2048];
        float decibels[40];
        double expected[40];
        uint32_t noise = 1;
        for (size_t i = 0; i < lengths[l]; i++) {
            noise = noise * 1664525U + 1013904223U;
            samples[i] = (float)(0.5 * sin(0.3 * (double)i)) + (float)(noise >> 16) * 1e-6F;
        }
        plain_frame(&settings, filters, samples, expected);
        genus_frame_compute(frame, samples, decibels);
        for (size_t band = 0; band < settings.mel_bands; band++) {
            assert_true(fabs((double)decibels[band] - expected[band]) < 1e-3);
        }
        genus_frame_free(frame);
        genus_mel_filters_free(filters);
    }
}

static void silence_lies_on_the_floor(void **state) {
    (void)state;
    genus_frontend_settings settings = genus_frontend_settings_default();
    const float samples[2048] = {0};
    float decibels[128];
    genus_frame *frame = genus_frame_new(&settings);
    assert_non_null(frame);
    genus_frame_compute(frame, samples, decibels);
    for (size_t band = 0; band < settings.mel_bands; band++) {
        assert_true(fabsf(decibels[band] + 100.0F) < 1e-4F);
    }
    genus_frame_free(frame);
    settings.power_floor = 1e-4F;
    frame = genus_frame_new(&settings);
    assert_non_null(frame);
    genus_frame_compute(frame, samples, decibels);
    assert_true(fabsf(decibels[0] + 40.0F) < 1e-4F);
    genus_frame_free(frame);
}

static void nan_samples_lie_on_the_floor_too(void **state) {
    (void)state;
    const genus_frontend_settings settings = genus_frontend_settings_default();
    float samples[2048];
    float decibels[128];
    for (size_t i = 0; i < settings.frame_length; i++) {
        samples[i] = NAN;
    }
    genus_frame *frame = genus_frame_new(&settings);
    assert_non_null(frame);
    genus_frame_compute(frame, samples, decibels);
    for (size_t band = 0; band < settings.mel_bands; band++) {
        assert_true(fabsf(decibels[band] + 100.0F) < 1e-4F);
    }
    genus_frame_free(frame);
}

/** One row of the features file. */
typedef struct features_row {
    const uint8_t *mel; // [bands][columns]
    size_t columns;
    float max_db;
    float range_db;
} features_row;

/** The features' columns lie at uneven multiples of 512, centred, zeros around the clip. */
static void centred_frame(genus_frame *frame, const genus_frontend_settings *settings,
                          const float *samples, size_t count, size_t column, size_t columns,
                          float *decibels) {
    const size_t stft_frames = 1 + count / GTZAN_HOP;
    const size_t index =
        (size_t)floor(((double)column + 0.5) * ((double)stft_frames - 1.75) / (double)columns);
    const size_t half = settings->frame_length / 2;
    float padded[16384];
    for (size_t i = 0; i < settings->frame_length; i++) {
        const size_t at = index * GTZAN_HOP + i; // Counted from `half` before the clip.
        padded[i] = at >= half && at - half < count ? samples[at - half] : 0.0F;
    }
    genus_frame_compute(frame, padded, decibels);
}

/** Mean absolute difference between a clip's frames and its row, both floored where the row is. */
static double row_error(const genus_frontend_settings *settings, const float *samples, size_t count,
                        features_row row) {
    genus_frame *frame = genus_frame_new(settings);
    assert_non_null(frame);
    const double floor_db = (double)row.max_db - (double)row.range_db;
    double sum = 0.0;
    for (size_t column = 0; column < row.columns; column++) {
        float decibels[512];
        centred_frame(frame, settings, samples, count, column, row.columns, decibels);
        for (size_t band = 0; band < settings->mel_bands; band++) {
            const double cell = (double)row.mel[band * row.columns + column];
            const double expected =
                (double)row.max_db - (double)row.range_db * (1.0 - cell / 255.0);
            sum += fabs(fmax((double)decibels[band], floor_db) - expected);
        }
    }
    genus_frame_free(frame);
    return sum / (double)(settings->mel_bands * row.columns);
}

static int compare_doubles(const void *a, const void *b) {
    const double left = *(const double *)a;
    const double right = *(const double *)b;
    return (left > right) - (left < right);
}

static void gtzan_clips_reproduce_their_features(void **state) {
    (void)state;
    if (!shared_data_present("gtzan/gtzan-mel.safetensors")) {
        skip();
    }
    genus_error error = {0};
    genus_safetensors *file = NULL;
    if (genus_safetensors_load(GENUS_SHARED "/gtzan/gtzan-mel.safetensors", &file, &error) !=
        GENUS_OK) {
        fail_msg("%s", error.message);
    }
    const genus_tensor *mel = genus_safetensors_find(file, "mel");
    const genus_tensor *max_db = genus_safetensors_find(file, "max_db");
    const genus_tensor *range_db = genus_safetensors_find(file, "range_db");
    const char *name = genus_safetensors_metadata(file, "clips");
    assert_non_null(mel);
    assert_non_null(max_db);
    assert_non_null(range_db);
    assert_non_null(name);
    const genus_frontend_settings settings = genus_frontend_settings_default();
    assert_int_equal(mel->shape[1], settings.mel_bands);

    double errors[GTZAN_CLIPS];
    size_t heard = 0;
    for (size_t clip = 0; clip < mel->shape[0]; clip++) {
        const size_t name_length = strcspn(name, "\n");
        char path[256];
        (void)snprintf(path, sizeof path, "gtzan/audio/%.*s/%.*s.flac", (int)strcspn(name, "."),
                       name, (int)name_length, name);
        name += name_length + (name[name_length] == '\n');
        size_t count = 0;
        float *samples = shared_data_audio(path, &count);
        if (samples == NULL) {
            continue;
        }
        const features_row row = {
            .mel = (const uint8_t *)mel->data + clip * mel->shape[1] * mel->shape[2],
            .columns = mel->shape[2],
            .max_db = ((const float *)max_db->data)[clip],
            .range_db = ((const float *)range_db->data)[clip],
        };
        assert_true(heard < GTZAN_CLIPS);
        errors[heard] = row_error(&settings, samples, count, row);
        if (errors[heard] >= 0.6) {
            fail_msg("%s: mean absolute error %.3f dB", path, errors[heard]);
        }
        heard++;
        free(samples);
    }
    assert_int_equal(heard, GTZAN_CLIPS);
    qsort(errors, heard, sizeof *errors, compare_doubles);
    print_message("mean absolute error of %zu clips: %.2f dB median, %.2f dB worst\n", heard,
                  errors[heard / 2], errors[heard - 1]);
    genus_safetensors_free(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_equal_the_plain_definition),
        cmocka_unit_test(silence_lies_on_the_floor),
        cmocka_unit_test(nan_samples_lie_on_the_floor_too),
        cmocka_unit_test(gtzan_clips_reproduce_their_features),
    };
    return cmocka_run_group_tests_name("frame", tests, NULL, NULL);
}
