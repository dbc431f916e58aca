// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The powers of a windowed frame against the sum that defines them.

#include "engine/audio/power_spectrum.h"

#include "support/plain_spectrum.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define TWO_PI 6.283185307179586
#define LENGTH_MAX ((size_t)2048)

static void compute(const float *samples, size_t length, float *power) {
    genus_power_spectrum *spectrum = genus_power_spectrum_new(length);
    assert_non_null(spectrum);
    genus_power_spectrum_compute(spectrum, samples, power);
    genus_power_spectrum_free(spectrum);
}

static void every_bin_has_the_power_of_the_definition(void **state) {
    (void)state;
    // Halves that are even and odd, that fill whole registers and leave some over.
    const size_t lengths[] = {64, 90, 100, 150, 240, 486, 1000, 2048};
    for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++) {
        const size_t length = lengths[l];
        float samples[LENGTH_MAX];
        float power[LENGTH_MAX / 2 + 1];
        uint32_t noise = 1;
        double energy = 0.0;
        for (size_t i = 0; i < length; i++) {
            noise = noise * 1664525U + 1013904223U;
            // Some of it is constant and some alternates, so that the outermost bins have a share.
            samples[i] = (float)(noise >> 8) / 16777216.0F - 0.4F + (i % 2 == 0 ? 0.1F : -0.1F);
            energy += (double)samples[i] * (double)samples[i];
        }
        compute(samples, length, power);
        for (size_t bin = 0; bin <= length / 2; bin++) {
            const double magnitude = sqrt(plain_power(samples, length, bin));
            assert_true(fabs(sqrt((double)power[bin]) - magnitude) < 1e-6 * sqrt(energy));
        }
    }
}

static void a_loud_tone_leaves_the_other_bins_silent(void **state) {
    (void)state;
    const size_t tones[] = {3, 100, 512, 700, 1020};
    for (size_t t = 0; t < sizeof tones / sizeof *tones; t++) {
        float samples[LENGTH_MAX];
        float power[LENGTH_MAX / 2 + 1];
        for (size_t i = 0; i < LENGTH_MAX; i++) {
            const double turns = (double)(tones[t] * i % LENGTH_MAX) / (double)LENGTH_MAX;
            samples[i] = (float)cos(TWO_PI * turns);
        }
        compute(samples, LENGTH_MAX, power);
        for (size_t bin = 0; bin <= LENGTH_MAX / 2; bin++) {
            const bool near = bin + 1 >= tones[t] && bin <= tones[t] + 1; // Hann's main lobe.
            assert_true(near || power[bin] < 1e-12F * power[tones[t]]);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_bin_has_the_power_of_the_definition),
        cmocka_unit_test(a_loud_tone_leaves_the_other_bins_silent),
    };
    return cmocka_run_group_tests_name("power_spectrum", tests, NULL, NULL);
}
