// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a finished network says about clips.

#include "train/eval/predict.h"

#include "train/util/thread_pool.h"

#include <pthread.h>
#include <stdlib.h>

/** What the tasks share. A task is a clip. */
typedef struct job {
    const genus_network *network;
    const genus_dataset *dataset;
    const size_t *clips;
    float *logits;
    pthread_mutex_t mutex; ///< Guards what follows.
    size_t failed;         ///< The first task that failed, or SIZE_MAX.
    genus_error fault;     ///< Its error.
} job;

static genus_status predict_clip(const job *job, size_t task, genus_error *error) {
    const genus_clip *clip = &job->dataset->clips[job->clips[task]];
    const size_t bands = job->dataset->settings.mel_bands;
    if (clip->frames < genus_network_receptive_field(job->network)) {
        return genus_fail(error, GENUS_ERROR_DATA,
                          "clip '%.200s' is too short for this network: %zu frames of %zu",
                          clip->name, clip->frames, genus_network_receptive_field(job->network));
    }
    float *frames = malloc(clip->frames * bands * sizeof *frames);
    if (frames == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a clip");
    }
    genus_clip_decode(clip, bands, 0, clip->frames, frames);
    const genus_status status = genus_network_forward(
        job->network, frames, clip->frames, job->logits + task * job->dataset->label_count, error);
    free(frames);
    return status;
}

static void run_task(void *context, size_t task, size_t member) {
    (void)member;
    job *job = context;
    genus_error fault;
    if (predict_clip(job, task, &fault) != GENUS_OK) {
        pthread_mutex_lock(&job->mutex);
        if (task < job->failed) {
            job->failed = task;
            job->fault = fault;
        }
        pthread_mutex_unlock(&job->mutex);
    }
}

genus_status genus_predict(const genus_network *network, const genus_dataset *dataset,
                           const size_t *clips, size_t count, unsigned threads, float *logits,
                           genus_error *error) {
    genus_thread_pool *team;
    const genus_status status = genus_thread_pool_new(threads, &team, error);
    if (status != GENUS_OK) {
        return status;
    }
    job job = {.network = network, .dataset = dataset, .clips = clips, .failed = SIZE_MAX};
    job.logits = logits;
    (void)pthread_mutex_init(&job.mutex, NULL);
    genus_thread_pool_run(team, count, run_task, &job);
    genus_thread_pool_free(team);
    (void)pthread_mutex_destroy(&job.mutex);
    return job.failed == SIZE_MAX ? GENUS_OK
                                  : genus_fail(error, job.fault.status, "%s", job.fault.message);
}
