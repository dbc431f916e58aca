// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A cross-validation as results.

#include "train/run/crossval_results.h"

/** The test sets' verdicts, one after the other. */
static bool add_sets(const genus_crossval *crossval, genus_results *results) {
    for (size_t i = 0; i < crossval->sets.count; i++) {
        const genus_predictions *predictions = &crossval->results[i].predictions;
        genus_scores scores = {0};
        genus_scores_add(&scores, predictions);
        const genus_score fold = {genus_confusion_correct(&scores.confusion),
                                  genus_confusion_total(&scores.confusion)};
        if (!genus_results_add_predictions(results, crossval->dataset, predictions) ||
            !genus_results_add_fold(results, fold)) {
            return false;
        }
    }
    return true;
}

static bool add_settings(const genus_crossval *crossval, genus_results *results) {
    const genus_provenance *provenance = &crossval->provenance;
    return genus_results_add_setting(results, "settings", provenance->settings) &&
           genus_results_add_setting(results, "data_digest", provenance->data_digest) &&
           genus_results_add_setting(results, "tool_version", genus_version());
}

/** Of folds, every clip is in the test part once. */
static void set_data(const genus_crossval *crossval, genus_results *results) {
    genus_results_set_data(results, crossval->dataset, crossval->sets.sets[0].split);
    if (crossval->sets.folds == 1) {
        return;
    }
    for (uint32_t label = 0; label < results->label_count; label++) {
        uint32_t *counts = results->class_clips[label];
        counts[GENUS_PART_TEST] += counts[GENUS_PART_TRAIN] + counts[GENUS_PART_VALIDATION];
        counts[GENUS_PART_TRAIN] = 0;
        counts[GENUS_PART_VALIDATION] = 0;
    }
}

genus_results *genus_crossval_results(const genus_crossval_options *options,
                                      const genus_crossval *crossval) {
    char protocol[256];
    genus_crossval_protocol(options, protocol);
    genus_results *results =
        genus_results_new(options->data, protocol, (const char *const *)crossval->dataset->labels,
                          crossval->dataset->label_count);
    if (results == NULL) {
        return NULL;
    }
    results->repeats = (uint32_t)crossval->sets.repeats;
    set_data(crossval, results);
    if (!add_sets(crossval, results) || !add_settings(crossval, results)) {
        genus_results_free(results);
        return NULL;
    }
    return results;
}
