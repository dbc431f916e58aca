// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a training gave, as plain numbers.

#include "train/eval/results.h"

#include "engine/stream/verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

genus_results *genus_results_new(const char *title, const char *part, const char *const *labels,
                                 uint32_t label_count) {
    genus_results *results = calloc(1, sizeof *results);
    if (results == NULL) {
        return NULL;
    }
    results->repeats = 1;
    results->title = strdup(title);
    results->part = strdup(part);
    bool fits = results->title != NULL && results->part != NULL;
    for (; fits && results->label_count < label_count; results->label_count++) {
        results->labels[results->label_count] = strdup(labels[results->label_count]);
        fits = results->labels[results->label_count] != NULL;
    }
    if (!fits) {
        genus_results_free(results);
        return NULL;
    }
    return results;
}

void genus_results_forget_clips(genus_results *results) {
    for (size_t i = 0; i < results->clip_count; i++) {
        free(results->clips[i].name);
    }
    free(results->clips);
    results->clips = NULL;
    results->clip_count = 0;
    memset(results->prefixes, 0, sizeof results->prefixes);
    for (uint32_t i = 0; i < results->foreign_count; i++) {
        free(results->foreign[i].label);
    }
    results->foreign_count = 0;
    results->learnt_total = 0;
    results->among_present = (genus_score){0};
}

void genus_results_free(genus_results *results) {
    if (results == NULL) {
        return;
    }
    genus_results_forget_clips(results);
    for (size_t i = 0; i < results->setting_count; i++) {
        free(results->settings[i].key);
        free(results->settings[i].value);
    }
    for (uint32_t i = 0; i < results->label_count; i++) {
        free(results->labels[i]);
    }
    free(results->duplicates);
    free(results->settings);
    free(results->folds);
    free(results->epochs);
    free(results->title);
    free(results->part);
    free(results);
}

// ---------------------------------------------------------------------------------------- adding

/** Room for one more in an array that doubles at the powers of two. NULL: memory is out. */
static void *grow(void *array, size_t count, size_t size) {
    const bool full = (count & (count - 1)) == 0;
    return full ? realloc(array, (count == 0 ? 1 : 2 * count) * size) : array;
}

bool genus_results_add_clip(genus_results *results, const char *name,
                            const genus_clip_result *clip) {
    genus_clip_result *clips = grow(results->clips, results->clip_count, sizeof *clips);
    char *copy = strdup(name);
    if (clips != NULL) {
        results->clips = clips;
    }
    if (clips == NULL || copy == NULL) {
        free(copy);
        return false;
    }
    clips[results->clip_count] = *clip;
    clips[results->clip_count++].name = copy;
    return true;
}

bool genus_results_add_epoch(genus_results *results, genus_epoch_result epoch) {
    genus_epoch_result *epochs = grow(results->epochs, results->epoch_count, sizeof *epochs);
    if (epochs == NULL) {
        return false;
    }
    results->epochs = epochs;
    epochs[results->epoch_count++] = epoch;
    return true;
}

bool genus_results_add_fold(genus_results *results, genus_score fold) {
    genus_score *folds = grow(results->folds, results->fold_count, sizeof *folds);
    if (folds == NULL) {
        return false;
    }
    results->folds = folds;
    folds[results->fold_count++] = fold;
    return true;
}

bool genus_results_add_setting(genus_results *results, const char *key, const char *value) {
    genus_setting *settings = grow(results->settings, results->setting_count, sizeof *settings);
    if (settings == NULL) {
        return false;
    }
    results->settings = settings;
    const genus_setting setting = {strdup(key), strdup(value)};
    if (setting.key == NULL || setting.value == NULL) {
        free(setting.key);
        free(setting.value);
        return false;
    }
    settings[results->setting_count++] = setting;
    return true;
}

void genus_results_set_data(genus_results *results, const genus_dataset *dataset,
                            const genus_split *split) {
    memset(results->class_clips, 0, sizeof results->class_clips);
    for (size_t i = 0; i < dataset->clip_count; i++) {
        results->class_clips[dataset->clips[i].label][split->parts[i]]++;
    }
    results->recordings = (uint32_t)split->recordings;
    results->bound = (uint32_t)split->bound;
    results->has_data = true;
}

// --------------------------------------------------------------------------------- predictions

/** A clip's leading classes, by falling posterior. */
static genus_clip_result clip_result(const genus_predictions *predictions, size_t clip) {
    float posterior[GENUS_LABELS_MAX];
    genus_clip_result result = {.truth = predictions->truth[clip]};
    genus_predictions_posterior(predictions, GENUS_WHOLE_CLIP, clip, posterior);
    for (uint32_t i = 0; i < GENUS_LEADERS && i < predictions->labels; i++) {
        const uint32_t top = genus_argmax(posterior, predictions->labels);
        result.leaders[i] = top;
        result.millionths[i] = (uint32_t)lround(1e6 * (double)posterior[top]);
        result.sure = i == 0 ? posterior[top] >= predictions->sure_threshold : result.sure;
        posterior[top] = -1.0F;
    }
    return result;
}

