// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The trainer's random numbers: the published generator, and draws with the right distribution.

#include "train/util/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void gives_the_values_that_the_inventor_publishes(void **state) {
    (void)state;
    // First round of pcg32-demo in the reference implementation (pcg-random.org).
    const uint32_t published[] = {0xa15c02b7, 0x7b47f409, 0xba1d3330,
                                  0x83d2f293, 0xbfa4784b, 0xcbed606e};
    genus_random random = genus_random_seeded(42, 54);
    for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
        assert_int_equal(genus_random_bits(&random), published[i]);
    }
}

static void streams_of_a_seed_differ(void **state) {
    (void)state;
    genus_random a = genus_random_seeded(7, 1);
    genus_random b = genus_random_seeded(7, 2);
    int equal = 0;
    for (int i = 0; i < 1000; i++) {
        equal += genus_random_bits(&a) == genus_random_bits(&b);
    }
    assert_true(equal < 3);
}

static void below_is_even_and_in_range(void **state) {
    (void)state;
    enum { bound = 7, draws = 70000 };
    genus_random random = genus_random_seeded(1, 1);
    int counts[bound] = {0};
    for (int i = 0; i < draws; i++) {
        const uint32_t value = genus_random_below(&random, bound);
        assert_true(value < bound);
        counts[value]++;
    }
    double chi_square = 0;
    for (int i = 0; i < bound; i++) {
        const double expected = (double)draws / bound;
        chi_square += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    assert_true(chi_square < 22.46); // Six degrees of freedom, 0.1 %.
    for (int i = 0; i < 100; i++) {
        assert_int_equal(genus_random_below(&random, 1), 0);
    }
}

static void uniform_and_normal_have_their_moments(void **state) {
    (void)state;
    enum { draws = 200000 };
    genus_random random = genus_random_seeded(2, 1);
    double mean = 0;
    double normal_mean = 0;
    double normal_square = 0;
    for (int i = 0; i < draws; i++) {
        const float uniform = genus_random_uniform(&random);
        assert_true(uniform >= 0 && uniform < 1);
        mean += (double)uniform / draws;
        const double normal = genus_random_normal(&random);
        assert_true(isfinite(normal));
        normal_mean += normal / draws;
        normal_square += normal * normal / draws;
    }
    assert_true(fabs(mean - 0.5) < 0.005);
    assert_true(fabs(normal_mean) < 0.01);
    assert_true(fabs(normal_square - 1) < 0.02);
}

static void shuffle_keeps_every_value_and_reaches_every_order(void **state) {
    (void)state;
    genus_random random = genus_random_seeded(3, 1);
    int orders[27] = {0};
    for (int i = 0; i < 6000; i++) {
        size_t values[] = {0, 1, 2};
        genus_random_shuffle(&random, values, 3);
        assert_int_equal(values[0] + values[1] + values[2], 3);
        assert_int_equal(values[0] * values[1] * values[2], 0);
        orders[values[0] * 9 + values[1] * 3 + values[2]]++;
    }
    const int all[] = {0 + 3 + 2, 0 + 6 + 1, 9 + 0 + 2, 9 + 6 + 0, 18 + 0 + 1, 18 + 3 + 0};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assert_in_range(orders[all[i]], 850, 1150);
    }
    genus_random_shuffle(&random, NULL, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_values_that_the_inventor_publishes),
        cmocka_unit_test(streams_of_a_seed_differ),
        cmocka_unit_test(below_is_even_and_in_range),
        cmocka_unit_test(uniform_and_normal_have_their_moments),
        cmocka_unit_test(shuffle_keeps_every_value_and_reaches_every_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
