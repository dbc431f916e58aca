// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a network says of clips whose class is known.

#include "train/eval/predictions.h"

#include "engine/base/error.h"
#include "engine/stream/verdict.h"
#include "train/util/thread_pool.h"

#include <float.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

const double genus_prefix_seconds[GENUS_PREFIXES] = {
    1.0, 2.0, 3.0, 5.0, 10.0, 20.0, GENUS_CLIP_SECONDS};

genus_status genus_predictions_make(const genus_dataset *dataset, const size_t *rows, size_t count,
                                    genus_predictions *predictions, genus_error *error) {
    const size_t logits = GENUS_PREFIXES * count * dataset->label_count;
    *predictions = (genus_predictions){
        .clips = count,
        .labels = dataset->label_count,
        .rows = calloc(count + 1, sizeof *predictions->rows),
        .truth = calloc(count + 1, sizeof *predictions->truth),
        .logits = calloc(logits + 1, sizeof *predictions->logits),
        .temperature = 1.0F,
        .sure_threshold = 0.5F,
    };
    if (predictions->rows == NULL || predictions->truth == NULL || predictions->logits == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for %zu predictions", count);
    }
    for (size_t i = 0; i < count; i++) {
        predictions->rows[i] = rows[i];
        predictions->truth[i] = dataset->clips[rows[i]].label;
    }
    return GENUS_OK;
}

void genus_predictions_clear(genus_predictions *predictions) {
    free(predictions->rows);
    free(predictions->truth);
    free(predictions->logits);
    *predictions = (genus_predictions){0};
}

static float *logits_of(const genus_predictions *predictions, size_t prefix, size_t clip) {
    return predictions->logits + (prefix * predictions->clips + clip) * predictions->labels;
}

// -------------------------------------------------------------------------------------- running

/** What the tasks share. A task is a prefix of a clip. */
typedef struct job {
    const genus_network *network;
    const genus_dataset *dataset;
    genus_predictions *predictions;
    size_t first;                  ///< Prefix length.
    size_t frames[GENUS_PREFIXES]; ///< At most, of each prefix length.
    pthread_mutex_t mutex;         ///< Guards what follows.
    size_t failed;                 ///< The first task that failed, or SIZE_MAX.
    genus_error fault;             ///< Its error.
} job;

/** Frames that a front end has made of the first seconds of a sound. */
static size_t frames_after(const genus_frontend_settings *settings, double seconds) {
    const double samples = seconds * (double)settings->sample_rate;
    const double length = (double)settings->frame_length;
    return samples < length ? 0 : (size_t)((samples - length) / (double)settings->hop) + 1;
}

static genus_status predict(const job *job, size_t prefix, size_t clip_number, genus_error *error) {
    const genus_clip *clip = &job->dataset->clips[job->predictions->rows[clip_number]];
    const size_t bands = job->dataset->settings.mel_bands;
    const size_t needed = genus_network_receptive_field(job->network);
    const size_t count = clip->frames < job->frames[prefix] ? clip->frames : job->frames[prefix];
    if (count < needed) {
        return genus_fail(error, GENUS_ERROR_DATA,
                          "clip '%.200s' is too short for this network: %zu frames of %zu",
                          clip->name, count, needed);
    }
    float *frames = malloc(count * bands * sizeof *frames);
    if (frames == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a clip");
    }
    genus_clip_decode(clip, bands, 0, count, frames);
    const genus_status status = genus_network_forward(
        job->network, frames, count, logits_of(job->predictions, prefix, clip_number), error);
    free(frames);
    return status;
}

static void run_task(void *context, size_t task, size_t member) {
    (void)member;
    job *job = context;
    const size_t prefix = job->first + task / job->predictions->clips;
    genus_error fault;
    if (!job->predictions->predicted[prefix] ||
        predict(job, prefix, task % job->predictions->clips, &fault) == GENUS_OK) {
        return;
    }
    pthread_mutex_lock(&job->mutex);
    if (task < job->failed) {
        job->failed = task;
        job->fault = fault;
    }
    pthread_mutex_unlock(&job->mutex);
}