bool genus_results_add_predictions(genus_results *results, const genus_dataset *dataset,
                                   const genus_predictions *predictions) {
    genus_scores scores = {0};
    for (size_t i = 0; i < predictions->clips; i++) {
        const genus_clip_result clip = clip_result(predictions, i);
        if (!genus_results_add_clip(results, dataset->clips[predictions->rows[i]].name, &clip)) {
            return false;
        }
    }
    genus_scores_add(&scores, predictions);
    results->among_present.correct += scores.among_present;
    results->among_present.total += (uint32_t)predictions->clips;
    for (size_t i = 0; i < GENUS_PREFIXES; i++) {
        results->prefixes[i].correct += scores.prefix_correct[i];
        results->prefixes[i].total += scores.prefix_clips[i];
    }
    return true;
}

genus_status genus_results_predict(genus_results *results, const genus_network *network,
                                   const genus_model_config *config, const genus_dataset *dataset,
                                   const size_t *clips, size_t count, size_t first,
                                   unsigned threads, genus_error *error) {
    genus_predictions predictions;
    genus_status status = genus_predictions_make(dataset, clips, count, &predictions, error);
    if (status == GENUS_OK) {
        status = genus_predictions_run(network, dataset, first, threads, &predictions, error);
    }
    if (status == GENUS_OK) {
        genus_predictions_calibrate(&predictions, config);
        if (!genus_results_add_predictions(results, dataset, &predictions)) {
            status = genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for results");
        }
    }
    genus_predictions_clear(&predictions);
    return status;
}

bool genus_results_add_foreign(genus_results *results, const genus_predictions *predictions,
                               const char *const *foreign_labels, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        genus_foreign_class *class = &results->foreign[results->foreign_count];
        *class = (genus_foreign_class){.label = strdup(foreign_labels[i])};
        if (class->label == NULL) {
            return false;
        }
        results->foreign_count++;
        for (size_t clip = 0; clip < predictions->clips; clip++) {
            if (predictions->truth[clip] == predictions->labels + i) {
                class->clips++;
                class->sure += clip_result(predictions, clip).sure;
            }
        }
    }
    return true;
}

// -------------------------------------------------------------------------------------- reading

const double genus_coverages[GENUS_COVERAGES] = {0.1, 0.2, 0.3, 0.5, 0.7, 1.0};

/** By falling confidence; of equals, the wrong ones first. */
static int by_falling_confidence(const void *a, const void *b) {
    const genus_clip_result *left = a;
    const genus_clip_result *right = b;
    const int order =
        (left->millionths[0] < right->millionths[0]) - (left->millionths[0] > right->millionths[0]);
    return order != 0 ? order
                      : (left->leaders[0] == left->truth) - (right->leaders[0] == right->truth);
}

bool genus_results_risk_coverage(const genus_results *results, genus_risk_coverage *table) {
    const size_t count = results->clip_count;
    genus_clip_result *sorted = malloc((count + 1) * sizeof *sorted);
    *table = (genus_risk_coverage){0};
    if (sorted == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        sorted[i] = results->clips[i];
    }
    qsort(sorted, count, sizeof *sorted, by_falling_confidence);
    genus_score score = {0};
    size_t row = 0;
    for (size_t i = 0; i < count; i++) {
        score.correct += sorted[i].leaders[0] == sorted[i].truth;
        score.total++;
        table->area += (1.0 - genus_score_share(score)) / (double)count;
        for (; row < GENUS_COVERAGES &&
               (double)score.total + 1e-9 >= genus_coverages[row] * (double)count;
             row++) {
            table->scores[row] = score;
        }
    }
    free(sorted);
    return true;
}

genus_scores genus_results_scores(const genus_results *results) {
    genus_scores scores = {.confusion.label_count = results->label_count};
    for (size_t i = 0; i < results->clip_count; i++) {
        const genus_clip_result *clip = &results->clips[i];
        genus_scores_count(&scores, (genus_prediction){clip->truth, clip->leaders[0],
                                                       genus_clip_confidence(clip), clip->sure});
    }
    for (size_t i = 0; i < GENUS_PREFIXES; i++) {
        scores.prefix_clips[i] = results->prefixes[i].total;
        scores.prefix_correct[i] = results->prefixes[i].correct;
    }
    return scores;
}

genus_interval genus_results_interval(const genus_results *results) {
    const genus_scores scores = genus_results_scores(results);
    const uint32_t clips = genus_confusion_total(&scores.confusion) / results->repeats;
    const double correct = (double)genus_confusion_correct(&scores.confusion) / results->repeats;
    return genus_wilson((uint32_t)(correct + 0.5), clips);
}

double genus_results_fold_mean(const genus_results *results, double *deviation) {
    const double count = (double)results->fold_count;
    double mean = 0.0;
    double square = 0.0;
    for (size_t i = 0; i < results->fold_count; i++) {
        mean += genus_score_share(results->folds[i]) / count;
    }
    for (size_t i = 0; i < results->fold_count; i++) {
        const double off = genus_score_share(results->folds[i]) - mean;
        square += off * off;
    }
    *deviation = count > 1.0 ? sqrt(square / (count - 1.0)) : 0.0;
    return mean;
}

double genus_clip_confidence(const genus_clip_result *clip) {
    return clip->millionths[0] / 1e6;
}

double genus_score_share(genus_score score) {
    return score.total > 0 ? (double)score.correct / (double)score.total : 0.0;
}
