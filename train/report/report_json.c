// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The report for programs. cJSON's functions on a NULL item do nothing and report failure.

#include "train/report/report.h"

#include <cJSON.h>
#include <stdbool.h>

static bool add_text(cJSON *object, const char *key, const char *text) {
    return text == NULL || cJSON_AddStringToObject(object, key, text) != NULL;
}

static bool add_number(cJSON *object, const char *key, double number) {
    return cJSON_AddNumberToObject(object, key, number) != NULL;
}

/** Appends to an array, or frees what cannot be appended. */
static bool append(cJSON *array, cJSON *item) {
    if (cJSON_AddItemToArray(array, item)) {
        return true;
    }
    cJSON_Delete(item);
    return false;
}

static bool add_score(cJSON *object, genus_class_score score) {
    return add_number(object, "precision", score.precision) &&
           add_number(object, "recall", score.recall) && add_number(object, "f1", score.f1) &&
           add_number(object, "support", score.support);
}

static bool add_share(cJSON *object, genus_score score) {
    return add_number(object, "clips", score.total) && add_number(object, "correct", score.correct);
}

static bool add_accuracy(cJSON *root, const genus_results *results, genus_score score) {
    const genus_interval interval = genus_results_interval(results);
    const double ends[] = {interval.low, interval.high};
    cJSON *wilson = cJSON_CreateDoubleArray(ends, 2);
    if (add_share(root, score) && add_number(root, "accuracy", genus_score_share(score)) &&
        cJSON_AddItemToObject(root, "accuracy_interval_95", wilson)) {
        return true;
    }
    cJSON_Delete(wilson);
    return false;
}

/** What is particular about music of another catalogue. */
static bool add_catalogue(cJSON *root, const genus_results *results) {
    cJSON *foreign = cJSON_AddArrayToObject(root, "no_label");
    for (uint32_t i = 0; i < results->foreign_count; i++) {
        cJSON *entry = cJSON_CreateObject();
        if (!append(foreign, entry) || !add_text(entry, "class", results->foreign[i].label) ||
            !add_number(entry, "clips", results->foreign[i].clips) ||
            !add_number(entry, "sure", results->foreign[i].sure)) {
            return false;
        }
    }
    cJSON *learnt = results->learnt_total > 0 ? cJSON_AddObjectToObject(root, "learnt") : NULL;
    return foreign != NULL &&
           (results->among_present.total == 0 ||
            add_share(cJSON_AddObjectToObject(root, "among_present"), results->among_present)) &&
           (results->learnt_total == 0 || (add_number(learnt, "clips", results->learnt_total) &&
                                           add_number(learnt, "learnt", results->learnt) &&
                                           add_number(learnt, "unknown", results->learnt_unknown)));
}

static bool add_risk_coverage(cJSON *root, const genus_results *results) {
    genus_risk_coverage table;
    cJSON *object = cJSON_AddObjectToObject(root, "risk_coverage");
    cJSON *rows = cJSON_AddArrayToObject(object, "most_confident");
    bool fits = genus_results_risk_coverage(results, &table);
    for (size_t i = 0; fits && i < GENUS_COVERAGES; i++) {
        cJSON *entry = cJSON_CreateObject();
        fits = append(rows, entry) && add_number(entry, "coverage", genus_coverages[i]) &&
               add_share(entry, table.scores[i]);
    }
    return fits && add_number(object, "area", table.area);
}

static bool add_classes(cJSON *root, const char *const *labels, const genus_confusion *confusion) {
    cJSON *classes = cJSON_AddArrayToObject(root, "classes");
    for (uint32_t label = 0; label < confusion->label_count; label++) {
        cJSON *entry = cJSON_CreateObject();
        if (!append(classes, entry) || !add_text(entry, "label", labels[label]) ||
            !add_score(entry, genus_confusion_class(confusion, label))) {
            return false;
        }
    }
    return add_score(cJSON_AddObjectToObject(root, "macro_average"),
                     genus_confusion_macro(confusion)) &&
           add_score(cJSON_AddObjectToObject(root, "weighted_average"),
                     genus_confusion_weighted(confusion));
}

