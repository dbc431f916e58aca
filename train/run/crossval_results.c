// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A cross-validation as results.

#include "train/run/crossval_results.h"

/** The exams' verdicts, one after the other. */
static bool add_exams(const genus_crossval *crossval, genus_results *results) {
    for (size_t i = 0; i < crossval->exams.count; i++) {
        const genus_outcome *outcome = &crossval->results[i].outcome;
        genus_scores tally = {0};
        genus_scores_add(&tally, outcome);
        const genus_score fold = {genus_confusion_correct(&tally.confusion),
                                  genus_confusion_total(&tally.confusion)};
        if (!genus_results_add_outcome(results, crossval->dataset, outcome) ||
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
    genus_results_set_data(results, crossval->dataset, crossval->exams.exams[0].split);
    if (crossval->exams.folds == 1) {
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
    results->repeats = (uint32_t)crossval->exams.repeats;
    set_data(crossval, results);
    if (!add_exams(crossval, results) || !add_settings(crossval, results)) {
        genus_results_free(results);
        return NULL;
    }
    return results;
}
