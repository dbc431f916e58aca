// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a network says of clips after some seconds and after all of them.

#include "train/eval/outcome.h"

#include "train/eval/predict.h"

#include <stdlib.h>
#include <string.h>

const double genus_prefix_seconds[GENUS_PREFIXES] = {
    1.0, 2.0, 3.0, 5.0, 10.0, 20.0, GENUS_CLIP_SECONDS};

bool genus_outcome_make(const genus_dataset *dataset, const size_t *rows, size_t count,
                        genus_outcome *outcome) {
    *outcome = (genus_outcome){
        .clips = count,
        .labels = dataset->label_count,
        .rows = calloc(count + 1, sizeof *outcome->rows),
        .truth = calloc(count + 1, sizeof *outcome->truth),
        .logits = calloc(GENUS_PREFIXES * count * dataset->label_count + 1, sizeof(float)),
        .temperature = 1.0F,
        .sure_threshold = 0.5F,
    };
    if (outcome->rows == NULL || outcome->truth == NULL || outcome->logits == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        outcome->rows[i] = rows[i];
        outcome->truth[i] = dataset->clips[rows[i]].label;
    }
    return true;
}

/// Frames that a front end has made of the first seconds of a sound.
static size_t frames_after(const genus_frontend_settings *settings, double seconds) {
    const double samples = seconds * (double)settings->sample_rate;
    const double length = (double)settings->frame_length;
    return samples < length ? 0 : (size_t)((samples - length) / (double)settings->hop) + 1;
}

/// One hearing: the data set as it is, but with shorter clips.
static genus_status ask_once(const genus_network *network, const genus_dataset *dataset,
                             size_t frames, unsigned threads, float *logits,
                             const genus_outcome *outcome, genus_error *error) {
    genus_dataset shorter = *dataset;
    shorter.clips = malloc(dataset->clip_count * sizeof *shorter.clips);
    if (shorter.clips == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for verdicts");
    }
    memcpy(shorter.clips, dataset->clips, dataset->clip_count * sizeof *shorter.clips);
    for (size_t i = 0; i < dataset->clip_count; i++) {
        if (shorter.clips[i].frames > frames) {
            shorter.clips[i].frames = frames;
        }
    }
    const genus_status status =
        genus_predict(network, &shorter, outcome->rows, outcome->clips, threads, logits, error);
    free(shorter.clips);
    return status;
}

genus_status genus_outcome_ask(const genus_network *network, const genus_dataset *dataset,
                               unsigned threads, genus_outcome *outcome, genus_error *error) {
    genus_status status = GENUS_OK;
    for (size_t hearing = 0; status == GENUS_OK && hearing < GENUS_PREFIXES; hearing++) {
        const size_t frames = hearing + 1 < GENUS_PREFIXES
                                  ? frames_after(&dataset->settings, genus_prefix_seconds[hearing])
                                  : SIZE_MAX;
        outcome->heard[hearing] = frames >= genus_network_receptive_field(network);
        if (outcome->heard[hearing]) {
            status = ask_once(network, dataset, frames, threads,
                              outcome->logits + hearing * outcome->clips * outcome->labels, outcome,
                              error);
        }
    }
    return status;
}

void genus_outcome_calibrate(genus_outcome *outcome, const genus_model_config *config) {
    outcome->has_background = config->arch.has_background;
    outcome->temperature = config->temperature;
    outcome->sure_threshold = config->sure_threshold;
}

genus_judged genus_outcome_judged(const genus_outcome *outcome, size_t hearing) {
    return (genus_judged){
        .clips = outcome->clips,
        .labels = outcome->labels,
        .logits = outcome->logits + hearing * outcome->clips * outcome->labels,
        .truth = outcome->truth,
        .has_background = outcome->has_background,
    };
}

void genus_outcome_posterior(const genus_outcome *outcome, size_t hearing, size_t clip,
                             float *posterior) {
    const genus_judged judged = genus_outcome_judged(outcome, hearing);
    genus_judged_posterior(&judged, clip, outcome->temperature, posterior);
}

void genus_outcome_clear(genus_outcome *outcome) {
    free(outcome->rows);
    free(outcome->truth);
    free(outcome->logits);
    *outcome = (genus_outcome){0};
}