genus_status genus_predictions_run(const genus_network *network, const genus_dataset *dataset,
                                   size_t first, unsigned threads, genus_predictions *predictions,
                                   genus_error *error) {
    genus_thread_pool *pool;
    const genus_status status = genus_thread_pool_new(threads, &pool, error);
    if (status != GENUS_OK) {
        return status;
    }
    job job = {.network = network, .dataset = dataset, .first = first, .failed = SIZE_MAX};
    job.predictions = predictions;
    for (size_t prefix = first; prefix < GENUS_PREFIXES; prefix++) {
        job.frames[prefix] = prefix == GENUS_WHOLE_CLIP
                                 ? SIZE_MAX
                                 : frames_after(&dataset->settings, genus_prefix_seconds[prefix]);
        predictions->predicted[prefix] =
            job.frames[prefix] >= genus_network_receptive_field(network);
    }
    (void)pthread_mutex_init(&job.mutex, NULL);
    genus_thread_pool_run(pool, (GENUS_PREFIXES - first) * predictions->clips, run_task, &job);
    genus_thread_pool_free(pool);
    (void)pthread_mutex_destroy(&job.mutex);
    return job.failed == SIZE_MAX ? GENUS_OK
                                  : genus_fail(error, job.fault.status, "%s", job.fault.message);
}

// ---------------------------------------------------------------------------------- calibration

void genus_predictions_posterior(const genus_predictions *predictions, size_t prefix, size_t clip,
                                 float *posterior) {
    genus_posterior(logits_of(predictions, prefix, clip), predictions->labels,
                    predictions->has_background, predictions->temperature, posterior);
}

void genus_predictions_calibrate(genus_predictions *predictions, const genus_model_config *config) {
    predictions->has_background = config->arch.has_background;
    predictions->temperature = config->temperature;
    predictions->sure_threshold = config->sure_threshold;
}

double genus_predictions_loss(const genus_predictions *predictions) {
    double loss = 0.0;
    for (size_t i = 0; i < predictions->clips; i++) {
        float posterior[GENUS_LABELS_MAX];
        genus_predictions_posterior(predictions, GENUS_WHOLE_CLIP, i, posterior);
        loss -= log(fmax((double)posterior[predictions->truth[i]], (double)FLT_MIN));
    }
    return loss / (double)predictions->clips;
}

/// How far temperatures of finished networks lie from 1, as the mean of their logarithm's distance
/// from 0. Those that a hundred clips give scatter by 0.2, nearly all of it by chance.
#define TEMPERATURE_SPREAD 0.1

/// The negative log-probability of a temperature, but for what is the same for all. Beforehand, its
/// logarithm has Laplace's distribution, the tails of which are heavy: most networks are as sure as
/// they should be, but where the validation clips are of other artists, they are far too sure.
static double objective(genus_predictions *predictions, double log_temperature) {
    predictions->temperature = (float)exp(log_temperature);
    return (double)predictions->clips * genus_predictions_loss(predictions) +
           fabs(log_temperature) / TEMPERATURE_SPREAD;
}

void genus_predictions_fit_temperature(genus_predictions *predictions) {
    const double golden = 0.6180339887498949;
    double low = log(0.1);
    double high = log(10.0);
    for (int i = 0; i < 40; i++) {
        const double left = high - golden * (high - low);
        const double right = low + golden * (high - low);
        if (objective(predictions, left) < objective(predictions, right)) {
            high = right;
        } else {
            low = left;
        }
    }
    predictions->temperature = (float)exp((low + high) / 2.0);
}

static int by_falling(const void *a, const void *b) {
    const float left = *(const float *)a;
    const float right = *(const float *)b;
    return (left < right) - (left > right);
}

genus_status genus_predictions_fit_threshold(genus_predictions *predictions, double wanted,
                                             genus_error *error) {
    float *confidences = malloc(predictions->clips * sizeof *confidences);
    if (confidences == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for %zu predictions",
                          predictions->clips);
    }
    for (size_t i = 0; i < predictions->clips; i++) {
        float posterior[GENUS_LABELS_MAX];
        genus_predictions_posterior(predictions, GENUS_WHOLE_CLIP, i, posterior);
        confidences[i] = posterior[genus_argmax(posterior, predictions->labels)];
    }
    qsort(confidences, predictions->clips, sizeof *confidences, by_falling);
    double correct = 0.0;
    float threshold = 0.95F;
    for (size_t i = 0; i < predictions->clips; i++) {
        correct += (double)confidences[i];
        if (correct >= wanted * (double)(i + 1)) {
            threshold = confidences[i];
        }
    }
    free(confidences);
    predictions->sure_threshold = fminf(fmaxf(threshold, 0.35F), 0.95F);
    return GENUS_OK;
}
