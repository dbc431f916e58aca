// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a training gave, as plain numbers.

#include "results.h"

#include "engine/verdict.h"
#include "predict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const double genus_span_seconds[GENUS_SPANS] = {1, 2, 3, 5, 10, 20, 30};

/** Of a span: what a clip may lack of it and still count, for clips of about 30 s. */
static const double span_tolerance = 0.02;

static genus_status out_of_memory(genus_error *error) {
    return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for results");
}

genus_results *genus_results_new(const char *title, const char *part, const char *const *labels,
                                 uint32_t label_count) {
    genus_results *results = calloc(1, sizeof *results);
    if (results == NULL) {
        return NULL;
    }
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
    memset(results->spans, 0, sizeof results->spans);
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

// -------------------------------------------------------------------------------------- judging

/** The leading classes of logits, by falling posterior. */
static genus_clip_result judge(const float *logits, const genus_model_meaning *meaning) {
    const uint32_t labels = meaning->label_count;
    float posterior[GENUS_LABELS_MAX];
    genus_clip_result clip = {0};
    genus_posterior(logits, labels, meaning->temperature, posterior);
    // The name is the one that evaluate gives, from the logits; only then are they lost to
    // rounding.
    uint32_t top = genus_argmax(logits, labels);
    clip.sure = posterior[top] >= meaning->sure_threshold;
    for (uint32_t i = 0; i < GENUS_LEADERS && i < labels; i++) {
        clip.leaders[i] = top;
        clip.millionths[i] = (uint32_t)lround(1e6 * (double)posterior[top]);
        posterior[top] = -1.0F;
        top = genus_argmax(posterior, labels);
    }
    return clip;
}

/** Frames in a length of listening. */
static size_t frames_in(const genus_frontend_settings *settings, double seconds) {
    const double samples = seconds * settings->sample_rate - settings->frame_length;
    return samples >= 0.0 ? (size_t)(samples / settings->hop) + 1 : 0;
}

/**
 * Scores the beginnings of clips: a data set is made of them, which shares the cells.
 * @param begun, logits Scratch memory: [clip_count], [count][labels].
 */
static genus_status judge_span(genus_results *results, size_t span, const genus_network *network,
                               const genus_dataset *dataset, const size_t *clips, size_t count,
                               unsigned threads, genus_clip *begun, size_t *chosen, float *logits,
                               genus_error *error) {
    const uint32_t labels = results->label_count;
    const size_t wanted = frames_in(&dataset->settings, genus_span_seconds[span]);
    const size_t enough = (size_t)ceil((1.0 - span_tolerance) * (double)wanted);
    genus_dataset beginnings = *dataset;
    beginnings.clips = begun;
    size_t long_enough = 0;
    if (wanted < genus_network_reach(network)) {
        return GENUS_OK;
    }
    for (size_t i = 0; i < count; i++) {
        const genus_clip *clip = &dataset->clips[clips[i]];
        if (clip->frames >= enough && clip->frames >= genus_network_reach(network)) {
            begun[clips[i]] = *clip;
            begun[clips[i]].frames = clip->frames < wanted ? clip->frames : wanted;
            chosen[long_enough++] = clips[i];
        }
    }
    const genus_status status =
        genus_predict(network, &beginnings, chosen, long_enough, threads, logits, error);
    for (size_t i = 0; status == GENUS_OK && i < long_enough; i++) {
        results->spans[span].total++;
        results->spans[span].right +=
            genus_argmax(logits + i * labels, labels) == dataset->clips[chosen[i]].label;
    }
    return status;
}

genus_status genus_results_judge(genus_results *results, const genus_network *network,
                                 const genus_model_meaning *meaning, const genus_dataset *dataset,
                                 const size_t *clips, size_t count, unsigned threads,
                                 genus_error *error) {
    const uint32_t labels = results->label_count;
    float *logits = calloc(count * labels + 1, sizeof *logits);
    genus_clip *begun = calloc(dataset->clip_count + 1, sizeof *begun);
    size_t *chosen = calloc(count + 1, sizeof *chosen);
    genus_status status =
        logits != NULL && begun != NULL && chosen != NULL ? GENUS_OK : out_of_memory(error);
    if (status == GENUS_OK) {
        status = genus_predict(network, dataset, clips, count, threads, logits, error);
    }
    for (size_t i = 0; status == GENUS_OK && i < count; i++) {
        genus_clip_result clip = judge(logits + i * labels, meaning);
        clip.truth = dataset->clips[clips[i]].label;
        if (!genus_results_add_clip(results, dataset->clips[clips[i]].name, &clip)) {
            status = out_of_memory(error);
        }
    }
    for (size_t span = 0; status == GENUS_OK && span < GENUS_SPANS; span++) {
        status = judge_span(results, span, network, dataset, clips, count, threads, begun, chosen,
                            logits, error);
    }
    free(logits);
    free(begun);
    free(chosen);
    return status;
}

// -------------------------------------------------------------------------------------- reading

genus_confusion genus_results_confusion(const genus_results *results) {
    genus_confusion confusion = {.label_count = results->label_count};
    for (size_t i = 0; i < results->clip_count; i++) {
        genus_confusion_add(&confusion, results->clips[i].truth, results->clips[i].leaders[0]);
    }
    return confusion;
}

double genus_clip_confidence(const genus_clip_result *clip) {
    return clip->millionths[0] / 1e6;
}

double genus_score_share(genus_score score) {
    return score.total > 0 ? (double)score.right / (double)score.total : 0.0;
}
