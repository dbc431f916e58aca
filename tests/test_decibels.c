// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Decibels against log10 in double precision, over all powers.

#include "engine/audio/decibels.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define INFINITE_BITS 0x7F800000U

/** The float that has these bits. */
static float power_of_bits(uint32_t bits) {
    float power = 0.0F;
    memcpy(&power, &bits, sizeof power);
    return power;
}

static double error_of(float power) {
    return fabs((double)genus_power_to_decibels(power) - 10.0 * log10((double)power));
}

static void any_power_gives_what_log10_gives(void **state) {
    (void)state;
    // A prime step meets other mantissas in every octave.
    for (uint32_t bits = 1; bits < INFINITE_BITS; bits += 211) {
        const float power = power_of_bits(bits);
        // Rounding takes up to 2^-24 of a float.
        assert_true(error_of(power) <= 5e-7 + 0x1p-24 * fabs(10.0 * log10((double)power)));
    }
}

static void the_ends_of_the_range_are_good_too(void **state) {
    (void)state;
    const float powers[] = {1e-10F, FLT_TRUE_MIN, nextafterf(FLT_MIN, 0.0F), FLT_MIN, FLT_MAX};
    for (size_t i = 0; i < sizeof powers / sizeof *powers; i++) {
        assert_true(error_of(powers[i]) <= 2e-5);
    }
    assert_true(genus_power_to_decibels(1.0F) == 0.0F);
}

static void powers_come_back(void **state) {
    (void)state;
    for (int step = -300; step < 300; step++) {
        const float decibels = 0.37F * (float)step;
        const float back = genus_power_to_decibels(genus_decibels_to_power(decibels));
        assert_true(fabsf(back - decibels) < 5e-5F);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_power_gives_what_log10_gives),
        cmocka_unit_test(the_ends_of_the_range_are_good_too),
        cmocka_unit_test(powers_come_back),
    };
    return cmocka_run_group_tests_name("decibels", tests, NULL, NULL);
}
