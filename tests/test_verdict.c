// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The verdict's arithmetic against plain formulas.

#include "engine/stream/verdict.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void posterior_is_the_softmax_of_logits_over_temperature(void **state) {
    (void)state;
    const float logits[4] = {0.5F, -1.0F, 2.0F, 2.5F};
    const double temperatures[4] = {0.5, 1.0, 1.7, 3.0};
    for (int t = 0; t < 4; t++) {
        const double temperature = temperatures[t];
        float posterior[4];
        genus_posterior(logits, 4, false, (float)temperature, posterior);
        double sum = 0.0;
        for (int i = 0; i < 4; i++) {
            sum += exp((double)logits[i] / temperature);
        }
        for (int i = 0; i < 4; i++) {
            const double expected = exp((double)logits[i] / temperature) / sum;
            assert_float_equal(posterior[i], (float)expected, 1e-6F);
        }
    }
}

static void what_may_be_none_of_the_labels_is_spread_evenly(void **state) {
    (void)state;
    const float logits[3] = {1.0F, -2.0F, 0.5F};
    const double temperature = 0.8;
    float posterior[3];
    double sum = 1.0; // The exponential of none's logit, 0.
    for (int i = 0; i < 3; i++) {
        sum += exp((double)logits[i] / temperature);
    }
    genus_posterior(logits, 3, true, (float)temperature, posterior);
    for (int i = 0; i < 3; i++) {
        const double expected = (exp((double)logits[i] / temperature) + 1.0 / 3.0) / sum;
        assert_float_equal(posterior[i], (float)expected, 1e-6F);
    }
    // Surely none: nothing is said of any label, and they still sum to 1.
    const float low[3] = {-3e38F, -50.0F, -60.0F};
    genus_posterior(low, 3, true, 1.0F, posterior);
    for (int i = 0; i < 3; i++) {
        assert_float_equal(posterior[i], 1.0F / 3.0F, 1e-6F);
    }
}

static void posterior_of_huge_logits_stays_finite(void **state) {
    (void)state;
    const float logits[3] = {3e38F, -3e38F, 2e38F};
    float posterior[3];
    genus_posterior(logits, 3, false, 0.5F, posterior);
    assert_float_equal(posterior[0], 1.0F, 0.0F);
    assert_float_equal(posterior[1], 0.0F, 0.0F);
    assert_float_equal(posterior[2], 0.0F, 0.0F);
}

static void posterior_of_logits_that_are_no_numbers_favours_nobody(void **state) {
    (void)state;
    const float broken[2] = {NAN, INFINITY};
    for (int i = 0; i < 2; i++) {
        const float logits[4] = {1.0F, broken[i], 3.0F, 0.0F};
        float posterior[4];
        genus_posterior(logits, 4, false, 1.0F, posterior);
        for (int k = 0; k < 4; k++) {
            assert_float_equal(posterior[k], 0.25F, 0.0F);
        }
    }
}

static void argmax_takes_the_first_of_equals(void **state) {
    (void)state;
    const float values[5] = {-1.0F, 4.0F, 2.0F, 4.0F, -7.0F};
    assert_int_equal(genus_argmax(values, 5), 1);
    assert_int_equal(genus_argmax(values, 1), 0);
}

static void a_track_without_evidence_has_no_posterior(void **state) {
    (void)state;
    genus_track track = {.weight = 0.0};
    float posterior[3] = {7.0F, 7.0F, 7.0F};
    const float last[3] = {0.2F, 0.3F, 0.5F};
    assert_false(genus_track_posterior(&track, NULL, 0.0, 3, posterior));
    assert_false(genus_track_posterior(&track, last, 0.0, 3, posterior));
}

static void a_track_of_one_window_has_that_windows_posterior(void **state) {
    (void)state;
    const genus_track track = {.weight = 0.0};
    const float last[3] = {0.2F, 0.3F, 0.5F};
    float posterior[3];
    assert_true(genus_track_posterior(&track, last, 17.0, 3, posterior));
    for (int i = 0; i < 3; i++) {
        assert_float_equal(posterior[i], last[i], 1e-6F);
    }
}

