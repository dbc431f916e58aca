// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The report on a cross-validation, for people and for programs.

#include "train/run/crossval.h"

#include "engine/stream/verdict.h"
#include "train/report/report.h"

#include <stdlib.h>

void genus_crossval_protocol(const genus_crossval_options *options, char text[256]) {
    char repeats[48] = "";
    if (options->repeats > 1) {
        (void)snprintf(repeats, sizeof repeats, ", %zu seeds", options->repeats);
    }
    if (options->parts_csv != NULL) {
        (void)snprintf(text, 256, "the fixed split %.100s%s", options->parts_column, repeats);
    } else {
        (void)snprintf(text, 256, "%zu folds by %s%s%s", options->folds,
                       options->artists ? "artist" : "recording",
                       options->artists ? "" : ", duplicates together", repeats);
    }
}

// -------------------------------------------------------------------------------------- for people

static double percent(uint32_t part, uint32_t whole) {
    return whole > 0 ? 100.0 * part / whole : 0.0;
}

static void print_sets(const genus_crossval *crossval, FILE *stream) {
    (void)fprintf(stream, "%6s %5s %6s %6s %6s  %8s  %10s\n", "seed", "fold", "train", "valid",
                  "test", "accuracy", "validation");
    for (size_t i = 0; i < crossval->sets.count; i++) {
        const genus_test_set *set = &crossval->sets.sets[i];
        const genus_fold_result *result = &crossval->results[i];
        const size_t *sizes = set->split->sizes;
        (void)fprintf(stream, "%6llu %5zu %6zu %6zu %6zu  %6.1f %%  %8.1f %%\n",
                      (unsigned long long)set->seed, set->fold + 1, sizes[GENUS_PART_TRAIN],
                      sizes[GENUS_PART_VALIDATION], sizes[GENUS_PART_TEST],
                      100.0 * genus_test_set_accuracy(result),
                      percent(result->validation_correct, result->validation_clips));
    }
}

bool genus_crossval_print(const genus_crossval_options *options, const genus_crossval *crossval,
                          const genus_results *results, FILE *stream) {
    double deviation = 0.0;
    const double mean = genus_results_fold_mean(results, &deviation);
    char protocol[256];
    genus_crossval_protocol(options, protocol);
    (void)fprintf(stream, "data        %s, %s\n", options->data, protocol);
    (void)fprintf(stream, "settings    %s\n\n", crossval->provenance.settings);
    print_sets(crossval, stream);
    (void)fprintf(stream, "\nmean        %.1f %%, standard deviation %.1f\n", 100.0 * mean,
                  100.0 * deviation);
    return genus_report_print_scores(results, stream);
}

// ------------------------------------------------------------------------------------ for programs

static void put_sets(genus_json_writer *json, const genus_crossval *crossval) {
    genus_write_array(json, "test_sets");
    for (size_t i = 0; i < crossval->sets.count; i++) {
        const genus_test_set *set = &crossval->sets.sets[i];
        const genus_fold_result *result = &crossval->results[i];
        char digest[GENUS_DIGEST_HEX];
        genus_split_digest(set->split, crossval->dataset, digest);
        genus_write_object(json, NULL);
        genus_write_number(json, "seed", (double)set->seed);
        genus_write_number(json, "fold", (double)(set->fold + 1));
        genus_write_string(json, "split_digest", digest);
        genus_write_number(json, "train", (double)set->split->sizes[GENUS_PART_TRAIN]);
        genus_write_number(json, "validation", (double)set->split->sizes[GENUS_PART_VALIDATION]);
        genus_write_number(json, "test", (double)set->split->sizes[GENUS_PART_TEST]);
        genus_write_number(json, "accuracy", genus_test_set_accuracy(result));
        genus_write_number(json, "validation_correct", result->validation_correct);
        genus_write_number(json, "temperature", (double)result->predictions.temperature);
        genus_write_number(json, "sure_threshold", (double)result->predictions.sure_threshold);
        genus_write_array(json, "curve");
        for (size_t epoch = 0; epoch < result->epochs; epoch++) {
            genus_write_object(json, NULL);
            genus_write_number(json, "loss", result->curve[epoch].loss);
            genus_write_number(json, "validation_accuracy", result->curve[epoch].accuracy);
            genus_write_end_object(json);
        }
        genus_write_end_array(json);
        genus_write_end_object(json);
    }
    genus_write_end_array(json);
}

static void put_verdict(genus_json_writer *json, const genus_crossval *crossval, size_t set,
                        size_t clip) {
    const genus_predictions *predictions = &crossval->results[set].predictions;
    const char *const *labels = (const char *const *)crossval->dataset->labels;
    float posterior[GENUS_LABELS_MAX];
    genus_predictions_posterior(predictions, GENUS_WHOLE_CLIP, clip, posterior);
    genus_write_object(json, NULL);
    genus_write_string(json, "clip", crossval->dataset->clips[predictions->rows[clip]].name);
    genus_write_string(json, "truth", labels[predictions->truth[clip]]);
    genus_write_string(json, "predicted", labels[genus_argmax(posterior, predictions->labels)]);
    genus_write_number(json, "seed", (double)crossval->sets.sets[set].seed);
    genus_write_number(json, "fold", (double)(crossval->sets.sets[set].fold + 1));
    genus_write_array(json, "posterior");
    for (uint32_t label = 0; label < predictions->labels; label++) {
        genus_write_number(json, NULL, (double)posterior[label]);
    }
    genus_write_end_array(json);
    genus_write_end_object(json);
}

static void put_verdicts(genus_json_writer *json, const genus_crossval *crossval) {
    genus_write_array(json, "verdicts");
    for (size_t set = 0; set < crossval->sets.count; set++) {
        for (size_t clip = 0; clip < crossval->results[set].predictions.clips; clip++) {
            put_verdict(json, crossval, set, clip);
        }
    }
    genus_write_end_array(json);
}

char *genus_crossval_json(const genus_crossval_options *options, const genus_crossval *crossval,
                          const genus_results *results) {
    double deviation = 0.0;
    const double mean = genus_results_fold_mean(results, &deviation);
    char protocol[256];
    genus_json_writer json = {0};
    genus_crossval_protocol(options, protocol);
    genus_write_object(&json, NULL);
    genus_write_string(&json, "data", options->data);
    genus_write_string(&json, "data_digest", crossval->provenance.data_digest);
    genus_write_string(&json, "clips_csv",
                       options->parts_csv != NULL ? options->parts_csv : options->clips_csv);
    genus_write_string(&json, "protocol", protocol);
    genus_write_string(&json, "tool_version", genus_version());
    genus_write_string(&json, "settings", crossval->provenance.settings);
    genus_write_number(&json, "skipped", (double)crossval->dataset->skipped);
    genus_write_number(&json, "mean", mean);
    genus_write_number(&json, "deviation", deviation);
    genus_write_number(&json, "different_clips",
                       (double)results->clip_count / (double)results->repeats);
    put_sets(&json, crossval);
    genus_write_object(&json, "all");
    genus_report_put_scores(&json, results);
    genus_write_end_object(&json);
    put_verdicts(&json, crossval);
    genus_write_end_object(&json);
    return genus_json_writer_take(&json);
}

// ------------------------------------------------------------------------------------- as results

/** The test sets' verdicts, one after the other. */
static bool add_predictions(const genus_crossval *crossval, genus_results *results) {
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
    if (!add_predictions(crossval, results) || !add_settings(crossval, results)) {
        genus_results_free(results);
        return NULL;
    }
    return results;
}
