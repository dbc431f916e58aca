// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// From several channels to one: the mean, unless they cancel.

#include "engine/audio/downmix.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    rate = 8000,
    seconds = 10,
    length = rate * seconds,
};

/** What the second channel is made of: `same` times the first, and noise of its own. */
typedef struct mixture {
    float same;
    float own;
} mixture;

typedef struct fixture {
    float left[length];
    float right[length];
    float interleaved[2 * length];
    float mono[length];
    genus_downmix downmix;
} fixture;

static int set_up(void **state) {
    *state = calloc(1, sizeof(fixture));
    return *state == NULL;
}

static int tear_down(void **state) {
    free(*state);
    return 0;
}

static float noise(uint32_t *seed) {
    *seed = *seed * 1664525U + 1013904223U;
    return (float)(*seed >> 8) / 8388608.0F - 1.0F;
}

static void fill(fixture *f, int from, int to, mixture of) {
    uint32_t seed = 1;
    uint32_t other = 2;
    for (int i = from; i < to; i++) {
        f->left[i] = 0.5F * noise(&seed);
        f->right[i] = of.same * f->left[i] + of.own * 0.5F * noise(&other);
        f->interleaved[2 * i] = f->left[i];
        f->interleaved[2 * i + 1] = f->right[i];
    }
}

static void mix(fixture *f) {
    genus_downmix_start(&f->downmix, 2, rate);
    genus_downmix_interleaved(&f->downmix, f->mono, f->interleaved, length);
}

static void channels_that_differ_keep_their_mean_to_the_bit(void **state) {
    fixture *f = *state;
    static const mixture mixtures[] = {{1.0F, 0.0F},  {0.0F, 1.0F},   {0.7F, 0.3F}, {0.0F, 0.0F},
                                       {-0.5F, 0.8F}, {-0.8F, 0.45F}, {0.0F, 0.01F}};
    for (size_t m = 0; m < sizeof mixtures / sizeof *mixtures; m++) {
        fill(f, 0, length, mixtures[m]);
        mix(f);
        assert_int_equal(f->downmix.chosen, -1);
        for (int i = 0; i < length; i++) {
            const float mean = (f->left[i] + f->right[i]) * 0.5F;
            assert_memory_equal(&f->mono[i], &mean, sizeof mean);
        }
    }
}

static void of_channels_that_cancel_the_louder_is_heard(void **state) {
    fixture *f = *state;
    static const mixture mixtures[] = {{-1.0F, 0.0F}, {-0.9F, 0.0F}, {-1.1F, 0.01F}};
    for (size_t m = 0; m < sizeof mixtures / sizeof *mixtures; m++) {
        fill(f, 0, length, mixtures[m]);
        mix(f);
        const float *louder = mixtures[m].same < -1.0F ? f->right : f->left;
        assert_int_equal(f->downmix.chosen, louder == f->right);
        // Decided within two seconds, and blended in: no sample is outside of both.
        for (int i = 0; i < length; i++) {
            const float mean = (f->left[i] + f->right[i]) * 0.5F;
            assert_true(f->mono[i] >= fminf(mean, louder[i]) - 1e-6F &&
                        f->mono[i] <= fmaxf(mean, louder[i]) + 1e-6F);
            assert_true(i < rate / 2 ? f->mono[i] == mean
                                     : i < 2 * rate || f->mono[i] == louder[i]);
        }
    }
}

static void it_neither_flaps_nor_stays(void **state) {
    fixture *f = *state;
    // Half a second of cancelling is nothing; after a second of it the mean takes three to return.
    fill(f, 0, length, (mixture){0.0F, 1.0F});
    fill(f, rate, rate + rate / 2, (mixture){-1.0F, 0.0F});
    mix(f);
    for (int i = 0; i < length; i++) {
        assert_true(f->mono[i] == (f->left[i] + f->right[i]) * 0.5F);
    }
    fill(f, 0, 2 * rate, (mixture){-1.0F, 0.0F});
    fill(f, 2 * rate, length, (mixture){0.0F, 1.0F});
    mix(f);
    assert_int_equal(f->downmix.chosen, -1);
    for (int i = 2 * rate; i < length; i++) {
        const float mean = (f->left[i] + f->right[i]) * 0.5F;
        assert_true(i < 4 * rate ? f->mono[i] == f->left[i] : i < 6 * rate || f->mono[i] == mean);
    }
}

static void silence_changes_nothing(void **state) {
    fixture *f = *state;
    fill(f, 0, length, (mixture){-1.0F, 0.0F});
    for (int i = 3 * rate; i < 9 * rate; i++) {
        f->interleaved[2 * i] = 0.0F;
        f->interleaved[2 * i + 1] = 0.0F;
    }
    mix(f);
    assert_int_equal(f->downmix.chosen, 0);
    assert_true(f->mono[length - 1] == f->left[length - 1]);
}

static void neither_blocks_nor_layout_matter(void **state) {
    fixture *f = *state;
    fill(f, 0, 4 * rate, (mixture){-1.0F, 0.001F});
    fill(f, 4 * rate, length, (mixture){0.3F, 0.5F});
    mix(f);
    static float other[length];
    const float *const channels[] = {f->left, f->right};
    genus_downmix planar;
    genus_downmix_start(&planar, 2, rate);
    uint32_t seed = 5;
    for (size_t at = 0; at < length;) {
        const size_t wanted = (size_t)(fabsf(noise(&seed)) * 3000.0F);
        const size_t frames = wanted < length - at ? wanted : length - at;
        genus_downmix_planar(&planar, other + at, channels, at, frames);
        at += frames;
    }
    assert_memory_equal(other, f->mono, sizeof other);
}

static void bad_samples_choose_nothing(void **state) {
    fixture *f = *state;
    fill(f, 0, length, (mixture){1.0F, 0.0F});
    for (int i = 0; i < length; i += 100) {
        f->interleaved[2 * i] = NAN;
        f->interleaved[2 * i + 1] = INFINITY;
    }
    mix(f);
    assert_int_equal(f->downmix.chosen, -1);
    genus_downmix_start(&f->downmix, 1, rate);
    genus_downmix_interleaved(&f->downmix, f->mono, f->left, length);
    assert_memory_equal(f->mono, f->left, sizeof f->mono);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(channels_that_differ_keep_their_mean_to_the_bit, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(of_channels_that_cancel_the_louder_is_heard, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(it_neither_flaps_nor_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(silence_changes_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(neither_blocks_nor_layout_matter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bad_samples_choose_nothing, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
