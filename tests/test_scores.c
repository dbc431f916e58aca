// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Scores against values worked out by hand from scikit-learn's definitions.

#include "train/eval/scores.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void assert_near(double value, double expected) {
    if (fabs(value - expected) > 1e-9) {
        fail_msg("%.12g is not %.12g", value, expected);
    }
}

/** y_true 0 0 0 1 1 2, y_pred 0 0 1 1 2 0: class 2 is never predicted correctly. */
static genus_confusion example(void) {
    const uint32_t truth[] = {0, 0, 0, 1, 1, 2};
    const uint32_t predicted[] = {0, 0, 1, 1, 2, 0};
    genus_confusion confusion = {.label_count = 3};
    for (size_t i = 0; i < 6; i++) {
        confusion.counts[truth[i]][predicted[i]]++;
    }
    return confusion;
}

static void scores_each_class(void **state) {
    (void)state;
    const genus_confusion confusion = example();
    const genus_class_score expected[] = {
        {2.0 / 3, 2.0 / 3, 2.0 / 3, 3}, {0.5, 0.5, 0.5, 2}, {0, 0, 0, 1}};
    for (uint32_t label = 0; label < 3; label++) {
        const genus_class_score score = genus_confusion_class(&confusion, label);
        assert_near(score.precision, expected[label].precision);
        assert_near(score.recall, expected[label].recall);
        assert_near(score.f1, expected[label].f1);
        assert_int_equal(score.support, expected[label].support);
    }
    assert_int_equal(genus_confusion_total(&confusion), 6);
    assert_int_equal(genus_confusion_correct(&confusion), 3);
}

static void averages_over_classes_and_by_support(void **state) {
    (void)state;
    const genus_confusion confusion = example();
    const genus_class_score macro = genus_confusion_macro(&confusion);
    assert_near(macro.precision, (2.0 / 3 + 0.5) / 3);
    assert_near(macro.f1, (2.0 / 3 + 0.5) / 3);
    assert_int_equal(macro.support, 6);
    const genus_class_score weighted = genus_confusion_weighted(&confusion);
    assert_near(weighted.precision, (3 * 2.0 / 3 + 2 * 0.5) / 6);
    assert_near(weighted.recall, 0.5); // Always the accuracy.
    assert_int_equal(weighted.support, 6);
}

static void f1_is_the_harmonic_mean(void **state) {
    (void)state;
    genus_confusion confusion = {.label_count = 2};
    confusion.counts[0][0] = 8;
    confusion.counts[0][1] = 2;
    confusion.counts[1][0] = 24;
    const genus_class_score score = genus_confusion_class(&confusion, 0);
    assert_near(score.precision, 0.25);
    assert_near(score.recall, 0.8);
    assert_near(score.f1, 2 * 0.25 * 0.8 / (0.25 + 0.8));
}

static void nothing_counted_scores_zero(void **state) {
    (void)state;
    const genus_confusion confusion = {.label_count = 4};
    assert_near(genus_confusion_macro(&confusion).f1, 0);
    assert_near(genus_confusion_weighted(&confusion).f1, 0);
    const genus_interval interval = genus_wilson(0, 0);
    assert_near(interval.low, 0);
    assert_near(interval.high, 1);
}

static void wilson_matches_newcombes_table(void **state) {
    (void)state;
    // Newcombe 1998, Statistics in Medicine 17:857, table I, method 3 (four decimals).
    const struct {
        uint32_t correct;
        uint32_t total;
        double low;
        double high;
    } table[] = {{81, 263, 0.2553, 0.3662},
                 {15, 148, 0.0624, 0.1605},
                 {0, 20, 0, 0.1611},
                 {1, 29, 0.0061, 0.1718},
                 {29, 29, 0.8830, 1}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const genus_interval interval = genus_wilson(table[i].correct, table[i].total);
        assert_true(fabs(interval.low - table[i].low) < 5.1e-5);
        assert_true(fabs(interval.high - table[i].high) < 5.1e-5);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_each_class),
        cmocka_unit_test(averages_over_classes_and_by_support),
        cmocka_unit_test(f1_is_the_harmonic_mean),
        cmocka_unit_test(nothing_counted_scores_zero),
        cmocka_unit_test(wilson_matches_newcombes_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
