// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The report on a cross-validation, for people and for programs. cJSON's functions on a NULL item
// do nothing and report failure.

#include "train/run/crossval.h"

#include "engine/stream/verdict.h"
#include "train/report/report.h"

#include <cJSON.h>
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

static bool add_text(cJSON *object, const char *key, const char *text) {
    return text == NULL || cJSON_AddStringToObject(object, key, text) != NULL;
}

static bool add_number(cJSON *object, const char *key, double number) {
    return cJSON_AddNumberToObject(object, key, number) != NULL;
}

static bool add_curve(cJSON *entry, const genus_fold_result *result) {
    cJSON *curve = cJSON_AddArrayToObject(entry, "curve");
    for (size_t i = 0; i < result->epochs; i++) {
        cJSON *point = cJSON_CreateObject();
        if (!cJSON_AddItemToArray(curve, point) ||
            !add_number(point, "loss", result->curve[i].loss) ||
            !add_number(point, "validation_accuracy", result->curve[i].accuracy)) {
            return false;
        }
    }
    return true;
}

static bool add_sets(cJSON *root, const genus_crossval *crossval) {
    cJSON *sets = cJSON_AddArrayToObject(root, "test_sets");
    for (size_t i = 0; i < crossval->sets.count; i++) {
        const genus_test_set *set = &crossval->sets.sets[i];
        const genus_fold_result *result = &crossval->results[i];
        char digest[GENUS_DIGEST_HEX];
        genus_split_digest(set->split, crossval->dataset, digest);
        cJSON *entry = cJSON_CreateObject();
        if (!cJSON_AddItemToArray(sets, entry) || !add_number(entry, "seed", (double)set->seed) ||
            !add_number(entry, "fold", (double)(set->fold + 1)) ||
            !add_text(entry, "split_digest", digest) ||
            !add_number(entry, "train", (double)set->split->sizes[GENUS_PART_TRAIN]) ||
            !add_number(entry, "validation", (double)set->split->sizes[GENUS_PART_VALIDATION]) ||
            !add_number(entry, "test", (double)set->split->sizes[GENUS_PART_TEST]) ||
            !add_number(entry, "accuracy", genus_test_set_accuracy(result)) ||
            !add_number(entry, "validation_correct", result->validation_correct) ||
            !add_number(entry, "temperature", (double)result->predictions.temperature) ||
            !add_number(entry, "sure_threshold", (double)result->predictions.sure_threshold) ||
            !add_curve(entry, result)) {
            return false;
        }
    }
    return true;
}

static bool add_verdict(cJSON *verdicts, const genus_crossval *crossval, size_t set, size_t clip) {
    const genus_predictions *predictions = &crossval->results[set].predictions;
    const char *const *labels = (const char *const *)crossval->dataset->labels;
    float posterior[GENUS_LABELS_MAX];
    genus_predictions_posterior(predictions, GENUS_WHOLE_CLIP, clip, posterior);
    cJSON *entry = cJSON_CreateObject();
    return cJSON_AddItemToArray(verdicts, entry) &&
           add_text(entry, "clip", crossval->dataset->clips[predictions->rows[clip]].name) &&
           add_text(entry, "truth", labels[predictions->truth[clip]]) &&
           add_text(entry, "predicted", labels[genus_argmax(posterior, predictions->labels)]) &&
           add_number(entry, "seed", (double)crossval->sets.sets[set].seed) &&
           add_number(entry, "fold", (double)(crossval->sets.sets[set].fold + 1)) &&
           cJSON_AddItemToObject(entry, "posterior",
                                 cJSON_CreateFloatArray(posterior, (int)predictions->labels));
}

static bool add_verdicts(cJSON *root, const genus_crossval *crossval) {
    cJSON *verdicts = cJSON_AddArrayToObject(root, "verdicts");
    for (size_t set = 0; set < crossval->sets.count; set++) {
        for (size_t clip = 0; clip < crossval->results[set].predictions.clips; clip++) {
            if (!add_verdict(verdicts, crossval, set, clip)) {
                return false;
            }
        }
    }
    return true;
}

char *genus_crossval_json(const genus_crossval_options *options, const genus_crossval *crossval,
                          const genus_results *results) {
    double deviation = 0.0;
    const double mean = genus_results_fold_mean(results, &deviation);
    char protocol[256];
    genus_crossval_protocol(options, protocol);
    char *text = NULL;
    cJSON *root = cJSON_CreateObject();
    const bool fits =
        add_text(root, "data", options->data) &&
        add_text(root, "data_digest", crossval->provenance.data_digest) &&
        add_text(root, "clips_csv",
                 options->parts_csv != NULL ? options->parts_csv : options->clips_csv) &&
        add_text(root, "protocol", protocol) && add_text(root, "tool_version", genus_version()) &&
        add_text(root, "settings", crossval->provenance.settings) &&
        add_number(root, "skipped", (double)crossval->dataset->skipped) &&
        add_number(root, "mean", mean) && add_number(root, "deviation", deviation) &&
        add_number(root, "different_clips",
                   (double)results->clip_count / (double)results->repeats) &&
        add_sets(root, crossval) &&
        genus_report_add_scores(cJSON_AddObjectToObject(root, "all"), results) &&
        add_verdicts(root, crossval);
    if (fits) {
        text = cJSON_Print(root);
    }
    cJSON_Delete(root);
    return text;
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
