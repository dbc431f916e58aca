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

static bool add_accuracy(cJSON *root, const genus_confusion *confusion) {
    const uint32_t correct = genus_confusion_correct(confusion);
    const uint32_t total = genus_confusion_total(confusion);
    const genus_interval interval = genus_wilson(correct, total);
    const double ends[] = {interval.low, interval.high};
    cJSON *wilson = cJSON_CreateDoubleArray(ends, 2);
    if (add_number(root, "clips", total) && add_number(root, "correct", correct) &&
        add_number(root, "accuracy", correct / (double)total) &&
        cJSON_AddItemToObject(root, "accuracy_interval_95", wilson)) {
        return true;
    }
    cJSON_Delete(wilson);
    return false;
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

/** Rows are true classes, columns what they were named; both in the order of "classes". */
static bool add_confusion(cJSON *root, const genus_confusion *confusion) {
    cJSON *rows = cJSON_AddArrayToObject(root, "confusion");
    for (uint32_t truth = 0; truth < confusion->label_count; truth++) {
        int counts[GENUS_LABELS_MAX];
        for (uint32_t named = 0; named < confusion->label_count; named++) {
            counts[named] = (int)confusion->counts[truth][named];
        }
        if (!append(rows, cJSON_CreateIntArray(counts, (int)confusion->label_count))) {
            return false;
        }
    }
    return true;
}

bool genus_report_add_scores(cJSON *object, const char *const *labels,
                             const genus_confusion *confusion) {
    return add_accuracy(object, confusion) && add_classes(object, labels, confusion) &&
           add_confusion(object, confusion);
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
        genus_report_add_scores(root, report->labels, report->confusion)) {
        text = cJSON_Print(root);
    }
    cJSON_Delete(root);
    return text;
}
