// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The mel filter bank against librosa's numbers, and against a dense product.

#include "engine/audio/mel_filters.h"
#include "engine/safetensors/safetensors.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/** The example in librosa's documentation of mel_frequencies: n_mels=40. */
static const double librosa_mel_frequencies[] = {
    0.0,      85.317,   170.635,  255.952,  341.269,  426.586,  511.904,   597.221,
    682.538,  767.855,  853.173,  938.49,   1024.856, 1119.114, 1222.042,  1334.436,
    1457.167, 1591.187, 1737.532, 1897.337, 2071.84,  2262.393, 2470.47,   2697.686,
    2945.799, 3216.731, 3512.582, 3835.643, 4188.417, 4573.636, 4994.285,  5453.621,
    5955.205, 6502.92,  7101.009, 7754.107, 8467.272, 9246.028, 10096.408, 11025.0,
};

/** 38 bands, whose edges and peaks are the 40 frequencies above, on the finest bins. */
static genus_frontend_settings fine_settings(void) {
    genus_frontend_settings settings = genus_frontend_settings_default();
    settings.frame_length = 16384;
    settings.mel_bands = 38;
    return settings;
}

static void bands_peak_and_end_at_the_mel_frequencies_of_librosa(void **state) {
    (void)state;
    const genus_frontend_settings settings = fine_settings();
    const double bin_hz = (double)settings.sample_rate / (double)settings.frame_length;
    genus_mel_filters *filters = genus_mel_filters_new(&settings);
    assert_non_null(filters);
    for (size_t band = 0; band < settings.mel_bands; band++) {
        size_t first = settings.frame_length;
        size_t last = 0;
        size_t peak = 0;
        for (size_t bin = 0; bin <= settings.frame_length / 2; bin++) {
            const float weight = genus_mel_filters_weight(filters, band, bin);
            assert_true(weight >= 0.0F);
            first = weight > 0.0F && first > bin ? bin : first;
            last = weight > 0.0F ? bin : last;
            peak = weight > genus_mel_filters_weight(filters, band, peak) ? bin : peak;
        }
        const double *edges = librosa_mel_frequencies + band;
        assert_true(fabs((double)peak * bin_hz - edges[1]) <= bin_hz);
        assert_true((double)first * bin_hz > edges[0] &&
                    (double)first * bin_hz <= edges[0] + bin_hz);
        assert_true((double)last * bin_hz < edges[2] && (double)last * bin_hz >= edges[2] - bin_hz);
    }
    genus_mel_filters_free(filters);
}

static void every_band_has_area_one(void **state) {
    (void)state;
    const genus_frontend_settings settings = fine_settings();
    const double bin_hz = (double)settings.sample_rate / (double)settings.frame_length;
    genus_mel_filters *filters = genus_mel_filters_new(&settings);
    assert_non_null(filters);
    for (size_t band = 0; band < settings.mel_bands; band++) {
        double area = 0.0;
        for (size_t bin = 0; bin <= settings.frame_length / 2; bin++) {
            area += (double)genus_mel_filters_weight(filters, band, bin) * bin_hz;
        }
        assert_true(fabs(area - 1.0) < 1e-3);
    }
    genus_mel_filters_free(filters);
}

/** Compares the sparse product to the dense one for one kind of settings. */
static void check_sparse_product(const genus_frontend_settings *settings) {
    const size_t bins = settings->frame_length / 2 + 1;
    genus_mel_filters *filters = genus_mel_filters_new(settings);
    float *power = calloc(bins + GENUS_MEL_BEYOND, sizeof *power);
    float *mel = malloc(settings->mel_bands * sizeof *mel);
    assert_non_null(filters);
    assert_non_null(power);
    assert_non_null(mel);
    for (size_t bin = 0; bin < bins; bin++) {
        power[bin] = (float)(1 + bin * 7919 % 1000);
    }
    genus_mel_filters_apply(filters, power, mel);
    for (size_t band = 0; band < settings->mel_bands; band++) {
        double expected = 0.0;
        for (size_t bin = 0; bin < bins; bin++) {
            expected += (double)genus_mel_filters_weight(filters, band, bin) * (double)power[bin];
        }
        assert_true(fabs((double)mel[band] - expected) <= 1e-5 * expected);
    }
    genus_mel_filters_free(filters);
    free(power);
    free(mel);
}

static void the_sparse_product_is_the_dense_one(void **state) {
    (void)state;
    genus_frontend_settings settings = genus_frontend_settings_default();
    check_sparse_product(&settings);
    // More bands than bins: some bands touch no bin at all.
    settings.frame_length = 64;
    settings.mel_bands = 512;
    check_sparse_product(&settings);
    // One band over all bins, which are no multiple of eight.
    settings.frame_length = 90;
    settings.mel_bands = 1;
    check_sparse_product(&settings);
    settings.f_min = 300.0F;
    settings.f_max = 301.0F;
    check_sparse_product(&settings);
}

/// The golden values have those cells of the reference, [bands][bins], that are not 0.
static void the_default_bank_has_the_golden_values(void **state) {
    (void)state;
    genus_error error = {0};
    genus_safetensors *file = NULL;
    if (genus_safetensors_load(GENUS_GOLDEN "/logmel.safetensors", &file, &error) != GENUS_OK) {
        fail_msg("%s", error.message);
    }
    const genus_tensor *cells = genus_safetensors_find(file, "mel_filters.cells");
    const genus_tensor *weights = genus_safetensors_find(file, "mel_filters.weights");
    assert_non_null(cells);
    assert_non_null(weights);
    const genus_frontend_settings settings = genus_frontend_settings_default();
    const size_t bins = settings.frame_length / 2 + 1;
    genus_mel_filters *filters = genus_mel_filters_new(&settings);
    assert_non_null(filters);
    double worst = 0.0;
    size_t next = 0;
    for (size_t cell = 0; cell < settings.mel_bands * bins; cell++) {
        float expected = 0.0F;
        if (next < cells->shape[0] && (size_t)((const int32_t *)cells->data)[next] == cell) {
            expected = ((const float *)weights->data)[next++];
        }
        const float weight = genus_mel_filters_weight(filters, cell / bins, cell % bins);
        worst = fmax(worst, fabs((double)weight - (double)expected));
    }
    print_message("largest difference of a weight: %.2g\n", worst);
    assert_int_equal(next, cells->shape[0]);
    assert_true(worst < 1e-6);
    genus_mel_filters_free(filters);
    genus_safetensors_free(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bands_peak_and_end_at_the_mel_frequencies_of_librosa),
        cmocka_unit_test(every_band_has_area_one),
        cmocka_unit_test(the_sparse_product_is_the_dense_one),
        cmocka_unit_test(the_default_bank_has_the_golden_values),
    };
    return cmocka_run_group_tests_name("mel_filters", tests, NULL, NULL);
}
