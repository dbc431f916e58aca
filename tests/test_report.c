// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The report on a classifier: scikit-learn's layout to the letter, and JSON that says the same.

#include "support/checks.h"
#include "train/report/report.h"

#include <cJSON.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/** Results of clips, given as pairs of true and predicted class. */
static genus_results *results_of(const char *const *labels, uint32_t label_count,
                                 const uint32_t (*pairs)[2], size_t count) {
    genus_results *results = genus_results_new("w", "test", labels, label_count);
    assert_non_null(results);
    for (size_t i = 0; i < count; i++) {
        const genus_clip_result clip = {
            .truth = pairs[i][0], .leaders = {pairs[i][1]}, .millionths = {500000}};
        assert_true(genus_results_add_clip(results, "clip", &clip));
    }
    return results;
}

/** The example of scikit-learn's documentation: y_true 0 1 2 2 2, y_pred 0 0 2 2 1. */
static genus_results *example(const char *const labels[3]) {
    const uint32_t pairs[][2] = {{0, 0}, {1, 0}, {2, 2}, {2, 2}, {2, 1}};
    return results_of(labels, 3, pairs, 5);
}

static char *print(const genus_report *report) {
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    assert_true(genus_report_print(report, stream));
    assert_int_equal(fclose(stream), 0);
    return text;
}

static void prints_the_layout_of_scikit_learn(void **state) {
    (void)state;
    // Copied from the documentation of sklearn.metrics.classification_report.
    const char *const published = "              precision    recall  f1-score   support\n"
                                  "\n"
                                  "     class 0       0.50      1.00      0.67         1\n"
                                  "     class 1       0.00      0.00      0.00         1\n"
                                  "     class 2       1.00      0.67      0.80         3\n"
                                  "\n"
                                  "    accuracy                           0.60         5\n"
                                  "   macro avg       0.50      0.56      0.49         5\n"
                                  "weighted avg       0.70      0.60      0.61         5\n";
    const char *const labels[] = {"class 0", "class 1", "class 2"};
    genus_results *results = example(labels);
    const genus_report report = {.weights = "w", .data = "d", .part = "test", .results = results};
    char *text = print(&report);
    assert_says(text, published);
    assert_says(text, "d, test: 5 clips\n");
    assert_says(text, "60.0 % (3 of 5), 95 % interval 23.1 to 88.2 % (Wilson)\n");
    assert_says(text, "true \\ named class 0 class 1 class 2\n"
                      "     class 0       1       .       .\n"
                      "     class 1       1       .       .\n"
                      "     class 2       .       1       2\n");
    assert_null(strstr(text, "skipped"));
    free(text);
    genus_results_free(results);
}

static void aligns_long_names_and_other_scripts(void **state) {
    (void)state;
    const char *const labels[] = {"réggae", "волшебная музыка", "x"};
    genus_results *results = example(labels);
    const genus_report report = {
        .weights = "w", .data = "d", .part = "all", .skipped = 2, .results = results};
    char *text = print(&report);
    assert_says(text, "          réggae       0.50      1.00      0.67         1\n"
                      "волшебная музыка       0.00      0.00      0.00         1\n");
    assert_says(text, "all of it: 5 clips\n");
    assert_says(text, "skipped     2 files");
    free(text);
    genus_results_free(results);
}

static void cuts_heads_so_that_ten_classes_fit_a_terminal(void **state) {
    (void)state;
    const char *const labels[] = {"electronic", "alternative", "b", "c", "d",
                                  "e",          "f",           "g", "h", "classical"};
    const uint32_t pair[][2] = {{0, 0}};
    genus_results *results = results_of(labels, 10, pair, 1);
    const genus_report report = {.weights = "w", .data = "d", .part = "test", .results = results};
    char *text = print(&report);
    assert_says(text, "true \\ named elect alter     b");
    for (const char *line = text; *line != '\0'; line += strcspn(line, "\n") + 1) {
        assert_true(strcspn(line, "\n") < 80);
    }
    free(text);
    genus_results_free(results);
}

static double number_at(const cJSON *object, const char *key) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    assert_true(cJSON_IsNumber(item));
    return cJSON_GetNumberValue(item);
}

static void json_says_the_same(void **state) {
    (void)state;
    const char *const labels[] = {"a \"quoted\" label", "b", "c"};
    genus_results *results = example(labels);
    const genus_report report = {.weights = "w",
                                 .data = "d",
                                 .part = "test",
                                 .seed = "7",
                                 .split_digest = "s",
                                 .data_digest = "f",
                                 .results = results};
    char *text = genus_report_json(&report);
    assert_non_null(text);
    cJSON *root = cJSON_Parse(text);
    assert_non_null(root);
    assert_true(fabs(number_at(root, "accuracy") - 0.6) < 1e-12);
    assert_int_equal(number_at(root, "clips"), 5);
    assert_string_equal(
        cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "split_digest")), "s");
    const cJSON *interval = cJSON_GetObjectItemCaseSensitive(root, "accuracy_interval_95");
    assert_true(fabs(cJSON_GetNumberValue(cJSON_GetArrayItem(interval, 0)) - 0.2307) < 1e-4);
    const cJSON *classes = cJSON_GetObjectItemCaseSensitive(root, "classes");
    assert_int_equal(cJSON_GetArraySize(classes), 3);
    const cJSON *first = cJSON_GetArrayItem(classes, 0);
    assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(first, "label")),
                        labels[0]);
    assert_true(fabs(number_at(first, "f1") - 2.0 / 3) < 1e-12);
    const cJSON *rows = cJSON_GetObjectItemCaseSensitive(root, "confusion");
    assert_int_equal(cJSON_GetNumberValue(cJSON_GetArrayItem(cJSON_GetArrayItem(rows, 2), 1)), 1);
    assert_int_equal(number_at(cJSON_GetObjectItemCaseSensitive(root, "macro_average"), "support"),
                     5);
    cJSON_Delete(root);
    free(text);
    genus_results_free(results);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_the_layout_of_scikit_learn),
        cmocka_unit_test(aligns_long_names_and_other_scripts),
        cmocka_unit_test(cuts_heads_so_that_ten_classes_fit_a_terminal),
        cmocka_unit_test(json_says_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