/** Rows are true classes, columns what they were predicted as; both in the order of "classes". */
static bool add_confusion(cJSON *root, const genus_confusion *confusion) {
    cJSON *rows = cJSON_AddArrayToObject(root, "confusion");
    for (uint32_t truth = 0; truth < confusion->label_count; truth++) {
        int counts[GENUS_LABELS_MAX];
        for (uint32_t predicted = 0; predicted < confusion->label_count; predicted++) {
            counts[predicted] = (int)confusion->counts[truth][predicted];
        }
        if (!append(rows, cJSON_CreateIntArray(counts, (int)confusion->label_count))) {
            return false;
        }
    }
    return true;
}

static bool add_calibration(cJSON *root, const genus_scores *scores) {
    cJSON *calibration = cJSON_AddObjectToObject(root, "calibration");
    bool fits = add_number(calibration, "expected_error", genus_scores_calibration_error(scores));
    cJSON *bins = cJSON_AddArrayToObject(calibration, "bins");
    for (size_t i = 0; fits && i < GENUS_CALIBRATION_BINS; i++) {
        const genus_calibration_bin *bin = &scores->bins[i];
        const double clips = bin->clips > 0 ? bin->clips : 1.0;
        cJSON *entry = cJSON_CreateObject();
        fits = cJSON_AddItemToArray(bins, entry) && add_number(entry, "clips", bin->clips) &&
               add_number(entry, "correct", bin->correct) &&
               add_number(entry, "confidence", bin->confidence / clips);
    }
    cJSON *sure = cJSON_AddObjectToObject(root, "sure");
    return fits && add_number(sure, "verdicts", scores->sure) &&
           add_number(sure, "correct", scores->sure_correct);
}

static bool add_prefixes(cJSON *root, const genus_scores *scores) {
    cJSON *heard = cJSON_AddArrayToObject(root, "heard");
    for (size_t i = 0; i < GENUS_PREFIXES; i++) {
        cJSON *entry = scores->prefix_clips[i] > 0 ? cJSON_CreateObject() : NULL;
        if (scores->prefix_clips[i] > 0 &&
            (!cJSON_AddItemToArray(heard, entry) ||
             !add_number(entry, "seconds", genus_prefix_seconds[i]) ||
             !add_number(entry, "clips", scores->prefix_clips[i]) ||
             !add_number(entry, "correct", scores->prefix_correct[i]))) {
            return false;
        }
    }
    return true;
}

bool genus_report_add_scores(cJSON *object, const genus_results *results) {
    const char *const *labels = (const char *const *)results->labels;
    const genus_scores scores = genus_results_scores(results);
    const genus_score score = {genus_confusion_correct(&scores.confusion),
                               genus_confusion_total(&scores.confusion)};
    return add_accuracy(object, results, score) && add_catalogue(object, results) &&
           add_classes(object, labels, &scores.confusion) &&
           add_confusion(object, &scores.confusion) && add_calibration(object, &scores) &&
           add_prefixes(object, &scores) && add_risk_coverage(object, results);
}

char *genus_report_json(const genus_report *report) {
    char *text = NULL;
    cJSON *root = cJSON_CreateObject();
    if (add_text(root, "weights", report->weights) && add_text(root, "data", report->data) &&
        add_text(root, "data_digest", report->data_digest) &&
        add_text(root, "part", report->part) && add_text(root, "seed", report->seed) &&
        add_text(root, "split_digest", report->split_digest) &&
        add_text(root, "recorded", report->recorded) &&
        add_text(root, "tool_version", genus_version()) &&
        add_number(root, "skipped", (double)report->skipped) &&
        genus_report_add_scores(root, report->results)) {
        text = cJSON_Print(root);
    }
    cJSON_Delete(root);
    return text;
}
