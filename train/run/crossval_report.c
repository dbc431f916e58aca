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

static void print_prefixes(const genus_scores *scores, FILE *stream) {
    const char *before = "heard       ";
    for (size_t i = 0; i < GENUS_PREFIXES; i++) {
        if (scores->prefix_clips[i] > 0) {
            (void)fprintf(stream, "%s%.0f s %.1f %%", before, genus_prefix_seconds[i],
                          percent(scores->prefix_correct[i], scores->prefix_clips[i]));
            before = ", ";
        }
    }
    (void)fputc('\n', stream);
}

void genus_crossval_print(const genus_crossval_options *options, const genus_crossval *crossval,
                          FILE *stream) {
    const genus_crossval_scores all = genus_crossval_score(crossval);
    const genus_scores *scores = &all.scores;
    const uint32_t total = genus_confusion_total(&scores->confusion);
    const uint32_t correct = genus_confusion_correct(&scores->confusion);
    char protocol[256];
    genus_crossval_protocol(options, protocol);
    (void)fprintf(stream, "data        %s, %s\n", options->data, protocol);
    (void)fprintf(stream, "settings    %s\n\n", crossval->provenance.settings);
    print_sets(crossval, stream);
    (void)fprintf(stream, "\nmean        %.1f %%, standard deviation %.1f\n", 100.0 * all.mean,
                  100.0 * all.deviation);
    (void)fprintf(
        stream,
        "accuracy    %.1f %% (%u of %u), 95 %% interval %.1f to %.1f %% (Wilson, %u clips)\n",
        percent(correct, total), correct, total, 100.0 * all.interval.low,
        100.0 * all.interval.high, all.clips);
    (void)fprintf(stream, "macro F1    %.3f\n", genus_confusion_macro(&scores->confusion).f1);
    (void)fprintf(stream, "calibration %.3f expected error (%d bins)\n",
                  genus_scores_calibration_error(scores), GENUS_CALIBRATION_BINS);
    (void)fprintf(stream, "sure        %.1f %% of the verdicts (%u); %.1f %% of them are right\n",
                  percent(scores->sure, total), scores->sure,
                  percent(scores->sure_correct, scores->sure));
    print_prefixes(scores, stream);
    (void)fputc('\n', stream);
    genus_report_print_classes((const char *const *)crossval->dataset->labels, &scores->confusion,
                               stream);
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

char *genus_crossval_json(const genus_crossval_options *options, const genus_crossval *crossval) {
    const genus_crossval_scores all = genus_crossval_score(crossval);
    const double ends[] = {all.interval.low, all.interval.high};
    char protocol[256];
    genus_crossval_protocol(options, protocol);
    char *text = NULL;
    cJSON *root = cJSON_CreateObject();
    cJSON *sums = cJSON_CreateObject();
    const bool fits =
        add_text(root, "data", options->data) &&
        add_text(root, "data_digest", crossval->provenance.data_digest) &&
        add_text(root, "clips_csv",
                 options->parts_csv != NULL ? options->parts_csv : options->clips_csv) &&
        add_text(root, "protocol", protocol) && add_text(root, "tool_version", genus_version()) &&
        add_text(root, "settings", crossval->provenance.settings) &&
        add_number(root, "skipped", (double)crossval->dataset->skipped) &&
        add_number(root, "mean", all.mean) && add_number(root, "deviation", all.deviation) &&
        add_number(root, "different_clips", all.clips) && add_sets(root, crossval) &&
        cJSON_AddItemToObject(root, "all", sums) &&
        genus_report_add_scores(sums, (const char *const *)crossval->dataset->labels,
                                &all.scores.confusion) &&
        cJSON_ReplaceItemInObjectCaseSensitive(sums, "accuracy_interval_95",
                                               cJSON_CreateDoubleArray(ends, 2)) &&
        add_calibration(root, &all.scores) && add_prefixes(root, &all.scores) &&
        add_verdicts(root, crossval);
    if (fits) {
        text = cJSON_Print(root);
    }
    cJSON_Delete(root);
    return text;
}