static void a_track_is_the_weighted_geometric_mean_of_its_windows(void **state) {
    (void)state;
    const float windows[3][3] = {{0.7F, 0.2F, 0.1F}, {0.1F, 0.6F, 0.3F}, {0.25F, 0.25F, 0.5F}};
    const double weights[3] = {46.0, 46.0, 5.0};
    genus_track track = {.weight = 0.0};
    genus_track_add(&track, windows[0], 3, weights[0]);
    genus_track_add(&track, windows[1], 3, weights[1]);
    float posterior[3];
    assert_true(genus_track_posterior(&track, windows[2], weights[2], 3, posterior));

    double expected[3];
    double sum = 0.0;
    for (int i = 0; i < 3; i++) {
        expected[i] = 1.0;
        for (int w = 0; w < 3; w++) {
            expected[i] *= pow((double)windows[w][i], weights[w] / 97.0);
        }
        sum += expected[i];
    }
    for (int i = 0; i < 3; i++) {
        assert_float_equal(posterior[i], (float)(expected[i] / sum), 1e-6F);
    }
    assert_true(track.weight > 91.9 && track.weight < 92.1);
}

static void a_class_ruled_out_once_can_come_back(void **state) {
    (void)state;
    const float never[2] = {1.0F, 0.0F};
    const float always[2] = {0.0F, 1.0F};
    genus_track track = {.weight = 0.0};
    genus_track_add(&track, never, 2, 1.0);
    genus_track_add(&track, always, 2, 3.0);
    float posterior[2];
    assert_true(genus_track_posterior(&track, NULL, 0.0, 2, posterior));
    assert_true(posterior[1] > 0.99F);
}

static genus_prefix loud_and_clear(void) {
    return (genus_prefix){.seconds_heard = 30.0,
                          .quiet_mean_square = 0.01,
                          .has_posterior = true,
                          .confidence = 0.8F,
                          .sure_threshold = 0.5F};
}

static void the_state_follows_what_was_heard(void **state) {
    (void)state;
    genus_prefix hearing = loud_and_clear();
    assert_int_equal(genus_decide(&hearing), GENUS_SURE);
    hearing.confidence = 0.5F;
    assert_int_equal(genus_decide(&hearing), GENUS_SURE);
    hearing.confidence = 0.49F;
    assert_int_equal(genus_decide(&hearing), GENUS_UNSURE);

    hearing = loud_and_clear();
    const double silence = pow(10.0, GENUS_SILENCE_DBFS / 10.0);
    hearing.quiet_mean_square = 0.99 * silence;
    assert_int_equal(genus_decide(&hearing), GENUS_SILENCE);
    hearing.quiet_mean_square = 1.01 * silence;
    assert_int_equal(genus_decide(&hearing), GENUS_SURE);

    hearing = loud_and_clear();
    hearing.seconds_heard = 2.99;
    assert_int_equal(genus_decide(&hearing), GENUS_LISTENING);
    hearing.quiet_mean_square = 0.0;
    assert_int_equal(genus_decide(&hearing), GENUS_LISTENING);

    hearing = loud_and_clear();
    hearing.has_posterior = false;
    assert_int_equal(genus_decide(&hearing), GENUS_LISTENING);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(posterior_is_the_softmax_of_logits_over_temperature),
        cmocka_unit_test(what_may_be_none_of_the_labels_is_spread_evenly),
        cmocka_unit_test(posterior_of_huge_logits_stays_finite),
        cmocka_unit_test(posterior_of_logits_that_are_no_numbers_favours_nobody),
        cmocka_unit_test(argmax_takes_the_first_of_equals),
        cmocka_unit_test(a_track_without_evidence_has_no_posterior),
        cmocka_unit_test(a_track_of_one_window_has_that_windows_posterior),
        cmocka_unit_test(a_track_is_the_weighted_geometric_mean_of_its_windows),
        cmocka_unit_test(a_class_ruled_out_once_can_come_back),
        cmocka_unit_test(the_state_follows_what_was_heard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
