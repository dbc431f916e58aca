// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The report for programs.

#include "train/report/report.h"

static void put_class_score(genus_json_writer *json, genus_class_score score) {
    genus_write_number(json, "precision", score.precision);
    genus_write_number(json, "recall", score.recall);
    genus_write_number(json, "f1", score.f1);
    genus_write_number(json, "support", score.support);
}

static void put_average(genus_json_writer *json, const char *key, genus_class_score score) {
    genus_write_object(json, key);
    put_class_score(json, score);
    genus_write_end_object(json);
}

static void put_share(genus_json_writer *json, genus_score score) {
    genus_write_number(json, "clips", score.total);
    genus_write_number(json, "correct", score.correct);
}

static void put_accuracy(genus_json_writer *json, const genus_results *results, genus_score score) {
    const genus_interval interval = genus_results_interval(results);
    put_share(json, score);
    genus_write_number(json, "accuracy", genus_score_share(score));
    genus_write_array(json, "accuracy_interval_95");
    genus_write_number(json, NULL, interval.low);
    genus_write_number(json, NULL, interval.high);
    genus_write_end_array(json);
}

/** What is particular about music of another catalogue. */
static void put_catalogue(genus_json_writer *json, const genus_results *results) {
    genus_write_array(json, "no_label");
    for (uint32_t i = 0; i < results->foreign_count; i++) {
        genus_write_object(json, NULL);
        genus_write_string(json, "class", results->foreign[i].label);
        genus_write_number(json, "clips", results->foreign[i].clips);
        genus_write_number(json, "sure", results->foreign[i].sure);
        genus_write_end_object(json);
    }
    genus_write_end_array(json);
    if (results->among_present.total > 0) {
        genus_write_object(json, "among_present");
        put_share(json, results->among_present);
        genus_write_end_object(json);
    }
    if (results->learnt_total > 0) {
        genus_write_object(json, "learnt");
        genus_write_number(json, "clips", results->learnt_total);
        genus_write_number(json, "learnt", results->learnt);
        genus_write_number(json, "unknown", results->learnt_unknown);
        genus_write_end_object(json);
    }
}

static void put_classes(genus_json_writer *json, const genus_results *results,
                        const genus_confusion *confusion) {
    genus_write_array(json, "classes");
    for (uint32_t label = 0; label < confusion->label_count; label++) {
        genus_write_object(json, NULL);
        genus_write_string(json, "label", results->labels[label]);
        put_class_score(json, genus_confusion_class(confusion, label));
        genus_write_end_object(json);
    }
    genus_write_end_array(json);
    put_average(json, "macro_average", genus_confusion_macro(confusion));
    put_average(json, "weighted_average", genus_confusion_weighted(confusion));
    // Rows are true classes, columns what they were predicted as; both in the order of "classes".
    genus_write_array(json, "confusion");
    for (uint32_t truth = 0; truth < confusion->label_count; truth++) {
        genus_write_array(json, NULL);
        for (uint32_t predicted = 0; predicted < confusion->label_count; predicted++) {
            genus_write_number(json, NULL, confusion->counts[truth][predicted]);
        }
        genus_write_end_array(json);
    }
    genus_write_end_array(json);
}

static void put_calibration(genus_json_writer *json, const genus_scores *scores) {
    genus_write_object(json, "calibration");
    genus_write_number(json, "expected_error", genus_scores_calibration_error(scores));
    genus_write_array(json, "bins");
    for (size_t i = 0; i < GENUS_CALIBRATION_BINS; i++) {
        const genus_calibration_bin *bin = &scores->bins[i];
        genus_write_object(json, NULL);
        genus_write_number(json, "clips", bin->clips);
        genus_write_number(json, "correct", bin->correct);
        genus_write_number(json, "confidence", bin->confidence / (bin->clips > 0 ? bin->clips : 1));
        genus_write_end_object(json);
    }
    genus_write_end_array(json);
    genus_write_end_object(json);
    genus_write_object(json, "sure");
    genus_write_number(json, "verdicts", scores->sure);
    genus_write_number(json, "correct", scores->sure_correct);
    genus_write_end_object(json);
}

static void put_prefixes(genus_json_writer *json, const genus_scores *scores) {
    genus_write_array(json, "heard");
    for (size_t i = 0; i < GENUS_PREFIXES; i++) {
        if (scores->prefix_clips[i] > 0) {
            genus_write_object(json, NULL);
            genus_write_number(json, "seconds", genus_prefix_seconds[i]);
            put_share(json, (genus_score){scores->prefix_correct[i], scores->prefix_clips[i]});
            genus_write_end_object(json);
        }
    }
    genus_write_end_array(json);
}

static void put_risk_coverage(genus_json_writer *json, const genus_results *results) {
    genus_risk_coverage table;
    json->text.failed = json->text.failed || !genus_results_risk_coverage(results, &table);
    if (json->text.failed) {
        return;
    }
    genus_write_object(json, "risk_coverage");
    genus_write_array(json, "most_confident");
    for (size_t i = 0; i < GENUS_COVERAGES; i++) {
        genus_write_object(json, NULL);
        genus_write_number(json, "coverage", genus_coverages[i]);
        put_share(json, table.scores[i]);
        genus_write_end_object(json);
    }
    genus_write_end_array(json);
    genus_write_number(json, "area", table.area);
    genus_write_end_object(json);
}

void genus_report_put_scores(genus_json_writer *json, const genus_results *results) {
    const genus_scores scores = genus_results_scores(results);
    put_accuracy(json, results,
                 (genus_score){genus_confusion_correct(&scores.confusion),
                               genus_confusion_total(&scores.confusion)});
    put_catalogue(json, results);
    put_classes(json, results, &scores.confusion);
    put_calibration(json, &scores);
    put_prefixes(json, &scores);
    put_risk_coverage(json, results);
}

char *genus_report_json(const genus_report *report) {
    genus_json_writer json = {0};
    genus_write_object(&json, NULL);
    genus_write_string(&json, "weights", report->weights);
    genus_write_string(&json, "data", report->data);
    genus_write_string(&json, "data_digest", report->data_digest);
    genus_write_string(&json, "part", report->part);
    genus_write_string(&json, "seed", report->seed);
    genus_write_string(&json, "split_digest", report->split_digest);
    genus_write_string(&json, "recorded", report->recorded);
    genus_write_string(&json, "tool_version", genus_version());
    genus_write_number(&json, "skipped", (double)report->skipped);
    genus_report_put_scores(&json, report->results);
    genus_write_end_object(&json);
    return genus_json_writer_take(&json);
}
